"""What has become of a text between two versions of it: provision by provision, and word by word."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple


class Stretch(NamedTuple):
    """Items in a row that are in both (first and second place), only in the earlier one, or only in the later one."""

    kind: Literal["both", "earlier", "later"]
    start: int
    end: int
    other: int
    """For "both": where it begins in the earlier one; `start` and `end` are places in the later one. Else 0."""


def stretches(earlier: Sequence[Hashable], later: Sequence[Hashable]) -> Iterator[Stretch]:
    """Two sequences as one, in order: what was taken out stands before what was put in its place."""
    for kind, first, last, start, end in SequenceMatcher(None, earlier, later, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Stretch("both", start, end, first)
            continue
        if first < last:
            yield Stretch("earlier", first, last, 0)
        if start < end:
            yield Stretch("later", start, end, 0)
