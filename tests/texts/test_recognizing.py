"""A version from elsewhere beside the text: provisions are found again, and new ones are given names and numbers that nobody had."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.texts.form import format_provision, parse_version
from detente.texts.model import Provision, Version, content_of
from detente.texts.recognizing import recognized
from tests.strategies import examples

WORDS = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8).map(lambda words: content_of(" ".join(words)))


def text(*paragraphs: str) -> Version:
    return parse_version("\n\n".join(["language: en", *paragraphs]))


EARLIER = text(
    "{h} = General",
    "{1} # The Parties [#1 RUS: shall / USA: should] inform each other.",
    "{2} > # They meet twice a year in Geneva.",
    "{3} # Experts prepare the meetings.",
)


def lines(version: Version) -> list[str]:
    return [format_provision(one) for one in version.provisions]


def test_what_says_the_same_or_nearly_so_keeps_its_name_its_depth_and_its_look() -> None:
    found = recognized(
        text("General", "The Parties inform each other.", "They meet once a year in Geneva.", "Experts prepare the meetings."), EARLIER
    )
    assert lines(found) == [
        "{h} = General", "{1} # The Parties inform each other.", "{2} > # They meet once a year in Geneva.",
        "{3} # Experts prepare the meetings.",
    ]  # fmt: skip


def test_what_is_new_has_a_name_that_no_other_ever_had() -> None:
    found = recognized(
        text("General", "This is something else entirely.", "Experts prepare the meetings."), EARLIER, taken={"p1", "p3", "p4"}
    )
    assert [one.id for one in found.provisions] == ["h", "p5", "3"], "p2 was its number in the file, and could be taken for another one"


def test_what_was_moved_is_found_again() -> None:
    found = recognized(text("Experts prepare the meetings.", "General", "They meet twice a year in Geneva."), EARLIER)
    assert [one.id for one in found.provisions] == ["3", "h", "2"]


def test_a_bracket_with_the_same_alternatives_keeps_its_number_and_a_new_one_has_another() -> None:
    written = text("General", "The Parties [RUS: shall / USA: should] [USA: promptly] inform each other.")
    assert (
        lines(recognized(written, EARLIER, highest=6))[1]
        == "{1} # The Parties [#1 RUS: shall / USA: should] [#8 USA: promptly] inform each other."
    )


def test_in_a_file_of_ours_names_numbers_and_looks_are_as_they_are_written() -> None:
    written = text("{h} General", "{2} # They meet [#1 RUS: twice].", "{new} Something.")
    assert lines(recognized(written, EARLIER, named=True, highest=3)) == [
        "{h} General",
        "{2} # They meet [#4 RUS: twice].",
        "{new} Something.",
    ]


@settings(max_examples=examples(100))
@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_no_word_changes_and_every_name_stands_once(before: list[tuple[str, ...]], after: list[tuple[str, ...]]) -> None:
    earlier = Version("en", tuple(Provision(f"x{place}", words) for place, words in enumerate(before)))
    version = Version("en", tuple(Provision(f"p{place}", words) for place, words in enumerate(after)))
    found = recognized(version, earlier)
    assert [one.content for one in found.provisions] == after
    assert recognized(found, earlier, named=True) == found


@settings(max_examples=examples(50))
@given(st.lists(WORDS, max_size=6))
def test_a_text_is_itself(before: list[tuple[str, ...]]) -> None:
    earlier = Version("en", tuple(Provision(f"x{place}", words, place % 3, "numbered") for place, words in enumerate(before)))
    plain_words = Version("en", tuple(Provision(f"p{place}", words) for place, words in enumerate(before)))
    assert recognized(plain_words, earlier) == earlier
