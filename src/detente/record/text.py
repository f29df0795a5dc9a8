"""The small text forms that every other module of the record shares: base64, decimal sizes, hexadecimal.

Each is canonical: one value has one spelling, so that equal meaning is equal bytes. A parser returns the value or raises
FormatError; it never repairs. `int()` alone takes `1_0`, ` +7 ` and `007`, and base64 decoders take stray bits: so each
parser matches the exact form first, or encodes again and compares.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, b2a_base64

from detente.errors import N_, CallerError, FormatError

MAX_SIZE = 2**63 - 1
"""The largest tree size, index or timestamp: what fits a signed 64-bit integer in every language."""

_DECIMAL = re.compile(rb"\A(?:0|[1-9][0-9]{0,18})\Z")
_LOWER_HEX = re.compile(r"\A(?:[0-9a-f]{2})*\Z")


def encode_base64(data: bytes) -> str:
    """RFC 4648 section 4, with padding, in one line."""
    return b2a_base64(data, newline=False).decode("ascii")


def decode_base64(text: str | bytes, length: int | None = None) -> bytes:
    """Decode canonical base64 (RFC 4648 section 4, with padding).

    Args:
        text: the encoded bytes, with nothing before or after them.
        length: how many bytes must come out, if that is known.

    Raises:
        FormatError: it is not base64, not the only spelling of its bytes, or of another length.
    """
    if isinstance(text, str):
        if not text.isascii():
            raise FormatError(N_("not canonical base64"))
        text = text.encode("ascii")
    try:
        data = a2b_base64(text, strict_mode=True)
    except ValueError:
        raise FormatError(N_("not canonical base64")) from None
    # RFC 4648 section 3.5: the last character may carry bits that no byte takes ("QR==" and "QQ==" are both "A"), and
    # decoders ignore them. Only the spelling that the encoder writes is accepted.
    if b2a_base64(data, newline=False) != text:
        raise FormatError(N_("not canonical base64"))
    if length is not None and len(data) != length:
        raise FormatError(N_("base64 holds %(seen)d bytes, expected %(expected)d"), seen=len(data), expected=length)
    return data


def parse_size(raw: bytes) -> int:
    """Read a tree size, an index or a timestamp: ASCII decimal, no sign, no leading zero, below 2^63."""
    if not _DECIMAL.match(raw):
        raise FormatError(N_("not a decimal number without leading zeros"))
    size = int(raw)
    if size > MAX_SIZE:
        raise FormatError(N_("the number %(seen)d is above the limit %(limit)d"), seen=size, limit=MAX_SIZE)
    return size


def format_size(size: int) -> bytes:
    """The inverse of `parse_size`."""
    if not 0 <= size <= MAX_SIZE:
        raise CallerError(N_("the number %(seen)d is not between 0 and %(limit)d"), seen=size, limit=MAX_SIZE)
    return b"%d" % size


def parse_hex(text: str, length: int) -> bytes:
    """Read exactly `length` bytes written in lower-case hexadecimal."""
    if len(text) != 2 * length or not _LOWER_HEX.match(text):
        raise FormatError(N_("not %(expected)d bytes in lower-case hexadecimal"), expected=length)
    return bytes.fromhex(text)
