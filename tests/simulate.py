"""Two to seven nodes, adversaries among them, a bad courier, deaths at any write, old backups, wrong clocks: what must hold, holds?

    python -m tests.simulate --seeds 10000 --write     play them; the table goes to docs/simulation.md
    python -m tests.simulate --keep runs.jsonl         what a run came to is kept: given again, only what failed or is missing is played
    python -m tests.simulate --seed 37                 one run again, told in words
    python -m tests.simulate --seed 37 --events 3,8    the same with these of its events alone, as a failure names them

A run follows from its seed alone; docs/simulation.md says what is in it and what must hold.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.simulation import table
from tests.simulation.play import Played, play
from tests.simulation.shrinking import again, shrink

SHRUNK_MOST = 3
"""Failures that are made small; of the others the seed is told."""


def main() -> int:
    """Print the table, then each failure with the command that shows it again; 1 if there is one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, help="play this one alone, and tell what happens")
    parser.add_argument("--events", help="of that seed these events alone: numbers with commas between, or none")
    parser.add_argument("--seeds", type=int, default=200, help="how many (200)")
    parser.add_argument("--first", type=int, default=0, help="the first of them (0)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    parser.add_argument("--minutes", type=float, default=0, help="begin no new seeds after so many minutes (0: no limit)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/simulation.md")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="a line of JSON a run: those that held are not played again")
    options = parser.parse_args()
    if options.seed is not None:
        events = None if options.events is None else {int(number) for number in options.events.split(",") if number != "none"}
        return _tell(play(options.seed, events))
    tally = table.Tally()
    _play_many(tally, range(options.first, options.first + options.seeds), options.jobs, options.minutes, options.keep)
    print("\n".join(tally.lines()))
    if options.write:
        table.write(tally)
    for run in tally.failed[:SHRUNK_MOST]:
        events_left, small = shrink(run)
        print(f"\nseed {run.seed} fails; with few of its events again:\n{again(run.seed, events_left)}")
        _tell(small)
    for run in tally.failed[SHRUNK_MOST:]:
        print(f"seed {run.seed}: {run.wrong[0]}")
    return 1 if tally.failed else 0


def _play_many(tally: table.Tally, seeds: range, jobs: int, minutes: float, keep: Path | None) -> None:
    begun = time.monotonic()
    held = {played.seed: played for played in table.read_kept(keep) if played.seed in seeds and not played.wrong} if keep else {}
    for played in held.values():
        tally.add(played)
    left = [seed for seed in seeds if seed not in held]
    step = jobs * 25
    with ProcessPoolExecutor(jobs) as pool, keep.open("ab") if keep else contextlib.nullcontext() as kept:
        for at in range(0, len(left), step):
            if minutes and time.monotonic() - begun > minutes * 60:
                break
            for played in pool.map(play, left[at : at + step], chunksize=5):
                tally.add(played)
                if kept is not None:
                    kept.write(table.as_line(played))
                    kept.flush()
                if played.wrong:
                    print(f"seed {played.seed}: {played.wrong[0]}", flush=True)
    print(
        f"{len(tally.seeds)} seeds, {len(held)} of them kept, in {time.monotonic() - begun:.0f} seconds, {jobs} processes",
        file=sys.stderr,
        flush=True,
    )


def _tell(played: Played) -> int:
    print("\n".join(played.story))
    print("\n".join(f"WRONG {wrong}" for wrong in played.wrong) or "all holds")
    print(f"trace {played.digest}")
    return 1 if played.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
