"""A few inputs of the fuzzer, from a seed: what `make fuzz` does for as long as one likes."""

from __future__ import annotations

import random
import tomllib

import pytest

from detente.agreements.loading import parse_agreement
from tests.agreements.desk import file_of
from tests.agreements.fuzz import NAMES, Input, Verdict, damaged, judged, run, written


def test_damaged_files_are_refused_with_their_line_or_whole():
    came, wrong = run(20211, seconds=600, most=40)
    assert wrong == []
    assert sum(came.values()) == 40
    assert any(what.endswith("refused") for what in came)
    assert any(what.endswith("whole") for what in came)


def test_the_same_seed_gives_the_same_input():
    assert [damaged(random.Random(f"7/{n}")) for n in range(5)] == [damaged(random.Random(f"7/{n}")) for n in range(5)]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_anew_is_read_as_it_was(name):
    data = file_of(name, "agreement")
    again = written(tomllib.loads(data.decode()))
    assert tomllib.loads(again.decode()) == tomllib.loads(data.decode())
    assert parse_agreement(again)[0] == parse_agreement(data)[0]


def test_a_loader_that_fails_in_another_way_would_be_found(monkeypatch):
    def bad(*_given):
        raise ZeroDivisionError

    one = Input("teaching", "agreement", "bytes", file_of("teaching", "agreement"))
    assert judged(one) == Verdict("whole", None)
    monkeypatch.setattr("tests.agreements.fuzz.parse_agreement", bad)
    assert judged(one) == Verdict("refused", "ZeroDivisionError: ")
