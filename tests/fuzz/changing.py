"""How one input becomes another. Bytes alone seldom get past the outer form, so each shape is changed inside of its form too.

A change follows from a seed: the same seed and the same input give the same change on every machine.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final

from detente.errors import DetenteError
from detente.record import canonical

TOKENS: Final = (
    b"", b"\n", b"\n\n", b"\r", b" ", b"\t", b"=", b"0", b"00", b"+", b"-", b"-0", b"1e9", b"9" * 20, b"9007199254740992", b"\0", b"\xff", b"A", b"B",
    b'"', b"'", b"\\", b"\\u0000", b"\\ud800", b"[", b"]", b"{", b"}", b"<", b">", b"&", b"/", b"#", b":", b"!", b",", b";", b"|", b"%", b"(", b")",
    "\u2028".encode(), "\u200f".encode(), "\u202e".encode(), "\ufeff".encode(), "e\u0301".encode(), "\U0001d11e".encode(), "٣".encode(), b"\xc0\x80",
)  # fmt: skip
VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, 1, -1, 2, 64, 4096, 2**53 - 1, -(2**53) + 1, "", "0", "x", "x" * 300, "rus", "usa", "zzz", "A" * 43 + "=", "2021-09-30T08:00:00Z",
    "2021-02-30T08:00:00Z", "meeting/plenary/3", "meeting/plenary/3/date", "text/a", "group/g", "issue/i", "exchange/e", "undertaking", "agreed", "full",
    [], {}, [[]], ["rus", 0, 0], [["rus", 0, 0]], [["usa", 0, 0]], [["rus", 0, 1]], ["rus", "usa"], {"en": "x"}, {"open": True}, {"day": "2021-09-30"},
    {"until": "2021-09-30T08:00:00Z"}, {"hours": 1}, [[0, 1, "A" * 43 + "="]], [1, ["text"]],
)  # fmt: skip
"""What the fields of acts, seals and charters hold, and what they must not."""

KINDS: Final = (
    "request", "acknowledge", "answer", "clarify", "remind", "withdraw", "dispute", "propose", "consent", "reserve", "object", "lapse", "confirm", "initial",
    "sign", "attach", "bind", "force", "announce", "report", "delegation", "list_channel", "raise", "word", "assess", "refer", "undertake", "perform", "note",
    "disclose", "check", "statement", "reply", "correct", "translate", "release", "destroy", "declare", "notify", "suspend", "resume", "query", "inspect",
    "visit", "commit", "reveal", "appoint", "empower", "revoke", "contacts", "rename", "evidence", "rekey", "seal", "open", "reopen", "unheard_of",
)  # fmt: skip

Change = Callable[[random.Random, bytes], bytes]


def changed(shape: str, data: bytes, draw: random.Random, most: int) -> bytes:
    """One input out of another, at most so many bytes long."""
    for _ in range(draw.choice((1, 1, 2, 4))):
        inside = _INSIDE.get(shape)
        data = inside(draw, data) if inside is not None and draw.random() < 0.7 else _bytes(draw, data)
    return data[:most]


def _bytes(draw: random.Random, data: bytes) -> bytes:
    place, length = draw.randrange(len(data) + 1), draw.choice((0, 0, 1, 1, 2, 4, 32, 512))
    put = draw.choice(
        (draw.choice(TOKENS), draw.choice(TOKENS) * draw.choice((2, 9, 300)), draw.randbytes(draw.randrange(5)), data[place : place + 9])
    )
    return data[:place] + put + data[place + length :]


def _lines(draw: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    how = draw.randrange(5)
    if how == 0:
        del lines[one]
    elif how == 1:
        lines.insert(other, lines[one])
    elif how == 2:
        lines[one], lines[other] = lines[other], lines[one]
    elif how == 3:
        lines[other:other] = lines[one : one + draw.randrange(1, 6)] * draw.choice((1, 2, 40))
    else:
        words = lines[one].split(b" ")
        words[draw.randrange(len(words))] = draw.choice((*TOKENS, *lines[other].split(b" ")))
        lines[one] = b" ".join(words)
    return b"\n".join(lines)


def _json(draw: random.Random, data: bytes) -> bytes:
    """A change of the value, written canonically again; what is no JSON is made some."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return data
    holder = [value]
    places = list(_places(holder))
    inside, key = draw.choice(places)
    how = draw.random()
    if how < 0.15 and len(places) > 1:
        del inside[key]
    elif how < 0.45:
        inside[key] = draw.choice(VALUES)
    elif how < 0.6 and isinstance(inside, dict):
        inside[draw.choice(("kind", "to", "re", "slot", "about", "at", key, key + "/0001", "state", "by", "destroyable"))] = inside[key]
    elif how < 0.75:
        other, name = draw.choice(places)
        inside[key] = other[name]
    elif how < 0.85 and isinstance(inside, list):
        inside.insert(draw.randrange(len(inside) + 1), inside[key])
    elif isinstance(inside[key], dict):
        inside[key]["kind"] = draw.choice(KINDS)
    elif isinstance(inside[key], str):
        inside[key] = _bytes(draw, inside[key].encode("utf-8", "surrogatepass")).decode("utf-8", "replace")
    elif type(inside[key]) is int:
        inside[key] += draw.choice((-1, 1, 2**53, -(2**53)))
    return _written(holder[0]) if holder else data


def _places(value: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    within = list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    for key, each in within:
        yield value, key
        if depth < 40:
            yield from _places(each, depth + 1)


def _written(value: Any) -> bytes:
    try:
        return canonical.encode(value, 40)
    except (DetenteError, RecursionError):
        try:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "surrogatepass")
        except (ValueError, RecursionError):
            return b"{}"


def _gzip(draw: random.Random, data: bytes) -> bytes:
    """A change of what is packed."""
    try:
        text = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data, 1 << 20)
    except zlib.error:
        return data
    return gzip.compress(_bytes(draw, text), compresslevel=1, mtime=0)


def _zip(draw: random.Random, data: bytes) -> bytes:
    """A change of one part of an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = {info.filename: file.read(info) for info in file.infolist() if info.file_size < 1 << 20}
    except Exception:  # noqa: BLE001 - it was damaged before
        return data
    if not parts:
        return data
    name = draw.choice(sorted(parts))
    parts[name] = _bytes(draw, parts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for each, inside in parts.items():
            file.writestr(zipfile.ZipInfo(each), inside)
    return out.getvalue()


_INSIDE: Final[dict[str, Change]] = {"lines": _lines, "json": _json, "gzip": _gzip, "zip": _zip}
