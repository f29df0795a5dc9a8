"""Attachments: files named by an entry, carried apart, in parts, kept beside the record (docs/protocol.md, "Attachment").

    {"blob":{"mark":"","name":"مذكرة.pdf","sha256":"<b64>","size":52428800,"type":"application/pdf"}}

    detente-blob/v1
    part <sha256 hex> <size> <offset> <length>
    <empty line>
    <length bytes>

A part is only taken if an admitted entry names its file, so nobody can fill the disk with what nobody signed for. A file is never
opened or shown by the program; that its beginning is not what its sender calls it is remarked.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from detente.dialogue.kinds import FILE_PREFIX
from detente.errors import N_, CallerError, FormatError, UsageError, reason_of
from detente.node.node import Node
from detente.node.room import Room
from detente.record.channel import Admission
from detente.record.entry import Entry
from detente.record.limits import LIMITS
from detente.record.text import decode_base64, encode_base64

BLOB_LINE = b"detente-blob/v1\n"
PART_BYTES = 4 << 20

_MARK = b'"' + FILE_PREFIX.encode()
"""Stands in the line of every entry that names a file; most name none, and their lines say so quicker than their fields."""

_PART = re.compile(rb"\Apart ([0-9a-f]{64}) ([1-9][0-9]{0,11}) (0|[1-9][0-9]{0,11}) ([1-9][0-9]{0,11})\Z")

_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"PK\x03\x04": "application/zip",
    b"\xd0\xcf\x11\xe0": "application/x-ole-storage",
    b"MZ": "application/x-msdownload",
    b"\x7fELF": "application/x-executable",
    b"#!": "text/x-script",
}
_ALIKE = {"application/x-msdos-program": "application/x-msdownload", "application/x-dosexec": "application/x-msdownload"}
"""Two names of one kind of file: what is called one of them may begin as the other."""
_CALLED = {
    "application/x-msdownload": "EXE", "application/x-executable": "ELF", "application/x-ole-storage": "DOC/XLS/PPT",
    "text/x-script": "#!", "application/zip": "ZIP", "image/jpeg": "JPEG", "application/octet-stream": "",
}  # fmt: skip
"""What people call a kind of file, where the ending of its names does not say it."""
_PACKED = re.compile(r"\Aapplication/(?:zip|vnd\.openxmlformats-officedocument\.|vnd\.oasis\.opendocument\.|epub)")


def looks_like(data: bytes) -> str | None:
    """What the first bytes of a file say it is, or None if they say nothing."""
    return next((kind for start, kind in _BEGINNINGS.items() if data.startswith(start)), None)


def lies(declared: str, data: bytes) -> str | None:
    """What a file looks like, if that is not what it is declared to be."""
    declared = _ALIKE.get(declared, declared)
    seen = looks_like(data)
    if seen is None:
        known = {kind for kind in _BEGINNINGS.values() if kind != "text/x-script"}
        return "application/octet-stream" if declared in known else None
    if seen == declared or (seen == "application/zip" and _PACKED.match(declared)):
        return None
    if seen == "application/x-ole-storage" and declared in {
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
    }:
        return None
    return None if seen == "text/x-script" and declared.startswith("text/") else seen


def called(kind: str) -> str:
    """What people call a kind of file, in every language: PDF for application/pdf; its media type, where nobody has a shorter word."""
    kind = _ALIKE.get(kind, kind)
    return _CALLED.get(kind) or (mimetypes.guess_extension(kind) or kind).removeprefix(".").upper()


def _mismatch(name: str, declared: str, seen: str) -> tuple[str, dict[str, str]]:
    """A sentence about a file that is not what it is called, with its values."""
    if seen == "application/octet-stream":
        template = N_("%(name)s is called a file of the kind %(declared)s, and does not begin like one")
        return template, {"name": name, "declared": called(declared)}
    template = N_("%(name)s is called a file of the kind %(declared)s, and begins like one of the kind %(looks)s")
    return template, {"name": name, "declared": called(declared), "looks": called(seen)}


def attach(node: Node, path: Path, *, mark: str = "", declared: str | None = None) -> dict[str, Any]:
    """Keep a file of this machine with the node; see `keep`.

    Raises:
        UsageError: it cannot be read.
        CallerError: `keep` refuses it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(N_("cannot read %(path)s: %(cause)s"), path=str(path), cause=reason_of(error)) from error
    return keep(node, path.name, data, mark=mark, declared=declared, shown=str(path))


def keep(node: Node, name: str, data: bytes, *, mark: str = "", declared: str | None = None, shown: str | None = None) -> dict[str, Any]:
    """Keep a file with the node and return the value of the field that names it.

    Args:
        name: what the file is called.
        data: all of it.
        mark: a handling mark in the sender's own words.
        declared: its media type; by default what its name says.
        shown: what messages call it; otherwise its name.

    Raises:
        CallerError: it is empty or too large, or is not what its name says.
    """
    shown = shown or name
    check_size(shown, data)
    kind = declared or mimetypes.guess_type(name)[0] or "application/octet-stream"
    seen = lies(kind, data[:16])
    if seen is not None and declared is None:
        template, params = _mismatch(shown, kind, seen)
        raise CallerError(template, hint=N_("Add --type %(seen)s to say what it is."), **params, seen=seen)
    digest = hashlib.sha256(data).digest()
    node.kept.write(digest.hex(), data)
    with node.store.transaction():
        node.store.db.execute("INSERT OR IGNORE INTO blobs VALUES (?,?,1)", (digest, len(data)))
    normal = unicodedata.normalize("NFC", name)  # NFC is the writer's duty
    return {"blob": {"sha256": encode_base64(digest), "size": len(data), "type": kind, "name": normal, "mark": mark}}


def check_size(name: str, data: bytes) -> None:
    """What an attachment may weigh.

    Raises:
        CallerError: it is empty or too large.
    """
    if not data:
        raise CallerError(N_("%(path)s is empty"), path=name)
    if len(data) > LIMITS.blob_bytes:
        size, limit = -(-len(data) >> 20), LIMITS.blob_bytes >> 20
        raise CallerError(N_("%(path)s has %(size)d MB; an attachment has at most %(limit)d MB"), path=name, size=size, limit=limit)


def parse_blob(value: Any) -> tuple[bytes, int, str, str, str] | None:
    """Digest, size, type, name and mark of a field that names an attachment; None if it is not one."""
    blob = value["blob"] if type(value) is dict and value.keys() == {"blob"} else None
    if type(blob) is not dict or blob.keys() != {"sha256", "size", "type", "name", "mark"}:
        return None
    if type(blob["size"]) is not int or not all(type(blob[key]) is str for key in ("sha256", "type", "name", "mark")):
        return None
    try:
        digest = decode_base64(blob["sha256"], 32)
    except FormatError:
        return None
    return (digest, blob["size"], blob["type"], blob["name"], blob["mark"]) if 1 <= blob["size"] <= LIMITS.blob_bytes else None


def blobs_of(entries: Iterable[Entry]) -> list[tuple[bytes, int, str, str, str]]:
    """All attachments that entries name."""
    naming = [entry for entry in entries if FILE_PREFIX in " ".join(entry.fields)]  # rarely true, and quicker than a look at each name
    found = [parse_blob(value) for entry in naming for name, value in entry.fields.items() if name.startswith(FILE_PREFIX)]
    return [blob for blob in found if blob is not None]


def blobs_of_pouch(room: Room, seq: int) -> list[tuple[bytes, int, str, str, str]]:
    """All attachments that the entries of a stored pouch name."""
    return blobs_of(room.store.entries_with(seq, _MARK))


def expect(node: Node, admission: Admission) -> None:
    """Note the attachments that a pouch names, inside the transaction that admits it, so that their parts are taken and asked for."""
    for digest, size, *_ in blobs_of(admission.entries):
        node.store.db.execute("INSERT OR IGNORE INTO blobs VALUES (?,?,NULL)", (digest, size))


def lacking(node: Node, room: Room) -> list[str]:
    """Attachments that entries of a channel name and that have not come."""
    missing = {bytes(row[0]) for row in node.store.db.execute("SELECT digest FROM blobs WHERE complete IS NULL")}
    if not missing:
        return []
    named = {digest for stored in node.store.heads(room.id) for digest, *_ in blobs_of_pouch(room, stored.seq)}
    return sorted(digest.hex() for digest in missing & named)


def receive_part(node: Node, raw: bytes) -> None:
    """Take one part of an attachment that an entry names; put the file together when the last has come.

    Raises:
        FormatError: the form is wrong, or the parts do not make the file that was signed for.
    """
    end = raw.find(b"\n\n", len(BLOB_LINE), 512)
    match = _PART.match(raw[len(BLOB_LINE) : end]) if end > 0 else None
    if match is None:
        raise FormatError(N_("not a part of an attachment"))
    name, size, offset, length = match[1].decode("ascii"), int(match[2]), int(match[3]), int(match[4])
    data = raw[end + 2 : end + 2 + length]
    if len(data) != length or offset + length > size or length != min(PART_BYTES, size - offset) or offset % PART_BYTES:
        raise FormatError(N_("not a part of an attachment"))
    row = node.store.db.execute("SELECT size, complete FROM blobs WHERE digest=?", (bytes.fromhex(name),)).fetchone()
    if row is None or row[0] != size:
        raise FormatError(N_("a part of an attachment that no admitted entry names"))
    if row[1] is not None:
        return
    node.kept.write(f"{name}.{offset}", data)
    _assemble(node, name, size)


def _assemble(node: Node, name: str, size: int) -> None:
    offsets = range(0, size, PART_BYTES)
    parts = [node.kept.read(f"{name}.{offset}") for offset in offsets]
    if any(part is None for part in parts):
        return
    data = b"".join(part for part in parts if part is not None)
    whole = hashlib.sha256(data).hexdigest() == name
    if whole:  # before its parts go: what cannot be written is put together when one of them comes again
        node.kept.write(name, data)
        node.store.db.execute("UPDATE blobs SET complete=1 WHERE digest=?", (bytes.fromhex(name),))
    for offset in offsets:
        remove(node, f"{name}.{offset}")
    if not whole:
        raise FormatError(N_("the parts of an attachment do not make the file that was signed for"))
    for room in node.rooms.values():
        for stored in node.store.heads(room.id):
            for digest, _, kind, label, _ in blobs_of_pouch(room, stored.seq):
                seen = lies(kind, data[:16]) if digest.hex() == name else None
                if seen is not None:
                    template, params = _mismatch(label, kind, seen)
                    node.remark(room.id, template, **params)


def parts(node: Node, names: Sequence[str]) -> list[bytes]:
    """The parts of attachments that we hold, as items of a container."""
    items = []
    for name in names:
        data = node.kept.read(name)
        for offset in range(0, len(data or b""), PART_BYTES):
            piece = (data or b"")[offset : offset + PART_BYTES]
            items.append(BLOB_LINE + f"part {name} {len(data or b'')} {offset} {len(piece)}\n\n".encode("ascii") + piece)
    return items


def named_in(part: bytes) -> str:
    """The digest of the attachment of which this is a part that `parts` made."""
    return part[len(BLOB_LINE) :].split(b" ", 2)[1].decode("ascii")


def new_parts(node: Node, room: Room, seqs: Iterable[int]) -> list[bytes]:
    """The parts of the attachments that our own pouches about to leave for the first time name."""
    unsent = {stored.seq for stored in node.store.unsent(room.id, room.mine)}
    names = {digest.hex() for seq in seqs if seq in unsent for digest, *_ in blobs_of_pouch(room, seq)}
    return parts(node, sorted(names))


def read_blob(node: Node, digest: bytes) -> bytes | None:
    """A whole attachment, or None if it has not come or was destroyed."""
    return node.kept.read(digest.hex())


def destroy_blob(node: Node, digest: bytes) -> bool:
    """Remove an attachment whose entry was destroyed by agreement.

    It stays where another entry, or a draft, names it too; returns whether it is gone.
    """
    if _is_named(node, digest):
        return False
    remove(node, digest.hex())
    node.store.db.execute("DELETE FROM blobs WHERE digest=?", (digest,))
    return True


def _is_named(node: Node, digest: bytes) -> bool:
    """Whether an entry of any channel, or a draft, names an attachment: two that attach the same file share it."""
    mark = encode_base64(digest).encode("ascii")
    drafted = (parse_blob(value) for _, _, fields, _, _ in node.store.drafts() for value in fields.values())
    if any(blob is not None and blob[0] == digest for blob in drafted):
        return True
    seqs = (seq for room in node.rooms.values() for seq, _, _ in node.store.pouches(room.id))
    return any(blob[0] == digest for seq in seqs for blob in blobs_of(node.store.entries_with(seq, mark)))


def remove(node: Node, name: str) -> None:
    """Remove a file, or a part of one, by the name under which it is kept; nothing where there is none."""
    node.kept.remove(name)
