"""Visits under an agreement: what is used of its quotas, what was asked for, and what can be said next."""

from __future__ import annotations

from detente.errors import N_
from detente.views.agreements import recorded_agreement
from detente.views.visits import VisitsView, visits_view
from detente.web.pages import Ask, Page, Shown


def visits(ask: Ask) -> Shown:
    """The visits under one agreement in force in the record."""
    name = str(ask.names["name"])
    room, slot = recorded_agreement(name, ask.node, ask.query.get("channel") or None)
    view = visits_view(ask.node, room, slot.name, page=ask.number("page", 1, 1 << 20))
    more = {"name": name, "query": {"channel": room.label}}
    return Shown("visits.html", view, N_("Visits: %(title)s"), {"title": ask.t.text_of(view.title, name)}, more=more)


PAGES = (
    Page(
        "/agreements/{name}/visits", visits, "read", about="Visits under an agreement, and its quotas", view=VisitsView,
        query=("channel", "page"),
    ),
)  # fmt: skip
