"""Run any implementation over all vectors: `python conformance/run.py [OPTION ..] PROGRAM [ARGUMENT ..]`.

    python conformance/run.py .venv/bin/python conformance/python_contract.py
    python conformance/run.py --profile verifier node conformance/js/cli.mjs
    python conformance/run.py --only proofs/ --json report.json --junit report.xml PROGRAM

    --profile verifier|node|forms    which commands (README.md); those of every profile unless it is said
    --only PREFIX                    only the vectors whose name starts so
    --json FILE, --junit FILE        the report for a program; - is standard output, in the place of the table

PROGRAM is called once for each vector, as README.md says. Prints a table, a line for each command, then which profiles the program has
whole, then each vector on which it differs. A command that it does not know (exit code 2) is outside of its task, and said to be.
Exit code 0 if it differs nowhere and has the profile whole, or one at least where none was asked for; 1 if not; 2 if the call is wrong.
Needs only Python and the vectors, nothing of Détente.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

VECTORS = Path(__file__).resolve().parent.parent / "vectors"
RAW = {"canonical", "charter", "verify-proof"}
NODE = {"pouches", "ask", "items", "fold"}
"""Commands that only a whole node needs; a verifier of proofs may leave them out."""
BESIDE = {"text", "tile-path", "sheets", "dictated", "policy", "figures"}
"""Commands about forms beside the record; neither a verifier nor a node is less whole without them."""
PROFILES = ("verifier", "node", "forms")
SKIPPED = {"verdict": "skipped"}
LARGEST = 2**53 - 1


def load(folder=VECTORS):
    """Every vector, in order of its path, with its long texts put in."""
    texts = {path.stem: path.read_bytes().decode() for path in (folder / "texts").glob("*.txt")}
    for path in sorted(folder.glob("*/*.json")):
        vector = json.loads(path.read_bytes())
        yield path, {**vector, "input": resolve(vector["input"], texts)}


def resolve(value, texts):
    """Put long texts in: {"$join": [text or [text, times], ..]}, {"$text": name}, or that with "$splice": [start, end, new], by code points."""
    if isinstance(value, list):
        return [resolve(item, texts) for item in value]
    if not isinstance(value, dict):
        return value
    if "$join" in value:
        return "".join(part if isinstance(part, str) else part[0] * part[1] for part in value["$join"])
    if "$text" not in value:
        return {name: resolve(item, texts) for name, item in value.items()}
    text = texts[value["$text"]]
    start, end, new = value.get("$splice", [0, 0, ""])
    return text[:start] + resolve(new, texts) + text[end:]


def file_of(vector):
    """The bytes of FILE for a vector, and further arguments."""
    value = vector["input"]
    if vector["command"] not in RAW:
        return json.dumps(value, ensure_ascii=False).encode(), []
    raw = base64.b64decode(value["file_b64"]) if "file_b64" in value else value["file"].encode()
    return raw, ["--charter", value["charter"] or "none"] if "charter" in value else []


def agrees(said, expected):
    """Whether a verdict has every member that is expected, with that value; it may have more."""
    return isinstance(said, dict) and all(name in said and plain(said[name]) == plain(value) for name, value in expected.items())


def plain(value):
    """A number above 2^53-1 is itself or its decimal text."""
    return str(value) if type(value) is int and value > LARGEST else value


def ask(program, vector, folder):
    raw, more = file_of(vector)
    path = Path(folder) / "input"
    path.write_bytes(raw)
    try:
        done = subprocess.run([*program, vector["command"], str(path), *more], capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return {"verdict": "no answer within 60 s"}
    if done.returncode == 2:
        return SKIPPED
    try:
        said = json.loads(done.stdout.decode().strip().splitlines()[-1])
    except (ValueError, IndexError):
        return {"verdict": "no answer", "stderr": done.stderr.decode(errors="replace")[-500:]}
    holds = said.get("verdict") in {"ok", "proven", "consistent"}
    if done.returncode != (0 if holds else 1):
        return {"verdict": f"exit code {done.returncode} with the verdict {said.get('verdict')}"}
    return said


def profiles_of(command):
    """The profiles that a command belongs to: a node verifies proofs, too."""
    return {"forms"} if command in BESIDE else {"node"} if command in NODE else {"verifier", "node"}


def results(program, profile, only):
    """Each vector that is asked: its name, its command, what was expected, what was said, and `passed`, `failed` or `skipped`."""
    with tempfile.TemporaryDirectory() as folder:
        for path, vector in load():
            name = f"{path.parent.name}/{path.stem}"
            if name.startswith(only) and profile in {None, *profiles_of(vector["command"])}:
                said = ask(program, vector, folder)
                result = "skipped" if said == SKIPPED else "passed" if agrees(said, vector["verdict"]) else "failed"
                yield {"name": name, "command": vector["command"], "expected": vector["verdict"], "said": said, "result": result}


def table(found):
    """A line for each command, and then each vector on which the program differs."""
    lines = [f"{'command':<16}{'passed':>8}{'failed':>8}{'unknown':>8}"]
    for command in sorted({each["command"] for each in found}):
        of = [each["result"] for each in found if each["command"] == command]
        lines.append(f"{command:<16}{of.count('passed'):>8}{of.count('failed'):>8}{of.count('skipped'):>8}")
    of = [each["result"] for each in found]
    lines.append(f"{'in all':<16}{of.count('passed'):>8}{of.count('failed'):>8}{of.count('skipped'):>8}")
    for profile, state in profiles(found).items():
        unknown = f"; does not know {', '.join(state['unknown'])}" if state["unknown"] else ""
        lines.append(
            f"profile {profile}: {'whole' if state['whole'] else 'not whole'}, {state['passed']} of the {state['of']} asked{unknown}"
        )
    for each in found:
        if each["result"] == "failed":
            lines.append(f"\n{each['name']}\n  expected {json.dumps(each['expected'])}\n  said     {json.dumps(each['said'])}")
    return "\n".join(lines) + "\n"


def profiles(found):
    """Of each profile of which something was asked: whether all of that passed, how many vectors did, which commands the program does not know."""
    state = {}
    for profile in PROFILES:
        asked = [each for each in found if profile in profiles_of(each["command"])]
        if asked:
            passed = sum(each["result"] == "passed" for each in asked)
            unknown = sorted({each["command"] for each in asked if each["result"] == "skipped"})
            state[profile] = {"whole": passed == len(asked), "passed": passed, "of": len(asked), "unknown": unknown}
    return state


def as_json(found):
    of = [each["result"] for each in found]
    counts = {name: of.count(name) for name in ("passed", "failed", "skipped")}
    return json.dumps({**counts, "profiles": profiles(found), "vectors": found}, indent=1, ensure_ascii=False) + "\n"


def as_junit(found):
    of = [each["result"] for each in found]
    lines = [f'<testsuite name="conformance" tests="{len(of)}" failures="{of.count("failed")}" skipped="{of.count("skipped")}">']
    for each in found:
        inside = {"passed": "", "skipped": "<skipped/>"}.get(each["result"])
        if inside is None:
            inside = f"<failure message={quoteattr('expected ' + json.dumps(each['expected']) + ', said ' + json.dumps(each['said']))}/>"
        lines.append(f"<testcase classname={quoteattr(each['command'])} name={quoteattr(each['name'])}>{inside}</testcase>")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n</testsuite>\n"


OPTIONS = ("--profile", "--only", "--json", "--junit")


def main(arguments):
    given = {"--profile": None, "--only": ""}
    while len(arguments) > 1 and arguments[0] in OPTIONS:
        option, given[option], *arguments = arguments
    if not arguments or arguments[0].startswith("--") or given["--profile"] not in {None, *PROFILES}:
        print(__doc__, file=sys.stderr)
        return 2
    if shutil.which(arguments[0]) is None:
        print(
            f"{arguments[0]} is no program that can be started; is an interpreter to stand before it, as in `node FILE`?", file=sys.stderr
        )
        return 2
    found = list(results(arguments, given["--profile"], given["--only"]))
    shown = True
    for option, written in (("--json", as_json), ("--junit", as_junit)):
        if given.get(option) == "-":
            sys.stdout.write(written(found))
            shown = False
        elif option in given:
            Path(given[option]).write_text(written(found), encoding="utf-8")
    if shown:
        sys.stdout.write(table(found))
    state = profiles(found)
    asked_for = [state[given["--profile"]]] if given["--profile"] in state else state.values()
    return 0 if any(each["whole"] for each in asked_for) and all(each["result"] != "failed" for each in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
