# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""The command that serves the pages of one node."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.protection import BEHIND_PROXY, CERTIFICATE, HOST, KEY, PORT, not_installed, protected
from detente.cli.session import Session, session
from detente.cli.usage import Command
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.web.serving import Transport


def web(
    host: str = HOST,
    port: int | None = PORT,
    certificate: Path | None = CERTIFICATE,
    key: Path | None = KEY,
    behind_proxy: bool = BEHIND_PROXY,
    name: list[str] = typer.Option(
        [], "--name", metavar="HOST", help=N_("A name by which browsers call this server, such as talks.example.org; repeat it.")
    ),
    workers: int = typer.Option(
        1, "--workers", metavar="NUMBER", min=1, max=64, help=N_("How many processes serve the pages; several need a store in PostgreSQL.")
    ),
    no_browser: bool = typer.Option(False, "--no-browser", help=N_("Open no browser; the address is shown.")),
) -> None:
    import asyncio

    from detente.node.place import read_about, store_of

    s = session()
    try:
        from detente.web.alone import Alone
    except ModuleNotFoundError as error:
        raise not_installed() from error

    transport = protected(host, certificate, key, behind_proxy=behind_proxy, command="web")
    if workers > 1 or not isinstance(store_of(s.folder, read_about(s.folder)), Path):  # there commands work beside the pages
        _serve_many(s, workers, host, port, transport, name, browser=not no_browser)
        return
    alone = Alone(lambda: _open(s), host=host, port=port, transport=transport, names=name)
    _show(s, alone.address, browser=not no_browser)
    asyncio.run(alone.serve())


def _show(s: Session, address: str, *, browser: bool) -> None:
    import webbrowser

    s.head(N_("The pages are open, until you press Ctrl-C:"))
    s.line("  " + address)
    if browser:
        with contextlib.suppress(webbrowser.Error):  # a machine without a browser: the address stands above
            webbrowser.open(address)


def _serve_many(s: Session, number: int, host: str, port: int | None, transport: Transport, names: list[str], *, browser: bool) -> None:
    """Serve from several processes, until told to end.

    Raises:
        CallerError: the store is in the node's folder, which one process has alone.
    """
    from detente.web.workers import Workers

    node = _open(s)
    passphrase, in_server = node.keys.passphrase, node.store.server is not None
    node.close()
    if not in_server:
        raise CallerError(
            N_("the record of this node lies in its folder, which one process has alone; several need PostgreSQL"),
            hint=N_("detente store move postgresql://USER@HOST/DATABASE"),
        )
    workers = Workers(number, s.folder, passphrase, host=host, port=port, transport=transport, names=names)
    _show(s, workers.address, browser=browser)
    workers.serve()


def _open(s: Session) -> Node:
    """The node with its keys, and somebody who can sign in.

    Raises:
        CallerError: there is no account yet.
    """
    from detente.node.accounts import Accounts

    node = s.open(secrets=True)
    if not Accounts(node.store).list():
        node.close()
        raise CallerError(
            N_("nobody can sign in here yet"),
            hint=N_("detente account add NAME --display TEXT --role administrator --generate"),
        )
    return node


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("web", cls=Command, help=N_("Serve the pages of this node, to this machine alone unless told otherwise."))(web)
