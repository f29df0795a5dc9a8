"""Pages of a dialogue in which a state was renamed: the new name everywhere, in each language; the charter's with the day until which it held."""

from __future__ import annotations

import pytest

from detente.i18n import translator
from detente.node.sealing import found_channel, seal
from detente.views.acting import Place
from detente.views.acting_people import rename
from tests.web.acting import json_of, words

NEW = {"ar": "الدولة الجديدة", "en": "Newland", "ru": "Новая страна"}
PAGES = ("/", "/requests", "/proposals", "/people", "/record/plenary", "/agreements/new-start?channel=plenary", "/brief")


@pytest.fixture
def renamed(usa):
    def rename_it(node, room):
        node.draft(room, rename(Place(node, room), {"names": NEW, "from": "2021-09-29"}))
        return str(seal(node, room).head.size - 2)

    return usa, usa.on(rename_it)


@pytest.mark.parametrize("language", list(NEW))
def test_pages_show_the_new_name_in_each_language(renamed, language):
    usa, _ = renamed
    usa.language = language
    for page in PAGES:
        answer = usa.get(page)
        assert answer.status_code == 200, page
        said = words(answer.text)
        assert NEW[language] in said, page


@pytest.mark.parametrize("language", list(NEW))
def test_the_page_of_the_dialogue_says_until_when_there_was_another_name(renamed, language):
    usa, index = renamed
    usa.language = language
    t = translator(language)
    page = usa.get("/dialogue").text
    said = t.gettext("until %(day)s: %(name)s", day=t.day("2021-09-29"), name="USA")
    assert said.translate(dict.fromkeys((0x2068, 0x2069))) in words(page), "isolated by the page, not by characters"
    assert f'href="/record/plenary/usa/{index}"' in page
    (dialogue,) = json_of(usa.get("/dialogue.json"))["dialogues"]
    assert dialogue["before"] == {"usa": [{"names": {"en": "USA"}, "until": "2021-09-29", "channel": "plenary", "entry": f"usa/{index}"}]}
    assert {party["id"]: party["names"] for party in dialogue["charter"]["parties"]} == {"rus": {"en": "RUS"}, "usa": {"en": "USA"}}


def test_the_entry_of_a_new_name_is_shown_with_it(renamed):
    usa, index = renamed
    page = usa.get(f"/record/plenary/usa/{index}")
    assert page.status_code == 200
    assert "Newland" in words(page.text)


def test_a_new_name_outside_of_the_plenary_is_refused_at_the_form(usa):
    usa.on(lambda node, room: found_channel(node, room.channel.charter.id, "cyber", {"en": "Cyber"}, ["rus", "usa"], "requests"))
    answer = usa.fill("rename", {"channel": "cyber"}, names__en="Newland")
    assert answer.status_code == 422
    assert "another channel" in words(answer.text)
