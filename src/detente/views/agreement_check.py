"""An agreement on one day: every figure against its limits, and what was to be told.

The answer names both dates of its question, and the clause of everything that it says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from detente.agreements.book import Asked
from detente.agreements.checking import check
from detente.agreements.engine import Engine
from detente.agreements.obligations import notified, obligations, timed
from detente.node.collector import no_search_for_cycles
from detente.views.agreement_figures import CapUsed, CountedShown, cap_used, chosen_counts, chosen_quotas, figure_shown, quotas_used
from detente.views.agreement_returns import (
    MisfitShown,
    NotifiedShown,
    ObligationShown,
    QueryShown,
    TimedShown,
    notified_shown,
    obligation_shown,
    query_shown,
    timed_shown,
)
from detente.views.agreement_terms import Texts, chosen_parties, day_text, parties_of
from detente.views.base import View, text_of_error
from detente.views.opened import Opened, counted


class AgreementCheck(View, frozen=True):
    """The figures of an agreement against its limits, on one day and as they were known on another.

    `as_of`: the day asked about; `known`: the day of which the knowledge is asked, null for all that is held; `data_since`, `data_until`:
    the days that the declarations speak of. `origin`: library, file or record; `text_state`: in the record, adopted or signed.
    `counted_by`: duckdb or postgres.
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
    counted_by: str
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


@no_search_for_cycles()
def agreement_check(
    opened: Opened,
    as_of: dt.date,
    known: dt.date | None = None,
    *,
    parties: Sequence[str] = (),
    counts: Sequence[str] = (),
    engine: Engine | None = None,
) -> AgreementCheck:
    """Every figure against its limits, and what was to be told.

    Args:
        engine: what counts; otherwise DuckDB in memory.

    Raises:
        CallerError: a party or a count is not in this agreement; or the libraries are not installed.
        FormatError: a rule does not hold.
    """
    return counted(opened, lambda each: _checked(each, Asked(as_of, known), parties, counts, engine))


def _checked(opened: Opened, asked: Asked, parties: Sequence[str], counts: Sequence[str], engine: Engine | None) -> AgreementCheck:
    agreement, chosen, as_of = opened.agreement, chosen_parties(opened.agreement, parties), asked.as_of
    book = opened.book()
    counter = opened.counter(book, engine)
    named = chosen_counts(agreement, counts)
    found = check(counter, asked, parties=chosen, counts=named) if named or not counts else []
    if opened.keep is not None and engine is None:
        opened.keep(counter)
    quotas = chosen_quotas(agreement, counts)
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
        known=day_text(asked.known),
        in_force=agreement.from_ <= as_of and (agreement.until is None or as_of <= agreement.until),
        counted_by=counter.dialect,
        data_since=day_text(opened.held.since),
        data_until=day_text(opened.held.until),
        parties=parties_of(opened),
        figures=[figure_shown(each) for each in found],
        obligations=[obligation_shown(each) for each in obligations(book, asked) if not chosen or each.party in chosen],
        timed=[timed_shown(each) for each in timed(book, asked) if not chosen or each.declaration.by in chosen],
        notifications=[notified_shown(each) for each in notified(book, asked) if not chosen or each.notification.by in chosen],
        queries=[query_shown(each) for each in opened.queries],
        misfits=[MisfitShown(entry=key, reason=text_of_error(error)) for key, error in sorted(opened.misfits.items())],
        quotas=[cap_used(each) for each in quotas_used(book, quotas, asked, hosts=chosen)],
    )
