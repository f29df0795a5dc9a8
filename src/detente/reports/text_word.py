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
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

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
    Writing,
    exercise_in,
    hues,
    is_rtl,
    legend,
    parties_in,
    rows_of,
    short_digest,
    spans,
    words_for,
)
from detente.reports.word import FIELD, FONT, add_field, clean, new_element, resize, without_times
from detente.reports.word_paragraphs import FRAME_STYLE, LEVEL_STYLE, LITERAL_STYLE, OWN, TITLE_MARK
from detente.texts.model import MOST_LEVELS, Provision, Version

MOST_COLUMNS: Final = 6
"""Languages side by side: more do not fit a page, and the United Nations have six."""

_UNDERLINES: Final = dict(zip(LINES, ("single", "double", "dotted", "dash", "wave", "dotDash"), strict=True))
_MARKS_INSIDE: Final = re.compile(r"([\[\]/:]+)")
_MARKS_OUTSIDE: Final = re.compile(r"([\[\]]+)")
_TOKENS: Final = re.compile(r"[^\S\n]+|\w+|[^\w\s]+|\s")

_HERE: Final = "<w:p><w:r><w:t>the text stands here</w:t></w:r></w:p>"

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
    """Some characters that look alike: of words, or a mark."""

    span: Span
    literal: bool

    def parted(self) -> Iterator[_Token]:
        """The same, word by word."""
        if self.span.kind != "words":
            yield self
        _, kind, party, bracket, depth = self.span
        for word in _TOKENS.findall(self.span.text) if self.span.kind == "words" else ():
            yield _Token(Span(word, kind, party, bracket, depth), self.literal)

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
        self.named = parties_in([*versions, *(self.before if earlier else ())])
        self.hues = hues(cover, self.named)
        self.file = needed("docx").Document()
        self.ids = itertools.count(1)
        self.main = versions[0].language
        self._looks: dict[tuple[str, str, bool, str], str] = {}
        self._paragraphs: dict[tuple[str, int, int, bool], str] = {}
        self._writings = {one.language: self._writing(one.language) for one in versions}
        self._prepare()
        self.written = "".join([*(self._column() if len(versions) == 1 else self._table()), *self._closing()])

    def bytes(self) -> bytes:
        self._say_what_it_is()
        self._put([_HERE], self.file.element.body, at=0)
        made, out = io.BytesIO(), io.BytesIO()
        self.file.save(made)
        # The text goes in as bytes: moving a tree of 100,000 elements into another one takes minutes.
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
            for item in old.infolist():
                data = old.read(item)
                here = item.filename == "word/document.xml"
                new.writestr(item.filename, data.replace(_HERE.encode(), self.written.encode(), 1) if here else data)  # packed below
        return without_times(out.getvalue())

    @staticmethod
    def _put(written: Iterable[str], where: Any, at: int) -> None:
        """A few elements, written out as XML."""
        from docx.oxml import parse_xml  # noqa: PLC0415 - needed() has said whether it is there
        from docx.oxml.ns import nsdecls  # noqa: PLC0415 - the same

        where[at:at] = list(parse_xml(f"<w:body {nsdecls('w')}>{''.join(written)}</w:body>"))

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
        lines: list[str] = []
        if self.cover.exercise:
            lines += [self._line(exercise_in(self.cover, language), language, "Header", colour="8A5A00") for language in languages]
        for version in self.versions:
            language = version.language
            t = words_for(language)
            digest = f"{t.gettext(N_('check value'))} \u200e{short_digest(self.cover)}\u200e"
            said = " · ".join(part for part in (self.cover.title(version), self.cover.status_in(language), digest) if part)
            lines.append(self._line(said, language, "Header"))
        self._put(lines, header._element, at=0)  # noqa: SLF001 - the same

    def _footer(self, footer: Any) -> None:
        paragraph = footer.paragraphs[0]
        if is_rtl(self.main):
            paragraph._p.get_or_add_pPr().append(new_element("w:bidi"))  # noqa: SLF001 - the same
        for piece in FIELD.split(words_for(self.main).gettext(N_("page %(page)s of %(pages)s"), page=Said(PAGE), pages=Said(PAGES))):
            run = paragraph.add_run("" if piece in {PAGE, PAGES} else piece)
            run.font.rtl = True if is_rtl(self.main) else None
            if piece in {PAGE, PAGES}:
                add_field(run, "PAGE" if piece == PAGE else "NUMPAGES")

    def _closing(self) -> Iterator[str]:
        """Below the text: who the parties are, each with its line and colour, and the whole digest."""
        for version in self.versions:
            language, t = version.language, words_for(version.language)
            for party, name in legend(self.cover, self.named, language):
                mark = self._run(Span(party.upper(), "party", party), language, "both")
                yield self._frame(language, mark + self._run(Span(f" {name}"), language, "both"))
            yield self._line(t.gettext(N_("Check value of all language versions as they stand here")), language)
        yield self._line(self.cover.digest, "en")
        for language in (version.language for version in self.versions):
            yield self._line(words_for(language).time(self.cover.made_at), language)

    def _frame(self, language: str, inside: str = "", style: str = FRAME_STYLE) -> str:
        return _x("p", _x("pPr", _x("pStyle", val=style) + (_x("bidi") if is_rtl(language) else "")) + inside)

    def _line(self, words: str, language: str, style: str = FRAME_STYLE, colour: str = NOBODY) -> str:
        """A line that is none of the text."""
        looks = _x("color", val=colour) + (_x("rtl") if is_rtl(language) else "") + _x("lang", val=language, bidi=language)
        return self._frame(language, _x("r", _x("rPr", looks) + _words(words)), style)

    def _say_what_it_is(self) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - needed() has said whether it is there
        from docx.opc.packuri import PackURI  # noqa: PLC0415 - the same
        from docx.opc.part import Part  # noqa: PLC0415 - the same

        columns = "".join(f"<column language={quoteattr(one.language)} status={quoteattr(one.status)}/>" for one in self.versions)
        xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<text xmlns="{OWN}">{columns}</text>'
        part = Part(PackURI("/customXml/item9001.xml"), "application/xml", xml.encode(), self.file.part.package)
        self.file.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)

    # ---- the text ----

    def _column(self) -> Iterator[str]:
        """One language from top to bottom."""
        yield self._title(0)
        for row in self._rows(self.versions, self.before):
            yield self._provision(*row.cells[0], 0)

    def _title(self, column: int) -> str:
        """The title of a language version; "" where it has none."""
        earlier, later = (
            Provision(TITLE_MARK.lower(), (one.title,)) if one.title else None for one in (self.before[column], self.versions[column])
        )
        return self._provision(earlier, later, column, title=True)

    def _table(self) -> Iterator[str]:
        """All languages side by side."""
        languages = [version.language for version in self.versions]
        width = (257 if len(languages) > 2 else 170) * 1440 // 254 * 10 // len(languages)
        lines = (_x(side, val="single", sz="4", space="0", color="CFCAC0") for side in ("top", "bottom", "insideH", "insideV"))
        turned = _x("bidiVisual") if is_rtl(languages[0]) else ""
        looks = turned + _x("tblW", w="5000", type="pct") + _x("tblBorders", "".join(lines)) + _x("tblLayout", type="fixed")
        names = [self._line(words_for(language).language_name(language), language) for language in languages]
        rows = [self._row(names, "both", width, head=True)]
        titles = [self._title(column) for column in range(len(languages))]
        if any(titles):
            rows.append(self._row(titles, "both", width))
        for row in self._rows(self.versions, self.before):
            rows.append(self._row([self._provision(*cell, column) for column, cell in enumerate(row.cells)], row.state, width))
        yield _x("tbl", _x("tblPr", looks) + _x("tblGrid", _x("gridCol", w=str(width)) * len(languages)) + "".join(rows))

    def _row(self, cells: list[str], state: State, width: int, *, head: bool = False) -> str:
        looks = (_x("tblHeader") if head else "") + ("" if state == "both" else self._change(state, None))
        of_cell = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        written = [f"<w:tc>{of_cell}{cell or self._frame(one.language)}</w:tc>" for cell, one in zip(cells, self.versions, strict=True)]
        return _x("tr", (_x("trPr", looks) if looks else "") + "".join(written))

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

    def _provision(self, earlier: Provision | None, later: Provision | None, column: int, *, title: bool = False) -> str:
        """One provision: one paragraph where its looks are the same, else the old one taken out and the new one put in."""
        if earlier is not None and later is not None and (earlier.level, earlier.look) == (later.level, later.look):
            return self._paragraph(later, self._words(earlier, later, column, title=title), column, "both", title=title)
        gone = come = ""
        if earlier is not None:
            gone = self._paragraph(earlier, self._words(earlier, None, column, title=title), column, "earlier", title=title)
        if later is not None:
            come = self._paragraph(later, self._words(None, later, column, title=title), column, "later", title=title)
        return gone + come

    def _paragraph(self, shown: Provision, inside: str, column: int, state: State, *, title: bool) -> str:
        place = str(next(self.ids))
        # A name may stand once in a file: where a provision has moved, its old place has another prefix.
        moved = state == "earlier" and (title or shown.id in self.versions[column])
        name = TITLE_MARK if title else shown.id.replace("-", "D")
        named = f'w:id="{place}" w:name="_d{"x" if moved else "t"}{column}_{name}"'
        look = self._look(shown, column, state, title=title)
        return f'<w:p>{look}<w:bookmarkStart {named}/>{inside}<w:bookmarkEnd w:id="{place}"/></w:p>'

    def _look(self, provision: Provision, column: int, state: State, *, title: bool) -> str:
        """The properties of a paragraph, in the order of the schema; written once where nothing in them has changed."""
        if state != "both":
            return self._new_look(provision, column, _x("rPr", self._change(state, None if title else provision.id)), title=title)
        key = (provision.look, provision.level, column, title)
        if key not in self._paragraphs:
            self._paragraphs[key] = self._new_look(provision, column, "", title=title)
        return self._paragraphs[key]

    def _new_look(self, provision: Provision, column: int, mark: str, *, title: bool) -> str:
        style = numbered = ""
        if title:
            style = "Title"
        elif provision.look == "heading":
            style = f"Heading{provision.level + 1}"
        elif provision.look == "paragraph" and provision.level:
            style = f"{LEVEL_STYLE}{provision.level}"
        if provision.look == "numbered":
            numbered = _x("numPr", _x("ilvl", val=str(provision.level)) + _x("numId", val=str(9001 + column)))
        turned = _x("bidi") if is_rtl(self.versions[column].language) else ""
        return _x("pPr", (_x("pStyle", val=style) if style else "") + numbered + turned + mark)

    def _change(self, state: State, provision: str | None, inside: str = "") -> str:
        """What says that something was inserted or deleted, by whom and when."""
        author = self.against.authors.get(provision or "", self.against.author)
        name = "ins" if state == "later" else "del"
        return _x(name, inside, id=str(next(self.ids)), author=clean(author), date=self.against.when)

    # ---- words ----

    def _words(self, earlier: Provision | None, later: Provision | None, column: int, *, title: bool) -> str:
        """The runs of a provision, with its changes where there was an earlier version."""
        language = self.versions[column].language
        if self.earlier is None or earlier == later:
            if later is None:
                return ""
            return self._run(Span(str(later.content[0])), language, "both") if title else self._writings[language].of(later.content)
        old = [] if earlier is None else [one for span in _tokens(earlier, title=title) for one in span.parted()]
        new = [] if later is None else [one for span in _tokens(later, title=title) for one in span.parted()]
        shown = later or earlier
        author = None if title or shown is None else shown.id
        found = []
        for stretch in stretches([one.key for one in old], [one.key for one in new]):
            source = old if stretch.kind == "earlier" else new
            runs = self._runs(source[stretch.start : stretch.end], language, stretch.kind)
            found.append(runs if stretch.kind == "both" else self._change(stretch.kind, author, runs))
        return "".join(found)

    def _writing(self, language: str) -> Writing:
        """Writes what has not changed; what only looks like a mark is a run of its own."""

        def words(text: str, party: str, depth: int) -> str:
            span = Span(text, "words", party, depth=depth)
            marks = _MARKS_INSIDE if depth else _MARKS_OUTSIDE
            if marks.search(text) is None:
                return self._run(span, language, "both")
            return self._runs(_parted(span), language, "both")

        return Writing(lambda span: self._run(span, language, "both"), words)

    def _runs(self, tokens: Iterable[_Token], language: str, state: State) -> str:
        """Runs of tokens; those that look alike are one."""
        found = []
        for _, group in itertools.groupby(tokens, lambda one: (one.literal, one.span[1:])):
            first, *others = group
            text = first.span.text + "".join(one.span.text for one in others)
            found.append(self._run(first.span._replace(text=text), language, state, literal=first.literal))
        return "".join(found)

    def _run(self, span: Span, language: str, state: State, *, literal: bool = False) -> str:
        key = (span.kind, span.party, literal, language)
        looks = self._looks.get(key)
        if looks is None:
            looks = self._looks[key] = _x("rPr", "".join(self._properties(span, language, literal=literal)))
        return f"<w:r>{looks}{_words(span.text, 'delText' if state == 'earlier' else 't')}</w:r>"

    def _properties(self, span: Span, language: str, *, literal: bool) -> Iterator[str]:
        """How a run looks, in the order of the schema."""
        party = span.kind in {"party", "opposed"}
        if literal:
            yield _x("rStyle", val=LITERAL_STYLE)
        if span.kind in {"open", "close"} or party:
            yield _x("b") + _x("bCs")
        if span.party in self.hues:
            hue = self.hues[span.party]
            yield _x("color", val=COLOURS[hue]) + _x("u", val=_UNDERLINES[LINES[hue]], color=COLOURS[hue])
        elif span.kind == "number":
            yield _x("color", val=NOBODY)
        if span.kind == "number":
            yield _x("vertAlign", val="superscript")
        latin = party or span.kind == "number"
        if is_rtl(language) and not latin:
            yield _x("rtl")
        code = "x-none" if latin else language
        yield _x("lang", val=code, bidi=code)


def _x(name: str, inside: str = "", /, **attributes: str) -> str:
    """An element of Word's own namespace, written out; `inside` is written already."""
    said = "".join(f" w:{key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<w:{name}{said}>{inside}</w:{name}>" if inside else f"<w:{name}{said}/>"


def _words(text: str, name: str = "t") -> str:
    return f'<w:{name} xml:space="preserve">{escape(clean(text))}</w:{name}>'


def _tokens(provision: Provision, *, title: bool) -> Iterator[_Token]:
    """The words of a provision with the marks between them; what only looks like a mark is literal."""
    for span in [Span(str(provision.content[0]))] if title else spans(provision.content):
        if span.kind != "words" or title:
            yield _Token(span, literal=False)
        else:
            yield from _parted(span)


def _parted(span: Span) -> Iterator[_Token]:
    """Words, and what in them only looks like a mark."""
    marks = _MARKS_INSIDE if span.depth else _MARKS_OUTSIDE
    for piece in marks.split(span.text):
        if piece:
            yield _Token(span._replace(text=piece), literal=marks.fullmatch(piece) is not None)
