"""What the head and the opening of a report say of who speaks in it and on which day: releases, interviews, logs of a day."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2025, 5, 15)


def _said(text: str, language: str) -> list[tuple[str | None, str, str | None]]:
    return [(each.speaker, each.quote, each.said_on) for each in read_report(text, PUBLISHED, language).statements]


def test_a_release_that_opens_with_a_meeting_tells_what_was_said_there_and_then() -> None:
    text = (
        "Ministry of Water\n\nPRESS RELEASE\nBern, 15 May 2025\n\nThe fifth meeting of the Joint Committee took place in Bern on 13 May 2025.\n\n"
        "Minister Karl Brandt noted that the work was done. The two sides agreed to open two stations.\n\n"
        "On 14 May the delegations visited the dam.\n\nEngineer Mary Ellis pointed out that it was old.\n\n"
        "The Ministry clarifies that no land was sold."
    )
    assert [day for _, _, day in _said(text, "en")] == ["2025-05-13", "2025-05-13", "2025-05-14", "2025-05-15"]


def test_a_report_that_is_no_release_gives_no_day_to_what_was_said_after_its_meeting() -> None:
    text = (
        "The fifth meeting of the Joint Committee took place in Bern on 13 May 2025.\n\nMinister Karl Brandt said that the work was done."
    )
    assert _said(text, "en") == [("Karl Brandt", "the work was done", None)]


def test_a_russian_press_service_says_when_its_ministry_spoke() -> None:
    text = (
        "Пресс-служба МИД Таджикистана\n13 мая 2025 года\n\nО консультациях\n\n12 мая 2025 года в Душанбе состоялись консультации.\n\n"
        "Министр Иван Петров отметил, что граница открыта.\n\nМИД Таджикистана опровергает информацию о задержании сотрудника посольства."
    )
    assert [day for _, _, day in _said(text, "ru")] == ["2025-05-12", "2025-05-13"]


def test_who_opens_a_meeting_speaks_on_its_day_and_so_does_whoever_follows() -> None:
    text = (
        "الكويت - 13 - 5 (كونا) -- عقدت اللجنة المشتركة يوم 13 مايو 2025 في الكويت اجتماعها الثاني عشر.\n\n"
        "وقال نائب وزير الخارجية الكويتي السفير فهد العميري في كلمة افتتح بها الاجتماع إن النص أغلق.\n\nوأكد العميري أن الاتفاق قائم."
    )
    assert [day for _, _, day in _said(text, "ar")] == ["2025-05-13", "2025-05-13"]


@pytest.mark.parametrize(
    ("text", "language", "speaker", "said"),
    [
        (
            (
                "Директор Центра реагирования Казахстана Ерлан Тасбулатов — о том, кому он звонит\n\n— Сколько было атак?\n\n— Около сорока.\n\n"
                "За коллег я отвечать не могу.\n\n— Что соседи?\n\n— Мы отправили двенадцать запросов."
            ),
            "ru",
            "Ерлан Тасбулатов",
            ["Около сорока", "За коллег я отвечать не могу", "Мы отправили двенадцать запросов"],
        ),
        (
            (
                "الأردن بعد الهجوم\n\nكيف يعمل المركز؟ هنا أجوبة مدير المركز الوطني في الأردن المهندس طارق الفايز.\n\n● متى اكتشفتم الهجوم؟\n\n"
                "– اكتشفناه قبيل الفجر.\n\nوسننشر ما توصلنا إليه كاملاً.\n\n● ماذا بعد؟\n\n– نستضيف اجتماعاً لهذه المراكز."
            ),
            "ar",
            "طارق الفايز",
            ["اكتشفناه قبيل الفجر", "سننشر ما توصلنا إليه كاملاً", "نستضيف اجتماعاً لهذه المراكز"],
        ),
    ],
)
def test_an_interview_without_names_is_of_whoever_its_opening_introduces(text: str, language: str, speaker: str, said: list[str]) -> None:
    found = _said(text, language)
    assert [quote for _, quote, _ in found] == said
    assert {who for who, _, _ in found} == {speaker}


def test_a_paragraph_between_an_answer_and_what_the_report_tells_is_no_answer() -> None:
    text = (
        "Директор Центра Ерлан Тасбулатов — о том, кому он звонит\n\n— Сколько было атак?\n\n— Около сорока.\n\n— Что соседи?\n\n"
        "— Они молчат.\n\nЦентр создан в 2017 году. В нем работают сорок человек."
    )
    assert [quote for _, quote, _ in _said(text, "ru")] == ["Около сорока", "Они молчат"]


@pytest.mark.parametrize(("head", "day"), [("Thursday 15 May 2025", "2025-05-15"), ("Published On 15 May 2025", None)])
def test_a_log_is_of_a_day_only_where_its_head_names_the_day_with_its_weekday(head: str, day: str | None) -> None:
    text = (
        f"Live: talks in Bern\n\n{head}\n\n18:42\nMinister Karl Brandt says that the text is closed.\n\n18:20\nThe hall is full.\n\n"
        "17:55\nThe doors are open."
    )
    assert [said_on for _, _, said_on in _said(text, "en")] == [day]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("На вопрос о рыбаке, задержанном в марте, министр Иван Петров ответил, что встреча будет.", "ru"),
        ("Asked about the fisherman detained in March, Minister Karl Brandt said that he was free.", "en"),
        ("Contrary to what the paper reported last week, Minister Karl Brandt said that no water was kept.", "en"),
    ],
)
def test_the_day_of_what_somebody_was_asked_about_is_not_that_of_the_answer(text: str, language: str) -> None:
    assert [day for _, _, day in _said(text, language)] == [None]


def test_what_a_ministry_was_saying_earlier_is_news_though_its_verb_tells_of_another_time() -> None:
    text = "Министр Иван Петров сказал, что граница закрыта. Ранее МИД Литвы заявлял, что подал пять запросов."
    assert [who for who, _, _ in _said(text, "ru")] == ["Иван Петров", "МИД Литвы"]


def test_a_body_whose_report_it_is_lends_its_side_to_its_spokesman() -> None:
    text = "UN briefing: a dinner\n\nThe Secretary-General will host a dinner, his deputy spokesman, Eduardo Quintana, said on Wednesday."
    assert [each.side for each in read_report(text, PUBLISHED, "en").statements] == ["un"]


def test_who_is_said_to_lead_a_delegation_speaks_for_its_state() -> None:
    text = "The Indian delegation was led by Chief Engineer Alok Sinha.\n\nMr. Sinha stated that the letters had come."
    assert [each.side for each in read_report(text, PUBLISHED, "en").statements] == ["ind"]


def test_here_is_not_the_verb_that_it_is_without_its_hamza() -> None:
    assert _said("هنا أجوبة الوزير سالم الهادي عن الأسئلة.", "ar") == []
    assert [who for who, _, _ in _said('هنأ الوزير سالم الهادي الفريق على "إنجازه الكبير".', "ar")] == ["سالم الهادي"]
