"""F26: the end of a log that holds no act is shown differently to two members; nobody receipts a tail."""

from __future__ import annotations

import pytest

from detente.node.sealing import rekey
from detente.record.seal import LogKey
from tests.attacks.test_split_view import split
from tests.simulator import Forger, World

CHARLIE = LogKey("charlie", 0)


def test_f26_two_tails_are_found_with_the_next_act_and_proven() -> None:
    """C seals alone, one way for A and another for B; the next act stands on A's, and B has the fork in hand."""
    world = World(3)
    world.settle()
    one, two = Forger(world, "charlie"), Forger(world, "charlie")
    world.dead.add("charlie")
    tails = one.pouch(admit=True), two.pouch(admit=True)
    assert tails[0] != tails[1]
    assert world.bring("alpha", tails[:1]).admitted == world.bring("bravo", tails[1:]).admitted == 1
    world.settle()
    assert not world.room("alpha").channel.is_proven_fork(CHARLIE), "unnoticed: no seal names a tail"
    act = one.pouch({"kind": "request", "to": "alpha"})
    world.bring("alpha", [act])
    world.bring("bravo", [act])
    world.settle()
    assert all(world.room(party).channel.is_proven_fork(CHARLIE) for party in ("alpha", "bravo"))
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1


@pytest.mark.parametrize("kind", ["open", "rekey", "evidence"])
def test_f26_what_matters_is_an_act_so_others_name_it(kind: str) -> None:
    """Each of these closes its pouch as an act, and every member receipts it."""
    if kind == "evidence":
        world, _ = split()
        world.settle()
        author, others = "alpha", ["bravo"]
    else:
        world = World(3)
        world.settle()
        author, others = "alpha", ["bravo", "charlie"]
        if kind == "rekey":
            rekey(world.nodes["alpha"], world.room("alpha"))
            world.settle()
    room = world.room(author)
    stored = [s for s in world.nodes[author].store.heads_of(room.id, room.mine) if kind in [e.kind for e in room.trusted_entries(s.seq)]]
    assert stored, f"there is no {kind}"
    assert room.channel.logs[room.mine].heads[stored[-1].id].bears_act
    for other in others:
        log = room.channel.logs[LogKey(other, 0)]
        assert log.heads[log.main].vector[room.mine].size >= stored[-1].id.size
