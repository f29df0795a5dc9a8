"""A text as it is matched: one form for letters that are written in several ways, and where each of its characters stands in the text.

Marks, tatweel and invisible signs are left out, and a blank that Arabic words have lost is put in; nothing else changes the length. Case
stays, since names are told by it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import Final, NamedTuple

_LEFT_OUT: Final = re.compile("[\u0640\u064b-\u065f\u0670\u00ad\u0301\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Tatweel, Arabic vowel signs, soft hyphens, the stress mark, joiners, marks of direction."""

_ONE_FORM: Final = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ؤ": "و", "ئ": "ي", "ة": "ه",
    "ё": "е", "Ё": "Е", "’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "‑": "-", "‐": "-",
    **{chr(0x660 + digit): str(digit) for digit in range(10)},
    **{chr(0x6F0 + digit): str(digit) for digit in range(10)},
    "٪": "%", "٫": ".", "٬": ",",
}  # fmt: skip
"""Letters with what they are matched as; none of these is a letter with another form."""

_BY_SIGN: Final = str.maketrans(_ONE_FORM)

_ONLY_LETTERS: Final = re.compile("[ *=a-zA-Zа-яёА-ЯЁ\u0621-\u063a\u0641-\u064a]*")
"""Words of which nothing is left out or moved when they are folded."""

_BEFORE_COMMA: Final = re.compile(r"(\s+)،")
"""Blanks before an Arabic comma, which are put behind it."""

_OPENED: Final = re.compile(r"(?:\A|(?<=\n))”(?=\w[^“”\n]*”)")
"""A closing mark with which a paragraph opens, as pages write that have no other."""

_WITHIN_NUMBER: Final = re.compile(r"(?<=\d)،(?=\d)")
"""An Arabic comma within a number."""

_TURNED: Final = re.compile("(?:(?<=[\\s(:\u0640])|(?<=\\A))”(?=\\w)|(?<=[^\\s(:])“(?=[\\s.,،؛:)!?؟]|\\Z)")
"""Curved marks of Arabic pages that stand the wrong way round."""

_DOUBLED: Final = re.compile(r"(?<![\w'])''(?=[^\W\d_])([^'\n]{3,800}(?:'\w[^'\n]*)?)''(?![\w'])|\(\(([^()\n]{3,800})\)\)")
"""Single marks, and brackets, that stand doubled for quotation marks."""

_TWICE: Final = re.compile(r"(?<=[^\s\d'])''(?![\w'])|(?<![\w'])(?:''|‘‘|``)(?=\w)")
"""Single marks that stand twice for one that is double, in other languages."""

_HASHTAG: Final = re.compile("#(?=[\u0621-\u064a])[\u0621-\u064a_]+")
"""Arabic words that a page marks to be found, which stand in its sentences as any others: the sign and the lines between them are none."""

_LEADING: Final = re.compile(r"\n\.(?=[^\W\d_a-zA-Z]{2})")
"""A stop that stands at the head of the next line, as it is copied from right to left."""

_GLUED: Final = re.compile("ة(?=[ء-ي])")
"""The ending of Arabic nouns, behind which no letter can follow: a blank was lost there."""

_ALEF: Final = "ا"
"""A letter without which no text is Arabic."""

_WORDS_MOST: Final = 32_768
"""Words of the lexicons that are kept as they are matched."""


class Folded(NamedTuple):
    """A folded text; `places`: of each of its characters, and of its end, where it stands in the original, or None where nothing moved.

    `behind_blanks`: the characters before which blanks were left out.
    """

    text: str
    places: list[int] | None
    behind_blanks: frozenset[int] = frozenset()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the folded text stands in the original: with the marks on its last letter."""
        if self.places is None or start == end:
            return (start, end) if self.places is None else (self.places[start], self.places[start])
        last = self.places[end - 1] + 1
        return self.places[start], max(last, self.places[end] if self._only_marks(end) else last)

    def place_of(self, place: int) -> int:
        """Where a place of the original is in the folded text."""
        return place if self.places is None else bisect_left(self.places, place)

    def _only_marks(self, end: int) -> bool:
        assert self.places is not None  # noqa: S101 - whoever calls has looked
        return self.places[end] - self.places[end - 1] > 1 and end not in self.behind_blanks


def fold(text: str) -> Folded:
    """Fold a text."""
    plain = text
    for letter, form in _ONE_FORM.items():  # quicker than to translate, which asks for each letter of a text
        plain = plain.replace(letter, form)
    if _ALEF in plain:
        plain = _as_usual(plain)
    elif "''" in plain or "‘‘" in plain or "``" in plain:
        plain = _TWICE.sub('"\u200b', plain)  # the second is left out
    if "،" in plain:
        plain = _WITHIN_NUMBER.sub(",", _BEFORE_COMMA.sub(lambda found: "،" + " " * len(found.group(1)), plain))
    if "\n”" in plain or plain.startswith("”"):
        plain = _OPENED.sub("“", plain)
    glued = [(match.end(), match.end()) for match in _GLUED.finditer(text)]
    if not glued and _LEFT_OUT.search(plain) is None:
        return Folded(plain, None)
    places, pieces, behind_blanks, last = list[int](), list[str](), set[int](), 0
    for start, end in sorted([*(match.span() for match in _LEFT_OUT.finditer(plain)), *glued]):
        places += range(last, start)
        pieces.append(plain[last:start])
        if start == end:
            places.append(start)
            pieces.append(" ")
        elif plain[start:end].isspace():
            behind_blanks.add(len(places))
        last = end
    places += range(last, len(text) + 1)
    pieces.append(plain[last:])
    return Folded("".join(pieces), places, frozenset(behind_blanks))


def _as_usual(plain: str) -> str:
    """A text with quotation marks and stops where they usually stand, as long as before."""
    if "\n." in plain:
        plain = _LEADING.sub(".\n", plain)
    if plain.startswith("."):
        plain = " " + plain[1:]
    if "”" in plain or "“" in plain:
        plain = _TURNED.sub(lambda found: "“" if found.group() == "”" else "”", plain)
    if "#" in plain:
        plain = _HASHTAG.sub(lambda found: found.group().replace("_", " ").replace("#", "\u200b"), plain)  # the sign is left out
    if "''" in plain or "((" in plain:
        plain = _DOUBLED.sub(lambda found: f' "{found[1] or found[2]}" ', plain)
    return plain


@lru_cache(maxsize=_WORDS_MOST)
def folded(words: str) -> str:
    """Words of a lexicon as they are matched."""
    return words.translate(_BY_SIGN) if _ONLY_LETTERS.fullmatch(words) else fold(words).text  # a word alone is translated faster
