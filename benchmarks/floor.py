"""The floor: the least Python that does comparable work on the same lines with the same libraries, to be measured beside the record.

SQLite in WAL mode with synchronous=FULL, one transaction and one Ed25519 signature per batch, SHA-256 of each line and the RFC 6962 tree;
with `decode`, each line is also decoded and encoded again. No fields behind hashes, no ML-DSA, no rules, no fold, no encryption.
"""

import hashlib
import sqlite3
import time

import msgspec

from detente.record.signatures import Ed25519Signer, verify_ed25519
from detente.record.tree import Frontier

_SIGNER = Ed25519Signer(b"\7" * 32)


def open_database(path):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE IF NOT EXISTS entries (i INTEGER PRIMARY KEY, line BLOB)")
    db.execute("CREATE TABLE IF NOT EXISTS heads (size INTEGER PRIMARY KEY, root BLOB, signature BLOB)")
    return db


def check_canonical(lines, *, decode):
    if decode:
        read, write = msgspec.json.Decoder().decode, msgspec.json.Encoder(order="sorted").encode
        for line in lines:
            if write(read(line)) != line:
                raise ValueError


def append(path, batches, *, decode=False, clock=time.perf_counter):
    """Seconds, by a clock, for appending batches of lines; with `decode` each is decoded and encoded again first, as a draft has to be."""
    db, tree, spent = open_database(path), Frontier(), 0.0
    for lines in batches:
        start = clock()
        at = tree.size
        check_canonical(lines, decode=decode)
        tree.extend([hashlib.sha256(b"\0" + line).digest() for line in lines])
        root = tree.root()
        db.execute("BEGIN")
        db.executemany("INSERT INTO entries VALUES (?,?)", list(enumerate(lines, at)))
        db.execute("INSERT INTO heads VALUES (?,?,?)", (tree.size, root, _SIGNER.sign(root)))
        db.execute("COMMIT")
        spent += clock() - start
    db.close()
    return spent


def read(path, target=None, *, decode, clock=time.perf_counter):
    """Seconds, by a clock, for verifying everything that stands in one database, and, with a target, for storing it in another."""
    start = clock()
    db, copy, tree = open_database(path), open_database(target) if target else None, Frontier()
    for size, root, signature in db.execute("SELECT size, root, signature FROM heads ORDER BY size").fetchall():
        rows = db.execute("SELECT i, line FROM entries WHERE i>=? AND i<? ORDER BY i", (tree.size, size)).fetchall()
        if not verify_ed25519(_SIGNER.public_key, signature, root):
            raise ValueError
        check_canonical((line for _, line in rows), decode=decode)
        tree.extend([hashlib.sha256(b"\0" + line).digest() for _, line in rows])
        if tree.root() != root:
            raise ValueError
        if copy is not None:
            copy.execute("BEGIN")
            copy.executemany("INSERT INTO entries VALUES (?,?)", rows)
            copy.execute("INSERT INTO heads VALUES (?,?,?)", (size, root, signature))
            copy.execute("COMMIT")
    for each in (db, copy):
        if each is not None:
            each.close()
    return clock() - start


def append_singly(path, lines):
    """Seconds for appending lines one by one, each signed and on the disk before the next."""
    return append(path, ([line] for line in lines))
