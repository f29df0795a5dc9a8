"""An exercise at the table: every chair of a folder in which a story was played, each served from its own node.

<folder>/usa, rus, ..   the parties' nodes      <folder>/che      the host's witness
<folder>/courier        what they exchange      <folder>/public   what was published
<folder>/story.json     what was played, when it ended, and where each step came to stand
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from detente.dialogue.acts import Ref
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.witnessing import Witness
from detente.record.charter import parse_charter
from detente.views.facts import Fact, Places, facts_view
from detente.web import outsiders, party
from detente.web.app import Chair, create_app
from detente.web.carrying import EVERY, courier
from detente.web.desk import Desk
from detente.web.exercise import clock_from, fill_seats
from detente.web.guard import AccountGuard
from detente.web.outsiders import Everybody, Host, PublicFolder, Start
from detente.web.pages import Page
from detente.web.serving import Door, Serving, Transport, bind


class Played:
    """What was played in a folder.

    Args:
        value: what story.json holds.
        parties: their ids.
        host: the folder of the host's witness, or None.
        host_names: what the host is called, by language.
        facts: the map of the report; empty for a story without one.
    """

    def __init__(self, value: dict[str, Any], parties: list[str], host: str | None, host_names: dict[str, str], facts: list[Fact]) -> None:
        self.parties = sorted(parties)
        self.host = host
        self.host_names = host_names
        self.facts = facts
        self.suppose: str = value["suppose"]
        self.requests: str = value["requests"]
        self.ended = dt.datetime.fromisoformat(value["ended"])
        self.refs = {name: (where, Ref(*ref)) for name, (where, ref) in value["steps"].items()}

    @property
    def chairs(self) -> list[str]:
        """The names of all chairs, in the order of their ports."""
        return ["start", *self.parties, *(["host"] if self.host is not None else []), "public"]


class Table:
    """The chairs around one table.

    Args:
        folder: where the story was played.
        played: what it was.
        host, port: where the first chair listens; the others at the next ports. Without a port each at the first free one.
        every: seconds between two rounds of the courier.

    Attributes:
        addresses: of each chair: `start`, the parties by id, `host`, `public`.
    """

    def __init__(self, folder: Path, played: Played, *, host: str = "127.0.0.1", port: int | None = None, every: float = EVERY) -> None:
        self._closing = ExitStack()
        sockets = {name: bind(host, None if port is None else port + place) for place, name in enumerate(played.chairs)}
        for each in sockets.values():
            self._closing.callback(each.close)
        self.addresses = {name: f"http://{host}:{each.getsockname()[1]}/" for name, each in sockets.items()}
        desks: dict[str, Desk[Any]] = {}
        for name, open_it in self._openers(folder, played).items():
            desks[name] = Desk(open_it)
            self._closing.callback(desks[name].close)
        first = desks[played.parties[0]]
        facts = first.run_now(lambda node: facts_view(played.facts, Places(node, "plenary", played.requests, played.refs)))
        charter = parse_charter((folder / "public" / "charter.json").read_bytes())
        start = Start(charter, facts if played.facts else None, self.addresses, played.host_names, played.suppose)
        desks["start"] = Desk(lambda: start)
        self._closing.callback(desks["start"].close)
        doors = [Door(create_app(desks[name], self._chair(name)), sockets[name]) for name in played.chairs]
        self._serving = Serving(doors, Transport())
        exchange = folder / "courier" / ".host" if played.host is not None else None
        if exchange is not None:
            exchange.mkdir(parents=True, exist_ok=True)
        self._rounds: list[Callable[[], Coroutine[Any, Any, None]]] = [
            partial(courier, desks[name], folder / "courier", exchange, every) for name in played.parties
        ]

    def _openers(self, folder: Path, played: Played) -> dict[str, Callable[[], Any]]:
        clock = clock_from(played.ended)

        def open_party(name: str) -> Node:
            node = Node.open(folder / name, NO_PASSPHRASE)
            node.clock = clock
            fill_seats(node)
            return node

        found: dict[str, Callable[[], Any]] = {name: lambda name=name: open_party(name) for name in played.parties}  # type: ignore[misc]
        if played.host is not None:
            place, exchange = folder / played.host, folder / "courier" / ".host"
            found["host"] = lambda: Host(Witness(place, NO_PASSPHRASE, clock), exchange, played.host_names)
        found["public"] = lambda: PublicFolder(folder / "public")
        return found

    def _chair(self, name: str) -> Chair:
        outside: dict[str, tuple[tuple[Page, ...], Callable[..., Any]]] = {
            "start": (outsiders.START, outsiders.start_layout),
            "host": (outsiders.HOST, outsiders.host_layout),
            "public": (outsiders.PUBLIC, outsiders.public_layout),
        }
        if name in outside:
            pages, layout = outside[name]
            return Chair(name, name, pages, Everybody(), layout, self.addresses)
        return Chair(name, "party", party.PAGES, AccountGuard(), party.layout, self.addresses, open_seats=True)

    async def serve(self) -> None:
        """Serve until told to end, with the courier going round."""
        try:
            await self._serving.run(*(make() for make in self._rounds))
        finally:
            self._closing.close()

    def stop(self) -> None:
        """End soon."""
        self._serving.stop()
