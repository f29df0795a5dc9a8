"""Seals and cuts: the hash links that are the only order there is (docs/protocol.md, "Seal" and "Cut").

A seal is the last entry of its pouch. It names the author's previous head, the heads that the author had seen in the other logs
of the channel, and what follows from them: the digest of the cut and of the standing over it.

    {"at":"..","cut":"<b64>","kind":"seal","prev":[0,"47DE.."],"seen/usa":[[0,2,"<root>"]],"standing":"<b64>"}

A *head* of a log is (size, root) of one of its checkpoints. A *vector* maps logs to heads: what an author had seen. A *cut* is
what a vector means for the acts: for each log the size just after its last act, and the root there (F2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from detente.errors import N_, FormatError
from detente.record import canonical
from detente.record.charter import digest, is_party_id
from detente.record.limits import LIMITS
from detente.record.succession import GENERATIONS
from detente.record.text import MAX_SIZE, decode_base64, encode_base64, parse_hex
from detente.record.tree import EMPTY_ROOT


class LogKey(NamedTuple):
    """Which log of a channel: the party and the generation."""

    party: str
    generation: int


class HeadId(NamedTuple):
    """A head of a log: its size and root. Two heads of one size are two versions of one record (a fork)."""

    size: int
    root: bytes


NO_HEAD = HeadId(0, EMPTY_ROOT)

Vector = Mapping[LogKey, HeadId]


class Seal(NamedTuple):
    """The fields of a seal; see the module."""

    prev: HeadId
    seen: dict[LogKey, HeadId]
    cut: bytes
    standing: bytes
    attest: tuple[tuple[bytes, bytes], ...]


class CutRow(NamedTuple):
    """One log in a cut: number of acts, size just after the last of them, and the root there."""

    log: LogKey
    acts: int
    size: int
    root: bytes


class Cut(NamedTuple):
    """The acts that somebody had seen: every member's logs, sorted; `digest` names it."""

    dialogue: str
    channel: str
    rows: tuple[CutRow, ...]

    @property
    def value(self) -> dict[str, Any]:
        return {
            "v": 1,
            "dialogue": self.dialogue,
            "channel": self.channel,
            "logs": [[row.log.party, row.log.generation, row.acts, row.size, encode_base64(row.root)] for row in self.rows],
        }

    @property
    def digest(self) -> bytes:
        return digest("cut", canonical.encode(self.value))


def parse_cut(value: Any) -> Cut:
    """Read a cut strictly: rows sorted, each log once, the generations of each root key from its first without a gap."""
    if type(value) is not dict or value.keys() != {"v", "dialogue", "channel", "logs"} or type(value["v"]) is not int or value["v"] != 1:
        raise FormatError(N_("a cut has the members v (1), dialogue, channel and logs"))
    if type(value["dialogue"]) is not str or type(value["channel"]) is not str or type(value["logs"]) is not list:
        raise FormatError(N_("a cut has the members v (1), dialogue, channel and logs"))
    parse_hex(value["dialogue"], 32), parse_hex(value["channel"], 32)
    rows = []
    for row in value["logs"]:
        if type(row) is not list or len(row) != 5 or not is_party_id(row[0]):
            raise FormatError(N_("a row of a cut is [party, generation, acts, size, root]"))
        party, generation, acts, size, root = row
        _natural(generation), _natural(acts), _natural(size)
        if acts > size or (acts == 0) != (size == 0):
            raise FormatError(N_("a row of a cut has %(acts)d acts in %(size)d entries"), acts=acts, size=size)
        rows.append(CutRow(LogKey(party, generation), acts, size, decode_base64(_text(root), 32)))
        if size == 0 and rows[-1].root != EMPTY_ROOT:
            raise FormatError(N_("an empty log with a root of its own"))
    keys = [row.log for row in rows]
    if keys != sorted(set(keys)):
        raise FormatError(N_("the rows of a cut are not in order, each log once"))
    for before, after in zip([None, *keys], keys, strict=False):
        follows = before is not None and before.party == after.party
        first = follows and after.generation % GENERATIONS == 0  # the first of a later root key
        if not first and after.generation != (before.generation + 1 if follows and before is not None else 0):
            raise FormatError(N_("a cut leaves out a generation of %(party)s"), party=after.party)
    return Cut(value["dialogue"], value["channel"], tuple(rows))


def seal_fields(seal: Seal, at: str) -> dict[str, Any]:
    """The fields of a seal entry; inverse of `parse_seal`."""
    fields: dict[str, Any] = {
        "kind": "seal",
        "at": at,
        "prev": [seal.prev.size, encode_base64(seal.prev.root)],
        "cut": encode_base64(seal.cut),
        "standing": encode_base64(seal.standing),
    }
    for log in sorted(seal.seen):
        head = seal.seen[log]
        fields.setdefault("seen/" + log.party, []).append([log.generation, head.size, encode_base64(head.root)])
    if seal.attest:
        fields["attest"] = [[encode_base64(cut), encode_base64(standing)] for cut, standing in seal.attest]
    return fields


def parse_seal(fields: Mapping[str, Any]) -> Seal:
    """Read the fields of a seal strictly; a field that a seal does not have is refused.

    Raises:
        FormatError: a field is missing, unknown or wrong.
    """
    if fields.get("kind") != "seal":
        raise FormatError(N_("not a seal"))
    if not {"prev", "cut", "standing"} <= fields.keys():
        raise FormatError(N_("a seal without prev, cut or standing"))
    seen: dict[LogKey, HeadId] = {}
    attest: tuple[tuple[bytes, bytes], ...] = ()
    for name, value in fields.items():
        if name.startswith("seen/"):
            seen.update(parse_seen(name[5:], value))
        elif name == "attest":
            attest = parse_attest(value)
        elif name not in {"kind", "at", "prev", "cut", "standing"}:
            raise FormatError(N_("a seal has no field '%(name)s'"), name=name)
    return Seal(
        parse_head(fields["prev"]), seen, decode_base64(_text(fields["cut"]), 32), decode_base64(_text(fields["standing"]), 32), attest
    )


def parse_head(value: Any) -> HeadId:
    """Read [size, root]; size 0 has the root of the empty tree."""
    if type(value) is not list or len(value) != 2:
        raise FormatError(N_("a head is [size, root]"))
    head = HeadId(_natural(value[0]), decode_base64(_text(value[1]), 32))
    if head.size == 0 and head.root != EMPTY_ROOT:
        raise FormatError(N_("an empty log with a root of its own"))
    return head


def format_head(head: HeadId) -> list[Any]:
    """The inverse of `parse_head`."""
    return [head.size, encode_base64(head.root)]


def parse_seen(party: str, value: Any) -> dict[LogKey, HeadId]:
    """Read the value of a `seen/<party>` field: [[generation, size, root], ..], generations rising."""
    if not is_party_id(party):
        raise FormatError(N_("%(name)r is not a party id (a small letter, then at most 31 small letters, digits or _)"), name=party)
    if type(value) is not list or not value:
        raise FormatError(N_("'seen' names at least one head"))
    seen: dict[LogKey, HeadId] = {}
    last = -1
    for item in value:
        if type(item) is not list or len(item) != 3:
            raise FormatError(N_("'seen' is a list of [generation, size, root]"))
        generation, size = _natural(item[0]), _natural(item[1])
        if generation <= last or size == 0:
            raise FormatError(N_("'seen' names generations out of order or an empty log"))
        last = generation
        seen[LogKey(party, generation)] = HeadId(size, decode_base64(_text(item[2]), 32))
    return seen


def parse_attest(value: Any) -> tuple[tuple[bytes, bytes], ...]:
    """Read the value of `attest`: at most 16 of [cut digest, standing digest]."""
    if type(value) is not list or not 1 <= len(value) <= LIMITS.attests:
        raise FormatError(N_("'attest' is a list of 1 to %(limit)d pairs"), limit=LIMITS.attests)
    pairs = []
    for item in value:
        if type(item) is not list or len(item) != 2:
            raise FormatError(N_("'attest' is a list of [cut, standing]"))
        pairs.append((decode_base64(_text(item[0]), 32), decode_base64(_text(item[1]), 32)))
    return tuple(pairs)


def dominates(larger: Vector, smaller: Vector) -> bool:
    """Whether everything that `smaller` has seen, `larger` has seen too (by size: roots are compared when heads are looked up)."""
    return all(log in larger and larger[log].size >= head.size for log, head in smaller.items())


def merge(vectors: Iterable[Vector]) -> dict[LogKey, HeadId]:
    """The least vector that dominates all of these."""
    merged: dict[LogKey, HeadId] = {}
    for vector in vectors:
        for log, head in vector.items():
            if log not in merged or merged[log].size < head.size:
                merged[log] = head
    return merged


def _natural(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= min(MAX_SIZE, canonical.MAX_INTEGER):
        raise FormatError(N_("%(value)r is not a size"), value=value)
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise FormatError(N_("a hash is not a text in base64"))
    return value
