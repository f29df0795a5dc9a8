"""A dialogue as a whole: its charter, its channels and their members, the terms that are agreed; and a channel as it was known then."""

from __future__ import annotations

from detente.node.called import called_before
from detente.node.node import Node
from detente.node.room import Room
from detente.record.charter import Charter, plenary_channel
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.charter import CharterView, charter_view
from detente.views.knowledge import KnownView, known_view
from detente.views.proposals import ProposalRow, proposal_row
from detente.views.status import rooms_in_order


class ChannelRow(View, frozen=True):
    """One channel. `joined`: whether our party has opened a log in it; `terms`: the time limits that its members have agreed to."""

    channel: ChannelName
    as_of: list[Point]
    joined: bool
    terms: list[ProposalRow]


class NameBefore(View, frozen=True):
    """A name, by language, that a party had until a day ("2018-04-19"); `channel`, `entry`: the act that says so."""

    names: dict[str, str]
    until: str
    channel: str
    entry: str


class DialogueRow(View, frozen=True):
    """One dialogue, with the channels that this node holds.

    `before`: of each party that has taken a new name, the names that it had, the oldest first, which is that of the charter.
    """

    charter: CharterView
    before: dict[str, list[NameBefore]]
    channels: list[ChannelRow]


class DialogueView(View, frozen=True):
    """The dialogues of this node. `known`: a channel as this node knew it at the end of a day that was asked for; else null."""

    party: str
    now: str
    dialogues: list[DialogueRow]
    known: KnownView | None


def dialogue_view(node: Node, known: tuple[Room, str] | None = None) -> DialogueView:
    """The dialogues of a node.

    Args:
        node: whose.
        known: a channel and a moment, to look back to.
    """
    rooms = rooms_in_order(node)
    return DialogueView(
        party=node.party,
        now=node.now,
        dialogues=[
            DialogueRow(
                charter=charter_view(charter, signed=node.store.get_meta("signed:" + dialogue) is not None),
                before=_before(node, charter),
                channels=[_channel(room) for room in rooms if room.channel.charter.id == dialogue],
            )
            for dialogue, charter in sorted(node.charters.items())
        ],
        known=None if known is None else known_view(*known),
    )


def _before(node: Node, charter: Charter) -> dict[str, list[NameBefore]]:
    plenary = node.rooms.get(plenary_channel(charter).id)
    found = {} if plenary is None else {party: called_before(plenary, party) for party in sorted(charter.parties)}
    return {
        party: [NameBefore(names=old.names, until=old.until, channel=plenary.label, entry=old.entry) for old in olds]
        for party, olds in found.items()
        if plenary is not None and olds
    }


def _channel(room: Room) -> ChannelRow:
    slots = room.fold.proposals.about("term")
    return ChannelRow(
        channel=channel_name(room),
        as_of=as_of(room),
        joined=room.mine in room.channel.logs,
        terms=[proposal_row(room, slot, slot.current.act.ref) for slot in slots if slot.current is not None],
    )
