"""Renewals: read strictly, signed by root keys, held against what is at hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError, TheirData
from detente.node import renewals
from detente.record import canonical
from detente.record.renewal import (
    Renewal,
    compare,
    digest_of,
    format_renewal,
    parse_renewal,
    sign_renewal,
    verify_renewal,
)
from tests.simulator import World

NAMES = st.one_of(
    st.builds("pouch {} {}".format, st.binary(min_size=32, max_size=32).map(bytes.hex), st.integers(1, 2**62)),
    st.builds("{} {}".format, st.sampled_from(["file", "attachment", "charter"]), st.binary(min_size=32, max_size=32).map(bytes.hex)),
)
DIGESTS = st.binary(min_size=64, max_size=64)
RENEWALS = st.builds(
    Renewal, st.just("ab" * 32), st.just("2051-09-30T08:00:00Z"), st.lists(DIGESTS, max_size=2).map(tuple),
    st.dictionaries(NAMES, DIGESTS, max_size=5), st.just(()),
)  # fmt: skip


@given(RENEWALS)
def test_what_is_read_is_written_to_the_same_bytes(renewal):
    raw = format_renewal(renewal)
    assert parse_renewal(raw) == renewal
    assert format_renewal(parse_renewal(raw)) == raw


@given(RENEWALS, st.data())
def test_a_damaged_renewal_is_refused_or_says_something_else(renewal, data):
    raw = bytearray(format_renewal(renewal))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    try:
        other = parse_renewal(bytes(raw))
    except DetenteError:
        return
    assert other.message != renewal.message or other.signatures != renewal.signatures


@pytest.mark.parametrize("wrong", [
    {"hash": "sha256"}, {"v": True}, {"dialogue": "AB" * 32}, {"made_at": "2051-02-30T08:00:00Z"}, {"items": [["file ..", "A"]]},
    {"more": 1}, {"signatures": [1]}, {"earlier": [""]},
])  # fmt: skip
def test_what_is_no_renewal_is_refused(wrong):
    value = canonical.decode(format_renewal(Renewal("ab" * 32, "2051-09-30T08:00:00Z", (), {}, ())), limit=4096)
    with pytest.raises(TheirData):
        parse_renewal(canonical.encode({**value, **wrong}))


@pytest.fixture(scope="module")
def world():
    made = World(2)
    made.talk()
    made.request("alpha", "bravo")
    made.talk()
    return made


def test_both_parties_sign_one_list_and_whoever_changes_a_byte_is_seen(world):
    alpha, bravo = world.nodes["alpha"], world.nodes["bravo"]
    made = renewals.make(alpha, world.charter, [])
    both = renewals.sign(bravo, world.charter, made)
    signed, found = renewals.check(both, world.charter, renewals.held_by(bravo, world.charter))
    assert (signed, found.differ, found.missing, found.uncovered) == (("alpha", "bravo"), (), (), ())
    assert set(both.items) == set(found.same)
    name = next(name for name in both.items if name.startswith("pouch "))
    altered = both._replace(items={**both.items, name: digest_of(b"")})
    with pytest.raises(TheirData):
        verify_renewal(altered, world.charter)
    assert compare(altered, both.items, frozenset()).differ == (name,)


def test_a_party_does_not_sign_what_differs_from_its_own_record(world):
    alpha, bravo = world.nodes["alpha"], world.nodes["bravo"]
    made = renewals.make(alpha, world.charter, [])
    name = next(name for name in made.items if name.startswith("pouch "))
    forged = sign_renewal(made._replace(items={**made.items, name: digest_of(b"")}), "alpha", alpha.keys.roots_at_hand[0], [])
    with pytest.raises(DetenteError, match="has other bytes than this node"):
        renewals.sign(bravo, world.charter, forged)


def test_a_later_renewal_covers_the_earlier_ones(world):
    alpha = world.nodes["alpha"]
    first = renewals.make(alpha, world.charter, [])
    world.request("alpha", "bravo")
    later = renewals.make(alpha, world.charter, [])
    assert digest_of(format_renewal(first)) in later.earlier
    assert set(first.items) < set(later.items)


def test_nobody_signs_for_another_party(world):
    alpha = world.nodes["alpha"]
    made = renewals.make(alpha, world.charter, [])
    (signature,) = made.signatures
    for wrong in ({"party": "bravo"}, {"party": "charlie"}, {"roots": [1]}, {"ed25519": ""}):
        with pytest.raises(TheirData):
            verify_renewal(made._replace(signatures=({**signature, **wrong},)), world.charter)
    with pytest.raises(TheirData):
        verify_renewal(made._replace(signatures=()), world.charter)
    with pytest.raises(TheirData):
        verify_renewal(made._replace(signatures=(signature, signature)), world.charter)
