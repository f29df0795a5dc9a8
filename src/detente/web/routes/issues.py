"""Issues: what is disagreed on, each side in its own words."""

from __future__ import annotations

from markupsafe import Markup, escape

from detente.errors import N_
from detente.views.issues import IssueView, issue_view
from detente.views.lists_matters import IssuesList, issues_list
from detente.web.named import chosen_channel, named_room
from detente.web.pages import Ask, Page, Shown, nothing_here
from detente.web.seen import in_issue, opened


def issues(ask: Ask) -> Shown:
    """Issues of all channels, or of one."""
    channel, channels = chosen_channel(ask)
    view = issues_list(ask.node, channel=channel, page=ask.number("page", 1, 1 << 20))
    return Shown("issues.html", view, N_("Issues"), more={"channels": channels})


def issue(ask: Ask) -> Shown:
    """One issue with its whole history."""
    room = named_room(ask)
    found = room.fold.matters.issues.get(ask.names["slot"])
    if found is None:
        raise nothing_here()
    view = issue_view(room, found)
    states = [Markup("<bdi>{}</bdi>").format(ask.t.territory(code)) for code in view.issue.concerns]
    more = {
        "concerns": escape(ask.t.comma + " ").join(states),
        "shown_assessments": sum(len(row.by) for row in view.rounds),
    }
    title = ask.t.text_of(view.issue.title, view.issue.matter)
    return Shown("issue.html", view, "%(title)s", {"title": title}, more=more, opens=opened(ask.node, room, in_issue(view)))


PAGES = (
    Page("/issues", issues, "read", about="Issues of all channels", view=IssuesList, query=("channel", "page")),
    Page("/issues/{channel}/{slot:path}", issue, "read", about="An issue with its whole history", view=IssueView),
)
