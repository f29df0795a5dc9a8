"""Which media report no more than what another one said, in a language of fixed word order: "Xinhua reported that X had said that".

Rules:

1. The subject of the outer reporting words is a medium, or a report of one, and what it reports begins with the subject of other ones.
2. What others said then came through the medium; a medium that reports what happened says that itself.
3. "The agency" that somebody told is the medium that was named before.
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.attribution import Attributed
from detente.press.clauses import Clauses, Found
from detente.press.fixed_subjects import FixedSubjects
from detente.press.lexicon import Lexicon
from detente.press.noun_phrases import NounPhrases
from detente.press.phrases import Mention
from detente.press.sentences import Sentence

_INNER_MOST: Final = 160
"""Characters of what a medium reports within which other reporting words stand."""

_BEFORE: Final = (150, 300, 700)
"""Characters before a word for a medium in which its name stands, the nearest first."""

_HEADING: Final = re.compile(r"^[^\n]{1,40}[^\n.!?”\"'’](?=\n)", re.MULTILINE)


class Mediated:
    """Finds such media in the sentences of one report; places are of masks."""

    def __init__(self, text: str, lexicon: Lexicon, clauses: Clauses, who: FixedSubjects, phrases: NounPhrases) -> None:
        self._text, self._clauses, self._who, self._phrases = text, clauses, who, phrases
        self._agencies, self._shapes = lexicon.agencies, lexicon.shapes
        self._unnamed = frozenset(lexicon.file.syntax.unnamed_media)
        self._papers = frozenset(lexicon.file.words.papers)

    def told(
        self, sentence: Sentence, each: Found, later: list[Found], done: int, limit: int
    ) -> tuple[Mention | None, Found, int, int] | None:
        """The medium whose reporting words report others', and where what it reports stands; no medium where its report is the subject."""
        inner = later[0] if later else None
        if inner is None or not each.cue.type == inner.cue.type == "verb":
            return None
        if not each.end < inner.start < min(limit, each.end + _INNER_MOST):
            return None
        subject = self._who.subject(sentence, done, each.subject_end)
        if subject is None or not self.is_medium(subject[0]):
            return None
        start = self._clauses.that_or_quotation(sentence.mask, each, limit)
        said_by = None if start is None else self._who.subject(sentence, start, inner.subject_end)
        if start is None or said_by is None or said_by[0].kind not in {"named", "office", "collective"}:
            return None
        if sentence.mask[start : said_by[1]].strip() or self._clauses.clause(sentence.mask, inner, limit) is None:
            return None
        return None if subject[0].kind == "document" else subject[0], each, start, limit

    def tail(self, sentence: Sentence) -> tuple[Sentence, list[tuple[int, int]]]:
        """A sentence without the media at its end, and these, the nearest to the speaker first: "..., Newsline reports citing Reuters"."""
        hinted = self._shapes["media_at_end_hint"].search(sentence.mask) is not None
        found = self._shapes["media_at_end"].search(sentence.mask) if hinted else None
        if found is None or self._agencies.fullmatch(found["source"].rstrip(".")) is None:
            return sentence, []
        place = found.start()
        mask = sentence.mask[:place] + "." + " " * (len(sentence.mask) - place - 1)
        both = ((found.start(name), found.start(name) + len(found[name].rstrip("."))) for name in ("source", "who"))
        return sentence._replace(mask=mask), [(sentence.start + first, sentence.start + last) for first, last in both]

    def named_before(self, start: int, end: int) -> tuple[int, int] | None:
        """The medium that a word means which was told: "he told the agency", "told the Oslo-based television station"."""
        told = self._shapes["told_medium"].search(self._text, start, end)
        windows = (max(0, start - many, self._section(start)) for many in _BEFORE) if told is not None else ()
        for place in windows:
            found = self._phrases.agency(place, start) or next(
                (each.span() for each in self._shapes["channel"].finditer(self._text, place, start)), None
            )
            if found is not None:
                return found
        return None

    def _section(self, place: int) -> int:
        """Where the part of a report begins in which a place stands: behind the last short line that no stop ends."""
        headings = [line.end() for line in _HEADING.finditer(self._text, max(0, place - _BEFORE[-1]), place)]
        return headings[-1] if headings else 0

    def is_own(self, each: Attributed) -> bool:
        """Whether a medium tells something itself, which is the report and no statement: "12 people died, Xinhua reported"."""
        speaker = each.speaker
        if each.cue_at is not None and each.via and self._shapes["verb_report"].match(self._text, *each.cue_at) is not None:
            behind = self._text[each.cue_at[1] : each.via[0][0]].split()
            if each.cue_at[1] < each.via[0][0] and all(word in self._unnamed for word in behind):
                return True  # "..., Jaffna, reports the news agency X"
        return speaker is not None and speaker.kind in {"agency", "named", "collective"} and not speaker.office and self.is_medium(speaker)

    def cites(self, each: Attributed) -> bool:
        """Whether who is said to report something is a medium, known or not, that can cite somebody: "Newsline reports, citing X"."""
        if each.speaker is None or each.speaker.office is not None or each.speaker.kind == "pronoun" or each.cue_at is None:
            return False
        return self.is_medium(each.speaker) or self._shapes["verb_report"].match(self._text, *each.cue_at) is not None

    def is_medium(self, subject: Mention) -> bool:
        """Whether a subject is a medium, listed or not, or a report: "the state agency X", "Radio Y", "the Daily Z"."""
        found = self._phrases.agency(subject.start, subject.end)
        if subject.kind in {"agency", "document"} or (found is not None and (subject.kind != "named" or found == subject.name)):
            return True  # but not "Fana Maswabi", of whose names one is a medium's too
        article = self._shapes["article_of_medium"].match(self._text, subject.start, subject.end)
        words = self._text[subject.start if article is None else article.end() : subject.end].split()
        if words[0] in self._papers or words[-1] in self._papers:
            return all(word[0].isupper() for word in words)
        return self._shapes["word_agency"].fullmatch("".join(words[-2:-1])) is not None and words[-1][0].isupper()
