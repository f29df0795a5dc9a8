"""F3: a stolen sealing key lives on by never naming the place where it was replaced."""

from __future__ import annotations

import itertools

import pytest

from detente.node.sealing import found_channel, rekey
from detente.record.pouch import parse_pouch_head
from detente.record.seal import LogKey
from tests.simulator import Forger, KeyThief, World, plenary_of


def stolen() -> tuple[World, KeyThief]:
    """K1 of alpha is stolen; alpha replaces it; everybody has seen that."""
    world = World(3)
    world.settle()
    thief = KeyThief(world, "alpha")
    rekey(world.nodes["alpha"], world.room("alpha"))
    world.settle()
    return world, thief


def test_f03_the_old_key_cannot_continue_the_log() -> None:
    """Though its seal names nothing of the replacement, the place in the log decides."""
    world, thief = stolen()
    old = thief.node.keys.sealing_pairs(thief.room.log_id(thief.room.mine), 0)[0]
    forger = Forger(world, "alpha")
    raw = forger.pouch({"kind": "request", "to": "bravo", "text": "Pay the thief."}, seen={}, keys=old)
    before = world.dump("bravo")
    received = world.bring("bravo", [raw])
    assert [str(error) for _, error in received.refused] == [
        f"step 7: the checkpoint of {parse_pouch_head(raw).checkpoint.origin} is signed by another key"
    ]
    assert world.dump("bravo") == before


def test_f03_the_old_key_signs_nothing_in_another_channel() -> None:
    """A pair belongs to one log; without the root key the thief certifies it for no other."""
    world, thief = stolen()
    room = found_channel(world.nodes["bravo"], world.charter.id, "two", {"en": "Two"}, ["alpha", "bravo"], "group")
    world.settle()
    joined = world.nodes["alpha"].rooms[room.id]
    head, raw = joined.my_head, joined.pouch(world.nodes["alpha"].store.heads_of(room.id, joined.mine)[0])
    assert world.nodes["bravo"].rooms[room.id].channel.logs[LogKey("alpha", 0)].main == head
    old = thief.node.keys.sealing_pairs(thief.room.log_id(thief.room.mine), 0)[0]
    assert old is not None
    assert old.public not in [certificate.keys for certificate in joined.channel.logs[joined.mine].certificates]
    from detente.record.charter import origin_of
    from detente.record.checkpoint import Checkpoint, sign_checkpoint

    pouch = parse_pouch_head(raw)
    note = sign_checkpoint(Checkpoint(origin_of(pouch.log_id), head.size, b"\1" * 32), old)
    received = world.bring("bravo", [raw.replace(pouch.note, note)])
    assert "step 7" in str(received.refused[0][1])


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_f03_whoever_hears_first_of_what_all_end_alike(order: tuple[int, ...]) -> None:
    """B hears of the replacement first, C of the theft first: no order makes them differ, and nothing of the thief's counts."""
    world = World(3)
    world.settle()
    thief = KeyThief(world, "alpha")
    before = world.room("alpha").my_head.size
    world.blocked = {("alpha", "bravo"), ("alpha", "charlie")}
    rekey(world.nodes["alpha"], world.room("alpha"))
    world.request("alpha", "bravo", text="The true one.")
    thief.act(kind="request", to="charlie", text="The false one.")
    true, false = world.pouches("alpha", above=before), thief.pouches(above=before)
    items = [true[0], true[1], false[0]]
    for number in order:
        world.bring("bravo", [items[number]])
    for item in [false[0], true[0], true[1]]:
        world.bring("charlie", [item])
    world.blocked = set()
    if order == (0, 1, 2):
        world.settle()  # until the last attempt to reach alpha is made, which can seal no receipt any more
    else:
        world.talk()
    assert all(world.room(party).channel.is_proven_fork(LogKey("alpha", 0)) for party in world.parties)
    assert all(state == world.states()[0] for state in world.states())
    assert len(set(world.standings())) == 1
    assert world.states()[0]["requests"] == {}, "neither version counts until alpha has said which one holds"


def test_f03_after_a_theft_the_next_generation_has_a_key_that_the_thief_never_had() -> None:
    world, thief = stolen()
    world.reopen("alpha", "theft")
    world.settle()
    forger = Forger(world, "alpha")
    old = thief.node.keys.sealing_pairs(thief.room.log_id(thief.room.mine), 0)[0]
    received = world.bring("bravo", [forger.pouch({"kind": "request", "to": "bravo", "text": "x"}, keys=old)])
    assert "step 7" in str(received.refused[0][1])
    world.request("alpha", "bravo", text="I speak again.")
    world.settle()
    assert world.receipts_held()
    assert plenary_of(world.nodes["bravo"]).fold.sections()["requests/alpha"]["sent"] == 1
