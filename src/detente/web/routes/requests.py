"""Requests: the list with its filters, one request as a thread with both sides' views, the agreed count and its proof."""

from __future__ import annotations

from typing import Any, Final

from detente.dialogue.requests import Request
from detente.errors import N_, CallerError
from detente.node.called import called_everywhere
from detente.node.room import Room
from detente.reports import pictures
from detente.views.count import CountView, count_view
from detente.views.requests import PAGE, RequestsList, RequestView, asked_in, request_of, request_view, requests_list
from detente.views.tallies import STEPS, TalliesView, series_of, tallies_view, turns
from detente.web.named import chosen_channel, named_entry, named_room
from detente.web.pages import Ask, Moved, Page, Shown, nothing_here

_FILTERS: Final = ("channel", "by", "to", "status", "move", "q")

_ROWS: Final = 50
"""Rows of a table under a picture: of the points at which a number changed, the newest."""


def listed(ask: Ask) -> Shown:
    """Requests of all channels, or of one, with the filters of the address."""
    chosen = {name: text for name in _FILTERS if (text := ask.query.get(name, "").strip())}
    view = requests_list(ask.node, chosen, page=ask.number("page", 1, 1 << 20), size=PAGE)
    return Shown("requests.html", view, N_("Requests"))


def one_request(ask: Ask) -> Shown:
    """A request with everything that refers to it; an address of an answer leads to its request."""
    room, request = _named(ask)
    view = request_view(ask.node, room, request)
    opens = (room, [request.act.ref, *(act.ref for act in request.acts())])
    return Shown("request.html", view, N_("Request %(ref)s"), {"ref": view.request.ref}, opens=opens)


def count(ask: Ask) -> Shown:
    """The agreed count of a channel beside what was said of it in public."""
    return Shown("count.html", count_view(ask.node, named_room(ask)), N_("The agreed count"))


def choose_count(ask: Ask) -> Moved:
    """To the count of the channel that has requests; there is nearly always one."""
    room = asked_in(ask.node)
    if room is None:
        raise nothing_here()
    return Moved(f"/count/{room.label}")


def over_time(ask: Ask) -> Shown:
    """The requests of a channel over time, otherwise of the one that has requests; by the step of the address.

    Raises:
        NoSuchPage: there is no such channel, or none at all.
        CallerError: there is no such step.
    """
    chosen, channels = chosen_channel(ask)
    if len(channels) < 2:
        raise nothing_here()
    step = ask.query.get("step") or None
    if step is not None and step not in STEPS:
        raise CallerError(N_("'%(text)s' is no step; there are day, week and month"), text=step)
    counted = asked_in(ask.node)
    room = ask.node.room(chosen or (channels[1][0] if counted is None else counted.label))
    view = tallies_view(ask.node, room, step)
    more = {"drawn": _drawn(ask, view), "channels": channels[1:], "most": _ROWS}
    return Shown("over_time.html", view, N_("Requests over time"), more=more)


def _drawn(ask: Ask, view: TalliesView) -> dict[str, dict[str, Any]]:
    """For each party its pictures, and what the tables under them show."""
    parties = called_everywhere(ask.node)
    return {
        tally.party: {
            "over_time": pictures.over_time(view, tally.party, ask.t, pictures.hue_of(parties, tally.party)),
            "ages": pictures.ages(view, tally.party, ask.t, pictures.hue_of(parties, tally.party)),
            "series": series_of(tally),
            "turns": turns(tally),
            "age": age,
        }
        for tally, age in zip(view.parties, view.ages, strict=True)
    }


def _named(ask: Ask) -> tuple[Room, Request]:
    room, ref = named_entry(ask)
    found = request_of(room, ref)
    if found is None:
        raise nothing_here()
    return room, found


PAGES = (
    Page("/requests", listed, "read", about="Requests, by the filters of the query", view=RequestsList, query=(*_FILTERS, "page")),
    Page(
        "/requests/over-time", over_time, "read", about="The requests of a channel over time, and how old what is open is",
        view=TalliesView, query=("channel", "step"),
    ),
    Page("/requests/{channel}/{party}/{index:number}", one_request, "read", about="A request with all that refers to it", view=RequestView),
    Page("/count", choose_count, "read"),
    Page("/count/{channel}", count, "read", about="The agreed count of a channel, and what was said of it in public", view=CountView),
)  # fmt: skip
