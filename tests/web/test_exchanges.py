"""Pages of exchanges of lists: who has committed and opened, what each can prove, what is ours to do, and what was opened or broken."""

from __future__ import annotations

import shutil

import msgspec
import pytest

from detente.cli.session import SECRETS_OPEN
from detente.node.carrier import FolderCarrier
from detente.node.exchange import sync
from detente.node.node import Node
from detente.node.sealing import seal
from detente.record.text import encode_base64
from detente.views import acting_exchanges
from detente.views.acting import Place
from detente.views.exchanges import ExchangesList, ExchangeView
from tests.web import acting
from tests.web.acting import NOW, ref_of, words

PAGES = ("/exchanges", "/exchanges/plenary/exchange/lists", "/exchanges/plenary/exchange/more-lists")


@pytest.fixture
def opened(acted, refs, tmp_path):
    """rus has opened its list, and then something else; both are at usa, whose secretary looks."""
    for name in ("rus", "usa", "courier"):
        shutil.copytree(acted[0] / name, tmp_path / name)
    nodes = [Node.open(tmp_path / name, SECRETS_OPEN) for name in ("rus", "usa")]
    for node in nodes:
        node.clock = lambda: NOW
    rus, room = nodes[0], nodes[0].room(None)
    ref = ref_of(refs["list of rus"])
    rus.draft(room, acting_exchanges.reveal(Place(rus, room, (ref,)), {}))
    seal(rus, room)
    another = {
        "kind": "reveal",
        "re": [[ref.party, ref.generation, ref.index]],
        "salt": encode_base64(bytes(32)),
        "text": "One.\nTwo.\n\nThree.",
    }
    rus.draft(room, another)  # its own program would not do it
    seal(rus, room)
    for _ in range(2):
        for node in nodes:
            sync(node, FolderCarrier(tmp_path / "courier"))
    for node in nodes:
        node.close()
    sitting = acting.Sitting(tmp_path / "usa")
    sitting.sit()
    yield sitting
    sitting.close()


def twin(sitting, key: str) -> ExchangeView:
    return msgspec.json.decode(sitting.get(f"/exchanges/plenary/exchange/{key}.json").content, type=ExchangeView)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("ru", "ltr")])
def test_each_page_is_whole_in_each_language_with_its_direction(usa, address, language, direction):
    usa.language = language
    page = usa.get(address).text
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert page.count("<h1") == 1
    if language != "en":
        for english in ("Exchanges of lists", "Commitment", "Opening", "Waits for", "Our move", "has committed", "not opened", "Whoever"):
            assert english not in words(page), (address, english)


def test_the_menu_leads_to_the_list_and_the_list_to_each_exchange(usa):
    assert 'href="/exchanges"' in usa.get("/").text
    page = usa.get("/exchanges").text
    for key in ("lists", "more-lists"):
        assert f'href="/exchanges/plenary/exchange/{key}"' in page
    assert "all have committed" in words(page)
    view = msgspec.json.decode(usa.get("/exchanges.json").content, type=ExchangesList)
    assert [(row.slot, row.state, row.next) for row in view.exchanges] == [
        ("exchange/lists", "committed", "open"),
        ("exchange/more-lists", "agreed", "commit"),
    ]


def test_what_is_ours_to_do_is_said_with_its_form(usa, refs):
    page = usa.get("/exchanges/plenary/exchange/more-lists").text
    assert "Our move: commit to our list." in words(page)
    assert 'href="/act/commit?channel=plenary&amp;about=exchange%2Fmore-lists"' in page
    page = usa.get("/exchanges/plenary/exchange/lists").text
    assert "Our move: all have committed" in words(page)
    assert f'href="/act/reveal?channel=plenary&amp;re={refs["list of usa"].replace("/", "%2F")}"' in page
    assert usa.fill("reveal", {"re": refs["list of usa"]}).status_code == 303
    usa.on(seal)
    assert twin(usa, "lists").exchange.next == "wait_open"
    page = usa.get("/exchanges/plenary/exchange/lists").text
    assert "Supposed: the list of usa." in words(page)
    assert "1 line" in words(page)
    assert "/act/reveal" not in page


def test_who_may_not_draft_is_offered_no_form(acted, tmp_path):
    sitting = acting.Sitting(acting.copied(acted[0], tmp_path), accounts={"reader": "reader"})
    try:
        sitting.sit("reader")
        page = sitting.get("/exchanges/plenary/exchange/lists")
        assert page.status_code == 200
        assert "/act/" not in page.text
    finally:
        sitting.close()


def test_a_list_that_is_not_in_this_node_is_missed_before_it_is_needed(usa):
    usa.on(lambda node, _room: node.store.db.execute("DELETE FROM meta WHERE key LIKE 'closed-list:%'"))
    assert twin(usa, "lists").exchange.next == "lost"
    page = usa.get("/exchanges/plenary/exchange/lists").text
    assert "Our list is not in this node" in words(page)
    assert "/act/reveal" not in page


def test_what_was_opened_and_what_was_broken_stands_side_by_side_with_what_can_be_proven(opened, refs):
    view = twin(opened, "lists")
    rus = next(each for each in view.parties if each.party == "rus")
    assert [(each.fits, each.lines) for each in rus.openings] == [(True, 1), (False, 3)]
    page = words(opened.get("/exchanges/plenary/exchange/lists").text)
    assert "the one that was committed to" in page
    assert "another than was committed to" in page
    assert "3 lines" in page
    assert "Supposed: the list of rus." in page
    assert "has opened in" in page
    assert "usa holds the list of rus and can keep its own closed." in page


def test_a_commitment_that_was_copied_is_shown_as_the_same(acted, refs, tmp_path):
    """usa commits, in the second exchange, to what rus committed to in it."""
    for name in ("rus", "usa", "courier"):
        shutil.copytree(acted[0] / name, tmp_path / name)
    nodes = [Node.open(tmp_path / name, SECRETS_OPEN) for name in ("rus", "usa")]
    for node in nodes:
        node.clock = lambda: NOW
    rus, usa = nodes
    fields = acting_exchanges.commit(Place(rus, rus.room(None), ()), {"about": "exchange/more-lists", "text": "Supposed."})
    for node in (rus, usa):
        node.draft(node.room(None), dict(fields))
        seal(node, node.room(None))
        sync(node, FolderCarrier(tmp_path / "courier"))
    sync(usa, FolderCarrier(tmp_path / "courier"))
    for node in nodes:
        node.close()
    sitting = acting.Sitting(tmp_path / "usa")
    try:
        sitting.sit()
        parties = {each.party: each for each in twin(sitting, "more-lists").parties}
        assert parties["rus"].same_as == [parties["usa"].commitment]
        assert parties["usa"].same_as == [parties["rus"].commitment]
        page = words(sitting.get("/exchanges/plenary/exchange/more-lists").text)
        assert "the same as that of another" in page
        assert "whoever copied it can never open it" in page
    finally:
        sitting.close()


@pytest.mark.parametrize(
    "address", ["/exchanges/plenary/exchange/none", "/exchanges/nowhere/exchange/lists", "/exchanges/plenary/text/lists"]
)
def test_an_exchange_that_there_is_not_is_not_here(usa, address):
    assert usa.get(address).status_code == 404


def test_an_entry_leads_to_its_exchange(usa, refs):
    assert 'href="/exchanges/plenary/exchange/lists"' in usa.get(f"/record/plenary/{refs['list of rus']}").text
