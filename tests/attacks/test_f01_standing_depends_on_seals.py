"""F1: the count depends on who was last to seal, so the same acts give two counts for ever."""

from __future__ import annotations

import pytest

from detente.dialogue.fold import Fold
from tests.simulator import Forger, World


def test_f01_a_receipt_changes_nothing_in_the_count() -> None:
    """A seals request x; B admits it and seals alone; A never answers a seal alone: one cut, one standing, no alarm."""
    world = World(2)
    world.settle()
    world.request("alpha", "bravo")
    act = world.room("alpha").channel.logs[world.room("alpha").mine]
    sent = act.heads[act.main]
    world.settle()
    receipt_log = world.room("alpha").channel.logs[world.room("bravo").mine]
    receipt = receipt_log.heads[receipt_log.main]
    assert not receipt.bears_act
    assert (receipt.cut, receipt.standing) == (sent.cut, sent.standing)
    assert world.remarks("alpha") == world.remarks("bravo") == []
    assert world.room("alpha").fold.sections()["requests/alpha"] == {
        **dict.fromkeys(world.room("alpha").fold.sections()["requests/bravo"], 0),
        "sent": 1,
        "open": 1,
    }


def test_f01_any_number_of_seals_alone_changes_nothing() -> None:
    world = World(2)
    world.settle()
    world.request("alpha", "bravo")
    world.settle()
    before, cut = world.standings()[0], world.room("alpha").channel.cut(world.room("alpha").channel.vector()).digest
    bravo = Forger(world, "bravo")
    for _ in range(5):
        world.bring("alpha", [bravo.pouch(admit=True)])
    channel = world.room("alpha").channel
    assert channel.logs[world.room("bravo").mine].main == bravo.room.my_head
    assert channel.cut(channel.vector()).digest == cut
    assert world.standings()[0] == before
    assert world.remarks("alpha") == []


def test_f01_a_count_of_receipts_would_raise_the_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard taken away: a standing with "received by the other side" in it differs at each request, and the node says so."""
    world = World(2)
    world.settle()
    real = Fold.sections
    seals = {"alpha": 0, "bravo": 1}

    def with_receipts(fold: Fold) -> dict[str, dict[str, int]]:
        party = next(party for party in world.parties if world.room(party).fold is fold)
        return {name: {**values, "holding": seals[party]} for name, values in real(fold).items()}

    monkeypatch.setattr(Fold, "sections", with_receipts)
    world.request("alpha", "bravo")
    world.settle()
    assert any("another count than ours" in remark for remark in [*world.remarks("alpha"), *world.remarks("bravo")])
