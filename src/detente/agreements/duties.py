"""What an agreement has in the calendar: when exchanges are due, when limits and provisions begin and end, and how each day was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.agreements.agreement import Agreement
from detente.agreements.rounds import Due, rounds_until

_ROOM = dt.timedelta(days=2 * 366)
"""A round may be about a day this long after or before it is due."""


@dataclass(frozen=True)
class Duty:
    """One day of an agreement.

    `kind`: exchange (something is due, of every party), limit_begins, limit_ends, provision_begins, provision_ends, begins, ends.
    `key`: the part that it is of; `due`: of an exchange, how the day was found.
    """

    on: dt.date
    kind: str
    key: str
    names: Mapping[str, str]
    clause: str | None
    due: Due | None = None


def duties(agreement: Agreement, first: dt.date, last: dt.date) -> list[Duty]:
    """The days of an agreement from one day to another, both included; by day, then in the order of the file."""
    found = [*_exchanges(agreement, last), *_limits(agreement), *_provisions(agreement)]
    found.append(Duty(agreement.from_, "begins", agreement.id, agreement.title, None))
    if agreement.until is not None:
        found.append(Duty(agreement.until, "ends", agreement.id, agreement.title, None))
    return sorted((each for each in found if first <= each.on <= last), key=lambda each: each.on)


def _exchanges(agreement: Agreement, last: dt.date) -> Iterator[Duty]:
    until = last + _ROOM if last <= dt.date.max - _ROOM else dt.date.max
    for exchange in agreement.exchanges:
        for due in rounds_until(exchange, agreement, until):
            yield Duty(due.on, "exchange", exchange.id, exchange.names, exchange.clause, due)


def _limits(agreement: Agreement) -> Iterator[Duty]:
    for limit in agreement.limits:
        for value in limit.values:
            yield Duty(value.from_, "limit_begins", limit.id, limit.names, value.clause)
            if value.until is not None:
                yield Duty(value.until, "limit_ends", limit.id, limit.names, value.clause)


def _provisions(agreement: Agreement) -> Iterator[Duty]:
    for provision in agreement.provisions:
        names = provision.says or {"und": provision.reference}
        if provision.from_ is not None and provision.from_ != agreement.from_:
            yield Duty(provision.from_, "provision_begins", provision.id, names, provision.id)
        if provision.until is not None and provision.until != agreement.until:
            yield Duty(provision.until, "provision_ends", provision.id, names, provision.id)
