"""Moving a node's record from the folder into PostgreSQL, or back.

Rules:

1. Nobody else has the node open meanwhile.
2. The old store counts until node.json names the new one, which is written whole and last. Whatever interrupts this before, nothing has
   happened: the new one is made in one transaction, or under a name that nobody opens.
3. Before that, every table of both is counted and hashed, row by row, and the record is recomputed from the new one (`fsck`).
4. The old store is set aside, not removed; and nothing can be sealed from it by accident: its name, or its identity, is another.
5. What follows from the record alone does not move: it is made anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from detente.errors import N_, CallerError, StoreError
from detente.node import fsck
from detente.node.database import Database, Sqlite, all_or_nothing
from detente.node.node import Node
from detente.node.place import derived_path, new_address, read_about, store_of, store_path, write_about
from detente.node.server import MADE, OWN_META, SCHEMES, Address, Server
from detente.node.store import Store

FOLDER: Final = "folder"
"""Where a record lies that is in no server: in the folder of its node."""

_DERIVED = ("requests", "folds", "search_")
_MARKS = ("search:",)
_TRIGGER = re.compile(r"CREATE TRIGGER (?:IF NOT EXISTS )?(\w+) AFTER DELETE ON (\w+) BEGIN(.*)END", re.DOTALL)


class Moved(NamedTuple):
    """What was moved.

    Attributes:
        rows: how many rows each table has.
        checked: what recomputing the record from the new store said.
        now: where the store is now.
        before: where the old one was set aside.
    """

    rows: dict[str, int]
    checked: fsck.Report
    now: str
    before: str


class _Side(Protocol):
    """A store from which, or into which, rows go."""

    db: Database

    def columns(self) -> dict[str, list[tuple[str, str]]]:
        """Of each table the names and types of its columns, as SQLite calls them."""

    def rows(self, table: str, columns: Sequence[tuple[str, str]]) -> Iterator[tuple[Any, ...]]: ...

    def fill(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[tuple[Any, ...]]) -> None: ...

    def made(self) -> Iterator[tuple[str, ...]]:
        """The tables (a script) and triggers (name, table, statements) that modules made beside the record's."""

    def numbers(self) -> dict[str, int]:
        """Of each table whose numbers never come twice the last that was given."""

    def go_on_from(self, numbers: dict[str, int]) -> None:
        """Give no number that was given before."""


def move(folder: Path, passphrase: str, to: str, tick: Callable[[int, int], None] | None = None) -> Moved:
    """Move the record of a node.

    Args:
        passphrase: of the keys; needed only where something is left to be signed.
        to: the address of a database, or `FOLDER`.
        tick: told how many pouches of how many are checked.

    Raises:
        CallerError: it is there already, something else is, or another process has the node open.
        StoreError: a database cannot be used, or the new store is not what the old one is; the old one counts.
    """
    about = read_about(folder)
    where = store_of(folder, about)
    if (to == FOLDER) == isinstance(where, Path):
        raise CallerError(N_("the record of this node is in %(where)s already"), where=shown(where))
    if to != FOLDER and not to.startswith(SCHEMES):
        raise CallerError(
            N_("'%(text)s' is no place for a record"), hint=N_("Write 'folder', or postgresql://USER@HOST/DATABASE."), text=to
        )
    with Node.open(folder, passphrase, moving=True) as node:
        if to == FOLDER:
            return _to_folder(node, folder, about, tick)
        return _to_server(node, folder, about, new_address(to, node.party, folder), tick)


def shown(where: Path | Address) -> str:
    """Where a store is, as a person reads it."""
    return str(where)


def copy(source: Database, target: Database) -> dict[str, int]:
    """Copy everything that does not follow from the record, and compare; the number of rows of each table.

    Args:
        target: an empty store; nothing of it is on the disk until the caller ends the transaction that surrounds this.

    Raises:
        StoreError: something did not come as it was.
    """
    here, there = _side(source), _side(target)
    _make_tables(here, there)
    given = there.columns()
    counted = {}
    for table, columns in here.columns().items():
        if not _is_derived(table):
            if dict(columns) != dict(given.get(table, ())):
                raise StoreError(N_("the table %(table)s has other columns there than here"), table=table)
            there.fill(table, columns, _moving(here.rows(table, columns), table))
            before, after = (_count(_moving(side.rows(table, columns), table)) for side in (here, there))
            if before != after:
                raise StoreError(N_("the table %(table)s did not come as it was; rows here: %(expected)d, there: %(seen)d"),
                                 table=table, seen=after[0], expected=before[0])  # fmt: skip
            counted[table] = before[0]
    there.go_on_from(here.numbers())
    return counted


# ---- one way, and the other ----


def _to_server(node: Node, folder: Path, about: dict[str, Any], address: Address, tick: Callable[[int, int], None] | None) -> Moved:
    server = Server(address)
    with contextlib.closing(server), all_or_nothing(server):
        server.make_schema()
        rows = copy(node.store.db, server)
    try:
        checked = _checked(node, address, tick)
    except BaseException:
        with contextlib.closing(Server(address)) as again:
            again.remove()
        raise
    node.close()
    write_about(folder, about, address)
    return Moved(rows, checked, shown(address), shown(_set_aside(store_path(folder))))


def _to_folder(node: Node, folder: Path, about: dict[str, Any], tick: Callable[[int, int], None] | None) -> Moved:
    path = store_path(folder)
    if path.exists():  # a crash between naming the other store and setting this one aside
        _set_aside(path)
    part = path.with_name("record.part.sqlite")
    _remove(part)
    with contextlib.closing(Store(part)) as target, target.transaction():
        rows = copy(node.store.db, target.db)
    checked = _checked(node, part, tick)
    part.rename(path)
    write_about(folder, about, path)
    before = node.store.where
    if node.store.server is not None:
        node.store.server.set_aside()
    node.close()
    _remove(derived_path(folder))
    return Moved(rows, checked, shown(path), str(before))


def _checked(node: Node, where: Path | Address, tick: Callable[[int, int], None] | None) -> fsck.Report:
    """What recomputing says of the new store.

    Raises:
        StoreError: something is wrong with it.
    """
    with contextlib.closing(Store(where)) as store:
        new = Node(party=node.party, store=store, keys=node.keys, heads=node.heads, folder=node.folder, names=node.names)
        checked = fsck.check(new, tick)
    if checked.problems:
        first = checked.problems[0]
        raise StoreError(
            N_("the new store was not taken: %(reason)s"), hint=N_("detente fsck"), reason=f"{first.channel} {first.where}: {first.error}"
        )
    return checked


def _set_aside(path: Path) -> Path:
    """Rename a store in a folder, so that nobody opens it; its new name."""
    aside = path.with_name(f"record.set-aside-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}.sqlite")
    path.rename(aside)
    return aside


def _remove(path: Path) -> None:
    """A database with what SQLite keeps beside it."""
    for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        each.unlink(missing_ok=True)


# ---- rows ----


def _make_tables(here: _Side, there: _Side) -> None:
    for item in here.made():
        if len(item) == 1:
            there.db.make(item[0])
        else:
            there.db.make_trigger(*item)


def _is_derived(table: str) -> bool:
    return table.startswith(_DERIVED)


def _moving(rows: Iterable[tuple[Any, ...]], table: str) -> Iterator[tuple[Any, ...]]:
    """Those rows that move: of `meta` not what one of the two databases keeps for itself."""
    return (row for row in rows if table != "meta" or not row[0].startswith((*_MARKS, *OWN_META)))


def _count(rows: Iterable[tuple[Any, ...]]) -> tuple[int, int]:
    """How many rows, and a hash of all of them that does not depend on their order."""
    number = total = 0
    for row in rows:
        number += 1
        total += int.from_bytes(hashlib.sha256(msgspec.msgpack.encode(row)).digest())
    return number, total % (1 << 256)


class _InFile:
    def __init__(self, db: Sqlite) -> None:
        self.db: Database = db
        self._db = db

    def columns(self) -> dict[str, list[tuple[str, str]]]:
        found = self._db.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'").fetchall()
        return {table: [row[1:3] for row in self._db.execute(f"PRAGMA table_info({table})")] for (table,) in found}

    def rows(self, table: str, columns: Sequence[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
        blobs = {place for place, (_, kind) in enumerate(columns) if kind == "BLOB"}
        for row in self._db.execute(f"SELECT {_names(columns)} FROM {table}"):  # noqa: S608 - names of our tables
            if any(isinstance(row[place], str) for place in blobs):  # a program outside wrote it
                yield tuple(value.encode() if place in blobs and isinstance(value, str) else value for place, value in enumerate(row))
            else:
                yield row

    def fill(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[tuple[Any, ...]]) -> None:
        marks = ",".join("?" * len(columns))
        self._db.executemany(f"INSERT INTO {table} ({_names(columns)}) VALUES ({marks})", rows)  # noqa: S608 - the same

    def made(self) -> Iterator[tuple[str, ...]]:
        known = "SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type<>'table'"
        for kind, table, sql in self._db.execute(known).fetchall():
            if _is_derived(table) or table.startswith("sqlite_"):
                continue
            if kind == "trigger":
                found = _TRIGGER.fullmatch(sql.strip())
                if found is None:
                    raise StoreError(N_("'%(name)s' in the store is none of ours"), name=sql[:60])
                yield found[1], found[2], found[3].strip()
            else:
                yield (re.sub(r"^CREATE (TABLE|INDEX) (?:IF NOT EXISTS )?", r"CREATE \1 IF NOT EXISTS ", sql),)

    def numbers(self) -> dict[str, int]:
        return dict(self._db.execute("SELECT name, seq FROM sqlite_sequence").fetchall())

    def go_on_from(self, numbers: dict[str, int]) -> None:
        counted = {row[0] for row in self._db.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")}
        for table, number in numbers.items():
            if table in counted:
                self._db.execute("DELETE FROM sqlite_sequence WHERE name=?", (table,))
                self._db.execute("INSERT INTO sqlite_sequence VALUES (?,?)", (table, number))


class _InServer:
    def __init__(self, server: Server) -> None:
        self.db: Database = server
        self._server = server

    def columns(self) -> dict[str, list[tuple[str, str]]]:
        return self._server.columns()

    def rows(self, table: str, columns: Sequence[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
        return self._server.copy_out(table, columns)

    def fill(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[tuple[Any, ...]]) -> None:
        self._server.copy_in(table, columns, rows)

    def made(self) -> Iterator[tuple[str, ...]]:
        rows = self._server.execute("SELECT value FROM meta WHERE key LIKE ?", (f"{MADE}%",)).fetchall()
        items = [msgspec.json.decode(value, type=tuple[str, ...]) for (value,) in rows]
        scripts = [statement.strip() for item in items if len(item) == 1 for statement in item[0].split(";") if statement.strip()]
        yield from ((each,) for each in sorted(scripts, key=lambda each: not each.startswith("CREATE TABLE")))  # an index is of a table
        yield from (item for item in items if len(item) > 1)

    def numbers(self) -> dict[str, int]:
        return self._server.numbers()

    def go_on_from(self, numbers: dict[str, int]) -> None:
        self._server.go_on_from(numbers)


def _side(db: Database) -> _Side:
    if isinstance(db, Server):
        return _InServer(db)
    if isinstance(db, Sqlite):
        return _InFile(db)
    raise TypeError(db)


def _names(columns: Sequence[tuple[str, str]]) -> str:
    return ", ".join(name for name, _ in columns)
