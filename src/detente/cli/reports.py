# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that print: the brief, reports as PDF and Word, and what is due as a calendar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from detente.cli.acts import CHANNEL, REF
from detente.cli.meetings import KIND, NUMBER
from detente.cli.session import Session, session
from detente.cli.texts import KEY
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.i18n import Translator
    from detente.views.brief import BriefView
    from detente.views.results import FilesWritten

ICS = N_("The .ics file to write: a new one, or this calendar as it was written before.")
PDF = N_("Write it as PDF to this file, which must be new.")
DOCX = N_("Write it for Word to this file, which must be new.")

T = TypeVar("T")


def brief(
    channel: str | None = typer.Argument(
        None, metavar="[CHANNEL]", help=N_("A channel of the dialogue; otherwise that of the plenary. All its channels are in the brief.")
    ),
    pdf: Path | None = typer.Option(None, "--pdf", metavar="FILE", help=PDF),
    docx: Path | None = typer.Option(None, "--docx", metavar="FILE", help=DOCX),
) -> None:
    from detente import reports
    from detente.views.brief import brief_view

    s = session()
    with s.open() as node:
        view = brief_view(node, node.room(channel))
    if pdf is None and docx is None:
        s.emit(view, render_brief)
        return
    write_reports(view, reports.brief_pdf, reports.brief_docx, pdf=pdf, docx=docx, exercise=view.exercise)


def count(
    channel: str | None = typer.Argument(None, metavar="[CHANNEL]", help=N_("The channel; otherwise the plenary.")),
    now: bool = typer.Option(False, "--now", help=N_("Count everything that is held now, whether all have signed it or not.")),
    pdf: Path | None = typer.Option(None, "--pdf", metavar="FILE", help=PDF),
    docx: Path | None = typer.Option(None, "--docx", metavar="FILE", help=DOCX),
) -> None:
    from detente import reports
    from detente.views.standing import agreed_standing_view, standing_view
    from detente.views.tallies import tallies_view
    from detente.views.translated import translated

    s = session()
    with s.open() as node:
        room, made_at = node.room(channel), node.now
        view = (None if now else agreed_standing_view(room)) or standing_view(room)
        tallies = tallies_view(node, room)
        also = translated(node, room, (item.ref for item in view.items))
    write_reports(
        view,
        lambda found, t: reports.count_pdf(found, t, made_at, tallies, also),
        lambda found, t: reports.count_docx(found, t, made_at, tallies, also),
        pdf=pdf, docx=docx, exercise=view.channel.exercise,
    )  # fmt: skip


def minutes(
    number: int = typer.Argument(..., metavar="NUMBER", min=1, help=NUMBER),
    kind: str = typer.Option("plenary", "--kind", metavar="WORD", help=KIND),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    pdf: Path | None = typer.Option(None, "--pdf", metavar="FILE", help=PDF),
    docx: Path | None = typer.Option(None, "--docx", metavar="FILE", help=DOCX),
) -> None:
    from detente import reports
    from detente.cli.meetings import _slot, _unknown
    from detente.views.meetings import meeting_view
    from detente.views.translated import translated

    s = session()
    with s.open() as node:
        room, made_at, name = node.room(channel), node.now, _slot(kind, number)
        view = meeting_view(room, name)
        if view is None:
            raise _unknown(node, room, name)
        also = translated(node, room, [view.meeting.entry] if view.meeting.entry is not None else ())
    write_reports(
        view,
        lambda found, t: reports.minutes_pdf(found, t, made_at, also),
        lambda found, t: reports.minutes_docx(found, t, made_at, also),
        pdf=pdf, docx=docx, exercise=view.channel.exercise,
    )  # fmt: skip


def text(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    pdf: Path | None = typer.Option(None, "--pdf", metavar="FILE", help=PDF),
    docx: Path | None = typer.Option(None, "--docx", metavar="FILE", help=DOCX),
) -> None:
    from detente import reports
    from detente.cli import forms
    from detente.cli.texts import _text

    s = session()
    with s.open() as node:
        made_at = node.now
        view = _text(node.room(channel), forms.matter("text", key))
    write_reports(
        view,
        lambda found, t: reports.text_pdf(found, t, made_at),
        lambda found, t: reports.text_docx(found, t, made_at),
        pdf=pdf, docx=docx, exercise=view.channel.exercise,
    )  # fmt: skip


def request(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    pdf: Path | None = typer.Option(None, "--pdf", metavar="FILE", help=PDF),
    docx: Path | None = typer.Option(None, "--docx", metavar="FILE", help=DOCX),
) -> None:
    from detente import reports
    from detente.views.base import parse_ref
    from detente.views.requests import request_of, request_view

    s = session()
    with s.open() as node:
        room, about = parse_ref(node, ref, channel)
        found = request_of(room, about)
        if found is None:
            raise CallerError(N_("%(ref)s is no request, and about none"), hint=N_("detente requests"), ref=str(about))
        view, made_at = request_view(node, room, found), node.now
    write_reports(
        view,
        lambda found, t: reports.request_pdf(found, t, made_at),
        lambda found, t: reports.request_docx(found, t, made_at),
        pdf=pdf, docx=docx, exercise=view.channel.exercise,
    )  # fmt: skip


def issues(
    channel: str | None = typer.Argument(None, metavar="[CHANNEL]", help=N_("The channel; otherwise the plenary.")),
    pdf: Path | None = typer.Option(None, "--pdf", metavar="FILE", help=PDF),
    docx: Path | None = typer.Option(None, "--docx", metavar="FILE", help=DOCX),
) -> None:
    from detente import reports
    from detente.views.issues import issue_view, issues_view
    from detente.views.translated import quoted_of_issues, translated

    s = session()
    with s.open() as node:
        room, made_at = node.room(channel), node.now
        listed = issues_view(room)
        views = [issue_view(room, issue) for _, issue in sorted(room.fold.matters.issues.items())]
        also = translated(node, room, quoted_of_issues(views))
    write_reports(
        listed,
        lambda found, t: reports.issues_pdf(found, views, t, made_at, also),
        lambda found, t: reports.issues_docx(found, views, t, made_at, also),
        pdf=pdf, docx=docx, exercise=listed.channel.exercise,
    )  # fmt: skip


def calendar(
    file: Path = typer.Argument(..., metavar="FILE", help=ICS),
    channel: str | None = typer.Option(
        None, "--channel", metavar="NAME", help=N_("A channel of the dialogue; otherwise that of the plenary. All its channels are in it.")
    ),
) -> None:
    from detente.cli.files import write_calendar, written
    from detente.reports import deadlines_ics
    from detente.views.deadlines import deadlines_view

    s = session()
    with s.open() as node:
        view = deadlines_view(node, node.room(channel))
    data = deadlines_ics(view, s.t)
    write_calendar(file, data)
    nothing = N_("Nothing is due on a date that is known: the calendar in %(path)s is empty.")
    said = N_("What is due is in %(path)s, for any calendar program.") if view.deadlines else nothing
    written(file, data, said, exercise=view.exercise)


def render_brief(s: Session, view: BriefView) -> None:
    """The brief on screen: the same sections as on paper."""
    from detente.cli.render_document import render_document
    from detente.reports.brief import brief_document

    render_document(s, brief_document(view, s.t, view.most))
    if not s.json:
        s.line()
        s.next("brief --pdf FILE")


def write_reports(
    view: T,
    as_pdf: Callable[[T, Translator], bytes],
    as_docx: Callable[[T, Translator], bytes],
    *,
    pdf: Path | None,
    docx: Path | None,
    exercise: bool,
) -> None:
    """Print a report in the forms that were asked for, and write the files once all are made.

    Raises:
        CallerError: no file was named, one exists already, or it cannot be written.
    """
    from detente.cli.files import write_new
    from detente.views.results import FilesWritten, FileWritten

    s = session()
    wanted = [(path, form) for path, form in ((pdf, as_pdf), (docx, as_docx)) if path is not None]
    if not wanted:
        raise CallerError(N_("no file was named"), hint=N_("Give --pdf FILE, --docx FILE, or both."))
    for path, _ in wanted:
        must_be_new(path)
    made = [(path, form(view, s.t)) for path, form in wanted]
    files = [FileWritten(file=str(write_new(path, data)), bytes=len(data), exercise=exercise) for path, data in made]
    s.emit(FilesWritten(files=files), _render_written)


def must_be_new(path: Path) -> None:
    if path.exists():
        raise CallerError(N_("%(path)s exists already; it was left as it is"), hint=N_("Choose another name."), path=str(path))


def _render_written(s: Session, view: FilesWritten) -> None:
    s.exercise(on=any(each.exercise for each in view.files))
    for each in view.files:
        s.say(N_("The report is in %(path)s."), path=each.file)


def register_brief(app: typer.Typer) -> None:
    """Add `brief`, which stands near the top."""
    text = N_("Show one page for the head of delegation on the way to a meeting; or print it.")
    app.command("brief", cls=Command, help=text)(brief)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    printed = group(N_("Reports as PDF or Word: the count, minutes, a text, a request, the issues."))
    printed.command("count", cls=Command, help=N_("Print the newest count that all members have signed; else the one of now."))(count)
    printed.command("minutes", cls=Command, help=N_("Print the minutes of a meeting, each side's wording beside the other's."))(minutes)
    printed.command("text", cls=Command, help=N_("Print a text in its languages with its check value and signatures."))(text)
    printed.command("request", cls=Command, help=N_("Print one request with everything about it."))(request)
    printed.command("issues", cls=Command, help=N_("Print the issues with each side's own wording."))(issues)
    app.add_typer(printed, name="report")
    app.command("calendar", cls=Command, help=N_("Write what is due as a calendar: terms, undertakings, silences, meetings."))(calendar)
