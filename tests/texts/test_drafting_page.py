"""The page on the plain text of texts shows what is read, how it is written again, and what is refused, as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.texts.form import TextError, format_version, parse_version

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "drafting.md"
BLOCKS = re.findall(r"<!-- (text|becomes|refused: [^\n]*) -->\n```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
PARTIES = ("che", "rus", "usa")


def test_every_block_of_the_page_is_tried() -> None:
    assert len(BLOCKS) == PAGE.read_text("utf-8").count("```text")
    assert {kind.partition(":")[0] for kind, _ in BLOCKS} == {"text", "becomes", "refused"}


@pytest.mark.parametrize("text", [text for kind, text in BLOCKS if kind == "text"])
def test_what_the_page_shows_is_read(text: str) -> None:
    version = parse_version(text, parties=PARTIES)
    assert version.provisions
    assert parse_version(format_version(version)) == version


@pytest.mark.parametrize(
    ("written", "becomes"), [(BLOCKS[place - 1][1], text) for place, (kind, text) in enumerate(BLOCKS) if kind == "becomes"]
)
def test_it_becomes_what_the_page_shows(written: str, becomes: str) -> None:
    assert format_version(parse_version(written)) == becomes


@pytest.mark.parametrize(("kind", "text"), [each for each in BLOCKS if each[0].startswith("refused")])
def test_what_is_refused_says_what_the_page_says(kind: str, text: str) -> None:
    with pytest.raises(TextError) as caught:
        parse_version(text, parties=PARTIES)
    assert str(caught.value) == kind.removeprefix("refused: ")


def test_the_table_of_brackets_means_what_it_says() -> None:
    def bracket(words: str) -> object:
        return parse_version(f"language: en\n\n{{a}} {words}")["a"].content

    assert bracket("[RUS: shall / USA:]") == bracket("[RUS !USA: shall]")
    rows = re.findall(r"^\| `(\[.*?\])` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 6
    for row in rows:
        assert bracket(row)
