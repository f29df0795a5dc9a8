"""Numbers are looks: they follow from the order, and a provision that moves takes another one while its name stays."""

from __future__ import annotations

from detente.texts.form import parse_version
from detente.texts.numbering import numbers


def test_numbers_follow_the_order_and_the_depth() -> None:
    version = parse_version("language: en\n\n{t} = Title\n\n{a} # x\n\n{b} > # x\n\n{c} > # x\n\n{d} # x\n\n{e} > # x\n\n{f} plain")
    assert numbers(version) == {"a": "1", "b": "1.1", "c": "1.2", "d": "2", "e": "2.1"}


def test_a_level_that_is_left_out_counts_as_one() -> None:
    assert numbers(parse_version("language: en\n\n{a} >> # x\n\n{b} >> # x\n\n{c} # x")) == {"a": "1.1.1", "b": "1.1.2", "c": "1"}
