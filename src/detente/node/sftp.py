"""A folder behind an SSH server as a carrier, over asyncssh (docs/decisions/0070-carriers.md).

Who the server is, is known before anything is said to it: by `host-key` in the address, else by the file ~/.ssh/known_hosts. Who we
are is shown by a key (`key` in the address, an agent, or the usual files of ~/.ssh), or by a password, if one was given.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from detente.errors import N_, CarrierError, UsageError
from detente.node.addresses import Address
from detente.node.carrier import LIST_MOST, sift
from detente.node.objects import missing, not_installed, refused
from detente.record.limits import LIMITS

if TYPE_CHECKING:
    from asyncssh import SFTPClient, SSHClient, SSHClientConnection, SSHKey

T = TypeVar("T")

CONNECT: Final = 15
"""Seconds until a server that does not answer is given up."""
ALIVE: Final = 15
"""A quiet line is asked so often whether it lives, in seconds, and is given up after four questions without an answer."""
WHOLE: Final = 900
"""Seconds that one file may take: the largest over a line of 300 kbit/s."""
TRIES: Final = 3


class SftpCarrier:
    """A folder on an SSH server. One line for a round, made anew when it breaks."""

    def __init__(self, address: Address, secret: str | None) -> None:
        try:
            import asyncssh  # noqa: F401 - whether it is there
        except ModuleNotFoundError as error:
            raise not_installed() from error
        self.address = address.text
        self.foreign: list[str] = []
        self._to = address
        self._secret = secret
        self._loop: asyncio.AbstractEventLoop | None = None
        self._line: tuple[SSHClientConnection, SFTPClient] | None = None

    def put(self, name: str, data: bytes) -> None:
        def leave(sftp: SFTPClient) -> Coroutine[Any, Any, None]:
            return self._leave(sftp, name, data)

        self._tried(leave)

    def list(self) -> list[str]:
        """All containers; other names are remembered in `foreign`."""
        containers, self.foreign = sift(self._tried(self._names))
        return containers

    def get(self, name: str) -> bytes | None:
        def fetch(sftp: SFTPClient) -> Coroutine[Any, Any, bytes | None]:
            return self._fetch(sftp, name)

        return self._tried(fetch)

    def close(self) -> None:
        """Close the line, whatever state it is in."""
        if self._loop is not None:
            self._hang_up(self._loop)
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()
            self._loop = None

    # ---- on the line ----

    async def _leave(self, sftp: SFTPClient, name: str, data: bytes) -> None:
        hidden = f"{self._to.path}/.{name}.{secrets.token_hex(4)}.part"
        async with sftp.open(hidden, "wb") as file:
            await file.write(data)
        await sftp.posix_rename(hidden, f"{self._to.path}/{name}")

    async def _names(self, sftp: SFTPClient) -> set[str]:
        names: set[str] = set()
        async for entry in sftp.scandir(self._to.path):
            names.add(str(entry.filename))
            if len(names) > LIST_MOST:
                break
        return names

    async def _fetch(self, sftp: SFTPClient, name: str) -> bytes | None:
        import asyncssh

        try:
            async with sftp.open(f"{self._to.path}/{name}", "rb") as file:
                data: bytes = await file.read(LIMITS.container_bytes + 1)
        except asyncssh.SFTPNoSuchFile:
            return None
        return data

    async def _connect(self) -> tuple[SSHClientConnection, SFTPClient]:
        import asyncssh

        to = self._to
        more: Any = {"client_keys": [to.options["key"]]} if "key" in to.options else {}
        if "host-key" in to.options:  # nothing is known but this key: the file of known hosts cannot let another one pass
            more |= {"known_hosts": b"", "client_factory": _knowing(to.options["host-key"])}
        connection = await asyncssh.connect(
            to.host, port=to.port or 22, username=to.user or (), password=self._secret, config=None,
            connect_timeout=CONNECT, login_timeout=CONNECT, keepalive_interval=ALIVE, keepalive_count_max=4, **more,
        )  # fmt: skip
        return connection, await connection.start_sftp_client()

    def _hang_up(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._line is not None:
            self._line[0].abort()
            loop.run_until_complete(self._line[0].wait_closed())
            self._line = None

    def _tried(self, call: Callable[[SFTPClient], Coroutine[Any, Any, T]]) -> T:
        """One call, again on a new line where the old one broke; what goes wrong in our words."""
        import asyncssh

        loop = self._loop = self._loop or asyncio.new_event_loop()
        for left in range(TRIES - 1, -1, -1):
            try:
                return loop.run_until_complete(asyncio.wait_for(self._on_the_line(call), WHOLE))
            except asyncssh.HostKeyNotVerifiable as error:
                raise _unknown_key(self.address) from error
            except (asyncssh.PermissionDenied, asyncssh.SFTPPermissionDenied) as error:
                raise refused(self.address) from error
            except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath) as error:
                raise missing(self.address) from error
            except (OSError, asyncssh.Error, TimeoutError) as error:
                self._hang_up(loop)
                if not left:
                    raise CarrierError(N_("%(address)s cannot be reached, or broke off"), address=self.address) from error
        raise AssertionError

    async def _on_the_line(self, call: Callable[[SFTPClient], Coroutine[Any, Any, T]]) -> T:
        if self._line is None:
            self._line = await self._connect()
        return await call(self._line[1])


def _knowing(fingerprint: str) -> Callable[[], SSHClient]:
    """A client that lets one key of a server pass: the one of this SHA256."""
    import asyncssh

    class Knowing(asyncssh.SSHClient):
        def validate_host_public_key(self, host: str, addr: str, port: int, key: SSHKey) -> bool:
            del host, addr, port
            return hmac.compare_digest(key.get_fingerprint().rstrip("="), fingerprint.rstrip("="))

    return Knowing


def _unknown_key(address: str) -> CarrierError:
    return CarrierError(
        N_("%(address)s shows a key that is not known here; nothing was said to it"),
        hint=N_("Whoever keeps the server can read out the SHA256 of its key; name it in the address, as ?host-key=SHA256:DIGEST."),
        address=address,
    )


def open_sftp(address: Address, secret: str | None) -> SftpCarrier:
    """A folder on an SSH server; the line is made when it is first needed.

    Raises:
        UsageError: the library is not installed, or the key file of the address is not there.
    """
    if "key" in address.options and not Path(address.options["key"]).is_file():
        raise UsageError(N_("there is no file %(path)s"), path=address.options["key"])
    return SftpCarrier(address, secret)
