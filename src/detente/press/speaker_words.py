"""What words say of a speaker in a script without capitals: whether they name somebody known, and whether one alone is meant."""

from __future__ import annotations

from functools import cache

from detente.press.folding import folded
from detente.press.lexicon import Lexicon


def is_name_of(words: list[str], known: list[str]) -> bool:
    """Whether words can be the name of somebody known: its end, or its first and last word."""
    short, full = sorted((words, known), key=len)
    if full[-len(short) :] == short or full[: len(short)] == short:
        return True
    return len(short) > 1 and short[0] == full[0] and short[-1] == full[-1]


@cache
def numbers(lexicon: Lexicon) -> dict[str, int]:
    """What number words are worth, as they are folded."""
    return {folded(word): int(value) for word, value in lexicon.file.numbers.words.items()}


def is_of_one(lexicon: Lexicon, word: str) -> bool:
    """Whether the second word of an office makes it that of one alone: "envoy of the United Nations", not "an official in"."""
    lists = ("functions", "office_prepositions", "envoys_to", "in_the_name")
    return not any(lexicon[name].fullmatch(word) for name in lists)
