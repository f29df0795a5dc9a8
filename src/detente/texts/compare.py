"""Two versions of a text in one language, by provision and by word.

    compare(earlier, later)    every provision of both: same, changed, added, removed, moved
    runs(before, after)        the words of one provision: what stayed, went and came; brackets compared as data

Provisions are found again by their ids, and brackets by their numbers. The order of the parties' names in an enumeration is no
difference where the text leaves it open: `alternat`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.texts.differing import Change, changes, rising
from detente.texts.model import Alternative, Bracket, Content, Piece, Provision, Version

_MARKS: Final = "\u0300-\u036f\u0640\u064b-\u065f\u0670"
_TOKEN: Final = re.compile(rf"[0-9]+(?:[.,][0-9]+)+|[\w{_MARKS}]+(?:[-'’‑][\w{_MARKS}]+)*| |[^\w ]")
"""A number, a word with its vowel signs (Arabic) or stress, a space, or one sign."""


class Run(NamedTuple):
    """Words, and brackets of which only one side knows the number; in turn they give each side's content."""

    kind: Literal["same", "removed", "added"]
    pieces: tuple[Piece, ...]


class AlternativeChange(NamedTuple):
    """One alternative of a bracket that differs; before is None where it is new, after where it is gone."""

    before: Alternative | None
    after: Alternative | None

    @property
    def joined(self) -> tuple[str, ...]:
        """Parties that came to back it."""
        return tuple(sorted(set(self.after.backed_by if self.after else ()) - set(self.before.backed_by if self.before else ())))

    @property
    def left(self) -> tuple[str, ...]:
        """Parties that backed it and do no more."""
        return AlternativeChange(self.after, self.before).joined

    @property
    def runs(self) -> tuple[AnyRun, ...]:
        """Its words, as those of a provision."""
        return runs(self.before.content if self.before else (), self.after.content if self.after else ())


@dataclass(frozen=True, slots=True)
class BracketRun:
    """A bracket that stands in both under one number, and differs."""

    before: Bracket
    after: Bracket
    kind: Literal["bracket"] = "bracket"

    @property
    def changes(self) -> tuple[AlternativeChange, ...]:
        """Its alternatives that are not the same in both; with other words, one that shares a backer is the same one."""
        return tuple(_alternatives(self.before, self.after))


AnyRun: TypeAlias = Run | BracketRun


@dataclass(frozen=True, slots=True)
class ProvisionChange:
    """One provision in both versions.

    Attributes:
        id: of the provision.
        kind: what became of it; one that was moved and changed is "changed", and `moved`.
        before, after: None where it is not there.
        moved: whether it stands elsewhere among those that stayed.
    """

    id: str
    kind: Literal["same", "changed", "added", "removed", "moved"]
    before: Provision | None
    after: Provision | None
    moved: bool = False

    @property
    def runs(self) -> tuple[AnyRun, ...]:
        """Its words, run by run; computed when asked for."""
        return runs(self.before.content if self.before else (), self.after.content if self.after else ())

    @property
    def looks_differ(self) -> bool:
        """Whether it stands on another level now, or became a heading, or was one."""
        if self.before is None or self.after is None:
            return False
        return (self.before.level, self.before.look) != (self.after.level, self.after.look)


def compare(earlier: Version, later: Version) -> tuple[ProvisionChange, ...]:
    """Every provision of two versions, in the order of the later one; what was removed follows what it followed."""
    stayed = [provision.id for provision in later.provisions if provision.id in earlier]
    kept = {stayed[place] for place in rising([earlier.place(name) for name in stayed])}
    gone: dict[str, list[str]] = {}
    ahead = ""
    for provision in earlier.provisions:
        if provision.id in later:
            ahead = provision.id
        else:
            gone.setdefault(ahead, []).append(provision.id)
    found = [ProvisionChange(name, "removed", earlier[name], None) for name in gone.get("", [])]
    for after in later.provisions:
        before = earlier.get(after.id)
        moved = before is not None and after.id not in kept
        kind: Literal["same", "changed", "added", "moved"] = "added"
        if before is not None:
            kind = "changed" if before != after else "moved" if moved else "same"
        found.append(ProvisionChange(after.id, kind, before, after, moved))
        found += [ProvisionChange(name, "removed", earlier[name], None) for name in gone.get(after.id, [])]
    return tuple(found)


# ---------------------------------------------------------------- words


def tokens(content: Content) -> list[Piece]:
    """The words, spaces, signs and brackets of which some content is made; in turn they give it again."""
    found: list[Piece] = []
    for piece in content:
        if isinstance(piece, str):
            found += _TOKEN.findall(piece)
        else:
            found.append(piece)
    return found


def runs(before: Content, after: Content) -> tuple[AnyRun, ...]:
    """What stayed, went and came, from left to right; where something was replaced, what went stands first."""
    if before == after:
        return (Run("same", before),) if before else ()
    first, second = tokens(before), tokens(after)
    found: list[AnyRun] = []
    place, second_place = 0, 0
    for start, end, second_start, second_end in _together(changes(_keys(first), _keys(second), " "), first):
        found += _same(first[place:start], second[second_place:second_start])
        found += [Run("removed", _joined(first[start:end]))] if start < end else []
        found += [Run("added", _joined(second[second_start:second_end]))] if second_start < second_end else []
        place, second_place = end, second_end
    return (*found, *_same(first[place:], second[second_place:]))


def _keys(pieces: Sequence[Piece]) -> list[str | int]:
    """What pieces are found again by: words by themselves, brackets by their numbers."""
    return [piece if isinstance(piece, str) else piece.id for piece in pieces]


def _together(found: Sequence[Change], first: Sequence[Piece]) -> list[Change]:
    """Changes between which only a space stayed are read as one."""
    joined: list[Change] = []
    for change in found:
        if joined and list(first[joined[-1].end : change.start]) == [" "]:
            joined[-1] = Change(joined[-1].start, change.end, joined[-1].second_start, change.second_end)
        else:
            joined.append(change)
    return joined


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(last := joined[-1], str):
            joined[-1] = last + piece
        else:
            joined.append(piece)
    return tuple(joined)


def _same(first: Sequence[Piece], second: Sequence[Piece]) -> Iterator[AnyRun]:
    """What has the same keys in both: words that are the same, and brackets that may differ."""
    begin = 0
    for place, (before, after) in enumerate(zip(first, second, strict=True)):
        if isinstance(before, Bracket) and isinstance(after, Bracket) and before != after:
            if begin < place:
                yield Run("same", _joined(first[begin:place]))
            yield BracketRun(before, after)
            begin = place + 1
    if begin < len(first):
        yield Run("same", _joined(first[begin:]))


def _alternatives(before: Bracket, after: Bracket) -> Iterator[AlternativeChange]:
    later = {one.content: one for one in after.alternatives}
    earlier = {one.content for one in before.alternatives}
    new = [one for one in after.alternatives if one.content not in earlier]
    for one in before.alternatives:
        same = later.get(one.content)
        if same is None:  # other words by a party that backed these: it changed its mind about words, not sides
            same = next((each for each in new if set(each.backed_by) & set(one.backed_by)), None)
            if same is not None:
                new.remove(same)
        if same != one:
            yield AlternativeChange(one, same)
    for one in new:
        yield AlternativeChange(None, one)
