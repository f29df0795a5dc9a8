"""The words of tabled texts, wherever they are: in the fields of an entry, or in files beside it (`node.text_files` says which).

1. The digest that all sign is over the words, wherever they are: whoever holds them all can compare it.
2. Where the words of one language have not arrived, there is no text: none is shown in part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from detente.dialogue.acts import Ref
from detente.dialogue.kinds import FILE_PREFIX
from detente.dialogue.proposals import Slot
from detente.dialogue.texts import text_digest
from detente.errors import N_, CallerError
from detente.node.blobs import keep
from detente.node.kept_files import KeptFiles
from detente.node.node import Node
from detente.node.room import Room
from detente.node.text_files import FILE_BYTES, TEXT, by_language, file_name, read_words, word_files
from detente.record.text import encode_base64
from detente.texts.work import Work
from detente.views.acting import Fields, Unfit
from detente.views.recent import Recent
from detente.views.text_bodies import MOST_BYTES, work_as_read
from detente.views.text_bodies import written as in_fields

_decoded: Recent[bytes, str] = Recent(2 * FILE_BYTES)


class Words(NamedTuple):
    """The words of one version.

    Attributes:
        texts: language -> the whole version; empty where any has not arrived.
        missing: the languages whose words have not arrived, sorted.
    """

    texts: dict[str, str]
    missing: tuple[str, ...] = ()


class NotArrived(CallerError):  # noqa: N818 - says what is the matter
    """The words of a version, or of one of its languages, are in files that have not come."""

    def __init__(self, ref: Ref, missing: tuple[str, ...]) -> None:
        super().__init__(
            N_("the words of %(ref)s have not arrived in: %(languages)s; nothing of it is shown before all are here"),
            hint=N_("This asks the others for what has not come:\ndetente sync FOLDER"), ref=str(ref), languages=", ".join(missing),
        )  # fmt: skip


def words_in(kept: KeptFiles, about: str, fields: Mapping[str, Any]) -> Words:
    """The words of a version, from the fields of an entry or of a draft and the files of a node."""
    files = word_files(about, fields)
    if not files:
        return Words(by_language(fields))
    missing = tuple(sorted(language for language, file in files.items() if not kept.has(file.digest.hex())))
    if missing:
        return Words({}, missing)
    texts = {language: _decoded.get(file.digest, file.size, partial(read_words, kept, file)) for language, file in files.items()}
    return Words(dict(sorted({**by_language(fields), **texts}.items())))


def words_of(room: Room, slot: Slot, ref: Ref) -> Words:
    """The words of a version, or of a part of one, as its entry has them."""
    return words_in(room.kept, slot.name, room.entry(ref).fields)


def work_of(room: Room, slot: Slot, ref: Ref) -> Work:
    """A tabled version in all its languages.

    Raises:
        NotArrived: its words are in files that have not come.
    """
    words = words_of(room, slot, ref)
    if words.missing:
        raise NotArrived(ref, words.missing)
    return work_as_read(words.texts)


def works_here(room: Room, slot: Slot, refs: Iterable[Ref]) -> dict[Ref, Work]:
    """The tabled versions whose words are all here: of one that never comes nothing else may wait."""
    words = {ref: words_of(room, slot, ref) for ref in refs}
    return {ref: work_as_read(found.texts) for ref, found in words.items() if not found.missing}


def unpacked(kept: KeptFiles, fields: Mapping[str, Any]) -> Fields:
    """The fields of a draft with all its words in them, as a form shows them; a draft of ours has its files here."""
    about = str(fields.get("slot", ""))
    gone = {file.field for file in word_files(about, fields).values()}
    if not gone:
        return dict(fields)
    rest = {name: value for name, value in fields.items() if name not in gone}
    return {**rest, **{TEXT + language: text for language, text in words_in(kept, about, fields).texts.items()}}


def written(node: Node, about: str, versions: Mapping[str, str]) -> Fields:
    """Language versions as fields of an entry, with their digest; what an entry has no room for is kept as files beside it.

    Raises:
        Unfit: they are longer than a text may be.
    """
    size = sum(len(text.encode()) for text in versions.values())
    if size <= MOST_BYTES:
        return in_fields(versions)
    if size > FILE_BYTES:
        raise Unfit(
            "text", N_("all language versions together have %(size)d bytes; a text has at most %(limit)d"),
            hint=N_("Table it in parts, such as a treaty and its protocol, each a text of its own."), size=size, limit=FILE_BYTES,
        )  # fmt: skip
    fields: Fields = {"digest": encode_base64(text_digest(versions))}
    for number, (language, text) in enumerate(sorted(versions.items()), 1):
        fields[f"{FILE_PREFIX}{number:04d}"] = keep(node, file_name(about, language), text.encode(), declared="text/plain")
    return fields
