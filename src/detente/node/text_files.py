"""Where the words of a tabled text are: in the fields of its entry, or, where an entry is too small for them, in files beside it.

    {"blob":{"mark":"","name":"joint-statement-2.ru.txt","sha256":"..","size":1834021,"type":"text/plain"}}

Rules (docs/protocol.md, "The plain text of a text"):

1. A file of an entry in a slot of text/KEY that is called KEY.LANGUAGE.txt is the version in this language, unless a field says one.
2. What a stranger names is weighed before it is read: files that together are larger than `FILE_BYTES` are no words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from detente.dialogue.kinds import FILE_PREFIX
from detente.node.blobs import parse_blob
from detente.node.kept_files import KeptFiles

TEXT: Final = "text/"

FILE_BYTES: Final = 16 << 20
"""Of all language versions of one text that are files: some 6,000 provisions in three languages, read in a few seconds."""

_PART = re.compile(r"\A([a-z]{2,3})_([0-9]{4})\Z")


class WordFile(NamedTuple):
    """A language version that is a file: the field that names it, its digest, its bytes."""

    field: str
    digest: bytes
    size: int


def by_language(fields: Mapping[str, Any], prefix: str = TEXT) -> dict[str, str]:
    """The versions in the fields of an entry, language -> text, parts put together in the order of their numbers."""
    found: dict[str, str] = {}
    for name, value in sorted(fields.items()):
        if name.startswith(prefix) and isinstance(value, str):
            part = _PART.match(name.removeprefix(prefix))
            language = name.removeprefix(prefix) if part is None else part[1]
            found[language] = value if part is None else found.get(language, "") + value
    return found


def file_name(about: str, language: str) -> str:
    """What the file of a language version is called, after the text that a slot belongs to."""
    return f"{about.split('/')[1]}.{language}.txt"


def word_files(about: str, fields: Mapping[str, Any]) -> dict[str, WordFile]:
    """The language versions that are files of an entry, by language: to people they are its text, and no attachments."""
    if not about.startswith("text/"):
        return {}
    name = re.compile(rf"{re.escape(about.split('/')[1])}\.([a-z]{{2,3}})\.txt")
    found: dict[str, WordFile] = {}
    for field in sorted(field for field in fields if field.startswith(FILE_PREFIX)):
        blob = parse_blob(fields[field])
        called = None if blob is None else name.fullmatch(blob[3])
        if blob is not None and called is not None:
            found.setdefault(called[1], WordFile(field, blob[0], blob[1]))
    said = by_language(fields) if found else {}
    found = {language: file for language, file in found.items() if language not in said}
    return found if sum(file.size for file in found.values()) <= FILE_BYTES else {}


def read_words(kept: KeptFiles, file: WordFile) -> str:
    """A file as text. What is no UTF-8 is replaced: then the digest is another one, and the text is said not to be formed."""
    return (kept.read(file.digest.hex()) or b"").decode("utf-8", "replace")
