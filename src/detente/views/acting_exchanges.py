"""Acts of a simultaneous exchange: commit to a list, and open it.

Until it is opened a list lies with its salt in this node's store, unencrypted like the rest of it, and in no entry. A list that is too
long for a field, or is no text, is kept as a file, and becomes an attachment only when it is opened.
"""

from __future__ import annotations

import hashlib
import mimetypes
import unicodedata
from typing import Any

import msgspec

from detente.dialogue.acts import Ref
from detente.dialogue.exchanges import Exchange
from detente.dialogue.kinds import FILE_PREFIX
from detente.dialogue.lists import SALT_BYTES, Whose, fits, list_digest
from detente.errors import N_, CallerError
from detente.node import blobs
from detente.node.node import Node
from detente.node.room import Room
from detente.record import canonical
from detente.record.limits import LIMITS
from detente.record.text import encode_base64
from detente.views.acting import Fields, Given, Place, Unfit, about, needed, written


class ListFile(msgspec.Struct, frozen=True):
    """A list as a file of this machine: its name and all its bytes."""

    name: str
    data: bytes


class KeptList(msgspec.Struct, frozen=True):
    """What opens a commitment of ours: the salt in base64, and the list as text or as a file."""

    salt: str
    text: str | None
    file: ListFile | None


def commit(place: Place, given: Given) -> Fields:
    """Commit to a list: `text`, or `file` (a `ListFile`). Only the commitment is shared, and the node keeps the list."""
    needed(given, "about")
    node, room = place.node, place.room
    name = agreed_exchange(room, given["about"])
    exchange = room.fold.exchanges.exchanges.get(name)
    if exchange is not None and room.party in exchange.commitments:
        raise Unfit(
            "about", N_("we have committed to a list in '%(about)s' already, in %(entry)s; the first one counts"),
            hint=N_("detente exchange show %(key)s"), about=name, entry=str(exchange.commitments[room.party].ref), key=_key(name),
        )  # fmt: skip
    for number, _, fields, _, _ in room.store.drafts(room.id):
        if fields["kind"] == "commit" and fields["about"] == name:
            raise Unfit(
                "about", N_("a commitment in '%(about)s' waits already, draft %(draft)d"),
                hint=N_("detente outbox --drop %(draft)d"), about=name, draft=number,
            )  # fmt: skip
    text, file = _given_list(given)
    return {"kind": "commit", "about": name, "commitment": _keep(node, Whose(room.id, name, room.party), text, file)}


def reveal(place: Place, given: Given) -> Fields:
    """Open the list of a commitment of ours; `anyway`: although not all others have committed."""
    node, room, ref = place.node, place.room, place.ref
    exchange = room.fold.exchanges.get(ref)
    act = None if exchange is None else exchange.commitments.get(room.party)
    if exchange is None or act is None or act.ref != ref:
        raise Unfit("re", N_("%(ref)s is no commitment of ours to a list"), hint=N_("detente exchange list"), ref=str(ref))
    for opening in exchange.openings.get(room.party, ()):
        if fits(act.kept["commitment"], Whose(room.id, exchange.slot, room.party), room.entry(opening.ref).fields):
            raise Unfit("re", N_("the list of %(ref)s was opened in %(entry)s"), ref=str(ref), entry=str(opening.ref))
    missing = waits_for(exchange)
    if missing and not given.get("anyway"):
        raise Unfit(
            "anyway",
            N_("no commitment of %(parties)s is here: whoever opens now shows its list to who can still choose its own"),
            hint=N_("Wait for it. To open all the same:\ndetente exchange open %(key)s --anyway"),
            parties=", ".join(missing), key=_key(exchange.slot),
        )  # fmt: skip
    kept = kept_list(node, str(act.kept["commitment"]))
    if kept is None:
        raise Unfit(
            "re", N_("the list of %(ref)s is not in this node, and nothing else can open it"),
            hint=N_("Look for it in the node that committed to it, or in a backup of that node."), ref=str(ref),
        )  # fmt: skip
    return {"kind": "reveal", **about((ref,)), "salt": kept.salt, **_opened(node, kept)}


def agreed_exchange(room: Room, name: str) -> str:
    """The slot of an exchange that all members have agreed.

    Raises:
        Unfit: there is none.
    """
    agreed = [slot.name for slot in room.fold.proposals.about("exchange") if slot.current is not None]
    if name not in agreed:
        raise Unfit(
            "about", N_("no exchange is agreed in '%(label)s' as '%(about)s'; there are: %(known)s"),
            hint=N_("Propose it, and let all consent:\ndetente propose %(about)s --text TEXT"),
            label=room.label, about=name, known=", ".join(agreed) or "—",
        )  # fmt: skip
    return name


def commitment_of_ours(room: Room, name: str) -> Ref:
    """The entry by which we have committed to a list in an exchange.

    Raises:
        Unfit: there is none.
    """
    exchange = room.fold.exchanges.exchanges.get(name)
    if exchange is None or room.party not in exchange.commitments:
        raise Unfit(
            "about", N_("we have committed to no list in '%(about)s'"), hint=N_("detente exchange commit %(key)s --list FILE"),
            about=name, key=_key(name),
        )  # fmt: skip
    return exchange.commitments[room.party].ref


def waits_for(exchange: Exchange) -> list[str]:
    """The members of whom no commitment is here."""
    return [member for member in exchange.members if member not in exchange.commitments]


def kept_list(node: Node, commitment: str) -> KeptList | None:
    """The list of a commitment of ours, if it lies in this node."""
    raw = node.store.get_meta(_place(commitment))
    return None if raw is None else msgspec.json.decode(raw, type=KeptList)


def _place(commitment: str) -> str:
    """Where this node keeps a list and its salt: in its store, never in the record."""
    return "closed-list:" + commitment


def _key(name: str) -> str:
    return name.partition("/")[2]


# ---- the list ----


def _given_list(given: Given) -> tuple[str | None, ListFile | None]:
    """A list as text if it is one and a field can hold it, otherwise as a file.

    Raises:
        Unfit: there is none, or it is too long.
    """
    file: ListFile | None = given.get("file")
    text = given.get("text") if file is None else _as_text(file.data)
    if text is not None and not text.strip():
        raise Unfit("text", N_("the list is empty; that there is nothing to list is said in words"))
    if text is not None and len(canonical.encode(written(text))) <= LIMITS.value_bytes:
        return written(text), None
    if file is None:
        needed(given, "text")
        raise Unfit(
            "text", N_("the list is too long for a text of %(limit)d bytes"),
            hint=N_("Keep it in a file:\ndetente exchange commit KEY --list FILE"), limit=LIMITS.value_bytes,
        )  # fmt: skip
    try:
        blobs.check_size(file.name, file.data)
    except CallerError as error:
        raise Unfit("text", error.template, **error.params) from error
    return None, ListFile(unicodedata.normalize("NFC", file.name), file.data)


def _as_text(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _keep(node: Node, whose: Whose, text: str | None, file: ListFile | None) -> str:
    """Keep a list with a new salt in this node; what is shared of it, in base64."""
    salt = node.random(SALT_BYTES)
    files = [] if file is None else [encode_base64(hashlib.sha256(file.data).digest())]
    commitment = encode_base64(list_digest(salt, whose, text, files))
    node.store.set_meta(_place(commitment), msgspec.json.encode(KeptList(encode_base64(salt), text, file)))
    return commitment


def _opened(node: Node, kept: KeptList) -> dict[str, Any]:
    """The list as fields of an act; a file is an attachment from now on."""
    if kept.file is None:
        return {"text": kept.text}
    kind = mimetypes.guess_type(kept.file.name)[0] or "application/octet-stream"
    return {f"{FILE_PREFIX}0001": blobs.keep(node, kept.file.name, kept.file.data, declared=kind)}
