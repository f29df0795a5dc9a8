"""Many nodes, a courier that loses, repeats and reorders, parties that fall silent: do the living agree, and does it end?

    python -m tests.simulate --seeds 1000 --nodes 2,3,5,7 --jobs 2
    python -m tests.simulate --first 37 --seeds 1 --nodes 5          one run again, as a failure names it

One run (`play`): people ask, answer, withdraw and dispute at random moments over a place that loses 40 % of all deliveries, brings
20 % twice and 30 % late; in the middle one party falls silent, for a while or for good; then everybody polls until nothing is sent.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from typing import NamedTuple

from detente.dialogue.fold import Fold
from detente.node.room import Room
from tests.simulator import World

ACTS = 10
MOST_POLLS = 4000


class Played(NamedTuple):
    """What became of one run; `wrong` is empty if all is well."""

    nodes: int
    seed: int
    polls: int
    files: int
    acts: int
    wrong: tuple[str, ...]


def play(nodes: int, seed: int) -> Played:
    """One run; everything follows from the number of nodes and the seed."""
    world = World(nodes, seed, loss=0.4, repeat=0.2, late=0.3)
    for party in world.parties:
        world.room(party).rest_every = world.rng.randint(1, 6)  # so that folds rest, and go on from the store
    for _ in range(3):
        world.poll()
    acts = 0
    silent = None
    for number in range(ACTS):
        party = world.rng.choice(world.living())
        if world.room(party).channel.k is not None or party == world.parties[0]:
            _act(world, party)
            acts += 1
        if number == ACTS // 2 and (nodes > 2 or seed % 2):
            silent = world.rng.choice(world.parties)
            world.dead.add(silent)
        for _ in range(world.rng.randint(0, 2)):
            world.poll()
    polls = world.settle(most=MOST_POLLS)
    wrong = check(world, polls)
    if silent is not None and seed % 2:
        world.revive(silent)
        polls = world.settle(most=MOST_POLLS)
        wrong += check(world, polls)
    return Played(nodes, seed, polls, world.sent, acts, tuple(wrong))


def _act(world: World, party: str) -> None:
    """What one person does: answer what is open, withdraw, dispute, or ask."""
    requests = list(world.room(party).fold.requests.values())
    to_answer = [request for request in requests if request.move == party]
    mine = [request for request in requests if request.act.ref.party == party]
    luck = world.rng.random()
    if to_answer and luck < 0.6:
        ref = world.rng.choice(to_answer).act.ref
        outcome = world.rng.choice(["full", "partial", "declined", "holding"])
        world.act(party, kind="answer", re=[[ref.party, ref.generation, ref.index]], outcome=outcome, text="x")
    elif mine and luck < 0.75:
        request = world.rng.choice(mine)
        if request.answers:
            ref = request.answers[-1].ref
            world.act(party, kind="dispute", re=[[ref.party, ref.generation, ref.index]], reason="y")
        else:
            ref = request.act.ref
            world.act(party, kind="withdraw", re=[[ref.party, ref.generation, ref.index]], reason="z")
    else:
        world.request(party, world.rng.choice([other for other in world.parties if other != party]))


def in_memory(room: Room) -> Fold:
    """The fold over everything that counts, from nothing."""
    return room.fold_of(room.channel.vector())


def check(world: World, polls: int) -> list[str]:
    """What is wrong with a world in which nothing moves any more."""
    wrong = []
    if polls >= MOST_POLLS:
        wrong.append("traffic does not end")
    without = [party for party in world.living() if world.room(party).channel.k is None]
    if len(without) == len(world.living()):
        return wrong  # the founder fell silent before anybody living had heard it: there is nothing to agree on
    if without:
        wrong.append("never opened: " + ", ".join(without))
        return wrong
    if not world.receipts_held():
        wrong.append("a receipt is missing")
    if any(state != world.states()[0] for state in world.states()):
        wrong.append("the states differ")
    if any(world.room(party).fold.value() != in_memory(world.room(party)).value() for party in world.living()):
        wrong.append("a fold that rested in a store is another than one in memory")
    if len(set(world.standings())) != 1:
        wrong.append("the standings differ")
    wrong += [f"{party}: {remark}" for party in world.living() for remark in world.remarks(party)]
    return wrong


def main() -> int:
    """Print a table, then each failure with the command that shows it again; 1 if there is one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=50, help="how many (50)")
    parser.add_argument("--first", type=int, default=0, help="the first of them (0)")
    parser.add_argument("--nodes", default="2,3,5", help="numbers of nodes (2,3,5)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    parser.add_argument("--minutes", type=float, default=0, help="begin no new number of seeds after so many minutes (0: no limit)")
    options = parser.parse_args()
    failed: list[Played] = []
    print(
        f"{'nodes':>5} {'seeds':>6} {'agree':>6} {'acts':>6} {'files/act':>9} {'polls median':>12} {'most':>6} {'seconds/seed':>12}",
        flush=True,
    )
    with ProcessPoolExecutor(options.jobs) as pool:
        for nodes in map(int, options.nodes.split(",")):
            begun = time.monotonic()
            played: list[Played] = []
            seeds = range(options.first, options.first + options.seeds)
            step = options.jobs * 4
            for at in range(0, len(seeds), step):
                if options.minutes and time.monotonic() - begun > options.minutes * 60:
                    break
                part = list(pool.map(play, repeat(nodes), seeds[at : at + step]))
                played += part
                failed += (bad := [run for run in part if run.wrong])
                for run in bad:
                    print(f"  {run.nodes} nodes, seed {run.seed}: {'; '.join(run.wrong)}", flush=True)
            acts = sum(run.acts for run in played)
            polls = [run.polls for run in played]
            each = (time.monotonic() - begun) * options.jobs / max(len(played), 1)
            print(
                f"{nodes:>5} {len(played):>6} {sum(not run.wrong for run in played):>6} {acts:>6} {sum(run.files for run in played) / max(acts, 1):>9.1f}"
                f" {statistics.median(polls):>12.0f} {max(polls):>6} {each:>12.1f}",
                flush=True,
            )
    for run in failed:
        print(f"again: python -m tests.simulate --jobs 1 --nodes {run.nodes} --first {run.seed} --seeds 1")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
