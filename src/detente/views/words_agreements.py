"""Words for what agreements know as codes: verdicts, states, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from detente.errors import N_
from detente.i18n import Said, Translator

if TYPE_CHECKING:
    from detente.views.day_found import DayFound, SkippedDay

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
    "withheld": N_("data withheld"),
    "not_seen": N_("not known here"),
}
"""What came of an obligation."""

AUDIENCES: Final = {
    "public": N_("open to the public"),
    "parties": N_("for the parties only"),
}
"""Who may read a return, as the party that made it chose."""

WHY_UNKNOWN: Final = {
    "nothing_declared": N_("nothing declared"),
    "not_stated": N_("not stated"),
    "not_provided": N_("not provided"),
    "withheld": N_("data withheld"),
    "items_unknown": N_("some items are unknown"),
}
"""Why a figure is unknown."""

WHY_NOT_COUNTED: Final = {
    "corrected": N_("corrected since"),
    "not_in_this_reading": N_("not counted in this reading"),
    "same_without_it": N_("changes nothing"),
    "refused": N_("the visit was refused"),
    "withdrawn": N_("the visit was withdrawn"),
    "pending": N_("may come to count"),
    "site_unknown": N_("may count: its site is not known"),
}
"""Why a record does not count for a figure."""

RECORDS: Final = {
    "declaration": N_("declaration"),
    "item": N_("item"),
    "dispute": N_("dispute"),
    "visit": N_("request for a visit"),
}
"""What a figure rests on."""

VISIT_STATES: Final = {
    "requested": N_("visit requested"),
    "accepted": N_("visit accepted"),
    "refused": N_("visit refused"),
    "conducted": N_("visit conducted"),
    "withdrawn": N_("visit withdrawn"),
    "disputed": N_("visit disputed"),
}
"""What became of a visit."""

VISIT_SAYS: Final = {
    "requested": N_("says nothing yet"),
    "accepted": N_("accepts it"),
    "refused": N_("refuses it"),
    "conducted": N_("says that it was conducted"),
    "withdrawn": N_("withdraws it"),
    "disputed": N_("says that it was not conducted"),
}
"""What a side says of a visit."""

VISIT_NEXT: Final = {
    "accepted": N_("Accept the visit"),
    "refused": N_("Refuse the visit"),
    "conducted": N_("It was conducted"),
    "withdraw": N_("Withdraw the request"),
    "instead": N_("Ask for other days"),
    "dispute": N_("It was not conducted"),
}
"""What can be said next of a visit."""

CAP_VERDICTS: Final = {
    "room": N_("there is room"),
    "full": N_("used up"),
    "not_asked": N_("name the site"),
    "not_in_force": N_("not in force"),
}
"""What a cap of a quota says of one more visit; where it is open, the reason says it."""

WHY_OPEN: Final = {
    "nothing_declared": N_("open: no size declared"),
    "not_stated": N_("open: size not stated"),
    "not_provided": N_("open: size not provided"),
    "withheld": N_("open: size withheld"),
    "not_all_visits": N_("open: not all visits known"),
    "pending": N_("open: a request is unanswered"),
}
"""Why a cap leaves it open."""

ANSWERS: Final = {
    "yes": N_("Yes: every cap leaves room."),
    "no": N_("No: a cap is used up, and one more visit need not be accepted."),
    "open": N_("Undecided: what is known here is not enough to say."),
    "no_quota": N_("No quota is in force on this day."),
}
"""Whether a visit fits."""

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
    "withheld": N_("data withheld"),
    "not_provided": N_("another party provided nothing"),
    "filled": N_("a quota of visits is filled"),
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

UNTOLD: Final = {
    "receipt": N_("Whether %(party)s told this in time: no day of receipt is held."),
    "silence": N_("Whether %(party)s told anything in this round: the sources that were read say nothing."),
    "figure": N_("%(what)s of %(party)s: %(why)s."),
    "outside": N_("Why the values of %(day)s that %(party)s declared, and that are counted, are not its return in this exchange."),
    "reading": N_("%(what)s: which of the readings is right. Each is counted, and none is preferred."),
    "known": N_("What was known on %(day)s, of records that have no day of receipt: they are taken as known from their own day on."),
    "later": N_("What came after %(day)s: these data end there."),
    "misfit": N_("What %(entry)s says: it does not fit the agreement, and counts nowhere (%(reason)s)."),
}
"""What records do not tell."""

TYPES: Final = {
    "integer": N_("whole number"),
    "text": N_("text"),
    "boolean": N_("yes or no"),
    "date": N_("date"),
}
"""What a field holds."""

WEEKDAYS: Final = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
}

ORIGINS: Final = {"library": N_("library"), "file": N_("file"), "record": N_("record")}
"""Where an agreement was read."""


def duty_found(t: Translator, of: str | None, period_ended: str | None, days: int | None, counted: DayFound | None = None) -> str:
    """How the day on which an exchange is due was found; empty where nothing is due."""
    if of is None:
        return ""
    about = t.gettext(N_("values of %(day)s"), day=Said(t.day(of)))
    if counted is not None:
        return "\n".join([about, *day_steps(t, counted)])
    if period_ended is None or days is None:
        return about
    found = t.ngettext("%(n)d day after %(day)s", "%(n)d days after %(day)s", days, day=Said(t.day(period_ended)))
    return t.listing([Said(about), Said(found)])


def day_steps(t: Translator, found: DayFound | None, parties: Mapping[str, Mapping[str, str]] = MappingProxyType({})) -> list[str]:
    """How the last day of a time limit was found, one sentence for each step; nothing where days of the calendar were counted."""
    if found is None or found.working is None:
        return []
    begins = Said(t.day(found.begins))
    said = [t.ngettext("%(n)d working day after %(day)s", "%(n)d working days after %(day)s", found.days, day=begins)]
    if found.due is not None:
        said[0] = Said(f"{said[0]}: {t.day(found.due)}")
    agreed = t.listing(t.gettext(WEEKDAYS[name]) for name in found.weekdays)
    said.append(
        t.gettext(N_("%(name)s (clause %(clause)s): %(days)s"), name=t.text_of(found.names), clause=found.clause or "—", days=Said(agreed))
    )
    for each in found.skipped:
        said.append(_skipped(t, each, parties))
    if found.skipped_in_all > len(found.skipped):
        more = found.skipped_in_all - len(found.skipped)
        said.append(t.ngettext("%(n)d more day was not counted.", "%(n)d more days were not counted.", more))
    if found.beyond:
        said.append(
            t.gettext(
                N_("The list of holidays speaks of %(first)s to %(last)s only: the last day can be later, and not earlier."),
                first=Said(t.day(found.listed_from)) if found.listed_from else "—",
                last=Said(t.day(found.listed_until)) if found.listed_until else "—",
            )
        )  # fmt: skip
    return said


def _skipped(t: Translator, each: SkippedDay, parties: Mapping[str, Mapping[str, str]]) -> str:
    day = Said(t.day(each.on))
    if not each.holiday:
        return t.gettext(N_("not counted: %(day)s, no agreed working day"), day=day)
    if each.party is None:
        return t.gettext(N_("not counted: %(day)s, holiday: %(name)s"), day=day, name=t.text_of(each.holiday))
    party = t.text_of(parties.get(each.party, {}), each.party)
    return t.gettext(N_("not counted: %(day)s, holiday of %(party)s: %(name)s"), day=day, party=party, name=t.text_of(each.holiday))
