"""Two nodes of invented talks in which every act has something to be about, and somebody who sits at one of them without a screen."""

from __future__ import annotations

import asyncio
import datetime as dt
import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import httpx
import msgspec

from detente.cli.session import SECRETS_OPEN
from detente.dialogue.acts import Ref
from detente.node.accounts import Accounts
from detente.node.agreement_files import read_agreement_files
from detente.node.carrier import FolderCarrier
from detente.node.exchange import sync
from detente.node.founding import found_dialogue
from detente.node.node import Node
from detente.node.room import Room
from detente.node.sealing import seal
from detente.record.text import encode_base64
from detente.views import (
    acting_agreements,
    acting_exchanges,
    acting_matters,
    acting_people,
    acting_proposals,
    acting_register,
    acting_requests,
    acting_talks,
    acting_texts,
)
from detente.views.acting import Place
from detente.web import party
from detente.web.app import Chair, create_app
from detente.web.desk import Desk
from detente.web.exercise import fill_seats
from detente.web.guard import AccountGuard

NOW = dt.datetime(2021, 9, 30, 8, 0, 0, tzinfo=dt.UTC)
SAME_SITE = {"sec-fetch-site": "same-origin"}
PASSWORD = "a long and winding road"


ROLLING = {
    "en": "{1} # We [RUS: shall / USA: should] meet [USA: often].\n\n{2} # We meet in Geneva [RUS: soon].",
    "ru": "{1} # Мы [RUS: встретимся / USA: встретились бы] [USA: часто].\n\n{2} # Мы встречаемся в Женеве [RUS: скоро].",
}


def play(folder: Path) -> dict[str, str]:
    """Play the talks; returns the entry of each act by a name of its own. rus and usa each have something of every kind."""
    nodes = {}
    for name in ("rus", "usa"):
        node = Node.create(folder / name, name, {"en": name.upper()}, SECRETS_OPEN)
        node.clock = lambda: NOW
        nodes[name] = node
    found_dialogue(list(nodes.values()), names={"en": "Talks", "ru": "Переговоры", "ar": "محادثات"}, exercise=True)
    courier = FolderCarrier(folder / "courier")
    refs: dict[str, str] = {}

    def act(who: str, name: str, build: Callable[[Place, Any], dict[str, Any]], about: str | None = None, /, **given: Any) -> None:
        node = nodes[who]
        room = node.room(None)
        place = Place(node, room, () if about is None else (ref_of(refs[about]),))
        node.draft(room, build(place, given))
        done = seal(node, room)
        refs[name] = str(Ref(who, 0, done.head.size - 2))

    def carry() -> None:
        for _ in range(2):
            for node in nodes.values():
                sync(node, courier)

    for node in nodes.values():
        sync(node, courier)
    carry()
    act("usa", "rolling text", acting_texts.table, about="text/rolling", form="rolling_text", text=ROLLING)
    carry()
    act("usa", "settlement", acting_texts.settle, about="text/rolling", bracket=3, choose="omit")
    carry()
    act("rus", "consent to settlement", acting_proposals.consent, "settlement")
    carry()
    act("rus", "request", acting_requests.request, to="usa", subject="Phishing", text="Who did it?")
    act("usa", "our request", acting_requests.request, to="rus", text="Where is it?")
    act("rus", "group", acting_proposals_group, names={"en": "Arms control", "ru": "Контроль"})
    act("rus", "meeting", acting_talks.propose_meeting, about="meeting/plenary/1", date={"day": "2021-09-30"})
    act("rus", "text", acting_texts.table, about="text/statement", form="joint_statement", text={"en": "We agree.", "ru": "Мы согласны."})
    act("rus", "issue", acting_matters.raise_issue, about="issue/cyber", title={"en": "Cyber"})
    act("rus", "promise", acting_matters.undertake, text="We will answer.")
    act("usa", "our promise", acting_matters.undertake, text="We will send a list.")
    act(
        "rus",
        "statement",
        acting_register.statement,
        speakers=[{"side": "rus", "name": "A speaker"}],
        said_on={"day": "2021-09-01"},
        claim="claim",
        text="It was said.",
    )
    act("usa", "open request", acting_requests.request, to="rus", text="And this?")
    key = nodes["usa"].keys.new_delegate_key("berg")
    nodes["usa"].store.set_meta("delegate-key:berg", encode_base64(key.public_key).encode())
    act("usa", "appointment", acting_people.appoint, delegate="berg", name="Ms Berg", role="head", powers=["sign", "consent"])
    act("usa", "note", acting_matters.note, form="non_paper", text="In confidence.", closed=True)
    carry()
    act("rus", "answer", acting_requests.answer, "our request", outcome="full", text="Here.")
    act("usa", "referral", acting_matters.refer, about="issue/cyber", to="group/arms")
    carry()
    act("usa", "consent to text", acting_proposals.consent, "text")
    act("usa", "ad referendum", acting_proposals.consent, "meeting", how="ad_referendum")
    act("usa", "agreement", acting_agreements.table, rules=read_agreement_files("new-start").agreement)
    carry()
    act("rus", "consent to agreement", acting_proposals.consent, "agreement")
    carry()
    figures = {"vehicles": 527, "warheads": 1458, "launchers": 742}
    act("rus", "declaration", acting_agreements.declare, about="text/new-start", form="figures", on="2021-09-01", figures=figures)
    act("usa", "our suspension", acting_agreements.suspend, **{"about": "text/new-start", "from": "2021-09-01", "ground": "Supposed."})
    carry()
    for key in ("lists", "more-lists"):
        act("rus", key, acting_proposals.propose, about=f"exchange/{key}", text="Supposed: lists of prisoners.")
    carry()
    for key in ("lists", "more-lists"):
        act("usa", f"consent to {key}", acting_proposals.consent, key)
    carry()
    for who in nodes:
        act(who, f"list of {who}", acting_exchanges.commit, about="exchange/lists", text=f"Supposed: the list of {who}.")
    visit = {"about": "text/new-start", "type": "type-one", "on": "2021-09-30", "from": "2021-10-11", "until": "2021-10-13"}
    act("rus", "visit", acting_agreements.inspect, host="usa", site="Supposed base", **visit)
    act("usa", "our visit", acting_agreements.inspect, host="rus", text="Supposed.", **visit)
    carry()
    for node in nodes.values():
        node.close()
    return refs


def go_on(folder: Path, who: str, build: Callable[[Place, Any], dict[str, Any]], about: str | None = None, /, **given: Any) -> str:
    """Let one party do one more act in a copy of the talks, and carry it to the other; returns its entry."""
    (entry,) = at_once(folder, (who, build, about, given))
    return entry


Act = tuple[str, Callable[[Place, Any], dict[str, Any]], str | None, dict[str, Any]]
"""Who acts, what builds the act, the entry that it is about, and what is given."""


def at_once(folder: Path, *acts: Act) -> list[str]:
    """Let the parties act in a copy of the talks, none in knowledge of the other's acts, and carry these; returns their entries."""
    nodes = {name: Node.open(folder / name, SECRETS_OPEN) for name in ("rus", "usa")}
    entries = []
    for node in nodes.values():
        node.clock = lambda: NOW
    for who, build, about, given in acts:
        node = nodes[who]
        room = node.room(None)
        node.draft(room, build(Place(node, room, () if about is None else (ref_of(about),)), given))
        entries.append(str(Ref(who, 0, seal(node, room).head.size - 2)))
    for _ in range(3):
        for each in nodes.values():
            sync(each, FolderCarrier(folder / "courier"))
    for each in nodes.values():
        each.close()
    return entries


def acting_proposals_group(place: Place, given: Any) -> dict[str, Any]:
    return acting_talks.propose_group(place, {"about": "group/arms", **given})


def ref_of(text: str) -> Ref:
    log, _, index = text.partition("/")
    return Ref(log, 0, int(index))


class Browser:
    """A browser without a screen that asks a server in this very thread: it keeps cookies, and goes nowhere by itself.

    The client of Starlette starts a thread for each request, which costs more than most of our pages.
    """

    def __init__(self, app: Any, address: str) -> None:
        self._loop = asyncio.Runner()
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url=address)
        self.cookies = self._client.cookies
        self.headers = self._client.headers

    def request(self, method: str, path: str, **given: Any) -> httpx.Response:
        return self._loop.run(self._client.request(method, path, **given))

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.request("GET", path, **given)

    def post(self, path: str, **given: Any) -> httpx.Response:
        return self.request("POST", path, **given)

    def close(self) -> None:
        if not self._client.is_closed:
            self._loop.run(self._client.aclose())
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Sitting:
    """One browser at a node: pages as a person reads them, and forms as their buttons send them.

    Args:
        folder: of the node; it is used as it is, so hand over a copy.
        accounts: name -> role of accounts with a password; empty: seats are open.
    """

    def __init__(self, folder: Path, accounts: dict[str, str] | None = None, **chair: Any) -> None:
        def open_it() -> Node:
            node = Node.open(folder, SECRETS_OPEN)
            node.clock = lambda: self.now
            if accounts is None:
                fill_seats(node)
            for name, role in (accounts or {}).items():
                Accounts(node.store).add(name, name.title(), role, NOW, password=PASSWORD)
            return node

        self.now = NOW
        self.desk: Desk[Node] = Desk(open_it)
        self.chair = Chair(folder.name, "party", party.PAGES, AccountGuard(), party.layout, open_seats=accounts is None, **chair)
        self.app = create_app(self.desk, self.chair)
        self._browsers: list[Browser] = []
        self.browser = self.another()

    def another(self, address: str = "http://127.0.0.1") -> Browser:
        """Another browser at the same server."""
        self._browsers.append(Browser(self.app, address))
        return self._browsers[-1]

    def close(self) -> None:
        for browser in self._browsers:
            browser.close()
        self.desk.close()

    # ---- as a person does ----

    def sit(self, name: str = "secretary") -> None:
        """Sign in, or take a seat."""
        page = self.get("/sign-in")
        form = {"fresh": fresh(page.text), "name": name, "next": "/act"}
        path = "/sit" if self.chair.open_seats else "/sign-in"
        answer = self.browser.post(path, data={**form, "password": PASSWORD}, headers=SAME_SITE)
        assert answer.status_code == 303, words(answer.text)

    def get(self, path: str, **query: str) -> Any:
        return self.browser.get(path, params=query, headers={"accept-language": self.language})

    language = "en"

    def post(self, path: str, page: str | None = None, *, files: Any = None, **fields: Any) -> Any:
        """Send a form whose page is shown at an address (otherwise at its own)."""
        token = fresh(self.get(page or path).text)
        data = {"fresh": token, **{name.replace("__", "."): value for name, value in fields.items()}}
        return self.browser.post(path, data=data, files=files, headers={**SAME_SITE, "accept-language": self.language})

    def fill(self, form: str, query: dict[str, str] | None = None, /, *, files: Any = None, **typed: Any) -> Any:
        """Open a form as a link does, fill it in and send it with everything that it holds."""
        page = self.get(f"/act/{form}", **(query or {}))
        assert page.status_code == 200, words(page.text)
        data = {**sent_by(page.text), **{name.replace("__", "."): value for name, value in typed.items()}}
        return self.browser.post(goes_to(page.text), data=data, files=files, headers={**SAME_SITE, "accept-language": self.language})

    def draft(self, number: int = -1) -> dict[str, Any]:
        """The fields of a draft; the last by default."""
        return self.desk.run_now(lambda node: node.store.drafts())[number if number < 0 else number - 1][2]

    def on(self, work: Callable[[Node, Room], Any]) -> Any:
        """Work on the node in its own thread."""
        return self.desk.run_now(lambda node: work(node, node.room(None)))


def fresh(page: str) -> str:
    """The token of a form on a page."""
    found = re.search(r'name="fresh" value="([^"]+)"', page)
    assert found is not None, words(page)
    return found[1]


def goes_to(page: str) -> str:
    """Where the form of an act sends."""
    found = re.search(r'<form class="fields" method="post" action="([^"]+)"', page)
    assert found is not None, words(page)
    return html.unescape(found[1])


def sent_by(page: str) -> dict[str, Any]:
    """What the form of an act sends as it stands: inputs, chosen options, texts."""
    form = page[page.index('<form class="fields"') :]
    form = form[: form.index("</form>")]
    data: dict[str, Any] = {}

    def add(name: str, value: str) -> None:
        data[name] = [*data[name], value] if name in data else [value]

    for tag in re.findall(r"<input [^>]*>", form):
        found = {name: html.unescape(value) for name, value in re.findall(r'([a-z-]+)="([^"]*)"', tag)}
        if "name" not in found or found.get("type") == "file":
            continue
        if found.get("type") in {"checkbox", "radio"} and not re.search(r"\bchecked\b", tag):
            continue
        add(found["name"], found.get("value", ""))
    for name, inner in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner) or re.search(r'value="([^"]*)"', inner)
        add(name, html.unescape(chosen[1]) if chosen else "")
    for name, inner in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        add(name, html.unescape(inner))
    return data


def words(page: str) -> str:
    """What a person reads of a page's content."""
    main = page[page.index("<main") :] if "<main" in page else page
    inline = re.sub(r"</?(?:bdi|a|span|strong|time)\b[^>]*>", "", main)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inline)).split())


def number_of(place: str) -> int:
    """The number of the draft at an address: what the talks have sealed has had the numbers before it."""
    return int(place.removeprefix("/drafts/"))


def copied(played: Path, to: Path, who: str = "usa") -> Path:
    """A node of its own to work on."""
    shutil.copytree(played / who, to / who)
    return to / who


def json_of(answer: Any) -> Any:
    return msgspec.json.decode(answer.content)
