"""Tables that a module of the node owns beside the layout of the store: what never is part of the record.

Accounts, clearance, handover notes and the search index are this node's own business. They lie in the same file, so that one copy of
a node's folder holds everything, and they can go without a trace in anything that was sealed.
"""

from __future__ import annotations

import datetime as dt
import sqlite3

from detente.node.store import Store


def own_tables(store: Store, script: str) -> sqlite3.Connection:
    """Make the tables of one module where they are not there yet; the connection to use them with.

    Args:
        script: `CREATE .. IF NOT EXISTS ..;`, one or more. They are run one by one: `executescript` would end a transaction of the
            caller's.
    """
    for statement in filter(str.strip, script.split(";")):
        store.db.execute(statement)
    return store.db


def seconds(moment: dt.datetime) -> int:
    """A time as these tables keep it: seconds since 1970."""
    return int(moment.timestamp())
