"""Words for what a reader of reports knows as codes."""

from __future__ import annotations

import re
from typing import Final

from detente.errors import N_
from detente.i18n import Said, Translator
from detente.press.values import Count

KINDS: Final = {
    "statement": N_("statement"),
    "denial": N_("denial"),
    "announcement": N_("announcement of a date"),
    "pledge": N_("pledge"),
    "agreement": N_("what was agreed"),
}
"""What was said."""

FORMS: Final = {
    "direct": N_("word for word"),
    "mixed": N_("partly word for word"),
    "indirect": N_("in the reporter's words"),
}
"""How it is quoted."""

QUALIFIERS: Final = {
    "exact": N_("exactly"),
    "about": N_("roughly"),
    "over": N_("over"),
    "under": N_("under"),
    "half": N_("half"),
    "most": N_("most"),
    "all": N_("all"),
}
"""How exact a figure is."""

TALLIES: Final = {
    "sent": N_("requests sent"),
    "answered": N_("requests answered"),
    "received": N_("requests received"),
}
"""What a count of requests counts."""


def count_text(t: Translator, count: Count) -> str:
    """How many were said to be: exactly 45; roughly 10; half."""
    said = t.gettext(QUALIFIERS[count.qualifier]) if count.qualifier in QUALIFIERS else count.qualifier
    if count.value is None or count.qualifier == "half":  # a share says its number itself
        return said
    return f"{said} {t.number(count.value) if isinstance(count.value, int) else count.value}"


SCORED: Final = {
    "statements": N_("statements"),
    "exact_quotes": N_("quotations, to the letter"),
    "speakers": N_("speakers"),
    "offices": N_("offices"),
    "sides": N_("sides"),
    "kinds": N_("kinds of statement"),
    "forms": N_("forms of quotation"),
    "dates": N_("days"),
    "via": N_("through whom"),
    "figures": N_("figures"),
    "meetings": N_("meetings"),
}
"""What is scored."""

DIFFERENCES: Final = {
    "missed": N_("not found"),
    "too much": N_("found, and not labelled"),
    "speaker": N_("another speaker"),
    "office": N_("another office"),
    "side": N_("another side"),
    "kind": N_("another kind"),
    "form": N_("another form"),
    "said_on": N_("another day"),
    "via": N_("through somebody else"),
    "figure": N_("a figure not found"),
    "figure too much": N_("a figure that is not labelled"),
    "meeting": N_("a meeting not found"),
    "meeting too much": N_("a meeting that is not labelled"),
}
"""How a reading differs from a label."""


def days(t: Translator, text: str) -> str:
    """A day, a month or a range of days, for people."""
    first, slash, last = text.partition("/")
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return t.when({"month": text})
    if not slash:
        return t.day(first)
    return t.gettext(N_("%(first)s to %(last)s"), first=Said(t.day(first)), last=Said(t.day(last)))
