"""The paragraphs of a Word file, as they stand: each with its look, its names, and its words piece by piece, with who changed them.

What is no paragraph of the text (footnotes, comments, pictures, text boxes, headers) is reported, with its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from detente.errors import N_, FormatError
from detente.reports.word_brackets import NONCHARACTERS, Kind, Said
from detente.reports.word_package import Package, attribute, child, is_on, tag, value
from detente.texts.model import MOST_LEVELS, PROVISION_ID

OWN: Final = "urn:detente:text:1"
"""The namespace of the part in which our own files say what they are; the same as in `text_akn`."""

TITLE_MARK: Final = "T"
BOOKMARK: Final = re.compile(r"_d[tx]([0-9])_([a-z0-9_D]{1,32}|T)\Z")
"""What our own files call a paragraph: the column, and the name of the provision, D for each - (a bookmark may have none).
_dx: the same, in the place where an earlier version had it."""

LITERAL_STYLE, FRAME_STYLE, LEVEL_STYLE = "DetenteLiteral", "DetenteFrame", "DetenteLevel"
"""Of our own files: words that look like marks; lines around the text that are none of it; how deep a paragraph stands."""

MOST_IN_PARAGRAPH: Final = 200_000
"""Characters."""

_INVISIBLE: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000e-\u001f\u007f\ufeff\ufdd0-\ufdef]")
_SOFT_HYPHEN: Final = "\u00ad"
_HEADING: Final = re.compile(r"(?i)heading ([1-9])\Z")
_PAPER: Final = re.compile(r"word/(?:header|footer)[0-9]*\.xml\Z")
_SKIPPED: Final = frozenset(
    {
        "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText", "delInstrText", "proofErr", "fldChar",
        "lastRenderedPageBreak", "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "customXmlPr",
        "smartTagPr", "m:oMathParaPr", "rubyPr", "fldData", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd",
    }
)  # fmt: skip
_BLANKS: Final = frozenset({"tab", "br", "cr", "ptab"})
_PICTURES: Final = frozenset({"drawing", "pict", "object"})
_CHANGES: Final[Mapping[str, tuple[Literal["ins", "del"], bool]]] = {
    "ins": ("ins", False), "moveTo": ("ins", True), "del": ("del", False), "moveFrom": ("del", True),
    "cellIns": ("ins", False), "cellDel": ("del", False),
}  # fmt: skip
"""What says that something was inserted or deleted, and whether by moving it."""


class Change(NamedTuple):
    """Who inserted or deleted something. `when`: as the file says, "" where it does not."""

    kind: Literal["ins", "del"]
    author: str
    when: str
    moved: bool = False


class Segment(NamedTuple):
    """Some characters of one paragraph. `literal`: that they are words, whatever they look like. `changes`: the outermost first."""

    text: str
    literal: bool = False
    changes: tuple[Change, ...] = ()


@dataclass
class Paragraph:
    """A paragraph as it stands.

    Attributes:
        number: in the order of the document, from 1.
        container: of the cell or body that it stands in; no two are joined across it.
        column: of a table, from 0; None outside.
        names: the provisions that our own bookmarks in it name.
        look: "paragraph", "numbered", "heading", "title" or "frame" (of our own files: none of the text).
        mark: the change of its end, by which paragraphs are joined and parted.
    """

    number: int
    container: int
    column: int | None = None
    names: list[str] = field(default_factory=list)
    look: str = "paragraph"
    level: int = 0
    mark: Change | None = None
    segments: list[Segment] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its characters, those that were deleted too."""
        return "".join(one.text for one in self.segments)

    def say(self, kind: Kind, template: str, quotation: str = "", **params: Any) -> None:
        """Report something of it."""
        self.said.append(Said(kind, template, params, quotation))


class Own(NamedTuple):
    """What one of our own files says of itself: language and status of each column."""

    languages: tuple[str, ...]
    statuses: tuple[str, ...]


class _Style(NamedTuple):
    name: str
    base: str
    properties: Any


class Words:
    """A Word file, read into paragraphs.

    Raises:
        FormatError: it is no Word file, damaged, or beyond the bounds of `word_package`.
    """

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self.own = self._ours()
        self._styles = self._all_styles()
        self._normal = next((key for key, one in self._styles.items() if one.name == "Normal"), None)
        self._bullets = self._all_bullets()
        self._notes = {
            "footnoteReference": self._side_texts("word/footnotes.xml", "footnote"),
            "endnoteReference": self._side_texts("word/endnotes.xml", "endnote"),
            "commentReference": self._side_texts("word/comments.xml", "comment"),
        }
        self._containers = 0
        self._count = 0
        self.whole: list[Said] = []
        root = self._package.xml("word/document.xml")
        self.paragraphs = list(self._blocks(root, (), self._container(), None))
        self._leftovers()

    # ---- what the other parts say ----

    def _ours(self) -> Own | None:
        for name in sorted(self._package.names):
            if re.fullmatch(r"customXml/item[0-9]+\.xml", name):
                root = self._package.xml(name)
                if root.tag == f"{{{OWN}}}text":
                    columns = root.findall(f"{{{OWN}}}column")
                    return Own(tuple(one.get("language", "") for one in columns), tuple(one.get("status", "") for one in columns))
        return None

    def _all_styles(self) -> dict[str, _Style]:
        root = self._package.xml("word/styles.xml")
        return {
            attribute(one, "styleId"): _Style(value(one, "name") or "", value(one, "basedOn") or "", child(one, "pPr"))
            for one in (() if root is None else root)
            if tag(one) == "style"
        }

    def _chain(self, style: str | None) -> Iterator[_Style]:
        """A style and those that it rests on."""
        known: set[str] = set()
        while style and style not in known and (found := self._styles.get(style)) is not None:
            known.add(style)
            yield found
            style = found.base

    def _all_bullets(self) -> frozenset[tuple[str, str]]:
        """The lists and levels that have bullets and no numbers: number of the list, level."""
        root = self._package.xml("word/numbering.xml")
        kinds: dict[str, set[str]] = {}
        found: set[tuple[str, str]] = set()
        for one in () if root is None else root:
            if tag(one) == "abstractNum":
                levels = (level for level in one if tag(level) == "lvl" and value(level, "numFmt") in {"bullet", "none"})
                kinds[attribute(one, "abstractNumId")] = {attribute(level, "ilvl") for level in levels}
            elif tag(one) == "num":
                found |= {(attribute(one, "numId"), level) for level in kinds.get(value(one, "abstractNumId") or "", ())}
        return frozenset(found)

    def _side_texts(self, name: str, kind: str) -> dict[str, tuple[str, str]]:
        """Footnotes or comments by id: who wrote them, and their words."""
        root = self._package.xml(name)
        found = {}
        for one in () if root is None else root:
            if tag(one) == kind and attribute(one, "type", "normal") == "normal":
                found[attribute(one, "id")] = (attribute(one, "author"), text_of(one))
        return found

    def _leftovers(self) -> None:
        """What no paragraph leads to: headers, and notes that nothing refers to."""
        for kind, notes in self._notes.items():
            for author, words in notes.values():
                if words:
                    self.whole.append(_side_note(kind, author, words))
        if self.own is None:
            for name in sorted(self._package.names):
                if _PAPER.match(name) and (words := text_of(self._package.xml(name))):
                    self.whole.append(Said("left out", N_("in the header or footer of a page"), {}, words))

    # ---- blocks ----

    def _container(self) -> int:
        self._containers += 1
        return self._containers

    def _blocks(self, element: Any, changes: tuple[Change, ...], container: int, column: int | None) -> Iterator[Paragraph]:
        for one in _chosen(element):
            name = tag(one)
            if name == "p":
                yield self._paragraph(one, changes, container, column)
            elif name == "tbl":
                yield from self._table(one, changes, column)
            elif name == "altChunk":
                self.whole.append(Said("left out", N_("another file is put in here, which only Word can open"), {}, ""))
            elif name not in _SKIPPED:
                yield from self._blocks(one, (*changes, *_changes_of(one)), container, column)

    def _table(self, table: Any, changes: tuple[Change, ...], column: int | None) -> Iterator[Paragraph]:
        found: list[Paragraph] = []
        rows = columns = 0
        for row in _inside(table, "tr"):
            rows += 1
            properties = child(row, "trPr")
            of_row = tuple(change for one in (() if properties is None else properties) for change in _changes_of(one))
            for place, cell in enumerate(_inside(row, "tc")):
                columns = max(columns, place + 1)
                properties = child(cell, "tcPr")
                of_cell = tuple(change for one in (() if properties is None else properties) for change in _changes_of(one))
                place_of = place if column is None else column
                for paragraph in self._blocks(cell, (*changes, *of_row, *of_cell), self._container(), place_of):
                    if of_row or of_cell:
                        paragraph.mark = paragraph.mark or (of_row or of_cell)[-1]
                    found.append(paragraph)
        if self.own is None and found:
            template = N_("a table (rows: %(rows)d, columns: %(columns)d): each paragraph of a cell is taken as a provision, row by row")
            found[0].say("guessed", template, found[0].text, rows=rows, columns=columns)
        yield from found

    # ---- one paragraph ----

    def _paragraph(self, element: Any, changes: tuple[Change, ...], container: int, column: int | None) -> Paragraph:
        self._count += 1
        made = Paragraph(self._count, container, column)
        properties = child(element, "pPr")
        self._look(made, properties)
        runs = child(properties, "rPr")
        marks = [change for one in (() if runs is None else runs) for change in _changes_of(one)]
        made.mark = marks[-1] if marks else None
        formatted = Counter(
            attribute(one, "author") for one in element.iter() if tag_or(one) in {"rPrChange", "pPrChange", "numberingChange"}
        )
        self._inline(made, element, changes)
        if len(made.text) > MOST_IN_PARAGRAPH:
            template = N_("paragraph %(number)d has %(seen)d characters, the limit is %(limit)d")
            raise FormatError(template, number=made.number, seen=len(made.text), limit=MOST_IN_PARAGRAPH)
        if made.text.strip():
            for author in sorted(formatted):
                made.say("left out", N_("a change of looks by %(author)s"), made.text, author=author)
        _tidied(made)
        return made

    def _look(self, made: Paragraph, properties: Any) -> None:
        chain = list(self._chain(value(properties, "pStyle") or self._normal))
        layers = [layer for layer in (properties, *(one.properties for one in chain)) if layer is not None]
        names = [one.name for one in chain]
        if FRAME_STYLE in names[:1]:
            made.look = "frame"
        elif names and names[0].lower() == "title":
            made.look = "title"
        elif names and (own := re.fullmatch(LEVEL_STYLE + "([1-5])", names[0])):
            made.level = int(own[1])
        else:
            self._listed(made, layers)
            outline = next((found for layer in layers if (found := value(layer, "outlineLvl")) is not None), None)
            heading = next((match for name in names if (match := _HEADING.match(name))), None)
            deep = _digit(outline, 9) if outline is not None else int(heading[1]) - 1 if heading is not None else 9
            if deep < 9:
                made.look, made.level = "heading", deep
        if made.level >= MOST_LEVELS:
            made.say(
                "guessed",
                N_("it stands deeper than a text may: level %(seen)d, taken as %(limit)d"),
                seen=made.level,
                limit=MOST_LEVELS - 1,
            )
            made.level = MOST_LEVELS - 1

    def _listed(self, made: Paragraph, layers: list[Any]) -> None:
        """Whether it is numbered: what it says itself goes before what its style says, the list apart from the level."""
        lists = [found for layer in layers if (found := child(layer, "numPr")) is not None]
        number = next((found for one in lists if (found := value(one, "numId")) is not None), "0")
        level = next((found for one in lists if (found := value(one, "ilvl")) is not None), "0")
        if number != "0":
            made.level = _digit(level, 0)
            made.look = "paragraph" if (number, level) in self._bullets else "numbered"

    def _inline(self, made: Paragraph, element: Any, changes: tuple[Change, ...]) -> None:
        for one in _chosen(element):
            name = tag(one)
            if name == "r":
                self._run(made, one, changes)
            elif name == "m:t":
                made.segments.append(Segment(one.text or "", changes=changes))
            elif name == "bookmarkStart":
                if found := BOOKMARK.match(attribute(one, "name")):
                    made.names.append(f"{found[1]}_" + found[2].replace("D", "-"))
            elif name == "m:oMath":
                made.say("guessed", N_("a formula, of which only the letters are taken"), text_of(one))
                self._inline(made, one, changes)
            elif name not in _SKIPPED:
                self._inline(made, one, (*changes, *_changes_of(one)))

    def _run(self, made: Paragraph, run: Any, changes: tuple[Change, ...]) -> None:
        properties = child(run, "rPr")
        style = next((one.name for one in self._chain(value(properties, "rStyle"))), "")
        if is_on(properties, "vanish") if properties is not None else False:
            if words := text_of(run):
                made.say("left out", N_("hidden words"), words)
            return
        literal = style == LITERAL_STYLE and self.own is not None
        for one in _chosen(run):
            self._in_run(made, one, changes, literal=literal)

    def _in_run(self, made: Paragraph, one: Any, changes: tuple[Change, ...], *, literal: bool) -> None:
        name = tag(one)
        if name in {"t", "delText", "m:t"}:
            made.segments.append(Segment(one.text or "", literal, changes))
        elif name in _BLANKS:
            made.segments.append(Segment(" ", literal, changes))
        elif name == "noBreakHyphen":
            made.segments.append(Segment("\u2011", literal, changes))
        elif name == "softHyphen":
            made.segments.append(Segment(_SOFT_HYPHEN, literal, changes))
        elif name == "sym":
            made.say(
                "left out", N_("a sign of the font %(font)s, number %(number)s"), font=attribute(one, "font"), number=attribute(one, "char")
            )
        elif name in self._notes:
            author, words = self._notes[name].pop(attribute(one, "id"), ("", ""))
            if words:
                made.said.append(_side_note(name, author, words))
        elif name in _PICTURES:
            made.say("left out", N_("a picture, a text box or an object"), text_of(one))
        elif name not in _SKIPPED:  # ruby and whatever Word may think of: a letter is a letter
            for each in _chosen(one):
                self._in_run(made, each, changes, literal=literal)


def _tidied(made: Paragraph) -> None:
    """Take out what hides or turns words, and soft hyphens; our own files keep theirs. Both are reported."""
    before = made.text
    hidden = len(_INVISIBLE.findall(before))
    soft = 0 if made.names else before.count(_SOFT_HYPHEN)
    if hidden:
        made.say(
            "left out", N_("characters that hide words or turn their direction: %(count)d"), NONCHARACTERS.sub("", before), count=hidden
        )
    if soft:
        made.say("left out", N_("soft hyphens: %(count)d"), before, count=soft)
    if hidden or soft:
        made.segments = [
            one._replace(text=_INVISIBLE.sub("", one.text).replace(_SOFT_HYPHEN, "") if soft else _INVISIBLE.sub("", one.text))
            for one in made.segments
        ]


_SIDE: Final[Mapping[str, str]] = {
    "footnoteReference": N_("a footnote"),
    "endnoteReference": N_("an endnote"),
    "commentReference": N_("a comment by %(author)s"),
}


def _side_note(kind: str, author: str, words: str) -> Said:
    return Said("left out", _SIDE[kind], {"author": author} if kind == "commentReference" else {}, words)


def _digit(text: str, fallback: int) -> int:
    return int(text) if re.fullmatch("[0-9]", text) else fallback


def tag_or(element: Any) -> str:
    """The name of an element; "" of what is none, such as an entity that nobody declared."""
    return tag(element) if isinstance(element.tag, str) else ""


def _changes_of(element: Any) -> tuple[Change, ...]:
    found = _CHANGES.get(tag_or(element))
    return () if found is None else (Change(found[0], attribute(element, "author"), attribute(element, "date"), found[1]),)


def _chosen(element: Any) -> Iterator[Any]:
    """The elements inside; of what a file gives twice, for new programs and for old ones, the first."""
    for one in element:
        if tag_or(one) == "mc:AlternateContent":
            ways = [way for way in one if tag_or(way) in {"mc:Choice", "mc:Fallback"}]
            yield from _chosen(ways[0]) if ways else ()
        elif isinstance(one.tag, str):
            yield one


def _inside(element: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those in content controls too."""
    for one in _chosen(element):
        if tag(one) == name:
            yield one
        elif tag(one) in {"sdt", "sdtContent", "customXml", "ins", "del"}:
            yield from _inside(one, name)


def text_of(element: Any) -> str:
    """All the words in an element, on one line."""
    found: list[str] = []

    def walk(one: Any) -> None:
        name = tag_or(one)
        if name in {"t", "delText", "m:t"}:
            found.append(one.text or "")
        elif name in _BLANKS or name == "p":
            found.append(" ")
        if name not in _SKIPPED:
            for each in _chosen(one):
                walk(each)

    walk(element)
    return " ".join("".join(found).split())


def provision_of(name: str, column: int) -> str | None:
    """The provision that one of our bookmarks names in a column; None if it names something else."""
    place, _, provision = name.partition("_")
    return provision if place == str(column) and PROVISION_ID.match(provision) else None
