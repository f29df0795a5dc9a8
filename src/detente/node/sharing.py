"""Work that is shared out: one function over many shares, in this process, in several of this machine, or on a Dask cluster.

The shares do not depend on how many workers there are, and answers come back in the order of the shares: so nobody can see from what
came out how it was done. Why Dask is an option only: docs/decisions/0080-dask-by-option.md.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from multiprocessing import get_context
from typing import Any, Final, Protocol, TypeVar

from detente.errors import N_, CallerError

S = TypeVar("S")
R = TypeVar("R")

LOCAL: Final = "local"
"""Not an address: a cluster that is started on this machine for the time of the work."""

_WAIT: Final = "30s"
"""For a scheduler to answer; one on another machine does so within seconds, or not at all."""


_AHEAD: Final = 256
"""Shares that a cluster holds at once: enough for a hundred workers, and neither its memory nor ours grows with what is audited."""


class Workers(Protocol):
    """Who goes through shares: the function is one of a module; shares and answers can be pickled."""

    def __call__(self, function: Callable[[S], R], shares: Sequence[S], /) -> Iterator[R]:
        """The answers, in the order of the shares.

        Raises:
            CallerError: a worker was lost.
        """


def workers(processes: int, dask: str | None = None) -> AbstractContextManager[Workers]:
    """Whoever does the work, for as long as the block lasts.

    Args:
        processes: how many on this machine; with 1 and no Dask, this one itself.
        dask: `LOCAL`, or the address of a scheduler such as tls://scheduler.example:8786. Its workers must see the same files.

    Raises:
        CallerError: Dask is not installed, or its scheduler does not answer.
    """
    if dask is not None:
        return _on_dask(dask, processes)
    return nullcontext(_here) if processes == 1 else _in_processes(processes)


def _here(function: Callable[[S], R], shares: Sequence[S]) -> Iterator[R]:
    return map(function, shares)


@contextmanager
def _in_processes(processes: int) -> Iterator[Workers]:
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:

        def run(function: Callable[[S], R], shares: Sequence[S]) -> Iterator[R]:
            try:
                yield from pool.map(function, shares)
            except BrokenExecutor as error:
                raise CallerError(N_("a process that shared the work has ended before its time")) from error

        yield run


@contextmanager
def _on_dask(address: str, processes: int) -> Iterator[Workers]:
    try:
        from distributed import Client, LocalCluster
        from distributed.comm.core import CommClosedError
        from distributed.scheduler import KilledWorker
    except ModuleNotFoundError as error:
        raise CallerError(N_("Dask is not installed here"), hint=N_("pip install 'detente[audit]'")) from error

    def run(function: Callable[[S], R], shares: Sequence[S]) -> Iterator[R]:
        waiting: deque[Any] = deque()
        try:
            for share in shares:
                if len(waiting) == _AHEAD:
                    yield waiting.popleft().result()
                # Not pure: Dask would take two calls with equal shares for one, and files may have changed between them.
                waiting.append(client.submit(function, share, pure=False))
            while waiting:
                yield waiting.popleft().result()
        except (KilledWorker, CommClosedError) as error:
            raise CallerError(N_("a process that shared the work has ended before its time")) from error

    if address == LOCAL:
        # No page of its own: it would listen on a port that nobody asked for.
        cluster = LocalCluster(n_workers=processes, threads_per_worker=1, processes=True, dashboard_address=None)
        with cluster, Client(cluster) as client:
            yield run
        return
    try:
        client = Client(address, timeout=_WAIT)
    except (OSError, ValueError) as error:  # a timeout is an OSError
        raise CallerError(N_("no Dask scheduler answers at %(address)s"), address=address) from error
    with client:
        yield run
