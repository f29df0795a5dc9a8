"""Containers: how pouches travel (docs/protocol.md, "Container"). Nothing in a log hashes or signs a container.

    age( gzip( u32 length || item || u32 length || item || .. ) )

One gzip member, deflate, nothing after it; age to the members; the whole padded to a size class; the file has a random name.
With the recipient's key and standard tools alone anybody can open one: `age -d -i key.txt FILE | gunzip`.

age authenticates nobody, so everything here is read as a stranger's: the file is measured before a library is called (F14), and
unpacking is streamed with a hard cap (F15).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pyrage

from detente.errors import N_, CallerError, FormatError
from detente.record.limits import LIMITS
from detente.record.pouch import NOTE_LINE
from detente.record.text import encode_base64

MIN_CLASS = 8 << 10
"""The smallest size class: a receipt and a short request are not told apart by their size."""

_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # no name, no time: they would tell something
_STORED_MAX = 65535  # RFC 1951 3.2.4
_STORED_HEADER = 5
_GZIP_TRAILER = 8
_LEVEL = 1  # two thirds of a pouch are hashes and signatures; higher levels cost time and win a hundredth
_SLACK = 32  # room for the pad line itself and the header of its block
AGE_INTRO = b"age-encryption.org/v1\n"
"""How every container begins."""


def size_class(size: int) -> int:
    """The size class of a file: at least 8 KiB, then steps that add at most 12 % (Padmé: Nikitin and others, PoPETs 2019)."""
    if size <= MIN_CLASS:
        return MIN_CLASS
    exponent = size.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << low_bits) - 1
    return (size + mask) & ~mask


def seal_container(items: Sequence[bytes], recipients: Sequence[str], random: Callable[[int], bytes], least: int = MIN_CLASS) -> bytes:
    """Pack items for the members of a channel.

    Args:
        items: pouches, notes and asks; at most 256.
        recipients: recipient strings; those that this program cannot encrypt to are an error, never passed over in silence.
        random: random bytes of a given number, for the pad (passed in: this package asks nobody).
        least: the smallest size class to use.

    Raises:
        CallerError: no recipient, a recipient of an unknown type, or too much for one container.
    """
    if not recipients:
        raise CallerError(N_("nobody to send to: an empty audience means nobody"))
    if not 1 <= len(items) <= LIMITS.container_items:
        raise CallerError(N_("%(seen)d items for one container; 1 to %(limit)d"), seen=len(items), limit=LIMITS.container_items)
    if len(recipients) >= LIMITS.age_stanzas:  # age adds a stanza of its own
        raise CallerError(
            N_("%(seen)d recipients for one container; at most %(limit)d"), seen=len(recipients), limit=LIMITS.age_stanzas - 1
        )
    keys = [_recipient(text) for text in recipients]
    packed = pack(items, random, least)
    sealed = bytes(pyrage.encrypt(packed, keys))
    if len(sealed) > LIMITS.container_bytes:
        raise CallerError(
            N_("too much for one container: %(seen)d bytes; at most %(limit)d"), seen=len(sealed), limit=LIMITS.container_bytes
        )
    return sealed


def pack(items: Sequence[bytes], random: Callable[[int], bytes], least: int = MIN_CLASS) -> bytes:
    """One gzip member of framed items, its size exactly a size class where the last item takes a pad.

    The class is that of the gzip member: age adds a header whose length does not depend on what is inside.
    """
    *first, last = items
    head = b"".join(struct.pack(">I", len(item)) + item for item in first)
    deflated_head, deflated_last = _deflate(head), _deflate(last)
    pad = b""
    bare = len(_GZIP_HEADER) + len(deflated_head) + _STORED_HEADER + 4 + len(deflated_last) + _GZIP_TRAILER
    if not last.startswith(NOTE_LINE):  # a note is a signed text: no line can be added to it
        room = max(size_class(bare + _SLACK), least) - bare
        count = min(room - -(-room // _STORED_MAX) * _STORED_HEADER, LIMITS.pad_bytes) - len(b"pad \n")
        pad = b"pad " + encode_base64(random(count * 3 // 4 + 3)).encode("ascii")[:count] + b"\n"
    # The length of the last item counts the pad, so it is stored plain: then no compressed byte depends on the pad's length.
    length = struct.pack(">I", len(last) + len(pad))
    whole = head + length + last + pad
    if len(whole) > LIMITS.container_text:
        raise CallerError(N_("too much for one container: %(seen)d bytes; at most %(limit)d"), seen=len(whole), limit=LIMITS.container_text)
    trailer = struct.pack("<II", zlib.crc32(whole), len(whole) & 0xFFFFFFFF)
    return b"".join([_GZIP_HEADER, deflated_head, _stored(length, final=False), deflated_last, _stored(pad, final=True), trailer])


def _deflate(data: bytes) -> bytes:
    """Deflated up to a byte boundary, not final (RFC 1951: blocks of several compressors may follow one another)."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise CallerError(N_("this program cannot encrypt to the recipient %(recipient)s"), recipient=text) from error


def is_usable(text: str) -> bool:
    """Whether this program can encrypt to a recipient."""
    try:
        _recipient(text)
    except CallerError:
        return False
    return True


def _stored(data: bytes, *, final: bool) -> bytes:
    """Stored deflate blocks (RFC 1951 3.2.4)."""
    blocks = []
    pieces = [data[i : i + _STORED_MAX] for i in range(0, len(data), _STORED_MAX)] or [b""]
    for number, piece in enumerate(pieces, 1):
        last = final and number == len(pieces)
        blocks.append(struct.pack("<BHH", last, len(piece), len(piece) ^ 0xFFFF) + piece)
    return b"".join(blocks)


class Seen(NamedTuple):
    """What anybody reads off a file without a key: its bytes, those of the gzip member in it, how many keys open it at most."""

    bytes: int
    packed: int
    keys: int


_CHUNK, _TAG, _NONCE = 65536, 16, 16  # age v1: the payload in chunks, each with its tag, after a nonce


def seen_of(raw: bytes) -> Seen:
    """What whoever carries a file can read off it.

    Raises:
        FormatError: not an age file.
    """
    keys = measure_age_header(raw)
    payload = len(raw) - raw.index(b"\n", raw.index(b"\n--- ") + 1) - 1 - _NONCE
    return Seen(len(raw), max(0, payload - -(-payload // (_CHUNK + _TAG)) * _TAG), keys)


def measure_age_header(raw: bytes) -> int:
    """Measure an age header before any library parses it: step 2 of admitting.

    Returns:
        The number of stanzas.

    Raises:
        FormatError: not an age file, or the header is above the caps.
    """
    if not raw.startswith(AGE_INTRO):
        raise FormatError(N_("not an age file"))
    end = raw.find(b"\n--- ", 0, LIMITS.age_header_bytes)
    if end < 0:
        raise FormatError(N_("an age header that does not end within %(limit)d bytes"), limit=LIMITS.age_header_bytes)
    stanzas = raw.count(b"\n-> ", 0, end + 1)
    if not 1 <= stanzas <= LIMITS.age_stanzas:
        raise FormatError(N_("an age header of %(seen)d stanzas; 1 to %(limit)d"), seen=stanzas, limit=LIMITS.age_stanzas)
    return stanzas


def open_container(raw: bytes, identities: Sequence[pyrage.x25519.Identity]) -> list[bytes]:
    """Open a container: steps 1 to 4 of admitting.

    Args:
        raw: what lay on the carrier.
        identities: the secret keys to try.

    Raises:
        FormatError: too large, not an age file, not for us, not one gzip member of framed items, or a bomb.
    """
    if len(raw) > LIMITS.container_bytes:  # 1
        raise FormatError(N_("a file of %(seen)d bytes; at most %(limit)d are opened"), seen=len(raw), limit=LIMITS.container_bytes)
    measure_age_header(raw)  # 2
    return split_items(unpack(decrypt(raw, identities)))  # 3, 4


def decrypt(raw: bytes, identities: Sequence[pyrage.x25519.Identity]) -> bytes:
    """What an age file holds whose header was measured; no more bytes than it has itself.

    The library reads from a stream here: a header that it is given as bytes it parses anew for each of its lines, which with 58 stanzas
    took fifteen times as long.

    Raises:
        FormatError: not for us, or changed.
    """
    plain = io.BytesIO()
    try:
        pyrage.decrypt_io(io.BytesIO(raw), plain, list(identities))
    except (pyrage.DecryptError, OSError) as error:  # OSError: how it says that a later part was changed; memory has no other
        raise FormatError(N_("a file that none of our keys opens, or that was changed")) from error
    return plain.getvalue()


def unpack(packed: bytes) -> bytes:
    """Gunzip exactly one member with a hard cap."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        text = unpacker.decompress(packed, LIMITS.container_text + 1)
    except zlib.error as error:
        raise FormatError(N_("not gzip: %(reason)s"), reason=str(error)) from error
    if len(text) > LIMITS.container_text:
        raise FormatError(N_("a file that opens to more than %(limit)d bytes"), limit=LIMITS.container_text)
    if not unpacker.eof or unpacker.unused_data:
        raise FormatError(N_("a file that is not exactly one gzip member"))
    return text


def split_items(text: bytes) -> list[bytes]:
    """Split u32 length || item || .."""
    items: list[bytes] = []
    at = 0
    while at < len(text):
        if len(text) - at < 4 or len(items) == LIMITS.container_items:
            raise FormatError(N_("a container with broken lengths or more than %(limit)d items"), limit=LIMITS.container_items)
        (length,) = struct.unpack_from(">I", text, at)
        at += 4
        if length == 0 or length > len(text) - at:
            raise FormatError(N_("a container with broken lengths or more than %(limit)d items"), limit=LIMITS.container_items)
        items.append(text[at : at + length])
        at += length
    if not items:
        raise FormatError(N_("an empty container"))
    return items
