"""Who is named on English pages where a word could be something else: a trade, or what begins a sentence."""

from __future__ import annotations

import datetime as dt

from detente.press.reader import read_report


def _speakers(text: str) -> list[str | None]:
    return [said.speaker for said in read_report(text, dt.date(2024, 5, 14), "en").statements]


def test_a_surname_that_is_a_trade_is_a_name_once_the_report_says_whose() -> None:
    text = 'Erik Cook, head of Norland, met reporters. "We took it to heart," Cook said. The cook said nothing was left.'
    assert _speakers(text)[0] == "Erik Cook"
    assert _speakers('The Crown Prince said nothing was left. "It is gone," the Prince said.') == [None, None]


def test_what_begins_a_sentence_is_nobody_whom_he_means() -> None:
    for first in ("Wearing a blue coat, the crowd waited.", "Hours after the vote, a storm hit the coast."):
        text = f"Karl Brandt said nothing was signed. {first} He said that talks would go on."
        assert _speakers(text) == ["Karl Brandt", "Karl Brandt"]


def test_a_surname_that_ends_so_is_one_where_the_report_has_it_within_a_sentence() -> None:
    text = "Envoy Lena Manning met Karl Brandt. Manning said that talks would go on."
    assert _speakers(text) == ["Lena Manning"]


def test_an_abbreviation_before_a_name_does_not_end_it() -> None:
    assert _speakers("Foreign Secretary Md. Karim Alam said that six lists had been handed over.") == ["Md. Karim Alam"]


def test_a_name_before_a_dash_is_no_dateline_where_another_dash_ends_what_is_put_in() -> None:
    assert _speakers("Brandt – who led the delegation – said there had been progress.") == ["Brandt"]


def test_what_something_is_made_up_of_denies_nothing() -> None:
    found = read_report("Brandt said the commission, made up of 12 experts, would meet.", dt.date(2024, 5, 14), "en").statements
    assert [said.kind for said in found] == ["statement"]
