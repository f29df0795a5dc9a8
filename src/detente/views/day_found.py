"""How the last day of a time limit was found, day by day where working days were counted."""

from __future__ import annotations

from detente.agreements.working import SHOWN, Reckoned
from detente.views.agreement_terms import Texts
from detente.views.base import View


class SkippedDay(View, frozen=True):
    """A day that was not counted. `holiday`: its names; empty where it is none of the agreed weekdays. `party`: whose holiday it is."""

    on: str
    holiday: Texts
    party: str | None
    source: str | None


class DayFound(View, frozen=True):
    """The last day of a time limit of so many `days` after `begins`; `due` is null where it lies beyond all dates.

    `working`: the working days that were counted, with `names`, `clause` and `weekdays` (mon to sun); null: days of the calendar.
    `skipped`: the first days that were not counted, of `skipped_in_all`. `beyond`: the list of holidays, which speaks of `listed_from` to
    `listed_until`, does not speak of all these days; the day can then be later, and not earlier.
    """

    begins: str
    days: int
    due: str | None
    working: str | None
    names: Texts
    clause: str | None
    weekdays: list[str]
    skipped: list[SkippedDay]
    skipped_in_all: int
    beyond: bool
    listed_from: str | None
    listed_until: str | None


def day_found(found: Reckoned | None) -> DayFound | None:
    """How a day was found; None where a date is missing."""
    if found is None:
        return None
    agreed = found.working
    return DayFound(
        begins=str(found.begins),
        days=found.days,
        due=None if found.due is None else str(found.due),
        working=None if agreed is None else agreed.id,
        names={} if agreed is None else agreed.names,
        clause=None if agreed is None else agreed.clause,
        weekdays=[] if agreed is None else list(agreed.weekdays),
        skipped=[
            SkippedDay(
                on=str(each.on),
                holiday={} if each.holiday is None else each.holiday.names,
                party=None if each.holiday is None else each.holiday.party,
                source=None if each.holiday is None else each.holiday.source,
            )
            for each in found.skipped(SHOWN)
        ],
        skipped_in_all=found.skipped_in_all,
        beyond=found.beyond,
        listed_from=None if agreed is None or agreed.from_ is None else str(agreed.from_),
        listed_until=None if agreed is None or agreed.until is None else str(agreed.until),
    )
