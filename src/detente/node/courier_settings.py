"""What an administrator has set of this node's couriers: read by every command, so apart from what goes to other machines."""

from __future__ import annotations

from typing import Any

import msgspec

from detente.node.node import Node

_META = "courier:settings"


class Courier(msgspec.Struct, frozen=True):
    """What was set. `addresses`: where couriers go; `every`: seconds between two rounds, 0: they go only when they are sent."""

    addresses: tuple[str, ...] = ()
    every: int = 0


def courier_of(node: Node) -> Courier:
    """What was set; nothing otherwise."""
    raw = node.store.get_meta(_META)
    if raw is None:
        return Courier()
    found = msgspec.json.decode(raw, type=dict[str, Any])
    if "folder" in found:  # as versions before wrote it, when there was one folder
        return Courier(() if found["folder"] is None else (found["folder"],), found["every"])
    return msgspec.convert(found, Courier)


def keep_courier(node: Node, found: Courier) -> None:
    """Write it down; what may be set is checked before (node/couriers.py). Inside a transaction."""
    node.store.set_meta(_META, msgspec.json.encode(found))
