"""What passed by each courier, as whoever keeps its place can see it: when, how large, and from whom. Of the contents nothing."""

from __future__ import annotations

from typing import Final, NamedTuple

from detente.node.node import Node
from detente.node.tables import own_tables

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS passed (
    carrier TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, bytes INTEGER NOT NULL, channel TEXT, cover INTEGER NOT NULL,
    PRIMARY KEY (carrier, name)) WITHOUT ROWID
"""


class Passed(NamedTuple):
    """One file.

    Attributes:
        at: when we left it, or when we took it.
        channel: of ours, to whose members it goes (its id); None: somebody else left it.
        cover: one of ours that holds nothing.
    """

    at: str
    bytes: int
    channel: str | None
    cover: bool = False


def note_passed(node: Node, carrier: str, name: str, what: Passed) -> None:
    """Remember a file that was left, or taken; the first time counts."""
    row = (carrier, name, what.at, what.bytes, what.channel, int(what.cover))
    own_tables(node.store, _TABLES).execute("INSERT OR IGNORE INTO passed VALUES (?,?,?,?,?,?)", row)


def passed(node: Node) -> dict[str, list[Passed]]:
    """By courier all that passed, the oldest first."""
    found: dict[str, list[Passed]] = {}
    rows = own_tables(node.store, _TABLES).execute("SELECT carrier, at, bytes, channel, cover FROM passed ORDER BY carrier, at, name")
    for carrier, at, size, channel, cover in rows:
        found.setdefault(carrier, []).append(Passed(at, size, channel, bool(cover)))
    return found
