"""Failed attempts to sign in, or to open a person's key: each makes the next wait longer, for an account or key and for an address.

Rules:

1. A failure is noted before a password is looked at, and taken back when it was right: attempts that run at once cannot all slip
   through.
2. Nobody is locked out for ever: the wait has a limit, and a day without a failure forgets all. Somebody who keeps failing on purpose
   can make an account wait (the limit long); a passkey does not wait with it.
3. A name that no account has is slowed down like any other, so that nobody learns which names there are. It is kept as one of 1024
   numbers only: people type passwords into the wrong place.
4. A failure that lies further ahead than the longest wait was noted before the clock was set back: nobody waits until then.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from detente.errors import N_, CallerError
from detente.node.store import Store
from detente.node.tables import own_tables

_TABLES = """
CREATE TABLE IF NOT EXISTS login_failures (
    scope TEXT NOT NULL, key TEXT NOT NULL, count INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (scope, key)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class ThrottleLimits:
    """Numbers of failures and seconds."""

    free_of_account: int = 3
    """Of an account, or of the key of a person. Failures without a wait: people mistype, and try the password before last."""
    free_of_address: int = 10
    """A whole delegation can stand behind one address."""
    most: int = 900
    """15 minutes: 35,000 guesses a year, which no password of twelve characters falls to."""
    forgotten_after: int = 86_400
    """A day without a failure."""


LIMITS: Final = ThrottleLimits()

_OF_ONE: Final = frozenset({"account", "person"})
"""Scopes in which one person fails; an address can be that of many."""


class TooManyFailures(CallerError):  # noqa: N818 - says what happened
    """Too many failed attempts for this account or key, or from this address; `params["seconds"]` says how long to wait."""


class Throttle:
    """Counts failures, and says how long to wait."""

    def __init__(self, store: Store) -> None:
        self._db = own_tables(store, _TABLES)

    def wait(self, keys: list[tuple[str, str]], now: int) -> int:
        """Seconds until the next attempt may be made; 0 if now.

        Args:
            keys: as `keys_of` gives them.
            now: seconds since 1970.
        """
        waits = [0]
        for scope, key in keys:
            row = self._db.execute("SELECT count, last FROM login_failures WHERE scope=? AND key=?", (scope, key)).fetchone()
            if row is not None and -LIMITS.most <= now - row[1] < LIMITS.forgotten_after:
                waits.append(row[1] + delay(scope, row[0]) - now)
        return max(waits)

    def check(self, keys: list[tuple[str, str]], now: int) -> None:
        """Go on only if the next attempt may be made now.

        Raises:
            TooManyFailures: it may not.
        """
        wait = self.wait(keys, now)
        if wait > 0:
            raise TooManyFailures(N_("too many failed attempts; wait %(seconds)d s"), seconds=wait)

    def note(self, keys: list[tuple[str, str]], now: int) -> None:
        """Count an attempt as failed; inside a transaction of the caller's."""
        self._db.execute("DELETE FROM login_failures WHERE last<=?", (now - LIMITS.forgotten_after,))
        self._db.executemany(
            "INSERT INTO login_failures VALUES (?,?,1,?)"
            " ON CONFLICT (scope, key) DO UPDATE SET count=login_failures.count+1,"
            " last=CASE WHEN excluded.last>login_failures.last OR excluded.last<login_failures.last-? THEN excluded.last"
            " ELSE login_failures.last END",
            ((scope, key, now, LIMITS.most) for scope, key in keys),
        )

    def forgive(self, keys: list[tuple[str, str]]) -> None:
        """The attempt was right: the account starts anew, the address keeps what others did there."""
        for scope, key in keys:
            if scope in _OF_ONE:
                self._db.execute("DELETE FROM login_failures WHERE scope=? AND key=?", (scope, key))
            else:
                self._db.execute("UPDATE login_failures SET count=count-1 WHERE scope=? AND key=?", (scope, key))
                self._db.execute("DELETE FROM login_failures WHERE scope=? AND key=? AND count<=0", (scope, key))


def keys_of(name: str, address: str, *, known: bool) -> list[tuple[str, str]]:
    """Under what an attempt is counted: the account and the address from which it came."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return [("account", name if known else f"?{int.from_bytes(digest[:2]) % 1024}"), ("address", address)]


def keys_of_person(delegate: str, address: str) -> list[tuple[str, str]]:
    """Under what an attempt to open the key of a person is counted."""
    return [("person", delegate), ("address", address)]


def delay(scope: str, failures: int) -> int:
    """Seconds to wait after so many failures: 0, then 1, 2, 4 .. up to the limit."""
    beyond = failures - (LIMITS.free_of_account if scope in _OF_ONE else LIMITS.free_of_address)
    return 0 if beyond <= 0 else min(2 ** min(beyond - 1, 20), LIMITS.most)
