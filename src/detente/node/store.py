"""What a node keeps, in SQLite or PostgreSQL (docs/architecture.md, "The store").

Rules:

1. What is acknowledged is on the disk first: WAL with synchronous=FULL, or synchronous_commit; one transaction for one pouch. Only what
   follows from the record, or would be found out again, does not wait for the disk (`Store.unsynced`).
2. Nothing is rewritten: a head, its signed note and its entries stay as they came; `destroy` alone replaces a line, by agreement.
3. A tip moves only by compare-and-set, so that a log can never be continued from a state that is no longer the last one.
4. The store believes nothing of itself: `detente fsck` recomputes everything from the stored bytes.
"""

from __future__ import annotations

import contextlib
import sqlite3
import struct
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import count, islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from detente.errors import N_, StoreError, failed_on_disk, is_of_disk, reason_of_database
from detente.node.database import Database, Sqlite, all_or_nothing, empty_apart, open_apart, open_sqlite
from detente.node.rows import Changed, HeadState, StoredHead, stored_head, titled, trusted_entry, with_state
from detente.node.schema import DERIVED, MIGRATIONS, RECORD, SCHEMA_VERSION
from detente.record.entry import Entry, time_number
from detente.record.seal import HeadId, LogKey, parse_seal

_PREFIX = struct.Struct(">q24x")  # of a leaf hash in the index, its first 8 bytes: what fits an integer of SQLite
_AT_ONCE = 256  # fewer than any SQLite allows to stand in one statement

if TYPE_CHECKING:
    from detente.node.server import Address, Server

T = TypeVar("T")


class Store:
    """The tables of one node."""

    def __init__(self, where: Path | Address | None) -> None:
        """Open, or, where it is a file, create.

        Args:
            where: the file, the address of a store in PostgreSQL (`server.Server.create` makes it), or None for a store in memory.

        Raises:
            StoreError: it is not the store of this node, or cannot be used.
        """
        self._logs: dict[tuple[str, LogKey], int] = {}
        self.where = where
        self.db: Database
        self.derived: Sqlite
        self.server: Server | None = None
        if isinstance(where, tuple):
            self._open_server(where)
        else:
            self._open_file(where)

    def _open_file(self, path: Path | None) -> None:
        db, new = open_sqlite(path)
        self.db = db
        self.derived = db
        try:
            self._open_layout(db, new=new)
        except sqlite3.DatabaseError as error:
            db.close()
            if is_of_disk(error):
                raise failed_on_disk(error, str(path)) from error
            reason = reason_of_database(error)
            raise StoreError(N_("%(path)s is not the store of a node: %(reason)s"), path=str(path), reason=reason) from error

    def _open_server(self, address: Address) -> None:
        from detente.node.server import Server  # noqa: PLC0415 - only who has a store there needs it

        self.db = self.server = Server(address)
        with contextlib.ExitStack() as undo:  # what fails here leaves nothing open
            undo.callback(self.server.close)
            self.derived = open_apart(address.apart, address.identity)
            undo.callback(self.derived.close)
            self.check_owner()
            undo.pop_all()

    def _open_layout(self, db: Sqlite, *, new: bool) -> None:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and (new or not db.has_tables()):  # its making was interrupted: the tables come all at once
            db.executescript(f"BEGIN; {RECORD}{DERIVED} PRAGMA user_version={SCHEMA_VERSION}; COMMIT;")
            return
        if version in MIGRATIONS:
            from detente.node.migrating import migrate  # noqa: PLC0415 - needed once in the life of a store

            version = migrate(self, db, version)
        if version != SCHEMA_VERSION:
            raise StoreError(
                N_("the store has layout %(seen)d; this program reads layout %(expected)d"), seen=version, expected=SCHEMA_VERSION
            )

    def check_owner(self) -> None:
        """Whether the server holds the store of this node; what follows from a record that is no longer this one is forgotten.

        A server can be restored from a backup, and the file beside is not.

        Raises:
            StoreError: it is not the store of this node.
        """
        if self.server is not None:
            self._logs.clear()  # numbers of rows that a lost connection may have taken with it
            self.server.check_owner()
            for (value,) in self.derived.execute("SELECT value FROM meta WHERE key LIKE 'search:%'").fetchall():
                seq, root = value.split(b" ")
                head = self.db.execute("SELECT root FROM heads WHERE seq=?", (int(seq),)).fetchone()
                if int(seq) and (head is None or head[0].hex().encode() != root):
                    empty_apart(self.derived, self.server.address.identity)

    def close(self) -> None:
        self.db.close()
        if self.server is not None:
            self.derived.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; on the disk when it ends."""
        # Rows that a lost transaction made are gone, and their numbers will be those of others.
        return all_or_nothing(self.db, self._logs.clear)

    def deriving(self) -> AbstractContextManager[None]:
        """The same for what follows from the record."""
        return all_or_nothing(self.derived, self._logs.clear)

    @contextmanager
    def unsynced(self) -> Iterator[None]:
        """A transaction for what would be found out again: in a file it waits for no disk (`Sqlite.unsynced`)."""
        with contextlib.nullcontext() if self.server is not None else self.derived.unsynced(), self.transaction():
            yield

    # ---- meta, dialogues, channels ----

    def get_meta(self, key: str) -> bytes | None:
        row = self.db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return None if row is None else bytes(row[0])

    def set_meta(self, key: str, value: bytes) -> None:
        self.db.execute("INSERT INTO meta VALUES (?,?) ON CONFLICT (key) DO UPDATE SET value=excluded.value", (key, value))

    def metas(self, prefix: str) -> list[bytes]:
        """The values of all keys that begin so."""
        rows = self.db.execute("SELECT value FROM meta WHERE substr(key, 1, ?)=? ORDER BY key", (len(prefix), prefix))
        return [bytes(value) for (value,) in rows]

    def drop_meta(self, key: str) -> None:
        """Forget a value; nothing if there is none."""
        self.db.execute("DELETE FROM meta WHERE key=?", (key,))

    def mark(self, key: str) -> int:
        """Up to what number of admission something that follows from the record is made; 0 where it is not."""
        row = self.derived.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return 0 if row is None else int(row[0].split(b" ")[0])

    def set_mark(self, key: str, seq: int) -> None:
        """Note that, inside `deriving`."""
        head = self.db.execute("SELECT root FROM heads WHERE seq=?", (seq,)).fetchone() if self.server is not None else None
        value = str(seq) if self.server is None else f"{seq} {'' if head is None else head[0].hex()}"
        self.derived.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (key, value.encode()))

    def add_dialogue(self, dialogue: str, charter: bytes) -> None:
        self.db.execute("INSERT OR IGNORE INTO dialogues VALUES (?,?)", (dialogue, charter))

    def dialogues(self) -> list[tuple[str, bytes]]:
        return [(row[0], bytes(row[1])) for row in self.db.execute("SELECT id, charter FROM dialogues ORDER BY id")]

    def add_channel(self, channel: str, dialogue: str, label: str) -> None:
        self.db.execute("INSERT OR IGNORE INTO channels VALUES (?,?,?)", (channel, dialogue, label))

    def channels(self) -> list[tuple[str, str, str]]:
        return [(row[0], row[1], row[2]) for row in self.db.execute("SELECT id, dialogue, label FROM channels ORDER BY label, id")]

    # ---- logs, heads, entries ----

    def log_number(self, channel: str, log: LogKey) -> int:
        key = (channel, log)
        if key not in self._logs:
            values = (channel, log.party, log.generation)
            self.db.execute("INSERT OR IGNORE INTO logs (channel, party, generation, size, root) VALUES (?,?,?,0,?)", (*values, b""))
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
        number = self.log_number(channel, log)
        if branch == 0:
            moved = self.db.execute(
                "UPDATE logs SET size=?, root=? WHERE id=? AND size=? AND (root=? OR size=0)",
                (head.size, head.root, number, prev.size, prev.root),
            )
            if moved.rowcount != 1:
                self._logs.pop((channel, log), None)
                raise Changed(N_("the log of %(party)s was changed by another process; nothing was written"), party=log.party)
        seq = self.db.insert(
            "INSERT INTO heads (log, size, root, start, branch, cert, note, at) VALUES (?,?,?,?,?,?,?,?)",
            (number, head.size, head.root, prev.size, branch, cert, note, at), "seq",
        )  # fmt: skip
        lines, leaves, _, _ = zip(*entries, strict=True)
        self.db.executemany("INSERT INTO entries VALUES (?,?,?,?)", zip(repeat(seq), count(prev.size), leaves, lines))
        self.note_leaves(number, seq, prev.size, entries[:-1], lambda: {stored.seq for stored in self.chain(channel, log, prev, 0)})
        return seq

    # ---- which entries stand in their log a second time ----

    def repeats(self, seq: int) -> frozenset[int]:
        """The indices of those acts of a pouch whose leaf hash stood in the same log before (on its own branch): they have no effect."""
        return frozenset(row[0] for row in self.db.execute("SELECT idx FROM repeats WHERE head=?", (seq,)))

    def find_repeated(self, channel: str, log: LogKey, head: HeadId, start: int, acts: Sequence[Entry]) -> frozenset[int]:
        """Which acts of a pouch that is not stored yet stand in their log already, before `head` or in the pouch itself."""
        number = self.log_number(channel, log)
        by_time: dict[int, list[tuple[int, bytes]]] = {}
        for index, act in enumerate(acts, start):
            by_time.setdefault(time_number(act.fields["at"]), []).append((index, act.leaf))
        found: set[int] = set()
        for at, named in by_time.items():
            leaves = {leaf: index for index, leaf in reversed(named)}
            found |= {index for index, leaf in named if leaves[leaf] != index}
            for part in _batches(leaves, _AT_ONCE):
                alike = self._alike(number, at, set(_prefixes(part))) & leaves.keys()
                found |= {index for index, leaf in named if leaf in alike and self._stands(channel, log, head, at, leaf)}
        return frozenset(found)

    def _alike(self, log: int, at: int, prefixes: Collection[int]) -> set[bytes]:
        """The leaf hashes of one log that begin in one of these ways, of entries that state one time."""
        rows = self.db.execute(
            "SELECT e.leaf FROM leaves l JOIN entries e ON e.head=l.head AND e.idx=l.idx"  # noqa: S608 - marks only
            f" WHERE l.log=? AND l.at=? AND l.prefix IN ({','.join('?' * len(prefixes))})",
            (log, at, *prefixes),
        )
        return {row[0] for row in rows}

    def _stands(self, channel: str, log: LogKey, head: HeadId, at: int, leaf: bytes) -> bool:
        """Whether a leaf hash stands in what leads to a head."""
        rows = self.db.execute(
            "SELECT l.head FROM leaves l JOIN entries e ON e.head=l.head AND e.idx=l.idx"
            " WHERE l.log=? AND l.at=? AND l.prefix=? AND e.leaf=?",
            (self.log_number(channel, log), at, *_prefixes([leaf]), leaf),
        ).fetchall()
        return not {row[0] for row in rows}.isdisjoint(part.seq for part in self.chain(channel, log, head, 0))

    def note_leaves(self, log: int, seq: int, start: int, acts: Sequence[Entry], past: Callable[[], set[int]]) -> None:
        """Remember the leaf hashes of a new pouch, and which of them its log has already.

        The times that entries state rise more or less, so that an index by time grows at its end: its cost does not grow with the log,
        as that of an index by hash alone does. The same leaf states the same time, so it is found whatever time that is.
        """
        times = [time_number(act.fields["at"]) for act in acts]
        prefixes = _prefixes([act.leaf for act in acts])
        rows = [(log, at, prefix, 0, seq, index) for index, (at, prefix) in enumerate(zip(times, prefixes, strict=True), start)]
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
        return [stored_head(row) for row in rows]

    def pouches(self, channel: str) -> list[tuple[int, LogKey, HeadId]]:
        """Number, log and head of all pouches in the order of admission: what `heads` says, without its large parts."""
        rows = self.db.execute(
            "SELECT h.seq, l.party, l.generation, h.size, h.root FROM heads h JOIN logs l ON l.id=h.log WHERE l.channel=? ORDER BY h.seq",
            (channel,),
        )
        return [(seq, LogKey(party, generation), HeadId(size, root)) for seq, party, generation, size, root in rows]

    def unsigned(self, channel: str, log: LogKey) -> list[StoredHead]:
        """The heads of one log that have no signature yet, smallest first."""
        rows = self.db.execute(
            self._HEADS + "WHERE h.log=? AND h.branch=0 AND h.note IS NULL ORDER BY h.size", (self.log_number(channel, log),)
        )
        return [stored_head(row) for row in rows]

    # ---- the state at each head ----

    def add_state(self, channel: str, log: LogKey, seq: int, prev: HeadId, state: HeadState) -> None:
        """Keep what follows from a new pouch, inside the transaction that adds it; the head that it continues is no tip any more."""
        telling = msgspec.json.encode(state.telling)
        self.db.execute("INSERT INTO states VALUES (?,?,?,?,?)", (seq, state.acts, state.acts_size, state.acts_root, telling))
        self.db.execute(
            "DELETE FROM tips WHERE head=(SELECT seq FROM heads WHERE log=? AND size=? AND root=?)", (self.log_number(channel, log), *prev)
        )
        if state.frontier is not None:
            self.db.execute("INSERT INTO tips VALUES (?,?)", (seq, state.frontier.to_bytes()))

    _STATES = (
        "SELECT h.seq, l.party, l.generation, l.channel, h.size, h.root, h.start, h.branch, h.cert, NULL, h.sent, h.at,"
        " s.acts, s.acts_size, s.acts_root, s.telling, t.frontier FROM heads h JOIN logs l ON l.id=h.log"
        " LEFT JOIN states s ON s.head=h.seq LEFT JOIN tips t ON t.head=h.seq "
    )

    def states(self, channel: str, after: int = 0) -> list[tuple[StoredHead, HeadState]]:
        """All heads after a number of admission, in that order (without their notes), each with what follows from its entries.

        Raises:
            StoreError: a state is missing or damaged.
        """
        return [with_state(row) for row in self.db.execute(self._STATES + "WHERE l.channel=? AND h.seq>? ORDER BY h.seq", (channel, after))]

    def state(self, seq: int) -> HeadState:
        """What follows from the entries of one pouch.

        Raises:
            StoreError: it is missing or damaged.
        """
        return with_state(self.db.execute(self._STATES + "WHERE h.seq=?", (seq,)).fetchone())[1]

    # ---- the fold at rest ----

    def fold(self, channel: str) -> tuple[str, bytes, bytes] | None:
        """By what program the fold of a channel was put to rest, what it covers, and its snapshot."""
        row = self.derived.execute("SELECT made_by, covers, value FROM folds WHERE channel=?", (channel,)).fetchone()
        return None if row is None else (row[0], row[1], row[2])

    def fold_covers(self, channel: str) -> bytes | None:
        """What the fold of a channel at rest covers; None where none rests."""
        row = self.derived.execute("SELECT covers FROM folds WHERE channel=?", (channel,)).fetchone()
        return None if row is None else bytes(row[0])

    def set_fold(self, channel: str, made_by: str, covers: bytes, value: bytes) -> None:
        """Keep the snapshot of a fold, inside `deriving`, which writes its requests."""
        self.derived.execute("INSERT OR REPLACE INTO folds VALUES (?,?,?,?)", (channel, made_by, covers, value))

    def drop_fold(self, channel: str) -> None:
        """Forget it, inside `deriving`."""
        self.derived.execute("DELETE FROM folds WHERE channel=?", (channel,))
        self.derived.execute("DELETE FROM requests WHERE log IN (SELECT id FROM logs WHERE channel=?)", (channel,))

    def log_numbers(self, channel: str) -> dict[LogKey, int]:
        """By what numbers requests at rest name the logs of a channel."""
        if self.server is not None:  # names of its own: numbers of a server that was restored may be given again to other logs
            known = self.db.execute("SELECT channel, party, generation FROM logs WHERE channel=? ORDER BY id", (channel,))
            self.derived.executemany("INSERT OR IGNORE INTO logs (channel, party, generation, size, root) VALUES (?,?,?,0,x'')", known)
        rows = self.derived.execute("SELECT party, generation, id FROM logs WHERE channel=?", (channel,))
        return {LogKey(party, generation): number for party, generation, number in rows}

    # ---- logs and their heads ----

    def heads_after(self, channel: str, seq: int) -> list[StoredHead]:
        """The heads of a channel that were admitted after a number of admission, in that order."""
        rows = self.db.execute(self._HEADS + "WHERE l.channel=? AND h.seq>? ORDER BY h.seq", (channel, seq))
        return [stored_head(row) for row in rows]

    def heads_before(self, channel: str, seq: int, but: str) -> Iterator[StoredHead]:
        """The heads of a channel that were admitted after a number of admission, but for those of one party, the newest first.

        They are fetched as the caller goes on.
        """
        rows = self.db.execute(self._HEADS + "WHERE l.channel=? AND h.seq>? AND l.party<>? ORDER BY h.seq DESC", (channel, seq, but))
        return (stored_head(row) for row in rows)

    def acts_after(self, channel: str, seq: int, but: str) -> int:
        """How many acts of people these pouches hold: all entries but the seal of each, and but acts of the record itself."""
        found = self.db.execute(
            f"SELECT sum(h.size - h.start - 1 - {self.db.length_of('s.telling')}) FROM heads h JOIN logs l ON l.id=h.log"  # noqa: S608 - ours
            " JOIN states s ON s.head=h.seq WHERE l.channel=? AND h.seq>? AND l.party<>?",
            (channel, seq, but),
        ).fetchone()
        return int(found[0] or 0)

    def heads_of(self, channel: str, log: LogKey, above: int = 0, branch: int = 0) -> list[StoredHead]:
        """The heads of one log whose size is above a size, smallest first, on one branch."""
        rows = self.db.execute(
            self._HEADS + "WHERE h.log=? AND h.branch=? AND h.size>? ORDER BY h.size", (self.log_number(channel, log), branch, above)
        )
        return [stored_head(row) for row in rows]

    def unsent(self, channel: str, log: LogKey) -> list[StoredHead]:
        """The heads of one log on its main branch that are signed and have not left yet, smallest first."""
        number = self.log_number(channel, log)
        rows = self.db.execute(self._HEADS + "WHERE h.log=? AND h.branch=0 AND h.sent=0 AND h.note IS NOT NULL ORDER BY h.size", (number,))
        return [stored_head(row) for row in rows]

    def head(self, channel: str, log: LogKey, head: HeadId) -> StoredHead | None:
        row = self.db.execute(
            self._HEADS + "WHERE h.log=? AND h.size=? AND h.root=?", (self.log_number(channel, log), head.size, head.root)
        ).fetchone()
        return None if row is None else stored_head(row)

    def tip(self, channel: str, log: LogKey) -> tuple[int, bytes]:
        """Size and root of the tip of the main branch, as the compare-and-set sees it."""
        row = self.db.execute("SELECT size, root FROM logs WHERE id=?", (self.log_number(channel, log),)).fetchone()
        return row[0], bytes(row[1])

    def lines(self, seq: int) -> list[tuple[int, bytes, bytes]]:
        """Index, leaf hash and line of each entry of a pouch."""
        rows = self.db.execute("SELECT idx, leaf, line FROM entries WHERE head=? ORDER BY idx", (seq,))
        return rows.fetchall()

    def entries_with(self, seq: int, mark: bytes) -> list[Entry]:
        """The entries of a pouch in whose lines some bytes stand, not verified again: the database looks, and only these are decoded."""
        rows = self.db.execute("SELECT leaf, line FROM entries WHERE head=? AND instr(line, ?)>0 ORDER BY idx", (seq, mark))
        return [trusted_entry(line, leaf) for leaf, line in rows]

    def entries_at(self, seq: int, indices: Sequence[int]) -> list[tuple[int, Entry]]:
        """Some entries of a pouch with their indices, not verified again."""
        found = []
        for index in indices:
            row = self.db.execute("SELECT leaf, line FROM entries WHERE head=? AND idx=?", (seq, index)).fetchone()
            if row is None:
                raise StoreError(N_("entry %(index)d of a stored pouch is missing"), hint=N_("detente fsck"), index=index)
            found.append((index, trusted_entry(row[1], row[0])))
        return found

    def some_entries(self, seq: int, indices: Iterable[int]) -> Iterator[tuple[int, Entry]]:
        """Those of some entries of a pouch that there are, with their indices, not verified again."""
        for part in _batches(indices, _AT_ONCE):
            rows = self.db.execute(
                f"SELECT idx, leaf, line FROM entries WHERE head=? AND idx IN ({','.join('?' * len(part))})",  # noqa: S608 - marks only
                (seq, *part),
            )
            yield from ((index, trusted_entry(line, leaf)) for index, leaf, line in rows)

    def titles(self, seq: int, indices: Iterable[int]) -> Iterator[tuple[int, str]]:
        """The subject of some entries of a pouch, or the text where there is none; of those that have one (still), with their indices."""
        for part in _batches(indices, _AT_ONCE):
            rows = self.db.execute(
                f"SELECT idx, line FROM entries WHERE head=? AND idx IN ({','.join('?' * len(part))})",  # noqa: S608 - marks only
                (seq, *part),
            )
            for index, line in rows:
                if not line.startswith(b'["p",'):  # both can be destroyed, and are then gone
                    about = titled.decode(line)[2]
                    title = about.subject if isinstance(about.subject, str) else about.text
                    if isinstance(title, str):
                        yield index, title

    def act_line(self, channel: str, log: LogKey, index: int, head: HeadId | None = None) -> tuple[HeadId, bytes, bytes] | None:
        """Leaf hash and line of one entry, with the head of its pouch: on the main branch, or in the pouch that ends at `head`."""
        chosen, value = ("h.branch=0 AND h.size>?", (index,)) if head is None else ("h.size=? AND h.root=?", tuple(head))
        row = self.db.execute(
            "SELECT h.size, h.root, e.leaf, e.line FROM heads h JOIN entries e ON e.head=h.seq AND e.idx=?"  # noqa: S608 - one of two texts
            f" WHERE h.log=? AND {chosen} ORDER BY h.size LIMIT 1",
            (index, self.log_number(channel, log), *value),
        ).fetchone()
        return None if row is None else (HeadId(row[0], row[1]), row[2], row[3])

    def leaves_of(self, seq: int) -> list[bytes]:
        """The leaf hashes of a pouch, in order."""
        return [row[0] for row in self.db.execute("SELECT leaf FROM entries WHERE head=? ORDER BY idx", (seq,))]

    def leaves(self, channel: str, log: LogKey, head: HeadId) -> list[bytes]:
        """The leaf hashes of a log up to a head, on the branch of that head."""
        found = self.head(channel, log, head)
        chain: list[StoredHead] = []
        while found is not None:
            chain.append(found)
            found = self.before(channel, found)
        return [leaf for part in reversed(chain) for leaf in self.leaves_of(part.seq)]

    def chain(self, channel: str, log: LogKey, head: HeadId, above: int) -> list[StoredHead]:
        """The heads that lead to a head, smallest first, those at or below a size left out."""
        found = self.head(channel, log, head)
        chain: list[StoredHead] = []
        while found is not None and found.id.size > above:
            chain.append(found)
            found = self.before(channel, found)
        return chain[::-1]

    def before(self, channel: str, head: StoredHead) -> StoredHead | None:
        if head.start == 0:
            return None
        if head.branch:  # what stands before it may be on any branch: its seal says where
            ((_, seal),) = self.entries_at(head.seq, [head.id.size - 1])
            return self.head(channel, head.log, parse_seal(seal.fields).prev)
        row = self.db.execute(
            self._HEADS + "WHERE h.log=? AND h.size=? AND h.branch=0", (self.log_number(channel, head.log), head.start)
        ).fetchone()
        return None if row is None else stored_head(row)

    def entry_line(self, channel: str, log: LogKey, index: int) -> tuple[StoredHead, bytes] | None:
        """The line of one entry on the main branch, with the head of its pouch."""
        row = self.db.execute(
            self._HEADS + "WHERE h.log=? AND h.branch=0 AND h.size>? ORDER BY h.size LIMIT 1", (self.log_number(channel, log), index)
        ).fetchone()
        if row is None:
            return None
        head = stored_head(row)
        line = self.db.execute("SELECT line FROM entries WHERE head=? AND idx=?", (head.seq, index)).fetchone()
        return None if line is None else (head, bytes(line[0]))

    def other_versions(self, channel: str, log: LogKey, index: int) -> list[tuple[StoredHead, bytes]]:
        """What stands at a place of a log on its other branches: the head of the pouch and the line, oldest first."""
        rows = self.db.execute(
            self._HEADS + "WHERE h.log=? AND h.branch<>0 AND h.start<=? AND h.size>? ORDER BY h.seq",
            (self.log_number(channel, log), index, index),
        )
        found = [stored_head(row) for row in rows]
        return [(head, self.line_of(head.seq, index)) for head in found]

    def line_of(self, seq: int, index: int) -> bytes:
        """The line of one entry of a pouch."""
        return bytes(self.db.execute("SELECT line FROM entries WHERE head=? AND idx=?", (seq, index)).fetchone()[0])

    def replace_line(self, seq: int, index: int, line: bytes) -> None:
        """Put the destroyed form of an entry in the place of the whole one."""
        self.db.execute("UPDATE entries SET line=? WHERE head=? AND idx=?", (line, seq, index))

    # ---- drafts ----

    def add_draft(self, channel: str, fields: dict[str, Any], seen: bytes, at: str) -> int:
        return self.db.insert(
            "INSERT INTO drafts (channel, fields, seen, at) VALUES (?,?,?,?)", (channel, msgspec.json.encode(fields), seen, at), "id"
        )

    def drafts(self, channel: str | None = None) -> list[tuple[int, str, dict[str, Any], bytes, str]]:
        """Id, channel, fields, what the author had seen, time."""
        rows = self.db.execute(
            "SELECT id, channel, fields, seen, at FROM drafts WHERE channel=? OR CAST(? AS TEXT) IS NULL ORDER BY id",
            (channel, channel),
        )
        return [(row[0], row[1], msgspec.json.decode(row[2]), bytes(row[3]), row[4]) for row in rows]

    def drop_drafts(self, ids: Iterable[int]) -> None:
        self.db.executemany("DELETE FROM drafts WHERE id=?", ((i,) for i in ids))


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(items)
    while part := list(islice(left, size)):
        yield part


def _prefixes(leaves: Iterable[bytes]) -> list[int]:
    """How leaf hashes stand in the index."""
    return [prefix for (prefix,) in _PREFIX.iter_unpack(b"".join(leaves))]


def make_store(where: Path | Address) -> None:
    """Make the store of a node.

    Raises:
        CallerError: there is something at that address.
        StoreError: the database cannot be used.
    """
    if isinstance(where, Path):
        Store(where).close()
        return
    from detente.node.server import Server  # noqa: PLC0415 - only who has a store there needs it

    server = Server(where)
    try:
        server.create()
    finally:
        server.close()


__all__ = ["Changed", "HeadState", "Store", "StoredHead", "make_store", "trusted_entry"]
