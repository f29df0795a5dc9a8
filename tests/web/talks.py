"""Two nodes that hold the invented talks of talks.toml, and a browser without a screen that sits in one of their chairs."""

from __future__ import annotations

import asyncio
import datetime as dt
import tomllib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from detente.cli.session import SECRETS_OPEN
from detente.cli.story import Player, Story
from detente.node.founding import found_dialogue
from detente.node.node import Node
from detente.node.zones import set_zone
from detente.web import party
from detente.web.app import Chair, create_app
from detente.web.desk import Desk
from detente.web.exercise import fill_seats
from detente.web.guard import AccountGuard

NOW = dt.datetime(2021, 7, 2, 8, 0, 0, tzinfo=dt.UTC)
SAME_SITE = {"sec-fetch-site": "same-origin"}


def play_talks(folder: Path) -> dict[str, str]:
    """Play the talks into a folder, a node of each party in it; returns the entry of each step that is one, by step."""
    value = tomllib.loads((Path(__file__).with_name("talks.toml")).read_text("utf-8"))
    story = Story("talks", folder, value, "report")
    (folder / "courier").mkdir(parents=True)
    with ExitStack() as closing:
        nodes = {party: Node.create(folder / party, party, names, SECRETS_OPEN) for party, names in story.parties.items()}
        for node in nodes.values():
            closing.callback(node.close)
        about = value["dialogue"]
        charter = found_dialogue(
            list(nodes.values()), names=about["names"], exercise=True, purpose=about["purpose"], mandate=about["mandate"],
            aliases=about["aliases"],
        )  # fmt: skip
        for node in nodes.values():
            for party_id, zone in story.zones.items():
                set_zone(node, party_id, zone)
        player = Player(story, folder, charter, nodes, None)
        player.begin(about["begins"])
        for step in story.steps():
            player.play(step)
        player.settle()
        return {name: str(ref) for name, (_, ref) in player.refs.items()}


class Sitting:
    """A seat at a node: pages as a person reads them, their JSON twins, and forms as their buttons send them."""

    def __init__(self, folder: Path, seat: str = "secretary", now: dt.datetime = NOW) -> None:
        def open_it() -> Node:
            node = Node.open(folder, SECRETS_OPEN)
            node.clock = lambda: now
            fill_seats(node)
            return node

        self.desk: Desk[Node] = Desk(open_it)
        chair = Chair("test", "party", party.PAGES, AccountGuard(), party.layout, open_seats=True)
        self._loop = asyncio.Runner()
        self.app = create_app(self.desk, chair)
        self._transport = httpx.ASGITransport(self.app)
        self._browser = httpx.AsyncClient(transport=self._transport, base_url="http://localhost", headers=SAME_SITE)
        self.send("/sit", {"name": seat, "next": "/"}, of="/sign-in")

    @property
    def cookie(self) -> str:
        """The header by which another browser is this one."""
        return "; ".join(f"{name}={value}" for name, value in self._browser.cookies.items())

    def close(self) -> None:
        self._loop.run(self._browser.aclose())
        self._loop.close()
        self.desk.close()

    def get(self, address: str, language: str = "en") -> httpx.Response:
        """What the server answers."""
        return self._loop.run(self._browser.get(address, headers={"accept-language": language}))

    def page(self, address: str, language: str = "en", status: int = 200) -> str:
        """A page as HTML."""
        answer = self.get(address, language)
        assert answer.status_code == status, (address, answer.status_code, answer.text[-2000:])
        return answer.text

    def twin(self, address: str) -> Any:
        """What the JSON twin of a page says."""
        path, _, query = address.partition("?")
        path = path or "/"
        answer = self.get(path + ".json" + ("?" + query if query else ""))
        assert answer.status_code == 200, (address, answer.text)
        return answer.json()

    def send(self, address: str, fields: dict[str, str], *, of: str, status: int = 303) -> Any:
        """Send a form that stands on the page `of`."""
        found = self.get(of).text
        fresh = found.split('name="fresh" value="', 1)[1].split('"', 1)[0]
        answer = self._loop.run(self._browser.post(address, data={"fresh": fresh, **fields}))
        assert answer.status_code == status, (address, answer.status_code, answer.text[-2000:])
        return answer

    def stranger(self) -> Callable[[str], httpx.Response]:
        """What the server answers to somebody who has not signed in."""
        browser = httpx.AsyncClient(transport=self._transport, base_url="http://localhost", headers=SAME_SITE)
        return lambda address: self._loop.run(browser.get(address))

    def ask(self, what: Callable[[Node], Any]) -> Any:
        """Ask the node itself, in its own thread."""
        return self.desk.run_now(what)
