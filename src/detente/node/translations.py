"""Translations that a delegation keeps to itself, of entries that came in another language. One is shared only by an act of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from detente.dialogue import fields
from detente.dialogue.acts import Ref
from detente.errors import N_, CallerError
from detente.node.tables import own_tables

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.node.room import Room
    from detente.node.store import Store

_TABLES = """
CREATE TABLE IF NOT EXISTS translations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, entry TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL,
    status TEXT NOT NULL, revision INTEGER NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, checked_by TEXT,
    UNIQUE (channel, entry, language))
"""

STATUS: Final = ("machine", "courtesy", "checked")
"""By a machine; by somebody of ours; and read by a second person."""
_SHARED_AS: Final = {"machine": "machine", "courtesy": "courtesy", "checked": "courtesy"}
"""What an act may say of it: that we have checked it ourselves makes it no more than a courtesy to the others."""
TEXT_MOST: Final = 60_000
"""Characters: more than an entry holds in any language."""


class Translation(NamedTuple):
    """One private translation: of one entry into one language. `checked_by`: who has compared it with the original."""

    id: int
    channel: str
    entry: str
    language: str
    text: str
    status: str
    revision: int
    author: str
    at: str
    checked_by: str | None


class OutdatedTranslation(CallerError):  # noqa: N818 - says what happened
    """Somebody saved a newer revision; `theirs` is it, and nothing was changed."""

    def __init__(self, theirs: Translation, seen: int) -> None:
        super().__init__(
            N_("this translation is at revision %(revision)d by now, and you saw revision %(seen)d; nothing was changed"),
            revision=theirs.revision, seen=seen,
        )  # fmt: skip
        self.theirs = theirs


def translated_entries(node: Node) -> set[tuple[str, str]]:
    """The entries that have a private translation into any language, each with the id of its channel."""
    return set(own_tables(node.store, _TABLES).execute("SELECT channel, entry FROM translations"))


def save_translation(
    node: Node, room: Room, ref: Ref, language: str, text: str, who: str, *, status: str = "courtesy", revision: int = 0
) -> Translation:  # fmt: skip
    """Keep a translation of an entry; what was checked before has to be checked again.

    Args:
        status: machine or courtesy.
        revision: the one on which this text rests; 0 for the first.

    Raises:
        OutdatedTranslation: there is a newer one.
        CallerError: there is no such entry, language or status; the text is empty or too long.
    """
    room.entry(ref)
    if not fields.language(language):
        raise CallerError(N_("'%(text)s' is no code of a language; write ar, en, ru, fr, .."), text=language)
    if status not in STATUS[:2]:
        raise CallerError(N_("'%(text)s' is none of: %(known)s"), text=status, known=", ".join(STATUS[:2]))
    if not 1 <= len(text.strip()) <= TEXT_MOST:
        raise CallerError(N_("a translation has 1 to %(limit)d characters"), limit=TEXT_MOST)
    if not who.strip():
        raise CallerError(N_("say who does this"), hint=N_("Add --as NAME."))
    db = own_tables(node.store, _TABLES)
    with node.store.transaction():
        known = _find(db, room.id, str(ref), language)
        if (0 if known is None else known.revision) != revision:
            raise OutdatedTranslation(known, revision) if known else CallerError(N_("there is no such translation"))
        db.execute(
            "INSERT INTO translations (channel, entry, language, text, status, revision, author, at) VALUES (?,?,?,?,?,?,?,?)"
            " ON CONFLICT (channel, entry, language) DO UPDATE SET text=excluded.text, status=excluded.status,"
            " revision=excluded.revision, author=excluded.author, at=excluded.at, checked_by=NULL",
            (room.id, str(ref), language, text, status, revision + 1, who.strip(), node.now),
        )
    return translation_of(node, room, ref, language)


def check_translation(node: Node, room: Room, ref: Ref, language: str, revision: int, who: str) -> Translation:
    """Mark a translation as compared with the original, by somebody else than who made it (a machine's: by anybody).

    Raises:
        OutdatedTranslation: there is a newer one.
        CallerError: there is none, or its own author would check it.
    """
    known = translation_of(node, room, ref, language)
    if known.revision != revision:
        raise OutdatedTranslation(known, revision)
    if known.status != "machine" and known.author == who:
        raise CallerError(N_("%(who)s made this translation; somebody else checks it"), who=who)
    with node.store.transaction():
        node.store.db.execute("UPDATE translations SET status='checked', checked_by=? WHERE id=?", (who, known.id))
    return translation_of(node, room, ref, language)


def translation_of(node: Node, room: Room, ref: Ref, language: str) -> Translation:
    """One translation.

    Raises:
        CallerError: there is none.
    """
    found = _find(own_tables(node.store, _TABLES), room.id, str(ref), language)
    if found is None:
        raise CallerError(N_("there is no such translation"))
    return found


def translations_of(node: Node, room: Room, ref: Ref | None = None) -> list[Translation]:
    """The translations of one entry, or of all of a channel, in the order in which they were begun."""
    entry = None if ref is None else str(ref)
    rows = own_tables(node.store, _TABLES).execute(
        "SELECT * FROM translations WHERE channel=? AND (entry=? OR CAST(? AS TEXT) IS NULL) ORDER BY id", (room.id, entry, entry)
    )
    return [Translation(*row) for row in rows]


def share_translation(node: Node, room: Room, ref: Ref, language: str) -> int:
    """Make a draft of an act that shares a translation with all members; the number of the draft. The private one stays."""
    known = translation_of(node, room, ref, language)
    act = {"kind": "translate", "re": [ref.value], "language": language, "status": _SHARED_AS[known.status], "text": known.text}
    return node.draft(room, act)


def forget_translations(store: Store, channel: str, refs: Iterable[Ref]) -> None:
    """What was destroyed by agreement is not kept in another language."""
    db = own_tables(store, _TABLES)
    with store.transaction():
        db.executemany("DELETE FROM translations WHERE channel=? AND entry=?", ((channel, str(ref)) for ref in refs))


def _find(db: Any, channel: str, entry: str, language: str) -> Translation | None:
    row = db.execute("SELECT * FROM translations WHERE channel=? AND entry=? AND language=?", (channel, entry, language)).fetchone()
    return None if row is None else Translation(*row)
