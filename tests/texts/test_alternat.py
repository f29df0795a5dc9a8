"""Each side's original names itself first, and nothing but that may differ."""

from __future__ import annotations

import pytest

from detente.errors import FormatError
from detente.texts.alternat import Enumeration, filled, orders, whose_original
from detente.texts.form import format_version, parse_version
from detente.texts.model import Provision, Version

PARTIES = ("rus", "usa")
RUSSIAN = {
    "": Enumeration({"rus": "Российская Федерация", "usa": "Соединённые Штаты Америки"}, last=" и "),
    "with": Enumeration({"rus": "Российской Федерацией", "usa": "Соединёнными Штатами Америки"}, last=" и "),
}
ARABIC = {"": Enumeration({"rus": "الاتحاد الروسي", "usa": "الولايات المتحدة الأمريكية", "che": "سويسرا"}, between=" و", last=" و")}
ENGLISH = {
    "": Enumeration({"rus": "the Russian Federation", "usa": "the United States of America"}, first={"rus": "The Russian Federation"})
}


def text(words: str, language: str = "ru") -> Version:
    return parse_version(f"language: {language}\n\n{words}")


def test_each_original_names_its_party_first() -> None:
    version = text("{parties} согласились об обмене между {parties:with}.")
    originals = {party: filled(version, RUSSIAN, order) for party, order in orders(PARTIES).items()}
    assert originals["usa"].provisions[0].content == (
        "Соединённые Штаты Америки и Российская Федерация согласились об обмене между Соединёнными Штатами Америки и Российской Федерацией.",
    )
    assert {party: whose_original(version, each, RUSSIAN, PARTIES) for party, each in originals.items()} == {
        "rus": ("rus",),
        "usa": ("usa",),
    }


def test_an_arabic_and_is_glued_to_each_name() -> None:
    version = text("تتفق {parties} على ما يلي", "ar")
    assert filled(version, ARABIC, ("usa", "rus", "che")).provisions[0].content == (
        "تتفق الولايات المتحدة الأمريكية والاتحاد الروسي وسويسرا على ما يلي",
    )


def test_a_name_that_stands_first_can_have_another_form() -> None:
    assert filled(text("{parties} agree.", "en"), ENGLISH, PARTIES).provisions[0].content == (
        "The Russian Federation and the United States of America agree.",
    )


def test_what_was_not_left_open_is_compared_by_its_order() -> None:
    fixed = "{a} {parties} reduce to 10 (the Russian Federation) and 20 (the United States of America) respectively."
    turned = "{a} {parties} reduce to 20 (the United States of America) and 10 (the Russian Federation) respectively."
    version = text(fixed, "en")
    assert whose_original(version, filled(text(turned, "en"), ENGLISH, ("usa", "rus")), ENGLISH, PARTIES) == ()


def test_names_are_filled_in_brackets_and_in_the_title() -> None:
    version = parse_version("title: Note of {parties}\nlanguage: en\n\n{a} x [#1 RUS: {parties} / USA: both]")
    found = filled(version, {"": Enumeration({"rus": "R", "usa": "U"})}, ("usa", "rus"))
    assert format_version(found) == "title: Note of U and R\nlanguage: en\nstatus: authentic\n\n{a} x [#1 RUS: U and R / USA: both]\n"


def test_a_form_or_a_name_that_is_not_known_is_not_guessed() -> None:
    with pytest.raises(FormatError, match=r"no form .* for \{parties:of\}"):
        filled(text("x {parties:of}"), RUSSIAN, PARTIES)
    with pytest.raises(FormatError, match="che has no name"):
        filled(text("x {parties}"), RUSSIAN, ("che",))


def test_a_paragraph_can_begin_with_the_parties() -> None:
    version = text("{parties} x\n\n{parties:with} y")
    assert [provision.id for provision in version.provisions] == ["p1", "p2"]
    assert parse_version(format_version(version)) == version
    with pytest.raises(FormatError, match="'parties' is no name of a provision"):
        Provision("parties", ("x",))
