"""Bodies are destroyed when all members agree, and everything else stands."""

from detente.dialogue.fold import Ref
from detente.node.fsck import check
from tests.simulator import World


def test_bodies_go_when_all_agree_and_states_counts_and_proofs_stand() -> None:
    world = World(3, seed=5)
    world.settle()
    request = world.request("alpha", "bravo", "the secret question")
    world.settle()
    world.act("bravo", kind="answer", re=[request], outcome="full", text="the secret answer")
    world.settle()
    before, standings = world.states()[0]["requests"], [world.room(p).fold.sections() for p in world.parties]
    ref = Ref(*request)
    for party in world.parties:
        assert world.room(party).entry(ref).fields["text"] == "the secret question"
        world.act(party, kind="destroy", re=[request])
    world.settle()
    for party in world.parties:
        entry = world.room(party).entry(ref)
        assert entry.destroyed
        assert "text" not in entry.fields
        assert entry.fields["to"] == "bravo"
        assert check(world.nodes[party]).problems == []
        for (line,) in world.nodes[party].store.db.execute("SELECT line FROM entries"):
            assert b"secret question" not in line
    assert world.states()[0]["requests"] == before
    assert [world.room(p).fold.sections() for p in world.parties] == standings


def test_nothing_is_destroyed_while_one_member_has_not_agreed() -> None:
    world = World(3, seed=6)
    world.settle()
    request = world.request("alpha", "bravo", "kept")
    world.settle()
    for party in world.parties[:2]:
        world.act(party, kind="destroy", re=[request])
    world.settle()
    assert all(not world.room(p).entry(Ref(*request)).destroyed for p in world.parties)


def test_a_node_that_joins_late_takes_the_destroyed_form_and_counts_alike() -> None:
    world = World(3, seed=7)
    world.settle()
    request = world.request("alpha", "bravo", "gone before charlie saw it")
    world.settle()
    for party in world.parties:
        world.act(party, kind="destroy", re=[request])
    world.settle()
    fresh = World(3, seed=8)
    charter = world.charter
    late = fresh.nodes["charlie"]
    late.store = type(late.store)(None)
    late.keys, late.charters, late.rooms = world.nodes["charlie"].keys, {}, {}
    late.adopt(charter, None)
    from detente.node.receiving import Received, receive_pouch

    room = world.room("alpha")
    result = Received()
    for stored in world.nodes["alpha"].store.heads(room.id):
        receive_pouch(late, room.pouch(stored), result)
    assert not result.refused
    own = next(iter(late.rooms.values()))
    assert own.entry(Ref(*request)).destroyed
    assert own.fold.value() == room.fold.value()
