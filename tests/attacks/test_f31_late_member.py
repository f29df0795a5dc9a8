"""F31: a member that joins late cannot compute the state. (Growing a channel comes with groups; here: a member that was silent.)"""

from __future__ import annotations

import pytest

from detente.dialogue.fold import Ref
from tests.simulator import World


@pytest.mark.slow
def test_f31_a_member_that_was_never_heard_is_given_everything_and_counts_alike() -> None:
    """Charlie looks for the first time after the talk is over, to an empty place: it asks, and is given all of it."""
    world = World(3)
    world.dead.add("charlie")
    world.settle()
    request = world.request("alpha", "bravo")
    world.settle()
    world.act("bravo", kind="answer", re=[request], outcome="partial", text="some")
    world.settle()
    world.views["charlie"].files.clear()
    world.revive("charlie")
    world.settle()
    assert world.states()[0] == world.states()[1] == world.states()[2]
    assert len(set(world.standings())) == 1
    assert world.receipts_held()
    entry = world.room("charlie").entry(Ref(*request))
    assert not entry.destroyed
    assert entry.fields["text"] == "What happened?"
