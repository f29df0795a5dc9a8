"""How fast the record is written, admitted and verified, as ratios to the least Python that does comparable work, in the same run.

    python -m benchmarks.run [--entries 20000] [--batch 1000] [--rounds 2] [--floor-script FILE --floor-python PROGRAM]

Every phase runs in a process of its own, so that its peak memory is its own; the phases are repeated in turn, and medians are printed.
Absolute figures are for one machine at one moment: quote the ratios. With `--cpu` writing, admitting and their floors are measured in the
time that their process had a processor, not by the clock on the wall: for a machine that others use, on which the wall says little. Waiting
for the disk is not in it. Checks that use several processes, single acts and whole commands are always measured by the wall.

Where git is there, it clones the same lines, on the wall too.

`--floor-script` names another floor to be run in turn with ours: a
script that takes the numbers of entries, entries a batch and rounds, and a mode, and prints figures as JSON.
"""

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks.acts import PARTIES, Talks
from benchmarks.measuring import peak_mb

from benchmarks import floor, git
from detente.dialogue.acts import Wanted
from detente.node import fsck
from detente.node.founding import found_dialogue
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.receiving import Received, receive_container
from detente.node.sealing import seal_acts
from detente.record.container import seal_container
from detente.views.requests import requests_page

LISTENER = "chn"  # a third party that only listens: its node admits what both others wrote
SINGLE_ACTS = 200

# ---------------------------------------------------------------- phases, each in its own process


def write(folder, entries, batch, clock):
    """Two parties seal in turn and admit each other's pouches; what travels is left in a folder for the third."""
    nodes = {party: Node.create(folder / party, party, {"en": party}, NO_PASSPHRASE) for party in (*PARTIES, LISTENER)}
    found_dialogue([nodes[party] for party in (*PARTIES, LISTENER)])
    (folder / "carrier").mkdir()
    talks, sealed, packed, admitted, acts, packed_bytes, number = Talks(batch), 0.0, 0.0, 0.0, 0, 0, 0
    while acts < entries:
        author, reader = (nodes[PARTIES[(number + side) % 2]] for side in (0, 1))
        room = author.room(None)
        pouch = talks.pouch(max(room.my_head.size, 1))
        acts += len(pouch)
        start = clock()
        seal_acts(author, room, pouch)
        sealed += clock() - start
        start = clock()
        stored = author.store.heads_of(room.id, room.mine, room.my_head.size - 1)[0]
        raw = seal_container([room.pouch(stored)], room.channel.current_recipients(), author.random)
        packed += clock() - start
        packed_bytes += len(raw)
        (folder / "carrier" / f"{number:06}.age").write_bytes(raw)
        number += 1
        result = Received()
        start = clock()
        receive_container(reader, "", raw, result)
        admitted += clock() - start
        assert result.admitted == 1, result
    room = nodes[PARTIES[0]].room(None)
    assert_count(room, talks.count)
    (folder / "count.json").write_text(json.dumps(talks.count))
    for node in nodes.values():
        node.close()
    return {
        "acts": acts, "append": acts / sealed, "pack": acts / packed, "admit_in_turn": acts / admitted, "carrier_bytes": packed_bytes / acts,
    }  # fmt: skip


def assert_count(room, count):
    """The standing is the one that the generator counted."""
    sections = room.fold.sections()
    for party, expected in count.items():
        stated = sections["requests/" + party]
        assert {name: stated[name] for name in expected} == expected, (party, stated, expected)


def admit(folder, clock):
    """A third node takes everything that the two wrote."""
    files = sorted((folder / "carrier").iterdir())
    with Node.open(folder / LISTENER, NO_PASSPHRASE) as node:
        result, marks = Received(), []
        for path in files:
            raw = path.read_bytes()
            start = clock()
            receive_container(node, path.name, raw, result)
            marks.append(clock() - start)
        assert not result.refused, result.refused
        assert result.admitted == len(files)
        assert_count(node.room(None), json.loads((folder / "count.json").read_text()))
    tenth = max(1, len(marks) // 10)
    flat = statistics.median(marks[-tenth:]) / statistics.median(marks[tenth // 2 : tenth // 2 + tenth])
    size = sum(path.stat().st_size for path in (folder / LISTENER).rglob("*") if path.is_file())
    db = sqlite3.connect(folder / LISTENER / "record.sqlite")
    lines = db.execute("SELECT sum(length(line)) FROM entries").fetchone()[0]
    db.close()
    return {"admit": result.acts / sum(marks), "flat": flat, "disk_bytes": size / result.acts, "line_bytes": lines / result.acts}


def cold(folder, clock=time.perf_counter):
    """Everything that a node holds is verified again: the logs, the bodies, then all as `detente fsck` does."""
    start = time.perf_counter()
    with Node.open(folder / LISTENER, NO_PASSPHRASE) as node:
        times = {"open_ms": 1000 * (time.perf_counter() - start)}
        for name, check in [("cold_logs", fsck.check_logs), ("cold_bodies", fsck.check_bodies), ("fsck", fsck.check)]:
            start = clock()
            report = check(node)
            times[name] = report.entries / (clock() - start)
            assert not report.problems, report.problems
    return times


def pages(folder):
    """A page of the newest requests, and a look through all their titles; alone, so that the peak of checking is not theirs."""
    with Node.open(folder / LISTENER, NO_PASSPHRASE) as node:
        start = time.perf_counter()
        page = requests_page(node.room(None), Wanted(status="open"), count=50)
        times = {"page_ms": 1000 * (time.perf_counter() - start)}
        start = time.perf_counter()
        requests_page(node.room(None), words="no title holds this", count=50)
        times["words_ms"] = 1000 * (time.perf_counter() - start)
        assert len(page.requests) == min(50, page.total)
    return times


def single(folder):
    """Single acts, each sealed and on the disk before the next; and the count over everything, once."""
    with Node.open(folder / PARTIES[0], NO_PASSPHRASE) as node:
        room = node.room(None)
        acts = [act for act in Talks(SINGLE_ACTS * 5 // 2).pouch(0) if act["kind"] == "request"][:SINGLE_ACTS]
        start = time.perf_counter()
        for act in acts:
            seal_acts(node, room, [act])
        spent = time.perf_counter() - start
        start = time.perf_counter()
        room.standing(room.channel.cut(room.channel.vector()).digest, room.fold)
        return {"single": len(acts) / spent, "standing_ms": 1000 * (time.perf_counter() - start)}


def floors(folder, batch, clock):
    """Our floor over the lines of the listener's store."""
    source = sqlite3.connect(folder / LISTENER / "record.sqlite")
    count = source.execute("SELECT count(*) FROM entries").fetchone()[0]

    def batches():
        lines = (bytes(line) for (line,) in source.execute("SELECT line FROM entries ORDER BY head, idx"))
        while part := list(islice(lines, batch)):
            yield part

    with tempfile.TemporaryDirectory(dir=folder) as name:
        one, two, three, four, five = (Path(name) / f"{number}.sqlite" for number in range(5))
        found = {
            "floor_append_bare": count / floor.append(five, batches(), clock=clock),
            "floor_append": count / floor.append(one, batches(), decode=True, clock=clock),
            "floor_ingest": count / floor.read(one, two, decode=True, clock=clock),
            "floor_ingest_bare": count / floor.read(one, three, decode=False, clock=clock),
            "floor_cold": count / floor.read(two, decode=True),
            "floor_cold_bare": count / floor.read(two, decode=False),
        }
        found["floor_bytes"] = two.stat().st_size / count
        some = [bytes(line) for (line,) in source.execute("SELECT line FROM entries LIMIT ?", (SINGLE_ACTS,))]
        found["floor_single"] = len(some) / floor.append_singly(four, some)
    source.close()
    return found


def clones(folder):
    """What git takes to clone the lines of the listener's store; nothing where there is no git."""
    if shutil.which("git") is None:
        return {}
    source = sqlite3.connect(folder / LISTENER / "record.sqlite")
    lines = [bytes(line) for (line,) in source.execute("SELECT line FROM entries ORDER BY head, idx")]
    source.close()
    found = {}
    for name, files in [("git_messages", False), ("git_files", True)]:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            found[name] = len(lines) / git.clone(Path(place), lines, files=files)
    return found


def start_up(folder):
    """Whole runs of the command, in milliseconds."""
    environment = {**os.environ, "DETENTE_PASSPHRASE": NO_PASSPHRASE}
    found = {}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is installed has its modules compiled
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    run_detente = "from detente.cli.main import run; run()"
    for name, code, arguments in [
        ("python_ms", "pass", []),
        ("version_ms", run_detente, ["--version"]),
        ("status_ms", run_detente, ["--node", str(folder / PARTIES[0]), "status"]),
    ]:
        command = [sys.executable, "-c", code, *arguments]
        marks = []
        subprocess.run(command, check=True, env=environment, capture_output=True)  # it compiles
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run(command, check=True, env=environment, capture_output=True)
            marks.append(1000 * (time.perf_counter() - start))
        found[name] = statistics.median(marks)
    return found


def other_floor(script, program, entries, batch):
    """Another floor: its figures, or nothing where it does not run here."""
    done = subprocess.run(
        [program, "-B", script, str(entries), str(batch), "1", "batch+decode"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {}
    figures = json.loads(done.stdout.splitlines()[-1])
    return {"other_" + name: figures[name + "_per_s"] for name in ("append", "ingest", "cold")}


PHASES = {
    "write": write,
    "admit": admit,
    "cold": cold,
    "pages": pages,
    "single": single,
    "floors": floors,
    "clones": clones,
    "start_up": start_up,
}


# ---------------------------------------------------------------- all of them, and the table


def run_phase(name, folder, *numbers):
    command = [sys.executable, "-m", "benchmarks.run", "--phase", name, "--folder", str(folder), *map(str, numbers)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).resolve().parent.parent)
    found = json.loads(done.stdout)
    found["peak_" + name] = found.pop("peak")
    return found


def one_round(args):
    with tempfile.TemporaryDirectory(dir=args.tmp) as name:
        folder = Path(name)
        cpu = ["--cpu"] if args.cpu else []
        found = run_phase("write", folder, "--entries", args.entries, "--batch", args.batch, *cpu)
        found |= run_phase("admit", folder, *cpu)
        found |= run_phase("floors", folder, "--batch", args.batch, *cpu)
        found |= run_phase("clones", folder)
        found |= run_phase("cold", folder)
        found |= run_phase("pages", folder)
        found |= run_phase("start_up", folder)
        found |= run_phase("single", folder)
    if args.floor_script and Path(args.floor_script).exists():
        found |= other_floor(args.floor_script, args.floor_python, args.entries, args.batch)
    return found


LINES = [
    # what, the figure, the floors beside it
    ("append and seal", "append", ["floor_append", "other_append"]),
    ("admit", "admit", ["floor_ingest", "other_ingest"]),
    ("cold, logs (tree, signatures)", "cold_logs", ["floor_cold", "other_cold"]),
    ("cold, bodies (commitments)", "cold_bodies", ["floor_cold", "other_cold"]),
    ("fsck, everything again", "fsck", ["floor_cold", "other_cold"]),
    ("single acts, durable", "single", ["floor_single"]),
    ("pack for a carrier", "pack", []),
    ("admit, the two in turn", "admit_in_turn", ["floor_ingest", "other_ingest"]),
    ("floor, append with decode", "floor_append", []),
    ("floor, append", "floor_append_bare", []),
    ("floor, ingest with decode", "floor_ingest", []),
    ("floor, ingest", "floor_ingest_bare", []),
    ("floor, cold with decode", "floor_cold", []),
    ("floor, cold", "floor_cold_bare", []),
    ("git clone, a message an entry", "git_messages", []),
    ("git clone, a file an entry", "git_files", []),
    ("other floor, append", "other_append", []),
    ("other floor, ingest with decode", "other_ingest", []),
    ("other floor, cold with decode", "other_cold", []),
]


def table(args, figures):
    print(
        f"{args.entries} entries, {args.batch} a pouch, {args.rounds} rounds, {os.cpu_count()} processors, Python {sys.version.split()[0]}"
    )
    print(f"{'':34}{'entries/s':>12}   of our floor, of the other")
    for what, name, beside in LINES:
        if name in figures:
            ratios = "".join(f"{figures[name] / figures[base]:8.2f}" for base in beside if base in figures)
            print(f"{what:34}{figures[name]:12,.0f}{ratios}")
    print(f"{'fields and secret, a line':34}{figures['line_bytes']:12.0f} bytes an entry")
    print(f"{'on disk':34}{figures['disk_bytes']:12.0f} bytes an entry   {figures['disk_bytes'] / figures['line_bytes']:.2f} of the lines")
    print(f"{'on a carrier':34}{figures['carrier_bytes']:12.0f} bytes an entry")
    print(f"{'late / early pouches':34}{figures['flat']:12.2f} time of admitting (1 = flat)")
    for name in ("python_ms", "version_ms", "status_ms", "open_ms", "page_ms", "words_ms", "standing_ms"):
        print(f"{name.removesuffix('_ms'):34}{figures[name]:12.0f} ms")
    for name in ("write", "admit", "cold", "pages"):
        print(f"{'peak memory, ' + name:34}{figures['peak_' + name]:12.0f} MB")
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--cpu", action="store_true", help="measure the time of the processor: where others use it too")
    parser.add_argument("--tmp", help="a folder on the disk that is to be measured")
    parser.add_argument("--floor-script", help="another floor, to be run in turn with ours")
    parser.add_argument("--floor-python", default=sys.executable, help="a Python that has what the other floor needs")
    parser.add_argument("--phase", choices=PHASES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.phase:
        clock = time.process_time if args.cpu else time.perf_counter
        needs = {"write": (args.entries, args.batch, clock), "admit": (clock,), "floors": (args.batch, clock)}.get(args.phase, ())
        print(json.dumps(PHASES[args.phase](args.folder, *needs) | {"peak": peak_mb()}))
        return
    rounds = [one_round(args) for _ in range(args.rounds)]
    table(args, {name: statistics.median(each[name] for each in rounds if name in each) for name in rounds[0]})


if __name__ == "__main__":
    main()
