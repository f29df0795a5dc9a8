"""On which day somebody spoke who is said to have spoken on the occasion of another: at one session, at a meeting that the report tells of.

Rules, for what stands without a day of its own:

1. Once two have told a session ("told the Council"), whoever speaks then spoke there, on the day of the first.
2. A meeting that the report itself dates ("received a delegation yesterday") is where persons and both sides spoke then; what was said
   before it only if the sentence says so ("This came during ...").
3. Words such as "beside her" and "within the hour" give the day of whoever spoke just before.
4. In a log of a day, with hours before its entries and that day with its weekday at its head, everybody speaks on that day.
5. Where verbs stand first: what somebody said before he went on "in a statement on Sunday" was said there, too.
6. Unnamed sources, agencies and papers are at no session.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from detente.press.attribution import Attributed
from detente.press.dates import Dated
from detente.press.lexicon import Lexicon
from detente.press.people import Person
from detente.press.sentences import Sentence

Made = tuple[Attributed, Person | None, Dated | None]
"""What was found so far: what is attributed, to whom, and the day."""

_NEAR: Final = dt.timedelta(7)
"""A meeting that is farther off is not what the report is about."""

_SPEAKERS_LEAST: Final = 2
"""Speakers of a session from which on all speak there."""

_ENTRY: Final = re.compile(r"^[ \t]*\d{1,2}[:.]\d\d\b(?!\s*(?:/|-|20\d\d))", re.MULTILINE)
_HEAD: Final = 200
"""Characters of the head of a log."""

_ENTRIES_LEAST: Final = 3
"""Lines that begin with an hour, from which on a report is a log of its day."""


class Gatherings:
    """The occasions of one report, in the order in which it tells of them."""

    def __init__(self, text: str, lexicon: Lexicon, published: dt.date | None) -> None:
        self._text, self._lexicon, self._published = text, lexicon, published
        self.are_told = bool(lexicon.file.words.sessions)
        self._is_log = self.are_told and len(_ENTRY.findall(text)) >= _ENTRIES_LEAST and self._is_of_a_day()
        self._day: Dated | None = None
        self._session: Dated | None = None
        self._there: list[Person] = []
        self._same = False

    def _is_of_a_day(self) -> bool:
        """Whether the head of a log says of which day it is: a day of publication alone says nothing of when anybody spoke."""
        weekdays = self._lexicon.expression([form for day in self._lexicon.file.dates.weekdays for form in day])
        return weekdays.search(self._text, 0, _HEAD) is not None

    def enter(self, sentence: Sentence) -> None:
        """A sentence begins: whether it says that it was on the occasion of the one before."""
        self._same = self.are_told and (self._same or self._lexicon["same_occasion"].search(sentence.mask) is not None)

    def said_on(self, each: Attributed, person: Person, said_on: Dated | None, made: list[Made]) -> Dated | None:
        """The day of a statement: its own, or that of the occasion."""
        if not self.are_told:
            return said_on
        same, self._same = self._same, False
        if said_on is not None and self._day is not None and said_on.days != self._day.days:
            self._day = None
        if not self._can_be_there(each, person):
            return said_on
        if self._lexicon["sessions"].search(each.sentence.mask) is not None:
            self._session = said_on or self._session
            self._there = [*(other for other in self._there if other is not person), person]
            if said_on is None:
                return self._session
        if said_on is not None:
            return said_on
        if same and made:
            return made[-1][2]
        if self._session is not None and len(self._there) >= _SPEAKERS_LEAST:
            return self._session
        if self._is_log and self._published is not None:
            return Dated(each.sentence.start, each.sentence.start, self._published, self._published)
        return self._day

    def dated_back(self, made: list[Made]) -> list[Made]:
        """What was found, with the day of a statement or a press conference for what the same speaker said just before, without one."""
        if self._lexicon.order != "vso":
            return made
        dated = list(made)
        for number in range(len(dated) - 1, 0, -1):
            each, person, day = dated[number]
            before, who, none = dated[number - 1]
            if day is None or none is not None or who is not person or before.background or each.background:
                continue
            own = before.sentence is not each.sentence
            if not own or self._lexicon["spoken_at"].search(each.sentence.mask) is not None:
                dated[number - 1] = before, who, day
        return dated

    def _can_be_there(self, each: Attributed, person: Person) -> bool:
        """Whether a speaker can have been there in person, or is both sides."""
        if self._is_log:
            return True
        if each.cue is None or each.cue.type == "according" or (person.name is None and not person.expected):
            return each.cue is not None and each.cue.type == "according" and each.cue.impersonal
        return not person.collective or "+" in (person.side or "")

    def told(self, sentence: Sentence, days: list[Dated], made: list[Made]) -> list[Made]:
        """The report itself tells of a meeting and its day; what was said before, with the day if it was said there."""
        near = [day for day in days if self._published is None or self._published - _NEAR <= day.first <= day.last <= self._published]
        came = self._lexicon["came_when"].match(sentence.mask)
        near = [day for day in near if day.first == day.last]
        if not near or (came is None and self._lexicon["gatherings"].search(sentence.mask) is None):
            return made
        self._day = near[0]
        if came is None:
            return made
        return [(each, person, day or self._day) for each, person, day in made]
