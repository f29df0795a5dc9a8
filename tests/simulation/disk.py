"""The disk of a node that may die at any write: what was not waited for may be lost, a transaction never in part.

    disk = Disk(node, place, 12, rng)
    with disk.watched():         # dies at its twelfth write
        sync(node, view)
    disk.died, disk.image()      # what the disk holds afterwards

A write is a statement that changes the database, the end of a transaction (before it is on the disk, and after it, while nobody was
told), the head file, the key file, an attachment, a file left with a courier. SQLite writes one log in order: of transactions that did not
wait for the disk (`Store.unsynced`) some may survive, and then all before them do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from detente.node.carrier import Carrier
from detente.node.database import Sqlite
from detente.node.node import Node

FULL = 2  # how SQLite numbers `synchronous=FULL`
_CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLAC")


class Died(BaseException):
    """The process is no more."""


class Watched(Sqlite):
    """A database that tells its disk of each write; a `Sqlite` becomes one while it is watched."""

    disk: Disk

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Any:
        if sql.lstrip()[:6].upper() not in _CHANGES:
            return super().execute(sql, values)
        self.disk.write(f"a statement ({' '.join(sql.split()[:3])})")
        alone = not self.in_transaction
        rows = super().execute(sql, values)
        if alone:
            self.disk.ended()
        return rows

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Any:
        self.disk.write("statements")
        return super().executemany(sql, rows)

    def begin(self) -> None:
        self.disk.check()
        super().begin()
        self.disk.begun(waits=super().execute("PRAGMA synchronous").fetchone()[0] >= FULL)

    def commit(self) -> None:
        try:
            self.disk.write("the end of a transaction")
        except Died:
            self.rollback()
            raise
        super().commit()
        self.disk.ended()
        self.disk.write("the news that a transaction has ended")


class Disk:
    """What a node writes to, until it dies at one of its writes.

    Attributes:
        at: at which write it dies; None: it is only counted.
        died: during what it died; None: it did not.
        lost: how many ended transactions did not survive.
    """

    def __init__(self, node: Node, place: Carrier, at: int | None, rng: random.Random) -> None:
        self._node, self._place, self._rng = node, place, rng
        self.at, self.writes = at, 0
        self.died: str | None = None
        self.lost = 0
        self._waits = True
        self._unsynced: list[bytes] = []  # images: before the first transaction that did not wait, and after each

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch the node; that it dies ends the block, and nothing else does."""
        store, node = self._node.store, self._node
        places: list[tuple[Any, str, str]] = [
            (node.heads, "write", "the head file"), (node.keys, "save", "the key file"), (node.kept, "write", "an attachment"),
            (self._place, "put", "a file for others"),
        ]  # fmt: skip
        store.derived.__class__ = Watched
        store.derived.disk = self  # type: ignore[attr-defined]
        for place, name, what in places:
            setattr(place, name, self._told(getattr(place, name), what))
        try:
            yield
        except Died:
            pass
        finally:
            store.derived.__class__ = Sqlite
            for place, name, _ in places:
                delattr(place, name)

    def _told(self, function: Callable[..., Any], what: str) -> Callable[..., Any]:
        def write(*args: Any, **named: Any) -> Any:
            self.write(what)
            return function(*args, **named)

        return write

    def write(self, what: str) -> None:
        """Something is about to be written: die here, if it is time; what is dead writes nothing any more."""
        self.check()
        self.writes += 1
        if self.writes == self.at:
            self.died = what
            raise Died

    def check(self) -> None:
        if self.died is not None:
            raise Died

    def begun(self, *, waits: bool) -> None:
        self._waits = waits
        if not waits and not self._unsynced:
            self._unsynced.append(self._before_this())

    def _before_this(self) -> bytes:
        """The database without the transaction that has only begun."""
        db = self._node.store.derived
        super(Watched, db).rollback()
        image = db.serialize()
        super(Watched, db).execute("BEGIN IMMEDIATE")
        return image

    def ended(self) -> None:
        if self._waits:
            self._unsynced.clear()
        else:
            self._unsynced.append(self._node.store.derived.serialize())

    def image(self) -> bytes:
        """What the disk holds after the death: all that was waited for, and of the rest as much as happened to be written."""
        db = self._node.store.derived
        if db.in_transaction:
            db.rollback()
        if not self._unsynced:
            return db.serialize()
        kept = self._rng.randrange(len(self._unsynced))
        self.lost = len(self._unsynced) - 1 - kept
        return self._unsynced[kept]
