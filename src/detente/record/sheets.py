"""Files on paper: parts of a file as short texts, each fit for one QR code, and the file from the parts.

    DETENTE/1/3-7/4CQ3N7QVVVS5YVQJXJ2DU3ZJDE/K2ZLQ3MA/MFTWKLLFNZRXE6LQORUW63ROMXZG...
              |   |                          |        the bytes of this part, in base32 without padding
              |   |                          the check: 5 bytes of the SHA-256 of everything else in this text
              |   the whole: 16 bytes of the SHA-256 of the file
              part 3 of 7

Rules:

1. Only capitals, digits, "/" and "-": the alphabet in which a QR code is densest after digits, and which a person can type.
2. What was read is a stranger's: its length is bounded, its form matched, its base32 has one spelling, its check must fit.
3. Order and repetition mean nothing. A text that names its number and whose check does not fit is damaged, and named by that number.
4. A file comes out only if its digest is the one that each of its parts names.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32decode, b32encode
from collections.abc import Iterable
from typing import Final, NamedTuple

from detente.errors import N_, CallerError

PART_BYTES: Final = 860
"""Of a file in one part: 1,376 characters of base32 behind at most 52 of the head, so that a QR code of version 25 with correction M, which
takes 1,451, is never exceeded. On half the width of a page its modules are 0.65 mm: any telephone reads that, and a scan at 150 dpi."""

PARTS_MOST: Final = 96
"""What somebody feeds to a scanner in one go: 25 sheets, 82,560 bytes."""

FILE_BYTES: Final = PART_BYTES * PARTS_MOST
TEXT_MOST: Final = 1_451
LINES_MOST: Final = 10_000
"""Texts that are looked at; a hundred times over what the largest file has."""

_WHOLE_BYTES: Final = 16
_CHECK_BYTES: Final = 5

_TEXT: Final = re.compile(r"\ADETENTE/1/([1-9][0-9]?)-([1-9][0-9]?)/([A-Z2-7]{26})/([A-Z2-7]{8})/([A-Z2-7]+)\Z")
_HEAD: Final = re.compile(r"\ADETENTE/1/([1-9][0-9]?)-([1-9][0-9]?)/([A-Z2-7]{26})/")


class Joined(NamedTuple):
    """What came of texts that were read.

    Attributes:
        data: the file; None where parts are missing, or where those that are there do not make it.
        whole: which file, as `whole_of` writes it; empty where not one part was read.
        of: how many parts it has; 0 where not one was read.
        missing: the numbers of the parts of which no text was well.
        damaged: those among them of which a text came, with a check that does not fit.
        twofold: the numbers of parts of which two different texts came, both with a check that fits.
        strangers: which of the texts, from 1, are no part of this file.
    """

    data: bytes | None
    whole: str
    of: int
    missing: tuple[int, ...]
    damaged: tuple[int, ...]
    twofold: tuple[int, ...]
    strangers: tuple[int, ...]


class _Part(NamedTuple):
    number: int
    of: int
    whole: str
    data: bytes | None  # None: damaged


def whole_of(data: bytes) -> str:
    """The short digest of a file: 26 characters of base32."""
    return _base32(hashlib.sha256(data).digest()[:_WHOLE_BYTES])


def split_file(data: bytes) -> list[str]:
    """The parts of a file as texts; they are of equal length, but for the last.

    Raises:
        CallerError: it is empty, or too large for paper.
    """
    if not data:
        raise CallerError(N_("an empty file has no parts"))
    count = -(-len(data) // PART_BYTES)
    if count > PARTS_MOST:
        raise CallerError(N_("%(seen)d bytes are too many for paper; at most %(limit)d"), seen=len(data), limit=FILE_BYTES)
    size = -(-len(data) // count)
    whole = whole_of(data)
    return [_text(f"DETENTE/1/{number}-{count}/{whole}/", data[(number - 1) * size : number * size]) for number in range(1, count + 1)]


def join_parts(texts: Iterable[str]) -> Joined:
    """The file that some texts are parts of; of several files that of which most parts are there.

    Args:
        texts: what was read, one for each code, in any order; empty ones are passed over and not counted.

    Raises:
        CallerError: there are more than anybody scans.
    """
    read = [text for each in texts if (text := each.strip())]
    if len(read) > LINES_MOST:
        raise CallerError(N_("%(seen)d lines; at most %(limit)d"), seen=len(read), limit=LINES_MOST)
    parts = [_parse(text) for text in read]
    chosen = _most(part for part in parts if part is not None)
    if chosen is None:
        return Joined(None, "", 0, (), (), (), tuple(range(1, len(parts) + 1)))
    whole, count = chosen
    found: dict[int, set[bytes]] = {}
    damaged, strangers = set(), []
    for place, part in enumerate(parts, 1):
        if part is None or (part.whole, part.of) != chosen:
            strangers.append(place)
        elif part.data is None:
            damaged.add(part.number)
        else:
            found.setdefault(part.number, set()).add(part.data)
    missing = tuple(number for number in range(1, count + 1) if number not in found)
    twofold = tuple(sorted(number for number, versions in found.items() if len(versions) > 1))
    data = None if missing or twofold else b"".join(found[number].pop() for number in range(1, count + 1))
    if data is not None and whole_of(data) != whole:
        data = None
    return Joined(data, whole, count, missing, tuple(sorted(damaged & set(missing))), twofold, tuple(strangers))


def _most(parts: Iterable[_Part]) -> tuple[str, int] | None:
    """Of which file most parts are well; where that is none, of which most are damaged."""
    numbers: dict[tuple[str, int], tuple[set[int], set[int]]] = {}
    for part in parts:
        well, damaged = numbers.setdefault((part.whole, part.of), (set(), set()))
        (damaged if part.data is None else well).add(part.number)
    return max(numbers, key=lambda file: tuple(map(len, numbers[file])), default=None)


def _parse(text: str) -> _Part | None:
    """One text; None where it is no part at all."""
    text = text.upper()
    head = _HEAD.match(text)
    if head is None or int(head[1]) > int(head[2]) or int(head[2]) > PARTS_MOST:
        return None
    number, count, whole = int(head[1]), int(head[2]), head[3]
    match = _TEXT.match(text) if len(text) <= TEXT_MOST else None
    data = None if match is None else _bytes(match[5])
    if data is None or _text(head[0], data) != text:  # the check, and the only spelling
        return _Part(number, count, whole, None)
    return _Part(number, count, whole, data)


def _text(head: str, data: bytes) -> str:
    written = _base32(data)
    check = _base32(hashlib.sha256((head + written).encode("ascii")).digest()[:_CHECK_BYTES])
    return f"{head}{check}/{written}"


def _base32(data: bytes) -> str:
    return b32encode(data).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes | None:
    try:
        return b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        return None
