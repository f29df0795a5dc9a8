"""`detente agreement`: what the program was asked for by name, files that a person names, and life without the extra."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from detente.i18n import LANGUAGES
from tests.agreements.desk import file_of
from tests.cli.transcript import run
from tests.servers import postgres


def check(*words: str) -> dict:
    code, said = run(["agreement", "check", *words, "--json"])
    assert code == 0, said
    return json.loads(said)


def numbers(view: dict, party: str) -> list:
    """Each number of a party once, in the order of the agreement; two where readings differ."""
    found = {}
    for figure in view["figures"]:
        if figure["party"] == party:
            found.setdefault((figure["count"], figure["value"], figure["why"]), figure)
    return list(found.values())


def test_september_2021_is_within_all_limits():
    view = check("new-start", "--as-of", "2021-09-01")
    assert [each["value"] for each in numbers(view, "usa")] == [665, 1389, 800]
    assert [each["value"] for each in numbers(view, "rus")] == [527, 1458, 742]
    assert {(held["verdict"], held["in_force"]) for each in view["figures"] for held in each["limits"]} == {("within", True)}


def test_september_2016_is_above_a_limit_not_yet_in_force():
    view = check("new-start", "--as-of", "2016-09-01", "--party", "RU", "--count", "warheads")
    (figure,) = view["figures"]
    assert figure["value"] == 1796
    (held,) = figure["limits"]
    assert (held["verdict"], held["in_force"]) == ("above", False)
    assert (held["limit"]["at_most"], held["limit"]["begins"], held["limit"]["clause"]) == (1550, "2018-02-05", "II.1.b")


def test_march_2023_is_not_provided():
    view = check("new-start", "--as-of", "2023-03-01")
    assert {(each["value"], each["why"]) for each in numbers(view, "rus")} == {(None, "not_provided")}
    states = {each["party"]: each for each in view["obligations"]}
    assert (states["rus"]["state"], states["usa"]["state"]) == ("not_provided", "withheld")
    assert states["rus"]["suspensions"][0]["contested"][0]["by"] == "usa"


def test_march_2022_shows_both_readings():
    view = check("new-start", "--as-of", "2022-03-01", "--party", "US", "--count", "launchers")
    assert {each["reading"]: (each["value"], each["held_by"], each["limits"][0]["verdict"]) for each in view["figures"]} == {
        "as-declared": (800, ["usa"], "within"),
        "conversion-unconfirmed": (901, ["rus"], "above"),
    }


def test_explain_lists_every_input_with_its_source():
    code, said = run(["agreement", "explain", "new-start", "launchers", "--as-of", "2022-03-01", "--party", "US", "--json"])
    assert code == 0
    for explained in json.loads(said)["explained"]:
        assert {one["id"] for one in explained["inputs"]} == {"usa-2022-03-01", "rus-2022-03-01-launchers"}
        assert all(one["sources"] for one in explained["inputs"])
        assert explained["provision"]["source"].startswith("https://")


@pytest.fixture(scope="module")
def server():
    with postgres() as where:
        yield where


@pytest.mark.needs("postgres")
@pytest.mark.parametrize("command", [["check"], ["explain", "launchers"]])
def test_a_database_that_is_named_counts_the_same_and_is_named_in_the_answer(server, command):
    words = ["agreement", *command[:1], "new-start", *command[1:], "--as-of", "2022-03-01", "--json"]
    here, there = (json.loads(run([*words, *more])[1]) for more in ([], ["--database", server]))
    assert (here.pop("counted_by"), there.pop("counted_by")) == ("duckdb", "postgres")
    assert here == there
    assert "PostgreSQL" in run([*words[:-1], "--database", server])[1]


def test_a_database_that_does_not_answer_is_said_with_what_to_do():
    code, said = run(["agreement", "check", "new-start", "--as-of", "2021-09-01", "--database", "host=/nowhere"])
    assert code == 1
    assert "the database cannot be used" in said
    assert "--database" in said


def test_a_folder_and_a_file_are_read_by_path(place):
    folder = place / "ours"
    folder.mkdir()
    for part in ("agreement", "declarations"):
        (folder / f"{part}.toml").write_bytes(file_of("teaching", part))
    beside = check("ours", "--as-of", "2020-07-01")
    assert beside["figures"][0]["value"] == 4
    alone = check("ours/agreement.toml", "--as-of", "2020-01-31")
    assert {each["why"] for each in alone["figures"]} == {"nothing_declared"}
    given = check("ours/agreement.toml", "--as-of", "2020-07-01", "--declarations", "ours/declarations.toml")
    assert given == beside


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_damaged_file_is_refused_with_its_line_in_each_language(place, language):
    text = file_of("teaching", "agreement").decode().replace("at_most = 3", 'at_most = "3"')
    (place / "bad.toml").write_text(text, "utf-8")
    code, said = run(["--lang", language, "agreement", "check", "bad.toml", "--as-of", "2020-07-01"])
    assert code == 1
    assert "bad.toml" in said
    assert str(text[: text.index('at_most = "3"')].count("\n") + 1) in said


@pytest.mark.slow
def test_without_the_extra_an_agreement_can_be_read_and_counting_says_what_is_missing():
    code = (
        "import sys; sys.modules['sqlglot'] = sys.modules['duckdb'] = None; from detente.cli.main import main;sys.exit(main(sys.argv[1:]))"
    )
    done = {}
    for words in (["list"], ["show", "new-start"], ["quota", "new-start"], ["check", "new-start"]):
        done[words[0]] = subprocess.run([sys.executable, "-c", code, "agreement", *words], capture_output=True, text=True, check=False)
    for name in ("list", "show", "quota"):
        assert done[name].returncode == 0, done[name].stderr
    assert done["check"].returncode == 1
    assert 'pip install "detente[agreements]"' in done["check"].stderr


def test_the_days_of_an_agreement_are_shown_and_written_for_a_calendar(tmp_path):
    code, said = run(["agreement", "calendar", "new-start", "--from", "2018-01-01", "--until", "2018-12-31", "--json"])
    assert code == 0
    view = json.loads(said)
    assert [(each["on"], each["days"], each["period_ended"]) for each in view["duties"] if each["kind"] == "exchange"] == [
        ("2018-03-07", 30, "2018-02-05"), ("2018-09-04", 30, "2018-08-05"),
    ]  # fmt: skip
    file = tmp_path / "new-start.ics"
    words = ["agreement", "calendar", "new-start", "--from", "2018-01-01", "--until", "2018-12-31", "--ics", str(file)]
    code, said = run(["--lang", "ru", *words])
    assert code == 0, said
    text = file.read_text("utf-8").replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == len(view["duties"])
    assert "DTSTART;VALUE=DATE:20180307" in text
    assert "предстоит" in text
    file.write_bytes(b"notes")
    code, said = run(words)
    assert (code, str(file) in said, file.read_bytes()) == (1, True, b"notes")
    code, said = run(["agreement", "calendar", "new-start", "--from", "2018-01-01", "--until", "2017-01-01"])
    assert (code, "2017-01-01 is before 2018-01-01" in said) == (1, True)


# ---------------------------------------------------------------- quotas


VISITS = """
format = "detente-declarations-1"
agreement = "vienna-2011"
[all_visits]
from = 2021-01-01
[[declaration]]
id = "forces"
by = "che"
on = 2021-01-01
received = 2020-12-14
exchange = "forces"
figures = { units = 61 }
[[visit]]
id = "first"
by = "swe"
of = "che"
type = "evaluation"
site = "7th brigade"
on = 2021-02-12
from = 2021-02-20
entry = "che/7"
[[visit_step]]
id = "first-accepted"
of = "first"
by = "che"
state = "accepted"
on = 2021-02-14
"""


def quota(*words: str) -> dict:
    code, said = run(["agreement", "quota", *words, "--json"])
    assert code == 0, said
    return json.loads(said)


def test_whether_a_visit_fits_is_said_with_each_cap_and_each_record(place):
    (place / "visits.toml").write_text(VISITS, "utf-8")
    asked = ["vienna-2011", "--declarations", "visits.toml", "--of", "CH", "--site", "7th brigade", "--on", "2021-03-10"]
    (again,) = quota(*asked, "--by", "SE")["answers"]
    assert again["verdict"] == "no"
    assert {each["cap"]: (each["verdict"], each["used"], each["limit"], each["left"]) for each in again["caps"]} == {
        "by-size": ("room", 1, 2, 1),
        "ceiling": ("room", 1, 15, 14),
        "one-state": ("full", 1, 1, 0),
        "unit": ("room", 1, 2, 1),
        "unit-one-state": ("full", 1, 1, 0),
        "at-once": ("room", 0, 1, 1),
    }
    share = next(each for each in again["caps"] if each["cap"] == "one-state")
    assert [(one["id"], one["entry"], one["counts"]) for one in share["inputs"]] == [
        ("first", "che/7", True), ("first-accepted", None, True), ("forces", None, True),
    ]  # fmt: skip
    with (place / "visits.toml").open("a", encoding="utf-8") as file:
        file.write('[[quota_filled]]\nid = "full"\nby = "che"\nquota = "evaluation-visits"\non = 2021-03-11\n')
    later = quota(*asked, "--by", "FI", "--as-of", "2021-03-11")["answers"][0]
    assert (later["verdict"], [each["by"] for each in later["filled"]]) == ("open", ["che"])
    other = quota(*asked, "--by", "FI")
    assert [each["verdict"] for each in other["answers"]] == ["yes"]
    assert {each["id"] for each in other["provisions"]} == {"107", "108"}


def test_what_is_used_of_each_quota_in_the_year_of_a_day(place):
    (place / "visits.toml").write_text(VISITS, "utf-8")
    view = quota("vienna-2011", "--declarations", "visits.toml", "--on", "2021-12-31")
    assert view["answers"] == []
    assert {(each["host"], each["first"], each["last"]) for each in view["used"] if each["cap"] == "ceiling"} == {
        ("che", "2021-01-01", "2021-12-31")
    }
    assert [(each["visitor"], each["used"]) for each in view["used"] if each["cap"] == "one-state"] == [("swe", 1)]
    before = quota("vienna-2011", "--declarations", "visits.toml", "--on", "2021-12-31", "--known", "2021-02-13")
    assert [(each["used"], each["pending"]) for each in before["used"] if each["cap"] == "ceiling"] == [(0, 1)]


def test_check_and_explain_show_quotas(place):
    (place / "visits.toml").write_text(VISITS, "utf-8")
    view = check("vienna-2011", "--declarations", "visits.toml", "--as-of", "2021-03-10")
    assert {each["cap"]: each["used"] for each in view["quotas"]}["by-size"] == 1
    assert all(each["inputs"] == [] for each in view["quotas"])
    words = ["vienna-2011", "evaluation-visits", "--declarations", "visits.toml", "--as-of", "2021-03-10", "--json"]
    code, said = run(["agreement", "explain", *words])
    assert code == 0
    explained = json.loads(said)
    by_size = next(each for each in explained["quotas"] if each["cap"] == "by-size")
    assert [one["id"] for one in by_size["inputs"]] == ["first", "first-accepted", "forces"]
    assert explained["explained"] == []


def test_how_many_inspections_were_left_under_new_start_is_not_guessed():
    view = quota("new-start", "--on", "2021-09-01", "--by", "RU", "--of", "US", "--type", "type-one")
    (answer,) = view["answers"]
    assert answer["verdict"] == "open"
    assert [(each["limit"], each["used"], each["left"], each["why"]) for each in answer["caps"]] == [(10, 0, None, "not_all_visits")]
    assert {each["quota"] for each in check("new-start", "--as-of", "2021-09-01")["quotas"]} == {"type-one", "type-two"}
    assert check("new-start", "--as-of", "2021-09-01", "--count", "launchers")["quotas"] == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["teaching"], "no quotas of visits"),
        (["vienna-2011", "--of", "XX"], "'XX' is no party"),
        (["vienna-2011", "--of", "FR", "--by", "fra"], "does not visit itself"),
        (["vienna-2011", "--type", "inspection"], "there are: evaluation"),
        (["vienna-2011", "--on", "2021-03-02", "--until", "2021-03-01"], "ends on its first day"),
        (["vienna-2011", "--on", "2021-03-02", "--until", "2022-03-03"], "up to 365 days later"),
        (["vienna-2011", "--on", "yesterday"], "is no day such as"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_a_question_that_cannot_be_asked_is_refused(words, says):
    code, said = run(["agreement", "quota", *words])
    assert code == 1
    assert says in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotas_are_said_in_each_language(place, language):
    (place / "visits.toml").write_text(VISITS, "utf-8")
    words = ["agreement", "quota", "vienna-2011", "--declarations", "visits.toml", "--of", "CH", "--by", "SE", "--on", "2021-03-10"]
    code, said = run(["--lang", language, *words])
    assert code == 0
    assert {"en": "No: a cap is used up", "ru": "Нет: один из пределов исчерпан", "ar": "لا: استُنفد أحد السقوف"}[language] in said


RETURNS = """
format = "detente-declarations-1"
agreement = "bwc-cbm"
[[declaration]]
id = "a1"
by = "usa"
on = 2018-12-31
received = 2019-04-12
exchange = "a1"
kind = "text"
audience = "public"
[[declaration]]
id = "g"
by = "usa"
on = 2018-12-31
received = 2019-04-12
exchange = "g"
kind = "nothing_new"
since = 2015
audience = "parties"
"""


def test_each_return_is_held_against_its_day_with_its_audience(place):
    (place / "returns.toml").write_text(RETURNS, "utf-8")
    words = ["bwc-cbm", "--declarations", "returns.toml", "--as-of", "2019-06-01", "--party", "US"]
    found = {each["exchange"]: each for each in check(*words)["obligations"]}
    assert {key: (each["state"], each["audience"]) for key, each in found.items()} == {
        "a1": ("provided", "public"),
        "g": ("nothing_new", "parties"),
        **dict.fromkeys(("a2", "b", "c", "e", "f"), ("not_provided", None)),
    }
    assert (found["g"]["since"], found["g"]["last_of"], found["g"]["since_differs"]) == (2015, None, True)
    code, said = run(["agreement", "check", *words])
    assert code == 0
    assert "provided, open" in said
    assert "nothing new since 2015, it says; no return before it is held here." in " ".join(said.split())
