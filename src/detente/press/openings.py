"""The day that the opening of a report gives to whoever speaks in it, of what stands without a day of its own.

Rules:

1. A report that opens with a session of one day tells what was said there, before anybody has spoken.
2. A release says at its head that it is one, and its day: that of what the body itself says in it, though not of what sides said.
   Where it opens with a meeting, it tells what was said there; from where it tells of another day, what was said on that.
3. Where somebody is said to open the meeting that the report named last, that is a session.
4. What was told to an agency or a paper was said on neither.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from detente.press.attribution import Attributed
from detente.press.dates import Calendar, Dated
from detente.press.lexicon import Lexicon
from detente.press.meetings import Met
from detente.press.people import Person
from detente.press.sentences import Sentence

_LINE: Final = re.compile(r"[^\n]+")
_HEAD: Final = 400
"""Characters of a report within which the head of a release stands."""

_HEAD_LINES: Final = 6
"""Lines of that head."""

_NEAR: Final = dt.timedelta(14)
"""A meeting that is farther off is not what a report is about."""


class Opening:
    """The days of one report's session and of its release."""

    def __init__(self, text: str, lexicon: Lexicon, calendar: Calendar, published: dt.date | None) -> None:
        self._text, self._lexicon, self._calendar, self._published = text, lexicon, calendar, published
        self._session: Dated | None = None
        self._is_met = False
        self._met: Dated | None = None
        self._released = self._release_day()

    def tell(self, sentence: Sentence, held: list[Met], *, spoken: bool) -> None:
        """A sentence in which nobody speaks.

        Args:
            held: the meetings named so far that have been held.
            spoken: whether somebody has spoken.
        """
        met = [each.dated for each in held if each.dated is not None and each.dated.first == each.dated.last]
        self._met = met[-1] if met and self._is_near(met[-1]) else None
        sits = self._lexicon["sittings"].search(sentence.mask) is not None
        if not self._is_met and (spoken or (self._released is None and not sits)):
            return
        days = [day for day in self._calendar.find(self._text, sentence.start, sentence.end) if day.first == day.last]
        past = [day for day in days if self._published is None or day.last <= self._published]
        if self._is_met:
            first = sentence.opens_paragraph and past and self._lexicon["announced"].search(sentence.mask) is None
            self._session = past[0] if first and self._is_near(past[0]) else self._session
        elif self._session is None and len(past) == 1 and sits:
            self._session = past[0]
        elif self._session is None and self._released is not None:
            met = [each.dated for each in held if each.dated is not None and sentence.start <= each.quote[0] < sentence.end]
            of_one = any(self._lexicon[name].search(sentence.mask) is not None for name in ("meetings", "gatherings"))
            single = [day for day in (met or (past if of_one else ())) if day.first == day.last and self._is_near(day)]
            self._session, self._is_met = (single[0], True) if single else (None, False)

    def _is_near(self, day: Dated) -> bool:
        return self._published is None or self._published - _NEAR <= day.first <= self._published

    def day(self, each: Attributed, person: Person) -> Dated | None:
        """The day of the session or of the release, for whoever speaks in it."""
        if each.via or (self._is_met and each.cue is not None and each.cue.type == "according"):
            return None
        if self._session is None and self._met is not None and self._lexicon["at_meetings"].search(each.sentence.mask) is not None:
            self._session, self._is_met = self._met, True
        if not person.collective:
            return self._session
        return self._session if self._released is None or self._is_side(person) else self._released

    def _is_side(self, person: Person) -> bool:
        """Whether it is both sides that speak, or one of them, and not the body that released the report."""
        named = any(self._lexicon[name].search(self._text, *(person.name or (0, 0))) is not None for name in ("side_of", "sides"))
        return named or "+" in (person.side or "")

    def _release_day(self) -> Dated | None:
        """The day that stands at the head of a release of a body, which says of itself in a line that it is one."""
        head = [line for line in _LINE.finditer(self._text, 0, _HEAD) if line.group().strip()][:_HEAD_LINES]
        number = next((n for n, line in enumerate(head) if self._is_release(line.group().strip())), None)
        if number is None:
            return None
        days = [day for line in head[number:] for day in self._calendar.find(self._text, *line.span())]
        return days[0] if days and days[0].first == days[0].last else None

    def _is_release(self, line: str) -> bool:
        named = self._lexicon["releases"].match(line) is not None
        return named or (self._lexicon.order == "vso" and self._lexicon["documents"].fullmatch(line) is not None)
