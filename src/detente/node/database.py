"""The small interface through which a store asks its database, and SQLite behind it; `detente.node.server` puts PostgreSQL behind it.

Rules:

1. A statement is written once, as SQLite has it, in what `detente.node.dialect` can say to PostgreSQL too: `?` for values,
   INSERT OR IGNORE, ON CONFLICT .. DO UPDATE with the table's name before a column that is read; no other word of one of the two alone.
2. A row number comes from `insert`, never from a cursor. Values are integers, texts and bytes; no booleans.
3. A transaction is the only one that writes until it ends, and what it wrote is on the disk when it has ended (but in
   `Sqlite.unsynced`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from detente.node import posix
from detente.node.schema import APART

_APART_VERSION = 1
_NORMAL = 1  # how SQLite numbers `synchronous=NORMAL`: no sync at the end of a transaction
_PAGE_BYTES = 8192  # of a new store: with SQLite's 4096 six entries fill a page, and adding one takes a third longer


class Rows(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Database(Protocol):
    """One connection, used by one thread."""

    @property
    def total_changes(self) -> int:
        """A number that grows with whatever is written."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Rows:
        """One statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Rows:
        """One statement for each row of values."""

    def insert(self, sql: str, values: Sequence[Any], key: str) -> int:
        """Insert one row; the number that it got in the column `key`."""

    def begin(self) -> None:
        """Begin a transaction; `commit` or `rollback` ends it."""

    def commit(self) -> None:
        """End it: what it wrote is on the disk."""

    def rollback(self) -> None:
        """End it: it wrote nothing."""

    def make(self, script: str) -> None:
        """Make tables where they are not there yet: CREATE .. IF NOT EXISTS, one or more; inside a transaction of the caller's or not."""

    def make_trigger(self, name: str, table: str, statements: str) -> None:
        """Let statements follow whenever a row of a table is deleted; in them it is called OLD."""

    def has_table(self, name: str) -> bool:
        """Whether there is such a table."""

    def length_of(self, column: str) -> str:
        """How many items the JSON array in a column of bytes has, as an expression."""

    def close(self) -> None:
        """Give it back."""


@contextmanager
def all_or_nothing(db: Database, when_lost: Callable[[], object] = lambda: None) -> Iterator[None]:
    """A transaction; where it fails, `when_lost` is called and nothing of it was written."""
    db.begin()
    try:
        yield
        db.commit()  # on a disk that is full this fails too, and what was begun must not stay open
    except BaseException:
        when_lost()
        db.rollback()
        raise


class Sqlite(sqlite3.Connection):
    """A database in a file, or in memory."""

    def insert(self, sql: str, values: Sequence[Any], key: str) -> int:  # noqa: ARG002 - SQLite knows which column numbers itself
        return int(self.execute(sql, values).lastrowid or 0)

    def begin(self) -> None:
        self.execute("BEGIN IMMEDIATE")

    @contextmanager
    def unsynced(self) -> Iterator[None]:
        """Transactions in it wait for no disk: for what follows from the record, or would be found out again.

        After a power cut they may be gone, and nothing that came before them is. The next transaction outside brings them to the disk as
        well: SQLite writes one log, in order.
        """
        level = self.execute("PRAGMA synchronous").fetchone()[0]
        self.execute(f"PRAGMA synchronous={min(level, _NORMAL)}")
        try:
            yield
        finally:
            self.execute(f"PRAGMA synchronous={level}")

    def make(self, script: str) -> None:
        for statement in filter(str.strip, script.split(";")):  # one by one: `executescript` would end a transaction of the caller's
            self.execute(statement)

    def make_trigger(self, name: str, table: str, statements: str) -> None:
        self.execute(f"CREATE TRIGGER IF NOT EXISTS {name} AFTER DELETE ON {table} BEGIN {statements} END")

    def has_table(self, name: str) -> bool:
        return self.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", (name,)).fetchone() is not None

    def has_tables(self) -> bool:
        """Whether anything was ever made in it."""
        return self.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None

    def length_of(self, column: str) -> str:
        return f"json_array_length(CAST({column} AS TEXT))"


def open_sqlite(path: Path | None) -> tuple[Sqlite, bool]:
    """Open a database, and whether it is new.

    Args:
        path: the file, readable by its owner alone; None for one in memory.
    """
    new = path is None or not path.exists()
    db = sqlite3.connect(":memory:" if path is None else path, isolation_level=None, timeout=30, factory=Sqlite)
    if path is not None:
        if new:
            posix.make_private(path)
            db.execute(f"PRAGMA page_size={_PAGE_BYTES}")
        db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA secure_delete=ON")  # what was destroyed by agreement is overwritten
    return db, new


def open_apart(path: Path | None, identity: str) -> Sqlite:
    """What follows from a record that is kept elsewhere; emptied where it is of another program or of another store.

    It need not be on the disk before anything goes on: what is lost is made anew.

    Args:
        identity: of the node whose record that is.
    """
    db, _ = open_sqlite(path)
    db.execute("PRAGMA synchronous=NORMAL")
    known = db.execute("PRAGMA user_version").fetchone()[0] == _APART_VERSION
    if not known or db.execute("SELECT value FROM meta WHERE key='identity'").fetchone() != (identity.encode(),):
        empty_apart(db, identity)
    return db


def empty_apart(db: Sqlite, identity: str) -> None:
    """Forget everything in it."""
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall():
        if db.has_table(name):  # a table of words brings tables of its own, which go with it
            db.execute(f"DROP TABLE {name}")
    db.executescript(f"BEGIN; {APART} PRAGMA user_version={_APART_VERSION}; COMMIT;")
    db.execute("INSERT INTO meta VALUES ('identity', ?)", (identity.encode(),))
