"""Who speaks on pages of newspapers, with which office and for whom, on which day, and which numbers count."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report
from detente.press.values import Statement


def _read(text: str) -> list[Statement]:
    return read_report(text, dt.date(2024, 5, 14), "en").statements


def _last(text: str) -> Statement:
    return _read(text)[-1]


def test_an_office_with_of_before_a_name_that_stood_in_what_another_said_is_its_owners() -> None:
    said = _last(
        "The Arab League condemned the move announced on Monday by US Secretary of State Karl Brandt.\nBrandt said that it was right."
    )
    assert (said.speaker, said.office, said.side) == ("Karl Brandt", "US Secretary of State", "usa")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ten clinics are open, according to the Health Department. The agency said it expects two more.", "the Health Department"),
        (
            "The ban is unfair, Amnesty Relief International said on Monday. The organization believes that it will end.",
            "Amnesty Relief International",
        ),
        ("Brandt Motors estimates that it will build 40 cars. The company said most would be sold.", "Brandt Motors"),
        ("The group that owns most of it, Large Engine, says Brandt will play. But the company says he did not ask.", "Large Engine"),
    ],
)
def test_a_general_word_means_the_body_named_before_whatever_that_is_called(text: str, speaker: str) -> None:
    assert _last(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Foreign Ministry said it would wait. The bank said it would pay.", "The bank"),
        ("Karl Brandt said he would wait. The agency said it would pay.", "The agency"),
        ("Norway said it would wait. The company said it would pay.", "The company"),
    ],
)
def test_a_general_word_means_no_body_of_another_kind_nor_a_person(text: str, speaker: str) -> None:
    assert _last(text).speaker == speaker


def test_a_body_whose_name_ends_as_a_verb_does_is_named_with_the_other() -> None:
    said = _last("The United Nations and European Union stressed the plan was right.")
    assert (said.speaker, said.side) == ("The United Nations and European Union", "eu+un")


def _figures(text: str) -> list[tuple[float | None, str, str]]:
    return [(count.value, count.qualifier, count.words) for said in _read(text) for count in said.counts]


@pytest.mark.parametrize(
    "text",
    [
        "Officers arrested Anna B. Lee, 32, of 1119 Eighth St., after a search, the sheriff said.",
        "Officers arrested Anna Lee 31, of Hope, the sheriff said.",
        "The car belonged to a man of 3170 W. Harbour Road, the sheriff said.",
        "Brandt started a group in 2010 called Great Aid, the minister said.",
        '"It is all about the port," the minister said.',
    ],
)
def test_an_age_alone_a_house_a_year_and_all_about_count_nothing(text: str) -> None:
    assert _figures(text) == []


def test_several_is_a_figure_without_a_number() -> None:
    assert _figures("The minister said several bridges were closed.") == [(None, "about", "several bridges")]


def test_a_small_part_of_a_small_whole_is_a_share() -> None:
    assert _figures("The minister said two of three rules were broken.") == [(0.67, "exact", "two of three rules")]
    assert [value for value, _, _ in _figures("The minister said two of the three rules were broken.")] == [2, 3]


def test_a_day_with_a_shortened_month_behind_reporting_words_is_none_of_what_was_said() -> None:
    said = _last("The ministry announced Jan. 18 that it was adding five ships.")
    assert (said.quote, said.said_on) == ("it was adding five ships", "2024-01-18")


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Fed Chair Anna Lee said the rate would fall.", "usa"),
        ("NASA said it was adding five ships.", "usa"),
        ("Two people were arrested, the Metropolitan Police said.", "gbr"),
        ("US ports wait. The ban is wrong, said Karl Lee, president of the National Harbour Employees Union.", None),
    ],
)
def test_the_side_of_agencies_known_by_name_and_of_unions(text: str, side: str | None) -> None:
    assert _last(text).side == side


def test_unions_speak_by_what_they_are() -> None:
    said = _last("Minister Karl Brandt said there was money. Nearly 300 schools closed, according to nurses unions.")
    assert (said.speaker, said.office) == ("nurses unions", None)


def test_an_office_for_several_things_before_a_name_is_whole() -> None:
    text = "Energy and Climate Change Minister Karl Brandt. Credit: Anna Lee\nIn a statement, the minister said the forecast was right."
    assert _last(text).office == "Energy and Climate Change Minister"


@pytest.mark.parametrize(
    ("text", "speaker", "office"),
    [
        (
            "A plan to impeach Norwegian President Karl Lee has failed. Earlier, Lee apologized, saying he was wrong.",
            "Karl Lee",
            "Norwegian President",
        ),
        ('The president and his team were flying home. "We slept," Brandt said.', "Brandt", None),
        ('"We are fine," said Karl Lee, Bigtel\'s co-founder and vice president.', "Karl Lee", "Bigtel's co-founder and vice president"),
        ("MEC for Health and Sport, Karl Lee, said the centre was open.", "Karl Lee", "MEC for Health and Sport"),
        ("According to analysts at US banking giant Brandt Lee, reserves could grow.", None, "analysts at US banking giant Brandt Lee"),
        (
            '"Water was found," lead author Karl Lee, a scientist at the Ice Center in Greenbelt, Maryland, and Dale University in Washington, D.C., said.',
            "Karl Lee",
            "scientist at the Ice Center in Greenbelt, Maryland, and Dale University in Washington, D.C.",
        ),
    ],
)
def test_an_office_begins_where_its_owner_is_and_ends_with_where_he_works(text: str, speaker: str | None, office: str | None) -> None:
    said = _last(text)
    assert (said.speaker, said.office) == (speaker, office)
