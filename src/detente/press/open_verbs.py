"""Verbs of saying that no rule has, in a language of fixed word order: they are told by what stands around them.

Rules:

1. A word with the ending of a verb stands between somebody who can speak and a "that", a colon or a quotation.
2. Or it stands right behind a quotation, before or behind somebody who can speak.
3. Or a quotation is how somebody describes something, by whatever verb.
"""

from __future__ import annotations

from detente.press.clause_words import clause_words
from detente.press.clauses import Clauses, Found
from detente.press.fixed_subjects import FixedSubjects
from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention
from detente.press.sentences import HIDDEN, Sentence


class OpenVerbs:
    """Finds words of a sentence that report though no rule has them."""

    def __init__(self, lexicon: Lexicon, clauses: Clauses, who: FixedSubjects) -> None:
        self._lexicon, self._shapes, self._clauses, self._who = lexicon, lexicon.shapes, clauses, who
        self._cue = lexicon.other_cue("verb")
        words = clause_words(lexicon)
        self._finite, self._rules = words.finite, words.rules

    def cues(self, sentence: Sentence) -> list[Found]:
        """Those that have somebody who can speak beside them, in order."""
        if self._cue is None:
            return []
        mask, found = sentence.mask, dict[int, Found]()
        for match in (*self._shapes["verb_before_said"].finditer(mask), *self._shapes["verb_at_end"].finditer(mask)):
            start, end = match.span("verb")
            if self._is_in_clause(mask, start):
                continue
            if self._can_report(mask, start, end) and self._can_speak(self._subject(sentence, start)):
                found[start] = Found(self._cue, start, end, start)
        for match in self._shapes["verb_put_in"].finditer(mask):
            if self._can_report(mask, *match.span("verb")):
                found[match.start("verb")] = Found(self._cue, *match.span("verb"), match.start("verb"))
        for match in self._shapes["adjective_with_that"].finditer(mask):
            start, end = match.span("verb")
            can = (
                self._lexicon["participial"].fullmatch(match["verb"]) is not None
                or self._shapes["participle"].fullmatch(match["verb"]) is None
            )
            if (
                can
                and self._lexicon["open_never"].fullmatch(match["verb"]) is None
                and self._can_speak(self._subject(sentence, match.start()))
            ):
                found[start] = Found(self._cue, match.start(), end, match.start())
        for match in self._shapes["noun_with_that"].finditer(mask):
            start = match.start("verb")
            has_content = self._lexicon["contents"].fullmatch(match["noun"]) is not None
            if has_content and self._can_report(mask, *match.span("verb")) and self._can_speak(self._subject(sentence, start)):
                found.setdefault(start, Found(self._cue, start, match.end("noun"), start))
        for match in () if found else self._shapes["plural_with_that"].finditer(mask):
            start, end = match.span("verb")
            speaker = self._subject(sentence, start) if self._can_report(mask, start, end) else None
            if self._can_speak(speaker) and speaker is not None and speaker.kind == "office" and mask[:start].rstrip().endswith("s"):
                found[start] = Found(self._cue, start, end, start)
        for match in self._shapes["verb_behind_quotation"].finditer(mask):
            start, end = match.span("verb" if match["verb"] else "last")
            speaker = (
                self._who.behind(sentence, Found(self._cue, start, end, start), len(mask))
                if match["verb"]
                else self._subject(sentence, start)
            )
            if self._can_report(mask, start, end) and self._can_speak(speaker):
                found[start] = Found(self._cue, start, end, start)
        return [found[start] for start in sorted(found)]

    def described(self, sentence: Sentence) -> tuple[Found, tuple[int, int], Mention] | None:
        """A verb that says how somebody described something, where the quotation before it stands, and who: ""X" is how S sees it"."""
        answer = self._shapes["is_answer"].search(sentence.mask) if HIDDEN in sentence.mask else None
        if answer is not None and self._lexicon["sayings"].fullmatch(answer["noun"]) is not None:
            whose = self._subject_in(sentence, *answer.span("who"))
            found = Found(self._rules["call"], *answer.span("noun"), answer.start("noun"))
            return (found, _quoted(sentence.mask, answer.start()), whose) if self._can_speak(whose) and whose is not None else None
        how = self._shapes["is_how"].search(sentence.mask) if HIDDEN in sentence.mask else None
        verb = None if how is None else self._finite.search(sentence.mask, how.end())
        speaker = None if how is None or verb is None else self._who.subject(sentence, how.end(), verb.start())
        if how is None or verb is None or speaker is None or not self._can_speak(speaker[0]):
            return None
        return (
            Found(self._rules["call"], verb.start(), verb.end(), verb.start()),
            _quoted(sentence.mask, how.start()),
            speaker[0],
        )

    def _is_in_clause(self, mask: str, start: int) -> bool:
        """Whether a word stands within the clause of another verb: "has always opposed *sanctions* that"."""
        sign = self._clauses.sign(mask, start)
        verb = self._finite.search(mask, sign, start)
        if verb is None or self._shapes["joins_verbs"].search(mask, verb.end(), start) is not None:
            return False
        return self._shapes["relative_begin"].match(mask[sign:start].strip()) is None

    def _subject_in(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        found = self._who.subject(sentence, start, end)
        return None if found is None else found[0]

    def _subject(self, sentence: Sentence, end: int) -> Mention | None:
        found = self._who.subject(sentence, 0, end)
        return None if found is None else found[0]

    def _can_report(self, mask: str, start: int, end: int) -> bool:
        if self._shapes["people"].fullmatch(mask, start, end) and self._finite.fullmatch(mask, start, end) is None:
            return False  # "along with other *supporters*"
        if self._lexicon["open_never"].fullmatch(mask, start, end) or self._lexicon["auxiliaries"].fullmatch(mask, start, end):
            return False
        return not self._clauses.is_void(mask, start)

    def _can_speak(self, speaker: Mention | None) -> bool:
        if speaker is None or speaker.kind not in {"named", "office", "collective", "pronoun", "sides"}:
            return False
        return speaker.kind == "pronoun" or self._who.can_speak(speaker)


def _quoted(mask: str, end: int) -> tuple[int, int]:
    """Where the quotation stands that ends at a place."""
    return max(0, len(mask[: end - 1].rstrip(HIDDEN)) - 1), end
