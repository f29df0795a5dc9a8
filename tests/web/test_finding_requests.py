"""Requests are known by their numbers: each page that names one says its number, and the list finds it by that, by an entry, or by words."""

from __future__ import annotations

import pytest

from detente.dialogue.acts import Ref
from detente.node.sealing import seal
from detente.views.acting import Place
from detente.views.acting_requests import request
from detente.views.requests import requests_list
from tests.web.acting import SAME_SITE, json_of, ref_of, sent_by, words


def listed(sitting, **query):
    return [row["ref"] for row in json_of(sitting.get("/requests.json", **query))["requests"]]


def test_both_sides_call_a_request_by_the_number_among_those_of_its_party(usa, refs):
    rows = {row["ref"]: row["number"] for row in json_of(usa.get("/requests.json"))["requests"]}
    assert rows == {refs["request"]: 1, refs["our request"]: 1, refs["open request"]: 2}
    assert "No. 2 And this?" in words(usa.get("/requests").text)
    assert "No. 2 · " + refs["open request"] in words(usa.get("/requests/plenary/" + refs["open request"]).text)


@pytest.mark.parametrize("typed", ["2", "No. 2", "№ 2", "request 2", "Запрос № 2", "الطلب رقم ٢", " 2 "])
def test_a_request_is_found_by_its_number_as_people_write_it(usa, refs, typed):
    assert listed(usa, q=typed) == [refs["open request"]]


def test_a_request_is_found_by_its_entry_and_by_an_entry_about_it(usa, refs):
    assert listed(usa, q=refs["our request"]) == [refs["our request"]]
    assert listed(usa, q=refs["answer"]) == [refs["our request"]]


def test_a_request_is_found_by_words_as_the_search_folds_them(usa, refs):
    assert listed(usa, q="PHISHING") == [refs["request"]]
    assert listed(usa, q="where it") == [refs["our request"]]
    assert listed(usa, q="nowhere") == []


def test_a_number_that_no_request_has_is_looked_for_as_a_word(usa):
    def ask_about_404(node, room):
        node.draft(room, request(Place(node, room), {"to": "rus", "text": "What is 404?"}))
        return str(Ref(node.party, room.mine.generation, seal(node, room).head.size - 2))

    asked = usa.on(ask_about_404)
    assert listed(usa, q="404") == [asked]
    assert listed(usa, q="3") == [asked]


def test_the_filter_goes_with_the_others_and_stays_in_the_address(usa, refs):
    assert sorted(listed(usa, q="1")) == sorted([refs["our request"], refs["request"]])
    assert listed(usa, q="1", by="usa") == [refs["our request"]]
    page = usa.get("/requests", q="phishing").text
    assert 'name="q" type="search" value="phishing"' in page
    assert "1 request" in words(page)

    def pages(node, _room):
        return requests_list(node, {"q": "it"}, page=2, size=1)

    assert usa.on(pages).pages == 2


def test_the_pager_keeps_what_was_typed(usa):
    def ask_often(node, room):
        for number in range(51):
            node.draft(room, request(Place(node, room), {"to": "rus", "text": f"Pager {number}"}))
        seal(node, room)

    usa.on(ask_often)
    assert 'rel="next" href="/requests?q=pager&amp;page=2"' in usa.get("/requests", q="pager").text


@pytest.mark.parametrize(("language", "said"), [("ar", "رقم 2 And this?"), ("ru", "№ 2 And this?")])
def test_the_number_is_said_in_the_language_of_the_page(usa, language, said):
    usa.language = language
    assert said in words(usa.get("/requests").text).replace("\u2068", "").replace("\u2069", "")


# ---------------------------------------------------------------- what an act is about


def test_the_form_of_an_answer_quotes_the_request(usa, refs):
    page = usa.get("/act/answer", channel="plenary", re=refs["request"]).text
    assert '<strong><span class="content" dir="auto">Phishing</span></strong>' in page
    assert "Phishing Who did it? No. 1 · " in words(page)
    assert f'href="/requests/plenary/{refs["request"]}"' in page
    quoted = json_of(usa.get("/act/answer.json", channel="plenary", re=refs["request"]))["quoted"]
    assert [(item["ref"], item["to"], item["text"]) for item in quoted] == [(refs["request"], "usa", {"": "Who did it?"})]


def test_the_review_of_a_draft_and_the_entry_quote_what_they_are_about(usa, refs):
    place = usa.fill("answer", {"channel": "plenary", "re": refs["request"]}, outcome="full", text="We did not.").headers["location"]
    page = usa.get(place).text
    assert "Phishing Who did it?" in words(page)
    sealed = usa.browser.post(
        "/seal/plenary", data=sent_by(page[page.rindex('<form class="fields" method="post" action="/seal/') :]), headers=SAME_SITE
    )
    entry = usa.get(sealed.headers["location"]).text
    assert "What it is about Phishing Who did it?" in words(entry)


def test_what_is_about_an_answer_quotes_the_request_too(usa, refs):
    quoted = json_of(usa.get("/act/dispute.json", channel="plenary", re=refs["answer"]))["quoted"]
    assert [item["ref"] for item in quoted] == [refs["our request"], refs["answer"]]


@pytest.mark.parametrize(
    ("language", "matter", "day"), [("en", "plenary 1", "30 Sep 2021"), ("ar", "1", "30"), ("ru", "1", "30 сент. 2021")]
)
def test_whoever_consents_to_a_meeting_reads_which_and_when_on_the_form_the_seal_and_the_entry(usa, refs, language, matter, day):
    usa.language = language
    form = usa.get("/act/consent", channel="plenary", re=refs["meeting"])
    item = json_of(usa.get("/act/consent.json", channel="plenary", re=refs["meeting"]))["quoted"][0]
    assert (item["about"], item["content"]) == ("meeting/plenary/1", {"date": {"day": "2021-09-30"}})
    place = usa.fill("consent", {"channel": "plenary", "re": refs["meeting"]}).headers["location"]
    review = usa.get(place)
    page = review.text[review.text.rindex('<form class="fields" method="post" action="/seal/') :]
    entry = usa.get(usa.browser.post("/seal/plenary", data=sent_by(page), headers=SAME_SITE).headers["location"])
    for answer in (form, review, entry):
        quotation = answer.text[answer.text.index('<blockquote class="quoted') : answer.text.index("</blockquote>")]
        assert '<a href="/meetings/plenary/meeting/plenary/1">' in quotation
        assert matter in words(quotation)
        assert day in words(quotation)


def test_whoever_confirms_reads_the_proposal_and_their_own_consent(usa, refs):
    quoted = json_of(usa.get("/act/confirm.json", channel="plenary", re=refs["ad referendum"]))["quoted"]
    assert [(item["ref"], item["content"]) for item in quoted] == [
        (refs["meeting"], {"date": {"day": "2021-09-30"}}),
        (refs["ad referendum"], {"how": "ad_referendum"}),
    ]


def test_a_quotation_names_the_language_of_its_text(usa, refs):
    quoted = json_of(usa.get("/act/consent.json", channel="plenary", re=refs["text"]))["quoted"]
    assert quoted[0]["text"] == {"en": "We agree.", "ru": "Мы согласны."}
    usa.language = "ru"
    page = usa.get("/act/consent", channel="plenary", re=refs["text"]).text
    assert '<span class="text"><span class="content" lang="ru" dir="ltr">Мы согласны.</span></span>' in page
    assert ref_of(refs["text"]).party == "rus"
