"""Verbs of saying that no rule has, in a language of free word order: they are told by their endings and by what stands around them.

Rules:

1. Behind such a verb a "that" or a colon follows, and somebody who can speak is named before it or between.
2. Or it begins the last clause of a sentence, and nobody but whoever speaks stands behind it: "X, boasted S".
"""

from __future__ import annotations

from detente.press.cutting import Cutter, Report
from detente.press.lexicon import Lexicon
from detente.press.phrases import phrase_in
from detente.press.reporters import Reporters
from detente.press.sentences import Sentence


class OpenReports:
    """Finds such words in one sentence after another."""

    def __init__(self, text: str, lexicon: Lexicon, cut: Cutter, who: Reporters) -> None:
        self._text, self._lexicon, self._cut, self._who = text, lexicon, cut, who
        self._other = lexicon.other_cue("verb")

    def of(self, sentence: Sentence) -> list[Report]:
        """Verbs that no rule has, told by what stands around them: "S V, that X", "V S, that X", "X, V S" where X is marked."""
        cue, mask, found = self._other, sentence.mask, list[Report]()
        if cue is None:
            return []
        signs = self._cut.signs(mask)
        for match in self._lexicon.shapes["verb_with_that"].finditer(mask):
            start, end = match.span("verb")
            clause = max((place for place in signs if place <= start), default=0)
            if match["noun"] is not None and self._lexicon["contents"].fullmatch(match["noun"]) is None:
                continue
            relative = self._lexicon["relatives"].search(mask, clause, start) is not None
            if relative or self._cut.is_negated(mask, start) or self._lexicon["open_never"].fullmatch(mask, start, end):
                continue
            each = Report(cue, start, end, clause)
            before = self._who.named_before(sentence, each, 0)
            speaker = (
                before
                if before is not None and before.kind != "unnamed"
                else phrase_in(self._text, sentence.start + end, sentence.start + match.end(), self._lexicon)
            )
            if speaker is not None and speaker.kind in {"named", "office", "collective", "pronoun", "sides"}:
                found.append(each)
        for match in self._lexicon.shapes["verb_put_in"].finditer(mask):
            start, end = match.span("verb")
            silent = any(self._lexicon[name].fullmatch(mask, start, end) for name in ("open_never", "asks"))
            if not found and not silent:
                found.append(Report(cue, start, end, match.start() + 1))
        for match in self._lexicon.shapes["verb_of_last_clause"].finditer(mask):
            start, end = match.span("verb")
            each = Report(cue, start, end, match.start() + 1)
            if found or any(self._lexicon[name].fullmatch(mask, start, end) for name in ("open_never", "not_behind")):
                continue
            speaker = self._who.behind(sentence, each, len(mask))
            if speaker is None or speaker.kind not in {"named", "office", "collective", "pronoun", "unnamed"}:
                continue
            if self._cut.bare(mask[end : speaker.start - sentence.start]) or self._cut.bare(mask[speaker.end - sentence.start :]).strip(
                " ."
            ):
                continue
            found.append(each)
        return found
