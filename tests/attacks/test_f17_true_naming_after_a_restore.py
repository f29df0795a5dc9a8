"""F17: an honest party that names what a restored node forgot looks like a forger."""

from __future__ import annotations

import pytest

from detente.errors import CallerError
from detente.node.heads import NoHeadFiles
from detente.node.readiness import behind
from detente.record.seal import HeadId, LogKey
from tests.simulator import Forger, World

ALPHA, BRAVO = LogKey("alpha", 0), LogKey("bravo", 0)


def accused(world: World) -> list[str]:
    return [party for party in world.parties if world.room(party).channel.evidence or _contradictions(world, party)]


def _contradictions(world: World, party: str) -> int:
    return int(world.nodes[party].store.db.execute("SELECT count(*) FROM contradictions").fetchone()[0])


def test_f17_a_restored_node_takes_the_true_naming_for_what_it_is() -> None:
    """Alpha is put back to 7, head file and all; bravo truthfully names alpha at 9: alpha stops sealing, fetches, goes on."""
    world = World(2)
    world.settle()
    old = world.backup("alpha")
    world.request("alpha", "bravo")
    world.settle()
    world.request("bravo", "alpha")
    world.poll(["bravo"])
    head = world.room("alpha").my_head
    world.restore("alpha", old, heads=NoHeadFiles())
    received = world.bring("alpha", world.pouches("bravo", above=2))
    assert received.held
    assert received.receipts == 0, "it seals nothing before it has caught up"
    reason = behind(world.nodes["alpha"], world.room("alpha"))
    assert "another party names our log" in str(reason)
    with pytest.raises(CallerError, match="another party names our log"):
        world.act("alpha", kind="request", to="bravo", text="too early")
    world.nodes["alpha"].store.db.execute("DELETE FROM drafts")
    world.settle()
    assert world.room("alpha").channel.head(ALPHA, head) is not None, "its own range came back from bravo, verified under its own key"
    world.request("alpha", "bravo", text="and on it goes")
    world.settle()
    assert accused(world) == []
    assert world.receipts_held()
    assert world.states()[0] == world.states()[1]


def test_f17_a_false_claim_of_having_seen_more_convicts_nobody_and_does_not_reach_the_others() -> None:
    """Bravo lies: alpha at 999. Alone it convicts nobody, and charlie goes on with alpha's word."""
    world = World(3)
    world.settle()
    lie = Forger(world, "bravo").pouch({"kind": "request", "to": "alpha"}, seen={ALPHA: HeadId(999, b"\7" * 32)})
    received = world.bring("alpha", [lie])
    assert (received.held, received.refused) == (1, [])
    assert accused(world) == []
    assert "expected" not in str(world.remarks("alpha"))
    world.request("charlie", "alpha")
    world.settle()
    assert world.states()[0]["requests"] == world.states()[2]["requests"]
    assert "charlie/" in str(world.states()[0]["requests"])


def test_f17_another_root_at_a_held_size_convicts_nobody_without_a_signature() -> None:
    """Bravo names alpha at alpha's own size with an invented root: a note is asked for, none comes, nobody is accused."""
    world = World(3)
    world.settle()
    world.request("alpha", "bravo")
    world.settle()
    size = world.room("alpha").my_head.size
    forger = Forger(world, "bravo")
    lie = forger.pouch({"kind": "request", "to": "alpha"}, seen={ALPHA: HeadId(size + 2, b"\7" * 32)})
    world.act("alpha", kind="request", to="charlie")
    assert world.room("alpha").my_head.size == size + 2
    received = world.bring("alpha", [lie])
    assert received.held == 1
    world.dead.add("bravo")
    world.settle()
    assert accused(world) == []
    world.act("alpha", kind="request", to="charlie", text="a false root does not stop alpha")
    world.settle()
    assert world.receipts_held()
