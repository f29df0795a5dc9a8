"""Over a place that loses 40 %, repeats and reorders, with one party dead for a while or for good, the living agree and it ends.

More seeds: DETENTE_SEEDS="200" or "200 from 1000", or `make simulate ARGS="--seeds 1000 --nodes 2,3,5,7"`, which runs the same.
"""

from __future__ import annotations

import os
import re
from functools import cache

import pytest

from tests.simulate import Played, play
from tests.strategies import QUICK

SEEDS = re.fullmatch(r"([0-9]+)(?: from ([0-9]+))?", os.environ.get("DETENTE_SEEDS", "")) or ("", None, None)
FIRST = int(SEEDS[2] or 0)
COUNT = int(SEEDS[1]) if SEEDS[1] else None
"""How many seeds for each number of nodes; by default as many as take ten seconds together."""

DEFAULT = {2: 1, 3: 1} if QUICK else {2: 4, 3: 2, 5: 1}


def _runs(nodes: int, default: int) -> list[tuple[int, int]]:
    return [(nodes, seed) for seed in range(FIRST, FIRST + (default if COUNT is None else COUNT))]


@cache
def played(nodes: int, seed: int, name: str = "dialogue") -> Played:
    """One run, played once for all tests that look at it."""
    return play(nodes, seed, name)


@pytest.mark.parametrize(("nodes", "seed"), [run for nodes, default in DEFAULT.items() for run in _runs(nodes, default)])
def test_the_living_agree_hold_all_receipts_and_fall_silent(nodes: int, seed: int) -> None:
    assert played(nodes, seed).acts > 0
    assert played(nodes, seed).wrong == ()


@pytest.mark.slow
@pytest.mark.parametrize(("nodes", "seed"), [*_runs(2, 1), *_runs(3, 1)])
def test_a_forker_is_convicted_and_comes_back_and_all_agree(nodes: int, seed: int) -> None:
    assert played(nodes, seed, "forker").wrong == ()


@pytest.mark.slow
@pytest.mark.parametrize(("nodes", "seed"), [*_runs(5, 1), *_runs(7, 1)])
def test_five_and_seven(nodes: int, seed: int) -> None:
    assert played(nodes, seed).wrong == ()


@pytest.mark.slow
@pytest.mark.parametrize(("nodes", "seed"), [*_runs(2, 6), *_runs(3, 3), *_runs(5, 1)])
def test_more_forkers(nodes: int, seed: int) -> None:
    assert played(nodes, seed, "forker").wrong == ()


@pytest.mark.parametrize(("nodes", "seed"), [*_runs(2, 2), *_runs(3, 1)])
def test_requests_alone(nodes: int, seed: int) -> None:
    assert played(nodes, seed, "requests").wrong == ()


def test_a_run_that_cannot_agree_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What checks can fail: with F11's answer taken away a receipt is missing in some run."""
    from detente.node import exchange

    monkeypatch.setattr(exchange, "_answer_duplicate", lambda *_: None)
    monkeypatch.setattr(exchange, "answer_ask", lambda *_: None)
    assert any("plenary: a receipt is missing" in play(2, seed, "requests").wrong for seed in range(6))
