"""The page on which what crossed is put together: versions of a text, and changes of one provision."""

from __future__ import annotations

import shutil

import msgspec
import pytest

from detente.i18n import LANGUAGES, translator
from detente.texts.form import parse_version
from detente.views import acting_texts
from detente.views.text_merging import merge_view
from tests.web import acting
from tests.web.acting import ROLLING, SAME_SITE, fresh, json_of, words
from tests.web.walking import Seen, left_in_english

MERGE = "/texts/plenary/text/rolling/merge"


def tabled(english, russian):
    return {
        "en": ROLLING["en"].replace("{2} # We meet in Geneva", english),
        "ru": ROLLING["ru"].replace("{2} # Мы встречаемся в Женеве", russian),
    }


@pytest.fixture(scope="module")
def versions(acted, tmp_path_factory):
    """Both tabled another version at once: where to meet both changed, and rus alone how deep the second provision stands."""
    folder = tmp_path_factory.mktemp("versions") / "talks"
    shutil.copytree(acted[0], folder)
    given = {"about": "text/rolling", "form": "rolling_text"}
    refs = acting.at_once(
        folder,
        ("rus", acting_texts.table, None, {**given, "text": tabled("{2} > # We meet in Vienna", "{2} > # Мы встречаемся в Вене")}),
        ("usa", acting_texts.table, None, {**given, "text": tabled("{2} # We meet in Berne", "{2} # Мы встречаемся в Берне")}),
    )
    return folder, refs


@pytest.fixture(scope="module")
def changes(acted, tmp_path_factory):
    """Both proposed at once to change where they meet."""
    folder = tmp_path_factory.mktemp("changes") / "talks"
    shutil.copytree(acted[0], folder)
    given = {"about": "text/rolling", "provision": "2", "verb": "MOD"}
    refs = acting.at_once(
        folder,
        ("rus", acting_texts.amend, None, {**given, "text": {"en": "We meet in Vienna.", "ru": "Мы встречаемся в Вене."}}),
        ("usa", acting_texts.amend, None, {**given, "text": {"en": "We meet in Berne.", "ru": "Мы встречаемся в Берне."}}),
    )
    return folder, refs


def sit(played, to, seat="secretary"):
    sitting = acting.Sitting(acting.copied(played[0], to))
    sitting.sit(seat)
    return sitting


@pytest.fixture
def usa(versions, tmp_path):
    sitting = sit(versions, tmp_path)
    yield sitting
    sitting.close()


@pytest.fixture
def amending(changes, tmp_path):
    sitting = sit(changes, tmp_path)
    yield sitting
    sitting.close()


def page(sitting, address=MERGE, language="en", **query):
    sitting.language = language
    answer = sitting.get(address, **query)
    assert answer.status_code == 200, words(answer.text)
    return answer.text


def take(sitting, text, **typed):
    """Send the form of the page with what somebody chose."""
    form = Seen("/", text).root.xpath(f"//form[@action='{MERGE}' and @method='post']")[0]
    data = {each.get("name"): each.get("value", "") for each in form.xpath(".//input[@type='hidden']")}
    data |= {each.get("name"): each.text or "" for each in form.xpath(".//textarea")}
    data |= {each.get("name"): (each.xpath("./option[@selected]/@value") or [""])[0] for each in form.xpath(".//select")}
    data |= {name.replace("__", "."): value for name, value in typed.items()}
    return sitting.browser.post(MERGE, data={**data, "fresh": fresh(text)}, headers=SAME_SITE)


def english(draft):
    """The provisions of the English version of a draft, by name."""
    return {one.id: one for one in parse_version(draft["text/en"], "en").provisions}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_in_the_readers_language(usa, language):
    seen = Seen(MERGE, page(usa, language=language))
    assert seen.faults(language, translator(language).direction) == []
    assert language == "en" or left_in_english(seen, language) == []


def test_it_begins_with_the_versions_that_crossed_and_is_reached_from_the_text(usa, versions):
    text = page(usa, "/texts/plenary/text/rolling")
    (link,) = Seen("/", text).root.xpath("//a[contains(@href, '/merge')]/@href")
    shown = json_of(usa.get(MERGE + ".json"))
    assert sorted(shown["merged"]["sides"]) == sorted(versions[1])
    assert all(f"={ref.replace('/', '%2F')}" in link for ref in versions[1])
    expected = usa.on(lambda _, room: msgspec.to_builtins(merge_view(room, room.fold.proposals.slots["text/rolling"], None, None)))
    assert shown == expected


def test_both_sides_the_words_before_and_both_in_brackets_stand_beside_each_other(usa):
    said = words(page(usa))
    for each in ("We meet in Vienna", "We meet in Berne", "Мы встречаемся в Вене", "We meet in Geneva", "As it was", "Both, in brackets"):
        assert each in said
    assert "RUS Vienna / USA Berne" in said


@pytest.mark.parametrize(
    ("choice", "made"),
    [("rus", "We meet in Vienna"), ("usa", "We meet in Berne"), ("base", "We meet in Geneva")],
)
def test_one_sides_words_are_taken_and_with_them_what_only_one_side_changed(usa, choice, made):
    answer = take(usa, page(usa), c__0=choice)
    assert answer.headers["location"].startswith("/drafts/"), words(answer.text)
    found = english(usa.draft())["2"]
    assert found.content[0].startswith(made)
    assert found.level == 1
    assert usa.draft()["form"] == "rolling_text"


def test_both_can_stay_in_brackets_for_later(usa):
    take(usa, page(usa), c__0="both")
    assert "in [#4 RUS: Vienna / USA: Berne]" in usa.draft()["text/en"]
    assert "в [#4 RUS: Вене / USA: Берне]" in usa.draft()["text/ru"]


def test_other_words_can_be_written_in_every_language(usa):
    take(usa, page(usa), c__0="other", c__0__en="We meet in [RUS: Prague].", c__0__ru="Мы встречаемся в [RUS: Праге].")
    draft = usa.draft()
    assert "{2} > # We meet in [#5 RUS: Prague]." in draft["text/en"], "4 is that of the bracket that was shown"
    assert "{2} > # Мы встречаемся в [#5 RUS: Праге]." in draft["text/ru"]


def test_nothing_is_drafted_before_somebody_has_chosen_everywhere(usa):
    answer = take(usa, page(usa))
    assert answer.status_code == 422
    assert "Choose what is to stand here" in words(answer.text)
    assert usa.on(lambda node, _: node.store.drafts()) == []


@pytest.mark.parametrize(
    ("english", "russian", "reason"),
    [
        ("We meet [RUS: soon", "x", "this [ is never closed"),
        ("We meet.", "", "No words in: ru"),
        ("We meet [CHE: soon].", "x", "CHE is no party"),
    ],
)
def test_a_slip_in_other_words_is_told_at_the_conflict_and_nothing_typed_is_lost(usa, english, russian, reason):
    answer = take(usa, page(usa), c__0="other", c__0__en=english, c__0__ru=russian)
    assert answer.status_code == 422
    assert reason in words(answer.text)
    root = Seen("/", answer.text).root
    assert root.xpath("//textarea[@name='c.0.en']/text()") == [english]
    assert root.xpath("//input[@name='c.0' and @checked]/@value") == ["other"]


def test_the_language_is_changed_without_losing_a_choice(usa):
    text = page(usa)
    answer = usa.browser.post(
        MERGE, data={"again": MERGE, "c.0": "rus", **refs_on(text)}, headers={**SAME_SITE, "accept-language": "ar"}
    )  # fmt: skip
    assert Seen("/", answer.text).root.xpath("//input[@name='c.0' and @checked]/@value") == ["rus"]
    assert usa.on(lambda node, _: node.store.drafts()) == []


def refs_on(text):
    return {
        each.get("name"): each.get("value") for each in Seen("/", text).root.xpath("//form[@id='act']/input") if each.get("name") != "fresh"
    }  # fmt: skip


def test_changes_that_crossed_become_one_change(amending, changes):
    text = page(amending, "/texts/plenary/text/rolling")
    assert Seen("/", text).root.xpath("//*[@id='p-2']//a[contains(@href, '/merge?')]")
    answer = take(amending, page(amending), c__0="both")
    assert answer.status_code == 303, words(answer.text)
    draft = amending.draft()
    assert (draft["slot"], draft["verb"]) == ("text/rolling/p/2", "MOD")
    assert draft["text/en"] == "We meet in [#4 RUS: Vienna. / USA: Berne.]"


def test_the_change_of_one_side_can_be_taken_as_ours(amending):
    take(amending, page(amending), c__0="rus")
    assert (amending.draft()["text/en"], amending.draft()["text/ru"]) == ("We meet in Vienna.", "Мы встречаемся в Вене.")


def test_who_only_reads_sees_both_and_chooses_nothing(versions, tmp_path):
    reader = sit(versions, tmp_path, "translator")
    root = Seen("/", page(reader)).root
    assert root.xpath("//input[@type='radio']") == []
    assert root.xpath("//form[@method='post' and @action=$to]", to=MERGE) == []
    assert "We meet in Vienna" in words(page(reader))
    reader.close()


def test_where_nothing_crossed_the_page_says_so(acted, tmp_path):
    alone = acting.Sitting(acting.copied(acted[0], tmp_path))
    alone.sit()
    assert "have crossed" in words(page(alone))
    assert json_of(alone.get(MERGE + ".json"))["merged"] is None
    alone.close()


def test_two_versions_of_one_party_are_refused_with_the_reason(usa, versions, acted):
    (ours,) = (ref for ref in versions[1] if ref.startswith("usa"))
    answer = usa.get(MERGE, first=ours, second=acted[1]["rolling text"])
    assert answer.status_code == 400
    assert "are of one party; the later one takes the place of the earlier" in words(answer.text)
