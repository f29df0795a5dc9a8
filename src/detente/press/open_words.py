"""Verbs of saying that no rule has, in a language whose verb stands first: they are told by what stands around them.

Rules:

1. A word that no list has and that can be a verb begins a clause; right behind it stands who speaks: an office, a body, a full name, or a
   name that the report has elsewhere too. Where somebody spoke just before, nobody need be named.
2. Then follows what was said: a "that" before no verb in the imperfect ("wants that he goes" reports nothing), a colon, or a quotation
   of several words.
3. Whoever speaks can be put first, behind a contrast; then the verb stands right before a "that" or a colon.
4. Behind a comma, a participle in the accusative goes on with what somebody said ("..., insisting that").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from detente.press.lexicon import Lexicon
from detente.press.passages import Passages
from detente.press.phrases import Mention
from detente.press.reporting_words import Found, past_blank
from detente.press.sentences import HIDDEN, OPENING, Sentence
from detente.press.subjects import Subjects
from detente.press.word_files import Cue

_CLAUSE: Final = re.compile(r"(?:\A|[،؛,;:.(–—-]|(?<=[”»\"]))[\s.]*(?=[^\W\d_])")
"""Where a clause begins."""

_ADDED_MOST: Final = 16
"""Characters between such a participle and what was said."""

_FEMININE: Final = "\u0629"
"""The ending of nouns that are feminine."""

_BELOW: Final = "\u0625"
"""The alif of the "that" behind which no imperfect verb can stand."""

_QUOTED_LEAST: Final = 18
"""Letters of a quotation that is more than a name."""

_BETWEEN_MOST: Final = 120
"""Characters between a verb and what was said."""

_NAME_LEAST: Final = 3
"""Letters of a name that is looked for elsewhere."""

_Letter = Callable[[int], str]


class OpenWords:
    """Finds words of a mask that report though no rule has them."""

    def __init__(self, text: str, lexicon: Lexicon, subjects: Subjects, passages: Passages) -> None:
        self._text, self._lexicon, self._subjects, self._passages = text, lexicon, subjects, passages
        self._cue, self._adding = lexicon.other_cue("verb"), lexicon.other_cue("adding")
        self._verb = lexicon.shapes["can_be_verb"]

    def cues(self, sentence: Sentence, letter: _Letter, *, spoken: bool) -> list[Found]:
        """Those of a sentence, in order.

        Args:
            letter: which letter of the report stands at a place of the mask, before it was folded.
            spoken: whether somebody spoke just before the sentence.
        """
        mask = sentence.mask
        if self._cue is None or not (HIDDEN in mask or ":" in mask or self._lexicon["that"].search(mask)):
            return []
        found = []
        for clause in _CLAUSE.finditer(mask):
            place = clause.end()
            while (conjunction := self._lexicon["conjunctions"].match(mask, place)) is not None:
                place = past_blank(mask, conjunction.end())
            verb = self._verb.match(mask, place)
            if verb is None or not self._can_be_verb(mask, verb.start(), verb.end(), letter):
                continue
            if self._reports(mask, verb.end(), letter, alone=spoken and place == clause.end() and self._opens(mask, clause.start())):
                found.append(Found(self._cue, verb.start(), verb.end(), begins=True, clause=verb.start()))
        return found or self._fronted(mask, letter, self._cue)

    def participles(self, mask: str, letter: _Letter) -> list[Found]:
        """Participles that go on with what somebody said, in order."""
        if self._adding is None:
            return []
        found = []
        for match in self._lexicon.shapes["can_be_participle"].finditer(mask):
            start, end = match.span("word")
            if self._lexicon.cues.match(mask, start) is not None or self._lexicon["open_never"].match(mask, start) is not None:
                continue
            marked = self._passages.marked(mask, end, min(len(mask), end + _ADDED_MOST))
            if marked is None or mask[marked[0]] in OPENING or not self._is_plain(mask, marked, letter):
                continue
            if self._passages.past_adjuncts(mask, end, marked[0]) >= marked[0]:
                found.append(Found(self._adding, start, end, begins=True, clause=start))
        return found

    def _fronted(self, mask: str, letter: _Letter, cue: Cue) -> list[Found]:
        """A verb right before a "that", whose subject is put first behind a contrast."""
        first = self._lexicon["contrasts"].match(mask) or self._lexicon["as_for"].match(mask)
        marked = None if first is None else self._passages.marked(mask, first.end(), min(len(mask), first.end() + _BETWEEN_MOST))
        verb = None if marked is None else self._lexicon.shapes["verb_before_that"].search(mask, 0, marked[0])
        if first is None or marked is None or verb is None or not self._can_be_verb(mask, *verb.span("verb"), letter):
            return []
        speaker = self._subjects.find(mask, first.end(), verb.start())
        if speaker is None or not self._can_speak(mask, speaker) or not self._is_said(mask, marked, letter):
            return []
        return [Found(cue, *verb.span("verb"), begins=True, clause=first.start())]

    @staticmethod
    def _opens(mask: str, place: int) -> bool:
        """Whether a clause opens the sentence, or goes on behind a quotation."""
        return place == 0 or mask[place - 1] in '”»"'

    def _can_be_verb(self, mask: str, start: int, end: int, letter: _Letter) -> bool:
        if self._lexicon["open_never"].match(mask, start) is not None or self._lexicon.cues.match(mask, start) is not None:
            return False
        token = next(iter(self._subjects.words.tokens(mask, start, end)), None)
        return token is not None and token.kind in {"name", "object"} and token.end == end and letter(end - 1) != _FEMININE

    def _reports(self, mask: str, end: int, letter: _Letter, *, alone: bool) -> bool:
        """Whether a speaker stands behind a verb, and then what was said; `alone`: whether nobody need be named."""
        marked = self._passages.marked(mask, end, min(len(mask), end + _BETWEEN_MOST))
        if marked is None or not self._is_said(mask, marked, letter):
            return False
        speaker = self._subjects.find(mask, end, marked[0])
        if speaker is None or not mask[end : marked[0]].strip(" ،"):
            at_once = self._passages.past_adjuncts(mask, end, marked[0]) >= marked[0]
            return alone and at_once and self._is_plain(mask, marked, letter)
        return self._can_speak(mask, speaker) and self._passages.past_adjuncts(mask, end, speaker.start) >= speaker.start

    @staticmethod
    def _is_plain(mask: str, marked: tuple[int, int], letter: _Letter) -> bool:
        """Whether a "that" can introduce nothing but what was said: with a preposition, or the one behind "say"."""
        if mask[marked[0]] in ":" + OPENING:
            return True
        that = mask[marked[0] : marked[1]]
        return " " in that or that[0] == "ب" or letter(marked[0] + that.find("ا")) == _BELOW

    def _is_said(self, mask: str, marked: tuple[int, int], letter: _Letter) -> bool:
        if mask[marked[0]] in OPENING:
            quotation = self._passages.quotation(mask, marked[0], len(mask))
            return quotation is not None and quotation[1] - quotation[0] >= _QUOTED_LEAST
        if mask[marked[0]] == ":":
            return True
        that = mask[marked[0] : marked[1]]
        bare = self._lexicon.shapes["bare_that"].search(that) is not None and letter(marked[1] - 2) != _BELOW
        behind = past_blank(mask, marked[1])
        return (
            not bare
            or self._lexicon.places.match(mask, behind) is not None
            or self._lexicon.shapes["imperfect"].match(mask, behind) is None
        )

    def _can_speak(self, mask: str, speaker: Mention) -> bool:
        if speaker.kind != "named" or speaker.office is not None or speaker.name is None:
            return speaker.kind in {"named", "office", "unnamed", "collective", "sides"}
        name = mask[slice(*speaker.name)]
        return " " in name or (len(name) >= _NAME_LEAST and self._text.count(f" {name}") > 1)
