"""Pictures of agreements: what was counted of each party over time, beside the limit.

A value that is unknown is a gap, never a zero. Each party has its hue and the place of its name at the end of its line; readings that
differ are dashed. The rules of `reports.pictures` hold here too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from detente.errors import N_
from detente.i18n import Said, Translator
from detente.reports.document import plain, runs
from detente.reports.pictures import Canvas, Picture, Shape, apart, round_up
from detente.views.agreement_history import AgreementHistory, CountOverTime, LineShown
from detente.views.agreement_terms import LimitShown

_LEFT, _RIGHT, _TOP, _BASE = 46, 252, 12, 200


def count_over_time(history: AgreementHistory, count: CountOverTime, t: Translator, hues: Mapping[str, int]) -> Picture | None:
    """One count over time; None if no value of it is known.

    Args:
        hues: of each party.
    """
    known = [value for line in count.lines for value in line.values if value is not None]
    if not known or len(history.days) < 2:
        return None
    limits = [limit.at_most if limit.at_most is not None else limit.at_least or 0 for limit in count.limits]
    return _Lines(t, f"count-{count.count}", history, count, round_up(max(*known, *limits, 1)), hues).picture()


class _Lines(Canvas):
    """Lines in steps: a value holds from the day of which it is until the next one."""

    def __init__(
        self, t: Translator, name: str, history: AgreementHistory, count: CountOverTime, top: int, hues: Mapping[str, int]
    ) -> None:
        super().__init__(t, name)
        self.history, self.count, self.top, self.hues = history, count, top, hues
        self.days = [dt.date.fromisoformat(day).toordinal() for day in history.days]

    def picture(self) -> Picture:
        for value in (0, self.top // 2, self.top) if self.top % 2 == 0 else (0, self.top):
            self.shapes.append(Shape(f"M{self.x(_LEFT)} {self._y(value):g}H{self.x(_RIGHT)}", "axis" if value == 0 else "grid"))
            self.word(self.t.number(value), _LEFT - 6, self._y(value) + 4, "soft", "end")
        self.word(self.t.day(self.history.days[0]), _LEFT, _BASE + 18, "soft")
        self.word(self.t.day(self.history.days[-1]), _RIGHT, _BASE + 18, "soft", "end")
        labels = [label for limit in self.count.limits if (label := self._limit(limit)) is not None]
        for line in self._drawn():
            label = self._line(line)
            if label not in labels:  # two readings that end alike
                labels.append(label)
        labels.sort(key=lambda label: -label[0])
        for (at, text), y in zip(labels, apart([at for at, _ in labels], _TOP + 4, _BASE), strict=True):
            self.shapes.append(Shape(f"M{self.x(_RIGHT)} {at:g}L{self.x(_RIGHT + 10)} {y:g}", "axis"))
            self.word(text, _RIGHT + 14, y + 4)
        return self.done(_BASE + 26, self._said())

    def _drawn(self) -> list[LineShown]:
        """The lines that differ: readings that agree everywhere are one."""
        found: dict[tuple[str, tuple[int | None, ...]], LineShown] = {}
        for line in self.count.lines:
            found.setdefault((line.party, tuple(line.values)), line)
        return list(found.values())

    def _line(self, line: LineShown) -> tuple[float, str]:
        """A line, and where its name stands."""
        plain_line = next(each for each in self.count.lines if each.party == line.party) is line
        pieces, last, pen = [], 0.0, False
        for place, value in enumerate(line.values):
            if value is None:
                pen = False
                continue
            last = self._y(value)
            begin = self.x(self._x(self.days[place]))
            end = self.x(self._x(self.days[place + 1] if place + 1 < len(self.days) else self.days[-1]))
            pieces.append(f"{f'V{last:g}' if pen else f'M{begin} {last:g}'}H{end}")
            pen = True
        self.shapes.append(Shape("".join(pieces), f"line{self.hues[line.party]}{'' if plain_line else ' broken'}"))
        values = [value for value in line.values if value is not None]
        number = self.t.number(values[-1]) if values else "—"
        return (last or self._y(0)), f"{line.party.upper()} {number}"

    def _limit(self, limit: LimitShown) -> tuple[float, str] | None:
        """A limit from the day on which it begins; where it holds at the end, with its name."""
        value = limit.at_most if limit.at_most is not None else limit.at_least
        first = max(dt.date.fromisoformat(limit.begins).toordinal(), self.days[0])
        last = self.days[-1] if limit.ends is None else min(dt.date.fromisoformat(limit.ends).toordinal(), self.days[-1])
        if value is None or last <= first:
            return None
        self.shapes.append(Shape(f"M{self.x(self._x(first))} {self._y(value):g}H{self.x(self._x(last))}", "dashed"))
        name = self.t.gettext(N_("limit"))
        return (self._y(value), f"{name} {self.t.number(value)}") if last == self.days[-1] else None

    def _x(self, day: int) -> float:
        return _LEFT + (day - self.days[0]) / (self.days[-1] - self.days[0]) * (_RIGHT - _LEFT)

    def _y(self, value: float) -> float:
        return round(_BASE - value / self.top * (_BASE - _TOP), 1)

    def _said(self) -> str:
        def at_the_end(line: LineShown) -> str:
            values: Sequence[int] = [value for value in line.values if value is not None]
            number = self.t.number(values[-1]) if values else "—"
            return f"{self.t.text_of(self.history.parties[line.party])} {number}"

        days = {"first": Said(self.t.day(self.history.days[0])), "last": Said(self.t.day(self.history.days[-1]))}
        lines = Said(self.t.listing(Said(at_the_end(line)) for line in self._drawn()))
        name = self.t.text_of(self.count.names)
        sentence = N_("%(count)s from %(first)s to %(last)s; last known: %(lines)s")
        return plain(runs(self.t.gettext(sentence, count=name, lines=lines, **days)))
