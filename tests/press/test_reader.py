"""Whatever is given to the reader, it gives a reading whose every word stands in the text, in a time that grows with the text."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import CallerError
from detente.press.lexicon import LANGUAGES
from detente.press.reader import language_of, read_report
from detente.press.values import Reading
from tests.strategies import examples

PUBLISHED = dt.date(2021, 9, 30)
GOLD = {
    language: [path.read_bytes().decode("utf-8") for path in sorted((Path(__file__).parent / "gold" / language).glob("*.txt"))[:15]]
    for language in LANGUAGES
}
MANY = 200_000
"""Characters of one repeated sign: twenty times a long report."""

SECONDS = 20.0
"""For `MANY` of them, on a slow and busy machine; a reader that compares all with all takes hours."""


def _stands_in(text: str, reading: Reading) -> None:
    """Every quotation, figure, meeting and caption is a part of the text, where its span says."""
    for said in reading.statements:
        assert said.quote == text[slice(*said.span)]
        assert said.quote.strip()
        for count in said.counts:
            assert said.span[0] <= count.span[0] < count.span[1] <= said.span[1]
            assert count.words in text[slice(*count.span)]
        for words in (said.speaker, said.office, said.denies, said.rests_on, said.named_by, *said.via):
            assert words is None or words in text
    for meeting in reading.meetings:
        assert meeting.quote == text[slice(*meeting.span)]
    for caption in reading.captions:
        assert caption.text == text[slice(*caption.span)]
    assert all(0 <= first < last <= len(text) for first, last in reading.set_aside)


@st.composite
def cut_reports(draw: st.DrawFn) -> tuple[str, str]:
    """Paragraphs of the gold reports of a language, cut anywhere and shuffled, joined by any signs."""
    language = draw(st.sampled_from(LANGUAGES))
    pieces = []
    for _ in range(draw(st.integers(1, 6))):
        paragraphs = draw(st.sampled_from(GOLD[language])).split("\n")
        piece = draw(st.sampled_from([each for each in paragraphs if each]))
        first = draw(st.integers(0, len(piece) - 1))
        pieces.append(piece[first : draw(st.integers(first + 1, len(piece)))])
    joints = draw(
        st.lists(st.sampled_from(["\n", "\n\n", " ", '"', "«", "”", "'", "—", ": ", "\r\n", "\u200f", "\u0301"]), min_size=6, max_size=6)
    )
    return language, "".join(piece + joint for piece, joint in zip(pieces, joints, strict=False))


def test_there_are_reports_to_cut() -> None:
    assert all(len(reports) == 15 for reports in GOLD.values())


@given(cut_reports(), st.sampled_from([PUBLISHED, None]))
@settings(max_examples=examples(150), deadline=None)
def test_a_cut_and_shuffled_report_is_read_in_its_own_words(report: tuple[str, str], published: dt.date | None) -> None:
    language, text = report
    _stands_in(text, read_report(text, published, language))


@given(st.text(max_size=400), st.sampled_from(LANGUAGES), st.dates())
@settings(max_examples=examples(150), deadline=None)
def test_any_text_is_read(text: str, language: str, published: dt.date) -> None:
    _stands_in(text, read_report(text, published, language))


@given(st.text(max_size=100))
@settings(max_examples=examples(50), deadline=None)
def test_any_text_is_of_some_language(text: str) -> None:
    assert language_of(text) in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gold_reports_are_read_in_their_own_words(language: str) -> None:
    for text in GOLD[language]:
        reading = read_report(text, PUBLISHED)
        assert reading.language == language
        assert reading.statements
        _stands_in(text, reading)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "sign",
    ['"', "'", "“", "«", " ", "\n", ".", ",", "-", "(", "1", "1 ", "a", "A ", "я", "ا", '"a" ', "«a» ", "\u0640"],
    ids=lambda sign: f"U+{ord(sign[0]):04X}x{len(sign)}",
)
def test_one_sign_many_times_is_read_in_bounded_time(language: str, sign: str) -> None:
    text = (sign * MANY)[:MANY]
    started = time.process_time()
    _stands_in(text, read_report(text, PUBLISHED, language))
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "he said, "), ("en", '"a" said. '), ("ru", "он сказал, "), ("ar", "قال إن "), ("en", "Russia "), ("en", "said ")],
)
def test_reporting_words_many_times_are_read_in_bounded_time(language: str, words: str) -> None:
    text = (words * MANY)[: MANY // 4]
    started = time.process_time()
    _stands_in(text, read_report(text, PUBLISHED, language))
    assert time.process_time() - started < SECONDS


def test_a_report_that_is_too_long_is_refused_with_both_lengths() -> None:
    with pytest.raises(CallerError, match="too long: 1000001, limit 1000000"):
        read_report("a" * 1_000_001)
    assert read_report("a" * 1_000_000, language="en").statements == []


def test_without_a_day_of_publication_only_full_dates_are_days() -> None:
    text = "Minister Karl Brandt said on Thursday that the maps were ready. He said on 5 May 2023 that the maps were handed over."
    assert [said.said_on for said in read_report(text, None, "en").statements] == [None, "2023-05-05"]
