"""A bracket between two delegations, each at its own node with a browser: proposed in place, consented to in place, gone from both texts."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import time

import pytest

from detente.cli.session import SECRETS_OPEN
from detente.node.node import Node
from detente.node.sealing import seal
from detente.record.text import encode_base64
from detente.views import acting_people
from detente.views.acting import Place
from tests.web.seated import PATIENCE, Person, open_table

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]

TEXT = "/texts/plenary/text/border"
ENGLISH = "{1} # The Parties [USA: should / RUS: shall] open the line [RUS !USA: at once].\n\n{2} # They meet in Geneva."
RUSSIAN = "{1} # Стороны [USA: открыли бы / RUS: открывают] линию [RUS !USA: немедленно].\n\n{2} # Они встречаются в Женеве."


def appoint_lund(folder):
    """usa has an expert whose full powers are for another text than the one that he will sign; their key is kept in the node."""
    node = Node.open(folder, SECRETS_OPEN)
    node.clock = lambda: dt.datetime(2021, 9, 30, 18, tzinfo=dt.UTC)
    node.store.set_meta("delegate-key:lund", encode_base64(node.keys.new_delegate_key("lund").public_key).encode())
    room = node.room(None)
    node.draft(room, acting_people.appoint(Place(node, room), {"delegate": "lund", "name": "A. Lund", "role": "expert", "powers": ["attend"]}))
    powers = {"delegate": "lund", "powers": ["sign"], "about": "text/roads", "issuer": "The minister"}
    node.draft(room, acting_people.empower(Place(node, room), powers))
    seal(node, room)
    node.close()


@pytest.fixture(scope="module")
def table(geneva, tmp_path_factory):
    folder = tmp_path_factory.mktemp("settled") / "geneva"
    shutil.copytree(geneva, folder)
    appoint_lund(folder / "usa")
    with open_table(folder) as table:
        yield table


@pytest.fixture
def usa(browser, table):
    person = Person(browser, table.addresses["usa"], "en")
    yield person
    person.leave()


@pytest.fixture
def rus(browser, table):
    person = Person(browser, table.addresses["rus"], "ru", width=390)
    yield person
    person.leave()


def wait_for(person, selector, path=TEXT):
    """Look at a page again until something is there: the courier goes round by itself."""
    end = time.monotonic() + PATIENCE / 1000
    while True:
        person.page.goto(person.address + path)
        found = person.page.locator(selector)
        if found.count():
            return found
        assert time.monotonic() < end, person.page.inner_text("main")


def test_a_bracket_is_settled_in_place_by_two_delegations_in_their_browsers(usa, rus):
    usa.sit()
    usa.go("/texts")
    usa.act("propose", about__key="border", form="rolling_text", text__en=ENGLISH, text__ru=RUSSIAN)
    rus.sit()
    wait_for(rus, "#p-1 .bracket.choice")
    rus.wrong.clear()  # before it came, there was nothing at this address

    rus.page.locator("#bracket-1 > summary").click()
    rus.page.locator("#bracket-1 input[name=choose][value='2']").check()
    with rus.page.expect_navigation():
        rus.page.locator("#bracket-1 form[action='/act/settle'] button").click()
    assert rus.path.startswith("/drafts/"), rus.page.inner_text("main")
    entry = rus.seal()

    wait_for(usa, f"#b-1 a[href='/record/plenary/{entry}']")
    assert usa.page.locator("#bracket-1").get_attribute("open") is not None, "what waits is seen without a click"
    with usa.page.expect_navigation():
        usa.page.locator("#b-1 form[action='/act/consent'] button").click()
    usa.seal()

    for person, language, words in ((usa, "en", "The Parties shall open the line"), (rus, "ru", "Стороны открывают линию")):
        wait_for(person, "#p-1:not(:has(.bracket.choice))")
        assert person.page.locator(f"#p-1 p[lang={language}]").inner_text().startswith(words)
        assert person.view(TEXT)["text"]["brackets"] == 1
        assert person.page.locator("#p-2").count() == 1
        assert person.page.evaluate("document.documentElement.scrollWidth") <= person.page.viewport_size["width"]
        assert person.wrong == []
    rus.go(TEXT + "/left")
    assert "should" not in rus.page.inner_text("main")
    assert "открыли бы" in rus.page.locator("#settled-1").inner_text()
    assert len(re.findall(rb"/Type\s*/Page\b", rus.page.pdf(format="A4"))) == 1, "one page for the heads of delegations"


def test_the_place_of_an_error_is_where_the_cursor_stands(usa):
    usa.sit(then="/act/propose?about=text/slip")
    usa.fill_in(about__key="slip", form="rolling_text", text__en="{1} One.\n\n{2} Two [RUS: three.")
    with usa.page.expect_navigation():
        usa.page.locator("form.fields .actions button").click()
    field = usa.page.locator("textarea[name='text.en']")
    assert field.evaluate("e => document.activeElement === e && e.value.slice(e.selectionStart, e.selectionStart + 4)") == "[RUS"


def test_the_place_of_an_error_is_found_in_a_text_from_right_to_left_too(usa):
    usa.sit(then="/act/propose?about=text/slip")
    usa.fill_in(about__key="slip", form="rolling_text", text__ar="{1-a} واحد.\n\n{2-b} اثنان [RUS: ثلاثة.")
    with usa.page.expect_navigation():
        usa.page.locator("form.fields .actions button").click()
    field = usa.page.locator("textarea[name='text.ar']")
    assert field.evaluate("e => e.value.includes('{\\u200e2-b}')")
    assert field.evaluate("e => document.activeElement === e && e.value.slice(e.selectionStart, e.selectionStart + 4)") == "[RUS"
    assert where_the_name_stands(field, "e.value") == "as it is written"
    assert where_the_name_stands(field, "e.value.replaceAll('\\u200e', '')") == "turned", "without the mark it would be"


def where_the_name_stands(field, value):
    """Whether the letter of {1-a} is drawn to the left of its digit, in an element that is laid out like the editor."""
    return field.evaluate(
        """e => {
          const text = VALUE;
          const twin = document.createElement('p');
          twin.dir = e.dir; twin.style.whiteSpace = 'pre-wrap'; twin.textContent = text; document.body.append(twin);
          const at = sign => { const range = document.createRange(); const place = text.indexOf(sign);
            range.setStart(twin.firstChild, place); range.setEnd(twin.firstChild, place + 1); return range.getBoundingClientRect().left; };
          return at('a') < at('1') ? 'turned' : 'as it is written';
        }""".replace("VALUE", value)
    )


def test_a_signature_outside_somebodys_powers_is_found_at_both_tables_and_hidden_at_none(usa, rus):
    usa.sit()
    proposal = usa.table_text("bridges", en="{1} The bridges are open.", ru="{1} Мосты открыты.")
    rus.sit()
    wait_for(rus, f"a[href='/proposals/plenary/{proposal}']", "/proposals")
    rus.wrong.clear()
    rus.consent(proposal)
    wait_for(usa, 'main a[href^="/act/sign"]', "/texts/plenary/text/bridges")
    entry = usa.act("sign", delegate="lund")

    for person in (usa, rus):
        found = wait_for(person, f"section[aria-labelledby='found'] a[href='/record/plenary/{entry}']", "/texts/plenary/text/bridges/signing")
        assert found.is_visible()
        assert "lund" in person.page.locator("section[aria-labelledby='found']").inner_text()
        assert person.page.locator(f"section[aria-labelledby='table'] a[href='/record/plenary/{entry}']").count() == 1
        assert any(remark["entry"] == f"plenary:{entry}" or remark["entry"] == entry for remark in person.view("/remarks")["found"])
        assert person.page.evaluate("document.documentElement.scrollWidth") <= person.page.viewport_size["width"]
        assert person.wrong == []
