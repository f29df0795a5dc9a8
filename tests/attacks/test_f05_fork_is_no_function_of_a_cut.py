"""F5: a fork makes honest members see different states, and a forker blocks third parties."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.node.reopening import reopen
from detente.record.evidence import EvidenceAct, evidence_fields
from detente.record.seal import LogKey
from tests.attacks.test_split_view import evidence_of, split
from tests.simulator import Peer, World
from tests.strategies import examples

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


@pytest.mark.parametrize("first", [0, 1])
def test_f05_evidence_in_one_version_of_a_log_is_not_in_the_past_of_the_other(first: int) -> None:
    """Charlie's own node learns of the fork and seals evidence at a place that the other version reaches too, without any there.

    Whoever holds both must still read the other version's seals as its author could: else its node refuses what others admitted.
    """
    world = World(3)
    world.settle()
    before = world.room("charlie").my_head.size
    other = Peer(world, "charlie")
    world.request("charlie", "alpha", text="We accept.")
    other.act(kind="request", to="bravo", text="We refuse.")
    world.bring("charlie", other.pouches(above=before))
    assert [author for author, _, _ in world.room("charlie").channel.evidence] == [FORKED]
    for number in range(3):
        other.act(kind="request", to="bravo", text=str(number))
    versions = [world.pouches("charlie", above=before), other.pouches(above=before)]
    world.dead.add("charlie")
    for party in ("alpha", "bravo"):
        for version in (versions[first], versions[1 - first]) * 2:
            received = world.bring(party, version)
            assert [str(error) for _, error in received.refused] == []
            first = 1 - first  # the one hears this version first, the other that
    world.settle()
    heads = [set(world.room(party).channel.logs[FORKED].heads) for party in ("alpha", "bravo")]
    assert heads[0] == heads[1] >= {other.room.my_head, world.room("charlie").my_head}
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1
    assert world.receipts_held()


def test_f05_evidence_that_only_one_version_of_a_log_carries_is_carried_on_by_who_names_another() -> None:
    """Delta forks; the proof stands in one of two versions of charlie's log, and each of the others names another version of that."""
    world = World(4)
    world.settle()
    sizes = {party: world.room(party).my_head.size for party in world.parties}
    deltas, charlies = Peer(world, "delta"), Peer(world, "charlie")
    world.request("delta", "alpha", text="We accept.")
    deltas.act(kind="request", to="bravo", text="We refuse.")
    one, two = world.pouches("delta", above=sizes["delta"]), deltas.pouches(above=sizes["delta"])
    world.bring("charlie", one)
    world.bring("charlie", two)  # convicts delta, in this version of charlie's log alone
    charlies.take_part(one)
    while charlies.room.my_head.size < world.room("charlie").my_head.size:
        charlies.act(kind="request", to="bravo", text="Nothing to see.")
    versions = [world.pouches("charlie", above=sizes["charlie"]), charlies.pouches(above=sizes["charlie"])]
    world.dead |= {"charlie", "delta"}
    for party, order in (("alpha", versions), ("bravo", versions[::-1])):
        world.bring(party, one)
        for version in order * 3:
            assert [str(error) for _, error in world.bring(party, version).refused] == []
    assert world.room("alpha").channel.vector()[FORKED] != world.room("bravo").channel.vector()[FORKED]
    world.settle()
    assert all(
        world.room(party).channel.frozen(world.room(party).channel.vector())[LogKey("delta", 0)].why == "evidence"
        for party in world.living()
    )
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1
    assert world.receipts_held()


def test_f05_two_reopenings_that_hold_different_things_leave_the_others_with_one_state() -> None:
    """Charlie opens its next generation twice: for alpha it holds all that it said, for bravo only what it had said before."""
    world = World(3)
    world.settle()
    world.request("charlie", "alpha", text="Held by both.")
    world.settle()
    other = Peer(world, "charlie")
    world.request("charlie", "bravo", text="Held by one.")
    world.settle()
    world.reopen("charlie", "restore")
    reopen(other.node, other.room, "restore")
    assert world.room("charlie").channel.holds != other.room.channel.holds
    world.dead.add("charlie")
    assert world.bring("alpha", world.pouches("charlie")).admitted == 1
    assert world.bring("bravo", other.pouches()).admitted == 1
    world.settle()
    for party in world.living():
        assert world.room(party).channel.is_proven_fork(LogKey("charlie", 1))
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1
    assert world.receipts_held()
    assert world.room("alpha").fold.sections()["requests/charlie"]["sent"] == 2, "an opening of which nothing counts holds nothing"


def test_f05_evidence_that_agrees_on_another_version_than_its_author_names_proves_nothing_to_anybody() -> None:
    """Else it would be valid for who holds that other version, and not for who does not."""
    world, _ = split(longer=1)
    world.settle()
    contradiction = evidence_of(world, "bravo")[0]
    channel = world.room("bravo").channel
    named = channel.vector()[FORKED]
    elsewhere = next(head for head in channel.logs[FORKED].heads if head.size and not channel.leads_to(FORKED, named, head))
    fields = evidence_fields(EvidenceAct(contradiction, elsewhere))
    assert channel.valid_evidence(fields, channel.vector()) is None
    common = evidence_fields(EvidenceAct(contradiction, channel.stops(channel.vector()).accused[FORKED]))
    assert channel.valid_evidence(common, channel.vector()) is not None


@cache
def recorded() -> tuple[World, list[bytes], bytes]:
    """A world after evidence and some talk; every pouch that its honest members and the forker made, both versions; delta's old store."""
    world = World(4)
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
    world.talk()
    world.request("alpha", "bravo")
    world.talk()
    delta = world.room("delta").channel
    news = [raw for party in ("alpha", "bravo") for raw in world.pouches(party, above=delta.logs[LogKey(party, 0)].main.size)]
    return world, [*ones, *twos, *news], world.backup("delta")


@settings(max_examples=examples(40))
@given(st.deferred(lambda: st.permutations(range(len(recorded()[1])))))
def test_f05_every_order_of_arrival_gives_a_fourth_member_the_same_state(order: list[int]) -> None:
    """Versions, evidence and talk, in any order, one file each."""
    world, pouches, fresh = recorded()
    node = Peer(world, "delta", backup=fresh)
    for number in order * 2:  # the version that contradicted is not kept before the proof is sealed: it is asked for, and comes again
        node.take_part([pouches[number]])
    room = node.room
    missing = node.node.store.db.execute("SELECT missing FROM held").fetchall()
    assert missing == []
    channel = room.channel
    mine = {key: head for key, head in channel.vector().items() if key.party != "delta"}
    theirs = {key: head for key, head in world.room("alpha").channel.vector().items() if key.party != "delta"}
    assert {key for key in mine if key != FORKED} == {key for key in theirs if key != FORKED}
    assert room.fold.value()["requests"] == world.states()[0]["requests"]
    assert room.fold.sections() == world.room("alpha").fold.sections()
    assert channel.is_proven_fork(FORKED)
