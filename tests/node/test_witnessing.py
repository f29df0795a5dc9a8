"""A host as witness, by files: it sees signed states only, countersigns what continues, and bounds the time."""

import datetime as dt
from pathlib import Path

import pytest

from detente.errors import CallerError, FormatError
from detente.node.keystore import NO_PASSPHRASE
from detente.node.witnessing import Witness, add_cosignatures, ask_witness
from detente.record.note import format_vkey
from detente.views.countersigned import TimeBound, bounds_of
from tests.simulator import World

NAME = "witness.example.ch/geneva"


@pytest.fixture
def world() -> World:
    world = World(2, seed=21)
    world.settle()
    return world


def a_host(world: World, folder: Path) -> Witness:
    host = Witness.create(folder, NAME, [world.charter], NO_PASSPHRASE)
    host.clock = lambda: dt.datetime(2021, 10, 1, 12, 0, tzinfo=dt.UTC)
    return host


def test_a_witness_countersigns_what_continues_and_the_member_keeps_it(world: World, tmp_path: Path) -> None:
    node, room = world.nodes["alpha"], world.room("alpha")
    host = a_host(world, tmp_path)
    for _ in range(3):
        world.request("alpha", "bravo")
        world.settle()
        answer, told = host.answer(ask_witness(node, host.name))
        assert [item.status for item in told] == [200]
        kept, _ = add_cosignatures(node, answer)
        assert kept == 2  # Ed25519 and ML-DSA-44
        assert node.store.db.execute("SELECT max(at) FROM cosignatures").fetchone()[0] == int(host.clock().timestamp())
        assert told[0].size == room.my_head.size
    host.close()
    again = Witness(tmp_path, NO_PASSPHRASE)
    world.request("alpha", "bravo")
    assert again.answer(ask_witness(node, host.name))[1][0].status == 200


def test_an_entry_is_bounded_by_the_first_state_that_holds_it(world: World, tmp_path: Path) -> None:
    node, room = world.nodes["alpha"], world.room("alpha")
    host = a_host(world, tmp_path)
    first = world.request("alpha", "bravo")
    for hour in (12, 13):
        host.clock = lambda hour=hour: dt.datetime(2021, 10, 1, hour, 0, tzinfo=dt.UTC)
        add_cosignatures(node, host.answer(ask_witness(node, host.name))[0])
        last = world.request("alpha", "bravo")
    log, index = room.mine, first[2]
    assert bounds_of(room, log, index) == [TimeBound(witness=NAME, at="2021-10-01T12:00:00Z")]
    assert bounds_of(room, log, index + 2) == [TimeBound(witness=NAME, at="2021-10-01T13:00:00Z")]
    assert bounds_of(room, log, last[2]) == []


def test_a_member_that_lost_the_last_answer_is_told_from_where_to_ask(world: World, tmp_path: Path) -> None:
    """And then asks from there, without being told the name of the only witness."""
    node = world.nodes["alpha"]
    host = a_host(world, tmp_path)
    host.answer(ask_witness(node))  # the answer is lost
    world.request("alpha", "bravo")
    answer, told = host.answer(ask_witness(node))
    assert [(item.status, item.about) for item in told] == [(409, "alpha")]
    _, told = add_cosignatures(node, answer)
    assert [(item.status, item.about) for item in told] == [(409, "plenary")]
    assert NAME in str(told[0].reason)
    answer, told = host.answer(ask_witness(node))
    assert told[0].status == 200
    assert add_cosignatures(node, answer)[0] == 2


def test_each_of_two_witnesses_is_asked_from_where_it_signed_last(world: World, tmp_path: Path) -> None:
    """A second one begins at nothing, and then goes on by itself; without a name nobody guesses which of them is meant."""
    node = world.nodes["alpha"]
    first, second = (
        a_host(world, tmp_path / "first"),
        Witness.create(tmp_path / "second", "other.example/w", [world.charter], NO_PASSPHRASE),
    )
    for _ in range(2):
        world.request("alpha", "bravo")
        world.settle()
        for host in (first, second):
            answer, told = host.answer(ask_witness(node, host.name))
            assert [item.status for item in told] == [200]
            assert add_cosignatures(node, answer)[0] == 2
            world.request("alpha", "bravo")
            world.settle()
    assert host.answer(ask_witness(node, str(format_vkey(second.vkeys[0]))))[1][0].status == 200  # a key names it as well
    with pytest.raises(CallerError, match=r"other\.example/w, witness\.example") as refused:
        ask_witness(node)
    assert "--witness NAME" in str(refused.value.hint)


@pytest.mark.sqlite
def test_a_second_version_of_a_log_is_not_countersigned(world: World, tmp_path: Path) -> None:
    host = a_host(world, tmp_path)
    node, room = world.nodes["alpha"], world.room("alpha")
    copy = [bytes(part, "utf-8") for part in node.store.db.iterdump()]
    world.request("alpha", "bravo", "one version")
    assert host.answer(ask_witness(node, host.name))[1][0].status == 200
    # the owner goes back to an old copy of its node and seals something else: the log now has two versions
    from detente.node.node import Node
    from detente.node.store import Store

    store = Store(None)
    ours = store.db.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'").fetchall()
    store.db.executescript("".join(f"DROP TABLE {name};" for (name,) in ours))
    store.db.executescript(b"\n".join(copy).decode())
    twin = Node(party="alpha", store=store, keys=node.keys, heads=type(node.heads)(), clock=node.clock, random=node.random)
    from detente.node.sealing import seal

    for text in ("another version", "and more"):
        twin.draft(twin.room(None), {"kind": "request", "to": "bravo", "text": text})
        seal(twin, twin.room(None))
    question = ask_witness(twin, host.name)
    answer, told = host.answer(question)
    add_cosignatures(twin, answer)  # 409: it learns the size, and asks again with a proof from there
    answer, told = host.answer(ask_witness(twin, host.name))
    assert told[0].status == 422
    assert room.my_head.size


def test_a_log_that_no_party_of_the_charter_certified_is_unknown(world: World, tmp_path: Path) -> None:
    host = a_host(world, tmp_path)
    stranger = World(2, seed=22)
    stranger.settle()
    assert host.answer(ask_witness(stranger.nodes["alpha"], host.name))[1][0].status == 404


def test_an_answer_about_somebody_elses_log_is_refused(world: World, tmp_path: Path) -> None:
    host = a_host(world, tmp_path)
    answer, _ = host.answer(ask_witness(world.nodes["alpha"], host.name))
    stranger = World(2, seed=22)
    stranger.settle()
    with pytest.raises((CallerError, FormatError)):
        add_cosignatures(stranger.nodes["alpha"], answer)


@pytest.mark.slow  # scrypt takes a second each time, on purpose
def test_the_key_is_opened_by_its_passphrase_alone(world: World, tmp_path: Path) -> None:
    Witness.create(tmp_path, NAME, [world.charter], "correct horse").close()
    Witness(tmp_path, "correct horse").close()
    with pytest.raises(CallerError, match="passphrase"):
        Witness(tmp_path, "wrong")
