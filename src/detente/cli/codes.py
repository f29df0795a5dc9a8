"""The codes that options take, each with its word in the reader's language: a help text names a table in a place, such as %(roles)s."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from detente.i18n import Said

if TYPE_CHECKING:
    from detente.i18n import Translator

_PLACE = re.compile(r"%\((\w+)\)s")


class _Codes(NamedTuple):
    """Some codes: the table that lists them, and the tables of their words, the first that has one; by module and name.

    They are imported when somebody asks for help, and not before: no other command needs them all.
    """

    codes: str
    words: tuple[str, ...]


_TABLES: Final = {
    "account_roles": _Codes("node.roles:ROLES", ("node.roles:ROLE_WORDS",)),
    "attached": _Codes("dialogue.kinds:ATTACHED", ("views.words_texts:ATTACHED",)),
    "claims": _Codes("dialogue.kinds:CLAIMS", ("views.words_matters:CLAIMS",)),
    "contacts": _Codes("dialogue.kinds:CONTACTS", ("views.words_talks:CONTACTS",)),
    "group_states": _Codes("views.acting_talks:GROUP_STATES", ("views.words_talks:REPORTS",)),
    "instruments": _Codes("dialogue.kinds:INSTRUMENTS", ("views.words_texts:INSTRUMENTS",)),
    "movements": _Codes("dialogue.kinds:MOVEMENTS", ("views.words_matters:MOVEMENTS",)),
    "note_forms": _Codes("dialogue.kinds:NOTES", ("views.words_matters:NOTES",)),
    "outcomes": _Codes("dialogue.kinds:OUTCOMES", ("views.words:STATUS",)),
    "powers": _Codes("dialogue.kinds:POWERS", ("views.words_talks:POWERS",)),
    "promise_states": _Codes("views.words_matters:PROMISES", ("views.words_matters:PROMISES",)),
    "report_states": _Codes("dialogue.kinds:STATES", ("views.words_talks:REPORTS",)),
    "request_states": _Codes("views.words:COLUMNS", ("views.words:STATUS", "views.words:LIST_STATES")),
    "roles": _Codes("dialogue.kinds:ROLES", ("views.words_talks:ROLES",)),
    "text_forms": _Codes("dialogue.kinds:TEXT_FORMS", ("views.words_talks:FORMS",)),
    "translations": _Codes("views.words_matters:TRANSLATIONS", ("views.words_matters:TRANSLATIONS",)),
}


def help_text(t: Translator, text: str) -> str:
    """A help text in the reader's language, with the words beside the codes that it names."""
    places = _PLACE.findall(text)
    return t.gettext(text, **{name: _listed(t, _TABLES[name]) for name in places}) if places else t.gettext(text)


def _listed(t: Translator, table: _Codes) -> str:
    tables = [_imported(place) for place in table.words]
    said = []
    for code in _imported(table.codes):
        word = t.gettext(next(words[code] for words in tables if code in words))
        said.append(Said(code if word == code.replace("_", " ") else f"{code} ({word})"))
    return t.listing(said)


def _imported(place: str) -> dict[str, str]:
    """A table by module and name: words by code; of a mere list of codes only the keys are wanted."""
    module, _, name = place.partition(":")
    table = getattr(importlib.import_module("detente." + module), name)
    return dict(table) if hasattr(table, "keys") else dict.fromkeys(table, "")
