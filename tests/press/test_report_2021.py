"""The real report of 30 September 2021, as it was scraped: what a reader must find in it, and nothing else.

The report is not part of this repository; it lies beside it, with the shared vectors. Only names, figures and single words are repeated here.
"""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report
from detente.press.values import Reading, Statement
from tests.vectors_folder import shared_data

REPORT = "report-2021-09-30.ar.txt"
PUBLISHED = dt.date(2021, 9, 30)
EARLIER_THIS_MONTH = "2021-09-01/2021-09-29"
SATURDAY = "2021-09-25"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_report(shared_data(REPORT).read_bytes().decode(), PUBLISHED)


def said_by(reading: Reading, name: str | None) -> list[Statement]:
    return [each for each in reading.statements if each.speaker == name]


def test_all_that_is_said_is_found_and_nothing_else(reading: Reading) -> None:
    speakers = [(each.speaker, each.side) for each in reading.statements]
    assert speakers == [
        ("الولايات المتحدة وروسيا", "rus+usa"),
        ("الجانبان", "rus+usa"),
        (None, "rus"),
        *[("سيرجي ريابكوف", "rus")] * 6,
        *[("بايدن وبوتين", "rus+usa")] * 2,
        *[("جو بايدن", "usa")] * 2,
        *[("سيرجي لافروف", "rus")] * 9,
        *[("ديمتري بيسكوف", "rus")] * 2,
    ]


def test_every_quotation_is_of_the_report_to_the_letter(reading: Reading) -> None:
    text = shared_data(REPORT).read_bytes().decode()
    assert all(text[slice(*each.span)] == each.quote for each in reading.statements)
    assert all(text[slice(*count.span)] == count.words for each in reading.statements for count in each.counts)


def test_two_sides_speak_together_and_agree(reading: Reading) -> None:
    joint, agreed = reading.statements[:2]
    assert (joint.said_on, joint.occasion) == ("2021-09-30", "بيان مشترك")
    assert agreed.kind == "agreement"
    assert [(each.value, each.tally) for each in agreed.counts] == [(2, None)]


def test_who_is_not_named_keeps_his_office(reading: Reading) -> None:
    (unnamed,) = said_by(reading, None)
    assert unnamed.office is not None
    assert "لروسيا" in unnamed.office


def test_a_report_about_bases_is_denied_by_way_of_an_agency(reading: Reading) -> None:
    denied, unchanged, *others = said_by(reading, "سيرجي ريابكوف")
    assert (denied.kind, denied.via) == ("denial", ["نوفوستي"])
    assert denied.denies is not None
    assert denied.denies in denied.quote
    assert (unchanged.kind, unchanged.via) == ("statement", ["نوفوستي"])
    assert all(each.kind == "statement" and each.via == [] for each in others)


def test_what_was_said_in_june_keeps_its_day(reading: Reading) -> None:
    assert [each.said_on for each in said_by(reading, "بايدن وبوتين")] == ["2021-06-16"] * 2


def test_earlier_this_month_is_a_range_up_to_the_day_before(reading: Reading) -> None:
    assert [(each.said_on, each.kind) for each in said_by(reading, "جو بايدن")] == [
        (EARLIER_THIS_MONTH, "pledge"),
        (EARLIER_THIS_MONTH, "statement"),
    ]
    assert [each.said_on for each in said_by(reading, "ديمتري بيسكوف")] == [EARLIER_THIS_MONTH] * 2


def test_last_saturday_holds_for_all_that_the_minister_said(reading: Reading) -> None:
    said = said_by(reading, "سيرجي لافروف")
    assert {each.said_on for each in said} == {SATURDAY}
    assert {each.office for each in said} == {"وزير الخارجية الروسي"}
    assert said[0].kind == "announcement"


def test_requests_are_tallied_from_the_speakers_side(reading: Reading) -> None:
    counts = [(each.value, each.qualifier, each.tally) for said in said_by(reading, "سيرجي لافروف") for each in said.counts]
    assert counts == [
        (45, "exact", "sent"),
        (None, "most", None),
        (0.5, "half", None),
        (9, "exact", "answered"),
        (10, "about", "received"),
        (None, "all", "answered"),
    ]


def test_the_caption_that_stands_twice_is_read_once(reading: Reading) -> None:
    (caption,) = reading.captions
    assert (caption.times, caption.when, caption.where, caption.credit) == (2, "2021-06-16", "فيلا لا جرانج", "REUTERS")
    assert caption.who == ["جو بايدن", "فلاديمير بوتين", "جاي بارميلين"]


def test_meetings_past_and_to_come_are_found(reading: Reading) -> None:
    days = {each.when for each in reading.meetings}
    assert {"2021-06-16", "2021-07", None} <= days
    assert "2021-06-16" in {each.when for each in reading.meetings if each.source == "caption"}
    assert any("اللقاء" in each.what and each.when is None for each in reading.meetings)
    assert any("اجتماعهما" in each.what for each in reading.meetings)


def test_two_names_of_one_dialogue_are_told_to_be_one(reading: Reading) -> None:
    (names,) = reading.aliases
    assert "حوار التوازن الاستراتيجي" in names
    assert "الاستقرار الاستراتيجي" in names
