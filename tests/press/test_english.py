"""English news language: who said what; all names and words are invented."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "Brandt said Norway, Sweden and Finland would send 12 officers.",
            [("Brandt", "Norway, Sweden and Finland would send 12 officers")],
            id="names in a row behind 'said'",
        ),
        pytest.param(
            'Brandt will travel to Tehran on Monday, the ministry said, for talks "on the open files".',
            [("the ministry", 'Brandt will travel to Tehran on Monday, the ministry said, for talks "on the open files"')],
            id="reporting words in the midst of a clause that ends in a quotation",
        ),
        pytest.param(
            "Fishing has stopped, Minister Karl Brandt said on Wednesday, calling the complaints “theatre”.",
            [("Karl Brandt", "Fishing has stopped"), ("Karl Brandt", "the complaints “theatre”")],
            id="what somebody calls something besides",
        ),
        pytest.param(
            "Brandt rejected the report that talks had stopped, calling it “a lie”.",
            [("Brandt", "the report that talks had stopped, calling it “a lie”")],
            id="a denial and what it calls what is denied are one",
        ),
        pytest.param(
            "Norway and Lao PDR agreed to open a training centre.",
            [("Norway and Lao PDR", "to open a training centre")],
            id="a state with its form of government",
        ),
    ],
)
def test_who_said_what(text: str, said: list[tuple[str, str]]) -> None:
    assert [(each.speaker, each.quote) for each in read_report(text, PUBLISHED).statements] == said
