"""F13: with many parties each act costs the square of their number."""

from __future__ import annotations

import pytest

from detente.node.receipts import seal_receipts
from detente.node.receiving import Received, receive_pouch
from detente.record.seal import LogKey, parse_seal
from tests.simulator import World
from tests.strategies import stride


def exchange_all(world: World, news: list[bytes]) -> list[bytes]:
    """Everybody admits these pouches and seals at most one receipt; returns what that gave."""
    receipts = []
    for party in world.parties:
        node = world.nodes[party]
        size = world.room(party).my_head.size
        for raw in news:
            receive_pouch(node, raw, Received())
        seal_receipts(node)
        receipts += world.pouches(party, above=size)
    return receipts


@pytest.mark.slow
def test_f13_of_many_parties_a_receipt_names_only_what_changed_and_one_receipt_is_for_all() -> None:
    """After three acts each receipt names three heads, not one of each party; a pouch stays near its signatures' size; all agree.

    Of 57 parties with DETENTE_EXAMPLES=thorough, else of 19: the time grows with the square of their number.
    """
    world = World(57 // stride(3))
    seal_receipts(world.nodes["alpha"])
    openings = exchange_all(world, world.pouches("alpha"))
    for _ in range(2):
        openings = exchange_all(world, openings)
    assert all(world.room(party).unnamed() == {} for party in world.parties)
    assert openings == [], "openings are receipted once, receipts never"
    sizes = {party: world.room(party).my_head.size for party in world.parties}
    authors = ("bravo", "charlie", "delta")
    for author in authors:
        world.request(author, "alpha")
    receipts = exchange_all(world, [world.pouches(author)[-1] for author in authors])
    assert len(receipts) == len(world.parties), "one receipt of each, for all three acts"
    for party in world.parties:
        own = LogKey(party, 0)
        grown = [head for head in world.room(party).channel.logs[own].heads.values() if head.id.size > sizes[party] and not head.bears_act]
        assert len(grown) == 1, "receipts for three acts are joined in one seal"
        stored = world.nodes[party].store.head(world.room(party).id, own, grown[0].id)
        seal = parse_seal(world.room(party).trusted_entries(stored.seq)[-1].fields)
        assert set(seal.seen) == {LogKey(author, 0) for author in authors if author != party}
    assert max(len(raw) for raw in receipts) < 6000, "3.6 kB of signatures and a few hashes: no vector of 57 heads"
    exchange_all(world, receipts)
    assert len(set(world.standings())) == 1
    assert world.receipts_held()


@pytest.mark.slow
def test_f13_a_full_vector_in_each_seal_is_what_is_avoided() -> None:
    """With seven: the first seal names all, later ones none that did not change."""
    world = World(7)
    world.settle()
    world.request("alpha", "bravo")
    world.settle()
    room = world.room("golf")
    stored = world.nodes["golf"].store.heads_of(room.id, room.mine)
    seals = [parse_seal(room.trusted_entries(item.seq)[-1].fields) for item in stored]
    assert list(seals[-1].seen) == [LogKey("alpha", 0)]
    assert len({log for seal in seals for log in seal.seen}) == 6


def test_f13_a_receipt_alone_makes_no_further_seal() -> None:
    """At most N - 1 seals for each pouch with an act."""
    world = World(5)
    world.settle()
    before = sum(world.room(party).my_head.size for party in world.parties)
    world.request("alpha", "bravo")
    world.settle()
    assert sum(world.room(party).my_head.size for party in world.parties) == before + 2 + 4  # the request and its seal, four receipts
