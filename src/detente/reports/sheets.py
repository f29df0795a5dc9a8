"""Sheets for a scanner or a telephone: a file on paper, as QR codes, four to a sheet, with what to do with them in three languages."""

from __future__ import annotations

import io
from typing import Any, Final, NamedTuple

from detente.errors import N_
from detente.i18n import Said, Translator, translator
from detente.record.sheets import split_file, whole_of
from detente.reports.document import Block, Columns, Direction, Document, Drawn, Facts, Heading, Paragraph, Run, foreign, mono, plain, runs
from detente.reports.extra import needed
from detente.reports.parts import PAGE, PAGES
from detente.reports.pdf import print_pdf

_LANGUAGES: Final = ("ar", "en", "ru")
"""Whoever is handed a sheet may read none of the others."""

_BESIDE: Final = 2
"""Codes beside each other: each is half of the width, 81 mm."""

_CORRECTION: Final = "m"
"""Up to 15 % of a code can be lost: a fold, a stamp, a thumb."""
_MASK: Final = 2
"""To weigh all eight takes half a second for each code, and is for regular contents: what is encrypted or hashed looks alike under each."""
_QUIET: Final = 4
"""Modules of white around a code, as the standard asks (ISO/IEC 18004, 6.3.8)."""


class Sheets(NamedTuple):
    """A PDF of sheets: its bytes, how many codes and how many pages there are."""

    data: bytes
    parts: int
    pages: int


def sheets_pdf(data: bytes, name: str, t: Translator, made_at: str) -> Sheets:
    """A file as sheets.

    Args:
        data: the file.
        name: what it is called.
        made_at: the time that the PDF carries, as entries carry times.

    Raises:
        CallerError: it is empty or too large for paper; or the extra `sheets` is not installed.
    """
    texts = split_file(data)
    printed = print_pdf(sheets_document(texts, data, name, t, made_at))
    return Sheets(printed.data, len(texts), printed.pages)


def sheets_document(texts: list[str], data: bytes, name: str, t: Translator, made_at: str) -> Document:
    """The sheets of a file as a report."""
    whole = grouped(whole_of(data))
    facts = Facts(
        [
            (runs(t.gettext(N_("File"))), foreign(name)),
            (runs(t.gettext(N_("Size"))), runs(t.ngettext("%(n)d byte", "%(n)d bytes", len(data)))),
            (runs(t.gettext(N_("Codes"))), runs(t.number(len(texts)))),
            (runs(t.gettext(N_("Digest"))), mono(whole)),
        ]
    )
    cells = [_cell(number, len(texts), text, t) for number, text in enumerate(texts, 1)]
    rows: list[Block] = [Columns([*cells[place : place + _BESIDE], []][:_BESIDE]) for place in range(0, len(cells), _BESIDE)]
    return Document(
        language=t.language,
        direction=_direction(t),
        title=plain(runs(t.gettext(N_("A file on paper")))),
        kicker=plain(runs(t.gettext(N_("To be scanned")))),
        subtitle=[],
        exercise=None,
        header=mono(whole),
        footer=foreign(name),
        page_of=plain(runs(t.gettext(N_("page %(page)s of %(pages)s"), page=Said(PAGE), pages=Said(PAGES)))),
        made_at=made_at,
        blocks=[facts, *(_how(translator(language)) for language in _LANGUAGES), Heading(runs(t.gettext(N_("Codes")))), *rows],
    )


def grouped(text: str) -> str:
    """A digest in groups of four, as one reads it aloud."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def _how(t: Translator) -> Paragraph:
    said = N_(
        "Scan these sheets, or photograph each code, and give what was read to: %(command)s. "
        "The order of the codes means nothing; one that is missing or damaged is named by its number. "
        "The program takes the file only if its digest is the one above."
    )
    command = "detente sheet read SCANS --out FILE"
    return Paragraph(runs(t.gettext(said, command=command)), t.language, _direction(t))


def _direction(t: Translator) -> Direction:
    return "rtl" if t.direction == "rtl" else "ltr"


def _cell(number: int, count: int, text: str, t: Translator) -> list[Block]:
    """One code below its number and its check."""
    said = t.gettext(N_("%(number)s of %(count)s"), number=t.number(number), count=t.number(count))
    alt = t.gettext(N_("QR code: part %(number)s of %(count)s of the file"), number=t.number(number), count=t.number(count))
    check = text.split("/")[4]
    return [Heading([*runs(said), Run(" · ", "quiet"), *mono(check)], 2), Drawn(qr_svg(text), plain(runs(alt)))]


def qr_svg(text: str) -> str:
    """A text as a QR code, black on white, with its quiet zone.

    Raises:
        CallerError: the extra `sheets` is not installed.
    """
    segno: Any = needed("segno", "sheets")
    out = io.BytesIO()
    code = segno.make(text, mode="alphanumeric", error=_CORRECTION, mask=_MASK, boost_error=False, micro=False)
    code.save(out, kind="svg", border=_QUIET, dark="#000", light="#fff", xmldecl=False, nl=False)
    return out.getvalue().decode("utf-8")
