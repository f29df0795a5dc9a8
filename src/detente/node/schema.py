"""The tables of a node's store, and how an earlier layout becomes the present one (docs/architecture.md, "The store").

They are written as SQLite has them, in what `detente.node.dialect` can say to PostgreSQL too: the types INTEGER, TEXT and BLOB, one
column as a key that numbers itself (INTEGER PRIMARY KEY), WITHOUT ROWID.
"""

from __future__ import annotations

from typing import Final

SCHEMA_VERSION: Final = 6

_LEAVES: Final = """
CREATE TABLE leaves (
    log INTEGER NOT NULL, at INTEGER NOT NULL, prefix INTEGER NOT NULL, nth INTEGER NOT NULL, head INTEGER NOT NULL, idx INTEGER NOT NULL,
    PRIMARY KEY (log, at, prefix, nth)) WITHOUT ROWID;
CREATE TABLE repeats (head INTEGER NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY (head, idx)) WITHOUT ROWID;
"""

REQUESTS: Final = """
CREATE TABLE requests (
    log INTEGER NOT NULL, idx INTEGER NOT NULL, number INTEGER NOT NULL, addressee TEXT NOT NULL, at INTEGER NOT NULL,
    status TEXT NOT NULL, move TEXT, disputed INTEGER NOT NULL, refs BLOB NOT NULL, PRIMARY KEY (log, idx)) WITHOUT ROWID;
CREATE INDEX requests_waiting ON requests (log, at) WHERE move IS NOT NULL;
"""
"""Requests at rest (`detente.node.resting`)."""

_FOLDS: Final = """
CREATE TABLE folds (channel TEXT PRIMARY KEY, made_by TEXT NOT NULL, covers BLOB NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
"""

_STATES: Final = """
CREATE TABLE states (
    head INTEGER PRIMARY KEY, acts INTEGER NOT NULL, acts_size INTEGER NOT NULL, acts_root BLOB NOT NULL, telling BLOB NOT NULL);
CREATE TABLE tips (head INTEGER PRIMARY KEY, frontier BLOB NOT NULL);
"""

DRAFTS: Final = """
CREATE TABLE drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, fields BLOB NOT NULL, seen BLOB NOT NULL, at TEXT NOT NULL);
"""
"""AUTOINCREMENT: people speak of a draft by its number, so the number of one that is gone never names another."""

_META: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""

_LOGS: Final = """
CREATE TABLE logs (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, party TEXT NOT NULL, generation INTEGER NOT NULL,
    size INTEGER NOT NULL, root BLOB NOT NULL, UNIQUE (channel, party, generation));
"""

_RECORD: Final = """
CREATE TABLE dialogues (id TEXT PRIMARY KEY, charter BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE channels (id TEXT PRIMARY KEY, dialogue TEXT NOT NULL, label TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE heads (
    seq INTEGER PRIMARY KEY, log INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, start INTEGER NOT NULL,
    branch INTEGER NOT NULL, cert BLOB, note BLOB, sent INTEGER NOT NULL DEFAULT 0, at TEXT, UNIQUE (log, size, root));
CREATE TABLE entries (
    head INTEGER NOT NULL, idx INTEGER NOT NULL, leaf BLOB NOT NULL, line BLOB NOT NULL, PRIMARY KEY (head, idx)) WITHOUT ROWID;
CREATE TABLE held (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, digest BLOB NOT NULL UNIQUE, raw BLOB NOT NULL, missing BLOB NOT NULL,
    at TEXT NOT NULL);
CREATE TABLE carrier_files (carrier TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (carrier, name)) WITHOUT ROWID;
CREATE TABLE remarks (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, at TEXT NOT NULL, template TEXT NOT NULL, params BLOB NOT NULL);
CREATE TABLE contradictions (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, digest BLOB NOT NULL UNIQUE, value BLOB NOT NULL, at TEXT NOT NULL);
CREATE TABLE standings (
    channel TEXT NOT NULL, cut BLOB NOT NULL, rules INTEGER NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY (channel, cut, rules)) WITHOUT ROWID;
CREATE TABLE resends (
    channel TEXT NOT NULL, party TEXT NOT NULL, named INTEGER NOT NULL, own INTEGER NOT NULL, attempts INTEGER NOT NULL, due TEXT NOT NULL,
    PRIMARY KEY (channel, party)) WITHOUT ROWID;
CREATE TABLE blobs (digest BLOB PRIMARY KEY, size INTEGER NOT NULL, complete INTEGER) WITHOUT ROWID;
CREATE TABLE witness (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE cosignatures (
    head INTEGER NOT NULL, vkey TEXT NOT NULL, line TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (head, vkey)) WITHOUT ROWID;
"""

RECORD: Final = _META + _LOGS + _RECORD + DRAFTS + _LEAVES + _STATES
"""What cannot be made again, and what stands beside each head."""

DERIVED: Final = REQUESTS + _FOLDS
"""What follows from the record alone and is made anew where it is lost. In SQLite it lies in the same file."""

APART: Final = _META + _LOGS + DERIVED
"""The same in a file of its own, beside a store in PostgreSQL; with names for logs that nobody else's numbers can touch."""

MIGRATIONS: Final = {
    1: "ALTER TABLE heads ADD COLUMN at TEXT;",
    2: _LEAVES,
    3: DERIVED + _STATES,
    4: "DROP TABLE requests; DELETE FROM folds;" + REQUESTS,  # noqa: S608 - a table of ours
    5: "",
}
"""From each earlier layout to the one after it. `at` stays null for what was admitted before it was noted; what follows from the record
alone is made anew by opening."""
