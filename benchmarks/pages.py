"""How long the server needs for each page, with 10,000 requests and 100,000 entries in the record, and how much a first visit loads.

    python -m benchmarks.pages [--requests 10000] [--times 40] [--cpu] [--keep FOLDER]

The talks of Geneva are played, so that there is something on every page; then two parties go on in the cyber channel and in the plenary,
a pouch each in turn. Every kind of page that a link leads to is asked for again and again by the secretary of usa, in process: what is
measured is from the request to the last byte of the answer, in the three languages in turn. The bytes of a first visit are what Chromium
really fetches with nothing kept, fonts and all; without Chromium they are left out. `--cpu` measures the time of the processor instead of
the clock on the wall, for a machine that others use.
"""

import argparse
import asyncio
import contextlib
import datetime as dt
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx
import uvicorn
from benchmarks.acts import Talks
from playwright.sync_api import sync_playwright

from detente.cli.main import main as detente
from detente.cli.session import SECRETS_OPEN
from detente.i18n import LANGUAGES
from detente.node.node import Node
from detente.node.receiving import Received, receive_container
from detente.node.sealing import seal_acts
from detente.record.container import seal_container
from detente.web import party
from detente.web.app import Chair, create_app
from detente.web.desk import Desk
from detente.web.exercise import fill_seats
from detente.web.guard import AccountGuard
from detente.web.security import Pace
from tests.web.walking import follow, kind_of

AFTER = dt.datetime(2021, 10, 30, 18, 0, 0, tzinfo=dt.UTC)
PER_POUCH = 1000
REQUESTS = 100
"""Of a pouch of 1000: 100 requests, 100 acknowledgements and answers, 50 withdrawals and disputes; 500 clarifications, 5 a request."""
STARTS = ("/", "/remarks", "/contradictions", "/count", "/act", "/search?q=servers", "/requests?channel=cyber&page=100")
GOAL_MS, GOAL_KB = 100, 150


class Going(Talks):
    """The talks of the other benchmark, with more said about each request, and notes and statements beside them."""

    def __init__(self):
        super().__init__(PER_POUCH // 4)
        self.asked = {}

    def pouch(self, start):
        acts = super().pouch(start)
        author = ("rus", "usa")[(self.turn - 1) % 2]
        self.asked[author] = [[author, 0, start + place] for place, act in enumerate(acts) if act["kind"] == "request"]
        about = self.asked.get("usa" if author == "rus" else "rus", [])
        for place in range(PER_POUCH // 2 if about else 0):
            acts.append(self._act("clarify", re=[about[place % len(about)]], text=self._text(420)))
        return acts

    def beside(self):
        """What is said in the plenary meanwhile."""
        notes = [self._act("note", form="note_verbale", number=f"{self.turn}/{n}", text=self._text(400)) for n in range(200)]
        said = {"side": ("rus", "usa")[(self.turn - 1) % 2], "name": "A speaker"}
        return notes + [
            self._act("statement", speakers=[said], said_on={"day": "2021-10-01"}, claim="claim", text=self._text(300)) for _ in range(50)
        ]


def build(folder, requests):
    """The record; returns the number of its entries."""
    with contextlib.redirect_stdout(None):
        assert detente(["demo", "--no-browser", "--dir", str(folder)]) == 0
    nodes = {name: Node.open(folder / name, SECRETS_OPEN) for name in ("rus", "usa")}
    talks, asked, entries = Going(), 0, 0
    while asked < requests:
        author, reader = (nodes["rus"], nodes["usa"]) if talks.turn % 2 == 0 else (nodes["usa"], nodes["rus"])
        for label, acts in (("cyber", talks.pouch(author.room("cyber").my_head.size)), ("plenary", talks.beside())):
            hand_over(author, reader, label, acts)
            entries += len(acts) + 1
        asked += REQUESTS
    for node in nodes.values():  # a receipt each, so that both have signed one count
        hand_over(node, nodes["usa" if node.party == "rus" else "rus"], "cyber", [])
    for node in nodes.values():
        node.close()
    return entries


def hand_over(author, reader, label, acts):
    """Seal acts, and let the other side take them in."""
    room = author.room(label)
    seal_acts(author, room, acts)
    stored = room.store.heads_of(room.id, room.mine, room.my_head.size - 1)[0]
    pouch = room.pouch(stored)
    author.store.mark_sent([stored.seq])
    result = Received()
    receive_container(reader, "", seal_container([pouch], room.channel.current_recipients(), author.random), result)
    assert result.admitted == 1, result


class Client:
    """The secretary of usa, in process."""

    def __init__(self, folder, *, cpu):
        def open_it():
            node = Node.open(folder / "usa", SECRETS_OPEN)
            node.clock = lambda: AFTER
            fill_seats(node)
            return node

        self.clock = time.process_time if cpu else time.perf_counter
        self.desk = Desk(open_it)
        unhurried = Pace(burst=1 << 30)
        self.app = create_app(
            self.desk, Chair("bench", "party", party.PAGES, AccountGuard(), party.layout, open_seats=True, pace=unhurried)
        )
        self.loop = asyncio.Runner()
        self.browser = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://localhost", headers={"sec-fetch-site": "same-origin"}
        )
        fresh = self.get("/sign-in").text.split('name="fresh" value="', 1)[1].split('"', 1)[0]
        self.loop.run(self.browser.post("/sit", data={"fresh": fresh, "name": "secretary", "next": "/"}))

    def get(self, address, language="en"):
        return self.loop.run(self.browser.get(address, headers={"accept-language": language}))

    def measure(self, address, times):
        """Milliseconds for an address, `times` times, in each language in turn; the first of all is not counted: it compiles the template."""
        marks = []
        for number in range(times + 1):
            start = self.clock()
            answer = self.get(address, LANGUAGES[number % len(LANGUAGES)])
            marks.append(1000 * (self.clock() - start))
            assert answer.status_code == 200, (address, answer.status_code)
        return marks[1:]

    def close(self):
        self.loop.run(self.browser.aclose())
        self.desk.close()
        self.loop.close()


def first_visits(client, addresses):
    """Bytes that Chromium fetches for each address with nothing kept, by language."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return {}
    server = uvicorn.Server(uvicorn.Config(client.app, port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    cookies = [{"name": name, "value": value, "url": base} for name, value in client.browser.cookies.items()]
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for address in addresses:
            found[address] = {language: fetched(browser, base + address, language, cookies) for language in LANGUAGES}
        browser.close()
    server.should_exit = True
    thread.join()
    return found


def fetched(browser, address, language, cookies):
    context = browser.new_context(locale=language)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.fonts.ready")
    size = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, each) => sum + each.transferSize, 0)"
    )
    context.close()
    return size


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--cpu", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for the record; what is there already is used again")
    parser.add_argument("--match", default="", help="only pages in whose address this stands")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = args.keep or Path(name) / "record"
        if not (folder / "usa").exists():
            start = time.perf_counter()
            entries = build(folder, args.requests)
            print(f"{entries} entries after the story, in {time.perf_counter() - start:.0f} s", file=sys.stderr)
        client = Client(folder, cpu=args.cpu)
        table(args, client)
        client.close()


def table(args, client):
    seen = follow(client.get, STARTS, party.PAGES, 1)
    addresses = [address for address in seen.pages if args.match in address and kind_of(address, party.PAGES) not in {None, "/verify.html"}]
    visits = first_visits(client, addresses)
    print(f"{args.requests} requests, {args.times} times each, {os.cpu_count()} processors, {'processor' if args.cpu else 'wall'} time")
    print("| page | median, ms | 99 %, ms | " + " | ".join(f"first visit {language}, kB" for language in sorted(LANGUAGES)) + " |")
    print("|---|---|---|" + "---|" * len(LANGUAGES))
    slow = []
    for address in addresses:
        marks = sorted(client.measure(address, args.times))
        median, late = statistics.median(marks), marks[min(len(marks) - 1, int(0.99 * len(marks)))]
        sizes = [f"{visits[address][language] / 1000:.0f}" if visits else "" for language in sorted(LANGUAGES)]
        print(f"| `{address}` | {median:.0f} | {late:.0f} | {' | '.join(sizes)} |", flush=True)
        if median > GOAL_MS or (visits and max(visits[address].values()) > 1000 * GOAL_KB):
            slow.append(address)
    print(f"over {GOAL_MS} ms or {GOAL_KB} kB: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
