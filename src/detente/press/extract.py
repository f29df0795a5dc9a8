"""The text of a report out of a file: plain text, HTML or PDF. What is furniture is decided afterwards (`layout`), alike for all three.

Rules:

1. A file is what its first bytes say, not what its name says.
2. Of HTML, scripts, forms and menus are left out; each block is a line, and what is mostly links is none. The day of publication is taken
   from what the page says of itself, for a person to confirm.
3. Of PDF, letters come in the order of the page. Ligatures of Arabic letters come out of the library backwards, and are turned.
4. Sizes are bounded; nothing that a file names is fetched.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from detente.errors import N_, CallerError, UsageError
from detente.press.reader import REPORT_MOST

MOST_BYTES: Final = 32 << 20
MOST_TEXT: Final = REPORT_MOST
"""Characters of a report's text: so much is read at most."""
MOST_PAGES: Final = 500

_DROPPED: Final = frozenset(
    {"aside", "button", "footer", "form", "iframe", "nav", "noscript", "script", "select", "style", "svg", "template"}
)
_BLOCKS: Final = frozenset(
    {
        "address", "article", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_LINKS_MOST: Final = 0.6
"""The share of a line's letters that may be links; a line of more is a menu."""

_ARABIC: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_MIRRORED: Final = str.maketrans("()[]{}«»", ")(][}{»«")


class Extracted(msgspec.Struct, frozen=True):
    """The text of a report; `form`: text, html or pdf; `published`: the day that a page says of itself, or null."""

    text: str
    form: str
    published: dt.date | None = None


def extract(data: bytes, name: str) -> Extracted:
    """The text of a file.

    Args:
        name: what messages call it.

    Raises:
        UsageError: it is too large, or cannot be read as what it is.
        CallerError: a library is not installed.
    """
    if len(data) > MOST_BYTES:
        raise UsageError(N_("%(path)s has %(size)d bytes; the limit is %(limit)d"), path=name, size=len(data), limit=MOST_BYTES)
    if data.startswith(b"%PDF-"):
        found = Extracted(_pdf(data, name), "pdf")
    elif re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|article|div|p|!--)", data[:1000], re.IGNORECASE):
        found = _html(data, name)
    else:
        found = Extracted(_plain(data, name), "text")
    if len(found.text) > MOST_TEXT:
        raise UsageError(
            N_("%(path)s has %(size)d characters of text; the limit is %(limit)d"), path=name, size=len(found.text), limit=MOST_TEXT
        )
    return found


def _plain(data: bytes, name: str) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UsageError(N_("%(path)s is no text in UTF-16, from byte %(byte)d on"), path=name, byte=error.start) from error
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        raise UsageError(
            N_("%(path)s is no text in UTF-8, from byte %(byte)d on"),
            hint=N_("Save it as text in UTF-8, or give the page as HTML or PDF."),
            path=name,
            byte=error.start,
        ) from error


# ---- HTML ----


def _html(data: bytes, name: str) -> Extracted:
    try:
        from lxml import etree, html  # type: ignore[import-untyped]  # noqa: PLC0415 - only who reads a page needs it
    except ImportError as error:
        raise CallerError(N_("a page can only be read with the library lxml"), hint=N_('pip install "detente[press]"')) from error
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096])
    encoding = None if declared or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    parser = html.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UsageError(N_("%(path)s is no page: %(reason)s"), path=name, reason=str(error)[:200]) from error
    if any(each.type_name == "ERR_RESOURCE_LIMIT" for each in parser.error_log):  # the parser would leave out the rest without a word
        raise UsageError(N_("%(path)s is nested too deeply to be read whole"), path=name)
    published = _published(tree)
    body = tree.find("body")
    lines = [line for line, linked in _lines(tree if body is None else body) if line and linked <= _LINKS_MOST * len(line)]
    return Extracted("\n\n".join(lines), "html", published)


def _lines(tree: Any) -> Iterator[tuple[str, int]]:
    """The text of each block, and how many letters of it are links. Walks without calling itself: a page can be nested deep."""
    words: list[str] = []
    linked = 0

    def line() -> tuple[str, int]:
        return re.sub(r"[ \t\r\n\f]+", " ", "".join(words)).strip(), linked

    stack: list[tuple[Any, bool, bool]] = [(tree, False, False)]
    while stack:
        element, leaving, in_link = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if not leaving:
            if tag in _DROPPED or not tag:
                words.append(element.tail or "")
                continue
            if tag in _BLOCKS:
                yield line()
                words, linked = [], 0
            text = element.text or ""
            inside = in_link or tag == "a"
            words.append(text)
            linked += len(text.strip()) if inside else 0
            stack.append((element, True, in_link))
            stack += [(child, False, inside) for child in reversed(element)]
            continue
        if tag in _BLOCKS:
            yield line()
            words, linked = [], 0
        tail = element.tail or ""
        words.append(tail)
        linked += len(tail.strip()) if in_link else 0
    yield line()


def _published(tree: Any) -> dt.date | None:
    """The day that a page says it was published."""
    said = [
        *tree.xpath("//meta[@property='article:published_time' or @itemprop='datePublished' or @name='date' or @name='pubdate']/@content"),
        *tree.xpath("//time[@itemprop='datePublished']/@datetime"),
        *(_json_dates(text) for text in tree.xpath("//script[@type='application/ld+json']/text()")),
        *tree.xpath("//time/@datetime"),
    ]
    for each in said:
        found = re.match(r"\s*(\d{4}-\d\d-\d\d)", str(each))
        if found:
            try:
                return dt.date.fromisoformat(found.group(1))
            except ValueError:
                continue
    return None


def _json_dates(text: str) -> str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    items = value if isinstance(value, list) else [value]
    return next((str(item["datePublished"]) for item in items if isinstance(item, dict) and "datePublished" in item), "")


# ---- PDF ----


def _pdf(data: bytes, name: str) -> str:
    try:
        import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - only who reads a PDF needs it
    except ImportError as error:
        raise CallerError(N_("a PDF can only be read with the library pypdfium2"), hint=N_('pip install "detente[press]"')) from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _no_pdf(name, error) from error
    try:
        if len(document) > MOST_PAGES:
            raise UsageError(N_("%(path)s has %(pages)d pages; the limit is %(limit)d"), path=name, pages=len(document), limit=MOST_PAGES)
        return "\n".join(_page(page.get_textpage()) for page in document)
    except pypdfium2.PdfiumError as error:  # of one page: a report without it would not be the report
        raise _no_pdf(name, error) from error
    finally:
        document.close()


def _no_pdf(name: str, error: Exception) -> UsageError:
    return UsageError(N_("%(path)s is no PDF that can be read: %(reason)s"), path=name, reason=str(error)[:200])


def _page(page: Any) -> str:
    """The letters of a page, in the order in which they are read."""
    text = page.get_text_range()
    if not _ARABIC.search(text) or len(text) != page.count_chars():
        return str(text).replace("\r\n", "\n")
    letters: list[str] = []
    place = 0
    while place < len(text):
        end = place + 1
        if _ARABIC.match(text[place]):
            box = page.get_charbox(place)
            while end < len(text) and _ARABIC.match(text[end]) and page.get_charbox(end) == box:
                end += 1
        letters.append(text[place:end][::-1])
        place = end
    return "\n".join(_mirrored(line) for line in "".join(letters).replace("\r\n", "\n").split("\n"))


def _mirrored(line: str) -> str:
    """A line with its brackets as they are written: in a line that runs from the right they stand as they look."""
    opened, closed = line.find("("), line.find(")")
    wrong = closed != -1 and (opened == -1 or closed < opened)
    return line.translate(_MIRRORED) if wrong and _ARABIC.search(line) else line
