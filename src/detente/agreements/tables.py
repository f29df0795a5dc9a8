"""Declarations out of a table: what each row was understood as, or what is wrong with it, by row and column.

The first row names the columns. Two kinds of tables are read:

    on, exchange, party, form, text, warheads, launchers, ..      a declaration of figures in each row; an empty cell is unknown
    id, type, tested, base, ..                                    an item in each row; an empty cell is unknown

`date` is another name of `on`, and `holder` and `by` are other names of `party`. A column that is none of these is an error, so that
nothing is left out in silence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from detente.agreements.agreement import Agreement
from detente.agreements.agreement import Field as ItemField
from detente.agreements.caps import CAPS
from detente.errors import N_, FormatError

Cell = str | int | float | bool | dt.date | None

_OF_PARTIES: Final = {"holder": "party", "by": "party"}
_ALIASES: Final = {"date": "on", "kind": "form", "note": "text", **_OF_PARTIES}
_OF_FIGURES: Final = ("on", "party", "exchange", "form", "text", "source")
_FORMS: Final = ("figures", "nil", "nothing_new")


@dataclass(frozen=True)
class Row:
    """What a row was understood as: its number in the table, its party (none: not said), and the fields of a declaration, or an item."""

    number: int
    party: str | None
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Read:
    """A table as it was understood. `items`: whether its rows are items; `errors`: row by row, each with its column."""

    items: bool
    rows: list[Row] = field(default_factory=list)
    errors: list[FormatError] = field(default_factory=list)


def read_table(cells: Sequence[Sequence[Cell]], agreement: Agreement, *, ignored: Sequence[str] = ()) -> Read:
    """The rows of a table; every error in it, not the first alone.

    Args:
        cells: row by row, the names of the columns first; rows that are empty are passed over.
        ignored: columns that are left out on purpose.

    Raises:
        FormatError: there are no rows, or the columns cannot be understood.
    """
    if not cells:
        raise FormatError(N_("the table is empty; its first row names the columns"))
    written = [_text(cell).casefold() for cell in cells[0]]
    items = {"id", "type"} <= set(written)
    names = [(_OF_PARTIES if items else _ALIASES).get(name, name) for name in written]
    _check_columns(names, agreement, {name.casefold() for name in ignored}, items=items)
    found = Read(items)
    for number, row in enumerate(cells[1:], 2):
        values = {name: cell for name, cell in zip(names, row, strict=False) if name and name not in ignored and _text(cell)}
        if not values:
            continue
        try:
            found.rows.append(_item(number, values, agreement) if items else _figures(number, values, agreement))
        except FormatError as error:
            found.errors.append(error)
    return found


def _check_columns(names: Sequence[str], agreement: Agreement, ignored: set[str], *, items: bool) -> None:
    figures = [figure.id for figure in agreement.figures]
    fields = sorted({field.id for item in agreement.items for field in item.fields})
    known = ["id", "type", "party", *fields] if items else [*_OF_FIGURES, *figures]
    for place, name in enumerate(names, 1):
        if name and name not in {*known, *ignored}:
            raise FormatError(
                N_("column %(place)d is '%(name)s', which this agreement does not know; it knows: %(known)s"),
                place=place, name=name[:60], known=", ".join(known),
            )  # fmt: skip
        if name and names.index(name) != place - 1:
            raise FormatError(N_("column %(place)d is '%(name)s', as one before it"), place=place, name=name)
    if not items and "on" not in names:
        raise FormatError(N_("no column says of which day the figures are: 'on'"))


def _figures(number: int, values: Mapping[str, Cell], agreement: Agreement) -> Row:
    figures = {figure.id: _whole(number, figure.id, values[figure.id]) for figure in agreement.figures if figure.id in values}
    form = _text(values.get("form")) or "figures"
    if form not in _FORMS:
        raise _wrong(number, "form", N_("'%(text)s' is none of: %(known)s"), text=form[:60], known=", ".join(_FORMS))
    if (form == "figures") != bool(figures):
        raise _wrong(number, "form", N_("'%(form)s' and %(n)d figures do not go together"), form=form, n=len(figures))
    if "on" not in values:
        raise _wrong(number, "on", N_("the day is missing"))
    given = {name: _text(values[name]) for name in ("exchange", "text", "source") if name in values}
    on = str(_day(number, "on", values["on"]))
    return Row(number, _party(number, values, agreement), {"form": form, "on": on, **({"figures": figures} if figures else {}), **given})


def _item(number: int, values: Mapping[str, Cell], agreement: Agreement) -> Row:
    for name in ("id", "type"):
        if name not in values:
            raise _wrong(number, name, N_("it is missing"))
    kind = agreement.item(_text(values["type"]))
    if kind is None:
        known = ", ".join(item.id for item in agreement.items) or "—"
        raise _wrong(number, "type", N_("'%(text)s' is none of: %(known)s"), text=_text(values["type"])[:60], known=known)
    fields = {each.id: each for each in kind.fields}
    stated = {name: cell for name, cell in values.items() if name not in {"id", "type", "party"}}
    for name in stated:
        if name not in fields:
            raise _wrong(number, name, N_("an item of the type '%(type)s' has no such field"), type=kind.id)
    read = {name: _value(number, fields[name], cell) for name, cell in stated.items()}
    return Row(number, _party(number, values, agreement), {"id": _text(values["id"]), "type": kind.id, "fields": read})


def _party(number: int, values: Mapping[str, Cell], agreement: Agreement) -> str | None:
    if "party" not in values:
        return None
    found = agreement.party(_text(values["party"]))
    if found is None:
        known = ", ".join(party.id for party in agreement.parties)
        raise _wrong(number, "party", N_("'%(text)s' is none of: %(known)s"), text=_text(values["party"])[:60], known=known)
    return found.id


def _value(number: int, of: ItemField, cell: Cell) -> Any:
    """A cell as the agreement has its field; dates stay texts, as in entries."""
    if of.type == "integer":
        return _whole(number, of.id, cell)
    if of.type == "date":
        return str(_day(number, of.id, cell))
    if of.type == "boolean":
        found = {"yes": True, "true": True, "no": False, "false": False}.get(_text(cell).casefold())
        if found is None:
            raise _wrong(number, of.id, N_("'%(text)s' is neither yes nor no"), text=_text(cell)[:60])
        return found
    return _text(cell)


def _whole(number: int, column: str, cell: Cell) -> int:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = _text(cell).replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    digits = text.removeprefix("-")
    if isinstance(cell, bool) or not (digits.isascii() and digits.isdigit() and len(digits) <= CAPS.digits):
        raise _wrong(number, column, N_("'%(text)s' is no whole number"), text=_text(cell)[:60])
    return int(text)


def _day(number: int, column: str, cell: Cell) -> dt.date:
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    try:
        day = cell if isinstance(cell, dt.date) else dt.date.fromisoformat(_text(cell)) if len(_text(cell)) == len("2021-09-30") else None
    except ValueError:
        day = None
    if day is None or not CAPS.first_year <= day.year <= CAPS.last_year:
        raise _wrong(number, column, N_("'%(text)s' is no day such as 2021-09-01"), text=_text(cell)[:60])
    return day


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else str(cell).strip()


def _wrong(number: int, column: str, template: str, **params: Any) -> FormatError:
    return FormatError(N_("row %(row)d, column %(column)s: %(cause)s"), row=number, column=column, cause=FormatError(template, **params))
