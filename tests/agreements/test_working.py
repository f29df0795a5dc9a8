"""Agreed working days: the end of a time limit against a count day by day, how it is explained, and lists that make no sense."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.agreements.agreement import Holiday, WorkingDays
from detente.agreements.book import Asked, Book
from detente.agreements.duties import duties
from detente.agreements.loading import parse_agreement, parse_declarations
from detente.agreements.obligations import notified
from detente.agreements.working import WEEKDAYS, Reckoner, Week
from detente.errors import FormatError
from tests.agreements.desk import file_of
from tests.strategies import examples

DAY = dt.date(2021, 9, 24)  # a Friday
WEEK = """
[[working_days]]
id = "week"
clause = "3.2"
weekdays = ["mon", "tue", "wed", "thu", "fri"]
names = { en = "Working days of the lake" }
from = 2021-01-01
until = 2021-12-31
[[working_days.holiday]]
on = 2021-09-28
names = { en = "Day of the lake" }
source = "invented for this test"
[[working_days.holiday]]
on = 2021-09-29
names = { en = "Day of the north" }
party = "north"
"""


def lake(days: int = 3, more: str = WEEK) -> bytes:
    """The teaching agreement, with its time limit in working days."""
    text = file_of("teaching", "agreement").decode().replace("days = 10\n", f'days = {days}\nworking = "week"\n')
    assert 'working = "week"' in text
    return (text + more).encode()


def naive(agreed: WorkingDays, party: str | None, begins: dt.date, days: int) -> dt.date | None:
    """Day by day, as a clerk counts on a calendar."""
    off = {each.on for each in agreed.holidays if each.party is None or each.party == party}
    try:
        day, counted = begins, 0
        if not days:
            while WEEKDAYS[day.weekday()] not in agreed.weekdays or day in off:
                day += dt.timedelta(1)
            return day
        while counted < days:
            day += dt.timedelta(1)
            counted += WEEKDAYS[day.weekday()] in agreed.weekdays and day not in off
    except OverflowError:
        return None
    return day


@st.composite
def agreed_days(draw):
    near = st.integers(0, 400).map(lambda number: DAY + dt.timedelta(number))
    holiday = st.builds(Holiday, on=near, names=st.just({"en": "Supposed"}), party=st.sampled_from([None, "north", "south"]))
    weekdays = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True))
    return WorkingDays(id="week", names={"en": "Week"}, clause="1", weekdays=weekdays, holidays=draw(st.lists(holiday, max_size=80)))


@settings(max_examples=examples(400), deadline=None)
@given(agreed_days(), st.sampled_from([None, "north", "south", "east"]), st.integers(0, 420), st.integers(0, 200))
def test_the_last_day_is_that_of_a_count_day_by_day(agreed, party, after, days):
    begins, week = DAY + dt.timedelta(after), Week(agreed, party)
    due = week.after(begins, days)
    assert due == naive(agreed, party, begins, days)
    first = begins + dt.timedelta(bool(days))
    skipped = list(week.skipped(first, due))
    assert week.worked(first, due) + len(skipped) == (due - first).days + 1
    assert week.worked(first, due) == max(days, 1)
    assert all(not week.is_working(each.on) for each in skipped)


@pytest.mark.parametrize("begins", [dt.date.max, dt.date.max - dt.timedelta(3), dt.date.min])
@pytest.mark.parametrize("days", [0, 1, 5, 3660])
def test_beyond_all_dates_there_is_no_last_day_and_no_error(begins, days):
    agreed = WorkingDays(id="week", names={"en": "Week"}, clause="1", weekdays=["mon"], holidays=[])
    assert Week(agreed, None).after(begins, days) == naive(agreed, None, begins, days)
    agreement, _ = parse_agreement(lake())
    calendar = Reckoner(agreement).reckon(days, None, begins)
    assert calendar.due == (None if (dt.date.max - begins).days < days else begins + dt.timedelta(days))


def test_the_longest_limit_among_the_most_holidays_costs_next_to_nothing():
    every = [Holiday(on=DAY + dt.timedelta(7 * number), names={"en": "Supposed"}) for number in range(2000)]
    week = Week(WorkingDays(id="week", names={"en": "Week"}, clause="1", weekdays=["fri"], holidays=every), None)
    began = time.process_time()
    for _ in range(1000):
        assert week.after(DAY, 3660) == DAY + dt.timedelta(7 * (1999 + 3660))
    assert time.process_time() - began < 1


def told(agreement, **more):
    lines = [
        'format = "detente-declarations-1"', 'agreement = "teaching"', "[[notification]]", 'id = "n"', 'by = "north"', 'format = "change"',
        "on = 2021-09-24", 'values = { boat = "n-1", what = "sold" }', *(f"{key} = {value}" for key, value in more.items()),
    ]  # fmt: skip
    return Book(agreement, parse_declarations("\n".join(lines).encode(), agreement))


@pytest.mark.parametrize(
    ("received", "state"), [("2021-09-30", "in_time"), ("2021-10-01", "late"), (None, "unknown")]
)  # fmt: skip
def test_a_notification_is_late_by_the_working_days_of_its_party(received, state):
    agreement, _ = parse_agreement(lake(2))
    (each,) = notified(told(agreement, **({} if received is None else {"received": received})), Asked(dt.date(2021, 12, 31)))
    assert each.reckoned is not None
    assert (each.due, each.state) == (dt.date(2021, 9, 30), state)  # Saturday, Sunday, (1) Monday, two holidays, (2) Thursday
    assert [(str(one.on), None if one.holiday is None else one.holiday.names["en"]) for one in each.reckoned.skipped()] == [
        ("2021-09-25", None), ("2021-09-26", None), ("2021-09-28", "Day of the lake"), ("2021-09-29", "Day of the north"),
    ]  # fmt: skip
    south = Reckoner(agreement).reckon(2, "week", DAY, "south")
    assert south.due == dt.date(2021, 9, 29)


def test_where_the_list_of_holidays_ends_late_is_not_known_and_in_time_is():
    agreement, _ = parse_agreement(lake(200))
    for received, state in (("2022-06-01", "in_time"), ("2022-12-01", "unknown")):
        (each,) = notified(told(agreement, received=received), Asked(dt.date(2023, 12, 31)))
        assert each.reckoned is not None
        assert (each.reckoned.beyond, each.state) == (True, state)


def test_a_round_in_working_days_knows_the_common_holidays_only():
    text = (
        lake().decode()
        + """
[[exchange]]
id = "autumn"
clause = "3.1"
names = { en = "Autumn" }
items = ["boat"]
[[exchange.round]]
of = "09-24"
period_ends = "09-24"
days = 2
working = "week"
"""
    )
    agreement, _ = parse_agreement(text.encode())
    (found,) = (each for each in duties(agreement, dt.date(2021, 9, 1), dt.date(2021, 10, 30)) if each.key == "autumn")
    assert found.on == dt.date(2021, 9, 29)
    assert found.due is not None
    assert found.due.reckoned is not None
    assert [str(each.on) for each in found.due.reckoned.skipped()] == ["2021-09-25", "2021-09-26", "2021-09-28"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('["mon", "tue", "wed", "thu", "fri"]', "[]", "length >= 1"),
        ('["mon", "tue", "wed", "thu", "fri"]', '["mon", "mon"]', "a word stands here twice"),
        ('["mon", "tue", "wed", "thu", "fri"]', '["Monday"]', "Monday"),
        ("on = 2021-09-29", "on = 2022-09-29", "the holiday of 2022-09-29 lies outside of 2021-01-01 to 2021-12-31"),
        ("on = 2021-09-29", "on = 1821-09-29", "the year 1821 lies outside"),
        ('party = "north"\n', 'party = "east"\n', "there is no party 'east'"),
        ("on = 2021-09-29", "on = 2021-09-28", None),
        ('\nparty = "north"\n', "\n", None),
        ("until = 2021-12-31", "until = 2020-12-31", "before it begins"),
        ("from = 2021-01-01\nuntil = 2021-12-31", "from = 2021-09-28\nuntil = 2021-09-29", "from 2021-09-28 to 2021-09-29 there is no working day"),
        ('id = "week"', 'id = "weak"', "there is no working_days 'week'"),
        ('clause = "3.2"\nweekdays', 'clause = "9"\nweekdays', "there is no clause '9'"),
    ],
)  # fmt: skip
def test_a_list_of_working_days_that_makes_no_sense_is_refused_with_its_line(old, new, reason):
    assert old in WEEK
    data = lake(3, WEEK.replace(old, new))
    if reason is None:
        assert parse_agreement(data)[0].working_days
        return
    with pytest.raises(FormatError, match=r"line \d+") as caught:
        parse_agreement(data, "lake.toml")
    assert reason in str(caught.value) or reason in repr(caught.value.params)


def test_the_same_holiday_twice_is_refused():
    data = lake(3, WEEK.replace("2021-09-29", "2021-09-28").replace('party = "north"\n', ""))
    with pytest.raises(FormatError, match="the holiday of 2021-09-28 stands in this list twice"):
        parse_agreement(data, "lake.toml")
