"""How the store of an earlier program becomes one of this (SQLite alone: PostgreSQL came with layout 6)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from detente.node.rows import HeadState, StoredHead, trusted_entry
from detente.node.schema import DRAFTS, MIGRATIONS
from detente.record.channel import RECORD_KINDS
from detente.record.seal import NO_HEAD, HeadId, LogKey, parse_seal
from detente.record.tree import Frontier

if TYPE_CHECKING:
    from detente.node.database import Sqlite
    from detente.node.store import Store


def migrate(store: Store, db: Sqlite, version: int) -> int:
    """Bring a store from an earlier layout to the present one, each step all or nothing; the layout that it has then."""
    while version in MIGRATIONS:
        _step(store, db, version)
        version += 1
    return version


def _step(store: Store, db: Sqlite, version: int) -> None:
    db.executescript(f"BEGIN IMMEDIATE; {MIGRATIONS[version]}")
    try:
        if version == 2:
            _fill_leaves(store)
        if version == 3:
            _fill_states(store)
        if version == 5:
            _number_drafts_for_good(db)
        db.execute(f"PRAGMA user_version={version + 1}")
    except BaseException:
        db.rollback()
        raise
    db.commit()


def _fill_leaves(store: Store) -> None:
    """The index of leaf hashes of everything that is stored, in the order of admission."""
    for stored in store.heads():
        acts = [trusted_entry(line, leaf) for _, leaf, line in store.lines(stored.seq)[:-1]]
        store.note_leaves(store.log_number(stored.channel, stored.log), stored.seq, stored.start, acts, partial(_past_of, store, stored))


def _fill_states(store: Store) -> None:
    """The states of all heads, in the order of admission."""
    known: dict[tuple[str, LogKey, HeadId], HeadState] = {}
    trees: dict[tuple[str, LogKey, HeadId], Frontier] = {}
    for stored in store.heads():
        entries = [trusted_entry(line, leaf) for _, leaf, line in store.lines(stored.seq)]
        key, prev = (stored.channel, stored.log), parse_seal(entries[-1].fields).prev
        before = known.get((*key, prev), HeadState(0, *NO_HEAD, (), None))
        frontier = trees.pop((*key, prev), None) or Frontier()
        if frontier.size != stored.start:  # a second pouch after the same head
            frontier.extend(store.leaves(*key, prev))
        acts_end = HeadId(before.acts_size, before.acts_root)
        if len(entries) > 1:
            frontier.extend([entry.leaf for entry in entries[:-1]])
            acts_end = HeadId(frontier.size, frontier.root())
        frontier.append(entries[-1].leaf)
        telling = tuple(i for i, entry in enumerate(entries[:-1], stored.start) if entry.kind in RECORD_KINDS)
        known[*key, stored.id] = HeadState(before.acts + len(entries) - 1, *acts_end, telling, frontier.copy())
        trees[*key, stored.id] = frontier
        store.add_state(stored.channel, stored.log, stored.seq, prev, known[*key, stored.id])


def _number_drafts_for_good(db: Sqlite) -> None:
    """Drafts in a table that gives no number twice, also none of those that a draft had which is known to have been sealed."""
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name='drafts'").fetchall()
    db.execute("ALTER TABLE drafts RENAME TO drafts_before")
    db.execute(DRAFTS)
    db.execute("INSERT INTO drafts SELECT id, channel, fields, seen, at FROM drafts_before")
    db.execute("DROP TABLE drafts_before")
    for name, made_by in triggers:
        if name != "another_draft_of_a_number":  # it forgot what became of the last draft of a number that was given again
            db.execute(made_by)
    if db.execute("SELECT 1 FROM sqlite_sequence WHERE name='drafts'").fetchone() is None:
        db.execute("INSERT INTO sqlite_sequence VALUES ('drafts', 0)")
    for table in ("sealed_drafts", "clearance_steps"):
        if db.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", (table,)).fetchone():
            known = f"SELECT max(draft) FROM {table}"  # noqa: S608 - a table of ours
            db.execute(f"UPDATE sqlite_sequence SET seq=max(seq, ifnull(({known}), 0)) WHERE name='drafts'")  # noqa: S608


def _past_of(store: Store, stored: StoredHead) -> set[int]:
    """The pouches that lead to a stored one."""
    before = store.before(stored.channel, stored)
    return set() if before is None else {part.seq for part in store.chain(stored.channel, stored.log, before.id, 0)}
