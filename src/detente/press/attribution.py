"""Which words of a sentence somebody is said to have said: by its reporting words, what follows or precedes them, and their speaker.

Rules:

1. Reporting words are looked for in the mask only: what is inside of a quotation reports nothing here.
2. What was said follows where a "that", a colon with a quotation, or (where the words allow it) any clause follows; otherwise it stands
   before. Words within what follows report something only where a new clause begins with them: "he said that X had announced Y" is one.
3. What follows ends where the next reporting words begin, or with the sentence.
4. A quotation that stands alone is said by whoever spoke last; one that only reporting words part from another is one with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from detente.press.lexicon import Cue, Lexicon
from detente.press.people import mention_in
from detente.press.phrases import Mention
from detente.press.sentences import HIDDEN, OPENING, Sentence

_BOUNDARY: Final = re.compile('[,،؛;:—–()"”»“]|\\s-\\s|(?<=\\W)-(?=\\s)')
_BLANK: Final = " \t\n,،؛;:.—–-"
_WORDS_BEFORE: Final = 9
"""Words that may stand between the beginning of a clause and its reporting words."""

_LEAST: Final = 2
"""Words of what was said."""


@dataclass
class Attributed:
    """What somebody is said to have said, in one sentence; places are of the folded text.

    Attributes:
        parts: where the words stand, one or two parts with reporting words between them.
        cue: the reporting words' rule, and `cue_at` where they stand; None for a quotation that stands alone.
        speaker: who is named beside them; None where nobody is, and it is whoever spoke last.
        via: through whom it was learned, where the sentence says so.
        sentence: where the day and the place are looked for, outside of what was said.
        background: whether the sentence tells of an older occasion, which is news only if its day is a recent one.
    """

    parts: list[tuple[int, int]]
    cue: Cue | None
    cue_at: tuple[int, int] | None
    speaker: Mention | None
    via: list[tuple[int, int]]
    sentence: Sentence
    background: bool = False


@dataclass
class _Found:
    """Reporting words in a sentence; places are of its mask."""

    cue: Cue
    start: int
    end: int
    clause: int
    """Where the clause begins that they stand in."""


class Attributions:
    """Finds what is attributed, sentence by sentence."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        words = lexicon["that"].pattern
        self._that = re.compile(words, lexicon["that"].flags)

    def of(self, sentence: Sentence) -> list[Attributed]:
        """All that is attributed in a sentence, in order."""
        mask = sentence.mask
        if self._lexicon["no_statement"].search(mask):
            return []
        found = self._cues(mask)
        if not found:
            return self._alone(sentence)
        result: list[Attributed] = []
        via: list[tuple[int, int]] = []
        done = 0  # up to here of the mask is spoken for
        for number, each in enumerate(found):
            if each.start < done and not self._begins_clause(mask, each):
                continue
            limit = self._limit(mask, found[number + 1 :], each)
            made = self._one(sentence, each, done, limit)
            if made is None:
                continue
            if isinstance(made, list):
                via += made
            else:
                result.append(made)
                done = max(done, made.parts[-1][1] - sentence.start)
        for each_made in result:
            each_made.via = via
        return result

    def reports_at(self, place: int) -> bool:
        """Whether reporting words stand at a place of the text: where speech is parted by them."""
        return self._lexicon.cues.match(self._text, place) is not None

    # ---- reporting words ----

    def _cues(self, mask: str) -> list[_Found]:
        found = []
        for match in self._lexicon.cues.finditer(mask):
            cue = self._lexicon.cue_of(match.group())
            found.append(_Found(cue, match.start(), match.end(), self._clause(mask, match.start())))
        return found

    @staticmethod
    def _clause(mask: str, place: int) -> int:
        """Where the clause begins in which a place stands: behind the last sign before it."""
        last = 0
        for match in _BOUNDARY.finditer(mask, 0, place):
            last = match.end()
        return last

    def _begins_clause(self, mask: str, each: _Found) -> bool:
        """Whether reporting words within what somebody else said begin a clause of the report itself."""
        if each.cue.type in {"adding", "as", "according"}:
            return True
        before = mask[each.clause : each.start].strip()
        if self._lexicon.order == "vso":
            joined = mask[each.start] == "و" and mask[each.start : each.end] not in self._lexicon.file.words.conjunctions
            return joined or (not before and each.clause > 0)
        if each.clause == 0 or len(before.split()) > _WORDS_BEFORE:
            return False
        conjunction = self._lexicon["conjunctions"].match(before)
        return conjunction is not None or not before or mention_in(mask, each.clause, each.start, self._lexicon) is not None

    def _limit(self, mask: str, later: list[_Found], each: _Found) -> int:
        """How far what follows reporting words can reach."""
        for other in later:
            if self._begins_clause(mask, other):
                return other.clause if other.clause > each.end and other.cue.type != "adding" else other.start
        return len(mask)

    # ---- what was said ----

    def _one(self, sentence: Sentence, each: _Found, done: int, limit: int) -> Attributed | list[tuple[int, int]] | None:
        mask, base = sentence.mask, sentence.start
        if each.cue.type == "according":
            return self._according(sentence, each, done, limit)
        forward = self._forward(mask, each, limit)
        behind = self._backward(mask, each, done) if each.cue.type != "adding" else None
        if behind is not None and (forward is None or each.cue.type == "as" or self._is_quoted_end(mask, behind[1])):
            parts = [behind]
            rest = self._rest_of_quotation(mask, each, limit)
            if rest is not None:
                parts.append(rest)
            speaker = mention_in(self._text, base + behind[1], base + each.start, self._lexicon) if each.start > behind[1] else None
            if speaker is None:
                speaker = mention_in(self._text, base + each.end, base + self._subject_end(mask, each.end, limit), self._lexicon)
            return self._made(sentence, each, parts, speaker)
        if forward is None:
            return None
        subject_end, start = forward
        part = self._trimmed(mask, start, limit)
        if part is None:
            return None
        speaker = None
        if each.cue.type == "verb":
            if self._lexicon.order == "vso":
                speaker = mention_in(self._text, base + each.end, base + subject_end, self._lexicon)
                speaker = speaker or self._before(sentence, each)
            else:
                speaker = self._before(sentence, each) or mention_in(self._text, base + each.end, base + subject_end, self._lexicon)
        return self._made(sentence, each, [part], speaker)

    def _before(self, sentence: Sentence, each: _Found) -> Mention | None:
        """Whoever is named in the clause before reporting words, or in what goes before it: "Ryabkov, who led the delegation, said"."""
        start = each.clause
        found = mention_in(self._text, sentence.start + start, sentence.start + each.start, self._lexicon)
        if found is None or found.kind in {"office", "unnamed"}:
            wider = mention_in(self._text, sentence.start, sentence.start + each.start, self._lexicon)
            return wider or found
        return found

    def _forward(self, mask: str, each: _Found, limit: int) -> tuple[int, int] | None:
        """Where the words that can name a speaker end, and where what follows begins; None where nothing does."""
        takes = each.cue.takes
        colon = re.compile(r"[^.:]{0,160}?:\s*(?=\S)").match(mask, each.end, limit)
        if "quote" in takes:
            opening = next((place for place in range(each.end, limit) if mask[place] in OPENING), None)
            if colon is not None and (opening is None or colon.end() <= opening):
                return mask.index(":", each.end), colon.end()
        that = self._that.search(mask, each.end, limit) if "that" in takes else None
        if that is not None and self._near(mask, each.end, that.start()):
            return that.start(), that.end()
        if "quote" in takes:
            opening = next((place for place in range(each.end, limit) if mask[place] in OPENING), None)
            if opening is not None and self._near(mask, each.end, opening) and "bare" not in takes and "plain" not in takes:
                return opening, opening
        if "bare" in takes or "plain" in takes:
            start = self._past_adjuncts(mask, each.end, limit)
            if self._lexicon.order == "vso":
                subject = mention_in(mask, start, min(limit, start + 120), self._lexicon)
                if subject is not None and subject.kind != "pronoun":
                    last = max(place[1] for place in (subject.name, subject.office) if place is not None)
                    start = self._past_adjuncts(mask, last, limit)
            return (start, start) if len(mask[start:limit].replace(HIDDEN, "x").split()) > _LEAST else None
        return None

    @staticmethod
    def _near(mask: str, start: int, end: int) -> bool:
        """Whether what stands between reporting words and a "that" can be a speaker and adjuncts, not a clause."""
        return len(mask[start:end].split()) <= 30 and HIDDEN not in mask[start:end]

    def _past_adjuncts(self, mask: str, start: int, limit: int) -> int:
        """Behind "on Thursday", "in a statement" and their like."""
        place = start
        while True:
            blank = re.compile(r"[\s,،]*").match(mask, place)
            place = blank.end() if blank is not None else place
            adjunct = self._lexicon["adjuncts"].match(mask, place, limit)
            if adjunct is None or adjunct.end() == place:
                return place
            place = adjunct.end()

    def _backward(self, mask: str, each: _Found, done: int) -> tuple[int, int] | None:
        """What stands before reporting words, up to the sign that ends it."""
        end = each.clause
        subject = mask[each.clause : each.start]
        if end == 0 or len(subject.split()) > _WORDS_BEFORE:
            return None
        start = done
        if start >= end:
            return None
        return self._trimmed(mask, start, end)

    @staticmethod
    def _is_quoted_end(mask: str, end: int) -> bool:
        return HIDDEN in mask[max(0, end - 4) : end]

    def _rest_of_quotation(self, mask: str, each: _Found, limit: int) -> tuple[int, int] | None:
        """A quotation that goes on behind reporting words: "X," he said, "Y"."""
        opening = next((place for place in range(each.end, limit) if mask[place] in OPENING), None)
        if opening is None or len(mask[each.end : opening].split()) > _WORDS_BEFORE or self._that.search(mask, each.end, opening):
            return None
        return self._trimmed(mask, opening, limit)

    def _subject_end(self, mask: str, start: int, limit: int) -> int:
        """Where a speaker behind reporting words ends: with the clause, but for an office in apposition."""
        ends = [match.start() for match in _BOUNDARY.finditer(mask, start, limit)]
        return ends[1] if len(ends) > 1 else limit

    def _according(self, sentence: Sentence, each: _Found, done: int, limit: int) -> Attributed | list[tuple[int, int]] | None:
        """A source: an agency is the way on which the words came, anybody else said them."""
        mask, base = sentence.mask, sentence.start
        stops = [match.start() for match in _BOUNDARY.finditer(mask, each.end, limit) if match.start() > each.end + 1]
        end = next((stop for stop in stops if mask[stop] in ",،"), limit)
        agency = self._lexicon.agencies.search(mask, each.end, min(end + 1, len(mask)))
        source = mention_in(self._text, base + each.end, base + end, self._lexicon)
        if agency is not None and (source is None or source.kind in {"agency", "collective"}):
            return [(base + agency.start(), base + agency.end())]
        if source is None:
            return None
        if each.start - done <= 3 or not mask[done : each.start].strip(_BLANK):
            part = self._trimmed(mask, self._past_that(mask, end, limit), limit)
        else:
            part = self._trimmed(mask, done, each.start)
        return None if part is None else self._made(sentence, each, [part], source)

    def _past_that(self, mask: str, start: int, limit: int) -> int:
        place = self._past_adjuncts(mask, start, limit)
        that = self._that.match(mask, place, limit)
        return place if that is None else that.end()

    def _alone(self, sentence: Sentence) -> list[Attributed]:
        """A sentence that is one quotation and no more."""
        if len(sentence.quoted) != 1 or sentence.mask.strip(_BLANK + '"”»“«„' + HIDDEN):
            return []
        part = self._trimmed(sentence.mask, 0, len(sentence.mask))
        return [] if part is None else [Attributed([self._placed(sentence, part)], None, None, None, [], sentence)]

    # ---- helpers ----

    def _made(self, sentence: Sentence, each: _Found, parts: list[tuple[int, int]], speaker: Mention | None) -> Attributed:
        at = (sentence.start + each.start, sentence.start + each.end)
        return Attributed([self._placed(sentence, part) for part in parts], each.cue, at, speaker, [], sentence)

    @staticmethod
    def _placed(sentence: Sentence, part: tuple[int, int]) -> tuple[int, int]:
        return sentence.start + part[0], sentence.start + part[1]

    def _trimmed(self, mask: str, start: int, end: int) -> tuple[int, int] | None:
        """A part without signs, conjunctions and "that" around it; None where too little is left."""
        place = start
        while True:
            while place < end and mask[place] in _BLANK:
                place += 1
            that = self._that.match(mask, place, end)
            if that is None:
                break
            place = that.end()
        while end > place and mask[end - 1] in _BLANK + "!?…":
            end -= 1
        tail = self._tail(mask, place, end)
        if len(mask[place:tail].split()) < _LEAST and HIDDEN not in mask[place:tail]:
            return None
        return place, tail

    def _tail(self, mask: str, start: int, end: int) -> int:
        """Without a conjunction at the end, which belongs to what comes next."""
        words = mask[start:end].rsplit(None, 1)
        if len(words) == 2 and self._lexicon["conjunctions"].fullmatch(words[1]):
            return start + len(words[0])
        return end
