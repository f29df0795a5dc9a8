"""What was to be told, and what came: the state of each party in each round of an exchange, and of what has a time limit.

The states:

    due             the last day has not passed
    provided        values came; whether in time is unknown where no date of receipt is
    late            values came after the last day
    nil             the party said that it has nothing to declare
    nothing_new     the party said that its last values stand; where the year that it names is not that of its last return, that is said
    not_provided    the last day has passed, or another party says so, and nothing came
    withheld        the party says that it keeps it back: on which ground, and whether that can be undone
    not_seen        our sources say nothing, and nothing is concluded

Beside its state a round carries what is claimed about it: suspensions, each with what others say of it, and disputes of what was told.
A suspension is a claim of one party, so it never becomes the state.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.agreements.agreement import Exchange, Format, TimeLimit
from detente.agreements.book import Asked, Book
from detente.agreements.declarations import Declaration, Dispute, Notification, Suspension
from detente.agreements.rounds import Due
from detente.agreements.working import Reckoned, Reckoner


@dataclass(frozen=True)
class Obligation:
    """What one party had to tell in one round. `in_time` is null where no date of receipt says it.

    Of a return that says that nothing is new, `last` is the last one before it that is held and says more, and `since_differs` whether the
    year that the return names is neither the year of that one nor the one in which it was due.
    """

    exchange: Exchange
    party: str
    due: Due
    state: str
    in_time: bool | None
    declaration: Declaration | None
    suspensions: tuple[Suspension, ...]
    disputes: tuple[Dispute, ...]
    last: Declaration | None = None
    since_differs: bool = False


@dataclass(frozen=True)
class Timed:
    """A declaration with a time limit. `state`: in_time, late, or unknown; `reckoned`: how the last day was found."""

    limit: TimeLimit
    declaration: Declaration
    reckoned: Reckoned | None
    state: str

    @property
    def runs_from(self) -> dt.date | None:
        return None if self.reckoned is None else self.reckoned.begins

    @property
    def due(self) -> dt.date | None:
        return None if self.reckoned is None else self.reckoned.due


@dataclass(frozen=True)
class Notified:
    """A notification. `state`: in_time, late, unknown where a date is missing, no_term where its format has no time limit.

    `missing`: the formats that had to precede it, of which it names no notification; `reckoned`: how the last day was found.
    """

    form: Format
    limit: TimeLimit | None
    notification: Notification
    reckoned: Reckoned | None
    state: str
    missing: tuple[str, ...]

    @property
    def due(self) -> dt.date | None:
        return None if self.reckoned is None else self.reckoned.due


def obligations(book: Book, asked: Asked) -> list[Obligation]:
    """For each exchange, the newest round whose day has come, of each party.

    A round is left out when a later one of another exchange tells all that it told: the first data, once the regular ones have begun.
    """
    newest = {each.id: rounds[-1] for each in book.agreement.exchanges if (rounds := book.rounds(each, asked.as_of))}
    told = {each.id: {*each.figures, *each.items} for each in book.agreement.exchanges}

    def is_told_later(exchange: str) -> bool:
        later = (other for other, due in newest.items() if due.of > newest[exchange].of)
        return bool(told[exchange]) and any(told[exchange] <= told[other] for other in later)

    return [
        obligation(book, exchange, party.id, newest[exchange.id], asked)
        for exchange in book.agreement.exchanges
        if exchange.id in newest and not is_told_later(exchange.id)
        for party in book.agreement.parties
    ]


def obligation(book: Book, exchange: Exchange, party: str, due: Due, asked: Asked) -> Obligation:
    """The state of one party in one round."""
    told = book.returned(party, exchange.id, due, asked)
    in_time = None if told is None else book.came_in_time(told, due, asked)
    if told is None:
        state = "not_provided" if book.has_passed(due, asked) else "due" if book.is_spoken_of(due) else "not_seen"
    elif told.kind in {"figures", "items", "text"}:
        state = "late" if in_time is False else "provided"
    else:
        state = told.kind
    suspensions = tuple(book.suspensions(party, exchange.id, max(due.of, min(due.on, asked.as_of)), asked))
    disputes = () if told is None else tuple(each for name in exchange.figures for each in book.disputes_of(told, name, asked))
    last, differs = _last_said(book, exchange, told, asked)
    return Obligation(exchange, party, due, state, in_time, told, suspensions, disputes, last, differs)


def _last_said(book: Book, exchange: Exchange, told: Declaration | None, asked: Asked) -> tuple[Declaration | None, bool]:
    """What a return that says that nothing is new refers to, and whether it names another year."""
    if told is None or told.kind != "nothing_new":
        return None, False
    last = book.last_content(told.by, exchange.id, told.on, asked)
    if told.since is None:
        return last, False
    years = set() if last is None else {last.on.year, *(due.on.year for due in book.rounds(exchange, told.on) if due.of == last.on)}
    return last, told.since not in years


def timed(book: Book, asked: Asked) -> list[Timed]:
    """Every declaration that has a time limit, in the order of the file."""
    limits, reckoner = {limit.id: limit for limit in book.agreement.time_limits}, Reckoner(book.agreement)
    found = []
    for party in book.agreement.parties:
        for each in book.declared_by(party.id, asked):
            if each.within is not None:
                limit = limits[each.within]
                found.append(Timed(limit, each, *_within(book, reckoner, limit, each)))
    return found


def notified(book: Book, asked: Asked) -> list[Notified]:
    """Every notification that counts by then, in the order in which they are held."""
    limits = {limit.id: limit for limit in book.agreement.time_limits}
    forms, reckoner = {form.id: form for form in book.agreement.notifications}, Reckoner(book.agreement)
    of = {each.id: each.format for each in book.held.notifications}
    found = []
    for each in book.held.notifications:
        if not asked.sees(each.on, each.received):
            continue
        form = forms[each.format]
        named = {of[key] for key in each.follows}
        missing = tuple(name for name in form.follows if name not in named)
        limit = None if form.within is None else limits[form.within]
        if limit is None:
            found.append(Notified(form, None, each, None, "no_term", missing))
        else:
            reckoned, state = _within(book, reckoner, limit, each)
            found.append(Notified(form, limit, each, reckoned, state, missing))
    return found


def _within(book: Book, reckoner: Reckoner, limit: TimeLimit, told: Declaration | Notification) -> tuple[Reckoned | None, str]:
    """When a time limit ends, and whether what was told came in time."""
    answered = None if told.answers is None else book.received(told.answers)
    begins = (told.event or told.on) if limit.runs_from == "event" else answered
    if begins is None:
        return None, "unknown"
    found = reckoner.reckon(limit.days, limit.working, begins, told.by)
    if told.received is None or found.due is None:
        return found, "unknown"
    if told.received <= found.due:
        return found, "in_time"
    return found, "unknown" if found.beyond else "late"
