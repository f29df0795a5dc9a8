"""Which acts say something under agreements: kept by their places, as if each were kept by itself, and the same after a rest."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dialogue.acts import Act, InMemory, Ref
from detente.dialogue.said import Said
from detente.record.seal import LogKey
from tests.strategies import examples

LOGS = (LogKey("rus", 0), LogKey("usa", 0), LogKey("usa", 1))
TEXTS = ("text/first", "text/second")
KINDS = ("declare", "notify", "suspend", "visit")


@st.composite
def logs(draw: st.DrawFn) -> dict[LogKey, list[Act]]:
    """What was said in each log, with gaps, in which other acts and seals stand; a step of a visit names no text."""
    found: dict[LogKey, list[Act]] = {}
    for log in LOGS:
        index = 0
        for gap, kind, text in draw(st.lists(st.tuples(st.sampled_from([0, 0, 0, 1, 5]), st.sampled_from(KINDS), st.sampled_from(TEXTS)))):
            index += gap
            kept = {"kind": kind} if kind == "visit" else {"kind": kind, "about": text}
            found.setdefault(log, []).append(Act(Ref(*log, index), kept, {}))
            index += 1
    return found


def taken(logs: dict[LogKey, list[Act]], order: random.Random) -> Said:
    """All of it, the logs in any order, each in its own."""
    memory = InMemory()
    said = Said(memory)
    turns = [log for log, acts in logs.items() for _ in acts]
    order.shuffle(turns)
    left = {log: iter(acts) for log, acts in logs.items()}
    for log in turns:
        act = next(left[log])
        memory.add(act)
        said.add(act)
    return said


def compare(said: Said, acts: dict[Ref, Act]) -> None:
    assert len(said) == len(acts)
    assert sorted(said) == sorted(acts)
    for log in (*LOGS, LogKey("gbr", 0)):
        for index in range(max((ref.index for ref in acts if ref.log == log), default=0) + 2):
            ref = Ref(*log, index)
            act = acts.get(ref)
            assert (ref in said) == (act is not None)
            assert said.get(ref) == act
            assert said.kind_of(ref) == (None if act is None else act.kind)
            assert said.text_of(ref) == (None if act is None else act.kept.get("about"))
    for text in TEXTS:
        assert sorted(said.about(text)) == sorted(ref for ref, act in acts.items() if act.kept.get("about") == text)
        for kind in KINDS:
            expected = [ref for ref, act in acts.items() if act.kept.get("about") == text and act.kind == kind]
            assert sorted(said.about(text, kind)) == sorted(expected)


@settings(max_examples=examples(100))
@given(logs(), st.randoms(), st.randoms())
def test_places_are_as_good_as_the_acts_themselves_and_rest_alike_in_whatever_order_they_came(logs, one, other):
    acts = {act.ref: act for log in logs.values() for act in log}
    said, known = taken(logs, one), {log: of_log[-1].ref.index + 1 for log, of_log in logs.items()}
    compare(said, acts)
    kept = msgspec.json.encode(said.snapshot())
    assert kept == msgspec.json.encode(taken(logs, other).snapshot())
    memory = InMemory()
    again = Said(memory)
    again.go_on(msgspec.json.decode(kept), known)
    for act in acts.values():
        memory.add(act)
        if act.kind not in {"declare", "notify"}:  # folded again
            again.add(act)
    compare(again, acts)
    for log, size in known.items():
        act = Act(Ref(*log, size), {"kind": "declare", "about": "text/first"}, {})
        memory.add(act)
        again.add(act)
        acts[act.ref] = act
    compare(again, acts)


def test_what_follows_one_on_the_other_takes_no_more_room_however_much_it_is():
    acts = [Act(Ref("usa", 0, index), {"kind": "declare", "about": "text/first"}, {}) for index in range(1, 1001)]
    assert taken({LogKey("usa", 0): acts}, random.Random(1)).snapshot() == [["usa", 0, [("text/first", "declare")], [1, 1001, 0]]]


@pytest.mark.parametrize(
    "damaged",
    [
        [["usa", 0, [["text/first", "declare"]], [1, 101, 0]]],  # beyond what was folded
        [["usa", 0, [["text/first", "declare"]], [-1, 4, 0]]],
        [["usa", 0, [["text/first", "declare"]], [4, 4, 0]]],
        [["usa", 0, [["text/first", "declare"]], [4, 9, 0, 8, 10, 0]]],  # they overlap
        [["usa", 0, [["text/first", "declare"]], [4, 9]]],
        [["usa", 0, [["text/first", "declare"]], [4, 9, 1]]],
        [["usa", 0, [["text/first", "declare"]], [4, 9, -1]]],
        [["usa", 0, [["text/first"]], [4, 9, 0]]],
        [["usa", 0, 7, [4, 9, 0]]],
        [["usa", 0, [["text/first", "declare"]], [4, "9", 0]]],
        [["rus", 0, [["text/first", "declare"]], [4, 9, 0]]],
        [["usa", 0]],
        7,
    ],
)
def test_a_damaged_snapshot_of_them_is_refused(damaged: Any):
    with pytest.raises((ValueError, TypeError, KeyError)):
        Said(InMemory()).go_on(damaged, {LogKey("usa", 0): 100})
