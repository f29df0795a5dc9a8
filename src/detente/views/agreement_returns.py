"""What the parties to an agreement had to tell one another, and what came: rounds of exchanges, time limits, notifications, queries."""

from __future__ import annotations

from detente.agreements.declarations import Declaration, Dispute, Suspension
from detente.agreements.obligations import Notified, Obligation, Timed
from detente.views.agreement_terms import Texts, day_text
from detente.views.base import Text, View
from detente.views.day_found import DayFound, day_found
from detente.views.opened import Query
from detente.views.values import pair_text


class ClaimShown(View, frozen=True):
    """What a party says, with where: a dispute, a suspension, or that it is contested. `total` and `parts` are those of a dispute.

    `on`: since when it is said; `received`: when the others had it, null where nobody says.
    """

    id: str | None
    by: str
    on: str | None
    received: str | None
    says: Texts
    total: int | None
    parts: list[tuple[int, Texts]]
    contested: list[ClaimShown]
    sources: list[str]
    entry: str | None


class ObligationShown(View, frozen=True):
    """What a party had to tell in a round of an exchange, and what came. `in_time` is null where no date of receipt says it.

    `declaration`: what came, or the record that nothing did, with its day of receipt (null where nobody says), its entry in the record, and
    its sources. `corrects`: the declaration that what came corrects. `audience`: who may read what came, as the party chose: public,
    parties, or null where it does not say. `since`: the year of the last declaration as a return names it that says that nothing is new;
    `last_of`: the day of the last return before it that is held and says more, null where none is; `since_differs`: the two do not fit.
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
    received: str | None
    entry: str | None
    sources: list[str]
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
    """A declaration with a time limit: in_time, late, or unknown. `found`: how its last day was found; null where a date is missing."""

    declaration: str
    party: str
    names: Texts
    clause: str
    days: int
    runs_from: str | None
    due: str | None
    received: str | None
    state: str
    found: DayFound | None


class NotifiedShown(View, frozen=True):
    """A notification. `state`: in_time, late, unknown, no_term; `missing`: formats that had to precede it, and of which it names none.

    `found`: how its last day was found; null where it has no time limit, or a date is missing.
    """

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
    found: DayFound | None


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


def obligation_shown(each: Obligation) -> ObligationShown:
    """What a party had to tell in a round."""
    told = each.declaration
    return ObligationShown(
        exchange=each.exchange.id,
        names=each.exchange.names,
        clause=each.exchange.clause,
        party=each.party,
        of=str(each.due.of),
        due=str(each.due.on),
        period_ended=day_text(each.due.period_ended),
        days=each.due.days,
        state=each.state,
        in_time=each.in_time,
        declaration=None if told is None else told.id,
        received=None if told is None else day_text(told.received),
        entry=None if told is None else told.entry,
        sources=[] if told is None else list(told.sources),
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
        ClaimShown(
            id=None,
            by=each.by,
            on=None,
            received=None,
            says=each.says,
            total=None,
            parts=[],
            contested=[],
            sources=each.sources,
            entry=None,
        )
        for each in held.contested
    ]
    return ClaimShown(
        id=held.id,
        by=held.by,
        on=str(held.from_),
        received=day_text(held.received),
        says=held.ground or {},
        total=None,
        parts=[],
        contested=contested,
        sources=held.sources,
        entry=held.entry,
    )


def _dispute(held: Dispute) -> ClaimShown:
    return ClaimShown(
        id=held.id,
        by=held.by,
        on=str(held.on),
        received=day_text(held.received),
        says=held.says or {},
        total=sum(each.number for each in held.amounts),
        parts=[(each.number, each.what) for each in held.amounts],
        contested=[],
        sources=held.sources,
        entry=held.entry,
    )


def timed_shown(each: Timed) -> TimedShown:
    """A declaration that has a time limit."""
    return TimedShown(
        declaration=each.declaration.id,
        party=each.declaration.by,
        names=each.limit.names,
        clause=each.limit.clause,
        days=each.limit.days,
        runs_from=day_text(each.runs_from),
        due=day_text(each.due),
        received=day_text(each.declaration.received),
        state=each.state,
        found=day_found(each.reckoned),
    )


def notified_shown(each: Notified) -> NotifiedShown:
    """A notification."""
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
        received=day_text(told.received),
        due=day_text(each.due),
        state=each.state,
        missing=list(each.missing),
        remarks=told.remarks or {},
        entry=told.entry,
        found=day_found(each.reckoned),
    )


def query_shown(each: Query) -> QueryShown:
    """What a party asked about something that was said."""
    return QueryShown(of=each.of, by=each.by, at=each.at, text=each.text, entry=each.entry, answers=each.answers)
