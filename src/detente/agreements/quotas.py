"""Quotas: does a visit fit, and why; what of each quota is used, and what is left.

Rules:

1. A visit fits when it fits under every cap of every quota that is about its type. One cap that is full is enough for "no".
2. A visit belongs to the year of its first day, and to each of its days. It counts in the states that the quota names. One that was
   refused or withdrawn does not count, unless the quota says so; any other may still come to count, and is shown as pending.
3. The size of forces that a cap is computed from is what the host declared, as it was on the first day of that year.
4. What is not known is not room: where the size is unknown, where not all visits are known, where a record names no site, or where a
   pending visit could take the last place, the answer is "open", unless what is known is enough for "no".
5. An explanation lists every record that was read for the number. Each is marked `counts` when the number would be another one without it.
   What is not listed was not read: the listed records alone give the same.
6. That a host says its quota is filled is a claim of the host: it stands beside the answer, and where our count has room the answer is
   "open".
7. A cap says what a party has to accept. Whether it accepts more is its own affair, and no cap is a verdict on a visit that took place.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detente.agreements.agreement import Quota, QuotaCap
from detente.agreements.book import Asked, Book
from detente.agreements.counting import Input
from detente.agreements.declarations import Declaration, QuotaFilled, Suspension, Visit, VisitStep
from detente.agreements.visits import OVER, StandingVisit, standing_visits


@dataclass(frozen=True)
class Wanted:
    """A visit that is asked about: its days, and what of host, visitor, type and site is known of it."""

    first: dt.date
    last: dt.date
    host: str | None = None
    visitor: str | None = None
    type: str | None = None
    site: str | None = None


@dataclass(frozen=True)
class Size:
    """How many visits a cap allows. `value` is null where that is unknown, and `why` says why, as in `book.Standing`."""

    value: int | None
    why: str | None
    rests_on: tuple[Declaration, ...] = ()


@dataclass(frozen=True)
class CapFigure:
    """One cap, for a host, and a visitor or a site where the cap is about one.

    `first` and `last`: the days in which visits were counted. `used` visits count, `pending` more may. `left` is null where it is unknown.
    `complete`: these data hold all visits of those days. `verdict`: room, full, open, not_asked (a party or a site is not named), or
    not_in_force. `why`, where it is open: why the size is unknown; not_all_visits; pending. `inputs`: only where they were asked for.
    """

    quota: Quota
    cap: QuotaCap
    host: str | None
    visitor: str | None
    site: str | None
    first: dt.date
    last: dt.date
    limit: int | None
    why: str | None
    used: int
    pending: int
    complete: bool
    verdict: str
    inputs: tuple[Input, ...] = ()

    @property
    def left(self) -> int | None:
        """How many more fit, of what is known."""
        return max(0, self.limit - self.used) if self.limit is not None and self.complete else None

    @property
    def result(self) -> tuple[object, ...]:
        """What it says, without its reasons."""
        return self.limit, self.why, self.used, self.pending, self.verdict


@dataclass(frozen=True)
class Answer:
    """Whether a visit fits: yes, no, open, or no_quota (none is in force).

    `suspensions`: what either party claims to rest; `filled`: what the host told of its quota being filled in that year.
    """

    wanted: Wanted
    verdict: str
    caps: tuple[CapFigure, ...]
    suspensions: tuple[Suspension, ...]
    filled: tuple[QuotaFilled, ...]


class QuotaCounter:
    """Counts the visits of one book against the quotas of its agreement; of its visits only some, if they are given."""

    def __init__(self, book: Book, visits: Sequence[Visit] | None = None) -> None:
        self.book, self.agreement = book, book.agreement
        self.visits = book.held.visits if visits is None else visits
        self._anywhere: dict[tuple[Asked, str, str, Wanted], _Tally] = {}
        self._sizes: dict[tuple[Asked, str, str, str | None, dt.date, str], Size] = {}
        self._groups: dict[tuple[Asked, tuple[str, ...]], dict[tuple[str | None, ...], list[StandingVisit]]] = {}

    def answer(self, wanted: Wanted, asked: Asked) -> Answer:
        """Whether a visit fits, with every cap and every record that it rests on."""
        quotas = [quota for quota in self.agreement.quotas if wanted.type in quota.types]
        caps = tuple(self.explain(quota, cap, wanted, asked) for quota in quotas for cap in quota.caps)
        verdicts = {each.verdict for each in caps}
        verdict = next((said for seen, said in (("full", "no"), ("open", "open"), ("room", "yes")) if seen in verdicts), "no_quota")
        parties = [each for each in (wanted.host, wanted.visitor) if each is not None]
        claimed = tuple(each for party in parties for each in self.book.suspensions(party, "", wanted.first, asked))
        filled = tuple(each for quota in quotas for each in self._filled(quota, wanted, asked))
        return Answer(wanted, "open" if filled and verdict == "yes" else verdict, caps, claimed, filled)

    def figure(self, quota: Quota, cap: QuotaCap, wanted: Wanted, asked: Asked) -> CapFigure:
        """One cap, without reasons."""
        first, last = days_of(quota, cap, wanted)
        names = [getattr(wanted, key) if key in cap.same else None for key in ("host", "visitor", "site")]
        blank = CapFigure(quota, cap, names[0], names[1], names[2], first, last, None, None, 0, 0, complete=False, verdict="not_asked")
        if any(getattr(wanted, key) is None for key in cap.same):
            return blank
        size = self._size(quota, cap, wanted, asked, self.book) if self._is_in_force(quota, cap, wanted.first) else None
        if size is None or (size.value is None and size.why is None):
            return replace(blank, verdict="not_in_force")
        sure, possible = self._tally(quota, cap, wanted, asked).most
        complete = self._are_all_known(first, last, asked)
        limit, why, used, pending, verdict = _result(size, sure, possible, complete)
        return replace(blank, limit=limit, why=why, used=used, pending=pending, complete=complete, verdict=verdict)

    def explain(self, quota: Quota, cap: QuotaCap, wanted: Wanted, asked: Asked) -> CapFigure:
        """One cap with every record that it rests on."""
        figure = self.figure(quota, cap, wanted, asked)
        if figure.verdict in {"not_asked", "not_in_force"}:
            return figure
        parties = [key for key in cap.same if key != "site"]  # of an older version of a visit the site may be another one
        alike = self._alike(parties, wanted, asked)
        visits = [each for each in alike if any(_may_match(quota, cap, wanted, one) for one in each.versions)]
        size, tally = self._size(quota, cap, wanted, asked, self.book), _tally(_Tally(quota, cap, wanted), visits)
        found: list[Input] = []
        for each in visits:
            for record in each.records:
                rest = [one for one in each.records if one is not record]
                without = tally.instead(each, standing_visits(*_apart(rest), asked))
                found.append(_visit_input(figure, wanted, each, record, counts=_result(size, *without, figure.complete) != figure.result))
        for declaration in {one.id: one for each in size.rests_on for one in (each, *self.book.corrected_by(each))}.values():
            other = self._size_without(quota, cap, wanted, asked, declaration.id)
            counts = _result(other, *tally.most, figure.complete) != figure.result
            why = None if counts else "same_without_it" if declaration in size.rests_on else "corrected"
            found.append(_declared_input(figure, declaration, counts=counts, why=why))
        return replace(figure, inputs=tuple(found))

    def each_used(self, quota: Quota, cap: QuotaCap, wanted: Wanted, asked: Asked) -> list[Wanted]:
        """The questions that a cap splits into: one for each party and site of which there are visits in the days that are asked about."""
        given = [key for key in cap.same if getattr(wanted, key) is not None]
        found: dict[tuple[str, ...], Wanted] = {}
        for visit in (each.visit for each in self._alike(given, wanted, asked)):
            names = _names(visit)
            is_known = all(names[key] is not None and (key not in given or names[key] == getattr(wanted, key)) for key in cap.same)
            if is_known and visit.type in quota.types and _is_in_days(quota, cap, wanted, visit):
                host, visitor, site = (names[key] if key in cap.same else getattr(wanted, key) for key in ("host", "visitor", "site"))
                found[tuple(str(names[key]) for key in cap.same)] = replace(wanted, host=host, visitor=visitor, site=site)
        return [found[key] for key in sorted(found)]

    # ---- one cap ----

    def _tally(self, quota: Quota, cap: QuotaCap, wanted: Wanted, asked: Asked) -> _Tally:
        """The visits that a cap counts. Those without a site may be to any, so they are counted once for all sites."""
        exact = self._alike(cap.same, wanted, asked)
        if "site" not in cap.same:
            return _tally(_Tally(quota, cap, wanted), exact)
        key = (asked, quota.id, cap.id, replace(wanted, site=None))
        if key not in self._anywhere:
            self._anywhere[key] = _tally(_Tally(quota, cap, wanted), self._alike(cap.same, replace(wanted, site=None), asked))
        return _tally(self._anywhere[key].copy(wanted), exact)

    def _alike(self, same: Sequence[str], wanted: Wanted, asked: Asked) -> list[StandingVisit]:
        """The visits that have some names in common with a wanted one, in the order of the file: a long file is not read for each."""
        return self._grouped(tuple(same), asked).get(tuple(getattr(wanted, name) for name in same), [])

    def _grouped(self, same: tuple[str, ...], asked: Asked) -> dict[tuple[str | None, ...], list[StandingVisit]]:
        if (asked, same) not in self._groups:
            visits = self._grouped((), asked).get((), []) if same else standing_visits(self.visits, self.book.held.steps, asked)
            groups: dict[tuple[str | None, ...], list[StandingVisit]] = defaultdict(list)
            for each in visits:
                groups[tuple(_names(each.visit)[name] for name in same)].append(each)
            self._groups[asked, same] = groups
        return self._groups[asked, same]

    def _filled(self, quota: Quota, wanted: Wanted, asked: Asked) -> list[QuotaFilled]:
        """What the host told of a quota being filled in the year of a visit."""
        year = year_of(quota, wanted.first)
        told = [each for each in self.book.held.filled if each.by == wanted.host and each.quota == quota.id]
        told = [each for each in told if each.until is None or asked.as_of <= each.until]
        return [each for each in told if asked.sees(each.on, each.received) and year_of(quota, each.on) == year]

    def _is_in_force(self, quota: Quota, cap: QuotaCap, day: dt.date) -> bool:
        spans = [(self.agreement.from_, self.agreement.until), (quota.from_, quota.until), (cap.from_, cap.until)]
        return all((first is None or first <= day) and (last is None or day <= last) for first, last in spans)

    def _are_all_known(self, first: dt.date, last: dt.date, asked: Asked) -> bool:
        """Whether these data hold every visit that could count in some days, as far as it was requested by the day of the question."""
        held = self.book.held.all_visits
        needed = min(day for day in (asked.as_of, asked.known, last) if day is not None)
        return held is not None and held.from_ <= first and (held.until is None or needed <= held.until)

    def _size_without(self, quota: Quota, cap: QuotaCap, wanted: Wanted, asked: Asked, key: str) -> Size:
        """How many visits a cap would allow had a declaration never come; the same for each visitor of a host."""
        place = (asked, quota.id, cap.id, wanted.host, wanted.first, key)
        if place not in self._sizes:
            self._sizes[place] = self._size(quota, cap, wanted, asked, self.book.without(key))
        return self._sizes[place]

    def _size(self, quota: Quota, cap: QuotaCap, wanted: Wanted, asked: Asked, book: Book) -> Size:
        """How many visits a cap allows; neither a value nor a reason where those that it is a share of are not in force."""
        if cap.at_most is not None:
            return Size(cap.at_most, None)
        if cap.for_every is not None:
            begins = year_of(quota, wanted.first)[0]
            stands = book.standing(str(wanted.host), str(cap.figure), Asked(begins, asked.known))
            value = None if stands.value is None else max(0, -(-stands.value // cap.for_every))
            return Size(value, stands.why, stands.rests_on)
        bases = [each for each in quota.caps if each.id in cap.share_of and self._is_in_force(quota, each, wanted.first)]
        sizes = [self._size(quota, each, wanted, asked, book) for each in bases]
        rests_on = tuple({one.id: one for size in sizes for one in size.rests_on}.values())
        why = next((size.why for size in sizes if size.why is not None), None)
        values = [size.value for size in sizes if size.value is not None]
        if why is not None or not values:
            return Size(None, why, rests_on)
        return Size(max(min(values) // (cap.one_in or 1), cap.or_at_least or 0), None, rests_on)


def year_of(quota: Quota, day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the year of a quota in which a day lies."""
    month, number = (int(each) for each in quota.year_begins.split("-"))
    begins = dt.date(day.year, month, number)
    if day < begins:
        begins = begins.replace(year=begins.year - 1)
    return begins, begins.replace(year=begins.year + 1) - dt.timedelta(1)


def days_of(quota: Quota, cap: QuotaCap, wanted: Wanted) -> tuple[dt.date, dt.date]:
    """The days in which a cap counts visits beside a wanted one."""
    return year_of(quota, wanted.first) if cap.within == "year" else (wanted.first, wanted.last)


# ---------------------------------------------------------------- counting


class _Tally:
    """Visits, counted in one place for a whole year, or in one place for each day that is asked about; the fullest place decides."""

    def __init__(self, quota: Quota, cap: QuotaCap, wanted: Wanted) -> None:
        self.quota, self.cap, self.wanted = quota, cap, wanted
        places = 1 if cap.within == "year" else (wanted.last - wanted.first).days + 1
        self.sure, self.possible = [0] * places, [0] * places

    @property
    def most(self) -> tuple[int, int]:
        """How many visits count, and how many may at most."""
        return max(self.sure), max(self.possible)

    def copy(self, wanted: Wanted) -> _Tally:
        """The same numbers, to count further for a visit that differs in its site."""
        other = _Tally(self.quota, self.cap, wanted)
        other.sure, other.possible = self.sure[:], self.possible[:]
        return other

    def add(self, each: StandingVisit, number: int = 1) -> None:
        """Count a visit, or with -1 take it out."""
        may, counts = _counts(self.quota, self.cap, self.wanted, each)
        for place in self._places(each.visit) if may else ():
            self.possible[place] += number
            self.sure[place] += number if counts else 0

    def instead(self, old: StandingVisit, new: Sequence[StandingVisit]) -> tuple[int, int]:
        """What `most` would be with other visits in the place of one."""
        self.add(old, -1)
        for each in new:
            self.add(each)
        most = self.most
        for each in new:
            self.add(each, -1)
        self.add(old)
        return most

    def _places(self, visit: Visit) -> range:
        if self.cap.within == "year":
            return range(1)
        first = self.wanted.first
        return range((max(visit.from_, first) - first).days, (min(visit.last, self.wanted.last) - first).days + 1)


def _tally(tally: _Tally, visits: Iterable[StandingVisit]) -> _Tally:
    for each in visits:
        tally.add(each)
    return tally


def _counts(quota: Quota, cap: QuotaCap, wanted: Wanted, each: StandingVisit) -> tuple[bool, bool]:
    """Whether a visit may count under a cap, and whether it does."""
    counted = each.state in quota.counted
    may = (counted or each.state not in OVER) and _may_match(quota, cap, wanted, each.visit)
    return may, may and counted and not ("site" in cap.same and each.visit.site is None)


def _may_match(quota: Quota, cap: QuotaCap, wanted: Wanted, visit: Visit) -> bool:
    """Whether a visit is one of those that a cap counts beside a wanted one; where it names no site, it may be."""
    names = _names(visit)
    same = all(names[key] == getattr(wanted, key) or (key == "site" and visit.site is None) for key in cap.same)
    return visit.type in quota.types and same and _is_in_days(quota, cap, wanted, visit)


def _is_in_days(quota: Quota, cap: QuotaCap, wanted: Wanted, visit: Visit) -> bool:
    first, last = days_of(quota, cap, wanted)
    return first <= visit.from_ <= last if cap.within == "year" else visit.from_ <= last and first <= visit.last


def _names(visit: Visit) -> dict[str, str | None]:
    return {"host": visit.of, "visitor": visit.by, "site": visit.site}


def _result(size: Size, sure: int, possible: int, complete: bool) -> tuple[int | None, str | None, int, int, str]:  # noqa: FBT001 - as in `CapFigure.result`
    """`CapFigure.result`: the size, the reason, what is used, what is pending, the verdict."""
    verdict, why = "room", None
    if size.value is None:
        verdict, why = "open", size.why
    elif sure >= size.value:
        verdict = "full"
    elif not complete:
        verdict, why = "open", "not_all_visits"
    elif possible >= size.value:
        verdict, why = "open", "pending"
    return size.value, why, sure, possible - sure, verdict


# ---------------------------------------------------------------- reasons


def _apart(records: Iterable[Visit | VisitStep]) -> tuple[list[Visit], list[VisitStep]]:
    """Visits, and steps."""
    visits, steps = [], []
    for each in records:
        if isinstance(each, Visit):
            visits.append(each)
        else:
            steps.append(each)
    return visits, steps


def _visit_input(figure: CapFigure, wanted: Wanted, each: StandingVisit, record: Visit | VisitStep, *, counts: bool) -> Input:
    """A version of a visit, or a step of it. `amount`, of the version that stands: what it adds, null where it may come to count."""
    may, does = _counts(figure.quota, figure.cap, wanted, each)
    why = None if counts else "same_without_it"
    if isinstance(record, Visit) and record is not each.visit:
        why = None if counts else "corrected"
    elif may and not does:
        why = "pending" if each.state not in figure.quota.counted else "site_unknown"
    elif not may and not counts and each.state in OVER:
        why = each.state
    amount = None if record is not each.visit or (may and not does) else int(does)
    kind, part, on = ("visit", record.site or "", record.from_) if isinstance(record, Visit) else ("step", record.state, record.on)
    return Input(kind, record.id, record.by, on, record.received, part, amount, counts, why, (), tuple(record.sources), record.entry)


def _declared_input(figure: CapFigure, declaration: Declaration, *, counts: bool, why: str | None) -> Input:
    """A declaration of the size of forces, or one that it corrects."""
    names = [each.figure for each in figure.quota.caps if each.figure is not None and each.id in (figure.cap.id, *figure.cap.share_of)]
    amounts = [(name, declaration.figures[name]) for name in names if name in declaration.figures]
    part, amount = amounts[0] if amounts else (names[0], None)
    return Input(
        "declaration", declaration.id, declaration.by, declaration.on, declaration.received, part, amount, counts,
        why, (), tuple(declaration.sources), declaration.entry,
    )  # fmt: skip
