"""Visits under an agreement in the record of two nodes: asked for, accepted, refused, conducted, withdrawn, above a quota, disputed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.node.node import Node
from detente.node.sealing import seal
from tests.agreements.desk import file_of
from tests.cli import commands
from tests.cli.test_matters import clock, detente, refused, value
from tests.cli.transcript import run

assert clock  # a fixture that the tests below ask for by name

USA, RUS = "demo/usa", "demo/rus"


def carried() -> None:
    commands.carried((USA, RUS), "demo/courier")


def act(node: str, *argv: str) -> str:
    entry = str(value("--node", node, *argv, "--seal")["entry"])
    carried()
    return entry


def visit(node: str, entry: str) -> dict:
    return next(row for row in value("--node", node, "visit", "list", "vienna-2011")["visits"] if row["entry"] == entry)


def on_both(entry: str, key: str = "state") -> object:
    """What both nodes say of a visit; it is the same."""
    usa, rus = visit(USA, entry), visit(RUS, entry)
    assert {**usa, "can": None} == {**rus, "can": None}
    return usa[key]


def asked(day: str, *more: str, by: str = USA, host: str = "rus") -> str:
    return act(by, "inspect", "vienna-2011", host, "--type", "evaluation", "--from", day, *more)


def quota(node: str, *words: str) -> dict:
    return value("--node", node, "agreement", "quota", "vienna-2011", "--on", "2021-12-20", "--as-of", "2021-12-19", *words)


def remarks(folder: str) -> list[str]:
    """What a node finds fault with in the visits."""
    with Node.open(Path(folder), "") as node:
        return [str(finding) for finding in node.room(None).fold.all_findings() if finding.rule in {"visit", "inspect", "withdraw"}]


@pytest.fixture
def vienna(exercise):
    """The Vienna Document is in force between two nodes of an exercise, and one of them has reported 600 units."""
    entry = str(value("--node", USA, "agreement", "table", "vienna-2011", "--seal")["entry"])
    carried()
    act(RUS, "consent", entry)
    act(RUS, "declare", "vienna-2011", "units=600", "--on", "2021-01-01", "--exchange", "forces")
    return exercise


def test_paragraph_107_is_visited_to_its_cap_from_the_record(vienna):
    first = asked("2021-10-11", "--site", "Supposed 1st")
    assert on_both(first, "move") == "rus"
    assert visit(RUS, first)["can"] == ["accepted", "refused"]
    act(RUS, "visit", "accept", first)
    act(RUS, "visit", "conducted", first, "--on", "2021-10-11")
    second = asked("2021-11-15", "--until", "2021-11-16", "--site", "Supposed 2nd")
    act(RUS, "visit", "accept", second)
    third = ("--by", "usa", "--of", "rus", "--type", "evaluation", "--site", "Supposed 3rd")
    answers = [quota(node, *third)["answers"] for node in (USA, RUS)]
    assert answers[0] == answers[1]
    (answer,) = answers[0]
    caps = {cap["cap"]: cap for cap in answer["caps"]}
    assert answer["verdict"] == "no"
    assert [(key, caps[key]["used"], caps[key]["limit"], caps[key]["verdict"]) for key in ("by-size", "one-state", "unit-one-state")] == [
        ("by-size", 2, 10, "open"), ("one-state", 2, 2, "full"), ("unit-one-state", 0, 1, "open"),
    ]  # fmt: skip
    counted = {(each["kind"], each["entry"]): each["counts"] for each in caps["one-state"]["inputs"]}
    assert {entry for (_, entry), counts in counted.items() if counts} >= {first, second}
    assert {kind for kind, _ in counted} == {"visit", "step", "declaration"}
    assert "2 or more" in detente("--node", RUS, "agreement", "quota", "vienna-2011", "--on", "2021-12-20", *third)


def test_a_visit_above_the_quota_is_sealed_only_when_somebody_looked_and_is_remarked_on_both_sides(vienna):
    for day, site in (("2021-10-11", "1st"), ("2021-11-15", "2nd")):
        act(RUS, "visit", "accept", asked(day, "--site", f"Supposed {site}"))
    third = ["inspect", "vienna-2011", "rus", "--type", "evaluation", "--from", "2021-12-20", "--site", "Supposed 3rd"]
    said = re.sub(r"\s+", " ", refused("--node", USA, *third, "--seal"))
    assert "no such visit need be accepted" in said
    assert "2 of 2" in said
    number = value("--node", USA, "outbox")["drafts"][0]["number"]
    detente("--node", USA, "seal", "--confirm", str(number))
    carried()
    row = value("--node", RUS, "visit", "list")["visits"][0]
    assert on_both(row["entry"], "above") == row["above"]
    assert [(cap["cap"], cap["used"], cap["limit"]) for cap in row["above"]] == [("one-state", 2, 2)]
    for language, word in (("en", "Above the quota"), ("ru", "Сверх квоты"), ("ar", "تتجاوز الحصة")):
        assert word in detente("--lang", language, "--node", RUS, "visit", "list")


def test_a_refused_visit_has_its_ground_and_does_not_count(vienna):
    entry = asked("2021-10-11", "--site", "Supposed 1st")
    act(RUS, "visit", "refuse", entry, "--ground", "Supposed: an epidemic.")
    assert on_both(entry) == "refused"
    (step,) = visit(USA, entry)["steps"]
    assert (step["by"], step["state"], step["ground"]) == ("rus", "refused", {"und": "Supposed: an epidemic."})
    (answer,) = quota(USA, "--by", "usa", "--of", "rus", "--site", "Supposed 1st")["answers"]
    one_state = next(cap for cap in answer["caps"] if cap["cap"] == "one-state")
    assert one_state["used"] == 0
    assert {(each["kind"], each["part"], each["counts"]) for each in one_state["inputs"]} >= {("step", "refused", True)}
    assert "has said something else" in re.sub(r"\s+", " ", refused("--node", RUS, "visit", "accept", entry, "--seal"))
    (draft,) = value("--node", RUS, "outbox")["drafts"]
    detente("--node", RUS, "seal", "--confirm", str(draft["number"]))
    carried()
    assert on_both(entry) == "accepted"


def test_a_withdrawal_that_crosses_the_acceptance_leaves_a_withdrawn_visit_on_both_sides(vienna):
    entry = asked("2021-10-11")
    accepted = str(value("--node", RUS, "visit", "accept", entry, "--seal")["entry"])
    withdrawn = str(value("--node", USA, "withdraw", entry, "--reason", "Supposed: fog.", "--seal")["entry"])
    carried()
    assert on_both(entry) == "withdrawn"
    assert on_both(entry, "says") == {"usa": "withdrawn", "rus": "accepted"}
    assert {step["entry"] for step in visit(RUS, entry)["steps"]} == {accepted, withdrawn}
    assert "was withdrawn" in refused("--node", RUS, "visit", "accept", entry)
    assert remarks(USA) == remarks(RUS) == []


def test_a_visit_that_is_put_off_is_withdrawn_by_the_one_in_its_place(vienna):
    first = asked("2021-10-11")
    act(RUS, "visit", "accept", first)
    second = asked("2021-11-08", "--instead", first)
    assert (on_both(first), on_both(second)) == ("withdrawn", "requested")
    assert visit(RUS, first)["steps"][-1]["entry"] == second


def test_what_one_side_says_was_conducted_and_the_other_denies_is_disputed_and_both_views_stay(vienna):
    entry = asked("2021-10-11", "--site", "Supposed 1st")
    said = act(USA, "visit", "conducted", entry, "--on", "2021-10-11")
    assert on_both(entry) == "conducted"
    dispute = act(RUS, "dispute", said, "--reason", "Supposed: nobody came.")
    assert on_both(entry) == "disputed"
    assert on_both(entry, "says") == {"usa": "conducted", "rus": "disputed"}
    (answer,) = quota(USA, "--by", "usa", "--of", "rus", "--site", "Supposed 1st")["answers"]
    one_state = next(cap for cap in answer["caps"] if cap["cap"] == "one-state")
    assert (one_state["used"], one_state["pending"]) == (0, 1)
    act(RUS, "withdraw", dispute)
    assert on_both(entry) == "conducted"


def test_a_quota_that_is_said_to_be_filled_stands_beside_the_count_until_it_is_taken_back(vienna):
    filled = act(RUS, "declare", "vienna-2011", "--filled", "evaluation-visits", "--on", "2021-11-01")
    (answer,) = quota(USA, "--by", "usa", "--of", "rus")["answers"]
    assert [(each["by"], each["on"], each["entry"]) for each in answer["filled"]] == [("rus", "2021-11-01", filled)]
    act(RUS, "withdraw", filled)
    (answer,) = quota(USA, "--by", "usa", "--of", "rus")["answers"]
    assert answer["filled"] == []


@pytest.mark.parametrize(
    ("node", "words", "reason"),
    [
        (USA, ("inspect", "vienna-2011", "rus", "--type", "inspection", "--from", "2021-10-11"), "there is no 'inspection' for 'type'"),
        (USA, ("inspect", "vienna-2011", "usa", "--type", "evaluation", "--from", "2021-10-11"), "is no other member"),
        (
            USA, ("inspect", "vienna-2011", "rus", "--type", "evaluation", "--from", "2021-10-11", "--until", "2021-10-10"),
            "it ends on 2021-10-10, before it begins on 2021-10-11",
        ),
        (USA, ("visit", "accept", "VISIT"), "only rus, who is to be visited, accepts or refuses"),
        (RUS, ("withdraw", "VISIT"), "is no request, proposal or stance of ours"),
        (RUS, ("visit", "refuse", "VISIT", "--ground", " "), "missing or empty: ground"),
        (RUS, ("declare", "vienna-2011", "--filled", "inspections"), "there is no 'inspections' for 'quota'"),
        (RUS, ("inspect", "vienna-2011", "usa", "--type", "evaluation", "--from", "2021-10-11", "--instead", "VISIT"), "is no visit that we"),
    ],
)  # fmt: skip
def test_what_would_have_no_effect_is_refused_before_it_is_drafted(vienna, node, words, reason):
    entry = asked("2021-10-11")
    said = re.sub(r"\s+", " ", refused("--node", node, *(entry if word == "VISIT" else word for word in words)))
    assert reason in said
    assert value("--node", node, "outbox")["drafts"] == []


def test_what_another_program_says_out_of_turn_has_no_effect_and_is_remarked(vienna):
    """The visitor accepts its own visit; the host refuses one without a ground; somebody withdraws what was conducted."""
    entry = asked("2021-10-11")
    with Node.open(Path(USA), "") as node:
        room = node.room(None)
        party, index = entry.split("/")
        node.draft(room, {"kind": "visit", "re": [[party, 0, int(index)]], "state": "accepted", "on": "2021-09-30"})
        seal(node, room)
    carried()
    assert on_both(entry) == "requested"
    with Node.open(Path(RUS), "") as node:
        room = node.room(None)
        node.draft(room, {"kind": "visit", "re": [[party, 0, int(index)]], "state": "refused", "on": "2021-09-30"})
        seal(node, room)
    carried()
    assert on_both(entry) == "refused"
    assert remarks(USA) == remarks(RUS)
    assert remarks(USA) == [
        f"{entry} is refused, and no ground is given", f"{entry} is no visit of which usa could say this: no effect",
    ]  # fmt: skip


def test_days_at_the_end_of_all_dates_fit_no_agreement_and_stop_no_page(vienna):
    """Another program writes them; what comes a day later or before would be no date."""
    with Node.open(Path(RUS), "") as node:
        room = node.room(None)
        said = {"about": "text/vienna-2011", "on": "9999-12-31"}
        node.draft(room, {**said, "kind": "declare", "form": "nothing_new", "on": "0001-01-01", "exchange": "forces"})
        node.draft(room, {**said, "kind": "inspect", "host": "usa", "type": "evaluation", "from": "9999-12-31"})
        node.draft(room, {**said, "kind": "declare", "form": "filled", "quota": "evaluation-visits"})
        seal(node, room)
    carried()
    for folder in (USA, RUS):
        assert len(value("--node", folder, "agreement", "check", "vienna-2011", "--as-of", "2021-12-31")["misfits"]) == 3
        assert "lies outside of 1900 to 2199" in value("--node", folder, "visit", "list")["visits"][0]["misfit"]["text"]
        detente("--node", folder, "status")
        detente("--node", folder, "calendar", f"due-{Path(folder).name}.ics")


def test_a_visit_that_waits_is_a_move_of_its_host_and_stands_in_the_calendar(vienna):
    entry = asked("2021-10-11", "--until", "2021-10-12", "--site", "Supposed 1st")
    for language, word in (("en", "Accept or refuse"), ("ru", "Принять или отклонить"), ("ar", "ينبغي قبول الزيارة")):
        assert word in detente("--lang", language, "--node", RUS, "status"), language
    detente("--node", RUS, "calendar", "due.ics")
    text = Path("due.ics").read_text("utf-8").replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20211011" in text
    assert "DTEND;VALUE=DATE:20211013" in text
    assert entry in text


def test_visits_under_rules_that_do_not_fit_any_more_are_listed_with_the_reason(vienna):
    entry = asked("2021-10-11")
    changed = (
        file_of("vienna-2011", "agreement").replace(b'id = "evaluation"', b'id = "evaluating"').replace(b'"evaluation"]', b'"evaluating"]')
    )
    Path("vienna.toml").write_bytes(changed)
    act(USA, "consent", act(RUS, "agreement", "table", "vienna.toml"))
    assert "there is no 'evaluation' for 'type'" in on_both(entry, "misfit")["text"]
    code, said = run(["--node", USA, "visit", "list"])
    assert code == 0
    assert "counts nowhere" in said
