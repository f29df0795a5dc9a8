"""What an auditor is given, and what each process does with its share of it (record/audit.py).

A location is a folder, a file, or the address of a log that is published as tiles. What a file is, its first bytes say:

    age-encryption.org/v1        a container, as couriers carry it; needs an identity
    1f 8b                        what `age -d` makes of one
    u32 length, detente-..       what `age -d | gunzip` makes of one
    detente-pouch/v1             a pouch, as archives have them
    detente-note/v1              a signed state of another party, as containers carry it
    detente.example/v1/..        a signed state as C2SP tools have it, with the lines of witnesses
    a folder with `checkpoint`   a log as static tiles (node/tiles.py)

Everything else is counted and passed over. Nothing that is found leaves a process but heads, hashes, certificates and what was wrong.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyrage

from detente.errors import N_, CallerError, DetenteError, FormatError, SignatureError, TheirData, UsageError, reason_of
from detente.node.blobs import BLOB_LINE
from detente.node.collector import no_search_for_cycles
from detente.node.files import read_capped
from detente.node.tiles import CERTIFICATES, CERTIFICATES_BYTES, LOG_FILE, Location
from detente.record import canonical
from detente.record.audit import LogName, Range, SignedHead, Tree, own_lines, peek_rekey, verify_range, verify_signer
from detente.record.charter import ORIGIN_PREFIX, Charter, parse_charter
from detente.record.checkpoint import parse_checkpoint_body
from detente.record.container import open_container, split_items, unpack
from detente.record.cosignature import verify_cosignatures
from detente.record.limits import LIMITS
from detente.record.note import MAX_NOTE_BYTES, VerifierKey, format_vkey, parse_note, parse_vkey
from detente.record.pouch import ASK_LINE, NOTE_LINE, POUCH_LINE, parse_pouch_body, parse_pouch_head, without_pad
from detente.record.renewal import RENEWAL_LOOK, WITNESSED_ORIGIN, digest_of, is_partly_destroyed
from detente.record.tiles import WIDTH, format_tile_path, tiles_of, verify_tiles
from detente.record.tree import HASH_BYTES, leaf_hash

CHECKPOINT: Final = "checkpoint"
_AGE = b"age-encryption.org/v1\n"
_GZIP = b"\x1f\x8b"
_FRAMED = b"detente-"
_IDENTITIES_BYTES = 1 << 20


class Places(NamedTuple):
    """What lies at the locations: files, and logs as tiles (folders or addresses); each sorted."""

    files: list[str]
    tiles: list[str]


def find_places(locations: Sequence[str]) -> Places:
    """Walk through locations.

    Raises:
        UsageError: one is not there.
    """
    files: list[str] = []
    tiles: list[str] = []
    for location in locations:
        if "://" in location:
            tiles.append(location)
            continue
        path = Path(location)
        if path.is_file():
            files.append(location)
        elif path.is_dir():
            _walk(path, files, tiles)
        else:
            raise UsageError(N_("there is no file or folder %(path)s"), path=location)
    return Places(sorted(set(files)), sorted(set(tiles)))


def find_charter(places: Places, digest: str) -> Charter:
    """The charter of a hash, which may lie among what is audited: whoever put it there, it is the one of that hash or none.

    Raises:
        UsageError: no file holds it.
    """
    for file in places.files:
        path = Path(file)
        if path.suffix != ".json" or path.stat().st_size > LIMITS.charter_bytes + 1:
            continue
        try:
            charter = parse_charter(read_capped(path, LIMITS.charter_bytes + 1).removesuffix(b"\n"))
        except TheirData:
            continue  # another file
        if charter.id == digest:
            return charter
    raise UsageError(
        N_("no file here is the charter of hash %(digest)s"),
        hint=N_("Name its file, from a place that you trust, with --charter FILE."),
        digest=digest,
    )


def _walk(folder: Path, files: list[str], tiles: list[str]) -> None:
    for where, folders, names in os.walk(folder, onerror=_cannot_list):
        if CHECKPOINT in names and (CERTIFICATES in names or "tile" in folders):
            tiles.append(where)
            folders.clear()
            continue
        files += [str(Path(where, name)) for name in names if not name.startswith(".") and Path(where, name).is_file()]


def _cannot_list(error: OSError) -> None:
    raise UsageError(N_("cannot read %(path)s: %(cause)s"), path=str(error.filename), cause=reason_of(error)) from error


def read_identities(path: str | None) -> list[pyrage.x25519.Identity]:
    """The secret keys of a file as `age-keygen` writes it: one a line, lines with # are remarks.

    Raises:
        CallerError: a line is no identity of X25519.
    """
    if path is None:
        return []
    lines = read_capped(Path(path), _IDENTITIES_BYTES).decode("utf-8", "replace").split("\n")
    try:
        return [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    except pyrage.IdentityError as error:
        raise CallerError(N_("%(path)s holds a line that is no age identity (AGE-SECRET-KEY-1..)"), path=path) from error


# ---------------------------------------------------------------- the first, cheap look: what is there


class FilesShare(NamedTuple):
    """Some files, and the file of the identities that open them: secret keys do not travel."""

    files: tuple[str, ...]
    identities: str | None


class Item(NamedTuple):
    """One pouch or signed note of a file.

    Attributes:
        file, number: where it lies, and as which item there.
        digest: of its bytes without their pad: the same item may have come many times.
        log: the id of its log.
        name: the log, where the item says it: a note names the id alone.
        start, end: its range; of a note the size, twice.
        certs: canonical certificates that it brings, unverified.
        renewed: of a pouch, the digest by which renewals name it; nothing where a body was destroyed by agreement.
    """

    file: str
    number: int
    digest: bytes
    log: str
    name: LogName | None
    start: int
    end: int
    certs: tuple[bytes, ...]
    renewed: bytes = b""


class Looked(NamedTuple):
    """What one file holds: items; whether it is none of ours; what could not be read (of which item, or -1); whether it is of a renewal."""

    file: str
    items: tuple[Item, ...]
    foreign: bool
    problems: tuple[tuple[int, DetenteError], ...]
    renewal: bool = False


@no_search_for_cycles()
def look(share: FilesShare) -> list[Looked]:
    """What the files of a share hold, as far as their heads say it."""
    identities = read_identities(share.identities)
    return [_look(file, identities) for file in share.files]


def _look(file: str, identities: Sequence[pyrage.x25519.Identity]) -> Looked:
    try:
        if _is_of_renewal(file):
            return Looked(file, (), foreign=False, problems=(), renewal=True)
        parts = _items_of(file, identities)
    except DetenteError as error:
        return Looked(file, (), foreign=False, problems=((-1, error),))
    if parts is None:
        return Looked(file, (), foreign=True, problems=())
    items: list[Item] = []
    problems: list[tuple[int, DetenteError]] = []
    for number, raw in enumerate(parts):
        try:
            if raw.startswith(POUCH_LINE):
                items.append(_pouch(file, number, raw))
            elif raw.startswith((NOTE_LINE, ORIGIN_PREFIX.encode())):
                items.append(_note(file, number, raw.removeprefix(NOTE_LINE)))
            elif not raw.startswith((ASK_LINE, BLOB_LINE)):
                raise FormatError(N_("an item of an unknown form"))
        except TheirData as error:
            problems.append((number, error))
    return Looked(file, tuple(items), foreign=False, problems=tuple(problems))


def _is_of_renewal(file: str) -> bool:
    """Whether a file looks like a renewal, or like what a witness has signed of one."""
    try:
        with Path(file).open("rb") as opened:
            return opened.read(64).startswith((RENEWAL_LOOK, WITNESSED_ORIGIN.encode()))
    except OSError as error:
        raise CallerError(N_("cannot read %(path)s: %(cause)s"), path=file, cause=reason_of(error)) from error


def _items_of(file: str, identities: Sequence[pyrage.x25519.Identity]) -> list[bytes] | None:
    """The items of a file, None if it is none of ours."""
    try:
        with Path(file).open("rb") as opened:
            raw = opened.read(64)
            known = raw.startswith((_AGE, _GZIP, POUCH_LINE, NOTE_LINE, ORIGIN_PREFIX.encode())) or raw[4:].startswith(_FRAMED)
            if not known:
                return None
            raw += opened.read(LIMITS.container_text - 64 + 1)
    except OSError as error:
        raise CallerError(N_("cannot read %(path)s: %(cause)s"), path=file, cause=reason_of(error)) from error
    if len(raw) > LIMITS.container_text:
        raise FormatError(N_("a file of more than %(limit)d bytes"), limit=LIMITS.container_text)
    if raw.startswith(_AGE):
        if not identities:
            raise CallerError(N_("it is closed, and no key to open it was given (--identity FILE)"))
        return open_container(raw, identities)
    if raw.startswith(_GZIP):
        text = unpack(raw)
        return split_items(text) if text[4:].startswith(_FRAMED) else None
    if raw.startswith(ORIGIN_PREFIX.encode()) and b"\n\n" not in raw:
        return None  # the bare text of a state, which archives hold beside its signatures for other tools: by itself it says nothing
    return [raw] if raw.startswith((POUCH_LINE, NOTE_LINE, ORIGIN_PREFIX.encode())) else split_items(raw)


def _pouch(file: str, number: int, raw: bytes) -> Item:
    head = parse_pouch_head(raw)
    certs = [cert for cert in (head.cert, peek_rekey(raw)) if cert is not None]
    name = LogName(head.dialogue, head.channel, head.log)
    whole = without_pad(raw)
    digest = hashlib.sha256(whole).digest()
    renewed = b"" if is_partly_destroyed(whole) else digest_of(whole)
    return Item(file, number, digest, head.log_id, name, head.start, head.end, tuple(canonical.encode(cert) for cert in certs), renewed)


def _note(file: str, number: int, raw: bytes) -> Item:
    checkpoint = parse_checkpoint_body(parse_note(raw).text)
    if not checkpoint.origin.startswith(ORIGIN_PREFIX):
        raise FormatError(N_("a signed state of another kind of log"))
    log = checkpoint.origin.removeprefix(ORIGIN_PREFIX)
    return Item(file, number, hashlib.sha256(raw).digest(), log, None, checkpoint.size, checkpoint.size, ())


# ---------------------------------------------------------------- the second look: what holds


class Known(NamedTuple):
    """What is known of a log before its items are verified: its name, and certificates, oldest first."""

    name: LogName
    certs: tuple[bytes, ...]


class Wanted(NamedTuple):
    """Items of one file, by number, each with its log."""

    file: str
    items: tuple[tuple[int, str], ...]


class Share(NamedTuple):
    """What one process verifies at a time.

    Attributes:
        wanted: items of files.
        tiles: logs as tiles.
        known: the logs of these items.
        charters: canonical bytes.
        witnesses: vkeys of the witnesses that a policy names.
        identities: as in `FilesShare`.
    """

    wanted: tuple[Wanted, ...]
    tiles: tuple[str, ...]
    known: dict[str, Known]
    charters: tuple[bytes, ...]
    witnesses: tuple[str, ...]
    identities: str | None


class Countersigned(NamedTuple):
    """A signed state that came alone or with tiles, with the time that each witness, by its vkey, states."""

    signed: SignedHead
    times: dict[str, int]


class Published(NamedTuple):
    """A log as tiles that holds: whose, and its tree."""

    dialogue: str
    party: str
    tree: Tree
    times: dict[str, int]


class Answer(NamedTuple):
    """What came of one item (of tiles: number -1): which log, and what was found or why nothing."""

    file: str
    number: int
    log: str
    found: Range | Countersigned | Published | DetenteError


@no_search_for_cycles()
def verify(share: Share) -> list[Answer]:
    """Verify everything in a share, each item by itself."""
    charters = {charter.id: charter for charter in map(parse_charter, share.charters)}
    witnesses = [parse_vkey(each) for each in share.witnesses]
    identities = read_identities(share.identities)
    answers: list[Answer] = []
    for wanted in share.wanted:
        parts = _items_of(wanted.file, identities) or []
        for number, log in wanted.items:
            known = share.known[log]
            charter = charters[known.name.dialogue]
            found = _held(_verified, parts[number], charter, log, known, witnesses)
            answers.append(Answer(wanted.file, number, log, found))
    for location in share.tiles:
        log, published = _tiles(location, list(charters.values()), witnesses)
        answers.append(Answer(location, -1, log, published))
    return answers


def _held(function: Callable[..., Any], *args: Any) -> Any:
    """What a function returns, or what it found wrong."""
    try:
        return function(*args)
    except DetenteError as error:
        return error


def _verified(raw: bytes, charter: Charter, log: str, known: Known, witnesses: Sequence[VerifierKey]) -> Range | Countersigned:
    if raw.startswith(POUCH_LINE):
        return verify_range(raw, charter, known.certs)
    note = parse_note(raw.removeprefix(NOTE_LINE))
    size = parse_checkpoint_body(note.text).size
    signed = verify_signer(own_lines(note, ORIGIN_PREFIX + log), charter, *known.name.log, log, known.certs, size - 1)
    return Countersigned(signed, {format_vkey(key): at for key, at in verify_cosignatures(note, witnesses).items()})


def _tiles(location: str, charters: Sequence[Charter], witnesses: Sequence[VerifierKey]) -> tuple[str, Published | DetenteError]:
    """A log as tiles: signed state, every tile, and entry bundles where there are any; first its id, "" where that is not even known."""
    log = ""
    try:
        with Location(location) as fetch:
            note = parse_note(fetch(CHECKPOINT, MAX_NOTE_BYTES))
            checkpoint = parse_checkpoint_body(note.text)
            log = checkpoint.origin.removeprefix(ORIGIN_PREFIX)
            party, certs = _certificates(fetch(CERTIFICATES, CERTIFICATES_BYTES))
            own = own_lines(note, checkpoint.origin)
            dialogue, signed = _signed_tiles(own, charters, party, log, certs, checkpoint.size)
            leaves = verify_tiles(checkpoint.size, checkpoint.root, lambda path: fetch(path, WIDTH * HASH_BYTES))
            if "://" not in location and (Path(location) / "tile" / "entries").is_dir():
                _check_bundles(leaves, fetch)
            times = {format_vkey(key): at for key, at in verify_cosignatures(note, witnesses).items()}
    except DetenteError as error:
        return log, error
    return log, Published(dialogue, party, Tree(signed, b"".join(leaves)), times)


def _certificates(raw: bytes) -> tuple[str, list[bytes]]:
    value = canonical.decode(raw, limit=CERTIFICATES_BYTES)
    if type(value) is not dict or value.keys() != {"certs", "detente", "party", "v"} or type(value["certs"]) is not list:
        raise FormatError(N_("not a %(what)s file"), what=LOG_FILE)
    return str(value["party"]), [canonical.encode(cert) for cert in value["certs"]]


def _signed_tiles(
    note: bytes, charters: Sequence[Charter], party: str, log: str, certs: Sequence[bytes], size: int
) -> tuple[str, SignedHead]:
    failed: TheirData = SignatureError(N_("%(party)s is no party of the charter"), party=party)
    for charter in charters:
        try:
            return charter.id, verify_signer(note, charter, party, None, log, certs, size - 1)
        except TheirData as error:
            failed = error
    raise failed


def _check_bundles(leaves: Sequence[bytes], fetch: Callable[[str, int], bytes]) -> None:
    """Whether the entry bundles that are published lead to the leaves: each is its length in two bytes and what the leaf is the hash of."""
    for tile in tiles_of(len(leaves)):
        if tile.level:
            return
        path = format_tile_path(tile, "entries")
        data, at = fetch(path, WIDTH * (2 + 0xFFFF)), 0
        for number in range(tile.width):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            if end > len(data) or leaf_hash(data[at + 2 : end]) != leaves[tile.place * WIDTH + number]:
                wrong = N_("entry %(index)d, in %(path)s, does not have the hash that its tile states")
                raise FormatError(wrong, index=tile.place * WIDTH + number, path=path)
            at = end
        if at != len(data):
            raise FormatError(N_("%(path)s holds more than its entries"), path=path)


def leaves_of(file: str, number: int, identities: str | None) -> list[bytes]:
    """The leaf hashes of a pouch that was verified before.

    Raises:
        CallerError: its file has changed meanwhile.
    """
    parts = _items_of(file, read_identities(identities)) or []
    if number >= len(parts):
        raise CallerError(N_("%(path)s has changed while it was looked at"), path=file)
    return [entry.leaf for entry in parse_pouch_body(parts[number], parse_pouch_head(parts[number]))]
