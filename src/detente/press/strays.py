"""Quotations of a sentence that no reporting words have told of: a clause between marks beside somebody who can speak is his.

Rules:

1. It has several words and is no name: a title begins with a capital though nothing parts it from the words before.
2. Whoever is named in the same sentence said it; where nobody is, whoever spoke just before, if the quotation opens the sentence or
   stands behind a colon or a "that".
3. What was said begins behind a "that" before the quotation, else with the quotation.
4. A sentence that names a year, or tells of long ago, is background.
"""

from __future__ import annotations

import re
from typing import Final, Protocol

from detente.press.attribution import Attributed
from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention
from detente.press.sentences import Quoted, Sentence

_WORDS_LEAST: Final = 4
"""Words of a quotation that is a clause."""

_SPOKEN_LEAST: Final = 2
"""The same, where a sign shows that it is speech."""

_CAPITALS_MOST: Final = 0.5
"""Share of words with a capital, from which on a quotation is a title."""

_SPEAKER_MOST: Final = 100
"""Characters of whoever is named; more are a clause."""

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PARTS: Final = (":", ",", "،", ";", "—", "–", "-", ".", "?", "!", "…", "؟", "»", "”", '"')
"""Signs that part a quotation from the words before it."""

_NEAR: Final = 24
"""Characters before a quotation in which a word says that it is a name."""

_THAT_MOST: Final = 90
"""Characters between a "that" and the quotation at the end of its clause."""


class Beside(Protocol):
    """A grammar that finds who is named in a sentence."""

    def beside(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        """Whoever can speak and is named between two places of the mask."""
        ...


class Strays:
    """Finds such quotations in one sentence after another."""

    def __init__(self, text: str, lexicon: Lexicon, grammar: Beside) -> None:
        self._text, self._lexicon, self._grammar = text, lexicon, grammar

    def of(self, sentence: Sentence, found: list[Attributed], *, spoken: bool) -> list[Attributed]:
        """Those of a sentence; `found`: what is attributed in it, `spoken`: whether somebody spoke just before."""
        taken = [part for each in found for part in each.parts]
        strays = [each for each in sentence.quoted if self._is_speech(sentence, each, taken)]
        if not strays or self._is_background(sentence):
            return []
        made: list[Attributed] = []
        for each in strays:
            at, last = each.start - sentence.start, max([0, *(end - sentence.start for start, end in taken if end <= each.start)])
            speaker = self._grammar.beside(sentence, last, at) or self._grammar.beside(
                sentence, each.end - sentence.start, len(sentence.mask)
            )
            before = sentence.mask[:at].rstrip()
            that = self._that(sentence, at)
            goes_on = self._lexicon.order == "vso" and not sentence.opens_paragraph  # the verb may show who speaks
            led = goes_on or not before or before.endswith(":") or that is not None
            if speaker is not None and speaker.end - speaker.start > _SPEAKER_MOST:
                continue
            alone = not before and not sentence.mask[each.end - sentence.start :].strip(" .")  # the grammar has looked at it
            if alone or (speaker is None and not (found or (spoken and led))):
                continue
            begin = each.start if that is None or (speaker is not None and sentence.start + that < speaker.end) else sentence.start + that
            made.append(Attributed([(begin, each.end)], self._lexicon.other_cue("verb"), None, speaker, [], sentence))
        return made

    def name_alone(self, sentence: Sentence, found: list[Attributed], told: Sentence | None) -> None:
        """Name who says a quotation that stands alone behind a sentence in which nobody speaks, `told`: "S shook his head. «X»."."""
        if self._lexicon.order != "free" or told is None or sentence.opens_paragraph:
            return
        for each in found:
            if each.cue is None and each.speaker is None:
                named = self._grammar.beside(told, 0, len(told.mask))
                begins = named is not None and named.kind == "named" and named.start == told.start
                each.speaker = named if begins else Mention("pronoun", None, None, None, sentence.start, sentence.start)

    def _that(self, sentence: Sentence, at: int) -> int | None:
        """Where the words behind a "that" begin that a quotation ends."""
        thats = [match.end() for match in self._lexicon["that"].finditer(sentence.mask, max(0, at - _THAT_MOST), at)]
        return thats[-1] + 1 if thats and "،" not in sentence.mask[thats[-1] : at] and thats[-1] + 1 < at else None

    def _is_speech(self, sentence: Sentence, quoted: Quoted, taken: list[tuple[int, int]]) -> bool:
        start, end = quoted.inside
        if quoted.spoken or not quoted.closed or any(first < quoted.end and quoted.start < last for first, last in taken):
            return False
        words = self._text[start:end].split()
        if len(words) < (_SPOKEN_LEAST if self._is_parted(sentence, quoted) else _WORDS_LEAST):
            return False
        before = sentence.mask[: quoted.start - sentence.start].rstrip()
        if self._lexicon["titled"].search(before, max(0, len(before) - _NEAR)) is not None:
            return False
        last = before.split()[-1:]
        if last and any(self._lexicon[name].fullmatch(last[0]) for name in ("media", "named_in_marks", "documents")):
            return False
        if sum(word[0].isupper() for word in words) > _CAPITALS_MOST * len(words):
            return False
        return not words[0][0].isupper() or not before or before.endswith(_PARTS) or len(words) > 2 * _WORDS_LEAST

    def _is_parted(self, sentence: Sentence, quoted: Quoted) -> bool:
        """Whether a sign shows that a quotation is speech: a comma or another one in its end, or a colon before it."""
        inside = self._text[quoted.end - 2] in ",?!"
        return inside or sentence.mask[: quoted.start - sentence.start].rstrip().endswith(":")

    def _is_background(self, sentence: Sentence) -> bool:
        mask = sentence.mask
        return _YEAR.search(mask) is not None or any(self._lexicon[name].search(mask) is not None for name in ("long_ago", "background"))
