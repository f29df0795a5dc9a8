"""`detente agreement`: what the program was asked for by name, files that a person names, and life without the extra."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from detente.i18n import LANGUAGES
from tests.agreements.desk import file_of
from tests.cli.transcript import run


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
        "import sys; sys.modules['sqlglot'] = sys.modules['duckdb'] = None; from detente.cli.main import main;"
        "sys.exit(main(sys.argv[1:]))"
    )
    done = {}
    for words in (["list"], ["show", "new-start"], ["check", "new-start"]):
        done[words[0]] = subprocess.run([sys.executable, "-c", code, "agreement", *words], capture_output=True, text=True, check=False)
    assert done["list"].returncode == done["show"].returncode == 0, done["list"].stderr + done["show"].stderr
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
    before = file.read_bytes()
    code, said = run(words)
    assert (code, str(file) in said, file.read_bytes()) == (1, True, before)
    code, said = run(["agreement", "calendar", "new-start", "--from", "2018-01-01", "--until", "2017-01-01"])
    assert (code, "2017-01-01 is before 2018-01-01" in said) == (1, True)
