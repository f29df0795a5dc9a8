from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import CallerError
from detente.record.signatures import (
    Ed25519Signer,
    KeyPair,
    MLDSA44Signer,
    PublicPair,
    ed25519_public_key_is_sound,
    verify_ed25519,
    verify_mldsa44,
)
from tests.vectors_folder import shared_vectors

VERDICTS = Path(__file__).with_name("cctv_ed25519_verdicts.json")
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
KEYS = KeyPair.from_seeds(bytes(range(32)), bytes(range(32, 64)))
MESSAGE = b"a message"


def wycheproof(name: str):
    vectors = json.loads(shared_vectors("wycheproof", name).read_text())
    tests = [(group, test) for group in vectors["testGroups"] for test in group["tests"]]
    assert len(tests) == vectors["numberOfTests"]
    return tests


def unhex(test, field: str) -> bytes:
    return bytes.fromhex(test.get(field, ""))


# ---------------------------------------------------------------- public vectors


def test_wycheproof_ed25519_verdicts_are_equal_without_exception():
    tests = wycheproof("ed25519_test.json")
    different = [
        test["tcId"]
        for group, test in tests
        if verify_ed25519(bytes.fromhex(group["publicKey"]["pk"]), unhex(test, "sig"), unhex(test, "msg")) != (test["result"] == "valid")
    ]
    assert (len(tests), different) == (151, [])


def test_wycheproof_mldsa44_verdicts_are_equal_without_exception():
    tests = wycheproof("mldsa_44_verify_test.json")
    different = [
        test["tcId"]
        for group, test in tests
        if verify_mldsa44(bytes.fromhex(group["publicKey"]), unhex(test, "sig"), unhex(test, "msg"), unhex(test, "ctx"))
        != (test["result"] == "valid")
    ]
    assert (len(tests), different) == (180, [])


def test_wycheproof_mldsa44_seeds_make_the_same_keys_and_our_signatures_verify():
    verified = refused = 0
    for group, test in wycheproof("mldsa_44_sign_seed_test.json"):
        seed, context = bytes.fromhex(group["privateSeed"]), unhex(test, "ctx")
        if test["result"] == "invalid":
            with pytest.raises(CallerError):
                MLDSA44Signer(seed).sign(unhex(test, "msg"), context)
            refused += 1
            continue
        signer = MLDSA44Signer(seed)
        assert signer.public_key.hex() == group["publicKey"]
        if "msg" in test:  # the others sign a digest made elsewhere
            message = unhex(test, "msg")
            assert verify_mldsa44(signer.public_key, unhex(test, "sig"), message, context)
            assert verify_mldsa44(signer.public_key, signer.sign(message, context), message, context)
            verified += 1
    assert (verified, refused) == (74, 4)


def cctv():
    cases = json.loads(shared_vectors("cctv", "ed25519", "ed25519vectors.json").read_text())
    assert [case["number"] for case in cases] == list(range(914))
    return cases


def cctv_accepted() -> list[int]:
    return [
        case["number"] for case in cctv() if verify_ed25519(bytes.fromhex(case["key"]), bytes.fromhex(case["sig"]), case["msg"].encode())
    ]


def test_cctv_verdicts_never_change():
    """Frozen: a library that judges one of them otherwise would part two honest records."""
    assert cctv_accepted() == json.loads(VERDICTS.read_text())["accepted"]


def test_cctv_nothing_is_accepted_with_an_unsound_key_or_a_second_spelling_or_by_the_cofactor_alone():
    accepted = set(cctv_accepted())
    assert len(accepted) == 43
    flags = {flag for case in cctv() if case["number"] in accepted for flag in case["flags"] or []}
    assert not flags & {"low_order_A", "non_canonical_A", "non_canonical_R", "reencoded_k", "low_order_residue"}


def test_cctv_unsound_keys_are_exactly_the_flagged_ones():
    for case in cctv():
        flagged = bool({"low_order_A", "non_canonical_A"} & set(case["flags"] or []))
        assert ed25519_public_key_is_sound(bytes.fromhex(case["key"])) is not flagged, case["number"]


# ---------------------------------------------------------------- points that no honest signer makes


def spell(y: int, sign: int) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("y", range(P, 2**255))
def test_a_key_with_y_not_below_p_is_unsound(y, sign):
    assert not ed25519_public_key_is_sound(spell(y, sign))


@pytest.mark.parametrize("y", [0, 1, P - 1])
@pytest.mark.parametrize("sign", [0, 1])
def test_a_key_of_small_order_or_with_a_negative_zero_is_unsound(y, sign):
    assert not ed25519_public_key_is_sound(spell(y, sign))


def test_the_multiples_of_a_point_of_order_8_are_unsound():
    """The list in the module is complete: the eight points are the multiples of one of them."""
    d = -121665 * pow(121666, -1, P) % P

    def add(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:  # RFC 8032 5.1.4, in affine form
        (x1, y1), (x2, y2) = a, b
        t = d * x1 * x2 * y1 * y2
        return (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P

    y = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
    square = (y * y - 1) * pow(d * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert x * x % P == square
    point, encodings = (x, y), set()
    for _ in range(8):
        encodings.add(spell(point[1], point[0] & 1))
        point = add(point, (x, y))
    assert point == (x, y)
    assert len(encodings) == 8
    assert not any(ed25519_public_key_is_sound(encoding) for encoding in encodings)


@pytest.mark.parametrize("y", [2, 3, P - 2, 0xEC, 2**254, 2**255 - 2**8 - 19])
def test_neighbours_of_the_refused_encodings_are_not_refused(y):
    assert ed25519_public_key_is_sound(spell(y, 0))
    assert ed25519_public_key_is_sound(spell(y, 1))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_is_unsound_and_verifies_nothing(length):
    key = (KEYS.public.ed25519 * 2)[:length]
    assert not ed25519_public_key_is_sound(key)
    assert not verify_ed25519(key, KEYS.ed25519.sign(MESSAGE), MESSAGE)


def test_a_second_signature_made_by_adding_the_group_order_is_refused():
    signature = KEYS.ed25519.sign(MESSAGE)
    s = int.from_bytes(signature[32:], "little")
    assert verify_ed25519(KEYS.public.ed25519, signature, MESSAGE)
    for multiple in range(1, 16):
        other = s + multiple * L
        if other < 2**256:
            assert not verify_ed25519(KEYS.public.ed25519, signature[:32] + other.to_bytes(32, "little"), MESSAGE)


def test_a_signature_of_another_length_is_refused():
    signature = KEYS.ed25519.sign(MESSAGE)
    for wrong in (b"", signature[:-1], signature + b"\x00", signature * 2):
        assert not verify_ed25519(KEYS.public.ed25519, wrong, MESSAGE)
    signature = KEYS.mldsa44.sign(MESSAGE)
    for wrong in (b"", signature[:-1], signature + b"\x00"):
        assert not verify_mldsa44(KEYS.public.mldsa44, wrong, MESSAGE)


def test_every_bit_of_an_ed25519_signature_counts():
    signature = KEYS.ed25519.sign(MESSAGE)
    for bit in range(512):
        wrong = bytearray(signature)
        wrong[bit // 8] ^= 1 << bit % 8
        assert not verify_ed25519(KEYS.public.ed25519, bytes(wrong), MESSAGE)


@given(st.binary(max_size=1400), st.binary(max_size=2500), st.binary(max_size=300))
def test_arbitrary_bytes_are_refused_and_never_raise(key, signature, context):
    assert verify_ed25519(key, signature, MESSAGE) is False
    assert verify_ed25519(KEYS.public.ed25519, signature, MESSAGE) is False
    assert verify_mldsa44(key, signature, MESSAGE, context) is False
    assert verify_mldsa44(KEYS.public.mldsa44, KEYS.mldsa44.sign(MESSAGE), MESSAGE, context + b"x") is False


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_arbitrary_bytes_of_the_right_length_never_raise(key, signature):
    assert verify_ed25519(key, signature, MESSAGE) is False
    assert isinstance(ed25519_public_key_is_sound(key), bool)
    assert verify_mldsa44(key * 41, KEYS.mldsa44.sign(MESSAGE), MESSAGE) is False


# ---------------------------------------------------------------- signers


def test_a_key_pair_signs_and_shows_its_public_halves():
    public = KEYS.public
    assert isinstance(public, PublicPair)
    assert (len(public.ed25519), len(public.mldsa44)) == (32, 1312)
    assert public == KeyPair.from_seeds(bytes(range(32)), bytes(range(32, 64))).public
    assert verify_ed25519(public.ed25519, KEYS.ed25519.sign(MESSAGE), MESSAGE)
    assert not verify_ed25519(public.ed25519, KEYS.ed25519.sign(MESSAGE), MESSAGE + b".")
    assert verify_mldsa44(public.mldsa44, KEYS.mldsa44.sign(MESSAGE), MESSAGE)
    assert not verify_mldsa44(public.mldsa44, KEYS.mldsa44.sign(MESSAGE), MESSAGE + b".")


def test_ed25519_of_rfc_8032_test_1():
    signer = Ed25519Signer(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert signer.public_key.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert signer.sign(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )


def test_a_context_separates_signatures():
    signature = KEYS.mldsa44.sign(MESSAGE, b"one")
    assert verify_mldsa44(KEYS.public.mldsa44, signature, MESSAGE, b"one")
    assert not verify_mldsa44(KEYS.public.mldsa44, signature, MESSAGE, b"other")
    assert not verify_mldsa44(KEYS.public.mldsa44, signature, MESSAGE)
    assert KEYS.mldsa44.sign(MESSAGE, bytes(255))
    with pytest.raises(CallerError, match="at most 255 bytes, this one has 256"):
        KEYS.mldsa44.sign(MESSAGE, bytes(256))


def test_mldsa44_signing_is_hedged():
    assert KEYS.mldsa44.sign(MESSAGE) != KEYS.mldsa44.sign(MESSAGE)


@pytest.mark.parametrize("make", [Ed25519Signer, MLDSA44Signer])
def test_a_seed_of_another_length_is_refused_and_a_signer_does_not_show_its_seed(make):
    for length in (0, 31, 33):
        with pytest.raises(CallerError):
            make(bytes(length))
    seed = b"0123456789abcdef0123456789abcdef"
    assert "0123" not in repr(make(seed))
    assert seed.hex() not in repr(make(seed))
