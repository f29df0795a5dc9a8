"""Digests read over the telephone: the lists of words, the check word, and what is said of what was heard."""

from __future__ import annotations

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import CallerError
from detente.record.dictated import LIST_WORDS, SPOKEN_WORDS, Heard, dictate, fold_word, hear, letters_apart
from detente.views.dictated import SPOKEN_LANGUAGES, words_of

SOUNDS = {
    "ar": str.maketrans({"ص": "س", "ث": "س", "ط": "ت", "ض": "د", "ظ": "ز", "ذ": "ز", "ق": "ك", "ح": "ه"}),
    "en": str.maketrans({"c": "k", "d": "t", "b": "p", "g": "k", "v": "f", "z": "s", "y": "i"}),
    "ru": str.maketrans({"б": "п", "д": "т", "з": "с", "г": "к", "в": "ф", "ж": "ш", "о": "а", "е": "и", "я": "а", "ы": "и"}),
}
"""Letters that a bad line makes alike."""

EN = words_of("en")
DIGESTS = st.binary(min_size=16, max_size=32)


def close(words):
    """Pairs of words that differ by one letter or none: such words share what is left when one letter, or none, is taken out."""
    left = {}
    for word in words:
        for rest in {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}:
            left.setdefault(rest, []).append(word)
    pairs = {pair for found in left.values() for pair in combinations(found, 2)}
    return [pair for pair in pairs if letters_apart(*pair) < 2]


def test_words_that_are_close_would_be_seen():
    assert close(["rain", "brain", "stone", "rail"]) != []
    assert sorted(close(["rain", "brain", "stone"])) == [("rain", "brain")]
    assert [letters_apart(*pair) for pair in (("", "abc"), ("rain", "rain"), ("rain", "train"), ("kitten", "sitting"))] == [3, 0, 1, 3]


@pytest.fixture(params=SPOKEN_LANGUAGES)
def language(request):
    return request.param


def test_a_list_has_256_words_of_its_script_in_order(language):
    words = words_of(language)
    script = {"ar": "ARABIC", "en": "LATIN SMALL", "ru": "CYRILLIC SMALL"}[language]
    assert len(words) == LIST_WORDS
    assert all(unicodedata.normalize("NFC", word) == word for word in words)
    assert all(unicodedata.name(letter).startswith(script) for word in words for letter in word)
    assert all(2 <= len(word) <= 9 for word in words)
    assert list(words) == sorted(words, key=fold_word)


def test_no_two_words_begin_alike_or_are_taken_for_each_other(language):
    folded = [fold_word(word) for word in words_of(language)]
    assert len({word[:3] for word in folded}) == LIST_WORDS
    assert not any(one.startswith(other) or other.startswith(one) for one, other in combinations(folded, 2))
    assert close(folded) == []
    assert close([word.translate(SOUNDS[language]) for word in folded]) == []


@given(DIGESTS)
def test_what_is_dictated_is_heard_in_each_language(digest):
    for language in SPOKEN_LANGUAGES:
        words = words_of(language)
        said = dictate(digest, words)
        assert len(said) == SPOKEN_WORDS
        assert hear(said, words) == hear(said, words, digest) == Heard(digest[:16])


def test_the_words_of_a_digest_never_change():
    assert " ".join(dictate(bytes(range(16)), EN)) == (
        "acorn album amber anchor answer apple arrow aspen atlas autumn badge ball bamboo barn basket beach wheat"
    )


@given(DIGESTS, st.integers(0, 16))
def test_each_single_wrong_word_is_noticed(digest, place):
    said = list(dictate(digest, EN))
    right = said[place]
    for wrong in EN:
        said[place] = wrong
        assert (hear(said, EN).fault is None) == (wrong == right)


@given(DIGESTS)
def test_each_two_words_that_changed_places_are_noticed(digest):
    said = dictate(digest, EN)
    for one, other in combinations(range(SPOKEN_WORDS), 2):
        swapped = list(said)
        swapped[one], swapped[other] = said[other], said[one]
        assert (hear(swapped, EN).fault is None) == (said[one] == said[other])


@given(DIGESTS, st.integers(0, 16), st.data())
def test_the_first_word_that_differs_is_named_with_the_one_expected(digest, place, data):
    said = list(dictate(digest, EN))
    right = said[place]
    said[place] = data.draw(st.sampled_from([word for word in EN if word != right]))
    assert hear(said, EN, digest) == Heard(None, "differs", place + 1, (right,))


def test_a_word_that_is_not_in_the_list_is_named_with_those_that_are_near():
    said = list(dictate(bytes(16), EN))
    said[4] = "albom"
    assert hear(said, EN) == Heard(None, "unknown", 5, ("album", "elbow"))
    said[4] = "qqqqqqqqqqqq"
    assert hear(said, EN) == Heard(None, "unknown", 5, ())


@pytest.mark.parametrize("count", [0, 1, 16, 18])
def test_a_word_too_few_or_too_many_is_noticed(count):
    said = [*dictate(bytes(range(16)), EN), "album"][:count]
    assert hear(said, EN) == Heard(None, "count")


def test_case_marks_and_letters_that_are_written_two_ways_make_no_difference():
    assert fold_word("Apple") == "apple"
    assert fold_word("ЁЛКА") == fold_word("елка")
    assert fold_word("مَدْرَسَةٌ") == fold_word("مدرسه")
    assert fold_word("أَرْنَب") == fold_word("ارنب")
    assert fold_word("مقهـــى") == fold_word("مقهي")


def test_a_digest_that_is_too_short_is_refused():
    with pytest.raises(CallerError, match="15 bytes"):
        dictate(bytes(15), EN)
