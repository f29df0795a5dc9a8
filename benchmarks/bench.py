"""All benchmarks with one command, and what they found in one place: docs/benchmarks.md, with a picture.

    python -m benchmarks.bench [--full] [--only SECTION...] [--tell]

Each section is a program of its own, and leaves what it printed in build/bench; the document is written from all that lies there, so that a
section can be measured again alone. `--full` takes the sizes that are quoted elsewhere, which take hours; without it a machine that is not
busy needs some ten minutes. `--tell` measures nothing and writes the document anew. A section that fails is told with its error, and the
command ends with 1.
"""

import argparse
import datetime as dt
import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks.bench_picture import picture
from benchmarks.peers.__main__ import limits_table, promises_table, rates_table
from benchmarks.peers.known import PEERS

from benchmarks import growth

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "bench"
DOCUMENT, PICTURE = ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "benchmarks.svg"
PACKAGES = ("cryptography", "msgspec", "pyrage", "duckdb", "starlette", "lxml", "typst")


class Section(NamedTuple):
    """One program: what it is about, how it is started, and its arguments in short and in full."""

    title: str
    program: tuple[str, ...]
    quick: str
    full: str
    figures: bool = False
    """Whether it writes its figures with `--out`."""


SECTIONS = {
    "peers": Section("Beside other records", ("-m", "benchmarks.peers"), "--entries 20000", "--entries 100000 --rounds 3", figures=True),
    "promises": Section("What each does", ("-m", "benchmarks.peers", "--check"), "", "", figures=True),
    "growth": Section("Growth", ("-m", "benchmarks.growth"), "--to 100000", "--to 1000000", figures=True),
    "record": Section("The record", ("-m", "benchmarks.run", "--cpu"), "--entries 5000 --rounds 1", "--entries 100000 --rounds 3"),
    "counting": Section("Limits of an agreement", ("benchmarks/counting.py",), "--records 10000 100000", ""),
    "agreement": Section("The same out of a record", ("benchmarks/agreement_record.py",), "--records 5000 --times 1", ""),
    "pages": Section("Pages", ("-m", "benchmarks.pages", "--cpu"), "--requests 300 --times 3", ""),
    "texts": Section("Texts", ("benchmarks/texts.py",), "--rounds 3 --no-pdf --no-record", ""),
    "press": Section("What the press said", ("benchmarks/press.py",), "--reports 500", ""),
}


def measure(name, *, full):
    """Run a section, and keep what it printed, when, and how busy the machine was."""
    section = SECTIONS[name]
    words = [*section.program, *(section.full if full else section.quick).split()]
    out = KEPT / f"{name}.figures.json"
    out.unlink(missing_ok=True)
    print(f"{name}: python {' '.join(words)}", flush=True)
    before, start = os.getloadavg()[0], time.perf_counter()
    done = subprocess.run(
        [sys.executable, *words, *(["--out", str(out)] if section.figures else [])], check=False, capture_output=True, text=True, cwd=ROOT
    )
    kept = {
        "command": " ".join(["python", *words]),
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "loads": [before, os.getloadavg()[0]],
        "seconds": time.perf_counter() - start,
        "output": done.stdout,
        "error": done.stderr if done.returncode else "",
        "figures": json.loads(out.read_text()) if out.exists() else None,
    }
    (KEPT / f"{name}.json").write_text(json.dumps(kept, ensure_ascii=False))
    print(done.stdout + kept["error"], flush=True)
    return done.returncode == 0


# ---------------------------------------------------------------- the document


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def machine():
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"{os.cpu_count()} processors ({processor()}), {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; {versions}."
    )


def said(kept):
    """How, when and on how busy a machine a section was measured."""
    first, last = kept["loads"]
    return (
        f"`{kept['command']}`, {kept['date']}, {kept['seconds'] / 60:.0f} minutes, "
        f"at a load of {first:.0f} at its begin and {last:.0f} at its end on {os.cpu_count()} processors."
    )


def peers_told(kept):
    found = kept["figures"]
    named = "\n".join(f"- {name}: {number}" for name, number in found["versions"].items() if number)
    left = "".join(f"\nLeft out, since it was not installed: {name} (`{how}` installs it)." for name, how in found["left_out"].items())
    size = next(iter(found["peers"].values()))["entry"]
    return f"""{found["entries"]:,} entries of {size:.0f} bytes on average, {found["batch"]:,} a batch, rounds: {found["rounds"]}.
Entries a second by the time of all processors that a phase had; in brackets on the wall, and the rate as a multiple of the floor's.

{rates_table(found["peers"], found["errors"], found["versions"])}
{left}
![Entries a second of each peer in three phases, by the time of the processors](benchmarks.svg)

{named}

### The limits of the machine

Measured at both ends of each round of the same run: one part of the work alone, for an entry of 500 bytes.

{limits_table(found["peers"], found["limits"])}

Détente signs and verifies once a batch, not once an entry: less than 1 beside a signature says that it is quicker than signing each entry could be.
"""


def promises_told(kept):
    found = kept["figures"]
    return promises_table([peer for peer in PEERS if peer.name in found["checks"]], found["checks"])


def growth_told(kept):
    return growth.table(kept["figures"])


def printed(kept):
    return f"```text\n{kept['output'].strip()}\n```"


TOLD = {"peers": peers_told, "promises": promises_told, "growth": growth_told}
NOTES = {name: ROOT / "benchmarks" / "notes" / f"{name}.md" for name in SECTIONS}
"""What a person has to say about a section, between how it was measured and its figures."""


def document():
    parts = [HEAD.format(machine=machine())]
    for name, section in SECTIONS.items():
        path = KEPT / f"{name}.json"
        parts.append(f"## {section.title}\n")
        if not path.exists():
            parts.append(f"Not measured yet: `make bench ARGS='--only {name}'`.\n")
            continue
        kept = json.loads(path.read_text())
        parts.append(said(kept) + "\n")
        if NOTES[name].exists():
            parts.append(NOTES[name].read_text(encoding="utf8"))
        if kept["error"]:
            parts.append(f"It ended with an error: `{kept['error'].strip().splitlines()[-1]}`\n")
        if kept["figures"] or name not in TOLD:
            parts.append(TOLD.get(name, printed)(kept).rstrip() + "\n")
    DOCUMENT.write_text("\n".join(parts), encoding="utf8")
    peers = KEPT / "peers.json"
    if peers.exists() and (figures := json.loads(peers.read_text())["figures"]):
        PICTURE.write_text(picture(figures), encoding="utf8")


HEAD = """# Benchmarks

What `make bench` found, written by it; do not edit by hand.
What the figures mean, and what was done about them, is in [Performance](performance.md).

The machine: {machine}
At each section it is said how many processes wanted its processors (the load) before and after.
Where that is more than there are processors, times on the wall say more about the neighbours than about us, and times of the processors rise by some tenths too.
Compare what stands in one table, as ratios.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", nargs="+", choices=SECTIONS)
    parser.add_argument("--tell", action="store_true", help="write the document from what lies in build/bench")
    given = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    wrong = []
    if not given.tell:
        wrong = [name for name in given.only or SECTIONS if not measure(name, full=given.full)]
    document()
    print(f"{DOCUMENT.relative_to(ROOT)}" + (f"; failed: {', '.join(wrong)}" if wrong else ""))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
