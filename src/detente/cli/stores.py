# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for where the record of a node lies."""

from __future__ import annotations

import typer

from detente.cli.session import Session, session
from detente.cli.usage import Command, group
from detente.errors import N_
from detente.views.results import StoreMoved, StoreShown


def show() -> None:
    from detente.node.server import Address

    s = session()
    with s.open() as node:
        where = node.store.where
        heads = node.store.heads()
        entries = sum(head.id.size - head.start for head in heads)
        view = StoreShown(place=str(where), server=isinstance(where, Address), pouches=len(heads), entries=entries)
    s.emit(view, render_shown)


def move(where: str = typer.Argument(..., metavar="WHERE", help=N_("postgresql://USER@HOST/DATABASE, or: folder."))) -> None:
    from detente.cli.session import SECRETS_OPEN
    from detente.node.moving import move as moving
    from detente.node.place import is_unfinished

    s = session()
    passphrase = s.passphrase() if is_unfinished(s.folder) else SECRETS_OPEN
    with s.working(N_("Moving the record")) as tick:
        moved = moving(s.folder, passphrase, where, tick)
    view = StoreMoved(place=moved.now, before=moved.before, rows=moved.rows, pouches=moved.checked.pouches, entries=moved.checked.entries)
    s.emit(view, render_moved)


def render_shown(s: Session, view: StoreShown) -> None:
    s.say(N_("The record is in %(place)s."), place=view.place)
    s.say(N_("Pouches: %(pouches)d; entries: %(entries)d."), pouches=view.pouches, entries=view.entries)


def render_moved(s: Session, view: StoreMoved) -> None:
    s.say(N_("The record is now in %(place)s."), place=view.place)
    s.say(
        N_("Every table was counted and hashed on both sides, and the record recomputed there. Rows: %(rows)d; entries: %(entries)d."),
        rows=sum(view.rows.values()), entries=view.entries,
    )  # fmt: skip
    s.say(N_("The old one was set aside: %(place)s. Remove it when the new one has been backed up."), place=view.before)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    commands = group(N_("Where the record of this node lies: in its folder, or in PostgreSQL."))
    commands.command("show", cls=Command, help=N_("Show where it lies, and how much it holds."))(show)
    commands.command(
        "move", cls=Command, help=N_("Move it into PostgreSQL or back into the folder; both are compared before the old one is set aside.")
    )(move)
    app.add_typer(commands, name="store")
