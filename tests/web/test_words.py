"""The words of the pages: those of the glossary, and none that only programmers know; small things that are said in words."""

from __future__ import annotations

import re

import lxml.html
import pytest
from babel.messages.pofile import read_po
from markupsafe import Markup

from detente.i18n import catalogue_path, translator
from detente.web.language import Html, sentence
from detente.web.templating import FOLDER, Words
from tests.web.acting import words

NEVER = re.compile(
    r"(?i)\b(admit\w*|carriers?|checkpoints?|cosign\w*|equivocat\w*|findings?|folds?|folded|forks?|forked|fsck|leaf|standings?)\b"
)
"""Beside each of them stands the word that is said instead: docs/glossary.md."""


def said_on_pages():
    """The English messages that pages and views say."""
    with catalogue_path("ru").with_suffix(".po").open("rb") as file:
        messages = list(read_po(file))
    for message in messages:
        if message.id and any(place.startswith(("web/", "views/")) for place, _ in message.locations):
            yield from (message.id,) if isinstance(message.id, str) else message.id


def test_no_page_says_a_word_that_only_programmers_know():
    said = list(said_on_pages())
    assert len(said) > 1000
    assert [message for message in said if NEVER.search(re.sub(r"%\(\w+\)[sd]|^detente .*$", "", message, flags=re.MULTILINE))] == []


@pytest.mark.parametrize(
    ("agent", "known"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
            "Chrome · Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "—"),
    ],
)
def test_a_browser_is_called_as_people_know_it(agent, known):
    assert Words(Html(translator("en")), {}, "").browser(agent) == known


def test_a_number_in_a_box_of_a_drawing_does_not_fall_to_a_second_line_for_what_cannot_be_seen():
    arabic = Words(Html(translator("ar")), {}, "")
    assert len(arabic.lines(arabic.matter("meeting/plenary/3"), 15)) == 1


# ---- sentences


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("the name or the password is wrong", "The name or the password is wrong."),
        ("too large; nothing was done.", "Too large; nothing was done."),
        ("is it meant?", "Is it meant?"),
        ("они говорят: «нет.»", "Они говорят: «нет.»"),
        ("هل يُقصد؟", "هل يُقصد؟"),
        ("لا يوجد", "لا يوجد."),
        (Markup("<bdi>usa/3</bdi> is not here: <bdi>x</bdi>"), Markup("<bdi>usa/3</bdi> is not here: <bdi>x</bdi>.")),
        (Markup("it says &#39;no.&#39;"), Markup("It says &#39;no.&#39;")),
        ("", ""),
    ],
)
def test_what_is_shown_by_itself_begins_with_a_capital_and_ends_with_a_stop_but_values_stay_as_they_are(said, shown):
    found = sentence(said)
    assert found == shown
    assert type(found) is type(said)


@pytest.mark.parametrize(
    "path", ["/meetings/plenary/meeting/plenary/3", "/record/plenary", "/count/plenary", "/act/answer", "/issues", "/act"]
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_titles_begin_with_a_capital_whatever_they_are_made_of(usa, refs, path, language):
    usa.language = language
    query = {"channel": "plenary", "re": refs["request"]} if path == "/act/answer" else {}
    root = lxml.html.document_fromstring(usa.get(path, **query).text)
    for title in (root.xpath("string(//h1)"), root.findtext(".//title")):
        assert title.strip()[0].isupper(), title


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "لا يحق لهذا الحساب القيام بذلك: يلزمه الحق في إدارة الحسابات."),
        ("en", "This account may not do this: it needs the right to manage accounts."),
        ("ru", "Этой учётной записи это не разрешено: нужно право «управлять учётными записями»."),
    ],
)
def test_a_refusal_is_a_sentence_and_names_the_right_in_words(usa, language, said):
    usa.language = language
    page = usa.get("/settings/accounts")
    assert page.status_code == 403
    assert said in words(page.text)


def test_no_template_shows_an_error_but_as_a_sentence():
    shown = [
        (template.name, line.strip())
        for template in sorted((FOLDER / "templates").glob("*.html"))
        for line in template.read_text(encoding="utf-8").splitlines()
        for found in re.findall(r"\{\{[^{}]*html\.error\([^{}]*\}\}", line)
        if "|sentence" not in found
    ]
    assert shown == []
