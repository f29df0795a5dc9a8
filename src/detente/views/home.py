"""The first page: remarks first, then whose move it is, the next meeting, what came in, and the health of each channel."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from detente.dialogue.acts import Wanted
from detente.node.accounts import Account
from detente.node.handover import open_notes
from detente.node.looks import TERMINAL, Looks
from detente.node.node import Node
from detente.node.readiness import stopped
from detente.node.room import Room
from detente.views.accounts import time_text
from detente.views.base import ChannelName, Point, RemarkShown, Text, View, as_of, channel_name, commands_of, text_of_error
from detente.views.contradictions import open_contradictions
from detente.views.log import Row, rows_of
from detente.views.meetings import GateRow, MeetingRow, gate_row, host_before, next_meeting, report_missing
from detente.views.naming import names_of
from detente.views.proposals import proposal_row, waiting_for_us
from detente.views.register import CheckShown, last_check
from detente.views.requests import request_row
from detente.views.status import Health, health_of, newest_remarks, promise_row, rooms_in_order, unsettled
from detente.views.texts import text_row

MOVES: Final = 8
"""How many moves are shown; whoever has more goes to the lists."""

NEW: Final = 10
"""How many new entries are shown."""


class Move(View, frozen=True):
    """One thing that waits for our party.

    `what`: request (answer it), proposal (say yes or no), text (sign it), perform (what we have promised), judge (what was performed for
    us), visit (accept or refuse it; `matter` is the agreement). `ref` is the entry, `number` that of a request among those of its party,
    `matter` what it is about; `by` whose act it answers; `due`: a moment of an agreed term, or null; `until`: the end of a silence
    procedure; `day`: the first one of a visit; `status`, `disputed`: of a request, where it stands.
    """

    what: str
    channel: str
    ref: str
    number: int | None
    matter: str | None
    names: dict[str, str]
    subject: str | None
    by: str
    at: str | None
    due: str | None
    until: str | None
    term: str
    urgent: bool
    day: str | None = None
    status: str | None = None
    disputed: bool = False


class NewRow(View, frozen=True):
    """One entry that came in."""

    channel: ChannelName
    row: Row


class ChannelHealth(View, frozen=True):
    """How it goes with the other members of one channel; `checked`: when each of them has last shown in a check that the line works."""

    channel: ChannelName
    as_of: list[Point]
    members: list[Health]
    last_check: CheckShown | None
    checked: dict[str, str]
    unsent: int
    held: int


class NextMeeting(View, frozen=True):
    """The next meeting and its gates, met ones too.

    `report_missing`: who has not reported it as held, though its date is past. `host_before`: who hosted the one before.
    """

    meeting: MeetingRow
    gates: list[GateRow]
    report_missing: list[str]
    host_before: str | None


class Blocked(View, frozen=True):
    """A channel in which nothing of ours can be sealed, why, and by which commands that ends, without the name of the program."""

    channel: str
    why: Text
    ways_out: list[str]


class HomeView(View, frozen=True):
    """Where the talks stand, for whoever comes on duty.

    `moves`: the most urgent first, then what is due first, then the oldest, then by number; `moves_in_all`: how many there are,
    `requests_in_all`: how many of them are requests. `came_in`: the newest
    first, but for what whoever asks has opened; `came_in_all`: how many there are. `handover`: how many handover notes are open.
    `contradictions`: how many signed ones are held of logs that were not reopened since.
    `looked`: when whoever asks last said that they had seen everything; null: never.
    """

    party: str
    now: str
    last_look: str | None
    handover: int
    contradictions: int
    blocked: list[Blocked]
    remarks: list[RemarkShown]
    remarks_left_out: int
    moves: list[Move]
    moves_in_all: int
    requests_in_all: int
    next_meeting: NextMeeting | None
    came_in: list[NewRow]
    came_in_all: int
    looked: str | None
    channels: list[ChannelHealth]


def home_view(node: Node, account: Account | None = None) -> HomeView:
    """Everything of the first page, for an account if one asks."""
    rooms = rooms_in_order(node)
    polled = node.store.get_meta("polled")
    remarks, left_out = newest_remarks(node, rooms)
    moves, in_all, requests = _moves(rooms)
    person = TERMINAL if account is None else account.id
    new, new_in_all = _new(node, person, rooms)
    return HomeView(
        party=node.party,
        now=node.now,
        last_look=polled.decode()[:19] + "Z" if polled else None,
        handover=open_notes(node),
        contradictions=open_contradictions(node),
        blocked=[
            Blocked(channel=room.label, why=text_of_error(reason), ways_out=commands_of(reason))
            for room in rooms
            if (reason := stopped(node, room)) is not None
        ],
        remarks=remarks,
        remarks_left_out=left_out,
        moves=moves,
        moves_in_all=in_all,
        requests_in_all=requests,
        next_meeting=next_of(rooms, node.now),
        came_in=new,
        came_in_all=new_in_all,
        looked=_looked(node, person, rooms),
        channels=[_health(node, room) for room in rooms],
    )


# ---- whose move ----


def _moves(rooms: list[Room]) -> tuple[list[Move], int, int]:
    """The most urgent moves of ours, how many there are, and how many are requests; these are chosen before anything of them is read."""
    others = [move for room in rooms for move in _moves_of(room)]
    asked = 0
    moves = others
    for room in rooms:
        wanted = Wanted(move=room.party)
        asked += room.fold.requests.number(wanted)
        oldest = deque(room.fold.requests.lines(wanted), maxlen=MOVES)
        moves = [*moves, *(_asked(room, room.fold.requests[line.ref]) for line in oldest)]
    moves.sort(key=lambda move: (not move.urgent, move.due or move.until or "~", move.what == "request", move.at or "", move.number or 0))
    return moves[:MOVES], len(others) + asked, asked


def _asked(room: Room, request: Any) -> Move:
    row = request_row(room, request)
    return Move(
        what="request", channel=room.label, ref=row.ref, number=row.number, matter=None, names={}, subject=row.subject, by=row.by,
        at=row.at, due=row.due, until=None, term=row.term, urgent=row.urgent, status=row.status, disputed=row.disputed,
    )  # fmt: skip


def _moves_of(room: Room) -> Iterator[Move]:
    """Proposals, texts, undertakings and visits that wait for us."""
    for slot, proposal in waiting_for_us(room):
        row = proposal_row(room, slot, proposal.act.ref)
        yield Move(
            what="proposal", channel=room.label, ref=row.ref, number=None, matter=row.about, names=row.names,
            subject=None, by=row.by, at=row.at, due=None, until=row.silence_until, term="none", urgent=False,
        )  # fmt: skip
    for slot in room.fold.texts.all():
        text = text_row(room, slot)
        if room.party in text.not_signed_by and slot.current is not None:
            act = slot.current.act
            yield Move(
                what="text", channel=room.label, ref=str(act.ref), number=None, matter=slot.name, names=text.titles, subject=None,
                by=act.party, at=str(act.kept.get("at")), due=None, until=None, term="none", urgent=False,
            )  # fmt: skip
    for undertaking in unsettled(room):
        promise = promise_row(room, undertaking)
        if room.party in promise.move:
            day = (promise.due or {}).get("day")
            yield Move(
                what="perform" if promise.by == room.party else "judge", channel=room.label, ref=promise.ref, number=None, matter=None,
                names={}, subject=promise.text, by=promise.by,
                at=str(undertaking.act.kept.get("at")), due=f"{day}T23:59:59Z" if day else None,
                until=None, term="none", urgent=False,
            )  # fmt: skip
    for ref, visit in sorted(room.fold.compliance.visits.visits.items()):
        if visit.move == room.party:
            kept = visit.act.kept
            yield Move(
                what="visit", channel=room.label, ref=str(ref), number=None, matter=str(kept["about"]),
                names=dict(names_of(room, str(kept["about"]))), subject=None, by=visit.visitor, at=str(kept.get("at")), due=None,
                until=None, term="none", urgent=False, day=str(kept["from"]),
            )  # fmt: skip


# ---- the rest ----


def next_of(rooms: list[Room], now: str) -> NextMeeting | None:
    """The next meeting of the first channel that has one, with all its gates."""
    for room in rooms:
        row = next_meeting(room)
        if row is not None:
            meeting = room.fold.talks.meeting(row.slot)
            gates, before = [gate_row(room, gate) for gate in meeting.gates], host_before(room, meeting)
            return NextMeeting(meeting=row, gates=gates, report_missing=report_missing(room, row, now), host_before=before)
    return None


def _new(node: Node, person: int, rooms: list[Room]) -> tuple[list[NewRow], int]:
    looks, rows = Looks(node.store), []
    for room in rooms:
        rows += [NewRow(channel=channel_name(room), row=row) for row in rows_of(room, list(islice(looks.unseen(person, room), NEW)))]
    rows.sort(key=lambda each: each.row.at or "", reverse=True)
    return rows[:NEW], sum(looks.number(person, room) for room in rooms)


def _looked(node: Node, person: int, rooms: list[Room]) -> str | None:
    """When somebody last said that they had seen everything; None: never. A channel that was joined since is all new."""
    looks = [look.at for room in rooms if (look := Looks(node.store).last(person, room.id)) is not None]
    return time_text(min(looks)) if looks else None


def _health(node: Node, room: Room) -> ChannelHealth:
    check = last_check(room)
    shown = {} if check is None else {check.by: check.at, **{answer.party: answer.at for answer in check.answers}}
    return ChannelHealth(
        channel=channel_name(room),
        as_of=as_of(room),
        members=[health_of(room, party) for party in room.channel.members if party != room.party],
        last_check=check,
        checked={party: at for party, at in shown.items() if at is not None and party != room.party},
        unsent=sum(not stored.sent for log in room.channel.generations(room.party) for stored in node.store.heads_of(room.id, log)),
        held=int(node.store.db.execute("SELECT count(*) FROM held WHERE channel=?", (room.id,)).fetchone()[0]),
    )
