"""An exercise at the table, in earnest ports, and people who sit down at it in a browser.

What people do are methods. They find their way by addresses, names of fields and ids; nothing here knows a language.
"""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page

from detente.cli.main import main
from detente.cli.table import read_played
from detente.web.chairs import Table
from detente.web.pages import Page as Row
from tests.web.walking import Got, walk

FILES = ("/print/", "/prove/", "/files/")

PATIENCE = 30_000
"""Milliseconds that a person waits for something to appear: the courier goes round, and the machine may be busy."""


def chromium() -> str | None:
    """Where Chromium is; the one that has no windows where it is there, since without a screen it does with less than half the work."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def play(folder: Path) -> None:
    """Play the talks of Geneva in a folder, as `detente demo` does."""
    assert main(["demo", "--no-browser", "--dir", str(folder)]) == 0


@contextmanager
def open_table(folder: Path, every: float = 0.3) -> Iterator[Table]:
    """Serve every chair of a folder from a thread with an event loop of its own, until the block ends."""
    table = Table(folder, read_played(folder), every=every)
    failed: list[BaseException] = []

    def serve() -> None:
        try:
            asyncio.run(table.serve())
        except BaseException as error:
            failed.append(error)
            raise

    thread = threading.Thread(target=serve, name="table")
    thread.start()
    try:
        yield table
    finally:
        table.stop()
        thread.join(timeout=30)
    assert not thread.is_alive()
    assert failed == []


class Person:
    """Somebody with a browser at one chair.

    Attributes:
        language: that of their browser.
        page: what they see.
        wrong: what the browser complained of: errors of scripts, of the policy, addresses that answer with a failure.
    """

    def __init__(self, browser: Browser, address: str, language: str, *, width: int = 1280, theme: str = "light") -> None:
        self.address = address.rstrip("/")
        self.language = language
        self.context = browser.new_context(
            locale=language,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",  # a colour on its way to another is neither
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.wrong: list[str] = []
        watch(self.page, self.wrong)

    def leave(self) -> None:
        self.context.close()

    # ---- going about ----

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.address + path)

    def view(self, path: str) -> Any:
        """The JSON twin of a page, as this person may see it."""
        return self.context.request.get(f"{self.address}{path}.json").json()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def sit(self, seat: str = "secretary", then: str = "/") -> None:
        """Take an open seat, having asked for a page."""
        self.go(then)
        with self.page.expect_navigation():
            self.page.locator(f'form[action="/sit"]:has(input[name=name][value="{seat}"]) button').click()

    def follow(self, link: str) -> None:
        """Click the first link of the page's content that leads to what starts so."""
        with self.page.expect_navigation():
            self.page.locator(f'main a[href^="{link}"]').first.click()

    def see(self, selector: str) -> Locator:
        """Wait until something is there."""
        found = self.page.locator(selector)
        found.first.wait_for()
        return found

    def mark(self) -> None:
        """Mark the page that is open, so that `still_open` can tell whether it was ever loaded anew."""
        self.page.evaluate("window.stillOpen = true")

    @property
    def still_open(self) -> bool:
        return bool(self.page.evaluate("window.stillOpen === true"))

    def number(self, selector: str, place: int = 0) -> int:
        """A number that stands somewhere, in whatever digits."""
        return int(self.page.locator(selector).nth(place).inner_text())

    # ---- acts ----

    def fill_in(self, **fields: str) -> None:
        """Fill in fields of the form by their names; `about_key` is the field about.key."""
        for name, value in fields.items():
            field = self.page.locator(f'form.fields [name="{name.replace("__", ".")}"]')
            if field.evaluate("e => e.localName") == "select":
                field.select_option(value)
            else:
                field.fill(value)

    def keep(self) -> None:
        """Keep what was filled in as a draft; its review opens."""
        with self.page.expect_navigation():
            self.page.locator("form.fields .actions button").click()
        assert self.path.startswith("/drafts/"), self.page.inner_text("main")

    def seal(self) -> str:
        """Seal the draft that is shown; returns the entry, such as rus/54."""
        with self.page.expect_navigation():
            self.page.locator('form[action^="/seal/"] button').click()
        assert self.path.startswith("/record/"), self.page.inner_text("main")
        return self.path.split("/", 3)[3]

    def act(self, kind: str, *, stands: bool = False, **fields: str) -> str:
        """Take up an act that the page offers, fill in its form, keep it and seal it; returns the entry.

        Args:
            stands: something speaks against it; they look at it again, and say that it stands.
        """
        self.follow(f"/act/{kind}")
        self.fill_in(**fields)
        self.keep()
        if stands:
            self.page.locator("input[name^='stands.']").check()
        return self.seal()

    def open_request(self, entry: str, channel: str = "cyber") -> None:
        self.go(f"/requests/{channel}/{entry}")

    def begin(self, channel: str = "cyber", **fields: str) -> None:
        """Begin a request and leave it on the desk as a draft."""
        self.go(f"/requests?channel={channel}")
        self.follow("/act/request")
        self.fill_in(**fields)
        self.keep()

    def take_in(self, text: str, published: str) -> str:
        """Read a news report at the desk; its address."""
        self.go("/press")
        self.page.locator("#text").fill(text)
        self.page.locator("#published").fill(published)
        with self.page.expect_navigation():  # until it is loaded: keys that are pressed before do nothing
            self.page.locator("form[action='/press'] button").click()
        return self.page.url.removeprefix(self.address)

    def ask(self, to: str, subject: str, text: str, channel: str = "cyber") -> str:
        """Ask a new request, from the list of requests."""
        self.go(f"/requests?channel={channel}")
        return self.act("request", to=to, subject=subject, text=text)

    def acknowledge(self) -> str:
        return self.act("acknowledge")

    def answer(self, outcome: str, text: str) -> str:
        return self.act("answer", outcome=outcome, text=text)

    def dispute(self, reason: str) -> str:
        return self.act("dispute", reason=reason)

    # ---- texts ----

    def table_text(self, key: str, **versions: str) -> str:
        """Table a joint statement in its language versions, from the list of texts."""
        self.go("/texts")
        return self.act("propose", about__key=key, form="joint_statement", **{f"text__{code}": text for code, text in versions.items()})

    def consent(self, proposal: str) -> str:
        """Consent to a proposal of the plenary."""
        self.go(f"/proposals/plenary/{proposal}")
        return self.act("consent")

    def sign(self, key: str) -> str:
        """Sign a text, once it says that it can be signed."""
        self.go(f"/texts/plenary/text/{key}")
        self.see('main a[href^="/act/sign"]')
        return self.act("sign")

    def signatures(self, key: str) -> int:
        """How many parties have signed a text."""
        self.go(f"/texts/plenary/text/{key}")
        return self.page.locator('section[aria-labelledby="signatures"] tbody td a[href^="/record/"]').count()

    # ---- signed states ----

    def countersign(self) -> None:
        """As the host: look at every signed state that a party asks about."""
        self.go("/")
        with self.page.expect_navigation():
            self.see('form[action="/countersign"]').locator("button").click()

    # ---- the count ----

    def answered(self, party: str, channel: str = "cyber") -> int:
        """How many requests of a party the agreed count says were answered."""
        self.go(f"/count/{channel}")
        return self.number(f'section[aria-labelledby="sent-{party}"] .big b', 1)

    def prove(self, link: str, path: Path) -> Path:
        """Keep the proof that a link of the page gives."""
        with self.page.expect_download() as started:
            self.page.locator(f'main a[href^="{link}"]').first.click()
        started.value.save_as(path)
        return path


def watch(page: Page, wrong: list[str]) -> None:
    """Note everything that the browser complains of."""
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type in {"error", "warning"} else None)
    page.on("response", lambda got: wrong.append(f"{page.url}: {got.status} {got.url}") if got.status >= 400 else None)


def addresses_of(person: Person, table: Sequence[Row], most: int, starts: Sequence[str] = ("/",)) -> list[str]:
    """The addresses of a chair's pages, some of each kind, as the links give them. Files lead nowhere, and are not asked for."""

    def get(address: str) -> Got:
        if address.startswith(FILES):
            return Got(200, "a file", "")
        answer = person.context.request.get(person.address + address, max_redirects=0)
        media = answer.headers.get("content-type", "")
        return Got(answer.status, media, answer.text() if media.startswith("text/html") else "", answer.headers.get("location", ""))

    return list(walk(get, starts, table, most).pages)
