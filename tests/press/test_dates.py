"""Days by words against the day of publication, a Thursday."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.dates import Calendar
from detente.press.lexicon import lexicon

PUBLISHED = dt.date(2021, 9, 30)


def _days(words: str, *, coming: bool = False, language: str = "en", published: dt.date | None = PUBLISHED) -> list[str]:
    return [found.text for found in Calendar(lexicon(language), published).find(words, coming=coming)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on Thursday", "2021-09-30"),
        ("on Tuesday", "2021-09-28"),
        ("last Thursday", "2021-09-23"),
        ("next Tuesday", "2021-10-05"),
        ("yesterday", "2021-09-29"),
        ("June 16", "2021-06-16"),
        ("16 June 2020", "2020-06-16"),
        ("on Oct. 5", "2020-10-05"),
        ("June 15 and 16", "2021-06-15/2021-06-16"),
        ("from 15 to 16 June", "2021-06-15/2021-06-16"),
        ("earlier this month", "2021-09-01/2021-09-29"),
        ("earlier this week", "2021-09-27/2021-09-29"),
        ("last week", "2021-09-20/2021-09-26"),
        ("last month", "2021-08"),
        ("next month", "2021-10"),
        ("in December", "2020-12"),
        ("in June last year", "2020-06"),
        ("last Wednesday and Thursday", "2021-09-29/2021-09-30"),
    ],
)
def test_words_name_the_day_that_they_mean_on_the_day_of_publication(words: str, day: str) -> None:
    assert _days(words) == [day]


@pytest.mark.parametrize(("words", "day"), [("on Tuesday", "2021-10-05"), ("June 16", "2022-06-16"), ("in December", "2021-12")])
def test_what_is_to_come_lies_ahead(words: str, day: str) -> None:
    assert _days(words, coming=True) == [day]


def test_without_a_day_of_publication_only_a_full_date_is_a_day() -> None:
    assert _days("on Thursday, June 16, and on 5 May 2023", published=None) == ["2023-05-05"]


def test_a_verb_that_looks_like_a_month_is_none() -> None:
    assert _days("the summit may fail, and they may march on; in May they will") == ["2021-05"]
