"""Days that a report names by words, against the day of its publication.

Rules:

1. A weekday is the last one that is not after publication; with "last" in front of it, the last one before publication. With "next", or
   where something is to come, the first one after publication.
2. A day and a month without a year are those nearest to publication that are not after it; where something is to come, not before it.
3. "Earlier this month" is from its first day to the day before publication; "last week" is Monday to Sunday of it.
4. A month alone is a month: 2021-06.
5. What somebody said counts from the day on which it was said, of a range from its last: "next week" of a Saturday began before Thursday.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Final, Literal, NamedTuple

from detente.press.clitics import THE, TO_THE
from detente.press.folding import folded
from detente.press.lexicon import Lexicon, any_of
from detente.press.starts import Starts, cuts_word, is_surnamed

_BEFORE: Final = 700
"""Characters before words for the same day in which that day is named."""

_WEEKS_MOST: Final = 5
"""Weeks of a month."""

_BETWEEN_MOST: Final = 12
"""Characters before the first day of a range in which "between" stands."""

_LONGEST: Final = 120
"""Characters of the longest date, weekday and year and all, before and behind its own word."""

_YEAR: Final = r"(?:19|20)\d\d"
_IN_DIGITS: Final = re.compile(r"\d[-/.]\d")
_FIXED: Final = (
    "day_before_yesterday", "today", "yesterday", "tomorrow", "earlier_this_month", "earlier_this_week", "last_week", "next_week",
    "last_weekend", "same_day",
)  # fmt: skip
"""Lists of words that name days by themselves."""


class Dated(NamedTuple):
    """Words that name days, and which: first and last day; `month` where a month alone is named."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    month: bool = False
    part: bool = False
    """Whether a part of a month is named, such as its end."""

    @property
    def widened(self) -> Dated:
        """The whole month, where a part of it is named; else the same."""
        if not self.part:
            return self
        last = calendar.monthrange(self.first.year, self.first.month)[1]
        return self._replace(first=self.first.replace(day=1), last=self.first.replace(day=last), month=True, part=False)

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

    def __init__(self, lexicon: Lexicon, published: dt.date | None, report: Calendar | None = None) -> None:
        """Args: published: the day from which it counts; report: that of the report, where this one is of what was said in it."""
        self._lexicon, self._published, self._behind = lexicon, published, lexicon.file.dates.behind
        self._report = self if report is None else report
        self._names, self._between = lexicon["dated_names"], _between(lexicon)
        self._found: dict[tuple[str, int, int, bool], list[Dated]] = {}
        """What was found in parts of the report, which are asked for again: for its day, its figures, its meetings."""
        self._text, self._words = "", list[tuple[int, tuple[str, ...]]]()
        """The text asked for last, and where words stand in it that can name days, of which kinds."""
        self._others: dict[dt.date, Calendar] = {}
        """Those that count from other days."""
        self._months, self._ordinals, self._days_words, self._parts_of_year, self._weekdays = _values(lexicon)
        makers: dict[str, _Make] = {
            "iso": self._iso, "days": self._days, "day": self._day, "weekday": self._weekday, "month": self._month, **self._fixed(),
            "day_of_this_month": self._day_of_this_month, "days_ago": self._days_ago, "past_days": self._past_days,
            "part_of_year": self._part_of_year, "week_of_month": self._week_of_month,
            "this_month": self._part_of_month,
        }  # fmt: skip
        self._starts = _starts(lexicon)
        self._patterns = [(name, pattern, makers[name]) for name, pattern in _expressions(lexicon)]

    @property
    def today(self) -> dt.date | None:
        """The day from which it counts."""
        return self._published

    def said_on(self, day: Dated | None) -> Calendar:
        """The calendar of what was said on a day, or on the last day of a range; this one, where that is not known."""
        if day is None or (self._published is not None and day.last >= self._published):
            return self
        if day.last not in self._others:
            self._others[day.last] = Calendar(self._lexicon, day.last, self)
        return self._others[day.last]

    def _fixed(self) -> dict[str, _Make]:
        """Of each list of words that name days by themselves, what makes days of them."""
        return {
            "earlier_this_month": self._earlier_this_month,
            "earlier_this_week": self._earlier_this_week,
            "day_before_yesterday": partial(self._ago, 2),
            "yesterday": partial(self._ago, 1),
            "today": partial(self._ago, 0),
            "tomorrow": partial(self._ago, -1),
            "last_week": partial(self._week, -1),
            "next_week": partial(self._week, 1),
            "last_weekend": self._last_weekend,
            "same_day": self._same_day,
        }

    def find(self, text: str, start: int = 0, end: int | None = None, *, coming: bool = False) -> list[Dated]:
        """The days that a part of a text names, in order; nothing where the day of publication is needed and not known."""
        last = len(text) if end is None else end
        asked = text, start, last, coming
        if asked not in self._found:
            self._found[asked] = self._looked_for(text, start, last, coming=coming)
        return list(self._found[asked])

    def _looked_for(self, text: str, start: int, last: int, *, coming: bool) -> list[Dated]:
        found, named = list[Dated](), dict[str, tuple[int, int]]()  # of each kind, where its first word begins, and its last
        for place, names in self._report.kinds_in(text, start, last):
            for name in names:
                named[name] = named[name][0] if name in named else place, place
        if _IN_DIGITS.search(text, start, last) is not None:
            named["iso"] = start, last
        if not named:
            return found
        none = [match.span() for match in self._names.finditer(text, start, last)]
        for first, final, pattern, make in [(*named[name], pattern, make) for name, pattern, make in self._patterns if name in named]:
            for match in pattern.finditer(text, max(start, first - _LONGEST), min(last, final + _LONGEST)):
                if any(each.start < match.end() and match.start() < each.end for each in found):
                    continue
                if any(first < match.end() and match.start() < end for first, end in none):
                    continue
                made = None if is_surnamed(match, self._lexicon["also_names"]) else make(match, "coming" if coming else "past")
                if made is not None:
                    found.append(made)
        return self._ranges(text, _in_a_row(text, sorted(found)))

    def kinds_in(self, text: str, start: int, last: int) -> Iterable[tuple[int, tuple[str, ...]]]:
        """Where in a part words stand that can name days, and of which kinds; a report is looked through once for all of its parts."""
        if cuts_word(text, start) or cuts_word(text, last):
            return self._starts.within(text, start, last)
        if text is not self._text:
            self._text, self._words = text, list(self._starts.within(text, 0, len(text)))
        return self._words[bisect_left(self._words, (start,)) : bisect_left(self._words, (last,))]

    def _ranges(self, text: str, found: list[Dated]) -> list[Dated]:
        """Days with two of them that are the ends of a range made one: "between Sunday and Tuesday", with the "and" of Arabic."""
        made: list[Dated] = []
        for each in found:
            before = made[-1] if made else None
            if before is None or each.month != before.month or not self._are_ends(text, before, each):
                made.append(each)
                continue
            first = before.first if before.first <= each.first else before.first - dt.timedelta(7)
            made[-1] = before._replace(end=each.end, first=first, last=each.last) if first <= each.first else before
        return made

    def _are_ends(self, text: str, one: Dated, other: Dated) -> bool:
        """Whether "between" stands before a day, and "and" alone before the next."""
        opens = self._between.search(text, max(0, one.start - _BETWEEN_MOST), one.start) is not None
        return opens and text[other.start] == "و" and not text[one.end : other.start].strip()

    # ---- each kind of words ----

    def _iso(self, match: re.Match[str], _way: Way) -> Dated | None:
        return _made(match, int(match["year"]), int(match["m"]), int(match["day"]))

    def _day(self, match: re.Match[str], way: Way) -> Dated | None:
        month, day = self._months[_plain(match["month"])], self._number(match["day"])
        year, names = self._year(match), match.groupdict()
        if year is not None:
            return _made(match, year, month, day)
        if self._published is None:
            return None
        if names.get("this"):
            return _made(match, self._published.year, month, day)
        way = "coming" if names.get("next") else "past" if names.get("last") else way
        candidates = [_date(self._published.year + shift, month, day) for shift in (-1, 0, 1)]
        return self._nearest(match, [each for each in candidates if each is not None], way)

    def _number(self, words: str) -> int:
        """A day of a month, in digits or as an ordinal."""
        return int(words) if words.isdigit() else self._ordinals[_plain(words)]

    def _day_of_this_month(self, match: re.Match[str], _way: Way) -> Dated | None:
        if self._published is None:
            return None
        return _made(match, self._published.year, self._published.month, self._number(match["day"]))

    def _days_ago(self, match: re.Match[str], way: Way) -> Dated | None:
        return self._ago(self._days_words[_plain(match["ago"])], match, way)

    def _past_days(self, match: re.Match[str], _way: Way) -> Dated | None:
        """So many days up to the one before publication."""
        if self._published is None:
            return None
        days = self._days_words[_plain(match["days"])]
        return Dated(match.start(), match.end(), self._published - dt.timedelta(days), self._published - dt.timedelta(1))

    def _part_of_year(self, match: re.Match[str], _way: Way) -> Dated | None:
        """Several months of a year: "the first quarter of 2022"; of the year of publication, where none is named."""
        year = self._year(match)
        if year is None:
            if self._published is None:
                return None
            year = self._published.year
        first, last = self._parts_of_year[_plain(match["months"])]
        return Dated(match.start(), match.end(), dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))

    def _part_of_month(self, match: re.Match[str], way: Way) -> Dated | None:
        """This month, the last or the next, or a part of it."""
        whole = self._whole_month(-1 if match["lastmonth"] else 1 if match["nextmonth"] else 0, match, way)
        return whole if whole is None or not match["part"] else _part(match, whole)

    def _week_of_month(self, match: re.Match[str], way: Way) -> Dated | None:
        """Seven days of a month: "the third week of April"; the last ones reach to its end."""
        month = self._month(match, way)
        number = self._ordinals[_plain(match["nth"])]
        if month is None or number > _WEEKS_MOST:
            return None
        first = month.first + dt.timedelta(7 * (number - 1))
        return month._replace(first=first, last=min(month.last, first + dt.timedelta(6)), month=False)

    def _days(self, match: re.Match[str], way: Way) -> Dated | None:
        """The first day, to the last of the same month."""
        first = self._day(match, way)
        last = None if first is None else _date(first.first.year, first.first.month, self._number(match["lastday"]))
        if first is None or last is None or last < first.first:
            return None
        return first._replace(last=last)

    def _year(self, match: re.Match[str]) -> int | None:
        """The year that is named with a day or a month."""
        if match["year"]:
            return int(match["year"])
        if self._published is None or not (match["lastyear"] or match["nextyear"]):
            return None
        return self._published.year + (-1 if match["lastyear"] else 1)

    def _same_day(self, match: re.Match[str], _way: Way) -> Dated | None:
        before = self._report.find(match.string, max(0, match.start() - _BEFORE), match.start())
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
            today = self._behind and not names.get("next")  # what is to come on this weekday can be today
            ahead = (number - self._published.weekday()) % 7 or (0 if today else 7)
            day = self._published + dt.timedelta(ahead)
        else:
            back = (self._published.weekday() - number) % 7
            day = self._published - dt.timedelta(back or (7 if names.get("last") else 0))
        second = names.get("second")
        last = day if second is None else day + dt.timedelta((self._weekdays[_plain(second)] - number) % 7)
        return Dated(match.start(), match.end(), day, last)

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

    def _week(self, weeks: int, match: re.Match[str], _way: Way) -> Dated | None:
        if self._published is None:
            return None
        monday = self._published + dt.timedelta(7 * weeks - self._published.weekday())
        return Dated(match.start(), match.end(), monday, monday + dt.timedelta(6))

    def _whole_month(self, months: int, match: re.Match[str], _way: Way) -> Dated | None:
        if self._published is None:
            return None
        year, month = divmod(self._published.year * 12 + self._published.month - 1 + months, 12)
        first = dt.date(year, month + 1, 1)
        return Dated(match.start(), match.end(), first, first.replace(day=calendar.monthrange(year, month + 1)[1]), month=True)

    def _month(self, match: re.Match[str], way: Way) -> Dated | None:
        month, year = self._months[_plain(match["month"])], self._year(match)
        if year is None:
            if self._published is None:
                return None
            year = self._published.year
            if (way == "coming" or match["next"]) and month < self._published.month:
                year += 1
            elif way == "past" and not match["next"] and month > self._published.month:
                year -= 1
        length = calendar.monthrange(year, month)[1]
        whole = Dated(match.start(), match.end(), dt.date(year, month, 1), dt.date(year, month, length), month=True)
        return _part(match, whole) if match["part"] else whole


class _Values(NamedTuple):
    """What words mean, as they are folded."""

    months: dict[str, int]
    ordinals: dict[str, int]
    days: dict[str, int]
    parts_of_year: dict[str, tuple[int, int]]
    weekdays: dict[str, int]


@cache
def _values(lexicon: Lexicon) -> _Values:
    words = lexicon.file.dates
    return _Values(
        {folded(form).lower(): number for number, forms in enumerate(words.months, 1) for form in forms},
        {folded(form).lower(): number for number, forms in enumerate(_ordinals(lexicon), 1) for form in forms},
        {folded(form).lower(): days for form, days in [*words.days_ago.items(), *words.past_days.items()]},
        {folded(form).lower(): months for form, months in words.parts_of_year.items()},
        {folded(form).lower(): number for number, forms in enumerate(words.weekdays) for form in forms},
    )


def _ordinals(lexicon: Lexicon) -> list[list[str]]:
    """The ordinals with all their forms, those of Arabic also with the "to" that is written together with their article."""
    both = [[*forms, *(TO_THE + form[len(THE) :] for form in forms if form.startswith(THE))] for forms in lexicon.file.dates.ordinals]
    return both if lexicon.language == "ar" else lexicon.file.dates.ordinals


@cache
def _starts(lexicon: Lexicon) -> Starts:
    """The words of which every date of a kind has one, but for those in digits alone."""
    words = lexicon.file.dates
    months = [form for forms in words.months for form in forms]
    lists = {
        **dict.fromkeys(("days", "day", "month"), months),
        "week_of_month": words.weeks,
        "weekday": [form for forms in words.weekdays for form in forms],
        "day_of_this_month": [*words.this_month, *words.this],
        **{name: getattr(words, name) for name in _FIXED},
        "part_of_year": words.parts_of_year,
        "days_ago": words.days_ago,
        "past_days": words.past_days,
        "this_month": [*words.last_month, *words.next_month, *words.this_month],
    }
    return Starts(lists, joined=lexicon.language == "ar")


@cache
def _between(lexicon: Lexicon) -> re.Pattern[str]:
    """What stands right before the first day of a range."""
    words = lexicon.file.dates
    return re.compile(rf"(?<!\w)(?:{any_of(words.between)})\s+(?:(?:{any_of(words.days)})\s+)?\Z")


@cache
def _expressions(lexicon: Lexicon) -> list[tuple[str, re.Pattern[str]]]:
    """Of each kind of words that names days, what reads it, the longer kinds first."""
    words = lexicon.file.dates
    months = _names([form for forms in words.months for form in forms])
    weekdays = _names([form for forms in words.weekdays for form in forms])
    return [(name, re.compile(rf"\b(?<!\.){source}(?!\w)", re.IGNORECASE)) for name, source in _sources(lexicon, months, weekdays)]


def _sources(lexicon: Lexicon, names: str, weekday: str) -> list[tuple[str, str]]:
    """The expressions of each kind, out of those for the names of months and weekdays."""
    words, pre, with_article = lexicon.file.dates, lexicon.clitics(article=True), lexicon.shapes["day_with_article"].pattern
    again = rf"|\s+(?:{names})(?!\w)" if lexicon.order == "vso" else ""  # a month by both its names
    month = rf"(?P<month>{names})\.?(?:\s*[/(]\s*(?:{names})\)?{again})?"
    ends = rf"(?:{any_of(lexicon.file.numbers.ordinal_ends)})?"
    year = rf"(?:[,،]?\s+(?:(?:{any_of(words.year)})\s+)?(?P<year>{_YEAR}))?"
    which = rf"(?:\s+(?P<lastyear>{any_of(words.last_year)})|\s+(?P<nextyear>{any_of(words.next_year)}))?"
    until = rf"\s*(?:[-–—]|\b(?:{any_of(words.through)})(?:\b|(?=\d|{with_article})))\s*{pre}"
    of = rf"(?:\s+(?:{any_of(words.of)}))?\s+"
    ordinal = any_of(form for forms in _ordinals(lexicon) for form in forms)
    article = f"(?:{THE} ?)?" if lexicon.order == "vso" else ""
    day, last_day = rf"{article}(?P<day>\d{{1,2}}|{ordinal})", rf"(?P<lastday>\d{{1,2}}|{ordinal})"
    falling = rf"(?:(?:{any_of(words.falling_on)})\s+)?"
    also = rf"(?:{pre}(?:{weekday})[,،]?\s+{falling})?"  # a weekday that is named with its date
    too = rf"(?:\s*\(?\s*{pre}(?:{weekday})\b\)?)?"
    part = rf"(?P<part>(?P<early>{any_of(words.early)})|(?P<late>{any_of(words.late)})|(?P<mid>{any_of(words.mid)}))[\s-]+"
    last, coming, this = any_of(words.last), any_of(words.next), any_of(words.this)
    behind = rf"(?:\s+(?:(?P<last>{last})|(?P<next>{coming})|(?P<this>{this})))?" if words.behind else ""
    sources = [
        ("iso", rf"(?P<year>{_YEAR})-(?P<m>\d\d)-(?P<day>\d\d)"),
        ("iso", rf"(?P<year>{_YEAR})/(?P<m>\d{{1,2}})/(?P<day>\d{{1,2}})"),
        ("iso", rf"(?P<day>\d{{1,2}})[./](?P<m>\d{{1,2}})[./](?P<year>{_YEAR})"),
        *(
            [("week_of_month", rf"{pre}(?:{any_of(words.weeks)})\s+(?P<nth>{ordinal}){of}(?:{part})?{pre}{month}{behind}{which}{year}")]
            if words.weeks
            else []
        ),
        ("days", rf"{day}{ends}{until}{last_day}{ends}{of}{pre}{month}{behind}{which}{year}"),
        ("days", rf"{month}\s+{day}{ends}{until}{last_day}{ends}(?!\d){which}{year}"),
        ("day", rf"{also}{day}{ends}{of}{pre}{month}{behind}{which}{year}"),
        ("day", rf"{also}{month}\s+{day}{ends}(?![\d:]){which}{year}"),
        ("day_of_this_month", rf"{also}{day}{ends}{of}(?:{any_of([*words.this_month, *(words.this if words.behind else ())])})"),
        *((name, f"{lexicon.clitics(article=False)}(?:{any_of(getattr(words, name))}){too}") for name in _FIXED),
        ("part_of_year", rf"(?P<months>{any_of(words.parts_of_year)})(?:(?:\s+(?:{any_of(words.of)}))?\s+(?P<year>{_YEAR}))?{which}"),
        ("days_ago", f"(?P<ago>{any_of(words.days_ago)})"),
        ("past_days", f"(?P<days>{any_of(words.past_days)})"),
        (
            "this_month",
            rf"(?:{part})?(?:(?P<lastmonth>{any_of(words.last_month)})|(?P<nextmonth>{any_of(words.next_month)})|{any_of(words.this_month)})",
        ),
    ]
    if words.behind:  # what says which one stands behind
        return [
            *sources,
            ("weekday", rf"{pre}(?P<weekday>{weekday}){behind}"),
            ("month", rf"(?:{part})?{pre}{month}{behind}{which}{year}"),
        ]
    both = rf"(?:\s+(?:{any_of(words.through)})\s+(?P<second>{weekday}))?"
    return [
        *sources,
        ("weekday", rf"(?:(?P<last>{last})\s+|(?P<next>{coming})\s+)?(?P<weekday>{weekday}){both}"),
        ("month", rf"(?:(?P<last>{last})\s+|(?P<next>{coming})\s+|(?:{this})\s+)?(?:{part})?{month}{which}{year}"),
    ]


def _names(forms: list[str]) -> str:
    """Names of months and weekdays; those with a capital only so: "May" is a month, and "may" is none."""
    proper = [form for form in forms if form[0].isupper()]
    return rf"(?:(?-i:{any_of(proper)})|{any_of(set(forms) - set(proper))})"


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).lower()


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _in_a_row(text: str, found: list[Dated]) -> list[Dated]:
    """Days with two of them that follow one another made one, where an Arabic "and" joins them: "yesterday and today"."""
    made: list[Dated] = []
    for each in found:
        before = made[-1] if made else None
        if before is not None and _joins(text, before, each):
            made[-1] = before._replace(end=each.end, last=each.last)
        else:
            made.append(each)
    return made


def _joins(text: str, one: Dated, other: Dated) -> bool:
    """Whether a day is the next after another, and joined to it."""
    single = one.first == one.last and other.first == other.last and other.first - one.last == dt.timedelta(1)
    return single and text[other.start] == "و" and not text[one.end : other.start].strip()


def _part(match: re.Match[str], month: Dated) -> Dated:
    """The first, the second or the last third of a month, as the words say."""
    last = month.last.day
    first, last = (1, 10) if match["early"] else (21, last) if match["late"] else (11, 20)
    return month._replace(first=month.first.replace(day=first), last=month.first.replace(day=last), month=False, part=True)


def _made(match: re.Match[str], year: int, month: int, day: int) -> Dated | None:
    date = _date(year, month, day)
    return None if date is None else Dated(match.start(), match.end(), date, date)
