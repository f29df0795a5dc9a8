"""What interrupts: an urgent request or note, or anything on a hotline, that has just come from another party."""

from __future__ import annotations

from typing import Any

from detente.dialogue.acts import Ref
from detente.dialogue.kinds import RECORD_KINDS
from detente.errors import N_
from detente.i18n import LANGUAGES, translator
from detente.node.called import called
from detente.node.node import Node
from detente.node.room import Room


def newest(node: Node) -> int:
    """The number of the last pouch that the node has taken."""
    row = node.store.db.execute("SELECT max(seq) FROM heads").fetchone()
    return int(row[0] or 0)


def urgent_since(node: Node, seq: int) -> dict[str, dict[str, str]] | None:
    """What came after a pouch and interrupts, by language, as page.js shows it; the last of several; None if nothing does."""
    found: tuple[Room, Ref] | None = None
    for room in node.rooms.values():
        charter = room.channel.channel_charter
        hotline = charter is not None and charter.kind == "hotline"
        for stored in room.store.heads(room.id):
            if stored.seq <= seq or stored.log.party == node.party:
                continue
            for index, entry in enumerate(room.trusted_entries(stored.seq), stored.start):
                if entry.kind not in RECORD_KINDS and entry.kind != "check" and (hotline or entry.fields.get("urgent") is True):
                    found = (room, Ref(stored.log.party, stored.log.generation, index))
    return None if found is None else {language: _texts(language, *found) for language in LANGUAGES}


def _texts(language: str, room: Room, ref: Ref) -> dict[str, str]:
    t = translator(language)
    name = t.text_of(called(room)[ref.party], ref.party)
    request = ref in room.fold.requests
    title = N_("Urgent: %(party)s has sent a request") if request else N_("Urgent: %(party)s has sent something")
    details: dict[str, Any] = {"party": name}
    return {
        "title": t.gettext(title, **details),
        "to": f"/{'requests' if request else 'record'}/{room.label}/{ref}",
        "open": t.gettext(N_("Show it now")),
        "later": t.gettext(N_("Later")),
    }
