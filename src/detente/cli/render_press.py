# ruff: noqa: D103 - render_x renders the view x
"""Reports that were read, for people."""

from __future__ import annotations

import json

from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.press.evaluation import Miss
from detente.press.values import RULES, Count, Statement
from detente.views import words, words_press
from detente.views.press import EvaluationView, FolderRead, ReportView


def render_report(s: Session, view: ReportView) -> None:
    s.say(N_("Proposals out of %(file)s; nothing is entered before a person has confirmed it."), file=view.file)
    if view.published is None:
        s.say(N_("The day of publication is not known: 'Thursday' and 'last month' were not resolved. Give it with --published."))
    else:
        s.say(N_("Published on %(day)s."), day=Said(s.t.day(view.published)))
    if not view.statements:
        s.say(N_("Nobody is found to have said anything."))
    for number, said in enumerate(view.statements, 1):
        _statement(s, number, said)
    if view.meetings:
        s.head(N_("Meetings that it names"))
        s.table(
            [N_("Meeting"), N_("Where"), N_("When")],
            [[each.what, each.where or "", _when(s, each.when)] for each in view.meetings],
        )
    if view.captions:
        s.head(N_("Captions"))
        for caption in view.captions:
            s.text("  " + s.t.isolate(tame(caption.text)))


def _when(s: Session, when: str | None) -> str:
    return s.t.gettext(N_("open")) if when is None else words_press.days(s.t, when)


def _statement(s: Session, number: int, said: Statement) -> None:
    who = said.speaker or said.office or s.t.gettext(N_("nobody is named"))
    parts = [f"{number}.", s.t.isolate(tame(who))]
    if said.office and said.speaker:
        parts.append(s.t.isolate(tame(said.office)))
    if said.side:
        parts.append(f"({tame(said.side)})")
    s.text()
    s.text(" ".join(parts))
    about = [words.word(s.t, words_press.KINDS, said.kind), words.word(s.t, words_press.FORMS, said.form)]
    if said.said_on:
        about.append(words_press.days(s.t, said.said_on))
    if said.via:
        about.append(s.t.gettext(N_("through %(whom)s"), whom=Said(s.t.listing(said.via))))
    s.text("   " + (s.t.comma + " ").join(about))
    s.text("   " + s.t.isolate(tame(said.quote)))
    for count in said.counts:
        s.text("   - " + _count(s, count))
    if said.reader != RULES:
        s.text("   " + s.t.gettext(N_("proposed by %(reader)s"), reader=said.reader))
    if said.rests_on:
        s.text("   " + s.t.gettext(N_("It rests on the words: %(words)s"), words=said.rests_on))


def _count(s: Session, count: Count) -> str:
    """A figure: the words, and what they come to."""
    parts = [words_press.count_text(s.t, count), *([words.word(s.t, words_press.TALLIES, count.tally)] if count.tally else [])]
    return f"{s.t.isolate(tame(count.words))}: {(s.t.comma + ' ').join(parts)}"


def render_folder(s: Session, view: FolderRead) -> None:
    s.say(
        N_("Reports read: %(reports)d; statements proposed: %(statements)d. The readings are in %(folder)s."),
        reports=view.reports, statements=view.statements, folder=view.folder,
    )  # fmt: skip
    for refused in view.refused:
        s.text(f"  {s.t.isolate(tame(refused.file))}: {s.t.error(refused.reason.error())}")


def render_scores(s: Session, view: EvaluationView) -> None:
    s.say(N_("Labelled reports: %(number)d."), number=view.reports)
    if view.missing:
        s.say(N_("Of these no reading was found: %(names)s"), names=Said(s.t.listing(view.missing)))
    s.table(
        [N_("What"), N_("Precision"), N_("Recall"), N_("Right"), N_("Proposed"), N_("Labelled")],
        [
            [
                words.word(s.t, words_press.SCORED, row.what), _ratio(row.precision), _ratio(row.recall),
                s.t.number(row.right), s.t.number(row.proposed), s.t.number(row.labelled),
            ]
            for row in view.scores
        ],
        numbers=(1, 2, 3, 4, 5),
    )  # fmt: skip


def _ratio(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def render_differences(s: Session, view: EvaluationView) -> None:
    render_scores(s, view)
    for each in view.differences:
        s.text()
        s.text(f"{tame(each.report)}: {words.word(s.t, words_press.DIFFERENCES, each.what)}")
        for message, value in ((N_("labelled"), each.labelled), (N_("proposed"), each.proposed)):
            if value is not None:
                s.text(f"   {s.t.gettext(message)}: {s.t.isolate(tame(_shown(each, value)))}")


def _shown(miss: Miss, value: object) -> str:
    if isinstance(value, dict) and "quote" in value and miss.what in {"missed", "too much"}:
        return f"{value.get('speaker') or value.get('office') or '—'}: {value['quote']}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
