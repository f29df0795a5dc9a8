"""A Word file as a delegation makes it: each word is in the version or in the report, and what was guessed is said."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import CallerError, FormatError
from detente.reports.text_from_word import Understood, read_word
from detente.texts.form import format_content, format_version, parse_version
from detente.texts.model import Version, plain
from tests.reports.texts_covers import VERSIONS
from tests.reports.word_made import gone, ins, p, packed, run, word, words_in, words_of
from tests.strategies import examples

AUTHORS = {"J. Smith": "usa", "И. Петров": "rus"}
NAMES = {"us": "usa", "russia": "rus", "Russian Federation": "rus"}
FILES = Path(__file__).parent / "word"


def read(body: str, **parts: str) -> tuple[Version, Understood]:
    return read_word(word(body, **parts), "en", parties=("che", "rus", "usa"), names=NAMES, authors=AUTHORS)


def one(*pieces: str) -> str:
    """The words of one paragraph as our plain text has them."""
    return format_content(read(p(*pieces))[0].provisions[0].content)


def said(understood: Understood, kind: str) -> list[str]:
    return [note.template % note.params for note in understood.notes if note.kind == kind]


# ---------------------------------------------------------------- brackets as they are written


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("[shall/should]", "[#1 shall / should]"),
        ("[shall / should]", "[#1 shall / should]"),
        ("[shall]", "[#1 shall]"),
        ("[RUS: shall] [USA: should]", "[#1 RUS: shall / USA: should]"),
        ("[Russia: shall]/[US: should]", "[#1 RUS: shall / USA: should]"),
        ("[RUS: shall][USA: should][CHE: may]", "[#1 RUS: shall / USA: should / CHE: may]"),
        ("[Russian Federation, CHE: shall]", "[#1 CHE, RUS: shall]"),
        ("[USA and CHE: shall / RUS !USA: should]", "[#1 CHE, USA: shall / RUS !USA: should]"),
        ("[at least [RUS: once] a year]", "[#1 at least [#2 RUS: once] a year]"),
        ("[[in good faith]]", "[#1 [#2 in good faith]]"),
        ("[ALT 1: shall ALT 2: should]", "[#1 shall / should]"),
        ("[Option A: three groups; Option B: two groups]", "[#1 three groups; / two groups]"),
        ("[Вариант 1. две / Вариант 2. три]", "[#1 две / три]"),
        ("[البديل 1: فريقين البديل 2: ثلاثة]", "[#1 فريقين / ثلاثة]"),
        ("[two and/or three]", "[#1 two and/or three]"),
        ("[by 1/2/2022]", "[#1 by 1/2/2022]"),
        ("[shall\u00a0not]", "[#1 shall\u00a0not]"),
        ("and/or [#7 RUS: x]", "and/or [#7 RUS: x]"),
        ("[NB: see above]", "[#1 NB\\: see above]"),
    ],
)
def test_brackets_are_read_as_delegations_write_them(written: str, meant: str) -> None:
    assert one(written) == meant


@pytest.mark.parametrize(
    "written", ["[shall/should]", "[RUS: a] [USA: b]", "[ALT 1: a ALT 2: b]", "a [ b", "a ] b", "[]", "[a / a]", "[RUS: a / RUS: b]"]
)
def test_what_was_guessed_is_said(written: str) -> None:
    _, understood = read(p(written))
    assert said(understood, "guessed")


@pytest.mark.parametrize(
    ("written", "meant"), [("a [ b", "a \\[ b"), ("a ] b", "a \\] b"), ("a [] b", "a \\[\\] b"), ("a ][ b", "a \\]\\[ b")]
)
def test_brackets_without_a_partner_are_characters(written: str, meant: str) -> None:
    assert one(written) == meant


def test_a_bracket_may_run_over_several_runs_and_be_bold() -> None:
    assert (
        one("The Parties ", run("[sh", "<w:b/>"), run("all", "<w:i/>"), run("/should]", "<w:b/><w:bCs/>"), " meet.")
        == "The Parties [#1 shall / should] meet."
    )


def test_a_bracket_over_several_paragraphs_is_one_in_each_of_them() -> None:
    version, understood = read(p("We [agree on") + p("three things") + p("and more] here"))
    assert [format_content(each.content) for each in version.provisions] == ["We [#1 agree on]", "[#2 three things]", "[#3 and more] here"]
    assert "a bracket from paragraph 1 to paragraph 3; taken as one bracket in each of them" in said(understood, "guessed")


def test_brackets_deeper_than_a_text_may_have_are_characters() -> None:
    version, understood = read(p("[" * 500 + "a" + "]" * 500))
    assert max(depth for *_, depth in version.brackets()) == 8
    assert any("deeper than 8" in each for each in said(understood, "guessed"))


# ---------------------------------------------------------------- tracked changes


def test_words_in_the_place_of_others_are_alternatives() -> None:
    assert (
        one("The Parties ", gone("J. Smith", "shall"), ins("J. Smith", "should"), " meet.")
        == "The Parties [#1 !USA: shall / USA: should] meet."
    )
    assert (
        one("The Parties ", ins("И. Петров", "shall"), gone("И. Петров", "should"), " meet.")
        == "The Parties [#1 !RUS: should / RUS: shall] meet."
    )


def test_what_was_inserted_is_backed_and_what_was_deleted_is_opposed() -> None:
    assert (
        one("They meet", ins("J. Smith", " twice"), " a year", gone("И. Петров", " or so"), ".")
        == "They meet [#1 USA: twice] a year [#2 !RUS: or so]."
    )


def test_what_one_inserted_and_another_deleted_has_both() -> None:
    inner = gone("И. Петров", "promptly")
    nested = inner.replace("<w:del ", '<w:ins w:id="9" w:author="J. Smith"><w:del ', 1) + "</w:ins>"
    assert one("They meet ", nested, ".") == "They meet [#1 USA !RUS: promptly]."


def test_an_author_whose_party_nobody_said_stands_for_nobody_and_is_reported() -> None:
    version, understood = read(p("They ", ins("Chair", "all"), " meet."))
    assert format_content(version.provisions[0].content) == "They [#1 all] meet."
    assert "tracked changes by Chair, whose party nobody said: 1; no party stands behind their brackets" in said(understood, "guessed")
    assert "inserted by Chair 2021-09-30T10:00:00Z" in said(understood, "understood")


def test_what_one_inserted_and_took_out_himself_is_only_reported() -> None:
    nested = gone("J. Smith", "soon").replace("<w:del ", '<w:ins w:id="9" w:author="J. Smith"><w:del ', 1) + "</w:ins>"
    version, understood = read(p("They meet", nested, "."))
    assert plain(version.provisions[0].content) == "They meet."
    assert [(note.kind, note.quotation) for note in understood.notes if note.quotation] == [("left out", "soon")]


def test_brackets_that_were_themselves_inserted_are_brackets() -> None:
    version, understood = read(p("They ", ins("J. Smith", "["), "shall", ins("J. Smith", "/should]"), " meet."))
    assert format_content(version.provisions[0].content) == "They [#1 shall / should] meet."
    assert any("cuts through a bracket" in each for each in said(understood, "guessed"))


def test_moved_words_stand_in_both_places_and_are_said_to_have_moved() -> None:
    version, understood = read(p(gone("J. Smith", "One.", "moveFrom"), " Two. ", ins("J. Smith", "One.", "moveTo")))
    assert format_content(version.provisions[0].content) == "[#1 !USA: One.] Two. [#2 USA: One.]"
    assert {"J. Smith moved words from here", "J. Smith moved words to here"} <= set(said(understood, "guessed"))


def test_the_end_of_a_paragraph_that_was_deleted_is_reported_or_joins() -> None:
    mark = '<w:del w:id="3" w:author="J. Smith"/>'
    data = word(p("One,", mark=mark) + p(" two."))
    version, understood = read_word(data, "en", authors=AUTHORS)
    assert [plain(each.content) for each in version.provisions] == ["One,", "two."]
    assert "J. Smith wants this paragraph and the next as one" in said(understood, "left out")
    assert [plain(each.content) for each in read_word(data, "en", changes="accept")[0].provisions] == ["One, two."]


def test_a_paragraph_that_was_inserted_whole_is_a_bracket() -> None:
    mark = '<w:ins w:id="3" w:author="J. Smith"/>'
    version, understood = read(p("One.") + p(ins("J. Smith", "Two."), mark=mark) + p("Three."))
    assert [format_content(each.content) for each in version.provisions] == ["One.", "[#1 USA: Two.]", "Three."]
    assert not said(understood, "left out")


def test_a_change_of_looks_is_reported() -> None:
    looks = '<w:b/><w:rPrChange w:id="4" w:author="J. Smith"><w:rPr/></w:rPrChange>'
    _, understood = read(p(run("bold", looks)))
    assert "a change of looks by J. Smith" in said(understood, "left out")


def test_a_row_that_was_inserted_is_a_bracket_in_each_cell() -> None:
    row = '<w:tr><w:trPr><w:ins w:id="5" w:author="J. Smith"/></w:trPr>' + "".join(f"<w:tc>{p(each)}</w:tc>" for each in "ab") + "</w:tr>"
    version, _ = read(f"<w:tbl>{row}</w:tbl>")
    assert [format_content(each.content) for each in version.provisions] == ["[#1 USA: a]", "[#2 USA: b]"]


# ---------------------------------------------------------------- what a document is made of


def test_headings_numbers_and_levels_come_from_styles_lists_and_typing() -> None:
    version, understood = read(
        p("A joint text", properties='<w:pStyle w:val="a3"/>')
        + p("Part", properties='<w:pStyle w:val="1"/>')
        + p("Chapter", properties='<w:pStyle w:val="2"/><w:outlineLvl w:val="1"/>')
        + p("first", properties='<w:pStyle w:val="Art"/>')
        + p("below", properties='<w:pStyle w:val="Sub"/>')
        + p("bullet", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="8"/></w:numPr>')
        + p("1.1\u00a0The Parties")
        + p("(a) meet")
        + p("16 June 2021")
        + p("12.5 per cent")
    )
    assert version.title == "A joint text"
    assert [(each.look, each.level, plain(each.content)) for each in version.provisions] == [
        ("heading", 0, "Part"),
        ("heading", 1, "Chapter"),
        ("numbered", 0, "first"),
        ("numbered", 1, "below"),
        ("paragraph", 0, "bullet"),
        ("numbered", 1, "The Parties"),
        ("numbered", 1, "meet"),
        ("paragraph", 0, "16 June 2021"),
        ("paragraph", 0, "12.5 per cent"),
    ]
    typed = [note.quotation for note in understood.notes if "typed before" in note.template]
    assert typed == ["1.1", "(a)"]


def test_each_paragraph_of_a_cell_is_a_provision_row_by_row() -> None:
    rows = "".join("<w:tr>" + "".join(f"<w:tc>{p(each)}</w:tc>" for each in row) + "</w:tr>" for row in ("ab", "cd"))
    version, understood = read(f"<w:tbl>{rows}</w:tbl>")
    assert [plain(each.content) for each in version.provisions] == ["a", "b", "c", "d"]
    assert any("a table (rows: 2, columns: 2)" in each for each in said(understood, "guessed"))


def test_footnotes_comments_headers_hidden_words_and_pictures_are_reported_with_their_words() -> None:
    body = p(
        "Text",
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        '<w:r><w:commentReference w:id="0"/></w:r>',
        run("secret", "<w:vanish/>"),
        f"<w:r><w:pict><w:txbxContent>{p('boxed')}</w:txbxContent></w:pict></w:r>",
    )
    _, understood = read(
        body,
        footnotes=f'<w:footnote w:id="2">{p("below the line")}</w:footnote>',
        comments=f'<w:comment w:id="0" w:author="Chair">{p("is this agreed?")}</w:comment>',
        header1=p("Non-paper"),
    )
    left = {(note.template % note.params, note.quotation) for note in understood.of("left out")}
    assert left == {
        ("a footnote", "below the line"),
        ("a comment by Chair", "is this agreed?"),
        ("hidden words", "secret"),
        ("a picture, a text box or an object", "boxed"),
        ("in the header or footer of a page", "Non-paper"),
    }


def test_soft_hyphens_and_controls_go_and_right_to_left_runs_stay() -> None:
    version, understood = read(p("co\u00adope\u202eration", run("تعاون", "<w:rtl/>"), "<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>"))
    assert plain(version.provisions[0].content) == "cooperationتعاون\u2011"
    assert {"soft hyphens: 2", "characters that hide words or turn their direction: 1"} == set(said(understood, "left out"))


def test_what_is_given_twice_for_old_and_new_programs_is_read_once() -> None:
    both = f'<mc:AlternateContent><mc:Choice Requires="x">{run("new")}</mc:Choice><mc:Fallback>{run("old")}</mc:Fallback></mc:AlternateContent>'
    assert plain(read(p(both))[0].provisions[0].content) == "new"


def test_a_link_a_field_and_a_content_control_have_their_words() -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>' + run("Article 2")
    link = f"<w:hyperlink>{run('the annex')}</w:hyperlink>"
    control = f"<w:sdt><w:sdtContent>{run(' here')}</w:sdtContent></w:sdt>"
    assert plain(read(p(field, " and ", link, control))[0].provisions[0].content) == "Article 2 and the annex here"


# ---------------------------------------------------------------- as LibreOffice writes them


@pytest.mark.parametrize("language", VERSIONS)
def test_our_file_saved_anew_by_libreoffice_is_the_same_text(language: str) -> None:
    version, _ = read_word((FILES / "libreoffice-three-languages.docx").read_bytes(), language)
    assert format_version(version) == format_version(VERSIONS[language])


def test_tracked_changes_saved_anew_by_libreoffice_give_both_versions() -> None:
    data = (FILES / "libreoffice-tracked.docx").read_bytes()
    later, _ = read_word(data, changes="accept")
    earlier, _ = read_word(data, changes="reject")
    assert later == VERSIONS["en"]
    assert "1-c" in earlier
    assert "1-b" not in earlier
    assert plain(earlier["1"].content) == "The Parties [shall / should] set up two and/or three groups [in best faith]."
    brackets, understood = read_word(data, authors={"USA": "usa"})
    assert "[#6 !USA: set up / USA: establish]" in format_version(brackets)
    assert "tracked changes by USA, who is of USA: 8" in said(understood, "understood")


# ---------------------------------------------------------------- files of strangers

DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'


@pytest.mark.parametrize(
    ("made", "why"),  # made when it is wanted: one of them takes a second, and each process gathers all tests
    [
        (lambda: b"", "no Word file"),
        (lambda: b"PK\x03\x04 and so on", "no Word file"),
        (lambda: packed(other="<a/>"), "no Word file"),
        (lambda: packed(document="<w:document"), "is damaged"),
        (lambda: packed(document='<!DOCTYPE a [<!ENTITY b "c">]>' + DOCUMENT), "declares a document type"),
        (lambda: packed(document='<!DOCTYPE a SYSTEM "file:///etc/passwd">' + DOCUMENT), "declares a document type"),
        (lambda: packed(document=DOCUMENT.replace("<w:body/>", " " * 3_000_000)), "packed too tightly"),
        (lambda: packed(document=DOCUMENT, styles=b"\x00" * 70_000_000), "unpacks to more than"),
        (lambda: packed(document="<a>" * 5000 + "</a>" * 5000), "is damaged"),
    ],
)
def test_what_is_no_word_file_or_a_trap_is_refused(made: Callable[[], bytes], why: str) -> None:
    data = made()
    with pytest.raises(FormatError, match=why):
        read_word(data, "en")


def test_the_language_must_be_said() -> None:
    with pytest.raises(CallerError, match="does not say its language"):
        read_word(word(p("a")))


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
@settings(max_examples=examples(60), deadline=None)
def test_a_damaged_file_is_refused_or_read(place: int, damage: bytes) -> None:
    data = bytearray(word(p("a [b / c]", ins("J. Smith", "d"))))
    data[place % len(data) : place % len(data) + len(damage)] = damage
    try:
        assert read_word(bytes(data), "en")[0].language == "en"
    except FormatError as error:
        assert str(error)  # noqa: PT017 - one of the two


# ---------------------------------------------------------------- any document

WORDS = st.text(st.sampled_from("ab[]/: #!(1).,RUSAOption و\u00a0\u00ad\u202e\u200f\ufdd0"), min_size=1, max_size=14)
AUTHOR = st.sampled_from([*AUTHORS, "Chair"])
PIECES = st.one_of(
    WORDS.map(run),
    st.builds(ins, AUTHOR, WORDS, st.sampled_from(["ins", "moveTo"])),
    st.builds(gone, AUTHOR, WORDS, st.sampled_from(["del", "moveFrom"])),
    WORDS.map(lambda text: run(text, "<w:vanish/>")),
    WORDS.map(lambda text: f"<w:hyperlink>{ins('Chair', text)}</w:hyperlink>"),
    st.builds(lambda first, second, text: f'<w:ins w:author="{first}">{gone(second, text)}</w:ins>', AUTHOR, AUTHOR, WORDS),
    st.just("<w:r><w:tab/></w:r>"),
)
LOOKS = st.sampled_from(["", '<w:pStyle w:val="1"/>', '<w:pStyle w:val="a3"/>', '<w:pStyle w:val="Sub"/>', '<w:pStyle w:val="none"/>'])
MARKS = st.sampled_from(["", "", '<w:ins w:id="1" w:author="Chair"/>', '<w:del w:id="1" w:author="J. Smith"/>'])
PARAGRAPHS = st.builds(lambda pieces, looks, mark: p(*pieces, properties=looks, mark=mark), st.lists(PIECES, max_size=4), LOOKS, MARKS)
TABLES = st.lists(PARAGRAPHS, min_size=1, max_size=3).map(
    lambda cells: "<w:tbl><w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"
)


@given(st.lists(st.one_of(PARAGRAPHS, PARAGRAPHS, TABLES), max_size=6).map("".join), st.sampled_from(["brackets", "accept", "reject"]))
@settings(max_examples=examples(300), deadline=None)
def test_no_word_is_lost_whatever_the_document(body: str, changes: str) -> None:
    data = word(body)
    version, understood = read_word(data, "en", authors=AUTHORS, changes=changes)
    assert parse_version(format_version(version)) == version
    there = format_version(version).replace("\\", "")
    shown = Counter(
        re.findall(r"\w", there + "".join(note.quotation + " ".join(map(str, note.params.values())) for note in understood.notes))
    )
    missing = Counter(re.findall(r"\w", "".join(words_in(data)))) - shown
    assert not missing


def test_the_words_that_a_file_shows_are_counted_in_every_part() -> None:
    data = word(p("one ", ins("a", "two")), footnotes=f'<w:footnote w:id="2">{p("three")}</w:footnote>')
    assert sorted(words_in(data)) == ["one", "three", "two"]
    assert words_of("a-b") == ["a", "b"]
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
