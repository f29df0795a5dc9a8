"""Whether what rests of agreements is what the record says; what lies is made anew."""

from __future__ import annotations

from detente.dialogue.proposals import Slot
from detente.errors import N_, DetenteError, FormatError, StoreError
from detente.node import at_rest
from detente.node.at_rest import AtRest
from detente.node.collector import no_search_for_cycles
from detente.node.fsck import Problem
from detente.node.node import Node
from detente.node.room import Room
from detente.views.opened import Opened
from detente.views.recorded import Read, Terms, opened_with, read_records, recorded_slots, terms_in_force
from detente.views.resting import may_rest, plain_in, put_down, read_beside


@no_search_for_cycles()
def problems_at_rest(node: Node) -> list[Problem]:
    """Where what rests is not what the record says; it is made anew there."""
    found = []
    slots = [(room, slot) for room in node.rooms.values() for slot in recorded_slots(room)]
    for room, slot in slots:
        try:
            terms = terms_in_force(node, room, slot)
        except DetenteError:  # its rules have not come or do not hold: nothing rests, and whoever opens it is told
            continue
        if _is_wrong(node, room, slot, terms):
            wrong = StoreError(N_("what was kept for quick counting was not what the record says; it was made anew"))
            found.append(Problem(room.label, slot.name, wrong))
    return found


def _is_wrong(node: Node, room: Room, slot: Slot, terms: Terms) -> bool:
    rested = at_rest.read(node, room, slot.name, terms.data) if may_rest(room, slot) else None
    if rested is None:
        return at_rest.remove_damaged(node, room, slot.name)
    read = read_records(room, terms.agreement, room.fold.compliance.said.about(slot.name))
    anew = _rested(room, read, opened_with(room, slot, terms, read))
    beside = read_beside(node, room, slot, terms, rested)
    again = None if beside is None else _rested(room, *beside)
    if beside is not None and _bytes(again) == _bytes(anew):
        return False
    at_rest.forget(node)
    if anew is not None:
        at_rest.write(node, room, slot.name, terms.data, anew)
    return True


def _bytes(rested: AtRest | None) -> bytes | None:
    return None if rested is None else at_rest.as_bytes(rested)


def _rested(room: Room, read: Read, opened: Opened) -> AtRest | None:
    """What would rest; None where a rule cannot be computed."""
    try:
        return put_down(room.folding.covers, read, plain_in(room, read, opened), opened.counter(opened.book()))
    except FormatError:
        return None
