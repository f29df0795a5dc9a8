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
from itertools import accumulate, chain, repeat
from operator import methodcaller
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
_MOST_BRACKETS = 2 + LIMITS.value_depth  # with no more of them a line cannot be nested deeper than allowed

_LAST_CHARACTERS = frozenset(encode_base64(bytes([last]) * SECRET_BYTES)[42:] for last in range(16))  # of a secret

_decoder = msgspec.json.Decoder(tuple[Literal["e"], str, dict[str, Any]], float_hook=canonical.refuse_float)
_encoder = msgspec.json.Encoder(order="sorted")
_sha256 = hashlib.sha256
_shake_256 = hashlib.shake_256
_WHOLE = False  # what `destroyed` of a whole entry is
_QUOTE = ord(b'"')
_count_brackets = methodcaller("count", b"[")


class _Shape(NamedTuple):
    """What follows from the names and the kind of an entry.

    Attributes:
        prefixes: what is hashed before the salt of each field.
        salt_bytes: how many bytes of salts there are, for fields and pads.
        split: takes those of the fields apart.
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
    split = struct.Struct("32s" * count + f"{32 * (padded - count)}x").unpack
    return _Shape(
        prefixes, 32 * padded, split, names.index("destroyable") if "destroyable" in names else None, "re" in names, "by" in names
    )


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
    """The entries of some lines; raises something where `parse_entry` would refuse one, or where all of them have to go there.

    Column by column: what is a loop inside of Python costs half of what the same steps cost in a loop over the lines.
    """
    text = b"\n".join(lines) + b"\n"
    decoded = _decoder.decode_lines(text)
    # Canonical JSON holds no line feed, so equal bytes are equal lines.
    if len(decoded) != len(lines) or _encoder.encode_lines(decoded) != text:
        raise ValueError
    if max(map(len, lines)) > LIMITS.value_bytes:  # so that no value below can be too large
        raise ValueError
    contents = [fields for _, _, fields in decoded]
    # The lines are canonical, so what is written again for a value is what stands in its line.
    values = _encoder.encode_lines(list(chain.from_iterable([fields.values() for fields in contents]))).split(b"\n")[:-1]
    _check_values(text, lines, decoded, values)
    names = list(map(tuple, contents))
    starts = [0, *accumulate(map(len, names))]
    shapes = list(map(_shape, names, [fields.get("kind") for fields in contents]))
    _check_fields(contents, names, shapes, starts, values)
    salts = [
        _shake_256(SALT_PREFIX + secret).digest(shape.salt_bytes)
        for shape, secret in zip(shapes, _secrets([secret for _, secret, _ in decoded]), strict=True)
    ]
    fields = zip(
        chain.from_iterable([shape.prefixes for shape in shapes]),
        chain.from_iterable([shape.split(salt) for shape, salt in zip(shapes, salts, strict=True)]),
        values,
        strict=True,
    )
    hashes = b"".join([_sha256(field).digest() for field in map(b"".join, fields)])
    leaves = [
        _sha256(ENTRY_PREFIX + hashes[32 * start : 32 * end] + salt[32 * (end - start) :]).digest()
        for start, end, salt in zip(starts, starts[1:], salts, strict=False)
    ]
    return list(map(Entry._make, zip(lines, leaves, contents, repeat(_WHOLE))))


def _check_values(text: bytes, lines: Sequence[bytes], decoded: Sequence[tuple[str, str, dict[str, Any]]], values: Sequence[bytes]) -> None:
    """Refuse what canonical JSON can write and may not hold: some numbers, keys and characters, and what is too deep.

    Args:
        text: all lines.
        lines, decoded: each, and its value.
        values: those of the fields of all.
    """
    nested = [value for value in values if value[0] != _QUOTE]  # in a text are no numbers, keys or brackets that count
    joined = b" ".join(nested)
    if (
        b"{" not in joined  # a map may have keys that are not ASCII; most pouches hold none
        and max(map(_count_brackets, nested), default=0) <= LIMITS.value_depth
        and not canonical.has_long_number(joined)
        and not canonical.has_escaped_zero(text)
    ):
        return
    for line, value in zip(lines, decoded, strict=True):
        braces = line.count(b"{")
        if (
            line.count(b"[") + braces > _MOST_BRACKETS
            or (braces > 1 and not line.isascii())  # the names of fields are looked at with their shape, those further in are not
            or canonical.has_long_number(line)
            or canonical.has_escaped_zero(line)
        ):
            canonical.check(list(value), _MOST_BRACKETS)


def _check_fields(
    contents: Sequence[dict[str, Any]],
    names: Sequence[tuple[str, ...]],
    shapes: Sequence[_Shape],
    starts: Sequence[int],
    values: Sequence[bytes],
) -> None:
    """Refuse wrong values of the fields that any entry may have; `starts`: where the values of each are among those of all."""
    if not all(map(is_time, {fields.get("at") for fields in contents})):  # few different ones: the acts of a pouch are of one hour
        raise ValueError
    destroyable: set[tuple[bytes, tuple[str, ...]]] = set()
    for fields, of_these, shape, start in zip(contents, names, shapes, starts, strict=False):
        if shape.re:
            check_refs(fields["re"])
        if shape.by:
            check_by(fields["by"])
        if shape.destroyable is not None:
            destroyable.add((values[start + shape.destroyable], of_these))
    for value, of_these in destroyable:  # acts of one shape state the same
        check_destroyable(msgspec.json.decode(value), of_these)


def _secrets(texts: Sequence[str]) -> list[bytes]:
    """The secrets of some lines; one spelling alone is canonical: the last of 43 characters carries four bits, and one pad follows."""
    secrets = [a2b_base64(text, strict_mode=True) for text in texts]
    if set(map(len, secrets)) != {SECRET_BYTES} or not {text[42:] for text in texts} <= _LAST_CHARACTERS:
        raise ValueError
    return secrets
