"""Drafts are apart from the record; the seal says what it makes permanent, seals exactly what was shown, and asks who it is."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from detente.node import clearance
from detente.node.carrier import FolderCarrier
from detente.node.exchange import sync
from detente.node.node import Node
from detente.node.sealing import seal
from detente.views.acting import Place
from detente.views.acting_requests import answer
from tests.web.acting import NOW, PASSWORD, SAME_SITE, Sitting, copied, fresh, json_of, number_of, ref_of, sent_by, words


def drafted(sitting, text="Who was it?"):
    return sitting.fill("request", text=text, to="rus").headers["location"]


def seal_form(page):
    """What the seal's form on a page sends."""
    return sent_by(page[page.rindex('<form class="fields" method="post" action="/seal/') :])


def size(sitting):
    return sitting.on(lambda _, room: room.my_head.size)


def test_a_draft_says_that_it_is_none_of_the_record_and_what_its_seal_would_mean(usa):
    place = drafted(usa)
    page = usa.get(place)
    text = words(page.text)
    assert "Not in the record." in text
    assert "exactly this 1 draft" in text
    assert "Readers, for ever" in text
    assert "Can be destroyed later Text" in text
    view = json_of(usa.get(place + ".json"))
    assert view["kind"] == "request"
    assert view["destroyable"] == ["text"]
    assert set(view["kept"]) == {"kind", "at", "to"}
    assert view["newer"] == []


def test_a_seal_takes_exactly_the_drafts_that_were_shown(usa):
    first, second = drafted(usa, "One?"), drafted(usa, "Two?")
    page = usa.get(first).text
    assert "1 other draft of this channel stays a draft." in words(page)
    before = size(usa)
    sealed = usa.browser.post("/seal/plenary", data=seal_form(page), headers=SAME_SITE)
    assert sealed.status_code == 303, words(sealed.text)
    assert sealed.headers["location"] == f"/record/plenary/usa/{before}"
    assert size(usa) == before + 2
    answer = usa.get(first)
    assert (answer.status_code, answer.headers["location"].partition("/usa")[0]) == (303, "/record/plenary")
    assert usa.get(second).status_code == 200
    kept = usa.on(lambda _, room: room.entry(ref_of(f"usa/{before}")).fields)
    assert kept["text"] == "One?"


def test_all_drafts_of_a_channel_are_reviewed_together(usa):
    first, second = number_of(drafted(usa, "One?")), number_of(drafted(usa, "Two?"))
    page = usa.get("/seal/plenary")
    assert "exactly these 2 drafts, in this order" in words(page.text)
    assert [draft["number"] for draft in json_of(usa.get("/seal/plenary.json"))["drafts"]] == [first, second]
    assert [draft["number"] for draft in json_of(usa.browser.get(f"/seal/plenary.json?draft={second}"))["drafts"]] == [second]
    before = size(usa)
    assert usa.browser.post("/seal/plenary", data=seal_form(page.text), headers=SAME_SITE).status_code == 303
    assert size(usa) == before + 3


def test_the_same_click_twice_seals_once(usa):
    page = usa.get(drafted(usa)).text
    form, before = seal_form(page), size(usa)
    answers = [usa.browser.post("/seal/plenary", data=form, headers=SAME_SITE) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert size(usa) == before + 2


def test_two_clicks_at_once_make_one_draft(usa):
    page = usa.get("/act/request")
    data = {**sent_by(page.text), "text": "Once?", "to": "rus"}

    async def click_often():
        transport = httpx.ASGITransport(app=usa.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=dict(usa.browser.cookies)) as browser:
            return await asyncio.gather(*(browser.post("/act/request", data=data, headers=SAME_SITE) for _ in range(4)))

    places = [answer.headers["location"] for answer in asyncio.run(click_often())]
    ((number, *_),) = usa.on(lambda node, _: node.store.drafts())
    assert places == [f"/drafts/{number}"] * 4


def test_saving_over_a_newer_version_is_refused_and_both_are_shown(usa):
    place = drafted(usa)
    mine = sent_by(usa.get(place + "/edit").text)
    theirs = sent_by(usa.get(place + "/edit").text)
    assert usa.browser.post(place + "/edit", data={**theirs, "text": "Theirs?"}, headers=SAME_SITE).status_code == 303
    refused = usa.browser.post(place + "/edit", data={**mine, "text": "Mine?"}, headers=SAME_SITE)
    assert refused.status_code == 409
    assert "Somebody has changed this draft since you opened it" in words(refused.text)
    assert "Theirs?" in words(refused.text)
    again = sent_by(refused.text)
    assert again["text"] == ["Mine?"]
    assert usa.draft()["text"] == "Theirs?"
    assert usa.browser.post(place + "/edit", data=again, headers=SAME_SITE).status_code == 303
    assert usa.draft()["text"] == "Mine?"


def test_a_draft_that_was_changed_after_it_was_shown_is_not_sealed(usa):
    place = drafted(usa)
    shown = seal_form(usa.get(place).text)
    edited = {**sent_by(usa.get(place + "/edit").text), "text": "Something else?"}
    usa.browser.post(place + "/edit", data=edited, headers=SAME_SITE)
    before = size(usa)
    refused = usa.browser.post("/seal/plenary", data=shown, headers=SAME_SITE)
    assert refused.status_code == 422
    assert f"Draft {number_of(place)} was changed since this page was shown" in words(refused.text)
    assert size(usa) == before


@pytest.fixture
def crossed(acted, tmp_path):
    """usa is about to withdraw a request that rus answers meanwhile; the answer waits at the courier."""
    folder, refs = acted
    rus = copied(folder, tmp_path, "rus")
    sitting = Sitting(copied(folder, tmp_path))
    sitting.sit()
    courier = FolderCarrier(tmp_path / "courier")

    def rus_answers():
        with Node.open(rus, "-") as node:
            node.clock = lambda: NOW
            room = node.room(None)
            node.draft(room, answer(Place(node, room, (ref_of(refs["open request"]),)), {"outcome": "full", "text": "There."}))
            seal(node, room)
            sync(node, courier)
        sitting.desk.run_now(lambda node: sync(node, courier))

    yield sitting, refs, rus_answers
    sitting.close()


def test_f27_what_came_since_a_draft_was_written_is_shown_and_asked_about(crossed):
    usa, refs, rus_answers = crossed
    place = usa.fill("withdraw", {"re": refs["open request"]}, reason="Not needed.").headers["location"]
    shown = seal_form(usa.get(place).text)
    rus_answers()
    before = size(usa)
    refused = usa.browser.post("/seal/plenary", data=shown, headers=SAME_SITE)
    assert refused.status_code == 422
    assert f"Something newer about the matter of draft {number_of(place)} has come" in words(refused.text)
    page = usa.get(place).text
    assert "1 act about the same matter has come since this was written." in words(page)
    unsaid = usa.browser.post("/seal/plenary", data=seal_form(page), headers=SAME_SITE)
    assert unsaid.status_code == 422
    assert size(usa) == before
    stands = {**seal_form(usa.get(place).text), f"stands.{number_of(place)}": "yes"}
    assert usa.browser.post("/seal/plenary", data=stands, headers=SAME_SITE).status_code == 303
    assert size(usa) == before + 2


def test_a_draft_that_is_thrown_away_is_gone(usa):
    place = drafted(usa)
    gone = usa.post(place + "/drop", page=place, revision="1")
    assert gone.headers["location"] == "/outbox"
    assert usa.get(place).status_code == 404
    assert usa.post(place + "/drop", page="/act/request", revision="1").status_code == 404


@pytest.fixture
def in_earnest(acted, tmp_path):
    """Accounts with passwords, as outside of an exercise."""
    sitting = Sitting(copied(acted[0], tmp_path), {"clerk": "secretary", "counsel": "lawyer"})
    yield sitting
    sitting.close()


def test_sealing_asks_for_the_password_again(in_earnest):
    in_earnest.sit("clerk")
    page = in_earnest.get(drafted(in_earnest))
    assert "Your password, again" in words(page.text)
    before = size(in_earnest)
    wrong = in_earnest.browser.post("/seal/plenary", data={**seal_form(page.text), "password": "not this one"}, headers=SAME_SITE)
    assert wrong.status_code == 422
    assert "The password is wrong; nothing was sealed." in words(wrong.text)
    assert "the name" not in words(wrong.text), "none was asked for"
    assert size(in_earnest) == before
    right = in_earnest.browser.post("/seal/plenary", data={**seal_form(wrong.text), "password": PASSWORD}, headers=SAME_SITE)
    assert right.status_code == 303, words(right.text)
    assert size(in_earnest) == before + 2


def test_who_may_draft_and_not_seal_is_told_so_and_refused(in_earnest):
    in_earnest.sit("counsel")
    page = in_earnest.get(drafted(in_earnest))
    assert "Your account may not seal" in words(page.text)
    forged = {
        "fresh": fresh(page.text),
        "draft": "1",
        "revision.1": "1",
        "password": PASSWORD,
    }
    assert in_earnest.browser.post("/seal/plenary", data=forged, headers=SAME_SITE).status_code == 403


@pytest.mark.parametrize(("language", "said"), [("ar", "ليس في السجل."), ("ru", "Не в записи переговоров.")])
def test_the_page_of_a_draft_speaks_the_language_of_its_reader(usa, language, said):
    place = drafted(usa)
    usa.language = language
    page = usa.get(place)
    assert said in words(page.text)
    assert not {"draft", "Seal", "permanent", "Channel", "sealed"} & set(words(page.text).split())


# ---- inside the delegation


def test_a_draft_goes_from_hand_to_hand_and_is_sealed_only_when_it_was_released(acted, tmp_path):
    sitting = Sitting(copied(acted[0], tmp_path), {"clerk": "secretary", "scribe": "translator", "counsel": "lawyer", "chief": "head"})
    sitting.on(lambda node, _: clearance.set_policy(node, clearance.Policy(required=True)))
    sitting.sit("clerk")
    place = drafted(sitting)
    page = sitting.get(place)
    assert f"Your delegation seals nothing that was not released; not released here: {number_of(place)}." in words(page.text)
    assert "Seal now" not in page.text
    for who, button, state in (
        ("clerk", "Pass it on", "with the translator"), ("scribe", "Pass it on", "with the lawyer"), ("counsel", "Pass it on", "waits for release"),
        ("chief", "Release it", "released"),
    ):  # fmt: skip
        sitting.browser.cookies.clear()
        sitting.sit(who)
        assert button in words(sitting.get(place).text), who
        assert sitting.post(place + "/pass", page=place, revision="1", remark="Fine.").status_code == 303
        assert state in words(sitting.get(place).text)
    assert [step["who"] for step in json_of(sitting.get(place + ".json"))["history"]] == ["clerk", "clerk", "scribe", "counsel", "chief"]
    form = {**seal_form(sitting.get(place).text), "password": PASSWORD}
    assert sitting.browser.post("/seal/plenary", data=form, headers=SAME_SITE).status_code == 303
    sitting.close()


def test_who_may_not_move_a_draft_is_refused_and_told_why(acted, tmp_path):
    sitting = Sitting(copied(acted[0], tmp_path), {"clerk": "secretary", "counsel": "lawyer"})
    sitting.sit("clerk")
    place = drafted(sitting)
    sitting.post(place + "/pass", page=place, revision="1")
    sitting.browser.cookies.clear()
    sitting.sit("counsel")
    assert "Pass it on" not in words(sitting.get(place).text)
    refused = sitting.post(place + "/pass", page="/act", revision="1")
    assert refused.status_code == 403
    assert "the role of the account does not include it: lawyer" in words(refused.text)
    sitting.close()


def test_what_speaks_against_a_draft_is_said_and_asked_about(usa):
    place = usa.fill("held", {"about": "meeting/plenary/1"}, date__day="2021-12-01").headers["location"]
    page = usa.get(place).text
    assert "It reports what would have happened on 2021-12-01" in words(page)
    before = size(usa)
    assert usa.browser.post("/seal/plenary", data=seal_form(page), headers=SAME_SITE).status_code == 422
    assert size(usa) == before
    looked = {**seal_form(usa.get(place).text), f"stands.{number_of(place)}": "yes"}
    assert usa.browser.post("/seal/plenary", data=looked, headers=SAME_SITE).status_code == 303


def test_a_draft_is_not_sealed_without_the_draft_on_which_it_builds(usa):
    first = usa.fill("propose-meeting", about__number="7", date__day="2021-12-01").headers["location"]
    second = usa.fill("propose-date", {"about": "meeting/plenary/7"}, date__day="2021-12-02").headers["location"]
    page = usa.get(second).text
    assert f"It builds on what is only a draft, and is sealed with it: draft {number_of(first)}" in words(page)
    refused = usa.browser.post("/seal/plenary", data=seal_form(page), headers=SAME_SITE)
    assert f"Draft {number_of(second)} builds on draft {number_of(first)}, which is not among these" in words(refused.text)
    together = usa.get("/seal/plenary").text
    assert usa.browser.post("/seal/plenary", data=seal_form(together), headers=SAME_SITE).status_code == 303


# ---- what has become of a draft


def sealed_draft(usa):
    place = usa.fill("request", {}, to="rus", text="Supposed.").headers["location"]
    page = usa.get(place).text
    entry = usa.browser.post("/seal/plenary", data=seal_form(page), headers=SAME_SITE).headers["location"]
    return place, entry


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_whoever_goes_back_to_a_sealed_draft_comes_to_the_entry_that_it_became(usa, language):
    place, entry = sealed_draft(usa)
    usa.language = language
    for path in (place, place + "/edit"):
        answer = usa.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, entry)
    said = {"en": "was sealed: ", "ar": "خُتمت المسودة", "ru": "запечатан"}[language]
    assert said in words(usa.get(entry).text)
    twin = usa.get(place + ".json")
    assert (twin.status_code, twin.headers["content-type"]) == (404, "application/json")
    assert entry.removeprefix("/record/plenary/") in twin.text


def test_what_would_change_a_sealed_draft_is_told_what_became_of_it(usa):
    place, entry = sealed_draft(usa)
    answer = usa.post(place + "/drop", page="/outbox", revision="1")
    assert "was sealed: " + entry.removeprefix("/record/plenary/") in words(answer.text)


def test_the_number_of_a_sealed_draft_is_never_that_of_another(usa):
    first, entry = sealed_draft(usa)
    second = usa.fill("request", {}, to="rus", text="Another.").headers["location"]
    assert number_of(second) == number_of(first) + 1
    assert "Another." in words(usa.get(second).text)
    assert usa.get(first).headers["location"] == entry


def test_a_draft_that_was_thrown_away_is_said_to_be_gone(usa):
    place = usa.fill("request", {}, to="rus", text="Another.").headers["location"]
    usa.post(place + "/drop", page=place, revision="1")
    gone = usa.get(place)
    assert gone.status_code == 404
    assert "it was thrown away, or never written" in words(gone.text)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "The address is mistyped"), ("ar", "العنوان مكتوب خطأً"), ("ru", "Адрес введён с ошибкой")],
)
def test_a_mistyped_address_is_said_to_be_one(usa, language, said):
    usa.language = language
    assert said in words(usa.get("/nowhere").text)
    assert said in words(usa.get("/requests/plenary/usa/9999").text)


# ---- asked first, and told where it goes


@pytest.mark.parametrize(
    ("language", "question"),
    [("en", "Throw draft %d away?"), ("ar", "هل تريدون التخلص من المسودة %d؟"), ("ru", "Удалить проект %d?")],
)
def test_a_draft_is_thrown_away_only_after_it_was_asked_without_any_script(usa, language, question):
    place = usa.fill("request", {}, to="rus", text="Precious.").headers["location"]
    usa.language = language
    assert f'<a class="btn quiet" href="{place}/drop">' in usa.get(place).text
    assert f'action="{place}/drop"' not in usa.get(place).text
    asked = usa.get(place + "/drop")
    said = words(asked.text)
    assert question % number_of(place) in said.replace("\u2068", "").replace("\u2069", "")
    assert "Precious." in said
    assert usa.get(place).status_code == 200
    answer = usa.browser.post(place + "/drop", data={"fresh": fresh(asked.text), "revision": "1"}, headers=SAME_SITE)
    assert answer.status_code == 303
    assert usa.get(place).status_code == 404


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Pass it on: with the translator"), ("ar", "تمريرها: "), ("ru", "Передать дальше: ")],
)
def test_the_button_says_to_whom_a_draft_is_passed_on(usa, language, said):
    place = usa.fill("request", {}, to="rus", text="Supposed.").headers["location"]
    assert json_of(usa.get(place + ".json"))["next"] == "translator"
    usa.language = language
    assert said in words(usa.get(place).text).replace("\u2068", "").replace("\u2069", "")


def test_a_proposed_date_that_is_past_is_remarked_on_before_the_seal(usa, refs):
    typed = {"date__known": "day", "date__day": "2020-01-15"}
    place = usa.fill("propose-date", {"channel": "plenary", "about": "meeting/plenary/1"}, **typed).headers["location"]
    doubts = json_of(usa.get(place + ".json"))["doubts"]
    assert [doubt["text"] for doubt in doubts] == ["it proposes a date that is past, 2020-01-15; today is 2021-09-30"]
    assert f'name="stands.{place.rsplit("/", 1)[1]}"' in usa.get(place).text
    typed["date__day"] = "2021-09-30"
    later = usa.fill("propose-date", {"channel": "plenary", "about": "meeting/plenary/1"}, **typed).headers["location"]
    assert json_of(usa.get(later + ".json"))["doubts"] == []


def test_a_date_for_a_meeting_that_was_held_is_remarked_on(geneva, tmp_path):
    usa = Sitting(copied(geneva, tmp_path))
    usa.sit()
    typed = {"date__known": "day", "date__day": "2021-12-15"}
    place = usa.fill("propose-date", {"channel": "plenary", "about": "meeting/plenary/1"}, **typed).headers["location"]
    doubts = json_of(usa.get(place + ".json"))["doubts"]
    usa.close()
    assert [doubt["text"] for doubt in doubts] == ["it proposes a date for meeting/plenary/1, which was held already"]
