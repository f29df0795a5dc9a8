"""Declarations out of tables: what each row means, and every error by row and column."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.agreements.tables import read_table
from detente.errors import FormatError
from tests.agreements.desk import rules_of
from tests.strategies import examples

START, LAKE = rules_of("new-start").agreement, rules_of("teaching").agreement


def test_a_row_is_a_declaration_and_an_empty_cell_is_unknown():
    read = read_table(
        [["Date", "Holder", "exchange", "warheads", "vehicles"], ["2021-09-01", "US", "data", "1 389", ""], [None, None, None, None, None]],
        START,
    )
    assert read.errors == []
    (row,) = read.rows
    assert (row.number, row.party) == (2, "usa")
    assert row.fields == {"form": "figures", "on": "2021-09-01", "figures": {"warheads": 1389}, "exchange": "data"}


def test_a_workbook_gives_dates_and_numbers_and_they_mean_the_same():
    as_text = read_table([["on", "warheads"], ["2021-09-01", "1389"]], START)
    assert as_text == read_table([["on", "warheads"], [dt.datetime(2021, 9, 1, tzinfo=dt.UTC), 1389.0]], START)
    assert as_text == read_table([["on", "warheads"], [dt.date(2021, 9, 1), 1389]], START)


def test_items_are_read_by_the_types_of_their_fields():
    read = read_table(
        [["id", "type", "gun", "length", "kind"], ["n-1", "boat", "yes", "12", "ferry"], ["n-2", "boat", False, None, ""]], LAKE
    )
    assert [row.fields for row in read.rows] == [
        {"id": "n-1", "type": "boat", "fields": {"gun": True, "length": 12, "kind": "ferry"}},
        {"id": "n-2", "type": "boat", "fields": {"gun": False}},
    ]


def test_every_error_is_named_by_row_and_column():
    rows = [["2021-09-01", "US", "x"], ["yesterday", "US", "5"], ["2021-09-01", "FR", "5"], ["", "US", "5"], ["2021-09-01", "US", ""]]
    read = read_table([["on", "party", "warheads"], *rows], START)
    assert read.rows == []
    assert [str(error) for error in read.errors] == [
        "row 2, column warheads: 'x' is no whole number",
        "row 3, column on: 'yesterday' is no day such as 2021-09-01",
        "row 4, column party: 'FR' is none of: rus, usa",
        "row 5, column on: the day is missing",
        "row 6, column form: 'figures' and 0 figures do not go together",
    ]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["on", "tanks"], "column 2 is 'tanks', which this agreement does not know; it knows: on, party"),
        (["warheads"], "no column says of which day the figures are: 'on'"),
        (["on", "date", "warheads"], "column 2 is 'on', as one before it"),
    ],
)
def test_columns_that_cannot_be_understood_stop_it(names, reason):
    with pytest.raises(FormatError, match=reason):
        read_table([names], START)


def test_a_column_is_left_out_only_when_that_is_asked_for():
    assert read_table([["on", "warheads", "Total"], ["2021-09-01", "5", "7"]], START, ignored=["total"]).rows[0].fields["figures"] == {
        "warheads": 5
    }


CELLS = st.none() | st.text(max_size=12) | st.integers() | st.floats() | st.booleans() | st.dates() | st.sampled_from(
    ["on", "warheads", "party", "id", "type", "gun", "US", "boat", "2021-09-01", "5", "yes"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6), st.sampled_from([START, LAKE]))
@settings(max_examples=examples(150), deadline=None)
def test_any_cells_are_rows_or_errors(cells, agreement):
    try:
        read = read_table(cells, agreement)
    except FormatError:
        return
    filled = sum(any(cell is not None and str(cell).strip() for cell in row) for row in cells[1:])
    assert len(read.rows) + len(read.errors) <= filled
