"""The trusted state of one channel, and the steps by which a pouch becomes part of it (docs/protocol.md, "Admitting").

Rules that hold at every moment:

1. Nothing is half admitted: `Channel.check` changes nothing, `Channel.apply` takes the whole of what was checked.
2. A head is held only with all its ancestors: every head that its author had seen is held too.
3. The state follows from the pouches alone, whatever the order in which they came.
4. Every head ever held is kept. Two heads of one log that cannot both be are both kept once that is proven, as two branches.
5. No clock, no disk, no network: leaf hashes of long ago are asked of the caller (`LeafSource`), who keeps them.

The numbers in the code are the numbers of the steps in the protocol and in every refusal:

     1 container size   2 age header   3 decrypt   4 framing and head   5 log known, origin derived   6 key valid at `from`
     7 both signatures; duplicate or contradiction   8 lines   9 leaf hashes   10 from == my size   11 root
    12 seal, opening, certificate, prev, cut   13 my own heads as named   14 ancestors
    15 one transaction   16 fold, compare the standing                       (1 to 3: container.py; 15 and 16: the node)
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from detente.errors import N_, DetenteError, FormatError, ProofError, SignatureError, TheirData
from detente.record import canonical, tree
from detente.record.charter import (
    ChannelCharter,
    Charter,
    Party,
    check_names,
    k_digest,
    name_digest,
    origin_of,
    parse_channel_charter,
    parse_recipients,
    plenary_channel,
)
from detente.record.checkpoint import verify_checkpoint
from detente.record.entry import Entry
from detente.record.evidence import Contradiction, EvidenceAct, is_contradiction, parse_evidence
from detente.record.keys import Certificate, verify_certificate
from detente.record.pouch import PouchHead, parse_pouch_body, parse_pouch_head
from detente.record.seal import NO_HEAD, Cut, CutRow, HeadId, LogKey, Seal, Vector, dominates, merge, parse_head, parse_seal
from detente.record.signatures import PublicPair
from detente.record.succession import GENERATIONS, Notice, era_of, valid_notices
from detente.record.text import decode_base64
from detente.record.tree import EMPTY_ROOT, Frontier

LeafSource = Callable[[LogKey, HeadId], Sequence[bytes]]
"""The leaf hashes of a held head of a log, in order: only asked for when two versions of a log must be compared."""

UNKNOWN_ROOT = b""
"""The root of a head of which only the size is known."""

OPENING_KINDS = frozenset({"open", "reopen"})
RECORD_KINDS = OPENING_KINDS | {"rekey", "evidence", "notice"}
"""What the record itself must look at; all other acts are the business of `dialogue`."""
WHY = frozenset({"theft", "fork", "restore", "root"})


class Refused(TheirData):
    """A pouch that is not admitted: the number of the step, and what was wrong there."""

    def __init__(self, step: int, cause: DetenteError) -> None:
        super().__init__(N_("step %(step)d: %(cause)s"), step=step, cause=str(cause))
        self.step = step
        self.cause = cause


class Stops(NamedTuple):
    """What somebody's past says of where logs stop to count (docs/protocol.md, "Doubted acts").

    Attributes:
        accused: log -> the smallest `agreed` of the evidence about it.
        held: log -> the smallest head that an opening of the generation after it holds of it.
        succeeded: party -> its newest root key of which a log is open, and what that holds of the logs of the key before.
        revoked: party -> the newest root key that a notice has revoked, and the heads that its publishers had seen of the party.
    """

    accused: Mapping[LogKey, HeadId]
    held: Mapping[LogKey, HeadId]
    succeeded: Mapping[str, Succeeded] = MappingProxyType({})
    revoked: Mapping[str, Revoked] = MappingProxyType({})


class Succeeded(NamedTuple):
    """The logs of a party's root keys before `era` count to `head` of `log`; those after `log` not at all."""

    era: int
    log: LogKey
    head: HeadId


class Revoked(NamedTuple):
    """The logs of a party's root keys up to `era` count as far as everybody had seen them who published the notice."""

    era: int
    seen: Mapping[LogKey, HeadId]


NO_STOPS = Stops(MappingProxyType({}), MappingProxyType({}))


def union_of(pasts: Iterable[Stops]) -> Stops:
    """What several pasts say together: of each log the smallest head, so that no order matters."""
    found = [stops for stops in pasts if any(stops)]
    if not found:
        return NO_STOPS
    if len(found) == 1:
        return found[0]
    succeeded: dict[str, Succeeded] = {}
    revoked: dict[str, Revoked] = {}
    for stops in found:
        for party, one in stops.succeeded.items():
            succeeded[party] = min(one, succeeded.get(party, one), key=lambda each: (-each.era, each.log, each.head))
        for party, other in stops.revoked.items():
            revoked[party] = _of_both(other, revoked.get(party, other))
    return Stops(_smallest(s.accused for s in found), _smallest(s.held for s in found), succeeded, revoked)


def _of_both(one: Revoked, other: Revoked) -> Revoked:
    """Two notices about one party: the newer key; of one key, what both publishers had seen."""
    if one.era != other.era:
        return max(one, other, key=lambda each: each.era)
    return Revoked(one.era, {log: min(head, other.seen[log]) for log, head in one.seen.items() if log in other.seen})


def _smallest(heads: Iterable[Mapping[LogKey, HeadId]]) -> dict[LogKey, HeadId]:
    smallest: dict[LogKey, HeadId] = {}
    for part in heads:
        for log, head in part.items():
            smallest[log] = min(head, smallest.get(log, head))
    return smallest


@dataclass(frozen=True, slots=True)
class Head:
    """One checkpoint of a log that is held.

    Attributes:
        id: size and root.
        prev: the checkpoint before it.
        vector: every head that its author had seen, its own log (this head) included.
        acts, acts_size, acts_root: its row in a cut: acts so far, size just after the last of them, root there.
        cut, standing: what its seal states.
        attest: past cuts that its seal attests.
        bears_act: whether its pouch holds an act; only such heads are named by others.
        certificates: all of its log up to here, on its own branch; the last one is in force for what continues it.
        stops: what its author's past, its own acts included, says of where logs stop to count. A part of what was seen and not of who
            looks: a log with two versions has two pasts, and an index alone does not say in which of them an act stands.
    """

    id: HeadId
    prev: HeadId
    vector: Vector
    acts: int
    acts_size: int
    acts_root: bytes
    cut: bytes
    standing: bytes
    attest: tuple[tuple[bytes, bytes], ...]
    bears_act: bool
    certificates: tuple[Certificate, ...]
    stops: Stops = NO_STOPS

    @property
    def signer(self) -> Certificate:
        """The certificate under which it was signed itself."""
        found = [certificate for certificate in self.certificates if certificate.start <= self.prev.size]
        return found[-1]


@dataclass(slots=True)
class Log:
    """One log of a channel as far as it is held."""

    key: LogKey
    id: str
    certificates: list[Certificate]
    heads: dict[HeadId, Head] = field(default_factory=dict)
    sizes: dict[int, tuple[HeadId, ...]] = field(default_factory=dict)
    tips: dict[HeadId, Frontier] = field(default_factory=dict)
    main: HeadId = NO_HEAD
    named: HeadId = NO_HEAD

    @property
    def origin(self) -> str:
        return origin_of(self.id)

    @property
    def size(self) -> int:
        return self.main.size

    def at_size(self, size: int) -> tuple[HeadId, ...]:
        """The held heads of one size: one, or more where the log has two versions."""
        return self.sizes.get(size, ())

    def chain(self, head: HeadId) -> list[Head]:
        """The heads that lead to a held one, smallest first, and itself last."""
        chain = []
        while head.size:
            chain.append(self.heads[head])
            head = self.heads[head].prev
        return chain[::-1]

    def add(self, head: Head) -> None:
        self.heads[head.id] = head
        self.sizes[head.id.size] = (*self.at_size(head.id.size), head.id)


class Admission(NamedTuple):
    """A pouch that passed steps 4 to 14; `Channel.apply` takes it whole.

    Attributes:
        pouch: its head.
        entries: its entries, the seal last.
        seal: the parsed seal.
        head: the head to be added.
        frontier: the tree at that head.
        certificate: the certificate that starts with this pouch, for its first pouch.
        rekey: the certificate that starts after this pouch.
        k: the channel secret, where this pouch brings it.
        charter: the channel charter, where this pouch opens a log.
        recipients: recipients that its opening or its rekey states.
        holds: for a `reopen`, what holds of the generation before.
        evidence: valid contradictions that its acts carry.
        invalid_evidence: indices of evidence acts that prove nothing, and of notices that revoke nothing (findings).
        before: for a `reopen`, of which log `holds` is.
        notices: valid notices among its acts.
    """

    pouch: PouchHead
    entries: list[Entry]
    seal: Seal
    head: Head
    frontier: Frontier
    certificate: Certificate | None
    rekey: Certificate | None
    k: bytes | None
    charter: ChannelCharter | None
    recipients: tuple[str, ...]
    holds: HeadId | None
    evidence: tuple[tuple[int, EvidenceAct], ...]
    invalid_evidence: tuple[int, ...]
    before: LogKey | None = None
    notices: tuple[tuple[int, Notice], ...] = ()

    @property
    def pending(self) -> Pending:
        return Pending(self.pouch.log, self.head, self.evidence, self.charter, bool(self.notices))


class Pending(NamedTuple):
    """A head about to be added to its log, with what else it brings that decides what counts."""

    log: LogKey
    head: Head
    evidence: tuple[tuple[int, EvidenceAct], ...] = ()
    charter: ChannelCharter | None = None
    revokes: bool = False


class Duplicate(NamedTuple):
    """A pouch that is held already."""

    pouch: PouchHead
    bears_act: bool


class Held(NamedTuple):
    """A pouch whose ancestors are missing: what it waits for. `mine` when it names more of our own log than we hold."""

    pouch: PouchHead
    missing: tuple[tuple[LogKey, HeadId], ...]
    mine: bool


class Forked(NamedTuple):
    """A pouch that contradicts what is held: both signed states, to be carried in an `evidence` act."""

    pouch: PouchHead
    contradiction: Contradiction


Outcome = Admission | Duplicate | Held | Forked


class Frozen(NamedTuple):
    """Where a log stops to count: at `head`.

    `why`: a later generation (reopen), a proven contradiction (evidence), a notice that revoked the root key (notice), or a log under a
    later root key (succession).
    """

    head: HeadId
    why: str


class Channel:
    """One channel as one node knows it."""

    def __init__(self, charter: Charter, channel: str) -> None:
        """An empty channel of a dialogue; its channel charter comes with the first opening that is admitted."""
        self.charter = charter
        self.id = channel
        plenary = plenary_channel(charter)
        self.channel_charter: ChannelCharter | None = plenary if plenary.id == channel else None
        self.name: dict[str, str] | None = dict(charter.names) if plenary.id == channel else None
        self.k: bytes | None = None
        self.founders: set[LogKey] = set()
        self.logs: dict[LogKey, Log] = {}
        self._generations: dict[str, tuple[LogKey, ...]] = {}
        self.recipients: dict[LogKey, tuple[str, ...]] = {}
        self.evidence: list[tuple[LogKey, int, EvidenceAct]] = []
        self.holds: dict[LogKey, tuple[LogKey, HeadId]] = {}
        self.notices: set[Notice] = set()

    # ---- what it knows ----

    @property
    def members(self) -> tuple[str, ...]:
        return self.channel_charter.members if self.channel_charter else ()

    def generations(self, party: str) -> list[LogKey]:
        """The logs of one party, oldest generation first."""
        return list(self._generations.get(party, ()))

    def current_recipients(self) -> list[str]:
        """The recipients of every member: those of its newest opening here, else those of the charter; ours too."""
        found: list[str] = []
        for party in self.members:
            stated = [key for key in self.generations(party) if key in self.recipients]
            found += self.recipients[stated[-1]] if stated else self.charter.parties[party].recipients
        return found

    def head(self, log: LogKey, head: HeadId) -> Head | None:
        """A held head, or None."""
        return self.logs[log].heads.get(head) if log in self.logs else None

    def vector(self) -> dict[LogKey, HeadId]:
        """Everything that is held and may be named: of each log the last head that closes an act."""
        return {key: log.named for key, log in self.logs.items() if log.named.size}

    def is_closed(self, log: LogKey) -> bool:
        """Whether nothing that is sealed in a log from now on could count."""
        if self.is_proven_fork(log) or any(held == log for held, _ in self.holds.values()):
            return True
        if any(era_of(other.generation) > era_of(log.generation) for other in self.generations(log.party)):
            return True
        return any(party == log.party and era_of(log.generation) <= era for party, era in self.notices)

    def is_proven_fork(self, log: LogKey) -> bool:
        return any(act.contradiction.log == log for _, _, act in self.evidence)

    def stops(self, vector: Vector, more: Pending | None = None) -> Stops:
        """What the past of whoever has seen `vector` says of where logs stop to count."""
        heads = [self.head(log, head) for log, head in vector.items()]
        return union_of([*(head.stops for head in heads if head is not None), *([more.head.stops] if more is not None else [])])

    def frozen(self, vector: Vector, more: Pending | None = None) -> dict[LogKey, Frozen]:
        """Where logs stop to count for somebody who has seen `vector` (docs/protocol.md, "Doubted acts")."""
        accused, held, succeeded, revoked = self.stops(vector, more)
        frozen = {log: Frozen(head, "evidence") for log, head in accused.items()}
        for log, head in held.items():
            successor = accused.get(LogKey(log.party, log.generation + 1))
            if successor is None or successor.size:  # an opening of which nothing counts holds nothing either
                frozen[log] = Frozen(head, "reopen")
        for log in {*vector, *frozen} if succeeded or revoked else ():
            era, found = era_of(log.generation), frozen.get(log)
            notice, later = revoked.get(log.party), succeeded.get(log.party)
            if later is not None and era < later.era:
                if log > later.log:
                    frozen[log] = Frozen(NO_HEAD, "succession")
                elif log == later.log:
                    frozen[log] = min(Frozen(later.head, "succession"), Frozen(accused.get(log, later.head), "evidence"))
            elif notice is not None and era <= notice.era:
                seen = Frozen(notice.seen.get(log, NO_HEAD), "notice")
                frozen[log] = seen if found is None else min(found, seen)
        return frozen

    def leads_to(self, log: LogKey, head: HeadId, earlier: HeadId) -> bool:
        """Whether a held head continues an earlier one of the same log, or is that head."""
        while head.size > earlier.size:
            head = self.logs[log].heads[head].prev
        return head == earlier

    def stops_after(
        self, log: LogKey, parent: Head | None, seen: Vector, evidence: Iterable[EvidenceAct], opening: Opened | None,
        notices: Iterable[Notice] = (),
    ) -> Stops:  # fmt: skip
        """The `stops` of a pouch: what its author knew before, what those knew whom it names, and what its own acts say.

        Args:
            log: of which log it is.
            parent: the head that it continues.
            seen: the heads that its seal names, all held.
            evidence: its valid evidence.
            opening: what its first entry states.
            notices: its valid notices.
        """
        holds = None if opening is None else opening.holds
        named = _named(seen, opening)
        held, succeeded = {}, {}
        if opening is not None and holds is not None:
            if era_of(opening.before.generation) == era_of(log.generation):
                held[opening.before] = holds
            else:
                succeeded[log.party] = Succeeded(era_of(log.generation), opening.before, holds)
        known = merge([{} if parent is None else parent.vector, *({key: head} for key, head in named)])
        revoked = {
            notice.party: Revoked(notice.era, {key: head for key, head in known.items() if key.party == notice.party}) for notice in notices
        }
        own = Stops(_smallest({act.contradiction.log: act.agreed} for act in evidence), held, succeeded, revoked)
        pasts = [self.logs[key].heads[head].stops for key, head in named]
        return union_of([own, *pasts, *([parent.stops] if parent is not None else [])])

    def cut(self, vector: Vector, more: Pending | None = None) -> Cut:
        """The cut of a vector: a row for each generation of each member.

        Args:
            vector: heads that are held.
            more: a head that is not applied yet, to look at what would be.
        """
        stops = self.frozen(vector, more)
        members = self.members or (more.charter.members if more is not None and more.charter is not None else ())
        named_of: dict[str, list[int]] = {}
        for log in vector:
            named_of.setdefault(log.party, []).append(log.generation)
        rows = []
        for party in members:
            for generation in generations_of(named_of.get(party, [])):
                log = LogKey(party, generation)
                named = stops[log].head if log in stops else vector.get(log, NO_HEAD)
                head = more.head if more is not None and log == more.log and named == more.head.id else self.head(log, named)
                rows.append(CutRow(log, 0, 0, EMPTY_ROOT) if head is None else CutRow(log, head.acts, head.acts_size, head.acts_root))
        return Cut(self.charter.id, self.id, tuple(rows))

    # ---- admitting ----

    def check(self, raw: bytes, mine: LogKey | None, leaves: LeafSource, head: PouchHead | None = None) -> Outcome:
        """Steps 4 to 14 for one pouch. Changes nothing.

        Args:
            raw: the pouch, as unpacked.
            mine: our own current log in this channel, if any.
            leaves: leaf hashes of what we hold.
            head: its head, where that was parsed before, to find the channel.

        Raises:
            Refused: the pouch can never be admitted; the step and the reason.
        """
        pouch = head or _step(4, parse_pouch_head, raw)
        party = _step(5, self._party, pouch)
        log = self.logs.get(pouch.log)
        if pouch.start and pouch.start > max((tip.size for tip in log.tips), default=0) if log else pouch.start:
            # Step 10 comes first here: a `rekey` that has not come may be what makes its key good, so nothing of it can be checked.
            return Held(pouch, ((pouch.log, HeadId(pouch.start, UNKNOWN_ROOT)),), mine=pouch.log == mine)
        certificate = _step(6, self._first_certificate, pouch, party) if pouch.start == 0 else None
        if log is not None and pouch.head in log.heads and pouch.note == self.note_of(pouch.log, pouch.head):
            return Duplicate(pouch, log.heads[pouch.head].bears_act)  # to the byte the note whose signatures held when it was admitted
        in_force = certificate or _step(7, self._signer, pouch)
        _step(7, verify_checkpoint, pouch.note, in_force.keys, origin_of(pouch.log_id))
        if log is not None and pouch.head in log.heads:
            return Duplicate(pouch, log.heads[pouch.head].bears_act)
        if log is not None and not self.is_proven_fork(pouch.log):
            for other in log.at_size(pouch.end):
                return Forked(
                    pouch, self.contradiction(log, (other, self.note_of(log.key, other)), (pouch.head, pouch.note), None, certificate)
                )
        entries = _step(8, parse_pouch_body, raw, pouch)
        if any(entry.destroyed and not self.may_be_destroyed(pouch.log, pouch.start + i) for i, entry in enumerate(entries)):
            return Held(pouch, ((pouch.log, pouch.head),), mine=False)  # another member may still hold it whole
        seal = _step(12, _parse_last, entries)
        parent = self._parent(pouch, seal, entries, leaves, mine, certificate)
        if isinstance(parent, Held | Forked):
            return parent
        if parent[0] is not None and parent[0].certificates[-1] != in_force:
            raise Refused(6, SignatureError(N_("a pouch sealed by a key that is not in force on its branch")))
        frontier, acts_end = _step(11, self._root, parent, pouch, entries)
        special = [(i, entry) for i, entry in enumerate(entries) if entry.fields["kind"] in RECORD_KINDS]
        opening = _step(12, self._opening, pouch, entries[0], special)
        certificates = (certificate,) if certificate else parent[0].certificates if parent[0] else ()
        rekey = _step(12, self._rekey, pouch, special, certificates)
        missing = _step(14, self._missing, pouch, seal, opening, leaves)
        if missing:
            return Held(pouch, tuple(missing), mine=any(key == mine for key, _ in missing))  # 13
        if certificate is not None and opening is not None and opening.holds is not None:
            _step(6, self._check_new_key, certificate.keys, self._certificates_before(opening.before, opening.holds))
        vector = _step(14, self._vector, pouch, seal, opening)
        evidence, invalid = self._evidence(pouch, special, vector, seal.prev)
        notices = self.valid_notices((pouch.start + position, entry) for position, entry in special)
        void = {pouch.start + position for position, entry in special if entry.fields["kind"] == "notice"} - {index for index, _ in notices}
        stops = self.stops_after(pouch.log, parent[0], seal.seen, [act for _, act in evidence], opening, [act for _, act in notices])
        closed = self._head(pouch, seal, vector, parent[0], acts_end, (*certificates, rekey) if rekey else certificates, stops)
        k = _step(12, self._k, opening, vector)
        admission = Admission(
            pouch, entries, seal, closed, frontier, certificate, rekey, k,
            opening.charter if opening else None, stated_recipients(opening, entries), opening.holds if opening else None, evidence,
            (*invalid, *sorted(void)), opening.before if opening else None, notices,
        )  # fmt: skip
        _step(12, self._check_cut, admission)
        return admission

    def apply(self, admission: Admission) -> None:
        """Take what was checked, whole."""
        key = admission.pouch.log
        if admission.charter is not None and self.channel_charter is None:
            self.channel_charter = admission.charter
        if admission.charter is not None:
            self.name = dict(admission.entries[0].fields["name"])
        if admission.recipients:
            self.recipients[key] = admission.recipients
        if admission.k is not None:
            self.k = admission.k
            self.founders.add(key)
        if key not in self.logs:
            assert admission.certificate is not None  # noqa: S101 - step 6 gave it: a log starts with its certificate
            self.logs[key] = Log(key, admission.pouch.log_id, [admission.certificate])
            self._generations[key.party] = tuple(sorted([*self.generations(key.party), key]))
        log = self.logs[key]
        head = admission.head
        log.add(head)
        log.tips.pop(head.prev, None)
        log.tips[head.id] = admission.frontier
        if head.prev == log.main:
            log.main = head.id
        if head.bears_act and head.id.size > log.named.size:
            log.named = head.id
        if admission.rekey is not None:
            log.certificates.append(admission.rekey)
        if admission.holds is not None and admission.before is not None:
            self.holds[key] = (admission.before, admission.holds)
        self.notices.update(notice for _, notice in admission.notices)
        for index, act in admission.evidence:
            self.evidence.append((key, index, act))

    # ---- step 5 and 6: the log and its key ----

    def _party(self, pouch: PouchHead) -> Party:
        if pouch.dialogue != self.charter.id or pouch.channel != self.id:
            raise FormatError(N_("a pouch of another dialogue or channel"))
        party = self.charter.parties.get(pouch.log.party)
        if party is None:
            raise FormatError(N_("%(party)s is no party of the charter"), party=pouch.log.party)
        if self.channel_charter is not None and pouch.log.party not in self.channel_charter.members:
            raise FormatError(N_("%(party)s is no member of the channel"), party=pouch.log.party)
        return party

    def _first_certificate(self, pouch: PouchHead, party: Party) -> Certificate:
        certificate = verify_certificate(pouch.cert, party, pouch.log_id, pouch.log.generation)
        if certificate.start != 0:
            raise FormatError(N_("the first certificate of a log does not start at 0"))
        self._check_new_key(certificate.keys, [])
        return certificate

    def _signer(self, pouch: PouchHead) -> Certificate:
        """The certificate whose keys signed a pouch. Only where a log has several branches there is more than one to try."""
        log = self.logs[pouch.log]
        found = [log.heads[head].certificates[-1] for head in log.at_size(pouch.start)]
        candidates = found or [certificate for certificate in log.certificates if certificate.start <= pouch.start]
        for certificate in candidates[:-1]:
            try:
                verify_checkpoint(pouch.note, certificate.keys, log.origin)
            except TheirData:
                continue
            return certificate
        return candidates[-1]

    def _certificates_before(self, log: LogKey, holds: HeadId) -> list[Certificate]:
        """The keys of the log that a reopening goes on from, as far as it holds: a stolen key must not come back."""
        held = self.head(log, holds)
        return list(held.certificates) if held else []

    def _check_new_key(self, keys: PublicPair, earlier: Sequence[Certificate]) -> None:
        """F39: a key pair has one log and one role. Only what every node sees alike may refuse: the charter and the log itself."""
        used = {key for party in self.charter.parties.values() for key in party.root}
        used |= {key for cert in earlier for key in cert.keys}
        if used & set(keys):
            raise SignatureError(N_("a sealing key that is used elsewhere already"))

    # ---- steps 7, 10, 11: the tree ----

    may_be_destroyed: Callable[[LogKey, int], bool] = staticmethod(lambda _log, _index: False)
    """Whether our own party has signed that an entry be destroyed; set by the owner of the channel.

    Who never saw an entry whole cannot know what its hidden hashes are: an author could send one leaf in two destroyed forms, and
    two honest nodes would fold it to different states. Who signed its destruction has seen it.
    """

    note_of: Callable[[LogKey, HeadId], bytes] = staticmethod(lambda _log, _head: b"")
    """Where signed notes are kept; set by the owner of the channel."""

    def contradiction(
        self,
        log: Log,
        one: tuple[HeadId, bytes],
        other: tuple[HeadId, bytes],
        prefix: tuple[bytes, tuple[bytes, ...]] | None,
        opening: Certificate | None = None,
    ) -> Contradiction:
        """Put two signed heads of one log in order, with their certificates."""

        def cert_for(head: HeadId, note: bytes) -> dict[str, Any]:
            for certificate in [*([opening] if opening else []), *reversed(log.certificates)]:  # a second opening brings its own
                try:
                    verify_checkpoint(note, certificate.keys, log.origin)
                except DetenteError:
                    continue
                return dict(certificate.value)
            raise SignatureError(N_("a signed state of size %(size)d that no certified key of its log signed"), size=head.size)

        first, second = sorted([one, other], key=lambda item: item[0])
        return Contradiction(log.key, (first[1], second[1]), (cert_for(*first), cert_for(*second)), prefix)

    def _parent(
        self,
        pouch: PouchHead,
        seal: Seal,
        entries: Sequence[Entry],
        leaves: LeafSource,
        mine: LogKey | None,
        certificate: Certificate | None = None,
    ) -> tuple[Head | None, Frontier] | Held | Forked:
        """Step 10: the head that this pouch continues, with its tree."""
        if seal.prev.size != pouch.start:
            raise Refused(
                12,
                FormatError(
                    N_("'prev' of the seal has size %(seen)d, the pouch starts at %(expected)d"), seen=seal.prev.size, expected=pouch.start
                ),
            )
        log = self.logs.get(pouch.log)
        if pouch.start == 0:
            if log is None or self.is_proven_fork(pouch.log):
                return None, Frontier()
            return self._branch(log, pouch, entries, Frontier(), leaves, certificate)
        assert log is not None  # noqa: S101 - step 5
        parent = log.heads.get(seal.prev)
        if parent is None:
            # larger: its ancestors have not come; same size with another root: another version of this log, if it was signed
            return Held(pouch, ((pouch.log, seal.prev),), mine=pouch.log == mine)
        if parent.id in log.tips:
            return parent, log.tips[parent.id].copy()
        frontier = Frontier()
        frontier.extend(leaves(pouch.log, parent.id))
        if self.is_proven_fork(pouch.log):
            return parent, frontier
        return self._branch(log, pouch, entries, frontier, leaves)

    def _branch(
        self,
        log: Log,
        pouch: PouchHead,
        entries: Sequence[Entry],
        frontier: Frontier,
        leaves: LeafSource,
        opening: Certificate | None = None,
    ) -> Forked:
        """A second continuation of a head that has one already: a fork, if the signed tree is what its entries say."""
        base = frontier.size
        theirs = [entry.leaf for entry in entries]
        check = frontier.copy()
        check.extend(theirs)
        if check.root() != pouch.checkpoint.root:
            raise Refused(11, ProofError(N_("the entries do not lead to the signed root")))
        mine = list(leaves(pouch.log, log.main))
        full = mine[:base] + theirs
        note = self.note_of(log.key, log.main)
        if log.main.size > pouch.end:
            smaller = pouch.head
            prefix = (tree.root_of(mine[: pouch.end]), tuple(tree.consistency_proof(mine, pouch.end)))
        else:
            smaller = log.main
            prefix = (tree.root_of(full[: log.main.size]), tuple(tree.consistency_proof(full, log.main.size)))
        if prefix[0] == smaller.root:
            raise Refused(10, FormatError(N_("a pouch that ends where no seal of its log does")))
        return Forked(pouch, self.contradiction(log, (log.main, note), (pouch.head, pouch.note), prefix, opening))

    def _root(self, parent: tuple[Head | None, Frontier], pouch: PouchHead, entries: Sequence[Entry]) -> tuple[Frontier, HeadId]:
        """The tree at the end of a pouch, and size and root just before its seal: each entry is hashed in once."""
        *acts, seal = entries
        frontier = parent[1].copy()
        frontier.extend([entry.leaf for entry in acts])
        acts_end = HeadId(frontier.size, frontier.root())
        frontier.append(seal.leaf)
        if frontier.root() != pouch.checkpoint.root:
            raise ProofError(N_("the entries do not lead to the signed root"))
        return frontier, acts_end

    # ---- step 12: opening, certificate, cut ----

    def _opening(self, pouch: PouchHead, first: Entry, special: Sequence[tuple[int, Entry]]) -> Opened | None:
        for position, entry in special:
            if entry.fields["kind"] in OPENING_KINDS and (position != 0 or pouch.start != 0):
                raise FormatError(N_("an opening that is not the first entry of its log"))
        if pouch.start != 0:
            return None
        fields = first.kept
        expected = "open" if pouch.log.generation == 0 else "reopen"
        if fields["kind"] != expected:
            raise FormatError(N_("the first entry of a log is %(seen)s, expected %(expected)s"), seen=fields["kind"], expected=expected)
        return parse_opening(fields, self.charter, self.id, pouch)

    def _k(self, opening: Opened | None, vector: Vector) -> bytes | None:
        if opening is None:
            return None
        if opening.k is not None:
            return opening.k
        if not self.founders & vector.keys():
            raise FormatError(N_("an opening that has not seen the founder's, which alone brings the secret of the channel"))
        return None

    def _rekey(self, pouch: PouchHead, special: Sequence[tuple[int, Entry]], earlier: Sequence[Certificate]) -> Certificate | None:
        rekey = None
        for position, entry in special:
            if entry.fields["kind"] == "rekey":
                if pouch.start + position != pouch.end - 2:
                    raise FormatError(N_("a rekey that is not the last act of its pouch"))
                rekey = verify_certificate(
                    entry.kept.get("cert"), self.charter.parties[pouch.log.party], pouch.log_id, pouch.log.generation
                )
                if rekey.start != pouch.end:
                    raise FormatError(
                        N_("a rekey from %(seen)d in a pouch that ends at %(expected)d"), seen=rekey.start, expected=pouch.end
                    )
                self._check_new_key(rekey.keys, earlier)
        return rekey

    def _check_cut(self, admission: Admission) -> None:
        """Needs the ancestors of step 14 and, for an opening, what it brings: so it is looked at last."""
        if admission.seal.cut != self.cut(admission.head.vector, admission.pending).digest:
            raise FormatError(N_("the cut of the seal is not the one of what it has seen"))

    # ---- steps 13 and 14: what it has seen ----

    def _missing(self, pouch: PouchHead, seal: Seal, opening: Opened | None, leaves: LeafSource) -> list[tuple[LogKey, HeadId]]:
        if pouch.log in seal.seen:
            raise FormatError(N_("a seal that names its own log as seen"))
        members = self.members or (opening.charter.members if opening is not None else ())
        for key in seal.seen:
            if key.party not in members:  # nobody will ever hold such a log: it would wait for ever, in the place of another
                raise FormatError(N_("a seal names %(party)s, which is no member of the channel"), party=key.party)
        missing = [(key, head) for key, head in sorted(_named(seal.seen, opening)) if self.head(key, head) is None]
        for key, head in missing:
            log = self.logs.get(key)
            inside = log is not None and head.size < log.size and not log.at_size(head.size)
            if log is not None and inside and tree.root_of(leaves(key, log.main)[: head.size]) == head.root:
                raise FormatError(N_("a seal names %(party)s at %(size)d, where no seal of that log ends"), party=key.party, size=head.size)
        return missing

    def _vector(self, pouch: PouchHead, seal: Seal, opening: Opened | None) -> dict[LogKey, HeadId]:
        """Everything the author had seen; refused unless it only grows and is closed (F16)."""
        earlier: Vector = {}
        if pouch.start:
            earlier = self.logs[pouch.log].heads[seal.prev].vector
        for log, head in seal.seen.items():
            if log in earlier and head.size <= earlier[log].size:
                raise FormatError(
                    N_("a seal names %(party)s at %(seen)d, no more than it had named before"), party=log.party, seen=head.size
                )
            if not self.logs[log].heads[head].bears_act:
                raise FormatError(N_("a seal names a head of %(party)s that closes no act"), party=log.party)
        held = self.head(opening.before, opening.holds) if opening is not None and opening.holds is not None else None
        if held is not None and not held.bears_act:
            raise FormatError(N_("'holds' of a reopening names a head that closes no act"))
        named = [self.logs[log].heads[head].vector for log, head in seal.seen.items()]
        vector = merge([earlier, seal.seen])
        if opening is not None and opening.holds is not None and opening.holds.size:
            vector = merge([vector, {opening.before: opening.holds}])
        vector[pouch.log] = pouch.head
        for theirs in named:
            if not dominates(vector, theirs):
                raise FormatError(N_("a seal that has not seen what those that it names had seen"))
        return vector

    def _evidence(
        self, pouch: PouchHead, special: Sequence[tuple[int, Entry]], vector: Vector, prev: HeadId
    ) -> tuple[tuple[tuple[int, EvidenceAct], ...], tuple[int, ...]]:
        valid, invalid = [], []
        for position, entry in special:
            if entry.fields["kind"] == "evidence":
                act = self.valid_evidence(entry.kept, {**vector, pouch.log: prev})
                if act is None:
                    invalid.append(pouch.start + position)
                else:
                    valid.append((pouch.start + position, act))
        return tuple(valid), tuple(invalid)

    def valid_notices(self, entries: Iterable[tuple[int, Entry]]) -> tuple[tuple[int, Notice], ...]:
        """The notices among some entries that revoke a root key, with their indices."""
        return tuple((index, notice) for index, entry in entries for notice in valid_notices([entry], self.charter.parties))

    def valid_evidence(self, fields: dict[str, Any], vector: Vector) -> EvidenceAct | None:
        """The content of an evidence act if it proves what it says to everybody who has seen what its author had; else None.

        Args:
            fields: the kept fields of the act.
            vector: what its author had seen; of its own log, the head that its pouch continues.

        The agreed head must lie on the way to the one that the author had seen, so that whoever holds that one can tell. A key that was
        replaced at or before the agreed head proves nothing: whoever stole it could accuse its owner (F17).
        """
        try:
            act = parse_evidence(fields)
        except DetenteError:
            return None
        key, agreed = act.contradiction.log, act.agreed
        if agreed.size:
            if key not in vector or not self.leads_to(key, vector[key], agreed):
                return None
            in_force = self.logs[key].heads[agreed].certificates[-1].start
            if any(_starts(cert) < in_force for cert in act.contradiction.certs):
                return None
        return act if is_contradiction(act.contradiction, self.charter, self.id) else None

    def _head(
        self, pouch: PouchHead, seal: Seal, vector: Vector, base: Head | None, acts_end: HeadId, certificates: tuple[Certificate, ...],
        stops: Stops,
    ) -> Head:  # fmt: skip
        acts = pouch.end - pouch.start - 1
        if not acts:
            acts_end = HeadId(base.acts_size, base.acts_root) if base else NO_HEAD
        total = acts + (base.acts if base else 0)
        return Head(pouch.head, seal.prev, vector, total, *acts_end, seal.cut, seal.standing, seal.attest, acts > 0, certificates, stops)


class Opened(NamedTuple):
    """What the first entry of a log states."""

    party: str
    charter: ChannelCharter
    recipients: tuple[str, ...]
    k: bytes | None
    holds: HeadId | None
    before: LogKey


def parse_opening(fields: dict[str, Any], charter: Charter, channel: str, pouch: PouchHead) -> Opened:
    """Read an `open` or `reopen` entry (docs/protocol.md, "Opening").

    Raises:
        FormatError: the channel charter is not of this channel, or a field does not fit the pouch.
    """
    channel_charter = parse_channel_charter(fields.get("channel"), charter)
    if channel_charter.id != channel:
        raise FormatError(N_("an opening with the charter of another channel"))
    if pouch.log.party not in channel_charter.members:
        raise FormatError(N_("%(party)s is no member of the channel"), party=pouch.log.party)
    if canonical.encode(fields.get("cert")) != canonical.encode(pouch.cert):
        raise FormatError(N_("the certificate in the opening is not the one at the head of its pouch"))
    name, salt = fields.get("name"), fields.get("name_salt")
    check_names(name)
    if type(name) is not dict or type(salt) is not str or name_digest(decode_base64(salt, 32), name) != channel_charter.name:
        raise FormatError(N_("the name of the channel is not the one that its charter commits to"))
    k = None
    if "k" in fields:
        k = decode_base64(fields["k"] if type(fields["k"]) is str else "", 32)
        if k_digest(k) != channel_charter.k:
            raise FormatError(N_("the secret of the channel is not the one that its charter commits to"))
    holds, before = None, pouch.log.generation - 1
    if fields["kind"] == "reopen":
        stated = fields.get("holds")
        if type(stated) is not list or len(stated) != 3 or type(stated[0]) is not int or not _goes_on(stated[0], pouch.log.generation):
            raise FormatError(N_("'holds' of a reopening is [generation before, size, root]"))
        before, holds = stated[0], parse_head(stated[1:])
        if fields.get("why") not in WHY:
            raise FormatError(N_("'why' of a reopening is theft, fork, restore or root"))
    return Opened(pouch.log.party, channel_charter, parse_recipients(fields.get("recipients")), k, holds, LogKey(pouch.log.party, before))


def _named(seen: Vector, opening: Opened | None) -> list[tuple[LogKey, HeadId]]:
    """The heads that a pouch names: of the log that it reopens maybe two, for it may have seen more of that than it holds."""
    held = () if opening is None or opening.holds is None or not opening.holds.size else ((opening.before, opening.holds),)
    return [*seen.items(), *(each for each in held if seen.get(each[0]) != each[1])]


def stated_recipients(opening: Opened | None, entries: Iterable[Entry]) -> tuple[str, ...]:
    """To what pouches for a party are encrypted from now on, as its opening or its last rekey says; a rekey may say nothing of it."""
    stated = () if opening is None else opening.recipients
    for entry in entries:
        if entry.fields["kind"] == "rekey" and "recipients" in entry.kept:
            with contextlib.suppress(FormatError):
                stated = parse_recipients(entry.kept["recipients"])
    return stated


def _goes_on(before: int, generation: int) -> bool:
    """Whether a generation may go on from another: from the one before it, or, the first of a root key, from any of the keys before."""
    return before == generation - 1 if generation % GENERATIONS else 0 <= before < generation


def generations_of(named: Sequence[int]) -> list[int]:
    """The generations that have rows in a cut: of each root key those up to the newest that is named; at least the first of all."""
    newest = {era_of(generation): generation for generation in sorted([0, *named])}
    return [generation for era, last in sorted(newest.items()) for generation in range(era * GENERATIONS, last + 1)]


def _starts(cert: Any) -> int:
    """From which size a certificate says that it holds; -1 if it says nothing of the kind."""
    inner = cert.get("cert") if type(cert) is dict else None
    start = inner.get("from") if type(inner) is dict else None
    return start if type(start) is int else -1


def _parse_last(entries: Sequence[Entry]) -> Seal:
    return parse_seal(entries[-1].fields)


def _step(number: int, function: Callable[..., Any], *args: Any) -> Any:
    """Run one step; whatever their data did wrong there is refused with its number."""
    try:
        return function(*args)
    except Refused:
        raise
    except TheirData as error:
        raise Refused(number, error) from error
