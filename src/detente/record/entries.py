"""Many entries at once: what `parse_entry` and `make_entry` do for one line, for all lines of a pouch in one pass.

A pouch has up to 4,096 lines of few shapes. So what can be asked of many lines at once is asked once (decoding, encoding again,
comparing), and what follows from the names of the fields alone is remembered. Whatever is not right or not usual here goes to
`parse_entry`, which alone decides what is refused, and says why; a test holds both against each other.
"""

from __future__ import annotations

import hashlib
import struct
from binascii import a2b_base64
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from operator import add
from typing import Any, Literal, NamedTuple

import msgspec

from detente.errors import FormatError
from detente.record import canonical
from detente.record.entry import (
    ENTRY_PREFIX,
    SALT_PREFIX,
    SECRET_BYTES,
    Entry,
    check_by,
    check_count,
    check_destroyable,
    check_kind,
    check_refs,
    field_prefixes,
    is_time,
    make_entry,
    parse_entry,
)
from detente.record.limits import LIMITS
from detente.record.text import encode_base64

_LINES_AT_ONCE = 256  # all copies of them stay in the processor's cache, and memory does not grow with the pouch
_TIME_CHARS = len("2021-09-30T08:00:00Z")
_MOST_BRACKETS = 2 + LIMITS.value_depth  # with no more of them a line cannot be nested deeper than allowed

_LAST_CHARACTERS = frozenset(encode_base64(bytes([last]) * SECRET_BYTES)[42:] for last in range(16))  # of a secret

_decoder = msgspec.json.Decoder(tuple[Literal["e"], str, dict[str, Any]], float_hook=canonical.refuse_float)
_encoder = msgspec.json.Encoder(order="sorted")
_sha256 = hashlib.sha256
_shake_256 = hashlib.shake_256
_is_time = lru_cache(maxsize=4096)(is_time)  # the acts of a pouch were written within hours


class _Shape(NamedTuple):
    """What follows from the names and the kind of an entry.

    Attributes:
        prefixes: what is hashed before the salt of each field.
        salt_bytes: how many bytes of salts there are, for fields and pads.
        split: takes them apart: the salt of each field, then all pads in one.
        destroyable: where the field of that name stands, or None.
        re, by: whether it has these fields.
    """

    prefixes: tuple[bytes, ...]
    salt_bytes: int
    split: Callable[[bytes], tuple[bytes, ...]]
    destroyable: int | None
    re: bool
    by: bool


@lru_cache(maxsize=1024)
def _shape(names: tuple[str, ...], kind: Any) -> _Shape:
    check_kind(kind)
    check_count(kind, len(names))
    prefixes, padded, count = field_prefixes(names)
    split = struct.Struct("32s" * count + f"{32 * (padded - count)}s").unpack
    return _Shape(
        prefixes, 32 * padded, split, names.index("destroyable") if "destroyable" in names else None, "re" in names, "by" in names
    )


@lru_cache(maxsize=256)
def _check_destroyable(value: bytes, names: tuple[str, ...]) -> None:
    """Acts of one shape state the same: their canonical bytes are the key under which the answer is remembered."""
    check_destroyable(msgspec.json.decode(value), names)


def parse_entries(lines: Sequence[bytes]) -> list[Entry]:
    """Read the lines of a pouch.

    Raises:
        FormatError: what `parse_entry` says of the first line that it refuses.
    """
    entries: list[Entry] = []
    for start in range(0, len(lines), _LINES_AT_ONCE):
        part = lines[start : start + _LINES_AT_ONCE]
        try:
            entries += _parse(part)
        except (ValueError, TypeError, RecursionError, FormatError):  # msgspec's own errors are ValueErrors too
            entries += [parse_entry(line) for line in part]
    return entries


def make_entries(secrets: Sequence[bytes], contents: Sequence[dict[str, Any]]) -> list[Entry]:
    """Build entries from their fields; see `make_entry`.

    Raises:
        FormatError: what `make_entry` says of the first entry that it refuses.
    """
    try:
        values = [("e", encode_base64(secret), fields) for secret, fields in zip(secrets, contents, strict=True)]
        entries = parse_entries(_encoder.encode_lines(values).split(b"\n")[:-1])
    except (ValueError, TypeError, RecursionError, FormatError):
        entries = []
    # The encoder writes more types than JSON has (a tuple as a list, a date as a text): what was read must be what was given.
    if [entry.fields for entry in entries] != list(contents):
        return [make_entry(secret, fields) for secret, fields in zip(secrets, contents, strict=True)]
    return entries


def _parse(lines: Sequence[bytes]) -> list[Entry]:
    """The entries of some lines; raises something where `parse_entry` would refuse one, or where all of them have to go there."""
    text = b"\n".join(lines) + b"\n"
    decoded = _decoder.decode_lines(text)
    # Canonical JSON holds no line feed, so equal bytes are equal lines.
    if len(decoded) != len(lines) or _encoder.encode_lines(decoded) != text:
        raise ValueError
    if max(map(len, lines)) > LIMITS.value_bytes:  # so that no value below can be too large
        raise ValueError
    # A map inside a field may have keys that are not ASCII, and needs a closer look; most pouches hold none.
    no_maps = text.count(b"{") == len(lines)
    ascii_only = text.isascii()
    suspect = canonical.has_long_number(text) or canonical.has_escaped_zero(text)
    # The lines are canonical, so what is written again for a value is what stands in its line.
    values = _encoder.encode_lines(list(chain.from_iterable([fields.values() for _, _, fields in decoded]))).split(b"\n")
    prefixes: list[bytes] = []
    salts: list[bytes] = []
    ends: list[tuple[int, bytes]] = []  # for each line: how many fields up to its end, and its pads
    at = 0
    for line, (_, secret_text, fields) in zip(lines, decoded, strict=True):
        braces = 1 if no_maps else line.count(b"{")
        if (
            line.count(b"[") + braces > _MOST_BRACKETS
            or (braces > 1 and not ascii_only)  # the names of fields are looked at below, those further in are not
            or (suspect and canonical.needs_check(line))
        ):
            canonical.check(["e", secret_text, fields], _MOST_BRACKETS)
        names = tuple(fields)
        shape = _shape(names, fields.get("kind"))
        secret = a2b_base64(secret_text, strict_mode=True)
        # One spelling alone is canonical: the last of 43 characters carries four bits, and one pad follows.
        if len(secret) != SECRET_BYTES or secret_text[42:] not in _LAST_CHARACTERS:
            raise ValueError
        at_text = fields.get("at", "")
        if len(at_text) != _TIME_CHARS or not _is_time(at_text):  # the length first: nothing long is to be remembered
            raise ValueError
        if shape.re:
            check_refs(fields["re"])
        if shape.by:
            check_by(fields["by"])
        if shape.destroyable is not None:
            _check_destroyable(values[at + shape.destroyable], names)
        prefixes += shape.prefixes
        *field_salts, pads = shape.split(_shake_256(SALT_PREFIX + secret).digest(shape.salt_bytes))
        salts += field_salts
        at += len(names)
        ends.append((at, pads))
    leaves = [_sha256(part).digest() for part in map(add, map(add, prefixes, salts), values)]
    starts = [0, *[end for end, _ in ends]]
    return [
        Entry(line, _sha256(ENTRY_PREFIX + b"".join(leaves[start:end]) + pads).digest(), fields, destroyed=False)
        for line, (_, _, fields), start, (end, pads) in zip(lines, decoded, starts, ends, strict=False)
    ]
