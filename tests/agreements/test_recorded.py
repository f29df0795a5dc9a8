"""Acts under an agreement in an order that is the same for all who hold them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dialogue.acts import Ref
from detente.views.recorded import in_order
from tests.strategies import examples


@st.composite
def said(draw: st.DrawFn) -> dict[Ref, list[Ref]]:
    """Acts of three logs as they were said, each with those that it refers to, some of them not held."""
    found: dict[Ref, list[Ref]] = {}
    sizes = {("usa", 0): 0, ("rus", 0): 0, ("usa", 1): 0}
    for log in draw(st.lists(st.sampled_from(sorted(sizes)), max_size=30)):
        earlier = [*found, Ref("rus", 9, 0)]
        found[Ref(*log, sizes[log])] = draw(st.lists(st.sampled_from(earlier), max_size=3))
        sizes[log] += draw(st.integers(1, 3))
    return found


@settings(max_examples=examples(200))
@given(said(), st.randoms())
def test_each_log_stands_in_its_order_and_what_is_named_before_what_names_it(named, random):
    refs = list(named)
    random.shuffle(refs)
    found = in_order(refs, {ref: to for ref, to in named.items() if to})
    assert sorted(found) == sorted(named)
    assert found == in_order(sorted(named), named), "in whatever order they come"
    for log in {ref.log for ref in named}:
        of_log = [ref for ref in found if ref.log == log]
        assert of_log == sorted(of_log)
    for place, ref in enumerate(found):
        assert named.keys() & named[ref] <= set(found[:place])


def test_two_sides_that_answer_each_other_by_turns_are_put_in_order_in_one_go():
    """Once each turn cost a look at all that was left: the square of their number."""
    turns = [Ref(party, 0, index) for index in range(20_000) for party in ("usa", "rus")]
    assert in_order(turns, {ref: [before] for before, ref in pairwise(turns)}) == turns
