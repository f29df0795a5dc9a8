"""Which acts say something under agreements, by their places in the logs.

There may be a hundred thousand declarations and notifications, and a fold goes on from where it rests without one of them: of each it keeps
the place alone, and of places that follow one another the first and the last.

    usa   17..1016   declarations about text/new-start
          1018..1020 notifications about text/new-start        (a seal stands between them)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from detente.dialogue.acts import Act, Memory, Ref
from detente.record.seal import LogKey

MANY: Final = frozenset({"declare", "notify"})
"""Kinds of which the places alone are kept; all else that is said under agreements is little, and at hand."""


class About(NamedTuple):
    """What a run of acts is: of one kind, about one text."""

    text: str
    kind: str


class _Runs(NamedTuple):
    """Runs of places in one log, rising: where each begins, before where it ends, and what it is."""

    starts: list[int]
    stops: list[int]
    abouts: list[About]

    def add(self, start: int, stop: int, about: About) -> None:
        if self.stops and self.stops[-1] == start and self.abouts[-1] == about:
            self.stops[-1] = stop
        else:
            self.starts.append(start)
            self.stops.append(stop)
            self.abouts.append(about)


class Said:
    """What was said under agreements: the acts by their references, those of `MANY` looked up when they are asked for."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._runs: dict[LogKey, _Runs] = {}
        self._at_hand: dict[Ref, Act] = {}

    def add(self, act: Act) -> None:
        """Take an act; those of one log come in its order."""
        if act.kind in MANY:
            self._of(act.ref.log).add(act.ref.index, act.ref.index + 1, About(str(act.kept["about"]), act.kind))
        else:
            self._at_hand[act.ref] = act

    # ---- one ----

    def __contains__(self, ref: Ref) -> bool:
        return ref in self._at_hand or self._about(ref) is not None

    def __getitem__(self, ref: Ref) -> Act:
        found = self.get(ref)
        if found is None:
            raise KeyError(ref)
        return found

    def get(self, ref: Ref) -> Act | None:
        """An act that says something under an agreement; None if it is none."""
        return self._at_hand.get(ref) if self._about(ref) is None else self._memory.act(ref)

    def kind_of(self, ref: Ref) -> str | None:
        """Its kind, without looking the act up; None if it is none."""
        about, act = self._about(ref), self._at_hand.get(ref)
        return about.kind if about is not None else None if act is None else act.kind

    def text_of(self, ref: Ref) -> str | None:
        """The text that it names, without looking the act up; None if it is none, or names none."""
        about, act = self._about(ref), self._at_hand.get(ref)
        return about.text if about is not None else None if act is None else act.kept.get("about")

    # ---- many ----

    def __iter__(self) -> Iterator[Ref]:
        for (party, generation), runs in self._runs.items():
            for start, stop in zip(runs.starts, runs.stops, strict=True):
                yield from (Ref(party, generation, index) for index in range(start, stop))
        yield from self._at_hand

    def __len__(self) -> int:
        return len(self._at_hand) + sum(sum(runs.stops) - sum(runs.starts) for runs in self._runs.values())

    def about(self, text: str, kind: str | None = None, after: Mapping[LogKey, int] = MappingProxyType({})) -> Iterator[Ref]:
        """Those that name a text, of one kind or of any; of each log in its order.

        Args:
            after: only those that stand in their log at this size of it or later.
        """
        for log, runs in self._runs.items():
            first = after.get(log, 0)
            for place in range(bisect_right(runs.stops, first), len(runs.stops)):
                if runs.abouts[place].text == text and kind in (None, runs.abouts[place].kind):
                    yield from (Ref(*log, index) for index in range(max(runs.starts[place], first), runs.stops[place]))
        for ref, act in self._at_hand.items():
            if act.kept.get("about") == text and kind in (None, act.kind) and ref.index >= after.get(ref.log, 0):
                yield ref

    def logs_about(self, text: str) -> set[LogKey]:
        """The logs in which something is declared or notified about a text."""
        return {log for log, runs in self._runs.items() if any(about.text == text for about in runs.abouts)}

    # ---- resting ----

    def snapshot(self) -> list[Any]:
        """The places as a JSON value: of each log its party, its generation, what its runs are, and the runs in threes of numbers.

        One set of acts gives one value, in whatever order they came.
        """
        found = []
        for (party, generation), runs in sorted(self._runs.items()):
            abouts = sorted(set(runs.abouts))
            number = {about: place for place, about in enumerate(abouts)}
            flat = [part for start, stop, about in zip(*runs, strict=True) for part in (start, stop, number[about])]
            found.append([party, generation, abouts, flat])
        return found

    def go_on(self, snapshot: list[Any], known: Mapping[LogKey, int]) -> None:
        """The places as they were.

        Args:
            known: how much of each log was folded.

        Raises:
            ValueError, TypeError, KeyError: the snapshot is damaged.
        """
        for party, generation, abouts, flat in snapshot:
            log, last = LogKey(party, generation), 0
            kinds = {number: About(text, kind) for number, (text, kind) in enumerate(abouts)}
            runs, parts = self._of(log), iter(flat)
            for start, stop, number in zip(parts, parts, parts, strict=True):
                if not last <= start < stop <= known[log]:
                    raise ValueError(flat)
                runs.add(start, stop, kinds[number])
                last = stop

    def _of(self, log: LogKey) -> _Runs:
        return self._runs.setdefault(log, _Runs([], [], []))

    def _about(self, ref: Ref) -> About | None:
        """What an act is that is kept by its place; None if it is none."""
        runs = self._runs.get(ref.log)
        if runs is None:
            return None
        place = bisect_right(runs.starts, ref.index) - 1
        return runs.abouts[place] if place >= 0 and ref.index < runs.stops[place] else None
