"""Two parties with pages, a host and a door for hours under load: do memory, file handles, threads and answers stay as they are?

    python -m benchmarks.soak [--minutes 120] [--people 6] [--rate 1.0] [--every 20] [--keep FOLDER] [--out FILE.json] [--picture FILE.svg]

The talks of Geneva are played; then four processes serve (benchmarks/web_users.py). At each party some people read pages in three
languages at a steady rate, draft and seal requests and answers, sign out and in again; couriers go round by a folder and by the door;
a log of others asks the host for countersignatures. Every five seconds each process is looked at from outside: memory (RSS), file
handles, threads; and the files of the record. For each ten minutes a line is printed; at the end slopes over what came after the
warm-up (a quarter of the time, at most ten minutes), and a verdict. It ends with 1 where something grows without an end, where a process
ended, or where a page failed. Everything goes over 127.0.0.1, and it stops by itself.
"""

import argparse
import asyncio
import contextlib
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import httpx
from benchmarks.soak_picture import picture
from benchmarks.web_users import PARTIES, Place, load_of_machine, people_of

from detente.cli.main import main as detente
from detente.record.note import format_vkey
from detente.record.tree import leaf_hash
from tests.web.witness_server import ForeignLog

LOOK_EVERY = 5.0
SEAL_EVERY = 30.0
"""Seconds between two seals of one party: a busy hotline."""
ASK_HOST_EVERY = 15.0
STAY = 600.0
"""Seconds for which somebody stays signed in."""
MB_PER_HOUR = 10.0
"""More than that after the warm-up is a leak: in a year of 24 hours it would fill 85 GB."""
TOLD_EVERY = 600.0


class Notes:
    """What people saw: milliseconds by kind, and what failed; for the whole run and since the last line."""

    def __init__(self):
        self.marks, self.recent, self.wrong = defaultdict(list), [], Counter()

    def note(self, kind, milliseconds, wrong):
        self.marks[kind].append(milliseconds)
        self.recent.append(milliseconds)
        if wrong is not None:
            self.wrong[wrong] += 1


def quantiles(marks):
    """Median, 95 % and 99 %."""
    marks = sorted(marks) or [0.0]
    return [marks[min(len(marks) - 1, int(share * len(marks)))] for share in (0.5, 0.95, 0.99)]


def look(place):
    """Each process as it is now, and the files of each record."""
    found = {}
    for name, process in place.processes.items():
        folder = Path(f"/proc/{process.pid}")
        with contextlib.suppress(OSError):
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
            found[name] = {
                "rss": int(status["VmRSS"].split()[0]) / 1024, "threads": int(status["Threads"]), "handles": len(list((folder / "fd").iterdir())),
            }  # fmt: skip
    for name in PARTIES:
        for suffix in ("", "-wal"):
            path = place.folder / name / f"record.sqlite{suffix}"
            found.setdefault(name, {})["wal" if suffix else "record"] = path.stat().st_size / 1e6 if path.exists() else 0.0
    return found


async def read_pages(people, addresses, rate, until):
    """Pages at a steady rate, whoever is next; each in the language of whoever reads."""
    due = time.monotonic()
    number = 0
    while time.monotonic() < until:
        person = people[number % len(people)]
        number += 1
        address = random.choice(addresses)
        with contextlib.suppress(httpx.HTTPError):
            await person.ask("page", "GET", address)
        due = max(due + random.expovariate(rate), time.monotonic() - 5)
        await asyncio.sleep(max(0.0, due - time.monotonic()))


async def seal_now_and_then(people, other, every, until, number=0):
    while time.monotonic() < until:
        person = people[number % len(people)]
        number += 1
        with contextlib.suppress(httpx.HTTPError):
            if number % 2:
                await person.request(other, f"Supposed: question {number}.")
            else:
                await person.answer(other)
        await asyncio.sleep(every * random.uniform(0.8, 1.2))


async def sign_out_and_in(people, every, until):
    number = 0
    while time.monotonic() + every < until:
        await asyncio.sleep(every)
        person = people[-1 - number % max(1, len(people) // 3)]
        number += 1
        with contextlib.suppress(httpx.HTTPError):
            await person.sign_out()
            await person.sign_in()


async def ask_the_host(place, log, note, until):
    """A log of others grows by a leaf, and asks to be countersigned."""
    leaves, signed = [], 0
    async with httpx.AsyncClient(base_url=place.address("host"), timeout=60) as line:
        while time.monotonic() < until:
            leaves.append(leaf_hash(len(leaves).to_bytes(4)))
            start = time.perf_counter()
            answer = await line.post("/add-checkpoint", content=log.ask(leaves, signed, len(leaves)))
            note(
                "countersign",
                1000 * (time.perf_counter() - start),
                None if answer.status_code == 200 else f"countersign: {answer.status_code}",
            )
            signed = len(leaves) if answer.status_code == 200 else signed
            await asyncio.sleep(ASK_HOST_EVERY)


async def watch(place, notes, samples, begun, until):
    """Look at all, again and again; a line for each ten minutes."""
    told = begun
    while time.monotonic() < until and not place.ended():
        await asyncio.sleep(LOOK_EVERY)
        now = time.monotonic()
        samples.append({"at": now - begun, "load": load_of_machine(), **look(place)})
        if now - told >= TOLD_EVERY:
            tell(samples, notes, (told - begun) / 60, (now - begun) / 60)
            told, notes.recent = now, []
    if notes.recent:
        tell(samples, notes, (told - begun) / 60, (time.monotonic() - begun) / 60)


def tell(samples, notes, start, end):
    last = samples[-1]
    median, late, latest = quantiles(notes.recent)
    sizes = " | ".join(
        f"{last[name]['rss']:.1f}, {last[name]['handles']}, {last[name]['threads']}" for name in (*PARTIES, "host", "door") if name in last
    )
    files = " | ".join(f"{last[name]['record']:.1f} + {last[name]['wal']:.1f}" for name in PARTIES)
    load = statistics.mean(sample["load"] for sample in samples if sample["at"] >= 60 * start)
    print(
        f"| {start:.0f} to {end:.0f} | {sizes} | {files} | {len(notes.recent)} | {median:.0f} | {late:.0f} | {latest:.0f} | "
        f"{sum(notes.wrong.values())} | {load:.1f} |", flush=True,
    )  # fmt: skip


HEADINGS = (
    "minutes", *(f"{name}: MB, handles, threads" for name in (*PARTIES, "host", "door")), *(f"record of {name}, MB + log" for name in PARTIES),
    "requests", "p50, ms", "p95", "p99", "failed so far", "load",
)  # fmt: skip


def slope(points):
    """Least squares: units an hour, of (seconds, value)."""
    if len(points) < 3:
        return 0.0
    middle, mean = statistics.mean(at for at, _ in points), statistics.mean(value for _, value in points)
    spread = sum((at - middle) ** 2 for at, _ in points)
    return 3600 * sum((at - middle) * (value - mean) for at, value in points) / spread


def least(samples, name, key):
    """The least of each minute: somebody who signs in takes 64 MiB for a tenth of a second, and that is no growth."""
    found = {}
    for sample in samples:
        if key in sample.get(name, {}):
            minute = int(sample["at"] / 60)
            found[minute] = min(found.get(minute, sample[name][key]), sample[name][key])
    return [(60 * minute, value) for minute, value in found.items()]


def judge(samples, notes, ended):
    """What is wrong; nothing where all stayed as it was."""
    warm = min(600.0, samples[-1]["at"] / 4)
    after = [sample for sample in samples if sample["at"] >= warm]
    found = [f"{name} ended by itself" for name in ended]
    for name in (*PARTIES, "host", "door"):
        grows = {
            key: slope([(sample["at"], sample[name][key]) for sample in after if key in sample.get(name, {})])
            for key in ("rss", "handles", "threads")
        }
        record = slope([(sample["at"], sample[name]["record"]) for sample in after if "record" in sample.get(name, {})])
        print(
            f"{name}: {grows['rss']:+.1f} MB, {grows['handles']:+.1f} handles, {grows['threads']:+.1f} threads an hour; its record {record:+.1f} MB"
        )
        if grows["rss"] > MB_PER_HOUR:
            found.append(f"the memory of {name} grows by {grows['rss']:.1f} MB an hour, over {MB_PER_HOUR:.0f}")
        half = len(after) // 2
        for key in ("handles", "threads"):
            first, second = (
                max((sample[name][key] for sample in part if name in sample), default=0) for part in (after[:half], after[half:])
            )
            if second > first + 2:
                found.append(f"{key} of {name} went from at most {first} to {second}")
    found += [f"{times} times {what}" for what, times in notes.wrong.most_common(10)]
    return found


async def run(args, place):
    notes, samples = Notes(), []
    log = ForeignLog()
    people = {name: await people_of(place, name, notes.note, args.people) for name in PARTIES}
    addresses = {name: await people[name][0].addresses() for name in PARTIES}
    print(f"{args.people} people at each party, {len(addresses[PARTIES[0]])} addresses, {args.rate} pages a second at each")
    notes = Notes()
    for each in (*people[PARTIES[0]], *people[PARTIES[1]]):
        each.note = notes.note
    begun = time.monotonic()
    until = begun + 60 * args.minutes
    print("| " + " | ".join(HEADINGS) + " |\n" + "|---" * len(HEADINGS) + "|", flush=True)
    await asyncio.gather(
        *(read_pages(people[name], addresses[name], args.rate, until) for name in PARTIES),
        *(seal_now_and_then(people[name], other, SEAL_EVERY, until) for name, other in (PARTIES, PARTIES[::-1])),
        *(sign_out_and_in(people[name], STAY / args.people, until) for name in PARTIES),
        ask_the_host(place, log, notes.note, until),
        watch(place, notes, samples, begun, until),
    )
    for each in (*people[PARTIES[0]], *people[PARTIES[1]]):
        await each.leave()
    return notes, samples


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--people", type=int, default=6, help="at each party")
    parser.add_argument("--rate", type=float, default=1.0, help="pages a second at each party")
    parser.add_argument("--every", type=int, default=20, help="seconds between two rounds of the couriers")
    parser.add_argument("--nice", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="a folder that is kept")
    parser.add_argument("--out", type=Path, help="samples and times, as JSON")
    parser.add_argument("--picture", type=Path, help="a picture of memory and answers over time")
    args = parser.parse_args()
    folder = args.keep or Path(tempfile.mkdtemp(prefix="detente-soak-"))
    place = Place(folder / "talks", people=args.people, every=args.every, nice=args.nice)
    random.seed(1)
    try:
        place.build()
        with contextlib.redirect_stdout(None):
            assert detente(["witness", "log", "add", "--vkey", format_vkey(ForeignLog().key), "--dir", str(place.folder / "che")]) == 0
        place.start()
        notes, samples = asyncio.run(run(args, place))
        ended = place.ended()
    finally:
        late = place.stop()
    print("\n| what | times | p50, ms | p95 | p99 |\n|---|---|---|---|---|")
    for kind, marks in sorted(notes.marks.items()):
        print(f"| {kind} | {len(marks)} | " + " | ".join(f"{each:.0f}" for each in quantiles(marks)) + " |")
    found = [*judge(samples, notes, ended), *(f"{name} did not end when it was told to" for name in late)]
    if args.out:
        args.out.write_text(json.dumps({"samples": samples, "marks": notes.marks, "wrong": notes.wrong, "found": found}))
    if args.picture:
        args.picture.write_text(picture(samples), "utf-8")
    if not args.keep:
        shutil.rmtree(folder)
    print("\n".join(found) or "nothing grows, nothing failed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
