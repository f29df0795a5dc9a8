"""Many declarations at rest, in columns: what was understood of them once, so that a new start need not read them again.

A declaration is *plain* if it tells of items and does nothing else: it is the return of no exchange, corrects and answers nothing, has no
time limit, does not say that all is told anew, and no other record names it. There may be a hundred thousand of these, and all else is
little. Rules:

1. A plain declaration may rest: of it stays when it was told, and of each of its statements what it adds under each rule. All else is
   always at hand, as it was said.
2. What rests depends on no later record. A day of receipt that comes later is asked for when it is needed; a declaration that rests and
   is named later is at hand again, and its statements at rest do not count.
3. The *order* of a declaration is its place among all of its party. It decides between two about the same day.
4. `#until` is the day of the next statement at rest about the same item. It holds for items of which no declaration at hand tells.
"""

from __future__ import annotations

import datetime as dt
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Final, NamedTuple

import msgspec

NEVER: Final = dt.date.max.toordinal()
"""`#until` of a statement that no other follows."""

Receipts = Mapping[str, tuple[Sequence[int], Sequence[dt.date | None]]]
"""Of each party the orders before which its declarations have a day of receipt, rising, and these days; null where nobody says."""


class Told(NamedTuple):
    """What a party told of a type of item, by day and then in its order: columns of equal length; days are numbers from 1 January 1."""

    days: array[int]
    orders: array[int]


class Items(NamedTuple):
    """Items of one type, and all statements about them.

    Attributes:
        names: of each item its id, in the order of their numbers: by party, then by id.
        parties: of each item the number of its party in the agreement.
        firsts: of each item the order of the first declaration that says of which type it is; -1 where none does.
        statements: columns of equal length, by item, day and order: `#party`, `#item`, `#from` (the day), `#order`, `#until`, `#gone`, and
            of each rule `#known` and `#unknown` with its number.
    """

    names: list[str]
    parties: array[int]
    firsts: array[int]
    statements: dict[str, array[int]]


@dataclass(frozen=True)
class Kept:
    """Plain declarations of an agreement at rest.

    Attributes:
        told: by party and type of item.
        items: by type of item.
    """

    told: dict[tuple[str, str], Told]
    items: dict[str, Items]

    @cached_property
    def days(self) -> set[dt.date]:
        """The days that they are about."""
        return {dt.date.fromordinal(day) for told in self.told.values() for day in set(told.days)}

    @cached_property
    def number(self) -> int:
        """How many declarations rest."""
        return sum(len(orders) for orders in self.orders.values())

    @cached_property
    def orders(self) -> dict[str, set[int]]:
        """Of each party the orders of its declarations."""
        found: dict[str, set[int]] = {}
        for (party, _), told in self.told.items():
            found.setdefault(party, set()).update(told.orders)
        return found


# ---------------------------------------------------------------- as bytes

_CODES: Final = {"b": 1, "h": 2, "i": 4, "q": 8}
"""Type codes of columns, and the bytes of a number."""


class _Head(msgspec.Struct):
    """Before the columns: their type codes and lengths, in the order in which they follow, and what they are."""

    told: list[tuple[str, str]]
    items: list[tuple[str, list[str]]]
    columns: list[tuple[str, int]]


def format_kept(kept: Kept) -> bytes:
    """As bytes, least significant byte first; the same declarations give the same bytes on every machine.

    The length of the head in eight bytes, the head as JSON, the columns, and of each type of item the names as JSON, after its length.
    """
    columns: list[array[int]] = []
    for _, told in sorted(kept.told.items()):
        columns += told
    for _, items in sorted(kept.items.items()):
        columns += [items.parties, items.firsts, *items.statements.values()]
    head = msgspec.json.encode(
        _Head(
            sorted(kept.told),
            [(name, list(items.statements)) for name, items in sorted(kept.items.items())],
            [(column.typecode, len(column)) for column in columns],
        )
    )
    names = [msgspec.json.encode(items.names) for _, items in sorted(kept.items.items())]
    parts = [len(head).to_bytes(8, "little"), head, *map(_little, columns)]
    return b"".join((*parts, *(part for each in names for part in (len(each).to_bytes(8, "little"), each))))


def parse_kept(data: memoryview) -> Kept:
    """The inverse of `format_kept`, of bytes that this program wrote.

    Raises:
        ValueError, KeyError, IndexError: they are damaged.
    """
    size = int.from_bytes(data[:8], "little")
    head, place = msgspec.json.decode(data[8 : 8 + size], type=_Head), 8 + size
    columns = []
    for code, length in head.columns:
        end = place + length * _CODES[code]
        columns.append(_column(code, data[place:end], length))
        place = end
    following = iter(columns)
    told = {key: Told(next(following), next(following)) for key in head.told}
    items: dict[str, Items] = {}
    for name, keys in head.items:
        parties, firsts = next(following), next(following)
        items[name] = Items([], parties, firsts, {key: next(following) for key in keys})
    for name, each in items.items():
        size, place = int.from_bytes(data[place : place + 8], "little"), place + 8
        items[name] = each._replace(names=msgspec.json.decode(data[place : place + size], type=list[str]))
        place += size
    if place != len(data):
        raise ValueError(place)
    return Kept(told, items)


def _little(column: array[int]) -> bytes:
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column.tobytes()


def _column(code: str, data: memoryview, length: int) -> array[int]:
    column = array(code)
    column.frombytes(data)
    if column.itemsize != _CODES[code] or len(column) != length:
        raise ValueError(code)
    if sys.byteorder == "big":
        column.byteswap()
    return column


# ---------------------------------------------------------------- beside those at hand


class Part(NamedTuple):
    """What of a chain rests: the day of the newest declaration in it, and whether one has no date of receipt."""

    newest: dt.date
    undated: bool


class _Line(NamedTuple):
    """Declarations at rest that count as known on a day: their days and orders, and how many before each have no date of receipt."""

    days: Sequence[int]
    orders: Sequence[int]
    undated: Sequence[int]


class Resting:
    """Declarations at rest beside those that are at hand."""

    def __init__(self, kept: Kept, receipts: Receipts, orders: Mapping[str, int], again: Mapping[str, AbstractSet[int]]) -> None:
        """What rests, and what is known of it by now.

        Args:
            receipts: when the others had what a party declared.
            orders: the orders of the declarations at hand, by their ids.
            again: of each party the orders of declarations that rest and are at hand again.
        """
        self.kept, self.receipts, self.orders, self.again = kept, receipts, orders, again
        self._lines: dict[tuple[str, str, dt.date | None], _Line] = {}

    def line(self, party: str, item: str, known: dt.date | None) -> _Line:
        """What of a type of item rests of a party, as it is known on a day."""
        key = party, item, known
        if key not in self._lines:
            self._lines[key] = self._drawn_up(*key)
        return self._lines[key]

    def part(self, party: str, item: str, known: dt.date | None, day: dt.date, since: tuple[int, int]) -> Part | None:
        """What of a chain up to a day rests; null where nothing does. `since`: the day and the order from which the chain begins."""
        line = self.line(party, item, known)
        stop = bisect_right(line.days, day.toordinal())
        first, order = since
        start = bisect_left(line.days, first)
        while start < stop and line.days[start] == first and line.orders[start] < order:
            start += 1
        if start >= stop:
            return None
        return Part(dt.date.fromordinal(line.days[stop - 1]), line.undated[stop] > line.undated[start])

    def _drawn_up(self, party: str, item: str, known: dt.date | None) -> _Line:
        days, orders = self.kept.told.get((party, item), Told(array("i"), array("q")))
        again = self.again.get(party, frozenset())
        if again and not again.isdisjoint(orders):
            places = [place for place, order in enumerate(orders) if order not in again]
            days, orders = array("i", [days[place] for place in places]), array("q", [orders[place] for place in places])
        befores, receipts = self.receipts.get(party, ((), ()))
        received = [None if each is None else each.toordinal() for each in (*receipts, None)]
        came = [received[bisect_right(befores, order)] for order in orders]
        if known is not None:
            last = known.toordinal()
            seen = [place for place, on in enumerate(days) if (came[place] or on) <= last]
            days, orders = array("i", [days[place] for place in seen]), array("q", [orders[place] for place in seen])
            came = [came[place] for place in seen]
        return _Line(days, orders, list(accumulate((each is None for each in came), initial=0)))

    def earlier(self, parties: Sequence[str]) -> _Earlier:
        """Of which types the items are that rest.

        Args:
            parties: the ids of the parties in the order of the agreement.
        """
        return _Earlier(self, parties)


class _Earlier:
    """Looks up of which type an item was said to be before a declaration."""

    def __init__(self, resting: Resting, parties: Sequence[str]) -> None:
        self._resting, self._parties = resting, parties

    @cached_property
    def _first(self) -> dict[tuple[str, str], tuple[int, str]]:
        return {
            (self._parties[party], name): (first, kind)
            for kind, items in self._resting.kept.items.items()
            for name, party, first in zip(items.names, items.parties, items.firsts, strict=True)
            if first >= 0
        }

    def __call__(self, declaration: Any, item: str) -> str | None:
        """The type; null where none was said before, by what rests."""
        first, kind = self._first.get((declaration.by, item), (sys.maxsize, ""))
        return kind if first < self._resting.orders[declaration.id] else None
