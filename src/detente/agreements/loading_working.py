"""What loading asks of working days: that there are any, and that each holiday is one of the days that the list speaks of.

The steps are those of `loading`; this module holds what they do for working days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from detente.agreements.agreement import Agreement, WorkingDays
from detente.agreements.source import Path, Source
from detente.agreements.working import Week
from detente.errors import N_


def named_by_working_days(agreement: Agreement) -> Iterable[tuple[Path, str, str]]:
    """Every reference to working days and of their holidays: where it stands, to what kind of part, and its name."""
    for place, agreed in enumerate(agreement.working_days):
        for number, holiday in enumerate(agreed.holidays):
            if holiday.party is not None:
                yield ("working_days", place, "holiday", number, "party"), "party", holiday.party
    for place, limit in enumerate(agreement.time_limits):
        if limit.working is not None:
            yield ("time_limit", place, "working"), "working_days", limit.working
    for place, exchange in enumerate(agreement.exchanges):
        for number, each in enumerate(exchange.rounds):
            if each.working is not None:
                yield ("exchange", place, "round", number, "working"), "working_days", each.working


def check_working_days(path: Path, agreed: WorkingDays, source: Source) -> None:
    """Each weekday and each holiday once, no holiday that the list does not speak of, and some day on which a party works."""
    if len(set(agreed.weekdays)) != len(agreed.weekdays):
        raise source.error((*path, "weekdays"), N_("a word stands here twice"))
    seen: dict[tuple[dt.date, str | None], int] = {}
    for number, holiday in enumerate(agreed.holidays):
        here: Path = (*path, "holiday", number)
        if seen.setdefault((holiday.on, holiday.party), number) != number:
            raise source.error((*here, "on"), N_("the holiday of %(day)s stands in this list twice"), day=str(holiday.on))
        if (agreed.from_ is not None and holiday.on < agreed.from_) or (agreed.until is not None and holiday.on > agreed.until):
            raise source.error(
                (*here, "on"), N_("the holiday of %(day)s lies outside of %(first)s to %(last)s, of which this list speaks"),
                day=str(holiday.on), first="—" if agreed.from_ is None else str(agreed.from_),
                last="—" if agreed.until is None else str(agreed.until),
            )  # fmt: skip
    if agreed.from_ is None or agreed.until is None:
        return
    for party in {None, *(each.party for each in agreed.holidays)}:
        if not Week(agreed, party).worked(agreed.from_, agreed.until):
            span = {"first": str(agreed.from_), "last": str(agreed.until)}
            raise source.error(path, N_("from %(first)s to %(last)s there is no working day"), **span)
