"""Tables that a module of the node owns beside the layout of the store: what never is part of the record.

Accounts, clearance and handover notes are this node's own business. They lie in the same database, so that one copy of it holds
everything, and they can go without a trace in anything that was sealed.
"""

from __future__ import annotations

import datetime as dt

from detente.node.database import Database
from detente.node.store import Store


def own_tables(store: Store, script: str) -> Database:
    """Make the tables of one module where they are not there yet; the connection to use them with.

    Args:
        script: `CREATE .. IF NOT EXISTS ..;`, one or more.
    """
    store.db.make(script)
    return store.db


def seconds(moment: dt.datetime) -> int:
    """A time as these tables keep it: seconds since 1970."""
    return int(moment.timestamp())
