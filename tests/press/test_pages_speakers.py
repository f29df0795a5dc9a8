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
