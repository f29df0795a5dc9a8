"""The words of the pages: those of the glossary, and none that only programmers know; small things that are said in words."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from detente.i18n import catalogue_path, translator
from detente.web.language import Html
from detente.web.templating import Words

NEVER = re.compile(r"(?i)\b(admit\w*|carriers?|checkpoints?|cosign\w*|equivocat\w*|findings?|folds?|folded|forks?|forked|fsck|leaf|standings?)\b")
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
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "—"),
    ],
)
def test_a_browser_is_called_as_people_know_it(agent, known):
    assert Words(Html(translator("en")), {}, "").browser(agent) == known


def test_a_number_in_a_box_of_a_drawing_does_not_fall_to_a_second_line_for_what_cannot_be_seen():
    words = Words(Html(translator("ar")), {}, "")
    assert len(words.lines(words.matter("meeting/plenary/3"), 15)) == 1
