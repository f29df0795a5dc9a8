"""The page of visits under an agreement: what is asked for, what each side says, and what can be said next."""

from __future__ import annotations

import msgspec
import pytest

from detente.node.sealing import seal
from detente.views import acting_agreements
from detente.views.acting import Place
from detente.views.visits import VisitsView, visits_view
from tests.web.acting import json_of, words

PAGE = "/agreements/new-start/visits"


@pytest.mark.parametrize(
    ("language", "direction", "asked"), [("en", "ltr", "visit requested"), ("ru", "ltr", "запрошено"), ("ar", "rtl", "زيارة مطلوبة")]
)
def test_the_page_is_whole_in_each_language(usa, language, direction, asked):
    usa.language = language
    page = usa.get(PAGE).text
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert page.count("<h1") == 1
    assert asked in words(page)
    if language != "en":
        for english in ("Visits that were asked for", "Visitor", "Accept the visit", "Days", "State"):
            assert english not in words(page), english


def test_the_twin_is_the_view(usa):
    twin = msgspec.json.decode(usa.get(PAGE + ".json").content, type=VisitsView)
    assert twin == usa.on(lambda node, room: visits_view(node, room, "text/new-start"))
    assert [(row.visitor, row.host, row.state) for row in twin.visits] in (
        [("usa", "rus", "requested"), ("rus", "usa", "requested")], [("rus", "usa", "requested"), ("usa", "rus", "requested")],
    )  # fmt: skip


def test_what_can_be_said_next_is_one_click_away_and_only_for_who_may_draft(usa, refs):
    usa.sit()
    page = usa.get(PAGE).text
    assert f"/act/visit?channel=plenary&amp;re={refs['visit'].replace('/', '%2F')}&amp;state=accepted" in page
    assert f"/act/withdraw?channel=plenary&amp;re={refs['our visit'].replace('/', '%2F')}" in page
    usa.sit("translator")
    page = usa.get(PAGE).text
    assert "/act/" not in page
    assert refs["visit"] in page


def test_the_visit_waits_on_the_first_page_and_a_refusal_needs_its_ground(usa, refs):
    home = usa.get("/").text
    assert f"{PAGE}?channel=plenary" in home
    assert "Accept or refuse the visit" in words(home)
    answer = usa.fill("visit", {"re": refs["visit"], "state": "refused"}, on="2021-09-30")
    assert answer.status_code == 422
    assert "This is needed" in words(answer.text)


def test_two_drafts_about_one_visit_are_shown_against_each_other_before_the_seal(usa, refs):
    usa.sit()
    for state, more in (("accepted", {}), ("refused", {"ground": "Supposed: repairs."})):
        assert usa.fill("visit", {"re": refs["visit"], "state": state}, on="2021-09-30", **more).status_code == 303
    first, second = (draft[0] for draft in usa.desk.run_now(lambda node: node.store.drafts())[-2:])
    for language, said in (("en", "speaks of the same visit"), ("ru", "о том же посещении"), ("ar", "عن الزيارة نفسها")):
        usa.language = language
        assert said in words(usa.get(f"/drafts/{second}").text)
        assert said not in words(usa.get(f"/drafts/{first}").text)
    usa.language = "en"
    for number in (first, second):
        usa.post(f"/drafts/{number}/drop", f"/drafts/{number}")


def test_an_agreement_that_is_not_in_force_here_has_no_page_of_visits(usa):
    assert usa.get("/agreements/vienna-2011/visits").status_code in {400, 404, 422}


def test_older_visits_are_a_page_away(usa):
    def ask_often(node, room):
        for day in range(1, 31):
            for month in (11, 12):
                given = {"type": "type-one", "on": "2021-09-30", "from": f"2021-{month}-{day:02}", "until": f"2021-{month}-{day:02}"}
                node.draft(room, acting_agreements.inspect(Place(node, room, ()), {"about": "text/new-start", "host": "rus", **given}))
        seal(node, room)

    usa.on(ask_often)
    first, last = (json_of(usa.get(PAGE + ".json", page=page)) for page in ("1", "2"))
    assert [len(view["visits"]) for view in (first, last)] == [50, 12]
    assert [view["left_out"] for view in (first, last)] == [12, 0]
    entries = [row["entry"] for view in (first, last) for row in view["visits"]]
    assert len(set(entries)) == 62
    page = usa.get(PAGE, page="2").text
    assert "Page 2 of 2" in words(page)
    assert f"{PAGE}?channel=plenary&amp;page=1" in page
