"""F9: a clock that is set forward or back must not decide that somebody's silence was consent."""

import datetime as dt

import pytest

from detente.dialogue.fold import Ref
from detente.node.node import format_time
from tests.simulator import World

SLOT = "measure/hotline-hours"


@pytest.fixture
def talk():
    """Three parties; alpha has proposed under silence, to end in a hundred hours; everybody has it."""
    world = World(3, seed=9)
    settle(world)
    until = format_time(world.now + dt.timedelta(hours=100))
    fields = {"kind": "propose", "slot": SLOT, "electorate": list(world.parties), "silence": {"until": until}}
    ref = Ref("alpha", 0, world.act("alpha", **fields))
    settle(world)
    return world, ref


def settle(world: World) -> None:
    for _ in range(12):
        world.poll()


def states(world: World, ref: Ref) -> set[str]:
    return {world.room(p).fold.proposals.state_of(world.room(p).fold.proposals.slots[SLOT], ref) for p in world.parties}


def test_f09_one_clock_set_years_forward_adopts_nothing(talk):
    """It makes its own party's silence consent, which that party answers for, and nobody else's."""
    world, ref = talk
    world.nodes["bravo"].clock = lambda: world.now + dt.timedelta(days=3650)
    settle(world)
    slot = world.room("alpha").fold.proposals.slots[SLOT]
    assert slot.voice_of("bravo", ref) == "silent"
    assert slot.voice_of("charlie", ref) is None
    assert states(world, ref) == {"silence"}


def test_f09_one_clock_set_back_withholds_its_own_party_alone(talk):
    """Everybody else's expiry has passed; a party that seals nothing has not consented, and is shown so."""
    world, ref = talk
    world.nodes["charlie"].clock = lambda: world.now - dt.timedelta(days=3650)
    world.now += dt.timedelta(hours=101)
    settle(world)
    slot = world.room("alpha").fold.proposals.slots[SLOT]
    assert slot.voice_of("bravo", ref) == "silent"
    assert slot.voice_of("charlie", ref) is None
    assert states(world, ref) == {"silence"}


@pytest.mark.parametrize("at", ["1999-01-01T00:00:00Z", "2999-01-01T00:00:00Z"])
def test_f09_the_date_of_an_objection_decides_nothing(talk, at):
    """What counts is that it stands in the log before any silence of the same party."""
    world, ref = talk
    world.act("bravo", kind="object", re=[ref.value], at=at)
    world.now += dt.timedelta(hours=101)
    settle(world)
    slot = world.room("alpha").fold.proposals.slots[SLOT]
    assert slot.voice_of("bravo", ref) == "objected"
    assert states(world, ref) == {"objected"}
