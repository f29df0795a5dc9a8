"""Receiving and sending: what a node does with a carrier (docs/protocol.md, "Exchange").

Rules:

1. What arrives is a stranger's: every item is admitted whole, held, or refused with the number of its step; nothing else changes.
2. A seal alone is never answered by a seal. A receipt is sealed once for everything admitted since the last one.
3. A duplicate that holds an act is answered by sending again, never by sealing again; at most once a poll.
4. What others have not named is sent again at growing intervals, and no more after a number of attempts, until they are heard.
5. Whoever named another party's head keeps it and hands it to whoever lacks it.
6. An ask is not signed: it decides what is sent again, to members only, and nothing else.
7. Several carriers bring one poll. Of a file that comes by two of them the second copy is passed over, if name and bytes are the same:
   a carrier that knows the name of a file cannot keep it from us by showing other bytes under it.
8. A file that cannot be opened may still be on its way: it is looked at again until it has stayed as it is for SETTLED, and then no more.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from detente.dialogue.fold import Ref
from detente.errors import N_, CallerError, CarrierError, DetenteError, FormatError, SignatureError, TheirData
from detente.node import blobs
from detente.node.carrier import Carrier
from detente.node.checks import answer_checks
from detente.node.collector import no_search_for_cycles
from detente.node.destruction import apply_destructions
from detente.node.duties import seal_lapses
from detente.node.node import Node, format_time
from detente.node.passed import note_passed
from detente.node.pending import Pending
from detente.node.restored import restored, shut
from detente.node.room import Room, is_label
from detente.node.sealing import behind, finish_interrupted, seal_acts
from detente.node.store import Changed
from detente.node.tables import own_tables
from detente.record.channel import UNKNOWN_ROOT, Admission, Channel, Duplicate, Forked, Held, Refused
from detente.record.charter import ChannelCharter, origin_of, parse_channel_charter, plenary_channel
from detente.record.checkpoint import parse_checkpoint_note, verify_checkpoint
from detente.record.container import MIN_CLASS, decrypt, is_usable, measure_age_header, open_container, seal_container
from detente.record.evidence import Contradiction, EvidenceAct, evidence_fields, parse_evidence
from detente.record.keys import verify_certificate
from detente.record.limits import LIMITS
from detente.record.pouch import (
    ASK_LINE,
    NOTE_LINE,
    POUCH_LINE,
    Ask,
    PouchHead,
    format_ask,
    parse_ask,
    parse_pouch_body,
    parse_pouch_head,
    without_pad,
)
from detente.record.seal import NO_HEAD, HeadId, LogKey, parse_seal
from detente.record.text import decode_base64, encode_base64
from detente.record.tree import Frontier

RESEND_FIRST = dt.timedelta(minutes=1)
"""After this long without being named, what we sent is sent again; then after twice as long, and so on up to RESEND_MOST."""
RESEND_MOST = dt.timedelta(hours=12)
RESEND_ATTEMPTS = 40
"""Then silence, until that party is heard or something new is said: traffic to a dead party ends."""
LONG_SILENCE = dt.timedelta(hours=24)
"""A node that has not polled for so long asks once what it missed."""
SETTLED = dt.timedelta(hours=1)
"""A file that cannot be opened and has not changed for so long is damaged, or was never meant to be opened by us."""
UNSETTLED_MOST = 64
"""Files of one carrier that are looked at again: whoever fills a place with rubbish makes no more than these come twice."""
COVER = ("cover",)
"""The reasons of a file that holds nothing (node/timetable.py)."""
ITEMS_PER_CONTAINER = 128
BYTES_PER_CONTAINER = 12 << 20


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


class Left(NamedTuple):
    """What one carrier was given.

    Attributes:
        files: how many were left on it.
        failed: why it took no more, or None. It was not asked again in the same run.
    """

    files: int
    failed: CarrierError | None


class Item(NamedTuple):
    """One thing in a file: its bytes, why it is sent, and the store number of our own pouch if it is one."""

    raw: bytes
    reason: str
    head: int | None = None


class Parcel(NamedTuple):
    """What is about to leave: for the preview, and then for the carrier.

    Attributes:
        room: the channel whose members it goes to.
        recipients: party ids that can open it.
        items: pouches, notes, asks and parts of attachments.
        reasons: why each item is sent: new, again, asked, ask, cover.
        heads: store numbers of our own pouches among the items, to be marked as sent.
        least: the smallest size class of its file.
        all_of_it: whether nothing else of the channel is due; else the rest waits (node/timetable.py).
    """

    room: Room
    recipients: tuple[str, ...]
    items: tuple[bytes, ...]
    reasons: tuple[str, ...]
    heads: tuple[int, ...]
    least: int = MIN_CLASS
    all_of_it: bool = True


class Unconfirmed(NamedTuple):
    """What has left for a member that has not named it.

    Attributes:
        first, last: the entries of our log, from 0.
        again: from when on (UTC) it goes again; None: once what is new has left, or not at all.
        given_up: it goes no more until the member is heard or something new is sealed.
    """

    party: str
    first: int
    last: int
    again: str | None
    given_up: bool


# ---- receiving ----


def receive(node: Node, carrier: Carrier) -> Received:
    """Take everything new that lies on a carrier, then seal the receipts that are due.

    Raises:
        CarrierError: the carrier cannot be listed. A single file that cannot be read is reported and tried again next time.
    """
    result = Received()
    take(node, carrier, result)
    settle(node, result)
    return result


def take(node: Node, carrier: Carrier, result: Received) -> None:
    """Take everything new that lies on a carrier; `settle` follows, once all carriers were looked at.

    Raises:
        CarrierError: the carrier cannot be listed. A single file that cannot be read is reported and tried again next time.
    """
    doubts = _Doubts(node, carrier.address)
    for name in carrier.list():
        if doubts.is_seen(name):
            continue
        try:
            raw = carrier.get(name)
        except CarrierError as error:
            result.refused.append((name, error))
            continue
        if raw is None:
            result.vanished.append(name)
            continue
        if doubts.is_known(name, raw):
            if doubts.is_settled(name):
                result.given_up.append(name)
            continue
        if doubts.came_elsewhere(name, raw):
            opened = True
        else:
            result.files += 1
            opened = receive_container(node, name, raw, result) or len(raw) > LIMITS.container_bytes
        with node.store.unsynced():  # a file that is read twice brings nothing new
            if opened:
                doubts.take(name, raw)
            else:
                doubts.keep(name, raw)


def settle(node: Node, result: Received) -> None:
    """What follows once the carriers have been looked at: checks are answered, receipts are sealed."""
    if node.interrupted:
        finish_interrupted(node)
    note_poll(node)
    for room in node.rooms.values():
        apply_destructions(node, room)
    answer_checks(node)
    result.lapses = seal_lapses(node)
    result.receipts = seal_receipts(node)
    for room in node.rooms.values():
        for _, _, state in _lagging(node, room):
            if not state.known:  # it has named more, not all: wait anew before anything is sent again
                state.count(first=True)


_TABLES = """
CREATE TABLE IF NOT EXISTS carrier_doubts (
    carrier TEXT NOT NULL, name TEXT NOT NULL, digest BLOB NOT NULL, since TEXT NOT NULL, PRIMARY KEY (carrier, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS carrier_taken (name TEXT PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID;
"""


class _Doubts:
    """What is known of the files of one carrier: seen for good, in doubt, or brought by another one."""

    def __init__(self, node: Node, address: str) -> None:
        self._db = own_tables(node.store, _TABLES)
        self._node, self._address, self._now = node, address, node.clock()
        self._seen = {row[0] for row in self._db.execute("SELECT name FROM carrier_files WHERE carrier=?", (address,))}
        rows = self._db.execute("SELECT name, digest, since FROM carrier_doubts WHERE carrier=?", (address,))
        self._kept: dict[str, tuple[bytes, str]] = {name: (bytes(digest), since) for name, digest, since in rows}

    def is_seen(self, name: str) -> bool:
        """Whether it need not be fetched again."""
        return name in self._seen

    def is_known(self, name: str, raw: bytes) -> bool:
        """Whether these very bytes could not be opened before."""
        return name in self._kept and self._kept[name][0] == hashlib.sha256(raw).digest()

    def is_settled(self, name: str) -> bool:
        """Whether a file in doubt has stayed as it is for so long that it is given up here and now."""
        if self._now - dt.datetime.fromisoformat(self._kept[name][1]) < SETTLED:
            return False
        self._close(name)
        return True

    def came_elsewhere(self, name: str, raw: bytes) -> bool:
        """Whether this file, by name and bytes, was taken from another carrier."""
        row = self._db.execute("SELECT digest FROM carrier_taken WHERE name=?", (name,)).fetchone()
        return row is not None and bytes(row[0]) == hashlib.sha256(raw).digest()

    def take(self, name: str, raw: bytes) -> None:
        """A file that was opened, or never can be."""
        note_passed(self._node, self._address, name, raw)
        self._db.execute(
            "INSERT INTO carrier_taken VALUES (?,?) ON CONFLICT (name) DO UPDATE SET digest=excluded.digest",
            (name, hashlib.sha256(raw).digest()),
        )
        self._close(name)

    def keep(self, name: str, raw: bytes) -> None:
        """A file that cannot be opened as it is now."""
        if name not in self._kept and len(self._kept) >= UNSETTLED_MOST:
            self._close(name)
            return
        self._kept[name] = (hashlib.sha256(raw).digest(), self._now.isoformat())
        self._db.execute(
            "INSERT INTO carrier_doubts VALUES (?,?,?,?)"
            " ON CONFLICT (carrier, name) DO UPDATE SET digest=excluded.digest, since=excluded.since",
            (self._address, name, *self._kept[name]),
        )

    def _close(self, name: str) -> None:
        self._seen.add(name)
        self._db.execute("INSERT OR IGNORE INTO carrier_files VALUES (?,?)", (self._address, name))
        if self._kept.pop(name, None) is not None:
            self._db.execute("DELETE FROM carrier_doubts WHERE carrier=? AND name=?", (self._address, name))


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
                _receive_note(node, item[len(NOTE_LINE) :], result)
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
        charter_of_channel = _check_invitation(node, raw, head)
        room = node.room_for(head.dialogue, head.channel, label)
        room.keep_invitation(charter_of_channel)
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
        admit(node, room, outcome)
        result.admitted += 1
        result.acts += len(outcome.entries) - 1
        return True
    if isinstance(outcome, Duplicate):
        result.duplicates += 1
        if outcome.bears_act and outcome.pouch.log.party != room.party:
            _answer_duplicate(node, room, outcome.pouch, have.get(room.id))
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
        node.heads.write(room.log_id(room.mine), admission.head.id)
    compare_standing(node, room, admission)


def _remark_own(node: Node, room: Room, admission: Admission) -> None:
    """Say so where our own log goes on in what others bring, though nothing here was known to be missing: it was sealed elsewhere."""
    if restored(node) is None and node.heads.read(room.log_id(admission.pouch.log)).size <= admission.pouch.start:
        node.remark(
            room.id,
            N_(
                "entries of our own log have come that were not sealed here: another copy of this node is in use, this one was put back to"
                " an old state, or a key was stolen"
            ),
        )


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
    refused: TheirData = SignatureError(N_("a pouch of our own log, for which our key file holds no key"))
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


def _answer_duplicate(node: Node, room: Room, pouch: PouchHead, have: dict[LogKey, HeadId] | None) -> None:
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
        if head.root == _ANY_ROOT:
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
        node.store.db.execute("UPDATE resends SET attempts=0, due=? WHERE channel=? AND party<>?", (node.now, room.id, _AWAY))
        _remind_of_channels(node, room)


def _remind_of_channels(node: Node, room: Room) -> None:
    """Hand our opening of each other channel of a dialogue to its members again: a node that was restored has forgotten the newest."""
    for other in node.rooms.values():
        if other is room or other.channel.charter.id != room.channel.charter.id or _is_plenary(other):
            continue
        own = LogKey(other.party, 0)
        for opening in node.store.heads_of(other.id, own)[:1]:
            pending = Pending(node, other)
            pending.add_relay(own, 0, opening.id)
            pending.save()


_ANY_ROOT = bytes(32)
"""In an ask: any version of that log will do."""


# ---- contradictions ----


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


def _evidence_due(node: Node, room: Room) -> list[dict[str, Any]]:
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


def _receive_note(node: Node, raw: bytes, result: Received) -> None:
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


# ---- receipts and evidence ----


def seal_receipts(node: Node) -> int:
    """Seal, in each channel, a receipt of what was admitted since our last seal, and evidence that is due. Drafts stay drafts.

    A channel in which we have no log yet is joined here, except the plenary, which a person joins (`charter sign`).
    """
    sealed = 0
    for room in node.rooms.values():
        evidence = _evidence_due(node, room)
        joining = not room.my_head.size
        k = room.channel.k or node.keys.channel_secret(room.id)
        if joining and (k is None or (_is_plenary(room) and node.store.get_meta("signed:" + room.channel.charter.id) is None)):
            continue
        if not (evidence or joining or room.unnamed()) or behind(node, room) is not None or _is_closed(room):
            continue
        try:
            seal_acts(node, room, [{"kind": "evidence", "at": node.now, **fields} for fields in evidence])
        except (CallerError, Changed) as error:
            node.remark(room.id, N_("no receipt could be sealed: %(reason)s"), reason=str(error))
            continue
        node.store.set_meta("evidence:" + room.id, b"[]")
        sealed += 1
    return sealed


def _is_plenary(room: Room) -> bool:
    return room.id == plenary_channel(room.channel.charter).id


def _is_closed(room: Room) -> bool:
    return room.channel.is_closed(room.mine)


# ---- sending ----


def plan(node: Node) -> list[Parcel]:
    """What would leave now, to whom and why. Changes nothing."""
    return [parcel for room in node.rooms.values() for parcel in due_parcels(node, room)]


def due_parcels(node: Node, room: Room) -> list[Parcel]:
    """What would leave now in one channel."""
    return [parcel_of(room, group) for group in _groups(due_items(node, room))] if room.channel.members else []


def parcel_of(room: Room, items: Sequence[Item], *, least: int = MIN_CLASS, all_of_it: bool = True) -> Parcel:
    """Items of one channel as one file for its other members."""
    recipients = tuple(party for party in room.channel.members if party != room.party)
    heads = tuple(item.head for item in items if item.head is not None)
    return Parcel(room, recipients, tuple(item.raw for item in items), tuple(item.reason for item in items), heads, least, all_of_it)


def due_items(node: Node, room: Room) -> list[Item]:
    """All that is due to leave in one channel."""
    items: list[Item] = []
    done: set[int] = set()

    def add(stored: Any, reason: str) -> None:
        if stored.seq not in done and stored.note is not None:
            done.add(stored.seq)
            items.append(Item(room.pouch(stored), reason, stored.seq if stored.log.party == room.party else None))

    pending = Pending(node, room)
    due = resends_due(node, room)
    if behind(node, room) is None:  # what others hold in its place may be another version; that we ask for it must leave all the same
        for log in room.channel.generations(room.party):
            for stored in node.store.unsent(room.id, log):
                add(stored, "new")
    again = min((size for size in [pending.own_from, *due.values()] if size is not None), default=None)
    if again is not None:
        for stored in node.store.heads_of(room.id, room.mine, above=again):
            add(stored, "again")
    for log, (above, head) in pending.relay.items():
        for stored in node.store.chain(room.id, log, head, above)[:ITEMS_PER_CONTAINER]:
            add(stored, "asked")
    for log, head in sorted(pending.notes):
        found = node.store.head(room.id, log, head)
        if found is not None and found.note is not None:
            items.append(Item(NOTE_LINE + found.note, "asked"))
    items += [Item(part, "asked") for part in blobs.parts(node, sorted(pending.blobs))]
    items += [Item(part, "new") for part in blobs.new_parts(node, room, done)]
    ask = _ask(node, room, with_have=bool(due))
    if ask is not None:
        items.append(Item(ask, "ask"))
    return items


def _groups(items: Sequence[Item]) -> Iterable[list[Item]]:
    """Items in files that are not too large."""
    group: list[Item] = []
    size = 0
    for item in items:
        if group and (len(group) == ITEMS_PER_CONTAINER or size + len(item.raw) > BYTES_PER_CONTAINER):
            yield group
            group, size = [], 0
        group.append(item)
        size += len(item.raw)
    if group:
        yield group


def _ask(node: Node, room: Room, *, with_have: bool) -> bytes | None:
    """What we hold and lack: with everything sent again, when something is held for its ancestors, and after a long silence."""
    want: set[tuple[LogKey, HeadId]] = set()
    for (raw,) in node.store.db.execute("SELECT missing FROM held WHERE channel=?", (room.id,)):
        for party, generation, size, root in msgspec.json.decode(raw):
            log = LogKey(party, generation)
            head = HeadId(size, decode_base64(root) if root else _ANY_ROOT)
            if room.channel.head(log, head) is None:
                want.add((log, head))
    guarded = node.heads.read(room.log_id(room.mine))
    if guarded.size > room.my_head.size:  # restored from a backup: our own end may be a receipt, which nobody names
        want.add((room.mine, guarded))
    if shut(node, room) is not None:  # whatever others hold, of this log and of one that a later generation opened
        following = LogKey(room.party, room.mine.generation + 1)
        want |= {(room.mine, HeadId(room.my_head.size + 1, _ANY_ROOT)), (following, HeadId(1, _ANY_ROOT))}
    lacking = blobs.lacking(node, room)
    asked = bool(want or lacking) and _Backoff(node, room, _ASK, hash_of((sorted(want), lacking)), 0).due
    away = _away(node, room)
    if not (asked or with_have or away):
        return None
    have = {key: log.main for key, log in room.channel.logs.items()}
    for _, _, act in room.channel.evidence:
        have[act.contradiction.log] = act.agreed if act.agreed.size else have.get(act.contradiction.log, act.agreed)
        if not act.agreed.size:
            have.pop(act.contradiction.log, None)
    return format_ask(Ask(room.channel.charter.id, room.id, have, tuple(sorted(want)), tuple(lacking), away))


_ASK = "?"
_AWAY = "!"
"""Rows of `resends` beside those of parties: asks go out at growing intervals too; a new lack starts anew."""
AWAY_ATTEMPTS = 16


def _away(node: Node, room: Room) -> bool:
    """Whether it is due to say that we were away: several times, since one file may be lost."""
    if node.store.get_meta("away:" + room.id) is None:
        return False
    state = _Backoff(node, room, _AWAY, 0, 0)
    return state.attempts < AWAY_ATTEMPTS and state.due


def hash_of(value: Any) -> int:
    """A number that tells whether something is still the same."""
    return int.from_bytes(hashlib.sha256(repr(value).encode()).digest()[:6])


def _has_come(node: Node, due: str) -> bool:
    """Whether a time is not ahead of us; one further ahead than anything is ever put off was noted before the clock was set back."""
    return due <= node.now or due > format_time(node.clock() + RESEND_MOST)


class _Backoff:
    """One row of `resends`: how often something was sent again, and when it is due next."""

    def __init__(self, node: Node, room: Room, party: str, named: int, own: int) -> None:
        self.node, self.key, self.named, self.own = node, (room.id, party), named, own
        row = node.store.db.execute("SELECT named, own, attempts, due FROM resends WHERE channel=? AND party=?", self.key).fetchone()
        same = row is not None and row[0] == named and row[1] == own
        self.attempts: int = row[2] if same else 0
        self.known = same
        self.again: str | None = row[3] if same else None
        self.due = self.attempts < RESEND_ATTEMPTS and (not same or _has_come(node, row[3]))

    def count(self, *, first: bool) -> None:
        """Note that it was sent (`first`: for the first time, which is no attempt)."""
        attempts = self.attempts if first else self.attempts + 1
        wait = min(RESEND_FIRST * (1 << min(attempts, 20)), RESEND_MOST)
        due = (self.node.clock() + wait).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.node.store.db.execute(
            "INSERT INTO resends VALUES (?,?,?,?,?,?) ON CONFLICT (channel, party) DO UPDATE"
            " SET named=excluded.named, own=excluded.own, attempts=excluded.attempts, due=excluded.due",
            (*self.key, self.named, self.own, attempts, due),
        )


def resends_due(node: Node, room: Room) -> dict[str, int]:
    """Members who have not named our last acts and are due to be sent them again: party -> the size that it named."""
    due = {}
    for party, named, state in _lagging(node, room):
        if state.known and state.due:
            due[party] = named
    return due


def unconfirmed(node: Node, room: Room) -> list[Unconfirmed]:
    """What has left, tells of an act, and was named by no seal of a member: lost, on its way, or not answered yet."""
    lagging = _lagging(node, room)
    least = min((named for _, named, _ in lagging), default=0)
    sent = [stored.id for stored in node.store.heads_of(room.id, room.mine, above=least) if stored.sent] if lagging else []
    end = max((head.size for head in sent if room.channel.logs[room.mine].heads[head].bears_act), default=0)
    return [
        Unconfirmed(
            party=party,
            first=named,
            last=end - 1,
            again=state.again if state.attempts < RESEND_ATTEMPTS else None,
            given_up=state.attempts >= RESEND_ATTEMPTS,
        )
        for party, named, state in lagging
        if end > named
    ]


def _lagging(node: Node, room: Room) -> list[tuple[str, int, _Backoff]]:
    own = room.channel.logs.get(room.mine)
    if own is None:
        return []
    lagging = []
    for party in room.channel.members:
        if party == room.party:
            continue
        logs = [room.channel.logs[key] for key in room.channel.generations(party)]
        sizes = [log.heads[log.main].vector[own.key].size for log in logs if log.main.size and own.key in log.heads[log.main].vector]
        named = max(sizes, default=0)
        if own.named.size > named:
            heard = sum(log.size for log in logs)
            lagging.append((party, named, _Backoff(node, room, party, named, own.named.size * 1_000_003 + heard)))
    return lagging


def send(
    node: Node, carrier: Carrier, parcels: Sequence[Parcel] | None = None, left: Callable[[str, Parcel], None] | None = None
) -> int:
    """Put everything that is due on a carrier; the number of files.

    Args:
        left: told the name of each file and what is in it, inside the transaction that remembers that it was left.

    Raises:
        CarrierError: a file could not be left. What was left before it stays left; the rest is due again.
    """
    parcels = plan(node) if parcels is None else parcels
    (done,) = send_by_all(node, [carrier], parcels, left)
    if done.failed is not None:
        raise done.failed
    return len(parcels)


def send_by_all(
    node: Node, carriers: Sequence[Carrier], parcels: Sequence[Parcel] | None = None, left: Callable[[str, Parcel], None] | None = None
) -> list[Left]:
    """Put everything that is due on each of several carriers, the same file under the same name; what each was given.

    One that fails is passed over for the rest. A parcel has left once one of them has taken it: whom it does not reach by that one it
    reaches when it is sent again, since no receipt comes. What no carrier took is due again.

    Args:
        left: as in `send`.
    """
    parcels = plan(node) if parcels is None else parcels
    done = [Left(0, None) for _ in carriers]
    for parcel in parcels:
        if behind(node, parcel.room) is not None and any(reason == "new" for reason in parcel.reasons):
            continue  # known only since the parcel was made up
        usable = _usable_recipients(node, parcel.room)
        if not usable:
            continue
        if all(each.failed for each in done):
            break
        container = seal_container(parcel.items, usable, node.random, parcel.least)
        name = node.random(16).hex() + ".age"
        for number, carrier in enumerate(carriers):
            if done[number].failed is None:
                done[number] = _put(carrier, name, container, done[number])
        took = [carrier for carrier, now in zip(carriers, done, strict=True) if now.failed is None]
        if not took:
            continue
        with node.store.transaction():
            for carrier in took:
                node.store.db.execute("INSERT OR IGNORE INTO carrier_files VALUES (?,?)", (carrier.address, name))  # ours is no news to us
                note_passed(node, carrier.address, name, container, parcel.room.id, cover=parcel.reasons == COVER)
            node.store.mark_sent(parcel.heads)
            if left is not None:
                left(name, parcel)
    if any(each.failed is None for each in done):
        for room in {parcel.room.id: parcel.room for parcel in parcels}.values():
            _account(node, room, [parcel for parcel in parcels if parcel.room is room])
    return done


def _put(carrier: Carrier, name: str, container: bytes, before: Left) -> Left:
    try:
        carrier.put(name, container)
    except CarrierError as error:
        return before._replace(failed=error)
    return before._replace(files=before.files + 1)


def _usable_recipients(node: Node, room: Room) -> list[str]:
    recipients = room.channel.current_recipients()
    usable = [text for text in recipients if is_usable(text)]
    for text in sorted(set(recipients) - set(usable)):
        node.remark(room.id, N_("this program cannot encrypt to the recipient %(recipient)s: it is left out"), recipient=text)
    return usable


def _account(node: Node, room: Room, parcels: Sequence[Parcel]) -> None:
    """After everything of a channel has been left on the carrier: when to send again, when to ask again."""
    sent = [item for parcel in parcels for item in zip(parcel.items, parcel.reasons, strict=True)]
    again = any(reason == "again" for _, reason in sent)
    with node.store.transaction():
        for _, _, state in _lagging(node, room):
            if not state.known:
                state.count(first=True)
            elif state.due and again:
                state.count(first=False)
        for ask in (parse_ask(item) for item, reason in sent if reason == "ask"):
            _Backoff(node, room, _ASK, hash_of((sorted(ask.want), list(ask.blobs))), 0).count(first=False)
            if ask.away:
                _Backoff(node, room, _AWAY, 0, 0).count(first=False)
        pending = Pending(node, room)
        if all(parcel.all_of_it for parcel in parcels):
            pending.clear()
        else:
            pending.went([item for item, reason in sent if reason in {"again", "asked"}])


def note_poll(node: Node) -> None:
    """Remember when we last looked; after a long silence ask what we missed."""
    last = node.store.get_meta("polled")
    now = node.clock()
    if last is not None and now - dt.datetime.fromisoformat(last.decode()) > LONG_SILENCE:
        ask_all(node)
    node.store.set_meta("polled", now.isoformat().encode())


def ask_all(node: Node) -> None:
    """Ask every channel what we missed, with the next send."""
    for room in node.rooms.values():
        node.store.set_meta("away:" + room.id, b"1")
        node.store.db.execute("DELETE FROM resends WHERE channel=?", (room.id,))


def sync(node: Node, carrier: Carrier) -> tuple[Received, int]:
    """Receive, seal receipts, send: what a node does once a poll."""
    received = receive(node, carrier)
    return received, send(node, carrier)
