"""F24: a party pretends not to have seen what crossed its own act. Requests, withdrawals and answers as a table of all orders.

Slots (dates, clauses, texts), deposited notices and doubted acts beyond a reopening come with the parts that bring these kinds.
"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dialogue.fold import Act, Fold, Ref
from detente.dialogue.requests import COLUMNS as REQUEST_COLUMNS
from detente.record.seal import HeadId, LogKey
from tests.simulator import World
from tests.strategies import examples

A, B = LogKey("alpha", 0), LogKey("bravo", 0)
REQUEST = Ref("alpha", 0, 1)


def expected(withdrawals: list[Act], answers: list[Act]) -> str:
    """The rule in words: answered iff some final answer has not seen a withdrawal; withdrawn iff some withdrawal has not seen a
    final answer; both: crossed. Outcome: the last answer in the answerer's log.
    """
    finals = [a for a in answers if a.kept["outcome"] != "holding"]
    blind = [a for a in finals if not any(a.has_seen(w.ref) for w in withdrawals)]
    withdrawn = any(not any(w.has_seen(a.ref) for a in finals) for w in withdrawals)
    if blind and withdrawn:
        return "crossed"
    if withdrawn:
        return "withdrawn"
    if blind:
        return max(blind, key=lambda act: act.ref.index).kept["outcome"]
    return "holding" if answers else "open"


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Act], list[Act]]:
    """Withdrawals of alpha's and answers of bravo's, each with how far it says to have seen the other's log: never less than before."""
    outcomes = draw(st.lists(st.sampled_from(["holding", "full", "partial", "declined"]), max_size=4))
    count = draw(st.integers(0, 3))
    seen_by_bravo = sorted(draw(st.lists(st.integers(2, 3 + 2 * count), min_size=len(outcomes), max_size=len(outcomes))))
    seen_by_alpha = sorted(draw(st.lists(st.integers(1, 1 + 2 * len(outcomes)), min_size=count, max_size=count)))
    re = [["alpha", 0, 1]]
    answers = [
        Act(Ref("bravo", 0, 1 + 2 * n), {"kind": "answer", "outcome": outcome, "re": re}, {A: HeadId(seen_by_bravo[n], b"")})
        for n, outcome in enumerate(outcomes)
    ]
    withdrawals = [
        Act(Ref("alpha", 0, 3 + 2 * n), {"kind": "withdraw", "re": re}, {A: HeadId(5 + 2 * n, b""), B: HeadId(seen_by_alpha[n], b"")})
        for n in range(count)
    ]
    return withdrawals, answers


def possible(withdrawals: list[Act], answers: list[Act]) -> bool:
    """Nobody has seen what had seen him: no cycle."""
    return not any(a.has_seen(w.ref) and w.has_seen(a.ref) for a in answers for w in withdrawals)


def orders(draw: st.DataObject, withdrawals: list[Act], answers: list[Act]) -> list[Act]:
    """One order of arrival in which each act comes after all that it had seen."""
    rest, order = [*withdrawals, *answers], []
    while rest:
        ready = [act for act in rest if not any(act.has_seen(other.ref) for other in rest if other is not act)]
        order.append(draw.draw(st.sampled_from(ready)))
        rest.remove(order[-1])
    return order


def folded(order: list[Act]) -> Fold:
    fold = Fold(["alpha", "bravo"])
    fold.apply(Act(REQUEST, {"kind": "request", "to": "bravo"}, {}))
    for act in order:
        fold.apply(act)
        assert fold.sections()["requests/alpha"]["sent"] == 1, "`sent` never decreases"
    return fold


@settings(max_examples=examples(300))
@given(histories(), st.data())
def test_f24_every_order_gives_what_the_rule_says(history: tuple[list[Act], list[Act]], data: st.DataObject) -> None:
    withdrawals, answers = history
    if not possible(withdrawals, answers):
        return
    one, two = (folded(orders(data, withdrawals, answers)) for _ in range(2))
    assert one.value() == two.value()
    status = expected(withdrawals, answers)
    assert one.requests[REQUEST].status == status
    counts = one.sections()["requests/alpha"]
    assert {name: counts[name] for name in REQUEST_COLUMNS if counts[name]} == {"sent": 1, status: 1}


@settings(max_examples=examples(200))
@given(histories(), st.data())
def test_f24_pretending_not_to_have_seen_never_wins_more_than_crossing(history: tuple[list[Act], list[Act]], data: st.DataObject) -> None:
    """Bravo, who knows of a withdrawal, answers as if it did not: it gains `crossed`, in a column of its own, and never an outcome."""
    withdrawals, answers = history
    if not withdrawals or not possible(withdrawals, answers):
        return
    blind = [answer._replace(vector={A: HeadId(2, b"")}) for answer in answers]
    first_blind = [w for w in withdrawals if not any(w.has_seen(a.ref) for a in blind if a.kept["outcome"] != "holding")]
    status = folded(orders(data, withdrawals, blind)).requests[REQUEST].status
    if first_blind:
        assert status in {"crossed", "withdrawn"}


def asked() -> tuple[World, int]:
    """Alpha has asked bravo; the index of the request."""
    world = World(2)
    world.settle()
    _, _, index = world.request("alpha", "bravo")
    world.settle()
    assert isinstance(index, int)
    return world, index


@pytest.mark.parametrize("order", list(itertools.product([True, False], repeat=2)))
def test_f24_an_answer_and_a_withdrawal_cross_on_the_wire(order: tuple[bool, bool]) -> None:
    """The nodes themselves, both orders at both ends: `crossed` at both, one digest, no alarm."""
    world, index = asked()
    world.act("alpha", kind="withdraw", re=[["alpha", 0, index]], reason="no need")
    world.act("bravo", kind="answer", re=[["alpha", 0, index]], outcome="full", text="here")
    for party, other, first in (("alpha", "bravo", order[0]), ("bravo", "alpha", order[1])):
        if first:
            world.poll([party])
        world.bring(party, world.pouches(other)[-1:])
    world.settle()
    assert world.states()[0] == world.states()[1]
    counts = world.room("alpha").fold.sections()["requests/alpha"]
    assert (counts["sent"], counts["crossed"], counts["full"], counts["withdrawn"]) == (1, 1, 0, 0)
    assert len(set(world.standings())) == 1
    assert world.remarks("alpha") == world.remarks("bravo") == []


def test_f24_answering_what_one_knows_to_be_withdrawn_has_no_effect_and_is_a_finding() -> None:
    world, index = asked()
    world.act("alpha", kind="withdraw", re=[["alpha", 0, index]], reason="no need")
    world.settle()
    world.act("bravo", kind="answer", re=[["alpha", 0, index]], outcome="full", text="all the same")
    world.settle()
    for party in world.parties:
        fold = world.room(party).fold
        assert fold.sections()["requests/alpha"]["withdrawn"] == 1
        assert [finding.rule for finding in fold.all_findings()] == ["answer"]
