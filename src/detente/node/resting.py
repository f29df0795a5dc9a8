"""The fold of a room at rest in the store: where it looks up earlier acts, and where requests and a snapshot of the rest lie.

Rules:

1. What is kept here follows from the record alone; `detente fsck` folds anew and compares.
2. Requests and snapshot are written in one transaction, with what they cover: a head of each log, all acts up to there and no other.
3. A snapshot is believed only by the program that made it, and only where what it covers is the beginning of what counts now. All
   else is folded anew. So a store that was restored, a fork that was proven since, or a new version of a rule can never make it lie.
4. Acts that a fold was given before they are stored (our own, while they are sealed) are at hand until they are stored. Where sealing
   fails, the fold and its memory are dropped, and the fold goes on from the snapshot.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import msgspec

from detente.dialogue.acts import Act, AtRest, Memory, Ref, RequestLine, Wanted
from detente.dialogue.requests import ROLES, Request, newest
from detente.node.database import Sqlite
from detente.node.store import Store
from detente.record.seal import HeadId, LogKey, Vector

_ACTS_AT_HAND: Final = 4096
"""So many acts are at hand at least, and about twice as many at most: what came last is soon named again."""


_msgpack = msgspec.msgpack.Encoder()


class Shelf:
    """Requests at rest, one row each: in the table of a store, or in one of the same form that nobody else sees."""

    def __init__(self, db: Sqlite, store: Store, channel: str) -> None:
        """Use the table `requests` of a connection for one channel.

        Args:
            db: whose table it is.
            store: by whose numbers rows name logs.
            channel: the id of the channel.
        """
        self._db = db
        self._store = store
        self._channel = channel
        self._numbers: dict[LogKey, int] = {}
        self._logs: dict[int, LogKey] = {}

    def put(self, requests: Sequence[tuple[Request, RequestLine]]) -> None:
        """Write requests down, inside a transaction."""
        rows = sorted(self._row(request, line) for request, line in requests)  # as they stand in the table
        self._db.executemany("INSERT OR REPLACE INTO requests VALUES (?,?,?,?,?,?,?,?,?)", rows)

    def get(self, ref: Ref) -> AtRest | None:
        """A request."""
        log = self._number(ref.log)
        row = self._db.execute("SELECT number, refs FROM requests WHERE log=? AND idx=?", (log, ref.index)).fetchone()
        return None if row is None else AtRest(row[0], self._roles(row[1]))

    def all(self) -> Iterator[Ref]:
        """Every request, by name."""
        for log, number in sorted(self._all_numbers().items()):
            for (index,) in self._db.execute("SELECT idx FROM requests WHERE log=? ORDER BY idx", (number,)):
                yield Ref(*log, index)

    def lines(self, wanted: Wanted) -> Iterator[RequestLine]:
        """Those that fit, the newest first."""
        logs = [(log, number) for log, number in self._all_numbers().items() if wanted.by is None or log.party == wanted.by]
        return heapq.merge(*(self._lines_of(log, number, wanted) for log, number in logs), key=newest, reverse=True)

    def number(self, wanted: Wanted) -> int:
        """How many fit."""
        count = 0
        for log, number in self._all_numbers().items():
            if wanted.by is None or log.party == wanted.by:
                terms, values = _terms(log, number, wanted)
                count += self._db.execute(f"SELECT count(*) FROM requests WHERE {terms}", values).fetchone()[0]  # noqa: S608 - terms of ours
        return count

    def rows(self) -> Iterator[tuple[Ref, tuple[Any, ...]]]:
        """Every request with all that is kept of it, by name: for comparing two shelves."""
        for log, number in sorted(self._all_numbers().items()):
            chosen = "SELECT idx, number, addressee, at, status, move, disputed, refs FROM requests WHERE log=? ORDER BY idx"
            for row in self._db.execute(chosen, (number,)):
                yield Ref(*log, row[0]), row[1:]

    def _lines_of(self, log: LogKey, number: int, wanted: Wanted) -> Iterator[RequestLine]:
        terms, values = _terms(log, number, wanted)
        chosen = f"SELECT idx, number, addressee, at, status, move, disputed FROM requests WHERE {terms} ORDER BY at DESC, idx DESC"  # noqa: S608 - terms of ours
        party, generation = log
        for index, nth, to, at, status, move, disputed in self._db.execute(chosen, values):
            yield RequestLine(Ref(party, generation, index), nth, to, at, status, move, bool(disputed))

    def _row(self, request: Request, line: RequestLine) -> tuple[Any, ...]:
        (party, generation, index), nth, to, at, status, move, disputed = line
        refs: list[int] = []
        for role, acts in enumerate(request.by_role()):
            for act in acts:
                refs += (role, self._number(act.ref.log), act.ref.index)
        return self._number(LogKey(party, generation)), index, nth, to, at, status, move, disputed, _msgpack.encode(refs) if refs else b""

    def _roles(self, packed: bytes) -> dict[str, list[Ref]]:
        found: dict[str, list[Ref]] = {}
        numbers = iter(msgspec.msgpack.decode(packed, type=list[int]) if packed else ())
        for role, number, index in zip(numbers, numbers, numbers, strict=True):
            found.setdefault(ROLES[role], []).append(Ref(*self._log(number), index))
        return found

    # ---- the numbers of logs ----

    def _number(self, log: LogKey) -> int:
        """The number of a log; 0, which no log has, for one that is not stored."""
        return self._numbers.get(log) or self._all_numbers().get(log, 0)

    def _log(self, number: int) -> LogKey:
        if number not in self._logs:
            self._all_numbers()
        return self._logs[number]

    def _all_numbers(self) -> dict[LogKey, int]:
        self._numbers = self._store.log_numbers(self._channel)
        self._logs = {number: log for log, number in self._numbers.items()}
        return self._numbers


def _terms(log: LogKey, log_number: int, wanted: Wanted) -> tuple[str, list[str | int | None]]:
    """What the rows of one log have to be, and the values for it."""
    terms, values = ["log=?"], list[str | int | None]([log_number])
    if wanted.to is not None:
        terms.append("addressee=?")
        values.append(wanted.to)
    if wanted.status is not None:
        terms.append("(status=? OR (disputed AND ?='disputed'))")
        values += [wanted.status, wanted.status]
    if wanted.move is not None:
        terms.append("coalesce(move, '')=?")
        values.append(wanted.move)
    if wanted.waiting:
        terms.append("move IS NOT NULL")
    if wanted.called is not None:
        terms.append("(number=? OR idx IN (SELECT value FROM json_each(?)))")
        values += [wanted.called.number, msgspec.json.encode(wanted.called.places.get(log, ())).decode()]
    return " AND ".join(terms), values


class Scratch(Shelf):
    """A shelf of nobody's but its owner's, which goes with it: for folding a whole record once, with memory that does not grow."""

    def __init__(self, store: Store, channel: str, schema: str) -> None:
        super().__init__(
            sqlite3.connect("", isolation_level=None, factory=Sqlite), store, channel
        )  # "": in memory, and on the disk where it grows
        self._db.executescript(schema)

    def clear(self) -> None:
        """Forget all."""
        self._db.execute("DELETE FROM requests")

    def close(self) -> None:
        self._db.close()


class StoredMemory(Memory):
    """Where a fold looks up what it was given: in the store; what came last is at hand.

    Attributes:
        covers: of each log the head up to which all acts were folded, and no other.
        shelf: where requests rest.
    """

    def __init__(
        self, shelf: Shelf, read: Callable[[Ref, HeadId], Act | None], read_many: Callable[[Sequence[Ref], Vector], dict[Ref, Act]]
    ) -> None:
        """A memory of nothing.

        Args:
            shelf: where requests rest.
            read: an act of the store on the chain that leads to a head, or None where there is none.
            read_many: several at once, as far as there are such.
        """
        self.shelf = shelf
        self.covers: dict[LogKey, HeadId] = {}
        self._read = read
        self._read_many = read_many
        self._recent: dict[Ref, Act] = {}
        self._older: dict[Ref, Act] = {}
        self._repeated: frozenset[int] = frozenset()

    def begin(self, repeated: frozenset[int]) -> None:
        """The acts of one pouch come next; these of them stand in their log already."""
        self._repeated = repeated

    def end(self, log: LogKey, head: HeadId) -> None:
        """They are all applied, and stored."""
        self.covers[log] = head
        if len(self._recent) >= _ACTS_AT_HAND:
            self._recent, self._older = {}, self._recent

    def act(self, ref: Ref) -> Act:
        found = self._recent.get(ref) or self._older.get(ref)
        if found is None:
            head = self.covers.get(ref.log)
            if head is None or ref.index >= head.size:
                raise KeyError(ref)
            found = self._read(ref, head)
            if found is None:
                raise KeyError(ref)
        return found

    def acts(self, refs: Iterable[Ref]) -> Iterator[Act]:
        left = iter(refs)
        while part := list(islice(left, _ACTS_AT_HAND)):
            read = self._read_many([ref for ref in part if ref not in self._recent and ref not in self._older], self.covers)
            yield from (read.get(ref) or self.act(ref) for ref in part)

    def add(self, act: Act) -> None:
        self._recent[act.ref] = act

    def is_repeated(self, act: Act) -> bool:
        return act.ref.index in self._repeated

    def resting(self, ref: Ref) -> AtRest | None:
        return self.shelf.get(ref)

    def all_resting(self) -> Iterator[Ref]:
        return self.shelf.all()

    def lines(self, wanted: Wanted) -> Iterator[RequestLine]:
        return self.shelf.lines(wanted)

    def number(self, wanted: Wanted) -> int:
        return self.shelf.number(wanted)
