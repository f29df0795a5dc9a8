"""Renewals of what a node or an archive holds: making, signing, comparing, keeping (docs/howto/ceremonies.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from detente.errors import N_, CallerError, UsageError
from detente.node import blobs
from detente.node.files import read_capped
from detente.node.node import Node
from detente.node.roots import root_key, successions_of
from detente.record.charter import Charter
from detente.record.limits import LIMITS
from detente.record.note import parse_note
from detente.record.renewal import (
    RENEWAL_BYTES,
    Compared,
    Renewal,
    compare,
    digest_of,
    format_renewal,
    is_partly_destroyed,
    name_of_pouch,
    named,
    parse_renewal,
    sign_renewal,
    verify_renewal,
    witnessed_body,
)

_KEPT = "renewal:"
"""Under this, with the SHA-512 of a renewal, the store keeps it: backups and archives hold it too."""
_NOTES = "renewal-note:"
"""Under this, with the digest of a renewal and the SHA-512 of the note, the store keeps what a witness handed back for it."""


class Held:
    """What is at hand: name -> digest, and which pouches have lost a body."""

    def __init__(self, found: Iterable[tuple[str, bytes]]) -> None:
        self.items: dict[str, bytes] = {}
        gone = set()
        for name, raw in found:
            self.items[name] = digest_of(raw)
            if name.startswith("pouch ") and is_partly_destroyed(raw):
                gone.add(name)
        self.destroyed = frozenset(gone)


def held_by(node: Node, charter: Charter) -> Held:
    """Everything of a dialogue that a node holds."""
    return Held(_of_node(node, charter))


def _of_node(node: Node, charter: Charter) -> Iterator[tuple[str, bytes]]:
    yield f"charter {charter.id}", charter.raw
    for room in node.rooms.values():
        if room.channel.charter.id != charter.id:
            continue
        for stored in room.store.heads(room.id):
            raw = room.pouch(stored)
            yield name_of_pouch(raw), raw
            for digest, *_ in blobs.blobs_of_pouch(room, stored.seq):
                data = blobs.read_blob(node, digest)
                if data is not None:
                    yield f"attachment {hashlib.sha256(data).hexdigest()}", data


def held_in(folder: Path, charter: Charter) -> Held:
    """Everything in an archive that a renewal can name.

    Raises:
        UsageError: a file cannot be read.
    """
    if not folder.is_dir():
        raise UsageError(N_("there is no folder %(path)s"), path=str(folder))
    return Held(_of_folder(folder, charter))


def _of_folder(folder: Path, charter: Charter) -> Iterator[tuple[str, bytes]]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        raw = read_capped(path, LIMITS.blob_bytes)
        name = named(raw)
        if name is not None:
            yield name, raw
        elif raw == charter.raw:
            yield f"charter {charter.id}", raw
        elif path.parent.name == "attachments":
            yield f"attachment {hashlib.sha256(raw).hexdigest()}", raw
        else:
            yield f"file {hashlib.sha256(raw).hexdigest()}", raw


def read_renewal(path: Path) -> Renewal:
    """Read the file of a renewal.

    Raises:
        UsageError: it cannot be read.
        FormatError: it is none.
    """
    return parse_renewal(read_capped(path, RENEWAL_BYTES).removesuffix(b"\n"))


def make(node: Node, charter: Charter, also: Sequence[Path]) -> Renewal:
    """Hash everything of a dialogue anew, earlier renewals and some further files included, sign it with our root key, and keep it.

    Raises:
        CallerError: the root key is not here.
        UsageError: a file cannot be read.
    """
    root = root_key(node, charter, N_("Bring its file for this one act:\ndetente renewal make --out RENEWAL --root FILE"))
    held = held_by(node, charter)
    for path in also:
        raw = read_capped(path, LIMITS.blob_bytes)
        held.items[f"file {hashlib.sha256(raw).hexdigest()}"] = digest_of(raw)
    earlier = tuple(digest_of(raw) for raw in kept(node, charter))
    renewal = sign_renewal(Renewal(charter.id, node.now, earlier, held.items, ()), node.party, root, successions_of(node, charter))
    return keep(node, renewal)


def sign(node: Node, charter: Charter, renewal: Renewal) -> Renewal:
    """Add the signature of our party to a renewal of another, where all that both hold is the same; and keep it.

    Raises:
        CallerError: something differs, or the root key is not here.
        TheirData: its signatures do not hold.
    """
    verify_renewal(renewal, charter)
    found = compare(renewal, (held := held_by(node, charter)).items, held.destroyed)
    if found.differ:
        raise CallerError(
            N_("the renewal has other bytes than this node for %(name)s; nothing was signed"),
            hint=N_("This says what differs:\ndetente renewal check FILE"), name=found.differ[0],
        )  # fmt: skip
    root = root_key(node, charter, N_("Bring its file for this one act:\ndetente renewal sign RENEWAL --out SIGNED --root FILE"))
    signed = sign_renewal(renewal, node.party, root, successions_of(node, charter))
    return keep(node, signed)


def check(renewal: Renewal, charter: Charter, held: Held) -> tuple[tuple[str, ...], Compared]:
    """Who signed a renewal, and what of it is at hand.

    Raises:
        TheirData: a signature does not hold.
    """
    return verify_renewal(renewal, charter), compare(renewal, held.items, held.destroyed)


def keep(node: Node, renewal: Renewal) -> Renewal:
    """Keep a renewal in the node, with every signature that it or a kept copy of it has; what is kept then."""
    key = _KEPT + renewal.dialogue + ":" + hashlib.sha512(renewal.message).hexdigest()
    with node.store.transaction():
        before = node.store.get_meta(key)
        if before is not None:
            signed = {str(each["party"]): each for each in (*parse_renewal(before).signatures, *renewal.signatures)}
            renewal = renewal._replace(signatures=tuple(each for _, each in sorted(signed.items())))
        node.store.set_meta(key, format_renewal(renewal))
    return renewal


def kept(node: Node, charter: Charter) -> list[bytes]:
    """The renewals of a dialogue that a node keeps, oldest first."""
    found = node.store.metas(_KEPT + charter.id + ":")
    return sorted(found, key=lambda raw: parse_renewal(raw).made_at)


def add(node: Node, raw: bytes) -> Renewal:
    """Keep what came back for a renewal: from a witness its note, from another party the renewal with its signature too.

    Raises:
        CallerError: it is of a dialogue in which this node takes no part, or a note for no renewal that is kept here.
        TheirData: it is neither, or a signature of a party does not hold.
    """
    if raw.startswith(b"{"):
        renewal = parse_renewal(raw.removesuffix(b"\n"))
        if renewal.dialogue not in node.charters:
            raise CallerError(N_("the renewal is of a dialogue in which this node takes no part"))
        verify_renewal(renewal, node.charters[renewal.dialogue])
        return keep(node, renewal)
    text = parse_note(raw).text
    for charter in node.charters.values():
        for renewal in map(parse_renewal, kept(node, charter)):
            if witnessed_body(renewal.dialogue, renewal.digest) == text:
                with node.store.transaction():
                    node.store.set_meta(_notes_of(renewal) + hashlib.sha512(raw).hexdigest(), raw)
                return renewal
    raise CallerError(
        N_("what the file countersigns is no renewal that is kept here"),
        hint=N_("A renewal that was made elsewhere is kept first, in the same way. This lists those that are kept:\ndetente renewal list"),
    )


def notes(node: Node, renewal: Renewal) -> list[bytes]:
    """What witnesses handed back for a renewal, as far as it is kept."""
    return node.store.metas(_notes_of(renewal))


def _notes_of(renewal: Renewal) -> str:
    return f"{_NOTES}{renewal.dialogue}:{renewal.digest.hex()}:"
