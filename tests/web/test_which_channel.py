"""A new request goes where requests are asked; where nothing was asked yet, whoever asks chooses the channel first."""

from __future__ import annotations

import pytest

from detente.cli.session import SECRETS_OPEN
from detente.node.founding import found_dialogue
from detente.node.node import Node
from detente.node.sealing import found_channel, seal
from detente.views.acting import Place
from detente.views.acting_requests import request
from tests.web.acting import NOW, Sitting, json_of, sent_by, words


@pytest.fixture
def two_channels(usa):
    """Another channel beside the plenary, in which requests have been asked."""

    def found(node, room):
        found_channel(node, room.channel.charter.id, "cyber", {"en": "Cyber"}, ["rus", "usa"], "requests")

    usa.on(found)
    return usa


@pytest.fixture
def fresh_talks(tmp_path):
    """Somebody in a dialogue with two channels in which nothing was asked."""
    nodes = [Node.create(tmp_path / name, name, {"en": name.upper()}, SECRETS_OPEN) for name in ("rus", "usa")]
    for node in nodes:
        node.clock = lambda: NOW
    charter = found_dialogue(nodes, names={"en": "Talks"}, exercise=True)
    found_channel(nodes[0], charter.id, "cyber", {"en": "Cyber"}, ["rus", "usa"], "requests")
    for node in nodes:
        node.close()
    sitting = Sitting(tmp_path / "rus")
    sitting.sit()
    yield sitting
    sitting.close()


def ask_in(usa, label):
    def ask(node, _room):
        place = Place(node, node.room(label))
        node.clock = lambda: usa.now
        node.draft(place.room, request(place, {"to": "rus", "text": "Supposed."}))
        seal(node, place.room)

    usa.on(ask)


def test_a_new_request_goes_where_the_newest_was_asked(two_channels):
    usa = two_channels
    assert sent_by(usa.get("/act/request").text)["channel"] == ["plenary"]
    usa.now = usa.now.replace(minute=5)
    ask_in(usa, "cyber")
    assert sent_by(usa.get("/act/request").text)["channel"] == ["cyber"]
    assert 'href="/act/request"' in usa.get("/requests").text
    assert sent_by(usa.get("/act/request", channel="plenary").text)["channel"] == ["plenary"]
    assert usa.get("/count").headers["location"] == "/count/cyber"


@pytest.mark.parametrize(("language", "question"), [("en", "In which channel?"), ("ar", "في أي قناة؟"), ("ru", "В каком канале?")])
def test_where_nothing_was_asked_yet_the_channel_is_chosen_first(fresh_talks, language, question):
    fresh_talks.language = language
    moved = fresh_talks.get("/act/request", about="x")
    assert (moved.status_code, moved.headers["location"]) == (303, "/act/request/channel?about=x")
    page = fresh_talks.get("/act/request/channel")
    assert question in words(page.text)
    assert 'href="/act/request?channel=cyber"' in page.text
    assert [each["label"] for each in json_of(fresh_talks.get("/act/request/channel.json"))["channels"]] == ["plenary", "cyber"]
