"""F7: a count is shown in part ("30 declined" cut off), or guessed from its hash."""

from __future__ import annotations

import copy
import itertools

import msgspec
import pytest

from detente.record import canonical
from detente.record.charter import standing_salt
from detente.record.proof import LogPart, build_standing_proof, verify_proof
from detente.record.standing import Section, Standing, section_node, standing_digest
from detente.record.text import encode_base64
from tests.simulator import World


def shown(world: World) -> tuple[bytes, Standing]:
    """One section out of the standing that both signed, made by bravo's node for a journalist."""
    room = world.room("bravo")
    channel = room.channel
    cut = channel.cut(channel.vector())
    standing = room.standing(cut.digest, room.fold)
    parts = []
    for key, log in channel.logs.items():
        head = log.main
        assert log.heads[head].standing == standing.digest
        entry = room.trusted_entries(world.nodes["bravo"].store.head(room.id, key, head).seq)[-1]
        parts.append(
            LogPart(key, [log.certificates[0].value], channel.note_of(key, head), room.leaves(key, head), [(head.size - 1, entry, [])])
        )
    raw = build_standing_proof(world.charter.raw, channel.channel_charter.value, parts, cut, standing, ["requests/alpha"])
    return raw, standing


@pytest.fixture
def world() -> World:
    world = World(2)
    world.settle()
    for number in range(3):
        request = world.request("alpha", "bravo")
        world.settle()
        world.act("bravo", kind="answer", re=[request], outcome="declined" if number < 2 else "full", text="x")
        world.settle()
    world.act("alpha", kind="acknowledge", re=[request], text="so that both seal one cut")
    world.settle()
    for party in world.parties:  # a last seal of each over the same cut
        if world.room(party).unnamed():
            raise AssertionError
    return world


def test_f07_a_section_is_shown_whole_or_not_at_all(world: World) -> None:
    raw, _ = shown(world)
    assert verify_proof(raw, charter_digest=world.charter.id).status == "proven"
    value = canonical.decode(raw, limit=1 << 26)
    place = next(i for i, item in enumerate(value["standing"]["sections"]) if type(item) is list)
    for change in ({"declined": None}, {"declined": 0}, {"declined": 0, "sent": 1}, {"open": 2, "declined": 0}):
        forged = copy.deepcopy(value)
        section = forged["standing"]["sections"][place][2]
        for name, number in change.items():
            section.pop(name) if number is None else section.update({name: number})
        assert verify_proof(canonical.encode(forged), charter_digest=world.charter.id).status == "not proven", change


def test_f07_both_sides_have_the_same_digest_of_each_section(world: World) -> None:
    rooms = [world.room(party) for party in world.parties]
    cut = rooms[0].channel.cut(rooms[0].channel.vector()).digest
    one, two = (room.standing(cut, room.fold) for room in rooms)
    assert one == two


def test_f07_small_counts_cannot_be_guessed_from_the_digest(world: World) -> None:
    """Whoever sees the digests in a receipt tries all small numbers: without the secret of the channel none fits, with it one does."""
    raw, standing = shown(world)
    value = msgspec.json.decode(raw)
    place = [section.name for section in standing.sections].index("requests/bravo")
    hidden = value["standing"]["sections"][place]["hash"]
    room = world.room("bravo")
    cut = room.channel.cut(room.channel.vector()).digest
    columns = sorted(room.fold.sections()["requests/bravo"])
    guesses = [dict.fromkeys(columns, 0) | {"sent": sent, "open": sent} for sent in range(50)]

    def fits(salt: bytes) -> list[int]:
        return [g["sent"] for g in guesses if encode_base64(section_node(Section("requests/bravo", salt, g))) == hidden]

    known_to_outsiders = [bytes(32), cut, bytes.fromhex(world.charter.id), bytes.fromhex(room.id)]
    shown_salt = next(item[1] for item in value["standing"]["sections"] if type(item) is list)
    from detente.record.text import decode_base64

    for k, salt in itertools.product([bytes(32), cut], known_to_outsiders):
        assert fits(salt) == fits(standing_salt(k, cut, "requests/bravo")) == []
    assert fits(decode_base64(shown_salt, 32)) == [], "the salt of the section that is shown says nothing of the others"
    assert room.channel.k is not None
    assert fits(standing_salt(room.channel.k, cut, "requests/bravo")) == [0], "with the secret it would be a guess away"


def test_f07_the_same_count_over_another_cut_has_another_digest(world: World) -> None:
    room = world.room("bravo")
    sections = room.fold.sections()
    digests = {room.standing(bytes([n]) * 32, room.fold).sections[0].salt for n in range(3)}
    assert len(digests) == 3
    node = section_node(room.standing(bytes(32), room.fold).sections[0])
    assert standing_digest(bytes(32), 1, [node]) != standing_digest(b"\1" * 32, 1, [node])
    assert sections == room.fold.sections()
