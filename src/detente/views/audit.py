"""An audit of many logs: what holds, what does not, and the proofs of contradictions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from detente.errors import N_, CallerError, reason_of
from detente.node.audit_files import Places, find_places
from detente.node.auditing import Audit, Ended, Evidence, LogVerdict, Renewed, audit_logs, processes_for
from detente.node.files import write_whole
from detente.node.sharing import workers
from detente.record.charter import Charter
from detente.record.note import parse_vkey
from detente.record.policy import Policy
from detente.record.text import encode_base64
from detente.views.base import Text, View, text_of_error
from detente.views.countersigned import CountersignedState, QuorumShown, quorum_shown, time_of
from detente.views.renewals import WitnessedBy


class AuditedLog(View, frozen=True):
    """One log: as much of it as was verified from its first entry on.

    `channel`, `generation`: null where the log is here as tiles alone, which do not say. `last`: the time that its last seal claims, null
    where no seal is here. `witnesses`: the earliest countersignatures of a state that holds every act. `holds`: no finding is about it.
    """

    log: str
    dialogue: str
    channel: str | None
    party: str
    names: dict[str, str]
    generation: int | None
    entries: int
    root: str
    last: str | None
    pouches: int
    witnesses: list[CountersignedState]
    quorum: QuorumShown | None
    holds: bool


class AuditFinding(View, frozen=True):
    """One thing that does not hold: about which log and which of its entries (from `start` up to `end`), in which file.

    `code`: form, signature, foreign, entries, tree, key, before, missing, named, contradiction, countersigned or renewal.
    """

    code: str
    log: str | None
    party: str | None
    generation: int | None
    start: int | None
    end: int | None
    file: str | None
    text: Text


class AuditEvidence(View, frozen=True):
    """A signed contradiction: the two states, and the proof file where one was written."""

    log: str
    party: str
    generation: int | None
    sizes: list[int]
    roots: list[str]
    sha256: str
    file: str | None


class AuditEnded(View, frozen=True):
    """A log that counts only up to `entries`, as an act in the log of `by_party` says; that is nothing wrong.

    `entries`: what a later log of the same party holds of it; null where a notice has revoked its root key: as much as `by_party` had then.
    """

    log: str
    party: str
    generation: int
    by_party: str
    by_generation: int
    entries: int | None
    names: dict[str, dict[str, str]]


class AuditRenewal(View, frozen=True):
    """A renewal among what is audited. `made_at`: claimed; `same`: how many of the pouches here it lists; `witnesses`: of the policy."""

    file: str
    made_at: str
    signed: dict[str, dict[str, str]]
    items: int
    same: int
    witnesses: list[WitnessedBy]


class AuditView(View, frozen=True):
    """`audit`. `foreign`: files that are none of ours; `repeated`: items that came more than once."""

    holds: bool
    logs: list[AuditedLog]
    findings: list[AuditFinding]
    evidence: list[AuditEvidence]
    ended: list[AuditEnded]
    renewals: list[AuditRenewal]
    files: int
    pouches: int
    repeated: int
    foreign: list[str]
    exercise: bool


def audit_view(
    locations: Sequence[str],
    charters_of: Callable[[Places], Sequence[Charter]],
    *,
    policy: Policy | None,
    identities: Path | None,
    evidence: Path | None,
    processes: int | None,
    dask: str | None,
    progress: Callable[[int, int], None],
) -> AuditView:
    """Audit the logs at some locations.

    Args:
        locations: folders, files, addresses of logs as tiles.
        charters_of: the charters of the dialogues, which may lie at the locations.
        policy: whose countersignatures are to be found.
        identities: a file of age identities.
        evidence: where proofs of contradictions go.
        processes: how many; otherwise as many as pay.
        dask: `local` or an address, to work on a Dask cluster.
        progress: called with (shares done, shares in all).
    """
    places = find_places(locations)
    charters = {charter.id: charter for charter in charters_of(places)}
    with workers(processes or processes_for(places), dask) as some:
        audit = audit_logs(places, list(charters.values()), some, policy=policy, identities=identities, progress=progress)
    return _view(audit, charters, policy, evidence)


def _view(audit: Audit, charters: dict[str, Charter], policy: Policy | None, folder: Path | None) -> AuditView:
    about = {each.log: each for each in audit.logs}
    broken = {each.log for each in audit.findings}
    findings = []
    for each in audit.findings:
        log = about.get(each.log)
        findings.append(
            AuditFinding(
                code=each.code, log=each.log or None, party=each.party or (log.party if log else None),
                generation=each.generation if each.party else _generation(log), start=each.start, end=each.end, file=each.file or None,
                text=text_of_error(each.error),
            )
        )  # fmt: skip
    return AuditView(
        holds=not audit.findings,
        logs=[_log(each, charters[each.dialogue], policy, holds=each.log not in broken) for each in audit.logs],
        findings=findings,
        evidence=_evidence(audit.evidence, about, folder),
        ended=[_ended(each, charters[each.name.dialogue]) for each in audit.ended],
        renewals=[_renewal(each, charters[each.dialogue]) for each in audit.renewals],
        files=audit.files, pouches=audit.pouches, repeated=audit.repeated, foreign=list(audit.foreign),
        exercise=any(charters[each.dialogue].exercise for each in audit.logs),
    )  # fmt: skip


def _ended(each: Ended, charter: Charter) -> AuditEnded:
    parties = {each.name.log.party, each.by.log.party}
    return AuditEnded(
        log=each.log, party=each.name.log.party, generation=each.name.log.generation, by_party=each.by.log.party,
        by_generation=each.by.log.generation, entries=each.holds, names={party: charter.parties[party].names for party in sorted(parties)},
    )  # fmt: skip


def _renewal(each: Renewed, charter: Charter) -> AuditRenewal:
    return AuditRenewal(
        file=each.file, made_at=each.made_at, signed={party: charter.parties[party].names for party in each.signed}, items=each.items,
        same=each.same, witnesses=[WitnessedBy(witness=name, at=time_of(at)) for name, at in sorted(each.times.items())],
    )  # fmt: skip


def _generation(log: LogVerdict | None) -> int | None:
    return None if log is None or log.name is None else log.name.log.generation


def _log(each: LogVerdict, charter: Charter, policy: Policy | None, *, holds: bool) -> AuditedLog:
    times = {parse_vkey(key): at for key, at in each.times.items()}
    first: dict[str, int] = {}
    for key, at in times.items():
        first[key.name] = min(at, first.get(key.name, at))
    return AuditedLog(
        log=each.log,
        dialogue=each.dialogue,
        channel=each.name.channel if each.name else None,
        party=each.party,
        names=charter.parties[each.party].names,
        generation=_generation(each),
        entries=each.head.size,
        root=encode_base64(each.head.root),
        last=each.at,
        pouches=each.ranges,
        witnesses=[CountersignedState(witness=name, entries=each.head.size, at=time_of(at)) for name, at in sorted(first.items())],
        quorum=None if policy is None else quorum_shown(policy, times),
        holds=holds,
    )


def _evidence(found: Sequence[Evidence], about: dict[str, LogVerdict], folder: Path | None) -> list[AuditEvidence]:
    """The contradictions; each is written into the folder, under a name that is its own digest's: so nothing is written over."""
    shown = []
    for each in found:
        digest = hashlib.sha256(each.proof).hexdigest()
        path = None if folder is None else folder / f"contradiction-{each.log[:16]}-{digest[:16]}.json"
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, each.proof)
            except OSError as error:
                raise CallerError(N_("cannot write %(path)s: %(cause)s"), path=str(path), cause=reason_of(error)) from error
        log = about[each.log]
        shown.append(
            AuditEvidence(
                log=each.log, party=log.party, generation=_generation(log), sizes=[head.size for head in each.heads],
                roots=[encode_base64(head.root) for head in each.heads], sha256=digest, file=None if path is None else str(path),
            )
        )  # fmt: skip
    return shown
