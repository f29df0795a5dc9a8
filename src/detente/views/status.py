"""The watch officer's screen: what came in, whose move it is, remarks, the health of each channel."""

from __future__ import annotations

from detente.dialogue.fold import Ref
from detente.dialogue.kinds import RECORD_KINDS
from detente.node.node import Node
from detente.node.room import Room
from detente.node.sealing import behind
from detente.record.seal import LogKey
from detente.views.base import (
    ChannelName,
    Point,
    RemarkShown,
    Text,
    View,
    as_of,
    channel_name,
    finding_view,
    latest_seal_time,
    named_of,
    text_of_error,
)
from detente.views.log import Row, log_view
from detente.views.requests import RequestRow, request_row


class Health(View, frozen=True):
    """How it goes with one other member: what we hold of it, the time its last seal claims, how much of ours it has received."""

    party: str
    entries: int
    last_heard: str | None
    received: int
    of: int


class ChannelStatus(View, frozen=True):
    """One channel. `came_in`: acts of others that no act of ours has followed yet; `open`: requests without a final answer."""

    channel: ChannelName
    as_of: list[Point]
    joined: bool
    came_in: list[Row]
    open: list[RequestRow]
    drafts: int
    unsent: int
    held: int
    health: list[Health]
    blocked: Text | None


class StatusView(View, frozen=True):
    """Where things stand with this node. `waiting_for`: dialogues whose charter this node has signed, but whose founder was not heard."""

    party: str
    names: dict[str, str]
    exercise: bool
    last_look: str | None
    channels: list[ChannelStatus]
    remarks: list[RemarkShown]
    contradictions: int


def status_view(node: Node) -> StatusView:
    """Everything that somebody who comes on duty should know."""
    rooms = rooms_in_order(node)
    polled = node.store.get_meta("polled")
    return StatusView(
        party=node.party,
        names=node.names,
        exercise=any(charter.exercise for charter in node.charters.values()),
        last_look=polled.decode()[:19] + "Z" if polled else None,
        channels=[channel_status(node, room) for room in rooms],
        remarks=remarks_of(node),
        contradictions=int(node.store.db.execute("SELECT count(*) FROM contradictions").fetchone()[0]),
    )


def rooms_in_order(node: Node) -> list[Room]:
    """The plenary first."""
    return sorted(node.rooms.values(), key=lambda room: (not room.label.startswith("plenary"), room.label))


def remarks_of(node: Node, room: Room | None = None) -> list[RemarkShown]:
    """What the record found in acts, and what the node noticed."""
    rooms = [room] if room is not None else rooms_in_order(node)
    found = [finding_view(each, finding) for each in rooms for finding in each.fold.all_findings()]
    labels = {each.id: each.label for each in rooms}
    noted = [
        RemarkShown(channel=labels[channel], text=text_of_error(error), at=at) for channel, at, error in node.remarks() if channel in labels
    ]
    return [*found, *noted]


def channel_status(node: Node, room: Room) -> ChannelStatus:
    """Where one channel stands."""
    own = room.channel.logs.get(room.mine)
    blocked = behind(node, room)
    return ChannelStatus(
        channel=channel_name(room),
        as_of=as_of(room),
        joined=own is not None,
        came_in=came_in(room),
        open=[request_row(room, request) for _, request in sorted(room.fold.requests.items()) if request.move is not None],
        drafts=len(node.store.drafts(room.id)),
        unsent=sum(not stored.sent for log in room.channel.generations(room.party) for stored in node.store.heads_of(room.id, log)),
        held=int(node.store.db.execute("SELECT count(*) FROM held WHERE channel=?", (room.id,)).fetchone()[0]),
        health=[health_of(room, party) for party in room.channel.members if party != room.party],
        blocked=None if blocked is None else text_of_error(blocked),
    )


def health_of(room: Room, party: str) -> Health:
    """What passes between us and one other member."""
    own = room.channel.logs.get(room.mine)
    received = named_of(room, room.mine, party)
    return Health(
        party=party,
        entries=sum(room.channel.logs[log].size for log in room.channel.generations(party)),
        last_heard=latest_seal_time(room, party),
        received=received,
        of=max(own.named.size if own else 0, received),
    )


def came_in(room: Room) -> list[Row]:
    """Acts of people of other parties that our own last act of a person had not seen."""
    seen: dict[LogKey, int] = {}
    for stored in room.store.heads(room.id):
        if stored.log.party == room.party and any(entry.kind not in RECORD_KINDS for entry in room.trusted_entries(stored.seq)):
            head = room.channel.logs[stored.log].heads[stored.id]
            seen = {log: named.size for log, named in head.vector.items()}
    rows = log_view(room).entries
    return [
        row
        for row in rows
        if row.party != room.party and row.kind not in RECORD_KINDS and _ref(row.ref).index >= seen.get(_ref(row.ref).log, 0)
    ]


def _ref(text: str) -> Ref:
    log, _, index = text.partition("/")
    party, _, generation = log.partition(".")
    return Ref(party, int(generation or 0), int(index))
