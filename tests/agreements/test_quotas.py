"""Quotas: paragraph 107 against a second statement of it, complete reasons, two times, and what is not known.

The second statement (`is_lawful`) knows no caps: it is given a whole year of visits and reads the paragraph sentence by sentence. A visit
fits exactly where the year with it is lawful.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import time
from collections.abc import Iterable
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.agreements.book import Asked, Book
from detente.agreements.declarations import AllVisits, Declaration, Declarations, Visit, VisitStep
from detente.agreements.quotas import CapFigure, QuotaCounter, Wanted
from detente.views.agreement_figures import quotas_used
from tests.agreements.desk import given as told
from tests.agreements.desk import rules_of
from tests.strategies import examples, stride

FIRST = dt.date(2021, 1, 1)
HOST = "pol"
VIENNA = rules_of("vienna-2011").agreement
LATER = Asked(dt.date(2021, 12, 31))

Paid = tuple[str, str, int]  # who, which unit, on which day of the year


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(number)


def is_lawful(units: int, visits: Iterable[Paid]) -> bool:
    """Whether a State that reported so many units is obliged to accept a year of visits, each of one day: paragraphs 107 and 108, as read."""
    visits = list(visits)
    quota = min(math.ceil(Fraction(units, 60)), 15)
    if len(visits) > quota:  # one for every sixty units or portion thereof, but not more than fifteen
        return False
    for state in {who for who, _, _ in visits}:
        share = sum(who == state for who, _, _ in visits)
        if share > 1 and (quota < 5 or Fraction(share) > Fraction(quota, 5)):  # a fifth; or one, where the quota is less than five
            return False
    pairs = sorted((unit, who) for who, unit, _ in visits)
    if any(one == other for one, other in itertools.pairwise(pairs)):  # not more than once by the same State
        return False
    if any(one[0] == third[0] for one, third in zip(pairs, pairs[2:], strict=False)):  # not more than twice
        return False
    days = [on for _, _, on in visits]
    return len(days) == len(set(days))  # one at any given time


def held(units: int | None, visits: Iterable[Paid], **changes) -> Declarations:
    """The same as records, all of them conducted."""
    paid = list(visits)
    return Declarations(
        format="detente-declarations-1",
        agreement="vienna-2011",
        all_visits=AllVisits(from_=FIRST),
        declarations=[] if units is None else [Declaration(id="units", by=HOST, on=FIRST, exchange="forces", figures={"units": units})],
        visits=[
            Visit(id=f"v{n}", by=who, of=HOST, type="evaluation", on=day(on), from_=day(on), site=unit)
            for n, (who, unit, on) in enumerate(paid)
        ],
        steps=[VisitStep(id=f"s{n}", by=HOST, of=f"v{n}", state="conducted", on=day(on)) for n, (_, _, on) in enumerate(paid)],
        **changes,
    )


def counter_of(what: Declarations) -> QuotaCounter:
    return QuotaCounter(Book(VIENNA, what))


def answer(counter: QuotaCounter, paid: Paid, asked: Asked = LATER) -> str:
    who, unit, on = paid
    return counter.answer(Wanted(day(on), day(on), HOST, who, "evaluation", unit), asked).verdict


STATES, UNITS = ("deu", "fra", "ita"), ("A", "B")


def sequences(length: int) -> Iterable[list[Paid]]:
    """Every sequence of so many visits by three States to two units, each on a day of its own."""
    for chosen in itertools.product(itertools.product(STATES, UNITS), repeat=length):
        yield [(who, unit, 10 * n) for n, (who, unit) in enumerate(chosen)]


@pytest.mark.slow
@pytest.mark.parametrize("units", [0, 1, 60, 61, 120, 121, 300, 301, 899, 900, 901, 10_000][:: stride(2)])
def test_paragraph_107_for_every_sequence_of_up_to_four_visits(units):
    every = [visits for length in range(4) for visits in sequences(length)] + list(itertools.islice(sequences(4), 0, None, stride(53)))
    for visits in every:
        if not is_lawful(units, visits):
            continue
        counter = counter_of(held(units, visits))
        for wanted in itertools.product(STATES, UNITS, (0, 300)):
            expected = "yes" if is_lawful(units, [*visits, wanted]) else "no"
            assert answer(counter, wanted) == expected, (units, visits, wanted)


@pytest.mark.parametrize("quota", range(0, 17, stride(2)))
def test_paragraph_107_at_the_edge_of_every_quota(quota):
    """As many visits as are lawful, by one State and by all of them, and then one more."""
    for units in {max(0, 60 * quota - 59), 60 * quota}:
        for states in (1, 2, 6, 20):
            visits: list[Paid] = []
            for number in range(20):
                wanted = (f"{VIENNA.parties[number % states].id}", f"unit {number}", number)
                wanted = (wanted[0] if wanted[0] != HOST else "usa", *wanted[1:])
                lawful = is_lawful(units, [*visits, wanted])
                assert (answer(counter_of(held(units, visits)), wanted) == "yes") == lawful, (units, visits, wanted)
                if lawful:
                    visits.append(wanted)
            assert len(visits) <= min(quota, 15)


MANY = st.lists(
    st.tuples(st.sampled_from([each.id for each in VIENNA.parties if each.id != HOST]), st.integers(0, 9).map(str), st.integers(0, 364)),
    max_size=60,
)


@given(units=st.integers(0, 1200), visits=MANY, wanted=MANY.filter(bool).map(lambda each: each[0]))
@settings(deadline=None, max_examples=examples(200))
def test_paragraph_107_for_many_states_units_and_days(units, visits, wanted):
    """Visits that are not lawful are left out one after the other, so that long years are lawful ones."""
    lawful: list[Paid] = []
    for each in visits:
        if is_lawful(units, [*lawful, each]):
            lawful.append(each)
    expected = "yes" if is_lawful(units, [*lawful, wanted]) else "no"
    assert answer(counter_of(held(units, lawful)), wanted) == expected


# ---------------------------------------------------------------- reasons


@st.composite
def records(draw) -> Declarations:
    """Visits of two hosts with every state, corrections, unknown sites and late receipts, and what the hosts declared."""
    near = st.sampled_from([358, 360, 361, 366]).map(day)  # around the turn of the year, so that versions of one visit fall apart
    received = st.sampled_from([None, None, day(300), day(340), day(380)])
    visits: list[Visit] = []
    for number in range(draw(st.integers(0, 7))):
        free = [each for each in visits if all(other.corrects != each.id for other in visits)]
        old = draw(st.sampled_from(free)) if free and draw(st.integers(0, 2)) == 0 else None
        first = draw(near)
        visits.append(
            Visit(
                id=f"v{number}", by=old.by if old else draw(st.sampled_from(["deu", "fra"])), of=old.of if old else draw(st.sampled_from([HOST, HOST, "ita"])),
                type="evaluation", on=old.on if old else day(300), from_=first, to=first + dt.timedelta(draw(st.integers(0, 3))),
                site=draw(st.sampled_from(["A", "A", "B", None])), received=draw(received), corrects=old.id if old else None,
            )
        )  # fmt: skip
    steps = [
        VisitStep(id=f"s{n}", by=each.of, of=each.id, state=draw(st.sampled_from(["accepted", "refused", "conducted", "withdrawn"])),
                  on=draw(st.sampled_from([310, 320, 355]).map(day)), received=draw(received))
        for n, each in enumerate(draw(st.lists(st.sampled_from(visits), max_size=7)) if visits else [])
    ]  # fmt: skip
    declarations: list[Declaration] = []
    for number, by in enumerate(draw(st.lists(st.sampled_from([HOST, "ita"]), max_size=3))):
        old = next((each for each in reversed(declarations) if each.by == by), None)
        declarations.append(
            Declaration(
                id=f"d{number}", by=by, on=FIRST, exchange="forces", figures={"units": draw(st.sampled_from([1, 61, 301, 901]))},
                received=draw(received), corrects=old.id if old else None,
            )
        )  # fmt: skip
    known = draw(st.none() | st.just(AllVisits(from_=FIRST)) | st.just(AllVisits(from_=FIRST, until=day(300))))
    return Declarations(
        format="detente-declarations-1", agreement="vienna-2011", visits=visits, steps=steps, declarations=declarations, all_visits=known
    )


WANTED = st.builds(
    lambda first, length, visitor, site: Wanted(day(first), day(first + length), HOST, visitor, "evaluation", site),
    st.sampled_from([355, 359, 361, 364, 367]), st.integers(0, 4), st.sampled_from(["deu", "fra", None]), st.sampled_from(["A", "B", None]),
)  # fmt: skip
QUESTIONS = st.builds(Asked, st.sampled_from([315, 350, 360, 380]).map(day), st.sampled_from([None, None, day(330), day(360), day(400)]))


def caps_of(what: Declarations, wanted: Wanted, asked: Asked) -> dict[str, CapFigure]:
    return {each.cap.id: each for each in counter_of(what).answer(wanted, asked).caps}


def only(what: Declarations, keep: set[str]) -> Declarations:
    kept = {key: [each for each in getattr(what, key) if each.id in keep] for key in ("declarations", "visits", "steps")}
    return msgspec.structs.replace(what, **kept)


@pytest.mark.slow
@given(what=records(), wanted=WANTED, question=QUESTIONS)
@settings(deadline=None, max_examples=examples(150))
def test_the_reason_of_each_cap_is_complete(what, wanted, question):
    """What is listed alone gives the same; what is not listed changes nothing; and each is marked by whether it does."""
    ids = {each.id for each in (*what.declarations, *what.visits, *what.steps)}
    found = caps_of(what, wanted, question)
    without = {key: caps_of(only(what, ids - {key}), wanted, question) for key in ids}
    for name, cap in found.items():
        listed = {each.id: each for each in cap.inputs}
        assert len(listed) == len(cap.inputs), "each record once"
        assert set(listed) <= ids
        assert caps_of(only(what, set(listed)), wanted, question)[name].result == cap.result, "what is listed gives the figure alone"
        for key in ids:
            changes = without[key][name].result != cap.result
            assert not changes or key in listed, f"{key} was read for {name}, and is not listed"
            assert key not in listed or listed[key].counts == changes, f"{key} is marked wrongly for {name}"
            assert key not in listed or changes or listed[key].why is not None, "what changes nothing says why"
        amounts = [each.amount for each in cap.inputs if each.kind == "visit" and each.amount is not None]
        if cap.cap.within == "year":
            assert cap.used == sum(amounts)


@given(what=records(), wanted=WANTED, question=QUESTIONS, later=st.integers(1, 100))
@settings(deadline=None, max_examples=examples(100))
def test_what_was_known_on_a_day_does_not_change_by_what_is_received_later(what, wanted, question, later):
    known = question.known or day(400)
    question = Asked(question.as_of, known)
    before = [each.result for each in caps_of(what, wanted, question).values()]
    received = known + dt.timedelta(later)
    newest = Visit(id="late", by="deu", of=HOST, type="evaluation", on=day(300), from_=wanted.first, site="A", received=received)
    steps = [VisitStep(id=f"late-{each.id}", by=HOST, of=each.id, state="refused", on=day(300), received=received) for each in what.visits]
    more = msgspec.structs.replace(what, visits=[*what.visits, newest], steps=[*what.steps, *steps])
    assert [each.result for each in caps_of(more, wanted, question).values()] == before


@given(what=records(), wanted=WANTED, question=QUESTIONS)
@settings(deadline=None, max_examples=examples(100))
def test_more_visits_never_make_room(what, wanted, question):
    order = {"yes": 0, "open": 1, "no": 2}
    more = msgspec.structs.replace(
        what,
        visits=[*what.visits, Visit(id="more", by="fra", of=HOST, type="evaluation", on=FIRST, from_=wanted.first, site="A")],
        steps=[*what.steps, VisitStep(id="more-done", by=HOST, of="more", state="conducted", on=FIRST)],
    )
    before, after = (counter_of(each).answer(wanted, question).verdict for each in (what, more))
    assert order[before] <= order[after]


# ---------------------------------------------------------------- what is not known is not room


def test_without_a_declared_size_the_question_is_open_and_says_why():
    counter = counter_of(held(None, []))
    found = {each.cap.id: each for each in counter.answer(Wanted(day(9), day(9), HOST, "deu", "evaluation", "A"), LATER).caps}
    assert {key: (each.verdict, each.why, each.limit) for key, each in found.items()} == {
        "by-size": ("open", "not_provided", None),
        "one-state": ("open", "not_provided", None),
        "ceiling": ("room", None, 15),
        "unit": ("room", None, 2),
        "unit-one-state": ("room", None, 1),
        "at-once": ("room", None, 1),
    }


def test_a_size_that_is_known_too_late_for_the_day_asked_is_not_read():
    what = held(600, [])
    late = msgspec.structs.replace(what, declarations=[msgspec.structs.replace(what.declarations[0], received=day(40))])
    assert answer(counter_of(late), ("deu", "A", 20), Asked(day(20), day(20))) == "open"
    assert answer(counter_of(late), ("deu", "A", 20), Asked(day(20), day(40))) == "yes"


@pytest.mark.parametrize(
    ("state", "seen"), [(None, "open"), ("accepted", "no"), ("conducted", "no"), ("refused", "yes"), ("withdrawn", "yes")]
)
def test_each_state_of_a_visit_counts_as_the_quota_says(state, seen):
    what = held(60, [("deu", "A", 9)])
    steps = [] if state is None else [msgspec.structs.replace(what.steps[0], state=state)]
    assert answer(counter_of(msgspec.structs.replace(what, steps=steps)), ("fra", "B", 50)) == seen


def test_the_step_of_the_latest_day_stands_whatever_its_place_in_the_file():
    what = held(60, [("deu", "A", 9)])
    accepted, refused = (
        msgspec.structs.replace(what.steps[0], id=state, state=state, on=day(on)) for state, on in (("accepted", 15), ("refused", 17))
    )
    for steps in ([accepted, refused], [refused, accepted]):
        counter = counter_of(msgspec.structs.replace(what, steps=steps))
        assert [answer(counter, ("fra", "B", 50), Asked(day(n))) for n in (16, 17)] == ["no", "yes"]


def test_beyond_the_days_of_which_all_visits_are_held_nothing_is_room():
    what = held(600, [])
    until = msgspec.structs.replace(what, all_visits=AllVisits(from_=FIRST, until=day(100)))
    assert [answer(counter_of(until), ("fra", "B", 50), Asked(day(n))) for n in (100, 101)] == ["yes", "open"]
    assert answer(counter_of(until), ("fra", "B", 50), Asked(day(101), day(100))) == "yes"
    began = msgspec.structs.replace(what, all_visits=AllVisits(from_=day(1)))
    assert answer(counter_of(began), ("fra", "B", 50)) == "open"  # of the first day of that year nothing is known


def test_what_was_corrected_is_listed_with_its_correction():
    text = """
[all_visits]
from = 2021-01-01
[[declaration]]
id = "first"
by = "pol"
on = 2021-01-01
exchange = "forces"
figures = { units = 60 }
[[declaration]]
id = "second"
by = "pol"
on = 2021-01-01
exchange = "forces"
corrects = "first"
figures = { units = 120 }
[[visit]]
id = "v"
by = "deu"
of = "pol"
type = "evaluation"
on = 2021-02-01
from = 2021-02-10
site = "A"
[[visit]]
id = "v-corrected"
corrects = "v"
by = "deu"
of = "pol"
type = "evaluation"
on = 2021-02-01
from = 2021-02-10
site = "B"
[[visit_step]]
id = "s"
of = "v"
by = "pol"
state = "accepted"
on = 2021-02-02
"""
    found = counter_of(told("vienna-2011", text)).answer(Wanted(day(90), day(90), HOST, "fra", "evaluation", "A"), LATER).caps
    marks = {each.cap.id: [(one.id, one.kind, one.amount, one.counts, one.why) for one in each.inputs] for each in found}
    assert marks["by-size"] == [
        ("v-corrected", "visit", 1, False, "same_without_it"),  # the first version would count as well
        ("v", "visit", None, False, "corrected"),
        ("s", "step", None, True, None),
        ("second", "declaration", 120, True, None),
        ("first", "declaration", 60, False, "corrected"),
    ]
    assert [mark[0] for mark in marks["unit"]] == ["v-corrected", "v", "s"]  # the first version named this unit
    assert marks["unit-one-state"] == []


def test_visits_at_once_are_counted_on_the_day_that_has_the_most():
    """Two visits one after the other within the days of a long one are one at a time, not two."""
    what = held(600, [("deu", "A", 10), ("fra", "B", 14)])
    counter = counter_of(what)
    found = counter.answer(Wanted(day(8), day(16), HOST, "ita", "evaluation", "C"), LATER).caps[-1]
    assert (found.cap.id, found.used, found.verdict) == ("at-once", 1, "full")
    assert [each.counts for each in found.inputs if each.kind == "visit"] == [False, False]  # either alone is enough
    assert answer(counter, ("ita", "C", 12)) == "yes"


def test_a_cap_is_split_by_those_who_have_visits():
    counter = counter_of(held(901, [("deu", "A", 10), ("fra", "A", 20), ("deu", "B", 30)]))
    quota = VIENNA.quotas[0]
    share = next(cap for cap in quota.caps if cap.id == "one-state")
    unit = next(cap for cap in quota.caps if cap.id == "unit")
    year = Wanted(day(0), day(0), HOST)
    used = {each.visitor: counter.figure(quota, share, each, LATER).used for each in counter.each_used(quota, share, year, LATER)}
    assert used == {"deu": 2, "fra": 1}
    used = {each.site: counter.figure(quota, unit, each, LATER).used for each in counter.each_used(quota, unit, year, LATER)}
    assert used == {"A": 2, "B": 1}


@pytest.mark.slow
def test_ten_thousand_visits_to_one_party_are_answered_in_seconds():
    """A quarter of them, unless DETENTE_EXAMPLES=thorough: each visit once for each other would take longer than this allows, there too."""
    count = 10_000 // stride(4)
    visits = [("deu", "A", number % 365) for number in range(count)]
    began = time.process_time()
    found = counter_of(held(600, visits)).answer(Wanted(day(0), day(364), HOST, "deu", "evaluation", "A"), LATER)
    assert (found.verdict, found.caps[0].used) == ("no", count)
    assert time.process_time() - began < 30 / stride(4)


@pytest.mark.slow
def test_visits_to_thousands_of_sites_and_to_unnamed_ones_are_counted_in_seconds():
    """Each site has a row, and each visit without a site may be to any of them: counted one by one that would be millions."""
    visits = [("deu", f"unit {number}" if number % 2 else None, number % 365) for number in range(10_000)]
    began = time.process_time()
    found = quotas_used(Book(VIENNA, held(600, visits)), VIENNA.quotas, LATER, hosts=[HOST])
    assert {(each.used, each.pending) for each in found if each.cap.id == "unit"} == {(1, 5000)}
    assert len(found) == 2 * 5000 + 4
    assert time.process_time() - began < 20


def test_a_claimed_suspension_stands_beside_the_answer_and_changes_nothing():
    text = """
[all_visits]
from = 2021-01-01
[[suspension]]
id = "rests"
by = "pol"
from = 2021-02-01
[[declaration]]
id = "forces"
by = "pol"
on = 2021-01-01
exchange = "forces"
figures = { units = 60 }
"""
    counter = counter_of(told("vienna-2011", text))
    before, after = (counter.answer(Wanted(day(n), day(n), HOST, "deu", "evaluation", "A"), LATER) for n in (9, 90))
    assert (before.verdict, after.verdict) == ("yes", "yes")
    assert ([each.id for each in before.suspensions], [each.id for each in after.suspensions]) == ([], ["rests"])
