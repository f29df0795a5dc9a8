"""From the first sign of two versions of a log, or of a stolen key, to the reopened log: what each side is told, by the commands."""

from __future__ import annotations

import datetime as dt
import json
import shutil

import pytest

from detente.node.node import Node
from tests.cli.transcript import NOW, run


def say(line: str, *, expect: int = 0) -> str:
    code, printed = run(line.split())
    assert code == expect, f"{line}\n{printed}"
    return printed


def asked(line: str) -> dict:
    printed = say(line + " --json")
    return json.loads(printed[printed.index("{") :])


def versions(place, *more: str) -> None:
    """North's folder was copied, and both copies seal a request at the same place; the second goes by another courier.

    `more`: requests that the first seals after it.
    """
    (place / "other").mkdir()
    shutil.copytree(place / "north", place / "old")
    for line in (
        "--node north request south one --seal", *(f"--node north request south {each} --seal" for each in more), "--node north sync courier", "--node south sync courier",
        "--node old request south two --seal", "--node old sync other",
    ):  # fmt: skip
        say(line)
    assert "Two versions of one record have come" in say("--node south sync other")


def test_whose_log_is_forked_is_told_at_once_and_what_to_do(talks):
    versions(talks)
    shutil.copytree(talks / "other", talks / "courier", dirs_exist_ok=True)  # what the other side sealed about it reaches our courier
    assert "Two versions of one record have come" in say("--node north sync courier")
    shown = say("--node north status")
    assert "1 signed contradiction is held here." in shown
    assert "our log in 'plenary' is closed: two signed versions of it exist" in shown
    assert "It is our own log: nobody seals in this channel." in " ".join(say("--node north contradictions").split())
    assert "detente --node north reopen plenary --why fork" in say("--node north request south three --seal", expect=1)


def test_receipts_stand_beside_disowned_acts_of_both_versions(talks, monkeypatch):
    versions(talks)
    shutil.copytree(talks / "other", talks / "courier", dirs_exist_ok=True)
    say("--node north sync courier")
    reopened = asked("--node north reopen plenary --why fork")
    assert reopened["holds"] is not None
    # Of two files on the courier either may be looked at first: the other version is here by now, or comes later.
    disowned = {row["subject"]: row["received_by"] for row in reopened["disowned"]}
    assert disowned in ({"one": ["south"]}, {"one": ["south"], "two": []})
    monkeypatch.setitem(Node.__init__.__kwdefaults__, "clock", lambda: NOW + dt.timedelta(hours=1))
    for line in ("--node north sync courier", "--node south sync courier", "--node old sync other", "--node south sync other"):
        say(line)  # the old machine has had no receipt, and sends its version again

    rows = {row["subject"]: row for row in asked("--node south log plenary")["entries"] if row["subject"] in {"one", "two"}}
    assert rows["one"]["ref"] == rows["two"]["ref"]
    assert rows["one"]["doubted"]
    assert rows["two"]["doubted"]
    assert rows["one"]["received_by"] == ["south"]
    assert rows["two"]["received_by"] == [], "south has named the other version, and never this one"

    entry = asked(f"--node south log {rows['one']['ref']}")
    assert entry["fields"]["text"] == "one"
    assert [receipt["party"] for receipt in entry["receipts"]] == ["south"]
    assert entry["doubted_by"][-1] == "north.1/0"
    (other,) = entry["versions"]
    assert other["fields"]["text"] == "two"
    assert other["receipts"] == []
    assert other["not_received_by"] == ["south"]
    assert "At the same place of another version of this log" in say(f"--node south log {rows['one']['ref']}")

    (row,) = asked("--node south contradictions")["contradictions"]
    assert row["reopened"] == "north.1/0"
    assert "Nothing waits: the log was reopened." in " ".join(say("--node south contradictions").split())
    assert asked("--node south status")["contradictions"] == 0
    for party in ("north", "south"):
        assert "Everything holds." in say(f"--node {party} fsck")


def test_after_a_theft_what_the_thief_signed_is_disowned_from_the_entry_that_is_named(talks):
    good = asked("--node north log plenary --party north")["entries"][-1]["ref"]
    shutil.copytree(talks / "north", talks / "thief")
    for line in (
        "--node thief request south stolen --seal", "--node thief sync courier", "--node south sync courier", "--node north sync courier",
    ):  # fmt: skip
        say(line)
    assert "were not sealed here" in " ".join(say("--node north status").split())
    refused = say("--node north reopen plenary --why theft", expect=1)
    assert "which was the last good one?" in " ".join(refused.split())
    assert "reopen plenary --why theft --last-good REF" in refused
    say(f"--node north reopen plenary --why fork --last-good {good}", expect=1)
    say("--node north reopen plenary --why theft --last-good south/0", expect=1)

    reopened = asked(f"--node north reopen plenary --why theft --last-good {good}")
    assert [(row["subject"], row["received_by"]) for row in reopened["disowned"]] == [("stolen", ["south"])]
    for party in ("north", "south", "north"):
        say(f"--node {party} sync courier")
    for party in ("north", "south"):
        assert asked(f"--node {party} standing plenary")["requests"]["north"]["sent"] == 0, "what the thief asked counts nowhere"
        assert "Everything holds." in say(f"--node {party} fsck")
    stolen = next(row for row in asked("--node south log plenary")["entries"] if row["subject"] == "stolen")
    assert stolen["doubted"]
    entry = say(f"--node south log {stolen['ref']}")
    assert "Why: north.1/0." in entry
    assert "has named it in its seal" in entry


@pytest.mark.parametrize("kind", ["open", "reopen"])
def test_an_opening_is_shown_in_words_and_not_as_keys(talks, kind):
    say("--node north request south one --seal")
    say("--node north reopen plenary --why theft")
    shown = say("--node north log north/0" if kind == "open" else "--node north log north.1/0")
    assert "mldsa44" not in shown
    assert "is printed with --json" in shown
    if kind == "reopen":
        assert "what holds of the generation before: up to entry" in shown
        assert "why: a key was stolen" in shown


def test_a_log_is_not_reopened_by_a_slip(talks):
    refused = say("--node north reopen plenary --why fork", expect=1)
    assert "no two signed versions of our log in 'plenary' are known here; nothing was opened" in " ".join(refused.split())
    say("--node north reopen plenary --why restore")
    for why in ("restore", "theft"):
        again = " ".join(say(f"--node north reopen plenary --why {why}", expect=1).split())
        assert "generation 1 of our log in 'plenary' is open, and holds nothing but its opening" in again, why
    assert asked("--node north reopen plenary --why theft --last-good north.1/0")["generation"] == 2


def test_after_the_reopening_nothing_warns_of_what_it_disowned(talks):
    good = asked("--node north log plenary --party north")["entries"][-1]["ref"]
    shutil.copytree(talks / "north", talks / "thief")
    for line in ("--node thief request south stolen --seal", "--node thief sync courier", "--node north sync courier"):
        say(line)
    assert asked("--node north status")["remarks"]
    say(f"--node north reopen plenary --why theft --last-good {good}")
    assert asked("--node north status")["remarks"] == []


def test_a_stolen_root_key_what_the_thief_sealed_before_the_notice_is_disowned_from_the_entry_that_is_named(talks, monkeypatch):
    monkeypatch.setenv("DETENTE_ROOT_PASSPHRASE", "the passphrase of the root file")
    good = asked("--node north log plenary --party north")["entries"][-1]["ref"]
    shutil.copytree(talks / "north", talks / "thief")
    say("--node north root export --successor --out successor.age")
    say("--node north root notice --out notice.json")
    for line in (
        "--node thief rekey plenary", "--node thief request south stolen --seal", "--node thief sync courier", "--node south sync courier",
        "--node south root revoke notice.json", "--node south sync courier", "--node north sync courier",
    ):  # fmt: skip
        say(line)
    twice = " ".join(say("--node south root revoke notice.json", expect=1).split())
    assert "the notice is in the record already, in each channel that it concerns: plenary; nothing was done again" in twice
    assert "our root key was revoked by its notice" in " ".join(say("--node north status").split())
    assert "root succeed SUCCESSOR --notice NOTICE" in say("--node north status")
    assert "the root key of north was revoked by its notice" in " ".join(say("--node south status").split())

    refused = " ".join(say("--node north root succeed successor.age --notice notice.json", expect=1).split())
    assert "which was the last good one?" in refused
    assert "--last-good REF" in refused
    say("--node north root succeed successor.age --notice notice.json --last-good south/0", expect=1)
    assert asked("--node north keys")["roots"][0]["number"] == 0, "nothing was put in its place"
    done = asked(f"--node north root succeed successor.age --notice notice.json --last-good {good}")
    assert done["holds"]["plenary"] is not None
    assert len(done["disowned"]["plenary"]) == 2
    for party in ("north", "south"):
        say(f"--node {party} sync courier")
        rows = {row["subject"]: row for row in asked(f"--node {party} log plenary")["entries"]}
        assert rows["stolen"]["doubted"], party
        assert "Everything holds." in say(f"--node {party} fsck")
    assert asked("--node south status")["remarks"] == []


def held_to_the_other_version(monkeypatch) -> str:
    """South has received one version, and the party's reopening holds the other; the request in that, by its reference."""
    good = next(row["ref"] for row in asked("--node old log plenary --party north")["entries"] if row["subject"] == "two")
    say(f"--node old reopen plenary --why theft --last-good {good}")
    monkeypatch.setitem(Node.__init__.__kwdefaults__, "clock", lambda: NOW + dt.timedelta(hours=1))
    for line in ("--node old sync other", "--node south sync other", "--node old sync other", "--node south sync other"):
        say(line)  # what came before the proof is sent again
    return good


def test_what_counts_is_shown_though_another_version_came_first(talks, monkeypatch):
    versions(talks)
    good = held_to_the_other_version(monkeypatch)
    rows = {row["subject"]: row["doubted"] for row in asked("--node south log plenary")["entries"] if row["ref"] == good}
    assert rows == {"one": True, "two": False}
    entry = asked(f"--node south log {good}")
    assert (entry["fields"]["text"], entry["doubted"], [each["fields"]["text"] for each in entry["versions"]]) == ("two", None, ["one"])
    assert [row["subject"] for row in asked("--node south status")["channels"][0]["open"]] == ["two"]


def test_an_answer_to_what_our_seals_cannot_have_seen_is_a_doubt_before_the_seal(talks, monkeypatch):
    versions(talks, "more")
    good = held_to_the_other_version(monkeypatch)
    refused = " ".join(say(f"--node south answer {good} known --outcome full --seal", expect=1).split())
    assert f"it is about {good}, in another version of that log than the one that our seals name" in refused
    assert "seal --confirm" in refused
    assert "it would have no effect" in " ".join(say("--node south outbox").split())
