"""Evidence: two signed states of one log that cannot both be (docs/protocol.md, "Evidence").

Anybody can check it from the charter alone: two checkpoints of one origin, each with a certificate of the party's root key, and

- sizes equal and roots different; or
- sizes different and, for the smaller one, the root that the larger tree really has there, with the RFC 6962 consistency proof
  that leads from it to the larger root: a tree has only one root at each size, so the smaller signed root is another tree's.

The second form takes a few hashes where listing the leaves of the larger tree would take 32 bytes for each.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from detente.errors import N_, DetenteError, FormatError, ProofError, SignatureError
from detente.record.charter import Charter, is_party_id, log_id, origin_of
from detente.record.checkpoint import Checkpoint, verify_checkpoint
from detente.record.keys import Certificate, verify_certificate
from detente.record.seal import HeadId, LogKey, format_head, parse_head
from detente.record.text import decode_base64, encode_base64
from detente.record.tree import verify_consistency

MAX_PROOF = 64


class Contradiction(NamedTuple):
    """Two signed notes of one log that cannot both be, the smaller size first.

    Attributes:
        log: whose log, which generation.
        notes: both signed notes, verbatim.
        certs: the certificate under which each verifies.
        prefix: for different sizes, the root of the larger tree at the smaller size, and the consistency proof from it.
    """

    log: LogKey
    notes: tuple[bytes, bytes]
    certs: tuple[dict[str, Any], dict[str, Any]]
    prefix: tuple[bytes, tuple[bytes, ...]] | None


def verify_contradiction(item: Contradiction, charter: Charter, channel: str) -> tuple[HeadId, HeadId]:
    """Check a contradiction from the charter alone.

    Returns:
        Both heads, in the order of the notes.

    Raises:
        TheirData: it proves nothing.
    """
    party = charter.parties.get(item.log.party)
    if party is None:
        raise FormatError(N_("%(party)s is no party of the charter"), party=item.log.party)
    log = log_id(charter.id, channel, item.log.party, item.log.generation)
    certificates = [verify_certificate(cert, party, log, item.log.generation) for cert in item.certs]
    first, second = (_checked(note, certificate) for note, certificate in zip(item.notes, certificates, strict=True))
    one, two = (certificate.keys for certificate in certificates)
    if one != two and {*one} & {*two}:
        raise SignatureError(N_("two certificates of one key"))  # F39
    if (first.size, first.root) > (second.size, second.root):
        raise FormatError(N_("the two signed states of a contradiction are not in order of size, then of root"))
    if first.size == second.size:
        if first.root == second.root or item.prefix is not None:
            raise ProofError(N_("two signed states that do not contradict each other"))
    else:
        if item.prefix is None:
            raise ProofError(N_("two signed states of different sizes without a proof that they contradict each other"))
        root, proof = item.prefix
        if root == first.root:
            raise ProofError(N_("two signed states that do not contradict each other"))
        verify_consistency(first.size, second.size, list(proof), root, second.root)
    return HeadId(first.size, first.root), HeadId(second.size, second.root)


def _checked(note: bytes, certificate: Certificate) -> Checkpoint:
    checkpoint = verify_checkpoint(note, certificate.keys, origin_of(certificate.log))
    if checkpoint.size == 0:
        raise FormatError(N_("a signed state of size 0 contradicts nothing"))
    if certificate.start >= checkpoint.size:
        raise SignatureError(
            N_("a signed state of size %(size)d by a key certified from %(start)d on"), size=checkpoint.size, start=certificate.start
        )
    return checkpoint


class EvidenceAct(NamedTuple):
    """The content of an `evidence` act: a contradiction, and the last head on which both versions are known to agree."""

    contradiction: Contradiction
    agreed: HeadId


def evidence_fields(act: EvidenceAct) -> dict[str, Any]:
    """The fields of an `evidence` act, but for kind and at; inverse of `parse_evidence`."""
    item = act.contradiction
    fields: dict[str, Any] = {
        "log": [item.log.party, item.log.generation],
        "note/1": item.notes[0].decode(),
        "note/2": item.notes[1].decode(),
        "cert/1": item.certs[0],
        "cert/2": item.certs[1],
        "agreed": format_head(act.agreed),
    }
    if item.prefix is not None:
        fields["prefix"] = [encode_base64(item.prefix[0]), [encode_base64(node) for node in item.prefix[1]]]
    return fields


def parse_evidence(fields: dict[str, Any]) -> EvidenceAct:
    """Read the fields of an `evidence` act; proves nothing yet.

    Raises:
        FormatError: a field is missing or wrong.
    """
    try:
        party, generation = fields["log"]
        notes = (fields["note/1"].encode(), fields["note/2"].encode())
        certs = (fields["cert/1"], fields["cert/2"])
        agreed = parse_head(fields["agreed"])
        prefix = None
        if "prefix" in fields:
            root, proof = fields["prefix"]
            if type(proof) is not list or len(proof) > MAX_PROOF:
                raise FormatError(N_("a consistency proof of more than %(limit)d hashes"), limit=MAX_PROOF)
            prefix = (decode_base64(root, 32), tuple(decode_base64(node, 32) for node in proof))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FormatError(N_("an evidence act without log, notes, certificates or agreed head")) from error
    if not is_party_id(party) or type(generation) is not int or generation < 0:
        raise FormatError(N_("an evidence act without log, notes, certificates or agreed head"))
    return EvidenceAct(Contradiction(LogKey(party, generation), notes, certs, prefix), agreed)


def is_contradiction(item: Contradiction, charter: Charter, channel: str) -> bool:
    """Whether a contradiction proves what it says."""
    try:
        verify_contradiction(item, charter, channel)
    except DetenteError:
        return False
    return True
