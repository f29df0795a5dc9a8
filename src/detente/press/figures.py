"""Figures in what was said: how many, how exactly, of what, and whether requests are counted.

Years, days, hours, ordinals and numbers in names are no figures; nor is "one" that stands for an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.press.dates import Dated
from detente.press.folding import folded
from detente.press.lexicon import Lexicon

_DIGITS: Final = r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_NEAR: Final = 24
"""Characters before or behind a number in which a word can say how exact it is."""

_OBJECT: Final = re.compile(r"[ \t]*(?:%|[^\W\d_][\w'-]*(?:[ \t]+[^\W\d_][\w'-]*)?)")


class Figure(NamedTuple):
    """A figure; places are of the folded text."""

    value: int | float | None
    qualifier: str
    tally: str | None
    start: int
    end: int


class Figures:
    """Finds figures in what was said."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        numbers = lexicon.file.numbers
        self._values = {folded(word).lower(): value for word, value in numbers.words.items()}
        self._scales = {folded(word).lower(): value for word, value in numbers.scales.items()}
        clitic = "[وف]?(?:[بكل]?ال|لل|[بكل])?" if lexicon.language == "ar" else ""
        word = "|".join(re.escape(each) for each in sorted(self._values, key=len, reverse=True))
        scale = "|".join(re.escape(each) for each in sorted(self._scales, key=len, reverse=True)) or "(?!)"
        joint = r"(?:\s+و?|-|\s+and\s+)"
        self._number = re.compile(
            rf"(?<![\w.,/:-])(?:(?P<digits>{_DIGITS})|{clitic}(?P<words>(?:{word})(?:{joint}(?:{word}))*))(?:\s*(?P<scale>{scale}))?(?![\w/])",
            re.IGNORECASE,
        )
        self._shares = [("half", 0.5), ("most", None), ("all", None)]

    def find(self, text: str, start: int, end: int, dated: Sequence[Dated]) -> list[Figure]:
        """The figures of a part of a text, in order; `dated` are the days that it names."""
        found: list[Figure] = []
        for match in self._number.finditer(text, start, end):
            made = self._counted(text, match, start, end)
            if made is not None and not any(each.start < match.end() and match.start() < each.end for each in dated):
                found.append(made)
        for qualifier, value in self._shares:
            for match in self._lexicon[qualifier].finditer(text, start, end):
                if not any(each.start < match.end() and match.start() < each.end for each in found):
                    found.append(self._share(text, qualifier, value, match, start, end))
        return sorted(found, key=lambda each: each.start)

    def _counted(self, text: str, match: re.Match[str], start: int, end: int) -> Figure | None:
        value = self._value(match)
        if value is None or self._is_no_figure(text, match, value, start, end):
            return None
        qualifier, first, last = self._qualified(text, match.start(), match.end(), start, end)
        last = self._object(text, last, end)
        return Figure(value, qualifier, self._tally(text, first, last, start, end), first, last)

    def _share(self, text: str, qualifier: str, value: float | None, match: re.Match[str], start: int, end: int) -> Figure:
        near, first, last = self._qualified(text, match.start(), match.end(), start, end)
        last = self._object(text, last, end)
        exactness = near if near in {"over", "under"} else qualifier
        return Figure(value, exactness, self._tally(text, first, last, start, end), first, last)

    def _value(self, match: re.Match[str]) -> int | float | None:
        scale = self._scales[match["scale"].lower()] if match["scale"] else 1
        if match["digits"]:
            digits = re.sub(r"[ \u00a0]|,(?=\d{3}(?!\d))", "", match["digits"]).replace(",", ".")
            number = float(digits) if "." in digits else int(digits)
            value = number * scale
            return int(value) if value == int(value) else round(value, 6)
        total = 0
        for word in re.split(r"\s+|-", match["words"].lower()):
            known = self._values.get(word, self._values.get(word.removeprefix("و")))
            if known is None:
                continue
            total = total * known if known in {100, 1000} and 0 < total < known else total + known
        return total * scale or None

    def _is_no_figure(self, text: str, match: re.Match[str], value: float, start: int, end: int) -> bool:
        before, behind = text[max(start, match.start() - _NEAR) : match.start()], text[match.end() : min(end, match.end() + _NEAR)]
        if match["digits"] and re.fullmatch(r"(?:19|20)\d\d", match["digits"]) and not self._lexicon["requests"].match(behind.lstrip()):
            return True
        if re.match(r"(?:st|nd|rd|th)\b|-(?:й|я|е|го|му|м|х)\b|:\d\d|\s*(?:a\.m|p\.m|GMT|am\b|pm\b)", behind):
            return True
        if value == 1 and not match["digits"]:
            return True
        marked = self._lexicon["not_counted"]
        just_before = any(each.end() >= len(before.rstrip()) for each in marked.finditer(before))
        return just_before or marked.match(behind.lstrip()) is not None

    def _qualified(self, text: str, first: int, last: int, start: int, end: int) -> tuple[str, int, int]:
        """How exact a figure is, and where it stands with the words that say so."""
        before = text[max(start, first - _NEAR) : first]
        for qualifier in ("over", "under", "about"):
            for match in self._lexicon[qualifier].finditer(before):
                if not before[match.end() :].strip():
                    return qualifier, first - len(before) + match.start(), last
        behind = re.compile(r"[ \t]*").match(text, last, end)
        place = last if behind is None else behind.end()
        after = self._lexicon["about_after"].match(text, place, end)
        return ("about", first, after.end()) if after is not None else ("exact", first, last)

    def _object(self, text: str, last: int, end: int) -> int:
        """Where the words end that say what is counted: at most two behind the number."""
        found = _OBJECT.match(text, last, end)
        return last if found is None else found.end()

    def _tally(self, text: str, first: int, last: int, start: int, end: int) -> str | None:
        """What a count of requests says, by the nearest word that says so in the same clause."""
        left = max(text.rfind(sign, start, first) for sign in ".;؛") + 1
        right = min([place for sign in ".;؛" if (place := text.find(sign, last, end)) != -1] or [end])
        left = max(left, start)
        if not any(self._lexicon[name].search(text, left, right) for name in ("requests", "answered", "received", "sent")):
            return None
        nearest: list[tuple[int, str]] = []
        for name in ("sent", "received", "answered", "not_answered"):
            for match in self._lexicon[name].finditer(text, left, right):
                distance = match.start() - last if match.start() >= last else first - match.end()
                nearest.append((max(0, distance), name))
        if not nearest:
            return None
        name = min(nearest)[1]
        return None if name == "not_answered" else name
