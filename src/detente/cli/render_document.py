"""A report on the terminal: the same blocks as on paper, one after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from detente.cli.session import Session
from detente.i18n import FIRST_STRONG, POP, Said
from detente.reports.document import Bars, Block, Bullets, Columns, Document, Drawn, Facts, Heading, Line, Paragraph, Table


def render_document(s: Session, document: Document) -> None:
    """A report, whole."""
    s.exercise(on=document.exercise is not None)
    s.out.print(document.title, style="bold")
    s.text(_said(s, document.subtitle))
    for block in document.blocks:
        _PRINTERS[type(block)](s, block)


def _said(s: Session, line: Line) -> str:
    """A line as the terminal has it: in Arabic, what goes the other way is kept apart."""
    apart = s.language == "ar"
    return Said("".join(f"{FIRST_STRONG}{run.text}{POP}" if apart and run.direction == "ltr" else run.text for run in line))


def _heading(s: Session, block: Heading) -> None:
    s.line()
    s.out.print(_said(s, block.text), style="bold")


def _facts(s: Session, block: Facts) -> None:
    for name, value in block.rows:
        s.text(f"{_said(s, name)}: {_said(s, value)}")


def _table(s: Session, block: Table) -> None:
    headings = [_said(s, line) for line in block.headings]
    s.table(headings, [[_said(s, line) for line in row] for row in block.rows], numbers=block.numbers)


def _bullets(s: Session, block: Bullets) -> None:
    for first, second in block.rows:
        s.bullet(_said(s, first) + (("\n" + _said(s, second)) if second else ""))


def _bars(s: Session, block: Bars) -> None:
    for bar in block.bars:
        s.text(_said(s, bar.said))


def _drawn(s: Session, block: Drawn) -> None:
    s.text(block.words)


def _columns(s: Session, block: Columns) -> None:
    for column in block.columns:
        for each in column:
            _PRINTERS[type(each)](s, each)


def _paragraph(s: Session, block: Paragraph) -> None:
    s.text(_said(s, block.text))


_PRINTERS: Mapping[type[Block], Callable[[Session, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Facts: _facts,
    Table: _table,
    Bullets: _bullets,
    Bars: _bars,
    Drawn: _drawn,
    Columns: _columns,
}
