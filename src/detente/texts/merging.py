"""Two texts that come from one base, made into one: amendments that crossed.

Rules:

1. A provision is taken whole, in all languages of the base: what only one side changed is taken, what both changed alike is taken once.
   Its words are one thing, its level and look another.
2. What both changed, and not alike, is a conflict, which people decide. It is shown in the place of the provision: brackets around the
   words that differ, each alternative backed by its side. Where one side removed the provision, it is to be kept or omitted.
3. A provision that one side moved stands where it moved it; if both moved things, and not alike, the order is that of the base, and a
   conflict. What was added stands behind what it follows in its own text.
4. A language that a side does not have is, for that side, as in the base; one that the base does not have is merged by itself.
5. A bracket number that both sides gave in different provisions stays with the first; the other one is given a new one.
6. It is the same whichever side is called the first: sides are taken in the order of their names.
7. What people have decided about a conflict is taken in its place: a side's words, the base's, or other ones. What nobody has decided
   about is as rule 2 says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple, TypeAlias, TypeVar

from detente.errors import N_, FormatError
from detente.texts.bracketing import Numbers, Wording, bracketed, numbers_from, with_numbers
from detente.texts.model import Content, Provision, Version, brackets_in
from detente.texts.work import Work, ordered


class Side(NamedTuple):
    """A party and its text."""

    party: str
    work: Work


Languages: TypeAlias = Mapping[str, Provision]
"""One provision, in the languages in which it is there."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed, and not alike.

    Attributes:
        kind: "words" of a provision, shown in brackets; its "look", taken from the first side; "order", "title" or "status" of a language
            version, which stay as in the base.
        provision: its id, or "".
        base: what it was in each language: of the last three kinds ids with spaces, or the words; empty where both added the provision.
        sides: of each party, what it is now in each language; empty where the party removed the provision.
        both: of words, both sides' in brackets, by language; empty where these would be too deep to be read.
    """

    kind: Literal["words", "look", "order", "title", "status"]
    provision: str
    base: Mapping[str, Provision | str]
    sides: Mapping[str, Mapping[str, Provision | str]]
    both: Mapping[str, Content] = field(default_factory=dict)


BASE: Final = ""
"""Decides a conflict as neither side has it: it stays as it was."""

Decision: TypeAlias = str | Mapping[str, Content] | None
"""Of a conflict: the party whose side is taken, or `BASE`; of words also other ones, by language; None leaves both beside each other."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What was made of two texts.

    Attributes:
        work: with conflicts as brackets.
        conflicts: provisions in their order, then what concerns whole versions.
        renumbered: brackets whose number another one has, as (provision, old number, new number).
    """

    work: Work
    conflicts: tuple[Conflict, ...]
    renumbered: tuple[tuple[str, int, int], ...]


Three: TypeAlias = tuple[Version, Version, Version]
"""The base and both sides, in one language."""


def merge(base: Work, first: Side, second: Side, decisions: Sequence[Decision] = (), highest: int = 0) -> Merged:
    """Make one text of two.

    Args:
        decisions: of each conflict, in the order in which they come out without any.
        highest: the highest number that a bracket of this text ever had, if not in these: new ones are past it.

    Raises:
        FormatError: a decision does not fit its conflict.
    """
    sides = sorted((first, second), key=lambda side: side.party)
    parties, works = [side.party for side in sides], [side.work for side in sides]
    numbers = numbers_from(max(highest, *(work.last_number for work in (base, *works))) + 1)
    added = [language for language in ordered([work.languages for work in works]) if language not in base]
    threes: dict[str, Three] = {}
    made: dict[str, dict[str, Provision]] = {}
    met = _Conflicts(decisions)
    for languages in (base.languages, *((language,) for language in added)):
        group = {language: _three(language, base, works) for language in languages}
        taken = _provisions(group, parties, numbers, met)
        threes |= group
        for language in languages:
            made[language] = {name: provisions[language] for name, provisions in taken.items() if language in provisions}
    renumbered = _numbered_apart(made, numbers)
    versions = [_version(threes[language], parties, made[language], met) for language in sorted(made)]
    return Merged(Work(tuple(versions)), tuple(met.found), renumbered)


class _Conflicts:
    """The conflicts that were met, in order, and what was decided about each."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self.found: list[Conflict] = []
        self._decisions = decisions

    def met(self, conflict: Conflict) -> Decision:
        """Note a conflict; what was decided about it."""
        place = len(self.found)
        self.found.append(conflict)
        decision = self._decisions[place] if place < len(self._decisions) else None
        if isinstance(decision, str) and decision not in {BASE, *conflict.sides}:
            template = N_("'%(party)s' is on neither side; the sides are: %(known)s")
            raise FormatError(template, party=decision, known=", ".join(conflict.sides))
        if isinstance(decision, Mapping) and conflict.kind != "words":
            raise FormatError(N_("other words decide what words are to stand, and nothing else"))
        return decision


def _three(language: str, base: Work, works: Sequence[Work]) -> Three:
    """A language that only one side has is the same on the other side: it said nothing about it."""
    theirs = [work[language] for work in works if language in work]
    before = base[language] if language in base else Version(language, (), theirs[0].title, theirs[0].status)
    first, second = (work[language] if language in work else before if language in base else theirs[0] for work in works)
    return before, first, second


_Value = TypeVar("_Value")


def _taken(before: _Value, first: _Value, second: _Value) -> tuple[_Value, bool]:
    """What only one side changed, or both alike; else the first side's, and that they do not agree."""
    if first == before:
        return second, True
    return first, second in (before, first)


# ---------------------------------------------------------------- provisions


def _provisions(group: Mapping[str, Three], parties: Sequence[str], numbers: Numbers, met: _Conflicts) -> dict[str, Languages]:
    """Each provision in each language of a group; where the sides do not agree, as was decided."""
    made: dict[str, Languages] = {}
    for name in ordered([[provision.id for provision in version.provisions] for three in group.values() for version in three]):
        before, first, second = (
            {language: provision for language, three in group.items() if (provision := three[place].get(name)) is not None}
            for place in range(3)
        )
        taken, agreed = _taken(before, first, second)
        made[name] = taken if agreed else _decided(name, before, dict(zip(parties, (first, second), strict=True)), numbers, met)
    return made


def _decided(name: str, before: Languages, sides: Mapping[str, Languages], numbers: Numbers, met: _Conflicts) -> Languages:
    """A provision that both sides changed, and not alike: its words, and its level and look."""
    first, second = sides.values()
    words, agreed = _taken(_words(before), _words(first), _words(second))
    if not agreed or not (first and second):  # to remove it is no answer to a change of its look
        both = _shown(_words(first), _words(second), list(sides), numbers)
        decision = met.met(Conflict("words", name, before, sides, both))
        if decision is None:
            words = both or {**_words(second), **_words(first)}
        elif isinstance(decision, str):
            words = _words(before if decision == BASE else sides[decision])
        else:
            words = {language: content for language, content in decision.items() if content}
    looks, agreed = _taken(_looks(before), _looks(first), _looks(second))
    if not agreed and first and second:
        decision = met.met(Conflict("look", name, before, sides))
        if isinstance(decision, str):
            looks = _looks(before if decision == BASE else sides[decision])
    looks = {**_looks(before), **_looks(second), **_looks(first), **looks}
    anywhere = next(iter(looks.values()))
    return {language: Provision(name, content, *looks.get(language, anywhere)) for language, content in words.items()}


def _words(provisions: Languages) -> dict[str, Content]:
    return {language: provision.content for language, provision in provisions.items()}


def _looks(provisions: Languages) -> dict[str, tuple[int, str]]:
    return {language: (provision.level, provision.look) for language, provision in provisions.items()}


def _shown(first: Mapping[str, Content], second: Mapping[str, Content], parties: Sequence[str], numbers: Numbers) -> dict[str, Content]:
    """Both sides' words in brackets; nothing where these would be too deep to be read."""
    wordings = {
        language: [Wording(words.get(language, ()), frozenset({party})) for party, words in zip(parties, (first, second), strict=True)]
        for language in {**first, **second}
    }
    try:
        return bracketed(wordings, numbers)
    except FormatError:
        return {}


# ---------------------------------------------------------------- whole versions


def _version(three: Three, parties: Sequence[str], kept: Mapping[str, Provision], met: _Conflicts) -> Version:
    """One language version of its provisions, in the order that the sides gave them."""
    common = set.intersection(*({provision.id for provision in version.provisions} for version in three))
    every = [[provision.id for provision in version.provisions] for version in three]
    before, first, second = ([name for name in names if name in common] for names in every)
    skeleton, agreed = _taken(before, first, second)
    language = three[0].language
    if not agreed:
        decision = met.met(_about("order", language, parties, " ".join(before), " ".join(first), " ".join(second)))
        skeleton = dict(zip(parties, (first, second), strict=True)).get(str(decision), before)
    order = ordered([skeleton, every[1], every[2], every[0]])
    title = _of_version("title", three, parties, met)
    return Version(language, tuple(kept[name] for name in order if name in kept), title, _of_version("status", three, parties, met))


def _of_version(kind: Literal["title", "status"], three: Three, parties: Sequence[str], met: _Conflicts) -> str:
    """The title of a language version, or its status; where the sides do not agree, as was decided, else as before."""
    before, first, second = (version.title if kind == "title" else version.status for version in three)
    taken, agreed = _taken(before, first, second)
    if agreed:
        return taken
    decision = met.met(_about(kind, three[0].language, parties, before, first, second))
    return dict(zip(parties, (first, second), strict=True)).get(str(decision), before)


def _about(
    kind: Literal["order", "title", "status"], language: str, parties: Sequence[str], before: str, first: str, second: str
) -> Conflict:
    return Conflict(kind, "", {language: before}, {parties[0]: {language: first}, parties[1]: {language: second}})


def _numbered_apart(made: Mapping[str, dict[str, Provision]], numbers: Numbers) -> tuple[tuple[str, int, int], ...]:
    """Give each bracket that has the number of one in an earlier provision a new number, the same in all languages."""
    new: dict[tuple[str, int], int] = {}
    for provisions in made.values():
        owners: dict[int, str] = {}
        for name, provision in provisions.items():
            for bracket, _ in brackets_in(provision.content):
                if owners.setdefault(bracket.id, name) != name and (name, bracket.id) not in new:
                    new[name, bracket.id] = numbers()
    for provisions in made.values() if new else ():
        for name, provision in provisions.items():
            there = {bracket.id: new.get((name, bracket.id), bracket.id) for bracket, _ in brackets_in(provision.content)}
            provisions[name] = replace(provision, content=with_numbers(provision.content, there.__getitem__))
    return tuple((name, old, number) for (name, old), number in new.items())
