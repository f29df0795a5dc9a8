"""F18: a node restored from an old backup seals again and forks itself; or, told not to, can never seal again (more: test_restore.py)."""

from __future__ import annotations

import pytest

from detente.errors import CallerError
from detente.node import readiness
from detente.node.heads import NoHeadFiles
from detente.record.seal import LogKey
from tests.simulator import World


def restored(*, head_file: bool) -> World:
    """Alpha is put back to before its last act; bravo, who alone holds that act, is dead."""
    world = World(3)
    world.settle()
    old = world.backup("alpha")
    world.blocked = {("alpha", "charlie")}
    world.request("alpha", "bravo", text="forgotten")
    world.poll(["alpha"])
    world.poll(["bravo"])
    world.blocked = set()
    world.dead.add("bravo")
    world.restore("alpha", old, heads=None if head_file else NoHeadFiles())
    world.views["alpha"].files.clear()
    world.views["charlie"].files.clear()
    return world


def test_f18_reopen_is_the_way_out_and_the_others_accept_it() -> None:
    world = restored(head_file=True)
    with pytest.raises(CallerError, match="restored from a backup") as refused:
        world.request("alpha", "charlie")
    assert "--why restore" in str(refused.value.hint)
    world.nodes["alpha"].store.db.execute("DELETE FROM drafts")
    world.reopen("alpha", "restore")
    request = world.request("alpha", "charlie", text="again")
    request[1] = 1
    world.settle()
    world.act("charlie", kind="answer", re=[request], outcome="full", text="heard")
    world.settle()
    assert world.receipts_held()
    assert world.states()[0] == world.states()[1]
    assert world.room("charlie").fold.sections()["requests/alpha"]["full"] == 1
    world.revive("bravo")  # with the act that alpha forgot
    world.settle()
    assert all(state == world.states()[0] for state in world.states())
    assert len(set(world.standings())) == 1
    assert all(world.room(party).channel.evidence == [] for party in world.parties)
    assert world.receipts_held()
    assert world.room("bravo").channel.logs[LogKey("alpha", 1)].main == world.room("alpha").my_head


@pytest.mark.slow
def test_f18_without_the_checklist_a_restored_node_forks_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard taken away: it seals over its own past, and the others have it in writing."""
    world = restored(head_file=True)
    monkeypatch.setattr(readiness, "behind", lambda *_: None)
    world.request("alpha", "charlie")
    monkeypatch.undo()
    world.revive("bravo")
    world.settle()
    assert any(world.room(party).channel.is_proven_fork(LogKey("alpha", 0)) for party in world.parties)
