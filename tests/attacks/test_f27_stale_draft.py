"""F27: a consent written before a withdrawal is sealed after it."""

from __future__ import annotations

import pytest

from detente.errors import CallerError
from detente.node import sealing
from detente.node.sealing import seal
from tests.simulator import World


def drafted() -> tuple[World, int]:
    """10:00 bravo drafts an answer; 10:05 the withdrawal is admitted; 10:06 bravo seals."""
    world = World(2)
    world.settle()
    request = world.request("alpha", "bravo")
    world.settle()
    draft = world.nodes["bravo"].draft(world.room("bravo"), {"kind": "answer", "re": [request], "outcome": "full", "text": "yes"})
    world.act("alpha", kind="withdraw", re=[request], reason="never mind")
    world.settle()
    return world, draft


def test_f27_a_stale_draft_is_not_sealed_until_its_author_confirms_it() -> None:
    world, draft = drafted()
    size = world.room("bravo").my_head.size
    with pytest.raises(CallerError, match=rf"draft {draft} is about alpha/\d+, and alpha/\d+ \(withdraw\) came after it") as refused:
        seal(world.nodes["bravo"], world.room("bravo"))
    assert "--confirm" in str(refused.value.hint)
    assert world.room("bravo").my_head.size == size, "nothing was sealed"
    assert len(world.nodes["bravo"].store.drafts()) == 1, "and the draft is kept"
    seal(world.nodes["bravo"], world.room("bravo"), confirmed=[draft])
    world.settle()
    assert world.states()[0] == world.states()[1]
    assert world.room("alpha").fold.sections()["requests/alpha"]["withdrawn"] == 1


def test_f27_without_the_check_it_would_be_an_answer_after_the_withdrawal(monkeypatch: pytest.MonkeyPatch) -> None:
    world, _ = drafted()
    monkeypatch.setattr(sealing, "check_fresh", lambda *_: None)
    seal(world.nodes["bravo"], world.room("bravo"))
    world.settle()
    assert [finding.rule for finding in world.room("alpha").fold.all_findings()] == ["answer"]


def test_f27_news_about_another_matter_or_of_ones_own_disturbs_no_draft() -> None:
    world = World(2)
    world.settle()
    request, other = world.request("alpha", "bravo"), world.request("alpha", "bravo")
    world.settle()
    world.nodes["bravo"].draft(world.room("bravo"), {"kind": "answer", "re": [request], "outcome": "full", "text": "yes"})
    world.act("alpha", kind="withdraw", re=[other], reason="the other one")
    world.settle()
    seal(world.nodes["bravo"], world.room("bravo"))
    world.settle()
    assert world.room("alpha").fold.sections()["requests/alpha"]["full"] == 1


def test_f27_an_automatic_receipt_seals_no_draft() -> None:
    """The receipt that the poll seals between drafting and sealing leaves the draft a draft."""
    world, draft = drafted()
    assert [item[0] for item in world.nodes["bravo"].store.drafts()] == [draft]
    assert world.room("bravo").fold.sections()["requests/alpha"]["withdrawn"] == 1
