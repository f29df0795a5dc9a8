"""Figures: what is counted, how exactly, and whether requests were sent, answered or received, from the speaker's side."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2021, 9, 30)


def _figures(said: str) -> list[tuple[int | float | None, str, str | None]]:
    report = read_report(f"Russian Foreign Minister Karl Brandt said that {said}.", PUBLISHED, "en")
    return [(count.value, count.qualifier, count.tally) for statement in report.statements for count in statement.counts]


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("Moscow sent 45 requests and received nine answers", [(45, "exact", "sent"), (9, "exact", "answered")]),
        ("Washington sent 14 inquiries", [(14, "exact", "received")]),
        ("Moscow received about ten letters and answered all of them", [(10, "about", "received"), (None, "all", "answered")]),
        ("Moscow had written 31 times and got replies to a dozen of these letters", [(31, "exact", "sent"), (12, "exact", "answered")]),
        ("more than half of the requests were answered", [(0.5, "over", "answered")]),
        ("most of the letters remain unanswered", [(None, "most", None)]),
        ("of 17 notes received from Bern, 15 were replied to", [(17, "exact", "received"), (15, "exact", "answered")]),
        ("at least two hundred and fifty mines were found", [(250, "over", None)]),
        ("up to $4.6 billion was spent over nearly four years", [(4_600_000_000, "under", None), (4, "about", None)]),
        ("fewer than 1,200 people, or 34%, came", [(1200, "under", None), (34, "exact", None)]),
    ],
)
def test_a_figure_says_how_many_how_exactly_and_of_what(said: str, figures: list[tuple[int | float | None, str, str | None]]) -> None:
    assert _figures(said) == figures


@pytest.mark.parametrize(
    "said",
    [
        "the second round took place on 16 June 2021",
        "the treaty of 2010 holds",
        "the two sides were at one",
        "one of them left a two-hour meeting at 5 p.m.",
        "article 5 was read out at the 38th meeting",
        "no jets had entered the zone at all",
    ],
)
def test_years_days_hours_ordinals_and_names_are_no_figures(said: str) -> None:
    assert _figures(said) == []
