"""Backups: one file that a bare machine needs besides a passphrase (docs/howto/when-things-go-wrong.md).

A backup is a tar in gzip in age, so `age -d FILE | tar xz` opens it without this program:

    README.txt      what this is, in three languages
    manifest.json   who, when, how far each log goes, and each file with its size and SHA-256
    SHA256SUMS      the same of the files, for `sha256sum -c`
    record.sqlite   the record, drafts, accounts, settings, as of one moment
    keys.age, person-ID.age, node.json, backups.json, blobs/<SHA-256>, charters/<hash>.json

Rules:

1. The node may be in use meanwhile: the database is copied by SQLite's own means, as of one moment. Keys are copied after it, so that the
   file holds every key that the copy names; attachments never change.
2. What guards against sealing from an old backup, the last head outside the node, is in no backup. Nor are sessions of the web pages,
   nor what can be made anew.
3. A backup is whole or absent; so is a restored folder.
4. A restored node is shut for sealing (`restored`).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import msgspec
import pyrage

from detente import __version__
from detente.dialogue.acts import Ref
from detente.errors import N_, OF_THE_DISK, CallerError, StoreError, UsageError, reason_of
from detente.node import passphrases, posix
from detente.node.age_keys import decrypt_file, encrypt_file, identity_of, is_identity, recipients_of, refused
from detente.node.files import naming, scratch, write_whole, write_whole_by
from detente.node.heads import HeadFiles
from detente.node.node import format_time, utc_now
from detente.node.passphrases import TooBusy, WrongPassphrase
from detente.node.place import read_about, store_path
from detente.node.restored import note_restored
from detente.node.store import Store
from detente.record.charter import log_id, parse_charter
from detente.record.seal import HeadId
from detente.record.text import encode_base64

ENDING: Final = ".detente-backup.age"
MADE: Final = "backups.json"
"""In the node's folder: the backups that were made of it."""
PASSPHRASE_BYTES: Final = 1 << 30
"""age encrypts to a passphrase in memory here; a larger node is backed up to a recipient, which streams."""
_TRIES: Final = 3
"""An attachment can be destroyed by agreement between the copy of the database and its own; then all is copied again."""
_PIECE: Final = 1 << 20
_DESTROYED: Final = b'["p",'
"""How the line of an entry begins whose body is gone."""
_MANIFEST_BYTES: Final = 256 << 20
_ABOUT: Final = ("README.txt", "manifest.json", "SHA256SUMS")
_NAME: Final = re.compile(
    r"\A(?:record\.sqlite|keys\.age|person-[A-Za-z0-9_.-]{1,128}\.age|node\.json|backups\.json|blobs/[0-9a-f]{64}|charters/[0-9a-f]{64}\.json)\Z"
)


class Part(msgspec.Struct, frozen=True):
    """One file of a backup."""

    name: str
    size: int
    sha256: str


class LogReach(msgspec.Struct, frozen=True):
    """How far one log goes in a backup. `root`: base64; `taken`: when its last pouch was taken or sealed (UTC), where that is known."""

    party: str
    generation: int
    entries: int
    root: str
    taken: str | None


class ChannelReach(msgspec.Struct, frozen=True):
    """How far the logs of one channel go."""

    label: str
    id: str
    dialogue: str
    logs: list[LogReach]


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself.

    Attributes:
        reaches: the number of the last pouch that was admitted.
        not_whole: attachments (SHA-256, hex) that the node should have held and that were missing or changed on its disk.
    """

    detente: str
    v: int
    program: str
    party: str
    names: dict[str, str]
    exercise: bool
    made_at: str
    reaches: int
    channels: list[ChannelReach]
    files: list[Part]
    not_whole: list[str]


class MadeBackup(msgspec.Struct, frozen=True):
    """What a node remembers of a backup: the name of its file, when it was made, its size and SHA-256, and how far it reaches.

    `destroyed`: the entries whose bodies were gone already.
    """

    file: str
    made_at: str
    bytes: int
    sha256: str
    reaches: int
    destroyed: list[str]


class Unreadable(StoreError):  # noqa: N818 - says what it is
    """A backup that is damaged, is none, or does not hold what it says."""


# ---- making ----


def make(
    folder: Path, out: Path, readme: Callable[[Manifest], str], *, recipients: Sequence[str] = (), passphrase: str | None = None,
    now: str | None = None,
) -> tuple[Path, Manifest]:  # fmt: skip
    """Write a backup of the node in a folder, which may be in use.

    Args:
        folder: the node's.
        out: the file, or a folder in which a name is chosen for it.
        readme: what README.txt says.
        recipients: age recipients (`age1..`) that can open it; or else
        passphrase: one that opens it.
        now: the time, as entries carry it.

    Returns:
        The file, and what it says of itself.

    Raises:
        CallerError: there is no node, its record is in PostgreSQL, the file exists or would lie in the node's folder, a recipient is none,
            or the node is too large for a passphrase.
    """
    about = _about(folder)
    moment = now or format_time(utc_now())
    path = out / f"{about['party']}-{re.sub('[-:]', '', moment)}{ENDING}" if out.is_dir() else out
    if path.exists():
        raise CallerError(N_("%(path)s exists already; it was left as it is"), hint=N_("Choose another name."), path=str(path))
    if path.resolve().is_relative_to(folder.resolve()):
        raise CallerError(N_("a backup in the folder of the node is lost with it"), hint=N_("Choose another place."))
    seal = _sealer(recipients, passphrase)
    with scratch(folder, ".backup-") as staged:
        manifest, sources = _collect(folder, staged, about, moment)
        packed = staged / "packed"
        with packed.open("xb") as file:
            posix.make_private(packed)
            _pack(file, manifest, readme(manifest), sources)
        try:
            write_whole_by(path, lambda file: seal(packed, file), private=True)
        except OSError as error:
            raise CallerError(N_("cannot write %(path)s: %(cause)s"), path=str(path), cause=reason_of(error)) from error
        with closing(sqlite3.connect(sources["record.sqlite"])) as db:
            gone = sorted(_destroyed(db))
    _remember(folder, MadeBackup(path.name, moment, path.stat().st_size, digest_of(path), manifest.reaches, gone))
    return path, manifest


def _about(folder: Path) -> dict[str, Any]:
    """What node.json says of a node whose record is a file.

    Raises:
        CallerError: there is no node, or its record is in PostgreSQL.
    """
    about = read_about(folder)
    if about.get("store") is not None:
        raise CallerError(
            N_("the record of this node is in PostgreSQL, and not in its folder"),
            hint=N_(
                "Back that database up by its own means, and this folder with it; or bring the record into the folder first:\n"
                "detente store move folder"
            ),
        )
    return about


def _sealer(recipients: Sequence[str], passphrase: str | None) -> Callable[[Path, IO[bytes]], None]:
    if passphrase is not None:
        passphrases.check_new(passphrase)

        def by_passphrase(packed: Path, file: IO[bytes]) -> None:
            size = packed.stat().st_size
            if size > PASSPHRASE_BYTES:
                raise CallerError(
                    N_("the backup has %(seen)d MB; with a passphrase it has at most %(limit)d"),
                    hint=N_("Encrypt it to an age recipient with --to; age-keygen makes one."),
                    seen=size >> 20, limit=PASSPHRASE_BYTES >> 20,
                )  # fmt: skip
            file.write(passphrases.encrypt(packed.read_bytes(), passphrase))

        return by_passphrase
    to = recipients_of(recipients)
    if not to:
        raise CallerError(N_("a backup is encrypted to a passphrase or to somebody"))

    def by_recipients(packed: Path, file: IO[bytes]) -> None:
        with packed.open("rb") as plain:
            try:
                encrypt_file(plain, file, to)
            except pyrage.EncryptError as error:
                raise refused(recipients, error) from error

    return by_recipients


def _collect(folder: Path, staged: Path, about: dict[str, Any], moment: str) -> tuple[Manifest, dict[str, Path]]:
    """Copy what changes, and say what there is: the manifest, and where each file lies."""
    missing: list[str] = []
    for _ in range(_TRIES):
        snapshot = staged / "record.sqlite"
        _copy_store(store_path(folder), snapshot)
        sources = {"record.sqlite": snapshot}
        for path in (folder / "keys.age", *sorted(folder.glob("person-*.age")), folder / MADE):
            if path.exists():
                sources[path.name] = staged / path.name
                shutil.copyfile(path, staged / path.name)
        write_whole(staged / "node.json", msgspec.json.encode({key: value for key, value in about.items() if key != "guard"}))
        sources["node.json"] = staged / "node.json"
        with closing(sqlite3.connect(snapshot)) as db:
            found = _facts(db)
            blobs = {bytes(row[0]).hex() for row in db.execute("SELECT digest FROM blobs WHERE complete IS NOT NULL")}
        missing = sorted(name for name in blobs if not (folder / "blobs" / name).is_file())
        sources |= {f"blobs/{name}": folder / "blobs" / name for name in sorted(blobs - set(missing))}
        if not missing:
            break
    for dialogue, raw in found.charters:
        sources[f"charters/{dialogue}.json"] = staged / f"{dialogue}.json"
        (staged / f"{dialogue}.json").write_bytes(raw)
    parts = [Part(name, path.stat().st_size, digest_of(path)) for name, path in sources.items()]
    changed = [part.name.removeprefix("blobs/") for part in parts if part.name.startswith("blobs/") and part.name[6:] != part.sha256]
    manifest = Manifest(
        "backup", 1, f"detente {__version__}", about["party"], about["names"], found.exercise, moment, found.reaches, found.channels,
        parts, sorted([*missing, *changed]),
    )  # fmt: skip
    return manifest, sources


class _Facts(NamedTuple):
    channels: list[ChannelReach]
    reaches: int
    charters: list[tuple[str, bytes]]
    exercise: bool


def _copy_store(source: Path, target: Path) -> None:
    """The database as of one moment, in one file, without what nobody needs on another machine."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source, timeout=30)) as db, closing(sqlite3.connect(target, isolation_level=None)) as copy:
        posix.make_private(target)
        db.backup(copy, pages=4096)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name='sessions'").fetchone():
            copy.execute("DELETE FROM sessions")


def _facts(db: sqlite3.Connection) -> _Facts:
    channels = []
    for channel, dialogue, label in db.execute("SELECT id, dialogue, label FROM channels ORDER BY label, id"):
        logs = db.execute(
            "SELECT party, generation, l.size, l.root, (SELECT at FROM heads h WHERE h.log=l.id ORDER BY seq DESC LIMIT 1)"
            " FROM logs l WHERE channel=? AND l.size>0 ORDER BY party, generation",
            (channel,),
        )
        found = [LogReach(party, generation, size, encode_base64(bytes(root)), at) for party, generation, size, root, at in logs]
        channels.append(ChannelReach(label, channel, dialogue, found))
    charters = [(row[0], bytes(row[1])) for row in db.execute("SELECT id, charter FROM dialogues ORDER BY id")]
    (reaches,) = db.execute("SELECT ifnull(max(seq), 0) FROM heads").fetchone()
    return _Facts(channels, reaches, charters, any(parse_charter(raw).exercise for _, raw in charters))


def _pack(file: IO[bytes], manifest: Manifest, readme: str, sources: dict[str, Path]) -> None:
    sums = "".join(f"{part.sha256}  {part.name}\n" for part in manifest.files)
    texts = (readme.encode(), msgspec.json.format(msgspec.json.encode(manifest), indent=1), sums.encode("ascii"))
    with (
        gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, mtime=0, filename="") as zipped,
        tarfile.open(fileobj=zipped, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name, text in zip(_ABOUT, texts, strict=True):
            tar.addfile(_member(name, len(text)), io.BytesIO(text))
        for part in manifest.files:
            with sources[part.name].open("rb") as source:
                tar.addfile(_member(part.name, part.size), source)


def pack_for(recipients: Sequence[str], out: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files as one tar in gzip in age, whole or not at all; how many there were.

    Args:
        recipients: age recipients that can open it.
        files: each by its path in the tar.

    Raises:
        CallerError: a recipient is none, or the file exists or cannot be written.
    """
    seal = _sealer(recipients, None)
    if out.exists():
        raise CallerError(N_("%(path)s exists already; it was left as it is"), hint=N_("Choose another name."), path=str(out))
    count = 0
    with scratch(out.resolve().parent, ".packing-") as staged:
        packed = staged / "packed"
        with packed.open("xb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as zipped:
            posix.make_private(packed)
            with tarfile.open(fileobj=zipped, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                for name, data in files:
                    tar.addfile(_member(name, len(data)), io.BytesIO(data))
                    count += 1
        write_whole_by(out, lambda file: seal(packed, file))
    return count


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remember(folder: Path, made: MadeBackup) -> None:
    write_whole(folder / MADE, msgspec.json.format(msgspec.json.encode([*backups_of(folder), made]), indent=1), private=True)


def backups_of(folder: Path) -> list[MadeBackup]:
    """The backups that were made of a node, as it remembers them, oldest first.

    Raises:
        StoreError: the list is damaged.
    """
    path = folder / MADE
    if not path.exists():
        return []
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[MadeBackup])
    except (ValueError, RecursionError) as error:
        raise StoreError(N_("%(path)s is damaged"), path=str(path)) from error


# ---- opening ----


def needs_passphrase(path: Path) -> bool:
    """Whether a backup was encrypted to a passphrase, by its header.

    Raises:
        UsageError: it cannot be read.
        Unreadable: it is no file of age.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise UsageError(N_("cannot read %(path)s: %(cause)s"), path=str(path), cause=reason_of(error)) from error
    if not passphrases.is_encrypted(head):
        raise Unreadable(N_("%(path)s is no backup"), path=str(path))
    return b"\n-> scrypt " in head


def read_identities(path: Path) -> list[str]:
    """The secret keys of a file as age-keygen or a plugin writes it.

    Raises:
        UsageError: it cannot be read.
        CallerError: there is none in it.
    """
    try:
        lines = path.read_text("utf-8", "replace").split("\n")
    except OSError as error:
        raise UsageError(N_("cannot read %(path)s: %(cause)s"), path=str(path), cause=reason_of(error)) from error
    found = [line.strip() for line in lines if is_identity(line.strip())]
    if not found:
        raise CallerError(N_("%(path)s holds no secret key of age"), path=str(path))
    return found


def unpack(path: Path, folder: Path, *, identities: Sequence[str] = (), passphrase: str | None = None) -> Manifest:
    """Open a backup into an empty folder, each file compared with what the manifest says of it.

    Raises:
        WrongPassphrase, CallerError: what was given does not open it.
        Unreadable: it is damaged, or holds something else than it says.
        OSError: the disk failed.
    """
    with tempfile.TemporaryFile(dir=folder) as packed:
        _decrypt(path, packed, identities, passphrase)
        packed.seek(0)
        try:
            with tarfile.open(fileobj=packed, mode="r|gz") as tar:
                return _unpack(path, tar, folder)
        except (tarfile.TarError, zlib.error, OSError, EOFError, ValueError, RecursionError, TypeError) as error:
            # TypeError: what the library says of gzip whose head is cut off
            if isinstance(error, OSError) and error.errno in OF_THE_DISK:
                raise  # whoever is told that the backup is damaged, when the disk is full, may throw it away
            raise Unreadable(N_("%(path)s is damaged, or no backup"), path=str(path)) from error


def _decrypt(path: Path, packed: IO[bytes], identities: Sequence[str], passphrase: str | None) -> None:
    if passphrase is not None:
        try:
            packed.write(passphrases.decrypt(path.read_bytes(), passphrase, path))
        except WrongPassphrase as error:
            error.hint = N_("It is the passphrase of the backup: set DETENTE_BACKUP_PASSPHRASE, or type it when you are asked.")
            raise
        except TooBusy:
            raise
        except StoreError as error:
            raise Unreadable(N_("%(path)s is damaged, or no backup"), path=str(path)) from error
        return
    try:
        keys = [identity_of(text) for text in identities]
        with path.open("rb") as file:
            decrypt_file(file, packed, keys)
    except (pyrage.IdentityError, ValueError) as error:
        raise CallerError(N_("what was given is no secret key of age")) from error
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error) or not all(text.startswith("AGE-SECRET-KEY-1") for text in identities):
            raise CallerError(N_("no key that was given opens %(path)s"), path=str(path)) from error
        raise Unreadable(N_("%(path)s is damaged, or no backup"), path=str(path)) from error
    except OSError as error:
        if error.filename == str(path):
            raise UsageError(N_("cannot read %(path)s: %(cause)s"), path=str(path), cause=reason_of(error)) from error
        if error.errno is not None:
            raise
        raise Unreadable(N_("%(path)s is damaged, or no backup"), path=str(path)) from error


def _unpack(path: Path, tar: tarfile.TarFile, folder: Path) -> Manifest:
    manifest: Manifest | None = None
    seen: dict[str, tuple[int, str]] = {}
    for member in tar:
        source = tar.extractfile(member) if member.isreg() else None
        if source is None or not (member.name in _ABOUT or _NAME.match(member.name)):
            raise Unreadable(N_("%(path)s holds something that belongs in no backup: %(name)s"), path=str(path), name=member.name)
        if member.name == "manifest.json":
            manifest = msgspec.json.decode(source.read(_MANIFEST_BYTES), type=Manifest)
        elif member.name in _ABOUT:
            continue
        else:
            seen[member.name] = _copied(source, folder / member.name)
    if manifest is None or manifest.detente != "backup" or manifest.v != 1:
        raise Unreadable(N_("%(path)s is no backup that this program reads"), path=str(path))
    said = {part.name: (part.size, part.sha256) for part in manifest.files}
    differing = sorted(name for name in said.keys() | seen.keys() if said.get(name) != seen.get(name))
    if differing:
        raise Unreadable(
            N_("files of %(path)s are not what its manifest says: %(names)s"), path=str(path), names=", ".join(differing[:5])
        )  # fmt: skip
    return manifest


def _copied(source: IO[bytes], target: Path) -> tuple[int, str]:
    target.parent.mkdir(exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        posix.make_private(target)
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
        posix.sync_file(file)
    return size, digest.hexdigest()


# ---- restoring ----


def restore(
    path: Path, folder: Path, *, identities: Sequence[str] = (), passphrase: str | None = None, guard: Path | None = None,
    now: str | None = None,
) -> Manifest:  # fmt: skip
    """Make a node out of a backup, in a folder that holds nothing. It is shut for sealing until it has caught up.

    Args:
        guard: the folder outside backups that says which state was signed last, if it is still there.

    Raises:
        CallerError: something is in the folder, the guard is none, or the file cannot be opened with what was given.
        Unreadable: the backup is damaged.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CallerError(
            N_("there is something in %(path)s already; nothing was restored"),
            hint=N_("Choose another folder with --dir."),
            path=str(folder),
        )
    if guard is not None and not guard.is_dir():
        raise UsageError(N_("there is no folder %(path)s"), path=str(guard))
    with unpacked(path, folder.resolve().parent, identities=identities, passphrase=passphrase) as (staged, manifest):
        settle(staged, manifest, guard, now)
        if folder.exists():
            folder.rmdir()
        os.replace(staged, folder)  # noqa: PTH105 - as files.write_whole does
        posix.sync_folder(folder.resolve().parent)
    return manifest


@contextmanager
def unpacked(path: Path, near: Path, *, identities: Sequence[str] = (), passphrase: str | None = None) -> Iterator[tuple[Path, Manifest]]:
    """A backup in a private folder of its own, which is gone afterwards unless it was moved.

    Args:
        near: the folder in which that one is made.
    """
    with naming(near):
        near.mkdir(parents=True, exist_ok=True)
        with scratch(near, ".restoring-") as staged:
            yield staged, unpack(path, staged, identities=identities, passphrase=passphrase)


def settle(folder: Path, manifest: Manifest, guard: Path | None = None, now: str | None = None) -> None:
    """Make a node of what was unpacked: its head files from its own record, its channels shut."""
    about = {**read_about(folder), "guard": str(guard.resolve()) if guard else None}
    write_whole(folder / "node.json", msgspec.json.encode(about))
    shutil.rmtree(folder / "charters", ignore_errors=True)  # they are in the record; in a backup they lie for whoever has no program
    heads = HeadFiles([folder / "heads"])
    with closing(Store(store_path(folder))) as store:
        dialogues = dict(store.dialogues())
        for channel, dialogue, _ in store.channels():
            for log in store.log_numbers(channel):
                size, root = store.tip(channel, log)
                if log.party == manifest.party and size:
                    name = log_id(parse_charter(dialogues[dialogue]).id, channel, log.party, log.generation)
                    heads.write(name, HeadId(size, root))
        with store.transaction():
            note_restored(store, heads, manifest.made_at, now or format_time(utc_now()))
            for channel, _, _ in store.channels():
                store.set_meta("away:" + channel, b"1")
                store.db.execute("DELETE FROM resends WHERE channel=?", (channel,))


class Kept(NamedTuple):
    """A backup, and the entries (CHANNEL:PARTY/NUMBER) that it holds whole, though they were destroyed by agreement after it was made."""

    made: MadeBackup
    still_whole: list[str]


def still_held(folder: Path) -> list[Kept]:
    """The backups of a node, oldest first, each with what it still holds.

    Raises:
        CallerError: there is no node in the folder.
    """
    _about(folder)
    made = backups_of(folder)
    with closing(sqlite3.connect(store_path(folder).resolve().as_uri() + "?mode=ro", uri=True)) as db:
        gone = _destroyed(db)
    return [Kept(item, sorted(name for name, seq in gone.items() if seq <= item.reaches and name not in item.destroyed)) for item in made]


def _destroyed(db: sqlite3.Connection) -> dict[str, int]:
    """Entries whose bodies are destroyed, each with the number of the pouch in which it came."""
    rows = db.execute(
        "SELECT c.label, l.party, l.generation, e.idx, h.seq FROM entries e JOIN heads h ON h.seq=e.head JOIN logs l ON l.id=h.log"
        " JOIN channels c ON c.id=l.channel WHERE substr(e.line, 1, 5)=?",
        (_DESTROYED,),
    )
    return {f"{label}:{Ref(party, generation, index)}": seq for label, party, generation, index, seq in rows}
