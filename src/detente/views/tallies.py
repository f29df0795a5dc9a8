"""Requests over time: what each party sent, what was received and answered, what is open, and how old that is.

Rules:

1. Days are those that authors claim in `at` (UTC); nothing here decides anything, and what was backdated is counted where it claims to be.
2. A request counts under the status that it has now, from the day of the act that gave it that status: a partial answer that a full
   one followed is a full one from the second day on, and open until then.
3. A request counts as received from the day of the first seal of its addressee that names it.
4. Every series is cumulative, and at each point `sent` is the sum of open, of each outcome, of withdrawn and of crossed.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Final
from weakref import WeakKeyDictionary

from detente.dialogue.acts import Act
from detente.dialogue.kinds import FINAL_OUTCOMES
from detente.dialogue.requests import Request
from detente.node.node import Node
from detente.node.room import Room
from detente.node.store import trusted_entry
from detente.record.seal import LogKey
from detente.views.base import ChannelName, Point, View, as_of, channel_name

STEPS: Final = {"day": 1, "week": 7, "month": 30}
"""Days of a step; a month is a calendar month."""
MOST_POINTS: Final = 62
"""Of a series whose step is chosen here: two months of days, a year of weeks, five years of months; longer talks go on in months."""
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

    `step`: day, week or month; `days`: the last day of each step, the last one today or later; `today`: by the clock of this node.
    """

    channel: ChannelName
    as_of: list[Point]
    today: str
    step: str
    days: list[str]
    parties: list[Tally]
    ages: list[Ages]


def tallies_view(node: Node, room: Room, step: str | None = None) -> TalliesView:
    """The requests of a channel over time.

    Args:
        step: day, week or month; otherwise the finest of which there are not too many.
    """
    today = node.now[:10]
    counts = {(party, column): Counter[str]() for party in room.channel.members for column in (*_COLUMNS, "received")}
    open_since = {(party, role): Counter[str]() for party in room.channel.members for role in ("sent", "to_answer")}
    receipts = _Receipts(room)
    for request in room.fold.requests.values():
        party = request.act.ref.party
        sent, (status, settled) = _day(request.act), _settled(request)
        counts[party, "sent"][sent] += 1
        received = receipts.day(request)
        if received is not None:
            counts[party, "received"][max(sent, received)] += 1
        if settled is None:
            open_since[party, "sent"][sent] += 1
            open_since[request.to, "to_answer"][sent] += 1
        else:
            counts[party, status][max(sent, settled)] += 1  # an answer that claims to be older than its request settles it at once
    first = min((day for counter in counts.values() for day in counter), default=today)
    last = max((day for counter in counts.values() for day in counter), default=today)
    chosen, days = _days(first, max(today, last), step)
    return TalliesView(
        channel=channel_name(room),
        as_of=as_of(room),
        today=today,
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
    )


# ---- one request ----

_COLUMNS: Final = ("sent", *FINAL_OUTCOMES, "withdrawn", "crossed")


def _settled(request: Request) -> tuple[str, str | None]:
    """The status of a request, and the day from which it has it; None while it is open."""
    if not request.withdrawals:
        finals = request.final_answers if request.answers else []
        return (str(finals[-1].kept["outcome"]), _day(finals[-1])) if finals else ("open", None)
    status = request.status
    if status in {"open", "holding"}:
        return status, None
    withdrawn, answered = map(_day, request.withdrawals), list(map(_day, request.final_answers))
    if status == "withdrawn":
        return status, min(withdrawn)
    return status, max(min(withdrawn), min(answered)) if status == "crossed" else answered[-1]


def _day(act: Act) -> str:
    return str(act.kept["at"])[:10]


def _ages(since: Counter[str], today: str) -> dict[str, int]:
    """How many of some days lie how far back; a day that is still to come is no older than today."""
    ages = dict.fromkeys(_AGE_NAMES, 0)
    for day, number in since.items():
        days = (dt.date.fromisoformat(today) - dt.date.fromisoformat(day)).days
        ages[_AGE_NAMES[bisect_right(AGES, days)]] += number
    return ages


class _Receipts:
    """When requests were first named by a seal of their addressee: one look at each log for all of them."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._known: dict[tuple[str, str, int], tuple[list[int], list[str]]] = {}

    def day(self, request: Request) -> str | None:
        """The day that this seal claims; None if there is none."""
        ref = request.act.ref
        key = (request.to, ref.party, ref.generation)
        if key not in self._known:
            self._known[key] = self._seals(request.to, ref.log)
        named, days = self._known[key]
        place = bisect_right(named, ref.index)
        return days[place] if place < len(days) else None

    def _seals(self, party: str, log: LogKey) -> tuple[list[int], list[str]]:
        """How much of a log a party's seals had named, rising, and the day that each claims."""
        named, days = [], []
        for own in self._room.channel.generations(party):
            times = seal_days(self._room, own)
            for head in sorted(self._room.channel.logs[own].heads.values(), key=lambda head: head.id.size):
                if log in head.vector and head.id.size in times:
                    named.append(head.vector[log].size)
                    days.append(times[head.id.size])
        return list(accumulate(named, max)), days


_seal_days: WeakKeyDictionary[Room, dict[LogKey, dict[int, str]]] = WeakKeyDictionary()


def seal_days(room: Room, log: LogKey) -> dict[int, str]:
    """The day that each seal of a log claims, by the size of the log with it. Read once; later only what came since."""
    known = _seal_days.setdefault(room, {}).setdefault(log, {})
    rows = room.store.db.execute(
        "SELECT h.size, e.line, e.leaf FROM heads h JOIN logs l ON l.id=h.log JOIN entries e ON e.head=h.seq AND e.idx=h.size-1"
        " WHERE l.channel=? AND l.party=? AND l.generation=? AND h.branch=0 AND h.size>?",
        (room.id, log.party, log.generation, max(known, default=0)),
    )
    for size, line, leaf in rows:
        known[size] = str(trusted_entry(line, leaf).fields["at"])[:10]
    return known


# ---- series ----


def _tally(party: str, counts: dict[tuple[str, str], Counter[str]], days: Sequence[str]) -> Tally:
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


def _series(changes: Counter[str], days: Sequence[str]) -> list[int]:
    """The sum of all changes up to each day."""
    steps = [0] * len(days)
    for day, number in changes.items():
        steps[bisect_left(days, day)] += number
    return list(accumulate(steps))


def _days(first: str, last: str, step: str | None) -> tuple[str, list[str]]:
    """The step, and the last day of each; the first holds the first day, the last the last one."""
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    chosen = step or next((name for name, days in STEPS.items() if (end - start).days < MOST_POINTS * days), "month")
    days = []
    while start <= end:
        if chosen == "month":
            until = (start.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
        else:
            until = start + dt.timedelta(days=STEPS[chosen] - 1)
        days.append(until.isoformat())
        start = until + dt.timedelta(days=1)
    return chosen, days
