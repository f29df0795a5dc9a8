"""What tables and texts about agreements share: dates, provisions, claims, and the records that a figure rests on."""

from __future__ import annotations

from collections.abc import Mapping

from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import words_agreements as w
from detente.views.agreement_figures import InputShown
from detente.views.agreement_returns import ClaimShown
from detente.views.agreement_terms import ProvisionShown

Parties = Mapping[str, Mapping[str, str]]


def say_title(s: Session, title: Mapping[str, str], status: str) -> None:
    """The title of an agreement, and whether a lawyer has reviewed it."""
    s.out.print(s.t.text_of(title), style="bold")
    s.say(w.STATUS[status])


def show_provision(s: Session, provision: ProvisionShown) -> None:
    """A provision: its id, its place in the text, what it says, and the address, which is not to be broken."""
    s.line()
    s.text(Said(f"{tame(provision.id)}  {tame(provision.reference)}"))
    if provision.says:
        s.text(s.t.text_of(provision.says))
    s.line("  " + tame(provision.source))


def span_of(s: Session, begins: str | None, ends: str | None) -> str:
    """From when to when something holds."""
    first, last = (None if day is None else Said(s.t.day(day)) for day in (begins, ends))
    if first is None and last is None:
        return "—"
    if last is None:
        return s.t.gettext(N_("from %(first)s"), first=first)
    if first is None:
        return s.t.gettext(N_("until %(last)s"), last=last)
    return s.t.gettext(N_("%(first)s to %(last)s"), first=first, last=last)


def say_question(s: Session, title: Mapping[str, str], status: str, as_of: str, known: str | None, counted_by: str = "duckdb") -> None:
    """The title, and both dates of the question; and what counted, where it was chosen."""
    say_title(s, title, status)
    if known is None:
        s.say(N_("As it was on %(day)s, with all that is held."), day=Said(s.t.day(as_of)))
    else:
        s.say(N_("As it was on %(day)s, as it was known on %(known)s."), day=Said(s.t.day(as_of)), known=Said(s.t.day(known)))
    if counted_by == "postgres":
        s.say(N_("Counted in PostgreSQL, by the same rules."))


def suspension_text(s: Session, parties: Parties, held: ClaimShown) -> str:
    """A suspension that a party claims, and what others say of it."""
    said = s.t.gettext(
        N_("%(party)s says that its duties are suspended from %(day)s: %(text)s."),
        party=s.t.text_of(parties[held.by]), day=Said(s.t.day(held.on)), text=s.t.text_of(held.says, "—"),
    )  # fmt: skip
    for other in held.contested:
        said += " " + s.t.gettext(N_("%(party)s says: %(text)s."), party=s.t.text_of(parties[other.by]), text=s.t.text_of(other.says))
    return Said(said)


def rule_text(rule: Mapping[str, str]) -> str:
    """A rule as it stands in the file."""
    return Said("  ".join(f"{key}: {tame(text)}" for key, text in rule.items()))


def say_data_end(s: Session, data_until: str | None, as_of: str) -> None:
    """That the data end before the day that is asked about."""
    if data_until is not None and as_of > data_until:
        s.say(N_("These data end on %(day)s; what came later is not known here."), day=Said(s.t.day(data_until)))


def input_row(s: Session, one: InputShown) -> list[str]:
    """A record that a figure rests on, as a row."""
    why = one.why if one.why is not None or one.counts else "same_without_it"
    counts = s.t.gettext(N_("yes")) if why is None else s.t.gettext(w.WHY_NOT_COUNTED[why])
    number = "—" if one.amount is None else Said(s.t.number(one.amount))
    what = s.t.gettext(w.VISIT_STATES[one.part] if one.kind == "step" else w.RECORDS[one.kind])
    return [
        one.entry or one.id,
        Said(f"{what}: {tame(one.part)}" if one.part and one.kind != "step" else what),
        number,
        s.t.day(one.on),
        s.t.day(one.received),
        Said(counts),
    ]
