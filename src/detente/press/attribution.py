"""Which words of a sentence somebody is said to have said: what the grammars of the languages have in common.

Rules:

1. Reporting words are looked for in the mask only: what is inside of a quotation reports nothing here.
2. A grammar takes sentences in order, and gives for each what is attributed in it, and to which words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from detente.press.phrases import Mention
from detente.press.sentences import Sentence
from detente.press.word_files import Cue


@dataclass
class Attributed:
    """What somebody is said to have said, in one sentence; places are of the folded text.

    Attributes:
        parts: where the words stand, one or two parts with reporting words between them.
        cue: the reporting words' rule, and `cue_at` where they stand; None for a quotation that stands alone.
        speaker: who is named beside them; None where nobody is, and it is whoever spoke last.
        via: through whom it was learned, where the sentence says so.
        sentence: where the day and the place are looked for, outside of what was said.
        beside: who is named around it too, a body through which it was learned, and can be meant later.
        within: where the reporting words with their speaker stand, if that is in the midst of what was said.
        gender: "f" or "m", where nobody is named and the verb shows it.
        office: the fullest office of the speaker that was named by then.
        background: whether the sentence tells of an older occasion, which is news only if its day is a recent one.
    """

    parts: list[tuple[int, int]]
    cue: Cue | None
    cue_at: tuple[int, int] | None
    speaker: Mention | None
    via: list[tuple[int, int]]
    sentence: Sentence
    background: bool = False
    within: tuple[int, int] | None = None
    beside: Mention | None = None
    gender: str | None = None
    office: tuple[int, int] | None = None


class Grammar(Protocol):
    """How the clauses of a language are read."""

    def of(self, sentence: Sentence) -> list[Attributed]:
        """All that is attributed in a sentence, in order."""
        ...

    def named_in(self, sentence: Sentence) -> Iterable[Mention]:
        """Whoever is named in a sentence in which nobody speaks, and can be meant later."""
        ...

    def reports_at(self, place: int) -> bool:
        """Whether reporting words stand at a place of the text: where speech is parted by them."""
        ...

    def beside(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        """Whoever can speak and is named between two places of the mask."""
        ...
