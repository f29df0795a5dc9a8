"""What a dialogue of many parties costs: what travels, and what each node has to do, for an act, with everybody's receipts.

    python -m benchmarks.many [--parties 3 7 19 57] [--times 3] [--minutes 2] [--disk]

Nodes with their own keys found a dialogue over one place, as on a shared folder; nothing is left out of what a node does in a poll. By
default their stores are in memory; with `--disk` each is a node in a folder, as `detente init` makes it, and the place is a folder.
Measured are, one after the other:

    founding    everybody opens its log and admits all others
    one acts    one party asks another; all poll in turn, in a random order, until nothing more leaves
    each acts   every party asks another before anybody polls; then the same
    one is away one party never polls while another acts: what is sent again to it, until everybody gave up

All figures but those of time follow from the number of parties and from the seed alone. Time is what the processor spent, by node.
"""

import argparse
import cProfile
import datetime as dt
import os
import pstats
import random
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from detente.node.carrier import FolderCarrier
from detente.node.exchange import sync
from detente.node.founding import found_dialogue
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.sealing import seal
from tests.simulator import PARTIES, START, World

LEAP = dt.timedelta(hours=13)  # longer than any wait before something is sent again
QUIET = 4


class Place(FolderCarrier):
    """A folder that counts what is asked of it."""

    def __init__(self, folder, counts):
        super().__init__(folder)
        self.counts = counts

    def put(self, name, data):
        self.counts["files"] += 1
        self.counts["bytes"] += len(data)
        super().put(name, data)

    def list(self):
        found = super().list()
        self.counts["listed"] += len(found)
        return found

    def get(self, name):
        self.counts["fetched"] += 1
        return super().get(name)


class Memory:
    """The same in memory, seen by all."""

    address = "memory:place"

    def __init__(self, files, counts):
        self.files, self.counts = files, counts

    def put(self, name, data):
        self.counts["files"] += 1
        self.counts["bytes"] += len(data)
        self.files[name] = data

    def list(self):
        self.counts["listed"] += len(self.files)
        return sorted(self.files)

    def get(self, name):
        self.counts["fetched"] += 1
        return self.files[name]


class Talks:
    """A dialogue of so many parties, its nodes and its clock."""

    def __init__(self, count, minutes, folder=None):
        self.now, self.step, self.rng = START, dt.timedelta(minutes=minutes), random.Random(count)
        self.counts = dict.fromkeys(("files", "bytes", "listed", "fetched"), 0)
        self.parties = PARTIES[:count]
        self.spent = dict.fromkeys(self.parties, 0.0)
        self.folder = folder
        if folder is None:
            self.nodes = World(count).nodes
            files = {}
            self.places = {party: Memory(files, self.counts) for party in self.parties}
        else:
            self.nodes = {party: Node.create(folder / party, party, {"en": party}, NO_PASSPHRASE) for party in self.parties}
            found_dialogue(list(self.nodes.values()))
            self.places = {party: Place(folder / "place", self.counts) for party in self.parties}
        for node in self.nodes.values():
            node.clock = lambda: self.now

    def close(self):
        for node in self.nodes.values():
            node.close()

    def timed(self, party, work, *args):
        start = time.process_time()
        result = work(*args)
        self.spent[party] += time.process_time() - start
        return result

    def ask(self, party, number):
        others = [other for other in self.parties if other != party]
        node = self.nodes[party]

        def act():
            node.draft(node.room(None), {"kind": "request", "to": others[number % len(others)], "text": "What happened?"})
            seal(node, node.room(None))

        self.timed(party, act)

    def settle(self, away=()):
        """Poll until nothing leaves any more; the rounds in which something did, and those in all."""
        silent, rounds, busy = 0, 0, 0
        while silent < QUIET:
            before = self.counts["files"]
            order = [party for party in self.parties if party not in away]
            self.rng.shuffle(order)
            for party in order:
                self.timed(party, sync, self.nodes[party], self.places[party])
            rounds += 1
            self.now += self.step
            if self.counts["files"] == before:
                silent += 1
                self.now += LEAP
            else:
                silent, busy = 0, rounds
        return busy, rounds

    def pouches(self):
        """The pouches that there are, by what those hold who made them, and how many of them hold an act."""
        own = [node.room(None).channel.logs for node in self.nodes.values()]
        heads = [
            head
            for party, logs in zip(self.parties, own, strict=True)
            for key, log in logs.items()
            if key.party == party
            for head in log.heads.values()
        ]
        return len(heads), sum(head.bears_act for head in heads)

    def stored(self):
        """Bytes that each node keeps."""
        if self.folder is not None:
            return [sum(path.stat().st_size for path in (self.folder / party).rglob("*") if path.is_file()) for party in self.parties]
        sizes = []
        for node in self.nodes.values():
            (pages,), (free,), (size,) = (
                node.store.db.execute(f"PRAGMA {what}").fetchone() for what in ("page_count", "freelist_count", "page_size")
            )
            sizes.append((pages - free) * size)
        return sizes

    def agree(self, away=()):
        """Whether all count alike, and each holds everybody's receipt of its own last act."""
        living = [party for party in self.parties if party not in away]
        rooms = [self.nodes[party].room(None) for party in living]
        digests = {room.standing(room.channel.cut(room.channel.vector()).digest, room.fold).digest for room in rooms}
        for room in rooms:
            for other in living:
                log = room.channel.logs[room.channel.generations(other)[-1]]
                if other != room.party and log.heads[log.main].vector[room.mine].size < room.channel.logs[room.mine].named.size:
                    return False
        return len(digests) == 1


def measure(talks, acts, act, away=()):
    """Let something happen, poll until all is quiet, and say what it cost."""
    counts, spent, stored, pouches = dict(talks.counts), dict(talks.spent), talks.stored(), talks.pouches()
    act()
    busy, rounds = talks.settle(away)
    assert talks.agree(away)
    grown = {name: talks.counts[name] - counts[name] for name in counts}
    seals, bearing = (now - then for now, then in zip(talks.pouches(), pouches, strict=True))
    seconds = [talks.spent[party] - spent[party] for party in talks.parties if party not in away]
    kept = [now - then for now, then in zip(talks.stored(), stored, strict=True)]
    return {
        "acts": acts, "seals": seals / acts, "receipts": (seals - bearing) / acts, "files": grown["files"] / acts, "bytes": grown["bytes"] / acts,
        "fetched": grown["fetched"] / acts / len(talks.parties), "listed": grown["listed"] / rounds / len(talks.parties),
        "busy": busy, "rounds": rounds,
        "mean": statistics.mean(seconds) / acts, "most": max(seconds) / acts, "kept": statistics.mean(kept) / acts,
    }  # fmt: skip


def run(count, times, minutes, disk):
    rows = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) if disk else None
        talks = Talks(count, minutes, folder)
        stack.callback(talks.close)
        rows.append(("founding", measure(talks, count, lambda: None)))
        one = [measure(talks, 1, lambda number=number: talks.ask(talks.parties[number], number)) for number in range(times)]
        rows.append(("one acts", middle(one)))
        each = [
            measure(talks, count, lambda: [talks.ask(party, number) for number, party in enumerate(talks.parties)]) for _ in range(times)
        ]
        rows.append(("each acts", middle(each)))
        last = talks.parties[-1]
        rows.append(("one is away", measure(talks, 1, lambda: talks.ask(talks.parties[0], 0), (last,))))
    return rows


def middle(measured):
    return {name: statistics.median(row[name] for row in measured) for name in measured[0]}


COLUMNS = (
    ("seals", "seals", "{:,.1f}"), ("of them receipts", "receipts", "{:,.1f}"), ("files", "files", "{:,.1f}"), ("kB on the carrier", "bytes", "kB"),
    ("files read by a node", "fetched", "{:,.1f}"), ("files listed in a poll", "listed", "{:,.0f}"), ("rounds till quiet", "busy", "{:,.0f}"),
    ("ms of a node, mean", "mean", "ms"), ("most", "most", "ms"), ("kB kept by a node", "kept", "kB"),
)  # fmt: skip


def shown(value, form):
    if form == "kB":
        return f"{value / 1000:,.1f}"
    return f"{value * 1000:,.1f}" if form == "ms" else form.format(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parties", type=int, nargs="+", default=[3, 7, 19, 57])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=2, help="between two polls of all")
    parser.add_argument("--disk", action="store_true", help="nodes in folders, and a folder between them")
    parser.add_argument("--profile", action="store_true", help="of the last number of parties: where the time goes")
    given = parser.parse_args()
    print(
        f"load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}, {'folders' if given.disk else 'memory'}, {given.minutes} min between polls"
    )
    print("| parties | what | " + " | ".join(name for name, _, _ in COLUMNS) + " |")
    print("|" + "---|" * (len(COLUMNS) + 2))
    for count in given.parties:
        profiler = cProfile.Profile() if given.profile and count == given.parties[-1] else None
        if profiler:
            profiler.enable()
        for what, row in run(count, given.times, given.minutes, given.disk):
            print(f"| {count} | {what} | " + " | ".join(shown(row[key], form) for _, key, form in COLUMNS) + " |", flush=True)
        if profiler:
            profiler.disable()
            pstats.Stats(profiler).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
