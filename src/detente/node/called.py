"""What the parties of a dialogue are called now: as their charter has it, until a party has taken a new name in the plenary.

This is for whoever reads. What checks signatures or computes ids asks the charter, which never changes.
"""

from __future__ import annotations

from typing import NamedTuple

from detente.node.node import Node
from detente.node.room import Room
from detente.record.charter import Charter, plenary_channel

Names = dict[str, str]
"""A name by language."""


class OldName(NamedTuple):
    """A name that a party had before.

    Attributes:
        until: the day on which the next one took its place, as the party says, else the day of the act that says so.
        entry: that act.
    """

    names: Names
    until: str
    entry: str


def renamed(room: Room | None) -> dict[str, Names]:
    """The new names of those parties of the dialogue of a channel that have taken one; of the last one that each has taken."""
    plenary = None if room is None else room.rooms.get(room.plenary_id)
    if plenary is None:
        return {}
    charter, taken = plenary.channel.charter, {party: dict(acts[-1].kept["names"]) for party, acts in plenary.fold.people.renames.items()}
    if not taken:
        return {}
    borne = [
        (party, name) for party, each in charter.parties.items() for names in (each.names, taken.get(party, {})) for name in names.values()
    ]
    return {party: _told_apart(party, names, borne) for party, names in sorted(taken.items())}


def _told_apart(party: str, names: Names, borne: list[tuple[str, str]]) -> Names:
    """With the party's id where another party has that name: a party chooses its name alone, and must not pass for another."""
    others = {name.casefold() for other, name in borne if other != party}
    return {language: f"{name} ({party})" if name.casefold() in others else name for language, name in names.items()}


def called(room: Room) -> dict[str, Names]:
    """What each party of the dialogue of a channel is called now, by id."""
    return {party: each.names for party, each in room.channel.charter.parties.items()} | renamed(room)


def called_in(node: Node, charter: Charter) -> dict[str, Names]:
    """What each party of a charter is called now, as far as this node knows, by id."""
    return {party: each.names for party, each in charter.parties.items()} | renamed(node.rooms.get(plenary_channel(charter).id))


def called_before(plenary: Room, party: str) -> list[OldName]:
    """The names that a party of a dialogue had before, the oldest first; empty where it has taken no new one."""
    acts = plenary.fold.people.renames.get(party, [])
    names = [plenary.channel.charter.parties[party].names, *(dict(act.kept["names"]) for act in acts)]
    return [OldName(old, str(act.kept.get("from") or act.kept["at"])[:10], str(act.ref)) for old, act in zip(names, acts, strict=False)]


def ever_called(room: Room) -> dict[str, str]:
    """The party of each name that one has or had in the charter: what people may have written in a file."""
    before = {name: party for party, each in room.channel.charter.parties.items() for name in each.names.values()}
    return {name: party for party, names in called(room).items() for name in names.values()} | before


def called_everywhere(node: Node) -> dict[str, Names]:
    """What the parties of all dialogues of a node are called now; its own too, where it takes part in none yet."""
    found = {node.party: node.names}
    for charter in node.charters.values():
        found |= called_in(node, charter)
    return found | ({} if (ours := own_rename(node)) is None else {node.party: ours})


def own_rename(node: Node) -> Names | None:
    """The newest name that our party has taken in any dialogue; None where it has taken none."""
    taken = [
        (str(acts[-1].kept["at"]), room.id, renamed(room)[node.party])
        for room in node.rooms.values()
        if room.is_plenary and (acts := room.fold.people.renames.get(node.party))
    ]
    return max(taken)[2] if taken else None


def own_names(node: Node) -> Names:
    """What our party is called now."""
    return own_rename(node) or node.names
