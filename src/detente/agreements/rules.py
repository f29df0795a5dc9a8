"""The rules of an agreement, checked and ready to run; gaps and overlaps of its categories.

A division is a set of categories that together name every item of a type once. Whether they do is tried out when the file is loaded: the
expressions compare fields with constants, so it is enough to try, for each field, each word that it may hold, each constant, and the
values just below and above it. A gap or an overlap is shown by an item that falls into it. A rule that compares one field with another, or
computes, cannot be tried so, and has no place in a division.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.agreements.agreement import Agreement, Category, Count, Item
from detente.agreements.caps import CAPS
from detente.agreements.engine import DuckEngine, quoted
from detente.agreements.expressions import BOOLEAN, INTEGER, Expression, RuleError, Type, expression_checked_before, parse_expression
from detente.agreements.loading import CONTESTED
from detente.agreements.source import Path, Source
from detente.errors import N_, FormatError

if TYPE_CHECKING:
    from sqlglot import exp


@dataclass(frozen=True)
class ReadRule:
    """A counting rule under one reading.

    `reading`: its id, null where parties do not differ; `value`: over figures; `where` and `each`: over items.
    """

    count: Count
    reading: str | None
    names: Mapping[str, str]
    held_by: tuple[str, ...]
    clause: str
    source: str | None
    value: Expression | None = None
    where: Expression | None = None
    each: Expression | None = None

    @property
    def said(self) -> dict[str, str]:
        """The rule as it stands in the file."""
        return self.count.said(next((each for each in self.count.readings if each.id == self.reading), None))


@dataclass(frozen=True)
class Rules:
    """All rules of an agreement, by count; the first reading of each stands in the order of the file."""

    agreement: Agreement
    counts: Mapping[str, tuple[ReadRule, ...]]
    categories: Mapping[str, Expression] = field(default_factory=dict)


def compile_rules(agreement: Agreement, source: Source, *, checked_before: bool = False) -> Rules:
    """Check every expression of an agreement.

    Args:
        checked_before: this program has checked the same file; an expression is checked again only when it is used.

    Raises:
        FormatError: one is not allowed, or categories of one division leave a gap or overlap; with line and part.
        CallerError: the libraries are not installed.
    """
    compiler = _Compiler(agreement, source, expression_checked_before if checked_before else parse_expression)
    categories = {
        category.id: compiler.expression(("category", place, "where"), category.where, compiler.fields(category.item), BOOLEAN)
        for place, category in enumerate(agreement.categories)
    }
    if not checked_before:
        _check_divisions(agreement, categories, source)
    counts = {count.id: compiler.count(("count", place), count, categories) for place, count in enumerate(agreement.counts)}
    return Rules(agreement, counts, categories)


class _Compiler:
    def __init__(self, agreement: Agreement, source: Source, parse: Callable[[str, Mapping[str, Type], Type], Expression]) -> None:
        self.agreement, self.source, self._parse = agreement, source, parse
        names = [figure.id for figure in agreement.figures]
        self.figures = dict.fromkeys((*names, *(name + CONTESTED for name in names)), INTEGER)

    def fields(self, item: str) -> dict[str, Type]:
        """The fields of a type of item, as rules may use them."""
        found = self.agreement.item(item)
        return {} if found is None else field_types(found)

    def count(self, path: Path, count: Count, categories: Mapping[str, Expression]) -> tuple[ReadRule, ...]:
        """A counting rule, once for each reading."""
        chosen = " OR ".join(f"({categories[name].text})" for name in count.categories)
        found = []
        for number, reading in enumerate(count.readings or [None]):
            here: Path = path if reading is None else (*path, "reading", number)
            rule = count if reading is None else reading
            expressions: dict[str, Expression | None] = {"value": None, "where": None, "each": None}
            if count.item is None:
                expressions["value"] = self.expression((*here, "value"), rule.value or "", self.figures, INTEGER)
            else:
                fields = self.fields(count.item)
                for key, wanted in (("where", BOOLEAN), ("each", INTEGER)):
                    text, place = getattr(rule, key), (*here, key)
                    if text is None and getattr(count, key) is not None:
                        text, place = getattr(count, key), (*path, key)
                    if text is not None:
                        expressions[key] = self.expression(place, text, fields, wanted)
                if chosen:
                    expressions["where"] = self._within(path, chosen, expressions["where"], fields)
            found.append(
                ReadRule(
                    count,
                    None if reading is None else reading.id,
                    count.names if reading is None else reading.names,
                    () if reading is None else tuple(reading.held_by),
                    count.clause if reading is None or reading.clause is None else reading.clause,
                    None if reading is None else reading.source,
                    **expressions,
                )
            )
        return tuple(found)

    def _within(self, path: Path, chosen: str, where: Expression | None, fields: Mapping[str, Type]) -> Expression:
        """The items of some categories, and of those the ones that `where` names."""
        return self.expression((*path, "categories"), chosen if where is None else f"({chosen}) AND ({where.text})", fields, BOOLEAN)

    def expression(self, path: Path, text: str, fields: Mapping[str, Type], wanted: Type) -> Expression:
        """One expression; what is wrong in it is said with the line of the file, and the line and the column within the expression."""
        try:
            return self._parse(text, fields, wanted)
        except RuleError as error:
            cause = FormatError(
                N_("in '%(key)s', line %(row)d, column %(column)d of the rule: %(cause)s"),
                key=str(path[-1]), row=error.line, column=error.column, cause=error,
            )  # fmt: skip
            raise self.source.placed(path, cause) from error


def field_types(item: Item) -> dict[str, Type]:
    """The fields of a type of item as rules see them."""
    return {each.id: Type(each.type, None if each.one_of is None else frozenset(each.one_of)) for each in item.fields}


# ---------------------------------------------------------------- gaps and overlaps


def _check_divisions(agreement: Agreement, categories: Mapping[str, Expression], source: Source) -> None:
    for division in dict.fromkeys(category.division for category in agreement.categories if category.division is not None):
        members = [(place, category) for place, category in enumerate(agreement.categories) if category.division == division]
        path: Path = ("category", members[0][0], "division")
        if len({category.item for _, category in members}) > 1:
            raise source.error(path, N_("the categories of '%(division)s' are of several types of item"), division=division)
        _check_division(agreement, division, [category for _, category in members], categories, (source, path))


def _check_division(
    agreement: Agreement, division: str, members: list[Category], categories: Mapping[str, Expression], at: tuple[Source, Path]
) -> None:
    item = agreement.item(members[0].item)
    rules = {category.id: categories[category.id] for category in members}
    fields = {name: kind for name, kind in field_types(item).items() if any(name in rule.reads for rule in rules.values())} if item else {}
    samples = {name: _samples(kind, [rule.tree for rule in rules.values()]) for name, kind in fields.items()}
    source, path = at
    for category in members:
        if not _can_be_tried(rules[category.id].tree):
            place = agreement.categories.index(category)
            raise source.error(("category", place, "where"), N_("in a division a field is compared with constants, and with nothing else"))
    if not fields or math.prod(len(values) for values in samples.values()) > CAPS.combinations:
        raise source.error(
            path, N_("whether '%(division)s' leaves gaps cannot be tried: its rules have no field, or more than %(limit)d cases"),
            division=division, limit=CAPS.combinations,
        )  # fmt: skip
    engine = DuckEngine()
    tried = list(itertools.product(*samples.values()))
    engine.table("tried", fields, [[each[number] for each in tried] for number in range(len(fields))])
    number = " + ".join(f"CASE WHEN {rule.sql()} THEN 1 ELSE 0 END" for rule in rules.values())
    said = ", ".join(quoted(name) for name in fields)
    complete = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in fields)
    wrong = engine.rows(f"SELECT {said}, {number} AS n FROM tried WHERE {complete} AND ({number}) <> 1 LIMIT 1")  # noqa: S608 - checked expressions
    if wrong:
        shown = ", ".join(f"{name} = {value}" for name, value in zip(fields, wrong[0], strict=False))
        if wrong[0][-1]:
            raise source.error(
                path,
                N_("the categories of '%(division)s' overlap: %(n)d of them have the item with %(item)s"),
                division=division,
                n=wrong[0][-1],
                item=shown,
            )
        raise source.error(
            path, N_("the categories of '%(division)s' leave a gap: none has the item with %(item)s"), division=division, item=shown
        )


def _can_be_tried(tree: exp.Expr) -> bool:
    """Whether every comparison is of one field with constants."""
    from sqlglot import exp  # noqa: PLC0415 - loaded by now

    if any(not isinstance(node.this, exp.Literal) for node in tree.find_all(exp.Neg)) or tree.find(
        exp.Add, exp.Sub, exp.Mul, exp.Abs, exp.Case
    ):
        return False
    compared = tree.find_all(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between, exp.In)
    return all(len(list(node.find_all(exp.Column))) <= 1 for node in compared)


def _samples(kind: Type, trees: list[exp.Expr]) -> list[Any]:
    """The values of a field that are worth trying, whatever it is compared with."""
    from sqlglot import exp  # noqa: PLC0415 - loaded by now

    literals = [literal for tree in trees for literal in tree.find_all(exp.Literal)]
    if kind.name == "boolean":
        return [True, False]
    if kind.name == "text":
        words = {literal.this for literal in literals if literal.args["is_string"]}
        return sorted(kind.one_of) if kind.one_of is not None else [*sorted(words), "another word"]
    if kind.name == "integer":
        near = {int(literal.this) + step for literal in literals if not literal.args["is_string"] for step in (-1, 0, 1)}
        return sorted(near | {-value for value in near} | {0})
    days = [_day(literal.this) for literal in literals if literal.args["is_string"]]
    return sorted({day + dt.timedelta(step) for day in days if day is not None for step in (-1, 0, 1)} | {dt.date(2000, 1, 1)})


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if dt.date.min < day < dt.date.max else None
