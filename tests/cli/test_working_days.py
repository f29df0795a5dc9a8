"""How the last day of a time limit in working days was found, as commands tell it in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.agreements.test_working import lake
from tests.cli.test_matters import detente, value

TOLD = """format = "detente-declarations-1"
agreement = "teaching"
[[notification]]
id = "n"
by = "north"
format = "change"
on = 2021-09-24
received = 2021-10-01
values = { boat = "n-1", what = "sold" }
"""


@pytest.fixture
def files(place):
    Path("lake.toml").write_bytes(lake(2))
    Path("told.toml").write_text(TOLD, "utf-8")
    return ("lake.toml", "--declarations", "told.toml", "--as-of", "2021-12-31")


def test_explain_names_each_day_that_was_not_counted_and_why(files):
    name, *more = files
    view = value("agreement", "explain", name, "change", *more)
    (sent,) = view["notifications"]
    found = sent["found"]
    assert (sent["due"], sent["state"], found["days"], found["working"]) == ("2021-09-30", "late", 2, "week")
    assert [(day["on"], day["holiday"].get("en"), day["party"]) for day in found["skipped"]] == [
        ("2021-09-25", None, None), ("2021-09-26", None, None), ("2021-09-28", "Day of the lake", None),
        ("2021-09-29", "Day of the north", "north"),
    ]  # fmt: skip
    assert value("agreement", "check", name, *more)["notifications"][0]["found"] == found
    assert view["explained"] == view["quotas"] == []
    assert [provision["id"] for provision in view["provisions"]] == ["3.2"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["2 working days after 24 Sep 2021: 30 Sep 2021", "no agreed working day", "holiday of Northland: Day of the north"]),
        ("ru", ["2 рабочих дня после", "не является согласованным рабочим днём", "праздник стороны «Северландия»"]),
        ("ar", ["يوما عمل بعد", "ليس من أيام العمل المتفق عليها", "عطلة لدى الطرف"]),
    ],
)
def test_each_step_is_told_in_each_language(files, language, said):
    name, *more = files
    for command in (("explain", name, "change"), ("check", name)):
        told = re.sub(
            r"[\u2066-\u2069]|\s+",
            lambda found: " " if found[0].isspace() else "",
            detente("--lang", language, "agreement", *command, *more),
        )
        for sentence in said:
            assert sentence in told, (command, sentence)
