"""The plain text of a text: what a diplomat writes is read as meant, and what was read is written again in one spelling."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.texts.form import TextError, format_content, format_provision, format_version, parse_content, parse_version
from detente.texts.model import Alternative, Bracket, Version
from tests.texts.texts_made import versions

EXAMPLE = """\
title: Joint Statement
language: en

{preamble} The Parties, [USA: recalling / RUS: reaffirming] the statement
of 16 June 2021,

= Working groups

{1} # The Parties [RUS, CHE: shall / USA !CHE: should] establish two and/or three groups [in good faith].

> # The groups meet [#3 USA !RUS: at least [RUS: once / CHE: twice]] a year [RUS: or so / USA:].
"""

NORMAL = """\
title: Joint Statement
language: en
status: authentic

{preamble} The Parties, [#1 USA: recalling / RUS: reaffirming] the statement of 16 June 2021,

{p1} = Working groups

{1} # The Parties [#2 CHE, RUS: shall / USA !CHE: should] establish two and/or three groups [#4 in good faith].

{p2} > # The groups meet [#3 USA !RUS: at least [#5 RUS: once / CHE: twice]] a year [#6 RUS !USA: or so].
"""


def test_what_a_diplomat_writes_has_one_normal_spelling() -> None:
    assert format_version(parse_version(EXAMPLE)) == NORMAL
    assert format_version(parse_version(NORMAL)) == NORMAL


@given(versions())
def test_what_was_written_is_read_back_as_the_same_text(version: Version) -> None:
    assert parse_version(format_version(version)) == version


@given(st.text(st.sampled_from("ab :/\\[]#=>{}!\n,RUSA12\u200f"), max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_its_place(typed: str) -> None:
    places: list[int] = []
    try:
        version = parse_version("language: en\n\n" + typed)
        assert parse_version(format_version(version)) == version
    except TextError as error:
        places = [error.params["line"], error.params["column"]]
    except FormatError as error:
        assert "stands twice" in error.template or "language" in error.template  # noqa: PT017 - of the whole text, so without a place
    assert all(place >= 1 for place in places)


@pytest.mark.parametrize(
    ("typed", "line", "column", "why"),
    [
        ("The Parties [shall inform", 3, 13, "never closed"),
        ("The Parties\n  shall] inform", 4, 8, "a ] without its ["),
        ("a [] b", 3, 3, "has no words"),
        ("a [NATO: b / USA: c]", 3, 4, "NATO is no party; there are: RUS, USA"),
        ("a [USA: b / USA: c]", 3, 3, "backs two alternatives"),
        ("a [USA: b / RUS: b]", 3, 3, "the same words twice"),
        ("a [USA !USA: b]", 3, 15, "for and against the same words"),
        ("{A b} c", 3, 1, "no name of a provision"),
        ("a \u202eb", 3, 1, "U+202E hides or turns words"),
        (">>>>>> a", 3, 8, "6 levels deep, the limit is 5"),
        ("[" * 9 + "a" + "]" * 9, 3, 9, "9 deep, the limit is 8"),
    ],
)
def test_an_error_names_provision_line_and_column(typed: str, line: int, column: int, why: str) -> None:
    with pytest.raises(TextError, match=re.escape(why)) as caught:
        parse_version("language: en\n\n" + typed, parties=("rus", "usa"))
    assert (caught.value.params["line"], caught.value.params["column"]) == (line, column)


def test_a_provision_that_stands_twice_is_refused_by_name() -> None:
    with pytest.raises(FormatError, match="provision a stands twice"):
        parse_version("language: en\n\n{a} x\n\n{a} y")


def test_marks_of_direction_around_a_party_do_not_hide_it() -> None:
    version = parse_version(
        "language: ar\n\nعلى الطرفين [\u200fRUS\u200f: أن يتبادلا / \u200eUSA: تبادل] المعلومات", parties=("rus", "usa")
    )
    _, bracket, _ = next(version.brackets())
    assert [one.backed_by for one in bracket.alternatives] == [("rus",), ("usa",)]


@pytest.mark.parametrize("written", ["{\u200e1-a}", "{\u200f 1-a\u200e}", "\u200f{1-a}"])
def test_marks_of_direction_around_the_name_of_a_provision_are_no_part_of_it(written: str) -> None:
    version = parse_version(f"language: ar\n\n{written} # نص")
    assert format_version(version).endswith("\n\n{1-a} # نص\n")


def test_a_number_that_is_taken_anywhere_is_not_given_again() -> None:
    version = parse_version("language: en\n\n[a] and [#1 b]\n\nthen {p1}\n\n{p1} c")
    assert [bracket.id for _, bracket, _ in version.brackets()] == [2, 1]
    assert [provision.id for provision in version.provisions] == ["p2", "p3", "p1"]


def test_words_that_look_like_marks_are_escaped() -> None:
    bracket = Bracket(1, (Alternative(("UN: a / b",)),))
    version = Version("en", (parse_version("language: en\n\n{a} x").provisions[0].__class__("a", ("# 3 ", bracket)),))
    assert format_provision(version.provisions[0]) == "{a} \\# 3 [#1 UN\\: a \\/ b]"
    assert parse_version(format_version(version)) == version


def test_words_alone_are_read_with_numbers_that_are_free() -> None:
    content = parse_content("= The Parties [shall]\n\n[RUS: not] inform", ("rus",), taken=(1, 3))
    assert format_content(content) == "= The Parties [#2 shall] [#4 RUS: not] inform"
    assert parse_content(format_content(content)) == content


def test_an_error_in_words_alone_has_its_place() -> None:
    with pytest.raises(TextError, match=r"line 1, column 5: this \[ is never closed"):
        parse_content("The [")
