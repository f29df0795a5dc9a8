"""Pictures: requests over time, how old what is open is, the health of a channel. The pages and the PDF draw the same shapes.

Rules:

1. A shape has a look (the names of classes), never a colour: the style sheet of the pages colours it in both themes, and `svg` with a
   palette for paper. What a look means is told by place, pattern and word as well, so that no hue has to be seen.
2. Time runs as the language is read: in Arabic from right to left. The places here are mirrored already; nothing else has to be.
3. Texts are texts, to be read, found and copied. What a picture shows is in `said` too, in words.
4. All parties are drawn on one scale.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final, Literal, NamedTuple

from detente.dialogue.kinds import FINAL_OUTCOMES
from detente.errors import N_
from detente.i18n import Said, Translator, moment_of
from detente.reports.document import plain, runs
from detente.views import words
from detente.views.tallies import TalliesView, Tally, series_of

Anchor = Literal["start", "middle", "end"]

WIDTH: Final = 400
"""Units of a view box: 13 of them are a line of text, on a telephone as in a column of a page."""

_LEFT, _RIGHT, _TOP, _BASE = 34, 262, 30, 200
"""Where the field of a series begins and ends; right of it stand the names of its bands."""

_LINE: Final = 16
"""The least distance of two lines of text."""

MOST_COLUMNS: Final = _RIGHT - _LEFT
"""More points than the field is wide cannot be told apart: then each column is the last of several points."""

_BANDS: Final = (*FINAL_OUTCOMES, "withdrawn", "crossed", "open")
"""What `sent` is the sum of, from below."""

HUES: Final = 6
"""How many hues tell parties apart before they repeat."""

TILE: Final = 8
"""The side of a pattern."""


class Filling(NamedTuple):
    """How a band is filled: by a look, or by a pattern of one look upon another (`ground`, empty: upon nothing). # is the hue."""

    look: str
    tile: str = ""
    ground: str = ""


FILLINGS: Final[Mapping[str, Filling]] = {
    "full": Filling("fill#"),
    "partial": Filling("fill#", "M0 8L8 0V3L3 8ZM0 0H3L0 3Z", "pale#"),
    "nil": Filling("fill#", "M2 4a2 2 0 1 0 4 0a2 2 0 1 0-4 0Z", "pale#"),
    "declined": Filling("fill#", "M8 8L0 0V3L5 8ZM8 0H5L8 3Z", "pale#"),
    "withheld": Filling("fill#", "M0 0H8V2H0ZM0 2H2V8H0Z", "pale#"),
    "withdrawn": Filling("softfill", "M0 0H8V3H0Z"),
    "crossed": Filling("softfill", "M0 0H3V8H0Z"),
    "open": Filling("pale#"),
}


class Shape(NamedTuple):
    """An area or a line. `pattern`: the name of the pattern that fills it; empty: its look does."""

    d: str
    look: str
    pattern: str = ""


class Word(NamedTuple):
    """A text at a place; `start` and `end` as the language is read."""

    text: str
    x: float
    y: float
    look: str = ""
    anchor: Anchor = "start"


class Pattern(NamedTuple):
    """A pattern that this picture uses: its name, and the filling with the hue set in."""

    name: str
    filling: Filling


class Picture(NamedTuple):
    """A picture. `name`: the only one on its page, as its ids are made of it; `said`: what it shows, in words."""

    name: str
    width: int
    height: int
    shapes: Sequence[Shape]
    words: Sequence[Word]
    patterns: Sequence[Pattern]
    said: str
    rtl: bool


def hue_of(parties: Iterable[str], party: str) -> int:
    """The number of the hue of a party, from 1: by the order of their ids, which no language changes."""
    order = sorted(parties)
    return order.index(party) % HUES + 1 if party in order else HUES


def over_time(view: TalliesView, party: str, t: Translator, hue: int) -> Picture | None:
    """What one party sent, and what became of it, at the end of each step; None if it has sent nothing."""
    tally = next(tally for tally in view.parties if tally.party == party)
    if not tally.sent[-1]:
        return None
    most = max(max(tally.sent[-1], tally.received[-1]) for tally in view.parties)
    return _Series(t, hue, view, tally, round_up(most)).picture()


def ages(view: TalliesView, party: str, t: Translator, hue: int) -> Picture | None:
    """How old what is open of one party's requests is, and what it has to answer; None if nothing is open on either side."""
    own = next(ages for ages in view.ages if ages.party == party)
    most = max(number for each in view.ages for numbers in (each.sent, each.to_answer) for number in numbers.values())
    rows = [(N_("its own requests"), "full", own.sent), (N_("to be answered by it"), "partial", own.to_answer)]
    if not any(number for _, _, numbers in rows for number in numbers.values()):
        return None
    return _Bars(t, f"ages-{party}", hue).picture(rows, most)


class Sign(NamedTuple):
    """One sign of life: what it is (a marked text), and the time that it claims by party; None where there was none."""

    title: str
    at: Mapping[str, str | None]


def health(name: str, signs: Sequence[Sign], now: str, t: Translator, hues: Mapping[str, int]) -> Picture:
    """When each other member of a channel has last given each sign of life; the letter of a party stands where its sign does.

    Args:
        now: where the line ends, as entries carry times; the further back, the closer the days stand.
        hues: of each party.
    """
    return _Health(t, name, width=320).picture(signs, now, hues)


# ---- drawing ----


class Canvas:
    """Shapes in the making, mirrored where the language is read from the right."""

    def __init__(self, t: Translator, name: str, hue: int = 0, width: int = WIDTH) -> None:
        self.t, self.name, self.hue, self.width = t, name, hue, width
        self.rtl = t.direction == "rtl"
        self.shapes: list[Shape] = []
        self.words: list[Word] = []
        self.patterns: dict[str, Pattern] = {}

    def x(self, x: float) -> str:
        """A place on the line, as a path has it."""
        return f"{self.width - x if self.rtl else x:.1f}".removesuffix(".0")

    def word(self, text: str, x: float, y: float, look: str = "", anchor: Anchor = "start") -> None:
        self.words.append(Word(text, float(self.x(x)), round(y, 1), look, anchor))

    def band(self, d: str, kind: str) -> None:
        """An area, filled as its kind is."""
        look, tile, ground = (part.replace("#", str(self.hue)) for part in FILLINGS[kind])
        if not tile:
            self.shapes.append(Shape(d, f"{look} rim"))
            return
        self.patterns[kind] = Pattern(f"{self.name}-{kind}", Filling(look, tile, ground))
        self.shapes.append(Shape(d, "rim", self.patterns[kind].name))

    def done(self, height: int, said: str) -> Picture:
        return Picture(self.name, self.width, height, self.shapes, self.words, list(self.patterns.values()), said, self.rtl)


class _Series(Canvas):
    """One party's requests over time: bands upon each other, whose sum is what was sent."""

    def __init__(self, t: Translator, hue: int, view: TalliesView, tally: Tally, top: int) -> None:
        super().__init__(t, f"time-{tally.party}", hue)
        self.view, self.tally, self.top = view, tally, top
        every = -(-len(view.days) // MOST_COLUMNS)
        self.places = list(range(len(view.days) - 1, -1, -every))[::-1]

    def picture(self) -> Picture:
        self._grid()
        below = [0] * len(self.places)
        labels = []
        series = series_of(self.tally)
        for kind in (kind for kind in _BANDS if kind in series):
            values = self._values(series[kind])
            above = [low + value for low, value in zip(below, values, strict=True)]
            self.band(self._area(below, above), kind)
            if values[-1] or kind == "open":
                labels.append((self.y((below[-1] + above[-1]) / 2), kind, values[-1]))
            below = above
        self._line(self.tally.sent, "whole", "sent", _LEFT)
        self._line(self.tally.received, "dashed", "received", (_LEFT + WIDTH) / 2)
        self._labels(labels)
        return self.done(_BASE + 26, self._said())

    def y(self, value: float) -> float:
        return round(_BASE - value / self.top * (_BASE - _TOP), 1)

    def _values(self, series: Sequence[int]) -> list[int]:
        return [series[place] for place in self.places]

    def _at(self, place: int) -> str:
        """Where a column begins."""
        return self.x(_LEFT + place * (_RIGHT - _LEFT) / len(self.places))

    def _steps(self, values: Sequence[int]) -> str:
        """A line along the tops of the columns, from the first to the end of the last."""
        turns = [place for place in range(1, len(values)) if values[place] != values[place - 1]]
        steps = "".join(f"H{self._at(place)}V{self.y(values[place]):g}" for place in turns)
        return f"M{self._at(0)} {self.y(values[0]):g}{steps}H{self._at(len(values))}"

    def _area(self, below: Sequence[int], above: Sequence[int]) -> str:
        turns = [place for place in range(len(below) - 1, 0, -1) if below[place] != below[place - 1]]
        back = "".join(f"H{self._at(place)}V{self.y(below[place - 1]):g}" for place in turns)
        return f"{self._steps(above)}V{self.y(below[-1]):g}{back}H{self._at(0)}Z"

    def _line(self, series: Sequence[int], look: str, kind: str, legend: float) -> None:
        """A line over the field, and beside its name above it."""
        self.shapes.append(Shape(self._steps(self._values(series)), look))
        self.shapes.append(Shape(f"M{self.x(legend)} 10H{self.x(legend + 24)}", look))
        self.word(f"{self.t.gettext(words.SERIES[kind])} {self.t.number(series[-1])}", legend + 30, 14)

    def _grid(self) -> None:
        for value in (0, self.top // 2, self.top) if self.top % 2 == 0 else (0, self.top):
            self.shapes.append(Shape(f"M{self.x(_LEFT)} {self.y(value):g}H{self.x(_RIGHT)}", "axis" if value == 0 else "grid"))
            self.word(self.t.number(value), _LEFT - 6, self.y(value) + 4, "soft", "end")
        first = first_day(self.view)
        self.word(self.t.day(first), _LEFT, _BASE + 18, "soft")
        if self.view.days[-1] != first:
            self.word(self.t.day(self.view.days[-1]), _RIGHT, _BASE + 18, "soft", "end")

    def _labels(self, labels: Sequence[tuple[float, str, int]]) -> None:
        """The names of the bands beside the end of the field, each tied to its band, none upon another."""
        ys = apart([y for y, _, _ in labels], _TOP + 4, _BASE - 4)
        for (at, kind, number), y in zip(labels, ys, strict=True):
            self.shapes.append(Shape(f"M{self.x(_RIGHT)} {at:g}L{self.x(_RIGHT + 12)} {y:g}", "axis"))
            self.word(f"{self.t.gettext(words.SERIES[kind])} {self.t.number(number)}", _RIGHT + 16, y + 4)

    def _said(self) -> str:
        shown = series_of(self.tally).items()
        numbers = self.t.listing(Said(f"{self.t.gettext(words.SERIES[kind])} {self.t.number(values[-1])}") for kind, values in shown)
        party = words.who(self.t, self.view.channel.members[self.tally.party], self.tally.party)
        sentence = N_("Requests of %(party)s from %(first)s to %(last)s, at the end: %(numbers)s")
        days = {"first": Said(self.t.day(first_day(self.view))), "last": Said(self.t.day(self.view.days[-1]))}
        return plain(runs(self.t.gettext(sentence, party=party, numbers=Said(numbers), **days)))


class _Bars(Canvas):
    """Numbers by age: a column for each age, a bar in it for each row."""

    _COLUMN: Final = WIDTH // 4
    _LONGEST: Final = 60

    def picture(self, rows: Sequence[tuple[str, str, Mapping[str, int]]], most: int) -> Picture:
        for place, title in enumerate(words.AGES.values()):
            self.word(self.t.gettext(title), place * self._COLUMN, 14, "soft")
        said = []
        for place, (title, kind, numbers) in enumerate(rows):
            y = 40 + place * 50
            self.word(self.t.gettext(title), 0, y)
            for column, number in enumerate(numbers.values()):
                self._bar(column * self._COLUMN + 0.5, y + 8, number, most, kind)
            shown = (Said(f"{self.t.gettext(words.AGES[age])}: {self.t.number(number)}") for age, number in numbers.items())
            said.append(f"{self.t.gettext(title)}: {self.t.listing(shown)}")
        about = self.t.gettext(N_("How old what is open now is"))
        return self.done(24 + len(rows) * 50, plain(runs(f"{about}: {'; '.join(said)}")))

    def _bar(self, x: float, y: float, number: int, most: int, kind: str) -> None:
        length = max(2.0, number / most * self._LONGEST) if number else 0.0
        if number:
            self.band(f"M{self.x(x)} {y}H{self.x(x + length)}V{y + 14}H{self.x(x)}Z", kind)
        self.shapes.append(Shape(f"M{self.x(x)} {y - 3}V{y + 17}", "axis"))
        self.word(self.t.number(number), x + length + 6, y + 11, "" if number else "soft")


class _Health(Canvas):
    """A line of days back from now for each sign of life."""

    _FROM, _TO = 124, 306
    _MARK = 16
    _LONGEST = 100 * 24
    """Hours: what is older stands at the beginning."""

    def picture(self, signs: Sequence[Sign], now: str, hues: Mapping[str, int]) -> Picture:
        base = 10 + len(signs) * 20
        self.word(self.t.gettext(N_("days ago")), 0, base + 14, "soft")
        self.word(self.t.gettext(N_("now")), self.width, base + 14, "soft", "end")
        for days in (30, 7, 1):
            x = self._x(days * 24)
            self.shapes.append(Shape(f"M{self.x(x)} 2V{base - 6}", "grid"))
            self.word(self.t.number(days), x, base + 14, "soft", "middle")
        said = []
        for place, (title, at) in enumerate(signs):
            y = 12 + place * 20
            self.word(self.t.gettext(title), 0, y + 4)
            ago = {party: hours for party, text in at.items() if (hours := _hours(text, now)) is not None}
            if ago:
                self.shapes.append(Shape(f"M{self.x(self._FROM)} {y}H{self.x(self._TO)}", "axis"))
                self._marks(ago, y, hues)
            else:
                self.word(self.t.gettext(N_("not yet")), self._TO, y + 4, "soft", "end")
            said.append(f"{self.t.gettext(title)}: {self.t.listing(self.t.time(text) for text in at.values())}")
        return self.done(base + 20, plain(runs("; ".join(said))))

    def _marks(self, ago: Mapping[str, float], y: int, hues: Mapping[str, int]) -> None:
        """The letters of parties, the newest at its place, and others further back where they would cover each other."""
        free = float(self._TO) + self._MARK
        for party, hours in sorted(ago.items(), key=lambda item: item[1]):
            free = max(min(self._x(hours), free - self._MARK), self._FROM)
            self.shapes.append(Shape(f"M{float(self.x(free)) - 7:g} {y}a7 7 0 1 0 14 0a7 7 0 1 0-14 0Z", f"fill{hues[party]}"))
            self.word(party[:1].upper(), free, y + 4, "letter", "middle")

    def _x(self, hours: float) -> float:
        """Where a time stands: an hour and less at the end, and each step back as far as the time is longer by."""
        share = math.log(min(max(hours, 1), self._LONGEST)) / math.log(self._LONGEST)
        return self._TO - share * (self._TO - self._FROM)


def _hours(text: str | None, now: str) -> float | None:
    """How many hours a time lies back; nothing for what claims to be none."""
    then, reference = moment_of(text), moment_of(now)
    return None if then is None or reference is None else max(0.0, (reference - then).total_seconds() / 3600)


def first_day(view: TalliesView) -> str:
    """The first day of the first step."""
    last = dt.date.fromisoformat(view.days[0])
    if view.step == "month":
        return last.replace(day=1).isoformat()
    return (last - dt.timedelta(days=6 if view.step == "week" else 0)).isoformat()


def round_up(most: int) -> int:
    """The least round number that is not below another: 2, 4, 5, 6, 8 or 10, or one of these with noughts."""
    unit = int("1" + "0" * (len(str(most)) - 1))
    return next(top * unit for top in (2, 4, 5, 6, 8, 10, 20) if top * unit >= most) if most > unit else max(2, unit)


def apart(wanted: Sequence[float], top: float, bottom: float) -> list[float]:
    """Places near the wanted ones, which fall, at least a line apart and within bounds as far as they all fit."""
    placed: list[float] = []
    for y in wanted:
        placed.append(min(y, bottom if not placed else placed[-1] - _LINE))
    room = top
    for place in range(len(placed) - 1, -1, -1):
        placed[place] = max(placed[place], room)
        room = placed[place] + _LINE
    return placed


# ---- paper ----

_FONTS: Final = {False: "IBM Plex Sans, IBM Plex Sans Arabic", True: "IBM Plex Sans Arabic, IBM Plex Sans"}

INKS: Final[Mapping[str, str]] = {
    "ink": "#1d2329", "soft": "#545e68", "line": "#dedad1", "edge": "#8a8578", "sheet": "#ffffff",
    "p1": "#3f4f9e", "p1-fill": "#e6e8f5", "p2": "#8a5115", "p2-fill": "#f7ebdd", "p3": "#2c6a41", "p3-fill": "#e2f0e6",
    "p4": "#7d3573", "p4-fill": "#f4e5f2", "p5": "#1f6a86", "p5-fill": "#deeef5", "p6": "#5c5a1c", "p6-fill": "#efeed6",
}  # fmt: skip
"""The colours of the pages by their names there, as they are in the light theme: paper is white."""

_DASHES: Final = {2: {"stroke-dasharray": "6 3"}, 3: {"stroke-dasharray": "2 2"}, 4: {"stroke-dasharray": "8 2 2 2"}}
"""Lines of parties are told apart by more than a hue, as on the pages."""

_LOOKS: Final[Mapping[str, Mapping[str, str]]] = {
    "axis": {"stroke": INKS["line"], "fill": "none"},
    "grid": {"stroke": INKS["line"], "fill": "none"},
    "rim": {"stroke": INKS["sheet"], "stroke-width": "0.75"},
    "whole": {"stroke": INKS["edge"], "stroke-width": "3", "fill": "none"},
    "dashed": {"stroke": INKS["ink"], "stroke-width": "1.5", "stroke-dasharray": "5 4", "fill": "none"},
    "soft": {"fill": INKS["soft"]},
    "softfill": {"fill": INKS["edge"]},
    "letter": {"fill": INKS["sheet"], "font-size": "10"},
    **{f"fill{n}": {"fill": INKS[f"p{n}"]} for n in range(1, HUES + 1)},
    **{f"pale{n}": {"fill": INKS[f"p{n}-fill"]} for n in range(1, HUES + 1)},
    **{f"line{n}": {"stroke": INKS[f"p{n}"], "stroke-width": "2", "fill": "none"} | _DASHES.get(n, {}) for n in range(1, HUES + 1)},
    "broken": {"stroke-dasharray": "2 4"},
}
"""What stands later in a look takes the place of what stands before it, as in the style sheet."""


def svg(picture: Picture) -> str:
    """A picture as an SVG file for paper: the same shapes as on the page, with colours in the place of classes."""
    swapped: Mapping[Anchor, Anchor] = {"start": "end", "end": "start", "middle": "middle"}
    defs = "".join(
        f'<pattern id="{each.name}" width="{TILE}" height="{TILE}" patternUnits="userSpaceOnUse">'
        + (f'<rect width="{TILE}" height="{TILE}"{_inked(each.filling.ground)}/>' if each.filling.ground else "")
        + f'<path d="{each.filling.tile}"{_inked(each.filling.look)}/></pattern>'
        for each in picture.patterns
    )
    shapes = "".join(
        f'<path d="{shape.d}"{_inked(shape.look)}' + (f' fill="url(#{shape.pattern})"' if shape.pattern else "") + "/>"
        for shape in picture.shapes
    )
    # A typesetter takes every text of an SVG for one from left to right: so the other end of it is put at its place, and marks of
    # direction around it keep its numbers where they belong.
    mark = "\u200f" if picture.rtl else ""
    texts = "".join(
        f'<text x="{word.x:g}" y="{word.y:g}" text-anchor="{swapped[word.anchor] if picture.rtl else word.anchor}"'
        f"{_inked(word.look) or _inked_as('fill', INKS['ink'])}>{mark}{escape(plain(runs(word.text)))}{mark}</text>"
        for word in picture.words
    )
    size = f'width="{picture.width}" height="{picture.height}" viewBox="0 0 {picture.width} {picture.height}"'
    inner = f'<defs>{defs}</defs>{shapes}<g font-family="{_FONTS[picture.rtl]}" font-size="13">{texts}</g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inner}</svg>'


def _inked(look: str) -> str:
    """The attributes that stand for some looks on paper."""
    merged = {name: value for each in look.split() for name, value in _LOOKS[each].items()}
    return "".join(_inked_as(name, value) for name, value in merged.items())


def _inked_as(name: str, value: str) -> str:
    return f' {name}="{value}"'
