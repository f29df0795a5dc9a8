"""F38: a link to the previous state changes when a signature is added."""

from __future__ import annotations

import itertools

from detente.record.pouch import parse_pouch_head
from detente.record.seal import parse_seal
from tests.simulator import Forger, World


def test_f38_a_log_goes_on_over_a_state_that_two_members_hold_with_other_signature_bytes() -> None:
    """Alpha signs one body twice (a crash between commit and release): bravo has the one note, charlie the other; both admit the next."""
    world = World(3)
    world.settle()
    alpha = Forger(world, "alpha")
    first = alpha.pouch({"kind": "request", "to": "bravo"}, admit=True)
    pouch = parse_pouch_head(first)
    again = first.replace(pouch.note, alpha.note(pouch.head, start=pouch.start))
    assert again != first
    second = alpha.pouch({"kind": "request", "to": "charlie"}, admit=True)
    assert world.bring("bravo", [first, second]).admitted == 2
    assert world.bring("charlie", [again, second]).admitted == 2
    heads = {world.room(party).channel.logs[world.room("alpha").mine].main for party in ("bravo", "charlie")}
    assert len(heads) == 1
    notes = {world.room(party).channel.note_of(world.room("alpha").mine, pouch.head) for party in ("bravo", "charlie")}
    assert len(notes) == 2
    world.dead.add("alpha")
    world.settle()
    assert world.states()[0] == world.states()[1]
    assert world.room("bravo").channel.evidence == []


def test_f38_the_link_is_size_and_root() -> None:
    world = World(2)
    world.settle()
    world.request("alpha", "bravo")
    world.settle()
    room = world.room("bravo")
    stored = world.nodes["bravo"].store.heads_of(room.id, room.mine)
    for before, after in itertools.pairwise(stored):
        assert parse_seal(room.trusted_entries(after.seq)[-1].fields).prev == before.id
