"""What is printed: the brief as a page, and each report as PDF, Word or calendar. The pages show the same document that is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from detente import reports
from detente.errors import N_
from detente.i18n import Translator
from detente.node.node import Node
from detente.node.room import Room
from detente.reports.brief import brief_document
from detente.reports.text_files import ENDINGS, text_file
from detente.views.base import parse_ref
from detente.views.brief import BriefView, brief_view
from detente.views.deadlines import deadlines_view
from detente.views.issues import issue_view, issues_view
from detente.views.meetings import meeting_view
from detente.views.requests import request_of, request_view
from detente.views.standing import agreed_standing_view, standing_view
from detente.views.tallies import tallies_view
from detente.views.text_prints import text_print
from detente.views.texts import text_view
from detente.views.translated import quoted_of_issues, translated
from detente.web.named import named_entry, named_room
from detente.web.pages import Ask, Page, Sent, Shown, account_of, nothing_here
from detente.web.routes.agreements import round_asked

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Form(NamedTuple):
    """One form of a report: the ending of its file, its type."""

    ending: str
    media_type: str


TYPES: Final = {
    "docx": DOCX, "pdf": PDF, "html": "text/html; charset=utf-8", "xml": "application/akn+xml", "txt": "text/plain; charset=utf-8",
}  # fmt: skip
"""Of the files of a text, by ending; each is handed over to be kept, never shown in the page's place."""

FORMS: Final = {"pdf": Form("pdf", PDF), "docx": Form("docx", DOCX)}


def brief(ask: Ask) -> Shown:
    """The brief, as it would be printed."""
    view = brief_view(ask.node, _plenary(ask), account_of(ask).id)
    document = brief_document(view, ask.t, view.most)
    files = [(N_("PDF"), "/print/brief.pdf"), (N_("Word"), "/print/brief.docx")]
    if view.due:
        files.append((N_("Calendar of what is due"), "/print/due.ics"))
    return Shown("document.html", view, N_("Brief"), more={"document": document, "files": files, "crumbs": []})


def brief_file(ask: Ask) -> Sent:
    """The brief as a file."""
    view = brief_view(ask.node, _plenary(ask), account_of(ask).id)
    return printed(ask, "brief", lambda t: reports.brief_pdf(view, t), lambda t: reports.brief_docx(view, t))


def count_file(ask: Ask) -> Sent:
    """The newest count that all have signed; else the one of now."""
    room, now = named_room(ask), ask.now
    view, tallies = agreed_standing_view(room) or standing_view(room), tallies_view(ask.node, room)
    also = translated(ask.node, room, (item.ref for item in view.items))
    name = f"count-{room.label}"
    return printed(
        ask, name, lambda t: reports.count_pdf(view, t, now, tallies, also), lambda t: reports.count_docx(view, t, now, tallies, also)
    )


def request_file(ask: Ask) -> Sent:
    """One request as a thread."""
    room, ref = named_entry(ask)
    found = request_of(room, ref)
    if found is None:
        raise nothing_here()
    view, now = request_view(ask.node, room, found), ask.now
    name = f"request-{room.label}-{str(ref).replace('/', '-')}"
    return printed(ask, name, lambda t: reports.request_pdf(view, t, now), lambda t: reports.request_docx(view, t, now))


def minutes_file(ask: Ask) -> Sent:
    """The minutes of a meeting."""
    room, now = named_room(ask), ask.now
    view = meeting_view(room, ask.names["slot"])
    if view is None:
        raise nothing_here()
    also = translated(ask.node, room, [view.meeting.entry] if view.meeting.entry is not None else ())
    name = "minutes-" + ask.names["slot"].replace("/", "-")
    return printed(ask, name, lambda t: reports.minutes_pdf(view, t, now, also), lambda t: reports.minutes_docx(view, t, now, also))


def text_report(ask: Ask) -> Sent:
    """A text in all its languages."""
    room, now = named_room(ask), ask.now
    view = text_view(room, ask.names["slot"])
    if view is None:
        raise nothing_here()
    name = ask.names["slot"].replace("/", "-")
    return printed(ask, name, lambda t: reports.text_pdf(view, t, now), lambda t: reports.text_docx(view, t, now))


def original_file(ask: Ask) -> Sent:
    """The words of a text as a file of its own: as it stands or one version, in one language or all, as one party's original."""
    room, name, ending = named_room(ask), str(ask.names["slot"]), str(ask.names["ending"])
    slot = next((slot for slot in room.fold.texts.all() if slot.name == name), None)
    if slot is None or ending not in ENDINGS:
        raise nothing_here()
    version, language, party = (ask.query.get(key) or None for key in ("version", "language", "original"))
    text = text_print(room, slot, None if version is None else parse_ref(ask.node, version, room.label)[1], party)
    if language is not None:
        if language not in text.versions:
            raise nothing_here()
        text = replace(text, versions={language: text.versions[language]})
    whose = "" if party is None else f"-{party}"
    return Sent(text_file(text, ending, ask.now), TYPES[ending], f"{text.key}{whose}{'' if language is None else '-' + language}.{ending}")


def issues_file(ask: Ask) -> Sent:
    """The issues with each side's own wording."""
    room, now = named_room(ask), ask.now
    listed = issues_view(room)
    views = [issue_view(room, room.fold.matters.issues[row.matter]) for row in listed.issues]
    also = translated(ask.node, room, quoted_of_issues(views))
    name = f"issues-{room.label}"
    return printed(
        ask, name, lambda t: reports.issues_pdf(listed, views, t, now, also), lambda t: reports.issues_docx(listed, views, t, now, also)
    )


def exchange_file(ask: Ask) -> Sent:
    """One round of an exchange of data under an agreement."""
    view, now = round_asked(ask), ask.now
    name = f"exchange-{view.agreement}-{view.of}"
    return printed(ask, name, lambda t: reports.round_pdf(view, t, now), lambda t: reports.round_docx(view, t, now))


def calendar(ask: Ask) -> Sent:
    """What is due, for any calendar program."""
    view = deadlines_view(ask.node, _plenary(ask))
    return Sent(reports.deadlines_ics(view, ask.t), "text/calendar", "due.ics")


Make = Callable[[Translator], bytes]


def printed(ask: Ask, name: str, pdf: Make, docx: Make) -> Sent:
    """A report as the file that was asked for."""
    form = FORMS.get(ask.names["ending"])
    if form is None:
        raise nothing_here()
    make = pdf if form.ending == "pdf" else docx
    return Sent(make(ask.t), form.media_type, f"{name}.{form.ending}")


def _plenary(ask: Ask) -> Room:
    node: Node = ask.node
    return node.room(None)


PAGES = (
    Page("/brief", brief, "read", about="One page for a head of delegation on the way to a meeting", view=BriefView),
    Page("/print/brief.{ending}", brief_file, "read"),
    Page("/print/count/{channel}.{ending}", count_file, "read"),
    Page("/print/request/{channel}/{party}/{index:number}.{ending}", request_file, "read"),
    Page("/print/minutes/{channel}/{slot:path}.{ending}", minutes_file, "read"),
    Page("/print/text/{channel}/{slot:path}.{ending}", text_report, "read"),
    Page("/print/original/{channel}/{slot:path}.{ending}", original_file, "read", query=("version", "language", "original")),
    Page("/print/issues/{channel}.{ending}", issues_file, "read"),
    Page("/print/exchange/{name}.{ending}", exchange_file, "read"),
    Page("/print/due.ics", calendar, "read"),
)
