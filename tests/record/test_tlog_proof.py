from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import CallerError, DetenteError, FormatError, ProofError, SignatureError
from detente.record.checkpoint import Checkpoint, format_checkpoint_body, sign_checkpoint
from detente.record.cosignature import cosign_ed25519, cosign_mldsa44
from detente.record.note import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, Note, SignatureLine, VerifierKey, parse_note
from detente.record.signatures import Ed25519Signer, KeyPair, MLDSA44Signer
from detente.record.tlog_proof import MAX_HASHES, TlogProof, format_tlog_proof, parse_tlog_proof, verify_tlog_proof
from detente.record.tree import inclusion_proof, leaf_hash, root_of
from tests.record.mutants import mutants

KEYS = KeyPair.from_seeds(bytes(range(32)), bytes(range(32, 64)))
FOREIGN = KeyPair.from_seeds(bytes(range(64, 96)), bytes(range(96, 128)))
ORIGIN = "detente.example/v1/" + "5a" * 32
LEAVES = [leaf_hash(b"%d" % number) for number in range(11)]
CHECKPOINT = Checkpoint(ORIGIN, 11, root_of(LEAVES))
NOTE = parse_note(sign_checkpoint(CHECKPOINT, KEYS))
WITNESS = Ed25519Signer(bytes(range(128, 160)))
WITNESS_KEY = VerifierKey("w.example/1", COSIGNATURE_ED25519, WITNESS.public_key)
WITNESS_LINE = cosign_ed25519(WITNESS_KEY.name, WITNESS, NOTE.text, 1_795_000_000)
NEWER = MLDSA44Signer(bytes(range(128, 160)))
NEWER_KEY = VerifierKey("w.example/2", COSIGNATURE_MLDSA44, NEWER.public_key)
NEWER_LINE = cosign_mldsa44(NEWER_KEY.name, NEWER, NOTE.text, 1_795_000_001)
WITNESSED = Note(NOTE.text, (*NOTE.signatures, WITNESS_LINE, SignatureLine("unknown.example", b"1234", b"5"), NEWER_LINE))
PROOF = TlogProof(7, tuple(inclusion_proof(LEAVES, 7)), WITNESSED, b"context")
BARE = TlogProof(0, tuple(inclusion_proof(LEAVES, 0)), NOTE)
SINGLE_ROOT = sign_checkpoint(Checkpoint(ORIGIN, 1, LEAVES[0]), KEYS)
SINGLE = TlogProof(0, (), parse_note(SINGLE_ROOT), b"")
RAWS = [format_tlog_proof(proof) for proof in (PROOF, BARE, SINGLE)]
RAW = RAWS[0]


def test_the_file_in_bytes():
    head, empty_line, note = RAW.partition(b"\n\n")
    assert head.split(b"\n") == [
        b"c2sp.org/tlog-proof@v1",
        b"extra Y29udGV4dA==",
        b"index 7",
        *(base64.b64encode(node) for node in PROOF.hashes),
    ]
    assert empty_line
    assert parse_note(note) == WITNESSED
    assert RAWS[2] == b"c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n" + SINGLE_ROOT


def test_proofs_come_back():
    for proof, raw in zip((PROOF, BARE, SINGLE), RAWS, strict=True):
        assert parse_tlog_proof(raw) == proof


def test_an_entry_is_proven_with_the_times_of_the_known_witnesses():
    proven = verify_tlog_proof(parse_tlog_proof(RAW), LEAVES[7], KEYS.public, ORIGIN, [WITNESS_KEY, NEWER_KEY])
    assert proven.checkpoint == CHECKPOINT
    assert proven.witnessed == {WITNESS_KEY: 1_795_000_000, NEWER_KEY: 1_795_000_001}
    assert verify_tlog_proof(PROOF, LEAVES[7], KEYS.public, ORIGIN).witnessed == {}
    assert verify_tlog_proof(SINGLE, LEAVES[0], KEYS.public, ORIGIN, [WITNESS_KEY]).checkpoint.size == 1


def test_every_leaf_of_the_log_is_proven_at_its_own_index_alone():
    for index, leaf in enumerate(LEAVES):
        proof = TlogProof(index, tuple(inclusion_proof(LEAVES, index)), NOTE)
        assert verify_tlog_proof(proof, leaf, KEYS.public, ORIGIN).checkpoint == CHECKPOINT
        for other in range(len(LEAVES) + 1):
            if other != index:
                with pytest.raises(ProofError):
                    verify_tlog_proof(TlogProof(other, proof.hashes, NOTE), leaf, KEYS.public, ORIGIN)
                with pytest.raises(ProofError):
                    verify_tlog_proof(proof, leaf_hash(b"%d" % other), KEYS.public, ORIGIN)


def test_another_log_or_key_is_refused():
    with pytest.raises(SignatureError):
        verify_tlog_proof(PROOF, LEAVES[7], KEYS.public, "another.example")
    with pytest.raises(SignatureError):
        verify_tlog_proof(PROOF, LEAVES[7], FOREIGN.public, ORIGIN)


def test_a_checkpoint_that_only_witnesses_signed_is_refused():
    for lines in ((WITNESS_LINE, NEWER_LINE), (NOTE.signatures[0], NEWER_LINE), (NOTE.signatures[1],), (WITNESS_LINE, *NOTE.signatures)):
        with pytest.raises((FormatError, SignatureError)):
            verify_tlog_proof(TlogProof(7, PROOF.hashes, Note(NOTE.text, lines)), LEAVES[7], KEYS.public, ORIGIN, [WITNESS_KEY, NEWER_KEY])


def test_a_bad_line_of_a_known_witness_is_refused():
    bad = SignatureLine(WITNESS_LINE.name, WITNESS_LINE.key_id, WITNESS_LINE.signature[:-1] + b"\x00")
    proof = TlogProof(7, PROOF.hashes, Note(NOTE.text, (*NOTE.signatures, bad)))
    with pytest.raises(SignatureError):
        verify_tlog_proof(proof, LEAVES[7], KEYS.public, ORIGIN, [WITNESS_KEY])
    assert verify_tlog_proof(proof, LEAVES[7], KEYS.public, ORIGIN, [NEWER_KEY]).witnessed == {}


def test_a_cosignature_of_another_checkpoint_is_refused():
    body = format_checkpoint_body(CHECKPOINT._replace(size=12))
    line = cosign_ed25519(WITNESS_KEY.name, WITNESS, body, 1)
    with pytest.raises(SignatureError):
        verify_tlog_proof(
            TlogProof(7, PROOF.hashes, Note(NOTE.text, (*NOTE.signatures, line))), LEAVES[7], KEYS.public, ORIGIN, [WITNESS_KEY]
        )


FIRST = b"c2sp.org/tlog-proof@v1\n"
TAIL = b"\n" + SINGLE_ROOT


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        FIRST,
        FIRST + TAIL,
        FIRST + b"index 0\n",
        FIRST + b"index 0\n\n",
        b"index 0\n" + TAIL,
        b"c2sp.org/tlog-proof@v2\nindex 0\n" + TAIL,
        b"\n" + FIRST + b"index 0\n" + TAIL,
        FIRST + b"index 00\n" + TAIL,
        FIRST + b"index +0\n" + TAIL,
        FIRST + b"index  0\n" + TAIL,
        FIRST + b"index 0 \n" + TAIL,
        FIRST + b"index\n" + TAIL,
        FIRST + b"index 9223372036854775808\n" + TAIL,
        FIRST + b"index 0\nindex 0\n" + TAIL,
        FIRST + b"index 0\nextra QQ==\n" + TAIL,
        FIRST + b"extra QR==\nindex 0\n" + TAIL,
        FIRST + b"extra\nindex 0\n" + TAIL,
        FIRST + b"extra QQ==\nextra QQ==\nindex 0\n" + TAIL,
        FIRST + b"index 0\nQQ==\n" + TAIL,
        FIRST + b"index 0\n" + base64.b64encode(bytes(33)) + b"\n" + TAIL,
        FIRST + b"index 0\n" + b"A" * 42 + b"B=\n" + TAIL,
        FIRST + b"index 0\n" + (b"A" * 43 + b"=\n") * (MAX_HASHES + 1) + TAIL,
        FIRST + b"index 0\n\n" + TAIL,
        (FIRST + b"index 0\n" + TAIL).replace(b"\n", b"\r\n"),
        FIRST + b"index 0\n" + TAIL + b"\n",
        FIRST + b"index 0\n" + TAIL[:-1],
    ],
)
def test_malformed_files_are_refused(raw):
    assert parse_tlog_proof(FIRST + b"index 0\n" + TAIL)
    with pytest.raises(FormatError):
        parse_tlog_proof(raw)


def test_a_file_above_the_limit_is_refused_unread():
    with pytest.raises(FormatError, match="131073 bytes, the limit is 131072"):
        parse_tlog_proof(b"\xff" * (128 * 1024 + 1))
    assert len(parse_tlog_proof(FIRST + b"index 0\n" + (b"A" * 43 + b"=\n") * MAX_HASHES + TAIL).hashes) == MAX_HASHES


@pytest.mark.parametrize("hashes", [(bytes(31),), (b"",), (bytes(32),) * 64])
def test_what_cannot_be_read_is_not_written(hashes):
    with pytest.raises(FormatError):
        format_tlog_proof(TlogProof(0, hashes, NOTE))


def test_an_index_out_of_range_is_not_written():
    for index in (-1, 2**63):
        with pytest.raises(CallerError):
            format_tlog_proof(TlogProof(index, (), NOTE))


@given(st.one_of(mutants(RAWS), mutants([FIRST + b"index 0\n" + TAIL]), st.binary(max_size=80)))
def test_a_file_that_parses_formats_to_the_same_bytes(raw):
    try:
        proof = parse_tlog_proof(raw)
    except FormatError:
        return
    assert format_tlog_proof(proof) == raw


@given(mutants(RAWS[:1]))
def test_a_mutant_proves_the_same_or_nothing(raw):
    try:
        proven = verify_tlog_proof(parse_tlog_proof(raw), LEAVES[7], KEYS.public, ORIGIN, [WITNESS_KEY, NEWER_KEY])
    except DetenteError:
        return
    assert proven.checkpoint == CHECKPOINT  # the extra line and unknown signatures are covered by nothing
    assert set(proven.witnessed.items()) <= {(WITNESS_KEY, 1_795_000_000), (NEWER_KEY, 1_795_000_001)}
