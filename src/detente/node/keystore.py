"""The secrets of one node, in one file encrypted by a passphrase (age, scrypt).

    {"v":1,"party":"rus","root":{"ed25519":"<seed>","mldsa44":"<seed>"},"next":{..},"notices":["<secret>"],
     "identities":["AGE-SECRET-KEY-.."],"logs":{"<log id>":[{"from":0,"ed25519":"<seed>","mldsa44":"<seed>"}]},"channels":{"<id>":"<K>"},
     "delegates":{"<delegate id>":"<Ed25519 seed>"},"couriers":{"sftp://user@host":"<password>"}}

The root key, its successor and the deposited notices belong offline (roots.py); then `root_public` and `next_digest` stand in their
places. A new node has them here, and `detente keys` says so. Losing this file loses the voice of the party, not its record.

`delegates` are the keys of people that have no passphrase of their own: those of an exercise, and those that older versions made.
All others have a file each (personal.py).
"""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import pyrage

from detente.errors import N_, StoreError, reason_of
from detente.node import passphrases
from detente.node.files import write_whole
from detente.record.charter import format_public_pair, parse_public_pair, root_digest
from detente.record.signatures import SEED_BYTES, Ed25519Signer, KeyPair, PublicPair
from detente.record.text import decode_base64, encode_base64

NO_PASSPHRASE = "-"  # noqa: S105 - stands for none
"""What stands for "not encrypted" where a passphrase is expected: for exercises and tests only."""


class Keystore:
    """The secrets of a node; loaded when first needed, written whole when something is added."""

    _lent: KeyPair | None = None

    def __init__(self, path: Path, passphrase: str) -> None:
        self.path = path
        self._passphrase = passphrase
        self._data: dict[str, Any] | None = None
        self._read: tuple[int, int, int] | None = None

    @classmethod
    def create(cls, path: Path, passphrase: str, party: str) -> Keystore:
        """New root keys, a successor for them, a revocation notice and an identity to receive with."""
        store = cls(path, passphrase)
        store._data = {
            "v": 1,
            "party": party,
            "root": _new_seeds(),
            "next": _new_seeds(),
            "notices": [],
            "identities": [str(pyrage.x25519.Identity.generate())],
            "logs": {},
            "channels": {},
        }
        store.save()
        return store

    @property
    def passphrase(self) -> str:
        """What opens the file, for a process of ours that opens it too."""
        return self._passphrase

    @property
    def data(self) -> dict[str, Any]:
        if self._data is None:
            self._data = self._load()
        return self._data

    def is_outdated(self) -> bool:
        """Whether another process has written the file since this one read it."""
        return self._data is not None and self._read != self._state()

    def forget(self) -> None:
        """Read the file again when it is needed next."""
        if self.is_outdated():
            self._data = None

    def _state(self) -> tuple[int, int, int]:
        """What changes with every writing of the file: it is a new one each time."""
        found = self.path.stat()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def is_encrypted(self) -> bool:
        """Whether these keys have a passphrase."""
        return self.path.exists() and passphrases.is_encrypted(self.path.read_bytes()[:32])

    @property
    def root_public(self) -> PublicPair:
        """The public half of our root key, wherever the other half is."""
        known = self.data.get("root_public")
        return pair_of(self.data["root"]).public if known is None else parse_public_pair(known)

    @property
    def next_digest(self) -> bytes:
        """The digest of the successor of our root key, wherever that is."""
        known = self.data.get("next_digest")
        return root_digest(pair_of(self.data["next"]).public) if known is None else decode_base64(known, 32)

    @property
    def has_root(self) -> bool:
        """Whether our root key lies in the file."""
        return "root" in self.data

    @property
    def has_successor(self) -> bool:
        """Whether its successor does."""
        return "next" in self.data

    @property
    def roots_at_hand(self) -> list[KeyPair]:
        """The root keys that can sign now: the one in the file, and one that was brought."""
        return [*([pair_of(self.data["root"])] if self.has_root else []), *([self._lent] if self._lent else [])]

    def lend(self, root: KeyPair) -> None:
        """Have a root key in memory that is not in the file, until this object goes."""
        self._lent = root

    def take_out_root(self) -> None:
        """Keep our root key no longer, but its public half."""
        public = format_public_pair(self.root_public)
        self.data["root_public"] = public
        self.data.pop("root", None)
        self.save()

    def take_out_successor(self) -> None:
        """Keep the successor of our root key no longer, but its digest."""
        self.data["next_digest"] = encode_base64(self.next_digest)
        self.data.pop("next", None)
        self.save()

    def succeed(self, root: KeyPair, notice: bytes) -> None:
        """Let a brought key be our root key, draw the one that comes after it, and keep a notice that revokes it.

        Where another dialogue has made it our root key before, its successor is the one of that time.
        """
        self._lent = root
        public = format_public_pair(root.public)
        if self.data.get("root_public") != public or "root" in self.data:
            self.data.pop("root", None)
            self.data.pop("next_digest", None)
            self.data["root_public"], self.data["next"] = public, self.new_seeds()
        self.data["notices"].append(encode_base64(notice))
        self.save()

    @property
    def notices(self) -> list[bytes]:
        """The secrets of the notices that lie in the file."""
        return [decode_base64(text, 32) for text in self.data["notices"]]

    def drop_notice(self, secret: bytes) -> bool:
        """Keep a notice no longer; False if it is not kept."""
        text = encode_base64(secret)
        if text not in self.data["notices"]:
            return False
        self.data["notices"].remove(text)
        self.save()
        return True

    def new_notice(self) -> bytes:
        """The secret of a revocation notice, drawn and saved: one for each dialogue."""
        self.data["notices"].append(encode_base64(secrets.token_bytes(32)))
        self.save()
        return decode_base64(self.data["notices"][-1], 32)

    @property
    def identities(self) -> list[pyrage.x25519.Identity]:
        return [pyrage.x25519.Identity.from_str(text) for text in self.data["identities"]]

    @property
    def recipients(self) -> list[str]:
        """To what others encrypt from now on; older identities stay, for files that are under way or kept."""
        return [str(self.identities[0].to_public())]

    def new_identity(self) -> None:
        """Make a new identity to receive with."""
        self.data["identities"].insert(0, str(pyrage.x25519.Identity.generate()))
        self.save()

    def channel_secret(self, channel: str) -> bytes | None:
        """The K of a channel that this node founds, or None."""
        text = self.data["channels"].get(channel)
        return decode_base64(text, 32) if text else None

    def add_channel_secret(self, channel: str, k: bytes) -> None:
        self.data["channels"][channel] = encode_base64(k)
        self.save()

    def sealing_pairs(self, log: str, start: int) -> list[KeyPair]:
        """The pairs that were made for a log from a size on or from before it, the newest first.

        A crash can leave one whose certificate was never sealed: which one is in force, the record says.
        """
        fitting = [item for item in self.data["logs"].get(log, []) if item["from"] <= start]
        return [pair_of(item) for item in sorted(fitting, key=lambda item: -int(item["from"]))]

    def new_sealing_keys(self, log: str, start: int) -> KeyPair:
        """Make and save a pair for a log from a size on; the same pair if that was done before a crash."""
        known = self.data["logs"].setdefault(log, [])
        for item in known:
            if item["from"] == start:
                return pair_of(item)
        known.append({"from": start, **self.new_seeds()})
        self.save()
        return pair_of(known[-1])

    def delegate_seed(self, delegate: str) -> bytes | None:
        """The 32 bytes from which the key of somebody of our delegation is made, if it is kept here."""
        text = self.data.get("delegates", {}).get(delegate)
        return decode_base64(text, SEED_BYTES) if text else None

    def delegate_key(self, delegate: str) -> Ed25519Signer | None:
        """The key with which somebody of our delegation signs in person, if it is kept here."""
        seed = self.delegate_seed(delegate)
        return None if seed is None else Ed25519Signer(seed)

    def new_delegate_key(self, delegate: str) -> Ed25519Signer:
        """Make and save such a key; the same one if there is one."""
        known = self.delegate_key(delegate)
        if known is not None:
            return known
        seed = secrets.token_bytes(SEED_BYTES)
        self.data.setdefault("delegates", {})[delegate] = encode_base64(seed)
        self.save()
        return Ed25519Signer(seed)

    def drop_delegate_key(self, delegate: str) -> None:
        """Keep such a key no longer; nothing if it is not kept here."""
        if self.data.get("delegates", {}).pop(delegate, None) is not None:
            self.save()

    def courier_secret(self, place: str) -> str | None:
        """The password, key secret or token with which a courier is let in, if it is kept here."""
        text = self.data.get("couriers", {}).get(place)
        return str(text) if text is not None else None

    def set_courier_secret(self, place: str, secret: str | None) -> None:
        """Keep such a secret in the place of the one before; None: keep none."""
        kept = self.data.setdefault("couriers", {})
        if secret is None:
            kept.pop(place, None)
        else:
            kept[place] = secret
        self.save()

    def certificate(self, log: str) -> dict[str, Any] | None:
        """The certificate that was made ahead for a log that is not open yet."""
        found: dict[str, Any] | None = self.data.get("certs", {}).get(log)
        return found

    def add_certificate(self, log: str, cert: dict[str, Any]) -> None:
        """Keep such a certificate."""
        self.data.setdefault("certs", {})[log] = cert
        self.save()

    def new_seeds(self) -> dict[str, str]:
        """Seeds for a new pair of keys."""
        return _new_seeds()

    def save(self) -> None:
        """Write the whole file, synced."""
        plain = msgspec.json.encode(self._data)
        try:
            kept = plain if self._passphrase == NO_PASSPHRASE else passphrases.encrypt(plain, self._passphrase)
            write_whole(self.path, kept, private=True)
        except BaseException:
            self._data = None  # what is on no disk is no key: whoever goes on reads the file again
            raise
        self._read = self._state()

    def _load(self) -> dict[str, Any]:
        try:
            self._read = self._state()
            raw = self.path.read_bytes()
        except OSError as error:
            raise StoreError(N_("the key file %(path)s cannot be read: %(cause)s"), path=str(self.path), cause=reason_of(error)) from error
        if passphrases.is_encrypted(raw):
            raw = passphrases.decrypt(raw, self._passphrase, self.path)
        try:
            data = msgspec.json.decode(raw, type=dict[str, Any])
        except (ValueError, RecursionError) as error:
            raise StoreError(N_("the key file %(path)s is damaged"), path=str(self.path)) from error
        return data


def _new_seeds() -> dict[str, str]:
    return {"ed25519": encode_base64(secrets.token_bytes(SEED_BYTES)), "mldsa44": encode_base64(secrets.token_bytes(SEED_BYTES))}


def pair_of(seeds: dict[str, Any]) -> KeyPair:
    """A pair of keys from its seeds."""
    return _pair_of(seeds["ed25519"], seeds["mldsa44"])


@lru_cache(maxsize=64)  # making the ML-DSA key out of its seed costs a fifth of a signature; the seeds stay in memory anyway
def _pair_of(ed25519: str, mldsa44: str) -> KeyPair:
    return KeyPair.from_seeds(decode_base64(ed25519, SEED_BYTES), decode_base64(mldsa44, SEED_BYTES))
