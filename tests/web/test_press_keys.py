"""A press officer goes through a report with the keyboard alone, from right to left and from left to right."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.web.seated import Person, open_table

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]

REPORTS = {
    "ar": 'جنيف - قالت نائبة وزير الخارجية الروسي آنا أورلوفا، الخميس، إن بلادها أرسلت 45 طلباً إلى واشنطن. وأضافت أن "الحوار دائماً أفضل".\n\nونفى السفير كارل براندت وجود ملحق سري للاتفاق.',
    "en": 'GENEVA - Russian Deputy Foreign Minister Anna Orlova said on Thursday that Moscow had sent 45 requests. She added that "dialogue is always better".\n\nAmbassador Karl Brandt denied reports of a secret annex.',
}


@pytest.fixture(scope="module")
def table(geneva, tmp_path_factory):
    folder = tmp_path_factory.mktemp("press") / "geneva"
    shutil.copytree(geneva, folder)
    with open_table(folder, every=3600) as table:
        yield table


@pytest.mark.parametrize("language", sorted(REPORTS))
def test_on_back_draft_reject_and_mark_by_keys(table, language):
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        usa = Person(chromium, table.addresses["usa"], language)
        usa.sit()
        path = usa.take_in(REPORTS[language], "2021-09-30")
        usa.page.keyboard.press("j")  # the first
        usa.page.keyboard.press("j")
        usa.page.keyboard.press("k")
        assert usa.page.evaluate("document.activeElement.id") == "p1"
        with usa.page.expect_navigation():
            usa.page.keyboard.press("a")
        assert usa.page.url.endswith("#p2")
        with usa.page.expect_navigation():
            usa.page.keyboard.press("r")  # the one that the address points to
        assert [each["choice"] for each in usa.view(path)["proposals"]] == ["drafted", "rejected", None]
        usa.page.keyboard.press("j")
        usa.page.keyboard.press("x")
        assert usa.page.locator("#p3 input[type=checkbox]").is_checked()
        with usa.page.expect_navigation():
            usa.page.keyboard.press("c")  # drafts it, and opens its form
        assert usa.page.url.endswith("/edit")
        assert usa.wrong == []
        usa.leave()
        chromium.close()
