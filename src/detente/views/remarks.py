"""Everything that a person should look at: what the record found in acts, what the node noticed, signed contradictions."""

from __future__ import annotations

from detente.node.node import Node
from detente.views.base import RemarkShown, Text, View, finding_view, text_of_error
from detente.views.contradictions import ContradictionRow, contradictions_view
from detente.views.countersigned import quorum_remark
from detente.views.status import rooms_in_order


class RemarksView(View, frozen=True):
    """Remarks accuse nobody; a signed contradiction is a proof that anybody can check. Each list has the newest last.

    `steps`: what to do about the contradictions, in order.
    """

    party: str
    contradictions: list[ContradictionRow]
    steps: list[Text]
    found: list[RemarkShown]
    noticed: list[RemarkShown]


def remarks_view(node: Node) -> RemarksView:
    """All of them."""
    rooms = rooms_in_order(node)
    labels = {room.id: room.label for room in rooms}
    held = contradictions_view(node)
    return RemarksView(
        party=node.party,
        contradictions=held.contradictions,
        steps=held.steps,
        found=[finding_view(room, finding) for room in rooms for finding in room.fold.all_findings()],
        noticed=[
            RemarkShown(channel=labels[channel], text=text_of_error(error), at=at)
            for channel, at, error in node.remarks()
            if channel in labels
        ]
        + [remark for room in rooms if (remark := quorum_remark(node, room)) is not None],
    )
