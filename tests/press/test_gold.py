"""The gold set keeps to its own page: every label points into its text, in the words that the page allows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

GOLD = Path(__file__).parent / "gold"
KINDS = {"statement", "denial", "announcement", "pledge", "agreement"}
FORMS = {"direct", "mixed", "indirect"}
QUALIFIERS = {"exact", "about", "over", "under", "half", "most", "all"}
TALLIES = {"sent", "answered", "received", None}
BODIES = {"un", "eu", "nato", "iaea", "osce", "au", "las", "icrc"}
MARKS = re.compile('["“”„«»‟]')
DAY = r"\d{4}-\d{2}-\d{2}"

REPORTS = sorted(GOLD.glob("*/*.txt"))


def _label(report: Path) -> dict:
    return json.loads(report.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_label_points_into_its_text_in_the_words_of_its_page(report: Path) -> None:
    text = report.read_bytes().decode("utf-8")
    label = _label(report)
    assert set(label) == {"language", "published", "statements", "meetings"}
    assert label["language"] == report.parent.name
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
