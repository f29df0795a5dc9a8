"""Pages of agreements: figures against limits on any day, the reason to unfold, over time, and what is due; from the record and the library."""

from __future__ import annotations

import re

import msgspec
import pytest

from detente.i18n import translator
from detente.views.agreement_check import AgreementCheck
from detente.views.agreement_history import AgreementHistory
from detente.views.agreement_reasons import AgreementExplained
from detente.views.agreement_round import AgreementRound
from tests.web.acting import words


def got(sitting, address, language="en"):
    """What an address with a query answers."""
    path, _, query = address.partition("?")
    sitting.language = language
    return sitting.get(path, **dict(part.split("=") for part in query.split("&") if part))


ADDRESSES = ("/agreements", "/agreements/new-start", "/agreements/new-start/why/launchers", "/agreements/new-start/over-time",
             "/agreements/new-start/calendar", "/agreements/teaching?as_of=2021-01-10", "/agreements/new-start/exchange?as_of=2022-03-01")  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("ru", "ltr")])
def test_each_page_is_whole_in_each_language_with_its_direction(usa, address, language, direction):
    page = got(usa, address, language).text
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert page.count("<h1") == 1
    if language != "en":
        for english in ("Agreements", "What is counted", "Over time", "Calendar", "Why", "within", "counts"):
            assert f">{english}<" not in page, (address, english)


def test_what_was_declared_in_the_record_stands_against_its_limits_with_its_entry(usa, refs):
    view = msgspec.json.decode(got(usa, "/agreements/new-start.json?as_of=2021-09-30").content, type=AgreementCheck)
    assert (view.origin, view.channel, view.text) == ("record", "plenary", "text/new-start")
    assert {each.count: each.value for each in view.figures if each.party == "rus"} == {"vehicles": 527, "warheads": 1458, "launchers": 742}
    page = words(got(usa, "/agreements/new-start?as_of=2021-09-30").text)
    assert "1,458" in page
    assert "at most 1,550" in page
    why = msgspec.json.decode(got(usa, "/agreements/new-start/why/warheads.json?as_of=2021-09-30").content, type=AgreementExplained)
    assert [one.entry for each in why.explained if each.figure.party == "rus" for one in each.inputs] == [refs["declaration"]]
    assert f"/record/plenary/{refs['declaration']}" in got(usa, "/agreements/new-start/why/warheads?as_of=2021-09-30").text


def test_a_suspension_is_shown_as_the_claim_of_its_party(usa):
    page = words(got(usa, "/agreements/new-start?as_of=2021-09-30").text)
    assert "suspension claimed" in page
    assert "Supposed." in page


def test_what_is_over_time_is_drawn_and_stands_in_a_table_with_gaps_for_what_is_unknown(usa):
    history = msgspec.json.decode(got(usa, "/agreements/new-start/over-time.json?as_of=2021-09-30").content, type=AgreementHistory)
    (line,) = (line for count in history.counts if count.count == "warheads" for line in count.lines if line.party == "usa")
    assert set(line.values) == {None}
    page = got(usa, "/agreements/new-start/over-time?as_of=2021-09-30").text
    known = [count for count in history.counts if any(value is not None for line in count.lines for value in line.values)]
    assert {count.count for count in known} >= {"vehicles", "warheads", "launchers"}
    assert page.count("<svg") == len(known)
    assert page.count('class="dense"') == len(history.counts)


@pytest.mark.parametrize("name", ["no-such", "..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "agreement.toml"])
def test_an_address_reads_no_file_of_this_machine(usa, name):
    answer = got(usa, f"/agreements/{name}")
    assert answer.status_code in {400, 404}
    assert "root:" not in answer.text


@pytest.mark.parametrize("query", ["as_of=yesterday", "as_of=2021-02-30", "as_of=0001-01-01", "known=9999-12-31", "channel=nowhere"])
def test_a_slip_in_the_address_is_said_and_nothing_breaks(usa, query):
    answer = got(usa, f"/agreements/new-start?{query}")
    assert answer.status_code in {400, 404}
    assert "Traceback" not in answer.text


# ---------------------------------------------------------------- the report of an exchange


def test_the_report_of_an_exchange_is_a_page_with_a_twin_a_pdf_and_a_word_file_and_the_agreement_leads_to_it(usa, refs):
    page = got(usa, "/agreements/new-start?as_of=2021-09-30").text
    assert 'href="/agreements/new-start/exchange?as_of=2021-09-30"' in page
    assert 'href="/print/exchange/new-start.pdf?as_of=2021-09-30"' in page
    view = msgspec.json.decode(got(usa, "/agreements/new-start/exchange.json?as_of=2021-09-30").content, type=AgreementRound)
    assert (view.exchange, view.of, view.origin, view.entry) == ("data", "2021-09-01", "record", refs["agreement"])
    assert {one.entry for each in view.figures if each.figure.party == "rus" for one in each.inputs} == {refs["declaration"]}
    assert view.points, "as of which entries"
    shown = words(got(usa, "/agreements/new-start/exchange?as_of=2021-09-30").text)
    assert "1,458" in shown
    assert refs["declaration"] in shown
    for ending, begins in (("pdf", b"%PDF-1.7"), ("docx", b"PK")):
        answer = got(usa, f"/print/exchange/new-start.{ending}?as_of=2021-09-30")
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
        assert f'filename="exchange-new-start-2021-09-01.{ending}"' in answer.headers["content-disposition"]
    assert got(usa, "/print/exchange/new-start.odt").status_code == 404


@pytest.mark.parametrize("query", ["exchange=none", "as_of=2010-01-01"])
def test_a_round_that_there_is_not_is_said(usa, query):
    for address in ("/agreements/new-start/exchange", "/print/exchange/new-start.pdf"):
        answer = got(usa, f"{address}?{query}")
        assert answer.status_code == 400
        assert "Traceback" not in answer.text


def test_why_a_number_is_not_known_is_said_and_two_missing_numbers_are_not_said_to_agree(usa):
    page = words(got(usa, "/agreements/teaching?as_of=2021-09-30").text)
    assert "the readings of the parties agree here" not in page
    assert "last declared as of 1 Jan 2020" in page
    page = words(got(usa, "/agreements/teaching/why/armed-boats?as_of=2021-09-30").text)
    assert "On 30 Sep 2021 this number is not known: not provided." in page
    assert "What is shown below was declared as of 1 Jan 2020; it is the last that is held" in page
    page = words(got(usa, "/agreements/teaching?as_of=2020-02-10").text)
    assert "last declared" not in page


def test_what_stands_in_the_record_comes_before_the_library_and_each_by_name_in_the_language(usa):
    for language, first in (("en", "Boats on the Lake"), ("ar", None), ("ru", None)):
        page = got(usa, "/agreements", language).text
        here, library = page.index('id="here"'), page.index('id="library"')
        assert here < page.index('href="/agreements/new-start?channel=plenary"') < library
        names = [words(each) for each in re.findall(r'<a href="/agreements/[^"]+">(.*?)</a>', page[library:])]
        assert len(names) == 5
        assert names == sorted(names, key=translator(language).order)
        assert first is None or first in names[1]


def test_parties_of_whom_nothing_came_share_a_row_and_stand_in_the_order_of_the_language(usa):
    for language in ("en", "ru"):
        page = got(usa, "/agreements/vienna-2011?as_of=2021-09-30", language).text
        table = page[page.index('aria-labelledby="obligations"') :]
        listed = [words(each) for each in re.findall(r"</summary>(.*?)</details>", table, re.DOTALL)]
        assert listed
        for names in listed:
            parted = names.split(", ")
            assert len(parted) > 50
            assert parted == sorted(parted, key=translator(language).order)
    assert 'href="/agreements/vienna-2011"' not in page


def test_a_broken_line_is_said_to_mean_that_a_number_is_not_known(usa):
    assert "Where a line is broken, the number is not known." in words(got(usa, "/agreements/teaching/over-time?as_of=2021-09-30").text)
