"""Every call with which a command writes fails once, and kills it once: what is the record afterwards?

    python -m tests.faults.matrix [--scene NAME]... [--stride 1] [--workers 2] [--kept FILE] [--table FILE] [--verbose]

For each scene (scenes.py) the calls that touch its folders are counted under strace. Then, for each single one of them, the command is run
from a fresh copy with that call failing (EIO; where it takes space, ENOSPC and EDQUOT as well), and with the process killed at it. After
each, `fsck`; the same command again, where it was not done; the courier; and both records are compared with those of a run without a
fault. It prints the matrix, and ends with 1 if anything is wrong.

With --kept each run is written into a file when it has ended, and what stands there and was well is not tried again: what was broken off
goes on, several parts become one matrix, and what was mended is tried once more.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from tests.faults.inject import Fault, Site, can_trace, faults_of, preload, run, run_with, sites
from tests.faults.scenes import SCENES, After, Scene, compared, copied, go_on, prepare

ENDS = ("survived", "refused", "killed", "wrong", "missed")
"""What came of a run: done all the same; refused in words; killed, and whole afterwards; something is wrong; the fault never struck."""

BAD = frozenset({"wrong", "missed"})


class Verdict(NamedTuple):
    """One run: in which scene, what happened, how it ended, what is wrong, and what was left lying."""

    scene: str
    fault: Fault
    end: str
    wrong: list[str]
    left: list[str]
    said: str


class Stage(NamedTuple):
    """A scene that is ready to be played: what was before it, how it ends without a fault, its calls."""

    scene: Scene
    template: Path
    without: After
    faults: list[Fault]


def ready(scene: Scene, base: Path) -> Stage:
    """Prepare a scene, and play it once without a fault."""
    template = prepare(scene.before, base)
    found, ran = sites(copied(template, template.with_name("counted")), scene.argv)
    assert ran.code == 0, (scene.name, ran.said)
    folder = copied(template, template.with_name("plain"))
    without = go_on(scene, run(folder, scene.argv), folder)
    assert without.wrong == [], (scene.name, without.wrong)
    return Stage(scene, template, without, [fault for site in found for fault in faults_of(site)])


def play(stage: Stage, fault: Fault) -> Verdict:
    """One run with a fault, and what came of it."""
    folder = copied(stage.template, stage.template.with_name(f"run-{os.getpid()}"))
    ran = run_with(folder, stage.scene.argv, fault)
    after = go_on(stage.scene, ran, folder)
    wrong = compared(after, stage.without)
    end = "missed" if not ran.struck else "killed" if ran.code < 0 else "refused" if ran.code else "survived"
    return Verdict(stage.scene.name, fault, "wrong" if wrong else end, wrong, after.left, ran.said.strip())


def as_line(verdict: Verdict) -> str:
    """A run as it is kept."""
    return json.dumps(verdict) + "\n"


def kept(path: Path | None) -> dict[tuple[str, Fault], Verdict]:
    """The runs that a file has; of one that stands there twice, the later."""
    found: dict[tuple[str, Fault], Verdict] = {}
    for line in path.read_text("utf-8").splitlines() if path is not None and path.exists() else ():
        scene, (site, what), *rest = json.loads(line)
        verdict = Verdict(scene, Fault(Site(*site), what), *rest)
        found[scene, verdict.fault] = verdict
    return found


def played(stage: Stage, faults: Sequence[Fault], workers: int, path: Path | None) -> list[Verdict]:
    """Runs with these faults, each kept as soon as it has ended; those that are kept already, and were well, are taken as they are."""
    had = kept(path)
    verdicts = {fault: had[stage.scene.name, fault] for fault in faults if (stage.scene.name, fault) in had}
    verdicts = {fault: verdict for fault, verdict in verdicts.items() if verdict.end not in BAD}
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        for verdict in pool.map(partial(play, stage._replace(faults=[])), [fault for fault in faults if fault not in verdicts]):
            verdicts[verdict.fault] = verdict
            if path is not None:
                with path.open("a", encoding="utf-8") as file:
                    file.write(as_line(verdict))
    return [verdicts[fault] for fault in faults]


def table(verdicts: Iterable[Verdict]) -> str:
    """Rows: calls; columns: commands; each cell: runs, and what is wrong."""
    cells: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    names = list(dict.fromkeys(verdict.scene for verdict in verdicts))
    for verdict in verdicts:
        cells[verdict.fault.site.call, verdict.scene][verdict.end] += 1
        cells["together", verdict.scene][verdict.end] += 1
        cells[verdict.fault.site.call, "together"][verdict.end] += 1
        cells["together", "together"][verdict.end] += 1
    calls = sorted({call for call, _ in cells} - {"together"})
    lines = ["| call | " + " | ".join((*names, "together")) + " |", "|---" * (len(names) + 2) + "|"]
    for call in (*calls, "together"):
        shown = [_cell(cells[call, name]) if (call, name) in cells else "" for name in (*names, "together")]
        lines.append(f"| {call} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def _cell(ends: Counter[str]) -> str:
    """Survived, refused, killed; and what is wrong, or was never struck, where there is any."""
    text = f"{ends['survived']} {ends['refused']} {ends['killed']}"
    return text + "".join(f" **{ends[end]} {end}**" for end in ("wrong", "missed") if ends[end])


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scene", action="append", choices=[scene.name for scene in SCENES])
    parser.add_argument("--stride", type=int, default=1, help="every how manieth fault is tried; odd, since most calls have four")
    parser.add_argument("--first", type=int, default=0, help="which is the first: other runs with one stride try other faults")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kept", type=Path, help="a file in which each run is kept, and from which it is not tried again")
    parser.add_argument("--no-more", action="store_true", help="the matrix of what is kept: nothing is tried any more")
    parser.add_argument("--table", type=Path, help="a file in which the matrix is written between its markers")
    parser.add_argument("--verbose", action="store_true", help="say of each run how it ended")
    args = parser.parse_args()
    if not can_trace():
        print("strace is not here, or may not trace: apt-get install strace")
        return 2
    preload()
    verdicts: list[Verdict] = []
    there = 0
    had = kept(args.kept)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None, prefix="detente-faults-") as name:
        for scene in SCENES:
            if args.scene and scene.name not in args.scene:
                continue
            stage = ready(scene, Path(name))
            faults = stage.faults[args.first :: args.stride]
            if args.no_more:
                faults = [fault for fault in faults if (scene.name, fault) in had]
            mine = played(stage, faults, args.workers, args.kept)
            verdicts += mine
            there += len(stage.faults)
            say(scene, mine, args.verbose, time.monotonic() - start)
    found = f"{table(verdicts)}\n\n{len(verdicts)} runs, of {there} faults that there are in these commands."
    print(found)
    if args.table:
        write(args.table, found)
    return 1 if any(verdict.end in BAD for verdict in verdicts) else 0


def say(scene: Scene, verdicts: Sequence[Verdict], verbose: bool, seconds: float) -> None:
    ends = Counter(verdict.end for verdict in verdicts)
    print(f"{scene.name}: {len(verdicts)} runs, " + ", ".join(f"{ends[end]} {end}" for end in ENDS) + f" ({seconds:.0f} s)", flush=True)
    for verdict in verdicts:
        if verdict.wrong or verdict.end == "missed" or verbose:
            print(f"  {verdict.end}: {verdict.fault}: {'; '.join(verdict.wrong) or verdict.said}", flush=True)
    for what, times in Counter(path.split("/")[-1][:9] for verdict in verdicts for path in verdict.left).items():
        print(f"  left lying: {what}.. {times} times")


def write(path: Path, text: str) -> None:
    """Put the matrix between the markers of a page."""
    before, marker, rest = path.read_text("utf-8").partition("<!-- matrix -->\n")
    _, end, after = rest.partition("<!-- end -->")
    assert marker
    assert end
    path.write_text(f"{before}{marker}{text}\n{end}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
