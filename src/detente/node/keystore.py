"""The secrets of one node, in one file encrypted by a passphrase (age, scrypt).

    {"v":1,"party":"rus","root":{"ed25519":"<seed>","mldsa44":"<seed>"},"next":{..},"notices":["<secret>"],
     "identities":["AGE-SECRET-KEY-.."],"logs":{"<log id>":[{"from":0,"ed25519":"<seed>","mldsa44":"<seed>"}]},"channels":{"<id>":"<K>"},
     "delegates":{"<delegate id>":"<Ed25519 seed>"}}

The root key, its successor and the deposited notice belong offline; a node of one person keeps them here and says so (`detente
init`). Losing this file loses the voice of the party, not its record.
"""

from __future__ import annotations

import os
import secrets
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import pyrage

from detente.errors import N_, CallerError, StoreError, reason_of
from detente.node.files import write_whole
from detente.record.signatures import SEED_BYTES, Ed25519Signer, KeyPair
from detente.record.text import decode_base64, encode_base64

NO_PASSPHRASE = "-"  # noqa: S105 - stands for none
"""What stands for "not encrypted" where a passphrase is expected: for exercises and tests only."""


class Keystore:
    """The secrets of a node; loaded when first needed, written whole when something is added."""

    def __init__(self, path: Path, passphrase: str) -> None:
        self.path = path
        self._passphrase = passphrase
        self._data: dict[str, Any] | None = None

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
    def data(self) -> dict[str, Any]:
        if self._data is None:
            self._data = self._load()
        return self._data

    @property
    def root(self) -> KeyPair:
        return _pair(self.data["root"])

    @property
    def next_root(self) -> KeyPair:
        return _pair(self.data["next"])

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
        return [str(identity.to_public()) for identity in self.identities]

    def channel_secret(self, channel: str) -> bytes | None:
        """The K of a channel that this node founds, or None."""
        text = self.data["channels"].get(channel)
        return decode_base64(text, 32) if text else None

    def add_channel_secret(self, channel: str, k: bytes) -> None:
        self.data["channels"][channel] = encode_base64(k)
        self.save()

    def sealing_keys(self, log: str, start: int) -> KeyPair | None:
        """The pair that seals a pouch of a log that starts at a size, or None."""
        fitting = [item for item in self.data["logs"].get(log, []) if item["from"] <= start]
        return _pair(max(fitting, key=lambda item: int(item["from"]))) if fitting else None

    def new_sealing_keys(self, log: str, start: int) -> KeyPair:
        """Make and save a pair for a log from a size on; the same pair if that was done before a crash."""
        known = self.data["logs"].setdefault(log, [])
        for item in known:
            if item["from"] == start:
                return _pair(item)
        known.append({"from": start, **self.new_seeds()})
        self.save()
        return _pair(known[-1])

    def delegate_key(self, delegate: str) -> Ed25519Signer | None:
        """The key with which somebody of our delegation signs in person, if it is kept here."""
        text = self.data.get("delegates", {}).get(delegate)
        return Ed25519Signer(decode_base64(text, SEED_BYTES)) if text else None

    def new_delegate_key(self, delegate: str) -> Ed25519Signer:
        """Make and save such a key; the same one if there is one."""
        known = self.delegate_key(delegate)
        if known is not None:
            return known
        seed = secrets.token_bytes(SEED_BYTES)
        self.data.setdefault("delegates", {})[delegate] = encode_base64(seed)
        self.save()
        return Ed25519Signer(seed)

    def new_seeds(self) -> dict[str, str]:
        """Seeds for a new pair of keys."""
        return _new_seeds()

    def save(self) -> None:
        """Write the whole file, synced."""
        plain = msgspec.json.encode(self._data)
        write_whole(
            self.path, plain if self._passphrase == NO_PASSPHRASE else pyrage.passphrase.encrypt(plain, self._passphrase), private=True
        )

    def _load(self) -> dict[str, Any]:
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            raise StoreError(N_("the key file %(path)s cannot be read: %(cause)s"), path=str(self.path), cause=reason_of(error)) from error
        if raw.startswith(b"age-encryption.org/"):
            raw = self._opened(raw)
        try:
            data = msgspec.json.decode(raw, type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise StoreError(N_("the key file %(path)s is damaged"), path=str(self.path)) from error
        return data

    def _opened(self, raw: bytes) -> bytes:
        """The file without its encryption.

        age measures this machine, and refuses a file that would take it too long. A moment in which others keep it busy is taken
        for a slow machine: then it is measured again.
        """
        for pause in (*_PAUSES, None):
            try:
                return bytes(pyrage.passphrase.decrypt(raw, self._passphrase))
            except pyrage.DecryptError as error:
                if not str(error).startswith(_TOO_SLOW):
                    raise CallerError(
                        N_("the passphrase does not open %(path)s"),
                        hint=N_("Set DETENTE_PASSPHRASE, or type the passphrase when you are asked."),
                        path=str(self.path),
                    ) from error
                if pause is None:
                    raise StoreError(
                        N_("this machine is too busy now to open %(path)s, or much slower than the one that encrypted it"),
                        hint=N_("Try again when less is running."), path=str(self.path),
                    ) from error  # fmt: skip
                time.sleep(pause)
        raise AssertionError


_TOO_SLOW = "Excessive work"
"""How age says that a file would take this machine too long."""

_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)
"""Seconds between the measurements."""


def _new_seeds() -> dict[str, str]:
    return {"ed25519": encode_base64(secrets.token_bytes(SEED_BYTES)), "mldsa44": encode_base64(secrets.token_bytes(SEED_BYTES))}


def _pair(seeds: dict[str, Any]) -> KeyPair:
    return _pair_of(seeds["ed25519"], seeds["mldsa44"])


@lru_cache(maxsize=64)  # making the ML-DSA key out of its seed costs a fifth of a signature; the seeds stay in memory anyway
def _pair_of(ed25519: str, mldsa44: str) -> KeyPair:
    return KeyPair.from_seeds(decode_base64(ed25519, SEED_BYTES), decode_base64(mldsa44, SEED_BYTES))


def passphrase_from_environment() -> str | None:
    """The passphrase from DETENTE_PASSPHRASE, or from the variable that DETENTE_PASSPHRASE_VARIABLE names."""
    return os.environ.get(os.environ.get("DETENTE_PASSPHRASE_VARIABLE", "DETENTE_PASSPHRASE"))
