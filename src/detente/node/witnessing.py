"""A witness in a folder, and how a member of the talks asks one: by files (docs/howto/host.md).

A witness, the host for instance, is no party: it sees signed states and never an entry. It knows a log by its two verifier keys,
remembers the last state of it that it countersigned, and countersigns the next one only if that continues it.

    <folder>/witness.sqlite   the logs that it knows, the last state of each; synced before any answer leaves
    <folder>/witness.key      its secret key, encrypted by a passphrase
"""

from __future__ import annotations

import datetime as dt
import secrets
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pyrage

from detente.errors import N_, CallerError, FormatError, StoreError, TheirData
from detente.node.files import read_capped, write_whole
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.room import Room
from detente.record.cosignature import verify_cosignature
from detente.record.note import (
    COSIGNATURE_ED25519,
    COSIGNATURE_MLDSA44,
    ED25519,
    VerifierKey,
    format_signature_line,
    format_vkey,
    parse_vkey,
)
from detente.record.seal import LogKey
from detente.record.signatures import SEED_BYTES, Ed25519Signer
from detente.record.tree import consistency_proof
from detente.record.witness import (
    Accepted,
    AddCheckpoint,
    Rejected,
    TrustedLog,
    WitnessedHead,
    cosigner,
    decide,
    format_add_checkpoint,
    malformed,
    parse_add_checkpoint,
    parse_answer,
)

_SCHEMA = """
CREATE TABLE about (name TEXT NOT NULL);
CREATE TABLE logs (origin TEXT NOT NULL, vkey TEXT NOT NULL UNIQUE);
CREATE TABLE heads (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL) WITHOUT ROWID;
"""


class Witness:
    """A witness in a folder."""

    def __init__(self, folder: Path, passphrase: str) -> None:
        """Open the witness of a folder.

        Raises:
            CallerError: there is none, or the passphrase does not open its key.
        """
        path = folder / "witness.sqlite"
        if not path.exists():
            raise CallerError(
                N_("there is no witness in %(path)s"), hint=N_("detente witness new --dir %(path)s --name NAME"), path=str(folder)
            )
        self.db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self.db.execute("PRAGMA synchronous=FULL")
        raw = read_capped(folder / "witness.key", 1 << 16)
        if passphrase != NO_PASSPHRASE or raw.startswith(b"age-encryption.org/"):
            try:
                raw = pyrage.passphrase.decrypt(raw, passphrase)
            except pyrage.DecryptError as error:
                raise CallerError(N_("the passphrase does not open %(path)s"), path=str(folder / "witness.key")) from error
        if len(raw) != SEED_BYTES:
            raise StoreError(N_("%(path)s is damaged"), path=str(folder / "witness.key"))
        self.signer = Ed25519Signer(bytes(raw))
        self.name: str = self.db.execute("SELECT name FROM about").fetchone()[0]

    @classmethod
    def create(cls, folder: Path, name: str, passphrase: str) -> Witness:
        """Make a witness in a folder that holds none.

        Args:
            folder: where it keeps what it must never lose.
            name: its key name, a URL without a scheme by custom: witness.example.ch/geneva.
            passphrase: for its key.

        Raises:
            CallerError: the folder holds one already.
            FormatError: the name cannot be a key name.
        """
        if (folder / "witness.sqlite").exists():
            raise CallerError(N_("%(path)s holds a witness already"), path=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        seed = secrets.token_bytes(SEED_BYTES)
        format_vkey(VerifierKey(name, COSIGNATURE_ED25519, Ed25519Signer(seed).public_key))  # refuse a bad name before anything is written
        sealed = seed if passphrase == NO_PASSPHRASE else pyrage.passphrase.encrypt(seed, passphrase)
        write_whole(folder / "witness.key", sealed, private=True)
        db = sqlite3.connect(folder / "witness.sqlite", isolation_level=None)
        db.execute("PRAGMA journal_mode=WAL")
        db.executescript("BEGIN;" + _SCHEMA + "COMMIT;")
        db.execute("INSERT INTO about VALUES (?)", (name,))
        db.close()
        return cls(folder, passphrase)

    def close(self) -> None:
        """Let go of the files."""
        self.db.close()

    @property
    def vkey(self) -> str:
        """Its verifier key, to be published."""
        return format_vkey(VerifierKey(self.name, COSIGNATURE_ED25519, self.signer.public_key))

    def trust(self, vkeys: list[str]) -> list[str]:
        """Know logs by their verifier keys; returns the origins.

        Raises:
            FormatError: a line is no verifier key of a log, or a log lacks one of its two keys.
        """
        keys = [parse_vkey(text) for text in vkeys]
        origins = sorted({key.name for key in keys})
        for origin in origins:
            if sorted(key.type for key in keys if key.name == origin) != [ED25519, COSIGNATURE_MLDSA44]:
                raise FormatError(N_("the log %(origin)s needs its two verifier keys, one of type 1 and one of type 6"), origin=origin)
        self.db.execute("BEGIN IMMEDIATE")
        self.db.executemany("DELETE FROM logs WHERE origin=?", [(origin,) for origin in origins])  # after a rekey the new pair alone signs
        self.db.executemany("INSERT INTO logs VALUES (?,?)", [(key.name, format_vkey(key)) for key in keys])
        self.db.execute("COMMIT")
        return origins

    def logs(self) -> Mapping[str, TrustedLog]:
        """What it knows."""
        found: dict[str, list[VerifierKey]] = {}
        for origin, vkey in self.db.execute("SELECT origin, vkey FROM logs ORDER BY origin, vkey"):
            found.setdefault(origin, []).append(parse_vkey(vkey))
        return {origin: TrustedLog(tuple(keys), "both") for origin, keys in found.items()}

    def answer(self, raw: bytes, now: dt.datetime) -> Accepted | Rejected:
        """Answer one request. The check and what it changes are one transaction, on the disk before the answer is returned."""
        try:
            request = parse_add_checkpoint(raw)
        except FormatError as error:
            return malformed(error)
        origin = request.checkpoint.origin
        self.db.execute("BEGIN IMMEDIATE")
        try:
            row = self.db.execute("SELECT size, root FROM heads WHERE origin=?", (origin,)).fetchone()
            known = WitnessedHead(origin, row[0], bytes(row[1])) if row else None
            answer = decide(request, known, self.logs(), cosigner(self.name, self.signer), int(now.timestamp()))
            if isinstance(answer, Accepted):
                self.db.execute(
                    "INSERT INTO heads VALUES (?,?,?) ON CONFLICT (origin) DO UPDATE SET size=excluded.size, root=excluded.root",
                    (answer.head.origin, answer.head.size, answer.head.root),
                )
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")
        return answer


# ---- the member's side ----


def log_vkeys(room: Room) -> list[str]:
    """The verifier keys of every log of a channel that is held: what a witness is given to know them by."""
    found = []
    for _, log in sorted(room.channel.logs.items()):
        keys = log.certificates[-1].keys
        found.append(format_vkey(VerifierKey(log.origin, ED25519, keys.ed25519)))
        found.append(format_vkey(VerifierKey(log.origin, COSIGNATURE_MLDSA44, keys.mldsa44)))
    return found


def ask(node: Node, room: Room, vkey: str, log: LogKey | None = None) -> bytes:
    """A request to a witness to countersign the newest signed state of a log.

    Args:
        node: our node.
        room: the channel.
        vkey: the verifier key of the witness: it says which state it countersigned last.
        log: whose; ours by default.
    """
    key = log or room.mine
    held = room.channel.logs.get(key)
    if held is None or not held.main.size:
        raise CallerError(N_("%(party)s has no signed state in '%(label)s' yet"), party=key.party, label=room.label)
    last = node.store.db.execute(
        "SELECT max(h.size) FROM cosignatures c JOIN heads h ON h.seq=c.head JOIN logs l ON l.id=h.log"
        " WHERE c.vkey=? AND l.channel=? AND l.party=? AND l.generation=?",
        (format_vkey(parse_vkey(vkey)), room.id, key.party, key.generation),
    ).fetchone()[0]
    old = int(last or 0)
    proof = consistency_proof(room.leaves(key, held.main), old) if 0 < old < held.main.size else []
    note = room.channel.note_of(key, held.main)
    return format_add_checkpoint(AddCheckpoint(old, tuple(proof), note))


def add_answer(node: Node, room: Room, raw: bytes, vkey: str) -> list[tuple[LogKey, int, dt.datetime]]:
    """Keep what a witness answered, if it holds for a signed state that we hold.

    Returns:
        The logs, sizes and times that were countersigned.

    Raises:
        FormatError: not an answer of a witness.
        SignatureError: it holds for no signed state of this channel.
    """
    key = parse_vkey(vkey)
    found = []
    lines = [line for line in parse_answer(raw) if line.name == key.name and line.key_id == key.key_id]
    for line in lines:
        for log in room.channel.logs.values():
            stored = node.store.head(room.id, log.key, log.main)
            for head in ([stored] if stored else []) + node.store.heads_of(room.id, log.key)[::-1]:  # the newest is the likely one
                if head.note is None:
                    continue
                try:
                    timestamp = verify_cosignature(key, line, head.note.split(b"\n\n")[0] + b"\n")
                except TheirData:
                    continue  # of another signed state
                node.store.db.execute(
                    "INSERT OR IGNORE INTO cosignatures VALUES (?,?,?,?)",
                    (head.seq, format_vkey(key), format_signature_line(line).decode().removesuffix("\n"), timestamp),
                )
                found.append((log.key, head.id.size, dt.datetime.fromtimestamp(timestamp, dt.UTC)))
                break
    if not found:
        raise CallerError(N_("the answer countersigns no signed state that is held in '%(label)s'"), label=room.label)
    return found
