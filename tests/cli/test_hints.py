"""What an error advises can be copied: sentences, and commands that exist, each on a line of its own; the system's reasons are translated."""

from __future__ import annotations

import ast
import errno
import os
import re
import shlex
from pathlib import Path

import pytest

from detente.cli.app import build
from detente.cli.main import channel_named
from detente.cli.reference import commands
from detente.cli.session import Session
from detente.errors import COMMAND, N_, CallerError, UsageError, reason_of
from detente.i18n import LANGUAGES, translator
from tests.cli.transcript import run

SOURCE = Path(__file__).resolve().parents[2] / "src" / "detente"
_MARKS = {"N_", "_"}


def every_hint() -> list[str]:
    """Every hint of the source, as it is marked for the catalogues."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            value = node.value if isinstance(node, ast.keyword) and node.arg == "hint" else None
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute) and node.targets[0].attr == "hint":
                value = node.value
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in _MARKS:
                found.append(ast.literal_eval(value.args[0]))
    return found


@pytest.fixture(scope="module")
def hints() -> list[str]:
    """Read once, and not while tests are collected: every process collects them."""
    return every_hint()


def is_command(line: str) -> bool:
    return line.startswith((COMMAND, "pip "))


def test_there_are_hints(hints):
    assert len(hints) > 60


def test_a_hint_is_sentences_and_commands_that_exist(hints):
    known = {path for path, _ in commands(build("en"), "detente")}
    for hint in sorted(set(hints)):
        lines = hint.split("\n")
        for line, after in zip(lines, [*lines[1:], ""], strict=True):
            if not is_command(line):
                assert line.endswith(":" if is_command(after) else "."), hint
                assert line[0].isupper(), hint
                assert COMMAND not in line, hint
            elif line.startswith(COMMAND):
                words = re.sub(r"--node \S+ ", "", line).split()
                name = " ".join(words[: 3 if " ".join(words[:2]) not in known else 2])
                assert name in known or words[1] in {"%(subject)s", "--help", "web"}, hint  # detente web comes with its part


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_a_command_is_the_same_in_every_language(hints, language):
    t = translator(language)
    for hint in hints:
        places = dict.fromkeys(re.findall(r"%\((\w+)\)", hint), 7)
        said = t.hint(CallerError("x", hint=hint, **places))
        assert [line for line in said.split("\n") if line.startswith(COMMAND)] == [
            line % places for line in hint.split("\n") if line.startswith(COMMAND)
        ]


def test_a_value_in_a_command_is_quoted_where_a_shell_needs_it_and_digits_are_not_grouped():
    error = CallerError("x", hint="Look there:\ndetente --node %(path)s outbox --drop %(draft)d", path="my node", draft=12345)
    for language in LANGUAGES:
        assert translator(language).hint(error).split("\n")[1] == "detente --node 'my node' outbox --drop 12345"


# ---------------------------------------------------------------- they run as they stand


def following(said: str) -> list[str]:
    """The command lines that are advised."""
    return [line.removeprefix("Next:").strip() for line in said.splitlines() if COMMAND in line and not line.startswith("Error:")]


def test_the_channel_of_a_command_line_is_known():
    assert channel_named(["proposals", "--channel", "small"]) == "small"
    assert channel_named(["proposals", "--channel=small"]) == "small"
    assert channel_named(["consent", "small:north/3"]) == "small"
    assert channel_named(["request", "south", "See https://example.org/1"]) is None
    assert channel_named(["proposals", "--channel"]) is None


def test_a_command_is_advised_for_the_same_node_channel_and_courier():
    for line in (
        "--node north init --party north --name en=Northland --no-passphrase",
        "--node south init --party south --name en=Southland --no-passphrase",
        "--node north charter new --exercise --party north/party.json --party south/party.json --name en=Talks --out charter.json",
        "--node north charter sign charter.json",
        "--node south charter sign charter.json",
        "--node north sync mail",
        "--node north channel new small --member south",
    ):
        assert run(line.split())[0] == 0, line
    assert following(run(["--node", "north", "propose", "measure/visits", "--text", "Supposed", "--channel", "small", "--seal"])[1]) == [
        "detente --node north sync mail"
    ]
    code, said = run(["--node", "north", "consent", "small:north/2"])
    assert (code, following(said)) == (1, ["detente --node north proposals measure/visits --channel small"])
    for line in following(said):
        assert run(shlex.split(line)[1:])[0] == 0, line
    assert following(run(["--node", "north", "text", "sign", "joint", "--channel", "small"])[1]) == [
        "detente --node north text list --channel small"
    ]


# ---------------------------------------------------------------- what the operating system says


@pytest.mark.parametrize("code", ["ENOENT", "EACCES", "EPERM", "ENOSPC", "EISDIR", "ENOTDIR", "EEXIST", "EROFS"])
def test_common_reasons_of_the_system_are_said_in_the_readers_language(code):
    number = getattr(errno, code)
    error = UsageError("cannot read %(path)s: %(cause)s", path="x", cause=reason_of(OSError(number, os.strerror(number), "x")))
    said = {language: translator(language).error(error) for language in LANGUAGES}
    assert len(set(said.values())) == 3
    assert re.search(r"[\u0621-\u064a]{3}.*: .*[\u0621-\u064a]{3}", said["ar"])
    assert re.search(r": [а-яё ,—]+\Z", said["ru"])
    assert all(os.strerror(number) not in said[language] for language in ("ar", "ru"))


def test_a_rare_reason_is_given_in_the_systems_own_words():
    error = CallerError("%(cause)s", cause=reason_of(OSError(errno.EBADMSG, "Bad message", "x")))
    assert translator("en").error(error) == "the system says: Bad message"
    assert translator("ru").error(error) == "система сообщает: Bad message"
    assert "Bad message" in translator("ar").error(error)


def test_nothing_else_shows_what_the_system_says():
    assert [path.name for path in sorted(SOURCE.rglob("*.py")) if ".strerror" in path.read_text("utf-8")] == ["errors.py"]


@pytest.mark.parametrize(("language", "reason"), [("en", "permission denied"), ("ru", "доступ запрещён"), ("ar", "الإذن مرفوض")])
def test_a_file_that_nobody_may_read_is_wrong_usage(place, monkeypatch, language, reason):
    (place / "proof.json").write_text("{}", "utf-8")

    may_open = Path.open

    def forbidden(self, *args, **kwargs):
        if self.name != "proof.json":
            return may_open(self, *args, **kwargs)  # the catalogue of the language, if it was not read yet
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr(Path, "open", forbidden)  # whoever runs the tests as root may read everything
    code, said = run(["--lang", language, "verify", "proof.json"])
    assert code == 2
    assert reason in said


@pytest.mark.parametrize("command", ["web", "door serve", "witness serve"])
def test_whoever_would_serve_in_the_clear_is_told_how_that_command_is_protected(place, command):
    assert run(["--node", "north", "init", "--party", "north", "--name", "en=Northland", "--no-passphrase"])[0] == 0
    assert run(["door", "token", "north", "--dir", "door"])[0] == 0
    where = {
        "web": ["--host", "192.0.2.1"],
        "door serve": ["--dir", "door", "--host", "192.0.2.1"],
        "witness serve": ["--listen", "192.0.2.1:8760"],
    }
    said = run(["--node", "north", *command.split(), *where[command]])[1]
    said = " ".join(said.replace("--node north ", "").split())
    assert f"detente {command} --certificate FILE --key FILE" in said
    assert f"detente {command} --behind-proxy" in said
    said = run(["--node", "north", *command.split(), *where[command], "--key", "key.pem"])[1]
    assert "a certificate and its key go together" in said


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_table_is_wider_than_the_terminal_and_nothing_is_cut_off(place, monkeypatch, capsys, language):
    monkeypatch.setenv("COLUMNS", "80")
    s = Session(place, named=False, language=language, json=False)
    cells = [
        "south/10",
        "consent ad referendum",
        "north/7, north/12",
        "awaiting confirmation by 20 Sep 2021",
        "2026-11-25 20:30",
        "all members",
    ]
    s.table([N_("Entry"), N_("Kind"), N_("About, to"), N_("Content"), N_("Time (claimed)"), N_("Received by")], [cells], whole={4})
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    shown = "".join(lines).replace(" ", "")
    assert all(sorted(shown).count(letter) >= "".join(cells).count(letter) for letter in set("".join(cells)) - {" "})
    assert "2026-11-25 20:30" in "\n".join(lines)
    assert "members" in "\n".join(lines)


@pytest.mark.parametrize("rows", [[], [["", ""]]])
def test_a_table_of_nothing_is_nothing(place, capsys, rows):
    Session(place, named=False, language="en", json=False).table([N_("Entry"), N_("Kind")], rows)
    assert capsys.readouterr().out == ""
