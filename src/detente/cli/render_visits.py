# ruff: noqa: D103 - render_x renders the view x
"""Visits under agreements, for people."""

from __future__ import annotations

from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import words
from detente.views import words_agreements as w
from detente.views.visits import VisitRow, VisitsView


def render_visits(s: Session, view: VisitsView) -> None:
    t = s.t
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.visits:
        s.say(N_("No visit was asked for here."))
        s.next("inspect AGREEMENT PARTY --type NAME --from DATE")
        return
    for row in view.visits:
        _visit(s, view, row)
    if view.left_out:
        s.line()
        s.text(t.ngettext("%(n)d older visit is not shown.", "%(n)d older visits are not shown.", view.left_out))
    commands = [command for row in view.visits for command in _commands(row)]
    if commands:
        s.next(*dict.fromkeys(commands))


def _visit(s: Session, view: VisitsView, row: VisitRow) -> None:
    t, members = s.t, view.channel.members
    name = {party: words.who(t, members[party], party) for party in (row.visitor, row.host)}
    s.line()
    kind = t.text_of(row.names, row.type)
    title = t.gettext(
        N_("%(entry)s: %(type)s, %(visitor)s to %(host)s, %(days)s"),
        entry=row.entry, type=kind, visitor=name[row.visitor], host=name[row.host], days=Said(_days(s, row)),
    )  # fmt: skip
    s.out.print(title, style="bold")
    if row.site:
        s.say(N_("Site: %(site)s"), site=row.site)
    s.say(N_("State: %(state)s"), state=words.word(t, w.VISIT_STATES, row.state))
    for side in words.in_order(t, {party: members[party] for party in (row.visitor, row.host)}):
        if side != row.visitor or row.says[side] != "requested":
            s.bullet(Said(f"{name[side]}: {words.word(t, w.VISIT_SAYS, row.says[side])}"))
    for step in row.steps:
        ground = t.text_of(step.ground)
        said = f"{Said(t.day(step.on))}: {words.word(t, w.VISIT_STATES, step.state)} ({step.entry})"
        s.line("  " + said + (f": {tame(ground)}" if ground else ""))
    if row.misfit is not None:
        s.text(t.gettext(N_("Does not fit the agreement, and counts nowhere: %(reason)s"), reason=Said(t.error(row.misfit.error()))))
    for cap in row.above:
        s.text(above_quota(s, cap.quota_names, cap.names, cap.clause, cap.used, cap.limit))
    if row.move is not None:
        s.say(N_("Waits for the answer of %(party)s."), party=name[row.move])


def above_quota(s: Session, quota: dict[str, str], cap: dict[str, str], clause: str, used: int, limit: int | None) -> str:
    """That a cap was used up before a visit."""
    return s.t.gettext(
        N_("Above the quota: %(quota)s, %(cap)s (clause %(clause)s): used before it %(used)s of %(limit)s. It need not be accepted."),
        quota=s.t.text_of(quota), cap=s.t.text_of(cap), clause=clause, used=Said(s.t.number(used)),
        limit="—" if limit is None else Said(s.t.number(limit)),
    )  # fmt: skip


def _days(s: Session, row: VisitRow) -> str:
    if row.begins == row.ends:
        return s.t.day(row.begins)
    return s.t.gettext(N_("%(first)s to %(last)s"), first=Said(s.t.day(row.begins)), last=Said(s.t.day(row.ends)))


def _commands(row: VisitRow) -> list[str]:
    """What our party can type next about a visit that waits for it."""
    found = {"accepted": f"visit accept {row.entry}", "refused": f"visit refuse {row.entry} --ground TEXT"}
    return [command for word, command in found.items() if word in row.can and row.state == "requested"]
