"""Handover notes as a page has them: put together by what they are about, what was written last first."""

from __future__ import annotations

from detente.dialogue import fields
from detente.node import handover
from detente.node.handover import Note, parse_own_ref
from detente.node.node import Node
from detente.node.room import Room
from detente.views.base import View
from detente.views.drafts import HandoverRow, note_row
from detente.views.naming import names_of
from detente.views.paging import Paging, paged
from detente.views.register import text


class HandoverItem(View, frozen=True):
    """The notes about one thing, the newest last.

    `what`: entry, matter, draft or general (about nothing in particular); `about` names it; `kind` and `subject` of an entry as far as it
    has them, `names` of a matter by language.
    """

    channel: str
    what: str
    about: str | None
    kind: str | None
    subject: str | None
    names: dict[str, str]
    notes: list[HandoverRow]


class HandoverList(View, frozen=True):
    """Handover notes by item. `channel`, `about`: only of this; `done`: those that are done are among them; `open`: how many are not."""

    channel: str | None
    about: str | None
    done: bool
    open: int
    paging: Paging
    items: list[HandoverItem]


def handover_list(node: Node, room: Room | None = None, about: str | None = None, *, done: bool = False, page: int = 1) -> HandoverList:
    """The notes of all channels, or of one, or about one thing; those that are open only unless `done`."""
    found: dict[tuple[str, str | None], list[Note]] = {}
    for note in handover.notes_of(node, room, about, done=done):
        found.setdefault((note.channel, note.about), []).append(note)
    chosen, paging = paged(sorted(found.values(), key=lambda notes: notes[-1].id, reverse=True), page)
    return HandoverList(
        channel=None if room is None else room.label,
        about=about,
        done=done,
        open=handover.open_notes(node, room, about),
        paging=paging,
        items=[_item(node, notes) for notes in chosen],
    )


def handover_item(node: Node, room: Room, about: str | None) -> HandoverItem:
    """One thing and no notes about it.

    Raises:
        CallerError: there is no such thing.
    """
    if about is not None:
        handover.check_about(node, room, about)
    return _described(room, about, [])


def _item(node: Node, notes: list[Note]) -> HandoverItem:
    return _described(node.rooms[notes[0].channel], notes[0].about, [note_row(node, note) for note in notes])


def _described(room: Room, about: str | None, notes: list[HandoverRow]) -> HandoverItem:
    what, kind, subject, names = "general", None, None, dict[str, str]()
    if about is not None and about.startswith(handover.DRAFT):
        what = "draft"
    elif about is not None and fields.slot(about):
        what, names = "matter", names_of(room, about)
    elif about is not None:
        entry = room.entry(parse_own_ref(about))
        what, kind, subject = "entry", entry.kind, text(entry.fields.get("subject"))
    return HandoverItem(channel=room.label, what=what, about=about, kind=kind, subject=subject, names=names, notes=notes)
