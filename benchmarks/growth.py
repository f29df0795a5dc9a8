"""Whether an entry costs the same in a long record as in a short one: time, memory and disk from 1,000 entries on, by tens.

    python -m benchmarks.growth [--to 100000] [--from 1000] [--batch 1000] [--tmp FOLDER] [--out FILE]

The phases of `benchmarks.run`, each in a process of its own: two parties write and seal in turn, a third admits everything, and checks
everything again as `detente fsck` does. Time per entry is of the processors that the phase and its helpers had, and on the wall beside it;
where others use the machine only the first says something about growth.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks.measuring import Spent, now, peak_mb

from benchmarks import run

ROWS = {"append": "append and seal", "admit": "admit", "cold_logs": "cold, logs", "cold_bodies": "cold, bodies", "fsck": "cold, everything"}


def one_phase(name, folder, entries, batch):
    """The figures of one phase; rates become microseconds an entry."""
    work = {
        "write": lambda: run.write(folder, entries, batch, now),
        "admit": lambda: run.admit(folder, now),
        "cold": lambda: run.cold(folder, now),
        "pages": lambda: run.pages(folder),
    }
    found = work[name]()
    times = {
        figure: asdict(Spent(1e6 / rate.wall, 1e6 / rate.cpu))
        for figure, rate in found.items()
        if isinstance(rate, Spent) and figure in ROWS
    }
    plain = {figure: value for figure, value in found.items() if not isinstance(value, Spent)}
    return {"times": times, **plain, f"peak_{name}": peak_mb()}


def size(entries, batch, tmp):
    """The figures of one size."""
    found = {"entries": entries, "times": {}}
    with tempfile.TemporaryDirectory(dir=tmp) as folder:
        for name in ("write", "admit", "cold", "pages"):
            start = time.perf_counter()
            command = [sys.executable, "-m", "benchmarks.growth", "--phase", name, folder, str(entries), "--batch", str(batch)]
            more = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
            found["times"] |= more.pop("times")
            found |= more | {f"seconds_{name}": time.perf_counter() - start}
    return found


def table(sizes):
    """Markdown, one column for each size."""
    head = [f"| what | {' | '.join(format(each['entries'], ',') for each in sizes)} |", "|---" * (len(sizes) + 1) + "|"]
    rows = [
        (
            f"{what}, µs an entry by the processor (on the wall)",
            [f"{t['cpu']:.1f} ({t['wall']:.1f})" for t in (each["times"][figure] for each in sizes)],
        )
        for figure, what in ROWS.items()
    ]
    rows += [
        (f"peak memory, {what}, MB", [f"{each['peak_' + name]:.0f}" for each in sizes])
        for name, what in (
            ("write", "two nodes that write and admit in turn"),
            ("admit", "a node that admits"),
            ("cold", "everything checked again"),
            ("pages", "a page, and a search through all titles"),
        )
    ]
    rows += [("on disk, bytes an entry", [f"{each['disk_bytes']:.0f}" for each in sizes])]
    rows += [
        (what, [f"{each[figure]:,.0f}" for each in sizes])
        for figure, what in (
            ("open_ms", "open a node, ms"),
            ("page_ms", "a page of 50 requests, ms"),
            ("words_ms", "a search through all titles, ms"),
        )
    ]
    return "\n".join([*head, *(f"| {what} | {' | '.join(cells)} |" for what, cells in rows)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=int, default=100_000)
    parser.add_argument("--from", type=int, default=1000, dest="start")
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--tmp", type=Path, help="a folder on the disk that is to be measured")
    parser.add_argument("--out", type=Path, help="the figures as JSON, written after each size")
    parser.add_argument("--phase", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.phase:
        name, folder, entries = given.phase
        json.dump(one_phase(name, Path(folder), int(entries), given.batch), sys.stdout)
        return
    sizes = []
    for power in range(round(math.log10(given.start)), round(math.log10(given.to)) + 1):
        sizes.append(size(10**power, given.batch, given.tmp))
        print(json.dumps(sizes[-1]), flush=True)
        if given.out:
            given.out.write_text(json.dumps(sizes))
    print(table(sizes))


if __name__ == "__main__":
    main()
