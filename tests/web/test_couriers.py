"""Outbox and courier: what leaves is shown before it does; files go by folder, by themselves and by hand; urgent news interrupts."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from detente.errors import CallerError
from detente.node.carrier import FolderCarrier
from detente.node.courier_settings import Courier, courier_of
from detente.node.couriers import by_hand, set_courier
from detente.node.exchange import sync
from detente.node.node import Node
from detente.node.sealing import seal
from detente.node.sending import plan, send
from detente.views.acting import Place
from detente.views.acting_requests import request
from detente.web.carrying import automatic
from detente.web.security import Pace
from tests.web.acting import NOW, SAME_SITE, Sitting, copied, json_of, sent_by, words


def sealed(sitting, text="Who was it?"):
    """Draft a request and seal it, by the pages."""
    place = sitting.fill("request", text=text, to="rus").headers["location"]
    page = sitting.get(place).text
    form = sent_by(page[page.rindex('<form class="fields" method="post" action="/seal/') :])
    return sitting.browser.post("/seal/plenary", data=form, headers=SAME_SITE)


@pytest.fixture
def rus(acted, tmp_path):
    """The other side's node, worked on directly."""
    with Node.open(copied(acted[0], tmp_path, "rus"), "-") as node:
        node.clock = lambda: NOW
        yield node


def ask(node, **given):
    """rus asks usa something."""
    room = node.room(None)
    node.draft(room, request(Place(node, room), {"to": "usa", "text": "Urgent?", **given}))
    seal(node, room)


# ---- outbox


def test_the_outbox_shows_drafts_with_their_way_and_exactly_what_would_leave(usa):
    usa.fill("request", text="A draft", to="rus")
    assert "waits for release" not in words(usa.get("/outbox").text)
    before = json_of(usa.get("/outbox.json"))
    assert [draft["state"] for draft in before["drafts"]["drafts"]] == ["draft"]
    assert sealed(usa).status_code == 303
    view = json_of(usa.get("/outbox.json"))
    item = view["outbox"]["leaving"][0]["items"][0]
    assert (item["what"], item["reason"], item["party"]) == ("entries", "new", "usa")
    assert view["outbox"]["leaving"][0]["to"] == ["rus"]
    page = words(usa.get("/outbox").text)
    assert "encrypted so that only these can open it: RRUS" in page
    assert "for the first time" in page


def test_looking_at_the_outbox_changes_nothing(usa):
    sealed(usa)
    usa.get("/outbox")
    assert usa.on(lambda node, _: len(plan(node))) == 1


# ---- by hand


def test_what_is_due_goes_by_hand_and_the_other_side_takes_it_by_upload(usa, acted, tmp_path):
    other = Sitting(copied(acted[0], tmp_path / "other", "rus"))
    other.sit()
    sealed(usa)
    assert usa.post("/courier/hand-over", page="/courier").headers["location"] == "/courier#by-hand"
    file = json_of(usa.get("/courier.json"))["by_hand"][0]
    assert (file["channel"], file["to"]) == ("plenary", ["rus"])
    name = file["name"]
    data = usa.get(f"/courier/files/{name}")
    assert data.status_code == 200
    assert "attachment" in data.headers["content-disposition"]
    taken = other.post("/courier/take", page="/courier", files=[("files", ("from-usa.age", data.content, "application/octet-stream"))])
    assert taken.headers["location"] == "/courier#last"
    assert "1 new act was accepted into the record." in words(other.get("/courier").text)
    again = other.post("/courier/take", page="/courier", files=[("files", ("from-usa.age", data.content, "application/octet-stream"))])
    assert again.status_code == 303
    assert json_of(other.get("/courier.json"))["last"]["carried"]["acts"] == 0
    assert usa.post(f"/courier/files/{name}/taken", page="/courier").status_code == 303
    assert json_of(usa.get("/courier.json"))["by_hand"] == []
    assert usa.get(f"/courier/files/{name}").status_code == 404
    other.close()


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_in_an_exercise_with_all_chairs_it_is_said_that_the_program_carries(acted, tmp_path, language):
    usa = Sitting(copied(acted[0], tmp_path), chairs={"start": "http://127.0.0.1/"})
    usa.sit()
    usa.language = language
    said = {"en": "the program itself carries", "ar": "البرنامج نفسه ينقل", "ru": "программа сама переносит"}[language]
    page = words(usa.get("/courier").text)
    usa.close()
    assert said in page
    assert "No courier is set" not in page


def test_files_that_lie_ready_are_not_forgotten_until_somebody_says_that_they_were_taken(usa):
    usa.fill("request", {}, to="rus", text="Supposed.")
    usa.on(seal)
    usa.post("/courier/hand-over", page="/courier")
    assert "lies ready above, and nobody has said yet that it was taken" in words(usa.get("/courier").text)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "plenary · for: RRUS"), ("ar", "جلسة عامة · موجَّه إلى: RRUS"), ("ru", "пленарный канал · для: RRUS")]
)
def test_a_file_that_lies_ready_says_of_which_channel_it_is_and_for_whom(usa, language, said):
    usa.language = language
    sealed(usa)
    usa.post("/courier/hand-over", page="/courier")
    assert said in words(usa.get("/courier").text)


def test_a_file_that_an_earlier_program_laid_out_is_there_without_what_nobody_remembers(usa):
    sealed(usa)
    usa.on(lambda node, _: send(node, by_hand(node)))
    (file,) = json_of(usa.get("/courier.json"))["by_hand"]
    assert (file["channel"], file["to"]) == (None, [])
    assert "for:" not in words(usa.get("/courier").text)


def test_a_file_that_is_no_container_is_refused_by_its_name_and_changes_nothing(usa):
    before = usa.on(lambda _, room: room.channel.vector())
    usa.post("/courier/take", page="/courier", files=[("files", ("holiday.jpg", b"\xff\xd8\xff" * 9, "image/jpeg"))])
    page = usa.get("/courier").text
    assert "Refused, and nothing of it taken in: holiday.jpg." in words(page)
    assert '<p class="done refused" role="status">' in page
    assert "The courier was here" not in words(page)
    refused = json_of(usa.get("/courier.json"))["last"]["carried"]["refused"]
    assert [item["file"] for item in refused] == ["holiday.jpg"]
    assert usa.on(lambda _, room: room.channel.vector()) == before


@pytest.mark.parametrize("name", ["../keys.age", "..%2Fkeys.age", "keys.age", "0" * 32 + ".age"])
def test_no_name_leads_out_of_the_folder_of_files_that_go_by_hand(usa, name):
    assert usa.get(f"/courier/files/{name}").status_code == 404


def test_more_files_than_the_limit_are_refused_in_words(usa):
    many = [("files", (f"{n}.age", b"x", "application/octet-stream")) for n in range(33)]
    refused = usa.post("/courier/take", page="/courier", files=many)
    assert refused.status_code == 413
    assert "This is too large to be taken" in words(refused.text)


# ---- by the folder


def test_only_an_administrator_sets_the_folder(usa, tmp_path):
    assert usa.post("/settings/node", page="/settings", couriers=str(tmp_path), every="0").status_code == 403
    assert usa.on(lambda node, _: courier_of(node)) == Courier()


@pytest.mark.parametrize(
    ("folder", "every", "said"),
    [
        ("courier", "0", "'courier' is not named from the root of the file system"),
        ("/no/such/folder", "0", "There is no folder /no/such/folder"),
        ("", "10", "A courier that goes by itself needs an address"),
        ("/tmp", "2", "The courier goes every 5 to 86,400 seconds, or 0 for not by itself; this is 2"),
        ("/tmp", "often", "'often' is no whole number"),
    ],
)
def test_a_folder_that_cannot_be_is_refused_with_the_reason(usa, folder, every, said):
    usa.browser.cookies.clear()
    usa.sit("administrator")
    refused = usa.post("/settings/node", page="/settings", couriers=folder, every=every)
    assert refused.status_code == 400
    assert said in words(refused.text)


def test_the_courier_cannot_go_inside_the_nodes_own_folder(usa):
    with pytest.raises(CallerError, match="cannot lie inside"):
        usa.on(lambda node, _: set_courier(node, [str(node.folder)], 0))


def test_a_round_by_the_folder_brings_and_leaves_and_says_so(usa, rus, tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    usa.on(lambda node, _: set_courier(node, [str(folder)], 0))
    ask(rus)
    sync(rus, FolderCarrier(folder))
    assert usa.post("/courier/go", page="/courier").status_code == 303
    page = words(usa.get("/courier").text)
    assert "1 new act was accepted into the record." in page
    assert "file was left for the courier." in page


def test_without_a_folder_the_courier_cannot_be_sent(usa):
    refused = usa.post("/courier/go", page="/courier")
    assert refused.status_code == 400
    assert "No courier is set" in words(refused.text)


def test_what_is_sealed_is_handed_over_at_once_where_the_courier_goes_by_itself(usa, rus, tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    usa.on(lambda node, _: set_courier(node, [str(folder)], 60))
    sealed(usa)
    assert len(list(folder.glob("*.age"))) == 1
    sync(rus, FolderCarrier(folder))
    assert usa.on(lambda _, room: room.my_head.size) == rus.room(None).channel.logs[usa.on(lambda _, room: room.mine)].main.size


def test_the_automatic_courier_goes_by_itself_and_an_urgent_request_interrupts_in_three_languages(usa, rus, tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    ask(rus, urgent=True)
    sync(rus, FolderCarrier(folder))
    usa.on(lambda node, _: set_courier(node, [str(folder)], 5))

    async def hear():
        queue = usa.desk.bell.listen()
        going = asyncio.ensure_future(automatic(usa.desk, look_every=0.05))
        try:
            return await asyncio.wait_for(queue.get(), 20)
        finally:
            going.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await going

    news = asyncio.run(hear())
    assert news["acts"] == 1
    urgent = news["urgent"]
    assert set(urgent) == {"ar", "en", "ru"}
    assert urgent["en"]["title"] == "Urgent: RUS has sent a request"
    assert urgent["en"]["to"].startswith("/requests/plenary/rus/")
    assert usa.get(urgent["en"]["to"]).status_code == 200
    assert len({urgent[language]["later"] for language in urgent}) == 3


def test_what_is_not_urgent_does_not_interrupt(usa, rus, tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    usa.on(lambda node, _: set_courier(node, [str(folder)], 0))
    ask(rus)
    sync(rus, FolderCarrier(folder))

    async def rings():
        return usa.desk.bell.listen()

    queue = asyncio.run(rings())
    usa.post("/courier/go", page="/courier")
    news = queue.get_nowait()
    assert news["acts"] == 1
    assert "urgent" not in news


@pytest.mark.parametrize(("language", "said"), [("ar", "حامل الحقيبة"), ("ru", "Курьер"), ("en", "Courier")])
@pytest.mark.parametrize("page", ["/courier", "/outbox"])
def test_the_pages_speak_the_language_of_their_reader(usa, language, said, page):
    sealed(usa)
    usa.language = language
    text = words(usa.get(page).text)
    assert said in text
    if language != "en":
        assert not {"folder", "Files", "Nothing", "leave", "Drafts", "line", "Courier"} & set(text.split())


def test_a_pace_lets_a_burst_pass_and_then_makes_wait():
    pace = Pace(burst=3, rate=2.0, clients=2)
    assert [pace.wait("a", 0.0) for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    assert pace.wait("b", 0.0) == 0.0
    assert pace.wait("a", 0.5) == 0.0
    assert pace.wait("a", 0.5) == 0.5
