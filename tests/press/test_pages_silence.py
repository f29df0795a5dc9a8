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


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Харт предупредила, что последуют ответные меры, отказавшись уточнить какие.", "последуют ответные меры"),
        ("Брандт сообщил, что переговоры завершены, но не уточнил, когда будет встреча.", "переговоры завершены"),
        ("قال براندت إن المحادثات انتهت، من دون أن يعطي مزيداً من التفاصيل.", "المحادثات انتهت"),
        ("أكدت لينا هارت أن واشنطن ردت على الطلبات، رافضة الكشف عن عددها.", "واشنطن ردت على الطلبات"),
    ],
)
def test_so_it_does_in_russian_and_arabic(text: str, quote: str) -> None:
    assert [said.quote for said in read_report(text, dt.date(2024, 5, 14)).statements] == [quote]


def test_an_adjective_that_ends_as_a_participle_opens_no_clause_about_the_source() -> None:
    text = "По словам Брандта, следующая встреча состоится до конца июня, дата пока не определена."
    found = read_report(text, dt.date(2024, 5, 14)).statements
    assert [said.quote for said in found] == ["следующая встреча состоится до конца июня, дата пока не определена"]
    text = "По словам Брандта, выступившего на форуме, встреча состоится в июне."
    assert [said.quote for said in read_report(text, dt.date(2024, 5, 14)).statements] == ["встреча состоится в июне"]
