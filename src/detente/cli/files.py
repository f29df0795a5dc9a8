"""Files that people name: read with a limit, written whole, never over something else by accident."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.session import Session, session
from detente.errors import N_, CallerError, TheirData, reason_of

if TYPE_CHECKING:
    from detente.record.charter import Charter

_CALENDAR = 64 << 20
"""Bytes of the largest calendar that is read to see whose it is."""


def write_new(path: Path, data: bytes, *, replace: bool = False) -> Path:
    """Write a file, whole or not at all.

    Raises:
        CallerError: it exists, or cannot be written.
    """
    from detente.node.files import write_whole

    if path.exists() and not replace:
        raise CallerError(N_("%(path)s exists already; it was left as it is"), hint=N_("Choose another name with --out."), path=str(path))
    try:
        write_whole(path, data)
    except OSError as error:
        raise CallerError(N_("cannot write %(path)s: %(cause)s"), path=str(path), cause=reason_of(error)) from error
    return path


def write_calendar(path: Path, data: bytes) -> None:
    """Write a calendar; one of the same thing that this program wrote before makes way for it, nothing else does.

    Raises:
        CallerError: something else is there, or it cannot be written.
    """
    from detente.node.files import read_capped
    from detente.reports import is_same_calendar

    there = path.exists()
    if there and not (path.is_file() and is_same_calendar(read_capped(path, _CALENDAR), data)):
        raise CallerError(
            N_("%(path)s exists already and is not this calendar; it was left as it is"), hint=N_("Choose another name."), path=str(path)
        )
    write_new(path, data, replace=there)


def written(path: Path, data: bytes, message: str, *, exercise: bool = False) -> None:
    """Say that a file was written; `message` has a place for %(path)s."""
    from detente.views.results import FileWritten

    def render(s: Session, view: FileWritten) -> None:
        s.exercise(on=view.exercise)
        s.say(message, path=view.file)

    session().emit(FileWritten(file=str(path), bytes=len(data), exercise=exercise), render)


def read_charter(path: Path) -> Charter:
    """A charter file, with or without a line feed at its end.

    Raises:
        UsageError: it cannot be read.
        CallerError: it is no charter.
    """
    from detente.node.files import read_capped
    from detente.record.charter import parse_charter
    from detente.record.limits import LIMITS

    raw = read_capped(path, LIMITS.charter_bytes + 1).removesuffix(b"\n")
    try:
        return parse_charter(raw)
    except TheirData as error:
        raise CallerError(N_("%(path)s is no charter: %(cause)s"), path=str(path), cause=error) from error


def read_text(text: str) -> str:
    """A text from the command line; `-` stands for standard input."""
    import sys

    return sys.stdin.read().strip() if text == "-" else text
