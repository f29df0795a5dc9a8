"""A report before it is printed: what stands on the paper, in which language and direction; PDF and Word are made from the same value.

Rules:

1. Text is data. Nothing in here is markup of the typesetter or of Word, and no printer may read it as such.
2. Foreign text is tamed (no control characters, nothing that turns the direction of a line), and each run of it knows its own direction.
3. What our fonts cannot draw is written in the PDF as its number, [U+4E2D], so that nothing is lost and every print is the same.
4. Whatever a report shows, it says as of which entries.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

from detente.i18n import FIRST_STRONG, POP, tame

Look = Literal["", "strong", "quiet", "mono", "good", "warn"]
Direction = Literal["ltr", "rtl"]

_ISOLATED: Final = re.compile(f"[{FIRST_STRONG}{POP}]")
_UNSEEN: Final = "\n\u200e\u200f"
"""What needs no glyph: the end of a line, and the marks of direction of our own sentences (foreign text has lost its own)."""

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_NUMBERS: Final = re.compile(r"[0-9]+")
_SPACES: Final = re.compile(r"[^\S\n\xa0\u202f]+")


class Target(NamedTuple):
    """What a run names, for a face that can lead there.

    `what`: channel, count, entry, group, issue, meeting, proposal, remarks, request, statement, text, undertaking. `name`: the entry, or
    the matter.
    """

    what: str
    channel: str = ""
    name: str = ""


@dataclass(frozen=True)
class Run:
    """A piece of text of one look. `direction`: None is that of the document; else it is kept apart from what stands around it.

    `language`: a BCP 47 code where it is known to be another than the document's. `to`: what it names; paper leads nowhere.
    """

    text: str
    look: Look = ""
    direction: Direction | None = None
    language: str | None = None
    to: Target | None = None


Line = Sequence[Run]
"""Runs that follow each other in one line or paragraph."""


@dataclass(frozen=True)
class Heading:
    """A heading below the title. `level`: 1 or 2."""

    text: Line
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `language`: where it is in another language than the document; then it has that one's direction."""

    text: Line
    language: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True)
class Facts:
    """Names and values, one pair a line."""

    rows: Sequence[tuple[Line, Line]]


@dataclass(frozen=True)
class Table:
    """Rows under headings. `widths`: shares of the width, 0 for as wide as needed; `numbers`: columns that stand at the far side."""

    headings: Sequence[Line]
    rows: Sequence[Sequence[Line]]
    widths: Sequence[int]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Bullets:
    """Points of a list; each one line, with an optional second one in small."""

    rows: Sequence[tuple[Line, Line]]


@dataclass(frozen=True)
class Bar:
    """A count in a sentence, and as a bar: of `parts` the first is drawn full, the others light.

    `pattern`: 0 or 1, so that two parties are told apart by more than a hue.
    """

    said: Line
    parts: Sequence[int]
    pattern: int


@dataclass(frozen=True)
class Bars:
    """Bars on one scale, each below its sentence."""

    bars: Sequence[Bar]


@dataclass(frozen=True)
class Drawn:
    """A picture as an SVG file with colours for paper, and in words what it shows."""

    svg: str
    words: str


@dataclass(frozen=True)
class Columns:
    """Blocks side by side: one column for each party, or two parts of a page."""

    columns: Sequence[Sequence[Block]]


Block = Heading | Paragraph | Facts | Table | Bullets | Bars | Drawn | Columns


@dataclass(frozen=True)
class Document:
    """One report. `made_at`: the time that it carries, as entries carry times; the same value gives the same bytes."""

    language: str
    direction: Direction
    title: str
    kicker: str
    subtitle: Line
    exercise: str | None
    header: Line
    footer: Line
    page_of: str
    made_at: str
    blocks: Sequence[Block] = field(default=())
    compact: bool = False


# ---------------------------------------------------------------- text


@cache
def _coverage() -> tuple[list[int], list[int]]:
    ranges = json.loads(files("detente.reports").joinpath("fonts", "coverage.json").read_text("utf-8"))
    return [first for first, _ in ranges], [last for _, last in ranges]


def is_drawn(character: str) -> bool:
    """Whether the fonts of running text have a character, in both weights."""
    first, last = _coverage()
    place = bisect_right(first, ord(character)) - 1
    return place >= 0 and ord(character) <= last[place]


def drawable(text: str) -> str:
    """A text as our fonts can draw it: composed, its spaces plain; any other character by its number."""
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return "".join(c if c in _UNSEEN or is_drawn(c) else f"[U+{ord(c):04X}]" for c in plain)


def direction_of(text: str) -> Direction | None:
    """The direction of a text by its first strong character; None if it has none."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in _RIGHT_TO_LEFT:
            return "rtl"
        if kind == "L":
            return "ltr"
    return None


def runs(text: str, look: Look = "") -> list[Run]:
    """A sentence of ours, its values tamed when they were filled in: what stands between isolates becomes a run of its own direction.

    So does the whole where it has no isolates and no letter of the right-to-left script: a name or a key that nobody translated, and what
    is several numbers and no word, such as a date with a time, which else would change places.
    """
    if not _ISOLATED.search(text) and not _RIGHT_TO_LEFT & {unicodedata.bidirectional(c) for c in text}:
        return [Run(text, look, direction_of(text) or ("ltr" if len(_NUMBERS.findall(text)) > 1 else None))] if text else []
    found: list[Run] = []
    depth, start = 0, 0
    for match in _ISOLATED.finditer(text):
        if (match[0] == FIRST_STRONG and depth == 0) or (match[0] == POP and depth == 1):
            piece = _ISOLATED.sub("", text[start : match.start()])
            if piece:
                found.append(Run(piece, look, (direction_of(piece) or "ltr") if depth else None))
            start = match.end()
        depth = depth + 1 if match[0] == FIRST_STRONG else max(0, depth - 1)
    rest = _ISOLATED.sub("", text[start:])
    return [*found, Run(rest, look)] if rest else found


def foreign(text: str | None, look: Look = "", language: str | None = None) -> list[Run]:
    """What somebody wrote: tamed, in its own direction."""
    shown = tame(text or "")
    return [Run(shown, look, direction_of(shown), language)] if shown else []


def mono(text: str) -> list[Run]:
    """A reference, a digest or a key: left to right in every language."""
    return [Run(tame(text), "mono", "ltr")]


def leading(line: Line, what: str, channel: str = "", name: str = "") -> list[Run]:
    """The same line, all of it naming something that a face can lead to."""
    return [replace(run, to=Target(what, channel, name)) for run in line]


def joined(parts: Iterable[Line], between: str = " · ") -> list[Run]:
    """Several runs in one line; empty ones are left out."""
    line: list[Run] = []
    for part in parts:
        if part:
            line += [*([Run(between, "quiet")] if line else []), *part]
    return line


def plain(line: Line) -> str:
    """The text of a line, without looks."""
    return "".join(run.text for run in line)
