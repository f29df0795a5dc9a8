"""Accounts of the web face: who signs in at this node, with what, and in which role. Nothing of them ever leaves it.

Rules:

1. Passwords are kept as argon2id only, with a salt of their own; the parameters stand in the hash, and a hash made with lesser ones is
   made anew when its owner next signs in.
2. A right password and a wrong one, a name that exists and one that does not, take the same time and give the same answer.
3. A name is never given to a second person: what an account moved or wrote stays under its name after the account is gone.
4. A new password ends the account's sessions.

5. Looking at a password takes long on purpose, and needs nothing of the store: `is_right`, between `attempt` and `settle`.

Times come in as arguments; they are kept in seconds since 1970. One connection of SQLite belongs to one thread: so do these calls, but
for `is_right`.
"""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata
from functools import cache
from typing import Any, Final, NamedTuple

from detente.dialogue.fields import ident
from detente.errors import N_, CallerError, StoreError
from detente.i18n import LANGUAGES
from detente.node.looks import Looks
from detente.node.passkeys import Passkeys
from detente.node.roles import ROLES, Capability
from detente.node.sessions import Session, Sessions
from detente.node.store import Store
from detente.node.tables import own_tables, seconds
from detente.node.throttle import Throttle, TooManyFailures, keys_of

try:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError
except ModuleNotFoundError as error:  # `pip install detente` alone brings no web pages, and nobody signs in at a terminal
    raise CallerError(
        N_("accounts belong to the web pages, which are not installed here"), hint=N_("pip install 'detente[web]'")
    ) from error

_TABLES = """
CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, display TEXT NOT NULL, delegate TEXT, role TEXT NOT NULL,
    password TEXT, language TEXT, handle BLOB NOT NULL UNIQUE, made INTEGER NOT NULL, removed INTEGER);
"""

HASHER: Final = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4, hash_len=32, salt_len=16)
"""RFC 9106, section 4, second choice: 64 MiB and three passes. The first (2 GiB) would let a handful of people who sign in at once take
the memory of the small machine that a delegation has with it; with this one a guess costs about a tenth of a second and 64 MiB."""

PASSWORD_LEAST: Final = 12
"""Characters. Twelve at random are beyond guessing at the pace that the throttle leaves; short ones fall to a stolen store."""
PASSWORD_MOST: Final = 256
"""Characters. A passphrase fits; a megabyte that would have to be hashed does not."""
_DISTINCT_LEAST: Final = 5
GENERATED_BYTES: Final = 15
"""120 random bits: 20 characters, for a first password that a person types once."""
DISPLAY_MOST: Final = 128
_HANDLE_BYTES: Final = 32
"""WebAuthn's user handle: random, so that an authenticator learns nothing of the account."""


class Account(NamedTuple):
    """One person at this node.

    Attributes:
        name: what is typed to sign in: a word of small letters, digits, - and _.
        display: the name that is shown.
        delegate: the id in the record for which the account stands, or None.
        role: one of `ROLES`.
        language: ar, en or ru; None for that of the browser.
        has_password: False: signs in with a passkey only, or not yet.
        handle: the user handle of WebAuthn (32 bytes).
        made: seconds since 1970.
    """

    id: int
    name: str
    display: str
    delegate: str | None
    role: str
    language: str | None
    has_password: bool
    handle: bytes
    made: int


class Attempt(NamedTuple):
    """A password that somebody gave for a name; it counts as a failure until it is settled.

    Attributes:
        account: whose it would be; None where there is no such account.
        hashed: what it is compared with; where there is no password, a hash of something that nobody knows.
        keys: under which the failure stands.
    """

    account: Account | None
    hashed: str
    keys: list[tuple[str, str]]
    password: str
    hasher: PasswordHasher


class WrongPassword(CallerError):  # noqa: N818 - says what happened
    """The name or the password is wrong; it is not said which."""


class Accounts:
    """The accounts of a node, with their sessions, passkeys and failed attempts.

    Attributes:
        sessions, passkeys, throttle, looks: the parts, for whoever needs one of them alone.
    """

    def __init__(self, store: Store, hasher: PasswordHasher = HASHER) -> None:
        self._store = store
        self._db = own_tables(store, _TABLES)
        self._hasher = hasher
        self.sessions = Sessions(store)
        self.passkeys = Passkeys(store)
        self.throttle = Throttle(store)
        self.looks = Looks(store)

    # ---- who there is ----

    def list(self) -> list[Account]:
        """All accounts, by name."""
        return [_account(row) for row in self._db.execute(_SELECT + "WHERE removed IS NULL ORDER BY name")]

    def find(self, name: str) -> Account | None:
        """The account of a name as people type it, or None."""
        wanted = folded(name)
        if not ident(wanted):
            return None
        row = self._db.execute(_SELECT + "WHERE removed IS NULL AND name=?", (wanted,)).fetchone()
        return None if row is None else _account(row)

    def get(self, name: str) -> Account:
        """The account of a name as people type it.

        Raises:
            CallerError: there is none.
        """
        found = self.find(name)
        if found is None:
            raise CallerError(N_("there is no account '%(name)s'"), hint=N_("detente account list"), name=name)
        return found

    def by_id(self, number: int) -> Account | None:
        """The account of a session or of a passkey; None if it was removed."""
        row = self._db.execute(_SELECT + "WHERE removed IS NULL AND id=?", (number,)).fetchone()
        return None if row is None else _account(row)

    def by_handle(self, handle: bytes) -> Account | None:
        """The account of a user handle of WebAuthn."""
        row = self._db.execute(_SELECT + "WHERE removed IS NULL AND handle=?", (handle,)).fetchone()
        return None if row is None else _account(row)

    # ---- making and changing ----

    def add(
        self, name: str, display: str, role: str, now: dt.datetime, *,
        password: str | None = None, delegate: str | None = None, language: str | None = None,
    ) -> Account:  # fmt: skip
        """Make an account. Without a password it can sign in only once it has a password or a passkey.

        Raises:
            CallerError: the name is none, is taken or was somebody's; the role, delegate, language or password cannot be.
        """
        name, display = folded(name), unicodedata.normalize("NFC", display.strip())
        if not ident(name):
            raise CallerError(N_("'%(name)s' is no name of an account: a small letter, then small letters, digits, - or _"), name=name)
        self._check(display=display, role=role, delegate=delegate, language=language)
        taken = self._db.execute("SELECT removed FROM accounts WHERE name=?", (name,)).fetchone()
        if taken is not None and taken[0] is None:
            raise CallerError(N_("there is an account '%(name)s' already"), name=name)
        if taken is not None:
            raise CallerError(N_("'%(name)s' was the account of somebody before; what that person did stays under this name"), name=name)
        hashed = None if password is None else self._hash(name, password)
        with self._store.transaction():
            self._db.execute(
                "INSERT INTO accounts (name, display, delegate, role, password, language, handle, made) VALUES (?,?,?,?,?,?,?,?)",
                (name, display, delegate or None, role, hashed, language, secrets.token_bytes(_HANDLE_BYTES), seconds(now)),
            )
        return self.get(name)

    def change(
        self, name: str, *, display: str | None = None, role: str | None = None, delegate: str | None = None, language: str | None = None
    ) -> Account:  # fmt: skip
        """Change what is given; what is None stays. An empty `delegate` or `language` means none.

        Raises:
            CallerError: there is no such account; a value cannot be; or nobody would be left who manages accounts.
        """
        account = self.get(name)
        display = None if display is None else unicodedata.normalize("NFC", display.strip())
        self._check(display=display, role=role, delegate=delegate, language=language)
        if role is not None and Capability.ADMINISTER not in ROLES[role]:
            self._check_not_last(account)
        given = {"display": display, "role": role, "delegate": delegate, "language": language}
        with self._store.transaction():
            for column, value in given.items():
                if value is not None:
                    self._db.execute(f"UPDATE accounts SET {column}=? WHERE id=?", (value or None, account.id))  # noqa: S608 - a name above
        return self.get(name)

    def set_password(self, name: str, password: str, *, keep: Session | None = None) -> None:
        """Give an account another password, and end its sessions.

        Args:
            keep: the session in which its owner changes it, which stays.

        Raises:
            CallerError: there is no such account, or the password cannot be.
        """
        account = self.get(name)
        hashed = self._hash(account.name, password)
        with self._store.transaction():
            self._db.execute("UPDATE accounts SET password=? WHERE id=?", (hashed, account.id))
            self.sessions.end_all(account.id, but=None if keep is None else keep.id)

    def remove(self, name: str, now: dt.datetime) -> None:
        """End an account with its password, sessions and passkeys. Its name stays taken.

        Raises:
            CallerError: there is no such account, or nobody would be left who manages accounts.
        """
        account = self.get(name)
        self._check_not_last(account)
        with self._store.transaction():
            self._db.execute("UPDATE accounts SET removed=?, password=NULL, delegate=NULL WHERE id=?", (seconds(now), account.id))
            self.looks.forget(account.id)
            self.sessions.end_all(account.id)
            self.passkeys.remove_all(account.id)

    # ---- signing in ----

    def attempt(self, name: str, password: str, address: str, now: dt.datetime) -> Attempt:
        """Note that somebody tries a password.

        Raises:
            TooManyFailures: the account or the address has to wait; the password is not to be looked at.
        """
        account = self.find(name)
        keys, at = keys_of(folded(name), address, known=account is not None), seconds(now)
        self.throttle.check(keys, at)
        with self._store.transaction():
            self.throttle.note(keys, at)
        hashed = None if account is None else self._password_of(account)
        return Attempt(account, hashed or _hash_of_nobody(self._hasher), keys, password, self._hasher)

    def settle(self, attempt: Attempt, *, right: bool) -> Account:
        """Forgive the failure if the password was right, and is still that of the account.

        Raises:
            WrongPassword: it was not.
        """
        account = attempt.account
        if not right or account is None or self.by_id(account.id) is None or self._password_of(account) != attempt.hashed:
            raise WrongPassword(N_("the name or the password is wrong"))
        with self._store.transaction():
            self.throttle.forgive(attempt.keys)
            if self._hasher.check_needs_rehash(attempt.hashed):
                renewed = self._hasher.hash(prepared(attempt.password))
                self._db.execute("UPDATE accounts SET password=? WHERE id=? AND password=?", (renewed, account.id, attempt.hashed))
        return account

    def signed_in(self, token: str, now: dt.datetime) -> tuple[Account, Session] | None:
        """Who has a token, or None: not signed in, expired, ended, or the account is gone. The session counts as seen."""
        session = self.sessions.find(token, now)
        account = None if session is None else self.by_id(session.account)
        return None if session is None or account is None else (account, session)

    # ---- helpers ----

    def _check(self, *, display: str | None, role: str | None, delegate: str | None, language: str | None) -> None:
        if display is not None and not 1 <= len(display) <= DISPLAY_MOST:
            raise CallerError(N_("the name that is shown has 1 to %(limit)d characters"), limit=DISPLAY_MOST)
        if role is not None and role not in ROLES:
            raise CallerError(N_("'%(text)s' is none of: %(known)s"), text=role, known=", ".join(ROLES))
        if delegate and not ident(delegate):
            raise CallerError(N_("'%(text)s' is no id of a person: a small letter, then small letters, digits, - or _"), text=delegate)
        if language and language not in LANGUAGES:
            raise CallerError(N_("'%(text)s' is none of: %(known)s"), text=language, known=", ".join(LANGUAGES))

    def _check_not_last(self, account: Account) -> None:
        """Others who sign in need somebody who can help them."""
        others = [each for each in self.list() if each.id != account.id]
        managing = [each for each in others if Capability.ADMINISTER in ROLES[each.role]]
        if others and not managing and Capability.ADMINISTER in ROLES[account.role]:
            raise CallerError(
                N_("'%(name)s' is the last account that manages the others"),
                hint=N_("detente account add NAME --display TEXT --role administrator"), name=account.name,
            )  # fmt: skip

    def _hash(self, name: str, password: str) -> str:
        ready = prepared(password)
        if not PASSWORD_LEAST <= len(ready) <= PASSWORD_MOST:
            raise CallerError(
                N_("a password has %(least)d to %(most)d characters; this one has %(seen)d"),
                least=PASSWORD_LEAST, most=PASSWORD_MOST, seen=len(ready),
            )  # fmt: skip
        if len(set(ready)) < _DISTINCT_LEAST or (name in ready.casefold() and len(ready) < 2 * len(name)):
            raise CallerError(N_("this password is little more than one character or the name of the account; choose another"))
        return self._hasher.hash(ready)

    def _password_of(self, account: Account) -> str | None:
        row: tuple[str | None] = self._db.execute("SELECT password FROM accounts WHERE id=?", (account.id,)).fetchone()
        return row[0]


def is_right(attempt: Attempt) -> bool:
    """Whether a password is the one that was hashed: a tenth of a second, in any thread.

    Raises:
        StoreError: what stands in the store is no hash.
    """
    ready = prepared(attempt.password)
    try:
        return attempt.hasher.verify(attempt.hashed, ready if len(ready) <= PASSWORD_MOST else "")
    except InvalidHashError as error:
        raise StoreError(N_("the password of an account is damaged in the store"), hint=N_("detente account password NAME")) from error
    except VerificationError:
        return False


@cache
def _hash_of_nobody(hasher: PasswordHasher) -> str:
    """What a password is compared with where there is none: it takes as long as any other."""
    return hasher.hash(secrets.token_urlsafe(GENERATED_BYTES))


def folded(name: str) -> str:
    """A name of an account as people type it."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()


def prepared(password: str) -> str:
    """A password as it is hashed, so that two keyboards give the same (RFC 8265, OpaqueString): NFC, every space a plain one."""
    spaced = "".join(" " if unicodedata.category(character) == "Zs" else character for character in password)
    return unicodedata.normalize("NFC", spaced).encode("utf-8", "replace").decode()  # half a character of UTF-16 is none


def new_password() -> str:
    """A password that nobody guesses, for a first sign-in."""
    return secrets.token_urlsafe(GENERATED_BYTES)


_SELECT = "SELECT id, name, display, delegate, role, language, password IS NOT NULL, handle, made FROM accounts "


def _account(row: tuple[Any, ...]) -> Account:
    number, name, display, delegate, role, language, has_password, handle, made = row
    return Account(number, name, display, delegate, role, language, bool(has_password), bytes(handle), made)


__all__ = [
    "HASHER", "ROLES", "Account", "Accounts", "Attempt", "TooManyFailures", "WrongPassword", "is_right", "new_password",
]  # fmt: skip
