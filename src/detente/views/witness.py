"""What a witness has countersigned: signed states of logs whose contents it has never seen."""

from __future__ import annotations

from detente.node.witnessing import Witness
from detente.record.charter import ORIGIN_PREFIX
from detente.record.note import format_vkey
from detente.record.text import encode_base64
from detente.views.base import View
from detente.views.countersigned import time_of


class WitnessedRow(View, frozen=True):
    """The last state of one log that was countersigned. Which log it is, and whose, its origin does not say.

    `refused`: how many signed states of this log were refused because they were not shown to continue the one before.
    """

    log: str
    size: int
    root: str
    at: str
    refused: int


class WitnessView(View, frozen=True):
    """A witness: its name, the keys that it publishes, the last state of each log, and how many questions wait for it.

    `known`: logs that it would countersign for; `since`, `answers`: how often this process has answered with each HTTP status.
    """

    name: str
    vkeys: list[str]
    logs: list[WitnessedRow]
    waiting: int
    known: int
    since: str
    answers: dict[str, int]


class KnownLogRow(View, frozen=True):
    """A log that a witness would countersign for. `party`: whose, by a certificate; null for a foreign log. `at`: null before the first."""

    origin: str
    party: str | None
    size: int
    at: str | None
    refused: int


class KnownLogsView(View, frozen=True):
    """`witness log list`, for the witness itself."""

    name: str
    logs: list[KnownLogRow]
    exercise: bool


class LogsAdded(View, frozen=True):
    """`witness log add`: for whose logs the witness countersigns from now on.

    `dialogue`: the names of the dialogue whose charter was added; `learned`: of how many logs a party's file brought certificates, null
    where it was none; `foreign`: the key names of logs of others.
    """

    dialogue: dict[str, str] | None
    learned: int | None
    foreign: list[str]
    exercise: bool


def witness_view(witness: Witness, waiting: int) -> WitnessView:
    """What this witness has countersigned, the newest first."""
    rows = witness.store.db.execute("SELECT origin, size, root, at FROM witness ORDER BY at DESC, origin").fetchall()
    known = witness.memory.logs()
    refused = {each.origin: each.refused for each in known}
    return WitnessView(
        name=witness.name,
        vkeys=[format_vkey(key) for key in witness.vkeys],
        logs=[
            WitnessedRow(
                log=str(origin).removeprefix(ORIGIN_PREFIX), size=size, root=encode_base64(bytes(root)), at=time_of(at),
                refused=refused.get(origin, 0),
            )
            for origin, size, root, at in rows
        ],
        waiting=waiting,
        known=len(known),
        since=time_of(witness.started),
        answers={str(status): number for status, number in sorted(witness.counts.items())},
    )  # fmt: skip


def known_logs_view(witness: Witness) -> KnownLogsView:
    """Every log that this witness knows, and whose it is."""
    return KnownLogsView(
        name=witness.name,
        logs=[
            KnownLogRow(origin=each.origin, party=each.party or None, size=each.size, at=None if each.at is None else time_of(each.at),
                        refused=each.refused)
            for each in witness.memory.logs()
        ],
        exercise=any(charter.exercise for charter in witness.charters),
    )  # fmt: skip
