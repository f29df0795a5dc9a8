"""Days by words against the day of publication, a Thursday."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.dates import Calendar
from detente.press.lexicon import lexicon
from detente.press.reader import read_report

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


@pytest.mark.parametrize(
    ("language", "text", "said_on", "met"),
    [
        ("ar", 'وزير الخارجية الروسي سيرجي دوبروف أعلن، السبت الماضي، أن الجولة الثانية "ستعقد الأسبوع المقبل".', "2021-09-25", "2021-09-27/2021-10-03"),
        ("ar", "وقال السفير سالم الهادي الاثنين إن الاجتماع سيعقد غداً في جنيف.", "2021-09-27", "2021-09-28"),
        ("ar", "وقال السفير سالم الهادي في 27 أغسطس إن الجولة ستعقد الشهر المقبل في جنيف.", "2021-08-27", "2021-09"),
        ("en", "Envoy Karl Brandt said on Saturday that the second round of talks would be held next week in Geneva.", "2021-09-25", "2021-09-27/2021-10-03"),
        ("en", '"The meeting will be held tomorrow in Geneva," envoy Karl Brandt said on Monday.', "2021-09-27", "2021-09-28"),
        ("en", "Envoy Karl Brandt said on August 27 that the talks would be held next month in Geneva.", "2021-08-27", "2021-09"),
        ("ru", "Посол Ли На сообщила в субботу, что второй раунд консультаций пройдет в Женеве на следующей неделе.", "2021-09-25", "2021-09-27/2021-10-03"),
        ("ru", "«Встреча экспертов пройдет завтра в Женеве», — сказала в понедельник посол Ли На.", "2021-09-27", "2021-09-28"),
        ("ru", "Посол Ли На сообщила 27 августа, что консультации пройдут в следующем месяце в Женеве.", "2021-08-27", "2021-09"),
    ],
)  # fmt: skip
def test_days_in_what_was_said_count_from_the_day_on_which_it_was_said(language: str, text: str, said_on: str, met: str) -> None:
    reading = read_report(text, PUBLISHED, language)
    assert [(each.said_on, each.kind) for each in reading.statements] == [(said_on, "announcement")]
    assert [each.when for each in reading.meetings] == [met]


@pytest.mark.parametrize(
    ("language", "text", "met"),
    [
        ("ar", "وقال السفير سالم الهادي السبت إن النص أغلق. وستعقد الجولة الثانية الأسبوع المقبل في جنيف.", "2021-10-04/2021-10-10"),
        ("en", "Envoy Karl Brandt said on Saturday that the text was closed. The talks will be held next week in Geneva.", "2021-10-04/2021-10-10"),
        ("ru", "Посол Ли На сообщила в субботу, что текст закрыт. Встреча экспертов пройдет на следующей неделе в Женеве.", "2021-10-04/2021-10-10"),
    ],
)  # fmt: skip
def test_days_of_which_the_report_itself_tells_count_from_its_publication(language: str, text: str, met: str) -> None:
    assert [each.when for each in read_report(text, PUBLISHED, language).meetings] == [met]


def test_what_was_said_last_week_counts_from_the_last_day_of_that_week() -> None:
    text = "Envoy Karl Brandt said last week that the talks would be held next week in Geneva."
    assert [each.when for each in read_report(text, PUBLISHED).meetings] == ["2021-09-27/2021-10-03"]


def test_a_full_day_on_which_it_was_said_is_enough_where_the_day_of_publication_is_not_known() -> None:
    text = "Envoy Karl Brandt said on 25 September 2021 that the talks would be held next week in Geneva."
    assert [each.when for each in read_report(text, None).meetings] == ["2021-09-27/2021-10-03"]


def test_the_same_day_in_what_was_said_is_the_one_that_the_report_named_before() -> None:
    calendar = Calendar(lexicon("ru"), PUBLISHED)
    words = "в среду, и в тот же день"
    said = calendar.said_on(calendar.find("в понедельник")[0])
    assert [found.text for found in said.find(words, words.index(","))] == ["2021-09-29"]
