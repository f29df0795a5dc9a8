"""Sealing: the only way into a log (docs/protocol.md, "Before it seals").

In this order, always:

1. the checklist: nothing known of our own log that we do not hold; head file, database and tree agree; keys valid; drafts fresh;
2. one transaction: entries, seal and head, the tip moved by compare-and-set; on the disk when it ends;
3. the head file, written and synced;
4. only then: sign, store the signed state; from then on it may leave.

A crash after 2 leaves a head without a signature: it is signed when the node is opened again (the same body; other signature bytes
are harmless). A crash before 2 leaves nothing.
"""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from detente.dialogue.fold import Fold, Ref
from detente.errors import N_, CallerError, StoreError, reason_of, reason_of_database
from detente.node import clearance, handover
from detente.node.clearance import check_cleared, released
from detente.node.collector import no_search_for_cycles
from detente.node.node import Node
from detente.node.personal import signers
from detente.node.persons import in_person, unsigned
from detente.node.readiness import check_fresh, checklist
from detente.node.restored import open_channel, shut
from detente.node.room import Room, is_label
from detente.node.roots import root_key, successions_of
from detente.record import canonical
from detente.record.channel import Admission, Head, Pending, parse_opening, stated_recipients
from detente.record.charter import ChannelCharter, k_digest, name_digest, origin_of, parse_channel_charter, plenary_name_salt
from detente.record.checkpoint import Checkpoint, sign_checkpoint
from detente.record.entries import make_entries
from detente.record.entry import SECRET_BYTES, Entry, make_entry
from detente.record.keys import Certificate, make_certificate, verify_certificate
from detente.record.limits import LIMITS
from detente.record.pouch import PouchHead
from detente.record.seal import NO_HEAD, HeadId, LogKey, Seal, merge, seal_fields
from detente.record.signatures import Ed25519Signer, KeyPair
from detente.record.succession import era_of
from detente.record.text import decode_base64, encode_base64
from detente.record.tree import Frontier

_UNKNOWN = b"\0" * 32
_NONE: Mapping[str, Ed25519Signer] = MappingProxyType({})


class Sealed(NamedTuple):
    """What was sealed: the new head, how many acts it closes, and the drafts that the last of these were, in this order."""

    head: HeadId
    acts: int
    drafts: tuple[int, ...] = ()


def seal(
    node: Node,
    room: Room,
    *,
    only: Sequence[int] | None = None,
    confirmed: Sequence[int] = (),
    attest: Sequence[tuple[bytes, bytes]] = (),
    must: Sequence[int] = (),
    opened: Mapping[str, Ed25519Signer] = _NONE,
) -> Sealed:
    """Seal drafts of a channel into our log: as many as one pouch holds, in the order in which they were written.

    Where the party demands clearance, only those that were released.

    Args:
        only: these and no others; otherwise all of the channel.
        confirmed: drafts whose author has looked at what came since.
        must: drafts that are to be among them.
        attest: past cuts with our standing over them, for the other side to hold.
        opened: by their ids, the keys of people who sign here and whose own passphrase has opened them (`personal.open_key`).

    Raises:
        CallerError: nothing to seal, a key is not open, or the checklist forbids it; nothing was written.
    """
    drafts = [draft for draft in node.store.drafts(room.id) if only is None or draft[0] in only]
    if not drafts and not attest:
        raise CallerError(
            N_("there is nothing to seal in '%(label)s'"),
            hint=N_("Draft something first; the commands are listed by:\ndetente --help"),
            label=room.label,
        )
    ready = released(node, drafts)
    check_cleared(node, must or ([] if ready or attest else [draft[0] for draft in drafts]))
    drafts = ready
    check_fresh(room, drafts, confirmed)
    chosen: list[tuple[int, str, dict[str, Any], bytes, str]] = []
    size = 0
    for draft in drafts[: LIMITS.pouch_entries - 1]:
        size += len(canonical.encode(unsigned(draft[2]))) + 64  # its line: ["e","<secret>",..] and a line feed
        if chosen and size > LIMITS.pouch_bytes - LIMITS.line_bytes:  # the seal needs room too
            break
        chosen.append(draft)
    return seal_acts(node, room, [draft[2] for draft in chosen], attest=attest, drafts=[draft[0] for draft in chosen], opened=opened)


def seal_acts(
    node: Node, room: Room, acts: Sequence[dict[str, Any]], *, attest: Sequence[tuple[bytes, bytes]] = (), drafts: Sequence[int] = (),
    opened: Mapping[str, Ed25519Signer] = _NONE,
) -> Sealed:  # fmt: skip
    """Seal acts (none: a receipt) in the order given; `opened` as `seal` has it."""
    if node.interrupted:
        finish_interrupted(node)
    checklist(node, room)
    people = signers(node, room, acts, opened)
    opening = None if room.my_head.size else opening_fields(node, room)
    return seal_pouch(node, room, room.mine, opening, acts, attest, drafts, people)


_REKEY_ALL = N_("Bring its file for this one act:\ndetente rekey --all --root FILE")


def rekey(node: Node, room: Room, *, recipients: bool = False) -> Sealed:
    """Replace the sealing key of our log: from the next pouch on the new one signs. Drafts stay drafts.

    Args:
        recipients: state as well to what pouches for us are encrypted from now on.
    """
    log = room.log_id(room.mine)
    end = room.my_head.size + 2 + (0 if room.my_head.size else 1)  # after this act, its seal, and an opening that comes before it
    keys = node.keys.new_sealing_keys(log, end)
    cert = _certified(node, room, room.mine, keys, end, N_("Bring its file for this one act:\ndetente rekey %(label)s --root FILE"))
    stated = {"recipients": node.keys.recipients} if recipients else {}
    return seal_acts(node, room, [{"kind": "rekey", "at": node.now, "cert": cert, **stated}])


def rekey_all(node: Node, *, recipients: bool) -> list[tuple[Room, Sealed]]:
    """Replace the sealing keys of all our logs that are open; with `recipients`, also that to which others encrypt for us.

    Raises:
        CallerError: there is none, or a channel does not let us seal; those before it are done, and their keys not due any more.
    """
    rooms = [room for room in node.rooms.values() if room.mine in room.channel.logs and not room.channel.is_closed(room.mine)]
    if not rooms:
        raise CallerError(N_("there is no channel in which our log is open"))
    for room in rooms:  # before any is sealed: what stops one must not leave the others half done
        checklist(node, room)
        root_key(node, room.channel.charter, _REKEY_ALL)
    if recipients:
        node.keys.new_identity()
    return [(room, rekey(node, room, recipients=recipients)) for room in rooms]


def certify_ahead(node: Node, room: Room) -> None:
    """Certify the key of our log in a channel that is not open yet, while the root key is here: opening then needs it no more."""
    if room.mine not in room.channel.logs:
        node.keys.add_certificate(room.log_id(room.mine), _certificate_for(node, room, room.mine, "seal"))


def _certificate_for(node: Node, room: Room, log: LogKey, how: str) -> dict[str, Any]:
    """The certificate of a log that is about to be opened."""
    keys = node.keys.new_sealing_keys(room.log_id(log), 0)
    known = node.keys.certificate(room.log_id(log))
    if known is not None and known["cert"]["ed25519"] == encode_base64(keys.public.ed25519):
        return known
    hint = {
        "seal": N_("Bring its file for this one act:\ndetente seal %(label)s --root FILE"),
        "reopen": N_("Bring its file for this one act:\ndetente reopen %(label)s --why WHY --root FILE"),
    }
    return _certified(node, room, log, keys, 0, hint[how])


def _certified(node: Node, room: Room, log: LogKey, keys: KeyPair, start: int, hint: str) -> dict[str, Any]:
    """Certify a key of our log with the root key.

    Raises:
        CallerError: the root key is not here, or the log stands under one that has a successor.
    """
    charter = room.channel.charter
    successions = successions_of(node, charter)
    if era_of(log.generation) != len(successions):
        raise CallerError(
            N_("our log in '%(label)s' stands under a root key that has a successor"),
            hint=N_("Open it under the successor:\ndetente root succeed SUCCESSOR --notice NOTICE"), label=room.label,
        )  # fmt: skip
    return make_certificate(root_key(node, charter, hint, label=room.label), room.log_id(log), keys.public, start, successions)


@no_search_for_cycles()
def seal_pouch(
    node: Node, room: Room, mine: LogKey, opening: dict[str, Any] | None, acts: Sequence[dict[str, Any]],
    attest: Sequence[tuple[bytes, bytes]] = (), drafts: Sequence[int] = (), people: Mapping[str, Ed25519Signer] = _NONE,
) -> Sealed:  # fmt: skip
    """Seal one pouch in a log of ours; what keeps us from sealing was looked at (`readiness.checklist`).

    Args:
        node: ours.
        room: the channel.
        mine: the log.
        opening: the fields of its opening, if this is its first pouch.
        acts: the fields of the acts, in order.
        attest: the heads of our own logs that the seal attests, as `seal` has them.
        drafts: which drafts the last of the acts were.
        people: who signs in person, by delegate.

    Raises:
        StoreError: the disk refused; nothing was stored, or what was stored is signed when the node goes on.
    """
    log = room.channel.logs.get(mine)
    prev = log.main if log else NO_HEAD
    frontier = log.tips[prev].copy() if log else Frontier()
    fields = [*([opening] if opening else []), *acts]
    drawn = node.random(SECRET_BYTES * len(fields))  # once: asking the system for each costs more than drawing
    secrets = [drawn[at : at + SECRET_BYTES] for at in range(0, len(drawn), SECRET_BYTES)]
    # Signatures in person are made only now: what they sign hangs on the secret of the entry.
    entries = make_entries(secrets, [in_person(people, room.log_id(mine), *each) for each in zip(secrets, fields, strict=True)])
    try:
        admission = _compose(node, room, mine, prev, frontier, entries, tuple(attest))
        seq, keys = _commit(node, room, mine, prev, admission, drafts)
    except BaseException:
        room.drop_fold()  # the acts may have been applied already
        raise
    node.interrupted = True
    try:
        room.take(admission, folded=not _is_folded_anew(admission.pending))
        node.heads.write(room.log_id(mine), admission.head.id)  # 3
        note = sign_checkpoint(Checkpoint(origin_of(room.log_id(mine)), admission.head.id.size, admission.head.id.root), keys)  # 4
        with node.store.transaction():
            node.store.set_note(seq, note)
            _remember_standing(node, room, admission.head)
    except (OSError, sqlite3.Error) as error:
        raise _not_signed(room, admission.head, error) from error
    node.interrupted = False
    return Sealed(admission.head.id, len(entries), tuple(drafts))


def _not_signed(room: Room, head: Head, error: Exception) -> StoreError:
    """It is in the log, whatever the disk did afterwards: whoever seals it once more says it twice."""
    return StoreError(
        N_("what was sealed in '%(label)s' is in our log, up to entry %(last)d, and is not signed yet: %(cause)s"),
        hint=N_("Do not write it again. Look at the disk; whatever opens the node next signs it:\ndetente status"),
        label=room.label, last=head.id.size - 1, cause=reason_of(error) if isinstance(error, OSError) else reason_of_database(error),
    )  # fmt: skip


def _commit(node: Node, room: Room, mine: LogKey, prev: HeadId, admission: Admission, drafts: Sequence[int]) -> tuple[int, KeyPair]:
    log = room.channel.logs.get(mine)
    certificate = admission.certificate or (log.heads[prev].certificates[-1] if log else None)
    keys = _keys_of(node, room, mine, prev.size, certificate)
    with node.store.transaction():  # 2
        seq = room.store_admission(admission, None, node.now)
        opened = sum(entry.kind in {"open", "reopen"} for entry in admission.entries[:1])
        for part in (clearance, handover):
            part.note_sealed(node.store, mine, prev.size + opened, drafts)
        node.store.drop_drafts(drafts)
    return seq, keys


def _keys_of(node: Node, room: Room, log: LogKey, start: int, certificate: Certificate | None) -> KeyPair:
    """The pair of a certificate that is in force where a pouch of ours starts.

    Raises:
        CallerError: the key file does not hold it: it was restored from a backup, and the key was made after that.
    """
    for keys in node.keys.sealing_pairs(room.log_id(log), start):
        if certificate is not None and keys.public == certificate.keys:
            return keys
    raise CallerError(
        N_("the key file holds no key that may seal our log in '%(label)s' at %(size)d"),
        hint=N_(
            "If it was made after the backup from which this node was restored, open the next generation of the log, with a new key:\n"
            "detente reopen %(label)s --why restore"
        ), label=room.label, size=start,
    )  # fmt: skip


def _compose(
    node: Node, room: Room, mine: LogKey, prev: HeadId, frontier: Frontier, entries: list[Entry], attest: tuple[tuple[bytes, bytes], ...]
) -> Admission:
    """The pouch as others will admit it: what it has seen, the cut of that, the standing over the cut."""
    channel = room.channel
    parent = channel.head(mine, prev)
    cert = entries[0].fields["cert"] if prev.size == 0 else None
    end = prev.size + len(entries) + 1
    party = channel.charter.parties[mine.party]
    certificate = verify_certificate(cert, party, room.log_id(mine), mine.generation) if cert else None
    stub = PouchHead(channel.charter.id, channel.id, mine, prev.size, end, cert, Checkpoint("", end, _UNKNOWN), b"", 0)
    opened = parse_opening(entries[0].kept, channel.charter, channel.id, stub) if cert else None
    seen = {key: head for key, head in channel.vector().items() if key != mine}
    earlier = parent.vector if parent else {}
    seen = {key: head for key, head in seen.items() if key not in earlier or earlier[key].size < head.size}
    vector = merge([earlier, seen])
    if opened and opened.holds and opened.holds.size:
        vector = merge([vector, {opened.before: opened.holds}])
    frontier.extend([entry.leaf for entry in entries])
    acts = len(entries) + (parent.acts if parent else 0)
    at_acts = HeadId(frontier.size, frontier.root()) if entries else HeadId(parent.acts_size, parent.acts_root) if parent else NO_HEAD
    evidence = [
        (prev.size + i, act)
        for i, entry in enumerate(entries)
        if entry.fields["kind"] == "evidence" and (act := channel.valid_evidence(entry.kept, vector)) is not None
    ]
    rekey = [
        verify_certificate(entry.fields["cert"], party, room.log_id(mine), mine.generation)
        for entry in entries
        if entry.fields["kind"] == "rekey"
    ]
    notices = channel.valid_notices(enumerate(entries, prev.size))
    provisional = Head(
        HeadId(end, _UNKNOWN), prev, {**vector, mine: HeadId(end, _UNKNOWN)}, acts, *at_acts, b"", b"", attest, bool(entries),
        (*([certificate] if certificate else parent.certificates if parent else []), *rekey),
        channel.stops_after(mine, parent, seen, [act for _, act in evidence], opened, [act for _, act in notices]),
    )  # fmt: skip
    pending = Pending(mine, provisional, tuple(evidence), opened.charter if opened else None, bool(notices))
    cut = channel.cut(provisional.vector, pending)
    if opened and opened.k is not None and channel.k is None:
        channel.k = opened.k  # ours to give: we found this channel
    standing = room.standing(cut.digest, _fold_with(room, pending, entries))
    stated = Seal(prev, seen, cut.digest, standing.digest, attest)
    last = make_entry(node.random(32), seal_fields(stated, node.now))
    frontier.append(last.leaf)
    head_id = HeadId(end, frontier.root())
    head = replace(provisional, id=head_id, vector={**vector, mine: head_id}, cut=cut.digest, standing=standing.digest)
    pouch = stub._replace(checkpoint=Checkpoint(origin_of(room.log_id(mine)), end, head_id.root))
    return Admission(
        pouch, [*entries, last], stated, head, frontier, certificate, rekey[0] if rekey else None, opened.k if opened else None,
        opened.charter if opened else None, stated_recipients(opened, entries), opened.holds if opened else None, tuple(evidence), (),
        opened.before if opened else None, notices,
    )  # fmt: skip


def _fold_with(room: Room, pending: Pending, entries: Sequence[Entry]) -> Fold:
    """The fold as it will be with our new acts: they are applied to the one at hand, at a cost that does not grow with the record.

    Where they change what counts (an opening, evidence), everything is folded anew.
    """
    if _is_folded_anew(pending):
        return room.fold_of(pending.head.vector, pending, entries)
    return room.folding.ahead(pending, entries)


def _is_folded_anew(pending: Pending) -> bool:
    """Whether a pouch of ours changes what counts."""
    return pending.charter is not None or bool(pending.evidence) or pending.revokes


def _remember_standing(node: Node, room: Room, head: Head) -> None:
    node.store.db.execute("INSERT OR IGNORE INTO standings VALUES (?,?,?,?)", (room.id, head.cut, 1, head.standing))


# ---- openings ----


def opening_fields(node: Node, room: Room, log: LogKey | None = None) -> dict[str, Any]:
    """What the opening of a log of ours says; of the newest, if none is named."""
    channel = room.channel
    log = log or room.mine
    charter, name, salt, k = _channel_of(node, room)
    if k is None and channel.k is None:
        raise _founder_not_heard(room)
    fields = {
        "kind": "open",
        "at": node.now,
        "channel": charter.value,
        "name": name,
        "name_salt": encode_base64(salt),
        "cert": _certificate_for(node, room, log, "seal" if log not in room.channel.logs and log.generation == 0 else "reopen"),
        "recipients": node.keys.recipients,
    }
    if k is not None:
        fields["k"] = encode_base64(k)
    if node.store.get_meta("founding:" + channel.id) is not None:
        fields["label"] = room.label  # the others call it so too: one reference on all nodes
    return fields


def _founder_not_heard(room: Room) -> CallerError:
    reason = N_("the founder of '%(label)s' has not been heard; the other parties open after it")
    return CallerError(reason, hint=N_("detente sync FOLDER"), label=room.label)


def _channel_of(node: Node, room: Room) -> tuple[ChannelCharter, dict[str, str], bytes, bytes | None]:
    """The channel charter, name, salt of the name and, if we found it, the secret of a channel."""
    channel = room.channel
    k = node.keys.channel_secret(channel.id)
    founding = node.store.get_meta("founding:" + channel.id)
    if founding is not None:
        value = msgspec.json.decode(founding)
        return parse_channel_charter(value["channel"], channel.charter), value["name"], bytes.fromhex(value["salt"]), k
    if channel.channel_charter is not None and channel.channel_charter.kind == "plenary":
        return channel.channel_charter, channel.charter.names, plenary_name_salt(channel.charter), k
    for stored in node.store.heads(channel.id):
        if stored.start == 0:
            fields = room.entry(Ref(stored.log.party, stored.log.generation, 0)).fields
            return parse_channel_charter(fields["channel"], channel.charter), fields["name"], decode_base64(fields["name_salt"], 32), k
    raise _founder_not_heard(room)


def found_channel(node: Node, dialogue: str, label: str, name: dict[str, str], members: Sequence[str], kind: str) -> Room:
    """Found a channel of some or all parties; nobody outside learns that it exists.

    Raises:
        CallerError: we are not among the members.
        CallerError: the label is not one word.
        FormatError: a member or the kind is not one that the format allows.
    """
    if not is_label(label):
        raise CallerError(N_("'%(label)s' cannot be typed before a colon; take one word of letters, digits, -, _ and dots"), label=label)
    if node.party not in members:
        raise CallerError(N_("a channel that we found has us among its members"))
    charter = node.charters[dialogue]
    k, salt = node.random(32), node.random(32)
    value = {
        "v": 1, "dialogue": dialogue, "nonce": encode_base64(node.random(32)), "k": encode_base64(k_digest(k)),
        "name": encode_base64(name_digest(salt, name)), "members": sorted(set(members)), "kind": kind,
    }  # fmt: skip
    channel = parse_channel_charter(value, charter)
    given = [label, *(f"--member={member}" for member in members), *(f"--name={language}={text}" for language, text in name.items())]
    bring = N_("Bring its file for this one act:\ndetente channel new %(given)s --kind %(kind)s --root FILE")
    root_key(node, charter, bring, given=shlex.join(given), kind=kind)  # says now that it is not here
    node.keys.add_channel_secret(channel.id, k)
    with node.store.transaction():
        node.store.set_meta("founding:" + channel.id, canonical.encode({"channel": value, "name": name, "salt": salt.hex()}))
    room = node.room_for(dialogue, channel.id, label)
    room.channel.channel_charter = channel
    open_channel(node, room)  # nothing was sealed in it anywhere
    seal_acts(node, room, [])
    return room


def finish_interrupted(node: Node) -> None:
    """What a crash between commit and release left: write the head file forward, sign the stored head.

    Called when a node is opened, and before it goes on after the disk failed in between. Never moves a head file back: one that says
    more means a restored database (see `behind`).
    """
    for room in node.rooms.values():
        for stored in node.store.unsigned(room.id, room.mine):
            if node.heads.read(room.log_id(room.mine)).size < stored.id.size:
                node.heads.write(room.log_id(room.mine), stored.id, outside=shut(node, room) is None)
            keys = _keys_of(node, room, room.mine, stored.start, room.channel.logs[room.mine].heads[stored.id].signer)
            origin = origin_of(room.log_id(room.mine))
            node.store.set_note(stored.seq, sign_checkpoint(Checkpoint(origin, stored.id.size, stored.id.root), keys))
    node.interrupted = False
