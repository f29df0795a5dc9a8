"""F19: a mended bug in the fold looks like one party's two counts."""

from __future__ import annotations

import pytest

from detente.dialogue.fold import Fold
from detente.record.standing import make_standing
from tests.simulator import World


def test_f19_a_node_that_counts_otherwise_is_remarked_not_accused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bravo's program has its fold mended; over the same cut it states another count. A difference, and talk goes on."""
    world = World(2)
    world.settle()
    request = world.request("alpha", "bravo")
    world.settle()
    real = Fold.sections

    def mended(fold: Fold) -> dict[str, dict[str, int]]:
        counted = real(fold)
        if fold is world.room("bravo").fold:
            counted["requests/alpha"]["nil"] += 1
        return counted

    monkeypatch.setattr(Fold, "sections", mended)
    world.act("bravo", kind="answer", re=[request], outcome="full", text="x")
    world.settle()
    assert any("bravo states another count than ours" in remark for remark in world.remarks("alpha"))
    for party in world.parties:
        assert world.room(party).channel.evidence == []
        assert world.nodes[party].store.db.execute("SELECT count(*) FROM contradictions").fetchone() == (0,)
    monkeypatch.undo()
    world.request("bravo", "alpha")
    world.settle()
    assert world.receipts_held()
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1


def test_f19_the_version_of_the_rules_is_in_the_standing() -> None:
    """Equal counts under other rules are another digest: what is compared is never a mixture."""
    sections = {"requests/alpha": {"sent": 1}}
    one, two = (make_standing(bytes(32), bytes(32), rules, sections) for rules in (1, 2))
    assert one.sections == two.sections
    assert one.digest != two.digest
