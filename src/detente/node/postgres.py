"""PostgreSQL as the database that counts, for whoever has one: the same checked rules, run there.

What is loaded goes into temporary tables, which only this connection sees and which are gone with it; nothing else of the database is
read or changed. It needs the right to connect and to make temporary tables (CONNECT and TEMPORARY), and no other.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self

from detente.agreements.engine import TYPES, Columns, not_computed, quoted
from detente.agreements.expressions import Type, missing
from detente.errors import N_, CallerError

_SECONDS: Final = 120
"""How long one query may take; what is counted here takes seconds over millions of records."""


class PostgresEngine:
    """A connection, and the tables that are gone with it; see `agreements.engine.Engine`.

    Args:
        where: a connection string of PostgreSQL, such as postgresql:///arms.

    Raises:
        CallerError: psycopg is not installed, or nobody answers there.
    """

    dialect = "postgres"

    def __init__(self, where: str) -> None:
        try:
            import psycopg  # noqa: PLC0415 - only who names a database needs its library
        except ImportError as error:
            raise missing("psycopg", extra="postgres") from error
        self._psycopg = psycopg
        try:
            self._db = psycopg.connect(where, autocommit=True, cursor_factory=psycopg.RawCursor, connect_timeout=10)
            self._db.execute(f"SET statement_timeout = '{_SECONDS}s'")
            # Names are looked for among our own tables and the system's alone, and no statement runs differently for how the server is set.
            self._db.execute("SET search_path = pg_temp, pg_catalog")
        except (psycopg.Error, UnicodeError) as error:
            raise _unreachable(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; its tables are gone."""
        self._db.close()

    def load(self, name: str, columns: Columns) -> None:
        """See `Engine`."""
        said = ", ".join(f"{quoted(key)} {'BIGINT' if isinstance(column, array) else 'TEXT'}" for key, column in columns.items())
        self._run(f"CREATE TEMPORARY TABLE {quoted(name)} ({said})")
        try:
            with self._db.cursor() as cursor, cursor.copy(f"COPY {quoted(name)} FROM STDIN") as copy:
                for row in zip(*columns.values(), strict=True):
                    copy.write_row([each.decode() if isinstance(each, bytes) else each for each in row])
        except self._psycopg.OperationalError as error:
            raise _unreachable(error) from error
        self._run(f"ANALYZE {quoted(name)}")

    def load_items(self, name: str, seqs: array[int], packed: list[bytes], fields: Mapping[str, Type]) -> None:
        """See `Engine`."""
        self.load("#packed", {"#seq": seqs, "#items": packed})
        stated = "".join(f", (i->'fields'->>'{field}')::{TYPES[kind.name or 'text']} AS {quoted(field)}" for field, kind in fields.items())
        self.make(
            name,
            # Compared byte by byte, as DuckDB does, and not as the words of some language.
            f"""SELECT "#seq", (i->>'id') COLLATE "C" AS "#item", coalesce((i->>'gone')::BOOLEAN, FALSE) AS "#gone"{stated}
            FROM "#packed" CROSS JOIN LATERAL jsonb_array_elements("#items"::JSONB) AS i""",  # noqa: S608 - as in DuckEngine
        )
        self.drop("#packed")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """See `Engine`."""
        found: list[tuple[Any, ...]] = self._run(sql, values).fetchall()
        return found

    def make(self, name: str, sql: str) -> None:
        """See `Engine`."""
        self._run(f"CREATE TEMPORARY TABLE {quoted(name)} AS {sql}")
        self._run(f"ANALYZE {quoted(name)}")

    def drop(self, name: str) -> None:
        """See `Engine`."""
        self._run(f"DROP TABLE {quoted(name)}")

    def _run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        try:
            return self._db.execute(sql, list(values) or None)
        except (self._psycopg.OperationalError, self._psycopg.errors.InsufficientPrivilege) as error:
            raise _unreachable(error) from error
        except self._psycopg.Error as error:
            raise not_computed(error) from error


def _unreachable(error: Exception) -> CallerError:
    reason = str(error).strip().split("\n", 1)[0][:200]
    return CallerError(
        N_("the database cannot be used: %(reason)s"),
        hint=N_("Leave out --database to count in memory, or name one that answers, such as postgresql:///arms."),
        reason=reason,
    )
