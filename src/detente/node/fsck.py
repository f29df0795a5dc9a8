"""fsck: everything recomputed from the stored bytes, as a stranger would who believes nothing of this disk.

In the order of admission each pouch is parsed, hashed, its signatures and certificates verified, its ancestors looked up, its cut
recomputed: by the same steps by which it was admitted. Then what is kept beside the record is compared: tips, head files, standings,
attachments, what is held. Nothing is changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from detente.dialogue.fold import Fold
from detente.errors import N_, DetenteError, StoreError
from detente.node import blobs
from detente.node.node import Node
from detente.node.room import Room
from detente.node.store import StoredHead
from detente.record.channel import Admission, Channel, Forked
from detente.record.entry import parse_entry
from detente.record.seal import NO_HEAD, HeadId, LogKey


class Problem(NamedTuple):
    """One thing that is wrong: in which channel (its label, or "" for the node), where, and what."""

    channel: str
    where: str
    error: DetenteError


class Report(NamedTuple):
    """What was looked at, and every problem found; an empty list is a clean bill."""

    pouches: int
    entries: int
    problems: list[Problem]


def check(node: Node, progress: Callable[[int, int], None] | None = None) -> Report:
    """Recompute everything.

    Args:
        node: an opened node; nothing of it is changed.
        progress: called with (pouches done, pouches in all).
    """
    problems: list[Problem] = []
    heads = {room.id: node.store.heads(room.id) for room in node.rooms.values()}
    total = sum(len(found) for found in heads.values())
    done = entries = 0
    for room in node.rooms.values():
        replay = Channel(room.channel.charter, room.id)
        replay.note_of = room.channel.note_of
        replay.may_be_destroyed = room.has_agreed_to_destroy
        bad_logs: set[LogKey] = set()
        for stored in heads[room.id]:
            done += 1
            entries += stored.id.size - stored.start
            if progress is not None:
                progress(done, total)
            if stored.log in bad_logs:
                continue  # what stands on a broken pouch cannot be judged; the first is named
            found = list(_check_pouch(node, room, replay, stored))
            if found:
                bad_logs.add(stored.log)
            problems += found
        if not bad_logs:
            problems += _check_beside(node, room)
    problems += _check_blobs(node)
    return Report(done, entries, problems)


def _where(stored: StoredHead, index: int) -> str:
    generation = f".{stored.log.generation}" if stored.log.generation else ""
    return f"{stored.log.party}{generation}/{index}"


def _check_pouch(node: Node, room: Room, replay: Channel, stored: StoredHead) -> Iterator[Problem]:
    broken = False
    rows = node.store.lines(stored.seq)
    expected = range(stored.start, stored.id.size)
    if [index for index, _, _ in rows] != list(expected):
        yield Problem(
            room.label,
            _where(stored, stored.start),
            StoreError(N_("entries are missing between %(start)d and %(end)d"), start=stored.start, end=stored.id.size),
        )
        return
    for index, leaf, line in rows:
        try:
            entry = parse_entry(line)
        except DetenteError as error:
            broken = True
            yield Problem(room.label, _where(stored, index), error)
            continue
        if entry.leaf != leaf:
            broken = True
            yield Problem(room.label, _where(stored, index), StoreError(N_("the entry is not the one that was admitted: its hash differs")))
    if broken:
        return
    if stored.note is None:
        yield Problem(
            room.label, _where(stored, stored.id.size - 1), StoreError(N_("our own seal is not signed; opening the node signs it"))
        )
        return
    try:
        outcome = replay.check(room.pouch(stored), room.mine, room.leaves)
    except DetenteError as error:
        yield Problem(room.label, _where(stored, stored.id.size - 1), error)
        return
    if isinstance(outcome, Forked) and stored.branch:
        return  # a second version of a log, kept as such; its evidence stands later in the record
    if not isinstance(outcome, Admission) or outcome.head.id != stored.id:
        again = StoreError(N_("the pouch that ends here would not be admitted again"))
        yield Problem(room.label, _where(stored, stored.id.size - 1), again)
        return
    replay.apply(outcome)


def _check_beside(node: Node, room: Room) -> Iterator[Problem]:
    for key, log in room.channel.logs.items():
        size, root = node.store.tip(room.id, key)
        if HeadId(size, root) != log.main:
            wrong = StoreError(
                N_("the tip of our log is %(seen)d in the database and %(expected)d in the tree"), seen=size, expected=log.main.size
            )
            yield Problem(room.label, key.party, wrong)
    try:
        guarded = node.heads.read(room.log_id(room.mine))
        if guarded != room.my_head and not (guarded == NO_HEAD and room.my_head == NO_HEAD):
            wrong = StoreError(
                N_("the head file says %(seen)d, the log ends at %(expected)d"), seen=guarded.size, expected=room.my_head.size
            )
            yield Problem(room.label, room.party, wrong)
    except DetenteError as error:
        yield Problem(room.label, room.party, error)
    yield from _check_standings(node, room)
    for number, digest, raw in node.store.db.execute("SELECT id, digest, raw FROM held WHERE channel=?", (room.id,)):
        if hashlib.sha256(raw).digest() != bytes(digest):
            yield Problem(room.label, f"held {number}", StoreError(N_("a held pouch was changed on the disk; it will be asked for again")))


def _check_standings(node: Node, room: Room) -> Iterator[Problem]:
    """Whether each of our seals states the count that its acts give. One fold goes along with our seals, so the cost stays linear."""
    fold, seen = Fold(room.channel.members), dict[LogKey, HeadId]()
    for stored in node.store.heads_of(room.id, room.mine):
        head = room.channel.logs[stored.log].heads[stored.id]
        if room.channel.frozen(head.vector) or stored.log.generation:
            fold = room.fold_of(head.vector)
        else:
            chains = [node.store.chain(room.id, log, named, seen.get(log, NO_HEAD).size) for log, named in head.vector.items()]
            for part in sorted(part for chain in chains for part in chain):
                room.fold_pouch(fold, part)
        seen = dict(head.vector)
        if room.standing(head.cut, fold).digest != head.standing:
            wrong = StoreError(
                N_("our seal states a count that its acts do not give; another version of the rules, or a fault of the program")
            )
            yield Problem(room.label, _where(stored, stored.id.size - 1), wrong)


def _check_blobs(node: Node) -> Iterator[Problem]:
    for (digest,) in node.store.db.execute("SELECT digest FROM blobs WHERE complete IS NOT NULL"):
        data = blobs.read_blob(node, bytes(digest))
        if data is None:
            yield Problem("", bytes(digest).hex()[:16], StoreError(N_("an attachment is missing")))
        elif hashlib.sha256(data).digest() != bytes(digest):
            yield Problem("", bytes(digest).hex()[:16], StoreError(N_("an attachment was changed on the disk")))
