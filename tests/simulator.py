"""Nodes in memory over a hostile channel: the real node code, the real carrier interface, no mocks.

`World` holds the clock, the random source of one seed, the nodes, and what the channel does to files: each node has its own view of
the shared place, and each file reaches each view with its own luck (lost, repeated, late, out of order, kept back).

Hostile peers are nodes too. Each starts from a copy of an honest party's store and keys, and speaks through the same carrier:

    Peer        a second node of one party, with its own clock: the forker, and the back-dater
    KeyThief    a Peer with the sealing keys of one moment only: no root key, and nothing that came later
    Forger      a Peer that writes what its own code never would: any entry, any seal, any head
    World.blocked    the courier that withholds: files from one party never reach another
    World.replay     the courier that brings everything again, under other names or in other wrappings
    World.restore    a node that was put back to an old copy of its store
"""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

import pyrage

from detente.node.exchange import receive, sync
from detente.node.founding import found_dialogue
from detente.node.heads import NoHeadFiles
from detente.node.keystore import Keystore
from detente.node.node import Node
from detente.node.receiving import Received
from detente.node.reopening import reopen
from detente.node.resending import ask_all
from detente.node.room import Room
from detente.node.sealing import Sealed, seal
from detente.record.channel import Head, Pending
from detente.record.charter import Charter, origin_of
from detente.record.checkpoint import Checkpoint, sign_checkpoint
from detente.record.container import open_container, seal_container
from detente.record.entry import Entry, make_entry
from detente.record.pouch import format_pouch
from detente.record.seal import NO_HEAD, HeadId, LogKey, Seal, merge, seal_fields
from detente.record.signatures import KeyPair
from detente.record.text import encode_base64
from detente.record.tree import EMPTY_ROOT, Frontier
from tests import stores

START = dt.datetime(2021, 9, 30, 8, 0, 0, tzinfo=dt.UTC)
PARTIES = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", *(f"party{number:02}" for number in range(8, 194)))


class MemoryKeystore(Keystore):
    """Keys from a seed, nothing on a disk."""

    def __init__(self, party: str, rng: random.Random) -> None:
        self._rng = rng
        self._data = {
            "v": 1, "party": party, "root": self.new_seeds(), "next": self.new_seeds(), "notices": [],
            "identities": [self.first_identity()], "logs": {}, "channels": {},
        }  # fmt: skip

    def first_identity(self) -> str:
        return str(pyrage.x25519.Identity.generate())

    def new_seeds(self) -> dict[str, str]:
        return {"ed25519": encode_base64(self._rng.randbytes(32)), "mldsa44": encode_base64(self._rng.randbytes(32))}

    def save(self) -> None:
        pass

    def copy(self) -> MemoryKeystore:
        """The same secrets as of now; what either makes later, the other does not have."""
        twin = copy.copy(self)
        twin._data = copy.deepcopy(self._data)
        twin._rng = random.Random(self._rng.random())
        return twin


class View:
    """One node's view of the shared place: a carrier."""

    def __init__(self, world: World, party: str) -> None:
        self.world, self.party = world, party
        self.files: dict[str, bytes] = {}
        self.fetched: set[str] = set()
        self.foreign: list[str] = []

    @property
    def address(self) -> str:
        return "memory:" + self.party

    def put(self, name: str, data: bytes) -> None:
        self.world.deliver(self.party, name, data)

    def list(self) -> list[str]:
        """Everything that lies here; what nobody has fetched yet in another order each time, after what a node knows already."""
        news = [name for name in self.files if name not in self.fetched]
        self.world.rng.shuffle(news)
        return [*(name for name in self.files if name in self.fetched), *news]

    def get(self, name: str) -> bytes | None:
        self.fetched.add(name)
        return self.files.get(name)


class World:
    """Some nodes, a clock and a channel with faults."""

    def __init__(self, count: int, seed: int = 0, *, loss: float = 0.0, repeat: float = 0.0, late: float = 0.0) -> None:
        self.rng = random.Random(seed)
        self.now = START
        self.loss, self.repeat, self.late = loss, repeat, late
        self.damage = 0.0
        self.clogged: dict[tuple[str, str], list[tuple[View, str, bytes]]] = {}
        self.sent = 0
        self.bytes_sent = 0
        self.dead: set[str] = set()
        self.blocked: set[tuple[str, str]] = set()
        self.archive: list[tuple[str, bytes]] = []
        self.delayed: list[tuple[int, View, str, bytes]] = []
        self.peers: list[Peer] = []
        self.poll_number = 0
        self.parties = PARTIES[:count]
        self.nodes = self.make_nodes(seed)
        self.views = {party: View(self, party) for party in self.parties}
        self.charter = self.found()

    def make_nodes(self, seed: int) -> dict[str, Node]:
        return {
            party: Node(
                party=party, store=stores.make(), keys=MemoryKeystore(party, random.Random(f"{seed}/{party}/keys")), heads=NoHeadFiles(),
                clock=lambda: self.now, random=random.Random(f"{seed}/{party}").randbytes,
            )
            for party in self.parties
        }  # fmt: skip

    def found(self) -> Charter:
        return found_dialogue(list(self.nodes.values()))

    # ---- the channel ----

    def deliver(self, sender: str, name: str, data: bytes) -> None:
        self.sent += 1
        self.bytes_sent += len(data)
        self.archive.append((sender, data))
        for view in [*self.views.values(), *(peer.view for peer in self.peers)]:
            party = view.party
            if party == sender or self.rng.random() < self.loss or (sender, party) in self.blocked:
                self.note("lost", int(party != sender))
                continue
            brought = data
            if self.damage and self.rng.random() < self.damage:
                self.note("damaged")
                brought = damaged(data, self.rng)
            if (sender, party) in self.clogged:
                self.note("kept back")
                self.clogged[sender, party].append((view, name, brought))
            elif self.rng.random() < self.late:
                self.note("late")
                self.delayed.append((self.poll_number + self.rng.randint(1, 5), view, name, brought))
            else:
                view.files[name] = brought
            if self.rng.random() < self.repeat:
                self.note("repeated")
                view.files[f"{self.sent:032x}.age"] = data

    def note(self, what: str, times: int = 1) -> None:
        """Hear what became of a file; for who counts it."""

    def unclog(self, link: tuple[str, str]) -> int:
        """Let through what one member was kept from; how many files that was."""
        waiting = self.clogged.pop(link)
        for view, name, data in waiting:
            view.files[name] = data
        return len(waiting)

    def bring(self, party: str, items: Sequence[bytes]) -> Received:
        """Somebody who knows the recipients brings pouches (or anything) to one party's place; that party looks there."""
        return self.bring_file(party, seal_container(items, self.nodes[party].keys.recipients, self.rng.randbytes))

    def bring_file(self, party: str, data: bytes) -> Received:
        """Somebody who can write to the place leaves any bytes there; that party looks there."""
        name = self.rng.randbytes(16).hex() + ".age"
        self.views[party].files = {name: data}
        return receive(self.nodes[party], self.views[party])

    def replay(self) -> int:
        """Bring every file that was ever sent to everybody again, under another name; the number of files."""
        for sender, data in self.archive:
            for party, view in self.views.items():
                if party != sender:
                    view.files[self.rng.randbytes(16).hex() + ".age"] = data
        return len(self.archive)

    def rewrap(self, reader: str, data: bytes) -> bytes:
        """What one member makes of a container: the same items for the same members, other ciphertext."""
        items = open_container(data, self.nodes[reader].keys.identities)
        return seal_container(items, self.room(reader).channel.current_recipients(), self.rng.randbytes)

    # ---- stores: copies, restored nodes, comparing ----

    def backup(self, party: str) -> bytes:
        """A copy of a node's whole database, as of now."""
        return stores.as_bytes(self.nodes[party].store)

    def node_from(
        self, party: str, backup: bytes, *, keys: MemoryKeystore | None = None, heads: NoHeadFiles | None = None, seed: str
    ) -> Node:
        """A node on a copy of a database."""
        store = stores.of_bytes(backup)
        return Node(
            party=party, store=store, keys=keys or self.nodes[party].keys, heads=heads or NoHeadFiles(), clock=lambda: self.now,
            random=random.Random(f"{seed}/{party}").randbytes,
        )  # fmt: skip

    def restore(self, party: str, backup: bytes, *, heads: NoHeadFiles | None = None) -> Node:
        """Put a node back to a copy of its database; its head file comes along (the old one: `heads`), keys and files are those of now.

        The carrier is as it was: files that the old database had not seen yet lie there still.
        """
        before = self.nodes[party]
        self.nodes[party] = self.node_from(
            party, backup, heads=before.heads if heads is None else heads, seed=f"restored/{self.poll_number}"
        )
        for holder in (self.nodes[party], *self.nodes[party].rooms.values()):
            holder.kept = before.kept
        return self.nodes[party]

    def dump(self, party: str, *, without: Sequence[str] = ("carrier_files",)) -> list[str]:
        """Everything in a node's store but what says that it looked: to prove that something changed nothing."""
        return [
            line
            for line in stores.dump(self.nodes[party].store)
            if not any(line.startswith(f'INSERT INTO "{table}"') for table in (*without, "carrier_doubts", "carrier_taken", "passed"))
            and "VALUES('polled'" not in line
        ]

    def remarks(self, party: str) -> list[str]:
        """What a node remarked, as a person reads it."""
        return [str(text) for _, _, text in self.nodes[party].remarks()]

    def pouches(self, party: str, *, of: str | None = None, above: int = 0, branch: int = 0) -> list[bytes]:
        """The pouches of a party's newest log (its own, or that of another) as a node holds them."""
        return pouches_of(self.nodes[party], self.room(party), of or party, above=above, branch=branch)

    # ---- what people do ----

    def room(self, party: str, channel: str | None = None) -> Room:
        """A party's copy of a channel, of the plenary if none is named."""
        return plenary_of(self.nodes[party]) if channel is None else self.nodes[party].rooms[channel]

    def reopen(self, party: str, why: str) -> Sealed:
        """Open the next generation; that the newest here was the newest that was ever opened, its people know."""
        room = self.room(party)
        return reopen(self.nodes[party], room, why, after=room.mine.generation)

    def act(self, party: str, **fields: object) -> int:
        """Draft one act; returns the index that it gets when it is sealed next."""
        node = self.nodes[party]
        node.draft(self.room(party), dict(fields))
        seal(node, self.room(party))
        return self.room(party).my_head.size - 2

    def request(self, party: str, to: str, text: str = "What happened?") -> list[object]:
        return [party, 0, self.act(party, kind="request", to=to, text=text)]

    def poll(self, parties: Sequence[str] | None = None) -> None:
        """Every living node syncs once, in a random order; so do the peers that take part, if no parties are named."""
        self.poll_number += 1
        due = [item for item in self.delayed if item[0] <= self.poll_number]
        self.delayed = [item for item in self.delayed if item[0] > self.poll_number]
        for _, view, name, data in due:
            view.files[name] = data
        order = [(self.nodes[party], self.views[party]) for party in (parties or self.parties) if party not in self.dead]
        order += [(peer.node, peer.view) for peer in self.peers if parties is None]
        self.rng.shuffle(order)
        for node, view in order:
            sync(node, view)
        self.now += dt.timedelta(minutes=2)

    def settle(self, *, most: int = 1000, quiet: int = 12) -> int:
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

    def talk(self, polls: int = 12) -> None:
        """Let everybody hear everything; unlike `settle` without letting days pass until the last attempt was made."""
        for _ in range(polls):
            self.poll()

    def revive(self, party: str) -> None:
        self.dead.discard(party)
        ask_all(self.nodes[party])

    def channels(self) -> list[str]:
        """The channels that anybody living knows, the plenary first."""
        known = {room.id: room.label != "plenary" for party in self.living() for room in self.nodes[party].rooms.values()}
        return sorted(known, key=lambda channel: (known[channel], channel))

    def living(self, channel: str | None = None) -> list[str]:
        """Who is not dead, of the members of a channel if one is named."""
        living = [party for party in self.parties if party not in self.dead]
        if channel is None:
            return living
        holders = [self.nodes[party].rooms[channel] for party in living if channel in self.nodes[party].rooms]
        members = {party for room in holders for party in room.channel.members}
        return [party for party in living if party in members]

    def states(self, channel: str | None = None) -> list[object]:
        return [self.room(party, channel).fold.value() for party in self.living(channel)]

    def standings(self, channel: str | None = None) -> list[bytes]:
        found = []
        for party in self.living(channel):
            room = self.room(party, channel)
            cut = room.channel.cut(room.channel.vector()).digest
            found.append(room.standing(cut, room.fold).digest)
        return found

    def receipts_held(self, channel: str | None = None) -> bool:
        """Whether each living member holds, for its own last act, a head of every other living member that names it."""
        living = self.living(channel)
        for party in living:
            room = self.room(party, channel)
            own = room.channel.logs[room.mine]
            for other in living:
                if other == party:
                    continue
                theirs = room.channel.logs.get(self.room(other, channel).mine)
                if theirs is None or own.key not in theirs.heads[theirs.main].vector:
                    return False
                if theirs.heads[theirs.main].vector[own.key].size < own.named.size:
                    return False
        return True


def damaged(data: bytes, rng: random.Random) -> bytes:
    """A file as a bad courier brings it: bits flipped, cut short, with something behind it, or nothing left."""
    kind = rng.randrange(5)
    if kind == 0:
        return data[: rng.randrange(len(data))]
    if kind == 1:
        return data + (data if rng.random() < 0.5 else rng.randbytes(rng.randint(1, 64)))
    changed = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        changed[rng.randrange(len(data) if kind < 4 else min(len(data), 300))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def plenary_of(node: Node) -> Room:
    return next(room for room in node.rooms.values() if room.label == "plenary")


def pouches_of(node: Node, room: Room, party: str, *, above: int = 0, branch: int = 0) -> list[bytes]:
    """The pouches of the newest log of a party, as a node holds them, smallest first."""
    log = (room.channel.generations(party) or [LogKey(party, 0)])[-1]
    return [room.pouch(stored) for stored in node.store.heads_of(room.id, log, above, branch)]


# ---------------------------------------------------------------- hostile peers


class Peer:
    """A second node with the store and the keys of one party, as they are now: with it a party forks, or dates back.

    It takes part in the polls of its world once it is one of `World.peers`; neither node of a party hears the other.
    """

    def __init__(self, world: World, party: str, *, backup: bytes | None = None) -> None:
        self.world, self.party = world, party
        self.view = View(world, party)
        keys = world.nodes[party].keys
        assert isinstance(keys, MemoryKeystore)
        self.node = world.node_from(
            party, backup or world.backup(party), keys=keys.copy(), seed=f"{type(self).__name__}/{world.rng.random()}"
        )

    @property
    def room(self) -> Room:
        return plenary_of(self.node)

    def act(self, **fields: object) -> int:
        """Seal one act in this peer's version of the log, with the code of an honest node; the index that it got."""
        self.node.draft(self.room, dict(fields))
        seal(self.node, self.room)
        return self.room.my_head.size - 2

    def pouches(self, *, above: int = 0) -> list[bytes]:
        """Its own log's pouches."""
        return pouches_of(self.node, self.room, self.party, above=above)

    def take_part(self, items: Sequence[bytes]) -> Received:
        """Read what others sent."""
        self.view.files = {
            self.world.rng.randbytes(16).hex() + ".age": seal_container(items, self.node.keys.recipients, self.world.rng.randbytes)
        }
        return receive(self.node, self.view)


class KeyThief(Peer):
    """Holds a party's sealing keys, recipients and record as of the theft; never the root key."""

    def __init__(self, world: World, party: str) -> None:
        super().__init__(world, party)
        keys = self.node.keys
        keys.data["root"] = keys.new_seeds()  # whoever has a machine has not what lies in the safe
        keys.data["next"] = keys.new_seeds()


class Forger(Peer):
    """Writes what no code of ours would write, signed with the party's own keys."""

    def pouch(
        self, *acts: dict[str, Any], seen: dict[LogKey, HeadId] | None = None, prev: HeadId | None = None, log: LogKey | None = None,
        keys: KeyPair | None = None, admit: bool = False, **stated: Any,
    ) -> bytes:  # fmt: skip
        """One pouch.

        Args:
            acts: the fields of each act; `at` is filled in.
            seen: what its seal names; by default what an honest one would.
            prev: the head that it continues; by default the last.
            log: the log that it claims to be of.
            keys: who signs.
            admit: take it into this forger's own store, to be continued.
            stated: fields of the seal that replace the true ones (cut, standing, at, attest, ..).
        """
        room, channel = self.room, self.room.channel
        mine = log or room.mine
        head = room.my_head if prev is None else prev
        parent = channel.head(mine, head)
        frontier = Frontier()
        frontier.extend(room.leaves(mine, head) if head.size else [])
        entries = [self._entry({"at": self.node.now, **act}) for act in acts]
        earlier = parent.vector if parent else {}
        honest = {
            key: named
            for key, named in channel.vector().items()
            if key.party != mine.party and (key not in earlier or earlier[key].size < named.size)
        }
        named = honest if seen is None else seen
        end = head.size + len(entries) + 1
        frontier.extend([entry.leaf for entry in entries])
        row = (frontier.size, frontier.root()) if entries else (parent.acts_size, parent.acts_root) if parent else (0, EMPTY_ROOT)
        provisional = HeadId(end, b"?" * 32)
        vector = {**merge([earlier, named]), mine: provisional}
        count = len(entries) + (parent.acts if parent else 0)
        pending = Pending(mine, Head(provisional, head, vector, count, *row, b"", b"", (), bool(entries), ()))
        held = {key: value for key, value in vector.items() if key == mine or channel.head(key, value) is not None}
        cut = channel.cut(held, pending).digest
        standing = room.standing(cut, room.fold_of(held, pending, entries)).digest if channel.k else bytes(32)
        fields = seal_fields(Seal(head, named, cut, standing, ()), self.node.now) | stated
        last = self._entry(fields)
        frontier.append(last.leaf)
        note = self.note(HeadId(end, frontier.root()), log=mine, keys=keys, start=head.size)
        cert = entries[0].fields.get("cert") if head == NO_HEAD and entries else None
        raw = format_pouch(channel.charter.id, channel.id, mine, head.size, note, [entry.line for entry in [*entries, last]], cert)
        if admit:
            assert self.take_part([raw]).admitted == 1
        return raw

    def note(self, head: HeadId, *, log: LogKey | None = None, keys: KeyPair | None = None, start: int = 0) -> bytes:
        """A signed head, whatever it says."""
        name = self.room.log_id(log or self.room.mine)
        signer = keys or self.node.keys.sealing_pairs(name, start)[0]
        assert signer is not None
        return sign_checkpoint(Checkpoint(origin_of(name), head.size, head.root), signer)

    def _entry(self, fields: dict[str, Any]) -> Entry:
        return make_entry(self.world.rng.randbytes(32), fields)
