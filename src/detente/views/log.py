"""The entries of a channel, and one of them."""

from __future__ import annotations

from typing import Any

from detente.dialogue.fold import Ref
from detente.dialogue.kinds import FILE_PREFIX
from detente.node import blobs
from detente.node.node import Node
from detente.node.room import Room
from detente.record.seal import LogKey
from detente.record.text import encode_base64
from detente.views.base import ChannelName, Point, View, as_of, channel_name, named_of


class ReceiptBy(View, frozen=True):
    """Who has named an entry, in which seal."""

    party: str
    entry: str
    at: str | None


class Row(View, frozen=True):
    """One entry in a list. `received_by`: the other members who have named it; `doubted`: it does not count any more."""

    ref: str
    party: str
    kind: str
    at: str | None
    to: str | None
    re: list[str]
    subject: str | None
    outcome: str | None
    received_by: list[str]
    doubted: bool
    destroyed: bool


class LogView(View, frozen=True):
    """A channel's entries in the order in which this node took them; that order decides nothing."""

    channel: ChannelName
    as_of: list[Point]
    entries: list[Row]
    left_out: int


class Attachment(View, frozen=True):
    """A file that an entry names. `here`: whether it has come whole."""

    number: int
    field: str
    name: str
    type: str
    size: int
    mark: str
    sha256: str
    here: bool


class EntryView(View, frozen=True):
    """One entry, whole. `hash` is what the log's tree holds of it."""

    channel: ChannelName
    as_of: list[Point]
    ref: str
    party: str
    kind: str
    fields: dict[str, Any]
    hash: str
    sealed_at_entry: int
    destroyed: bool
    doubted: bool
    receipts: list[ReceiptBy]
    not_received_by: list[str]
    attachments: list[Attachment]


def log_view(room: Room, *, party: str | None = None, last: int | None = None, seals: bool = False) -> LogView:
    """The entries of a channel.

    Args:
        room: the channel.
        party: only that party's.
        last: only so many of the newest.
        seals: the seals too, which are no acts.
    """
    rows = []
    named = {(log, other): named_of(room, log, other) for log in room.channel.logs for other in room.channel.members}
    stops = room.channel.frozen(room.channel.vector())
    for stored in room.store.heads(room.id):
        if party is not None and stored.log.party != party:
            continue
        for index, entry in enumerate(room.trusted_entries(stored.seq), stored.start):
            if entry.kind == "seal" and not seals:
                continue
            rows.append(_row(room, stored.log, index, entry, named, doubted=_doubted(stops, stored, index)))
    shown = rows if last is None else rows[max(0, len(rows) - last) :]
    return LogView(channel=channel_name(room), as_of=as_of(room), entries=shown, left_out=len(rows) - len(shown))


def _doubted(stops: Any, stored: Any, index: int) -> bool:
    return bool(stored.branch) or (stored.log in stops and index >= stops[stored.log].head.size)


def _row(room: Room, log: LogKey, index: int, entry: Any, named: dict[Any, int], *, doubted: bool) -> Row:
    fields = entry.fields
    return Row(
        ref=str(Ref(log.party, log.generation, index)),
        party=log.party,
        kind=str(fields["kind"]),
        at=_text(fields.get("at")),
        to=_text(fields.get("to")),
        re=[str(Ref(*item)) for item in fields.get("re", [])],
        subject=_text(fields.get("subject")) or _text(fields.get("text")) or _text(fields.get("reason")),
        outcome=_text(fields.get("outcome")),
        received_by=[p for p in room.channel.members if p != log.party and named[log, p] > index],
        doubted=doubted,
        destroyed=entry.destroyed,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def entry_view(node: Node, room: Room, ref: Ref) -> EntryView:
    """One entry of the record, with who has received it.

    Raises:
        CallerError: there is none.
    """
    entry, head = room.entry(ref), room.head_of(ref)
    stops = room.channel.frozen(room.channel.vector())
    receipts = [found for party in room.channel.members if party != ref.party and (found := first_receipt(room, ref, party)) is not None]
    got = {receipt.party for receipt in receipts}
    return EntryView(
        channel=channel_name(room),
        as_of=as_of(room),
        ref=str(ref),
        party=ref.party,
        kind=entry.kind,
        fields=dict(entry.fields),
        hash=encode_base64(entry.leaf),
        sealed_at_entry=head.id.size - 1,
        destroyed=entry.destroyed,
        doubted=ref.log in stops and ref.index >= stops[ref.log].head.size,
        receipts=receipts,
        not_received_by=[party for party in room.channel.members if party != ref.party and party not in got],
        attachments=attachments(node, entry),
    )


def first_receipt(room: Room, ref: Ref, party: str) -> ReceiptBy | None:
    """The first seal of a party that named a head which holds an entry."""
    for log in room.channel.generations(party):
        held = room.channel.logs[log]
        heads = [head for head in held.heads.values() if ref.log in head.vector and head.vector[ref.log].size > ref.index]
        if heads:
            seal = Ref(party, log.generation, min(head.id.size for head in heads) - 1)
            at = room.entry(seal).fields.get("at")
            return ReceiptBy(party=party, entry=str(seal), at=_text(at))
    return None


def attachments(node: Node, entry: Any) -> list[Attachment]:
    """The files that an entry names."""
    found: list[Attachment] = []
    for field in sorted(name for name in entry.fields if name.startswith(FILE_PREFIX)):
        blob = blobs.parse_blob(entry.fields[field])
        if blob is not None:
            digest, size, kind, name, mark = blob
            here = blobs.read_blob(node, digest) is not None
            found.append(
                Attachment(
                    number=len(found) + 1, field=field, name=name, type=kind, size=size, mark=mark, sha256=encode_base64(digest), here=here
                )
            )
    return found
