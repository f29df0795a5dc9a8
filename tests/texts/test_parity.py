"""Parity finds what the languages do not say alike, and is silent where a translator only wrote good prose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings

from detente.texts.form import parse_version
from detente.texts.glossary import Glossary, glossary_of
from detente.texts.model import Provision, Version, content_of
from detente.texts.parity import Disparity, parity
from detente.texts.quantities import days, figures
from detente.texts.work import Work
from tests.strategies import examples
from tests.texts.texts_made import versions

GLOSSARY = glossary_of(
    [
        ("treaty", {"en": ["Treaty"], "ru": ["Договор"], "ar": ["المعاهدة"]}),
        ("parties", {"en": ["Parties", "Party"], "ru": ["Стороны"], "ar": ["الطرفان", "الأطراف"]}),
        ("russia", {"en": ["Russian Federation"], "ru": ["Российская Федерация"], "ar": ["الاتحاد الروسي"]}),
        ("federation", {"en": ["Federation"], "ru": ["Федерация"], "ar": ["الاتحاد"]}),
        ("launcher", {"en": ["launcher"], "ru": ["пусковая установка"], "ar": ["منصة الإطلاق", "منصات الإطلاق"]}),
    ]
)


def work(**languages: str) -> Work:
    return Work(tuple(parse_version(f"language: {language}\n\n{text}") for language, text in sorted(languages.items())))


def said(glossary: Glossary | None = None, /, **words: str) -> list[tuple[str, dict[str, str]]]:
    found = parity(work(**{language: "{a} " + each for language, each in words.items()}), glossary)
    return [(each.kind, dict(each.quotations)) for each in found]


@settings(max_examples=examples(40))
@given(versions())
def test_a_text_in_two_languages_of_the_same_words_is_alike(version: Version) -> None:
    other = Version("fr", version.provisions, version.title, version.status)
    assert parity(Work((Version("es", version.provisions, version.title), other))) == ()


# ---------------------------------------------------------------- provisions and brackets


def test_a_provision_that_a_language_lacks_is_named_with_its_words() -> None:
    found = parity(work(en="{a} x\n\n{b} y", ru="{a} х"))
    assert found == (Disparity("missing", "b", {"en": "y", "ru": ""}),)


def test_the_fewest_provisions_that_stand_elsewhere_are_named() -> None:
    found = parity(work(en="{a} a\n\n{b} b\n\n{c} c\n\n{d} d", ru="{d} d\n\n{a} a\n\n{b} b\n\n{c} c"))
    assert [(each.kind, each.provision) for each in found] == [("order", "d")]


def test_another_level_or_look_is_named() -> None:
    assert [each.kind for each in parity(work(en="{a} # x", ru="{a} > # х"))] == ["look"]


@pytest.mark.parametrize(
    ("english", "russian", "kind"),
    [
        ("[#1 x] y", "х у", "bracket"),
        ("[#1 RUS: x [#2 z] / USA: y]", "[#1 RUS: х / USA: у [#2 я]]", "bracket"),
        ("[#1 RUS: x / USA: y]", "[#1 RUS: х / USA: у / CHE: я]", "alternatives"),
        ("[#1 RUS: x / USA: y / CHE:]", "[#1 RUS: х / USA: / CHE: у]", "alternatives"),
        ("[#1 RUS: x / USA: y]", "[#1 USA: х / RUS: у]", "backers"),
        ("[#1 USA !RUS: x]", "[#1 USA: х]", "backers"),
    ],
)
def test_brackets_are_compared_as_data(english: str, russian: str, kind: str) -> None:
    found = parity(work(en="{a} " + english, ru="{a} " + russian))
    assert [each.kind for each in found] == [kind]


# ---------------------------------------------------------------- numbers and dates

ALIKE = [
    {"en": "no more than 1,550 warheads", "ru": "не более 1 550 боезарядов", "ar": "ما لا يزيد على ١٬٥٥٠ رأسا"},
    {"en": "1.5 per cent", "ru": "1,5 процента", "ar": "١٫٥ في المائة"},
    {"en": "by 5%", "ru": "на 5 %", "ar": "بنسبة 5٪"},
    {"en": "at least 5 and 63 at most", "ru": "не менее 5 и 63 самое большее", "ar": "5 على الأقل و63 على الأكثر"},
    {"en": "with 12 inspectors", "ru": "с 12 инспекторами", "ar": "ب12 مفتشا"},
    {"en": "by 5 to 10 per cent", "ru": "на 5–10 процентов", "ar": "بنسبة 5 إلى 10 في المائة"},
    {"en": "by 5% to 10%", "ru": "на 5–10%", "ar": "بنسبة 5% إلى 10%"},
    {"en": "on 16 June 2021", "ru": "16 июня 2021 года", "ar": "في 16 حزيران/يونيه 2021"},
    {"en": "on June 16, 2021", "ru": "16.06.2021", "ar": "في ١٦ يونيو ٢٠٢١"},
    {"en": "16 to 18 June 2021", "ru": "16–18 июня 2021 года", "ar": "من 16 إلى 18 يونيو 2021"},
    {"en": "in June 2021", "ru": "в июне 2021 года", "ar": "في حزيران/يونيه 2021"},
    {"en": "2 groups", "ru": "две группы", "ar": "مجموعتان"},
    {"en": "within 45 days", "ru": "в течение сорока пяти дней", "ar": "في غضون خمسة وأربعين يوما"},
    {"en": "three groups", "ru": "три группы", "ar": "ثلاثة أفرقة"},
    {"en": "three groups", "ru": "3 группы", "ar": "٣ أفرقة"},
    {"en": "a three-party group of four", "ru": "трёхсторонняя группа из четырёх человек", "ar": "فريق ثلاثي من أربعة أشخاص"},
    {"en": "thirteen states", "ru": "тринадцать государств", "ar": "ثلاث عشرة دولة"},
    {"en": "three hundred days", "ru": "триста дней", "ar": "ثلاثمائة يوم"},
    {"en": "the 12 items; these 12", "ru": "12 предметов; они", "ar": "البنود الاثنا عشر"},
    {"en": "The Parties may meet", "ru": "Стороны могут встречаться", "ar": "يجوز للطرفين أن يجتمعا"},
    {"en": "S-300 and F-16", "ru": "С-300 и Ф-16", "ar": "إس-300 وإف-16"},
    {"en": "on 16 June 2021", "fr": "le 16 juin 2021"},
    {"en": "on 1 May", "ru": "1 мая", "ar": "في 1 أيار/مايو"},
    {"en": "first five days", "ru": "первые пять дней", "ar": "الأيام الخمسة الأولى"},
]


@pytest.mark.parametrize("words", ALIKE, ids=[each["en"] for each in ALIKE])
def test_what_translators_write_is_no_finding(words: dict[str, str]) -> None:
    assert said(**words) == []


@pytest.mark.parametrize(
    ("kind", "words", "quotations"),
    [
        ("number", {"en": "45 days", "ru": "в течение 46 дней"}, {"en": "45", "ru": "46"}),
        ("number", {"ar": "خلال ٤٥ يوما", "en": "within 54 days"}, {"ar": "٤٥", "en": "54"}),
        ("number", {"en": "5 per cent of 100", "ru": "5 из 100"}, {"en": "5 per cent", "ru": "5"}),
        ("number", {"en": "1,550 warheads", "ru": "1 500 боезарядов"}, {"en": "1,550", "ru": "1 500"}),
        ("date", {"en": "on 16 June 2021", "ru": "16 июля 2021 года"}, {"en": "16 June 2021", "ru": "16 июля 2021"}),
        ("date", {"ar": "في 16 حزيران/يونيه 2021", "en": "on 17 June 2021"}, {"ar": "16 حزيران/يونيه 2021", "en": "17 June 2021"}),
        ("date", {"en": "on 16 June", "ru": "16 июня 2021 года"}, {"en": "16 June", "ru": "16 июня 2021"}),
        ("number word", {"en": "three groups", "ru": "две или четыре группы"}, {"en": "three", "ru": "четыре"}),
        ("number word", {"ar": "خمسة أفرقة", "en": "six groups"}, {"ar": "خمسة", "en": "six"}),
        ("parties", {"en": "{parties} agree", "ru": "Стороны согласились"}, {"en": "{parties}", "ru": ""}),
    ],
)  # fmt: skip
def test_a_difference_is_quoted_in_each_language(kind: str, words: dict[str, str], quotations: dict[str, str]) -> None:
    assert said(**words) == [(kind, quotations)]


def test_a_number_in_another_alternative_is_a_difference() -> None:
    found = parity(work(en="{a} [#7 RUS: 45 / USA: 60] days", ru="{a} [#7 RUS: 60 / USA: 45] дней"))
    assert [(each.kind, each.bracket) for each in found] == [("number", 7), ("number", 7)]


def test_the_title_is_compared_too() -> None:
    english, russian = (
        parse_version(f"title: {title}\nlanguage: {language}\n") for title, language in (("Of 2021", "en"), ("От 2022", "ru"))
    )
    assert parity(Work((english, russian))) == (Disparity("number", "", {"en": "2021", "ru": "2022"}),)


def test_a_day_is_read_the_same_in_every_way_it_is_written() -> None:
    for words, language in (
        ("16th June 2021", "en"),
        ("June 16, 2021", "en"),
        ("16-го июня 2021 г.", "ru"),
        ("16 من يونيو 2021", "ar"),
        ("2021-06-16", "fr"),
    ):
        assert [day.value for day, _, _ in days(words, language)] == ["2021-06-16"], words


def test_numbers_are_read_by_their_value() -> None:
    assert [each.value for each in figures("1,550; 1 550; ١٬٥٥٠; 0.125; 007; 12,5; 3.1.2", [])] == [
        "1550",
        "1550",
        "1550",
        "0.125",
        "7",
        "12.5",
        "3.1.2",
    ]


# ---------------------------------------------------------------- glossary

TERMS_ALIKE = [
    {"en": "under the Treaty", "ru": "в соответствии с Договором", "ar": "بموجب المعاهدة"},
    {"en": "and the Treaty's aims", "ru": "и цели Договора", "ar": "وللمعاهدة أهداف"},
    {"en": "to the Parties", "ru": "Сторонам", "ar": "للطرفين"},
    {"en": "the Russian Federation", "ru": "Российской Федерацией", "ar": "والاتحاد الروسي"},
    {"en": "launchers", "ru": "пусковых установок", "ar": "ومنصات الإطلاق"},
    {"en": "its launcher", "ru": "её пусковую установку", "ar": "بمنصة الإطلاق"},
    {"en": "an arrangement", "ru": "договорённость", "ar": "ترتيب"},
    {"en": "ITS TREATY", "ru": "ДОГОВОР", "ar": "مُعاهَدتها"},
]


@pytest.mark.parametrize("words", TERMS_ALIKE, ids=[each["en"] for each in TERMS_ALIKE])
def test_a_term_is_found_in_every_form(words: dict[str, str]) -> None:
    assert said(GLOSSARY, **words) == []


@pytest.mark.parametrize(
    ("words", "quotations"),
    [
        ({"en": "the Treaty", "ru": "соглашение"}, {"en": "Treaty", "ru": ""}),
        ({"ar": "بالمعاهدة", "en": "the agreement"}, {"ar": "بالمعاهدة", "en": ""}),
        ({"en": "the Federation of Labour", "ru": "Российская Федерация"}, {"en": "Federation", "ru": ""}),
    ],
)
def test_a_term_that_a_language_does_not_have_is_named(words: dict[str, str], quotations: dict[str, str]) -> None:
    assert ("term", quotations) in said(GLOSSARY, **words)


def test_a_term_without_a_form_in_a_language_is_no_finding_there() -> None:
    assert said(GLOSSARY, en="the Treaty", fr="le traité") == []


def test_defined_terms_in_quotation_marks_are_counted_and_known() -> None:
    assert said(en='“group” and "list"', ru="«группа» и «список»") == []
    assert said(en="“group” and “list”", ru="«группа» и список") == [("definition", {"en": "group, list", "ru": "группа"})]
    found = said(GLOSSARY, en="“Treaty” and Party", ru="«Стороны» и Договор")
    assert found == [("definition", {"en": "Treaty", "ru": "Стороны"})]


CATALOGUES = Path(__file__).parents[2] / "src" / "detente" / "locale"


def test_our_own_translations_raise_no_alarm_over_numbers_and_days() -> None:
    said = {}
    for language in ("ar", "ru"):
        with (CATALOGUES / language / "LC_MESSAGES" / "detente.po").open("rb") as file:
            said[language] = {
                message.id: message.string
                for message in read_po(file, locale=language)
                if message.id and isinstance(message.id, str) and message.string
            }
    texts = [each for each in said["ar"] if each in said["ru"]]
    assert len(texts) > 2000

    def version(language: str) -> Version:
        words = [re.sub(r"%(?:\(\w+\))?[a-z%]", "x", said[language][each] if language in said else each) for each in texts]
        return Version(language, tuple(Provision(f"p{place}", content_of(each) or ("x",)) for place, each in enumerate(words)))

    found = parity(Work(tuple(version(language) for language in ("ar", "en", "ru"))))
    assert [each for each in found if each.kind != "definition"] == []  # Russian quotes more names than English does
