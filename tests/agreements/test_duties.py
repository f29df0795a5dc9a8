"""The days of an agreement, and how each was found."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from detente.agreements.duties import duties
from tests.agreements.desk import rules_of


def days(name: str, first: str, last: str) -> list[tuple[str, str, str]]:
    found = duties(rules_of(name).agreement, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    return [(str(each.on), each.kind, each.key) for each in found]


def test_new_start_in_2018():
    assert days("new-start", "2018-01-01", "2018-12-31") == [
        ("2018-02-05", "limit_begins", "vehicles"),
        ("2018-02-05", "limit_begins", "warheads"),
        ("2018-02-05", "limit_begins", "launchers"),
        ("2018-03-07", "exchange", "data"),
        ("2018-09-04", "exchange", "data"),
    ]


def test_each_day_says_how_it_was_found():
    (first,) = (each for each in duties(rules_of("new-start").agreement, dt.date(2011, 1, 1), dt.date(2011, 6, 30)) if each.due is not None)
    assert first.due is not None
    assert (first.on, first.due.period_ended, first.due.days) == (dt.date(2011, 3, 22), dt.date(2011, 2, 5), 45)


def test_after_the_last_day_of_an_agreement_nothing_is_due():
    assert days("new-start", "2026-02-05", "2026-02-05")[-1] == ("2026-02-05", "ends", "new-start")
    assert [each for each in days("new-start", "2026-02-06", "2030-01-01") if each[1] == "exchange"] == []


@given(
    first=st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)), middle=st.integers(0, 4000), length=st.integers(0, 4000),
)  # fmt: skip
def test_the_days_of_two_times_are_those_of_both_together(first, middle, length):
    agreement = rules_of("teaching").agreement
    between, last = first + dt.timedelta(middle), first + dt.timedelta(middle + 1 + length)
    whole = duties(agreement, first, last)
    assert whole == [*duties(agreement, first, between), *duties(agreement, between + dt.timedelta(1), last)]
    assert [each.on for each in whole] == sorted(each.on for each in whole)
