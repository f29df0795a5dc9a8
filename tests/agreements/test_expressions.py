"""Rules as expressions: what is allowed, what is refused and where, what unknown means, and that nothing hostile gets through."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.agreements import expressions
from detente.agreements.caps import CAPS
from detente.agreements.engine import DuckEngine
from detente.agreements.expressions import (
    BOOLEAN,
    DATE,
    INTEGER,
    TEXT,
    Expression,
    RuleError,
    Type,
    expression_checked_before,
    parse_expression,
)
from detente.errors import CallerError, FormatError

FIELDS = {"kind": Type("text", frozenset({"bomber", "icbm"})), "n": INTEGER, "m": INTEGER, "built": DATE, "deployed": BOOLEAN, "name": TEXT}

ALLOWED = [
    ("kind = 'bomber' AND deployed", BOOLEAN),
    ("CASE WHEN kind = 'bomber' THEN 1 ELSE n END", INTEGER),
    ("n IN (1, 2, m) OR n BETWEEN 1 AND 5 AND built >= DATE '2018-02-05'", BOOLEAN),
    ("NOT deployed OR n IS NOT NULL", BOOLEAN),
    ("kind NOT IN ('icbm')", BOOLEAN),
    ("abs(n - m) * 2 <= -n + 3", BOOLEAN),
    ("deployed IS TRUE", BOOLEAN),
    ("name = 'it''s; DROP TABLE x -- /* '", BOOLEAN),
    ("CASE WHEN deployed THEN NULL ELSE n END", INTEGER),
    (" AND ".join(["deployed"] * 60), BOOLEAN),
    ("((((((deployed))))))", BOOLEAN),
]

REFUSED = [
    # expression, its type, line, column, what the message says
    ("n / 2", INTEGER, 1, 3, "'/'"),
    ("(SELECT 1)", INTEGER, 1, 9, "SELECT"),
    ("n IN (SELECT n)", BOOLEAN, 1, 1, "no place"),
    ("EXISTS(SELECT 1)", BOOLEAN, 1, 15, "no place"),
    ("n = 1; DROP TABLE x", BOOLEAN, 1, 6, "';'"),
    ("n = 1 -- all", BOOLEAN, 1, 7, "'--'"),
    ("n /* */ = 1", BOOLEAN, 1, 3, "'/'"),
    ("sum(n)", INTEGER, 1, 1, "SUM(n)"),
    ("now()", DATE, 1, 1, "NOW()"),
    ("current_date = built", BOOLEAN, 1, 1, "CURRENT_DATE"),
    ("random() > 1", BOOLEAN, 1, 1, "RAND"),
    ("coalesce(n, 0)", INTEGER, 1, 1, "COALESCE"),
    ("greatest(n, m)", INTEGER, 1, 1, "GREATEST"),
    ("read_csv(name)", TEXT, 1, 1, "no place"),
    ("n::INT", INTEGER, 1, 2, "':'"),
    ("CAST(n AS TEXT) = '1'", BOOLEAN, 1, 6, "no place"),
    ("name LIKE '%x'", BOOLEAN, 1, 1, "LIKE"),
    ("name || name = 'x'", BOOLEAN, 1, 6, "'|'"),
    ('"n" = 1', BOOLEAN, 1, 1, "'\"'"),
    ("x.n = 1", BOOLEAN, 1, 2, "'.'"),
    ("n = 0x1F", BOOLEAN, 1, 5, "'0x'"),
    ("n = 1e5", BOOLEAN, 1, 5, "'1e'"),
    ("n = 1_000", BOOLEAN, 1, 5, "'1_'"),
    ("n = $1", BOOLEAN, 1, 5, "'$'"),
    ("n AS m", INTEGER, 1, 1, "no place"),
    ("n ** 2", INTEGER, 1, 1, "no place"),
    ("kind = 'bommer'", BOOLEAN, 1, 8, "'bommer' is none of the words that may stand here: bomber, icbm"),
    ("kind IN ('icbm', 'x')", BOOLEAN, 1, 18, "'x' is none"),
    ("n = 'x'", BOOLEAN, 1, 1, "'n' is of type integer, and ''x'' of type text"),
    ("deployed\n AND wings = 3", BOOLEAN, 2, 6, "there is no 'wings' here; there are: built, deployed, kind, m, n, name"),
    ("N = 1", BOOLEAN, 1, 1, "there is no 'N'"),
    ("n = NULL", BOOLEAN, 1, 1, "IS NULL"),
    ("deployed < TRUE", BOOLEAN, 1, 1, "only numbers and dates"),
    ("n AND deployed", BOOLEAN, 1, 1, "'n' has to be of type boolean, and is of type integer"),
    ("n + built", INTEGER, 1, 5, "'built' has to be of type integer, and is of type date"),
    ("n", BOOLEAN, 1, 1, "has to give a value of type boolean, and gives integer"),
    ("CASE WHEN deployed THEN 1 END", INTEGER, 1, 11, "ELSE"),
    ("CASE WHEN deployed THEN 1 ELSE name END", INTEGER, 1, 32, "'name' has to be of type integer"),
    ("CASE WHEN CASE WHEN deployed THEN TRUE ELSE FALSE END THEN 1 ELSE 2 END", INTEGER, 1, 21, "condition of another"),
    ("CASE WHEN deployed THEN NULL ELSE NULL END", INTEGER, 1, 11, "nothing but NULL"),
    ("built = DATE '2018-02-30'", BOOLEAN, 1, 14, "'2018-02-30' is no date"),
    ("n = 1234567890123456", BOOLEAN, 1, 5, "digits"),
    ("n =", BOOLEAN, 1, 3, "no expression"),
    ("", BOOLEAN, 1, 1, "no expression"),
    ("'unclosed", TEXT, 1, 1, "'''"),
    ("(" * 13 + "n" + ")" * 13, INTEGER, 1, 13, "deeper than 12"),
    ("NOT " * 49 + "deployed", BOOLEAN, 1, 193, "more than 48 times"),
    ("n" + " + n" * 249, INTEGER, 1, 1, "more than 200 parts"),
    ("n" + " " * 1000, INTEGER, 1, 1, "1001 characters"),
    ("n = 1 \u0430nd deployed", BOOLEAN, 1, 7, "'\u0430'"),
]


@pytest.mark.parametrize(("text", "wanted"), ALLOWED)
def test_what_is_allowed_passes(text, wanted):
    assert parse_expression(text, FIELDS, wanted).text == text


@pytest.mark.parametrize(("text", "wanted", "line", "column", "says"), REFUSED, ids=[row[0][:30] for row in REFUSED])
def test_what_is_not_listed_is_refused_with_its_place(text, wanted, line, column, says):
    with pytest.raises(RuleError) as refused:
        parse_expression(text, FIELDS, wanted)
    assert says in str(refused.value)
    assert (refused.value.line, refused.value.column) == (line, column)


@pytest.mark.parametrize(("text", "wanted"), ALLOWED)
def test_the_same_tree_becomes_postgresql(text, wanted):
    """Written for PostgreSQL and read back, it is the same tree as the one that DuckDB runs."""
    import sqlglot

    checked = parse_expression(text, FIELDS, wanted)
    there = sqlglot.parse_one(checked.sql("postgres"), dialect="postgres")
    here = sqlglot.parse_one(checked.sql("duckdb"), dialect="duckdb")
    assert there.sql("duckdb") == here.sql("duckdb")
    assert checked.sql("postgres").count('"') == 2 * len([1 for word in checked.tree.walk() if type(word).__name__ == "Identifier"])


def value_of(rule: Expression, **values) -> object:
    engine = DuckEngine()
    names = {name: FIELDS[name] for name in FIELDS}
    engine.table("rows", names, [[values.get(name)] for name in names])
    return engine.rows(f"SELECT {rule.sql()} FROM rows")[0][0]  # noqa: S608 - the checked expression is what is tested


@pytest.mark.parametrize(
    ("text", "wanted", "values", "result"),
    [
        ("CASE WHEN kind = 'bomber' THEN 1 ELSE n END", INTEGER, {"kind": "bomber", "n": 9}, 1),
        ("CASE WHEN kind = 'bomber' THEN 1 ELSE n END", INTEGER, {"kind": "icbm", "n": 9}, 9),
        ("CASE WHEN kind = 'bomber' THEN 1 ELSE n END", INTEGER, {"n": 9}, None),  # SQL alone would say 9
        ("CASE WHEN kind = 'bomber' THEN 1 ELSE n END", INTEGER, {"kind": "icbm"}, None),
        ("n + m", INTEGER, {"n": 3}, None),
        ("deployed AND n = 1", BOOLEAN, {"deployed": False}, False),
        ("deployed AND n = 1", BOOLEAN, {"deployed": True}, None),
        ("n IS NULL", BOOLEAN, {}, True),
    ],
)
def test_what_is_unknown_stays_unknown(text, wanted, values, result):
    assert (
        value_of(parse_expression(text, FIELDS, wanted), **values) is result
        or value_of(parse_expression(text, FIELDS, wanted), **values) == result
    )


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from([*"()'\"+-*/;,.$[]{}=<>", *FIELDS, "NOT", "AND", "CASE", "WHEN", "SELECT", "IN", "NULL", "1", "'x'", " "]),
        max_size=40,
    ).map(" ".join)
)
@settings(deadline=None)
def test_whatever_is_given_it_is_checked_or_refused(text):
    """What passes runs on DuckDB over an empty row; everything else is a RuleError. Nothing else ever comes out."""
    try:
        checked = parse_expression(text, FIELDS, BOOLEAN)
    except RuleError as refused:
        place = refused.line, refused.column
    else:
        place = 1, 1
        assert value_of(checked) in {True, False, None}
        assert checked.reads <= set(FIELDS)
    assert min(place) >= 1


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "sqlglot", None)
    with pytest.raises(CallerError, match="sqlglot") as missing:
        parse_expression("n = 1", FIELDS, BOOLEAN)
    assert missing.value.hint is not None
    assert missing.value.hint % missing.value.params == 'pip install "detente[agreements]"'
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(CallerError, match="duckdb"):
        DuckEngine()


# ---------------------------------------------------------------- the second wall


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "COPY (SELECT 1) TO '/tmp/out'",
        "ATTACH '/tmp/other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 8",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SELECT * FROM glob('*')",
        "EXPORT DATABASE '/tmp/out'",
    ],
)
def test_the_engine_reaches_nothing(sql):
    with pytest.raises(FormatError, match="cannot be computed"):
        DuckEngine().rows(sql)


def test_a_number_that_does_not_fit_is_an_error_and_no_wrong_number():
    largest = 10**CAPS.digits - 1
    rule = parse_expression("n * n", FIELDS, INTEGER)
    with pytest.raises(FormatError, match="cannot be computed"):
        value_of(rule, n=largest)


def test_each_allowed_node_is_met_by_a_test():
    met = {type(node).__name__ for text, wanted in ALLOWED for node in parse_expression(text, FIELDS, wanted).tree.walk()}
    met |= {type(node).__name__ for text in ("n <> 1", "n < 1 OR n > 1") for node in parse_expression(text, FIELDS, BOOLEAN).tree.walk()}
    assert set(expressions._ARGUMENTS) == met


@pytest.mark.parametrize(("text", "wanted"), ALLOWED)
def test_an_expression_that_was_checked_before_is_the_same(text, wanted):
    checked, before = parse_expression(text, FIELDS, wanted), expression_checked_before(text, FIELDS, wanted)
    for dialect in ("duckdb", "postgres"):
        assert before.sql(dialect) == checked.sql(dialect)
    assert (before.text, before.name, before.reads) == (checked.text, checked.name, checked.reads)


def test_a_sum_of_names_that_was_checked_before_is_not_parsed_again():
    before = expression_checked_before("n + m + n", {"n": INTEGER, "m": INTEGER}, BOOLEAN)  # which would be refused
    assert before.sql() == parse_expression("n + m + n", {"n": INTEGER, "m": INTEGER}, INTEGER).sql()
    assert (before.name, before.reads) == (None, {"n", "m"})
    assert expression_checked_before("n", {"n": INTEGER}, INTEGER).name == "n"
