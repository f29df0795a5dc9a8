"""Does a visit fit under the quotas of an agreement, and what of them is used: as pages and commands show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from detente.agreements.agreement import Agreement, Quota
from detente.agreements.book import Asked, Book
from detente.agreements.quotas import Answer, QuotaCounter, Wanted
from detente.errors import N_, CallerError
from detente.views.agreement_figures import CapUsed, cap_used, quotas_used
from detente.views.agreement_returns import ClaimShown, suspension_shown
from detente.views.agreement_terms import ProvisionShown, Texts, chosen_parties, parties_of, provision_shown
from detente.views.base import View
from detente.views.opened import Opened

LONGEST = 366
"""Days of a visit that is asked about: each is looked at by itself."""


class VisitAsked(msgspec.Struct, frozen=True, kw_only=True):
    """A visit that is asked about, as a person names it: parties by id or alias, no `type` for each type, no `until` for one day."""

    on: dt.date
    until: dt.date | None = None
    by: str | None = None
    of: str | None = None
    type: str | None = None
    site: str | None = None


class VisitAnswer(View, frozen=True):
    """Whether a visit of a type fits: yes, no, open, or no_quota (none is in force); with every cap and its reason.

    `suspensions`: what either party claims to rest; `filled`: what the visited party told of its quota being filled in that year.
    """

    type: str
    names: Texts
    verdict: str
    caps: list[CapUsed]
    suspensions: list[ClaimShown]
    filled: list[ClaimShown]


class QuotaView(View, frozen=True):
    """Quotas of visits on a day.

    `answers`: where `by` and `of` are named, whether a visit fits, for each type. `used`: what is used of each cap, of `of`, or of every
    party that declared something, or of which a visit was requested. `as_of`: the day by which things had happened; `on` to `until`: the
    days of the visit. `all_visits_from`, `all_visits_until`: the days of which the data hold all visits; null where they do not say so, or
    where there is no end.
    """

    agreement: str
    title: Texts
    status: str
    as_of: str
    known: str | None
    on: str
    until: str
    by: str | None
    of: str | None
    site: str | None
    all_visits_from: str | None
    all_visits_until: str | None
    parties: dict[str, Texts]
    answers: list[VisitAnswer]
    used: list[CapUsed]
    provisions: list[ProvisionShown]


def agreement_quota(opened: Opened, visit: VisitAsked, as_of: dt.date | None = None, known: dt.date | None = None) -> QuotaView:
    """Whether a visit fits, where both parties are named, and what is used of the quotas.

    Args:
        as_of: the day by which things had happened; that of the visit where it is not said.

    Raises:
        CallerError: the agreement has no quotas; a party or a type is not in it; or no party can pay such a visit.
    """
    agreement, held = opened.agreement, opened.held
    wanted = _wanted(agreement, visit)
    asked, book = Asked(as_of or wanted.first, known), Book(agreement, held)
    quotas = [each for each in agreement.quotas if wanted.type is None or wanted.type in each.types]
    answers = [_answer(agreement, each) for each in _answers(book, wanted, quotas, asked)]
    used = quotas_used(book, quotas, asked, hosts=[wanted.host] if wanted.host else (), on=wanted.first)
    shown = [cap_used(each) for each in used if wanted.visitor is None or each.visitor in {None, wanted.visitor}]
    clauses = dict.fromkeys(each.clause for each in (*shown, *(cap for one in answers for cap in one.caps)))
    return QuotaView(
        agreement=agreement.id,
        title=agreement.title,
        status=agreement.status,
        as_of=str(asked.as_of),
        known=None if known is None else str(known),
        on=str(wanted.first),
        until=str(wanted.last),
        by=wanted.visitor,
        of=wanted.host,
        site=wanted.site,
        all_visits_from=None if held.all_visits is None else str(held.all_visits.from_),
        all_visits_until=None if held.all_visits is None or held.all_visits.until is None else str(held.all_visits.until),
        parties=parties_of(opened),
        answers=answers,
        used=shown,
        provisions=[provision_shown(agreement, clause) for clause in clauses],
    )


def _wanted(agreement: Agreement, visit: VisitAsked) -> Wanted:
    if not agreement.quotas:
        raise CallerError(N_("this agreement has no quotas of visits"))
    host, visitor = (chosen_parties(agreement, [name])[0] if name is not None else None for name in (visit.of, visit.by))
    last = visit.until or visit.on
    if not visit.on <= last < visit.on + dt.timedelta(LONGEST):
        raise CallerError(N_("a visit ends on its first day or up to %(limit)d days later"), limit=LONGEST - 1)
    if host is not None and host == visitor:
        raise CallerError(N_("a party does not visit itself"))
    types = [each.id for each in agreement.visit_types]
    if visit.type is not None and visit.type not in types:
        raise CallerError(N_("there is no type of visit '%(name)s' here; there are: %(known)s"), name=visit.type, known=", ".join(types))
    return Wanted(visit.on, last, host, visitor, visit.type, visit.site)


def _answers(book: Book, wanted: Wanted, quotas: Sequence[Quota], asked: Asked) -> list[Answer]:
    if wanted.host is None or wanted.visitor is None:
        return []
    counter, types = QuotaCounter(book), dict.fromkeys(name for quota in quotas for name in quota.types)
    return [
        counter.answer(Wanted(wanted.first, wanted.last, wanted.host, wanted.visitor, name, wanted.site), asked)
        for name in types
        if wanted.type in {None, name}
    ]


def _answer(agreement: Agreement, each: Answer) -> VisitAnswer:
    return VisitAnswer(
        type=str(each.wanted.type),
        names=next(kind.names for kind in agreement.visit_types if kind.id == each.wanted.type),
        verdict=each.verdict,
        caps=[cap_used(cap) for cap in each.caps],
        suspensions=[suspension_shown(one) for one in each.suspensions],
        filled=[
            ClaimShown(
                id=one.id,
                by=one.by,
                on=str(one.on),
                received=None if one.received is None else str(one.received),
                says={},
                total=None,
                parts=[],
                contested=[],
                sources=one.sources,
                entry=one.entry,
            )
            for one in each.filled
        ],
    )
