"""Provisions as they are shown: numbered, aligned over the languages, the brackets in them as data."""

from __future__ import annotations

from detente.texts.model import READABLE, Bracket, Content, Provision
from detente.texts.numbering import numbers
from detente.texts.work import Work
from detente.views.base import View
from detente.views.recent import MadeOfTexts


class AlternativeShown(View, frozen=True):
    """One wording in a bracket. `pieces` is empty where it is proposed to say nothing."""

    pieces: list[PieceShown]
    backed_by: list[str]
    opposed_by: list[str]


class BracketShown(View, frozen=True):
    """Words that are not agreed. `choice`: one of several wordings is to be chosen; else one is to be kept or omitted.

    `number` is its number in the text; null where it stands for a change that is proposed for the whole provision. `depth` is 1 for a
    bracket in no other; `deep`: past the depth that people read without mistakes.
    """

    number: int | None
    choice: bool
    alternatives: list[AlternativeShown]
    depth: int
    deep: bool


class PieceShown(View, frozen=True):
    """Words, or a bracket."""

    words: str | None = None
    bracket: BracketShown | None = None


class ProvisionRow(View, frozen=True):
    """One provision in all its languages. `number` is what a reader sees; `id` names it for ever. `look`: paragraph, numbered, heading."""

    id: str
    number: str | None
    level: int
    look: str
    versions: dict[str, list[PieceShown]]


class LookShown(View, frozen=True):
    """How deep a provision stands, from 0, and its look: paragraph, numbered, heading."""

    level: int
    look: str


def look_of(provision: Provision) -> LookShown:
    """How a provision stands."""
    return LookShown(level=provision.level, look=provision.look)


_rows: MadeOfTexts[list[ProvisionRow]] = MadeOfTexts()


def provisions_shown(work: Work, highest: int) -> list[ProvisionRow]:
    """The provisions of a text, in order. `highest`: brackets with larger numbers are shown without one."""
    return _rows.get(work.versions, lambda: _provisions_shown(work, highest), highest)


def _provisions_shown(work: Work, highest: int) -> list[ProvisionRow]:
    labels = {version.language: numbers(version) for version in work.versions}
    found = []
    for name in work.ids:
        there = [version for version in work.versions if name in version]
        first = there[0][name]
        found.append(
            ProvisionRow(
                id=name,
                number=labels[there[0].language].get(name),
                level=first.level,
                look=first.look,
                versions={version.language: pieces(version[name].content, highest) for version in there},
            )
        )
    return found


def pieces(content: Content, highest: int, depth: int = 1) -> list[PieceShown]:
    """Words and brackets in turn."""
    return [PieceShown(words=piece) if isinstance(piece, str) else PieceShown(bracket=_bracket(piece, highest, depth)) for piece in content]


def _bracket(bracket: Bracket, highest: int, depth: int) -> BracketShown:
    return BracketShown(
        number=bracket.id if bracket.id <= highest else None,
        choice=bracket.is_choice,
        alternatives=[
            AlternativeShown(pieces=pieces(one.content, highest, depth + 1), backed_by=list(one.backed_by), opposed_by=list(one.opposed_by))
            for one in bracket.alternatives
        ],
        depth=depth,
        deep=depth > READABLE,
    )
