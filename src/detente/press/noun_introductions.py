"""Whoever is introduced without speaking, in a language whose names are told by capitals, such as English.

Rules:

1. A name behind an office between commas is that of its owner: "led by the deputy minister, Karl Brandt".
2. A full name with an office before it or behind a comma introduces somebody, wherever it stands in a sentence: "was headed by Commodore
   Karl Brandt, head of operations".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from detente.press.lexicon import Lexicon
from detente.press.noun_phrases import FAR, NounPhrases, Phrase
from detente.press.noun_words import BEFORE_NAMES, Word
from detente.press.phrases import Mention

_TWO_CAPITALS: Final = re.compile(r"\b[^\W\d_a-z][\w.'-]*\s+(?:\w{2,4}\s+)?[^\W\d_a-z]")
"""Two words with capitals, with a particle between them perhaps."""


@cache
def _regions(lexicon: Lexicon) -> frozenset[str]:
    """The names of cities and regions."""
    return frozenset(name for names in lexicon.file.cities.values() for name in names)


class NounIntroductions(NounPhrases):
    """Finds who is named in the parts of a sentence between its signs."""

    def subject(self, parts: list[tuple[int, int]]) -> tuple[Mention, int] | None:
        """Who is named by phrases that commas part; also by an office, and its body, with but one comma before the name and none behind it.

        "The Permanent Secretary, Ministry of Health, Dr X, said", "the Commissioner for Lands, X said".
        """
        parts = self._with_regions(parts)
        found = super().subject(parts)
        if found is None or found[0].kind != "named" or found[0].office is not None or found[0].name is None:
            return found
        at = next((number for number, part in enumerate(parts) if part[0] == found[1]), 0)
        inside = found[0].name[0] < parts[at][1]  # else a body stands before the name
        first = at - 1 if not inside or at < 2 or self._is_office(parts[at - 1]) else at - 2
        last = at - 1 if inside else at
        if first < 0 or not self._is_office(parts[first]) or (first < last and not self._is_body(parts[last])):
            return found
        office = self.read(*parts[first])
        if office is None or office.office is None:
            return found
        words = self.words(*parts[last])
        codes = office.codes or self._codes(words, None)
        mention = found[0]._replace(office=(office.office[0], words[-1].end), side=found[0].side or next(iter(codes), None))
        return mention._replace(start=office.whole[0], definite=True), parts[first][0]

    def _with_regions(self, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Parts, of which the name of a region or a state behind a place goes with that: "a scientist at X in Bergen, Norway, said"."""
        made: list[tuple[int, int]] = []
        behind = False
        for part in parts:
            words = self.words(*part)
            joins = behind and bool(words) and words[0].plain in self._words["before_last"]
            behind = bool(made) and self._is_region(words) and self._ends_in_place(made[-1])
            if behind or joins:
                made[-1] = made[-1][0], part[1]
            else:
                made.append(part)
        return made

    def _is_region(self, words: list[Word]) -> bool:
        """Whether a part is the name of a state or a region and nothing else."""
        if not words or any(word.kind not in {"name", "place"} for word in words):
            return False
        name = self._text[words[0].start : words[-1].end]
        return words[-1].kind == "place" if len(words) == 1 and words[0].kind == "place" else name.strip(".") in _regions(self._lexicon)

    def _ends_in_place(self, part: tuple[int, int]) -> bool:
        """Whether a part ends in "in X"."""
        words = self.words(*part)
        named = len(words)
        while named and words[named - 1].kind in {"name", "place"}:
            named -= 1
        return 1 < named < len(words) and words[named - 1].plain in self._words["inside"]

    def _mention(self, phrases: list[Phrase], beside: list[str]) -> Mention:
        return super()._mention([self._of_many(each) for each in phrases], beside)

    def _of_many(self, phrase: Phrase) -> Phrase:
        """An office of several or of any one, with the name of where they work, which is nobody's: "analysts at Brandt Lee"."""
        if phrase.kind != "named" or phrase.office is None:
            return phrase
        words = self.words(*phrase.office)
        last = max((number for number, word in enumerate(words) if word.kind == "function"), default=0)
        many = last and any(word.kind == "office" and self._lexicon.shapes["of_several"].search(word.plain) for word in words[:last])
        at = last and words[last].plain in self._words["inside"]
        return self.of_house(phrase) if at and (many or not phrase.definite) else phrase

    def _is_office(self, part: tuple[int, int]) -> bool:
        """Whether a part between signs is an office and nothing more."""
        words = self.words(*part)
        if (
            not words
            or self._is_clause(words)
            or not (words[0].plain in self._words["articles"] or words[0].kind in {"office", "portfolio"})
        ):
            return False
        found = self.read(*part)
        return found is not None and found.kind == "office" and found.whole == (words[0].start, words[-1].end)

    def _is_body(self, part: tuple[int, int]) -> bool:
        """Whether a part is the name of a body."""
        words = self.words(*part)
        return any(word.kind == "body" for word in words) and all(word.kind != "word" for word in words)

    def appositions(self, parts: list[tuple[int, int]]) -> list[Mention]:
        """Whoever is named between commas behind an office: "... led by the deputy minister, Karl Brandt, ..."."""
        found = []
        for (start, end), behind in pairwise(parts):
            name = self.read(*behind)
            if name is None or name.kind != "named" or name.office is not None or name.whole[1] - name.whole[0] > FAR:
                continue
            words = self.words(start, end)
            first = next((n for n in reversed(range(len(words))) if self._begins_office(words, n)), None)
            office = None if first is None else self.read(words[first].start, end)
            if first is None or office is None or office.kind != "office" or self._is_clause(words[first:]):
                continue
            mention = self._mention([office, name], [])
            led = first > 1 and any(word.plain in self._words["representing"] for word in words[first - 2 : first])
            codes = [self._lexicon.code_of(self._text[word.start : word.start + len(word.plain)]) for word in words if word.kind == "place"]
            found.append(mention._replace(side=codes[-1]) if led and mention.side is None and codes else mention)
        return found

    def _begins_office(self, words: list[Word], number: int) -> bool:
        """Whether an office with its article begins at a word."""
        rest = words[number + 1 :]
        starts = words[number].plain in self._words["articles"] or words[number].plain in self._words["possessives"]
        head = next((n for n, word in enumerate(rest) if word.kind == "function"), len(rest))
        return starts and any(word.kind == "office" for word in rest[:head])

    def introduced(self, parts: list[tuple[int, int]]) -> Iterator[Mention]:
        """Whoever is named in full with an office."""
        for number, (start, end) in enumerate(parts):
            if _TWO_CAPITALS.search(self._text, start, end) is None:  # as in most parts
                continue
            words = self.words(start, end)
            for first, last in self._runs(words):
                lead = self._lead(words, first, last)
                if lead is None:
                    continue
                behind = self._office_behind(parts[number + 1]) if last == len(words) and number + 1 < len(parts) else None
                if behind is not None or lead.office is not None:
                    yield self._mention([lead] if behind is None else [lead, behind], [])

    def _runs(self, words: list[Word]) -> Iterator[tuple[int, int]]:
        """Where names of at least two words stand: their first word, and the one behind them."""
        number = 0
        while number < len(words):
            first = number
            number += 1
            if words[first].kind != "name":
                continue
            while number < len(words) and self._joins(words, number):
                number += 1
            if number - first > 1:
                yield first, number

    def _lead(self, words: list[Word], first: int, last: int) -> Phrase | None:
        """A name with the office before it; None where it is no person's, or says more of what follows."""
        if last < len(words) and words[last].kind in BEFORE_NAMES | {"agency", "name"}:
            return None
        start = first
        while start and self._is_beside(words[start - 1], words[start]) and self._belongs(words, start - 1, first):
            start -= 1
        before = words[start - 1] if start else None
        if start == first and before is not None and (before.plain in self._words["articles"] or before.plain in self._words["governing"]):
            return None
        found = self.read(words[start].start, words[last - 1].end)
        return found if found is not None and found.kind == "named" and found.name == (words[first].start, words[last - 1].end) else None

    def _office_behind(self, part: tuple[int, int]) -> Phrase | None:
        """The office that a part between signs is, and no clause."""
        words = self.words(*part)
        if not words or self._is_clause(words) or any(word.plain in self._words["by"] for word in words):
            return None
        found = self.read(*part)
        found = None if found is None else self.of_house(found)
        return found if found is not None and found.kind == "office" and words[0].kind != "name" else None
