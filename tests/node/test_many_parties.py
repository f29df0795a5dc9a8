"""Many parties: what travels for an act is bounded, as a count of files and seals, and what was sent twice is not sent for ever."""

from __future__ import annotations

import pytest

from tests.simulator import World
from tests.strategies import stride


def heads(world: World) -> int:
    """All pouches that there are, as their authors hold them."""
    return sum(len(world.room(party).channel.logs[world.room(party).mine].heads) for party in world.parties)


def busy(world: World) -> int:
    """Poll until all is quiet; the polls in which something was sent."""
    polls = 0
    while True:
        before = world.sent
        world.settle(most=1)
        if world.sent == before:
            return polls
        polls += 1


def costs(world: World, authors: tuple[str, ...]) -> tuple[int, int, int]:
    """Each author asks another once, and all poll until quiet: (pouches, files, polls in which something was sent)."""
    pouches, files = heads(world), world.sent
    for author in authors:
        world.request(author, next(party for party in world.parties if party != author))
    polls = busy(world)
    assert world.receipts_held()
    assert len(set(world.standings())) == 1
    return heads(world) - pouches, world.sent - files, polls


# The time grows with more than the square of their number: nineteen with DETENTE_EXAMPLES=thorough.
@pytest.mark.parametrize("count", [7, pytest.param(19 if stride(2) == 1 else 11, marks=pytest.mark.slow)])
def test_one_act_costs_one_receipt_of_each_other_party_and_acts_of_all_share_their_receipts(count: int) -> None:
    world = World(count)
    world.settle(quiet=2)
    pouches, files, polls = costs(world, world.parties[:1])
    assert pouches == count, "the act and a receipt of each of the others"
    assert files <= count + 2, "no more than one file each, and the act once or twice more while receipts are under way"
    assert polls <= 3
    pouches, files, polls = costs(world, world.parties)
    assert pouches <= 3 * count, "each party seals its act, and at most two receipts for those of all others"
    assert files <= 4 * count
    assert polls <= 4
