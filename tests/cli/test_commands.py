"""What holds for every command: exit codes, JSON keys, no traceback, secrets, speed of --version; the pages that are made from it."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from detente.cli import main as entry
from detente.cli import reference
from detente.cli.main import split_globals
from detente.cli.version import VERSION_LINE
from detente.views.base import View
from tests.cli.transcript import run

ROOT = Path(__file__).resolve().parents[2]


# ---------------------------------------------------------------- the way in


def test_version():
    assert run(["--version"]) == (0, VERSION_LINE + "\n")
    assert run(["--version", "--lang", "ru"]) == (0, VERSION_LINE + "\n")
    assert re.fullmatch(r"detente \d+\.\d+\.\d+ \(format 0-draft\)", VERSION_LINE)


def test_version_imports_nothing_heavy():
    code = "import sys; from detente.cli.main import main; main(['--version']); print(sorted({'typer','rich','babel','cryptography','msgspec'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_global_options_stand_anywhere():
    assert split_globals(["status", "--json", "--node=x", "--lang", "ru"]) == ("x", "ru", True, ["status"])
    assert split_globals(["request", "usa", "--", "--json"]) == (None, None, False, ["request", "usa", "--", "--json"])
    assert split_globals(["--node"]) == (None, None, False, ["--node"])


def test_without_a_command_the_help_is_shown():
    code, said = run([])
    assert code == 0
    assert "Commands:" in said


def test_the_node_comes_from_the_environment(exercise, monkeypatch):
    monkeypatch.setenv("DETENTE_NODE", str(exercise / "usa"))
    code, said = run(["status"])
    assert code == 0
    assert "United States of America (usa)" in said


# ---------------------------------------------------------------- exit codes and errors


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("status", 1),
        ("nothing", 2),
        ("request", 2),
        ("request --nothing", 2),
        ("log --last x", 2),
        ("--lang fr status", 2),
        ("verify none", 2),
        ("--help", 0),
    ],
)
def test_exit_codes(line, expected):
    assert run(line.split())[0] == expected


@pytest.mark.parametrize("line", ["status", "nothing"])
def test_an_error_as_json(line, capsys):
    assert entry.main([*line.split(), "--json"]) in {1, 2}
    value = json.loads(capsys.readouterr().out)
    assert set(value["error"]) == {"text", "template", "hint"}


@pytest.mark.parametrize(
    "stop", [KeyboardInterrupt(), OSError(28, "No space left on device", "store"), PermissionError(13, "Permission denied", "x")]
)
def test_no_traceback(exercise, monkeypatch, stop):

    def fall(*_args, **_kwargs):
        raise stop

    monkeypatch.setattr("detente.views.status.status_view", fall)
    code, said = run(["--node", "demo/usa", "status"])
    assert code == 1
    assert said.startswith("Error: ")
    assert "Traceback" not in said


def test_a_fault_of_the_program_is_not_hidden(exercise, monkeypatch):
    monkeypatch.setattr("detente.views.status.status_view", lambda _node: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(["--node", "demo/usa", "status"])


def test_a_damaged_store_is_named(exercise):
    store = exercise / "usa" / "record.sqlite"
    store.write_bytes(b"not a database" * 100)
    for name in ("record.sqlite-wal", "record.sqlite-shm"):
        (store.parent / name).unlink(missing_ok=True)
    code, said = run(["--node", "demo/usa", "status"])
    assert code == 1
    assert "Traceback" not in said
    assert "record.sqlite" in said or "demo/usa" in said


def test_run_ends_with_the_code(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["detente", "nothing"])
    with pytest.raises(SystemExit) as stop:
        entry.run()
    assert stop.value.code == 2
    assert "there is no command 'nothing'" in capsys.readouterr().err


def test_results_and_errors_go_to_different_places(exercise, capsys):
    assert entry.main(["--node", "demo/usa", "status", "--json"]) == 0
    seen = capsys.readouterr()
    json.loads(seen.out)
    assert seen.err == ""
    assert entry.main(["--node", "nowhere", "status"]) == 1
    seen = capsys.readouterr()
    assert seen.out == ""
    assert "nowhere" in seen.err


# ---------------------------------------------------------------- secrets


@pytest.mark.slow
def test_a_passphrase_guards_what_signs_and_not_what_reads(place, monkeypatch):
    monkeypatch.setenv("DETENTE_PASSPHRASE_VARIABLE", "MINE")
    monkeypatch.setenv("MINE", "correct horse")
    assert run(["--node", "a", "init", "--party", "alpha", "--name", "en=Alpha"])[0] == 0
    assert (place / "a" / "keys.age").read_bytes().startswith(b"age-encryption.org/")
    monkeypatch.delenv("MINE")
    assert run(["--node", "a", "status"])[0] == 0
    code, said = run(["--node", "a", "party", "--out", "p.json"])
    assert code == 1
    assert "DETENTE_PASSPHRASE" in said
    monkeypatch.setenv("MINE", "wrong horse")
    code, said = run(["--node", "a", "party", "--out", "p.json"])
    assert code == 1
    assert "does not open" in said
    assert not (place / "p.json").exists()


def test_nothing_printed_holds_a_secret(exercise):
    keys = json.loads((exercise / "usa" / "keys.age").read_bytes())
    secrets = [keys["root"]["ed25519"], keys["root"]["mldsa44"], keys["next"]["ed25519"], *keys["identities"], *keys["channels"].values()]
    for line in ("status", "log", "log --seals", "show usa/0", "log usa/0", "standing", "outbox", "contradictions", "charter show"):
        for more in ([], ["--json"]):
            said = run(["--node", "demo/usa", *line.split(), *more])[1]
            assert not any(secret in said for secret in secrets), line


# ---------------------------------------------------------------- the demo


def test_the_proofs_of_the_demo_hold(exercise):
    code, told = run(["demo", "--no-browser", "--dir", "X"])
    assert code == 0
    assert told.startswith("EXERCISE")
    assert "upposed" in told
    for name in ("standing", "entry", "field", "receipt", "log"):
        proof = f"X/proofs/{name}.proof.json"
        assert run(["verify", proof, "--charter", "X/public/charter.json"])[0] == 0
        code, said = run(["verify", proof])
        assert code == 1
        assert "KEYS NOT CONFIRMED" in said
    assert run(["verify", "X/proofs/log.proof.json", "--charter", str(exercise / "public" / "charter.json")])[0] == 1  # a look-alike
    tries = [line.strip() for line in told.split("Try next:")[1].splitlines() if line.strip()]
    assert len(tries) == 3
    for line in tries:
        words = line.replace('"Supposed question."', "Supposed").split()
        assert run(words[1:])[0] == 0, line


def test_the_demo_leaves_other_folders_alone(place):
    (place / "mine").mkdir()
    (place / "mine" / "letter.txt").write_text("dear", "utf-8")
    code, said = run(["demo", "--dir", "mine"])
    assert code == 1
    assert "left as it is" in said
    assert [path.name for path in (place / "mine").iterdir()] == ["letter.txt"]
    assert run(["demo", "--no-browser", "--story", "first-request"])[0] == 0
    assert run(["demo", "--no-browser", "--story", "first-request"])[0] == 0
    assert (place / "demo-2" / "rus" / "node.json").exists()


# ---------------------------------------------------------------- JSON and pages


def test_no_two_views_have_one_name():
    reference.views()
    importlib.import_module("detente.web.party")
    names = Counter(view.__name__ for view in View.__subclasses__())
    assert [name for name, number in names.items() if number > 1] == []


def test_json_keys_are_those_of_the_page(exercise):
    known = reference.views()
    for line, name in (
        ("status", "StatusView"), ("log", "LogView"), ("log rus/3", "EntryView"), ("show rus/3", "RequestView"), ("standing", "StandingView"),
        ("outbox", "OutboxView"), ("contradictions", "ContradictionsView"), ("fsck", "Checked"),
    ):  # fmt: skip
        value = json.loads(run(["--node", "demo/usa", *line.split(), "--json"])[1])
        assert list(value) == list(known[name].__struct_fields__)
        msgspec.convert(value, known[name])


def test_verdict_as_json(exercise):
    code, said = run(["verify", "demo/proofs/standing.proof.json", "--charter", "demo/public/charter.json", "--json"])
    value = json.loads(said)
    assert code == 0
    assert value["status"] == "proven"
    assert value["standing"]["sections"]["requests/rus"]["full"] == 1
    assert value["exercise"] is True


@pytest.mark.parametrize("name", sorted(reference.PAGES))
def test_the_reference_is_not_stale(name):
    """A red line here: run `make docs`."""
    assert (ROOT / "docs" / "reference" / name).read_text("utf-8") == reference.PAGES[name]()


def test_each_result_is_in_the_page():
    text = (ROOT / "docs" / "reference" / "json.md").read_text("utf-8")
    assert {name for name in reference.PRINTED_BY if f"## {name}\n" not in text} == set()


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_pages_name_only_commands_that_exist():
    from detente.cli.app import build

    known = {path for path, _ in reference.commands(build("en"), "detente")}
    groups = {path.rsplit(" ", 1)[0] for path in known if path.count(" ") >= 2}
    unknown = []
    for page in PAGES:
        for block in re.findall(r"```sh\n(.*?)```|`(detente [^`]*)`", page.read_text("utf-8"), re.DOTALL):
            for line in "\n".join(block).splitlines():
                words = [word for word in re.sub(r"--(?:node|lang) \S+|--json", "", line).split("#")[0].split() if word]
                if words[:1] != ["detente"] or len(words) < 2 or words[1].startswith("-") or words[1] == "...":
                    continue
                name = " ".join(words[:3]) if " ".join(words[:2]) in groups and len(words) > 2 else " ".join(words[:2])
                if name not in known | groups:
                    unknown.append(f"{page.name}: {line}")
    assert unknown == []


def test_the_secretary_s_page_shows_no_command_that_is_not_run():
    text = (ROOT / "docs" / "howto" / "secretary.md").read_text("utf-8")
    assert text.count("```sh\n") == text.count("<!-- run -->\n```sh\n") >= 12
    assert {"delegate empower", "statement add", "text sign", "prove standing"} <= {
        name for line in runnable(ROOT / "docs" / "howto" / "secretary.md") if (name := " ".join(line.split()[3:5]))
    }


def test_pages_name_only_options_that_exist():
    from detente.cli.app import build

    options = {
        path.removeprefix("detente "): {name for param in command.params for name in (*param.opts, *param.secondary_opts)}
        for path, command in reference.commands(build("en"), "detente")
    }
    unknown = []
    for page in PAGES:
        for line in re.findall(r"`(?:detente )?([a-z][^`\n]*)`", page.read_text("utf-8")):
            words = [word for word in re.sub(r"--(?:node|lang) \S+|--json|--help", "", line).split() if word]
            name = next((" ".join(words[:most]) for most in (2, 1) if " ".join(words[:most]) in options), None)
            given = {word.partition("=")[0] for word in words if word.startswith("--")}
            unknown += [f"{page.name}: {line}: {option}" for option in given - options.get(name or "", given)]
    assert unknown == []


def runnable(page: Path) -> list[str]:
    """The command lines of the blocks that follow `<!-- run -->`."""
    blocks = re.findall(r"<!-- run -->\n+```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip() and not line.startswith("#")]


OUTSIDE = "lund has no power to sign Visits: recorded, and to be cured"
LEADS_TO = {
    "howto/texts.md": [
        (f"--node {node} {command}", OUTSIDE) for node in ("north", "south") for command in ("text show visits", "status")
    ],
}  # fmt: skip
"""What a page's examples lead to, where that is what the page is about."""


def _read_out(word: str) -> str:
    """What the other side reads out, in the place of its description."""
    if not word.endswith("=ENTRIES-CHECK"):
        return word
    party = word.partition("=")[0]
    (channel,) = json.loads(run(["--node", party, "held", "plenary", "--json"])[1])["channels"]
    log = next(log for log in channel["logs"] if log["party"] == "north")
    return f"{party}={log['entries']}-{log['check']}"


@pytest.mark.parametrize(
    "page",
    [
        "getting-started.md",
        "howto/secretary.md",
        "howto/watch-officer.md",
        "howto/verifier.md",
        "howto/host.md",
        "howto/reports.md",
        "howto/lists.md",
        "howto/press.md",
        "howto/texts.md",
        "howto/couriers.md",
        "howto/when-things-go-wrong.md",
        "howto/auditor.md",
    ],
)
def test_the_examples_of_the_pages_run(place, page, monkeypatch):
    import shlex

    monkeypatch.setenv("DETENTE_BACKUP_PASSPHRASE", "one that is typed")

    lines = runnable(ROOT / "docs" / page)
    assert len(lines) >= 4
    if page != "getting-started.md":
        for line in runnable(ROOT / "docs" / "getting-started.md"):
            assert run(shlex.split(line)[1:])[0] == 0, line
    for line in lines:
        words = shlex.split(line)
        if words[0] == "cp":
            (place / words[2]).write_bytes((place / words[1]).read_bytes())
            continue
        if words[0] == "mkdir":
            (place / words[1]).mkdir()
            continue
        if words[0] == "mv":
            (place / words[1]).rename(place / words[2])
            continue
        if words[0] == "echo":
            assert words[2] == ">", line
            (place / words[3]).write_text(words[1] + "\n", "utf-8")
            continue
        assert words[0] == "detente", line
        code, said = run([_read_out(word) for word in words[1:]])
        assert code == 0, (line, said)
    for command, expected in LEADS_TO.get(page, ()):
        assert expected in " ".join(run(command.split())[1].split()), command
