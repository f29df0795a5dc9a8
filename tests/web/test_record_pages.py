"""Requests, the agreed count, the record, proofs, remarks, search and printed reports, as somebody in a chair reads them."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from detente.record.proof import verify_proof
from detente.views.count import CountView
from detente.views.dictated import spoken
from detente.views.log import RecordPage
from detente.views.requests import RequestsList

PAGES = ("/requests", "/count/incidents", "/record", "/record/incidents", "/remarks", "/search?q=buoy", "/brief", "/contradictions")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("ru", "ltr")])
def test_each_page_is_whole_in_each_language_with_its_direction(north, address, language, direction):
    page = north.page(address, language)
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert page.count("<h1") == 1
    if language != "en":
        for english in ("Requests", "Whose move", "Prove it", "The record", "Search", "Nothing"):
            assert f">{english}<" not in page, (address, english)


def test_requests_are_listed_newest_first_and_the_address_carries_the_filters(north, at):
    everything = north.twin("/requests")
    refs = [row["ref"] for row in everything["requests"]]
    assert set(refs) == {at["request-1"], at["request-2"]}
    assert everything["in_all"] == 2
    open_ones = north.twin("/requests?status=open")
    assert [row["ref"] for row in open_ones["requests"]] == [at["request-2"]]
    assert open_ones["chosen"]["status"] == "open"
    page = north.page("/requests?status=open")
    assert f"/requests/incidents/{at['request-2']}" in page
    assert f"/requests/incidents/{at['request-1']}" not in page
    assert '<option value="open" selected>' in page


def test_the_twin_of_a_list_is_the_view_itself(north):
    raw = north.get("/requests.json").content
    assert msgspec.json.decode(raw, type=RequestsList).in_all == 2
    assert msgspec.json.decode(north.get("/record/incidents.json").content, type=RecordPage).entries
    assert msgspec.json.decode(north.get("/count/incidents.json").content, type=CountView).rule == "answered/1"


def test_a_list_without_anything_says_so(north):
    assert "There are no such requests." in north.page("/requests?status=withheld")


def test_the_address_of_an_answer_leads_to_its_request(north, at):
    page = north.page(f"/requests/incidents/{at['answer-1']}")
    assert f'href="/record/incidents/{at["request-1"]}"' in page
    assert "As " in page
    assert "has signed it" in page


def test_the_count_shows_both_sides_and_who_signed(north):
    view = north.twin("/count/incidents")
    assert view["agreed"]["not_signed_by"] == []
    sent = {party: (count["sent"], count["answered"]) for party, count in view["agreed"]["requests"].items()}
    assert sorted(sent.values()) == [(0, 0), (2, 1)] or sorted(sent.values()) == [(1, 0), (1, 1)]
    page = north.page("/count/incidents")
    assert "the count that all sides signed" in page
    assert "/prove/count/incidents" in page


def test_every_statement_with_figures_stands_beside_the_count(north, at):
    said = {row["ref"]: row["verdict"] for row in north.twin("/count/incidents")["said"]}
    assert said[at["said-matches"]] == "matches"
    assert said[at["said-differs"]] == "differs"


def proven(sitting, address):
    """The verdict over a proof that a page hands out, for somebody who trusts the charter alone."""
    answer = sitting.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    charter = sitting.ask(lambda node: next(iter(node.charters)))
    return verify_proof(answer.content, charter_digest=charter)


def test_each_prove_it_gives_a_file_that_proves_it(north, at):
    ref = at["request-1"]
    assert proven(north, "/prove/count/incidents").status == "proven"
    assert proven(north, f"/prove/entry/incidents/{ref}").status == "proven"
    assert proven(north, "/prove/log/incidents").status == "proven"
    by = next(party for party in ("north", "south") if not ref.startswith(party))
    assert proven(north, f"/prove/receipt/incidents/{ref}?by={by}").status == "proven"


def test_a_proof_of_some_fields_holds_no_word_of_the_others(north, at):
    ref = at["request-1"]
    text = north.twin(f"/record/incidents/{ref}")["fields"]["subject"]
    answer = north.get(f"/prove/entry/incidents/{ref}?fields=kind,at")
    assert text not in answer.text
    verdict = proven(north, f"/prove/entry/incidents/{ref}?fields=kind,at")
    assert set(verdict.entries[0].fields) == {"kind", "at"}


def test_a_field_that_an_entry_has_not_is_named_beside_those_it_has(north, at):
    page = north.page(f"/prove/entry/incidents/{at['request-1']}?fields=colour", status=400)
    assert "colour" in page
    assert "subject" in page


@pytest.mark.parametrize(
    "address",
    ["/record/nowhere", "/record/incidents/north/999", "/record/incidents/mars/1", "/count/nowhere", "/nothing", "/prove/contradiction/7"],
)
def test_an_address_of_nothing_says_so_and_leads_home(north, address):
    page = north.page(address, status=404)
    assert "There is nothing here" in page
    assert 'href="/"' in page


def test_the_record_is_paged_by_pouches_and_every_entry_is_on_one_page(north):
    seen, address = [], "/record/plenary"
    while address:
        view = north.twin(address)
        seen += [row["ref"] for row in view["entries"]]
        address = f"/record/plenary?before={view['older']}" if view["older"] else None
    total = north.ask(
        lambda node: sum(len(node.room("plenary").trusted_entries(s.seq)) - 1 for s in node.store.heads(node.room("plenary").id))
    )
    assert len(seen) == len(set(seen)) == total


def test_an_entry_says_who_has_received_it_and_why_one_may_see_it(north, at):
    page = north.page(f"/record/incidents/{at['request-1']}")
    assert "has signed that it was received" in page
    assert "You are a member of this channel" in page


def test_a_search_marks_the_words_where_they_stand_and_never_fails_on_what_is_typed(north, at):
    title = north.twin(f"/requests/incidents/{at['request-1']}")["request"]["subject"]
    word = max(title.split(), key=len)
    assert "<mark>" in north.page(f"/search?q={word}")
    for typed in ('"', "-", "(", "*", "a AND", "NEAR(", "'); DROP TABLE", "\u202e"):
        north.page("/search?q=" + typed)


def test_a_search_for_what_an_issue_is_called_leads_to_its_page_and_quotes_words_not_keys(north):
    issue = next(each for each in north.twin("/issues")["issues"] if each["title"])
    page = north.page(f"/search?q={max(next(iter(issue['title'].values())).split(), key=len)}")
    assert f'href="/issues/plenary/{issue["matter"]}"' in page
    assert f">{issue['matter']}<" not in page
    assert issue["matter"] not in re.sub(r"<[^>]*>", "", page)


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_reports_are_files_of_their_kind(north, at, ending):
    magic = {"pdf": b"%PDF", "docx": b"PK"}[ending]
    for address in (
        "brief",
        "count/incidents",
        f"request/incidents/{at['request-1']}",
        "minutes/plenary/meeting/plenary/1",
        "issues/plenary",
    ):
        answer = north.get(f"/print/{address}.{ending}")
        assert answer.status_code == 200, (address, answer.text)
        assert answer.content.startswith(magic), address
    assert north.get("/print/brief.exe").status_code == 404


def test_a_calendar_is_offered_where_something_is_due(north):
    page = north.page("/brief")
    assert ("/print/due.ics" in page) is bool(north.twin("/brief")["due"])


def test_what_is_due_is_a_calendar(north):
    assert north.get("/print/due.ics").text.startswith("BEGIN:VCALENDAR")


def test_nobody_reads_without_signing_in(north, at):
    ask = north.stranger()
    for address in (*PAGES, f"/record/incidents/{at['request-1']}", "/prove/count/incidents", "/print/brief.pdf"):
        answer = ask(address)
        assert answer.status_code == 303, address
        assert answer.headers["location"].startswith("/sign-in?next=")
    assert ask("/requests.json").status_code == 403


def test_the_description_of_the_json_interface_names_every_twin(north):
    described = json.loads(north.get("/openapi.json").text)["paths"]
    assert "/requests.json" in described
    assert "/record/{channel}/{party}/{index}.json" in described
    assert all(path.endswith(".json") for path in described)


def test_every_answer_carries_the_policy_errors_too(north):
    for address in ("/", "/nothing", "/static/ui.css", "/verify.html", "/requests.json"):
        headers = north.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"], address
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_the_digests_that_people_compare_stand_there_in_the_readers_words(north, language):
    count = north.twin("/count/incidents")["agreed"]["digest"]
    charter = north.twin("/dialogue")["dialogues"][0]["charter"]["hash"]
    for address, digest in (("/count/incidents", count), ("/dialogue", charter)):
        page = north.page(address, language)
        assert "".join(f"<li>{word}</li>" for word in spoken(digest, language)) in page
