"""Words for a share that tell of none: "most" of a superlative, "all" of whoever was named before, and "all" of what nobody counts."""

from __future__ import annotations

import re
from typing import Final

from detente.press.lexicon import Lexicon

_NEAR: Final = 24
"""Characters before such a word."""


def is_no_share(lexicon: Lexicon, name: str, match: re.Match[str], end: int) -> bool:
    """Whether a word of a list for shares tells of none: "the most widely read", "they were all destroyed", "all efforts"."""
    text, shapes, before = match.string, lexicon.shapes, match.string[max(0, match.start() - _NEAR) : match.start()]
    if name == "most":
        compared = shapes["adverb_behind"].match(text, match.end(), end) or shapes["before_superlative"].search(before)
        return compared is not None and lexicon["superlatives"].fullmatch(match.group()) is not None
    if name == "all" and lexicon.order == "vso":
        own = match.end() - len(match.group().rsplit(maxsplit=1)[-1])
        behind = match.end() + text.startswith(" ", match.end())
        return any(lexicon["uncountable"].match(text, place, end) is not None for place in (own, behind))
    if name != "all" or lexicon["bare_all"].fullmatch(match.group()) is None:
        return False
    if shapes["behind_all_of_named"].match(text, match.end(), end) is not None:
        return True
    return shapes["before_all_of_named"].search(before) is not None and shapes["all_of_noun"].match(text, match.end()) is None
