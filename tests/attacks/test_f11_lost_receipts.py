"""F11: a lost receipt is never sent again."""

from __future__ import annotations

import pytest

from detente.node import receiving
from tests.simulator import World


def lost_receipt() -> tuple[World, int]:
    """A sends x; B admits it and seals alone; that file is lost. Returns B's size."""
    world = World(2)
    world.settle()
    world.request("alpha", "bravo")
    world.blocked = {("bravo", "alpha")}
    world.poll(["alpha"])
    world.poll(["bravo"])
    assert world.room("bravo").unnamed() == {}
    assert not world.receipts_held()
    world.blocked = set()
    return world, world.room("bravo").my_head.size


def test_f11_a_duplicate_that_holds_an_act_is_answered_by_sending_again() -> None:
    world, size = lost_receipt()
    world.settle()
    assert world.receipts_held()
    assert world.room("bravo").my_head.size == size, "sent again, never sealed again"


def test_f11_without_the_answer_there_is_silence_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard taken away: B sees a duplicate, has named it already, and says nothing (nor does it answer what A says it holds)."""
    monkeypatch.setattr(receiving, "answer_duplicate", lambda *_: None)
    monkeypatch.setattr(receiving, "answer_ask", lambda *_: None)
    world, _ = lost_receipt()
    world.settle()
    assert not world.receipts_held()


def test_f11_a_seal_alone_is_never_answered() -> None:
    """Two nodes that hold everything: B's receipt is brought again and again, and A says nothing."""
    world, _ = lost_receipt()
    world.settle()
    receipt = world.pouches("bravo")[-1]
    sent = world.sent
    for _ in range(5):
        assert world.bring("alpha", [receipt]).duplicates == 1
        world.poll()
    assert world.sent == sent


def test_f11_a_duplicate_is_answered_once_a_poll_however_often_it_comes() -> None:
    world, _ = lost_receipt()
    world.settle()
    act = world.pouches("alpha")[-1]
    for _ in range(20):
        world.bring("bravo", [act])
    sent = world.sent
    world.poll(["bravo"])
    assert world.sent - sent <= 1


@pytest.mark.parametrize(("count", "seed"), [(2, 0), (2, 1), (3, 0), (3, 1), (5, 0)])
def test_f11_at_40_percent_loss_every_author_ends_up_with_all_receipts(count: int, seed: int) -> None:
    world = World(count, seed, loss=0.4, repeat=0.2, late=0.3)
    for _ in range(4):
        world.poll()
    for number in range(5):
        party = world.parties[number % count]
        if world.room(party).channel.k is not None:
            world.request(party, world.parties[(number + 1) % count])
        world.poll()
    world.settle()
    assert world.receipts_held()
    assert len(set(world.standings())) == 1
