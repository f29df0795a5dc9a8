"""Renewals: read strictly, signed by root keys, held against what is at hand."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.cli.session import SECRETS_OPEN
from detente.errors import DetenteError, TheirData
from detente.node import renewals
from detente.node.audit_files import find_places
from detente.node.auditing import audit_logs
from detente.node.sharing import workers
from detente.node.witnessing import Witness
from detente.record import canonical
from detente.record.note import format_vkey
from detente.record.policy import parse_policy
from detente.record.renewal import (
    Renewal,
    compare,
    digest_of,
    format_renewal,
    parse_renewal,
    question_of,
    sign_renewal,
    verify_renewal,
    witnessed_times,
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


@pytest.fixture
def witness(world, tmp_path):
    made = Witness.create(tmp_path / "witness", "host.example/geneva", [world.charter], SECRETS_OPEN)
    made.clock = lambda: dt.datetime(2051, 10, 1, tzinfo=dt.UTC)
    yield made
    made.close()


def test_a_witness_dates_a_renewal_of_which_it_sees_no_item(world, witness):
    made = renewals.make(world.nodes["alpha"], world.charter, [])
    question = question_of(made)
    assert not any(name.split()[1].encode() in question for name in made.items if name.startswith("pouch "))
    note = witness.answer_renewal(question)
    assert witnessed_times(made, note, witness.vkeys) == {witness.name: 2_579_731_200}
    assert witnessed_times(made, note, []) == {}
    both = renewals.sign(world.nodes["bravo"], world.charter, made)
    assert witnessed_times(both, note, witness.vkeys) == witnessed_times(made, note, witness.vkeys)  # one more signature, the same list


def test_what_a_witness_dated_is_no_other_renewal(world, witness):
    made = renewals.make(world.nodes["alpha"], world.charter, [])
    note = witness.answer_renewal(question_of(made))
    with pytest.raises(TheirData, match="is not this renewal"):
        witnessed_times(made._replace(made_at="2021-01-01T00:00:00Z"), note, witness.vkeys)
    place = note.index(b"\n\n") - 10
    with pytest.raises(TheirData):
        witnessed_times(made, note[:place] + bytes([note[place] ^ 1]) + note[place + 1 :], witness.vkeys)
    line = note.rindex(b"\n", 0, len(note) - 1) + 60
    with pytest.raises(TheirData):
        witnessed_times(made, note[:line] + (b"A" if note[line : line + 1] != b"A" else b"B") + note[line + 1 :], witness.vkeys)


def test_a_witness_dates_nothing_for_strangers(world, witness):
    made = renewals.make(world.nodes["alpha"], world.charter, [])
    other = World(2, seed=5)
    for wrong in (
        question_of(made._replace(signatures=())),
        question_of(made._replace(made_at="2021-01-01T00:00:00Z")),
        question_of(renewals.make(other.nodes["alpha"], other.charter, [])),
        question_of(made).replace(b'"v":1', b'"v":2'),
        b"{}",
    ):
        with pytest.raises(TheirData):
            witness.answer_renewal(wrong)


def test_a_countersigned_renewal_is_found_and_told_by_an_audit(world, witness, tmp_path):
    made = renewals.make(world.nodes["alpha"], world.charter, [])
    room, folder = world.room("bravo"), tmp_path / "archive"
    folder.mkdir()
    pouches = [room.pouch(stored) for stored in room.store.heads(room.id)]
    for number, raw in enumerate(pouches):
        (folder / f"{number}.txt").write_bytes(raw)
    (folder / "renewal.json").write_bytes(format_renewal(made))
    (folder / "renewal.note").write_bytes(witness.answer_renewal(question_of(made)))
    policy = parse_policy(f"witness w {format_vkey(witness.vkeys[0])}\nquorum none\n".encode())
    with workers(1) as here:
        audit = audit_logs(find_places([str(folder)]), [world.charter], here, policy=policy)
        (found,) = audit.renewals
        assert audit.findings == ()
        assert (found.signed, found.items, found.same) == (("alpha",), len(made.items), len(pouches))
        assert found.times == {witness.name: 2_579_731_200}
        name = next(name for name in made.items if name.startswith("pouch "))
        altered = sign_renewal(
            made._replace(items={**made.items, name: digest_of(b"")}), "alpha", world.nodes["alpha"].keys.roots_at_hand[0], []
        )
        (folder / "renewal.json").write_bytes(format_renewal(altered))
        audit = audit_logs(find_places([str(folder)]), [world.charter], here, policy=policy)
        assert [each.code for each in audit.findings] == ["renewal"]
        (folder / "renewal.json").write_bytes(format_renewal(made._replace(made_at="2021-01-01T00:00:00Z")))
        audit = audit_logs(find_places([str(folder)]), [world.charter], here, policy=policy)
        assert ([each.code for each in audit.findings], audit.renewals) == (["renewal"], ())
