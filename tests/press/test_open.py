"""What no list has is read by what stands around it: verbs of saying, quotations beside somebody, offices, questions of a transcript."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        pytest.param(
            "en", 'Asked about the talks, Minister Karl Brandt was brief: "Of course."', [("Karl Brandt", "Of course")], id="brief"
        ),
        pytest.param(
            "en",
            'Minister Karl Brandt met reporters. "It is over," was all that Brandt would say.',
            [("Karl Brandt", "It is over")],
            id="all that he would say",
        ),
        pytest.param("en", 'Minister Karl Brandt has read the report "Old Habits, New Screens".', [], id="a title is no speech"),
        pytest.param(
            "en", 'Two beekeepers signed in 2019 a letter that spoke of "a sky without a single bee".', [], id="a year is background"
        ),
        pytest.param(
            "ru",
            "Посол Ли На прибыла в Вену. Ли На покачала головой. «Не сегодня».",
            [("Ли На", "Не сегодня")],
            id="alone behind a sentence in which somebody acts",
        ),
        pytest.param("ru", "Текст закрыт, прихвастнула посол Ли На.", [("Ли На", "Текст закрыт")], id="a verb at the end"),
        pytest.param("ru", "Дверь открылась, вошла посол Ли На.", [], id="somebody who comes in says nothing"),
        pytest.param("ar", "يريد السفير سالم الهادي أن يغلق النص.", [], id="a wish reports nothing"),
        pytest.param("ar", "يعرف السفير سالم الهادي أن النص أغلق.", [], id="what somebody knows is no statement"),
        pytest.param(
            "ar",
            "قال السفير سالم الهادي إن النص أغلق. ولخص الهادي الموقف: «الباب ما زال مفتوحا أمام الجميع».",
            [("سالم الهادي", "النص أغلق"), ("سالم الهادي", "الباب ما زال مفتوحا أمام الجميع")],
            id="a verb before a colon",
        ),
    ],
)
def test_what_no_rule_has_is_told_by_what_stands_around_it(language: str, text: str, said: list[tuple[str, str]]) -> None:
    assert [(each.speaker, each.quote) for each in read_report(text, PUBLISHED, language).statements] == said


@pytest.mark.parametrize(
    ("language", "text", "speaker", "office"),
    [
        pytest.param("ar", "قال مزخرف القوارب سالم منصور إن النص أغلق.", "سالم منصور", "مزخرف القوارب", id="a trade of something"),
        pytest.param("ar", "قال ملقم كندي إن النص أغلق.", None, "ملقم كندي", id="somebody of a people"),
        pytest.param("en", "A Swiss kite flyer said the text was closed.", None, "Swiss kite flyer", id="somebody by the ending of a noun"),
        pytest.param("en", "The Swiss newspaper said the text was closed.", "The Swiss newspaper", None, id="a paper is nobody"),
        pytest.param(
            "ru",
            "Закупщик министерства обороны Иван Петров сказал, что текст закрыт.",
            "Иван Петров",
            "Закупщик министерства обороны",
            id="an office of a body",
        ),
    ],
)
def test_an_office_that_no_list_has_is_told_from_the_name(language: str, text: str, speaker: str | None, office: str | None) -> None:
    found = read_report(text, PUBLISHED, language).statements
    assert [(each.speaker, each.office) for each in found] == [(speaker, office)]


def test_a_transcript_goes_on_with_its_answer_up_to_the_next_question() -> None:
    text = (
        "Briefing\n\nKarl Brandt, Deputy Spokesperson\n\nQUESTION: Has anything come back?\n\nMR BRANDT: We have sent nine letters.\n\n"
        "But let me correct one thing.\n\nQUESTION: So you are ruling out talks.\n\nMR BRANDT: I have nothing to announce."
    )
    said = [(each.speaker, each.quote) for each in read_report(text, PUBLISHED, "en").statements]
    assert said == [
        ("Karl Brandt", "We have sent nine letters"),
        ("Karl Brandt", "But let me correct one thing"),
        ("Karl Brandt", "I have nothing to announce"),
    ]
