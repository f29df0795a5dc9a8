"""One text between two delegations, each at its own node with a browser, one of them from right to left on a telephone: from the first draft
with brackets to the signatures, a correction and the files. All of it through pages, as people would do it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import threading
import time
from urllib.parse import parse_qsl, urlsplit

import pytest
from lxml import etree

from detente.cli.session import SECRETS_OPEN
from detente.node.node import Node
from detente.node.sealing import seal
from detente.record.text import encode_base64
from detente.reports.text_from_word import read_word
from detente.texts.form import parse_version
from detente.views import acting_people
from detente.views.acting import Place
from detente.web import carrying
from tests.reports.test_text_akn import SCHEMA, provisions
from tests.web.seated import PATIENCE, Person, open_table

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]

TEXT = "/texts/plenary/text/border"
TABLED = {
    "en": "title: The line\n\n{1} # The Parties [USA: should / RUS: shall] open the line [RUS !USA: at once].\n\n{2} # They meet in Geneva.",
    "ru": "title: Линия\n\n{1} # Стороны [USA: открыли бы / RUS: открывают] линию [RUS !USA: немедленно].\n\n{2} # Они встречаются в Женеве.",
    "ar": "title: الخط\n\n{1} # [USA: ينبغي أن يفتح / RUS: يفتح] الطرفان الخط [RUS !USA: فورا].\n\n{2} # يجتمعان في جنيف.",
}
PLACES = {
    "usa": {"en": "They meet in Berne.", "ru": "Они встречаются в Берне.", "ar": "يجتمعان في برن."},
    "rus": {"en": "They meet in Vienna.", "ru": "Они встречаются в Вене.", "ar": "يجتمعان في فيينا."},
}
AGREED = {
    "en": ("The Parties shall open the line.", "They meet in Vienna."),
    "ru": ("Стороны открывают линию.", "Они встречаются в Вене."),
    "ar": ("يفتح الطرفان الخط.", "يجتمعان في فيينا."),
}
CORRECTED = {
    "en": ("the line.", "the telephone line."),
    "ru": ("линию.", "телефонную линию."),
    "ar": ("الطرفان الخط.", "الطرفان الخط الهاتفي."),
}
"""Words that were wrong, and what they are to be by a correction."""
REASON = "لم نقرأ النص الروسي بعد."


def appoint_lund(folder):
    """usa has an expert whose full powers are for another text than the one that he will sign; their key is kept in the node."""
    node = Node.open(folder, SECRETS_OPEN)
    node.clock = lambda: dt.datetime(2021, 9, 30, 18, tzinfo=dt.UTC)
    node.store.set_meta("delegate-key:lund", encode_base64(node.keys.new_delegate_key("lund").public_key).encode())
    room = node.room(None)
    node.draft(
        room, acting_people.appoint(Place(node, room), {"delegate": "lund", "name": "A. Lund", "role": "expert", "powers": ["attend"]})
    )
    powers = {"delegate": "lund", "powers": ["sign"], "about": "text/roads", "issuer": "The minister"}
    node.draft(room, acting_people.empower(Place(node, room), powers))
    seal(node, room)
    node.close()


ROAD = threading.Event()
"""Set while couriers get through; what both seal meanwhile, crosses."""
ROAD.set()


@pytest.fixture(scope="module")
def table(geneva, tmp_path_factory):
    """The talks of Geneva, served, with a road that can be closed."""
    folder = tmp_path_factory.mktemp("settled") / "geneva"
    shutil.copytree(geneva, folder)
    appoint_lund(folder / "usa")
    with pytest.MonkeyPatch.context() as patch:
        go = carrying.make_round
        patch.setattr(carrying, "make_round", lambda *given: go(*given) if ROAD.is_set() else None)
        with open_table(folder) as table:
            yield table


@pytest.fixture
def usa(browser, table):
    person = Person(browser, table.addresses["usa"], "en")
    yield person
    person.leave()


@pytest.fixture
def rus(browser, table):
    person = Person(browser, table.addresses["rus"], "ar", width=390, theme="dark")
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
        time.sleep(0.1)


def look(person, path):
    """Look at a page: it has room on the screen, and the browser complains of nothing."""
    person.go(path)
    assert person.page.evaluate("document.documentElement.scrollWidth") <= person.page.viewport_size["width"], path
    assert person.wrong == []
    return person.page.locator("main")


def choose(person, number, choice):
    """Settle a bracket where it stands; the entry."""
    person.page.locator(f"#bracket-{number} > summary").click()
    person.page.locator(f"#bracket-{number} input[name=choose][value='{choice}']").check()
    press(person, f"#bracket-{number} form[action='/act/settle'] button")
    return person.seal()


def press(person, selector):
    with person.page.expect_navigation():
        person.page.locator(selector).first.click()


def consent_in_place(person, entry, selector):
    """Consent to what waits at a place of the text, without leaving its page; the entry."""
    wait_for(person, f"{selector} a[href='/record/plenary/{entry}']")
    press(person, f"{selector} form:has(input[name=re][value='{entry}'])[action='/act/consent'] button")
    return person.seal()


def test_one_text_goes_from_brackets_to_signatures_in_three_languages_between_two_browsers(usa, rus):
    # Tabled with brackets.
    usa.sit()
    usa.go("/texts")
    tabled = usa.act(
        "propose", about__key="border", form="rolling_text", **{f"text__{language}": words for language, words in TABLED.items()}
    )
    rus.sit()
    wait_for(rus, "#p-1 .bracket.choice")
    rus.wrong.clear()  # before it came, there was nothing at this address
    assert rus.page.get_attribute("html", "dir") == "rtl"
    rus.consent(tabled)

    # Each settles one bracket where it stands, and the other consents there.
    look(rus, TEXT)
    consent_in_place(usa, choose(rus, 1, "2"), "#b-1")
    look(usa, TEXT)
    consent_in_place(rus, choose(usa, 2, "omit"), "#b-2")
    for person in (usa, rus):
        wait_for(person, "#p-1:not(:has(.bracket.choice)):not(:has(.bracket.keep))")
        look(person, TEXT)
    look(rus, TEXT + "/left")
    assert "should" not in rus.page.inner_text("main")
    assert "ينبغي أن يفتح" in rus.page.locator("#settled-1").inner_text()

    # Both change one provision, and neither knows of the other; put together, one change comes of it.
    ROAD.clear()
    for person, party in ((usa, "usa"), (rus, "rus")):
        person.go(TEXT)
        person.page.locator("#p-2 a[href^='/act/amend']").click()
        person.fill_in(**{f"text__{language}": words for language, words in PLACES[party].items()})
        person.keep()
        person.seal()
    ROAD.set()
    wait_for(usa, f"#p-2 a[href^='{TEXT}/merge']")
    usa.follow(TEXT + "/merge")
    usa.page.locator("input[name='c.0'][value=rus]").check()
    press(usa, "form.merging .actions button")
    merged = usa.seal()
    agreed = consent_in_place(rus, merged, "#p-2")

    # Put together as what is to be signed, under a silence procedure; the silence is broken, by name, and then all consent.
    wait_for(usa, f"main a[href='/record/plenary/{agreed}']", f"/proposals/plenary/{merged}")
    usa.go(TEXT)
    clean = usa.act("consolidate", form="joint_statement", silence__day="2031-10-01", silence__at="12:00")
    wait_for(rus, f"a[href='/proposals/plenary/{clean}']")
    rus.page.locator("details.inline:has(form[action='/act/object']) > summary").last.click()
    rus.page.locator("form[action='/act/object'] textarea").last.fill(REASON)
    with rus.page.expect_navigation():
        rus.page.locator("form[action='/act/object'] button").last.click()
    objection = rus.seal()
    broken = wait_for(usa, f"main a[href='/record/plenary/{objection}']", f"/proposals/plenary/{clean}")
    assert broken.first.is_visible()
    look(usa, f"/proposals/plenary/{clean}")
    assert REASON in usa.page.inner_text("main")
    rus.consent(clean)

    # Initialled, and signed; one signature is outside its powers, and is shown at both tables.
    wait_for(usa, "main a[href^='/act/initial']", TEXT + "/signing")
    usa.act("initial")
    look(rus, TEXT + "/signing")
    rus.act("initial")
    rus.sign("border")
    usa.go(TEXT)
    usa.see('main a[href^="/act/sign"]')
    outside = usa.act("sign", stands=True, delegate="lund")
    for person in (usa, rus):
        found = wait_for(person, f"section[aria-labelledby='found'] a[href='/record/plenary/{outside}']", TEXT + "/signing")
        assert found.is_visible()
        assert "lund" in person.page.locator("section[aria-labelledby='found']").inner_text()
        assert person.page.locator(f"section[aria-labelledby='table'] a[href='/record/plenary/{outside}']").count() == 1
        assert any(remark["entry"].endswith(outside) for remark in person.view("/remarks")["found"])
        look(person, TEXT + "/signing")
        assert person.view(TEXT)["text"]["state"] == "signed"

    # An error is corrected: what was signed stays, and the correction has a time for objections of its own.
    rus.follow("/act/correct-text")
    for language, (wrong, right) in CORRECTED.items():
        field = rus.page.locator(f"textarea[name='text.{language}']")
        assert wrong in field.input_value()
        field.fill(field.input_value().replace(wrong, right))
    rus.fill_in(silence__day="2031-11-01", silence__at="12:00")
    rus.keep()
    correction = rus.seal()
    wait_for(usa, f"section:has(#c-1) a[href='/proposals/plenary/{correction}']", TEXT + "/versions")
    look(usa, TEXT + "/versions")
    assert "1 Nov 2031" in usa.page.locator("section:has(#c-1)").inner_text()
    assert AGREED["en"][0] in usa.page.locator("article[lang=en]").first.inner_text()

    # The files say the same words.
    files_hold_the_words(usa, clean)
    assert usa.wrong == rus.wrong == []


def files_hold_the_words(person, version):
    """Word, PDF, plain text and Akoma Ntoso of a version, as the links of the page give them."""
    got = {}
    for address in person.page.locator("main a[href^='/print/original/']").evaluate_all(
        "all => all.map(each => each.getAttribute('href'))"
    ):
        query = dict(parse_qsl(urlsplit(address).query))
        if query["version"] == version and "original" not in query:
            kind = urlsplit(address).path.rpartition(".")[2]
            got[kind, query.get("language")] = person.context.request.get(person.address + address).body()
    assert {kind for kind, _ in got} == {"docx", "pdf", "html", "txt", "xml"}
    for language, words in AGREED.items():
        akn = got["xml", language]
        SCHEMA.assertValid(etree.fromstring(akn))
        assert tuple(provisions(akn).values()) == words
        plain = parse_version(got["txt", language].decode())
        again, _ = read_word(got["docx", None], language)
        for read in (plain, again):
            assert tuple(one.content for one in read.provisions) == tuple((each,) for each in words)
            assert read.title == TABLED[language].partition("\n")[0].removeprefix("title: ")
    assert len(re.findall(rb"/Type\s*/Page\b", got["pdf", None])) == len(AGREED), "each language on a page of its own"


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
