"""What was understood of declarations under an agreement, at rest in a file beside the store, so that a new start need not read them again.

<folder>/at-rest/<name>   one agreement of one channel; the name is a hash of both

Rules:

1. What is kept here follows from the record alone, and may be removed at any time; `detente fsck` makes it anew and compares.
2. It is believed only by the program that made it, for the same rules, and only where what it covers is the beginning of what is folded
   now. All else is read from the record.
3. A file is whole or absent (`files.write_whole`), and readable by its owner alone, as the store is. One that was damaged has another hash
   than it says, and is no file.
4. No field that can be destroyed is in it; where one is destroyed, all of it goes nevertheless.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from detente.agreements.kept import Kept, format_kept, parse_kept
from detente.dialogue.acts import Ref
from detente.node import posix
from detente.node.files import write_whole
from detente.node.heads import decode_vector, encode_vector
from detente.node.node import Node
from detente.node.room import MADE_BY, Room
from detente.record.seal import HeadId, LogKey

FOLDER: Final = "at-rest"
_MADE_BY: Final = f"{MADE_BY}, at rest 1\n".encode()
_DIGEST: Final = 32


class AtRest(NamedTuple):
    """Declarations at rest.

    Attributes:
        covers: of each log the head up to which all that was said is understood.
        others: what was said up to there and does not rest.
        kept: what rests.
    """

    covers: dict[LogKey, HeadId]
    others: list[Ref]
    kept: Kept


class _Head(msgspec.Struct):
    rules: bytes
    covers: bytes
    others: list[Ref]


def read(node: Node, room: Room, text: str, rules: bytes) -> AtRest | None:
    """What rests of an agreement; None where nothing does that can be believed.

    Args:
        rules: the bytes of its rules.
    """
    path = _path(node, room, text)
    if path is None:
        return None
    try:
        data = memoryview(path.read_bytes())
        if not _is_ours(data) or _is_damaged(data):
            return None
        data = data[len(_MADE_BY) + _DIGEST :]
        end = 8 + int.from_bytes(data[:8], "little")
        head = msgspec.msgpack.decode(data[8:end], type=_Head)
        covers = decode_vector(head.covers)
        if head.rules != hashlib.sha256(rules).digest() or not room.folding.begins_with(covers):
            return None
        return AtRest(covers, head.others, parse_kept(data[end:]))
    except (OSError, ValueError, KeyError, IndexError, TypeError):  # absent, or written by chance or by hand: the record says it all
        return None


def write(node: Node, room: Room, text: str, rules: bytes, kept: AtRest) -> None:
    """Let declarations rest; where the disk does not take them, they are read from the record again."""
    path = _path(node, room, text)
    if path is None:
        return
    body = as_bytes(kept, rules)
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        posix.make_private(path.parent)
        write_whole(path, b"".join((_MADE_BY, hashlib.sha256(body).digest(), body)), private=True)


def as_bytes(kept: AtRest, rules: bytes = b"") -> bytes:
    """What rests, as a file holds it; the same for the same declarations."""
    head = msgspec.msgpack.encode(_Head(hashlib.sha256(rules).digest(), encode_vector(kept.covers), sorted(kept.others)))
    return b"".join((len(head).to_bytes(8, "little"), head, format_kept(kept.kept)))


def remove_damaged(node: Node, room: Room, text: str) -> bool:
    """Remove a file of this program that has another hash than it says; whether there was one."""
    path = _path(node, room, text)
    if path is None or not path.is_file() or not _is_ours(data := memoryview(path.read_bytes())) or not _is_damaged(data):
        return False
    path.unlink()
    return True


def forget(node: Node) -> None:
    """Remove all that rests."""
    folder = None if node.folder is None else node.folder / FOLDER
    if folder is not None and folder.is_dir():
        for path in folder.iterdir():
            path.unlink(missing_ok=True)


def _is_ours(data: memoryview) -> bool:
    return data[: len(_MADE_BY)] == _MADE_BY


def _is_damaged(data: memoryview) -> bool:
    start = len(_MADE_BY) + _DIGEST
    return hashlib.sha256(data[start:]).digest() != data[len(_MADE_BY) : start]


def _path(node: Node, room: Room, text: str) -> Path | None:
    if node.folder is None:
        return None
    return node.folder / FOLDER / hashlib.sha256(f"{room.id}\n{text}".encode()).hexdigest()[:32]
