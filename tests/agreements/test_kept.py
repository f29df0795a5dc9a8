"""Declarations at rest in columns: New START counts the same, whatever rests and whatever is at hand."""

from __future__ import annotations

import datetime as dt
import random

import msgspec
import pytest

from detente.agreements.book import Asked, Book
from detente.agreements.checking import check
from detente.agreements.counting import Counter
from detente.agreements.declarations import Declarations
from detente.agreements.engine import DuckEngine
from detente.agreements.items_resting import Unkept
from detente.agreements.kept import Kept, Resting, format_kept, parse_kept
from tests.agreements import arms
from tests.agreements.desk import held_of, rules_of

RULES = rules_of("new-start")


def new_start() -> Declarations:
    """What is published of New START, and three hundred statements about items."""
    held, items = held_of("new-start"), arms.declarations(300, seed=3)
    return msgspec.structs.replace(held, declarations=[*held.declarations, *items.declarations])


def orders_of(held: Declarations) -> dict[str, int]:
    return {each.id: place for place, each in enumerate(held.declarations)}


def rested(held: Declarations, names: set[str]) -> Kept:
    orders = {name: order for name, order in orders_of(held).items() if name in names}
    kept = Counter(RULES, Book(RULES.agreement, held), DuckEngine()).keep(orders)
    return parse_kept(memoryview(format_kept(kept)))


def beside(held: Declarations, kept: Kept, at_hand: set[str]) -> Counter:
    """What counts with these at hand, some of which may rest too, and the others at rest."""
    orders = orders_of(held)
    mine = [each for each in held.declarations if each.id in at_hand]
    again = {
        party: {orders[each.id] for each in mine if each.by == party and orders[each.id] in kept.orders.get(party, ())}
        for party in arms.PARTIES
    }
    receipts = {}
    for party in arms.PARTIES:
        own = [(orders[each.id] + 1, each.received) for each in held.declarations if each.by == party]
        receipts[party] = [before for before, _ in own], [received for _, received in own]
    resting = Resting(kept, receipts, orders, again)
    book = Book(RULES.agreement, msgspec.structs.replace(held, declarations=mine), resting=resting)
    return Counter(RULES, book, DuckEngine())


@pytest.mark.parametrize("seed", range(4))
def test_new_start_counts_the_same_whatever_rests(seed):
    draw, held = random.Random(seed), new_start()
    items = [each.id for each in held.declarations if each.kind == "items"]
    resting = set(draw.sample(items, draw.choice([1, len(items) // 2, len(items)])))
    again = {name for name in resting if draw.random() < 0.2} if draw.random() < 0.7 else set()
    at_hand = {each.id for each in held.declarations} - (resting - again)
    whole, parts = Counter(RULES, Book(RULES.agreement, held), DuckEngine()), beside(held, rested(held, resting), at_hand)
    for day in arms.days(6, seed):
        for known in (None, day, day + dt.timedelta(1)):
            asked = Asked(day, known)
            assert [each.figure.result for each in check(parts, asked)] == [each.figure.result for each in check(whole, asked)]
            assert check(parts, asked) == check(whole, asked)


def test_what_rests_and_what_came_since_rest_together_as_if_they_had_come_at_once():
    held = new_start()
    items = [each.id for each in held.declarations if each.kind == "items"]
    first = beside(held, rested(held, set(items[:20])), {each.id for each in held.declarations} - set(items[:20]))
    orders = {name: order for name, order in orders_of(held).items() if name in items[20:]}
    assert format_kept(first.keep(orders)) == format_kept(rested(held, set(items)))


def test_reasons_need_all_declarations_at_hand():
    held = new_start()
    items = {each.id for each in held.declarations if each.kind == "items"}
    counter = beside(held, rested(held, items), {each.id for each in held.declarations} - items)
    count = next(each.id for each in RULES.agreement.counts if each.item is not None)
    with pytest.raises(Unkept):
        counter.explain(count, "rus", Asked(dt.date(2020, 1, 1)))


@pytest.mark.parametrize("cut", [0, 7, 8, 30, -1])
def test_columns_that_are_cut_short_are_refused(cut):
    held = new_start()
    data = format_kept(rested(held, {each.id for each in held.declarations if each.kind == "items"}))
    with pytest.raises((ValueError, KeyError, IndexError)):
        parse_kept(memoryview(data)[:cut])
    with pytest.raises(ValueError, match=str(len(data))):
        parse_kept(memoryview(data + b"x"))
