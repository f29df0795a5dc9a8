"""The gold set keeps to its own page: every label points into its text, in the words that the page allows."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import msgspec
import pytest

from detente.press.evaluation import evaluate
from detente.press.reader import read_report

GOLD, SHORT = (Path(__file__).parent / name for name in ("gold", "short"))
KINDS = {"statement", "denial", "announcement", "pledge", "agreement"}
FORMS = {"direct", "mixed", "indirect"}
QUALIFIERS = {"exact", "about", "over", "under", "half", "most", "all"}
TALLIES = {"sent", "answered", "received", None}
BODIES = {"un", "eu", "nato", "iaea", "osce", "au", "las", "icrc"}
MARKS = re.compile('["“”„«»‟‘’\x27]')
DAY = r"\d{4}-\d{2}-\d{2}"


def _label(report: Path) -> dict:
    return json.loads(report.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_a_label_points_into_its_text_in_the_words_of_its_page(language: str) -> None:
    for report in sorted((GOLD / language).glob("*.txt")):
        label = _label(report)
        assert set(label) == {"language", "published", "statements", "meetings"}, report
        assert label["language"] == language, report
        _points_into(label, report.read_bytes().decode("utf-8"))


@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_the_labels_of_short_reports_do_so_too(language: str) -> None:
    labels = _short(language)
    assert len(labels) == 330
    for label in labels:
        assert set(label) == {"language", "published", "text", "statements", "meetings"}
        assert (label["language"], label["meetings"]) == (language, [])
        _points_into(label, label["text"])


def _short(language: str) -> list[dict]:
    return [json.loads(line) for line in (SHORT / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()]


def _points_into(label: dict, text: str) -> None:
    assert re.fullmatch(DAY, label["published"])
    assert label["statements"]
    for said in label["statements"]:
        assert set(said) == {"speaker", "office", "side", "kind", "form", "quote", "said_on", "counts", "denies", "via"}
        quote = said["quote"]
        assert text.count(quote) == 1, quote
        assert quote == quote.strip(" \n\t.,،؛;"), quote
        for named in (said["speaker"], said["office"], *said["via"]):
            assert named is None or named in text, named
        assert said["speaker"] or said["office"], quote
        for side in (said["side"] or "").split("+"):
            assert not side or side in BODIES or re.fullmatch("[a-z]{3}", side), side
        assert (said["side"] or "") == "+".join(sorted((said["side"] or "").split("+")))
        assert said["kind"] in KINDS
        assert said["form"] in FORMS
        assert said["form"] != "mixed" or MARKS.search(quote), quote
        assert said["form"] != "direct" or MARKS.search(text[max(0, text.index(quote) - 2) : text.index(quote)]), quote
        assert said["said_on"] is None or re.fullmatch(f"{DAY}(/{DAY})?", said["said_on"])
        assert (said["denies"] is not None) == (said["kind"] == "denial"), quote
        assert said["denies"] is None or said["denies"] in text
        for count in said["counts"]:
            assert set(count) == {"value", "qualifier", "tally", "words"}
            assert count["words"] in quote, count
            assert count["qualifier"] in QUALIFIERS
            assert count["tally"] in TALLIES
            assert count["value"] is None or isinstance(count["value"], int | float)
    for meeting in label["meetings"]:
        assert set(meeting) == {"what", "where", "when", "quote"}
        assert meeting["quote"] in text, meeting
        assert meeting["where"] is None or meeting["where"] in text, meeting
        assert meeting["when"] is None or re.fullmatch(rf"\d{{4}}-\d{{2}}|{DAY}(/{DAY})?", meeting["when"]), meeting


def test_there_are_many_reports_in_each_language() -> None:
    counted = {language: len(list((GOLD / language).glob("*.json"))) for language in ("ar", "en", "ru")}
    assert min(counted.values()) >= 46, counted


READ_AT_LEAST = {
    "ar": {
        "statements": (0.97, 0.97),
        "exact_quotes": (0.96, 0.96),
        "speakers": (0.97, 0.97),
        "sides": (0.93, 0.93),
        "figures": (0.94, 0.93),
        "dates": (0.91, 0.91),
        "meetings": (0.83, 0.76),
    },
    "en": {
        "statements": (0.97, 0.98),
        "exact_quotes": (0.99, 0.97),
        "speakers": (0.96, 0.96),
        "sides": (0.91, 0.91),
        "figures": (0.94, 0.92),
        "dates": (0.95, 0.95),
        "meetings": (0.89, 0.83),
    },
    "ru": {
        "statements": (0.98, 0.98),
        "exact_quotes": (0.98, 0.98),
        "speakers": (0.97, 0.97),
        "sides": (0.93, 0.93),
        "figures": (0.95, 0.96),
        "dates": (0.95, 0.95),
        "meetings": (0.93, 0.91),
    },
}
"""Precision and recall of the reports that are for work on the rules, a hundredth below what they were when this was written."""

HELD_BACK: dict[str, set[int]] = {"ar": {*range(105, 113)}, "en": {*range(65, 69)}, "ru": set()}


def _scores(labels: dict[str, dict], texts: dict[str, str], language: str) -> dict:
    found = {
        name: msgspec.to_builtins(read_report(text, dt.date.fromisoformat(labels[name]["published"]), language))
        for name, text in texts.items()
    }
    return evaluate(labels, found, texts)[0]


@pytest.mark.parametrize("language", sorted(READ_AT_LEAST))
def test_the_reports_that_are_worked_on_are_read_no_worse_than_before(language: str) -> None:
    reports = [report for report in (GOLD / language).glob("*.txt") if int(report.stem) not in HELD_BACK[language]]
    texts = {report.stem: report.read_bytes().decode("utf-8") for report in reports}
    scores = _scores({report.stem: _label(report) for report in reports}, texts, language)
    for name, (precision, recall) in READ_AT_LEAST[language].items():
        assert scores[name].precision >= precision, (name, scores[name])
        assert scores[name].recall >= recall, (name, scores[name])


SHORT_AT_LEAST = {"ar": (0.97, 0.97, 0.95, 0.93), "en": (0.98, 0.96, 0.98, 0.95), "ru": (0.98, 0.98, 0.96, 0.94)}
"""Precision and recall of statements, then of figures, of the short reports that are for work on the rules: 1 to 240, and the odd ones behind."""


@pytest.mark.parametrize("language", sorted(SHORT_AT_LEAST))
def test_the_short_reports_that_are_worked_on_are_read_no_worse_than_before(language: str) -> None:
    labels = {str(number): label for number, label in enumerate(_short(language), 1) if number <= 240 or number % 2}
    scores = _scores(labels, {name: label["text"] for name, label in labels.items()}, language)
    read = [round(value, 2) for name in ("statements", "figures") for value in (scores[name].precision, scores[name].recall)]
    assert all(value >= least for value, least in zip(read, SHORT_AT_LEAST[language], strict=True)), read
