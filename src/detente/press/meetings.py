"""Meetings that a report tells of: what, where, when, past and to come, for comparison with the meetings of the record.

Rules:

1. A meeting is a noun of the list `meetings` in a part of a sentence in which a word of `met` tells that it was, is or will be held, or
   words of `meet` that tell so by themselves ("will meet again"). What is only spoken of is none ("the course of the talks",
   `not_meetings`).
2. It has a day, a place, or is said to be open; where it has none of them, it is not entered. In a language of fixed word order a place
   alone is too little: it is often where something else was. Day and place are those nearest to it in its
   part of the sentence: what somebody said and the words around that are looked at by themselves.
3. One that is named again is the same: of the same day, or of the same name where not both have a day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from detente.press.dates import Calendar, Dated
from detente.press.figures import figures
from detente.press.lexicon import Lexicon
from detente.press.same_names import stem

_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
_SIGN: Final = re.compile(r"[^\w\s'’-]")
_MEETINGS_MOST: Final = 12
"""Meetings of one part of a sentence; one that names more is no sentence."""

_NUMBER_MOST: Final = 12
"""Characters before what is counted in which its number stands."""

_AHEAD_MOST: Final = 3
"""Words before a meeting within which "ahead of" stands."""

_BEGAN_MOST: Final = 6
"""Characters between "began" and its day."""

_COUNTED: Final = re.compile(r"(?<![^\W_])\d[\d.,]*\s{0,3}\Z")
"""A number, but no name with a number in it ("Cop30")."""

_CLAUSE: Final = re.compile(r"[,،;؛:()]")
_BEFORE_MOST: Final = 2
"""Words before a noun that belong to it."""

_BEHIND_MOST: Final = 3
"""Words behind a noun that say of whom or of what it is."""

_NEAR: Final = 40
"""Characters behind a noun within which a day is its own."""

_LASTS_MOST: Final = 80
"""Characters behind a meeting within which is said how long it lasted."""

_SINCE_MOST: Final = 12
"""Characters before a month in which "since" stands."""

_IN: Final = "ب"
"""The "in" that is written together with its word."""

_DAYS_MOST: Final = 30
"""Days of a meeting."""

_HOUSE_MOST: Final = 2
"""Words of the name of a house."""

_PLACE_MOST: Final = 3
"""Words of a place."""


Said = tuple[int, int, Dated | None]
"""Where words stand that somebody said, and the day on which they were said."""


@dataclass
class Met:
    """A meeting; places are of the folded text."""

    what: tuple[int, int]
    where: tuple[int, int] | None
    dated: Dated | None
    quote: tuple[int, int]
    source: str
    open: bool


class Meetings:
    """Collects the meetings of one report."""

    def __init__(self, text: str, lexicon: Lexicon, calendar: Calendar) -> None:
        self._text, self._lexicon, self._calendar = text, lexicon, calendar
        self._any, self._days = _any(lexicon), _lasting(lexicon)
        self._chained, self._figures = lexicon.shapes["chained_meeting"], figures(lexicon)
        self._day: Dated | None = None
        self.found: list[Met] = []

    def add(self, start: int, end: int, source: str, said: Sequence[Said] = (), day: Dated | None = None) -> None:
        """Look at one sentence, or at a caption.

        Args:
            said: what somebody said in it, looked at by itself.
            day: when somebody spoke in it, or spoke last: a meeting that he has just left was then.
        """
        self._day = day
        report, place = self._calendar, start
        for first, last, said_on in [*sorted(said, key=lambda each: each[:2]), (end, end, None)]:
            if place < first:
                self._part(place, first, source)
            if max(place, first) < last:
                self._calendar = report.said_on(said_on)
                self._part(max(place, first), last, source)
                self._calendar = report
            place = max(place, last)

    def _part(self, start: int, end: int, source: str) -> None:
        text, words = self._text, self._lexicon
        if words.order == "vso" and text[start:end].rstrip().endswith(("؟", "?")):
            return
        named = list(islice(self._named(start, end, source), _MEETINGS_MOST))
        if not named:  # as in most sentences
            return
        not_yet = self._is_announced(start, end) or (words.order == "vso" and words["moved"].search(text, start, end) is not None)
        for what in named:
            last = self._before_joined(what, end)
            clause = self._clause(what, start, last)
            announced = not_yet if words.order == "vso" else words["announced"].search(text, *clause) is not None
            if (
                announced and words.order == "vso" and len(named) > 1 and words["meet"].match(text, what[0])
            ):  # "they met in May, and will meet again in June"
                announced = self._is_announced(*clause)
            coming = announced or words["future"].search(text, *clause) is not None or self._is_ahead(what, start)
            near = (what[1], last) if self._follows_held(what, start) or self._is_joined(what, start) else (start, last)
            dated = self._lasting(self._dated(what, *near, coming=coming), what, coming=coming)
            if dated is None and not coming and self._is_just_left(what, start):
                dated = self._lasting(self._day, what, coming=False)
            where = self._where(what, start, last)
            is_open = not_yet and dated is None
            placed = where is not None and (words.order != "fixed" or source == "caption")
            if dated is not None or placed or is_open:
                self._enter(Met(what, where, dated, self._quote(start, end), source, is_open))
            if source == "caption":
                return

    def _is_ahead(self, what: tuple[int, int], start: int) -> bool:
        """Whether a meeting is one that something is done for or before: "to clear the ground for the Cop30 summit"."""
        if self._lexicon.order != "fixed":
            return False
        before = list(_WORD.finditer(self._text, max(start, what[0] - _NEAR), what[0]))[-_AHEAD_MOST:]
        return bool(before) and self._lexicon["ahead_of"].search(self._text, before[0].start(), what[0]) is not None

    def _is_just_left(self, what: tuple[int, int], start: int) -> bool:
        """Whether somebody speaks at a meeting or right behind it: "told reporters after a two-hour meeting"."""
        if self._lexicon.order == "free":
            return False
        first = max(start, what[0] - _NEAR)
        many = self._days_before(what, start)
        if self._lexicon.order == "vso" and many is None and self._lasts(what) is None:
            return False  # "after talks that were held in X", whenever that was
        before = self._text[first : what[0] if many is None else many[0]].rstrip()
        return any(each.end() == len(before) for each in self._lexicon["just_left"].finditer(before))

    def _is_announced(self, start: int, end: int) -> bool:
        """Whether words say that something is to come; not "was planned"."""
        for match in self._lexicon["announced"].finditer(self._text, start, end):
            before = self._text[start : match.start()].split()
            if self._lexicon.order != "vso" or not before or not self._lexicon["background"].fullmatch(before[-1]):
                return True
        return False

    def _clause(self, what: tuple[int, int], start: int, end: int) -> tuple[int, int]:
        """The clause in which a meeting is named: up to the signs around it."""
        first, last = self._signs_around(what, start, end)
        if self._lexicon.order == "free" and self._lexicon["met"].search(self._text, first, last) is None:
            return start, end  # parted by an aside: "the next session, it is expected, will be in June"
        return first, last

    def _signs_around(self, what: tuple[int, int], start: int, end: int) -> tuple[int, int]:
        before = [match.end() for match in _CLAUSE.finditer(self._text, start, what[0])]
        behind = _CLAUSE.search(self._text, what[1], end)
        return before[-1] if before else start, end if behind is None else behind.start()

    def _lasting(self, dated: Dated | None, what: tuple[int, int], *, coming: bool) -> Dated | None:
        """The days of a meeting of so many days that is named by one of them: by its first, or, when it has been, by its last."""
        before = self._days_before(what, max(0, what[0] - _NEAR))
        days = next((days for word, days in self._days if word.search(self._text, *what)), None) or self._lasted(what)
        days = days or (None if before is None else before[1])
        if dated is None or days is None or dated.first != dated.last:
            return dated
        more = dt.timedelta(days - 1)
        return dated._replace(last=dated.first + more) if coming else dated._replace(first=dated.last - more)

    def _lasts(self, what: tuple[int, int]) -> re.Match[str] | None:
        """What says how long a meeting lasted: right behind it; where the verb stands first, anywhere behind it up to the next sign."""
        if self._lexicon.order != "vso":
            return self._lexicon["lasted"].match(self._text, what[1] + 1)
        sign = _SIGN.search(self._text, what[1])
        end = len(self._text) if sign is None else sign.start()
        return self._lexicon["lasted"].search(self._text, what[1], min(end, what[1] + _LASTS_MOST))

    def _days_before(self, what: tuple[int, int], start: int) -> tuple[int, int] | None:
        """Where a number of days stands right before a meeting, and how many: "after *two days of* talks"."""
        before = self._text[max(start, what[0] - _NEAR) : what[0]].split()[-1:]
        if self._lexicon.order != "vso" or not before or self._lexicon["of"].fullmatch(before[0]) is None:
            return None
        found = self._figures.find(self._text, max(start, what[0] - _NEAR), what[0], ())
        last = found[-1] if found else None
        if last is None or last.value is None or self._lexicon["of"].fullmatch(self._text[last.end : what[0]].strip()) is None:
            return None
        counted = self._lexicon["of_days"].search(self._text, last.start, last.end)
        return (last.start, int(last.value)) if counted is not None and 1 < last.value <= _DAYS_MOST else None

    def _lasted(self, what: tuple[int, int]) -> int | None:
        """How many days a meeting is said to have lasted, right behind it: "a round that lasted ten days"."""
        lasted = self._lasts(what)
        if lasted is None:
            return None
        found = self._figures.find(self._text, lasted.end(), min(len(self._text), lasted.end() + _NEAR), ())
        first = found[0] if found else None
        if first is None or first.value is None or self._text[lasted.end() : first.start].strip():
            return None
        counted = self._lexicon["of_days"].search(self._text, first.start, first.end)
        return int(first.value) if counted is not None and 1 < first.value <= _DAYS_MOST else None

    def _named(self, start: int, end: int, source: str) -> Iterator[tuple[int, int]]:
        """Where meetings are named in a part."""
        text, words = self._text, self._lexicon
        if self._any.search(text, start, end) is None:  # as in most
            return
        by_verb = [match.span() for match in words["meet"].finditer(text, start, end) if not self._is_negated(match.start(), start)]
        by_noun = list(words["meetings"].finditer(text, start, end))
        if not by_verb and not by_noun:
            return
        none = [match.span() for match in words["not_meetings"].finditer(text, start, end)]
        by_verb = [each for each in by_verb if not any(a <= each[0] < b for a, b in none)]
        for first, last in by_verb:
            yield self._with_subject(first, last, start, end)
        none += [self._clause_of_verb(each, start, end) for each in by_verb]
        told = source == "caption" or words["met"].search(text, start, end) is not None
        last = start
        for match in by_noun:
            counted = _COUNTED.search(text, max(start, match.start() - _NUMBER_MOST), match.start()) is not None
            hyphened = text[match.end() : match.end() + 1] == "-" and text[match.end() + 1 : match.end() + 2].isalpha()  # "round-the-clock"
            if match.start() >= last and not counted and not hyphened and not any(a <= match.start() < b for a, b in none):
                found = self._what(match, start, end)
                last = found[1]
                if told or self._is_dated_at(found[1], end) or self._is_held_at(found, start, end):
                    yield found

    def _clause_of_verb(self, verb: tuple[int, int], start: int, end: int) -> tuple[int, int]:
        """The clause of a verb, from an "and" that stands right before it: "ended talks on Tuesday and will meet again"."""
        first, last = self._signs_around(verb, start, end)
        return (verb[0] if self._is_joined(verb, start) else first), last

    def _before_joined(self, what: tuple[int, int], end: int) -> int:
        """Where a verb with an "and" before it begins, behind a noun, that tells of another meeting."""
        if self._lexicon.order == "vso":
            return end
        verbs = (match.span() for match in self._lexicon["meet"].finditer(self._text, what[1], end))
        return next((first for first, last in verbs if self._is_joined((first, last), what[1])), end)

    def _is_joined(self, what: tuple[int, int], start: int) -> bool:
        """Whether a conjunction stands right before a verb, or is taken for its subject, where verbs do not stand first."""
        if self._lexicon.order == "vso" or self._lexicon["meet"].search(self._text, *what) is None:
            return False
        first = self._text[what[0] : what[1]].split(None, 1)[0]
        before = self._text[max(start, what[0] - _NEAR) : what[0]].split()[-1:]
        return any(self._lexicon["conjunctions"].fullmatch(word) is not None for word in (first, *before))

    def _is_held_at(self, what: tuple[int, int], start: int, end: int) -> bool:
        """Whether words before it say that it has been held, and a place stands behind: "after the session of the commission in X"."""
        sign = _SIGN.search(self._text, what[1], end)
        return (
            self._follows_held(what, start)
            and self._where(what, what[1], min(end if sign is None else sign.start(), what[1] + _NEAR)) is not None
        )

    def _is_negated(self, place: int, start: int) -> bool:
        """Whether "not" stands before a verb: "until both groups (not) meet"; in a language of fixed order that is told otherwise."""
        before = self._text[start:place].split()[-1:]
        return self._lexicon.order != "fixed" and bool(before) and self._lexicon["negations"].fullmatch(before[0]) is not None

    def _follows_held(self, what: tuple[int, int], start: int) -> bool:
        """Whether "after" or "on the results of" stands before it: a day before that is not its own."""
        return any(not self._text[match.end() : what[0]].strip() for match in self._lexicon["held"].finditer(self._text, start, what[0]))

    def _is_dated_at(self, place: int, end: int) -> bool:
        """Whether a day stands right behind a noun, or behind a place: "at the talks in Geneva in September"."""
        end = min(end, place + _NEAR)
        sign = _SIGN.search(self._text, place, end)
        return bool(self._calendar.find(self._text, place, end if sign is None else sign.start()))

    def _with_subject(self, first: int, last: int, start: int, end: int) -> tuple[int, int]:
        """A verb with the word before it, if no sign parts them; where the verb stands first, with the words behind it."""
        if self._lexicon.order == "vso":
            for word in list(_WORD.finditer(self._text, last, end))[:_BEHIND_MOST]:
                if _SIGN.search(self._text, last, word.start()) or self._lexicon["functions"].fullmatch(word.group()):
                    break
                last = word.end()
            return first, last
        before = list(_WORD.finditer(self._text, max(start, first - 40), first))
        if not before or _SIGN.search(self._text, before[-1].end(), first) or self._lexicon["conjunctions"].fullmatch(before[-1].group()):
            return first, last
        return before[-1].start(), last

    def _what(self, match: re.Match[str], start: int, end: int) -> tuple[int, int]:
        """The noun with what belongs to it: adjectives before it, and behind it what the language puts there."""
        text, words = self._text, self._lexicon
        first, last = match.span()
        if words.order != "vso":
            for word in reversed(list(_WORD.finditer(text, max(start, first - 60), first))[-_BEFORE_MOST:]):
                name = word.group()
                inside = word.start() > start and text[word.start()].isupper()
                if words["held"].fullmatch(name):
                    break
                if words["adjectives"].fullmatch(name) and not _SIGN.search(text, word.end(), first):
                    first = word.start()
                    continue
                if (
                    _SIGN.search(text, word.end(), first)
                    or inside
                    or any(words[each].fullmatch(name) for each in ("functions", "met", "not_names"))
                ):
                    break
                first = word.start()
        if self._lexicon.order == "fixed":
            of = self._chained.match(text, last, end)
            last = last if of is None else of.end()
            lasting = [each for word, _ in self._days for each in word.finditer(text, max(start, first - _NEAR), first)]
            first = next((each.start() for each in lasting if not text[each.end() : first].strip()), first)
        last = self._past_adjectives(last, end)
        joined = words.order == "vso"
        while joined and (more := self._meeting_behind(last, end)) is not None:
            last = self._past_adjectives(more, end)
        return first, last

    def _past_adjectives(self, last: int, end: int) -> int:
        """Behind the words behind a noun that say of whom or of what it is."""
        for word in islice(_WORD.finditer(self._text, last, end), _BEHIND_MOST):
            if _SIGN.search(self._text, last, word.start()) or not self._lexicon["of_meetings"].fullmatch(word.group()):
                break
            last = word.end()
        return last

    def _meeting_behind(self, last: int, end: int) -> int | None:
        """Where another noun for a meeting ends that belongs to one: "round of talks"."""
        blank = re.compile(r"\s+")
        skip = blank.match(self._text, last, end)
        of = None if skip is None else self._lexicon["of"].match(self._text, skip.end(), end)
        place = None if skip is None else skip.end() if of is None else of.end()
        after = None if of is None or place is None else blank.match(self._text, place, end)
        found = None if place is None else self._lexicon["meetings"].match(self._text, place if after is None else after.end(), end)
        return None if found is None or found.group()[0] == "و" else found.end()

    def _dated(self, what: tuple[int, int], start: int, end: int, *, coming: bool) -> Dated | None:
        """The day that stands nearest."""
        dates = self._calendar.find(self._text, start, end, coming=coming)
        dates = [each for each in dates if not (each.month and self._is_since(each, start))]
        moved = self._lexicon["moved"].search(self._text, start, end)
        if moved is not None and any(each.start > moved.end() for each in dates):  # "put off from 5 to 20 May"
            dates = dates[-1:]
        elif self._lexicon.order == "free" or self._lexicon["meet"].search(self._text, *what):  # a day of its own clause first
            first, last = self._signs_around(what, start, end)
            dates = [each for each in dates if first <= each.start < last] or dates
        found = min(dates, key=lambda each: max(each.start - what[1], what[0] - each.end), default=None)
        if found is not None and self._lexicon.order != "vso":
            found = self._until(self._first_of(dates, what, end) or found, what, end)
        return found if found is None else found.widened

    def _first_of(self, dates: Sequence[Dated], what: tuple[int, int], end: int) -> Dated | None:
        """The day on which a meeting is said to have begun, though another stands nearer to its name."""
        began = self._lexicon["began"].search(self._text, what[1], min(end, what[1] + _NEAR))
        behind = [] if began is None else [each for each in dates if 0 <= each.start - began.end() <= _BEGAN_MOST]
        return behind[0] if behind else None

    def _until(self, first: Dated, what: tuple[int, int], end: int) -> Dated:
        """The days to the last one, where it is said too: "opened on 5 June and end on Thursday"."""
        began = self._lexicon["began"].search(self._text, what[1], first.start) if what[1] <= first.start else None
        ends = None if began is None else self._lexicon["ends_on"].search(self._text, first.end, min(end, first.end + _NEAR))
        if ends is None:
            return first
        place = ends.end(), min(end, ends.end() + _NEAR)
        today = [each for each in self._calendar.find(self._text, *place) if each.first == self._calendar.today]
        later = today or self._calendar.find(self._text, *place, coming=True)
        return first._replace(last=later[0].last) if later and first.last < later[0].last else first

    def _is_since(self, dated: Dated, start: int) -> bool:
        """Whether a month is that from which something counts: "the first meeting since March"."""
        before = max(start, dated.start - _SINCE_MOST)
        return any(
            not self._text[match.end() : dated.start].strip() for match in self._lexicon["since"].finditer(self._text, before, dated.start)
        )

    def _where(self, what: tuple[int, int], start: int, end: int) -> tuple[int, int] | None:
        """A place behind "in" or "at", nearest to the noun."""
        found = [
            place for match in self._lexicon["where_before"].finditer(self._text, start, end) if (place := self._place(match.end(), end))
        ]
        if self._lexicon.order == "fixed" and (to := self._lexicon["where_to"].search(self._text, *what)) is not None:
            found += [place for place in [self._place(to.end(), end)] if place is not None]
        found += [place for match in self._lexicon["hosts"].finditer(self._text, start, end) if (place := self._place(match.end(), end))]
        joined = [match for match in self._lexicon["cities"].finditer(self._text, start, end) if match.group()[0] == _IN]
        found += [(match.start() + 1, match.end()) for match in joined]
        if self._lexicon.order == "vso":
            found += self._joined_places(start, end)
        return min(found, key=lambda each: max(each[0] - what[1], what[0] - each[1]), default=None)

    def _joined_places(self, start: int, end: int) -> list[tuple[int, int]]:
        """Names of places that the "in" is written together with; no adjectives."""
        named = [match for match in self._lexicon.places.finditer(self._text, start, end) if match.group()[0] == _IN]
        ends = self._lexicon.shapes["ends_as_adjective"]
        known = [match for match in named if self._lexicon.code_of(match.group()[1:]) and ends.search(match.group()) is None]
        known = [match for match in known if self._lexicon.places.fullmatch(match.group()[1:])]
        return [(match.start() + 1, match.end()) for match in known]

    def place_in(self, start: int, end: int) -> tuple[int, int] | None:
        """The first place that a part names."""
        return self._where((start, start), start, end)

    def _place(self, start: int, end: int) -> tuple[int, int] | None:
        """The name of a place that begins here: words that do not begin with a small letter, behind "the city of" and its like."""
        text, words = self._text, self._lexicon
        place = start
        blank = re.compile(r"\s+")
        while (skip := blank.match(text, place, end)) and (general := words["where_skip"].match(text, skip.end(), end)):
            place = general.end()
        known = (words.places.match(text, skip.end(), end) or words["cities"].match(text, skip.end(), end)) if skip else None
        if known is not None and self._is_attribute(known.end(), end):
            return None
        house = words["houses"].match(text, skip.end(), end) if skip else None
        if house is not None:
            return self._house(house, end)
        first, last = (skip.end() if skip else start), None if known is None or text[known.start()].islower() else known.end()
        for word in islice(_WORD.finditer(text, first, end), _PLACE_MOST if last is None else 0):
            if (
                text[word.start()].islower()
                or words["not_places"].fullmatch(word.group())
                or text[last if last is not None else first : word.start()].strip()
            ):
                break
            last = word.end()
            if not word.group()[0].isupper():  # a script without capitals: one word
                break
        if last is None or last <= first or self._calendar.find(text, first, last):
            return None
        return first, last

    def _is_attribute(self, place: int, end: int) -> bool:
        """Whether the name of a state belongs to the name that follows: "at the Cambodian Mine Action Authority"."""
        word = _WORD.match(self._text, place + 1, end) if self._lexicon.order == "fixed" and self._text[place : place + 1] == " " else None
        return word is not None and word.group()[0].isupper() and self._lexicon["not_names"].fullmatch(word.group()) is None

    def _house(self, house: re.Match[str], end: int) -> tuple[int, int]:
        """A house with its name: "Villa X Y"."""
        last = house.end()
        for word in list(_WORD.finditer(self._text, last, end))[:_HOUSE_MOST]:
            other = any(self._lexicon[name].fullmatch(word.group()) for name in ("functions", "not_names", "where_before"))
            if other or _SIGN.search(self._text, last, word.start()):
                break
            last = word.end()
        return house.start(), last

    def _quote(self, start: int, end: int) -> tuple[int, int]:
        """A part without blanks and signs around it."""
        words = self._text[start:end]
        return start + len(words) - len(words.lstrip(" \n,;:.—–-")), end - len(words) + len(words.rstrip(" \n,;:.—–-"))

    def _enter(self, met: Met) -> None:
        for each in self.found:
            if self._same(each, met):
                each.where = each.where or met.where
                if each.dated is None or (each.dated.month and met.dated is not None and not met.dated.month):
                    each.dated, each.open = met.dated or each.dated, each.open and met.open
                return
        self.found.append(met)

    def _same(self, one: Met, other: Met) -> bool:
        if one.dated is not None and other.dated is not None:
            if self._lexicon.order == "fixed" and one.dated.month != other.dated.month and self._are_apart(one, other):
                return False
            return one.dated.first <= other.dated.last and other.dated.first <= one.dated.last
        return self._stems(one.what) == self._stems(other.what)

    def _are_apart(self, one: Met, other: Met) -> bool:
        """Whether they are said to be in different places."""
        return one.where is not None and other.where is not None and self._text[slice(*one.where)] != self._text[slice(*other.where)]

    def _stems(self, place: tuple[int, int]) -> set[str]:
        return {stem(match.group()) for match in _WORD.finditer(self._text, *place)}


@cache
def _any(lexicon: Lexicon) -> re.Pattern[str]:
    """Any word for a meeting, in one look at a part."""
    return lexicon.expression([*lexicon.file.words.meet, *lexicon.file.words.meetings], article=True)


@cache
def _lasting(lexicon: Lexicon) -> list[tuple[re.Pattern[str], int]]:
    """Words for meetings of so many days."""
    return [(lexicon.expression([word]), days) for word, days in lexicon.file.dates.lasting.items()]
