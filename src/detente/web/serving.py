"""Serving chairs: where they listen, whom they let in, and how they end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from detente.errors import N_, CallerError, reason_of
from detente.node.addresses import is_loopback
from detente.node.collector import search_in_small_parts

FIRST_PORT: Final = 8750
"""Where the first chair listens unless told otherwise: free on most machines, and easy to say over the telephone."""


_ENDING: Final = (signal.SIGINT, signal.SIGTERM)


HEADERS_WITHIN: Final = 10.0
"""Seconds in which the headers of a request must be here. Over a slow line they take one; 256 connections that never send theirs would
shut everybody else out."""


class Door(NamedTuple):
    """Where one application listens.

    Attributes:
        app: the application.
        socket: bound already, so that the port is known before anything is said of it.
    """

    app: ASGIApp
    socket: socket.socket

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])


class Transport(NamedTuple):
    """What protects what travels: a certificate of our own, or a proxy that somebody has answered for."""

    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False


def check_binding(host: str, transport: Transport, hint: str) -> None:
    """Refuse to serve beyond this machine in the clear.

    Args:
        host: the address to listen at.
        transport: what protects what travels.
        hint: what to do, for the command that serves.

    Raises:
        CallerError: the address is not of this machine alone, and nothing protects what travels.
    """
    if is_loopback(host) or transport.certificate is not None or transport.behind_proxy:
        return
    raise CallerError(
        N_("%(host)s can be reached from other machines, and nothing protects what travels there"),
        hint=hint,
        host=host,
    )


def bind(host: str, port: int | None) -> socket.socket:
    """A socket at an address; without a port the first free one from 8750 on.

    Raises:
        CallerError: the port is taken, or the address is none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tried = [port] if port is not None else [*range(FIRST_PORT, FIRST_PORT + 100), 0]
    for number in tried:
        found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # by it asyncio sees that answers must not wait to be joined
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, number))
            found.listen(128)
        except OSError as error:
            found.close()
            if port is not None or number == 0:
                sentence = N_("cannot listen on %(host)s, port %(port)d: %(cause)s")
                raise CallerError(sentence, host=host, port=number, cause=reason_of(error)) from error
        else:
            return found
    raise AssertionError


class _Server(uvicorn.Server):
    """A server among several: `Serving` alone hears the signals, and ends all of them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Impatient(H11Protocol):
    """Hangs up on whoever does not say in time what is wanted; uvicorn itself waits for ever."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait()

    def _wait(self) -> None:
        self.loop.call_later(HEADERS_WITHIN, self._hang_up, self.cycle)

    def _hang_up(self, before: object) -> None:
        if self.cycle is before and not self.transport.is_closing():  # no request has come since
            self.transport.close()


class Serving:
    """Several doors in one event loop, until it is told to end."""

    def __init__(self, doors: Sequence[Door], transport: Transport) -> None:
        self._servers = [_Server(_config(door.app, transport)) for door in doors]
        self._doors = doors

    async def run(self, *background: Any) -> None:
        """Serve; `background` are coroutines that run beside it (couriers)."""
        if _in_main_thread():  # the process is there for this
            search_in_small_parts()
        tasks = [asyncio.ensure_future(each) for each in background]
        before = {number: signal.signal(number, lambda *_: self.stop()) for number in _ENDING} if _in_main_thread() else {}
        try:
            await asyncio.gather(*(server.serve(sockets=[door.socket]) for server, door in zip(self._servers, self._doors, strict=True)))
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def stop(self) -> None:
        """End soon; may be called from another thread."""
        for server in self._servers:
            server.should_exit = True


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _config(app: ASGIApp, transport: Transport) -> uvicorn.Config:
    return uvicorn.Config(
        app, http=_Impatient, log_level="warning", access_log=False, server_header=False, date_header=False,
        proxy_headers=transport.behind_proxy, ssl_certfile=transport.certificate, ssl_keyfile=transport.key,
        timeout_graceful_shutdown=1, lifespan="off", limit_concurrency=256, h11_max_incomplete_event_size=64 * 1024,
    )  # fmt: skip
