"""Every rule of the data files finds what its own examples say, and no more."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.lexicon import LANGUAGES, lexicon
from detente.press.reader import read_report
from detente.press.word_files import Cue, Example

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
