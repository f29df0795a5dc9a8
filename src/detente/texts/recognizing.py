"""A version that came from elsewhere, such as a Word file, beside the text that it is a version of: which provision is which.

Rules:

1. What says the same as before is the same provision, and keeps its name; so does what says most of the same in the same place.
2. What is not found again is a new provision, whose name no other ever had.
3. A bracket with the same alternatives as before keeps its number; any other has one that no other ever had.
4. Nothing is changed but names and numbers, and, of what was found again, how deep it stands and its look: files seldom say these.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from detente.texts.bracketing import Numbers, numbers_from, with_numbers
from detente.texts.differing import changes
from detente.texts.model import Content, Provision, Version, brackets_in, plain
from detente.texts.renumbering import known_again

ALIKE: Final = 0.5
"""Of the words of two provisions, the share that both have, from which they are taken for one."""

MOST_PAIRS: Final = 40_000
"""Of provisions that are compared word by word in one place; where there are more, only what says the same is found again."""


def recognized(version: Version, earlier: Version, *, named: bool = False, taken: Collection[str] = (), highest: int = 0) -> Version:
    """A version with the names and numbers of the text that it is a version of.

    Args:
        named: its names are those of the text already, as in a file that was made of it; only new ones may clash.
        taken: names that provisions of the text ever had.
        highest: the highest number that a bracket of the text ever had.
    """
    names = {one.id: one.id for one in version.provisions if one.id in earlier} if named else _found_again(version, earlier)
    used = {*taken, *(one.id for one in earlier.provisions), *(one.id for one in version.provisions)}
    numbers = numbers_from(max([highest, *(bracket.id for _, bracket, _ in (*earlier.brackets(), *version.brackets()))]) + 1)
    provisions = []
    for one in version.provisions:
        before = earlier[names[one.id]] if one.id in names else None
        if before is None:
            name = one.id if named and one.id not in taken else _new_name(used)
            used.add(name)
            provisions.append(replace(one, id=name, content=_numbered(one.content, (), numbers, named=named)))
            continue
        look = (one.level, one.look) if named else (before.level, before.look)
        content = _numbered(one.content, before.content, numbers, named=named)
        provisions.append(Provision(before.id, content, *look))
    return Version(version.language, tuple(provisions), version.title or earlier.title, version.status)


def _numbered(content: Content, before: Content, numbers: Numbers, *, named: bool) -> Content:
    """Words with the numbers of the brackets that stood there, and new ones for all others."""
    kept = {bracket.id for bracket, _ in brackets_in(before)} if named else set()
    fresh: set[int] = set()

    def number_of(number: int) -> int:
        if number in kept:
            return number
        fresh.add(new := numbers())
        return new

    return known_again(with_numbers(content, number_of), before, fresh)


def _new_name(used: Collection[str]) -> str:
    return next(name for number in itertools.count(1) if (name := f"p{number}") not in used)


# ---------------------------------------------------------------- which is which


def _found_again(version: Version, earlier: Version) -> dict[str, str]:
    """The provisions of a version that are there already: its name in the version -> its name."""
    new, old = list(version.provisions), list(earlier.provisions)
    keys, before = [plain(one.content) for one in new], [plain(one.content) for one in old]
    pairs: dict[int, int] = {}
    apart: list[tuple[list[int], list[int]]] = []
    place = second = 0
    for change in changes(before, keys):
        pairs |= dict(zip(range(second, change.second_start), range(place, change.start), strict=True))
        apart.append((list(range(change.second_start, change.second_end)), list(range(change.start, change.end))))
        place, second = change.end, change.second_end
    pairs |= dict(zip(range(second, len(new)), range(place, len(old)), strict=True))
    pairs |= _moved(keys, before, pairs)
    taken = set(pairs.values())
    for these, those in apart:
        pairs |= _alike(
            [(each, keys[each]) for each in these if each not in pairs], [(each, before[each]) for each in those if each not in taken]
        )  # fmt: skip
    return {new[each].id: old[other].id for each, other in pairs.items()}


def _moved(keys: Sequence[str], before: Sequence[str], pairs: dict[int, int]) -> dict[int, int]:
    """What stands once in both, and elsewhere than it did."""
    taken = set(pairs.values())
    times, times_before = Counter(keys), Counter(before)
    places = {words: place for place, words in enumerate(before) if place not in taken and times_before[words] == 1}
    return {place: places[words] for place, words in enumerate(keys) if place not in pairs and times[words] == 1 and words in places}


def _alike(these: Sequence[tuple[int, str]], those: Sequence[tuple[int, str]]) -> dict[int, int]:
    """The pairs, in the same order on both sides, that have the most words in common."""
    if not these or not those or len(these) * len(those) > MOST_PAIRS:
        return {}
    words, others = [Counter(text.split()) for _, text in these], [Counter(text.split()) for _, text in those]
    best = [[0.0] * (len(others) + 1) for _ in range(len(words) + 1)]
    for row in range(len(words) - 1, -1, -1):
        for column in range(len(others) - 1, -1, -1):
            share = _share(words[row], others[column])
            both = share + best[row + 1][column + 1] if share >= ALIKE else 0.0
            best[row][column] = max(both, best[row + 1][column], best[row][column + 1])
    found: dict[int, int] = {}
    row = column = 0
    while row < len(words) and column < len(others):
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            found[these[row][0]] = those[column][0]
            row, column = row + 1, column + 1
    return found


def _share(first: Counter[str], second: Counter[str]) -> float:
    """Which share of their words two provisions have in common, from 0 to 1."""
    return 2 * (first & second).total() / max(first.total() + second.total(), 1)
