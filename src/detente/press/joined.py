"""Quotations that are one statement, though reporting words or the end of a paragraph part them.

Rules:

1. A quotation that stands alone goes on with the one before, where nothing but the reporting words of that one stands between.
2. Where the order of words is fixed, one that is a paragraph of its own does so too, or goes on with the next one where none is before.
"""

from __future__ import annotations

from typing import Final

from detente.press.attribution import Attributed
from detente.press.sentences import CLOSING, OPENING

_MARKS: Final = frozenset({*OPENING, *CLOSING, "‘", "’", "'"})

_BETWEEN_MOST: Final = 14
"""Words of reporting words."""


def goes_on(text: str, each: Attributed, before: Attributed, *, fixed: bool) -> bool:
    """Whether a quotation that stands alone goes on with the one before, parted from it by reporting words alone."""
    if each.cue is not None or before.sentence.end > each.sentence.start or before.sentence is each.sentence:
        return False
    between = text[before.parts[-1][1] : each.parts[0][0]]
    told = text[before.sentence.end : each.parts[0][0]]  # by the report itself, in words of its own
    follows = "\n" not in between or (fixed and not told.strip())
    return text[before.parts[0][0]] in _MARKS and len(between.split()) <= _BETWEEN_MOST and follows


def leads_in(text: str, each: Attributed, before: Attributed) -> bool:
    """Whether a paragraph that is a quotation goes on with the next one, whose reporting words carry both."""
    if each.cue is None or before.cue is not None or len(before.parts) > 1 or text[before.parts[0][1] : each.parts[0][0]].strip():
        return False
    return text[before.parts[0][0]] in _MARKS and text[each.parts[0][0]] in _MARKS
