"""F32: one pouch is wrapped in endless different ciphertexts, with other recipients, by anybody who can read it."""

from __future__ import annotations

from detente.record.container import seal_container
from tests.simulator import World


def settled() -> tuple[World, bytes]:
    world = World(3)
    world.settle()
    world.request("alpha", "bravo")
    world.settle()
    return world, next(data for sender, data in reversed(world.archive) if sender == "alpha")


def test_f32_another_wrapping_is_the_same_pouch() -> None:
    """Bravo wraps alpha's container anew, forty times: forty duplicates, nothing new in charlie's store, no further seal."""
    world, data = settled()
    sizes = [world.room(party).my_head for party in world.parties]
    before = world.dump("charlie", without=("carrier_files", "meta", "resends"))
    wrappings = {world.rewrap("bravo", data) for _ in range(40)}
    assert len(wrappings) == 40
    for wrapped in wrappings:
        assert world.bring_file("charlie", wrapped).admitted == 0
    assert world.dump("charlie", without=("carrier_files", "meta", "resends")) == before
    world.settle()
    assert [world.room(party).my_head for party in world.parties] == sizes


def test_f32_everything_again_under_other_names_changes_nothing_and_ends() -> None:
    world, _ = settled()
    dumps = [world.dump(party, without=("carrier_files", "meta", "resends")) for party in world.parties]
    assert world.replay() > 5
    sent = world.sent
    assert world.settle() < 100
    assert world.sent - sent < 20
    assert [world.dump(party, without=("carrier_files", "meta", "resends")) for party in world.parties] == dumps


def test_f32_no_entry_of_any_log_holds_a_hash_of_a_container() -> None:
    """So who alters recipients alters nothing that anybody signed."""
    import hashlib

    from detente.record.text import encode_base64

    world, data = settled()
    lines = b"".join(bytes(row[0]) for row in world.nodes["bravo"].store.db.execute("SELECT line FROM entries"))
    assert encode_base64(hashlib.sha256(data).digest()).encode() not in lines
    assert hashlib.sha256(data).hexdigest().encode() not in lines
    own = world.pouches("alpha")[-1:]
    for_charlie_alone = seal_container(own, world.nodes["charlie"].keys.recipients, world.rng.randbytes)
    assert world.bring_file("charlie", for_charlie_alone).duplicates == 1
