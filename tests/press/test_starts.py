"""Where the words of a list are looked for: nowhere that a match could be is left out."""

import pytest

from detente.press.lexicon import LANGUAGES, lexicon
from detente.press.starts import Starts
from tests.press.test_gold import GOLD

LISTS = (
    "sides",
    "adjuncts",
    "unnamed",
    "offices",
    "dated_names",
    "collectives",
    "places",
    "anaphors",
    "pronouns",
    "titles",
    "functions",
    "not_names",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_match_of_a_list_begins_where_its_words_can_begin(language):
    words = lexicon(language)
    starts = words.starts(LISTS)
    matches = 0
    for path in sorted((GOLD / language).glob("*.txt"))[:10]:
        text = path.read_text(encoding="utf-8")
        places = dict(starts.within(text, 0, len(text)))
        for name in LISTS:
            for match in words[name].finditer(text):
                matches += 1
                assert name in places.get(match.start(), ()), (name, match.group(), path.name)
                assert name in starts.at(text, match.start(), len(text))
    assert matches > 300


def test_lists_come_in_the_order_in_which_they_were_given():
    starts = Starts({"second": ["foreign minister"], "first": ["foreign*"], "third": ["minister"]}, joined=False)
    assert starts.at("Foreign ministers", 0, 17) == ("second", "first")
    assert starts.at("Foreigners", 0, 10) == ("first",)
    assert list(starts.within("the minister", 0, 12)) == [(4, ("third",))]


def test_a_word_that_ends_with_its_part_of_the_text_is_taken_as_far_as_it_goes():
    starts = Starts({"months": ["May"]}, joined=False)
    assert starts.at("Mayor", 0, 5) == ()
    assert starts.at("Mayor", 0, 3) == ("months",)


def test_arabic_words_are_found_behind_what_is_written_together_with_them():
    starts = Starts({"offices": ["الوزير"]}, joined=True)
    for word in ("الوزير", "والوزير", "للوزير", "وبالوزير"):
        assert starts.at(word, 0, len(word)) == ("offices",), word
    assert starts.at("وزير", 0, 4) == ()
