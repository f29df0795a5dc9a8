# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""The command that serves the pages of one node."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.session import Session, session
from detente.cli.usage import Command
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.node.node import Node


def web(
    host: str = typer.Option("127.0.0.1", "--host", metavar="ADDRESS", help=N_("The address to listen at; otherwise this machine alone.")),
    port: int | None = typer.Option(
        None, "--port", metavar="NUMBER", min=1, max=65535, help=N_("The port; otherwise the first free one from 8750 on.")
    ),
    certificate: Path | None = typer.Option(None, "--certificate", metavar="FILE", help=N_("The certificate for TLS, in PEM.")),
    key: Path | None = typer.Option(None, "--key", metavar="FILE", help=N_("The private key of that certificate, in PEM.")),
    behind_proxy: bool = typer.Option(False, "--behind-proxy", help=N_("A proxy of yours protects what travels, and you answer for it.")),
    name: list[str] = typer.Option(
        [], "--name", metavar="HOST", help=N_("A name by which browsers call this server, such as talks.example.org; repeat it.")
    ),
    no_browser: bool = typer.Option(False, "--no-browser", help=N_("Open no browser; the address is shown.")),
) -> None:
    import asyncio
    import webbrowser

    s = session()
    try:
        from detente.web.alone import Alone
        from detente.web.serving import Transport, check_binding
    except ModuleNotFoundError as error:
        raise CallerError(N_("the web pages are not installed here"), hint=N_("pip install 'detente[web]'")) from error

    if (certificate is None) != (key is None):
        raise CallerError(N_("a certificate and its key go together"), hint=N_("detente web --certificate FILE --key FILE"))
    transport = Transport(certificate, key, behind_proxy)
    check_binding(host, transport)
    alone = Alone(lambda: _open(s), host=host, port=port, transport=transport, names=name)
    s.head(N_("The pages are open, until you press Ctrl-C:"))
    s.line("  " + alone.address)
    if not no_browser:
        with contextlib.suppress(webbrowser.Error):  # a machine without a browser: the address stands above
            webbrowser.open(alone.address)
    asyncio.run(alone.serve())


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
