"""Who asks, and whether a form may be taken: sessions, tokens, and headers that a browser adds by itself.

Rules:

1. A session is a random token in a cookie that scripts cannot read; only its hash is kept (node/accounts.py).
2. A form is taken only from our own pages: the browser's `Sec-Fetch-Site`, or else `Origin`, says so, and the form carries a token that
   we made for this session. Either alone would do; together, a fault in one is not enough.
3. The token names one showing of one form. The same token again is the same click again: it gets the answer of the first.
4. What one account may do is looked up anew at each request, from the record's appointments as they stand now.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from detente.errors import N_
from detente.node.accounts import Account, Accounts
from detente.node.roles import allowed
from detente.web.pages import Moved, NotAllowed, TooOld

if TYPE_CHECKING:
    from detente.node.node import Node

REMEMBERED: Final = 4096
"""Forms whose outcome is remembered, so that a second click finds it; a day's work of a delegation."""


SIGNED_IN: Final = "account"
"""What whoever has signed in may do, whatever the role: see and set what is their own account's."""


class Who(NamedTuple):
    """Who asks. `session`: the token of the session, empty where nobody has signed in."""

    account: Account | None
    may: frozenset[str]
    session: str = ""


class Guard(Protocol):
    """How a chair knows who sits in it."""

    def who(self, node: Node, session: str) -> Who:
        """Who holds this session; in the desk's thread."""
        ...


class AccountGuard:
    """The guard of a party's chair: accounts and sessions as the node keeps them."""

    def who(self, node: Node, session: str) -> Who:
        """Who holds this session, and what that account may do as the record stands now."""
        if not session:
            return Who(None, frozenset())
        found = Accounts(node.store).signed_in(session, node.clock())
        if found is None:
            return Who(None, frozenset())
        account = found[0]
        may = {capability.value for capability in allowed(node, account)}
        return Who(account, frozenset({*may, SIGNED_IN}), session)


class Forms:
    """The tokens of forms, and what came of each.

    Args:
        secret: with which tokens are made; the same in all processes that serve one node, otherwise a new one.
    """

    def __init__(self, secret: bytes | None = None) -> None:
        self._secret = secret or secrets.token_bytes(32)
        self._done: OrderedDict[str, Moved] = OrderedDict()
        self._turns: dict[str, tuple[asyncio.Lock, int]] = {}

    def fresh(self, session: str) -> str:
        """A token for one showing of one form."""
        name = secrets.token_urlsafe(16)
        return f"{name}.{self._sign(name, session)}"

    def check(self, token: str, session: str) -> str:
        """The name in a token of ours.

        Raises:
            TooOld: it is none, or of another session or an earlier run of the server.
        """
        name, _, signature = token.partition(".")
        if not name or not hmac.compare_digest(signature.encode(), self._sign(name, session).encode()):
            raise TooOld(
                N_("this form is too old or was made for somebody else; nothing was done"), hint=N_("Open the page again and send it anew.")
            )
        return name

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """One after the other where the same form comes twice at once: so the second finds what came of the first."""
        lock, waiting = self._turns.get(name, (asyncio.Lock(), 0))
        self._turns[name] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._turns.pop(name)
            if waiting > 1:
                self._turns[name] = (lock, waiting - 1)

    def outcome(self, name: str) -> Moved | None:
        """What came of this form before, if it was sent before."""
        return self._done.get(name)

    def remember(self, name: str, outcome: Moved) -> None:
        """Keep what came of a form."""
        self._done[name] = outcome
        while len(self._done) > REMEMBERED:
            self._done.popitem(last=False)

    def _sign(self, name: str, session: str) -> str:
        return hmac.new(self._secret, f"{name}\n{session}".encode(), hashlib.sha256).hexdigest()[:32]


def check_origin(headers: Mapping[str, str]) -> None:
    """That a form comes from a page of this server.

    Raises:
        NotAllowed: another site sent it, or the browser says nothing of where it comes from.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        if site == "same-origin":
            return
    else:  # a browser too old for the header: what it calls the origin must be what it calls the host
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc == headers.get("host"):
            return
    raise NotAllowed(N_("this was sent from another site, or your browser hides from where; nothing was done"))
