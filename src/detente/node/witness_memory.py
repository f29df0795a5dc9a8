"""What a witness remembers beside the last head of each log: charters, keys of logs, its last answers, what it refused.

Rules:

1. A log of ours is known when a party of a charter has certified its key with its root key; certificates that came once are kept.
2. Of a log's keys that one counts which was certified last for its size: after a change of keys the old key moves nothing on any more.
3. Foreign logs (C2SP) are known by their keys, which somebody at the witness has added; their key name is their origin.
4. A signed state that was refused although its log had signed it is kept: it may prove that the log has two versions.

Everything lies in the store of the witness and is read at each request, so several processes on one folder see the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final, NamedTuple

from detente.errors import N_, CallerError, FormatError
from detente.node.store import Store
from detente.node.tables import own_tables
from detente.record.charter import ORIGIN_PREFIX, Charter, origin_of, parse_charter
from detente.record.keys import Certificate
from detente.record.note import COSIGNATURE_MLDSA44, ED25519, Note, SignatureLine, VerifierKey, format_note, format_vkey, parse_vkey
from detente.record.signatures import PublicPair
from detente.record.witness import AddCheckpoint, TrustedLog, WitnessedHead, our_log

MOST_LOGS: Final = 65_536
"""Logs that a witness knows: 57 parties in a thousand channels; with their keys and last answers some 600 MB."""

MOST_KEYS: Final = 64
"""Keys of one log: so many changes of key in one channel."""

MOST_REFUSED: Final = 64
"""Refused states kept of one log. Two are enough to prove two versions; the rest shows how often it was tried."""

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS witness_charters (id TEXT PRIMARY KEY, raw BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS witness_logs (
    origin TEXT NOT NULL, start INTEGER NOT NULL, ed25519 BLOB NOT NULL, mldsa44 BLOB NOT NULL, party TEXT NOT NULL,
    PRIMARY KEY (origin, start, ed25519)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS witness_foreign (origin TEXT NOT NULL, vkey TEXT NOT NULL, PRIMARY KEY (origin, vkey)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS witness_notes (digest TEXT PRIMARY KEY, note BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS witness_refused (
    origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, at INTEGER NOT NULL, note BLOB NOT NULL,
    PRIMARY KEY (origin, size, root)) WITHOUT ROWID
"""


class KnownLog(NamedTuple):
    """A log that a witness knows. `party`: whose it is, empty for a foreign one; `size`, `at`: of the last state that it countersigned."""

    origin: str
    party: str
    size: int
    at: int | None
    refused: int


class RefusedState(NamedTuple):
    """A signed state that was not shown to continue the one before; `at`: seconds since 1970."""

    origin: str
    size: int
    root: bytes
    at: int
    note: bytes


def digest_of(origin: str) -> str:
    """Under which name a witness publishes its last answer for a log (tlog-witness, monitoring): SHA-256 of the origin, in hex."""
    return sha256(origin.encode()).hexdigest()


class Memory:
    """The tables of one witness. Whoever writes has begun a transaction of the store."""

    def __init__(self, store: Store) -> None:
        self._db = own_tables(store, _TABLES)
        self._parsed: dict[str, Charter] = {}

    # ---- charters and keys

    def charters(self) -> list[Charter]:
        """The charters that were added since the witness was made."""
        for (each,) in self._db.execute("SELECT id FROM witness_charters ORDER BY id").fetchall():
            if each not in self._parsed:
                (raw,) = self._db.execute("SELECT raw FROM witness_charters WHERE id=?", (each,)).fetchone()
                self._parsed[each] = parse_charter(bytes(raw))
        return list(self._parsed.values())

    def add_charter(self, charter: Charter) -> None:
        self._db.execute("INSERT OR IGNORE INTO witness_charters VALUES (?,?)", (charter.id, charter.raw))

    def add_certificate(self, certificate: Certificate, party: str) -> None:
        """Know a log by a certificate that the caller has verified.

        Raises:
            CallerError: there are as many logs, or as many keys of this one, as a witness takes.
        """
        origin = origin_of(certificate.log)
        keys = self._db.execute("SELECT start, ed25519 FROM witness_logs WHERE origin=?", (origin,)).fetchall()
        if (certificate.start, certificate.keys.ed25519) in {(start, bytes(key)) for start, key in keys}:
            return
        if not keys:
            self._check_room()
        if len(keys) >= MOST_KEYS:
            raise CallerError(N_("a witness takes %(most)d keys of one log"), most=MOST_KEYS)
        values = (origin, certificate.start, certificate.keys.ed25519, certificate.keys.mldsa44, party)
        self._db.execute("INSERT INTO witness_logs VALUES (?,?,?,?,?)", values)

    def add_foreign(self, keys: Iterable[VerifierKey]) -> None:
        """Know foreign logs by their keys, each under its key name.

        Raises:
            CallerError: a key that signs no checkpoints, a log of ours, or too many of them.
        """
        for key in keys:
            if key.type not in {ED25519, COSIGNATURE_MLDSA44} or key.name.startswith(ORIGIN_PREFIX):
                raise CallerError(N_("'%(name)s' is no foreign log: its key is of type 1 or 6, and its name the log's"), name=key.name)
            self._check_room()
            self._db.execute("INSERT OR IGNORE INTO witness_foreign VALUES (?,?)", (key.name, format_vkey(key)))

    def _check_room(self) -> None:
        (number,) = self._db.execute(
            "SELECT (SELECT count(DISTINCT origin) FROM witness_logs) + (SELECT count(DISTINCT origin) FROM witness_foreign)"
        ).fetchone()
        if number >= MOST_LOGS:
            raise CallerError(N_("a witness takes %(most)d logs"), most=MOST_LOGS)

    def trusted(self, request: AddCheckpoint) -> dict[str, TrustedLog]:
        """The keys that count for a request's log; empty if it is unknown."""
        origin, size = request.checkpoint.origin, request.checkpoint.size
        foreign = self._db.execute("SELECT vkey FROM witness_foreign WHERE origin=? ORDER BY vkey", (origin,)).fetchall()
        if foreign:
            return {origin: TrustedLog(tuple(parse_vkey(vkey) for (vkey,) in foreign))}
        rows = self._db.execute(
            "SELECT start, ed25519, mldsa44 FROM witness_logs WHERE origin=? AND start<? ORDER BY start", (origin, max(size, 1))
        ).fetchall()
        candidates = [our_log(origin, PublicPair(bytes(old), bytes(new))) for start, old, new in rows if start == rows[-1][0]]
        if not candidates:
            return {}
        signed = _signed_by(request)  # a root key may certify two keys from one size on: then the one that signed is meant
        return {origin: next((each for each in candidates if any((k.name, k.key_id) in signed for k in each.keys)), candidates[0])}

    # ---- answers and refusals

    def head(self, origin: str) -> WitnessedHead | None:
        """The last state of a log that was countersigned."""
        row = self._db.execute("SELECT size, root FROM witness WHERE origin=?", (origin,)).fetchone()
        return None if row is None else WitnessedHead(origin, row[0], bytes(row[1]))

    def keep(self, head: WitnessedHead, note: Note, trusted: TrustedLog, lines: Iterable[SignatureLine], now: int) -> None:
        """Remember a state that is countersigned now, with the log's own signatures and ours."""
        self._db.execute(
            "INSERT INTO witness VALUES (?,?,?,?)"
            " ON CONFLICT (origin) DO UPDATE SET size=excluded.size, root=excluded.root, at=excluded.at",
            (*head, now),
        )
        verified = {(key.name, key.key_id) for key in trusted.keys}
        whole = Note(note.text, (*(line for line in note.signatures if (line.name, line.key_id) in verified), *lines))
        self._db.execute(
            "INSERT INTO witness_notes VALUES (?,?) ON CONFLICT (digest) DO UPDATE SET note=excluded.note",
            (digest_of(head.origin), format_note(whole)),
        )

    def keep_refused(self, request: AddCheckpoint, now: int) -> None:
        """Keep a signed state that does not continue the one before."""
        origin, size, root = request.checkpoint
        (number,) = self._db.execute("SELECT count(*) FROM witness_refused WHERE origin=?", (origin,)).fetchone()
        if number < MOST_REFUSED:
            self._db.execute("INSERT OR IGNORE INTO witness_refused VALUES (?,?,?,?,?)", (origin, size, root, now, request.checkpoint_note))

    def latest(self, digest: str) -> bytes | None:
        """The last state that was countersigned, as a note with the log's signatures and ours, by the digest of its origin."""
        row = self._db.execute("SELECT note FROM witness_notes WHERE digest=?", (digest,)).fetchone()
        return None if row is None else bytes(row[0])

    def logs(self) -> list[KnownLog]:
        """Every log that is known, the last countersigned first."""
        rows = self._db.execute(
            "SELECT known.origin, known.party, ifnull(size, 0), at,"
            " (SELECT count(*) FROM witness_refused WHERE witness_refused.origin=known.origin)"
            " FROM (SELECT origin, max(party) AS party FROM (SELECT origin, party FROM witness_logs"
            " UNION SELECT origin, '' FROM witness_foreign UNION SELECT origin, '' FROM witness) GROUP BY origin) AS known"
            " LEFT JOIN witness ON witness.origin=known.origin ORDER BY at IS NULL, at DESC, known.origin"
        )
        return [KnownLog(*row) for row in rows]

    def refused(self) -> list[RefusedState]:
        """Every signed state that was refused, the newest first."""
        rows = self._db.execute("SELECT origin, size, root, at, note FROM witness_refused ORDER BY at DESC, origin, size, root")
        return [RefusedState(origin, size, bytes(root), at, bytes(note)) for origin, size, root, at, note in rows]


def _signed_by(request: AddCheckpoint) -> set[tuple[str, bytes]]:
    try:
        return {(line.name, line.key_id) for line in request.note.signatures}
    except FormatError:  # stray bits in a signature's base64: `decide` answers 403
        return set()
