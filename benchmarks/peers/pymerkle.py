"""pymerkle: a Merkle tree in SQLite, the entries beside their leaf hashes.

It has no replication, and nothing is signed: the second tree is built from the entries of the first, and the roots compared; cold, each
entry is hashed and compared with its stored leaf hash, then the root is taken from those.
"""

import sqlite3
from itertools import islice

from benchmarks.measuring import now
from benchmarks.peers.entries import batches
from benchmarks.peers.phases import serve
from pymerkle import SqliteTree

NAME = "tree.sqlite"


def stored(path):
    with sqlite3.connect(path) as db:
        yield from db.execute("SELECT entry, hash FROM leaf ORDER BY id")


def append(place):
    place.a.mkdir()
    spent = 0
    with SqliteTree(str(place.a / NAME)) as tree:
        for part in batches(place.entries, place.batch):
            start = now()
            tree.append_entries(part)
            spent += now() - start
        assert tree.get_size() == place.count
        (place.folder / "root").write_bytes(tree.get_root())
    return spent


def replicate(place):
    place.b.mkdir()
    start = now()
    with SqliteTree(str(place.b / NAME)) as copy:
        rows = stored(place.a / NAME)
        while part := [entry for entry, _ in islice(rows, place.batch)]:
            copy.append_entries(part)
        assert copy.get_root() == (place.folder / "root").read_bytes(), "the roots differ"
    return now() - start


def cold(place):
    start = now()
    with SqliteTree(str(place.b / NAME)) as tree:
        for entry, leaf in stored(place.b / NAME):
            assert tree.hash_buff(entry) == leaf, "an entry is not what was hashed"
        assert tree.get_root() == (place.folder / "root").read_bytes(), "the roots differ"
        assert tree.get_size() == place.count
    return now() - start


if __name__ == "__main__":
    serve({"append": append, "replicate": replicate, "cold": cold})
