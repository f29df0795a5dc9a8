"""The model holds to its depth; without a rule it breaks, shortly; and real nodes do what it says."""

from __future__ import annotations

import pytest

from tests import simulate
from tests.model.explore import Left, Model, explore
from tests.model.rules import Guards, Ledger
from tests.model.traces import Watched
from tests.simulator import World
from tests.strategies import stride


def test_no_history_up_to_the_depth_breaks_a_promise_and_each_can_end_well():
    found = explore(Model(), 6 if stride(2) == 1 else 4, every=stride(4))
    assert (found.wrong, found.history) == ("", [])
    assert sum(found.states) > 1000


def test_a_second_version_is_proven_at_every_end_to_a_greater_depth():
    found = explore(Model(left=Left(acts=1, rekeys=0, restores=0)), 8 if stride(2) == 1 else 5, every=stride(8))
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


def watched_play(name: str, nodes: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Watched, list[World]]:
    """One play of the simulator, looked at after each poll."""
    watched, worlds, poll = Watched(), list[World](), World.poll

    def polled(world: World, parties: tuple[str, ...] | None = None) -> None:
        poll(world, parties)
        watched.dishonest = tuple(peer.party for peer in world.peers) or watched.dishonest
        watched.look(world)
        worlds[:] = [world]

    monkeypatch.setattr(World, "poll", polled)
    assert simulate.play(nodes, seed, name).wrong == ()
    return watched, worlds


@pytest.mark.slow
@pytest.mark.parametrize(("name", "nodes", "seed"), [("dialogue", 3, 1), ("forker", 3, 4)])
def test_what_real_nodes_do_over_a_bad_courier_is_what_the_model_allows(name: str, nodes: int, seed: int, monkeypatch: pytest.MonkeyPatch):
    watched, (world,) = watched_play(name, nodes, seed, monkeypatch)
    assert watched.wrong == []
    assert watched.seals > 20
    assert watched.counts > 20
    for party in world.living():
        assert all(watched.named_everything(room) for room in world.nodes[party].rooms.values()), party


@pytest.mark.slow
def test_where_the_model_counts_otherwise_than_the_nodes_it_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Ledger, "cut", lambda ledger, vector: {log: ledger.known[head].acts_end for log, head in vector.items()})
    watched, _ = watched_play("forker", 3, 3, monkeypatch)
    assert any("the model up to" in each for each in watched.wrong)
