"""Where the name of a body, or of an office, ends, behind which what was said begins without any sign, in a script without capitals.

Rules:

1. Behind a full body, an unknown word with the article, several others, or a noun of action behind "with" is what was said.
2. Behind an office in the singular, many, or a body, are whom its owner calls upon; so is a body or an office behind people.
"""

from __future__ import annotations

from typing import Final

from detente.press.clitics import FEMININE_PLURAL, MASCULINE_PLURAL, THE, WITH_THE
from detente.press.lexicon import Lexicon
from detente.press.subject_parts import Part
from detente.press.subject_places import SubjectPlaces
from detente.press.subject_words import SubjectWords, Token, exactly

_HEADS: Final = frozenset({"office", "collective", "unnamed", "title"})
"""What cannot go on with a name."""

_BODIES: Final = frozenset({"collective", "office"})


class BodyEnds:
    """What can be told of the end of a body; places are of a mask."""

    def __init__(self, lexicon: Lexicon, words: SubjectWords, places: SubjectPlaces) -> None:
        self._lexicon, self._words, self._places = lexicon, words, places
        self._affairs = exactly(lexicon, "affairs")

    def is_behind(self, mask: str, part: Part, token: Token) -> bool:
        """Whether an unknown word with the article stands behind a full body, so that what was said begins: "both sides the support"."""
        if part.known and token.kind in {"name", "unnamed", "sides"} and mask.startswith(WITH_THE, token.start):
            charged = self._lexicon["charged"].fullmatch(mask, part.known[-1].start, part.known[-1].end)
            acting = self._lexicon["acting"].fullmatch(mask, token.start, token.end)
            return acting is None and charged is None  # "the delegation called for the release", not "the envoy ad interim"
        if (
            part.known[:1]
            and part.known[0].kind == "collective"
            and len(part.known) > 1
            and self._is_deed_behind(mask, part.known[-1], token)
        ):
            return True
        several = (token.kind == "unnamed" and self._lexicon.shapes["adjective_of_one"].search(mask, token.start, token.end) is None) or (
            token.kind in _HEADS and mask.startswith(FEMININE_PLURAL, token.end - 2)
        )
        several = several or self._lexicon["feminine_bodies"].fullmatch(mask, token.start, token.end) is not None
        several = several or self._is_objects(mask, part, token) or self._places.is_told_body(mask, part, token)
        if (
            several
            and part.known
            and part.known[0].kind in {"collective", "office", "unnamed"}
            and mask.startswith(THE, token.start)
            and token.definite
        ):
            return part.known[-1].definite  # "the ministry advised the citizens", "the minister urged the donors"
        if not part.known or token.kind != "name" or not token.definite or self._words.is_adjective(mask[token.start : token.end]):
            return False
        last = part.known[-1]
        of_state = last.kind == "place" and part.known[0].kind == "collective" and self._words.is_adjective(mask[last.start : last.end])
        return last.kind == "sides" or of_state

    def _is_deed_behind(self, mask: str, before: Token, token: Token) -> bool:
        """Whether what a body promises stands behind its name: "the company X promised to build", unless it is charged with that."""
        charged = self._lexicon["charged"].fullmatch(mask, before.start, before.end) is not None
        return not charged and not token.definite and token.kind in {"name", "office"} and self._words.is_deed(mask, token)

    def _is_objects(self, mask: str, part: Part, token: Token) -> bool:
        """Whether a word with the article stands behind an office in the singular, and is that of many, or of a body, and of no state."""
        if part.known and part.known[0].kind == "unnamed" and part.known[-1].definite and token.definite and token.kind in _BODIES:
            several = mask.endswith(MASCULINE_PLURAL, 0, part.known[0].end)  # "the prosecutors accused the minister of"
            called = token.kind == "collective" or (several and self._words.heads(mask, token))
            return called and mask.startswith(THE, token.start)  # "the people of the village called upon the government"
        if not part.known or part.known[0].kind != "office" or token.kind not in {"name", "collective", "sides"} or not token.definite:
            return False
        if self._lexicon["desks"].fullmatch(mask, part.known[-1].start, part.known[-1].end) is not None:
            return False  # "the minister of the affairs abroad"
        if part.known[-1].definite and part.known[-1].kind != "place" and mask[token.start : token.end] in self._affairs:
            return False
        many = token.kind != "name" or self._lexicon.shapes["many"].search(mask, token.start, token.end) is not None
        return many and not self._lexicon["plural_offices"].fullmatch(mask, part.known[0].start, part.known[0].end)
