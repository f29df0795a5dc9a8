"""F2: two sides compare counts over cuts that only look alike: sizes differ by seals, and equal counts may hide a fork."""

from __future__ import annotations

from detente.record.seal import Cut, parse_cut
from tests.simulator import Peer, World


def cut_of(world: World, party: str) -> Cut:
    channel = world.room(party).channel
    return channel.cut(channel.vector())


def test_f02_seals_after_the_last_act_are_in_no_cut() -> None:
    world = World(3, 4, loss=0.3, late=0.3)
    for _ in range(8):
        world.poll()
    for number in range(4):
        world.request(world.parties[number % 3], world.parties[(number + 1) % 3])
        world.poll()
    world.settle()
    cuts = [cut_of(world, party) for party in world.parties]
    assert cuts[0] == cuts[1] == cuts[2]
    sizes = [{key: log.main.size for key, log in world.room(party).channel.logs.items()} for party in world.parties]
    assert any(sizes[0][row.log] > row.size for row in cuts[0].rows), "some log ends in receipts, and the cut does not count them"


def test_f02_equal_numbers_with_other_contents_are_another_cut() -> None:
    """A fork: the same number of acts, the same sizes, another root; so no count over the one is compared with the other."""
    world = World(2)
    world.settle()
    before = world.room("bravo").my_head.size
    twin = Peer(world, "bravo")
    world.request("bravo", "alpha", text="Yes.")
    twin.act(kind="request", to="alpha", text="No.")
    world.bring("alpha", twin.pouches(above=before))
    theirs, ours = cut_of(world, "alpha"), cut_of(world, "bravo")
    assert [(row.log, row.acts, row.size) for row in theirs.rows] == [(row.log, row.acts, row.size) for row in ours.rows]
    assert theirs.digest != ours.digest
    assert world.remarks("alpha") == []


def test_f02_every_member_is_listed_in_order_even_one_that_was_never_heard() -> None:
    world = World(4)
    world.dead.add("bravo")
    world.settle()
    world.request("charlie", "alpha")
    world.settle()
    cut = cut_of(world, "alpha")
    assert [row.log.party for row in cut.rows] == ["alpha", "bravo", "charlie", "delta"]
    assert [row.acts for row in cut.rows] == [1, 0, 2, 1]
    assert parse_cut(cut.value) == cut
