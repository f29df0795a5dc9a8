"""Several wordings written as one: each of them can be had again, and nobody loses a word or a name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.texts.bracketing import Wording, bracketed, numbers_from
from detente.texts.form import format_content
from detente.texts.model import Alternative, Bracket, Content, brackets_in, content_of, settle

SENTENCES = st.lists(st.sampled_from(["the", "Parties", "shall,", "should", "a", "b.", "(c)", "and/or"]), max_size=8).map(
    lambda words: content_of(" ".join(words))
)
PARTIES = ("che", "rus", "usa")


def wording(words: str, *parties: str) -> Wording:
    return Wording((words,) if words else (), frozenset(parties))


def written(*wordings: Wording) -> str:
    return format_content(bracketed({"en": wordings}, numbers_from(1))["en"])


def chosen(content: Content, party: str) -> Content:
    """What is left if in each bracket the party has its way."""
    for bracket in [piece for piece in content if isinstance(piece, Bracket)]:
        content = settle(content, bracket.id, next((one.content for one in bracket.alternatives if party in one.backed_by), ()))
    return content


def test_the_smallest_run_of_whole_words_is_the_bracket() -> None:
    found = written(
        wording("The Parties shall inform each other without delay."),
        wording("The Parties should inform each other without delay.", "usa"),
    )
    assert found == "The Parties [#1 shall / USA: should] inform each other without delay."


def test_words_that_only_one_has_are_to_be_kept_or_omitted() -> None:
    found = written(wording("They meet in Geneva.", "rus"), wording("They meet twice in Geneva.", "usa"))
    assert found == "They meet [#1 USA !RUS: twice] in Geneva."


def test_parties_with_the_same_words_stand_together() -> None:
    found = written(wording("a b c"), wording("a x c", "usa"), wording("a x c d", "che"))
    assert found == "a [#1 b / CHE, USA: x] c [#2 CHE !USA: d]"


@given(st.lists(SENTENCES, min_size=3, max_size=3, unique=True))
def test_each_wording_can_be_had_again_exactly(sentences: list[Content]) -> None:
    wordings = [Wording(words, frozenset({party})) for words, party in zip(sentences, PARTIES, strict=True)]
    found = bracketed({"en": wordings}, numbers_from(1))["en"]
    for words, party in zip(sentences, PARTIES, strict=True):
        assert chosen(found, party) == words


def test_languages_have_the_same_brackets() -> None:
    english = [wording("a b c d e"), wording("a x c y e", "usa")]
    russian = [wording("а б в г д"), wording("а ъ в ы д", "usa")]
    found = bracketed({"en": english, "ru": russian}, numbers_from(7))
    assert {language: [bracket.id for bracket, _ in brackets_in(content)] for language, content in found.items()} == {
        "en": [7, 8],
        "ru": [7, 8],
    }


def test_where_languages_differ_in_other_places_each_has_one_bracket() -> None:
    english = [wording("a b c d e"), wording("a x c y e", "usa")]
    russian = [wording("а б в г д"), wording("а ъ ы э д", "usa")]
    found = bracketed({"en": english, "ru": russian}, numbers_from(1))
    assert {language: format_content(content) for language, content in found.items()} == {
        "en": "a [#1 b c d / USA: x c y] e", "ru": "а [#1 б в г / USA: ъ ы э] д",
    }  # fmt: skip


def test_a_bracket_in_two_alternatives_has_two_numbers_and_the_same_in_all_languages() -> None:
    inner = Bracket(4, (Alternative(("q",)),))
    one, other = Wording((inner,)), Wording(("x-", inner), frozenset({"usa"}))
    again = Wording(("z-", inner), frozenset({"rus"}))
    found = bracketed({"en": [one, other, again], "ru": [one, other, again]}, numbers_from(5))
    assert {language: format_content(content) for language, content in found.items()} == dict.fromkeys(
        ("en", "ru"), "[#5 [#4 q] / USA: x-[#6 q] / RUS: z-[#7 q]]"
    )
