"""Two sequences as one, in the order in which a reader goes through them: what both have, what was taken out, what was put in its place."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Literal, NamedTuple

from detente.texts.differing import changes


class Stretch(NamedTuple):
    """Items in a row that are in both, only in the earlier sequence, or only in the later one.

    Attributes:
        start: the first, in the later sequence; of "earlier", in the earlier one.
        end: behind the last.
        other: of "both", where they begin in the earlier sequence; else 0.
    """

    kind: Literal["both", "earlier", "later"]
    start: int
    end: int
    other: int


def stretches(earlier: Sequence[Hashable], later: Sequence[Hashable]) -> Iterator[Stretch]:
    """All items of two sequences; what was taken out stands before what was put in its place."""
    first = second = 0
    for change in changes(earlier, later):
        if second < change.second_start:
            yield Stretch("both", second, change.second_start, first)
        if change.start < change.end:
            yield Stretch("earlier", change.start, change.end, 0)
        if change.second_start < change.second_end:
            yield Stretch("later", change.second_start, change.second_end, 0)
        first, second = change.end, change.second_end
    if second < len(later):
        yield Stretch("both", second, len(later), first)
