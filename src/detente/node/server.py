"""PostgreSQL as the database of a store: one schema of one database holds one node.

Rules:

1. What is acknowledged is on the server's disk first: no session of ours runs with synchronous_commit off.
2. A transaction holds an advisory lock from its first word to its last, so that there is one that writes, as in SQLite: row numbers
   rise in the order in which they are committed.
3. A turn (`lock`) is an advisory lock of the session, so it ends with the connection: who has lost it can write nothing any more.
4. A connection that was lost is made anew by the next turn, never inside one: what is in memory was read through the old one.
5. No password comes from us: libpq finds it (~/.pgpass, PGPASSWORD, a service file), and what we show or keep has none.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from detente.errors import N_, CallerError, DetenteError, StoreError
from detente.node import dialect
from detente.node.database import Rows, all_or_nothing
from detente.node.schema import RECORD, SCHEMA_VERSION

SCHEMES: Final = ("postgresql://", "postgres://")
_SCHEMA = re.compile(r"\A[a-z_][a-z0-9_]{0,62}\Z")
_LAYOUT: Final = "layout"
_IDENTITY: Final = "identity"
MADE: Final = "made:"
"""Before the key of what a module made: its own words, so that the same can be made elsewhere."""
OWN_META: Final = (_LAYOUT, _IDENTITY, MADE)
"""What `meta` has of this database, and not of the node."""
_SET_ASIDE: Final = "set aside: "
_TYPES: Final = {"bigint": "INTEGER", "text": "TEXT", "bytea": "BLOB"}
_COPIED: Final = {"INTEGER": "int8", "TEXT": "text", "BLOB": "bytea"}
_WAIT: Final = "30s"
"""So long a turn or a transaction waits for another, as SQLite does."""

# position(), under the name that SQLite has for it.
_FUNCTIONS: Final = "CREATE FUNCTION instr(bytea, bytea) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT position($2 in $1)'"

T = TypeVar("T")


class Address(NamedTuple):
    """Where a node's store is.

    Attributes:
        url: as libpq takes it; without a password.
        schema: the name of the schema.
        identity: of the node whose store it is, as node.json and the database both say; "" before it is made.
        apart: the file for what follows from the record (`schema.APART`); None for memory.
    """

    url: str
    schema: str
    identity: str = ""
    apart: Path | None = None

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        query = urlencode([*parse_qsl(parts.query), ("schema", self.schema)], safe="/")
        shown = urlunsplit(parts._replace(query=query))
        return shown if shown.startswith(SCHEMES) else shown.replace(":", "://", 1)  # no host: urlunsplit drops what stands before it


def parse_address(text: str, schema: str) -> Address:
    """An address as a person gives it: postgresql://user@host/database, with ?schema=NAME where it is another than ours.

    Raises:
        CallerError: it is none, or a password stands in it.
    """
    parts = urlsplit(text)
    named = parse_qsl(parts.query, keep_blank_values=True)
    if not text.startswith(SCHEMES):
        raise CallerError(N_("'%(text)s' is no address of a database"), hint=N_("Write postgresql://USER@HOST/DATABASE."), text=text)
    if parts.password is not None or any(name in {"password", "sslpassword"} for name, _ in named):
        raise CallerError(
            N_("a password in the address of a database can be seen by everybody on this machine; nothing was done"),
            hint=N_("Change it, leave it out here, and write it into ~/.pgpass or a service file of PostgreSQL."),
        )
    schema = next((value for name, value in named if name == "schema"), schema)
    if not _SCHEMA.match(schema):
        raise CallerError(N_("'%(text)s' is no name of a schema: small letters, digits and _, at most 63"), text=schema)
    query = urlencode([(name, value) for name, value in named if name != "schema"], safe="/")
    url = text.partition("?")[0] + (f"?{query}" if query else "")
    return Address(url, schema)


class Server:
    """One connection; see `detente.node.database.Database`.

    Attributes:
        address: to what.
        lost: how often it was lost and made anew.
        shared: other processes write too, so that nothing is written but in a turn.
    """

    def __init__(self, address: Address) -> None:
        """Connect.

        Raises:
            CallerError: psycopg is not installed.
            StoreError: nobody answers there, or not as a node needs it.
        """
        self.address = address
        self.lost = 0
        self.shared = False
        self.total_changes = 0
        self._turns: list[bool] = []
        self._in_transaction = False
        self._made: set[tuple[str, ...]] = set()
        digest = hashlib.sha256(f"detente {address.schema}".encode()).digest()
        self._turn_key, self._write_key = (int.from_bytes(digest[at : at + 8], signed=True) for at in (0, 8))
        try:
            import psycopg  # noqa: PLC0415 - only who has a store there needs its library
        except ImportError as error:
            raise CallerError(
                N_("PostgreSQL needs a library that is not installed here: %(name)s"),
                hint=N_('pip install "detente[%(extra)s]"'), name="psycopg", extra="postgres",
            ) from error  # fmt: skip
        self._psycopg = psycopg
        self._connect()

    def _connect(self) -> None:
        self._db = self._asked(
            lambda: self._psycopg.connect(
                self.address.url,
                autocommit=True,
                cursor_factory=self._psycopg.RawCursor,
                client_encoding="UTF8",
                application_name="detente",
                connect_timeout=10,
                keepalives_idle=30,
                tcp_user_timeout=60_000,
            )
        )
        self._made.clear()
        self._in_transaction = False
        self._asked(
            lambda: self._db.execute(
                f"SET search_path = {self.address.schema}, pg_catalog; SET statement_timeout = 0; SET lock_timeout = '{_WAIT}';"
                "SET idle_in_transaction_session_timeout = 0; SET client_min_messages = warning;"
                "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
            )
        )
        if self.execute("SHOW server_encoding").fetchone() != ("UTF8",):
            raise StoreError(N_("the database %(where)s does not keep its texts as UTF-8"), where=str(self.address))

    # ---- statements ----

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Rows:
        self._count(sql)
        rows: Rows = self._asked(lambda: self._db.execute(dialect.statement(sql), list(values) or None, binary=True))
        return rows

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Rows:
        self._count(sql)

        def many() -> Any:
            cursor: Any = self._db.cursor()
            cursor.executemany(dialect.statement(sql), list(rows))
            return cursor

        rows_of: Rows = self._asked(many)
        return rows_of

    def insert(self, sql: str, values: Sequence[Any], key: str) -> int:
        return int(self.execute(f"{sql} RETURNING {key}", values).fetchone()[0])

    def _count(self, sql: str) -> None:
        if not sql.startswith("SELECT"):
            self.total_changes += 1

    def _asked(self, question: Callable[[], T]) -> T:
        """What the server answers; what it refuses, or that it does not answer, is an error of the store."""
        try:
            return question()
        except (self._psycopg.Error, UnicodeError) as error:
            raise _unusable(self.address, error) from error

    # ---- transactions ----

    def begin(self) -> None:
        if self.shared and not self._turns:
            raise AssertionError("several processes have this node open: nothing is written but in a turn")
        self._asked(lambda: self._db.execute(f"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({self._write_key})"))
        self._in_transaction = True

    def commit(self) -> None:
        try:
            self._db.execute("COMMIT")
        except self._psycopg.OperationalError as error:
            raise StoreError(
                N_("the connection to %(where)s was lost while something was written; whether it was kept is looked up at the next start"),
                where=str(self.address),
            ) from error
        finally:
            self._in_transaction = False

    def rollback(self) -> None:
        self._in_transaction = False
        self._made.clear()
        if not self._db.closed:
            try:
                self._db.execute("ROLLBACK")
            except self._psycopg.Error:  # what was lost is rolled back by the server; the error that led here is the one to tell
                self._db.close()

    # ---- turns ----

    def lock(self, *, alone: bool) -> None:
        """Take a turn: nobody writes meanwhile (and, `alone`, nobody reads); a turn inside one is part of it.

        Raises:
            CallerError: others have not ended theirs in time.
            StoreError: the database does not answer.
        """
        if not self._turns:
            if self._db.closed:
                self.lost += 1
                self._connect()
            try:
                self._db.execute(f"SELECT pg_advisory_lock{'' if alone else '_shared'}({self._turn_key})")
            except self._psycopg.errors.LockNotAvailable as error:
                raise CallerError(N_("another process has the node open; try again when it has ended")) from error
            except self._psycopg.Error as error:
                raise _unusable(self.address, error) from error
        elif alone and not self._turns[0]:
            raise AssertionError("a turn of reading cannot become one of writing")
        self._turns.append(alone)
        self.total_changes += 1  # others may have written since

    @property
    def is_in_turn(self) -> bool:
        """Whether this process has a turn."""
        return bool(self._turns)

    def unlock(self) -> None:
        """End it."""
        alone = self._turns.pop()
        if not self._turns and not self._db.closed:
            self._asked(lambda: self._db.execute(f"SELECT pg_advisory_unlock{'' if alone else '_shared'}({self._turn_key})"))

    # ---- tables ----

    def make(self, script: str) -> None:
        self._once((script,), dialect.tables(script))

    def make_trigger(self, name: str, table: str, statements: str) -> None:
        self._once((name, table, statements), dialect.trigger(name, table, statements))

    def _once(self, what: tuple[str, ...], statements: Sequence[str]) -> None:
        """Make tables, once for a connection: to ask each time whether they are there would lock them each time."""
        if what in self._made:
            return
        with contextlib.nullcontext() if self._in_transaction else all_or_nothing(self):
            for each in statements:
                self._asked(partial(self._db.execute, each))
            said = msgspec.json.encode(what)
            key = f"{MADE}{'table' if len(what) == 1 else 'trigger'}:{hashlib.sha256(said).hexdigest()[:16]}"
            self.execute("INSERT OR IGNORE INTO meta VALUES (?,?)", (key, said))
        self._made.add(what)

    def has_table(self, name: str) -> bool:
        found = self.execute("SELECT to_regclass(?) IS NOT NULL", (f"{self.address.schema}.{name}",)).fetchone()
        return bool(found[0])

    def length_of(self, column: str) -> str:
        return f"jsonb_array_length(convert_from({column}, 'UTF8')::jsonb)"

    def close(self) -> None:
        self._db.close()

    # ---- whole tables ----

    def columns(self) -> dict[str, list[tuple[str, str]]]:
        """Of each table the names and types of its columns, as SQLite calls them."""
        found: dict[str, list[tuple[str, str]]] = {}
        asked = (
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema=?"
            " ORDER BY table_name, ordinal_position"
        )
        for table, column, kind in self.execute(asked, (self.address.schema,)):
            found.setdefault(table, []).append((column, _TYPES[kind]))
        return found

    def copy_out(self, table: str, columns: Sequence[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
        """All rows of a table, as they come."""
        names = ", ".join(name for name, _ in columns)
        try:
            with self._db.cursor() as cursor, cursor.copy(f"COPY (SELECT {names} FROM {table}) TO STDOUT (FORMAT BINARY)") as copy:  # noqa: S608
                copy.set_types([_COPIED[kind] for _, kind in columns])
                yield from copy.rows()
        except self._psycopg.Error as error:
            raise _unusable(self.address, error) from error

    def copy_in(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows to a table."""
        names = ", ".join(name for name, _ in columns)
        try:
            with self._db.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types([_COPIED[kind] for _, kind in columns])
                for row in rows:
                    copy.write_row(row)
        except self._psycopg.Error as error:
            raise _unusable(self.address, error) from error

    def numbers(self) -> dict[str, int]:
        """Of each table that numbers its rows the last number that was given."""
        return {table: self.execute(f"SELECT last_value FROM {made}").fetchone()[0] for table, _, made in self._numbered()}  # noqa: S608

    def go_on_from(self, numbers: dict[str, int]) -> None:
        """Give no number that was given before."""
        for table, column, made in self._numbered():
            last = max(self.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0], numbers.get(table, 0))  # noqa: S608
            if last:
                self.execute("SELECT setval(CAST(? AS regclass), ?)", (made, last))

    def _numbered(self) -> list[tuple[str, str, str]]:
        asked = (
            "SELECT table_name, column_name, pg_get_serial_sequence(table_schema || '.' || table_name, column_name)"
            " FROM information_schema.columns WHERE table_schema=? AND is_identity='YES'"
        )
        return self.execute(asked, (self.address.schema,)).fetchall()

    # ---- whose it is ----

    def create(self) -> None:
        """Make the schema of a node and its tables, all or nothing. Raises as `make_schema`."""
        with all_or_nothing(self):
            self.make_schema()

    def make_schema(self) -> None:
        """The same inside a transaction.

        Raises:
            CallerError: there is something already.
            StoreError: we have not the right.
        """
        schema = self.address.schema
        if self.execute("SELECT 1 FROM pg_namespace WHERE nspname=?", (schema,)).fetchone() is None:
            self.execute(f"CREATE SCHEMA {schema}")
        elif self.execute("SELECT 1 FROM pg_class WHERE relnamespace=CAST(? AS regnamespace)", (schema,)).fetchone() is not None:
            raise CallerError(
                N_("%(where)s holds the store of a node, or something else, already"),
                hint=N_("Name another database, or another schema of it: postgresql://USER@HOST/DATABASE?schema=NAME."),
                where=str(self.address),
            )  # fmt: skip
        for each in (*dialect.tables(RECORD), _FUNCTIONS):
            self._asked(partial(self._db.execute, each))
        values = {_LAYOUT: str(SCHEMA_VERSION), _IDENTITY: self.address.identity}
        self.executemany("INSERT INTO meta VALUES (?,?)", [(key, value.encode()) for key, value in values.items()])

    def set_aside(self) -> None:
        """Let no node open this store any more; nothing of it is removed."""
        self.execute("UPDATE meta SET value=? WHERE key=?", ((_SET_ASIDE + self.address.identity).encode(), _IDENTITY))

    def remove(self) -> None:
        """Remove everything that `create` made."""
        self._asked(lambda: self._db.execute(f"DROP SCHEMA {self.address.schema} CASCADE"))

    def check_owner(self) -> None:
        """Whether this is the store of the node that asks, in the layout that this program reads.

        Raises:
            StoreError: it is not.
        """
        if not self.has_table("meta"):
            raise StoreError(N_("there is no store of a node in %(where)s"), where=str(self.address))
        known = dict(self.execute("SELECT key, value FROM meta WHERE key IN (?,?)", (_LAYOUT, _IDENTITY)).fetchall())
        if known.get(_IDENTITY, b"").decode() != self.address.identity:
            raise StoreError(
                N_("%(where)s holds the store of another node; nothing was read or written"),
                hint=N_(
                    "The file node.json in the folder of the node names its database; it was copied from elsewhere, or the database was."
                ),
                where=str(self.address),
            )  # fmt: skip
        version = int(known.get(_LAYOUT, b"0"))
        if version != SCHEMA_VERSION:
            raise StoreError(
                N_("the store has layout %(seen)d; this program reads layout %(expected)d"), seen=version, expected=SCHEMA_VERSION
            )


def _unusable(address: Address, error: Exception) -> DetenteError:
    reason = str(error).strip().split("\n", 1)[0][:200] or type(error).__name__
    return StoreError(
        N_("the database %(where)s cannot be used: %(reason)s"),
        hint=N_("Nothing was half done. When the database answers again, the same command goes on."),
        where=str(address), reason=reason,
    )  # fmt: skip
