"""Text out of pages and PDF: the report's words in their order, without menus; damage is named, and nothing takes for ever."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError, UsageError
from detente.press import extract as module
from detente.press.extract import extract
from detente.reports import pdf

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Talks</title>
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2021-09-30T12:00:00Z"}</script></head>
<body><nav><a href="/">Home</a><a href="/w">World</a></nav>
<article><h1>Talks were held</h1><figure><img src="x"><figcaption>The villa - Reuters</figcaption></figure>
<p>The envoy said the talks were <b>&quot;useful&quot;</b>, and <a href="/n">the next round</a> was near.</p>
<ul><li><a href="/1">Read this as well</a></li></ul><p>No date<br>was set.</p></article>
<footer>All rights reserved</footer><script>alert("x")</script></body></html>"""


def test_a_page_gives_its_paragraphs_and_captions_without_menus() -> None:
    found = extract(PAGE.encode(), "page")
    assert found.form == "html"
    assert found.text.split("\n\n") == [
        "Talks were held", "The villa - Reuters", 'The envoy said the talks were "useful", and the next round was near.', "No date", "was set.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2021-09-30T08:00:00+00:00">', dt.date(2021, 9, 30)),
        ('<meta itemprop="datePublished" content="2021-09-30">', dt.date(2021, 9, 30)),
        ('<script type="application/ld+json">[{"datePublished": "2020-01-02"}]</script>', dt.date(2020, 1, 2)),
        ('<script type="application/ld+json">{broken</script>', None),
        ('<meta property="article:published_time" content="2021-13-77">', None),
        ("", None),
    ],
)
def test_the_day_of_publication_is_what_the_page_says_of_itself(head: str, day: dt.date | None) -> None:
    assert extract(f"<html><head>{head}</head><body><p>A long day.</p></body></html>".encode(), "page").published == day


def test_a_page_says_in_which_letters_it_is_written() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Переговоры прошли.</p></body></html>'
    assert extract(page.encode("cp1251"), "page").text == "Переговоры прошли."
    assert extract(page.replace("windows-1251", "utf-8").encode(), "page").text == "Переговоры прошли."


def nested(levels: int) -> bytes:
    return ("<html><body>" + "<div>" * levels + "deep" + "</div>" * levels + "</body></html>").encode()


def test_a_page_that_is_nested_deep_is_read_whole_or_refused() -> None:
    assert extract(nested(1000), "page").text == "deep"
    with pytest.raises(UsageError, match="nested too deeply"):
        extract(nested(5000), "page")


def test_a_pdf_gives_arabic_in_the_order_in_which_it_is_read() -> None:
    source = '#set text(font: "IBM Plex Sans Arabic", lang: "ar", dir: rtl)\nقال الوزير إن الاستقرار الاستراتيجي (كما يراه) مفترض.'
    data = typst.compile(source.encode(), font_paths=[str(Path(pdf.__file__).parent / "fonts")], ignore_system_fonts=True)
    assert extract(data, "x.pdf").text.strip() == "قال الوزير إن الاستقرار الاستراتيجي (كما يراه) مفترض."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 broken", "no PDF"),
        ("переговоры".encode("cp1251"), "no text in UTF-8, from byte 0 on"),
        (b"\xff\xfe\x00", "no text in UTF-16"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        extract(data, "report")


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    with pytest.raises(UsageError, match="11 bytes; the limit is 10"):
        extract(b"x" * 11, "report")
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    monkeypatch.setattr(module, "MOST_TEXT", 10)
    with pytest.raises(UsageError, match="11 characters of text; the limit is 10"):
        extract(b"x" * 11, "report")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: f"<html>{text}".encode(errors="replace"))))
def test_any_bytes_give_text_or_a_named_error(data: bytes) -> None:
    try:
        found = extract(data, "report").text
    except DetenteError as error:
        found = str(error)
    assert isinstance(found, str)
