"""When a regular exchange is due, and how the day was found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from detente.agreements.agreement import Agreement, Exchange, Round
from detente.agreements.working import Reckoned, Reckoner


@dataclass(frozen=True)
class Due:
    """One round of an exchange.

    `of`: the day of which the values are; `on`: the last day on which they may come. Where that was computed, it is `days` after
    `period_ended`, and `reckoned` says how where working days were counted.
    """

    of: dt.date
    on: dt.date
    period_ended: dt.date | None = None
    days: int | None = None
    reckoned: Reckoned | None = field(default=None, compare=False)


def rounds_until(exchange: Exchange, agreement: Agreement, day: dt.date) -> list[Due]:
    """The rounds of an exchange whose day has come, oldest first."""
    first = exchange.from_ or agreement.from_
    last = min(each for each in (day, exchange.until, agreement.until) if each is not None)
    reckoner, years = Reckoner(agreement), range(first.year, last.year + 1)
    found = [due for year in years for each in exchange.rounds if (due := due_of(each, year, reckoner)) is not None]
    return sorted({due for due in found if first <= due.of <= last}, key=lambda due: due.of)


def due_of(each: Round, year: int, reckoner: Reckoner) -> Due | None:
    """A round in a year; none where it is a single day of another year, or 29 February of a year without one."""
    of = _day(each.of, year)
    if of is None or of.year != year:
        return None
    if each.period_ends is not None and each.days is not None:
        ended = _day(each.period_ends, year)
        found = None if ended is None else reckoner.reckon(each.days, each.working, ended)
        if found is None or found.due is None:
            return None
        return Due(of, found.due, ended, each.days, None if each.working is None else found)
    if each.due_before is not None:
        before = _day(each.due_before, year)
        if before is not None and before > of:
            before = _day(each.due_before, year - 1)
        return None if before is None else Due(of, before)
    if each.due is None:
        return Due(of, of)
    due = _day(each.due, year)
    if due is not None and due < of:
        due = _day(each.due, year + 1)
    return None if due is None else Due(of, due)


def _day(text: str, year: int) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text if len(text) == len("2011-02-05") else f"{year:04d}-{text}")
    except ValueError:
        return None
