"""The core of a witness: whether a log's next checkpoint may be cosigned, and what to answer (C2SP tlog-witness, `add-checkpoint`).

    old 20852014                                                      <- the size that the client thinks the witness cosigned last
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=                      <- RFC 6962 consistency proof, at most 63 hashes
    jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
                                                                      <- an empty line
    example.com/behind-the-sofa                                       <- the checkpoint, a signed note (checkpoint.py, note.py)
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeO...

The rules:

1. Of each origin a witness cosigns one line of growth: each checkpoint contains the one before it.
2. Checking against the last head and persisting the new one MUST be one atomic step, for the caller: take `known` and store
   `Accepted.head` in one transaction, or store it by compare-and-set on `known`. Otherwise two requests that are checked
   against one head are both cosigned: a fork gets two cosignatures, or a later head is rolled back to an earlier one.
3. No line leaves before the new head is on disk. `decide` signs at once, and what it returns is held back until the store
   has synced; if that fails, or the compare-and-set loses, the lines are thrown away and the request is decided anew.
4. No clock, no disk, no network: the time comes in as a value.

The same functions serve a request that came as a file and one that came by HTTP: the answer is a status, a content type and a body.

    request = parse_add_checkpoint(raw)                               # FormatError: answer with malformed(error)
    known = store.head(request.checkpoint.origin)                     # from here to `store`: one transaction
    answer = decide(request, known, logs, sign, timestamp)
    if isinstance(answer, Accepted):
        store.set(known, answer.head)                                 # on disk, before:
    send(answer.status, answer.content_type, answer.body)

https://c2sp.org/tlog-witness
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from detente.errors import N_, CallerError, FormatError, ProofError, SignatureError, TheirData
from detente.record.checkpoint import Checkpoint, cosignature_message_mldsa44, parse_checkpoint_body
from detente.record.cosignature import cosign_ed25519, cosign_mldsa44
from detente.record.note import (
    COSIGNATURE_MLDSA44,
    ED25519,
    MAX_NOTE_BYTES,
    Note,
    SignatureLine,
    VerifierKey,
    format_signature_line,
    parse_note,
    parse_signature_line,
    verify_ed25519_line,
    verify_note,
)
from detente.record.signatures import Ed25519Signer, MLDSA44Signer, PublicPair, verify_mldsa44
from detente.record.text import MAX_SIZE, decode_base64, encode_base64, format_size, parse_size
from detente.record.tree import EMPTY_ROOT, HASH_BYTES, verify_consistency

MAX_PROOF_LINES = 63
"""tlog-witness: the client MUST NOT send more; a tree of 2^63 leaves needs no more."""

MAX_REQUEST_BYTES = len("old \n\n") + 19 + MAX_PROOF_LINES * 45 + MAX_NOTE_BYTES
"""A size of 19 digits, the longest proof (45 bytes a line) and the largest note: some 36 kB."""

MAX_ANSWER_LINES = 16
"""A witness of ours sends one or two lines; the rest is room for one that is changing its keys."""

MAX_ANSWER_BYTES = MAX_NOTE_BYTES

SIZE_TYPE = "text/x.tlog.size"
TEXT_TYPE = "text/plain; charset=utf-8"

_TIMESTAMP_BYTES = 8

Sign = Callable[[bytes, int], Sequence[SignatureLine]]
"""Cosigns a checkpoint's body at a time, in seconds since 1970; at least one line. See `cosigner`."""


@dataclass(frozen=True)
class AddCheckpoint:
    """One request, nothing verified.

    Attributes:
        old_size: the size that the witness is thought to have cosigned last; 0 if none.
        proof: the hashes of the consistency proof from there, in the order of RFC 6962.
        checkpoint_note: the signed note, verbatim.
    """

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint_note: bytes

    @cached_property
    def note(self) -> Note:
        """The note, read. FormatError if it is none, or if a signature is not in canonical base64 (`_without_stray_bits`)."""
        return parse_note(self.checkpoint_note)

    @cached_property
    def checkpoint(self) -> Checkpoint:
        """The facts that the note states; of size 0 maybe with a root that no tree has, which `decide` refuses."""
        return _parse_body(self.checkpoint_note.rpartition(b"\n\n")[0] + b"\n")


def _parse_body(text: bytes) -> Checkpoint:
    # A checkpoint of size 0 with another root than the empty tree's is no FormatError here: tlog-witness wants 422 for it, after
    # 404, 403 and 409. So it is read as if it had size 1, for which every root has the right form.
    lines = text.split(b"\n", 2)
    if len(lines) > 2 and lines[1] == b"0":
        return parse_checkpoint_body(b"\n".join((lines[0], b"1", lines[2])))._replace(size=0)
    return parse_checkpoint_body(text)


def _without_stray_bits(raw: bytes) -> bytes:
    # A signature whose base64 is a second spelling (text.py) verifies nowhere here. But Go's decoder takes it, so for the witnesses
    # that are in use the request is well formed and its signature is wrong: 403, not 400. The public transcript has one.
    text, empty_line, lines = raw.rpartition(b"\n\n")
    fixed = []
    for line in lines.split(b"\n"):
        front, space, encoded = line.rpartition(b" ")
        try:
            encoded = b2a_base64(a2b_base64(encoded, strict_mode=True), newline=False)
        except ValueError:
            return raw
        fixed.append(front + space + encoded)
    return text + empty_line + b"\n".join(fixed)


def parse_add_checkpoint(raw: bytes) -> AddCheckpoint:
    """Read a request that a stranger sent. Nothing is verified; the note is a checkpoint in form.

    Extension lines are refused, as Sunlight's witness does: no ML-DSA-44 signature covers them.

    Raises:
        FormatError: too large, or not exactly the form. The status for it is 400 (`malformed`).
    """
    # 1. Cap the size.
    if len(raw) > MAX_REQUEST_BYTES:
        raise FormatError(N_("the request has %(seen)d bytes, the limit is %(limit)d"), seen=len(raw), limit=MAX_REQUEST_BYTES)
    # 2. Match the exact form: proof lines hold no empty line, so the first one ends them.
    top, empty_line, note = raw.partition(b"\n\n")
    first, *hashes = top.split(b"\n", MAX_PROOF_LINES + 1)
    if not empty_line or not first.startswith(b"old "):
        raise FormatError(N_("a request starts with a line 'old' and has an empty line before its checkpoint"))
    if len(hashes) > MAX_PROOF_LINES:
        raise FormatError(N_("a consistency proof of more than %(limit)d hashes"), limit=MAX_PROOF_LINES)
    request = AddCheckpoint(parse_size(first[4:]), tuple(decode_base64(line, HASH_BYTES) for line in hashes), note)
    _ = parse_note(_without_stray_bits(note)), request.checkpoint  # both for their form only
    # 3. Format again and compare.
    if format_add_checkpoint(request) != raw:
        raise FormatError(N_("the request is not in its one form"))
    return request


def format_add_checkpoint(request: AddCheckpoint) -> bytes:
    """The inverse of `parse_add_checkpoint`, for a client."""
    proof = b"".join(encode_base64(node).encode() + b"\n" for node in request.proof)
    return b"old %b\n%b\n%b" % (format_size(request.old_size), proof, request.checkpoint_note)


class WitnessedHead(NamedTuple):
    """The last head of one log that this witness cosigned: all that it must remember, and must never lose."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True)
class TrustedLog:
    """The keys that this witness trusts for one origin.

    Attributes:
        keys: types 0x01 and 0x06; key names need not equal the origin.
        must_sign: `any` (foreign logs): one of the keys is enough, as tlog-witness has it. `both` (logs of ours): the Ed25519 and
            the ML-DSA-44 key, the latter with timestamp 0, as `checkpoint.verify_checkpoint` has it. Who signs with one of them
            only is not let through: whoever broke one algorithm must not get a witness for a second line of growth.
    """

    keys: tuple[VerifierKey, ...]
    must_sign: Literal["any", "both"] = "any"

    def __post_init__(self) -> None:
        """Refuse a set of keys that no checkpoint could satisfy, or that would let more through than meant."""
        types = sorted(key.type for key in self.keys)
        if not types or not {ED25519, COSIGNATURE_MLDSA44}.issuperset(types) or len(set(self.keys)) != len(types):
            raise CallerError(N_("a log signs with keys of type 1 and 6, each named once"))
        if self.must_sign == "both" and types != [ED25519, COSIGNATURE_MLDSA44]:
            raise CallerError(N_("a log that must sign with both keys has one of type 1 and one of type 6"))


def our_log(origin: str, keys: PublicPair) -> TrustedLog:
    """What to trust for a log of ours: both keys, under its origin as their name."""
    ed25519, mldsa44 = VerifierKey(origin, ED25519, keys.ed25519), VerifierKey(origin, COSIGNATURE_MLDSA44, keys.mldsa44)
    return TrustedLog((ed25519, mldsa44), "both")


@dataclass(frozen=True)
class Accepted:
    """The checkpoint may be cosigned, and is: persist `head` first, then release `body`.

    Attributes:
        head: the new last head of its origin, to be stored in place of the `known` that `decide` was given.
        lines: the cosignatures of this witness.
    """

    head: WitnessedHead
    lines: tuple[SignatureLine, ...]
    status: int = 200
    content_type: str = TEXT_TYPE

    @property
    def body(self) -> bytes:
        """The signature lines, as they are sent."""
        return format_answer(self.lines)


@dataclass(frozen=True)
class Rejected:
    """The checkpoint is not cosigned; nothing is to be stored.

    Attributes:
        status: 400, 403, 404, 409 or 422, as tlog-witness has them.
        reason: for people; a template that a face can translate.
        body: what to send: with 409 the size that was cosigned last and nothing else, otherwise the reason in English.
        content_type: of the body.
    """

    status: int
    reason: TheirData
    body: bytes
    content_type: str = TEXT_TYPE


def malformed(error: TheirData) -> Rejected:
    """The answer to what `parse_add_checkpoint` refused."""
    return _reject(400, error)


def _reject(status: int, reason: TheirData) -> Rejected:
    return Rejected(status, reason, f"{reason}\n".encode(errors="replace"))


def decide(
    request: AddCheckpoint,
    known: WitnessedHead | None,
    logs: Mapping[str, TrustedLog],
    sign: Sign,
    timestamp: int,
) -> Accepted | Rejected:
    """Decide on one request: every check of tlog-witness, in its order. Changes nothing; see rules 2 and 3 of the module.

    Args:
        request: what `parse_add_checkpoint` returned.
        known: the last head of the request's origin that this witness cosigned, None if it never did.
        logs: origin -> the keys trusted for it.
        sign: the witness's own signer; called only when every check has passed.
        timestamp: now, in seconds since 1970, not 0.

    Raises:
        CallerError: `known` is of another origin, `sign` made no line, or a time that a witness does not sign.
        FormatError: `request` did not come from `parse_add_checkpoint`, and its note is no checkpoint.
    """
    checkpoint = request.checkpoint
    origin, size, root = checkpoint
    if known is not None and known.origin != origin:
        raise CallerError(N_("the last head is of %(seen)s, the request of %(expected)s"), seen=known.origin, expected=origin)
    last_size, last_root = (known.size, known.root) if known is not None else (0, EMPTY_ROOT)
    # 1. 404: a log that this witness does not know. Guards against: cosigning for logs that nobody agreed on.
    trusted = logs.get(origin)
    if trusted is None:
        return _reject(404, SignatureError(N_("the log %(origin)s is unknown to this witness"), origin=origin))
    # 2. 403: no trusted signature; also one that fails under a known name and id (signed-note). Guards against: strangers who
    #    move the witness on to a tree that the log never made. Nothing about the last head is told before this has passed.
    try:
        _verify_log(trusted, request.note, checkpoint)
    except (SignatureError, FormatError) as error:  # FormatError: stray bits in a signature's base64
        return _reject(403, error)
    # 3. 400: a request that contradicts itself.
    if request.old_size > size:
        return _reject(
            400, ProofError(N_("the old size %(old)d is larger than the size %(new)d of the checkpoint"), old=request.old_size, new=size)
        )
    # 4. 409: from another size than the last one cosigned. Guards against: a proof from an earlier head, which would let a
    #    branch start below the last head. The body is that size, so that the client can send the right proof.
    if request.old_size != last_size:
        reason = ProofError(
            N_("the old size is %(seen)d; the last checkpoint that was cosigned has size %(expected)d"),
            seen=request.old_size,
            expected=last_size,
        )
        return Rejected(409, reason, b"%b\n" % format_size(last_size), SIZE_TYPE)
    # 5. 422: the tree of size 0 has one root.
    if size == 0 and root != EMPTY_ROOT:
        return _reject(422, ProofError(N_("a checkpoint of size 0 has not the root of the empty tree")))
    # 6. 422: the new tree does not contain the old one. Guards against: a split view. From 0 anything follows, so the proof is
    #    empty, and never given to the verifier, which rightly refuses size 0 (RFC 9162 2.1.4.1).
    try:
        if last_size:
            verify_consistency(last_size, size, request.proof, last_root, root)  # of equal sizes it compares the roots
        elif request.proof:
            raise ProofError(N_("a consistency proof from size 0 is empty, this one has %(seen)d hashes"), seen=len(request.proof))
    except ProofError as error:
        return _reject(422, error)
    # 7. 200. A checkpoint that was cosigned before is cosigned again, with the new time (a client may have lost the answer).
    lines = tuple(sign(request.note.text, timestamp))
    if not lines:
        raise CallerError(N_("a witness answers with at least one signature"))
    return Accepted(WitnessedHead(origin, size, root), lines)


def _verify_log(trusted: TrustedLog, note: Note, checkpoint: Checkpoint) -> None:
    """Step 2: the log's own signatures, as many as it must have."""

    def verify_line(key: VerifierKey, line: SignatureLine, text: bytes) -> None:
        if key.type == COSIGNATURE_MLDSA44 and trusted.must_sign == "both" and any(line.signature[:_TIMESTAMP_BYTES]):
            # F20: a log of ours states no time
            raise SignatureError(N_("the signature of %(name)s states a time that is not allowed"), name=key.name)
        verify_log_line(key, line, text)

    signed = verify_note(note, trusted.keys, verify_line)
    if trusted.must_sign == "both" and len(signed) != len(trusted.keys):
        raise SignatureError(N_("the checkpoint of %(origin)s is not signed with both keys of its log"), origin=checkpoint.origin)


def verify_log_line(key: VerifierKey, line: SignatureLine, text: bytes) -> None:
    """Verify one line of a log under its checkpoint, type 0x01 or 0x06.

    Raises:
        FormatError: the text is no checkpoint.
        SignatureError: the line does not hold.
    """
    if key.type == ED25519:
        verify_ed25519_line(key, line, text)
        return
    checkpoint = _parse_body(text)
    timestamp = int.from_bytes(line.signature[:_TIMESTAMP_BYTES], "big")
    if timestamp > MAX_SIZE:
        raise SignatureError(N_("the signature of %(name)s states a time that is not allowed"), name=key.name)
    message = cosignature_message_mldsa44(key.name, timestamp, checkpoint.origin, 0, checkpoint.size, checkpoint.root)
    if not verify_mldsa44(key.public, line.signature[_TIMESTAMP_BYTES:], message):
        raise SignatureError(N_("the signature of %(name)s does not hold"), name=key.name)


def cosigner(name: str, ed25519: Ed25519Signer, mldsa44: MLDSA44Signer | None = None) -> Sign:
    """A witness's signer: an Ed25519 cosignature (type 0x04), and one of ML-DSA-44 (0x06) if it has such a key.

    The Ed25519 form does not name the witness: one key, one witness.
    """

    def sign(body: bytes, timestamp: int) -> list[SignatureLine]:
        lines = [cosign_ed25519(name, ed25519, body, timestamp)]
        if mldsa44 is not None:
            lines.append(cosign_mldsa44(name, mldsa44, body, timestamp))
        return lines

    return sign


def format_answer(lines: Sequence[SignatureLine]) -> bytes:
    """The body of a 200: one or more signature lines. Inverse of `parse_answer`."""
    return b"".join(map(format_signature_line, lines))


def parse_answer(raw: bytes) -> tuple[SignatureLine, ...]:
    """Read the body of a 200, for a client. Nothing is verified: `cosignature.verify_cosignatures` does, and ignores strangers.

    Raises:
        FormatError: too large, or not one or more signature lines.
    """
    if len(raw) > MAX_ANSWER_BYTES:
        raise FormatError(N_("the answer has %(seen)d bytes, the limit is %(limit)d"), seen=len(raw), limit=MAX_ANSWER_BYTES)
    rows = raw.split(b"\n", MAX_ANSWER_LINES)
    if rows.pop() != b"" or not rows:
        raise FormatError(N_("an answer is 1 to %(limit)d signature lines"), limit=MAX_ANSWER_LINES)
    lines = tuple(map(parse_signature_line, rows))
    if format_answer(lines) != raw:
        raise FormatError(N_("the answer is not in its one form"))
    return lines


def parse_conflict(raw: bytes) -> int:
    """Read the body of a 409: the size from which the witness wants the proof.

    Raises:
        FormatError: it is not one decimal number and a line feed.
    """
    if not raw.endswith(b"\n"):
        raise FormatError(N_("not a decimal number without leading zeros"))
    return parse_size(raw[:-1])
