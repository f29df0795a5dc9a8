"""F23: a rule that reads another channel cannot be computed by those outside it. A gate is met by a report in the same channel."""

from __future__ import annotations

from tests.simulator import World

GROUP = "group/first"


def arranged() -> tuple[World, list[str]]:
    """Three parties have agreed on a meeting that waits for a group, of which alpha and bravo alone have a channel."""
    world = World(3)
    world.settle()
    members = sorted(world.parties)
    index = world.act("alpha", kind="propose", slot="meeting/plenary/3", electorate=members, gates=[GROUP])
    world.settle()
    for party in ("bravo", "charlie"):
        world.act(party, kind="consent", re=[["alpha", 0, index]])
    world.settle()
    return world, members


def said_by(world: World, party: str) -> tuple[str, ...]:
    (gate,) = world.room(party).fold.talks.meeting("meeting/plenary/3").gates
    return gate.said_by


def test_f23_a_gate_is_met_by_reports_in_the_same_channel() -> None:
    world, members = arranged()
    assert [said_by(world, party) for party in members] == [()] * 3
    world.act("alpha", kind="report", about=GROUP, state="met")
    world.act("bravo", kind="report", about=GROUP, state="met")
    world.settle()
    assert [said_by(world, party) for party in members] == [("alpha", "bravo")] * 3
    assert [gate.met for gate in world.room("charlie").fold.talks.meeting("meeting/plenary/3").gates] == [False]
    assert len(set(world.standings())) == 1, "who is outside the group computes the same standing"


def test_f23_who_is_outside_the_group_confirms_what_was_reported() -> None:
    world, members = arranged()
    index = world.act("alpha", kind="report", about=GROUP, state="met")
    world.settle()
    for party in ("bravo", "charlie"):
        world.act(party, kind="confirm", re=[["alpha", 0, index]])
    world.settle()
    assert all(world.room(party).fold.talks.meeting("meeting/plenary/3").blocked_by == () for party in members)
    assert len(set(world.standings())) == 1


def test_f23_the_fold_of_a_channel_is_given_nothing_but_its_own_acts() -> None:
    """Listing a group's channel names it, and opens no way to read it: the gate stays shut."""
    world, _ = arranged()
    world.act("alpha", kind="list_channel", about=GROUP, channel="ab" * 32)
    world.settle()
    assert said_by(world, "charlie") == ()
    assert [*world.room("charlie").fold.matters.channels] == [GROUP]
