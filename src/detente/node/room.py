"""One channel of one node: the trusted state of the record, the fold over it, and where both are stored."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any, Final

import msgspec

from detente import __version__
from detente.dialogue.fold import RULES, Act, Fold, Ref
from detente.errors import N_, CallerError, FormatError, StoreError
from detente.node.collector import no_search_for_cycles
from detente.node.folding import A_SEAL, Folding, past_of
from detente.node.heads import decode_vector, encode_vector
from detente.node.kept_files import KeptFiles
from detente.node.resting import Shelf
from detente.node.store import HeadState, Store, StoredHead, trusted_entry
from detente.record.channel import Admission, Channel, Head, Log, Pending, parse_opening, stated_recipients
from detente.record.charter import Charter, log_id, parse_channel_charter, plenary_channel
from detente.record.checkpoint import Checkpoint
from detente.record.entry import Entry, parse_entry, person_message_of
from detente.record.keys import Certificate
from detente.record.pouch import PouchHead, format_pouch
from detente.record.seal import NO_HEAD, HeadId, LogKey, Vector, merge, parse_seal
from detente.record.signatures import PublicPair
from detente.record.standing import Standing, make_standing
from detente.record.text import decode_base64
from detente.record.tree import Frontier

INVITATION = "invitation:"  # of a channel that we did not found: its charter, as the opening that made it a room of ours holds it

REST_EVERY: Final = 5000
"""After so many acts the fold rests: what it holds is bounded, and opening folds no more than these anew."""

REST_AT_OPENING: Final = 500
"""Opening writes the fold down if it had to fold so many acts: fewer are folded faster than they are written."""

MADE_BY: Final = f"rules {RULES}, detente {__version__}, form 8"
"""By what the fold at rest was made: another program folds anew."""


_LABEL = re.compile(r"\A\w[\w.-]{0,63}\Z")


def is_label(text: str) -> bool:
    """Whether this can be a label: one word, which can be typed before a colon without quoting."""
    return _LABEL.match(text) is not None


class Room:
    """One channel as this node holds it.

    Attributes:
        channel: the pure, trusted state.
        folding: the fold over everything that counts now (`fold`), and where it rests.
        rest_every: after so many acts it rests.
        party: whose node this is.
        kept: where the node keeps attachments.
        label: the name by which its owner calls the channel.
        rooms: all channels of the node by id, this one too.
    """

    def __init__(
        self, store: Store, charter: Charter, channel: str, label: str, party: str, kept: KeptFiles, rooms: Mapping[str, Room]
    ) -> None:
        self.store = store
        self.kept = kept
        self.party = party
        self.label = label
        self.rooms = rooms
        self.channel = Channel(charter, channel)
        self.plenary_id = plenary_channel(charter).id
        self.channel.note_of = self._note_of
        self.channel.may_be_destroyed = self.has_agreed_to_destroy
        self._read_invitation()
        self.agreed_elsewhere: set[Ref] = set()
        self._names: dict[str, str] | None = None
        self.rest_every = REST_EVERY
        self._branches: dict[tuple[LogKey, HeadId], int] = {}
        self._loaded = 0  # up to this number of admission all heads are known
        self._rested: bytes | None = None  # what the fold at rest covers from which this one goes on
        self._load()

    # ---- what it is ----

    @property
    def id(self) -> str:
        return self.channel.id

    @property
    def is_plenary(self) -> bool:
        return self.id == self.plenary_id

    @property
    def mine(self) -> LogKey:
        """Our log: its newest generation, or generation 0 before the first pouch."""
        own = self.channel.generations(self.party)
        return own[-1] if own else LogKey(self.party, 0)

    @property
    def my_head(self) -> HeadId:
        """The head of our log."""
        log = self.channel.logs.get(self.mine)
        return log.main if log else NO_HEAD

    def my_vector(self) -> Vector:
        """What our last seal had seen."""
        head = self.channel.head(self.mine, self.my_head)
        return head.vector if head else {}

    def unnamed(self) -> dict[LogKey, HeadId]:
        """Heads of others that close acts and that our last seal has not named."""
        seen = self.my_vector()
        return {
            key: head for key, head in self.channel.vector().items() if key != self.mine and (key not in seen or seen[key].size < head.size)
        }

    @property
    def names(self) -> dict[str, str]:
        """The name of a channel beside the plenary by language, as its opening has it; empty where none has come yet."""
        if self.channel.channel_charter is not None and self.channel.channel_charter.kind == "plenary":
            return {}
        if self._names is None:  # an opening is kept whole for ever, and no later one has another name
            opening = next((stored for stored in self.store.heads(self.id) if stored.start == 0), None)
            if opening is None:
                return {}
            name = self.trusted_entries(opening.seq)[0].fields.get("name")
            self._names = {key: str(text) for key, text in name.items()} if isinstance(name, dict) else {}
        return dict(self._names)

    def name_of(self, ref: Ref) -> str:
        """An entry as people name it from anywhere: with the channel, where that is not the plenary."""
        return str(ref) if self.label == "plenary" else f"{self.label}:{ref}"

    def log_id(self, log: LogKey) -> str:
        return log_id(self.channel.charter.id, self.id, log.party, log.generation)

    # ---- loading ----

    @no_search_for_cycles()
    def _load(self) -> None:
        """Rebuild the trusted state from what was kept of each head; nothing is verified again here (fsck does that)."""
        self._restore_all()
        self._folding: Folding | None = None
        self.resume()
        if self.folding.unrested >= REST_AT_OPENING:
            self.rest()

    def _read_invitation(self) -> None:
        invitation = self.store.get_meta(INVITATION + self.id)
        if invitation is not None and self.channel.channel_charter is None:
            self.channel.channel_charter = parse_channel_charter(msgspec.json.decode(invitation), self.channel.charter)

    @no_search_for_cycles()
    def take_in(self, label: str) -> None:
        """Take in what another process has stored since this one looked."""
        self.label = label
        self._read_invitation()
        self._restore_all()
        if self.rests_as_kept():
            self._catch_up()
        else:
            self.resume()

    def rests_as_kept(self) -> bool:
        """Whether the fold at rest is still the one from which this goes on: another process may have put a later one to rest."""
        return self._rested == self.store.fold_covers(self.id)

    def _restore_all(self) -> None:
        """Add all heads that are stored and not known yet."""
        for stored, state in self.store.states(self.id, self._loaded):
            if self.channel.head(stored.log, stored.id) is None:
                self._restore(stored, state)
            self._loaded = stored.seq
        for log in self.channel.logs.values():
            for head, tree in log.tips.items():
                if tree.size != head.size:
                    raise StoreError(
                        N_("what is kept of the signed state of %(party)s at %(size)d is damaged"), party=log.key.party, size=head.size
                    )

    def _restore(self, stored: StoredHead, state: HeadState) -> None:
        """Add a stored head to the channel: from what is kept of it, and those of its entries that tell something of the record."""
        entries = dict(self.store.entries_at(stored.seq, [*state.telling, stored.id.size - 1]))
        log = self.channel.logs.get(stored.log)
        seal = parse_seal(entries[stored.id.size - 1].fields)
        certificate = opening = None
        pouch = PouchHead(
            self.channel.charter.id, self.id, stored.log, stored.start, stored.id.size,
            msgspec.json.decode(stored.cert) if stored.cert else None,
            Checkpoint("", stored.id.size, stored.id.root), b"", 0,
        )  # fmt: skip
        if stored.start == 0:
            certificate = _certificate(pouch.cert)
            opening = parse_opening(entries[0].kept, self.channel.charter, self.id, pouch)
        parent = log.heads[seal.prev] if log and stored.start else None
        vector = merge([parent.vector if parent else {}, seal.seen])
        if opening and opening.holds and opening.holds.size:
            vector = merge([vector, {opening.before: opening.holds}])
        vector[stored.log] = stored.id
        rekey = next((_certificate(entry.kept["cert"]) for entry in entries.values() if entry.fields["kind"] == "rekey"), None)
        certificates = (certificate,) if certificate else parent.certificates if parent else ()
        evidence = []
        for index, entry in entries.items():
            known = {**vector, stored.log: seal.prev}
            if entry.fields["kind"] == "evidence" and (act := self.channel.valid_evidence(entry.kept, known)) is not None:
                evidence.append((index, act))
        notices = self.channel.valid_notices(entries.items())
        head = Head(
            stored.id, seal.prev, vector, state.acts, state.acts_size, state.acts_root, seal.cut, seal.standing, seal.attest,
            stored.id.size - stored.start > 1, (*certificates, rekey) if rekey else certificates,
            self.channel.stops_after(stored.log, parent, seal.seen, [act for _, act in evidence], opening, [act for _, act in notices]),
        )  # fmt: skip
        self.channel.apply(
            Admission(
                pouch,
                list(entries.values()),
                seal,
                head,
                state.frontier or Frontier(),  # of a head that was continued no tree is needed
                certificate,
                rekey,
                opening.k if opening else None,
                opening.charter if opening else None,
                stated_recipients(opening, entries.values()),
                opening.holds if opening else None,
                tuple(evidence),
                (),
                opening.before if opening else None,
                notices,
            )
        )
        if stored.branch:
            self._branches[stored.log, stored.id] = stored.branch

    def is_forked(self, log: LogKey) -> bool:
        """Whether a log has a second version here."""
        return any(key == log for key, _ in self._branches)

    # ---- adding ----

    def has_agreed_to_destroy(self, log: LogKey, index: int) -> bool:
        """Whether our party has sealed a `destroy` act for an entry, in what is admitted or in what is held of our own log."""
        ref = Ref(log.party, log.generation, index)
        return self.party in self.fold.destructions.get(ref, ()) or ref in self.agreed_elsewhere

    def leaves(self, log: LogKey, head: HeadId) -> list[bytes]:
        """The leaf hashes of a held head (what admitting asks for when it compares two versions of a log)."""
        return self.store.leaves(self.id, log, head)

    def _note_of(self, log: LogKey, head: HeadId) -> bytes:
        stored = self.store.head(self.id, log, head)
        if stored is None or stored.note is None:
            raise CallerError(N_("no signed state of %(party)s at %(size)d is held"), party=log.party, size=head.size)
        return stored.note

    def store_admission(self, admission: Admission, note: bytes | None, at: str) -> int:
        """Write an admission, inside a transaction of the caller's: step 15. `at`: the time of the node."""
        log = self.channel.logs.get(admission.pouch.log)
        branch = self._branch_for(log, admission.head.prev, admission.pouch.log)
        cert = msgspec.json.encode(admission.pouch.cert, order="sorted") if admission.pouch.cert is not None else None
        seq = self.store.add_head(
            self.id, admission.pouch.log, admission.head.id, admission.head.prev, admission.entries,
            branch=branch, cert=cert, note=note, at=at,
        )  # fmt: skip
        self.store.add_state(self.id, admission.pouch.log, seq, admission.head.prev, state_of(admission))
        return seq

    def _branch_for(self, log: Log | None, prev: HeadId, key: LogKey) -> int:
        if log is None or prev == log.main:
            return 0
        known = self._branches.get((key, prev), 0)
        if known and prev in log.tips:
            return known
        return max((number for (branch_log, _), number in self._branches.items() if branch_log == key), default=0) + 1

    def take(self, admission: Admission, *, folded: bool = False) -> None:
        """Make a stored admission part of the state: the channel, then the fold (step 16).

        Args:
            folded: its acts were applied to the fold already (`fold_ahead`).
        """
        log = self.channel.logs.get(admission.pouch.log)
        branch = self._branch_for(log, admission.head.prev, admission.pouch.log)
        self.channel.apply(admission)
        if branch:
            self._branches[admission.pouch.log, admission.head.id] = branch
        with self._whole_or_dropped():
            if folded:
                self.folding.stored(admission)
            self._catch_up(admission)
            if self.folding.unrested >= self.rest_every:
                self.rest()

    # ---- the fold ----

    @property
    def fold(self) -> Fold:
        """The state of the talks over everything that counts now."""
        return self.folding.fold

    @property
    def folding(self) -> Folding:
        """What goes on folding; where it was dropped, it is made anew."""
        if self._folding is None:
            self.resume()
        assert self._folding is not None  # noqa: S101 - `resume` makes it or raises
        return self._folding

    def drop_fold(self) -> None:
        """Forget what was folded: it may hold what was not stored, or less than was. Nothing is counted from it any more."""
        self._folding = None

    @contextmanager
    def _whole_or_dropped(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.drop_fold()
            raise

    def resume(self) -> None:
        """The fold over everything that counts now: from where it was put to rest last, as far as that is still so, else anew."""
        kept = self.store.fold(self.id)
        shelf = Shelf(self.store.derived, self.store, self.id)
        with self._whole_or_dropped():
            if kept is not None and self._go_on(shelf, *kept):
                return
            self._folding, self._rested = Folding(self, shelf), None
            if kept is None and not any(shelf.all()):  # nothing has to be forgotten: a disk that takes nothing does for this
                self._catch_up()
            else:
                self.refold()

    def _go_on(self, shelf: Shelf, made_by: str, covers: bytes, snapshot: bytes) -> bool:
        """Whether the fold could go on from where it rests."""
        if made_by != MADE_BY:
            return False
        try:
            vector, value = decode_vector(covers), msgspec.json.decode(snapshot)
            self._folding = Folding(self, shelf, vector)
            if self.folding.news(self.counted_heads(self.channel.vector())) is None:
                return False
            self.folding.resume(value)
            ends = {log: self.channel.logs[log].heads[head].acts_size for log, head in vector.items()}
            if self.fold.known != ends:
                return False
        except (KeyError, ValueError, TypeError, FormatError):  # damaged on the disk: the record says it all
            return False
        self._rested = covers
        self._catch_up()
        return True

    def rest(self) -> None:
        """Put the fold to rest: requests and snapshot in one transaction, with what they cover."""
        with self.store.derived.unsynced(), self.store.deriving():
            snapshot = self.folding.write_requests()
            covers = encode_vector(self.folding.covers)
            self.store.set_fold(self.id, MADE_BY, covers, msgspec.json.encode(snapshot))
        self._rested = covers
        self.folding.rested()

    def refold(self) -> None:
        """Fold everything that counts now, from the stored acts; what was at rest is forgotten."""
        with self.store.deriving():
            self.store.drop_fold(self.id)
        self._rested = None
        self._folding = Folding(self, self.folding.shelf)
        self._catch_up()

    def _catch_up(self, admission: Admission | None = None) -> None:
        """Fold what counts now and is not folded yet; all of it anew, if what is folded is not the beginning of what counts."""
        counted = self.counted_heads(self.channel.vector())
        news = self.folding.news(counted)
        if news is None:
            self.refold()
        else:
            self.folding.advance(news, self.rest, self.rest_every, admission)

    @no_search_for_cycles()
    def fold_of(self, vector: Vector, more: Pending | None = None, entries: Sequence[Entry] = ()) -> Fold:
        """The fold over the cut of any vector of held heads: what was so for somebody who had seen just that.

        Args:
            vector: heads that are held.
            more: a head of ours about to be sealed, with `entries`, its acts.
        """
        fold = Fold(self.channel.members or (more.charter.members if more and more.charter else ()), plenary=self.is_plenary)
        ends = self.counted_heads(vector, more)
        counted = {(log, head.id) for log, end in ends.items() for head in self.channel.logs[log].chain(end) if head.bears_act}
        for seq, log, head in self.store.pouches(self.id):
            if (log, head) in counted:
                stored = self.trusted_entries(seq)
                past = past_of(self.channel, self.channel.logs[log].heads[head].vector, ends)
                self._apply(fold, self.acts(log, head.size - len(stored), stored, past))
        if more is not None and entries:
            others = {log: head for log, head in more.head.vector.items() if log != more.log}  # nothing leads to a head that is not held
            past = {**past_of(self.channel, others, ends), more.log: more.head.id}
            self._apply(fold, self.acts(more.log, more.head.prev.size, [*entries, *A_SEAL], past))
        return fold

    def acts(self, log: LogKey, start: int, entries: Sequence[Entry], vector: Vector) -> list[Act]:
        """The acts of a pouch of this channel as the fold sees them; `entries` end with the seal."""
        return acts_of(log, start, entries, vector, self.log_id(log))

    def _apply(self, fold: Fold, acts: Iterable[Act]) -> None:
        for act in acts:
            fold.apply(act)

    def counted_heads(self, vector: Vector, more: Pending | None = None) -> dict[LogKey, HeadId]:
        """The head where each log of the members stops that counts for somebody who has seen a vector; none of what does not count."""
        stops = self.channel.frozen(vector, more)
        members = self.channel.members or (more.charter.members if more is not None and more.charter is not None else ())
        counted = {}
        for log, named in vector.items():
            head = stops[log].head if log in stops else named
            if more is not None and log == more.log and head == more.head.id:
                head = more.head.prev
            if head.size and log.party in members:
                counted[log] = head
        return counted

    def standing(self, cut_digest: bytes, fold: Fold) -> Standing:
        """The standing over a cut.

        Raises:
            CallerError: the founder of the channel has not been heard, so nobody can commit to a count yet.
        """
        if self.channel.k is None:
            raise CallerError(N_("the channel '%(label)s' has no agreed count yet: its founder has not been heard"), label=self.label)
        return make_standing(self.channel.k, cut_digest, RULES, fold.sections())

    # ---- pouches as they travel ----

    def pouch(self, stored: StoredHead) -> bytes:
        """A stored pouch in its travelling form.

        Raises:
            CallerError: it is our own and not signed yet.
        """
        if stored.note is None:
            raise CallerError(N_("a pouch that is not signed yet"))
        cert = msgspec.json.decode(stored.cert) if stored.cert else None
        lines = [line for _, _, line in self.store.lines(stored.seq)]
        return format_pouch(self.channel.charter.id, self.id, stored.log, stored.start, stored.note, lines, cert)

    def trusted_entries(self, seq: int) -> list[Entry]:
        """The entries of a stored pouch, not verified again."""
        return [trusted_entry(line, leaf) for _, leaf, line in self.store.lines(seq)]

    def entry(self, ref: Ref) -> Entry:
        """One entry of the record.

        Raises:
            CallerError: there is none.
        """
        return parse_entry(self._line_of(ref)[1])

    def trusted_at(self, ref: Ref) -> Entry:
        """The same, not verified again.

        Raises:
            CallerError: there is none.
        """
        found = self.store.act_line(self.id, ref.log, ref.index)
        if found is None:
            raise self._no_entry(ref)
        return trusted_entry(found[2], found[1])

    def folded_entries(self, refs: Iterable[Ref]) -> Iterator[tuple[Ref, Entry]]:
        """Many of the entries whose acts were folded, pouch by pouch, not verified again.

        Raises:
            StoreError: one is missing.
        """
        wanted = self.by_pouch(refs, self.folding.covers)
        for seq, log, head in self.store.pouches(self.id):
            indices = wanted.get((log, head), ())
            found = dict(self.store.some_entries(seq, indices))
            for index in indices:
                if index not in found:
                    raise StoreError(N_("entry %(index)d of a stored pouch is missing"), hint=N_("detente fsck"), index=index)
                yield Ref(*log, index), found[index]

    def titles(self, refs: Iterable[Ref]) -> dict[Ref, str]:
        """The subjects of some acts that count, or their texts where there is none; without those that have neither."""
        wanted = self.by_pouch(refs, self.counted_heads(self.channel.vector()))
        return {
            Ref(*log, index): title
            for seq, log, head in self.store.pouches(self.id)
            for index, title in self.store.titles(seq, wanted.get((log, head), ()))
        }

    def by_pouch(self, refs: Iterable[Ref], ends: Vector) -> dict[tuple[LogKey, HeadId], list[int]]:
        """The indices of some entries by the log and the head of their pouch, on the chains that lead to these ends; else left out."""
        chains = {log: self.channel.logs[log].chain(head) for log, head in ends.items()}
        sizes = {log: [head.id.size for head in chain] for log, chain in chains.items()}
        found: dict[tuple[LogKey, HeadId], list[int]] = {}
        for ref in sorted(refs):
            log = ref.log
            place = bisect_right(sizes.get(log, ()), ref.index)
            if place < len(sizes.get(log, ())):
                found.setdefault((log, chains[log][place].id), []).append(ref.index)
        return found

    def head_of(self, ref: Ref) -> Head:
        """The head of the pouch in which an entry stands."""
        return self.channel.logs[ref.log].heads[self._line_of(ref)[0].id]

    def versions_of(self, ref: Ref) -> list[tuple[StoredHead, bytes]]:
        """What stands at a place of a log in each version of it, with the head of its pouch; first the one that counts, if one does.

        Which version came first decides nothing: a later log of the author may hold the other one.
        """
        first = self.store.entry_line(self.id, ref.log, ref.index)
        found = [] if first is None else [first]
        if not self.is_forked(ref.log):
            return found
        found += self.store.other_versions(self.id, ref.log, ref.index)
        counted = self.counted_chain(ref.log)
        return sorted(found, key=lambda version: version[0].id not in counted)

    def counted_chain(self, log: LogKey) -> set[HeadId]:
        """The heads of a log on the version that counts, up to where it counts."""
        head = self.counted_heads(self.channel.vector()).get(log)
        return set() if head is None else {each.id for each in self.channel.logs[log].chain(head)}

    def _line_of(self, ref: Ref) -> tuple[StoredHead, bytes]:
        found = self.versions_of(ref)
        if not found:
            raise self._no_entry(ref)
        return found[0]

    def _no_entry(self, ref: Ref) -> CallerError:
        return CallerError(
            N_("there is no entry %(ref)s in '%(label)s'"),
            hint=N_("This lists what there is:\ndetente log %(label)s"),
            ref=str(ref),
            label=self.label,
        )


def acts_of(log: LogKey, start: int, entries: Sequence[Entry], vector: Vector, log_id: str = "") -> list[Act]:
    """The acts of a pouch as the fold sees them; `entries` end with the seal.

    Args:
        log_id: the id of the log in hex: what a personal signature is bound to.
    """
    acts = entries[:-1]
    refs = map(Ref._make, zip(repeat(log.party), repeat(log.generation), range(start, start + len(acts))))
    kept = [entry.kept for entry in acts]
    persons = [person_message_of(log_id, entry) if "by" in entry.fields else b"" for entry in acts]
    leaves = [entry.leaf for entry in acts]
    return list(map(Act._make, zip(refs, kept, repeat(vector), leaves, persons)))


def state_of(admission: Admission) -> HeadState:
    """What is kept of a head, beside its entries."""
    head, pouch = admission.head, admission.pouch
    telling = [
        *([0] if pouch.start == 0 else []), *(index for index, _ in admission.evidence), *(index for index, _ in admission.notices),
        *([pouch.end - 2] if admission.rekey else []),
    ]  # fmt: skip
    return HeadState(head.acts, head.acts_size, head.acts_root, tuple(sorted(set(telling))), admission.frontier)


def _certificate(value: Any) -> Certificate:
    """A certificate that was verified when it was admitted."""
    inner = value["cert"]
    return Certificate(inner["log"], PublicPair(decode_base64(inner["ed25519"], 32), decode_base64(inner["mldsa44"])), inner["from"], value)
