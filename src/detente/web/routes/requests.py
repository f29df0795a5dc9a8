"""Requests: the list with its filters, one request as a thread with both sides' views, the agreed count and its proof."""

from __future__ import annotations

from typing import Final

from detente.dialogue.requests import Request
from detente.errors import N_
from detente.node.room import Room
from detente.views.count import CountView, count_view
from detente.views.requests import PAGE, RequestsList, RequestView, request_of, request_view, requests_list
from detente.web.named import named_entry, named_room
from detente.web.pages import Ask, Moved, Page, Shown, nothing_here

_FILTERS: Final = ("channel", "by", "to", "status", "move")


def listed(ask: Ask) -> Shown:
    """Requests of all channels, or of one, with the filters of the address."""
    chosen = {name: ask.query[name] for name in _FILTERS if ask.query.get(name)}
    view = requests_list(ask.node, chosen, page=ask.number("page", 1, 1 << 20), size=PAGE)
    return Shown("requests.html", view, N_("Requests"))


def one_request(ask: Ask) -> Shown:
    """A request with everything that refers to it; an address of an answer leads to its request."""
    room, request = _named(ask)
    view = request_view(ask.node, room, request)
    return Shown("request.html", view, N_("Request %(ref)s"), {"ref": view.request.ref})


def count(ask: Ask) -> Shown:
    """The agreed count of a channel beside what was said of it in public."""
    return Shown("count.html", count_view(ask.node, named_room(ask)), N_("The agreed count"))


def choose_count(ask: Ask) -> Moved:
    """To the count of the channel that has requests; there is nearly always one."""
    rooms = [room for room in ask.node.rooms.values() if any(counts["sent"] for counts in room.fold.requests.counts.values())]
    if not rooms:
        raise nothing_here()
    return Moved(f"/count/{rooms[0].label}")


def _named(ask: Ask) -> tuple[Room, Request]:
    room, ref = named_entry(ask)
    found = request_of(room, ref)
    if found is None:
        raise nothing_here()
    return room, found


PAGES = (
    Page("/requests", listed, "read", about="Requests, by the filters of the query", view=RequestsList, query=(*_FILTERS, "page")),
    Page("/requests/{channel}/{party}/{index:int}", one_request, "read", about="A request with all that refers to it", view=RequestView),
    Page("/count", choose_count, "read"),
    Page("/count/{channel}", count, "read", about="The agreed count of a channel, and what was said of it in public", view=CountView),
)
