"""The forms of fields against whatever the record admits: any canonical JSON in any kept field of any kind, and never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dialogue import fields as f
from detente.dialogue.acts import Act, Ref
from detente.dialogue.fold import Fold
from detente.dialogue.kinds import ALWAYS, KINDS, RECORD_KINDS, destroyable_of
from detente.record import canonical
from detente.record.seal import HeadId, LogKey
from tests.dialogue.histories import AT, DIGEST, PERSONS, POOL, WRONG, folded
from tests.strategies import examples, json_values

MEMBERS = ("alpha", "bravo")
FIELDS = [(kind, name) for kind in PERSONS for name in (*KINDS[kind].kept, *ALWAYS)]


def good_value(kind: str, name: str) -> object:
    check = KINDS[kind].kept.get(name) or ALWAYS[name]
    return next(value for value in (list(MEMBERS), *POOL) if check(value))


def good_fields(kind: str) -> dict[str, object]:
    return {"kind": kind, "at": AT, **{name: good_value(kind, name) for name in KINDS[kind].needed}}


def a_channel() -> Fold:
    """Bravo's log has one act of each kind, so that alpha finds a target of the right kind for everything."""
    acts = []
    for index, kind in enumerate(PERSONS):
        kept = good_fields(kind)
        if kind == "propose":
            kept |= {"slot": "text/first", "digest": DIGEST, "silence": {"until": AT}}
        if kind == "request":
            kept["to"] = "alpha"
        acts.append(Act(Ref("bravo", 0, index), kept, {}))
    return folded(MEMBERS, acts)


SEEN = {LogKey("bravo", 0): HeadId(len(PERSONS) + 1, b"")}


def refs_of(kind: str, number: int) -> dict[str, object]:
    """References to the acts of bravo, starting with some place."""
    least, _ = KINDS[kind].refs
    return {"re": [["bravo", 0, number]]} if least else {}


@pytest.mark.parametrize("kind", PERSONS)
def test_each_field_takes_some_value_and_refuses_others(kind: str) -> None:
    for name in (*KINDS[kind].kept, *ALWAYS):
        check = KINDS[kind].kept.get(name) or ALWAYS[name]
        assert any(check(value) for value in (list(MEMBERS), *POOL)), (kind, name)
        if (kind, name) not in {("request", "to"), ("answer", "outcome")}:  # judged by the fold itself
            assert not all(check(value) for value in WRONG), (kind, name)


@pytest.mark.parametrize("kind", PERSONS)
def test_a_field_of_a_wrong_form_makes_an_act_without_effect_and_one_finding(kind: str) -> None:
    """Each field of each kind with each hostile value, against an act of each kind: never an exception, never an effect."""
    fold = a_channel()
    before = {name: value for name, value in fold.value().items() if name not in {"acts", "findings"}}
    index = 0
    for name in (*KINDS[kind].kept, *ALWAYS):
        check = KINDS[kind].kept.get(name) or ALWAYS[name]
        for value in (*WRONG, *POOL):
            if check(value):
                continue
            found = len(fold.findings)
            kept = {**good_fields(kind), name: value, **refs_of(kind, index % len(PERSONS))}
            fold.apply(Act(Ref("alpha", 0, index), kept, SEEN))
            assert [finding.rule for finding in fold.findings[found:]] == ["fields"], (name, value)
            index += 1
    assert {name: value for name, value in fold.value().items() if name not in {"acts", "findings"}} == before


@pytest.mark.parametrize("kind", PERSONS)
def test_a_kind_against_an_act_of_every_kind(kind: str) -> None:
    """Whatever an act refers to, it is taken with its effect or with a finding."""
    fold = a_channel()
    for number in range(len(PERSONS)):
        for index, name in enumerate([None, *KINDS[kind].kept, *ALWAYS]):
            kept = {**good_fields(kind), **refs_of(kind, number)}
            if name is not None:
                kept[name] = good_value(kind, name)
            fold.apply(Act(Ref("alpha", 0, 1000 * number + index), kept, SEEN))
    canonical.encode(fold.value())
    assert all(str(finding) for finding in fold.findings)


@settings(max_examples=examples(400))
@given(st.sampled_from(FIELDS), json_values, st.integers(0, len(PERSONS)), json_values)
def test_no_value_of_any_field_stops_the_fold(field: tuple[str, str], value: object, number: int, other: object) -> None:
    kind, name = field
    fold = Fold(MEMBERS)
    fold.apply(Act(Ref("alpha", 0, 0), {**good_fields(kind), name: value, "mood": other, **refs_of(kind, number)}, SEEN))
    canonical.encode(fold.value())
    assert fold.findings, "'mood' is a field that no table knows"


@pytest.mark.parametrize("kind", sorted(RECORD_KINDS))
def test_an_act_of_the_record_can_be_referred_to_by_everything(kind: str) -> None:
    fold = Fold(MEMBERS)
    hostile = dict.fromkeys(("paper", "to", "outcome", "slot", "delegate", "about"), 5)
    fold.apply(Act(Ref("bravo", 0, 0), {"kind": kind, "at": AT, "re": [["bravo", 7, 7]], **hostile}, {}))
    for index, name in enumerate(PERSONS):
        fold.apply(Act(Ref("alpha", 0, index), {**good_fields(name), "re": [["bravo", 0, 0]]}, SEEN))
    assert fold.requests.value() == {}
    assert fold.register.value()["paper"] == {}


def test_a_reference_to_a_seal_is_a_finding() -> None:
    """A seal has a place in the log and is no act: a fold that looked for one at that place would stop."""
    fold = Fold(MEMBERS)
    for index in (0, 2):  # entry 1 is a seal, which no fold is given
        fold.apply(Act(Ref("bravo", 0, index), {"kind": "request", "at": AT, "to": "alpha"}, {}))
    for index, kind in enumerate(PERSONS):
        fold.apply(Act(Ref("alpha", 0, index), {**good_fields(kind), "re": [["bravo", 0, 1]]}, SEEN))
    rules = {finding.ref: finding.rule for finding in fold.findings}
    assert [rules[Ref("alpha", 0, index)] for index in range(len(PERSONS))] == ["re"] * len(PERSONS)


@pytest.mark.parametrize("nowhere", [["bravo", 0, 9], ["utopia", 0, 0], ["", 2**53 - 1, 2**53 - 1], ["alpha", 0, 1], ["alpha", 5, 0]])
@pytest.mark.parametrize("kind", ["consent", "reserve", "object", "lapse", "confirm", "withdraw", "answer", "perform", "dispute"])
def test_an_act_about_an_act_that_leads_nowhere_is_a_finding(kind: str, nowhere: list[object]) -> None:
    """The first has no effect, for its reference is bad; whoever refers to it must not be led on by it."""
    fold = Fold(MEMBERS)
    fold.apply(Act(Ref("alpha", 0, 0), {**good_fields(kind), "re": [nowhere]}, {}))
    for index, name in enumerate(("withdraw", "confirm", "dispute", "correct"), 1):
        fold.apply(Act(Ref("alpha", 0, index), {"kind": name, "at": AT, "re": [["alpha", 0, 0]]}, {}))
    assert {finding.ref.index for finding in fold.findings} >= {0, 1, 2, 3}
    assert fold.proposals.value() == {}


def test_a_body_that_its_author_keeps_is_no_unknown_field() -> None:
    fold = folded(MEMBERS, [Act(Ref("alpha", 0, 0), {"kind": "request", "at": AT, "to": "bravo", "subject": "x", "file/0001": {}}, {})])
    assert fold.findings == []


def test_the_fields_that_a_fold_reads_cannot_be_declared_destroyable_by_our_node() -> None:
    for kind, table in KINDS.items():
        fields: dict[str, object] = {"kind": kind, "at": AT, **dict.fromkeys([*table.kept, *ALWAYS], "x"), "file/0001": {}}
        assert destroyable_of(fields) == ["file/0001"]


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (f.slot, "text/joint-statement-2", "text/Joint"), (f.slot, "meeting/plenary/3/minutes/1", "meeting/plenary/3/minutes/1/2/3"),
        (f.slot, "meeting/plenary/0", "meeting/plenary/00"), (f.slot, "meeting/plenary/999999999", "meeting/plenary/1000000000"),
        (f.slot, "group/x", "group"), (f.slot, "body/un", "rumour/x"), (f.slot, "issue/bases", "issue/bases\n"),
        (f.day, "2024-02-29", "2023-02-29"), (f.day, "0001-01-01", "0000-01-01"), (f.day, "2021-10-01", "２０21-10-01"),
        (f.month, "2021-12", "2021-00"), (f.moment, AT, "2021-09-30T24:00:00Z"), (f.when, {"open": True}, {"open": 1}),
        (f.when, {"from": "2021-10-01", "to": "2021-10-01"}, {"from": "2021-10-01"}),
        (f.clock, {"at": "23:59", "zone": "Europe/Zurich"}, {"at": "24:00", "zone": "UTC"}),
        (f.clock, {"at": "00:00", "zone": "UTC", "about": True}, {"at": "00:00", "zone": "UTC", "about": 1}),
        (f.digest, DIGEST, DIGEST[:-1]), (f.digest, DIGEST, "A" * 44), (f.hex64, "0" * 64, "A" * 64), (f.language, "zh-Hant", "EN"),
        (f.names, {"en": "Talks"}, {"en": ""}), (f.names, {"en": "x" * 512}, {"en": "x" * 513}), (f.count, 0, True), (f.count, 10**9, 10**9 + 1),
        (f.term, {"hours": 1}, {"hours": 1, "days": 1}), (f.term, {"days": 10}, {"days": "10"}), (f.silence, {"until": AT}, {"until": "2021-09-30"}),
        (f.paper, {"on": "2021-09-30"}, {"what": "a folder"}), (f.source, {"kind": "supposed"}, {"kind": "supposed", "page": 3}),
        (f.ident, "ivanov", "Ivanov"), (f.flag, True, 1), (f.party, "rus", "RUS"), (f.party, "rus", ["rus"]),
        (f.list_of(f.ident, 2), ["a", "b"], ["b", "a"]), (f.list_of(f.ident, 2), ["a"], ["a", "b", "c"]), (f.list_of(f.ident, 2), ["a"], ["a", "a"]),
        (f.sequence_of(f.text(1), 2), ["b", "a"], []), (f.text(2), "🕊🕊", "🕊🕊🕊"), (f.text(2), " ", ""),
        (f.speakers, [{"side": "rus"}], [{"name": "A. Person"}]), (f.speakers, [{"side": "rus"}] * 8, [{"side": "rus"}] * 9),
        (f.figures, [{"what": "sent", "qualifier": "most"}], [{"what": "sent"}]),
        (f.figures, [{"what": "sent", "qualifier": "exact", "number": 0}], [{"what": "sent", "qualifier": "exact", "number": -1}]),
        (f.figures, [{"what": "sent", "qualifier": "exact", "from": "2021-01-01"}], [{"what": "sent", "qualifier": "exact", "from": "2021"}]),
    ],
)  # fmt: skip
def test_the_edge_of_each_form(check: f.Check, good: object, bad: object) -> None:
    assert check(good)
    assert not check(bad)
