"""Agreement files and declarations: damaged and hostile ones give a clear error with line and part, and nothing is ever half loaded."""

from __future__ import annotations

import datetime as dt
import re
import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.agreements.agreement import Agreement, Field
from detente.agreements.caps import CAPS
from detente.agreements.declarations import Declarations
from detente.agreements.loading import _DeclarationsCheck, _Nowhere, _surely_fits, parse_agreement, parse_declarations
from detente.agreements.rules import compile_rules
from detente.agreements.schema import agreement_schema, declarations_schema
from detente.errors import FormatError
from tests.agreements.desk import NAMES, file_of, rules_of

TEACHING = file_of("teaching", "agreement").decode()
TOLD = file_of("teaching", "declarations").decode()


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


BROKEN = [
    # what is changed, into what, the text at whose line the error is, what it says
    ('status = "not reviewed by a lawyer"', 'status = "fine"', "status =", "'fine'|Invalid"),
    ('status = "not reviewed by a lawyer"', 'status = "reviewed by a lawyer"', "status =", "reviewed_by"),
    ("[[exchange]]", "[[exchanges]]", "[[exchanges]]", "there is no key 'exchanges' here"),
    (
        'id = "armed-boats"\ncount = "armed-boats"',
        'id = "armed-boats"\ncount = "canoes"',
        'count = "canoes"',
        "limit armed-boats: there is no count 'canoes' in this file",
    ),
    (
        'id = "armed-boats"\ncount = "armed-boats"',
        'id = "armed-boats"\ncount = "armed-boats"\nalso = ["canoes"]',
        'also = ["canoes"]',
        "limit armed-boats: there is no count 'canoes' in this file",
    ),
    ('clause = "3.2"\ndays', 'clause = "9.9"\ndays', 'clause = "9.9"', "time_limit change: there is no clause '9.9' in this file"),
    (
        "at_most = 3",
        'at_most = "3"',
        'at_most = "3"',
        "limit armed-boats: a value of type int | null is expected here, and this is of type str",
    ),
    ("at_most = 3", "at_most = 3.5", "at_most = 3.5", "of type float"),
    ("at_most = 3\n", "at_most = 3\nat_least = 1\n", "[[limit.value]]", "either 'at_most' or 'at_least'"),
    ("at_most = 3\n", "", "[[limit.value]]", "either 'at_most' or 'at_least'"),
    ("until = 2020-12-31", "until = 2019-12-31", "until = 2019-12-31", "it ends on 2019-12-31, before it begins on 2020-01-01"),
    (
        "until = 2020-12-31",
        "until = 2021-06-30",
        "from = 2021-01-01",
        "begins on 2021-01-01, while the one before it holds until 2021-06-30",
    ),
    ("from = 2021-01-01", "from = 0021-01-01", "from = 0021-01-01", "the year 21 lies outside of 1900 to 2199"),
    ('aliases = ["S"]', 'aliases = ["n"]', 'aliases = ["n"]', "'n' means north already"),
    ('id = "south"', 'id = "north"', 'id = "north"\naliases = ["S"]', "the id 'north' stands in line"),
    ('of = "01-01"', 'of = "02-30"', 'of = "02-30"', "'02-30' is no day of the calendar"),
    ('due = "01-31"', 'due = "01-31"\ndays = 3', "[[exchange.round]]", "by 'period_ends' with 'days'"),
    (
        'where = "gun"\nnames',
        'where = "gunn"\nnames',
        'where = "gunn"',
        "category armed: in 'where', line 1, column 1 of the rule: there is no 'gunn' here",
    ),
    (
        'where = "gun OR mount"',
        'where = """\ngun\n  OR moun"""',
        'where = """\ngun\n',
        "reading can-carry: in 'where', line 2, column 6 of the rule",
    ),
    ('where = "NOT gun"', 'where = "gun"', 'division = "arms"', "overlap: 2 of them have the item with gun = True"),
    (
        'where = "NOT gun"',
        "where = \"NOT gun AND kind = 'ferry'\"",
        'division = "arms"',
        "leave a gap: none has the item with kind = fishing, gun = False",
    ),
    ('where = "NOT gun"', 'where = "NOT gun AND length < length"', "NOT gun AND length", "a field is compared with constants"),
    ('held_by = ["south"]', 'held_by = ["north"]', 'held_by = ["north"]\nwhere = "gun OR', "north holds the reading 'carries' already"),
    (
        'id = "can-carry"\nheld_by = ["south"]\n',
        'id = "can-carry"\nheld_by = ["south"]\nvalue = "1"\n',
        'value = "1"',
        "counts items or adds figures",
    ),
    (
        'item = "boat"\nunit = "boats"\nclause = "3.1"',
        'unit = "boats"\nclause = "3.1"',
        "[[count]]",
        "the expression stands in the rule itself",
    ),
    ('names = { en = "Boat"', 'names = { en = ["Boat"]', 'en = ["Boat"]', "item boat"),
    ('names = { en = "Boat"', 'names = { en = [[[[[[[["Boat"]]]]]]]]', "en = [[[[", "nested deeper than 8"),
    ('id = "lists"', 'i.d.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q = 1\nid = "lists"', "i.d.a", "more than 16 points"),
    ('id = "lists"', 'id = "lists\n', 'id = "lists\n', "this is no TOML"),
    ('id = "lists"', 'id = "lists"\nid = "lists"', 'id = "lists"\nid', "this is no TOML"),
    ('format = "detente-agreement-1"', 'format = "detente-agreement-2"', "format =", "detente-agreement-2|Invalid"),
]


@pytest.mark.parametrize(("old", "new", "where", "says"), BROKEN, ids=[f"{row[1][:40]!r}" for row in BROKEN])
def test_each_damage_is_named_with_its_line_and_part(old, new, where, says):
    text = changed(TEACHING, old, new)
    with pytest.raises(FormatError) as refused:
        compile_rules(*parse_agreement(text.encode(), "file.toml"))
    assert re.search(says if "|" in says and "int" not in says else re.escape(says), str(refused.value)), str(refused.value)
    line = int(re.match(r"file\.toml, line (\d+)", str(refused.value))[1])
    assert abs(line - line_of(text, where)) <= (1 if "TOML" in says else 0), str(refused.value)


VIENNA = file_of("vienna-2011", "agreement").decode()
BROKEN_QUOTAS = [
    # the same, of the quotas of the Vienna Document
    (
        "at_most = 15",
        "",
        '[[quota.cap]]\nid = "ceiling"',
        "quota evaluation-visits, cap ceiling|one of 'at_most', 'for_every' and 'one_in'",
    ),
    ("at_most = 15", "at_most = 15\none_in = 5", '[[quota.cap]]\nid = "ceiling"', "one of 'at_most', 'for_every' and 'one_in'"),
    ("at_most = 15", "at_most = -1", "at_most = -1", "cap ceiling"),
    ('figure = "units"', "", '[[quota.cap]]\nid = "by-size"', "'for_every' and 'figure' stand together, or neither does"),
    ('figure = "units"', 'figure = "tanks"', 'figure = "tanks"', "there is no figure 'tanks' in this file"),
    ("for_every = 60", "for_every = 0", "for_every = 0", "cap by-size"),
    ('share_of = ["by-size", "ceiling"]', "", '[[quota.cap]]\nid = "one-state"', "'one_in' and 'share_of' stand together"),
    ('share_of = ["by-size", "ceiling"]', 'share_of = ["unit"]', 'share_of = ["unit"]', "there is no cap 'unit' above this one"),
    (
        'share_of = ["by-size", "ceiling"]',
        'share_of = ["one-state"]',
        'share_of = ["one-state"]',
        "there is no cap 'one-state' above this one",
    ),
    ("at_most = 2", "at_most = 2\nor_at_least = 1", 'or_at_least = 1\n[quota.cap.names]\nen = "Two', "'or_at_least' is said of a share"),
    ('same = ["host", "site"]', 'same = ["site"]', 'same = ["site"]', "'host' is missing"),
    ('same = ["host", "site"]', 'same = ["host", "host"]', 'same = ["host", "host"]', "a word stands here twice"),
    ('same = ["host", "site"]', 'same = ["moon"]', 'same = ["moon"]', "Invalid|moon"),
    ('types = ["evaluation"]', 'types = ["inspection"]', 'types = ["inspection"]', "there is no visit_type 'inspection' in this file"),
    ('types = ["evaluation"]', 'types = ["evaluation"]\nyear_begins = "02-29"', 'year_begins = "02-29"', "'02-29' is no day of every year"),
    ('id = "ceiling"', 'id = "by-size"', 'id = "by-size"\nclause = "107"\nsame = ["host"]\nat_most', "the id 'by-size' stands in line"),
    ('clause = "108"\nsame', 'clause = "999"\nsame', 'clause = "999"', "there is no clause '999' in this file"),
    ('due_before = "12-15"', 'due_before = "12-15"\ndue = "12-15"', "[[exchange.round]]", "by 'period_ends' with 'days'"),
    ('due_before = "12-15"', 'due_before = "12-32"', 'due_before = "12-32"', "'12-32' is no day of the calendar"),
]


@pytest.mark.parametrize(("old", "new", "where", "says"), BROKEN_QUOTAS, ids=[f"{row[1][:40]!r}" for row in BROKEN_QUOTAS])
def test_each_damage_of_a_quota_is_named_with_its_line_and_part(old, new, where, says):
    text = changed(VIENNA, old, new)
    with pytest.raises(FormatError) as refused:
        parse_agreement(text.encode(), "file.toml")
    assert re.search(says if "|" in says else re.escape(says), str(refused.value)), str(refused.value)
    assert int(re.match(r"file\.toml, line (\d+)", str(refused.value))[1]) == line_of(text, where), str(refused.value)


VISITS = """
format = "detente-declarations-1"
agreement = "vienna-2011"
[all_visits]
from = 2021-01-01
until = 2021-12-31
[[visit]]
id = "v"
by = "deu"
of = "pol"
type = "evaluation"
on = 2021-02-01
from = 2021-02-10
to = 2021-02-11
[[visit]]
id = "v-corrected"
corrects = "v"
by = "deu"
of = "pol"
type = "evaluation"
on = 2021-02-01
from = 2021-02-12
[[visit_step]]
id = "s"
of = "v"
by = "pol"
state = "refused"
on = 2021-02-02
ground = { en = "Supposed." }
[[quota_filled]]
id = "f"
by = "pol"
quota = "evaluation-visits"
on = 2021-03-01
"""
DAMAGED_VISITS = [
    ('quota = "evaluation-visits"', 'quota = "visits"', "quota_filled f: there is no 'visits' for 'quota'"),
    ('id = "f"\nby = "pol"', 'id = "f"\nby = "moon"', "quota_filled f: there is no 'moon' for 'by'"),
    ('id = "f"', 'id = "s"', "the id 's' stands in this file already"),
    ('by = "deu"', 'by = "atlantis"', "visit v: there is no 'atlantis' for 'by'"),
    ('of = "pol"', 'of = "deu"', "visit v: a party does not visit itself"),
    ('type = "evaluation"', 'type = "inspection"', "visit v: there is no 'inspection' for 'type'"),
    ("to = 2021-02-11", "to = 2021-02-09", "visit v: it ends on 2021-02-09, before it begins on 2021-02-10"),
    ('corrects = "v"', 'corrects = "w"', "visit v-corrected: there is no 'w' for 'corrects'"),
    ('corrects = "v"\nby = "deu"', 'corrects = "v"\nby = "fra"', "the correction has 'by' fra, and what it corrects has deu"),
    ("on = 2021-02-01\nfrom = 2021-02-12", "on = 2021-02-03\nfrom = 2021-02-12", "the correction has 'on' 2021-02-03"),
    ('id = "s"\nof = "v"', 'id = "s"\nof = "w"', "visit_step s: there is no 'w' for 'of'"),
    ('id = "s"', 'id = "v"', "the id 'v' stands in this file already"),
    ('by = "pol"\nstate', 'by = "fra"\nstate', "visit_step s: there is no 'fra' for 'by'"),
    ('state = "refused"', 'state = "accepted"', "'ground' has no place in a step 'accepted'"),
    ('state = "refused"', 'state = "lost"', "Invalid|lost"),
    ("until = 2021-12-31", "until = 2020-12-31", "it ends on 2020-12-31, before it begins on 2021-01-01"),
    (
        "[[visit_step]]",
        '[[visit]]\nid = "x"\ncorrects = "v"\nby = "deu"\nof = "pol"\ntype = "evaluation"\non = 2021-02-01\nfrom = 2021-02-10\n[[visit_step]]',
        "'v' is corrected already; correct the correction",
    ),
]


def test_the_visits_that_are_damaged_below_are_sound():
    assert len(parse_declarations(VISITS.encode(), rules_of("vienna-2011").agreement).visits) == 2


@pytest.mark.parametrize(("old", "new", "says"), DAMAGED_VISITS, ids=[row[1][:40] for row in DAMAGED_VISITS])
def test_each_damage_of_a_visit_is_named(old, new, says):
    with pytest.raises(FormatError) as refused:
        parse_declarations(changed(VISITS, old, new).encode(), rules_of("vienna-2011").agreement, "told.toml")
    assert re.search(says if "|" in says else re.escape(says), str(refused.value)), str(refused.value)
    assert re.match(r"told\.toml, line \d+", str(refused.value))


DAMAGED = [
    ('by = "north"', 'by = "west"', "declaration north-2020: there is no 'west' for 'by'"),
    ('kind = "patrol"', 'kind = "tank"', "'tank' is none of the words that 'kind' may be: patrol, ferry, fishing"),
    ("length = 18", 'length = "18"', "'length' is of type integer, and this is of type str"),
    ("length = 18", "length = true", "'length' is of type integer, and this is of type bool"),
    ("length = 18", "length = 1000000000000000", "'length' is larger than this program takes"),
    ("length = 18", "height = 18", "there is no 'height' for 'fields'"),
    ('type = "boat"', 'type = "ship"', "there is no 'ship' for 'type'"),
    ('id = "Otter"', 'id = "Heron"', "the item 'Heron' stands in this declaration twice"),
    ('corrects = "south-2020"', 'corrects = "south-2021"', "'corrects' names 'south-2021', and no record before this one"),
    ('corrects = "south-2020"', 'corrects = "north-2020"', "the correction has 'by' south, and what it corrects has north"),
    ("full = true\n", 'full = true\nremoved = ["Pike"]\n', "nothing can be removed"),
    ('kind = "nothing_new"', 'kind = "not_provided"', "'said_by' is missing"),
    (
        'kind = "nothing_new"',
        'kind = "nothing_new"\nground = { en = "x" }',
        "'ground' has no place in a declaration of the kind 'nothing_new'",
    ),
    ('kind = "nothing_new"', 'kind = "text"', "a text is a return of an exchange that tells neither figures nor items"),
    ('kind = "nothing_new"', 'kind = "withheld"\nsince = 2019', "'since' has no place in a declaration of the kind 'withheld'"),
    ('kind = "nothing_new"', 'kind = "withheld"\naudience = "public"', "'audience' has no place in a declaration of the kind 'withheld'"),
    ('kind = "nothing_new"', 'kind = "nothing_new"\nsince = 19', "declaration north-2021"),
    ('id = "north-2021"', 'id = "north-2020"', "the id 'north-2020' stands in this file already"),
    ('agreement = "teaching"', 'agreement = "new-start"', "declarations about 'new-start', and the agreement is 'teaching'"),
    ("on = 2021-01-01", "on = 2021-01-01T00:00:00Z", "of type date is expected here, and this is of type datetime"),
    ("on = 2021-01-01", "when = 2021-01-01", "there is no key 'when' here"),
]


@pytest.mark.parametrize(("old", "new", "says"), DAMAGED, ids=[f"{row[1][:40]!r}" for row in DAMAGED])
def test_each_damaged_declaration_is_named(old, new, says):
    text = changed(TOLD, old, new)
    with pytest.raises(FormatError, match=re.escape(says)) as refused:
        parse_declarations(text.encode(), rules_of("teaching").agreement, "told.toml")
    assert re.match(r"told\.toml, line \d+", str(refused.value))


FIELDS = [
    *(Field(id="it", type=kind) for kind in ("integer", "text", "boolean", "date")),
    *(Field(id="it", type=kind, one_of=["icbm", "b\0mber", "1"]) for kind in ("integer", "text", "boolean", "date")),
]
EDGES = [0, 1, -1, True, False, None, 1.0, "", "icbm", "b\0mber", "1", [], {}, dt.date.max]
SIZES = [*(sign * (10**CAPS.digits + step) for sign in (1, -1) for step in (-1, 0, 1)), "x" * CAPS.rule_chars, "x" * (CAPS.rule_chars + 1)]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.type} {field.one_of}")
@pytest.mark.parametrize("value", [*EDGES, *SIZES], ids=lambda value: f"{value!r:.20}")
def test_the_quick_look_at_a_value_passes_what_fits_and_nothing_else(field, value):
    check = _DeclarationsCheck(rules_of("teaching").agreement, _Nowhere())
    try:
        check._value((), field, value)
    except FormatError:
        assert not _surely_fits(field)(value)
    else:
        assert _surely_fits(field)(value)


def test_two_declarations_of_one_day_need_a_correction():
    twice = """
[[declaration]]
id = "one"
by = "usa"
on = 2021-09-01
figures = { warheads = 1 }
[[declaration]]
id = "two"
by = "usa"
on = 2021-09-01
exchange = "data"
figures = { warheads = 2 }
"""
    head = 'format = "detente-declarations-1"\nagreement = "new-start"\n'
    agreement = rules_of("new-start").agreement
    with pytest.raises(FormatError, match="declaration two: 'one' of the same party is about the same day"):
        parse_declarations((head + twice).encode(), agreement)
    wrong = changed(twice, 'exchange = "data"', 'corrects = "one"')
    assert len(parse_declarations((head + wrong).encode(), agreement).declarations) == 2
    again = wrong + '[[declaration]]\nid = "three"\nby = "usa"\non = 2021-09-01\ncorrects = "one"\nfigures = { warheads = 3 }\n'
    with pytest.raises(FormatError, match="'one' is corrected already"):
        parse_declarations((head + again).encode(), agreement)


def test_two_returns_in_words_of_one_day_need_a_correction():
    head = 'format = "detente-declarations-1"\nagreement = "bwc-cbm"\n'
    part = '[[declaration]]\nid = "%s"\nby = "usa"\non = 2018-12-31\nexchange = "%s"\nkind = "%s"\n'
    agreement = rules_of("bwc-cbm").agreement
    with pytest.raises(FormatError, match="declaration two: 'one' of the same party is about the same day"):
        parse_declarations((head + part % ("one", "a1", "text") + part % ("two", "a1", "nil")).encode(), agreement)
    other = head + part % ("one", "a1", "text") + part % ("two", "a2", "nil")
    assert len(parse_declarations(other.encode(), agreement).declarations) == 2


def test_a_correction_speaks_of_all_that_it_replaces():
    """Else a figure would be another because of a record that says nothing of it."""
    head = 'format = "detente-declarations-1"\nagreement = "new-start"\n'
    first = '[[declaration]]\nid = "one"\nby = "usa"\non = 2021-09-01\nfigures = { warheads = 1 }\n'
    second = '[[declaration]]\nid = "two"\nby = "usa"\non = 2021-09-01\ncorrects = "one"\nkind = "not_seen"\n'
    agreement = rules_of("new-start").agreement
    with pytest.raises(FormatError, match=r"declaration two: the correction says nothing of '[a-z_]+', and what it corrects does"):
        parse_declarations((head + first + second).encode(), agreement)
    withheld = changed(second, 'kind = "not_seen"', 'kind = "withheld"\nground = { en = "Supposed." }\nreversible = true')
    assert len(parse_declarations((head + first + withheld).encode(), agreement).declarations) == 2


# ---------------------------------------------------------------- hostile bytes


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b"a = " + b"[" * 100_000,
        b"a = " + b"{a=" * 100_000,
        b".".join([b"a"] * 300_000) + b" = 1",
        b"[" + b".".join([b"a"] * 300_000) + b"]",
        b'a = "' + b'\\"' * 400_000,
        b'"' * 900_000,
        b"'" * 900_000,
        b"a = " + b"9" * 900_000,
        b"a = '''" + b"\n" * 900_000,
        b"\xff" * 100,
        b"\x00" * 1000,
        b"#" * 900_000,
        b"\n" * 900_000,
        b"[[party]]\n" * 90_000,
        b"x" * (CAPS.agreement_bytes + 1),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_a_hostile_file_costs_little_and_is_refused(data):
    began = time.process_time()
    with pytest.raises(FormatError):
        parse_agreement(data)
    assert time.process_time() - began < 5


@given(name=st.sampled_from(NAMES), data=st.data())
@settings(deadline=None)
def test_a_file_that_was_damaged_anywhere_is_refused_or_whole(name, data):
    """Bytes taken out, put in, turned or moved: a FormatError that names file and line, or an agreement that holds."""
    part = data.draw(st.sampled_from(["agreement", "declarations"]))
    raw = bytearray(file_of(name, part))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(raw) - 1))
        length = data.draw(st.integers(0, 40))
        raw[place : place + length] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b'"', b"[[", b"=", b"\n", b"[[limit]]\n", b"0", b"-", b"true"])
        )
    said, whole = "file, line 1", None
    try:
        whole = (
            parse_agreement(bytes(raw), "file")[0]
            if part == "agreement"
            else parse_declarations(bytes(raw), rules_of(name).agreement, "file")
        )
    except FormatError as refused:
        said = str(refused)
    assert whole is None or isinstance(whole, Agreement | Declarations)
    assert re.match(r"file, line \d+", said), said


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=10) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@given(path=st.integers(0, 10_000), value=VALUES)
@settings(deadline=None)
def test_any_value_in_any_place_is_refused_or_whole(path, value):
    """One value of a sound file is replaced by anything that TOML can say."""
    from detente.agreements.source import Source

    source = Source("file", TEACHING.encode(), CAPS.agreement_bytes)
    places = [(holder, key) for holder in _holders(source.value) for key in (holder if isinstance(holder, dict) else range(len(holder)))]
    holder, key = places[path % len(places)]
    holder[key] = value
    said = "file, line 1"
    try:
        assert msgspec.to_builtins(source.form(Agreement))
    except FormatError as refused:
        said = str(refused)
    assert re.match(r"file, line \d+", said)


def _holders(value):
    if isinstance(value, dict | list):
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from _holders(each)


# ---------------------------------------------------------------- the published schema


def test_the_schema_knows_every_key_that_the_files_of_the_library_use():
    import tomllib

    for name in NAMES:
        for part, schema in (("agreement", agreement_schema()), ("declarations", declarations_schema())):
            _walk(tomllib.loads(file_of(name, part).decode()), schema, schema["$defs"])


def _walk(value, schema, definitions):
    """Each key of a value is one that the schema has; objects take no others."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    for choice in schema.get("anyOf", []):
        if choice.get("type") != "null":
            schema = choice if "$ref" not in choice else definitions[choice["$ref"].rpartition("/")[2]]
    if isinstance(value, dict) and "properties" in schema:
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) <= set(value) <= set(schema["properties"])
        for key, each in value.items():
            _walk(each, schema["properties"][key], definitions)
    elif isinstance(value, list):
        for each in value:
            _walk(each, schema.get("items", {}), definitions)
