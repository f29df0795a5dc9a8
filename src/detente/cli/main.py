"""The console entry point: `detente`.

`--node`, `--lang` and `--json` may stand before or after the command. Exit codes: 0 done, 1 refused or not proven, 2 wrong usage
(a file that is named and not there too).
"""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.cli.version import VERSION_LINE

if TYPE_CHECKING:
    from detente.cli.session import Session

DONE, REFUSED, USAGE = 0, 1, 2
_INTERRUPTED = 130  # what typer makes of Ctrl-C


class Globals(NamedTuple):
    """Options that any place of the command line may hold, and the rest of it."""

    node: str | None
    lang: str | None
    json: bool
    rest: list[str]


def split_globals(argv: Sequence[str]) -> Globals:
    """Take the global options out of a command line; what follows `--` is left alone."""
    found: dict[str, str | None] = {"--node": None, "--lang": None}
    as_json = False
    rest: list[str] = []
    items = list(argv)
    while items:
        item = items.pop(0)
        name, equals, value = item.partition("=")
        if item == "--":
            rest += [item, *items]
            break
        if item == "--json":
            as_json = True
        elif name in found and equals:
            found[name] = value
        elif item in found and items:
            found[item] = items.pop(0)
        else:
            rest.append(item)
    return Globals(found["--node"], found["--lang"], as_json, rest)


_OF_A_CHANNEL = re.compile(r"\A([^:/\s]+):[a-z][a-z0-9_]*(?:\.[0-9]+)?/[0-9]+\Z")


def channel_named(rest: Sequence[str]) -> str | None:
    """The channel that a command line names: by --channel, or in an entry such as hotline:usa/3."""
    for place, item in enumerate(rest):
        option, equals, value = item.partition("=")
        if option == "--channel":
            return value if equals else next(iter(rest[place + 1 :]), None)
        if (match := _OF_A_CHANNEL.match(item)) is not None:
            return match[1]
    return None


def main(argv: Sequence[str]) -> int:
    """Run one command line; returns the exit code."""
    if list(argv) == ["--version"]:
        sys.stdout.write(VERSION_LINE + "\n")
        return DONE
    from detente.cli.session import DEFAULT_NODE, Session, set_session
    from detente.errors import CallerError
    from detente.i18n import language_of

    given = split_globals(argv)
    if given.rest == ["--version"]:
        sys.stdout.write(VERSION_LINE + "\n")
        return DONE
    folder = given.node or os.environ.get("DETENTE_NODE") or DEFAULT_NODE
    session = Session(Path(folder), given.node is not None, "en", given.json, channel_named(given.rest))
    set_session(session)
    try:
        session.language = language_of(given.lang)
    except CallerError as error:
        session.fail(error)
        return USAGE
    return _run(session, given.rest)


def _run(session: Session, rest: list[str]) -> int:
    import sqlite3

    from detente.errors import N_, OF_THE_DISK, CallerError, DetenteError, UsageError, failed_on_disk, reason_of

    try:
        return _status() if rest == ["status"] else _any_command(session, rest)
    except (KeyboardInterrupt, EOFError):
        session.fail(CallerError(N_("stopped; nothing more was done")))
        return REFUSED
    except DetenteError as error:
        session.fail(error)
        return USAGE if isinstance(error, UsageError) else REFUSED
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - what is left to flush goes nowhere
        return REFUSED
    except OSError as error:
        named = CallerError(N_("%(path)s: %(cause)s"), path=str(error.filename or session.folder), cause=reason_of(error))
        session.fail(failed_on_disk(error, str(session.folder)) if error.errno in OF_THE_DISK else named)
        return REFUSED
    except sqlite3.Error as error:
        session.fail(failed_on_disk(error, str(session.folder)))
        return REFUSED


def _status() -> int:
    """The command that is typed most. It takes nothing, so it need not wait for the tree of all commands, which takes as long again."""
    from detente.cli.status import status

    status()
    return DONE


def _any_command(session: Session, rest: list[str]) -> int:
    import typer
    from typer.exceptions import TyperException

    from detente.cli.app import build
    from detente.cli.usage import say_usage_error

    try:
        code = build(session.language).main(args=rest or ["--help"], prog_name="detente", standalone_mode=False)
    except typer.Exit as stop:
        code = stop.exit_code
    except typer.Abort as stop:
        raise KeyboardInterrupt from stop
    except TyperException as error:
        say_usage_error(session, error)
        return USAGE
    if code == _INTERRUPTED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else DONE


def run() -> None:
    """What the installed program `detente` calls."""
    # What a start makes is kept to the end: to look through it for garbage again and again took an eighth of `status`.
    gc.set_threshold(100_000)
    sys.exit(main(sys.argv[1:]))
