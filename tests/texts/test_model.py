"""A value of the model is in its normal form, or is refused, whoever makes it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.texts.model import Alternative, Bracket, Provision, content_of, settle

PIECES = st.lists(
    st.one_of(
        st.text(st.sampled_from("ab  \t\n\u00a0\u0301é\u202e\u200f\ufeff"), max_size=4),
        st.just(Bracket(1, (Alternative(("x",)),))),
    ),
    min_size=1,
    max_size=3,
).map(tuple)


@given(PIECES)
@example(("a", "b"))
@example(("e\u0301",))
@example(("a  b",))
@example(("a ",))
def test_words_are_taken_in_their_normal_form_only(pieces: tuple[str | Bracket, ...]) -> None:
    hidden = any(sign in piece for piece in pieces if isinstance(piece, str) for sign in "\u202e\ufeff")
    try:
        Provision("a", pieces)
        taken = True
    except FormatError:
        taken = False
    assert taken == (content_of(*pieces) == pieces and not hidden)


@given(PIECES)
def test_the_normal_form_of_the_normal_form_is_itself(pieces: tuple[str | Bracket, ...]) -> None:
    assert content_of(*content_of(*pieces)) == content_of(*pieces)


@pytest.mark.parametrize("parties", [("usa", "rus"), ("rus", "rus"), ("RUS",), ("r",)])
def test_parties_are_sorted_and_each_there_once(parties: tuple[str, ...]) -> None:
    with pytest.raises(FormatError, match="no sorted list of parties"):
        Alternative(("x",), parties)


def test_what_was_left_out_leaves_one_space_and_none_before_a_sign() -> None:
    bracket = Bracket(1, (Alternative(("x",)),))
    assert settle(("a ", bracket, " b"), 1, ()) == ("a b",)
    assert settle(("a ", bracket, ", b"), 1, ()) == ("a, b",)
    assert settle((bracket, " b"), 1, ()) == ("b",)


def test_a_bracket_of_which_nothing_is_left_to_choose_is_gone_with_the_inner_one() -> None:
    inner = Bracket(2, (Alternative(("z",)),))
    outer = Bracket(1, (Alternative(("a",), ("rus",)), Alternative(("a ", inner), ("usa",))))
    assert settle((outer,), 2, ()) == ("a",)
