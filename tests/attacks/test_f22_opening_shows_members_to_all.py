"""F22: opening a channel shows its name and members to all parties."""

from __future__ import annotations

from detente.errors import FormatError
from detente.node.sealing import found_channel, seal
from detente.record.container import open_container
from tests.simulator import World


def test_f22_a_bilateral_channel_is_a_secret_from_the_third() -> None:
    """Alpha and bravo talk apart; charlie sees files that it can't open, and its store stays as it was."""
    world = World(3)
    world.settle()
    before = world.dump("charlie")
    files = len(world.archive)
    room = found_channel(world.nodes["alpha"], world.charter.id, "quiet", {"en": "The quiet one"}, ["alpha", "bravo"], "group")
    world.settle()
    node = world.nodes["alpha"]
    node.draft(room, {"kind": "request", "to": "bravo", "text": "between us"})
    seal(node, room)
    world.settle()
    theirs = world.nodes["bravo"].rooms[room.id]
    assert theirs.channel.vector() == room.channel.vector()
    assert theirs.fold.sections()["requests/alpha"]["sent"] == 1
    assert len(world.archive) > files
    changed = [line for line in world.dump("charlie") if line not in before]
    assert changed == []
    assert room.id not in world.nodes["charlie"].rooms
    for _, data in world.archive[files:]:
        assert room.id.encode() not in data
        try:
            items = open_container(data, world.nodes["charlie"].keys.identities)
        except FormatError:
            continue
        assert not any(room.id.encode() in item or b"quiet" in item for item in items), "only the plenary is for charlie's eyes"


def test_f22_a_channel_id_cannot_be_guessed_from_its_members() -> None:
    """The same members, the same name, twice: two ids, of which nobody outside can compute either."""
    world = World(2)
    world.settle()
    node = world.nodes["alpha"]
    one, two = (found_channel(node, world.charter.id, f"c{n}", {"en": "C"}, ["alpha", "bravo"], "group") for n in range(2))
    assert one.id != two.id
    assert len({room.log_id(room.mine) for room in (one, two, world.room("alpha"))}) == 3
