"""What the rows of a store say: a head, what follows from its entries, an entry as it was admitted."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from detente.errors import N_, DetenteError, StoreError
from detente.record.entry import Entry
from detente.record.seal import HeadId, LogKey
from detente.record.tree import Frontier


class _Titled(msgspec.Struct):
    """What names an entry in a list; nothing else of it is decoded."""

    subject: Any = None
    text: Any = None


_line = msgspec.json.Decoder(tuple[str, Any, Any])
titled = msgspec.json.Decoder(tuple[str, str, _Titled])


class StoredHead(NamedTuple):
    """One head as stored; everything else about it follows from its entries.

    `at` is when this node took or sealed it, by its own clock; None for what an earlier program admitted.
    """

    seq: int
    log: LogKey
    channel: str
    id: HeadId
    start: int
    branch: int
    cert: bytes | None
    note: bytes | None
    sent: bool
    at: str | None


class HeadState(NamedTuple):
    """What follows from the entries of a pouch and all before it, kept so that opening a node need not read them.

    Attributes:
        acts, acts_size, acts_root: as in `record.channel.Head`.
        telling: the indices of entries by which the record itself changes, the seal left out.
        frontier: the tree at this head, where nothing continues it yet; else None.
    """

    acts: int
    acts_size: int
    acts_root: bytes
    telling: tuple[int, ...]
    frontier: Frontier | None


class Changed(StoreError):  # noqa: N818 - says what happened
    """Another process moved a tip since it was read; nothing was written."""


def stored_head(row: tuple[Any, ...]) -> StoredHead:
    """A row of `Store.heads`."""
    seq, party, generation, channel, size, root, start, branch, cert, note, sent, at = row
    return StoredHead(
        seq, LogKey(party, generation), channel, HeadId(size, bytes(root)), start, branch, _bytes(cert), _bytes(note), bool(sent), at
    )


def with_state(row: tuple[Any, ...]) -> tuple[StoredHead, HeadState]:
    """The same with what is kept of it.

    Raises:
        StoreError: that is missing or damaged.
    """
    stored = stored_head(row[:12])
    acts, acts_size, acts_root, telling, frontier = row[12:]
    try:
        tree = None if frontier is None else Frontier.from_bytes(stored.id.size, frontier)
        return stored, HeadState(acts, acts_size, acts_root, msgspec.json.decode(telling, type=tuple[int, ...]), tree)
    except (TypeError, DetenteError, ValueError, RecursionError) as error:
        raise StoreError(
            N_("what is kept of the signed state of %(party)s at %(size)d is damaged"), party=stored.log.party, size=stored.id.size
        ) from error


def trusted_entry(line: bytes, leaf: bytes) -> Entry:
    """An entry as it was admitted, not verified again."""
    tag, _, body = _line.decode(line)
    fields = body if tag == "e" else {name: value for name, _, value in body}
    return Entry(line, leaf, fields, destroyed=tag == "p")


def _bytes(value: bytes | str | None) -> bytes | None:
    """SQLite gives back a text where a program outside put one; the bytes are what counts."""
    return value.encode() if isinstance(value, str) else value
