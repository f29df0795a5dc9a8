"""Days that a report names by words, against the day of its publication.

Rules:

1. A weekday is the last one that is not after publication; with "last" in front of it, the last one before publication. With "next", or
   where something is to come, the first one after publication.
2. A day and a month without a year are those nearest to publication that are not after it; where something is to come, not before it.
3. "Earlier this month" is from its first day to the day before publication; "last week" is Monday to Sunday of it.
4. A month alone is a month: 2021-06.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, Literal, NamedTuple

from detente.press.folding import folded
from detente.press.lexicon import Lexicon

_BEFORE: Final = 700
"""Characters before words for the same day in which that day is named."""

_YEAR: Final = r"(?:19|20)\d\d"


class Dated(NamedTuple):
    """Words that name days, and which: first and last day; `month` where a month alone is named."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    month: bool = False

    @property
    def text(self) -> str:
        """As it is given: a day, a range, or a month."""
        if self.month:
            return f"{self.first:%Y-%m}"
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"

    @property
    def days(self) -> str:
        """The same, a month as the range of its days."""
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"


Way = Literal["past", "coming"]
_Make = Callable[[re.Match[str], Way], "Dated | None"]


class Calendar:
    """Finds days in a text of one language."""

    def __init__(self, lexicon: Lexicon, published: dt.date | None) -> None:
        self._published = published
        words = lexicon.file.dates
        self._months = {folded(form).lower(): number for number, forms in enumerate(words.months, 1) for form in forms}
        self._weekdays = {folded(form).lower(): number for number, forms in enumerate(words.weekdays) for form in forms}
        month, weekday = _any(self._months), _any(self._weekdays)
        pre = "[وف]?(?:ب|ل|ال|لل)?" if lexicon.language == "ar" else ""
        ends = r"(?:-?(?:st|nd|rd|th|го))?"
        through = _any(words.through)
        last, coming = _any(words.last), _any(words.next)
        part = rf"(?P<part>(?P<early>{_any(words.early)})|(?P<late>{_any(words.late)})|(?P<mid>{_any(words.mid)}))[\s-]+"
        year = rf"(?:\s+(?:عام\s+)?(?P<year>{_YEAR}))?"
        sources: list[tuple[str, _Make]] = [
            (rf"(?P<first>\d{{1,2}}){ends}\s*(?:{through})\s*(?P<day>\d{{1,2}}){ends}\s+{pre}(?P<month>{month}){year}", self._range),
            (rf"(?P<year>{_YEAR})-(?P<m>\d\d)-(?P<day>\d\d)", self._iso),
            (rf"(?P<day>\d{{1,2}}){ends}(?:\s+of)?\s+{pre}(?P<month>{month})(?:[,،]?\s+(?:عام\s+)?(?P<year>{_YEAR}))?", self._day),
            (rf"(?P<month>{month})\s+(?P<day>\d{{1,2}}){ends}(?!\d)(?:,?\s+(?P<year>{_YEAR}))?", self._day),
            (rf"(?P<day>\d{{1,2}})\.(?P<m>\d\d)\.(?P<year>{_YEAR})", self._iso),
            (f"(?:{_any(words.earlier_this_month)})", self._earlier_this_month),
            (f"(?:{_any(words.earlier_this_week)})", self._earlier_this_week),
            (f"(?:{_any(words.day_before_yesterday)})", partial(self._ago, 2)),
            (f"(?:{_any(words.yesterday)})", partial(self._ago, 1)),
            (f"(?:{_any(words.today)})", partial(self._ago, 0)),
            (f"(?:{_any(words.last_week)})", self._last_week),
            (f"(?:{_any(words.last_weekend)})", self._last_weekend),
            (f"(?:{_any(words.same_day)})", self._same_day),
            (f"(?:{_any(words.last_month)})", self._last_month),
        ]
        if lexicon.language == "ar":  # what says which one stands behind
            sources += [
                (rf"{pre}(?P<weekday>{weekday})\s+(?P<last>{last})", self._weekday),
                (rf"{pre}(?P<weekday>{weekday})\s+(?P<next>{coming})", self._weekday),
                (rf"{pre}(?P<weekday>{weekday})", self._weekday),
                (rf"(?:{part})?{pre}(?P<month>{month})(?:\s+(?P<last>{last}))?{year}", self._month),
            ]
        else:
            sources += [
                (rf"(?P<last>{last})\s+(?P<weekday>{weekday})", self._weekday),
                (rf"(?P<next>{coming})\s+(?P<weekday>{weekday})", self._weekday),
                (rf"(?P<weekday>{weekday})", self._weekday),
                (rf"(?:(?P<last>{last}|{_any(words.this)})\s+)?(?:{part})?(?P<month>{month}){year}", self._month),
            ]
        self._patterns = [(re.compile(rf"(?<![\w.]){source}(?!\w)", re.IGNORECASE), make) for source, make in sources]

    def find(self, text: str, start: int = 0, end: int | None = None, *, coming: bool = False) -> list[Dated]:
        """The days that a part of a text names, in order; nothing where the day of publication is needed and not known."""
        found: list[Dated] = []
        for pattern, make in self._patterns:
            for match in pattern.finditer(text, start, len(text) if end is None else end):
                if any(each.start < match.end() and match.start() < each.end for each in found):
                    continue
                made = make(match, "coming" if coming else "past")
                if made is not None:
                    found.append(made)
        return sorted(found)

    # ---- each kind of words ----

    def _iso(self, match: re.Match[str], _way: Way) -> Dated | None:
        return _made(match, int(match["year"]), int(match["m"]), int(match["day"]))

    def _day(self, match: re.Match[str], way: Way) -> Dated | None:
        month, day = self._months[_plain(match["month"])], int(match["day"])
        if match["year"]:
            return _made(match, int(match["year"]), month, day)
        if self._published is None:
            return None
        candidates = [_date(self._published.year + shift, month, day) for shift in (-1, 0, 1)]
        return self._nearest(match, [each for each in candidates if each is not None], way)

    def _range(self, match: re.Match[str], way: Way) -> Dated | None:
        last = self._day(match, way)
        first = None if last is None else _date(last.last.year, last.last.month, int(match["first"]))
        return None if last is None or first is None or first > last.last else last._replace(first=first)

    def _same_day(self, match: re.Match[str], _way: Way) -> Dated | None:
        before = self.find(match.string, max(0, match.start() - _BEFORE), match.start())
        single = [each for each in before if each.first == each.last]
        return Dated(match.start(), match.end(), single[-1].first, single[-1].last) if single else None

    def _last_weekend(self, match: re.Match[str], _way: Way) -> Dated | None:
        if self._published is None:
            return None
        sunday = self._published - dt.timedelta(self._published.weekday() + 1)
        return Dated(match.start(), match.end(), sunday - dt.timedelta(1), sunday)

    def _nearest(self, match: re.Match[str], days: list[dt.date], way: Way) -> Dated | None:
        assert self._published is not None  # noqa: S101 - whoever calls has looked
        fitting = [day for day in days if (day >= self._published if way == "coming" else day <= self._published)]
        if not fitting:
            return None
        day = min(fitting) if way == "coming" else max(fitting)
        return Dated(match.start(), match.end(), day, day)

    def _weekday(self, match: re.Match[str], way: Way) -> Dated | None:
        if self._published is None:
            return None
        names = match.groupdict()
        number = self._weekdays[_plain(match["weekday"])]
        if way == "coming" or names.get("next"):
            ahead = (number - self._published.weekday()) % 7 or 7
            day = self._published + dt.timedelta(ahead)
        else:
            back = (self._published.weekday() - number) % 7
            day = self._published - dt.timedelta(back or (7 if names.get("last") else 0))
        return Dated(match.start(), match.end(), day, day)

    def _ago(self, days: int, match: re.Match[str], _way: Way) -> Dated | None:
        if self._published is None:
            return None
        day = self._published - dt.timedelta(days)
        return Dated(match.start(), match.end(), day, day)

    def _earlier_this_month(self, match: re.Match[str], _way: Way) -> Dated | None:
        if self._published is None or self._published.day == 1:
            return None
        return Dated(match.start(), match.end(), self._published.replace(day=1), self._published - dt.timedelta(1))

    def _earlier_this_week(self, match: re.Match[str], _way: Way) -> Dated | None:
        if self._published is None or self._published.weekday() == 0:
            return None
        return Dated(
            match.start(), match.end(), self._published - dt.timedelta(self._published.weekday()), self._published - dt.timedelta(1)
        )

    def _last_week(self, match: re.Match[str], _way: Way) -> Dated | None:
        if self._published is None:
            return None
        monday = self._published - dt.timedelta(self._published.weekday() + 7)
        return Dated(match.start(), match.end(), monday, monday + dt.timedelta(6))

    def _last_month(self, match: re.Match[str], _way: Way) -> Dated | None:
        if self._published is None:
            return None
        last = self._published.replace(day=1) - dt.timedelta(1)
        return Dated(match.start(), match.end(), last.replace(day=1), last, month=True)

    def _month(self, match: re.Match[str], way: Way) -> Dated | None:
        month = self._months[_plain(match["month"])]
        if match["year"]:
            year = int(match["year"])
        elif self._published is None:
            return None
        else:
            year = self._published.year
            if way == "past" and month > self._published.month:
                year -= 1
            elif way == "coming" and month < self._published.month:
                year += 1
        length = calendar.monthrange(year, month)[1]
        first, last = (1, 10) if match["early"] else (21, length) if match["late"] else (11, 20) if match["mid"] else (1, length)
        return Dated(match.start(), match.end(), dt.date(year, month, first), dt.date(year, month, last), month=not match["part"])


def _any(words: Iterable[str]) -> str:
    each = sorted({folded(word) for word in words}, key=len, reverse=True)
    return "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in each) or r"(?!)"


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).lower()


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _made(match: re.Match[str], year: int, month: int, day: int) -> Dated | None:
    date = _date(year, month, day)
    return None if date is None else Dated(match.start(), match.end(), date, date)
