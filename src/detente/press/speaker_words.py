"""What words say of a speaker in a script without capitals: whether they name somebody known, and whether one alone is meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Final

from detente.press.clitics import THE, TO_THE
from detente.press.folding import folded
from detente.press.lexicon import Lexicon
from detente.press.people import Person
from detente.press.phrases import Mention

_BODY_WORDS: Final = 2
"""Words of a body that is named again by what it is and whose."""

_JOINED_LEAST: Final = 4
"""Letters of a name that is told by them though it has lost its blank."""

_BETWEEN_MOST: Final = 24
"""Characters from "between" to the first of two states, whose word for a state can stand before it."""


def is_name_of(words: list[str], known: list[str]) -> bool:
    """Whether words can be the name of somebody known: its end, or its first and last word."""
    short, full = sorted((words, known), key=len)
    if full[-len(short) :] == short or full[: len(short)] == short:
        return True
    return (len(short) > 1 and short[0] == full[0] and short[-1] == full[-1]) or _is_end_joined("".join(short), full, len(short))


def _is_end_joined(short: str, full: list[str], least: int) -> bool:
    """Whether a name ends with words that stand elsewhere without a blank between them: "Le Gall", "LeGall"."""
    joined = ("".join(full[-count:]) for count in range(least + 1, len(full) + 1))
    return len(short) >= _JOINED_LEAST and short in joined


@cache
def numbers(lexicon: Lexicon) -> dict[str, int]:
    """What number words are worth, as they are folded."""
    return {folded(word): int(value) for word, value in lexicon.file.numbers.words.items()}


def is_of_one(lexicon: Lexicon, word: str) -> bool:
    """Whether the second word of an office makes it that of one alone: "envoy of the United Nations", not "an official in"."""
    lists = ("functions", "office_prepositions", "envoys_to", "in_the_name")
    return not any(lexicon[name].fullmatch(word) for name in lists)


def named_between(text: str, lexicon: Lexicon, places: list[tuple[int, int, str]]) -> str | None:
    """The two states between which the report first says that something is."""
    for one, other in pairwise(places):
        near = lexicon["between"].search(text, max(0, one[0] - _BETWEEN_MOST), one[0])
        if near is not None and not re.search("[.\n،]", text[near.end() : one[0]]) and _is_with_movement(text, lexicon, one[1]):
            return one[2]
        joined = other[0] >= one[1] and _is_joined(text, one[1], other[0])
        if near is not None and joined and one[2] != other[2] and not re.search("[.\n،]", text[near.end() : one[0]]):
            return "+".join(sorted({one[2], other[2]}))
    return None


def _is_with_movement(text: str, lexicon: Lexicon, place: int) -> bool:
    """Whether the other side of a state is a movement: "between the government of X and the movement Y"."""
    behind = lexicon["non_states"].match(text, place + 1)
    return behind is not None and behind.group()[0] == "و"


def _is_joined(text: str, start: int, end: int) -> bool:
    """Whether "and" alone stands between two names, with the word for a state perhaps: it is written together with what follows."""
    words = text[start:end].split()
    return text[end] == "و" if not words else len(words) == 1 and words[0][0] == "و"


def with_article(text: str, mention: Mention) -> tuple[int, int] | None:
    """The name of a body as it stands with its article elsewhere, where "to" has taken that away: "a report of to-bank"."""
    name = mention.name
    if name is None or mention.kind != "collective" or not text.startswith(TO_THE, name[0] - len(TO_THE)):
        return name
    place = text.find(THE + text[slice(*name)])
    return name if place == -1 else (place, place + len(THE) + name[1] - name[0])


def is_body_of(words: list[str], known: list[str]) -> bool:
    """Whether a body is named by the first and the last word of its name, without its own: "the club of X", of "X club of Y"."""
    return len(words) == _BODY_WORDS < len(known) and words == [known[0], known[-1]]


def body_called(known: list[Person], word: str, words_of: Callable[[tuple[int, int]], list[str]]) -> Person | None:
    """The one body whose own name a word is, behind what it is: "Porto", of "the club Porto"."""
    bodies = [each for each in known if each.collective and each.name is not None and words_of(each.name)[1:2] == [word]]
    return bodies[0] if len(bodies) == 1 and len(words_of(bodies[0].name or (0, 0))) > 1 else None


def relative_again(text: str, lexicon: Lexicon, known: list[Person], word: str) -> Person | None:
    """Whoever was named last as somebody's mother or father, where "the mother" or "the father" speaks."""
    shapes = lexicon.shapes
    if shapes["the_mother"].fullmatch(word) is not None:
        behind, held = shapes["mother_behind_name"], shapes["mother_of"]
    elif shapes["the_father"].fullmatch(word) is not None:
        behind, held = shapes["father_behind_name"], shapes["father_of"]
    else:
        return None
    for each in reversed(known):
        told = each.name is not None and bool(each.words) and behind.match(text, each.name[1]) is not None
        if not each.collective and (told or any(held.match(office) is not None for office in each.offices)):
            return each
    return None
