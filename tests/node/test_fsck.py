"""fsck finds what was changed on the disk and names it."""

import contextlib
from pathlib import Path

import pytest

from detente.node import fsck
from detente.node.founding import found_dialogue
from detente.node.fsck import check, check_bodies, check_logs
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.resting import Scratch
from detente.node.schema import REQUESTS
from detente.node.sealing import seal_acts
from tests.simulator import World


@pytest.fixture
def world() -> World:
    world = World(2, seed=3)
    world.settle()
    request = world.request("alpha", "bravo", "What happened on the third?")
    world.settle()
    world.act("bravo", kind="answer", re=[request], outcome="partial", text="This.")
    world.settle()
    return world


def test_an_untouched_record_is_clean(world: World) -> None:
    for node in world.nodes.values():
        report = check(node)
        assert report.problems == []
        assert report.entries > 6


def test_one_changed_byte_of_any_stored_entry_is_named(world: World) -> None:
    node = world.nodes["bravo"]
    joined = "entries e JOIN heads h ON h.seq=e.head JOIN logs l ON l.id=h.log"
    rows = node.store.db.execute(f"SELECT e.head, e.idx, e.line, l.party FROM {joined}").fetchall()  # noqa: S608
    assert len(rows) > 6
    for head, index, line, party in rows:
        for at in range(0, len(line), max(1, len(line) // 7)):
            changed = bytearray(line)
            changed[at] ^= 1
            node.store.db.execute("UPDATE entries SET line=? WHERE head=? AND idx=?", (bytes(changed), head, index))
            problems = check(node).problems
            assert problems, (party, index, at)
            assert problems[0].where == f"{party}/{index}"
        node.store.db.execute("UPDATE entries SET line=? WHERE head=? AND idx=?", (line, head, index))
    assert check(node).problems == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE heads SET note=replace(note, 'detente', 'detante') WHERE seq=1",
        "UPDATE entries SET leaf=zeroblob(32) WHERE head=2 AND idx=0",
        "DELETE FROM entries WHERE head=2 AND idx=0",
        "UPDATE logs SET size=size+1 WHERE id=1",
        "UPDATE heads SET cert=NULL WHERE seq=1",
    ],
)
def test_other_damage_is_found(world: World, change: str) -> None:
    node = world.nodes["alpha"]
    assert node.store.db.execute(change).rowcount == 1
    assert check(node).problems


def test_a_head_file_that_says_more_is_reported(world: World) -> None:
    node, room = world.nodes["alpha"], world.room("alpha")
    node.heads.write(room.log_id(room.mine), room.my_head._replace(size=room.my_head.size + 2))
    assert any("head file" in str(problem.error) for problem in check(node).problems)


def test_a_seal_that_had_counted_more_than_counts_now_is_folded_from_nothing() -> None:
    """The fold at rest can lie behind an earlier seal, where evidence came in between: whoever answered is not folded before what he answered."""
    world = World(3)
    world.settle()
    room = world.room("charlie")
    before = dict(room.channel.vector())
    proposed = world.act("alpha", kind="propose", about="measure/visits", text="Two a year")
    world.settle()
    world.act("bravo", kind="consent", re=[["alpha", 0, proposed]])
    world.settle()
    counted = room.counted_heads(room.channel.vector())
    proposer = room.channel.generations("alpha")[0]
    with contextlib.closing(Scratch(room.store, room.id, REQUESTS)) as scratch:
        again = fsck._Again(room, scratch)
        again.over({**counted, proposer: before[proposer]})
        assert again.over(counted).sections() == room.fold_of(room.channel.vector()).sections()


def test_logs_and_bodies_are_looked_at_apart(world: World) -> None:
    node = world.nodes["bravo"]
    assert check_logs(node).problems == check_bodies(node).problems == []
    assert check_logs(node).entries == check_bodies(node).entries == check(node).entries
    (line,) = node.store.db.execute("SELECT line FROM entries WHERE head=2 AND idx=0").fetchone()
    node.store.db.execute("UPDATE entries SET line=? WHERE head=2 AND idx=0", (line.replace(b"open", b"opem"),))
    assert check_logs(node).problems == [], "no entry is looked at"
    assert len(check_bodies(node).problems) == 1
    node.store.db.execute("UPDATE entries SET line=? WHERE head=2 AND idx=0", (line,))
    node.store.db.execute("UPDATE entries SET leaf=zeroblob(32) WHERE head=2 AND idx=0")
    assert check_logs(node).problems
    assert len(check_bodies(node).problems) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE heads SET note=replace(note, 'detente', 'detante') WHERE seq=1",
        "UPDATE heads SET note=(SELECT note FROM heads WHERE seq=2) WHERE seq=1",
        "UPDATE heads SET note=NULL WHERE seq=1",
        "DELETE FROM entries WHERE head=2 AND idx=0",
    ],
)
def test_damage_to_a_log_is_found_without_its_bodies(world: World, change: str) -> None:
    node = world.nodes["alpha"]
    assert node.store.db.execute(change).rowcount == 1
    assert len(check_logs(node).problems) >= 1


@pytest.mark.slow
def test_a_large_record_is_checked_by_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fsck, "_ENTRIES_FOR_A_PROCESS", 2)
    monkeypatch.setattr(fsck.os, "cpu_count", lambda: 2)
    nodes = [Node.create(tmp_path / party, party, {"en": party}, NO_PASSPHRASE) for party in ("rus", "usa")]
    found_dialogue(nodes)
    rus, room = nodes[0], nodes[0].room(None)
    for number in range(5):
        seal_acts(rus, room, [{"kind": "request", "at": "2021-09-30T08:00:00Z", "to": "usa", "text": str(number)}])
    assert check_bodies(rus) == check(rus) == fsck.Report(5, 11, [])
    rus.store.db.execute("UPDATE entries SET leaf=zeroblob(32) WHERE idx=3")
    rus.store.db.execute("DELETE FROM entries WHERE idx=7")
    assert [problem.where for problem in check_bodies(rus).problems] == ["rus/3", "rus/7"]
    assert [problem.where for problem in check(rus).problems] == ["rus/3"], "what stands on a broken pouch is not judged"
    for node in nodes:
        node.close()
