"""Comparing a figure that was said in public with what a record counts. It never says who is right.

    {"what":"sent","by":"rus","to":"usa","number":45,"qualifier":"exact"}       rus sent usa 45 requests
    {"what":"answered","by":"usa","to":"rus","number":9,"qualifier":"exact"}    of the requests that rus sent to usa, usa answered 9

*Answered* is what `answered/1` counts: any final outcome.

    exact         the same number
    about         within a tenth of the number said, rounded up, at least 1
    over, under   above it, below it
    most          more than half of the whole
    nearly_half   from four tenths to a half of the whole, both included
    almost_never  a tenth of the whole or less; not even once is within it
    all           the whole; with a number, also that number

The whole of an `answered` is what was sent; a `sent` has none, so a share of it cannot be told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

WHATS: Final = ("sent", "answered")
"""What a record can count. Any other figure is not checkable from here."""

SHARES: Final = {
    "most": (Fraction(1, 2), Fraction(1), False),
    "nearly_half": (Fraction(2, 5), Fraction(1, 2), True),
    "almost_never": (Fraction(0), Fraction(1, 10), True),
    "all": (Fraction(1), Fraction(1), True),
}
"""Least and most share of the whole, and whether the least is included."""

_SAME_THING: Final = ("what", "by", "to", "of", "from", "until")


class Counted(NamedTuple):
    """What a record counts for a figure: the number, and the whole that it is a part of (None: it is no part of anything)."""

    number: int
    whole: int | None


class Comparison(NamedTuple):
    """What came of one figure.

    Attributes:
        verdict: matches, differs, cannot_tell (counted here, but not comparable), not_checkable_from_here.
        reason: why it cannot be told or checked: no_number, no_whole, nothing_sent, not_counted; None otherwise.
    """

    verdict: str
    reason: str | None = None


def compare(figure: Mapping[str, Any], counted: Counted | None) -> Comparison:
    """Compare one well-formed figure with a count.

    Args:
        figure: as a statement carries it.
        counted: what the record counts for it, or None if it counts no such thing.
    """
    if counted is None:
        return Comparison("not_checkable_from_here", "not_counted")
    qualifier, said = str(figure["qualifier"]), figure.get("number")
    if qualifier in SHARES:
        if counted.whole is None:
            return Comparison("cannot_tell", "no_whole")
        if counted.whole == 0:
            return Comparison("cannot_tell", "nothing_sent")
        holds = _in_share(qualifier, Fraction(counted.number, counted.whole)) and (said is None or said == counted.number)
    elif said is None:
        return Comparison("cannot_tell", "no_number")
    else:
        least, most = _range(qualifier, said)
        holds = least <= counted.number and (most is None or counted.number <= most)
    return Comparison("matches" if holds else "differs")


def overall(verdicts: Sequence[str]) -> str:
    """The verdict on a statement: it differs if any figure does, and matches if every one that can be compared does."""
    if "differs" in verdicts:
        return "differs"
    for verdict in ("matches", "cannot_tell"):
        if verdict in verdicts:
            return verdict
    return "not_checkable_from_here"


def same_thing(one: Mapping[str, Any], other: Mapping[str, Any], *, period: bool = True) -> bool:
    """Whether two figures are about one quantity (`period`: of one period)."""
    names = _SAME_THING if period else _SAME_THING[:4]
    return all(one.get(name) == other.get(name) for name in names)


def incompatible(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether no quantity could be both: 45 and 80, over 40 and exactly 9, most and nearly half. What cannot be told is not."""
    if one["qualifier"] in SHARES and other["qualifier"] in SHARES:
        least, left_out = max(_lower(one), _lower(other))
        most = min(SHARES[str(figure["qualifier"])][1] for figure in (one, other))
        if least > most or (least == most and left_out):
            return True
    if "number" not in one or "number" not in other:
        return False
    first, second = _range(str(one["qualifier"]), one["number"]), _range(str(other["qualifier"]), other["number"])
    floor = max(first[0], second[0])
    return any(most is not None and most < floor for _, most in (first, second))


def contradictions(figures: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Pairs of figures of one statement, by their places from 0, that are about one thing and cannot both be."""
    return [
        (i, j)
        for i, one in enumerate(figures)
        for j, other in enumerate(figures[i + 1 :], i + 1)
        if same_thing(one, other) and incompatible(one, other)
    ]


def _range(qualifier: str, number: int) -> tuple[int, int | None]:
    """The least and the most that a number with a qualifier can mean; None: no upper end."""
    if qualifier == "about":
        tolerance = max(1, -(-number // 10))
        return max(0, number - tolerance), number + tolerance
    if qualifier == "over":
        return number + 1, None
    if qualifier == "under":
        return 0, number - 1
    return number, number


def _in_share(qualifier: str, share: Fraction) -> bool:
    least, most, included = SHARES[qualifier]
    return (least <= share if included else least < share) and share <= most


def _lower(figure: Mapping[str, Any]) -> tuple[Fraction, bool]:
    """The lower end of a share, and whether it is left out: such an end is the stricter one, and sorts after the same end taken in."""
    least, _, included = SHARES[str(figure["qualifier"])]
    return least, not included
