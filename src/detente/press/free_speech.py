"""Speech that is told by how it is written, in a language of free word order: in turns, with reporting words in it, behind a colon, alone.

Rules:

1. Reporting words in the midst of speech make it one statement, from its first word to its last; those that name only the way, none.
2. Without reporting words, a quotation behind a colon is said by whoever is named before it: "S не согласен: «X»".
3. Of paragraphs of speech in turns, of which the first one asks, every second one is the answer of whoever was named last.
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.attribution import Attributed
from detente.press.cutting import SIGN, SIGNS, Cutter, Report
from detente.press.layout import is_live
from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention, phrase_in
from detente.press.reporters import Reporters
from detente.press.sentences import CLOSING, HIDDEN, OPENING, Quoted, Sentence

_COLON: Final = re.compile(r":(?!\d\d\b)")
"""A colon, not that of an hour."""

_STOP: Final = re.compile(r"[.!?…][»”\"]?\s+|\n\s*")
_LED_MOST: Final = 30
"""Words between reporting words and the colon with which their paragraph ends."""

_ALONE: Final = re.compile(r"\s*(\w+),\s+")
"""A word that a comma parts from a clause."""

DASH: Final = re.compile(r"[\s,]*[—–-]\s*")


class Speech:
    """Finds speech in one sentence after another."""

    def __init__(self, text: str, lexicon: Lexicon, cut: Cutter, who: Reporters) -> None:
        self._text, self._lexicon, self._cut, self._who = text, lexicon, cut, who
        self._is_live = is_live(text)
        self._asked: bool | None = None
        """Whether the last turn of an interview was a question; None where there is no interview."""

    def turn(self, sentence: Sentence) -> list[Attributed]:
        """The answer, where a paragraph of speech follows one that asks; those that follow one another take turns."""
        start, end = sentence.quoted[0].start, sentence.quoted[0].end
        dash = DASH.match(self._text, start, end)
        start = start if dash is None else dash.end()
        said = self._text[start:end].rstrip()
        if not self._asked:
            self._asked = True if self._asked is False or said.endswith("?") else None
            return []
        self._asked = False
        end = start + len(said.rstrip(".…! "))
        nobody = Mention("pronoun", None, None, None, sentence.start, sentence.start)
        return [Attributed([(start, end)], None, None, nobody, [], sentence)] if start < end else []

    def inserted(self, sentence: Sentence, quoted: Quoted) -> list[Attributed]:
        """Speech with reporting words in it: one statement, or none where they name the way alone."""
        first, last = quoted.inserted[0]
        match = self.reporting_at(first)
        if match is None or self._lexicon["asks"].match(match.group()) is not None:
            return []
        speaker = phrase_in(self._text, match.end(), last, self._lexicon)
        start, end = quoted.inside
        if quoted.inserted[-1][1] == end:
            end = quoted.inserted[-1][0]
        while end > start and self._text[end - 1] in SIGNS:
            end -= 1
        while start < end and self._text[start] in SIGNS:
            start += 1
        part = (start, end) if quoted.spoken else (quoted.start, quoted.end if end == quoted.inside[1] else end)
        via = self._who.agencies(first, last)
        cue = self._lexicon.cue_of(match.group())
        him = self._who.him(*match.span(), self._text) if cue.type == "relay" else None
        if him is not None:
            speaker = Mention("pronoun", None, None, None, *him.span())
        if speaker is None and cue.type == "behind":
            return []
        speaker = self._who.of_gender(self._who.hinted(speaker), *match.span())
        return [Attributed([part], cue, match.span(), speaker, via, sentence, within=(first, last))]

    def reporting_at(self, place: int) -> re.Match[str] | None:
        manner = self._lexicon["manner"].match(self._text, place)
        start = place if manner is None else manner.end() + 1
        return self._lexicon.cues.match(self._text, start) or self._lexicon.behind.match(self._text, start)

    def behind_colon(self, sentence: Sentence) -> list[Attributed]:
        """A sentence that ends with a quotation behind a colon, and names somebody before it: S has doubts: «X»."""
        cue, mask = self._lexicon.colon, sentence.mask
        colon = next((match.end() for match in _COLON.finditer(mask)), 0)
        if cue is None or colon == 0 or any(each.spoken for each in sentence.quoted):
            return []
        quoted = next((each for each in sentence.quoted if not mask[colon : each.start - sentence.start].strip()), None)
        whole = quoted is not None and not self._cut.bare(mask[sentence.quoted[-1].end - sentence.start :]).strip(".")
        citing = self._lexicon["citing"].search(mask, 0, colon)  # "The channel X, citing S: ..."
        is_told = citing is not None or self._is_heading(sentence, colon) or self._lexicon["speaks_so"].search(mask, 0, colon) is not None
        if not whole and not is_told:
            return []
        clause = max((match.end() for match in SIGN.finditer(mask, 0, colon - 2) if match.group() != ","), default=0)
        gerund = _ALONE.match(mask, clause)
        if gerund is not None and self._lexicon["gerunds"].fullmatch(gerund.group(1)) is not None:
            clause = gerund.end()  # "Taking leave, S lingers: «X»."
        if citing is not None:
            clause = citing.end()
        speaker = phrase_in(self._text, sentence.start + clause, sentence.start + colon, self._lexicon)
        if speaker is None or speaker.kind not in {"named", "pronoun", "office", "unnamed", "collective"}:
            return []
        part = self._cut.trimmed(mask, colon, len(mask))
        if part is None or (speaker.kind == "collective" and not self._is_live):
            return []
        placed = sentence.start + part[0], sentence.start + part[1]
        at = sentence.start + colon, sentence.start + colon
        agencies = self._who.agencies(sentence.start, sentence.start + colon)
        return [Attributed([placed], cue, at, self._who.hinted(speaker), agencies, sentence)]

    def leads(self, start: int, end: int) -> Mention | None:
        """Whoever is said to speak in the last sentence of a paragraph that ends with a colon: the next paragraph is his words."""
        first = next((stop.end() for stop in reversed(list(_STOP.finditer(self._text, start, end)))), start)
        cues = list(self._lexicon.cues.finditer(self._text, first, end))
        cue = self._lexicon.cue_of(cues[-1].group()) if cues else None
        if cue is None or cue.type != "verb" or "quote" not in cue.takes or cue.impersonal:
            return None
        if self._lexicon["following"].search(self._text, cues[-1].end(), end) or len(self._text[cues[-1].end() : end].split()) > _LED_MOST:
            return None
        sentence = Sentence(first, end, self._text[first:end], (), opens_paragraph=first == start)
        at = cues[-1].start() - first, cues[-1].end() - first
        clause = max((place for place in self._cut.signs(sentence.mask) if place <= at[0]), default=0)
        report = Report(cue, *at, clause)
        speaker = self._who.named_before(sentence, report, 0) or self._who.behind(sentence, report, len(sentence.mask))
        return None if speaker is None or speaker.kind == "agency" else self._who.hinted(speaker)

    def _is_heading(self, sentence: Sentence, colon: int) -> bool:
        """Whether nothing but an hour, an office and a name stands before a colon: "15:20 Minister S: ...", as in a log of a day."""
        found = phrase_in(self._text, sentence.start, sentence.start + colon - 1, self._lexicon)
        if found is None or not ((found.kind == "named" and found.office is not None) or (found.kind == "collective" and self._is_live)):
            return False
        before = self._text[sentence.start : found.start]
        return not before.strip(" 0123456789:.,-") and not self._text[found.end : sentence.start + colon - 1].strip()

    def alone(self, sentence: Sentence) -> list[Attributed]:
        """A sentence that is one quotation and no more."""
        if len(sentence.quoted) != 1 or sentence.quoted[0].spoken or sentence.mask.strip(SIGNS + "." + OPENING + CLOSING + HIDDEN):
            return []
        part = self._cut.trimmed(sentence.mask, 0, len(sentence.mask))
        return [] if part is None else [Attributed([(sentence.start + part[0], sentence.start + part[1])], None, None, None, [], sentence)]

    def reports_behind(self, sentence: Sentence) -> list[re.Match[str]]:
        """Words that report only where they stand right behind a quotation."""
        found = []
        for each in sentence.quoted:
            blank = DASH.match(sentence.mask, each.end - sentence.start)
            match = None if blank is None else self._lexicon.behind.match(sentence.mask, blank.end())
            if match is not None and not self._lexicon.cues.match(sentence.mask, match.start()):
                found.append(match)
        return found
