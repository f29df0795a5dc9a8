"""fsck: everything recomputed from the stored bytes, as a stranger would who believes nothing of this disk.

In the order of admission each pouch is parsed, hashed, its signatures and certificates verified, its ancestors looked up, its cut
recomputed: by the same steps by which it was admitted. Then what is kept beside the record is compared: tips, head files, standings,
attachments, what is held, and what makes opening quick: that alone is made anew where it lies. Nothing else is changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import heapq
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from itertools import chain, groupby
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from detente.dialogue.fold import Fold, Ref
from detente.errors import N_, DetenteError, FormatError, ProofError, StoreError
from detente.node import blobs
from detente.node.collector import no_search_for_cycles
from detente.node.database import Database, Sqlite
from detente.node.folding import Folding
from detente.node.heads import decode_vector
from detente.node.node import Node
from detente.node.resting import Scratch, Shelf
from detente.node.room import MADE_BY, REST_EVERY, Room, state_of
from detente.node.schema import REQUESTS
from detente.node.server import Address, Server
from detente.node.store import StoredHead
from detente.record.channel import Admission, Channel, Forked
from detente.record.charter import origin_of
from detente.record.checkpoint import verify_checkpoint
from detente.record.entries import parse_entries
from detente.record.entry import parse_entry
from detente.record.keys import verify_certificate
from detente.record.seal import NO_HEAD, HeadId, LogKey, Vector, dominates
from detente.record.tree import Frontier

_ENTRIES_FOR_A_PROCESS = 20_000  # starting one costs as much as checking about so many


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
            entries += _count(stored)
            if progress is not None:
                progress(done, total)
            if stored.log in bad_logs:
                continue  # what stands on a broken pouch cannot be judged; the first is named
            with no_search_for_cycles():
                found = list(_check_pouch(node, room, replay, stored))
            if found:
                bad_logs.add(stored.log)
            problems += found
        if not bad_logs:
            problems += _check_tips(node, room, replay)
            problems += _check_beside(node, room)
    problems += _check_blobs(node)
    return Report(done, entries, problems)


def _count(stored: StoredHead) -> int:
    return stored.id.size - stored.start


def _where(stored: StoredHead, index: int) -> str:
    generation = f".{stored.log.generation}" if stored.log.generation else ""
    return f"{stored.log.party}{generation}/{index}"


def _check_pouch(node: Node, room: Room, replay: Channel, stored: StoredHead) -> Iterator[Problem]:
    rows = node.store.lines(stored.seq)
    if [index for index, _, _ in rows] != list(range(stored.start, stored.id.size)):
        yield _entries_missing(room, stored)
        return
    last = _where(stored, stored.id.size - 1)
    if stored.note is None:
        unsigned = Problem(room.label, last, StoreError(N_("our own seal is not signed; opening the node signs it")))
        yield from list(_broken_lines(room, stored, rows)) or [unsigned]
        return
    try:
        outcome = replay.check(room.pouch(stored), room.mine, room.leaves)
    except DetenteError as error:
        yield from list(_broken_lines(room, stored, rows)) or [Problem(room.label, last, error)]
        return
    if not isinstance(outcome, Admission):
        broken = list(_broken_lines(room, stored, rows))
        if broken or (isinstance(outcome, Forked) and stored.branch):
            yield from broken
            return  # a second version of a log, kept as such; its evidence stands later in the record
    elif [entry.leaf for entry in outcome.entries] != [leaf for _, leaf, _ in rows]:
        yield from _broken_lines(room, stored, rows)
        return
    if not isinstance(outcome, Admission) or outcome.head.id != stored.id:
        yield Problem(room.label, last, StoreError(N_("the pouch that ends here would not be admitted again")))
        return
    replay.apply(outcome)
    yield from _check_state(node, room, stored, outcome)


def _check_state(node: Node, room: Room, stored: StoredHead, outcome: Admission) -> Iterator[Problem]:
    """Whether what is kept of a head, so that opening need not read its entries, is what its entries say."""
    if node.store.state(stored.seq)._replace(frontier=None) != state_of(outcome)._replace(frontier=None):
        wrong = StoreError(N_("what is kept of this signed state is not what its entries say"))
        yield Problem(room.label, _where(stored, stored.id.size - 1), wrong)


def _check_tips(node: Node, room: Room, replay: Channel) -> Iterator[Problem]:
    """The same of the trees, which are kept at the ends of logs only."""
    for stored, state in node.store.states(room.id):
        tree = replay.logs[stored.log].tips.get(stored.id)
        if (tree and (tree.size, tree.hashes)) != (state.frontier and (state.frontier.size, state.frontier.hashes)):
            wrong = StoreError(N_("what is kept of this signed state is not what its entries say"))
            yield Problem(room.label, _where(stored, stored.id.size - 1), wrong)


def _entries_missing(room: Room, stored: StoredHead) -> Problem:
    missing = StoreError(N_("entries are missing between %(start)d and %(end)d"), start=stored.start, end=stored.id.size)
    return Problem(room.label, _where(stored, stored.start), missing)


def _broken_lines(room: Room, stored: StoredHead, rows: Iterable[tuple[int, bytes, bytes]]) -> Iterator[Problem]:
    """Which entries of a pouch are not what was admitted; one by one, so that each is named."""
    for index, leaf, line in rows:
        try:
            entry = parse_entry(line)
        except DetenteError as error:
            yield Problem(room.label, _where(stored, index), error)
            continue
        if entry.leaf != leaf:
            changed = StoreError(N_("the entry is not the one that was admitted: its hash differs"))
            yield Problem(room.label, _where(stored, index), changed)


def check_bodies(node: Node) -> Report:
    """Whether each stored entry is well formed and has its stored leaf hash: the commitments alone.

    Lines do not depend on each other, so a large record is shared out to the processors.
    """
    heads = {stored.seq: (room, stored) for room in node.rooms.values() for stored in node.store.heads(room.id)}
    entries = sum(_count(stored) for _, stored in heads.values())
    broken = _broken_in_processes(node, list(heads), entries)
    if broken is None:
        broken = _broken_pouches(node.store.db, heads)
    problems: list[Problem] = []
    for seq in sorted(broken):
        room, stored = heads[seq]
        rows = node.store.lines(seq)
        problems += list(_broken_lines(room, stored, rows)) or [_entries_missing(room, stored)]
    return Report(len(heads), entries, problems)


def _broken_in_processes(node: Node, seqs: Sequence[int], entries: int) -> list[int] | None:
    """Those of some pouches that do not hold what was admitted; None where several processes would not pay, or cannot be had."""
    workers = min(os.cpu_count() or 1, entries // _ENTRIES_FOR_A_PROCESS)
    if workers < 2 or node.store.where is None:
        return None
    shares = [seqs[start :: 4 * workers] for start in range(4 * workers)]  # small shares: no process waits long for another
    try:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            return list(chain.from_iterable(pool.map(_broken_pouches_of, [node.store.where] * len(shares), shares)))
    except (BrokenExecutor, OSError):
        return None


@no_search_for_cycles()
def _broken_pouches(db: Database, seqs: Iterable[int]) -> list[int]:
    """Those of some pouches that do not hold the entries that were admitted."""
    broken = []
    for seq in seqs:
        start, end = db.execute("SELECT start, size FROM heads WHERE seq=?", (seq,)).fetchone()
        rows = db.execute("SELECT idx, leaf, line FROM entries WHERE head=? ORDER BY idx", (seq,)).fetchall()
        try:
            leaves = [entry.leaf for entry in parse_entries([line for _, _, line in rows])]
        except DetenteError:
            leaves = []
        if leaves != [leaf for _, leaf, _ in rows] or [index for index, _, _ in rows] != list(range(start, end)):
            broken.append(seq)
    return broken


def _broken_pouches_of(where: Path | Address, seqs: Sequence[int]) -> list[int]:
    """The same in a process of its own, which opens the store to read only."""
    if not isinstance(where, Path):
        with contextlib.closing(Server(where)) as server:
            return _broken_pouches(server, seqs)
    with contextlib.closing(sqlite3.connect(where.resolve().as_uri() + "?mode=ro", uri=True, factory=Sqlite)) as db:
        return _broken_pouches(db, seqs)


@no_search_for_cycles()
def check_logs(node: Node) -> Report:
    """Whether the stored leaf hashes lead to the signed roots, and signatures and certificates hold: no entry is looked at."""
    problems: list[Problem] = []
    pouches = entries = 0
    for room in node.rooms.values():
        trees: dict[tuple[LogKey, HeadId], Frontier] = {}
        for stored in node.store.heads(room.id):
            leaves = node.store.leaves_of(stored.seq)
            pouches, entries = pouches + 1, entries + len(leaves)
            if len(leaves) != _count(stored):
                problems.append(_entries_missing(room, stored))
                continue
            try:
                _check_root(room, stored, leaves, trees)
            except DetenteError as error:
                problems.append(Problem(room.label, _where(stored, stored.id.size - 1), error))
    return Report(pouches, entries, problems)


def _check_root(room: Room, stored: StoredHead, leaves: Sequence[bytes], trees: dict[tuple[LogKey, HeadId], Frontier]) -> None:
    head = room.channel.logs[stored.log].heads[stored.id]
    if stored.note is None:
        raise StoreError(N_("our own seal is not signed; opening the node signs it"))
    certificate, log = head.signer, room.log_id(stored.log)
    if stored.start in {0, certificate.start}:  # its first pouch
        verify_certificate(certificate.value, room.channel.charter.parties[stored.log.party], log, stored.log.generation)
    signed = verify_checkpoint(stored.note, certificate.keys, origin_of(log))
    frontier = trees.pop((stored.log, head.prev), None)
    if frontier is None:  # the first pouch, or a second one after the same head
        frontier = Frontier()
        frontier.extend(room.leaves(stored.log, head.prev) if stored.start else [])
    frontier.extend(leaves)
    if HeadId(frontier.size, frontier.root()) != stored.id or (signed.size, signed.root) != stored.id:
        raise ProofError(N_("the entries do not lead to the signed root"))
    trees[stored.log, stored.id] = frontier


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
    yield from _check_counts(node, room)
    for number, digest, raw in node.store.db.execute("SELECT id, digest, raw FROM held WHERE channel=?", (room.id,)):
        if hashlib.sha256(raw).digest() != bytes(digest):
            yield Problem(room.label, f"held {number}", StoreError(N_("a held pouch was changed on the disk; it will be asked for again")))


def _check_counts(node: Node, room: Room) -> Iterator[Problem]:
    """Whether each of our seals states the count that its acts give, and whether the fold at rest is what its acts give.

    One fold goes along with both, so the cost stays linear; its memory does not grow.
    """
    with contextlib.closing(Scratch(node.store, room.id, REQUESTS)) as scratch:
        again = _Again(room, scratch)
        kept = node.store.fold(room.id)
        due = None if kept is None or kept[0] != MADE_BY else decode_vector(kept[1])
        for stored in node.store.heads_of(room.id, room.mine):
            head = room.channel.logs[stored.log].heads[stored.id]
            counted = room.counted_heads(head.vector)
            if due is not None and not dominates(due, counted):  # this seal has seen more than what rests
                yield from _check_fold_at_rest(node, room, again, due)
                due = None
            if room.standing(head.cut, again.over(counted)).digest != head.standing:
                wrong = StoreError(
                    N_("our seal states a count that its acts do not give; another version of the rules, or a fault of the program")
                )
                yield Problem(room.label, _where(stored, stored.id.size - 1), wrong)
        if due is not None:
            yield from _check_fold_at_rest(node, room, again, due)


class _Again:
    """A fold made anew from the record, of one cut after another."""

    def __init__(self, room: Room, scratch: Scratch) -> None:
        self._room = room
        self._scratch = scratch
        self.folding = Folding(room, scratch)

    def over(self, counted: Vector) -> Fold:
        """The fold over what counts: from the last one, if that is its beginning, else from nothing."""
        news = self.folding.news(counted)
        if news is None:
            self._scratch.clear()
            self.folding = Folding(self._room, self._scratch)
            news = self.folding.news(counted) or []
        self.folding.advance(news, self.rest, REST_EVERY)
        return self.folding.fold

    def snapshot(self) -> dict[str, Any]:
        """Let its requests rest; the snapshot of all else."""
        snapshot = self.folding.write_requests()
        self.folding.rested()
        return snapshot

    def rest(self) -> None:
        self.snapshot()


def _check_fold_at_rest(node: Node, room: Room, again: _Again, covers: Vector) -> list[Problem]:
    """Compare what is kept so that opening is quick with what the record says; what lies is made anew."""
    again.over(covers)
    snapshot = msgspec.json.encode(again.snapshot())
    kept = node.store.fold(room.id)
    wrong = []
    if kept is None or not _is_same(again, msgspec.json.decode(snapshot), kept[2]):
        differs = StoreError(N_("what was kept for quick opening was not what the record says; it was made anew"))
        wrong.append(Problem(room.label, "", differs))
    shelves = heapq.merge(Shelf(node.store.derived, node.store, room.id).rows(), again.folding.shelf.rows(), key=_name_of)
    for ref, rows in groupby(shelves, key=_name_of):
        found = list(rows)
        if len(found) != 2 or found[0] != found[1]:
            differs = StoreError(N_("what was kept of this request for quick opening was not what the record says; it was made anew"))
            wrong.append(Problem(room.label, str(ref), differs))
    if wrong:
        room.refold()
    return wrong


def _is_same(again: _Again, snapshot: dict[str, Any], kept: bytes) -> bool:
    """Whether a snapshot is one of the same acts; the order in which they came is that of admission, and no other order is wrong."""
    try:
        value = msgspec.json.decode(kept)
        resumed = again.folding.resumed(value)
    except (msgspec.MsgspecError, FormatError, KeyError, ValueError, TypeError):  # damaged on the disk
        return False
    return _in_one_order(value) == _in_one_order(snapshot) and resumed.lasting_value() == again.folding.fold.lasting_value()


def _in_one_order(snapshot: dict[str, Any]) -> dict[str, Any]:
    return {key: sorted(value, key=msgspec.json.encode) if isinstance(value, list) else value for key, value in snapshot.items()}


def _name_of(row: tuple[Ref, tuple[Any, ...]]) -> Ref:
    return row[0]


def _check_blobs(node: Node) -> Iterator[Problem]:
    for (digest,) in node.store.db.execute("SELECT digest FROM blobs WHERE complete IS NOT NULL"):
        data = blobs.read_blob(node, bytes(digest))
        if data is None:
            yield Problem("", bytes(digest).hex()[:16], StoreError(N_("an attachment is missing")))
        elif hashlib.sha256(data).digest() != bytes(digest):
            yield Problem("", bytes(digest).hex()[:16], StoreError(N_("an attachment was changed on the disk")))
