"""Every member state of the United Nations, and who else speaks for a country, is known by its name, its adjective and its capital."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.press.folding import folded
from detente.press.lexicon import lexicon

STATES = [line.split(";") for line in (Path(__file__).parent / "states.txt").read_text(encoding="utf-8").splitlines()]
"""Code, and for each language name, adjective and capital; "-" where it has none, or where the word says something else first."""

MEMBERS = 193


def test_the_list_has_every_member_state() -> None:
    others = {"xkx", "twn", "pse", "vat", "esh", "grl", "fro", "hkg"} | {"csk", "ddr", "sun", "yug"}
    assert len({code for code, *_ in STATES} - others) == len(STATES) - len(others) == MEMBERS


@pytest.mark.parametrize(("column", "language"), [(1, "en"), (2, "ru"), (3, "ar")])
def test_every_state_is_known_by_name_adjective_and_capital(column: int, language: str) -> None:
    words = lexicon(language)
    unlike = [
        (state[0], name, words.code_of(folded(name)))
        for state in STATES
        for name in state[column].split(",")
        if name != "-" and words.code_of(folded(name)) != state[0]
    ]
    assert unlike == []
