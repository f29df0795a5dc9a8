"""Reports on the command line: one, a folder, what cannot be read, and how well they are read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.transcript import run

REPORT = """Time reading: 2 minutes

GENEVA (Reuters) - Deputy Foreign Minister Anna Orlova of Russia said on Thursday that Moscow had sent "45 requests" and got nine answers.

"We are ready for talks," she added.
"""


@pytest.fixture
def reports() -> Path:
    folder = Path("reports")
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(REPORT, "utf-8")
    (folder / "deep" / "b.html").write_text(f"<html><body><p>{REPORT.splitlines()[2]}</p></body></html>", "utf-8")
    (folder / "c.txt").write_bytes(b"\xff\x00broken")
    (folder / "notes.md").write_text("no report", "utf-8")
    return folder


def value(*words: str) -> dict:
    code, said = run([*words, "--json"])
    assert code == 0, said
    return json.loads(said)


def test_a_report_gives_its_statements_with_the_places_of_their_words(reports):
    view = value("press", "read", str(reports / "a.txt"), "--published", "2021-09-30")
    assert [(said["speaker"], said["office"], said["side"], said["said_on"]) for said in view["statements"]] == [
        ("Anna Orlova", "Deputy Foreign Minister", "rus", "2021-09-30"),
        ("Anna Orlova", "Deputy Foreign Minister", "rus", "2021-09-30"),
    ]
    for said in view["statements"]:
        first, last = said["span"]
        assert view["text"][first:last] == said["quote"]
    assert [(count["value"], count["tally"]) for count in view["statements"][0]["counts"]] == [(45, "sent"), (9, "answered")]
    assert (view["published"], view["published_from"], view["form"]) == ("2021-09-30", "given", "text")


def test_without_a_day_of_publication_it_says_what_it_could_not_do(reports):
    code, said = run(["press", "read", str(reports / "a.txt")])
    assert code == 0
    assert "The day of publication is not known" in " ".join(said.split())
    assert value("press", "read", str(reports / "a.txt"))["statements"][0]["said_on"] is None


def test_a_report_comes_from_standard_input_too(reports):
    command = [sys.executable, "-c", "from detente.cli.main import run; run()", "press", "read", "-", "--json"]
    said = subprocess.run(command, input=REPORT.encode(), capture_output=True, check=True).stdout
    assert json.loads(said)["statements"] == value("press", "read", str(reports / "a.txt"))["statements"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_is_read_whole_and_names_what_it_could_not_read(reports, jobs):
    view = value("press", "read", str(reports), "--out", "readings", "--jobs", jobs)
    assert (view["reports"], view["statements"]) == (2, 3)
    assert [each["file"] for each in view["refused"]] == [str(reports / "c.txt")]
    assert sorted(str(path) for path in Path("readings").rglob("*") if path.is_file()) == ["readings/a.json", "readings/deep/b.json"]


def test_readings_are_never_written_over(reports):
    assert run(["press", "read", str(reports), "--out", "readings"])[0] == 0
    code, said = run(["press", "read", str(reports), "--out", "readings"])
    assert code == 1
    assert "exists already" in said


def test_readings_held_against_themselves_are_right(reports):
    run(["press", "read", str(reports), "--out", "readings"])
    (reports / "a.json").write_bytes(Path("readings/a.json").read_bytes())
    view = value("press", "evaluate", str(reports), "readings")
    assert view["reports"] == 1
    assert view["differences"] == []
    assert {(row["precision"], row["recall"]) for row in view["scores"]} <= {(1.0, 1.0), (None, None)}
    assert next(row for row in view["scores"] if row["what"] == "statements")["precision"] == 1.0


def test_a_label_without_a_reading_counts_as_one_of_nothing(reports):
    label = json.dumps(value("press", "read", str(reports / "a.txt")))
    (reports / "a.json").write_text(label, "utf-8")
    (reports / "d.txt").write_text((reports / "a.txt").read_text("utf-8"), "utf-8")
    (reports / "d.json").write_text(label, "utf-8")
    Path("readings").mkdir()
    Path("readings/d.json").write_text(label, "utf-8")
    view = value("press", "evaluate", str(reports), "readings")
    assert view["missing"] == ["a"]
    assert next(row["recall"] for row in view["scores"] if row["what"] == "statements") == 0.5
    code, said = run(["press", "evaluate", str(reports), "readings", "--differences"])
    assert code == 0
    assert "a: not found" in said


def test_where_nothing_was_proposed_or_labelled_no_ratio_is_told(reports):
    (reports / "a.json").write_text(json.dumps({"statements": [], "meetings": []}), "utf-8")
    Path("readings").mkdir()
    Path("readings/a.json").write_text(json.dumps({"statements": [], "meetings": []}), "utf-8")
    view = value("press", "evaluate", str(reports), "readings")
    assert {(row["precision"], row["recall"]) for row in view["scores"]} == {(None, None)}
    code, said = run(["press", "evaluate", str(reports), "readings"])
    assert code == 0
    assert "—" in said
    assert "1.00" not in said


def test_a_folder_without_any_reading_is_named_with_the_command_that_makes_them(reports):
    (reports / "a.json").write_text(json.dumps({"statements": [], "meetings": []}), "utf-8")
    code, said = run(["press", "evaluate", str(reports), "nowhere"])
    assert code == 1
    assert "nowhere holds no reading of a labelled report of" in " ".join(said.split())
    assert f"detente press read {reports} --out nowhere" in " ".join(said.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["press", "read", "nothing.txt"], "nothing.txt"),
        (["press", "read", "reports"], "needs --out"),
        (["press", "read", "reports/a.txt", "--out", "x"], "is one report"),
        (["press", "read", "reports/a.txt", "--published", "yesterday"], "'yesterday' is no day"),
        (["press", "read", "reports/a.txt", "--language", "fr"], "none of: ar, en, ru"),
        (["press", "read", "reports/c.txt"], "no text in UTF-8"),
        (["press", "evaluate", "empty", "readings"], "holds no labelled report"),
    ],
)
def test_a_mistake_is_named(reports, words, said):
    Path("empty").mkdir()
    code, out = run(words)
    assert code in {1, 2}
    assert said in " ".join(out.split())


def test_a_statement_goes_out_as_claim_review_without_a_rating_of_truth(talks):
    run(["--node", "north", "statement", "add", "--side", "south", "--speaker", "A. Bell", "--said-on", "2021-09-30", "--quote", "en=We sent two.",
         "--figure", "sent south north 2", "--according-to", "Agency", "--source", "public:https://example.org/1", "--seal"])  # fmt: skip
    ref = value("--node", "north", "statement", "list")["statements"][0]["ref"]
    code, said = run(["--node", "north", "statement", "claim-review", ref, "--out", "review.json"])
    assert code == 0, said
    review = json.loads(Path("review.json").read_text("utf-8"))
    assert (review["@type"], review["claimReviewed"], review["author"]["name"]) == ("ClaimReview", "We sent two.", "Northland")
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "The record differs"}
    assert review["itemReviewed"]["author"] == {"@type": "Person", "name": "A. Bell", "affiliation": "south"}
    assert review["itemReviewed"]["datePublished"] == "2021-09-30"
    first = review["itemReviewed"]["firstAppearance"]
    assert (first["publisher"]["name"], first["url"], first["text"]) == ("Agency", "https://example.org/1", "We sent two.")
    assert "appearance" not in review["itemReviewed"]
    assert "true" not in json.dumps(review).lower()
    assert run(["--node", "north", "statement", "claim-review", ref, "--out", "review.json"])[0] == 1  # never written over
    assert review["disambiguatingDescription"].startswith("EXERCISE")


def test_all_statements_of_a_channel_go_out_as_one_graph_of_claim_reviews(talks):
    for day, said in (("2021-09-30", "Supposed: two."), ("2021-09-29", "Supposed: one.")):
        run(["--node", "north", "statement", "add", "--side", "south", "--speaker", "A. Bell", "--said-on", day, "--quote", f"en={said}",
             "--source", "public:https://example.org/1", "--seal"])  # fmt: skip
    code, said = run(["--node", "north", "statement", "claim-review", "--out", "all.json"])
    assert code == 0, said
    graph = json.loads(Path("all.json").read_text("utf-8"))
    assert graph["@context"] == "https://schema.org"
    assert [each["claimReviewed"] for each in graph["@graph"]] == ["Supposed: one.", "Supposed: two."], "in the order of the list"
    assert all(each["@type"] == "ClaimReview" and each["disambiguatingDescription"] for each in graph["@graph"])
