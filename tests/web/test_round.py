"""A whole round in real browsers, at real nodes, in each language: ask, acknowledge, answer, dispute, sign, countersign, verify."""

from __future__ import annotations

import re
import shutil
import time

import pytest

from detente.i18n import LANGUAGES
from tests.strategies import stride
from tests.web.seated import PATIENCE, Person, open_table
from tests.web.verifier_reader import Reader

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]


@pytest.fixture
def table(geneva, tmp_path):
    """The chairs of a copy of the talks of Geneva."""
    shutil.copytree(geneva, tmp_path / "geneva")
    with open_table(tmp_path / "geneva") as table:
        yield table


@pytest.fixture
def come(browser, table):
    """People come to a chair; whatever their browsers complained of fails the test."""
    there: list[Person] = []

    def come(chair: str, language: str) -> Person:
        there.append(Person(browser, table.addresses[chair], language))
        return there[-1]

    yield come
    wrong = [said for person in there for said in person.wrong]
    for person in there:
        person.leave()
    assert wrong == []


def numbers(text):
    """The numbers in a sentence, in whatever digits."""
    return [int(found) for found in re.findall(r"\d+", text)]


def one_byte_changed(raw):
    """The same proof with one letter of a signature changed."""
    at = raw.index(b'"signature') if b'"signature' in raw else len(raw) // 2
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def entries_seen(host):
    """How many entries all logs together have, as the host has seen them."""
    return sum(
        int(re.sub(r"\D", "", text)) for text in host.page.locator('section[aria-labelledby="signed"] td.num .cell').all_inner_texts()
    )


def countersigned(person):
    """Whose signature under the count of the cyber channel the host has countersigned, as far as this party knows."""
    return [item["party"] for item in person.view("/count/cyber")["agreed"]["countersigned"]]


def until(seen, wanted):
    """Look again until it is so, or patience ends; returns what was seen last."""
    end = time.monotonic() + PATIENCE / 1000
    while (found := seen()) != wanted and time.monotonic() < end:
        time.sleep(0.3)
    return found


def test_news_that_came_before_a_page_began_to_listen_are_shown_too(come):
    """Between the making of a page and its listening there is time for a pouch to come in."""
    rus, usa = come("rus", "en"), come("usa", "en")
    rus.sit()
    usa.sit()
    held = []
    usa.page.route("**/live?*", lambda route: held.append(route))  # noqa: PLW0108 - it marks what it is given
    usa.go("/requests?channel=cyber")
    usa.mark()
    asked = rus.ask("usa", "Servers 8", "Whose?")
    until(lambda: usa.context.request.get(f"{usa.address}/requests/cyber/{asked}.json").status, 200)
    assert held
    for route in held:
        route.continue_()
    usa.see(f'a[href="/requests/cyber/{asked}"]')
    assert usa.still_open


def test_a_page_that_news_renews_meanwhile_does_not_lose_a_click(come):
    """Between the press of a button and its release: the browser makes no click of the two where what was pressed is gone."""
    rus, usa = come("rus", "en"), come("usa", "en")
    rus.sit()
    usa.sit()
    usa.go("/requests?channel=cyber")
    usa.mark()
    link = usa.page.locator("main .actions a, main a.btn").first
    address = link.get_attribute("href")
    link.hover()
    usa.page.mouse.down()
    with usa.page.expect_response(lambda answer: answer.url.endswith("/requests?channel=cyber")):
        asked = rus.ask("usa", "Servers 8", "Whose?")
    assert usa.page.locator(f'a[href="/requests/cyber/{asked}"]').count() == 0, "not while the button is held"
    with usa.page.expect_navigation():
        usa.page.mouse.up()
    assert usa.page.url.endswith(address)


def test_what_is_typed_while_news_are_on_their_way_stays_and_the_news_are_offered(come):
    """The page that is asked for when news come may need a second; whoever begins to write in it must not lose a word."""
    rus, usa = come("rus", "en"), come("usa", "en")
    rus.sit()
    usa.sit()
    usa.go("/act/request?channel=cyber")
    usa.mark()
    on_their_way = []

    def hold(route):
        on_their_way.append(route)

    usa.page.route("**/act/request?channel=cyber", hold)
    rus.ask("usa", "Servers 9", "Whose?")
    assert until(lambda: usa.page.wait_for_timeout(50) or bool(on_their_way), True)  # routes are taken while the browser is waited for
    usa.page.fill('form.fields [name="text"]', "Begun while news came")
    on_their_way[0].continue_()
    usa.see("button.news")
    assert usa.still_open
    assert usa.page.input_value('form.fields [name="text"]') == "Begun while news came"


@pytest.mark.parametrize("turn", range(len(LANGUAGES))[:: stride(3)])
def test_a_whole_round(come, table, tmp_path, turn):
    """Each chair in another language, as it would be; with DETENTE_EXAMPLES=thorough each in each."""
    tongues = dict(zip(("rus", "usa", "public"), LANGUAGES[turn:] + LANGUAGES[:turn], strict=True))
    rus, usa = (come(party, tongues[party]) for party in ("rus", "usa"))
    rus.sit()
    usa.sit(then="/requests?channel=cyber")
    assert [person.page.get_attribute("html", "lang") for person in (rus, usa)] == [tongues["rus"], tongues["usa"]]

    # Yesterday's proof: nine of the requests of rus are answered.
    assert rus.answered("rus") == 9
    yesterday = rus.prove("/prove/count/cyber", tmp_path / "yesterday.proof.json")

    # rus asks; it appears at usa, whose page is open, without being loaded anew.
    usa.mark()
    asked = rus.ask("usa", "Servers 7", "Whose servers are they?")
    usa.see(f'a[href="/requests/cyber/{asked}"]')
    assert usa.still_open

    # usa acknowledges and answers; rus, with the request open, sees each come in.
    rus.open_request(asked)
    rus.mark()
    usa.open_request(asked)
    usa.acknowledge()
    rus.see("ol.thread > li:nth-child(2)")
    usa.open_request(asked)
    usa.answer("full", "They are ours.")
    rus.see("ol.thread > li:nth-child(3)")
    assert rus.still_open
    assert "They are ours." in rus.page.inner_text("ol.thread > li:nth-child(3)")

    # rus disputes; usa has the request open.
    usa.open_request(asked)
    usa.mark()
    rus.dispute("The second question is left out.")
    usa.see("ol.thread > li:nth-child(4)")
    assert usa.still_open

    # Both sign the count anew: ten, whatever is disputed, on both chairs.
    assert until(lambda: (rus.answered("rus"), usa.answered("rus")), (10, 10)) == (10, 10)

    # Both consent to one text in three languages, and sign it.
    texts = {"ar": "نواصل الحوار.", "en": "We shall continue the dialogue.", "ru": "Мы продолжим диалог."}
    tabled = rus.table_text("joint-statement-9", **texts)
    usa.go("/texts")
    usa.see('a[href="/texts/plenary/text/joint-statement-9"]')
    usa.consent(tabled)
    rus.sign("joint-statement-9")
    usa.sign("joint-statement-9")
    assert until(lambda: (rus.signatures("joint-statement-9"), usa.signatures("joint-statement-9")), (2, 2)) == (2, 2)

    # The host countersigns what both ask about, and sees no word of it.
    host = come("host", tongues["public"])
    host.go("/")
    before = entries_seen(host)
    assert countersigned(usa) == countersigned(rus) == []
    host.countersign()
    assert entries_seen(host) > before
    assert until(lambda: (countersigned(rus), countersigned(usa)), (["rus"], ["usa"])) == (["rus"], ["usa"])
    assert not [text for text in (*texts.values(), "Whose servers are they?") if text in host.page.inner_text("body")]

    usa.go("/count/cyber")
    today = usa.prove("/prove/count/cyber", tmp_path / "today.proof.json")

    # A journalist reads the public page, and checks both files: yesterday's nine stand, as of then; today's ten stand too.
    journalist = come("public", tongues["public"])
    journalist.go("/")
    assert journalist.number('section[aria-labelledby="sent-rus"] .big b', 1) == 9
    assert not journalist.page.locator("main .tag.bad").count()
    charter = journalist.prove("/charter", tmp_path / "charter.json")
    journalist.follow("/verify.html")
    assert journalist.page.get_attribute("html", "lang") == tongues["public"]
    reader = Reader(journalist.page)
    reader.choose("charter", charter)
    for proof, nine_or_ten in ((yesterday, 9), (today, 10), (yesterday, 9)):
        reader.choose("proof", proof)
        assert reader.verdict()["verdict"] == "proven"
        assert nine_or_ten in numbers(reader.sentence())
    journalist.page.click("#change")
    assert reader.verdict()["verdict"] == "not proven"
    forged = tmp_path / "forged.proof.json"
    forged.write_bytes(one_byte_changed(yesterday.read_bytes()))
    reader.choose("proof", forged)
    assert reader.verdict()["verdict"] == "not proven"
