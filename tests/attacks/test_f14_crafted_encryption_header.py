"""F14: a crafted encryption header keeps the node busy for minutes."""

from __future__ import annotations

import time

import pyrage
import pytest

from detente.record.limits import LIMITS
from tests.simulator import World


def crafted(stanzas: int, world: World) -> bytes:
    """A file for bravo with many foreign stanzas before its own: what pyrage reads in quadratic time."""
    real = pyrage.encrypt(b"x", [pyrage.x25519.Recipient.from_str(world.nodes["bravo"].keys.recipients[0])])
    first, rest = real.split(b"\n", 1)
    return (
        first
        + b"\n"
        + b"-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" * stanzas
        + rest
    )


@pytest.mark.parametrize("stanzas", [LIMITS.age_stanzas, 1600, 200_000])
def test_f14_a_node_that_receives_it_says_so_at_once_and_stays_as_it_was(stanzas: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(2)
    world.settle()
    data = crafted(stanzas, world)
    before = world.dump("bravo")
    called = []
    monkeypatch.setattr(pyrage, "decrypt_io", lambda *args: called.append(args))
    begun = time.monotonic()
    received = world.bring_file("bravo", data)
    assert time.monotonic() - begun < 5
    assert not called, "the library was called before the header was measured"
    assert len(received.refused) == 1
    assert "age header" in str(received.refused[0][1]) or "are opened" in str(received.refused[0][1])
    assert world.dump("bravo") == before


def test_f14_without_the_measure_the_library_would_be_called(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.record import container

    world = World(2)
    world.settle()
    called = []
    monkeypatch.setattr(container, "measure_age_header", lambda _raw: 1)
    monkeypatch.setattr(pyrage, "decrypt_io", lambda *args: called.append(args) or pyrage.encrypt(b"x", []))
    with pytest.raises(Exception, match=r".*"):
        world.bring_file("bravo", crafted(1600, world))
    assert called


def test_f14_one_bad_file_does_not_stop_those_beside_it() -> None:
    world = World(2)
    world.settle()
    for number in range(10):
        world.views["bravo"].files[f"{number:032x}.age"] = crafted(1600, world)
    world.request("alpha", "bravo")
    world.settle()
    assert world.receipts_held()
