"""Rules as expressions: a small part of SQL that a lawyer can read, and that is safe to take from the other side.

    kind = 'bomber' AND deployed                    which items are counted
    CASE WHEN kind = 'bomber' THEN 1 ELSE warheads END    what each of them adds
    launchers + launchers_contested                 a sum of declared figures

Allowed: names of declared fields, whole numbers, 'texts', DATE '2018-02-05', TRUE and FALSE, NULL as the result of a CASE; comparisons,
BETWEEN, IN, IS NULL, AND, OR, NOT; +, -, *; CASE WHEN .. THEN .. ELSE .. END; abs(). Nothing else: no query, no other function, no
division (engines differ on it), no text search. What is unknown stays unknown (NULL) in every operation, as in SQL.

An expression is checked in this order, and what is returned is the checked tree alone:

(1) its length and its characters, so that nothing strange reaches the parser;
(2) how deep parentheses go, so that parsing is bounded;
(3) the parser (sqlglot);
(4) each node of the tree against the list of what is allowed, and each argument of a node: what a later version of the parser may add is
    refused until it is listed;
(5) names and types, from the leaves up: a comparison is between values of one type, and a word is one that the field may hold.

(6) a CASE whose condition is unknown gives NULL: SQL alone would go on to the next branch, and an unknown would be counted as if it were
    none of the others.

The tree is then written as SQL for the engine that runs it. It terminates on every row, reads nothing but the row, and costs at most its
number of nodes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from detente.agreements.caps import CAPS
from detente.errors import N_, CallerError, FormatError

if TYPE_CHECKING:
    from sqlglot import exp

_TEXT: Final = re.compile(r"'(?:[^'\\\x00-\x1f]|'')*'")
_ALLOWED: Final = re.compile(r"[A-Za-z0-9_ \t\n()<>=!,+*-]*\Z")
_NUMBER_AND_LETTERS: Final = re.compile(r"\b[0-9]+[A-Za-z_]")
_NOT: Final = re.compile(r"\bNOT\b|-", re.IGNORECASE)


@dataclass(frozen=True)
class Type:
    """The type of a value. `one_of`: the words that a text may be; `name` null: the value NULL, which fits every type."""

    name: str | None
    one_of: frozenset[str] | None = None


INTEGER, TEXT, BOOLEAN, DATE, UNKNOWN = Type("integer"), Type("text"), Type("boolean"), Type("date"), Type(None)


class _Parsed(NamedTuple):
    tree: exp.Expr
    reads: frozenset[str]


@dataclass(frozen=True)
class Expression:
    """A checked expression: its text, its tree, and the names that it reads.

    One that was checked before is parsed when that is needed; one that adds names, or is one, never (`_adds`).
    """

    text: str
    _parsed: Callable[[], _Parsed] = field(compare=False, repr=False)
    _adds: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def tree(self) -> exp.Expr:
        return self._parsed().tree

    @property
    def reads(self) -> frozenset[str]:
        return frozenset(self._adds) or self._parsed().reads

    @property
    def name(self) -> str | None:
        """The name that it is, where it is nothing else."""
        if self._adds:
            return self._adds[0] if len(self._adds) == 1 else None
        return str(self.tree.this.this) if type(self.tree).__name__ == "Column" else None

    def sql(self, dialect: str = "duckdb") -> str:
        """The expression for an engine, in parentheses, its names quoted."""
        if self._adds:
            return "(" + " + ".join(f'"{name}"' for name in self._adds) + ")"
        return "(" + self.tree.sql(dialect=dialect, identify=True, comments=False) + ")"


class RuleError(FormatError):
    """What is wrong in an expression. `line` and `column`: in the expression, counted from 1."""

    def __init__(self, template: str, /, *, at: tuple[int, int] = (1, 1), **params: Any) -> None:
        super().__init__(template, **params)
        self.line, self.column = at


def parse_expression(text: str, fields: Mapping[str, Type], wanted: Type) -> Expression:
    """Check one expression.

    Args:
        fields: the names that it may use, with their types.
        wanted: what it must be.

    Raises:
        RuleError: it is not what is allowed; with line and column.
        CallerError: sqlglot is not installed.
    """
    _check_characters(text)  # (1), (2)
    try:
        import sqlglot  # noqa: PLC0415 - what only shows an agreement needs no parser
        from sqlglot.errors import ParseError, SqlglotError  # noqa: PLC0415
    except ImportError as error:
        raise missing("sqlglot") from error
    try:
        tree = sqlglot.parse_one(text, dialect="duckdb")  # (3)
    except ParseError as error:
        first = (error.errors or [{}])[0]
        place = first.get("line") or 1, first.get("col") or 1
        raise RuleError(N_("this is no expression: at '%(seen)s'"), at=place, seen=(first.get("highlight") or text)[:40]) from error
    except (SqlglotError, RecursionError) as error:
        raise RuleError(N_("this is no expression")) from error
    check = _Check(text, fields)
    check.shape(tree)  # (4)
    seen = check.type_of(tree)  # (5)
    if seen.name != wanted.name:
        raise RuleError(
            N_("the rule has to give a value of type %(wanted)s, and gives %(seen)s"), wanted=wanted.name, seen=seen.name or "NULL"
        )
    _keep_unknown(tree)  # (6)
    parsed = _Parsed(tree, frozenset(check.reads))
    return Expression(text, lambda: parsed)


def expression_checked_before(text: str, fields: Mapping[str, Type], wanted: Type) -> Expression:
    """An expression that this program has checked once, for the same fields.

    It is checked again when it is used, a sum of names never.
    """

    @cache
    def parsed() -> _Parsed:
        found = parse_expression(text, fields, wanted)
        return _Parsed(found.tree, found.reads)

    names = tuple(text.split(" + "))
    return Expression(text, parsed, names if all(name in fields for name in names) else ())


def missing(module: str, *, extra: str = "agreements") -> CallerError:
    """The error that names the extra."""
    return CallerError(
        N_("counting needs libraries that are not installed here: %(name)s"),
        hint=N_('pip install "detente[%(extra)s]"'), name=module, extra=extra,
    )  # fmt: skip


def _check_characters(text: str) -> None:
    if len(text) > CAPS.rule_chars:
        raise RuleError(N_("the rule has %(seen)d characters; the limit is %(limit)d"), seen=len(text), limit=CAPS.rule_chars)
    bare = _TEXT.sub(lambda match: " " * len(match[0]), text)
    stop = _ALLOWED.match(bare)
    if stop is None:
        good = re.match(r"[A-Za-z0-9_ \t\n()<>=!,+*-]*", bare)
        place = good.end() if good is not None else 0
        raise RuleError(N_("the character '%(seen)s' has no place in a rule"), at=_place(text, place), seen=text[place])
    for pattern, seen in ((re.compile("--"), "--"), (_NUMBER_AND_LETTERS, None)):
        if (match := pattern.search(bare)) is not None:
            raise RuleError(N_("'%(seen)s' has no place in a rule"), at=_place(text, match.start()), seen=seen or match[0])
    depth = 0
    for place, character in enumerate(bare):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth > CAPS.rule_nesting:
            raise RuleError(N_("parentheses are nested deeper than %(limit)d"), at=_place(text, place), limit=CAPS.rule_nesting)
    for words, limit in ((_NOT, 4 * CAPS.rule_nesting), (re.compile(r"\bCASE\b", re.IGNORECASE), CAPS.rule_nesting)):
        found = list(words.finditer(bare))
        if len(found) > limit:
            raise RuleError(
                N_("'%(seen)s' stands here more than %(limit)d times"),
                at=_place(text, found[limit].start()),
                seen=found[limit][0],
                limit=limit,
            )


def _keep_unknown(tree: exp.Expr) -> None:
    """(6) Before each condition of a CASE, the question whether it is unknown."""
    from sqlglot import exp  # noqa: PLC0415 - loaded by now

    for case in list(tree.find_all(exp.Case)):
        branches = []
        for branch in case.args["ifs"]:
            asked = exp.Is(this=exp.Paren(this=branch.this.copy()), expression=exp.Null())
            branches += [exp.If(this=asked, true=exp.Null()), branch]
        case.set("ifs", branches)


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


_ARGUMENTS: Final[dict[str, frozenset[str]]] = {
    name: frozenset(arguments.split())
    for name, arguments in {
        **dict.fromkeys(("And", "Or", "EQ", "NEQ", "LT", "LTE", "GT", "GTE", "Is", "Add", "Sub", "Mul"), "this expression"),
        **dict.fromkeys(("Not", "Paren", "Neg", "Abs"), "this"),
        "Between": "this low high",
        "In": "this expressions",
        "Case": "ifs default",
        "If": "this true",
        "Column": "this",
        "Identifier": "this",
        "Literal": "this is_string",
        "Boolean": "this",
        "Null": "",
        "Cast": "this to",
        "DataType": "this nested",
    }.items()
}
"""What a tree may be made of: each kind of node, and the arguments that it may have."""

_COMPARED: Final = {"EQ", "NEQ", "LT", "LTE", "GT", "GTE"}
_ORDERED: Final = {"LT", "LTE", "GT", "GTE"}


class _Check:
    """The check of one tree. `reads`: the names that were met."""

    def __init__(self, text: str, fields: Mapping[str, Type]) -> None:
        self.text, self.fields = text, fields
        self.reads: set[str] = set()

    def shape(self, tree: exp.Expr) -> None:
        """(4) Every node, and every argument of it, is listed."""
        for number, node in enumerate(tree.walk(), 1):
            if number > CAPS.rule_nodes:
                raise RuleError(N_("the rule has more than %(limit)d parts"), limit=CAPS.rule_nodes)
            allowed = _ARGUMENTS.get(type(node).__name__)
            extra = allowed is None or any(value not in (None, False, []) and name not in allowed for name, value in node.args.items())
            if extra:
                raise self.error(node, N_("'%(seen)s' has no place in a rule"), seen=self._shown(node))

    def error(self, node: exp.Expr, template: str, **params: Any) -> RuleError:
        """An error at a node: where its first name or literal stands."""
        starts = [part.meta["start"] for part in node.walk() if "start" in part.meta]
        return RuleError(template, at=_place(self.text, min(starts, default=0)), **params)

    def _shown(self, node: exp.Expr) -> str:
        return node.sql(dialect="duckdb", comments=False)[:60]

    # ---- (5) types ----

    def type_of(self, node: exp.Expr) -> Type:
        """The type of a node whose shape is allowed."""
        kind = type(node).__name__
        if kind in {"And", "Or"}:
            # A long chain leans to the left, one node deeper for each term.
            while type(node).__name__ in {"And", "Or"}:
                self._need(node.expression, BOOLEAN)
                node = node.this
            return self._need(node, BOOLEAN)
        if kind in _COMPARED:
            return self._compared(node, [node.this, node.expression], ordered=kind in _ORDERED)
        found = getattr(self, "_" + kind.lower(), None)
        if found is None:
            raise self.error(node, N_("'%(seen)s' has no place in a rule"), seen=self._shown(node))
        result: Type = found(node)
        return result

    def _need(self, node: exp.Expr, wanted: Type) -> Type:
        seen = self.type_of(node)
        if seen.name != wanted.name:
            raise self.error(
                node,
                N_("'%(part)s' has to be of type %(wanted)s, and is of type %(seen)s"),
                part=self._shown(node), wanted=wanted.name, seen=seen.name or "NULL",
            )  # fmt: skip
        return wanted

    def _compared(self, node: exp.Expr, sides: list[exp.Expr], *, ordered: bool) -> Type:
        types = [self.type_of(side) for side in sides]
        for side, seen in zip(sides, types, strict=True):
            if seen.name is None:
                raise self.error(node, N_("nothing compares with NULL; write IS NULL"))
            if seen.name != types[0].name:
                raise self.error(
                    node,
                    N_("'%(first)s' is of type %(one)s, and '%(second)s' of type %(other)s"),
                    first=self._shown(sides[0]), one=types[0].name, second=self._shown(side), other=seen.name,
                )  # fmt: skip
        if ordered and types[0].name not in {"integer", "date"}:
            raise self.error(
                node,
                N_("only numbers and dates are smaller or larger, and '%(part)s' is of type %(seen)s"),
                part=self._shown(sides[0]),
                seen=types[0].name,
            )
        words = next((seen.one_of for seen in types if seen.one_of is not None), None)
        for side in sides:
            if words is not None and type(side).__name__ == "Literal" and side.this not in words:
                raise self.error(
                    side,
                    N_("'%(seen)s' is none of the words that may stand here: %(known)s"),
                    seen=side.this[:60],
                    known=", ".join(sorted(words)),
                )
        return BOOLEAN

    def _not(self, node: exp.Expr) -> Type:
        return self._need(node.this, BOOLEAN)

    def _paren(self, node: exp.Expr) -> Type:
        return self.type_of(node.this)

    def _add(self, node: exp.Expr) -> Type:
        while type(node).__name__ in {"Add", "Sub", "Mul"}:
            self._need(node.expression, INTEGER)
            node = node.this
        return self._need(node, INTEGER)

    _sub = _mul = _add

    def _neg(self, node: exp.Expr) -> Type:
        return self._need(node.this, INTEGER)

    _abs = _neg

    def _between(self, node: exp.Expr) -> Type:
        return self._compared(node, [node.this, node.args["low"], node.args["high"]], ordered=True)

    def _in(self, node: exp.Expr) -> Type:
        return self._compared(node, [node.this, *node.expressions], ordered=False)

    def _is(self, node: exp.Expr) -> Type:
        against = type(node.expression).__name__
        if against == "Boolean":
            return self._need(node.this, BOOLEAN)
        if against != "Null" or self.type_of(node.this).name is None:
            raise self.error(node, N_("'%(seen)s' has no place in a rule"), seen=self._shown(node))
        return BOOLEAN

    def _case(self, node: exp.Expr) -> Type:
        default = node.args.get("default")
        if default is None:
            raise self.error(node, N_("a CASE needs an ELSE, so that nothing is left unsaid"))
        results = []
        for branch in node.args["ifs"]:
            if any(type(part).__name__ == "Case" for part in branch.this.walk()):
                raise self.error(branch, N_("a CASE cannot stand in the condition of another one"))
            self._need(branch.this, BOOLEAN)
            results.append(branch.args["true"])
        results.append(default)
        known = [seen for seen in map(self.type_of, results) if seen.name is not None]
        if not known:
            raise self.error(node, N_("nothing but NULL can come out of this CASE"))
        for result in results:
            if self.type_of(result).name is not None:
                self._need(result, known[0])
        return Type(known[0].name)

    def _column(self, node: exp.Expr) -> Type:
        name = node.this.this
        if name not in self.fields:
            raise self.error(
                node, N_("there is no '%(seen)s' here; there are: %(known)s"), seen=name[:60], known=", ".join(sorted(self.fields))
            )
        self.reads.add(name)
        return self.fields[name]

    def _literal(self, node: exp.Expr) -> Type:
        if node.args["is_string"]:
            return TEXT
        if len(node.this) > CAPS.digits:
            raise self.error(node, N_("a number has at most %(limit)d digits"), limit=CAPS.digits)
        return INTEGER

    def _boolean(self, _node: exp.Expr) -> Type:
        return BOOLEAN

    def _null(self, _node: exp.Expr) -> Type:
        return UNKNOWN

    def _cast(self, node: exp.Expr) -> Type:
        literal = node.this
        if node.args["to"].this.value == "DATE" and type(literal).__name__ == "Literal" and literal.args["is_string"]:
            try:
                if len(literal.this) == len("2018-02-05"):
                    dt.date.fromisoformat(literal.this)
                    return DATE
            except ValueError:
                pass
            raise self.error(node, N_("'%(seen)s' is no date such as 2018-02-05"), seen=literal.this[:40])
        raise self.error(node, N_("'%(seen)s' has no place in a rule"), seen=self._shown(node))
