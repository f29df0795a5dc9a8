"""The root key of a party, kept offline: its file, lending it for one act, its notice, its successor (docs/howto/ceremonies.md).

    root.age       age: {"detente":"root","party":"rus","root":{"ed25519":"<seed>","mldsa44":"<seed>"},"v":1}
    notice.json    {"detente":"notice","dialogue":"<hex>","party":"rus","roots":[],"secret":"..","v":1}

Rules:

1. A root key leaves the key file only after its file was opened again and held the same key.
2. A root key that was brought is in memory while one command runs, and is never written.
3. What a dialogue goes by is its charter and the successions in its record, never what the key file says of itself.
4. A notice is not encrypted: whoever holds it can stop a party's voice, not speak in its name. It is guarded by where it lies.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import pyrage

from detente.errors import N_, CallerError, FormatError
from detente.node import passphrases
from detente.node.age_keys import identities_of, recipients_of, refused
from detente.node.files import read_capped
from detente.node.keystore import pair_of
from detente.node.node import Node
from detente.record import canonical
from detente.record.charter import Charter, fingerprint, notice_digest, root_digest
from detente.record.signatures import KeyPair
from detente.record.succession import Root, make_succession, roots_of, verify_notice
from detente.record.text import decode_base64, encode_base64

FILE_BYTES: Final = 64 << 10
"""Bytes of the largest root file that is read: seeds of 64 bytes, and stanzas of age."""

_SUCCESSIONS: Final = "successions:"
"""Under this, with the id of a dialogue, the store keeps the successions of our root key in it."""


class RootFile(NamedTuple):
    """What a file of a root key holds."""

    party: str
    keys: KeyPair
    seeds: dict[str, str]


class NoticeFile(NamedTuple):
    """What a file of a notice holds; `successions` lead to the root key that it revokes."""

    dialogue: str
    party: str
    secret: bytes
    successions: list[dict[str, Any]]


# ---- which root key counts ----


def successions_of(node: Node, charter: Charter) -> list[dict[str, Any]]:
    """What leads from the root key of a charter to ours of today: as the record has it, or as it is about to be sealed."""
    kept = node.store.get_meta(_SUCCESSIONS + charter.id)
    found: list[dict[str, Any]] = [] if kept is None else msgspec.json.decode(kept)
    for room in node.rooms.values():
        if room.channel.charter.id == charter.id:
            for log in room.channel.generations(node.party):
                found = max(found, room.channel.logs[log].certificates[0].successions, key=len)
    return found


def current_root(node: Node, charter: Charter) -> Root:
    """Our root key of today in a dialogue."""
    return roots_of(charter.parties[node.party], successions_of(node, charter))[-1]


def root_key(node: Node, charter: Charter, hint: str, **params: Any) -> KeyPair:
    """The root key itself, if it is here.

    Args:
        hint: how to bring it for what is being done.

    Raises:
        CallerError: it is not.
    """
    wanted = current_root(node, charter).keys
    for keys in node.keys.roots_at_hand:
        if keys.public == wanted:
            return keys
    raise CallerError(
        N_("this takes the root key %(fingerprint)s, which is not in this node"), hint=hint, fingerprint=fingerprint(wanted), **params
    )


# ---- files ----


def root_file(node: Node, *, successor: bool, passphrase: str | None, recipients: Sequence[str]) -> bytes:
    """The file of our root key, or of its successor, encrypted to a passphrase or to recipients.

    Raises:
        CallerError: the key is not in this node, or a recipient is none, or its plugin does not encrypt.
    """
    seeds = node.keys.data.get("next" if successor else "root")
    if seeds is None:
        raise CallerError(
            N_("the successor of the root key is not in this node") if successor else N_("the root key is not in this node"),
            hint=N_("This says what of the keys is here:\ndetente keys"),
        )
    plain = canonical.encode({"detente": "root", "v": 1, "party": node.party, "root": seeds})
    if recipients:
        try:
            return bytes(pyrage.encrypt(plain, recipients_of(recipients)))
        except pyrage.EncryptError as error:
            raise refused(recipients, error) from error
    assert passphrase is not None  # noqa: S101 - the face asks for one where there are no recipients
    return passphrases.encrypt(plain, passphrase)


def is_for_recipients(raw: bytes) -> bool:
    """Whether a root file was encrypted to recipients, and not by a passphrase."""
    return not raw.split(b"\n", 2)[1:2] or not raw.split(b"\n", 2)[1].startswith(b"-> scrypt ")


def open_root_file(path: Path, *, passphrase: str | None = None, identity: Path | None = None) -> RootFile:
    """Open the file of a root key.

    Raises:
        UsageError: it cannot be read.
        CallerError: passphrase or identity do not open it, or it is no such file.
    """
    raw = read_capped(path, FILE_BYTES)
    if identity is not None:
        try:
            plain = bytes(pyrage.decrypt(raw, identities_of(identity)))
        except pyrage.DecryptError as error:
            raise CallerError(N_("the identity does not open %(path)s"), path=str(path)) from error
    else:
        plain = passphrases.decrypt(raw, passphrase or "", path)
    try:
        value = canonical.decode(plain, limit=FILE_BYTES)
        if type(value) is dict and value.get("detente") == "root" and type(value.get("party")) is str and type(value.get("root")) is dict:
            return RootFile(value["party"], pair_of(value["root"]), value["root"])
    except (FormatError, KeyError, AttributeError, TypeError) as error:
        raise CallerError(N_("%(path)s holds no root key"), path=str(path)) from error
    raise CallerError(N_("%(path)s holds no root key"), path=str(path))


def notice_file(node: Node, charter: Charter) -> bytes:
    """The file of the notice that revokes our root key of today in a dialogue.

    Raises:
        CallerError: it is not in this node.
    """
    root = current_root(node, charter)
    for secret in node.keys.notices:
        if notice_digest(root.keys, node.party, secret) == root.notice:
            return canonical.encode({
                "detente": "notice", "v": 1, "dialogue": charter.id, "party": node.party, "secret": encode_base64(secret),
                "roots": successions_of(node, charter),
            })  # fmt: skip
    raise CallerError(
        N_("the notice that revokes our root key in this dialogue is not in this node"),
        hint=N_("This says what of the keys is here:\ndetente keys"),
    )


def is_notice(path: Path) -> bool:
    """Whether a file looks like a notice, and not like the encrypted file of a root key."""
    return read_capped(path, FILE_BYTES).startswith(b"{")


def read_notice(path: Path) -> NoticeFile:
    """Read the file of a notice.

    Raises:
        UsageError: it cannot be read.
        CallerError: it is none.
    """
    try:
        value = canonical.decode(read_capped(path, FILE_BYTES).removesuffix(b"\n"), limit=FILE_BYTES)
        if type(value) is dict and value.get("detente") == "notice" and type(value.get("roots")) is list:
            return NoticeFile(value["dialogue"], value["party"], decode_base64(value["secret"], 32), value["roots"])
    except (FormatError, KeyError, TypeError, AttributeError) as error:
        raise CallerError(N_("%(path)s is no notice"), path=str(path)) from error
    raise CallerError(N_("%(path)s is no notice"), path=str(path))


def check_notice(notice: NoticeFile, charter: Charter) -> Root:
    """Which root key a notice revokes.

    Raises:
        CallerError: it is of another dialogue.
        TheirData: it revokes nothing.
    """
    if notice.dialogue != charter.id or notice.party not in charter.parties:
        raise CallerError(N_("the notice is of another dialogue"))
    fields = {"party": notice.party, "secret": encode_base64(notice.secret)}
    verify_notice({**fields, **{f"roots/{number}": value for number, value in enumerate(notice.successions, 1)}}, charter.parties)
    return roots_of(charter.parties[notice.party], notice.successions)[-1]


# ---- taking them out of the node ----


class Places(NamedTuple):
    """What a root file is to this node: its root key, the successor of that, or neither."""

    root: bool
    successor: bool


def place_of(node: Node, file: RootFile) -> Places:
    """What the key of a root file is to this node."""
    public = file.keys.public
    return Places(public == node.keys.root_public, root_digest(public) == node.keys.next_digest)


def take_out(node: Node, file: RootFile) -> Places:
    """Remove from the node the root key that a file holds, or the successor.

    Raises:
        CallerError: the file is of another party or key; nothing was removed.
    """
    places = place_of(node, file)
    if file.party != node.party or not any(places):
        raise CallerError(
            N_("the file holds the root key %(seen)s of %(party)s, which this node does not have"),
            hint=N_("This says what of the keys is here:\ndetente keys"), seen=fingerprint(file.keys.public), party=file.party,
        )  # fmt: skip
    node.keys.take_out_root() if places.root else node.keys.take_out_successor()
    return places


def take_out_notice(node: Node, notice: NoticeFile) -> None:
    """Remove a notice from the node that a file holds.

    Raises:
        CallerError: the node has no such notice.
    """
    if notice.party != node.party or not node.keys.drop_notice(notice.secret):
        raise CallerError(
            N_("this node does not have the notice that the file holds"), hint=N_("This says what of the keys is here:\ndetente keys")
        )


# ---- succession ----


def succeed(node: Node, charter: Charter, new: RootFile, secret: bytes) -> list[dict[str, Any]]:
    """Put the successor in the place of our root key in a dialogue; logs are opened under it afterwards.

    A new successor and a new notice are drawn and stay in the node until they are taken out. Doing it again goes on where it stopped.

    Raises:
        CallerError: the file is not of the committed successor, or the notice is not.
        TheirData: the same.
    """
    known = successions_of(node, charter)
    root = current_root(node, charter)
    if new.keys.public == root.keys:
        if not root.era:
            raise CallerError(N_("the file holds the root key itself, not its successor"))
        node.keys.lend(new.keys)
        return known
    if root_digest(new.keys.public) != root.next:
        raise CallerError(
            N_("the file holds the root key %(seen)s; the one that was committed to as the successor of %(expected)s is another"),
            hint=N_("This says what a file holds:\ndetente root check FILE"),
            seen=fingerprint(new.keys.public), expected=fingerprint(root.keys),
        )  # fmt: skip
    if notice_digest(root.keys, node.party, secret) != root.notice:
        raise CallerError(N_("the notice is not the one of the root key %(fingerprint)s"), fingerprint=fingerprint(root.keys))
    notice = secrets.token_bytes(32)
    node.keys.succeed(new.keys, notice)
    digests = node.keys.next_digest, notice_digest(new.keys.public, node.party, notice)
    successions = [*known, make_succession(charter.parties[node.party], root, new.keys, secret, digests)]
    with node.store.transaction():
        node.store.set_meta(_SUCCESSIONS + charter.id, msgspec.json.encode(successions))
    return successions
