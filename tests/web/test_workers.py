"""Several processes that serve the pages of one node: a session, a form and a change of one are those of the others."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from detente.node.accounts import Accounts
from detente.node.founding import found_dialogue
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.sealing import seal_acts
from detente.web import party
from detente.web.app import Chair, create_app
from detente.web.desk import Desk, hear_others, last_news
from detente.web.guard import AccountGuard
from detente.web.serving import Transport
from detente.web.workers import Workers
from tests.cli.transcript import run
from tests.web.acting import NOW, PASSWORD, SAME_SITE, fresh, words

pytestmark = pytest.mark.needs("postgres")


@pytest.fixture
def folder(database: str, tmp_path: Path) -> Path:
    """A node in PostgreSQL that takes part in a dialogue, with somebody who can sign in."""
    here = tmp_path / "usa"
    with (
        Node.create(
            here, "usa", {"en": "United States"}, NO_PASSPHRASE, store=f"{database}&schema=web_{os.getpid()}_{time.monotonic_ns()}"
        ) as node,
        Node.create(tmp_path / "rus", "rus", {"en": "Russia"}, NO_PASSPHRASE) as other,
    ):
        found_dialogue([node, other])
        seal_acts(node, node.room(None), [])
        Accounts(node.store).add("ann", "Ann", "secretary", NOW, password=PASSWORD)
    return here


class Worker:
    """One of several, in this process: what a browser gets from it."""

    def __init__(self, folder: Path, jar: httpx.Cookies) -> None:
        self.desk: Desk[Node] = Desk(lambda: Node.open(folder, NO_PASSPHRASE, shared=True), lambda node, alone: node.turn(alone=alone))
        chair = Chair("usa", "party", party.PAGES, AccountGuard(), party.layout)
        self.browser = TestClient(
            create_app(self.desk, chair, b"one secret of all"), base_url="http://127.0.0.1", follow_redirects=False, cookies=jar,
            raise_server_exceptions=False,
        )  # fmt: skip

    def send(self, path: str, **fields: str) -> httpx.Response:
        return self.browser.post(path, data=fields, headers=SAME_SITE)


@pytest.fixture
def two(folder: Path) -> Iterator[tuple[Worker, Worker]]:
    jar = httpx.Cookies()
    workers = Worker(folder, jar), Worker(folder, jar)
    yield workers
    for each in workers:
        each.desk.close()


def sign_in(one: Worker, other: Worker) -> None:
    """Fill in the form of one and send it to the other."""
    token = fresh(one.browser.get("/sign-in").text)
    answer = other.send("/sign-in", fresh=token, name="ann", password=PASSWORD, next="/")
    assert answer.status_code == 303, words(answer.text)
    one.browser.cookies.update(other.browser.cookies)


def test_who_signs_in_at_one_is_signed_in_at_the_other_and_signs_out_of_both(two):
    one, other = two
    assert one.browser.get("/").headers["location"].startswith("/sign-in")
    sign_in(one, other)
    assert one.browser.get("/outbox").status_code == other.browser.get("/outbox").status_code == 200
    token = fresh(one.browser.get("/outbox").text)
    assert one.send("/sign-out", fresh=token).status_code == 303
    assert other.browser.get("/outbox").headers["location"].startswith("/sign-in")


def test_the_same_form_sent_to_both_is_done_once_and_seen_by_both(two):
    one, other = two
    sign_in(one, other)
    page = one.browser.get("/handover").text
    form = {"fresh": fresh(page), "channel": "plenary", "text": "Who answers the third question?", "about": ""}
    answers = [each.send("/handover", **form) for each in (one, other, one)]
    assert [each.status_code for each in answers] == [303] * 3, words(answers[0].text)
    assert len({each.headers["location"] for each in answers}) == 1
    for each in two:
        assert each.browser.get("/handover").text.count("Who answers the third question?") == 1


def test_what_one_seals_the_other_shows_and_open_pages_of_both_hear_of_it(two):
    one, other = two
    sign_in(one, other)

    async def tell_and_hear() -> None:
        heard = other.desk.bell.listen()
        listening = asyncio.ensure_future(hear_others(other.desk, 0.01))
        note = {"kind": "note", "at": "2021-09-30T08:00:00Z", "subject": "Seen by both", "text": "x"}
        await one.desk.run(lambda node: seal_acts(node, node.room(None), [note]))
        await one.desk.ring({"left": 1})
        news = await asyncio.wait_for(heard.get(), 20)
        listening.cancel()
        assert news == {"count": one.desk.bell.count, "left": 1}

    asyncio.run(tell_and_hear())
    assert other.desk.run_now(last_news)["count"] == 1
    assert "Seen by both" in other.browser.get("/record/plenary").text


def test_a_database_that_hangs_up_costs_one_page_and_the_next_is_there(two):
    one, other = two
    sign_in(one, other)
    (number,) = one.desk.run_now(lambda node: node.store.db.execute("SELECT pg_backend_pid()").fetchone())
    other.desk.run_now(lambda node: node.store.db.execute("SELECT pg_terminate_backend(CAST(? AS INTEGER))", (number,)))
    assert one.browser.get("/outbox").status_code == 503
    assert one.browser.get("/outbox").status_code == 200


def answers(address: str) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("HTTP_PROXY", raising=False)
        try:
            return httpx.get(f"{address}sign-in", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False


def until(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def test_processes_serve_one_address_and_one_that_is_killed_is_started_again(folder):
    workers = Workers(2, folder, NO_PASSPHRASE, host="127.0.0.1", port=None, transport=Transport())
    workers.start()
    try:
        assert until(lambda: answers(workers.address))
        before = [each.pid for each in workers.processes]
        os.kill(before[0], signal.SIGKILL)
        workers.processes[0].join(20)
        assert until(lambda: answers(workers.address))
        workers.start_again()
        assert [each.pid for each in workers.processes][1] == before[1]
        assert workers.processes[0].pid != before[0]
        assert all(each.is_alive() for each in workers.processes)
    finally:
        workers.stop()
    assert not any(each.is_alive() for each in workers.processes)


def test_a_store_in_a_folder_has_one_process(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Node.create(tmp_path / "rus", "rus", {"en": "Russia"}, NO_PASSPHRASE) as node:
        Accounts(node.store).add("ann", "Ann", "secretary", NOW, password=PASSWORD)
    code, said = run(["--node", "rus", "web", "--workers", "2", "--no-browser"])
    assert code == 1
    assert "several need PostgreSQL" in said
    assert "detente --node rus store move postgresql://" in said
