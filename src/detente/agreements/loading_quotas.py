"""What loading asks of quotas and of visits: that each cap says one thing, and that each visit is one.

The steps are those of `loading`; this module holds what they do for quotas.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Protocol

from detente.agreements.agreement import Agreement, Quota, QuotaCap
from detente.agreements.declarations import Declarations, QuotaFilled, Visit, VisitStep
from detente.agreements.source import Path, Source
from detente.errors import N_, FormatError


def named_by_quotas(agreement: Agreement) -> Iterable[tuple[Path, str, str]]:
    """Every reference of visit types and quotas: where it stands, to what kind of part, and its name."""
    for place, kind in enumerate(agreement.visit_types):
        yield ("visit_type", place, "clause"), "clause", kind.clause
    for place, quota in enumerate(agreement.quotas):
        here: Path = ("quota", place)
        yield (*here, "clause"), "clause", quota.clause
        yield from (((*here, "types"), "visit_type", name) for name in quota.types)
        for number, cap in enumerate(quota.caps):
            yield (*here, "cap", number, "clause"), "clause", cap.clause
            if cap.figure is not None:
                yield (*here, "cap", number, "figure"), "figure", cap.figure


def check_quota(path: Path, quota: Quota, source: Source) -> None:
    """A year begins on a day that every year has, and each cap says once how many visits it allows."""
    try:
        dt.date.fromisoformat(f"2001-{quota.year_begins}")  # a year without 29 February
    except ValueError as error:
        raise source.error((*path, "year_begins"), N_("'%(text)s' is no day of every year"), text=quota.year_begins) from error
    before: set[str] = set()
    for number, cap in enumerate(quota.caps):
        _check_cap((*path, "cap", number), cap, before, source)
        before.add(cap.id)


def _check_cap(path: Path, cap: QuotaCap, before: set[str], source: Source) -> None:
    ways = [cap.at_most is not None, cap.for_every is not None, cap.one_in is not None]
    if sum(ways) != 1:
        raise source.error(path, N_("a cap says how many visits by one of 'at_most', 'for_every' and 'one_in'"))
    for key, other, seen, wanted in (
        ("for_every", "figure", cap.for_every is not None, cap.figure is not None),
        ("one_in", "share_of", cap.one_in is not None, bool(cap.share_of)),
    ):
        if seen != wanted:
            raise source.error(path, N_("'%(key)s' and '%(other)s' stand together, or neither does"), key=key, other=other)
    if cap.or_at_least is not None and cap.one_in is None:
        raise source.error((*path, "or_at_least"), N_("'or_at_least' is said of a share, and there is no 'one_in'"))
    if len(set(cap.same)) != len(cap.same):
        raise source.error((*path, "same"), N_("a word stands here twice"))
    if "host" not in cap.same and ("site" in cap.same or cap.at_most is None):
        raise source.error((*path, "same"), N_("a site, and a number that is computed, are those of a host: 'host' is missing"))
    for name in cap.share_of:
        if name not in before:
            raise source.error((*path, "share_of"), N_("there is no cap '%(name)s' above this one"), name=name)


class Refusing(Protocol):
    """What a record was read from, and where in it something does not hold."""

    def error(self, path: Path, template: str, **params: Any) -> FormatError:
        """An error that names the place."""


class OfAll(Protocol):
    """What is asked of every record of a file: an id of its own, and names that are there."""

    def key(self, path: Path, key: str) -> None:
        """An id that no other record of the file has."""

    def known(self, path: Path, key: str, name: str, names: Iterable[str]) -> None:
        """A name that is among those that may stand there."""


class VisitsCheck:
    """Visits and steps against an agreement."""

    def __init__(self, agreement: Agreement, source: Refusing, of_all: OfAll) -> None:
        self.source = source
        self._key, self._known = of_all.key, of_all.known
        self.parties = {party.id for party in agreement.parties}
        self.types = {kind.id for kind in agreement.visit_types}
        self.quotas = {quota.id for quota in agreement.quotas}
        self.visits: dict[str, Visit] = {}
        self.corrected: set[str] = set()

    def all(self, held: Declarations) -> None:
        """Every visit, every step, every quota that is said to be filled, and what is said of all visits."""
        for place, visit in enumerate(held.visits):
            self.visit(("visit", place), visit)
        for place, step in enumerate(held.steps):
            self.step(("visit_step", place), step)
        for place, filled in enumerate(held.filled):
            self.filled(("quota_filled", place), filled)
        told = held.all_visits
        if told is not None and told.until is not None:
            self._order(("all_visits", "until"), told.from_, told.until)

    def filled(self, path: Path, filled: QuotaFilled) -> None:
        """A quota that is said to be filled."""
        self._key(path, filled.id)
        self._known(path, "by", filled.by, self.parties)
        self._known(path, "quota", filled.quota, self.quotas)

    def visit(self, path: Path, visit: Visit) -> None:
        """A request for a visit; it can correct only one that stands before it."""
        self._key(path, visit.id)
        self._known(path, "by", visit.by, self.parties)
        self._known(path, "of", visit.of, self.parties)
        self._known(path, "type", visit.type, self.types)
        if visit.by == visit.of:
            raise self.source.error((*path, "of"), N_("a party does not visit itself"))
        self._order((*path, "to"), visit.from_, visit.last)
        if visit.corrects is not None:
            self._corrects(path, visit, visit.corrects)
        self.visits[visit.id] = visit

    def _corrects(self, path: Path, visit: Visit, key: str) -> None:
        self._known(path, "corrects", key, self.visits)
        if key in self.corrected:
            raise self.source.error((*path, "corrects"), N_("'%(id)s' is corrected already; correct the correction"), id=key)
        self.corrected.add(key)
        old = self.visits[key]
        for name, seen, wanted in (("by", visit.by, old.by), ("of", visit.of, old.of), ("on", str(visit.on), str(old.on))):
            if seen != wanted:
                raise self.source.error(
                    (*path, name),
                    N_("the correction has '%(key)s' %(seen)s, and what it corrects has %(wanted)s"), key=name, seen=seen, wanted=wanted,
                )  # fmt: skip

    def step(self, path: Path, step: VisitStep) -> None:
        """What became of a visit, said by one of its two sides."""
        self._key(path, step.id)
        self._known(path, "of", step.of, self.visits)
        visit = self.visits[step.of]
        self._known(path, "by", step.by, {visit.by, visit.of})
        if step.ground is not None and step.state not in {"refused", "withdrawn"}:
            raise self.source.error((*path, "ground"), N_("'%(key)s' has no place in a step '%(state)s'"), key="ground", state=step.state)

    def _order(self, path: Path, first: dt.date, last: dt.date) -> None:
        if last < first:
            raise self.source.error(path, N_("it ends on %(last)s, before it begins on %(first)s"), first=str(first), last=str(last))
