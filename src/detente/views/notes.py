"""Notes between delegations; a closed one is shared by its commitment alone, and checked against it when it is opened."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from detente.dialogue import notes
from detente.dialogue.acts import Act
from detente.node.node import Node
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.register import About, about_entry, text


class Opening(View, frozen=True):
    """The opening of a closed note. `fits`: whether text and salt are those that were committed to; null where they were destroyed."""

    entry: str
    at: str | None
    text: str | None
    fits: bool | None


class NoteRow(View, frozen=True):
    """One note. `form`: note_verbale, aide_memoire, non_paper, letter, position; `to`: empty means all members of the channel.

    `closed`: only its commitment was shared; `kept_here`: its text and salt lie in this node and could be opened.
    """

    channel: str
    ref: str
    by: str
    to: list[str]
    at: str | None
    form: str
    number: str | None
    urgent: bool
    matter: str | None
    title: str | None
    text: str | None
    closed: bool
    commitment: str | None
    kept_here: bool
    openings: list[Opening]
    destroyed: bool
    about: About


class NotesView(View, frozen=True):
    """The notes of a channel, in the order in which this node took them."""

    channel: ChannelName
    as_of: list[Point]
    notes: list[NoteRow]


def notes_view(node: Node, room: Room) -> NotesView:
    """The notes of a channel."""
    return NotesView(channel=channel_name(room), as_of=as_of(room), notes=[note_row(node, room, act) for act in note_acts(room)])


_found: WeakKeyDictionary[Room, tuple[int, list[Act]]] = WeakKeyDictionary()


def note_acts(room: Room) -> list[Act]:
    """The notes of a channel, in the order in which this node took them.

    A note decides nothing, so the fold does not keep it; what was found is kept here, and only newer pouches are read.
    """
    last, found = _found.get(room, (0, []))
    for stored in room.store.heads_after(room.id, last):
        last = stored.seq
        if not stored.branch:
            head = room.channel.logs[stored.log].heads[stored.id]
            acts = room.acts(stored.log, stored.start, room.trusted_entries(stored.seq), head.vector)
            found += [act for act in acts if act.kept["kind"] == "note" and "form" in act.kept]
    _found[room] = (last, found)
    return found


def note_row(node: Node, room: Room, act: Act) -> NoteRow:
    """One note."""
    kept, entry = act.kept, room.entry(act.ref)
    commitment = text(kept.get("commitment"))
    return NoteRow(
        channel=room.label,
        ref=str(act.ref),
        by=act.party,
        to=list(kept.get("to", ())),
        at=text(kept.get("at")),
        form=str(kept["form"]),
        number=text(kept.get("number")),
        urgent="urgent" in kept,
        matter=text(kept.get("about")),
        title=text(entry.fields.get("title")),
        text=text(entry.fields.get("text")),
        closed=commitment is not None,
        commitment=commitment,
        kept_here=commitment is not None and node.store.get_meta(closed_note_key(commitment)) is not None,
        openings=[_opening(room, opened, commitment) for opened in room.fold.register.commitments.get(act.ref, ())],
        destroyed=entry.destroyed,
        about=about_entry(room, act.ref),
    )


def closed_note_key(commitment: str) -> str:
    """Where this node keeps the text and the salt of a closed note of ours: in its store, never in the record."""
    return "closed-note:" + commitment


def _opening(room: Room, act: Act, commitment: str | None) -> Opening:
    entry = room.entry(act.ref)
    said = text(entry.fields.get("text"))
    return Opening(
        entry=str(act.ref),
        at=text(act.kept.get("at")),
        text=said,
        fits=None if entry.destroyed else notes.fits(commitment, entry.fields.get("salt"), said),
    )
