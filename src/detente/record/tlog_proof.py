"""C2SP tlog-proof: one file that shows that one entry stands in one log, for whoever has the log's keys.

    c2sp.org/tlog-proof@v1
    extra YWdl                                          <- optional, opaque, covered by no signature
    index 7
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=        <- the inclusion proof, the leaf's sibling first
                                                        <- an empty line, then the checkpoint as it is, witnesses' lines after
    example.com/v1/5a1e..                                  the log's own two
    ..

The entry itself is not in the file: the reader makes its leaf hash. https://c2sp.org/tlog-proof
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from detente.errors import N_, FormatError
from detente.record.checkpoint import parse_checkpoint_body, verify_checkpoint
from detente.record.cosignature import verify_cosignatures
from detente.record.note import MAX_NOTE_BYTES, Note, format_note, parse_note
from detente.record.text import decode_base64, encode_base64, format_size, parse_size
from detente.record.tree import HASH_BYTES, verify_inclusion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.record.checkpoint import Checkpoint
    from detente.record.note import VerifierKey
    from detente.record.signatures import PublicPair

MAX_PROOF_BYTES = 128 * 1024
"""32 kB of note, 3 kB of hashes, the rest for extra data."""

MAX_HASHES = 63  # the depth of the largest tree, 2^63 - 1 leaves

_FIRST_LINE = b"c2sp.org/tlog-proof@v1"
_EXTRA = b"extra "
_INDEX = b"index "


@dataclass(frozen=True, slots=True)
class TlogProof:
    """What such a file says, nothing verified.

    Attributes:
        index: of the entry in the log.
        hashes: the inclusion proof.
        note: the checkpoint with its signature lines.
        extra: opaque data that nobody signed, or None.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: Note
    extra: bytes | None = None


class ProvenEntry(NamedTuple):
    """What a verified file shows: the checkpoint that holds the entry, and the times that witnesses stated for it."""

    checkpoint: Checkpoint
    witnessed: dict[VerifierKey, int]


def _render(proof: TlogProof) -> bytes:
    extra = b"" if proof.extra is None else _EXTRA + encode_base64(proof.extra).encode() + b"\n"
    hashes = b"".join(encode_base64(node).encode() + b"\n" for node in proof.hashes)
    return b"%b\n%b%b%b\n%b\n%b" % (_FIRST_LINE, extra, _INDEX, format_size(proof.index), hashes, format_note(proof.note))


def parse_tlog_proof(raw: bytes, *, max_bytes: int = MAX_PROOF_BYTES) -> TlogProof:
    """Read a `.tlog-proof` file. Nothing is verified.

    Raises:
        FormatError: too large, or not exactly the form.
    """
    if len(raw) > max_bytes:
        raise FormatError(N_("the proof has %(seen)d bytes, the limit is %(limit)d"), seen=len(raw), limit=max_bytes)
    # The first empty line ends the head: its own lines are never empty, while the note has an empty line too.
    head, empty_line, note = raw.partition(b"\n\n")
    lines = head.split(b"\n")
    if not empty_line or lines.pop(0) != _FIRST_LINE:
        raise FormatError(N_("this is not a tlog-proof of version 1"))
    extra = None
    if lines and lines[0].startswith(_EXTRA):
        extra = decode_base64(lines.pop(0).removeprefix(_EXTRA))
    if not lines or not lines[0].startswith(_INDEX):
        raise FormatError(N_("the proof has no index line"))
    index = parse_size(lines.pop(0).removeprefix(_INDEX))
    if len(lines) > MAX_HASHES:
        raise FormatError(N_("the proof has %(seen)d hashes, the limit is %(limit)d"), seen=len(lines), limit=MAX_HASHES)
    signed = parse_note(note, max_bytes=MAX_NOTE_BYTES)
    parse_checkpoint_body(signed.text)
    proof = TlogProof(index, tuple(decode_base64(line, HASH_BYTES) for line in lines), signed, extra)
    if _render(proof) != raw:
        raise FormatError(N_("the proof is not in its one form"))
    return proof


def format_tlog_proof(proof: TlogProof) -> bytes:
    """The inverse of `parse_tlog_proof`.

    Raises:
        FormatError: values that `parse_tlog_proof` would refuse.
        CallerError: an index out of range.
    """
    raw = _render(proof)
    if parse_tlog_proof(raw) != proof:
        raise FormatError(N_("the proof is not in its one form"))
    return raw


def verify_tlog_proof(
    proof: TlogProof,
    leaf: bytes,
    keys: PublicPair,
    origin: str,
    witnesses: Iterable[VerifierKey] = (),
) -> ProvenEntry:
    """Verify that an entry stands in a log.

    1. The log's two lines stand first and hold, for the origin that the caller accepts. Guards against another log's head.
    2. Each known witness's line holds. Whether those who signed are enough is the caller's policy.
    3. The inclusion proof leads from the leaf hash to the checkpoint's root. Guards against an entry that is not there.

    Args:
        proof: what `parse_tlog_proof` returned.
        leaf: the leaf hash, which the caller made from the entry.
        keys: both keys of the log.
        origin: of the log.
        witnesses: keys of the witnesses that the caller knows.

    Raises:
        FormatError, SignatureError: step 1 or 2 fails.
        ProofError: step 3 fails.
    """
    # (1)
    text, lines = proof.note.text, proof.note.signatures
    checkpoint = verify_checkpoint(format_note(Note(text, lines[:2])), keys, origin)
    # (2)
    witnessed = verify_cosignatures(Note(text, lines[2:]), witnesses)
    # (3)
    verify_inclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    return ProvenEntry(checkpoint, witnessed)
