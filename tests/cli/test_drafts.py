"""Drafts on their way, handover notes and accounts at the terminal."""

from __future__ import annotations

import pytest

from tests.cli.test_matters import detente, refused, value

pytestmark = pytest.mark.usefixtures("talks")


@pytest.fixture
def talks(place):
    for party in ("north", "south"):
        detente("--node", party, "init", "--party", party, "--name", f"en={party}", "--no-passphrase")
    parties = [part for party in ("north", "south") for part in ("--party", f"{party}/party.json")]
    detente("--node", "north", "charter", "new", "--exercise", *parties, "--name", "en=Talks", "--out", "charter.json")
    detente("--node", "north", "charter", "sign", "charter.json")
    return place


def north(*argv: str) -> str:
    return detente("--node", "north", *argv)


def test_sealing_at_once_is_refused_where_clearance_is_demanded():
    north("draft", "policy", "--required", "--steps", "none", "--one-person")
    said = refused("--node", "north", "request", "south", "At once?", "--seal")
    assert "draft 1 is not released (being written)" in said
    assert value("--node", "north", "draft", "list")["drafts"][0]["state"] == "draft"
    north("draft", "edit", "1", "--as", "berg")
    north("draft", "clear", "1", "--as", "berg")
    north("draft", "clear", "1", "--as", "berg")
    north("request", "south", "Later?")
    assert "1 other draft was not sealed with it: 2." in north("seal")


def test_both_texts_are_shown_where_somebody_was_quicker():
    north("request", "south", "What?")
    north("draft", "edit", "1", "--field", "text", "--to", "What exactly?", "--as", "berg")
    said = refused("--node", "north", "draft", "edit", "1", "--field", "text", "--to", "What now?", "--as", "chen", "--revision", "1")
    assert "What exactly?" in said
    assert "What now?" in said
    assert "you saw revision 1" in said


def test_only_a_text_that_is_there_can_be_changed():
    north("request", "south", "What?")
    assert "it has: to, text" in refused("--node", "north", "draft", "edit", "1", "--field", "kind", "--to", "x", "--as", "berg")


def test_where_there_are_accounts_one_of_them_acts_and_only_as_far_as_it_may():
    north("account", "add", "reads", "--display", "R", "--role", "reader", "--generate")
    north("request", "south", "What?")
    assert "there is no account 'berg'" in refused("--node", "north", "draft", "edit", "1", "--as", "berg")
    said = refused("--node", "north", "draft", "edit", "1", "--as", "reads")
    assert "reads may not do this (to draft): the role of the account does not include it: reader" in said
    assert "say who does this" in refused("--node", "north", "draft", "clear", "1")


def test_a_password_is_asked_for_where_somebody_can_answer(monkeypatch):
    assert "--generate" in refused("--node", "north", "account", "add", "berg", "--display", "B", "--role", "head")
    monkeypatch.setenv("DETENTE_ACCOUNT_PASSWORD", "correct horse battery")
    view = value("--node", "north", "account", "add", "berg", "--display", "B", "--role", "head", "--delegate", "berg")
    assert view["password"] is None
    assert {grant["capability"]: grant["allowed"] for grant in view["grants"]} == {
        "read": True, "draft": True, "translate": False, "review": True, "release": False, "seal": False, "carry": False, "administer": False,
    }  # fmt: skip


def test_a_note_about_a_draft_is_seen_with_the_draft_and_then_with_the_entry():
    north("request", "south", "What?")
    north("handover", "add", "They will ask again", "--about", "draft/1", "--as", "berg")
    assert "They will ask again" in north("draft", "show", "1")
    north("seal")
    assert [note["about"] for note in value("--node", "north", "handover", "list")["notes"]] == ["north/1"]
    north("handover", "done", "1", "--as", "chen")
    assert value("--node", "north", "handover", "list")["notes"] == []


def test_what_is_found_is_shown_with_the_next_command():
    north("request", "south", "Кто отвечает за линию связи?", "--seal")
    said = north("search", "линия связь")
    assert "plenary:north/1" in said
    assert "show plenary:north/1" in said
    assert "is none of" in refused("--node", "north", "search", "x", "--kind", "nothing")
    assert "nothing to look for" in refused("--node", "north", "search")
