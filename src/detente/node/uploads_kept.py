"""Files that somebody is looking at before anything is made of them. They never leave the node, and do not stay in it.

Rules:

1. An account has one file at most: the next one takes its place.
2. A file is gone when it is removed, and else half a day after it came: the next that somebody keeps or looks for clears what is older.
3. Nobody else sees it.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from detente.errors import N_, CallerError
from detente.node.database import Database
from detente.node.node import Node
from detente.node.tables import own_tables, seconds

_TABLES = """
CREATE TABLE IF NOT EXISTS uploads (
    id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL, at INTEGER NOT NULL)
"""

KEPT_FOR: Final = dt.timedelta(hours=12)
"""A working day: who began in the morning can go on in the evening."""

UPLOAD_MOST: Final = 16 * 2**20
"""Bytes of one file: a treaty with its maps. Reading takes the desk's time, so it is less than the command line takes."""

NAME_MOST: Final = 200


class Upload(NamedTuple):
    """A file as it came."""

    id: int
    name: str
    data: bytes


def keep_upload(node: Node, account: int, name: str, data: bytes) -> int:
    """Keep a file for an account, in the place of the one before; its number.

    Raises:
        CallerError: it is too large.
    """
    db = _current(node)
    if len(data) > UPLOAD_MOST:
        raise CallerError(N_("the file has %(seen)d bytes, the limit is %(limit)d"), seen=len(data), limit=UPLOAD_MOST)
    with node.store.transaction():
        db.execute("DELETE FROM uploads WHERE account=?", (account,))
        return db.insert(
            "INSERT INTO uploads (account, name, data, at) VALUES (?,?,?,?)",
            (account, name[:NAME_MOST], data, seconds(node.clock())), "id",
        )  # fmt: skip


def upload_of(node: Node, account: int, number: int) -> Upload:
    """A file that the account has uploaded.

    Raises:
        CallerError: there is none, or none any more.
    """
    row = _current(node).execute("SELECT id, name, data FROM uploads WHERE id=? AND account=?", (number, account)).fetchone()
    if row is None:
        raise CallerError(N_("this file is not kept here any more; choose it again"))
    return Upload(*row)


def remove_upload(node: Node, account: int, number: int) -> None:
    """Remove a file; nothing where there is none."""
    _current(node).execute("DELETE FROM uploads WHERE id=? AND account=?", (number, account))


def _current(node: Node) -> Database:
    """The tables, without what is too old."""
    db = own_tables(node.store, _TABLES)
    db.execute("DELETE FROM uploads WHERE at < ?", (seconds(node.clock() - KEPT_FOR),))
    return db
