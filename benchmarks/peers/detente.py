"""Détente as one of the peers: the phases of `benchmarks.run`, by the public functions of a node.

append     two parties seal in turn, a pouch a batch
replicate  each pouch is put into a container (encrypted to the members), and a third node opens, verifies, folds and stores it
cold       everything again: the trees and signatures of all logs, then the commitments of all entries; with `--fsck` what
           `detente fsck` does, which folds and counts everything again too
"""

import json
import sys

from benchmarks.measuring import Spent, now
from benchmarks.peers.phases import serve

from benchmarks import run

REPLICA = run.LISTENER


def append(place):
    found = run.write(place.folder, place.count, place.batch, now)
    (place.folder / "written.json").write_text(json.dumps({"acts": found["acts"], "pack": [found["pack"].wall, found["pack"].cpu]}))
    return place.count / found["append"]


def replicate(place):
    written = json.loads((place.folder / "written.json").read_text())
    return place.count / run.admit(place.folder, now)["admit"] + place.count / Spent(*written["pack"])


def cold(place):
    rates = run.cold(place.folder, now)
    parts = ("fsck",) if "--fsck" in sys.argv else ("cold_logs", "cold_bodies")
    return sum(place.count / rates[part] for part in parts)


if __name__ == "__main__":
    serve({"append": append, "replicate": replicate, "cold": cold})
