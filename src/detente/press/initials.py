"""What abbreviations stand for within one report: bodies and offices that are named by the first letters of their words.

Rules:

1. A body whose abbreviation stands in brackets behind it is named by that ("the Coast Guard (CG) ... the CG said").
2. So is an office whose words begin with the letters ("the Cabinet Secretary ... the CS said"), and a body within an office
   ("the chairman of the Central Election Commission ... the CEC chairman said").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from detente.press.lexicon import Lexicon

_WORD: Final = re.compile(r"[^\W\d_][^\W_]*")
_SHORT: Final = re.compile(r"(?<![\w-])[A-Z][A-Za-z]{0,4}[A-Z](?![\w-])")
_IN_BRACKETS: Final = re.compile(r" \(([A-Z]{2,7})\)")
_BEFORE: Final = 120
"""Characters before an abbreviation in brackets in which its words stand."""

_SIGN: Final = re.compile(r"[.,;:()\"“”\n]\s*")


def shorts(words: str) -> list[str]:
    """The abbreviations among some words."""
    return _SHORT.findall(words)


@lru_cache(maxsize=5_000)
def stand_for(short: str, words: str, lexicon: Lexicon) -> str | None:
    """The last of the words, small, for which an abbreviation can stand among others; None where there are none."""
    named = [word for word in _WORD.findall(words) if word.lower() not in lexicon.file.syntax.no_initials]
    at = "".join(word[0] for word in named).upper().find(short.upper())
    return None if at == -1 or len(short) < 2 else named[at + len(short) - 1].lower()


def explained(text: str, short: str, before: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where the words stand behind which a report gives an abbreviation in brackets, with their article."""
    at = text.find(f" ({short})", 0, before)
    if at == -1:
        return None
    start = max((sign.end() for sign in _SIGN.finditer(text, max(0, at - _BEFORE), at)), default=max(0, at - _BEFORE))
    words = list(_WORD.finditer(text, start, at))
    letters = short.upper()
    number = len(words)
    while letters and number:
        number -= 1
        word = words[number].group()
        if word.lower() in lexicon.file.syntax.no_initials:
            continue
        if word[0].upper() != letters[-1]:
            return None
        letters = letters[:-1]
    if letters:
        return None
    article = number and words[number - 1].group().lower() in lexicon.file.syntax.definite_article
    return words[number - bool(article)].start(), at


def with_short(text: str, words: tuple[int, int], lexicon: Lexicon) -> tuple[int, int]:
    """Where words stand with the abbreviation in brackets behind them: "the head of the Border Guard Agency (BGA)"."""
    short = _IN_BRACKETS.match(text, words[1])
    return words if short is None or stand_for(short.group(1), text[slice(*words)], lexicon) is None else (words[0], short.end())
