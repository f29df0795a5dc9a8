"""A dialogue in memory, from which vectors are made: every log, key, entry and pouch follows from a seed, but for ML-DSA's randomness.

    talk = Talk("rus", "usa")                 # a plenary; Talk(..., kind="group", members=[..]) for another channel
    talk.act("rus", "request", to="usa", subject="..", destroyable=["subject"])
    talk.seal("rus")                          # one pouch: the acts since, and a seal that names all that it has seen
    talk.part("rus", [(1, {"kind"})])         # what a proof needs of a log

The first member founds the channel. The standings are those of rules 1 over the acts that a party has seen.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from detente.dialogue.fold import Act, Fold, Ref
from detente.record import canonical
from detente.record.charter import (
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
from detente.record.entry import make_entry
from detente.record.keys import make_certificate
from detente.record.pouch import format_pouch
from detente.record.proof import LogPart
from detente.record.seal import NO_HEAD, Cut, CutRow, HeadId, LogKey, Seal, seal_fields
from detente.record.signatures import KeyPair
from detente.record.standing import make_standing
from detente.record.text import encode_base64
from detente.record.tree import EMPTY_ROOT, root_of

AT = "2021-09-30T08:00:00Z"


def bytes_of(*labels):
    """32 bytes that follow from labels."""
    return hashlib.sha256("\n".join(map(str, labels)).encode()).digest()


def keys_of(*labels):
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
    cut: Cut
    standing: object


@dataclass
class BuiltLog:
    """One log: its keys (the last of `certs` and `keys` is in force), entries, and pouches."""

    key: LogKey
    id: str
    keys: list
    certs: list
    entries: list = field(default_factory=list)
    secrets: list = field(default_factory=list)
    sealed: list = field(default_factory=list)
    seen: dict = field(default_factory=dict)

    @property
    def leaves(self):
        return [entry.leaf for entry in self.entries]

    @property
    def named(self):
        """The last head that closes an act: what others may name."""
        acts, named = 0, NO_HEAD
        for sealed in self.sealed:
            if sealed.acts > acts:
                acts, named = sealed.acts, sealed.head
        return named


class Talk:
    """A dialogue with one channel, and the logs of its members."""

    def __init__(self, *parties, seed="talk", exercise=True, kind="plenary", members=(), charter=None):
        parties = parties or ("rus", "usa")
        self.seed = seed
        self.roots = {party: keys_of(seed, party, "root") for party in parties}
        self.k = bytes_of(seed, "K", kind)
        self.charter = charter or parse_charter(canonical.encode(self.charter_value(parties, exercise=exercise)))
        self.channel_salt = plenary_name_salt(self.charter) if kind == "plenary" else bytes_of(seed, kind, "salt")
        self.channel_name = dict(self.charter.names) if kind == "plenary" else {"en": "Cyber requests"}
        self.channel = plenary_channel(self.charter) if kind == "plenary" else self._channel(kind, members or parties)
        self.logs = {}
        self.successions = {party: [] for party in parties}
        self.counts = {}
        self.count = 0
        self.history = []
        self.in_order = []
        for party in self.channel.members:
            self.open(party)

    def charter_value(self, parties, *, exercise=True):
        return {
            "v": 1, "exercise": exercise, "rules": 1, "names": {"ar": "محادثات", "en": "Talks", "ru": "Переговоры"}, "aliases": {},
            "purpose": {}, "mandate": {}, "languages": ["ar", "en", "ru"], "nonce": encode_base64(bytes_of(self.seed, "nonce")),
            "k": encode_base64(k_digest(bytes_of(self.seed, "K", "plenary"))),
            "parties": {
                party: {
                    "names": {"en": party.upper()}, "root": format_public_pair(self.roots[party].public),
                    "recipients": ["age1" + party], "next": encode_base64(root_digest(keys_of(self.seed, party, "next").public)),
                    "notice": encode_base64(notice_digest(self.roots[party].public, party, bytes_of(self.seed, party, "notice"))),
                }
                for party in parties
            },
            "seal_every": 4096, "terms": {},
        }  # fmt: skip

    def _channel(self, kind, members):
        value = {
            "v": 1, "dialogue": self.charter.id, "nonce": encode_base64(bytes_of(self.seed, "nonce", kind)),
            "k": encode_base64(k_digest(self.k)), "name": encode_base64(name_digest(self.channel_salt, self.channel_name)),
            "members": sorted(members), "kind": kind,
        }  # fmt: skip
        return parse_channel_charter(value, self.charter)

    # ---- writing

    def open(self, party, generation=0, why="restore", holds=None, before=None, **more):
        """Start a log with its opening act; the founder's opening brings K. `before`: the generation that it holds, if not the last one."""
        key = LogKey(party, generation)
        name = log_id(self.charter.id, self.channel.id, party, generation)
        keys = keys_of(self.seed, self.channel.id, party, generation, 0)
        log = BuiltLog(key, name, [keys], [make_certificate(self.roots[party], name, keys.public, 0, self.successions[party])])
        first = not self.logs
        self.logs[key] = log
        fields = {
            "channel": self.channel.value, "cert": log.certs[0], "name": self.channel_name,
            "name_salt": encode_base64(self.channel_salt), "recipients": ["age1" + party],
        }  # fmt: skip
        if first:
            fields["k"] = encode_base64(self.k)
        if generation:
            goes_on_from = LogKey(party, generation - 1 if before is None else before)
            held = self.logs[goes_on_from].named if holds is None else holds
            log.seen = {goes_on_from: held} if held.size else {}
            fields |= {"holds": [goes_on_from.generation, held.size, encode_base64(held.root)], "why": why}
        self.act(party, "open" if generation == 0 else "reopen", **{**fields, **more})
        return log

    def log(self, party):
        """The newest log of a party."""
        return max((log for key, log in self.logs.items() if key.party == party), key=lambda log: log.key)

    def act(self, party, kind, /, *, destroyable=(), **fields):
        """Add an act; `re_` stands for `re`. Returns its index."""
        fields = {"kind": kind, "at": AT, **{name.rstrip("_"): value for name, value in fields.items()}}
        if destroyable:
            fields["destroyable"] = [len(fields) + 1, sorted(destroyable)]
        return self.append(party, fields)

    def append(self, party, fields):
        self.count += 1
        log = self.log(party)
        secret = bytes_of(self.seed, self.channel.id, self.count)
        log.entries.append(make_entry(secret, fields))
        log.secrets.append(secret)
        return len(log.entries) - 1

    def rekey(self, party):
        """The last act before the next seal: the key after it is a new one."""
        log = self.log(party)
        keys = keys_of(self.seed, self.channel.id, *log.key, len(log.keys))
        cert = make_certificate(self.roots[party], log.id, keys.public, len(log.entries) + 2)
        self.act(party, "rekey", cert=cert)
        log.keys.append(keys)
        log.certs.append(cert)

    def cut(self, party):
        """The cut of all that this party has seen, its own acts included that it has not sealed; `counts` says where logs stop."""
        mine = self.log(party)
        rows = []
        for key in sorted(self.logs):
            if key in self.counts and (key in mine.seen or not key.generation):
                head = self.counts[key]
                sealed = next((sealed for sealed in self.logs[key].sealed if sealed.head == head), None)
                rows.append(CutRow(key, sealed.acts, sealed.acts_size, sealed.acts_root) if sealed else CutRow(key, 0, 0, EMPTY_ROOT))
                continue
            if key == mine.key:
                rows.append(self._own_row(mine))
                continue
            if key.generation and key not in mine.seen:
                continue
            sealed = next((sealed for sealed in self.logs[key].sealed if sealed.head == mine.seen.get(key)), None)
            rows.append(CutRow(key, sealed.acts, sealed.acts_size, sealed.acts_root) if sealed else CutRow(key, 0, 0, EMPTY_ROOT))
        return Cut(self.charter.id, self.channel.id, tuple(rows))

    def _own_row(self, log):
        acts = [index for index, entry in enumerate(log.entries) if entry.kind != "seal"]
        size = acts[-1] + 1 if acts else 0
        return CutRow(log.key, len(acts), size, root_of(log.leaves[:size]))

    def fold(self, party, cut):
        """Rules 1 over a cut."""
        mine = self.log(party)
        sizes = {row.log: row.size for row in cut.rows}
        fold = Fold(self.channel.members, plenary=self.channel.kind == "plenary")
        done = 0
        for key, start, end, vector in self.history:
            for index in range(start, min(end, sizes.get(key, 0))):
                if self.logs[key].entries[index].kind != "seal":
                    fold.apply(Act(Ref(*key, index), self.logs[key].entries[index].kept, vector))
            done = end if key == mine.key else done
        vector = {**mine.seen, mine.key: HeadId(len(mine.entries), b"")}
        for index in range(done, sizes[mine.key]):
            fold.apply(Act(Ref(*mine.key, index), mine.entries[index].kept, vector))
        return fold

    def seal(self, party, *, see=None, attest=(), at=AT, change=lambda fields: fields):
        """Close a pouch: a seal that names what is new in the other logs (or in those of `see`), its cut and its standing.

        `change` may spoil the fields of the seal before they are sealed.
        """
        log = self.log(party)
        start = log.sealed[-1].head.size if log.sealed else 0
        seen = {
            key: other.named
            for key, other in self.logs.items()
            if key != log.key and (see is None or key.party in (party, *see)) and other.named.size > log.seen.get(key, NO_HEAD).size
        }
        log.seen.update(seen)
        cut = self.cut(party)
        standing = make_standing(self.k, cut.digest, 1, self.fold(party, cut).sections())
        seal = Seal(log.sealed[-1].head if log.sealed else NO_HEAD, seen, cut.digest, standing.digest, tuple(attest))
        self.append(party, change(seal_fields(seal, at)))
        size = len(log.entries)
        note = self.note(party, size, start)
        lines = [entry.line for entry in log.entries[start:]]
        pouch = format_pouch(self.charter.id, self.channel.id, log.key, start, note, lines, log.certs[0] if start == 0 else None)
        row = self._own_row(log)
        head = HeadId(size, root_of(log.leaves))
        log.sealed.append(Sealed(start, head, note, pouch, seal, row.acts, row.size, row.root, cut, standing))
        self.history.append((log.key, start, size, {**log.seen, log.key: head}))
        self.in_order.append(log.sealed[-1])
        return log.sealed[-1]

    def note(self, party, size, start=0, *, keys=None, origin=None, root=None):
        """A signed head of a party's log."""
        log = self.log(party)
        place = max((place for place, cert in enumerate(log.certs) if cert["cert"]["from"] <= start), default=0)
        checkpoint = Checkpoint(origin or origin_of(log.id), size, root or root_of(log.leaves[:size]))
        return sign_checkpoint(checkpoint, keys or log.keys[place])

    # ---- what proofs need

    def part(self, party, entries, *, pouch=-1, cosignatures=(), generation=None):
        """A part of a proof: entries of a log under the head of one of its pouches; an index below 0 counts from that head."""
        log = self.log(party) if generation is None else self.logs[LogKey(party, generation)]
        sealed = log.sealed[pouch]
        chosen = [(index % sealed.head.size, names) for index, names in entries]
        return LogPart(
            log.key, log.certs, sealed.note, log.leaves, [(index, log.entries[index], names) for index, names in chosen], cosignatures
        )

    def whole(self, party, names=("kind", "re")):
        """A part that recounts a whole log: of each entry those of the names that it has."""
        log = self.log(party)
        size = log.sealed[-1].head.size
        return self.part(party, [(index, [name for name in names if name in log.entries[index].fields]) for index in range(size)])
