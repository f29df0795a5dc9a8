"""Words as a search matches them, in Arabic, Latin and Cyrillic script; what is shown stays as it was written.

Rules:

1. A word is a run of letters and digits, with the marks and joiners between them. `tokens` says where each stands in the text.
2. Two words are the same if they are the same after `folded`: no case, no marks (vowel signs, accents), no tatweel; ё is е, but й stays;
   the forms of alef are one letter, so are the carriers of hamza; ta marbuta is ha, alef maksura is ya; digits of every script are one.
3. The Arabic article and what is written together with it (و، ف، ب، ك، ل) may be there or not: `bare` is the word without it. Both forms
   are looked for and both are kept, since "التزام" begins with the same two letters and has no article.
4. A word of four letters or more is found by its beginning; of Russian and English words a light ending is taken off first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

PREFIX_LEAST: Final = 4
"""Letters from which on a word is found by its beginning: shorter ones begin too many others."""

_ARABIC = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "ء", "ئ": "ء", "ة": "ه", "ى": "ي",
        "ی": "ي", "ک": "ك", "ـ": "", "\u200c": "", "\u200d": "",
    }
)  # fmt: skip
_ARTICLES = re.compile(r"\A(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{3})")
_CYRILLIC = re.compile(r"[а-яёіїєґ]")
# Endings of nouns, adjectives and verbs, the longer ones first: light, so that no other word is made of it.
_RUSSIAN = (
    "иями", "ями", "ами", "иях", "иям", "ием", "ией", "ого", "его", "ому", "ему", "ыми", "ими", "ов", "ев", "ей", "ой", "ый", "ий", "ая",
    "яя", "ое", "ее", "ые", "ие", "ую", "юю", "ом", "ем", "ам", "ям", "ах", "ях", "ью", "ия", "ию", "ии", "ых", "их", "ым", "им",
    "а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й",
)  # fmt: skip
_STEM_LEAST = 4
_MARKS_END = 0x3100
"""Behind the marks of every script of the first plane but a few of Korean and Vai: looking further costs half a second at each start."""


class Token(NamedTuple):
    """One word of a text: its folded form, and where it stands (characters, `text[start:end]`)."""

    folded: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, in order; what folds to nothing is none."""
    for match in _words().finditer(text):
        word = folded(match.group())
        if word:
            yield Token(word, match.start(), match.end())


def folded_words(text: str) -> list[str]:
    """The words of a text as they are compared, in order: `tokens` without the places, at half the cost."""
    return [word for word in map(folded, _words().findall(text)) if word]


@lru_cache(maxsize=65_536)  # the same words come again and again
def folded(word: str) -> str:
    """A word as it is compared."""
    plain = unicodedata.normalize("NFKC", word).translate(_ARABIC).casefold()
    if plain.isascii():
        return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))
    return "".join(map(_folded_letter, unicodedata.normalize("NFC", plain)))


@lru_cache(maxsize=4_096)
def _folded_letter(letter: str) -> str:
    if letter == "й":
        return letter
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if part.isalnum()).translate(_ARABIC)


@lru_cache(maxsize=65_536)
def bare(word: str) -> tuple[str, ...]:
    """A folded Arabic word without its article and what is joined to it; nothing where it has none.

    After لل both ways of reading are given: للسلاح is السلاح, but للجنة is اللجنة, whose own first letter is not written twice.
    """
    found = _ARTICLES.match(word)
    if found is None:
        return ()
    rest = word[found.end() :]
    return (rest, "ل" + rest) if found.group().endswith("لل") else (rest,)


def stem(word: str) -> str | None:
    """With what a word that is found begins, where a beginning is enough (rule 4); else None."""
    if len(word) < PREFIX_LEAST or word.isdecimal():
        return None
    if _CYRILLIC.match(word):
        found = (ending for ending in _RUSSIAN if word.endswith(ending) and len(word) - len(ending) >= _STEM_LEAST)
        return word.removesuffix(next(found, ""))
    if word.isascii() and word.endswith("s") and not word.endswith("ss") and len(word) > _STEM_LEAST:
        return word[:-1]
    return word


class Wanted(NamedTuple):
    """What a folded word of a query looks for: words that are one of `whole`, or begin with one of `beginnings`."""

    whole: tuple[str, ...]
    beginnings: tuple[str, ...]

    def matches(self, word: str) -> bool:
        """Whether a folded word of a text is looked for; the index answers the same in bulk."""
        return any(form in self.whole or form.startswith(self.beginnings) for form in (word, *bare(word)))


@lru_cache(maxsize=1_024)
def wanted(word: str) -> Wanted:
    """What a folded word of a query looks for."""
    whole = (word, *bare(word))
    return Wanted(whole, tuple(sorted({start for form in whole if (start := stem(form)) is not None})))


@cache
def _words() -> re.Pattern[str]:
    """A letter or digit, then letters, digits, combining marks and joiners; underscores part words."""
    marks = [chr(code) for code in range(_MARKS_END) if unicodedata.category(chr(code)) in {"Mn", "Mc", "Me"}]
    return re.compile(f"[^\\W_](?:[^\\W_]|[\u200c\u200d{_ranges(marks)}])*")


def _ranges(characters: list[str]) -> str:
    """Characters as ranges of a character class."""
    found: list[list[int]] = []
    for code in map(ord, characters):
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(re.escape(chr(first)) + "-" + re.escape(chr(last)) for first, last in found)
