"""What docs/simulation.md promises holds in the runs of two hundred seeds; a few of them in `make unit`.

More: DETENTE_SEEDS="1000" or "1000 from 5000", or `make simulate`, which plays 10,000.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.simulation.adversaries import _FLOODS, _FORGERIES
from tests.simulation.cast import ALWAYS, STRATEGIES, cast_of, schedule
from tests.simulation.play import play
from tests.simulation.shrinking import again

SEEDS = re.fullmatch(r"([0-9]+)(?: from ([0-9]+))?", os.environ.get("DETENTE_SEEDS", "")) or ("", "200", None)
FIRST, COUNT = int(SEEDS[2] or 0), int(SEEDS[1])
AT_ONCE = 5

FOUND = (12, 224, 350, 380, 567, 643)
"""Seeds that have found something: a restored node that could never join a channel again; a record that was put back alone after a whole restore, and knew of none; an act that was read as if it had seen the other version of a log; a contradiction that was forgotten before it was evidence; a generation that was opened, lost and held by nobody, after which its party could never speak again (twice)."""


def holds_in(seeds: range) -> None:
    for seed in seeds:
        wrong = play(seed).wrong
        assert wrong == (), again(seed, [event.number for event in schedule(seed)])


def test_the_first_seeds() -> None:
    holds_in(range(FIRST, FIRST + min(AT_ONCE, COUNT)))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FIRST + AT_ONCE, FIRST + COUNT, AT_ONCE))
def test_all_seeds(first: int) -> None:
    holds_in(range(first, min(first + AT_ONCE, FIRST + COUNT)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", FOUND)
def test_seeds_that_found_something(seed: int) -> None:
    holds_in(range(seed, seed + 1))


@pytest.mark.slow
def test_a_seed_gives_the_same_trace_whatever_the_order_of_sets_and_the_day() -> None:
    """In processes of their own, so that neither hashes nor what was played before can help."""
    traces = []
    for hashes in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-m", "tests.simulate", "--seed", "3"],
            env={**os.environ, "PYTHONHASHSEED": hashes},
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        traces.append(run.stdout.splitlines()[-1])
    assert traces[0].startswith("trace ")
    assert traces[0] == traces[1] == f"trace {play(3).digest}"


def test_every_adversary_and_every_event_is_drawn_often_enough_to_mean_something() -> None:
    """Of 200 seeds; how often each forgery and flood came, `make simulate` tells."""
    casts = [cast_of(seed) for seed in range(200)]
    ways = Counter(way for cast in casts for done in cast.faulty.values() for way in done)
    assert all(ways[way] >= 20 for way in STRATEGIES), ways
    assert sum(cast.robbed is not None for cast in casts) >= 20
    assert {cast.nodes for cast in casts} == {2, 3, 4, 5, 6, 7}
    kinds = Counter(event.kind for seed in range(200) for event in schedule(seed))
    assert all(kinds[kind] >= 20 for kind in ALWAYS), kinds
    assert len(_FLOODS) + len(_FORGERIES) < kinds["forge"]
