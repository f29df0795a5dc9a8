"""The record by channels: what is held of each party, what is on its way, what waits for what came before it."""

from __future__ import annotations

from collections.abc import Mapping

from detente.node.node import Node
from detente.node.room import Room
from detente.record.channel import Frozen
from detente.record.seal import LogKey
from detente.views.base import ChannelName, View, channel_name, latest_seal_time
from detente.views.countersigned import LogCountersigned, countersigned_view
from detente.views.status import health_of, rooms_in_order


class LogRow(View, frozen=True):
    """One party's log in one channel. `received_by_them`: how much of ours its seals have named (of our own log: null).

    `closed`: nothing that is sealed in it from now on counts; `doubted`: how many of its acts came after the last one that counts.
    """

    party: str
    generation: int
    entries: int
    last_seal: str | None
    received_by_them: int | None
    closed: bool
    doubted: int


class CarriedChannel(View, frozen=True):
    """One channel.

    `held`: sealed files that wait for what came before them; `ours`: how much of our own log the others should have: seals that close
    nothing are not answered. `countersigned`: how far witnesses have vouched for our own log; null before anything of ours is sealed.
    """

    channel: ChannelName
    ours: int
    logs: list[LogRow]
    held: int
    drafts: int
    countersigned: LogCountersigned | None


class RecordView(View, frozen=True):
    """The whole record, channel by channel."""

    party: str
    channels: list[CarriedChannel]


def _doubted(room: Room, log: LogKey, stops: Mapping[LogKey, Frozen]) -> int:
    """How many acts of a log came after the last one that counts."""
    held = room.channel.logs[log]
    counted = held.heads.get(stops[log].head if log in stops else held.main)
    return (held.heads[held.main].acts if held.main in held.heads else 0) - (0 if counted is None else counted.acts)


def record_view(node: Node) -> RecordView:
    """What this node holds."""
    return RecordView(party=node.party, channels=[_channel(node, room) for room in rooms_in_order(node)])


def _channel(node: Node, room: Room) -> CarriedChannel:
    stops = room.channel.frozen(room.channel.vector())
    logs = [
        LogRow(
            party=party,
            generation=log.generation,
            entries=room.channel.logs[log].size,
            last_seal=latest_seal_time(room, party),
            received_by_them=None if party == room.party else health_of(room, party).received,
            closed=room.channel.is_closed(log),
            doubted=_doubted(room, log, stops),
        )
        for party in room.channel.members
        for log in room.channel.generations(party)
    ]
    return CarriedChannel(
        channel=channel_name(room),
        ours=max((health_of(room, party).of for party in room.channel.members if party != room.party), default=0),
        logs=logs,
        held=int(node.store.db.execute("SELECT count(*) FROM held WHERE channel=?", (room.id,)).fetchone()[0]),
        drafts=len(node.store.drafts(room.id)),
        countersigned=countersigned_view(node, room),
    )
