# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for logs as static tiles: publishing our own, checking anybody's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.session import Session, session
from detente.cli.usage import Command, group
from detente.errors import N_

if TYPE_CHECKING:
    from detente.views.tiles import LogAudited, TilesWritten


def write(
    folder: Path = typer.Argument(..., metavar="FOLDER", help=N_("The folder to publish in; each log has one of its own under it.")),
    channel: list[str] = typer.Option([], "--channel", metavar="NAME", help=N_("A channel; repeat it. Otherwise the plenary alone.")),
    entries: bool = typer.Option(False, "--entries", help=N_("Also what the hashes are of: the salted hash of each field, no content.")),
) -> None:
    from detente.views.tiles import write_tiles

    s = session()
    with s.open() as node:
        rooms = [node.room(name) for name in channel] or [node.room(None)]
        view = write_tiles(node, folder, rooms, entries=entries)
    s.emit(view, _render_written)


def _render_written(s: Session, view: TilesWritten) -> None:
    s.exercise(on=view.exercise)
    for each in view.logs:
        s.say(N_("%(label)s: our log is in %(path)s (entries: %(n)d)."), label=each.channel, n=each.entries, path=each.folder)
        s.text(s.t.ngettext("%(n)d file of hashes was written.", "%(n)d files of hashes were written.", each.tiles + each.bundles))
    s.say(N_("No content is in them. Anybody can see how long each log is, and when it grows."))
    if view.logs:
        s.next(f"tiles check {view.logs[0].folder} --charter FILE")


def check(
    location: str = typer.Argument(..., metavar="FOLDER|URL", help=N_("Where the log is published.")),
    charter: Path | None = typer.Option(None, "--charter", metavar="FILE", help=N_("The charter, from a place that you trust.")),
    key: list[str] = typer.Option([], "--key", metavar="VKEY", help=N_("The key of the log, where no charter is given; repeat it.")),
    policy: Path | None = typer.Option(
        None, "--policy", metavar="FILE", help=N_("Whose countersignatures are enough for you (C2SP tlog-policy).")
    ),
) -> None:
    from detente.cli.files import read_charter
    from detente.node.files import read_capped
    from detente.record.note import parse_vkey
    from detente.record.policy import MAX_POLICY_BYTES, parse_policy
    from detente.views.tiles import check_tiles

    s = session()
    wanted = None if policy is None else parse_policy(read_capped(policy, MAX_POLICY_BYTES))
    read = None if charter is None else read_charter(charter)
    view = check_tiles(location, read, [parse_vkey(each) for each in key], wanted)
    s.emit(view, _render_checked)
    if view.quorum is not None and not view.quorum.met:
        raise typer.Exit(1)


def _render_checked(s: Session, view: LogAudited) -> None:
    from detente.cli.render_witness import quorum_text

    s.exercise(on=view.exercise)
    s.out.print(s.t.gettext(N_("The published log holds.")), style="bold green")
    if view.party is not None:
        s.say(N_("It is a log of %(party)s."), party=s.t.text_of(view.names))
    message = N_("Entries: %(n)d; tiles: %(tiles)d. Each follows from those below it. The check value over all:")
    s.say(message, n=view.entries, tiles=view.tiles)
    s.line("  " + view.root)
    for each in view.witnesses:
        s.say(N_("%(witness)s has countersigned it, not after %(time)s."), witness=each.witness, time=s.t.time(each.at))
    if view.quorum is not None:
        s.line(quorum_text(s, view.quorum))
    s.say(N_("What stands in it, this does not show."))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    tiles = group(N_("Logs as static tiles (C2SP tlog-tiles), which any web server can give out and anybody can check; hashes only."))
    tiles.command("write", cls=Command, help=N_("Publish your own log of a channel, or go on where it was published before."))(write)
    tiles.command("check", cls=Command, help=N_("Check a published log, tile by tile. Ends with 0 if it holds."))(check)
    app.add_typer(tiles, name="tiles")
