"""The desk of the press office: a report is read, each proposal is drafted, changed or rejected, and none of it leaves by itself."""

from __future__ import annotations

import json
import re

import pytest

from tests.web.acting import Sitting, json_of, words

REPORT = """Time reading: 2 minutes

GENEVA (Reuters) - Deputy Foreign Minister Anna Orlova of Russia said on Thursday that Moscow had sent "45 requests".

"We are ready for talks," she added. She denied reports of a secret annex.

A summit will be held in Oslo on 4 October."""


def taken_in(sitting: Sitting, text: str = REPORT, published: str = "2021-09-30", name: str = "A report") -> str:
    sent = sitting.post("/press", text=text, published=published, name=name)
    assert sent.status_code == 303, words(sent.text)
    return sent.headers["location"]


def proposals(sitting: Sitting, address: str) -> list[dict]:
    return json_of(sitting.get(f"{address}.json"))["proposals"]


def test_a_report_stands_beside_its_proposals_each_at_its_words(usa):
    address = taken_in(usa)
    page = usa.get(address).text
    assert "A report" in words(page)
    for each in proposals(usa, address):
        number = each["place"] + 1
        assert f'id="q{number}"' in page
        assert f'id="p{number}"' in page
        assert each["said"]["quote"].strip('"') in words(page)
    row = json_of(usa.get("/press.json"))["reports"][0]
    assert (row["name"], row["proposals"], row["undecided"]) == ("A report", 3, 3)


def test_a_proposal_becomes_a_draft_of_a_statement_with_what_the_report_says(usa):
    address = taken_in(usa)
    sent = usa.post(address, do="draft:0", channel="plenary")
    assert sent.status_code == 303
    first = proposals(usa, address)[0]
    assert (first["choice"], first["draft_channel"]) == ("drafted", "plenary")
    draft = usa.get(f"/drafts/{first['draft']}")
    said = words(draft.text)
    for expected in ("Anna Orlova", "Deputy Foreign Minister", "45 requests", "30 Sep 2021"):
        assert expected in said
    assert json_of(usa.get("/press.json"))["reports"][0]["undecided"] == 2


def test_to_change_is_to_draft_and_open_its_form(usa):
    address = taken_in(usa)
    sent = usa.post(address, do="change:1", channel="plenary")
    assert re.fullmatch(r"/drafts/\d+/edit", sent.headers["location"])
    assert "We are ready for talks" in usa.get(sent.headers["location"]).text


def test_several_are_drafted_or_rejected_at_once(usa):
    address = taken_in(usa)
    usa.post(address, do="draft", place=["0", "2"], channel="plenary")
    usa.post(address, do="reject", place=["1"])
    assert [each["choice"] for each in proposals(usa, address)] == ["drafted", "rejected", "drafted"]
    usa.post(address, do="back:1")
    assert proposals(usa, address)[1]["choice"] is None


def test_what_was_decided_is_not_drafted_again(usa):
    address = taken_in(usa)
    usa.post(address, do="draft:0", channel="plenary")
    again = usa.post(address, do="draft", place=["0", "1"], channel="plenary")
    assert "has been decided" in words(again.text if again.status_code != 303 else usa.get(again.headers["location"]).text)
    assert proposals(usa, address)[1]["choice"] is None  # all or none


@pytest.mark.parametrize("place", ["99", "9" * 20, "9" * 5000, "-1", "one", ""])
@pytest.mark.parametrize("do", ["draft", "change", "reject", "back"])
def test_a_proposal_that_is_not_there_is_none_and_changes_nothing(usa, do, place):
    address = taken_in(usa)
    sent = usa.post(address, do=do, place=[place], channel="plenary")
    assert sent.status_code < 500
    assert {each["choice"] for each in proposals(usa, address)} == {None}


def test_what_was_drafted_is_neither_rejected_nor_taken_back_here(usa):
    address = taken_in(usa)
    usa.post(address, do="draft", place=["0", "0"], channel="plenary")
    first = proposals(usa, address)[0]
    for do in ("reject:0", "back:0"):
        usa.post(address, do=do)
        assert proposals(usa, address)[0] == first


def test_nothing_chosen_is_said(usa):
    address = taken_in(usa)
    sent = usa.post(address, do="draft", channel="plenary")
    assert "Nothing was chosen." in words(usa.get(sent.headers["location"]).text)


def test_a_report_is_removed_and_its_drafts_stay(usa):
    address = taken_in(usa)
    usa.post(address, do="draft:0", channel="plenary")
    draft = proposals(usa, address)[0]["draft"]
    assert usa.post(address, do="remove").headers["location"] == "/press"
    assert usa.get(address).status_code == 404
    assert usa.get(f"/drafts/{draft}").status_code == 200


def test_a_source_that_corrects_itself_is_read_anew_beside_its_earlier_version(usa):
    first = taken_in(usa)
    usa.post(first, do="draft:0", channel="plenary")
    usa.post(first, do="reject:1")
    second = taken_in(usa, REPORT.replace("She denied reports of a secret annex.", "She denied reports of a hidden map."))
    view = json_of(usa.get(f"{second}.json"))
    assert [each["before"] for each in view["proposals"]] == ["drafted", "rejected", None]
    assert [each["choice"] for each in view["proposals"]] == [None, None, None]
    assert [each["quote"] for each in view["gone"]] == ["reports of a secret annex"]
    page = words(usa.get(second).text)
    assert "drafted from an earlier version" in page
    assert "In the version before, and no more" in page
    assert [each["report"] for each in json_of(usa.get(f"{first}.json"))["versions"]] == [view["row"]["report"]]


@pytest.mark.parametrize(
    ("given", "said"),
    [({"text": ""}, "there is no report"), ({"text": REPORT, "published": "Thursday"}, "is no day")],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(usa, given, said):
    sent = usa.post("/press", **{"published": "", "name": "Kept", **given})
    assert sent.status_code == 422
    assert said in words(sent.text).lower()
    assert 'value="Kept"' in sent.text


def test_a_page_is_read_from_a_file_with_the_day_that_it_says_of_itself(usa):
    page = '<html><head><meta property="article:published_time" content="2021-09-30"></head><body><p>Envoy Karl Brandt said on Thursday that it was done.</p></body></html>'
    sent = usa.post("/press", files={"file": ("saved.html", page.encode(), "text/html")}, text="", published="", name="")
    view = json_of(usa.get(f"{sent.headers['location']}.json"))
    assert (view["row"]["name"], view["row"]["published"], view["reading"]["published_from"]) == ("saved.html", "2021-09-30", "page")
    assert view["proposals"][0]["said"]["said_on"] == "2021-09-30"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ru", "ltr")])
def test_the_desk_speaks_its_readers_language_and_the_report_its_own(usa, language, direction):
    address = taken_in(usa)
    usa.language = language
    page = usa.get(address)
    assert f'<html lang="{language}" dir="{direction}"' in page.text
    assert '<blockquote lang="en" dir="ltr">' in page.text


def reading(sitting: Sitting, **changed: object) -> bytes:
    """What another reader makes of the report."""
    view = json_of(sitting.get(f"{taken_in(sitting)}.json"))["reading"]
    view["statements"] = [{**each, "reader": "a model", **changed} for each in view["statements"]]
    return json.dumps(view).encode()


def test_what_another_reader_proposes_is_marked_with_its_name(usa):
    sent = usa.post("/press", files={"file": ("read.json", reading(usa), "application/json")}, text="", published="", name="")
    assert "proposed by a model" in words(usa.get(sent.headers["location"]).text)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"quote": "We never said this"}, "do not stand at their place"),
        ({"reader": "rules"}, "does not say which reader"),
        ({"span": 5}, "is no reading"),
    ],
)
def test_another_reader_quotes_nothing_that_does_not_stand_there_and_does_not_pass_for_us(usa, changed, said):
    sent = usa.post("/press", files={"file": ("read.json", reading(usa, **changed), "application/json")}, text="", published="", name="")
    assert sent.status_code == 422
    assert said in words(sent.text)
