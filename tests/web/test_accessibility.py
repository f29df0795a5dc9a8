"""Every page for everybody: axe-core finds nothing, nothing is wider than the screen, the keyboard alone does everything."""

from __future__ import annotations

import itertools
import shutil
from functools import cache

import pytest

from detente.i18n import LANGUAGES
from detente.web import outsiders, party
from tests.strategies import stride
from tests.web.seated import Person, addresses_of, open_table
from tests.web.verifier_reader import JS
from tests.web.walking import ACT_FORM, kind_of

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium", "node-modules")]

WIDE, NARROW = 1280, 390
"""Pixels: a laptop, a telephone."""

UNLINKED = ("/", "/remarks", "/contradictions", "/act", "/count", "/nothing-is-here", "/search?q=request")
OUTSIDE = {"start": outsiders.START, "host": outsiders.HOST, "public": outsiders.PUBLIC}

CONTRAST = "color-contrast"

LOOK = """([only, leftOut]) => axe.run(document, {
    resultTypes: ['violations'], preload: false, ...(only ? {runOnly: {type: 'rule', values: only}} : {}),
    rules: Object.fromEntries(leftOut.map(rule => [rule, {enabled: false}])),
}).then(found => found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.html.slice(0, 200)} ${n.any.map(a => a.message).join('; ')}`)))"""


@cache
def axe() -> str:
    """The script of axe-core; read when a browser asks for it, since a machine without Node has none."""
    return (JS / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def table(geneva, tmp_path_factory):
    """The chairs of the talks of Geneva; the courier rests, so that no page changes under the eye."""
    folder = tmp_path_factory.mktemp("seen") / "geneva"
    shutil.copytree(geneva, folder)
    with open_table(folder, every=3600) as table:
        yield table


@pytest.fixture(scope="module")
def addresses(browser, table):
    """A page of each kind that a secretary can come to, found once for all languages; one request has no receipt, one draft waits."""
    usa = Person(browser, table.addresses["usa"], "en")
    usa.sit()
    usa.ask("rus", "Servers 6", "Whose servers were they?")
    usa.begin(to="rus", subject="Servers 7", text="Whose servers are they?")
    usa.take_in(
        "Ambassador Anna Berg of Norway said on Thursday that Oslo had sent 45 requests. She denied reports of a secret annex.",
        "2021-09-30",
    )
    found = addresses_of(usa, party.PAGES, 1, UNLINKED)
    usa.leave()
    assert len(found) > 70
    assert {kind_of(address, party.PAGES) for address in found} >= {
        "/drafts/{number:number}", "/drafts/{number:number}/edit", "/seal/{channel}", "/press/{number:number}",
    }  # fmt: skip
    forms = [address for address in found if kind_of(address, party.PAGES) == ACT_FORM]
    assert len(forms) > 20
    left_out = forms[1::2] if stride(2) > 1 else ()  # one template makes them all
    return [address for address in found if address not in left_out]


class Eye:
    """Somebody who looks at pages through axe-core, at both widths and in both themes.

    Three fifths of the pages are seen, each in one of the languages, wide and narrow: whether they have room, in every language; what axe finds,
    in one from right to left and in one from left to right. In English contrast is looked at as well, and each third of its pages
    narrow and dark too: layout and colours are the same in every language, and to compare colours takes more time than all else
    together. With DETENTE_EXAMPLES=thorough every page is seen so in all, wide and dark too.
    """

    def __init__(self, person: Person) -> None:
        language = person.language
        self.person = person
        self.page = person.page
        self.thorough = stride(2) == 1
        self.contrast = language == "en" or self.thorough
        self.asks = language != "ru" or self.thorough
        if self.asks:
            self.page.add_init_script(axe())
        self.left_out = [] if self.contrast else [CONTRAST]
        self.found: list[str] = []
        self.looked = 0

    def look(self, address: str) -> None:
        """Look at one page from all sides; what is wrong is added to `found`."""
        self.person.go(address)
        self.looked += 1
        if self.asks:
            self._note(address, "wide", self.page.evaluate(LOOK, [None, self.left_out]))
        self._width(address)
        self.page.emulate_media(color_scheme="dark")
        if self.thorough:
            self._note(address, "wide and dark", self.page.evaluate(LOOK, [[CONTRAST], []]))
        self.page.set_viewport_size({"width": NARROW, "height": 800})
        if self.contrast and self.looked % stride(3) == 0:
            self._note(address, "narrow and dark", self.page.evaluate(LOOK, [None, self.left_out]))
        self._width(address)
        self.page.set_viewport_size({"width": WIDE, "height": 900})
        self.page.emulate_media(color_scheme="light")

    def _note(self, address: str, how: str, said: list[str]) -> None:
        self.found += [f"{address} ({how}): {each}" for each in said]

    def _width(self, address: str) -> None:
        wide, screen = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if wide > screen:
            self.found.append(f"{address}: {wide} pixels wide on a screen of {screen}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_party_can_be_used_by_everybody(browser, table, addresses, language):
    usa = Person(browser, table.addresses["usa"], language)
    eye = Eye(usa)
    eye.look("/sign-in")
    usa.sit()
    for address in addresses[LANGUAGES.index(language) % stride(3) :: stride(5)]:
        eye.look(address)
    usa.leave()
    administrator = Person(browser, table.addresses["usa"], language)
    administrator.sit("administrator", then="/settings/accounts")
    eyes = Eye(administrator)
    eyes.look("/settings/accounts")
    administrator.leave()
    assert eye.found + eyes.found == []
    assert [said for said in usa.wrong + administrator.wrong if "nothing-is-here" not in said] == []


@pytest.mark.parametrize(("language", "chair"), [*itertools.product(LANGUAGES, OUTSIDE)][:: stride(4)])
def test_every_page_of_the_other_chairs_can_be_used_by_everybody(browser, table, chair, language):
    person = Person(browser, table.addresses[chair], language)
    eye = Eye(person)
    eye.look("/")
    eye.look("/nothing-is-here")
    person.leave()
    assert eye.found == []
    assert [said for said in person.wrong if "nothing-is-here" not in said] == []


# ---------------------------------------------------------------- paper

PAPER = 703
"""Pixels: the width of A4 without its margins."""

ON_PAPER = """() => {
    const shown = selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility()).map(each => each.outerHTML.slice(0, 100));
    return {
        forScreens: shown("body > nav, .tools, form, .btn, .skip"),
        ink: getComputedStyle(document.body).color,
        paper: getComputedStyle(document.documentElement).backgroundColor,
        exercise: getComputedStyle(document.querySelector(".exercise")).display,
        wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    };
}"""


@pytest.mark.parametrize("language", LANGUAGES[:: stride(2)])  # from right to left; and with the longest words
def test_pages_are_printed_dark_on_white_whole_and_without_what_only_a_screen_needs(browser, table, language):
    """Also by somebody whose screen is dark; that it is an exercise stands in the head that each sheet repeats."""
    usa = Person(browser, table.addresses["usa"], language, theme="dark", width=PAPER)
    usa.page.add_init_script(axe())
    usa.sit()
    colours = language == LANGUAGES[0] or stride(2) == 1  # they are the same in every language
    found = {}
    for address in (
        "/",
        "/brief",
        "/count/cyber",
        "/requests",
        "/requests/cyber/rus/7",
        "/statements",
        "/texts/plenary/text/joint-statement-2",
    ):
        usa.go(address)
        usa.page.emulate_media(media="print", color_scheme="dark")
        found[address] = usa.page.evaluate(ON_PAPER) | {"contrast": usa.page.evaluate(LOOK, [[CONTRAST], []]) if colours else []}
        usa.page.emulate_media(media="screen", color_scheme="dark")
    usa.leave()
    good = {
        "forScreens": [],
        "ink": "rgb(29, 35, 41)",
        "paper": "rgba(0, 0, 0, 0)",
        "exercise": "table-header-group",
        "wide": False,
        "contrast": [],
    }
    assert {address: how for address, how in found.items() if how != good} == {}
    assert usa.wrong == []


# ---------------------------------------------------------------- the keyboard alone


class Hands:
    """Somebody who has no mouse; each stop must show where they are."""

    def __init__(self, person: Person) -> None:
        self.page = person.page
        self.unseen: list[str] = []

    def tab_to(self, selector: str, most: int = 150) -> None:
        """Press Tab until something has the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            here, seen, what = self.page.evaluate(
                """selector => {
                    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
                    const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0
                        && box.left >= 0 && box.right <= innerWidth + 1 && box.bottom > 0 && box.top < innerHeight;
                    return [at.matches(selector), seen, at.outerHTML.slice(0, 200)];
                }""",
                selector,
            )
            if not seen and what[:5] != "<body":
                self.unseen.append(f"{self.page.url}: {what}")
            if here:
                return
        raise AssertionError(f"{selector} cannot be reached with Tab on {self.page.url}")

    def press(self, selector: str) -> None:
        """Go to a link or a button and press Enter; another page comes."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@pytest.mark.parametrize("language", LANGUAGES[:: stride(3)])
def test_the_keyboard_alone_signs_in_asks_a_request_and_seals_it(browser, table, language):
    usa = Person(browser, table.addresses["usa"], language)
    hands = Hands(usa)
    usa.go("/")
    hands.press('form[action="/sit"]:has([value=secretary]) button')

    # The first stop of each page leads past the menu.
    usa.go("/")
    hands.tab_to("a.skip", most=1)
    usa.page.keyboard.press("Enter")
    assert usa.page.evaluate("document.activeElement.id") == "main"
    hands.tab_to("main *", most=1)

    usa.go("/")
    hands.press('body > nav a[href="/requests"]')
    hands.press('main a.btn[href^="/act/request"]')
    hands.tab_to('form.fields [name="to"]')
    usa.page.keyboard.press("End")
    hands.tab_to('form.fields [name="subject"]', most=1)
    usa.page.keyboard.type("By hand")
    hands.tab_to('form.fields [name="text"]', most=1)
    usa.page.keyboard.type("Whose are they?")
    hands.press("form.fields .actions button")
    assert usa.path.startswith("/drafts/"), usa.page.inner_text("main")
    hands.press('form[action^="/seal/"] button')
    assert usa.path.startswith("/record/"), usa.page.inner_text("main")

    hands.press('form[action="/theme/dark"] button')
    assert usa.page.get_attribute("html", "data-theme") == "dark"
    hands.press('form[action="/language/ru"] button')
    assert usa.page.get_attribute("html", "lang") == "ru"
    hands.press('form[action="/sign-out"] button')
    assert usa.path == "/sign-in"
    usa.leave()
    assert hands.unseen == []
    assert usa.wrong == []
