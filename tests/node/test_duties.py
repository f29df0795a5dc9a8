"""Silence counts by an act: a node seals it once, after the expiry, and only where its party could have spoken and has not."""

import datetime as dt

import pytest

from detente.dialogue.fold import Ref
from detente.dialogue.proposals import MOST_VOICES
from detente.node.node import format_time
from detente.node.sealing import seal
from tests.simulator import KeyThief, World

SLOT = "measure/hotline-hours"


def clock(world: World, hours: float) -> str:
    return format_time(world.nodes["alpha"].clock() + dt.timedelta(hours=hours))


def wait(world: World, hours: float) -> None:
    world.now += dt.timedelta(hours=hours)


def act(world: World, party: str, **fields: object) -> list:
    """Seal one act; its reference as `re` carries it."""
    return [party, 0, world.act(party, **fields)]


def propose(world: World, *, hours: float = 100) -> list:
    fields = {"kind": "propose", "slot": SLOT, "electorate": list(world.parties), "text": "supposed"}
    return act(world, "alpha", **fields, silence={"until": clock(world, hours)})


def settle(world: World, polls: int = 12) -> None:
    """Let everybody hear everything; unlike `World.settle` without letting days pass."""
    for _ in range(polls):
        world.poll()


def lapses(world: World, party: str) -> list[Ref]:
    return [voice.act.ref for voice in world.room("alpha").fold.proposals.slots[SLOT].voices.get(party, []) if voice.act.kind == "lapse"]


def state(world: World, party: str, proposal: list) -> str:
    proposals = world.room(party).fold.proposals
    return proposals.state_of(proposals.slots[SLOT], Ref(*proposal))


@pytest.fixture
def world() -> World:
    found = World(3, seed=11)
    settle(found)
    return found


def test_silence_that_lasts_is_sealed_once_by_each_and_adopts(world):
    proposal = propose(world)
    settle(world)
    assert state(world, "alpha", proposal) == "silence"
    assert lapses(world, "bravo") == []
    wait(world, 101)
    settle(world)
    settle(world)
    assert [len(lapses(world, party)) for party in world.parties] == [0, 1, 1]
    assert {state(world, party, proposal) for party in world.parties} == {"adopted"}
    assert len(set(world.standings())) == 1


def test_an_objection_in_time_breaks_it_and_nobody_lapses(world):
    proposal = propose(world)
    settle(world)
    act(world, "charlie", kind="object", re=[proposal], reason="supposed")
    settle(world)
    wait(world, 101)
    settle(world)
    assert [len(lapses(world, party)) for party in world.parties] == [0, 0, 0]
    assert {state(world, party, proposal) for party in world.parties} == {"objected"}


def test_what_was_withdrawn_or_spoken_about_is_left_alone(world):
    proposal = propose(world)
    settle(world)
    act(world, "bravo", kind="reserve", re=[proposal], text="awaiting instructions")
    settle(world)
    wait(world, 101)
    settle(world)
    assert (lapses(world, "bravo"), len(lapses(world, "charlie"))) == ([], 1)
    assert state(world, "alpha", proposal) == "silence"
    act(world, "alpha", kind="withdraw", re=[proposal])
    settle(world)
    assert lapses(world, "bravo") == []


def test_a_withdrawal_before_the_expiry_ends_the_silence(world):
    proposal = propose(world)
    settle(world)
    act(world, "alpha", kind="withdraw", re=[proposal])
    settle(world)
    wait(world, 101)
    settle(world)
    assert [len(lapses(world, party)) for party in world.parties] == [0, 0, 0]


def test_what_came_after_the_expiry_is_no_consent_and_a_remark_says_so(world):
    world.dead.add("charlie")
    proposal = propose(world)
    settle(world)
    wait(world, 101)
    settle(world)
    world.revive("charlie")
    settle(world)
    assert lapses(world, "charlie") == []
    assert state(world, "charlie", proposal) == "silence"
    assert any("came when its silence had ended" in text for text in world.remarks("charlie"))
    assert len(lapses(world, "bravo")) == 1


def test_a_draft_about_the_matter_means_that_somebody_will_speak(world):
    proposal = propose(world)
    settle(world)
    node, room = world.nodes["bravo"], world.room("bravo")
    draft = node.draft(room, {"kind": "object", "re": [proposal], "reason": "supposed"})
    wait(world, 101)
    settle(world)
    assert lapses(world, "bravo") == []
    assert any("so our silence was not sealed" in text for text in world.remarks("bravo"))
    seal(node, room, confirmed=[draft])  # charlie's silence has come since
    settle(world)
    assert state(world, "alpha", proposal) == "objected"


def test_silence_does_not_take_back_a_rival_of_ones_own(world):
    proposal = propose(world)
    rival = act(world, "bravo", kind="propose", slot=SLOT, electorate=list(world.parties), text="another")
    settle(world)
    wait(world, 101)
    settle(world)
    assert lapses(world, "bravo") == []
    slot = world.room("alpha").fold.proposals.slots[SLOT]
    assert (slot.voice_of("bravo", Ref(*rival)), slot.voice_of("bravo", Ref(*proposal))) == ("proposed", None)


def test_a_later_proposal_under_silence_replaces_what_all_had_agreed(world):
    first = act(world, "alpha", kind="propose", slot=SLOT, electorate=list(world.parties), text="first")
    settle(world)
    for party in ("bravo", "charlie"):
        act(world, party, kind="consent", re=[first])
    settle(world)
    second = propose(world)
    settle(world)
    wait(world, 101)
    settle(world)
    assert {state(world, party, first) for party in world.parties} == {"replaced"}
    assert {state(world, party, second) for party in world.parties} == {"adopted"}


def lapses_sealed(world: World, party: str) -> int:
    """How many a party has sealed, of effect or not."""
    room = world.room(party)
    return sum(room.entry(Ref(party, 0, index)).kind == "lapse" for index in range(room.my_head.size))


def test_whoever_spoke_of_a_rival_without_having_heard_of_the_proposal_seals_no_silence_again_and_again(world):
    """The record counts no silence of a party whose voice the proposer had not heard; a node that sealed it would do so at each poll."""
    first = act(world, "alpha", kind="propose", slot=SLOT, electorate=list(world.parties), text="first")
    settle(world)
    act(world, "bravo", kind="reserve", re=[first], text="awaiting instructions")
    second = propose(world)
    settle(world)
    wait(world, 101)
    settle(world)
    assert [lapses_sealed(world, party) for party in world.parties] == [0, 0, 1]
    assert {state(world, party, second) for party in world.parties} == {"silence"}
    assert world.settle(most=200) < 200


def test_whoever_has_as_many_voices_as_count_seals_no_silence_again_and_again(world):
    first = act(world, "alpha", kind="propose", slot=SLOT, electorate=list(world.parties), text="first")
    settle(world)
    for _ in range(MOST_VOICES):
        act(world, "bravo", kind="reserve", re=[first], text="awaiting instructions")
    settle(world)
    propose(world)
    settle(world)
    wait(world, 101)
    settle(world)
    assert [lapses_sealed(world, party) for party in world.parties] == [0, 0, 1]
    assert world.settle(most=200) < 200


def test_silence_about_what_our_seals_cannot_have_seen_is_not_sealed_again_and_again(world):
    """Alpha's machine was copied: the others name the thief's version of its log, and the owner, whose version holds, has proposed in it."""
    start = world.room("alpha").my_head.size
    thief = KeyThief(world, "alpha")
    for text in ("Not ours.", "Nor this."):
        thief.act(kind="request", to="bravo", text=text)
    proposal = propose(world)
    for party in ("bravo", "charlie"):
        world.bring(party, thief.pouches(above=start))
    settle(world)
    world.reopen("alpha", "theft")
    settle(world)
    assert state(world, "bravo", proposal) == "silence"
    wait(world, 101)
    settle(world)
    assert [lapses_sealed(world, party) for party in ("bravo", "charlie")] == [0, 0]
    assert sum("our silence about it is no consent" in remark for remark in world.remarks("bravo")) == 1
    assert {state(world, party, proposal) for party in world.parties} == {"silence"}
