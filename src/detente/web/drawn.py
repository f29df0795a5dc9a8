"""Where things stand in a drawing: the timeline of the talks, in units of its view box. Nothing here knows colours or words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from detente.views.days import first_day, last_day
from detente.views.timeline import Event

WIDTH: Final = 960
_START, _END = 190, 940
"""Where the axis begins and ends; before it stand the names of the lanes."""

_LANE: Final = 26
"""The least height of a lane; what falls together is stacked within it."""

_MARK: Final = 13
"""The room that one mark needs beside the next."""

_MOST_TICKS: Final = 9

JOINT: Final = ("meeting", "group", "text")
"""Lanes of what is joint, by the kinds of `_LANE_OF`; each party's own acts have a lane of their own below them."""

_LANE_OF: Final = {"meeting": "meeting", "group_agreed": "group", "group_met": "group", "text_signed": "text"}


class Mark(NamedTuple):
    """One event: its place in the list of events, where it begins and how wide it is, and the middle of its row."""

    place: int
    x: float
    width: float
    y: int


class Lane(NamedTuple):
    """One row of the drawing: `name` is a kind of JOINT or a party."""

    name: str
    y: int
    height: int
    marks: list[Mark]


class Tick(NamedTuple):
    """The first day of a month on the axis."""

    month: str
    x: float


class Drawing(NamedTuple):
    """A timeline. `now`: where today is."""

    height: int
    lanes: list[Lane]
    ticks: list[Tick]
    now: float


def timeline(events: Sequence[Event], parties: Sequence[str], today: str) -> Drawing | None:
    """The drawing of the events that have a date; None where none has.

    Args:
        events: of `TimelineView`; a mark names its event by the place in it.
        parties: in the order in which their lanes are to stand.
        today: such as 2021-09-30.
    """
    dated = [(place, event) for place, event in enumerate(events) if first_day(event.date)]
    if not dated:
        return None
    first = min(_day(first_day(event.date)) for _, event in dated)
    last = max(_day(today), *(_day(last_day(event.date)) for _, event in dated))
    scale = (_END - _START) / max(1, (last - first).days + 1)

    def at(day: dt.date) -> float:
        return round(_START + (day - first).days * scale, 1)

    lanes, y = [], 30
    for name in (*JOINT, *parties):
        own = [(place, event) for place, event in dated if _LANE_OF.get(event.kind, event.party) == name]
        if not own:
            continue
        spans = [(place, at(_day(first_day(event.date))), at(_day(last_day(event.date)) + dt.timedelta(1))) for place, event in own]
        marks, rows = _stacked(spans, y)
        height = max(_LANE, rows * _MARK + 8)
        lanes.append(Lane(name, y, height, marks))
        y += height + 6
    return Drawing(height=y + 4, lanes=lanes, ticks=_ticks(first, last, at), now=round(at(_day(today)) + scale / 2, 1))


def _stacked(found: list[tuple[int, float, float]], top: int) -> tuple[list[Mark], int]:
    """Marks from place, start and end: one below the other where they would cover each other; and how many rows that takes."""
    ends: list[float] = []
    marks = []
    for place, x, end in sorted(found, key=lambda each: each[1]):
        shown = max(end - x, _MARK - 3)
        row = next((number for number, taken in enumerate(ends) if taken <= x), len(ends))
        ends[row : row + 1] = [x + shown + 2]
        marks.append(Mark(place, x, round(shown, 1), top + 4 + row * _MARK + _MARK // 2))
    return marks, max(1, len(ends))


def _ticks(first: dt.date, last: dt.date, at: Callable[[dt.date], float]) -> list[Tick]:
    """The first days of months between two days, so many that their names do not touch."""
    months = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        day = dt.date(year, month, 1)
        if day >= first:
            months.append(Tick(f"{year}-{month:02d}", at(day)))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    step = -(-len(months) // _MOST_TICKS) or 1
    return months[::step]


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
