"""Signed contradictions: two signed states of one log that cannot both be."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from detente.dialogue.acts import Ref
from detente.errors import N_, DetenteError
from detente.node.node import Node
from detente.node.room import Room
from detente.record.checkpoint import parse_checkpoint_note
from detente.record.evidence import Contradiction, parse_evidence
from detente.record.text import encode_base64
from detente.views.base import Text, View, text_of_error


class State(View, frozen=True):
    """One signed state: how long the log was, and its root hash."""

    size: int
    root: str


class ContradictionRow(View, frozen=True):
    """One contradiction. `entries`: the entries that carry it in the record, empty until it is sealed.

    `reopened`: the entry with which its party opened the next generation of the log; null while it has not.
    """

    number: int
    channel: str
    party: str
    generation: int
    states: list[State]
    found_at: str
    entries: list[str]
    reopened: str | None


class ContradictionsView(View, frozen=True):
    """All that this node holds. `steps`: what to do about them, in order; none where there is none."""

    party: str
    exercise: bool
    contradictions: list[ContradictionRow]
    steps: list[Text]


def contradictions_view(node: Node) -> ContradictionsView:
    """Every signed contradiction that this node holds."""
    rows = []
    for number, (room, item, at) in enumerate(held_contradictions(node), 1):
        states = [parse_checkpoint_note(note)[0] for note in item.notes]
        carried = [str(Ref(*log, index)) for log, index, act in room.channel.evidence if act.contradiction.log == item.log]
        rows.append(
            ContradictionRow(
                number=number,
                channel=room.label,
                party=item.log.party,
                generation=item.log.generation,
                states=[State(size=state.size, root=encode_base64(state.root)) for state in states],
                found_at=at,
                entries=carried,
                reopened=_reopened(room, item),
            )
        )
    exercise = any(charter.exercise for charter in node.charters.values())
    return ContradictionsView(party=node.party, exercise=exercise, contradictions=rows, steps=steps_for(node.party, rows))


def _reopened(room: Room, item: Contradiction) -> str | None:
    """The entry that opened a later generation of the log that a contradiction is about: the next, unless that was lost."""
    opened = (log for log in sorted(room.channel.holds) if log.party == item.log.party and log > item.log)
    return next((str(Ref(*log, 0)) for log in opened), None)


def open_contradictions(node: Node) -> int:
    """How many are held of logs that their parties have not reopened."""
    return sum(_reopened(room, item) is None for room, item, _ in held_contradictions(node))


def steps_for(party: str, rows: Sequence[ContradictionRow]) -> list[Text]:
    """What to do about contradictions, per role: about those of our own log, about those of others."""
    if not rows:
        return []
    rows = [row for row in rows if row.reopened is None]
    if not rows:
        settled = N_(
            "Nothing waits: the log was reopened. What both versions agree on holds; the rest is doubted, does not count, and stays to be "
            "read with the receipts of others."
        )
        return [text_of_error(DetenteError(settled))]
    steps = []
    if any(row.party == party for row in rows):
        steps += [
            N_("It is our own log: nobody seals in this channel. The lawyer reads both versions, and who has received which."),
            N_(
                "The head of delegation decides what is said to the other parties, and says it before they ask. Then the secretary "
                "opens the next generation of the log at a terminal, and says whether a key was stolen (detente reopen --help)."
            ),
        ]
    if any(row.party != party for row in rows):
        steps += [
            N_(
                "It is the log of another party: answer nothing yet. The lawyer makes the proof and checks it; only the head "
                "of delegation sees it."
            ),
            N_(
                "The head of delegation asks that party to open the next generation of its log. A machine that was restored "
                "from a backup is a"
                " likelier cause than bad faith."
            ),
        ]
    steps += [
        N_(
            "This node goes on: of that log it counts only what stands before the two versions part, and it seals the "
            "proof into the record."
        ),
        N_("Step by step, for each role, in the documents of the program: docs/howto/when-things-go-wrong.md"),
    ]
    return [text_of_error(DetenteError(step)) for step in steps]


def held_contradictions(node: Node) -> list[tuple[Room, Contradiction, str]]:
    """Each contradiction with its channel and the time at which it was found; those in evidence of others too."""
    found: list[tuple[Room, Contradiction, str]] = []
    for channel, raw, at in node.store.db.execute("SELECT channel, value, at FROM contradictions ORDER BY id"):
        fields = msgspec.json.decode(raw)
        found.append((node.rooms[channel], parse_evidence(fields).contradiction, at))
    known = {(room.id, item.log) for room, item, _ in found}
    for room in node.rooms.values():
        for author, index, act in room.channel.evidence:
            if (room.id, act.contradiction.log) not in known:
                known.add((room.id, act.contradiction.log))
                line = room.store.entry_line(room.id, author, index)
                at = room.trusted_entries(line[0].seq)[index - line[0].start].fields.get("at") if line else ""
                found.append((room, act.contradiction, str(at)))
    return found
