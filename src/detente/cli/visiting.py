# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for visits under an agreement: ask for one, accept, refuse, say that it was conducted, list them."""

from __future__ import annotations

from collections.abc import Callable

import typer

from detente.cli.acts import CHANNEL, SEAL, TEXT, add_act
from detente.cli.declaring import AGREEMENT, on_a_day
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_

VISIT = N_("The request for the visit, as PARTY/NUMBER.")
ON = N_("On which day; otherwise today.")


def inspect(
    key: str = typer.Argument(..., metavar="AGREEMENT", help=AGREEMENT),
    host: str = typer.Argument(..., metavar="PARTY", help=N_("The party that is to be visited.")),
    type_: str = typer.Option(..., "--type", metavar="NAME", help=N_("The type of visit, as the agreement names it.")),
    from_: str = typer.Option(..., "--from", metavar="DATE", help=N_("The first day of the visit.")),
    until: str | None = typer.Option(None, "--until", metavar="DATE", help=N_("The last day of the visit; otherwise the first.")),
    site: str | None = typer.Option(None, "--site", metavar="NAME", help=N_("The site that is to be visited.")),
    instead: str | None = typer.Option(
        None, "--instead", metavar="REF", help=N_("A visit that you have asked for, and that is withdrawn by this one.")
    ),
    on: str | None = typer.Option(None, "--on", metavar="DATE", help=ON),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.cli import forms
    from detente.views import acting_agreements

    given = {
        "about": forms.matter("text", key), "host": host, "type": type_, "from": forms.day(from_),
        "until": None if until is None else forms.day(until), "site": site, "text": text,
    }  # fmt: skip
    on_a_day(acting_agreements.inspect, given, on, [] if instead is None else [instead], channel, seal)


def _step(state: str) -> Callable[..., None]:
    """A command by which a side says what has become of a visit, and gives no ground."""

    def step(
        ref: str = typer.Argument(..., metavar="REF", help=VISIT),
        on: str | None = typer.Option(None, "--on", metavar="DATE", help=ON),
        text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
        channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
        seal: bool = typer.Option(False, "--seal", help=SEAL),
    ) -> None:
        _say(state, ref, on, text, None, channel, seal)

    return step


def refuse(
    ref: str = typer.Argument(..., metavar="REF", help=VISIT),
    ground: str = typer.Option(..., "--ground", metavar="TEXT", help=N_("On what ground.")),
    on: str | None = typer.Option(None, "--on", metavar="DATE", help=ON),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    _say("refused", ref, on, text, ground, channel, seal)


def list_all(
    key: str | None = typer.Argument(None, metavar="[AGREEMENT]", help=N_("The agreement, by the key of its text; otherwise all.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli import forms
    from detente.cli.render_visits import render_visits
    from detente.views.agreements import recorded_agreement
    from detente.views.visits import visits_view

    s = session()
    with s.open() as node:
        room = node.room(channel) if key is None else recorded_agreement(key, node, channel)[0]
        s.emit(visits_view(node, room, None if key is None else forms.matter("text", key)), render_visits)


def _say(state: str, ref: str, on: str | None, text: str | None, ground: str | None, channel: str | None, seal: bool) -> None:
    from detente.views import acting_agreements

    on_a_day(acting_agreements.visit, {"state": state, "text": text, "ground": ground}, on, [ref], channel, seal)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add_act(app, "inspect", inspect, N_("Ask for a visit or an inspection under an agreement."))
    visit = group(N_("Visits under agreements: accept, refuse, say that one was conducted."))
    add_act(visit, "accept", _step("accepted"), N_("Accept a visit to you."))
    add_act(visit, "refuse", refuse, N_("Refuse a visit to you, and say on what ground."))
    add_act(visit, "conducted", _step("conducted"), N_("Say that a visit of yours or to you was conducted. The other side may dispute it."))
    visit.command(
        "list", cls=Command, help=N_("List the visits of a channel: what each side says of them, and whose answer is awaited."),
    )(list_all)  # fmt: skip
    app.add_typer(visit, name="visit")
