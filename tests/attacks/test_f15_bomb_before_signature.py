"""F15: a small file unpacks to fill memory before any signature is checked."""

from __future__ import annotations

import gzip
import struct
import tracemalloc

import pyrage
import pytest

from detente.record import channel as channels
from detente.record.limits import LIMITS
from tests.simulator import Forger, World


def bomb(world: World, size: int) -> bytes:
    """Whoever knows the recipient can write it: no signature at all, 300 MiB in a few hundred kB."""
    packed = gzip.compress(struct.pack(">I", size) + b"\0" * size, 9, mtime=0)
    return pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(world.nodes["bravo"].keys.recipients[0])])


@pytest.mark.slow
def test_f15_a_node_that_receives_a_bomb_stops_at_the_cap_and_stays_as_it_was() -> None:
    world = World(2)
    world.settle()
    data = bomb(world, 300 << 20)
    assert len(data) < 1 << 20
    before = world.dump("bravo")
    tracemalloc.start()
    received = world.bring_file("bravo", data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * LIMITS.container_text, "it was unpacked whole"
    assert f"opens to more than {LIMITS.container_text} bytes" in str(received.refused[0][1])
    assert world.dump("bravo") == before


def test_f15_no_entry_is_read_before_both_signatures_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pouch of many entries that the log's keys did not sign is refused at step 7; with the signature it is read."""
    world = World(2)
    world.settle()
    alpha = Forger(world, "alpha")
    acts = [{"kind": "request", "to": "bravo", "text": "x" * 10_000}] * 300
    stranger = Forger(world, "bravo")
    wrong = stranger.node.keys.sealing_pairs(stranger.room.log_id(stranger.room.mine), 0)[0]
    unsigned, signed = alpha.pouch(*acts, keys=wrong), alpha.pouch(*acts)
    read = []
    real = channels.parse_pouch_body
    monkeypatch.setattr(channels, "parse_pouch_body", lambda *args: read.append(1) or real(*args))
    before = world.dump("bravo")
    received = world.bring("bravo", [unsigned])
    assert [error.step for _, error in received.refused] == [7]
    assert read == []
    assert world.dump("bravo") == before
    assert world.bring("bravo", [signed]).admitted == 1
    assert read == [1]


@pytest.mark.parametrize("line", [b"[" * 100_000, b'["e","' + b"A" * 2_000_000 + b'",{}]', b"1" * 100_000])
def test_f15_signed_garbage_is_refused_whole(line: bytes) -> None:
    """The author itself sends a line that only hurts who parses it."""
    world = World(2)
    world.settle()
    raw = Forger(world, "alpha").pouch({"kind": "request", "to": "bravo"})
    lines = raw.split(b"\n")
    place = next(i for i, text in enumerate(lines) if text.startswith(b'["e"'))
    lines[place] = line
    before = world.dump("bravo")
    received = world.bring("bravo", [b"\n".join(lines)])
    assert [error.step for _, error in received.refused] == [8]
    assert world.dump("bravo") == before
