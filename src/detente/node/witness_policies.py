"""Which witnesses this node asks and whose countersignatures are enough, for each dialogue: a tlog-policy that the node keeps.

The policy is the node's own business; it is no part of the record, and another party may have another one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from detente.node.node import Node
from detente.node.room import Room
from detente.record.note import VerifierKey, parse_vkey
from detente.record.policy import Policy, PolicyWitness, format_policy, parse_policy
from detente.record.seal import LogKey

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


def policy_of(node: Node, dialogue: str) -> Policy | None:
    """The policy of a dialogue, None where there is none."""
    raw = node.store.get_meta(_META + dialogue)
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


def countersigned(room: Room, log: LogKey, least: int) -> dict[VerifierKey, int]:
    """When each key first countersigned a state of a log that has at least so many entries, as far as it is held here."""
    times: dict[VerifierKey, int] = {}
    for stored in room.store.heads_of(room.id, log, above=least - 1):
        for vkey, at in room.store.db.execute("SELECT vkey, at FROM cosignatures WHERE head=?", (stored.seq,)).fetchall():
            key = parse_vkey(vkey)
            times[key] = min(at, times.get(key, at))
    return times


def addresses(policy: Policy) -> dict[str, list[PolicyWitness]]:
    """The witnesses of a policy that can be asked over HTTP, by address."""
    found: dict[str, list[PolicyWitness]] = {}
    for each in policy.witnesses:
        if each.url is not None:
            found.setdefault(each.url.rstrip("/"), []).append(each)
    return found
