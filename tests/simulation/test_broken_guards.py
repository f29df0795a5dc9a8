"""Each invariant can fail: with a guard taken away on purpose some run of a few seeds says so, by the number of the invariant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from detente.node import asking, doubts, readiness, receipts, receiving, sending
from detente.node.folding import Folding
from detente.node.store import Store
from detente.record.channel import Channel
from detente.record.limits import Limits
from tests.simulation import play as playing
from tests.simulation.shrinking import again, shrink
from tests.simulation.stage import founded
from tests.simulation.standins import Age, stand_ins

Patch = pytest.MonkeyPatch


def _folds_on(patch: Patch) -> None:
    """What was folded stays folded, also where evidence says that it does not count."""
    true = Folding.news
    patch.setattr(Folding, "news", lambda self, counted: true(self, counted) or [])


def _waits_for_no_disk(patch: Patch) -> None:
    """What was admitted and what was sealed is acknowledged before it is on the disk."""
    true = Store.transaction

    @contextmanager
    def transaction(self: Store) -> Any:
        with self.derived.unsynced(), true(self):
            yield

    patch.setattr(Store, "transaction", transaction)


def _answers_nobody(patch: Patch) -> None:
    """F11: who asks, or sends again, gets no answer."""
    patch.setattr(receiving, "answer_duplicate", lambda *_: None)
    patch.setattr(receiving, "answer_ask", lambda *_: None)


def _tells_nobody_of_forks(patch: Patch) -> None:
    """A contradiction is seen, and no evidence is made of it."""
    patch.setattr(receiving, "record_contradiction", lambda *_: None)
    patch.setattr(receiving, "keep_contradiction", lambda *_: None)


def _seals_over_its_past(patch: Patch) -> None:
    """A restored node does not wait until it has caught up."""
    for module in (readiness, sending, receipts, playing):
        patch.setattr(module, "behind", lambda *_: None)
    patch.setattr(asking, "shut", lambda *_: None)


def _writes_to_all(patch: Patch) -> None:
    """A channel of some goes to all parties of the charter."""
    patch.setattr(
        Channel, "current_recipients", lambda self: [text for party in self.charter.parties.values() for text in party.recipients]
    )


def _encrypts_nothing(patch: Patch) -> None:
    """A file has the header of an encrypted one, and what is in it lies open."""
    true = Age.encrypt

    def encrypt(plain: bytes, recipients: Sequence[Any]) -> bytes:
        return true(plain, recipients) + plain

    patch.setattr(Age, "encrypt", staticmethod(encrypt))


def _holds_without_end(patch: Patch) -> None:
    """Pouches whose ancestors are missing are kept, however many come."""
    patch.setattr(receiving, "LIMITS", Limits(held_pouches=10**6))


def _looks_again_for_ever(patch: Patch) -> None:
    patch.setattr(doubts, "UNSETTLED_MOST", 10**6)


BROKEN: list[tuple[str, Callable[[Patch], None], int]] = [
    ("I1", _folds_on, 0),
    ("I2", _waits_for_no_disk, 5),
    ("I2", _answers_nobody, 0),
    ("I3", _tells_nobody_of_forks, 15),
    ("I4", _seals_over_its_past, 4),
    ("I5", _writes_to_all, 5),
    ("I5", _encrypts_nothing, 0),
    ("I6", _holds_without_end, 378),
    ("I6", _looks_again_for_ever, 280),
]
"""Invariant, guard, and from which seed on: the first that finds it, so that little has to be played. By seed 16 all but I6 are found."""
AMONG = 20
"""Seeds from there on of which one must find it."""


@pytest.fixture(scope="module", autouse=True)
def _founded_with_every_guard() -> None:
    """What each run begins with is made once for a process: not by the first of these tests, without one of the guards."""
    with stand_ins():
        for count in range(2, 8):
            founded(count)


@pytest.mark.slow
@pytest.mark.parametrize(("invariant", "broken", "first"), BROKEN, ids=[broken.__name__.strip("_") for _, broken, _ in BROKEN])
def test_a_guard_that_is_taken_away_is_missed(monkeypatch: Patch, invariant: str, broken: Callable[[Patch], None], first: int) -> None:
    broken(monkeypatch)
    assert any(wrong.startswith(invariant) for seed in range(first, first + AMONG) for wrong in playing.play(seed).wrong)


@pytest.mark.slow
def test_what_fails_is_shrunk_to_few_events_that_fail_alike(monkeypatch: Patch) -> None:
    _encrypts_nothing(monkeypatch)
    failed = next(run for run in map(playing.play, range(AMONG)) if run.wrong)
    left, small = shrink(failed)
    assert len(left) < failed.events / 2
    assert small.wrong[0][:2] == failed.wrong[0][:2] == "I5"
    assert playing.play(failed.seed, left).digest == small.digest
    assert again(failed.seed, left).startswith(f"python -m tests.simulate --seed {failed.seed} --events ")
