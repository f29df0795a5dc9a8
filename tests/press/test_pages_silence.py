"""What tells that somebody said no more is no part of what was said."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report


@pytest.mark.parametrize(
    "tail",
    [
        ", but he gave no details on payment.",
        " but did not say when.",
        ", but he declined to comment on the outcome.",
        ", without giving details.",
        " without elaborating.",
    ],
)
def test_what_was_said_ends_before_words_that_no_more_was(tail: str) -> None:
    found = read_report(f"Karl Brandt said the talks had ended{tail}", dt.date(2024, 5, 14), "en").statements
    assert [(said.speaker, said.quote) for said in found] == [("Karl Brandt", "the talks had ended")]


def test_what_is_said_of_what_is_believed_is_a_statement_and_hearsay_is_none() -> None:
    told = read_report("Officials said the gunman is believed to be hiding in the woods.", dt.date(2024, 5, 14), "en").statements
    assert [said.quote for said in told] == ["the gunman is believed to be hiding in the woods"]
    assert read_report("He is said to have told friends that he would resign.", dt.date(2024, 5, 14), "en").statements == []


def test_a_paper_that_is_named_behind_what_it_says_is_of_those_who_issued_it() -> None:
    text = "Россия и США договорились создать рабочие группы. Переговоры были «полезными», говорится в совместном заявлении."
    last = read_report(text, dt.date(2024, 5, 14), "ru").statements[-1]
    assert (last.speaker, last.side, last.quote) == ("Россия и США", "rus+usa", "Переговоры были «полезными»")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("«Мы еще не договорились», — сказал Брандт.", "statement"),
        ("Брандт сообщил, что стороны договорились встретиться.", "agreement"),
        ("Brandt said the two sides had not reached an agreement.", "statement"),
    ],
)
def test_what_sides_have_not_agreed_is_no_agreement(text: str, kind: str) -> None:
    assert [said.kind for said in read_report(text, dt.date(2024, 5, 14)).statements] == [kind]
