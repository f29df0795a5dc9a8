"""Is what is declared within what was agreed? Figures against limits, on a day and as they were known on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from detente.agreements.agreement import Limit, LimitValue
from detente.agreements.book import Asked
from detente.agreements.counting import Counter, Figure


@dataclass(frozen=True)
class Against:
    """A figure against a limit.

    `value`: the limit's value in force; where none is yet, the next one, and `in_force` is false. `verdict`: within, above, below, unknown
    (the figure is), or none (there is no limit to hold it against).
    """

    limit: Limit
    value: LimitValue | None
    in_force: bool
    verdict: str


@dataclass(frozen=True)
class Checked:
    """One figure with every limit on it."""

    figure: Figure
    against: tuple[Against, ...]


def check(
    counter: Counter, asked: Asked, *, parties: Sequence[str] = (), counts: Sequence[str] = (), explained: bool = False
) -> list[Checked]:
    """Every figure of every party, under each reading, against its limits.

    Args:
        parties: only these; otherwise all.
        counts: only these; otherwise all.
        explained: with every record that a figure rests on.
    """
    agreement = counter.rules.agreement
    count = counter.explain if explained else counter.figures
    limits = {rule.id: [limit for limit in agreement.limits if rule.id in (limit.count, *limit.also)] for rule in agreement.counts}

    def is_silent(figure: Figure) -> bool:
        return figure.rule.count.if_declared and figure.why == "nothing_declared" and figure.rule.count.id not in counts

    return [
        Checked(figure, tuple(against(limit, figure, asked.as_of, agreement.until) for limit in limits[rule.id]))
        for rule in agreement.counts
        if not counts or rule.id in counts
        for party in agreement.parties
        if not parties or party.id in parties
        for figure in count(rule.id, party.id, asked)
        if not is_silent(figure)
    ]


def against(limit: Limit, figure: Figure, day: dt.date, until: dt.date | None = None) -> Against:
    """One figure against one limit. `until`: the last day of the agreement, after which no limit of it holds."""
    ended = until is not None and day > until
    now = None if ended else next((each for each in limit.values if each.from_ <= day and (each.until is None or day <= each.until)), None)
    value = now if now is not None or ended else next((each for each in limit.values if each.from_ > day), None)
    return Against(limit, value, now is not None, _verdict(value, figure.value))


def _verdict(limit: LimitValue | None, value: int | None) -> str:
    if limit is None:
        return "none"
    if value is None:
        return "unknown"
    if limit.at_most is not None and value > limit.at_most:
        return "above"
    if limit.at_least is not None and value < limit.at_least:
        return "below"
    return "within"
