"""What arrives is a stranger's: each item of a file is admitted whole, held for its ancestors, or refused with the number of its step."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from detente.dialogue.fold import Ref
from detente.errors import N_, CallerError, DetenteError, FormatError, SignatureError, TheirData
from detente.node import blobs
from detente.node.asking import answer_ask, answer_duplicate
from detente.node.collector import no_search_for_cycles
from detente.node.contradicting import agreed_head, keep_contradiction, record_contradiction
from detente.node.node import Node
from detente.node.readiness import SEALED_ELSEWHERE
from detente.node.restored import restored, shut
from detente.node.room import Room, is_label
from detente.record.channel import UNKNOWN_ROOT, Admission, Channel, Duplicate, Held, Refused
from detente.record.charter import ChannelCharter, origin_of, parse_channel_charter, plenary_channel
from detente.record.checkpoint import parse_checkpoint_note, verify_checkpoint
from detente.record.container import decrypt, measure_age_header, open_container
from detente.record.keys import verify_certificate
from detente.record.limits import LIMITS
from detente.record.pouch import ASK_LINE, NOTE_LINE, POUCH_LINE, PouchHead, parse_ask, parse_pouch_body, parse_pouch_head, without_pad
from detente.record.seal import HeadId, LogKey
from detente.record.text import decode_base64, encode_base64
from detente.record.tree import Frontier


@dataclass
class Received:
    """What one poll brought: counts for people, reasons for what was not taken.

    Attributes:
        vanished: files that were listed and gone when they were fetched.
        given_up: files that could not be opened, and have not changed since; they are not looked at again.
    """

    files: int = 0
    admitted: int = 0
    acts: int = 0
    duplicates: int = 0
    held: int = 0
    contradictions: int = 0
    refused: list[tuple[str, DetenteError]] = field(default_factory=list)
    receipts: int = 0
    lapses: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)


@no_search_for_cycles()
def receive_container(node: Node, name: str, raw: bytes, result: Received) -> bool:
    """Open one container and take its items, in any order until none can be taken; whether it could be opened."""
    try:
        items = open_container(raw, node.keys.identities)  # steps 1 to 4
    except TheirData as error:
        result.refused.append((name, Refused(_container_step(raw, node), error)))
        return False
    asks = [item for item in items if item.startswith(ASK_LINE)]
    have = _have_of(asks)
    for item in items:
        try:
            if item.startswith(POUCH_LINE):
                receive_pouch(node, item, result, have)
            elif item.startswith(NOTE_LINE):
                receive_note(node, item[len(NOTE_LINE) :], result)
            elif item.startswith(blobs.BLOB_LINE):
                blobs.receive_part(node, item)
            elif not item.startswith(ASK_LINE):
                raise FormatError(N_("an item of an unknown form"))
        except (TheirData, CallerError) as error:
            result.refused.append((name, error))
    for ask in asks:
        try:
            answer_ask(node, parse_ask(ask))
        except TheirData as error:
            result.refused.append((name, error))
    return True


def _container_step(raw: bytes, node: Node) -> int:
    """Which of steps 1 to 4 refused a container, for the report."""
    if len(raw) > LIMITS.container_bytes:
        return 1
    try:
        measure_age_header(raw)
    except TheirData:
        return 2
    try:
        decrypt(raw, node.keys.identities)
    except TheirData:
        return 3
    return 4


def _have_of(asks: Iterable[bytes]) -> dict[str, dict[LogKey, HeadId]]:
    found: dict[str, dict[LogKey, HeadId]] = {}
    for raw in asks:
        try:
            ask = parse_ask(raw)
        except TheirData:
            continue  # reported where it is answered
        found[ask.channel] = ask.have
    return found


def receive_pouch(node: Node, raw: bytes, result: Received, have: dict[str, dict[LogKey, HeadId]] | None = None) -> None:
    """Admit one pouch, hold it, or raise; then try what was held for it.

    Raises:
        Refused: the pouch can never be admitted.
    """
    try:
        head = parse_pouch_head(raw)
    except TheirData as error:
        raise Refused(4, error) from error
    room = _room_for(node, raw, head)
    if _try_pouch(node, room, raw, result, have or {}, head):
        _retry_held(node, room, result)


def _room_for(node: Node, raw: bytes, head: PouchHead) -> Room:
    if head.dialogue not in node.charters:
        raise Refused(5, FormatError(N_("a pouch of dialogue %(dialogue)s, in which this node takes no part"), dialogue=head.dialogue))
    if head.channel not in node.rooms:
        charter = node.charters[head.dialogue]
        label = "plenary" if head.channel == plenary_channel(charter).id else "channel-" + head.channel[:8]
        if head.start:
            raise Refused(5, FormatError(N_("a pouch of a channel that is not known yet")))
        room = node.room_for(head.dialogue, head.channel, label, _check_invitation(node, raw, head))
        if restored(node) is not None:
            node.store.set_meta("away:" + room.id, b"1")  # it may be known of old, and forgotten: ask for all of it
        return room
    return node.rooms[head.channel]


def _check_invitation(node: Node, raw: bytes, head: PouchHead) -> ChannelCharter:
    """A channel becomes a room only by an opening that a party of the charter signed and that names us: else anybody could fill us.

    Returns the charter of the channel, whose id the checks have found to be its hash.
    """
    channel = Channel(node.charters[head.dialogue], head.channel)
    outcome = channel.check(raw, None, lambda _log, _head: ())
    if not isinstance(outcome, Admission | Held):
        raise Refused(5, FormatError(N_("a pouch of a channel that is not known yet")))
    opening = parse_pouch_body(raw, head)[0]
    named = opening.kept.get("channel")
    if opening.destroyed or type(named) is not dict or node.party not in named.get("members", ()):
        raise Refused(5, FormatError(N_("%(party)s is no member of the channel"), party=node.party))
    return parse_channel_charter(named, node.charters[head.dialogue])


def _try_pouch(
    node: Node, room: Room, raw: bytes, result: Received, have: dict[str, dict[LogKey, HeadId]], head: PouchHead | None = None
) -> bool:
    """One pouch; True if something was admitted."""
    outcome = room.channel.check(raw, room.mine, room.leaves, head)
    if outcome.pouch.log == room.mine:
        # Before a stranger's word on our own log holds us up, our own signature must be on it.
        try:
            _verify_own(node, room, outcome.pouch)
        except TheirData as error:
            raise Refused(7, error) from error
    if isinstance(outcome, Admission):
        proven = {act.contradiction.log for _, _, act in room.channel.evidence}
        admit(node, room, outcome)
        result.admitted += 1
        result.acts += len(outcome.entries) - 1
        result.contradictions += sum(act.contradiction.log not in proven for _, act in outcome.evidence)
        return True
    if isinstance(outcome, Duplicate):
        result.duplicates += 1
        if outcome.bears_act and outcome.pouch.log.party != room.party:
            answer_duplicate(node, room, outcome.pouch, have.get(room.id))
    elif isinstance(outcome, Held):
        _hold(node, room, raw, outcome)
        result.held += 1
        if outcome.pouch.log == room.mine:
            known = len(room.agreed_elsewhere)
            _read_own_held(node, room)
            return len(room.agreed_elsewhere) > known  # what we once signed may let held pouches in
    else:
        record_contradiction(node, room, outcome, raw)
        result.contradictions += 1
    return False


def admit(node: Node, room: Room, admission: Admission) -> None:
    """Steps 15 and 16: one transaction, then the fold, then the comparison of the standing."""
    own = admission.pouch.log.party == room.party
    with node.store.transaction():  # 15
        seq = room.store_admission(admission, admission.pouch.note, node.now)
        if own:
            node.store.mark_sent([seq])  # it came back from others: a restored node catches up
            _remark_own(node, room, admission)
        for index in admission.invalid_evidence:
            notice = admission.entries[index - admission.pouch.start].fields["kind"] == "notice"
            node.remark(
                room.id,
                N_("the notice in entry %(index)d of %(party)s revokes nothing") if notice
                else N_("the evidence in entry %(index)d of %(party)s proves nothing"), index=index, party=admission.pouch.log.party,
            )  # fmt: skip
        blobs.expect(node, admission)  # with the entries that name them: after a crash they are asked for all the same
        if admission.charter is not None and admission.charter.kind != "plenary" and room.label.startswith("channel-"):
            _name_room(node, room, admission)
    room.take(admission)  # 16
    if own and admission.head.id == room.my_head and node.heads.read(room.log_id(room.mine)).size < admission.head.id.size:
        node.heads.write(room.log_id(room.mine), admission.head.id, outside=shut(node, room) is None)
    compare_standing(node, room, admission)


def _remark_own(node: Node, room: Room, admission: Admission) -> None:
    """Say so where our own log goes on in what others bring, though nothing here was known to be missing: it was sealed elsewhere."""
    if restored(node) is None and node.heads.read(room.log_id(admission.pouch.log)).size <= admission.pouch.start:
        node.remark(room.id, SEALED_ELSEWHERE, generation=admission.pouch.log.generation)


def _name_room(node: Node, room: Room, admission: Admission) -> None:
    """Call a channel as its founder does; where he has not said, by its name."""
    fields = admission.entries[0].fields
    name, label = fields["name"], fields.get("label")
    if not (isinstance(label, str) and is_label(label)):
        label = str(name.get("en") or next(iter(name.values())))
    room.label = node.free_label(label)
    node.store.db.execute("UPDATE channels SET label=? WHERE id=?", (room.label, room.id))


def compare_standing(node: Node, room: Room, admission: Admission) -> None:
    """Compare the standing of a seal with our own over the same cut, if we have computed one: a difference is noted, no guilt (F19)."""
    pairs = [(admission.head.cut, admission.head.standing), *admission.head.attest]
    current = room.channel.cut(room.channel.vector()).digest if room.channel.k is not None else None
    for cut, theirs in pairs:
        row = node.store.db.execute("SELECT digest FROM standings WHERE channel=? AND cut=? AND rules=1", (room.id, cut)).fetchone()
        ours = bytes(row[0]) if row else None
        if ours is None and cut == current:
            ours = room.standing(cut, room.fold).digest
            with node.store.unsynced():
                node.store.db.execute("INSERT OR IGNORE INTO standings VALUES (?,?,1,?)", (room.id, cut, ours))
        if ours is not None and ours != theirs:
            node.remark(
                room.id, N_("%(party)s states another count than ours over the same acts, in its entry %(index)d"),
                party=admission.pouch.log.party, index=admission.pouch.end - 1,
            )  # fmt: skip


def _hold(node: Node, room: Room, raw: bytes, held: Held) -> None:
    """Keep a pouch until its ancestors are there; once, however often it comes, each time with another pad."""
    raw = without_pad(raw)
    missing = [[log.party, log.generation, head.size, encode_base64(head.root)] for log, head in held.missing]
    node.store.db.execute(
        "INSERT INTO held (channel, digest, raw, missing, at) VALUES (?,?,?,?,?)"
        " ON CONFLICT (digest) DO UPDATE SET missing=excluded.missing",
        (room.id, hashlib.sha256(raw).digest(), raw, msgspec.json.encode(missing), node.now),
    )
    of_dialogue = "FROM held WHERE channel IN (SELECT id FROM channels WHERE dialogue=?)"
    dialogue = (room.channel.charter.id,)
    count, size = node.store.db.execute(f"SELECT count(*), sum(length(raw)) {of_dialogue}", dialogue).fetchone()
    while count > LIMITS.held_pouches or size > LIMITS.held_bytes:  # oldest out
        oldest = node.store.db.execute(f"SELECT id, length(raw) {of_dialogue} ORDER BY id LIMIT 1", dialogue).fetchone()
        node.store.db.execute("DELETE FROM held WHERE id=?", (oldest[0],))
        count, size = count - 1, size - oldest[1]


def _retry_held(node: Node, room: Room, result: Received) -> None:
    """Admit what was held, until nothing more can be."""
    progress = True
    while progress:
        progress = False
        for number, raw, missing in node.store.db.execute(
            "SELECT id, raw, missing FROM held WHERE channel=? ORDER BY id", (room.id,)
        ).fetchall():
            if not _may_have_come(room, msgspec.json.decode(missing)):
                continue
            try:
                admitted = _try_pouch(node, room, bytes(raw), result, {})
            except Refused as error:
                result.refused.append((N_("a held pouch"), error))
                admitted = False
                node.store.db.execute("DELETE FROM held WHERE id=?", (number,))
            if admitted or room.channel.head(_log_of(raw), _head_of(raw)) is not None:
                node.store.db.execute("DELETE FROM held WHERE id=?", (number,))
                progress = progress or admitted


def _verify_own(node: Node, room: Room, head: PouchHead) -> None:
    """Check the signatures on a pouch of our own log, whatever the record holds of it.

    Its keys are in our key file; or, where that was restored from a backup too, our root key has certified them: in the pouch itself, or
    in what we hold of the log.

    Raises:
        TheirData: none of our keys for it has signed it.
    """
    refused: TheirData = SignatureError(
        N_("a pouch of our own log, sealed with a key that this node does not have: sealed elsewhere, or before this node was restored")
    )
    log = room.channel.logs.get(head.log)
    known = [keys.public for keys in node.keys.sealing_pairs(head.log_id, head.start)]
    if head.cert is not None:
        known.append(verify_certificate(head.cert, room.channel.charter.parties[room.party], head.log_id, head.log.generation).keys)
    if log is not None and log.main.size:
        known += [certificate.keys for certificate in log.heads[log.main].certificates]
    for keys in known:
        try:
            verify_checkpoint(head.note, keys, origin_of(head.log_id))
        except TheirData as error:
            refused = error
        else:
            return
    raise refused


def _read_own_held(node: Node, room: Room) -> None:
    """What our own held pouches say was to be destroyed: a restored node that catches up gets such entries only in that form.

    Our own pouches are followed from our head by signature and tree alone; they cannot be admitted yet, but they are ours.
    """
    held = [bytes(raw) for (raw,) in node.store.db.execute("SELECT raw FROM held WHERE channel=?", (room.id,))]
    own = sorted((head, raw) for head, raw in ((parse_pouch_head(raw), raw) for raw in held) if head.log == room.mine)
    log = room.channel.logs.get(room.mine)
    frontier = log.tips[log.main].copy() if log else Frontier()
    for head, raw in own:
        try:
            _verify_own(node, room, head)
            entries = parse_pouch_body(raw, head)
        except TheirData:
            continue
        if head.start != frontier.size:
            continue
        frontier.extend([entry.leaf for entry in entries])
        if frontier.root() != head.checkpoint.root:
            return
        for entry in entries:
            if entry.fields["kind"] == "destroy":
                room.agreed_elsewhere |= {Ref(*ref) for ref in entry.fields.get("re", [])}


def _may_have_come(room: Room, missing: Sequence[Any]) -> bool:
    """Whether what a held pouch waited for last is there now (cheap; the check itself decides)."""
    for party, generation, size, root in missing:
        log = LogKey(party, generation)
        digest = decode_base64(root) if root else UNKNOWN_ROOT
        if digest == UNKNOWN_ROOT:
            if log not in room.channel.logs or not room.channel.logs[log].at_size(size):
                return False
        elif room.channel.head(log, HeadId(size, digest)) is None and not room.channel.is_proven_fork(log) and not room.agreed_elsewhere:
            return False
    return True


def _log_of(raw: bytes) -> LogKey:
    return parse_pouch_head(raw).log


def _head_of(raw: bytes) -> HeadId:
    return parse_pouch_head(raw).head


def receive_note(node: Node, raw: bytes, result: Received) -> None:
    """Another party's signed state: of interest only if it contradicts what we hold."""
    checkpoint, _ = parse_checkpoint_note(raw)
    for room in node.rooms.values():
        for log in room.channel.logs.values():
            if log.origin == checkpoint.origin:
                theirs = HeadId(checkpoint.size, checkpoint.root)
                for head in log.at_size(checkpoint.size):
                    if head != theirs and theirs not in log.heads:
                        item = room.channel.contradiction(log, (head, room.channel.note_of(log.key, head)), (theirs, raw), None)
                        keep_contradiction(node, room, item, agreed_head(room, log.key, checkpoint.size))
                        result.contradictions += 1
                return
