"""Communications checks: answered once by each other node at its next look, and never answered in turn (F34)."""

from __future__ import annotations

import pytest

from detente.dialogue.acts import Ref
from detente.node.checks import answer_checks, unanswered
from detente.views.register import last_check
from tests.simulator import KeyThief, World
from tests.strategies import seeds


def checks(world: World, party: str) -> list[str]:
    """All acts of checking in one party's own log."""
    room = world.room(party)
    return [
        str(entry.fields.get("re", ""))
        for stored in world.nodes[party].store.heads_of(room.id, room.mine)
        for entry in room.trusted_entries(stored.seq)
        if entry.kind == "check"
    ]


def settled(count: int, **faults: float) -> World:
    world = World(count, **faults)
    world.settle()
    return world


def test_a_check_is_answered_by_each_other_node_at_its_next_look():
    world = settled(3)
    index = world.act("alpha", kind="check")
    world.settle()
    assert {party: checks(world, party) for party in world.parties} == {
        "alpha": [""],
        "bravo": [str([["alpha", 0, index]])],
        "charlie": [str([["alpha", 0, index]])],
    }
    shown = last_check(world.room("alpha"))
    assert shown is not None
    assert (shown.entry, shown.by, shown.not_answered_by) == (f"alpha/{index}", "alpha", [])
    assert [answer.party for answer in shown.answers] == ["bravo", "charlie"]


def test_what_was_not_answered_yet_is_shown_so():
    world = settled(3)
    world.dead.add("charlie")
    world.act("alpha", kind="check")
    world.settle()
    shown = last_check(world.room("bravo"))
    assert shown is not None
    assert shown.not_answered_by == ["charlie"]
    assert last_check(settled(2).room("alpha")) is None


def test_f34_an_answer_is_never_answered_however_often_it_comes():
    world = settled(3)
    world.act("alpha", kind="check")
    world.settle()
    sizes = {party: world.room(party).my_head.size for party in world.parties}
    for _ in range(3):
        world.replay()
        world.settle()
    assert {party: world.room(party).my_head.size for party in world.parties} == sizes
    assert [answer_checks(node) for node in world.nodes.values()] == [0, 0, 0]


def test_two_that_check_at_the_same_time_each_answer_once():
    world = settled(2)
    world.act("alpha", kind="check")
    world.act("bravo", kind="check")
    world.settle()
    assert [len(checks(world, party)) for party in world.parties] == [2, 2]
    assert world.states()[0] == world.states()[1]


@pytest.mark.parametrize("seed", seeds(3))
def test_a_bad_line_brings_one_answer_all_the_same(seed):
    world = settled(3, seed=seed, loss=0.3, repeat=0.4, late=0.3)
    for party in world.parties:
        world.act(party, kind="check")
    world.settle()
    assert [len(checks(world, party)) for party in world.parties] == [3, 3, 3]
    assert not world.room("alpha").fold.all_findings()


def test_an_answer_seals_no_draft():
    world = settled(2)
    node, room = world.nodes["bravo"], world.room("bravo")
    node.draft(room, {"kind": "request", "to": "alpha", "text": "Not yet."})
    world.act("alpha", kind="check")
    world.settle()
    assert len(checks(world, "bravo")) == 1
    assert len(node.store.drafts(room.id)) == 1


def test_a_node_that_was_restored_answers_only_when_it_has_caught_up():
    world = settled(2)
    backup = world.backup("bravo")
    world.request("bravo", "alpha")
    world.settle()
    world.act("alpha", kind="check")
    node = world.restore("bravo", backup)
    assert answer_checks(node) == 0
    world.settle()
    assert len(checks(world, "bravo")) == 1
    assert unanswered(world.room("bravo")) == []


def test_a_check_that_our_seals_cannot_have_seen_is_not_answered_again_and_again():
    """Bravo's machine was copied: the others name the thief's version of its log, and the owner, whose version holds, has checked in it."""
    world = settled(3)
    start = world.room("bravo").my_head.size
    thief = KeyThief(world, "bravo")
    for text in ("Not ours.", "Nor this."):
        thief.act(kind="request", to="alpha", text=text)
    index = world.act("bravo", kind="check")
    for party in ("alpha", "charlie"):
        world.bring(party, thief.pouches(above=start))
    world.talk()
    world.reopen("bravo", "theft")
    world.talk()
    assert Ref("bravo", 0, index) in world.room("alpha").fold.register.checks
    assert unanswered(world.room("alpha")) == []
    assert [len(checks(world, party)) for party in ("alpha", "charlie")] == [0, 0]
    again = world.act("bravo", kind="check")
    world.talk()
    assert [checks(world, party) for party in ("alpha", "charlie")] == [[str([["bravo", 1, again]])]] * 2
    assert world.receipts_held()
