"""The agreements that ship, in their own language: given these declarations, on this day, expect (library/*/cases.toml)."""

from __future__ import annotations

import tomllib

import pytest

from detente.agreements.book import Asked
from detente.agreements.checking import check
from detente.agreements.obligations import obligations, timed
from detente.agreements.quotas import CapFigure, QuotaCounter, Wanted
from tests.agreements.desk import NAMES, counter_of, figure, file_of, given, held_of, rules_of

CASES = [
    pytest.param(name, case, id=f"{name}: {case['says']}")
    for name in NAMES
    for case in tomllib.loads(file_of(name, "cases").decode())["case"]
]


def test_each_agreement_has_cases():
    assert {"bwc-cbm", "india-pakistan", "new-start", "teaching", "vienna-2011"} <= set(NAMES)
    assert {name for param in CASES for name in [param.values[0]]} == set(NAMES)


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_agreement_gives_what_is_expected(name, case):
    counter = counter_of(name, given(name, case["given"]) if "given" in case else None)
    asked = Asked(case["as_of"], case.get("known"))
    found = check(counter, asked)
    for expected in case.get("expect", []):
        here = figure(found, expected["party"], expected["count"], expected.get("reading"))
        assert here, expected
        for each in here:
            assert seen_of(each) | expected == seen_of(each), case["says"]
    told = [
        {
            "party": each.party, "exchange": each.exchange.id, "of": each.due.of, "due": each.due.on, "state": each.state, "in_time": each.in_time,
            "suspended": bool(each.suspensions), "disputed": bool(each.disputes), "since_differs": each.since_differs,
            "audience": each.declaration.audience if each.declaration else None,
        }
        for each in obligations(counter.book, asked)
    ]  # fmt: skip
    for expected in case.get("told", case.get("told_here", [])):
        defaults = {"suspended": False, "disputed": False, "since_differs": False, "audience": None}
        assert any(each | defaults | expected == each for each in told), (expected, told)
    if "told" in case:
        about = {each["party"] for each in case["told"]}
        assert len([each for each in told if each["party"] in about]) == len(case["told"])
    if "late" in case:
        assert [each.declaration.id for each in timed(counter.book, asked) if each.state == "late"] == case["late"]
    for silent in case.get("silent", []):
        assert silent not in {f"{each.figure.party} {each.figure.rule.count.id}" for each in found}
    for expected in case.get("visits", []):
        visit_fits(QuotaCounter(counter.book), expected, asked)


def visit_fits(counter: QuotaCounter, expected: dict, asked: Asked) -> None:
    """Whether a visit is answered as a case says, by each cap that it names."""
    wanted = Wanted(
        expected["on"], expected.get("to", expected["on"]), expected["of"], expected["by"], expected["type"], expected.get("site")
    )
    answer = counter.answer(wanted, Asked(asked.as_of, expected.get("known", asked.known)))
    seen = {each.cap.id: in_words(each) for each in answer.caps}
    assert (answer.verdict, seen | expected["caps"]) == (expected["answer"], seen)
    assert bool(answer.filled) == expected.get("filled", False)
    assert bool(answer.suspensions) == expected.get("suspended", False)


def in_words(each: CapFigure) -> str:
    """A cap as cases write it: `open 0 of 2 and 1 pending (not_all_visits)`."""
    if each.verdict in {"not_asked", "not_in_force"}:
        return each.verdict
    said = f"{each.verdict} {each.used}" + ("" if each.limit is None else f" of {each.limit}")
    return said + (f" and {each.pending} pending" if each.pending else "") + (f" ({each.why})" if each.why else "")


def seen_of(checked) -> dict[str, object]:
    """A figure and its limit, as cases name them."""
    held = checked.against[0] if checked.against else None
    value = None if held is None or held.value is None else held.value
    return {
        "party": checked.figure.party,
        "count": checked.figure.rule.count.id,
        "reading": checked.figure.rule.reading,
        "value": checked.figure.value,
        "why": checked.figure.why,
        "of": checked.figure.of,
        "known_part": checked.figure.known_part,
        "unknown_items": checked.figure.unknown_items,
        "verdict": "none" if held is None else held.verdict,
        "in_force": held is not None and held.in_force,
        "limit": None if value is None else value.at_most,
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_rule_has_a_clause_with_a_source_and_each_text_three_languages(name):
    agreement = rules_of(name).agreement
    for provision in agreement.provisions:
        assert provision.source
        assert set(provision.says or {}) == {"ar", "en", "ru"}
    named = [agreement.title, agreement.about, *(party.names for party in agreement.parties)]
    for part in (*agreement.figures, *agreement.items, *agreement.categories, *agreement.counts, *agreement.limits, *agreement.exchanges):
        named.append(part.names)
    named += [part.names for part in (*agreement.visit_types, *agreement.quotas)]
    named += [cap.names for quota in agreement.quotas for cap in quota.caps]
    named += [reading.names for count in agreement.counts for reading in count.readings]
    assert all(set(each) == {"ar", "en", "ru"} for each in named)
    assert agreement.status == "not reviewed by a lawyer"


@pytest.mark.parametrize("name", NAMES)
def test_every_record_of_the_library_says_where_it_was_read(name):
    held = held_of(name)
    for record in (*held.declarations, *held.disputes, *held.suspensions, *held.visits, *held.steps, *held.filled):
        assert record.sources or record.kind == "not_seen", record.id


def test_the_published_lists_of_india_and_pakistan_have_totals_that_agree_with_their_categories():
    told = [each for each in held_of("india-pakistan").declarations if each.kind == "figures"]
    assert len(told) == 10
    assert {each.by for each in told} == {"ind", "pak"}
    assert all("total" in each.figures and 0 not in each.figures.values() for each in told)
    whole = [each.figures for each in told if len(each.figures) == 3]
    assert len(whole) == 8  # of two lists the sources give the total alone
    assert all(each["civilians"] + each["fishermen"] == each["total"] for each in whole)


def test_the_published_aggregates_of_new_start_are_all_there():
    held = held_of("new-start")
    told = [each for each in held.declarations if each.kind == "figures"]
    assert len(told) == 49  # 25 dates of two parties; one of them did not provide the last
    assert sum(len(each.figures) for each in told) == 49 * 3 - 11  # what no source shows
    assert {each.by for each in told} == {"rus", "usa"}
    dispute = held.disputes[0]
    assert sum(amount.number for amount in dispute.amounts) == 101
    assert [amount.number for amount in dispute.amounts] == [56, 41, 4]
