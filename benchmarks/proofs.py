"""What it takes to show a count and that nothing was left out: the signed section, the whole logs recounted, and a tree of sums.

    python -m benchmarks.proofs [--requests 100 1000 10000] [--times 3]

Two parties, in memory. One asks so many times, the other answers every fifth request. Three files about the same count are made and
checked, each several times, in the time of the processor:

    section     one section of the standing, signed by both over one cut: `detente prove standing --section`
    recount     both logs, of each entry the kind, what it answers and its outcome: `detente prove log`. The format ends it at 4,096 entries
    sum tree    a prototype that is in no file of ours: a tree over the requests whose inner nodes carry the counts of both children.
                Its root says no more than the section; what it can show beside it is that one request was counted, as what

The sum tree is measured without the signatures that would commit to its root: those of the section would.
"""

import argparse
import hashlib
import os
import statistics
import struct
import sys
import time

from detente.dialogue.counting import ANSWERED, OUTCOMES, read_section
from detente.errors import CallerError
from detente.node.proving import prove_log
from detente.node.sealing import seal_acts
from detente.record.proof import verify_proof
from detente.record.verdict import PROVEN
from detente.views.standing import proof_of_standing
from tests.simulator import World

PER_POUCH = 1000
COLUMNS = ("sent", *OUTCOMES, "disputed")


def talks(requests):
    """The first party asks so many times; the second answers every fifth, and both have signed the same count at the end."""
    world = World(2)
    world.settle()
    asks, answers = world.parties
    sent = 0
    while sent < requests:
        number = min(PER_POUCH, requests - sent)
        room = world.room(asks)
        first = room.my_head.size
        at = world.nodes[asks].now
        seal_acts(
            world.nodes[asks],
            room,
            [{"kind": "request", "at": at, "to": answers, "text": f"What happened, {sent + n}?"} for n in range(number)],
        )
        world.talk(3)
        room = world.room(answers)
        answered = [
            {"kind": "answer", "at": at, "re": [[asks, 0, first + n]], "outcome": "partial", "text": "some"} for n in range(0, number, 5)
        ]
        seal_acts(world.nodes[answers], room, answered)
        world.talk(3)
        sent += number
    assert len(set(world.standings())) == 1
    return world


class SumTree:
    """A tree over (salt, party, outcome) of each request; a node is the hash of both children and of their counts, set apart."""

    def __init__(self, leaves):
        self.levels = [[self._leaf(*leaf) for leaf in leaves]]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            pairs = [self._node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
            self.levels.append([*pairs, *([below[-1]] if len(below) % 2 else [])])

    @staticmethod
    def _leaf(salt, outcome):
        counts = tuple(int(column in ("sent", outcome)) for column in COLUMNS)
        return hashlib.sha256(b"sum leaf\n" + salt + outcome.encode()).digest(), counts

    @staticmethod
    def _packed(node):
        return node[0] + struct.pack(f">{len(COLUMNS)}Q", *node[1])

    @classmethod
    def _node(cls, left, right):
        counts = tuple(one + other for one, other in zip(left[1], right[1], strict=True))
        return hashlib.sha256(b"sum node\n" + cls._packed(left) + cls._packed(right)).digest(), counts

    @property
    def root(self):
        return self.levels[-1][0]

    def path(self, at):
        """The siblings from a leaf to the root, each with its counts."""
        found = []
        for level in self.levels[:-1]:
            if (at ^ 1) < len(level):
                found.append((at & 1, level[at ^ 1]))
            at >>= 1
        return found

    @classmethod
    def holds(cls, leaf, path, root):
        """Whether a leaf was counted under a root, as what it is, and no sum on the way is smaller than its part."""
        node = cls._leaf(*leaf)
        for is_right, sibling in path:
            node = cls._node(sibling, node) if is_right else cls._node(node, sibling)
        return node == root

    def size_of(self, at):
        return 32 + 32 + 1 + sum(1 + len(self._packed(sibling)) for _, sibling in self.path(at))


def timed(times, work):
    spent = []
    for _ in range(times):
        start = time.process_time()
        result = work()
        spent.append(time.process_time() - start)
    return result, statistics.median(spent) * 1000


def checked(times, proof, charter, expected):
    verdict, spent = timed(times, lambda: verify_proof(proof, charter_digest=charter, read_section=read_section))
    assert verdict.status == PROVEN, verdict
    assert expected(verdict), verdict
    return spent


def measure(requests, times):
    world = talks(requests)
    asks = world.parties[0]
    room, charter = world.room(asks), world.charter.id
    answered = -(-requests // 5)

    section, made = timed(times, lambda: proof_of_standing(room, [asks]))

    def derived(verdict):
        return verdict.sections[f"requests/{asks}"]["sent"] == requests and verdict.sections[f"requests/{asks}"]["partial"] == answered

    yield "section", len(section), made, checked(times, section, charter, derived)
    try:
        recount, made = timed(times, lambda: prove_log(room))
    except CallerError as error:
        yield "recount", None, str(error), None
    else:
        kinds = lambda verdict: {kind.kind: kind.entries for log in verdict.logs for kind in log.kinds}  # noqa: E731
        yield (
            "recount",
            len(recount),
            made,
            checked(
                times, recount, charter, lambda verdict: kinds(verdict)["request"] == requests and kinds(verdict)["answer"] == answered
            ),
        )
    leaves = [(os.urandom(32), "partial" if n % PER_POUCH % 5 == 0 else "open") for n in range(requests)]
    tree, made = timed(times, lambda: SumTree(leaves))
    counts = dict(zip(COLUMNS, tree.root[1], strict=True))
    assert (counts["sent"], sum(counts[outcome] for outcome in ANSWERED)) == (requests, answered)
    path = tree.path(requests // 2)
    holds, spent = timed(times, lambda: SumTree.holds(leaves[requests // 2], path, tree.root))
    assert holds
    assert not SumTree.holds((leaves[requests // 2][0], "nil"), path, tree.root)
    yield "sum tree: one request in it", tree.size_of(requests // 2), made, spent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    print("| requests | what | kB | made, ms | checked, ms |\n|---|---|---|---|---|")
    for requests in given.requests:
        for what, size, made, spent in measure(requests, given.times):
            figures = f"{size / 1000:,.1f} | {made:,.1f} | {spent:,.2f}" if size is not None else f"{made} | | "
            print(f"| {requests:,} | {what} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
