"""English words for a share that tell of none: "most" of a superlative, and "all" of whoever was named before."""

from __future__ import annotations

import re
from typing import Final

_NEAR: Final = 24
"""Characters before such a word."""

_MOST: Final = re.compile(r"(?:\b(?:the|its|their|his|her|our|your|my)|['’]s)\s+\Z")
"""What stands before a superlative."""

_ALL: Final = re.compile(r"(?:\b(?:we|they|you|us|will|would|can|could|must|should|may|might|be|been)|['’]ll)\s+\Z")
"""What stands before an "all" of whoever was named: "they will all stop"."""

_AS_ALL: Final = re.compile(
    r"\s+(?:\w+ly\s+)?(?!men\b|women\b|children\b)\w+(?:ed|en|wn|rn)"
    r"(?=[.,;]|\s+(?:by|in|on|at|and|from|since|for|to|out|off|up|over)\b|\s*\Z)"
)
"""What stands behind one: "the boats were all destroyed"."""


def is_no_share(name: str, text: str, match: re.Match[str], end: int) -> bool:
    """Whether an English word for a share tells of none: "the most widely read", "they were all destroyed"."""
    word, before = match.group().lower(), text[max(0, match.start() - _NEAR) : match.start()]
    if name == "most":
        return word == "most" and (re.match(r"\s+\w+ly\b", text[match.end() : end]) is not None or _MOST.search(before) is not None)
    if name != "all" or word != "all":
        return False
    of_noun = text.startswith((" the ", " of ", " our ", " their ", " its "), match.end())
    return _AS_ALL.match(text, match.end(), end) is not None or (_ALL.search(before) is not None and not of_noun)
