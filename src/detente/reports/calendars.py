"""What is due as iCalendar (RFC 5545): one event for each thing that has a date, to be read by any calendar program.

Rules:

1. The identifier of an event is made of the channel's id and of the entry that it is about: an update replaces, never doubles.
2. A moment is in UTC; a time of day that was agreed in a zone keeps that zone. A date that is known to the day, the month or a range is a
   whole-day event over just these days; an open date is no event.
3. The identifier of a calendar is made of what it is a calendar of: a file may be replaced by the same calendar as it stands later.
4. Nobody is reminded and nobody invited: an event has no alarm, no organizer and no guests.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Mapping
from typing import Any, Final

from detente.errors import N_
from detente.i18n import Said, Translator
from detente.reports import parts
from detente.reports.document import plain
from detente.reports.extra import needed
from detente.views import phrases, words, words_agreements, words_matters, words_talks
from detente.views.agreement_calendar import AgreementCalendar
from detente.views.days import day_after, first_day, last_day
from detente.views.deadlines import Deadline, DeadlinesView

KINDS: Final = {
    "term": N_("Answer due: %(what)s"),
    "undertaking": N_("Undertaking due: %(what)s"),
    "silence": N_("Silence ends: %(what)s"),
    "meeting": N_("Meeting: %(what)s"),
    "visit": N_("Visit: %(what)s"),
}

_HOUR = dt.timedelta(hours=1)
"""How long a meeting with a time of day is shown: a calendar needs an end, and none was agreed."""


def deadlines_ics(view: DeadlinesView, t: Translator) -> bytes:
    """What is due as the bytes of an .ics file; the same view gives the same bytes.

    Raises:
        CallerError: the extra `reports` is not installed.
    """
    icalendar = needed("icalendar")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//detente//deadlines//EN")
    calendar.add("uid", _identifier("deadlines", view.dialogue))
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _prefixed(view, t, t.text_of(view.dialogue_names)))
    calendar.add("x-wr-calname", _prefixed(view, t, t.text_of(view.dialogue_names)))
    ids = {item.channel.label: item.channel.id for item in view.as_of}
    for deadline in view.deadlines:
        calendar.add_component(_event(view, deadline, ids[deadline.channel], t))
    if any(isinstance(event.get("dtstart").dt, dt.datetime) for event in calendar.walk("VEVENT")):
        calendar.add_missing_timezones()
    data: bytes = calendar.to_ical()
    return data


def agreement_ics(view: AgreementCalendar, t: Translator) -> bytes:
    """The days of an agreement as the bytes of an .ics file: whole days, since an agreement names no hour.

    Raises:
        CallerError: the extra `reports` is not installed.
    """
    icalendar = needed("icalendar")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//detente//agreement//EN")
    calendar.add("uid", _identifier("agreement", view.agreement))
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", t.text_of(view.title))
    calendar.add("x-wr-calname", t.text_of(view.title))
    for each in view.duties:
        event = icalendar.Event()
        event.add("uid", _identifier("agreement", view.agreement, each.kind, each.key, each.of or each.on))
        event.add("dtstamp", _moment(view.made_at))
        event.add("dtstart", dt.date.fromisoformat(each.on))
        event.add("dtend", dt.date.fromisoformat(day_after(each.on)))
        event.add("summary", t.gettext(words_agreements.DUTIES[each.kind], what=t.text_of(each.names)))
        said = [
            t.text_of(view.title),
            t.gettext(N_("Clause: %(clause)s"), clause=each.clause) if each.clause else "",
            words_agreements.duty_found(t, each.of, each.period_ended, each.days, each.found),
            t.gettext(words_agreements.STATUS[view.status]),
        ]
        event.add("description", "\n".join(line for line in said if line))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _event(view: DeadlinesView, deadline: Deadline, channel: str, t: Translator) -> Any:
    event = needed("icalendar").Event()
    event.add("uid", uid(deadline, channel))
    event.add("dtstamp", _moment(view.made_at))
    for name, value in _when(deadline).items():
        event.add(name, value)
    event.add("summary", _prefixed(view, t, t.gettext(KINDS[deadline.kind], what=Said(_what(deadline, t)))))
    event.add("description", _description(view, deadline, t))
    if deadline.place:
        event.add("location", deadline.place)
    event.add("transp", "OPAQUE" if deadline.kind == "meeting" else "TRANSPARENT")
    event.add("class", "CONFIDENTIAL")
    if view.exercise:
        event.add("categories", [t.gettext(N_("exercise"))])
    return event


def uid(deadline: Deadline, channel: str) -> str:
    """The name of an event in every calendar for ever: the channel, what is due, and the entry or matter that it is about."""
    about = deadline.matter if deadline.kind == "meeting" else deadline.ref
    return _identifier(channel, deadline.kind, about or "", deadline.clock or "")


def _identifier(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40] + "@detente"


def is_same_calendar(one: bytes, other: bytes) -> bool:
    """Whether two files are calendars of this program, and of the same thing, as it stood at two times."""
    first, second = _identity(one), _identity(other)
    return first is not None and first == second


def _identity(raw: bytes) -> tuple[bytes, bytes] | None:
    """Which program wrote a calendar, and of what; None where it does not say."""
    found: dict[bytes, bytes] = {}
    for line in raw.splitlines()[1:]:
        name, _, value = line.partition(b":")
        if name == b"BEGIN":  # what follows is of one event
            break
        found[name] = value
    return (found[b"PRODID"], found[b"UID"]) if found.keys() >= {b"PRODID", b"UID"} else None


def _when(deadline: Deadline) -> Mapping[str, dt.date]:
    """Start and end: a moment, a time of day in its zone, or whole days, the end not included."""
    if deadline.moment is not None:
        return {"dtstart": _moment(deadline.moment)}
    first, last = first_day(deadline.date), last_day(deadline.date)
    zone = _zone(deadline.time)
    if first == last and deadline.time is not None and zone is not None:
        start = dt.datetime.combine(dt.date.fromisoformat(first), dt.time.fromisoformat(deadline.time["at"]), zone)
        return {"dtstart": start, "dtend": start + _HOUR}
    return {"dtstart": dt.date.fromisoformat(first), "dtend": dt.date.fromisoformat(day_after(last))}


def _zone(time: Mapping[str, Any] | None) -> dt.tzinfo | None:
    """The zone of a time of day; None where this machine does not know it: then the event takes the whole day."""
    if time is None:
        return None
    if time["zone"] == "UTC":
        return dt.UTC
    try:
        return zoneinfo.ZoneInfo(time["zone"])
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None


def _moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)


def _what(deadline: Deadline, t: Translator) -> str:
    """In a few words what is due."""
    clock = words.word(t, words_matters.CLOCKS, deadline.clock) if deadline.clock else ""
    about = words_talks.matter(t, deadline.matter) if deadline.kind in {"meeting", "silence", "visit"} and deadline.matter else ""
    return t.listing(Said(part) for part in (about, deadline.ref or "" if not about else "", clock, phrases.short(deadline.text)) if part)


def _description(view: DeadlinesView, deadline: Deadline, t: Translator) -> str:
    """Who owes it, in which channel, about which entry, and how exact the date is."""
    names = {item.channel.label: item for item in view.as_of}
    found = names[deadline.channel]
    said = [
        t.gettext(parts.EXERCISE) if view.exercise else "",
        plain(parts.channel(t, found.channel)),
        t.gettext(N_("Entry: %(ref)s"), ref=deadline.ref) if deadline.ref else "",
        t.gettext(N_("Of whom: %(parties)s"), parties=Said(words.everyone(t, view.members, deadline.owed_by))) if deadline.owed_by else "",
        t.gettext(N_("Date: %(date)s"), date=Said(t.listing(part for part in (t.when(deadline.date), t.clock(deadline.time)) if part)))
        if deadline.date
        else "",
        deadline.text or "",
        words.as_of_line(t, found.channel, found.as_of),
    ]
    return "\n".join(line for line in said if line)


def _prefixed(view: DeadlinesView, t: Translator, text: str) -> str:
    """A title; that of an exercise says so, since calendars show little else."""
    return t.gettext(N_("EXERCISE: %(title)s"), title=Said(text)) if view.exercise else text
