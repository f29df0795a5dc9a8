"""Where a passage of what was said ends before its sentence does; but for the last rule, in a language of fixed word order.

Rules:

1. Whole sentences between marks end with their marks: what happened while they were spoken is none of them.
2. What somebody called for or condemned is no clause; a clause behind it that has a subject and a verb is the report's own.
3. So are the circumstances, ", amid protests", and a question that the report asks.
4. Where it is told in the present, another's words behind "but" that are told in the perfect are the report's own, too.
5. So are words at its end that tell that no more was said.
"""

from __future__ import annotations

import re

from detente.press.lexicon import Lexicon


def without_silence(mask: str, lexicon: Lexicon) -> str:
    """A mask without its last words, if they tell that no more was said: ", but gave no details"."""
    silent = lexicon.shapes["no_more_said"].search(mask)
    return mask if silent is None else mask[: silent.start()] + " " * (len(mask) - silent.start())


class PassageEnds:
    """Reads the mask of a sentence."""

    def __init__(self, lexicon: Lexicon, finite: re.Pattern[str]) -> None:
        self._shapes, self._finite = lexicon.shapes, finite

    def end(self, mask: str, start: int, limit: int, *, plain: bool) -> int:
        """Where what was said ends that begins at a place.

        Args:
            plain: whether it is no clause, but what somebody called for, condemned and the like.
        """
        speeches = self._shapes["speeches"].match(mask, start, limit)
        if speeches is not None and mask[:start].rstrip().endswith((",", ":")):
            return speeches.end() if self._shapes["behind_speech"].match(mask, speeches.end(), limit) else limit
        asked = self._shapes["but_asked"].search(mask, start, limit) if mask.endswith("?") else None
        limit = limit if asked is None else asked.start()
        own = self._shapes["own_sentence"].search(mask, start, limit) if plain else None
        limit = limit if own is None else own.start()
        denied = self._shapes["denied_behind"].search(mask, start, limit)
        limit = limit if denied is None else denied.start()
        amid = self._shapes["amid"].search(mask, start, limit)
        if amid is not None and (plain or self._finite.search(mask, start, amid.start()) is not None):
            limit = amid.start()
        return limit
