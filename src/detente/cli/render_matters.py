# ruff: noqa: D103 - render_x renders the view x
"""Issues, undertakings and notes for people."""

from __future__ import annotations

from collections.abc import Mapping

from detente.cli.render_register import show_about, show_texts
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import words, words_matters, words_talks
from detente.views.base import ChannelName
from detente.views.issues import IssueRow, IssuesView, IssueView, Referral
from detente.views.notes import NoteRow, NotesView
from detente.views.undertakings import UndertakingRow, UndertakingsView, UndertakingView

Members = Mapping[str, Mapping[str, str]]

# ---------------------------------------------------------------- issues


def render_issues(s: Session, view: IssuesView) -> None:
    t = s.t
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.issues:
        s.say(N_("No issue was raised here."))
        s.next("issue raise KEY --title TEXT")
        return
    for issue in view.issues:
        _issue(s, issue, view.channel)
    s.line()
    s.next(f"issue show {_key(view.issues[0].matter)}")


def _issue(s: Session, issue: IssueRow, channel: ChannelName) -> None:
    """One issue in a few lines."""
    t, members = s.t, channel.members
    s.line()
    s.out.print(words_talks.with_key(t, issue.matter, channel.matters), style="bold")
    s.say(N_("State: %(state)s"), state=Said(words.word(t, words_matters.ISSUES, issue.state)))
    for party in words.in_order(t, members):
        last = next((item for item in issue.assessments if item.party == party), None)
        movement = t.gettext(N_("no assessment yet")) if last is None else words.word(t, words_matters.MOVEMENTS, last.movement)
        rounds = [] if last is None or last.round is None else [Said(words_talks.matter(t, last.round))]
        s.line(f"  {words.who(t, members[party], party)}: " + t.listing([Said(movement), *rounds]))
    if issue.concerns:
        s.say(N_("Concerns outside the talks: %(states)s"), states=Said(t.listing(issue.concerns)))
    if issue.referred_to:
        said = N_("Referred to %(bodies)s; not all have reported back.") if issue.awaits_report else N_("Referred to %(bodies)s.")
        bodies = t.listing(Said(words_talks.named(t, body, channel.matters)) for body in issue.referred_to)
        s.say(said, bodies=Said(bodies))


def render_issue(s: Session, view: IssueView) -> None:
    t, members, issue = s.t, view.channel.members, view.issue
    s.exercise(on=view.channel.exercise)
    s.out.print(words_talks.with_key(t, issue.matter, view.channel.matters), style="bold")
    s.line(words.channel_title(t, view.channel))
    s.say(N_("State: %(state)s"), state=Said(words.word(t, words_matters.ISSUES, issue.state)))
    if issue.concerns:
        s.say(N_("Concerns outside the talks: %(states)s"), states=Said(t.listing(issue.concerns)))
    s.text(words.as_of_line(t, view.channel, view.as_of))
    for party in words.in_order(t, members):
        _wordings(s, view, party)
    if view.assessments:
        s.head(N_("Assessments, each side for itself"))
        s.table(
            [N_("Entry"), N_("Movement"), N_("Of"), N_("Round"), N_("In its own words"), N_("Time (claimed)")],
            [
                [
                    item.entry,
                    words.word(t, words_matters.MOVEMENTS, item.movement),
                    t.text_of(members.get(item.party), item.party),
                    words_talks.matter(t, item.round) if item.round else "",
                    item.text or "",
                    t.stamp(item.at),
                ]
                for item in view.assessments
            ],
            whole={5},
        )
    for party in words.in_order(t, members):
        if party in issue.not_assessed_by:
            s.say(N_("No assessment by %(party)s is held here."), party=words.who(t, members[party], party))
    for referral in view.referrals:
        _referral(s, referral, members)


def _wordings(s: Session, view: IssueView, party: str) -> None:
    """One side's wording: the one in force, and before it how it came to be."""
    members = view.channel.members
    versions = view.wordings.get(party, [])
    s.head(N_("Wording of %(party)s"), party=words.who(s.t, members[party], party))
    if not versions:
        s.say(N_("None is held here."))
    for place, version in enumerate(reversed(versions)):
        s.out.print(tame(version.entry), style="dim", end="")
        s.line("  " + s.t.time(version.at) + ("" if not place else "  " + s.t.gettext(N_("earlier"))))
        if version.destroyed:
            s.say(N_("Its body was destroyed by agreement; its hashes and signatures stand."))
        show_texts(s, version.text or version.title)
        show_about(s, version.about, party, members)


def _referral(s: Session, referral: Referral, members: Members) -> None:
    t = s.t
    s.head(N_("Referred to %(body)s"), body=words_talks.matter(t, referral.to, referral.names))
    s.line(f"{referral.entry}  [{tame(referral.to)}]  {words.who(t, members.get(referral.party), referral.party)}  {t.time(referral.at)}")
    if referral.text:
        s.line("  " + tame(referral.text))
    for report in referral.reports:
        parts = [
            words.who(t, members.get(report.party), report.party),
            words.word(t, words_talks.REPORTS, report.state),
            *([t.when(report.date)] if report.date else []),
            *([tame(report.text)] if report.text else []),
        ]
        s.line(f"{report.entry}  " + t.listing(parts))
    if referral.reported_back:
        s.say(N_("It has reported back."))
    else:
        s.say(N_("It has not reported back."))
        s.next(f"issue report {referral.entry} reported TEXT")


def _key(matter: str) -> str:
    return matter.removeprefix("issue/")


# ---------------------------------------------------------------- undertakings


def render_undertakings(s: Session, view: UndertakingsView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.undertakings:
        s.say(N_("There are no such undertakings."))
    for party in words.in_order(t, members):
        for row in view.undertakings:
            if row.by == party:
                _undertaking(s, row, view.channel)


def render_undertaking(s: Session, view: UndertakingView) -> None:
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(s.t, view.channel), style="bold")
    s.text(words.as_of_line(s.t, view.channel, view.as_of))
    _undertaking(s, view.undertaking, view.channel)


def _undertaking(s: Session, row: UndertakingRow, channel: ChannelName) -> None:
    t, members = s.t, channel.members
    s.line()
    s.out.print(tame(row.ref), style="bold", end="  ")
    s.line(
        t.gettext(
            N_("From %(by)s to %(to)s"), by=words.who(t, members.get(row.by), row.by), to=Said(words.everyone(t, _shown(members), row.to))
        )
    )
    s.line("  " + (tame(row.text) if row.text else t.gettext(N_("destroyed by agreement"))))
    s.say(N_("Status: %(status)s"), status=Said(words.word(t, words_matters.PROMISES, row.status)))
    if row.due is not None:
        s.say(N_("Due: %(date)s"), date=Said(t.when(row.due)))
    else:
        s.say(N_("Due: no date was agreed."))
    if row.source:
        s.say(N_("From entry %(entry)s."), entry=row.source)
    if row.matter:
        s.say(N_("About: %(matter)s"), matter=words_talks.named(t, row.matter, channel.matters))
    for done in row.performances:
        s.say(
            N_("Performed, as %(party)s says in %(entry)s (%(time)s)."),
            party=words.who(t, members.get(row.by), row.by),
            entry=done.entry,
            time=Said(t.time(done.at)),
        )
        if done.text:
            s.line("  " + tame(done.text))
        show_about(s, done.about, row.by, members)
    for verdict in row.verdicts:
        said = words.word(t, words_matters.VERDICTS, verdict.kind)
        s.line(f"{verdict.entry}  " + t.listing([words.who(t, members.get(verdict.party), verdict.party), Said(said)]))
        if verdict.reason:
            s.line("  " + tame(verdict.reason))
        if verdict.answered and verdict.kind == "dispute":
            s.say(N_("It was performed anew after that dispute."))
    show_about(s, row.about, row.by, members)
    if row.move:
        s.say(N_("Next step: %(party)s."), party=Said(words.everyone(t, _shown(members), row.move)))


def _shown(members: Members) -> dict[str, dict[str, str]]:
    return {party: dict(names) for party, names in members.items()}


# ---------------------------------------------------------------- notes


def render_notes(s: Session, view: NotesView) -> None:
    t = s.t
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.notes:
        s.say(N_("There are no notes here."))
    for note in view.notes:
        _note(s, note, view.channel.members)


def _note(s: Session, note: NoteRow, members: Members) -> None:
    t = s.t
    s.line()
    what = [words.word(t, words_matters.NOTES, note.form), *([tame(note.number)] if note.number else [])]
    if note.urgent:
        what.append(t.gettext(N_("urgent")))
    s.out.print(tame(note.ref) + "  " + t.listing(what), style="bold", end="")
    s.line("  " + t.time(note.at))
    to = note.to or [party for party in members if party != note.by]
    s.say(N_("From %(by)s to %(to)s"), by=words.who(t, members.get(note.by), note.by), to=Said(words.everyone(t, _shown(members), to)))
    if note.destroyed:
        s.say(N_("Its body was destroyed by agreement; its hashes and signatures stand."))
    for text in (note.title, note.text):
        if text:
            s.line("  " + tame(text))
    if note.closed and not note.openings:
        s.say(N_("Closed: only a commitment to its text was shared. Its author can open it, or never."))
        if note.kept_here:
            s.next(f"note open {note.ref}")
    for opening in note.openings:
        s.say(N_("Opened in %(entry)s (%(time)s):"), entry=opening.entry, time=Said(t.time(opening.at)))
        s.line("  " + (t.gettext(N_("destroyed by agreement")) if opening.text is None else tame(opening.text)))
        if opening.fits is not None:
            s.say(
                N_("This is the text that was committed to.")
                if opening.fits
                else N_("This is not the text that was committed to: the commitment is of another one.")
            )
    show_about(s, note.about, note.by, members)
