from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import CallerError, DetenteError, FormatError, SignatureError
from detente.record.checkpoint import (
    Checkpoint,
    cosignature_message_mldsa44,
    format_checkpoint_body,
    parse_checkpoint_body,
    parse_checkpoint_note,
    sign_checkpoint,
    sign_mldsa44,
    verify_checkpoint,
)
from detente.record.note import COSIGNATURE_MLDSA44, ED25519, Note, SignatureLine, format_note, key_id, parse_note, sign_ed25519
from detente.record.signatures import KeyPair, PublicPair
from detente.record.tree import EMPTY_ROOT, leaf_hash
from tests.record.mutants import mutants

KEYS = KeyPair.from_seeds(bytes(range(32)), bytes(range(32, 64)))
FOREIGN = KeyPair.from_seeds(bytes(range(64, 96)), bytes(range(96, 128)))
ORIGIN = "detente.example/v1/" + "5a" * 32
ROOT = leaf_hash(b"root")
CHECKPOINT = Checkpoint(ORIGIN, 42, ROOT)
BODY = format_checkpoint_body(CHECKPOINT)
RAW = sign_checkpoint(CHECKPOINT, KEYS)
ED_LINE, ML_LINE = parse_note(RAW).signatures


def note_with(*lines: SignatureLine, body: bytes = BODY) -> bytes:
    return format_note(Note(body, lines))


def test_the_body_in_bytes():
    checkpoint = parse_checkpoint_body(b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")
    assert checkpoint.origin == "example.com/behind-the-sofa"
    assert checkpoint.size == 20852163
    assert checkpoint.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"


def test_a_checkpoint_has_two_lines_and_comes_back():
    assert verify_checkpoint(RAW, KEYS.public) == CHECKPOINT
    assert verify_checkpoint(RAW, KEYS.public, ORIGIN) == CHECKPOINT
    assert RAW.startswith(BODY + b"\n")
    assert len(RAW) < 4096
    assert ED_LINE.key_id == key_id(ORIGIN, ED25519, KEYS.public.ed25519)
    assert ML_LINE.key_id == key_id(ORIGIN, COSIGNATURE_MLDSA44, KEYS.public.mldsa44)
    assert (len(ED_LINE.signature), len(ML_LINE.signature)) == (64, 8 + 2420)
    assert ML_LINE.signature[:8] == bytes(8)
    assert parse_checkpoint_note(RAW) == (CHECKPOINT, parse_note(RAW))


def test_the_body_is_the_identity_and_the_signatures_are_not():
    again = sign_checkpoint(CHECKPOINT, KEYS)
    assert again != RAW
    assert parse_note(again).text == parse_note(RAW).text
    assert parse_note(again).signatures[0] == ED_LINE
    assert verify_checkpoint(again, KEYS.public) == CHECKPOINT


def test_the_empty_tree_has_one_root():
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert verify_checkpoint(sign_checkpoint(empty, KEYS), KEYS.public) == empty
    with pytest.raises(FormatError, match="size 0"):
        format_checkpoint_body(Checkpoint(ORIGIN, 0, ROOT))


B64 = BODY.split(b"\n")[2]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        b"\n\n\n",
        BODY[:-1],
        BODY + b"\n",
        BODY + b"extension\n",
        BODY + b"extension",
        b"\n" + BODY,
        b"\n42\n" + B64 + b"\n",
        b"o\n\n" + B64 + b"\n",
        b"o\n42\n\n",
        b"o\n042\n" + B64 + b"\n",
        b"o\n+42\n" + B64 + b"\n",
        b"o\n-1\n" + B64 + b"\n",
        b"o\n4_2\n" + B64 + b"\n",
        b"o\n 42\n" + B64 + b"\n",
        b"o\n42 \n" + B64 + b"\n",
        "o\n٤٢\n".encode() + B64 + b"\n",
        b"o\n9223372036854775808\n" + B64 + b"\n",
        b"o\n0\n" + B64 + b"\n",
        b"o\n42\n" + B64[:-1] + b"\n",
        b"o\n42\n" + B64[:-4] + b"\n",
        b"o\n42\n" + B64 + b" \n",
        b"o\n42\n" + B64 + b"AAAA\n",
        b"o\r\n42\r\n" + B64 + b"\r\n",
        b"o\xff\n42\n" + B64 + b"\n",
        b"o\x00\n42\n" + B64 + b"\n",
        b"o" * 256 + b"\n42\n" + B64 + b"\n",
    ],
)
def test_malformed_bodies_are_refused(body):
    with pytest.raises(FormatError):
        parse_checkpoint_body(body)


def test_a_root_with_stray_bits_is_refused():
    # 32 bytes leave two bits of the last character over: they are zero, and the next character sets one of them.
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    stray = alphabet[alphabet.index(B64[-2]) + 1 :][:1]
    with pytest.raises(FormatError, match="canonical"):
        parse_checkpoint_body(b"o\n42\n" + B64[:-2] + stray + b"=\n")


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint("", 1, ROOT),
        Checkpoint("a\nb", 1, ROOT),
        Checkpoint("\ud800", 1, ROOT),
        Checkpoint("o" * 256, 1, ROOT),
        Checkpoint("o", -1, ROOT),
        Checkpoint("o", 2**63, ROOT),
        Checkpoint("o", 1, ROOT[:31]),
        Checkpoint("o\n1", 1, ROOT),
    ],
)
def test_what_no_checkpoint_can_say_is_not_written(checkpoint):
    with pytest.raises(FormatError):
        format_checkpoint_body(checkpoint)
    with pytest.raises(FormatError):
        sign_checkpoint(checkpoint, KEYS)


def test_an_origin_that_cannot_be_a_key_name_is_read_but_not_signed():
    body = b"Go sum database tree\n42\n" + B64 + b"\n"
    checkpoint = parse_checkpoint_body(body)
    assert format_checkpoint_body(checkpoint) == body
    with pytest.raises(FormatError, match="space"):
        sign_checkpoint(checkpoint, KEYS)


@given(st.text(max_size=10), st.integers(-1, 2**63), st.binary(max_size=33))
def test_a_body_that_formats_parses_to_the_same_values(origin, size, root):
    try:
        body = format_checkpoint_body(Checkpoint(origin, size, root))
    except FormatError:
        return
    assert parse_checkpoint_body(body) == Checkpoint(origin, size, root)


@given(st.one_of(mutants([BODY, b"o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"]), st.binary(max_size=60)))
def test_a_body_that_parses_formats_to_the_same_bytes(raw):
    try:
        checkpoint = parse_checkpoint_body(raw)
    except FormatError:
        return
    assert format_checkpoint_body(checkpoint) == raw


@given(mutants([RAW]))
def test_a_mutant_of_a_checkpoint_never_verifies(raw):
    try:
        checkpoint = verify_checkpoint(raw, KEYS.public)
    except DetenteError:
        return
    assert (raw, checkpoint) == (RAW, CHECKPOINT)


@pytest.mark.slow
def test_every_byte_of_a_checkpoint_counts():
    for at in range(len(RAW)):
        wrong = bytearray(RAW)
        wrong[at] ^= 1
        with pytest.raises((FormatError, SignatureError)):
            verify_checkpoint(bytes(wrong), KEYS.public)


# ---------------------------------------------------------------- attacks


def test_either_signature_alone_is_refused():
    for lines in ((ED_LINE,), (ML_LINE,)):
        with pytest.raises(FormatError, match="exactly two"):
            verify_checkpoint(note_with(*lines), KEYS.public)


def test_the_lines_in_the_other_order_or_twice_are_refused():
    for lines in ((ML_LINE, ED_LINE), (ED_LINE, ED_LINE), (ML_LINE, ML_LINE)):
        with pytest.raises(FormatError):
            verify_checkpoint(note_with(*lines), KEYS.public)


def test_a_third_line_is_refused_even_if_it_is_good():
    for extra in (ED_LINE, ML_LINE, SignatureLine("witness.example", b"1234", b"5")):
        with pytest.raises(FormatError):
            verify_checkpoint(note_with(ED_LINE, ML_LINE, extra), KEYS.public)


def test_one_broken_algorithm_is_not_enough():
    forged_ed = sign_ed25519(ORIGIN, FOREIGN.ed25519, BODY)
    forged_ml = sign_mldsa44(ORIGIN, FOREIGN.mldsa44, CHECKPOINT)
    for lines in ((ED_LINE, forged_ml), (forged_ed, ML_LINE)):
        with pytest.raises(SignatureError, match="another key"):
            verify_checkpoint(note_with(*lines), KEYS.public)
    junk_ed = SignatureLine(ORIGIN, ED_LINE.key_id, forged_ed.signature)
    junk_ml = SignatureLine(ORIGIN, ML_LINE.key_id, forged_ml.signature)
    with pytest.raises(SignatureError, match="ML-DSA-44"):
        verify_checkpoint(note_with(ED_LINE, junk_ml), KEYS.public)
    with pytest.raises(SignatureError, match="Ed25519"):
        verify_checkpoint(note_with(junk_ed, ML_LINE), KEYS.public)


def test_signatures_of_another_checkpoint_do_not_carry_over():
    other = Checkpoint(ORIGIN, 43, ROOT)
    other_ed, other_ml = parse_note(sign_checkpoint(other, KEYS)).signatures
    for lines in ((ED_LINE, other_ml), (other_ed, ML_LINE)):
        with pytest.raises(SignatureError):
            verify_checkpoint(note_with(*lines), KEYS.public)


def test_a_checkpoint_of_another_log_is_refused_when_one_is_expected():
    with pytest.raises(SignatureError, match="expected somewhere"):
        verify_checkpoint(RAW, KEYS.public, "somewhere")
    for keys in (
        FOREIGN.public,
        PublicPair(KEYS.public.ed25519, FOREIGN.public.mldsa44),
        PublicPair(FOREIGN.public.ed25519, KEYS.public.mldsa44),
    ):
        with pytest.raises(SignatureError, match="another key"):
            verify_checkpoint(RAW, keys)


def test_a_line_under_another_name_is_refused():
    for at, signer in enumerate((KEYS.public.ed25519, KEYS.public.mldsa44)):
        lines = [ED_LINE, ML_LINE]
        name = "another.example"
        lines[at] = SignatureLine(name, key_id(name, (ED25519, COSIGNATURE_MLDSA44)[at], signer), lines[at].signature)
        with pytest.raises(FormatError, match="not its origin"):
            verify_checkpoint(note_with(*lines), KEYS.public)


def test_a_log_states_no_time():
    timed = sign_mldsa44(ORIGIN, KEYS.mldsa44, CHECKPOINT, timestamp=1)
    with pytest.raises(FormatError, match="states a time"):
        verify_checkpoint(note_with(ED_LINE, timed), KEYS.public)


def test_a_signature_with_a_context_is_another_signature():
    message = cosignature_message_mldsa44(ORIGIN, 0, ORIGIN, 0, 42, ROOT)
    line = SignatureLine(ORIGIN, ML_LINE.key_id, bytes(8) + KEYS.mldsa44.sign(message, b"detente/v1/cert"))
    with pytest.raises(SignatureError, match="ML-DSA-44"):
        verify_checkpoint(note_with(ED_LINE, line), KEYS.public)


def test_an_extension_line_is_refused_even_if_signed():
    body = BODY + b"seen by nobody\n"
    lines = (sign_ed25519(ORIGIN, KEYS.ed25519, body), ML_LINE)
    with pytest.raises(FormatError, match="exactly three lines"):
        verify_checkpoint(note_with(*lines, body=body), KEYS.public)


def test_a_note_above_32_kib_is_refused_unread():
    with pytest.raises(FormatError, match="the limit is 32768"):
        verify_checkpoint(b"\xff" * 32769, KEYS.public)


def test_the_cosigned_message_in_bytes():
    message = cosignature_message_mldsa44("w", 1, "log", 0, 5, ROOT)
    assert message == b"subtree/v1\n\0" + b"\x01w" + struct.pack(">Q", 1) + b"\x03log" + struct.pack(">QQ", 0, 5) + ROOT


@pytest.mark.parametrize(
    ("timestamp", "origin", "start", "end", "root"),
    [
        (-1, "o", 0, 1, ROOT),
        (2**63, "o", 0, 1, ROOT),
        (0, "", 0, 1, ROOT),
        (0, "\ud800", 0, 1, ROOT),
        (0, "o" * 256, 0, 1, ROOT),
        (0, "o", -1, 1, ROOT),
        (0, "o", 2, 1, ROOT),
        (0, "o", 0, 2**63, ROOT),
        (0, "o", 0, 1, ROOT[:-1]),
        (1, "o", 1, 2, ROOT),
    ],
)
def test_values_that_the_cosigned_message_cannot_hold_are_refused(timestamp, origin, start, end, root):
    with pytest.raises(CallerError):
        cosignature_message_mldsa44("w", timestamp, origin, start, end, root)
