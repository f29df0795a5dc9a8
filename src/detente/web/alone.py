"""One node, served in earnest, whose party signs in; or one folder of published files, served to everybody."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from detente.node.addresses import is_loopback
from detente.node.node import Node
from detente.web import outsiders, party
from detente.web.app import Chair, create_app
from detente.web.carrying import automatic
from detente.web.desk import Desk, hear_others
from detente.web.guard import AccountGuard
from detente.web.outsiders import Everybody, PublicFolder
from detente.web.security import LOOPBACK
from detente.web.serving import Door, Serving, Transport, bind


class Many(NamedTuple):
    """One of several processes that serve one node at one address.

    Attributes:
        number: which it is; the first makes the courier's rounds.
        socket: where all listen.
        secret: for the tokens of forms: whoever showed a form, any of them takes it.
    """

    number: int
    socket: socket.socket
    secret: bytes


class Alone:
    """The pages of one node.

    Args:
        open_it: opens the node with its keys.
        host, port: where to listen.
        transport: what protects what travels; `serving.check_binding` has looked at it.
        names: what browsers call this server, beside the address at which it listens.
        many: where several processes serve one node: what they have in common, and which of them this is.

    Attributes:
        address: where they are.
    """

    def __init__(
        self, open_it: Callable[[], Node], *, host: str, port: int | None, transport: Transport, names: Sequence[str] = (),
        many: Many | None = None,
    ) -> None:  # fmt: skip
        self._desk: Desk[Node] = Desk(open_it, None if many is None else lambda node, alone: node.turn(alone=alone))
        self._many = many
        try:
            socket = bind(host, port) if many is None else many.socket
        except BaseException:  # the desk holds the lock of the node, and nobody else will close it
            self._desk.close()
            raise
        number = socket.getsockname()[1]
        secure = transport.certificate is not None or transport.behind_proxy
        self.address = address_of(host, number, transport)
        name = self._desk.run_now(lambda node: node.party)
        chair = Chair(f"{name}-{number}", "party", party.PAGES, AccountGuard(), party.layout, secure=secure, hosts=answers_to(host, names))
        self._serving = Serving([Door(create_app(self._desk, chair, None if many is None else many.secret), socket)], transport)

    async def serve(self, *background: Any) -> None:
        """Serve until told to end."""
        rounds = [automatic(self._desk)] if self._many is None or self._many.number == 0 else []
        heard = [] if self._many is None else [hear_others(self._desk)]
        try:
            await self._serving.run(*rounds, *heard, *background)
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

    def __init__(self, folder: Path, *, host: str, port: int | None, names: Sequence[str] = ()) -> None:
        kept = PublicFolder(folder)
        _ = kept.charter  # says now that there is none
        self._desk: Desk[PublicFolder] = Desk(lambda: kept)
        socket = bind(host, port)
        number = socket.getsockname()[1]
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{number}/"
        chair = Chair(f"public-{number}", "public", outsiders.PUBLIC, Everybody(), outsiders.public_layout, hosts=answers_to(host, names))
        self._serving = Serving([Door(create_app(self._desk, chair), socket)], Transport())

    async def serve(self) -> None:
        """Serve until told to end."""
        try:
            await self._serving.run()
        finally:
            self._desk.close()


def address_of(host: str, port: int, transport: Transport) -> str:
    """The address at which browsers find what listens there."""
    return f"{'https' if transport.certificate is not None else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/"


def answers_to(host: str, names: Sequence[str]) -> frozenset[str]:
    """The names to which a server answers that listens at an address: to those of this machine alone, or to those it was given."""
    own = LOOPBACK if is_loopback(host) else frozenset({host})
    return frozenset({name.lower() for name in (*own, *names)})
