"""An audit of many logs: what lies at some locations is verified range by range, joined log by log, and contradictions become proofs.

    1 find      files, and logs as tiles                                       here
    2 look      which pouches and signed states there are, each once           shared out by files
    3 verify    each pouch by itself (record/audit.py), each log of tiles      shared out by ranges
    4 join      the ranges of each log, what seals name, what contradicts      here: a few hashes for a range

Nothing is written but proofs of contradictions, by whoever called. No clock is read: the same files give the same verdict, to the byte.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from detente.errors import N_, CallerError, DetenteError, FormatError, ProofError, SignatureError, TheirData
from detente.node.audit_files import (
    Answer,
    Countersigned,
    FilesShare,
    Item,
    Known,
    Looked,
    Places,
    Published,
    Share,
    Wanted,
    leaves_of,
    look,
    verify,
)
from detente.node.files import read_capped
from detente.node.sharing import Workers
from detente.record import canonical
from detente.record.audit import (
    JoinedLog,
    LogName,
    Range,
    Remark,
    certificate_of,
    check_names,
    contradictions_in,
    join_log,
    split_leaves,
)
from detente.record.charter import Charter, Party, log_id, plenary_channel
from detente.record.checkpoint import parse_checkpoint_note
from detente.record.evidence import Contradiction
from detente.record.keys import verify_certificate
from detente.record.limits import LIMITS
from detente.record.note import format_vkey, parse_vkey
from detente.record.policy import Policy
from detente.record.proof import build_fork_proof
from detente.record.renewal import RENEWAL_BYTES, RENEWAL_LOOK, Renewal, parse_renewal, verify_renewal, witnessed_body, witnessed_times
from detente.record.seal import HeadId, LogKey
from detente.record.succession import GENERATIONS, era_of

SHARE_ENTRIES: Final = 4096
"""Entries that one process verifies at a time: a tenth of a second, so that nobody waits long for another."""
SHARE_ITEMS: Final = 64
"""Pouches and notes: each has two signatures, which cost as much as a dozen entries."""
SHARE_FILES: Final = 64
SHARE_TILES: Final = 8
MOST_GENERATIONS: Final = 16
"""Of a log of which nothing but its id is known: this many of each root key are tried in the plenary, and in each channel that is known."""
_GENERATIONS: Final = [era * GENERATIONS + number for era in range(LIMITS.successions + 1) for number in range(MOST_GENERATIONS)]
MOST_CERTIFICATES: Final = 64
"""Where more are found of one log, those that the root key did not sign are sorted out first, lest strangers slow us down."""


PROCESSES_FROM: Final = 8 << 20
"""Bytes from which on several processes pay: starting one takes half a second, in which one alone verifies so much."""


class Found(NamedTuple):
    """One thing that does not hold.

    Attributes:
        log: the id of its log, "" where none is known.
        code: form, signature, foreign, entries, tree, key, before, missing, named, contradiction, countersigned, renewal.
        start, end: which entries, from and up to; None where it is not of entries.
        file: where it lies, "" where it lies in no one file.
        error: what is wrong.
        party, generation: whose log, where the log's id is known to be of one; otherwise "" and None.
    """

    log: str
    code: str
    start: int | None
    end: int | None
    file: str
    error: DetenteError
    party: str = ""
    generation: int | None = None


class Evidence(NamedTuple):
    """A proof file that a log has signed two states which cannot both be."""

    log: str
    heads: tuple[HeadId, HeadId]
    proof: bytes


class Ended(NamedTuple):
    """A log that counts to some entry only, as an act in another log says: nothing is wrong with either.

    Attributes:
        log: the id of the one that ended.
        name: its name.
        by: the log in which the act stands.
        holds: to which size it counts, where a later log of its party says so; None where a notice has revoked its root key: then it counts
            as far as the author of the notice had received it.
    """

    log: str
    name: LogName
    by: LogName
    holds: int | None


class Renewed(NamedTuple):
    """A renewal among what is audited.

    Attributes:
        file: where it lies.
        dialogue: of which dialogue.
        made_at: when, as its maker claims.
        signed: the parties whose root keys signed it.
        items: how many it lists.
        same: how many of the pouches that are here are the ones that it lists.
        times: by name, when a witness of the policy says to have seen it.
    """

    file: str
    dialogue: str
    made_at: str
    signed: tuple[str, ...]
    items: int
    same: int
    times: dict[str, int]


class LogVerdict(NamedTuple):
    """What was found of one log.

    Attributes:
        log: its id.
        dialogue, party: whose.
        name: all of its name, None where only tiles are here and its channel is not known.
        head: the largest state that was verified from the first entry on.
        at: the time that its last seal claims, None where no seal is here.
        ranges: how many pouches are in that.
        times: by vkey of a witness, when it first countersigned a state that holds every act.
    """

    log: str
    dialogue: str
    party: str
    name: LogName | None
    head: HeadId
    at: str | None
    ranges: int
    times: dict[str, int]


class Audit(NamedTuple):
    """The verdict. Whether everything holds, `findings` says: it is empty then; what has `ended` holds."""

    logs: tuple[LogVerdict, ...]
    findings: tuple[Found, ...]
    evidence: tuple[Evidence, ...]
    files: int
    foreign: tuple[str, ...]
    pouches: int
    repeated: int
    ended: tuple[Ended, ...]
    renewals: tuple[Renewed, ...]


def processes_for(places: Places) -> int:
    """How many processes of this machine pay for so much."""
    size = sum(Path(file).stat().st_size for file in places.files)
    return (os.cpu_count() or 1) if size >= PROCESSES_FROM else 1


def audit_logs(
    places: Places,
    charters: Sequence[Charter],
    workers: Workers,
    *,
    policy: Policy | None = None,
    identities: Path | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Audit:
    """Verify every log at some places.

    Args:
        places: what `find_places` found.
        charters: of the dialogues that are looked at; whatever is of another one is a finding.
        workers: who does the work.
        policy: whose countersignatures are to be found.
        identities: a file of age identities, for containers.
        progress: called with (shares done, shares in all).

    Raises:
        CallerError: there is nothing to audit at any of them.
    """
    keys = None if identities is None else str(identities)
    looked = _look(places, keys, workers)
    work = _Work({charter.id: charter for charter in charters}, keys, policy)
    work.take(looked)
    shares = work.shares(places.tiles)
    if not shares and not work.findings:
        raise CallerError(N_("there is no log here: no pouch, no container, no signed state, no tiles"))
    for done, answers in enumerate(workers(verify, shares), 1):
        progress(done, len(shares))
        for answer in answers:
            work.add(answer)
    return work.join(len(places.files) + len(places.tiles))


def _look(places: Places, identities: str | None, workers: Workers) -> list[Looked]:
    shares = [FilesShare(tuple(places.files[at : at + SHARE_FILES]), identities) for at in range(0, len(places.files), SHARE_FILES)]
    return [each for part in workers(look, shares) for each in part]


@dataclass
class _Work:
    """What is known so far, from the first look to the verdict."""

    charters: dict[str, Charter]
    identities: str | None
    policy: Policy | None
    findings: list[Found] = field(default_factory=list)
    items: dict[tuple[str, bytes], Item] = field(default_factory=dict)
    names: dict[str, LogName] = field(default_factory=dict)
    renewal_files: list[str] = field(default_factory=list)
    certs: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    foreign: list[str] = field(default_factory=list)
    repeated: int = 0
    ranges: dict[str, list[Range]] = field(default_factory=lambda: defaultdict(list))
    stated: dict[str, list[Countersigned]] = field(default_factory=lambda: defaultdict(list))
    published: dict[str, list[Published]] = field(default_factory=lambda: defaultdict(list))
    places: dict[tuple[str, int], Item] = field(default_factory=dict)
    where: dict[tuple[str, int, HeadId, bool], tuple[str, int]] = field(default_factory=dict)

    # ---- after the first look

    def take(self, looked: Iterable[Looked]) -> None:
        """Each item once; what is of no dialogue that was named, is a finding."""
        for each in looked:
            self.foreign += [each.file] if each.foreign else []
            self.renewal_files += [each.file] if each.renewal else []
            self.findings += [Found("", "form", None, None, each.file, error) for _, error in each.problems]
            for item in each.items:
                self._item(item)
        channels = {(charter.id, plenary_channel(charter).id, party) for charter in self.charters.values() for party in charter.parties}
        channels |= {(name.dialogue, name.channel, name.log.party) for name in self.names.values()}
        for dialogue, channel, party in channels:
            for generation in _GENERATIONS:
                name = LogName(dialogue, channel, LogKey(party, generation))
                self.names.setdefault(log_id(dialogue, channel, party, generation), name)

    def _item(self, item: Item) -> None:
        if item.name is not None and item.name.dialogue not in self.charters:
            wrong = FormatError(N_("it belongs to a dialogue whose charter was not given: %(dialogue)s"), dialogue=item.name.dialogue)
            self.findings.append(Found(item.log, "foreign", item.start, item.end, item.file, wrong))
            return
        if item.name is not None:
            self.names[item.log] = item.name
            self.certs[item.log] += [cert for cert in item.certs if cert not in self.certs[item.log]]
        if self.items.setdefault((item.log, item.digest), item) is not item:
            self.repeated += 1
            return
        self.places[item.file, item.number] = item

    # ---- shares

    def shares(self, tiles: Sequence[str]) -> list[Share]:
        """What is to be verified, in shares that do not depend on who takes them."""
        shares: list[Share] = []
        waiting: list[Item] = []
        entries = 0
        for item in sorted(self.items.values(), key=lambda each: (each.file, each.number)):
            if item.log not in self.names:
                wrong = SignatureError(N_("a signed state of a log of which nothing else is here"))
                self.findings.append(Found(item.log, "foreign", None, None, item.file, wrong))
                continue
            if waiting and (entries + item.end - item.start > SHARE_ENTRIES or len(waiting) == SHARE_ITEMS):
                shares.append(self._share(waiting))
                waiting, entries = [], 0
            waiting.append(item)
            entries += item.end - item.start
        if waiting:
            shares.append(self._share(waiting))
        for at in range(0, len(tiles), SHARE_TILES):
            shares.append(self._share([])._replace(tiles=tuple(tiles[at : at + SHARE_TILES]), charters=self._charters(self.charters)))
        return shares

    def _share(self, items: Sequence[Item]) -> Share:
        files: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for item in items:
            files[item.file].append((item.number, item.log))
        known = {log: Known(self.names[log], self._certs_of(log)) for log in sorted({item.log for item in items})}
        return Share(
            wanted=tuple(Wanted(file, tuple(numbers)) for file, numbers in files.items()), tiles=(), known=known,
            charters=self._charters({each.name.dialogue for each in known.values()}),
            witnesses=() if self.policy is None else tuple(format_vkey(each.key) for each in self.policy.witnesses),
            identities=self.identities,
        )  # fmt: skip

    def _charters(self, ids: Iterable[str]) -> tuple[bytes, ...]:
        return tuple(self.charters[dialogue].raw for dialogue in sorted(ids))

    def _certs_of(self, log: str) -> tuple[bytes, ...]:
        certs = self.certs[log]
        if len(certs) > MOST_CERTIFICATES:
            name = self.names[log]
            party = self.charters[name.dialogue].parties.get(name.log.party)
            self.certs[log] = certs = [cert for cert in certs if party is not None and _is_certified(cert, party, log)]
        return tuple(sorted(certs, key=_from))

    # ---- after the second look

    def add(self, answer: Answer) -> None:
        """What came of one item."""
        found = answer.found
        if isinstance(found, Range):
            self.ranges[answer.log].append(found)
            self.where.setdefault((answer.log, found.start, found.signed.head, found.problem is not None), (answer.file, answer.number))
        elif isinstance(found, Countersigned):
            self.stated[answer.log].append(found)
        elif isinstance(found, Published):
            self._published(answer, found)
        else:
            code = "signature" if isinstance(found, SignatureError) else "form"
            item = self.places.get((answer.file, answer.number))
            start, end = (None, None) if item is None else (item.start, item.end)
            self.findings.append(Found(answer.log, code, start, end, answer.file, found))

    def _published(self, answer: Answer, found: Published) -> None:
        """A log as tiles, which say nothing of its generation: where its name is known, its root key must be one that may certify it."""
        name = self.names.get(answer.log)
        if name is not None:
            try:
                party = self.charters[name.dialogue].parties[name.log.party]
                verify_certificate(found.tree.signed.cert, party, answer.log, name.log.generation)
            except TheirData as error:
                self.findings.append(Found(answer.log, "signature", None, None, answer.file, error))
                return
        self.published[answer.log].append(found)

    def join(self, files: int) -> Audit:
        """The verdict."""
        logs: list[LogVerdict] = []
        evidence: list[Evidence] = []
        joined_by_name: dict[LogName, JoinedLog] = {}
        for log in sorted({*self.ranges, *self.stated, *self.published}):
            joined = self._joined(log)
            contradictions, remarks = contradictions_in(self._key(log), joined, partial(self._leaves, log, joined))
            self._remark(log, [*joined.remarks, *remarks])
            evidence += self._evidence(log, contradictions)
            logs.append(self._verdict(log, joined))
            if log in self.names:
                joined_by_name[self.names[log]] = joined
        sound = [each for ranges in self.ranges.values() for each in ranges if each.problem is None]
        ids = {name: log for log, name in self.names.items()}
        for name, unknown in check_names(sound, joined_by_name).items():
            self._remark(ids[name], unknown)
        ended = tuple(sorted(self._ended(sound, joined_by_name), key=lambda each: (each.log, each.by, each.holds or 0)))
        renewals = tuple(self._renewals())
        return Audit(
            tuple(logs), tuple(sorted(map(self._named, self.findings), key=_order)), tuple(evidence), files, tuple(sorted(self.foreign)),
            sum(item.name is not None for item in self.items.values()), self.repeated, ended, renewals,
        )  # fmt: skip

    def _renewals(self) -> Iterator[Renewed]:
        """The renewals that are here, their signatures verified, beside the pouches that are here."""
        raws = {file: read_capped(Path(file), RENEWAL_BYTES).removesuffix(b"\n") for file in sorted(self.renewal_files)}
        notes = [raw + b"\n" for raw in raws.values() if not raw.startswith(RENEWAL_LOOK)]
        for file, raw in raws.items():
            if raw.startswith(RENEWAL_LOOK):
                try:
                    yield self._renewed(file, parse_renewal(raw), notes)
                except TheirData as error:
                    self.findings.append(Found("", "renewal", None, None, file, error))

    def _renewed(self, file: str, renewal: Renewal, notes: Sequence[bytes]) -> Renewed:
        if renewal.dialogue not in self.charters:
            raise FormatError(N_("it belongs to a dialogue whose charter was not given: %(dialogue)s"), dialogue=renewal.dialogue)
        signed, same = verify_renewal(renewal, self.charters[renewal.dialogue]), 0
        for item in self.items.values():
            listed = renewal.items.get(f"pouch {item.log} {item.end}") if item.renewed else None
            same += listed is not None and listed == item.renewed
            if listed is not None and listed != item.renewed:
                wrong = FormatError(N_("a renewal lists other bytes for this pouch: %(file)s"), file=file)
                self.findings.append(Found(item.log, "renewal", item.start, item.end, item.file, wrong))
        witnesses = [] if self.policy is None else [each.key for each in self.policy.witnesses]
        times: dict[str, int] = {}
        for note in (note for note in notes if note.startswith(witnessed_body(renewal.dialogue, renewal.digest))):
            for name, at in witnessed_times(renewal, note, witnesses).items():
                times[name] = min(at, times.get(name, at))
        return Renewed(file, renewal.dialogue, renewal.made_at, signed, len(renewal.items), same, times)

    def _ended(self, sound: Iterable[Range], logs: Iterable[LogName]) -> Iterator[Ended]:
        """Which logs later logs or notices have ended; of one that is not here a finding tells already."""
        ids = {name: log_id(name.dialogue, name.channel, *name.log) for name in logs}
        for each in sound:
            dialogue, channel, _ = each.name
            if each.holds is not None and (name := LogName(dialogue, channel, each.holds[0])) in ids:
                yield Ended(ids[name], name, each.name, each.holds[1].size)
            for party, era in each.revokes:
                for name, log in ids.items():
                    if name[:2] == (dialogue, channel) and name.log.party == party and era_of(name.log.generation) <= era:
                        yield Ended(log, name, each.name, None)

    def _named(self, found: Found) -> Found:
        name = self.names.get(found.log)
        return found if name is None else found._replace(party=name.log.party, generation=name.log.generation)

    def _joined(self, log: str) -> JoinedLog:
        once = {(each.start, each.signed.head, each.problem is not None): each for each in reversed(self.ranges[log])}
        stated = (each.signed for each in self.stated[log])
        return join_log(once.values(), stated, (each.tree for each in self.published[log]))

    def _key(self, log: str) -> LogKey:
        """Whose log it is; of one of which only tiles are here nobody can say which generation."""
        return self.names[log].log if log in self.names else LogKey(self.published[log][0].party, 0)

    def _leaves(self, log: str, joined: JoinedLog) -> Sequence[bytes]:
        if joined.tree is not None:
            return split_leaves(joined.tree.leaves)
        places = (self.where[log, each.start, each.signed.head, False] for each in joined.chain)
        return [leaf for file, number in places for leaf in leaves_of(file, number, self.identities)]

    def _remark(self, log: str, remarks: Iterable[Remark]) -> None:
        for each in remarks:
            file = ""
            if each.of is not None:
                file = self.where[log, each.of.start, each.of.signed.head, each.of.problem is not None][0]
            self.findings.append(Found(log, each.code, each.start, each.end, file, each.error))

    def _evidence(self, log: str, contradictions: Sequence[Contradiction]) -> Iterator[Evidence]:
        for item in contradictions:
            try:
                proof = build_fork_proof(*self._channel(log), item)
            except DetenteError as error:
                wrong = CallerError(N_("of this contradiction no proof can be written: %(cause)s"), cause=error)
                self.findings.append(Found(log, "contradiction", None, None, "", wrong))
                continue
            one, two = (parse_checkpoint_note(note)[0] for note in item.notes)
            yield Evidence(log, (HeadId(one.size, one.root), HeadId(two.size, two.root)), proof)

    def _channel(self, log: str) -> tuple[bytes, dict[str, Any]]:
        """The charters of dialogue and channel of a log: the latter as its plenary has it, or as an opening brought it."""
        if log not in self.names:
            raise FormatError(N_("nothing but the id of its log is known"))
        dialogue, channel, _ = self.names[log]
        charter = self.charters[dialogue]
        plenary = plenary_channel(charter)
        if plenary.id == channel:
            return charter.raw, plenary.value
        for ranges in self.ranges.values():
            for each in ranges:
                if each.opening is not None and each.name[:2] == (dialogue, channel):
                    return charter.raw, each.opening
        raise FormatError(N_("the charter of its channel is not here"))

    def _verdict(self, log: str, joined: JoinedLog) -> LogVerdict:
        name = self.names.get(log)
        dialogue, party = (name.dialogue, name.log.party) if name else self.published[log][0][:2]
        doubted = {signed.head for signed, _ in joined.doubted}
        times: dict[str, int] = {}
        seen = [
            *((each.signed, each.times) for each in self.stated[log]),
            *((each.tree.signed, each.times) for each in self.published[log]),
        ]
        for signed, by in seen:
            if signed.head.size >= joined.acts_size and signed.head not in doubted:
                for key, at in by.items():
                    times[key] = min(at, times.get(key, at))
        if self.policy is not None and not self.policy.is_met(map(parse_vkey, times)):
            wrong = ProofError(N_("its last act is not countersigned as the policy wants it"))
            self.findings.append(Found(log, "countersigned", joined.acts_size, joined.head.size, "", wrong))
        return LogVerdict(log, dialogue, party, name, joined.head, joined.at, len(joined.chain), dict(sorted(times.items())))


def _order(each: Found) -> tuple[Any, ...]:
    return each.log, -1 if each.start is None else each.start, -1 if each.end is None else each.end, each.code, each.file, str(each.error)


def _is_certified(cert: bytes, party: Party, log: str) -> bool:
    try:
        certificate_of(cert, party, log)
    except TheirData:
        return False
    return True


def _from(cert: bytes) -> tuple[int, bytes]:
    """Certificates by the size from which they hold; what is no certificate stands first, and is tried last."""
    value = canonical.decode(cert, limit=LIMITS.value_bytes)
    inner = value.get("cert") if type(value) is dict else None
    start = inner.get("from") if type(inner) is dict else None
    return start if type(start) is int else -1, cert
