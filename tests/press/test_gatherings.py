"""The day of a session or a meeting, and interviews."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)

SESSION = """Envoy Li Na told the Council on Monday that the maps were ready.

Minister Karl Brandt told the Council that they were not.

"Patience is not endless," said Anna Keller, the deputy envoy.

The vote is set for Friday, according to two diplomats.
"""

MEETING = """Minister Karl Brandt received a delegation of Norway yesterday.

Brandt said that the maps were ready.

The ministry said that it had sent two notes.
"""

INTERVIEW = """Envoy Li Na has led the delegation for two years.

Q: Were the maps ready?

Li: They were. We sent 12 requests.

Q: Who says that they were not?

Li: Nobody who has seen them.
"""


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (SESSION, ["2024-05-13", "2024-05-13", "2024-05-13", None]),
        (MEETING, ["2024-05-13", None]),
    ],
    ids=["session", "meeting"],
)
def test_a_day_is_carried_to_whoever_spoke_there(text: str, days: list[str | None]) -> None:
    assert [said.said_on for said in read_report(text, PUBLISHED, "en").statements] == days


def test_an_interview_is_read_by_its_answers() -> None:
    found = read_report(INTERVIEW, PUBLISHED, "en").statements
    assert [(said.speaker, said.quote) for said in found] == [
        ("Li Na", "They were. We sent 12 requests"),
        ("Li Na", "Nobody who has seen them"),
    ]
