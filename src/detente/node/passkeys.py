"""Passkeys of accounts: what a WebAuthn ceremony left, kept for the next one. The ceremony itself is the web face's."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from detente.errors import N_, CallerError
from detente.node.store import Store
from detente.node.tables import own_tables, seconds

_TABLES = """
CREATE TABLE IF NOT EXISTS passkeys (
    credential BLOB PRIMARY KEY, account INTEGER NOT NULL, public_key BLOB NOT NULL, sign_count INTEGER NOT NULL, name TEXT NOT NULL,
    transports TEXT NOT NULL, made INTEGER NOT NULL, used INTEGER) WITHOUT ROWID;
"""
_NAME_CHARS = 64


class Passkey(NamedTuple):
    """One passkey. `public_key`: COSE, as the authenticator gave it; `made`, `used`: seconds since 1970, `used` None if never."""

    credential: bytes
    account: int
    public_key: bytes
    sign_count: int
    name: str
    transports: tuple[str, ...]
    made: int
    used: int | None


class ClonedPasskey(CallerError):  # noqa: N818 - says what happened
    """The counter of a passkey did not rise: there may be a second copy of its key."""


class Passkeys:
    """The passkeys of all accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = own_tables(store, _TABLES)

    def add(
        self, account: int, credential: bytes, public_key: bytes, sign_count: int, name: str, now: dt.datetime, *,
        transports: tuple[str, ...] = (),
    ) -> Passkey:  # fmt: skip
        """Keep a new passkey of an account.

        Raises:
            CallerError: it is registered already, or its name is empty or too long.
        """
        if not 1 <= len(name.strip()) <= _NAME_CHARS:
            raise CallerError(N_("the name of a passkey has 1 to %(limit)d characters"), limit=_NAME_CHARS)
        if self.find(credential) is not None:
            raise CallerError(N_("this passkey is registered already"))
        with self._store.transaction():
            self._db.execute(
                "INSERT INTO passkeys VALUES (?,?,?,?,?,?,?,NULL)",
                (credential, account, public_key, sign_count, name.strip(), " ".join(transports), seconds(now)),
            )
        return Passkey(credential, account, public_key, sign_count, name.strip(), transports, seconds(now), None)

    def list(self, account: int) -> list[Passkey]:
        """The passkeys of an account, the oldest first."""
        rows = self._db.execute("SELECT * FROM passkeys WHERE account=? ORDER BY made, credential", (account,))
        return [_passkey(row) for row in rows]

    def find(self, credential: bytes) -> Passkey | None:
        """The passkey of a credential id."""
        row = self._db.execute("SELECT * FROM passkeys WHERE credential=?", (credential,)).fetchone()
        return None if row is None else _passkey(row)

    def used(self, credential: bytes, sign_count: int, now: dt.datetime) -> None:
        """Note that a passkey signed somebody in, with the counter that it gave.

        Raises:
            ClonedPasskey: the counter did not rise, though the passkey counts (WebAuthn, 7.2 step 22). Nothing was noted.
            CallerError: there is no such passkey.
        """
        found = self.find(credential)
        if found is None:
            raise CallerError(N_("there is no such passkey"))
        if (sign_count or found.sign_count) and sign_count <= found.sign_count:
            raise ClonedPasskey(
                N_("the counter of the passkey '%(name)s' is %(seen)d, and was %(expected)d before: it may have been copied"),
                name=found.name, seen=sign_count, expected=found.sign_count,
            )  # fmt: skip
        with self._store.transaction():
            self._db.execute("UPDATE passkeys SET sign_count=?, used=? WHERE credential=?", (sign_count, seconds(now), credential))

    def remove(self, account: int, credential: bytes) -> bool:
        """Forget a passkey of an account; whether there was one."""
        with self._store.transaction():
            return self._db.execute("DELETE FROM passkeys WHERE credential=? AND account=?", (credential, account)).rowcount == 1

    def remove_all(self, account: int) -> None:
        """Forget all passkeys of an account; inside a transaction of the caller's."""
        self._db.execute("DELETE FROM passkeys WHERE account=?", (account,))


def _passkey(row: tuple[Any, ...]) -> Passkey:
    credential, account, public_key, sign_count, name, transports, made, used = row
    return Passkey(bytes(credential), account, bytes(public_key), sign_count, name, tuple(transports.split()), made, used)
