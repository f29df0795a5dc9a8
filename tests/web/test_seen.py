"""What came in stays among what is new until a person has opened it or said that all was seen: one person at a time."""

from __future__ import annotations

import pytest

from detente.node.accounts import Accounts
from detente.node.looks import TERMINAL, Looks
from detente.views.accounts import news_view
from tests.web.acting import SAME_SITE, fresh, json_of, sent_by, words


def new(usa):
    view = json_of(usa.get("/index.json"))
    return [row["row"]["ref"] for row in view["came_in"]], view["came_in_all"]


def test_an_entry_that_is_opened_is_seen_and_the_others_are_not(usa):
    before, number = new(usa)
    assert usa.get("/record/plenary/" + before[0]).status_code == 200
    after, left = new(usa)
    assert left == number - 1
    assert before[0] not in after
    assert after[: len(before) - 1] == before[1:]


def test_a_request_is_opened_with_all_that_was_said_about_it(usa, refs):
    number = new(usa)[1]
    usa.get("/requests/plenary/" + refs["our request"])
    assert new(usa)[1] == number - 1
    assert refs["answer"] not in usa.on(lambda node, room: [row.ref for row in news_view(*_secretary(node), room).entries])


def test_our_own_act_leaves_what_came_in_where_it_was(usa, refs):
    before = new(usa)
    place = usa.fill("answer", {"channel": "plenary", "re": refs["request"]}, outcome="full", text="Here.").headers["location"]
    page = usa.get(place).text
    usa.browser.post("/seal/plenary", data=sent_by(page[page.rindex('<form class="fields"') :]), headers=SAME_SITE)
    assert new(usa) == before


def test_what_the_secretary_has_seen_the_watch_officer_has_not(usa):
    before = new(usa)
    usa.browser.post("/seen", data={"fresh": fresh(usa.get("/").text)}, headers=SAME_SITE)
    assert new(usa) == ([], 0)
    usa.browser.cookies.clear()
    usa.sit("watch")
    assert new(usa) == before


def test_a_script_or_a_program_that_fetches_a_page_has_not_opened_it(usa):
    before = new(usa)
    usa.get("/record/plenary/" + before[0][0] + ".json")
    usa.browser.get("/record/plenary/" + before[0][0], headers={"sec-fetch-mode": "cors"})
    assert new(usa) == before


def test_the_brief_of_a_person_has_what_that_person_has_not_seen(usa):
    assert json_of(usa.get("/brief.json"))["new"]["total"] == new(usa)[1]
    usa.get("/record/plenary/" + new(usa)[0][0])
    assert json_of(usa.get("/brief.json"))["new"]["total"] == new(usa)[1]
    assert usa.on(lambda node, room: Looks(node.store).number(TERMINAL, room)) == new(usa)[1] + 1


@pytest.mark.parametrize(
    ("language", "heading", "rule"),
    [
        ("en", "Came in, not seen yet", "An entry counts as seen by you when you open it, or mark all as seen."),
        ("ar", "ورد ولم يُطَّلع عليه بعد", "يُعدّ القيد مما اطّلعتم عليه متى فتحتموه"),
        ("ru", "Поступило, ещё не просмотрено", "Запись считается просмотренной вами"),
    ],
)
def test_the_page_says_what_makes_an_entry_seen(usa, language, heading, rule):
    usa.language = language
    page = words(usa.get("/").text)
    assert heading in page
    assert rule in page
    assert heading in words(usa.get("/brief").text)


def _secretary(node):
    accounts = Accounts(node.store)
    return accounts, accounts.get("secretary")


@pytest.mark.parametrize(
    ("path", "shown", "left"),
    [
        ("/meetings/plenary/meeting/plenary/2", "meeting", "issue"),
        ("/issues/plenary/issue/cyber", "issue", "meeting"),
        ("/texts/plenary/text/statement", "text", "meeting"),
    ],
)
def test_the_page_of_a_matter_opens_the_acts_that_it_shows_and_no_others(usa, refs, path, shown, left):
    if path.startswith("/meetings"):
        path = "/meetings/plenary/" + matter_of(usa, refs["meeting"])
    before = unseen(usa)
    assert {refs[shown], refs[left]} <= before
    assert usa.get(path).status_code == 200
    after = unseen(usa)
    assert refs[shown] not in after
    assert refs[left] in after


def test_what_a_list_only_names_stays_new(usa, refs):
    usa.get("/issues")
    usa.get("/statements")
    assert {refs["issue"], refs["statement"]} <= unseen(usa)


def unseen(usa):
    return set(usa.on(lambda node, room: [row.ref for row in news_view(*_secretary(node), room).entries]))


def matter_of(usa, ref):
    return json_of(usa.get(f"/proposals/plenary/{ref}.json"))["proposal"]["about"].removesuffix("/date")
