"""Certificates: a party's root key names the pair that seals one log, from a size on (docs/protocol.md, "Keys").

    {"cert":{"ed25519":"..","from":0,"log":"<hex>","mldsa44":"..","role":"seal"},"ed25519":"<signature>","mldsa44":"<signature>"}

Both root signatures cover "detente/v1/cert\\n" || canonical inner cert; the ML-DSA one has the context "detente/v1/cert".
"""

from __future__ import annotations

from typing import Any, NamedTuple

from detente.errors import N_, FormatError, SignatureError
from detente.record import canonical
from detente.record.charter import MLDSA44_PUBLIC_BYTES
from detente.record.signatures import KeyPair, PublicPair, ed25519_public_key_is_sound, verify_ed25519, verify_mldsa44
from detente.record.text import decode_base64, encode_base64, parse_hex

MLDSA44_SIGNATURE_BYTES = 2420
CERT_CONTEXT = b"detente/v1/cert"


class Certificate(NamedTuple):
    """A checked certificate: `keys` seal the log `log` for pouches that start at `start` or later."""

    log: str
    keys: PublicPair
    start: int
    value: dict[str, Any]


def make_certificate(root: KeyPair, log: str, keys: PublicPair, start: int) -> dict[str, Any]:
    """Certify a pair for one log from one size on, with the root key."""
    inner = {
        "log": log,
        "role": "seal",
        "ed25519": encode_base64(keys.ed25519),
        "mldsa44": encode_base64(keys.mldsa44),
        "from": start,
    }
    message = b"detente/v1/cert\n" + canonical.encode(inner)
    return {
        "cert": inner,
        "ed25519": encode_base64(root.ed25519.sign(message)),
        "mldsa44": encode_base64(root.mldsa44.sign(message, CERT_CONTEXT)),
    }


def verify_certificate(value: Any, root: PublicPair, log: str) -> Certificate:
    """Check a certificate for a log under a root key.

    Raises:
        FormatError: it is not a certificate, or not for this log.
        SignatureError: a signature of the root key does not hold, or the key is the root key itself.
    """
    if type(value) is not dict or value.keys() != {"cert", "ed25519", "mldsa44"} or type(value["cert"]) is not dict:
        raise FormatError(N_("a certificate has the members cert, ed25519 and mldsa44"))
    inner = value["cert"]
    if inner.keys() != {"log", "role", "ed25519", "mldsa44", "from"}:
        raise FormatError(N_("a certificate names log, role, ed25519, mldsa44 and from"))
    if not all(type(item) is str for item in (value["ed25519"], value["mldsa44"], inner["ed25519"], inner["mldsa44"], inner["log"])):
        raise FormatError(N_("a certificate holds its keys, log and signatures as texts"))
    parse_hex(inner["log"], 32)
    if inner["role"] != "seal":
        raise FormatError(N_("a certificate for the role %(seen)r; expected 'seal'"), seen=inner["role"])
    if inner["log"] != log:
        raise FormatError(N_("a certificate for log %(seen)s, expected %(expected)s"), seen=inner["log"], expected=log)
    if type(inner["from"]) is not int or inner["from"] < 0:
        raise FormatError(N_("a certificate whose 'from' is no size"))
    keys = PublicPair(decode_base64(inner["ed25519"], 32), decode_base64(inner["mldsa44"], MLDSA44_PUBLIC_BYTES))
    if {*keys} & {*root}:
        raise SignatureError(N_("a root key certified as a sealing key"))  # F39: one key, one role
    if not ed25519_public_key_is_sound(keys.ed25519):
        raise FormatError(N_("an Ed25519 key is of small order or not in canonical form"))
    message = b"detente/v1/cert\n" + canonical.encode(inner)
    if not verify_ed25519(root.ed25519, decode_base64(value["ed25519"], 64), message):
        raise SignatureError(N_("the Ed25519 signature of the root key on a certificate does not hold"))
    if not verify_mldsa44(root.mldsa44, decode_base64(value["mldsa44"], MLDSA44_SIGNATURE_BYTES), message, CERT_CONTEXT):
        raise SignatureError(N_("the ML-DSA-44 signature of the root key on a certificate does not hold"))
    return Certificate(log, keys, inner["from"], value)
