"""A door as a carrier: another node's, or a host's, over HTTPS (web/door.py answers; docs/protocol.md, "Door").

Each request shows the party's token; so nothing is asked in the clear beyond this machine (node/addresses.py sees to it).
"""

from __future__ import annotations

import base64
import http.client
import ssl
import time
from typing import Final, NamedTuple

from detente.errors import N_, CarrierError, UsageError
from detente.node.addresses import Address
from detente.node.carrier import LIST_MOST, is_container_name, sift
from detente.node.objects import missing, read_certificate, refused
from detente.record.limits import LIMITS

TIMEOUT: Final = 60
"""Seconds without a sign of life from a door; a slow line on which something comes is waited for."""
TRIES: Final = 3
PAUSE: Final = 0.2
"""Seconds before the second try, and four times as many before the third."""
WAIT_MOST: Final = 10
"""Seconds that a door may make us wait before the next try; one that asks for more is left for the next round."""

_LIST_BYTES: Final = LIST_MOST * 48
_BUSY: Final = frozenset({429, 502, 503, 504})


class _Answer(NamedTuple):
    status: int
    body: bytes
    wait: float


class DoorCarrier:
    """A door, of which we are one party."""

    def __init__(self, address: Address, token: str) -> None:
        self.address = address.text
        self.foreign: list[str] = []
        self._to = address
        self._context = _tls(address)
        known = base64.b64encode(f"{address.user}:{token}".encode()).decode("ascii")
        self._headers = {"Authorization": "Basic " + known, "Accept-Encoding": "identity"}

    def put(self, name: str, data: bytes) -> None:
        answer = self._asked("PUT", name, data, 1 << 16)
        if answer.status in {200, 201}:
            return
        if answer.status == 507:
            raise CarrierError(N_("our share at %(address)s is used up; whoever keeps the door can make it larger"), address=self.address)
        raise self._unexpected(answer.status)

    def list(self) -> list[str]:
        """All containers there; what is not named as one is remembered in `foreign`."""
        answer = self._asked("GET", "", None, _LIST_BYTES)
        if answer.status != 200:
            raise self._unexpected(answer.status)
        if len(answer.body) > _LIST_BYTES:
            raise CarrierError(N_("the list of %(address)s does not end"), address=self.address)
        containers, self.foreign = sift(line.partition(" ")[0] for line in answer.body.decode("ascii", "replace").splitlines())
        return containers

    def get(self, name: str) -> bytes | None:
        if not is_container_name(name):
            return None
        answer = self._asked("GET", name, None, LIMITS.container_bytes)
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise self._unexpected(answer.status)
        return answer.body

    def close(self) -> None:
        """Each request has a line of its own."""

    # ---- on the line ----

    def _asked(self, method: str, name: str, data: bytes | None, most: int) -> _Answer:
        """One request, again where the door is busy or the line breaks. Each can be repeated: a name is never given twice."""
        pause = PAUSE
        for left in range(TRIES - 1, -1, -1):
            try:
                answer = self._once(method, name, data, most)
            except ssl.SSLCertVerificationError as error:
                raise CarrierError(
                    N_("%(address)s shows a certificate that is not known here; nothing was said to it"),
                    hint=N_("Whoever keeps the door has its certificate; name the file in the address, as ?ca=FILE."), address=self.address,
                ) from error  # fmt: skip
            except (OSError, http.client.HTTPException) as error:
                if not left:
                    raise CarrierError(N_("%(address)s cannot be reached, or broke off"), address=self.address) from error
            else:
                if answer.status not in _BUSY or not left or answer.wait > WAIT_MOST:
                    return answer
                pause = max(pause, answer.wait)
            time.sleep(pause)
            pause *= 4
        raise AssertionError

    def _once(self, method: str, name: str, data: bytes | None, most: int) -> _Answer:
        to = self._to
        line = (
            http.client.HTTPConnection(to.host, to.port, timeout=TIMEOUT)
            if self._context is None
            else http.client.HTTPSConnection(to.host, to.port, timeout=TIMEOUT, context=self._context)
        )
        try:
            line.request(method, to.path.rstrip("/") + "/" + name, body=data, headers=self._headers)
            found = line.getresponse()
            wait = found.headers.get("Retry-After", "")
            return _Answer(found.status, found.read(most + 1), float(wait) if wait.isascii() and wait.isdigit() and len(wait) < 6 else 0.0)
        finally:
            line.close()

    def _unexpected(self, status: int) -> CarrierError:
        if status in {401, 403}:
            return refused(self.address)
        if status == 404:
            return missing(self.address)
        return CarrierError(N_("%(address)s answers with HTTP status %(status)d"), address=self.address, status=status)


def open_door(address: Address, token: str | None) -> DoorCarrier:
    """A door; nothing is asked yet.

    Raises:
        UsageError: the address does not say who we are, the token is not known, or a certificate cannot be read.
    """
    if not address.user:
        raise UsageError(N_("%(address)s does not say who comes; write https://PARTY@..."), address=address.text)
    if token is None:
        raise UsageError(N_("no secret is known for %(address)s"), hint=N_("detente courier secret %(address)s"), address=address.text)
    return DoorCarrier(address, token)


def _tls(address: Address) -> ssl.SSLContext | None:
    if address.kind == "http":
        return None
    if "ca" not in address.options:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cadata=read_certificate(address.options["ca"]))
    except ssl.SSLError as error:
        raise UsageError(N_("%(path)s is no certificate in PEM"), path=address.options["ca"]) from error
