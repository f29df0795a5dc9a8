"""kill -9 at any moment of sealing and receiving: nothing acknowledged is lost, no log is forked, fsck is clean.

What is killed is a node whose people do everything that full dialogues hold (tests/people.py): requests, proposals, meetings, texts,
undertakings, statements, files, new keys, and groups with channels of their own.
"""

import datetime as dt
import os
import random
import signal
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from detente.node.blobs import blobs_of, read_blob
from detente.node.carrier import FolderCarrier
from detente.node.exchange import sync
from detente.node.founding import found_dialogue
from detente.node.fsck import check
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.room import Room
from detente.record.seal import LogKey
from tests.people import People, Said
from tests.strategies import stride

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is a POSIX signal")

PARTIES = ("rus", "usa")
MOST_CHANNELS = 3


class Acknowledged(NamedTuple):
    """What a worker said before it was killed: every act that was safe, and how many pouches."""

    acts: list[Said]
    heads: int


def two_nodes(folder: Path) -> None:
    nodes = [Node.create(folder / party, party, {"en": party}, NO_PASSPHRASE) for party in PARTIES]
    found_dialogue(nodes)
    for node in nodes:
        node.close()
    for _ in range(2):
        for party in PARTIES:
            sync_once(folder, party)


def sync_once(folder: Path, party: str, days: int = 0) -> None:
    """Sync as if some days had passed: what was lost with a killed process is asked for again when it is due."""
    with Node.open(folder / party, NO_PASSPHRASE) as node:
        now = node.clock() + dt.timedelta(days)
        node.clock = lambda: now
        sync(node, FolderCarrier(folder / "courier"))


def rooms_to_speak_in(node: Node) -> list[Room]:
    return [room for room in node.rooms.values() if room.channel.k is not None]


def work(folder: Path, party: str, acknowledge: int, seed: int) -> None:
    """Act, seal and sync for ever, and say after each what is now safe."""
    rng = random.Random(seed)
    people = People(rng)
    with Node.open(folder / party, NO_PASSPHRASE) as node:
        for room in node.rooms.values():
            room.rest_every = 3  # the fold rests again and again: a kill falls into that too
        while True:
            luck = rng.random()
            if luck < 0.1 and len(node.rooms) < MOST_CHANNELS:
                people.found(node, next(iter(node.charters)))
            elif luck < 0.15:
                people.rekey(node, rng.choice(rooms_to_speak_in(node)))
            else:
                people.meet(node, rng.choice(rooms_to_speak_in(node)))
            lines = [f"act {said.channel} {said.log.generation} {said.index} {said.leaf.hex()}\n" for said in people.said]
            people.said.clear()
            os.write(acknowledge, "".join([*lines, f"heads {len(node.store.heads())}\n"]).encode())
            sync(node, FolderCarrier(folder / "courier"))
            os.write(acknowledge, f"heads {len(node.store.heads())}\n".encode())


def run_and_kill(folder: Path, party: str, after: float, *, wait: bool, seed: int) -> Acknowledged:
    """Fork a worker, kill it some time after its start (or, with `wait`, after its first word); what it had acknowledged."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            work(folder, party, write, seed)
        except BaseException:  # noqa: BLE001 - a forked child must never go on as a second test run
            traceback.print_exc()
        os._exit(1)
    os.close(write)
    said = os.read(read, 1) if wait else b""
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, "the worker ended by itself"
    while chunk := os.read(read, 65536):
        said += chunk
    os.close(read)
    found = Acknowledged([], 0)
    for line in said.decode().split("\n")[:-1]:  # the last one may have been cut off
        word, *rest = line.split(" ")
        if word == "heads":
            found = found._replace(heads=int(rest[0]))
        else:
            found.acts.append(Said(rest[0], LogKey(party, int(rest[1])), int(rest[2]), bytes.fromhex(rest[3])))
    return found


def lost(node: Node, acts: list[Said]) -> Iterator[str]:
    """Acts that a node has not, or not as they were sealed."""
    for channel, log, index, leaf in acts:
        found = node.store.entry_line(channel, log, index)
        if found is None or leaf not in node.store.leaves_of(found[0].seq):
            yield f"{channel[:8]} {log.party}/{index}"


def kill_many(folder: Path, times: int, seed: int) -> int:
    two_nodes(folder)
    rng = random.Random(seed)
    acknowledged: list[Said] = []
    spoke = 0
    for number in range(times):
        party = PARTIES[number % 2]
        said = run_and_kill(folder, party, rng.uniform(0.001, 0.12), wait=number % 4 < 2, seed=rng.getrandbits(32))
        acknowledged += said.acts
        spoke += bool(said.heads)
        with Node.open(folder / party, NO_PASSPHRASE) as node:
            assert list(lost(node, said.acts)) == []
            assert len(node.store.heads()) >= said.heads
            report = check(node)
            assert report.problems == [], (number, [str(p.error) for p in report.problems])
    for day in range(1, 7):
        for party in PARTIES:
            sync_once(folder, party, day)
    with Node.open(folder / "rus", NO_PASSPHRASE) as rus, Node.open(folder / "usa", NO_PASSPHRASE) as usa:
        for node in (rus, usa):
            assert node.store.db.execute("SELECT count(*) FROM contradictions").fetchone() == (0,)
            assert list(lost(node, acknowledged)) == []
            assert [problem.where for problem in check(node).problems] == []
        assert rus.rooms.keys() == usa.rooms.keys()
        for channel, room in rus.rooms.items():
            assert room.fold.value() == usa.rooms[channel].fold.value()
            assert files_lacking(rus, room) == files_lacking(usa, usa.rooms[channel]) == []
    return spoke


def files_lacking(node: Node, room: Room) -> list[str]:
    entries = [entry for stored in node.store.heads(room.id) for entry in room.trusted_entries(stored.seq)]
    return [digest.hex() for digest, *_ in blobs_of(entries) if read_blob(node, digest) is None]


@pytest.mark.slow
def test_killed_again_and_again_nothing_is_lost(tmp_path: Path) -> None:
    """Two hundred times with DETENTE_EXAMPLES=thorough; tests/faults kills single commands at single calls."""
    times = 200 if stride(2) == 1 else 24
    assert kill_many(tmp_path, times, seed=2) >= times // 2
