"""A public figure beside a count: the qualifiers, contradictions inside one statement, and what cannot be told."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dialogue import notes
from detente.dialogue.claims import SHARES, Comparison, Counted, compare, contradictions, incompatible, overall, same_thing
from detente.dialogue.fields import QUALIFIERS
from detente.record.text import encode_base64


def sent(number: int | None, qualifier: str = "exact", by: str = "rus", to: str = "usa", **more: str) -> dict[str, object]:
    figure: dict[str, object] = {"what": "sent", "by": by, "to": to, "qualifier": qualifier, **more}
    return figure if number is None else {**figure, "number": number}


def answered(number: int | None, qualifier: str = "exact", by: str = "usa", to: str = "rus") -> dict[str, object]:
    return {**sent(number, qualifier, by, to), "what": "answered"}


REPORT = {
    ("sent", "rus"): Counted(45, None),
    ("answered", "usa"): Counted(9, 45),
    ("sent", "usa"): Counted(10, None),
    ("answered", "rus"): Counted(10, 10),
}
JUNE = {
    ("sent", "rus"): Counted(80, None),
    ("answered", "usa"): Counted(0, 80),
    ("sent", "usa"): Counted(12, None),
    ("answered", "rus"): Counted(12, 12),
}
SAID = {
    "16 June": [sent(80), answered(0), sent(12, by="usa", to="rus"), answered(12, "all", by="rus", to="usa")],
    "28 June": [sent(40, "over"), answered(None, "almost_never")],
    "2 August": [sent(80), answered(0), sent(12, by="usa", to="rus"), answered(12, by="rus", to="usa")],
    "25 September": [sent(45), answered(9), sent(10, "about", by="usa", to="rus"), answered(None, "all", by="rus", to="usa")],
}


@pytest.mark.parametrize(
    ("counts", "verdicts"),
    [
        (REPORT, {"16 June": "differs", "28 June": "differs", "2 August": "differs", "25 September": "matches"}),
        (JUNE, {"16 June": "matches", "28 June": "matches", "2 August": "matches", "25 September": "differs"}),
    ],
    ids=["as the report states it", "as stated in June"],
)
def test_the_four_public_counts_against_both_supposed_records(counts, verdicts):
    found = {
        said: overall([compare(figure, counts[figure["what"], figure["by"]]).verdict for figure in figures])
        for said, figures in SAID.items()
    }
    assert found == verdicts


@pytest.mark.parametrize(
    ("qualifier", "number", "fits", "fails"),
    [
        ("exact", 45, [45], [44, 46]),
        ("about", 10, [9, 10, 11], [8, 12]),
        ("about", 3, [2, 3, 4], [1, 5]),
        ("about", 45, [40, 45, 50], [39, 51]),
        ("about", 0, [0, 1], [2]),
        ("over", 40, [41, 80], [40, 39]),
        ("under", 10, [9, 0], [10, 11]),
    ],
)
def test_qualifiers_of_numbers(qualifier, number, fits, fails):
    assert {compare(sent(number, qualifier), Counted(n, None)).verdict for n in fits} == {"matches"}
    assert {compare(sent(number, qualifier), Counted(n, None)).verdict for n in fails} == {"differs"}


@pytest.mark.parametrize(
    ("qualifier", "fits", "fails"),
    [
        ("most", [51, 100], [50, 0]),
        ("nearly_half", [40, 50], [39, 51]),
        ("almost_never", [0, 10], [11, 100]),
        ("all", [100], [99, 0]),
    ],
)
def test_shares_of_a_hundred(qualifier, fits, fails):
    assert {compare(answered(None, qualifier), Counted(n, 100)).verdict for n in fits} == {"matches"}
    assert {compare(answered(None, qualifier), Counted(n, 100)).verdict for n in fails} == {"differs"}


def test_all_with_a_number_is_both():
    assert compare(answered(12, "all"), Counted(12, 12)).verdict == "matches"
    assert compare(answered(12, "all"), Counted(10, 10)).verdict == "differs"
    assert compare(answered(12, "all"), Counted(12, 13)).verdict == "differs"


def test_what_cannot_be_told_and_what_cannot_be_checked():
    assert compare(sent(45), None) == Comparison("not_checkable_from_here", "not_counted")
    assert compare(sent(None), Counted(45, None)) == Comparison("cannot_tell", "no_number")
    assert compare(sent(None, "most"), Counted(45, None)) == Comparison("cannot_tell", "no_whole")
    assert compare(answered(None, "all"), Counted(0, 0)) == Comparison("cannot_tell", "nothing_sent")


def test_one_figure_that_differs_decides_and_what_cannot_be_checked_does_not():
    assert overall(["matches", "differs", "cannot_tell"]) == "differs"
    assert overall(["matches", "not_checkable_from_here"]) == "matches"
    assert overall(["cannot_tell", "not_checkable_from_here"]) == "cannot_tell"
    assert overall(["not_checkable_from_here"]) == overall([]) == "not_checkable_from_here"


def test_most_and_nearly_half_of_one_thing_in_one_statement():
    """Fact 30: one sentence, two quantities."""
    attacks = [{"what": "attacks", "of": "attacks from abroad", "qualifier": q} for q in ("most", "nearly_half")]
    assert contradictions(attacks) == [(0, 1)]
    assert contradictions([attacks[0], {**attacks[1], "of": "attacks of a month"}]) == []


def test_numbers_that_cannot_both_be():
    assert incompatible(sent(45), sent(80))
    assert incompatible(sent(40, "over"), sent(40))
    assert incompatible(sent(9, "under"), sent(9))
    assert not incompatible(sent(45), sent(40, "over"))
    assert not incompatible(sent(10, "about"), sent(11))
    assert incompatible(answered(None, "all"), answered(None, "almost_never"))
    assert not incompatible(answered(None, "all"), answered(None, "most"))
    assert not incompatible(answered(9), answered(None, "almost_never")), "a number and a share can be compared by the record alone"


def test_periods_part_figures_of_one_statement_but_not_what_was_made_public():
    first, second = sent(45, **{"from": "2020-01-01", "until": "2020-12-31"}), sent(80)
    assert not same_thing(first, second)
    assert same_thing(first, second, period=False)


FIGURES = st.builds(sent, st.one_of(st.none(), st.integers(0, 200)), st.sampled_from(QUALIFIERS))


@given(FIGURES, FIGURES, st.integers(0, 200), st.integers(0, 200))
def test_two_figures_that_one_count_bears_out_are_never_called_incompatible(one, other, number, more):
    counted = Counted(number, number + more)
    if {compare(one, counted).verdict, compare(other, counted).verdict} == {"matches"}:
        assert not incompatible(one, other)
    assert incompatible(one, other) == incompatible(other, one)


def test_every_qualifier_is_a_share_or_a_range():
    assert set(QUALIFIERS) == {"exact", "about", "over", "under", *SHARES}


def test_a_closed_note_fits_its_own_text_and_salt_alone():
    salt = bytes(range(32))
    assert notes.note_digest(salt, "Нота") == hashlib.sha256(b"detente/v1/note\n" + salt + "Нота".encode()).digest()
    commitment = encode_base64(notes.note_digest(salt, "Нота"))
    assert notes.fits(commitment, encode_base64(salt), "Нота")
    assert not notes.fits(commitment, encode_base64(salt), "нота")
    assert not notes.fits(commitment, encode_base64(bytes(32)), "Нота")
    assert not notes.fits(commitment, "no base64", "Нота")
    assert not notes.fits(commitment, encode_base64(salt), None)
    with pytest.raises(ValueError, match="32 bytes"):
        notes.note_digest(b"short", "Нота")
