"""A fold that goes along with a growing cut: of a room over what counts now, and of `fsck` over everything again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from detente.dialogue.acts import RequestLine
from detente.dialogue.fold import Act, Fold, Ref
from detente.dialogue.requests import Request
from detente.node.collector import no_search_for_cycles
from detente.node.resting import Shelf, StoredMemory
from detente.node.store import trusted_entry
from detente.record.entry import Entry, person_message_of
from detente.record.seal import NO_HEAD, HeadId, LogKey, Vector, merge

if TYPE_CHECKING:
    from detente.node.room import Room
    from detente.record.channel import Admission, Channel, Pending


A_SEAL: Final = (Entry(b"", b"", {"kind": "seal"}, destroyed=False),)
"""What stands for a seal that is not made yet."""


class Folding:
    """A fold with its memory in the store of a room.

    Attributes:
        fold: the fold.
        shelf: where its requests rest.
        unrested: how many acts it was given since it rested last.
    """

    def __init__(self, room: Room, shelf: Shelf, covers: Vector | None = None) -> None:
        """An empty fold, or (`covers`) one that rests, to be gone on with by `resume`."""
        self.shelf = shelf
        self.unrested = 0
        self._written: list[tuple[Request, RequestLine]] = []
        self._room = room
        self._memory = StoredMemory(shelf, self._act_at, self._acts_at)
        self._memory.covers = dict(covers or {})
        self._counted: Vector = {}
        self._chains: dict[LogKey, tuple[HeadId, list[int], list[HeadId]]] = {}
        self.fold = Fold(room.channel.members, self._memory, plenary=room.is_plenary)

    @property
    def covers(self) -> dict[LogKey, HeadId]:
        """Of each log the head that closes the last act that was folded."""
        return self._memory.covers

    def resume(self, snapshot: dict[str, Any]) -> None:
        """Go on from a snapshot over what is covered."""
        self.fold = self.resumed(snapshot)

    def resumed(self, snapshot: dict[str, Any]) -> Fold:
        """The fold of a snapshot over what is covered."""
        return Fold.resume(self._room.channel.members, self._memory, snapshot, plenary=self._room.is_plenary)

    # ---- going on ----

    def news(self, counted: Vector) -> list[tuple[LogKey, HeadId]] | None:
        """The heads that close acts, count and are not folded; None if what is folded is not the beginning of what counts.

        Nor is it where more comes to count of a log with two versions: what was folded may have seen the other one (`past_of`); nor where
        what was folded has seen what comes to count now: it was folded as if that were nothing.
        """
        self._counted = counted
        if not self.covers.keys() <= counted.keys() or self.fold.members != self._room.channel.members:
            return None
        news = []
        for log, last in counted.items():
            folded, heads, at = self.covers.get(log, NO_HEAD), self._room.channel.logs[log].heads, last
            while at.size > folded.size:
                if heads[at].bears_act:
                    news.append((log, at))
                at = heads[at].prev
            if at != folded or (
                last != folded and self.covers and (len(self._room.channel.logs[log].tips) > 1 or self._has_seen(log, folded))
            ):
                return None
        return news

    def _has_seen(self, log: LogKey, folded: HeadId) -> bool:
        """Whether somebody whose acts are folded had seen more of a log than is folded of it: evidence made it count less for a time."""
        logs = self._room.channel.logs
        return any(
            logs[other].heads[head].vector.get(log, NO_HEAD).size > folded.size for other, head in self.covers.items() if other != log
        )

    def begins_with(self, vector: Vector) -> bool:
        """Whether what is folded begins with these heads."""
        for log, head in vector.items():
            at = self.covers.get(log, NO_HEAD)
            while at.size > head.size:
                at = self._room.channel.logs[log].heads[at].prev
            if at != head:
                return False
        return True

    @no_search_for_cycles()
    def advance(
        self, news: Sequence[tuple[LogKey, HeadId]], rest: Callable[[], None], every: int, admission: Admission | None = None
    ) -> None:
        """Fold these pouches, in the order of admission.

        Args:
            news: what `news` said.
            rest: called after so many acts (`every`).
            admission: what was admitted last, at hand.
        """
        store, channel = self._room.store, self._room.id
        if admission is not None and list(news) == [(admission.pouch.log, admission.head.id)]:
            stored = store.head(channel, *news[0])
            pouches = [] if stored is None else [(stored.seq, stored.log, stored.id)]
        else:
            wanted, admission = set(news), None
            pouches = [pouch for pouch in store.pouches(channel) if pouch[1:] in wanted] if wanted else []
        for seq, log, head in pouches:
            entries = self._room.trusted_entries(seq) if admission is None else admission.entries
            self._memory.begin(store.repeats(seq))
            self._apply(log, head.size - len(entries), entries, self._room.channel.logs[log].heads[head].vector)
            self._end(log, head, len(entries) - 1)
            if self.unrested >= every:
                rest()

    def ahead(self, pending: Pending, entries: Sequence[Entry]) -> Fold:
        """The fold with acts of ours that are about to be sealed: `stored` follows; where sealing fails, this whole object is dropped."""
        start = pending.head.prev.size
        self._memory.begin(self._room.store.find_repeated(self._room.id, pending.log, pending.head.prev, start, entries))
        self._apply(pending.log, start, [*entries, *A_SEAL], pending.head.vector)
        return self.fold

    def stored(self, admission: Admission) -> None:
        """What was folded ahead is stored now."""
        if admission.head.bears_act:
            self._end(admission.pouch.log, admission.head.id, len(admission.entries) - 1)

    def _apply(self, log: LogKey, start: int, entries: Sequence[Entry], vector: Vector) -> None:
        for act in self._room.acts(log, start, entries, past_of(self._room.channel, vector, self._counted)):
            self.fold.apply(act)

    def _end(self, log: LogKey, head: HeadId, acts: int) -> None:
        self._memory.end(log, head)
        self.unrested += acts

    # ---- resting ----

    def write_requests(self) -> dict[str, Any]:
        """Write down what changed, inside a transaction, and give what is needed to go on from here; `rested` follows."""
        self._written = self.fold.requests.unrested()
        self.shelf.put(self._written)
        return self.fold.snapshot()

    def rested(self) -> None:
        """Everything is written down, and on the disk."""
        self.fold.requests.rest(self._written)
        self._written = []
        self.unrested = 0

    # ---- looking up ----

    def _act_at(self, ref: Ref, head: HeadId) -> Act | None:
        """An act of the store, on the chain that leads to a head; None where there is none, or a seal."""
        room = self._room
        found = room.store.act_line(room.id, ref.log, ref.index, self._pouch_with(ref, head))
        if found is None:
            return None
        end, leaf, line = found
        return self._act(ref, end, trusted_entry(line, leaf))

    def _acts_at(self, refs: Sequence[Ref], covers: Vector) -> dict[Ref, Act]:
        """Many acts of the store: one question for each pouch, not for each act."""
        wanted = self._room.by_pouch(refs, covers)
        found: dict[Ref, Act] = {}
        for seq, log, head in self._room.store.pouches(self._room.id):
            for index, entry in self._room.store.some_entries(seq, wanted.get((log, head), ())):
                ref = Ref(*log, index)
                act = self._act(ref, head, entry)
                if act is not None:
                    found[ref] = act
        return found

    def _act(self, ref: Ref, end: HeadId, entry: Entry) -> Act | None:
        """An entry of the pouch that ends at a head as an act; None where it is a seal."""
        if entry.fields["kind"] == "seal":
            return None
        person = person_message_of(self._room.log_id(ref.log), entry) if "by" in entry.fields else b""
        channel = self._room.channel
        return Act(ref, entry.kept, past_of(channel, channel.logs[ref.log].heads[end].vector, self._counted), entry.leaf, person)

    def _pouch_with(self, ref: Ref, head: HeadId) -> HeadId | None:
        """The end of the pouch with an act, on the chain that leads to a head; None where the log has no other."""
        if not self._room.is_forked(ref.log):
            return None
        known, sizes, ends = self._chains.get(ref.log, (NO_HEAD, [], []))
        if known != head:
            ends = [end.id for end in self._room.channel.logs[ref.log].chain(head)]
            sizes = [end.size for end in ends]
            self._chains[ref.log] = head, sizes, ends
        return ends[bisect_right(sizes, ref.index)]


def past_of(channel: Channel, vector: Vector, counted: Vector) -> Vector:
    """What somebody had seen of what counts: of a log with two versions, only as far as both lead to what he saw and to what counts.

    An act at some place of the one is not in the past of who has seen the other (docs/protocol.md, "Doubted acts"); the fold asks by
    places alone.
    """
    forked = [log for log in vector if log in counted and len(channel.logs[log].tips) > 1]
    if not forked:
        return vector
    past = dict(vector)
    for log in forked:
        seen, end, heads = vector[log], counted[log], channel.logs[log].heads
        if channel.leads_to(log, max(seen, end, key=_size), min(seen, end, key=_size)):
            continue
        while seen != end:
            if seen.size >= end.size:
                seen = heads[seen].prev
            else:
                end = heads[end].prev
        past[log] = seen
    return past


def can_see(room: Room) -> Callable[[Ref], bool]:
    """Whether an act of ours that is sealed now would have another act in its past: else it could not be about it.

    Not so where the log of the other act has two versions, and our seals name the one in which it does not stand.
    """
    vector = room.channel.vector()
    past = past_of(room.channel, merge([room.my_vector(), vector]), room.counted_heads(vector))
    return lambda ref: ref.log in past and ref.index < past[ref.log].size


def _size(head: HeadId) -> int:
    return head.size
