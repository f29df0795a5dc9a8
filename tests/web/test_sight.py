"""What becomes permanent and the button that makes it so are seen together on a laptop, and nothing floats over what is read on a telephone."""

from __future__ import annotations

import shutil

import pytest

from detente.i18n import LANGUAGES
from tests.web.seated import Person, open_table

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]

LONG = "\n\n".join(f"Paragraph {number}: what was found out about the servers, and by whom, and when." for number in range(40))


@pytest.fixture(scope="module")
def table(geneva, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sight") / "geneva"
    shutil.copytree(geneva, folder)
    with open_table(folder, every=3600) as table:
        yield table


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_seal_of_a_long_draft_is_found_without_scrolling_and_after_what_it_makes_permanent(browser, table, language):
    usa = Person(browser, table.addresses["usa"], language)
    usa.page.set_viewport_size({"width": 1280, "height": 900})
    usa.sit()
    usa.begin(to="rus", subject="Servers", text=LONG)
    seal, kept = usa.page.locator("form[action^='/seal/'] button"), usa.page.locator("#permanent")
    assert seal.bounding_box()["y"] + seal.bounding_box()["height"] <= 900
    assert 0 <= kept.bounding_box()["y"] < seal.bounding_box()["y"]
    assert usa.page.evaluate("scrollTo(0, 600), scrollY") > 300
    assert 0 <= seal.bounding_box()["y"] <= 900, "it stays beside the text that is being read"
    usa.page.set_viewport_size({"width": 390, "height": 800})
    assert usa.page.locator(".beside").evaluate("e => getComputedStyle(e).position") == "static"
    usa.page.locator("a[href='#permanent']").click()
    assert 0 <= kept.bounding_box()["y"] < 800
    usa.leave()
