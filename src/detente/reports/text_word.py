"""A text as a Word file, to be worked on and read back: one language or several side by side, with tracked changes against an earlier one.

Rules:

1. What stands in the brackets is written as `texts.form` writes it; words that would be read as marks have a style that says so.
2. The name of each provision stands in a hidden bookmark, languages and status in a part of their own: `text_from_word` reads the same
   value back. Lines that are none of the text have the style FRAME_STYLE.
3. The words of a party have its colour and a line of its own kind, and its key stands before them.
4. A change is Word's own: taken as made, the later version remains, taken as not made, the earlier one.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, NamedTuple
from xml.sax.saxutils import quoteattr

from detente.errors import N_, CallerError
from detente.i18n import Said
from detente.reports.extra import needed
from detente.reports.parts import PAGE, PAGES
from detente.reports.text_diff import stretches
from detente.reports.text_parts import (
    COLOURS,
    LINES,
    NOBODY,
    Cover,
    Span,
    exercise_in,
    hues,
    is_rtl,
    legend,
    rows_of,
    short_digest,
    spans,
    words_for,
)
from detente.reports.word import FIELD, FONT, add_field, clean, language_mark, new_element, resize, without_times
from detente.reports.word_paragraphs import FRAME_STYLE, LEVEL_STYLE, LITERAL_STYLE, OWN, TITLE_MARK
from detente.texts.model import MOST_LEVELS, Provision, Version

MOST_COLUMNS: Final = 6
"""Languages side by side: more do not fit a page, and the United Nations have six."""

_UNDERLINES: Final = dict(zip(LINES, ("single", "double", "dotted", "dash", "wave", "dotDash"), strict=True))
_MARKS_INSIDE: Final = re.compile(r"[\[\]/:]+")
_MARKS_OUTSIDE: Final = re.compile(r"[\[\]]+")
_TOKENS: Final = re.compile(r"[^\S\n]+|\w+|[^\w\s]+|\s")

State = Literal["both", "earlier", "later"]


@dataclass(frozen=True)
class Earlier:
    """What the changes are against.

    Attributes:
        versions: the earlier version in each language; a language that is not there counts as new.
        author: whose changes they are, as Word names him.
        when: the time of the changes, as entries carry times.
        authors: provision -> whose change that one is, where it is somebody else's.
    """

    versions: Mapping[str, Version]
    author: str
    when: str
    authors: Mapping[str, str] = field(default_factory=dict)


class _Token(NamedTuple):
    """A word, a blank or a mark."""

    span: Span
    literal: bool

    @property
    def key(self) -> tuple[str, bool, bool]:
        return self.span.text, self.literal, self.span.kind == "words"


class _Row(NamedTuple):
    """One provision in each language, as it was and as it is; `state` of the row as a whole."""

    state: State
    cells: Sequence[tuple[Provision | None, Provision | None]]


def text_word(versions: Mapping[str, Version], cover: Cover, earlier: Earlier | None = None) -> bytes:
    """A text as a Word file: one language, or several side by side in the order of the cover; the same arguments give the same bytes.

    Side by side, provisions stand in the order of the first language.

    Raises:
        CallerError: there is no language, or more than fit; or the extra `reports` is not installed.
    """
    needed("docx")
    ordered = cover.in_order(versions)
    if len(ordered) > MOST_COLUMNS:
        raise CallerError(N_("%(seen)d languages side by side, the limit is %(limit)d"), seen=len(ordered), limit=MOST_COLUMNS)
    return _Writer(ordered, cover, earlier).bytes()


class _Writer:
    """One Word file in the making."""

    def __init__(self, versions: list[Version], cover: Cover, earlier: Earlier | None) -> None:
        self.versions, self.cover, self.earlier = versions, cover, earlier
        self.against = earlier or Earlier({one.language: one for one in versions}, "", cover.made_at)
        was = self.against.versions
        self.before = [was.get(one.language, replace(one, provisions=(), title="")) for one in versions]
        self.hues = hues(cover, [*versions, *self.before])
        self.file = needed("docx").Document()
        self.body = self.file.element.body
        self.ids = itertools.count(1)
        self.main = versions[0].language
        self._prepare()
        if len(versions) == 1:
            for element in self._column():
                self._put(element)
        else:
            self._put(self._table())
        self._closing()

    def bytes(self) -> bytes:
        self._say_what_it_is()
        out = io.BytesIO()
        self.file.save(out)
        return without_times(out.getvalue())

    def _put(self, element: Any) -> None:
        self.body.insert(len(self.body) - 1, element)  # the section stands last

    # ---- the frame ----

    def _prepare(self) -> None:
        from docx.oxml.ns import qn  # noqa: PLC0415 - needed() has said whether it is there
        from docx.shared import Mm  # noqa: PLC0415 - the same

        section = self.file.sections[0]
        wide = len(self.versions) > 2
        section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
        if wide:
            section._sectPr.find(qn("w:pgSz")).set(qn("w:orient"), "landscape")  # noqa: SLF001 - python-docx has no word for it
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin, section.bottom_margin = Mm(28), Mm(22)
        section.header_distance = section.footer_distance = Mm(11)
        if len(self.versions) == 1 and is_rtl(self.main):
            section._sectPr.find(qn("w:cols")).addnext(new_element("w:bidi"))  # noqa: SLF001 - the same
        self._styles()
        self._numbering()
        moment = dt.datetime.strptime(self.cover.made_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
        properties = self.file.core_properties
        properties.title, properties.language, properties.author = clean(self.cover.title(self.versions[0]))[:255], self.main, ""
        properties.comments, properties.last_modified_by, properties.revision = "", "", 1
        properties.created = properties.modified = moment.replace(tzinfo=None)
        self._header(section.header)
        self._footer(section.footer)

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - the same
        from docx.oxml.ns import qn  # noqa: PLC0415 - the same
        from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415 - the same

        styles = self.file.styles
        styles.add_style(LITERAL_STYLE, WD_STYLE_TYPE.CHARACTER)
        styles.add_style(FRAME_STYLE, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        for level in range(1, MOST_LEVELS):
            style = styles.add_style(f"{LEVEL_STYLE}{level}", WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            indent = new_element("w:ind", left=str(round(level * 454)))
            style.element.get_or_add_pPr().append(indent)
        sizes = {"Normal": 10.5, "Header": 8, "Footer": 8, FRAME_STYLE: 9, "Title": 16}
        sizes |= {f"Heading {level}": max(10.5, 14 - level) for level in range(1, MOST_LEVELS + 1)}
        for name, size in sizes.items():
            style = styles[name]
            properties = style.element.get_or_add_rPr()
            fonts = properties.get_or_add_rFonts()
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(key), FONT)
            for key in ("w:lang", "w:spacing", "w:kern"):  # letters that are spaced out tear Arabic words apart
                for old in properties.findall(qn(key)):
                    properties.remove(old)
            for old in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
                old.getparent().remove(old)
            resize(properties, size)
            style.paragraph_format.space_after = Pt(6 if name in {"Normal", "Title"} else 3)
            if name.startswith(("Heading", "Title")):
                style.font.bold = style.font.cs_bold = True
                style.font.italic = style.font.cs_italic = False
                style.font.color.rgb = RGBColor.from_string("1D2329")
        styles["Normal"].paragraph_format.left_indent = Mm(0)

    def _numbering(self) -> None:
        """A list of its own for each column, so that each counts for itself: number 9001 and on."""
        root = self.file.part.numbering_part.element
        for column in range(len(self.versions)):
            kind = new_element("w:abstractNum", abstractNumId=str(9001 + column))
            kind.append(new_element("w:multiLevelType", val="multilevel"))
            for level in range(MOST_LEVELS):
                one = new_element("w:lvl", ilvl=str(level))
                text = ".".join(f"%{nth}" for nth in range(1, level + 2)) + "."
                for name, value in (("start", "1"), ("numFmt", "decimal"), ("lvlText", text), ("lvlJc", "left")):
                    one.append(new_element(f"w:{name}", val=value))
                properties = new_element("w:pPr")
                properties.append(new_element("w:ind", left=str(454 * (level + 1) + 100 * level), hanging=str(454 + 100 * level)))
                one.append(properties)
                kind.append(one)
            root.insert(column, kind)  # all kinds stand before all lists
            number = new_element("w:num", numId=str(9001 + column))
            number.append(new_element("w:abstractNumId", val=str(9001 + column)))
            root.append(number)

    def _header(self, header: Any) -> None:
        header.paragraphs[0]._p.getparent().remove(header.paragraphs[0]._p)  # noqa: SLF001 - the same
        languages = [version.language for version in self.versions]
        if self.cover.exercise:
            for language in languages:
                self._line(header._element, exercise_in(self.cover, language), language, "Header", colour="8A5A00")  # noqa: SLF001
        for version in self.versions:
            language = version.language
            t = words_for(language)
            digest = f"{t.gettext(N_('digest'))} \u200e{short_digest(self.cover)}\u200e"
            said = " · ".join(part for part in (self.cover.title(version), self.cover.status_in(language), digest) if part)
            self._line(header._element, said, language, "Header")  # noqa: SLF001 - the same

    def _footer(self, footer: Any) -> None:
        paragraph = footer.paragraphs[0]
        if is_rtl(self.main):
            paragraph._p.get_or_add_pPr().append(new_element("w:bidi"))  # noqa: SLF001 - the same
        for piece in FIELD.split(words_for(self.main).gettext(N_("page %(page)s of %(pages)s"), page=Said(PAGE), pages=Said(PAGES))):
            run = paragraph.add_run("" if piece in {PAGE, PAGES} else piece)
            run.font.rtl = True if is_rtl(self.main) else None
            if piece in {PAGE, PAGES}:
                add_field(run, "PAGE" if piece == PAGE else "NUMPAGES")

    def _closing(self) -> None:
        """Below the text: who the parties are, each with its line and colour, and the whole digest."""
        for version in self.versions:
            language, t = version.language, words_for(version.language)
            for party, name in legend(self.cover, [*self.versions, *self.before], language):
                mark = Span(party.upper(), "party", party)
                frame = self._frame(language)
                frame.append(self._run(_Token(mark, literal=False), language, "both"))
                frame.append(self._run(_Token(Span(f" {name}"), literal=False), language, "both"))
                self._put(frame)
            self._put_line(t.gettext(N_("Digest of all language versions, which all sign")), language)
        self._put_line(self.cover.digest, "en")
        self._put_line(" · ".join(words_for(v.language).time(self.cover.made_at) for v in self.versions), self.main)

    def _put_line(self, words: str, language: str) -> None:
        self._line(self.body, words, language, FRAME_STYLE)
        self._put(self.body[-1])

    def _frame(self, language: str, style: str = FRAME_STYLE) -> Any:
        paragraph = new_element("w:p")
        properties = new_element("w:pPr")
        properties.append(new_element("w:pStyle", val=style))
        if is_rtl(language):
            properties.append(new_element("w:bidi"))
        paragraph.append(properties)
        return paragraph

    def _line(self, where: Any, words: str, language: str, style: str, colour: str = NOBODY) -> None:
        """A line that is none of the text."""
        paragraph = self._frame(language, style)
        run = self._run(_Token(Span(words), literal=False), language, "both")
        properties = run[0]
        properties.insert(0, new_element("w:color", val=colour))
        paragraph.append(run)
        where.append(paragraph)

    def _say_what_it_is(self) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - needed() has said whether it is there
        from docx.opc.packuri import PackURI  # noqa: PLC0415 - the same
        from docx.opc.part import Part  # noqa: PLC0415 - the same

        columns = "".join(f"<column language={quoteattr(one.language)} status={quoteattr(one.status)}/>" for one in self.versions)
        xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<text xmlns="{OWN}">{columns}</text>'
        part = Part(PackURI("/customXml/item9001.xml"), "application/xml", xml.encode(), self.file.part.package)
        self.file.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)

    # ---- the text ----

    def _column(self) -> Iterator[Any]:
        """One language from top to bottom."""
        version, before = self.versions[0], self.before[0]
        yield from self._title(0)
        for row in self._rows([version], [before]):
            yield from self._cell(row, 0)

    def _title(self, column: int) -> list[Any]:
        version, before = self.versions[column], self.before[column]
        earlier, later = ((Provision(TITLE_MARK.lower(), (one.title,)) if one.title else None) for one in (before, version))
        return list(self._provision(earlier, later, column, title=True))

    def _table(self) -> Any:
        languages = [version.language for version in self.versions]
        table, properties = new_element("w:tbl"), new_element("w:tblPr")
        if is_rtl(languages[0]):
            properties.append(new_element("w:bidiVisual"))
        properties.append(new_element("w:tblW", w="5000", type="pct"))
        borders = new_element("w:tblBorders")
        for side in ("w:top", "w:bottom", "w:insideH", "w:insideV"):
            borders.append(new_element(side, val="single", sz="4", space="0", color="CFCAC0"))
        properties.append(borders)
        properties.append(new_element("w:tblLayout", type="fixed"))
        table.append(properties)
        grid = new_element("w:tblGrid")
        width = (257 if len(languages) > 2 else 170) * 1440 // 254 * 10 // len(languages)
        for _ in languages:
            grid.append(new_element("w:gridCol", w=str(width)))
        table.append(grid)
        names = []
        for language in languages:
            frame = self._frame(language)
            frame.append(self._run(_Token(Span(words_for(language).language_name(language)), literal=False), language, "both"))
            names.append([frame])
        table.append(self._row(names, "both", width, head=True))
        titles = [self._title(column) for column in range(len(languages))]
        if any(titles):
            table.append(self._row(titles, "both", width))
        for row in self._rows(self.versions, self.before):
            cells = [list(self._cell(row, column)) for column in range(len(languages))]
            table.append(self._row(cells, row.state, width))
        return table

    def _row(self, cells: list[list[Any]], state: State, width: int, *, head: bool = False) -> Any:
        row, properties = new_element("w:tr"), new_element("w:trPr")
        if head:
            properties.append(new_element("w:tblHeader"))
        if state != "both":
            properties.append(self._change("ins" if state == "later" else "del", None))
        if len(properties):
            row.append(properties)
        for place, paragraphs in enumerate(cells):
            cell, of_cell = new_element("w:tc"), new_element("w:tcPr")
            of_cell.append(new_element("w:tcW", w=str(width), type="dxa"))
            cell.append(of_cell)
            cell.extend(paragraphs or [self._frame(self.versions[place].language)])
            row.append(cell)
        return row

    def _rows(self, versions: list[Version], before: list[Version]) -> Iterator[_Row]:
        """Provision by provision what was and what is."""
        now = list(rows_of(versions))
        if self.earlier is None:
            for _, cells in now:
                yield _Row("both", [(one, one) for one in cells])
            return
        was = list(rows_of(before))
        nothing: list[Provision | None] = [None] * len(versions)
        for stretch in stretches([name for name, _ in was], [name for name, _ in now]):
            for place in range(stretch.start, stretch.end):
                old = (
                    was[stretch.other + place - stretch.start][1]
                    if stretch.kind == "both"
                    else was[place][1]
                    if stretch.kind == "earlier"
                    else nothing
                )
                new = nothing if stretch.kind == "earlier" else now[place][1]
                yield _Row(stretch.kind, list(zip(old, new, strict=True)))

    def _cell(self, row: _Row, column: int) -> Iterator[Any]:
        earlier, later = row.cells[column]
        yield from self._provision(earlier, later, column)

    def _provision(self, earlier: Provision | None, later: Provision | None, column: int, *, title: bool = False) -> Iterator[Any]:
        """One provision: one paragraph where its looks are the same, else the old one taken out and the new one put in."""
        if earlier is not None and later is not None and (earlier.level, earlier.look) == (later.level, later.look):
            yield self._paragraph(earlier, later, later, column, "both", title=title)
            return
        if earlier is not None:
            yield self._paragraph(earlier, None, earlier, column, "earlier", title=title)
        if later is not None:
            yield self._paragraph(None, later, later, column, "later", title=title)

    def _paragraph(
        self, earlier: Provision | None, later: Provision | None, shown: Provision, column: int, state: State, *, title: bool
    ) -> Any:
        language = self.versions[column].language
        author = None if title else shown.id
        paragraph = new_element("w:p")
        paragraph.append(self._look(shown, column, state, author, title=title))
        place = str(next(self.ids))
        # A name may stand once in a file: where a provision has moved, its old place has another prefix.
        moved = state == "earlier" and (title or shown.id in self.versions[column])
        name = TITLE_MARK if title else shown.id.replace("-", "D")
        paragraph.append(new_element("w:bookmarkStart", id=place, name=f"_d{'x' if moved else 't'}{column}_{name}"))
        old = [] if earlier is None else list(_tokens(earlier, title=title))
        new = [] if later is None else list(_tokens(later, title=title))
        if earlier is later or self.earlier is None:
            paragraph.extend(self._runs(new, language, "both"))
        else:
            for stretch in stretches([one.key for one in old], [one.key for one in new]):
                source = old if stretch.kind == "earlier" else new
                runs = self._runs(source[stretch.start : stretch.end], language, stretch.kind)
                if stretch.kind == "both":
                    paragraph.extend(runs)
                else:
                    change = self._change("ins" if stretch.kind == "later" else "del", author)
                    change.extend(runs)
                    paragraph.append(change)
        paragraph.append(new_element("w:bookmarkEnd", id=place))
        return paragraph

    def _look(self, provision: Provision, column: int, state: State, author: str | None, *, title: bool) -> Any:
        """The properties of a paragraph, in the order of the schema."""
        properties = new_element("w:pPr")
        style = ""
        if title:
            style = "Title"
        elif provision.look == "heading":
            style = f"Heading{provision.level + 1}"
        elif provision.look == "paragraph" and provision.level:
            style = f"{LEVEL_STYLE}{provision.level}"
        if style:
            properties.append(new_element("w:pStyle", val=style))
        if provision.look == "numbered":
            numbered = new_element("w:numPr")
            numbered.append(new_element("w:ilvl", val=str(provision.level)))
            numbered.append(new_element("w:numId", val=str(9001 + column)))
            properties.append(numbered)
        if is_rtl(self.versions[column].language):
            properties.append(new_element("w:bidi"))
        if state != "both":
            mark = new_element("w:rPr")
            mark.append(self._change("ins" if state == "later" else "del", author))
            properties.append(mark)
        return properties

    def _change(self, kind: Literal["ins", "del"], provision: str | None) -> Any:
        author = self.against.authors.get(provision or "", self.against.author)
        return new_element(f"w:{kind}", id=str(next(self.ids)), author=clean(author), date=self.against.when)

    # ---- words ----

    def _runs(self, tokens: Sequence[_Token], language: str, state: State) -> Iterator[Any]:
        """Runs of tokens that look alike."""

        def alike(one: _Token) -> tuple[Span, bool]:
            return replace(one.span, text=""), one.literal

        for _, group in itertools.groupby(tokens, alike):
            same = list(group)
            yield self._run(_Token(replace(same[0].span, text="".join(one.span.text for one in same)), same[0].literal), language, state)

    def _run(self, token: _Token, language: str, state: State) -> Any:
        span = token.span
        run, properties = new_element("w:r"), new_element("w:rPr")
        party = span.kind in {"party", "opposed"}
        if token.literal:
            properties.append(new_element("w:rStyle", val=LITERAL_STYLE))
        if span.kind in {"open", "close"} or party:
            properties.append(new_element("w:b"))
            properties.append(new_element("w:bCs"))
        if span.party in self.hues:
            hue = self.hues[span.party]
            properties.append(new_element("w:color", val=COLOURS[hue]))
            properties.append(new_element("w:u", val=_UNDERLINES[LINES[hue]], color=COLOURS[hue]))
        elif span.kind == "number":
            properties.append(new_element("w:color", val=NOBODY))
        if span.kind == "number":
            properties.append(new_element("w:vertAlign", val="superscript"))
        latin = party or span.kind == "number"
        if is_rtl(language) and not latin:
            properties.append(new_element("w:rtl"))
        properties.append(language_mark("x-none" if latin else language))
        run.append(properties)
        text = new_element("w:delText" if state == "earlier" else "w:t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = clean(span.text)
        run.append(text)
        return run


def _tokens(provision: Provision, *, title: bool) -> Iterator[_Token]:
    """The words of a provision one by one, with the marks between them; what only looks like a mark is literal."""
    for span in [Span(str(provision.content[0]))] if title else spans(provision.content):
        if span.kind != "words":
            yield _Token(span, literal=False)
            continue
        marks = _MARKS_INSIDE if span.depth else _MARKS_OUTSIDE
        at = 0
        for found in itertools.chain(marks.finditer(span.text), [None]):
            end = len(span.text) if found is None else found.start()
            for word in _TOKENS.findall(span.text[at:end]):
                yield _Token(replace(span, text=word), literal=False)
            if found is not None:
                yield _Token(replace(span, text=found[0]), literal=not title)
                at = found.end()
