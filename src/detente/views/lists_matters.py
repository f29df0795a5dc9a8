"""Lists over all channels of a node, a page at a time: issues, undertakings, notes, what was said in public, people."""

from __future__ import annotations

from typing import Final

from detente.dialogue.acts import Act
from detente.node.node import Node
from detente.node.room import Room
from detente.views.appearances import is_first
from detente.views.base import View
from detente.views.contacts import ContactsView, contacts_view
from detente.views.days import first_day
from detente.views.deadlines import ChannelPoints
from detente.views.issues import IssueRow, issue_row
from detente.views.lists_talks import chosen_rooms, resting
from detente.views.notes import NoteRow, note_acts, note_row
from detente.views.paging import Paging, paged
from detente.views.people import PeopleView, people_view
from detente.views.statements import SaidDifferently, StatementRow, differing, statement_row
from detente.views.undertakings import UndertakingRow, undertaking_row


class IssuesList(View, frozen=True):
    """Issues of all channels: open ones first."""

    party: str
    paging: Paging
    issues: list[IssueRow]
    rests_on: list[ChannelPoints]


class UndertakingsList(View, frozen=True):
    """Undertakings of all channels: those that are not settled first, then the newest. `by`, `status`: what the list is limited to."""

    party: str
    by: str | None
    status: str | None
    paging: Paging
    undertakings: list[UndertakingRow]
    rests_on: list[ChannelPoints]


class NotesList(View, frozen=True):
    """Notes of all channels, the newest first by the time that their authors claim."""

    party: str
    paging: Paging
    notes: list[NoteRow]
    rests_on: list[ChannelPoints]


class StatementsList(View, frozen=True):
    """Public statements of all channels, each claim once as it first appeared, the last first by the day on which they were said.

    `side`, `claim`, `verdict`: what the list is limited to; `sides`: everybody who has spoken. `differing`: where counts that were made
    public differ from one another, of all statements of the channels, whatever the list is limited to.
    """

    party: str
    side: str | None
    claim: str | None
    verdict: str | None
    sides: list[str]
    paging: Paging
    statements: list[StatementRow]
    differing: list[SaidDifferently]
    rests_on: list[ChannelPoints]


class PeopleList(View, frozen=True):
    """Whom the parties have appointed, and whom to call now, channel by channel, where there is anybody."""

    party: str
    now: str
    channels: list[PeopleView]
    calls: list[ContactsView]
    rests_on: list[ChannelPoints]


def issues_list(node: Node, *, channel: str | None = None, page: int = 1) -> IssuesList:
    """The issues of all channels, or of one.

    Raises:
        CallerError: there is no such channel.
    """
    rooms = chosen_rooms(node, channel)
    found = [(room, issue) for room in rooms for _, issue in sorted(room.fold.matters.issues.items())]
    found.sort(key=lambda each: each[1].state(each[0].fold.members) == "agreed")
    rows, paging = paged(found, page)
    return IssuesList(party=node.party, paging=paging, issues=[issue_row(*each) for each in rows], rests_on=resting(rooms))


def undertakings_list(
    node: Node, *, by: str | None = None, status: str | None = None, channel: str | None = None, page: int = 1
) -> UndertakingsList:
    """The undertakings of all channels, or of one.

    Args:
        node: whose.
        by: only of the party that owes them.
        status: only in one state: open, performed, confirmed, disputed.
        channel: only of this one.
        page: which page.

    Raises:
        CallerError: there is no such channel.
    """
    rooms = chosen_rooms(node, channel)
    found = [
        (room, item)
        for room in rooms
        for item in room.fold.matters.undertakings.values()
        if by in {None, item.act.party} and status in {None, item.status}
    ]
    found.sort(key=lambda each: (str(each[1].act.kept.get("at")), each[1].act.ref), reverse=True)
    found.sort(key=lambda each: each[1].status == "confirmed")
    rows, paging = paged(found, page)
    return UndertakingsList(
        party=node.party,
        by=by,
        status=status,
        paging=paging,
        undertakings=[undertaking_row(*each) for each in rows],
        rests_on=resting(rooms),
    )


def notes_list(node: Node, *, channel: str | None = None, page: int = 1) -> NotesList:
    """The notes of all channels, or of one.

    Raises:
        CallerError: there is no such channel.
    """
    rooms = chosen_rooms(node, channel)
    found = [(room, act) for room in rooms for act in note_acts(room)]
    found.sort(key=lambda each: (str(each[1].kept.get("at")), each[1].ref), reverse=True)
    rows, paging = paged(found, page)
    return NotesList(party=node.party, paging=paging, notes=[note_row(node, *each) for each in rows], rests_on=resting(rooms))


NO_FIGURES: Final = "no_figures"
"""What `verdict` may be limited to beside the verdicts: statements without any figure."""


def statements_list(
    node: Node,
    *,
    side: str | None = None,
    claim: str | None = None,
    verdict: str | None = None,
    channel: str | None = None,
    page: int = 1,
) -> StatementsList:
    """What was said in public, beside the record.

    Args:
        node: whose record.
        side: only of this side: a party, or who else has spoken.
        claim: only of this kind.
        verdict: only where figures and record compare like this; no_figures: only without figures.
        channel: only what was entered in this one.
        page: which page.

    Raises:
        CallerError: there is no such channel.
    """
    rooms = chosen_rooms(node, channel)
    every = [(room, act) for room in rooms for act in room.fold.register.statements.values() if is_first(room, act)]
    found = [
        each
        for each in every
        if claim in {None, each[1].kept["claim"]} and (side is None or side in _sides(each[1])) and _fits(node, *each, verdict)
    ]
    found.sort(key=lambda each: (first_day(each[1].kept["said_on"]), each[1].ref), reverse=True)
    rows, paging = paged(found, page)
    return StatementsList(
        party=node.party,
        side=side,
        claim=claim,
        verdict=verdict,
        sides=sorted({one for _, act in every for one in _sides(act)}),
        paging=paging,
        statements=[statement_row(node, *each) for each in rows],
        differing=[pair for room in rooms for pair in differing(node, room)],
        rests_on=resting(rooms),
    )


def _sides(act: Act) -> set[str]:
    return {str(speaker["side"]) for speaker in act.kept["speakers"]}


def _fits(node: Node, room: Room, act: Act, verdict: str | None) -> bool:
    """Whether a statement compares with the record as is asked for; only then is it compared at all."""
    if verdict is None:
        return True
    if not act.kept.get("figures"):
        return verdict == NO_FIGURES
    return statement_row(node, room, act).verdict == verdict


def people_list(node: Node) -> PeopleList:
    """Everybody whom the parties have appointed, and how they can be reached."""
    rooms = chosen_rooms(node, None)
    views = [people_view(node, room) for room in rooms]
    shown = [view for view in views if view.delegates or view.contacts]
    calls = [contacts_view(node, room) for room in rooms if room.fold.people.contacts_of]
    return PeopleList(party=node.party, now=node.now, channels=shown, calls=calls, rests_on=resting(rooms))
