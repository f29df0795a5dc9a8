"""Notes between delegations, closed ones too."""

from __future__ import annotations

from detente.errors import N_
from detente.views.lists_matters import NotesList, notes_list
from detente.web.named import chosen_channel
from detente.web.pages import Ask, Page, Shown


def notes(ask: Ask) -> Shown:
    """Notes of all channels."""
    channel, _ = chosen_channel(ask)
    return Shown("notes.html", notes_list(ask.node, channel=channel, page=ask.number("page", 1, 1 << 20)), N_("Diplomatic notes"))


PAGES = (Page("/notes", notes, "read", about="Notes of all channels", view=NotesList, query=("channel", "page")),)
