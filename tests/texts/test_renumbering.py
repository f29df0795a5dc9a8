"""Brackets that are written out again keep their numbers; others are new."""

from __future__ import annotations

from detente.texts.form import format_content, parse_content
from detente.texts.renumbering import known_again


def again(written: str, earlier: str, taken: tuple[int, ...]) -> str:
    """What was written in the place of earlier words, with the numbers that its brackets get."""
    before = parse_content(earlier)
    content = parse_content(written, taken=taken)
    return format_content(known_again(content, before, set(range(100)) - set(taken)))


def test_the_same_bracket_keeps_its_number_and_another_gets_a_new_one() -> None:
    assert again("They [A1: x / B1: y] and [z]", "They [#2 A1: x / B1: y] [#3 A1: w]", (1, 2, 3)) == "They [#2 A1: x / B1: y] and [#5 z]"


def test_who_backs_another_wording_makes_another_bracket() -> None:
    assert again("[B1: x / A1: y]", "[#2 A1: x / B1: y]", (1, 2)) == "[#3 B1: x / A1: y]"


def test_a_number_that_was_written_is_not_given_to_another_bracket() -> None:
    assert again("[#2 z] [x]", "[#2 x]", (1, 2)) == "[#2 z] [#3 x]"


def test_of_two_alike_each_number_is_given_once() -> None:
    assert again("[x] [x]", "[#2 x]", (1, 2)) == "[#2 x] [#4 x]"
