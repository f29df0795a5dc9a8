"""Reports: what a party wrote is never code, every page says what it must, one input gives one file, and three scripts stand right."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import msgspec
import pytest
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont

from detente import reports
from detente.i18n import LANGUAGES, tame, translator
from detente.reports.brief import brief_document
from detente.reports.count import count_document
from detente.reports.document import Paragraph, Run, drawable, foreign, plain, runs
from detente.reports.issues import issues_document
from detente.reports.minutes import minutes_document
from detente.reports.parts import EXERCISE, count_bar
from detente.reports.pdf import print_pdf
from detente.reports.request import request_document
from detente.reports.texts import text_document
from detente.reports.word import to_docx
from detente.views.dictated import spoken
from detente.views.translated import Translated
from tests.cli.transcript import run
from tests.reports.conftest import HOSTILE, SPOOFED, Case, words_of

AT = "2021-09-30T08:00:00Z"
NAMES = ("brief", "count", "minutes", "text", "request", "issues")
FONTS = Path(reports.__file__).parent / "fonts"


def document(case: Case, name: str, language: str):
    t = translator(language)
    return {
        "brief": lambda: brief_document(case.brief, t, case.brief.most),
        "count": lambda: count_document(case.agreed, t, AT),
        "minutes": lambda: minutes_document(case.minutes, t, AT),
        "text": lambda: text_document(case.text, t, AT),
        "request": lambda: request_document(case.request, t, AT),
        "issues": lambda: issues_document(case.listed, case.issues, t, AT),
    }[name]()


def text_of(pdf: bytes, tmp_path: Path) -> list[str]:
    """The text of a PDF, page by page, its lines joined."""
    (tmp_path / "x.pdf").write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-raw", tmp_path / "x.pdf", "-"], capture_output=True, check=True).stdout.decode()
    return [" ".join(page.split()) for page in said.removesuffix("\f").split("\f")]


# ---------------------------------------------------------------- what a party wrote


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("name", ["text", "request", "issues"])
def test_what_a_party_wrote_is_printed_letter_by_letter_and_never_read_as_markup(case, name, tmp_path):
    whole = " ".join(text_of(print_pdf(document(case, name, "en")).data, tmp_path))
    assert HOSTILE in whole
    assert HOSTILE in words_of(to_docx(document(case, name, "en")))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_typesetter_has_nothing_to_say(case, name, language):
    """No warning: the template and the fonts are whole, and every letter can be drawn (PDF/UA-1 refuses one that cannot)."""
    printed = print_pdf(document(case, name, language))
    assert printed.data.startswith(b"%PDF-1.7")
    assert printed.warnings == ()


@pytest.mark.needs("pdftotext")
def test_what_turns_the_direction_of_a_line_is_tamed_and_what_no_font_has_is_written_as_its_number(case, tmp_path):
    assert drawable(tame(SPOOFED)) == "one\ufffdtwo\ufffdthree [U+6F22][U+5B57]"
    whole = " ".join(text_of(print_pdf(document(case, "request", "en")).data, tmp_path))
    assert "one\ufffdtwo\ufffdthree [U+6F22][U+5B57]" in whole
    word = words_of(to_docx(document(case, "request", "en")))
    assert "one\ufffdtwo\ufffdthree 漢字" in word


def test_what_we_call_a_meeting_in_arabic_is_no_foreign_text_whose_marks_of_direction_are_struck_out(case):
    page = document(case, "brief", "ar")
    due = next(block for block in page.blocks if type(block).__name__ == "Table")
    about = [plain(row[3]) for row in due.rows]
    assert "الجلسة العامة 2" in [said.rpartition(" · ")[2] for said in about]
    assert "\ufffd" not in words_of(to_docx(dataclasses.replace(page, blocks=[due]))), "what came in has foreign texts too"


def test_a_text_that_xml_cannot_hold_does_not_spoil_the_word_file(case):
    view = msgspec.structs.replace(case.listed, issues=[])
    issue = case.issues[0]
    wording = msgspec.structs.replace(issue.wordings["north"][0], text={"en": "a\ufffe\uffff\x00b"})
    spoiled = msgspec.structs.replace(issue, wordings={"north": [wording]})
    assert "a\ufffd\ufffd\ufffdb" in words_of(reports.issues_docx(view, [spoiled], translator("en"), AT))


# ---------------------------------------------------------------- what every page says


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_that_it_is_an_exercise_and_which_page_of_how_many_it_is(case, name, tmp_path):
    printed = print_pdf(document(case, name, "en"))
    pages = text_of(printed.data, tmp_path)
    assert len(pages) == printed.pages
    for number, page in enumerate(pages, 1):
        assert EXERCISE in page
        assert f"page {number} of {len(pages)}" in page


@pytest.mark.needs("pdftotext")
def test_the_pages_of_a_long_count_say_its_state_and_digest(case, tmp_path):
    many = msgspec.structs.replace(case.agreed, items=case.agreed.items * 40)
    pages = text_of(reports.count_pdf(many, translator("en"), AT), tmp_path)
    assert len(pages) > 1
    assert all("signed by all members" in page and case.agreed.digest in page for page in pages)
    assert "and 20 more" in pages[-1]


def test_what_is_no_exercise_carries_no_mark(case):
    real = msgspec.structs.replace(case.agreed, channel=msgspec.structs.replace(case.agreed.channel, exercise=False))
    assert count_document(real, translator("en"), AT).exercise is None
    assert EXERCISE not in words_of(reports.count_docx(real, translator("en"), AT))


@pytest.mark.needs("pdfinfo")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_names_its_title_and_language_and_is_tagged(case, language, tmp_path):
    data = reports.text_pdf(case.text, translator(language), AT)
    (tmp_path / "x.pdf").write_bytes(data)
    said = subprocess.run(["pdfinfo", "-rawdates", tmp_path / "x.pdf"], capture_output=True, check=True).stdout.decode()
    assert re.search(r"^Title: +Joint statement$", said, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", said, re.MULTILINE)
    assert re.search(r"^CreationDate: +D:20210930080000Z", said, re.MULTILINE)
    assert re.search(rb"/Lang ?\(" + language.encode() + rb"\)", data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_view_gives_the_same_bytes(case, language):
    t = translator(language)
    assert reports.brief_pdf(case.brief, t) == reports.brief_pdf(case.brief, t)
    assert reports.brief_docx(case.brief, t) == reports.brief_docx(case.brief, t)
    with zipfile.ZipFile(io.BytesIO(reports.brief_docx(case.brief, t))) as file:
        assert {item.date_time for item in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# ---------------------------------------------------------------- the reports


@pytest.mark.needs("pdftotext")
def test_the_count_shows_both_signatures_the_rule_and_as_of_what(case, tmp_path):
    whole = " ".join(text_of(reports.count_pdf(case.agreed, translator("en"), AT), tmp_path))
    for item in case.agreed.signed_by:
        assert item.entry in whole
    assert len(case.agreed.signed_by) == 2
    assert "Sent 2 0 Answered 1 0 Full 1 0" in whole
    assert "answered/1" in whole
    assert "host.example/w, not later than 30 Sep 2021, 08:00 UTC" in whole
    assert "no countersignature is held here" in whole
    for row in case.agreed.as_of:
        assert f"{row.acts} {row.party}/{row.size - 1}" in whole


def test_a_page_that_is_short_of_room_leaves_out_no_move_of_ours(case):
    ours = [move for move in case.brief.moves if move.party == case.brief.party]
    moves = [msgspec.structs.replace(ours[0], party="south"), *ours, msgspec.structs.replace(ours[0], oldest="north/99"), *case.brief.moves]
    view = msgspec.structs.replace(case.brief, moves=moves)
    whose = next(block for block in brief_document(view, translator("en"), 1).blocks if type(block).__name__ == "Columns").columns[1]
    rows = next(block for block in whose if type(block).__name__ == "Bullets").rows
    wanted = [move.oldest for move in moves if move.party == view.party]
    assert len(wanted) > 1
    assert [next(oldest for oldest in wanted if oldest in plain(below)) for _, below in rows] == wanted
    assert f"and {len(moves) - len(wanted)} more" in [plain(block.text) for block in whose if isinstance(block, Paragraph)]


def test_the_newest_agreed_count_stands_when_more_was_asked_since(case):
    assert case.agreed.agreed
    assert [item.subject for item in case.agreed.items] == [HOSTILE, "Second"]
    assert not case.now.agreed
    assert case.now.not_signed_by == ["south"]
    assert [item.subject for item in case.now.items][-1] == "Third"
    assert case.agreed.requests["north"].sent + 1 == case.now.requests["north"].sent
    assert [(item.by, item.party, item.at) for item in case.agreed.countersigned] == [("host.example/w", "north", AT)]


@pytest.mark.needs("pdftotext")
def test_a_count_that_not_all_have_signed_says_so_and_names_who_has_not(case, tmp_path):
    whole = " ".join(text_of(reports.count_pdf(case.now, translator("en"), AT), tmp_path))
    assert "Count of a channel" in whole
    assert "Agreed count" not in whole
    assert "Southland not signed" in whole


@pytest.mark.needs("pdftotext")
def test_minutes_show_the_agreed_wording_and_else_both_sides_beside_each_other(case, tmp_path):
    whole = " ".join(text_of(reports.minutes_pdf(case.minutes, translator("en"), AT), tmp_path))
    assert "1 of 2 points agreed" in whole
    assert re.search(r"Point 1 · agreed Both sides met\..*Northland has proposed it.*Southland has consented.*Point 2 · not agreed", whole)
    second = whole.partition("Point 2")[2]
    assert "North's own wording." in second
    assert "South's own wording." in second
    word = docx.Document(io.BytesIO(reports.minutes_docx(case.minutes, translator("en"), AT)))
    both = next(table for table in word.tables if len(table.rows) == 1 and "North's own wording." in table.rows[0].cells[0].text)
    assert "South's own wording." in both.rows[0].cells[1].text


def test_parties_stand_in_the_alphabetical_order_of_each_language(case):
    issue = {language: document(case, "issues", language) for language in LANGUAGES}
    sides = {
        language: [column[0].text[0].text for column in next(b for b in found.blocks if type(b).__name__ == "Columns").columns]
        for language, found in issue.items()
    }
    assert sides == {"en": ["Northland", "Southland"], "ru": ["Северия", "Югория"], "ar": ["الجنوب", "الشمال"]}


def test_a_text_in_three_languages_has_each_in_its_own_direction(case):
    paragraphs = [block for block in document(case, "text", "en").blocks if type(block).__name__ == "Paragraph"]
    found = {block.language: block.direction for block in paragraphs if block.language}
    assert found == {"ar": "rtl", "en": "ltr", "ru": "ltr"}


# ---------------------------------------------------------------- the brief


def crowded(case: Case):
    """The brief of a day on which everything is full of long lines."""
    long = "A long line of what somebody wrote, " * 9
    brief = case.brief
    return msgspec.structs.replace(
        brief,
        due=[msgspec.structs.replace(item, text=long) for item in (brief.due * 5)[: brief.most]],
        moves=[msgspec.structs.replace(item, text=long) for item in (brief.moves * 5)[:8]],
        said=[msgspec.structs.replace(item, text=long) for item in brief.said * brief.most],
        tallies=brief.tallies * brief.most,
        lines=brief.lines * 8,
        left_out={"due": 40, "moves": 2, "said": 300, "tallies": 2, "lines": 5},
    )


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_is_one_page_on_the_fullest_day(case, language, tmp_path):
    pages = text_of(
        reports.brief_pdf(
            crowded(case),
            translator(language),
        ),
        tmp_path,
    )
    assert len(pages) == 1
    if language == "en":
        assert "Two" not in pages[0]
        assert re.search(r"and 30\d more", pages[0]), "what is left out is counted"


@pytest.mark.needs("pdftotext")
def test_the_brief_says_what_is_due_and_whose_move_it_is(case, tmp_path):
    (page,) = text_of(reports.brief_pdf(case.brief, translator("en")), tmp_path)
    assert "4 Oct 2021, 10:00 Europe/Zurich Meeting — north/20 · plenary 2" in page.replace("/ ", "/")  # a line may end there
    assert "2 Oct 2021, 08:00 UTC Request · first answer Southland north/40 · Second" in page
    assert "our move · 1 proposal to decide on" in page
    assert "Waits for Arms · nobody has reported it" in page
    assert "Not signed over just these acts by: Southland (south)." in page


# ---------------------------------------------------------------- what was translated


def in_russian(channel: str, entry: str, text: str, *, status: str = "courtesy", own: bool = True) -> Translated:
    return Translated(channel=channel, entry=entry, language="ru", status=status, text=text, own=own, by=None if own else "south/9")


def test_the_brief_quotes_a_translation_for_its_reader_marked_with_its_status(case):
    move = next(move for move in case.brief.moves if move.text)
    found = [in_russian(move.channel, move.oldest, "Перевод\n\nНе нужен")]
    view = msgspec.structs.replace(case.brief, translations=found)
    russian = words_of(to_docx(brief_document(view, translator("ru"), view.most)))
    assert "Перевод (неофициальный перевод)" in russian
    assert "Не нужен" not in russian
    assert "Перевод" not in words_of(to_docx(brief_document(view, translator("en"), view.most)))


def test_a_request_is_printed_as_it_was_written_with_its_translation_below(case):
    steps = case.request.steps
    own = in_russian(case.request.channel.label, steps[0].ref, "Наш перевод.", status="checked")
    theirs = in_russian(case.request.channel.label, steps[1].ref, "Их перевод.", status="official", own=False)
    view = msgspec.structs.replace(case.request, translations=[own, theirs])
    said = words_of(to_docx(request_document(view, translator("ru"), AT)))
    assert HOSTILE in said
    assert said.index(HOSTILE) < said.index("Наш перевод.")
    assert "Наш собственный перевод (неофициальный перевод, прочитанный вторым лицом):" in said
    assert "Перевод (официальный):Их перевод." in said


def test_minutes_issues_and_counts_say_in_the_readers_language_what_was_translated(case):
    label = case.minutes.channel.label
    minutes = msgspec.structs.replace(case.minutes, meeting=msgspec.structs.replace(case.minutes.meeting, subject="Arms", venue="A villa"))
    arranged = in_russian(label, str(minutes.meeting.entry), "Вооружения\n\nВилла")
    said = words_of(to_docx(minutes_document(minutes, translator("ru"), AT, [arranged])))
    assert "Вооружения (неофициальный перевод)" in said
    assert "Вилла (неофициальный перевод)" in said
    wording = next(rows[-1].entry for rows in case.issues[0].wordings.values())
    said = words_of(to_docx(issues_document(case.listed, case.issues, translator("ru"), AT, [in_russian(label, wording, "Наши слова.")])))
    assert HOSTILE in said
    assert "Наши слова." in said
    item = case.agreed.items[0]
    said = words_of(to_docx(count_document(case.agreed, translator("ru"), AT, None, [in_russian(label, item.ref, "О чём")])))
    assert "О чём (неофициальный перевод)" in said


# ---------------------------------------------------------------- Word


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_word_has_headings_tables_directions_and_languages(case, name, language):
    file = docx.Document(io.BytesIO(to_docx(document(case, name, language))))
    styles = [
        paragraph.style.name
        for paragraph in file.element.body.iter(qn("w:p"))
        for paragraph in [docx.text.paragraph.Paragraph(paragraph, file)]
    ]
    assert styles[0] == "Title"
    assert "Heading 1" in styles
    assert file.tables
    assert translator(language).gettext(EXERCISE) in file.sections[0].header.paragraphs[0].text
    assert "NUMPAGES" in file.sections[0].footer._element.xml
    assert file.core_properties.language == language
    outer = list(file.element.body.iter(qn("w:p")))
    turned = [paragraph for paragraph in outer if paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None]
    tables = list(file.element.body.iter(qn("w:tbl")))
    visual = [table for table in tables if table.find(f"{qn('w:tblPr')}/{qn('w:bidiVisual')}") is not None]
    if language == "ar":
        assert len(turned) > len(outer) / 2
        assert visual == tables
        assert any(run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None for run in file.element.body.iter(qn("w:r")))
    else:
        assert visual == []
    assert {node.get(qn("w:val")) for node in file.element.body.iter(qn("w:lang"))} >= {language}


def test_a_reference_in_an_arabic_word_file_runs_from_left_to_right(case):
    file = docx.Document(io.BytesIO(to_docx(document(case, "request", "ar"))))
    found = [
        run
        for run in file.element.body.iter(qn("w:r"))
        if "".join(t.text or "" for t in run.iter(qn("w:t"))) == f"\u200e{case.request.request.ref}\u200e"
    ]
    assert found
    assert all(run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is None for run in found)


def test_the_full_stop_of_an_english_text_stays_at_its_end_in_an_arabic_word_file(case):
    """Word has no isolates: between marks of its own direction a text keeps what stands at its edges."""
    around = document(case, "request", "ar")
    file = docx.Document(
        io.BytesIO(to_docx(dataclasses.replace(around, blocks=[Paragraph(foreign("It was said.")), Paragraph(foreign("قيل."))])))
    )
    texts = [node.text for node in file.element.body.iter(qn("w:t"))]
    assert "\u200eIt was said.\u200e" in texts
    assert "قيل." in texts


def test_what_belongs_on_one_page_is_set_tightly_in_word_and_fills_its_width(case):
    brief, count = (docx.Document(io.BytesIO(to_docx(document(case, name, "ru")))) for name in ("brief", "count"))
    assert brief.styles["Normal"].font.size.pt <= 8.5 < count.styles["Normal"].font.size.pt
    for file in (brief, count):
        section = file.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        for table in file.tables:
            assert abs(sum(column.width for column in table.columns) - room) < room / 100
            assert [cell.width for cell in table.rows[0].cells] == [column.width for column in table.columns]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_says_in_a_sentence_whose_requests_were_answered_by_whom(case, language):
    t, members = translator(language), case.now.channel.members
    for name, counts in (("count", case.agreed.requests), ("brief", case.brief.tallies[0].requests)):
        sentences = {party: plain(count_bar(t, members, party, count, 0).said) for party, count in counts.items() if count.sent}
        assert sentences
        for party, said in sentences.items():
            (other,) = set(members) - {party}
            asker, answerer = t.text_of(members[party]), t.text_of(members[other])
            assert said.index(asker) < said.index(answerer)
            assert language != "en" or f"answered by {answerer}" in said
            assert said in words_of(to_docx(document(case, name, language)))


def test_the_parts_of_a_word_file_stand_in_the_order_of_the_schema(case):
    """ISO/IEC 29500: what is out of its place makes Word offer a repair."""
    order = ["tblStyle", "bidiVisual", "tblW", "tblBorders", "tblLayout", "tblLook"]
    for name in NAMES:
        file = docx.Document(io.BytesIO(to_docx(document(case, name, "ar"))))
        for properties in file.element.body.iter(qn("w:tblPr")):
            names = [child.tag.rpartition("}")[2] for child in properties]
            assert names == sorted(names, key=order.index)
        for cell in file.element.body.iter(qn("w:tc")):
            assert cell[-1].tag == qn("w:p")


# ---------------------------------------------------------------- texts and fonts


def test_what_stands_between_isolates_is_a_run_of_its_own():
    assert runs("القيد \u2068usa/3\u2069.") == [Run("القيد "), Run("usa/3", "", "ltr"), Run(".")]
    assert runs("\u2068a \u2068b\u2069 c\u2069د") == [Run("a b c", "", "ltr"), Run("د")]
    assert runs("group/arms") == [Run("group/arms", "", "ltr")]
    assert runs("45") == [Run("45")]
    assert runs("أوقفها \u20682021-09-30 16:00\u2069.") == [Run("أوقفها "), Run("2021-09-30 16:00", "", "ltr"), Run(".")]
    assert runs("2021-09-30 16:00") == [Run("2021-09-30 16:00", "", "ltr")], "else the time stands before the date"
    assert runs("") == []


def test_the_coverage_is_that_of_the_fonts_that_ship():
    both = [
        set.intersection(*(set(TTFont(FONTS / f"{family}-{weight}.ttf").getBestCmap()) for weight in ("Regular", "SemiBold")))
        for family in ("IBMPlexSans", "IBMPlexSansArabic")
    ]
    ranges = json.loads((FONTS / "coverage.json").read_text("utf-8"))
    assert {code for first, last in ranges for code in range(first, last + 1)} == set.union(*both)


def test_every_letter_of_the_catalogues_can_be_drawn():
    for language in ("ar", "ru"):
        source = Path(reports.__file__).parents[1] / "locale" / language / "LC_MESSAGES" / "detente.po"
        assert drawable(source.read_text("utf-8")).count("[U+") == 0


def test_the_fonts_come_with_their_licence():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")
    assert sum(file.stat().st_size for file in FONTS.glob("*.ttf")) < 1_200_000


# ---------------------------------------------------------------- the command line


@pytest.fixture
def north(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return str(case.folder)


@pytest.mark.parametrize(
    "line",
    ["brief", "report count", "report count --now", "report minutes 1", "report text joint", "report request {ref}", "report issues"],
)
def test_each_report_is_written_as_pdf_and_word(case, north, line):
    argv = line.format(ref=case.request.request.ref).split()
    code, said = run(["--node", north, *argv, "--pdf", "x.pdf", "--docx", "x.docx", "--json"])
    assert code == 0, said
    files = json.loads(said)["files"]
    assert [Path(item["file"]).read_bytes()[:4] for item in files] == [b"%PDF", b"PK\x03\x04"]
    assert [Path(item["file"]).stat().st_size for item in files] == [item["bytes"] for item in files]
    code, said = run(["--node", north, *argv, "--pdf", "x.pdf"])
    assert code == 1
    assert "x.pdf exists already" in said


def test_a_report_without_a_file_and_one_about_no_request_are_refused(case, north):
    code, said = run(["--node", north, "report", "count"])
    assert (code, "no file was named" in said) == (1, True)
    code, said = run(["--node", north, "report", "request", "north/1", "--pdf", "x.pdf"])
    assert (code, "north/1 is no request" in said) == (1, True)
    assert not Path("x.pdf").exists()


@pytest.mark.parametrize(("module", "option"), [("typst", "--pdf"), ("docx", "--docx")])
def test_without_the_extra_the_error_names_what_to_install(case, north, monkeypatch, module, option):
    monkeypatch.setitem(sys.modules, module, None)
    code, said = run(["--node", north, "report", "count", option, "x"])
    assert code == 1
    assert 'pip install "detente[reports]"' in said
    assert not Path("x").exists()


def test_the_brief_on_screen_needs_no_extra(case, north, monkeypatch):
    for module in ("typst", "docx", "icalendar"):
        monkeypatch.setitem(sys.modules, module, None)
    code, said = run(["--node", north, "brief"])
    assert code == 0
    assert "Whose move it is" in said


@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_the_digest_of_a_count_stands_on_paper_as_words_for_the_telephone(case, language):
    t = translator(language)
    said = words_of(to_docx(count_document(case.agreed, t, AT)))
    for place, word in enumerate(spoken(case.agreed.digest, language), 1):
        assert f"{t.number(place)}. {word}" in said
