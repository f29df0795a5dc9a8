"""What each person has seen of what came in: how far they said that they have seen everything, and what they have opened since.

Nothing else makes an act seen: not that another person has opened it, and not that our party has acted since. Nothing of it is record:
it never leaves the node.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from detente.dialogue.acts import Ref
from detente.dialogue.kinds import RECORD_KINDS
from detente.node.room import Room
from detente.node.store import Store, StoredHead
from detente.node.tables import own_tables, seconds
from detente.record.entry import Entry

TERMINAL: Final = 0
"""Whoever works at the command line, where nobody signs in. Accounts are counted from 1."""

_TABLES = """
CREATE TABLE IF NOT EXISTS looks (
    account INTEGER NOT NULL, channel TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (account, channel)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS opened (
    account INTEGER NOT NULL, channel TEXT NOT NULL, seq INTEGER NOT NULL, party TEXT NOT NULL, generation INTEGER NOT NULL,
    idx INTEGER NOT NULL, PRIMARY KEY (account, channel, seq, party, generation, idx)) WITHOUT ROWID;
"""

Arrival = tuple[StoredHead, int, Entry]
"""An act of another party: its pouch, its index, itself."""


class Look(NamedTuple):
    """How far somebody had looked: the last pouch of a channel that this node had taken then, and when (seconds since 1970)."""

    seq: int
    at: int


class Looks:
    """The looks of all persons at a node. A person is the number of an account, or `TERMINAL`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = own_tables(store, _TABLES)

    def last(self, person: int, channel: str) -> Look | None:
        """How far somebody had looked at a channel (its id), or None if never."""
        row = self._db.execute("SELECT seq, at FROM looks WHERE account=? AND channel=?", (person, channel)).fetchone()
        return None if row is None else Look(*row)

    def mark_all(self, person: int, channel: str, now: dt.datetime) -> Look:
        """Note that somebody has now seen everything that a channel (its id) holds here."""
        row = self._db.execute("SELECT max(h.seq) FROM heads h JOIN logs l ON l.id=h.log WHERE l.channel=?", (channel,)).fetchone()
        looked = Look(row[0] or 0, seconds(now))
        with self._store.transaction():
            self._db.execute(
                "INSERT INTO looks VALUES (?,?,?,?) ON CONFLICT (account, channel) DO UPDATE SET seq=excluded.seq, at=excluded.at",
                (person, channel, *looked),
            )
            self._db.execute("DELETE FROM opened WHERE account=? AND channel=? AND seq<=?", (person, channel, looked.seq))
        return looked

    def open(self, person: int, room: Room, refs: Iterable[Ref]) -> None:
        """Note that somebody has opened these entries; only acts of others that were not seen before are noted."""
        since = self._since(person, room.id)
        found = [
            (person, room.id, row[0], ref.party, ref.generation, ref.index)
            for ref in dict.fromkeys(refs)
            if ref.party != room.party
            and (row := self._pouch_of(room.id, ref)) is not None
            and row[0] > since
            and room.entry(ref).kind not in RECORD_KINDS
        ]
        if found:
            with self._store.transaction():
                self._db.executemany("INSERT OR IGNORE INTO opened VALUES (?,?,?,?,?,?)", found)

    def forget(self, person: int) -> None:
        """Forget what somebody has seen; inside a transaction of the caller's."""
        for table in ("looks", "opened"):
            self._db.execute(f"DELETE FROM {table} WHERE account=?", (person,))  # noqa: S608 - names of ours

    def unseen(self, person: int, room: Room) -> Iterator[Arrival]:
        """What others have sent into a channel and somebody has not seen, the newest first; pouches are read as the caller goes on."""
        since, seen = self._since(person, room.id), self._opened(person, room.id)
        for stored in self._store.heads_before(room.id, since, room.party):
            for index, entry in reversed(list(enumerate(room.trusted_entries(stored.seq), stored.start))):
                if entry.kind not in RECORD_KINDS and Ref(stored.log.party, stored.log.generation, index) not in seen:
                    yield stored, index, entry

    def number(self, person: int, room: Room) -> int:
        """How many these are; no entry is read."""
        since = self._since(person, room.id)
        return self._store.acts_after(room.id, since, room.party) - len(self._opened(person, room.id))

    # ---- helpers ----

    def _since(self, person: int, channel: str) -> int:
        look = self.last(person, channel)
        return 0 if look is None else look.seq

    def _opened(self, person: int, channel: str) -> set[Ref]:
        rows = self._db.execute("SELECT party, generation, idx FROM opened WHERE account=? AND channel=?", (person, channel))
        return {Ref(*row) for row in rows}

    def _pouch_of(self, channel: str, ref: Ref) -> tuple[int] | None:
        found: tuple[int] | None = self._db.execute(
            "SELECT h.seq FROM heads h JOIN logs l ON l.id=h.log WHERE l.channel=? AND l.party=? AND l.generation=? AND h.branch=0"
            " AND h.start<=? AND h.size>?",
            (channel, ref.party, ref.generation, ref.index, ref.index),
        ).fetchone()
        return found


__all__ = ["TERMINAL", "Arrival", "Look", "Looks"]
