"""Entries: named fields, each behind a salted hash of its own (docs/protocol.md, "Entry").

The log's leaf is only the list of these hashes, padded to a multiple of eight: so any one field, even the kind or the time, can
be opened alone, later, with all signatures intact, and nothing can be guessed from a hash (F7, F8, F29).

    line      ["e","<secret>",{"at":"2021-09-30T08:00:00Z","kind":"request","subject":"...","to":"usa"}]
    salts     SHAKE-256("detente/v1/salt\\n" || secret), 32 bytes each, in field order, then for the pads
    leaf_i    H("detente/v1/field\\n" || u8 len(name) || name || salt_i || canonical value)
    leafdata  "detente/v1/entry\\n" || leaf_0 .. leaf_(n-1) || salt_n .. salt_(P-1)
    log leaf  H(0x00 || leafdata)                                                    (RFC 6962)

When a body has been destroyed by agreement, what stays is the list of hashes and the openings of the kept fields:

    line      ["p",["<hash>", ..P],[["at","<salt>","2021-..Z"],["kind","<salt>","request"]]]

Which fields may be destroyed, and how many fields there are, an entry says itself, in the field `destroyable`:
[5, ["subject", "text"]]. Without it a stranger who passes the pouch on could hide a kept field among the hashes, and two honest
nodes would fold the same signed entry to different states.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from detente.errors import N_, FormatError
from detente.record import canonical
from detente.record.limits import LIMITS
from detente.record.text import decode_base64, encode_base64

SECRET_BYTES = 32
ALWAYS_KEPT = frozenset({"kind", "at", "re", "by", "destroyable"})

ENTRY_PREFIX = b"\x00detente/v1/entry\n"  # 0x00: the leaf prefix of RFC 6962
SALT_PREFIX = b"detente/v1/salt\n"
_FIELD_PREFIX = b"detente/v1/field\n"
_NAME = re.compile(r"\A[a-z][a-z0-9_]{0,31}(?:/[a-z0-9_]{1,32})?\Z")
_KIND = re.compile(r"\A[a-z][a-z0-9_]{0,31}\Z")
# Hours to 23: newer Pythons read 24:00:00 as a time, older ones and other languages do not.
_TIME = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z\Z")

_raw_line = msgspec.json.Decoder(tuple[str, str, dict[str, msgspec.Raw]])
_sha256 = hashlib.sha256
_shake_256 = hashlib.shake_256


class Opening(NamedTuple):
    """One opened field: whoever holds it can check it against the leaf."""

    name: str
    salt: bytes
    value: Any


class Entry(NamedTuple):
    """One entry of a log, whole or with its destroyable fields destroyed.

    Attributes:
        line: its canonical line, as it travels and is stored.
        leaf: its RFC 6962 leaf hash.
        fields: name -> value; of a destroyed entry only the kept fields.
        destroyed: whether only hashes are left of some fields.
    """

    line: bytes
    leaf: bytes
    fields: dict[str, Any]
    destroyed: bool

    @property
    def kind(self) -> str:
        return str(self.fields["kind"])

    @property
    def kept(self) -> dict[str, Any]:
        """The fields that stay for ever: all that a fold may read (F6)."""
        if "destroyable" not in self.fields:
            return self.fields
        kept = dict(self.fields)
        for name in self.fields["destroyable"][1]:
            kept.pop(name, None)
        return kept


class FieldPrefixes(NamedTuple):
    """What follows from the tuple of field names alone, computed once for each shape of entry."""

    prefixes: tuple[bytes, ...]
    padded: int
    fields: int


@lru_cache(maxsize=1024)
def field_prefixes(names: tuple[str, ...]) -> FieldPrefixes:
    """What stands before salt and value of each field.

    Raises:
        FormatError: no names, or one that is none.
    """
    if not names:
        raise FormatError(N_("an entry without fields"))
    for name in names:
        if not _NAME.match(name):
            raise FormatError(N_("%(name)r is not the name of a field"), name=name)
    # names come sorted by byte from a canonical map: ASCII, so code point order is byte order
    prefixes = tuple(_FIELD_PREFIX + bytes([len(name)]) + name.encode("ascii") for name in names)
    return FieldPrefixes(prefixes, -(-len(names) // 8) * 8, len(names))


def make_entry(secret: bytes, fields: dict[str, Any]) -> Entry:
    """Build an entry from its fields.

    Args:
        secret: 32 random bytes, never used before: with them everybody who may read it checks every field.
        fields: name -> JSON value; `kind` and `at` are needed.

    Raises:
        FormatError: a field breaks the format.
    """
    if len(secret) != SECRET_BYTES:
        raise FormatError(N_("the secret of an entry has %(seen)d bytes, expected %(expected)d"), seen=len(secret), expected=SECRET_BYTES)
    return parse_entry(canonical.encode(["e", encode_base64(secret), fields]))


def parse_entry(line: bytes) -> Entry:
    """Read one line of a pouch: ["e", secret, {fields}] or ["p", [hashes], [openings]].

    Raises:
        FormatError: it is not canonical, too large, or breaks a rule that holds for every kind.
    """
    if line.startswith(b'["p",'):
        return _parse_destroyed(line)
    value = canonical.decode(line, limit=LIMITS.line_bytes, depth=2 + LIMITS.value_depth)
    if not (type(value) is list and len(value) == 3 and value[0] == "e" and type(value[1]) is str and type(value[2]) is dict):
        raise FormatError(N_('an entry is ["e", secret, {fields}] or ["p", [hashes], [openings]]'))
    secret = decode_base64(value[1], SECRET_BYTES)
    fields: dict[str, Any] = value[2]
    _check_fields(fields)
    if "destroyable" in fields:
        check_destroyable(fields["destroyable"], fields)
    # The line is canonical, so the raw slices are the canonical bytes of the values: no second encoding.
    raws = _raw_line.decode(line)[2].values()
    leaf = _leaf(secret, field_prefixes(tuple(fields)), [bytes(raw) for raw in raws])
    return Entry(line, leaf, fields, destroyed=False)


def _leaf(secret: bytes, names: FieldPrefixes, values: Sequence[bytes]) -> bytes:
    prefixes, padded, fields = names
    salts = _shake_256(SALT_PREFIX + secret).digest(32 * padded)
    start = 0
    leaves = []
    for prefix, value in zip(prefixes, values, strict=True):
        if len(value) > LIMITS.value_bytes:
            raise FormatError(N_("a field has %(size)d bytes; at most %(limit)d"), size=len(value), limit=LIMITS.value_bytes)
        leaves.append(_sha256(prefix + salts[start : start + 32] + value).digest())
        start += 32
    return _sha256(ENTRY_PREFIX + b"".join(leaves) + salts[32 * fields :]).digest()


def _parse_destroyed(line: bytes) -> Entry:
    value = canonical.decode(line, limit=LIMITS.line_bytes, depth=3 + LIMITS.value_depth)
    if not (type(value) is list and len(value) == 3 and value[0] == "p" and type(value[1]) is list and type(value[2]) is list):
        raise FormatError(N_('an entry is ["e", secret, {fields}] or ["p", [hashes], [openings]]'))
    leaves = parse_leaves(value[1])
    openings = parse_openings(value[2])
    check_openings(leaves, openings)
    fields = {opening.name: opening.value for opening in openings}
    _check_fields(fields)
    count, names = fields.get("destroyable", [0, []])
    fits = count <= LIMITS.fields_act and len(leaves) == -(-count // 8) * 8
    if not fits or len(openings) != count - len(names) or fields.keys() & set(names):
        raise FormatError(N_("a destroyed entry must open exactly the fields that are kept"))
    return Entry(line, leaf_of(leaves), fields, destroyed=True)


def parse_leaves(value: Any) -> list[bytes]:
    """Read a list of field hashes: a multiple of eight, at most as many as a seal may have fields."""
    if type(value) is not list or not value or len(value) % 8 or len(value) > LIMITS.fields_seal:
        raise FormatError(
            N_("the hashes of an entry are a list whose length is a multiple of 8, at most %(limit)d"), limit=LIMITS.fields_seal
        )
    return [decode_base64(item, 32) if type(item) is str else _not_text() for item in value]


def _not_text() -> bytes:
    raise FormatError(N_("a hash is not a text in base64"))


def parse_openings(value: Any) -> list[Opening]:
    """Read [[name, salt, value], ..] with strictly increasing names."""
    if type(value) is not list:
        raise FormatError(N_("openings are a list"))
    openings: list[Opening] = []
    for item in value:
        if type(item) is not list or len(item) != 3 or type(item[0]) is not str or type(item[1]) is not str:
            raise FormatError(N_("an opening is [name, salt, value]"))
        if not _NAME.match(item[0]):
            raise FormatError(N_("%(name)r is not the name of a field"), name=item[0])
        if openings and not openings[-1].name < item[0]:
            raise FormatError(N_("openings are not in the order of their names, each once"))
        openings.append(Opening(item[0], decode_base64(item[1], 32), item[2]))
    return openings


def check_openings(leaves: Sequence[bytes], openings: Iterable[Opening]) -> None:
    """Each opening leads to one of the hashes, in order; nothing is left over.

    Raises:
        FormatError: one does not.
    """
    position = 0
    for opening in openings:
        wanted = field_leaf(opening)
        try:
            position = leaves.index(wanted, position) + 1
        except ValueError:
            raise FormatError(N_("the field '%(name)s' does not lead to a hash of its entry"), name=opening.name) from None


def field_leaf(opening: Opening) -> bytes:
    """The hash of one field."""
    value = canonical.encode(opening.value, LIMITS.value_depth)
    if len(value) > LIMITS.value_bytes:
        raise FormatError(N_("a field has %(size)d bytes; at most %(limit)d"), size=len(value), limit=LIMITS.value_bytes)
    name = opening.name.encode("ascii")
    return _sha256(_FIELD_PREFIX + bytes([len(name)]) + name + opening.salt + value).digest()


def leaf_of(leaves: Sequence[bytes]) -> bytes:
    """The RFC 6962 leaf hash of an entry from its field hashes and pads."""
    return _sha256(ENTRY_PREFIX + b"".join(leaves)).digest()


def leaves_and_openings(entry: Entry) -> tuple[list[bytes], list[Opening]]:
    """All field hashes of an entry (pads too) and every opening that it still holds."""
    value = canonical.decode(entry.line, limit=LIMITS.line_bytes)
    if entry.destroyed:
        return parse_leaves(value[1]), parse_openings(value[2])
    names = field_prefixes(tuple(entry.fields))
    salts = _shake_256(SALT_PREFIX + decode_base64(value[1], SECRET_BYTES)).digest(32 * names.padded)
    parts = [salts[i : i + 32] for i in range(0, len(salts), 32)]
    openings = [Opening(name, salt, item) for (name, item), salt in zip(entry.fields.items(), parts, strict=False)]
    return [field_leaf(opening) for opening in openings] + parts[names.fields :], openings


def destroy(entry: Entry) -> Entry:
    """The entry with only the kept fields open; the secret, and with it all other fields, is gone.

    The leaf hash stays the same: no signature and no proof of a kept field is lost.

    Raises:
        FormatError: the entry has no destroyable fields.
    """
    leaves, openings = leaves_and_openings(entry)
    kept = entry.kept
    shown = [[o.name, encode_base64(o.salt), o.value] for o in openings if o.name in kept]
    return _parse_destroyed(canonical.encode(["p", [encode_base64(leaf) for leaf in leaves], shown]))


def person_message(log: str, secret: bytes, fields: dict[str, Any]) -> bytes:
    """What `by.ed25519` signs: the log and the hashes of all fields but `by`, in order, without pads (F28).

    Args:
        log: the log id in hex; binds the signature to one log, so that it cannot be replayed in another channel.
        secret: the secret of the entry.
        fields: all fields of the entry, `by` too (its value does not matter, its place does).
    """
    ordered = sorted(fields)
    names = field_prefixes(tuple(ordered))
    salts = _shake_256(SALT_PREFIX + secret).digest(32 * names.padded)
    leaves = [field_leaf(Opening(name, salts[32 * i : 32 * i + 32], fields[name])) for i, name in enumerate(ordered) if name != "by"]
    return b"detente/v1/person\n" + log.encode("ascii") + b"".join(leaves)


def person_message_of(log: str, entry: Entry) -> bytes:
    """What the personal signature of an entry must sign, whole or destroyed; empty where it has none.

    Of a destroyed entry the secret is gone, but all hashes are there, and its names say which of them is that of `by`.
    """
    if "by" not in entry.fields:
        return b""
    leaves, _ = leaves_and_openings(entry)
    names = sorted({*entry.fields, *(entry.fields["destroyable"][1] if entry.destroyed else ())})
    place = names.index("by")
    return b"detente/v1/person\n" + log.encode("ascii") + b"".join([*leaves[:place], *leaves[place + 1 : len(names)]])


@lru_cache(maxsize=4096)  # the acts of a pouch were written within hours
def time_number(text: str) -> int:
    """A time of ours as a number that keeps the order: 2021-09-30T08:00:00Z is 20210930080000."""
    return int(text[0:4] + text[5:7] + text[8:10] + text[11:13] + text[14:16] + text[17:19])


def is_time(text: object) -> bool:
    """Whether a value is a time of ours: YYYY-MM-DDTHH:MM:SSZ, a date that exists, no leap second."""
    if type(text) is not str or not _TIME.match(text):
        return False
    try:
        dt.datetime.fromisoformat(text[:-1])
    except ValueError:
        return False
    return True


def check_kind(kind: Any) -> None:
    """Refuse what is not the name of a kind."""
    if type(kind) is not str or not _KIND.match(kind):
        raise FormatError(N_("an entry without a kind"))


def check_count(kind: str, fields: int) -> None:
    """Refuse an entry of too many fields."""
    most = LIMITS.fields_seal if kind == "seal" else LIMITS.fields_act
    if fields > most:
        raise FormatError(N_("an entry of kind %(kind)s has %(seen)d fields; at most %(limit)d"), kind=kind, seen=fields, limit=most)


def _check_fields(fields: dict[str, Any]) -> None:
    kind = fields.get("kind")
    check_kind(kind)
    check_count(str(kind), len(fields))
    if not is_time(fields.get("at")):
        raise FormatError(N_("an entry whose 'at' is not a time such as 2021-09-30T08:00:00Z"))
    if "re" in fields:
        check_refs(fields["re"])
    if "by" in fields:
        check_by(fields["by"])
    if "destroyable" in fields:
        _check_destroyable_form(fields["destroyable"])


def check_refs(refs: Any) -> None:
    """Refuse a field `re` of another form."""
    if type(refs) is not list or not 1 <= len(refs) <= LIMITS.refs:
        raise FormatError(N_("'re' is a list of 1 to %(limit)d references"), limit=LIMITS.refs)
    for ref in refs:
        if not (
            type(ref) is list
            and len(ref) == 3
            and type(ref[0]) is str
            and type(ref[1]) is int
            and type(ref[2]) is int
            and ref[1] >= 0
            and ref[2] >= 0
        ):
            raise FormatError(N_("a reference is [party, generation, index]"))


def check_destroyable(value: Any, names: Collection[str]) -> None:
    """Refuse a field `destroyable` of another form, or that does not fit the names of a whole entry's fields."""
    _check_destroyable_form(value)
    if value[0] != len(names) or not set(value[1]) < set(names):
        raise FormatError(N_("'destroyable' does not fit the fields of its entry"))


def _check_destroyable_form(value: Any) -> None:
    if not (
        type(value) is list
        and len(value) == 2
        and type(value[0]) is int
        and type(value[1]) is list
        and value[1]
        and all(type(name) is str for name in value[1])
        and value[1] == sorted(set(value[1]))
        and not ALWAYS_KEPT & set(value[1])
    ):
        raise FormatError(N_("'destroyable' is [number of fields, [names, sorted]]; kind, at, re, by and itself are always kept"))


def check_by(by: Any) -> None:
    """Refuse a field `by` of another form."""
    if type(by) is not dict or by.keys() != {"delegate", "ed25519"} or type(by["delegate"]) is not str or type(by["ed25519"]) is not str:
        raise FormatError(N_('\'by\' is {"delegate": id, "ed25519": signature}'))
    decode_base64(by["ed25519"], 64)
