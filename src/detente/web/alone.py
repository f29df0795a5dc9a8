"""One node, served in earnest: its party signs in with passwords or passkeys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from detente.node.node import Node
from detente.web import party
from detente.web.app import Chair, create_app
from detente.web.desk import Desk
from detente.web.guard import AccountGuard
from detente.web.serving import Door, Serving, Transport, bind


class Alone:
    """The pages of one node.

    Args:
        open_it: opens the node with its keys.
        host, port: where to listen.
        transport: what protects what travels; `serving.check_binding` has looked at it.

    Attributes:
        address: where they are.
    """

    def __init__(self, open_it: Callable[[], Node], *, host: str, port: int | None, transport: Transport) -> None:
        self._desk: Desk[Node] = Desk(open_it)
        try:
            socket = bind(host, port)
        except BaseException:  # the desk holds the lock of the node, and nobody else will close it
            self._desk.close()
            raise
        number = socket.getsockname()[1]
        secure = transport.certificate is not None or transport.behind_proxy
        scheme = "https" if transport.certificate is not None else "http"
        self.address = f"{scheme}://{f'[{host}]' if ':' in host else host}:{number}/"
        name = self._desk.run_now(lambda node: node.party)
        chair = Chair(f"{name}-{number}", "party", party.PAGES, AccountGuard(), party.layout, secure=secure)
        self._serving = Serving([Door(create_app(self._desk, chair), socket)], transport)

    async def serve(self, *background: Any) -> None:
        """Serve until told to end."""
        try:
            await self._serving.run(*background)
        finally:
            self._desk.close()
