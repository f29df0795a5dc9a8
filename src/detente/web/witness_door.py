"""A witness that serves: C2SP tlog-witness over HTTP, and a page that says in plain words how it stands.

    POST /add-checkpoint                    tlog-witness: 200, 400, 403, 404, 409, 422
    GET  /<sha256 of the origin>/checkpoint tlog-witness, monitoring: the last state countersigned; 404 where there is none
    POST /add-log                           ours: a log that a party of a charter has certified is known from now on; 200, 400, 403
    GET  /, /index.json                     which logs, up to where, when; how often it answered what; its public keys

Rules:

1. A request is read whole, bounded in bytes and in seconds, before the witness is troubled with it.
2. The witness works in its desk's thread; each request is one transaction of its store, which other processes may use too. The answer
   leaves after the transaction is on the disk.
3. Nothing here is secret but the key, which no address shows; so nobody signs in.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from detente.errors import N_, CallerError, FormatError, SignatureError
from detente.node.witnessing import LOG_LIMIT, Witness
from detente.record.witness import MAX_REQUEST_BYTES, TEXT_TYPE
from detente.views.witness import WitnessView, witness_view
from detente.web.alone import answers_to
from detente.web.app import Chair, create_app
from detente.web.desk import Desk
from detente.web.outsiders import Everybody, layout_of
from detente.web.pages import Ask, Page, Shown, checker
from detente.web.routes.verifier import PAGES as VERIFIER
from detente.web.security import Pace
from detente.web.serving import Door, Serving, Transport, bind

BODY_WITHIN: Final = 10.0
"""Seconds in which the body of a request must be here: 36 kB come over any line in one."""

BURST: Final = 100
RATE: Final = 20.0
"""Requests that one address may make at once, and a second after that. A node with a hundred channels asks once for each of its logs
after a sync; a witness signs some 500 a second on one core."""


_OTHERS: Final = ("GET", "PUT", "PATCH", "DELETE")


def create_door(desk: Desk[Witness], chair: Chair, *, pace: Pace) -> ASGIApp:
    """The application: the three addresses for programs, and the pages for people."""
    door = _Door(desk, pace)
    routes = [
        Route("/add-checkpoint", door.add_checkpoint, methods=["POST"]),
        Route("/add-log", door.add_log, methods=["POST"]),
        *(Route(path, _post_only, methods=_OTHERS) for path in ("/add-checkpoint", "/add-log")),  # else the pages answer: nothing here
        Route("/{digest}/checkpoint", door.checkpoint, methods=["GET"]),
        Mount("/", create_app(desk, chair)),
    ]
    return Starlette(routes=routes)


class _Door:
    """The addresses for programs."""

    def __init__(self, desk: Desk[Witness], pace: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._pace = pace
        self._clock = clock

    async def add_checkpoint(self, request: Request) -> Response:
        body = await self._body(request, MAX_REQUEST_BYTES)
        if isinstance(body, Response):
            return body
        outcome = await self._desk.run(Witness.add_checkpoint, body)
        return _plain(outcome.status, outcome.body, outcome.content_type)

    async def add_log(self, request: Request) -> Response:
        body = await self._body(request, LOG_LIMIT)
        if isinstance(body, Response):
            return body
        try:
            origin = await self._desk.run(Witness.add_log, body)
        except FormatError as error:
            return _plain(400, f"{error}\n")
        except (SignatureError, CallerError) as error:
            return _plain(403, f"{error}\n")
        return _plain(200, origin + "\n")

    async def checkpoint(self, request: Request) -> Response:
        refused = self._too_fast(request)
        if refused is not None:
            return refused
        note = await self._desk.run(lambda witness: witness.memory.latest(request.path_params["digest"]))
        return _plain(404, "nothing of this log was countersigned here\n") if note is None else _plain(200, note)

    async def _body(self, request: Request, limit: int) -> bytes | Response:
        """A request's body, or why it was not read. Its connection is given up, since the rest would be read as another request."""
        refused = self._too_fast(request)
        if refused is not None:
            return refused
        data = bytearray()
        try:
            async with asyncio.timeout(BODY_WITHIN):
                async for piece in request.stream():
                    data += piece
                    if len(data) > limit:
                        return _plain(400, f"the request has more than {limit} bytes\n", close=True)
        except TimeoutError:
            return _plain(408, f"the request did not come within {BODY_WITHIN:g} seconds\n", close=True)
        except ClientDisconnect:
            return _plain(400, "the request broke off\n", close=True)
        return bytes(data)

    def _too_fast(self, request: Request) -> Response | None:
        wait = self._pace.wait(request.client.host if request.client else "", self._clock())
        return _plain(429, "too many requests came from this address\n", close=True, after=int(wait) + 1) if wait else None


async def _post_only(_request: Request) -> Response:
    answer = _plain(405, "this takes POST\n")
    answer.headers["allow"] = "POST"
    return answer


def _plain(status: int, body: bytes | str, content_type: str = TEXT_TYPE, *, close: bool = False, after: int = 0) -> Response:
    """An answer for a program. The content type is given as a header: as `media_type` Starlette would add a charset to it."""
    headers = {"content-type": content_type, "cache-control": "no-store", "x-content-type-options": "nosniff"}
    if close:
        headers["connection"] = "close"
    if after:
        headers["retry-after"] = str(after)
    return Response(body, status, headers)


# ---------------------------------------------------------------- the page for people


def _how_it_stands(ask: Ask) -> Shown:
    return Shown("witness.html", witness_view(ask.node, 0), N_("How this witness stands"))


def _layout(ask: Ask) -> Mapping[str, Any]:
    menu = (("/", N_("How this witness stands")), (checker(ask), N_("Check a proof")))
    return layout_of(ask, ask.node.charters, ask.node.name, menu, ask.t.gettext(_SUPPOSED))


_SUPPOSED: Final = N_("Among what is countersigned here are exercises, in which nothing was meant in earnest.")

PAGES: Final = (
    Page("/", _how_it_stands, "read", about="How this witness stands: its logs, its answers, its public keys", view=WitnessView),
    *VERIFIER,
)


class Served:
    """A witness at an address.

    Args:
        open_it: opens the witness with its key.
        host, port: where to listen.
        transport: what protects what travels; `serving.check_binding` has looked at it.
        names: what others call this server, beside the address at which it listens.
        rate: requests a second of one address; five times as many at once.

    Attributes:
        address: where it is: submission prefix and monitoring prefix of tlog-witness.
    """

    def __init__(
        self, open_it: Callable[[], Witness], *, host: str, port: int, transport: Transport, names: Sequence[str] = (), rate: float = RATE
    ) -> None:
        self._desk: Desk[Witness] = Desk(open_it)
        try:
            socket = bind(host, port)
        except BaseException:
            self._desk.close()
            raise
        number = socket.getsockname()[1]
        scheme = "https" if transport.certificate is not None else "http"
        self.address = f"{scheme}://{f'[{host}]' if ':' in host else host}:{number}"
        secure = transport.certificate is not None or transport.behind_proxy
        chair = Chair(f"witness-{number}", "witness", PAGES, Everybody(), _layout, secure=secure, hosts=answers_to(host, names))
        pace = Pace(burst=max(1, int(rate * BURST / RATE)), rate=rate)
        self._serving = Serving([Door(create_door(self._desk, chair, pace=pace), socket)], transport)

    @property
    def vkeys(self) -> list[str]:
        """The public keys, as they are published."""
        return self._desk.run_now(lambda witness: witness_view(witness, 0).vkeys)

    async def serve(self) -> None:
        """Serve until told to end."""
        try:
            await self._serving.run()
        finally:
            self._desk.close()

    def stop(self) -> None:
        """End soon; may be called from another thread."""
        self._serving.stop()
