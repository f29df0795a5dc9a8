"""When a time limit ends, and how the day was found: days of the calendar, or days that the parties agreed to work on. Days are UTC's.

Rules:

1. The day from which a time limit runs is not counted. It ends on the last of the counted days, at the end of that day.
2. Where it counts working days, a day counts that is one of the agreed weekdays and no holiday: neither a common one, nor one of the party
   that has to tell. What is due of all parties alike, a round of an exchange, knows only the common ones.
3. A limit of no days ends on the day from which it runs; of no working days, on the first working day from then on.
4. Outside of the days that the list of holidays speaks of (`from`, `until`) only weekdays are known: the day found is then the earliest
   that it can be. Who told by then was in time; whether later was late is unknown.
5. The work is bounded by the number of holidays, and not by the number of days.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from detente.agreements.agreement import Agreement, Holiday, WorkingDays

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

SHOWN: Final = 60
"""So many skipped days are listed: two months of a limit that a person checks day by day."""


@dataclass(frozen=True)
class Skipped:
    """A day that was not counted: it is no agreed weekday, or a holiday."""

    on: dt.date
    holiday: Holiday | None


@dataclass(frozen=True)
class Reckoned:
    """The end of a time limit of so many `days` from `begins`, and how it was found.

    `due` is null where it lies beyond all dates. `week`: the agreed working days, null where days of the calendar are counted.
    """

    begins: dt.date
    days: int
    due: dt.date | None
    week: Week | None = None

    @property
    def working(self) -> WorkingDays | None:
        """The working days that were counted; None: days of the calendar."""
        return None if self.week is None else self.week.agreed

    @property
    def first(self) -> dt.date:
        """The first day that was looked at."""
        return self.begins + dt.timedelta(1) if self.days and self.begins < dt.date.max else self.begins

    @property
    def beyond(self) -> bool:
        """Whether the list of holidays does not speak of all days that were looked at."""
        if self.week is None:
            return False
        first, last = self.week.agreed.from_, self.week.agreed.until
        return self.due is None or (first is not None and self.first < first) or (last is not None and self.due > last)

    def skipped(self, most: int = SHOWN) -> list[Skipped]:
        """The days that were not counted, oldest first, at most so many."""
        if self.week is None or self.due is None:
            return []
        return list(islice(self.week.skipped(self.first, self.due), most))

    @property
    def skipped_in_all(self) -> int:
        """How many days were not counted."""
        if self.week is None or self.due is None:
            return 0
        return (self.due - self.first).days + 1 - self.week.worked(self.first, self.due)


class Reckoner:
    """Reckons the time limits of one agreement."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreed = {each.id: each for each in agreement.working_days}
        self._weeks: dict[tuple[str, str | None], Week] = {}

    def reckon(self, days: int, working: str | None, begins: dt.date, party: str | None = None) -> Reckoned:
        """The end of a time limit.

        Args:
            working: the working days that it counts, by their id; days of the calendar where it is none.
            party: whose own holidays count too.
        """
        if working is None:
            far = (dt.date.max - begins).days < days
            return Reckoned(begins, days, None if far else begins + dt.timedelta(days))
        if (working, party) not in self._weeks:
            self._weeks[working, party] = Week(self._agreed[working], party)
        week = self._weeks[working, party]
        return Reckoned(begins, days, week.after(begins, days), week)


class Week:
    """Agreed weekdays and holidays, for one party or for all."""

    def __init__(self, agreed: WorkingDays, party: str | None) -> None:
        self.agreed = agreed
        self._is_worked = tuple(name in agreed.weekdays for name in WEEKDAYS)
        self.holidays = {each.on: each for each in agreed.holidays if each.party in {None, party}}
        self._off = sorted(day.toordinal() for day in self.holidays if self._is_worked[day.weekday()])
        before = [0]
        for worked in self._is_worked:
            before.append(before[-1] + worked)
        self._before = tuple(before)

    def is_working(self, day: dt.date) -> bool:
        """Whether a day counts."""
        return self._is_worked[day.weekday()] and day not in self.holidays

    def worked(self, first: dt.date, last: dt.date) -> int:
        """How many days count from one to another, both included."""
        return self._until(last.toordinal()) - self._until(first.toordinal() - 1)

    def after(self, begins: dt.date, days: int) -> dt.date | None:
        """The day that is so many working days after another; for none, the first working day from then on. None beyond all dates."""
        low = begins.toordinal() if not days else begins.toordinal() + 1
        wanted = self._until(low - 1) + max(days, 1)
        high = min(low + 7 * (max(days, 1) + len(self._off)), dt.date.max.toordinal())  # each week has a day that is worked, or a holiday
        if self._until(high) < wanted:
            return None
        while low < high:  # the number of working days until a day never falls
            middle = (low + high) // 2
            if self._until(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return dt.date.fromordinal(low)

    def skipped(self, first: dt.date, last: dt.date) -> Iterator[Skipped]:
        """The days from one to another, both included, that do not count."""
        for place in range(first.toordinal(), last.toordinal() + 1):
            day = dt.date.fromordinal(place)
            if not self.is_working(day):
                yield Skipped(day, self.holidays.get(day) if self._is_worked[day.weekday()] else None)

    def _until(self, place: int) -> int:
        """How many working days there are until a day, by its ordinal; that of 1 January of the year 1, a Monday, is 1."""
        weeks, rest = divmod(place, 7)
        return weeks * self._before[7] + self._before[rest] - bisect_right(self._off, place)
