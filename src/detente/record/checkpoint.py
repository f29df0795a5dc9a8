"""Checkpoints: a log's signed statement of its size and root, as C2SP tlog-checkpoint with our two signature lines.

    example.com/v1/5a1e..                               <- origin: which log
    42                                                  <- size
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=        <- root, RFC 6962

    — example.com/v1/5a1e.. <key id, Ed25519 signature of the three lines>
    — example.com/v1/5a1e.. <key id, eight zero bytes, ML-DSA-44 signature of the same facts>

The body (three lines) is the checkpoint's identity: ML-DSA-44 signatures differ each time. Both signatures must hold:
whoever breaks one algorithm has still to break the other. Witnesses' lines travel apart (`cosignature.py`).
https://c2sp.org/tlog-checkpoint
"""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from detente.errors import N_, CallerError, FormatError, SignatureError
from detente.record.note import (
    COSIGNATURE_MLDSA44,
    ED25519,
    MAX_NAME_BYTES,
    MAX_NOTE_BYTES,
    Note,
    SignatureLine,
    encode_name,
    format_note,
    key_id,
    parse_note,
    sign_ed25519,
)
from detente.record.signatures import (
    ED25519_SIGNATURE_BYTES,
    MLDSA44_SIGNATURE_BYTES,
    KeyPair,
    PublicPair,
    verify_ed25519,
    verify_mldsa44,
)
from detente.record.text import MAX_SIZE, decode_base64, encode_base64, format_size, parse_size
from detente.record.tree import EMPTY_ROOT, HASH_BYTES

if TYPE_CHECKING:
    from detente.record.signatures import MLDSA44Signer

_TIMESTAMP_BYTES = 8
_NO_TIME = bytes(_TIMESTAMP_BYTES)  # the record trusts no clock: a log's own signature states none
_LABEL = b"subtree/v1\n\0"


class Checkpoint(NamedTuple):
    """The head of a log.

    Attributes:
        origin: the name of the log, not of its key.
        size: the number of leaves.
        root: the RFC 6962 root of that many leaves.
    """

    origin: str
    size: int
    root: bytes


def format_checkpoint_body(checkpoint: Checkpoint) -> bytes:
    """The three lines that are signed.

    Raises:
        FormatError: an origin, a size or a root that no checkpoint can have.
    """
    origin, size, root = checkpoint
    # The one form is kept in one place: what the parser reads back unchanged is right.
    try:
        body = b"%b\n%b\n%b\n" % (origin.encode(), format_size(size), encode_base64(root).encode())
    except (UnicodeEncodeError, CallerError):
        raise FormatError(N_("the checkpoint has an origin or a size that cannot be written")) from None
    if parse_checkpoint_body(body) != checkpoint:
        raise FormatError(N_("the checkpoint has an origin that cannot be written"))
    return body


def parse_checkpoint_body(text: bytes) -> Checkpoint:
    """Read a checkpoint's body: exactly three lines.

    Extension lines are refused: tlog-checkpoint calls them NOT RECOMMENDED, and no ML-DSA-44 signature covers them.

    Raises:
        FormatError: another form.
    """
    lines = text.split(b"\n")
    if len(lines) != 4 or lines[3]:
        raise FormatError(N_("a checkpoint has exactly three lines"))
    try:
        origin = lines[0].decode()
    except UnicodeDecodeError:
        raise FormatError(N_("an origin is not text")) from None
    if not 0 < len(lines[0]) <= MAX_NAME_BYTES or min(lines[0]) < 0x20:
        raise FormatError(N_("an origin is empty, longer than %(limit)d bytes or holds a control character"), limit=MAX_NAME_BYTES)
    checkpoint = Checkpoint(origin, parse_size(lines[1]), decode_base64(lines[2], HASH_BYTES))
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:  # tlog-witness: size 0 has one root
        raise FormatError(N_("a checkpoint of size 0 has not the root of the empty tree"))
    return checkpoint


def cosignature_message_mldsa44(name: str, timestamp: int, origin: str, start: int, end: int, subtree_hash: bytes) -> bytes:
    """tlog-cosignature, `cosigned_message`: what an ML-DSA-44 line of type 0x06 signs.

    Args:
        name: the key name of the signature line; unlike in Ed25519 cosignatures it is covered.
        timestamp: seconds since 1970, or 0 for no statement about time.
        origin: of the log.
        start: first leaf of the subtree; 0 for a checkpoint.
        end: one after the last leaf; the size of a checkpoint.
        subtree_hash: the root of those leaves.

    Raises:
        FormatError: a name that a signature line cannot carry.
        CallerError: values that the structure cannot hold.
    """
    encoded_name = encode_name(name)
    try:
        encoded_origin = origin.encode()
    except UnicodeEncodeError:
        raise CallerError(N_("these values make no cosigned message")) from None
    if not (
        0 < len(encoded_origin) <= MAX_NAME_BYTES
        and 0 <= timestamp <= MAX_SIZE
        and 0 <= start <= end <= MAX_SIZE
        and len(subtree_hash) == HASH_BYTES
        and not (start and timestamp)  # tlog-cosignature: "If start is not zero, timestamp MUST be zero"
    ):
        raise CallerError(N_("these values make no cosigned message"))
    return b"".join(
        (
            _LABEL,
            bytes((len(encoded_name),)),
            encoded_name,
            struct.pack(">Q", timestamp),
            bytes((len(encoded_origin),)),
            encoded_origin,
            struct.pack(">QQ", start, end),
            subtree_hash,
        )
    )


def sign_mldsa44(name: str, signer: MLDSA44Signer, checkpoint: Checkpoint, timestamp: int = 0) -> SignatureLine:
    """Make a line of type 0x06 for a checkpoint: tlog-cosignature, ML-DSA-44, empty context."""
    message = cosignature_message_mldsa44(name, timestamp, checkpoint.origin, 0, checkpoint.size, checkpoint.root)
    return SignatureLine(name, key_id(name, COSIGNATURE_MLDSA44, signer.public_key), struct.pack(">Q", timestamp) + signer.sign(message))


def sign_checkpoint(checkpoint: Checkpoint, keys: KeyPair) -> bytes:
    """Sign a checkpoint with both keys of its log. The caller has checked that the log never signed another for this size.

    Raises:
        FormatError: an origin that cannot be a key name, or a size or a root that no checkpoint can have.
    """
    body = format_checkpoint_body(checkpoint)
    name = checkpoint.origin  # tlog-checkpoint: the key name SHOULD equal the origin; here it MUST
    lines = (sign_ed25519(name, keys.ed25519, body), sign_mldsa44(name, keys.mldsa44, checkpoint))
    return format_note(Note(body, lines))


@lru_cache(maxsize=64)  # of one pouch it is read for its head, for its signatures and again when it comes a second time
def parse_checkpoint_note(raw: bytes) -> tuple[Checkpoint, Note]:
    """Read a checkpoint with its two signature lines. The form only: no key is known here, nothing is verified.

    Raises:
        FormatError: another form.
    """
    note = parse_note(raw, max_bytes=MAX_NOTE_BYTES, max_signatures=2)
    checkpoint = parse_checkpoint_body(note.text)
    if len(note.signatures) != 2:
        raise FormatError(N_("a checkpoint has exactly two signature lines"))
    first, second = note.signatures
    if first.name != checkpoint.origin or second.name != checkpoint.origin:
        raise FormatError(N_("the key name of a checkpoint's signature is not its origin"))
    if len(first.signature) != ED25519_SIGNATURE_BYTES:
        raise FormatError(N_("the first signature of a checkpoint is not an Ed25519 signature"))
    if len(second.signature) != _TIMESTAMP_BYTES + MLDSA44_SIGNATURE_BYTES:
        raise FormatError(N_("the second signature of a checkpoint is not an ML-DSA-44 cosignature"))
    if not second.signature.startswith(_NO_TIME):
        raise FormatError(N_("a log's own signature states a time"))
    return checkpoint, note


def verify_checkpoint(raw: bytes, keys: PublicPair, origin: str | None = None) -> Checkpoint:
    """Read a checkpoint and verify both signatures.

    Args:
        raw: the signed note.
        keys: both keys of the log.
        origin: the log that the caller expects; without it, any log of these keys.

    Raises:
        FormatError: another form.
        SignatureError: another log or key than expected, or a signature that does not hold.
    """
    checkpoint, note = parse_checkpoint_note(raw)
    if origin is not None and checkpoint.origin != origin:
        raise SignatureError(N_("the checkpoint is of %(seen)s, expected %(expected)s"), seen=checkpoint.origin, expected=origin)
    name = checkpoint.origin
    first, second = note.signatures
    # signed-note: a name and an id that are not a known key's are to be ignored; here both lines are required.
    if first.key_id != key_id(name, ED25519, keys.ed25519) or second.key_id != key_id(name, COSIGNATURE_MLDSA44, keys.mldsa44):
        raise SignatureError(N_("the checkpoint of %(name)s is signed by another key"), name=name)
    if not verify_ed25519(keys.ed25519, first.signature, note.text):
        raise SignatureError(N_("the Ed25519 signature of %(name)s does not hold"), name=name)
    message = cosignature_message_mldsa44(name, 0, name, 0, checkpoint.size, checkpoint.root)
    if not verify_mldsa44(keys.mldsa44, second.signature[_TIMESTAMP_BYTES:], message):
        raise SignatureError(N_("the ML-DSA-44 signature of %(name)s does not hold"), name=name)
    return checkpoint
