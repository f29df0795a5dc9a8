"""What came of forms, where several processes serve one node: a second click on one form may come to another process than the first.

It is kept for a day, which is longer than a browser waits. Nothing of it is record, and no token of a session is in it.
"""

from __future__ import annotations

from typing import Final

from detente.node.store import Store
from detente.node.tables import own_tables

_TABLES = "CREATE TABLE IF NOT EXISTS clicks (form TEXT PRIMARY KEY, outcome BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID"

KEPT_SECONDS: Final = 86_400


def outcome_of(store: Store, form: str) -> bytes | None:
    """What was kept for a form; None where nothing was."""
    row = own_tables(store, _TABLES).execute("SELECT outcome FROM clicks WHERE form=?", (form,)).fetchone()
    return None if row is None else bytes(row[0])


def keep_outcome(store: Store, form: str, outcome: bytes, at: int) -> None:
    """Keep what came of a form; `at`: seconds since 1970. What is older than a day goes."""
    db = own_tables(store, _TABLES)
    with store.transaction():
        db.execute("DELETE FROM clicks WHERE at<?", (at - KEPT_SECONDS,))
        db.execute("INSERT OR IGNORE INTO clicks VALUES (?,?,?)", (form, outcome, at))
