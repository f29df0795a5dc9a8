# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for undertakings: promises with an owner and, where there is one, a date."""

from __future__ import annotations

from typing import Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, TEXT, act, add_act
from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_

STATES = ("open", "performed", "confirmed", "disputed")


def undertake(
    text: str = typer.Argument(..., metavar="TEXT", help=N_("What our party promises.")),
    to: list[str] = typer.Option([], "--to", metavar="PARTY", help=N_("To whom; repeat it. Otherwise to all other members.")),
    due: str | None = typer.Option(None, "--due", metavar="DATE", help=N_("By when: a month, a range or a day; otherwise no date.")),
    from_: str | None = typer.Option(None, "--from", metavar="REF", help=N_("The entry that it comes from: agreed minutes, a statement.")),
    about: str | None = typer.Option(None, "--about", metavar="MATTER", help=N_("What it is about, such as issue/prisoners.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_matters

    given: dict[str, Any] = {
        "text": text, "to": to, "due": None if due is None else forms.when(due),
        "about": None if about is None else forms.matter(*about.split("/")),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_matters.undertake, given, re=[] if from_ is None else [from_], channel=channel, seal_now=seal)


def perform(
    ref: str = typer.Argument(..., metavar="REF", help=N_("Our undertaking, as PARTY/NUMBER.")),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_matters

    with session().open(secrets=seal) as node:
        act(node, acting_matters.perform, {"text": text}, re=[ref], channel=channel, seal_now=seal)


def undertakings(
    by: str | None = typer.Option(None, "--by", metavar="PARTY", help=N_("Only those of this party.")),
    status: str | None = typer.Option(None, "--status", metavar="STATUS", help=N_("Only one of these: %(promise_states)s.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_matters import render_undertakings
    from detente.views.undertakings import undertakings_view

    if status is not None:
        forms.one_of(status, STATES)
    s = session()
    with s.open() as node:
        s.emit(undertakings_view(node.room(channel), by=by, status=status), render_undertakings)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add_act(app, "undertake", undertake, N_("Promise something to the other side, with a date or without."))
    add_act(
        app,
        "perform",
        perform,
        N_("Say that an undertaking of ours is performed; the other side confirms it (detente confirm) or disputes it."),
    )
    app.command("undertakings", cls=Command, help=N_("List the undertakings: whose, to whom, by when, and what became of them."))(
        undertakings
    )
