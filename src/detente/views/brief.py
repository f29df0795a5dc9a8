"""The brief: one page for a head of delegation on the way to a meeting. Computed once, for page, command, PDF and Word alike.

Everything is of one dialogue, in all its channels that this node is in, as of the entries that `as_of` gives for each channel. Each list
gives at most `most` rows, and says how many more there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import nlargest
from itertools import islice
from operator import itemgetter
from typing import Final, NamedTuple

import msgspec

from detente.dialogue import acts
from detente.dialogue.acts import Act, Ref, RequestLine
from detente.node.called import called_in, own_names
from detente.node.looks import TERMINAL, Looks
from detente.node.node import Node
from detente.node.readiness import stopped
from detente.node.room import Room
from detente.views.base import RemarkShown, Text, View, as_of, channel_name, text_of_error
from detente.views.contradictions import ContradictionRow, contradictions_view
from detente.views.days import first_day, last_day
from detente.views.deadlines import ChannelPoints, Deadline, deadlines, rooms_of_dialogue
from detente.views.log import Row, rows_of
from detente.views.meetings import GateRow, MeetingRow, gate_row, host_before, meeting_row, report_missing
from detente.views.proposals import UNSPOKEN, WAITING, state_of
from detente.views.register import CheckShown, last_check, text
from detente.views.standing import RequestCount, current, request_count, signatures
from detente.views.statements import StatementRow, statement_row
from detente.views.status import Health, health_of, newest_remarks
from detente.views.translated import Translated, translated

MOST: Final = 5
"""How many rows of each list are given: so much fits one page beside the rest."""

MOST_KINDS: Final = 8
"""How many lines of numbers are given."""

MOST_COUNTED: Final = 500
"""How many of the unseen acts of a channel are read to count them by kind."""


class NewsCount(View, frozen=True):
    """How many acts of one kind that one party has sent in one channel have not been seen yet."""

    channel: str
    party: str
    kind: str
    number: int


class NewsRow(View, frozen=True):
    """One act that came in."""

    channel: str
    act: Row


class News(View, frozen=True):
    """Acts of others that whoever asks has neither opened nor marked as seen.

    `counts`: by kind; `uncounted`: how many older ones no count covers, where a channel has more than a person will read. `newest`: the
    newest by claimed time.
    """

    total: int
    counts: list[NewsCount]
    counts_left_out: int
    uncounted: int
    newest: list[NewsRow]
    left_out: int


class WaitingMatter(View, frozen=True):
    """What waits for one party in one channel.

    `what`: requests (to answer or to explain), proposals (its voice is missing), texts (adopted, its signature is missing), undertakings
    (to perform, or to confirm). `oldest`: the entry that has waited longest by claimed time, `matter` and `text` what it is about;
    `oldest_request`: which of the requests of its party that is, null for all else. `disputed`: how many of the requests have a final
    answer which their sender disputes; the rest have none.
    """

    channel: str
    party: str
    what: str
    number: int
    oldest: str
    at: str | None
    matter: str | None
    text: str | None
    oldest_request: int | None
    disputed: int


class MeetingAhead(View, frozen=True):
    """The next meeting, what it must wait for, and who hosted the one before.

    `report_missing`: who has not reported it as held, though its date is past.
    """

    meeting: MeetingRow
    gates: list[GateRow]
    host_before: str | None
    report_missing: list[str]


class BriefTally(View, frozen=True):
    """The requests of one channel in numbers, over all that is held; `agreed`: every member has signed this very count."""

    channel: str
    requests: dict[str, RequestCount]
    agreed: bool
    not_signed_by: list[str]


class Line(View, frozen=True):
    """How it goes with one channel."""

    channel: str
    health: list[Health]
    drafts: int
    unsent: int
    held: int
    blocked: Text | None
    last_check: CheckShown | None


class BriefView(View, frozen=True):
    """The brief of one dialogue for the party of this node.

    `made_at`: when, by this node's clock; `last_look`: when a courier was looked at last. `last_meeting`: the last one that was held, and
    `said` what was said in public on its day or later (of all that was entered where none was held), the newest first. `remarks` and
    `contradictions` are the newest. `left_out`: how many of each list are not given.
    `translations`: of the entries that are quoted, as far as they are held here.
    """

    party: str
    names: dict[str, str]
    made_at: str
    last_look: str | None
    exercise: bool
    dialogue: str
    dialogue_names: dict[str, str]
    members: dict[str, dict[str, str]]
    most: int
    next_meeting: MeetingAhead | None
    last_meeting: MeetingRow | None
    new: News
    due: list[Deadline]
    moves: list[WaitingMatter]
    tallies: list[BriefTally]
    remarks: list[RemarkShown]
    contradictions: list[ContradictionRow]
    said: list[StatementRow]
    lines: list[Line]
    as_of: list[ChannelPoints]
    left_out: dict[str, int]
    translations: list[Translated]


def brief_view(node: Node, room: Room, person: int = TERMINAL) -> BriefView:
    """The brief of the dialogue that a channel belongs to; what is new, is new to one person."""
    rooms, charter, polled = rooms_of_dialogue(node, room), room.channel.charter, node.store.get_meta("polled")
    last = _last_meeting(rooms)
    due, moves = deadlines(rooms, node.now), _moves(rooms)
    said, number_said = _said_since(rooms, last)
    tallies = [tally for each in rooms if (tally := _tally(each)) is not None]
    remarks, older = newest_remarks(node, rooms)
    contradictions = _contradictions(node, rooms)
    lists: dict[str, int] = {
        "due": len(due),
        "moves": len(moves),
        "tallies": len(tallies),
        "remarks": len(remarks) + older,
        "contradictions": len(contradictions),
        "said": number_said,
        "lines": len(rooms),
    }
    room_for = {"moves": MOST_KINDS, "lines": MOST_KINDS}
    view = BriefView(
        party=node.party,
        names=own_names(node),
        made_at=node.now,
        last_look=polled.decode()[:19] + "Z" if polled else None,
        exercise=charter.exercise,
        dialogue=charter.id,
        dialogue_names=charter.names,
        members=called_in(node, charter),
        most=MOST,
        next_meeting=_next_meeting(rooms, node.now),
        last_meeting=last,
        new=_news(node, person, rooms),
        due=due[:MOST],
        moves=moves[:MOST_KINDS],
        tallies=tallies[:MOST],
        remarks=remarks[-MOST:],
        contradictions=contradictions[-MOST:],
        said=[statement_row(node, *item) for item in said],
        lines=[_line(node, each) for each in rooms[:MOST_KINDS]],
        as_of=[ChannelPoints(channel=channel_name(each), as_of=as_of(each)) for each in rooms],
        left_out={name: more for name, number in lists.items() if (more := number - room_for.get(name, MOST)) > 0},
        translations=[],
    )
    return msgspec.structs.replace(view, translations=_translations(node, rooms, view))


def _translations(node: Node, rooms: Sequence[Room], view: BriefView) -> list[Translated]:
    """Of the entries that the brief quotes."""
    ahead = view.next_meeting
    quoted = [
        *([] if ahead is None or ahead.meeting.entry is None else [(ahead.meeting.channel, ahead.meeting.entry)]),
        *((move.channel, move.oldest) for move in view.moves),
        *((item.channel, item.ref) for item in view.due if item.ref is not None),
        *((row.channel, row.act.ref) for row in view.new.newest),
        *((row.channel, row.ref) for row in view.said),
    ]
    return [each for room in rooms for each in translated(node, room, (entry for channel, entry in quoted if channel == room.label))]


# ---- meetings ----


def _next_meeting(rooms: Sequence[Room], now: str) -> MeetingAhead | None:
    """The first plenary that was not held; where no channel has one, the first meeting that was not held."""
    candidates = [(each, meeting) for each in rooms for meeting in each.fold.talks.meetings() if meeting.state != "held"]
    found = next((item for item in candidates if item[1].kind == "plenary"), candidates[0] if candidates else None)
    if found is None:
        return None
    room, meeting = found
    row = meeting_row(room, meeting)
    return MeetingAhead(
        meeting=row,
        gates=[gate_row(room, gate) for gate in meeting.gates],
        host_before=host_before(room, meeting),
        report_missing=report_missing(room, row, now),
    )


def _last_meeting(rooms: Sequence[Room]) -> MeetingRow | None:
    """Of the meetings that were held, the last by the day that the parties have reported, else by its date."""
    held = [meeting_row(room, meeting) for room in rooms for meeting in room.fold.talks.meetings() if meeting.state == "held"]
    return max(held, key=lambda row: (first_day(row.held_on or row.date), row.slot), default=None)


# ---- what came in ----


def _news(node: Node, person: int, rooms: Sequence[Room]) -> News:
    looks = Looks(node.store)
    found = [(room, *item) for room in rooms for item in islice(looks.unseen(person, room), MOST_COUNTED)]
    counts = Counter((room.label, stored.log.party, entry.kind) for room, stored, _, entry in found)
    newest = nlargest(MOST, found, key=lambda item: str(item[3].fields.get("at")))
    rows = [NewsRow(channel=room.label, act=rows_of(room, [(stored, index, entry)])[0]) for room, stored, index, entry in newest]
    numbers = [NewsCount(channel=c, party=p, kind=k, number=n) for (c, p, k), n in counts.most_common()]
    total = sum(looks.number(person, room) for room in rooms)
    return News(
        total=total,
        counts=numbers[:MOST_KINDS],
        counts_left_out=max(0, len(numbers) - MOST_KINDS),
        uncounted=total - len(found),
        newest=rows,
        left_out=total - len(rows),
    )


# ---- whose move it is ----


class _Waiting(NamedTuple):
    """One thing that waits for one party."""

    party: str
    what: str
    act: Act
    matter: str | None


def _moves(rooms: Sequence[Room]) -> list[WaitingMatter]:
    """What waits for each party, what has waited longest first."""
    found: list[WaitingMatter] = []
    for room in rooms:
        found += _requests_waiting(room)
        waiting = list(_waiting(room))
        for party, what in sorted({(item.party, item.what) for item in waiting}):
            items = [item for item in waiting if (item.party, item.what) == (party, what)]
            oldest = min(items, key=lambda item: (str(item.act.kept.get("at")), item.act.ref))
            fields = room.entry(oldest.act.ref).fields
            found.append(
                WaitingMatter(
                    channel=room.label,
                    party=party,
                    what=what,
                    number=len(items),
                    oldest=str(oldest.act.ref),
                    at=text(oldest.act.kept.get("at")),
                    matter=oldest.matter,
                    text=text(fields.get("subject")) or text(fields.get("text")),
                    oldest_request=None,
                    disputed=0,
                )
            )
    return sorted(found, key=lambda move: (move.at or "", move.channel, move.party))


def _requests_waiting(room: Room) -> Iterator[WaitingMatter]:
    """The requests that wait for each party: how many, and the oldest, which alone is read."""
    oldest: dict[str, RequestLine] = {}
    numbers: Counter[str] = Counter()
    disputed: Counter[str] = Counter()
    for line in room.fold.requests.lines(acts.WAITING):  # the newest first, so that the oldest stays
        if line.move is not None:
            numbers[line.move] += 1
            disputed[line.move] += line.status not in {"open", "holding"}
            oldest[line.move] = line
    for party, line in sorted(oldest.items()):
        fields, request = room.entry(line.ref).fields, room.fold.requests[line.ref]
        yield WaitingMatter(
            channel=room.label,
            party=party,
            what="requests",
            number=numbers[party],
            oldest=str(line.ref),
            at=text(request.act.kept.get("at")),
            matter=None,
            text=text(fields.get("subject")) or text(fields.get("text")),
            oldest_request=request.number,
            disputed=disputed[party],
        )


def _waiting(room: Room) -> Iterator[_Waiting]:
    for name, slot in sorted(room.fold.proposals.slots.items()):
        for ref, proposal in sorted(slot.proposals.items()):
            if state_of(room, slot, ref) in WAITING:
                yield from (_Waiting(p, "proposals", proposal.act, name) for p in proposal.electorate if slot.voice_of(p, ref) in UNSPOKEN)
    for slot in room.fold.texts.all():
        if slot.current is not None:
            yield from (_Waiting(party, "texts", slot.current.act, slot.name) for party in room.fold.texts.unsigned(slot))
    for _, item in sorted(room.fold.matters.undertakings.items()):
        if item.status == "confirmed":
            continue
        judged = {party for party, verdict in item.verdicts.items() if verdict.kind == "confirm"}
        movers = [party for party in item.to if party not in judged] if item.status == "performed" else [item.act.party]
        yield from (_Waiting(party, "undertakings", item.act, item.act.kept.get("about")) for party in movers)


def _tally(room: Room) -> BriefTally | None:
    """The numbers of a channel in which anything was asked."""
    counts = room.fold.requests.counts
    if not any(count["sent"] for count in counts.values()):
        return None
    signed: set[str] = set()
    if room.channel.k is not None:
        cut, standing = current(room)
        signed = {party for party, item in signatures(room, cut.digest).items() if item.standing == standing.digest}
    return BriefTally(
        channel=room.label,
        requests={party: request_count(count) for party, count in sorted(counts.items())},
        agreed=signed == set(room.channel.members),
        not_signed_by=[party for party in room.channel.members if party not in signed],
    )


# ---- remarks, public statements, channels ----


def _contradictions(node: Node, rooms: Sequence[Room]) -> list[ContradictionRow]:
    labels = {room.label for room in rooms}
    return [row for row in contradictions_view(node).contradictions if row.channel in labels]


def _said_since(rooms: Sequence[Room], last: MeetingRow | None) -> tuple[list[tuple[Room, Act]], int]:
    """The newest of what was said in public since the day of the last meeting, and how much that is; of a span, if it can have been."""
    since = "" if last is None else first_day(last.held_on or last.date)
    found: list[tuple[str, Ref, Room]] = []
    for room in rooms:
        for ref, act in room.fold.register.statements.items():
            said_on = act.kept["said_on"]
            end = last_day(said_on)
            if not since or not end or end >= since:
                found.append((first_day(said_on), ref, room))
    newest = nlargest(MOST, found, key=itemgetter(0, 1))
    return [(room, room.fold.register.statements[ref]) for _, ref, room in newest], len(found)


def _line(node: Node, room: Room) -> Line:
    blocked = stopped(node, room)
    return Line(
        channel=room.label,
        health=[health_of(room, party) for party in room.channel.members if party != room.party],
        drafts=len(node.store.drafts(room.id)),
        unsent=sum(not stored.sent for log in room.channel.generations(room.party) for stored in node.store.heads_of(room.id, log)),
        held=int(node.store.db.execute("SELECT count(*) FROM held WHERE channel=?", (room.id,)).fetchone()[0]),
        blocked=None if blocked is None else text_of_error(blocked),
        last_check=last_check(room),
    )
