"""Pictures of texts: how many brackets are open from version to version. The rules of `reports.pictures` hold here too."""

from __future__ import annotations

from typing import Final

from detente.errors import N_
from detente.i18n import Said, Translator
from detente.reports.document import plain, runs
from detente.reports.pictures import Anchor, Canvas, Picture, Shape, round_up
from detente.views.text_left import LeftView

_LEFT, _RIGHT, _TOP, _BASE = 34, 380, 14, 150

_MOST_NAMED: Final = 5
"""Names of versions that stand side by side below the field without touching."""


def open_over_versions(view: LeftView, t: Translator) -> Picture | None:
    """The open brackets from version to version, up to now; None where there is nothing to compare."""
    if len(view.curve) < 2 or not any(point.open for point in view.curve):
        return None
    return _Curve(t, view).picture()


class _Curve(Canvas):
    """A line in steps: what a version leaves open holds until the next."""

    def __init__(self, t: Translator, view: LeftView) -> None:
        super().__init__(t, "curve")
        self.view = view
        self.top = round_up(max(point.open for point in view.curve))

    def picture(self) -> Picture:
        for value in (0, self.top // 2, self.top) if self.top % 2 == 0 else (0, self.top):
            self.shapes.append(Shape(f"M{self.x(_LEFT)} {self._y(value):g}H{self.x(_RIGHT)}", "axis" if value == 0 else "grid"))
            self.word(self.t.number(value), _LEFT - 6, self._y(value) + 4, "soft", "end")
        points = self.view.curve
        line = f"M{self.x(self._x(0))} {self._y(points[0].open):g}"
        line += "".join(f"H{self.x(self._x(place))}V{self._y(points[place].open):g}" for place in range(1, len(points)))
        self.shapes.append(Shape(line, "line1"))
        every = -(-len(points) // _MOST_NAMED)
        for place, point in enumerate(points):
            x, y = self._x(place), self._y(point.open)
            self.shapes.append(Shape(f"M{self.x(x - 3)} {y - 3:g}H{self.x(x + 3)}V{y + 3:g}H{self.x(x - 3)}Z", "fill1"))
            last = place == len(points) - 1
            if last or (place % every == 0 and len(points) - 1 - place >= every):
                anchor: Anchor = "end" if last else "middle" if place else "start"
                self.word(point.entry or self.t.gettext(N_("now")), x, _BASE + 18, "soft", anchor)
        return self.done(_BASE + 26, self._said())

    def _x(self, place: int) -> float:
        return _LEFT + place / (len(self.view.curve) - 1) * (_RIGHT - _LEFT)

    def _y(self, value: float) -> float:
        return round(_BASE - value / self.top * (_BASE - _TOP), 1)

    def _said(self) -> str:
        numbers = self.t.listing(Said(self.t.number(point.open)) for point in self.view.curve)
        return plain(runs(self.t.gettext(N_("Open brackets from version to version, up to now: %(numbers)s"), numbers=Said(numbers))))
