"""One channel of one node: the trusted state of the record, the fold over it, and where both are stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from detente.dialogue.fold import RULES, Act, Fold, Ref
from detente.errors import N_, CallerError
from detente.node.collector import no_search_for_cycles
from detente.node.store import Store, StoredHead, trusted_entry
from detente.record.channel import Admission, Channel, Head, Log, Pending, parse_opening
from detente.record.charter import ChannelCharter, Charter, log_id, parse_channel_charter
from detente.record.checkpoint import Checkpoint
from detente.record.entry import Entry, parse_entry, person_message_of
from detente.record.keys import Certificate
from detente.record.pouch import PouchHead, format_pouch
from detente.record.seal import NO_HEAD, HeadId, LogKey, Vector, merge, parse_seal
from detente.record.signatures import PublicPair
from detente.record.standing import Standing, make_standing
from detente.record.text import decode_base64
from detente.record.tree import Frontier

_INVITATION = "invitation:"  # of a channel that we did not found: its charter, as the opening that made it a room of ours holds it
_TELLING = (b'"rekey"', b'"evidence"')  # the kinds as they stand in a line; what holds these bytes elsewhere is decoded for nothing


class Room:
    """One channel as this node holds it.

    Attributes:
        channel: the pure, trusted state.
        fold: the state of the talks over everything that counts now.
        party: whose node this is.
        label: the name by which its owner calls the channel.
    """

    def __init__(self, store: Store, charter: Charter, channel: str, label: str, party: str) -> None:
        self.store = store
        self.party = party
        self.label = label
        self.channel = Channel(charter, channel)
        self.channel.note_of = self._note_of
        self.channel.may_be_destroyed = self.has_agreed_to_destroy
        invitation = store.get_meta(_INVITATION + channel)
        if invitation is not None:
            self.channel.channel_charter = parse_channel_charter(msgspec.json.decode(invitation), charter)
        self.agreed_elsewhere: set[Ref] = set()
        self.fold = Fold(self.channel.members)
        self._branches: dict[tuple[LogKey, HeadId], int] = {}
        self._load()

    # ---- what it is ----

    @property
    def id(self) -> str:
        return self.channel.id

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

    def log_id(self, log: LogKey) -> str:
        return log_id(self.channel.charter.id, self.id, log.party, log.generation)

    # ---- loading ----

    @no_search_for_cycles()
    def _load(self) -> None:
        """Rebuild the trusted state from what was admitted; nothing is verified again here (fsck does that)."""
        for stored in self.store.heads(self.id):
            self._restore(stored, self.store.leaves_of(stored.seq), self._telling_entries(stored))
        self.refold()

    def _telling_entries(self, stored: StoredHead) -> dict[int, Entry]:
        """The entries of a pouch by which the record itself changes: the seal, the opening of a log, new keys, evidence."""
        rows = self.store.lines_with(stored.seq, [stored.id.size - 1, *([0] if stored.start == 0 else [])], _TELLING)
        return {index: trusted_entry(line, leaf) for index, leaf, line in rows}

    def _restore(self, stored: StoredHead, leaves: Sequence[bytes], entries: dict[int, Entry]) -> None:
        """Add a stored head to the channel: from all its leaf hashes, and those of its entries that tell something of the record."""
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
        frontier = self._frontier(stored, log, seal.prev)
        acts_size, acts_root = (parent.acts_size, parent.acts_root) if parent else (0, NO_HEAD.root)
        if len(leaves) > 1:
            frontier.extend(leaves[:-1])
            acts_size, acts_root = frontier.size, frontier.root()
        frontier.append(leaves[-1])
        vector = merge([parent.vector if parent else {}, seal.seen])
        if opening and opening.holds and opening.holds.size:
            vector = merge([vector, {LogKey(stored.log.party, stored.log.generation - 1): opening.holds}])
        vector[stored.log] = stored.id
        acts = len(leaves) - 1 + (parent.acts if parent else 0)
        rekey = next((_certificate(entry.kept["cert"]) for entry in entries.values() if entry.fields["kind"] == "rekey"), None)
        certificates = (certificate,) if certificate else parent.certificates if parent else ()
        head = Head(
            stored.id, seal.prev, vector, acts, acts_size, acts_root, seal.cut, seal.standing, seal.attest, len(leaves) > 1,
            (*certificates, rekey) if rekey else certificates,
        )  # fmt: skip
        evidence = []
        for index, entry in entries.items():
            if entry.fields["kind"] == "evidence" and (act := self.channel.valid_evidence(entry.kept, vector)) is not None:
                evidence.append((index, act))
        self.channel.apply(
            Admission(
                pouch,
                list(entries.values()),
                seal,
                head,
                frontier,
                certificate,
                rekey,
                opening.k if opening else None,
                opening.charter if opening else None,
                opening.recipients if opening else (),
                opening.holds if opening else None,
                tuple(evidence),
                (),
            )
        )
        if stored.branch:
            self._branches[stored.log, stored.id] = stored.branch

    def _frontier(self, stored: StoredHead, log: Log | None, prev: HeadId) -> Frontier:
        if stored.start == 0 or log is None:
            return Frontier()
        if prev in log.tips:
            return log.tips[prev].copy()
        frontier = Frontier()
        frontier.extend(self.store.leaves(self.id, stored.log, prev))
        return frontier

    # ---- adding ----

    def keep_invitation(self, charter: ChannelCharter) -> None:
        """Remember whose channel this is from an opening that names us.

        It may have come before the founder's, without which it cannot be admitted; so the members must be known to be asked for that.
        """
        with self.store.transaction():
            self.store.set_meta(_INVITATION + self.id, charter.raw)
        self.channel.channel_charter = charter

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
        return self.store.add_head(
            self.id, admission.pouch.log, admission.head.id, admission.head.prev, admission.entries,
            branch=branch, cert=cert, note=note, at=at,
        )  # fmt: skip

    def _branch_for(self, log: Log | None, prev: HeadId, key: LogKey) -> int:
        if log is None or prev == log.main:
            return 0
        known = self._branches.get((key, prev), 0)
        if known and prev in log.tips:
            return known
        return max((number for (branch_log, _), number in self._branches.items() if branch_log == key), default=0) + 1

    def take(self, admission: Admission, *, folded: bool = False) -> None:
        """Make a stored admission part of the state: the channel, then the fold (step 16)."""
        log = self.channel.logs.get(admission.pouch.log)
        branch = self._branch_for(log, admission.head.prev, admission.pouch.log)
        was_frozen = admission.pouch.log in self.channel.frozen(self.channel.vector())
        self.channel.apply(admission)
        if branch:
            self._branches[admission.pouch.log, admission.head.id] = branch
        if admission.charter is not None or was_frozen or branch or admission.evidence or admission.holds is not None:
            self.refold()
        elif not folded:
            for act in self.acts(admission.pouch.log, admission.pouch.start, admission.entries, admission.head.vector):
                self.fold.apply(act)

    # ---- the fold ----

    def refold(self) -> None:
        """Fold everything that counts now, from the stored acts."""
        self.fold = self.fold_of(self.channel.vector())

    @no_search_for_cycles()
    def fold_of(self, vector: Vector, more: Pending | None = None, entries: Sequence[Entry] = ()) -> Fold:
        """The fold over the cut of any vector of held heads: what was so for somebody who had seen just that.

        Args:
            vector: heads that are held.
            more: a head of ours about to be sealed, with `entries`, its acts.
        """
        fold = Fold(self.channel.members or (more.charter.members if more and more.charter else ()))
        counted = self._counted(self.channel.cut(vector, more).rows, vector, more)
        for stored in self.store.heads(self.id):
            if stored.seq in counted:
                self.fold_pouch(fold, stored)
        if more is not None and entries:
            self._apply(fold, self.acts(more.log, more.head.prev.size, [*entries, *A_SEAL], more.head.vector))
        return fold

    def fold_pouch(self, fold: Fold, stored: StoredHead) -> None:
        """Apply the acts of one stored pouch to a fold."""
        head = self.channel.logs[stored.log].heads[stored.id]
        self._apply(fold, self.acts(stored.log, stored.start, self.trusted_entries(stored.seq), head.vector))

    def acts(self, log: LogKey, start: int, entries: Sequence[Entry], vector: Vector) -> list[Act]:
        """The acts of a pouch of this channel as the fold sees them; `entries` end with the seal."""
        return acts_of(log, start, entries, vector, self.log_id(log))

    def _apply(self, fold: Fold, acts: Iterable[Act]) -> None:
        for act in acts:
            fold.apply(act)

    def _counted(self, rows: Iterable[Any], vector: Vector, more: Pending | None) -> set[int]:
        """The pouches whose acts count in a cut: those that lead to the head where each log stops."""
        stops = self.channel.frozen(vector, more)
        counted: set[int] = set()
        for row in rows:
            named = stops[row.log].head if row.log in stops else vector.get(row.log, NO_HEAD)
            if more is not None and row.log == more.log and named == more.head.id:
                named = more.head.prev
            if named.size:
                counted.update(stored.seq for stored in self.store.chain(self.id, row.log, named, 0))
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
        found = self.store.entry_line(self.id, ref.log, ref.index)
        if found is None:
            raise CallerError(
                N_("there is no entry %(ref)s in '%(label)s'"),
                hint=N_("detente log %(label)s lists what there is"),
                ref=str(ref),
                label=self.label,
            )
        return parse_entry(found[1])

    def head_of(self, ref: Ref) -> Head:
        """The head of the pouch in which an entry stands."""
        found = self.store.entry_line(self.id, ref.log, ref.index)
        if found is None:
            raise CallerError(
                N_("there is no entry %(ref)s in '%(label)s'"),
                hint=N_("detente log %(label)s lists what there is"),
                ref=str(ref),
                label=self.label,
            )
        return self.channel.logs[ref.log].heads[found[0].id]


A_SEAL = (Entry(b"", b"", {"kind": "seal"}, destroyed=False),)


def acts_of(log: LogKey, start: int, entries: Sequence[Entry], vector: Vector, log_id: str = "") -> list[Act]:
    """The acts of a pouch as the fold sees them; `entries` end with the seal.

    Args:
        log_id: the id of the log in hex: what a personal signature is bound to.
    """
    return [
        Act(Ref(log.party, log.generation, start + i), entry.kept, vector, entry.leaf, person_message_of(log_id, entry))
        for i, entry in enumerate(entries[:-1])
    ]


def _certificate(value: Any) -> Certificate:
    """A certificate that was verified when it was admitted."""
    inner = value["cert"]
    return Certificate(inner["log"], PublicPair(decode_base64(inner["ed25519"], 32), decode_base64(inner["mldsa44"])), inner["from"], value)
