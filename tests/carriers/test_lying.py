"""A carrier that says "stored" and lies, one that stored and says that it failed, and one that gives other bytes than it was given.

Only a receipt tells: what was sent and was named by no seal of the other side is shown as such, and sent again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from detente.errors import CarrierError
from detente.node.exchange import sync
from detente.node.resending import unconfirmed
from detente.views.carrying import waiting_view
from tests.simulator import View, World


class Lying(View):
    """One node's view of the shared place, by a carrier that does something else with what it is given."""

    def __init__(self, view: View, lie: Callable[[View, str, bytes], None]) -> None:
        super().__init__(view.world, view.party)
        self.files, self.view, self.lie = view.files, view, lie

    def put(self, name: str, data: bytes) -> None:
        self.lie(self.view, name, data)


def drops(_view: View, _name: str, _data: bytes) -> None:
    """Says "stored", and has thrown it away."""


def cuts(view: View, name: str, data: bytes) -> None:
    """Says "stored", and has kept the first half."""
    view.put(name, data[: len(data) // 2])


def changes(view: View, name: str, data: bytes) -> None:
    """Says "stored", and gives other bytes."""
    view.put(name, data[:-100] + bytes(100))


def stores_and_fails(view: View, name: str, data: bytes) -> None:
    """Has stored it, and says that it failed: the answer was lost."""
    view.put(name, data)
    raise CarrierError("%(address)s broke off", address="it")


@pytest.fixture
def world():
    made = World(2)
    made.settle()
    return made


@pytest.mark.parametrize("lie", [drops, cuts, changes])
def test_what_was_said_to_be_stored_and_was_not_is_shown_without_a_receipt_and_sent_again(world, lie):
    world.request("alpha", "bravo")
    node, room = world.nodes["alpha"], world.room("alpha")
    sync(node, Lying(world.views["alpha"], lie))
    sync(world.nodes["bravo"], world.views["bravo"])
    assert room.store.unsent(room.id, room.mine) == [], "as far as we were told it has left"
    (waits,) = unconfirmed(node, room)
    assert (waits.party, waits.given_up, waits.again is not None) == ("bravo", False, True)
    assert len(world.room("bravo").fold.requests) == 0
    world.talk(8)  # by an honest carrier
    assert len(world.room("bravo").fold.requests) == 1
    assert unconfirmed(node, room) == []
    assert waiting_view(node).leaving == []


def test_what_was_stored_and_said_to_have_failed_is_taken_once(world):
    """Failed, but persisted: it goes again under another name, and counts once."""
    world.request("alpha", "bravo")
    node, room = world.nodes["alpha"], world.room("alpha")
    with pytest.raises(CarrierError):
        sync(node, Lying(world.views["alpha"], stores_and_fails))
    assert len(room.store.unsent(room.id, room.mine)) == 1, "as far as we were told it has not left"
    size = room.my_head.size
    world.talk(8)
    assert len(world.room("bravo").fold.requests) == 1
    assert room.my_head.size == size, "sent again, never sealed again"
    assert world.states()[0] == world.states()[1]


def test_a_carrier_that_always_lies_is_given_up_in_the_end_and_said_to_be(world):
    world.request("alpha", "bravo")
    node, room = world.nodes["alpha"], world.room("alpha")
    for _ in range(60):
        sync(node, Lying(world.views["alpha"], drops))
        world.now += dt.timedelta(hours=13)
    (waits,) = unconfirmed(node, room)
    assert (waits.given_up, waits.again) == (True, None)
