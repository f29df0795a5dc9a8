"""The same entries in Détente and in other records: appended durably, taken and verified by a second replica, verified again cold.

    python -m benchmarks.peers [--entries 100000] [--batch 1000] [--rounds 1] [--only NAME...] [--tmp FOLDER] [--out FILE] [--check]

Each phase of each peer is a process of its own; the peers take turns in each round, with the floor at both ends of it; medians are told.
Rates are told by the time of all processors that a phase had, and on the wall; where others use the machine, compare the first. Reading
the entries is not counted, starting a program neither; opening what it stores is. The limits of the machine (`benchmarks.limits`) are measured
at both ends of each round, and our distance from them is told.

`--check` measures nothing: with a few entries it looks at what a peer does, by the calls it makes (how often it asks the system to sync, a
batch; needs strace) and by a byte that is flipped in what the second replica reads, and in what it has stored: is that refused?

What is not installed is left out by name, with the command that installs it; what fails is shown with its error.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.limits import limits
from benchmarks.limits import medians as medians_of_limits
from benchmarks.peers.entries import write_entries
from benchmarks.peers.known import PEERS, PYTHON_PEERS, ROOT

PHASES = ("append", "replicate", "cold")
CLOCKS = ("cpu", "wall")
HOUR = 3600
NEEDLE = re.compile(rb"[0-9a-f]{8}")
"""The random end of a text, which stands in one entry only."""


class PeerError(Exception):
    """A peer's program ended with an error; says the last that it printed."""


def run_phase(peer, phase, folder, batch, count, before=()):
    environment = {**os.environ, "PYTHONPATH": str(PYTHON_PEERS)}
    command = [*before, *peer.command, phase, str(folder), str(batch), str(count)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=HOUR)
    if done.returncode:
        said = [line.strip() for line in (done.stderr or "no word").splitlines() if line.strip()]
        plain = [line for line in said if line.startswith(("error:", "fatal:"))] or [line for line in reversed(said) if "rror" in line]
        raise PeerError((plain or said[-1:])[0][:300])
    return json.loads(done.stdout)


def disk(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def one_turn(peer, given):
    """The figures of all phases of a peer, once."""
    with tempfile.TemporaryDirectory(dir=given.tmp) as name:
        folder = Path(name)
        written = write_entries(folder / "entries.jsonl", given.entries, given.batch)
        found = {phase: run_phase(peer, phase, folder, given.batch, given.entries) for phase in PHASES}
        return {
            **{f"{phase}_{clock}": given.entries / max(found[phase][clock], 1e-6) for phase in PHASES for clock in CLOCKS},
            **{f"{phase}_peak": found[phase]["peak"] for phase in PHASES},
            "disk": disk(folder / peer.replica) / given.entries,
            "entry": written / given.entries,
        }


def measure(peers, given):
    """Medians of each peer by name, the errors of those that failed, and the limits of the machine."""
    turns, errors, machine = {peer.name: [] for peer in peers}, {}, []
    floors = [peer for peer in peers if peer.name == "floor"]
    for _ in range(given.rounds):
        machine.append(limits(min(given.entries, 20_000), given.batch, given.tmp))
        for peer in [*peers, *floors]:
            if peer.name in errors:
                continue
            try:
                turns[peer.name].append(one_turn(peer, given))
            except (PeerError, subprocess.TimeoutExpired) as error:
                errors[peer.name] = str(error)
                print(f"{peer.name:16}{error}", flush=True)
            else:
                print(f"{peer.name:16}" + "".join(f"{turns[peer.name][-1][f'{phase}_cpu']:12,.0f}" for phase in PHASES), flush=True)
        machine.append(limits(min(given.entries, 20_000), given.batch, given.tmp))
    medians = {
        name: {figure: statistics.median(turn[figure] for turn in found) for figure in found[0]} | {"turns": found}
        for name, found in turns.items()
        if found and name not in errors
    }
    return medians, errors, medians_of_limits(machine)


# ---------------------------------------------------------------- what a peer does


def check(peer, tmp):
    """How often a batch is synced, and whether flipped bytes are refused."""
    batch = 250
    with tempfile.TemporaryDirectory(dir=tmp) as name:
        few, more = (Path(name) / part for part in ("few", "more"))
        counts = [synced(peer, folder, batch, batches) for folder, batches in ((few, 4), (more, 12))]
        found = {"syncs": None if None in counts else (counts[1] - counts[0]) / 8}
        damaged = Path(name) / "damaged"  # made anew: some do not open what was copied
        damaged.mkdir()
        write_entries(damaged / "entries.jsonl", 4 * batch, batch)
        run_phase(peer, "append", damaged, batch, 4 * batch)
        where = flip(damaged / peer.source, damaged / "entries.jsonl")
        found["replicate"] = f"{where}: {refusal(peer, 'replicate', damaged, batch, 4 * batch)}"
        for phase in ("replicate", "cold"):
            run_phase(peer, phase, few, batch, 4 * batch)
        where = flip(few / peer.replica, few / "entries.jsonl")
        found["cold"] = f"{where}: {refusal(peer, 'cold', few, batch, 4 * batch)}"
    return found


def synced(peer, folder, batch, batches):
    """Append so many batches; how often the system was asked to sync meanwhile, or None where nobody can look."""
    folder.mkdir()
    write_entries(folder / "entries.jsonl", batch * batches, batch)
    if shutil.which("strace") is None:
        run_phase(peer, "append", folder, batch, batch * batches)
        return None
    calls = folder.parent / f"{folder.name}.calls"
    run_phase(
        peer, "append", folder, batch, batch * batches, ("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,sync_file_range", "-o", calls)
    )
    return sum(line.count("sync(") for line in calls.read_text().splitlines())


def flip(folder, entries):
    """Change one bit of what a peer stored, in an entry where its bytes stand as they are; says where."""
    lines = entries.read_bytes().splitlines()
    needle = NEEDLE.findall(lines[len(lines) // 2])[-1]
    files = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size, reverse=True)
    for path in files:
        raw = path.read_bytes()
        if (at := raw.find(needle)) >= 0:
            return flip_at(path, at, "an entry")
    return flip_at(files[0], files[0].stat().st_size // 2, f"the middle of {files[0].name if len(files) < 9 else 'a file'}")


def flip_at(path, at, where):
    path.chmod(0o600)
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))
    return where


def refusal(peer, phase, folder, batch, count):
    try:
        run_phase(peer, phase, folder, batch, count)
    except PeerError as error:
        return f"refused ({error})"
    return "NOT refused"


# ---------------------------------------------------------------- tables


def rates_table(medians, errors, versions):
    """Entries a second by the processor (on the wall, of the floor), bytes on disk of the second replica, peaks of the three phases."""
    rows = ["| peer | append | replicate | cold | B an entry | peak MB |", "|---|---|---|---|---|---|"]
    for name, version in versions.items():
        if name in errors:
            rows.append(f"| {name} ({version}) | failed: {errors[name]} | | | | |")
        elif name in medians:
            found = medians[name]
            cells = []
            for phase in PHASES:
                rate = found[f"{phase}_cpu"]
                ratio = f", {rate / medians['floor'][f'{phase}_cpu']:.2f}" if name != "floor" and "floor" in medians else ""
                cells.append(f"{rate:,.0f} ({found[f'{phase}_wall']:,.0f}{ratio})")
            peaks = ", ".join(f"{found[f'{phase}_peak']:.0f}" for phase in PHASES)
            rows.append(f"| {name} | {' | '.join(cells)} | {found['disk']:.0f} | {peaks} |")
    return "\n".join(rows)


def limits_table(medians, machine):
    """The limits, and what Détente takes as a multiple of each where it does that work for an entry or a batch of them."""
    ours = medians.get("detente")
    heads = ["append", "replicate", "cold"]
    rows = [
        "| only | µs an entry by the processor (on the wall) | " + " | ".join(f"Détente, {phase}: times as long" for phase in heads) + " |"
    ]
    rows.append("|---" * (2 + len(heads)) + "|")
    for what, found in machine.items():
        ratios = [1e6 / ours[f"{phase}_cpu"] / found["cpu"] for phase in heads] if ours else []
        cells = [f"{ratio:.{1 if ratio >= 1 else 2}f}" for ratio in ratios]
        rows.append(f"| {what} | {found['cpu']:.2f} ({found['wall']:.2f}) | {' | '.join(cells)} |")
    return "\n".join(rows)


def verdict(seen):
    """What is said of a flipped bit, without what the program printed, which names places on this machine."""
    return seen.split(": ", 1)[1].split(" (", 1)[0]


def promises_table(peers, checks):
    rows = ["| peer | synced (calls a batch) | signed | encrypted | verifying | a flipped bit: taking, cold |", "|---|---|---|---|---|---|"]
    for peer in peers:
        durable, signed, encrypted, verifying = peer.promises
        seen = checks.get(peer.name)
        calls = "not looked at" if seen is None or seen.get("syncs") is None else f"{seen['syncs']:.1f}"
        flips = (
            "not looked at" if seen is None else "failed" if "error" in seen else f"{verdict(seen['replicate'])}, {verdict(seen['cold'])}"
        )
        rows.append(f"| {peer.name} | {durable} ({calls}) | {signed} | {encrypted} | {verifying} | {flips} |")
    return "\n".join(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=[peer.name for peer in PEERS])
    parser.add_argument("--tmp", type=Path, help="a folder on the disk that is to be measured")
    parser.add_argument("--out", type=Path, help="all figures as JSON")
    parser.add_argument("--check", action="store_true", help="look at what each does instead of how fast")
    given = parser.parse_args()
    asked = [peer for peer in PEERS if not given.only or peer.name in given.only]
    versions = {peer.name: peer.version() for peer in asked}
    left_out = {peer.name: peer.install for peer in asked if versions[peer.name] is None}
    peers = [peer for peer in asked if peer.name not in left_out]
    for name, install in left_out.items():
        print(f"left out: {name} is not installed; `{install}` installs it")
    if given.check:
        found = {"checks": {}}
        for peer in peers:
            try:
                found["checks"][peer.name] = check(peer, given.tmp)
            except PeerError as error:
                found["checks"][peer.name] = {"error": str(error)}
            print(f"{peer.name:16}{json.dumps(found['checks'][peer.name], ensure_ascii=False)}", flush=True)
        print(promises_table(peers, found["checks"]))
        wrong = [name for name, seen in found["checks"].items() if "error" in seen or "NOT" in seen["replicate"] + seen["cold"]]
    else:
        medians, wrong, machine = measure(peers, given)
        found = {
            "entries": given.entries,
            "batch": given.batch,
            "rounds": given.rounds,
            "peers": medians,
            "errors": wrong,
            "limits": machine,
        }
        print(rates_table(medians, wrong, versions))
        print(limits_table(medians, machine))
    if given.out:
        given.out.write_text(json.dumps({**found, "versions": versions, "left_out": left_out}, ensure_ascii=False))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
