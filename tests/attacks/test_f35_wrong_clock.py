"""F35: one wrong clock locks a log."""

from __future__ import annotations

import datetime as dt

from detente.dialogue.fold import Ref
from tests.simulator import World


def test_f35_after_a_year_in_the_future_a_log_goes_on_with_the_right_time() -> None:
    """Bravo's battery is new: one act is dated 2099, the next ones are right. None is refused, none counts less."""
    world = World(2)
    world.settle()
    real, node = world.nodes["bravo"].clock, world.nodes["bravo"]
    node.clock = lambda: dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    wrong = world.request("bravo", "alpha", text="from the future")
    node.clock = real
    world.settle()
    right = world.request("bravo", "alpha", text="from today")
    world.settle()
    times = [world.room("alpha").entry(Ref(*ref)).fields["at"] for ref in (wrong, right)]
    assert times[0] > times[1]
    assert world.room("alpha").fold.sections()["requests/bravo"]["sent"] == 2
    assert world.states()[0] == world.states()[1]
    assert world.receipts_held()
    assert len(set(world.standings())) == 1
