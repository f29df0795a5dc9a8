"""Meetings in Russian reports: what, where, when; each once."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)
"""A Tuesday."""


def meetings(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(each.what, each.where, each.when) for each in read_report(text, PUBLISHED, "ru").meetings]


@pytest.mark.parametrize(
    ("text", "what", "where", "when"),
    [
        ("Второй раунд консультаций прошел в Вене 2 и 3 мая.", "Второй раунд консультаций", "Вене", "2024-05-02/2024-05-03"),
        ("Третий раунд консультаций пройдет в Вене с 20 по 24 июля.", "Третий раунд консультаций", "Вене", "2024-07-20/2024-07-24"),
        ("Встреча экспертов двух стран состоялась в понедельник в Мутаре.", "Встреча экспертов двух стран", "Мутаре", "2024-05-13"),
        ("Следующее заседание комиссии состоится в июне.", "Следующее заседание комиссии", None, "2024-06"),
        ("Следующие консультации пройдут в Москве, дата не определена.", "Следующие консультации", "Москве", None),
        ("Стороны завершили в понедельник двухдневные консультации.", "двухдневные консультации", None, "2024-05-12/2024-05-13"),
        ("О нём договорились на переговорах в швейцарском Глионе в сентябре 2020 года.", "переговорах", "Глионе", "2020-09"),
    ],
)
def test_a_meeting_has_a_name_a_place_and_a_day(text: str, what: str, where: str | None, when: str | None) -> None:
    assert meetings(text) == [(what, where, when)]


@pytest.mark.parametrize(
    "text", ["Посол рассказал об участниках переговоров 2 мая.", "Он 2 мая прервал пресс-конференцию.", "Мост открыт 2 мая."]
)
def test_what_is_only_spoken_of_is_no_meeting(text: str) -> None:
    assert meetings(text) == []


def test_a_meeting_that_is_named_again_is_entered_once() -> None:
    text = "Встреча министров прошла в Вене 2 мая.\n\nПосол Ли На сообщила, что встреча министров состоялась 2 мая."
    assert meetings(text) == [("Встреча министров", "Вене", "2024-05-02")]


def test_a_day_beside_the_reporting_words_is_not_the_meeting_s() -> None:
    text = "Посол Ли На сегодня сообщила, что следующее заседание комиссии состоится в Вене 24 октября."
    assert meetings(text) == [("следующее заседание комиссии", "Вене", "2024-10-24")]


def test_the_same_day_is_the_one_that_was_named_before() -> None:
    text = "Стороны в понедельник подписали протокол. Встреча экспертов прошла в тот же день в Мутаре."
    assert meetings(text) == [("Встреча экспертов", "Мутаре", "2024-05-13")]


@pytest.mark.parametrize(
    ("text", "meetings"),
    [
        ("Envoy Karl Brandt said on Monday after a three-hour meeting that nothing was signed.", [("three-hour meeting", "2024-05-13")]),
        ("The third round of technical talks took place in Oslo on March 3.", [("round of technical talks", "2024-03-03")]),
        ("The next round will be held in the second half of 2025.", [("next round", "2025-07-01/2025-12-31")]),
        ("The conference opened on 10 May and ends on Friday.", [("conference", "2024-05-10/2024-05-17")]),
        ("He spoke on Tuesday at the end of three days of talks in Bern.", [("three days of talks", "2024-05-12/2024-05-14")]),
        ("Both delegations will return to Doha on June 5.", [("delegations will return to", "2024-06-05")]),
        ("The two ministers met in Vienna last Thursday.", [("ministers met in", "2024-05-09")]),
        ("The direct line will resume round-the-clock work on March 15.", []),
    ],
)
def test_english_meetings(text: str, meetings: list[tuple[str, str]]) -> None:
    found = read_report(f"BERN, May 14 - {text}", dt.date(2024, 5, 14), "en").meetings
    assert [(each.when) for each in found] == [when for _, when in meetings]
    assert all(set(what.split()) & set(each.what.split()) for each, (what, _) in zip(found, meetings, strict=True))


@pytest.mark.parametrize(
    ("text", "where", "when"),
    [
        ("Следующее её заседание, как ожидается, пройдет в Бишкеке в июне.", "Бишкеке", "2024-06"),
        ("Стороны провели в понедельник в Бендерах первую с марта встречу.", "Бендерах", "2024-05-13"),
        ("Накануне директор принял в Вене министра иностранных дел Сирии.", "Вене", "2024-05-13"),
        ("Заседание совета, запланированное на пятницу, перенесено на 20 мая.", None, "2024-05-20"),
        ("Конференция в Шарм-эш-Шейхе открылась 6 мая и должна закрыться 18 мая.", "Шарм-эш-Шейхе", "2024-05-06/2024-05-18"),
        ("Министры вступят в игру на следующей неделе: их круглый стол запланирован на вторник, 21 мая.", None, "2024-05-21"),
        ("Стороны в понедельник опубликовали документ по итогам встречи, которая прошла в Вене 3-5 мая.", "Вене", "2024-05-03/2024-05-05"),
        ("Дату третьей встречи не назвали.", None, None),
        ("Четвертый раунд переговоров пройдет в Астане 21-22 мая.", "Астане", "2024-05-21/2024-05-22"),
    ],
)
def test_the_day_of_a_meeting_is_that_of_its_own_clause(text: str, where: str | None, when: str | None) -> None:
    assert [found[1:] for found in meetings(text)] == [(where, when)]


@pytest.mark.parametrize(
    "text",
    ["Сеул передал предложение провести переговоры о встречах семей.", "Наполнение не начнется, пока не соберутся обе группы."],
)
def test_what_is_only_proposed_or_denied_is_no_meeting(text: str) -> None:
    assert meetings(text) == []


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("He spoke yesterday at the Cop30 summit, which began on May 6 and ends on Friday.", "2024-05-06/2024-05-17"),
        ("The talks are meant to clear the ground for the summit in Dubai in November.", "2024-11"),
        ("The two ministers discussed the dam in a phone call on Monday.", "2024-05-13"),
        ("The date of the committee's first session shall be determined later.", None),
    ],
)
def test_the_day_of_an_english_meeting(text: str, when: str | None) -> None:
    found = read_report(f"BERN, May 14 - {text}", dt.date(2024, 5, 14), "en").meetings
    assert [each.when for each in found] == [when]


def test_an_english_meeting_of_which_only_a_place_is_said_is_none() -> None:
    text = "BERN, May 14 - Two envoys walked out of the talks that were held in Oslo."
    assert read_report(text, dt.date(2024, 5, 14), "en").meetings == []


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (
            "The committee will hold its next meeting in Bern in August, while the commanders are to meet in Oslo on May 28.",
            [("commanders are to meet", "Oslo", "2024-05-28"), ("meeting", "Bern", "2024-08")],
        ),
        (
            "Norway and Sweden ended two days of talks in Bern on Monday and will meet again in Oslo in June.",
            [("will meet again", "Oslo", "2024-06"), ("two days of talks", "Bern", "2024-05-12/2024-05-13")],
        ),
        ("The commission would hold its first sitting in Oslo on June 23.", [("sitting", "Oslo", "2024-06-23")]),
        ("Norway will host an informal dinner for both leaders in Oslo on June 15.", [("informal dinner", "Oslo", "2024-06-15")]),
    ],
)
def test_each_clause_tells_of_its_own_meeting(text: str, met: list[tuple[str, str, str]]) -> None:
    assert [(each.what, each.where, each.when) for each in read_report(text, PUBLISHED, "en").meetings] == met


@pytest.mark.parametrize(
    ("language", "text", "met"),
    [
        (
            "en",
            "Envoys met in Doha on April 26 and are expected to meet again in Mexico City on June 17.",
            [("Doha", "2024-04-26"), ("Mexico City", "2024-06-17")],
        ),
        (
            "en",
            "The next review will be held in Murmansk in November 2024. The previous review took place in Kirkenes in October 2018.",
            [("Murmansk", "2024-11"), ("Kirkenes", "2018-10")],
        ),
        ("en", "The foreign ministers discussed the draft by phone on Monday.", [(None, "2024-05-13")]),
        ("ru", "Министры двух стран в понедельник обсудили по телефону проект договора.", [(None, "2024-05-13")]),
        (
            "ru",
            "Делегации встретились в Дохе 26 апреля и снова соберутся в Мехико 17 июня.",
            [("Дохе", "2024-04-26"), ("Мехико", "2024-06-17")],
        ),
        ("ar", "ويُتوقع أن يجري فيرانتي محادثات في طهران في كانون الأول/ديسمبر.", [("طهران", "2024-12")]),
        (
            "ar",
            "والتقى المبعوثان في الدوحة في 26 أبريل، ومن المتوقع أن يلتقيا مجددا في مسقط في 17 يونيو.",
            [("الدوحة", "2024-04-26"), ("مسقط", "2024-06-17")],
        ),
        ("ar", "صدر التقرير قبل اجتماع مجلس المحافظين المقرر في 20 تشرين الثاني/نوفمبر في فيينا.", [("فيينا", "2024-11-20")]),
    ],
)
def test_meetings_past_and_to_come_are_told_apart(language: str, text: str, met: list[tuple[str | None, str]]) -> None:
    found = read_report(text, PUBLISHED, language).meetings
    assert sorted([(each.where, each.when) for each in found], key=str) == sorted(met, key=str)
