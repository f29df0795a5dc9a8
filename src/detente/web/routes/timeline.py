"""The talks over time: a drawing and a list of everything that has a date; and what was known on a past day."""

from __future__ import annotations

from detente.errors import N_
from detente.views.timeline import TimelineView, timeline_view
from detente.web.drawn import timeline as draw
from detente.web.named import chosen_channel
from detente.web.pages import Ask, Page, Shown, nothing_here

_MOST = 150
"""Events of a page: more marks cannot be told apart in a picture, nor read in a list."""


def timeline(ask: Ask) -> Shown:
    """The talks of one channel over time; otherwise of the first, which is the plenary."""
    chosen, channels = chosen_channel(ask)
    if len(channels) < 2:
        raise nothing_here()
    room = ask.node.room(chosen or channels[1][0])
    view = timeline_view(room, _MOST)
    names = {party: ask.t.text_of(names, party) for party, names in view.channel.members.items()}
    order = sorted(names, key=lambda party: ask.t.order(names[party]))
    more = {"drawing": draw(view.events, order, ask.now[:10]), "channels": channels[1:], "now": ask.now}
    return Shown("timeline.html", view, N_("The talks over time"), more=more)


PAGES = (Page("/timeline", timeline, "read", about="The talks of a channel over time", view=TimelineView, query=("channel",)),)
