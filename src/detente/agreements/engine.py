"""DuckDB in memory, locked down: it counts rows that it is given, and can reach nothing else.

What is locked: no file, no network, no extension, no other database (`enable_external_access`), no spilling to disk
(`temp_directory` empty), two threads and a cap on memory; and then no setting can be changed any more (`lock_configuration`). Only SQL
that this package wrote around checked expressions runs here, so this is the second wall, not the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.agreements.expressions import Type, missing
from detente.errors import N_, FormatError

_LOCKED: Final = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",
    "threads": "2",
    "memory_limit": "2GB",
}
_TYPES: Final = {"integer": "BIGINT", "text": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}


class Engine:
    """One database in memory.

    Raises:
        CallerError: duckdb is not installed.
    """

    def __init__(self) -> None:
        try:
            import duckdb  # noqa: PLC0415 - what only shows an agreement counts nothing
        except ImportError as error:
            raise missing("duckdb") from error
        self._error = duckdb.Error
        self._db = duckdb.connect(":memory:", config=dict(_LOCKED))
        self._db.execute("SET lock_configuration = true")

    def table(self, name: str, columns: Mapping[str, Type], data: Sequence[Sequence[Any]]) -> None:
        """Make a table and fill it; `data` is one list for each column."""
        types = [_TYPES[kind.name or "text"] for kind in columns.values()]
        self._db.execute(
            f"CREATE TABLE {quoted(name)} ({', '.join(f'{quoted(column)} {kind}' for column, kind in zip(columns, types, strict=True))})"
        )
        places = ", ".join(f"unnest(${number}::{kind}[])" for number, kind in enumerate(types, 1))
        self._db.execute(f"INSERT INTO {quoted(name)} SELECT {places}", list(data))

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a query gives.

        Raises:
            FormatError: the numbers are larger than the engine can hold.
        """
        try:
            return self._db.execute(sql, list(values)).fetchall()
        except self._error as error:
            reason = str(error).split("\n", 1)[0][:200]
            raise FormatError(N_("a rule cannot be computed over these declarations: %(reason)s"), reason=reason) from error


def quoted(name: str) -> str:
    """A name as SQL has it; ids hold no quotation mark, and a name from elsewhere would not end the quotation."""
    return '"' + name.replace('"', '""') + '"'
