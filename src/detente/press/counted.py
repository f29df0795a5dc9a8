"""Numbers with what is counted; those of which one goes on with the other made one."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from detente.press.number_words import THOUSAND

OBJECT_WORD: Final = re.compile(r"[\"”»“']?[ \t]*(?P<word>%|[^\W\d_][\w'-]*)")

SUM: Final = re.compile("[$€£¥₽₹%]")
"""What makes a number one of money, or a share."""


class Counted(NamedTuple):
    """A number with what is counted: where it stands with all its words, and where what is counted begins; by what it was multiplied."""

    value: int | float | None
    qualifier: str
    start: int
    end: int
    number: int
    object: int
    scale: int = 1


def joined(text: str, found: list[Counted]) -> list[Counted]:
    """Figures, "all the letters" and a number right behind it made one: "all the 18 letters" in languages whose numbers stand behind."""
    made = list(found)
    for each in found:
        exact = [other for other in found if other.qualifier == "exact"]
        behind = next((other for other in exact if other.start >= each.end and not text[each.end : other.start].strip()), None)
        if each.qualifier == "all" and each.value is None and behind is not None and each.end > each.object:
            made = [other for other in made if other is not each and other is not behind]
            made.append(each._replace(value=behind.value, end=behind.end))
        before = next((other for other in exact if other.end <= each.start and not text[other.end : each.start].strip()), None)
        if each.qualifier == "all" and each.value is None and before is not None and before.end == before.object:
            made = [other for other in made if other is not each and other is not before]
            made.append(each._replace(value=before.value, start=before.start))
    return made


def summed(text: str, found: list[Counted]) -> list[Counted]:
    """Figures, those of which one goes on with the other made one: "2 billion 300 million", "1 thousand 200"."""
    made = list[Counted]()
    for each in sorted(found, key=lambda each: each.start):
        before = made[-1] if made else None
        if (
            before is not None
            and before.value is not None
            and each.value is not None
            and each.qualifier == "exact"
            and before.value >= THOUSAND > each.value * THOUSAND / before.value
            and before.value % THOUSAND == 0
            and not text[before.end : each.start].strip(" .\u00a0و")
            and before.end == before.object
        ):
            made[-1] = before._replace(value=before.value + each.value, end=each.end, object=each.object)
        else:
            made.append(each)
    return made


def with_half(text: str, found: list[Counted]) -> list[Counted]:
    """Figures, "and a half" of what was counted right before made one with it: "three miles and half a mile"."""
    made = list[Counted]()
    for each in sorted(found, key=lambda each: each.start):
        before = made[-1] if made else None
        joined = before is not None and each.qualifier == "half" and text[each.start] == "و" and not text[before.end : each.start].strip()
        if joined and before is not None and before.value is not None and before.value >= 1 and before.end > before.object:
            made[-1] = before._replace(value=before.value + 0.5, end=each.end)
        else:
            made.append(each)
    return made


def converted(text: str, found: list[Counted], unit: re.Pattern[str]) -> list[Counted]:
    """Figures, one told again in another unit as exact as it was: "about 620 kilometers (385 miles)"; `unit`: what tells that one is."""
    made = list(found)
    for number, (one, other) in enumerate(pairwise(found)):
        again = one.value is not None and other.qualifier == "exact" and text[one.end : other.start].strip() == "("
        if again and one.qualifier in {"about", "over", "under"} and unit.search(text, other.start, other.end) is not None:
            made[number + 1] = other._replace(qualifier=one.qualifier)
    return made
