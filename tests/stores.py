"""Where the nodes of tests keep their records: in SQLite in memory, or, where a test says so, in PostgreSQL."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator

from detente.node.database import Sqlite
from detente.node.moving import copy
from detente.node.server import Address, Server
from detente.node.store import Store

_made: list[Callable[[], Store]] = [lambda: Store(None)]


_DAMAGING = (
    "CREATE FUNCTION zeroblob(integer) RETURNS bytea LANGUAGE sql AS $$ SELECT decode(repeat('00', $1), 'hex') $$",
    """CREATE FUNCTION replace(bytea, text, text) RETURNS bytea LANGUAGE sql AS
    $$ SELECT convert_to(replace(convert_from($1, 'UTF8'), $2, $3), 'UTF8') $$""",
)
"""What SQLite has and tests damage a store with."""


def make() -> Store:
    """An empty store of the kind at hand."""
    return _made[-1]()


def in_sqlite(store: Store) -> Sqlite:
    """A store of either kind as a database of SQLite; what follows from the record alone is left out where it is not in it."""
    if store.server is None:
        return store.derived
    copied = Store(None)
    with copied.transaction():
        copy(store.db, copied.db)
    return copied.derived


def as_bytes(store: Store) -> bytes:
    """A copy of a store, as of now."""
    return in_sqlite(store).serialize()


def of_bytes(data: bytes) -> Store:
    """A store of the kind at hand, of such a copy."""
    copied = Store(None)
    copied.derived.deserialize(data)
    if len(_made) == 1:
        return copied
    store = make()
    with store.transaction():
        store.db.execute("DELETE FROM meta WHERE key LIKE 'made:%'")
        copy(copied.db, store.db)
    return store


def dump(store: Store) -> list[str]:
    """Everything in a store, as statements."""
    return list(in_sqlite(store).iterdump())


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
        for each in _DAMAGING:
            server.execute(each)
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
