"""Communications checks: a person asks whether the other side is there, and its node answers by itself at its next look.

One answer for each check and party, and an answer is never answered (F34): so two nodes never keep each other busy. Nor is a check that
our seals cannot have seen, in a version of a log that is not the one they name: that answer would have no effect, and be due again.
"""

from __future__ import annotations

from detente.dialogue.acts import Ref
from detente.errors import N_, CallerError
from detente.node.folding import can_see
from detente.node.node import Node
from detente.node.readiness import behind
from detente.node.room import Room
from detente.node.sealing import seal_acts
from detente.node.store import Changed
from detente.record.limits import LIMITS


def unanswered(room: Room) -> list[Ref]:
    """The checks of others that our party has not answered and can answer, oldest of each log first."""
    due = [
        ref
        for ref, answers in sorted(room.fold.register.checks.items())
        if ref.party != room.party and all(answer.party != room.party for answer in answers)
    ]
    return list(filter(can_see(room), due)) if due else []


def answer_checks(node: Node) -> int:
    """Seal the answers that are due, in each channel in which we have a log; drafts stay drafts. Returns how many were sealed.

    Where our log cannot be sealed now (it is behind, or closed), the checks stay unanswered until it can.
    """
    sealed = 0
    for room in node.rooms.values():
        due = unanswered(room)[: LIMITS.pouch_entries - 1]
        if not due or not room.my_head.size or behind(node, room) is not None or _is_closed(room):
            continue
        try:
            seal_acts(node, room, [{"kind": "check", "at": node.now, "re": [ref.value]} for ref in due])
        except (CallerError, Changed) as error:
            node.remark(room.id, N_("a communications check could not be answered: %(reason)s"), reason=str(error))
            continue
        sealed += len(due)
    return sealed


def _is_closed(room: Room) -> bool:
    return room.channel.is_closed(room.mine)
