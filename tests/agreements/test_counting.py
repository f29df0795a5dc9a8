"""Explanations are complete, two times are kept apart, and corrections erase nothing: over generated declarations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from functools import cache

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.agreements.book import Asked, Book
from detente.agreements.counting import Counter, Figure
from detente.agreements.declarations import Amount, Declaration, Declarations, Dispute, ItemState
from detente.agreements.engine import DuckEngine
from detente.agreements.items import ItemTables
from detente.agreements.loading import check_declarations, parse_agreement
from detente.agreements.rules import compile_rules
from detente.agreements.source import Source
from detente.errors import FormatError
from tests.agreements.desk import asked, counter_of, file_of, rules_of
from tests.agreements.desk import given as told
from tests.strategies import examples

FIRST = dt.date(2021, 1, 1)
ENGINE = DuckEngine()  # of rules over figures, which make no tables


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(number)


def held(name: str, declarations: list[Declaration], disputes: list[Dispute] = ()) -> Declarations:
    """Declarations that loading would take; what it would refuse is no example."""
    found = Declarations(format="detente-declarations-1", agreement=name, declarations=declarations, disputes=list(disputes))
    source = Source("given", b"", 10)
    try:
        check_declarations(found, rules_of(name).agreement, source)
    except FormatError:
        assume(False)
    return found


RECEIVED = st.none() | st.integers(0, 500)
NUMBERS = st.integers(0, 3)  # few, so that other declarations often say the same


@st.composite
def of_figures(draw) -> Declarations:
    """What two parties declared of New START: figures, nil, nothing new, withheld, corrections, and disputes of them."""
    declarations: list[Declaration] = []
    disputes: list[Dispute] = []
    for number in range(draw(st.integers(1, 7))):
        by, on = draw(st.sampled_from(["rus", "usa"])), draw(st.sampled_from([0, 59, 243, 424]))
        old = next((each for each in reversed(declarations) if each.by == by), None) if draw(st.booleans()) else None
        kind = draw(st.sampled_from(["figures", "figures", "figures", "nil", "nothing_new", "withheld", "not_seen"]))
        received = draw(RECEIVED)
        declarations.append(
            Declaration(
                id=f"d{number}", by=by, on=day(on) if old is None else old.on, kind=kind,
                received=None if received is None else day(received),
                exchange=draw(st.sampled_from([None, "data"])) if old is None else old.exchange,
                figures={name: draw(NUMBERS) for name in draw(st.sets(st.sampled_from(["warheads", "launchers"])))} if kind == "figures" else {},
                corrects=None if old is None else old.id,
            )
        )  # fmt: skip
        if draw(st.booleans()):
            disputes.append(
                Dispute(
                    id=f"c{number}", by=draw(st.sampled_from(["rus", "usa"])), of=f"d{number}", figure="launchers", on=declarations[-1].on,
                    amounts=[Amount(number=draw(st.integers(0, 2)), what={"en": "x"})],
                )
            )  # fmt: skip
    return held("new-start", declarations, disputes)


@st.composite
def of_items(draw) -> Declarations:
    """What two parties declared of their boats: full lists, changes, removals, nil, nothing new, corrections."""
    declarations: list[Declaration] = []
    for number in range(draw(st.integers(1, 7))):
        by = draw(st.sampled_from(["north", "south"]))
        old = next((each for each in reversed(declarations) if each.by == by), None) if draw(st.integers(0, 3)) == 0 else None
        kind = draw(st.sampled_from(["items", "items", "items", "items", "nil", "nothing_new", "withheld"]))
        full = kind == "items" and draw(st.booleans())
        names = draw(st.sets(st.sampled_from("ABC")))
        items = [
            ItemState(id=name, type="boat", fields={key: draw(st.booleans()) for key in draw(st.sets(st.sampled_from(["gun", "mount"])))})
            for name in sorted(names)
        ]
        removed = [] if full else sorted(draw(st.sets(st.sampled_from("ABC"))) - names)
        received = draw(RECEIVED)
        declarations.append(
            Declaration(
                id=f"d{number}", by=by, on=day(draw(st.integers(0, 400))) if old is None else old.on, kind=kind, full=full,
                received=None if received is None else day(received), exchange=None if old is None else old.exchange,
                items=items if kind == "items" else [], removed=removed if kind == "items" else [], corrects=None if old is None else old.id,
            )
        )  # fmt: skip
    return held("teaching", declarations)


QUESTIONS = st.builds(Asked, st.integers(0, 450).map(day), st.none() | st.integers(0, 500).map(day))


def figures_of(name: str, what: Declarations, question: Asked, *, explain: bool = False) -> list[Figure]:
    """Every figure of every party."""
    rules = rules_of(name)
    counter = Counter(rules, Book(rules.agreement, what), DuckEngine() if rules.agreement.items else ENGINE)
    count = counter.explain if explain else counter.figures
    return [each for rule in rules.agreement.counts for party in rules.agreement.parties for each in count(rule.id, party.id, question)]


@settings(max_examples=examples(60))
@given(of_items(), st.lists(QUESTIONS, min_size=1, max_size=6))
def test_spans_give_what_the_statements_give(what, questions):
    """Whatever is asked in whatever order: drawn up once, spans count as if each question were the first."""
    rules = rules_of("teaching")
    book = Book(rules.agreement, what)
    tables = ItemTables(rules, book, DuckEngine())
    for question in questions:
        for rule in (rule for every in rules.counts.values() for rule in every if rule.count.item is not None):
            for party in rules.agreement.parties:
                chain = book.chain(party.id, str(rule.count.item), question)
                assert tables.sum_on(rule, party.id, question) == tables.sum_of(rule, chain)


def test_a_figure_that_cannot_be_computed_stops_no_other():
    """One rule over an item multiplies what is too large; the others over the same item are told."""
    text = file_of("new-start", "agreement").decode()
    rule = "CASE WHEN kind = 'bomber' THEN 1 ELSE warheads END"
    rules = compile_rules(*parse_agreement(text.replace(rule, "warheads * warheads * warheads").encode()))
    item = ItemState(id="one", type="arm", fields={"kind": "icbm", "deployed": True, "warheads": 10**15 - 1})
    what = held("new-start", [Declaration(id="d", by="usa", on=FIRST, kind="items", items=[item])])
    counter = Counter(rules, Book(rules.agreement, what), DuckEngine())
    question = Asked(day(5))
    assert [each.value for each in counter.figures("vehicles-by-item", "usa", question)] == [1]
    with pytest.raises(FormatError, match="cannot be computed"):
        counter.figures("warheads-by-item", "usa", question)
    assert [each.value for each in counter.figures("launchers-by-item", "usa", question)] == [0]


def test_a_thousand_times_nothing_new_is_looked_through():
    """Each says that the one before it stands; the first has the figure."""
    first = Declaration(id="d", by="usa", on=FIRST, figures={"warheads": 7})
    others = [Declaration(id=f"d{number}", by="usa", on=day(number), kind="nothing_new") for number in range(1, 3_000)]
    rules = rules_of("new-start")
    counter = Counter(
        rules, Book(rules.agreement, msgspec.structs.replace(held("new-start", [first]), declarations=[first, *others])), ENGINE
    )
    # Past the days of exchanges, in which nothing came.
    (found,) = Counter(rules, counter.book, ENGINE).figures("warheads", "usa", Asked(day(40)))
    assert found.value == 7


def only(what: Declarations, keep: AbstractSet[str]) -> Declarations:
    """The records with these ids alone."""
    return msgspec.structs.replace(
        what,
        declarations=[each for each in what.declarations if each.id in keep],
        disputes=[each for each in what.disputes if each.id in keep],
    )


def complete(name: str, what: Declarations, question: Asked) -> None:
    """The three promises of an explanation."""
    ids = frozenset(each.id for each in (*what.declarations, *what.disputes))
    counted = cache(lambda keep: figures_of(name, only(what, keep), question))  # many figures list the same
    each_without = {key: counted(ids - {key}) for key in ids}
    for place, found in enumerate(figures_of(name, what, question, explain=True)):
        again = [each.id for each in found.inputs]
        assert set(again) <= ids
        alone = counted(frozenset(again))[place]
        assert alone.result == found.result, "what is listed gives the figure alone"
        for key in ids:
            without = each_without[key][place]
            listed = [each for each in found.inputs if each.id == key and each.kind != "item"]
            if without.result != found.result:
                assert listed, f"{key} was read, and is not listed"
                assert any(each.counts for each in listed), f"{key} is marked as if it changed nothing"
            else:
                assert not any(each.counts for each in listed), f"{key} is marked as if it counted"


@pytest.mark.slow
@given(what=of_figures(), question=QUESTIONS)
@settings(deadline=None, max_examples=examples(12))
def test_the_reason_of_a_sum_of_figures_is_complete(what, question):
    complete("new-start", what, question)


@pytest.mark.slow
@given(what=of_items(), question=QUESTIONS)
@settings(deadline=None, max_examples=examples(10))
def test_the_reason_of_a_number_of_items_is_complete(what, question):
    complete("teaching", what, question)


@pytest.mark.slow
@given(what=of_items(), question=QUESTIONS)
@settings(deadline=None, max_examples=examples(15))
def test_a_number_of_items_is_the_sum_of_what_is_listed(what, question):
    for found in figures_of("teaching", what, question, explain=True):
        items = [each for each in found.inputs if each.kind == "item"]
        assert (found.known_part or 0) == sum(each.amount or 0 for each in items)
        assert found.unknown_items == sum(each.amount is None for each in items)
        assert len({each.part for each in items}) == len(items)


@pytest.mark.slow
@given(what=of_figures(), question=QUESTIONS, later=st.integers(1, 400))
@settings(deadline=None, max_examples=examples(25))
def test_what_was_known_on_a_day_never_changes_by_what_comes_later(what, question, later):
    """Whatever is received after the day whose knowledge is asked, the answer stays; so nothing is ever erased."""
    assume(question.known is not None)
    before = [each.result for each in figures_of("new-start", what, question)]
    newest = Declaration(
        id="later", by="usa", on=day(243), received=question.known + dt.timedelta(later), figures={"warheads": 9, "launchers": 9}
    )
    target = next((each for each in reversed(what.declarations) if each.by == "usa"), None)
    if target is not None and all(each.corrects != target.id for each in what.declarations):
        newest = msgspec.structs.replace(newest, on=target.on, exchange=target.exchange, corrects=target.id)
    more = msgspec.structs.replace(what, declarations=[*what.declarations, newest])
    assert [each.result for each in figures_of("new-start", more, question)] == before


def test_each_notification_says_by_how_much_it_changed_the_number():
    counter = counter_of("teaching")
    found = {each.rule.reading: each for each in counter.explain("armed-boats", "north", asked("2020-07-01"))}
    changes = {name: [(each.id, each.amount) for each in one.inputs if each.kind == "declaration"] for name, one in found.items()}
    assert changes["carries"] == [("north-2020", 1), ("north-2020-06", 0)]  # one gun comes off, another boat comes in
    assert changes["can-carry"] == [("north-2020", 1), ("north-2020-06", 1)]
    assert {(each.part, each.id) for each in found["can-carry"].inputs if each.kind == "item"} == {
        ("Heron", "north-2020"), ("Otter", "north-2020-06"), ("Crane", "north-2020-06"),
    }  # fmt: skip


def test_the_dispute_of_2022_is_listed_under_both_readings_and_counts_in_one():
    found = counter_of("new-start").explain("launchers", "usa", asked("2022-03-01"))
    marks = {each.rule.reading: [(one.id, one.counts, one.why) for one in each.inputs] for each in found}
    assert marks == {
        "as-declared": [("usa-2022-03-01", True, None), ("rus-2022-03-01-launchers", False, "not_in_this_reading")],
        "conversion-unconfirmed": [("usa-2022-03-01", True, None), ("rus-2022-03-01-launchers", True, None)],
    }
    (dispute,) = [one for one in found[1].inputs if one.kind == "dispute"]
    assert [number for number, _ in dispute.what] == [56, 41, 4]


def test_a_correction_is_listed_with_what_it_corrects():
    found = counter_of("teaching").explain("armed-boats", "south", asked("2020-02-10"))[0]
    assert [(each.id, each.counts, each.why) for each in found.inputs if each.kind == "declaration"] == [
        ("south-2020-corrected", True, None),
        ("south-2020", False, "corrected"),
    ]


def test_a_dispute_that_is_settled_counts_until_its_last_day():
    text = """
[[declaration]]
id = "d"
by = "usa"
on = 2021-09-01
figures = { launchers = 800 }
[[dispute]]
id = "c"
by = "rus"
of = "d"
figure = "launchers"
on = 2021-09-10
until = 2021-10-01
amounts = [{ number = 7, what = { en = "x" } }]
"""
    counter = counter_of("new-start", told("new-start", text))
    values = []
    for on in ("2021-09-09", "2021-09-10", "2021-10-01", "2021-10-02"):
        (found,) = [each for each in counter.figures("launchers", "usa", asked(on)) if each.rule.reading == "conversion-unconfirmed"]
        values.append(found.value)
    assert values == [800, 807, 807, 800]


def test_a_correction_of_something_else_sheds_no_dispute():
    text = """
[[declaration]]
id = "first"
by = "usa"
on = 2021-09-01
figures = { launchers = 800, warheads = 1398 }
[[dispute]]
id = "c"
by = "rus"
of = "first"
figure = "launchers"
on = 2021-09-01
amounts = [{ number = 7, what = { en = "x" } }]
[[declaration]]
id = "second"
by = "usa"
on = 2021-09-01
corrects = "first"
figures = { launchers = LAUNCHERS, warheads = 1389 }
"""
    values = {}
    for launchers in (800, 807):
        counter = counter_of("new-start", told("new-start", text.replace("LAUNCHERS", str(launchers))))
        found = {each.rule.reading: each.value for each in counter.figures("launchers", "usa", asked("2021-09-01"))}
        values[launchers] = found["conversion-unconfirmed"]
    assert values == {800: 807, 807: 807}
