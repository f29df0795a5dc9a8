"""A door that answers: parties leave containers at it, list them and take them (docs/protocol.md, "Door").

    GET /            the names of all containers and their bytes, a line each
    GET /<name>      one container
    PUT /<name>      leave one: 201 taken, 200 it lies here already, 409 something else does, 413 too large, 507 the share is used up

Rules:

1. Before anything else is looked at, a request shows the token of a party; to anybody else every path answers alike.
2. Whoever fails is slowed down by address; whoever is let in has a pace too, and leaves two files at a time at most.
3. A body is counted as it comes, whatever its header said; one that stands still is let go.
4. What goes wrong is a status and nothing else: a door tells nobody about itself.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from detente.errors import DetenteError, TheirData
from detente.node.carrier import is_container_name
from detente.node.shelf import Shelf, Taken, TooMuch
from detente.record.limits import LIMITS
from detente.web.security import Pace, SecurityHeaders
from detente.web.serving import Door, Serving, Transport, bind

AT_ONCE: Final = 2
"""Files that one party leaves at the same time: each is held in memory until it is whole."""
BODY_SECONDS: Final = 900
"""A body takes at most this: the largest container over a line of 300 kbit/s."""
_HEADER_MOST: Final = 512


class DoorApp:
    """One shelf, served.

    Args:
        clock: seconds since 1970, for how long something has lain here.
        steady: seconds of a clock that only goes forward, for paces.
    """

    def __init__(self, shelf: Shelf, *, clock: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self.shelf = shelf
        self._clock, self._steady = clock, steady
        self._strangers = Pace(burst=20, rate=0.2)  # one who mistyped tries again at once; a program that guesses, twelve times a minute
        self._parties = Pace(burst=2_000, rate=50.0)
        self._leaving: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            answer = await self._answer(Request(scope, receive))
            await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """What one request is answered with; an error of ours is a 500 without a word, and the server goes on."""
        client = "" if request.client is None else request.client.host
        try:
            party = await asyncio.to_thread(self._party_of, request)
            if party is None:
                wait = self._strangers.wait(client, self._steady())
                return _busy(wait) if wait else Response(status_code=401, headers={"www-authenticate": 'Basic realm="door"'})
            wait = self._parties.wait(party, self._steady())
            if wait:
                return _busy(wait)
            name = request.scope["path"].removeprefix("/")  # `request.url` is parsed anew: %0A and what follows %3F are gone in it
            if request.method == "GET" and not name:
                return await asyncio.to_thread(self._list)
            if not is_container_name(name):
                return Response(status_code=404)
            if request.method == "GET":
                return await asyncio.to_thread(self._get, name)
            return await self._put(request, party, name) if request.method == "PUT" else Response(status_code=405)
        except (DetenteError, OSError):
            return Response(status_code=500)

    def _party_of(self, request: Request) -> str | None:
        """The party whose token a request shows."""
        kind, _, shown = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "basic" or len(shown) > _HEADER_MOST:
            return None
        try:
            party, _, token = base64.b64decode(shown, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return None
        return party if self.shelf.knows(party, token) else None

    def _list(self) -> Response:
        return Response("".join(f"{name} {size}\n" for name, size in self.shelf.names()), media_type="text/plain")

    def _get(self, name: str) -> Response:
        data = self.shelf.get(name)
        return Response(status_code=404) if data is None else Response(data, media_type="application/octet-stream")

    async def _put(self, request: Request, party: str, name: str) -> Response:
        if self._leaving[party] >= AT_ONCE:
            return _busy(1.0)
        said = request.headers.get("content-length", "")
        if said.isascii() and said.isdigit() and (len(said) > 9 or int(said) > LIMITS.container_bytes):
            return Response(status_code=413, headers={"connection": "close"})
        self._leaving[party] += 1
        try:
            async with asyncio.timeout(BODY_SECONDS):
                data = await _body(request)
            return Response(status_code=await asyncio.to_thread(self._left, party, name, data))
        except TimeoutError:
            return Response(status_code=408, headers={"connection": "close"})
        except ClientDisconnect:
            return Response(status_code=400)
        finally:
            self._leaving[party] -= 1

    def _left(self, party: str, name: str, data: bytes) -> int:
        """The status for a whole body."""
        try:
            return 201 if self.shelf.put(party, name, data, self._clock()) else 200
        except TooMuch:
            return 413 if len(data) > LIMITS.container_bytes else 507
        except Taken:
            return 409
        except TheirData:
            return 400


async def _body(request: Request) -> bytes:
    """What comes, up to one byte more than a container may have."""
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > LIMITS.container_bytes:
            break
    return bytes(data)


def _busy(wait: float) -> Response:
    return Response(status_code=429, headers={"retry-after": str(int(wait) + 1)})


def door_app(shelf: Shelf, *, secure: bool) -> ASGIApp:
    """The application of a door, with the headers that go with everything. `secure`: it is reached by TLS alone."""
    return SecurityHeaders(DoorApp(shelf), secure=secure)


class ServedDoor:
    """A door that listens.

    Args:
        host, port: where; `serving.check_binding` has looked at it.

    Attributes:
        address: where it is, as a party names it after its own name.
    """

    def __init__(self, shelf: Shelf, *, host: str, port: int | None, transport: Transport) -> None:
        socket = bind(host, port)
        secure = transport.certificate is not None or transport.behind_proxy
        scheme = "https" if transport.certificate is not None else "http"
        self.address = f"{scheme}://{f'[{host}]' if ':' in host else host}:{socket.getsockname()[1]}/"
        self._serving = Serving([Door(door_app(shelf, secure=secure), socket)], transport)

    async def serve(self) -> None:
        """Serve until told to end."""
        await self._serving.run()

    def stop(self) -> None:
        """End soon; may be called from another thread."""
        self._serving.stop()
