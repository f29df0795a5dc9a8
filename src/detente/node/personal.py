"""The key with which one person signs, in a file of its own that opens with that person's own passphrase (age, scrypt).

    <folder>/person-ivanova.age    {"delegate":"ivanova","ed25519":"<seed>","party":"rus","v":1}

Rules:

1. Neither the passphrase of the node nor anybody's account opens such a file: nobody but that person signs in this name.
2. Neither passphrase nor key is kept anywhere else. Whoever loses the passphrase needs a new key and a new appointment.
3. A key without a passphrase of its own lies in the keystore, and opens with the other keys of the node: in exercises, and where an
   older version made it. As soon as there is a file, the keystore's copy signs nothing any more.
4. The public half stands in the store, to be read without a passphrase. Which key counts, the appointment in the record says.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from detente.dialogue.fields import ident
from detente.errors import N_, CallerError, FormatError, StoreError, reason_of
from detente.node import passphrases
from detente.node.files import write_whole
from detente.node.passphrases import TooBusy, WrongPassphrase
from detente.node.persons import signing
from detente.node.tables import seconds
from detente.node.throttle import Throttle, keys_of_person
from detente.record import canonical
from detente.record.signatures import SEED_BYTES, Ed25519Signer
from detente.record.text import decode_base64, encode_base64

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.node.room import Room

OWN: Final = "own"
"""A key that opens with the passphrase of its person."""
NODE: Final = "node"
"""A key that opens with the other keys of the node."""
Guard = Literal["own", "node"]

KEPT_KEY: Final = "delegate-key:"
"""Under this, with the id of the person, the store keeps the public half (base64)."""

FILE_BYTES: Final = 4096
"""The most that is read of such a file: 332 bytes and the length of two ids, with room for a longer header of age."""


# ---- what is kept here ----


def key_path(node: Node, delegate: str) -> Path | None:
    """Where the key of a person lies if it has a passphrase of its own; None for a node in memory, or where this is no id."""
    return None if node.folder is None or not ident(delegate) else node.folder / f"person-{delegate}.age"


def kept_key(node: Node, delegate: str) -> str | None:
    """The public key (base64) with which a person signs at this node, if there is one."""
    raw = node.store.get_meta(KEPT_KEY + delegate)
    return None if raw is None else raw.decode()


def guard_of(node: Node, delegate: str) -> Guard | None:
    """With what the key of a person opens; None if this node keeps none."""
    path = key_path(node, delegate)
    if path is not None and path.exists():
        return OWN
    return NODE if kept_key(node, delegate) is not None else None


def is_for_exercises_only(node: Node) -> bool:
    """Whether nothing in earnest is, or can ever be, signed here: then a key may do without a passphrase."""
    if any(not charter.exercise for charter in node.charters.values()):
        return False
    return bool(node.charters) or not node.keys.is_encrypted()


# ---- making and changing ----


def make_key(node: Node, delegate: str, passphrase: str | None) -> str:
    """Make the key of a person, in the place of the one that there is, if there is one; the public half (base64).

    Args:
        passphrase: of that person; None: the key opens with the others of the node, which must be open then.

    Raises:
        CallerError: the passphrase cannot be, or there is none and this is no exercise.
    """
    before = guard_of(node, delegate)
    if passphrase is None and not is_for_exercises_only(node):
        raise exercises_only(delegate)
    ready = None if passphrase is None else prepared(passphrase)
    with node.store.transaction():
        node.store.drop_meta(KEPT_KEY + delegate)  # after a crash now the public half is read anew, and is never a wrong one
    if before == NODE or ready is None:
        node.keys.drop_delegate_key(delegate)
    if ready is None:
        public = node.keys.new_delegate_key(delegate).public_key
        path = key_path(node, delegate)
        if path is not None:
            path.unlink(missing_ok=True)
    else:
        seed = secrets.token_bytes(SEED_BYTES)
        _write(node, delegate, seed, ready)
        public = Ed25519Signer(seed).public_key
    return _note_public(node, delegate, public)


def change_passphrase(node: Node, delegate: str, old: str, new: str) -> str:
    """Give the key of a person another passphrase; the public half (base64).

    Raises:
        WrongPassphrase: the old one is another.
        CallerError: the new one cannot be, or no such key is kept here.
        StoreError: see `open_key`.
    """
    ready = prepared(new)
    seed = _open(node, delegate, old)
    _write(node, delegate, seed, ready)
    return _note_public(node, delegate, Ed25519Signer(seed).public_key)


def move_key(node: Node, delegate: str, new: str) -> str:
    """Put a key that opens with the others of the node, which must be open, under the passphrase of its person; the public half (base64).

    Older copies of the keystore (backups) hold the key still.

    Raises:
        CallerError: the passphrase cannot be, or no such key is kept here.
    """
    ready = prepared(new)
    seed = node.keys.delegate_seed(delegate)
    if seed is None:
        raise not_kept(delegate)
    _write(node, delegate, seed, ready)  # first: a crash before the next line leaves it twice, and it is dropped when it next signs
    node.keys.drop_delegate_key(delegate)
    return _note_public(node, delegate, Ed25519Signer(seed).public_key)


def prepared(passphrase: str) -> str:
    """A new passphrase as it is used.

    Raises:
        CallerError: it is too short or too long.
    """
    ready = _as_typed(passphrase)
    passphrases.check_new(ready)
    return ready


# ---- opening ----


def open_key(node: Node, delegate: str, passphrase: str) -> Ed25519Signer:
    """The key of a person, opened with the passphrase of that person; takes about a second.

    Raises:
        CallerError: no such key is kept here.
        WrongPassphrase: the passphrase is another.
        TooBusy: this machine is too busy.
        StoreError: the file cannot be read, or holds another thing.
    """
    key = Ed25519Signer(_open(node, delegate, passphrase))
    _note_public(node, delegate, key.public_key)
    return key


def open_key_at(node: Node, delegate: str, passphrase: str, address: str) -> Ed25519Signer:
    """The same for somebody at a distance: wrong attempts make the next wait longer, as those to sign in do.

    Args:
        address: from where, as the server knows it.

    Raises:
        TooManyFailures: this key or the address has to wait; the passphrase was not looked at.
    """
    throttle, keys, now = Throttle(node.store), keys_of_person(delegate, address), seconds(node.clock())
    throttle.check(keys, now)
    with node.store.transaction():
        throttle.note(keys, now)
    guessed = False
    try:
        return open_key(node, delegate, passphrase)
    except WrongPassphrase:
        guessed = True
        raise
    finally:
        if not guessed:
            with node.store.transaction():
                throttle.forgive(keys)


def who_must_open(node: Node, acts: Iterable[Mapping[str, Any]]) -> list[str]:
    """Whose passphrase it takes to seal some drafts."""
    return [delegate for delegate in signing(acts) if guard_of(node, delegate) == OWN]


def signers(node: Node, room: Room, acts: Sequence[Mapping[str, Any]], opened: Mapping[str, Ed25519Signer]) -> dict[str, Ed25519Signer]:
    """The keys with which people sign some drafts of a channel: those that were opened, and those of the keystore.

    Raises:
        CallerError: one is not kept here, has not been opened, or is not the one that the appointment names; nothing is sealed then.
    """
    found = {}
    for delegate in signing(acts):
        if guard_of(node, delegate) == OWN:
            if delegate not in opened:
                raise CallerError(
                    N_("%(delegate)s signs in person, which takes the passphrase of %(delegate)s; nothing was sealed"), delegate=delegate
                )
            key: Ed25519Signer | None = opened[delegate]
            _drop_copy(node, delegate, opened[delegate])
        else:
            key = node.keys.delegate_key(delegate)
        if key is None:
            raise not_kept(delegate)
        named = _named_key(room, acts, delegate)
        if named is not None and named != encode_base64(key.public_key):
            raise CallerError(
                N_("the appointment of %(delegate)s names another key than the one that is kept here, with which nothing was sealed"),
                hint=N_(
                    "Appoint anew, which keeps what you do not name; the appointment names the key:\n"
                    "detente delegate appoint %(delegate)s"
                ),
                delegate=delegate,
            )  # fmt: skip
        found[delegate] = key
    return found


def _named_key(room: Room, acts: Sequence[Mapping[str, Any]], delegate: str) -> str | None:
    """The key that counts for a person: of the appointment that is sealed with it, else of the one in force."""
    drafted = [fields for fields in acts if fields["kind"] == "appoint" and fields["delegate"] == delegate]
    found = room.fold.people.get(room.party, delegate)
    in_force = None if found is None or found.appointment is None else found.appointment.kept
    appointment = drafted[-1] if drafted else in_force
    key = None if appointment is None else appointment.get("key")
    return key if isinstance(key, str) else None


def exercises_only(delegate: str) -> CallerError:
    """That a key takes a passphrase here."""
    return CallerError(
        N_("a key without a passphrase of its own is for exercises only"), hint=N_("detente delegate key %(delegate)s"), delegate=delegate
    )


def not_kept(delegate: str) -> CallerError:
    """That there is no key of a person here."""
    return CallerError(
        N_("the key with which %(delegate)s signs in person is not kept by this node"), hint=N_("detente delegate key %(delegate)s"),
        delegate=delegate,
    )  # fmt: skip


# ---- the file ----


def format_key(party: str, delegate: str, seed: bytes) -> bytes:
    """What stands in the file, before it is encrypted."""
    return canonical.encode({"v": 1, "party": party, "delegate": delegate, "ed25519": encode_base64(seed)})


def parse_key(raw: bytes, party: str, delegate: str) -> bytes:
    """The 32 bytes from which the key of this person is made.

    Raises:
        FormatError: these are not exactly what `format_key` writes for this person.
    """
    value = canonical.decode(raw, limit=FILE_BYTES)
    if type(value) is not dict or type(value.get("ed25519")) is not str:
        raise FormatError(N_("this is not the key of a person"))
    seed = decode_base64(value["ed25519"], SEED_BYTES)
    if format_key(party, delegate, seed) != raw:
        raise FormatError(N_("this is not the key of %(delegate)s of %(party)s"), delegate=delegate, party=party)
    return seed


def _write(node: Node, delegate: str, seed: bytes, ready: str) -> None:
    path = key_path(node, delegate)
    if path is None:
        raise CallerError(N_("'%(text)s' is no id of a person: a small letter, then small letters, digits, - or _"), text=delegate)
    write_whole(path, passphrases.encrypt(format_key(node.party, delegate, seed), ready), private=True)


def _open(node: Node, delegate: str, passphrase: str) -> bytes:
    path = key_path(node, delegate)
    if path is None or not path.exists():
        raise not_kept(delegate)
    try:
        with path.open("rb") as file:
            raw = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise StoreError(N_("the key file %(path)s cannot be read: %(cause)s"), path=str(path), cause=reason_of(error)) from error
    if len(raw) > FILE_BYTES or not passphrases.is_encrypted(raw):
        raise StoreError(N_("the key file %(path)s is damaged"), path=str(path))
    ready = _as_typed(passphrase)
    try:
        return parse_key(passphrases.decrypt(raw, ready if len(ready) <= passphrases.MOST else "", path), node.party, delegate)
    except WrongPassphrase as error:
        raise WrongPassphrase(
            N_("this is not the passphrase with which %(delegate)s signs in person"),
            hint=N_("It is the passphrase of that person, not of the node."), delegate=delegate,
        ) from error  # fmt: skip
    except FormatError as error:
        raise StoreError(N_("the key file %(path)s is damaged"), path=str(path)) from error


def _as_typed(passphrase: str) -> str:
    """In one form, so that two keyboards give the same."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "replace").decode()  # half a character of UTF-16 is none


def _note_public(node: Node, delegate: str, key: bytes) -> str:
    public = encode_base64(key)
    if kept_key(node, delegate) != public:
        with node.store.transaction():
            node.store.set_meta(KEPT_KEY + delegate, public.encode())
    return public


def _drop_copy(node: Node, delegate: str, opened: Ed25519Signer) -> None:
    """What a crash in the middle of `move_key` left in the keystore."""
    copy = node.keys.delegate_key(delegate)
    if copy is not None and copy.public_key == opened.public_key:
        node.keys.drop_delegate_key(delegate)


__all__ = [
    "NODE", "OWN", "TooBusy", "WrongPassphrase", "change_passphrase", "exercises_only", "format_key", "guard_of", "is_for_exercises_only",
    "kept_key", "key_path", "make_key", "move_key", "not_kept", "open_key", "open_key_at", "parse_key", "signers", "who_must_open",
]  # fmt: skip
