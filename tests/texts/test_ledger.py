"""The ledger counts every open bracket once, and its curve adds up."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.texts.form import parse_version
from detente.texts.ledger import Ledger, Opened, curve, ledger, left_to_agree
from detente.texts.model import Version
from tests.strategies import examples
from tests.texts.texts_made import versions

TEXT = """language: en

{t} = Measures

{a} # The Parties [#1 RUS, CHE: shall / USA: should] meet [#2 USA !RUS: twice [#3 RUS: a year [#4 in turn]]].

{b} > # They inform each other [#5 USA !CHE !RUS: promptly].

{c} # Done.
"""
DAY = dt.date(2021, 9, 30)
OPENED = {1: Opened(1, dt.date(2021, 7, 28)), 2: Opened(2, dt.date(2021, 9, 29), "usa/4"), 5: Opened(3, dt.date(2021, 10, 1))}


def book(text: str = TEXT) -> tuple[Version, Ledger]:
    version = parse_version(text)
    return version, ledger(version, OPENED, DAY, 2)


def test_each_bracket_has_its_row_with_its_age() -> None:
    _, found = book()
    assert [(row.number, row.provision, row.place, row.depth, row.parties, row.rounds, row.days) for row in found.rows] == [
        (1, "a", "1", 1, ("che", "rus", "usa"), 1, 64),
        (2, "a", "1", 1, ("rus", "usa"), 0, 1),
        (3, "a", "1", 2, ("rus",), None, None),
        (4, "a", "1", 3, (), None, None),
        (5, "b", "1.1", 1, ("che", "rus", "usa"), 0, 0),
    ]
    assert (found.by_provision, found.by_party) == ({"a": 4, "b": 1}, {"che": 2, "rus": 4, "usa": 3})
    assert [row.number for row in found.oldest("che")] == [1, 5]
    assert [row.number for row in found.oldest()] == [1, 2, 5, 3, 4]


def test_what_people_should_look_at_is_named() -> None:
    _, found = book()
    assert [(warning.number, str(warning)) for warning in found.warnings] == [
        (4, "bracket 4 stands in 2 others: past two of them people begin to make mistakes"),
        (4, "nobody backs any words of bracket 4"),
    ]


def test_what_is_left_to_agree_on_one_page() -> None:
    version, found = book()
    left = left_to_agree(version, found)
    assert (left.brackets, left.choices, left.clean, left.provisions) == (5, 1, 2, 4)
    assert left.alone == {"usa": 2}


def test_the_curve_over_the_rounds() -> None:
    texts = ["[#1 x] [#2 y]", "[#1 x] [#3 z]", "x z"]
    rounds = [(f"round {place}", parse_version(f"language: en\n\n{{a}} {text}")) for place, text in enumerate(texts, 1)]
    assert [tuple(point) for point in curve(rounds)] == [
        ("round 1", (1, 2), (), 2), ("round 2", (3,), (2,), 2), ("round 3", (), (1, 3), 0),
    ]  # fmt: skip


@settings(max_examples=examples(40))
@given(versions())
def test_every_bracket_is_counted_once(version: Version) -> None:
    found = ledger(version, {}, DAY, 1)
    assert sorted(row.number for row in found.rows) == sorted(bracket.id for _, bracket, _ in version.brackets())
    assert sum(found.by_provision.values()) == len(found.rows)
    assert left_to_agree(version, found).clean == sum(not re.search("Bracket", repr(each.content)) for each in version.provisions)


@settings(max_examples=examples(30))
@given(st.lists(versions(), max_size=3))
def test_what_was_opened_less_what_was_closed_is_open(rounds: list[Version]) -> None:
    total = 0
    for point in curve([("", version) for version in rounds]):
        total += len(point.opened) - len(point.closed)
        assert total == point.open
