"""Several processes on one node, which a store in PostgreSQL allows: each does its work in turns.

Rules:

1. What writes has the node alone for its turn; what only reads shares its turn with others that read. So nobody sees half of an
   admission, and nothing is sealed but by one process at a time: what one desk's thread does for one process (`web/desk.py`).
2. Before a turn a process takes in what others have stored since its last one. It does that alone, too: it may put folds to rest.
3. Where the connection was lost, what is in memory may be more or less than what was kept: everything is read anew.
4. The key file is read again when another process has written it; it is written in turns that have the node alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.node.server import Server


class Known(NamedTuple):
    """What a process has taken in: how often its connection was made anew, the last pouch, and the channels with their names."""

    lost: int
    seq: int
    channels: tuple[Any, ...]
    invitations: tuple[Any, ...]


@contextmanager
def turn(node: Node, *, alone: bool) -> Iterator[None]:
    """Have the node for one piece of work; a turn inside a turn is part of it.

    Where the store is in the node's folder the process has the node anyway, and nothing is done.

    Raises:
        CallerError: others have not ended their turns in time.
        StoreError: the database does not answer.
    """
    server = node.store.server
    if server is None:
        yield
        return
    if not server.is_in_turn:
        _take(node, server, alone=alone)
    else:
        server.lock(alone=alone)
    try:
        yield
    finally:
        server.unlock()


def _take(node: Node, server: Server, *, alone: bool) -> None:
    """A turn, with everything taken in that others have stored."""
    server.lock(alone=alone)
    try:
        while _has_news(node, server):
            if alone:
                _take_in(node, server)
                return
            server.unlock()
            with turn(node, alone=True):
                pass
            server.lock(alone=False)  # others may have written between the two: looked at again
    except BaseException:
        if server.is_in_turn:
            server.unlock()
        raise


def known_of(node: Node, server: Server) -> Known:
    """What there is to take in, as of now."""
    found = server.execute("SELECT max(seq) FROM heads").fetchone()
    invitations = server.execute("SELECT key FROM meta WHERE key LIKE 'invitation:%' ORDER BY key").fetchall()
    return Known(server.lost, found[0] or 0, tuple(node.store.channels()), tuple(invitations))


def _has_news(node: Node, server: Server) -> bool:
    return node.known != known_of(node, server) or node.keys.is_outdated() or any(not room.rests_as_kept() for room in node.rooms.values())


def _take_in(node: Node, server: Server) -> None:
    from detente.node.sealing import finish_interrupted  # noqa: PLC0415 - sealing imports the node, which imports this

    node.keys.forget()
    if node.known is None or node.known.lost != server.lost:
        node.store.check_owner()
        node.load()
        finish_interrupted(node)
    else:
        node.take_in()
    node.known = known_of(node, server)
