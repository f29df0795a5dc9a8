"""Many entries at once are what one by one they are: `parse_entries` and `make_entries` against `parse_entry` and `make_entry`."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.record import entries as module
from detente.record.canonical import MAX_INTEGER
from detente.record.entries import make_entries, parse_entries
from detente.record.entry import destroy, make_entry, parse_entry
from detente.record.limits import LIMITS
from detente.record.text import encode_base64
from tests.record.mutants import mutants
from tests.strategies import entries, fields, secrets

SECRET = bytes(range(32))
AT = "2021-09-30T08:00:00Z"
REQUEST = {"at": AT, "destroyable": [6, ["subject", "text"]], "kind": "request", "subject": "Запрос", "text": "نص 🕊️", "to": "usa"}
GOOD = [
    make_entry(SECRET, REQUEST).line,
    make_entry(SECRET, {"at": AT, "kind": "answer", "outcome": "full", "re": [["rus", 0, 1]], "text": "8" * 40 + "{[]}"}).line,
    make_entry(SECRET, {"at": AT, "kind": "note", "map": {"a": [1, {"b": MAX_INTEGER}]}, "by": {"delegate": "i", "ed25519": encode_base64(bytes(64))}}).line,
    make_entry(SECRET, {"at": AT, "kind": "note", "text": 'a \\u0000 that is none, and "quotes"\n'}).line,
]  # fmt: skip


def whole(content, secret=SECRET):
    text = json.dumps(["e", encode_base64(secret), content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def one_by_one(lines):
    try:
        return [parse_entry(line) for line in lines]
    except FormatError as error:
        return str(error)


def at_once(lines):
    try:
        return parse_entries(lines)
    except FormatError as error:
        return str(error)


@given(st.lists(st.one_of(mutants(GOOD), st.sampled_from(GOOD), entries().map(lambda entry: entry.line)), max_size=5))
def test_lines_are_read_or_refused_as_one_by_one(lines):
    assert at_once(lines) == one_by_one(lines)


@pytest.mark.slow
@given(st.lists(st.tuples(secrets, fields()), max_size=5))
def test_entries_are_made_as_one_by_one(drafts):
    made = [make_entry(secret, content) for secret, content in drafts]
    assert make_entries([secret for secret, _ in drafts], [content for _, content in drafts]) == made


def nested(depth):
    value = "x"
    for _ in range(depth):
        value = [value]
    return value


BASE = {"at": AT, "kind": "note"}
REFUSED = {
    "a number above 2^53-1": whole({**BASE, "n": MAX_INTEGER + 1}),
    "a number below": whole({**BASE, "n": [{"m": -MAX_INTEGER - 1}]}),
    "a float": whole({**BASE, "n": 1.5}),
    "a whole float": whole({**BASE, "n": 1.0}),
    "an exponent": whole({**BASE, "n": 12345}).replace(b"12345", b"1e0"),
    "minus zero": whole({**BASE, "n": 12345}).replace(b"12345", b"-0"),
    "U+0000": whole({**BASE, "text": "a\0"}),
    "a key that is not ASCII": whole({**BASE, "map": {"ключ": 1}}),
    "a key with U+0000": whole({**BASE, "map": {"\0": 1}}),
    "too deep": whole({**BASE, "list": nested(LIMITS.value_depth + 1)}),
    "a lone surrogate": whole({**BASE, "text": "\ud800"}),
    "white space": whole(BASE).replace(b",", b", "),
    "a repeated name": whole(BASE).replace(b'"kind"', b'"at":"' + AT.encode() + b'","kind"'),
    "another order": b'["e","%s",{"kind":"note","at":"%s"}]' % (encode_base64(SECRET).encode(), AT.encode()),
    "an escape too many": whole({**BASE, "text": "q"}).replace(b'"q"', b'"\\u0071"'),
    "invalid UTF-8": whole({**BASE, "text": "q"}).replace(b'"q"', b'"\xff"'),
    "a short secret": whole(BASE, bytes(31)),
    "base64 with stray bits": whole(BASE).replace(b"8=", b"9="),
    "no kind": whole({"at": AT}),
    "a kind that is a list": whole({"at": AT, "kind": ["note"]}),
    "no time": whole({"kind": "note"}),
    "a day that is none": whole({**BASE, "at": "2021-02-30T08:00:00Z"}),
    "a time that is a list": whole({**BASE, "at": [AT]}),
    "a bad name": whole({**BASE, "Text": "x"}),
    "too many fields": whole({**BASE, **{f"x/{i}": i for i in range(LIMITS.fields_act)}}),
    "a reference that is none": whole({**BASE, "re": [["rus", 0, True]]}),
    "a person that is none": whole({**BASE, "by": {"delegate": "i"}}),
    "destroyable with another count": whole({**BASE, "text": "x", "destroyable": [5, ["text"]]}),
    "destroyable names what is kept": whole({**BASE, "text": "x", "destroyable": [4, ["kind"]]}),
    "a field that is too large": whole({**BASE, "text": "x" * LIMITS.value_bytes}),
    "another tag": whole(BASE).replace(b'["e"', b'["f"'),
    "two entries in one line": whole(BASE) + b"\n" + whole(BASE),
    "an empty line": b"",
    "a line feed at the end": whole(BASE) + b"\n",
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("place", [0, 2, 300])
def test_what_is_refused_alone_is_refused_among_others_in_the_same_words(what, place):
    lines = [GOOD[0]] * place + [REFUSED[what]] + [GOOD[1]] * 3
    with pytest.raises(FormatError) as alone:
        parse_entry(REFUSED[what])
    with pytest.raises(FormatError) as among_others:
        parse_entries(lines)
    assert str(among_others.value) == str(alone.value)


def test_a_line_split_by_another_is_not_joined():
    """Two lines that are one value, and one line that is two: their number is right, their form is not."""
    line = whole({**BASE, "text": "x"})
    cut = line.index(b"{") + 1
    with pytest.raises(FormatError):
        parse_entries([line[:cut], line[cut:]])
    with pytest.raises(FormatError):
        parse_entries([line[:cut], line[cut:] + b"\n" + line])


def test_usual_lines_take_the_quick_way(monkeypatch):
    """Else the speed would be gone without anybody noticing: texts of any language, digits and brackets in them, large pouches."""
    monkeypatch.setattr(module, "parse_entry", None)
    lines = [*GOOD * 300, make_entry(SECRET, {"at": AT, "kind": "note", "text": "x" * 15_000}).line]
    assert parse_entries(lines) == [parse_entry(line) for line in lines]


def test_destroyed_entries_stand_among_whole_ones():
    gone = destroy(parse_entry(GOOD[0]))
    assert parse_entries([GOOD[1], gone.line, GOOD[2]]) == [parse_entry(GOOD[1]), gone, parse_entry(GOOD[2])]


@pytest.mark.parametrize(
    "value", [1.0, ("a", "b"), b"bytes", dt.date(2021, 9, 30), {1: 2}, {"a", "b"}, "\ud800", "a\0", MAX_INTEGER + 1, nested(9), {"é": 1}]
)
def test_what_has_no_canonical_form_is_not_made(value):
    content = {**BASE, "value": value}
    with pytest.raises(FormatError) as alone:
        make_entry(SECRET, content)
    with pytest.raises(FormatError) as among_others:
        make_entries([SECRET] * 3, [BASE, content, BASE])
    assert str(among_others.value) == str(alone.value)


def test_a_secret_of_another_length_is_refused():
    with pytest.raises(FormatError):
        make_entries([bytes(31)], [BASE])
