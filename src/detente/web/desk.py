"""A node at work for a web server: in one thread of its own, with a bell that rings when the record has changed.

Rules:

1. The node, its database and everything computed from it are touched by the desk's thread alone, one piece of work after the other.
   So no page ever sees half of an admission, and no lock is needed.
2. Where other processes have the node open too (`node.turns`), each piece of work is a turn: `run` has the node alone, `read` beside
   others that read.
3. The event loop never waits for the node: `await desk.run(work)`.
4. What the disk or the database beneath it refuses is a StoreError, like anything else that the node does not hold as it must.
5. Who changes something rings the bell with what kind of change it was; open pages hear it (server-sent events).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from detente.errors import DetenteError, failed_on_disk
from detente.node.node import Node

T = TypeVar("T")

_NEWS = "web:news"
"""The key of the last news, with its count, where several processes serve one node."""


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

    def ring(self, news: dict[str, Any], count: int | None = None) -> None:
        """Tell what is new; from the event loop only.

        Args:
            count: how often that of all processes together has rung, where there are several.
        """
        self.count = self.count + 1 if count is None else count
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


class NoTurn(DetenteError):  # noqa: N818 - says what happened
    """A piece of work was not begun: others hold the node for too long, or its database does not answer."""


class Desk(Generic[C]):
    """One node (or witness) in its thread.

    Args:
        open_it: opens the node; called in the thread, because SQLite belongs to the thread that opened it.
        turn: what surrounds a piece of work; told whether that needs the node alone. By default nothing does.
    """

    def __init__(self, open_it: Callable[[], C], turn: Callable[[C, bool], AbstractContextManager[None]] | None = None) -> None:
        self._turn = turn
        self.bell = Bell()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._kept: C = self._thread.submit(open_it).result()

    async def run(self, work: Callable[..., T], /, *args: Any) -> T:
        """Do a piece of work on the node: `work(node, *args)`."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: self._do(True, work, *args))  # noqa: FBT003

    async def read(self, work: Callable[..., T], /, *args: Any) -> T:
        """The same where the work writes nothing of the record."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: self._do(False, work, *args))  # noqa: FBT003

    def run_now(self, work: Callable[..., T], /, *args: Any) -> T:
        """The same where no event loop runs yet: before a server starts."""
        return self._thread.submit(lambda: self._do(True, work, *args)).result()  # noqa: FBT003

    def _do(self, alone: bool, work: Callable[..., T], *args: Any) -> T:  # noqa: FBT001
        with ExitStack() as turn:
            if self._turn is not None:
                try:
                    turn.enter_context(self._turn(self._kept, alone))
                except DetenteError as error:
                    raise NoTurn(error.template, hint=error.hint, **error.params) from error
            try:
                return work(self._kept, *args)
            except (OSError, sqlite3.Error) as error:
                raise failed_on_disk(error, str(getattr(self._kept, "folder", None) or "")) from error

    async def ring(self, news: dict[str, Any]) -> None:
        """Tell what is new, to the pages of all processes."""
        count = None if self._turn is None else await self.run(leave_news, news)
        self.bell.ring(news, count)

    def close(self) -> None:
        """Close the node, after the work that waits."""
        self._thread.submit(self._kept.close).result()
        self._thread.shutdown()


def last_news(node: Node) -> dict[str, Any]:
    """What the bell of all processes told last; `count`: how often it has rung."""
    raw = node.store.get_meta(_NEWS)
    return {"count": 0} if raw is None else msgspec.json.decode(raw, type=dict[str, Any])


def leave_news(node: Node, news: dict[str, Any]) -> int:
    """Leave news for the other processes that serve a node; the count of all."""
    count = int(last_news(node)["count"]) + 1
    with node.store.transaction():
        node.store.set_meta(_NEWS, msgspec.json.encode({**news, "count": count}))
    return count


async def hear_others(desk: Desk[Node], every: float = 1.0) -> None:
    """Ring the bell of this process for what another has left, without end; news that came while nobody listened are told as one."""
    while True:
        try:
            news = await desk.read(last_news)
        except NoTurn:  # the database does not answer; whoever asks for a page is told
            news = {"count": 0}
        count = int(news.pop("count"))
        if count > desk.bell.count:
            desk.bell.ring(news, count)
        await asyncio.sleep(every)
