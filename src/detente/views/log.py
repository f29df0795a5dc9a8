"""The entries of a channel, and one of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from detente.dialogue.fold import Ref
from detente.dialogue.kinds import FILE_PREFIX, STANCES
from detente.node import blobs
from detente.node.node import Node
from detente.node.room import Room
from detente.node.rows import trusted_entry
from detente.node.store import StoredHead
from detente.record.channel import Frozen
from detente.record.entry import Entry, parse_entry
from detente.record.seal import NO_HEAD, HeadId, LogKey
from detente.record.text import encode_base64
from detente.views.base import ChannelName, Point, View, as_of, channel_name, named_of
from detente.views.countersigned import TimeBound, bounds_of
from detente.views.quoting import Quoted, quoted_in
from detente.views.register import About, about_entry, corrected

SAYS: Final = ("subject", "text", "reason", "name", "address")
"""Of these fields the first that an act has says in a list what it is about."""


DETAILS: Final = ("date", "time", "term", "host", "place")
"""What a proposal or an announcement settles, beside its matter: without it two of them cannot be told apart."""


class ReceiptBy(View, frozen=True):
    """Who has named an entry, in which seal."""

    party: str
    entry: str
    at: str | None


class Row(View, frozen=True):
    """One entry in a list. `about`: its matter, such as group/arms; `received_by`: the other members who have named it.

    `how`: what its field `how` says, such as ad_referendum; `unconfirmed`: it is consent ad referendum that its party has not confirmed;
    `confirm_by`: the day by which that party means to. `doubted`: it does not count any more.
    `subject`: what it says, as its author has `corrected` it since; of a correction the new text. `details`:
    the date, term and so on that it settles, of a stance those of the proposal; `files`: the names of those attached, with their marks.
    """

    ref: str
    party: str
    kind: str
    at: str | None
    to: str | None
    re: list[str]
    about: str | None
    subject: str | None
    corrected: bool
    details: dict[str, Any]
    files: list[str]
    outcome: str | None
    how: str | None
    unconfirmed: bool
    confirm_by: str | None
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


class OtherVersion(View, frozen=True):
    """What the same key has signed at the same place of another version of the log."""

    fields: dict[str, Any]
    hash: str
    sealed_at_entry: int
    receipts: list[ReceiptBy]
    not_received_by: list[str]


class EntryView(View, frozen=True):
    """One entry, whole. `hash` is what the log's tree holds of it; `about`: what was said about it later.

    `quoted`: what it is about itself, in the words of whoever wrote that. `doubted`: why it does not count (reopen, evidence, notice,
    succession); null where it counts; `doubted_by`: the signed contradictions and new generations that say so; `versions`: what stands
    at its place in other versions of the log. `existed`: by when it existed, as each witness says that has countersigned its log.
    """

    channel: ChannelName
    as_of: list[Point]
    ref: str
    party: str
    kind: str
    fields: dict[str, Any]
    quoted: list[Quoted]
    hash: str
    sealed_at_entry: int
    destroyed: bool
    doubted: str | None
    doubted_by: list[str]
    receipts: list[ReceiptBy]
    not_received_by: list[str]
    existed: list[TimeBound]
    attachments: list[Attachment]
    about: About
    versions: list[OtherVersion]


def log_view(room: Room, *, party: str | None = None, last: int | None = None, seals: bool = False) -> LogView:
    """The entries of a channel.

    Args:
        room: the channel.
        party: only that party's.
        last: only so many of the newest.
        seals: the seals too, which are no acts.
    """
    found = [
        (stored, index, entry)
        for stored in room.store.heads(room.id)
        if party is None or stored.log.party == party
        for index, entry in enumerate(room.trusted_entries(stored.seq), stored.start)
        if seals or entry.kind != "seal"
    ]
    shown = found if last is None else found[max(0, len(found) - last) :]
    return LogView(channel=channel_name(room), as_of=as_of(room), entries=rows_of(room, shown), left_out=len(found) - len(shown))


class RecordPage(View, frozen=True):
    """Some entries of a channel, the newest first, in the order in which this node took them; that order decides nothing.

    `older`: what to ask for next, null at the end; `party`: whose entries alone; `seals`: whether seals are shown too.
    """

    channel: ChannelName
    as_of: list[Point]
    party: str | None
    seals: bool
    entries: list[Row]
    older: int | None


def record_page(room: Room, *, party: str | None, seals: bool, before: int | None, size: int) -> RecordPage:
    """One page of a channel's entries; only the pouches that it shows are read.

    Args:
        room: the channel.
        party: only that party's.
        seals: the seals too, which are no acts.
        before: the number that the page before gave as `older`; None for the newest.
        size: at least so many entries, as long as there are; a pouch is never torn apart.
    """
    found: list[tuple[StoredHead, int, Entry]] = []
    older, last = None, 0
    for stored in reversed(room.store.heads(room.id)):
        if (before is not None and stored.seq >= before) or (party is not None and stored.log.party != party):
            continue
        if len(found) >= size:
            older = last
            break
        entries = list(enumerate(room.trusted_entries(stored.seq), stored.start))
        found += [(stored, index, entry) for index, entry in reversed(entries) if seals or entry.kind != "seal"]
        last = stored.seq
    return RecordPage(channel=channel_name(room), as_of=as_of(room), party=party, seals=seals, entries=rows_of(room, found), older=older)


def rows_of(room: Room, found: Sequence[tuple[StoredHead, int, Entry]]) -> list[Row]:
    """Entries as rows of a list: of each its pouch, its index and itself."""
    named = {(log, other): named_of(room, log, other) for log in room.channel.logs for other in room.channel.members}
    stops = room.channel.frozen(room.channel.vector())
    chains = {log: room.counted_chain(log) for log in {stored.log for stored, _, _ in found} if room.is_forked(log)}
    return [
        _row(
            room,
            stored.log,
            index,
            entry,
            named,
            head=stored.id,
            doubted=stored.id not in chains[stored.log] if stored.log in chains else _why_doubted(stops, stored.log, index) is not None,
        )
        for stored, index, entry in found
    ]


def holds(log: LogKey, head: HeadId) -> str | None:
    """The last entry of a log that holds, where it counts up to a head; None for none."""
    return str(Ref(*log, head.size - 1)) if head.size else None


def held_before(room: Room) -> tuple[LogKey, HeadId]:
    """Of which log before our newest something holds, and up to where: the last one here, if a lost generation was leaped over."""
    channel = room.channel
    before, held = channel.holds[room.mine]
    earlier = channel.generations(room.party)[:-1]
    if before in channel.logs or not earlier:
        return before, held
    frozen = channel.frozen(channel.vector()).get(earlier[-1])
    return earlier[-1], frozen.head if frozen is not None else channel.logs[earlier[-1]].named


def disowned(room: Room, log: LogKey) -> list[Row]:
    """The acts of a log that do not count any more, of each of its versions, with who has received them."""
    found = [
        (stored, index, entry)
        for stored in room.store.heads(room.id)
        if stored.log == log
        for index, entry in enumerate(room.trusted_entries(stored.seq), stored.start)
        if entry.kind != "seal"
    ]
    return [row for row in rows_of(room, found) if row.doubted]


def _why_doubted(stops: Mapping[LogKey, Frozen], log: LogKey, index: int) -> str | None:
    return stops[log].why if log in stops and index >= stops[log].head.size else None


def _row(room: Room, log: LogKey, index: int, entry: Any, named: dict[Any, int], *, head: HeadId, doubted: bool) -> Row:
    ref, fields = Ref(log.party, log.generation, index), entry.fields
    members = [party for party in room.channel.members if party != log.party]
    if room.is_forked(log):  # how far a party has named the log does not say which version of it
        received_by = [party for party in members if first_receipt(room, ref, party, head) is not None]
    else:
        received_by = [party for party in members if named[log, party] > index]
    subject = says({**fields, **corrected(room, ref)})
    return Row(
        ref=str(ref),
        party=log.party,
        kind=str(fields["kind"]),
        at=_text(fields.get("at")),
        to=_text(fields.get("to")),
        re=[str(Ref(*item)) for item in fields.get("re", [])],
        about=matter_of(room, fields),
        details=details_of(room, fields),
        files=files_of(fields),
        subject=subject,
        corrected=subject != says(fields),
        outcome=_text(fields.get("outcome")),
        how=_text(fields.get("how")),
        unconfirmed=_is_unconfirmed(room, Ref(log.party, log.generation, index), fields),
        confirm_by=_text(fields.get("confirm_by")),
        received_by=received_by,
        doubted=doubted,
        destroyed=entry.destroyed,
    )


def says(fields: Mapping[str, Any]) -> str | None:
    """What an act says in a list: of a correction its new texts, else the first field that says what it is about."""
    new = [str(fields[name]) for name in sorted(fields) if name.startswith("new/")]
    return "; ".join(new) or next((said for name in SAYS if (said := _text(fields.get(name)))), None)


def matter_of(room: Room, fields: Mapping[str, Any]) -> str | None:
    """The matter of an act; of a stance that of the proposal."""
    proposed = _proposed(room, fields)
    return _text(fields.get("slot", fields.get("about", None if proposed is None else proposed.get("slot"))))


def details_of(room: Room, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What an act settles, by field; of a stance what the proposal would settle."""
    said = _proposed(room, fields) or fields
    return {name: said[name] for name in DETAILS if name in said}


def files_of(fields: Mapping[str, Any]) -> list[str]:
    """The names of the files attached to an act, each with its handling mark where it has one."""
    found = [parsed for name in sorted(fields) if name.startswith(FILE_PREFIX) and (parsed := blobs.parse_blob(fields[name])) is not None]
    return [f"{name} [{mark}]" if mark else name for _, _, _, name, mark in found]


def _proposed(room: Room, fields: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the proposal says to which an act is a stance; None if it is none."""
    if fields["kind"] not in STANCES or not fields.get("re"):
        return None
    ref = room.fold.proposals.of(Ref(*fields["re"][0]))
    return None if ref is None else room.entry(ref).fields


def _is_unconfirmed(room: Room, ref: Ref, fields: Any) -> bool:
    """Whether an entry is consent ad referendum by which its party still stands."""
    if fields["kind"] != "consent" or fields.get("how") != "ad_referendum":
        return False
    found = room.fold.proposals.get(Ref(*fields["re"][0]))
    voice = None if found is None else found[0].voice(ref.party, found[1].act.ref)
    return voice is not None and voice.act.ref == ref


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def entry_view(node: Node, room: Room, ref: Ref) -> EntryView:
    """One entry of the record, with who has received it.

    Raises:
        CallerError: there is none.
    """
    entry, head = room.entry(ref), room.head_of(ref)
    why = _why_doubted(room.channel.frozen(room.channel.vector()), ref.log, ref.index)
    receipts, missing = _receipts_for(room, ref, head.id)
    return EntryView(
        channel=channel_name(room),
        as_of=as_of(room),
        ref=str(ref),
        party=ref.party,
        kind=entry.kind,
        fields=dict(entry.fields),
        quoted=quoted_in(room, entry.fields),
        hash=encode_base64(entry.leaf),
        sealed_at_entry=head.id.size - 1,
        destroyed=entry.destroyed,
        doubted=why,
        receipts=receipts,
        doubted_by=_doubted_by(room, ref) if why else [],
        not_received_by=missing,
        existed=bounds_of(room, ref.log, ref.index),
        attachments=attachments(node, entry),
        about=about_entry(room, ref),
        versions=[_version(room, ref, stored, line) for stored, line in room.versions_of(ref)[1:]],
    )


def _receipts_for(room: Room, ref: Ref, head: HeadId) -> tuple[list[ReceiptBy], list[str]]:
    """Who has named an entry of the pouch that ends at a head, and which members have not."""
    others = [party for party in room.channel.members if party != ref.party]
    receipts = [found for party in others if (found := first_receipt(room, ref, party, head)) is not None]
    got = {receipt.party for receipt in receipts}
    return receipts, [party for party in others if party not in got]


def _doubted_by(room: Room, ref: Ref) -> list[str]:
    """The entries that say that an entry does not count any more: evidence about its log, and what opened a later generation."""
    proofs = [Ref(*author, index) for author, index, act in room.channel.evidence if act.contradiction.log == ref.log]
    opened = [Ref(*log, 0) for log, (before, head) in room.channel.holds.items() if before == ref.log and head.size <= ref.index]
    return [str(each) for each in (*proofs, *opened)]


def _version(room: Room, ref: Ref, stored: StoredHead, line: bytes) -> OtherVersion:
    entry = parse_entry(line)
    receipts, missing = _receipts_for(room, ref, stored.id)
    return OtherVersion(
        fields=dict(entry.fields),
        hash=encode_base64(entry.leaf),
        sealed_at_entry=stored.id.size - 1,
        receipts=receipts,
        not_received_by=missing,
    )


def first_receipt(room: Room, ref: Ref, party: str, head: HeadId | None = None) -> ReceiptBy | None:
    """The first seal of a party that named a head which holds an entry.

    Args:
        room: the channel.
        ref: the entry.
        party: whose seal.
        head: the end of its pouch, where its log has two versions; that of the main one if None.
    """
    if room.is_forked(ref.log):
        return _receipt_of_version(room, ref, party, head or room.head_of(ref).id)
    for log in room.channel.generations(party):
        sizes, most = _named_by(room, log, ref.log)
        first = bisect_right(most, ref.index)
        if first < len(sizes):
            seal = Ref(party, log.generation, sizes[first] - 1)
            at = room.trusted_at(seal).fields.get("at")
            return ReceiptBy(party=party, entry=str(seal), at=_text(at))
    return None


def _receipt_of_version(room: Room, ref: Ref, party: str, held: HeadId) -> ReceiptBy | None:
    """The same, where the size of a named head does not say which version of the log it belongs to."""
    for log in room.channel.generations(party):
        for head in sorted(room.channel.logs[log].heads.values(), key=lambda each: each.id):
            named = head.vector.get(ref.log, NO_HEAD)
            if named.size > ref.index and room.channel.leads_to(ref.log, named, held):
                seal = room.store.act_line(room.id, log, head.id.size - 1, head.id)
                at = None if seal is None else trusted_entry(seal[2], seal[1]).fields.get("at")
                return ReceiptBy(party=party, entry=str(Ref(*log, head.id.size - 1)), at=_text(at))
    return None


def received_by_all(room: Room, ref: Ref) -> str | None:
    """When the last of the other members had an entry, as their seals claim; None while one of them has sealed nothing about it.

    Between two sizes at which somebody named its log the answer is the same, so each seal is read once, however many entries there are.
    """
    sizes, times = receipts_of_all(room, ref.log)
    place = bisect_right(sizes, ref.index)
    return times[place] if place < len(times) else None


def receipts_of_all(room: Room, log: LogKey) -> tuple[list[int], list[str | None]]:
    """The same of a whole log: the sizes at which it was named, rising, and when all had what stands between each and the one before."""
    heads = sum(len(log.heads) for log in room.channel.logs.values())
    known = _receipts.get(room)
    if known is None or known.heads != heads:
        known = _receipts[room] = _Receipts(heads, {})
    if log not in known.by_log:
        known.by_log[log] = _receipts_of(room, log)
    return known.by_log[log]


class _Receipts(NamedTuple):
    """Kept for as long as no head is added: of each log the sizes at which it was named, and when the last of the others had what ends."""

    heads: int
    by_log: dict[LogKey, tuple[list[int], list[str | None]]]


_receipts: WeakKeyDictionary[Room, _Receipts] = WeakKeyDictionary()


def _receipts_of(room: Room, log: LogKey) -> tuple[list[int], list[str | None]]:
    others = [party for party in room.channel.members if party != log.party]
    named = {size for party in others for other in room.channel.generations(party) for size in _named_by(room, other, log)[1]}
    sizes = sorted(named - {0})
    return sizes, [_last_receipt([first_receipt(room, Ref(*log, size - 1), party) for party in others]) for size in sizes]


def _last_receipt(receipts: Sequence[ReceiptBy | None]) -> str | None:
    times = [receipt.at for receipt in receipts if receipt is not None and receipt.at is not None]
    return max(times, default=None) if len(times) == len(receipts) else None


_indices: WeakKeyDictionary[Room, dict[tuple[LogKey, LogKey], tuple[int, list[int], list[int]]]] = WeakKeyDictionary()


def _named_by(room: Room, log: LogKey, named: LogKey) -> tuple[list[int], list[int]]:
    """The sizes of a log's heads, rising, and of each how much of another log had been named up to there.

    Kept for as long as no head is added: a list of requests asks for each of them, and there are as many heads as seals.
    """
    heads = room.channel.logs[log].heads
    known = _indices.setdefault(room, {})
    count, sizes, most = known.get((log, named), (0, [], []))
    if count != len(heads):
        ordered = sorted(heads.values(), key=lambda head: head.id.size)
        sizes = [head.id.size for head in ordered]
        most = list(accumulate((head.vector[named].size if named in head.vector else 0 for head in ordered), max))
        known[log, named] = (len(heads), sizes, most)
    return sizes, most


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
