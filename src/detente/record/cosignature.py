"""Cosignatures of witnesses: "at this time, this was the largest checkpoint of that log that I had seen, and it grew rightly".

A witness's line is a signature line (`note.py`) whose signature starts with eight bytes of time, in seconds since 1970:

    Ed25519, type 0x04, over                  ML-DSA-44, type 0x06, over
        cosignature/v1                            the structure `cosigned_message`, which names the witness,
        time 1679315147                           the log, the size and the root
        <the checkpoint's three lines>

The Ed25519 form does not name the witness: one key, one witness. https://c2sp.org/tlog-cosignature
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from detente.errors import N_, CallerError, FormatError, SignatureError
from detente.record.checkpoint import cosignature_message_mldsa44, parse_checkpoint_body, sign_mldsa44
from detente.record.note import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, SignatureLine, key_id
from detente.record.signatures import ED25519_SIGNATURE_BYTES, MLDSA44_SIGNATURE_BYTES, verify_ed25519, verify_mldsa44
from detente.record.text import MAX_SIZE, format_size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.record.note import Note, VerifierKey
    from detente.record.signatures import Ed25519Signer, MLDSA44Signer

__all__ = [
    "cosign_ed25519",
    "cosign_mldsa44",
    "cosignature_message_ed25519",
    "cosignature_message_mldsa44",
    "verify_cosignature",
    "verify_cosignatures",
]

_TIMESTAMP_BYTES = 8
_SIGNATURE_BYTES = {COSIGNATURE_ED25519: ED25519_SIGNATURE_BYTES, COSIGNATURE_MLDSA44: MLDSA44_SIGNATURE_BYTES}


def cosignature_message_ed25519(timestamp: int, body: bytes) -> bytes:
    """tlog-cosignature: two lines, then the whole checkpoint body with its last LF."""
    return b"cosignature/v1\ntime %b\n%b" % (format_size(timestamp), body)


def _check_time(timestamp: int) -> None:
    # tlog-witness: a witness's timestamp MUST NOT be 0 (0 makes no statement that the checkpoint is the largest seen).
    if not 0 < timestamp <= MAX_SIZE:
        raise CallerError(N_("a witness signs a time between 1 and %(limit)d, not %(seen)d"), limit=MAX_SIZE, seen=timestamp)


def cosign_ed25519(name: str, signer: Ed25519Signer, body: bytes, timestamp: int) -> SignatureLine:
    """Cosign a checkpoint's body as the witness `name`, type 0x04.

    The caller has verified the log's signatures and the consistency with the last checkpoint that it cosigned, and stores
    the new one before it hands this out.

    Raises:
        FormatError: the body is no checkpoint.
        CallerError: a time that a witness does not sign.
    """
    parse_checkpoint_body(body)
    _check_time(timestamp)
    signature = signer.sign(cosignature_message_ed25519(timestamp, body))
    return SignatureLine(name, key_id(name, COSIGNATURE_ED25519, signer.public_key), struct.pack(">Q", timestamp) + signature)


def cosign_mldsa44(name: str, signer: MLDSA44Signer, body: bytes, timestamp: int) -> SignatureLine:
    """Cosign a checkpoint's body as the witness `name`, type 0x06. As `cosign_ed25519`."""
    checkpoint = parse_checkpoint_body(body)
    _check_time(timestamp)
    return sign_mldsa44(name, signer, checkpoint, timestamp)


def verify_cosignature(key: VerifierKey, line: SignatureLine, body: bytes) -> int:
    """Verify one line of a witness.

    Args:
        key: of type 0x04 or 0x06.
        line: the signature line, which must carry the key's name and id.
        body: the checkpoint's body.

    Returns:
        The time that the witness states, in seconds since 1970. Whether it lies in the future is the caller's question.

    Raises:
        FormatError: the body is no checkpoint, or the line has another length or a time that a witness must not sign.
        SignatureError: the line is of another key, or does not hold.
        CallerError: the key is of another type.
    """
    if key.type not in _SIGNATURE_BYTES:
        raise CallerError(N_("a key of type %(seen)d makes no cosignatures"), seen=key.type)
    checkpoint = parse_checkpoint_body(body)
    if (line.name, line.key_id) != (key.name, key.key_id):
        raise SignatureError(N_("the signature line is not of the witness %(name)s"), name=key.name)
    if len(line.signature) != _TIMESTAMP_BYTES + _SIGNATURE_BYTES[key.type]:
        raise FormatError(N_("the cosignature of %(name)s has a wrong length"), name=key.name)
    timestamp = int.from_bytes(line.signature[:_TIMESTAMP_BYTES], "big")
    if not 0 < timestamp <= MAX_SIZE:  # tlog-cosignature: at most 2^63 - 1; tlog-witness: not 0
        raise FormatError(N_("the cosignature of %(name)s states a time that is not allowed"), name=key.name)
    signature = line.signature[_TIMESTAMP_BYTES:]
    if key.type == COSIGNATURE_ED25519:
        holds = verify_ed25519(key.public, signature, cosignature_message_ed25519(timestamp, body))
    else:
        message = cosignature_message_mldsa44(key.name, timestamp, checkpoint.origin, 0, checkpoint.size, checkpoint.root)
        holds = verify_mldsa44(key.public, signature, message)
    if not holds:
        raise SignatureError(N_("the cosignature of %(name)s does not hold"), name=key.name)
    return timestamp


def verify_cosignatures(note: Note, keys: Iterable[VerifierKey]) -> dict[VerifierKey, int]:
    """Find which of the witnesses cosigned a checkpoint, and when.

    Lines of unknown keys are ignored, the log's own among them. Whether those who signed are enough is the caller's policy.

    Returns:
        The time stated by each key that signed; of several lines of one key the earliest, which bounds more.

    Raises:
        FormatError, SignatureError: a line of a known key does not hold (as `verify_cosignature`).
        CallerError: two of the keys have one name and one id, or a key of another type.
    """
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.key_id), key) != key:
            raise CallerError(N_("two keys share the name %(name)s and the key id"), name=key.name)
    times: dict[VerifierKey, int] = {}
    for line in note.signatures:
        match = known.get((line.name, line.key_id))
        if match is not None:
            timestamp = verify_cosignature(match, line, note.text)
            times[match] = min(timestamp, times.get(match, timestamp))
    return times
