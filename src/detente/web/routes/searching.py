"""Search over everything that one may see here."""

from __future__ import annotations

from detente.errors import N_
from detente.views.search import SearchView, search_view
from detente.web.pages import Ask, Page, Shown


def search(ask: Ask) -> Shown:
    """What was looked for, and where it stands; the address carries the question."""
    channel, kind, party = (ask.query.get(name) or None for name in ("channel", "kind", "party"))
    below = ask.number("below", 0, 1 << 62) or None
    words = ask.query.get("q", "")[:256]
    view = search_view(ask.node, words, channel=channel, kind=kind, party=party, below=below, language=ask.t.language)
    return Shown("search.html", view, N_("Search"), more={"labels": sorted(room.label for room in ask.node.rooms.values())})


PAGES = (Page("/search", search, "read", about="Search", view=SearchView, query=("q", "channel", "kind", "party", "below")),)
