# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that show the talks over time: requests in numbers, and everything that has a date."""

from __future__ import annotations

import typer

from detente.cli import forms
from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_

PLENARY = N_("The channel; otherwise the plenary.")


def tallies(
    channel: str | None = typer.Argument(None, metavar="[CHANNEL]", help=PLENARY),
    step: str | None = typer.Option(
        None, "--step", metavar="STEP", help=N_("day, week or month; otherwise the finest that is not too many.")
    ),
) -> None:
    from detente.cli.render_chronicle import render_tallies
    from detente.views.tallies import STEPS, tallies_view

    s = session()
    chosen = None if step is None else forms.one_of(step, tuple(STEPS))
    with s.open() as node:
        s.emit(tallies_view(node, node.room(channel), chosen), render_tallies)


def timeline(channel: str | None = typer.Argument(None, metavar="[CHANNEL]", help=PLENARY)) -> None:
    from detente.cli.render_chronicle import render_timeline
    from detente.views.timeline import timeline_view

    s = session()
    with s.open() as node:
        s.emit(timeline_view(node.room(channel)), render_timeline)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("tallies", cls=Command, help=N_("Show the requests of a channel over time: sent, received, answered, open, and how old."))(
        tallies
    )
    app.command("timeline", cls=Command, help=N_("Show everything in a channel that has a date, in order."))(timeline)
