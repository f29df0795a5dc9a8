"""The commands of couriers and doors: several at once, secrets that no output shows, and what is said when one fails."""

from __future__ import annotations

import json

import pytest

from detente.node.addresses import parse_address
from detente.node.couriers import variable_of
from tests.cli.commands import detente, refused, value
from tests.cli.transcript import run
from tests.web.client import TestClient


def test_a_round_by_two_folders_says_what_each_did(talks):
    (talks / "stick").mkdir()
    detente("--node", "north", "request", "south", "Supposed: why?", "--seal")
    view = value("--node", "north", "sync", "courier", "stick")
    assert [(run["files_left"], run["failed"]) for run in view["couriers"]] == [(1, None), (1, None)]
    said = detente("--node", "south", "sync", "courier", "stick")
    assert "1 new act was accepted" in said
    assert "Each courier" in said


def test_one_that_fails_is_named_with_its_reason_and_the_exit_code_says_so(talks):
    detente("--node", "north", "request", "south", "Supposed: why?", "--seal")
    code, said = run(["--node", "north", "sync", "courier", "webdavs://north@files.example/talks"])
    assert code == 1
    assert "Not done: no secret is known for webdavs://north@files.example/talks" in said
    assert "detente courier secret webdavs://north@files.example/talks" in said
    assert "1 new act was accepted" in detente("--node", "south", "sync", "courier")


def test_what_is_set_needs_not_be_named(talks):
    assert "no courier is named" in refused_as_usage("--node", "south", "sync")
    detente("--node", "south", "courier", "set", "courier")
    assert "sync" in detente("--node", "south", "courier", "list")
    detente("--node", "south", "sync")
    assert value("--node", "south", "courier", "set")["couriers"] == []


def refused_as_usage(*argv):
    code, said = run(list(argv))
    assert code == 2, said
    return said


def test_a_secret_is_kept_and_never_shown(talks, monkeypatch):
    address = "webdavs://north@files.example/talks"
    assert run(["--node", "north", "courier", "secret", address], stdin="gehe1m\n")[0] == 0
    view = value("--node", "north", "courier", "set", address)
    assert [(row["secret"], row["variable"]) for row in view["couriers"]] == [("kept", "DETENTE_SECRET_OF_WEBDAV_NORTH_FILES_EXAMPLE")]
    assert "gehe1m" not in json.dumps(view)
    monkeypatch.setenv("DETENTE_SECRET_OF_WEBDAV_NORTH_FILES_EXAMPLE", "other")
    assert value("--node", "north", "courier", "list")["couriers"][0]["secret"] == "environment"
    monkeypatch.delenv("DETENTE_SECRET_OF_WEBDAV_NORTH_FILES_EXAMPLE")
    detente("--node", "north", "courier", "secret", address, "--forget")
    assert value("--node", "north", "courier", "list")["couriers"][0]["secret"] == "needed"


def test_two_servers_of_one_host_and_two_of_our_names_there_have_variables_of_their_own():
    addresses = [
        "sftp://north@files.example/talks",
        "webdavs://north@files.example/talks",
        "webdavs://south@files.example/talks",
        "webdavs://north@files.example:8443/talks",
    ]
    assert len({variable_of(parse_address(address)) for address in addresses}) == len(addresses)
    assert variable_of(parse_address(addresses[3])) == "DETENTE_SECRET_OF_WEBDAV_NORTH_FILES_EXAMPLE_8443"


def test_a_secret_in_an_address_is_refused_and_not_repeated(talks):
    said = refused_as_usage("--node", "north", "sync", "sftp://north:gehe1m@host.example/talks")
    assert "a secret does not belong in an address" in said
    assert "gehe1m" not in said


@pytest.mark.parametrize(("language", "said"), [("ar", "كل حامل حقيبة"), ("ru", "Каждый курьер"), ("en", "Each courier")])
def test_a_round_by_several_speaks_the_language_of_its_reader(talks, language, said):
    (talks / "stick").mkdir()
    assert said in detente("--node", "north", "--lang", language, "sync", "courier", "stick")


def test_a_door_lets_in_whom_its_keeper_named(talks):
    from detente.node.shelf import Shelf
    from detente.web.door import DoorApp

    token = value("door", "token", "north")["token"]
    client = TestClient(DoorApp(Shelf(talks / "detente-door")), base_url="http://127.0.0.1")
    assert client.get("/", auth=("north", token)).status_code == 200
    assert [row["may_come"] for row in value("door", "withdraw", "north")["shares"]] == []
    assert client.get("/", auth=("north", token)).status_code == 401
    assert "may not come to this door" in refused("door", "withdraw", "north")


def test_a_door_is_not_served_beyond_this_machine_in_the_clear(talks):
    detente("door", "token", "north")
    assert "nothing protects what travels" in refused("door", "serve", "--host", "192.0.2.1")
    assert "there is no door" in refused_as_usage("door", "show", "--dir", "elsewhere")


def test_where_couriers_are_set_the_next_step_names_none(talks):
    detente("--node", "north", "sync", "courier")
    assert detente("--node", "north", "request", "south", "Supposed: why?", "--seal").endswith("sync courier\n")
    (talks / "stick").mkdir()
    detente("--node", "north", "courier", "set", "stick")
    assert detente("--node", "north", "request", "south", "Supposed: and when?", "--seal").endswith("--node north sync\n")


def test_after_one_has_failed_the_next_step_names_those_that_were_tried(talks):
    detente("--node", "north", "request", "south", "Supposed: why?", "--seal")
    tried = ["stick", "webdavs://north@files.example/talks"]
    (talks / "stick").mkdir()
    assert f"Next: detente --node north sync {' '.join(tried)}" in run(["--node", "north", "sync", *tried])[1]


def test_what_waits_for_the_timetable_can_be_sent_with_the_command_that_is_named(talks):
    detente("--node", "north", "courier", "timetable", "6", "--minute", "15", "--size", "64")
    detente("--node", "north", "request", "south", "Supposed: why?", "--seal")
    assert "Next: detente --node north sync courier --now" in detente("--node", "north", "sync", "courier")
    assert "Next: detente --node north sync courier --now" in detente("--node", "north", "outbox")
