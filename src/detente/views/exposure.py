"""What those learn who are no members: whoever keeps a courier's place, a witness, and whoever holds what was released.

Every figure is of this node: of the files that it left and took, of the states that it had countersigned, of what was released.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from detente.errors import CallerError
from detente.node.addresses import parse_address
from detente.node.called import own_names
from detente.node.courier_settings import courier_of
from detente.node.node import Node
from detente.node.passed import Passed, passed
from detente.node.room import Room
from detente.node.timetable import timetable_of
from detente.node.witness_policies import addresses, policy_of
from detente.record.note import parse_vkey
from detente.views.base import ChannelName, View, channel_name
from detente.views.countersigned import time_of
from detente.views.register import releases_view
from detente.views.status import rooms_in_order
from detente.views.timetable import TimetableShown, timetable_view

BY_HAND: Final = "by-hand"
"""The courier of files that somebody handed over or takes away: nobody keeps a place."""


class SizeClass(View, frozen=True):
    """So many files of one size, as it can be read off them without a key."""

    bytes: int
    files: int


class PlaceSees(View, frozen=True):
    """What whoever keeps a courier's place can see.

    `kind`: as of addresses; `knows_as`: who we are there, null where nobody is named; `ours`, `others`: files that we left, and took;
    `covers`: how many of ours hold nothing, which cannot be seen. `days`: from the first to the last of ours; `most`, `least`: of ours in
    one of these days. `sizes`: of ours, the gzip member in the file; `keys`: to how many keys files are encrypted at most.
    """

    address: str
    kind: str
    knows_as: str | None
    ours: int
    others: int
    covers: int
    first: str | None
    last: str | None
    days: int
    most: int
    least: int
    sizes: list[SizeClass]
    keys: list[int]


class WitnessSees(View, frozen=True):
    """What a witness has learned of our log in one channel: so many states, from one number of entries to another, between two times."""

    witness: str
    address: str | None
    channel: str
    states: int
    first_entries: int
    last_entries: int
    first: str
    last: str


class HolderSees(View, frozen=True):
    """What whoever holds the proofs of what was released in a channel has: of `entries` in its logs so many, fields, sections, matters."""

    channel: ChannelName
    entries: int
    whole: int
    fields: int
    sections: int
    matters: int
    waiting: int


class ExposureView(View, frozen=True):
    """`exposure`; with a timetable all figures of files are since it was set. `larger`: files that did not fit its size."""

    party: str
    names: dict[str, str]
    dialogue: dict[str, str]
    exercise: bool
    at: str
    timetable: TimetableShown | None
    larger: int
    places: list[PlaceSees]
    witnesses: list[WitnessSees]
    holders: list[HolderSees]
    parties: int


def exposure_view(node: Node) -> ExposureView:
    """What can be learned of this node, now.

    Raises:
        CallerError: it takes part in no dialogue.
    """
    rooms = rooms_in_order(node)
    if not rooms:
        node.room(None)
    charter = rooms[0].channel.charter
    files = {address.removeprefix("folder:"): rows for address, rows in passed(node).items()}
    places = list(dict.fromkeys([*map(_as_carriers_say, courier_of(node).addresses), *files]))
    table = timetable_of(node)
    files = {address: [row for row in rows if table is None or row.at >= table.since] for address, rows in files.items()}
    ours = [row for rows in files.values() for row in rows if row.channel is not None]
    larger = 0 if table is None else sum(row.seen.packed > table.kib << 10 for row in ours)
    return ExposureView(
        party=node.party, names=own_names(node), dialogue=charter.names, at=node.now,
        exercise=any(each.exercise for each in node.charters.values()),
        timetable=timetable_view(node), larger=larger,
        places=[_place(address, files.get(address, [])) for address in places if address != BY_HAND],
        witnesses=[row for room in rooms for row in _witnesses(node, room)],
        holders=[_holder(room) for room in rooms],
        parties=len(charter.parties),
    )  # fmt: skip


def _as_carriers_say(text: str) -> str:
    """An address that was set, as its carrier calls itself: a folder by where it really is."""
    address = parse_address(text)
    return str(Path(address.path).resolve()) if address.is_folder else address.text


def _place(text: str, files: Sequence[Passed]) -> PlaceSees:
    try:
        address = parse_address(text)
        kind, user = address.kind, address.user
        if kind == "mail":
            user = ", ".join(address.options[key] for key in ("from", "to") if key in address.options)
    except CallerError:  # a carrier that only a test or another program opens
        kind, user = "folder", ""
    ours = [row for row in files if row.channel is not None]
    by_day = Counter(row.at[:10] for row in ours)
    days = 1 + (_day(ours[-1]) - _day(ours[0])).days if ours else 0
    sizes = Counter(row.seen.packed for row in ours)
    return PlaceSees(
        address=text, kind=kind, knows_as=user or None, ours=len(ours), others=len(files) - len(ours),
        covers=sum(row.cover for row in ours),
        first=ours[0].at if ours else None, last=ours[-1].at if ours else None, days=days,
        most=max(by_day.values(), default=0), least=0 if len(by_day) < days else min(by_day.values(), default=0),
        sizes=[SizeClass(bytes=size, files=number) for size, number in sorted(sizes.items())],
        keys=sorted({row.seen.keys for row in ours}),
    )  # fmt: skip


def _day(row: Passed) -> dt.date:
    return dt.date.fromisoformat(row.at[:10])


def _witnesses(node: Node, room: Room) -> list[WitnessSees]:
    policy = policy_of(node.store, room.channel.charter.id)
    asked = {each.key.name: address for address, group in (addresses(policy) if policy is not None else {}).items() for each in group}
    seen: dict[str, dict[int, int]] = {}
    for log in room.channel.generations(room.party):
        for stored in room.store.heads_of(room.id, log):
            for vkey, at in node.store.db.execute("SELECT vkey, at FROM cosignatures WHERE head=?", (stored.seq,)).fetchall():
                times = seen.setdefault(parse_vkey(vkey).name, {})
                times[stored.id.size] = min(at, times.get(stored.id.size, at))
    return [
        WitnessSees(
            witness=name, address=asked.get(name), channel=room.label, states=len(times), first_entries=min(times), last_entries=max(times),
            first=time_of(min(times.values())), last=time_of(max(times.values())),
        )
        for name, times in sorted(seen.items())
    ]  # fmt: skip


def _holder(room: Room) -> HolderSees:
    things = releases_view(room).things
    out = Counter(thing.what for thing in things if not thing.lacking)
    return HolderSees(
        channel=channel_name(room), entries=sum(log.main.size for log in room.channel.logs.values()), whole=out["entry"],
        fields=out["field"], sections=out["section"], matters=out["matter"], waiting=sum(bool(thing.lacking) for thing in things),
    )  # fmt: skip
