"""A claim that several outlets carry, or that is said again, stands in the register once, with its first and all other appearances."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.transcript import run

FIRST = ["--side", "south", "--speaker", "Anna Bell", "--figure", "sent south north 2"]


def add(*words: str) -> str:
    """Enter a statement and seal it; its reference."""
    code, said = run(["--node", "north", "statement", "add", *words, "--seal"])
    assert code == 0, said
    entries = json.loads(run(["--node", "north", "log", "--json"])[1])["entries"]
    return max((row["ref"] for row in entries if row["kind"] == "statement"), key=lambda ref: int(ref.split("/")[1]))


def statements() -> list[dict]:
    return json.loads(run(["--node", "north", "statement", "list", "--json"])[1])["statements"]


def appearances() -> list[list[str]]:
    return [[each["ref"] for each in row["appearances"]] for row in statements()]


def carried_twice() -> tuple[str, str]:
    """An agency reports on the second day, and later a paper is found that had it on the first."""
    second = add(*FIRST, "--said-on", "2021-09-30", "--quote", "en=We sent two.", "--according-to", "Agency", "--source", "public:https://example.org/2")  # fmt: skip
    first = add(*FIRST, "--said-on", "2021-09-29", "--quote", "ar=أرسلنا طلبين.", "--according-to", "Paper", "--according-to", "Ministry",
                "--source", "public:https://example.org/1", "--of", second)  # fmt: skip
    return first, second


def test_the_earliest_day_is_the_first_appearance_whichever_was_entered_first(talks):
    first, second = carried_twice()
    assert appearances() == [[first, second]]
    code, said = run(["--node", "north", "statement", "list"])
    assert code == 0
    flat = " ".join(said.split())
    for expected in ("appeared 2", "29 Sep 2021", "Paper"):
        assert expected in flat
    assert second not in flat  # one row


@pytest.mark.parametrize("which", [0, 1])
def test_each_of_them_shows_all(talks, which):
    refs = carried_twice()
    code, said = run(["--node", "north", "statement", "show", refs[which]])
    assert code == 0
    flat = " ".join(said.split())
    for expected in ("First and other appearances", *refs, "Paper ← Ministry", "Agency", "We sent two.", "أرسلنا طلبين."):
        assert expected in flat
    assert "It takes up statement" not in flat


@pytest.mark.parametrize(("language", "said"), [("ar", "ظهر مرتين"), ("ru", "появилось 2 раза")])
def test_how_often_is_said_in_each_language(talks, language, said):
    carried_twice()
    code, out = run(["--lang", language, "--node", "north", "statement", "show", statements()[0]["ref"]])
    assert code == 0
    assert said in " ".join(out.split())


@pytest.mark.parametrize(
    "other",
    [
        ["--side", "south", "--speaker", "Anna Bell", "--figure", "sent south north 3"],  # another number
        ["--side", "south", "--speaker", "Anna Bell", "--figure", "sent south north 2 over"],  # not as exact
        ["--side", "south", "--speaker", "Anna Bell", "--figure", "sent north south 2"],  # of somebody else's requests
        ["--side", "south", "--speaker", "Anna Bell", "--figure", "answered south north 2"],  # another tally
        ["--side", "south", "--speaker", "Anna Bell"],  # without the figure
        ["--side", "south", "--speaker", "Carl Dorn", "--figure", "sent south north 2"],
        ["--side", "north", "--speaker", "Anna Bell", "--figure", "sent south north 2"],
        [*FIRST, "--claim", "denial"],
    ],
)
def test_what_takes_a_statement_up_and_says_something_else_is_no_appearance_of_it(talks, other):
    first = add(*FIRST, "--said-on", "2021-09-29", "--quote", "en=We sent two.")
    second = add(*other, "--said-on", "2021-09-30", "--quote", "en=We sent two.", "--of", first)
    assert appearances() == [[first], [second]]
    code, said = run(["--node", "north", "statement", "show", second])
    assert code == 0
    assert "It takes up statement" in " ".join(said.split())


def test_the_same_words_that_nobody_has_linked_are_two_claims(talks):
    first = add(*FIRST, "--said-on", "2021-09-29")
    second = add(*FIRST, "--said-on", "2021-09-30")
    assert appearances() == [[first], [second]]


@pytest.mark.parametrize(
    ("words_said", "day", "one_claim"),
    [
        ("en=The talks were, in our view, useful and open", "2021-09-29", True),  # close words, another day
        ("en=Nothing at all came of the whole affair", "2021-09-20", False),  # the day is one, the words are not
        ("ru=Переговоры были полезными и открытыми", "2021-09-20", True),  # another language, one day
        ("ru=Переговоры были полезными и открытыми", "2021-09-29", False),
    ],
)
def test_without_figures_the_words_decide_and_between_languages_the_day(talks, words_said, day, one_claim):
    who = ["--side", "south", "--speaker", "Anna Bell"]
    first = add(*who, "--said-on", "2021-09-20", "--quote", "en=In our view the talks were useful and open")
    second = add(*who, "--said-on", day, "--quote", words_said, "--of", first)
    assert appearances() == ([[first, second]] if one_claim else [[first], [second]])


def test_three_that_are_linked_in_a_row_are_one_claim_and_its_counts_differ_from_others_once(talks):
    first = add(*FIRST, "--said-on", "2021-09-27")
    second = add(*FIRST, "--said-on", "2021-09-28", "--of", first)
    third = add(*FIRST, "--said-on", "2021-09-29", "--of", second)
    other = add("--side", "north", "--said-on", "2021-09-30", "--figure", "sent south north 5")
    view = json.loads(run(["--node", "north", "statement", "list", "--json"])[1])
    assert appearances() == [[first, second, third], [other]]
    assert [pair["statements"] for pair in view["differing"]] == [[first, other]]
    shown = json.loads(run(["--node", "north", "statement", "show", third, "--json"])[1])
    assert [third, other] in [pair["statements"] for pair in shown["differing"]]


def test_claim_review_names_the_first_appearance_and_the_others(talks):
    _, second = carried_twice()
    code, said = run(["--node", "north", "statement", "claim-review", second, "--out", "review.json"])
    assert code == 0, said
    claim = json.loads(Path("review.json").read_text("utf-8"))["itemReviewed"]
    assert claim["datePublished"] == "2021-09-29"
    works = [claim["firstAppearance"], *claim["appearance"]]
    assert [(work["publisher"]["name"], work.get("url"), work.get("inLanguage"), work.get("datePublished")) for work in works] == [
        ("Ministry", None, None, None),  # from whom the paper had it
        ("Paper", "https://example.org/1", ["ar"], "2021-09-29"),
        ("Agency", "https://example.org/2", ["en"], "2021-09-30"),
    ]
    assert works[1]["text"] == "أرسلنا طلبين."


@pytest.mark.parametrize("kind", ["party", "supposed"])
def test_claim_review_keeps_a_source_that_is_not_published_to_itself(talks, kind):
    ref = add(*FIRST, "--said-on", "2021-09-29", "--source", f"{kind}:our man in the room")
    run(["--node", "north", "statement", "claim-review", ref, "--out", "review.json"])
    assert "our man" not in Path("review.json").read_text("utf-8")
