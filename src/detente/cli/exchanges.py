# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for simultaneous exchanges of lists: commit, open, show."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.acts import CHANNEL, SEAL, act, add_act
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_

if TYPE_CHECKING:
    from detente.views.acting_exchanges import ListFile

KEY = N_("The exchange, by its key: lists for exchange/lists.")


def commit(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    list_: str = typer.Option(
        ..., "--list", metavar="FILE", help=N_("The list; - reads it from standard input. A long one is attached when it is opened.")
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.views import acting_exchanges

    given = {"about": _slot(key), "file": _read(list_)}
    with session().open(secrets=seal) as node:
        act(node, acting_exchanges.commit, given, channel=channel, seal_now=seal)


def open_(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    anyway: bool = typer.Option(
        False, "--anyway", help=N_("Open although not all others have committed: they can still choose their lists with yours at hand.")
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_exchanges

    with session().open(secrets=seal) as node:
        room = node.room(channel)
        ref = acting_exchanges.commitment_of_ours(room, _slot(key))
        act(node, acting_exchanges.reveal, {"anyway": anyway}, re=[str(ref)], channel=channel, seal_now=seal)


def show(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_exchanges import render_exchange
    from detente.views.exchanges import exchange_view

    s = session()
    with s.open() as node:
        s.emit(exchange_view(node, node.room(channel), _slot(key)), render_exchange)


def list_all(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_exchanges import render_exchanges
    from detente.views.exchanges import exchanges_view

    s = session()
    with s.open() as node:
        s.emit(exchanges_view(node, node.room(channel)), render_exchanges)


def _slot(key: str) -> str:
    from detente.cli import forms

    return forms.matter("exchange", *key.removeprefix("exchange/").split("/"))


def _read(name: str) -> ListFile:
    """A list of this machine, or of standard input.

    Raises:
        UsageError: the file cannot be read.
    """
    from detente.node.files import read_capped
    from detente.record.limits import LIMITS
    from detente.views.acting_exchanges import ListFile

    if name == "-":
        return ListFile("list.txt", sys.stdin.read().encode("utf-8"))
    return ListFile(Path(name).name, read_capped(Path(name), LIMITS.blob_bytes + 1))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    exchange = group(N_("Simultaneous exchanges: all commit to their lists, and only then they open them."))
    add_act(
        exchange, "commit", commit, N_("Commit to a list: only a commitment is shared, and this node keeps the list until you open it."),
    )  # fmt: skip
    add_act(exchange, "open", open_, N_("Open the list that you committed to; refused before the commitments of all others are here."))
    exchange.command(
        "show", cls=Command, help=N_("Show an exchange: who has committed and opened, and what each can prove if it stops here."),
    )(show)  # fmt: skip
    exchange.command("list", cls=Command, help=N_("List the exchanges of a channel."))(list_all)
    app.add_typer(exchange, name="exchange")
