"""What was counted under an agreement over time, beside its limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from detente.agreements.book import Asked
from detente.agreements.checking import check
from detente.agreements.counting import Counter
from detente.views.agreement_terms import LimitShown, Texts, day_text, limit_shown, parties_of
from detente.views.base import View
from detente.views.opened import Opened, counted


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


_MOST_DAYS = 400


def agreement_history(
    opened: Opened, until: dt.date, known: dt.date | None = None, *, counter: Counter | None = None, counts: Sequence[str] = ()
) -> AgreementHistory:
    """Every count on each day on which it may have changed, up to one day.

    Args:
        counter: of the same agreement and what is held about it, where somebody has made it already.
        counts: only these; otherwise all.

    Raises:
        CallerError: the libraries are not installed.
        FormatError: a rule does not hold.
    """
    return counted(opened, lambda each: _history(each, until, known, counter, counts))


def _history(opened: Opened, until: dt.date, known: dt.date | None, counter: Counter | None, counts: Sequence[str]) -> AgreementHistory:
    agreement, book = opened.agreement, opened.book()
    days = book.days | {each.on for each in opened.held.disputes}
    days |= {value.from_ for limit in agreement.limits for value in limit.values}
    days |= {due.on + dt.timedelta(1) for exchange in agreement.exchanges for due in book.rounds(exchange, until) if book.is_spoken_of(due)}
    shown = sorted(day for day in days if day <= until)[-_MOST_DAYS:]
    counter = counter or opened.counter(book)
    agreement = counter.rules.agreement
    lines: dict[str, dict[tuple[str, str | None], LineShown]] = {count.id: {} for count in agreement.counts}
    for place, day in enumerate(shown):
        for each in check(counter, Asked(day, known), counts=counts):
            figure, rule = each.figure, each.figure.rule
            line = lines[rule.count.id].setdefault(
                (figure.party, rule.reading),
                LineShown(
                    party=figure.party, reading=rule.reading, reading_names={} if rule.reading is None else dict(rule.names),
                    held_by=list(rule.held_by), values=[None] * len(shown),
                ),
            )  # fmt: skip
            line.values[place] = figure.value
    if opened.keep is not None:
        opened.keep(counter)
    return AgreementHistory(
        agreement=agreement.id,
        title=agreement.title,
        status=agreement.status,
        known=day_text(known),
        days=[str(day) for day in shown],
        parties=parties_of(opened),
        counts=[
            CountOverTime(
                count=count.id, names=count.names, unit=count.unit, lines=list(lines[count.id].values()),
                limits=[limit_shown(limit, value) for limit in agreement.limits if limit.count == count.id for value in limit.values],
            )
            for count in agreement.counts
            if not counts or count.id in counts
        ],
    )  # fmt: skip
