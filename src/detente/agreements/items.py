"""Items one by one, in an engine's tables: what each statement about an item adds to a figure, and which statements count on a day.

    "arm"            a row for each statement about an item of that type
    "#spans 1"       the same as sums, as they are known on one day: what a statement adds under each rule, and from which day until before
                     which it is the one that counts

A question about a day is then one sum over the spans that hold it. They are drawn up for all rules over a type of item at once, and cost as
much as a few questions without them; so a question that is asked of another set of declarations (`told`) does without. Where one rule
cannot be computed over one item, spans cannot be drawn up, and each figure is asked for by itself, so that it stops no other one.

Where declarations rest beside those at hand (`kept`), spans are what rests of them, but for items of which a declaration at hand tells.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from array import array
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

import msgspec

from detente.agreements.agreement import Item
from detente.agreements.book import Asked, Book
from detente.agreements.declarations import Declaration, ItemState
from detente.agreements.engine import DuckEngine, Engine, quoted
from detente.agreements.items_resting import ItemsResting, Laid, Unkept
from detente.agreements.kept import Kept, Resting
from detente.agreements.lines import Chain
from detente.agreements.rules import ReadRule, Rules, field_types
from detente.errors import FormatError

KEPT: Final = 4
"""For how many days of knowledge spans are kept."""

_SPANS: Final = "#spans"
"""How the names of tables begin that are dropped when others are asked for."""

Sum = tuple[int, int]
"""What is known of a sum, and how many items add something unknown."""


class _Gone(msgspec.Struct):
    id: str
    gone: bool = True


class ItemTables:
    """The tables of one counter; each is filled when it is first asked for."""

    def __init__(self, rules: Rules, book: Book, engine: Engine) -> None:
        self._rules, self._book, self._engine = rules, book, engine
        self._seq = {each.id: seq for seq, each in enumerate(book.held.declarations)}
        self._filled: set[str] = set()
        self._spans: dict[tuple[str, dt.date | None], str | None] = {}
        self._answers: dict[tuple[str, Asked], dict[tuple[str, int], Sum]] = {}
        self._made = 0
        self._over: dict[str, list[ReadRule]] = {}
        for rule in (rule for every in rules.counts.values() for rule in every if rule.count.item is not None):
            self._over.setdefault(str(rule.count.item), []).append(rule)
        self._parties = [party.id for party in rules.agreement.parties]
        self._resting = None if book.resting is None else ItemsResting(book.resting, engine, self._parties)

    def seq(self, declaration: Declaration) -> int:
        """The number by which the tables know a declaration."""
        return self._seq[declaration.id]

    # ---- sums ----

    def sum_on(self, rule: ReadRule, party: str, asked: Asked) -> Sum:
        """What the items of a party add up to, from the spans."""
        item = str(rule.count.item)
        spans = self._spans_of(item, asked.known)
        if spans is None:
            return self.sum_of(rule, self._book.chain(party, item, asked))
        if (item, asked) not in self._answers:
            self._answers = {(item, asked): self._all_sums(spans, item, asked)}  # the last day alone: others follow it
        return self._answers[item, asked].get((party, self._over[item].index(rule)), (0, 0))

    def sum_of(self, rule: ReadRule, chain: Chain) -> Sum:
        """The same of any chain, without spans; of declarations at hand alone.

        Raises:
            Unkept: some rest.
        """
        if chain.part is not None:
            raise Unkept
        if not chain.told:
            return 0, 0
        sql = f'SELECT sum("#known"), sum("#unknown") FROM ({self.statements(rule)}) AS told WHERE "#age" = 1'  # noqa: S608 - checked expressions
        known, unknown = self._engine.rows(sql, self.places(chain))[0]
        return int(known or 0), int(unknown or 0)

    def _all_sums(self, spans: str, item: str, asked: Asked) -> dict[tuple[str, int], Sum]:
        places = range(len(self._over[item]))
        sums = ", ".join(f'sum("#known {place}"), sum("#unknown {place}")' for place in places)
        begun = [(party, since) for party, each in enumerate(self._parties) if (since := self._book.begins(each, item, asked)) is not None]
        later = "".join(f' AND ("#party" <> {party} OR ("#from", "#order") >= ({day}, {order}))' for party, (day, order) in begun)
        sql = f'SELECT "#party", {sums} FROM {quoted(spans)} WHERE "#from" <= $1 AND $1 < "#until"{later} GROUP BY 1'  # noqa: S608 - quoted names, numbers
        return {
            (self._parties[row[0]], place): (int(row[2 * place + 1] or 0), int(row[2 * place + 2] or 0))
            for row in self._engine.rows(sql, [asked.as_of.toordinal()])
            for place in places
        }

    def _spans_of(self, item: str, known: dt.date | None) -> str | None:
        """The table of spans of a type of item, as known on a day; null where it cannot be drawn up."""
        if (item, known) not in self._spans:
            if len(self._spans) >= KEPT:
                oldest = self._spans.pop(next(iter(self._spans)))
                if oldest is not None and oldest.startswith(_SPANS):
                    self._engine.drop(oldest)
            self._made += 1
            self._spans[item, known] = None
            with contextlib.suppress(FormatError):  # said where the figure is asked for that cannot be computed
                self._spans[item, known] = self._drawn_up(f"{_SPANS} {self._made}", item, known)
        return self._spans[item, known]

    def _drawn_up(self, name: str, item: str, known: dt.date | None) -> str:
        if self._resting is not None:
            return self._draw_up_beside(self._resting, name, item, known)
        self._draw_up(name, item, known)
        return name

    def _draw_up(self, name: str, item: str, known: dt.date | None) -> None:
        """One table of spans.

        A statement counts from its day until the next one about the same item, or until the items of its party are told anew, all or none.
        """
        told = self._told(f"{name} told", item, known)
        try:
            self._engine.make(
                name,
                f"""
                SELECT "#party", "#from", least("#ends", "#next") AS "#until"{self._sums(item)} FROM (
                    SELECT "#party", "#from", "#ends"{self._all_adds(item)},
                        lead("#from", 1, "#ends") OVER (PARTITION BY "#party", "#item" ORDER BY "#place") AS "#next"
                    FROM {quoted(item)} JOIN {quoted(told)} USING ("#seq")
                ) AS stated WHERE "#from" < least("#ends", "#next")
                """,  # noqa: S608 - checked expressions and quoted names
            )
        finally:
            self._engine.drop(told)

    def _told(self, name: str, item: str, known: dt.date | None) -> str:
        """Make a table of the declarations that tell of a type of item, as they are known on a day, and fill that type's."""
        self._fill(item)
        columns = {key: array("q") for key in ("#seq", "#place", "#party", "#from", "#ends")}
        for number, party in enumerate(self._parties):
            line = self._book.line(party, item, known)
            places = [place for place, each in enumerate(line.told) if each.items or each.removed]
            columns["#seq"].extend(self._seq[line.told[place].id] for place in places)
            columns["#place"].extend(places)
            columns["#party"].extend(number for _ in places)
            columns["#from"].extend(line.told[place].on.toordinal() for place in places)
            columns["#ends"].extend(line.ends[place].toordinal() for place in places)
        self._engine.load(name, columns)
        return name

    def _all_adds(self, item: str) -> str:
        """What a statement adds under each rule, each after a comma."""
        return "".join(f', {self._adds(rule)} AS "#adds {place}"' for place, rule in enumerate(self._over.get(item, ())))

    def _sums(self, item: str) -> str:
        """Of what it adds what is known, and whether it is unknown, each after a comma."""
        each = ', coalesce("#adds {0}", 0) AS "#known {0}", ("#adds {0}" IS NULL)::INTEGER AS "#unknown {0}"'
        return "".join(each.format(place) for place in range(len(self._over.get(item, ()))))

    # ---- beside declarations that rest ----

    def _draw_up_beside(self, resting: ItemsResting, name: str, item: str, known: dt.date | None) -> str:
        """The table of spans where declarations rest: this one, or what rests alone."""
        mine = [each for each in self._book.held.declarations if each.removed or any(one.type == item for one in each.items)]
        if not mine and (bare := resting.bare(item, known)) is not None:
            return bare
        stated = {told.id for party in self._parties for told in self._book.line(party, item, known).told}
        at_hand = self._at_hand(f"{name} at hand", item, mine, resting.resting.orders, stated)
        try:
            resting.draw_up(name, item, known, self._laid(item, at_hand))
        finally:
            self._engine.drop(at_hand)
        return name

    def keep(self, orders: Mapping[str, int]) -> Kept:
        """What rests, together with some declarations at hand, as it is to rest from now on.

        Args:
            orders: their orders, by their ids.

        Raises:
            FormatError: a rule cannot be computed over one of them.
            TypeError: what counts is not DuckDB.
        """
        if not isinstance(self._engine, DuckEngine):
            raise TypeError(self._engine)
        resting = self._resting or ItemsResting(Resting(Kept({}, {}), {}, orders, {}), self._engine, self._parties)
        mine = [each for each in self._book.held.declarations if each.id in orders]
        items = {}
        for item in (each.id for each in self._rules.agreement.items):
            at_hand = self._at_hand(f"{item} at hand", item, mine, orders, {each.id for each in mine})
            try:
                items[item] = resting.put_down(self._engine, item, self._laid(item, at_hand))
            finally:
                self._engine.drop(at_hand)
        return Kept(self._book.told_with(orders), items)

    def _at_hand(self, name: str, item: str, mine: Sequence[Declaration], orders: Mapping[str, int], counting: AbstractSet[str]) -> str:
        """Make a table of declarations at hand, and fill that of a type of item."""
        self._fill(item)
        parties = {party: number for number, party in enumerate(self._parties)}
        columns = {
            "#seq": array("q", [self._seq[each.id] for each in mine]),
            "#party": array("q", [parties[each.by] for each in mine]),
            "#from": array("q", [each.on.toordinal() for each in mine]),
            "#order": array("q", [orders[each.id] for each in mine]),
            "#counts": array("q", [each.id in counting for each in mine]),
        }
        self._engine.load(name, columns)
        return name

    def _laid(self, item: str, at_hand: str) -> Laid:
        sql = f"""
            SELECT "#party", "#from", "#order", "#counts", "#item", "#gone"{self._sums(item)}
            FROM (
                SELECT "#party", "#from", "#order", "#counts", "#item", "#gone"::INTEGER AS "#gone"{self._all_adds(item)}
                FROM {quoted(item)} JOIN {quoted(at_hand)} USING ("#seq")
            ) AS stated
        """  # noqa: S608 - checked expressions and quoted names
        return Laid(sql, len(self._over.get(item, ())))

    # ---- statements one by one ----

    def statements(self, rule: ReadRule) -> str:
        """SQL for every statement about an item in a chain (`places`): what it adds, and what the statement before it added.

        `#age` 1 is the newest statement; `#known` and `#unknown` are what it adds and whether that is unknown.
        """
        item = str(rule.count.item)
        self._fill(item)
        newest = 'OVER (PARTITION BY "#item" ORDER BY "#place" DESC)'
        return f"""
            WITH chain AS (SELECT unnest($1::BIGINT[]) AS "#seq", unnest($2::BIGINT[]) AS "#place"),
            stated AS (
                SELECT "#seq", "#place", "#item", {self._meant(rule)} AS "#meant", {self._adds(rule)} AS "#adds"
                FROM {quoted(item)} JOIN chain USING ("#seq")
            ),
            sums AS (SELECT *, coalesce("#adds", 0) AS "#known", ("#adds" IS NULL)::INTEGER AS "#unknown" FROM stated)
            SELECT *, row_number() {newest} AS "#age",
                lead("#known", 1, 0) {newest} AS "#known_before", lead("#unknown", 1, 0) {newest} AS "#unknown_before"
            FROM sums
        """  # noqa: S608 - checked expressions and quoted names

    def places(self, chain: Chain) -> list[Sequence[int]]:
        """A chain as the parameters of `statements`."""
        seqs = [self.seq(each) for each in chain.told]
        return [seqs, list(range(len(seqs)))]

    def rows(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What a query over `statements` gives."""
        return self._engine.rows(sql, values)

    def _adds(self, rule: ReadRule) -> str:
        """What a statement adds: nothing where its item is gone or not meant, NULL where that is unknown."""
        adds = "1::BIGINT" if rule.each is None else rule.each.sql(self._engine.dialect)
        if rule.where is None:
            return f'CASE WHEN "#gone" THEN 0 ELSE {adds} END'
        where = rule.where.sql(self._engine.dialect)
        return f'CASE WHEN "#gone" THEN 0 WHEN ({where}) IS NULL THEN NULL WHEN {where} THEN {adds} ELSE 0 END'

    def _meant(self, rule: ReadRule) -> str:
        """Whether the rule is about the item of a statement, as far as is known."""
        where = "TRUE" if rule.where is None else rule.where.sql(self._engine.dialect)
        return f'NOT "#gone" AND ({where}) IS DISTINCT FROM FALSE'

    def _fill(self, name: str) -> None:
        """The table of a type of item, once. It travels as JSON, which both sides read and write faster than value by value."""
        if name in self._filled:
            return
        encode = msgspec.json.Encoder().encode
        item: Item = next(each for each in self._rules.agreement.items if each.id == name)
        seqs, packed = array("q"), []
        for seq, declaration in enumerate(self._book.held.declarations):
            here: list[ItemState | _Gone] = [each for each in declaration.items if each.type == name]
            here += map(_Gone, declaration.removed)
            if here:
                seqs.append(seq)
                packed.append(encode(here))
        self._engine.load_items(name, seqs, packed, field_types(item))
        self._filled.add(name)
