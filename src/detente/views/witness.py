"""What a witness has countersigned: signed states of logs whose contents it has never seen."""

from __future__ import annotations

import datetime as dt

from detente.node.witnessing import Witness
from detente.record.charter import ORIGIN_PREFIX
from detente.record.note import format_vkey
from detente.record.text import encode_base64
from detente.views.base import View


class WitnessedRow(View, frozen=True):
    """The last state of one log that was countersigned. Which log it is, and whose, its origin does not say."""

    log: str
    size: int
    root: str
    at: str


class WitnessView(View, frozen=True):
    """A witness: its name, the keys that it publishes, the last state of each log, and how many questions wait for it."""

    name: str
    vkeys: list[str]
    logs: list[WitnessedRow]
    waiting: int


def witness_view(witness: Witness, waiting: int) -> WitnessView:
    """What this witness has countersigned, the newest first."""
    rows = witness.store.db.execute("SELECT origin, size, root, at FROM witness ORDER BY at DESC, origin").fetchall()
    return WitnessView(
        name=witness.name,
        vkeys=[format_vkey(key) for key in witness.vkeys],
        logs=[
            WitnessedRow(
                log=str(origin).removeprefix(ORIGIN_PREFIX),
                size=size,
                root=encode_base64(bytes(root)),
                at=dt.datetime.fromtimestamp(at, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            )
            for origin, size, root, at in rows
        ],
        waiting=waiting,
    )
