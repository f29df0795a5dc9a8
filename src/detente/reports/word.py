"""From a report to Word: real headings and tables, every run with its language and direction, and the same bytes for the same report.

Word has no isolates: a run that goes from right to left says so (`w:rtl`), and so do its paragraph (`w:bidi`), its table
(`w:bidiVisual`) and the section. The bars of a count are their sentences here, and a picture is what it
shows in words: Word keeps an SVG only beside an image of it in dots.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from detente.reports.document import (
    Bars,
    Block,
    Bullets,
    Columns,
    Direction,
    Document,
    Drawn,
    Facts,
    Heading,
    Line,
    Look,
    Paragraph,
    Run,
    Table,
)
from detente.reports.extra import needed
from detente.reports.parts import PAGE, PAGES

FONT, _MONO = "Arial", "Courier New"
"""Fonts that every Word has, with the letters of all three scripts."""

_COLOURS: Final[Mapping[Look, str]] = {"quiet": "5B6570", "mono": "5B6570", "good": "2C6A41", "warn": "8A5A00"}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: the first that ZIP knows."""

_MARKS: Final[Mapping[Direction, str]] = {"ltr": "\u200e", "rtl": "\u200f"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _Measures(NamedTuple):
    """Sizes in points; margins and the width of the text in millimetres; space in points before and behind what stands alone."""

    title: float
    heading: float
    text: float
    small: float
    side: int
    above: int
    below: int
    line: float
    before: int
    behind: int

    @property
    def width(self) -> int:
        return 210 - 2 * self.side


_ROOMY: Final = _Measures(title=20, heading=13, text=10, small=8, side=20, above=28, below=22, line=1.1, before=14, behind=3)
_COMPACT: Final = _Measures(title=16, heading=10, text=8.5, small=7.5, side=15, above=20, below=15, line=1.0, before=6, behind=1)
"""What belongs on one page is set tightly: a brief in Russian fits, in the widest of the fonts that stand in for Arial."""
FIELD = re.compile(f"({re.escape(PAGE)}|{re.escape(PAGES)})")


def to_docx(document: Document) -> bytes:
    """The bytes of a report as a Word file.

    Raises:
        CallerError: the extra `reports` is not installed.
    """
    needed("docx")
    return _Writer(document).bytes()


class _Writer:
    """One Word file in the making."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.measures = _COMPACT if document.compact else _ROOMY
        self.file = needed("docx").Document()
        self.printers: Mapping[type, Callable[[Any, Any], None]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Facts: self._facts,
            Table: self._table,
            Bullets: self._bullets,
            Bars: self._bars,
            Drawn: self._drawn,
            Columns: self._columns,
        }
        self._prepare()
        title = self.file.add_paragraph(style="Title")
        self._runs(title, [Run(document.title)])
        if document.subtitle:
            self._runs(self.file.add_paragraph(), document.subtitle)
        for block in document.blocks:
            self._block(self.file, block)

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.file.save(out)
        return without_times(out.getvalue())

    # ---- the frame ----

    def _prepare(self) -> None:
        from docx.oxml.ns import qn  # noqa: PLC0415 - needed() has said whether it is there
        from docx.shared import Mm, Pt  # noqa: PLC0415 - the same

        document, section, m = self.document, self.file.sections[0], self.measures
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(m.side)
        section.top_margin, section.bottom_margin = Mm(m.above), Mm(m.below)
        section.header_distance = section.footer_distance = Mm(m.below // 2)
        if document.direction == "rtl":
            section._sectPr.find(qn("w:cols")).addnext(new_element("w:bidi"))  # noqa: SLF001 - python-docx has no word for it
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "Header", "Footer"):
            self._style(self.file.styles[name])
        for name, size, before in (
            ("Normal", m.text, 0), ("List Bullet", m.text, 0), ("Title", m.title, 0),
            ("Heading 1", m.heading, m.before), ("Heading 2", m.heading - 1, m.before),
        ):  # fmt: skip
            style = self.file.styles[name]
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(m.behind)
            style.paragraph_format.line_spacing = m.line
            resize(style.element.get_or_add_rPr(), size)
        moment = dt.datetime.strptime(document.made_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
        properties = self.file.core_properties
        properties.title, properties.language, properties.author, properties.comments = clean(document.title), document.language, "", ""
        properties.created = properties.modified = moment.replace(tzinfo=None)
        properties.last_modified_by, properties.revision = "", 1
        self._header(section.header)
        self._footer(section.footer)

    def _style(self, style: Any) -> None:
        from docx.oxml.ns import qn  # noqa: PLC0415 - the same
        from docx.shared import RGBColor  # noqa: PLC0415 - the same

        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(name), FONT)
        # The template spaces the letters of a title out, which would tear the Arabic ones apart.
        for name in ("w:lang", "w:spacing", "w:kern"):
            for old in properties.findall(qn(name)):
                properties.remove(old)
        for old in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
            old.getparent().remove(old)
        properties.append(language_mark(self.document.language))
        if style.name.startswith(("Heading", "Title")):
            style.font.bold = style.font.cs_bold = True
            style.font.color.rgb = RGBColor.from_string("0B5A66" if style.name.startswith("Heading") else "1D2329")

    def _header(self, header: Any) -> None:
        lines: list[Line] = [[Run(self.document.exercise, "warn")]] if self.document.exercise else []
        lines.append([*self.document.header, Run(" · ", "quiet"), Run(self.document.kicker, "quiet")])
        for place, line in enumerate(lines):
            self._runs(header.paragraphs[0] if place == 0 else header.add_paragraph(), line, small=True)

    def _footer(self, footer: Any) -> None:
        self._runs(footer.paragraphs[0], self.document.footer, small=True)
        pages = footer.add_paragraph()
        self._runs(pages, [], small=True)
        for piece in FIELD.split(self.document.page_of):
            if piece in {PAGE, PAGES}:
                add_field(self._run(pages, Run("", "quiet"), small=True), "PAGE" if piece == PAGE else "NUMPAGES")
            elif piece:
                self._run(pages, Run(piece, "quiet"), small=True)

    # ---- blocks ----

    def _block(self, where: Any, block: Block) -> None:
        self.printers[type(block)](where, block)

    def _heading(self, where: Any, block: Heading) -> None:
        self._runs(where.add_paragraph(style=f"Heading {block.level}"), block.text)

    def _paragraph(self, where: Any, block: Paragraph) -> None:
        self._runs(where.add_paragraph(), block.text, direction=block.direction)

    def _facts(self, where: Any, block: Facts) -> None:
        table = self._new_table(where, len(block.rows), 2, [1, 2])
        for row, (name, value) in zip(table.rows, block.rows, strict=True):
            self._runs(row.cells[0].paragraphs[0], [Run(run.text, run.look or "quiet", run.direction, run.language) for run in name])
            self._runs(row.cells[1].paragraphs[0], value)

    def _table(self, where: Any, block: Table) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - needed() has said whether it is there

        table = self._new_table(where, len(block.rows) + 1, len(block.headings), list(block.widths), ruled=True)
        table.rows[0]._tr.get_or_add_trPr().append(new_element("w:tblHeader"))  # noqa: SLF001 - repeated on each page
        for cell, line in zip(table.rows[0].cells, block.headings, strict=True):
            self._runs(cell.paragraphs[0], [Run(run.text, "strong", run.direction, run.language) for run in line], small=True)
        for row, lines in zip(table.rows[1:], block.rows, strict=True):
            for cell, line in zip(row.cells, lines, strict=True):
                self._runs(cell.paragraphs[0], line)
        for number in block.numbers:  # `right` is the far side: in a paragraph from right to left it is the left one
            for cell in table.columns[number].cells:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _bullets(self, where: Any, block: Bullets) -> None:
        for first, second in block.rows:
            paragraph = where.add_paragraph(style="List Bullet")
            self._runs(paragraph, first)
            if second:
                self._run(paragraph, Run("\n"))
                self._runs(paragraph, second, small=True)

    def _bars(self, where: Any, block: Bars) -> None:
        for bar in block.bars:
            self._runs(where.add_paragraph(), bar.said)

    def _drawn(self, where: Any, block: Drawn) -> None:
        self._runs(where.add_paragraph(), [Run(block.words)])

    def _columns(self, where: Any, block: Columns) -> None:
        table = self._new_table(where, 1, len(block.columns), [1] * len(block.columns))
        for cell, blocks in zip(table.rows[0].cells, block.columns, strict=True):
            for each in blocks:
                self._block(cell, each)
            empty = cell.paragraphs[0]
            empty._p.getparent().remove(empty._p)  # noqa: SLF001 - the paragraph that every new cell has
            if not cell.paragraphs or cell._tc[-1].tag.endswith("}tbl"):  # noqa: SLF001 - a cell must end with a paragraph
                cell.add_paragraph()

    def _new_table(self, where: Any, rows: int, columns: int, shares: list[int], *, ruled: bool = False) -> Any:
        """An empty table; `ruled`: with a thin line under each row, as a register has them."""
        from docx.oxml.ns import qn  # noqa: PLC0415 - the same
        from docx.shared import Mm  # noqa: PLC0415 - needed() has said whether it is there

        width = Mm(self.measures.width) if where is self.file else Mm(self.measures.width // 2 - 5)
        table = where.add_table(rows, columns)
        table.style = self.file.styles["Normal Table"]
        table.autofit = False
        if ruled:
            borders = new_element("w:tblBorders")
            for side in ("w:bottom", "w:insideH"):
                borders.append(new_element(side, val="single", sz="4", space="0", color="CFCAC0"))
            table._tblPr.find(qn("w:tblLayout")).addprevious(borders)  # noqa: SLF001 - python-docx has no word for it
        if self.document.direction == "rtl":
            width_of = table._tblPr.find(qn("w:tblW"))  # noqa: SLF001 - the first column stands at the right
            width_of.addprevious(new_element("w:bidiVisual"))
        whole = sum(max(1, share) for share in shares)
        for place, share in enumerate(shares):  # in the grid too: not every program looks at the cells
            table.columns[place].width = width * max(1, share) // whole
            for cell in table.columns[place].cells:
                cell.width = width * max(1, share) // whole
        return table

    # ---- text ----

    def _runs(self, paragraph: Any, line: Line, *, direction: Direction | None = None, small: bool = False) -> None:
        """Runs in a paragraph that has the direction of the document, or its own."""
        if (direction or self.document.direction) == "rtl":
            properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no word for it
            if not any(child.tag.endswith("}bidi") for child in properties):
                properties.append(new_element("w:bidi"))
        for run in line:
            self._run(paragraph, run, direction=direction, small=small)

    def _run(self, paragraph: Any, run: Run, *, direction: Direction | None = None, small: bool = False) -> Any:
        from docx.shared import RGBColor  # noqa: PLC0415 - needed() has said whether it is there

        around = direction or self.document.direction
        turned = run.direction is not None and run.direction != around
        # Between marks of its own direction: the full stop at the end of a text is of the text, and not of the paragraph.
        edge = _MARKS[run.direction] if turned and run.direction is not None else ""
        made = paragraph.add_run(edge + clean(run.text) + edge)
        font = made.font
        if run.look == "strong":
            font.bold = font.cs_bold = True
        if run.look == "mono":
            font.name = _MONO
        if run.look in _COLOURS:
            font.color.rgb = RGBColor.from_string(_COLOURS[run.look])
        if small:
            resize(made._r.get_or_add_rPr(), self.measures.small)  # noqa: SLF001 - python-docx has no word for it
        if (run.direction or around) == "rtl":
            font.rtl = True
        made._r.get_or_add_rPr().append(language_mark(run.language or self._language_of(run)))  # noqa: SLF001 - python-docx has no word for it
        if turned:  # a mark of the paragraph's direction: a number behind must not join the run
            mark = paragraph.add_run(_MARKS[around])
            mark.font.rtl = True if around == "rtl" else None
        return made

    def _language_of(self, run: Run) -> str:
        """The language of the document, where the run goes its way; else none, so that nobody's spelling is corrected in a wrong one."""
        return self.document.language if run.direction in {None, self.document.direction} else "x-none"


def clean(text: str) -> str:
    """What XML cannot hold is replaced."""
    return _NOT_XML.sub("\ufffd", text)


def new_element(name: str, /, **attributes: str) -> Any:
    """An element of Word, "w:bidi", with attributes of Word's own namespace."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - needed() has said whether it is there
    from docx.oxml.ns import qn  # noqa: PLC0415 - the same

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def language_mark(code: str) -> Any:
    """The language of a run, for both directions."""
    return new_element("w:lang", val=code, bidi=code)


def add_field(run: Any, code: str) -> None:
    """A number that Word fills in."""
    begin, text, end = (
        new_element("w:fldChar", fldCharType="begin"),
        new_element("w:instrText"),
        new_element("w:fldChar", fldCharType="end"),
    )
    text.text = code
    for element in (begin, text, end):
        run._r.append(element)  # noqa: SLF001 - python-docx has no word for it


def resize(properties: Any, points: float) -> None:
    """A size in points or halves of one, for both kinds of script: Word keeps that of the Arabic script apart."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - needed() has said whether it is there
    from docx.shared import Pt  # noqa: PLC0415 - the same

    properties.sz_val = Pt(points)
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    properties.find(qn("w:sz")).addnext(new_element("w:szCs", val=str(round(2 * points))))


def without_times(raw: bytes) -> bytes:
    """The same archive with no time of writing in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            info = zipfile.ZipInfo(item.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(item))
    return out.getvalue()
