"""The words of tabled texts, wherever they are: in the fields of an entry, or, where an entry is too small for them, in files beside it.

    {"blob":{"mark":"","name":"joint-statement-2.ru.txt","sha256":"..","size":1834021,"type":"text/plain"}}

Rules (docs/protocol.md, "The plain text of a text"):

1. A file of an entry in a slot of text/KEY that is called KEY.LANGUAGE.txt is the version in this language, unless a field says one.
2. The digest that all sign is over the words, wherever they are: whoever holds them all can compare it.
3. Where the words of one language have not arrived, there is no text: none is shown in part.
4. What a stranger names is weighed before it is read: files that together are larger than `FILE_BYTES` are no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from detente.dialogue.acts import Ref
from detente.dialogue.kinds import FILE_PREFIX
from detente.dialogue.proposals import Slot
from detente.dialogue.texts import text_digest
from detente.errors import N_, CallerError
from detente.node.blobs import keep, parse_blob
from detente.node.kept_files import KeptFiles
from detente.node.node import Node
from detente.node.room import Room
from detente.record.text import encode_base64
from detente.texts.work import Work
from detente.views.acting import Fields, Unfit
from detente.views.recent import Recent
from detente.views.text_bodies import MOST_BYTES, TEXT, by_language, work_as_read
from detente.views.text_bodies import written as in_fields

FILE_BYTES: Final = 16 << 20
"""Of all language versions of one text that are files: some 6,000 provisions in three languages, read in a few seconds."""

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


def file_name(about: str, language: str) -> str:
    """What the file of a language version is called, after the text that a slot belongs to."""
    return f"{about.split('/')[1]}.{language}.txt"


def _files(about: str, fields: Mapping[str, Any]) -> dict[str, tuple[str, bytes, int]]:
    """The language versions that are files of an entry: language -> field, digest and size."""
    if not about.startswith("text/"):
        return {}
    name = re.compile(rf"{re.escape(about.split('/')[1])}\.([a-z]{{2,3}})\.txt")
    found: dict[str, tuple[str, bytes, int]] = {}
    for field in sorted(field for field in fields if field.startswith(FILE_PREFIX)):
        blob = parse_blob(fields[field])
        called = None if blob is None else name.fullmatch(blob[3])
        if blob is not None and called is not None:
            found.setdefault(called[1], (field, blob[0], blob[1]))
    said = by_language(fields) if found else {}
    found = {language: file for language, file in found.items() if language not in said}
    return found if sum(size for _, _, size in found.values()) <= FILE_BYTES else {}


def words_in(kept: KeptFiles, about: str, fields: Mapping[str, Any]) -> Words:
    """The words of a version, from the fields of an entry or of a draft and the files of a node."""
    files = _files(about, fields)
    if not files:
        return Words(by_language(fields))
    missing = tuple(sorted(language for language, (_, digest, _) in files.items() if not kept.has(digest.hex())))
    if missing:
        return Words({}, missing)
    texts = {
        language: _decoded.get(digest, size, partial(_text, kept, digest.hex())) for language, (_, digest, size) in files.items()
    }
    return Words(dict(sorted({**by_language(fields), **texts}.items())))


def _text(kept: KeptFiles, name: str) -> str:
    """A file as text. What is no UTF-8 is replaced: then the digest is another one, and the text is said not to be formed."""
    return (kept.read(name) or b"").decode("utf-8", "replace")


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
    gone = {field for field, _, _ in _files(about, fields).values()}
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
