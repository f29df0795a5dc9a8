"""A state is renamed: the new name wherever a person reads its name, in each language; the charter keeps the old one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.cli.session import SECRETS_OPEN
from detente.i18n import translator
from detente.node.called import called, called_in, own_names
from detente.node.node import Node
from detente.node.sealing import found_channel, seal
from detente.views import words
from detente.views.base import channel_name
from detente.views.brief import brief_view
from detente.views.deadlines import deadlines_view
from tests.cli.commands import carried, detente, refused, value

NEW = {"ar": "زتلاند", "en": "Zetland", "ru": "Ютландия"}
OPTIONS = [part for code, name in NEW.items() for part in ("--name", f"{code}={name}")]


@pytest.fixture
def renamed(talks):
    """North has a new name, and South has heard of it."""
    detente("--node", "north", "rename", *OPTIONS, "--from", "2021-09-29", "--seal")
    carried()
    return talks


@pytest.mark.parametrize("language", list(NEW))
def test_both_sides_read_the_new_name_in_each_language(renamed, language):
    for party in ("north", "south"):
        for command in ("status", "brief", "log", "held", "outbox"):
            said = detente("--node", party, "--lang", language, command)
            assert "Northland" not in said, command
            assert NEW[language] in said or command in {"log", "held", "outbox"}, (party, command)


def test_the_charter_and_what_outsiders_are_given_keep_its_names(renamed):
    for node in ("north", "south"):
        shown = detente("--node", node, "charter", "show")
        assert "Northland" in shown
        assert NEW["en"] not in shown
    detente("--node", "south", "publish", "public")
    published = json.loads((renamed / "public" / "charter.json").read_text("utf-8"))
    assert published["parties"]["north"]["names"] == {"en": "Northland"}


def test_ids_and_votes_are_those_of_before(renamed):
    detente("--node", "north", "propose", "measure/visits", "--text", "Supposed", "--seal")
    carried()
    row = value("--node", "south", "proposals", "--all")["proposals"][0]
    assert row["by"] == "north"
    detente("--node", "south", "consent", row["ref"], "--seal")
    for node in ("north", "south"):
        detente("--node", node, "fsck")


def test_what_is_printed_has_the_new_name(renamed):
    with Node.open(Path("south"), SECRETS_OPEN) as node:
        room = node.room(None)
        assert deadlines_view(node, room).members["north"] == NEW, "of the calendar"
        view = brief_view(node, room)
        assert (view.members["north"], view.names) == (NEW, {"en": "Southland"})


def test_names_are_sorted_as_they_are_now_in_each_language(renamed):
    with Node.open(Path("south"), SECRETS_OPEN) as node:
        members = channel_name(node.room(None)).members
    assert {code: words.in_order(translator(code), members) for code in NEW} == {
        "ar": ["south", "north"], "en": ["south", "north"], "ru": ["south", "north"],
    }  # fmt: skip


def test_the_last_new_name_holds_in_every_channel_of_the_dialogue(renamed):
    detente("--node", "north", "rename", "--name", "en=Zetlandia", "--name", "ru=Ю", "--name", "ar=ز", "--text", "A slip.", "--seal")
    with Node.open(Path("north"), SECRETS_OPEN) as node:
        plenary = node.room(None)
        other = found_channel(node, plenary.channel.charter.id, "cyber", {"en": "Cyber"}, ["north", "south"], "requests")
        for room in (plenary, other):
            assert channel_name(room).members["north"]["en"] == called(room)["north"]["en"] == "Zetlandia"
        assert called_in(node, plenary.channel.charter)["north"] == own_names(node) == called(other)["north"]
        assert plenary.channel.charter.parties["north"].names == {"en": "Northland"}


def test_a_new_name_in_another_channel_is_a_finding_and_changes_nothing(talks):
    with Node.open(Path("north"), SECRETS_OPEN) as node:
        plenary = node.room(None)
        other = found_channel(node, plenary.channel.charter.id, "cyber", {"en": "Cyber"}, ["north", "south"], "requests")
        node.draft(other, {"kind": "rename", "names": NEW})
        seal(node, other)
        assert [finding.rule for finding in other.fold.all_findings()] == ["rename"]
        assert called(plenary)["north"] == called(other)["north"] == {"en": "Northland"}
    assert "another channel" in refused("--node", "north", "rename", *OPTIONS, "--channel", "cyber")


def test_whoever_takes_the_name_of_another_party_is_shown_with_its_id(talks):
    """The command refuses it; another program may have sealed it all the same."""
    assert "is the name of south" in refused("--node", "north", "rename", "--name", "en=SOUTHLAND")
    with Node.open(Path("north"), SECRETS_OPEN) as node:
        room = node.room(None)
        node.draft(room, {"kind": "rename", "names": {"en": "southland", "fr": "Nord"}})
        seal(node, room)
        assert called(room)["north"] == {"en": "southland (north)", "fr": "Nord"}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--name", "ru=Зетландия"], "a new one in each: en"),
        (["--name", "en=Zetland", "--from", "2021-10-02"], "has not come yet"),
        (["--name", f"en={'x' * 513}"], "at most 512 characters"),
        (["--name", "Zetland"], "LANGUAGE=TEXT"),
    ],
)
def test_a_new_name_that_readers_would_miss_or_misread_is_refused(talks, options, why):
    assert why in refused("--node", "north", "rename", *options)


def test_the_pages_of_what_is_released_show_the_new_name_and_the_proofs_are_those_of_before(talks):
    detente("--node", "north", "request", "south", "Supposed.", "--seal")
    carried()
    for party in ("north", "south"):
        detente("--node", party, "release", "--section", "requests/north", "--seal")
    carried()
    detente("--node", "north", "publish", "before")
    detente("--node", "north", "rename", *OPTIONS, "--seal")
    detente("--node", "north", "publish", "after")
    pages = [path.name for path in sorted(Path("before").glob("*.html")) if "Northland" in path.read_text("utf-8")]
    assert len(pages) == 1
    said = Path("after", pages[0]).read_text("utf-8")
    assert all(name in said for name in NEW.values())
    assert "Northland" not in said
    proofs = sorted(Path("before").glob("*.proof.json"))
    assert proofs
    for proof in (*proofs, Path("before", "charter.json")):
        assert Path("after", proof.name).read_bytes() == proof.read_bytes()
