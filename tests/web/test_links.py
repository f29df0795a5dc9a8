"""Every link of every page leads somewhere; every page is whole, and says nothing in another language than the reader's."""

from __future__ import annotations

import datetime as dt
import re
import shutil

import lxml.html
import pytest

from detente.i18n import LANGUAGES, translator
from detente.views import words_talks
from detente.views.naming import matter_names
from detente.web import party
from detente.web.forms import FORMS
from tests.strategies import stride
from tests.web.talks import Sitting
from tests.web.walking import ACT_FORM, ISOLATES, follow, kind_of, left_in_english, untranslated

pytestmark = pytest.mark.slow

NOW = dt.datetime(2021, 9, 30, 18, 0, 0, tzinfo=dt.UTC)

STARTS = ("/", "/remarks", "/contradictions", "/count", "/sign-in")
"""Where the walk begins: the first page, and those to which nothing leads as long as nothing of the kind has happened in these talks."""

NEVER_HERE = {
    "/files/{channel}/{party}/{index:number}/{number:number}",  # nothing is attached to any entry
    "/prove/contradiction/{number:number}",  # nobody contradicts a signature
    "/print/minutes/{channel}/{slot:path}.{ending}",  # nobody has drafted minutes
    "/print/held.{ending}",  # nobody has handed over what they hold
    "/courier/files/{name}",  # nothing is carried by hand
    "/settings/accounts",  # an administrator's, not a secretary's
    "/exchanges/{channel}/{slot:path}",  # nobody has proposed an exchange of lists
    "/act/{kind}/channel",  # there is a channel in which requests were asked
    "/print/due.ics",  # nothing is due
    "/agreements/{name}/visits",  # no agreement stands in the record
    "/texts/{channel}/text/{key}/merge",  # no two versions and no two changes of one paragraph crossed
    "/texts/{channel}/word/{number:number}",  # no Word file was brought in
}


@pytest.fixture(scope="module", params=["usa", "rus"][: 2 if stride(2) == 1 else 1])
def secretary(request, geneva, tmp_path_factory):
    """The secretary of a party at a copy of its node, with a draft begun; of both parties with DETENTE_EXAMPLES=thorough."""
    folder = tmp_path_factory.mktemp(request.param) / request.param
    shutil.copytree(geneva / request.param, folder)
    sitting = Sitting(folder, now=NOW)
    other = {"rus": "usa", "usa": "rus"}[request.param]
    fields = {"channel": "cyber", "to": other, "subject": "Begun", "text": "Not said yet."}
    sitting.send("/act/request", fields, of="/act/request?channel=cyber")
    report = (
        'Ambassador Anna Berg of Norway said on Thursday that Oslo had sent "45 requests".\n\nA summit will be held in Oslo on 4 October.'
    )
    sitting.send("/press", {"text": report, "published": "2021-09-30", "name": "Begun"}, of="/press")
    yield sitting
    sitting.close()


@pytest.fixture(scope="module")
def seen(secretary):
    """What the secretary sees in English."""
    return follow(secretary.get, STARTS, party.PAGES, 16 // stride(3))


@pytest.fixture(scope="module", params=LANGUAGES[:: stride(3)])  # `seen` is in English
def read(request, secretary):
    """A language, and some pages of each kind as the secretary reads them in it."""
    return request.param, follow(lambda address: secretary.get(address, request.param), STARTS, party.PAGES, 6 // stride(3))


def faults(seen, language):
    """The faults of pages by address; the page that checks proofs chooses its language by itself, and has tests of its own."""
    found = {a: page.faults(language, translator(language).direction) for a, page in seen.pages.items() if a != "/verify.html"}
    return {address: faults for address, faults in found.items() if faults}


def test_every_link_of_every_page_leads_somewhere(seen):
    assert seen.failed == {}
    reached = {kind for kind, addresses in seen.by_kind(party.PAGES).items() if addresses}
    every = {page.path for page in party.PAGES if page.method == "GET"}
    assert sorted(every - reached - NEVER_HERE) == []
    assert faults(seen, "en") == {}


def test_no_page_says_in_english_what_it_can_say_in_the_readers_language(read):
    language, seen = read
    assert faults(seen, language) == {}
    assert language == "en" or {address: left for address, page in seen.pages.items() if (left := left_in_english(page, language))} == {}


def test_no_page_writes_the_key_of_what_has_a_name(secretary, read):
    """A text, a group, an issue is called as the parties call it; the secretary by her office, and not by the name of her account."""
    language, seen = read
    t = translator(language)
    named = secretary.desk.run_now(lambda node: {about for room in node.rooms.values() for about in matter_names(room)})
    keys = {words_talks.matter(t, about).translate(ISOLATES) for about in named}
    assert len(keys) > 5
    texts = {address: page.text() for address, page in seen.pages.items()}
    assert {address: left for address, text in texts.items() if (left := [key for key in keys if key in text])} == {}
    if language != "en":
        assert [address for address, text in texts.items() if re.search(r"\bsecretary\b", text)] == []


def test_the_search_for_english_finds_sentences_that_were_not_translated(seen):
    said = "\n".join(seen.pages["/requests"].words("en"))
    assert [part for part in untranslated("ru") if part in said]


def test_a_form_sends_to_the_address_of_the_act_that_it_makes(seen):
    pages = {address: page for address, page in seen.pages.items() if kind_of(address, party.PAGES) == ACT_FORM}
    assert len(pages) > 20
    sent = {address: page.root.xpath("string(//form[contains(@class, 'fields')]/@action)") for address, page in pages.items()}
    assert {address: to for address, to in sent.items() if to.removeprefix("/act/") not in FORMS} == {}


def test_each_line_of_the_brief_leads_to_what_it_is_about(usa, refs):
    root = lxml.html.document_fromstring(usa.get("/brief").text)
    paper = root.xpath("//article")[0]
    lines = paper.xpath(".//li | .//tbody/tr[td[1][normalize-space()]]")
    assert len(lines) > 5
    assert [line.text_content() for line in lines if not line.xpath(".//a")] == []
    links = {link.text_content(): link.get("href") for link in paper.xpath(".//a")}
    assert links[refs["request"]] == "/requests/plenary/" + refs["request"]
    assert links[refs["statement"]] == "/statements/plenary/" + refs["statement"]
    assert all(usa.get(to).status_code == 200 for to in links.values())
