"""Quotations, and sentences that do not end inside of one.

A sentence comes with a mask: its text with every letter inside of quotation marks put out, so that no word in there is taken for the
report's own. Quotations that go on over paragraphs, each opened anew and only the last one closed, are one.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

OPENING: Final = '“«„‟"‹「'
CLOSING: Final = '”»“"›」'
_PAIRS: Final = {"“": "”", "«": "»", "„": "“”", "‟": "”", "‹": "›", "「": "」"}
HIDDEN: Final = "\x01"
"""What stands in a mask for a letter inside of a quotation."""

_SINGLE: Final = re.compile(r"(?<![\w'])['‘](?=[^\s'])(?:[^'‘\n]|'(?=\w))*?[^\s'](?:'|’)(?!\w)")
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:[A-ZА-Я]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sen|Gov|Rep|St|Jr|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec|им|г|гг|тыс|млн|млрд|ул|стр|т|см|д)|\b[A-Z]\.[A-Z])\Z"
)
_END: Final = re.compile(r"[.!?؟…]+[\"”»“'’)\]]*(?=\s|\Z)|\n")


class Quoted(NamedTuple):
    """A quotation with its marks; `closed` is false where the paragraph ended first."""

    start: int
    end: int
    closed: bool

    @property
    def inside(self) -> tuple[int, int]:
        """Without its marks."""
        return self.start + 1, self.end - self.closed


class Sentence(NamedTuple):
    """A sentence, its mask (as long as itself), and the quotations in it; places are of the folded text."""

    start: int
    end: int
    mask: str
    quoted: tuple[Quoted, ...]
    opens_paragraph: bool


def quotations(text: str, start: int, end: int, *, single: bool = False) -> list[Quoted]:
    """The outer quotations of a paragraph, in order.

    Args:
        single: whether 'these' are quotation marks too; an apostrophe is none.
    """
    found: list[Quoted] = []
    place = start
    while place < end:
        mark = text[place]
        if mark not in OPENING:
            place += 1
            continue
        last = _closing(text, place, end)
        found.append(Quoted(place, end if last is None else last + 1, last is not None))
        place = found[-1].end
    if single:
        inside = [each[:2] for each in found]
        for match in _SINGLE.finditer(text, start, end):
            if not any(a < match.end() and match.start() < b for a, b in inside):
                found.append(Quoted(match.start(), match.end(), closed=True))
        found.sort()
    return found


def _closing(text: str, place: int, end: int) -> int | None:
    """Where the mark stands that closes the one at a place."""
    mark = text[place]
    if mark == '"':  # the same sign opens and closes: no telling what is inside of what
        at = text.find('"', place + 1, end)
        return None if at == -1 else at
    depth = 0
    for at in range(place, end):
        sign = text[at]
        if sign in _PAIRS[mark] and at > place:
            depth -= 1
            if depth == 0:
                return at
        elif sign == mark:
            depth += 1
    return None


def sentences(text: str, start: int, end: int, quoted: list[Quoted]) -> list[Sentence]:
    """The sentences of a paragraph."""
    mask = list(text[start:end])
    for each in quoted:
        first, last = each.inside
        mask[first - start : last - start] = HIDDEN * (last - first)
    masked = "".join(mask)
    cuts, place = [0], 0
    for match in _END.finditer(masked):
        if _ABBREVIATED.search(masked, max(0, match.start() - 8), match.start()) and match.group().startswith("."):
            continue
        cuts.append(match.end())
    for each in quoted:  # a stop inside of the marks ends the sentence where a new one begins behind them
        if each.closed and text[each.end - 2] in ".!?؟…" and _begins(masked, each.end - start):
            cuts.append(each.end - start)
    cuts = sorted({*cuts, len(masked)})
    found = []
    for place, cut in pairwise(cuts):
        part = masked[place:cut]
        first = place + len(part) - len(part.lstrip())
        last = place + len(part.rstrip())
        if first < last:
            inside = tuple(each for each in quoted if start + first <= each.start < start + last)
            found.append(Sentence(start + first, start + last, masked[first:last], inside, opens_paragraph=place == 0))
    return found


def _begins(masked: str, place: int) -> bool:
    """Whether a new sentence begins behind a quotation: with a capital letter, or with another quotation."""
    rest = masked[place : place + 3].lstrip()
    return bool(rest) and (rest[0].isupper() or rest[0] in OPENING)
