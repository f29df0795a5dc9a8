"""A table of declarations, as it was understood, before anything is drafted; and its drafts, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from detente.agreements.tables import Cell, Read, Row, read_table
from detente.errors import N_, DetenteError, FormatError
from detente.record.limits import LIMITS
from detente.views.acting import Place, Unfit
from detente.views.acting_agreements import declare_rows
from detente.views.base import Text, View, text_of_error
from detente.views.opened import Opened
from detente.views.values import item_text

_ITEMS, _BYTES = 500, LIMITS.value_bytes
"""What one entry can hold of items: so many (docs/protocol.md, form `items`), and so many bytes."""


class ImportRow(View, frozen=True):
    """One row as it was understood: its number in the table, the day, the form, the figures, or the item as it is typed."""

    number: int
    on: str | None
    form: str | None
    exchange: str | None
    figures: dict[str, int]
    item: str | None


class ImportView(View, frozen=True):
    """A table of declarations as it was understood.

    `skipped`: the numbers of rows about other parties, which declare for themselves; `errors`: what is wrong, row by row: then nothing is
    drafted; `drafts`: the numbers of the drafts that were made, none of a preview.
    """

    file: str
    agreement: str
    channel: str
    party: str
    items: bool
    rows: list[ImportRow]
    skipped: list[int]
    errors: list[Text]
    drafts: list[int]


def import_view(
    place: Place, opened: Opened, cells: Sequence[Sequence[Cell]], file: str, *, ignored: Sequence[str] = (),
    shared: Mapping[str, Any] | None = None, draft: bool = False,
) -> ImportView:  # fmt: skip
    """Read a table, and with `draft` make its drafts.

    Args:
        opened: an agreement of the record of that channel.
        file: what the table is called.
        shared: of a table of items, what the declaration says beside them: on, exchange, full.

    Raises:
        FormatError: the table cannot be understood at all.
    """
    node, room = place.node, place.room
    read = read_table(cells, opened.agreement, ignored=ignored)
    ours = [row for row in read.rows if row.party in {None, room.party}]
    errors: list[DetenteError] = list(read.errors)
    made: list[Any] = []
    if not ours and not errors:
        errors.append(FormatError(N_("no row is about %(party)s"), party=room.party))
    if not errors:
        groups = _groups(read, ours, shared or {}, file)
        try:
            made = declare_rows(place, str(opened.text), [given for given, _ in groups])
        except Unfit as error:
            number = error.params.get("number")
            errors.append(error if number is None else _at(groups[number][1], error))
    drafts = node.draft_all(room, made) if draft and not errors else []
    return ImportView(
        file=file, agreement=opened.agreement.id, channel=room.label, party=room.party, items=read.items, rows=[_row(row) for row in ours],
        skipped=[row.number for row in read.rows if row not in ours], errors=[text_of_error(error) for error in errors], drafts=drafts,
    )  # fmt: skip


def _groups(read: Read, rows: Sequence[Row], shared: Mapping[str, Any], file: str) -> list[tuple[dict[str, Any], int]]:
    """What each declaration is given, with the row that it is of, or begins with."""
    if not read.items:
        return [({**row.fields, "source": _source(row, file)}, row.number) for row in rows]
    parts = _parts(rows)
    return [
        (
            {
                **shared, "form": "items", "items": [dict(row.fields) for row in part], "source": {"kind": "party", "ref": file},
                "full": bool(shared.get("full")) and number == 0,
            },
            part[0].number,
        )
        for number, part in enumerate(parts)
    ]  # fmt: skip


def _parts(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of items in as many declarations as the limits of an entry ask for."""
    parts: list[list[Row]] = []
    size = 0
    for row in rows:
        own = len(msgspec.json.encode(dict(row.fields))) + 1
        if not parts or size + own > _BYTES or len(parts[-1]) == _ITEMS:
            parts.append([])
            size = 2
        parts[-1].append(row)
        size += own
    return parts


def _source(row: Row, file: str) -> dict[str, str]:
    told = row.fields.get("source")
    return {"kind": "public", "ref": told} if told else {"kind": "party", "ref": f"{file}, {row.number}"}


def _at(number: int, error: Unfit) -> FormatError:
    return FormatError(N_("row %(row)d: %(cause)s"), row=number, cause=FormatError(error.template, **error.params))


def _row(row: Row) -> ImportRow:
    fields = row.fields
    if "on" not in fields:
        return ImportRow(number=row.number, on=None, form=None, exchange=None, figures={}, item=item_text(fields))
    return ImportRow(
        number=row.number, on=fields["on"], form=fields["form"], exchange=fields.get("exchange"), figures=dict(fields.get("figures", {})),
        item=None,
    )  # fmt: skip
