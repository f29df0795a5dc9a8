"""fsck finds what was changed on the disk and names it."""

import pytest

from detente.node.fsck import check
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
