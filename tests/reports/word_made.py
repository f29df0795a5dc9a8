"""Word files as others make them, out of the XML of their paragraphs; and the words that somebody who opens one sees."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
SPACES = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:m="{M}"'

TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""

STYLES = """<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Art"><w:name w:val="Article"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub-article"/><w:basedOn w:val="Art"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>"""

NUMBERING = """<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="4"/></w:num>"""


def word(body: str, **parts: str) -> bytes:
    """A Word file; `parts`: the inside of word/footnotes.xml, word/comments.xml, .. by name."""
    shown = {"document": f"<w:body>{body}<w:sectPr/></w:body>", "styles": STYLES, "numbering": NUMBERING, **parts}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", TYPES)
        for name, inside in shown.items():
            file.writestr(f"word/{name}.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<w:{name} {SPACES}>{inside}</w:{name}>')
    return out.getvalue()


def packed(**files: str | bytes) -> bytes:
    """Any archive: the part word/document.xml by `document`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, inside in files.items():
            file.writestr(f"word/{name}.xml", inside)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def ins(author: str, text: str, tag: str = "ins") -> str:
    return f'<w:{tag} w:id="1" w:author="{escape(author)}" w:date="2021-09-30T10:00:00Z">{run(text)}</w:{tag}>'


def gone(author: str, text: str, tag: str = "del") -> str:
    inside = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:{tag} w:id="2" w:author="{escape(author)}" w:date="2021-09-30T10:00:00Z">{inside}</w:{tag}>'


def p(*pieces: str, properties: str = "", mark: str = "") -> str:
    """A paragraph; a piece that is no XML is a run of its own. `mark`: the properties of its end."""
    runs = "".join(piece if piece.startswith(("<w:", "<m")) else run(piece) for piece in pieces)
    return f"<w:p><w:pPr>{properties}<w:rPr>{mark}</w:rPr></w:pPr>{runs}</w:p>"


def words_in(data: bytes) -> list[str]:
    """Every word that a Word file shows or keeps, in whatever part, without the signs of brackets."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            if name.startswith("word/"):
                root = etree.fromstring(file.read(name))
                for paragraph in root.iter(f"{{{W}}}p"):
                    text = "".join(
                        one.text or "" if etree.QName(one).localname in {"t", "delText"} else " "
                        for one in paragraph.iter(f"{{{W}}}t", f"{{{W}}}delText", f"{{{M}}}t", f"{{{W}}}tab", f"{{{W}}}br")
                    )
                    found += words_of(text)
    return found


def words_of(text: str) -> list[str]:
    """The words of a text, without signs."""
    return re.findall(r"\w+", text.replace("\u00ad", ""))
