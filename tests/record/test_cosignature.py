from __future__ import annotations

import base64
import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import CallerError, FormatError, SignatureError
from detente.record.checkpoint import Checkpoint, format_checkpoint_body, parse_checkpoint_body, sign_checkpoint, sign_mldsa44
from detente.record.cosignature import (
    cosign_ed25519,
    cosign_mldsa44,
    cosignature_message_ed25519,
    cosignature_message_mldsa44,
    verify_cosignature,
    verify_cosignatures,
)
from detente.record.note import (
    COSIGNATURE_ED25519,
    COSIGNATURE_MLDSA44,
    ED25519,
    Note,
    SignatureLine,
    VerifierKey,
    format_vkey,
    key_id,
    parse_note,
    parse_signature_line,
    parse_vkey,
    sign_ed25519,
)
from detente.record.signatures import Ed25519Signer, KeyPair, MLDSA44Signer
from detente.record.tree import leaf_hash
from tests.vectors_folder import shared_vectors

NAME = "witness.example/w1"
OLD = Ed25519Signer(bytes(range(32)))
NEW = MLDSA44Signer(bytes(range(32)))
OLD_KEY = VerifierKey(NAME, COSIGNATURE_ED25519, OLD.public_key)
NEW_KEY = VerifierKey(NAME, COSIGNATURE_MLDSA44, NEW.public_key)
LOG = KeyPair.from_seeds(bytes(range(32, 64)), bytes(range(64, 96)))
CHECKPOINT = Checkpoint("log.example/1", 9, leaf_hash(b"root"))
BODY = format_checkpoint_body(CHECKPOINT)
TIME = 1_795_000_000
BOTH = [(OLD_KEY, cosign_ed25519(NAME, OLD, BODY, TIME)), (NEW_KEY, cosign_mldsa44(NAME, NEW, BODY, TIME))]
both_types = pytest.mark.parametrize(("key", "line"), BOTH, ids=["ed25519", "mldsa44"])


def golden(name: str):
    return json.loads(shared_vectors("derived", "notes_and_cosignatures.json").read_text())[name]


# ---------------------------------------------------------------- golden


def test_the_two_published_ed25519_cosignatures_verify():
    cases = golden("cosignature_v1_ed25519")
    assert len(cases) == 2
    for case in cases:
        key, note = parse_vkey(case["vkey"]), parse_note(case["note"].encode())
        assert format_vkey(key) == case["vkey"]
        assert key.type == COSIGNATURE_ED25519
        assert verify_cosignatures(note, [key, NEW_KEY]) == {key: case["timestamp"]}
        assert verify_cosignature(key, note.signatures[-1], note.text) == case["timestamp"]


def test_the_derived_mldsa44_cosignature_verifies():
    (case,) = golden("cosignature_mldsa44_MADE_HERE")
    checkpoint = Checkpoint(case["origin"], case["end"], bytes.fromhex(case["hash_hex"]))
    message = cosignature_message_mldsa44(case["name"], case["timestamp"], case["origin"], case["start"], case["end"], checkpoint.root)
    assert message.hex() == case["cosigned_message_hex"]
    assert len(message) == 115
    public = base64.b64decode(case["public_key_b64"])
    signer = MLDSA44Signer(bytes.fromhex(case["seed_hex"]))
    assert signer.public_key == public
    key = VerifierKey(case["name"], COSIGNATURE_MLDSA44, public)
    assert key.key_id.hex() == case["key_id_hex"]
    line = parse_signature_line(case["signature_line"].encode())
    body = format_checkpoint_body(checkpoint)
    assert verify_cosignature(key, line, body) == case["timestamp"]
    assert verify_cosignature(key, cosign_mldsa44(case["name"], signer, body, case["timestamp"]), body) == case["timestamp"]


def test_the_ed25519_message_is_that_of_the_specification():
    body = b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    assert cosignature_message_ed25519(1679315147, body) == b"cosignature/v1\ntime 1679315147\n" + body


# ---------------------------------------------------------------- made and verified here


@both_types
def test_a_cosignature_states_its_time(key, line):
    assert verify_cosignature(key, line, BODY) == TIME
    assert struct.unpack(">Q", line.signature[:8]) == (TIME,)
    assert len(line.signature) == (72 if key is OLD_KEY else 2428)


@given(st.integers(1, 2**63 - 1))
def test_every_time_from_1_on_comes_back(timestamp):
    assert verify_cosignature(OLD_KEY, cosign_ed25519(NAME, OLD, BODY, timestamp), BODY) == timestamp


@both_types
def test_another_time_is_refused(key, line):
    for other in (TIME - 1, TIME + 1, 1):
        with pytest.raises(SignatureError):
            verify_cosignature(key, SignatureLine(line.name, line.key_id, struct.pack(">Q", other) + line.signature[8:]), BODY)


@both_types
def test_another_checkpoint_is_refused(key, line):
    for other in (CHECKPOINT._replace(size=10), CHECKPOINT._replace(origin="log.example/2"), CHECKPOINT._replace(root=leaf_hash(b""))):
        with pytest.raises(SignatureError):
            verify_cosignature(key, line, format_checkpoint_body(other))


@both_types
def test_another_length_is_refused(key, line):
    for signature in (line.signature[:-1], line.signature + b"\x00", line.signature[:8], line.signature[:7]):
        with pytest.raises(FormatError):
            verify_cosignature(key, SignatureLine(line.name, line.key_id, signature), BODY)


@both_types
def test_a_line_under_another_name_or_id_is_refused(key, line):
    for wrong in (SignatureLine("witness.example/w2", line.key_id, line.signature), SignatureLine(line.name, b"\0\0\0\0", line.signature)):
        with pytest.raises(SignatureError, match="not of the witness"):
            verify_cosignature(key, wrong, BODY)


def test_a_timestamp_of_zero_is_no_witness():
    """It verifies as a signature, and says nothing of "the largest that I have seen"."""
    timeless = sign_mldsa44(NAME, NEW, CHECKPOINT, timestamp=0)
    with pytest.raises(FormatError, match="time that is not allowed"):
        verify_cosignature(NEW_KEY, timeless, BODY)
    timeless = SignatureLine(NAME, OLD_KEY.key_id, bytes(8) + OLD.sign(cosignature_message_ed25519(0, BODY)))
    with pytest.raises(FormatError, match="time that is not allowed"):
        verify_cosignature(OLD_KEY, timeless, BODY)


def test_a_timestamp_above_2_to_the_63_is_refused():
    message = b"cosignature/v1\ntime %d\n%b" % (2**63, BODY)
    line = SignatureLine(NAME, OLD_KEY.key_id, struct.pack(">Q", 2**63) + OLD.sign(message))
    with pytest.raises(FormatError):
        verify_cosignature(OLD_KEY, line, BODY)


@pytest.mark.parametrize("timestamp", [0, -1, 2**63])
def test_a_witness_does_not_sign_such_a_time(timestamp):
    for cosign, signer in ((cosign_ed25519, OLD), (cosign_mldsa44, NEW)):
        with pytest.raises(CallerError):
            cosign(NAME, signer, BODY, timestamp)


@pytest.mark.parametrize("body", [b"", b"free text\n", BODY + b"extension\n", BODY[:-1]])
def test_a_witness_signs_and_accepts_nothing_but_checkpoints(body):
    for cosign, signer in ((cosign_ed25519, OLD), (cosign_mldsa44, NEW)):
        with pytest.raises(FormatError):
            cosign(NAME, signer, body, TIME)
    signature = struct.pack(">Q", TIME) + OLD.sign(cosignature_message_ed25519(TIME, body))
    with pytest.raises(FormatError):
        verify_cosignature(OLD_KEY, SignatureLine(NAME, OLD_KEY.key_id, signature), body)


def test_the_mldsa44_form_binds_the_name_of_the_witness_and_the_ed25519_form_does_not():
    other = "witness.example/w2"
    moved = SignatureLine(other, key_id(other, COSIGNATURE_MLDSA44, NEW.public_key), BOTH[1][1].signature)
    with pytest.raises(SignatureError):
        verify_cosignature(VerifierKey(other, COSIGNATURE_MLDSA44, NEW.public_key), moved, BODY)
    moved = SignatureLine(other, key_id(other, COSIGNATURE_ED25519, OLD.public_key), BOTH[0][1].signature)
    assert verify_cosignature(VerifierKey(other, COSIGNATURE_ED25519, OLD.public_key), moved, BODY) == TIME


def test_a_logs_own_signature_cannot_pass_for_a_witness():
    ed_line, ml_line = parse_note(sign_checkpoint(CHECKPOINT, LOG)).signatures
    with pytest.raises(FormatError):
        verify_cosignature(VerifierKey(CHECKPOINT.origin, COSIGNATURE_MLDSA44, LOG.public.mldsa44), ml_line, BODY)
    with pytest.raises(CallerError):
        verify_cosignature(VerifierKey(CHECKPOINT.origin, ED25519, LOG.public.ed25519), ed_line, BODY)


# ---------------------------------------------------------------- several lines


def test_witnesses_are_found_among_the_lines_of_a_note():
    note = parse_note(sign_checkpoint(CHECKPOINT, LOG))
    unknown = SignatureLine("unknown.example", b"1234", b"junk")
    lines = (*note.signatures, unknown, BOTH[0][1], BOTH[1][1])
    assert verify_cosignatures(Note(BODY, lines), [NEW_KEY, OLD_KEY]) == {OLD_KEY: TIME, NEW_KEY: TIME}
    assert verify_cosignatures(Note(BODY, lines), [NEW_KEY]) == {NEW_KEY: TIME}
    assert verify_cosignatures(note, [NEW_KEY, OLD_KEY]) == {}
    assert parse_checkpoint_body(note.text) == CHECKPOINT


def test_one_bad_line_of_a_known_witness_rejects_the_note():
    bad = SignatureLine(NAME, OLD_KEY.key_id, struct.pack(">Q", TIME) + bytes(64))
    with pytest.raises(SignatureError):
        verify_cosignatures(Note(BODY, (BOTH[0][1], BOTH[1][1], bad)), [OLD_KEY, NEW_KEY])
    assert verify_cosignatures(Note(BODY, (BOTH[1][1], bad)), [NEW_KEY]) == {NEW_KEY: TIME}


def test_of_two_lines_of_one_witness_the_earlier_time_counts():
    lines = tuple(cosign_ed25519(NAME, OLD, BODY, timestamp) for timestamp in (TIME, TIME - 5, TIME + 5))
    assert verify_cosignatures(Note(BODY, lines), [OLD_KEY]) == {OLD_KEY: TIME - 5}


def test_two_keys_with_one_name_and_one_id_are_the_callers_mistake():
    twin = VerifierKey(NAME, COSIGNATURE_ED25519, LOG.public.ed25519)
    object.__setattr__(twin, "key_id", OLD_KEY.key_id)
    with pytest.raises(CallerError):
        verify_cosignatures(Note(BODY, (BOTH[0][1],)), [OLD_KEY, twin])


def test_a_plain_signature_over_the_cosigned_message_needs_its_own_type():
    message = cosignature_message_ed25519(TIME, BODY)
    plain = sign_ed25519(NAME, OLD, message)
    with pytest.raises(SignatureError):
        verify_cosignature(OLD_KEY, plain, BODY)
