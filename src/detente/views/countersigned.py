"""How far third parties have countersigned our own log in a channel, and whether that is enough by the policy of this node."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import msgspec

from detente.errors import N_, DetenteError
from detente.node.node import Node
from detente.node.room import Room
from detente.node.witness_policies import countersigned, policy_of, quorum_of
from detente.record.note import VerifierKey, parse_vkey
from detente.record.policy import Policy
from detente.record.seal import LogKey
from detente.record.verdict import Verdict
from detente.views.base import RemarkShown, Text, View, text_of_error

if TYPE_CHECKING:
    from detente.node.witness_online import Submitted  # which brings the library of HTTP: only who sends needs that

_ANSWERS: Final = "witnesses:last"


class CountersignedState(View, frozen=True):
    """The newest state of our log that one witness has countersigned: the first `entries` entries, at its own time `at`."""

    witness: str
    entries: int
    at: str


class TimeBound(View, frozen=True):
    """A witness that countersigned a state which holds an entry, and the earliest time at which it did: the entry is no younger."""

    witness: str
    at: str


class QuorumShown(View, frozen=True):
    """What the policy says of everything up to our last act.

    `signed` of the `of` witnesses that count have countersigned it; `missing`: the others, by their names in the policy; `not_after`: by
    when enough had, null where they have not.
    """

    met: bool
    signed: int
    of: int
    missing: list[str]
    not_after: str | None


class LogCountersigned(View, frozen=True):
    """Our log of one channel, of which `entries` are to be countersigned. `quorum`: null where no policy of this node asks for anybody."""

    entries: int
    by: list[CountersignedState]
    quorum: QuorumShown | None


class WitnessRow(View, frozen=True):
    """A witness of a policy: its name there, the name that it signs with, where it answers, and whether the quorum depends on it."""

    name: str
    signs_as: str
    address: str | None
    counts: bool


class WitnessGroup(View, frozen=True):
    """So many (`least`) of these."""

    name: str
    least: int
    members: list[str]


class PolicyView(View, frozen=True):
    """`witness policy`. `quorum`: whose word is needed: the name of a witness or a group, or none; null: no policy is kept."""

    dialogue: str
    quorum: str | None
    witnesses: list[WitnessRow]
    groups: list[WitnessGroup]
    exercise: bool


class ProofQuorum(View, frozen=True):
    """What a policy says of one log of a proof: of a state that has at least so many entries."""

    party: str
    generation: int
    entries: int
    quorum: QuorumShown


class WitnessAnswer(View, frozen=True):
    """What came of one signed state at one witness. `status`: of HTTP, 0 where nothing came; `loud`: it has seen another version."""

    witness: str
    address: str
    about: str
    size: int
    status: int
    why: Text | None
    loud: bool


class WitnessesAsked(View, frozen=True):
    """`witness submit`: what each witness answered, and how far the policy is met since."""

    answers: list[WitnessAnswer]
    quorums: dict[str, QuorumShown]
    exercise: bool


def countersigned_view(node: Node, room: Room) -> LogCountersigned | None:
    """How far our log in a channel is countersigned; None where nothing of ours is sealed."""
    mine = room.channel.logs.get(room.mine)
    if mine is None or not mine.main.size:
        return None
    least = max(1, mine.heads[mine.main].acts_size)  # the seals after it hold no act
    newest: dict[str, CountersignedState] = {}
    for stored in room.store.heads_of(room.id, room.mine):
        for vkey, at in node.store.db.execute("SELECT vkey, at FROM cosignatures WHERE head=? ORDER BY at DESC", (stored.seq,)).fetchall():
            name = parse_vkey(vkey).name
            newest[name] = CountersignedState(witness=name, entries=stored.id.size, at=time_of(at))
    policy = policy_of(node.store, room.channel.charter.id)
    quorum = None if policy is None or not policy.counted() else quorum_shown(policy, countersigned(room, room.mine, least))
    return LogCountersigned(entries=least, by=[state for _, state in sorted(newest.items())], quorum=quorum)


def bounds_of(room: Room, log: LogKey, index: int) -> list[TimeBound]:
    """By when an entry existed, as each witness whose countersignatures are held here says; none where its log has two versions."""
    if room.is_forked(log):
        return []
    first: dict[str, int] = {}
    for key, at in countersigned(room, log, index + 1).items():
        first[key.name] = min(at, first.get(key.name, at))
    return [TimeBound(witness=name, at=time_of(at)) for name, at in sorted(first.items())]


def quorum_shown(policy: Policy, times: dict[VerifierKey, int]) -> QuorumShown:
    """What a policy says of some countersignatures."""
    quorum = quorum_of(policy, times)
    return QuorumShown(
        met=quorum.met, signed=len(quorum.by), of=len(policy.counted()), missing=list(quorum.missing),
        not_after=None if quorum.not_after is None else time_of(quorum.not_after),
    )  # fmt: skip


def quorum_remark(node: Node, room: Room) -> RemarkShown | None:
    """That our log is not countersigned as the policy of this node wants it; None if it is, or none is wanted."""
    shown = countersigned_view(node, room)
    if shown is None or shown.quorum is None or shown.quorum.met:
        return None
    text = N_("our log is countersigned by %(signed)d of %(of)d; the quorum is not met: %(missing)s")
    error = DetenteError(text, signed=shown.quorum.signed, of=shown.quorum.of, missing=", ".join(shown.quorum.missing))
    return RemarkShown(channel=room.label, text=text_of_error(error))


def policy_view(node: Node, dialogue: str) -> PolicyView:
    """The policy of a dialogue."""
    policy = policy_of(node.store, dialogue)
    counted = set() if policy is None else {each.name for each in policy.counted()}
    return PolicyView(
        dialogue=dialogue,
        quorum=None if policy is None else policy.quorum,
        witnesses=[
            WitnessRow(name=each.name, signs_as=each.key.name, address=each.url, counts=each.name in counted)
            for each in (policy.witnesses if policy is not None else ())
        ],
        groups=[
            WitnessGroup(name=each.name, least=each.least, members=list(each.members))
            for each in (policy.groups if policy is not None else ())
        ],
        exercise=node.charters[dialogue].exercise,
    )


def answers_of(told: list[Submitted]) -> list[WitnessAnswer]:
    """What witnesses answered, as values."""
    return [
        WitnessAnswer(
            witness=each.witness, address=each.address, about=each.about, size=each.size, status=each.status, loud=each.loud,
            why=None if each.reason is None else text_of_error(each.reason),
        )
        for each in told
    ]  # fmt: skip


class AnswersKept(View, frozen=True):
    """What the witnesses of our policies answered last in a round of couriers, and when."""

    at: str
    answers: list[WitnessAnswer]


def keep_answers(node: Node, told: list[Submitted]) -> None:
    """Remember what witnesses answered, for the courier's page."""
    with node.store.transaction():
        node.store.set_meta(_ANSWERS, msgspec.json.encode(AnswersKept(at=node.now, answers=answers_of(told))))


def answers_kept(node: Node) -> AnswersKept | None:
    """What they answered last; None where nobody was asked."""
    raw = node.store.get_meta(_ANSWERS)
    return None if raw is None else msgspec.json.decode(raw, type=AnswersKept)


def asked_view(node: Node, told: list[Submitted]) -> WitnessesAsked:
    """What came of asking."""
    shown = {room.label: found.quorum for room in node.rooms.values() if (found := countersigned_view(node, room)) is not None}
    return WitnessesAsked(
        answers=answers_of(told),
        quorums={label: quorum for label, quorum in sorted(shown.items()) if quorum is not None},
        exercise=any(charter.exercise for charter in node.charters.values()),
    )


def proof_quorums(verdict: Verdict, policy: Policy) -> list[ProofQuorum]:
    """Whether each log of a proof is countersigned, as far as the proof shows it, as a policy wants it.

    Two signed states that cannot both be prove themselves; of them no countersignature is wanted.
    """
    if verdict.claim is None or verdict.claim == "fork" or not policy.counted():
        return []
    needed = {count.log: count.head.size for count in verdict.logs}
    for entry in verdict.entries:
        needed[entry.log] = max(needed.get(entry.log, 1), entry.index + 1)
    found = []
    for log, size in sorted(needed.items()):
        times: dict[VerifierKey, int] = {}
        for shown in verdict.witnesses:
            if shown.log == log and shown.size >= size:
                key = parse_vkey(shown.vkey)
                times[key] = min(shown.time, times.get(key, shown.time))
        found.append(ProofQuorum(party=log.party, generation=log.generation, entries=size, quorum=quorum_shown(policy, times)))
    return found


def time_of(at: int) -> str:
    """Seconds since 1970 as entries carry times."""
    return dt.datetime.fromtimestamp(at, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
