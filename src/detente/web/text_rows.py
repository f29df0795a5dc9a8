"""The provisions of a text in rows: in which languages, which brackets each has, what waits about each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from detente.views.text_shown import BracketShown, PieceShown, ProvisionRow
from detente.views.texts import PartRow, TextView

INDEXED: Final = 60
"""Characters of a provision in the index; more would take a second line."""

PROVISIONS_A_PAGE: Final = 25
"""More would make a page that a telephone cannot show at once; and fewer stand on it where they weigh more than `WEIGHT`."""

WEIGHT: Final = 75
"""Of a page: a provision weighs one, and each bracket in it two more: the form that settles it is as long as its words."""

_WAITING = frozenset({"open", "silence", "objected"})


class Open(NamedTuple):
    """One bracket that can be settled: as one language has it."""

    bracket: BracketShown
    language: str


class Row(NamedTuple):
    """One provision.

    `open`: the brackets of the text that stand in it, in reading order; `change`: it has a change that is proposed; `deep`: the numbers of
    brackets that stand deeper than people read without mistakes.
    """

    provision: ProvisionRow
    open: list[Open]
    change: bool
    deep: list[int]


class Indexed(NamedTuple):
    """A place in the index of a text: a heading, or the first provision of a page; on which page it stands."""

    page: int
    provision: ProvisionRow
    words: str
    language: str


def page_starts(provisions: Sequence[ProvisionRow]) -> list[int]:
    """The place of the first provision of each page; a text without any has one page."""
    starts, weight = [0], 0
    for place, provision in enumerate(provisions):
        pieces = next(iter(provision.versions.values()), [])
        weighs = 1 + 2 * sum(piece.bracket is not None for piece in pieces)
        if place > starts[-1] and (place - starts[-1] == PROVISIONS_A_PAGE or weight + weighs > WEIGHT):
            starts.append(place)
            weight = 0
        weight += weighs
    return starts


def page_of(starts: Sequence[int], place: int) -> int:
    """The number, from 1, of the page on which a provision stands."""
    return bisect_right(starts, place)


def index_of(provisions: Sequence[ProvisionRow], languages: Sequence[str], starts: Sequence[int]) -> list[Indexed]:
    """Where the headings of a text stand; of a text without headings, where each page begins. Words are of the first language of each."""
    headings = [place for place, provision in enumerate(provisions) if provision.look == "heading"]
    found = []
    for place in headings or starts:
        provision = provisions[place]
        language = next((each for each in languages if each in provision.versions), "")
        words = "".join(piece.words if piece.words is not None else "[…]" for piece in provision.versions.get(language, ()))
        found.append(Indexed(page_of(starts, place), provision, words if len(words) <= INDEXED else words[: INDEXED - 1] + "…", language))
    return found


def languages_of(provisions: Sequence[ProvisionRow], readers: str) -> list[str]:
    """The languages of a text, the reader's first, the others by their codes."""
    found = {language for provision in provisions for language in provision.versions}
    return sorted(found, key=lambda language: (language != readers, language))


def rows_of(provisions: Sequence[ProvisionRow], languages: Sequence[str]) -> list[Row]:
    """Provisions with their brackets, each bracket once, in the first of these languages that has it."""
    rows = []
    for provision in provisions:
        there: dict[int, Open] = {}
        change = False
        for language in languages:
            for bracket in brackets_in(provision.versions.get(language, ())):
                if bracket.number is None:
                    change = True
                else:
                    there.setdefault(bracket.number, Open(bracket, language))
        deep = sorted(number for number, each in there.items() if each.bracket.deep)
        rows.append(Row(provision, list(there.values()), change, deep))
    return rows


def brackets_in(pieces: Sequence[PieceShown]) -> Iterator[BracketShown]:
    """Brackets in reading order, those inside others too."""
    for piece in pieces:
        if piece.bracket is not None:
            yield piece.bracket
            for one in piece.bracket.alternatives:
                yield from brackets_in(one.pieces)


def waiting_by_part(view: TextView) -> dict[tuple[str, str], list[PartRow]]:
    """What is proposed and not decided, by kind of part and its name."""
    found: dict[tuple[str, str], list[PartRow]] = {}
    for part in view.parts:
        if part.proposal.state in _WAITING:
            found.setdefault((part.part, part.name), []).append(part)
    return found


def place_of_provision(provisions: Sequence[ProvisionRow], name: str) -> int | None:
    """The place of a provision, from 0; None if it is not there."""
    return next((place for place, provision in enumerate(provisions) if provision.id == name), None)


def place_of_bracket(provisions: Sequence[ProvisionRow], number: str) -> int | None:
    """The place of the provision in which a bracket stands, from 0; None if it is not there."""
    for place, provision in enumerate(provisions):
        for pieces in provision.versions.values():
            if any(str(bracket.number) == number for bracket in brackets_in(pieces)):
                return place
    return None
