"""News reports that somebody reads at this node, and what became of each proposal. They never leave the node."""

from __future__ import annotations

from typing import Final, NamedTuple

from detente.errors import N_, CallerError
from detente.node.database import Database
from detente.node.node import Node
from detente.node.store import Store
from detente.node.tables import own_tables

_TABLES = """
CREATE TABLE IF NOT EXISTS reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, form TEXT NOT NULL, text TEXT NOT NULL, reading BLOB NOT NULL,
    author TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS report_choices (
    report INTEGER NOT NULL, place INTEGER NOT NULL, choice TEXT NOT NULL, draft INTEGER, channel TEXT, author TEXT NOT NULL,
    at TEXT NOT NULL, PRIMARY KEY (report, place)) WITHOUT ROWID
"""

NAME_MOST: Final = 200
"""Characters of what a report is called."""

KEPT_MOST: Final = 1_000
"""Reports. A press office reads a few a day; what was dealt with is removed."""


class Kept(NamedTuple):
    """A report; `reading`: what was found in it, as JSON."""

    id: int
    name: str
    form: str
    text: str
    reading: bytes
    author: str
    at: str


class Choice(NamedTuple):
    """What somebody made of one proposal: `drafted` (a draft was made) or `rejected`; `place`: its place among the proposals, from 0."""

    place: int
    choice: str
    draft: int | None
    channel: str | None
    author: str
    at: str


def keep_report(node: Node, name: str, form: str, text: str, reading: bytes, author: str) -> int:
    """Keep a report; its number.

    Raises:
        CallerError: too many are kept.
    """
    db = _tables(node.store)
    with node.store.transaction():
        if int(db.execute("SELECT count(*) FROM reports").fetchone()[0]) >= KEPT_MOST:
            raise CallerError(N_("%(limit)d reports are kept already; remove some first"), limit=KEPT_MOST)
        return db.insert(
            "INSERT INTO reports (name, form, text, reading, author, at) VALUES (?,?,?,?,?,?)",
            (name[:NAME_MOST], form, text, reading, author, node.now), "id",
        )  # fmt: skip


def report_of(node: Node, number: int) -> Kept:
    """One report.

    Raises:
        CallerError: there is none.
    """
    row = _tables(node.store).execute("SELECT * FROM reports WHERE id=?", (number,)).fetchone()
    if row is None:
        raise CallerError(N_("there is no report %(number)s here"), number=str(number))
    return Kept(*row)


def reports_of(node: Node) -> list[Kept]:
    """All reports, the newest first."""
    return [Kept(*row) for row in _tables(node.store).execute("SELECT * FROM reports ORDER BY id DESC")]


def remove_report(node: Node, number: int) -> None:
    """Remove a report with its choices; drafts that were made of it stay."""
    db = _tables(node.store)
    with node.store.transaction():
        db.execute("DELETE FROM reports WHERE id=?", (number,))
        db.execute("DELETE FROM report_choices WHERE report=?", (number,))


def choices_of(node: Node, number: int) -> dict[int, Choice]:
    """What became of the proposals of a report, by their place."""
    rows = _tables(node.store).execute(
        "SELECT place, choice, draft, channel, author, at FROM report_choices WHERE report=? ORDER BY place", (number,)
    )
    return {row[0]: Choice(*row) for row in rows}


def choose(
    node: Node, number: int, place: int, choice: str | None, author: str, *, draft: int | None = None, channel: str | None = None
) -> None:
    """Write down what somebody made of a proposal; None takes it back."""
    db = _tables(node.store)
    with node.store.transaction():
        db.execute("DELETE FROM report_choices WHERE report=? AND place=?", (number, place))
        if choice is not None:
            db.execute("INSERT INTO report_choices VALUES (?,?,?,?,?,?,?)", (number, place, choice, draft, channel, author, node.now))


def _tables(store: Store) -> Database:
    return own_tables(store, _TABLES)
