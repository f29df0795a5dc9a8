"""Where in a text the words of a list can stand, so that an expression is tried there alone and not at every letter.

A form of a list begins with a word, whole or, before a `*`, begun. Of each word of a text it is looked up once with which lists it can
begin; the text is then gone through once for all lists. What is found is a place to try, never a match.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Final

_RUN: Final = re.compile(r"\w*")
_WORDS: Final = re.compile(r"(?<![\w'])\w+")

_JOINED: Final = frozenset("وفبكلا")
"""Letters of the conjunctions, prepositions and the article that are written together with an Arabic word."""

_JOINED_MOST: Final = 4
"""How many of them at most: "and", "by", and the article."""

_WORDS_MOST: Final = 20_000
"""Words of texts that are kept with their lists; names of people are without number."""


class Starts:
    """With which lists a word can begin."""

    def __init__(self, lists: Mapping[str, Iterable[str]], *, joined: bool) -> None:
        """Args: lists: forms as they are matched, by the name of their list; joined: whether words can be written together with others."""
        self._joined = joined
        self._whole: dict[str, set[str]] = {}
        self._begun: dict[str, set[str]] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        self.anywhere: set[str] = set()
        """Lists with a form that begins with a sign or with any letters: nothing is known of where they match."""
        for name, forms in lists.items():
            for form in forms:
                self._enter(name, form.removeprefix("=").strip().lower())
        self._longest = max(map(len, self._begun), default=0)

    def _enter(self, name: str, form: str) -> None:
        match = _RUN.match(form)
        run = "" if match is None else match.group()
        if not run:
            self.anywhere.add(name)
            return
        kept = self._begun if form[len(run) : len(run) + 1] == "*" else self._whole
        kept.setdefault(run, set()).add(name)
        if self._joined and run.startswith("ال"):
            kept.setdefault("لل" + run[2:], set()).add(name)

    def of(self, word: str) -> tuple[str, ...]:
        """The lists that a word (letters and digits alone) can begin with a form of."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _WORDS_MOST:
                self._known.clear()
            known = self._known[word] = self._looked_up(word.lower())
        return known

    def beginning(self, words: str) -> tuple[str, ...]:
        """The lists that some words, the first of them, can begin with a form of."""
        match = _RUN.match(words)
        return () if match is None or not match.group() else self.of(match.group())

    def _looked_up(self, word: str) -> tuple[str, ...]:
        found = set[str]()
        for first in range(min(_JOINED_MOST, len(word) - 1) + 1 if self._joined else 1):
            if first and word[first - 1] not in _JOINED:
                break
            plain = word[first:]
            found |= self._whole.get(plain, set())
            for length in range(1, min(len(plain), self._longest) + 1):
                found |= self._begun.get(plain[:length], set())
        return tuple(sorted(found))

    def places(self, text: str) -> dict[str, list[int]]:
        """Of each list the places in a text, in order, where it can match; a list that is not among them matches nowhere."""
        found: dict[str, list[int]] = {}
        for match in _WORDS.finditer(text):
            for name in self.of(match.group()):
                found.setdefault(name, []).append(match.start())
        return found


def tries(places: list[int], text: str, start: int, end: int) -> list[int] | None:
    """Those of the places within a part of a text; None where the part ends within a word, of which a form can be a beginning."""
    if 0 < end < len(text) and _is_letter(text[end]) and _is_letter(text[end - 1]):
        return None
    return places[bisect_left(places, start) : bisect_left(places, end)]


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
