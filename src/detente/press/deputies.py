"""Whose office is meant by words that two offices share: the minister's or his deputy's, the president's or his spokesman's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from detente.press.same_names import stem


class Holder(Protocol):
    """Somebody with a name and offices."""

    words: list[str]
    offices: set[str]


def is_deputy(own: Sequence[str], heads: Sequence[str]) -> bool:
    """Whether an office of one's own only has the word of another for a part: "the deputy minister", of "the minister"."""
    return bool(heads and own) and stem(heads[0]) != stem(own[0]) and stem(heads[0]) in {stem(word) for word in own[1:]}


def is_of(person: Holder, name: str, office: set[str]) -> bool:
    """Whether an office is of somebody by what he is: "the president's spokesman", of "the spokesman of Brandt"."""
    if not person.words or stem(person.words[-1]) != name:
        return False
    return bool({stem(word) for each in person.offices for word in each.split()} & office)
