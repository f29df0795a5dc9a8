"""Seals and cuts: round trips, every malformed shape, and the order of vectors."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given

from detente.errors import FormatError
from detente.record.canonical import MAX_INTEGER, decode, encode
from detente.record.entry import make_entry
from detente.record.limits import LIMITS
from detente.record.seal import (
    NO_HEAD,
    Cut,
    CutRow,
    HeadId,
    LogKey,
    Seal,
    dominates,
    format_head,
    merge,
    parse_attest,
    parse_cut,
    parse_head,
    parse_seal,
    parse_seen,
    seal_fields,
)
from detente.record.tree import EMPTY_ROOT
from tests.record.mutants import mutants
from tests.strategies import cuts, head_ids, seals, times, vectors

AT = "2021-09-30T08:00:00Z"
ROOT = sha256(b"root").digest()


def b64(data):
    return b64encode(data).decode()


R, EMPTY = b64(ROOT), b64(EMPTY_ROOT)
SEAL = Seal(HeadId(3, ROOT), {LogKey("usa", 0): HeadId(2, ROOT), LogKey("usa", 1): HeadId(1, ROOT)}, ROOT, ROOT, ((ROOT, EMPTY_ROOT),))
FIELDS = seal_fields(SEAL, AT)
ROW = ["rus", 0, 2, 5, R]
CUT = {"v": 1, "dialogue": "0" * 64, "channel": "1" * 64, "logs": [ROW, ["usa", 0, 0, 0, EMPTY], ["usa", 1, 1, 1, R]]}


# ---------------------------------------------------------------- seals


@given(seals(), times)
def test_a_seal_comes_back(seal, at):
    fields = seal_fields(seal, at)
    assert parse_seal(fields) == seal
    entry = make_entry(bytes(32), fields)
    assert parse_seal(entry.fields) == seal
    assert seal_fields(parse_seal(entry.fields), at) == entry.fields


def test_a_seal_in_bytes():
    assert FIELDS == {
        "kind": "seal",
        "at": AT,
        "prev": [3, R],
        "cut": R,
        "standing": R,
        "seen/usa": [[0, 2, R], [1, 1, R]],
        "attest": [[R, EMPTY]],
    }
    assert seal_fields(Seal(NO_HEAD, {}, ROOT, ROOT, ()), AT)["prev"] == [0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]


@pytest.mark.parametrize("name", ["kind", "prev", "cut", "standing"])
def test_a_seal_without_a_field_is_refused(name):
    with pytest.raises(FormatError):
        parse_seal({key: value for key, value in FIELDS.items() if key != name})


@pytest.mark.parametrize("name", ["seen", "re", "by", "destroyable", "note", "attest/1", "prev/1", "cuts", "vector"])
def test_a_seal_with_an_unknown_field_is_refused(name):
    with pytest.raises(FormatError, match=name):
        parse_seal({**FIELDS, name: []})


def test_a_seal_needs_no_seen_and_no_attest():
    seal = Seal(NO_HEAD, {}, ROOT, ROOT, ())
    assert parse_seal(seal_fields(seal, AT)) == seal
    assert seal_fields(seal, AT).keys() == {"kind", "at", "prev", "cut", "standing"}


@pytest.mark.parametrize("kind", ["seals", "", None, "act", ["seal"]])
def test_another_kind_is_no_seal(kind):
    with pytest.raises(FormatError):
        parse_seal({**FIELDS, "kind": kind})


BAD_DIGESTS = [None, 1, [], {}, "", R[:-1], R + "=", R[:-4], b64(bytes(31)), b64(bytes(33)), ROOT.hex(), R[:-2] + "J=", " " + R, True]
BAD_SIZES = [None, -1, True, False, "1", [], {}, MAX_INTEGER + 1, 2**63]


@pytest.mark.parametrize("value", BAD_DIGESTS, ids=repr)
@pytest.mark.parametrize("name", ["cut", "standing"])
def test_a_seal_whose_digest_is_in_another_form_is_refused(name, value):
    with pytest.raises(FormatError):
        parse_seal({**FIELDS, name: value})


HEADS = [None, 1, "", {}, [], [1], [R], [1, R, R], [R, 1], [0, R], *([1, bad] for bad in BAD_DIGESTS), *([bad, R] for bad in BAD_SIZES)]


@pytest.mark.parametrize("value", HEADS, ids=repr)
def test_a_head_in_another_form_is_refused(value):
    with pytest.raises(FormatError):
        parse_head(value)
    with pytest.raises(FormatError):
        parse_seal({**FIELDS, "prev": value})


@given(head_ids)
def test_a_head_comes_back(head):
    assert parse_head(format_head(head)) == head


SEENS = [
    None, 1, "", {}, [], [1], [[]], [[0, 1]], [[0, 1, R, R]], [{"0": 1}], [0, 1, R],
    [[0, 0, EMPTY]],  # an empty log was not seen
    [[0, 0, R]],
    [[0, 1, R], [0, 1, R]],  # twice
    [[0, 1, R], [0, 2, R]],  # two heads of one log
    [[1, 1, R], [0, 1, R]],  # out of order
    [[0, 1, R], [2, 1, R], [1, 1, R]],
    *([[bad, 1, R]] for bad in BAD_SIZES), *([[0, bad, R]] for bad in BAD_SIZES), *([[0, 1, bad]] for bad in BAD_DIGESTS),
]  # fmt: skip


@pytest.mark.parametrize("value", SEENS, ids=repr)
def test_seen_in_another_form_is_refused(value):
    with pytest.raises(FormatError):
        parse_seen("usa", value)
    with pytest.raises(FormatError):
        parse_seal({**FIELDS, "seen/usa": value})


@pytest.mark.parametrize("party", ["", "USA", "1usa", "_usa", "u-s", "u" * 33, "usa\n", "usa/1"])
def test_seen_of_what_is_no_party_id_is_refused(party):
    with pytest.raises(FormatError):
        parse_seen(party, [[0, 1, R]])
    with pytest.raises(FormatError):
        parse_seal({**FIELDS, "seen/" + party: [[0, 1, R]]})


def test_seen_may_leave_generations_out():
    assert parse_seen("usa", [[0, 1, R], [7, 2, R]]) == {LogKey("usa", 0): HeadId(1, ROOT), LogKey("usa", 7): HeadId(2, ROOT)}


@pytest.mark.parametrize(
    "value",
    [None, 1, "", {}, [], [R], [[R]], [[R, R, R]], [[R, R]] * 17, [{R: R}], *([[bad, R]] for bad in BAD_DIGESTS),
    *([[R, bad]] for bad in BAD_DIGESTS)],
    ids=lambda value: repr(value)[:60],
)  # fmt: skip
def test_attest_in_another_form_is_refused(value):
    with pytest.raises(FormatError):
        parse_attest(value)
    with pytest.raises(FormatError):
        parse_seal({**FIELDS, "attest": value})


def test_attest_holds_up_to_16_pairs():
    assert len(parse_attest([[R, EMPTY]] * LIMITS.attests)) == LIMITS.attests == 16


@given(mutants([encode(FIELDS), encode(seal_fields(Seal(NO_HEAD, {}, ROOT, ROOT, ()), AT))]))
def test_a_mutant_of_a_seal_is_refused_or_comes_back_the_same(raw):
    try:
        fields = decode(raw, limit=LIMITS.line_bytes)
        if type(fields) is not dict:
            return
        seal = parse_seal(fields)
    except FormatError as error:
        str(error)  # each error has a text
        return
    at = fields.get("at", AT)  # whether it is there and a time is the entry's business
    assert seal_fields(seal, at) == {**fields, "at": at}


# ---------------------------------------------------------------- cuts


@given(cuts())
def test_a_cut_comes_back_and_its_digest_is_the_one_of_the_format(cut):
    raw = encode(cut.value)
    assert parse_cut(json.loads(raw)) == cut
    rows = ",".join(f'["{row.log.party}",{row.log.generation},{row.acts},{row.size},"{b64(row.root)}"]' for row in cut.rows)
    text = f'{{"channel":"{cut.channel}","dialogue":"{cut.dialogue}","logs":[{rows}],"v":1}}'
    assert cut.digest == sha256(b"detente/v1/cut\n" + text.encode()).digest()


def test_every_part_of_a_cut_changes_its_digest():
    base = parse_cut(CUT)
    row = base.rows[0]
    others = [
        base._replace(dialogue="2" * 64),
        base._replace(channel="2" * 64),
        base._replace(rows=base.rows[:-1]),
        *(base._replace(rows=(changed, *base.rows[1:])) for changed in (
            row._replace(log=LogKey("fra", 0)), row._replace(acts=1), row._replace(size=6), row._replace(root=EMPTY_ROOT),
        )),
    ]  # fmt: skip
    assert len({base.digest, *(other.digest for other in others)}) == 1 + len(others)


def with_rows(*rows):
    return {**CUT, "logs": list(rows)}


CUTS = {
    "no map": None,
    "a list": [1, "0" * 64, "1" * 64, [ROW]],
    **{f"without {name}": {key: value for key, value in CUT.items() if key != name} for name in CUT},
    "with an unknown member": {**CUT, "more": 1},
    **{f"v {v!r}": {**CUT, "v": v} for v in (0, 2, "1", None, [1])},
    **{f"dialogue {value!r}": {**CUT, "dialogue": value} for value in (None, 1, [])},
    **{f"channel {value!r}": {**CUT, "channel": value} for value in (None, 1, [])},
    **{f"logs {value!r}": {**CUT, "logs": value} for value in (None, 1, {}, "rus", [None], ["rus"], [[]], [{}])},
    "a row too short": with_rows(ROW[:-1]),
    "a row too long": with_rows([*ROW, 1]),
    **{f"party {bad!r}": with_rows([bad, *ROW[1:]]) for bad in ("", "RUS", "1", "r-s", None, 1, [], "rus\n", "r" * 33)},
    **{f"generation {bad!r}": with_rows([*ROW[:1], bad, *ROW[2:]]) for bad in BAD_SIZES},
    **{f"acts {bad!r}": with_rows([*ROW[:2], bad, *ROW[3:]]) for bad in BAD_SIZES},
    **{f"size {bad!r}": with_rows([*ROW[:3], bad, *ROW[4:]]) for bad in BAD_SIZES},
    **{f"root {bad!r}": with_rows([*ROW[:4], bad]) for bad in BAD_DIGESTS},
    "more acts than entries": with_rows(["rus", 0, 6, 5, R]),
    "entries and no act": with_rows(["rus", 0, 0, 5, R]),
    "acts and no entry": with_rows(["rus", 0, 1, 0, EMPTY]),
    "an empty log with a root of its own": with_rows(["rus", 0, 0, 0, R]),
    "a row twice": with_rows(ROW, ROW),
    "a log twice": with_rows(ROW, ["rus", 0, 1, 5, R]),
    "parties out of order": with_rows(["usa", 0, 2, 5, R], ROW),
    "generations out of order": with_rows(["rus", 1, 2, 5, R], ROW),
    "a generation left out": with_rows(ROW, ["rus", 2, 2, 5, R]),
    "the first generation left out": with_rows(["rus", 1, 2, 5, R]),
    "the first generation of the second party left out": with_rows(ROW, ["usa", 1, 2, 5, R]),
    "parties mixed": with_rows(ROW, ["usa", 0, 2, 5, R], ["rus", 1, 2, 5, R]),
}


@pytest.mark.parametrize("value", CUTS.values(), ids=CUTS.keys())
def test_a_cut_in_another_form_is_refused(value):
    with pytest.raises(FormatError) as caught:
        parse_cut(value)
    assert str(caught.value)


def test_a_cut_whose_version_is_true_is_refused():
    with pytest.raises(FormatError):
        parse_cut({**CUT, "v": True})


@pytest.mark.parametrize("text", ["", "x", "0" * 63, "A" * 64])
def test_a_cut_whose_ids_are_not_lower_hex_is_refused(text):
    with pytest.raises(FormatError):
        parse_cut({**CUT, "dialogue": text})


@given(mutants([encode(CUT)]))
def test_a_mutant_of_a_cut_is_refused_or_comes_back_the_same(raw):
    try:
        value = decode(raw, limit=LIMITS.line_bytes)
        cut = parse_cut(value)
    except FormatError as error:
        str(error)  # each error has a text
        return
    assert encode(cut.value) == raw


# ---------------------------------------------------------------- vectors


@given(vectors)
def test_domination_is_reflexive_and_the_empty_vector_is_below_all(one):
    assert dominates(one, one)
    assert dominates(one, {})
    assert dominates({}, one) == (not one)


@given(vectors, vectors)
def test_domination_is_antisymmetric(one, other):
    assert (dominates(one, other) and dominates(other, one)) == (one == other)


@given(vectors, vectors, vectors)
def test_domination_is_transitive(one, two, three):
    middle, top = merge([one, two]), merge([one, two, three])
    assert dominates(top, middle)
    assert dominates(middle, one)
    assert dominates(top, one)
    if dominates(one, two) and dominates(two, three):
        assert dominates(one, three)


@given(vectors, vectors, vectors)
def test_merge_is_the_least_vector_above(one, other, bound):
    joined = merge([one, other])
    assert dominates(joined, one)
    assert dominates(joined, other)
    above = merge([bound, one, other])
    assert dominates(above, joined)
    if dominates(bound, one) and dominates(bound, other):
        assert dominates(bound, joined)
    assert joined.items() <= {*one.items(), *other.items()}


@given(vectors, vectors, vectors)
def test_merge_is_idempotent_commutative_and_associative(one, two, three):
    assert merge([one, one]) == merge([one]) == one
    assert merge([one, two]) == merge([two, one])
    assert merge([merge([one, two]), three]) == merge([one, merge([two, three])]) == merge([one, two, three])
    assert merge([]) == {}
    assert (merge([one, two]) == one) == dominates(one, two)


def test_merge_keeps_the_first_of_two_heads_of_one_size():
    """Two versions of one record: which of them counts is decided by evidence, not here."""
    log = LogKey("rus", 0)
    one, other = {log: HeadId(5, ROOT)}, {log: HeadId(5, EMPTY_ROOT)}
    assert merge([one, other]) == one
    assert merge([other, one]) == other
    assert dominates(one, other)
    assert dominates(other, one)


@given(vectors, vectors)
def test_merging_changes_neither_vector(one, other):
    before = dict(one), dict(other)
    merge([one, other])[LogKey("new", 0)] = NO_HEAD
    assert (one, other) == before


def test_rows_and_heads_are_compared_as_they_are_written():
    cut = Cut("0" * 64, "1" * 64, (CutRow(LogKey("rus", 0), 2, 5, ROOT),))
    assert parse_cut(cut.value) == cut
    assert cut.value["logs"] == [ROW]
