"""Requests in full, issues, undertakings, notes, statements, what is said about entries, and what was known when."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from pathlib import Path

import pytest

from detente.cli.app import build
from detente.cli.reference import commands
from detente.dialogue.kinds import KINDS, RECORD_KINDS
from detente.node.node import Node
from detente.record.text import encode_base64
from tests.cli.commands import carried, detente, refused, value
from tests.cli.transcript import NOW, run


def act(party: str, *argv: str) -> str:
    """One act, sealed; the entry that it became."""
    return str(value("--node", party, *argv, "--seal")["entry"])


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test can set."""
    now = [NOW]
    monkeypatch.setitem(Node.__init__.__kwdefaults__, "clock", lambda: now[0])

    def set_to(**after: int) -> str:
        now[0] = NOW + dt.timedelta(**after)
        return now[0].strftime("%Y-%m-%dT%H:%M:%SZ")

    return set_to


def request(view: dict, party: str) -> dict:
    return next(side for side in view["sides"] if side["party"] == party)


# ---------------------------------------------------------------- requests


def test_each_side_sees_what_its_own_last_seal_had_seen(talks):
    ref = act("north", "request", "south", "Supposed?")
    view = value("--node", "north", "show", ref)
    assert request(view, "north")["status"] == "open"
    assert request(view, "south")["knows"] is False
    assert request(view, "south")["status"] is None
    carried()
    answer = act("south", "answer", ref, "Supposed.", "--outcome", "full")
    view = value("--node", "south", "show", ref)
    assert [request(view, party)["status"] for party in ("north", "south")] == ["open", "full"]
    carried()
    act("north", "dispute", answer, "--reason", "None.")
    view = value("--node", "north", "show", ref)
    assert [(request(view, p)["status"], request(view, p)["disputed"]) for p in ("north", "south")] == [("full", True), ("full", False)]
    assert [request(view, party)["move"] for party in ("north", "south")] == ["south", None]
    assert "Status: full answer, disputed\n" in detente("--node", "north", "show", ref)


def test_without_an_agreed_term_nothing_is_due_and_nothing_is_overdue(talks, clock):
    ref = act("north", "request", "south", "Supposed?")
    carried()
    clock(days=4000)
    view = value("--node", "north", "show", ref)
    assert {(c["term"], c["due"], c["passed"]) for c in view["clocks"]} == {("none", None, None)}
    said = detente("--node", "north", "show", ref) + detente("--node", "north", "requests") + detente("--node", "north", "status")
    assert "no agreed term" in said
    assert "overdue" not in said


def agreed_term(name: str, limit: str) -> None:
    act("north", "propose", f"term/{name}", "--term", limit)
    carried()
    proposal = value("--node", "south", "proposals", f"term/{name}")["proposals"][-1]["ref"]
    act("south", "consent", proposal)
    carried()


def test_the_three_clocks_run_from_the_first_seal_that_names_the_request(talks, clock):
    before = act("north", "request", "south", "Before the terms.")
    for name, limit in (("acknowledge", "48h"), ("first", "10d"), ("final", "30d")):
        agreed_term(name, limit)
    ref = act("north", "request", "south", "Supposed?")
    detente("--node", "north", "sync", "courier")
    clocks = {c["name"]: c for c in value("--node", "north", "show", ref)["clocks"]}
    assert {(c["state"], c["due"]) for c in clocks.values()} == {("not_received", None)}
    assert clocks["first"]["limit"] == {"days": 10}
    assert "once it is" in detente("--node", "north", "requests")

    received = clock(days=1)
    carried()
    clocks = {c["name"]: c for c in value("--node", "north", "show", ref)["clocks"]}
    assert {c["since"]["at"] for c in clocks.values()} == {received}
    assert [clocks[name]["due"][:10] for name in ("acknowledge", "first", "final")] == ["2021-10-03", "2021-10-11", "2021-10-31"]
    assert value("--node", "north", "requests")["channels"][0]["requests"][1]["due"] == clocks["acknowledge"]["due"]

    clock(days=5)
    holding = act("south", "answer", ref, "We are looking.", "--outcome", "holding")
    carried()
    clocks = {c["name"]: c for c in value("--node", "north", "show", ref)["clocks"]}
    assert [(clocks[n]["state"], clocks[n]["stopped_by"], clocks[n]["passed"]) for n in clocks] == [
        ("stopped", holding, True), ("stopped", holding, False), ("running", None, False),
    ]  # fmt: skip
    assert {c["term"] for c in value("--node", "north", "show", before)["clocks"]} == {"none"}, "a term that came later makes nobody late"


def test_questions_move_the_next_step_and_reminders_change_no_number(talks):
    ref = act("north", "request", "south", "Supposed?", "--urgent")
    carried()
    act("south", "clarify", ref, "Which day?")
    carried()
    view = value("--node", "north", "show", ref)
    assert (view["request"]["move"], view["request"]["urgent"]) == ("north", True)
    act("north", "clarify", ref, "3 September.")
    act("north", "remind", ref)
    act("north", "remind", ref, "By the other line.", "--resent")
    carried()
    view = value("--node", "south", "show", ref)
    assert (view["request"]["move"], view["request"]["reminders"]) == ("south", 2)
    assert [step["how"] for step in view["steps"] if step["kind"] == "remind"] == ["reminder", "resent"]
    assert value("--node", "south", "standing")["requests"]["north"]["sent"] == 1
    assert "is no request of ours" in refused("--node", "south", "remind", ref)


def test_the_list_of_requests_and_its_filters(talks):
    first, second = act("north", "request", "south", "One."), act("north", "request", "south", "Two.")
    carried()
    third = act("south", "request", "north", "Three.")
    act("south", "answer", first, "--outcome", "nil")
    carried()

    def listed(*filters: str) -> list[str]:
        return [row["ref"] for channel in value("--node", "north", "requests", *filters)["channels"] for row in channel["requests"]]

    assert listed() == [first, second, third]
    assert listed("--by", "south") == listed("--to", "north") == listed("--move", "north") == [third]
    assert listed("--status", "nil") == listed("--move", "-") == [first]
    assert value("--node", "north", "requests", "--status", "nil")["left_out"] == 2
    assert "'late' is none of: full, partial" in refused("--node", "north", "requests", "--status", "late")
    assert "is no member" in refused("--node", "north", "requests", "--by", "east")


# ---------------------------------------------------------------- issues, undertakings, notes


def test_each_side_has_its_own_wording_and_assessment_of_an_issue(talks):
    raised = act(
        "north", "issue", "raise", "prisoners", "--title", "Prisoners", "--title", "ru=Заключённые", "--text", "Ours.", "--concerns", "gbr"
    )
    carried()
    words = [act("south", "issue", "word", "prisoners", text) for text in ("Theirs.", "Theirs, anew.")]
    act("south", "issue", "assess", "prisoners", "no_movement", "--round", "plenary/1")
    act("north", "issue", "assess", "prisoners", "agreed")
    carried()
    view = value("--node", "north", "issue", "show", "prisoners")
    assert view["issue"]["title"] == {"und": "Prisoners", "ru": "Заключённые"}
    assert view["issue"]["concerns"] == ["gbr"]
    assert {party: [w["entry"] for w in versions] for party, versions in view["wordings"].items()} == {"north": [raised], "south": words}
    assert view["issue"]["state"] == "open"
    assert [(a["party"], a["movement"], a["round"]) for a in view["assessments"]] == [
        ("north", "agreed", None), ("south", "no_movement", "meeting/plenary/1"),
    ]  # fmt: skip
    act("south", "issue", "assess", "prisoners", "agreed")
    carried()
    assert value("--node", "north", "issue", "list")["issues"][0]["state"] == "agreed"
    assert "has been raised" in refused("--node", "south", "issue", "raise", "prisoners", "--title", "Again")
    assert "has not been raised" in refused("--node", "south", "issue", "word", "bases", "Ours.")


def test_a_referral_reports_back_or_has_not(talks):
    act("north", "issue", "raise", "prisoners", "--title", "Prisoners")
    referral = act("north", "issue", "refer", "prisoners", "--to", "body/security-services", "--name", "en=Security services")
    carried()
    act("south", "issue", "report", referral, "not_yet", "We have not developed this yet.")
    carried()
    view = value("--node", "north", "issue", "show", "prisoners")
    assert [(r["to"], r["reported_back"], [x["state"] for x in r["reports"]]) for r in view["referrals"]] == [
        ("body/security-services", False, ["not_yet"])
    ]
    assert "It has not reported back." in detente("--node", "north", "issue", "show", "prisoners")
    act("south", "issue", "report", referral, "reported")
    assert value("--node", "south", "issue", "list")["issues"][0]["awaits_report"] is False
    assert "is no referral" in refused("--node", "south", "issue", "report", "north/0", "reported")


def test_an_undertaking_is_performed_disputed_performed_anew_and_confirmed(talks):
    ref = act("south", "undertake", "Talks on prisoners.", "--due", "2021-10", "--about", "issue/prisoners")
    carried()

    def state() -> tuple[str, list[str]]:
        row = value("--node", "north", "undertakings")["undertakings"][0]
        return row["status"], row["move"]

    assert state() == ("open", ["south"])
    act("south", "perform", ref)
    carried()
    assert state() == ("performed", ["north"])
    act("north", "dispute", ref, "--reason", "Nobody came.")
    assert state() == ("disputed", ["south"])
    carried()
    act("south", "perform", ref, "They came.")
    carried()
    assert state() == ("performed", ["north"])
    act("north", "confirm", ref)
    assert state() == ("confirmed", [])
    assert value("--node", "north", "show", ref)["undertaking"]["due"] == {"month": "2021-10"}
    assert "is ours" in refused("--node", "south", "dispute", ref, "--reason", "No.")
    assert "is no undertaking of ours" in refused("--node", "north", "perform", ref)


def test_a_closed_note_tells_nothing_and_its_opening_is_checked(talks):
    secret = "A text that nobody was shown"
    ref = act("north", "note", "send", secret, "--form", "non_paper", "--closed")
    carried()
    for party, here in (("north", True), ("south", False)):
        note = value("--node", party, "note", "list")["notes"][0]
        assert (note["closed"], note["text"], note["openings"], note["kept_here"]) == (True, None, [], here)
    assert secret.encode() in b"".join(path.read_bytes() for path in Path("north").glob("record.sqlite*"))
    assert secret.encode() not in b"".join(path.read_bytes() for path in Path("south").glob("record.sqlite*"))
    assert "no closed note of ours" in refused("--node", "south", "note", "open", ref)
    act("north", "note", "open", ref)
    carried()
    opening = value("--node", "south", "note", "list")["notes"][0]["openings"][0]
    assert (opening["text"], opening["fits"]) == (secret, True)
    assert "was opened in" in refused("--node", "north", "note", "open", ref)


def test_an_opening_with_another_text_is_shown_as_one_that_does_not_fit(talks):
    from detente.node.sealing import seal

    ref = act("north", "note", "send", "The text.", "--form", "position", "--closed")
    with Node.open(Path("north"), "-") as node:
        room = node.room(None)
        index = int(ref.partition("/")[2])
        node.draft(room, {"kind": "disclose", "re": [["north", 0, index]], "text": "Another.", "salt": "A" * 43 + "="})
        seal(node, room)
    carried()
    assert value("--node", "south", "note", "list")["notes"][0]["openings"][0]["fits"] is False
    assert "This is not the text that was committed to" in detente("--node", "south", "note", "list")


def test_a_closed_note_has_neither_title_nor_files(talks):
    assert "no title and no files" in refused("--node", "north", "note", "send", "X", "--form", "letter", "--closed", "--title", "Y")


def test_a_check_is_answered_by_the_other_node_by_itself(talks):
    ref = act("north", "check")
    carried()
    rows = [row for row in value("--node", "north", "log")["entries"] if row["kind"] == "check"]
    assert [(row["party"], row["re"]) for row in rows] == [("north", []), ("south", [ref])]


# ---------------------------------------------------------------- statements


def test_figures_stand_beside_the_record_and_nobody_is_judged(talks):
    first = act("north", "request", "south", "One.")
    act("north", "request", "south", "Two.")
    carried()
    act("south", "answer", first, "Done.", "--outcome", "declined", "--reason", "Ours.")
    carried()
    said = ["--side", "north", "--speaker", "A. North", "--office", "Minister", "--said-on", "2021-09-25"]
    ref = act(
        "north", "statement", "add", *said, "--figure", "sent north south 2", "--figure", "answered south north 1", "--figure",
        "sent south north 3 about", "--quote", "en=Two sent, one answered.", "--according-to", "Agency", "--according-to", "Wire",
        "--source", "https://example.org/1",
    )  # fmt: skip
    other = act(
        "south",
        "statement",
        "add",
        "--side",
        "south",
        "--office",
        "member of the mission",
        "--said-on",
        "2021-09",
        "--figure",
        "sent north south 80",
    )
    act(
        "south", "statement", "add", "--side", "other", "--said-on", "2021-09-01..2021-09-10", "--claim", "pledge", "--text", "No cold war."
    )
    carried()
    view = value("--node", "south", "statement", "show", ref)["statement"]
    assert [(f["counted"], f["whole"], f["verdict"]) for f in view["figures"]] == [
        (2, None, "matches"),
        (1, 2, "matches"),
        (0, None, "differs"),
    ]
    assert view["verdict"] == "differs"
    assert view["according_to"] == ["Agency", "Wire"]
    assert view["source"] == {"kind": "public", "ref": "https://example.org/1"}
    assert view["record"]["channel"]["label"] == "plenary"
    listed = value("--node", "south", "statement", "list")
    assert sorted(str(row["verdict"]) for row in listed["statements"]) == ["None", "differs", "differs"]
    assert [sorted(pair["statements"]) for pair in listed["differing"]] == [sorted([ref, other])]
    text = detente("--node", "south", "statement", "list")
    assert "The counts that were made public differ" in " ".join(text.split())
    assert not {"false", "wrong", "lie", "lies", "true", "right"} & set(text.lower().replace(".", " ").split())


def test_a_statement_about_a_track_is_held_against_the_channel_listed_for_it(talks):
    add = ["statement", "add", "--side", "north", "--said-on", "2021-09-25", "--about", "track/cyber", "--figure", "sent north south 1"]
    before = act("north", *add)
    assert value("--node", "north", "statement", "show", before)["statement"]["figures"][0]["reason"] == "no_channel"
    detente("--node", "north", "channel", "new", "cyber", "--member", "south")
    carried()
    carried()
    act("north", "request", "south", "Supposed?", "--channel", "cyber")
    with Node.open(Path("north"), "-") as node:
        from detente.node.sealing import seal

        node.draft(node.room("plenary"), {"kind": "list_channel", "about": "track/cyber", "channel": node.room("cyber").id})
        seal(node, node.room("plenary"))
    view = value("--node", "north", "statement", "show", before)["statement"]
    assert (view["verdict"], view["record"]["channel"]["label"]) == ("matches", "cyber")
    assert value("--node", "north", "standing")["requests"]["north"]["sent"] == 0


def test_two_quantities_in_one_sentence_are_shown(talks):
    ref = act(
        "north", "statement", "add", "--side", "north", "--said-on", "2021-09-25",
        "--figure", "attacks - - most of=attacks_from_abroad", "--figure", "attacks - - nearly_half of=attacks_from_abroad",
    )  # fmt: skip
    view = value("--node", "north", "statement", "show", ref)["statement"]
    assert view["contradictions"] == [[0, 1]]
    assert view["verdict"] == "not_checkable_from_here"
    assert "cannot both be: most, and nearly half" in " ".join(detente("--node", "north", "statement", "show", ref).split())


def test_a_period_counts_by_the_day_on_paper(talks):
    act("north", "request", "south", "Of 2020.", "--paper", "2020-05-01")
    act("north", "request", "south", "Of 2021.", "--paper", "2021-05-01")
    figures = ["sent north south 1 from=2020-01-01 until=2020-12-31", "sent north south 1 until=2019-12-31", "sent north south 2"]
    ref = act(
        "north", "statement", "add", "--side", "north", "--said-on", "2021-09-25", *(part for f in figures for part in ("--figure", f))
    )
    shown = value("--node", "north", "statement", "show", ref)["statement"]["figures"]
    assert [(f["verdict"], f["reason"]) for f in shown] == [("matches", None), ("cannot_tell", "record_begins_later"), ("matches", None)]


def test_the_other_side_replies_beside_a_statement(talks):
    ref = act("north", "statement", "add", "--side", "south", "--said-on", "2021-09-25", "--text", "They care only for their own.")
    carried()
    act("south", "statement", "reply", ref, "We care for all.")
    carried()
    view = value("--node", "north", "statement", "show", ref)["statement"]
    assert [(r["party"], r["text"]) for r in view["replies"]] == [("south", "We care for all.")]
    assert "We care for all." in detente("--node", "north", "show", ref)


@pytest.mark.parametrize(
    "figure", ["", "sent", "sent north south one more 5 exact here", "sent North south 5", "sent north south 5 from=May"]
)
def test_a_figure_that_is_none_is_refused(talks, figure):
    code, said = run(["--node", "north", "statement", "add", "--side", "north", "--said-on", "2021-09-25", "--figure", figure])
    if figure == "sent":
        assert code == 0, "a figure without parties or number says little, and is one"
    else:
        assert code == 1
        assert "is no figure" in said


# ---------------------------------------------------------------- what is said about entries


def test_paper_is_shown_with_who_has_confirmed_it(talks):
    ref = act("north", "request", "south", "Handed over.", "--paper", "2021-09-28", "--source", "supposed")
    carried()
    about = value("--node", "south", "show", ref)["steps"][0]["about"]
    assert about["paper"] == {"on": "2021-09-28", "what": None, "confirmed_by": [], "not_confirmed_by": ["south"]}
    assert about["source"] == {"kind": "supposed", "ref": None}
    assert "Not confirmed by Southland (south)." in detente("--node", "south", "show", ref)
    act("south", "confirm", ref)
    carried()
    said = detente("--node", "north", "show", ref)
    assert "Entered from paper by Northland (north); done on 28 Sep 2021." in said
    assert "Confirmed by Southland (south)." in said
    assert "Supposed for this exercise" in said


def test_a_correction_and_a_translation_stand_beside_the_original(talks):
    ref = act("north", "request", "south", "On 3 September?", "--subject", "Incident")
    Path("ru.txt").write_text("3 сентября?\n", "utf-8")
    act("north", "translate", ref, "--language", "ru", "--file", "ru.txt")
    act(
        "north",
        "correct",
        ref,
        "--field",
        "text",
        "--to",
        "On 4 September?",
        "--field",
        "subject",
        "--to",
        "Event",
        "--reason",
        "Mistaken.",
    )
    carried()
    step = value("--node", "south", "show", ref)["steps"][0]
    assert step["text"] == "On 3 September?"
    assert step["about"]["corrections"][0]["fields"] == {"text": "On 4 September?", "subject": "Event"}
    assert [(t["language"], t["status"], t["text"]) for t in step["about"]["translations"]] == [("ru", "courtesy", "3 сентября?\n")]
    assert "is not ours" in refused("--node", "south", "correct", ref, "--field", "text", "--to", "X")
    assert "it has: subject, text, to" in " ".join(refused("--node", "north", "correct", ref, "--field", "date", "--to", "X").split())
    assert "'mine' is none of: official" in refused("--node", "north", "translate", ref, "--language", "ru", "--status", "mine", "X")


def test_a_release_of_what_is_joint_needs_everybody(talks):
    ref = act("north", "request", "south", "Supposed?")
    carried()
    act("north", "release", ref, "--section", "requests/north")
    carried()
    things = {thing["name"]: thing["lacking"] for thing in value("--node", "south", "releases")["things"]}
    assert things == {ref: [], "requests/north": ["south"]}
    assert value("--node", "south", "show", ref)["steps"][0]["about"]["released"] is True
    act("south", "release", "--section", "requests/north", "--from", "2021-10-01T18:00+02:00")
    shown = value("--node", "south", "releases")
    assert {thing["name"]: thing["lacking"] for thing in shown["things"]} == {ref: [], "requests/north": []}
    assert shown["releases"][1]["starts"] == "2021-10-01T16:00:00Z"
    assert "there is no count of" in refused("--node", "north", "release", "--section", "everything")
    assert "nothing is named" in refused("--node", "north", "release")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("supposed", {"kind": "supposed"}),
        ("report:page 2", {"kind": "report", "ref": "page 2"}),
        ("https://example.org/1", {"kind": "public", "ref": "https://example.org/1"}),
        ("public:https://example.org/1", {"kind": "public", "ref": "https://example.org/1"}),
    ],
)
def test_sources_as_people_type_them(text, found):
    from detente.cli.acts import source_field

    assert source_field(text) == found


def test_a_source_of_no_kind_is_refused(talks):
    assert "is no source" in refused("--node", "north", "request", "south", "X", "--source", "hearsay:somebody")


def test_paper_and_source_do_not_stay_for_the_next_command(talks):
    act("north", "request", "south", "One.", "--paper", "2021-09-28")
    ref = act("north", "request", "south", "Two.")
    assert value("--node", "north", "show", ref)["steps"][0]["about"]["paper"] is None


# ---------------------------------------------------------------- what was known when


def test_a_channel_as_it_was_known_is_by_arrival_and_not_by_claimed_time(talks, clock):
    act("north", "request", "south", "Supposed?")
    act("north", "issue", "raise", "bases", "--title", "Bases")
    detente("--node", "north", "sync", "courier")  # sealed on 30 September, and carried two days later
    clock(days=2)
    carried()
    clock(days=3)
    early, late = (value("--node", "south", "known", moment) for moment in ("2021-10-01", "2021-10-02"))
    assert early["requests"]["north"]["sent"] == 0
    assert early["issues"] == []
    assert late["requests"]["north"]["sent"] == 1
    assert [issue["matter"] for issue in late["issues"]] == ["issue/bases"]
    assert late["digest"] == value("--node", "south", "standing")["digest"]
    assert late["counted"] == value("--node", "south", "standing")["as_of"]
    assert value("--node", "north", "known", "2021-10-01")["requests"]["north"]["sent"] == 1, "its author knew it at once"
    nothing = value("--node", "south", "known", "2021-09-01T12:00Z")
    assert {point["entries"] for point in nothing["as_of"]} == {0}
    assert nothing["digest"] is None


def test_every_past_count_is_the_one_that_was_signed_then(talks, clock):
    """What is computed today for a past moment is the very count that was computed, and signed, at that moment."""
    stated = {}
    for day in range(1, 4):
        clock(days=day)
        act("north", "request", "south", f"Of day {day}.")
        stated[f"2021-10-{NOW.day + day - 30:02}"] = value("--node", "north", "standing")["digest"]
    clock(days=9)
    act("north", "request", "south", "Later.")
    known = {day: value("--node", "north", "known", day) for day in stated}
    assert {day: view["digest"] for day, view in known.items()} == stated
    assert [view["requests"]["north"]["sent"] for view in known.values()] == [1, 2, 3]
    with Node.open(Path("north"), "-") as node:
        log = node.room(None).channel.logs[node.room(None).mine]
        signed = {encode_base64(head.standing) for head in log.heads.values()}
    assert set(stated.values()) <= signed


def test_a_store_of_the_first_layout_is_carried_over(talks, clock):
    ref = act("north", "request", "south", "Supposed?")
    carried()
    for party in ("north", "south"):
        with sqlite3.connect(f"{party}/record.sqlite") as db:
            db.executescript("ALTER TABLE heads DROP COLUMN at; DROP TABLE leaves; DROP TABLE repeats;")
            db.executescript("DROP TABLE requests; DROP TABLE folds; DROP TABLE states; DROP TABLE tips;")
            db.execute("PRAGMA user_version=1")
        db.close()
    clock(days=2)
    assert value("--node", "north", "show", ref)["request"]["received"] is True
    early = value("--node", "south", "known", "2021-09-30")
    assert early["requests"]["north"]["sent"] == 1
    assert early["undated"] == sum(1 for _ in sqlite3.connect("south/record.sqlite").execute("SELECT 1 FROM heads"))
    assert value("--node", "south", "known", "2021-09-29")["requests"]["north"]["sent"] == 0
    act("north", "request", "south", "New.")
    carried()
    assert value("--node", "south", "known", "2021-10-01")["requests"]["north"]["sent"] == 1
    assert value("--node", "south", "known", "2021-10-02")["requests"]["north"]["sent"] == 2
    assert json.loads(detente("--node", "south", "fsck", "--json"))["problems"] == []


def test_a_store_of_a_later_layout_is_refused(talks):
    with sqlite3.connect("north/record.sqlite") as db:
        db.execute("PRAGMA user_version=99")
    db.close()
    assert "the store has layout 99" in refused("--node", "north", "status")


# ---------------------------------------------------------------- words


def test_every_field_of_every_kind_has_a_name_for_people():
    from detente.views.words import FIELDS

    names = {
        name.partition("/")[0]
        for kind, table in KINDS.items()
        if kind not in RECORD_KINDS
        for name in [*table.kept, *table.destroyable]
    }  # fmt: skip
    assert names - set(FIELDS) == set()


def test_every_code_of_the_tables_has_a_word():
    from detente.dialogue import claims, fields, kinds
    from detente.views import words_matters as w

    assert set(kinds.MOVEMENTS) <= set(w.MOVEMENTS)
    assert set(kinds.NOTES) == set(w.NOTES)
    assert set(kinds.CLAIMS) == set(w.CLAIMS)
    assert set(fields.SOURCES) == set(w.SOURCES) == set(w.SOURCES_AT)
    assert set(fields.QUALIFIERS) <= set(w.QUALIFIERS) | set(claims.SHARES)
    assert set(fields.QUALIFIERS) <= set(w.SHARES) | {"exact"}


def test_the_commands_that_draft_acts_can_say_that_it_was_on_paper():
    lacking = {
        path
        for path, command in commands(build("en"), "detente")
        if path.removeprefix("detente ") in {"request", "answer", "undertake", "issue raise", "note send", "statement add", "correct", "translate"}
        and not {"paper", "source"} <= {param.name for param in command.params}
    }  # fmt: skip
    assert lacking == set()


def test_a_seal_is_shown_as_any_other_entry(talks):
    ref = act("north", "request", "south", "Supposed?")
    seal = f"north/{int(ref.partition('/')[2]) + 1}"
    assert value("--node", "north", "show", seal)["kind"] == "seal"
    assert "is no answer to a request of ours" in refused("--node", "north", "dispute", seal, "--reason", "X")


def test_the_name_of_a_party_is_not_taken_for_a_language():
    from detente.i18n import translator
    from detente.views.field_texts import label

    assert [label(translator("en"), name) for name in ("undertakings/rus", "text/ru", "new/text/ru", "new/subject")] == [
        "undertakings (rus)", "text (Russian)", "new text (text (Russian))", "new text (subject)",
    ]  # fmt: skip
