"""Several processes that serve the pages of one node at one address, over a store in PostgreSQL.

Rules:

1. All listen on one socket that was bound before they began, and take forms that any of them showed.
2. The first makes the courier's rounds. What one changes the others hear of (`desk.hear_others`), and see at their next page.
3. One that ends by itself is started again, but not faster than every few seconds; whoever tells this process to end, ends all.
4. The passphrase goes to them through a pipe: it stands in no command line and in no file.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import threading
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final, NamedTuple

from detente.node.node import Node
from detente.web.alone import Alone, Many, address_of
from detente.web.serving import Transport, bind

_AGAIN: Final = 3.0
"""Seconds before a process that has ended is started again: where the database is away it would end at once each time."""
_ENDING: Final = 10.0
"""Seconds for a process to end its pages; then it is ended."""


class _Task(NamedTuple):
    """What a process needs to serve."""

    many: Many
    folder: Path
    passphrase: str
    host: str
    transport: Transport
    names: Sequence[str]


class Workers:
    """The processes.

    Args:
        number: how many.
        folder, passphrase: of the node; that it opens has been looked at.
        host, port, transport, names: as `Alone` has them.

    Attributes:
        address: where the pages are.
    """

    def __init__(
        self, number: int, folder: Path, passphrase: str, *, host: str, port: int | None, transport: Transport, names: Sequence[str] = ()
    ) -> None:
        self._socket = bind(host, port)
        self.address = address_of(host, self._socket.getsockname()[1], transport)
        secret = secrets.token_bytes(32)
        self._tasks = [
            _Task(Many(each, self._socket, secret), folder.resolve(), passphrase, host, transport, tuple(names)) for each in range(number)
        ]
        self._stopped = threading.Event()
        self.processes: list[BaseProcess] = []

    def serve(self) -> None:
        """Serve until told to end."""
        before = {each: signal.signal(each, lambda *_: self._stopped.set()) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            self.start()
            while not self._stopped.wait(_AGAIN):
                self.start_again()
        finally:
            self.stop()
            for each, handler in before.items():
                signal.signal(each, handler)

    def start(self) -> None:
        """Start them all."""
        self.processes = [_begun(task) for task in self._tasks]

    def start_again(self) -> None:
        """Start those that have ended."""
        self.processes = [
            each if each.is_alive() else _begun(task) for each, task in zip(self.processes, self._tasks, strict=True)
        ]  # fmt: skip

    def stop(self) -> None:
        """End them all."""
        for each in self.processes:
            each.terminate()
        for each in self.processes:
            each.join(_ENDING)
            if each.is_alive():
                each.kill()
                each.join()
        self._socket.close()


def _begun(task: _Task) -> BaseProcess:
    process = get_context("spawn").Process(target=_serve, args=(task,), name=f"pages-{task.many.number}", daemon=True)
    process.start()
    return process


def _serve(task: _Task) -> None:
    """In a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all: the first of them ends the others
    alone = Alone(
        lambda: Node.open(task.folder, task.passphrase, shared=True), host=task.host, port=None, transport=task.transport, names=task.names,
        many=task.many,
    )  # fmt: skip
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(alone.serve())
