"""kill -9 at any moment of sealing and receiving: nothing acknowledged is lost, no log is forked, fsck is clean."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from detente.node.carrier import FolderCarrier
from detente.node.exchange import sync
from detente.node.founding import found_dialogue
from detente.node.fsck import check
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.sealing import seal

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is a POSIX signal")


def two_nodes(folder: Path) -> None:
    nodes = [Node.create(folder / party, party, {"en": party}, NO_PASSPHRASE) for party in ("rus", "usa")]
    found_dialogue(nodes)
    for node in nodes:
        node.close()
    for _ in range(2):
        for party in ("rus", "usa"):
            sync_once(folder, party)


def sync_once(folder: Path, party: str) -> None:
    with Node.open(folder / party, NO_PASSPHRASE) as node:
        sync(node, FolderCarrier(folder / "courier"))


def work(folder: Path, party: str, acknowledge: int) -> None:
    """Seal and sync for ever, and say after each what is now safe."""
    with Node.open(folder / party, NO_PASSPHRASE) as node:
        room = node.room(None)
        room.rest_every = 3  # the fold rests again and again: a kill falls into that too
        other = "usa" if party == "rus" else "rus"
        while True:
            node.draft(room, {"kind": "request", "to": other, "text": "What happened?"})
            seal(node, room)
            os.write(acknowledge, b"%d %d\n" % (room.my_head.size, len(node.store.heads())))
            sync(node, FolderCarrier(folder / "courier"))
            os.write(acknowledge, b"%d %d\n" % (room.my_head.size, len(node.store.heads())))


def run_and_kill(folder: Path, party: str, after: float, *, wait: bool) -> tuple[int, int]:
    """Fork a worker, kill it some time after its start (or, with `wait`, after its first word); the last sizes that it acknowledged."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            work(folder, party, write)
        finally:
            os._exit(1)
    os.close(write)
    said = os.read(read, 1) if wait else b""
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while chunk := os.read(read, 65536):
        said += chunk
    os.close(read)
    lines = [line for line in said.split(b"\n")[:-1] if line]
    size, heads = lines[-1].split() if lines else (b"0", b"0")
    return int(size), int(heads)


def kill_many(folder: Path, times: int, seed: int) -> int:
    two_nodes(folder)
    rng = random.Random(seed)
    acknowledged = 0
    for number in range(times):
        party = ("rus", "usa")[number % 2]
        size, heads = run_and_kill(folder, party, rng.uniform(0.001, 0.12), wait=number % 4 < 2)
        acknowledged += bool(size)
        with Node.open(folder / party, NO_PASSPHRASE) as node:
            assert node.room(None).my_head.size >= size
            assert len(node.store.heads()) >= heads
            report = check(node)
            assert report.problems == [], (number, [str(p.error) for p in report.problems])
    for _ in range(4):
        for party in ("rus", "usa"):
            sync_once(folder, party)
    with Node.open(folder / "rus", NO_PASSPHRASE) as rus, Node.open(folder / "usa", NO_PASSPHRASE) as usa:
        assert rus.store.db.execute("SELECT count(*) FROM contradictions").fetchone() == (0,)
        assert usa.store.db.execute("SELECT count(*) FROM contradictions").fetchone() == (0,)
        assert rus.room(None).fold.value() == usa.room(None).fold.value()
    return acknowledged


def test_killed_twelve_times_nothing_is_lost(tmp_path: Path) -> None:
    assert kill_many(tmp_path, 12, seed=1) >= 6


@pytest.mark.slow
def test_killed_two_hundred_times_nothing_is_lost(tmp_path: Path) -> None:
    assert kill_many(tmp_path, 200, seed=2) >= 100
