"""Meetings and groups: what is next and what blocks it, one meeting with its minutes, one group with what waits for it."""

from __future__ import annotations

from detente import reports
from detente.errors import N_
from detente.views import words_talks
from detente.views.lists_talks import MeetingsList, meetings_list
from detente.views.meetings import GroupView, MeetingView, group_view, meeting_view
from detente.web.named import named_room
from detente.web.pages import DOCX, Ask, Page, Sent, Shown, file_name, nothing_here


def meetings(ask: Ask) -> Shown:
    """Meetings and groups of all channels."""
    view = meetings_list(ask.node, ask.number("page", 1, 1 << 20))
    return Shown("meetings.html", view, N_("Meetings"), more={"names": {group.slot: group.names for group in view.groups}})


def meeting(ask: Ask) -> Shown:
    """One meeting."""
    view = _named(ask)
    return Shown("meeting.html", view, "%(matter)s", {"matter": words_talks.matter(ask.t, view.meeting.slot)})


def minutes_pdf(ask: Ask) -> Sent:
    """The minutes, for paper."""
    return Sent(reports.minutes_pdf(_named(ask), ask.t, ask.now), "application/pdf", file_name(ask, "pdf"))


def minutes_docx(ask: Ask) -> Sent:
    """The minutes, for Word."""
    return Sent(reports.minutes_docx(_named(ask), ask.t, ask.now), DOCX, file_name(ask, "docx"))


def _named(ask: Ask) -> MeetingView:
    view = meeting_view(named_room(ask), ask.names["slot"])
    if view is None:
        raise nothing_here()
    return view


def group(ask: Ask) -> Shown:
    """One working group."""
    view = group_view(ask.node, named_room(ask), ask.names["slot"])
    if view is None:
        raise nothing_here()
    return Shown("group.html", view, "%(matter)s", {"matter": words_talks.matter(ask.t, view.group.slot, view.group.names)})


PAGES = (
    Page("/meetings", meetings, "read", about="Meetings and working groups of all channels", view=MeetingsList, query=("page",)),
    Page("/meetings/{channel}/{slot:path}.pdf", minutes_pdf, "read"),
    Page("/meetings/{channel}/{slot:path}.docx", minutes_docx, "read"),
    Page("/meetings/{channel}/{slot:path}", meeting, "read", about="A meeting with everything that belongs to it", view=MeetingView),
    Page("/groups/{channel}/{slot:path}", group, "read", about="A working group", view=GroupView),
)
