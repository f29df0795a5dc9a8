"""Signatures in person: `by` in a draft names who signs; the seal fills in the signature.

    draft   "by": {"delegate": "ivanov"}
    entry   "by": {"delegate": "ivanov", "ed25519": "<64 bytes in base64>"}

Such a signature signs the salted hashes of the other fields (F28), and their salts come from the secret that an entry gets when it
is sealed. So a draft cannot hold it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.errors import N_, CallerError
from detente.record.entry import person_message
from detente.record.signatures import ED25519_SIGNATURE_BYTES
from detente.record.text import encode_base64

if TYPE_CHECKING:
    from detente.node.keystore import Keystore


def unsigned(fields: dict[str, Any]) -> dict[str, Any]:
    """A draft in the form and size that its entry will have, with zeros in the place of a signature in person."""
    if not _waits(fields):
        return fields
    return {**fields, "by": {**fields["by"], "ed25519": encode_base64(bytes(ED25519_SIGNATURE_BYTES))}}


def in_person(keys: Keystore, log: str, secret: bytes, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an entry, signed by whom its draft names.

    Args:
        log: the id of the log in hex.
        secret: the secret of the entry.

    Raises:
        CallerError: the key of that person is not kept here.
    """
    if not _waits(fields):
        return fields
    delegate = str(fields["by"]["delegate"])
    key = keys.delegate_key(delegate)
    if key is None:
        raise CallerError(
            N_("the key with which %(delegate)s signs in person is not kept by this node"),
            hint=N_("detente delegate key %(delegate)s"), delegate=delegate,
        )  # fmt: skip
    signature = key.sign(person_message(log, secret, fields))
    return {**fields, "by": {"delegate": delegate, "ed25519": encode_base64(signature)}}


def _waits(fields: dict[str, Any]) -> bool:
    by = fields.get("by")
    return type(by) is dict and by.keys() == {"delegate"}
