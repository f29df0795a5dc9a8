"""A host as witness, by files: it sees signed states only, countersigns what continues, and bounds the time."""

import datetime as dt
from pathlib import Path

import pytest

from detente.errors import CallerError, FormatError
from detente.node.keystore import NO_PASSPHRASE
from detente.node.witnessing import Witness, add_answer, ask, log_vkeys
from detente.record.witness import Accepted, Rejected
from tests.simulator import World

NOW = dt.datetime(2021, 10, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def world() -> World:
    world = World(2, seed=21)
    world.settle()
    return world


def test_a_witness_countersigns_what_continues_and_the_member_keeps_it(world: World, tmp_path: Path) -> None:
    node, room = world.nodes["alpha"], world.room("alpha")
    host = Witness.create(tmp_path, "witness.example.ch/geneva", NO_PASSPHRASE)
    assert len(host.trust(log_vkeys(room))) == 2
    for number in range(3):
        world.request("alpha", "bravo")
        world.settle()
        answer = host.answer(ask(node, room, host.vkey), NOW + dt.timedelta(hours=number))
        assert isinstance(answer, Accepted), answer
        assert add_answer(node, room, answer.body, host.vkey) == [(room.mine, room.my_head.size, NOW + dt.timedelta(hours=number))]
    host.close()
    again = Witness(tmp_path, NO_PASSPHRASE)
    world.request("alpha", "bravo")
    assert isinstance(again.answer(ask(node, room, host.vkey), NOW), Accepted)


def test_a_second_version_of_a_log_is_not_countersigned(world: World, tmp_path: Path) -> None:
    host = Witness.create(tmp_path, "witness.example.ch/geneva", NO_PASSPHRASE)
    node, room = world.nodes["alpha"], world.room("alpha")
    host.trust(log_vkeys(room))
    copy = World(2, seed=21)
    first = ask(node, room, host.vkey)
    assert isinstance(host.answer(first, NOW), Accepted)
    world.request("alpha", "bravo")
    stale = host.answer(ask(node, room, host.vkey), NOW)
    assert isinstance(stale, Rejected)  # the member did not keep the first answer, so it asked from size 0
    assert stale.status == 409
    assert copy.parties == world.parties


def test_an_unknown_log_is_not_countersigned(world: World, tmp_path: Path) -> None:
    host = Witness.create(tmp_path, "witness.example.ch/geneva", NO_PASSPHRASE)
    answer = host.answer(ask(world.nodes["alpha"], world.room("alpha"), host.vkey), NOW)
    assert isinstance(answer, Rejected)
    assert answer.status == 404


def test_one_of_the_two_keys_of_a_log_is_not_enough_to_know_it(world: World, tmp_path: Path) -> None:
    host = Witness.create(tmp_path, "witness.example.ch/geneva", NO_PASSPHRASE)
    with pytest.raises(FormatError, match="two verifier keys"):
        host.trust(log_vkeys(world.room("alpha"))[:1])


def test_an_answer_to_somebody_else_is_refused(world: World, tmp_path: Path) -> None:
    host = Witness.create(tmp_path / "a", "witness.example.ch/geneva", NO_PASSPHRASE)
    host.trust(log_vkeys(world.room("alpha")))
    answer = host.answer(ask(world.nodes["alpha"], world.room("alpha"), host.vkey), NOW)
    assert isinstance(answer, Accepted)
    stranger = World(2, seed=22)
    stranger.settle()
    with pytest.raises(CallerError, match="no signed state"):
        add_answer(stranger.nodes["alpha"], stranger.room("alpha"), answer.body, host.vkey)


def test_the_key_is_opened_by_its_passphrase_alone(tmp_path: Path) -> None:
    Witness.create(tmp_path, "witness.example.ch/geneva", "correct horse").close()
    Witness(tmp_path, "correct horse").close()
    with pytest.raises(CallerError, match="passphrase"):
        Witness(tmp_path, "wrong")
