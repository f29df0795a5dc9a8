"""Which witnesses this node asks and whose countersignatures are enough, for each dialogue: a tlog-policy that the node keeps.

The policy is the node's own business; it is no part of the record, and another party may have another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from detente.node.node import Node
from detente.node.room import Room
from detente.node.store import Store
from detente.record.note import VerifierKey, parse_vkey
from detente.record.policy import Policy, PolicyWitness, format_policy, parse_policy
from detente.record.seal import HeadId, LogKey

_META: Final = "witness policy:"


class Quorum(NamedTuple):
    """How far a log is countersigned, by a policy.

    Attributes:
        met: whether enough have countersigned a state that holds everything that matters.
        by: of each witness of the policy that has: the time of its first such countersignature, in seconds since 1970.
        missing: the others on whom the quorum depends.
        not_after: when enough had; None without a quorum.
    """

    met: bool
    by: dict[str, int]
    missing: tuple[str, ...]
    not_after: int | None


def policy_of(store: Store, dialogue: str) -> Policy | None:
    """The policy of a dialogue, None where there is none."""
    raw = store.get_meta(_META + dialogue)
    return None if raw is None else parse_policy(raw)


def set_policy(node: Node, dialogue: str, policy: Policy | None) -> None:
    """Keep a policy for a dialogue, or none."""
    with node.store.transaction():
        if policy is None:
            node.store.drop_meta(_META + dialogue)
        else:
            node.store.set_meta(_META + dialogue, format_policy(policy))


def quorum_of(policy: Policy, times: dict[VerifierKey, int]) -> Quorum:
    """What a policy says of some countersignatures.

    Args:
        policy: the policy.
        times: when each key countersigned, in seconds since 1970; of keys that it does not name nothing follows.
    """
    counted = policy.counted()
    ours = {each.key.public: each for each in counted}
    held = {key: at for key, at in times.items() if key.public in ours}
    by: dict[str, int] = {}
    for key, at in held.items():
        name = ours[key.public].name
        by[name] = min(at, by.get(name, at))
    missing = tuple(each.name for each in counted if each.name not in by)
    return Quorum(policy.is_met(held), by, missing, policy.met_at(held))


def countersignatures(room: Room, log: LogKey, least: int) -> Iterator[tuple[HeadId, VerifierKey, int]]:
    """The countersignatures that are held of states of a log with at least so many entries: state, key and time, small states first."""
    rows = room.store.db.execute(
        "SELECT h.size, h.root, c.vkey, c.at FROM heads h JOIN cosignatures c ON c.head=h.seq"
        " WHERE h.log=? AND h.branch=0 AND h.size>=? ORDER BY h.size, c.vkey",
        (room.store.log_number(room.id, log), least),
    )
    for size, root, vkey, at in rows:
        yield HeadId(size, bytes(root)), parse_vkey(vkey), at


def countersigned(room: Room, log: LogKey, least: int) -> dict[VerifierKey, int]:
    """When each key first countersigned a state of a log that has at least so many entries, as far as it is held here."""
    times: dict[VerifierKey, int] = {}
    for _, key, at in countersignatures(room, log, least):
        times[key] = min(at, times.get(key, at))
    return times


def witnessed_state(room: Room, log: LogKey, least: int) -> HeadId | None:
    """The first state of a log with at least so many entries that enough have countersigned by this node's policy.

    Without a policy, or where no one state has enough, the first that anybody has countersigned; None if nobody has any.
    """
    policy = policy_of(room.store, room.channel.charter.id)
    first: HeadId | None = None
    head: HeadId
    for head, lines in groupby(countersignatures(room, log, least), key=lambda each: each[0]):
        if policy is None or quorum_of(policy, {key: at for _, key, at in lines}).met:
            return head
        first = first or head
    return first


def addresses(policy: Policy) -> dict[str, list[PolicyWitness]]:
    """The witnesses of a policy that can be asked over HTTP, by address."""
    found: dict[str, list[PolicyWitness]] = {}
    for each in policy.witnesses:
        if each.url is not None:
            found.setdefault(each.url.rstrip("/"), []).append(each)
    return found
