"""A node at work for a web server: in one thread of its own, with a bell that rings when the record has changed.

Rules:

1. The node, its database and everything computed from it are touched by the desk's thread alone, one piece of work after the other.
   So no page ever sees half of an admission, and no lock is needed.
2. The event loop never waits for the node: `await desk.run(work)`.
3. Who changes something rings the bell with what kind of change it was; open pages hear it (server-sent events).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")


class Closing(Protocol):
    """What a desk keeps open."""

    def close(self) -> None:
        """Let others open it."""


C = TypeVar("C", bound=Closing)


class Bell:
    """Tells every listener that something is new; whoever is slow hears the newest only.

    Attributes:
        count: how often it has rung.
    """

    def __init__(self) -> None:
        self.count = 0
        self._listeners: set[asyncio.Queue[dict[str, Any]]] = set()

    def ring(self, news: dict[str, Any]) -> None:
        """Tell what is new; from the event loop only."""
        self.count += 1
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait({"count": self.count, **news})

    def listen(self) -> asyncio.Queue[dict[str, Any]]:
        """A queue of news from now on; give it back with `leave`."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(maxsize=16)
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[dict[str, Any]]) -> None:
        """Stop listening."""
        self._listeners.discard(queue)


class Desk(Generic[C]):
    """One node (or witness) in its thread.

    Args:
        open_it: opens the node; called in the thread, because SQLite belongs to the thread that opened it.
    """

    def __init__(self, open_it: Callable[[], C]) -> None:
        self.bell = Bell()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._kept: C = self._thread.submit(open_it).result()

    async def run(self, work: Callable[..., T], /, *args: Any) -> T:
        """Do a piece of work on the node: `work(node, *args)`."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(self._kept, *args))

    def run_now(self, work: Callable[..., T], /, *args: Any) -> T:
        """The same where no event loop runs yet: before a server starts."""
        return self._thread.submit(lambda: work(self._kept, *args)).result()

    def close(self) -> None:
        """Close the node, after the work that waits."""
        self._thread.submit(self._kept.close).result()
        self._thread.shutdown()
