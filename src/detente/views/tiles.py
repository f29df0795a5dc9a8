"""Logs that are published as static tiles, and what a check of one found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from detente.node.node import Node
from detente.node.room import Room
from detente.node.tiles import audit, logs_of, publish
from detente.record.charter import Charter
from detente.record.note import VerifierKey
from detente.record.policy import Policy
from detente.record.text import encode_base64
from detente.views.base import View
from detente.views.countersigned import CountersignedState, QuorumShown, quorum_shown, time_of


class TilesOfLog(View, frozen=True):
    """One log as it was written: `tiles` and `bundles` count new files."""

    channel: str
    generation: int
    origin: str
    folder: str
    entries: int
    tiles: int
    bundles: int


class TilesWritten(View, frozen=True):
    """`tiles write`."""

    logs: list[TilesOfLog]
    exercise: bool


class LogAudited(View, frozen=True):
    """`tiles check`: a published log that holds. `party`, `names`: whose, where a charter was given; `quorum`: where a policy was."""

    origin: str
    party: str | None
    names: dict[str, str]
    entries: int
    root: str
    tiles: int
    witnesses: list[CountersignedState]
    quorum: QuorumShown | None
    exercise: bool


def write_tiles(node: Node, folder: Path, rooms: Sequence[Room], *, entries: bool) -> TilesWritten:
    """Publish our own logs of some channels."""
    logs = []
    for room in rooms:
        for log in list(logs_of(room, node.party)) or [room.mine]:  # where nothing is sealed, `publish` says so
            done = publish(room, log, folder, entries=entries)
            logs.append(
                TilesOfLog(
                    channel=room.label, generation=log.generation, origin=done.origin, folder=str(done.folder), entries=done.size,
                    tiles=done.tiles, bundles=done.bundles,
                )
            )  # fmt: skip
    return TilesWritten(logs=logs, exercise=any(room.channel.charter.exercise for room in rooms))


def check_tiles(location: str, charter: Charter | None, keys: Sequence[VerifierKey], policy: Policy | None) -> LogAudited:
    """Check a published log; what witnesses of a policy say of it."""
    known = [] if policy is None else [each.key for each in policy.witnesses]
    found = audit(location, charter=charter, keys=keys, witnesses=known)
    size = found.checkpoint.size
    by = {key.name: at for key, at in sorted(found.witnessed.items(), key=lambda item: -item[1])}
    return LogAudited(
        origin=found.checkpoint.origin,
        party=found.party,
        names=charter.parties[found.party].names if charter is not None and found.party is not None else {},
        entries=size,
        root=encode_base64(found.checkpoint.root),
        tiles=found.tiles,
        witnesses=[CountersignedState(witness=name, entries=size, at=time_of(at)) for name, at in sorted(by.items())],
        quorum=None if policy is None else quorum_shown(policy, found.witnessed),
        exercise=charter is not None and charter.exercise,
    )
