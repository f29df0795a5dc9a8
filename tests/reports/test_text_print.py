"""A text on paper and as one HTML file: each language in its own direction, the parties told apart, status and digest on each page."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings

from detente.errors import CallerError
from detente.reports.text_html import text_html
from detente.reports.text_paper import print_text, text_pdf
from detente.reports.text_parts import COLOURS, LINES, Cover, hues, parties_in, rows_of, spans
from detente.texts.form import format_content, parse_version
from detente.texts.model import Version, plain
from tests.reports.texts_covers import COVER, VERSIONS
from tests.strategies import examples
from tests.texts.texts_made import versions

BARE = Cover(titles={}, status={}, digest="00" * 32, made_at="2021-09-30T12:00:00Z")
HOSTILE = '<script>alert(1)</script> &amp; #import "a" #panic("ran") $x$ `r` </td> {page}'


def pages_of(pdf: bytes, folder: Path) -> list[str]:
    """The words of each page."""
    (folder / "x.pdf").write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-raw", folder / "x.pdf", "-"], capture_output=True, check=True).stdout.decode()
    return said.split("\f")[:-1]


class _Page(HTMLParser):
    """The words of a file, and its elements with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


@pytest.mark.needs("pdftotext")
def test_each_language_has_its_own_pages_with_status_digest_and_number(tmp_path: Path) -> None:
    printed = print_text(VERSIONS, COVER)
    assert printed.warnings == ()
    pages = pages_of(printed.data, tmp_path)
    assert len(pages) == printed.pages == 3
    for number, (page, status, own) in enumerate(
        zip(pages, ("проект", "draft", "مشروع"), ("Стороны", "Parties", "العربية"), strict=True), start=1
    ):
        assert own in page
        assert status in page or number == 3  # the shapes of Arabic letters are told by the tests of the page itself
        assert "1f3a 77c0 92de" in page
        assert {str(number), "3"} <= set(page.split())
    assert "EXERCISE" in pages[1]


@pytest.mark.needs("pdftotext")
def test_an_alternat_names_its_owner_and_its_language_first_and_has_the_same_words(tmp_path: Path) -> None:
    other = replace(COVER, order=("rus", "che", "usa"), languages=("en", "ru", "ar"))
    first, second = (pages_of(text_pdf(VERSIONS, cover), tmp_path) for cover in (COVER, other))
    assert "Стороны" in first[0]
    assert "Parties" in second[0]
    english = first[1], second[0]
    assert [page.index("Russian Federation") < page.index("United States") for page in english] == [False, True]
    bodies = [page[page.index("The Parties,") : page.index("to the Parties.")] for page in english]
    assert bodies[0] == bodies[1]


@pytest.mark.needs("pdftotext")
def test_markup_in_a_text_is_words(tmp_path: Path) -> None:
    version = parse_version("language: en\n\n{a} # x").provisions[0]
    hostile = Version("en", (replace(version, content=(HOSTILE,)),), HOSTILE)
    (page,) = pages_of(text_pdf({"en": hostile}, BARE), tmp_path)
    assert " ".join(page.split()).count('<script>alert(1)</script> &amp; #import "a" #panic("ran") $x$ `r` </td> {page}') >= 1
    shown = _Page(text_html({"en": hostile}, BARE))
    assert HOSTILE in shown.words
    assert not [tag for tag, _ in shown.elements if tag == "script"]


@settings(max_examples=examples(15), deadline=None)
@given(versions())
def test_every_text_can_be_printed(version: Version) -> None:
    assert print_text({"en": version}, BARE).warnings == ()


def test_one_text_gives_one_print() -> None:
    assert text_pdf(VERSIONS, COVER) == text_pdf(VERSIONS, COVER)
    assert text_html(VERSIONS, COVER) == text_html(VERSIONS, COVER)


@settings(max_examples=examples(30), deadline=None)
@given(versions())
def test_an_html_file_has_all_the_words(version: Version) -> None:
    words = "".join(_Page(text_html({"en": version}, BARE)).words)
    for provision in version.provisions:
        assert format_content(provision.content).replace("\\", "") in words.replace("\\", "")


def test_an_html_file_needs_nothing_else_and_gives_each_language_its_direction() -> None:
    page = _Page(text_html(VERSIONS, COVER))
    assert not [name for _, attributes in page.elements for name in attributes if name in {"src", "href", "srcset", "onclick"}]
    assert {(each["lang"], each["dir"]) for tag, each in page.elements if tag == "td"} == {("ru", "ltr"), ("en", "ltr"), ("ar", "rtl")}
    assert [each["id"] for tag, each in page.elements if tag == "tr" and "id" in each] == [one.id for one in VERSIONS["en"].provisions]
    assert all(each.get("dir") == "ltr" for tag, each in page.elements if tag == "bdi" and "k" in str(each.get("class")))


def test_parties_are_told_apart_by_key_line_and_colour() -> None:
    found = hues(COVER, parties_in(list(VERSIONS.values())))
    assert len({COLOURS[hue] for hue in found.values()}) == len({LINES[hue] for hue in found.values()}) == 3
    assert found == hues(replace(COVER, order=("rus",)), [])  # the order of an alternat changes no colour


@settings(max_examples=examples(30), deadline=None)
@given(versions())
def test_the_spans_of_a_provision_are_what_the_plain_text_says(version: Version) -> None:
    for provision in version.provisions:
        said = "".join(span.text for span in spans(provision.content))
        assert said.replace("\\", "") == format_content(provision.content).replace("\\", "")
        assert all(span.text for span in spans(provision.content))


def test_rows_have_each_provision_once_in_the_order_of_the_first_language() -> None:
    first = parse_version("language: en\n\n{a} x\n\n{b} x\n\n{c} x")
    second = parse_version("language: ru\n\n{a} y\n\n{d} y\n\n{c} y\n\n{e} y")
    rows = [(name, [one and plain(one.content) for one in cells]) for name, cells in rows_of([first, second])]
    assert rows == [("a", ["x", "y"]), ("d", [None, "y"]), ("b", ["x", None]), ("c", ["x", "y"]), ("e", [None, "y"])]


def test_a_text_without_a_language_or_with_a_wrong_one_is_refused() -> None:
    with pytest.raises(CallerError, match="without a language version"):
        text_pdf({}, COVER)
    with pytest.raises(CallerError, match="handed in as ru says that it is en"):
        text_html({"ru": VERSIONS["en"]}, COVER)
