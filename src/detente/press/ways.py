"""On what way words came that the sentence before gives, in a language of free word order.

"S said that X. This is reported by T", "S said that X. He told the channel T about this", "S said that X. His words are given by T".
"""

from __future__ import annotations

from typing import Final

from detente.press.attribution import Attributed
from detente.press.cutting import Report
from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention, phrase_in
from detente.press.reporters import Reporters
from detente.press.sentences import Sentence

_WORDS_MOST: Final = 12
"""Words of a sentence that says no more than who gives somebody's words."""

_NEAR: Final = 14
"""Characters before whoever gives somebody's words in which it is said that he does."""


class Ways:
    """Adds the media that a sentence names to what was said before it."""

    def __init__(self, text: str, lexicon: Lexicon, who: Reporters) -> None:
        self._text, self._lexicon, self._who = text, lexicon, who
        self._before: list[Attributed] = []
        """What somebody is said to have said in the last sentence."""

    def of_report(self, sentence: Sentence, each: Report) -> list[tuple[int, int]]:
        """The way on which something came: whoever an agency cites, and the agency."""
        place, end = sentence.start + each.end, sentence.end
        citing = self._lexicon["citing"].search(sentence.mask, each.end)
        cited = None if citing is None else phrase_in(self._text, sentence.start + citing.end(), end, self._lexicon)
        first = [cited.name] if cited is not None and cited.name is not None and cited.kind == "collective" else []
        return [*first, *(each_span for each_span in self._who.agencies(place, end) if each_span not in first)]

    def tell(self, sentence: Sentence, found: list[Attributed]) -> None:
        """Go on with a sentence, and what is said to have been said in it."""
        media = self._media(sentence) if self._before and not found else []
        for each in self._before if media else ():
            each.via = list(dict.fromkeys([*each.via, *media]))
        if not media:
            self._before = found

    def given_by(self, sentence: Sentence, start: int, limit: int) -> tuple[Mention, list[tuple[int, int]]] | None:
        """Whose words somebody gives, and who does: "X, gives the press service the words of S"."""
        mask, base = sentence.mask, sentence.start
        words = self._lexicon.shapes["the_words"].search(mask, start, limit)
        if words is None or self._lexicon.shapes["gives_words"].search(mask, max(0, start - _NEAR), start) is None:
            return None
        speaker = phrase_in(self._text, base + words.end(), base + limit, self._lexicon)
        giver = phrase_in(self._text, base + start, base + words.start(), self._lexicon)
        if speaker is None or giver is None or giver.kind not in {"collective", "agency"}:
            return None
        return speaker, [giver.name or (giver.start, giver.end)]

    def _media(self, sentence: Sentence) -> list[tuple[int, int]]:
        """The media of a sentence that says no more than through whom words came."""
        mask, base = sentence.mask, sentence.start
        begins = self._lexicon["about_this"].match(mask)
        if begins is None:
            begins = self._lexicon.shapes["somebodys_words"].match(mask)
            if begins is None or len(mask.split()) > _WORDS_MOST or self._lexicon.shapes["gives_words"].search(mask, begins.end()) is None:
                return []
        start = base + begins.end()
        found = self._who.agencies(start, base + len(mask))
        if found:
            return found
        giver = self._who.as_agency(phrase_in(self._text, start, base + len(mask), self._lexicon))
        if giver is not None and giver.kind == "agency" and giver.name is not None:
            return [giver.name]
        papers = self._lexicon.shapes["unnamed_papers"].search(self._text, start, base + len(mask))
        return [] if papers is None else [papers.span()]
