"""Every rule of the data files finds what its own examples say, and no more."""

from __future__ import annotations

import datetime as dt
import re
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shape_stands_once(language: str) -> None:
    ids = [shape.id for shape in lexicon(language).file.shapes]
    assert len(ids) == len(set(ids))
