"""Lists over all channels of a node, a page at a time: meetings and groups, proposals, texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from detente.dialogue.acts import Ref
from detente.dialogue.proposals import Slot
from detente.node.node import Node
from detente.node.room import Room
from detente.views.base import View, as_of, channel_name
from detente.views.days import first_day
from detente.views.deadlines import ChannelPoints
from detente.views.home import NextMeeting, next_of
from detente.views.meetings import GroupRow, MeetingRow, group_row, meeting_row
from detente.views.paging import Paging, paged
from detente.views.proposals import UNSPOKEN, WAITING, ProposalRow, proposal_row, state_of
from detente.views.status import rooms_in_order
from detente.views.texts import TextRow, text_row


class MeetingsList(View, frozen=True):
    """Meetings of all channels: those that were not held first, then those that were, the last one first; and all groups."""

    party: str
    now: str
    next_meeting: NextMeeting | None
    paging: Paging
    meetings: list[MeetingRow]
    groups: list[GroupRow]
    rests_on: list[ChannelPoints]


class ProposalsList(View, frozen=True):
    """Proposals of all channels (or of one), the newest first by the time that their authors claim.

    `stand`: ours (they wait for us), going (not decided, or decided and not final), settled, all.
    """

    party: str
    now: str
    stand: str
    paging: Paging
    proposals: list[ProposalRow]
    rests_on: list[ChannelPoints]


class TextsList(View, frozen=True):
    """Texts of all channels: drafts, then adopted ones, then signed ones; of each state the newest first."""

    party: str
    paging: Paging
    texts: list[TextRow]
    rests_on: list[ChannelPoints]


def chosen_rooms(node: Node, channel: str | None) -> list[Room]:
    """One channel, or all of them, the plenary first.

    Raises:
        CallerError: there is no such channel.
    """
    return [node.room(channel)] if channel else rooms_in_order(node)


def resting(rooms: list[Room]) -> list[ChannelPoints]:
    """What an answer over several channels rests on."""
    return [ChannelPoints(channel=channel_name(room), as_of=as_of(room)) for room in rooms]


def meetings_list(node: Node, page: int = 1) -> MeetingsList:
    """The meetings and groups of all channels."""
    rooms = rooms_in_order(node)
    found = [(room, meeting) for room in rooms for meeting in room.fold.talks.meetings()]
    held = [each for each in found if each[1].state == "held"]
    rest = [each for each in found if each[1].state != "held"]
    held.sort(key=lambda each: first_day(each[1].date), reverse=True)
    rest.sort(key=lambda each: first_day(each[1].date) or "~")
    rows, paging = paged(rest + held, page)
    return MeetingsList(
        party=node.party,
        now=node.now,
        next_meeting=next_of(rooms, node.now),
        paging=paging,
        meetings=[meeting_row(*each) for each in rows],
        groups=[group_row(node, room, name) for room in rooms for name in room.fold.talks.groups()],
        rests_on=resting(rooms),
    )


_GOING: Final = frozenset({*WAITING, "objected", "consented_not_final"})

STANDS: Final[dict[str, Callable[[Room, Slot, Ref], bool]]] = {
    "going": lambda room, slot, ref: state_of(room, slot, ref) in _GOING,
    "ours": lambda room, slot, ref: slot.voice_of(room.party, ref) in UNSPOKEN and state_of(room, slot, ref) in WAITING,
    "settled": lambda room, slot, ref: state_of(room, slot, ref) not in _GOING,
    "all": lambda _room, _slot, _ref: True,
}
"""Which proposals a list shows."""


def proposals_list(node: Node, *, stand: str = "going", channel: str | None = None, page: int = 1) -> ProposalsList:
    """The proposals of all channels, or of one.

    Args:
        node: whose.
        stand: a key of STANDS; another one counts as going.
        channel: only of this one.
        page: which page.

    Raises:
        CallerError: there is no such channel.
    """
    rooms = chosen_rooms(node, channel)
    chosen = stand if stand in STANDS else "going"
    found = [
        (str(proposal.act.kept.get("at", "")), ref, room, slot)
        for room in rooms
        for slot in room.fold.proposals.slots.values()
        for ref, proposal in slot.proposals.items()
        if STANDS[chosen](room, slot, ref)
    ]
    found.sort(key=lambda each: each[:2], reverse=True)
    rows, paging = paged(found, page)
    return ProposalsList(
        party=node.party,
        now=node.now,
        stand=chosen,
        paging=paging,
        proposals=[proposal_row(room, slot, ref) for _, ref, room, slot in rows],
        rests_on=resting(rooms),
    )


_TEXT_STATES: Final = ("draft", "adopted", "signed")


def texts_list(node: Node, *, channel: str | None = None, page: int = 1) -> TextsList:
    """The texts of all channels, or of one.

    Raises:
        CallerError: there is no such channel.
    """
    rooms = chosen_rooms(node, channel)
    found = [(room, slot) for room in rooms for slot in room.fold.texts.all()]
    found.sort(key=lambda each: max(str(proposal.act.kept.get("at", "")) for proposal in each[1].proposals.values()), reverse=True)
    found.sort(key=lambda each: _TEXT_STATES.index(each[0].fold.texts.state(each[1])))
    rows, paging = paged(found, page)
    return TextsList(party=node.party, paging=paging, texts=[text_row(room, slot) for room, slot in rows], rests_on=resting(rooms))
