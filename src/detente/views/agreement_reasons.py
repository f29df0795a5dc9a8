"""Why a figure is what it is: the provision, the rule as it stands, and every record that was read for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from detente.agreements.agreement import Agreement
from detente.agreements.book import Asked, Book
from detente.agreements.checking import Checked, check
from detente.agreements.counting import Counter
from detente.agreements.engine import Engine
from detente.agreements.obligations import notified, timed
from detente.agreements.rules import compile_rules
from detente.errors import N_, CallerError
from detente.node.collector import no_search_for_cycles
from detente.views.agreement_figures import (
    CapUsed,
    CountedShown,
    InputShown,
    cap_used,
    chosen_counts,
    chosen_quotas,
    figure_shown,
    input_shown,
    quotas_used,
)
from detente.views.agreement_returns import NotifiedShown, TimedShown, notified_shown, timed_shown
from detente.views.agreement_terms import ProvisionShown, Texts, chosen_parties, day_text, parties_of, provision_shown
from detente.views.base import View
from detente.views.opened import Opened


class Explained(View, frozen=True):
    """A figure with its whole reason: the provision, the rule as it stands, and every record that was read for it."""

    figure: CountedShown
    provision: ProvisionShown
    rule: dict[str, str]
    reading_source: str | None
    inputs: list[InputShown]


class AgreementExplained(View, frozen=True):
    """Some counts, explained for each party and each reading; and some quotas, each cap with every record that was read for it.

    `counted_by`: duckdb or postgres.
    `timed`, `notifications`: of the time limits that were asked about, what fell under them, and how each last day was found.
    """

    agreement: str
    title: Texts
    status: str
    as_of: str
    known: str | None
    counted_by: str
    data_until: str | None
    parties: dict[str, Texts]
    provisions: list[ProvisionShown]
    explained: list[Explained]
    quotas: list[CapUsed]
    timed: list[TimedShown]
    notifications: list[NotifiedShown]


@no_search_for_cycles()
def agreement_explained(
    opened: Opened,
    counts: Sequence[str],
    as_of: dt.date,
    known: dt.date | None = None,
    *,
    parties: Sequence[str] = (),
    reading: str | None = None,
    engine: Engine | None = None,
) -> AgreementExplained:
    """The whole reason of some counts.

    Args:
        engine: what counts; otherwise DuckDB in memory.

    Raises:
        CallerError: a party, a count or a reading is not in this agreement; or the libraries are not installed.
        FormatError: a rule does not hold.
    """
    agreement, chosen = opened.agreement, chosen_parties(opened.agreement, parties)
    book, asked = Book(agreement, opened.held), Asked(as_of, known)
    counter = Counter(compile_rules(agreement, opened.source), book, engine)
    ids = {limit.id for limit in agreement.time_limits}
    limits = {name for name in counts if name in ids}
    others = [name for name in counts if name not in limits]
    named = chosen_counts(agreement, others)
    found = check(counter, asked, parties=chosen, counts=named, explained=True) if named or not counts else []
    quotas = chosen_quotas(agreement, others) if others or not counts else []
    used = quotas_used(book, quotas, asked, hosts=chosen, explained=True)
    told = [each for each in timed(book, asked) if each.limit.id in limits and (not chosen or each.declaration.by in chosen)]
    sent = [each for each in notified(book, asked) if each.limit is not None and each.limit.id in limits]
    known_readings = sorted({each.figure.rule.reading for each in found if each.figure.rule.reading is not None})
    if reading is not None and reading not in known_readings:
        raise CallerError(
            N_("there is no reading '%(name)s' here; there are: %(known)s"), name=reading, known=", ".join(known_readings) or "—"
        )
    clauses = [each.figure.rule.clause for each in found] + [held.value.clause for each in found for held in each.against if held.value]
    clauses += [each.cap.clause for each in used]
    clauses += [limit.clause for limit in agreement.time_limits if limit.id in limits]
    return AgreementExplained(
        agreement=agreement.id,
        title=agreement.title,
        status=agreement.status,
        as_of=str(as_of),
        known=day_text(known),
        counted_by=counter.dialect,
        data_until=day_text(opened.held.until),
        parties=parties_of(opened),
        provisions=[provision_shown(agreement, clause) for clause in dict.fromkeys(clauses)],
        explained=[explained_shown(agreement, each) for each in found if reading in {None, each.figure.rule.reading}],
        quotas=[cap_used(each) for each in used],
        timed=[timed_shown(each) for each in told],
        notifications=[notified_shown(each) for each in sent if not chosen or each.notification.by in chosen],
    )


def explained_shown(agreement: Agreement, checked: Checked) -> Explained:
    """A figure with its whole reason."""
    rule = checked.figure.rule
    return Explained(
        figure=figure_shown(checked),
        provision=provision_shown(agreement, rule.clause),
        rule=rule.said,
        reading_source=rule.source,
        inputs=[input_shown(each) for each in checked.figure.inputs],
    )
