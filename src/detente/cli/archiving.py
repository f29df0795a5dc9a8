# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""The command that writes a whole dialogue as a folder that explains itself."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.session import Session, session
from detente.cli.usage import Command
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.views.results import Archived


def export(
    folder: Path = typer.Argument(..., metavar="DIR|FILE", help=N_("The folder, in which nothing may be; with --to the file.")),
    to: list[str] = typer.Option(
        [], "--to", metavar="RECIPIENT", help=N_("Write one file (a tar in gzip), encrypted to this age recipient (age1..); repeat it.")
    ),
    channel: str | None = typer.Option(
        None,
        "--channel",
        metavar="NAME",
        help=N_("A channel of the dialogue, where this node takes part in several; otherwise the plenary's."),
    ),
) -> None:
    from detente.node.backups import pack_for
    from detente.reports.archive import archive_files
    from detente.views.results import Archived
    from detente.views.status import rooms_in_order

    s = session()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CallerError(
            N_("there is something in %(path)s already; nothing was written"), hint=N_("Choose another folder."), path=str(folder)
        )
    with s.open() as node:
        charter = node.room(channel).channel.charter
        rooms = [room for room in rooms_in_order(node) if room.channel.charter.id == charter.id and room.channel.logs]
        if not rooms:
            raise CallerError(N_("nothing of this dialogue is held here yet"))
        with s.working(N_("Writing the archive")) as tick:
            made = archive_files(node, rooms, tick)
            count = pack_for(to, folder, made) if to else _write(folder, made)
    view = Archived(
        folder=str(folder), files=count, channels=[room.label for room in rooms], charter=charter.id, to=to, exercise=charter.exercise
    )
    s.emit(view, _render)


def _write(folder: Path, made: Iterable[tuple[str, bytes]]) -> int:
    from detente.node.files import write_whole

    count = 0
    for name, data in made:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
        count += 1
    return count


def _render(s: Session, view: Archived) -> None:
    s.exercise(on=view.exercise)
    if view.to:
        s.say(N_("The dialogue is in %(path)s, encrypted. The program age opens it:"), path=view.folder)
        s.line(f"  age -d -i KEYFILE {shlex.quote(view.folder)} | tar xz")
    else:
        s.say(N_("The dialogue is in %(path)s. Begin with README.html or README.txt."), path=view.folder)
        s.say(N_("Nothing in it is encrypted: whoever has the folder reads all channels that this node holds of the dialogue."))
    s.text(s.t.ngettext("It holds %(n)d file.", "It holds %(n)d files.", view.files))
    s.say(N_("The hash of the charter, which each party publishes in its own place:"))
    s.line("  " + view.charter)


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        "export", cls=Command, help=N_("Write a whole dialogue as a folder that explains itself and opens with standard tools alone.")
    )(export)
