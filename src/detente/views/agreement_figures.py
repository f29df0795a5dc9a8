"""What is counted under an agreement: each figure against its limits, what is used of each quota, and every record that either rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from detente.agreements.agreement import Agreement, Quota, QuotaCap
from detente.agreements.book import Asked, Book
from detente.agreements.checking import Against, Checked
from detente.agreements.counting import Input
from detente.agreements.quotas import CapFigure, QuotaCounter, Wanted
from detente.errors import N_, CallerError
from detente.views.agreement_terms import CountShown, LimitShown, Texts, day_text, limit_shown
from detente.views.base import View


class AgainstShown(View, frozen=True):
    """A figure against a limit: within, above, below, unknown or none. `in_force`: whether the limit holds on the day asked for."""

    limit: LimitShown | None
    in_force: bool
    verdict: str


class CountedShown(CountShown, frozen=True):
    """A counted figure of a party under one reading. `value` is null where it is unknown, and `why` says why; `of`: of which day it is."""

    party: str
    value: int | None
    why: str | None
    of: str | None
    known_part: int | None
    unknown_items: int
    receipt_undated: bool
    limits: list[AgainstShown]


class InputShown(View, frozen=True):
    """One record that a figure rests on: a declaration, an item of it, a dispute, a visit, or a step of one.

    `counts`: the figure would be another one without it; otherwise `why` is corrected, not_in_this_reading, refused, withdrawn or
    same_without_it. Of a visit that may come to count `why` is pending or site_unknown.
    """

    kind: str
    id: str
    by: str
    on: str
    received: str | None
    part: str
    amount: int | None
    counts: bool
    why: str | None
    parts: list[tuple[int, Texts]]
    sources: list[str]
    entry: str | None


class CapUsed(View, frozen=True):
    """A cap of a quota with what is used of it: of a host, and of a visitor or a site where the cap is about one.

    `first`, `last`: the days in which visits were counted. `limit`: how many there may be, null where that is unknown. `used` visits
    count, `pending` more may come to; `left` is null where it is unknown; `complete`: the data hold all visits of those days. `verdict`:
    room, full, open, not_asked (a party or a site is not named) or not_in_force. `why`, where it is open: why the limit is unknown (as of a
    figure), not_all_visits, or pending. `inputs`: only where the reason is asked for.
    """

    quota: str
    quota_names: Texts
    cap: str
    names: Texts
    clause: str
    rule: dict[str, str]
    host: str | None
    visitor: str | None
    site: str | None
    first: str
    last: str
    limit: int | None
    used: int
    pending: int
    left: int | None
    complete: bool
    verdict: str
    why: str | None
    inputs: list[InputShown]


def quotas_used(
    book: Book, quotas: Sequence[Quota], asked: Asked, *, hosts: Sequence[str] = (), on: dt.date | None = None, explained: bool = False
) -> list[CapFigure]:
    """What is used of each cap of some quotas, on a day, as of the day of the question where none is said.

    Args:
        hosts: only these; otherwise each that declared something, or of which a visit was requested.
        explained: with every record; caps on one site are then left out, since a visit without a site is listed for each of them. Their
            reason is that of a visit which names the site.
    """
    counter, held = QuotaCounter(book), book.held
    known = book.declarers | {each.of for each in held.visits}
    day, found = on or asked.as_of, []
    for quota in quotas:
        for host in hosts or [party.id for party in book.agreement.parties if party.id in known]:
            for cap in (each for each in quota.caps if not (explained and "site" in each.same)):
                for wanted in _questions(counter, quota, cap, Wanted(day, day, host), asked):
                    figure = (counter.explain if explained else counter.figure)(quota, cap, wanted, asked)
                    found += [figure] if figure.verdict not in {"not_asked", "not_in_force"} else []
    return found


def _questions(counter: QuotaCounter, quota: Quota, cap: QuotaCap, wanted: Wanted, asked: Asked) -> list[Wanted]:
    """The rows of a cap: of each visitor and site that has visits; between two parties, of the other one in any case."""
    others = [party.id for party in counter.agreement.parties if party.id != wanted.host]
    if len(others) == 1 and "site" not in cap.same:
        return [replace(wanted, visitor=others[0])]
    return counter.each_used(quota, cap, wanted, asked) if {"visitor", "site"} & set(cap.same) else [wanted]


def chosen_counts(agreement: Agreement, names: Sequence[str]) -> Sequence[str]:
    """The counts among some names; each of these has to be a count or a quota."""
    for name in names:
        if agreement.count(name) is None and agreement.quota(name) is None:
            known = dict.fromkeys([each.id for each in agreement.counts] + [each.id for each in agreement.quotas])
            raise CallerError(N_("nothing is counted here as '%(name)s'; there are: %(known)s"), name=name, known=", ".join(known))
    return [name for name in names if agreement.count(name) is not None]


def chosen_quotas(agreement: Agreement, names: Sequence[str]) -> list[Quota]:
    """The quotas among some names; every one where there are none."""
    return [quota for quota in agreement.quotas if not names or quota.id in names]


def cap_used(each: CapFigure) -> CapUsed:
    """A cap with what is used of it, as pages and commands show it."""
    return CapUsed(
        quota=each.quota.id,
        quota_names=each.quota.names,
        cap=each.cap.id,
        names=each.cap.names,
        clause=each.cap.clause,
        rule=each.cap.said(),
        host=each.host,
        visitor=each.visitor,
        site=each.site,
        first=str(each.first),
        last=str(each.last),
        limit=each.limit,
        used=each.used,
        pending=each.pending,
        left=each.left,
        complete=each.complete,
        verdict=each.verdict,
        why=each.why,
        inputs=[input_shown(one) for one in each.inputs],
    )


def figure_shown(checked: Checked) -> CountedShown:
    """A figure with its limits."""
    figure, rule = checked.figure, checked.figure.rule
    return CountedShown(
        party=figure.party,
        count=rule.count.id,
        names=rule.count.names,
        unit=rule.count.unit,
        clause=rule.clause,
        reading=rule.reading,
        reading_names={} if rule.reading is None else dict(rule.names),
        held_by=list(rule.held_by),
        value=figure.value,
        why=figure.why,
        of=day_text(figure.of),
        known_part=figure.known_part,
        unknown_items=figure.unknown_items,
        receipt_undated=figure.receipt_undated,
        limits=[_against(each) for each in checked.against],
    )


def _against(each: Against) -> AgainstShown:
    return AgainstShown(
        limit=None if each.value is None else limit_shown(each.limit, each.value), in_force=each.in_force, verdict=each.verdict
    )


def input_shown(each: Input) -> InputShown:
    """A record that a figure or a quota rests on."""
    return InputShown(
        kind=each.kind,
        id=each.id,
        by=each.by,
        on=str(each.on),
        received=day_text(each.received),
        part=each.part,
        amount=each.amount,
        counts=each.counts,
        why=each.why,
        parts=[(number, dict(what)) for number, what in each.what],
        sources=list(each.sources),
        entry=each.entry,
    )
