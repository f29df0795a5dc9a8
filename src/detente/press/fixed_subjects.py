"""Who is named beside reporting words in a language of fixed word order: the noun phrase before them, or the one behind a quotation.

Rules:

1. What stands between signs is a phrase; a person may be named by several, one of which says the same as another.
2. Behind a conjunction, a clause of its own begins, whose subject alone is looked at.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

from detente.press.attribution import Attributed
from detente.press.clause_words import clause_words
from detente.press.clauses import SIGN, Found
from detente.press.lexicon import Lexicon, any_of
from detente.press.noun_phrases import NounPhrases
from detente.press.phrases import Mention
from detente.press.sentences import HIDDEN, Sentence
from detente.press.sides import Sides

_PARTS_MOST: Final = 7
"""Phrases between signs that can belong to one subject."""

_SURNAME: Final = re.compile(r"(?<=\w )[A-Z][a-z]{2,}(?!\w)")
"""A word with a capital behind another word."""

_LABEL_MOST: Final = 80
"""Characters of whoever stands before a colon."""

_LABELLED_LEAST: Final = 5
"""Words from the colon on, fewer of which are a heading."""

_FRONTED_MOST: Final = 5
"""Words with which a sentence begins, and among which is the place where somebody speaks."""


class FixedSubjects:
    """Finds the subjects of the sentences of one report; places are of masks, those of mentions of the text."""

    def __init__(self, text: str, lexicon: Lexicon, phrases: NounPhrases, sides: Sides) -> None:
        self._text, self._lexicon, self._syntax = text, lexicon, lexicon.file.syntax
        self._phrases, self._sides = phrases, sides
        self._time = _time(lexicon)
        words = clause_words(lexicon)
        self._conjunctions, self._fronted, self._finite = words.conjunctions, words.fronted, words.finite
        self._subordinator, self._joint, self._relative, self._nominative = (
            words.subordinator,
            words.joint,
            words.relative,
            words.nominative,
        )

    def subject_of(self, sentence: Sentence) -> Mention | None:
        """Whom a sentence is about: the phrases before its first verb, behind what somebody was asked."""
        asked = self._lexicon["asked_about"].match(sentence.mask)
        start = 0 if asked is None else sentence.mask.find(",", asked.end()) + 1
        verb = self._finite.search(sentence.mask, start) or self._lexicon.shapes["last_verb"].search(sentence.mask, start)
        if verb is None:
            return None
        found = self.leading(sentence, self.parts(sentence.mask, start, verb.start()))
        if found is not None:
            if found.side is None:
                found = found._replace(hint=self._sides.of(found, (found.end, found.end)))
            self._sides.last = found.side or self._sides.last
        return found

    def leading(self, sentence: Sentence, parts: list[tuple[int, int]]) -> Mention | None:
        """Who is named by the first phrase of several, and by the second if it says the same."""
        if parts and not parts[0][0] and not sentence.mask[slice(*parts[0])].strip():
            parts = parts[1:]
        placed = [(sentence.start + first, sentence.start + last) for first, last in parts[:2]]
        if len(placed) == 2:
            both = self._phrases.subject([*placed, (placed[1][1], placed[1][1])])
            if both is not None and both[1] == placed[0][0]:
                return both[0]
        one = self._phrases.subject(placed[:1]) if placed else None
        if one is None and len(parts) > 1 and self._is_fronted(sentence.mask[slice(*parts[0])]):
            return self.leading(sentence, parts[1:])  # "On the Russian side, Minister X"
        return None if one is None else one[0]

    def _is_fronted(self, words: str) -> bool:
        """Whether a phrase says when, where or on what occasion: it begins with a preposition or the like."""
        first = words.split(None, 1)[:1]
        return bool(first) and first[0].lower() in self._fronted

    def beside(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        """Whoever can speak and is the subject of a clause between two places of the mask, or is named there again by his surname."""
        mask = sentence.mask
        for first, last in reversed(self.parts(mask, start, end)):
            verb = self._finite.search(mask, first, last)
            opens = self._lexicon.shapes["view_of"].match(mask, first, last)
            if opens is None and self._is_fronted(mask[first:last]):
                continue
            place = first if opens is None else opens.end()
            found = (
                self.leading(sentence, [(place, last if verb is None else verb.start())]) if verb is None or place < verb.start() else None
            )
            if found is not None and found.kind in {"named", "office", "pronoun"} and self.can_speak(found):
                return found
        for name in _SURNAME.finditer(mask, start, end):
            if self._text.count(f" {name.group()}") > 1 and self._lexicon.places.match(mask, name.start()) is None:
                found = self.leading(sentence, [name.span()])
                if found is not None and found.kind == "named":
                    return found
        return None

    def subject(self, sentence: Sentence, start: int, end: int) -> tuple[Mention, int] | None:
        """Who is named between two places of the mask, next to the second one, and where that begins in the mask."""
        mask, base = sentence.mask, sentence.start
        parts = self.parts(mask, start, end)[-_PARTS_MOST:]
        if not parts:
            return None
        parts[-1] = (self.past_subordinate(mask, self._past_time(mask, *parts[-1]), parts[-1][1]), parts[-1][1])
        parts[:-1] = [(self._past_clause(mask, first, last), last) for first, last in parts[:-1]]
        found = self._phrases.subject([(base + first, base + last) for first, last in parts])
        if found is None:
            return None
        mention = found[0]
        hint = next((place for first, last in parts if base + last <= found[1] and (place := self.place(base + first, base + last))), None)
        return mention._replace(hint=hint), found[1] - base

    @staticmethod
    def parts(mask: str, start: int, end: int) -> list[tuple[int, int]]:
        """What stands between signs, from the last quotation on."""
        signs = [match.span() for match in SIGN.finditer(mask, start, end)]
        parts: list[tuple[int, int]] = []
        for first, last in pairwise([(start, start), *signs, (end, end)]):
            if HIDDEN in mask[first[1] : last[0]]:
                parts.clear()
            elif mask[first[1] : last[0]].strip().isdigit():
                continue  # "X, 54, said"
            elif first[1] == start or mask.rfind("(", start, first[1]) <= mask.rfind(")", start, first[1]):
                parts.append((first[1], last[0]))  # but what stands in brackets
        return parts

    def past_subordinate(self, mask: str, start: int, end: int) -> int:
        """Behind the last conjunction that begins a clause, and behind a clause of its own that "and" joins."""
        if self._lexicon["documents"].match(mask, len(mask[:end]) - len(mask[start:end].lstrip())):
            return start
        relative = self._relative.search(mask, start, end)
        for match in self._subordinator.finditer(mask, start, end if relative is None else relative.start()):
            start = match.end()
        for match in self._joint.finditer(mask, start, end):
            if self._finite.search(mask, start, match.start()):
                return match.start()
        words = mask[start:end].lower().split()
        if len(words) > 1 and words[-1] in self._nominative and words[-2] not in self._fronted | self._conjunctions:
            return start + mask[start:end].rstrip().rfind(" ") + 1  # "as he left he said that"
        return start

    def _past_clause(self, mask: str, start: int, end: int) -> int:
        """Behind a clause that goes before the one of the subject: "The call comes after the secretary, Karl Brandt, said"."""
        if self._relative.match(mask, end - len(mask[start:end].lstrip())) is not None:
            return start
        for match in self._subordinator.finditer(mask, start, end):
            if self._finite.search(mask, start, match.start()) is not None:
                start = match.end()
        return start

    def _past_time(self, mask: str, start: int, end: int) -> int:
        """Behind the words that say when, with which a sentence can begin without a comma: "In June the sides"."""
        time = self._time.match(mask, start, end) if start == 0 else None
        return start if time is None or not mask[time.end() : end].strip() else time.end()

    def place(self, start: int, end: int) -> str | None:
        """The state of a place that a part names, as "In Moscow" does."""
        words = self._phrases.words(start, end)
        if not words or words[0].plain not in self._syntax.inside:
            return None
        place = next((word for word in words[:_FRONTED_MOST] if word.kind == "place"), None)
        return None if place is None else self._lexicon.code_of(self._text[place.start : place.start + len(place.plain)])

    def behind(self, sentence: Sentence, each: Found, limit: int) -> Mention | None:
        """The subject behind reporting words: "X," said Y, a spokesman for Z."""
        parts = self.parts(sentence.mask, each.end, limit)
        return self.leading(sentence, parts) if parts and parts[0][0] == each.end else None

    def before_pronoun(self, sentence: Sentence, made: Attributed) -> Mention | None:
        """Whom a pronoun means in a sentence that begins with somebody's name, which is no part of what was said."""
        if made.speaker is None or made.speaker.start <= sentence.start:
            return None
        subject = self.subject_of(sentence)
        if subject is None or subject.kind != "named" or subject.end > made.parts[0][0]:
            return None
        lead = self._text[sentence.start : subject.start].lower().split()
        return subject if all(word in self._syntax.articles or word in self._conjunctions for word in lead) else None

    def label(self, start: int, end: int) -> tuple[Mention, int] | None:
        """Whoever stands before the colon that begins an entry of live coverage, and where it goes on: "White House: we were asked"."""
        colon = self._text.find(": ", start, min(end, start + _LABEL_MOST))
        found = None if colon == -1 else self._phrases.subject([(start, colon)])
        if found is None or found[1] != start or found[0].end != colon or len(self._text[colon:end].split()) < _LABELLED_LEAST:
            return None
        mention = found[0]
        known = mention.kind == "collective" or (mention.kind == "named" and mention.office is not None)
        return (mention, colon + 1) if known else None

    def own(self, sentence: Sentence, each: Found) -> tuple[Mention, int] | None:
        """Whom "in his words" means: as a pronoun does."""
        for word in self._phrases.words(sentence.start + each.start, sentence.start + each.end):
            if word.plain in self._syntax.possessives:
                return Mention("pronoun", None, None, None, word.start, word.end, definite=True), word.start
        return None

    def is_person(self, mention: Mention) -> bool:
        """Whether one person is meant, no joint statement and not several."""
        if mention.kind == "pronoun":
            return self._text[mention.start : mention.end].lower() not in self._lexicon.file.words.things
        return mention.kind in {"named", "office"} and not self.is_joint(mention)

    def can_speak(self, mention: Mention) -> bool:
        """Whether somebody is named, or an office or a body that the lexicon knows, and no thing."""
        if mention.kind == "office":
            return self._lexicon["offices"].search(self._text, *(mention.office or (0, 0))) is not None
        return mention.kind != "pronoun" or self.is_person(mention)

    def is_joint(self, mention: Mention) -> bool:
        """Whether several can be meant, as who agrees."""
        if mention.kind in {"sides", "pronoun"} or "+" in (mention.side or ""):
            return True
        words = self._text[mention.start : mention.end].lower().split()
        several = len(words) > 0 and words[-1].endswith("s") and mention.kind != "named"
        return several or any(word in self._conjunctions for word in words)

    def unarticled(self, mention: Mention) -> tuple[int, int]:
        start, end = mention.name or (mention.start, mention.end)
        words = self._phrases.words(start, end)
        articles = self._syntax.articles
        return (words[1].start if len(words) > 1 and words[0].plain in articles else start), end


@cache
def _time(lexicon: Lexicon) -> re.Pattern[str]:
    """What can say when at the beginning of a sentence: "In early June 2023", "Last month"."""
    dates = lexicon.file.dates
    whole = lexicon.expression([*dates.last_week, *dates.last_month, *dates.last_year, *dates.earlier_this_month, *dates.this_month])
    named = lexicon.expression(form for forms in (*dates.months, *dates.weekdays) for form in forms)
    parts = lexicon.expression([*dates.early, *dates.late, *dates.mid, *dates.last, *dates.this])
    on = any_of(lexicon.file.syntax.on_days)
    dated = rf"{on}\s(?:(?:{parts.pattern})[\s-])?(?:{named.pattern})(?:\s\d{{1,2}}(?!\d))?(?:\s\d{{4}})?"
    return re.compile(rf"(?:(?:{whole.pattern})|{dated})\s")
