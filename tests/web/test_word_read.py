"""A Word file in the browser: looked at, held against the text, and made a draft of; hostile files refused, nothing kept for longer than needed."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from detente.i18n import LANGUAGES, translator
from detente.node.uploads_kept import KEPT_FOR, UPLOAD_MOST
from detente.reports.text_files import text_file
from detente.texts.form import parse_version
from detente.views import acting_texts
from detente.views.text_prints import text_print
from tests.reports.word_made import gone, ins, p, packed, word
from tests.web import acting
from tests.web.acting import ROLLING, SAME_SITE, fresh, json_of, sent_by, words
from tests.web.walking import Seen, left_in_english

WORD = "/texts/plenary/word"
DRAFT = word(
    p("We [RUS: shall / USA: should] meet [USA: often].") + p("We meet in ", gone("Ms Berg", "Geneva"), ins("Ms Berg", "Berne"), ".")
    + p("Each side bears its own costs.")
)  # fmt: skip


def upload(sitting, data=DRAFT, **typed):
    return sitting.post(WORD, files={"file": ("draft.docx", data)}, **{"language": "en", "about": "text/rolling", **typed})


def read(sitting, data=DRAFT, **typed):
    """Upload a file; the page on which it is looked at."""
    answer = upload(sitting, data, **typed)
    assert answer.status_code == 303, words(answer.text)
    return answer.headers["location"]


def page(sitting, address, language="en"):
    sitting.language = language
    answer = sitting.browser.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, words(answer.text)
    return answer.text


def choose(sitting, address, button):
    """Press a button of the page with what its form sends."""
    text = page(sitting, address)
    (form,) = Seen("/", text).root.xpath(f"//form[.//button[@name='do' and @value='{button}']]")
    data = {}
    for each in form.xpath(".//input"):
        data.setdefault(each.get("name"), []).append(each.get("value", ""))
    return sitting.browser.post(form.get("action"), data={**data, "do": button, "fresh": fresh(text)}, headers=SAME_SITE)


def kept(sitting):
    """How many files the node keeps."""
    return sitting.on(lambda node, _: node.store.db.execute("SELECT count(*) FROM uploads").fetchone()[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_pages_are_whole_and_in_the_readers_language(usa, language):
    for address in (WORD, read(usa)):
        seen = Seen(address, page(usa, address, language))
        assert seen.faults(language, translator(language).direction) == []
        assert language == "en" or left_in_english(seen, language) == []


def test_the_report_says_what_was_understood_what_was_guessed_and_whose_changes_they_are(usa):
    address = read(usa)
    said = words(page(usa, address))
    assert "Made of 3 paragraphs: 3 provisions, 3 brackets." in said
    assert "Tracked changes by Ms Berg, whose party nobody said: 2" in said
    view = json_of(usa.browser.get(address.replace("?", ".json?")))
    assert [(each["name"], each["changes"], each["party"]) for each in view["authors"]] == [("Ms Berg", 2, None)]
    again = json_of(usa.browser.get(address.replace("?", ".json?") + "&author=usa"))
    assert again["authors"][0]["party"] == "usa"
    assert "[#6 !USA: Geneva / USA: Berne]" in again["text"]


def test_it_is_held_against_the_text_provision_by_provision(usa):
    view = json_of(usa.browser.get(read(usa).replace("?", ".json?")))
    assert [(each["id"], each["kind"]) for each in view["compared"]] == [("1", "same"), ("2", "changed"), ("p4", "added")]
    assert view["text"].count("[#1 RUS: shall / USA: should]") == 1, "a bracket that was there keeps its number"
    assert view["about"] == "text/rolling"


def test_another_version_begins_with_the_file_and_the_other_languages_as_they_stand(usa):
    answer = choose(usa, read(usa), "version")
    assert answer.status_code == 200, words(answer.text)
    sent = sent_by(answer.text)
    assert [one.id for one in parse_version(sent["text.en"][0], "en").provisions] == ["1", "2", "p4"]
    assert "{2} # Мы встречаемся в Женеве." in sent["text.ru"][0]
    assert (sent["about.key"], sent["form"]) == (["rolling"], ["rolling_text"])
    assert usa.browser.post("/act/table", data=sent, headers=SAME_SITE).status_code == 303
    assert "Each side bears its own costs." in usa.draft()["text/en"]
    assert kept(usa) == 0


def test_a_new_text_begins_with_the_file(usa):
    answer = choose(usa, read(usa, about=""), "table")
    sent = {**sent_by(answer.text), "about.key": "costs", "form": "non_paper"}
    assert usa.browser.post("/act/table", data=sent, headers=SAME_SITE).status_code == 303
    assert (usa.draft()["slot"], usa.draft()["brackets"]) == ("text/costs", 3)


@pytest.mark.parametrize(
    ("provision", "verb", "words_"),
    [("2", "MOD", "We meet in [#6 Geneva / Berne]."), ("p4", "ADD", "Each side bears its own costs.")],
)
def test_one_change_is_proposed_with_the_other_languages_as_they_stand(usa, provision, verb, words_):
    address = read(usa)
    answer = choose(usa, address, f"change:{provision}")
    sent = sent_by(answer.text)
    assert (sent["about"], sent["provision"], sent["verb"], sent["text.en"]) == (["text/rolling"], [provision], [verb], [words_])
    assert kept(usa) == 1, "more changes can be proposed from it"
    assert sent["after"] == (["2"] if verb == "ADD" else [""])


def test_a_provision_that_is_not_in_the_file_can_be_proposed_to_be_taken_out(usa):
    answer = choose(usa, read(usa, word(p("We meet in Geneva."))), "change:1")
    assert sent_by(answer.text)["verb"] == ["SUP"]


def test_a_file_of_ours_that_was_worked_on_comes_back_with_its_names(acted, tmp_path):
    folder = tmp_path / "talks"
    shutil.copytree(acted[0], folder)
    acting.go_on(folder, "usa", acting_texts.table, about="text/ours", form="rolling_text", text={"en": ROLLING["en"]})
    sitting = acting.Sitting(acting.copied(folder, tmp_path))
    sitting.sit()
    data = sitting.on(lambda node, room: text_file(text_print(room, room.fold.proposals.slots["text/ours"]), "docx", node.now))
    view = json_of(sitting.browser.get(read(sitting, data, about="text/ours").replace("?", ".json?")))
    assert [(each["id"], each["kind"]) for each in view["compared"]] == [("1", "same"), ("2", "same")]
    sitting.close()


# ---------------------------------------------------------------- what is refused, and what does not stay


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"MZ", "This is no Word file"),
        (packed(document=b"<w:document>" + b" " * 80_000_000), "unpacks to more than"),
        (packed(document='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), ""),
        (b"x" * (UPLOAD_MOST + 1), "the limit is 16"),
    ],
)  # fmt: skip
def test_what_is_no_word_file_or_a_trap_is_refused_and_not_kept(usa, data, why):
    answer = upload(usa, data)
    assert answer.status_code == 422
    assert why in words(answer.text)
    assert kept(usa) == 0


def test_no_file_is_said_to_be_none(usa):
    answer = usa.post(WORD, language="en")
    assert answer.status_code == 422
    assert "Choose a file" in words(answer.text)


def test_a_file_that_does_not_say_its_language_asks_for_it(usa):
    address = read(usa, language="")
    assert "The file does not say its language" in words(page(usa, address))
    assert "Made of 3 paragraphs" in words(page(usa, address + "&language=en"))


def test_the_next_file_takes_the_place_of_the_one_before(usa):
    first = read(usa)
    read(usa)
    assert kept(usa) == 1
    assert usa.browser.get(first).status_code == 404


def test_it_is_gone_when_it_is_removed(usa):
    address = read(usa)
    assert choose(usa, address, "drop").status_code == 303
    assert (kept(usa), usa.browser.get(address).status_code) == (0, 404)


def test_it_is_gone_after_half_a_day(usa):
    address = read(usa)
    usa.now += KEPT_FOR + dt.timedelta(seconds=1)
    usa.sit()  # sessions do not last as long
    assert usa.browser.get(address).status_code == 404
    assert kept(usa) == 0


def test_nobody_else_sees_it(acted, tmp_path):
    sitting = acting.Sitting(acting.copied(acted[0], tmp_path), {"secretary": "secretary", "lawyer": "secretary"})
    sitting.sit()
    address = read(sitting)
    sitting.browser = sitting.another()
    sitting.sit("lawyer")
    assert sitting.browser.get(address).status_code == 404
    sitting.close()


def test_who_only_reads_is_not_offered_to_bring_one_in(acted, tmp_path):
    sitting = acting.Sitting(acting.copied(acted[0], tmp_path))
    sitting.sit("translator")
    assert sitting.get(WORD).status_code in {200, 403}
    assert (WORD in sitting.get("/texts").text) == (sitting.get(WORD).status_code == 200)
    sitting.close()
