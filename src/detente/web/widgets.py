"""Widgets of forms: how what was typed becomes a value, and a value what stands in the form again.

What was typed is a `Raw`: strings by name, exactly as the browser sent them, so that nothing is lost when something has to be mended.
A widget of several inputs names them NAME.PART:

when        date.known, date.day, date.month, date.from, date.to
time        time.at, time.zone, time.about
moment      silence.day, silence.at, silence.zone
languages   text.ar, text.en, text.ru, text.other with text.code
meeting     about.sort, about.number         (a new one; a known one is a choice)
key         about.subject, about.key
term        term.number, term.unit
speakers    speakers.0.side, .name, .office, speakers.1.side, ..
figures     figures.0.what, .by, .to, .number, .qualifier, figures.1.what, ..
texts       new.text, new.reason, ..         (texts of an entry, one for each field)
versions    text.ar, text.en, text.fr, ..    (of any language), text.other with text.code; wordings the same, shorter
order       order.0, order.1, ..             (parties, each once)

In `numbers`, `stated`, `amounts` and `items` every line is one thing, as the command line takes it.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from detente.errors import N_
from detente.i18n import LANGUAGES
from detente.views import values
from detente.views.acting import Unfit

SPEAKERS: Final = 4
FIGURES: Final = 4
"""Rows of a form; a statement with more of them is entered on the command line."""

KNOWN: Final = ("open", "day", "month", "range")


class Raw:
    """What was typed: every name with all its values."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self.lists = {name: list(found) for name, found in lists.items()}

    def one(self, name: str) -> str:
        """The last value of a name, without spaces at its ends; empty where there is none."""
        found = self.lists.get(name)
        return found[-1].strip() if found else ""

    def all(self, name: str) -> list[str]:
        """Every value of a name that is not empty."""
        return [text for item in self.lists.get(name, ()) if (text := item.strip())]

    def beneath(self, name: str) -> dict[str, str]:
        """The values of NAME.PART by PART."""
        return {key.removeprefix(name + "."): self.one(key) for key in self.lists if key.startswith(name + ".")}

    def with_more(self, more: Mapping[str, Sequence[str]]) -> Raw:
        """The same with some names set."""
        return Raw({**self.lists, **more})


Typed = dict[str, list[str]]


class Widget(NamedTuple):
    """How a kind of field is read and shown.

    Attributes:
        read: the value of a field of this name, None where nothing was given; raises CallerError.
        show: what stands in the form for a value.
    """

    read: Callable[[Raw, str], Any]
    show: Callable[[str, Any], Typed]


# ---- texts and words ----


def _line(raw: Raw, name: str) -> str | None:
    return raw.one(name) or None


def _same(name: str, value: Any) -> Typed:
    return {name: [str(value)]}


def _check(raw: Raw, name: str) -> bool | None:
    return True if raw.one(name) else None


def _lines(raw: Raw, name: str) -> list[str] | None:
    return [line for text in raw.all(name) for line in text.splitlines() if line.strip()] or None


def _several(raw: Raw, name: str) -> list[str] | None:
    return sorted(set(raw.all(name))) or None


def _words(raw: Raw, name: str) -> list[str] | None:
    return sorted({word for part in raw.one(name).replace("،", ",").split(",") if (word := part.strip())}) or None


def _languages(raw: Raw, name: str) -> dict[str, str] | None:
    found = {language: text for language in LANGUAGES if (text := raw.one(f"{name}.{language}"))}
    other, code = raw.one(f"{name}.other"), raw.one(f"{name}.code")
    if other:
        if code in found:
            raise Unfit(name, N_("there are two texts in the language '%(code)s'"), code=code)
        found[code] = other
    elif code:
        raise Unfit(name, N_("the language '%(code)s' is named, and there is no text in it"), code=code)
    return found or None


def _show_languages(name: str, value: Mapping[str, str]) -> Typed:
    typed: Typed = {}
    for language, text in value.items():
        if language in LANGUAGES:
            typed[f"{name}.{language}"] = [text]
        else:
            typed |= {f"{name}.other": [text], f"{name}.code": [language]}
    return typed


def _versions(raw: Raw, name: str) -> dict[str, str] | None:
    """Texts in any languages: one that has a place of its own, and one more."""
    found = {part: as_written(text) for part, text in raw.beneath(name).items() if text and part not in {"other", "code"}}
    return (_languages(raw.with_more({f"{name}.{language}": [""] for language in LANGUAGES}), name) or {}) | found or None


_NAME_AHEAD = re.compile(r"(?m)^([ \t]*\{)(?=[0-9])")
LEFT_TO_RIGHT: Final = "\u200e"


def as_edited(text: str) -> str:
    """A text as an editor that writes from right to left shows it: the name of a provision, {1-a}, from left to right all the same.

    A number with a letter behind a hyphen would stand turned there, as {a-1}. The mark that prevents it is no part of the text:
    `as_written` takes it out again, and what is kept is the plain form to the byte.
    """
    return _NAME_AHEAD.sub(rf"\1{LEFT_TO_RIGHT}", text)


def as_written(text: str) -> str:
    """What somebody wrote in an editor, without the marks that `as_edited` has put there."""
    return text.replace("{" + LEFT_TO_RIGHT, "{")


def _show_versions(name: str, value: Mapping[str, str]) -> Typed:
    return {f"{name}.{language}": [text] for language, text in value.items()}


# ---- dates and times ----


def _day(raw: Raw, name: str) -> str | None:
    return values.day(raw.one(name)) if raw.one(name) else None


def _when(raw: Raw, name: str) -> dict[str, Any] | None:
    day, month, first, last = (raw.one(f"{name}.{part}") for part in ("day", "month", "from", "to"))
    known = raw.one(f"{name}.known") or ("day" if day else "month" if month else "range" if first or last else "")
    if not known:
        return None
    written = {"open": "open", "day": day, "month": month, "range": f"{first}..{last}"}.get(known, known)
    if not written:
        raise Unfit(name, N_("the date is missing"))
    return values.when(written)


def _show_when(name: str, value: Mapping[str, Any]) -> Typed:
    if "open" in value:
        return {f"{name}.known": ["open"]}
    if "from" in value:
        return {f"{name}.known": ["range"], f"{name}.from": [value["from"]], f"{name}.to": [value["to"]]}
    part = "day" if "day" in value else "month"
    return {f"{name}.known": [part], f"{name}.{part}": [value[part]]}


def _time(raw: Raw, name: str) -> dict[str, Any] | None:
    at, about = raw.one(f"{name}.at"), bool(raw.one(f"{name}.about"))
    if not at:
        if about:
            raise Unfit(name, N_("it is said that the time is about so, and no time is given"))
        return None
    found: dict[str, Any] = values.clock(at, raw.one(f"{name}.zone") or "UTC", about=about)["time"]
    return found


def _zone(raw: Raw, name: str) -> str | None:
    zone = raw.one(name)
    if zone:
        values.clock("00:00", zone, about=False)
    return zone or None


def _show_time(name: str, value: Mapping[str, Any]) -> Typed:
    typed = {f"{name}.at": [value["at"]], f"{name}.zone": [value["zone"]]}
    return {**typed, f"{name}.about": ["yes"]} if value.get("about") else typed


def _moment(raw: Raw, name: str) -> str | None:
    day, at, zone = (raw.one(f"{name}.{part}") for part in ("day", "at", "zone"))
    if not day and not at:
        return None
    values.day(day)
    values.clock(at or "-", zone or "UTC", about=False)
    wall = dt.datetime.fromisoformat(f"{day}T{at}")
    return wall.replace(tzinfo=zoneinfo.ZoneInfo(zone or "UTC")).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _show_moment(name: str, value: str) -> Typed:
    return {f"{name}.day": [value[:10]], f"{name}.at": [value[11:16]], f"{name}.zone": ["UTC"]}


# ---- matters ----


def _meeting(raw: Raw, name: str) -> str | None:
    number = raw.one(f"{name}.number")
    return values.matter("meeting", raw.one(f"{name}.sort") or "plenary", number) if number else None


def _show_meeting(name: str, value: str) -> Typed:
    parts = value.split("/")
    return {f"{name}.sort": parts[1:2], f"{name}.number": parts[2:3]}


def _key(raw: Raw, name: str) -> str | None:
    key = raw.one(f"{name}.key")
    return values.matter(raw.one(f"{name}.subject"), *key.split("/")) if key else None


def _show_key(name: str, value: str) -> Typed:
    subject, _, key = value.partition("/")
    return {f"{name}.subject": [subject], f"{name}.key": [key]}


def _target(raw: Raw, name: str) -> str | None:
    """A group that there is, or the key of a body outside the talks."""
    body = raw.one(f"{name}.body")
    if raw.one(name) and body:
        raise Unfit(name, N_("choose a group, or name a body outside the talks; not both"))
    return values.matter("body", body) if body else raw.one(name) or None


def _show_target(name: str, value: str) -> Typed:
    return {f"{name}.body": [value.removeprefix("body/")]} if value.startswith("body/") else {name: [value]}


# ---- numbers ----


def _number(raw: Raw, name: str) -> int | None:
    text = raw.one(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**6):
        raise Unfit(name, N_("'%(text)s' is no number from 1 on"), text=text)
    return int(text)


def _integer(raw: Raw, name: str) -> int | None:
    """A whole number, also 0 or one below it."""
    text = raw.one(name)
    if text and not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 17):
        raise Unfit(name, N_("'%(text)s' is no whole number"), text=text)
    return int(text) if text else None


def _term(raw: Raw, name: str) -> dict[str, int] | None:
    number, unit = raw.one(f"{name}.number"), raw.one(f"{name}.unit") or "days"
    return values.term(number + unit[:1]) if number else None


def _show_term(name: str, value: Mapping[str, int]) -> Typed:
    (unit, number), *_ = value.items()
    return {f"{name}.number": [str(number)], f"{name}.unit": [unit]}


def _numbers_of(raw: Raw, name: str) -> list[int] | None:
    """Whole numbers with commas between them."""
    found = _words(raw, name) or []
    wrong = next((text for text in found if not (text.isascii() and text.isdigit() and len(text) < 7)), None)
    if wrong is not None:
        raise Unfit(name, N_("'%(text)s' is no number from 1 on"), text=wrong)
    return sorted(int(text) for text in found) or None


def _order(raw: Raw, name: str) -> list[str] | None:
    """What was chosen for the first place, the second, ..; places that were left empty are skipped."""
    places = sorted((int(part), text) for part, text in raw.beneath(name).items() if part.isdigit() and len(part) < 4 and text)
    return [text for _, text in places] or None


# ---- rows ----


def _rows(raw: Raw, name: str, most: int) -> list[dict[str, str]]:
    rows = [{part: text for part, text in raw.beneath(f"{name}.{place}").items() if text} for place in range(most)]
    return [row for row in rows if row]


def _speakers(raw: Raw, name: str) -> list[dict[str, str]] | None:
    rows = _rows(raw, name, SPEAKERS)
    for row in rows:
        if "side" not in row:
            raise Unfit(name, N_("a speaker is named without a side; write of which side"))
    return rows or None


def _figures(raw: Raw, name: str) -> list[dict[str, Any]] | None:
    found: list[dict[str, Any]] = []
    for row in _rows(raw, name, FIGURES):
        if set(row) <= {"qualifier"}:
            continue
        if "what" not in row:
            raise Unfit(name, N_("a figure does not say what was counted"))
        number = row.get("number", "")
        if number and not (number.isascii() and number.isdigit() and len(number) < 10):
            raise Unfit(name, N_("'%(text)s' is no whole number"), text=number)
        found.append({**row, "qualifier": row.get("qualifier", "exact"), **({"number": int(number)} if number else {})})
    return found or None


def _show_rows(name: str, value: Sequence[Mapping[str, Any]]) -> Typed:
    return {f"{name}.{place}.{part}": [str(text)] for place, row in enumerate(value) for part, text in row.items()}


def _texts(raw: Raw, name: str) -> dict[str, str] | None:
    return {part: text for part, text in raw.beneath(name).items() if text} or None


def _show_texts(name: str, value: Mapping[str, str]) -> Typed:
    return {f"{name}.{part}": [text] for part, text in value.items()}


def _show_list(name: str, value: Sequence[str]) -> Typed:
    return {name: list(value)}


def _each_line(read: Callable[[str], Any]) -> Callable[[Raw, str], list[Any] | None]:
    """A widget in which every line is one thing."""
    return lambda raw, name: [read(line) for line in _lines(raw, name) or ()] or None


def _pairs(read: Callable[[str], tuple[str, Any]]) -> Callable[[Raw, str], dict[str, Any] | None]:
    """A widget in which every line is NAME=VALUE, each name once."""

    def pairs(raw: Raw, name: str) -> dict[str, Any] | None:
        found: dict[str, Any] = {}
        for line in _lines(raw, name) or ():
            key, value = read(line)
            if key in found:
                raise Unfit(name, N_("'%(name)s' is stated twice"), name=key)
            found[key] = value
        return found or None

    return pairs


def _show_pairs(name: str, value: Mapping[str, Any]) -> Typed:
    return {name: ["\n".join(values.pair_text(key, one) for key, one in value.items())]}


WIDGETS: Final[Mapping[str, Widget]] = {
    "line": Widget(_line, _same),
    "long": Widget(_line, _same),
    "choice": Widget(_line, _same),
    "person": Widget(_line, _same),
    "number": Widget(_number, _same),
    "integer": Widget(_integer, _same),
    "fixed": Widget(_line, _same),
    "check": Widget(_check, lambda name, value: {name: ["yes"]} if value else {}),
    "lines": Widget(_lines, lambda name, value: {name: ["\n".join(value)]}),
    "words": Widget(_words, lambda name, value: {name: [", ".join(value)]}),
    "choices": Widget(_several, _show_list),
    "languages": Widget(_languages, _show_languages),
    "names": Widget(_languages, _show_languages),
    "versions": Widget(_versions, _show_versions),
    "wordings": Widget(_versions, _show_versions),
    "alternative": Widget(_line, _same),
    "numbers_of": Widget(_numbers_of, lambda name, value: {name: [", ".join(map(str, value))]}),
    "order": Widget(_order, lambda name, value: {f"{name}.{place}": [party] for place, party in enumerate(value)}),
    "day": Widget(_day, _same),
    "when": Widget(_when, _show_when),
    "zone": Widget(_zone, _same),
    "time": Widget(_time, _show_time),
    "moment": Widget(_moment, _show_moment),
    "meeting": Widget(_meeting, _show_meeting),
    "key": Widget(_key, _show_key),
    "target": Widget(_target, _show_target),
    "term": Widget(_term, _show_term),
    "speakers": Widget(_speakers, _show_rows),
    "figures": Widget(_figures, _show_rows),
    "texts": Widget(_texts, _show_texts),
    "numbers": Widget(_pairs(values.figure), _show_pairs),
    "stated": Widget(_pairs(values.stated), _show_pairs),
    "amounts": Widget(_each_line(values.amount), lambda name, value: {name: ["\n".join(map(values.amount_text, value))]}),
    "items": Widget(_each_line(values.item), lambda name, value: {name: ["\n".join(map(values.item_text, value))]}),
}
