"""How fast an auditor goes through many logs: in one process, in two, and on a Dask cluster of two on this machine, with one verdict.

    python -m benchmarks.audit [--small 1000] [--large 100000] [--times 3]

small: so many dialogues of two parties, three pouches a log of five acts each, every pouch a file (thousands of small logs)
large: one dialogue of two logs, so many entries each, a thousand a pouch (a few large ones)

Seconds are on the wall, of the whole audit: files found, looked at, verified, joined. Processes and the cluster are started before the
clock is, since they cost the same for any number of logs; the cost of a start is a line of its own. Each way takes the median of --times.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.acts import Talks

from detente.node.audit_files import find_places
from detente.node.auditing import audit_logs
from detente.node.sharing import LOCAL, workers
from tests.record.builders import Talk

WAYS = {"one process": {"processes": 1}, "two processes": {"processes": 2}, "Dask, two workers": {"processes": 2, "dask": LOCAL}}


def lay(folder, talk, label):
    for log in talk.logs.values():
        for number, sealed in enumerate(log.sealed):
            (folder / f"{label}-{log.key.party}-{number:05}.txt").write_bytes(sealed.pouch)
    return talk.charter


def small(folder, count):
    charters = []
    for number in range(count):
        talk = Talk("rus", "usa", seed=f"small {number}")
        for _ in range(3):
            for party, other in (("rus", "usa"), ("usa", "rus")):
                for turn in range(5):
                    talk.act(party, "request", to=other, subject=f"Subject {turn}", text="What is known of the matter? " * 10)
                talk.seal(party)
        charters.append(lay(folder, talk, number))
    return charters


def large(folder, entries):
    talk, acts = Talk("rus", "usa", seed="large"), Talks()
    logs = {log.key.party: log for log in talk.logs.values()}
    while min(len(log.entries) for log in logs.values()) < entries:
        for party in ("rus", "usa"):
            for fields in acts.pouch(len(logs[party].entries)):
                talk.act(
                    party, fields.pop("kind"), **{name + "_" * (name == "re"): value for name, value in fields.items() if name != "at"}
                )
            talk.seal(party)
    return [lay(folder, talk, "large")]


def measure(folder, charters, times):
    """Seconds of each way, and the verdict, which is the same."""
    places, found, verdicts = find_places([str(folder)]), {}, []
    for name, way in WAYS.items():
        start = time.perf_counter()
        with workers(**way) as some:
            list(some(abs, [-1, -2]))
            started, spent = time.perf_counter() - start, []
            audit_logs(places, charters, some)  # each process loads what it needs
            for _ in range(times):
                start = time.perf_counter()
                audit = audit_logs(places, charters, some)
                spent.append(time.perf_counter() - start)
                assert not audit.findings, audit.findings[:3]
                verdicts.append(audit.logs)
        found[name] = statistics.median(spent), started
    assert all(each == verdicts[0] for each in verdicts)
    return found, verdicts[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--small", type=int, default=1000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    for label, make, size in (("small", small, given.small), ("large", large, given.large)):
        with tempfile.TemporaryDirectory(prefix="audit-") as name:
            folder = Path(name)
            charters = make(folder, size)
            found, logs = measure(folder, charters, given.times)
            entries = sum(log.head.size for log in logs)
            print(f"{label}: {len(logs)} logs, {entries} entries, {sum(log.ranges for log in logs)} pouches", flush=True)
            for way, (spent, started) in found.items():
                print(
                    f"  {way:<20}{spent:>8.2f} s{len(logs) / spent:>10.0f} logs/s{entries / spent:>10.0f} entries/s   start {started:.2f} s",
                    flush=True,
                )


if __name__ == "__main__":
    main()
