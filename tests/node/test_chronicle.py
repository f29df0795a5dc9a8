"""Requests over time, the timeline of the talks, and whom to call now."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.dialogue.acts import Ref
from detente.views.contacts import contacts_view
from detente.views.tallies import Tally, tallies_view
from detente.views.timeline import timeline_view
from tests.simulator import World


@pytest.fixture
def world():
    found = World(2, seed=21)
    found.settle()
    return found


def on(world: World, day: str) -> None:
    """The clock of the world stands at noon of a day."""
    world.now = dt.datetime.fromisoformat(day + "T12:00:00+00:00")


def carried(world: World) -> None:
    """What was sealed arrives and is received, without the clock leaping on."""
    for _ in range(4):
        world.poll()


def tally(world: World, party: str, step: str = "day", of: str = "alpha") -> tuple[list[str], Tally]:
    view = tallies_view(world.nodes[of], world.room(of), step)
    return view.days, next(each for each in view.parties if each.party == party)


# ---------------------------------------------------------------- tallies


def test_each_series_says_how_many_there_were_up_to_each_day(world):
    on(world, "2021-10-01")
    first, second, third = (world.request("alpha", "bravo", str(number)) for number in range(3))
    carried(world)
    on(world, "2021-10-03")
    world.act("bravo", kind="answer", re=[first], outcome="holding")
    world.act("bravo", kind="answer", re=[second], outcome="declined")
    carried(world)
    on(world, "2021-10-04")
    world.act("bravo", kind="answer", re=[first], outcome="full")
    world.act("alpha", kind="withdraw", re=[third])
    carried(world)
    days, found = tally(world, "alpha")
    assert days == ["2021-10-01", "2021-10-02", "2021-10-03", "2021-10-04"]
    assert found.sent == [3, 3, 3, 3]
    assert found.received == [3, 3, 3, 3]
    assert found.open == [3, 3, 2, 0]
    assert found.outcomes == {"full": [0, 0, 0, 1], "partial": [0] * 4, "nil": [0] * 4, "declined": [0, 0, 1, 1], "withheld": [0] * 4}
    assert found.withdrawn == [0, 0, 0, 1]
    assert tally(world, "bravo")[1].sent == [0, 0, 0, 0]


def test_at_the_end_each_series_is_what_the_agreed_count_counts():
    world = World(3, seed=22, loss=0.2)
    world.settle()
    asked = [world.request(by, to) for by in world.parties for to in world.parties if by != to for _ in range(3)]
    world.settle()
    outcomes = ["full", "partial", "nil", "declined", "withheld", "holding"]
    for number, ref in enumerate(asked):
        to = world.room("alpha").fold.requests[Ref(*ref)].to
        if number % 3:
            world.act(to, kind="answer", re=[ref], outcome=outcomes[number % 6])
        if number % 4 == 0:
            world.act(ref[0], kind="withdraw", re=[ref])  # crosses an answer where there is one
    world.settle()
    counts = world.room("alpha").fold.requests.counts
    assert any(count["crossed"] for count in counts.values())
    for party in world.parties:
        for step in ("day", "week", "month"):
            _, found = tally(world, party, step)
            last = {name: values[-1] for name, values in found.outcomes.items()}
            last |= {"sent": found.sent[-1], "withdrawn": found.withdrawn[-1], "crossed": found.crossed[-1]}
            assert last == {name: counts[party][name] for name in last}
            assert found.open[-1] == counts[party]["open"] + counts[party]["holding"]
            sums = [found.open, found.withdrawn, found.crossed, *found.outcomes.values()]
            assert found.sent == [sum(each) for each in zip(*sums, strict=True)]


def test_a_request_that_the_other_side_has_not_named_is_sent_and_not_received(world):
    on(world, "2021-10-01")
    world.blocked.add(("alpha", "bravo"))
    world.request("alpha", "bravo")
    carried(world)
    assert tally(world, "alpha")[1].received == [0]


def test_an_answer_that_claims_to_be_older_than_its_request_settles_it_on_that_day(world):
    on(world, "2021-10-05")
    ref = world.request("alpha", "bravo")
    carried(world)
    world.act("bravo", kind="answer", re=[ref], outcome="full", at="2021-10-01T00:00:00Z")
    carried(world)
    days, found = tally(world, "alpha")
    assert (days, found.open, found.outcomes["full"]) == (["2021-10-05"], [0], [1])


@pytest.mark.parametrize(
    ("age", "name"),
    [(0, "under_7"), (6, "under_7"), (7, "from_7"), (29, "from_7"), (30, "from_30"), (89, "from_30"), (90, "from_90"), (900, "from_90")],
)
def test_ages_of_what_is_open(world, age, name):
    on(world, "2021-10-01")
    world.request("alpha", "bravo")
    carried(world)
    world.now += dt.timedelta(days=age)
    ours, theirs = tallies_view(world.nodes["alpha"], world.room("alpha")).ages
    assert {key: number for key, number in ours.sent.items() if number} == {name: 1}
    assert {key: number for key, number in theirs.to_answer.items() if number} == {name: 1}
    assert not any([*ours.to_answer.values(), *theirs.sent.values()])


def test_a_clock_that_goes_ahead_makes_nothing_old(world):
    on(world, "2021-10-09")
    world.request("alpha", "bravo")
    on(world, "2021-10-01")
    view = tallies_view(world.nodes["alpha"], world.room("alpha"))
    assert view.ages[0].sent["under_7"] == 1
    assert view.days[-1] == "2021-10-09"


@pytest.mark.parametrize(
    ("until", "step", "points"),
    [("2021-10-01", "day", 1), ("2021-12-01", "day", 62), ("2021-12-02", "week", 9), ("2023-10-01", "month", 25)],
)
def test_the_step_is_the_finest_of_which_there_are_not_too_many(world, until, step, points):
    on(world, "2021-10-01")
    world.request("alpha", "bravo")
    on(world, until)
    view = tallies_view(world.nodes["alpha"], world.room("alpha"))
    assert (view.step, len(view.days)) == (step, points)
    assert view.days[-1] == until  # a week or a month that is not over ends today
    assert view.parties[0].sent == [1] * points


def test_what_is_looked_at_again_is_what_changed_since(world):
    on(world, "2021-10-01")
    ref = world.request("alpha", "bravo")
    carried(world)
    for day, outcome in (("2021-10-02", "full"), ("2021-10-03", "nil"), ("2021-10-04", "full")):
        on(world, day)
        world.act("bravo", kind="answer", re=[ref], outcome=outcome)
        carried(world)
        _, found = tally(world, "alpha")
        assert found.outcomes[outcome][-1] == 1
        assert sum(values[-1] for values in found.outcomes.values()) == 1
    assert tally(world, "alpha")[1].outcomes["full"] == [0, 1, 1, 1]  # the first act that says what holds now


def test_a_channel_without_requests_has_one_day(world):
    view = tallies_view(world.nodes["alpha"], world.room("alpha"))
    assert (view.days, view.parties[0].sent) == ([view.today], [0])


# ---------------------------------------------------------------- timeline


def agreed(world: World, **fields: object) -> None:
    """A proposal of alpha to which bravo consents."""
    ref = ["alpha", 0, world.act("alpha", kind="propose", electorate=["alpha", "bravo"], **fields)]
    world.settle()
    world.act("bravo", kind="consent", re=[ref])
    world.settle()


def test_everything_with_a_date_stands_in_order_and_what_has_none_at_the_end(world):
    on(world, "2021-10-10")
    agreed(world, slot="meeting/plenary/3", date={"open": True})
    agreed(world, slot="meeting/plenary/2", date={"day": "2021-10-02"})
    agreed(world, slot="meeting/experts/1", date={"month": "2021-10"})
    on(world, "2021-10-10")
    world.act("alpha", kind="announce", about="meeting/plenary/2", text="They meet.")
    world.act(
        "alpha", kind="statement", claim="claim", said_on={"from": "2021-08-01", "to": "2021-08-03"}, quotation="Forty.",
        speakers=[{"side": "alpha"}],
    )  # fmt: skip
    world.act("bravo", kind="raise", about="issue/bases", **{"title/en": "Bases"})
    world.act("bravo", kind="assess", about="issue/bases", movement="progress", text="Some.")
    carried(world)
    events = timeline_view(world.room("alpha")).events
    seen = [(event.kind, event.slot) for event in events if event.kind != "founding"]
    assert seen == [
        ("statement", None),
        ("meeting", "meeting/plenary/2"),
        ("announcement", "meeting/plenary/2"),
        ("assessment", "issue/bases"),
        ("meeting", "meeting/experts/1"),
        ("meeting", "meeting/plenary/3"),
    ]
    by_kind = {event.kind: event for event in events}
    assert by_kind["statement"].text == "Forty."
    assert (by_kind["assessment"].state, by_kind["assessment"].names, by_kind["assessment"].by_claim) == ("progress", {"en": "Bases"}, True)
    meeting = next(event for event in events if event.slot == "meeting/plenary/2" and event.kind == "meeting")
    assert [(step.step, step.date) for step in meeting.history] == [("adopted", {"day": "2021-10-02"}), ("announced", None)]
    assert sum(event.kind == "founding" for event in events) == 2


def test_both_sides_see_the_same_timeline(world):
    agreed(world, slot="group/arms", names={"en": "Arms"})
    for party in world.parties:
        world.act(party, kind="report", about="group/arms", state="met", date={"day": "2021-09-20"})
    world.settle()
    ours, theirs = (timeline_view(world.room(party)).events for party in world.parties)
    assert ours == theirs
    assert [(event.kind, event.party, event.names) for event in ours if event.kind.startswith("group")] == [
        ("group_met", "alpha", {"en": "Arms"}),
        ("group_met", "bravo", {"en": "Arms"}),
        ("group_agreed", None, {"en": "Arms"}),
    ]


# ---------------------------------------------------------------- whom to call


def test_what_is_valid_today_is_shown_with_the_time_there(world):
    on(world, "2021-10-01")
    world.act("alpha", kind="contacts", contact="press", address="press desk")
    number = world.act("alpha", kind="contacts", contact="duty_officer", address="+41 1", zone="Europe/Zurich", languages=["ar", "en"])
    world.act("alpha", kind="contacts", contact="hotline", address="over", until="2021-09-30")
    world.act("alpha", kind="contacts", contact="legal", address="not yet", **{"from": "2021-10-02"})
    gone = ["alpha", 0, world.act("alpha", kind="contacts", contact="secretariat", address="closed")]
    world.act("alpha", kind="revoke", re=[gone])
    world.settle()
    on(world, "2021-10-01")
    view = contacts_view(world.nodes["bravo"], world.room("bravo"))
    assert [(each.contact, each.address) for each in view.contacts] == [("duty_officer", "+41 1"), ("press", "press desk")]
    duty = view.contacts[0]
    assert (duty.local_time, duty.languages, duty.entry) == ("2021-10-01T14:00", ["ar", "en"], f"alpha/{number}")
    assert view.contacts[1].local_time is None
    assert view.none_of == ["bravo"]
    assert contacts_view(world.nodes["bravo"], world.room("bravo"), contact="press").contacts == view.contacts[1:]
    assert contacts_view(world.nodes["bravo"], world.room("bravo"), party="bravo").contacts == []


@pytest.mark.parametrize("zone", ["Atlantis/Capital", "Europe", "a/../b"])
def test_a_zone_that_this_machine_does_not_know_is_shown_without_a_time(world, zone):
    world.act("alpha", kind="contacts", contact="hotline", address="1", zone=zone)
    assert [each.local_time for each in contacts_view(world.nodes["alpha"], world.room("alpha")).contacts if each.zone] in ([], [None])


def test_a_newer_contact_of_a_kind_stands_before_an_older_one(world):
    for address in ("old", "new"):
        world.act("alpha", kind="contacts", contact="hotline", address=address)
    assert [each.address for each in contacts_view(world.nodes["alpha"], world.room("alpha")).contacts] == ["new", "old"]
