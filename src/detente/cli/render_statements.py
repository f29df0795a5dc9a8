# ruff: noqa: D103 - render_x renders the view x
"""Public statements for people: what was said, beside it what the record says, and the reply. Nobody is judged."""

from __future__ import annotations

from collections.abc import Mapping

from detente.cli.render_register import show_about, show_texts
from detente.cli.render_requests import in_channel, typed
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import phrases, words, words_matters, words_talks
from detente.views.statements import SaidDifferently, StatementRow, StatementsView, StatementView

Members = Mapping[str, Mapping[str, str]]


def render_statements(s: Session, view: StatementsView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.statements:
        s.say(N_("No public statement was entered here."))
        return
    s.table(
        [N_("Statement"), N_("Said on"), N_("By"), N_("Appeared"), N_("Kind"), N_("Beside the record"), N_("Replies")],
        [
            [
                in_channel(view.channel.label, row.ref),
                t.when(row.said_on),
                Said("; ".join(phrases.speakers_text(t, row, members))),
                "" if len(row.appearances) == 1 else phrases.appeared_text(t, row.appearances),
                words.word(t, words_matters.CLAIMS, row.claim),
                "" if row.verdict is None else words.word(t, words_matters.COMPARED, row.verdict),
                t.number(len(row.replies)) if row.replies else "",
            ]
            for row in view.statements
        ],
        numbers={6},
    )
    for pair in view.differing:
        _differing(s, pair, members)
    s.next(f"statement show {typed(view.channel.label, view.statements[0].ref)}")


def _differing(s: Session, pair: SaidDifferently, members: Members) -> None:
    """Two counts that were made public and cannot both be; which one is right is not said here."""
    first, second = pair.figures
    s.say(
        N_("The counts that were made public differ: %(what)s. In %(one)s: %(first)s. In %(other)s: %(second)s."),
        what=Said(phrases.figure_about(s.t, first, members)),
        one=pair.statements[0],
        first=Said(phrases.number_text(s.t, first)),
        other=pair.statements[1],
        second=Said(phrases.number_text(s.t, second)),
    )


def render_statement(s: Session, view: StatementView) -> None:
    t, row, members = s.t, view.statement, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(tame(row.ref) + "  " + words.word(t, words_matters.CLAIMS, row.claim), style="bold")
    for speaker in phrases.speakers_text(t, row, members):
        s.line(speaker)
    said = [Said(t.when(row.said_on)), *(tame(part) for part in (row.place, row.occasion) if part)]
    s.say(N_("Said: %(when)s"), when=Said(t.listing(said)))
    if row.according_to:
        s.say(N_("According to: %(through)s"), through=Said(" ← ".join(tame(part) for part in row.according_to)))
    if row.unchanged_since is not None:
        if "open" in row.unchanged_since:
            s.say(N_("Said to be unchanged; since when was not said."))
        else:
            s.say(N_("Said to be unchanged since: %(date)s"), date=Said(t.when(row.unchanged_since)))
    if row.matter:
        s.say(N_("About: %(matter)s"), matter=words_talks.named(t, row.matter, view.channel.matters))
    if row.refers_to and row.refers_to not in {each.ref for each in row.appearances}:
        s.say(N_("It takes up statement %(entry)s."), entry=row.refers_to)
    s.say(N_("Entered by %(party)s, %(time)s."), party=words.who(t, members.get(row.by), row.by), time=Said(t.time(row.at)))
    if row.destroyed:
        s.say(N_("Its body was destroyed by agreement; its hashes and signatures stand."))
    if row.quotation:
        s.head(N_("In the words of the speaker"))
        show_texts(s, row.quotation)
    if row.text:
        s.head(N_("As it was entered"))
        s.line("  " + tame(row.text))
    show_about(s, row.about, row.by, members)
    _appearances(s, row)
    _figures(s, row, members)
    for reply in row.replies:
        s.head(N_("Reply of %(party)s"), party=words.who(t, members.get(reply.party), reply.party))
        s.line(f"{reply.entry}  {t.time(reply.at)}")
        s.line("  " + (t.gettext(N_("destroyed by agreement")) if reply.text is None else tame(reply.text)))
    if not row.replies:
        s.next(f"statement reply {typed(view.channel.label, row.ref)} TEXT")


def _appearances(s: Session, row: StatementRow) -> None:
    """Where the same claim stands: the first appearance, and the others."""
    t = s.t
    if len(row.appearances) == 1:
        return
    s.head(N_("First and other appearances"))
    s.text(phrases.appeared_text(t, row.appearances))
    for each in row.appearances:
        where = phrases.outlet_text(t, each)
        parts = [t.isolate(each.ref), t.when(each.said_on), *([where] if where else [])]
        s.text(f"  {(t.comma + ' ').join(parts)}")
        for language, words_said in each.quotation.items():
            s.text(f"    {t.language_name(language)}: {t.isolate(tame(words_said))}")
        if not each.quotation and each.text:
            s.text(f"    {t.isolate(tame(each.text))}")


def _figures(s: Session, row: StatementRow, members: Members) -> None:
    """What was said, beside it the count of the record, as of which entries."""
    t = s.t
    if not row.figures:
        return
    known = {**members, **(row.record.channel.members if row.record else {})}
    s.head(N_("Figures, beside the record"))
    s.table(
        [N_("What"), N_("Said"), N_("The record"), N_("Compared")],
        [
            [
                phrases.figure_about(t, figure, known),
                phrases.number_text(t, figure),
                phrases.counted_text(t, figure),
                phrases.compared_text(t, figure),
            ]
            for figure in row.figures
        ],
    )
    for first, second in row.contradictions:
        s.say(
            N_("Two figures of this statement are about one thing and cannot both be: %(first)s, and %(second)s."),
            first=Said(phrases.number_text(t, row.figures[first])),
            second=Said(phrases.number_text(t, row.figures[second])),
        )
    if row.verdict is not None:
        s.say(words_matters.OVERALL[row.verdict])
    if row.record is not None and any(figure.counted is not None for figure in row.figures):
        s.say(N_("The record: %(channel)s."), channel=words.channel_title(t, row.record.channel))
        s.text(words.as_of_line(t, row.record.channel, row.record.as_of))
        if row.record.day is None:
            s.say(N_("Held against what the record holds now: it holds nothing from before that day, or the day is not known."))
        else:
            s.say(N_("Held against what the record held by the end of %(day)s."), day=Said(t.day(row.record.day)))
        s.say(N_("Answered means any final outcome: full, partial, nil, declined or withheld."))
