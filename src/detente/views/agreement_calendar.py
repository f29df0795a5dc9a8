"""The days of an agreement: when exchanges are due, and how that was found; when limits and provisions begin and end."""

from __future__ import annotations

import datetime as dt

from detente.agreements.duties import duties
from detente.errors import N_, CallerError
from detente.views.agreement_terms import Texts, day_text, parties_of
from detente.views.base import View
from detente.views.day_found import DayFound, day_found
from detente.views.opened import Opened


class DutyShown(View, frozen=True):
    """One day of an agreement: exchange (due), limit_begins, limit_ends, provision_begins, provision_ends, begins, ends.

    Of an exchange, `of` is the day of which the values are; where the day was computed, it is `days` after `period_ended`, and `found` says
    how, where working days were counted.
    """

    on: str
    kind: str
    key: str
    names: Texts
    clause: str | None
    of: str | None
    period_ended: str | None
    days: int | None
    found: DayFound | None


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
        parties=parties_of(opened),
        duties=[
            DutyShown(
                on=str(each.on), kind=each.kind, key=each.key, names=dict(each.names), clause=each.clause,
                of=None if each.due is None else str(each.due.of),
                period_ended=None if each.due is None else day_text(each.due.period_ended),
                days=None if each.due is None else each.due.days, found=None if each.due is None else day_found(each.due.reckoned),
            )
            for each in duties(agreement, first, last)
        ],
    )  # fmt: skip
