"""A connection to a web server that is not trusted: bounded in bytes and in time, and what fails is a CarrierError."""

from __future__ import annotations

import http.client
import ssl
from typing import Final
from urllib.parse import urlsplit

from detente.errors import N_, CallerError, CarrierError, reason_of

TIMEOUT: Final = 10.0
"""Seconds for each step of a request. A server far away answers in one."""


class Line:
    """A connection to one address, kept open between requests.

    Args:
        address: http:// or https://, with a path before everything that is asked for.

    Raises:
        CallerError: it is none of a web server.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        none = CallerError(N_("'%(address)s' is no address such as https://host.example/place"), address=address)
        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise none from error
        if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment or parts.username is not None:
            raise none
        self._prefix = parts.path.rstrip("/")
        self._connection = (
            http.client.HTTPConnection(host, port, timeout=TIMEOUT)
            if parts.scheme == "http"
            else http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
        )

    def close(self) -> None:
        self._connection.close()

    def ask(self, method: str, path: str, body: bytes | None = None, *, limit: int) -> tuple[int, bytes]:
        """One request; its status and its body. A redirection is an answer like any other: nothing is asked elsewhere.

        Args:
            method: GET or POST.
            path: what follows the address, with its first slash.
            body: of a POST.
            limit: bytes of the answer.

        Raises:
            CarrierError: no answer came, or a longer one.
        """
        headers = {"content-type": "text/plain; charset=utf-8"} if body is not None else {}
        try:
            self._connection.request(method, self._prefix + path, body, headers)
            with self._connection.getresponse() as answer:
                data = answer.read(limit + 1)
        except OSError as error:
            self.close()
            raise CarrierError(N_("%(address)s does not answer: %(cause)s"), address=self.address, cause=reason_of(error)) from error
        except http.client.HTTPException as error:
            self.close()
            raise CarrierError(N_("%(address)s does not answer as a web server does"), address=self.address) from error
        if len(data) > limit:
            self.close()
            raise CarrierError(N_("%(address)s answers with more than %(limit)d bytes"), address=self.address, limit=limit)
        return answer.status, data
