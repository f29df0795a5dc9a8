"""Agreements as pages and commands show them: which there are, what one says, whether what was declared is within it, and why.

Every answer names both dates of its question, and the clause of everything that it says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from detente.agreements.agreement import Agreement, Count, Exchange, Limit, LimitValue, Quota, QuotaCap, Reading
from detente.agreements.book import Asked, Book
from detente.agreements.checking import Against, Checked, check
from detente.agreements.counting import Counter, Input
from detente.agreements.declarations import Declaration, Declarations, Dispute, Suspension
from detente.agreements.duties import duties
from detente.agreements.loading import parse_agreement, parse_declarations
from detente.agreements.obligations import Notified, Obligation, Timed, notified, obligations, timed
from detente.agreements.quotas import CapFigure, QuotaCounter, Wanted
from detente.agreements.rules import compile_rules
from detente.dialogue.proposals import Slot
from detente.errors import N_, CallerError, DetenteError
from detente.node import agreement_files
from detente.node.node import Node
from detente.node.room import Room
from detente.views.base import Text, View, text_of_error
from detente.views.naming import names_of
from detente.views.opened import Opened
from detente.views.recorded import open_recorded, recorded_slots
from detente.views.values import pair_text

Texts = dict[str, str]

# ---------------------------------------------------------------- which there are, and what one says


class AgreementRow(View, frozen=True):
    """One agreement. `status`: whether a lawyer has reviewed it; `origin`: library or record, there with its channel and text.

    `problem`: why its rules cannot be read, which came with the text; then all that they would say is null or empty.
    """

    id: str
    origin: str
    channel: str | None
    text: str | None
    problem: Text | None
    title: Texts
    status: str | None
    begins: str | None
    ends: str | None
    parties: dict[str, Texts]
    declarations: int
    first: str | None
    last: str | None


class AgreementsView(View, frozen=True):
    """The agreements that are in force in the record, and those that come with the program."""

    agreements: list[AgreementRow]


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


# ---------------------------------------------------------------- is it within, and why


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


class ClaimShown(View, frozen=True):
    """What a party says, with where: a dispute, a suspension, or that it is contested. `total` and `parts` are those of a dispute."""

    id: str | None
    by: str
    on: str | None
    says: Texts
    total: int | None
    parts: list[tuple[int, Texts]]
    contested: list[ClaimShown]
    sources: list[str]


class ObligationShown(View, frozen=True):
    """What a party had to tell in a round of an exchange, and what came. `in_time` is null where no date of receipt says it.

    `corrects`: the declaration that what came corrects. `audience`: who may read what came, as the party chose: public, parties, or null
    where it does not say. `since`: the year of the last declaration as a return names it that says that nothing is new; `last_of`: the day
    of the last return before it that is held and says more, null where none is; `since_differs`: the two do not fit.
    """

    exchange: str
    names: Texts
    clause: str
    party: str
    of: str
    due: str
    period_ended: str | None
    days: int | None
    state: str
    in_time: bool | None
    declaration: str | None
    corrects: str | None
    said_by: str | None
    ground: Texts
    reversible: bool | None
    audience: str | None
    since: int | None
    last_of: str | None
    since_differs: bool
    suspensions: list[ClaimShown]
    disputes: list[ClaimShown]


class TimedShown(View, frozen=True):
    """A declaration with a time limit: in_time, late, or unknown where a date is missing."""

    declaration: str
    party: str
    names: Texts
    clause: str
    days: int
    runs_from: str | None
    due: str | None
    received: str | None
    state: str


class NotifiedShown(View, frozen=True):
    """A notification. `state`: in_time, late, unknown, no_term; `missing`: formats that had to precede it, and of which it names none."""

    id: str
    party: str
    on: str
    format: str
    number: str
    names: Texts
    clause: str
    values: dict[str, str]
    received: str | None
    due: str | None
    state: str
    missing: list[str]
    remarks: Texts
    entry: str | None


class QueryShown(View, frozen=True):
    """What a party asked about something that was said, and the entries that answer it."""

    of: str
    by: str
    at: str
    text: Texts
    entry: str
    answers: list[str]


class MisfitShown(View, frozen=True):
    """What was said under an agreement and does not fit it, so that it counts nowhere, and why."""

    entry: str
    reason: Text


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


class AgreementCheck(View, frozen=True):
    """The figures of an agreement against its limits, on one day and as they were known on another.

    `as_of`: the day asked about; `known`: the day of which the knowledge is asked, null for all that is held; `data_since`, `data_until`:
    the days that the declarations speak of. `origin`: library, file or record; `text_state`: in the record, adopted or signed.
    """

    agreement: str
    title: Texts
    status: str
    origin: str
    channel: str | None
    text: str | None
    text_state: str | None
    entry: str | None
    as_of: str
    known: str | None
    in_force: bool
    data_since: str | None
    data_until: str | None
    parties: dict[str, Texts]
    figures: list[CountedShown]
    obligations: list[ObligationShown]
    timed: list[TimedShown]
    notifications: list[NotifiedShown]
    queries: list[QueryShown]
    misfits: list[MisfitShown]
    quotas: list[CapUsed]


class DutyShown(View, frozen=True):
    """One day of an agreement: exchange (due), limit_begins, limit_ends, provision_begins, provision_ends, begins, ends.

    Of an exchange, `of` is the day of which the values are; where the day was computed, it is `days` after `period_ended`.
    """

    on: str
    kind: str
    key: str
    names: Texts
    clause: str | None
    of: str | None
    period_ended: str | None
    days: int | None


class AgreementCalendar(View, frozen=True):
    """What an agreement has in the calendar from one day to another, both included."""

    agreement: str
    title: Texts
    status: str
    first: str
    last: str
    made_at: str
    parties: dict[str, Texts]
    duties: list[DutyShown]


class LineShown(View, frozen=True):
    """What was counted of one party under one reading, day by day; null where it is unknown."""

    party: str
    reading: str | None
    reading_names: Texts
    held_by: list[str]
    values: list[int | None]


class CountOverTime(View, frozen=True):
    """One count over time, with every value of its limits."""

    count: str
    names: Texts
    unit: str
    lines: list[LineShown]
    limits: list[LimitShown]


class AgreementHistory(View, frozen=True):
    """Every count over time: on each of the `days` on which something was declared, was due, or a limit began; at most the newest 400."""

    agreement: str
    title: Texts
    status: str
    known: str | None
    days: list[str]
    parties: dict[str, Texts]
    counts: list[CountOverTime]


class FieldShown(View, frozen=True):
    """A field of a format: its type (integer, text, boolean, date), its unit, the words that it may hold, whether it is needed."""

    id: str
    names: Texts
    type: str
    unit: str | None
    one_of: list[str]
    needed: bool


class FormatShown(View, frozen=True):
    """A format of notification: what the text calls it, its legal basis, its time limit in days and from when, what must precede it."""

    id: str
    number: str
    names: Texts
    clause: str
    reference: str
    days: int | None
    runs_from: str | None
    follows: list[str]
    fields: list[FieldShown]


class FormatsView(View, frozen=True):
    """The formats of notification of an agreement."""

    agreement: str
    title: Texts
    status: str
    formats: list[FormatShown]


class Explained(View, frozen=True):
    """A figure with its whole reason: the provision, the rule as it stands, and every record that was read for it."""

    figure: CountedShown
    provision: ProvisionShown
    rule: dict[str, str]
    reading_source: str | None
    inputs: list[InputShown]


class AgreementExplained(View, frozen=True):
    """Some counts, explained for each party and each reading; and some quotas, each cap with every record that was read for it."""

    agreement: str
    title: Texts
    status: str
    as_of: str
    known: str | None
    data_until: str | None
    parties: dict[str, Texts]
    provisions: list[ProvisionShown]
    explained: list[Explained]
    quotas: list[CapUsed]


# ---------------------------------------------------------------- making them


def open_agreement(
    name: str, declarations: Path | None = None, *, node: Node | None = None, channel: str | None = None, recorded: bool = False,
    by_path: bool = True,
) -> Opened:  # fmt: skip
    """An agreement of the record, of the library, or by path; it is read whole or not at all.

    Args:
        name: the key of a text in force with rules, a name of the library, or a path.
        declarations: a file in place of what is held; then the record is not asked.
        node: whose record is asked first.
        channel: only this one.
        recorded: only the record is asked.
        by_path: whether a name that is none may be the path of a file; never for somebody who is not at this machine.

    Raises:
        CallerError: there is none of that name, or more than one channel has it.
        FormatError: a file does not hold.
    """
    if node is not None and declarations is None:
        if recorded:
            return open_recorded(node, *recorded_agreement(name, node, channel))
        found = _found_in_record(name, node, channel)
        if found is not None:
            return open_recorded(node, *found)
    files = agreement_files.read_agreement_files(name, declarations, by_path=by_path)
    agreement, source = parse_agreement(files.agreement, files.name)
    origin = "library" if files.library else "file"
    if files.declarations is None:
        return Opened(agreement, source, Declarations(format="detente-declarations-1", agreement=agreement.id), origin)
    return Opened(agreement, source, parse_declarations(files.declarations, agreement, files.declarations_name), origin)


def recorded_agreement(name: str, node: Node, channel: str | None = None) -> tuple[Room, Slot]:
    """Where an agreement is in force.

    Raises:
        CallerError: nowhere, or in several channels.
    """
    found = _found_in_record(name, node, channel)
    if found is None:
        rooms = [node.room(channel)] if channel is not None else list(node.rooms.values())
        known = sorted({slot.name.partition("/")[2] for room in rooms for slot in recorded_slots(room)})
        raise CallerError(
            N_("no agreement with rules is in force here as '%(name)s'; there are: %(known)s"),
            hint=N_("Table it, and let all consent:\ndetente agreement table NAME"), name=name, known=", ".join(known) or "—",
        )  # fmt: skip
    return found


def _found_in_record(name: str, node: Node, channel: str | None) -> tuple[Room, Slot] | None:
    rooms = [node.room(channel)] if channel is not None else list(node.rooms.values())
    found = [(room, slot) for room in rooms for slot in recorded_slots(room) if slot.name == f"text/{name}"]
    if len(found) > 1:
        raise CallerError(
            N_("'%(name)s' is in force in several channels: %(known)s; say which with --channel"),
            name=name, known=", ".join(sorted(room.label for room, _ in found)),
        )  # fmt: skip
    return found[0] if found else None


def agreements_view(node: Node | None = None) -> AgreementsView:
    """The agreements in force in the record of a node, then the library."""
    rooms: list[Room] = [] if node is None else list(node.rooms.values())
    here = [_recorded_row(node, room, slot) for room in rooms for slot in recorded_slots(room) if node is not None]
    return AgreementsView(agreements=[*here, *(_row(open_agreement(name)) for name in agreement_files.library())])


def _recorded_row(node: Node, room: Room, slot: Slot) -> AgreementRow:
    """An agreement in force; where its rules have not come or do not hold, that is said in its row, and hides no other."""
    try:
        return _row(open_recorded(node, room, slot))
    except DetenteError as error:
        return AgreementRow(
            id=slot.name.partition("/")[2], origin="record", channel=room.label, text=slot.name, problem=text_of_error(error),
            title=dict(names_of(room, slot.name)), status=None, begins=None, ends=None, parties={}, declarations=0, first=None, last=None,
        )  # fmt: skip


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
                days=None if form.within is None else limits[form.within].days,
                runs_from=None if form.within is None else limits[form.within].runs_from,
                follows=form.follows,
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


_DAYS_OF_A_HISTORY = 400


def agreement_history(opened: Opened, until: dt.date, known: dt.date | None = None) -> AgreementHistory:
    """Every count on each day on which it may have changed, up to one day.

    Raises:
        CallerError: the libraries are not installed.
        FormatError: a rule does not hold.
    """
    agreement, book = opened.agreement, Book(opened.agreement, opened.held)
    days = {each.on for each in opened.held.declarations} | {each.on for each in opened.held.disputes}
    days |= {value.from_ for limit in agreement.limits for value in limit.values}
    days |= {due.on + dt.timedelta(1) for exchange in agreement.exchanges for due in book.rounds(exchange, until) if book.is_spoken_of(due)}
    shown = sorted(day for day in days if day <= until)[-_DAYS_OF_A_HISTORY:]
    counter = Counter(compile_rules(agreement, opened.source), book)
    lines: dict[str, dict[tuple[str, str | None], LineShown]] = {count.id: {} for count in agreement.counts}
    for place, day in enumerate(shown):
        for each in check(counter, Asked(day, known)):
            figure, rule = each.figure, each.figure.rule
            line = lines[rule.count.id].setdefault(
                (figure.party, rule.reading),
                LineShown(
                    party=figure.party, reading=rule.reading, reading_names={} if rule.reading is None else dict(rule.names),
                    held_by=list(rule.held_by), values=[None] * len(shown),
                ),
            )  # fmt: skip
            line.values[place] = figure.value
    return AgreementHistory(
        agreement=agreement.id,
        title=agreement.title,
        status=agreement.status,
        known=_day(known),
        days=[str(day) for day in shown],
        parties=_parties(agreement),
        counts=[
            CountOverTime(
                count=count.id, names=count.names, unit=count.unit, lines=list(lines[count.id].values()),
                limits=[_limit(limit, value) for limit in agreement.limits if limit.count == count.id for value in limit.values],
            )
            for count in agreement.counts
        ],
    )  # fmt: skip


def agreement_calendar(opened: Opened, first: dt.date, last: dt.date, made_at: str) -> AgreementCalendar:
    """The days of an agreement.

    Raises:
        CallerError: the last day is before the first.
    """
    if last < first:
        raise CallerError(N_("%(last)s is before %(first)s"), first=str(first), last=str(last))
    agreement = opened.agreement
    return AgreementCalendar(
        agreement=agreement.id,
        title=agreement.title,
        status=agreement.status,
        first=str(first),
        last=str(last),
        made_at=made_at,
        parties=_parties(agreement),
        duties=[
            DutyShown(
                on=str(each.on), kind=each.kind, key=each.key, names=dict(each.names), clause=each.clause,
                of=None if each.due is None else str(each.due.of), period_ended=None if each.due is None else _day(each.due.period_ended),
                days=None if each.due is None else each.due.days,
            )
            for each in duties(agreement, first, last)
        ],
    )  # fmt: skip


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
        ends=_day(agreement.until),
        parties=_parties(agreement),
        aliases={party.id: party.aliases for party in agreement.parties},
        provisions=[provision_shown(agreement, each.id) for each in agreement.provisions],
        rules=_rules(agreement),
        limits=[_limit(limit, value) for limit in agreement.limits for value in limit.values],
        exchanges=[_exchange(each) for each in agreement.exchanges],
        visit_types={each.id: each.names for each in agreement.visit_types},
        caps=[_cap(quota, cap) for quota in agreement.quotas for cap in quota.caps],
        sources=agreement.sources,
    )


def agreement_check(
    opened: Opened, as_of: dt.date, known: dt.date | None = None, *, parties: Sequence[str] = (), counts: Sequence[str] = ()
) -> AgreementCheck:
    """Every figure against its limits, and what was to be told.

    Raises:
        CallerError: a party or a count is not in this agreement; or the libraries are not installed.
        FormatError: a rule does not hold.
    """
    agreement, chosen = opened.agreement, chosen_parties(opened.agreement, parties)
    book, asked = Book(agreement, opened.held), Asked(as_of, known)
    counter = Counter(compile_rules(agreement, opened.source), book)
    named = _chosen_counts(agreement, counts)
    found = check(counter, asked, parties=chosen, counts=named) if named or not counts else []
    quotas = _chosen_quotas(agreement, counts)
    return AgreementCheck(
        agreement=agreement.id,
        title=agreement.title,
        status=agreement.status,
        origin=opened.origin,
        channel=opened.channel,
        text=opened.text,
        text_state=opened.state,
        entry=opened.entry,
        as_of=str(as_of),
        known=_day(known),
        in_force=agreement.from_ <= as_of and (agreement.until is None or as_of <= agreement.until),
        data_since=_day(opened.held.since),
        data_until=_day(opened.held.until),
        parties=_parties(agreement),
        figures=[_figure(each) for each in found],
        obligations=[_obligation(each) for each in obligations(book, asked) if not chosen or each.party in chosen],
        timed=[_timed(each) for each in timed(book, asked) if not chosen or each.declaration.by in chosen],
        notifications=[_notified(each) for each in notified(book, asked) if not chosen or each.notification.by in chosen],
        queries=[QueryShown(of=q.of, by=q.by, at=q.at, text=q.text, entry=q.entry, answers=q.answers) for q in opened.queries],
        misfits=[MisfitShown(entry=key, reason=text_of_error(error)) for key, error in sorted(opened.misfits.items())],
        quotas=[cap_used(each) for each in quotas_used(book, quotas, asked, hosts=chosen)],
    )


def agreement_explained(
    opened: Opened,
    counts: Sequence[str],
    as_of: dt.date,
    known: dt.date | None = None,
    *,
    parties: Sequence[str] = (),
    reading: str | None = None,
) -> AgreementExplained:
    """The whole reason of some counts.

    Raises:
        CallerError: a party, a count or a reading is not in this agreement; or the libraries are not installed.
        FormatError: a rule does not hold.
    """
    agreement, chosen = opened.agreement, chosen_parties(opened.agreement, parties)
    book, asked = Book(agreement, opened.held), Asked(as_of, known)
    counter = Counter(compile_rules(agreement, opened.source), book)
    named = _chosen_counts(agreement, counts)
    found = check(counter, asked, parties=chosen, counts=named, explained=True) if named or not counts else []
    used = quotas_used(book, _chosen_quotas(agreement, counts), asked, hosts=chosen, explained=True)
    known_readings = sorted({each.figure.rule.reading for each in found if each.figure.rule.reading is not None})
    if reading is not None and reading not in known_readings:
        raise CallerError(
            N_("there is no reading '%(name)s' here; there are: %(known)s"), name=reading, known=", ".join(known_readings) or "—"
        )
    clauses = [each.figure.rule.clause for each in found] + [held.value.clause for each in found for held in each.against if held.value]
    clauses += [each.cap.clause for each in used]
    return AgreementExplained(
        agreement=agreement.id,
        title=agreement.title,
        status=agreement.status,
        as_of=str(as_of),
        known=_day(known),
        data_until=_day(opened.held.until),
        parties=_parties(agreement),
        provisions=[provision_shown(agreement, clause) for clause in dict.fromkeys(clauses)],
        explained=[_explained(agreement, each) for each in found if reading in {None, each.figure.rule.reading}],
        quotas=[cap_used(each) for each in used],
    )


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
    known = {each.by for each in held.declarations} | {each.of for each in held.visits}
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


def _chosen_counts(agreement: Agreement, names: Sequence[str]) -> Sequence[str]:
    """The counts among some names; each of these has to be a count or a quota."""
    for name in names:
        if agreement.count(name) is None and agreement.quota(name) is None:
            known = dict.fromkeys([each.id for each in agreement.counts] + [each.id for each in agreement.quotas])
            raise CallerError(N_("nothing is counted here as '%(name)s'; there are: %(known)s"), name=name, known=", ".join(known))
    return [name for name in names if agreement.count(name) is not None]


def _chosen_quotas(agreement: Agreement, names: Sequence[str]) -> list[Quota]:
    return [quota for quota in agreement.quotas if not names or quota.id in names]


def _row(opened: Opened) -> AgreementRow:
    agreement, days = opened.agreement, sorted(each.on for each in opened.held.declarations)
    return AgreementRow(
        id=agreement.id,
        origin=opened.origin,
        channel=opened.channel,
        text=opened.text,
        problem=None,
        title=agreement.title,
        status=agreement.status,
        begins=str(agreement.from_),
        ends=_day(agreement.until),
        parties=_parties(agreement),
        declarations=len(days),
        first=_day(days[0] if days else None),
        last=_day(days[-1] if days else None),
    )


def _parties(agreement: Agreement) -> dict[str, Texts]:
    return {party.id: party.names for party in agreement.parties}


def _day(day: dt.date | None) -> str | None:
    return None if day is None else str(day)


def provision_shown(agreement: Agreement, clause: str) -> ProvisionShown:
    """The provision of a clause."""
    found = agreement.provision(clause)
    return ProvisionShown(
        id=found.id, reference=found.reference, says=found.says or {}, source=found.source, begins=_day(found.from_), ends=_day(found.until)
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


def _limit(limit: Limit, value: LimitValue) -> LimitShown:
    return LimitShown(
        limit=limit.id,
        names=limit.names,
        count=limit.count,
        at_most=value.at_most,
        at_least=value.at_least,
        begins=str(value.from_),
        ends=_day(value.until),
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
        begins=_day(cap.from_ or quota.from_),
        ends=_day(cap.until or quota.until),
    )


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
        inputs=[_input(one) for one in each.inputs],
    )


def _figure(checked: Checked) -> CountedShown:
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
        of=_day(figure.of),
        known_part=figure.known_part,
        unknown_items=figure.unknown_items,
        receipt_undated=figure.receipt_undated,
        limits=[_against(each) for each in checked.against],
    )


def _against(each: Against) -> AgainstShown:
    return AgainstShown(limit=None if each.value is None else _limit(each.limit, each.value), in_force=each.in_force, verdict=each.verdict)


def _explained(agreement: Agreement, checked: Checked) -> Explained:
    rule = checked.figure.rule
    return Explained(
        figure=_figure(checked),
        provision=provision_shown(agreement, rule.clause),
        rule=rule.said,
        reading_source=rule.source,
        inputs=[_input(each) for each in checked.figure.inputs],
    )


def _input(each: Input) -> InputShown:
    return InputShown(
        kind=each.kind,
        id=each.id,
        by=each.by,
        on=str(each.on),
        received=_day(each.received),
        part=each.part,
        amount=each.amount,
        counts=each.counts,
        why=each.why,
        parts=[(number, dict(what)) for number, what in each.what],
        sources=list(each.sources),
        entry=each.entry,
    )


def _obligation(each: Obligation) -> ObligationShown:
    told = each.declaration
    return ObligationShown(
        exchange=each.exchange.id,
        names=each.exchange.names,
        clause=each.exchange.clause,
        party=each.party,
        of=str(each.due.of),
        due=str(each.due.on),
        period_ended=_day(each.due.period_ended),
        days=each.due.days,
        state=each.state,
        in_time=each.in_time,
        declaration=None if told is None else told.id,
        corrects=None if told is None else told.corrects,
        said_by=None if told is None else told.said_by,
        ground=_ground(told),
        reversible=None if told is None else told.reversible,
        audience=None if told is None else told.audience,
        since=None if told is None else told.since,
        last_of=None if each.last is None else str(each.last.on),
        since_differs=each.since_differs,
        suspensions=[suspension_shown(held) for held in each.suspensions],
        disputes=[_dispute(held) for held in each.disputes],
    )


def _ground(told: Declaration | None) -> Texts:
    return {} if told is None else told.ground or {}


def suspension_shown(held: Suspension) -> ClaimShown:
    """A suspension that a party claims, with what others say of it."""
    contested = [
        ClaimShown(id=None, by=each.by, on=None, says=each.says, total=None, parts=[], contested=[], sources=each.sources)
        for each in held.contested
    ]
    return ClaimShown(
        id=held.id, by=held.by, on=str(held.from_), says=held.ground or {}, total=None, parts=[], contested=contested, sources=held.sources
    )


def _dispute(held: Dispute) -> ClaimShown:
    return ClaimShown(
        id=held.id,
        by=held.by,
        on=str(held.on),
        says=held.says or {},
        total=sum(each.number for each in held.amounts),
        parts=[(each.number, each.what) for each in held.amounts],
        contested=[],
        sources=held.sources,
    )


def _timed(each: Timed) -> TimedShown:
    return TimedShown(
        declaration=each.declaration.id,
        party=each.declaration.by,
        names=each.limit.names,
        clause=each.limit.clause,
        days=each.limit.days,
        runs_from=_day(each.runs_from),
        due=_day(each.due),
        received=_day(each.declaration.received),
        state=each.state,
    )


def _notified(each: Notified) -> NotifiedShown:
    told = each.notification
    return NotifiedShown(
        id=told.id,
        party=told.by,
        on=str(told.on),
        format=each.form.id,
        number=each.form.number,
        names=each.form.names,
        clause=each.form.clause,
        values={name: pair_text(name, value).partition("=")[2] for name, value in told.values.items()},
        received=_day(told.received),
        due=_day(each.due),
        state=each.state,
        missing=list(each.missing),
        remarks=told.remarks or {},
        entry=told.entry,
    )
