"""On which day something was said whose sentence names no day, but the meeting at which it was said.

Rules:

1. "At the meeting", "after the talks", "opening the session" mean the meeting that the report named last, if that has been held: what is
   said there was said on its day, or on the last of its days.
2. Where somebody speaks at a session, whoever follows speaks at it too, until words came on another way or of another day.
3. What several agreed to "then" was agreed on the day of the meeting of which the sentence before tells.
4. What a paper says was said on the day on which the report says that it was published.
"""

from __future__ import annotations

from detente.press.attribution import Attributed
from detente.press.dates import Calendar, Dated
from detente.press.lexicon import Lexicon
from detente.press.meetings import Met
from detente.press.sentences import Sentence

_FAR = 2
"""Characters between words that say when, and the noun of a meeting."""


class Occasions:
    """The days of the occasions of one report on which somebody spoke."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        self._session: Dated | None = None
        self._paper: Dated | None = None

    def tell(self, sentence: Sentence, calendar: Calendar, held: list[Met]) -> None:
        """A sentence in which nobody speaks: whether it tells of a paper and its day."""
        if self._lexicon["documents"].search(sentence.mask) is None or sentence.quoted:
            return
        meetings = {each.dated.start for each in held if each.dated is not None and each.where is not None}
        days = [each for each in calendar.find(self._text, sentence.start, sentence.end) if each.start not in meetings]
        self._paper = days[0] if days else None

    def day(self, each: Attributed, found: list[Attributed], held: list[Met]) -> Dated | None:
        """The day on which something was said, by the occasion that its sentence names or that goes on."""
        if each.speaker is not None and each.speaker.kind == "document":
            return self._paper
        session = self._session
        self._session = None
        if each.via or (each.cue is not None and each.cue.type == "as"):
            return None
        if not held:
            return None
        named = self._named(each, found)
        if named is None:
            self._session = session
            return session
        met = held[-1].dated
        day = None if met is None else met._replace(first=met.last)
        if self._lexicon["spoken_at"].search(named) is not None:
            self._session = day
        return day

    def agreed_on(self, each: Attributed, held: list[Met]) -> Dated | None:
        """The day of the meeting of which the sentence before tells, where several agreed to something then."""
        agreed = each.cue is not None and each.cue.kind == "agreement"
        between = self._text[held[-1].quote[1] : each.sentence.start] if held and agreed else "\n"
        return None if "\n" in between or between.strip(" .") else held[-1].dated

    def _named(self, each: Attributed, found: list[Attributed]) -> str | None:
        """The words that name a meeting as the occasion, outside of what was said."""
        taken = [part for other in found for part in other.parts]
        if each.within is not None:
            taken = [part for part in taken if not part[0] <= each.within[0] < part[1]]
        for match in self._lexicon["adjuncts"].finditer(self._text, each.sentence.start, each.sentence.end):
            if any(start <= match.start() < end for start, end in taken):
                continue
            noun = self._lexicon["meetings"].search(match.group())
            behind = self._lexicon["meetings"].match(self._text, match.end() + 1)
            if noun is not None:
                return match.group()
            if behind is not None:
                return f"{match.group()} {behind.group()}"
            if self._lexicon["held"].search(match.group()) and self._lexicon["of_him"].search(match.group()):
                return match.group()  # "on its results", of the meeting of the sentence before
        return None
