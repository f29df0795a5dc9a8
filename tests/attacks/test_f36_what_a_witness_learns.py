"""F36: a witness learns who talks to whom. (Submission on a schedule comes with the witness commands.)"""

from __future__ import annotations

from detente.node.sealing import found_channel
from detente.record.checkpoint import parse_checkpoint_note
from tests.simulator import World


def test_f36_what_a_witness_is_shown_names_nobody_and_links_nothing() -> None:
    """A signed state of each log of alpha's: an opaque origin, a size, a root, and keys that occur nowhere else."""
    world = World(3)
    world.settle()
    found_channel(world.nodes["alpha"], world.charter.id, "requests-of-two", {"en": "Requests of two"}, ["alpha", "bravo"], "group")
    world.settle()
    rooms = list(world.nodes["alpha"].rooms.values())
    assert len(rooms) == 2
    seen: list[tuple[str, set[bytes]]] = []
    for room in rooms:
        for key, log in room.channel.logs.items():
            note = room.channel.note_of(key, log.main)
            checkpoint, parsed = parse_checkpoint_note(note)
            for secret in (*world.parties, room.id, world.charter.id, "plenary", "requests-of-two", "Requests of two"):
                assert secret.encode() not in note
            assert checkpoint.origin == log.origin
            seen.append((checkpoint.origin, {line.key_id for line in parsed.signatures} | set(log.certificates[0].keys)))
    assert len({origin for origin, _ in seen}) == len(seen)
    for number, (_, keys) in enumerate(seen):
        for _, others in seen[number + 1 :]:
            assert not keys & others, "a key in two logs would link them"
