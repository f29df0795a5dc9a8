"""Handover notes: what one watch tells the next about an entry, a matter or a draft. They never leave the node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from detente.dialogue import fields
from detente.dialogue.acts import Ref
from detente.errors import N_, CallerError
from detente.node.tables import own_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.node.node import Node
    from detente.node.room import Room
    from detente.node.store import Store
    from detente.record.seal import LogKey

_TABLES = """
CREATE TABLE IF NOT EXISTS handover (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, about TEXT, text TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL,
    done_by TEXT, done_at TEXT);
CREATE INDEX IF NOT EXISTS handover_by_about ON handover (channel, about)
"""
# A note about a draft that is gone is about nothing in particular.
_OF_NO_DRAFT = "UPDATE handover SET about=NULL WHERE about='draft/' || OLD.id;"

TEXT_MOST: Final = 4_000
"""Characters: two pages, which is what somebody reads who comes on duty."""
DRAFT: Final = "draft/"
"""Before the number of a draft."""


class Note(NamedTuple):
    """One note. `about`: an entry (usa/3), a matter (group/arms), a draft (draft/5), or None; `done_by` is None while it is open."""

    id: int
    channel: str
    about: str | None
    text: str
    author: str
    at: str
    done_by: str | None
    done_at: str | None


def add_note(node: Node, room: Room, text: str, author: str, about: str | None = None) -> Note:
    """Leave a note.

    Args:
        author: the name of an account.
        about: an entry of this channel (PARTY/NUMBER), a matter, or draft/NUMBER.

    Raises:
        CallerError: there is no such thing, or the text is empty or too long.
    """
    text = text.strip()
    if not 1 <= len(text) <= TEXT_MOST:
        raise CallerError(N_("a handover note has 1 to %(limit)d characters"), limit=TEXT_MOST)
    if not author.strip():
        raise CallerError(N_("say who does this"), hint=N_("Add --as NAME."))
    if about is not None:
        check_about(node, room, about)
    with node.store.transaction():
        number = _tables(node.store).insert(
            "INSERT INTO handover (channel, about, text, author, at) VALUES (?,?,?,?,?)",
            (room.id, about, text, author.strip(), node.now), "id",
        )  # fmt: skip
    return note_of(node, number)


def note_of(node: Node, number: int) -> Note:
    """One note.

    Raises:
        CallerError: there is none.
    """
    row = _tables(node.store).execute("SELECT * FROM handover WHERE id=?", (number,)).fetchone()
    if row is None:
        raise CallerError(N_("there is no handover note %(number)s"), hint=N_("detente handover list"), number=str(number))
    return Note(*row)


def notes_of(node: Node, room: Room | None = None, about: str | None = None, *, done: bool = False) -> list[Note]:
    """Notes, the newest last.

    Args:
        room: only of this channel.
        about: only about this.
        done: those that are done too.
    """
    rows = _tables(node.store).execute(
        "SELECT * FROM handover WHERE (channel=? OR CAST(? AS TEXT) IS NULL) AND (about=? OR CAST(? AS TEXT) IS NULL)"
        " AND (done_by IS NULL OR ?=1) ORDER BY id",
        (*[None if room is None else room.id] * 2, about, about, int(done)),
    )
    return [Note(*row) for row in rows]


def open_notes(node: Node, room: Room | None = None, about: str | None = None) -> int:
    """How many notes are open, of all or of this channel and about this."""
    row = (
        _tables(node.store)
        .execute(
            "SELECT count(*) FROM handover WHERE (channel=? OR CAST(? AS TEXT) IS NULL)"
            " AND (about=? OR CAST(? AS TEXT) IS NULL) AND done_by IS NULL",
            (*[None if room is None else room.id] * 2, about, about),
        )
        .fetchone()
    )
    return int(row[0])


def set_done(node: Node, number: int, who: str, *, done: bool = True) -> Note:
    """Mark a note as done, or open it again.

    Raises:
        CallerError: there is none, or somebody has marked it as done already.
    """
    note = note_of(node, number)
    if done and note.done_by is not None:
        raise CallerError(N_("%(who)s has marked it as done already"), who=note.done_by)
    with node.store.transaction():
        node.store.db.execute(
            "UPDATE handover SET done_by=?, done_at=? WHERE id=?", (who if done else None, node.now if done else None, number)
        )
    return note_of(node, number)


def note_sealed(store: Store, log: LogKey, first: int, drafts: Sequence[int]) -> None:
    """Notes about drafts are from now on about the entries that these become. Inside the transaction that seals them."""
    db = _tables(store)
    for place, number in enumerate(drafts):
        entry = str(Ref(log.party, log.generation, first + place))
        db.execute("UPDATE handover SET about=? WHERE about=?", (entry, f"{DRAFT}{number}"))


def _tables(store: Store) -> Any:
    db = own_tables(store, _TABLES)
    db.make_trigger("handover_of_no_draft", "drafts", _OF_NO_DRAFT)
    return db


def check_about(node: Node, room: Room, about: str) -> None:
    """Look whether there is something that a note can be about.

    Raises:
        CallerError: there is no such entry, matter or draft.
    """
    if about.startswith(DRAFT):
        known = {f"{DRAFT}{draft[0]}" for draft in node.store.drafts(room.id)}
        if about not in known:
            raise CallerError(N_("there is no '%(about)s' in '%(label)s'"), hint=N_("detente draft list"), about=about, label=room.label)
    elif not fields.slot(about):
        room.entry(parse_own_ref(about))


def parse_own_ref(text: str) -> Ref:
    """An entry of the channel at hand: PARTY/NUMBER or PARTY.GENERATION/NUMBER.

    Raises:
        CallerError: not of that form.
    """
    party, slash, index = text.partition("/")
    party, dot, generation = party.partition(".")
    numbers = [index, *([generation] if dot else [])]
    if not (slash and fields.party(party) and all(number.isascii() and number.isdecimal() and len(number) < 16 for number in numbers)):
        raise CallerError(
            N_("'%(text)s' names nothing that a note can be about"), hint=N_("Write usa/3, group/arms or draft/5."), text=text
        )
    return Ref(party, int(generation or 0), int(index))
