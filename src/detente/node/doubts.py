"""Which files of a carrier have been taken, which could not be opened yet, which came by another carrier (exchange.py, rules 7 and 8)."""

from __future__ import annotations

import datetime as dt
import hashlib

from detente.node.node import Node
from detente.node.passed import note_passed
from detente.node.tables import own_tables

SETTLED = dt.timedelta(hours=1)
"""A file that cannot be opened and has not changed for so long is damaged, or was never meant to be opened by us."""
UNSETTLED_MOST = 64
"""Files of one carrier that are looked at again: whoever fills a place with rubbish makes no more than these come twice."""
_TABLES = """
CREATE TABLE IF NOT EXISTS carrier_doubts (
    carrier TEXT NOT NULL, name TEXT NOT NULL, digest BLOB NOT NULL, since TEXT NOT NULL, PRIMARY KEY (carrier, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS carrier_taken (name TEXT PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID;
"""


class Doubts:
    """What is known of the files of one carrier: seen for good, in doubt, or brought by another one."""

    def __init__(self, node: Node, address: str) -> None:
        self._db = own_tables(node.store, _TABLES)
        self._node, self._address, self._now = node, address, node.clock()
        self._seen = {row[0] for row in self._db.execute("SELECT name FROM carrier_files WHERE carrier=?", (address,))}
        rows = self._db.execute("SELECT name, digest, since FROM carrier_doubts WHERE carrier=?", (address,))
        self._kept: dict[str, tuple[bytes, str]] = {name: (bytes(digest), since) for name, digest, since in rows}

    def is_seen(self, name: str) -> bool:
        """Whether it need not be fetched again."""
        return name in self._seen

    def is_known(self, name: str, raw: bytes) -> bool:
        """Whether these very bytes could not be opened before."""
        return name in self._kept and self._kept[name][0] == hashlib.sha256(raw).digest()

    def is_settled(self, name: str) -> bool:
        """Whether a file in doubt has stayed as it is for so long that it is given up here and now."""
        if self._now - dt.datetime.fromisoformat(self._kept[name][1]) < SETTLED:
            return False
        self._close(name)
        return True

    def came_elsewhere(self, name: str, raw: bytes) -> bool:
        """Whether this file, by name and bytes, was taken from another carrier."""
        row = self._db.execute("SELECT digest FROM carrier_taken WHERE name=?", (name,)).fetchone()
        return row is not None and bytes(row[0]) == hashlib.sha256(raw).digest()

    def take(self, name: str, raw: bytes) -> None:
        """A file that was opened, or never can be."""
        note_passed(self._node, self._address, name, raw)
        self._db.execute(
            "INSERT INTO carrier_taken VALUES (?,?) ON CONFLICT (name) DO UPDATE SET digest=excluded.digest",
            (name, hashlib.sha256(raw).digest()),
        )
        self._close(name)

    def keep(self, name: str, raw: bytes) -> None:
        """A file that cannot be opened as it is now."""
        if name not in self._kept and len(self._kept) >= UNSETTLED_MOST:
            self._close(name)
            return
        self._kept[name] = (hashlib.sha256(raw).digest(), self._now.isoformat())
        self._db.execute(
            "INSERT INTO carrier_doubts VALUES (?,?,?,?)"
            " ON CONFLICT (carrier, name) DO UPDATE SET digest=excluded.digest, since=excluded.since",
            (self._address, name, *self._kept[name]),
        )

    def _close(self, name: str) -> None:
        self._seen.add(name)
        self._db.execute("INSERT OR IGNORE INTO carrier_files VALUES (?,?)", (self._address, name))
        if self._kept.pop(name, None) is not None:
            self._db.execute("DELETE FROM carrier_doubts WHERE carrier=? AND name=?", (self._address, name))
