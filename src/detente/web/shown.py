"""The fields of an act in words, as HTML: labels as everywhere, values by what they are, what somebody wrote in its own direction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from markupsafe import Markup, escape

from detente.dialogue import fields as f
from detente.dialogue.kinds import FILE_PREFIX
from detente.errors import N_
from detente.node.room import Room
from detente.views import field_texts, phrases, words, words_agreements, words_matters, words_talks, words_texts
from detente.views.naming import names_of
from detente.web.language import capital
from detente.web.templating import Words

_BY_LANGUAGE: Final = frozenset({"agenda", "quotation", "text", "title"})
_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "outcome": words.STATUS, "claim": words_matters.CLAIMS, "movement": words_matters.MOVEMENTS, "state": words_talks.REPORTS,
    "contact": words_talks.CONTACTS, "role": words_talks.ROLES, "status": words_matters.TRANSLATIONS,
    "how": {**words_matters.HOW, "ad_referendum": N_("ad referendum"), **words_texts.SIGNED},
    "verb": words_texts.VERBS, "look": words_texts.LOOKS, "instrument": words_texts.INSTRUMENTS,
}  # fmt: skip
_MATTERS: Final = frozenset({"about", "slot", "round", "to"})
_PARTIES: Final = frozenset({"to", "host", "electorate", "depositary", "for"})
_TECHNICAL: Final = frozenset({"digest", "commitment", "key", "salt", "channel"})
"""Shown short: what nobody reads."""

Row = tuple[str, Markup]


def label(w: Words, name: str) -> str:
    """The label of a field; a version in one language says in which: text/ru, new/text."""
    first, _, rest = name.partition("/")
    known = capital(w.t.gettext(words.FIELDS[first])) if first in words.FIELDS else first
    if not rest:
        return known
    if first == "new":
        return f"{known} ({label(w, rest)})"
    return f"{known} ({w.t.language_name(rest) if first in _BY_LANGUAGE else rest})"


def rows(w: Words, room: Room, fields: Mapping[str, Any]) -> list[Row]:
    """Label and value of each field, attachments left out: they have a table of their own."""
    left_out = {"kind", "at", "re", "destroyable"}
    return [(label(w, name), value(w, room, name, item)) for name, item in fields.items() if name not in left_out and not is_file(name)]


def value(w: Words, room: Room, name: str, item: Any) -> Markup:
    """The value of a field; what has not the form that it should have is shown as it is."""
    first, _, rest = name.partition("/")
    if isinstance(item, str):
        return _text(w, room, first, rest, item)
    if isinstance(item, bool):
        return w.html.gettext(N_("yes") if item else N_("no"))
    form, show = _FORMS.get(first, (None, None))
    if form is not None and show is not None and form(item):
        return show(w, item)
    if f.when(item):
        return w.when(item)
    if isinstance(item, list) and item and all(isinstance(each, str) for each in item):
        return _list(w, room, first, item)
    return Markup("<code>{}</code>").format(msgspec.json.encode(item).decode())


def _text(w: Words, room: Room, first: str, rest: str, item: str) -> Markup:
    if first in _CODES and item in _CODES[first]:
        return escape(w.word(_CODES[first], item))
    if first == "form":
        return escape(w.word({**words_talks.FORMS, **words_matters.NOTES, **words_agreements.DECLARED, **words_texts.ATTACHED}, item))
    if first in _TECHNICAL:
        return w.digest(item)
    if first in _PARTIES and f.party(item) and item in w.parties:
        return w.party(item)
    if first in _MATTERS and f.slot(item):
        return Markup("<bdi>{}</bdi>").format(w.matter(item, names_of(room, item)))
    if f.day(item):
        return escape(w.t.day(item))
    if f.moment(item):
        return w.time(item)
    return w.content(item, rest if first in _BY_LANGUAGE and f.language(rest) else None)


def _list(w: Words, room: Room, first: str, items: list[str]) -> Markup:
    if first in _PARTIES:
        return Markup(" ").join(w.party(party) for party in w.in_order(items))
    if first == "order":
        return Markup(" ").join(w.party(party) for party in items)
    if first == "powers":
        return escape(w.t.listing(w.word(words_talks.POWERS, item) for item in items))
    if first == "gates":
        return escape(w.t.comma + " ").join(_text(w, room, "about", "", item) for item in items)
    if first == "agenda":
        return Markup("<ol>{}</ol>").format(Markup("").join(Markup("<li>{}</li>").format(w.content(item)) for item in items))
    return escape(w.t.comma + " ").join(Markup("<bdi>{}</bdi>").format(item) for item in items)


def _speakers(w: Words, item: Any) -> Markup:
    said = (phrases.speaker_text(w.t, each.get("name"), each.get("office"), w.name(each["side"])) for each in item)
    return Markup("<br>").join(Markup("<bdi>{}</bdi>").format(text) for text in said)


def _figures(w: Words, item: Any) -> Markup:
    """Figures that were said in public, or that were declared."""
    if isinstance(item, dict):
        return _declared("figures")(w, item)
    said = (phrases.figure_text(w.t, each, w.parties) for each in item)
    return Markup("<br>").join(Markup("<bdi>{}</bdi>").format(text) for text in said)


def _source(w: Words, item: Any) -> Markup:
    table = words_matters.SOURCES_AT if "ref" in item else words_matters.SOURCES
    return w.html.gettext(table[item["kind"]], ref=item.get("ref", ""))


def _declared(name: str) -> Callable[[Words, Any], Markup]:
    """A value against an agreement, as it is typed."""
    return lambda w, item: Markup("<bdi>{}</bdi>").format(field_texts.value_text(w.t, name, item))


_FORMS: Final[Mapping[str, tuple[Callable[[Any], bool], Callable[[Words, Any], Markup]]]] = {
    "time": (f.clock, lambda w, item: Markup("<bdi>{}</bdi>").format(w.t.clock(item))),
    "names": (f.names, lambda w, item: w.of_languages(item)),
    "term": (f.term, lambda w, item: escape(phrases.term_text(w.t, item))),
    "silence": (f.silence, lambda w, item: w.time(item["until"])),
    "paper": (f.paper, lambda w, item: escape(w.t.listing([w.t.day(item["on"]), *([item["what"]] if "what" in item else [])]))),
    "source": (f.source, _source),
    "speakers": (f.speakers, _speakers),
    "figures": (lambda item: f.figures(item) or f.numbers(item), _figures),
    "values": (f.values, _declared("values")),
    "amounts": (f.amounts, _declared("amounts")),
    "items": (f.items, _declared("items")),
    "by": (lambda item: isinstance(item, dict) and "delegate" in item, lambda _w, item: Markup("<bdi>{}</bdi>").format(item["delegate"])),
}
"""Fields whose values have a form of their own, and how it is said."""


def is_file(name: str) -> bool:
    """Whether a field names an attachment."""
    return name.startswith(FILE_PREFIX)
