"""Real servers for the tests of carriers, each once for all tests of a process: S3 (moto), SSH (asyncssh), WebDAV (wsgidav), our door.

Shaky     a carrier that fails a share of its transfers, from a seed: before anything was done, or after it was done all the same
"""

from __future__ import annotations

import asyncio
import logging
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import asyncssh
import boto3
from moto.server import ThreadedMotoServer
from werkzeug.serving import make_server
from werkzeug.wsgi import get_input_stream
from wsgidav.wsgidav_app import WsgiDAVApp

from detente.errors import CarrierError
from detente.node.carrier import Closable
from detente.node.shelf import Shelf
from detente.web.door import ServedDoor
from detente.web.serving import Transport

SECRET = "a-secret-of-a-courier"
BUCKET = "talks"
PLAIN = Transport()


@contextmanager
def s3() -> Iterator[str]:
    """An S3 server with one bucket; gives the address of a prefix in it, without the last part."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        made = boto3.client(
            "s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1", aws_access_key_id="id", aws_secret_access_key=SECRET
        )
        made.create_bucket(Bucket=BUCKET)
        made.close()
        yield f"s3://id@{BUCKET}/%s?endpoint=http://{host}:{port}"
    finally:
        server.stop()


@contextmanager
def webdav(folder: Path) -> Iterator[str]:
    """A WebDAV server over a folder, with one user."""
    folder.mkdir()
    app = WsgiDAVApp({
        "provider_mapping": {"/": str(folder)}, "verbose": 0, "logging": {"enable": False},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "simple_dc": {"user_mapping": {"*": {"north": {"password": SECRET}}}},
    })  # fmt: skip

    def bounded(environ: Any, start_response: Any) -> Any:
        environ["wsgi.input"] = get_input_stream(environ)  # wsgidav reads to the end, and the end of a body is what its header says
        return app(environ, start_response)

    server = make_server("127.0.0.1", 0, bounded, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"webdav://north@127.0.0.1:{server.port}/%s"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _OnePassword(asyncssh.SSHServer):
    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("north", SECRET)


@contextmanager
def sftp(folder: Path) -> Iterator[str]:
    """An SSH server that gives files of a folder to one user with a password."""
    folder.mkdir()
    key = asyncssh.generate_private_key("ssh-ed25519")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start() -> Any:
        return await asyncssh.create_server(
            _OnePassword, "127.0.0.1", 0, server_host_keys=[key],
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder)),
        )  # fmt: skip

    async def end(server: Any) -> None:
        server.close()
        await server.wait_closed()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(30)
    try:
        yield f"sftp://north@127.0.0.1:{server.get_port()}/%s?host-key={key.get_fingerprint()}"
    finally:
        asyncio.run_coroutine_threadsafe(end(server), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def door(folder: Path, transport: Transport = PLAIN) -> Iterator[tuple[Shelf, str]]:
    """A door that listens on this machine; gives its shelf, and its address without who comes."""
    shelf = Shelf(folder)
    shelf.admit("nobody")
    served = ServedDoor(shelf, host="127.0.0.1", port=0, transport=transport)
    thread = threading.Thread(target=lambda: asyncio.run(served.serve()))
    thread.start()
    try:
        yield shelf, served.address.partition("://")[2]
    finally:
        served.stop()
        thread.join()


class Shaky:
    """A carrier of which a share of all transfers fails.

    Args:
        failing: how many of them, from 0 to 1; half of those that fail were done all the same, and half of the gets come cut short.
    """

    def __init__(self, inner: Closable, failing: float, rng: random.Random) -> None:
        self.inner, self.failing, self.rng = inner, failing, rng
        self.failed = self.tried = 0

    @property
    def address(self) -> str:
        return self.inner.address

    @property
    def foreign(self) -> list[str]:
        return self.inner.foreign

    def _fails(self) -> bool:
        self.tried += 1
        fails = self.rng.random() < self.failing
        self.failed += fails
        return fails

    def put(self, name: str, data: bytes) -> None:
        fails = self._fails()
        if not fails or self.rng.random() < 0.5:
            self.inner.put(name, data)
        if fails:
            raise CarrierError("broken while leaving %(name)s", name=name)

    def list(self) -> list[str]:
        if self._fails():
            raise CarrierError("broken while listing")
        return self.inner.list()

    def get(self, name: str) -> bytes | None:
        if not self._fails():
            return self.inner.get(name)
        data = self.inner.get(name)
        if data is None or self.rng.random() < 0.5:
            raise CarrierError("broken while fetching %(name)s", name=name)
        return data[: self.rng.randrange(len(data))]

    def close(self) -> None:
        self.inner.close()


class Places:
    """All servers, each started when it is first wanted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._found: dict[str, Any] = {}
        self._made = 0

    def _once(self, kind: str, start: Callable[[], Any]) -> Any:
        if kind not in self._found:
            self._found[kind] = self._stack.enter_context(start())
        return self._found[kind]

    def new(self, kind: str) -> str:
        """The address of an empty place of a kind, which nobody else uses."""
        self._made += 1
        name = f"place{self._made}"
        if kind == "folder":
            (self._folder / name).mkdir()
            return str(self._folder / name)
        if kind == "s3":
            return str(self._once("s3", s3)) % name
        folder = self._folder / kind
        pattern = self._once(kind, lambda: {"webdav": webdav, "sftp": sftp}[kind](folder))
        (folder / name).mkdir()
        return str(pattern) % name

    def door(self) -> tuple[Shelf, str]:
        """The door, which all share."""
        found: tuple[Shelf, str] = self._once("door", lambda: door(self._folder / "door"))
        return found

    def close(self) -> None:
        self._stack.close()
