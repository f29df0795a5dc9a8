"""How many news reports a second are read, and whether memory stays flat as their number grows.

    python benchmarks/press.py [--reports 1000 10000] [--jobs 2] [--texts FOLDER]

Reports of a folder (otherwise the labelled ones of the tests, in three languages, 150 to 450 words each) are written down again and again
under other names, and read as `detente press read FOLDER --out READINGS` reads them, readings written to disk and all. Seconds are on the
wall; the peaks are of the process that hands out the work and of the largest of those that do it.
"""

import argparse
import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from detente.views.press import read_folder

GOLD = Path(__file__).resolve().parent.parent / "tests" / "press" / "gold"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--texts", type=Path, default=GOLD)
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        run(Path(given.run[0]), Path(given.run[1]), given.jobs)
        return
    texts = [path.read_bytes() for path in sorted(given.texts.rglob("*.txt"))]
    print(f"{'reports':>10}{'seconds':>10}{'a second':>10}{'MB':>8}{'MB, worker':>12}")
    for number in given.reports:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / "reports"
            for place in range(number):
                part = folder / f"{place // 1000:04}"
                part.mkdir(parents=True, exist_ok=True)
                (part / f"{place:06}.txt").write_bytes(texts[place % len(texts)])
            command = [sys.executable, __file__, "--run", str(folder), str(Path(made) / "readings"), "--jobs", str(given.jobs)]
            print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="", flush=True)


def run(folder, out, jobs):
    start = time.perf_counter()
    view = read_folder(folder, out, dt.date(2021, 9, 30), None, jobs)
    spent = time.perf_counter() - start
    own, workers = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    assert not view.refused, view.refused
    print(f"{view.reports:>10}{spent:>10.1f}{view.reports / spent:>10.0f}{own:>8.0f}{workers:>12.0f}")


if __name__ == "__main__":
    main()
