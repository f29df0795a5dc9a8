"""A clock that was wrong and is set back, by minutes or by years: nothing waits until the wrong time comes, and nothing is signed by it."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.node import sessions, throttle
from detente.node.fsck import check
from detente.node.sessions import Sessions
from detente.node.store import Store
from detente.node.throttle import Throttle
from tests.simulator import World

YEAR = dt.timedelta(days=365)
BACK = (dt.timedelta(minutes=5), dt.timedelta(hours=13), YEAR)


@pytest.mark.parametrize("back", BACK, ids=str)
def test_what_was_lost_is_sent_again_after_the_clock_was_set_back(back):
    world = World(2)
    world.settle()
    world.blocked = {("alpha", "bravo")}
    world.request("alpha", "bravo")
    world.poll(["alpha"])  # lost, and to be sent again in a minute of a clock that is wrong
    world.blocked = set()
    world.now -= back
    for _ in range(7):
        world.poll()
    assert len(world.room("bravo").fold.requests) == 1
    assert world.states()[0] == world.states()[1]


@pytest.mark.parametrize("back", BACK, ids=str)
def test_sealing_goes_on_and_both_sides_agree(back):
    world = World(2)
    world.settle()
    world.request("alpha", "bravo", "Before?")
    world.talk(4)
    world.now -= back
    world.request("alpha", "bravo", "After?")
    world.talk(8)
    assert len(world.room("bravo").fold.requests) == 2
    assert len(set(world.standings())) == 1
    for party in world.parties:
        assert check(world.nodes[party]).problems == []


def test_nobody_waits_for_a_failure_that_lies_a_year_ahead():
    limits, now = throttle.LIMITS, 1_700_000_000
    store = Store(None)
    failed = Throttle(store)
    key = [("account", "vega")]
    for _ in range(limits.free_of_account + 5):
        failed.note(key, now)
    assert failed.wait(key, now) > 0
    before = now - 365 * 86_400
    assert failed.wait(key, before) == 0
    failed.note(key, before)
    assert 0 < failed.wait(key, before) <= limits.most, "and whoever guesses then is slowed down as ever"


def test_a_session_of_a_time_that_has_not_come_is_over():
    store = Store(None)
    kept = Sessions(store)
    now = dt.datetime(2021, 9, 30, 8, tzinfo=dt.UTC)
    token = kept.start(1, "127.0.0.1", now)
    assert kept.find(token, now - dt.timedelta(minutes=1)) is not None, "clocks are put right by a little every day"
    assert kept.find(token, now - dt.timedelta(seconds=2 * sessions.LIMITS.idle)) is None
