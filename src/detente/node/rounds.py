"""One round of a node's couriers: all are looked at, receipts are sealed once, and what is due leaves by each of them.

A courier that fails is named with its reason and does not stop the others. Nothing is done where all fail.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from detente.errors import CarrierError, DetenteError
from detente.node.carrier import Closable
from detente.node.couriers import Way
from detente.node.exchange import settle, take
from detente.node.node import Node
from detente.node.receiving import Received
from detente.node.sending import Left, Parcel, send_by_all
from detente.node.timetable import leaving, serve

FETCHED_MOST: Final = 256 << 20
"""Bytes that are fetched ahead in one round and held in memory; what is more comes with the next."""


@dataclass
class Run:
    """What one courier did in a round.

    Attributes:
        address: where it went, without a secret.
        files: how many new files it brought; `acts`: how many acts were in them.
        left: how many files it was given.
        foreign, vanished: what lies there that is not ours; what was listed and gone when it was fetched.
        failed: why it did not come, or came no further; None if it did all.
    """

    address: str
    files: int = 0
    acts: int = 0
    left: int = 0
    foreign: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    failed: DetenteError | None = None


class Round(NamedTuple):
    """A whole round: what came by all together, what was due to leave, and each courier for itself."""

    received: Received
    parcels: list[Parcel]
    runs: list[Run]

    @property
    def left(self) -> int:
        """How many parcels left by at least one courier, at the least."""
        return max((run.left for run in self.runs), default=0)


def go_round(node: Node, ways: Sequence[Way], *, take_in: bool = True, leave: bool = True, outside: bool = False) -> Round:
    """Take from every courier, seal what is due once, and give every courier what leaves.

    Args:
        outside: what is due leaves although a timetable would hold it back.
    """
    runs = [Run(way.address, failed=None if way.carrier is not None else way.failed) for way in ways]
    received = Received()
    for way, run in zip(ways, runs, strict=True):
        if way.carrier is not None:
            _look(node, way.carrier, run, received, take_in=take_in)
    going = [(way.carrier, run) for way, run in zip(ways, runs, strict=True) if way.carrier is not None and run.failed is None]
    if not going:
        return Round(received, [], runs)
    if take_in:
        settle(node, received)
    parcels = leaving(node, outside=outside) if leave else []
    for (_, run), done in zip(going, _give(node, [carrier for carrier, _ in going], parcels), strict=True):
        run.left, run.failed = done.files, done.failed
    return Round(received, parcels, runs)


def _give(node: Node, carriers: Sequence[Closable], parcels: Sequence[Parcel]) -> list[Left]:
    return send_by_all(node, carriers, parcels, lambda _, parcel: serve(node, parcel)) if parcels else [Left(0, None) for _ in carriers]


def _look(node: Node, carrier: Closable, run: Run, received: Received, *, take_in: bool) -> None:
    files, acts, gone = received.files, received.acts, len(received.vanished)
    try:
        if take_in:
            take(node, carrier, received)
        else:
            carrier.list()
    except CarrierError as error:
        run.failed = error
    run.files, run.acts, run.vanished = received.files - files, received.acts - acts, received.vanished[gone:]
    run.foreign = list(carrier.foreign)


# ---- a round beside the pages ----


class Fetched:
    """What a courier has brought, in memory, so that whoever serves pages does not wait for a line: what is left on it is kept for later.

    Args:
        files: what was fetched, by name; None: it was listed and is gone.

    Attributes:
        to_leave: what is to be put on the courier itself, name and bytes.
        broke: why no more was fetched, or None.
    """

    def __init__(self, address: str, files: dict[str, bytes | None], foreign: Sequence[str], broke: CarrierError | None) -> None:
        self.address = address
        self.foreign = list(foreign)
        self.broke = broke
        self.to_leave: list[tuple[str, bytes]] = []
        self._files = files

    def put(self, name: str, data: bytes) -> None:
        self.to_leave.append((name, data))

    def list(self) -> list[str]:
        return list(self._files)

    def get(self, name: str) -> bytes | None:
        return self._files.get(name)

    def close(self) -> None:
        """Nothing is held open."""


def seen_by(node: Node, ways: Sequence[Way]) -> list[set[str]]:
    """For each courier the names of the files on it that need not be fetched again."""
    query = "SELECT name FROM carrier_files WHERE carrier=?"
    return [{row[0] for row in node.store.db.execute(query, (way.address,))} for way in ways]


def fetch(ways: Sequence[Way], seen: Sequence[Collection[str]]) -> list[Way]:
    """Fetch what is new from every courier; touches no node, so it may run beside one. A courier that fails says why in its place."""
    found, room = [], FETCHED_MOST
    for way, known in zip(ways, seen, strict=True):
        carrier = way.carrier
        if carrier is None:
            found.append(way)
            continue
        files: dict[str, bytes | None] = {}
        broke: CarrierError | None = None
        listed = False
        try:
            names = carrier.list()
            listed = True
            for name in names:
                if name not in known and room > 0:
                    files[name] = data = carrier.get(name)
                    room -= len(data or b"")
        except CarrierError as error:
            broke = error
        found.append(Way(way.address, Fetched(way.address, files, carrier.foreign, broke) if listed else None, broke))
    return found


def leave_fetched(ways: Sequence[Way], fetched: Sequence[Way]) -> list[CarrierError]:
    """Give every courier what was put on its stand-in; what failed, now or while fetching.

    What could not be left goes again by itself, since no receipt of it comes.
    """
    failed = []
    for way, stand_in in zip(ways, fetched, strict=True):
        if way.carrier is None or not isinstance(stand_in.carrier, Fetched):
            continue
        if stand_in.carrier.broke is not None:
            failed.append(stand_in.carrier.broke)
        try:
            for name, data in stand_in.carrier.to_leave:
                way.carrier.put(name, data)
        except CarrierError as error:
            failed.append(error)
    return failed
