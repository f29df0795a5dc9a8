# ruff: noqa: D103 - render_x renders the view x
"""Quotas of visits for people: what is used of each cap, whether a visit fits, and why."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from detente.cli.render_agreement_parts import Parties, input_row, rule_text, say_question, show_provision, span_of, suspension_text
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import words
from detente.views import words_agreements as w
from detente.views.agreement_figures import CapUsed
from detente.views.agreement_terms import AgreementView
from detente.views.quotas import QuotaView, VisitAnswer


def render_quota(s: Session, view: QuotaView, name: str) -> None:
    say_question(s, view.title, view.status, view.as_of, view.known)
    for answer in view.answers:
        _answer(s, view, answer)
    if not view.answers:
        s.say(N_("Visits on %(span)s, and in the year of that day."), span=Said(_days(s, view.on, view.until)))
        show_used(s, view.parties, view.used)
        if not view.used:
            s.say(N_("Nothing is held here about any visit, or about what the quotas are computed from."))
    if view.all_visits_from is None:
        s.say(N_("These data do not say that they hold all visits: what is not listed may have been."))
    else:
        span = span_of(s, view.all_visits_from, view.all_visits_until)
        s.say(N_("These data hold all visits: %(span)s."), span=Said(span))
    if view.answers:
        s.head(N_("Provisions"))
        for provision in view.provisions:
            show_provision(s, provision)
    else:
        s.next(f"agreement quota {shlex.quote(name)} --by PARTY --of PARTY --on {view.on}")


def show_caps(s: Session, view: AgreementView) -> None:
    """What the quotas of an agreement say: each cap beside its clause."""
    for cap in view.caps:
        said = s.t.gettext(
            N_("%(quota)s: %(name)s (%(id)s), clause %(clause)s"),
            quota=s.t.text_of(cap.quota_names), name=s.t.text_of(cap.names), id=cap.cap, clause=cap.clause,
        )  # fmt: skip
        s.bullet(Said(f"{said}\n{rule_text(cap.rule)}"))


def show_used(s: Session, parties: Parties, used: Sequence[CapUsed]) -> None:
    """What is used of each cap: a table for each party that is visited, and each quota."""
    for host in (*words.in_order(s.t, parties), None):
        for quota in dict.fromkeys(each.quota for each in used if each.host == host):
            here = [each for each in used if (each.host, each.quota) == (host, quota)]
            year = next((each for each in here if each.rule["within"] == "year"), here[0])
            s.line()
            party = "" if host is None else f"{words.who(s.t, parties[host], host)}: "
            s.out.print(Said(f"{party}{s.t.text_of(year.quota_names)}, {_days(s, year.first, year.last)}"), style="bold")
            _table(s, parties, here)


def show_reasons(s: Session, parties: Parties, each: CapUsed) -> None:
    """One cap with every record that it rests on."""
    s.line()
    names = [None if party is None else s.t.text_of(parties[party]) for party in (each.host, each.visitor)]
    whom = ", ".join(name for name in (*names, None if each.site is None else tame(each.site)) if name is not None)
    said = f"{whom}: {s.t.text_of(each.quota_names)}: {s.t.text_of(each.names)}: {_used(s, each)}"
    s.out.print(Said(said), style="bold")
    s.say(N_("Rule (clause %(clause)s): %(rule)s"), clause=each.clause, rule=Said(rule_text(each.rule)))
    s.say(
        N_("Counted: %(days)s. At most: %(limit)s. Result: %(result)s."),
        days=Said(_days(s, each.first, each.last)), limit=Said(_limit(s, each)), result=Said(_result(s, each)),
    )  # fmt: skip
    if not each.inputs:
        s.say(N_("It rests on no record."))
        return
    s.table(
        [N_("Rests on"), N_("What"), N_("Number"), N_("As of"), N_("Received"), N_("Counts")],
        [input_row(s, one) for one in each.inputs],
        numbers={2},
    )
    for source in dict.fromkeys(source for one in each.inputs for source in one.sources):
        s.line("  " + tame(source))


def _answer(s: Session, view: QuotaView, answer: VisitAnswer) -> None:
    s.line()
    by, of = (s.t.text_of(view.parties[party or ""]) for party in (view.by, view.of))
    days = Said(_days(s, view.on, view.until))
    if view.site is None:
        asked = s.t.gettext(N_("%(type)s: %(by)s to %(of)s, %(days)s"), type=s.t.text_of(answer.names), by=by, of=of, days=days)
    else:
        asked = s.t.gettext(
            N_("%(type)s: %(by)s to %(of)s, site %(site)s, %(days)s"),
            type=s.t.text_of(answer.names), by=by, of=of, site=view.site, days=days,
        )  # fmt: skip
    s.out.print(Said(asked), style="bold")
    s.say(w.ANSWERS[answer.verdict])
    _table(s, view.parties, answer.caps, named=True)
    if any(each.verdict == "not_asked" for each in answer.caps):
        s.say(N_("What is said of one site needs its name: --site NAME."))
    for claim in answer.filled:
        party = s.t.text_of(view.parties[claim.by])
        s.bullet(s.t.gettext(N_("%(party)s told on %(day)s that its quota is filled."), party=party, day=Said(s.t.day(claim.on))))
    for suspension in answer.suspensions:
        s.bullet(suspension_text(s, view.parties, suspension))
    for each in answer.caps:
        if each.verdict not in {"not_asked", "not_in_force"}:
            show_reasons(s, view.parties, each)


def _table(s: Session, parties: Parties, caps: Sequence[CapUsed], *, named: bool = False) -> None:
    """A row for each cap. `named`: visitor and site stand above the table already."""
    s.table(
        [N_("Cap"), N_("Used"), N_("May count"), N_("At most"), N_("Left"), N_("Result")],
        [
            [
                s.t.text_of(each.names) if named else _cap_name(s, parties, each),
                _used(s, each),
                Said(s.t.number(each.pending)) if each.pending else "",
                _limit(s, each),
                "—" if each.left is None else Said(s.t.number(each.left)),
                _result(s, each),
            ]
            for each in caps
        ],
        numbers={2, 3, 4},
    )


def _cap_name(s: Session, parties: Parties, each: CapUsed) -> str:
    """A cap, with the visitor and the site that it is about."""
    about = [None if each.visitor is None else s.t.text_of(parties[each.visitor]), None if each.site is None else tame(each.site)]
    named = ", ".join(name for name in about if name is not None)
    return Said(f"{s.t.text_of(each.names)}: {named}" if named else s.t.text_of(each.names))


def _used(s: Session, each: CapUsed) -> str:
    if each.verdict in {"not_asked", "not_in_force"}:
        return "—"
    return Said(s.t.number(each.used) if each.complete else s.t.gettext(N_("%(n)d or more"), n=each.used))


def _limit(s: Session, each: CapUsed) -> str:
    return "—" if each.limit is None else Said(s.t.number(each.limit))


def _result(s: Session, each: CapUsed) -> str:
    """The verdict; where it is open, what leaves it open."""
    return Said(s.t.gettext(w.CAP_VERDICTS[each.verdict] if each.why is None else w.WHY_OPEN[each.why]))


def _days(s: Session, first: str, last: str) -> str:
    if first == last:
        return Said(s.t.day(first))
    return s.t.gettext(N_("%(first)s to %(last)s"), first=Said(s.t.day(first)), last=Said(s.t.day(last)))
