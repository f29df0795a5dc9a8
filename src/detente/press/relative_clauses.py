"""Reporting words within relative clauses, in a language of fixed word order: "who they say ordered it", "which X described as «Q»".

Rules:

1. Whoever speaks stands between the relative pronoun and the reporting words; behind these follows a verb, or "as" with a quotation.
2. What is said of somebody between commas, before his own reporting words, is passed over: "X, who said he was tired, told Y".
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.lexicon import Lexicon

_COMMA: Final = re.compile(r", ")


class RelativeClauses:
    """Reads the mask of a sentence."""

    def __init__(self, lexicon: Lexicon, finite: re.Pattern[str]) -> None:
        self._cues, self._shapes, self._finite = lexicon.cues, lexicon.shapes, finite

    def begin(self, mask: str, start: int) -> tuple[int, int] | None:
        """Where the relative clause begins whose reporting words stand at a place, and where who speaks; None where there is none."""
        found = self._shapes["relative_subject"].search(mask, 0, start)
        own = found is not None and self._finite.search(mask, found.start("who"), start) is None
        return (found.start(), found.start("who")) if found is not None and own else None

    def said(self, mask: str, place: int, limit: int) -> int | None:
        """Where what was said begins in such a clause: at its verb, or behind "as" and "was".

        Args:
            place: behind the reporting words and what says when.
        """
        quoted = self._shapes["as_quoted"].match(mask, place, limit)
        if quoted is not None:
            return quoted.end()
        return place if self._finite.match(mask, place, limit) is not None else None

    def quoted(self, mask: str, place: int, limit: int) -> int | None:
        """Where a quotation begins right behind "as": "a scene he described as “a sea of fire”"."""
        found = self._shapes["as_quoted"].match(mask, place, limit)
        return None if found is None or self._shapes["as_only"].match(mask, place, limit) is None else found.end()

    def is_aside(self, mask: str, start: int, end: int) -> bool:
        """Whether reporting words belong to a clause between commas that says more of a subject whose own ones follow."""
        if self._shapes["aside_of_subject"].search(mask, 0, start) is None:
            return False
        return any(self._cues.match(mask, comma.end()) is not None for comma in _COMMA.finditer(mask, end))
