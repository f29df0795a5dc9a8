"""Drafts that contradict each other, or what our party has in the record, are named before any of it is permanent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.node.node import Node
from detente.views.draft_doubts import Doubts
from tests.cli.test_matters import act, carried, detente, refused, value
from tests.cli.test_recorded_agreements import lake

assert lake  # a fixture that the tests below ask for by name

NORTH = ("--node", "north")
TWICE = {"en": "and only one of the two would count", "ru": "учтено было бы лишь одно из двух", "ar": "ولن تُحتسب إلا واحدة منهما"}
OTHERWISE = {"en": "and neither corrects the other", "ru": "ни один не исправляет другой", "ar": "ولا تصحح أي منهما الأخرى"}
OURS = {"en": "and this does not correct it", "ru": "а это её не исправляет", "ar": "وهذه المسودة لا تصححه"}


def told(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[\u2066-\u2069]", "", text))


def draft(**fields: object) -> int:
    """A draft that another program, or two people at once, could make: nobody checked it."""
    with Node.open(Path("north"), "") as node:
        return node.draft(node.room(None), fields)


def doubts(number: int) -> list[str]:
    with Node.open(Path("north"), "") as node:
        return [str(doubt) for doubt in Doubts(node, node.room(None)).of(number)]


def nil(day: str = "2021-09-01") -> dict:
    return {"kind": "declare", "about": "text/teaching", "form": "nil", "on": day, "exchange": "lists"}


def items(day: str = "2021-09-01") -> dict:
    return {**nil(day), "form": "items", "full": True, "items": [{"id": "n-1", "type": "boat", "fields": {"gun": True}}]}


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_two_drafts_about_one_day_are_named_in_the_outbox_and_stop_the_seal(lake, language):
    draft(**nil())
    second = draft(**nil())
    assert TWICE[language] in told(detente("--lang", language, *NORTH, "outbox"))
    assert TWICE[language] in told(refused("--lang", language, *NORTH, "seal"))
    assert value(*NORTH, "outbox")["drafts"][0]["doubts"] == []
    assert len(value(*NORTH, "outbox")["drafts"][1]["doubts"]) == 1
    detente(*NORTH, "outbox", "--drop", str(second))
    detente(*NORTH, "seal")


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_a_nil_return_and_items_of_one_day_are_named_although_both_would_count(lake, language):
    draft(**nil())
    draft(**items())
    assert OTHERWISE[language] in told(refused("--lang", language, *NORTH, "seal"))


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_a_draft_about_a_day_that_our_record_speaks_of_names_the_entry(lake, language):
    entry = act("north", "declare", "teaching", "--nil", "--exchange", "lists", "--on", "2021-09-01")
    draft(**items())
    said = told(refused("--lang", language, *NORTH, "seal"))
    assert OURS[language] in said
    assert entry in said
    assert len(value(*NORTH, "outbox")["drafts"]) == 1


def test_what_stands_all_the_same_can_be_sealed_and_counts_as_both_nodes_say(lake):
    draft(**nil())
    second = draft(**nil())
    detente(*NORTH, "seal", "--confirm", str(second))
    carried()
    checked = [value("--node", party, "agreement", "check", "teaching", "--as-of", "2021-09-30") for party in ("north", "south")]
    assert checked[0] == checked[1]
    assert len(checked[0]["misfits"]) == 1


def test_drafts_of_different_days_corrections_and_other_parties_contradict_nothing(lake):
    entry = act("north", "declare", "teaching", "--nil", "--exchange", "lists", "--on", "2021-08-01")
    act("south", "declare", "teaching", "--nil", "--exchange", "lists", "--on", "2021-09-01")
    carried()
    party, index = entry.split("/")
    numbers = [draft(**nil("2021-09-01")), draft(**nil("2021-09-02")), draft(**items("2021-08-01"), re=[[party, 0, int(index)]])]
    assert [doubts(number) for number in numbers] == [[], [], []]


def test_two_stances_on_one_proposal_a_figure_disputed_twice_and_a_suspension_of_what_rests_are_named(lake):
    proposal = act("south", "propose", "measure/hotline", "--text", "Supposed.")
    carried()
    party, index = proposal.split("/")
    re_ = [[party, 0, int(index)]]
    first, second = draft(kind="consent", re=re_), draft(kind="object", re=re_, reason="Supposed.")
    assert doubts(first) == []
    assert doubts(second) == [f"draft {first} is a stance on the same proposal; of the two only the last would stand"]
    rest = {"kind": "suspend", "about": "text/teaching", "ground": "Supposed."}
    one = draft(**rest, **{"from": "2021-10-01", "until": "2021-10-31"}, exchanges=["lists"])
    other = draft(**rest, **{"from": "2021-10-20"})
    later = draft(**rest, **{"from": "2021-11-01", "until": "2021-11-05"}, exchanges=["lists"])
    assert doubts(one) == []
    assert doubts(other) == [f"draft {one} suspends the same for some of these days"]
    assert doubts(later) == [f"draft {other} suspends the same for some of these days"]


def test_a_draft_under_rules_that_are_not_in_force_would_count_nowhere_and_says_so(talks):
    number = draft(**nil())
    assert doubts(number) == ["no agreement with rules is in force as 'text/teaching': it would count nowhere"]
