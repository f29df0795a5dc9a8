"""Whole sentences above a report that are none of it: the caption of its picture, and the line between its heading and its author.

Rules:

1. A caption ends in a credit, "Photo: X", or one stands on the next line.
2. What stands between a heading and the line that names the author or the day of publication says in short what the report will say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from detente.press.blocks import Block, Role
from detente.press.lexicon import Lexicon

LINES_MOST: Final = 3
"""Lines behind such a sentence, one of which names the author or the day."""

_LINE_MOST: Final = 60
"""Characters of such a line."""


def above_report(
    text: str, paragraph: tuple[int, int], behind: Sequence[tuple[int, int]], blocks: Sequence[Block], lexicon: Lexicon
) -> Role:
    """What a paragraph is before which no other stands.

    Args:
        behind: the lines that follow.
        blocks: what stands before it.
    """
    shapes = lexicon.shapes
    if shapes["credit_at_end"].search(text, *paragraph) is not None:
        return "caption"
    if behind and shapes["credit_line"].match(text, *behind[0]) is not None:
        return "caption"
    if not blocks or blocks[0].role != "heading":
        return "paragraph"
    for start, end in behind:
        if shapes["byline"].match(text, start, end) is not None:
            return "heading"
        if end - start > _LINE_MOST or text[start:end].rstrip().endswith("."):
            break
    return "paragraph"
