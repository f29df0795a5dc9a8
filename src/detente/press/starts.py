"""Which lists of words a word can begin a form of, so that their expressions are tried there alone and not at every letter.

It is told by the word's letters, once for each word. What is found is to be tried: a form can have more words, which may not follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from detente.press.clitics import ALIF, JOINED, THE, TO_THE
from detente.press.folding import folded

_RUN: Final = re.compile(r"\w+")
_INSIDE: Final = re.compile(r"(?<=\w)\w")

_JOINED: Final = JOINED | {ALIF}
"""Letters of the conjunctions, prepositions and the article that are written together with an Arabic word."""

_JOINED_MOST: Final = 4
"""How many of them at most: "and", "by", and the article."""

_WORDS_MOST: Final = 20_000
"""Words of texts that are kept with their lists; names of people are without number."""


class Starts:
    """Which of some lists a word can begin a form of."""

    def __init__(self, lists: Mapping[str, Iterable[str]], *, joined: bool) -> None:
        """Args: lists: forms by the name of their list; joined: whether conjunctions and the article are written together with a word."""
        self._joined = joined
        self._order = {name: number for number, name in enumerate(lists)}
        self._whole: dict[str, set[str]] = {}
        self._begun: dict[str, set[str]] = {}
        self._anywhere: set[str] = set()
        """Lists with a form that begins with a sign or with any letters."""
        self._known: dict[str, tuple[str, ...]] = {}
        for name, forms in lists.items():
            for form in forms:
                self._enter(name, folded(form).removeprefix("=").strip().lower())
        self._longest = max(map(len, self._begun), default=0)

    def _enter(self, name: str, form: str) -> None:
        match = _RUN.match(form)
        if match is None:
            self._anywhere.add(name)
            return
        run = match.group()
        kept = self._begun if form[len(run) : len(run) + 1] == "*" else self._whole
        kept.setdefault(run, set()).add(name)
        if self._joined and run.startswith(THE):
            kept.setdefault(TO_THE + run[2:], set()).add(name)

    def at(self, text: str, start: int, end: int) -> tuple[str, ...]:
        """The lists, in their order, that can match at a place of a text where a word begins."""
        match = _RUN.match(text, start, end)
        word = "" if match is None else match.group()
        known = self._known.get(word)
        return self._learnt(word) if known is None else known

    def within(self, text: str, start: int, end: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Where words of a part begin that can begin a form of a list, and of which lists."""
        for match in _RUN.finditer(text, start, end):
            word = match.group()
            names = self._known.get(word)
            if names is None:
                names = self._learnt(word)
            if names:
                yield match.start(), names

    def _learnt(self, word: str) -> tuple[str, ...]:
        if len(self._known) >= _WORDS_MOST:
            self._known.clear()
        found = self._known[word] = self._looked_up(word.lower())
        return found

    def _looked_up(self, word: str) -> tuple[str, ...]:
        found = set(self._anywhere)
        for first in range(min(_JOINED_MOST, len(word) - 1) + 1 if self._joined else 1):
            if first and word[first - 1] not in _JOINED:
                break
            plain = word[first:]
            found |= self._whole.get(plain, set())
            for length in range(1, min(len(plain), self._longest) + 1):
                found |= self._begun.get(plain[:length], set())
        return tuple(sorted(found, key=self._order.__getitem__))


def cuts_word(text: str, place: int) -> bool:
    """Whether a part of a text that begins or ends at a place cuts a word."""
    return _INSIDE.match(text, place) is not None


def is_surnamed(match: re.Match[str], given: re.Pattern[str]) -> bool:
    """Whether a word is a given name before another word with a capital: "spokesman Jan Kowalski", and no month."""
    text, end = match.string, match.end()
    surname = text[end : end + 1] == " " and text[end + 1 : end + 2].isupper() and text[end + 2 : end + 3].islower()
    return surname and given.fullmatch(match.group().lower()) is not None
