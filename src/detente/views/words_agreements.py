"""Words for what agreements know as codes: verdicts, states, reasons."""

from __future__ import annotations

from typing import Final

from detente.errors import N_
from detente.i18n import Said, Translator

VERDICTS: Final = {
    "within": N_("within"),
    "above": N_("above"),
    "below": N_("below"),
    "unknown": N_("unknown"),
    "none": N_("no limit"),
}
"""A figure against a limit."""

STATES: Final = {
    "due": N_("due"),
    "provided": N_("provided"),
    "late": N_("provided late"),
    "nil": N_("nil declaration"),
    "nothing_new": N_("nothing new"),
    "not_provided": N_("not provided"),
    "withheld": N_("withheld"),
    "not_seen": N_("not known here"),
}
"""What came of an obligation."""

WHY_UNKNOWN: Final = {
    "nothing_declared": N_("nothing declared"),
    "not_stated": N_("not stated"),
    "not_provided": N_("not provided"),
    "withheld": N_("withheld"),
    "items_unknown": N_("some items are unknown"),
}
"""Why a figure is unknown."""

WHY_NOT_COUNTED: Final = {
    "corrected": N_("corrected since"),
    "not_in_this_reading": N_("not counted in this reading"),
    "same_without_it": N_("changes nothing"),
}
"""Why a record does not count for a figure."""

RECORDS: Final = {
    "declaration": N_("declaration"),
    "item": N_("item"),
    "dispute": N_("dispute"),
}
"""What a figure rests on."""

STATUS: Final = {
    "not reviewed by a lawyer": N_("No lawyer has reviewed this."),
    "reviewed by a lawyer": N_("Reviewed by a lawyer."),
}
"""What an agreement file says of itself."""

DECLARED: Final = {
    "figures": N_("figures"),
    "items": N_("items one by one"),
    "nil": N_("nil: there is nothing to declare"),
    "nothing_new": N_("nothing new: the last values stand"),
    "withheld": N_("withheld"),
    "not_provided": N_("another party provided nothing"),
}
"""What form a declaration has."""

REVERSIBLE: Final = {"yes": N_("yes"), "no": N_("no")}

ON_TIME: Final = {
    "in_time": N_("in time"),
    "late": N_("late"),
    "unknown": N_("a date is missing"),
    "no_term": N_("no time limit"),
}
"""Whether a notification came in time."""

DUTIES: Final = {
    "exchange": N_("due: %(what)s"),
    "limit_begins": N_("a limit begins: %(what)s"),
    "limit_ends": N_("last day of a limit: %(what)s"),
    "provision_begins": N_("in force from this day: %(what)s"),
    "provision_ends": N_("last day in force: %(what)s"),
    "begins": N_("entry into force: %(what)s"),
    "ends": N_("last day of the agreement: %(what)s"),
}
"""What a day of an agreement is."""

TYPES: Final = {
    "integer": N_("whole number"),
    "text": N_("text"),
    "boolean": N_("yes or no"),
    "date": N_("date"),
}
"""What a field holds."""

ORIGINS: Final = {"library": N_("library"), "file": N_("file"), "record": N_("record")}
"""Where an agreement was read."""


def duty_found(t: Translator, of: str | None, period_ended: str | None, days: int | None) -> str:
    """How the day on which an exchange is due was found; empty where nothing is due."""
    if of is None:
        return ""
    about = t.gettext(N_("values of %(day)s"), day=Said(t.day(of)))
    if period_ended is None or days is None:
        return about
    found = t.ngettext("%(n)d day after %(day)s", "%(n)d days after %(day)s", days, day=Said(t.day(period_ended)))
    return t.listing([Said(about), Said(found)])
