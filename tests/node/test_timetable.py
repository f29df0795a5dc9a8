"""Files at set times and of one size: what a courier sees on a busy day is what it sees on a quiet one, and no log grows by it."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import CallerError
from detente.node.couriers import Way
from detente.node.passed import passed
from detente.node.pending import Pending
from detente.node.rounds import go_round
from detente.node.timetable import HOURS, Timetable, is_time, last_time, leaving, next_time, set_timetable, timetable_of
from detente.record.container import open_container
from detente.record.pouch import parse_ask
from tests.carriers.test_several import Place
from tests.simulator import World
from tests.strategies import examples

TABLE = Timetable(6, 15, 16)
EARLY = dt.datetime(1, 1, 2)  # noqa: DTZ001 - hypothesis adds the zone
DAY = dt.timedelta(days=1)


@pytest.fixture
def world():
    made = World(2)
    made.settle()
    made.now = next_time(Timetable(24), made.now) + dt.timedelta(hours=8) if made.now.hour >= 8 else made.now.replace(hour=8, minute=0)
    for party in made.parties:
        go_round(made.nodes[party], [Way.by(Place("none"))])
    for node in made.nodes.values():
        node.store.db.execute("DELETE FROM meta WHERE key LIKE 'away:%'")  # settling takes days at a time, and whoever was away asks
        set_timetable(node, TABLE)
    return made


def a_day(world, place, parties=("alpha", "bravo"), every=dt.timedelta(hours=1), *, speak=None):
    """Rounds of all each hour for a day; what came to lie there: when, how large, by whom."""
    seen = []
    for _ in range(DAY // every):
        world.now += every
        if speak is not None:
            speak(world.now.hour)
        for party in parties:
            before = set(place.files)
            go_round(world.nodes[party], [Way.by(place)])
            seen += [(world.now.hour, party, _bare(place.files[name])) for name in place.files if name not in before]
    return seen


def _bare(raw: bytes) -> int:
    """The size without the header of age, in which a library puts a stanza of random length."""
    return len(raw) - raw.index(b"\n--- ")


def sizes_of_logs(world, party="alpha"):
    return [log.main.size for log in world.room(party).channel.logs.values()]


def test_a_busy_day_looks_like_a_quiet_one(world):
    quiet = a_day(world, Place("one"))
    busy = a_day(world, Place("two"), speak=lambda hour: [world.request("alpha", "bravo") for _ in range(hour % 3)])
    assert [(hour, party) for hour, party, _ in quiet] == [
        (h, p) for h in (13, 19, 1, 7) for p in ("alpha", "bravo")
    ]  # 12:15, looked at hourly
    assert busy == quiet
    assert len({size for *_, size in quiet}) == 1


def test_quiet_days_seal_nothing_and_end_in_nothing_due(world):
    place = Place("one")
    a_day(world, place, speak=lambda hour: world.request("alpha", "bravo") if hour == 9 else None)
    a_day(world, place)
    before = sizes_of_logs(world)
    for _ in range(5):
        a_day(world, place)
    assert sizes_of_logs(world) == before
    set_timetable(world.nodes["alpha"], None)
    assert leaving(world.nodes["alpha"]) == []
    assert world.states()[0] == world.states()[1]


def test_a_file_with_nothing_in_it_is_read_and_answered_by_nobody(world):
    place = Place("one")
    a_day(world, place, ("alpha",))
    before, remarks = sizes_of_logs(world, "bravo"), world.remarks("bravo")
    for raw in place.files.values():
        (item,) = open_container(raw, world.nodes["bravo"].keys.identities)
        ask = parse_ask(item)
        assert (ask.channel, ask.have, ask.want, ask.blobs, ask.away) == ("0" * 64, {}, (), (), False)
    set_timetable(world.nodes["bravo"], None)
    done = go_round(world.nodes["bravo"], [Way.by(place)])
    assert (done.received.files, done.received.refused, done.received.receipts, done.left) == (4, [], 0, 0)
    assert (sizes_of_logs(world, "bravo"), world.remarks("bravo")) == (before, remarks)


def test_a_time_that_was_missed_is_served_once(world):
    world.now += 3 * DAY
    place = Place("one")
    go_round(world.nodes["alpha"], [Way.by(place)])
    go_round(world.nodes["alpha"], [Way.by(place)])
    assert len(place.files) == 1


def test_a_time_at_which_no_courier_came_is_served_when_one_does(world):
    world.now += DAY
    place = Place("one")
    place.broken = True
    go_round(world.nodes["alpha"], [Way.by(place)])
    place.broken = False
    go_round(world.nodes["alpha"], [Way.by(place)])
    assert len(place.files) == 1


def test_nothing_leaves_when_the_table_is_set_nor_when_a_channel_is_opened(world):
    assert not is_time(world.nodes["alpha"], TABLE)
    world.request("alpha", "bravo")
    assert leaving(world.nodes["alpha"]) == []
    assert len(leaving(world.nodes["alpha"], outside=True)) == 1


def test_a_channel_that_is_excepted_is_not_held_back(world):
    set_timetable(world.nodes["alpha"], Timetable(24, 0, 16, (world.room("alpha").id,)))
    world.request("alpha", "bravo")
    place = Place("one")
    go_round(world.nodes["alpha"], [Way.by(place)])
    assert len(place.files) == 1


def test_what_does_not_fit_waits_and_everything_arrives(world):
    """Pouches of their own, sixteen KiB at a time: nothing is left out, whatever is lost meanwhile."""
    place = Place("one")
    for number in range(12):
        world.act("alpha", kind="request", to="bravo", text=f"{number} " * 300)
    lost = 0
    for hour in range(24 * 20):
        world.now += dt.timedelta(hours=1)
        for party in ("alpha", "bravo"):
            before = set(place.files)
            go_round(world.nodes[party], [Way.by(place)])
            new = set(place.files) - before
            assert len(new) <= 1
            if hour < 40 and new and hour % 5 == 0:
                lost += len([place.files.pop(name) for name in new])
        if hour > 24 * 10 and world.states()[0] == world.states()[1]:
            break
    assert lost
    assert world.states()[0] == world.states()[1]


def test_a_node_that_was_away_is_sent_all_of_it_piece_by_piece():
    world = World(2)
    world.settle()
    node, place = world.nodes["alpha"], Place("one")
    for number in range(12):
        world.act("alpha", kind="request", to="bravo", text=f"{number} " * 300)
    set_timetable(node, TABLE)
    pending = Pending(node, world.room("alpha"))
    pending.answer_from(0)
    pending.save()
    for seq in [stored.seq for stored in node.store.unsent(world.room("alpha").id, world.room("alpha").mine)]:
        node.store.mark_sent([seq])
    rounds = 0
    while Pending(node, world.room("alpha")).own_from is not None:
        world.now += dt.timedelta(hours=6)
        go_round(node, [Way.by(place)], take_in=False)
        rounds += 1
        assert rounds < 20
    assert rounds > 2
    go_round(world.nodes["bravo"], [Way.by(place)])
    assert world.states()[0] == world.states()[1]


def test_what_is_larger_than_the_size_leaves_beside_and_shows(world):
    world.act("alpha", kind="request", to="bravo", **{f"text/{number:04}": "x" * 10_000 for number in range(4)})
    world.now += dt.timedelta(hours=6)
    first, second = leaving(world.nodes["alpha"])
    assert (first.reasons, first.least, second.reasons) == (("cover",), 16 << 10, ("new",))


def test_what_passed_is_remembered_as_a_courier_sees_it(world):
    place = Place("one")
    a_day(world, place)
    rows = passed(world.nodes["alpha"])["one"]
    assert sum(row.channel is not None and row.cover for row in rows) == 4
    assert sum(row.channel is None for row in rows) == 4


@pytest.mark.parametrize("table", [Timetable(5), Timetable(0), Timetable(6, 60), Timetable(6, -1), Timetable(6, 0, 20)])
def test_a_table_that_cannot_be_is_refused_and_changes_nothing(world, table):
    with pytest.raises(CallerError):
        set_timetable(world.nodes["alpha"], table)
    assert msgspec.structs.replace(timetable_of(world.nodes["alpha"]), since="") == TABLE


@settings(max_examples=examples(100))
@given(
    st.sampled_from(HOURS), st.integers(0, 59), st.datetimes(timezones=st.just(dt.UTC), min_value=EARLY, max_value=EARLY.replace(year=9998))
)
def test_the_times_are_the_same_every_day(hours, minute, now):
    table = Timetable(hours, minute)
    last, following = last_time(table, now), next_time(table, now)
    assert last <= now < following
    assert following - last == dt.timedelta(hours=hours)
    assert last_time(table, now + DAY) == last + DAY
    assert last.minute == minute
