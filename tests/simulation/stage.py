"""The world of `tests/simulator.py` with all that a seed may do to it: nodes that die at a write, clocks that jump, backups of any age.

Nothing in it asks the machine for time or chance, and nothing hangs on the order of a set: the same seed gives the same trace.
"""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from detente.node.exchange import sync
from detente.node.heads import NoHeadFiles
from detente.node.keystore import Keystore
from detente.node.node import Node, format_time
from detente.node.restored import note_restored
from detente.node.room import Room
from detente.node.sealing import finish_interrupted
from detente.record.charter import Charter
from detente.record.seal import NO_HEAD, HeadId
from detente.record.text import encode_base64
from tests import stores
from tests.people import People, Said, keep_person
from tests.simulation.disk import Disk
from tests.simulator import PARTIES, MemoryKeystore, World


class Keys(MemoryKeystore):
    """A key file: what was not saved when the node died is lost."""

    def __init__(self, party: str, rng: random.Random) -> None:
        super().__init__(party, rng)
        self.save()

    def first_identity(self) -> str:
        return f"identity-{self._rng.randbytes(32).hex()}"

    def new_notice(self) -> bytes:
        notice = self._rng.randbytes(32)
        self.data["notices"].append(encode_base64(notice))
        self.save()
        return notice

    def save(self) -> None:
        self.saved = copy.deepcopy(self._data)

    def of_disk(self, saved: dict[str, Any]) -> Keys:
        """The same file with what the disk holds."""
        twin = copy.copy(self)
        twin._data = copy.deepcopy(saved)
        twin.save()
        return twin


class Heads(NoHeadFiles):
    """Head files in the folder of a node, and in one outside it, which nobody looks into before a restore has it as its guard.

    Args:
        own: what the folder of the node says.
        outside: what the other says.
        guard: whether a restore has that one as its guard.
        whole: whether it was there from the first.
    """

    def __init__(self, own: dict[str, HeadId], outside: dict[str, HeadId], *, guard: bool = False, whole: bool = True) -> None:
        super().__init__()
        self._heads, self.outside, self.guard, self.whole = dict(own), dict(outside), guard, whole

    def read(self, log: str) -> HeadId:
        return max(super().read(log), self.outside.get(log, NO_HEAD)) if self.guard else super().read(log)

    def guarded(self, log: str) -> HeadId | None:
        return self.outside.get(log, NO_HEAD if self.whole else None) if self.guard else None

    def write(self, log: str, head: HeadId, *, outside: bool = True) -> None:
        super().write(log, head)
        if outside:
            self.outside[log] = head


class Backup(NamedTuple):
    """Everything of a node as of one moment."""

    made_at: dt.datetime
    store: bytes
    keys: dict[str, Any]


class Founded(NamedTuple):
    """A dialogue that everybody has joined, to begin with: made once for each number of parties."""

    charter: Charter
    backups: dict[str, Backup]
    heads: dict[str, dict[str, HeadId]]
    now: dt.datetime


@cache
def founded(count: int) -> Founded:
    world = _Founding(count, 0)
    for _ in range(3):
        world.poll()
    heads = {party: dict(world.nodes[party].heads._heads) for party in world.parties}  # type: ignore[union-attr]
    return Founded(world.charter, {party: world.make_backup(party) for party in world.parties}, heads, world.now)


class _Kept(World):
    def make_backup(self, party: str) -> Backup:
        keys = self.nodes[party].keys
        assert isinstance(keys, Keys)
        return Backup(self.now, self.backup(party), copy.deepcopy(keys.saved))


class _Founding(_Kept):
    def make_nodes(self, seed: int) -> dict[str, Node]:
        return {
            party: Node(
                party=party, store=stores.make(), keys=Keys(party, random.Random(f"founded/{party}")), heads=Heads({}, {}),
                clock=lambda: self.now, random=random.Random(f"founding/{party}").randbytes,
            )
            for party in self.parties
        }  # fmt: skip


class Delegations(People):
    """The people of all parties; every body that they write tells of which channel it is.

    Attributes:
        audience: for whom a body is: marker of its channel -> members. Noted when it is written, not read from the rooms of now: a node
            that alone knew a channel may be put back to before, and its attachments are still there.
    """

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.turns: Counter[tuple[str, str]] = Counter()
        self.audience: dict[bytes, tuple[str, ...]] = {}
        self._where = ""

    def act(self, node: Node, room: Room, *, stances_only: bool = False) -> dict[str, Any]:
        self._where = marker(room.id)
        self.audience[self._where.encode()] = room.channel.members
        fields = super().act(node, room, stances_only=stances_only)
        words = sorted(
            name for name, value in fields.items() if type(value) is str and name.split("/")[0] in {"text", "reason", "words", "title"}
        )
        return {**fields, **{name: f"{fields[name]} {self._where}" for name in words}} if self.rng.random() > self.wrong else fields

    def contents(self) -> str:
        return f"{self._where}\n{super().contents()}"

    def person(self, node: Node, delegate: str) -> Any:
        return keep_person(node, delegate, f"{node.party} {delegate} {self.turns[node.party, delegate]}")

    def rotate(self, node: Node, room: Room, delegate: str) -> list[Said]:
        """Appoint somebody anew, with another key; the old one signs nothing any more."""
        self.turns[node.party, delegate] += 1
        key = encode_base64(self.person(node, delegate).public_key)
        node.draft(room, {"kind": "appoint", "delegate": delegate, "role": "head", "powers": ["attend", "sign"], "key": key})
        return self.seal(node, room)


def _of_record(node: Node) -> dict[str, HeadId]:
    """The head files that `detente backup restore` writes: of each of our own logs what its record says."""
    logs = [(room, log) for room in node.rooms.values() for log in room.channel.generations(node.party)]
    return {room.log_id(log): room.channel.logs[log].main for room, log in logs if room.channel.logs[log].main.size}


def marker(channel: str) -> str:
    """What stands in every body of a channel."""
    return "body-" + hashlib.sha256(channel.encode()).hexdigest()[:16]


class Stage(_Kept):
    """A world that begins with a dialogue that was founded.

    Attributes:
        told: how often each thing was injected.
        skew: how wrong the clock of each party is.
        backups: of each party, oldest first.
        restored: parties whose node holds less than it once did, and has not caught up.
        went_back: parties whose node was ever put back to a backup.
        refusals: of each step, how often a pouch was refused there.
        texts: what nodes said to their people.
    """

    def __init__(self, count: int, seed: int) -> None:
        self.told: Counter[str] = Counter()
        self.skew = dict.fromkeys(PARTIES[:count], dt.timedelta())
        self.backups: dict[str, list[Backup]] = {}
        self.restored: set[str] = set()
        self.went_back: set[str] = set()
        self.refusals: Counter[str] = Counter()
        self.texts: dict[str, set[str]] = {party: set() for party in PARTIES[:count]}
        self.digest = hashlib.sha256()
        super().__init__(count, seed)
        self.now = founded(count).now
        self.backups = {party: [backup] for party, backup in founded(count).backups.items()}

    def make_nodes(self, seed: int) -> dict[str, Node]:
        nodes = {}
        for party, backup in founded(len(self.parties)).backups.items():
            said = founded(len(self.parties)).heads[party]
            heads = Heads(said, said)
            keys = Keys(party, random.Random(f"{seed}/{party}/keys of a run")).of_disk(backup.keys)
            nodes[party] = self.node_from(party, backup.store, keys=keys, heads=heads, seed=str(seed))
        return nodes

    def found(self) -> Charter:
        return founded(len(self.parties)).charter

    def node_from(
        self, party: str, backup: bytes, *, keys: Keystore | None = None, heads: NoHeadFiles | None = None, seed: str  # type: ignore[override]
    ) -> Node:  # fmt: skip
        node = super().node_from(party, backup, keys=keys or self.nodes[party].keys, heads=heads, seed=seed)  # type: ignore[arg-type]
        node.clock = lambda: self.now + self.skew[party]
        rng = random.Random(f"{seed}/{party}/rests")
        for room in node.rooms.values():
            room.rest_every = rng.randint(3, 20)  # so that folds rest, and go on from the store
        return node

    def note(self, what: str, times: int = 1) -> None:
        self.told[f"file {what}"] += times

    def deliver(self, sender: str, name: str, data: bytes) -> None:
        self.digest.update(f"{sender} {name} ".encode() + hashlib.sha256(data).digest())
        super().deliver(sender, name, data)

    # ---- one node ----

    def look(self, party: str) -> str:
        """A node looks at its courier, and leaves there what is due."""
        self.poll_number += 1
        for item in [item for item in self.delayed if item[0] <= self.poll_number]:
            self.delayed.remove(item)
            item[1].files[item[2]] = item[3]
        self.now += dt.timedelta(minutes=2)
        received, files = sync(self.nodes[party], self.views[party])
        self.hear(party, received.refused)
        return f"takes {received.admitted} pouches, leaves {files} files"

    def hear(self, party: str, refused: list[tuple[str, Any]]) -> None:
        for _, error in refused:
            self.texts[party].add(str(error))
            self.refusals[f"step {error.step}" if hasattr(error, "step") else "other"] += 1

    def poll(self, parties: Any = None) -> None:
        """Everybody living looks once, in a random order, and so do the peers."""
        order: list[Any] = [party for party in (parties or self.parties) if party not in self.dead]
        order += [] if parties else self.peers
        self.rng.shuffle(order)
        for each in order:
            if isinstance(each, str):
                self.look(each)
            else:
                sync(each.node, each.view)

    def dying(self, party: str, at: int, do: Callable[[], object]) -> str:
        """A node dies at a write of something that it does, or, if that ends before, right after; it is started again from its disk."""
        before = self.nodes[party]
        disk = Disk(before, self.views[party], at, self.rng)
        said = None
        with disk.watched():
            said = do()
        image = disk.image()
        before.store.close()
        keys = before.keys
        assert isinstance(keys, Keys)
        node = self.node_from(party, image, keys=keys.of_disk(keys.saved), heads=before.heads, seed=f"again/{self.sent}/{self.poll_number}")  # type: ignore[arg-type]
        for holder in (node, *node.rooms.values()):
            holder.kept = before.kept
        self.nodes[party] = node
        finish_interrupted(node)
        self.told["crash"] += 1
        self.told["unsynced transaction lost"] += disk.lost
        return f"{said or 'and'} dies {f'at write {disk.writes}, {disk.died}' if disk.died else 'after it'}; {disk.lost} unsynced transactions are lost"

    def put_back(self, party: str, backup: Backup, *, whole: bool, guard: bool) -> None:
        """A node goes on from a backup.

        Args:
            whole: with all of it, as `detente backup restore` does, which shuts the node; otherwise the record alone was copied back, and
                head file and keys are those of now.
            guard: the folder outside backups that says what was signed last is still there.
        """
        before = self.nodes[party]
        before.store.close()
        keys, heads = before.keys, before.heads
        assert isinstance(keys, Keys)
        assert isinstance(heads, Heads)
        keys = keys.of_disk(backup.keys if whole else keys.saved)
        node = self.node_from(party, backup.store, keys=keys, heads=heads, seed=f"restored/{self.sent}/{self.poll_number}")
        if whole:
            node.heads = Heads(_of_record(node), heads.outside if guard else {}, guard=guard, whole=heads.whole and guard)
        for holder in (node, *node.rooms.values()):
            holder.kept = before.kept
        if whole:
            with node.store.transaction():
                note_restored(node.store, node.heads, format_time(backup.made_at), node.now)
        self.nodes[party] = node
        finish_interrupted(node)
        self.restored.add(party)
        self.went_back.add(party)

    # ---- what it all came to ----

    def rooms(self, parties: list[str]) -> Iterator[tuple[str, Node, Room]]:
        for party in parties:
            for room in self.nodes[party].rooms.values():
                yield party, self.nodes[party], room
