"""Digests as words that are read over the telephone: one word for each of the first sixteen bytes, and a check word.

    word 1 .. 16    the byte's number in a list of 256 words
    word 17         the check: the sum over GF(256) of each byte times 2 to the power of its place (1 to 16)

Rules:

1. Sixteen bytes, 128 bits: nobody finds another record whose digest begins with them.
2. The check notices every single wrong word and every two words that changed places, always; of other errors all but one in 256.
   That is so because its seventeen factors (the check's own is 1) are different and none is zero.
3. Words are compared as they sound, not as they are spelled: without case, marks of vowels, the bar that stretches a word; ё is е, й is и,
   and in Arabic each seat of the hamza is its letter, ة is ه, ى is ي.
4. The list of words is handed in; it must hold 256 that stay different after rule 3.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from detente.errors import N_, CallerError

LIST_WORDS: Final = 256
SPOKEN_BYTES: Final = 16
SPOKEN_WORDS: Final = SPOKEN_BYTES + 1

NEAR_MOST: Final = 3
"""Words that are offered for one that is not in the list; more would be guessing."""
_NEAR: Final = 2
"""Letters by which a word that is offered may differ: the lists hold no two words that differ by less."""
_HEARD_MOST: Final = 40
"""Characters of one word that are looked at. The longest word of the lists has nine."""

_FIELD: Final = 0x11D
"""x^8 + x^4 + x^3 + x^2 + 1, in which 2 has 255 different powers (the field of QR codes, too)."""

_ALIKE: Final = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "\u0640": None})

Fault = Literal["unknown", "differs", "count", "check"]


class Heard(NamedTuple):
    """What became of words that were heard.

    Attributes:
        start: the first sixteen bytes of the digest, where all words are well.
        fault: `unknown`: a word that is not in the list; `differs`: one that is another in the digest which was expected; `count`: there
            are more or fewer than 17; `check`: the check word does not belong to the others. None where all is well.
        place: which word the fault is at, from 1; None for `count` and `check`.
        near: for `unknown` words of the list that are nearly so, the nearest first; for `differs` the one that was expected.
    """

    start: bytes | None
    fault: Fault | None = None
    place: int | None = None
    near: tuple[str, ...] = ()


def fold_word(word: str) -> str:
    """A word as rule 3 compares it."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char)).translate(_ALIKE)


def dictate(digest: bytes, words: tuple[str, ...]) -> tuple[str, ...]:
    """The seventeen words of a digest.

    Args:
        digest: at least sixteen bytes.
        words: 256 of them, the word of byte 0 first.

    Raises:
        CallerError: the digest is too short.
    """
    if len(digest) < SPOKEN_BYTES:
        raise CallerError(N_("the digest has %(seen)d bytes; words are for %(least)d or more"), seen=len(digest), least=SPOKEN_BYTES)
    start = digest[:SPOKEN_BYTES]
    return tuple(words[value] for value in (*start, _check(start)))


def hear(said: Sequence[str], words: tuple[str, ...], against: bytes | None = None) -> Heard:
    """What words that were heard stand for; the first fault, if there is one.

    Args:
        against: the digest that is expected, to name the first word that differs from it.
    """
    numbers = _numbers(words)
    wanted = None if against is None else dictate(against, words)
    values = []
    for place, word in enumerate(said[:SPOKEN_WORDS], 1):
        number = numbers.get(fold_word(word[:_HEARD_MOST]))
        if number is None:
            return Heard(None, "unknown", place, _nearest(word[:_HEARD_MOST], words))
        if wanted is not None and words[number] != wanted[place - 1]:
            return Heard(None, "differs", place, (wanted[place - 1],))
        values.append(number)
    if len(said) != SPOKEN_WORDS:
        return Heard(None, "count")
    start = bytes(values[:SPOKEN_BYTES])
    return Heard(start) if values[SPOKEN_BYTES] == _check(start) else Heard(None, "check")


@lru_cache(maxsize=4)
def _numbers(words: tuple[str, ...]) -> Mapping[str, int]:
    return {fold_word(word): number for number, word in enumerate(words)}


def letters_apart(one: str, other: str) -> int:
    """How many letters must be put in, left out or changed to make one word of the other (Levenshtein's distance)."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        above, row = row, [place]
        for column, against in enumerate(other, 1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (letter != against)))
    return row[-1]


def _nearest(word: str, words: tuple[str, ...]) -> tuple[str, ...]:
    folded = fold_word(word)
    apart = sorted((letters_apart(folded, fold_word(each)), number) for number, each in enumerate(words))
    return tuple(words[number] for distance, number in apart[:NEAR_MOST] if distance <= _NEAR)


def _check(start: bytes) -> int:
    """The check of sixteen bytes, by Horner's rule: the last byte is multiplied by 2 sixteen times, the first one once."""
    total = 0
    for value in reversed(start):
        total = _doubled(total ^ value)
    return total


def _doubled(value: int) -> int:
    """Twice a value in GF(256)."""
    return (value << 1) ^ (_FIELD if value & 0x80 else 0)
