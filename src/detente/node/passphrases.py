"""Files encrypted by a passphrase: age, with scrypt at the work that takes this machine about a second."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

import pyrage

from detente.errors import N_, CallerError, StoreError

_BEGINNING: Final = b"age-encryption.org/"

_WRONG: Final = "Decryption failed"
"""How age says that a passphrase does not open a file; of a damaged file it says other things."""

_TOO_SLOW: Final = "Excessive work"
"""How age says that a file would take this machine too long."""

LEAST: Final = 12
"""Characters. Each guess takes a stolen disk about a second; twelve at random, or a few words, are beyond that."""

MOST: Final = 1024
"""Characters. A long sentence fits; a megabyte that would have to be hashed does not."""

_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)
"""Seconds between the measurements."""


class WrongPassphrase(CallerError):  # noqa: N818 - says what happened
    """The passphrase is not the one with which a file was encrypted."""


class TooBusy(StoreError):  # noqa: N818 - says what happened
    """Opening a file would take this machine too long now."""


def check_new(passphrase: str) -> None:
    """Go on only if a new passphrase is neither too short nor too long.

    Raises:
        CallerError: it is.
    """
    if not LEAST <= len(passphrase) <= MOST:
        raise CallerError(
            N_("a passphrase has %(least)d to %(most)d characters; this one has %(seen)d"), least=LEAST, most=MOST, seen=len(passphrase)
        )


def is_encrypted(raw: bytes) -> bool:
    """Whether a file is encrypted by a passphrase, by how it begins."""
    return raw.startswith(_BEGINNING)


def encrypt(plain: bytes, passphrase: str) -> bytes:
    """Encrypt what goes into a file; takes about a second."""
    return bytes(pyrage.passphrase.encrypt(plain, passphrase))


def decrypt(raw: bytes, passphrase: str, path: Path) -> bytes:
    """A file without its encryption; takes about a second.

    age measures this machine, and refuses a file that would take it too long. A moment in which others keep it busy is taken
    for a slow machine: then it is measured again.

    Args:
        path: where it lies, for the errors.

    Raises:
        WrongPassphrase: the passphrase is another.
        TooBusy: this machine is too busy, or too slow, to open it.
        StoreError: the file is damaged.
    """
    for pause in (*_PAUSES, None):
        try:
            return bytes(pyrage.passphrase.decrypt(raw, passphrase))
        except pyrage.DecryptError as error:
            if str(error).startswith(_WRONG):
                raise WrongPassphrase(
                    N_("the passphrase does not open %(path)s"),
                    hint=N_("Set DETENTE_PASSPHRASE, or type the passphrase when you are asked."), path=str(path),
                ) from error  # fmt: skip
            if not str(error).startswith(_TOO_SLOW):
                raise StoreError(N_("the key file %(path)s is damaged"), path=str(path)) from error
            if pause is None:
                raise TooBusy(
                    N_("this machine is too busy now to open %(path)s, or much slower than the one that encrypted it"),
                    hint=N_("Try again when less is running."), path=str(path),
                ) from error  # fmt: skip
            time.sleep(pause)
    raise AssertionError


def passphrase_from_environment() -> str | None:
    """The passphrase from DETENTE_PASSPHRASE, or from the variable that DETENTE_PASSPHRASE_VARIABLE names."""
    return os.environ.get(os.environ.get("DETENTE_PASSPHRASE_VARIABLE", "DETENTE_PASSPHRASE"))


def persons_passphrase_from_environment(delegate: str, *, new: bool = False) -> str | None:
    """The passphrase of one person: of `de-berg` from DETENTE_PASSPHRASE_OF_DE_BERG, a new one from DETENTE_NEW_PASSPHRASE_OF_DE_BERG."""
    return os.environ.get(variable_of(delegate, new=new))


def variable_of(delegate: str, *, new: bool = False) -> str:
    """The name of that variable."""
    return f"DETENTE_{'NEW_' if new else ''}PASSPHRASE_OF_{delegate.upper().replace('-', '_')}"
