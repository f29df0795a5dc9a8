"""A text as a Word file: what is read back is what was written, and taking the tracked changes or refusing them gives either version."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import CallerError
from detente.reports.text_from_word import read_word
from detente.reports.text_parts import Cover
from detente.reports.text_word import Earlier, text_word
from detente.texts.form import format_version, parse_version
from detente.texts.model import Version
from tests.reports.texts_covers import COVER, VERSIONS
from tests.strategies import examples
from tests.texts.texts_made import versions

BARE = Cover(titles={}, status={}, digest="00" * 32, made_at="2021-09-30T12:00:00Z")
WHEN = "2021-10-01T12:00:00Z"

PROPERTIES = ["rStyle", "rFonts", "b", "bCs", "color", "sz", "szCs", "u", "vertAlign", "rtl", "lang"]
"""In the order of the schema (CT_RPr)."""


def body_of(data: bytes):
    return docx.Document(io.BytesIO(data)).element.body


@pytest.mark.slow
@settings(max_examples=examples(20), deadline=None)
@given(versions())
def test_what_was_written_is_read_back_as_the_same_text(version: Version) -> None:
    again, understood = read_word(text_word({"en": version}, BARE))
    assert again == version
    assert not understood.of("left out")


@pytest.mark.slow
@settings(max_examples=examples(20), deadline=None)
@given(versions("ar"), versions("en"))
def test_two_languages_side_by_side_are_read_back_each(arabic: Version, english: Version) -> None:
    ids = sorted({one.id for one in (*arabic.provisions, *english.provisions)})  # side by side, both have one order
    both = {
        one.language: replace(one, provisions=tuple(sorted(one.provisions, key=lambda each: ids.index(each.id))))
        for one in (arabic, english)
    }
    data = text_word(both, BARE)
    for language, version in both.items():
        again, understood = read_word(data, language)
        assert set(understood.languages) == {"ar", "en"}
        assert again.language == language
        assert {one.id: one for one in again.provisions} == {one.id: one for one in version.provisions}


@pytest.mark.slow
@settings(max_examples=examples(20), deadline=None)
@given(versions(), versions())
def test_tracked_changes_taken_give_the_later_version_and_refused_the_earlier_one(earlier: Version, later: Version) -> None:
    earlier = replace(earlier, status=later.status)
    data = text_word({"en": later}, BARE, Earlier({"en": earlier}, "USA", WHEN))
    assert read_word(data, changes="accept")[0] == later
    assert read_word(data, changes="reject")[0] == earlier


@pytest.mark.slow
@settings(max_examples=examples(20), deadline=None)
@given(versions(), st.data())
def test_a_small_change_leaves_the_rest_untracked(version: Version, data: st.DataObject) -> None:
    if not version.provisions:
        return
    place = data.draw(st.integers(0, len(version.provisions) - 1))
    later = replace(version, provisions=version.provisions[:place] + version.provisions[place + 1 :])
    file = text_word({"en": later}, BARE, Earlier({"en": version}, "RUS", WHEN))
    gone = [one for one in body_of(file).iter(qn("w:del")) if one.getparent().tag != qn("w:rPr")]
    assert {one.getparent() for one in gone} == ({gone[0].getparent()} if gone else set())
    assert not list(body_of(file).iter(qn("w:ins")))


def test_three_languages_stand_side_by_side_in_the_order_of_the_cover() -> None:
    data = text_word(VERSIONS, COVER)
    for language, version in VERSIONS.items():
        assert format_version(read_word(data, language)[0]) == format_version(version)
    table = next(body_of(data).iter(qn("w:tbl")))
    first = ["".join(t.text for t in cell.iter(qn("w:t"))) for cell in next(table.iter(qn("w:tr"))).iter(qn("w:tc"))]
    assert first == ["русский", "English", "العربية"]
    with pytest.raises(CallerError, match="several languages"):
        read_word(data)
    with pytest.raises(CallerError, match="holds no fr"):
        read_word(data, "fr")


def test_arabic_runs_from_right_to_left_and_the_keys_of_parties_do_not() -> None:
    body = body_of(text_word({"ar": VERSIONS["ar"]}, COVER))
    for paragraph in body.iter(qn("w:p")):
        text = "".join(t.text for t in paragraph.iter(qn("w:t")))
        if any("\u0600" <= letter <= "\u06ff" for letter in text):
            assert paragraph.find(qn("w:pPr")).find(qn("w:bidi")) is not None, text
        for run in paragraph.iter(qn("w:r")):
            words = "".join(t.text for t in run.iter(qn("w:t")))
            if any("\u0600" <= letter <= "\u06ff" for letter in words):
                assert run.find(qn("w:rPr")).find(qn("w:rtl")) is not None, words
            if words in {"RUS", "USA", "CHE"}:
                assert run.find(qn("w:rPr")).find(qn("w:rtl")) is None
    assert body.find(qn("w:sectPr")).find(qn("w:bidi")) is not None


def test_each_party_has_a_colour_and_a_line_of_its_own() -> None:
    looks: dict[str, set[tuple[str, str]]] = {}
    for run in body_of(text_word({"en": VERSIONS["en"]}, COVER)).iter(qn("w:r")):
        words = "".join(t.text for t in run.iter(qn("w:t"))).lstrip("!")
        if words in {"RUS", "USA", "CHE"}:
            properties = run.find(qn("w:rPr"))
            looks.setdefault(words, set()).add(
                (properties.find(qn("w:color")).get(qn("w:val")), properties.find(qn("w:u")).get(qn("w:val")))
            )
    assert {len(each) for each in looks.values()} == {1}
    assert len({colour for each in looks.values() for colour, _ in each}) == 3
    assert len({line for each in looks.values() for _, line in each}) == 3


def test_each_page_says_status_digest_and_that_it_is_an_exercise() -> None:
    header = docx.Document(io.BytesIO(text_word({"ru": VERSIONS["ru"]}, COVER))).sections[0].header
    words = "\n".join(paragraph.text for paragraph in header.paragraphs)
    assert "проект" in words
    assert "1f3a 77c0 92de" in words
    assert "УЧЕБНЫЙ РЕЖИМ" in words


def test_properties_stand_in_the_order_of_the_schema() -> None:
    earlier = parse_version("language: en\n\n{1} # The Parties should establish three groups.")
    data = text_word({"en": VERSIONS["en"]}, COVER, Earlier({"en": earlier}, "USA", WHEN, {"1": "RUS"}))
    for properties in body_of(data).iter(qn("w:rPr")):
        names = [docx.oxml.ns.NamespacePrefixedTag.from_clark_name(one.tag).local_part for one in properties]
        if properties.getparent().tag == qn("w:r"):
            assert names == sorted(names, key=PROPERTIES.index)
    authors = {one.get(qn("w:author")) for one in body_of(data).iter(qn("w:ins"), qn("w:del"))}
    assert authors == {"USA", "RUS"}


def test_one_text_gives_one_file() -> None:
    assert text_word(VERSIONS, COVER) == text_word(VERSIONS, COVER)
    names = zipfile.ZipFile(io.BytesIO(text_word(VERSIONS, COVER))).namelist()
    assert len(names) == len(set(names))
