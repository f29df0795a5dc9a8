"""Paragraphs that are somebody's words as a whole: the answers of an interview, and entries of live coverage that begin with a name.

Rules:

1. Who asks is whose paragraphs mostly end in a question mark; a question says nothing.
2. An entry of live coverage is one behind the hour; a name, an office or a body before its colon says all of it.
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.fixed_order import FixedOrder
from detente.press.layout import Block, is_live
from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention
from detente.press.verbfirst import VerbFirst

_LABEL: Final = re.compile(r"[^\W\d_][\w.'’ -]{0,30}(?=:\s+\S)")
"""Who asks or answers in an interview: what stands before a colon at the beginning of its paragraph."""

_TURNS_LEAST: Final = 4
"""Paragraphs with such labels, from which on a report has an interview."""

Turn = tuple[Mention | None, int] | None
"""Who speaks in a paragraph, None for whoever spoke last, and where it begins; None where it is a question."""


def turns(text: str, paragraphs: list[Block], grammar: object, lexicon: Lexicon) -> dict[int, Turn]:
    """The paragraphs that are somebody's words, by where they begin."""
    found = _answers(text, paragraphs, lexicon)
    if found or not isinstance(grammar, VerbFirst | FixedOrder) or not is_live(text):
        return found
    labelled = ((block.start, grammar.label(block.start, block.end)) for block in paragraphs)
    return {start: label for start, label in labelled if label is not None}


def _answers(text: str, paragraphs: list[Block], lexicon: Lexicon) -> dict[int, Turn]:
    found = [(block, label) for block in paragraphs if (label := _LABEL.match(text, block.start, block.end)) is not None]
    by_label: dict[str, list[Block]] = {}
    for block, label in found:
        by_label.setdefault(_sign(label), []).append(block)
    by_label = {label: blocks for label, blocks in by_label.items() if len(blocks) > 1}
    asked = {label for label, blocks in by_label.items() if 2 * sum(text[block.end - 1] in "?؟" for block in blocks) > len(blocks)}
    if not asked or asked == set(by_label) or sum(len(blocks) for blocks in by_label.values()) < _TURNS_LEAST:
        return {}
    return {
        block.start: None if _sign(label) in asked else (_named(label, lexicon), label.end() + 1)
        for block, label in found
        if _sign(label) in by_label
    }


def _sign(label: re.Match[str]) -> str:
    """A label without the number of its question."""
    return label.group().rstrip("0123456789 -")


def _named(label: re.Match[str], lexicon: Lexicon) -> Mention | None:
    """Who answers, by name; whoever spoke last where "A" alone stands there."""
    sign = _sign(label)
    name = label.start(), label.start() + len(sign)
    is_letter = len(sign) == 1 or lexicon["answers"].fullmatch(sign) is not None
    return None if is_letter else Mention("named", name, None, None, *name)
