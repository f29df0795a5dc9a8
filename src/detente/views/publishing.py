"""What may be published: a proof of each thing that everybody who has a say in it has released, and nothing else."""

from __future__ import annotations

from typing import NamedTuple

from detente.dialogue.acts import Ref
from detente.node import proving
from detente.node.node import Node
from detente.node.room import Room
from detente.views.register import Released, releases_view
from detente.views.standing import proof_of_standing


class Publication(NamedTuple):
    """One file to publish."""

    name: str
    content: bytes


def publications(node: Node) -> list[Publication]:
    """A proof of everything that is released now; what is released from a later moment waits for it."""
    found = []
    for room in node.rooms.values():
        things = [thing for thing in releases_view(room).things if not thing.lacking and (thing.starts is None or thing.starts <= node.now)]
        sections = [thing.name for thing in things if thing.what == "section"]
        if sections:
            found.append(Publication(f"count-{room.label}.proof.json", proof_of_standing(room, sections)))
        found += [proof for thing in things if (proof := _proof(room, thing)) is not None]
    return found


def _proof(room: Room, thing: Released) -> Publication | None:
    if thing.what == "section":
        return None
    if thing.what == "matter":
        refs = _refs_of_matter(room, thing.name)
        name = f"{room.label}-{thing.name.replace('/', '-')}.proof.json"
        return Publication(name, proving.prove_entry(room, refs)) if refs else None
    party, _, index = thing.name.rpartition("/")
    party, _, generation = party.partition(".")
    ref = Ref(party, int(generation or 0), int(index))
    fields = None if thing.field is None else ["kind", "at", thing.field]
    name = f"{room.label}-{party}-{index}{'' if thing.field is None else '-' + thing.field.replace('/', '-')}.proof.json"
    return Publication(name, proving.prove_entry(room, [ref], fields))


def _refs_of_matter(room: Room, matter: str) -> list[Ref]:
    """What was adopted about a matter, and the signatures under it."""
    slot = room.fold.proposals.slots.get(matter)
    if slot is None or slot.current is None:
        return []
    adopted = slot.current.act.ref
    signed = room.fold.texts.signatures.get(adopted, {})
    return [adopted, *sorted(act.ref for act in signed.values())]
