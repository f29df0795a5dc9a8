"""The time zones of the capitals, for showing a moment as each side's clock has it.

Each node keeps its own list: a clock on a page is a help to its reader, and no statement of the party whose clock it is. Of a party that
is not on it, the zone of its newest contact that names one is used.
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
    kept = {party: (node.store.get_meta(_KEY + party) or b"").decode() for party in parties}
    found = {party: kept[party] or _of_contacts(node, party) for party in parties}
    return {party: zone for party, zone in found.items() if zone}


def _of_contacts(node: Node, party: str) -> str:
    """The zone that a party has named for the newest of its contacts that stands; empty where it has named none."""
    named = [
        act
        for room in node.rooms.values()
        for act in room.fold.people.contacts_of.get(party, ())
        if "zone" in act.kept and act.ref not in room.fold.people.revoked
    ]
    return str(max(named, key=lambda act: (str(act.kept.get("at")), act.ref)).kept["zone"]) if named else ""


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
