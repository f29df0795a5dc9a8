"""Visits in the fold: what each side says, in whatever order it is read, and what has no effect."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.agreements.visit_states import joint_state
from detente.dialogue.acts import Ref
from tests.dialogue.histories import folded, in_some_order, write
from tests.dialogue.talk import Talk
from tests.strategies import examples

A, B, C = "alpha", "bravo", "charlie"
ASKED = {"about": "text/first", "host": B, "type": "inspection", "on": "2021-09-30", "from": "2021-10-11"}
WORDS = ("requested", "accepted", "refused", "conducted", "withdrawn", "disputed")


def asked(*members: str) -> tuple[Talk, Ref]:
    talk = Talk(*(members or (A, B)))
    return talk, talk.act(A, "inspect", **ASKED)


def state(talk: Talk, ref: Ref) -> str:
    return talk.fold.compliance.visits.visits[ref].state


def step(talk: Talk, party: str, ref: Ref, word: str, **more: object) -> Ref:
    return talk.act(party, "visit", ref, state=word, on="2021-10-12", **more)


@pytest.mark.parametrize(("one", "other"), list(product(WORDS, WORDS)))
def test_what_two_sides_say_together_does_not_depend_on_who_is_named_first(one, other):
    assert joint_state(one, other) == joint_state(other, one)
    assert (joint_state(one, other) == "conducted") == (
        "conducted" in {one, other} and not {"refused", "withdrawn", "disputed"} & {one, other}
    )


@pytest.mark.parametrize(
    ("party", "word", "effect"),
    [(A, "accepted", False), (A, "refused", False), (A, "conducted", True), (B, "accepted", True), (B, "refused", True), (B, "conducted", True),
     (C, "accepted", False), (C, "refused", False), (C, "conducted", False)],
)  # fmt: skip
def test_only_the_host_accepts_or_refuses_and_only_the_two_sides_speak(party, word, effect):
    talk, ref = asked(A, B, C)
    step(talk, party, ref, word, ground="Supposed.")
    assert state(talk, ref) == (word if effect else "requested")
    assert talk.rules == ([] if effect else ["visit"])


def test_a_visit_to_oneself_or_to_a_stranger_is_none():
    talk = Talk(A, B)
    for host in (A, C):
        talk.act(A, "inspect", **{**ASKED, "host": host})
    assert talk.fold.compliance.visits.visits == {}
    assert talk.rules == ["inspect", "inspect"]


def test_a_refusal_without_a_ground_has_its_effect_and_is_found_also_when_its_body_is_gone():
    talk, ref = asked()
    step(talk, B, ref, "refused", destroyable=[5, ["ground"]])  # as its kept fields are when the body is destroyed
    assert talk.rules == []
    step(talk, B, ref, "refused")
    assert (state(talk, ref), talk.rules) == ("refused", ["visit"])


def test_the_last_word_of_a_side_holds_and_a_withdrawn_dispute_is_no_word():
    talk, ref = asked()
    step(talk, B, ref, "refused", ground="Supposed.")
    step(talk, B, ref, "accepted")
    said = step(talk, A, ref, "conducted")
    dispute = talk.act(B, "dispute", said)
    assert state(talk, ref) == "disputed"
    talk.act(B, "withdraw", dispute)
    assert state(talk, ref) == "conducted"
    assert talk.rules == []


def test_a_third_party_can_dispute_and_ask_and_that_is_no_word_of_a_side():
    talk, ref = asked(A, B, C)
    said = step(talk, B, ref, "conducted")
    talk.act(C, "dispute", said)
    talk.act(C, "query", ref)
    assert state(talk, ref) == "conducted"
    assert talk.rules == []


def test_another_visit_takes_the_place_only_of_one_of_its_author_under_the_same_agreement():
    talk, ref = asked()
    theirs = talk.act(B, "inspect", **{**ASKED, "host": A})
    for about, target in (("text/first", theirs), ("text/second", ref)):
        talk.act(A, "inspect", target, **{**ASKED, "about": about})
    assert (state(talk, ref), state(talk, theirs)) == ("requested", "requested")
    assert talk.rules == ["inspect", "inspect"]
    second = talk.act(A, "inspect", ref, **ASKED)
    assert (state(talk, ref), state(talk, second)) == ("withdrawn", "requested")


def test_that_a_quota_is_filled_names_it_corrects_nothing_and_is_taken_back_by_its_author():
    talk = Talk(A, B)
    said = {"about": "text/first", "form": "filled", "on": "2021-09-30"}
    talk.act(A, "declare", **said)
    talk.act(A, "declare", **{**said, "form": "nil"}, quota="visits")
    filled = talk.act(A, "declare", **said, quota="visits")
    talk.act(A, "declare", filled, **{**said, "form": "nil"})
    talk.act(B, "withdraw", filled)
    assert talk.rules == ["declare", "declare", "declare", "withdraw"]
    end = talk.act(A, "withdraw", filled)
    assert [act.ref for act in talk.fold.compliance.withdrawals[filled]] == [end]


@settings(max_examples=examples(200), deadline=None)
@given(st.integers(0, 2**32))
def test_the_words_of_a_side_one_after_the_other_end_with_what_it_says(seed):
    """What the record hands to the quotas step by step comes to the state of the fold."""
    history = write(seed, 60, 3, wrong=0.02)
    fold = folded(history.members, in_some_order(history, random.Random(seed)))
    for visit in fold.compliance.visits.visits.values():
        says = {}
        for side in visit.sides:
            acts = [voice.act.ref for voice in visit.voices.get(side, ())]
            ends = [visit.settled[ref].ref for ref in acts if ref in visit.settled]
            for ref in sorted({*acts, *ends}):
                says[side] = visit.says_until(side, ref)
        assert joint_state(*says.values()) == visit.state
        assert all(says.get(side, "requested") == visit.says(side) for side in visit.sides)
