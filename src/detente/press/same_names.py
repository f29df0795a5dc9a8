"""Whether names and offices are the same: words without their endings, surnames alone, first names that are cut short."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from detente.press.clitics import WITH_ARTICLE
from detente.press.lexicon import lexicon

INITIAL_MOST: Final = 2
"""Letters of an initial with its stop."""

ENDING_MOST: Final = 2
"""Letters of an ending that is declined."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without case and ending, for comparing names and offices that are declined; Arabic without its article."""
    word = word.lower()
    if re.match("[а-я]", word):
        return lexicon("ru").shapes["case_end"].sub("", word) if len(word) > 3 else word
    return WITH_ARTICLE.sub("", word)


def same_name(known: list[str], words: list[str], language: str) -> bool:
    """Whether words can be the name of somebody known: the surname alone, or all that both have."""
    if language != "ru":
        stems, others = [word.lower() for word in known], [word.lower() for word in words]
    else:
        stems, others = [stem(word) for word in known], [stem(word) for word in words]
    if len(others) == 1 or len(stems) == 1:
        return others[-1] == stems[-1] or (len(others) == 1 and others[0] in stems)
    if language == "en" and stems[: len(others)] == others:
        return True  # "Karl Brandt" of Karl Brandt Berg
    if others[-1] != stems[-1]:
        return False
    if language != "ru" and stems[-len(others) :] == others:
        return True  # a surname of two words
    return _same_first_name(stems[0], others[0]) if language != "ru" else _same_first_name(known[0].lower(), words[0].lower())


def _same_first_name(one: str, other: str) -> bool:
    """Whether first names are one, an initial of it, or the same but for a short ending ("Сергей", "Сергеем")."""
    short = min(len(one), len(other))
    if short <= INITIAL_MOST:
        return one[0] == other[0]
    return one[:short] == other[:short] or (
        short > ENDING_MOST + 1 and one[: short - ENDING_MOST] == other[: short - ENDING_MOST] and _is_cyrillic(one)
    )


def _is_cyrillic(word: str) -> bool:
    return re.match("[а-я]", word) is not None
