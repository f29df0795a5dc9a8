"""F5: a fork makes honest members see different states, and a forker blocks third parties."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.record.seal import LogKey
from tests.attacks.test_split_view import evidence_of, split
from tests.simulator import Peer, World

FORKED = LogKey("charlie", 0)


def test_f05_a_seal_that_names_the_other_version_is_held_not_refused_and_admitted_once_the_fork_is_proven() -> None:
    """C gives A version 1 and B version 2; B's seal names version 2: A must not refuse every later pouch of B."""
    world, _ = split()
    size = world.room("alpha").channel.logs[LogKey("bravo", 0)].main.size
    bravos = world.pouches("bravo", above=size)
    received = world.bring("alpha", bravos)
    assert (received.admitted, received.held, received.refused) == (0, 1, [])
    assert evidence_of(world, "alpha") == []
    world.settle()
    assert evidence_of(world, "alpha")
    assert world.room("alpha").channel.logs[LogKey("bravo", 0)].main == world.room("bravo").my_head
    assert not world.nodes["alpha"].store.db.execute("SELECT * FROM held").fetchall()


def test_f05_without_the_act_a_fork_has_no_effect_on_the_cut() -> None:
    """Who holds both versions and who holds one compute the same for a vector that has seen no evidence."""
    world, _ = split()
    vector = dict(world.room("alpha").channel.vector())
    before = world.room("alpha").channel.cut(vector).digest
    world.settle()
    channel = world.room("alpha").channel
    assert channel.is_proven_fork(FORKED)
    assert channel.cut(vector).digest == before, "what was so for somebody who had not seen the evidence stays so"
    assert channel.frozen(vector) == {}
    assert channel.frozen(channel.vector())[FORKED].why == "evidence"


def recorded(seed: int) -> tuple[World, list[bytes]]:
    """A world after evidence and some talk, and every pouch that its honest members and the forker made, both versions."""
    world = World(4, seed)
    world.settle()
    world.dead.add("delta")
    before = world.room("charlie").my_head.size
    twin = Peer(world, "charlie")
    world.request("charlie", "alpha", text="We accept.")
    twin.act(kind="request", to="bravo", text="We refuse.")
    twin.act(kind="request", to="bravo", text="Firmly.")
    world.dead.add("charlie")
    ones, twos = world.pouches("charlie", above=before), twin.pouches(above=before)
    world.bring("alpha", ones)
    world.bring("bravo", twos)
    world.settle()
    world.request("alpha", "bravo")
    world.settle()
    delta = world.room("delta").channel
    news = [raw for party in ("alpha", "bravo") for raw in world.pouches(party, above=delta.logs[LogKey(party, 0)].main.size)]
    return world, [*ones, *twos, *news]


WORLD, POUCHES = recorded(0)
FRESH = WORLD.backup("delta")


@settings(max_examples=40)
@given(st.permutations(range(len(POUCHES))))
def test_f05_every_order_of_arrival_gives_a_fourth_member_the_same_state(order: list[int]) -> None:
    """Versions, evidence and talk, in any order, one file each."""
    node = Peer(WORLD, "delta", backup=FRESH)
    for number in [
        *order,
        *order,
    ]:  # the version that contradicted is not kept before the proof is sealed: it is asked for, and comes again
        node.take_part([POUCHES[number]])
    room = node.room
    missing = node.node.store.db.execute("SELECT missing FROM held").fetchall()
    assert missing == []
    channel = room.channel
    mine = {key: head for key, head in channel.vector().items() if key.party != "delta"}
    theirs = {key: head for key, head in WORLD.room("alpha").channel.vector().items() if key.party != "delta"}
    assert {key for key in mine if key != FORKED} == {key for key in theirs if key != FORKED}
    assert room.fold.value()["requests"] == WORLD.states()[0]["requests"]
    assert room.fold.sections() == WORLD.room("alpha").fold.sections()
    assert channel.is_proven_fork(FORKED)
