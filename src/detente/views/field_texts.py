"""Fields of entries in words: each name and each value in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from detente.dialogue import fields as forms
from detente.dialogue.acts import Ref
from detente.errors import N_
from detente.i18n import Said, Translator, tame
from detente.views import phrases, values, words, words_agreements, words_matters, words_talks, words_texts

CODES: dict[str, Mapping[str, str]] = {
    "outcome": words.STATUS,
    "kind": words.KINDS,
    "role": words_talks.ROLES,
    "contact": words_talks.CONTACTS,
    "state": words_talks.REPORTS,
    "movement": words_matters.MOVEMENTS,
    "claim": words_matters.CLAIMS,
    "status": words_matters.TRANSLATIONS,
    "how": {**words_matters.HOW, "full": N_("in full"), "ad_referendum": N_("ad referendum"), **words_texts.SIGNED},
    "form": {**words_talks.FORMS, **words_matters.NOTES, **words_agreements.DECLARED, **words_texts.ATTACHED},
    "verb": words_texts.VERBS,
    "look": words_texts.LOOKS,
    "instrument": words_texts.INSTRUMENTS,
    "reversible": words_agreements.REVERSIBLE,
    "why": words.REOPENED,
}
"""Fields that hold one word of a table."""

BY_LANGUAGE = frozenset({"text", "title", "agenda", "quotation"})
"""Fields that can stand in several languages: text/en, text/ru. Another name with a / is of something else: undertakings/rus."""

MATTERS = frozenset({"about", "gates", "round", "slot"})
"""Fields that name a matter, or several."""

FOR_PROGRAMS = {
    "open": frozenset({"cert", "channel", "k", "name_salt", "recipients"}),
    "reopen": frozenset({"cert", "channel", "k", "name_salt", "recipients"}),
    "evidence": frozenset({"cert/1", "cert/2", "note/1", "note/2", "prefix"}),
}
"""Fields of an act, by kind, that hold keys and signed states: no person reads them."""

_MOST = 300
"""Characters of a value that has no form of its own."""


def label(t: Translator, name: str) -> str:
    """The name of a field; a version in one language says in which: text/ru, new/text."""
    first, _, rest = name.partition("/")
    known = words.word(t, words.FIELDS, first)
    if not rest:
        return known
    if first == "new":
        return f"{known} ({label(t, rest)})"
    return f"{known} ({t.language_name(rest) if first in BY_LANGUAGE else rest})"


def value_text(t: Translator, name: str, value: Any, matters: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """The value of a field in words; what has not the form that it should have is shown as it is.

    Args:
        t: the reader's language.
        name: of the field.
        value: what it holds.
        matters: the names that the channel knows, by key and language; a field that names a matter shows it by its name and its key.
    """
    if name in MATTERS:
        keys = value if isinstance(value, list) else [value]
        return t.listing(Said(words_talks.with_key(t, str(key), matters or {})) for key in keys)
    if name in CODES and isinstance(value, str):
        return words.word(t, CODES[name], value)
    if name in {"at", "from", "until"} and isinstance(value, str):
        return t.day(value) if forms.day(value) else t.time(value)
    special = _special(t, name, value)
    if special is not None:
        return special
    if isinstance(value, bool):
        return t.gettext(N_("yes")) if value else t.gettext(N_("no"))
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return t.listing(value)
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return tame(text if isinstance(value, str) or len(text) <= _MOST else text[: _MOST - 1] + "…")


def _special(t: Translator, name: str, value: Any) -> str | None:
    """A value with a form of its own, or None."""
    if forms.when(value):
        return t.when(value)
    form, show = _FORMS.get(name, (None, None))
    return None if form is None or show is None or not form(value) else show(t, value)


def for_people(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an entry without those that only programs read."""
    hidden = FOR_PROGRAMS.get(kind, frozenset())
    return {name: value for name, value in fields.items() if name not in hidden}


def _up_to(t: Translator, value: Any) -> str:
    """Up to where a log holds: [generation, size, root] or [size, root]."""
    size = value[-2]
    return t.gettext(N_("up to entry %(n)s"), n=t.number(size - 1)) if size else t.gettext(N_("nothing"))


def _is_head(value: Any) -> bool:
    return isinstance(value, list) and len(value) in {2, 3} and all(type(each) is int for each in value[:-1]) and isinstance(value[-1], str)


def _log(_t: Translator, value: Any) -> str:
    party, generation = value
    return tame(f"{party}.{generation}" if generation else party)


def _refs(_t: Translator, value: Any) -> str:
    return ", ".join(str(Ref(*item)) for item in value)


def _paper(t: Translator, value: Any) -> str:
    return t.listing([Said(t.day(value["on"])), *([value["what"]] if "what" in value else [])])


def _source(_t: Translator, value: Any) -> str:
    return tame(": ".join(value[key] for key in ("kind", "ref") if key in value))


def _speakers(t: Translator, value: Any) -> str:
    return "; ".join(phrases.speaker_text(t, item.get("name"), item.get("office"), item["side"]) for item in value)


def _figures(t: Translator, value: Any) -> str:
    """Figures that were said in public, or that were declared."""
    if isinstance(value, dict):
        return t.listing(Said(tame(f"{name}={number}")) for name, number in value.items())
    return "; ".join(phrases.figure_text(t, item, {}) for item in value)


def _powers(t: Translator, value: Any) -> str:
    return t.listing(Said(words.word(t, words_talks.POWERS, item)) for item in value)


def _stated(t: Translator, value: Any) -> str:
    return t.listing(Said(tame(values.pair_text(name, one))) for name, one in value.items())


def _amounts(t: Translator, value: Any) -> str:
    return t.listing(Said(f"{t.number(item['number'])} ({t.text_of(item['what'])})") for item in value)


def _items(_t: Translator, value: Any) -> str:
    text = " | ".join(values.item_text(item) for item in value)
    return tame(text if len(text) <= _MOST else text[: _MOST - 1] + "…")


_FORMS: dict[str, tuple[Callable[[Any], bool], Callable[[Translator, Any], str]]] = {
    "re": (lambda value: type(value) is list, _refs),
    "time": (forms.clock, lambda t, value: t.clock(value)),
    "name": (forms.names, lambda t, value: t.text_of(value)),
    "names": (forms.names, lambda t, value: t.text_of(value)),
    "term": (forms.term, phrases.term_text),
    "silence": (forms.silence, lambda t, value: t.time(value["until"])),
    "paper": (forms.paper, _paper),
    "source": (forms.source, _source),
    "speakers": (forms.speakers, _speakers),
    "figures": (lambda value: forms.figures(value) or forms.numbers(value), _figures),
    "values": (forms.values, _stated),
    "amounts": (forms.amounts, _amounts),
    "items": (forms.items, _items),
    "powers": (forms.list_of(forms.text(64), 64), _powers),
    "agreed": (_is_head, _up_to),
    "holds": (_is_head, _up_to),
    "prev": (_is_head, _up_to),
    "log": (lambda value: isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and type(value[1]) is int, _log),
}
"""Fields whose values have a form of their own, and how it is said."""
