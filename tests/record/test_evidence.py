"""Evidence: two signed states that cannot both be convict; everything else proves nothing."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import FormatError, ProofError, SignatureError, TheirData
from detente.record.canonical import decode, encode
from detente.record.channel import Channel, Head, Log
from detente.record.charter import log_id, origin_of, parse_charter
from detente.record.checkpoint import Checkpoint, sign_checkpoint
from detente.record.entry import make_entry
from detente.record.evidence import Contradiction, EvidenceAct, evidence_fields, is_contradiction, parse_evidence, verify_contradiction
from detente.record.keys import make_certificate, verify_certificate
from detente.record.limits import LIMITS
from detente.record.seal import NO_HEAD, HeadId, LogKey
from detente.record.text import encode_base64
from detente.record.tree import EMPTY_ROOT, consistency_proof, leaf_hash, root_of
from tests.record.mutants import mutants
from tests.strategies import a_charter, key_pair

CHARTER = parse_charter(encode(a_charter("rus", "usa")))  # key pairs 0 and 1 are their roots
CHANNEL = "1" * 64
RUS = LogKey("rus", 0)
LOG = log_id(CHARTER.id, CHANNEL, *RUS)
KEYS, NEXT = key_pair(2), key_pair(3)
CERT = make_certificate(key_pair(0), LOG, KEYS.public, 0)

LEAVES = [leaf_hash(bytes([i])) for i in range(9)]
FORKED = [*LEAVES[:3], *(leaf_hash(bytes([i, 1])) for i in range(3, 9))]


def note(size, leaves=LEAVES, log=LOG, keys=KEYS):
    return sign_checkpoint(Checkpoint(origin_of(log), size, root_of(leaves[:size])), keys)


NOTES = {(size, name): note(size, leaves) for size in range(1, 10) for name, leaves in (("main", LEAVES), ("fork", FORKED))}
TREES = {"main": LEAVES, "fork": FORKED}


def prefix(small, large, leaves):
    """The root that the larger tree has at the smaller size, and the way from there to its own root."""
    return root_of(leaves[:small]), tuple(consistency_proof(leaves, small, large))


def in_order(size):
    """The names of both trees in the order of their roots at a size."""
    return sorted(TREES, key=lambda name: root_of(TREES[name][:size]))


def same_size(size=5):
    one, other = in_order(size)
    return Contradiction(RUS, (NOTES[size, one], NOTES[size, other]), (CERT, CERT), None)


def two_sizes(small=5, large=9):
    return Contradiction(RUS, (NOTES[small, "fork"], NOTES[large, "main"]), (CERT, CERT), prefix(small, large, LEAVES))


def refuse(item, error=TheirData, charter=CHARTER, channel=CHANNEL):
    with pytest.raises(error) as caught:
        verify_contradiction(item, charter, channel)
    assert not is_contradiction(item, charter, channel)
    return str(caught.value)


# ---------------------------------------------------------------- what convicts


@pytest.mark.parametrize("size", range(4, 10))
def test_two_roots_of_one_size_convict(size):
    item = same_size(size)
    heads = tuple(sorted(HeadId(size, root_of(leaves[:size])) for leaves in (LEAVES, FORKED)))
    assert verify_contradiction(item, CHARTER, CHANNEL) == heads
    assert is_contradiction(item, CHARTER, CHANNEL)
    turned = item._replace(notes=item.notes[::-1], certs=item.certs[::-1])
    assert "then of root" in refuse(turned, FormatError)  # one contradiction, one form


def test_two_sizes_convict_with_the_root_that_the_larger_tree_really_had():
    for small, large in product(range(4, 10), range(5, 10)):
        if small < large:
            assert verify_contradiction(two_sizes(small, large), CHARTER, CHANNEL) == (
                HeadId(small, root_of(FORKED[:small])),
                HeadId(large, root_of(LEAVES[:large])),
            )


def test_a_fork_across_a_change_of_keys_convicts_with_both_certificates():
    cert = make_certificate(key_pair(0), LOG, NEXT.public, 5)
    item = two_sizes()._replace(notes=(NOTES[5, "fork"], note(9, keys=NEXT)), certs=(CERT, cert))
    assert is_contradiction(item, CHARTER, CHANNEL)
    assert "another key" in refuse(item._replace(certs=(CERT, CERT)), SignatureError)
    assert "another key" in refuse(item._replace(certs=(cert, CERT)), SignatureError)


# ---------------------------------------------------------------- what proves nothing


@given(
    st.integers(1, 9),
    st.integers(1, 9),
    st.sampled_from(["main", "fork"]),
    st.sampled_from(["main", "fork"]),
    st.sampled_from(["main", "fork"]),
)
def test_an_item_convicts_exactly_if_no_tree_holds_both_and_its_prefix_is_the_true_one(small, large, one, other, shown):
    if small > large:
        small, large = large, small
    if small == large and one != other:
        one, other = in_order(small)
    both_hold = root_of(TREES[one][:small]) == root_of(TREES[other][:small])
    proof = None if small == large else prefix(small, large, TREES[shown])
    item = Contradiction(RUS, (NOTES[small, one], NOTES[large, other]), (CERT, CERT), proof)
    true_prefix = small == large or root_of(TREES[shown][:large]) == root_of(TREES[other][:large])
    assert is_contradiction(item, CHARTER, CHANNEL) == (not both_hold and true_prefix)


def test_a_consistent_pair_is_no_contradiction():
    for small, large in ((5, 9), (1, 2), (4, 8), (8, 9)):
        notes = NOTES[small, "main"], NOTES[large, "main"]
        assert "do not contradict" in refuse(Contradiction(RUS, notes, (CERT, CERT), prefix(small, large, LEAVES)), ProofError)
        refuse(Contradiction(RUS, notes, (CERT, CERT), None), ProofError)
        # a prefix that the larger tree does not have is what an accuser would need
        refuse(Contradiction(RUS, notes, (CERT, CERT), prefix(small, large, FORKED[:1] + LEAVES[:0] + FORKED[1:])), ProofError)
        refuse(Contradiction(RUS, notes, (CERT, CERT), (bytes(32), prefix(small, large, LEAVES)[1])), ProofError)


def test_one_state_signed_twice_is_no_contradiction():
    """ML-DSA signatures differ each time: other note bytes say nothing (F20)."""
    again = note(5)
    assert again != NOTES[5, "main"]
    assert "do not contradict" in refuse(Contradiction(RUS, (NOTES[5, "main"], again), (CERT, CERT), None), ProofError)
    refuse(Contradiction(RUS, (NOTES[5, "main"],) * 2, (CERT, CERT), None), ProofError)


def test_a_wrong_prefix_proves_nothing():
    good = two_sizes()
    root, proof = good.prefix
    for wrong in (
        None,
        (root, proof[:-1]),
        (root, (*proof, bytes(32))),
        (root, proof[::-1]),
        (root, ()),
        (bytes(32), proof),
        (EMPTY_ROOT, proof),
        (root_of(FORKED[:5]), proof),
        prefix(5, 9, FORKED),
        prefix(4, 9, LEAVES),
        *((root, (*proof[:i], bytes(32), *proof[i + 1 :])) for i in range(len(proof))),
        (root, tuple(node[:31] for node in proof)),
    ):
        refuse(good._replace(prefix=wrong), ProofError)


def test_equal_sizes_with_a_prefix_are_refused():
    assert "do not contradict" in refuse(same_size()._replace(prefix=prefix(5, 9, LEAVES)), ProofError)


def test_the_larger_size_first_is_refused():
    item = two_sizes()
    assert "order of size" in refuse(item._replace(notes=item.notes[::-1]), FormatError)


def test_the_empty_log_contradicts_nothing():
    empty = sign_checkpoint(Checkpoint(origin_of(LOG), 0, EMPTY_ROOT), KEYS)
    assert "size 0" in refuse(Contradiction(RUS, (empty, NOTES[5, "main"]), (CERT, CERT), (root_of(LEAVES[:1]), ())), FormatError)
    assert "size 0" in refuse(Contradiction(RUS, (empty, empty), (CERT, CERT), None), FormatError)


# ---------------------------------------------------------------- whose notes


@pytest.mark.parametrize(
    ("dialogue", "channel", "party", "generation"),
    [("2" * 64, CHANNEL, "rus", 0), (CHARTER.id, "2" * 64, "rus", 0), (CHARTER.id, CHANNEL, "usa", 0), (CHARTER.id, CHANNEL, "rus", 1)],
)
def test_f21_notes_of_two_different_logs_contradict_nothing(dialogue, channel, party, generation):
    """One key in two logs is a fault, but no fork: even with a certificate of the root for each."""
    other = log_id(dialogue, channel, party, generation)
    theirs = note(5, FORKED, other)
    cert = make_certificate(key_pair(1 if party == "usa" else 0), other, KEYS.public, 0)
    refuse(Contradiction(RUS, (NOTES[5, "main"], theirs), (CERT, cert), None))
    refuse(Contradiction(RUS, (NOTES[5, "main"], theirs), (CERT, CERT), None))
    refuse(Contradiction(RUS, (note(5, LEAVES, other), theirs), (cert, cert), None))


@pytest.mark.parametrize("log", [LogKey("usa", 0), LogKey("rus", 1), LogKey("rus", 10**15)])
def test_notes_are_not_laid_to_another_log(log):
    refuse(same_size()._replace(log=log))


def test_another_party_channel_or_charter_is_refused():
    assert "no party" in refuse(same_size()._replace(log=LogKey("chn", 0)), FormatError)
    refuse(same_size(), channel="2" * 64)
    refuse(same_size(), charter=parse_charter(encode(a_charter("rus", "usa", exercise=False))))


def test_a_certificate_that_the_party_did_not_give_convicts_nobody():
    for number in (1, 2, 4):  # the accuser's root, the sealing key itself, a stranger
        forged = make_certificate(key_pair(number), LOG, KEYS.public, 0)
        refuse(same_size()._replace(certs=(CERT, forged)), SignatureError)
        refuse(same_size()._replace(certs=(forged, CERT)), SignatureError)


def test_a_key_certified_from_a_size_on_says_nothing_of_that_size_and_below():
    """The pouch that ends there was still sealed by the key before."""
    for start, size in ((5, 5), (6, 5), (9, 9)):
        cert = make_certificate(key_pair(0), LOG, KEYS.public, start)
        assert "certified from" in refuse(same_size(size)._replace(certs=(cert, cert)), SignatureError)
    cert = make_certificate(key_pair(0), LOG, KEYS.public, 4)
    assert is_contradiction(same_size(5)._replace(certs=(cert, cert)), CHARTER, CHANNEL)


def test_a_note_that_the_accuser_signed_convicts_nobody():
    forged = note(5, FORKED, keys=key_pair(4))
    refuse(same_size()._replace(notes=(NOTES[5, "main"], forged)), SignatureError)
    cert = make_certificate(key_pair(4), LOG, key_pair(4).public, 0)
    refuse(same_size()._replace(notes=(NOTES[5, "main"], forged), certs=(CERT, cert)), SignatureError)


def test_a_note_with_one_signature_only_convicts_nobody():
    for lines in ((3, 4), (3, 5)):  # body, empty line, one of both signatures
        rows = NOTES[5, "fork"].split(b"\n")
        half = b"\n".join([*rows[: lines[0] + 1], rows[lines[1]], b""])
        refuse(same_size()._replace(notes=(NOTES[5, "main"], half)), FormatError)


@pytest.mark.parametrize("cert", [None, 1, "", [], {}, {"cert": 5}, {"cert": {}}, {"cert": None, "ed25519": 1, "mldsa44": 2}], ids=repr)
def test_what_is_no_certificate_convicts_nobody(cert):
    refuse(same_size()._replace(certs=(CERT, cert)), FormatError)


def test_no_byte_of_either_note_can_be_changed():
    item = same_size()
    for which in (0, 1):
        for at in range(0, len(item.notes[which]), 23):
            raw = bytearray(item.notes[which])
            raw[at] ^= 1
            changed = list(item.notes)
            changed[which] = bytes(raw)
            refuse(item._replace(notes=tuple(changed)))


@pytest.mark.parametrize("cert", [{"cert": 5}, {"cert": None}, {"cert": []}, {"cert": {"from": "x"}}, {"cert": {"from": None}}], ids=repr)
def test_an_evidence_act_with_a_senseless_certificate_stops_no_node(cert):
    agreed = HeadId(3, root_of(LEAVES[:3]))
    channel = Channel(CHARTER, CHANNEL)
    certificate = verify_certificate(CERT, CHARTER.parties["rus"], LOG)
    log = channel.logs[RUS] = Log(RUS, LOG, [certificate])
    log.add(Head(agreed, NO_HEAD, {RUS: agreed}, 2, 2, bytes(32), bytes(32), bytes(32), (), bears_act=True, certificates=(certificate,)))
    good = evidence_fields(EvidenceAct(two_sizes(), agreed))
    assert channel.valid_evidence(good, {RUS: agreed}) is not None
    for name in ("cert/1", "cert/2"):
        assert channel.valid_evidence({**good, name: cert}, {RUS: agreed}) is None


# ---------------------------------------------------------------- the act

ACTS = [EvidenceAct(same_size(), NO_HEAD), EvidenceAct(two_sizes(), HeadId(3, root_of(LEAVES[:3])))]


@pytest.mark.parametrize("act", ACTS)
def test_an_evidence_act_comes_back_and_fits_into_an_entry(act):
    fields = evidence_fields(act)
    assert parse_evidence(fields) == act
    entry = make_entry(bytes(32), {**fields, "kind": "evidence", "at": "2021-09-30T08:00:00Z"})
    assert parse_evidence(entry.fields) == act
    assert is_contradiction(parse_evidence(entry.fields).contradiction, CHARTER, CHANNEL)
    assert max(len(encode(value)) for value in fields.values()) < LIMITS.value_bytes
    assert ("prefix" in fields) == (act.contradiction.prefix is not None)


FIELDS = evidence_fields(ACTS[1])


@pytest.mark.parametrize("name", ["log", "note/1", "note/2", "cert/1", "cert/2", "agreed"])
def test_an_evidence_act_without_a_field_is_refused(name):
    with pytest.raises(FormatError):
        parse_evidence({key: value for key, value in FIELDS.items() if key != name})


HASH = encode_base64(bytes(32))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("log", value) for value in (
            None, 1, "", "ab", [], ["rus"], ["rus", 0, 0], [0, "rus"], ["RUS", 0], ["rus", -1], ["rus", "0"], ["rus", True], {"rus": 0},
            {"rus": 0, "usa": 1}, [["rus"], 0], [None, 0],
        )),
        *(("agreed", value) for value in (None, 1, "", [], [0], [0, HASH], [5, "x"], [-1, HASH], [True, HASH], [5, HASH, 1], {"5": HASH})),
        *(("prefix", value) for value in (
            None, 1, "", "ab", [], [HASH], [HASH, None], [HASH, HASH], [HASH, {}], [HASH, [], 1], [None, []], [1, []], [[], []], [{}, []],
            ["x", []], [HASH, [1]], [HASH, [None]], [HASH, ["x"]], [HASH, [[HASH]]], [HASH, [HASH] * 65], [HASH[:-4], []], {HASH: []},
        )),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_an_evidence_act_in_another_form_is_refused(name, value):
    with pytest.raises(FormatError) as caught:
        parse_evidence({**FIELDS, name: value})
    assert str(caught.value)


@pytest.mark.parametrize("value", [None, 1, True, [], {}, ["x"]], ids=repr)
def test_an_evidence_act_whose_note_is_no_text_is_refused(value):
    with pytest.raises(FormatError):
        parse_evidence({**FIELDS, "note/1": value})


@given(mutants([encode(evidence_fields(act)) for act in ACTS]))
def test_a_mutant_of_an_evidence_act_is_refused_or_convicts_the_same(raw):
    try:
        fields = decode(raw, limit=LIMITS.line_bytes)
        if type(fields) is not dict:
            return
        act = parse_evidence(fields)
    except FormatError as error:
        str(error)  # each error has a text
        return
    assert evidence_fields(act).items() <= fields.items()
    try:
        heads = verify_contradiction(act.contradiction, CHARTER, CHANNEL)
    except TheirData as error:
        str(error)  # each error has a text
        return
    assert heads in [verify_contradiction(known.contradiction, CHARTER, CHANNEL) for known in ACTS]
