"""A press officer goes through a report with the keyboard alone, from right to left and from left to right."""

from __future__ import annotations

import shutil

import pytest

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
def test_on_back_draft_reject_and_mark_by_keys(browser, table, language):
    usa = Person(browser, table.addresses["usa"], language)
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


def test_a_keyboard_with_other_letters_works_by_the_place_of_its_keys_and_the_report_follows(browser, table):
    usa = Person(browser, table.addresses["usa"], "ar")
    usa.sit()
    filler = "\n\n".join("وتحدث الحاضرون عن أمور أخرى." for _ in range(80))
    path = usa.take_in(f"{REPORTS['ar']}\n\n{filler}\n\nوقال السفير كارل براندت إن المحادثات مفيدة.", "2021-09-30")
    last = len(usa.view(path)["proposals"])
    for letter, code in (("ت", "KeyJ"),) * last:
        usa.page.evaluate(
            "([key, code]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true}))",
            [letter, code],
        )
    assert usa.page.evaluate("document.activeElement.id") == f"p{last}"
    words = usa.page.locator(f"#q{last}").bounding_box()
    assert 0 <= words["y"] <= 900
    assert usa.page.locator("mark.here").first.get_attribute("id") == f"q{last}"
    assert usa.wrong == []
    usa.leave()


def test_a_count_of_requests_is_drafted_about_the_matter_whose_channel_counts_it(browser, table):
    usa = Person(browser, table.addresses["usa"], "en")
    usa.sit()
    path = usa.take_in(REPORTS["en"], "2021-09-30")
    assert usa.page.locator("#about").input_value() == "track/cyber"
    for place, about in ((1, "track/cyber"), (2, None)):
        with usa.page.expect_navigation():
            usa.page.locator(f"#p{place} button[data-key=a]").click()
        number = usa.view(path)["proposals"][place - 1]["draft"]
        draft = next(row for row in usa.view("/outbox")["drafts"]["drafts"] if row["number"] == number)
        assert draft["about"] == about
    usa.leave()


def test_a_report_can_be_printed_with_its_proposals(browser, table):
    usa = Person(browser, table.addresses["usa"], "ar")
    usa.sit()
    usa.take_in(REPORTS["ar"], "2021-09-30")
    usa.page.emulate_media(media="print")
    assert usa.page.locator("#p1 blockquote").is_visible()
    assert usa.page.locator(".report mark").first.is_visible()
    assert not usa.page.locator("#p1 button").first.is_visible()
    usa.leave()
