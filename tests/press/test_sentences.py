"""Quotations, their nesting, their way through paragraphs, reporting words in the midst of speech; sentences that do not end in them."""

from __future__ import annotations

import pytest

from detente.press.lexicon import lexicon
from detente.press.sentences import HIDDEN, quotations, sentences, with_insertions

"""No abbreviations."""


def spoken(text: str, *, single: bool = False) -> list[str]:
    return [text[slice(*each.inside)] for each in quotations(text, 0, len(text), single=single)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He said “it is so”.", ["it is so"]),
        ("Он сказал: «Это так».", ["Это так"]),
        ("Он сказал: „Это так“.", ["Это так"]),
        ('قال "الأمر كذلك".', ["الأمر كذلك"]),
        ("قال «الأمر كذلك» ثم «انتهى»", ["الأمر كذلك", "انتهى"]),
    ],
)
def test_every_style_of_marks_is_known(text: str, inside: list[str]) -> None:
    assert spoken(text) == inside


def test_marks_within_a_quotation_belong_to_it() -> None:
    assert spoken("«Нам сказали: „Приезжайте“. Мы ждем», - сказал он.") == ["Нам сказали: „Приезжайте“. Мы ждем"]
    assert spoken("«Газета «Восток» закрыта», - сказал он.") == ["Газета «Восток» закрыта"]


def test_the_same_sign_within_a_quotation_opens_before_a_word_and_closes_behind_one() -> None:
    assert spoken('"Слухи о закрытии пункта "Восток" ложны", - сказал он. "Он открыт".') == [
        'Слухи о закрытии пункта "Восток" ложны',
        "Он открыт",
    ]


def test_two_quotations_with_the_same_sign_are_two() -> None:
    assert spoken('Это "да", а это "нет".') == ["да", "нет"]


def test_a_quotation_that_is_not_closed_goes_to_the_end() -> None:
    (only,) = quotations("Он сказал: «Это так.", 0, 20)
    assert not only.closed
    assert only.end == 20


def test_a_mark_that_opens_a_paragraph_anew_opens_nothing_inside() -> None:
    text = "«Первое.\n\n«Второе», - сказал он."
    assert spoken(text) == ["Первое.\n\n«Второе"]


def test_an_apostrophe_is_no_quotation() -> None:
    assert spoken("The minister's aide said 'it's done' twice.", single=True) == ["it's done"]


def test_a_paragraph_that_opens_with_a_dash_is_speech() -> None:
    (only,) = quotations("— Мы ждем, — сказал он.", 0, 23)
    assert only.spoken


def test_reporting_words_in_the_midst_of_speech_are_found() -> None:
    text = "«Мы ждем, - сказал он. - Долго». Потом «тире - не слово»."
    found = with_insertions(quotations(text, 0, len(text)), text, lambda place: text.startswith("сказал", place))
    assert [[text[slice(*place)] for place in each.inserted] for each in found] == [["сказал он"], []]


def test_a_sentence_does_not_end_within_a_quotation() -> None:
    text = "«Это так. Мы знаем», - сказал он. Она молчала."
    found = sentences(text, 0, len(text), quotations(text, 0, len(text)), lexicon("en"))
    assert [text[each.start : each.end] for each in found] == ["«Это так. Мы знаем», - сказал он.", "Она молчала."]


def test_a_stop_within_the_marks_ends_a_sentence_where_a_new_one_begins() -> None:
    text = "He said: “It is so.” She left."
    found = sentences(text, 0, len(text), quotations(text, 0, len(text)), lexicon("en"))
    assert [text[each.start : each.end] for each in found] == ["He said: “It is so.”", "She left."]


def test_a_mask_hides_what_is_said_and_nothing_else() -> None:
    text = "«Это так», - сказал он."
    (only,) = sentences(text, 0, len(text), quotations(text, 0, len(text)), lexicon("en"))
    assert only.mask == "«" + HIDDEN * 7 + "», - сказал он."


@pytest.mark.parametrize(
    ("language", "text"),
    [("ru", "Рост составил 5 млн. тонн за год."), ("en", "Mr. Brandt left."), ("ru", "В г. Вене тихо."), ("ru", "И. Петров ушел.")],
)
def test_an_abbreviation_ends_no_sentence(language: str, text: str) -> None:
    assert len(sentences(text, 0, len(text), [], lexicon(language))) == 1


def test_a_letter_behind_an_apostrophe_is_no_initial() -> None:
    text = "They were held in Sana'a. Some have left."
    assert len(list(sentences(text, 0, len(text), [], lexicon("en")))) == 2
