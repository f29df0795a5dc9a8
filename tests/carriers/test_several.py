"""Several couriers in one round: what is due leaves by each, a copy is taken once, and one that fails stops no other."""

from __future__ import annotations

import hashlib

import pytest

from detente.errors import CarrierError
from detente.node.couriers import Way
from detente.node.exchange import receive
from detente.node.resending import RESEND_FIRST
from detente.node.rounds import fetch, go_round, leave_fetched, seen_by
from detente.node.sending import send
from detente.views.carrying import carry
from tests.simulator import World


class Place:
    """A place in memory that both sides reach, unless it is broken."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.foreign: list[str] = []
        self.files: dict[str, bytes] = {}
        self.broken = False
        self.takes = 1_000
        self.closed = 0

    def _reach(self) -> None:
        if self.broken:
            raise CarrierError("%(address)s cannot be reached, or broke off", address=self.address)

    def put(self, name: str, data: bytes) -> None:
        self._reach()
        if self.takes == 0:
            raise CarrierError("%(address)s is full", address=self.address)
        self.takes -= 1
        self.files[name] = data

    def list(self) -> list[str]:
        self._reach()
        return list(self.files)

    def get(self, name: str) -> bytes | None:
        self._reach()
        return self.files.get(name)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def world():
    made = World(2)
    made.settle()
    return made


@pytest.fixture
def both():
    return Place("one"), Place("two")


def go(world, party, *places):
    return go_round(world.nodes[party], [Way.by(each) for each in places])


def test_the_same_files_leave_by_every_courier(world, both):
    world.request("alpha", "bravo")
    done = go(world, "alpha", *both)
    assert [run.left for run in done.runs] == [1, 1]
    assert both[0].files == both[1].files


def test_a_copy_by_another_courier_is_no_duplicate_and_is_not_answered(world, both):
    world.request("alpha", "bravo")
    go(world, "alpha", *both)
    done = go(world, "bravo", *both)
    assert ([run.files for run in done.runs], done.received.acts, done.received.duplicates) == ([1, 0], 1, 0)


def test_a_courier_that_knows_a_name_cannot_keep_the_file_of_another_from_us(world, both):
    world.request("alpha", "bravo")
    go(world, "alpha", both[1])
    both[0].files = dict.fromkeys(both[1].files, b"age-encryption.org/v1\n" + b"x" * 9000)
    assert go(world, "bravo", *both).received.acts == 1


def test_one_that_fails_stops_no_other_and_says_why(world, both):
    world.request("alpha", "bravo")
    both[0].broken = True
    view = carry(world.nodes["alpha"], [Way.by(each) for each in both], take=True, leave=True)
    assert [(run.files_left, run.failed and run.failed.text) for run in view.couriers] == [
        (0, "one cannot be reached, or broke off"),
        (1, None),
    ]
    assert go(world, "bravo", both[1]).received.acts == 1


def test_the_only_one_that_fails_is_an_error_and_nothing_is_done(world, both):
    world.request("alpha", "bravo")
    both[0].broken = True
    before = world.dump("alpha")
    with pytest.raises(CarrierError, match="cannot be reached"):
        carry(world.nodes["alpha"], [Way.by(both[0])], take=True, leave=True)
    assert world.dump("alpha") == before


def test_where_all_fail_nothing_is_done_and_everything_is_still_due(world, both):
    world.request("alpha", "bravo")
    for each in both:
        each.broken = True
    before = world.dump("alpha")
    go(world, "alpha", *both)
    assert world.dump("alpha") == before
    both[1].broken = False
    assert go(world, "alpha", *both).runs[1].left == 1


def test_what_one_courier_had_no_room_for_goes_again_until_its_receipt_comes(world, both):
    """One side reaches one place only, and that had failed."""
    world.request("alpha", "bravo")
    both[0].takes = 0
    assert [run.left for run in go(world, "alpha", *both).runs] == [0, 1]
    both[0].takes = 1_000
    assert go(world, "bravo", both[0]).received.acts == 0
    world.now += RESEND_FIRST
    go(world, "alpha", *both)
    assert go(world, "bravo", both[0]).received.acts == 1


def test_a_run_that_breaks_off_is_taken_up_where_it_broke(world, both):
    """Two channels' worth of files: the first stays left, the second is due again."""
    for number in range(300):
        world.act("alpha", kind="request", to="bravo", text=str(number))
    both[0].takes = 1
    with pytest.raises(CarrierError, match="is full"):
        send(world.nodes["alpha"], both[0])
    assert len(both[0].files) == 1
    both[0].takes = 1_000
    send(world.nodes["alpha"], both[0])
    receive(world.nodes["bravo"], both[0])
    assert world.states()[0] == world.states()[1]


def test_a_round_beside_the_pages_does_what_a_round_does(world, both):
    world.request("alpha", "bravo")
    world.request("bravo", "alpha")
    go(world, "bravo", both[0])
    ways = [Way.by(each) for each in both]
    fetched = fetch(ways, seen_by(world.nodes["alpha"], ways))
    done = go_round(world.nodes["alpha"], fetched)
    assert (done.received.acts, leave_fetched(ways, fetched)) == (1, [])
    assert go(world, "bravo", both[1]).received.acts == 1
    assert fetch(ways, seen_by(world.nodes["alpha"], ways))[0].carrier.list() == []


def test_a_round_beside_the_pages_names_each_line_that_breaks(world, both):
    both[0].broken = True
    both[1].files = {hashlib.sha256(b"x").hexdigest()[:32] + ".age": b"x"}
    both[1].get = lambda _name: both[0].list()
    ways = [Way.by(each) for each in both]
    fetched = fetch(ways, seen_by(world.nodes["alpha"], ways))
    done = go_round(world.nodes["alpha"], fetched)
    assert [str(run.failed) for run in done.runs] == ["one cannot be reached, or broke off", "None"]
    assert [str(error) for error in leave_fetched(ways, fetched)] == ["one cannot be reached, or broke off"]
