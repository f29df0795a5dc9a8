"""Transcripts: commands and what they print, in files that a person can read.

    # a comment
    $ detente --node north status
    what it prints, standard output and standard error as they come

    ? 1                     the exit code, where it is not 0

`DETENTE_RECORD=1 pytest tests/cli` writes what is printed into the files; read the difference before you commit it. What differs from
run to run is replaced by something of the same width: hashes, digests, fingerprints. The clock stands still.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import shlex
import shutil
import sys
from pathlib import Path

NOW = dt.datetime(2021, 9, 30, 8, 0, 0, tzinfo=dt.UTC)

_CHANGING = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "<hash>".ljust(64, "-")),
    (re.compile(r"\b[0-9a-f]{4}(?: [0-9a-f]{4}){7}\b"), "<fingerprint>".ljust(39, "-")),
    (re.compile(r"(?<![\w+/])[\w+/]{43}="), "<digest>".ljust(44, "-")),
    (re.compile(r"(?<![\w+/])[\w+/]{16}…"), "<digest>".ljust(17, "-")),
    (re.compile(r"\b[0-9a-f]{16}\b"), "<id>".ljust(16, "-")),
    (re.compile(r"\+[0-9a-f]{8}\+[\w+/]{40,}=*"), "+<key>"),
    (re.compile(r"\b[0-9a-f]{32}\.age\b"), "<name>".ljust(32, "-") + ".age"),
)


def run(argv: list[str], stdin: str = "") -> tuple[int, str]:
    """One command line in this process; the exit code and everything that it printed."""
    from detente.cli.main import main

    out, before = io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(stdin)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = main(argv)
    finally:
        sys.stdin = before
    return code, out.getvalue()


def still(text: str) -> str:
    """The text without what differs from run to run, and without spaces at the ends of lines."""
    for pattern, instead in _CHANGING:
        text = pattern.sub(instead, text)
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def play(file: Path) -> str:
    """Run every command of a transcript, and return the transcript as it would be now."""
    written: list[str] = []
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("#"):
            if written and written[-1] and not written[-1].startswith("#"):
                written.append("")
            written.append(line)
        elif line.startswith("$ "):
            words = shlex.split(line[2:])
            if written and written[-1] and not written[-1].startswith("#"):
                written.append("")
            written.append(line)
            if words[0] == "detente":
                code, said = run(words[1:])
                written += still(said).split("\n") if said.strip() else []
                if code:
                    written.append(f"? {code}")
            else:
                _OTHERS[words[0]](*words[1:])
    return "\n".join(written) + "\n"


def _write(path: str, text: str) -> None:
    Path(path).write_text(text, "utf-8")


def _flip(path: str, place: str) -> None:
    """Change one byte of a file."""
    raw = bytearray(Path(path).read_bytes())
    raw[int(place) % len(raw)] ^= 1
    Path(path).write_bytes(raw)


def _flip_all(folder: str) -> None:
    for path in Path(folder).iterdir():
        _flip(str(path), "-20")


def _in_order(folder: str) -> None:
    """Name the files of a courier by age, the oldest first: in which order they are read, chance has drawn."""
    for number, path in enumerate(sorted(Path(folder).iterdir(), key=lambda each: each.stat().st_mtime_ns)):
        path.rename(path.with_name(f"{number:032x}.age"))


def _replace(path: str, old: str, new: str) -> None:
    """Put something else in the place of the first thing that reads so."""
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new, 1), "utf-8")


def _policy(path: str, quorum: str, *folders: str) -> None:
    """Write a policy on the witnesses in some folders, each by its Ed25519 key and under the name of its folder."""
    from detente.node.keystore import NO_PASSPHRASE
    from detente.node.witnessing import Witness
    from detente.record.note import format_vkey

    lines = []
    for folder in folders:
        witness = Witness(Path(folder), NO_PASSPHRASE)
        lines.append(f"witness {folder} {format_vkey(witness.vkeys[0])}")
        witness.close()
    Path(path).write_text("\n".join([*lines, f"group enough {quorum} {' '.join(folders)}", "quorum enough", ""]), "utf-8")


_OTHERS = {
    "copy": shutil.copytree,
    "policy": _policy,
    "mkdir": lambda path: Path(path).mkdir(),
    "replace": _replace,
    "write": _write,
    "flip-all": _flip_all,
    "in-order": _in_order,
}
