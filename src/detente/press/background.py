"""Whether a sentence of a report in a fixed order of words tells of another time: what was said then is its background."""

from __future__ import annotations

import re
from typing import Final

from detente.press.clause_words import clause_words
from detente.press.clauses import SIGN
from detente.press.lexicon import Lexicon
from detente.press.sentences import Sentence

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


def is_background(text: str, sentence: Sentence, said: list[tuple[int, int]], cue_at: tuple[int, int], lexicon: Lexicon) -> bool:
    """Whether the words around what was said name a year, or tell of another time; what comes after their clause does not count."""
    sign = SIGN.search(sentence.mask, cue_at[1] - sentence.start)
    last = sentence.end if sign is None else sentence.start + sign.start()
    outside, place = [], sentence.start
    for start, end in [*said, (max(last, said[-1][1]), 0)]:
        outside.append(text[place:start])
        place = end
    aside = lexicon.shapes["relative_aside"]
    return any(_YEAR.search(each) or _tells_of_then(each, lexicon) for each in (aside.sub(",", part) for part in outside))


def _tells_of_then(words: str, lexicon: Lexicon) -> bool:
    """Whether words tell of another time; "until then" does not."""
    for match in lexicon["background"].finditer(words):
        before = words[: match.start()].rsplit(None, 1)
        if not before or before[-1].lower() not in clause_words(lexicon).fronted:
            return True
    return False
