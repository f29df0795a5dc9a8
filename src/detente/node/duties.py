"""What a node does for its party without being told: it keeps silence where its party does (docs/protocol.md, "Proposals").

Under a silence procedure silence counts by an act: the node whose own clock passes the expiry, and whose party has not spoken, seals
a `lapse`. It does so only on what it knows then: it looks after it has taken what a carrier brought, so that an objection which has
arrived counts; and only about what a seal of its own had named before the expiry, so that nobody consents by silence to what came
too late to be answered. A party whose node seals nothing has not consented.
"""

from __future__ import annotations

from detente.dialogue.acts import Ref
from detente.dialogue.proposals import CONSENTING, Proposal, Slot
from detente.errors import N_, CallerError
from detente.node.folding import can_see
from detente.node.node import Node
from detente.node.readiness import behind
from detente.node.room import Room
from detente.node.sealing import seal_acts
from detente.node.store import Changed


def seal_lapses(node: Node) -> list[str]:
    """Seal the silence of our party wherever it has lasted until its expiry; the matters about which it was sealed.

    Drafts stay drafts. Where one of them is about the same matter, its author means to speak: nothing is sealed, and a remark says so.
    """
    sealed: list[str] = []
    for room in node.rooms.values():
        due = [(slot, proposal) for slot, proposal in silences_due(room, node.now) if _may_lapse(node, room, slot, proposal)]
        if not due or not room.my_head.size or behind(node, room) is not None:
            continue
        acts = [{"kind": "lapse", "at": node.now, "re": [proposal.act.ref.value]} for _, proposal in due]
        try:
            seal_acts(node, room, acts)
        except (CallerError, Changed) as error:
            node.remark(room.id, N_("the silence of our party could not be sealed: %(reason)s"), reason=str(error))
            continue
        sealed += [f"{room.label}:{slot.name}" for slot, _ in due]
    return sealed


def silences_due(room: Room, now: str) -> list[tuple[Slot, Proposal]]:
    """Proposals under a silence procedure that has expired, about which our party has not spoken; at most one for each matter.

    A voice of ours for a rival that is not adopted is speaking too: silence about one proposal does not take it back.
    """
    found = []
    for _, slot in sorted(room.fold.proposals.slots.items()):
        for ref, proposal in sorted(slot.proposals.items()):
            if (
                proposal.until is not None
                and proposal.until <= now
                and room.party in proposal.electorate
                and room.fold.proposals.state_of(slot, ref) == "silence"
                and slot.voice_of(ref.party, ref) is not None  # its proposer still stands by it
                and slot.would_lapse(room.party, proposal)
                and not _has_spoken(slot, room.party, proposal)
            ):
                found.append((slot, proposal))
                break
    return found


def _has_spoken(slot: Slot, party: str, proposal: Proposal) -> bool:
    adopted = set(slot.adopted())
    for voice in slot.voices.get(party, ()):
        if voice.of == proposal.act.ref or voice.act.has_seen(proposal.act.ref):
            return True
        if voice.word in CONSENTING and voice.of not in adopted and not slot.is_withdrawn(voice.of):
            return True
    return False


def _may_lapse(node: Node, room: Room, slot: Slot, proposal: Proposal) -> bool:
    ref = proposal.act.ref
    if not can_see(room)(ref):
        node.remark(
            room.id,
            N_(
                "the proposal %(ref)s about %(matter)s stands in a version of a log that our seals cannot name;"
                " our silence about it is no consent"
            ),
            ref=str(ref), matter=slot.name,
        )  # fmt: skip
        return False
    if not _came_in_time(room, proposal):
        node.remark(
            room.id,
            N_("the proposal %(ref)s about %(matter)s came when its silence had ended; our silence about it is no consent"),
            ref=str(ref), matter=slot.name,
        )  # fmt: skip
        return False
    for number, _, fields, _, _ in node.store.drafts(room.id):
        if fields.get("slot") == slot.name or ref.value in fields.get("re", []):
            node.remark(
                room.id,
                N_("silence about %(matter)s has ended; draft %(draft)d is about it, so our silence was not sealed"),
                matter=slot.name, draft=number,
            )  # fmt: skip
            return False
    return True


def _came_in_time(room: Room, proposal: Proposal) -> bool:
    """Whether a seal of ours named a proposal before its silence ended, by our own clock."""
    ref = proposal.act.ref
    for log in room.channel.generations(room.party):
        for stored in room.store.heads_of(room.id, log):
            vector = room.channel.logs[log].heads[stored.id].vector
            if ref.log in vector and vector[ref.log].size > ref.index:
                at = room.entry(Ref(log.party, log.generation, stored.id.size - 1)).fields["at"]
                return str(at) <= str(proposal.until)
    return False
