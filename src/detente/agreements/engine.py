"""The databases that count: what each has to do, and DuckDB in memory, locked down, which does it unless another one is named.

What is locked: no file, no network, no extension, no other database (`enable_external_access`), no spilling to disk
(`temp_directory` empty), nothing written to the screen, where it would stand among our output (`enable_progress_bar`), two threads and a
cap on memory; and then no setting can be changed any more (`lock_configuration`). Only SQL that this package wrote around checked
expressions runs here, so this is the second wall, not the first.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, Protocol

from detente.agreements.expressions import Type, missing
from detente.errors import N_, FormatError

Columns = Mapping[str, "array[int] | list[bytes]"]
"""Columns of equal length, by name: whole numbers of 8 to 64 bits (type codes b, h, i, q), or texts in UTF-8."""

_BATCH: Final = 1 << 18
"""Rows that travel together: each batch of numbers costs more than its first thousands of rows."""

_BATCH_OF_TEXTS: Final = 8192
"""The same where there are texts: these are work, which threads share batch by batch."""

_LOCKED: Final = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",
    "threads": "2",
    "memory_limit": "2GB",
}
_NARROW: Final = (("b", "TINYINT", 1 << 7), ("h", "SMALLINT", 1 << 15), ("i", "INTEGER", 1 << 31), ("q", "BIGINT", 1 << 63))
"""Types of whole numbers, the narrowest first: the type code of an array, the name in SQL, and what is too large for it."""

TYPES: Final = {"integer": "BIGINT", "text": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}
"""What the types of fields are in SQL."""


class Engine(Protocol):
    """A database that holds tables of its own, which nobody else sees, and counts in them."""

    dialect: str
    """What sqlglot calls its SQL."""

    def load(self, name: str, columns: Columns) -> None:
        """Make a table of whole numbers and texts and fill it."""

    def load_items(self, name: str, seqs: array[int], packed: list[bytes], fields: Mapping[str, Type]) -> None:
        """Make a table of items and fill it. Each text is a JSON list of {id, fields} and {id, gone: true}; its number is beside it.

        The columns are `#seq`, `#item`, `#gone` and the fields; what is not stated is NULL. Fields have to be of their types: whoever
        loaded the declarations has looked.
        """

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a query gives; its parameters are written $1, $2.

        Raises:
            FormatError: the numbers are larger than the engine can hold.
        """

    def make(self, name: str, sql: str) -> None:
        """Make a table out of a query; raises as `rows` does, and then there is no table."""

    def drop(self, name: str) -> None:
        """Forget a table."""


class DuckEngine:
    """One database in memory.

    Raises:
        CallerError: duckdb or nanoarrow is not installed.
    """

    dialect = "duckdb"

    def __init__(self) -> None:
        try:
            import duckdb  # noqa: PLC0415 - what only shows an agreement counts nothing
        except ImportError as error:
            raise missing("duckdb") from error
        self._error = duckdb.Error
        self._db = duckdb.connect(":memory:", config=dict(_LOCKED))
        self._db.execute("SET enable_progress_bar = false")  # of a connection, not of the database
        self._db.execute("SET lock_configuration = true")

    def table(self, name: str, columns: Mapping[str, Type], data: Sequence[Sequence[Any]]) -> None:
        """Make a small table and fill it; `data` is one list for each column."""
        types = [TYPES[kind.name or "text"] for kind in columns.values()]
        self._db.execute(
            f"CREATE TABLE {quoted(name)} ({', '.join(f'{quoted(column)} {kind}' for column, kind in zip(columns, types, strict=True))})"
        )
        places = ", ".join(f"unnest(${number}::{kind}[])" for number, kind in enumerate(types, 1))
        self._db.execute(f"INSERT INTO {quoted(name)} SELECT {places}", list(data))

    def load(self, name: str, columns: Columns) -> None:
        """See `Engine`. The columns are handed over as they lie in memory: a list of parameters costs a Python object for each value."""
        self._take(columns, f'CREATE TABLE {quoted(name)} AS SELECT * FROM "#given"')  # noqa: S608 - a quoted name

    def load_items(self, name: str, seqs: array[int], packed: list[bytes], fields: Mapping[str, Type]) -> None:
        """See `Engine`."""
        said = ",".join(f'"{field}":"{TYPES[kind.name or "text"]}"' for field, kind in fields.items())
        shape = f'[{{"id":"VARCHAR","gone":"BOOLEAN","fields":{{{said}}}}}]'
        stated = "".join(f", i.fields.{quoted(field)} AS {quoted(field)}" for field in fields)
        self._take(
            {"#seq": seqs, "#items": packed},
            f"""
            CREATE TABLE {quoted(name)} AS
            SELECT "#seq", i.id AS "#item", coalesce(i.gone, FALSE) AS "#gone"{stated}
            FROM (SELECT "#seq", unnest(from_json("#items", '{shape}')) AS i FROM "#given")
            """,  # noqa: S608 - names of the agreement, which hold letters, digits and underscores, and quoted ones
        )

    def _take(self, columns: Columns, sql: str) -> None:
        self._db.register("#given", _arrow(columns))
        try:
            self._db.execute(sql)
        finally:
            self._db.unregister("#given")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """See `Engine`."""
        try:
            return self._db.execute(sql, list(values)).fetchall()
        except self._error as error:
            raise not_computed(error) from error

    def make(self, name: str, sql: str) -> None:
        """See `Engine`."""
        self.rows(f"CREATE TABLE {quoted(name)} AS {sql}")

    def drop(self, name: str) -> None:
        """See `Engine`."""
        self._db.execute(f"DROP TABLE {quoted(name)}")

    def columns(self, table: str, order: str) -> dict[str, array[int]]:
        """A table of whole numbers, none of them NULL, as columns as narrow as their numbers, in an order of rows."""
        listed = "SELECT column_name FROM duckdb_columns() WHERE table_name = $1 ORDER BY column_index"
        names = [row[0] for row in self.rows(listed, [table])]
        ends = ", ".join(f"coalesce(min({quoted(name)}), 0)::BIGINT, coalesce(max({quoted(name)}), 0)::BIGINT" for name in names)
        (found,) = self.rows(f"SELECT {ends} FROM {quoted(table)}")  # noqa: S608 - quoted names
        kinds = {}
        for name, least, most in zip(names, found[::2], found[1::2], strict=True):
            kinds[name] = next((code, kind) for code, kind, above in _NARROW if -above <= least and most < above)
        said = ", ".join(f"{quoted(name)}::{kind} AS {quoted(name)}" for name, (_, kind) in kinds.items())
        columns = {name: array(code) for name, (code, _) in kinds.items()}
        for batch in _c_array_stream(self._db.sql(f"SELECT {said} FROM {quoted(table)} ORDER BY {order}")):  # noqa: S608 - the same
            for place, column in enumerate(columns.values()):
                part = batch.child(place)
                size = column.itemsize
                column.frombytes(memoryview(part.view().buffer(1)).cast("B")[part.offset * size : (part.offset + part.length) * size])
        return columns


def not_computed(error: Exception) -> FormatError:
    """The error that says what the engine said."""
    reason = str(error).split("\n", 1)[0][:200]
    return FormatError(N_("a rule cannot be computed over these declarations: %(reason)s"), reason=reason)


def quoted(name: str) -> str:
    """A name as SQL has it; ids hold no quotation mark, and a name from elsewhere would not end the quotation."""
    return '"' + name.replace('"', '""') + '"'


def _arrow(columns: Columns) -> Any:
    """Columns in the form in which databases hand them to each other (Apache Arrow's C stream), in batches, which threads share."""
    try:
        import nanoarrow as na  # noqa: PLC0415 - as above
        from nanoarrow.c_array_stream import CArrayStream  # noqa: PLC0415
    except ImportError as error:
        raise missing("nanoarrow") from error
    numbers = {"b": na.int8(), "h": na.int16(), "i": na.int32(), "q": na.int64()}
    kinds = {name: numbers[column.typecode] if isinstance(column, array) else na.string() for name, column in columns.items()}
    form, size = na.struct(kinds), len(next(iter(columns.values())))
    batches = []
    rows = _BATCH if all(isinstance(column, array) for column in columns.values()) else _BATCH_OF_TEXTS
    for start in range(0, max(size, 1), rows):
        parts = {name: column[start : start + rows] for name, column in columns.items()}
        length = min(rows, size - start)
        children = [na.c_array_from_buffers(kinds[name], length, [None, *_buffers(part)]) for name, part in parts.items()]
        batches.append(na.c_array_from_buffers(form, length, [None], children=children))
    return na.ArrayStream(CArrayStream.from_c_arrays(batches, na.c_schema(form), move=True))


def _buffers(column: array[int] | list[bytes]) -> list[Any]:
    """A column as Arrow keeps it: whole numbers as they are; of texts where each ends, and all in one."""
    if isinstance(column, array):
        return [column]
    return [array("i", accumulate(map(len, column), initial=0)), b"".join(column)]


def _c_array_stream(relation: Any) -> Iterator[Any]:
    """The batches of what a query gives, in the same form."""
    from nanoarrow import c_array_stream  # noqa: PLC0415 - as above

    yield from c_array_stream(relation)
