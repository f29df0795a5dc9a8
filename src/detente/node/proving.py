"""Making proofs from what a node holds: which parts of which logs go into the file (docs/protocol.md, "Proofs").

Everything is opened by name; what is not named stays a hash. Each function hands the parts to `record.proof`, which verifies the file
before it returns it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from detente.dialogue.fold import Ref
from detente.errors import N_, CallerError
from detente.node.room import Room
from detente.node.witness_policies import witnessed_state
from detente.record.entry import Entry, leaves_and_openings
from detente.record.evidence import Contradiction
from detente.record.note import Note, parse_note, parse_signature_line, parse_vkey
from detente.record.proof import (
    LogPart,
    build_entry_proof,
    build_fork_proof,
    build_log_proof,
    build_receipt_proof,
    build_standing_proof,
)
from detente.record.seal import Cut, HeadId, LogKey
from detente.record.standing import Standing
from detente.record.tlog_proof import TlogProof, format_tlog_proof, verify_tlog_proof
from detente.record.tree import inclusion_proof


def prove_entry(room: Room, refs: Sequence[Ref], fields: Collection[str] | None = None) -> bytes:
    """Show entries: all their fields, or those named alone.

    Raises:
        CallerError: there is no such entry or field.
    """
    by_head: dict[tuple[LogKey, HeadId], list[tuple[int, Entry, Collection[str]]]] = {}
    for ref in sorted(set(refs)):
        entry = room.entry(ref)
        by_head.setdefault((ref.log, _head_for(room, ref)), []).append((ref.index, entry, _names(entry) if fields is None else fields))
    parts = [_part(room, log, head, by_head[log, head]) for log, head in sorted(by_head, key=lambda key: (key[0], key[1].size))]
    return build_entry_proof(room.channel.charter.raw, _channel(room), parts)


def prove_receipt(room: Room, ref: Ref, by: str, fields: Collection[str] = ("kind",)) -> bytes:
    """Show that a party has received an entry: its first seal that names a state which holds the entry.

    Raises:
        CallerError: no seal of that party that is held here does.
    """
    room.entry(ref)
    for log in room.channel.generations(by):
        heads = sorted(room.channel.logs[log].heads.values(), key=lambda head: head.id.size)
        for head in heads:
            named = head.vector.get(ref.log)
            if named is None or named.size <= ref.index:
                continue
            seal = Ref(by, log.generation, head.id.size - 1)
            sent = _part(room, ref.log, named, [(ref.index, room.entry(ref), fields)])
            receipt = _part(room, log, _head_for(room, seal), [(seal.index, room.entry(seal), ())])
            return build_receipt_proof(room.channel.charter.raw, _channel(room), sent, receipt)
    raise CallerError(
        N_("no receipt of %(ref)s by %(party)s is held here"),
        hint=N_("This fetches what they have sealed:\ndetente sync FOLDER"),
        ref=str(ref),
        party=by,
    )


def prove_log(room: Room, parties: Collection[str] | None = None, fields: Collection[str] = ("kind", "re", "outcome", "to")) -> bytes:
    """Show whole logs recounted: of each entry the named fields that it has, and how many entries show none.

    Raises:
        CallerError: nothing is held of a party.
    """
    parts = []
    for party in sorted(parties or room.channel.members):
        logs = [log for log in room.channel.generations(party) if room.channel.logs[log].size]
        if not logs and parties:
            raise CallerError(N_("nothing of %(party)s is held in '%(label)s'"), party=party, label=room.label)
        for log in logs:
            head = room.channel.logs[log].main
            entries = [room.entry(Ref(party, log.generation, index)) for index in range(head.size)]
            parts.append(_part(room, log, head, [(i, entry, _names(entry) & set(fields)) for i, entry in enumerate(entries)], leaves=False))
    return build_log_proof(room.channel.charter.raw, _channel(room), parts)


def prove_standing(
    room: Room, cut: Cut, standing: Standing, signers: Collection[tuple[LogKey, HeadId]], show: Collection[str], *, times: bool = True
) -> bytes:
    """Show sections of a count over a cut, signed by the given heads.

    Args:
        room: the channel.
        cut: the cut.
        standing: the whole count over it.
        signers: for each signer the head whose seal states or attests it.
        show: names of the sections to show.
        times: whether to show the times that the seals claim.

    Raises:
        CallerError: the parts do not make a proof.
    """
    parts = []
    for log, head in sorted(signers):
        ref = Ref(log.party, log.generation, head.size - 1)
        parts.append(_part(room, log, _head_for(room, ref), [(ref.index, room.entry(ref), ("at",) if times else ())]))
    return build_standing_proof(room.channel.charter.raw, _channel(room), parts, cut, standing, show)


def prove_fork(room: Room, contradiction: Contradiction) -> bytes:
    """Show two signed states of one log that cannot both be."""
    return build_fork_proof(room.channel.charter.raw, _channel(room), contradiction)


def tlog_proof(room: Room, ref: Ref) -> bytes:
    """That an entry stands in its log, as a C2SP `tlog-proof` file: for whoever has standard tools and nothing of ours.

    It shows no field of the entry: who checks it needs the leaf hash, which a proof of the entry gives.
    """
    head = _head_for(room, ref)
    entry = room.entry(ref)
    part = _part(room, ref.log, head, [(ref.index, entry, ())])
    note = parse_note(part.note)
    lines = tuple(line for _, line in part.cosignatures)
    proof = TlogProof(
        ref.index, tuple(inclusion_proof(part.leaf_hashes, ref.index, head.size)), Note(note.text, (*note.signatures, *lines))
    )
    log = room.channel.logs[ref.log]
    verify_tlog_proof(proof, entry.leaf, log.heads[head].signer.keys, log.origin, [key for key, _ in part.cosignatures])
    return format_tlog_proof(proof)


def _head_for(room: Room, ref: Ref) -> HeadId:
    """The state to show an entry in: one that witnesses have countersigned, if there is any; else the first that holds it."""
    return witnessed_state(room, ref.log, ref.index + 1) or room.head_of(ref).id


def _channel(room: Room) -> dict[str, object]:
    if room.channel.channel_charter is None:
        raise CallerError(N_("nothing is known of the channel '%(label)s' but its id"), label=room.label)
    return room.channel.channel_charter.value


def _names(entry: Entry) -> set[str]:
    """The fields of an entry that can be opened; of a destroyed one the kept ones."""
    return {opening.name for opening in leaves_and_openings(entry)[1]}


def _part(room: Room, log: LogKey, head: HeadId, entries: Sequence[tuple[int, Entry, Collection[str]]], *, leaves: bool = True) -> LogPart:
    stored = room.store.head(room.id, log, head)
    if stored is None or stored.note is None:
        raise CallerError(N_("no signed state of %(party)s at %(size)d is held"), party=log.party, size=head.size)
    rows = room.store.db.execute("SELECT vkey, line FROM cosignatures WHERE head=? ORDER BY vkey", (stored.seq,))
    cosignatures = [(parse_vkey(vkey), parse_signature_line(line.encode() + b"\n")) for vkey, line in rows]
    return LogPart(
        log, [certificate.value for certificate in room.channel.logs[log].certificates], stored.note,
        room.leaves(log, head) if leaves else (), entries, cosignatures,
    )  # fmt: skip
