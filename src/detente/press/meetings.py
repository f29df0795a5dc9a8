"""Meetings that a report tells of: what, where, when, past and to come, for comparison with the meetings of the record.

A meeting is known by its words and its date: one that is named again without anything new is the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from detente.press.dates import Calendar, Dated
from detente.press.lexicon import Lexicon
from detente.press.people import stem

_ORDINARY: Final = re.compile(r"[^\W\d_][\w'’-]*")
_WHAT_MOST: Final = 5
"""Words of what a meeting is called."""


@dataclass
class Met:
    """A meeting; places are of the folded text."""

    what: tuple[int, int]
    where: tuple[int, int] | None
    dated: Dated | None
    quote: tuple[int, int]
    source: str
    open: bool


class Meetings:
    """Collects the meetings of one report."""

    def __init__(self, text: str, lexicon: Lexicon, calendar: Calendar) -> None:
        self._text, self._lexicon, self._calendar = text, lexicon, calendar
        self.found: list[Met] = []

    def add(self, start: int, end: int, source: str) -> None:
        """Look at one sentence, or at a caption."""
        text, words = self._text, self._lexicon
        if source != "caption" and not words["met"].search(text, start, end):
            return
        coming = words["future"].search(text, start, end) is not None or words["announced"].search(text, start, end) is not None
        for match in words["meetings"].finditer(text, start, end):
            what = self._what(match, start, end)
            dated = self._dated(match, start, end, coming=coming)
            where = self._where(match, start, end)
            is_open = words["announced"].search(text, start, end) is not None and dated is None
            if dated is None and where is None and not is_open:
                continue
            self._enter(Met(what, where, dated, (start, end), source, is_open))
            if source == "caption":
                return

    def _what(self, match: re.Match[str], start: int, end: int) -> tuple[int, int]:
        """The noun with its adjectives: before it in English and Russian, behind it in Arabic."""
        if self._lexicon.language == "ar":
            words = list(_ORDINARY.finditer(self._text, match.start(), end))[:2]
            return match.start(), words[-1].end()
        before = list(_ORDINARY.finditer(self._text, max(start, match.start() - 60), match.start()))[-2:]
        first = match.start()
        for word in reversed(before):
            gap = self._text[word.end() : first]
            if gap.strip() or self._lexicon["functions"].fullmatch(word.group()) or self._lexicon["not_names"].fullmatch(word.group()):
                break
            first = word.start()
        return first, match.end()

    def _dated(self, match: re.Match[str], start: int, end: int, *, coming: bool) -> Dated | None:
        """The date that stands nearest."""
        dates = self._calendar.find(self._text, start, end, coming=coming)
        return min(dates, key=lambda each: max(each.start - match.end(), match.start() - each.end), default=None)

    def _where(self, match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
        """A place behind "in" or "at", nearest to the noun."""
        found = [
            each
            for each in re.finditer(self._lexicon_where(), self._text[start:end])
            if not self._calendar.find(self._text, start + each.start("place"), start + each.end("place"))
        ]
        if not found:
            return None
        best = min(found, key=lambda each: abs(start + each.start() - match.end()))
        return start + best.start("place"), start + best.end("place")

    def _lexicon_where(self) -> str:
        return {
            "en": r"\b(?:in|at)\s+(?:the\s+)?(?P<place>[A-Z][\w'-]+(?:\s+(?:[A-Z][\w'-]+|la|de|of))*)",
            "ru": r"\b(?:в|во|на)\s+(?P<place>[А-ЯЁ][\w-]+(?:\s+[А-ЯЁ][\w-]+)*)",
            "ar": r"\bفي\s+(?:مدينه\s+|العاصمه\s+(?:ال\w+\s+)?)?(?P<place>(?:فيلا\s+\w+\s+\w+)|[^\W\d_]+)",
        }[self._lexicon.language]

    def _enter(self, met: Met) -> None:
        for each in self.found:
            if self._same(each, met):
                each.where = each.where or met.where
                if each.dated is None or (each.dated.month and met.dated is not None and not met.dated.month):
                    each.dated = met.dated or each.dated
                return
        self.found.append(met)

    def _same(self, one: Met, other: Met) -> bool:
        if one.dated is not None and other.dated is not None:
            return one.dated.first <= other.dated.last and other.dated.first <= one.dated.last
        if one.open != other.open:
            return False
        return self._stems(one.what) == self._stems(other.what)

    def _stems(self, place: tuple[int, int]) -> set[str]:
        return {stem(match.group()) for match in _ORDINARY.finditer(self._text, *place)}
