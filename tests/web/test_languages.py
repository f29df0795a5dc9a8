"""What the parties wrote is in their own languages: a page says so where it has nothing in its own, once, and marks what it quotes."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from detente.i18n import catalogue_path
from detente.node.translations import save_translation
from tests.web.acting import number_of, ref_of, words


def marks(page):
    return re.findall(r'<span class="only">(.*?)</span>', page)


@pytest.mark.parametrize(
    ("language", "said", "mark"),
    [
        ("ar", "بعض ما كتبته الأطراف هنا غير مترجم.", "غير مترجم"),
        ("ru", "Часть написанного сторонами здесь не переведена.", "не переведено"),
    ],
)
def test_a_page_says_once_that_what_stands_on_it_has_not_been_translated(usa, refs, language, said, mark):
    usa.language = language
    page = usa.get("/requests/plenary/" + refs["request"]).text
    assert words(page).count(said) == 1
    assert marks(page) == [mark]
    assert said in words(usa.get("/requests").text)
    assert marks(usa.get("/requests").text) == []


def test_a_page_in_the_language_of_its_contents_says_nothing_of_languages(usa, refs):
    for path in ("/requests", "/requests/plenary/" + refs["request"], "/act/answer?channel=plenary&re=" + refs["request"]):
        page = usa.get(path).text
        assert 'id="languages"' not in page
        assert marks(page) == []


def test_a_text_that_names_its_language_is_said_to_be_in_that_one_only(usa, refs):
    usa.language = "ar"
    page = usa.get("/act/consent", channel="plenary", re=refs["text"]).text
    assert ["الإنجليزية" in mark for mark in marks(page)] == [True]
    assert '<span class="content" lang="en" dir="ltr">We agree.</span>' in page
    usa.language = "ru"
    assert marks(usa.get("/act/consent", channel="plenary", re=refs["text"]).text) == []


def test_a_request_that_was_translated_for_the_reader_is_not_called_untranslated(usa, refs):
    def thread():
        page = usa.get("/requests/plenary/" + refs["our request"]).text
        return page[page.index('<ol class="thread">') : page.index("</ol>")]

    usa.language = "ru"
    assert marks(thread()) == ["не переведено"]
    query = {"channel": "plenary", "re": refs["our request"]}
    place = usa.fill("translate", query, language="ru", status="official", text="Где это?").headers["location"]
    number = number_of(place)
    form = {"draft": str(number), f"revision__{number}": "1", f"newer__{number}": ""}
    assert usa.post("/seal/plenary", place, **form).status_code == 303
    assert "Где это?" in words(thread())
    assert marks(thread()) == []


def test_short_marks_and_names_of_zones_are_no_foreign_texts(usa):
    usa.language = "ar"
    assert 'id="languages"' not in usa.get("/courier").text


def test_what_we_have_translated_for_ourselves_names_the_entry_in_lists_and_stands_marked_beside_the_original(usa, refs):
    def translate(node, room):
        save_translation(node, room, ref_of(refs["request"]), "ru", "Фишинг\n\nКто это сделал?", "translator")
        save_translation(node, room, ref_of(refs["statement"]), "ru", "Это было сказано.", "translator")

    usa.on(translate)
    usa.language = "ru"
    for path in ("/", "/requests"):
        page = usa.get(path).text
        assert '<span class="content" lang="ru" dir="ltr">Фишинг</span>' in page
        assert "Phishing" not in page
        assert 'id="ours"' in page
    page = words(usa.get("/requests/plenary/" + refs["request"]).text)
    assert "Who did it?" in page
    assert "Наш собственный перевод (неофициальный перевод): Фишинг Кто это сделал?" in page
    said = words(usa.get("/statements").text)
    assert said.index("It was said.") < said.index("Это было сказано.")
    brief = words(usa.get("/brief").text)
    assert "Это было сказано. (неофициальный перевод)" in brief
    assert "It was said." not in brief
    usa.language = "en"
    page = usa.get("/requests").text
    assert "Phishing" in page
    assert 'id="ours"' not in page
    assert "It was said." in words(usa.get("/brief").text)


def test_in_arabic_no_party_is_the_subject_of_a_verb_that_has_a_gender():
    """The names of parties are of either gender, and stand beside nouns, or the word for a party stands before them."""
    with catalogue_path("ar").open("rb") as file:
        said = [message.string for message in read_po(file) if message.id]
    texts = [text for each in said for text in ((each,) if isinstance(each, str) else each)]
    party = r"%\((?:party|by|us)\)s"
    verbs = r"(?:يسأل|يقترحه?|وقّعه?|قدّمه|قدمه|تعهّد به|دوّنه|رفض|أعلم|أبلغ|التزم|يلتزم|فتحه?|يستطيع|يذكر|أرسله?ا?|يفيد|لم يعيّن)"
    faults = [text for text in texts if re.search(rf"(?<!\S)(?:{verbs} {party}|{party} {verbs})(?!\S)", text)]
    assert faults == []
    assert any(re.search(rf"{verbs} الطرف «?{party}", text) for text in texts)
