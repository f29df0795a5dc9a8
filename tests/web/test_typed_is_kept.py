"""What somebody typed is not lost: by another channel, another language, or a session that ended meanwhile."""

from __future__ import annotations

import html
import re

import pytest

from detente.node.accounts import Accounts
from tests.web import acting
from tests.web.acting import SAME_SITE, fresh, goes_to, sent_by, words

TYPED = {"subject": "Вирус", "text": "Who was it?\nAnd when?", "urgent": "yes"}


def typed_into(page):
    """What the form of a page would send of what was typed."""
    return {name: text for name, (text, *_) in sent_by(page).items() if name in TYPED}


def as_browsers_have_it(data):
    return {name: text.replace("\r\n", "\n") for name, text in data.items()}


def test_another_channel_takes_along_all_that_was_typed_and_the_file(usa):
    page = usa.get("/act/request").text
    data = {**sent_by(page), **TYPED, "to": "rus", "move": "plenary"}
    files = {"files": ("list.txt", b"one\ntwo\n", "text/plain")}
    answer = usa.browser.post(goes_to(page), data=data, files=files, headers=SAME_SITE)
    assert answer.status_code == 200
    assert as_browsers_have_it(typed_into(answer.text)) == TYPED
    assert 'name="files.kept"' in answer.text
    assert "This is not kept yet" not in words(answer.text)
    assert usa.on(lambda node, _room: node.store.drafts()) == []


@pytest.mark.parametrize(("to", "language"), [("ar", "ar"), ("ru", "ru")])
def test_another_language_shows_the_form_again_with_all_that_was_typed(usa, refs, to, language):
    page = usa.get("/act/answer", channel="plenary", re=refs["request"]).text
    assert f'form="act" formaction="/language/{to}" name="again" value="/act/answer"' in page
    data = {**sent_by(page), "outcome": "partial", "text": TYPED["text"], "again": "/act/answer"}
    chosen = usa.browser.post(f"/language/{to}", data=data, headers=SAME_SITE)
    assert (chosen.status_code, chosen.headers["location"]) == (307, "/act/answer")
    shown = usa.browser.post(chosen.headers["location"], data=data, headers=SAME_SITE)
    assert f'<html lang="{language}"' in shown.text
    sent = sent_by(shown.text)
    assert (sent["outcome"], sent["text"][0].replace("\r\n", "\n"), sent["re"]) == (["partial"], TYPED["text"], [refs["request"]])


def test_another_language_changes_nothing_in_a_draft_and_keeps_the_change_of_it(usa, refs):
    place = usa.fill("answer", {"channel": "plenary", "re": refs["request"]}, outcome="full", text="First.").headers["location"]
    page = usa.get(place + "/edit").text
    answer = usa.browser.post(place + "/edit", data={**sent_by(page), "text": "Second.", "again": "yes"}, headers=SAME_SITE)
    assert sent_by(answer.text)["text"] == ["Second."]
    assert usa.draft()["text"] == "First."


def test_a_form_shown_again_goes_nowhere_else(usa):
    answer = usa.browser.post("/language/ru", data={"again": "https://elsewhere.example/"}, headers=SAME_SITE)
    assert answer.headers["location"] == "/"


def test_enter_keeps_the_draft_whatever_buttons_stand_before_the_form(usa):
    page = usa.get("/act/request").text
    first = re.search(r"<button[^>]*>", page)
    assert first is not None
    assert 'form="act"' in first[0]
    assert "name=" not in first[0]


@pytest.fixture
def anna(acted, tmp_path):
    """A secretary who signs in with a password."""
    sitting = acting.Sitting(acting.copied(acted[0], tmp_path), {"anna": "secretary"})
    sitting.sit("anna")
    yield sitting
    sitting.close()


@pytest.mark.parametrize("here", [False, True], ids=["ended elsewhere", "signed out in another window"])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "You are signed out; nothing was done."),
        ("ar", "لقد خرجتم من حسابكم؛ ولم يُنفَّذ شيء."),
        ("ru", "Вы вышли из системы; ничего не сделано."),
    ],
)
def test_whoever_was_signed_out_meanwhile_is_told_so_and_goes_on_with_what_was_typed(anna, here, language, said):
    anna.language = language
    data = {**sent_by(anna.get("/act/request").text), **TYPED, "to": "rus"}
    if here:
        anna.browser.post("/sign-out", data={"fresh": fresh(anna.get("/act").text)}, headers=SAME_SITE)
    else:
        session = anna.browser.cookies["usa-session"]
        anna.on(lambda node, _room: Accounts(node.store).sessions.end_token(session))
    answer = anna.browser.post("/act/request", data=data, headers={**SAME_SITE, "accept-language": language})
    assert answer.status_code == 403
    assert said in words(answer.text)
    assert 'href="/sign-in"' in answer.text
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text[answer.text.index("<main") :])
    kept = {html.unescape(name): html.unescape(value) for name, value in found}
    assert {name: kept[name] for name in TYPED} == TYPED
    anna.sit("anna")
    again = anna.browser.post("/act/request", data={**kept, "again": "yes"}, headers=SAME_SITE)
    assert again.status_code == 200
    assert as_browsers_have_it(typed_into(again.text)) == TYPED


def test_what_was_typed_comes_back_after_the_server_was_started_anew(usa):
    page = usa.get("/act/request").text
    data = {**sent_by(page), **TYPED, "fresh": "of-another-run.0"}
    answer = usa.browser.post("/act/request", data=data, headers=SAME_SITE)
    assert "Go on with what I typed" in words(answer.text)
    assert "You are signed out" not in words(answer.text)


def test_a_form_without_a_session_is_shown_to_nobody(usa):
    nobody = usa.another()
    answer = nobody.post("/act/request", data={**TYPED, "again": "yes"}, headers=SAME_SITE)
    nobody.close()
    assert answer.status_code == 403
    assert 'id="act"' not in answer.text


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_a_wrong_password_leaves_the_form_with_the_name_and_the_way_on(anna, language):
    anna.language = language
    nobody = anna.another()
    token = fresh(nobody.get("/sign-in").text)
    typed = {"fresh": token, "name": "anna", "password": "not this one at all", "next": "/requests"}
    answer = nobody.post("/sign-in", data=typed, headers={**SAME_SITE, "accept-language": language})
    nobody.close()
    assert answer.status_code == 422
    assert 'name="name" value="anna"' in answer.text
    assert 'name="next" value="/requests"' in answer.text
    assert "not this one at all" not in answer.text
    assert 'id="wrong" role="alert"' in answer.text
