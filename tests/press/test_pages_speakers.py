"""Who speaks on pages of newspapers, with which office and for whom, on which day, and which numbers count."""

from __future__ import annotations

import datetime as dt

from detente.press.reader import read_report
from detente.press.values import Statement


def _read(text: str) -> list[Statement]:
    return read_report(text, dt.date(2024, 5, 14), "en").statements


def _last(text: str) -> Statement:
    return _read(text)[-1]


def test_an_office_with_of_before_a_name_that_stood_in_what_another_said_is_its_owners() -> None:
    said = _last("The Arab League condemned the move announced on Monday by US Secretary of State Karl Brandt.\nBrandt said that it was right.")
    assert (said.speaker, said.office, said.side) == ("Karl Brandt", "US Secretary of State", "usa")
