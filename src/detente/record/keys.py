"""Certificates: a party's root key names the pair that seals one log, from a size on (docs/protocol.md, "Keys").

    {"cert":{"ed25519":"..","from":0,"log":"<hex>","mldsa44":"..","role":"seal"},"ed25519":"<signature>","mldsa44":"<signature>"}

Both root signatures cover "detente/v1/cert\\n" || canonical inner cert; the ML-DSA one has the context "detente/v1/cert".
A certificate of a later root key than the charter's has a fourth member, `roots`: the successions that lead to that key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from detente.errors import N_, FormatError, SignatureError
from detente.record import canonical
from detente.record.charter import MLDSA44_PUBLIC_BYTES, MLDSA44_SIGNATURE_BYTES, Party
from detente.record.signatures import KeyPair, PublicPair, ed25519_public_key_is_sound, verify_ed25519, verify_mldsa44
from detente.record.succession import era_of, roots_of
from detente.record.text import decode_base64, encode_base64, parse_hex

CERT_CONTEXT = b"detente/v1/cert"


class Certificate(NamedTuple):
    """A checked certificate: `keys` seal the log `log` for pouches that start at `start` or later."""

    log: str
    keys: PublicPair
    start: int
    value: dict[str, Any]

    @property
    def successions(self) -> list[dict[str, Any]]:
        """What led to the root key that signed it, from the one of the charter."""
        return list(self.value.get("roots", []))


def make_certificate(root: KeyPair, log: str, keys: PublicPair, start: int, successions: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """Certify a pair for one log from one size on, with the root key; `successions` lead to it from the one of the charter."""
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
        **({"roots": list(successions)} if successions else {}),
    }


def verify_certificate(value: Any, party: Party, log: str, generation: int | None = None) -> Certificate:
    """Check a certificate for a log of a party, under its root key or one that came after it.

    Args:
        generation: of the log; None for who knows nothing of a log but its id.

    Raises:
        FormatError: it is not a certificate, or not for this log.
        SignatureError: a signature of the root key does not hold, or the key is the root key itself.
    """
    members = {"cert", "ed25519", "mldsa44"}
    if type(value) is not dict or value.keys() - {"roots"} != members or type(value["cert"]) is not dict or value.get("roots") == []:
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
    roots = roots_of(party, value.get("roots", []))
    root = roots[-1].keys
    if generation is not None and era_of(generation) != roots[-1].era:
        raise SignatureError(
            N_("generation %(seen)d certified by root key number %(number)d of its party"), seen=generation, number=roots[-1].era + 1
        )
    if {*keys} & {key for each in roots for key in each.keys}:
        raise SignatureError(N_("a root key certified as a sealing key"))  # F39: one key, one role
    if not ed25519_public_key_is_sound(keys.ed25519):
        raise FormatError(N_("an Ed25519 key is of small order or not in canonical form"))
    message = b"detente/v1/cert\n" + canonical.encode(inner)
    if not verify_ed25519(root.ed25519, decode_base64(value["ed25519"], 64), message):
        raise SignatureError(N_("the Ed25519 signature of the root key on a certificate does not hold"))
    if not verify_mldsa44(root.mldsa44, decode_base64(value["mldsa44"], MLDSA44_SIGNATURE_BYTES), message, CERT_CONTEXT):
        raise SignatureError(N_("the ML-DSA-44 signature of the root key on a certificate does not hold"))
    return Certificate(log, keys, inner["from"], value)
