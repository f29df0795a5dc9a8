"""Certificates: only the root key of the party, for that log, for the one role."""

from __future__ import annotations

import json
from copy import deepcopy
from hashlib import sha256

import pytest
from hypothesis import given

from detente.errors import FormatError, SignatureError, TheirData
from detente.record.canonical import MAX_INTEGER, decode, encode
from detente.record.charter import Party, log_id
from detente.record.keys import CERT_CONTEXT, make_certificate, verify_certificate
from detente.record.limits import LIMITS
from detente.record.signatures import PublicPair
from detente.record.text import decode_base64, encode_base64
from tests.record.mutants import mutants
from tests.strategies import key_pair

ROOT, OTHER_ROOT, SEALING, OTHER = (key_pair(number) for number in range(4))
LOG = log_id("0" * 64, "1" * 64, "rus", 0)
CERT = make_certificate(ROOT, LOG, SEALING.public, 7)

SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]
NOT_CANONICAL = [
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0100000000000000000000000000000000000000000000000000000000000080",
]


def party_of(root):
    """A party with this root key; what comes after it is of no matter here."""
    return Party("0" * 64, "rus", {"en": "RUS"}, root, ("age1rus",), bytes(32), bytes(32))


def signed(**changes):
    """A certificate whose inner part was changed before the root signed it."""
    inner = {**CERT["cert"], **changes}
    message = b"detente/v1/cert\n" + encode(inner)
    return {
        "cert": inner,
        "ed25519": encode_base64(ROOT.ed25519.sign(message)),
        "mldsa44": encode_base64(ROOT.mldsa44.sign(message, CERT_CONTEXT)),
    }


def refuse(value, error=TheirData, root=ROOT.public, log=LOG):
    with pytest.raises(error) as caught:
        verify_certificate(value, party_of(root), log)
    return str(caught.value)


def test_a_certificate_says_which_keys_seal_which_log_from_where():
    certificate = verify_certificate(CERT, party_of(ROOT.public), LOG)
    assert (certificate.log, certificate.keys, certificate.start, certificate.value) == (LOG, SEALING.public, 7, CERT)
    assert verify_certificate(json.loads(encode(CERT)), party_of(ROOT.public), LOG) == certificate
    for start in (0, MAX_INTEGER):
        assert verify_certificate(signed(**{"from": start}), party_of(ROOT.public), LOG).start == start


def test_what_the_root_signs_is_the_canonical_inner_part():
    inner = CERT["cert"]
    assert inner.keys() == {"log", "role", "ed25519", "mldsa44", "from"}
    message = b"detente/v1/cert\n" + json.dumps(inner, sort_keys=True, separators=(",", ":")).encode()
    assert decode_base64(CERT["ed25519"]) == ROOT.ed25519.sign(message)
    assert CERT_CONTEXT == b"detente/v1/cert"


def test_another_root_is_refused():
    for root in (
        OTHER_ROOT.public,
        PublicPair(ROOT.public.ed25519, OTHER_ROOT.public.mldsa44),
        PublicPair(OTHER_ROOT.public.ed25519, ROOT.public.mldsa44),
    ):
        assert "does not hold" in refuse(CERT, SignatureError, root=root)


@pytest.mark.parametrize(
    "log",
    [
        log_id("2" * 64, "1" * 64, "rus", 0),  # another dialogue
        log_id("0" * 64, "2" * 64, "rus", 0),  # another channel
        log_id("0" * 64, "1" * 64, "usa", 0),  # another party
        log_id("0" * 64, "1" * 64, "rus", 1),  # another generation
    ],
)
def test_f21_a_certificate_for_another_log_is_refused(log):
    assert "certificate for log" in refuse(CERT, FormatError, log=log)
    assert verify_certificate(make_certificate(ROOT, log, SEALING.public, 0), party_of(ROOT.public), log).log == log


def test_either_signature_replaced_is_refused():
    again = make_certificate(ROOT, LOG, SEALING.public, 8)
    for name in ("ed25519", "mldsa44"):
        assert "does not hold" in refuse({**CERT, name: again[name]}, SignatureError)
        flipped = bytearray(decode_base64(CERT[name]))
        flipped[0] ^= 1
        refuse({**CERT, name: encode_base64(bytes(flipped))}, SignatureError)


def test_a_signature_without_the_context_of_certificates_is_refused():
    message = b"detente/v1/cert\n" + encode(CERT["cert"])
    for context in (b"", b"detente/v1/note", CERT_CONTEXT + b"\n"):
        refuse({**CERT, "mldsa44": encode_base64(ROOT.mldsa44.sign(message, context))}, SignatureError)
    refuse({**CERT, "ed25519": encode_base64(ROOT.ed25519.sign(encode(CERT["cert"])))}, SignatureError)


def test_a_party_that_certifies_itself_with_its_sealing_key_is_refused():
    refuse(make_certificate(SEALING, LOG, OTHER.public, 7), SignatureError)


@pytest.mark.parametrize("role", ["Seal", "witness", "root", "", None, 1, ["seal"]])
def test_another_role_is_refused(role):
    assert "role" in refuse(signed(role=role), FormatError)


@pytest.mark.parametrize("start", [-1, True, None, "0", [], {}])
def test_a_start_that_is_no_size_is_refused(start):
    refuse(signed(**{"from": start}), FormatError)


@pytest.mark.parametrize("key", SMALL_ORDER + NOT_CANONICAL)
def test_f39_a_sealing_key_of_small_order_or_in_a_second_spelling_is_refused(key):
    assert "small order" in refuse(signed(ed25519=encode_base64(bytes.fromhex(key))), FormatError)


@pytest.mark.parametrize(
    "changes",
    [
        {"ed25519": encode_base64(bytes(31))},
        {"ed25519": SEALING.public.ed25519.hex()},
        {"ed25519": None},
        {"ed25519": CERT["cert"]["mldsa44"]},
        {"mldsa44": CERT["cert"]["ed25519"]},
        {"mldsa44": encode_base64(bytes(1311))},
        {"mldsa44": 1},
        {"log": LOG.upper()},
        {"log": LOG[:-1]},
        {"log": ""},
        {"log": 1},
        {"log": None},
        {"more": 1},
    ],
    ids=lambda value: repr(value)[:40],
)
def test_an_inner_part_in_another_form_is_refused_though_the_root_signed_it(changes):
    refuse(signed(**changes), FormatError)


@pytest.mark.parametrize("name", ["cert", "ed25519", "mldsa44"])
@pytest.mark.parametrize("value", [None, 1, [], "", "x", {}, True], ids=repr)
def test_a_certificate_with_a_member_in_another_form_is_refused(name, value):
    refuse({**CERT, name: value}, FormatError)


@pytest.mark.parametrize("name", ["cert", "ed25519", "mldsa44"])
def test_a_certificate_without_a_member_is_refused(name):
    refuse({key: value for key, value in CERT.items() if key != name}, FormatError)


@pytest.mark.parametrize("name", list(CERT["cert"]))
def test_a_certificate_without_an_inner_member_is_refused(name):
    bad = deepcopy(CERT)
    del bad["cert"][name]
    refuse(bad, FormatError)


@pytest.mark.parametrize(
    "value", [None, 1, "", "cert", [], [CERT], {}, {**CERT, "more": 1}, CERT["cert"]], ids=lambda value: repr(value)[:30]
)
def test_what_is_no_certificate_is_refused(value):
    refuse(value, FormatError)


@given(mutants([encode(CERT)]))
def test_a_mutant_of_a_certificate_is_refused(raw):
    try:
        certificate = verify_certificate(decode(raw, limit=LIMITS.value_bytes), party_of(ROOT.public), LOG)
    except TheirData as error:
        str(error)  # each error has a text
        return
    assert encode(certificate.value) == raw == encode(CERT)


def test_every_inner_value_is_signed():
    for name, value in {"from": 8, "ed25519": encode_base64(OTHER.public.ed25519), "mldsa44": encode_base64(OTHER.public.mldsa44)}.items():
        refuse({**CERT, "cert": {**CERT["cert"], name: value}}, SignatureError)


def test_f39_the_root_key_as_sealing_key_is_refused():
    refuse(signed(ed25519=encode_base64(ROOT.public.ed25519), mldsa44=encode_base64(ROOT.public.mldsa44)), SignatureError)


def test_an_ml_dsa_key_of_any_bytes_is_taken_but_nothing_verifies_under_it():
    """There is no unsound ML-DSA-44 key to refuse: 1,312 bytes are a key (FIPS 204)."""
    made_up = sha256(b"x").digest() * 41
    assert verify_certificate(signed(mldsa44=encode_base64(made_up)), party_of(ROOT.public), LOG).keys.mldsa44 == made_up
