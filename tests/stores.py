"""Where the nodes of tests keep their records: in SQLite in memory, or, where a test says so, in PostgreSQL."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator

from detente.node.server import Address, Server
from detente.node.store import Store

_made: list[Callable[[], Store]] = [lambda: Store(None)]


def make() -> Store:
    """An empty store of the kind at hand."""
    return _made[-1]()


def fresh_address(url: str) -> Address:
    """An address in a database at which nothing is yet."""
    name = secrets.token_hex(8)
    return Address(url, f"node_{name}", name)


@contextlib.contextmanager
def in_postgres(url: str) -> Iterator[None]:
    """All stores that are made meanwhile are schemas of a database; they go at the end."""
    stores: list[Store] = []

    def make_one() -> Store:
        address = fresh_address(url)
        server = Server(address)
        server.create()
        server.close()
        stores.append(Store(address))
        return stores[-1]

    _made.append(make_one)
    try:
        yield
    finally:
        _made.pop()
        for store in stores:
            store.close()
