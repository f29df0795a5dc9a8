"""A timetable: files leave at set times and in one size, with nothing in them when there is nothing: a busy day looks like a quiet one.

Rules:

1. At each time of the table one file leaves for the members of each channel, of the size that is set. What does not fit waits for the
   next time; what is larger by itself leaves beside it, and shows.
2. Where nothing is due, the file holds an ask about no channel (docs/protocol.md, section 18): no node has ever answered one, nothing is
   sealed for it, and no log grows by it.
3. A time that was missed is not made up for: the next round after it serves the last one alone.
4. Channels that are excepted are not held back: a hotline. Neither is what a person sends on purpose outside the table. Both show.
5. There is no jitter: a time that follows from nothing tells nothing.
6. What goes by hand is held back by whoever carries it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import msgspec

from detente.errors import N_, CallerError
from detente.node.node import Node
from detente.node.room import Room
from detente.node.sending import COVER, ITEMS_PER_CONTAINER, Item, Parcel, due_items, due_parcels, parcel_of, plan
from detente.record.pouch import NOTE_LINE, Ask, format_ask

HOURS: Final = (1, 2, 3, 4, 6, 8, 12, 24)
"""Between two times; each divides a day, so that the times are the same every day."""
SIZES: Final = (16, 32, 64, 128, 256, 512)
"""KiB of one file: size classes (record/container.py), below what one pad can fill."""

_META: Final = "courier:timetable"
_SERVED: Final = "courier:served"
_NO_CHANNEL: Final = "0" * 64
_SLACK: Final = 512
"""Bytes for the frame of the file: its header, its trailer, the line of the pad."""


class Timetable(msgspec.Struct, frozen=True):
    """What was set: every so many hours from midnight UTC, at this minute, files of so many KiB.

    `at_once`: ids of channels that are not held back; `since`: when it was set, as entries carry times.
    """

    hours: int
    minute: int = 0
    kib: int = 64
    at_once: tuple[str, ...] = ()
    since: str = ""


def timetable_of(node: Node) -> Timetable | None:
    """What was set; None: files leave when they are due."""
    raw = node.store.get_meta(_META)
    found = None if raw is None else msgspec.json.decode(raw, type=Timetable)
    return found if found is not None and found.hours else None


def set_timetable(node: Node, table: Timetable | None) -> None:
    """Set when files leave; None: as they are due.

    Raises:
        CallerError: the hours, the minute or the size cannot be.
    """
    if table is not None:
        _check(table)
    with node.store.transaction():
        node.store.set_meta(_META, msgspec.json.encode(Timetable(0) if table is None else msgspec.structs.replace(table, since=node.now)))
        if table is not None:  # the first file leaves at the next time, not when it is set
            node.store.set_meta(_SERVED, _written(table, node))


def _check(table: Timetable) -> None:
    if table.hours not in HOURS:
        raise CallerError(
            N_("files leave every 1, 2, 3, 4, 6, 8, 12 or 24 hours, so that the times are the same every day; this is %(seen)d"),
            seen=table.hours,
        )
    if not 0 <= table.minute < 60:
        raise CallerError(N_("a minute is 0 to 59; this is %(seen)d"), seen=table.minute)
    if table.kib not in SIZES:
        raise CallerError(N_("files have 16, 32, 64, 128, 256 or 512 KiB; this is %(seen)d"), seen=table.kib)


def last_time(table: Timetable, now: dt.datetime) -> dt.datetime:
    """The last time of the table that is not after now."""
    now = now.astimezone(dt.UTC)
    first = now.replace(hour=0, minute=table.minute, second=0, microsecond=0)
    step = dt.timedelta(hours=table.hours)
    return first + (now - first) // step * step


def next_time(table: Timetable, now: dt.datetime) -> dt.datetime:
    """The first time of the table that is after now."""
    return last_time(table, now) + dt.timedelta(hours=table.hours)


def leaving(node: Node, *, outside: bool = False) -> list[Parcel]:
    """What leaves in a round that is made now.

    Args:
        outside: what is due leaves although its time has not come.
    """
    table = timetable_of(node)
    if table is None or outside:
        return plan(node)
    now, parcels = is_time(node, table), []
    for room in node.rooms.values():
        if room.id in table.at_once:
            parcels += due_parcels(node, room)
        elif now and room.channel.members:
            parcels += _of_one_size(room, due_items(node, room), table.kib << 10)
    return parcels


def is_time(node: Node, table: Timetable) -> bool:
    """Whether the last time of the table was not served yet."""
    return node.store.get_meta(_SERVED) != _written(table, node)


def serve(node: Node, parcel: Parcel) -> None:
    """A file has left: the time is served. Inside the transaction that remembers it."""
    table = timetable_of(node)
    if table is not None and parcel.least == table.kib << 10:
        node.store.set_meta(_SERVED, _written(table, node))


def _written(table: Timetable, node: Node) -> bytes:
    return last_time(table, node.clock()).isoformat().encode("ascii")


def _of_one_size(room: Room, items: Sequence[Item], size: int) -> list[Parcel]:
    """One file of the size that is set; after it what is larger by itself."""
    large = [item for item in items if _packed_most(item) > size - _SLACK]
    rest = [item for item in items if item not in large]
    taken: list[Item] = []
    left = size - _SLACK
    for item in rest:
        left -= _packed_most(item)
        if left < 0 or len(taken) == ITEMS_PER_CONTAINER:
            break
        taken.append(item)
    whole = len(taken) == len(rest)
    taken.sort(key=lambda item: not item.raw.startswith(NOTE_LINE))  # what takes no pad is not the last
    if not taken or taken[-1].raw.startswith(NOTE_LINE):
        taken.append(Item(_cover(room), *COVER))
    beside = [parcel_of(room, [item], all_of_it=whole) for item in large]
    return [parcel_of(room, taken, least=size, all_of_it=whole), *beside]


def _packed_most(item: Item) -> int:
    """The most that an item takes in a file: what does not get smaller by packing gets larger by its frames."""
    return len(item.raw) + len(item.raw) // 1024 + 32


def _cover(room: Room) -> bytes:
    """An ask about no channel: read, and passed over."""
    return format_ask(Ask(room.channel.charter.id, _NO_CHANNEL, {}, ()))
