"""The model holds to its depth; without a rule it breaks, shortly; and real nodes do what it says."""

from __future__ import annotations

import pytest

from tests.model.explore import Left, Model, explore
from tests.model.rules import Guards, Ledger
from tests.model.traces import Watched
from tests.simulation.cast import cast_of
from tests.simulation.play import play
from tests.simulation.stage import Stage
from tests.simulator import World
from tests.strategies import stride

HONEST, FORKED = 111, 380
"""Seeds: three honest nodes, some put back from backups; a party that forks its logs."""


THOROUGH = stride(2) == 1


def test_no_history_up_to_the_depth_breaks_a_promise_and_each_can_end_well():
    found = explore(Model(), 6 if THOROUGH else 4, every=stride(4))
    assert (found.wrong, found.history) == ("", [])
    assert sum(found.states) > 1000


def test_a_second_version_is_proven_at_every_end_to_a_greater_depth():
    found = explore(Model(left=Left(acts=1, rekeys=0, restores=0)), 8 if THOROUGH else 5, every=stride(8))
    assert (found.wrong, found.history) == ("", [])


SHORT = {
    "ancestors": "b holds what was said about something that it does not hold",
    "key_in_force": "c has admitted what a replaced key has signed",
    "restored_waits": "a has signed two versions of its own log",
    "nothing_under_way": "a has signed two versions of its own log",
    "evidence": "has no proof on record against c",
    "no_seal_for_a_seal": "traffic does not end",
}


@pytest.mark.parametrize("rule", Guards._fields)
def test_without_a_rule_a_short_history_does_harm(rule: str):
    found = explore(Model(Guards()._replace(**{rule: False})), 5, every=20 if rule != "evidence" else 1)
    assert SHORT[rule] in found.wrong
    assert len(found.history) <= 5


def watched_play(seed: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Watched, World]:
    """One run of the simulation, looked at after each time that a node has looked at its courier."""
    cast = cast_of(seed)
    watched, stages, look = Watched(dishonest=(*cast.faulty, *([cast.robbed] if cast.robbed else []))), list[Stage](), Stage.look

    def looked(stage: Stage, party: str) -> str:
        told = look(stage, party)
        watched.look(stage)
        stages[:] = [stage]
        return told

    monkeypatch.setattr(Stage, "look", looked)
    assert play(seed).wrong == ()
    return watched, stages[0]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [HONEST, FORKED])
def test_what_real_nodes_do_over_a_bad_courier_is_what_the_model_allows(seed: int, monkeypatch: pytest.MonkeyPatch):
    watched, world = watched_play(seed, monkeypatch)
    assert watched.wrong == []
    assert watched.seals > 10
    assert watched.counts > 20
    for party in world.living():
        assert all(watched.named_everything(room) for room in world.nodes[party].rooms.values()), party


@pytest.mark.slow
def test_where_the_model_counts_otherwise_than_the_nodes_it_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Ledger, "cut", lambda ledger, vector: {log: ledger.known[head].acts_end for log, head in vector.items()})
    watched, _ = watched_play(FORKED, monkeypatch)
    assert any("the model up to" in each for each in watched.wrong)
