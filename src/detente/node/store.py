"""What a node keeps, in SQLite (docs/architecture.md, "The store").

Rules:

1. What is acknowledged is on the disk first: WAL with synchronous=FULL, one transaction for one pouch.
2. Nothing is rewritten: a head, its signed note and its entries stay as they came; `destroy` alone replaces a line, by agreement.
3. A tip moves only by compare-and-set, so that a log can never be continued from a state that is no longer the last one.
4. The store believes nothing of itself: `detente fsck` recomputes everything from the stored bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from detente.errors import N_, StoreError
from detente.node import posix
from detente.record.entry import Entry
from detente.record.seal import HeadId, LogKey

SCHEMA_VERSION = 3
_PREFIX_BYTES = 8  # of a leaf hash in the index: what fits an integer of SQLite

_LEAVES = """
CREATE TABLE leaves (
    log INTEGER NOT NULL, at INTEGER NOT NULL, prefix INTEGER NOT NULL, nth INTEGER NOT NULL, head INTEGER NOT NULL, idx INTEGER NOT NULL,
    PRIMARY KEY (log, at, prefix, nth)) WITHOUT ROWID;
CREATE TABLE repeats (head INTEGER NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY (head, idx)) WITHOUT ROWID;
"""

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE dialogues (id TEXT PRIMARY KEY, charter BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE channels (id TEXT PRIMARY KEY, dialogue TEXT NOT NULL, label TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE logs (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, party TEXT NOT NULL, generation INTEGER NOT NULL,
    size INTEGER NOT NULL, root BLOB NOT NULL, UNIQUE (channel, party, generation));
CREATE TABLE heads (
    seq INTEGER PRIMARY KEY, log INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, start INTEGER NOT NULL,
    branch INTEGER NOT NULL, cert BLOB, note BLOB, sent INTEGER NOT NULL DEFAULT 0, at TEXT, UNIQUE (log, size, root));
CREATE TABLE entries (
    head INTEGER NOT NULL, idx INTEGER NOT NULL, leaf BLOB NOT NULL, line BLOB NOT NULL, PRIMARY KEY (head, idx)) WITHOUT ROWID;
CREATE TABLE drafts (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, fields BLOB NOT NULL, seen BLOB NOT NULL, at TEXT NOT NULL);
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

_MIGRATIONS = {1: "ALTER TABLE heads ADD COLUMN at TEXT;", 2: _LEAVES}
"""From each earlier layout to the one after it. `at` stays null for what was admitted before it was noted."""

_line = msgspec.json.Decoder(tuple[str, Any, Any])


class StoredHead(NamedTuple):
    """One head as stored; everything else about it follows from its entries.

    `at` is when this node took or sealed it, by its own clock; None for what an earlier program admitted.
    """

    seq: int
    log: LogKey
    channel: str
    id: HeadId
    start: int
    branch: int
    cert: bytes | None
    note: bytes | None
    sent: bool
    at: str | None


class Changed(StoreError):  # noqa: N818 - says what happened
    """Another process moved a tip since it was read; nothing was written."""


class Store:
    """The tables of one node."""

    def __init__(self, path: Path | None) -> None:
        """Open or create.

        Args:
            path: the file, or None for a store in memory (the simulator).
        """
        new = path is None or not path.exists()
        self.db = sqlite3.connect(":memory:" if path is None else path, isolation_level=None, timeout=30)
        if path is not None:
            if new:
                posix.make_private(path)
            self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute("PRAGMA secure_delete=ON")  # what was destroyed by agreement is overwritten
        self._logs: dict[tuple[str, LogKey], int] = {}
        try:
            self._open_schema(new=new)
        except sqlite3.DatabaseError as error:
            raise StoreError(N_("%(path)s is not the store of a node: %(reason)s"), path=str(path), reason=str(error)) from error

    def _open_schema(self, *, new: bool) -> None:
        version = self.db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and new:
            self.db.executescript("BEGIN;" + _SCHEMA + _LEAVES + f"PRAGMA user_version={SCHEMA_VERSION}; COMMIT;")
            return
        while version in _MIGRATIONS:
            self._migrate(version)
            version += 1
        if version != SCHEMA_VERSION:
            raise StoreError(
                N_("the store has layout %(seen)d; this program reads layout %(expected)d"), seen=version, expected=SCHEMA_VERSION
            )

    def _migrate(self, version: int) -> None:
        """From one layout to the next, all or nothing."""
        self.db.executescript(f"BEGIN IMMEDIATE; {_MIGRATIONS[version]}")
        try:
            if version == 2:
                self._fill_leaves()
            self.db.execute(f"PRAGMA user_version={version + 1}")
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def _fill_leaves(self) -> None:
        """The index of leaf hashes of everything that is stored, in the order of admission."""
        for stored in self.heads():
            acts = [trusted_entry(line, leaf) for _, leaf, line in self.lines(stored.seq)[:-1]]
            self._note_leaves(self._log(stored.channel, stored.log), stored.seq, stored.start, acts, partial(self._past_of, stored))

    def _past_of(self, stored: StoredHead) -> set[int]:
        """The pouches that lead to a stored one."""
        before = self._before(stored.channel, stored)
        return set() if before is None else {part.seq for part in self.chain(stored.channel, stored.log, before.id, 0)}

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; on the disk when it ends."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    # ---- meta, dialogues, channels ----

    def get_meta(self, key: str) -> bytes | None:
        row = self.db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return None if row is None else bytes(row[0])

    def set_meta(self, key: str, value: bytes) -> None:
        self.db.execute("INSERT INTO meta VALUES (?,?) ON CONFLICT (key) DO UPDATE SET value=excluded.value", (key, value))

    def add_dialogue(self, dialogue: str, charter: bytes) -> None:
        self.db.execute("INSERT OR IGNORE INTO dialogues VALUES (?,?)", (dialogue, charter))

    def dialogues(self) -> list[tuple[str, bytes]]:
        return [(row[0], bytes(row[1])) for row in self.db.execute("SELECT id, charter FROM dialogues ORDER BY id")]

    def add_channel(self, channel: str, dialogue: str, label: str) -> None:
        self.db.execute("INSERT OR IGNORE INTO channels VALUES (?,?,?)", (channel, dialogue, label))

    def channels(self) -> list[tuple[str, str, str]]:
        return [(row[0], row[1], row[2]) for row in self.db.execute("SELECT id, dialogue, label FROM channels ORDER BY label, id")]

    # ---- logs, heads, entries ----

    def _log(self, channel: str, log: LogKey) -> int:
        key = (channel, log)
        if key not in self._logs:
            values = (channel, log.party, log.generation)
            self.db.execute("INSERT OR IGNORE INTO logs (channel, party, generation, size, root) VALUES (?,?,?,0,x'')", values)
            row = self.db.execute("SELECT id FROM logs WHERE channel=? AND party=? AND generation=?", values).fetchone()
            self._logs[key] = row[0]
        return self._logs[key]

    def add_head(  # noqa: PLR0913 - one row of the table
        self, channel: str, log: LogKey, head: HeadId, prev: HeadId, entries: Sequence[Entry], *,
        branch: int, cert: bytes | None, note: bytes | None, at: str | None = None,
    ) -> int:  # fmt: skip
        """Add a pouch to a log, inside a transaction. On the main branch the tip moves by compare-and-set.

        Args:
            at: the node's own time now: when it took this.

        Raises:
            Changed: the tip is not where the caller believed.
        """
        number = self._log(channel, log)
        if branch == 0:
            moved = self.db.execute(
                "UPDATE logs SET size=?, root=? WHERE id=? AND size=? AND (root=? OR size=0)",
                (head.size, head.root, number, prev.size, prev.root),
            )
            if moved.rowcount != 1:
                self._logs.pop((channel, log), None)
                raise Changed(N_("the log of %(party)s was changed by another process; nothing was written"), party=log.party)
        cursor = self.db.execute(
            "INSERT INTO heads (log, size, root, start, branch, cert, note, at) VALUES (?,?,?,?,?,?,?,?)",
            (number, head.size, head.root, prev.size, branch, cert, note, at),
        )
        seq = int(cursor.lastrowid or 0)
        self.db.executemany(
            "INSERT INTO entries VALUES (?,?,?,?)", ((seq, prev.size + i, entry.leaf, entry.line) for i, entry in enumerate(entries))
        )
        self._note_leaves(number, seq, prev.size, entries[:-1], lambda: {stored.seq for stored in self.chain(channel, log, prev, 0)})
        return seq

    # ---- which entries stand in their log a second time ----

    def repeats(self, seq: int) -> frozenset[int]:
        """The indices of those acts of a pouch whose leaf hash stood in the same log before (on its own branch): they have no effect."""
        return frozenset(row[0] for row in self.db.execute("SELECT idx FROM repeats WHERE head=?", (seq,)))

    def _note_leaves(self, log: int, seq: int, start: int, acts: Sequence[Entry], past: Callable[[], set[int]]) -> None:
        """Remember the leaf hashes of a new pouch, and which of them its log has already.

        The times that entries state rise more or less, so that an index by time grows at its end: its cost does not grow with the log,
        as that of an index by hash alone does. The same leaf states the same time, so it is found whatever time that is.
        """
        rows = [
            (log, _packed_time(act.fields["at"]), int.from_bytes(act.leaf[:_PREFIX_BYTES], signed=True), 0, seq, index)
            for index, act in enumerate(acts, start)
        ]
        # In order: then they come one after the other in the index too.
        added = self.db.executemany("INSERT OR IGNORE INTO leaves VALUES (?,?,?,?,?,?)", sorted(rows)).rowcount if rows else 0
        if added == len(rows):
            return
        earlier = past()
        for row, act in zip(rows, acts, strict=True):
            found = self.db.execute(
                "SELECT l.nth, l.head, l.idx, e.leaf FROM leaves l LEFT JOIN entries e ON e.head=l.head AND e.idx=l.idx"
                " WHERE l.log=? AND l.at=? AND l.prefix=?",
                row[:3],
            ).fetchall()
            if any((head, index) == row[4:] for _, head, index, _ in found):
                continue
            # Eight bytes can be made to agree, and another branch is another log: only the whole hash in one's own past is a repetition.
            if any(leaf == act.leaf and (head in earlier or head == seq) for _, head, _, leaf in found):
                self.db.execute("INSERT INTO repeats VALUES (?,?)", row[4:])
            else:
                self.db.execute("INSERT INTO leaves VALUES (?,?,?,?,?,?)", (*row[:3], len(found), *row[4:]))

    def forget_logs(self) -> None:
        """Drop what is remembered of rows: after a rolled-back transaction."""
        self._logs.clear()

    def set_note(self, seq: int, note: bytes) -> None:
        self.db.execute("UPDATE heads SET note=? WHERE seq=?", (note, seq))

    def mark_sent(self, seqs: Iterable[int]) -> None:
        self.db.executemany("UPDATE heads SET sent=1 WHERE seq=?", ((seq,) for seq in seqs))

    _HEADS = (
        "SELECT h.seq, l.party, l.generation, l.channel, h.size, h.root, h.start, h.branch, h.cert, h.note, h.sent, h.at"
        " FROM heads h JOIN logs l ON l.id = h.log "
    )

    def heads(self, channel: str | None = None) -> list[StoredHead]:
        """All heads in the order of admission."""
        rows = self.db.execute(self._HEADS + ("WHERE l.channel=? " if channel else "") + "ORDER BY h.seq", (channel,) if channel else ())
        return [_stored(row) for row in rows]

    def heads_of(self, channel: str, log: LogKey, above: int = 0, branch: int = 0) -> list[StoredHead]:
        """The heads of one log whose size is above a size, smallest first, on one branch."""
        rows = self.db.execute(
            self._HEADS + "WHERE h.log=? AND h.branch=? AND h.size>? ORDER BY h.size", (self._log(channel, log), branch, above)
        )
        return [_stored(row) for row in rows]

    def unsent(self, channel: str, log: LogKey) -> list[StoredHead]:
        """The heads of one log on its main branch that have not left yet, smallest first."""
        rows = self.db.execute(self._HEADS + "WHERE h.log=? AND h.branch=0 AND h.sent=0 ORDER BY h.size", (self._log(channel, log),))
        return [_stored(row) for row in rows]

    def head(self, channel: str, log: LogKey, head: HeadId) -> StoredHead | None:
        row = self.db.execute(
            self._HEADS + "WHERE h.log=? AND h.size=? AND h.root=?", (self._log(channel, log), head.size, head.root)
        ).fetchone()
        return None if row is None else _stored(row)

    def tip(self, channel: str, log: LogKey) -> tuple[int, bytes]:
        """Size and root of the tip of the main branch, as the compare-and-set sees it."""
        row = self.db.execute("SELECT size, root FROM logs WHERE id=?", (self._log(channel, log),)).fetchone()
        return row[0], bytes(row[1])

    def lines(self, seq: int) -> list[tuple[int, bytes, bytes]]:
        """Index, leaf hash and line of each entry of a pouch."""
        rows = self.db.execute("SELECT idx, leaf, line FROM entries WHERE head=? ORDER BY idx", (seq,))
        return rows.fetchall()

    def lines_with(self, seq: int, indices: Sequence[int], parts: Sequence[bytes]) -> list[tuple[int, bytes, bytes]]:
        """As `lines`, but only the entries at these indices and those whose line holds one of these parts."""
        chosen = " OR ".join(["idx=?"] * len(indices) + ["instr(line, ?)"] * len(parts))
        rows = self.db.execute(
            f"SELECT idx, leaf, line FROM entries WHERE head=? AND ({chosen}) ORDER BY idx",  # noqa: S608 - marks only
            (seq, *indices, *parts),
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def leaves_of(self, seq: int) -> list[bytes]:
        """The leaf hashes of a pouch, in order."""
        return [row[0] for row in self.db.execute("SELECT leaf FROM entries WHERE head=? ORDER BY idx", (seq,))]

    def leaves(self, channel: str, log: LogKey, head: HeadId) -> list[bytes]:
        """The leaf hashes of a log up to a head, on the branch of that head."""
        found = self.head(channel, log, head)
        chain: list[StoredHead] = []
        while found is not None:
            chain.append(found)
            found = self._before(channel, found)
        return [leaf for part in reversed(chain) for leaf in self.leaves_of(part.seq)]

    def chain(self, channel: str, log: LogKey, head: HeadId, above: int) -> list[StoredHead]:
        """The heads that lead to a head, smallest first, those at or below a size left out."""
        found = self.head(channel, log, head)
        chain: list[StoredHead] = []
        while found is not None and found.id.size > above:
            chain.append(found)
            found = self._before(channel, found)
        return chain[::-1]

    def _before(self, channel: str, head: StoredHead) -> StoredHead | None:
        if head.start == 0:
            return None
        number = self._log(channel, head.log)
        # Where two branches have a head of this size, the one before is on the branch's own side or, at its root, on the main one.
        row = self.db.execute(
            self._HEADS + "WHERE h.log=? AND h.size=? AND h.branch IN (?, 0) ORDER BY h.branch=? DESC",
            (number, head.start, head.branch, head.branch),
        ).fetchone()
        return None if row is None else _stored(row)

    def entry_line(self, channel: str, log: LogKey, index: int) -> tuple[StoredHead, bytes] | None:
        """The line of one entry on the main branch, with the head of its pouch."""
        row = self.db.execute(
            self._HEADS + "WHERE h.log=? AND h.branch=0 AND h.size>? ORDER BY h.size LIMIT 1", (self._log(channel, log), index)
        ).fetchone()
        if row is None:
            return None
        head = _stored(row)
        line = self.db.execute("SELECT line FROM entries WHERE head=? AND idx=?", (head.seq, index)).fetchone()
        return None if line is None else (head, bytes(line[0]))

    def replace_line(self, seq: int, index: int, line: bytes) -> None:
        """Put the destroyed form of an entry in the place of the whole one."""
        self.db.execute("UPDATE entries SET line=? WHERE head=? AND idx=?", (line, seq, index))

    # ---- drafts ----

    def add_draft(self, channel: str, fields: dict[str, Any], seen: bytes, at: str) -> int:
        cursor = self.db.execute(
            "INSERT INTO drafts (channel, fields, seen, at) VALUES (?,?,?,?)", (channel, msgspec.json.encode(fields), seen, at)
        )
        return int(cursor.lastrowid or 0)

    def drafts(self, channel: str | None = None) -> list[tuple[int, str, dict[str, Any], bytes, str]]:
        """Id, channel, fields, what the author had seen, time."""
        rows = self.db.execute(
            "SELECT id, channel, fields, seen, at FROM drafts WHERE channel=? OR ? IS NULL ORDER BY id",
            (channel, channel),
        )
        return [(row[0], row[1], msgspec.json.decode(row[2]), bytes(row[3]), row[4]) for row in rows]

    def drop_drafts(self, ids: Iterable[int]) -> None:
        self.db.executemany("DELETE FROM drafts WHERE id=?", ((i,) for i in ids))

    def set_draft_seen(self, draft: int, seen: bytes) -> None:
        self.db.execute("UPDATE drafts SET seen=? WHERE id=?", (seen, draft))


def _stored(row: tuple[Any, ...]) -> StoredHead:
    seq, party, generation, channel, size, root, start, branch, cert, note, sent, at = row
    return StoredHead(
        seq, LogKey(party, generation), channel, HeadId(size, bytes(root)), start, branch, _bytes(cert), _bytes(note), bool(sent), at
    )


def trusted_entry(line: bytes, leaf: bytes) -> Entry:
    """An entry as it was admitted, not verified again."""
    tag, _, body = _line.decode(line)
    fields = body if tag == "e" else {name: value for name, _, value in body}
    return Entry(line, leaf, fields, destroyed=tag == "p")


@lru_cache(maxsize=1024)
def _packed_time(text: str) -> int:
    """A time of an entry as a number that keeps the order: 2021-09-30T08:00:00Z is 20210930080000."""
    return int("".join(character for character in text if character.isdigit()))


def _bytes(value: bytes | str | None) -> bytes | None:
    """SQLite gives back a text where a program outside put one; the bytes are what counts."""
    return value.encode() if isinstance(value, str) else value
