"""Meetings and groups: what is next and what blocks it, one meeting with its minutes, one group with what waits for it."""

from __future__ import annotations

from detente.errors import N_
from detente.views import words_talks
from detente.views.lists_talks import MeetingsList, meetings_list
from detente.views.meetings import GroupView, MeetingView, group_view, meeting_view
from detente.web.named import named_room
from detente.web.pages import Ask, Page, Shown, nothing_here
from detente.web.seen import in_group, in_meeting, opened


def meetings(ask: Ask) -> Shown:
    """Meetings and groups of all channels."""
    view = meetings_list(ask.node, ask.number("page", 1, 1 << 20))
    return Shown("meetings.html", view, N_("Meetings"), more={"names": {group.slot: group.names for group in view.groups}})


def meeting(ask: Ask) -> Shown:
    """One meeting."""
    room = named_room(ask)
    view = meeting_view(room, ask.names["slot"])
    if view is None:
        raise nothing_here()
    matter = words_talks.matter(ask.t, view.meeting.slot)
    return Shown("meeting.html", view, "%(matter)s", {"matter": matter}, opens=opened(ask.node, room, in_meeting(ask.node, room, view)))


def group(ask: Ask) -> Shown:
    """One working group."""
    room = named_room(ask)
    view = group_view(ask.node, room, ask.names["slot"])
    if view is None:
        raise nothing_here()
    matter = words_talks.matter(ask.t, view.group.slot, view.group.names)
    return Shown("group.html", view, "%(matter)s", {"matter": matter}, opens=opened(ask.node, room, in_group(view)))


PAGES = (
    Page("/meetings", meetings, "read", about="Meetings and working groups of all channels", view=MeetingsList, query=("page",)),
    Page("/meetings/{channel}/{slot:path}", meeting, "read", about="A meeting with everything that belongs to it", view=MeetingView),
    Page("/groups/{channel}/{slot:path}", group, "read", about="A working group", view=GroupView),
)
