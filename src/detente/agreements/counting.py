"""Counting, with the whole reason: a figure, the rule and the reading that gave it, and every record that it rests on.

Rules:

1. A figure is computed for each reading of its rule; none is preferred.
2. What is unknown makes a sum unknown: `value` is null, `known_part` what is known of it, and `why` says what is missing.
3. An explanation lists every record that was read for the figure. Each is marked `counts` when the figure would be another one without it,
   and otherwise says why it changes nothing. What is not listed was not read: the listed records alone give the same figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from detente.agreements.book import Asked, Book
from detente.agreements.declarations import Declaration, Dispute
from detente.agreements.engine import DuckEngine, Engine, quoted
from detente.agreements.items import ItemTables
from detente.agreements.items_resting import Unkept
from detente.agreements.kept import Kept
from detente.agreements.loading import CONTESTED
from detente.agreements.rules import ReadRule, Rules


@dataclass(frozen=True)
class Input:
    """One record that a figure rests on.

    `kind`: declaration, dispute or item; `part`: the figure or the item of it; `amount`: what it says or adds, null where that is unknown.
    `why`, where it does not count: corrected, not_in_this_reading, same_without_it. `what`: the parts of
    a dispute, each a number and the words for it.
    """

    kind: str
    id: str
    by: str
    on: dt.date
    received: dt.date | None
    part: str
    amount: int | None
    counts: bool
    why: str | None = None
    what: tuple[tuple[int, Mapping[str, str]], ...] = ()
    sources: tuple[str, ...] = ()
    entry: str | None = None


@dataclass(frozen=True)
class Figure:
    """A counted figure of one party under one reading.

    `value` is null where it is unknown, and `why` says why: nothing_declared, not_stated, not_provided, withheld, items_unknown. `of`: the
    oldest day of which its parts are. `known_part`: the sum of the items that are known; `unknown_items`: how many are not.
    `receipt_undated`: a declaration that it rests on has no date of receipt. `inputs`: only where they were asked for.
    """

    rule: ReadRule
    party: str
    value: int | None
    why: str | None
    of: dt.date | None
    known_part: int | None = None
    unknown_items: int = 0
    receipt_undated: bool = False
    inputs: tuple[Input, ...] = ()

    @property
    def result(self) -> tuple[object, ...]:
        """What the figure says, without its reasons."""
        return self.value, self.why, self.of, self.known_part, self.unknown_items


class Counter:
    """Counts what one book holds by the rules of its agreement; its tables are filled once.

    Raises:
        CallerError: the libraries are not installed.
    """

    def __init__(self, rules: Rules, book: Book, engine: Engine | None = None) -> None:
        self.rules, self.book = rules, book
        self._engine = engine or DuckEngine()
        self._tables = ItemTables(rules, book, self._engine)
        self._sums: dict[tuple[str, tuple[int | None, ...]], int | None] = {}

    @property
    def dialect(self) -> str:
        """What counts: duckdb or postgres."""
        return self._engine.dialect

    def figures(self, count: str, party: str, asked: Asked) -> list[Figure]:
        """A count of one party under each reading, without reasons.

        Raises:
            FormatError: the numbers are larger than the engine can hold.
        """
        return [self._figure(rule, party, asked) for rule in self.rules.counts[count]]

    def explain(self, count: str, party: str, asked: Asked) -> list[Figure]:
        """The same with every record that each figure rests on.

        Raises:
            Unkept: some declarations rest.
        """
        if self.book.resting is not None:
            raise Unkept
        return [self._explained(rule, self._figure(rule, party, asked), asked) for rule in self.rules.counts[count]]

    def keep(self, orders: Mapping[str, int]) -> Kept:
        """The declarations at rest, with some of those at hand beside them (their orders by their ids), as they are to rest from now on.

        Raises:
            FormatError: a rule cannot be computed over one of them.
            TypeError: what counts is not DuckDB.
        """
        return self._tables.keep(orders)

    def _figure(self, rule: ReadRule, party: str, asked: Asked) -> Figure:
        return self._sum(rule, party, asked) if rule.value is not None else self._items(rule, party, asked)

    def _explained(self, rule: ReadRule, figure: Figure, asked: Asked) -> Figure:
        inputs = self._read_for_sum(rule, figure, asked) if rule.value is not None else self._read_for_items(rule, figure, asked)
        return replace(figure, inputs=tuple(inputs))

    # ---- sums of declared figures ----

    def _sum(self, rule: ReadRule, party: str, asked: Asked, book: Book | None = None) -> Figure:
        book = book or self.book
        assert rule.value is not None  # noqa: S101 - whoever calls has looked
        values: dict[str, int | None] = {}
        parts = {name: book.standing(party, name.removesuffix(CONTESTED), asked) for name in sorted(rule.value.reads)}
        for name, part in parts.items():
            values[name] = part.value if not name.endswith(CONTESTED) else 0
            if name.endswith(CONTESTED):
                disputes = [each for held in part.rests_on for each in book.disputes_of(held, name.removesuffix(CONTESTED), asked)]
                values[name] = sum(amount.number for each in disputes if each.by in rule.held_by for amount in each.amounts)
        value = self._evaluate(rule, values)
        why = None if value is not None else next((part.why for part in parts.values() if part.why is not None), "not_stated")
        days = [part.of for part in parts.values() if part.of is not None]
        undated = any(each.received is None for part in parts.values() for each in part.rests_on)
        return Figure(rule, party, value, why, min(days, default=None), receipt_undated=undated)

    def _evaluate(self, rule: ReadRule, values: Mapping[str, int | None]) -> int | None:
        """What a rule over figures gives; asked of the engine once for the same rule and the same figures."""
        assert rule.value is not None  # noqa: S101 - the same
        if rule.value.name is not None:
            return values[rule.value.name]
        key = rule.value.text, tuple(values.values())
        if key not in self._sums:
            columns = ", ".join(f"${number}::BIGINT AS {quoted(name)}" for number, name in enumerate(values, 1))
            said = rule.value.sql(self._engine.dialect)
            sql = f"SELECT {said} FROM (SELECT {columns or '1'}) AS declared"  # noqa: S608 - a checked expression, quoted names
            self._sums[key] = self._engine.rows(sql, list(values.values()))[0][0]
        return self._sums[key]

    def _read_for_sum(self, rule: ReadRule, figure: Figure, asked: Asked) -> list[Input]:
        assert rule.value is not None  # noqa: S101 - the same
        found: dict[tuple[str, str], Input] = {}
        for name in sorted({each.removesuffix(CONTESTED) for each in rule.value.reads}):
            for declaration in self.book.standing(figure.party, name, asked).rests_on:
                found[declaration.id, name] = _declared(declaration, name, declaration.figures.get(name), counts=True)
                for old in self.book.corrected_by(declaration):
                    found[old.id, name] = _declared(old, name, old.figures.get(name), counts=False, why="corrected")
                for dispute in self.book.disputes_of(declaration, name, asked):
                    here = dispute.by in rule.held_by and name + CONTESTED in rule.value.reads
                    found[dispute.id, name] = _disputed(dispute, counts=here)
        return [self._weighed(each, rule, figure, asked) for each in found.values()]

    def _weighed(self, given: Input, rule: ReadRule, figure: Figure, asked: Asked) -> Input:
        """Whether the figure would be another one without this record: it is computed again without it."""
        if given.why == "not_in_this_reading":
            return given
        again = self._sum(rule, figure.party, asked, self.book.without(given.id))
        if again.result != figure.result:  # a corrected one too, where a dispute of it stands on
            return replace(given, counts=True, why=None)
        return replace(given, counts=False, why=given.why or "same_without_it")

    # ---- items one by one ----

    def _items(self, rule: ReadRule, party: str, asked: Asked, book: Book | None = None) -> Figure:
        chain = (book or self.book).chain(party, str(rule.count.item), asked)
        if chain.told_on is None:
            return Figure(rule, party, None, chain.why, chain.of)
        known, unknown = self._tables.sum_on(rule, party, asked) if book is None else self._tables.sum_of(rule, chain)
        why = chain.why or ("items_unknown" if unknown else None)
        return Figure(rule, party, known if why is None else None, why, chain.of, known, unknown, chain.undated)

    def _read_for_items(self, rule: ReadRule, figure: Figure, asked: Asked) -> list[Input]:
        item = str(rule.count.item)
        chain = self.book.chain(figure.party, item, asked)
        told, places = (self._tables.statements(rule), self._tables.places(chain)) if chain.told else ("", [])
        net_of = 'SELECT "#seq", sum("#known" - "#known_before"), sum("#unknown" - "#unknown_before") FROM '
        changed = f'{net_of} ({told}) AS told WHERE "#age" = 1 GROUP BY 1'
        net = {seq: (known, unknown) for seq, known, unknown in self._tables.rows(changed, places)} if told else {}
        ends = {each.id for each in (*chain.told[:1], *chain.told[-1:], *chain.refused)}
        found: list[Input] = []
        for declaration in (*chain.told, *chain.refused):
            known, unknown = (int(each) for each in net.get(self._tables.seq(declaration), (0, 0)))
            if declaration.id in ends or declaration.corrects is not None:
                counts = self._is_another_without(declaration, rule, figure, asked)
            else:
                counts = bool(known or unknown)
            why = None if counts else "same_without_it"
            found.append(_declared(declaration, item, None if unknown else known, counts=counts, why=why))
            for old in self.book.corrected_by(declaration):  # one counts where its correction speaks of items only through it
                counts = self._is_another_without(old, rule, figure, asked)
                found.append(_declared(old, item, None, counts=counts, why=None if counts else "corrected"))
        if told:
            listed = f'SELECT "#seq", "#item", "#adds" FROM ({told}) AS told WHERE "#age" = 1 AND "#meant" ORDER BY "#item"'  # noqa: S608 - the same
            found += [self._item_input(*row) for row in self._tables.rows(listed, places)]
        return found

    def _is_another_without(self, declaration: Declaration, rule: ReadRule, figure: Figure, asked: Asked) -> bool:
        """Whether a figure over items would be another one had a declaration never come."""
        return self._items(rule, figure.party, asked, self.book.without(declaration.id)).result != figure.result

    def _item_input(self, seq: int, item: str, adds: int | None) -> Input:
        """An item, with the declaration that states it as its source."""
        declaration = self.book.held.declarations[seq]
        counts = adds != 0
        return Input(
            "item", declaration.id, declaration.by, declaration.on, declaration.received, item, adds, counts,
            None if counts else "same_without_it", (), tuple(declaration.sources), declaration.entry,
        )  # fmt: skip


def _declared(declaration: Declaration, part: str, amount: int | None, *, counts: bool, why: str | None = None) -> Input:
    return Input(
        "declaration", declaration.id, declaration.by, declaration.on, declaration.received, part, amount, counts, why, (),
        tuple(declaration.sources), declaration.entry,
    )  # fmt: skip


def _disputed(dispute: Dispute, *, counts: bool) -> Input:
    total = sum(each.number for each in dispute.amounts)
    return Input(
        "dispute", dispute.id, dispute.by, dispute.on, dispute.received, dispute.figure, total, counts,
        None if counts else "not_in_this_reading", tuple((each.number, each.what) for each in dispute.amounts),
        tuple(dispute.sources), dispute.entry,
    )  # fmt: skip
