"""What an act is about, quoted: whoever answers, seals or reads an act has the words before them to which it refers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from detente.dialogue import fields as forms
from detente.dialogue.acts import Ref
from detente.errors import CallerError
from detente.node.room import Room
from detente.views.base import View

_TITLES: Final = ("subject", "title", "names")
_TEXTS: Final = ("text", "reason")


class Quoted(View, frozen=True):
    """An act that another one is about. `to`: whom it asks; `number`: which of its party's requests it is, null for all else.

    `title` and `text`: by language; under the empty key what names no language. `destroyed`: bodies of it are gone by agreement of all.
    """

    ref: str
    kind: str
    party: str
    to: str | None
    number: int | None
    at: str | None
    title: dict[str, str]
    text: dict[str, str]
    destroyed: bool


def quoted_in(room: Room, fields: Mapping[str, Any]) -> list[Quoted]:
    """What the act with these fields is about, in the order in which it names it."""
    return quoted(room, (Ref(*item) for item in fields.get("re", [])))


def quoted(room: Room, refs: Iterable[Ref]) -> list[Quoted]:
    """These acts, each once; before what is about a request, such as an answer, the request itself. What is not here is left out."""
    found: dict[Ref, Quoted | None] = {}
    for ref in refs:
        request = room.fold.requests.of(ref)
        for each in (ref,) if request is None else (request.act.ref, ref):
            if each not in found:
                found[each] = _quoted(room, each)
    return [item for item in found.values() if item is not None]


def _quoted(room: Room, ref: Ref) -> Quoted | None:
    try:
        entry = room.entry(ref)
    except CallerError:  # named by an act of a party that has sealed what does not exist
        return None
    request = room.fold.requests.get(ref)
    at = entry.fields.get("at")
    return Quoted(
        ref=str(ref),
        kind=entry.kind,
        party=ref.party,
        to=None if request is None else request.to,
        number=None if request is None else request.number,
        at=at if isinstance(at, str) else None,
        title=_by_language(entry.fields, _TITLES),
        text=_by_language(entry.fields, _TEXTS),
        destroyed=entry.destroyed,
    )


def _by_language(fields: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """The versions of the first of these fields that an act has."""
    for name in names:
        whole = fields.get(name)
        if isinstance(whole, dict) and forms.names(whole):
            return dict(whole)
        keys = ((key.partition("/"), text) for key, text in fields.items() if isinstance(text, str))
        found = {language: text for (first, _, language), text in keys if first == name}
        if found:
            return found
    return {}
