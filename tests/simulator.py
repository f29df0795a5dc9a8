"""Nodes in memory over a hostile channel: the real node code, the real carrier interface, no mocks.

`World` holds the clock, the random source of one seed, the nodes, and what the channel does to files: each node has its own view of
the shared place, and each file reaches each view with its own luck (lost, repeated, late, out of order).
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import pyrage

from detente.node.exchange import ask_all, sync
from detente.node.founding import found_dialogue
from detente.node.heads import NoHeadFiles
from detente.node.keystore import Keystore
from detente.node.node import Node
from detente.node.room import Room
from detente.node.sealing import seal
from detente.node.store import Store
from detente.record.text import encode_base64

START = dt.datetime(2021, 9, 30, 8, 0, 0, tzinfo=dt.UTC)
PARTIES = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf")


class MemoryKeystore(Keystore):
    """Keys from a seed, nothing on a disk."""

    def __init__(self, party: str, rng: random.Random) -> None:
        self._rng = rng
        self._data = {
            "v": 1, "party": party, "root": self.new_seeds(), "next": self.new_seeds(), "notices": [],
            "identities": [str(pyrage.x25519.Identity.generate())], "logs": {}, "channels": {},
        }  # fmt: skip

    def new_seeds(self) -> dict[str, str]:
        return {"ed25519": encode_base64(self._rng.randbytes(32)), "mldsa44": encode_base64(self._rng.randbytes(32))}

    def save(self) -> None:
        pass


class View:
    """One node's view of the shared place: a carrier."""

    def __init__(self, world: World, party: str) -> None:
        self.world, self.party = world, party
        self.files: dict[str, bytes] = {}
        self.foreign: list[str] = []

    @property
    def address(self) -> str:
        return "memory:" + self.party

    def put(self, name: str, data: bytes) -> None:
        self.world.deliver(self.party, name, data)

    def list(self) -> list[str]:
        names = list(self.files)  # in the order in which they came, which a shuffle makes another for each poll
        self.world.rng.shuffle(names)
        return names

    def get(self, name: str) -> bytes | None:
        return self.files.get(name)


class World:
    """Some nodes, a clock and a channel with faults."""

    def __init__(self, count: int, seed: int = 0, *, loss: float = 0.0, repeat: float = 0.0, late: float = 0.0) -> None:
        self.rng = random.Random(seed)
        self.now = START
        self.loss, self.repeat, self.late = loss, repeat, late
        self.sent = 0
        self.dead: set[str] = set()
        self.delayed: list[tuple[int, str, str, bytes]] = []
        self.poll_number = 0
        self.parties = PARTIES[:count]
        self.nodes = {
            party: Node(
                party=party, store=Store(None), keys=MemoryKeystore(party, random.Random(f"{seed}/{party}/keys")), heads=NoHeadFiles(), clock=lambda: self.now,
                random=random.Random(f"{seed}/{party}").randbytes,
            )
            for party in self.parties
        }  # fmt: skip
        self.views = {party: View(self, party) for party in self.parties}
        self.charter = found_dialogue(list(self.nodes.values()))

    # ---- the channel ----

    def deliver(self, sender: str, name: str, data: bytes) -> None:
        self.sent += 1
        for party, view in self.views.items():
            if party == sender or self.rng.random() < self.loss:
                continue
            if self.rng.random() < self.late:
                self.delayed.append((self.poll_number + self.rng.randint(1, 5), party, name, data))
            else:
                view.files[name] = data
            if self.rng.random() < self.repeat:
                view.files[f"{self.sent:032x}.age"] = data

    # ---- what people do ----

    def room(self, party: str) -> Room:
        return next(room for room in self.nodes[party].rooms.values() if room.label == "plenary")

    def act(self, party: str, **fields: object) -> int:
        """Draft one act; returns the index that it gets when it is sealed next."""
        node = self.nodes[party]
        node.draft(self.room(party), dict(fields))
        seal(node, self.room(party))
        return self.room(party).my_head.size - 2

    def request(self, party: str, to: str, text: str = "What happened?") -> list[object]:
        return [party, 0, self.act(party, kind="request", to=to, text=text)]

    def poll(self, parties: Sequence[str] | None = None) -> None:
        """Every living node syncs once, in a random order."""
        self.poll_number += 1
        due = [item for item in self.delayed if item[0] <= self.poll_number]
        self.delayed = [item for item in self.delayed if item[0] > self.poll_number]
        for _, party, name, data in due:
            self.views[party].files[name] = data
        order = [party for party in (parties or self.parties) if party not in self.dead]
        self.rng.shuffle(order)
        for party in order:
            sync(self.nodes[party], self.views[party])
        self.now += dt.timedelta(minutes=2)

    def settle(self, *, most: int = 4000, quiet: int = 12) -> int:
        """Poll until nothing more is sent for a while; the number of polls. Time leaps while nothing happens."""
        silent = polls = 0
        while silent < quiet and polls < most:
            before = self.sent
            self.poll()
            polls += 1
            if self.sent == before and not self.delayed:
                silent += 1
                self.now += dt.timedelta(hours=13)
            else:
                silent = 0
        return polls

    def revive(self, party: str) -> None:
        self.dead.discard(party)
        ask_all(self.nodes[party])

    def living(self) -> list[str]:
        return [party for party in self.parties if party not in self.dead]

    def states(self) -> list[object]:
        return [self.room(party).fold.value() for party in self.living()]

    def standings(self) -> list[bytes]:
        found = []
        for party in self.living():
            channel = self.room(party).channel
            cut = channel.cut(channel.vector()).digest
            found.append(self.room(party).standing(cut, self.room(party).fold).digest)
        return found

    def receipts_held(self) -> bool:
        """Whether each living node holds, for its own last act, a head of every other living node that names it."""
        for party in self.living():
            channel = self.room(party).channel
            own = channel.logs[self.room(party).mine]
            for other in self.living():
                if other == party:
                    continue
                theirs = channel.logs.get(self.room(other).mine)
                if theirs is None or own.key not in theirs.heads[theirs.main].vector:
                    return False
                if theirs.heads[theirs.main].vector[own.key].size < own.named.size:
                    return False
        return True
