"""What the commands that serve over a network share: their options, and the refusal to serve beyond this machine in the clear."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.web.serving import Transport

HOST = typer.Option("127.0.0.1", "--host", metavar="ADDRESS", help=N_("The address to listen at; otherwise this machine alone."))
PORT = typer.Option(None, "--port", metavar="NUMBER", min=1, max=65535, help=N_("The port; otherwise the first free one from 8750 on."))
CERTIFICATE = typer.Option(None, "--certificate", "--cert", metavar="FILE", help=N_("The certificate for TLS, in PEM."))
KEY = typer.Option(None, "--key", metavar="FILE", help=N_("The private key of that certificate, in PEM."))
_PROTECT = {
    "web": N_(
        "Name a certificate, or say that a proxy protects it; at 127.0.0.1 it serves this machine alone:\n"
        "detente web --certificate FILE --key FILE\ndetente web --behind-proxy"
    ),
    "door serve": N_(
        "Name a certificate, or say that a proxy protects it; at 127.0.0.1 it serves this machine alone:\n"
        "detente door serve --certificate FILE --key FILE\ndetente door serve --behind-proxy"
    ),
    "witness serve": N_(
        "Name a certificate, or say that a proxy protects it; at 127.0.0.1 it serves this machine alone:\n"
        "detente witness serve --certificate FILE --key FILE\ndetente witness serve --behind-proxy"
    ),
}
"""What to do, by command; a hint is a line to be copied, so each is written out."""

BEHIND_PROXY = typer.Option(False, "--behind-proxy", help=N_("A proxy of yours protects what travels, and you answer for it."))


def not_installed() -> CallerError:
    """The refusal where the `web` extra is missing."""
    return CallerError(N_("the web pages are not installed here"), hint=N_("pip install 'detente[web]'"))


def protected(host: str, certificate: Path | None, key: Path | None, *, behind_proxy: bool, command: str) -> Transport:
    """What protects what travels to and from an address.

    Args:
        command: which command serves, one of `_PROTECT`.

    Raises:
        CallerError: half a certificate, or an address beyond this machine that nothing protects.
    """
    from detente.web.serving import Transport, check_binding

    if (certificate is None) != (key is None):
        raise CallerError(N_("a certificate and its key go together"), hint=_PROTECT[command])
    transport = Transport(certificate, key, behind_proxy)
    check_binding(host, transport, _PROTECT[command])
    return transport
