"""Run any implementation over all vectors: `python conformance/run.py [--level verifier|node] [--only PREFIX] PROGRAM [ARGUMENT ..]`.

    python conformance/run.py .venv/bin/python conformance/python_contract.py
    python conformance/run.py --level verifier node conformance/js/cli.mjs

PROGRAM is called once for each vector, as README.md says. Prints a table, then each vector on which the program differs.
Exit code 0 if it agrees on all of them. Needs only Python and the vectors, nothing of Détente.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path

VECTORS = Path(__file__).resolve().parent.parent / "vectors"
RAW = {"canonical", "charter", "verify-proof"}
NODE = {"pouches", "ask", "items", "fold"}
"""Commands that only a whole node needs; a verifier of proofs may leave them out."""


def load(folder=VECTORS):
    """Every vector, in order of its path, with its long texts put in."""
    texts = {path.stem: path.read_bytes().decode() for path in (folder / "texts").glob("*.txt")}
    for path in sorted(folder.glob("*/*.json")):
        vector = json.loads(path.read_bytes())
        yield path, {**vector, "input": resolve(vector["input"], texts)}


def resolve(value, texts):
    """Put long texts in: {"$text": name} or {"$text": name, "$splice": [start, end, new]}, counted in code points."""
    if isinstance(value, list):
        return [resolve(item, texts) for item in value]
    if not isinstance(value, dict):
        return value
    if "$text" not in value:
        return {name: resolve(item, texts) for name, item in value.items()}
    text = texts[value["$text"]]
    start, end, new = value.get("$splice", [0, 0, ""])
    return text[:start] + new + text[end:]


def file_of(vector):
    """The bytes of FILE for a vector, and further arguments."""
    value = vector["input"]
    if vector["command"] not in RAW:
        return json.dumps(value, ensure_ascii=False).encode(), []
    raw = base64.b64decode(value["file_b64"]) if "file_b64" in value else value["file"].encode()
    return raw, ["--charter", value["charter"] or "none"] if "charter" in value else []


def agrees(said, expected):
    """Whether a verdict has every member that is expected, with that value; it may have more."""
    return isinstance(said, dict) and all(name in said and said[name] == value for name, value in expected.items())


def ask(program, vector, folder):
    raw, more = file_of(vector)
    path = Path(folder) / "input"
    path.write_bytes(raw)
    done = subprocess.run([*program, vector["command"], str(path), *more], capture_output=True, timeout=60, check=False)
    try:
        said = json.loads(done.stdout.decode().strip().splitlines()[-1])
    except (ValueError, IndexError):
        return {"verdict": "no answer", "stderr": done.stderr.decode(errors="replace")[-500:]}
    holds = said.get("verdict") in {"ok", "proven", "consistent"}
    if done.returncode != (0 if holds else 1):
        return {"verdict": f"exit code {done.returncode} with the verdict {said.get('verdict')}"}
    return said


def main(arguments):
    level, only = "node", ""
    while arguments and arguments[0].startswith("--"):
        option, value, *arguments = arguments
        level, only = (value, only) if option == "--level" else (level, value)
    if not arguments:
        print(__doc__)
        return 2
    counts, wrong = {}, []
    with tempfile.TemporaryDirectory() as folder:
        for path, vector in load():
            name = f"{path.parent.name}/{path.stem}"
            if not name.startswith(only) or (level == "verifier" and vector["command"] in NODE):
                continue
            said = ask(arguments, vector, folder)
            good = agrees(said, vector["verdict"])
            total, agreed = counts.get(path.parent.name, (0, 0))
            counts[path.parent.name] = total + 1, agreed + good
            if not good:
                wrong.append((name, vector["verdict"], said))
    print(f"{'kind':<16}{'vectors':>8}{'agreed':>8}")
    for kind, (total, agreed) in sorted(counts.items()):
        print(f"{kind:<16}{total:>8}{agreed:>8}")
    for name, expected, said in wrong:
        print(f"\n{name}\n  expected {json.dumps(expected)}\n  said     {json.dumps(said)}")
    return 1 if wrong or not counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
