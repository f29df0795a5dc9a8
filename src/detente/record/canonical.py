"""Canonical JSON: RFC 8785, integers only, ASCII keys; one value has exactly one form (docs/protocol.md, "Canonical JSON").

`encode` and `decode` are inverses. `decode` refuses what it did not write: a number that is not an integer literal within
+-(2^53-1) (also `1.0`, `1e0`, `-0`), U+0000 in a string, lone surrogates, invalid UTF-8, non-ASCII keys, repeated keys, a BOM,
white space, anything after the value, and any bytes that differ from the re-encoding of what was read. Unicode normalisation
is the writer's duty and never looked at here: two Unicode versions would disagree on it (F10).

    >>> encode({"b": [1, "ق"], "a": None})
    b'{"a":null,"b":[1,"\\xd9\\x82"]}'
"""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec

from detente.errors import N_, FormatError
from detente.record.limits import LIMITS

JSON: TypeAlias = "bool | int | str | list[JSON] | dict[str, JSON] | None"

MAX_INTEGER = (1 << 53) - 1  # RFC 8785 3.2.2.3: what every JSON reader holds exactly

# A table that makes every digit a 9 and all else a blank: looking for 16 nines finds long numbers ten times faster than a pattern.
_DIGITS = bytes(0x39 if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))
_LONG_NUMBER = b"9" * 16


def refuse_float(literal: str) -> None:
    """What a decoder does with a number that is not an integer literal."""
    raise ValueError(literal)


_decoder = msgspec.json.Decoder(float_hook=refuse_float)
_encoder = msgspec.json.Encoder(order="sorted")  # with ASCII keys, code point order is RFC 8785's UTF-16 order


def encode(value: Any, depth: int = LIMITS.json_depth) -> bytes:
    """The canonical bytes of a value.

    Args:
        value: None, bool, int, str, list or dict with ASCII keys, nested at most `depth` deep.
        depth: the most containers inside containers.

    Raises:
        FormatError: the value has no canonical form.
    """
    check(value, depth)
    try:
        return _encoder.encode(value)
    except (UnicodeEncodeError, ValueError) as error:  # lone surrogates
        raise FormatError(N_("a text that is not well-formed Unicode has no canonical form")) from error


def decode(raw: bytes, *, limit: int, depth: int = LIMITS.json_depth) -> Any:
    """The value of canonical bytes.

    Args:
        raw: what somebody sent.
        limit: the most bytes that are looked at.
        depth: the most containers inside containers.

    Raises:
        FormatError: the bytes are too many, not JSON, or not in canonical form.
    """
    if len(raw) > limit:
        raise FormatError(N_("%(size)d bytes of JSON; at most %(limit)d are read"), size=len(raw), limit=limit)
    try:
        value = _decoder.decode(raw)
        again = _encoder.encode(value)
    except (msgspec.MsgspecError, UnicodeError, ValueError, RecursionError) as error:
        raise FormatError(N_("not canonical JSON: %(reason)s"), reason=str(error)) from error
    if again != raw:
        raise FormatError(N_("JSON that is not in canonical form (white space, order, repeated keys or escapes)"))
    if needs_check(raw, depth):
        check(value, depth)
    return value


def needs_check(raw: bytes, depth: int = LIMITS.json_depth) -> bool:
    """Whether canonical bytes could hold what only a look at each value finds (a cheap test that is right for nearly all entries)."""
    return (
        not raw.isascii()  # a non-ASCII key
        or raw.count(b"[") + raw.count(b"{") > depth
        or has_escaped_zero(raw)
        or has_long_number(raw)
    )


def has_escaped_zero(raw: bytes) -> bool:
    """Whether U+0000 could stand in a text."""
    return b"\\" in raw and b"\\u0000" in raw  # the first alone is much faster, and rarely true


def has_long_number(raw: bytes) -> bool:
    """Whether a number could be out of range; long digits in a text say so too."""
    return _LONG_NUMBER in raw.translate(_DIGITS)


def check(value: Any, depth: int) -> None:
    """Refuse a value that has no canonical form; see `encode`."""
    _check(value, depth, depth)


def _check(value: Any, depth: int, limit: int) -> None:
    kind = type(value)
    if kind is str:
        if "\0" in value:
            raise FormatError(N_("U+0000 in a text"))
    elif kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise FormatError(N_("the number %(number)s is outside +-(2^53-1)"), number=f"{value:#x}"[:40])
    elif kind is dict or kind is list:
        if depth == 0:
            raise FormatError(N_("JSON nested deeper than %(limit)d"), limit=limit)
        if kind is list:
            for item in value:
                _check(item, depth - 1, limit)
        else:
            for key, item in value.items():
                if type(key) is not str or not key.isascii() or "\0" in key:
                    raise FormatError(N_("the key %(key)r is not ASCII text"), key=key)
                _check(item, depth - 1, limit)
    elif value is not None and kind is not bool:
        raise FormatError(N_("%(type)s has no canonical form"), type=kind.__name__)
