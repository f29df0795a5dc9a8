"""What all pages of a text share: which one an address names, and what surrounds it."""

from __future__ import annotations

from typing import Any

from detente.dialogue.acts import Ref
from detente.dialogue.proposals import Slot
from detente.dialogue.talks import in_causal_order
from detente.node.room import Room
from detente.views.base import channel_name, parse_ref
from detente.views.texts import TextRow, TextView, text_row, text_view
from detente.web.named import named_room
from detente.web.pages import Ask, nothing_here


def named_text(ask: Ask) -> tuple[Room, Slot]:
    """The text whose page this is.

    Raises:
        NoSuchPage: nobody has tabled it.
    """
    room = named_room(ask)
    slot = room.fold.proposals.slots.get(f"text/{ask.names['key']}")
    if slot is None:
        raise nothing_here()
    return room, slot


def whole(room: Room, slot: Slot) -> TextView:
    """A text with all its versions."""
    view = text_view(room, slot.name)
    if view is None:
        raise nothing_here()
    return view


def title_of(ask: Ask, text: TextRow) -> dict[str, Any]:
    """The value for a title that names the text."""
    return {"title": ask.t.text_of(text.titles, text.slot)}


def frame(room: Room, slot: Slot, here: str) -> dict[str, Any]:
    """What surrounds every page of a text: what it is in short, and the ways to look at it."""
    return {
        "text": text_row(room, slot), "its_channel": channel_name(room), "tabled": len(slot.proposals), "here": here,
        "to": f"/texts/{room.label}/{slot.name}",
    }  # fmt: skip


def tabled(slot: Slot) -> list[Ref]:
    """The versions of a text, causes first."""
    return [proposal.act.ref for proposal in in_causal_order(list(slot.proposals.values()), lambda one: one.act)]


def version_asked(ask: Ask, room: Room, name: str) -> Ref | None:
    """A version that the query, or a form, names."""
    text = ask.form.get(name) or ask.query.get(name)
    return parse_ref(ask.node, text, room.label)[1] if text else None
