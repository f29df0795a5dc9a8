"""What one party told of one thing, oldest first: found by day, however much was told.

A question names two days (`Asked`). Of the day of knowledge there are few in use at a time, so a line is drawn up once for each; the day
that is asked about is then looked up in it. A correction is about the day of what it corrects, so that within a line nothing depends on the
day that is asked about but where to stop.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.agreements.declarations import VALUED, Declaration
from detente.agreements.kept import Part
from detente.agreements.rounds import Due


@dataclass(frozen=True)
class RoundsSince:
    """Rounds after a day: the newest one that was due and brought nothing, and what was recorded of those after it."""

    missed: Due | None
    came: tuple[Declaration, ...]


class Line:
    """Declarations of one party that speak of one figure or type of item, without what was corrected, by day and then as they are held."""

    def __init__(self, told: Iterable[Declaration]) -> None:
        self.told: Sequence[Declaration] = sorted(told, key=lambda each: each.on)
        self._days = [each.on for each in self.told]

    def until(self, day: dt.date) -> int:
        """How many of them are about this day or an earlier one."""
        return bisect_right(self._days, day)

    def before(self, day: dt.date) -> int:
        """How many of them are about an earlier day than this one."""
        return bisect_left(self._days, day)

    def on(self, day: dt.date) -> Sequence[Declaration]:
        """Those about one day."""
        return self.told[self.before(day) : self.until(day)]

    @cached_property
    def starts(self) -> list[int]:
        """For each declaration the place of the last one, up to it, that takes the place of all items before it; -1 where there is none."""
        last, found = -1, []
        for place, each in enumerate(self.told):
            last = place if each.full or each.kind == "nil" else last
            found.append(last)
        return found

    @cached_property
    def ends(self) -> list[dt.date]:
        """For each declaration the day of the next one that takes the place of all items before it; the last of days without one."""
        following, found = dt.date.max, []
        for each in reversed(self.told):
            found.append(following)
            following = each.on if each.full or each.kind == "nil" else following
        return found[::-1]

    @cached_property
    def valued(self) -> list[int]:
        """For each declaration the place of the last one, up to it, that tells values; -1 where there is none."""
        last, found = -1, []
        for place, each in enumerate(self.told):
            last = place if each.kind in VALUED else last
            found.append(last)
        return found

    @cached_property
    def _undated(self) -> list[int]:
        """For each declaration how many before it tell values and have no date of receipt."""
        found = [0]
        for each in self.told:
            found.append(found[-1] + (each.kind in VALUED and each.received is None))
        return found

    def has_undated(self, start: int, stop: int) -> bool:
        """Whether one in a part of the line that tells values has no date of receipt."""
        return self._undated[stop] > self._undated[start]


@dataclass(frozen=True)
class Chain:
    """The part of a line that says which items of a type a party has: the last full declaration of them, and the changes after it.

    `since`: the rounds after it. `last`: the place of the last declaration at hand that tells values; -1 where there is none. `part`: what
    of it rests, all of which tells values.
    """

    line: Line
    start: int
    stop: int
    last: int
    since: RoundsSince
    part: Part | None = None

    @property
    def told(self) -> tuple[Declaration, ...]:
        """What tells values."""
        return tuple(each for each in self.line.told[self.start : self.stop] if each.kind in VALUED)

    @property
    def refused(self) -> tuple[Declaration, ...]:
        """What tells none, and what was recorded of the rounds since."""
        return (*(each for each in self.line.told[self.start : self.stop] if each.kind not in VALUED), *self.since.came)

    @property
    def told_on(self) -> dt.date | None:
        """The day of the last declaration that tells values; null where there is none."""
        days = ([self.line.told[self.last].on] if self.last >= 0 else []) + ([] if self.part is None else [self.part.newest])
        return max(days, default=None)

    @property
    def undated(self) -> bool:
        """Whether one that tells values has no date of receipt."""
        return self.line.has_undated(self.start, self.stop) or (self.part is not None and self.part.undated)

    @property
    def why(self) -> str | None:
        """Why the sum is unknown, whatever the items say; null where it is not."""
        if self.since.missed is not None:
            return "not_provided"
        kinds = [each.kind for each in self._after() if each.kind != "not_seen"]
        if self.told_on is None:
            return kinds[-1] if kinds else "nothing_declared"
        return kinds[-1] if kinds else None

    @property
    def of(self) -> dt.date | None:
        """The day of which the items are."""
        if self.told_on is not None:
            return self.told_on
        if self.since.missed is not None:
            return self.since.missed.of
        return next((each.on for each in reversed(self._after()) if each.kind != "not_seen"), None)

    def _after(self) -> list[Declaration]:
        """What was refused after the last declaration that tells values; about a later day, where there is one."""
        tail = [*self.line.told[max(self.last + 1, self.start) : self.stop], *self.since.came]
        day = self.told_on or dt.date.min
        return [each for each in tail if each.kind not in VALUED and each.on > day]
