"""`say` and `hear`: a digest goes over the telephone as words, and the first one that is wrong is named."""

from __future__ import annotations

import pytest

from tests.cli.commands import detente, value
from tests.cli.transcript import run


def words(*argv):
    return value(*argv)["words"]


@pytest.mark.parametrize("what", ["count", "charter"])
@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_what_one_side_says_the_other_holds_against_its_own(talks, what, language):
    said = words("--node", "north", "say", what, "--language", language)
    assert len(said) == 17
    assert "both sides hold the same" in detente("--node", "south", "hear", *said, "--against", what)


def test_words_that_are_said_in_one_breath_with_marks_and_capitals_are_heard(talks):
    said = " ".join(words("--node", "north", "say", "charter", "--language", "ru")).upper()
    assert "both sides hold the same" in detente("--node", "south", "hear", said, "--against", "charter")


def test_the_words_are_of_the_digest_that_others_are_shown(talks):
    digest = value("--node", "north", "say", "count")["digest"]
    assert words("say", digest) == words("--node", "north", "say", "count")
    start = value("hear", *words("say", digest))["start"]
    assert len(bytes.fromhex(start)) == 16


def test_words_are_printed_with_numbers_in_groups(talks):
    said = detente("--node", "north", "say", "charter")
    groups = [part.split("\n") for part in said.split("\n\n")[1:-1]]
    assert [len(group) for group in groups] == [4, 4, 4, 4, 1]
    assert [int(line.split()[0]) for group in groups for line in group] == list(range(1, 18))


def test_the_first_word_that_differs_is_named(talks):
    said = words("--node", "north", "say", "charter")
    said[6] = "acorn" if said[6] != "acorn" else "album"
    code, text = run(["--node", "south", "hear", *said, "--against", "charter"])
    assert code == 1
    assert f"Word 7 differs: '{said[6]}' was heard" in text


def test_a_word_of_no_list_is_named_with_those_near_it(talks):
    said = words("--node", "north", "say", "charter")
    said[2] = "albumm"
    code, text = run(["--lang", "ru", "hear", *said])
    assert code == 1
    assert "Слова № 3, «albumm», нет в списке" in text
    assert "album" in text


def test_a_wrong_word_without_a_digest_is_noticed_by_the_check(talks):
    said = words("--node", "north", "say", "charter")
    said[0], said[1] = said[1], said[0]
    if said[0] != said[1]:
        code, text = run(["hear", *said])
        assert code == 1
        assert "check word" in text


def test_what_is_no_digest_is_refused():
    assert run(["say", "abc"])[0] == 2
    assert run(["say", "charter", "--language", "fr"])[0] == 2
