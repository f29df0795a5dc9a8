"""One node, served in earnest, whose party signs in; or one folder of published files, served to everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from detente.node.node import Node
from detente.web import outsiders, party
from detente.web.app import Chair, create_app
from detente.web.desk import Desk
from detente.web.guard import AccountGuard
from detente.web.outsiders import Everybody, PublicFolder
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


class Published:
    """The public page about a folder of published files, by itself.

    Args:
        folder: what was published.
        host, port: where to listen; it is for everybody, so nothing of what travels is secret.

    Raises:
        CallerError: the folder holds no charter.
    """

    def __init__(self, folder: Path, *, host: str, port: int | None) -> None:
        kept = PublicFolder(folder)
        _ = kept.charter  # says now that there is none
        self._desk: Desk[PublicFolder] = Desk(lambda: kept)
        socket = bind(host, port)
        number = socket.getsockname()[1]
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{number}/"
        chair = Chair(f"public-{number}", "public", outsiders.PUBLIC, Everybody(), outsiders.public_layout)
        self._serving = Serving([Door(create_app(self._desk, chair), socket)], Transport())

    async def serve(self) -> None:
        """Serve until told to end."""
        try:
            await self._serving.run()
        finally:
            self._desk.close()
