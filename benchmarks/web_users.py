"""Real processes on this machine alone, and people who use their pages: what `soak.py` and `load.py` have in common.

Two parties with pages of their own, a host that countersigns over HTTP, and a door; each is a `detente` command in a process of its own.
Couriers go by a folder and by the door. Everything listens on 127.0.0.1; people come from addresses of their own in 127/8, so that what
bounds one address bounds one person.
"""

import asyncio
import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from detente.cli.main import main as detente
from detente.cli.session import SECRETS_OPEN
from detente.i18n import LANGUAGES
from detente.node.accounts import Accounts
from detente.node.addresses import parse_address
from detente.node.couriers import secret_place, set_courier
from detente.node.node import Node
from detente.node.shelf import Shelf
from detente.web import party
from tests.web.acting import goes_to, sent_by
from tests.web.walking import Got, kind_of, walk

PARTIES = ("rus", "usa")
PASSWORD = "a long and winding road"  # noqa: S105 - of accounts on this machine alone
SAME_SITE = {"sec-fetch-site": "same-origin"}
STARTS = ("/", "/remarks", "/count", "/act", "/search?q=servers", "/requests?channel=cyber")
CHANNEL = "cyber"
IDLE = httpx.Limits(keepalive_expiry=2)
"""Seconds: the server closes what was idle for five, and whoever takes that up again in the same moment gets no answer, as no browser tells."""


class Place:
    """The folder of a run, and its processes."""

    def __init__(self, folder, *, people, every, nice=0):
        self.folder, self.people, self.nice = folder, people, nice
        self.ports = {name: free_port() for name in (*PARTIES, "host", "door")}
        self.processes = {}
        self.every = every

    def build(self):
        """Play the talks of Geneva; accounts with passwords; couriers that go by themselves, by a folder and by a door."""
        with contextlib.redirect_stdout(None):
            assert detente(["demo", "--no-browser", "--dir", str(self.folder)]) == 0
        shelf = Shelf(self.folder / "door")
        for name in PARTIES:
            secret = shelf.admit(name)
            with Node.open(self.folder / name, SECRETS_OPEN) as node:
                accounts = Accounts(node.store)
                for number in range(self.people):
                    accounts.add(f"person-{number}", f"Person {number}", "secretary", node.clock(), password=PASSWORD)
                if self.every:
                    door = f"http://{name}@127.0.0.1:{self.ports['door']}/"
                    node.keys.set_courier_secret(secret_place(parse_address(door)), secret)
                    set_courier(node, [str(self.folder / "courier"), door], self.every)

    def start(self):
        """Start everything, and wait until it answers."""
        for name in PARTIES:
            self._start(name, "--node", self.folder / name, "web", "--no-browser", "--port", self.ports[name])
        self._start("host", "witness", "serve", "--dir", self.folder / "che", "--listen", f"127.0.0.1:{self.ports['host']}")
        self._start("door", "door", "serve", "--dir", self.folder / "door", "--port", self.ports["door"])
        for name, port in self.ports.items():
            self._wait(name, port)

    def _start(self, name, *arguments):
        log = (self.folder / f"{name}.log").open("ab")
        command = [Path(sys.executable).with_name("detente"), *arguments]
        if not command[0].exists():
            command[:1] = [sys.executable, "-c", "from detente.cli.main import run; run()"]
        self.processes[name] = subprocess.Popen(
            ["nice", "-n", str(self.nice), *map(str, command)], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )

    def _wait(self, name, port):
        for _ in range(600):
            if self.processes[name].poll() is not None:
                raise SystemExit(f"{name} ended: {(self.folder / f'{name}.log').read_text()}")
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"http://127.0.0.1:{port}/")
                return
            time.sleep(0.1)
        raise SystemExit(f"{name} does not answer")

    def ended(self):
        """Processes that ended by themselves."""
        return [name for name, process in self.processes.items() if process.poll() is not None]

    def stop(self):
        """End all; the names of those that did not end by themselves within a minute."""
        late = []
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for name, process in self.processes.items():
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                late.append(name)
        return late

    def address(self, name):
        return f"http://127.0.0.1:{self.ports[name]}"


class Person:
    """Somebody with a browser, an address and a language of their own, who signs in with a password."""

    number = 0

    def __init__(self, base, account, language, note):
        Person.number += 1
        self.account, self.note = account, note
        source = f"127.0.{1 + Person.number // 250}.{1 + Person.number % 250}"
        self.browser = httpx.AsyncClient(
            base_url=base, transport=httpx.AsyncHTTPTransport(local_address=source, limits=IDLE), timeout=60,
            headers={"accept-language": language, **SAME_SITE},
        )  # fmt: skip

    async def ask(self, kind, method, path, **more):
        """One request, noted under a kind with its milliseconds, and whether it failed."""
        start = time.perf_counter()
        try:
            answer = await self.browser.request(method, path, **more)
        except httpx.HTTPError as error:
            self.note(kind, 1000 * (time.perf_counter() - start), f"{kind}: {type(error).__name__}")
            raise
        wrong = f"{kind}: {answer.status_code} {path}" if answer.status_code >= 400 else None
        self.note(kind, 1000 * (time.perf_counter() - start), wrong)
        return answer

    async def sign_in(self):
        page = await self.ask("sign-in form", "GET", "/sign-in")
        form = {"fresh": re.search(r'name="fresh" value="([^"]+)"', page.text)[1], "name": self.account, "password": PASSWORD, "next": "/"}
        answer = await self.ask("sign in", "POST", "/sign-in", data=form)
        assert answer.status_code == 303, answer.text

    async def sign_out(self):
        page = await self.ask("page", "GET", "/settings")
        await self.ask("sign out", "POST", "/sign-out", data={"fresh": re.search(r'name="fresh" value="([^"]+)"', page.text)[1]})

    async def addresses(self, most=1):
        """The pages that links lead to, some of each kind; what gives a file is left out."""
        found = await asyncio.to_thread(self._walk, most, dict(self.browser.cookies))
        return [
            address for address in found if kind_of(address, party.PAGES) not in {None, "/verify.html"} and not address.startswith("/act/")
        ]

    def _walk(self, most, cookies):
        with httpx.Client(base_url=self.browser.base_url, cookies=cookies, timeout=60) as browser:

            def get(address):
                time.sleep(0.02)  # the pace at which one address may ask
                answer = browser.get(address)
                media = answer.headers.get("content-type", "")
                text = answer.text if media.startswith("text/html") and "content-disposition" not in answer.headers else ""
                return Got(answer.status_code, media if text else "a file", text, answer.headers.get("location", ""))

            return list(walk(get, STARTS, party.PAGES, most).pages)

    async def seal(self, kind, query, **typed):
        """Fill in the form of an act, keep it as a draft, look at what sealing it means, and seal it."""
        page = await self.ask("form", "GET", f"/act/{kind}", params=query)
        if page.status_code != 200:
            return
        answer = await self.ask("keep a draft", "POST", goes_to(page.text), data={**sent_by(page.text), **typed})
        if answer.status_code != 303:
            return
        page = await self.ask("review", "GET", answer.headers["location"])
        form = page.text[page.text.rindex('<form class="fields" method="post" action="/seal/') :]
        data = {**sent_by(form), "password": PASSWORD}
        data |= dict.fromkeys(re.findall(r'name="(stands\.\d+)"', form), "on")
        await self.ask("seal", "POST", goes_to(form), data=data)

    async def request(self, to, text):
        await self.seal("request", {"channel": CHANNEL}, to=to, subject=text[:40], text=text)

    async def answer(self, by):
        """Answer the newest request of the other side that is open."""
        page = await self.ask("page", "GET", "/requests.json", params={"channel": CHANNEL, "by": by, "status": "open"})
        rows = page.json().get("requests", []) if page.status_code == 200 else []
        if rows:
            await self.seal(
                "answer", {"channel": CHANNEL, "re": rows[0]["ref"]}, outcome=random.choice(("full", "nil")), text="Supposed: what we know."
            )

    async def leave(self):
        await self.browser.aclose()


async def people_of(place, name, note, count):
    """Some people at one node, signed in; languages in turn."""
    found = [
        Person(place.address(name), f"person-{number % place.people}", LANGUAGES[number % len(LANGUAGES)], note) for number in range(count)
    ]
    for person in found:
        await person.sign_in()
    return found


def free_port():
    """A port of this machine on which nobody listens now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def load_of_machine():
    return os.getloadavg()[0]
