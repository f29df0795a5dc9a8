"""Tables that a person names: CSV files and Excel workbooks, as rows of cells.

A workbook is looked at before it is opened: how large it says that it becomes, and how many rows it has. Formulas are not computed; what
counts is the value that the workbook last had.
"""

from __future__ import annotations

import csv
import io
import zipfile
from itertools import islice
from pathlib import Path
from typing import Any, Final

from detente.agreements.tables import Cell
from detente.errors import N_, CallerError, DetenteError, UsageError
from detente.node.files import read_capped

MOST_BYTES: Final = 16 << 20
MOST_UNPACKED: Final = 128 << 20
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 100
WORKBOOKS: Final = (".xlsx", ".xlsm")


def read_cells(path: Path, sheet: str | None = None) -> list[list[Cell]]:
    """The cells of a table, row by row.

    Args:
        sheet: of a workbook; otherwise its first one.

    Raises:
        UsageError: the file cannot be read, is too large, or is no such table.
        CallerError: the workbook has no such sheet, or the library is not installed.
    """
    data = read_capped(path, MOST_BYTES)
    if path.suffix.casefold() in WORKBOOKS:
        return _workbook(path, data, sheet)
    if sheet is not None:
        raise CallerError(N_("%(path)s is no workbook, and has no sheets"), path=str(path))
    return _csv(path, data)


def _csv(path: Path, data: bytes) -> list[list[Cell]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(N_("%(path)s is no text in UTF-8, from byte %(byte)d on"), path=str(path), byte=error.start) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows: list[list[Cell]] = [list(row) for row in islice(reader, MOST_ROWS + 1)]
    except csv.Error as error:
        raise UsageError(N_("%(path)s is no table: %(reason)s"), path=str(path), reason=str(error)) from error
    return _bounded(path, rows)


def _workbook(path: Path, data: bytes, sheet: str | None) -> list[list[Cell]]:
    try:
        import openpyxl  # noqa: PLC0415 - only who imports a workbook needs it
    except ImportError as error:
        raise CallerError(
            N_("a workbook can only be read with the library openpyxl"), hint=N_('pip install "detente[agreements]"')
        ) from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(item.file_size for item in packed.infolist())
        if size > MOST_UNPACKED:
            raise UsageError(N_("%(path)s becomes %(size)d bytes; the limit is %(limit)d"), path=str(path), size=size, limit=MOST_UNPACKED)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            rows = _rows(path, book, sheet)
        finally:
            book.close()
    except DetenteError:
        raise
    except Exception as error:  # what the libraries happen to stumble over in a damaged file, in any of its parts
        raise UsageError(N_("%(path)s is no workbook: %(reason)s"), path=str(path), reason=str(error)[:200]) from error
    return _bounded(path, rows)


def _rows(path: Path, book: Any, sheet: str | None) -> list[list[Cell]]:
    """The rows of one sheet, read one by one as they are asked for."""
    chosen: Any = book.worksheets[0] if sheet is None and book.worksheets else None
    if sheet is not None:
        chosen = next((each for each in book.worksheets if each.title == sheet), None)
    if chosen is None:
        known = ", ".join(each.title for each in book.worksheets) or "—"
        raise CallerError(N_("%(path)s has no sheet '%(sheet)s'; it has: %(known)s"), path=str(path), sheet=sheet or "", known=known)
    # One cell in the last column makes a row of 16,384: no more are made of any row than are needed to see that it is too long.
    rows = [list(row) for row in islice(chosen.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), MOST_ROWS + 1)]
    # The library fills each row up to the column that was asked for.
    width = max((place for row in rows for place, cell in enumerate(row, 1) if cell is not None), default=0)
    return [row[:width] for row in rows]


def _bounded(path: Path, rows: list[list[Cell]]) -> list[list[Cell]]:
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise UsageError(
            N_("%(path)s has more than %(rows)d rows or %(columns)d columns"), path=str(path), rows=MOST_ROWS, columns=MOST_COLUMNS
        )
    return rows
