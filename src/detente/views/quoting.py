"""What an act is about, quoted: whoever answers, seals or reads an act has the words before them to which it refers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from detente.dialogue import fields as forms
from detente.dialogue.acts import Ref
from detente.dialogue.kinds import FILE_PREFIX
from detente.errors import CallerError
from detente.node.room import Room
from detente.views.base import View
from detente.views.naming import names_of
from detente.views.text_bodies import as_words

_TITLES: Final = ("subject", "title", "names")
_TEXTS: Final = ("text", "reason")
_NOT_SAID: Final = frozenset({
    "about", "at", "by", "destroyable", "electorate", "kind", "paper", "re", "slot", "source",
    "commitment", "digest", "k", "key", "name_salt", "recipients", "rules", "salt",
})  # fmt: skip
"""Fields that say nothing of what an act is about: the frame of an entry, the matter, which has a place of its own, keys and hashes."""


class Quoted(View, frozen=True):
    """An act that another one is about. `to`: whom it asks; `number`: which of its party's requests it is, null for all else.

    `about`: the matter that it belongs to, null for none, and its `names` by language. `title` and `text`: by language; under the empty
    key what names no language. `content`: what else it says, by field: the date that it proposes, the outcome of an answer.
    `destroyed`: bodies of it are gone by agreement of all.
    """

    ref: str
    kind: str
    party: str
    to: str | None
    number: int | None
    at: str | None
    about: str | None
    names: dict[str, str]
    title: dict[str, str]
    text: dict[str, str]
    content: dict[str, Any]
    destroyed: bool


def quoted_in(room: Room, fields: Mapping[str, Any]) -> list[Quoted]:
    """What the act with these fields is about, in the order in which it names it."""
    return quoted(room, (Ref(*item) for item in fields.get("re", [])))


def quoted(room: Room, refs: Iterable[Ref]) -> list[Quoted]:
    """These acts, each once; before what is about a request or a proposal, such as an answer or a consent, that one itself.

    What is not here is left out.
    """
    found: dict[Ref, Quoted | None] = {}
    for ref in refs:
        request, proposed = room.fold.requests.of(ref), room.fold.proposals.of(ref)
        basis = ([] if request is None else [request.act.ref]) + ([] if proposed is None else [proposed])
        for each in (*basis, ref):
            if each not in found:
                found[each] = _quoted(room, each)
    return [item for item in found.values() if item is not None]


def _quoted(room: Room, ref: Ref) -> Quoted | None:
    try:
        entry = room.entry(ref)
    except CallerError:  # named by an act of a party that has sealed what does not exist
        return None
    request = room.fold.requests.get(ref)
    at, about = entry.fields.get("at"), entry.fields.get("slot", entry.fields.get("about"))
    matter = about if isinstance(about, str) else None
    titles, texts = (_first_of(entry.fields, names) for names in (_TITLES, _TEXTS))
    shown = {*_NOT_SAID, titles, texts, *(("to",) if request is not None else ())}
    return Quoted(
        ref=str(ref),
        kind=entry.kind,
        party=ref.party,
        to=None if request is None else request.to,
        number=None if request is None else request.number,
        at=at if isinstance(at, str) else None,
        about=matter,
        names=names_of(room, matter),
        title=_by_language(entry.fields, titles),
        text=_by_language(as_words(matter, entry.fields), texts),
        content={
            name: value for name, value in entry.fields.items() if name.partition("/")[0] not in shown and not name.startswith(FILE_PREFIX)
        },
        destroyed=entry.destroyed,
    )


def _first_of(fields: Mapping[str, Any], names: Iterable[str]) -> str:
    """The first of these fields that an act has, in whichever language; empty where it has none."""
    there = {name.partition("/")[0] for name in fields}
    return next((name for name in names if name in there), "")


def _by_language(fields: Mapping[str, Any], name: str) -> dict[str, str]:
    """The versions of a field, under the empty key the one that names no language."""
    whole = fields.get(name)
    if isinstance(whole, dict) and forms.names(whole):
        return dict(whole)
    keys = ((key.partition("/"), text) for key, text in fields.items() if isinstance(text, str))
    return {language: text for (first, _, language), text in keys if first == name}
