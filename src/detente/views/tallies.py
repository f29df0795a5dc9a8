"""Requests over time: what each party sent, what was received and answered, what is open, and how old that is.

Rules:

1. Days are those that authors claim in `at` (UTC); nothing here decides anything, and what was backdated is counted where it claims to be.
2. A request counts under the status that it has now, from the day of the first act that says so: a partial answer that a full one
   followed is a full one from the second day on, and open until then.
3. A request counts as received from the day of the first seal of its addressee that names it.
4. Every series is cumulative, and at each point `sent` is the sum of open, of each outcome, of withdrawn and of crossed.
"""

from __future__ import annotations

import datetime as dt
import weakref
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Final
from weakref import WeakKeyDictionary

from detente.dialogue.acts import Act, Ref, Wanted
from detente.dialogue.kinds import FINAL_OUTCOMES
from detente.dialogue.requests import Request
from detente.node.node import Node
from detente.node.room import Room
from detente.node.store import trusted_entry
from detente.record.entry import time_number
from detente.record.seal import LogKey
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.statements import StatementRow, statements_about

STEPS: Final = {"day": 1, "week": 7, "month": 30}
"""Days of a step; a month is a calendar month."""
MOST_POINTS: Final = 62
"""Of a series whose step is chosen here: two months of days, a year of weeks, five years of months; longer talks go on in months."""
MOST_SAID: Final = 50
"""Public statements beside the numbers."""
AGES: Final = (7, 30, 90)
"""Days at which the next age begins: under 7, 7 to 29, 30 to 89, 90 and more."""
_AGE_NAMES: Final = ("under_7", "from_7", "from_30", "from_90")


class Tally(View, frozen=True):
    """The requests that one party sent, at the end of each day of `TalliesView.days`. `outcomes`: by final outcome."""

    party: str
    sent: list[int]
    received: list[int]
    open: list[int]
    outcomes: dict[str, list[int]]
    withdrawn: list[int]
    crossed: list[int]


class Ages(View, frozen=True):
    """How old what is open now is, in days since it was sent: of one party's own requests, and of those that it has to answer.

    The keys are under_7, from_7 (to 29), from_30 (to 89) and from_90.
    """

    party: str
    sent: dict[str, int]
    to_answer: dict[str, int]


class TalliesView(View, frozen=True):
    """`tallies`: the requests of one channel over time, by the days that authors claim.

    `step`: day, week or month; `days`: the last day of each step, the last one today, or a later day that an author
    claims; `today`: by the clock of this node. `said`: what was said in public about these numbers, by the day on which it was said, the
    last of it; `said_before`: how much more there is.
    """

    channel: ChannelName
    as_of: list[Point]
    today: str
    step: str
    days: list[str]
    parties: list[Tally]
    ages: list[Ages]
    said: list[StatementRow]
    said_before: int


def tallies_view(node: Node, room: Room, step: str | None = None) -> TalliesView:
    """The requests of a channel over time.

    Args:
        step: day, week or month; otherwise the finest of which there are not too many.
    """
    today = int(node.now[:10].replace("-", ""))
    counts = {(party, column): Counter[int]() for party in room.channel.members for column in (*_COLUMNS, "received")}
    open_since = {(party, role): Counter[int]() for party in room.channel.members for role in ("sent", "to_answer")}
    receipts, settled = _Receipts(room), _settled_days.setdefault(room, _Settled(room))
    # The newest come first, so one day stands many times in a row: what is alike is counted at once.
    alike = Counter(
        (ref.party, to, at // _DAY, receipts.day(ref, to), status, 0 if status in _OPEN else settled.day(ref, status))
        for ref, _, to, at, status, _, _ in room.fold.requests.lines(Wanted())
    )
    for (party, to, sent, received, status, day), number in alike.items():
        counts[party, "sent"][sent] += number
        if received:
            counts[party, "received"][max(sent, received)] += number
        if status in _OPEN:
            open_since[party, "sent"][sent] += number
            open_since[to, "to_answer"][sent] += number
        else:  # an answer that claims to be older than its request settles it at once
            counts[party, status][max(sent, day)] += number
    known = {day for counter in counts.values() for day in counter}
    first, last = min(known, default=today), max(known, default=today)
    chosen, days = _days(_date(first), _date(max(today, last)), step)
    said = [row for _, row in statements_about(node, room)]
    return TalliesView(
        channel=channel_name(room),
        as_of=as_of(room),
        today=node.now[:10],
        step=chosen,
        days=days,
        parties=[_tally(party, counts, days) for party in room.channel.members],
        ages=[
            Ages(
                party=party,
                sent=_ages(open_since[party, "sent"], today),
                to_answer=_ages(open_since[party, "to_answer"], today),
            )
            for party in room.channel.members
        ],
        said=said[-MOST_SAID:],
        said_before=max(0, len(said) - MOST_SAID),
    )


def series_of(tally: Tally) -> dict[str, list[int]]:
    """What there is to show of a tally: sent, received and open, and of all else what ever was more than none."""
    others = {**tally.outcomes, "withdrawn": tally.withdrawn, "crossed": tally.crossed}
    shown = {"sent": tally.sent, "received": tally.received, "open": tally.open}
    return {**shown, **{name: values for name, values in others.items() if any(values)}}


def turns(tally: Tally) -> list[int]:
    """The points of a tally at which some number became another one; the first and the last point are among them."""
    rows = list(zip(*series_of(tally).values(), strict=True))
    return [place for place in range(len(rows)) if place in {0, len(rows) - 1} or rows[place] != rows[place - 1]]


# ---- one request ----

_COLUMNS: Final = ("sent", *FINAL_OUTCOMES, "withdrawn", "crossed")
_CODES: Final = {column: code for code, column in enumerate(_COLUMNS)}
_OPEN: Final = frozenset({"open", "holding"})
_DAY: Final = 1_000_000
"""Days are numbers here, 20210930: what is left of the time 20210930080000."""


class _Settled:
    """From which day each settled request has its status: four bytes for each entry of a log, so that no act is read twice.

    A request that has another status than when it was looked at is looked at again.
    """

    def __init__(self, room: Room) -> None:
        self._room = weakref.ref(room)
        self._known: dict[tuple[str, int], array[int]] = {}

    def day(self, ref: Ref, status: str) -> int:
        code, index = _CODES[status], ref.index
        known = self._known.get((ref.party, ref.generation))
        packed = known[index] if known is not None and index < len(known) else 0
        if packed & 15 != code:
            packed = self._look(ref, status, code)
        return packed >> 4

    def _look(self, ref: Ref, status: str, code: int) -> int:
        room = self._room()
        assert room is not None  # noqa: S101 - whoever asks holds it
        known = self._known.setdefault((ref.party, ref.generation), array("I"))
        known.frombytes(bytes(known.itemsize * max(0, ref.index + 1 - len(known))))
        known[ref.index] = _first_day(room.fold.requests[ref], status) << 4 | code
        return known[ref.index]


_settled_days: WeakKeyDictionary[Room, _Settled] = WeakKeyDictionary()


def _first_day(request: Request, status: str) -> int:
    """The day of the first act that gives a request its status; each party's acts stand in the order of its log."""
    withdrawn = _day(min(request.withdrawals, key=lambda act: act.ref)) if request.withdrawals else 0
    if status == "withdrawn":
        return withdrawn
    answers = request.final_answers
    if status == "crossed":
        return max(withdrawn, _day(answers[0]))
    return next(_day(answer) for answer in answers if answer.kept["outcome"] == status)


def _day(act: Act) -> int:
    return time_number(str(act.kept["at"])) // _DAY


def _date(day: int) -> dt.date:
    return dt.date(day // 10_000, day // 100 % 100, day % 100)


def _ages(since: Counter[int], today: int) -> dict[str, int]:
    """How many of some days lie how far back; a day that is still to come is no older than today."""
    ages = dict.fromkeys(_AGE_NAMES, 0)
    for day, number in since.items():
        ages[_AGE_NAMES[bisect_right(AGES, (_date(today) - _date(day)).days)]] += number
    return ages


class _Receipts:
    """When requests were first named by a seal of their addressee: one look at each log for all of them."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._known: dict[tuple[str, str, int], tuple[list[int], list[int]]] = {}

    def day(self, ref: Ref, to: str) -> int:
        """The day that this seal claims; 0 if there is none."""
        key = (to, ref.party, ref.generation)
        if key not in self._known:
            self._known[key] = self._seals(to, ref.log)
        named, days = self._known[key]
        place = bisect_right(named, ref.index)
        return days[place] if place < len(days) else 0

    def _seals(self, party: str, log: LogKey) -> tuple[list[int], list[int]]:
        """How much of a log a party's seals had named, rising, and the day that each claims."""
        named, days = [], []
        for own in self._room.channel.generations(party):
            times = seal_days(self._room, own)
            for head in sorted(self._room.channel.logs[own].heads.values(), key=lambda head: head.id.size):
                if log in head.vector and head.id.size in times:
                    named.append(head.vector[log].size)
                    days.append(times[head.id.size])
        return list(accumulate(named, max)), days


_seal_days: WeakKeyDictionary[Room, dict[LogKey, dict[int, int]]] = WeakKeyDictionary()


def seal_days(room: Room, log: LogKey) -> dict[int, int]:
    """The day (20210930) that each seal of a log claims, by the size of the log with it. Read once; later only what came since."""
    known = _seal_days.setdefault(room, {}).setdefault(log, {})
    rows = room.store.db.execute(
        "SELECT h.size, e.line, e.leaf FROM heads h JOIN logs l ON l.id=h.log JOIN entries e ON e.head=h.seq AND e.idx=h.size-1"
        " WHERE l.channel=? AND l.party=? AND l.generation=? AND h.branch=0 AND h.size>?",
        (room.id, log.party, log.generation, max(known, default=0)),
    )
    for size, line, leaf in rows:
        known[size] = time_number(str(trusted_entry(line, leaf).fields["at"])) // _DAY
    return known


# ---- series ----


def _tally(party: str, counts: dict[tuple[str, str], Counter[int]], days: Sequence[str]) -> Tally:
    series = {column: _series(counts[party, column], days) for column in (*_COLUMNS, "received")}
    settled = [series[column] for column in _COLUMNS if column != "sent"]
    return Tally(
        party=party,
        sent=series["sent"],
        received=series["received"],
        open=[sent - sum(others) for sent, *others in zip(series["sent"], *settled, strict=True)],
        outcomes={outcome: series[outcome] for outcome in FINAL_OUTCOMES},
        withdrawn=series["withdrawn"],
        crossed=series["crossed"],
    )


def _series(changes: Counter[int], days: Sequence[str]) -> list[int]:
    """The sum of all changes up to each day."""
    ends = [int(day.replace("-", "")) for day in days]
    steps = [0] * len(days)
    for day, number in changes.items():
        steps[bisect_left(ends, day)] += number
    return list(accumulate(steps))


def _days(start: dt.date, end: dt.date, step: str | None) -> tuple[str, list[str]]:
    """The step, and the last day of each; the first holds the first day, and the last ends with the last one, whole or not."""
    chosen = step or next((name for name, days in STEPS.items() if (end - start).days < MOST_POINTS * days), "month")
    days = []
    while start <= end:
        if chosen == "month":
            until = (start.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
        else:
            until = start + dt.timedelta(days=STEPS[chosen] - 1)
        days.append(min(until, end).isoformat())
        start = until + dt.timedelta(days=1)
    return chosen, days
