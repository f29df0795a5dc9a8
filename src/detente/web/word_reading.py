"""A Word file that was uploaded, read as somebody asks for it, beside the text that it is a version of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from detente.dialogue.proposals import Slot
from detente.dialogue.texts import PROVISIONS
from detente.errors import N_, CallerError
from detente.node.called import ever_called
from detente.node.room import Room
from detente.node.uploads_kept import Upload
from detente.reports.text_from_word import Changes, Understood, read_word
from detente.reports.understood import notes_of
from detente.texts.form import format_content, format_version
from detente.texts.model import PROVISIONAL, Version
from detente.texts.recognizing import recognized
from detente.texts.work import Work
from detente.views.base import channel_name, text_of_error
from detente.views.text_looks import provisions_compared
from detente.views.text_shown import provisions_shown
from detente.views.word_reading import WordAuthor, WordReading
from detente.views.working_texts import numbers_ever, working_text

HOW: Final[tuple[Changes, ...]] = ("brackets", "accept", "reject")


@dataclass(frozen=True)
class Asked:
    """How a file is to be read.

    Attributes:
        language: in which it is; empty where the file says it.
        changes: what becomes of tracked changes.
        parties: of their authors, in the order of their names; empty where nobody said for whom one writes.
        about: the text that it is a version of; empty: of none.
    """

    language: str
    changes: Changes
    parties: Sequence[str]
    about: str


@dataclass(frozen=True)
class Read:
    """A file that was read; `version` is None where it cannot be read so."""

    view: WordReading
    version: Version | None
    present: Version | None


def read_upload(room: Room, upload: Upload, asked: Asked) -> Read:
    """Read a file, and hold it against the text that it is about."""
    empty = WordReading(
        upload=upload.id, name=upload.name, channel=channel_name(room), language=asked.language, languages=[], changes=asked.changes,
        authors=[], paragraphs=0, brackets=0, provisions=[], notes=[], text="", about=None, compared=[], wrong=None,
    )  # fmt: skip
    try:
        version, understood, authors = _words(room, upload, asked)
    except CallerError as error:  # its language has to be said, or is another one
        return Read(msgspec.structs.replace(empty, wrong=text_of_error(error)), None, None)
    slot = room.fold.proposals.slots.get(asked.about)
    present = None if slot is None else _present(room, slot, version.language)
    if slot is not None and present is not None:
        highest = max(numbers_ever(room, slot), default=0)
        version = recognized(version, present, named=bool(understood.languages), taken=_names_ever(room, slot), highest=highest)
    view = msgspec.structs.replace(
        empty,
        language=version.language,
        languages=list(understood.languages),
        authors=authors,
        paragraphs=understood.paragraphs,
        brackets=sum(1 for _ in version.brackets()),
        provisions=provisions_shown(Work((version,)), PROVISIONAL),
        notes=notes_of(understood),
        text=format_version(version),
        about=None if present is None else asked.about,
        compared=[] if present is None else provisions_compared(present, version),
    )
    return Read(view, version, present)


def _words(room: Room, upload: Upload, asked: Asked) -> tuple[Version, Understood, list[WordAuthor]]:
    """The version that a file holds, with what was understood of it; read once more where somebody said for whom its authors write."""
    parties = room.channel.charter.parties
    given: dict[str, Any] = {"parties": sorted(parties), "names": ever_called(room), "changes": asked.changes}
    version, understood = read_word(upload.data, asked.language, **given)
    tracked = _tracked(understood)
    authors = {author: party for author, party in zip(tracked, asked.parties, strict=False) if party in parties}
    if authors:
        version, understood = read_word(upload.data, asked.language, authors=authors, **given)
    return version, understood, [WordAuthor(name=name, changes=count, party=authors.get(name)) for name, count in tracked.items()]


def _tracked(understood: Understood) -> dict[str, int]:
    """Who made tracked changes, and how many, by name."""
    counted = [note.params for note in understood.notes if {"author", "count"} <= note.params.keys()]
    return dict(sorted((str(params["author"]), int(params["count"])) for params in counted))


def _present(room: Room, slot: Slot, language: str) -> Version | None:
    """The text as it stands in one language; None where it has no such version."""
    stands = working_text(room, slot)
    return stands.work[language] if stands is not None and language in stands.work else None


def _names_ever(room: Room, slot: Slot) -> set[str]:
    """The names of provisions about which something was ever proposed, so that a new one is not taken for one of them."""
    return {part.name.rpartition("/")[2] for part in room.fold.texts.parts(slot.name, PROVISIONS)}


def change_of(read: Read, provision: str) -> dict[str, str]:
    """What the form of a change begins with, so that a provision becomes what it is in the file.

    Raises:
        CallerError: it is there in neither.
    """
    version, present = read.version, read.present
    after = None if version is None else version.get(provision)
    before = None if present is None else present.get(provision)
    if version is None or (after is None and before is None):
        raise CallerError(N_("provision %(id)s is not there"), id=provision)
    if after is None:
        return {"verb": "SUP"}
    place = version.place(provision)
    behind = version.provisions[place - 1].id if place else ""
    same = before is not None and (before.level, before.look) == (after.level, after.look)
    looks = {} if same else {"look": after.look, "level": str(after.level)}
    words = {f"text.{version.language}": format_content(after.content)}
    return {"verb": "MOD", **looks, **words} if before is not None else {"verb": "ADD", "after": behind, **looks, **words}
