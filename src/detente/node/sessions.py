"""Who is signed in: a random token for the browser, its SHA-256 here, so that a stolen copy of the store signs nobody in."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from detente.node.store import Store
from detente.node.tables import own_tables, seconds

_TABLES = """
CREATE TABLE IF NOT EXISTS sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE, account INTEGER NOT NULL, started INTEGER NOT NULL,
    seen INTEGER NOT NULL, address TEXT NOT NULL, agent TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS sessions_by_account ON sessions (account);
"""


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Bytes and seconds."""

    token_bytes: int = 32
    """As many as a key has: nobody guesses one."""
    idle: int = 3_600
    """An hour without a click: long enough for a meeting next door, short enough for a desk that somebody left."""
    whole: int = 43_200
    """Twelve hours, a long watch: whoever takes over signs in anew."""
    touch: int = 60
    """Being seen is written down once a minute: a write that is brought to the disk with every click would cost more than the page."""
    agent_chars: int = 200
    """Of what a browser says of itself, enough to know one's own telephone again."""


LIMITS: Final = SessionLimits()


class Session(NamedTuple):
    """One browser that is signed in. Times are seconds since 1970.

    Attributes:
        account: the number of the account.
        expires: when it ends if nothing is clicked any more.
        address, agent: from where it was started, and what the browser said of itself.
    """

    id: int
    account: int
    started: int
    seen: int
    expires: int
    address: str
    agent: str


class Sessions:
    """The sessions of all accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = own_tables(store, _TABLES)

    def start(self, account: int, address: str, now: dt.datetime, agent: str = "") -> str:
        """Start one, after a password or a passkey was right; what has expired is cleared away.

        Returns:
            the token (43 characters) for the browser, which is kept nowhere here.
        """
        at = seconds(now)
        token = secrets.token_urlsafe(LIMITS.token_bytes)
        with self._store.transaction():
            self._db.execute("DELETE FROM sessions WHERE seen<=? OR started<=?", (at - LIMITS.idle, at - LIMITS.whole))
            self._db.execute(
                "INSERT INTO sessions (digest, account, started, seen, address, agent) VALUES (?,?,?,?,?,?)",
                (_digest(token), account, at, at, address, agent[: LIMITS.agent_chars]),
            )
        return token

    def find(self, token: str, now: dt.datetime) -> Session | None:
        """The session of a token, or None if there is none or it has expired. It counts as seen now."""
        at = seconds(now)
        row = self._db.execute(_SELECT + "WHERE digest=?", (_digest(token),)).fetchone()
        found = None if row is None else _session(row)
        if found is None or at >= found.expires or at < found.started - LIMITS.idle:  # one of later than now: the clock was set back since
            return None
        if at - found.seen >= LIMITS.touch:
            with self._store.transaction():
                self._db.execute("UPDATE sessions SET seen=? WHERE id=?", (at, found.id))
            return _session((*row[:3], at, *row[4:]))
        return found

    def list(self, account: int, now: dt.datetime) -> list[Session]:
        """The sessions of an account that have not expired, the last seen first."""
        rows = self._db.execute(_SELECT + "WHERE account=? ORDER BY seen DESC, id DESC", (account,))
        return [found for row in rows if (found := _session(row)).expires > seconds(now)]

    def end(self, session: int, account: int) -> bool:
        """End one session of an account; whether there was one."""
        with self._store.transaction():
            return self._db.execute("DELETE FROM sessions WHERE id=? AND account=?", (session, account)).rowcount == 1

    def end_token(self, token: str) -> None:
        """Sign out."""
        with self._store.transaction():
            self._db.execute("DELETE FROM sessions WHERE digest=?", (_digest(token),))

    def end_all(self, account: int, *, but: int | None = None) -> int:
        """End all sessions of an account, one excepted; how many there were. Inside a transaction of the caller's."""
        return self._db.execute("DELETE FROM sessions WHERE account=? AND id<>?", (account, but or 0)).rowcount


_SELECT = "SELECT id, account, started, seen, address, agent FROM sessions "


def _session(row: tuple[Any, ...]) -> Session:
    number, account, started, seen, address, agent = row
    return Session(number, account, started, seen, min(seen + LIMITS.idle, started + LIMITS.whole), address, agent)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
