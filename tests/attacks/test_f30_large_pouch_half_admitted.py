"""F30: a very large pouch is half admitted."""

from __future__ import annotations

import pytest

from detente.node.sealing import seal
from detente.record.limits import LIMITS
from detente.record.seal import LogKey
from tests.simulator import Forger, World


def drafts(world: World, count: int, text: str) -> None:
    node, room = world.nodes["alpha"], world.room("alpha")
    with node.store.transaction():
        from detente.node.node import encode_vector

        for number in range(count):
            fields = {"at": node.now, "kind": "request", "to": "bravo", "text": f"{number} {text}"}
            node.store.add_draft(room.id, fields, encode_vector(room.channel.vector()), node.now)


@pytest.mark.slow
def test_f30_five_thousand_acts_are_sealed_in_two_pouches_of_at_most_4096_entries_and_all_arrive() -> None:
    world = World(2)
    world.settle()
    drafts(world, 5000, "x")
    while world.nodes["alpha"].store.drafts():
        seal(world.nodes["alpha"], world.room("alpha"))
    room = world.room("alpha")
    sizes = [stored.id.size - stored.start for stored in world.nodes["alpha"].store.heads_of(room.id, room.mine)]
    assert max(sizes) == LIMITS.pouch_entries
    world.settle()
    assert world.room("bravo").fold.sections()["requests/alpha"]["sent"] == 5000
    assert world.receipts_held()


@pytest.mark.slow
def test_f30_what_a_node_seals_others_admit_however_long_the_texts() -> None:
    """1,100 acts of 15 kB are more than 16 MiB: they must leave in pouches that no limit of the format refuses."""
    world = World(2)
    world.settle()
    drafts(world, 1100, "x" * 16_000)
    while world.nodes["alpha"].store.drafts():
        seal(world.nodes["alpha"], world.room("alpha"))
    for raw in world.pouches("alpha", above=2):
        assert len(raw) <= LIMITS.pouch_bytes + LIMITS.head_bytes
    world.settle()
    assert world.room("bravo").fold.sections()["requests/alpha"]["sent"] == 1100


@pytest.mark.parametrize("place", [0, 1500, 2998])
def test_f30_one_bad_line_among_three_thousand_and_nothing_is_admitted(place: int) -> None:
    world = World(2)
    world.settle()
    raw = Forger(world, "alpha").pouch(*[{"kind": "request", "to": "bravo", "text": str(n)} for n in range(2999)])
    lines = raw.split(b"\n")
    first = next(number for number, line in enumerate(lines) if line.startswith(b'["e"'))
    lines[first + place] = lines[first + place].replace(b'"bravo"', b'"brave"', 1)
    before, state = world.dump("bravo"), world.states()[1]
    received = world.bring("bravo", [b"\n".join(lines)])
    assert [error.step for _, error in received.refused] == [11]
    assert world.dump("bravo") == before
    assert world.states()[1] == state
    assert world.bring("bravo", [raw]).admitted == 1


def test_f30_a_crash_in_the_middle_of_the_transaction_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(2)
    world.settle()
    raw = Forger(world, "alpha").pouch(*[{"kind": "request", "to": "bravo", "text": str(n)} for n in range(50)])
    before = world.dump("bravo")
    store = world.nodes["bravo"].store
    real = store.add_head

    def dies(*args: object, **keywords: object) -> int:
        real(*args, **keywords)
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "add_head", dies)
    with pytest.raises(KeyboardInterrupt):
        world.bring("bravo", [raw])
    monkeypatch.undo()
    store._logs.clear()
    assert world.dump("bravo") == before
    assert world.bring("bravo", [raw]).admitted == 1
    assert world.room("bravo").channel.logs[LogKey("alpha", 0)].main.size == 3 + 51


def test_f30_4097_entries_are_refused() -> None:
    world = World(2)
    world.settle()
    raw = Forger(world, "alpha").pouch(*[{"kind": "request", "to": "bravo"}] * LIMITS.pouch_entries)
    before = world.dump("bravo")
    received = world.bring("bravo", [raw])
    assert [error.step for _, error in received.refused] == [4]
    assert world.dump("bravo") == before
