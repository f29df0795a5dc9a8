"""The report of an exchange of data: New START as it was published, and what a table at which both sides sit must be able to read in it."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path

import pytest

from detente import reports
from detente.errors import CallerError
from detente.i18n import LANGUAGES, translator
from detente.reports.document import Columns, Document, Drawn, Heading, Table, plain
from detente.reports.pdf import print_pdf
from detente.reports.round import round_document
from detente.views.agreement_round import AgreementRound, agreement_round
from detente.views.agreements import open_agreement
from tests.reports.conftest import words_of

AT = "2021-09-30T08:00:00Z"
DAYS = ("2016-09-01", "2021-09-01", "2022-03-01", "2023-03-15")


def told(day: str, name: str = "new-start", **more: str) -> AgreementRound:
    known = dt.date.fromisoformat(more.pop("known")) if "known" in more else None
    return agreement_round(open_agreement(name), dt.date.fromisoformat(day), known, **more)


def document(day: str, language: str = "en", name: str = "new-start") -> Document:
    return round_document(told(day, name), translator(language), AT)


def table_under(document: Document, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, as texts."""
    place = next(n for n, block in enumerate(document.blocks) if isinstance(block, Heading) and plain(block.text) == heading)
    found = next(block for block in document.blocks[place:] if isinstance(block, Table))
    return [[plain(line) for line in row] for row in (found.headings, *found.rows)]


def under(document: Document, heading: str) -> str:
    """All texts between a heading and the next one."""
    place = next(n for n, block in enumerate(document.blocks) if isinstance(block, Heading) and plain(block.text) == heading)
    rest = document.blocks[place + 1 :]
    end = next((n for n, block in enumerate(rest) if isinstance(block, Heading)), len(rest))
    return "\n".join(plain(line) for block in rest[:end] for row in getattr(block, "rows", ()) for line in row)


def text_of(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "x.pdf").write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-raw", tmp_path / "x.pdf", "-"], capture_output=True, check=True).stdout.decode()
    return " ".join(said.split())


# ---------------------------------------------------------------- figures


def test_the_figures_of_september_2021_stand_side_by_side_within_their_limits():
    rows = table_under(document("2021-09-01"), "Figures against limits")
    assert rows[0] == ["What is counted", "Limit", "Russian Federation", "United States of America"]
    assert [row[2:] for row in rows[1:]] == [
        ["527 · within", "665 · within"],
        ["1,458 · within", "1,389 · within"],
        ["742 · within", "800 · within"],
    ]
    assert [row[1] for row in rows[1:]] == [f"at most {most}\nsince 5 Feb 2018" for most in ("700", "1,550", "800")]
    assert [row[0].split("\n")[1] for row in rows[1:]] == ["Provision II.1.a", "Provision II.1.b", "Provision II.1.c"]


def test_a_limit_that_was_not_yet_in_force_is_not_held_against_anybody():
    rows = table_under(document("2016-09-01"), "Figures against limits")
    assert rows[2][1:3] == ["at most 1,550\nin force from 5 Feb 2018", "1,796 · above, not in force yet"]


def test_both_readings_of_the_800_are_counted_and_the_report_says_that_it_cannot_tell_which_is_right():
    found = document("2022-03-01")
    rows = table_under(found, "Figures against limits")
    launchers = {re.search(r"Reading of ([^:]+):", row[0])[1]: row[3] for row in rows if "Reading of" in row[0]}
    assert launchers == {"United States of America": "800 · within", "Russian Federation": "901 · above"}
    assert "Russian Federation disputes 101: 56 (" in under(found, "What each party told") + said_below(found, "What each party told")
    assert "which of the readings is right. Each is counted, and none is preferred." in under(
        found, "What cannot be told from what is held here"
    )
    assert not any(each.kind == "reading" for each in told("2021-09-01").untold)


def said_below(document: Document, heading: str) -> str:
    """The points of the list that follows the table under a heading."""
    place = next(n for n, block in enumerate(document.blocks) if isinstance(block, Heading) and plain(block.text) == heading)
    return "\n".join(plain(line) for row in getattr(document.blocks[place + 2], "rows", ()) for line in row)


# ---------------------------------------------------------------- what each told


def test_what_was_not_provided_withheld_and_suspended_are_three_things_each_with_who_says_it():
    found = document("2023-03-15")
    rows = {row[0]: row[1:] for row in table_under(found, "What each party told")[1:]}
    assert rows["Russian Federation"][0] == "not provided · suspension claimed"
    assert rows["United States of America"][0] == "data withheld"
    assert rows["Russian Federation"][1:4] == ["1 Mar 2023", "7 Mar 2023", "—"]
    said = said_below(found, "What each party told")
    assert "That Russian Federation told nothing is the word of United States of America." in said
    assert "Russian Federation says that its duties are suspended from 28 Feb 2023" in said
    assert "United States of America says: A purported suspension" in said
    assert "It calls this reversible." in said
    figures = table_under(found, "Figures against limits")
    assert [row[2] for row in figures[1:]] == ["not provided"] * 3, "and never zero"
    assert [row[3] for row in figures[1:]] == ["662 · within", "1,419 · within", "800 · within"]
    assert [(each.party, each.day) for each in told("2023-03-15").untold if each.kind == "outside"] == [("usa", "2023-03-01")]
    assert "Told to the public, not to the other party in the exchange" in under(found, "What each figure rests on")


def test_how_the_day_when_it_was_due_was_found_is_said():
    assert "4 Sep 2021 · values of 1 Sep 2021, 30 days after 5 Aug 2021" in plain(document("2021-09-01").blocks[0].rows[2][1])


def test_what_was_known_on_an_earlier_day_is_what_the_report_of_that_day_says():
    """The teaching agreement: Southland corrected its list of January 2020 in March."""
    before, after = (told("2020-01-31", "teaching", known=known) for known in ("2020-02-01", "2020-03-03"))
    value = {
        name: [each.figure.value for each in view.figures if each.figure.party == "south"] for name, view in (("b", before), ("a", after))
    }
    assert value["b"] != value["a"]
    assert (before.corrections, [each.declaration for each in after.corrections]) == ([], ["south-2020-corrected"])
    assert after.corrections[0].received == "2020-03-02"


# ---------------------------------------------------------------- what it rests on


@pytest.mark.parametrize("day", DAYS)
def test_every_record_that_a_figure_rests_on_is_listed_and_every_source_is_numbered_once(day):
    view, found = told(day), document(day)
    listed = under(found, "What each figure rests on")
    inputs = [one for each in view.figures for one in each.inputs]
    assert inputs
    assert all(one.id in listed for one in inputs)
    sources = under(found, "Sources").split("\n")
    numbered = dict(zip(sources[::2], sources[1::2], strict=True))
    assert list(numbered) == [f"[{n}]" for n in range(1, len(numbered) + 1)]
    wanted = {source for one in inputs for source in one.sources} | {each.source for each in view.provisions}
    assert wanted <= set(numbered.values())
    clauses = {each.figure.clause for each in view.figures} | {view.clause}
    assert clauses == {each.id for each in view.provisions}


def test_the_figures_over_time_are_drawn_and_the_newest_stand_in_numbers():
    columns = [block for block in document("2021-09-01").blocks if isinstance(block, Columns)]
    assert len(columns) == 3
    for each in columns:
        (drawn,), (table,) = each.columns
        assert isinstance(drawn, Drawn)
        assert "<svg" in drawn.svg
        assert 'stroke="' in drawn.svg
        assert plain(table.rows[0][0]) == "1 Sep 2021"
    assert [plain(line) for line in columns[1].columns[1][0].rows[0]] == ["1 Sep 2021", "1,458", "1,389"]


# ---------------------------------------------------------------- other agreements


def test_what_is_not_known_of_many_parties_is_one_line():
    found = document("2020-03-01", name="vienna-2011")
    silent = [line for line in under(found, "What cannot be told from what is held here").split("\n") if "told anything" in line]
    assert len(silent) == 1
    assert "Albania" in silent[0]


def test_of_many_parties_each_has_rows_of_its_own_and_a_figure_that_no_rule_counts_stands_as_it_was_declared(tmp_path):
    parties = ("alb", "aut", "bel", "bgr")
    rows = "".join(
        f'[[declaration]]\nid = "{party}-2020"\nby = "{party}"\non = 2020-01-01\nexchange = "forces"\nfigures = {{ units = {10 + n} }}\n'
        for n, party in enumerate(parties)
    )
    path = tmp_path / "declarations.toml"
    path.write_text(f'format = "detente-declarations-1"\nagreement = "vienna-2011"\n{rows}', "utf-8")
    view = agreement_round(open_agreement("vienna-2011", path), dt.date(2020, 3, 1))
    found = table_under(round_document(view, translator("en"), AT), "Figures against limits")
    assert found[0] == ["What is counted", "Party", "Number", "Limit"]
    told_of = {row[1]: row[2:] for row in found[1:]}
    assert [told_of[name] for name in ("Albania", "Austria", "Belgium", "Bulgaria")] == [[str(10 + n), "no limit"] for n in range(4)]
    assert told_of["Germany"] == ["not provided", "no limit"]
    assert {each.figure.count for each in view.figures} == {"declared-units"}


def test_a_return_of_forms_says_that_it_tells_no_figures():
    found = round_document(told("2011-12-31", "bwc-cbm", exchange="g"), translator("en"), AT)
    assert found.title == "G. Vaccine production facilities"
    assert any("No figure of this exchange is held here." in plain(block.text) for block in found.blocks if hasattr(block, "text"))


@pytest.mark.parametrize(
    ("day", "more", "says"),
    [("2010-01-01", {}, "no round of an exchange has begun"), ("2021-09-01", {"exchange": "none"}, "there are: first-data, data")],
)
def test_a_round_that_there_is_not_is_refused(day, more, says):
    with pytest.raises(CallerError, match=says):
        told(day, **more)


# ---------------------------------------------------------------- on paper, in three languages


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_typesetter_has_nothing_to_say(day, language):
    printed = print_pdf(document(day, language))
    assert printed.data.startswith(b"%PDF-1.7")
    assert printed.warnings == ()


WORDS = {
    "en": ("Six-monthly exchange of data", "What each party told", "data withheld", "not provided", "suspension claimed"),
    "ru": (
        "Полугодовой обмен данными",
        "Что сообщила каждая сторона",
        "данные удерживаются",
        "не предоставлено",
        "заявлено приостановление",
    ),
    "ar": ("تبادل البيانات نصف السنوي", "ما أبلغه كل طرف", "البيانات محجوبة", "لم يُقدَّم", "أُعلن تعليق"),
}
ENGLISH = (
    "Party",
    "Figures",
    "limit",
    "Clause",
    "declaration",
    "disputes",
    "within",
    "Sources",
    "Reading of",
    "values of",
    "No notification",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_says_the_same_in_each_language_and_nothing_is_left_in_english(language):
    said = words_of(reports.round_docx(told("2023-03-15"), translator(language), AT))
    for word in WORDS[language]:
        assert word in said
    for number in ("662", "800"):
        assert number in said
    if language != "en":
        ours = said.replace("Article II, paragraph", "")  # the reference of a provision, as its file has it
        assert not [word for word in ENGLISH if word in ours]


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize(("language", "group"), [("en", ","), ("ru", "\u202f"), ("ar", ",")])
def test_the_pdf_has_the_figures_of_september_2021(language, group, tmp_path):
    said = text_of(reports.round_pdf(told("2021-09-01"), translator(language), AT), tmp_path).replace("\u00a0", " ")
    for number in ("665", "1389", "800", "527", "1458", "742"):
        shown = number if len(number) < 4 else f"{number[0]}{group}{number[1:]}"
        assert shown in said or shown.replace(group, " ") in said, (number, language)


def test_parties_stand_in_the_alphabetical_order_of_each_language():
    orders = {language: table_under(document("2021-09-01", language), title)[0][2:] for language, title in
              (("en", "Figures against limits"), ("ru", "Цифры и пределы"), ("ar", "الأرقام مقابل الحدود"))}  # fmt: skip
    assert orders["en"] == ["Russian Federation", "United States of America"]
    assert orders["ru"] == ["Российская Федерация", "Соединённые Штаты Америки"]
    assert orders["ar"] == ["الاتحاد الروسي", "الولايات المتحدة الأمريكية"]


def test_the_same_view_gives_the_same_bytes():
    view, t = told("2022-03-01"), translator("ar")
    assert reports.round_pdf(view, t, AT) == reports.round_pdf(view, t, AT)
    assert reports.round_docx(view, t, AT) == reports.round_docx(view, t, AT)
