"""What several are said to have agreed to, and what is denied or counted in one sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


@pytest.mark.parametrize(
    ("language", "text", "speaker", "quote"),
    [
        (
            "en",
            "In a protocol signed on 12 May, the Parties agreed to:\n- test the radio link each week;\n- exchange lists.\n\nThey met.",
            "the Parties",
            "test the radio link each week;\n- exchange lists",
        ),
        (
            "en",
            "Both delegations agreed on the following:\n1. to exchange maps;\n2. to set up a hotline.\n\nThey met.",
            "Both delegations",
            "to exchange maps;\n2. to set up a hotline",
        ),
        (
            "ru",
            "Стороны договорились о следующем:\n- открыть пункт пропуска;\n- обменяться списками.\n\nВстреча прошла хорошо.",
            "Стороны",
            "открыть пункт пропуска;\n- обменяться списками",
        ),
        (
            "ar",
            "واتفق الجانبان، في محضر وقع يوم الاثنين، على ما يلي:\n- فتح نقطتي اتصال؛\n- تبادل القوائم.\n\nوصل الوفد.",
            "الجانبان",
            "فتح نقطتي اتصال؛\n- تبادل القوائم",
        ),
    ],
    ids=["en", "en-numbered", "ru", "ar"],
)
def test_a_list_of_what_was_agreed_is_one_statement(language: str, text: str, speaker: str, quote: str) -> None:
    found = read_report(text, PUBLISHED, language).statements
    assert [(each.speaker, each.kind, each.quote) for each in found] == [(speaker, "agreement", quote)]


def test_the_numbers_of_a_list_count_nothing() -> None:
    text = "The sides agreed on the following:\n1. to send 12 notes;\n2. to exchange maps.\n\nThey met."
    assert [[count.value for count in each.counts] for each in read_report(text, PUBLISHED, "en").statements] == [[12]]


def test_a_list_of_something_else_is_not_joined() -> None:
    text = "The minister visited:\n- the port;\n- the bridge.\n\nMinister Karl Brandt said that the maps were ready."
    assert [each.quote for each in read_report(text, PUBLISHED, "en").statements] == ["the maps were ready"]


@pytest.mark.parametrize(
    ("language", "text", "agreed"),
    [
        ("en", "In March Norway and Kenya agreed not to arrest envoys.", ("Norway and Kenya", "not to arrest envoys", "2024-03")),
        ("en", "Last month Kenya and Uganda agreed to reopen the border.", ("Kenya and Uganda", "to reopen the border", "2024-04")),
        (
            "ru",
            "Предыдущая встреча экспертов состоялась в Бонне в марте 2024 года. Тогда стороны договорились назначить контактных лиц.",
            ("стороны", "назначить контактных лиц", "2024-03"),
        ),
        (
            "ar",
            "وكانت الجولة الثانية قد عقدت في إزمير في مارس 2024، واتفق خلالها الطرفان على إقامة خط ساخن.",
            ("الطرفان", "إقامة خط ساخن", "2024-03"),
        ),
        ("ar", "وفي مارس الماضي اتفق البلدان على تبادل الأسرى.", ("البلدان", "تبادل الأسرى", "2024-03")),
    ],
    ids=["en-month", "en-last", "ru-then", "ar-during", "ar-first"],
)
def test_what_was_agreed_before_has_its_sides_and_its_day(language: str, text: str, agreed: tuple[str, str, str]) -> None:
    found = read_report(text, PUBLISHED, language).statements
    assert [(each.speaker, each.quote, (each.said_on or "")[:7]) for each in found] == [agreed]


@pytest.mark.parametrize(
    ("text", "speaker", "denied"),
    [
        ("Причастность Пекина к атаке посольство КНР отвергло.", "посольство КНР", "Причастность Пекина к атаке"),
        ("Факт обстрела в Минобороны Азербайджана отрицают.", "Минобороны Азербайджана", "Факт обстрела"),
        ("Обвинения в краже данных в Кремле отвергают.", "Кремле", "Обвинения в краже данных"),
    ],
)
def test_what_is_denied_can_stand_first_in_russian(text: str, speaker: str, denied: str) -> None:
    found = read_report(text, PUBLISHED, "ru").statements
    assert [(each.speaker, each.kind, each.quote) for each in found] == [(speaker, "denial", denied)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Envoy Li Na said that Norway had sent seven notes and received one reply."),
        ("ru", "Посол Иван Котов сказал, что Минск направил Варшаве семь нот и получил один ответ."),
    ],
)
def test_one_answer_beside_what_was_sent_is_counted(language: str, text: str) -> None:
    (said,) = read_report(text, PUBLISHED, language).statements
    assert [(count.value, count.tally) for count in said.counts] == [(7, "sent"), (1, "answered")]


def test_a_preposition_written_together_with_an_arabic_quotation_is_none_of_it() -> None:
    (said,) = read_report('ندد المتحدث كامران نوروزي بـ"ضغوط سياسية لا صلة لها بالتقنية".', PUBLISHED, "ar").statements
    assert (said.form, said.quote) == ("direct", "ضغوط سياسية لا صلة لها بالتقنية")
