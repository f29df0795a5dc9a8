"""The floor as one of the peers: `benchmarks.floor`, each line decoded and encoded again."""

import sqlite3

from benchmarks.measuring import now
from benchmarks.peers.entries import batches
from benchmarks.peers.phases import serve

from benchmarks import floor

NAME = "record.sqlite"


def append(place):
    place.a.mkdir()
    return floor.append(place.a / NAME, batches(place.entries, place.batch), decode=True, clock=now)


def replicate(place):
    place.b.mkdir()
    return counted(place, floor.read(place.a / NAME, place.b / NAME, decode=True, clock=now))


def cold(place):
    return counted(place, floor.read(place.b / NAME, decode=True, clock=now))


def counted(place, spent):
    with sqlite3.connect(place.b / NAME) as db:
        count = db.execute("SELECT count(*) FROM entries").fetchone()[0]
    assert count == place.count, count
    return spent


if __name__ == "__main__":
    serve({"append": append, "replicate": replicate, "cold": cold})
