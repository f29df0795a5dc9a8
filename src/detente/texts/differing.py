"""Where two sequences differ: the least that a reader would call changed, at a cost that is bounded.

Rules:

1. What both begin and end with alike is set aside first: most paragraphs of two drafts are equal but for a few words.
2. `difflib` compares the rest where little can be confused in it: its cost grows with the pairs of equal items.
3. Else items that stand once in each are fixed first, and what lies between them is compared in the same way.
4. Where nothing is left to hold on to, all that is left has changed. So hostile texts cost little, and are never compared wrongly.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

_MOST_PAIRS: Final = 20_000
"""Of equal items, for `difflib`, which looks at each of them once a block: some 10 ms."""

_MOST_DEPTH: Final = 16


class Change(NamedTuple):
    """What stands from `start` to `end` in the first, and from `second_start` to `second_end` in the second in its place."""

    start: int
    end: int
    second_start: int
    second_end: int


def changes(first: Sequence[Hashable], second: Sequence[Hashable], filler: Hashable = None) -> list[Change]:
    """The differences of two sequences, from the first to the last; none touches the next.

    Args:
        filler: an item that stands everywhere, such as a space, by which nothing is found again.
    """
    found: list[Change] = []
    for change in _changes(first, second, Change(0, len(first), 0, len(second)), filler, 0):
        last = found[-1] if found else None
        if last is not None and last.end == change.start and last.second_end == change.second_start:
            found[-1] = Change(last.start, change.end, last.second_start, change.second_end)
        else:
            found.append(change)
    return found


def _changes(first: Sequence[Hashable], second: Sequence[Hashable], part: Change, filler: Hashable, depth: int) -> list[Change]:
    start, end, second_start, second_end = part
    while start < end and second_start < second_end and first[start] == second[second_start]:
        start, second_start = start + 1, second_start + 1
    while start < end and second_start < second_end and first[end - 1] == second[second_end - 1]:
        end, second_end = end - 1, second_end - 1
    rest = Change(start, end, second_start, second_end)
    if start == end and second_start == second_end:
        return []
    if start == end or second_start == second_end:
        return [rest]
    counts, second_counts = Counter(first[start:end]), Counter(second[second_start:second_end])
    if sum(count * second_counts[item] for item, count in counts.items() if item != filler) <= _MOST_PAIRS:
        matcher = SequenceMatcher(lambda item: item == filler, first[start:end], second[second_start:second_end], autojunk=False)
        return [
            Change(start + a, start + b, second_start + c, second_start + d)
            for kind, a, b, c, d in matcher.get_opcodes()
            if kind != "equal"
        ]
    once = {item for item, count in counts.items() if count == 1 and second_counts[item] == 1}
    fixed = _fixed(first, second, rest, once) if depth < _MOST_DEPTH else []
    if not fixed:
        return [rest]
    found: list[Change] = []
    for place, second_place in [*fixed, (end, second_end)]:
        found += _changes(first, second, Change(start, place, second_start, second_place), filler, depth + 1)
        start, second_start = place + 1, second_place + 1
    return found


def _fixed(first: Sequence[Hashable], second: Sequence[Hashable], part: Change, once: set[Hashable]) -> list[tuple[int, int]]:
    """Places of items that stand once in each, as many as have the same order in both."""
    places = {item: part.second_start + place for place, item in enumerate(second[part.second_start : part.second_end]) if item in once}
    pairs = [(place, places[item]) for place, item in enumerate(first[part.start : part.end], part.start) if item in once]
    return [pairs[place] for place in rising([second_place for _, second_place in pairs])]


def rising(numbers: Sequence[int]) -> list[int]:
    """The places of a longest rising series in some different numbers: of 5, 1, 2, 9, 3 the places 1, 2, 4."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        ends[length : length + 1] = [place]
    found: list[int] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]
