"""Standings: the digest recomputed from the text of the format, and what it hides."""

from __future__ import annotations

import hmac
import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.record.standing import Section, make_standing, section_node, standing_digest
from tests.strategies import digests, field_names, small_values

K, CUT = bytes(range(32)), sha256(b"cut").digest()
REQUESTS = {
    "sent": 45, "full": 6, "partial": 1, "nil": 0, "declined": 2, "withheld": 0, "holding": 0, "open": 36, "withdrawn": 0, "crossed": 0,
    "disputed": 1,
}  # fmt: skip
VALUES = {"requests/rus": REQUESTS, "requests/usa": {**REQUESTS, "sent": 9}, "texts": [], "meetings": {"held": 3}}


def dump(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def expected(k, cut, rules, values):
    """format-v1, STANDING, in its own words."""
    nodes = []
    for name in sorted(values, key=str.encode):
        salt = hmac.new(k, b"detente/v1/standing\n" + cut + name.encode(), sha256).digest()
        nodes.append(sha256(b"detente/v1/section\n" + bytes([len(name)]) + name.encode() + salt + dump(values[name])).digest())
    counts = rules.to_bytes(2, "big") + len(nodes).to_bytes(2, "big")
    return sha256(b"detente/v1/standing\n" + cut + counts + b"".join(nodes)).digest()


@given(digests, digests, st.integers(1, 0xFFFF), st.dictionaries(field_names, small_values, min_size=1, max_size=6))
def test_the_digest_is_the_one_of_the_format(k, cut, rules, values):
    standing = make_standing(k, cut, rules, values)
    assert standing.digest == expected(k, cut, rules, values)
    assert (standing.cut, standing.rules) == (cut, rules)
    assert [section.name for section in standing.sections] == sorted(values)
    assert {section.name: section.value for section in standing.sections} == values


def test_a_digest_in_bytes():
    assert make_standing(K, CUT, 1, VALUES).digest == expected(K, CUT, 1, VALUES)
    assert make_standing(K, CUT, 1, VALUES).digest.hex() == "0cf5b2747209099af2ee9ccdb61789c73ca9d5d5e9695ca1f04275a9d25da064"


def test_f1_both_sides_come_to_one_digest_whatever_the_order_in_which_they_counted():
    assert make_standing(K, CUT, 1, VALUES) == make_standing(K, CUT, 1, dict(reversed(VALUES.items())))


@given(st.sampled_from(sorted(VALUES)), small_values)
def test_one_section_changed_changes_the_digest_and_no_other_node(name, value):
    if dump(value) == dump(VALUES[name]):
        return
    before, after = make_standing(K, CUT, 1, VALUES), make_standing(K, CUT, 1, {**VALUES, name: value})
    assert after.digest != before.digest
    for old, new in zip(before.sections, after.sections, strict=True):
        assert (section_node(old) == section_node(new)) == (old.name != name)


def test_a_section_left_out_added_or_renamed_changes_the_digest():
    found = {make_standing(K, CUT, 1, VALUES).digest}
    for name, value in VALUES.items():
        rest = {key: VALUES[key] for key in VALUES.keys() - {name}}
        found |= {make_standing(K, CUT, 1, rest).digest, make_standing(K, CUT, 1, {**rest, name + "x": value}).digest}
    found.add(make_standing(K, CUT, 1, {**VALUES, "issues": None}).digest)
    assert len(found) == 2 + 2 * len(VALUES)


def test_two_sections_that_swap_their_values_change_the_digest():
    swapped = {**VALUES, "requests/rus": VALUES["requests/usa"], "requests/usa": VALUES["requests/rus"]}
    assert make_standing(K, CUT, 1, swapped).digest != make_standing(K, CUT, 1, VALUES).digest


def test_f19_cut_rules_and_secret_change_the_digest():
    variants = [(K, CUT, 1), (K, CUT, 2), (K, CUT, 256), (K, sha256(b"other").digest(), 1), (bytes(32), CUT, 1)]
    assert len({make_standing(k, cut, rules, VALUES).digest for k, cut, rules in variants}) == len(variants)


def test_f7_nothing_can_be_guessed_of_a_section_without_the_secret():
    """Who knows everything but K, and is shown another section with its salt, learns nothing about this one."""
    secret = make_standing(K, CUT, 1, VALUES)
    target = next(section_node(section) for section in secret.sections if section.name == "requests/rus")
    shown = next(section for section in secret.sections if section.name == "texts")
    guesses = [
        shown.salt,
        bytes(32),
        CUT,
        hmac.new(bytes(32), b"detente/v1/standing\n" + CUT + b"requests/rus", sha256).digest(),
        hmac.new(shown.salt, b"detente/v1/standing\n" + CUT + b"requests/rus", sha256).digest(),
        sha256(b"detente/v1/standing\n" + CUT + b"requests/rus").digest(),
    ]
    assert target not in {section_node(Section("requests/rus", salt, REQUESTS)) for salt in guesses}


def test_f7_the_same_count_over_another_cut_or_in_another_section_looks_different():
    values = {"a": 0, "b": 0}
    nodes = [section_node(section) for cut in (CUT, bytes(32)) for section in make_standing(K, cut, 1, values).sections]
    assert len(set(nodes)) == 4
    salts = [section.salt for cut in (CUT, bytes(32)) for section in make_standing(K, cut, 1, values).sections]
    assert len(set(salts)) == 4


@pytest.mark.parametrize("name", ["", "A", "1a", "a/", "a/b/c", "requests rus", "x" * 33, "a\n", "requests/rus\n"])
def test_another_name_of_a_section_is_refused(name):
    with pytest.raises(FormatError):
        section_node(Section(name, K, 1))
    with pytest.raises(FormatError):
        make_standing(K, CUT, 1, {name: 1})


def test_a_name_of_a_section_that_is_not_ascii_is_refused():
    with pytest.raises(FormatError):
        make_standing(K, CUT, 1, {"é": 1})


def test_a_value_without_a_canonical_form_is_refused():
    for value in (1.0, 2**53, "\0", {"é": 1}):
        with pytest.raises(FormatError):
            make_standing(K, CUT, 1, {"texts": value})


def test_a_standing_has_1_to_65535_sections_and_rules():
    assert standing_digest(CUT, 0xFFFF, [K] * 0xFFFF)
    for rules, count in [(0, 1), (0x10000, 1), (-1, 1), (1, 0), (1, 0x10000)]:
        with pytest.raises(FormatError):
            standing_digest(CUT, rules, [K] * count)
    with pytest.raises(FormatError):
        make_standing(K, CUT, 1, {})
