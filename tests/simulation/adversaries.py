"""What those do that cannot be trusted: each function does one thing of its kind, by chance, and says in words what it was.

forger          pouches that no code of ours writes: of another's log, by another key, over another past, changed, cut short; false asks
forker          a second node of the same party acts and sends for it
withholder      what it sends does not reach everybody
back-dater      acts with a time of its own choosing
thief           the same as a forker, with the sealing keys of somebody who is honest, and no root key
greedy sender   endless wrappings, pouches that wait for what never was, giant numbers, rubbish, a bomb
replayer        old files again, under other names
"""

from __future__ import annotations

import datetime as dt
import gzip
import random
import struct
from collections.abc import Callable, Sequence
from typing import Any

from detente.errors import DetenteError
from detente.node.room import Room
from detente.record.canonical import MAX_INTEGER
from detente.record.container import seal_container
from detente.record.limits import LIMITS
from detente.record.pouch import Ask, format_ask, format_pouch
from detente.record.seal import HeadId, LogKey
from detente.record.signatures import KeyPair
from detente.record.text import encode_base64
from tests.people import Said
from tests.simulation import standins
from tests.simulation.stage import Delegations, Stage
from tests.simulator import Forger, KeyThief, Peer, damaged

MANY_HELD = LIMITS.held_pouches + 12
BOMB = 65 << 20


class Adversaries:
    """All of one run, with what they have prepared."""

    def __init__(self, stage: Stage, people: Delegations) -> None:
        self.stage, self.people = stage, people
        self.twins: dict[str, Peer] = {}
        self.by_twins: set[Said] = set()

    def leave(self, sender: str, items: Sequence[bytes], *, for_whom: Sequence[str] = ()) -> None:
        """Leave items on the courier, for all others or for some."""
        stage = self.stage
        parties = for_whom or [party for party in stage.parties if party != sender]
        recipients = [text for party in parties for text in stage.nodes[party].keys.recipients]
        stage.deliver(sender, stage.rng.randbytes(16).hex() + ".age", seal_container(items, recipients, stage.rng.randbytes))

    # ---- forger ----

    def forge(self, party: str) -> str:
        rng = self.stage.rng
        way = rng.choice(sorted(_FORGERIES))
        try:
            items = _FORGERIES[way](self, Forger(self.stage, party), rng)
        except DetenteError as error:  # its own node is closed, or has nothing to build on
            return f"would forge {way}, but {error}"
        self.stage.told[f"forged: {way}"] += 1
        self.leave(party, items)
        return f"forges {way}"

    def _act(self, party: str) -> dict[str, Any]:
        other = self.stage.rng.choice([each for each in self.stage.parties if each != party])
        return {"kind": "request", "to": other, "text": "forged"}

    # ---- forker and thief ----

    def fork(self, party: str, make: Callable[[Stage, str], Peer] = Peer) -> str:
        """The second node of a party looks, acts, or both; it is made when it is first needed."""
        stage, rng = self.stage, self.stage.rng
        kind = "thief" if make is KeyThief else "second node"
        if party not in self.twins:
            self.twins[party] = make(stage, party)
            stage.peers.append(self.twins[party])
            stage.told[f"{kind} made"] += 1
        twin = self.twins[party]
        done = []
        if rng.random() < 0.5:
            self._sync(twin)
            done.append("looks")
        rooms = [room for room in twin.node.rooms.values() if room.my_head.size]
        room = rng.choice(rooms)
        try:
            self.by_twins.update(self.people.meet(twin.node, room, stances_only=rng.random() < 0.5))
            done.append(f"acts in {room.label}")
            stage.told[f"{kind} acted"] += 1
        except DetenteError as error:
            done.append(f"cannot act ({error})")
        if rng.random() < 0.8:
            self._sync(twin)
            done.append("sends")
        return f"has a {kind}, which {', '.join(done)}"

    def steal(self, party: str) -> str:
        return self.fork(party, KeyThief)

    def _sync(self, twin: Peer) -> None:
        from detente.node.exchange import sync

        sync(twin.node, twin.view)

    # ---- withholder, back-dater, replayer ----

    def withhold(self, party: str) -> str:
        stage, rng = self.stage, self.stage.rng
        blocked = [link for link in sorted(stage.blocked) if link[0] == party]
        if blocked and rng.random() < 0.4:
            stage.blocked -= set(blocked)
            return "sends to everybody again"
        others = [other for other in stage.parties if other != party]
        chosen = rng.sample(others, rng.randint(1, len(others)))
        stage.blocked |= {(party, other) for other in chosen}
        stage.told["withheld from a member"] += len(chosen)
        return f"keeps what it sends from {', '.join(sorted(chosen))}"

    def backdate(self, party: str, act: Callable[[str], str]) -> str:
        """Acts as if it were another day, now and then years ago."""
        stage, rng = self.stage, self.stage.rng
        before = stage.skew[party]
        stage.skew[party] = -dt.timedelta(days=rng.choice((1, 30, 365, 3650)), minutes=rng.randrange(1000))
        stage.told["back-dated"] += 1
        said = act(party)
        days = -stage.skew[party].days
        stage.skew[party] = before
        return f"dates back by {days} days: {said}"

    def replay(self) -> str:
        stage, rng = self.stage, self.stage.rng
        files = rng.sample(stage.archive, min(len(stage.archive), rng.randint(1, 6)))
        for sender, data in files:
            for party in stage.parties:
                if party != sender or rng.random() < 0.2:
                    stage.views[party].files[rng.randbytes(16).hex() + ".age"] = data
        stage.told["file replayed"] += len(files)
        return f"brings {len(files)} old files again"

    # ---- greedy sender ----

    def flood(self, party: str) -> str:
        way = self.stage.rng.choice(sorted(_FLOODS))
        self.stage.told[f"flood: {way}"] += 1
        _FLOODS[way](self, party, self.stage.rng)
        return f"floods the courier with {way}"


# ---------------------------------------------------------------- forgeries


def _of_another_log(self: Adversaries, forger: Forger, rng: random.Random) -> list[bytes]:
    """Of the log of somebody else, by its own key."""
    other = rng.choice([party for party in self.stage.parties if party != forger.party])
    return [_raw(forger, LogKey(other, 0), forger.room.channel.logs[LogKey(other, 0)].main if rng.random() < 0.7 else None)]


def _raw(forger: Forger, log: LogKey, start: HeadId | None, generation: int | None = None) -> bytes:
    """A pouch with one entry that is no seal, after a head of any log, signed with the keys of the forger's own."""
    log = log if generation is None else LogKey(log.party, generation)
    size = start.size if start is not None else 7_000_000
    channel = forger.room.channel
    signer = forger.node.keys.sealing_pairs(forger.room.log_id(forger.room.mine), forger.room.my_head.size)[0]
    note = forger.note(HeadId(size + 1, forger.world.rng.randbytes(32)), log=log, keys=signer)
    return format_pouch(channel.charter.id, channel.id, log, size, note, [b"[]"])


def _by_another_key(self: Adversaries, forger: Forger, rng: random.Random) -> list[bytes]:
    stranger = KeyPair.from_seeds(rng.randbytes(32), rng.randbytes(32))
    return [forger.pouch(self._act(forger.party), keys=stranger)]


def _with_another_cut(self: Adversaries, forger: Forger, rng: random.Random) -> list[bytes]:
    return [forger.pouch(self._act(forger.party), cut=encode_base64(rng.randbytes(32)))]


def _with_another_standing(self: Adversaries, forger: Forger, rng: random.Random) -> list[bytes]:
    return [forger.pouch(self._act(forger.party), standing=encode_base64(rng.randbytes(32)))]


def _naming_what_never_was(self: Adversaries, forger: Forger, rng: random.Random) -> list[bytes]:
    """A seal that names more of somebody's log than there is, or another root."""
    other = rng.choice([key for key in sorted(forger.room.channel.logs) if key.party != forger.party])
    size = forger.room.channel.logs[other].main.size + rng.choice((0, 1, 2, 999, MAX_INTEGER // 2))
    return [forger.pouch(self._act(forger.party), seen={other: HeadId(size, rng.randbytes(32))})]


def _naming_itself(self: Adversaries, forger: Forger, _rng: random.Random) -> list[bytes]:
    return [forger.pouch(self._act(forger.party), seen={forger.room.mine: forger.room.my_head})]


def _changed(self: Adversaries, forger: Forger, rng: random.Random) -> list[bytes]:
    """A good pouch of anybody with bits flipped or lines left out, in a good file."""
    room = rng.choice([each for each in forger.node.rooms.values() if each.channel.logs])
    key = rng.choice(sorted(room.channel.logs))
    raw = rng.choice([room.pouch(stored) for stored in forger.node.store.heads_of(room.id, key) if stored.note is not None])
    return [damaged(raw, rng) or b"\n", _without_a_line(raw, rng)]


def _without_a_line(raw: bytes, rng: random.Random) -> bytes:
    lines = raw.split(b"\n")
    del lines[rng.randrange(len(lines))]
    return b"\n".join(lines)


def _false_ask(self: Adversaries, forger: Forger, rng: random.Random) -> list[bytes]:
    """Asks, which nobody signs, of what was never lost and with numbers as large as they get."""
    channel = forger.room.channel
    logs = {key: HeadId(rng.choice((1, 5, MAX_INTEGER)), rng.randbytes(32)) for key in channel.logs}
    want = tuple(
        (LogKey(party, rng.choice((0, 1, 999_999))), HeadId(rng.choice((1, MAX_INTEGER)), bytes(32))) for party in self.stage.parties
    )
    return [format_ask(Ask(channel.charter.id, channel.id, logs, want, (rng.randbytes(32).hex(),), rng.random() < 0.5))]


_FORGERIES: dict[str, Callable[[Adversaries, Forger, random.Random], list[bytes]]] = {
    "a pouch of another's log": _of_another_log,
    "a pouch by a key that nobody certified": _by_another_key,
    "a seal over another cut": _with_another_cut,
    "a seal with another count": _with_another_standing,
    "a seal that names what never was": _naming_what_never_was,
    "a seal that names its own log": _naming_itself,
    "changed pouches in a good file": _changed,
    "an ask": _false_ask,
}


# ---------------------------------------------------------------- floods


def _wrappings(self: Adversaries, party: str, rng: random.Random) -> None:
    """One pouch in many wrappings."""
    room = _some_room(self, party, rng)
    own = [room.pouch(stored) for stored in self.stage.nodes[party].store.heads_of(room.id, room.mine) if stored.note is not None]
    for _ in range(12):
        self.leave(party, [rng.choice(own)], for_whom=room.channel.members)


def _waiting(self: Adversaries, party: str, rng: random.Random) -> None:
    """More pouches than are kept that wait for what never was; nobody can check them yet."""
    forger = Forger(self.stage, party)
    items = [
        _raw(forger, LogKey(party, 0), HeadId(1_000_000 + 2 * number, b"")) for number in range(MANY_HELD if rng.random() < 0.6 else 20)
    ]
    for start in range(0, len(items), LIMITS.container_items):
        self.leave(
            party,
            items[start : start + LIMITS.container_items],
            for_whom=[rng.choice([each for each in self.stage.parties if each != party])],
        )


def _giants(self: Adversaries, party: str, rng: random.Random) -> None:
    """Sizes, ranges and generations as large as the format has them."""
    forger = Forger(self.stage, party)
    items = [
        _raw(forger, LogKey(party, 0), HeadId(MAX_INTEGER - 1, b"")),
        _raw(forger, LogKey(party, 0), HeadId(2**62, b"")),
        _raw(forger, LogKey(party, 0), HeadId(5, b""), 999_999),
        _raw(forger, LogKey(party, 0), HeadId(5, b""), 10**18),
    ]
    self.leave(party, items)


def _rubbish(self: Adversaries, party: str, rng: random.Random) -> None:
    """Files that nobody can open, more than are looked at twice."""
    for _ in range(80):
        for other in self.stage.parties:
            if other != party:
                self.stage.views[other].files[rng.randbytes(16).hex() + ".age"] = rng.choice(
                    (b"", b"age-encryption.org/v1\n", rng.randbytes(200))
                )


def _bomb(self: Adversaries, party: str, rng: random.Random) -> None:
    """A small file that opens to more than may be opened."""
    other = rng.choice([each for each in self.stage.parties if each != party])
    packed = _packed_bomb()
    to = [standins.Recipient.from_str(text) for text in self.stage.nodes[other].keys.recipients]
    self.stage.views[other].files[rng.randbytes(16).hex() + ".age"] = standins.Age.encrypt(packed, to)


_bombs: list[bytes] = []


def _packed_bomb() -> bytes:
    if not _bombs:
        _bombs.append(gzip.compress(struct.pack(">I", BOMB) + bytes(BOMB), 1, mtime=0))
    return _bombs[0]


def _large_bodies(self: Adversaries, party: str, rng: random.Random) -> None:
    """Acts as long as a field may be, in good pouches."""
    node = self.stage.nodes[party]
    room = _some_room(self, party, rng)
    for _ in range(6):
        node.draft(room, {**self._act(party), "text": "x" * (LIMITS.value_bytes - 10)})
    try:
        self.people.seal(node, room)
    except DetenteError:
        node.store.drop_drafts([draft[0] for draft in node.store.drafts(room.id)])


def _some_room(self: Adversaries, party: str, rng: random.Random) -> Room:
    return rng.choice([room for room in self.stage.nodes[party].rooms.values() if room.my_head.size])


_FLOODS: dict[str, Callable[[Adversaries, str, random.Random], None]] = {
    "one pouch in many wrappings": _wrappings,
    "pouches that wait for what never was": _waiting,
    "giant numbers": _giants,
    "rubbish": _rubbish,
    "a bomb": _bomb,
    "large bodies": _large_bodies,
}
