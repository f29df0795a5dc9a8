"""Values as people type them, on the command line and in forms: dates as far as they are known, times of day, moments, keys, numbers.

open | 2021-09 | 2021-09-01..2021-09-30 | 2021-09-30        a date
08:00 in Europe/Zurich, about                               a time of day
2021-09-30T12:00+02:00                                      a moment, always with its zone
10d | 48h                                                   a term
warheads=1389                                               a declared figure
56=launchers of ICBMs                                       a part of what is disputed of one
facility=Supposed base                                      a field of a notification
b-1 bomber; tested=yes; base=Supposed base                  an item
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import zoneinfo
from collections.abc import Mapping, Sequence
from typing import Any, Final

from detente.errors import N_, CallerError

_DAY = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def when(text: str, *, may_be_open: bool = True) -> dict[str, Any]:
    """A date as far as it is known.

    Args:
        may_be_open: `open` is a date too; of what has happened it is none.

    Raises:
        CallerError: it is none.
    """
    from detente.dialogue import fields as f

    found: dict[str, Any]
    if text == "open" and not may_be_open:
        raise CallerError(N_("'%(text)s' is no date of what has happened; write 2021-09, 2021-09-01..2021-09-30 or 2021-09-30"), text=text)
    first, dots, last = text.partition("..")
    if text == "open":
        found = {"open": True}
    elif dots:
        found = {"from": first, "to": last}
    else:
        found = {"month": text} if len(text) == 7 else {"day": text}
    days = [part for part in (first, last) if part]
    if all(map(_DAY.match, days)):
        for each in days:
            if not f.day(each):
                raise CallerError(N_("there is no day %(text)s in the calendar"), text=each)
        if len(days) > 1 and first > last:
            raise CallerError(N_("'%(text)s' ends before it begins; the earlier day comes first"), text=text)
    if not f.when(found):
        raise CallerError(N_("'%(text)s' is no date; write open, 2021-09, 2021-09-01..2021-09-30 or 2021-09-30"), text=text)
    return found


def day(text: str) -> str:
    """A day.

    Raises:
        CallerError: it is none.
    """
    from detente.dialogue import fields as f

    if not f.day(text):
        raise CallerError(N_("'%(text)s' is no day; write 2021-09-30"), text=text)
    return text


def agreement_day(text: str) -> dt.date:
    """A day that is asked about under an agreement, within the years that agreements may speak of.

    Raises:
        CallerError: it is none.
    """
    from detente.agreements.caps import CAPS

    try:
        found = dt.date.fromisoformat(text) if len(text) == len("2021-09-01") else None
    except ValueError:
        found = None
    if found is None or not CAPS.first_year <= found.year <= CAPS.last_year:
        raise CallerError(N_("'%(text)s' is no day such as 2021-09-01"), text=text)
    return found


def moment(text: str) -> str:
    """A moment in UTC; typed with the zone in which it was agreed.

    Raises:
        CallerError: it is none, or its zone is missing.
    """
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise CallerError(N_("'%(text)s' is no moment with its zone; write 2021-09-30T12:00+02:00, or 2021-09-30T10:00Z"), text=text)
    return found.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def clock(time: str | None, zone: str, *, about: bool) -> dict[str, Any]:
    """A time of day as a field of an act: nothing where none was given.

    Raises:
        CallerError: it is none.
    """
    from detente.dialogue import fields as f

    if time is None:
        if about:
            raise CallerError(N_("--about says how exact a time is, and no --time is given"))
        return {}
    value = {"at": time, "zone": zone, **({"about": True} if about else {})}
    if not f.clock(value):
        raise CallerError(N_("'%(time)s' in the zone '%(zone)s' is no time of day; write 08:00 and UTC"), time=time, zone=zone)
    known = zoneinfo.available_timezones()  # none on a machine without a list of zones: then the name is taken as it is
    if known and zone not in known:
        near = near_zones(zone, sorted(known))
        if near:
            raise CallerError(N_("'%(zone)s' is no time zone known here; near to it: %(near)s"), zone=zone, near=", ".join(near))
        raise CallerError(
            N_("'%(zone)s' is no time zone known here; they are called by a part of the world and a city: Europe/Zurich, or UTC"), zone=zone
        )
    return {"time": value}


def near_zones(typed: str, known: Sequence[str]) -> list[str]:
    """The time zones that somebody may have meant: by city, by the name of a seat of government that has no zone of its own, or alike."""
    wanted = typed.strip().casefold().replace(" ", "_")
    found = [name for name in known if name.rpartition("/")[2].casefold() == wanted or name == _SEATS.get(wanted)]
    return found[:3] or difflib.get_close_matches(typed, known, 3, 0.6)


_SEATS: Final = {
    "abuja": "Africa/Lagos", "ankara": "Europe/Istanbul", "beijing": "Asia/Shanghai", "bern": "Europe/Zurich",
    "brasilia": "America/Sao_Paulo", "canberra": "Australia/Sydney", "geneva": "Europe/Zurich", "hanoi": "Asia/Ho_Chi_Minh",
    "islamabad": "Asia/Karachi", "new_delhi": "Asia/Kolkata", "ottawa": "America/Toronto", "pretoria": "Africa/Johannesburg",
    "rabat": "Africa/Casablanca", "the_hague": "Europe/Amsterdam", "washington": "America/New_York", "wellington": "Pacific/Auckland",
}  # fmt: skip
"""Cities in which governments sit or states meet, and after which no zone is called."""


def until(text: str | None) -> str | None:
    """When a silence procedure ends; nothing where none was asked for.

    Raises:
        CallerError: it is no moment.
    """
    return None if text is None else moment(text)


def term(text: str) -> dict[str, int]:
    """A term: 10d or 48h.

    Raises:
        CallerError: it is none.
    """
    from detente.dialogue import fields as f

    number, unit = text[:-1], {"d": "days", "h": "hours"}.get(text[-1:])
    found = {unit: int(number)} if unit and number.isascii() and number.isdigit() else {}
    if not f.term(found):
        raise CallerError(N_("'%(text)s' is no term; write 10d or 48h"), text=text)
    return {str(unit): int(number)}


def matter(subject: str, *parts: str) -> str:
    """The name of a matter, such as group/arms-control.

    Raises:
        CallerError: a part of it is not a word of small letters, digits, - and _.
    """
    from detente.dialogue import fields as f

    name = "/".join([subject, *parts])
    if not f.slot(name):
        raise CallerError(
            N_("'%(name)s' cannot be a short name of a matter: each part has small letters, digits, - or _, at most 32 of them"), name=name
        )
    return name


def ident(text: str) -> str:
    """The id of a delegate.

    Raises:
        CallerError: it is none.
    """
    from detente.dialogue import fields as f

    if not f.ident(text):
        raise CallerError(N_("'%(text)s' is no id of a person: a small letter, then small letters, digits, - or _"), text=text)
    return text


def one_of(text: str, known: tuple[str, ...]) -> str:
    """One of the words that the tables know.

    Raises:
        CallerError: it is another.
    """
    if text not in known:
        raise CallerError(N_("'%(text)s' is none of: %(known)s"), text=text, known=", ".join(known))
    return text


def words(text: str | None, known: tuple[str, ...]) -> list[str]:
    """Several of the words that the tables know, with commas between them; sorted, each once."""
    return sorted({one_of(part.strip(), known) for part in (text or "").split(",") if part.strip()})


# ---- against an agreement: one line each ----


def number_of(text: str) -> int:
    """A whole number as it is declared.

    Raises:
        CallerError: it is none.
    """
    from detente.dialogue import fields as f

    digits = text.removeprefix("-")
    found = int(text) if digits.isascii() and digits.isdigit() and len(digits) < 17 else None
    if not f.whole(found):
        raise CallerError(N_("'%(text)s' is no whole number"), text=text)
    return int(text)


def figure(line: str) -> tuple[str, int]:
    """A declared figure: warheads=1389.

    Raises:
        CallerError: it is none.
    """
    from detente.dialogue import fields as f

    name, equals, number = (part.strip() for part in line.partition("="))
    if not equals or not f.name(name):
        raise CallerError(N_("'%(text)s' is no figure; write NAME=NUMBER, such as warheads=1389"), text=line)
    return name, number_of(number)


def amount(line: str) -> dict[str, Any]:
    """A part of what is disputed: 56=launchers of ICBMs, in the language of whoever writes it.

    Raises:
        CallerError: it is none.
    """
    number, equals, what = (part.strip() for part in line.partition("="))
    if not equals or not what:
        raise CallerError(N_("'%(text)s' is no amount; write NUMBER=WHAT, such as 56=launchers"), text=line)
    return {"number": number_of(number), "what": {"und": what}}


def stated(line: str) -> tuple[str, str]:
    """A field of a notification or of an item: facility=NAME; what type it has the agreement says.

    Raises:
        CallerError: it is none.
    """
    from detente.dialogue import fields as f

    name, equals, value = (part.strip() for part in line.partition("="))
    if not equals or not value or not f.name(name):
        raise CallerError(N_("'%(text)s' states nothing; write NAME=VALUE"), text=line)
    return name, value


def item(line: str) -> dict[str, Any]:
    """An item: ID TYPE, then NAME=VALUE for each field, with semicolons between them: b-1 bomber; tested=yes; base=Supposed.

    Raises:
        CallerError: it is none.
    """
    from detente.dialogue import fields as f

    head, *rest = [part.strip() for part in line.split(";")]
    key, _, kind = head.partition(" ")
    if not f.item_id(key) or not f.name(kind.strip()):
        raise CallerError(N_("'%(text)s' is no item; write ID TYPE; NAME=VALUE; NAME=VALUE"), text=line)
    return {"id": key, "type": kind.strip(), "fields": dict(stated(part) for part in rest if part)}


def pair_text(name: str, value: Any) -> str:
    """A figure or a field as it is typed."""
    return f"{name}={'yes' if value is True else 'no' if value is False else value}"


def amount_text(value: Mapping[str, Any]) -> str:
    """A disputed amount as it is typed."""
    return f"{value['number']}={next(iter(value['what'].values()))}"


def item_text(value: Mapping[str, Any]) -> str:
    """An item as it is typed."""
    return "; ".join([f"{value['id']} {value['type']}", *(pair_text(name, one) for name, one in value["fields"].items())])
