"""Every rule of the data files finds what its own examples say, and no more."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import detente.press
from detente.press.folding import fold
from detente.press.lexicon import LANGUAGES, lexicon
from detente.press.reader import read_report
from detente.press.word_files import Cue, Example, Shape

EXAMPLES = [(language, cue, example) for language in LANGUAGES for cue in lexicon(language).file.cues for example in cue.examples]


@pytest.mark.parametrize(
    ("language", "cue", "example"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else getattr(value, "id", "")
)
def test_a_rule_finds_what_its_example_says(language: str, cue: Cue, example: Example) -> None:
    found = read_report(example.text, dt.date(2024, 5, 14), language)
    assert [(said.speaker or "", said.quote) for said in found.statements] == example.said
    assert cue.id in {said.rule for said in found.statements}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_an_example(language: str) -> None:
    assert all(cue.examples for cue in lexicon(language).file.cues)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_belongs_to_two_rules(language: str) -> None:
    forms = [form for cue in lexicon(language).file.cues for form in cue.forms]
    assert len(forms) == len(set(forms)), sorted({form for form in forms if forms.count(form) > 1})


SHAPES = [(language, shape) for language in LANGUAGES for shape in lexicon(language).file.shapes]


@pytest.mark.parametrize(("language", "shape"), SHAPES, ids=lambda value: value if isinstance(value, str) else value.id)
def test_a_shape_fits_its_examples_alone(language: str, shape: Shape) -> None:
    form = lexicon(language).shapes[shape.id]
    assert shape.fits
    assert [words for words in shape.fits if form.search(fold(words).text) is None] == []
    assert [words for words in shape.never if form.search(fold(words).text) is not None] == []


def test_the_reader_asks_for_each_shape_and_for_none_that_no_language_has() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(detente.press.__file__).parent.glob("*.py"))
    assert set(re.findall(r'shapes\["(\w+)"\]', code)) == {shape.id for _, shape in SHAPES}


ALPHABET = {"clitics.py", "conjugation.py", "folding.py", "lexicon.py"}
"""Modules that know letters, and what is joined to a word: these end, words do not."""

NO_WORDS = ("date ", "нет|рф|ру")
"""How a scraper stamps a page, and the ends of addresses."""

WORDS = re.compile(r"[\u0621-\u064a\u0671-\u06d3]{2,}|[а-яё]{2,}", re.IGNORECASE)
LATIN = re.compile(r"[A-Za-z]{3,}")
NO_LETTERS = re.compile(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\[A-Za-z]|\(\?P?<\w+>|\(\?P=\w+\)|\[[^\]]*\]|\(\?[a-z]+[:)]")
"""What is no letter in an expression: escapes, names of groups, sets and ranges."""


def _words_of_a_language(code: str) -> Iterator[str]:
    """Strings of a module with words of Arabic or Russian in them, and expressions with English ones."""
    tree = ast.parse(code)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(getattr(node.func, "value", None), "id", "") == "re"]
    forms = {id(each) for call in calls for part in call.args[:1] for each in ast.walk(part)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in said:
            continue
        bare = NO_LETTERS.sub("", node.value)
        if WORDS.search(bare) or (id(node) in forms and LATIN.search(bare)):
            yield node.value


@pytest.mark.parametrize("path", sorted(Path(detente.press.__file__).parent.glob("*.py")), ids=lambda path: path.name)
def test_no_word_of_a_language_stands_in_the_code(path: Path) -> None:
    found = _words_of_a_language(path.read_text(encoding="utf-8"))
    assert path.name in ALPHABET or [text for text in found if not any(each in text for each in NO_WORDS)] == []


def test_words_of_a_language_in_code_are_seen() -> None:
    code = (
        '''"""Says "he said"."""\nA = re.compile(r"(?P<who>he|she) said\\b")\nB = {"сказал"}\nC = "قال"\nD = re.compile(r"\\w+[а-я]")\n'''
    )
    assert set(_words_of_a_language(code)) == {r"(?P<who>he|she) said\b", "сказал", "قال"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shape_stands_once(language: str) -> None:
    ids = [shape.id for shape in lexicon(language).file.shapes]
    assert len(ids) == len(set(ids))
