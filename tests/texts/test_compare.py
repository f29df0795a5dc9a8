"""Two versions beside each other: every word of both is shown, and what is the same is found again."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.texts.compare import BracketRun, Run, compare, runs
from detente.texts.differing import changes, rising
from detente.texts.form import parse_version
from detente.texts.model import Bracket, Content, Piece, Version, content_of
from tests.strategies import examples
from tests.texts.texts_made import contents, versions


def version(words: str, language: str = "en") -> Version:
    return parse_version(f"language: {language}\n\n{words}")


def words(before: str, after: str) -> list[tuple[str, str]]:
    found = runs(version("{a} " + before)["a"].content, version("{a} " + after)["a"].content)
    return [(run.kind, "".join(str(piece) for piece in run.pieces)) for run in found if isinstance(run, Run)]


@given(st.lists(st.sampled_from("abc ")), st.lists(st.sampled_from("abc ")))
def test_changes_lead_from_the_one_to_the_other(first: list[str], second: list[str]) -> None:
    found = changes(first, second, " ")
    made: list[str] = []
    place = 0
    for start, end, begin, until in found:
        made += first[place:start] + second[begin:until]
        place = end
        assert first[start:end] != second[begin:until]
    assert made + first[place:] == second


@given(st.lists(st.integers(0, 30), unique=True))
def test_the_longest_rising_series_is_found(numbers: list[int]) -> None:
    longest = [0] * len(numbers)
    for place, number in enumerate(numbers):
        longest[place] = 1 + max((longest[each] for each in range(place) if numbers[each] < number), default=0)
    found = [numbers[place] for place in rising(numbers)]
    assert found == sorted(found)
    assert len(found) == max(longest, default=0)


@pytest.mark.slow
def test_texts_made_to_be_slow_cost_little() -> None:
    start = time.process_time()
    changes(["a"] * 30_000 + ["b"], ["c"] + ["a"] * 30_000)
    changes(list("ab" * 20_000), list("ba" * 20_000 + "b"))
    changes([f"{number}" for number in range(30_000)], [f"{number}" for number in range(30_000, 0, -1)])
    assert time.process_time() - start < 5


def test_words_that_were_replaced_stand_before_those_that_came() -> None:
    assert words("The Parties shall inform each other.", "The Parties should inform each other.") == [
        ("same", "The Parties "), ("removed", "shall"), ("added", "should"), ("same", " inform each other."),
    ]  # fmt: skip


def test_a_sign_changes_without_its_word() -> None:
    assert words("in 2021;", "in 2021.") == [("same", "in 2021"), ("removed", ";"), ("added", ".")]


def test_words_in_a_row_are_one_change() -> None:
    assert words("they shall inform us", "they will notify us") == [
        ("same", "they "), ("removed", "shall inform"), ("added", "will notify"), ("same", " us"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("يتبادل الطرفان المعلومات", "يتبادل الطرفان البيانات", "المعلومات", "البيانات"),
        ("Стороны обмениваются информацией", "Стороны делятся информацией", "обмениваются", "делятся"),
        ("مُعاهدة جديدة", "معاهدة جديدة", "مُعاهدة", "معاهدة"),
        ("не более 1,550 единиц", "не более 1,500 единиц", "1,550", "1,500"),
    ],
)
def test_words_are_whole_in_every_script(before: str, after: str, removed: str, added: str) -> None:
    changed = [each for each in words(before, after) if each[0] != "same"]
    assert changed == [("removed", removed), ("added", added)]


def side(content: Content, other: Content, kinds: set[str]) -> Content:
    pieces: list[Piece] = []
    for run in runs(content, other):
        if isinstance(run, BracketRun):
            pieces.append(run.before if "removed" in kinds else run.after)
        elif run.kind in kinds:
            pieces += run.pieces
    return content_of(*pieces)


@given(contents(), contents())
def test_the_runs_of_each_side_are_its_content(before: Content, after: Content) -> None:
    assert side(before, after, {"same", "removed"}) == before
    assert side(before, after, {"same", "added"}) == after


@settings(max_examples=examples(40))
@given(versions())
def test_a_version_is_the_same_as_itself(one: Version) -> None:
    assert {change.kind for change in compare(one, one)} <= {"same"}


@settings(max_examples=examples(40))
@given(versions(), versions())
def test_every_provision_of_both_is_there_once(earlier: Version, later: Version) -> None:
    found = compare(earlier, later)
    assert sorted(change.id for change in found) == sorted({one.id for one in (*earlier.provisions, *later.provisions)})
    assert [change.after for change in found if change.after] == list(later.provisions)
    assert {change.id for change in found if change.before} == {one.id for one in earlier.provisions}


@settings(max_examples=examples(40))
@given(versions(), versions())
def test_compared_the_other_way_round_added_is_removed(earlier: Version, later: Version) -> None:
    there = {change.id: change.kind for change in compare(earlier, later)}
    back = {change.id: change.kind for change in compare(later, earlier)}
    turned = {"added": "removed", "removed": "added"}
    assert {name for name in there if there[name] in turned} == {name for name in back if back[name] in turned}
    assert all(turned[there[name]] == back[name] for name in there if there[name] in turned)
    assert {name for name in there if there[name] == "changed"} == {name for name in back if back[name] == "changed"}


def test_what_moved_is_told_from_what_it_passed() -> None:
    earlier = version("{a} a\n\n{b} b\n\n{c} c\n\n{d} d\n\n{e} e")
    later = version("{a} a\n\n{d} d\n\n{b} b\n\n{c} C\n\n{f} f")
    assert [(change.id, change.kind) for change in compare(earlier, later)] == [
        ("a", "same"), ("d", "moved"), ("e", "removed"), ("b", "same"), ("c", "changed"), ("f", "added"),
    ]  # fmt: skip


def test_a_heading_that_became_a_paragraph_differs_in_its_look() -> None:
    (change,) = compare(version("{a} = x"), version("{a} > # x"))
    assert (change.kind, change.looks_differ) == ("changed", True)
    assert change.runs == (Run("same", ("x",)),)


def test_brackets_are_compared_as_data() -> None:
    before = version("{a} They [#1 RUS: shall / USA: should / CHE: may] meet [#2 twice].")["a"]
    after = version("{a} They [#1 CHE, RUS: shall / USA: should] meet [#3 twice].")["a"]
    found = runs(before.content, after.content)
    bracket = next(run for run in found if isinstance(run, BracketRun))
    shall, may = bracket.changes
    assert (shall.before and shall.before.content, shall.joined, shall.left) == (("shall",), ("che",), ())
    assert (may.after, may.left) == (None, ("che",))
    assert [run.kind for run in found] == ["same", "bracket", "same", "removed", "added", "same"]
    assert [piece.id for run in found if isinstance(run, Run) for piece in run.pieces if isinstance(piece, Bracket)] == [2, 3]


def test_a_party_that_words_its_alternative_anew_keeps_it() -> None:
    before = version("{a} They [RUS: shall inform / USA: should tell] us.")["a"]
    after = version("{a} They [RUS: shall notify / USA: should tell] us.")["a"]
    (bracket,) = [run for run in runs(before.content, after.content) if isinstance(run, BracketRun)]
    (change,) = bracket.changes
    assert [(run.kind, run.pieces) for run in change.runs if isinstance(run, Run)] == [
        ("same", ("shall ",)), ("removed", ("inform",)), ("added", ("notify",)),
    ]  # fmt: skip
