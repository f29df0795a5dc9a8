"""How fast the record is written, admitted and verified, as ratios to the least Python that does comparable work, in one run.

    python benchmarks/run.py [--entries 20000] [--batch 1000]

The floor: SHA-256 of each entry and its tree, a strict JSON round trip, one SQLite transaction and one Ed25519 signature per batch.
These figures are for one machine at one moment; quote the ratios.
"""

import argparse
import hashlib
import json
import os
import resource
import sqlite3
import tempfile
import time
from pathlib import Path

import msgspec

from detente.node.exchange import Received, receive_pouch
from detente.node.founding import found_dialogue
from detente.node.fsck import check
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.sealing import seal_acts
from detente.record.signatures import Ed25519Signer
from detente.record.tree import Frontier


def floor(folder, lines, batch):
    """The least that has to be done for these lines, in the same language with the same libraries."""
    db = sqlite3.connect(folder / "floor.sqlite", isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE e (i INTEGER PRIMARY KEY, h BLOB, d BLOB)")
    signer, tree = Ed25519Signer(b"\7" * 32), Frontier()
    decode, encode = msgspec.json.Decoder().decode, msgspec.json.Encoder(order="sorted").encode
    start = time.perf_counter()
    for at in range(0, len(lines), batch):
        part = lines[at : at + batch]
        if any(encode(decode(line)) != line for line in part):
            raise ValueError
        hashes = [hashlib.sha256(b"\0" + line).digest() for line in part]
        tree.extend(hashes)
        signer.sign(tree.root())
        db.execute("BEGIN")
        db.executemany("INSERT INTO e VALUES (?,?,?)", [(at + i, h, d) for i, (h, d) in enumerate(zip(hashes, part, strict=True))])
        db.execute("COMMIT")
    return len(lines) / (time.perf_counter() - start)


def acts(count):
    """Requests of about 500 canonical bytes."""
    for i in range(count):
        filler = hashlib.sha512(b"%d" % i).hexdigest()
        yield {
            "kind": "request",
            "at": "2021-09-30T08:00:00Z",
            "to": "usa",
            "subject": filler[:60],
            "text": (filler * 3)[:300],
            "destroyable": [6, ["subject", "text"]],
        }


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=1000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        nodes = [Node.create(folder / party, party, {"en": party}, NO_PASSPHRASE) for party in ("rus", "usa")]
        rus, usa = nodes
        found_dialogue(nodes)
        a, b = rus.room(None), usa.room(None)
        all_acts = list(acts(args.entries))
        start = time.perf_counter()
        for at in range(0, args.entries, args.batch):
            seal_acts(rus, a, all_acts[at : at + args.batch])
        appended = args.entries / (time.perf_counter() - start)
        pouches = [a.pouch(stored) for stored in rus.store.heads(a.id)]
        lines = [line for stored in rus.store.heads(a.id) for _, _, line in rus.store.lines(stored.seq)]
        result = Received()
        marks = []
        start = time.perf_counter()
        for pouch in pouches:
            one = time.perf_counter()
            receive_pouch(usa, pouch, result)
            marks.append(time.perf_counter() - one)
        admitted = args.entries / (time.perf_counter() - start)
        tenth = max(1, len(marks) // 10)
        start = time.perf_counter()
        report = check(usa)
        verified = args.entries / (time.perf_counter() - start)
        assert not report.problems
        assert b.fold.sections()["requests/rus"]["sent"] == args.entries
        usa.close()
        start = time.perf_counter()
        Node.open(folder / "usa", NO_PASSPHRASE).close()
        opened = args.entries / (time.perf_counter() - start)
        size = sum(path.stat().st_size for path in (folder / "usa").rglob("*") if path.is_file())
        base = floor(folder, lines, args.batch)
    print(f"{args.entries} entries of {sum(map(len, lines)) // len(lines)} bytes, {args.batch} a pouch, {os.cpu_count()} processors")
    for what, rate in [
        ("floor", base),
        ("append and seal", appended),
        ("admit", admitted),
        ("fsck (everything again)", verified),
        ("open a node", opened),
    ]:
        print(f"{what:28} {rate:12,.0f} entries/s   {rate / base:5.2f} of the floor")
    print(f"{'last tenth / first tenth':28} {sum(marks[-tenth:]) / sum(marks[:tenth]):12.2f} time of admitting (1 = flat)")
    print(f"{'on disk':28} {size / args.entries:12.0f} bytes an entry")
    print(f"{'peak memory':28} {peak_mb():12.0f} MB")
    print(
        json.dumps(
            {"entries": args.entries, "floor": round(base), "append": round(appended), "admit": round(admitted), "fsck": round(verified)}
        )
    )


if __name__ == "__main__":
    main()
