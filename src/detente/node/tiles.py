"""Our logs as static tiles (C2SP tlog-tiles), and the check of anybody's: in a folder, or behind any web server.

    <folder>/<log id>/checkpoint          the last signed state, with what witnesses have countersigned
    <folder>/<log id>/tile/..             record/tiles.py
    <folder>/<log id>/certificates.json   ours: by which keys the party's root key lets this log be signed
    <folder>/<log id>/vkeys               the same keys as C2SP tools take them, one a line

Rules:

1. Tiles hold hashes only. Contents are never published here; entry bundles, where they are asked for, hold the salted hashes of the
   fields, from which nothing can be guessed.
2. Tiles are there before the signed state that needs them. A full tile is never written twice.
3. A folder that holds another version of the log, or more of it than we do, is not touched: publishing both would prove a fork.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from detente.errors import N_, CallerError, CarrierError, FormatError, SignatureError, TheirData
from detente.node.files import read_capped, write_whole
from detente.node.room import Room
from detente.node.web_line import Line
from detente.record import canonical
from detente.record.charter import ORIGIN_PREFIX, Charter
from detente.record.checkpoint import Checkpoint, parse_checkpoint_body, verify_checkpoint
from detente.record.cosignature import verify_cosignatures
from detente.record.entry import ENTRY_PREFIX, leaves_and_openings
from detente.record.keys import verify_certificate
from detente.record.note import MAX_NOTE_BYTES, Note, VerifierKey, format_note, format_vkey, parse_note, parse_signature_line, verify_note
from detente.record.seal import LogKey
from detente.record.tiles import WIDTH, Tile, format_tile_path, levels_of, tile_bytes, tiles_of, verify_tiles
from detente.record.tree import HASH_BYTES, root_of
from detente.record.witness import our_log, verify_log_line

CERTIFICATES: Final = "certificates.json"
LOG_FILE: Final = "published log"
CERTIFICATES_BYTES: Final = 1 << 20
"""64 certificates have 350 kB."""


class Published(NamedTuple):
    """A log that was written: the folder, its size, how many tiles and bundles were new."""

    folder: Path
    origin: str
    size: int
    tiles: int
    bundles: int


def publish(room: Room, log: LogKey, folder: Path, *, entries: bool = False) -> Published:
    """Write one of our logs as tiles, or go on where it was written before.

    Args:
        room: the channel.
        log: whose log; any that is held here, though a party publishes its own.
        folder: under which the log has a folder of its own.
        entries: whether to write entry bundles: the salted hashes of the fields.

    Raises:
        CallerError: nothing of the log is held, or the folder holds another version of it.
    """
    held = room.channel.logs.get(log)
    stored = None if held is None or not held.main.size else room.store.head(room.id, log, held.main)
    if held is None or stored is None or stored.note is None:
        raise CallerError(N_("nothing of %(party)s is held in '%(label)s'"), party=log.party, label=room.label)
    place = folder / held.origin.removeprefix(ORIGIN_PREFIX)
    leaves = room.leaves(log, held.main)
    since = _published_size(place, held.origin, leaves)
    place.mkdir(parents=True, exist_ok=True)
    levels, tiles, bundles = levels_of(leaves), 0, 0
    for tile in tiles_of(len(leaves), since):
        _write(place / format_tile_path(tile), tile_bytes(levels, tile))
        tiles += 1
    if entries:
        for tile in tiles_of(len(leaves)):
            path = place / format_tile_path(tile, "entries")
            if tile.level == 0 and not path.exists():
                _write(path, _bundle(room, log, tile))
                bundles += 1
    certificates = [certificate.value for certificate in held.certificates]
    about = {"certs": certificates, "detente": LOG_FILE, "party": log.party, "v": 1}
    write_whole(place / CERTIFICATES, canonical.encode(about))
    keys = [key for each in held.certificates for key in our_log(held.origin, each.keys).keys]
    write_whole(place / "vkeys", "".join(format_vkey(key) + "\n" for key in keys).encode())
    rows = room.store.db.execute("SELECT line FROM cosignatures WHERE head=? ORDER BY vkey", (stored.seq,))
    note = parse_note(stored.note)
    lines = (parse_signature_line(line.encode()) for (line,) in rows.fetchall())
    write_whole(place / "checkpoint", format_note(Note(note.text, (*note.signatures, *lines))))  # last: see rule 2
    return Published(place, held.origin, len(leaves), tiles, bundles)


def _published_size(place: Path, origin: str, leaves: Sequence[bytes]) -> int:
    """How much of a log lies there already."""
    path = place / "checkpoint"
    if not path.exists():
        return 0
    try:
        there = parse_checkpoint_body(parse_note(read_capped(path, MAX_NOTE_BYTES)).text)
    except TheirData as error:
        raise CallerError(N_("%(path)s is no signed state: %(cause)s"), path=str(path), cause=error) from error
    if there.origin != origin or there.size > len(leaves) or root_of(leaves[: there.size]) != there.root:
        raise CallerError(
            N_("%(path)s holds another version of this log, or more of it than is here; it was left as it is"),
            hint=N_("If this node was restored from a backup, this fetches what others hold:\ndetente sync FOLDER"),
            path=str(place),
        )
    return there.size


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)


def _bundle(room: Room, log: LogKey, tile: Tile) -> bytes:
    """What the hashes of a tile of level 0 are of, each with its length in two bytes: no field, only its salted hash."""
    held = room.channel.logs[log]
    first, parts = tile.place * WIDTH, []
    for head in room.store.chain(room.id, log, held.main, first):
        wanted = range(max(first, head.start), min(first + tile.width, head.id.size))
        for _, entry in room.store.entries_at(head.seq, wanted):
            data = ENTRY_PREFIX[1:] + b"".join(leaves_and_openings(entry)[0])  # RFC 6962 puts the 0x00 before it
            parts.append(len(data).to_bytes(2, "big") + data)
    return b"".join(parts)


# ---------------------------------------------------------------- checking, by anybody


class Audited(NamedTuple):
    """A published log that holds: whose keys signed it, how many tiles were read, what witnesses state.

    `party`: who certified the key, where a charter was given; None where the key itself was.
    """

    checkpoint: Checkpoint
    party: str | None
    tiles: int
    witnessed: dict[VerifierKey, int]


def audit(
    location: str, *, charter: Charter | None = None, keys: Sequence[VerifierKey] = (), witnesses: Sequence[VerifierKey] = ()
) -> Audited:
    """Read a published log from a folder or an address, and check every tile of it.

    1. The signed state holds: under a key that a party of the charter has certified for this log, or under a key that was given.
    2. The lines of known witnesses hold.
    3. Every tile follows from those below it, and the leaves make the root (`record.tiles.verify_tiles`).

    Raises:
        CallerError: neither a charter nor a key, or no such folder.
        CarrierError: a file is not there, or the server does not answer.
        TheirData: a step fails.
    """
    if charter is None and not keys:
        raise CallerError(
            N_("nothing says whose log this is"),
            hint=N_("Name the charter, from a place that you trust, with --charter, or the key of the log with --key."),
        )
    number = 0
    with Location(location) as fetch:
        note = parse_note(fetch("checkpoint", MAX_NOTE_BYTES))
        checkpoint = parse_checkpoint_body(note.text)
        party = None
        if charter is not None:
            party = _certified(charter, note, checkpoint, fetch(CERTIFICATES, CERTIFICATES_BYTES))  # 1
        else:
            verify_note(note, [key for key in keys if key.name == checkpoint.origin], verify_log_line)  # 1
        witnessed = verify_cosignatures(note, witnesses)  # 2

        def tile(path: str) -> bytes:
            nonlocal number
            number += 1
            return fetch(path, WIDTH * HASH_BYTES)

        verify_tiles(checkpoint.size, checkpoint.root, tile)  # 3
    return Audited(checkpoint, party, number, witnessed)


def _certified(charter: Charter, note: Note, checkpoint: Checkpoint, raw: bytes) -> str:
    """The party of a charter by whose certified key a signed state is signed."""
    value = canonical.decode(raw, limit=CERTIFICATES_BYTES)
    if type(value) is not dict or value.keys() != {"certs", "detente", "party", "v"} or type(value["certs"]) is not list:
        raise FormatError(N_("not a %(what)s file"), what=LOG_FILE)
    name: Any = value["party"]
    party = charter.parties.get(name) if type(name) is str else None
    if party is None:
        raise SignatureError(N_("%(party)s is no party of the charter"), party=str(name))
    own = format_note(Note(note.text, tuple(line for line in note.signatures if line.name == checkpoint.origin)))
    failed: TheirData = SignatureError(N_("no certificate of %(party)s is there"), party=party.id)
    for cert in value["certs"]:
        try:
            certificate = verify_certificate(cert, party, checkpoint.origin.removeprefix(ORIGIN_PREFIX))
            verify_checkpoint(own, certificate.keys, checkpoint.origin)
        except TheirData as error:
            failed = error
        else:
            return party.id
    raise failed


class Location:
    """A folder or an address that gives files by path."""

    def __init__(self, location: str) -> None:
        self._place = location.rstrip("/")
        self._line = Line(self._place) if "://" in location else None
        self._folder = Path(location)
        if self._line is None and not self._folder.is_dir():
            raise CallerError(N_("there is no folder %(path)s"), path=location)

    def __enter__(self) -> Callable[[str, int], bytes]:
        return self._fetch

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            self._line.close()

    def _fetch(self, path: str, limit: int) -> bytes:
        if self._line is None:
            if not (self._folder / path).is_file():
                raise self._missing(path)
            return read_capped(self._folder / path, limit)
        status, data = self._line.ask("GET", "/" + path, limit=limit)
        if status != 200:
            raise self._missing(path)
        return data

    def _missing(self, path: str) -> CarrierError:
        under = [] if self._line is not None else sorted(each.parent.name for each in self._folder.glob(f"*/{path}"))
        return CarrierError(
            N_("%(path)s is not there"),
            hint=N_("detente tiles check %(folder)s/%(log)s") if under else None,
            path=f"{self._place}/{path}",
            folder=self._place,
            log=under[0] if under else "",
        )


def logs_of(room: Room, party: str) -> Iterator[LogKey]:
    """The logs of a party in a channel, one a generation, of which anything is held."""
    yield from (log for log in room.channel.generations(party) if room.channel.logs[log].size)
