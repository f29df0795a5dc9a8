"""What was declared, as it was on one day and as it was known on another: which declaration stands.

Rules:

1. A question has two dates. `as_of`: the day that it asks about; what is about a later day does not count. `known`: the day of which the
   knowledge is asked; what was received later does not count. Without `known`, all that is held counts.
2. A declaration without a date of receipt is taken as known from its own day on; every answer that uses it says so.
3. A correction takes the place of what it corrects from the day on which it was received, and never before.
4. Of a figure, the newest declaration that speaks of it stands. What it does not state is unknown: no older value stands in for it.
5. Where a round of an exchange was due and nothing came, the figure is unknown from that round on, for the reason "not_provided".
6. "Not seen" (our sources say nothing) makes nothing unknown that was known: the older value stands, with its older date.
7. Before the first and after the last day that the data speak of, nothing is concluded from silence.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from detente.agreements.agreement import Agreement, Exchange
from detente.agreements.declarations import VALUED, Declaration, Declarations, Dispute, Suspension
from detente.agreements.kept import Resting, Told
from detente.agreements.lines import Chain, Line, RoundsSince
from detente.agreements.loading import covered
from detente.agreements.rounds import Due, rounds_until


@dataclass(frozen=True)
class Asked:
    """The two dates of a question."""

    as_of: dt.date
    known: dt.date | None = None

    def sees(self, on: dt.date, received: dt.date | None) -> bool:
        """Whether something about a day, received on another, counts."""
        return on <= self.as_of and (self.known is None or (received or on) <= self.known)


@dataclass(frozen=True)
class Standing:
    """What stands of one figure of one party.

    `value` is null where it is unknown, and `why` says why: nothing_declared, not_stated, not_provided, withheld. `of`: the day of which
    it is. `rests_on`: the declarations that were read for it.
    """

    value: int | None
    why: str | None
    of: dt.date | None
    rests_on: tuple[Declaration, ...] = ()


class Book:
    """All that is held about one agreement, in the order in which it is asked for."""

    def __init__(self, agreement: Agreement, held: Declarations, *, beside: Book | None = None, resting: Resting | None = None) -> None:
        """All of it, in order.

        Args:
            beside: a book of the same and more, by which it is known already of what each declaration speaks.
            resting: what is held beside, and rests. It counts in sums and chains; only what is at hand is listed or left out.
        """
        self.agreement, self.held, self.resting = agreement, held, resting
        self._speaks_of: dict[str, frozenset[str]] = {} if beside is None else beside._speaks_of  # noqa: SLF001 - of this class
        self._by_party: dict[str, list[Declaration]] = defaultdict(list)
        self._returns: dict[tuple[str, str, dt.date], list[Declaration]] = defaultdict(list)
        self._rounds: dict[tuple[str, dt.date], list[Due]] = {}
        self._corrections = {each.corrects: each for each in held.declarations if each.corrects is not None}
        self._covers: dict[str, frozenset[str]] = {}
        self._about: dict[tuple[str, str], list[Declaration]] = defaultdict(list)
        self._lines: dict[tuple[str, str, dt.date | None], Line] = {}
        for each in held.declarations:  # what is corrected stands before its correction, which speaks of the same
            names = self._speaks_of.get(each.id)
            if names is None:
                names = self._speaks_of[each.id] = covered(agreement, each)
            self._covers[each.id] = names if each.corrects is None else names | self._covers.get(each.corrects, frozenset())
        self._disputes: dict[tuple[str, str], list[Dispute]] = defaultdict(list)
        self.declarations = {each.id: each for each in held.declarations}
        self._received = {each.id: each.received for each in held.declarations} | {each.id: each.received for each in held.notifications}
        for each in held.declarations:
            self._by_party[each.by].append(each)
            if each.kind != "not_seen":
                for name in self._covers[each.id]:
                    self._about[each.by, name].append(each)
            if each.exchange is not None:
                self._returns[each.by, each.exchange, each.on].append(each)
        for dispute in held.disputes:
            self._disputes[dispute.of, dispute.figure].append(dispute)

    def without(self, *ids: str) -> Book:
        """The same, had some records never come."""
        kept = {
            key: [each for each in getattr(self.held, key) if each.id not in ids]
            for key in ("declarations", "notifications", "disputes", "suspensions", "visits", "steps", "filled")
        }
        return Book(self.agreement, msgspec.structs.replace(self.held, **kept), beside=self, resting=self.resting)

    # ---- declarations ----

    def received(self, key: str) -> dt.date | None:
        """When a declaration or a notification was received; None where nobody says."""
        return self._received.get(key)

    def declared_by(self, party: str, asked: Asked) -> Iterator[Declaration]:
        """The declarations of a party that count, in the order of the file; what is corrected by then does not."""
        for each in self._by_party[party]:
            if asked.sees(each.on, each.received) and self.correction_of(each, asked) is None:
                yield each

    def correction_of(self, declaration: Declaration, asked: Asked) -> Declaration | None:
        """The correction that took its place by then."""
        correction = self._corrections.get(declaration.id)
        return correction if correction is not None and asked.sees(correction.on, correction.received) else None

    def corrected_by(self, declaration: Declaration) -> list[Declaration]:
        """What a declaration corrects, and what that corrects, and so on."""
        found, key = [], declaration.corrects
        while key is not None and key in self.declarations:
            found.append(self.declarations[key])
            key = self.declarations[key].corrects
        return found

    def line(self, party: str, name: str, known: dt.date | None) -> Line:
        """What a party told of a figure or a type of item, as it is known on a day."""
        key = party, name, known
        if key not in self._lines:
            asked = Asked(dt.date.max, known)
            seen = (each for each in self._about[party, name] if asked.sees(each.on, each.received))
            self._lines[key] = Line(each for each in seen if self.correction_of(each, asked) is None)
        return self._lines[key]

    def standing(self, party: str, figure: str, asked: Asked) -> Standing:
        """What stands of a figure."""
        line = self.line(party, figure, asked.known)
        stop = line.until(asked.as_of)
        newest = line.told[stop - 1].on if stop else None
        since = self.rounds_since(party, figure, newest, asked)
        if since.missed is not None:
            return Standing(None, "not_provided", since.missed.of, since.came)
        if newest is None:
            return Standing(None, "nothing_declared", None, since.came)
        stated = _stated(line, newest, figure)
        return replace(stated, rests_on=(*stated.rests_on, *since.came))

    def chain(self, party: str, item: str, asked: Asked) -> Chain:
        """The declarations that say which items of a type a party has."""
        line = self.line(party, item, asked.known)
        stop = line.until(asked.as_of)
        part = None
        if self.resting is not None:
            part = self.resting.part(party, item, asked.known, asked.as_of, self.begins(party, item, asked) or (0, 0))
        days = ([line.told[stop - 1].on] if stop else []) + ([] if part is None else [part.newest])
        since = self.rounds_since(party, item, max(days, default=None), asked)
        if not stop:
            return Chain(line, 0, 0, -1, since, part)
        return Chain(line, max(line.starts[stop - 1], 0), stop, line.valued[stop - 1], since, part)

    def begins(self, party: str, item: str, asked: Asked) -> tuple[int, int] | None:
        """Where something rests: day and order of the last declaration that told all items of a type anew; null where none did."""
        line = self.line(party, item, asked.known)
        place = line.starts[stop - 1] if (stop := line.until(asked.as_of)) else -1
        if place < 0 or self.resting is None:
            return None
        return line.told[place].on.toordinal(), self.resting.orders[line.told[place].id]

    def told_with(self, orders: Mapping[str, int]) -> dict[tuple[str, str], Told]:
        """What rests of each party and type of item, together with some declarations at hand, by day and order.

        Args:
            orders: their orders, by their ids.
        """
        found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        if self.resting is not None:
            for party, item in self.resting.kept.told:
                line = self.resting.line(party, item, None)
                found[party, item] += zip(line.days, line.orders, strict=True)
        for each in self.held.declarations:
            if each.id in orders:
                for name in self._covers[each.id]:
                    found[each.by, name].append((each.on.toordinal(), orders[each.id]))
        return {
            key: Told(array("i", [day for day, _ in rows]), array("q", [order for _, order in rows]))
            for key, rows in ((key, sorted(rows)) for key, rows in sorted(found.items()))
            if rows
        }

    @property
    def number(self) -> int:
        """How many declarations are held."""
        if self.resting is None:
            return len(self.held.declarations)
        return len(self.held.declarations) + self.resting.kept.number - sum(map(len, self.resting.again.values()))

    @property
    def days(self) -> set[dt.date]:
        """The days that declarations are about."""
        return {each.on for each in self.held.declarations} | (set() if self.resting is None else self.resting.kept.days)

    @property
    def declarers(self) -> set[str]:
        """The parties that declared something."""
        return {each.by for each in self.held.declarations} | (set() if self.resting is None else {*self.resting.kept.orders})

    def rounds_since(self, party: str, name: str, since: dt.date | None, asked: Asked) -> RoundsSince:
        """What came of the rounds that are about a figure or a type of item, after a day."""
        missed: Due | None = None
        came: list[Declaration] = []
        for exchange in self.agreement.exchanges:
            if name not in (*exchange.figures, *exchange.items):
                continue
            for due in reversed(self.rounds(exchange, asked.as_of)):
                if since is not None and due.of <= since:
                    break
                here = self.all_returned(party, exchange.id, due, asked)
                came += here
                if not here and self.has_passed(due, asked):
                    missed = due if missed is None or due.of > missed.of else missed
                    break
        return RoundsSince(missed, tuple(came))

    def rounds(self, exchange: Exchange, day: dt.date) -> list[Due]:
        """The rounds of an exchange whose day has come, oldest first."""
        if (exchange.id, day) not in self._rounds:
            self._rounds[exchange.id, day] = rounds_until(exchange, self.agreement, day)
        return self._rounds[exchange.id, day]

    def has_passed(self, due: Due, asked: Asked) -> bool:
        """Whether the day when something was due has passed, for whoever asks, and the data still speak of it."""
        return due.on < (asked.known or asked.as_of) and self.is_spoken_of(due)

    def is_spoken_of(self, due: Due) -> bool:
        """Whether the data speak of the day when something was due."""
        first, last = self.held.since, self.held.until
        return (first is None or due.on >= first) and (last is None or due.on <= last)

    def all_returned(self, party: str, exchange: str, due: Due, asked: Asked) -> list[Declaration]:
        """All that a party told in a round, or that was recorded of it."""
        return [
            each
            for each in self._returns.get((party, exchange, due.of), ())
            if asked.sees(each.on, each.received) and self.correction_of(each, asked) is None
        ]

    def returned(self, party: str, exchange: str, due: Due, asked: Asked) -> Declaration | None:
        """What a party told in a round: values before anything else."""
        return min(self.all_returned(party, exchange, due, asked), key=lambda each: each.kind not in VALUED, default=None)

    def came_in_time(self, told: Declaration, due: Due, asked: Asked) -> bool | None:
        """Whether a return, or what it corrects, came by the last day: what came in time and was corrected later is not late.

        Null where no date of receipt says it.
        """
        versions = [told, *(each for each in self.corrected_by(told) if asked.sees(each.on, each.received))]
        receipts = [each.received for each in versions if each.kind in VALUED]
        if any(each is not None and each <= due.on for each in receipts):
            return True
        return None if not receipts or None in receipts else False

    def last_content(self, party: str, exchange: str, before: dt.date, asked: Asked) -> Declaration | None:
        """The newest return of a party in an exchange before a day that says more than that nothing is new."""
        found = [
            each
            for each in self.declared_by(party, asked)
            if each.exchange == exchange and each.on < before and each.kind in VALUED - {"nothing_new"}
        ]
        return max(found, key=lambda each: each.on, default=None)

    # ---- disputes, suspensions ----

    def disputes_of(self, declaration: Declaration, figure: str, asked: Asked) -> list[Dispute]:
        """The disputes of a declared figure that have been raised by then, and are not settled.

        A correction that leaves the figure as it was leaves its disputes as they were: nobody sheds one by correcting something else.
        """
        same = [each for each in self.corrected_by(declaration) if each.figures.get(figure) == declaration.figures.get(figure)]
        found = [dispute for each in (declaration, *same) for dispute in self._disputes.get((each.id, figure), ())]
        return [each for each in found if asked.sees(each.on, each.received) and (each.until is None or asked.as_of <= each.until)]

    def suspensions(self, party: str, exchange: str, day: dt.date, asked: Asked) -> list[Suspension]:
        """The suspensions that a party says are in effect on a day."""
        return [
            each
            for each in self.held.suspensions
            if each.by == party
            and (not each.exchanges or exchange in each.exchanges)
            and asked.sees(each.from_, each.received)
            and each.from_ <= day
            and (each.until is None or day <= each.until)
        ]


def _stated(line: Line, day: dt.date, figure: str) -> Standing:
    """What the declarations of one party about one day state: values before the refusal to give them.

    Where they say that nothing is new, it is what those before them state, of which only those count that tell values.
    """
    here = line.on(day)
    rests_on: list[Declaration] = []
    while True:
        declaration = min(here, key=lambda each: each.kind not in VALUED)
        rests_on += here
        if declaration.kind != "nothing_new":
            break
        place = line.before(declaration.on) - 1
        place = line.valued[place] if place >= 0 else -1
        if place < 0:
            return Standing(None, "nothing_declared", day, tuple(rests_on))
        here = [each for each in line.on(line.told[place].on) if each.kind in VALUED]
    value = {"figures": declaration.figures.get(figure), "nil": 0}.get(declaration.kind)
    why = None if value is not None else "not_stated" if declaration.kind == "figures" else declaration.kind
    return Standing(value, why, day, tuple(rests_on))
