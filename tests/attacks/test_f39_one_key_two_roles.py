"""F39: one key serves two roles, parties or logs."""

from __future__ import annotations

import pytest

from detente.errors import FormatError
from detente.node.founding import compose_charter
from detente.record.keys import make_certificate
from detente.record.pouch import parse_pouch_head
from detente.record.seal import NO_HEAD
from tests.simulator import Forger, World


def opening(world: World, keys_of: str) -> tuple[bytes, bytes]:
    """Charlie's honest first pouch, and one that certifies a root key as its sealing key."""
    forger = Forger(world, "charlie")
    room = forger.room
    honest = room.trusted_entries(forger.node.store.heads_of(room.id, room.mine)[0].seq)[0].fields
    keys = world.nodes[keys_of].keys.roots_at_hand[0]
    cert = make_certificate(world.nodes["charlie"].keys.roots_at_hand[0], room.log_id(room.mine), keys.public, 0)
    act = {key: value for key, value in honest.items() if key != "at"}
    seen = {key: head for key, head in room.channel.vector().items() if key.party == "alpha"}
    return (
        forger.pouch(act, prev=NO_HEAD, seen=seen),
        forger.pouch({**act, "cert": cert}, prev=NO_HEAD, seen=seen, keys=keys),
    )


@pytest.mark.parametrize("keys_of", ["charlie", "bravo"])
def test_f39_a_root_key_seals_no_log(keys_of: str) -> None:
    """Neither its own root key nor (if it had it) another party's."""
    world = World(3)
    world.settle()
    _, forged = opening(world, keys_of)
    fresh = World(3)
    listener = fresh.nodes["bravo"]
    listener.keys, listener.rooms, listener.charters = world.nodes["bravo"].keys, {}, {}
    listener.store = type(listener.store)(None)
    listener.adopt(world.charter, None)
    assert fresh.bring("bravo", world.pouches("alpha")[:1]).admitted == 1
    received = fresh.bring("bravo", [forged])
    assert received.admitted == 0
    assert [error.step for _, error in received.refused] == [6]
    assert "sealing key" in str(received.refused[0][1])
    assert parse_pouch_head(forged).start == 0


def test_f39_a_log_is_not_rekeyed_to_a_key_that_it_had() -> None:
    world = World(2)
    world.settle()
    alpha = Forger(world, "alpha")
    room = alpha.room
    keys = alpha.node.keys.sealing_pairs(room.log_id(room.mine), room.my_head.size)[0]
    assert keys is not None
    cert = make_certificate(world.nodes["alpha"].keys.roots_at_hand[0], room.log_id(room.mine), keys.public, room.my_head.size + 2)
    received = world.bring("bravo", [alpha.pouch({"kind": "rekey", "cert": cert})])
    assert [error.step for _, error in received.refused] == [12]
    assert "sealing key" in str(received.refused[0][1])


def test_f39_two_parties_of_a_charter_have_two_keys() -> None:
    world = World(3)
    parts = {party: node.introduction() for party, node in world.nodes.items()}
    parts["bravo"]["root"]["ed25519"] = parts["alpha"]["root"]["ed25519"]
    with pytest.raises(FormatError, match="same root key"):
        compose_charter(parts, nonce=bytes(32), k=bytes(32), names={"en": "x"}, exercise=True)


def test_f39_each_log_of_a_node_has_a_pair_of_its_own() -> None:
    from detente.node.sealing import found_channel

    world = World(2)
    world.settle()
    for number in range(3):
        found_channel(world.nodes["alpha"], world.charter.id, f"c{number}", {"en": "C"}, ["alpha", "bravo"], "group")
    pairs = [
        log.certificates[0].keys
        for room in world.nodes["alpha"].rooms.values()
        for key, log in room.channel.logs.items()
        if key.party == "alpha"
    ]
    assert len(pairs) == 4
    assert len({key for pair in pairs for key in pair}) == 8
