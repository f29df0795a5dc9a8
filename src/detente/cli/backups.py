# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for backups: making, testing, restoring, listing; and opening a restored node once it has caught up."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.node.backups import Manifest

T = TypeVar("T")

FILE = N_("The backup.")
IDENTITY = N_("A file with the secret key of age that opens it, as age-keygen writes it; otherwise its passphrase is asked for.")


def make(
    out: Path = typer.Argument(..., metavar="FILE|DIR", help=N_("The file; or a folder, in which it gets a name.")),
    to: list[str] = typer.Option(
        [], "--to", metavar="RECIPIENT", help=N_("Encrypt it to this age recipient (age1..); repeat it. Otherwise to a passphrase.")
    ),
) -> None:
    from detente.cli.render_backups import render_made
    from detente.node.backups import make as make_backup
    from detente.node.place import read_about
    from detente.views.backups import made_view, readme

    s = session()
    read_about(s.folder)
    passphrase = None if to else s.backup_passphrase(new=True)
    path, manifest = make_backup(s.folder, out, readme, recipients=to, passphrase=passphrase)
    s.emit(made_view(path, manifest, to), render_made)


def _opened(file: Path, identity: Path | None, use: Callable[[list[str], str | None], T]) -> T:
    """Use a backup with what opens it."""
    from detente.node.backups import needs_passphrase, read_identities

    if not needs_passphrase(file):
        if identity is None:
            raise CallerError(
                N_("%(path)s was encrypted to an age recipient"),
                hint=N_("Name the file with its secret key with --identity."),
                path=str(file),
            )
        return use(read_identities(identity), None)
    return session().trying_backup(lambda passphrase: use([], passphrase))


def check(
    file: Path = typer.Argument(..., metavar="FILE", help=FILE),
    identity: Path | None = typer.Option(None, "--identity", metavar="FILE", help=IDENTITY),
) -> None:
    import tempfile
    from contextlib import ExitStack

    from detente.cli.render_backups import render_tested
    from detente.node.backups import settle, unpacked
    from detente.views.backups import view_of_test

    s = session()
    with ExitStack() as kept:

        def unpack(identities: list[str], passphrase: str | None) -> tuple[Path, Manifest]:
            return kept.enter_context(unpacked(file, Path(tempfile.gettempdir()), identities=identities, passphrase=passphrase))

        folder, manifest = _opened(file, identity, unpack)
        settle(folder, manifest)
        there = replace(s, folder=folder)
        with there.open(secrets=True) as node, s.working(N_("Reading the store again")) as tick:
            view = view_of_test(file, manifest, node, tick)
    s.emit(view, render_tested)
    if view.problems:
        raise typer.Exit(1)


def restore(
    file: Path = typer.Argument(..., metavar="FILE", help=FILE),
    folder: Path = typer.Option(..., "--dir", metavar="DIR", help=N_("The folder of the node that is made; nothing may be in it.")),
    identity: Path | None = typer.Option(None, "--identity", metavar="FILE", help=IDENTITY),
    guard: Path | None = typer.Option(
        None, "--guard", metavar="DIR", help=N_("The second folder for the last signed state, if it was outside the machine that is lost.")
    ),
) -> None:
    from detente.cli.render_backups import render_restored
    from detente.node.backups import restore as restore_backup
    from detente.node.files import naming
    from detente.views.backups import restored_view

    s = session()

    def unpack(identities: list[str], passphrase: str | None) -> Manifest:
        return restore_backup(file, folder, identities=identities, passphrase=passphrase, guard=guard)

    manifest = _opened(file, identity, unpack)
    there = replace(s, folder=folder, named=True)
    try:
        with naming(folder), there.open(secrets=True) as node:
            view = restored_view(folder, manifest, node, guard)
    except BaseException:
        shutil.rmtree(folder)  # whole or not at all: a node whose keys nobody can open is none
        raise
    there.emit(view, render_restored)


def list_() -> None:
    from detente.cli.render_backups import render_list
    from detente.views.backups import list_view

    s = session()
    s.emit(list_view(s.folder), render_list)


def caught_up(
    channel: str = typer.Argument(..., metavar="CHANNEL", help=N_("The channel.")),
    holds: list[str] = typer.Option(
        ..., "--holds", metavar="PARTY=ENTRIES-CHECK",
        help=N_("How much of our log another party holds, as it reads it out from `detente held`; repeat it for each other party."),
    ),
    nothing_under_way: bool = typer.Option(
        False, "--nothing-under-way",
        help=N_("Nothing can arrive any more that was sent after the backup: not by a courier, not by mail, not on a stick."),
    ),
) -> None:  # fmt: skip
    from detente.cli.render_backups import render_caught_up
    from detente.node.restored import catch_up
    from detente.views.backups import CaughtUp
    from detente.views.held import parse_word

    s = session()
    words = dict(map(parse_word, holds))
    with s.open() as node:
        room = node.room(channel)
        catch_up(node, room, words, nothing_under_way=nothing_under_way)
        view = CaughtUp(channel=room.label, entries=room.my_head.size, exercise=room.channel.charter.exercise)
    s.emit(view, render_caught_up)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    backups = group(N_("Back up a node, test a backup, and restore one. What is restored waits until it has caught up."))
    backups.command(
        "make", cls=Command, help=N_("Write one encrypted file with all that a bare machine needs. The node may be in use meanwhile.")
    )(make)
    backups.command(
        "test",
        cls=Command,
        help=N_("Read a backup as a bare machine would: restore it into a temporary folder, check everything, open the keys."),
    )(check)
    backups.command("restore", cls=Command, help=N_("Make a node out of a backup. It seals nothing before it has caught up."))(restore)
    backups.command("list", cls=Command, help=N_("List the backups of this node, and what was destroyed since that they still hold."))(
        list_
    )
    backups.command(
        "caught-up", cls=Command, help=N_("Let a restored node seal again: all other parties have said how much of our log they hold.")
    )(caught_up)
    app.add_typer(backups, name="backup")
