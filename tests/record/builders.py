"""A dialogue in memory, made with the record's functions alone: no node, no disk, no clock.

    talk = Talk("rus", "usa")                        # a plenary; Talk(..., kind="group", members=[..]) for another channel
    talk.act("rus", "request", to="usa", subject="..")
    talk.seal("rus")                                 # one pouch: the acts since, and a seal that names all that it has seen
    talk.seal("usa")                                 # a receipt
    talk.seal_standing({"requests/rus": {..}})       # every member seals the same standing over the same cut
    talk.part("rus", [(1, {"kind"})])                # what a proof needs of a log

The first member (by name) founds the channel: seal it first if the pouches are to be admitted. Each seal makes a whole pouch,
which `record.channel.Channel` admits. Everything follows from `seed`, but for ML-DSA's randomness: two Talks of one seed have
the same ids, entries and roots.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.record import canonical
from detente.record.charter import (
    ChannelCharter,
    Charter,
    format_public_pair,
    k_digest,
    log_id,
    name_digest,
    notice_digest,
    origin_of,
    parse_channel_charter,
    parse_charter,
    plenary_channel,
    plenary_name_salt,
    root_digest,
)
from detente.record.checkpoint import Checkpoint, sign_checkpoint
from detente.record.entry import Entry, make_entry
from detente.record.keys import make_certificate
from detente.record.pouch import format_pouch
from detente.record.proof import LogPart
from detente.record.seal import NO_HEAD, Cut, CutRow, HeadId, LogKey, Seal, seal_fields
from detente.record.signatures import KeyPair
from detente.record.standing import Standing, make_standing
from detente.record.text import encode_base64
from detente.record.tree import EMPTY_ROOT, root_of

AT = "2021-09-30T08:00:00Z"


def bytes_of(*labels: object) -> bytes:
    """32 bytes that follow from labels."""
    return hashlib.sha256("\n".join(map(str, labels)).encode()).digest()


def keys_of(*labels: object) -> KeyPair:
    """Both signers, from labels."""
    return KeyPair.from_seeds(bytes_of(*labels, "ed25519"), bytes_of(*labels, "mldsa44"))


@dataclass
class Sealed:
    """One pouch: its range, its signed head, its bytes, and the seal that ends it."""

    start: int
    head: HeadId
    note: bytes
    pouch: bytes
    seal: Seal
    acts: int
    acts_size: int
    acts_root: bytes


@dataclass
class BuiltLog:
    """One log: its keys (the last of `certs` and `keys` is in force), entries, and pouches."""

    key: LogKey
    id: str
    keys: list[KeyPair]
    certs: list[dict[str, Any]]
    entries: list[Entry] = field(default_factory=list)
    sealed: list[Sealed] = field(default_factory=list)
    seen: dict[LogKey, HeadId] = field(default_factory=dict)

    @property
    def leaves(self) -> list[bytes]:
        return [entry.leaf for entry in self.entries]

    @property
    def named(self) -> HeadId:
        """The last head that closes an act: what others may name."""
        acts = 0
        named = NO_HEAD
        for sealed in self.sealed:
            if sealed.acts > acts:
                acts, named = sealed.acts, sealed.head
        return named


class Talk:
    """A dialogue with one channel, and the logs of its members."""

    def __init__(
        self,
        *parties: str,
        seed: str = "talk",
        exercise: bool = False,
        kind: str = "plenary",
        members: Sequence[str] = (),
        names: str = "Talks",
    ) -> None:
        parties = parties or ("rus", "usa")
        self.seed = seed
        self.roots = {party: keys_of(seed, party, "root") for party in parties}
        self.k = bytes_of(seed, "K", kind)
        self.charter = self._charter(parties, exercise=exercise, names=names)
        self.channel = plenary_channel(self.charter) if kind == "plenary" else self._channel(kind, members or parties)
        self.logs: dict[LogKey, BuiltLog] = {}
        self.count = 0
        for party in self.channel.members:
            self.open(party)

    def _charter(self, parties: Sequence[str], *, exercise: bool, names: str) -> Charter:
        nonce = bytes_of(self.seed, "nonce")
        k = k_digest(bytes_of(self.seed, "K", "plenary"))
        value = {
            "v": 1, "exercise": exercise, "rules": 1, "names": {"en": names, "ar": "محادثات"}, "aliases": {}, "purpose": {},
            "mandate": {}, "languages": ["en", "ar"], "nonce": encode_base64(nonce), "k": encode_base64(k),
            "parties": {
                party: {
                    "names": {"en": party.upper()}, "root": format_public_pair(self.roots[party].public),
                    "recipients": ["age1" + party], "next": encode_base64(root_digest(keys_of(self.seed, party, "next").public)),
                    "notice": encode_base64(notice_digest(self.roots[party].public, party, bytes_of(self.seed, party, "notice"))),
                }
                for party in parties
            },
            "seal_every": 512, "terms": {},
        }  # fmt: skip
        return parse_charter(canonical.encode(value))

    def _channel(self, kind: str, members: Sequence[str]) -> ChannelCharter:
        value = {
            "v": 1, "dialogue": self.charter.id, "nonce": encode_base64(bytes_of(self.seed, "nonce", kind)),
            "k": encode_base64(k_digest(self.k)), "name": encode_base64(name_digest(bytes_of(self.seed, kind), {"en": "Group"})),
            "members": sorted(members), "kind": kind,
        }  # fmt: skip
        return parse_channel_charter(value, self.charter)

    # ---- writing

    def open(self, party: str, generation: int = 0) -> BuiltLog:
        """Start a log with its opening act; the first member's opening brings K. A later generation holds all acts before."""
        key = LogKey(party, generation)
        name = log_id(self.charter.id, self.channel.id, party, generation)
        keys = keys_of(self.seed, self.channel.id, party, generation, 0)
        log = self.logs[key] = BuiltLog(key, name, [keys], [make_certificate(self.roots[party], name, keys.public, 0)])
        plenary = self.channel.kind == "plenary"
        fields: dict[str, Any] = {
            "channel": self.channel.value,
            "cert": log.certs[0],
            "name": self.charter.names if plenary else {"en": "Group"},
            "name_salt": encode_base64(plenary_name_salt(self.charter) if plenary else bytes_of(self.seed, self.channel.kind)),
            "recipients": ["age1" + party],
        }
        if len(self.logs) == 1:
            fields["k"] = encode_base64(self.k)
        if generation:
            before = self.logs[LogKey(party, generation - 1)]
            log.seen = {before.key: before.named}  # and its first seal names all others anew
            fields |= {"holds": [before.key.generation, before.named.size, encode_base64(before.named.root)], "why": "restore"}
        self.act(party, "open" if generation == 0 else "reopen", **fields)
        return log

    def log(self, party: str) -> BuiltLog:
        """The newest log of a party."""
        return max((log for key, log in self.logs.items() if key.party == party), key=lambda log: log.key)

    def act(self, party: str, kind: str, /, **fields: Any) -> int:
        """Add an act; `re_` stands for `re`. Returns its index."""
        return self._append(party, {"kind": kind, "at": AT, **{name.rstrip("_"): value for name, value in fields.items()}})

    def _append(self, party: str, fields: dict[str, Any]) -> int:
        self.count += 1
        log = self.log(party)
        log.entries.append(make_entry(bytes_of(self.seed, self.channel.id, self.count), fields))
        return len(log.entries) - 1

    def rekey(self, party: str) -> None:
        """The last act before the next seal: the key after it is a new one."""
        log = self.log(party)
        keys = keys_of(self.seed, self.channel.id, *log.key, len(log.keys))
        cert = make_certificate(self.roots[party], log.id, keys.public, len(log.entries) + 2)
        self.act(party, "rekey", cert=cert)
        log.keys.append(keys)
        log.certs.append(cert)

    def cut(self, party: str) -> Cut:
        """The cut of all that this party has seen, its own acts included that it has not sealed."""
        mine = self.log(party)
        rows = []
        for key in sorted(self.logs):
            log = self.logs[key]
            if key.generation and key != mine.key and key not in mine.seen:
                continue  # a later generation of which this party knows nothing yet
            if key == mine.key:
                rows.append(self._own_row(log))
                continue
            sealed = next((sealed for sealed in log.sealed if sealed.head == mine.seen.get(key)), None)
            rows.append(CutRow(key, sealed.acts, sealed.acts_size, sealed.acts_root) if sealed else CutRow(key, 0, 0, EMPTY_ROOT))
        return Cut(self.charter.id, self.channel.id, tuple(rows))

    def _own_row(self, log: BuiltLog) -> CutRow:
        acts = [index for index, entry in enumerate(log.entries) if entry.kind != "seal"]
        size = acts[-1] + 1 if acts else 0
        return CutRow(log.key, len(acts), size, root_of(log.leaves[:size]))

    def seal(
        self,
        party: str,
        sections: dict[str, Any] | None = None,
        *,
        see: Iterable[str] | None = None,
        attest: Sequence[tuple[bytes, bytes]] = (),
        at: str = AT,
    ) -> Sealed:
        """Close a pouch: a seal that names what is new in the other logs (or in those of `see`), its cut and its standing."""
        log = self.log(party)
        start = log.sealed[-1].head.size if log.sealed else 0
        seen = {
            key: other.named
            for key, other in self.logs.items()
            if key.party != party and (see is None or key.party in see) and other.named.size > log.seen.get(key, NO_HEAD).size
        }
        log.seen.update(seen)
        cut = self.cut(party)
        standing = self.standing(cut, sections)
        seal = Seal(log.sealed[-1].head if log.sealed else NO_HEAD, seen, cut.digest, standing.digest, tuple(attest))
        self._append(party, seal_fields(seal, at))
        size = len(log.entries)
        checkpoint = Checkpoint(origin_of(log.id), size, root_of(log.leaves))
        keys = max((place for place, cert in enumerate(log.certs) if cert["cert"]["from"] <= start), default=0)
        note = sign_checkpoint(checkpoint, log.keys[keys])
        lines = [entry.line for entry in log.entries[start:]]
        pouch = format_pouch(self.charter.id, self.channel.id, log.key, start, note, lines, log.certs[0] if start == 0 else None)
        row = self._own_row(log)
        log.sealed.append(Sealed(start, HeadId(size, checkpoint.root), note, pouch, seal, row.acts, row.size, row.root))
        return log.sealed[-1]

    def standing(self, cut: Cut, sections: dict[str, Any] | None = None) -> Standing:
        """The standing with these sections over a cut."""
        return make_standing(self.k, cut.digest, 1, sections or {"empty": None})

    def seal_all(self, *, rounds: int = 2) -> None:
        """Every member seals what it has: afterwards each has seen every act."""
        for _ in range(rounds):
            for party in self.channel.members:
                self.seal(party)

    def seal_standing(self, sections: dict[str, Any]) -> tuple[Cut, Standing]:
        """Let every member see every act, and then seal the same standing over the same cut."""
        self.seal_all()
        for party in self.channel.members:
            self.seal(party, sections)
        cut = self.cut(self.channel.members[0])
        return cut, self.standing(cut, sections)

    # ---- what proofs need

    def part(
        self, party: str, entries: Iterable[tuple[int, Collection[str]]], *, pouch: int = -1, cosignatures: Sequence[Any] = ()
    ) -> LogPart:
        """A part of a proof: entries of a log under the head of one of its pouches; an index below 0 counts from that head."""
        log = self.log(party)
        sealed = log.sealed[pouch]
        chosen = [(index % sealed.head.size, names) for index, names in entries]
        return LogPart(
            log.key, log.certs, sealed.note, log.leaves, [(index, log.entries[index], names) for index, names in chosen], cosignatures
        )

    def whole(self, party: str, names: Collection[str] = ("kind", "re")) -> LogPart:
        """A part that recounts a whole log: of each entry those of the names that it has."""
        log = self.log(party)
        size = log.sealed[-1].head.size
        return self.part(party, [(index, [name for name in names if name in log.entries[index].fields]) for index in range(size)])


REQUESTS = {
    "sent": 45, "full": 6, "partial": 1, "nil": 0, "declined": 2, "withheld": 0,
    "holding": 0, "open": 36, "withdrawn": 0, "crossed": 0, "disputed": 1,
}  # fmt: skip
SECTIONS = {"meetings": {"held": 4}, "requests/rus": REQUESTS, "requests/usa": {**REQUESTS, "sent": 12, "open": 3}, "texts": {"agreed": 1}}
