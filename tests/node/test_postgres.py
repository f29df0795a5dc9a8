"""One rule, two engines: what PostgreSQL counts is what DuckDB counts, figure by figure and reason by reason; on a real server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.agreements.book import Asked, Book
from detente.agreements.checking import Checked, check
from detente.agreements.counting import Counter
from detente.agreements.declarations import Declarations
from detente.agreements.engine import DuckEngine, Engine
from detente.agreements.expressions import BOOLEAN, DATE, INTEGER, TEXT, Expression, RuleError, Type, parse_expression
from detente.errors import CallerError, FormatError
from detente.node.postgres import PostgresEngine
from tests.agreements import arms
from tests.agreements.desk import given as told
from tests.agreements.desk import held_of, rules_of
from tests.servers import postgres
from tests.strategies import examples

pytestmark = pytest.mark.needs("postgres")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as where:
        yield where


def answers(engine: Engine, name: str, held: Declarations, questions: list[Asked], *, explained: bool) -> list[list[Checked]]:
    rules = rules_of(name)
    counter = Counter(rules, Book(rules.agreement, held), engine)
    return [check(counter, each, explained=explained) for each in questions]


def both(server: str, name: str, held: Declarations, questions: list[Asked], *, explained: bool = True) -> list[list[Checked]]:
    """What both give, after a check that it is the same."""
    with PostgresEngine(server) as there:
        found = answers(there, name, held, questions, explained=explained)
    assert found == answers(DuckEngine(), name, held, questions, explained=explained)
    return found


def test_new_start_as_it_was_published_is_counted_the_same(server):
    held = held_of("new-start")
    days = sorted({each.on for each in held.declarations})
    questions = [Asked(day) for day in days] + [Asked(dt.date(2022, 6, 1), dt.date(2022, 3, 10))]
    found = both(server, "new-start", held, questions)
    september = found[days.index(dt.date(2021, 9, 1))]
    values = {(each.figure.party, each.figure.rule.count.id, each.figure.rule.reading): each.figure.value for each in september}
    assert (values["usa", "vehicles", None], values["usa", "warheads", None]) == (665, 1389)
    assert values["rus", "launchers", "as-declared"] == 742
    assert all(each.figure.inputs for each in september)


def test_a_hundred_thousand_records_are_counted_the_same(server):
    held = arms.declarations(100_000)
    days = [*arms.days(3), arms.FIRST, arms.FIRST + dt.timedelta(arms.DAYS)]
    found = both(server, "new-start", held, [*map(Asked, days), Asked(days[0], days[0])], explained=False)
    assert {each.figure.value for each in found[0] if each.figure.rule.count.item} > {None}


def test_the_reasons_of_a_thousand_records_are_the_same(server):
    held = arms.declarations(2_000, seed=3)
    day = arms.FIRST + dt.timedelta(arms.DAYS // 3)
    found = both(server, "new-start", held, [Asked(day), Asked(day, day - dt.timedelta(2))])
    inputs = [len(each.figure.inputs) for each in found[0] if each.figure.rule.count.item]
    assert min(inputs) > 50


def test_texts_that_sort_otherwise_in_a_language_are_listed_alike(server):
    """Byte by byte: PostgreSQL alone would put "a-2" between "A" and "b" in some languages."""
    names = ["b", "A", "a-2", "a.1", "B", "a", "Z9"]
    items = "".join(f'[[declaration.item]]\nid = "{each}"\ntype = "boat"\nfields = {{ gun = true }}\n' for each in names)
    held = told("teaching", f'[[declaration]]\nid = "one"\nby = "north"\non = 2021-01-01\nkind = "items"\nfull = true\n{items}')
    found = both(server, "teaching", held, [Asked(dt.date(2021, 2, 1))])
    listed = [each.part for each in found[0][0].figure.inputs if each.kind == "item"]
    assert listed == sorted(names)


# ---------------------------------------------------------------- any rule

FIELDS = {"n": INTEGER, "m": INTEGER, "kind": Type("text", frozenset({"a", "b"})), "name": TEXT, "on": BOOLEAN, "day": DATE}
LARGE = 300
"""Seven of them multiplied are a number of 64 bits, and four of them none of 32."""

_numbers = st.one_of(st.sampled_from(["n", "m"]), st.integers(0, 3).map(str), st.just(str(LARGE)))
_days = st.one_of(st.just("day"), st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)).map(lambda each: f"DATE '{each}'"))
_ordered = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])


def sums(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*"]), inner),
        inner.map("abs({})".format),
        inner.map("(-{})".format),
        st.builds("CASE WHEN {} THEN {} ELSE {} END".format, _simple, inner, inner | st.just("NULL")),
    )


_simple = st.one_of(
    st.builds("{} {} {}".format, _numbers, _ordered, _numbers),
    st.builds("{} {} {}".format, _days, _ordered, _days),
    st.builds("{} BETWEEN {} AND {}".format, _numbers, _numbers, _numbers),
    st.sampled_from(["kind = 'a'", "kind IN ('a', 'b')", "kind NOT IN ('b')", "name = 'it''s'", "name <> kind", "on", "on IS TRUE"]),
    st.sampled_from(["n IS NULL", "m IS NOT NULL", "on IS NOT FALSE", "n IN (0, 1, m)", "n NOT BETWEEN 0 AND 1", "name IS NULL"]),
)
NUMBERS = st.recursive(_numbers, sums, max_leaves=7)
CONDITIONS = st.recursive(
    _simple | st.builds("{} {} {}".format, NUMBERS, _ordered, NUMBERS),
    lambda inner: st.one_of(inner.map("NOT ({})".format), st.builds("({}) {} ({})".format, inner, st.sampled_from(["AND", "OR"]), inner)),
    max_leaves=6,
)
ROWS = st.tuples(
    *[st.none() | st.integers(-3, 3) | st.sampled_from([-LARGE, LARGE])] * 2,
    st.none() | st.sampled_from(["a", "b"]),
    st.none() | st.sampled_from(["a", "it's", ""]),
    st.none() | st.booleans(),
    st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)),
)
_SQL = {"integer": "BIGINT", "text": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}


def outcome(engine: Engine, rule: Expression, row: tuple[object, ...]) -> object:
    """What a rule gives for one row; that it cannot be computed is an outcome too."""
    fields = ", ".join(f'${place}::{_SQL[str(kind.name)]} AS "{name}"' for place, (name, kind) in enumerate(FIELDS.items(), 1))
    try:
        return engine.rows(f"SELECT {rule.sql(engine.dialect)} FROM (SELECT {fields}) AS given", row)[0][0]  # noqa: S608 - the checked rule
    except FormatError:
        return "cannot be computed"


HERE = DuckEngine()


@settings(max_examples=examples(400), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(NUMBERS, st.just(INTEGER)) | st.tuples(CONDITIONS, st.just(BOOLEAN)), st.lists(ROWS, min_size=1, max_size=4))
def test_any_rule_gives_the_same_on_any_row(connection, rule, rows):
    text, wanted = rule
    try:
        checked = parse_expression(text, FIELDS, wanted)
    except RuleError:
        return
    for row in rows:
        assert outcome(connection, checked, row) == outcome(HERE, checked, row), (text, row)


@pytest.fixture(scope="module")
def connection(server: str) -> Iterator[PostgresEngine]:
    with PostgresEngine(server) as engine:
        yield engine


@pytest.mark.parametrize("text", ["n * n * n", "n + m * m * m", "abs(n) * 999999999999999 * 999999999999999"])
def test_what_is_too_large_for_both_is_never_a_number(connection, text):
    """An unknown beside it may make the whole unknown first; which of the two is said is left to the engine."""
    checked = parse_expression(text, FIELDS, INTEGER)
    large = 10**15 - 1
    for row in ((large, large), (-large, large), (None, large), (large, None)):
        for engine in (connection, HERE):
            assert outcome(engine, checked, (*row, None, None, None, None)) in {None, "cannot be computed"}


# ---------------------------------------------------------------- what it leaves, and what it says


def test_nothing_is_left_in_the_database(server):
    both(server, "new-start", arms.declarations(500), [Asked(arms.FIRST)], explained=False)
    with PostgresEngine(server) as after:
        assert after.rows("SELECT count(*) FROM pg_class WHERE relpersistence = 't'") == [(0,)]


def test_a_rule_that_cannot_be_computed_stops_no_other(server):
    """And the connection goes on after it."""
    with PostgresEngine(server) as engine:
        with pytest.raises(FormatError, match="cannot be computed"):
            engine.make("too large", "SELECT 9223372036854775807 + 1::BIGINT AS n")
        assert engine.rows("SELECT 1") == [(1,)]


def test_a_database_that_does_not_answer_is_named_with_what_to_do():
    with pytest.raises(CallerError, match="cannot be used") as refused:
        PostgresEngine("host=/nowhere dbname=arms")
    assert "postgresql:///arms" in str(refused.value.hint)


def test_a_connection_that_is_lost_is_no_fault_of_a_rule(server):
    with PostgresEngine(server) as engine, PostgresEngine(server) as other:
        [(number,)] = engine.rows("SELECT pg_backend_pid()")
        other.rows("SELECT pg_terminate_backend($1::INTEGER)", [number])
        with pytest.raises(CallerError, match="cannot be used"):
            engine.rows("SELECT 1")
