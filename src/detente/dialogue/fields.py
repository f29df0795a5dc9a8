"""The forms of kept fields: whoever wrote them, a value that has not its form makes its act one without effect.

Each check takes a JSON value and says whether it has the form. Sizes are bounded here, so the fold holds nothing large.

    slot     "meeting/plenary/3", "meeting/plenary/3/date", "text/joint-statement-2"
    day      "2021-09-30"          moment  "2021-09-30T08:00:00Z"
    when     {"day":"2021-09-30"} | {"month":"2021-09"} | {"from":"2021-09-01","to":"2021-09-30"} | {"open":true}
    clock    {"at":"08:00","zone":"UTC","about":true}
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, Final

from detente.errors import FormatError
from detente.record.charter import is_party_id
from detente.record.entry import is_time
from detente.record.text import decode_base64
from detente.texts.model import PROVISION_ID

Check = Callable[[Any], bool]

SUBJECTS: Final = ("body", "charter", "exchange", "group", "issue", "measure", "meeting", "term", "text", "track")
"""What a slot can be about: its first word."""

_SLOT = re.compile(r"\A[a-z]{2,16}(?:/[a-z0-9][a-z0-9_-]{0,31}){1,4}\Z")
_MEETING = re.compile(r"\Ameeting/[a-z0-9][a-z0-9_-]{0,31}/(?:0|[1-9][0-9]{0,8})(?=/|\Z)")
_ID = re.compile(r"\A[a-z][a-z0-9_-]{0,31}\Z")
_MONTH = re.compile(r"\A[0-9]{4}-(?:0[1-9]|1[0-2])\Z")
_DAY = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CLOCK = re.compile(r"\A(?:[01][0-9]|2[0-3]):[0-5][0-9]\Z")
_ZONE = re.compile(r"\A[A-Za-z][A-Za-z0-9_+/-]{0,31}\Z")
_LANGUAGE = re.compile(r"\A[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
_HEX64 = re.compile(r"\A[0-9a-f]{64}\Z")
_NAME = re.compile(r"\A[a-z][a-z0-9_]{0,39}\Z")
_RULE_ID = re.compile(r"\A[a-z][a-z0-9-]{0,39}\Z")
_ITEM_ID = re.compile(r"\A[0-9A-Za-z][0-9A-Za-z._-]{0,79}\Z")

_LARGEST: Final = 10**15 - 1  # what declarations hold (agreements/caps.py, `digits`)


def slot(value: Any) -> bool:
    """What an act is about: a subject and a key; the same text is the same thing for all. A meeting has a kind and a number."""
    if type(value) is not str or not _SLOT.match(value):
        return False
    subject = value.partition("/")[0]
    return subject in SUBJECTS and (subject != "meeting" or meeting_of(value) is not None)


def slot_of(*subjects: str) -> Check:
    """A slot of one of these subjects."""
    return lambda value: slot(value) and value.partition("/")[0] in subjects


def meeting_of(name: str) -> str | None:
    """The meeting that a slot belongs to, meeting/KIND/NUMBER; None if it belongs to none. A number has one spelling."""
    found = _MEETING.match(name)
    return None if found is None else found[0]


def ident(value: Any) -> bool:
    """The id of a delegate: a word, chosen once, never a translated name."""
    return type(value) is str and _ID.match(value) is not None


def party(value: Any) -> bool:
    """The id of a party."""
    return is_party_id(value)


def text(limit: int) -> Check:
    """A text that is not empty, of at most so many characters."""
    return lambda value: type(value) is str and 1 <= len(value) <= limit


def flag(value: Any) -> bool:
    """Only ever true: what is not so is left out."""
    return value is True


def one_of(*words: str) -> Check:
    """One of these words."""
    return lambda value: type(value) is str and value in words


def list_of(check: Check, most: int, *, distinct: bool = True) -> Check:
    """1 to `most` items of a form; sorted and each once if `distinct`."""

    def holds(value: Any) -> bool:
        if type(value) is not list or not 1 <= len(value) <= most or not all(check(item) for item in value):
            return False
        return not distinct or value == sorted(set(value))

    return holds


def sequence_of(check: Check, most: int) -> Check:
    """1 to `most` items of a form in an order that means something."""
    return list_of(check, most, distinct=False)


def day(value: Any) -> bool:
    """A date that exists."""
    if type(value) is not str or not _DAY.match(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def month(value: Any) -> bool:
    """A month of a year."""
    return type(value) is str and _MONTH.match(value) is not None


def moment(value: Any) -> bool:
    """A moment in UTC, to the second."""
    return is_time(value)


def when(value: Any) -> bool:
    """A date as far as it is known."""
    if type(value) is not dict:
        return False
    if value.keys() == {"open"}:
        return value["open"] is True
    if value.keys() == {"day"}:
        return day(value["day"])
    if value.keys() == {"month"}:
        return month(value["month"])
    return value.keys() == {"from", "to"} and day(value["from"]) and day(value["to"]) and value["from"] <= value["to"]


def zone(value: Any) -> bool:
    """The name of a time zone, such as Europe/Zurich."""
    return type(value) is str and _ZONE.match(value) is not None


def clock(value: Any) -> bool:
    """A time of day in a named zone."""
    if type(value) is not dict or not {"at", "zone"} <= value.keys() <= {"at", "zone", "about"}:
        return False
    good = type(value["at"]) is str and _CLOCK.match(value["at"]) and zone(value["zone"])
    return bool(good) and value.get("about", True) is True


def digest(value: Any) -> bool:
    """32 bytes in base64."""
    if type(value) is not str:
        return False
    try:
        decode_base64(value, 32)
    except FormatError:
        return False
    return True


def hex64(value: Any) -> bool:
    """The id of a channel."""
    return type(value) is str and _HEX64.match(value) is not None


def language(value: Any) -> bool:
    """The code of a language."""
    return type(value) is str and _LANGUAGE.match(value) is not None


def names(value: Any) -> bool:
    """A name by language."""
    return type(value) is dict and 1 <= len(value) <= 16 and all(language(k) and text(512)(v) for k, v in value.items())


def provision(value: Any) -> bool:
    """The name of a provision of a text."""
    return type(value) is str and PROVISION_ID.match(value) is not None


def count(value: Any) -> bool:
    """A number that a person can mean."""
    return type(value) is int and 0 <= value <= 10**9


def term(value: Any) -> bool:
    """A time limit, counted from proven receipt: {"hours":48} or {"days":10}."""
    if type(value) is not dict or len(value) != 1:
        return False
    (unit, number), *_ = value.items()
    return unit in {"hours", "days"} and count(number) and number > 0


def silence(value: Any) -> bool:
    """A silence procedure: the exact moment of expiry."""
    return type(value) is dict and value.keys() == {"until"} and moment(value["until"])


def paper(value: Any) -> bool:
    """An act that was done on paper and is entered here by a secretary: when, and what was handed over."""
    if type(value) is not dict or not {"on"} <= value.keys() <= {"on", "what"}:
        return False
    return day(value["on"]) and text(512)(value.get("what", "-"))


SOURCES: Final = ("report", "public", "party", "supposed")


def source(value: Any) -> bool:
    """Where a fact comes from: {"kind":"report","ref":".."}; `supposed` is what nobody outside can know, made up for an exercise."""
    if type(value) is not dict or not {"kind"} <= value.keys() <= {"kind", "ref"}:
        return False
    return one_of(*SOURCES)(value["kind"]) and text(1024)(value.get("ref", "-"))


def speakers(value: Any) -> bool:
    """Who said it: [{"side":"rus","name":"..","office":".."}]; without a name: an unnamed speaker, of whom the office is known."""

    def one(item: Any) -> bool:
        return (
            type(item) is dict
            and {"side"} <= item.keys() <= {"side", "name", "office"}
            and text(64)(item["side"])
            and all(text(256)(item[key]) for key in item)
        )

    return type(value) is list and 1 <= len(value) <= 8 and all(one(item) for item in value)


QUALIFIERS: Final = ("exact", "about", "over", "under", "most", "nearly_half", "almost_never", "all")


def figures(value: Any) -> bool:
    """Numbers that were said: [{"what":"sent","by":"rus","to":"usa","number":45,"qualifier":"exact"}]."""

    def one(item: Any) -> bool:
        return (
            type(item) is dict
            and {"what", "qualifier"} <= item.keys() <= {"what", "by", "to", "of", "number", "qualifier", "from", "until"}
            and all(text(128)(item[key]) for key in ("what", "of") if key in item)
            and all(party(item[key]) for key in ("by", "to") if key in item)
            and all(day(item[key]) for key in ("from", "until") if key in item)
            and ("number" not in item or count(item["number"]))
            and one_of(*QUALIFIERS)(item["qualifier"])
        )

    return type(value) is list and 1 <= len(value) <= 32 and all(one(item) for item in value)


# ---- against an agreement: the names are those that its rules give (agreements/agreement.py) ----


def name(value: Any) -> bool:
    """What an agreement calls a figure, a type of item or a field of one."""
    return type(value) is str and _NAME.match(value) is not None


def rule_id(value: Any) -> bool:
    """What an agreement calls an exchange, a time limit or a format of notification."""
    return type(value) is str and _RULE_ID.match(value) is not None


def item_id(value: Any) -> bool:
    """What a party calls one of its items."""
    return type(value) is str and _ITEM_ID.match(value) is not None


def whole(value: Any) -> bool:
    """A whole number that can be declared."""
    return type(value) is int and abs(value) <= _LARGEST


def numbers(value: Any) -> bool:
    """Figures as they are declared: {"warheads":1389}."""
    return type(value) is dict and 1 <= len(value) <= 200 and all(name(key) and whole(number) for key, number in value.items())


def values(value: Any) -> bool:
    """Fields of an item or of a notification: {"facility":"Supposed base","arrived":"2021-09-30","empty":true}."""
    return (
        type(value) is dict
        and len(value) <= 60
        and all(name(key) and (type(one) is bool or whole(one) or text(1000)(one)) for key, one in value.items())
    )


def items(value: Any) -> bool:
    """Items one by one: [{"id":"b-1","type":"bomber","fields":{"tested":true}}], each once."""

    def one(item: Any) -> bool:
        known = type(item) is dict and item.keys() == {"id", "type", "fields"}
        return known and item_id(item["id"]) and name(item["type"]) and values(item["fields"])

    if type(value) is not list or not 1 <= len(value) <= 500 or not all(one(item) for item in value):
        return False
    return len({item["id"] for item in value}) == len(value)


def amounts(value: Any) -> bool:
    """What is disputed of a figure, part by part: [{"number":56,"what":{"en":"launchers of ICBMs"}}]."""

    def one(item: Any) -> bool:
        return type(item) is dict and item.keys() == {"number", "what"} and whole(item["number"]) and names(item["what"])

    return type(value) is list and 1 <= len(value) <= 100 and all(one(item) for item in value)
