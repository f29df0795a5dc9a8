"""The form of one format of notification: its fields in the order of the agreement, each of its type, checked before anything is drafted."""

from __future__ import annotations

import re

import msgspec
import pytest

from detente.cli.session import SECRETS_OPEN
from detente.node.agreement_files import read_agreement_files
from detente.node.carrier import FolderCarrier
from detente.node.exchange import sync
from detente.node.founding import found_dialogue
from detente.node.node import Node
from detente.node.sealing import seal
from detente.views import acting_agreements, acting_proposals
from detente.views.acting import Place
from detente.web.filled import FormView
from detente.web.formats import FormatsToChoose
from tests.web import acting
from tests.web.acting import NOW, ref_of, words

VISIT = """
[[notification]]
id = "visit"
number = "3"
clause = "3.2"
follows = ["change"]
names = { en = "Visit of a boat", ru = "Осмотр катера", ar = "زيارة قارب" }

[[notification.field]]
id = "guests"
type = "integer"
unit = "persons"
needed = true
names = { en = "100% guests", ru = "Гости", ar = "الضيوف" }

[[notification.field]]
id = "armed"
type = "boolean"
names = { en = "Armed", ru = "С оружием", ar = "مسلح" }

[[notification.field]]
id = "day"
type = "date"
names = { en = "Day of the visit", ru = "День осмотра", ar = "يوم الزيارة" }

[[notification.field]]
id = "where"
type = "text"
one_of = ["harbour", "open water"]
names = { en = "Where", ru = "Место осмотра", ar = "المكان" }

[[notification.field]]
id = "boat"
type = "text"
"""
"""A format with a field of each type, behind those of the teaching agreement; the last field has no name."""


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    """The teaching agreement with one more format is in force; north has notified a change. To be copied."""
    folder = tmp_path_factory.mktemp("lake")
    nodes = [Node.create(folder / name, name, {"en": name.title()}, SECRETS_OPEN) for name in ("north", "south")]
    for node in nodes:
        node.clock = lambda: NOW
    found_dialogue(nodes, names={"en": "Talks"}, exercise=True)
    north, south = nodes

    def carry() -> None:
        for node in (*nodes, *nodes):
            sync(node, FolderCarrier(folder / "courier"))

    carry()
    rules = read_agreement_files("teaching").agreement + VISIT.encode()
    north.draft(north.room(None), acting_agreements.table(Place(north, north.room(None), ()), {"rules": rules}))
    tabled = f"north/{seal(north, north.room(None)).head.size - 2}"
    carry()
    south.draft(south.room(None), acting_proposals.consent(Place(south, south.room(None), (ref_of(tabled),)), {}))
    seal(south, south.room(None))
    carry()
    change = {"about": "text/teaching", "format": "change", "on": "2021-09-25", "values": {"boat": "n-1", "what": "sold"}}
    north.draft(north.room(None), acting_agreements.notify(Place(north, north.room(None), ()), change))
    changed = f"north/{seal(north, north.room(None)).head.size - 2}"
    for node in nodes:
        node.close()
    return folder, changed


@pytest.fixture
def north(lake, tmp_path):
    """The secretary of north."""
    sitting = acting.Sitting(acting.copied(lake[0], tmp_path, "north"))
    sitting.sit()
    yield sitting
    sitting.close()


FORM = {"about": "text/teaching", "format": "visit"}
RIGHT = {
    "on": "2021-09-28", "values__guests": "0", "values__armed": "no", "values__day": "2021-10-04", "values__where": "open water",
    "values__boat": "n-1", "text": "At low water.",
}  # fmt: skip


def test_the_formats_are_chosen_from_first(north):
    answer = north.get("/act/notify", channel="plenary")
    assert (answer.status_code, answer.headers["location"]) == (303, "/formats?channel=plenary")
    view = msgspec.json.decode(north.get("/formats.json").content, type=FormatsToChoose)
    assert [each.id for each in view.agreements[0].formats.formats] == ["change", "done", "visit"]
    page = north.get("/formats").text
    assert 'href="/act/notify?channel=plenary&amp;about=text%2Fteaching&amp;format=visit"' in page
    assert "Change of a boat" in words(page)


def test_the_form_has_the_fields_of_the_format_in_its_order_numbered_each_of_its_type(north):
    page = north.get("/act/notify", **FORM).text
    labels = re.findall(r'<label for="values\.[a-z]+">(.*?)(?: <span|</label>)', page)
    assert labels == ["1. 100% guests (persons)", "2. Armed", "3. Day of the visit", "4. Where", "5. boat"]
    assert re.search(r'<input name="values\.guests"[^>]* inputmode="numeric"', page)
    assert re.search(r'<input name="values\.day"[^>]* type="date"', page)
    assert re.findall(r'<option value="([^"]*)">', page.partition('name="values.where"')[2].partition("</select>")[0]) == [
        "", "harbour", "open water",
    ]  # fmt: skip
    assert re.findall(r'<option value="([^"]*)">', page.partition('name="values.armed"')[2].partition("</select>")[0]) == ["", "yes", "no"]
    assert "Remarks" in page


def test_the_legal_basis_the_time_limit_and_what_must_precede_stand_at_the_top(north, lake):
    page = words(north.get("/act/notify", **FORM).text)
    assert "3 Visit of a boat" in page
    assert "Provision 3.2" in page
    assert "What must precede it Change of a boat" in page
    assert lake[1] in page, "the notification of ours that it can go on from"
    assert "10 days from the event" in words(north.get("/act/notify", about="text/teaching", format="change").text)


def test_what_was_filled_in_is_drafted_with_its_types(north, lake):
    assert north.fill("notify", FORM, re=lake[1], **RIGHT).status_code == 303
    draft = north.draft()
    assert draft["values"] == {"guests": 0, "armed": False, "day": "2021-10-04", "where": "open water", "boat": "n-1"}
    assert (draft["format"], draft["about"], draft["on"], draft["text"]) == ("visit", "text/teaching", "2021-09-28", "At low water.")
    assert [f"{party}/{index}" for party, _, index in draft["re"]] == [lake[1]]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("guests", "many", "'many' is no whole number"),
        ("guests", "1.5", "'1.5' is no whole number"),
        ("guests", "", "This is needed"),
        ("guests", "9" * 16, "'guests' is larger than this program takes"),
        ("day", "2021-02-30", "'2021-02-30' is no day"),
        ("where", "ashore", "'ashore' is none of the words that 'where' may be"),
        ("armed", "perhaps", "'armed' is of type boolean"),
    ],
)
def test_a_wrong_value_is_said_at_its_field_and_everything_that_was_typed_stays(north, field, typed, says):
    answer = north.fill("notify", FORM, **{**RIGHT, f"values__{field}": typed})
    assert answer.status_code == 422
    at = answer.text.partition(f'id="values.{field}-wrong">')[2].partition("</p>")[0]
    assert says in words(at)
    for kept in ("2021-09-28", "n-1", "At low water."):
        assert kept in answer.text
    if typed and field in {"guests", "day"}:
        assert f'value="{typed}"' in answer.text
    assert north.on(lambda node, _room: node.store.drafts()) == []


def test_the_twin_names_the_format_and_what_is_wrong(north):
    view = msgspec.json.decode(north.get("/act/notify.json", **FORM).content, type=FormView)
    assert view.format is not None
    assert (view.format.id, view.format.number) == ("visit", "3")
    assert [each.name for each in view.fields if each.name.startswith("values.")] == [
        "values.guests", "values.armed", "values.day", "values.where", "values.boat",
    ]  # fmt: skip


def test_a_draft_is_edited_in_the_form_of_its_format(north):
    assert north.fill("notify", FORM, **RIGHT).status_code == 303
    number = north.on(lambda node, _room: node.store.drafts())[0][0]
    page = north.get(f"/drafts/{number}/edit").text
    assert '<option value="no" selected>' in page
    assert '<option value="open water" selected>' in page
    assert re.search(r'<input name="values\.guests"[^>]* value="0"', page)
    data = {**acting.sent_by(page), "values.guests": "3"}
    answer = north.browser.post(acting.goes_to(page), data=data, headers=acting.SAME_SITE)
    assert answer.status_code == 303, words(answer.text)
    assert north.draft()["values"]["guests"] == 3


@pytest.mark.parametrize(
    ("language", "direction", "label", "titles"),
    [
        ("en", "ltr", "4. Where", ("Legal basis", "Time limit")),
        ("ru", "ltr", "4. Место осмотра", ("Правовое основание", "Срок")),
        ("ar", "rtl", "4. المكان", ("الأساس القانوني", "المهلة")),
    ],
)
def test_the_form_is_in_each_language(north, language, direction, label, titles):
    north.language = language
    page = north.get("/act/notify", **FORM).text
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert label in page
    for title in titles:
        assert title in words(page)
    chooser = north.get("/formats").text
    assert f'dir="{direction}"' in chooser
    if language != "en":
        for english in ("Legal basis", "Time limit", "What must precede", "Keep as draft", "Choose the format", "needed", "persons needed"):
            assert english not in words(page) + words(chooser)


def test_a_format_that_there_is_not_is_refused_when_it_is_sent(north):
    page = north.get("/act/notify", about="text/teaching", format="none")
    assert page.status_code == 200
    answer = north.fill("notify", {"about": "text/teaching", "format": "none"}, format="none", on="2021-09-28")
    assert answer.status_code == 422
    assert "There is no 'none' for 'format'" in words(answer.text)
