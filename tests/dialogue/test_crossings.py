"""Two acts that cross: the table of docs/protocol.md, one test for each of its cells (F24).

Each crossing is a stage, on which two acts are said: neither author having seen the other's, the second having seen the first, and
the first having seen the second. What it comes to is one word, the one with which the cell of the page starts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dialogue.acts import Act, Ref
from detente.record.seal import HeadId, LogKey
from tests.dialogue.histories import DIGEST, History, folded, in_some_order, write
from tests.dialogue.talk import Talk
from tests.strategies import examples

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
A, B, C = "alpha", "bravo", "charlie"
SILENT = {"silence": {"until": "2021-10-01T00:00:00Z"}}


class Said(NamedTuple):
    """One of the two acts: by whom, what, about what; `blind_to`: what its author has not seen of the stage."""

    party: str
    kind: str
    re: tuple[Ref, ...] = ()
    kept: dict[str, Any] = {}  # noqa: RUF012 - never changed
    blind_to: tuple[Ref, ...] = ()


Stage = tuple[Talk, Said, Said, Callable[[], str]]


def request() -> tuple[Talk, Ref]:
    talk = Talk(A, B)
    return talk, talk.act(A, "request", to=B)


def proposal(*members: str, slot: str = "text/first", **kept: Any) -> tuple[Talk, Ref]:
    talk = Talk(*(members or (A, B)))
    return talk, talk.propose(A, slot, **kept)


def request_withdrawn_and_answered() -> Stage:
    talk, ref = request()
    return talk, Said(A, "withdraw", (ref,)), Said(B, "answer", (ref,), {"outcome": "full"}), lambda: talk.fold.requests[ref].status


def request_withdrawn_and_held() -> Stage:
    talk, ref = request()
    return talk, Said(A, "withdraw", (ref,)), Said(B, "answer", (ref,), {"outcome": "holding"}), lambda: talk.fold.requests[ref].status


def answer_disputed_and_answered_again() -> Stage:
    talk, ref = request()
    nil = talk.act(B, "answer", ref, outcome="nil")
    again = Said(B, "answer", (ref,), {"outcome": "full"})
    return talk, Said(A, "dispute", (nil,)), again, lambda: "waits" if talk.fold.requests[ref].move == B else "answered"


def reminder_and_answer() -> Stage:
    talk, ref = request()
    return talk, Said(A, "remind", (ref,)), Said(B, "answer", (ref,), {"outcome": "full"}), lambda: talk.fold.requests[ref].status


def question_and_answer() -> Stage:
    talk, ref = request()
    return talk, Said(A, "clarify", (ref,)), Said(B, "answer", (ref,), {"outcome": "full"}), lambda: talk.fold.requests[ref].status


def request_and_request() -> Stage:
    talk = Talk(A, B)
    counts = talk.fold.requests.counts
    return (
        talk,
        Said(A, "request", (), {"to": B}),
        Said(B, "request", (), {"to": A}),
        lambda: "both" if counts[A]["open"] == counts[B]["open"] == 1 else "?",
    )


def proposal_withdrawn_and_consented() -> Stage:
    talk, ref = proposal()
    return talk, Said(A, "withdraw", (ref,)), Said(B, "consent", (ref,)), lambda: talk.state(ref)


def proposal_withdrawn_and_confirmed() -> Stage:
    talk, ref = proposal()
    consent = talk.act(B, "consent", ref, how="ad_referendum")
    return talk, Said(A, "withdraw", (ref,)), Said(B, "confirm", (consent,)), lambda: talk.state(ref)


def proposal_withdrawn_and_lapsed() -> Stage:
    talk, ref = proposal(**SILENT)
    return talk, Said(A, "withdraw", (ref,)), Said(B, "lapse", (ref,)), lambda: talk.state(ref)


def proposal_and_consent_withdrawn() -> Stage:
    talk, ref = proposal(A, B, C)
    consent = talk.act(B, "consent", ref)
    return talk, Said(A, "withdraw", (ref,)), Said(B, "withdraw", (consent,)), lambda: talk.state(ref)


def consent_and_consent() -> Stage:
    talk, ref = proposal(A, B, C)
    return talk, Said(B, "consent", (ref,)), Said(C, "consent", (ref,)), lambda: talk.state(ref)


def consent_and_objection() -> Stage:
    talk, ref = proposal(A, B, C)
    return talk, Said(B, "consent", (ref,)), Said(C, "object", (ref,)), lambda: talk.state(ref)


def consent_taken_back_and_last_consent() -> Stage:
    talk, ref = proposal(A, B, C)
    talk.act(C, "consent", ref)
    return talk, Said(C, "object", (ref,)), Said(B, "consent", (ref,)), lambda: talk.state(ref)


def withdrawal_and_confirmation_of_a_reservation_in_vain() -> Stage:
    talk, ref = proposal(A, B)
    consent = talk.act(B, "consent", ref)
    reservation = talk.act(B, "reserve", ref)
    blind = (consent, reservation)
    return talk, Said(A, "withdraw", (ref,), blind_to=blind), Said(B, "confirm", (ref,)), lambda: talk.state(ref)


def consent_and_reservation() -> Stage:
    talk, ref = proposal(A, B, C)
    return talk, Said(B, "consent", (ref,)), Said(C, "reserve", (ref,)), lambda: talk.state(ref)


def lapse_and_objection() -> Stage:
    talk, ref = proposal(A, B, C, **SILENT)
    return talk, Said(B, "lapse", (ref,)), Said(C, "object", (ref,)), lambda: talk.state(ref)


def lapse_and_amendment() -> Stage:
    talk, ref = proposal(A, B, C, **SILENT)
    amendment = {"slot": "text/first", "electorate": [A, B, C], "digest": DIGEST}
    return talk, Said(B, "lapse", (ref,)), Said(C, "propose", (), amendment), lambda: talk.state(ref)


def rivals() -> Stage:
    talk = Talk(A, B)
    kept = {"slot": "text/first", "electorate": [A, B], "digest": DIGEST}
    return (
        talk,
        Said(A, "propose", (), kept),
        Said(B, "propose", (), kept),
        lambda: "neither" if not talk.fold.proposals.slots["text/first"].adopted() else "?",
    )


def rivals_swapped() -> Stage:
    talk = Talk(A, B)
    first = talk.propose(A, "text/first")
    second = talk.propose(B, "text/first", seen=[])
    words = {(): "neither", (first,): "first", (second,): "second"}
    slot = talk.fold.proposals.slots["text/first"]
    return talk, Said(A, "consent", (second,)), Said(B, "consent", (first,)), lambda: words[slot.adopted()]


def proposal_replaced_and_consented() -> Stage:
    talk, ref = proposal()
    kept = {"slot": "text/first", "electorate": [A, B], "digest": DIGEST}
    return talk, Said(A, "propose", (), kept), Said(B, "consent", (ref,)), lambda: talk.state(ref)


def text_withdrawn_and_signed() -> Stage:
    talk, ref = proposal()
    consent = talk.act(B, "consent", ref)
    return talk, Said(A, "withdraw", (ref,), {}, (consent,)), Said(B, "sign", (ref,), {"digest": DIGEST}), lambda: talk.state(ref)


def signature_and_signature() -> Stage:
    talk, ref = proposal()
    talk.act(B, "consent", ref)
    slot = talk.fold.proposals.slots["text/first"]
    sign = {"digest": DIGEST}
    return talk, Said(A, "sign", (ref,), sign), Said(B, "sign", (ref,), sign), lambda: talk.fold.texts.state(slot)


def correction_and_consent() -> Stage:
    talk, ref = proposal()
    return talk, Said(A, "correct", (ref,), {"corrects": ["text"]}), Said(B, "consent", (ref,)), lambda: talk.state(ref)


def date_announced_and_adopted() -> Stage:
    talk, meeting = proposal(slot="meeting/plenary/3")
    talk.act(B, "consent", meeting)
    date = talk.propose(A, "meeting/plenary/3/date", date={"day": "2021-11-05"})
    announced = {"about": "meeting/plenary/3", "date": {"day": "2021-12-24"}}
    found = {"2021-11-05": "adopted", "2021-12-24": "announced"}
    return (
        talk,
        Said(A, "announce", (), announced),
        Said(B, "consent", (date,)),
        lambda: found[talk.fold.talks.meeting("meeting/plenary/3").date["day"]],
    )


def report_and_report() -> Stage:
    talk, _ = proposal(slot="group/arms")
    said = {"about": "group/arms", "state": "met"}
    return talk, Said(A, "report", (), said), Said(B, "report", (), said), lambda: talk.fold.talks.group_state("group/arms")


def performance_and_dispute() -> Stage:
    talk = Talk(A, B)
    ref = talk.act(A, "undertake")
    return talk, Said(A, "perform", (ref,)), Said(B, "dispute", (ref,)), lambda: talk.fold.matters.undertakings[ref].status


def performance_again_and_confirmation() -> Stage:
    talk = Talk(A, B)
    ref = talk.act(A, "undertake")
    done = talk.act(A, "perform", ref)
    return talk, Said(A, "perform", (ref,)), Said(B, "confirm", (done,)), lambda: talk.fold.matters.undertakings[ref].status


def confirmation_and_dispute() -> Stage:
    talk = Talk(A, B, C)
    ref = talk.act(A, "undertake")
    done = talk.act(A, "perform", ref)
    return talk, Said(B, "confirm", (done,)), Said(C, "dispute", (done,)), lambda: talk.fold.matters.undertakings[ref].status


def issue() -> Talk:
    talk = Talk(A, B)
    talk.act(A, "raise", about="issue/bases")
    return talk


def assessment_and_assessment() -> Stage:
    talk = issue()
    agreed, not_yet = {"about": "issue/bases", "movement": "agreed"}, {"about": "issue/bases", "movement": "progress"}
    talk.act(B, "assess", **agreed)
    return (
        talk,
        Said(A, "assess", (), agreed),
        Said(B, "assess", (), not_yet),
        lambda: talk.fold.matters.issues["issue/bases"].state((A, B)),
    )


def wording_and_assessment() -> Stage:
    talk = issue()
    talk.act(A, "assess", about="issue/bases", movement="agreed")
    agreed = {"about": "issue/bases", "movement": "agreed"}
    return (
        talk,
        Said(A, "word", (), {"about": "issue/bases"}),
        Said(B, "assess", (), agreed),
        lambda: talk.fold.matters.issues["issue/bases"].state((A, B)),
    )


def issue_raised_and_raised() -> Stage:
    talk = Talk(A, B)
    raised = {"about": "issue/bases"}
    issues = talk.fold.matters.issues
    return (
        talk,
        Said(A, "raise", (), raised),
        Said(B, "raise", (), raised),
        lambda: "one" if [*issues] == ["issue/bases"] and issues["issue/bases"].wordings.keys() == {A, B} else "?",
    )


def release_and_release() -> Stage:
    talk, ref = request()
    return (
        talk,
        Said(A, "release", (ref,)),
        Said(B, "release", (ref,)),
        lambda: "released" if talk.fold.register.is_released(str(ref), (A, B)) else "?",
    )


def destruction_and_destruction() -> Stage:
    talk, ref = request()
    return talk, Said(A, "destroy", (ref,)), Said(B, "destroy", (ref,)), lambda: "agreed" if talk.fold.may_destroy(ref) else "?"


def destruction_and_answer() -> Stage:
    talk, ref = request()
    return talk, Said(A, "destroy", (ref,)), Said(B, "answer", (ref,), {"outcome": "full"}), lambda: talk.fold.requests[ref].status


def check_and_check() -> Stage:
    talk = Talk(A, B)
    return talk, Said(A, "check"), Said(B, "check"), lambda: "two" if len(talk.fold.register.checks) == 2 else "?"


VISIT = {"about": "text/first", "host": B, "type": "inspection", "on": "2021-09-30", "from": "2021-10-11"}


def visit() -> tuple[Talk, Ref]:
    """A visit that alpha has asked bravo for."""
    talk = Talk(A, B)
    return talk, talk.act(A, "inspect", **VISIT)


def of_visit(party: str, ref: Ref, state: str) -> Said:
    return Said(party, "visit", (ref,), {"state": state, "on": "2021-10-12"})


def state_of_visit(talk: Talk, ref: Ref) -> Callable[[], str]:
    return lambda: talk.fold.compliance.visits.visits[ref].state


def visit_withdrawn_and(state: str) -> Callable[[], Stage]:
    def stage() -> Stage:
        talk, ref = visit()
        return talk, Said(A, "withdraw", (ref,)), of_visit(B, ref, state), state_of_visit(talk, ref)

    return stage


def visit_replaced_and(state: str) -> Callable[[], Stage]:
    def stage() -> Stage:
        talk, ref = visit()
        return talk, Said(A, "inspect", (ref,), {**VISIT, "from": "2021-11-08"}), of_visit(B, ref, state), state_of_visit(talk, ref)

    return stage


def visit_conducted_and(state: str) -> Callable[[], Stage]:
    def stage() -> Stage:
        talk, ref = visit()
        return talk, of_visit(A, ref, "conducted"), of_visit(B, ref, state), state_of_visit(talk, ref)

    return stage


def visit_disputed_and_conducted_again() -> Stage:
    talk, ref = visit()
    said = talk.act(A, "visit", ref, state="conducted", on="2021-10-12")
    return talk, Said(B, "dispute", (said,)), of_visit(A, ref, "conducted"), state_of_visit(talk, ref)


def visit_and_visit() -> Stage:
    talk = Talk(A, B)
    visits = talk.fold.compliance.visits.visits
    return talk, Said(A, "inspect", (), VISIT), Said(B, "inspect", (), {**VISIT, "host": A}), lambda: "both" if len(visits) == 2 else "?"


def visit_and_filled_quota() -> Stage:
    talk = Talk(A, B)
    filled = {"about": "text/first", "form": "filled", "on": "2021-09-30", "quota": "inspections"}
    said = talk.fold.compliance.said
    return talk, Said(A, "inspect", (), VISIT), Said(B, "declare", (), filled), lambda: "both" if len(said) == 2 else "?"


def lists(*committed: str) -> tuple[Talk, dict[str, Ref]]:
    """An exchange that is agreed, and in which these have committed, each knowing of the one before."""
    talk, ref = proposal(slot="exchange/lists")
    talk.act(B, "consent", ref)
    return talk, {party: talk.act(party, "commit", **LIST) for party in committed}


LIST = {"about": "exchange/lists", "commitment": DIGEST}


def commitment_and_commitment() -> Stage:
    talk, _ = lists()
    return talk, Said(A, "commit", (), LIST), Said(B, "commit", (), LIST), lambda: talk.fold.exchanges.exchanges["exchange/lists"].order


def commitment_and_last_consent() -> Stage:
    talk, ref = proposal(slot="exchange/lists")
    outcome = lambda: talk.fold.exchanges.exchanges["exchange/lists"].state  # noqa: E731 - as all the others
    return talk, Said(A, "commit", (), LIST), Said(B, "consent", (ref,)), outcome


def opening_and_last_commitment() -> Stage:
    talk, committed = lists(A)
    outcome = lambda: talk.fold.exchanges.exchanges["exchange/lists"].order  # noqa: E731 - as all the others
    return talk, Said(A, "reveal", (committed[A],)), Said(B, "commit", (), LIST), outcome


def opening_and_opening() -> Stage:
    talk, committed = lists(A, B)
    exchange = talk.fold.exchanges.exchanges["exchange/lists"]
    outcome = lambda: exchange.order if exchange.state == "complete" else "?"  # noqa: E731 - as all the others
    return talk, Said(A, "reveal", (committed[A],)), Said(B, "reveal", (committed[B],)), outcome


CROSSINGS: dict[str, tuple[Callable[[], Stage], tuple[str, str, str]]] = {
    "request: withdraw / final answer": (request_withdrawn_and_answered, ("crossed", "withdrawn", "full")),
    "request: withdraw / holding answer": (request_withdrawn_and_held, ("withdrawn", "withdrawn", "withdrawn")),
    "request: dispute of the answer / another final answer": (answer_disputed_and_answered_again, ("waits", "answered", "waits")),
    "request: remind / final answer": (reminder_and_answer, ("full", "full", "full")),
    "request: clarify / final answer": (question_and_answer, ("full", "full", "full")),
    "request / request": (request_and_request, ("both", "both", "both")),
    "proposal: withdraw / last consent": (proposal_withdrawn_and_consented, ("withdrawn", "withdrawn", "adopted")),
    "proposal: withdraw / confirm ad referendum": (proposal_withdrawn_and_confirmed, ("withdrawn", "withdrawn", "adopted")),
    "proposal: withdraw / last lapse": (proposal_withdrawn_and_lapsed, ("withdrawn", "withdrawn", "adopted")),
    "proposal: withdraw / withdraw of a consent": (proposal_and_consent_withdrawn, ("withdrawn", "withdrawn", "withdrawn")),
    "proposal: consent / consent": (consent_and_consent, ("adopted", "adopted", "adopted")),
    "proposal: consent / object of a third": (consent_and_objection, ("objected", "objected", "objected")),
    "proposal: object by who had consented / last consent": (consent_taken_back_and_last_consent, ("objected", "objected", "adopted")),
    "proposal: withdraw / confirm by who had reserved what was adopted": (
        withdrawal_and_confirmation_of_a_reservation_in_vain,
        ("withdrawn", "withdrawn", "adopted"),
    ),
    "proposal: consent / reserve of a third": (consent_and_reservation, ("open", "open", "open")),
    "silence: lapse / object of a third": (lapse_and_objection, ("objected", "objected", "objected")),
    "silence: lapse / amendment of a third": (lapse_and_amendment, ("silence", "silence", "silence")),
    "rivals: propose / propose": (rivals, ("neither", "neither", "neither")),
    "rivals: consent to the second / consent to the first": (rivals_swapped, ("neither", "second", "first")),
    "rivals: another by the proposer / last consent": (proposal_replaced_and_consented, ("open", "open", "adopted")),
    "text: withdraw / sign": (text_withdrawn_and_signed, ("withdrawn", "withdrawn", "adopted")),
    "text: sign / sign": (signature_and_signature, ("signed", "signed", "signed")),
    "correct / last consent": (correction_and_consent, ("adopted", "adopted", "adopted")),
    "date: announce / last consent to another date": (date_announced_and_adopted, ("adopted", "adopted", "adopted")),
    "report / report": (report_and_report, ("met", "met", "met")),
    "undertaking: perform / dispute": (performance_and_dispute, ("disputed", "disputed", "performed")),
    "undertaking: perform again / confirm of the first": (performance_again_and_confirmation, ("confirmed", "confirmed", "confirmed")),
    "undertaking: confirm / dispute of a third": (confirmation_and_dispute, ("disputed", "disputed", "disputed")),
    "issue: assess agreed / assess otherwise": (assessment_and_assessment, ("open", "open", "open")),
    "issue: word / assess agreed": (wording_and_assessment, ("agreed", "agreed", "agreed")),
    "issue: raise / raise": (issue_raised_and_raised, ("one", "one", "one")),
    "release / release": (release_and_release, ("released", "released", "released")),
    "destroy / destroy": (destruction_and_destruction, ("agreed", "agreed", "agreed")),
    "destroy / final answer": (destruction_and_answer, ("full", "full", "full")),
    "check / check": (check_and_check, ("two", "two", "two")),
    "visit: withdraw / accepted": (visit_withdrawn_and("accepted"), ("withdrawn", "withdrawn", "withdrawn")),
    "visit: withdraw / refused": (visit_withdrawn_and("refused"), ("withdrawn", "withdrawn", "withdrawn")),
    "visit: withdraw / conducted by the host": (visit_withdrawn_and("conducted"), ("disputed", "disputed", "conducted")),
    "visit: another in its place / accepted": (visit_replaced_and("accepted"), ("withdrawn", "withdrawn", "withdrawn")),
    "visit: another in its place / conducted by the host": (visit_replaced_and("conducted"), ("disputed", "disputed", "conducted")),
    "visit: conducted by the visitor / refused": (visit_conducted_and("refused"), ("disputed", "disputed", "disputed")),
    "visit: conducted / conducted": (visit_conducted_and("conducted"), ("conducted", "conducted", "conducted")),
    "visit: dispute of the conducted / conducted again": (
        visit_disputed_and_conducted_again,
        ("disputed", "disputed", "disputed"),
    ),
    "visit: inspect / inspect": (visit_and_visit, ("both", "both", "both")),
    "visit: inspect / declare filled": (visit_and_filled_quota, ("both", "both", "both")),
    "exchange: commit / last consent": (commitment_and_last_consent, ("committing", "committing", "committing")),
    "exchange: commit / commit": (commitment_and_commitment, ("simultaneous", "simultaneous", "simultaneous")),
    "exchange: reveal / last commit": (opening_and_last_commitment, ("unproven", "late", "simultaneous")),
    "exchange: reveal / reveal": (opening_and_opening, ("simultaneous", "simultaneous", "simultaneous")),
}
WAYS = ("neither had seen the other", "the second had seen the first", "the first had seen the second")


def say(talk: Talk, said: Said, before: list[Ref], more: list[Ref]) -> Ref:
    seen = [ref for ref in before if ref not in said.blind_to] if not more else [*before, *more]
    return talk.act(said.party, said.kind, said.re, seen=seen, **said.kept)


@pytest.mark.parametrize("way", range(3), ids=WAYS)
@pytest.mark.parametrize("name", CROSSINGS)
def test_crossing(name: str, way: int) -> None:
    make, outcomes = CROSSINGS[name]
    talk, first, second, outcome = make()
    before = list(talk.acts)
    if way == 2:
        ref = say(talk, second, before, [])
        say(talk, first, before, [ref])
    else:
        ref = say(talk, first, before, [])
        say(talk, second, before, [ref] if way == 1 else [])
    assert outcome() == outcomes[way]
    logs: dict[LogKey, list[Act]] = {}
    for act in talk.acts.values():
        logs.setdefault(act.ref.log, []).append(act)
    history = History(talk.fold.members, logs)
    for seed in range(16):
        assert folded(history.members, in_some_order(history, random.Random(seed))).value() == talk.fold.value()


def test_the_table_of_the_page_is_this_one() -> None:
    rows = re.findall(r"^\| ([^|`]+?) \| `(\w+)`[^|]* \| `(\w+)`[^|]* \| `(\w+)`[^|]* \|$", PAGE, re.MULTILINE)
    stated = {row[0]: row[1:] for row in rows if " / " in row[0]}
    assert stated == {name: outcomes for name, (_, outcomes) in CROSSINGS.items()}


# ---------------------------------------------------------------- pretending not to have seen


def as_if_blind(history: History, party: str) -> History:
    """The same acts, but one party says to have seen no more than what its acts refer to, and what the authors of that had seen."""
    acts = {act.ref: act for act in history.acts}
    logs = dict(history.logs)
    for log in history.logs:
        if log.party != party:
            continue
        sizes: dict[LogKey, int] = {}
        logs[log] = []
        for act in history.logs[log]:
            for item in act.kept.get("re", ()):
                ref = Ref(*item)
                if ref in acts and ref.log != log and act.has_seen(ref):
                    for other, head in [*acts[ref].vector.items(), (ref.log, HeadId(ref.index + 1, b""))]:
                        if other != log and (other != ref.log or head.size <= ref.index + 1):
                            sizes[other] = max(sizes.get(other, 0), head.size)
            older = {other: head for other, head in act.vector.items() if other.party == party}
            vector = {**{other: HeadId(size, b"") for other, size in sizes.items()}, **older}
            logs[log].append(act._replace(vector=vector))
    return History(history.members, logs)


@settings(max_examples=examples(500))
@given(st.integers(0, 2**32), st.integers(20, 80), st.integers(2, 4))
def test_pretending_not_to_have_seen_adopts_nothing_more(seed: int, steps: int, parties: int) -> None:
    """Whoever says to have seen less adopts no proposal that was not adopted when he said what he had seen (F24).

    But for one that another party gave up for a proposal of his, knowing that he had withdrawn it: a voice that its author saw had no
    effect moves nobody on. Here these authors say what they said to somebody who had seen more; to their nodes it is a finding.
    """
    honest = write(seed, steps, parties, wrong=0.0, stances_only=True)
    honest = History(honest.members, {log: [act for act in acts if act.kind != "lapse"] for log, acts in honest.logs.items()})
    adopted = {
        name: set(slot.adopted())
        for name, slot in folded(honest.members, in_some_order(honest, random.Random(seed))).proposals.slots.items()
    }
    blind = as_if_blind(honest, "alpha")
    fold = folded(blind.members, in_some_order(blind, random.Random(seed)))
    without_effect = {
        finding.ref for finding in fold.all_findings() if finding.template == "a proposal that its author knew to be withdrawn: no effect"
    }
    for name, slot in fold.proposals.slots.items():
        for more in set(slot.adopted()) - adopted[name]:
            assert any(self_overruled(blind, act, more) for act in blind.acts if act.ref in without_effect)


def self_overruled(history: History, voice: Act, proposal: Ref) -> bool:
    """Whether another party consented to a withdrawn proposal of alpha's, knowing that, after it had spoken for this one."""
    about = [Ref(*item) for item in voice.kept.get("re", ())]
    spoken = [act.ref for act in history.acts if act.ref == proposal or list(proposal.value) in act.kept.get("re", ())]
    return (
        voice.party != "alpha"
        and voice.kind in {"consent", "confirm"}
        and all(ref.party == "alpha" for ref in about)
        and any(ref.log == voice.ref.log and ref.index < voice.ref.index for ref in spoken)
    )
