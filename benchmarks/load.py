"""The load that the pages of one node hold: the rate is raised until 95 of 100 answers take longer than 300 ms.

    python -m benchmarks.load [--people 8] [--seconds 15] [--first 2] [--limit 300]

One process serves the pages of one party after the talks of Geneva (benchmarks/web_users.py). People in three languages ask for pages at
random times, at a rate that does not wait for answers; one request in fifty is a draft that is sealed. Each step lasts some seconds, then
the rate grows by a quarter, until the limit is broken or 200 a second are reached. What asks runs on the same machine, so on two
processors it takes one of them. The load of the machine stands beside each step: other work takes from what is measured.
"""

import argparse
import asyncio
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.web_users import PARTIES, Place, load_of_machine, people_of

MOST = 200.0
AT_ONCE = 200
"""Requests under way; beyond the server turns people away (256), and the step has failed anyway."""
SEAL_ONE_IN = 50


async def step(people, addresses, other, rate, seconds):
    """Milliseconds of all requests of one step, and what failed."""
    marks, wrong, waiting = [], [], set()

    def note(_, milliseconds, failed):
        marks.append(milliseconds)
        if failed is not None:
            wrong.append(failed)

    for person in people:
        person.note = note
    until = due = time.monotonic()
    until += seconds
    number = 0
    while due < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        due += random.expovariate(rate)
        person = people[number % len(people)]
        number += 1
        if len(waiting) >= AT_ONCE:
            wrong.append("too many under way")
            break
        work = (
            person.request(other, f"Supposed: question {number}.")
            if number % SEAL_ONE_IN == 0
            else person.ask("page", "GET", random.choice(addresses))
        )
        waiting.add(task := asyncio.ensure_future(work))
        task.add_done_callback(waiting.discard)
    await asyncio.gather(*waiting, return_exceptions=True)
    return sorted(marks), wrong


async def run(args, place):
    name, other = PARTIES[1], PARTIES[0]
    people = await people_of(place, name, lambda *_: None, args.people)
    addresses = await people[0].addresses()
    await step(people, addresses, other, 2.0, 10)  # templates are compiled
    print(f"{len(addresses)} addresses, {args.people} people, {os.cpu_count()} processors")
    print("| a second, asked | answered | p50, ms | p95, ms | p99, ms | failed | load |\n|---|---|---|---|---|---|---|")
    rate, held = args.first, 0.0
    while rate <= MOST:
        start = time.monotonic()
        marks, wrong = await step(people, addresses, other, rate, args.seconds)
        spent = time.monotonic() - start
        median, late, latest = (marks[min(len(marks) - 1, int(share * len(marks)))] for share in (0.5, 0.95, 0.99))
        print(
            f"| {rate:.1f} | {len(marks) / spent:.1f} | {median:.0f} | {late:.0f} | {latest:.0f} | {len(wrong)} | {load_of_machine():.1f} |",
            flush=True,
        )
        if late > args.limit or wrong:
            break
        held, rate = rate, rate * 1.25
    for person in people:
        await person.leave()
    return held


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--first", type=float, default=2.0, help="requests a second of the first step")
    parser.add_argument("--limit", type=float, default=300.0, help="milliseconds that 95 of 100 answers may take")
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="detente-load-"))
    place = Place(folder / "talks", people=args.people, every=0)
    random.seed(1)
    try:
        place.build()
        place.start()
        held = asyncio.run(run(args, place))
    finally:
        place.stop()
        shutil.rmtree(folder)
    print(
        f"held: {held:.1f} requests a second with 95 % of the answers within {args.limit:.0f} ms; the load of the machine stands beside each step"
    )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
