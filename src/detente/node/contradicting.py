"""Two versions of one log: the proof is kept, and sealed as evidence where the channel has not as much already (F34)."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from detente.errors import TheirData
from detente.node.node import Node
from detente.node.room import Room
from detente.record.channel import Forked
from detente.record.evidence import Contradiction, EvidenceAct, evidence_fields, parse_evidence
from detente.record.pouch import parse_pouch_body
from detente.record.seal import NO_HEAD, HeadId, LogKey, parse_seal


def record_contradiction(node: Node, room: Room, forked: Forked, raw: bytes) -> None:
    """Keep a proof that two versions of one log exist, and carry it in an `evidence` act of ours."""
    base = _common_head(room, forked, raw)
    keep_contradiction(node, room, forked.contradiction, base)


def _common_head(room: Room, forked: Forked, raw: bytes) -> HeadId:
    """The last head on which both versions agree, as far as this pouch shows; else what all other members have named."""
    try:
        prev = parse_seal(parse_pouch_body(raw, forked.pouch)[-1].fields).prev
    except TheirData:
        prev = NO_HEAD
    log = room.channel.logs[forked.contradiction.log]
    while prev in log.heads and not log.heads[prev].bears_act:  # nobody can have named another
        prev = log.heads[prev].prev
    return prev if prev.size == 0 or prev in log.heads else agreed_head(room, forked.contradiction.log, forked.pouch.end)


def agreed_head(room: Room, log: LogKey, below: int) -> HeadId:
    """The largest head of a log, smaller than a size, that all other members who ever named the log had named."""
    held = room.channel.logs[log]
    named = []
    for other in room.channel.logs.values():
        if other.key.party != log.party and other.main.size and log in other.heads[other.main].vector:
            named.append(other.heads[other.main].vector[log])
    chain = [head for head in held.heads if head.size < below and held.heads[head].bears_act]
    limit = min((head.size for head in named), default=0)
    return max((head for head in chain if head.size <= limit), default=NO_HEAD)


def keep_contradiction(node: Node, room: Room, item: Contradiction, agreed: HeadId) -> None:
    """Store a contradiction once, and seal it as evidence unless the channel has it."""
    act = EvidenceAct(item, agreed)
    value = msgspec.json.encode(evidence_fields(act), order="sorted")
    digest = hashlib.sha256(b"".join(sorted(body.split(b"\n\n")[0] for body in item.notes))).digest()  # the bodies, not the signature bytes
    cursor = node.store.db.execute(
        "INSERT OR IGNORE INTO contradictions (channel, digest, value, at) VALUES (?,?,?,?)", (room.id, digest, value, node.now)
    )
    if cursor.rowcount and not room.channel.is_proven_fork(item.log):
        node.store.set_meta("evidence:" + room.id, msgspec.json.encode([*_evidence_found(node, room), evidence_fields(act)]))


def _evidence_found(node: Node, room: Room) -> list[dict[str, Any]]:
    raw = node.store.get_meta("evidence:" + room.id)
    return msgspec.json.decode(raw) if raw else []


def evidence_due(node: Node, room: Room) -> list[dict[str, Any]]:
    """Evidence that we should seal: about each log at most one, and none where our cut has as much already (F34).

    What we found ourselves; and what stands only in a version of a log that our seals do not name, so that all who name other versions
    come to count alike.
    """
    channel = room.channel
    acts = [*(parse_evidence(fields) for fields in _evidence_found(node, room)), *(act for _, _, act in channel.evidence)]
    if not acts:
        return []
    vector = channel.vector()
    least = dict(channel.stops(vector).accused)
    due: dict[LogKey, EvidenceAct] = {}
    for act in acts:
        log = act.contradiction.log
        if log not in least or act.agreed < least[log]:
            due[log] = EvidenceAct(act.contradiction, _agreed_for(room, log, act.agreed, vector.get(log, NO_HEAD)))
            least[log] = due[log].agreed
    return [evidence_fields(act) for _, act in sorted(due.items())]


def _agreed_for(room: Room, log: LogKey, agreed: HeadId, named: HeadId) -> HeadId:
    """The last head up to an agreed one that lies on the way to the one that we name, and that closes an act."""
    heads = room.channel.logs[log].heads
    while agreed.size and not (agreed.size <= named.size and room.channel.leads_to(log, named, agreed) and heads[agreed].bears_act):
        agreed = heads[agreed].prev
    return agreed
