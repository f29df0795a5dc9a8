"""The time zones of the capitals, as this node was told: for showing a moment as each side's clock has it. Nothing of it is in the record.

Each node keeps its own list: a clock on a page is a help to its reader, and no statement of the party whose clock it is.
"""

from __future__ import annotations

import zoneinfo
from typing import Final

from detente.errors import N_, CallerError
from detente.node.node import Node

_KEY: Final = "zone:"


def zones(node: Node) -> dict[str, str]:
    """The zone of each party of whom one is known, by id."""
    parties = sorted({party for charter in node.charters.values() for party in charter.parties})
    known = {party: node.store.get_meta(_KEY + party) for party in parties}
    return {party: zone.decode() for party, zone in known.items() if zone}


def set_zone(node: Node, party: str, zone: str) -> None:
    """Keep the zone of a party's capital; an empty one forgets it.

    Raises:
        CallerError: this machine knows no such zone, or no dialogue of this node has such a party.
    """
    if all(party not in charter.parties for charter in node.charters.values()):
        raise CallerError(N_("no dialogue of this node has a party '%(party)s'"), party=party)
    if zone and find_zone(zone) is None:
        raise CallerError(N_("'%(zone)s' is no time zone that this machine knows; write one such as Europe/Zurich"), zone=zone)
    with node.store.transaction():
        node.store.set_meta(_KEY + party, zone.encode())


def find_zone(name: str) -> zoneinfo.ZoneInfo | None:
    """A zone by its name; None where this machine does not know it."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder among the zones
        return None
