"""The open brackets of a text: where, whose, how old; what is left to agree; how it went over the rounds.

Rules:

1. A row is a bracket of one language version; by rule 2 of `model` any version gives the same rows.
2. Since when a bracket is open is handed in, for a text does not know it; one that is not known has no age.
3. A party's brackets are those of which it backs or opposes some words. So the sums by party are of more than all brackets.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from detente.errors import N_
from detente.texts.model import READABLE, Bracket, Version
from detente.texts.numbering import numbers


class Opened(NamedTuple):
    """When a bracket was first there.

    Attributes:
        round: the number of the round, from 1; 0 where it was before the first or between two.
        day: by the entry.
        entry: the entry that brought it, as its reader names entries.
    """

    round: int
    day: dt.date
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One open bracket.

    Attributes:
        provision: its id; `place`: its number as a reader sees it, or "".
        bracket: itself.
        depth: from 1.
        opened: since when; None where that is not known.
        rounds, days: its age at the round and day asked for.
    """

    provision: str
    place: str
    bracket: Bracket
    depth: int
    opened: Opened | None
    rounds: int | None
    days: int | None

    @property
    def number(self) -> int:
        return self.bracket.id

    @property
    def parties(self) -> tuple[str, ...]:
        """Whoever backs or opposes any of it."""
        return self.bracket.parties


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about a bracket that people should look at; `template` and `params` to be translated."""

    provision: str
    number: int
    template: str
    params: dict[str, Any]

    def __str__(self) -> str:
        return self.template % self.params


@dataclass(frozen=True, slots=True)
class Ledger:
    """All open brackets of a version.

    Attributes:
        rows: in reading order, outer ones before those inside.
        by_provision: how many in each provision that has any, in reading order.
        by_party: in how many each party has a stake, by party.
        warnings: in reading order.
    """

    rows: tuple[Row, ...]
    by_provision: dict[str, int]
    by_party: dict[str, int]
    warnings: tuple[Warned, ...]

    def oldest(self, party: str | None = None) -> tuple[Row, ...]:
        """The longest open first; those of which that is not known at the end. `party`: only those in which it has a stake."""
        rows = [row for row in self.rows if party is None or party in row.parties]
        return tuple(sorted(rows, key=lambda row: (row.opened is None, row.opened.day if row.opened else dt.date.max)))


def ledger(version: Version, opened: Mapping[int, Opened], day: dt.date, round_number: int) -> Ledger:
    """The open brackets of a version.

    Args:
        opened: of each bracket, since when.
        day, round_number: at which ages are told; what was opened later has the age 0.
    """
    places = numbers(version)
    rows: list[Row] = []
    warnings: list[Warned] = []
    for provision, bracket, depth in version.brackets():
        since = opened.get(bracket.id)
        rounds = None if since is None else max(round_number - since.round, 0)
        days = None if since is None else max((day - since.day).days, 0)
        rows.append(Row(provision.id, places.get(provision.id, ""), bracket, depth, since, rounds, days))
        warnings += _warnings(provision.id, bracket, depth)
    by_party = Counter(party for row in rows for party in row.parties)
    return Ledger(tuple(rows), dict(Counter(row.provision for row in rows)), dict(sorted(by_party.items())), tuple(warnings))


def _warnings(provision: str, bracket: Bracket, depth: int) -> list[Warned]:
    found = []
    if depth > READABLE:
        template = N_("bracket %(number)d stands in %(depth)d others: past two of them people begin to make mistakes")
        found.append(Warned(provision, bracket.id, template, {"number": bracket.id, "depth": depth - 1}))
    if not any(one.backed_by for one in bracket.alternatives):
        template = N_("nobody backs any words of bracket %(number)d")
        found.append(Warned(provision, bracket.id, template, {"number": bracket.id}))
    return found


class Left(NamedTuple):
    """What is left to agree.

    Attributes:
        brackets, choices: all that are open; how many of them are between wordings, the rest are to be kept or omitted.
        clean, provisions: paragraphs without an open bracket, of all.
        alone: of each party, in how many brackets it stands against all others that say anything: it backs words that nobody else
            backs where others agree on other words, or is the only one to want words in or out.
    """

    brackets: int
    choices: int
    clean: int
    provisions: int
    alone: dict[str, int]


def left_to_agree(version: Version, book: Ledger) -> Left:
    """One page for the heads of delegations."""
    alone = Counter(party for row in book.rows if (party := _alone(row.bracket)))
    return Left(
        len(book.rows),
        sum(row.bracket.is_choice for row in book.rows),
        len(version.provisions) - len(book.by_provision),
        len(version.provisions),
        dict(sorted(alone.items())),
    )


def _alone(bracket: Bracket) -> str:
    """The one party against which at least two others agree, or ""."""
    camps = [set(one.backed_by) for one in bracket.alternatives if one.backed_by]
    if not bracket.is_choice:
        camps += [set(bracket.alternatives[0].opposed_by)] if bracket.alternatives[0].opposed_by else []
    if len(camps) != 2:
        return ""
    small, large = sorted(camps, key=len)
    return next(iter(small)) if len(small) == 1 and len(large) > 1 else ""


# ---------------------------------------------------------------- over the rounds


class Point(NamedTuple):
    """A round, or any other moment: which brackets were new in it, which gone, and how many were open at its end."""

    label: str
    opened: tuple[int, ...]
    closed: tuple[int, ...]
    open: int


def curve(versions: Sequence[tuple[str, Version]]) -> tuple[Point, ...]:
    """How many brackets were opened and closed from one version to the next; in the first all are new."""
    points = []
    before: set[int] = set()
    for label, version in versions:
        now = _open(version)
        points.append(Point(label, tuple(sorted(now - before)), tuple(sorted(before - now)), len(now)))
        before = now
    return tuple(points)


def _open(version: Version) -> set[int]:
    return {bracket.id for _, bracket, _ in version.brackets()}
