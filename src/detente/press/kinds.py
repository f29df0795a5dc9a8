"""Of which kind a statement is: a denial and of what, an announcement, a pledge, an agreement, or a statement.

Rules:

1. Reporting words that deny, words in what was said that deny, and a "not" where somebody was asked about a report, make a denial. What
   is denied is the report that the sentence names, else the clause that was said to be false, else all that was said.
2. What will be done at a time to come, or is announced with a day, is an announcement; what the own side will do, a pledge.
3. Where the order of words is fixed, a "not" that follows a denial of the same speaker goes on with it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from detente.press.attribution import Attributed
from detente.press.dates import Dated
from detente.press.lexicon import Lexicon
from detente.press.people import Person
from detente.press.same_names import stem
from detente.press.sentences import OPENING, quotations

Part = tuple[int, int]
"""Where words stand in the folded text."""

_SUBJECT_MOST: Final = 4
"""Words of what was said within which its subject stands, in a language whose verb stands first."""

_DENIED_NEAR: Final = 8
"""Words between "a report" and what it says: "a report in a section of the media that"."""

_SINCE_MOST: Final = 24
"""Characters before a month in which it says since when something was so."""

_FIRST: Final = 3
"""Words of what was said among which a pronoun is its subject."""

_NOT_MOST, _NOT_NEAR = 2, 30
"""Words, and characters, before a verb among which a "not" can stand: "have not yet agreed"."""

_RUMOURS_MOST: Final = 70
"""Characters that may tell whose reports are denied."""


class Kinds:
    """Tells the kinds of what is said in one report, in order."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._words = text, lexicon
        self._today: dt.date | None = None
        """The day from which what was said counts."""
        self._denied: tuple[Person | None, Part | None, int] = None, None, 0
        """Who denied what last, and where that ends."""

    def of(
        self,
        each: Attributed,
        person: Person,
        quote: Part,
        days: list[Dated],
        today: dt.date | None,
        made: Sequence[Attributed],
        said: Sequence[Part],
    ) -> tuple[str, Part | None]:
        """The kind of a statement, and what is denied.

        Args:
            quote: where its words stand.
            days: those that it names; what is after `today`, on which it was said, was to come.
            made: all that was said in the report.
            said: the parts of its sentence that somebody says.
        """
        self._today = today
        start, end = quote
        kind, denied = self._by_itself(each, person, start, end, days, said)
        if kind == "statement" and self._still_denies(each, person, start, end, made):
            kind, denied = "denial", self._denied[1]
        if kind == "denial":
            self._denied = person, denied, end
        return kind, denied

    def _still_denies(self, each: Attributed, person: Person, start: int, end: int, made: Sequence[Attributed]) -> bool:
        """Whether words with a "not" go on with what the same speaker denied just before."""
        who, denied, place = self._denied
        if who is not person or denied is None or self._words.order != "fixed" or self._text[start:end] == self._text[slice(*denied)]:
            return False
        sentence = self._text.find(". ", start, end)
        first = end if sentence == -1 else sentence
        number = next(n for n, one in enumerate(made) if one is each)
        follows = number > 0 and made[number - 1].parts[0][0] <= place <= each.parts[0][0]
        return follows and self._words["negations"].search(self._text, start, first) is not None

    def _by_itself(
        self, each: Attributed, person: Person, start: int, end: int, dates: list[Dated], said: Sequence[Part]
    ) -> tuple[str, Part | None]:
        """Of which kind it is, but for what was said before."""
        words, text = self._words, self._text
        cue_kind: str = "statement" if each.cue is None else each.cue.kind
        rumour = self._rumour(each, start, said)
        answers = rumour is not None and words["negations"].search(text, start, end) is not None
        if each.cue is not None and "rumour" in each.cue.takes and words["rumours"].match(text, start) is not None:
            cue_kind = "denial"
        telling = _telling(words).search(text, start, end) is not None
        if cue_kind == "denial" or (telling and self._denies(start, end)) or answers:
            return "denial", (self._what_is_denied(start, end) if rumour is None or cue_kind == "denial" else rumour)
        future = self._is_future(start, end)
        to_come = any(self._is_to_come(each) and not self._is_since(each) for each in dates)
        to_come = to_come or (telling and words["times_to_come"].search(text, start, end) is not None)
        is_agreed = cue_kind == "agreement" and words.order == "fixed" and not self._sets_day(start, end, dates)
        if is_agreed:
            return "agreement", None
        if future and to_come and words.order == "free" and not dates and self._is_refused(start, end):
            return "pledge", None
        open_day = to_come or any(self._today is None or each.last >= self._today for each in dates)
        if cue_kind == "announcement" or (to_come and future) or (open_day and words["announced"].search(text, start, end)):
            return "announcement", None
        agreed = telling and any(self._is_so(match.start()) for match in words["agreed"].finditer(text, start, end))
        if cue_kind == "agreement" or agreed or words["agreements"].match(text, start):
            return "agreement", None
        pledged = telling and words["pledges"].search(text, start, end) is not None
        pledged = pledged or words.shapes["ready"].match(text, start, end) is not None
        if cue_kind == "pledge" or pledged or (future and not self._befalls(start, end) and self._is_own(person, start, end)):
            return "pledge", None
        return cue_kind, None

    def _is_so(self, place: int) -> bool:
        """Whether no "not" stands right before a verb: "they have not yet agreed"."""
        before = self._text[max(0, place - _NOT_NEAR) : place].split()[-_NOT_MOST:]
        return not any(self._words["negations"].fullmatch(word) is not None for word in before)

    def _sets_day(self, start: int, end: int, dates: list[Dated]) -> bool:
        """Whether the day of a meeting is set: "to meet again on 12 February"."""
        met = any(self._words[name].search(self._text, start, end) for name in ("meetings", "meet", "met"))
        return met and any(self._is_to_come(each) and each.first == each.last for each in dates)

    def _is_future(self, start: int, end: int) -> bool:
        """Whether something will be done; "would" tells so only where it is not a speaker's own word."""
        quoted = quotations(self._text, start, end) if self._words.order == "fixed" else []
        direct = self._text[start - 1 : start] in set(OPENING)
        for match in self._words["future"].finditer(self._text, start, end):
            if self._words["wills"].fullmatch("".join(self._text[start : match.start()].split()[-1:])) is not None:
                continue  # "its will is"
            own = direct or any(each.start < match.start() < each.end for each in quoted)
            if not own or self._words["conditional"].fullmatch(match.group()) is None:
                return True
        return False

    def _befalls(self, start: int, end: int) -> bool:
        """Whether what will be is nothing that anybody does, in English: "Norway would *have* a deficit"."""
        if self._words.order != "fixed":
            return False
        ends = [match.end() for match in self._words["future"].finditer(self._text, start, end)]
        adverbs = [self._words["before_verbs"].match(self._text, place + 1, end) for place in ends]
        verbs = [place if adverb is None else adverb.end() for place, adverb in zip(ends, adverbs, strict=True)]
        return bool(ends) and all(self._words["befalls"].match(self._text, place + 1, end) is not None for place in verbs)

    def _what_is_denied(self, start: int, end: int) -> tuple[int, int]:
        """The clause that is denied: of "reports that X", of "the claim that X is false", X; otherwise all that was said."""
        words, text = self._words, self._text
        if words.order == "vso" and (noun := words["rumours"].match(text, start, end)) is not None:
            of = words["rumours_of"].search(text, noun.end(), min(end, noun.end() + _RUMOURS_MOST))
            begin = end if of is None else of.end() + len(text[of.end() : end]) - len(text[of.end() : end].lstrip())
            return (begin, end) if begin < end else (start, end)
        if words.order != "fixed":
            return start, end
        noun = words["rumours"].search(text, start, end)
        of = None if noun is None else words["rumours_of"].search(text, noun.end(), end)
        if noun is None or of is None or len(text[noun.end() : of.start()].split()) > _DENIED_NEAR:
            return start, end
        begin, last = of.end(), end
        for name in ("called_so", "is_denied"):
            for match in words[name].finditer(text, begin, last):
                behind = text[match.end() : last].lstrip()
                if behind[:1] in set(OPENING) or (name == "is_denied" and words["denials"].search(text, match.start(), end)):
                    last = match.start()
                    break
        begin += len(text[begin:last]) - len(text[begin:last].lstrip())
        shown = text[begin:last].rstrip(" ,")
        return (begin, begin + len(shown)) if shown else (start, end)

    def _is_to_come(self, dated: Dated) -> bool:
        return self._today is not None and dated.last > self._today

    def _denies(self, start: int, end: int) -> bool:
        """Whether words in what was said deny; no "there was no such thing before", which Russian says like "there was no such thing"."""
        found = self._words["denials"].finditer(self._text, start, end)
        if self._words.order == "fixed":
            return any(" " in each.group() or not self._is_of_deed(each.end(), end) for each in found)
        return any(self._words.shapes["never_before"].match(self._text, each.end(), end) is None for each in found)

    def _is_of_deed(self, place: int, end: int) -> bool:
        """Whether a word that could deny tells of what somebody does, and of no report: "the groundless *sanctions*"."""
        noun = self._words.shapes["deed"].match(self._text, place, end)
        return noun is not None and not any(self._words[name].match(self._text, noun.start("noun")) for name in ("rumours", "conjunctions"))

    def _is_since(self, dated: Dated) -> bool:
        """Whether a Russian month is that since which something was so: "the seven thousand killed since January"."""
        return self._words.shapes["being_so_since"].search(self._text, max(0, dated.start - _SINCE_MOST), dated.start) is not None

    def _is_refused(self, start: int, end: int) -> bool:
        """Whether Russian words say that "we" will not do something: "in winter we shall allow no cuts", which sets no day."""
        first = next(self._words["future"].finditer(self._text, start, end), None)
        if first is None or self._words["we_do"].fullmatch(first.group()) is None:
            return False
        return self._words["negations"].fullmatch("".join(self._text[start : first.start()].split()[-1:])) is not None

    def _rumour(self, each: Attributed, start: int, said: Sequence[Part]) -> tuple[int, int] | None:
        """What was reported that somebody was asked about, or answers: it stands before all that was said in the sentence."""
        first = min([start, *(begin for begin, _ in said)])
        found = self._words["rumours"].search(self._text, each.sentence.start, first)
        named = each.speaker
        if found is not None and named is not None and self._words.order == "fixed" and named.start <= found.start() < named.end:
            found = None  # "The report said that nobody had been counted"
        if found is None and self._words.order == "fixed" and each.cue_at is not None and each.cue_at[0] > start:
            first = each.sentence.end  # "...," Karl Brandt said, asked about reports of X
            found = self._words["rumours"].search(self._text, each.cue_at[1], first)
            if found is not None and self._words.shapes["was_asked"].search(self._text, each.cue_at[1], found.start()) is None:
                return None
        if found is None:
            return None
        about = self._words["rumours_of"].search(self._text, found.end(), first)
        begin = found.start() if about is None else about.end()
        end = min([at for sign in ",،" if (at := self._text.find(sign, begin, first)) != -1], default=first)
        while begin < end and self._text[begin].isspace():
            begin += 1
        return begin, begin + len(self._text[begin:end].rstrip(" \n.?!"))

    def _is_own(self, person: Person, start: int, end: int) -> bool:
        """Whether what will be done is done by the speaker's own side: it stands first in what was said."""
        condition = self._words.shapes["condition"].match(self._text, start)
        start = start if condition is None else condition.end()
        thinks = self._words.shapes["thinks"].match(self._text, start)
        start = start if thinks is None else thinks.end()
        head = self._text[start : start + 40]
        own = self._words["we"].search(head)
        if own is not None and (self._words["third_persons"].fullmatch(own.group()) is None or len(head[: own.start()].split()) < _FIRST):
            return True
        private = person.office is not None and self._words["private"].search(self._text, *person.office) is not None
        if not private and self._words.shapes["we_do"].search(self._text, start, end) is not None:
            return True  # "If the truce fails, we will leave"
        if self._words.shapes["not_do"].match(head) is not None:
            return True  # "..., that will not support any groups"
        if self._words.order != "fixed" and self._is_own_body(person, head):
            return True  # "the movement will"
        if self._words.order == "free" and any(
            self._words["we_do"].fullmatch(each.group()) for each in self._words["future"].finditer(head)
        ):
            return True  # "Not one soldier shall we dismiss", which needs no pronoun
        found = list(self._words.places.finditer(head))
        if self._words.order == "fixed":
            found = [match for match in found if not self._is_where(head, match)]
        if self._words.order == "vso":  # by the subject, not by where: "it will be held in X"
            found = [match for match in found if self._is_subject(head, match)]
        if self._words.order == "free":  # not "a treaty between X and Y will"
            found = [match for match in found if self._words["functions"].fullmatch("".join(head[: match.start()].split()[-1:])) is None]
        codes = {self._words.code_of(match.group()) for match in found}
        return person.side is not None and bool(codes & set(person.side.split("+")))

    def _is_own_body(self, person: Person, head: str) -> bool:
        """Whether what was said begins with both sides, or with the body that the speaker's office or name names: "the movement will"."""
        first = head.split(maxsplit=1)[0] if head.strip() else ""
        if self._words["sides"].fullmatch(first) is not None:
            return True
        own = [place for place in (person.office, person.name if person.collective else None) if place is not None]
        named = {stem(word) for place in own for word in self._text[slice(*place)].split()}
        return self._words["collectives"].fullmatch(first) is not None and stem(first) in named

    def _is_where(self, head: str, place: re.Match[str]) -> bool:
        """Whether the name of a state stands behind an English preposition: "in talks with *Norway*"."""
        syntax = self._words.file.syntax
        before = [word for word in head[: place.start()].lower().split() if word not in syntax.articles]
        return bool(before) and before[-1] in syntax.locating

    def _is_subject(self, head: str, place: re.Match[str]) -> bool:
        """Whether the name of a state stands among the first words of what was said, behind no preposition."""
        before = head[: place.start()].split()
        return len(before) < _SUBJECT_MOST and not (before and self._words["functions"].fullmatch(before[-1]))


@cache
def _telling(lexicon: Lexicon) -> re.Pattern[str]:
    """Any word that tells of what kind something is, in one look at what was said: most has none."""
    words = lexicon.file.words
    return lexicon.expression([*words.denials, *words.times_to_come, *words.agreed, *words.pledges])
