"""Texts: their language versions side by side, and who has signed them. They are written elsewhere."""

from __future__ import annotations

from detente.errors import N_
from detente.views.lists_talks import TextsList, texts_list
from detente.views.texts import TextView, text_view
from detente.web.named import named_room
from detente.web.pages import Ask, Page, Shown, nothing_here
from detente.web.seen import in_text, opened


def texts(ask: Ask) -> Shown:
    """Texts of all channels."""
    return Shown("texts.html", texts_list(ask.node, page=ask.number("page", 1, 1 << 20)), N_("Texts"))


def text(ask: Ask) -> Shown:
    """One text with all its versions."""
    room = named_room(ask)
    view = text_view(room, ask.names["slot"])
    if view is None:
        raise nothing_here()
    title = ask.t.text_of(view.text.titles, view.text.slot)
    return Shown("text.html", view, "%(title)s", {"title": title}, opens=opened(ask.node, room, in_text(view)))


PAGES = (
    Page("/texts", texts, "read", about="Texts of all channels", view=TextsList, query=("page",)),
    Page("/texts/{channel}/{slot:path}", text, "read", about="A text with all its versions", view=TextView),
)
