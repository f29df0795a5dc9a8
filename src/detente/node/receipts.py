"""A receipt of what was admitted since our last seal, with the evidence that is due; never an answer to a seal alone."""

from __future__ import annotations

from detente.errors import N_, CallerError
from detente.node.contradicting import evidence_due
from detente.node.node import Node
from detente.node.readiness import behind
from detente.node.sealing import seal_acts
from detente.node.store import Changed


def seal_receipts(node: Node) -> int:
    """Seal, in each channel, a receipt of what was admitted since our last seal, and evidence that is due. Drafts stay drafts.

    A channel in which we have no log yet is joined here, except the plenary, which a person joins (`charter sign`).
    """
    sealed = 0
    for room in node.rooms.values():
        evidence = evidence_due(node, room)
        joining = not room.my_head.size
        k = room.channel.k or node.keys.channel_secret(room.id)
        if joining and (k is None or (room.is_plenary and node.store.get_meta("signed:" + room.channel.charter.id) is None)):
            continue
        if not (evidence or joining or room.unnamed()) or behind(node, room) is not None or room.channel.is_closed(room.mine):
            continue
        try:
            seal_acts(node, room, [{"kind": "evidence", "at": node.now, **fields} for fields in evidence])
        except (CallerError, Changed) as error:
            node.remark(room.id, N_("no receipt could be sealed: %(reason)s"), reason=str(error))
            continue
        node.store.set_meta("evidence:" + room.id, b"[]")
        sealed += 1
    return sealed
