"""What stands around all pages: headers on everything that leaves, the names to which a server answers, and the pace of one client.

Nothing comes from elsewhere, nothing is inline, nothing is kept by browsers, nothing is framed.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.errors import N_
from detente.i18n import LANGUAGES, translator
from detente.web.language import sentence

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""No inline script or style anywhere: what a party wrote can never run, whatever slips through a template."""

_HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}

_YEAR: Final = 31536000


class SecurityHeaders:
    """The middleware that adds them. A response may bring a policy of its own (the verifier's page states it inside)."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/static/") and message["status"] == 200:
                    headers["cache-control"] = f"public, max-age={_YEAR}, immutable"
                else:
                    headers.setdefault("cache-control", "no-store")
                if self.secure:
                    headers.setdefault("strict-transport-security", f"max-age={_YEAR}")
            await send(message)

        await self.app(scope, receive, add)


LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""What a browser on this machine calls it."""


class KnownHosts:
    """Answers only to names that this server has: a page of somebody else that has its own name point here reads nothing.

    Args:
        names: host names and addresses without a port, in small letters.
    """

    def __init__(self, app: ASGIApp, *, names: Collection[str]) -> None:
        self.app = app
        self.names = frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and host_name(Headers(scope=scope).get("host", "")) not in self.names:
            await refusal(scope, 421, N_("This server does not answer to that name."))(scope, receive, send)
            return
        await self.app(scope, receive, send)


def host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    name, _, port = host.partition(":")
    return name.lower() if not port or port.isdigit() else ""


class Pace:
    """How many requests one client may make: `burst` at once, then `rate` a second.

    A person with ten pages open stays far below; a program that tries addresses one after the other does not. Failed sign-ins wait
    longer, by themselves (`node.throttle`).
    """

    def __init__(self, burst: int = 600, rate: float = 60.0, clients: int = 4096) -> None:
        self._burst, self._rate, self._clients = burst, rate, clients
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, now: float) -> float:
        """Seconds until a client may ask again; 0 if it may now, and then this request is counted.

        Args:
            now: seconds of a clock that only goes forward.
        """
        left, at = self._left.pop(client, (float(self._burst), now))
        left = min(self._burst, left + (now - at) * self._rate)
        may = left >= 1
        self._left[client] = (left - 1 if may else left, now)
        while len(self._left) > self._clients:
            self._left.popitem(last=False)
        return 0.0 if may else (1 - left) / self._rate


class Paced:
    """The middleware that keeps clients to a pace."""

    def __init__(self, app: ASGIApp, *, pace: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.pace = pace
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            client = scope.get("client")
            wait = self.pace.wait(client[0] if client else "", self.clock())
            if wait:
                refused = refusal(scope, 429, N_("Too many requests came from your address; wait a moment."))
                refused.headers["retry-after"] = str(int(wait) + 1)
                await refused(scope, receive, send)
                return
        await self.app(scope, receive, send)


class SaidTooLarge:
    """Puts a sentence in the reader's language in the place of the two English words with which Starlette refuses a large body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = False

        async def said(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == 413:
                refused = Headers(raw=message["headers"]).get("content-type", "").startswith("text/plain")
            if not refused:
                await send(message)
            elif message["type"] == "http.response.start":
                await refusal(scope, 413, N_("this is too large to be taken"))(scope, receive, send)

        await self.app(scope, receive, said if scope["type"] == "http" else send)


def refusal(scope: Scope, status: int, said: str) -> PlainTextResponse:
    """A sentence in the reader's language, before anything else was looked at."""
    accepted = Headers(scope=scope).get("accept-language", "")
    wanted = (part.partition(";")[0].partition("-")[0].strip().lower() for part in accepted.split(","))
    language = next((each for each in wanted if each in LANGUAGES), "en")
    return PlainTextResponse(sentence(translator(language).gettext(said)), status_code=status)
