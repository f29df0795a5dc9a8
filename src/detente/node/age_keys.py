"""Recipients and identities of age as people name them: of age itself, or of a plugin, such as one for a hardware token.

A plugin is a program `age-plugin-NAME` on the path of this machine; recipients `age1NAME1..` and identities `AGE-PLUGIN-NAME-1..` are
its own. It runs only where a person named such a recipient or identity in a command; nothing that came from elsewhere starts one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import pyrage

from detente.errors import N_, CallerError
from detente.node.files import read_capped

_IDENTITIES: Final = 64 << 10
"""Bytes of the largest file of identities that is read."""

_PLUGIN = re.compile(r"\Aage1([a-z0-9+._-]+)1[a-z0-9]+\Z")
_PLUGIN_IDENTITY = re.compile(r"\AAGE-PLUGIN-([A-Z0-9+._-]+)-1[A-Z0-9]+\Z")


class _Answers:
    """What a plugin may say and ask: here nothing is asked, since whoever typed the command has said all."""

    def display_message(self, _message: str) -> None:
        """A plugin says what it waits for, such as a touch; the person sees the token."""

    def confirm(self, _message: str, _yes: str, _no: str | None) -> bool | None:
        return None

    def request_public_string(self, _description: str) -> str | None:
        return None

    def request_passphrase(self, _description: str) -> str | None:
        return None


def recipients_of(texts: Sequence[str]) -> list[Any]:
    """What a file can be encrypted to.

    Raises:
        CallerError: one of them is no recipient, or its plugin is not on this machine.
    """
    found: list[Any] = []
    for text in texts:
        plugin = _PLUGIN.match(text)
        try:
            if plugin is None:
                found.append(pyrage.x25519.Recipient.from_str(text))
            else:
                recipient = pyrage.plugin.Recipient.from_str(text)
                found.append(pyrage.plugin.RecipientPluginV1(plugin[1], [recipient], [], _Answers()))
        except (pyrage.RecipientError, ValueError) as error:
            raise CallerError(N_("'%(recipients)s' names no age recipient (age1..)"), recipients=text) from error
        except Exception as error:  # the library has no type of its own for a plugin that is missing
            if plugin is None:
                raise
            raise _no_plugin(text, plugin[1]) from error
    return found


def identities_of(path: Path) -> list[Any]:
    """The identities in a file, as age-keygen or a plugin writes it: one a line, remarks behind #.

    Raises:
        UsageError: it cannot be read.
        CallerError: it holds none, or the plugin of one is not on this machine.
    """
    lines = [line.strip() for line in read_capped(path, _IDENTITIES).decode("utf-8", "replace").splitlines()]
    try:
        found = [identity_of(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.IdentityError, ValueError) as error:
        raise CallerError(N_("%(path)s holds no age identity"), path=str(path)) from error
    if not found:
        raise CallerError(N_("%(path)s holds no age identity"), path=str(path))
    return found


def is_identity(line: str) -> bool:
    """Whether a line looks like an identity, of age or of a plugin."""
    return line.startswith("AGE-SECRET-KEY-1") or _PLUGIN_IDENTITY.match(line) is not None


def identity_of(text: str) -> Any:
    """One identity, as it stands in a file.

    Raises:
        CallerError: its plugin is not on this machine.
        pyrage.IdentityError, ValueError: it is none.
    """
    plugin = _PLUGIN_IDENTITY.match(text)
    if plugin is None:
        return pyrage.x25519.Identity.from_str(text)
    identity = pyrage.plugin.Identity.from_str(text)
    try:
        return pyrage.plugin.IdentityPluginV1(plugin[1].lower(), [identity], _Answers())
    except Exception as error:  # as above
        raise _no_plugin(f"AGE-PLUGIN-{plugin[1]}-1..", plugin[1].lower()) from error


def encrypt_file(plain: IO[bytes], sealed: IO[bytes], recipients: Sequence[Any]) -> None:
    """Encrypt one open file into another.

    Raises:
        OSError: the disk failed.
        pyrage.EncryptError: a plugin did.
    """
    with _told(plain, sealed) as (source, target):
        pyrage.encrypt_io(source, target, list(recipients))


def decrypt_file(sealed: IO[bytes], plain: IO[bytes], identities: Sequence[Any]) -> None:
    """Decrypt one open file into another.

    Raises:
        OSError: the disk failed; or, without an `errno`, a later part of the file was changed.
        pyrage.DecryptError: no identity opens it, or its beginning was changed.
    """
    with _told(sealed, plain) as (source, target):
        pyrage.decrypt_io(source, target, list(identities))


class _Watched:
    """A file in the hands of age, which tells an error of the disk as one of its own; here it is kept as it was."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.failed: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        with self._keeping():
            return self._file.read(size)

    def write(self, data: bytes) -> int:
        with self._keeping():
            return self._file.write(data)

    def flush(self) -> None:
        with self._keeping():
            self._file.flush()

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            name = getattr(self._file, "name", None)
            error.filename = name if isinstance(name, str) else None  # a passing file has a number for a name
            self.failed = error
            raise


@contextmanager
def _told(*files: IO[bytes]) -> Iterator[list[_Watched]]:
    watched = [_Watched(file) for file in files]
    try:
        yield watched
    except (pyrage.EncryptError, pyrage.DecryptError, OSError) as error:
        for each in watched:
            if each.failed is not None:
                raise each.failed from error
        raise


def refused(recipients: Sequence[str], error: pyrage.EncryptError) -> CallerError:
    """What to say where a plugin does not encrypt."""
    return CallerError(
        N_("nothing was encrypted to %(recipients)s: %(cause)s"),
        hint=N_("If that is a plugin of age, see that its token is at hand."), recipients=", ".join(recipients), cause=str(error),
    )  # fmt: skip


def _no_plugin(what: str, name: str) -> CallerError:
    return CallerError(
        N_("%(what)s needs the program age-plugin-%(name)s, which is not on this machine"),
        hint=N_("Install it, or take another recipient."), what=what, name=name,
    )  # fmt: skip
