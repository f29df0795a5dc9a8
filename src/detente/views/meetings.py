"""Meetings and groups: dates with their history, what a meeting waits for, who comes, what was agreed in its minutes."""

from __future__ import annotations

from typing import Any

from detente.dialogue.acts import Act, Ref
from detente.dialogue.proposals import Slot
from detente.dialogue.talks import HELD, DateStep, Gate, Meeting, in_causal_order
from detente.node.node import Node
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.days import last_day
from detente.views.naming import names_of
from detente.views.people import person_name
from detente.views.proposals import WAITING, ProposalRow, proposal_row, state_of, unconfirmed_in


class GateRow(View, frozen=True):
    """What must have happened before a meeting: `said_by` has reported it, `not_said_by` has not."""

    about: str
    names: dict[str, str]
    met: bool
    said_by: list[str]
    not_said_by: list[str]


class MeetingRow(View, frozen=True):
    """One meeting in short.

    `state`: proposed, agreed, held; `agreed` says how far an agreement has come (consented_not_final, final). `date` is as far as it
    is known: {"open":true}, {"month":..}, {"from":..,"to":..} or {"day":..}; `blocked_by` the matters that must have met before and
    have not; `held_by` the members that have reported it as held, `held_on` the date that they all report; `proposed` the proposals
    that wait for a voice.
    """

    channel: str
    slot: str
    kind: str
    number: int
    state: str
    agreed: str | None
    entry: str | None
    date: dict[str, Any]
    time: dict[str, Any] | None
    host: str | None
    place: str | None
    venue: str | None
    subject: str | None
    blocked_by: list[str]
    held_by: list[str]
    held_on: dict[str, Any] | None
    proposed: list[str]
    unconfirmed: list[str]


class DateRow(View, frozen=True):
    """One step in the history of a date. `step`: announced (by this side alone), or the state of a proposal, adopted included."""

    entry: str
    party: str
    at: str | None
    date: dict[str, Any] | None
    time: dict[str, Any] | None
    step: str
    text: str | None


class PersonNamed(View, frozen=True):
    """Somebody in a delegation; `name` is null where nobody was appointed under this id."""

    id: str
    name: str | None


class DelegationRow(View, frozen=True):
    """Whom one party sends."""

    party: str
    entry: str
    head: PersonNamed
    alternates: list[PersonNamed]
    delegates: list[PersonNamed]


class PointRow(View, frozen=True):
    """One point of the minutes, or the agenda: the draft that all have agreed to, if any, and every draft."""

    point: str
    agreed: ProposalRow | None
    drafts: list[ProposalRow]


class MeetingView(View, frozen=True):
    """A meeting with everything that belongs to it.

    `proposals`: of the meeting itself and of its date. `host_before`: who hosted the one before; `alternates`: whether the host changed.
    `reports`: what each side has said of how it went, causes first.
    """

    channel: ChannelName
    as_of: list[Point]
    meeting: MeetingRow
    host_before: str | None
    alternates: bool | None
    proposals: list[ProposalRow]
    dates: list[DateRow]
    gates: list[GateRow]
    delegations: list[DelegationRow]
    agenda: PointRow | None
    minutes: list[PointRow]
    reports: list[ReportRow]


class MeetingsView(View, frozen=True):
    """`meeting list`. `next_meeting`: the first plenary that was not held, or null.

    `report_missing`: who has not reported it as held, though its date is past.
    """

    channel: ChannelName
    as_of: list[Point]
    meetings: list[MeetingRow]
    next_meeting: MeetingRow | None
    report_missing: list[str]


class ReportRow(View, frozen=True):
    """What one party has reported of a matter, in its own words or by confirming another's."""

    party: str
    state: str
    entry: str
    at: str | None
    date: dict[str, Any] | None
    time: dict[str, Any] | None
    text: str | None


class GroupChannel(View, frozen=True):
    """A channel of a group's own. `label`: what this node calls it; null where this node is no member, or has not heard of it yet."""

    id: str
    label: str | None
    listed_by: str


class GroupRow(View, frozen=True):
    """One working group. `state`: proposed, agreed, met (when every member has said so)."""

    channel: str
    slot: str
    names: dict[str, str]
    state: str
    agreed: str | None
    unconfirmed: list[str]
    proposals: list[ProposalRow]
    reports: list[ReportRow]
    channels: list[GroupChannel]


class GroupsView(View, frozen=True):
    """`group list`."""

    channel: ChannelName
    as_of: list[Point]
    groups: list[GroupRow]


class GroupView(View, frozen=True):
    """One working group. `stands_before`: the meetings that wait for it; `meetings`: those that its own channels hold, as far as we do."""

    channel: ChannelName
    as_of: list[Point]
    group: GroupRow
    stands_before: list[MeetingRow]
    meetings: list[MeetingRow]


class GroupOpened(View, frozen=True):
    """`group open`: the new channel, and the act that lists it in the channel that agreed to the group."""

    group: str
    names: dict[str, str]
    label: str
    id: str
    members: list[str]
    listed_in: str
    draft: int | None
    entry: str | None
    exercise: bool


# ---- meetings ----


def meeting_row(room: Room, meeting: Meeting) -> MeetingRow:
    """One meeting in short."""
    arranged = meeting.arranged
    fields = {} if arranged is None else room.entry(arranged.act.ref).fields
    slots = [slot for name in (meeting.slot, meeting.slot + "/date") if (slot := room.fold.proposals.slots.get(name)) is not None]
    return MeetingRow(
        channel=room.label,
        slot=meeting.slot,
        kind=meeting.kind,
        number=meeting.number,
        state=meeting.state,
        agreed=None if arranged is None else state_of(room, room.fold.proposals.slots[meeting.slot], arranged.act.ref),
        entry=None if arranged is None else str(arranged.act.ref),
        date=meeting.date,
        time=meeting.time,
        host=meeting.host,
        place=_text(fields.get("place")),
        venue=_text(fields.get("venue")),
        subject=_text(fields.get("subject")),
        blocked_by=[gate.about for gate in meeting.blocked_by],
        held_by=list(meeting.held_by),
        held_on=_held_on(room, meeting),
        unconfirmed=sorted({party for slot in slots for party in unconfirmed_in(room, slot)}),
        proposed=[str(ref) for slot in slots for ref in sorted(slot.proposals) if _waits(room, slot, ref)],
    )


def _held_on(room: Room, meeting: Meeting) -> dict[str, Any] | None:
    """The date that the reports give, where no two of them differ."""
    said = room.fold.matters.reports.get(meeting.slot, {})
    dates = [act.kept["date"] for state in sorted(HELD) for act in said.get(state, {}).values() if "date" in act.kept]
    return dates[0] if dates and all(date == dates[0] for date in dates) else None


def next_meeting(room: Room) -> MeetingRow | None:
    """The first plenary that was not held; in a channel that has none, its first meeting that was not held."""
    talks = room.fold.talks
    found = talks.next_meeting() or next((meeting for meeting in talks.meetings() if meeting.state != "held"), None)
    return None if found is None else meeting_row(room, found)


def report_missing(room: Room, row: MeetingRow | None, now: str) -> list[str]:
    """Who has not reported a meeting as held, though all days of its date are past by our own clock; nobody before that."""
    if row is None or row.state == "held" or not last_day(row.date) or last_day(row.date) >= now[:10]:
        return []
    return [party for party in room.channel.members if party not in row.held_by]


def meetings_view(room: Room, now: str) -> MeetingsView:
    """All meetings of a channel."""
    found = next_meeting(room)
    return MeetingsView(
        channel=channel_name(room),
        as_of=as_of(room),
        meetings=[meeting_row(room, meeting) for meeting in room.fold.talks.meetings()],
        next_meeting=found,
        report_missing=report_missing(room, found, now),
    )


def meeting_view(room: Room, name: str) -> MeetingView | None:
    """One meeting with everything that belongs to it; None if nobody has spoken of it."""
    talks = room.fold.talks
    meeting = next((each for each in talks.meetings() if each.slot == name), None)
    if meeting is None:
        return None
    hosts = (host_before(room, meeting), meeting.host)
    return MeetingView(
        channel=channel_name(room),
        as_of=as_of(room),
        meeting=meeting_row(room, meeting),
        host_before=hosts[0],
        alternates=None if None in hosts else hosts[0] != hosts[1],
        proposals=[*_rows(room, name), *_rows(room, name + "/date")],
        dates=[date_row(room, step) for step in talks.date_history(name)],
        gates=[gate_row(room, gate) for gate in meeting.gates],
        delegations=_delegations(room, name),
        agenda=_point(room, name + "/agenda") if name + "/agenda" in room.fold.proposals.slots else None,
        minutes=_minutes(room, name),
        reports=_reports(room, name),
    )


def host_before(room: Room, meeting: Meeting) -> str | None:
    """Who hosted the meeting of the same kind before a meeting; None where there was none, or nobody has said who hosts it."""
    earlier = (meeting.kind, meeting.number - 1)
    return next((each.host for each in room.fold.talks.meetings() if (each.kind, each.number) == earlier), None)


def gate_row(room: Room, gate: Gate) -> GateRow:
    """What a meeting waits for."""
    return GateRow(
        about=gate.about,
        names=group_names(room, gate.about),
        met=gate.met,
        said_by=list(gate.said_by),
        not_said_by=[party for party in room.channel.members if party not in gate.said_by],
    )


def date_row(room: Room, step: DateStep) -> DateRow:
    """One step in the history of a date; a proposal that its proposer has left is shown so, as everywhere."""
    act = step.act
    found = room.fold.proposals.get(act.ref)
    left = found is not None and state_of(room, found[0], act.ref) == "left"
    return DateRow(
        entry=str(act.ref),
        party=act.party,
        at=_text(act.kept.get("at")),
        date=step.date,
        time=step.time,
        step="left" if left else step.step,
        text=_text(room.entry(act.ref).fields.get("text")),
    )


def _delegations(room: Room, name: str) -> list[DelegationRow]:
    found = []
    for party in room.channel.members:
        acts = room.fold.matters.delegations.get((name, party), ())
        if acts:
            kept = acts[-1].kept
            found.append(
                DelegationRow(
                    party=party,
                    entry=str(acts[-1].ref),
                    head=_person(room, party, kept["head"]),
                    alternates=[_person(room, party, each) for each in kept.get("alternates", ())],
                    delegates=[_person(room, party, each) for each in kept.get("delegates", ())],
                )
            )
    return found


def _person(room: Room, party: str, delegate: str) -> PersonNamed:
    return PersonNamed(id=delegate, name=person_name(room, party, delegate))


def _minutes(room: Room, name: str) -> list[PointRow]:
    prefix = name + "/minutes/"
    points = [slot.name for slot in room.fold.proposals.about("meeting") if slot.name.startswith(prefix)]
    return [_point(room, point) for point in sorted(points, key=lambda point: _numbered(point.removeprefix(prefix)))]


def _numbered(point: str) -> tuple[int, str]:
    return (int(point), "") if point.isdigit() else (1 << 31, point)


def _point(room: Room, name: str) -> PointRow:
    current = room.fold.proposals.current(name)
    rows = _rows(room, name)
    return PointRow(
        point=name.rpartition("/")[2],
        agreed=None if current is None else next(row for row in rows if row.ref == str(current.act.ref)),
        drafts=rows,
    )


# ---- groups ----


def group_names(room: Room, name: str) -> dict[str, str]:
    """A group's name by language: as agreed, else as last proposed; empty for another matter."""
    return names_of(room, name) if name.startswith("group/") else {}


def groups_view(node: Node, room: Room) -> GroupsView:
    """The working groups of a channel."""
    groups = [group_row(node, room, name) for name in room.fold.talks.groups()]
    return GroupsView(channel=channel_name(room), as_of=as_of(room), groups=groups)


def group_view(node: Node, room: Room, name: str) -> GroupView | None:
    """One working group with what it is for; None if nobody has proposed it."""
    if name not in room.fold.talks.groups():
        return None
    group = group_row(node, room, name)
    own = [node.rooms[channel.id] for channel in group.channels if channel.id in node.rooms]
    return GroupView(
        channel=channel_name(room),
        as_of=as_of(room),
        group=group,
        stands_before=[meeting_row(room, each) for each in room.fold.talks.meetings() if name in {gate.about for gate in each.gates}],
        meetings=[meeting_row(other, each) for other in own for each in other.fold.talks.meetings()],
    )


def group_row(node: Node, room: Room, name: str) -> GroupRow:
    """One working group in short."""
    slot = room.fold.proposals.slots[name]
    return GroupRow(
        channel=room.label,
        slot=name,
        names=group_names(room, name),
        state=room.fold.talks.group_state(name),
        agreed=None if slot.current is None else state_of(room, slot, slot.current.act.ref),
        unconfirmed=unconfirmed_in(room, slot),
        proposals=_rows(room, name),
        reports=_reports(room, name),
        channels=[_own_channel(node, act) for act in room.fold.matters.channels.get(name, ())],
    )


def _own_channel(node: Node, act: Act) -> GroupChannel:
    known = node.rooms.get(str(act.kept["channel"]))
    return GroupChannel(id=str(act.kept["channel"]), label=None if known is None else known.label, listed_by=str(act.ref))


def _reports(room: Room, name: str) -> list[ReportRow]:
    """What each party has reported of a matter, causes first."""
    said = room.fold.matters.reports.get(name, {})
    found = [(state, party, act) for state, by in sorted(said.items()) for party, act in sorted(by.items())]
    return [_report(room, *each) for each in in_causal_order(found, lambda each: each[2])]


def _report(room: Room, state: str, party: str, act: Act) -> ReportRow:
    return ReportRow(
        party=party,
        state=state,
        entry=str(act.ref),
        at=_text(act.kept.get("at")),
        date=act.kept.get("date"),
        time=act.kept.get("time"),
        text=_text(room.entry(act.ref).fields.get("text")),
    )


# ---- helpers ----


def _rows(room: Room, name: str) -> list[ProposalRow]:
    slot = room.fold.proposals.slots.get(name)
    return [] if slot is None else [proposal_row(room, slot, ref) for ref in sorted(slot.proposals)]


def _waits(room: Room, slot: Slot, ref: Ref) -> bool:
    return state_of(room, slot, ref) in WAITING


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
