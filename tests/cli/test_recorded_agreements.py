"""An agreement in the record: tabled with its rules, in force when all consent, and what is said under it, as both sides compute it."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from pathlib import Path

import pytest

from detente.dialogue.texts import text_digest
from detente.node import blobs, spreadsheets
from detente.node.node import Node
from detente.node.sealing import seal
from detente.record.text import encode_base64
from tests.agreements.desk import file_of
from tests.cli.test_matters import act, carried, clock, detente, refused, value
from tests.cli.transcript import run

assert clock  # a fixture that the tests below ask for by name


@pytest.fixture
def lake(talks):
    """The teaching agreement is in force between Northland and Southland."""
    act("north", "agreement", "table", "teaching")
    carried()
    act("south", "consent", "north/3")
    carried()
    return talks


def check(party: str, *words: str) -> dict:
    return value("--node", party, "agreement", "check", "teaching", *words)


def armed(view: dict, party: str) -> dict:
    return {each["reading"]: each["value"] for each in view["figures"] if (each["party"], each["count"]) == (party, "armed-boats")}


BOATS = ("--item", "n-1 boat; gun=yes; mount=yes", "--item", "n-2 boat; gun=no; mount=yes")


def test_it_is_in_force_when_all_have_consented_and_not_before(talks):
    act("north", "agreement", "table", "teaching")
    carried()
    said = refused("--node", "south", "declare", "teaching", "--nil")
    assert "no agreement with rules is in force" in said
    assert "agreement table" in said
    assert value("--node", "south", "agreement", "check", "teaching", "--as-of", "2021-09-30")["origin"] == "library"
    act("south", "consent", "north/3")
    carried()
    view = check("south", "--as-of", "2021-09-30")
    assert (view["origin"], view["channel"], view["text_state"], view["entry"]) == ("record", "plenary", "adopted", "north/3")
    rows = value("--node", "north", "agreement", "list")["agreements"]
    assert next((row["id"], row["origin"]) for row in rows) == ("teaching", "record")


def test_the_rules_that_are_consented_to_are_the_bytes_that_were_tabled(lake):
    entry = value("--node", "south", "log", "north/3")
    (file,) = entry["attachments"]
    assert file["sha256"] == entry["fields"]["rules"]
    assert file["size"] == len(file_of("teaching", "agreement"))
    assert file["here"]


def test_both_sides_compute_the_same_figures_under_both_readings_with_the_entry_of_each_item(lake):
    act("north", "declare", "teaching", *BOATS, "--full", "--on", "2021-09-01")
    carried()
    north, south = check("north", "--as-of", "2021-09-30"), check("south", "--as-of", "2021-09-30")
    assert north == south
    assert armed(north, "north") == {"carries": 1, "can-carry": 2}
    explained = value("--node", "south", "agreement", "explain", "teaching", "armed-boats", "--as-of", "2021-09-30", "--party", "north")
    assert {each["entry"] for one in explained["explained"] for each in one["inputs"]} == {"north/6"}


def test_a_correction_names_what_it_corrects_and_both_stay(lake, clock):
    act("north", "declare", "teaching", *BOATS, "--full", "--on", "2021-09-01")
    carried()
    clock(days=2)
    act("north", "declare", "teaching", BOATS[0], BOATS[1], "--full", "--on", "2021-09-01", "--re", "north/6")
    carried()
    now, then = check("south", "--as-of", "2021-10-02"), check("south", "--as-of", "2021-10-02", "--known", "2021-09-30")
    assert armed(now, "north")["carries"] == 1
    assert armed(then, "north")["carries"] == 1
    inputs = value("--node", "south", "agreement", "explain", "teaching", "boats", "--as-of", "2021-10-02", "--party", "north")
    by_entry = {each["entry"]: each["counts"] for one in inputs["explained"] for each in one["inputs"] if each["kind"] == "declaration"}
    assert by_entry == {"north/8": True, "north/6": False}


def test_a_notification_is_in_time_by_the_receipt_that_the_record_proves(lake, clock):
    act("north", "notify", "teaching", "change", "boat=n-1", "what=gun removed", "--on", "2021-09-25")
    row = check("north", "--as-of", "2021-10-30")["notifications"][0]
    assert (row["state"], row["received"], row["due"]) == ("unknown", None, "2021-10-05")
    clock(days=10)
    carried()
    row = check("north", "--as-of", "2021-10-30")["notifications"][0]
    assert (row["state"], row["received"], row["due"]) == ("late", "2021-10-10", "2021-10-05")


def test_a_notification_without_the_one_that_had_to_precede_it_is_found(lake):
    act("north", "notify", "teaching", "change", "boat=n-1", "what=sold", "--on", "2021-09-25")
    act("north", "notify", "teaching", "done", "seen_on=2021-10-01")
    act("north", "notify", "teaching", "done", "seen_on=2021-10-01", "--re", "north/6")
    rows = check("north", "--as-of", "2021-10-30")["notifications"]
    assert [(row["format"], row["missing"], row["state"]) for row in rows] == [
        ("change", [], "unknown"), ("done", ["change"], "no_term"), ("done", [], "no_term"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("notify", "teaching", "change", "what=sold"), "the format 'change' needs 'boat'"),
        (("notify", "teaching", "change", "boat=n-1", "what=painted"), "'painted' is none of the words that 'what' may be"),
        (("notify", "teaching", "change", "boat=n-1", "what=sold", "crew=many"), "'crew' is of type integer"),
        (("notify", "teaching", "charge", "boat=n-1"), "there is no 'charge' for 'format'; there are: change, done"),
        (("declare", "teaching", "--item", "n-1 ship"), "there is no 'ship' for 'type'; there are: boat"),
        (("declare", "teaching", "--item", "n-1"), "'n-1' is no item; write ID TYPE; NAME=VALUE; NAME=VALUE"),
        (("declare", "teaching", "tanks=3"), "there is no 'tanks' for 'figures'"),
        (("declare", "teaching", "tanks"), "'tanks' is no figure; write NAME=NUMBER"),
        (("declare", "teaching", "--nil", "--nothing-new"), "a declaration is figures, items, or one of"),
        (("declare", "teaching", "--nil", "--re", "north/3"), "north/3 was not said under 'teaching'"),
        (("declare", "teaching", "--nil", "--exchange", "list"), "there is no 'list' for 'exchange'; there are: lists"),
        (("query", "north/3", "Why?"), "north/3 is no declaration, notification, suspension or visit of another party"),
    ],
)
def test_what_would_count_nowhere_is_refused_before_it_is_drafted(lake, words, reason):
    assert reason in re.sub(r"\s+", " ", refused("--node", "north", *words))
    assert value("--node", "north", "outbox")["drafts"] == []


def test_a_query_is_open_until_something_answers_it(lake):
    act("north", "declare", "teaching", *BOATS, "--full", "--on", "2021-09-01")
    carried()
    asked = act("south", "query", "north/6", "Which boat is n-2?")
    carried()
    assert [row["answers"] for row in check("north", "--as-of", "2021-09-30")["queries"]] == [[]]
    answer = act("north", "declare", "teaching", *BOATS, "--full", "--on", "2021-09-01", "--re", "north/6", "--re", asked)
    carried()
    assert [row["answers"] for row in check("south", "--as-of", "2021-09-30")["queries"]] == [[answer]]


def test_a_suspension_is_a_claim_that_the_other_side_disputes_and_that_ends(lake, clock):
    clock(days=100)
    suspended = act("north", "suspend", "teaching", "--ground", "The lake is frozen.", "--from", "2022-01-02")
    carried()
    act("south", "dispute", suspended, "--reason", "Boats can be counted on ice.")
    carried()
    view = check("north", "--as-of", "2022-02-01", "--party", "north")
    (told,) = view["obligations"]
    assert told["state"] == "not_provided"
    assert [(each["by"], [other["by"] for other in each["contested"]]) for each in told["suspensions"]] == [("north", ["south"])]
    act("north", "resume", suspended, "--from", "2022-01-20")
    carried()
    (told,) = check("south", "--as-of", "2022-02-01", "--party", "north")["obligations"]
    assert told["suspensions"] == []


def test_what_the_other_side_says_and_does_not_fit_is_shown_and_counts_nowhere(lake):
    """Its own node refuses it; another program may not."""
    act("north", "declare", "teaching", *BOATS, "--full", "--on", "2021-09-01")
    with Node.open(Path("north"), "") as node:
        room = node.room(None)
        for fields in (
            {"kind": "declare", "about": "text/teaching", "form": "figures", "on": "2021-09-02", "figures": {"tanks": 3}},
            {"kind": "notify", "about": "text/teaching", "format": "change", "on": "2021-09-02", "values": {"what": 7}},
        ):
            node.draft(room, fields)
        seal(node, room)
    carried()
    north, south = check("north", "--as-of", "2021-09-30"), check("south", "--as-of", "2021-09-30")
    assert north == south
    assert [(each["entry"], each["reason"]["text"]) for each in south["misfits"]] == [
        ("north/8", "there is no 'tanks' for 'figures'; there are: —"),
        ("north/9", "'what' is of type text, and this is of type int"),
    ]
    assert armed(south, "north")["carries"] == 1


def test_a_later_version_of_the_rules_keeps_what_was_said_under_the_first(lake):
    act("north", "declare", "teaching", *BOATS, "--full", "--on", "2021-09-01")
    carried()
    changed = file_of("teaching", "agreement").replace(b"at_most = 3", b"at_most = 9")
    assert changed != file_of("teaching", "agreement")
    Path("teaching.toml").write_bytes(changed)
    entry = act("south", "agreement", "table", "teaching.toml")
    carried()
    act("north", "consent", entry)
    carried()
    view = check("south", "--as-of", "2021-09-30")
    assert view["entry"] == entry
    assert armed(view, "north") == {"carries": 1, "can-carry": 2}


def test_the_formats_of_an_agreement_are_listed_with_their_legal_basis(lake):
    view = value("--node", "south", "notify", "teaching")
    assert [(form["id"], form["days"], form["runs_from"], form["reference"]) for form in view["formats"]] == [
        ("change", 10, "event", "Article 3, paragraph 2"), ("done", None, None, "Article 3, paragraph 2"),
    ]  # fmt: skip
    for language, word in (("en", "Completion of a change"), ("ru", "Завершение изменения"), ("ar", "إتمام التغيير")):
        assert word in detente("--lang", language, "--node", "south", "notify", "teaching")


def test_a_hostile_file_of_rules_stops_no_fold_and_is_named_when_it_is_read(talks):
    Path("bad.toml").write_bytes(b"[" * 100_000)
    assert "bad.toml" in refused("--node", "north", "agreement", "table", "bad.toml")
    with Node.open(Path("north"), "") as node:
        room = node.room(None)
        blob = blobs.keep(node, "bad.toml", b"[" * 100_000)
        fields = {
            "kind": "propose", "slot": "text/bad", "electorate": ["north", "south"], "form": "agreement", "text/en": "One.",
            "title/en": "Bad", "languages": ["en"], "digest": encode_base64(text_digest({"en": "One."})), "rules": blob["blob"]["sha256"],
            "file/0001": blob,
        }  # fmt: skip
        node.draft(room, fields)
        seal(node, room)
    carried()
    act("south", "consent", "north/3")
    carried()
    assert json.loads(detente("--node", "south", "status", "--json"))["channels"]
    row = value("--node", "south", "agreement", "list")["agreements"][0]
    assert (row["id"], row["title"], row["status"]) == ("bad", {"en": "Bad"}, None)
    assert "bad.toml" in row["problem"]["text"]
    assert "bad.toml" in detente("--node", "south", "agreement", "list")
    assert "bad.toml" in refused("--node", "south", "agreement", "check", "bad")
    assert "bad.toml" in refused("--node", "south", "declare", "bad", "--nil")


# ---------------------------------------------------------------- tables


@pytest.fixture
def start(exercise):
    """New START is in force between the two nodes of an exercise."""
    detente("--node", "demo/usa", "agreement", "table", "new-start", "--seal")
    entry = value("--node", "demo/usa", "text", "show", "new-start")["text"]["entry"]
    for party in ("usa", "rus"):
        detente("--node", f"demo/{party}", "sync", "demo/courier")
    detente("--node", "demo/rus", "consent", entry, "--seal")
    for party in ("rus", "usa"):
        detente("--node", f"demo/{party}", "sync", "demo/courier")
    return exercise


TABLE = """date,holder,exchange,vehicles,warheads,launchers
2021-03-01,US,data,651,1357,800
2021-03-01,RU,data,517,1456,767
2021-09-01,US,data,665,1389,800
2022-03-01,US,data,,1515,
"""


def test_a_table_is_shown_as_it_was_understood_and_drafted_whole(start):
    Path("told.csv").write_text(TABLE, "utf-8")
    view = value("--node", "demo/usa", "agreement", "import", "new-start", "told.csv")
    assert [(row["number"], row["on"], row["figures"].get("warheads")) for row in view["rows"]] == [
        (2, "2021-03-01", 1357), (4, "2021-09-01", 1389), (5, "2022-03-01", 1515),
    ]  # fmt: skip
    assert (view["skipped"], view["errors"], view["drafts"]) == ([3], [], [])
    assert value("--node", "demo/usa", "outbox")["drafts"] == []
    view = value("--node", "demo/usa", "agreement", "import", "new-start", "told.csv", "--draft")
    assert len(view["drafts"]) == 3
    detente("--node", "demo/usa", "seal")
    checked = value("--node", "demo/usa", "agreement", "check", "new-start", "--as-of", "2022-03-01", "--party", "usa")
    assert {each["count"]: (each["value"], each["why"]) for each in checked["figures"] if each["reading"] in {None, "as-declared"}} == {
        "vehicles": (None, "not_stated"), "warheads": (1515, None), "launchers": (None, "not_stated"),
    }  # fmt: skip


def test_one_wrong_row_and_nothing_is_drafted(start):
    Path("told.csv").write_text(TABLE.replace("665", "six") + "2021-03-01,US,data,1,1,1\n", "utf-8")
    code, said = run(["--node", "demo/usa", "agreement", "import", "new-start", "told.csv", "--draft"])
    assert code == 1
    assert "row 4, column vehicles: 'six' is no whole number" in said
    assert "Nothing was drafted" in said
    Path("told.csv").write_text(TABLE + "2021-03-01,US,data,1,1,1\n", "utf-8")
    code, said = run(["--node", "demo/usa", "agreement", "import", "new-start", "told.csv", "--draft"])
    assert code == 1
    assert "row 6: " in said
    assert "of the same party is about the same day" in re.sub(r"\s+", " ", said)
    assert value("--node", "demo/usa", "outbox")["drafts"] == []


def test_a_workbook_is_read_like_a_text(start):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    sheet.append(["on", "party", "vehicles", "warheads", "launchers", "remark"])
    sheet.append([dt.date(2021, 9, 1), "US", 665, 1389, 800, "made up"])
    book.create_sheet("Other")
    book.save("told.xlsx")
    view = value("--node", "demo/usa", "agreement", "import", "new-start", "told.xlsx", "--sheet", "Data", "--ignore", "remark")
    assert [(row["on"], row["figures"]) for row in view["rows"]] == [("2021-09-01", {"vehicles": 665, "warheads": 1389, "launchers": 800})]
    assert "it has: Data, Other" in refused("--node", "demo/usa", "agreement", "import", "new-start", "told.xlsx", "--sheet", "None")
    Path("bad.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    code, said = run(["--node", "demo/usa", "agreement", "import", "new-start", "bad.xlsx"])
    assert (code, "bad.xlsx is no workbook" in said) == (2, True)


def test_a_workbook_that_unpacks_to_gigabytes_is_not_opened(start, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_UNPACKED", 1 << 20)
    with zipfile.ZipFile("bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * (2 << 20))
    assert Path("bomb.xlsx").stat().st_size < 10_000
    code, said = run(["--node", "demo/usa", "agreement", "import", "new-start", "bomb.xlsx"])
    assert (code, "becomes 2,097,152 bytes; the limit is 1,048,576" in said) == (2, True)


def test_a_list_of_items_is_a_full_declaration_and_those_that_add_to_it(lake):
    lines = "".join(f"n-{number},boat,{'yes' if number % 2 else 'no'}\n" for number in range(1, 703))
    Path("boats.csv").write_text("id;type;gun\n" + lines.replace(",", ";"), "utf-8")
    view = value("--node", "north", "agreement", "import", "teaching", "boats.csv", "--full", "--on", "2021-09-01", "--draft")
    assert (len(view["rows"]), len(view["drafts"]), view["items"]) == (702, 3, True)
    detente("--node", "north", "seal")
    assert armed(check("north", "--as-of", "2021-09-30"), "north")["carries"] == 351


# ---------------------------------------------------------------- the report of an exchange


def test_the_report_of_an_exchange_names_entries_receipts_and_what_was_corrected_and_notified(lake, clock):
    listed = ("--full", "--on", "2021-01-01", "--exchange", "lists")
    act("north", "declare", "teaching", *BOATS, *listed)
    carried()
    clock(days=2)
    act("north", "declare", "teaching", *BOATS[:2], *listed, "--re", "north/6")
    act("north", "notify", "teaching", "change", "boat=n-1", "what=gun removed", "--on", "2021-09-25")
    carried()
    view = value("--node", "south", "agreement", "report", "teaching", "--as-of", "2021-10-02")
    assert (view["origin"], view["channel"]["label"], view["entry"], view["of"]) == ("record", "plenary", "north/3", "2021-01-01")
    assert {point["party"]: point["entries"] > 0 for point in view["points"]} == {"north": True, "south": True}
    told = {each["party"]: each for each in view["returns"]}
    assert (told["north"]["state"], told["north"]["entry"], told["north"]["received"]) == ("late", "north/8", "2021-10-02")
    (corrected,) = view["corrections"]
    assert (corrected["corrects_entry"], corrected["entry"], corrected["items"]) == ("north/6", "north/8", 1)
    assert [(each["entry"], each["state"]) for each in view["notifications"]] == [("north/10", "in_time")]
    said = detente("--node", "south", "agreement", "report", "teaching", "--as-of", "2021-10-02")
    for words in ("EXERCISE", "the record", "Northland corrects north/6 by north/8", "north/10", "As of entry"):
        assert words in said


def test_the_report_of_an_exchange_is_written_as_pdf_and_word_and_takes_the_place_of_no_file(lake, tmp_path):
    pdf, docx = tmp_path / "a.pdf", tmp_path / "a.docx"
    words = ("--node", "north", "agreement", "report", "teaching", "--as-of", "2021-09-30", "--pdf", str(pdf), "--docx", str(docx))
    detente(*words)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert docx.read_bytes().startswith(b"PK")
    assert "exists already" in refused(*words)
