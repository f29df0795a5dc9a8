"""The limits of this machine for one part of the work each: hashing, signing, verifying, writing durably.

    python -m benchmarks.limits [--count 20000] [--batch 1000] [--rounds 3] [--tmp FOLDER]

Microseconds an entry of 500 bytes, by the processor and on the wall, the median of some rounds. `benchmarks.peers` measures the same at both
ends of its run, and tells our distance: our time for the same work, divided by each limit.
"""

import argparse
import hashlib
import os
import statistics
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.measuring import now

from benchmarks import floor
from detente.record.signatures import Ed25519Signer, MLDSA44Signer, verify_ed25519, verify_mldsa44

SIZE = 500
SIGNED = 500
"""Signatures are measured on so many: each takes some hundred times as long as a hash."""


def hashing(lines):
    for line in lines:
        hashlib.sha256(line).digest()


def signing(signer, lines):
    for line in lines:
        signer.sign(line)


def verifying(signer, verify, lines):
    signature = signer.sign(lines[0])
    for _ in lines:
        assert verify(signer.public_key, signature, lines[0])


def writing_a_file(folder, batch, lines):
    with (folder / "file").open("wb", buffering=0) as file:
        for at in range(0, len(lines), batch):
            file.write(b"".join(lines[at : at + batch]))
            os.fsync(file.fileno())


def writing_sqlite(folder, batch, lines):
    db = floor.open_database(folder / "store.sqlite")
    for at in range(0, len(lines), batch):
        db.execute("BEGIN")
        db.executemany("INSERT INTO entries VALUES (?,?)", list(enumerate(lines[at : at + batch], at)))
        db.execute("COMMIT")
    db.close()


def limits(count, batch, tmp=None):
    """What each part takes an entry, as `Spent` in microseconds, by its name."""
    lines = [number.to_bytes(8, "big") + os.urandom(SIZE - 8) for number in range(count)]
    ed25519, ml_dsa = Ed25519Signer(b"\7" * 32), MLDSA44Signer(b"\7" * 32)
    with tempfile.TemporaryDirectory(dir=tmp) as name:
        works = {
            "SHA-256": (hashing, lines),
            "Ed25519, sign": (partial(signing, ed25519), lines[:SIGNED]),
            "Ed25519, verify": (partial(verifying, ed25519, verify_ed25519), lines[:SIGNED]),
            "ML-DSA-44, sign": (partial(signing, ml_dsa), lines[:SIGNED]),
            "ML-DSA-44, verify": (partial(verifying, ml_dsa, verify_mldsa44), lines[:SIGNED]),
            f"a file, synced every {batch:,}": (partial(writing_a_file, Path(name), batch), lines),
            f"SQLite (WAL, FULL), {batch:,} a transaction": (partial(writing_sqlite, Path(name), batch), lines),
        }
        found = {}
        for what, (work, given) in works.items():
            start = now()
            work(given)
            found[what] = (now() - start) / (len(given) / 1e6)
    return found


def medians(rounds):
    return {
        what: {clock: statistics.median(getattr(found[what], clock) for found in rounds) for clock in ("cpu", "wall")} for what in rounds[0]
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tmp", type=Path, help="a folder on the disk that is to be measured")
    given = parser.parse_args()
    print(f"{'µs an entry':48}{'processor':>12}{'wall':>12}")
    for what, found in medians([limits(given.count, given.batch, given.tmp) for _ in range(given.rounds)]).items():
        print(f"{what:48}{found['cpu']:12.2f}{found['wall']:12.2f}")


if __name__ == "__main__":
    main()
