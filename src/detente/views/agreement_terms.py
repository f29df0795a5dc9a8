"""What an agreement says: its provisions, each rule and limit beside the clause that it encodes, and its formats of notification."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from detente.agreements.agreement import Agreement, Count, Exchange, Limit, LimitValue, Quota, QuotaCap, Reading
from detente.errors import N_, CallerError
from detente.views.base import View
from detente.views.opened import Opened

Texts = dict[str, str]


class ProvisionShown(View, frozen=True):
    """A provision: its id here, what it is called in the text, what it says in our words, and where it can be read."""

    id: str
    reference: str
    says: Texts
    source: str
    begins: str | None
    ends: str | None


class CountShown(View, frozen=True):
    """What is counted, by which clause, and under which reading of it with who holds that; null where there is one reading only."""

    count: str
    names: Texts
    unit: str
    clause: str
    reading: str | None
    reading_names: Texts
    held_by: list[str]


class RuleShown(CountShown, frozen=True):
    """A counting rule, or one reading of it."""

    rule: dict[str, str]


class LimitShown(View, frozen=True):
    """What a limit is from one day on, until another where it ends, and the clause that set it."""

    limit: str
    names: Texts
    count: str
    at_most: int | None
    at_least: int | None
    begins: str
    ends: str | None
    clause: str


class ExchangeShown(View, frozen=True):
    """A regular exchange: of which days, and what is told."""

    id: str
    names: Texts
    clause: str
    of: list[str]
    figures: list[str]
    items: list[str]


class CapShown(View, frozen=True):
    """A cap of a quota, and the rule as it stands: which visits it takes together, in what time, and how many there may be."""

    quota: str
    quota_names: Texts
    types: list[str]
    cap: str
    names: Texts
    clause: str
    rule: dict[str, str]
    year_begins: str
    begins: str | None
    ends: str | None


class AgreementView(View, frozen=True):
    """An agreement: its provisions, and each rule beside the clause that it encodes."""

    id: str
    title: Texts
    about: Texts
    status: str
    reviewed_by: str | None
    begins: str
    ends: str | None
    parties: dict[str, Texts]
    aliases: dict[str, list[str]]
    provisions: list[ProvisionShown]
    rules: list[RuleShown]
    limits: list[LimitShown]
    exchanges: list[ExchangeShown]
    visit_types: dict[str, Texts]
    caps: list[CapShown]
    sources: list[str]


class FieldShown(View, frozen=True):
    """A field of a format: its type (integer, text, boolean, date), its unit, the words that it may hold, whether it is needed."""

    id: str
    names: Texts
    type: str
    unit: str | None
    one_of: list[str]
    needed: bool


class FormatShown(View, frozen=True):
    """A format of notification: what the text calls it, its legal basis, its time limit in days and from when, what must precede it.

    `working`: the names of the working days that its time limit counts; empty: days of the calendar.
    `says`, `source`: of the provision that is its legal basis, what it says in our words, and where it can be read.
    """

    id: str
    number: str
    names: Texts
    clause: str
    reference: str
    says: Texts
    source: str
    days: int | None
    runs_from: str | None
    working: Texts
    follows: list[str]
    follows_names: dict[str, Texts]
    fields: list[FieldShown]


class FormatsView(View, frozen=True):
    """The formats of notification of an agreement."""

    agreement: str
    title: Texts
    status: str
    formats: list[FormatShown]


def agreement_view(opened: Opened) -> AgreementView:
    """What an agreement says. Its expressions are shown as they stand, and not run."""
    agreement = opened.agreement
    return AgreementView(
        id=agreement.id,
        title=agreement.title,
        about=agreement.about or {},
        status=agreement.status,
        reviewed_by=agreement.reviewed_by,
        begins=str(agreement.from_),
        ends=day_text(agreement.until),
        parties={party.id: party.names for party in agreement.parties},
        aliases={party.id: party.aliases for party in agreement.parties},
        provisions=[provision_shown(agreement, each.id) for each in agreement.provisions],
        rules=_rules(agreement),
        limits=[limit_shown(limit, value) for limit in agreement.limits for value in limit.values],
        exchanges=[_exchange(each) for each in agreement.exchanges],
        visit_types={each.id: each.names for each in agreement.visit_types},
        caps=[_cap(quota, cap) for quota in agreement.quotas for cap in quota.caps],
        sources=agreement.sources,
    )


def formats_view(opened: Opened) -> FormatsView:
    """The formats of notification of an agreement."""
    agreement, limits = opened.agreement, {limit.id: limit for limit in opened.agreement.time_limits}
    return FormatsView(
        agreement=agreement.id,
        title=agreement.title,
        status=agreement.status,
        formats=[
            FormatShown(
                id=form.id,
                number=form.number,
                names=form.names,
                clause=form.clause,
                reference=agreement.provision(form.clause).reference,
                says=agreement.provision(form.clause).says or {},
                source=agreement.provision(form.clause).source,
                days=None if form.within is None else limits[form.within].days,
                runs_from=None if form.within is None else limits[form.within].runs_from,
                working=_working(agreement, None if form.within is None else limits[form.within].working),
                follows=form.follows,
                follows_names={each.id: each.names for each in agreement.notifications if each.id in form.follows},
                fields=[
                    FieldShown(
                        id=field.id, names=field.names or {}, type=field.type, unit=field.unit, one_of=field.one_of or [],
                        needed=field.needed,
                    )
                    for field in form.fields
                ],
            )
            for form in agreement.notifications
        ],
    )  # fmt: skip


def chosen_parties(agreement: Agreement, names: Sequence[str]) -> list[str]:
    """Parties by id or alias.

    Raises:
        CallerError: one is not in this agreement.
    """
    chosen = []
    for name in names:
        party = agreement.party(name)
        if party is None:
            known = [each.id for each in agreement.parties]
            raise CallerError(N_("'%(name)s' is no party to this agreement; they are: %(known)s"), name=name, known=", ".join(known))
        chosen.append(party.id)
    return chosen


def parties_of(opened: Opened) -> dict[str, Texts]:
    """The parties to an agreement by id, each with what it is called now."""
    return {party.id: opened.renamed.get(party.id, party.names) for party in opened.agreement.parties}


def day_text(day: dt.date | None) -> str | None:
    """A day as views hold it."""
    return None if day is None else str(day)


def provision_shown(agreement: Agreement, clause: str) -> ProvisionShown:
    """The provision of a clause."""
    found = agreement.provision(clause)
    return ProvisionShown(
        id=found.id,
        reference=found.reference,
        says=found.says or {},
        source=found.source,
        begins=day_text(found.from_),
        ends=day_text(found.until),
    )


def _rules(agreement: Agreement) -> list[RuleShown]:
    read: list[tuple[Count, Reading | None]] = [(count, reading) for count in agreement.counts for reading in count.readings]
    plain = [(count, None) for count in agreement.counts if not count.readings]
    order = {count.id: place for place, count in enumerate(agreement.counts)}
    return [_rule(count, reading) for count, reading in sorted([*read, *plain], key=lambda each: order[each[0].id])]


def _rule(count: Count, reading: Reading | None) -> RuleShown:
    return RuleShown(
        count=count.id,
        names=count.names,
        unit=count.unit,
        clause=count.clause if reading is None else reading.clause or count.clause,
        reading=None if reading is None else reading.id,
        reading_names={} if reading is None else reading.names,
        held_by=[] if reading is None else reading.held_by,
        rule=count.said(reading),
    )


def limit_shown(limit: Limit, value: LimitValue) -> LimitShown:
    """A limit while it has one value."""
    return LimitShown(
        limit=limit.id,
        names=limit.names,
        count=limit.count,
        at_most=value.at_most,
        at_least=value.at_least,
        begins=str(value.from_),
        ends=day_text(value.until),
        clause=value.clause,
    )


def _exchange(each: Exchange) -> ExchangeShown:
    return ExchangeShown(
        id=each.id, names=each.names, clause=each.clause, of=[one.of for one in each.rounds], figures=each.figures, items=each.items
    )


def _cap(quota: Quota, cap: QuotaCap) -> CapShown:
    return CapShown(
        quota=quota.id,
        quota_names=quota.names,
        types=quota.types,
        cap=cap.id,
        names=cap.names,
        clause=cap.clause,
        rule=cap.said(),
        year_begins=quota.year_begins,
        begins=day_text(cap.from_ or quota.from_),
        ends=day_text(cap.until or quota.until),
    )


def _working(agreement: Agreement, name: str | None) -> Texts:
    return next((each.names for each in agreement.working_days if each.id == name), {})
