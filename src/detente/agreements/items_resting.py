"""Statements at rest in an engine's tables: the spans that they give together with those at hand, and how statements are put to rest.

"#sums arm"      the statements at rest as spans: what they add, and from which day until before which they count
"#kept arm"      the same with the items that they are about, where statements at hand change the spans of some
"#names arm"     those items
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.agreements.engine import Columns, DuckEngine, Engine, quoted
from detente.agreements.kept import NEVER, Items, Resting
from detente.errors import N_, CallerError

_LEAD: Final = f'lead("#from", 1, {NEVER}) OVER (PARTITION BY {{item}} ORDER BY "#from", "#order")'
"""The day of the next statement about the same item."""


class Unkept(CallerError):  # noqa: N818 - says what is the matter
    """Something needs all declarations at hand, and some rest; whoever asked opens the agreement whole."""

    def __init__(self) -> None:
        super().__init__(N_("this needs all declarations at hand, and some of them rest"))


class Laid(NamedTuple):
    """Statements at hand.

    Attributes:
        sql: gives `#party`, `#from`, `#order`, `#counts` (0: its declaration is corrected, or not known yet), `#item` (its id),
            `#gone`, and of each rule `#known` and `#unknown` with its number.
        rules: how many rules there are.
    """

    sql: str
    rules: int

    @property
    def sums(self) -> str:
        """The names of the sums, each after a comma."""
        return "".join(f', "#known {place}", "#unknown {place}"' for place in range(self.rules))


class ItemsResting:
    """The tables of what rests; each is filled when it is first asked for."""

    def __init__(self, resting: Resting, engine: Engine, parties: Sequence[str]) -> None:
        self.resting, self._engine, self._parties = resting, engine, parties
        self._filled: set[str] = set()

    def bare(self, item: str, known: dt.date | None) -> str | None:
        """The table of spans of a type of item of which only declarations at rest tell; null where they alone do not give it."""
        if known is not None or any(self.resting.again.values()) or item not in self.resting.kept.items:
            return None
        columns, table = self.resting.kept.items[item].statements, f"#sums {item}"
        self._load(table, {key: column for key, column in columns.items() if key not in {"#item", "#gone"}})
        return table

    def draw_up(self, name: str, item: str, known: dt.date | None, laid: Laid) -> None:
        """Make the table of spans of a type of item, as known on a day: `#party`, `#from`, `#order`, `#until`, and sums.

        A statement counts from its day until the next one about the same item.
        """
        kept, names = self._tables(item, known, laid)
        until = '"#until"' if known is None else _LEAD.format(item='"#number"')
        self._engine.make(
            name,
            f"""
            WITH laid AS MATERIALIZED ({laid.sql}),
            kept AS MATERIALIZED (SELECT * FROM {kept} AS seen),
            touched AS MATERIALIZED (
                SELECT DISTINCT "#party", "#item", names."#number" FROM laid JOIN {names} AS names USING ("#party", "#item")
            ),
            again AS (
                SELECT "#party", "#item", "#from", "#order"{laid.sums} FROM laid WHERE "#counts" = 1
                UNION ALL
                SELECT kept."#party", touched."#item", "#from", "#order"{laid.sums} FROM kept JOIN touched USING ("#number")
            )
            SELECT "#party", "#from", "#order", {_LEAD.format(item='"#party", "#item"')} AS "#until"{laid.sums} FROM again
            UNION ALL
            SELECT "#party", "#from", "#order", {until} AS "#until"{laid.sums} FROM kept ANTI JOIN touched USING ("#number")
            """,  # noqa: S608 - checked expressions and quoted names
        )

    def put_down(self, engine: DuckEngine, item: str, laid: Laid) -> Items:
        """Statements at rest and at hand together, as they rest from now on.

        Raises:
            FormatError: a rule cannot be computed over one of them.
        """
        kept, names = self._tables(item, None, laid)
        stated, named = f"#stated {item}", f"#named {item}"
        engine.make(
            stated,
            f"""
            SELECT "#party", "#item", "#from", "#order", "#gone"{laid.sums} FROM ({laid.sql}) AS laid
            UNION ALL
            SELECT names."#party", names."#item", "#from", "#order", "#gone"{laid.sums}
            FROM {kept} AS kept JOIN {names} AS names USING ("#number")
            """,  # noqa: S608 - checked expressions and quoted names
        )
        engine.make(
            named,
            f"""
            SELECT "#party", "#item", coalesce(min("#order") FILTER (WHERE "#gone" = 0), -1) AS "#first",
                row_number() OVER (ORDER BY "#party", "#item") - 1 AS "#number"
            FROM {quoted(stated)} GROUP BY 1, 2
            """,  # noqa: S608 - quoted names
        )
        until, rows = _LEAD.format(item='"#number"'), f"{item} rows"
        engine.make(
            rows,
            f"""
            SELECT "#party", "#number" AS "#item", "#from", "#order", {until} AS "#until", "#gone"{laid.sums}
            FROM {quoted(stated)} JOIN (SELECT "#party", "#item", "#number" FROM {quoted(named)}) AS named USING ("#party", "#item")
            """,  # noqa: S608 - quoted names
        )
        try:
            statements = engine.columns(rows, '"#item", "#from", "#order"')
            listed = engine.rows(f'SELECT "#party", "#item", "#first" FROM {quoted(named)} ORDER BY "#number"')  # noqa: S608 - a quoted name
        finally:
            for table in (stated, named, rows):
                engine.drop(table)
        parties, firsts = array("b", [row[0] for row in listed]), array("q", [row[2] for row in listed])
        return Items([row[1] for row in listed], parties, firsts, statements)

    def _tables(self, item: str, known: dt.date | None, laid: Laid) -> tuple[str, str]:
        """The statements at rest as they are known on a day, and the items that they are about, as parts of SQL."""
        if item not in self.resting.kept.items:
            sums = "".join(f", 0 AS {name}" for name in laid.sums.split(", ")[1:])
            none = f'SELECT 0 AS "#party", 0 AS "#number", 0 AS "#from", 0 AS "#order", 0 AS "#until", 0 AS "#gone"{sums} WHERE FALSE'
            return f"({none})", '(SELECT 0 AS "#party", \'\' AS "#item", 0 AS "#number" WHERE FALSE)'
        self._fill(item)
        kept, names = quoted(f"#kept {item}"), quoted(f"#names {item}")
        if known is None and not any(self.resting.again.values()):
            return kept, names
        seen = self._seen(item, known)
        return f'(SELECT * FROM {kept} SEMI JOIN {quoted(seen)} USING ("#party", "#order"))', names  # noqa: S608 - quoted names

    def _seen(self, item: str, known: dt.date | None) -> str:
        """The table of the declarations at rest that count as known on a day, without those that are at hand again."""
        table, parties, orders = f"#seen {item} {known}", array("q"), array("q")
        for number, party in enumerate(self._parties):
            seen = self.resting.line(party, item, known).orders
            parties.extend([number] * len(seen))
            orders.extend(seen)
        self._load(table, {"#party": parties, "#order": orders})
        return table

    def _fill(self, item: str) -> None:
        items = self.resting.kept.items[item]
        self._load(f"#kept {item}", {("#number" if key == "#item" else key): column for key, column in items.statements.items()})
        names = [name.encode() for name in items.names]
        self._load(f"#names {item}", {"#party": items.parties, "#item": names, "#number": array("i", range(len(names)))})

    def _load(self, table: str, columns: Columns) -> None:
        if table not in self._filled:
            self._engine.load(table, columns)
            self._filled.add(table)
