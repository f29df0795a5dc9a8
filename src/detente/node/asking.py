"""Asks: what a node says that it holds and lacks, and how it answers those of others (docs/protocol.md, "Exchange")."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from detente.node import blobs
from detente.node.node import Node
from detente.node.pending import Pending
from detente.node.resending import ASKED, AWAY, Backoff
from detente.node.restored import following_logs, lost_generations, shut
from detente.node.room import Room
from detente.record.pouch import Ask, PouchHead, format_ask
from detente.record.seal import HeadId, LogKey
from detente.record.text import decode_base64

ANY_VERSION = bytes(32)
"""In an ask: any version of that log will do."""
AWAY_ATTEMPTS = 16


def answer_duplicate(node: Node, room: Room, pouch: PouchHead, have: dict[LogKey, HeadId] | None) -> None:
    """F11: send again what was sealed since the size that its author last named; less, where the author says what it has."""
    theirs = room.channel.logs[pouch.log]
    named = theirs.heads[theirs.main].vector.get(room.mine)
    since = named.size if named else 0
    if have is not None and room.mine in have:
        since = max(since, have[room.mine].size)
    if room.my_head.size > since:
        pending = Pending(node, room)
        pending.answer_from(since)
        pending.save()


def answer_ask(node: Node, ask: Ask) -> None:
    """Note what somebody lacks; sent with the next parcels."""
    room = node.rooms.get(ask.channel)
    if room is None or ask.dialogue not in node.charters:
        return
    pending = Pending(node, room)
    mine = ask.have.get(room.mine)
    size = mine.size if mine else 0
    if room.my_head.size > size:
        pending.answer_from(size)
    for log, head in ask.want:
        held = room.channel.logs.get(log)
        if held is None:
            continue
        base = ask.have.get(log)
        above = base.size if base is not None and base in held.heads else 0
        if head.root == ANY_VERSION:
            if held.main.size > above:
                pending.add_relay(log, above, held.main)
        elif head in held.heads:
            if base is not None and base.size >= head.size:
                pending.notes.add((log, head))
            pending.add_relay(log, min(above, head.size - 1), head)
        else:
            pending.notes.update((log, other) for other in held.at_size(head.size))
    pending.blobs.update(ask.blobs)
    pending.save()
    if ask.away:  # somebody is back: try again those whom we had given up, and ask again for what nobody else had
        node.store.db.execute("UPDATE resends SET attempts=0, due=? WHERE channel=? AND party<>?", (node.now, room.id, AWAY))
        _remind_of_channels(node, room)


def _remind_of_channels(node: Node, room: Room) -> None:
    """Hand our opening of each other channel of a dialogue to its members again: a node that was restored has forgotten the newest."""
    for other in node.rooms.values():
        if other is room or other.channel.charter.id != room.channel.charter.id or other.is_plenary:
            continue
        own = LogKey(other.party, 0)
        for opening in node.store.heads_of(other.id, own)[:1]:
            pending = Pending(node, other)
            pending.add_relay(own, 0, opening.id)
            pending.save()


def ask_due(node: Node, room: Room, *, with_have: bool) -> bytes | None:
    """What we hold and lack: with everything sent again, when something is held for its ancestors, and after a long silence."""
    want: set[tuple[LogKey, HeadId]] = set()
    for (raw,) in node.store.db.execute("SELECT missing FROM held WHERE channel=?", (room.id,)):
        for party, generation, size, root in msgspec.json.decode(raw):
            log = LogKey(party, generation)
            head = HeadId(size, decode_base64(root) if root else ANY_VERSION)
            if room.channel.head(log, head) is None:
                want.add((log, head))
    guarded = node.heads.read(room.log_id(room.mine))
    if guarded.size > room.my_head.size:  # restored from a backup: our own end may be a receipt, which nobody names
        want.add((room.mine, guarded))
    want |= {(log, HeadId(1, ANY_VERSION)) for log in lost_generations(node, room)}
    if shut(node, room) is not None:  # whatever others hold, of this log and of one that a later generation opened
        want.add((room.mine, HeadId(room.my_head.size + 1, ANY_VERSION)))
        want |= {(log, HeadId(1, ANY_VERSION)) for log in following_logs(room.mine)}
    lacking = blobs.lacking(node, room)
    asked = bool(want or lacking) and Backoff(node, room, ASKED, hash_of((sorted(want), lacking)), 0).due
    away = away_due(node, room)
    if not (asked or with_have or away):
        return None
    have = {key: log.main for key, log in room.channel.logs.items()}
    for _, _, act in room.channel.evidence:
        have[act.contradiction.log] = act.agreed if act.agreed.size else have.get(act.contradiction.log, act.agreed)
        if not act.agreed.size:
            have.pop(act.contradiction.log, None)
    return format_ask(Ask(room.channel.charter.id, room.id, have, tuple(sorted(want)), tuple(lacking), away))


def away_due(node: Node, room: Room) -> bool:
    """Whether it is due to say that we were away: several times, since one file may be lost."""
    if node.store.get_meta("away:" + room.id) is None:
        return False
    state = Backoff(node, room, AWAY, 0, 0)
    return state.attempts < AWAY_ATTEMPTS and state.due


def hash_of(value: Any) -> int:
    """A number that tells whether something is still the same."""
    return int.from_bytes(hashlib.sha256(repr(value).encode()).digest()[:6])
