"""What passed by each courier, as whoever keeps its place can see it: when, how large, from whom. Of the contents nothing."""

from __future__ import annotations

import contextlib
from typing import Final, NamedTuple

from detente.errors import FormatError
from detente.node.node import Node
from detente.node.tables import own_tables
from detente.record.container import Seen, seen_of

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS passed (
    carrier TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, bytes INTEGER NOT NULL, packed INTEGER NOT NULL, keys INTEGER NOT NULL,
    channel TEXT, cover INTEGER NOT NULL, PRIMARY KEY (carrier, name)) WITHOUT ROWID
"""


class Passed(NamedTuple):
    """One file.

    Attributes:
        at: when we left it, or when we took it.
        seen: what can be read off it.
        channel: of ours, to whose members it goes (its id); None: somebody else left it.
        cover: one of ours that holds nothing.
    """

    at: str
    seen: Seen
    channel: str | None
    cover: bool


def note_passed(node: Node, carrier: str, name: str, raw: bytes, channel: str | None = None, *, cover: bool = False) -> None:
    """Remember a file that was left (`channel`: to whose members) or taken; the first time counts."""
    seen = Seen(len(raw), 0, 0)
    with contextlib.suppress(FormatError):  # one that is none of ours has no more to be read off
        seen = seen_of(raw)
    row = (carrier, name, node.now, *seen, channel, int(cover))
    own_tables(node.store, _TABLES).execute("INSERT OR IGNORE INTO passed VALUES (?,?,?,?,?,?,?,?)", row)


def passed(node: Node) -> dict[str, list[Passed]]:
    """By courier all that passed, the oldest first."""
    found: dict[str, list[Passed]] = {}
    db = own_tables(node.store, _TABLES)
    rows = db.execute("SELECT carrier, at, bytes, packed, keys, channel, cover FROM passed ORDER BY carrier, at, name")
    for carrier, at, size, packed, keys, channel, cover in rows:
        found.setdefault(carrier, []).append(Passed(at, Seen(size, packed, keys), channel, bool(cover)))
    return found
