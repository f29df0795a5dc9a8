from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import CallerError, DetenteError, FormatError, SignatureError
from detente.record.note import (
    COSIGNATURE_ED25519,
    COSIGNATURE_MLDSA44,
    ED25519,
    Note,
    SignatureLine,
    VerifierKey,
    encode_name,
    format_note,
    format_signature_line,
    format_vkey,
    key_id,
    parse_note,
    parse_signature_line,
    parse_vkey,
    sign_ed25519,
    verify_note,
)
from detente.record.signatures import Ed25519Signer, MLDSA44Signer
from tests.record.mutants import mutants
from tests.vectors_folder import shared_vectors

# C2SP signed-note.md, and golang.org/x/mod/sumdb/note/note_test.go
SPEC_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
SIGNER = Ed25519Signer(bytes(range(32)))
KEY = VerifierKey("party.example/log", ED25519, SIGNER.public_key)
OTHER = Ed25519Signer(bytes(range(1, 33)))
OTHER_KEY = VerifierKey("other.example/log", ED25519, OTHER.public_key)
MLDSA = VerifierKey("w.example", COSIGNATURE_MLDSA44, MLDSA44Signer(bytes(32)).public_key)
TEXT = b"first line\n\nlast line\n"
SIGNED = format_note(Note(TEXT, (sign_ed25519(KEY.name, SIGNER, TEXT),)))
LINE = SIGNED.removeprefix(TEXT + b"\n")
GOOD_NOTES = [SPEC_NOTE, SIGNED, SIGNED + format_signature_line(sign_ed25519(OTHER_KEY.name, OTHER, TEXT)), b"\n\n" + LINE]


def golden():
    return json.loads(shared_vectors("derived", "notes_and_cosignatures.json").read_text())["signed_note"]


# ---------------------------------------------------------------- golden


def test_the_example_of_the_specification_verifies():
    key = parse_vkey(SPEC_VKEY)
    note = parse_note(SPEC_NOTE)
    assert (key.name, key.type, key.key_id.hex()) == ("example.com/foo", ED25519, "530d903a")
    assert note.text == b"This is an example message.\n"
    assert verify_note(note, [key]) == [key]
    assert format_note(note) == SPEC_NOTE
    assert format_vkey(key) == SPEC_VKEY


def test_golden_notes_verify_and_come_back():
    notes = golden()
    assert len(notes) == 3
    for case in notes:
        key = parse_vkey(case["vkey"])
        note = parse_note(case["note"].encode())
        assert verify_note(note, [KEY, key]) == [key]
        assert format_note(note) == case["note"].encode()
        assert format_vkey(key) == case["vkey"]


def test_the_golden_private_key_makes_the_golden_signature():
    (case,) = (case for case in golden() if "skey" in case)
    seed = base64.b64decode(case["skey"].split("+", 4)[4])[1:]
    note = parse_note(case["note"].encode())
    assert sign_ed25519(note.signatures[0].name, Ed25519Signer(seed), note.text) == note.signatures[0]


# ---------------------------------------------------------------- verifier keys


@pytest.mark.parametrize("key", [KEY, MLDSA, VerifierKey(KEY.name, COSIGNATURE_ED25519, KEY.public)], ids=["01", "06", "04"])
def test_keys_come_back(key):
    assert parse_vkey(format_vkey(key)) == key
    assert key.key_id == key_id(key.name, key.type, key.public)


def test_every_one_byte_mangling_of_a_key_is_refused():
    for at in range(len(SPEC_VKEY) + 1):
        for code in range(128):
            for wrong in (SPEC_VKEY[:at] + chr(code) + SPEC_VKEY[at + 1 :], SPEC_VKEY[:at] + chr(code) + SPEC_VKEY[at:]):
                if wrong != SPEC_VKEY:
                    with pytest.raises((FormatError, SignatureError)):
                        parse_vkey(wrong)


def test_every_piece_of_a_key_is_refused():
    for start in range(len(SPEC_VKEY) + 1):
        for end in range(start, len(SPEC_VKEY) + 1):
            if (start, end) != (0, len(SPEC_VKEY)):
                with pytest.raises(FormatError):
                    parse_vkey(SPEC_VKEY[start:end])


def test_every_character_of_a_long_key_counts():
    vkey = format_vkey(MLDSA)
    for at in range(len(vkey)):
        with pytest.raises(FormatError):
            parse_vkey(vkey[:at] + ("A" if vkey[at] != "A" else "B") + vkey[at + 1 :])
        with pytest.raises(FormatError):
            parse_vkey(vkey[:at] + vkey[at + 1 :])


@given(mutants([SPEC_VKEY.encode(), format_vkey(MLDSA).encode()]))
def test_a_key_that_parses_formats_to_the_same_text(raw):
    text = raw.decode("latin-1")
    try:
        key = parse_vkey(text)
    except DetenteError:
        return
    assert format_vkey(key) == text


@given(st.text())
def test_arbitrary_text_is_no_key(text):
    with pytest.raises(FormatError):
        parse_vkey(text)


@pytest.mark.parametrize(
    "public", [bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f", b"\xed" + b"\xff" * 31], ids=bytes.hex
)
@pytest.mark.parametrize("key_type", [ED25519, COSIGNATURE_ED25519])
def test_a_key_that_signs_everything_is_refused_at_registration(public, key_type):
    with pytest.raises(SignatureError, match="small order"):
        VerifierKey("a", key_type, public)
    vkey = f"a+{key_id('a', key_type, public).hex()}+{base64.b64encode(bytes((key_type,)) + public).decode()}"
    with pytest.raises(SignatureError):
        parse_vkey(vkey)


@pytest.mark.parametrize("key_type", [0x00, 0x02, 0x05, 0xFF])
def test_a_key_of_an_unknown_type_is_refused(key_type):
    with pytest.raises(FormatError, match="unknown"):
        VerifierKey("a", key_type, KEY.public)


def test_a_key_of_another_length_is_refused():
    with pytest.raises(FormatError, match="31 bytes, expected 32"):
        VerifierKey("a", ED25519, KEY.public[:31])
    with pytest.raises(FormatError, match="32 bytes, expected 1312"):
        VerifierKey("a", COSIGNATURE_MLDSA44, KEY.public)


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    "name", ["", "a b", "a+b", "a\n", "\t", "\x1f", "a\xa0b", "\u2028", "\u3000", "\x85", "\u1680", "\u200a", "\ud800", "я" * 128]
)
def test_names_that_a_note_cannot_carry_are_refused(name):
    with pytest.raises(FormatError):
        encode_name(name)
    with pytest.raises(FormatError):
        format_signature_line(SignatureLine(name, b"1234", b"5"))


@pytest.mark.parametrize("name", ["a", "московский.example/журнал", "\u200bzero", "é", "e\u0301", "\x7f", "я" * 127])
def test_names_are_kept_byte_for_byte(name):
    line = SignatureLine(name, b"1234", b"5")
    assert parse_signature_line(format_signature_line(line)).name == name


def test_a_name_in_another_normal_form_is_another_name():
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    key = VerifierKey(composed, ED25519, SIGNER.public_key)
    line = sign_ed25519(composed, SIGNER, TEXT)
    with pytest.raises(SignatureError, match="no known key"):
        verify_note(Note(TEXT, (SignatureLine(decomposed, line.key_id, line.signature),)), [key])


def test_every_space_that_python_knows_is_refused_in_a_name():
    spaces = [chr(code) for code in range(0x110000) if chr(code).isspace()]
    assert len(spaces) > 20
    for space in spaces:
        with pytest.raises(FormatError):
            encode_name(f"a{space}b")


# ---------------------------------------------------------------- the form of notes


def test_the_last_empty_line_parts_text_and_signatures():
    note = parse_note(SIGNED)
    assert note.text == TEXT
    assert len(note.signatures) == 1
    inner = b"text\n\n" + LINE + b"\n" + LINE
    assert parse_note(inner).text == b"text\n\n" + LINE


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\n\n",
        TEXT,
        TEXT + b"\n",
        LINE,
        b"\n" + LINE,
        b"text\n" + LINE,
        SIGNED[:-1],
        SIGNED + b"\n",
        SIGNED + b"more\n",
        SIGNED + b"more\n\n",
        SIGNED.replace(b"\n", b"\r\n"),
        SIGNED.replace(b"first", b"fir\tst"),
        SIGNED.replace(b"first", b"fir\x00st"),
        SIGNED.replace(b"first", b"fir\xffst"),
        SIGNED.replace(b"first", b"fir\xed\xa0\x80st"),
        SIGNED.replace("— ".encode(), b"- "),
        SIGNED.replace("— ".encode(), "— — ".encode()),
        SIGNED.replace("— ".encode(), "—".encode()),
        SIGNED.replace("— ".encode(), "—\u00a0".encode()),
        SIGNED.replace("— ".encode(), " — ".encode()),
        SIGNED.replace(b"example/log ", b"example/log  "),
        SIGNED.replace(b"example/log ", b"example/l+og "),
        SIGNED.replace(b"party.example/log", b""),
        SIGNED[:-1] + b" \n",
        SIGNED[:-1] + b"=\n",
        SIGNED.replace(b"=\n", b"\n"),
        TEXT + "\n— a \n".encode(),
        TEXT + "\n— a QQ==\n".encode(),
        TEXT + "\n— a QUJDRA==\n".encode(),  # a key id and nothing after it
        TEXT + "\n— a QUJDREV=\n".encode(),
        TEXT + "\n— a QUJDRF==\n".encode(),
        TEXT + "\n— a\u2028b QUJDREU=\n".encode(),
        TEXT + "\n— a QUJDREU=\u2028— a QUJDREU=\n".encode(),
    ],
)
def test_malformed_notes_are_refused(raw):
    with pytest.raises(FormatError):
        parse_note(raw)


def test_size_and_number_of_signatures_are_capped():
    line = "— a QUJDREU=\n".encode()
    assert len(parse_note(b"text\n\n" + line * 100).signatures) == 100
    with pytest.raises(FormatError, match="101 signatures, the limit is 100"):
        parse_note(b"text\n\n" + line * 101)
    with pytest.raises(FormatError, match="2 signatures, the limit is 1"):
        parse_note(b"text\n\n" + line * 2, max_signatures=1)
    fits = b"x" * (32 * 1024 - 2 - len(line)) + b"\n\n" + line
    assert parse_note(fits)
    with pytest.raises(FormatError, match="32769 bytes, the limit is 32768"):
        parse_note(b"x" + fits)


@given(st.one_of(mutants(GOOD_NOTES), st.binary(max_size=80)))
def test_a_note_that_parses_formats_to_the_same_bytes(raw):
    try:
        note = parse_note(raw)
    except FormatError:
        return
    assert format_note(note) == raw
    assert parse_note(raw) == note


names = st.text(min_size=1, max_size=8)
lines = st.builds(SignatureLine, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=80))


@given(st.one_of(st.text(max_size=20).map(lambda text: text + "\n"), st.text(max_size=5)), st.lists(lines, max_size=4))
def test_a_note_that_formats_parses_to_the_same_values(text, signatures):
    note = Note(text.encode(), tuple(signatures))
    try:
        raw = format_note(note)
    except FormatError:
        return
    assert parse_note(raw) == note


@pytest.mark.parametrize(
    "raw", [b"", b"\n", LINE[1:], LINE + b"\n", b" " + LINE, LINE.replace(b" ", b"\n"), LINE.replace(b"party", b"\xff")]
)
def test_malformed_signature_lines_are_refused(raw):
    assert format_signature_line(parse_signature_line(LINE)) == LINE
    with pytest.raises(FormatError):
        parse_signature_line(raw)


@pytest.mark.parametrize(("identifier", "signature"), [(b"123", b"5"), (b"12345", b"5"), (b"1234", b"")])
def test_a_line_without_key_id_or_signature_cannot_be_written(identifier, signature):
    with pytest.raises(FormatError):
        format_signature_line(SignatureLine("a", identifier, signature))


# ---------------------------------------------------------------- who signed


def test_unknown_keys_are_ignored_even_with_a_known_name_or_id():
    good = sign_ed25519(KEY.name, SIGNER, TEXT)
    same_name = SignatureLine(KEY.name, b"\x00\x00\x00\x00", b"junk")
    same_id = SignatureLine("unknown.example", KEY.key_id, b"junk")
    assert verify_note(Note(TEXT, (same_name, good, same_id)), [KEY, OTHER_KEY]) == [KEY]


def test_one_bad_line_of_a_known_key_rejects_the_whole_note():
    good = sign_ed25519(KEY.name, SIGNER, TEXT)
    bad = SignatureLine(OTHER_KEY.name, OTHER_KEY.key_id, OTHER.sign(b"another text\n"))
    for signatures in ((good, bad), (bad, good)):
        with pytest.raises(SignatureError, match=r"other\.example/log"):
            verify_note(Note(TEXT, signatures), [KEY, OTHER_KEY])
    assert verify_note(Note(TEXT, (good, bad)), [KEY]) == [KEY]


def test_a_good_line_does_not_excuse_a_second_bad_line_of_the_same_key():
    good = sign_ed25519(KEY.name, SIGNER, TEXT)
    with pytest.raises(SignatureError):
        verify_note(Note(TEXT, (good, SignatureLine(KEY.name, KEY.key_id, b"junk"))), [KEY])
    assert verify_note(Note(TEXT, (good, good)), [KEY]) == [KEY]


def test_a_note_that_nobody_known_signed_is_refused():
    for keys in ([], [OTHER_KEY]):
        with pytest.raises(SignatureError, match="no known key"):
            verify_note(parse_note(SIGNED), keys)


def test_a_changed_text_is_refused():
    with pytest.raises(SignatureError):
        verify_note(parse_note(SIGNED.replace(b"first", b"First")), [KEY])


def test_keys_come_back_in_the_order_of_their_lines():
    note = Note(TEXT, (sign_ed25519(OTHER_KEY.name, OTHER, TEXT), sign_ed25519(KEY.name, SIGNER, TEXT)))
    assert verify_note(note, [KEY, OTHER_KEY, KEY]) == [OTHER_KEY, KEY]


def test_two_keys_with_one_name_and_one_id_are_the_callers_mistake():
    twin = VerifierKey(KEY.name, ED25519, OTHER.public_key)
    object.__setattr__(twin, "key_id", KEY.key_id)
    with pytest.raises(CallerError):
        verify_note(parse_note(SIGNED), [KEY, twin])


def test_a_witness_key_signs_no_plain_note():
    witness = VerifierKey(KEY.name, COSIGNATURE_ED25519, SIGNER.public_key)
    line = SignatureLine(witness.name, witness.key_id, SIGNER.sign(TEXT))
    with pytest.raises(CallerError):
        verify_note(Note(TEXT, (line,)), [witness])
