"""The words of texts as they stand in entries: written into fields, read back, whatever somebody wrote there.

A language version is the field text/en; one that is longer than a field may be is text/en_0001, text/en_0002, ..
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any, Final

from detente.dialogue.texts import CORRECTIONS, is_text, text_digest
from detente.errors import N_, FormatError
from detente.node.collector import no_search_for_cycles
from detente.node.text_files import TEXT, by_language
from detente.record.limits import LIMITS
from detente.record.text import encode_base64
from detente.texts.form import format_content, format_version, parse_content, parse_version
from detente.texts.model import TREACHEROUS, Content, Provision, Version, content_of
from detente.texts.reading import paragraphs, readable
from detente.texts.work import Work, work_of
from detente.views.acting import Fields, Unfit
from detente.views.recent import Recent

TITLE: Final = "title/"

PART_BYTES: Final = LIMITS.value_bytes - 1024
"""Of one field, with room for what stands around it in an entry."""

MOST_BYTES: Final = 40 * PART_BYTES
"""Of all words in one entry, which has 64 fields and 1 MiB; longer versions of a text are files beside it (`text_words`)."""


def written(versions: Mapping[str, str]) -> Fields:
    """Words by language as fields of an entry, with their digest.

    Raises:
        Unfit: they are longer than an entry can be.
    """
    size = sum(len(text.encode()) for text in versions.values())
    if size > MOST_BYTES:
        raise Unfit(
            "text", N_("the words have %(size)d bytes in all languages; what is proposed for a part of a text has at most %(limit)d"),
            hint=N_("Table another version of the text."), size=size, limit=MOST_BYTES,
        )  # fmt: skip
    fields: Fields = {"digest": encode_base64(text_digest(versions))}
    for language, text in sorted(versions.items()):
        parts = _parts(text)
        names = [TEXT + language] if len(parts) == 1 else [f"{TEXT}{language}_{number:04d}" for number in range(1, len(parts) + 1)]
        fields |= dict(zip(names, parts, strict=True))
    return fields


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    rest = text.encode()
    while len(rest) > PART_BYTES:
        cut = PART_BYTES
        while rest[cut] & 0xC0 == 0x80:  # never in the midst of a character
            cut -= 1
        parts.append(rest[:cut].decode())
        rest = rest[cut:]
    return [*parts, rest.decode()]


def read(language: str, text: str, parties: Collection[str], field: str = "text") -> Version:
    """What somebody wrote as one language version of a text that is to be tabled.

    Raises:
        Unfit: it is not of the form, with the place; or it is no authentic version, which alone are tabled and signed.
    """
    try:
        version = parse_version(text, language, parties)
    except FormatError as error:
        raise Unfit(field, N_("%(language)s: %(reason)s"), language=language, reason=error) from error
    if version.status != "authentic":
        raise Unfit(
            field, N_("the version in %(language)s says status: %(status)s; only authentic versions are tabled and signed"),
            hint=N_("Table the authentic versions, then add this one to the entry:\ndetente translate ENTRY --language %(language)s"),
            language=language, status=version.status,
        )  # fmt: skip
    return version


def as_read(language: str, text: str) -> Version:
    """A language version as it stands in an entry. Whatever is not of the form is one paragraph of plain words."""
    return _read_once(language, text)[0]


def is_formed(language: str, text: str) -> bool:
    """Whether a language version is of the form, in its normal spelling: what is signed has no other."""
    return _read_once(language, text)[1]


_read: Recent[tuple[str, str], tuple[Version, bool]] = Recent(12_000_000)
"""By language and text; each weighs its characters. Four texts of 2,000 provisions in three languages, in some 70 MB."""


def _read_once(language: str, text: str) -> tuple[Version, bool]:
    return _read.get((language, text), len(text), partial(_as_read, language, text))


@no_search_for_cycles()
def _as_read(language: str, text: str) -> tuple[Version, bool]:
    try:
        version = parse_version(text, language)
    except FormatError:
        content = content_of(TREACHEROUS.sub("\ufffd", text))
        return Version(language, (Provision("p1", content),) if content else ()), False
    return version, format_version(version) == text


def reading(language: str, text: str) -> str:
    """A language version as plain words, paragraph by paragraph."""
    return "\n\n".join(paragraphs(as_read(language, text)))


def as_words(about: str | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an act with the words of a text, or of a part of one, as they are read; what is about anything else as it is."""
    if about is None or not about.startswith("text/"):
        return dict(fields)
    whole = is_text(about) or CORRECTIONS in about
    read = {
        TEXT + language: reading(language, text) if whole else readable(content_as_read(text)) or "—"
        for language, text in by_language(fields).items()
    }
    found = {name: value for name, value in fields.items() if not name.startswith(TEXT)} | read
    return dict(sorted(found.items()))


def tabled_words(texts: Mapping[str, str]) -> Fields:
    """The fields of a version whose words are known to be of the form: a program has written them.

    Raises:
        FormatError: they are not.
    """
    versions = {language: parse_version(text, language) for language, text in texts.items()}
    numbers = {bracket.id for version in versions.values() for _, bracket, _ in version.brackets()}
    return {**written(formatted(versions)), **({"brackets": len(numbers)} if numbers else {})}


def plain_text(language: str, lines: Sequence[str]) -> str:
    """Paragraphs that a program has put together as a language version; nothing in them is a bracket."""
    contents = [content for line in lines if (content := content_of(line))]
    return format_version(Version(language, tuple(Provision(f"p{number}", content) for number, content in enumerate(contents, 1))))


def content_as_read(text: str) -> Content:
    """Words that stand in the place of a bracket or of a provision, as an entry has them."""
    try:
        return parse_content(text)
    except FormatError:
        return content_of(TREACHEROUS.sub("\ufffd", text))


def formatted(versions: Mapping[str, Version]) -> dict[str, str]:
    """Language versions in their normal spelling."""
    return {language: format_version(version) for language, version in versions.items()}


def formatted_contents(contents: Mapping[str, Content]) -> dict[str, str]:
    """Words for a part of a text, by language, in their normal spelling."""
    return {language: format_content(content) for language, content in contents.items()}


def work_as_read(versions: Mapping[str, str]) -> Work:
    """A text in all its languages, as an entry has it."""
    return work_of({language: as_read(language, text) for language, text in versions.items()})
