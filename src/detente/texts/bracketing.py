"""Several wordings of one provision as one, with brackets where they differ, as a diplomat writes it.

    The Parties shall inform each other without delay.         (as it stands)
    The Parties should inform each other without delay.        USA
    The Parties should inform each other.                      CHE

    The Parties [shall / CHE, USA: should] inform each other [without delay. / CHE: ..]

Rules:

1. The smallest run of whole words that differs becomes the bracket; a comma belongs to the word that it stands at, so that choosing one
   wording in every bracket gives exactly that wording.
2. Wordings that agree about a run are one alternative, backed by all of theirs. Where one of two says nothing, the bracket is to be kept
   or omitted.
3. The brackets have the same numbers in all languages: if the wordings differ in another number of places, or in other company, from one
   language to the next, each language has one bracket from the first difference to the last.
4. A language in which nothing differs has no bracket, and does not count for rule 3.
5. A bracket that stands in two alternatives keeps its number in the first, and is given a new one in the others.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from detente.texts.differing import changes
from detente.texts.model import Alternative, Bracket, Content, Piece, brackets_in, choice, content_of

Chunk: TypeAlias = tuple[Piece, ...]
"""What stands between two spaces: a word with its signs, or brackets with what is glued to them."""


class Wording(NamedTuple):
    """One wording of a provision, and who wants it and refuses it; no content where it is proposed to have none."""

    content: Content
    backed_by: frozenset[str] = frozenset()
    opposed_by: frozenset[str] = frozenset()


class _Region(NamedTuple):
    """A run in which wordings differ: its chunks in each of them."""

    start: int
    end: int
    chunks: tuple[tuple[Chunk, ...], ...]

    @property
    def company(self) -> tuple[int, ...]:
        """Of each wording, the first one that says the same here."""
        return tuple(self.chunks.index(each) for each in self.chunks)


Numbers: TypeAlias = Callable[[], int]
"""Gives the next free number of a bracket."""


def bracketed(wordings: Mapping[str, Sequence[Wording]], numbers: Numbers) -> dict[str, Content]:
    """Of each language, its wordings as one content. The first of them is that against which the others are compared.

    Args:
        wordings: of each language, the same number of wordings in the same order.
        numbers: gives the numbers of new brackets.

    Raises:
        FormatError: brackets would be nested too deep.
    """
    chunks = {language: [_chunks(each.content) for each in given] for language, given in wordings.items()}
    regions = {language: _regions(each) for language, each in chunks.items()}
    shapes = {tuple(region.company for region in each) for each in regions.values() if each}
    if len(shapes) > 1:
        regions = {language: _one_region(each, chunks[language]) for language, each in regions.items()}
    given: dict[int, int] = {}
    renamed: dict[tuple[int, int], int] = {}

    def number_of(place: int) -> int:
        return given[place] if place in given else given.setdefault(place, numbers())

    def renumbered(number: int, time: int) -> int:
        return renamed[number, time] if (number, time) in renamed else renamed.setdefault((number, time), numbers())

    found = {
        language: _numbered_once(_written(chunks[language][0], each, wordings[language], number_of), renumbered)
        for language, each in regions.items()
    }
    for content in found.values():
        deque(brackets_in(content), maxlen=0)  # looks at their depth
    return found


def _chunks(content: Content) -> tuple[Chunk, ...]:
    chunks: list[Chunk] = []
    glued: list[Piece] = []
    for piece in content:
        if not isinstance(piece, str):
            glued.append(piece)
            continue
        for place, word in enumerate(piece.split(" ")):
            if place and glued:
                chunks.append(tuple(glued))
                glued = []
            if word:
                glued.append(word)
    return (*chunks, tuple(glued)) if glued else tuple(chunks)


def _content(chunks: Sequence[Chunk]) -> Content:
    pieces: list[Piece] = []
    for place, chunk in enumerate(chunks):
        pieces += [" ", *chunk] if place else chunk
    return content_of(*pieces)


def _regions(texts: Sequence[tuple[Chunk, ...]]) -> list[_Region]:
    """Where any of the later texts differs from the first; runs that touch are one."""
    first = texts[0]
    found = [[(start, end, begin, until) for start, end, begin, until in changes(first, text)] for text in texts[1:]]
    spans: list[tuple[int, int]] = []
    for start, end in sorted((start, end) for each in found for start, end, _, _ in each):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    regions = []
    for start, end in spans:
        chunks = [first[start:end]]
        for text, each in zip(texts[1:], found, strict=True):
            chunks.append(text[_place(each, start, before=True) : _place(each, end, before=False)])
        regions.append(_Region(start, end, tuple(chunks)))
    return regions


def _place(found: Sequence[tuple[int, int, int, int]], place: int, *, before: bool) -> int:
    """Where a place of the first text, in no change of the other, stands in the other; before or behind what was put in there."""
    shift = 0
    for start, end, begin, until in found:
        if start > place or (before and start == place):
            break
        if not before or end <= place:
            shift = (until - begin) - (end - start) + shift
    return place + shift


def _one_region(regions: Sequence[_Region], texts: Sequence[tuple[Chunk, ...]]) -> list[_Region]:
    """All that differs, from the first difference to the last; nothing where there is none."""
    if not regions:
        return []
    start, behind = regions[0].start, len(texts[0]) - regions[-1].end
    return [_Region(start, regions[-1].end, tuple(text[start : len(text) - behind] for text in texts))]


def _written(first: tuple[Chunk, ...], regions: Sequence[_Region], wordings: Sequence[Wording], number_of: Callable[[int], int]) -> Content:
    chunks: list[Chunk] = []
    place = 0
    for number, region in enumerate(regions):
        chunks += first[place : region.start]
        chunks.append(choice(number_of(number), _alternatives(region, wordings), was_choice=True))
        place = region.end
    return _content([*chunks, *first[place:]])


def _alternatives(region: _Region, wordings: Sequence[Wording]) -> tuple[Alternative, ...]:
    found: dict[Content, tuple[set[str], set[str]]] = {}
    for chunks, wording in zip(region.chunks, wordings, strict=True):
        backed_by, opposed_by = found.setdefault(_content(chunks), (set(), set()))
        backed_by |= wording.backed_by
        opposed_by |= wording.opposed_by
    seen: set[str] = set()
    alternatives = []
    for content, (backed_by, opposed_by) in found.items():  # who stands behind two wordings is named at the first of them
        alternatives.append(Alternative(content, tuple(sorted(backed_by - seen)), tuple(sorted(opposed_by - backed_by))))
        seen |= backed_by
    return tuple(alternatives)


def with_numbers(content: Content, number_of: Callable[[int], int]) -> Content:
    """The same content, each bracket with the number that is given for its own; asked in reading order."""
    return tuple(
        piece
        if isinstance(piece, str)
        else Bracket(
            number_of(piece.id),
            tuple(Alternative(with_numbers(one.content, number_of), one.backed_by, one.opposed_by) for one in piece.alternatives),
        )
        for piece in content
    )


def _numbered_once(content: Content, renumbered: Callable[[int, int], int]) -> Content:
    """Every number once: the second time it is another one, which is the same in all languages."""
    times: Counter[int] = Counter()

    def number_of(number: int) -> int:
        times[number] += 1
        return number if times[number] == 1 else renumbered(number, times[number])

    return with_numbers(content, number_of)


def numbers_from(first: int) -> Numbers:
    """Numbers from one on, each once."""

    def ascending() -> Iterator[int]:
        number = first
        while True:
            yield number
            number += 1

    return ascending().__next__
