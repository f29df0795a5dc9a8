"""What waits is something to do only for whoever may do it, and what is not needed any more does not look like a lack."""

from __future__ import annotations

import pytest

from detente.node.sealing import seal
from detente.views import acting_requests, acting_talks, acting_texts
from detente.views.acting import Place
from tests.web import acting
from tests.web.acting import json_of, ref_of, words


def test_what_waits_for_our_answer_is_a_task_for_the_secretary_and_news_for_the_translator(usa):
    for path in ("/", "/requests"):
        assert '<span class="tag act">waits for our answer</span>' in usa.get(path).text
    usa.browser.cookies.clear()
    usa.sit("translator")
    for path in ("/", "/requests"):
        page = usa.get(path).text
        assert '<span class="tag wait">waits for our answer</span>' in page
        assert 'class="tag act"' not in page


def test_an_answered_request_needs_no_acknowledgement(usa, refs):
    answered = words(usa.get("/requests/plenary/" + refs["our request"]).text)
    assert "Acknowledged no; not needed, since it was answered" in answered
    waiting = words(usa.get("/requests/plenary/" + refs["request"]).text)
    assert "Acknowledged no Whose move" in waiting


def test_every_sheet_of_an_entry_says_something(usa, refs):
    page = usa.get("/record/plenary/" + refs["our request"]).text
    assert "<dl" in page[page.index('id="seen"') : page.index('id="why"')]
    alone = usa.get("/record/plenary/usa/0").text
    seen = alone[alone.index('id="seen"') : alone.index('id="why"')]
    assert "<dd>" in seen or "Nobody else is in this channel yet." in seen


def test_a_date_that_waits_can_be_consented_to_where_the_meeting_is_shown(usa, refs):
    usa.on(propose_a_date)
    page = usa.get("/meetings/plenary/meeting/plenary/1")
    ours = json_of(usa.get("/meetings/plenary/meeting/plenary/1.json"))["proposals"][-1]
    assert (ours["about"], ours["content"]) == ("meeting/plenary/1/date", {"date": {"day": "2021-12-15"}})
    assert [step["kind"] for step in ours["steps"]] == ["withdraw"]
    assert "15 Dec 2021" in words(page.text[page.text.index('id="proposed"') : page.text.index('id="when"')])
    meeting = next(
        each for each in json_of(usa.get("/meetings/plenary/meeting/plenary/1.json"))["proposals"] if each["ref"] == refs["meeting"]
    )
    assert [step["kind"] for step in meeting["steps"]] == ["confirm", "object", "withdraw"]
    assert (
        f'href="/act/confirm?channel=plenary&amp;re={refs["ad referendum"].replace("/", "%2F")}&amp;about=meeting%2Fplenary%2F1">Confirm</a>'
        in page.text
    )
    usa.browser.cookies.clear()
    usa.sit("translator")
    assert ">Confirm</a>" not in usa.get("/meetings/plenary/meeting/plenary/1").text


def test_a_group_that_waits_can_be_consented_to_where_it_is_shown(usa, refs):
    page = usa.get("/groups/plenary/group/arms").text
    assert f'href="/act/consent?channel=plenary&amp;re={refs["group"].replace("/", "%2F")}&amp;about=group%2Farms">Consent</a>' in page


def test_a_tabled_text_can_be_consented_to_where_it_is_shown(usa):
    def table(node, room):
        node.draft(
            room, acting_texts.table(Place(node, room), {"about": "text/hotline", "form": "joint_statement", "text": {"en": "A line."}})
        )
        return str(seal(node, room).head.size)

    usa.on(table)
    view = json_of(usa.get("/texts/plenary/text/hotline.json"))
    assert [step["kind"] for step in view["versions"][0]["proposal"]["steps"]] == ["withdraw"]
    assert ">Take our proposal back</a>" in usa.get("/texts/plenary/text/hotline").text


def propose_a_date(node, room):
    node.draft(room, acting_talks.propose_date(Place(node, room), {"meeting": "meeting/plenary/1", "date": {"day": "2021-12-15"}}))
    seal(node, room)


def test_our_moves_stand_oldest_first_and_by_number_and_say_where_each_request_stands(geneva, tmp_path):
    usa = acting.Sitting(acting.copied(geneva, tmp_path))
    usa.sit()
    view = json_of(usa.get("/index.json"))
    page = words(usa.get("/").text)
    listed = json_of(usa.get("/requests.json", move="usa"))["in_all"]
    usa.close()
    assert [move["number"] for move in view["moves"]] == [6, 10, 11, 12, 13, 14, 15, 16]
    assert [(move["status"], move["disputed"]) for move in view["moves"][:3]] == [("partial", True), ("holding", False), ("open", False)]
    assert view["requests_in_all"] == listed
    assert "No. 6 Supposed request 6 of 2020 partial answer disputed" in page
    assert "No. 10 Supposed request 10 of 2020 holding reply" in page


def test_what_waits_longest_is_the_oldest_by_number_and_says_how_many_are_as_old(usa):
    def ask(node, room):
        for number in range(3):
            node.draft(room, acting_requests.request(Place(node, room), {"to": "rus", "text": f"Ours {number}"}))
        seal(node, room)

    usa.on(ask)
    view = json_of(usa.get("/count/plenary.json"))
    assert view["stuck"]["rus"]["number"] == 2, "No. 1 was answered"
    assert view["stuck_alike"] == {"rus": 3, "usa": 0}
    assert "3 others are just as old" in words(usa.get("/count/plenary").text)


@pytest.mark.parametrize(
    ("language", "word", "short"),
    [
        ("en", "No final answer", "Not final"),
        ("ar", "بلا رد نهائي", "بلا رد نهائي"),
        ("ru", "Без окончательного ответа", "Без итога"),
    ],
)
def test_what_has_no_final_answer_is_called_so_wherever_holding_replies_are_among_it(usa, refs, language, word, short):
    def hold(node, room):
        room = node.room(None)
        node.draft(room, acting_requests.answer(Place(node, room, (ref_of(refs["request"]),)), {"outcome": "holding", "text": "Wait."}))
        seal(node, room)

    usa.on(hold)
    usa.language = language
    assert word in words(usa.get("/dialogue", channel="plenary", on="2021-09-30").text)
    assert short in words(usa.get("/requests/over-time").text)
    assert {"en": "have no final answer", "ar": word, "ru": word.lower()}[language] in words(usa.get("/brief").text)


def test_the_count_and_the_look_back_are_found_from_the_first_page(usa):
    page = usa.get("/").text
    assert '<a href="/count">' in page
    assert '<a href="/dialogue#known">' in page
    assert 'id="known"' in usa.get("/dialogue").text
