"""Handover notes: left from the page of what they are about, found by the next watch, done once; and none of it ever leaves the node."""

from __future__ import annotations

import pytest

from detente.node.handover import TEXT_MOST
from detente.node.sealing import seal
from tests.web.acting import SAME_SITE, Sitting, copied, fresh, json_of, number_of, words
from tests.web.reading import read

NOTE = "They will ask again at noon."


def leave(sitting, about="", text=NOTE, channel="plenary", **more):
    return sitting.post("/handover", channel=channel, about=about, text=text, **more)


def items(sitting, **query):
    return json_of(sitting.get("/handover.json", **query))["items"]


def places(refs):
    return {
        f"/requests/plenary/{refs['request']}": refs["request"],
        "/meetings/plenary/meeting/plenary/1": "meeting/plenary/1",
        "/issues/plenary/issue/cyber": "issue/cyber",
        "/texts/plenary/text/statement": "text/statement",
        f"/proposals/plenary/{refs['meeting']}": refs["meeting"],
    }


def test_a_note_is_left_from_the_page_of_what_it_is_about_and_is_seen_there(usa, refs):
    for page, about in places(refs).items():
        (to,) = read(usa.get(page).text).links["Leave a handover note"]
        form = usa.browser.get(to)
        assert f'name="about" value="{about}"' in form.text
        sent = usa.browser.post(
            "/handover", data={"fresh": fresh(form.text), "channel": "plenary", "about": about, "text": NOTE, "back": to}, headers=SAME_SITE
        )
        assert (sent.status_code, sent.headers["location"]) == (303, to)
        assert read(usa.get(page).text).links["1 handover note"] == [to]
    assert {item["about"] for item in items(usa)} == set(places(refs).values())
    assert {item["what"] for item in items(usa)} == {"entry", "matter"}


def test_home_and_menu_say_how_many_are_open(usa):
    assert "handover note" not in words(usa.get("/").text)
    leave(usa)
    leave(usa, text="Call Geneva.")
    page = read(usa.get("/").text)
    assert page.links["2 handover notes are open"] == ["/handover"]
    assert page.links["Handover 2"] == ["/handover"]
    assert json_of(usa.get("/index.json"))["handover"] == 2


def test_notes_stand_by_item_with_who_wrote_them_and_when(usa, refs):
    leave(usa, refs["request"], "First.")
    leave(usa, "issue/cyber", "About the issue.")
    leave(usa, refs["request"], "Second.")
    request, issue = items(usa)
    assert (request["kind"], request["subject"], [note["text"] for note in request["notes"]]) == (
        "request",
        "Phishing",
        ["First.", "Second."],
    )
    assert (issue["what"], issue["names"]) == ("matter", {"en": "Cyber"})
    assert {note["author"] for note in request["notes"]} == {"secretary"}
    text = words(usa.get("/handover").text)
    assert "3 notes are open" in text
    assert "Stays in this node." in text
    assert text.index("Phishing") < text.index("First.") < text.index("Second.") < text.index("Cyber")
    assert [item["about"] for item in items(usa, about="issue/cyber", channel="plenary")] == ["issue/cyber"]


def test_a_note_is_done_once_and_can_be_opened_again(usa):
    leave(usa)
    page = usa.get("/handover").text
    (number,) = [note["id"] for note in items(usa)[0]["notes"]]
    form = {"fresh": fresh(page), "back": "/handover"}
    answers = [usa.browser.post(f"/handover/{number}/done", data=form, headers=SAME_SITE) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303], "the same click twice"
    assert items(usa) == []
    assert "No note is left for the next watch." in words(usa.get("/handover").text)
    again = usa.post(f"/handover/{number}/done", page="/handover")
    assert again.status_code == 400
    assert "secretary has marked it as done already" in words(again.text)
    (shown,) = items(usa, done="all")
    assert shown["notes"][0]["done_by"] == "secretary"
    assert "Open it again" in words(usa.get("/handover", done="all").text)
    assert usa.post(f"/handover/{number}/reopen", page="/handover").status_code == 303
    assert len(items(usa)) == 1


def test_two_clicks_leave_one_note(usa):
    form = {"fresh": fresh(usa.get("/handover").text), "channel": "plenary", "text": NOTE}
    assert [usa.browser.post("/handover", data=form, headers=SAME_SITE).status_code for _ in range(2)] == [303, 303]
    assert len(items(usa)[0]["notes"]) == 1


@pytest.mark.parametrize("text", ["   ", "x" * (TEXT_MOST + 1)])
def test_what_is_refused_is_said_beside_what_was_typed(usa, text):
    refused = leave(usa, text=text)
    assert refused.status_code == 422
    assert f"A handover note has 1 to {TEXT_MOST:,} characters" in words(refused.text)
    assert f">{text}</textarea>" in refused.text
    assert items(usa) == []


@pytest.mark.parametrize("query", [{"about": "usa/999"}, {"about": "nothing"}, {"about": "draft/9"}, {"channel": "nowhere"}])
def test_an_address_of_nothing_is_answered_with_404(usa, query):
    assert usa.get("/handover", **query).status_code == 404


def test_a_note_about_a_draft_follows_it_into_the_record(usa):
    place = usa.fill("request", text="Who was it?", to="rus").headers["location"]
    (to,) = read(usa.get(place).text).links["Leave a handover note"]
    number = number_of(place)
    leave(usa, f"draft/{number}")
    assert read(usa.get(place).text).links["1 handover note"] == [to]
    (item,) = items(usa)
    assert (item["what"], item["about"]) == ("draft", f"draft/{number}")
    assert read(usa.get("/handover").text).links[f"Draft {number}"] == [place]


def test_a_note_never_leaves_the_node(usa):
    def held(node, room):
        return [str(entry.fields) for stored in room.store.heads(room.id) for entry in room.trusted_entries(stored.seq)]

    leaving, entries = json_of(usa.get("/outbox.json"))["outbox"]["leaving"], usa.on(held)
    leave(usa, text="Hush hush.")
    assert json_of(usa.get("/outbox.json"))["outbox"]["leaving"] == leaving
    usa.fill("request", text="Who was it?", to="rus")
    usa.on(seal)
    assert len(usa.on(held)) == len(entries) + 2
    assert not any("Hush" in entry for entry in usa.on(held))
    assert "Hush" in usa.get("/handover").text


def test_who_only_reads_sees_notes_and_can_leave_none(acted, tmp_path):
    sitting = Sitting(copied(acted[0], tmp_path), {"clerk": "secretary", "guest": "reader"})
    sitting.sit("clerk")
    leave(sitting)
    sitting.browser.cookies.clear()
    sitting.sit("guest")
    text = words(sitting.get("/handover").text)
    assert NOTE in text
    assert "Leave the note" not in text
    assert "Mark as done" not in text
    token = fresh(sitting.get("/settings").text)
    for path in ("/handover", "/handover/1/done", "/handover/1/reopen"):
        assert sitting.browser.post(path, data={"fresh": token, "text": "x"}, headers=SAME_SITE).status_code == 403
    sitting.close()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", ["يبقى في هذه العقدة.", "علّمها منجزة", "ملاحظة واحدة مفتوحة"]),
        ("ru", ["Остаётся в этом узле.", "Отметить выполненным", "Открыта 1 заметка"]),
    ],
)
def test_the_page_speaks_the_language_of_its_reader(usa, refs, language, said):
    leave(usa, refs["request"])
    usa.language = language
    page = usa.get("/handover")
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page.text
    assert [text for text in said if text not in words(page.text)] == []
    assert not {"note", "open", "done", "watch", "Channel"} & set(words(page.text).split())
