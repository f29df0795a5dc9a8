"""Entries: what a leaf binds, what may be hidden and destroyed. Leaves are computed here from the text of the format."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from hashlib import sha256, shake_256

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.record.canonical import encode
from detente.record.charter import log_id
from detente.record.entry import (
    Opening,
    check_openings,
    destroy,
    field_leaf,
    is_time,
    leaf_of,
    leaves_and_openings,
    make_entry,
    parse_entry,
    parse_leaves,
    parse_openings,
    person_message,
)
from detente.record.limits import LIMITS
from tests.record.mutants import mutants
from tests.strategies import entries, fields, secrets, small_values

SECRET = bytes(range(32))
AT = "2021-09-30T08:00:00Z"
REQUEST = {"at": AT, "kind": "request", "subject": "Запрос о складах", "text": "نص الطلب 🕊️", "to": "usa"}
DESTROYABLE = {**REQUEST, "destroyable": [6, ["subject", "text"]]}


def b64(data):
    return b64encode(data).decode()


def dump(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def expected_leaves(secret, content):
    """format-v1, ENTRY, in its own words."""
    names = sorted(content)
    padded = len(names)
    while padded % 8:
        padded += 1
    s = shake_256(b"detente/v1/salt\n" + secret).digest(32 * padded)
    salts = [s[32 * i : 32 * i + 32] for i in range(padded)]
    leaves = [
        sha256(b"detente/v1/field\n" + bytes([len(name)]) + name.encode() + salt + dump(content[name])).digest()
        for name, salt in zip(names, salts, strict=False)
    ]
    return leaves + salts[len(names) :]


def expected_leaf(secret, content):
    return sha256(b"\0" + b"detente/v1/entry\n" + b"".join(expected_leaves(secret, content))).digest()


def whole(content, secret=SECRET):
    return dump(["e", b64(secret), content])


def act(count, **more):
    """An act of exactly so many fields."""
    content = {"at": AT, "kind": "note", **more}
    return content | {f"x/{i:04}": i for i in range(count - len(content))}


# ---------------------------------------------------------------- the leaf


@given(secrets, fields())
@example(SECRET, act(8))
@example(SECRET, act(9))
@example(SECRET, {"at": AT, "kind": "note"})
def test_the_leaf_is_the_one_of_the_format(secret, content):
    entry = make_entry(secret, content)
    assert entry.line == whole(content, secret)
    assert entry.leaf == expected_leaf(secret, content)
    assert entry.fields == content
    assert not entry.destroyed
    assert parse_entry(entry.line) == entry
    leaves, openings = leaves_and_openings(entry)
    assert leaves == expected_leaves(secret, content)
    assert {opening.name: opening.value for opening in openings} == content
    assert leaf_of(leaves) == entry.leaf
    check_openings(leaves, openings)


def test_a_leaf_in_bytes():
    """Frozen: another implementation must come to these."""
    entry = make_entry(SECRET, REQUEST)
    assert entry.line == whole(REQUEST)
    assert entry.leaf.hex() == expected_leaf(SECRET, REQUEST).hex() == "2b7f6deafcf97b2aecba4d06274197ace84eeb2cd29f04ac18a2b1dbd83bfc89"


@pytest.mark.parametrize(("count", "padded"), [(2, 8), (7, 8), (8, 8), (9, 16), (16, 16), (17, 24), (63, 64), (64, 64)])
def test_f29_leaves_are_padded_to_a_multiple_of_eight_with_salts_that_nobody_can_open(count, padded):
    leaves, openings = leaves_and_openings(make_entry(SECRET, act(count)))
    assert (len(leaves), len(openings)) == (padded, count)
    salts = shake_256(b"detente/v1/salt\n" + SECRET).digest(32 * padded)
    assert leaves[count:] == [salts[32 * i : 32 * i + 32] for i in range(count, padded)]


def test_f29_missing_and_null_differ():
    absent, null = make_entry(SECRET, REQUEST), make_entry(SECRET, {**REQUEST, "why": None})
    assert absent.leaf != null.leaf
    assert "why" not in absent.fields
    assert null.fields["why"] is None
    for empty in ("", 0, False, [], {}):
        assert make_entry(SECRET, {**REQUEST, "why": empty}).leaf not in {absent.leaf, null.leaf}


def test_f29_the_number_of_fields_does_not_show_in_the_number_of_hashes():
    assert len({len(leaves_and_openings(make_entry(SECRET, act(count)))[0]) for count in range(2, 9)}) == 1


@given(fields(destroyable=False), st.data())
def test_any_change_of_any_field_changes_the_leaf(content, data):
    before = make_entry(SECRET, content)
    name = data.draw(st.sampled_from(sorted(set(content) - {"re"})))
    if name == "at":
        after = {**content, "at": content["at"][:-2] + str((int(content["at"][-2]) + 1) % 10) + "Z"}
    elif name == "kind":
        after = {**content, "kind": content["kind"] + "x"}
    else:
        after = {**content, name: data.draw(small_values)}
        assume(encode(after[name]) != encode(content[name]))
    assert make_entry(SECRET, after).leaf != before.leaf
    renamed = {("renamed" if key == name else key): value for key, value in content.items()}
    if name not in {"at", "kind"}:
        assert make_entry(SECRET, renamed).leaf != before.leaf
    assert make_entry(bytes([SECRET[0] ^ 1]) + SECRET[1:], content).leaf != before.leaf


def test_every_bit_of_a_line_counts():
    line = make_entry(SECRET, REQUEST).line
    for at in range(len(line)):
        for bit in range(8):
            wrong = line[:at] + bytes([line[at] ^ 1 << bit]) + line[at + 1 :]
            try:
                entry = parse_entry(wrong)
            except FormatError:
                continue
            assert entry.leaf != expected_leaf(SECRET, REQUEST)
            assert entry.line == wrong


def test_f7_the_same_content_under_two_secrets_has_nothing_in_common():
    one, other = (make_entry(bytes([i]) * 32, REQUEST) for i in (1, 2))
    assert one.leaf != other.leaf
    leaves = [set(leaves_and_openings(entry)[0]) for entry in (one, other)]
    salts = [{opening.salt for opening in leaves_and_openings(entry)[1]} for entry in (one, other)]
    assert not (leaves[0] | salts[0]) & (leaves[1] | salts[1])


def test_f8_equal_values_in_one_entry_have_different_hashes_and_salts():
    leaves, openings = leaves_and_openings(make_entry(SECRET, {"at": AT, "kind": "note", "a": 1, "b": 1}))
    assert len(set(leaves)) == len(leaves)
    assert len({opening.salt for opening in openings}) == len(openings)


# ---------------------------------------------------------------- destroying


@given(secrets, fields(destroyable=True))
def test_f6_destroying_keeps_the_leaf_and_the_kept_fields_and_nothing_else(secret, content):
    gone = content["destroyable"][1]
    before = make_entry(secret, content)
    after = destroy(before)
    assert after.leaf == before.leaf
    assert after.destroyed
    assert after.fields == after.kept == before.kept == {name: value for name, value in content.items() if name not in gone}
    assert parse_entry(after.line) == after
    assert destroy(after) == after
    leaves, openings = leaves_and_openings(after)
    assert leaves == leaves_and_openings(before)[0] == expected_leaves(secret, content)
    assert [opening.name for opening in openings] == sorted(set(content) - set(gone))
    check_openings(leaves, openings)
    # Everything that could bring the destroyed fields back is gone: the secret, their salts, their values.
    salts = shake_256(b"detente/v1/salt\n" + secret).digest(32 * len(leaves))
    for position, name in enumerate(sorted(content)):
        if name in gone:
            assert b64(salts[32 * position : 32 * position + 32]).encode() not in after.line
    assert b64(secret).encode() not in after.line


def test_f6_no_mention_of_a_destroyed_value_is_left():
    after = destroy(make_entry(SECRET, DESTROYABLE))
    text = after.line.decode()
    for gone in (REQUEST["subject"], REQUEST["text"], "складах", "الطلب", b64(SECRET), SECRET.hex()):
        assert gone not in text
    assert [row[0] for row in json.loads(text)[2]] == ["at", "destroyable", "kind", "to"]
    assert len(json.loads(text)[1]) == 8


def test_an_entry_without_destroyable_fields_cannot_be_destroyed():
    with pytest.raises(FormatError):
        destroy(make_entry(SECRET, REQUEST))


def destroyed_line(content=DESTROYABLE, shown=None, leaves=None, secret=SECRET):
    """A destroyed line made by hand: `shown` are the names that it opens."""
    names = sorted(content)
    salts = shake_256(b"detente/v1/salt\n" + secret).digest(32 * 64)
    shown = [name for name in names if name not in content.get("destroyable", [0, []])[1]] if shown is None else shown
    openings = [[name, b64(salts[32 * names.index(name) : 32 * names.index(name) + 32]), content[name]] for name in shown]
    return dump(["p", [b64(leaf) for leaf in (leaves or expected_leaves(secret, content))], openings])


def test_the_line_made_by_hand_is_the_one_of_destroy():
    assert destroyed_line() == destroy(make_entry(SECRET, DESTROYABLE)).line


@pytest.mark.parametrize(
    "shown",
    [
        ["at", "destroyable", "kind"],  # hides `to`
        ["at", "kind", "to"],  # hides what says what may be hidden
        ["destroyable", "kind", "to"],
        ["at", "destroyable", "to"],
        ["at", "destroyable", "kind", "subject"],  # shows one instead of another
        ["at", "destroyable", "kind", "subject", "to"],  # half destroyed
        ["at", "destroyable", "kind", "subject", "text", "to"],
        ["at", "at", "destroyable", "kind"],
        ["at", "destroyable", "to", "kind"],
        [],
    ],
)
def test_a_destroyed_line_that_hides_a_kept_field_or_shows_another_is_refused(shown):
    with pytest.raises(FormatError):
        parse_entry(destroyed_line(shown=shown))


def test_a_destroyed_line_without_destroyable_is_refused():
    with pytest.raises(FormatError):
        parse_entry(destroyed_line(REQUEST, shown=sorted(REQUEST)))
    with pytest.raises(FormatError):
        parse_entry(destroyed_line(REQUEST, shown=["at", "kind", "to"]))


def test_a_destroyed_line_with_an_opening_that_leads_nowhere_is_refused():
    good = json.loads(destroyed_line())
    for index, opening in enumerate(good[2]):
        for changed in ([opening[0], opening[1], "other"], [opening[0], b64(bytes(32)), opening[2]], [opening[0] + "x", *opening[1:]]):
            bad = [good[0], good[1], [*good[2][:index], changed, *good[2][index + 1 :]]]
            with pytest.raises(FormatError):
                parse_entry(dump(bad))


def test_another_hash_or_pad_in_a_destroyed_line_is_another_leaf():
    good = parse_entry(destroyed_line())
    for index in range(8):
        leaves = expected_leaves(SECRET, DESTROYABLE)
        leaves[index] = bytes(32)
        try:
            assert parse_entry(destroyed_line(leaves=leaves)).leaf != good.leaf
        except FormatError:
            assert index not in {3, 4, 6, 7}  # a kept field


@pytest.mark.parametrize("count", [0, 1, 7, 9, 15, 520])
def test_a_destroyed_line_with_another_number_of_hashes_is_refused(count):
    leaves = (expected_leaves(SECRET, DESTROYABLE) * 65)[:count]
    with pytest.raises(FormatError):
        parse_leaves([b64(leaf) for leaf in leaves])
    with pytest.raises(FormatError):
        parse_entry(dump(["p", [b64(leaf) for leaf in leaves], json.loads(destroyed_line())[2]]))


def test_the_form_alone_does_not_bind_a_destroyed_line_so_only_who_saw_it_whole_may_admit_it():
    """An author who never had a whole entry makes two readings of one leaf: a fork that no head would show.

    Nothing in the line tells them apart; `Channel.may_be_destroyed` keeps both out.
    """
    salt = b64(bytes(32))
    at, marks = ["at", salt, AT], ["destroyable", salt, [4, ["x"]]]
    readings = [["kind", salt, kind] for kind in ("accept", "reject")]
    hashes = [b64(field_leaf(Opening(name, bytes(32), value))) for name, _, value in (at, marks, *readings)] + [salt] * 4
    one, other = (parse_entry(dump(["p", hashes, [at, marks, reading]])) for reading in readings)
    assert one.leaf == other.leaf
    assert (one.kind, other.kind) == ("accept", "reject")


# ---------------------------------------------------------------- destroyable


@pytest.mark.parametrize(
    "value",
    [
        None, [], {}, "text", [6], [6, ["text"], 0], [6, "text"], ["6", ["text"]], [True, ["text"]], [6, []], [6, [1]], [6, [None]],
        [6, ["text", "subject"]], [6, ["text", "text"]], [6, ["kind"]], [6, ["at"]], [6, ["re"]], [6, ["by"]], [6, ["destroyable"]],
        [6, ["kind", "text"]], [5, ["text"]], [7, ["text"]], [-6, ["text"]], [6, ["absent"]], [6, ["absent", "text"]],
    ],
    ids=repr,
)  # fmt: skip
def test_destroyable_in_another_form_or_for_other_fields_is_refused(value):
    with pytest.raises(FormatError):
        make_entry(SECRET, {**REQUEST, "destroyable": value})
    with pytest.raises(FormatError):
        parse_entry(whole({**REQUEST, "destroyable": value}))


@pytest.mark.parametrize("names", [["text"], ["subject"], ["subject", "text"], ["subject", "text", "to"]])
def test_destroyable_names_what_is_not_kept(names):
    entry = make_entry(SECRET, {**REQUEST, "destroyable": [6, names]})
    assert entry.kept.keys() == entry.fields.keys() - set(names)
    assert destroy(entry).fields == entry.kept


def test_without_destroyable_all_is_kept():
    assert make_entry(SECRET, REQUEST).kept == REQUEST


# ---------------------------------------------------------------- personal signatures

LOG = log_id("0" * 64, "1" * 64, "rus", 0)
SIGNED = {**REQUEST, "by": {"delegate": "minister", "ed25519": b64(bytes(64))}}


@given(secrets, fields(destroyable=False))
def test_f28_the_personal_message_is_the_log_and_the_hashes_of_all_other_fields(secret, content):
    content = {**content, "by": SIGNED["by"]}
    index = sorted(content).index("by")
    leaves = expected_leaves(secret, content)[: len(content)]
    assert person_message(LOG, secret, content) == b"detente/v1/person\n" + LOG.encode() + b"".join(leaves[:index] + leaves[index + 1 :])


def test_f28_a_personal_signature_is_bound_to_one_log_one_entry_and_one_content():
    message = person_message(LOG, SECRET, SIGNED)
    others = [
        person_message(log_id("0" * 64, "1" * 64, "usa", 0), SECRET, SIGNED),
        person_message(log_id("0" * 64, "2" * 64, "rus", 0), SECRET, SIGNED),
        person_message(log_id("3" * 64, "1" * 64, "rus", 0), SECRET, SIGNED),
        person_message(log_id("0" * 64, "1" * 64, "rus", 1), SECRET, SIGNED),
        person_message(LOG, bytes(32), SIGNED),
        *(person_message(LOG, SECRET, {**SIGNED, name: "other"}) for name in REQUEST),
        person_message(LOG, SECRET, {**SIGNED, "more": None}),
        person_message(LOG, SECRET, {name: value for name, value in SIGNED.items() if name != "to"}),
    ]
    assert len({message, *others}) == 1 + len(others)


def test_f28_the_personal_message_holds_neither_the_signature_nor_pads():
    message = person_message(LOG, SECRET, SIGNED)
    assert message == person_message(LOG, SECRET, {**SIGNED, "by": None})
    assert message == person_message(LOG, SECRET, dict(reversed(SIGNED.items())))
    assert len(message) == len(b"detente/v1/person\n") + 64 + 32 * len(REQUEST)
    pads = expected_leaves(SECRET, SIGNED)[len(SIGNED) :]
    assert pads
    assert not any(pad in message for pad in pads)


@pytest.mark.parametrize(
    "by",
    [None, "minister", {}, {"delegate": "m"}, {"ed25519": b64(bytes(64))}, {**SIGNED["by"], "more": 1}, {**SIGNED["by"], "delegate": 1},
     {**SIGNED["by"], "ed25519": None}, {**SIGNED["by"], "ed25519": b64(bytes(63))},
     {**SIGNED["by"], "ed25519": b64(bytes(64))[:-3] + "B=="}],
    ids=repr,
)  # fmt: skip
def test_by_in_another_form_is_refused(by):
    with pytest.raises(FormatError):
        make_entry(SECRET, {**REQUEST, "by": by})


# ---------------------------------------------------------------- limits and form


def test_an_act_has_at_most_64_fields_and_a_seal_512():
    assert len(make_entry(SECRET, act(64)).fields) == 64
    with pytest.raises(FormatError, match="65 fields; at most 64"):
        make_entry(SECRET, act(65))
    for count in (65, 512):
        content = act(count, kind="seal")
        entry = make_entry(SECRET, content)
        assert entry.leaf == expected_leaf(SECRET, content)
    with pytest.raises(FormatError, match="513 fields; at most 512"):
        make_entry(SECRET, act(513, kind="seal"))


def test_a_field_has_at_most_16_kib_of_canonical_bytes():
    for text in ("x" * (LIMITS.value_bytes - 2), "ж" * (LIMITS.value_bytes // 2 - 1), "\x01" * ((LIMITS.value_bytes - 2) // 6)):
        assert make_entry(SECRET, {**REQUEST, "text": text}).fields["text"] == text
        with pytest.raises(FormatError, match="at most 16384"):
            make_entry(SECRET, {**REQUEST, "text": text + "xxxxx"})
        with pytest.raises(FormatError, match="at most 16384"):
            field_leaf(Opening("text", SECRET, text + "xxxxx"))


def test_a_line_has_at_most_a_mebibyte():
    content = act(64)
    for name in content:
        if name.startswith("x/"):
            content[name] = "x" * 16_382
    assert len(make_entry(SECRET, content).line) <= LIMITS.line_bytes
    content = {name: content[name] for name in sorted(content)}
    seal = {"at": AT, "kind": "seal"} | {f"x/{i:04}": "x" * 16_000 for i in range(66)}
    with pytest.raises(FormatError, match="at most 1048576"):
        make_entry(SECRET, seal)


@pytest.mark.parametrize(
    "name",
    ["", "A", "1a", "_a", "a-b", "a b", "a/", "/a", "a//b", "a/b/c", "a/B", "a.b", "x" * 33, "x/" + "y" * 33, "a\n", "seen/usa\n", "a\x00"],
)
def test_names_of_fields_in_another_form_are_refused(name):
    with pytest.raises(FormatError):
        make_entry(SECRET, {**REQUEST, name: 1})


@pytest.mark.parametrize("name", ["a", "a1_", "x" * 32, "x/1", "x/_", "x" * 32 + "/" + "y" * 32, "seen/usa"])
def test_names_of_fields(name):
    assert make_entry(SECRET, {**REQUEST, name: 1}).fields[name] == 1


TIMES = ["2021-09-30T08:00:00Z", "2020-02-29T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2000-02-29T00:00:00Z"]
NO_TIMES = [
    "2021-02-29T08:00:00Z",
    "1900-02-29T08:00:00Z",
    "2021-04-31T08:00:00Z",
    "2021-13-01T08:00:00Z",
    "2021-00-01T08:00:00Z",
    "2021-01-00T08:00:00Z",
    "0000-01-01T00:00:00Z",
    "2016-12-31T23:59:60Z",  # a leap second that there was
    "2021-09-30T08:60:00Z",
    "2021-09-30T25:00:00Z",
    "2021-09-30T24:00:00Z",  # Python from 3.14 on reads it as the next day
    "2021-09-30T24:00:01Z",
    "2021-09-30t08:00:00Z",
    "2021-09-30T08:00:00z",
    "2021-09-30T08:00:00",
    "2021-09-30T08:00:00+00:00",
    "2021-09-30T08:00:00.0Z",
    "2021-09-30T08:00Z",
    "2021-09-30 08:00:00Z",
    "2021-09-30T08:00:00Z\n",
    " 2021-09-30T08:00:00Z",
    "2021-9-30T08:00:00Z",
    "20210930T080000Z",
    "+2021-09-30T08:00:00Z",
    "2021-W39-4T08:00:00Z",
    "٢٠٢١-09-30T08:00:00Z",
    "",
]


@pytest.mark.parametrize("time", TIMES)
def test_times(time):
    assert is_time(time)
    assert make_entry(SECRET, {**REQUEST, "at": time}).fields["at"] == time


@pytest.mark.parametrize("time", [*NO_TIMES, None, 0, ["2021-09-30T08:00:00Z"]])
def test_other_times_are_refused(time):
    assert not is_time(time)
    with pytest.raises(FormatError, match="'at'"):
        make_entry(SECRET, {**REQUEST, "at": time})


def test_kind_and_at_are_needed():
    for content in ({}, {"kind": "note"}, {"at": AT}):
        with pytest.raises(FormatError):
            make_entry(SECRET, content)
    for kind in ("", "Note", "a-b", "a/b", "1a", "x" * 33, "note\n", None, 1, ["note"], True):
        with pytest.raises(FormatError, match="kind"):
            make_entry(SECRET, {"at": AT, "kind": kind})


@pytest.mark.parametrize(
    "re",
    [[], {}, None, "rus", ["rus", 0, 1], [["rus", 0]], [["rus", 0, 1, 2]], [["rus", -1, 1]], [["rus", 0, -1]], [["rus", True, 1]],
     [["rus", 0, False]], [[0, 0, 1]], [["rus", "0", 1]], [["rus", 0, None]], [{"rus": 0}], [["rus", 0, 1]] * 65],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_references_in_another_form_are_refused(re):
    with pytest.raises(FormatError):
        make_entry(SECRET, {**REQUEST, "re": re})


def test_there_are_up_to_64_references():
    assert make_entry(SECRET, {**REQUEST, "re": [["rus", 0, i] for i in range(64)]})


def test_a_field_is_at_most_8_deep_whole_and_destroyed():
    value = 1
    for _ in range(LIMITS.value_depth):
        value = [value]
    deep = make_entry(SECRET, {**DESTROYABLE, "to": value})
    assert destroy(deep).fields["to"] == value
    for bad in (whole({**REQUEST, "to": [value]}), destroyed_line({**DESTROYABLE, "to": [value]})):
        with pytest.raises(FormatError, match="nested deeper"):
            parse_entry(bad)


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_secret_has_32_bytes(length):
    with pytest.raises(FormatError):
        make_entry(bytes(length), REQUEST)
    with pytest.raises(FormatError):
        parse_entry(whole(REQUEST, bytes(length)))


HASHES = json.loads(destroyed_line())[1]
SHOWN = json.loads(destroyed_line())[2]


@pytest.mark.parametrize(
    "value",
    [
        None, 1, "e", [], {}, ["e"], ["e", b64(SECRET)], ["e", b64(SECRET), REQUEST, 1], ["E", b64(SECRET), REQUEST],
        ["x", b64(SECRET), REQUEST],
        ["e", SECRET.hex(), REQUEST], ["e", None, REQUEST], ["e", [b64(SECRET)], REQUEST], ["e", b64(SECRET), []], ["e", b64(SECRET), None],
        ["e", b64(SECRET), [REQUEST]], ["p"], ["p", HASHES], ["p", HASHES, SHOWN, 1], ["p", HASHES, {}], ["p", HASHES, None],
        ["p", None, SHOWN],
        ["p", {}, SHOWN], ["p", HASHES, []], ["p", [1] * 8, SHOWN], ["p", [None] * 8, SHOWN], ["p", [HASHES], SHOWN],
        ["p", b64(SECRET), REQUEST],
        ["p", HASHES, [*SHOWN, SHOWN[-1]]], ["p", HASHES, SHOWN[::-1]], ["p", HASHES, [row[:2] for row in SHOWN]], ["p", HASHES, [1] * 4],
        ["p", HASHES, [[*row, 1] for row in SHOWN]], ["p", HASHES, [[1, *row[1:]] for row in SHOWN]],
        ["p", HASHES, [[row[0], 1, row[2]] for row in SHOWN]],
        ["p", [item[:-1] for item in HASHES], SHOWN],
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_lines_in_another_form_are_refused(value):
    with pytest.raises(FormatError) as caught:
        parse_entry(dump(value))
    assert str(caught.value)


def test_openings_are_in_strict_order_of_names():
    salt = b64(SECRET)
    assert [opening.name for opening in parse_openings([["a", salt, 1], ["b", salt, 1]])] == ["a", "b"]
    for names in (["b", "a"], ["a", "a"], ["a", "A"], ["a", "é"], [""], ["a", "b", "a"]):
        with pytest.raises(FormatError):
            parse_openings([[name, salt, 1] for name in names])


def test_an_opening_must_lead_to_a_hash_in_the_order_of_the_hashes():
    openings = [Opening("a", bytes(32), 1), Opening("b", bytes(32), 2)]
    hashes = [field_leaf(opening) for opening in openings]
    check_openings(hashes, openings)
    check_openings([bytes(32), hashes[0], bytes(32), hashes[1]], openings)
    check_openings(hashes, [])
    for wrong in (hashes[::-1], hashes[:1], [], [bytes(32)] * 8):
        with pytest.raises(FormatError):
            check_openings(wrong, openings)


LINES = [
    make_entry(SECRET, REQUEST).line,
    make_entry(SECRET, DESTROYABLE).line,
    destroyed_line(),
    whole(act(9, re=[["rus", 0, 1]])),
    whole(SIGNED),
]


@given(st.one_of(mutants(LINES), st.binary(max_size=60), entries().map(lambda entry: entry.line)))
def test_any_line_is_refused_with_format_error_or_comes_back_the_same(line):
    try:
        entry = parse_entry(line)
    except FormatError as error:
        str(error)  # each error has a text
        return
    assert entry.line == line
    value = json.loads(line)
    if entry.destroyed:
        assert dump(["p", [b64(leaf) for leaf in leaves_and_openings(entry)[0]], value[2]]) == line
    else:
        assert make_entry(b64decode(value[1]), value[2]) == entry
        assert entry.leaf == expected_leaf(b64decode(value[1]), value[2])


@given(mutants([destroyed_line()]))
def test_a_mutant_of_a_destroyed_line_never_has_its_leaf_with_other_fields(line):
    good = parse_entry(destroyed_line())
    try:
        entry = parse_entry(line)
    except FormatError:
        return
    assert entry.leaf != good.leaf or entry == good
