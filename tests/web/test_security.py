"""Who gets which page, as a table; and what a stranger, another site, a guessed form or a flood gets: a refusal in words, and nothing done."""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
import threading
from pathlib import Path

import httpx
import pytest

from detente.errors import CallerError
from detente.node.addresses import is_loopback
from detente.node.roles import ROLES
from detente.web import party, passwords
from detente.web.alone import answers_to
from detente.web.app import BODY_BYTES, PART_BYTES, Chair, create_app
from detente.web.guard import SIGNED_IN, AccountGuard
from detente.web.pages import Page, Shown
from detente.web.security import POLICY, Pace, host_name
from detente.web.serving import Transport, bind, check_binding
from tests.web.acting import PASSWORD, SAME_SITE, Sitting, copied, fresh, words

ACCOUNTS = {role.replace("_", "-"): role for role in ROLES}


@pytest.fixture(scope="module")
def earnest(acted, tmp_path_factory):
    """A node with an account of each role; one sign-in for each, for all tests of this module."""
    sitting = Sitting(copied(acted[0], tmp_path_factory.mktemp("access")), ACCOUNTS, pace=Pace(burst=10**6))
    browsers = {"nobody": sitting.another()}
    for name in ACCOUNTS:
        browsers[name] = sitting.another()
        token = fresh(browsers[name].get("/sign-in").text)
        assert (
            browsers[name].post("/sign-in", data={"fresh": token, "name": name, "password": PASSWORD}, headers=SAME_SITE).status_code == 303
        )
    yield sitting, browsers
    for browser in browsers.values():
        browser.close()
    sitting.close()


def filled(path: str) -> str:
    """An address of a page, with parts that name nothing."""
    return re.sub(r"\{\w+:number\}", "999", re.sub(r"\{\w+:path\}", "no/such", re.sub(r"\{(\w+)\}", "none", path)))


def may(name: str, page: Page) -> bool:
    if not page.needs:
        return True
    if name == "nobody":
        return False
    return page.needs == SIGNED_IN or page.needs in {capability.value for capability in ROLES[ACCOUNTS[name]]}


ROWS = [(page.method, page.path) for page in party.PAGES]


def test_no_address_stands_twice_in_the_table():
    assert len(ROWS) == len(set(ROWS))


@pytest.mark.parametrize(("method", "path"), ROWS, ids=[f"{method} {path}" for method, path in ROWS])
def test_every_page_is_for_exactly_those_whose_role_has_the_right(earnest, method, path):
    _, browsers = earnest
    page = next(page for page in party.PAGES if (page.method, page.path) == (method, path))
    for name, browser in browsers.items():
        if path == "/sign-out":
            continue
        if method == "GET":
            answer = browser.get(filled(path))
            status = answer.status_code
            expected = "allowed" if may(name, page) else ({303} if name == "nobody" else {403})
        else:
            token = fresh(browser.get("/sign-in").text)
            answer = browser.post(filled(path), data={"fresh": token, "revision": "1"}, headers=SAME_SITE)
            status = answer.status_code
            expected = "allowed" if may(name, page) else {403}
        assert status not in {500, 405}, name
        if expected == "allowed":
            assert status != 403 or path == "/sit" or (page.needs == "read" and method == "POST"), (name, status)
            assert method == "POST" or not answer.headers.get("location", "").startswith("/sign-in"), name
        else:
            assert status in expected, (name, status)


@pytest.mark.parametrize("path", [page.path for page in party.PAGES if page.view is not None])
def test_a_json_twin_is_for_the_same_people_and_never_moves_a_program_to_a_form(earnest, path):
    _, browsers = earnest
    page = next(page for page in party.PAGES if page.path == path and page.view is not None)
    for name, browser in browsers.items():
        answer = browser.get("/index.json" if path == "/" else filled(path) + ".json")
        if may(name, page):
            assert answer.status_code != 403, name
        else:
            assert answer.status_code == 403, name
            assert set(answer.json()) == {"error", "template", "hint"}


def test_the_stream_of_news_is_for_readers_only(earnest):
    _, browsers = earnest
    assert browsers["nobody"].get("/live").status_code == 403
    assert browsers["administrator"].get("/live").status_code == 403


def test_a_revoked_appointment_takes_release_and_seal_away_at_the_next_click(acted, tmp_path):
    from detente.node.accounts import Accounts
    from detente.node.sealing import seal
    from detente.views.acting import Place
    from detente.views.acting_people import revoke
    from tests.web.acting import ref_of

    sitting = Sitting(copied(acted[0], tmp_path), {"clerk": "secretary"})
    sitting.on(lambda node, _: Accounts(node.store).change("clerk", delegate="berg"))
    sitting.sit("clerk")
    place = sitting.fill("request", text="x", to="rus").headers["location"]
    assert "Seal now" in sitting.get(place).text

    def end(node, room):
        node.store.drop_drafts([1])
        node.draft(room, revoke(Place(node, room, (ref_of(acted[1]["appointment"]),)), {}))
        seal(node, room)

    sitting.on(end)
    place = sitting.fill("request", text="x", to="rus").headers["location"]
    page = sitting.get(place)
    assert "Seal now" not in page.text
    refused = sitting.browser.post("/seal/plenary", data={"fresh": fresh(page.text), "draft": "1"}, headers=SAME_SITE)
    assert refused.status_code == 403
    assert "was revoked by" in words(refused.text)
    sitting.close()


# ---- forms of others


def test_a_form_from_another_site_or_without_its_token_does_nothing(usa):
    token = fresh(usa.get("/act/request").text)
    data = {"fresh": token, "text": "Forged", "to": "rus", "channel": "plenary"}
    for headers in (
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "none"}, {},
        {"origin": "http://evil.example"}, {"origin": "null"},
    ):  # fmt: skip
        refused = usa.browser.post("/act/request", data=data, headers=headers)
        assert refused.status_code == 403, headers
        assert "nothing was done" in words(refused.text)
    for forged in ("", "x", token[:-1] + ("0" if token[-1] != "0" else "1"), token.replace(".", "")):
        assert usa.browser.post("/act/request", data={**data, "fresh": forged}, headers=SAME_SITE).status_code == 403, forged
    assert usa.on(lambda node, _: node.store.drafts()) == []
    assert usa.browser.post("/act/request", data=data, headers={"origin": "http://127.0.0.1"}).status_code == 303


def test_a_token_of_one_session_is_no_good_in_another(usa):
    token = fresh(usa.get("/act/request").text)
    usa.browser.cookies.clear()
    usa.sit("secretary")
    refused = usa.browser.post("/act/request", data={"fresh": token, "text": "x", "to": "rus"}, headers=SAME_SITE)
    assert refused.status_code == 403


# ---- sessions


@pytest.fixture
def reading(acted, tmp_path):
    """A node with one account."""
    sitting = Sitting(copied(acted[0], tmp_path), {"reader": "reader"})
    yield sitting
    sitting.close()


def test_a_session_that_somebody_planted_is_not_taken_over(reading):
    sitting = reading
    with sitting.another() as browser:
        browser.cookies.set("usa-session", "planted-by-somebody", domain="127.0.0.1", path="/")
        token = fresh(browser.get("/sign-in").text)
        answer = browser.post("/sign-in", data={"fresh": token, "name": "reader", "password": PASSWORD}, headers=SAME_SITE)
        assert answer.status_code == 303
        assert "planted-by-somebody" not in answer.headers["set-cookie"]
    with sitting.another() as browser:
        browser.cookies.set("usa-session", "planted-by-somebody")
        assert browser.get("/settings").status_code == 303


def test_signing_in_again_ends_the_session_before(reading):
    sitting = reading
    with sitting.another() as browser:
        for _ in range(2):
            before = browser.cookies.get("usa-session")
            token = fresh(browser.get("/sign-in").text)
            browser.post("/sign-in", data={"fresh": token, "name": "reader", "password": PASSWORD}, headers=SAME_SITE)
        assert before
        with sitting.another() as other:
            other.cookies.set("usa-session", before)
            assert other.get("/settings").status_code == 303


@pytest.mark.parametrize(("secure", "marks"), [(False, set()), (True, {"secure"})])
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(acted, tmp_path, secure, marks):
    sitting = Sitting(copied(acted[0], tmp_path), secure=secure)
    answer = sitting.browser.post("/sit", data={"fresh": fresh(sitting.get("/sign-in").text), "name": "secretary"}, headers=SAME_SITE)
    name, *attributes = (part.strip().lower() for part in answer.headers["set-cookie"].split(";"))
    assert name.startswith("usa-session=")
    assert set(attributes) == {"httponly", "path=/", "samesite=strict"} | marks
    assert ("strict-transport-security" in answer.headers) == secure
    sitting.close()


def test_failed_sign_ins_make_the_next_wait(acted, tmp_path):
    sitting = Sitting(copied(acted[0], tmp_path), {"clerk": "secretary"})
    said = []
    for _ in range(6):
        token = fresh(sitting.get("/sign-in").text)
        answer = sitting.browser.post("/sign-in", data={"fresh": token, "name": "clerk", "password": "wrong one again"}, headers=SAME_SITE)
        assert answer.status_code == 422
        said.append(words(answer.text))
    assert "The name or the password is wrong" in said[0]
    assert "Too many failed attempts; wait" in said[-1]
    sitting.close()


# ---- names, floods, sizes


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "127.0.0.1:80:80", "[::2]"])
def test_a_server_answers_to_its_own_names_only(usa, host):
    refused = usa.browser.get("/sign-in", headers={"host": host})
    assert refused.status_code == 421
    assert refused.text == "This server does not answer to that name."
    assert refused.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8750", "LOCALHOST", "[::1]:8750"])
def test_the_names_of_this_machine_are_its_own(usa, host):
    assert usa.browser.get("/sign-in", headers={"host": host}).status_code == 200


def test_names_are_read_without_their_port():
    assert [host_name(host) for host in ("a.Example:80", "[::1]:80", "[::1]", "a", "a:b", "a:")] == [
        "a.example",
        "::1",
        "::1",
        "a",
        "",
        "a",
    ]
    assert answers_to("127.0.0.1", ["Talks.example"]) == {"127.0.0.1", "::1", "localhost", "talks.example"}
    assert answers_to("192.0.2.1", []) == {"192.0.2.1"}


def test_a_flood_is_slowed_down_in_words(acted, tmp_path):
    sitting = Sitting(copied(acted[0], tmp_path), pace=Pace(burst=5, rate=0.001))
    statuses = [sitting.browser.get("/sign-in", headers={"accept-language": "ru"}) for _ in range(7)]
    assert [answer.status_code for answer in statuses] == [200] * 5 + [429] * 2
    assert "лишком много запросов" in statuses[-1].text
    assert int(statuses[-1].headers["retry-after"]) > 1
    sitting.close()


def test_a_body_that_is_too_large_is_refused_in_words_before_it_is_read(usa):
    async def flood():
        async def endless():
            for _ in range(3):
                yield b"x" * 1024

        transport = httpx.ASGITransport(app=usa.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=dict(usa.browser.cookies)) as browser:
            headers = {**SAME_SITE, "content-length": str(BODY_BYTES + 1), "content-type": "application/x-www-form-urlencoded"}
            return await browser.post("/act/request", content=endless(), headers=headers)

    refused = asyncio.run(flood())
    assert refused.status_code == 413
    assert refused.text == "This is too large to be taken."
    assert refused.headers["content-security-policy"] == POLICY


def test_a_field_that_is_too_large_is_refused_in_words(usa):
    refused = usa.browser.post("/act/request", data={"text": "x" * (PART_BYTES + 1)}, headers=SAME_SITE)
    assert refused.status_code == 413
    assert "This is too large to be taken" in words(refused.text)
    files = [("files", ("a.txt", b"x", "text/plain"))]
    assert usa.browser.post("/act/request", data={"text": "x" * (PART_BYTES + 1)}, files=files, headers=SAME_SITE).status_code == 413


# ---- what leaves


def test_the_policy_is_on_every_answer_errors_and_files_too(usa):
    answers = [
        usa.get("/"), usa.get("/nowhere"), usa.get("/act/nonsense"), usa.get("/static/ui.css"), usa.get("/static/nothing"), usa.get("/openapi.json"),
        usa.browser.post("/act/request", data={}), usa.browser.request("PUT", "/act/request"), usa.get("/drafts/999.json"), usa.get("/live.json"),
    ]  # fmt: skip
    for answer in answers:
        assert answer.headers["content-security-policy"] == POLICY, answer.url
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "unsafe" not in answer.headers["content-security-policy"]


def test_no_page_has_anything_inline_or_from_elsewhere(usa, refs):
    draft = usa.fill("request", text="x", to="rus").headers["location"]
    for path in ["/", "/act", "/act/statement", f"/act/answer?re={refs['request']}", draft, "/outbox", "/courier", "/settings"]:
        page = usa.get(path).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]* src=\"/static/)", page), path
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page), path


def test_what_a_party_wrote_is_text_on_every_page(usa):
    place = usa.fill("request", text="<script>alert(1)</script>\u202e", subject="<b>bold</b>", to="rus").headers["location"]
    for path in (place, place + "/edit", "/outbox", "/seal/plenary"):
        page = usa.get(path).text
        assert "<script>alert" not in page
        assert "<b>bold" not in page


class Secret(Exception):  # noqa: N818
    """A fault of ours."""


def test_a_fault_of_ours_is_said_plainly_and_tells_nothing_of_its_insides(acted, tmp_path, caplog):
    def fail(_ask: object) -> Shown:
        raise Secret("/home/somebody/secret.key")

    sitting = Sitting(copied(acted[0], tmp_path))
    chair = Chair("usa", "party", (*party.PAGES, Page("/fails", fail, "")), AccountGuard(), party.layout)
    from tests.web.client import TestClient

    with TestClient(create_app(sitting.desk, chair), base_url="http://127.0.0.1", raise_server_exceptions=False) as browser:
        caplog.set_level(logging.ERROR, "detente.web")
        for language, said in (("en", "that is a fault of the program"), ("ar", "خلل"), ("ru", "ошибка")):
            answer = browser.get("/fails", headers={"accept-language": language})
            assert answer.status_code == 500
            assert "secret" not in answer.text
            assert "Traceback" not in answer.text
            assert said in words(answer.text), language
            assert answer.headers["content-security-policy"] == POLICY
    assert "secret.key" in caplog.text, "the log of the server has it"
    sitting.close()


def test_a_damaged_store_is_said_without_its_path(usa):
    def damage(node, _room):
        node.store.db.execute("UPDATE accounts SET password='not a hash' WHERE name='secretary'")

    usa.on(damage)
    usa.chair.open_seats = False
    token = fresh(usa.get("/sign-in").text)
    answer = usa.browser.post("/sign-in", data={"fresh": token, "name": "secretary", "password": PASSWORD}, headers=SAME_SITE)
    assert answer.status_code == 500
    assert "its administrator finds more in the log of the server" in words(answer.text)
    assert "/" not in words(answer.text).replace("http://", "")


def test_after_signing_in_one_goes_nowhere_else(usa):
    for target in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\n/evil.example",
        "/\t/evil.example",
    ):
        token = fresh(usa.get("/sign-in").text)
        answer = usa.browser.post("/sit", data={"fresh": token, "name": "secretary", "next": target}, headers=SAME_SITE)
        assert answer.headers["location"] == "/", target


def test_open_seats_are_for_exercises_with_open_seats_only(earnest):
    _, browsers = earnest
    token = fresh(browsers["nobody"].get("/sign-in").text)
    refused = browsers["nobody"].post("/sit", data={"fresh": token, "name": "administrator"}, headers=SAME_SITE)
    assert refused.status_code == 403
    assert "administrator" not in browsers["nobody"].get("/sign-in").text.replace("administrator finds", "")


# ---- where a server listens


@pytest.mark.parametrize("host", ["::", "192.0.2.1", "talks.example.org"])
def test_nothing_is_served_beyond_this_machine_in_the_clear(host):
    with pytest.raises(CallerError, match="can be reached from other machines"):
        check_binding(host, Transport(), "-")
    check_binding(host, Transport(behind_proxy=True), "-")
    check_binding(host, Transport(Path("certificate.pem"), Path("key.pem")), "-")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.9.9.9"])
def test_this_machine_alone_needs_no_certificate(host):
    check_binding(host, Transport(), "-")
    assert is_loopback(host)


def test_a_port_that_is_taken_is_said_to_be():
    taken = bind("127.0.0.1", 0)
    with taken, pytest.raises(CallerError, match="cannot listen on"):
        bind("127.0.0.1", taken.getsockname()[1])
    assert ssl.HAS_TLSv1_3


def test_pages_travel_small_and_what_they_weigh_tells_nothing(earnest):
    """A page is compressed, and ends with chance of a length of chance (BREACH); JSON, which has none, and files are not."""
    browsers = earnest[1]
    secretary = browsers["secretary"]
    page = secretary.get("/requests", headers={"accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert int(page.headers["content-length"]) < len(page.content) / 2
    assert "accept-encoding" in page.headers["vary"].lower()
    ends = {secretary.get("/settings").text.rpartition("<!--")[2] for _ in range(12)}
    assert len({len(end) for end in ends}) > 3
    assert "content-encoding" not in secretary.get("/requests.json", headers={"accept-encoding": "gzip"}).headers
    assert "content-encoding" not in secretary.get("/requests", headers={"accept-encoding": "identity"}).headers


def test_while_a_password_is_looked_at_others_are_served(acted, tmp_path, monkeypatch):
    looked_at, look = threading.Event(), passwords.is_right

    def slow(attempt):
        assert looked_at.wait(60)
        return look(attempt)

    monkeypatch.setattr(passwords, "is_right", slow)
    sitting = Sitting(copied(acted[0], tmp_path), {"berg": "secretary"})

    async def both():
        browser = httpx.AsyncClient(transport=httpx.ASGITransport(sitting.app), base_url="http://127.0.0.1", headers=SAME_SITE)
        form = {"fresh": fresh((await browser.get("/sign-in")).text), "name": "berg", "password": PASSWORD}
        signing_in = asyncio.create_task(browser.post("/sign-in", data=form))
        await asyncio.sleep(0.05)
        page = await browser.get("/sign-in")
        waited = not signing_in.done()
        looked_at.set()
        return waited, page.status_code, (await signing_in).status_code

    assert asyncio.run(both()) == (True, 200, 303)
    sitting.close()
