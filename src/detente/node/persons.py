"""Signatures in person: `by` in a draft names who signs; the seal fills in the signature.

    draft   "by": {"delegate": "ivanov"}
    entry   "by": {"delegate": "ivanov", "ed25519": "<64 bytes in base64>"}

Such a signature signs the salted hashes of the other fields (F28), and their salts come from the secret that an entry gets when it
is sealed. So a draft cannot hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from detente.record.entry import person_message
from detente.record.signatures import ED25519_SIGNATURE_BYTES, Ed25519Signer
from detente.record.text import encode_base64


def unsigned(fields: dict[str, Any]) -> dict[str, Any]:
    """A draft in the form and size that its entry will have, with zeros in the place of a signature in person."""
    if not _waits(fields):
        return fields
    return {**fields, "by": {**fields["by"], "ed25519": encode_base64(bytes(ED25519_SIGNATURE_BYTES))}}


def signing(acts: Iterable[Mapping[str, Any]]) -> list[str]:
    """Who signs some drafts in person, each once, in the order of the drafts."""
    return list(dict.fromkeys(str(fields["by"]["delegate"]) for fields in acts if _waits(fields)))


def in_person(signers: Mapping[str, Ed25519Signer], log: str, secret: bytes, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an entry, signed by whom its draft names.

    Args:
        signers: the key of everybody who signs (personal.py).
        log: the id of the log in hex.
        secret: the secret of the entry.
    """
    if not _waits(fields):
        return fields
    delegate = str(fields["by"]["delegate"])
    signature = signers[delegate].sign(person_message(log, secret, fields))
    return {**fields, "by": {"delegate": delegate, "ed25519": encode_base64(signature)}}


def _waits(fields: Mapping[str, Any]) -> bool:
    by = fields.get("by")
    return type(by) is dict and by.keys() == {"delegate"}
