"""One round of a regular exchange, with all that is held about it: what each party told, against the limits, and what cannot be told.

It is what is printed as the report of an exchange. Every figure names its clause and the records that it rests on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from detente.agreements.agreement import Agreement, Count, Exchange
from detente.agreements.book import Asked, Book
from detente.agreements.checking import check
from detente.agreements.counting import Counter, Figure
from detente.agreements.declarations import Declaration
from detente.agreements.loading import CONTESTED
from detente.agreements.obligations import notified, obligation
from detente.agreements.rounds import Due
from detente.agreements.rules import Rules, compile_rules
from detente.errors import N_, CallerError
from detente.node.collector import no_search_for_cycles
from detente.node.node import Node
from detente.views.agreement_figures import CountedShown
from detente.views.agreement_history import AgreementHistory, agreement_history
from detente.views.agreement_reasons import Explained, explained_shown
from detente.views.agreement_returns import (
    NotifiedShown,
    ObligationShown,
    QueryShown,
    notified_shown,
    obligation_shown,
    query_shown,
)
from detente.views.agreement_terms import ProvisionShown, Texts, day_text, parties_of, provision_shown
from detente.views.base import ChannelName, Point, Text, View, as_of, channel_name, text_of_error
from detente.views.day_found import DayFound, day_found
from detente.views.opened import Opened

_NO_RETURN = frozenset({"due", "not_provided", "withheld", "not_seen"})
"""States of a party that has told no values in a round."""


class FigureChanged(View, frozen=True):
    """A declared figure before a correction and after it; null where it is not stated."""

    figure: str
    names: Texts
    before: int | None
    after: int | None


class CorrectionShown(View, frozen=True):
    """A declaration in the place of another. `form_before` and `form`: what it was and is; `items`: how many it states or removes."""

    declaration: str
    party: str
    of: str
    received: str | None
    corrects: str
    corrects_entry: str | None
    form_before: str
    form: str
    figures: list[FigureChanged]
    items: int
    sources: list[str]
    entry: str | None


class Untold(View, frozen=True):
    """What the records held here do not tell, by `kind`.

    receipt    whether a party told in time: no day of receipt is held
    silence    whether a party told at all: the sources say nothing
    figure     a figure (`names`), for the reason `why`
    outside    why values of `day` that a party declared, and that are counted, are not its return in the exchange
    reading    which of two readings of a rule is right; no party's is preferred
    known      what was known on a day, of records that have no day of receipt
    later      what came after `day`, the last one that the data speak of
    misfit     what an entry says that does not fit the agreement, for the `reason`
    """

    kind: str
    party: str | None = None
    names: Texts = msgspec.field(default_factory=dict)
    why: str | None = None
    day: str | None = None
    entry: str | None = None
    reason: Text | None = None


class AgreementRound(View, frozen=True):
    """One round of an exchange: of the day `of`, due on `due`, as it was on `as_of`, as it was known on `known` (null: all that is held).

    `found`: how that day was found, where working days were counted. `before`: the day of the round before, since when notifications and
    corrections are listed; null where it is the first. `channel`, `points`: in the record, where, and as of which entries. `figures`: those
    that the exchange tells, under each reading, with reasons; one that no rule counts stands as `declared-` with its id. `notes`: what its
    party adds to a declaration that a figure rests on.
    """

    agreement: str
    title: Texts
    status: str
    reviewed_by: str | None
    origin: str
    channel: ChannelName | None
    points: list[Point]
    text: str | None
    text_state: str | None
    entry: str | None
    exchange: str
    names: Texts
    clause: str
    of: str
    due: str
    period_ended: str | None
    days: int | None
    found: DayFound | None
    before: str | None
    as_of: str
    known: str | None
    in_force: bool
    parties: dict[str, Texts]
    returns: list[ObligationShown]
    figures: list[Explained]
    notes: dict[str, Texts]
    notifications: list[NotifiedShown]
    corrections: list[CorrectionShown]
    queries: list[QueryShown]
    history: AgreementHistory
    provisions: list[ProvisionShown]
    untold: list[Untold]


@no_search_for_cycles()
def agreement_round(
    opened: Opened, day: dt.date, known: dt.date | None = None, *, exchange: str | None = None, node: Node | None = None
) -> AgreementRound:
    """The newest round of an exchange on a day.

    Args:
        exchange: its id; otherwise that whose round is the newest.
        node: where the agreement is in force, if it is of the record.

    Raises:
        CallerError: there is no such exchange, or none has begun; or the libraries are not installed.
        FormatError: a rule does not hold.
    """
    chosen, due, before = _chosen(Book(opened.agreement, opened.held), day, exchange)
    agreement = _with_uncounted(opened, chosen)
    book, asked, rules = Book(agreement, opened.held), Asked(day, known), compile_rules(agreement, opened.source)
    counts = _told_by(chosen, rules)
    room = None if node is None or opened.channel is None else node.room(opened.channel)
    counter = Counter(rules, book)
    found = check(counter, asked, counts=counts, explained=True) if counts else []
    figures = [explained_shown(agreement, each) for each in found if not _is_silent(each.figure)]
    returns = [obligation_shown(obligation(book, chosen, party.id, due, asked)) for party in agreement.parties]
    told = [notified_shown(each) for each in notified(book, asked) if before is None or each.notification.on > before]
    clauses = [chosen.clause, *_clauses(figures), *(each.clause for each in told)]
    history = agreement_history(opened, day, known, counter=counter, counts=counts)
    return AgreementRound(
        agreement=agreement.id,
        title=agreement.title,
        status=agreement.status,
        reviewed_by=agreement.reviewed_by,
        origin=opened.origin,
        channel=None if room is None else channel_name(room),
        points=[] if room is None else as_of(room),
        text=opened.text,
        text_state=opened.state,
        entry=opened.entry,
        exchange=chosen.id,
        names=chosen.names,
        clause=chosen.clause,
        of=str(due.of),
        due=str(due.on),
        period_ended=day_text(due.period_ended),
        days=due.days,
        found=day_found(due.reckoned),
        before=day_text(before),
        as_of=str(day),
        known=day_text(known),
        in_force=agreement.from_ <= day and (agreement.until is None or day <= agreement.until),
        parties=parties_of(opened),
        returns=returns,
        figures=figures,
        notes=_notes(book, figures),
        notifications=told,
        corrections=[_correction(agreement, book, each) for each in _corrections(book, chosen, before, asked)],
        queries=[query_shown(each) for each in opened.queries],
        history=history if counts else msgspec.structs.replace(history, counts=[]),
        provisions=[provision_shown(agreement, clause) for clause in dict.fromkeys(clauses)],
        untold=list(_untold(opened, asked, returns, figures)),
    )


def _chosen(book: Book, day: dt.date, name: str | None) -> tuple[Exchange, Due, dt.date | None]:
    """The exchange, its newest round on a day, and the day of the round before."""
    exchanges = book.agreement.exchanges
    if name is not None and all(each.id != name for each in exchanges):
        known = ", ".join(each.id for each in exchanges) or "—"
        raise CallerError(N_("there is no exchange '%(name)s' in this agreement; there are: %(known)s"), name=name, known=known)
    begun = [(each, rounds) for each in exchanges if name in {None, each.id} and (rounds := book.rounds(each, day))]
    if not begun:
        raise CallerError(N_("no round of an exchange has begun by %(day)s"), hint=N_("Ask for a later day with --as-of."), day=str(day))
    chosen, rounds = max(begun, key=lambda each: each[1][-1].of)
    return chosen, rounds[-1], rounds[-2].of if len(rounds) > 1 else None


def _with_uncounted(opened: Opened, exchange: Exchange) -> Agreement:
    """The agreement with a count for each figure of an exchange that no rule of it counts: what was declared, as it stands."""
    agreement = opened.agreement
    read = {
        name.removesuffix(CONTESTED)
        for readings in compile_rules(agreement, opened.source).counts.values()
        for each in readings
        for name in (() if each.value is None else each.value.reads)
    }
    plain = [
        Count(id=f"declared-{each.id}", names=each.names, unit=each.unit, clause=each.clause, value=each.id, if_declared=True)
        for each in agreement.figures
        if each.id in exchange.figures and each.id not in read
    ]
    return msgspec.structs.replace(agreement, counts=[*agreement.counts, *plain])


def _told_by(exchange: Exchange, rules: Rules) -> list[str]:
    """The counts that rest on what an exchange tells."""
    return [
        name
        for name, readings in rules.counts.items()
        if any(
            each.count.item in exchange.items
            if each.value is None
            else set(exchange.figures) & {name.removesuffix(CONTESTED) for name in each.value.reads}
            for each in readings
        )
    ]


def _is_silent(figure: Figure) -> bool:
    """Whether nothing is to be said of a figure: its party never declared what the count is of, and the agreement wants no word then."""
    return figure.rule.count.if_declared and figure.why == "nothing_declared"


def _clauses(figures: Iterable[Explained]) -> Iterator[str]:
    for each in figures:
        yield each.figure.clause
        yield from (held.limit.clause for held in each.figure.limits if held.limit is not None)


def _notes(book: Book, figures: Iterable[Explained]) -> dict[str, Texts]:
    named = (book.declarations.get(one.id) for each in figures for one in each.inputs)
    return {each.id: each.note for each in named if each is not None and each.note}


def _corrections(book: Book, exchange: Exchange, before: dt.date | None, asked: Asked) -> list[Declaration]:
    """The corrections of what was told in an exchange that came since the round before."""
    return [
        each
        for each in book.held.declarations
        if each.corrects is not None
        and exchange.id in {each.exchange, book.declarations[each.corrects].exchange}
        and asked.sees(each.on, each.received)
        and (before is None or (each.received or each.on) > before)
    ]


def _correction(agreement: Agreement, book: Book, told: Declaration) -> CorrectionShown:
    was = book.declarations[str(told.corrects)]
    names = {each.id: each.names for each in agreement.figures}
    return CorrectionShown(
        declaration=told.id,
        party=told.by,
        of=str(told.on),
        received=day_text(told.received),
        corrects=was.id,
        corrects_entry=was.entry,
        form_before=was.kind,
        form=told.kind,
        figures=[
            FigureChanged(figure=name, names=names[name], before=was.figures.get(name), after=told.figures.get(name))
            for name in names
            if was.figures.get(name) != told.figures.get(name)
        ],
        items=len(told.items) + len(told.removed),
        sources=list(told.sources),
        entry=told.entry,
    )


def _untold(opened: Opened, asked: Asked, returns: Sequence[ObligationShown], figures: Sequence[Explained]) -> Iterator[Untold]:
    for each in returns:
        if each.state == "not_seen":
            yield Untold(kind="silence", party=each.party)
        elif each.in_time is None and each.state in {"provided", "nil", "nothing_new"}:
            yield Untold(kind="receipt", party=each.party)
        if each.state in _NO_RETURN and any(_is_of(one.figure, each) for one in figures):
            yield Untold(kind="outside", party=each.party, day=each.of)
    unknown = {(one.figure.party, one.figure.count): one.figure for one in figures if one.figure.value is None}
    for figure in unknown.values():
        yield Untold(kind="figure", party=figure.party, names=figure.names, why=figure.why or "not_stated")
    values: dict[tuple[str, str], set[int | None]] = {}
    for one in figures:
        values.setdefault((one.figure.count, one.figure.party), set()).add(one.figure.value)
    names = {one.figure.count: one.figure.names for one in figures}
    for count in dict.fromkeys(count for (count, _), found in values.items() if len(found) > 1):
        yield Untold(kind="reading", names=names[count])
    if asked.known is not None and any(one.figure.receipt_undated for one in figures):
        yield Untold(kind="known", day=str(asked.known))
    if opened.held.until is not None and asked.as_of > opened.held.until:
        yield Untold(kind="later", day=str(opened.held.until))
    for entry, error in sorted(opened.misfits.items()):
        yield Untold(kind="misfit", entry=entry, reason=text_of_error(error))


def _is_of(figure: CountedShown, told: ObligationShown) -> bool:
    """Whether a figure has a value of the day of a round, of the party that had to tell it."""
    return figure.party == told.party and figure.value is not None and figure.of == told.of
