# ruff: noqa: D103 - render_x renders the view x
"""Logs, entries, counts, contradictions and proofs, for people."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from detente.cli.render_fields import show_attachments, show_fields
from detente.cli.render_register import show_about
from detente.cli.render_requests import in_channel
from detente.cli.render_status import render_remarks, row_short
from detente.errors import N_
from detente.i18n import tame
from detente.views import phrases, words
from detente.views.field_texts import FOR_PROGRAMS, for_people
from detente.views.log import EntryView, LogView, OtherVersion, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.cli.session import Session
    from detente.views.contradictions import ContradictionsView
    from detente.views.results import (
        Checked,
        PageWritten,
        Proof,
    )
    from detente.views.standing import ListCount, RequestCount, StandingView


def render_log(s: Session, view: LogView) -> None:
    s.exercise(on=view.channel.exercise)
    t, members = s.t, view.channel.members
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if view.left_out:
        s.text(t.ngettext("%(n)d older entry is not listed.", "%(n)d older entries are not listed.", view.left_out))
    log_table(s, view.entries, view.channel.label, view.channel.matters, members)


def log_table(
    s: Session, entries: list[Row], label: str, matters: Mapping[str, Mapping[str, str]], members: Mapping[str, Mapping[str, str]]
) -> None:
    t, rows = s.t, []
    for row in entries:
        got = "" if len(row.received_by) == len(members) - 1 else ", ".join(row.received_by) or "—"
        entry, kind, about, content, at = row_short(s, row, label, matters, members)
        if row.destroyed:
            content = t.gettext(N_("destroyed by agreement"))
        rows.append([entry, kind, about or (t.text_of(members.get(row.to), row.to) if row.to else ""), content, at, got])
    s.table([N_("Entry"), N_("Kind"), N_("About, to"), N_("Content"), N_("Time (claimed)"), N_("Received by")], rows, whole={4})
    if rows:
        named = any(got for *_, got in rows)
        s.say(N_("Where no receiver stands, everyone has received it.") if named else N_("Everyone has received all of these."))


def render_entry(s: Session, view: EntryView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(f"{in_channel(view.channel.label, view.ref)}  {words.word(t, words.KINDS, view.kind)}", style="bold")
    s.line(words.channel_title(t, view.channel))
    s.say(N_("Author: %(party)s"), party=words.who(t, members.get(view.party), view.party))
    if view.doubted:
        s.say(N_("This entry is doubted, not deleted: it stays in the record, with the receipts that others gave, and has no effect."))
        s.say(words.DOUBTED[view.doubted])
        if view.doubted_by:
            s.say(N_("Why: %(entries)s."), entries=t.listing(in_channel(view.channel.label, ref) for ref in view.doubted_by))
    if view.destroyed:
        s.say(N_("Its body was destroyed by agreement; its hashes and signatures stand."))
    s.line()
    shown = {k: v for k, v in for_people(view.kind, view.fields).items() if k not in {"kind", "destroyable"} and not k.startswith("file/")}
    show_fields(s, shown, view.channel.matters)
    if view.kind in FOR_PROGRAMS:
        s.say(N_("What it holds for programs, keys and signed states, is printed with --json."))
    show_attachments(s, view.attachments)
    show_about(s, view.about, view.party, members)
    _receipts(s, view, view)
    for bound in view.existed:
        s.say(N_("It existed not after %(time)s, as the witness %(witness)s says."), time=t.time(bound.at), witness=bound.witness)
    for version in view.versions:
        s.head(N_("At the same place of another version of this log, signed with the same key"))
        show_fields(s, {k: v for k, v in version.fields.items() if k != "destroyable"}, view.channel.matters)
        _receipts(s, view, version)


def _receipts(s: Session, view: EntryView, version: EntryView | OtherVersion) -> None:
    """Who has received an entry, and what closes it."""
    t, members = s.t, view.channel.members
    s.head(N_("Receipts"))
    for receipt in version.receipts:
        s.say(
            N_("%(party)s has named it in its seal %(entry)s (%(time)s, as it claims)."),
            party=words.who(t, members[receipt.party], receipt.party),
            entry=receipt.entry,
            time=t.time(receipt.at),
        )
    for party in words.in_order(t, members):
        if party in version.not_received_by:
            s.say(N_("No receipt by %(party)s is held here."), party=words.who(t, members[party], party))
    s.say(N_("Closed by seal %(seal)s. Hash of the entry:"), seal=view.ref.partition("/")[0] + "/" + str(version.sealed_at_entry))
    s.line(version.hash)


def render_standing(s: Session, view: StandingView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    show_requests(s, view.requests, members)
    show_lists(s, view.lists, members)
    counted = {party: sum(row.acts for row in view.as_of if row.party == party) for party in members}
    parts = [
        t.ngettext("%(n)d act of %(party)s", "%(n)d acts of %(party)s", counted[party], party=words.who(t, members[party], party))
        for party in words.in_order(t, members)
    ]
    s.text(t.gettext(N_("As of %(points)s."), points=t.listing(parts)))
    s.say(
        N_("Signed over just these acts by: %(parties)s."),
        parties=words.everyone(t, members, [i.party for i in view.signed_by if not i.differs]),
    )
    for item in view.signed_by:
        if item.differs:
            s.say(
                N_("%(party)s has signed another count over the same acts, in %(entry)s."),
                party=words.who(t, members[item.party], item.party),
                entry=item.entry,
            )
    if view.agreed:
        s.say(N_("So this is an agreed count: all members have signed the same."))
    else:
        s.say(N_("Not signed yet by: %(parties)s. So this is not an agreed count."), parties=words.everyone(t, members, view.not_signed_by))
    if view.items:
        s.head(N_("What was counted"))
        s.table(
            [N_("Request"), N_("No."), N_("To"), N_("Status"), N_("About")],
            [
                [
                    in_channel(view.channel.label, r.ref),
                    t.number(r.number),
                    t.text_of(members.get(r.to), r.to),
                    phrases.status_text(t, r),
                    phrases.short(r.subject),
                ]
                for r in view.items
            ],
            numbers={1},
        )
    s.say(N_("Digest: %(digest)s"), digest=view.digest)
    if view.agreed:
        s.next(f"prove standing {shlex.quote(view.channel.label)} --out count.json")


def show_requests(s: Session, counts: dict[str, RequestCount], members: dict[str, dict[str, str]]) -> None:
    """The counts of requests: one column for each party, one line for each outcome."""
    t = s.t
    order = [party for party in words.in_order(t, members) if party in counts]
    rows = [[t.gettext(N_("Sent")), *(t.number(counts[party].sent) for party in order)]]
    rows.append([t.gettext(N_("Answered")), *(t.number(counts[party].answered) for party in order)])
    for column, title in words.COLUMNS.items():
        indent = "  " if column in {"full", "partial", "nil", "declined", "withheld"} else ""
        rows.append([indent + t.gettext(title), *(t.number(getattr(counts[party], column)) for party in order)])
    s.table([N_("Requests of"), *(words.who(t, members[party], party) for party in order)], rows, numbers=range(1, len(order) + 1))
    s.say(N_("Answered means any final outcome: full, partial, nil, declined or withheld."))


def show_lists(s: Session, lists: dict[str, ListCount], members: dict[str, dict[str, str]]) -> None:
    """The other parts of the count, as far as there is anything in them."""
    t = s.t
    rows = []
    for name, count in lists.items():
        what, _, party = name.partition("/")
        title = words.word(t, words.LISTS, what) + (f" ({words.who(t, members.get(party), party)})" if party else "")
        states = [f"{words.word(t, words.LIST_STATES, state)}: {t.number(number)}" for state, number in count.states.items() if number]
        if states:
            rows.append([title, "; ".join(states)])
    if rows:
        s.table([N_("Also counted"), N_("In which state")], rows)


def render_contradictions(s: Session, view: ContradictionsView) -> None:
    s.exercise(on=view.exercise)
    if not view.contradictions:
        s.say(N_("No signed contradiction is held here."))
        return
    s.table(
        [N_("No."), N_("Channel"), N_("Signed by"), N_("Lengths"), N_("Found (UTC)"), N_("In the record"), N_("Reopened by")],
        [
            [
                str(row.number),
                row.channel,
                row.party if not row.generation else f"{row.party}.{row.generation}",
                " / ".join(s.t.number(state.size) for state in row.states),
                s.t.stamp(row.found_at),
                ", ".join(row.entries) or "—",
                row.reopened or "—",
            ]
            for row in view.contradictions
        ],
    )
    s.say(N_("Each is two signed states of one log that cannot both be. It does not say who signed: the party, or whoever stole its key."))
    s.head(N_("What to do"))
    for step in view.steps:
        s.bullet(s.t.error(step.error()))
    s.next("prove fork 1 --out FILE")


def render_checked(s: Session, view: Checked) -> None:
    s.exercise(on=view.exercise)
    s.text(s.t.ngettext("%(n)d entry was read and recomputed.", "%(n)d entries were read and recomputed.", view.entries))
    if not view.problems:
        s.say(N_("Everything holds."))
    removed = view.removed_files
    if removed is not None:
        s.text(s.t.ngettext("%(n)d file that nothing names was removed.", "%(n)d files that nothing names were removed.", removed))
    for problem in view.problems:
        s.line(f"! {tame(problem.channel)} {tame(problem.where)}: " + s.t.error(problem.why.error()))
    render_remarks(s, view.remarks)


def render_page_written(s: Session, view: PageWritten) -> None:
    s.say(N_("The page that checks proofs is in %(path)s. It is one file, and needs no network."), path=view.file)
    s.say(N_("SHA-256 of the page, to compare with what others have:"))
    s.line(view.sha256)


def render_proof(s: Session, view: Proof) -> None:
    s.exercise(on=view.exercise)
    s.say(
        N_("The proof (%(claim)s) is in %(path)s. Whoever has it needs only the charter's hash, from another place:"),
        claim=words.word(s.t, words.CLAIMS, view.claim),
        path=view.file,
    )
    s.line(f"  detente verify {shlex.quote(view.file)} --charter {view.charter}")
    if view.kind_hidden:
        s.say(N_("Whoever reads it does not see what kind of act it is; if that is not meant, make it again and name the field kind too."))
