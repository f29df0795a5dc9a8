"""A digest in words of a language, to be read over the telephone; what was heard, held against a digest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from detente.errors import N_, FormatError, UsageError
from detente.node.room import Room
from detente.record.dictated import Fault, dictate, fold_word, hear
from detente.record.text import decode_base64
from detente.views.base import View, channel_name
from detente.views.standing import agreed_standing_view, standing_view

SPOKEN_LANGUAGES: Final = ("ar", "en", "ru")
Named = Literal["count", "charter"]
_HEX: Final = re.compile(r"\A[0-9a-fA-F]{64}\Z")


class Dictated(View, frozen=True):
    """`say`: the words of a digest, the check word last.

    `digest`: as pages and reports write it: base64, a charter's in hex; `of`: digest, count or charter.
    """

    of: str
    digest: str
    language: str
    words: tuple[str, ...]
    exercise: bool = False


class HeardView(View, frozen=True):
    """`hear`: what the words stand for. `start`: the first 16 bytes of the digest in hex, where all is well.

    `fault`, `place`, `near`: as `detente.record.dictated.Heard` tells; `word`: the one at that place, as it was heard; `said`: how many
    words there were; `against`: the digest that was expected.
    """

    language: str
    said: int
    start: str | None
    fault: Fault | None
    place: int | None
    word: str | None
    near: tuple[str, ...]
    against: str | None


@cache
def words_of(language: str) -> tuple[str, ...]:
    """The list of a language that has one."""
    return tuple(files("detente.views").joinpath("spoken", f"{language}.txt").read_text("utf-8").split())


def read_digest(text: str) -> bytes:
    """A SHA-256 digest as people copy it: base64, or 64 hex digits.

    Raises:
        UsageError: it is neither.
    """
    if _HEX.match(text):
        return bytes.fromhex(text)
    try:
        return decode_base64(text, 32)
    except FormatError as error:
        raise UsageError(N_("'%(text)s' is no digest: 44 characters of base64, or 64 hex digits"), text=text) from error


def spoken(digest: str, language: str) -> tuple[str, ...]:
    """The words of a digest in a language.

    Raises:
        UsageError: it is no digest.
    """
    return dictate(read_digest(digest), words_of(language))


def named_digest(room: Room, what: Named) -> str:
    """A digest that people of a channel compare: of the count that all have signed, else of the one of now; or of the charter."""
    if what == "charter":
        return channel_name(room).dialogue
    return (agreed_standing_view(room) or standing_view(room)).digest


def heard_view(said: Sequence[str], reader: str, against: str | None) -> HeardView:
    """What words that were heard stand for.

    Args:
        reader: a language, for words that no list has.
        against: the digest that is expected.

    Raises:
        UsageError: that is no digest.
    """
    language = _language_of(said, reader)
    found = hear(said, words_of(language), None if against is None else read_digest(against))
    return HeardView(
        language=language,
        said=len(said),
        start=None if found.start is None else found.start.hex(),
        fault=found.fault,
        place=found.place,
        word=None if found.place is None else said[found.place - 1],
        near=found.near,
        against=against,
    )


def _language_of(said: Sequence[str], reader: str) -> str:
    """The language whose list has most of the words; that of the reader where several have as many."""
    folded = {fold_word(word) for word in said}
    order = sorted(SPOKEN_LANGUAGES, key=lambda language: language != reader)
    return max(order, key=lambda language: len(folded & {fold_word(word) for word in words_of(language)}))
