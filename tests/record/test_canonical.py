"""Canonical JSON: one value, one form; everything else is refused, with FormatError and nothing else."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.record.canonical import MAX_INTEGER, decode, encode
from detente.record.limits import LIMITS
from tests.record.mutants import mutants
from tests.strategies import SAYINGS, json_values

ROOM = 1 << 20


def refuse(raw, limit=ROOM):
    with pytest.raises(FormatError) as caught:
        decode(raw, limit=limit)
    return str(caught.value)


def same(one, other):
    """Equal with equal types: True is not 1 here."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


# ---------------------------------------------------------------- what has a form


@given(json_values)
@example(list(SAYINGS))
@example({"z": 1, "Z": 2, "~": 3, "": 4, "aa": 5, "a": 6, '"': 7, "\x01": 8})
def test_what_is_written_is_read_back_and_other_readers_agree(value):
    raw = encode(value)
    assert same(decode(raw, limit=len(raw)), value)
    assert same(json.loads(raw), value)


@given(json_values)
def test_the_json_module_writes_the_same_bytes(value):
    """With sorted ASCII keys and no white space; it writes U+007F and all beyond as they are, as RFC 8785 does."""
    assert encode(value) == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@given(json_values)
def test_the_order_in_which_a_map_was_built_does_not_show(value):
    assert encode(json.loads(json.dumps(value), object_pairs_hook=lambda pairs: dict(reversed(pairs)))) == encode(value)


VALUES = [encode(value) for value in (list(SAYINGS), {"a": [1, -1, {"b": None}], "c": {}}, [True, False, None], 0, "a\u001fb", MAX_INTEGER)]


@given(st.one_of(mutants(VALUES), st.binary(max_size=30), st.text('[]{}",:0123456789-+.eEtruefalsn\\u ', max_size=12).map(str.encode)))
@example(b"9" * 400)
@example(b"-" + b"9" * 5000)
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
def test_any_bytes_are_refused_with_format_error_or_come_back_the_same(raw):
    try:
        value = decode(raw, limit=ROOM)
    except FormatError as error:
        str(error)  # each error has a text
        return
    assert encode(value) == raw
    assert same(json.loads(raw), value)


def test_examples_in_bytes():
    assert encode({"b": [1, "ق"], "a": None}) == b'{"a":null,"b":[1,"\xd9\x82"]}'
    assert encode('\b\t\n\f\r"\\/\x00'[:-1]) == rb'"\b\t\n\f\r\"\\/"'
    assert encode("\x01\x0b\x1f\x7f\u2028") == b'"\\u0001\\u000b\\u001f\x7f\xe2\x80\xa8"'
    assert encode([MAX_INTEGER, -MAX_INTEGER, 0]) == b"[9007199254740991,-9007199254740991,0]"


@pytest.mark.parametrize("text", [*SAYINGS, unicodedata.normalize("NFD", "й é"), unicodedata.normalize("NFC", "й é")])
def test_f10_no_text_is_judged_by_its_normalisation(text):
    raw = b'"' + json.dumps(text, ensure_ascii=False)[1:-1].encode() + b'"'
    assert decode(raw, limit=ROOM) == text
    assert encode(text) == raw


def test_f10_the_string_on_which_two_versions_of_unicode_disagree_passes():
    text = "\u0430\U0001e08f\u0323"
    raw = b'"' + text.encode() + b'"'
    assert decode(raw, limit=ROOM) == text
    other = "\u0430\u0323\U0001e08f"
    assert encode(other) != raw
    assert decode(encode(other), limit=ROOM) == other


# ---------------------------------------------------------------- what is refused, by name

REFUSED = {
    "1.0": b"1.0",
    "1e0": b"1e0",
    "1E0": b"1E0",
    "0.0": b"0.0",
    "a fraction": b"0.5",
    "1E400": b"1E400",
    "1e-400": b"1e-400",
    "a long fraction": b"0." + b"1" * 400,
    "-0": b"-0",
    "-0 in a map": b'{"a":-0}',
    "00": b"00",
    "01": b"01",
    "-01": b"-01",
    "+1": b"+1",
    ".5": b".5",
    "5.": b"5.",
    "0x10": b"0x10",
    "NaN": b"NaN",
    "Infinity": b"Infinity",
    "-Infinity": b"-Infinity",
    "2^53": b"9007199254740992",
    "-2^53": b"-9007199254740992",
    "2^53 deep inside": b'{"a":[[9007199254740992]]}',
    "2^53 as a float": b"9007199254740992.0",
    "2^63": b"9223372036854775808",
    "2^64": b"18446744073709551616",
    "-2^63 - 1": b"-9223372036854775809",
    "400 digits": b"9" * 400,
    "4,300 digits": b"9" * 4300,
    "4,301 digits": b"9" * 4301,
    "Arabic digits": "٤٥".encode(),
    "U+0000 escaped in a value": rb'"\u0000"',
    "U+0000 escaped within a value": rb'"a\u0000b"',
    "U+0000 escaped in a key": rb'{"\u0000":1}',
    "U+0000 escaped within a key": rb'{"a\u0000b":1}',
    "U+0000 raw in a value": b'"\0"',
    "U+0000 raw in a key": b'{"a\0b":1}',
    "U+0000 after a backslash that is escaped": rb'"\\\u0000"',
    "a raw line feed in a value": b'"\n"',
    "a raw control character": b'"\x1f"',
    "a lone high surrogate, escaped": rb'"\ud800"',
    "a lone low surrogate, escaped": rb'"\udfff"',
    "surrogates in the wrong order, escaped": rb'"\udc00\ud800"',
    "a lone surrogate and a letter": rb'"\ud83dx"',
    "a lone surrogate in a key": rb'{"\ud800":1}',
    "a lone surrogate, raw": b'"\xed\xa0\x80"',
    "a surrogate pair, raw (CESU-8)": b'"\xed\xa0\xbd\xed\xb8\x80"',
    "a lone surrogate, raw, in a key": b'{"\xed\xa0\x80":1}',
    "a pair of escapes for one emoji": rb'"\ud83d\ude00"',
    "UTF-8: a lone continuation byte": b'"\x80"',
    "UTF-8: a sequence cut short": b'"\xd9"',
    "UTF-8: an overlong slash": b'"\xc0\xaf"',
    "UTF-8: an overlong NUL": b'"\xc0\x80"',
    "UTF-8: beyond U+10FFFF": b'"\xf4\x90\x80\x80"',
    "UTF-8: the byte FF": b'"\xff"',
    "UTF-8: the byte FF in a key": b'{"\xff":1}',
    "UTF-8: the byte FF outside": b"\xff",
    "UTF-16": '"a"'.encode("utf-16-le"),
    "a non-ASCII key": '{"é":1}'.encode(),
    "a non-ASCII key deep inside": '[[{"a":{"ق":1}}]]'.encode(),
    "a repeated key": b'{"a":1,"a":1}',
    "a repeated key with other values": b'{"a":1,"a":2}',
    "a repeated key, not side by side": b'{"a":1,"b":1,"a":1}',
    "a repeated key in two spellings": rb'{"a":1,"\u0061":1}',
    "a BOM": b"\xef\xbb\xbf1",
    "a BOM and a map": b'\xef\xbb\xbf{"a":1}',
    "a space before": b" 1",
    "a space after": b"1 ",
    "a line feed after": b"1\n",
    "a carriage return after": b"1\r",
    "a tab inside a list": b"[\t1]",
    "a space after a comma": b"[1, 2]",
    "a space before a comma": b"[1 ,2]",
    "a space after a colon": b'{"a": 1}',
    "a space in an empty list": b"[ ]",
    "a space in an empty map": b"{ }",
    "a no-break space before": "\u00a01".encode(),
    "a second value": b"1 2",
    "a second value, glued on": b"[][]",
    "a NUL after": b"1\0",
    "a letter after": b"truex",
    "a comma after": b"1,",
    "a comment": b"/**/1",
    "keys out of order": b'{"b":1,"a":1}',
    "keys out of order: small before large letters": b'{"a":1,"B":1}',
    "an escape for a letter": rb'"\u0041"',
    "an escape for a letter in a key": rb'{"\u0061":1}',
    "an escape for a slash": rb'"\/"',
    "an escape for U+007F": rb'"\u007f"',
    "an escape for U+2028": rb'"\u2028"',
    "an escape in upper-case hex": rb'"\u001F"',
    "an escape of a Latin letter in upper-case hex": rb'"\u00AB"',
    "an escape of a Latin letter in lower-case hex": rb'"\u00ab"',
    "a long escape where there is a short one": rb'"\u000a"',
    "a long escape for a quotation mark": rb'"\u0022"',
    "a long escape for a backslash": rb'"\u005c"',
    "an unknown escape": rb'"\x41"',
    "an escape for an apostrophe": rb'"\'"',
    "an escape with a large U": rb'"\U0041"',
    "an escape cut short": rb'"\u00"',
    "an apostrophe as a quotation mark": b"'a'",
    "a key without quotation marks": b"{a:1}",
    "a number as a key": b"{1:1}",
    "a comma too many in a list": b"[1,]",
    "a comma too many in a map": b'{"a":1,}',
    "a list that does not end": b"[1",
    "a text that does not end": b'"a',
    "a word in capitals": b"True",
    "undefined": b"undefined",
    "nothing": b"",
    "depth 17, lists": b"[" * 17 + b"]" * 17,
    "depth 17, maps": b'{"a":' * 17 + b"1" + b"}" * 17,
    "depth 17, both": b'[{"a":' * 8 + b"[]" + b"}]" * 8,
    "depth 100,000": b"[" * 100_000 + b"]" * 100_000,
    "depth 100,000 without an end": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED.keys())
def test_refused(raw):
    assert refuse(raw)


def test_the_limit_is_the_last_size_that_is_read():
    raw = encode("x" * 98)
    assert len(raw) == 100
    assert decode(raw, limit=100) == "x" * 98
    assert refuse(raw, limit=99) == "100 bytes of JSON; at most 99 are read"


def test_depth_16_is_the_last_that_is_read_and_written():
    value = 1
    for level in range(LIMITS.json_depth):
        value = [value] if level % 2 else {"a": value}
    raw = encode(value)
    assert decode(raw, limit=ROOM) == value
    for deeper in ([value], {"a": value}):
        with pytest.raises(FormatError, match="deeper than 16"):
            encode(deeper)
    wide = [[] for _ in range(100)]  # many brackets are not depth
    assert decode(encode(wide), limit=ROOM) == wide
    assert decode(encode("[" * 100), limit=ROOM) == "[" * 100


def test_the_largest_numbers_are_read():
    for number in (MAX_INTEGER, -MAX_INTEGER):
        assert decode(b"%d" % number, limit=ROOM) == number


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), float("inf"), 2**53, -(2**53), 10**400, (1,), {1}, b"x", bytearray(b"x"), object(), {1: 2}, {None: 1}, {"é": 1},
     {"\0": 1}, {b"a": 1}, "\0", "a\0", "\ud800", ["\udfff"], {"\ud800": 1}, [[1.5]], {"a": {"b": 2**53}}, type("Text", (str,), {})("a"),
     type("Number", (int,), {})(1)],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_has_no_form_is_not_written(value):
    with pytest.raises(FormatError) as caught:
        encode(value)
    assert str(caught.value)


def test_a_number_of_more_than_4300_digits_is_refused_with_an_error_that_has_a_text():
    with pytest.raises(FormatError) as caught:
        encode(10**5000)
    assert str(caught.value)
