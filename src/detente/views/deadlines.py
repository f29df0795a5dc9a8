"""What is due and when: agreed terms of requests, undertakings with a date, silence procedures, meetings, visits under agreements.

Nothing is due by a rule that nobody agreed to: a request without an agreed term, an undertaking or a meeting without a date is not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from detente.node.called import called
from detente.node.node import Node
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.days import first_day, last_day
from detente.views.meetings import meeting_row
from detente.views.proposals import UNSPOKEN, proposal_row, state_of
from detente.views.register import text
from detente.views.requests import running_clocks

OWED: Final = frozenset({"open", "disputed"})
"""States of an undertaking in which its owner has to act."""


class ChannelPoints(View, frozen=True):
    """As of which entries of one channel an answer holds."""

    channel: ChannelName
    as_of: list[Point]


class Deadline(View, frozen=True):
    """One thing that is due.

    `kind`: term (one clock of a request, `clock` says which), undertaking, silence (a silence procedure ends), meeting, visit. `ref`: the
    entry that it is about: the request, the undertaking, the proposal, what arranged the meeting, the request for the visit. `owed_by`:
    who has to act by then; of a silence procedure, who has not spoken; of a visit, who has not answered; of a meeting, nobody. Either
    `moment` (UTC) or `date` (as far as it is known, with `time` of day in its zone) is given. `passed`: by this node's clock.
    """

    channel: str
    kind: str
    ref: str | None
    matter: str | None
    clock: str | None
    owed_by: list[str]
    text: str | None
    place: str | None
    moment: str | None
    date: dict[str, Any] | None
    time: dict[str, Any] | None
    passed: bool


class DeadlinesView(View, frozen=True):
    """Everything that is due in the channels of one dialogue, the earliest first. `made_at`: when, by this node's clock."""

    party: str
    made_at: str
    exercise: bool
    dialogue: str
    dialogue_names: dict[str, str]
    members: dict[str, dict[str, str]]
    as_of: list[ChannelPoints]
    deadlines: list[Deadline]


def deadlines_view(node: Node, room: Room) -> DeadlinesView:
    """What is due in all channels of the dialogue that a channel belongs to."""
    rooms = rooms_of_dialogue(node, room)
    charter = room.channel.charter
    return DeadlinesView(
        party=node.party,
        made_at=node.now,
        exercise=charter.exercise,
        dialogue=charter.id,
        dialogue_names=charter.names,
        members=called(room),
        as_of=[ChannelPoints(channel=channel_name(each), as_of=as_of(each)) for each in rooms],
        deadlines=deadlines(rooms, node.now),
    )


def rooms_of_dialogue(node: Node, room: Room) -> list[Room]:
    """The channels of the dialogue that a channel belongs to, the plenary first."""
    found = [each for each in node.rooms.values() if each.channel.charter.id == room.channel.charter.id]
    return sorted(found, key=lambda each: (not each.label.startswith("plenary"), each.label))


def deadlines(rooms: list[Room], now: str) -> list[Deadline]:
    """What is due in some channels, the earliest first."""
    found = [deadline for room in rooms for part in (_terms, _undertakings, _silences, _meetings, _visits) for deadline in part(room, now)]
    return sorted(found, key=lambda item: (item.moment or first_day(item.date), item.channel, item.ref or "", item.clock or ""))


def _terms(room: Room, now: str) -> Iterator[Deadline]:
    if not any(slot.current is not None for slot in room.fold.proposals.about("term")):
        return  # without an agreed term no answer is ever due, and no request need be looked at
    for request in room.fold.requests.waiting():
        for clock in running_clocks(room, request, now):
            if clock.due is not None:
                fields = room.entry(request.act.ref).fields
                yield Deadline(
                    channel=room.label,
                    kind="term",
                    ref=str(request.act.ref),
                    matter=None,
                    clock=clock.name,
                    owed_by=[request.to],
                    text=text(fields.get("subject")) or text(fields.get("text")),
                    place=None,
                    moment=clock.due,
                    date=None,
                    time=None,
                    passed=clock.due < now,
                )


def _undertakings(room: Room, now: str) -> Iterator[Deadline]:
    for ref, item in sorted(room.fold.matters.undertakings.items()):
        due = item.act.kept.get("due")
        if item.status in OWED and last_day(due):
            yield Deadline(
                channel=room.label,
                kind="undertaking",
                ref=str(ref),
                matter=item.act.kept.get("about"),
                clock=None,
                owed_by=[item.act.party],
                text=text(room.entry(ref).fields.get("text")),
                place=None,
                moment=None,
                date=due,
                time=None,
                passed=last_day(due) < now[:10],
            )


def _silences(room: Room, now: str) -> Iterator[Deadline]:
    for name, slot in sorted(room.fold.proposals.slots.items()):
        for ref, proposal in sorted(slot.proposals.items()):
            if proposal.until is None or state_of(room, slot, ref) != "silence":
                continue
            row = proposal_row(room, slot, ref)
            yield Deadline(
                channel=room.label,
                kind="silence",
                ref=str(ref),
                matter=name,
                clock=None,
                owed_by=[voice.party for voice in row.voices if voice.word in UNSPOKEN],
                text=text(row.content.get("text")) or text(row.content.get("subject")),
                place=None,
                moment=proposal.until,
                date=None,
                time=None,
                passed=proposal.until < now,
            )


def _meetings(room: Room, now: str) -> Iterator[Deadline]:
    for meeting in room.fold.talks.meetings():
        if meeting.state == "held" or not last_day(meeting.date):
            continue
        row = meeting_row(room, meeting)
        yield Deadline(
            channel=room.label,
            kind="meeting",
            ref=row.entry,
            matter=row.slot,
            clock=None,
            owed_by=[],
            text=row.subject,
            place=", ".join(part for part in (row.venue, row.place) if part) or None,
            moment=None,
            date=row.date,
            time=row.time,
            passed=last_day(row.date) < now[:10],
        )


def _visits(room: Room, now: str) -> Iterator[Deadline]:
    """Visits that were asked for, or accepted, and of which nobody says yet that they were conducted."""
    for ref, visit in sorted(room.fold.compliance.visits.visits.items()):
        if visit.state not in {"requested", "accepted"}:
            continue
        kept = visit.act.kept
        first, last = str(kept["from"]), str(kept.get("until", kept["from"]))
        yield Deadline(
            channel=room.label,
            kind="visit",
            ref=str(ref),
            matter=str(kept["about"]),
            clock=None,
            owed_by=[visit.host] if visit.state == "requested" else [],
            text=text(room.entry(ref).fields.get("text")),
            place=kept.get("site"),
            moment=None,
            date={"day": first} if first == last else {"from": first, "to": max(first, last)},
            time=None,
            passed=last < now[:10],
        )
