# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for meetings: to convene one, to settle its date, agenda and minutes, to say who comes and that it was held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, TEXT, act
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.node.room import Room

NUMBER = N_("The number of the meeting among those of its kind.")
KIND = N_("The kind of meeting, in one word; plenary otherwise.")
PLACE = N_("The town.")
VENUE = N_("The house in which it takes place.")


def _slot(kind: str, number: int, *part: str) -> str:
    return forms.matter("meeting", kind, str(number), *part)


def _clock(time: str | None, zone: str | None, *, about: bool) -> dict[str, Any]:
    """A time of day in its zone; where none is named it is UTC, and that is said before anything is drafted."""
    found = forms.clock(time, zone or "UTC", about=about)
    if found and zone is None:
        session().say(N_("%(time)s is taken as UTC; --zone names another zone."), time=time)
    return found


def propose(
    number: int = typer.Argument(..., metavar="NUMBER", min=1, help=NUMBER),
    kind: str = typer.Option("plenary", "--kind", metavar="WORD", help=KIND),
    date: str = typer.Option("open", "--date", metavar="DATE", help=forms.DATE),
    time: str | None = typer.Option(None, "--time", metavar="HH:MM", help=forms.TIME),
    zone: str | None = typer.Option(None, "--zone", metavar="ZONE", help=forms.ZONE),
    about: bool = typer.Option(False, "--about", help=forms.ABOUT),
    host: str | None = typer.Option(None, "--host", metavar="PARTY", help=N_("The party that hosts it.")),
    place: str | None = typer.Option(None, "--place", metavar="TEXT", help=PLACE),
    venue: str | None = typer.Option(None, "--venue", metavar="TEXT", help=VENUE),
    subject: str | None = typer.Option(None, "--subject", metavar="TEXT", help=N_("What it is about.")),
    gate: list[str] = typer.Option([], "--gate", metavar="MATTER", help=N_("What must have met before, such as group/KEY; repeat it.")),
    until: str | None = typer.Option(None, "--until", metavar="MOMENT", help=forms.MOMENT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_talks

    given: dict[str, Any] = {
        "about": _slot(kind, number), "date": forms.when(date), **_clock(time, zone, about=about), "host": host, "place": place,
        "venue": venue, "subject": subject, "gates": gate, "silence": forms.until(until),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_talks.propose_meeting, given, channel=channel, seal_now=seal)


def date_(
    number: int = typer.Argument(..., metavar="NUMBER", min=1, help=NUMBER),
    date: str = typer.Argument(..., metavar="DATE", help=forms.DATE),
    kind: str = typer.Option("plenary", "--kind", metavar="WORD", help=KIND),
    time: str | None = typer.Option(None, "--time", metavar="HH:MM", help=forms.TIME),
    zone: str | None = typer.Option(None, "--zone", metavar="ZONE", help=forms.ZONE),
    about: bool = typer.Option(False, "--about", help=forms.ABOUT),
    until: str | None = typer.Option(None, "--until", metavar="MOMENT", help=forms.MOMENT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_talks

    given: dict[str, Any] = {
        "meeting": _slot(kind, number), "date": forms.when(date), **_clock(time, zone, about=about), "silence": forms.until(until),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_talks.propose_date, given, channel=channel, seal_now=seal)


def announce(
    number: int = typer.Argument(..., metavar="NUMBER", min=1, help=NUMBER),
    date: str = typer.Option(..., "--date", metavar="DATE", help=forms.DATE),
    kind: str = typer.Option("plenary", "--kind", metavar="WORD", help=KIND),
    time: str | None = typer.Option(None, "--time", metavar="HH:MM", help=forms.TIME),
    zone: str | None = typer.Option(None, "--zone", metavar="ZONE", help=forms.ZONE),
    about: bool = typer.Option(False, "--about", help=forms.ABOUT),
    place: str | None = typer.Option(None, "--place", metavar="TEXT", help=PLACE),
    venue: str | None = typer.Option(None, "--venue", metavar="TEXT", help=VENUE),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_talks

    given: dict[str, Any] = {
        "about": _slot(kind, number), "date": forms.when(date), **_clock(time, zone, about=about), "place": place, "venue": venue,
        "text": text,
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_talks.announce, given, channel=channel, seal_now=seal)


def agenda(
    number: int = typer.Argument(..., metavar="NUMBER", min=1, help=NUMBER),
    items: list[str] = typer.Argument(..., metavar="ITEM", help=N_("The items, in order.")),
    kind: str = typer.Option("plenary", "--kind", metavar="WORD", help=KIND),
    until: str | None = typer.Option(None, "--until", metavar="MOMENT", help=forms.MOMENT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_talks

    given: dict[str, Any] = {"meeting": _slot(kind, number), "agenda": items, "silence": forms.until(until)}
    with session().open(secrets=seal) as node:
        act(node, acting_talks.propose_agenda, given, channel=channel, seal_now=seal)


def minutes(
    number: int = typer.Argument(..., metavar="NUMBER", min=1, help=NUMBER),
    point: int = typer.Argument(..., metavar="POINT", min=1, help=N_("The number of the point; each point is agreed by itself.")),
    text: str = typer.Argument(..., metavar="TEXT", help=TEXT),
    kind: str = typer.Option("plenary", "--kind", metavar="WORD", help=KIND),
    until: str | None = typer.Option(None, "--until", metavar="MOMENT", help=forms.MOMENT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_talks

    given: dict[str, Any] = {"meeting": _slot(kind, number), "point": point, "text": text, "silence": forms.until(until)}
    with session().open(secrets=seal) as node:
        act(node, acting_talks.propose_minutes, given, channel=channel, seal_now=seal)


def delegation(
    number: int = typer.Argument(..., metavar="NUMBER", min=1, help=NUMBER),
    head: str = typer.Option(..., "--head", metavar="ID", help=N_("Who leads the delegation, by the id of the appointment.")),
    alternate: list[str] = typer.Option([], "--alternate", metavar="ID", help=N_("Who stands in for the head; repeat it.")),
    member: list[str] = typer.Option([], "--member", metavar="ID", help=N_("Who else comes; repeat it.")),
    kind: str = typer.Option("plenary", "--kind", metavar="WORD", help=KIND),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_talks

    given: dict[str, Any] = {
        "about": _slot(kind, number), "head": head, "alternates": alternate, "delegates": member, "text": text,
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_talks.delegation, given, channel=channel, seal_now=seal)


def held(
    number: int = typer.Argument(..., metavar="NUMBER", min=1, help=NUMBER),
    kind: str = typer.Option("plenary", "--kind", metavar="WORD", help=KIND),
    date: str | None = typer.Option(None, "--date", metavar="DATE", help=forms.DATE),
    time: str | None = typer.Option(None, "--time", metavar="HH:MM", help=forms.TIME),
    zone: str | None = typer.Option(None, "--zone", metavar="ZONE", help=forms.ZONE),
    about: bool = typer.Option(False, "--about", help=forms.ABOUT),
    place: str | None = typer.Option(None, "--place", metavar="TEXT", help=PLACE),
    venue: str | None = typer.Option(None, "--venue", metavar="TEXT", help=VENUE),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_talks

    given: dict[str, Any] = {
        "about": _slot(kind, number), "date": None if date is None else forms.when(date), **_clock(time, zone, about=about),
        "place": place, "venue": venue, "text": text,
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_talks.held, given, channel=channel, seal_now=seal)


def list_(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_talks import render_meetings
    from detente.views.meetings import meetings_view

    s = session()
    with s.open() as node:
        s.emit(meetings_view(node.room(channel), node.now), render_meetings)


def show(
    number: int = typer.Argument(..., metavar="NUMBER", min=1, help=NUMBER),
    kind: str = typer.Option("plenary", "--kind", metavar="WORD", help=KIND),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_talks import render_meeting
    from detente.views.meetings import meeting_view

    s = session()
    with s.open() as node:
        room = node.room(channel)
        view = meeting_view(room, _slot(kind, number))
        if view is None:
            raise _unknown(node, room, _slot(kind, number))
        s.emit(view, render_meeting)


def _unknown(node: Node, room: Room, name: str) -> CallerError:
    """Why there is nothing to show of a meeting."""
    from detente.views.acting_talks import no_meeting

    drafts = [number for number, _, fields, _, _ in node.store.drafts(room.id) if fields.get("slot") == name]
    if not drafts:
        return no_meeting(room, name)
    return CallerError(
        N_("'%(name)s' is in draft %(draft)d alone; it counts nowhere until it is sealed"),
        hint=N_("detente seal"), name=name, draft=drafts[0],
    )  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    meetings = group(N_("Meetings: convene, settle the date, the agenda and the minutes, say who comes and that it was held."))
    add = meetings.command
    add("propose", cls=Command, help=N_("Propose a meeting to all members; its date may be open, a month, a range or a day."))(propose)
    add("date", cls=Command, help=N_("Propose another date for a meeting; all members have to consent."))(date_)
    add("announce", cls=Command, help=N_("Announce a date, by your side alone; it goes into the history of the date."))(announce)
    add("agenda", cls=Command, help=N_("Propose the agenda of a meeting."))(agenda)
    add("delegation", cls=Command, help=N_("Say whom your party sends to a meeting."))(delegation)
    add("held", cls=Command, help=N_("Report that a meeting was held; it counts as held when all members have."))(held)
    add("minutes", cls=Command, help=N_("Draft one point of the minutes; it is agreed when all members consent to one draft of it."))(
        minutes
    )
    add("list", cls=Command, help=N_("List the meetings, and what blocks the next one."))(list_)
    add("show", cls=Command, help=N_("Show a meeting with the history of its date, what it waits for, delegations, agenda and minutes."))(
        show
    )
    app.add_typer(meetings, name="meeting")
