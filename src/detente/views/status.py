"""The watch officer's screen: what came in, whose move it is, remarks, the health of each channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final, TypeVar

import msgspec

from detente.dialogue.acts import WAITING, Act
from detente.dialogue.matters import Undertaking
from detente.dialogue.talks import HELD, MET
from detente.errors import N_, DetenteError
from detente.node.called import own_names
from detente.node.looks import TERMINAL, Looks
from detente.node.node import Node
from detente.node.readiness import is_revoked, stopped
from detente.node.room import Room
from detente.record.seal import LogKey
from detente.views.base import (
    ChannelName,
    Point,
    RemarkShown,
    Text,
    View,
    as_of,
    channel_name,
    commands_of,
    finding_view,
    latest_receipt_time,
    latest_seal_time,
    named_of,
    text_of_error,
)
from detente.views.contradictions import open_contradictions
from detente.views.countersigned import LogCountersigned, countersigned_view, quorum_remark
from detente.views.log import Row, rows_of
from detente.views.lost import lost_remarks
from detente.views.meetings import MeetingRow, next_meeting, report_missing
from detente.views.proposals import ProposalRow, proposal_row, unconfirmed_by_others, waiting_for_others, waiting_for_us
from detente.views.register import CheckShown, last_check
from detente.views.requests import RequestRow, request_row
from detente.views.results import MissingEntries
from detente.views.texts import TextRow, text_row

SHOWN: Final = 20
"""How many rows of each list are given."""

DONE: Final = MET | HELD
"""States of a report that say that a thing has happened."""

T = TypeVar("T")


class Health(View, frozen=True):
    """How it goes with one other member: what we hold of it, the time its last seal claims, how much of ours it has received.

    `last_receipt`: the time claimed by the first of its seals that confirms all that it has received.
    """

    party: str
    entries: int
    last_heard: str | None
    last_receipt: str | None
    received: int
    of: int

    @property
    def has_all(self) -> bool:
        """Whether it has all of ours, and there is any."""
        return 0 < self.of <= self.received


class Promise(View, frozen=True):
    """An undertaking that is not settled: `by` owes it; `status`: open, performed, disputed; `move`: whose turn it is."""

    ref: str
    by: str
    to: list[str]
    status: str
    due: dict[str, Any] | None
    text: str | None
    move: list[str]


class ToConfirm(View, frozen=True):
    """What another party has said or done and our party could confirm (`detente confirm`).

    `what`: report (that something has happened: `about` and `state`), paper (an act that was done on paper `on` a day and entered by
    them; `kind` is the act's) or performance (of the undertaking `re`).
    """

    ref: str
    by: str
    what: str
    kind: str
    about: str | None
    state: str | None
    re: str | None
    on: str | None
    text: str | None
    at: str | None


class VisitAsked(View, frozen=True):
    """A visit to us that another party asks for under the agreement `about`, and that we have neither accepted nor refused."""

    ref: str
    by: str
    about: str
    begins: str


class ChannelStatus(View, frozen=True):
    """One channel.

    `came_in`: acts of others that whoever asks has neither opened nor marked as seen; `open`: requests without a final answer;
    `undecided`: proposals that our party has neither consented to nor refused; `awaited`: those that it stands behind, of its own or of
    others, and that another party has not spoken of or awaits instructions about; `unconfirmed`: proposals to which another party has
    consented ad referendum and has not confirmed it; `to_confirm`: what others have reported, done or entered from paper, and we have not
    confirmed; `unsigned`: adopted texts without our signature; `promises`: undertakings that are not settled; `visits`: those that wait
    for our answer; `next_meeting`: the first plenary (or, where there is none, the first meeting) that was not held;
    `missing`: what the held pouches wait for; `report_missing`: who has not reported it as held, though its date is past.
    Of each list the newest 20 are given (by the times that their authors claim, what came in by when it came); `left_out`: how many
    older ones are not, by list. `blocked`: why nothing of ours can be sealed here, null where it can; `ways_out`: the commands that end
    that, without the name of the program. `countersigned`: how far witnesses have vouched for our own log; null before anything of ours
    is sealed.
    """

    channel: ChannelName
    as_of: list[Point]
    joined: bool
    came_in: list[Row]
    open: list[RequestRow]
    next_meeting: MeetingRow | None
    report_missing: list[str]
    undecided: list[ProposalRow]
    awaited: list[ProposalRow]
    unconfirmed: list[ProposalRow]
    to_confirm: list[ToConfirm]
    unsigned: list[TextRow]
    promises: list[Promise]
    visits: list[VisitAsked]
    drafts: int
    unsent: int
    held: int
    missing: list[MissingEntries]
    health: list[Health]
    countersigned: LogCountersigned | None
    last_check: CheckShown | None
    blocked: Text | None
    ways_out: list[str]
    left_out: dict[str, int]


class StatusView(View, frozen=True):
    """Where things stand with this node. `next_meeting`: of the first plenary that has one.

    `contradictions`: how many signed ones are held of logs that were not reopened since.
    `remarks`: the newest 20, and what the policies on witnesses miss now; `left_out`: how many older ones are not given.
    """

    party: str
    names: dict[str, str]
    exercise: bool
    last_look: str | None
    next_meeting: MeetingRow | None
    channels: list[ChannelStatus]
    remarks: list[RemarkShown]
    left_out: int
    contradictions: int


def status_view(node: Node, person: int = TERMINAL) -> StatusView:
    """Everything that somebody who comes on duty should know."""
    channels = [channel_status(node, room, person) for room in rooms_in_order(node)]
    polled = node.store.get_meta("polled")
    remarks, left_out = newest_remarks(node)
    return StatusView(
        party=node.party,
        names=own_names(node),
        exercise=any(charter.exercise for charter in node.charters.values()),
        last_look=polled.decode()[:19] + "Z" if polled else None,
        next_meeting=next((each.next_meeting for each in channels if each.channel.kind == "plenary" and each.next_meeting), None),
        channels=channels,
        remarks=[*remarks, *filter(None, (quorum_remark(node, room) for room in rooms_in_order(node)))],
        left_out=left_out,
        contradictions=open_contradictions(node),
    )


def rooms_in_order(node: Node) -> list[Room]:
    """The plenary first."""
    return sorted(node.rooms.values(), key=lambda room: (not room.label.startswith("plenary"), room.label))


def newest_remarks(node: Node, rooms: Sequence[Room] | None = None) -> tuple[list[RemarkShown], int]:
    """What the record found in acts of some channels, or of all, and what the node noticed: the newest, and how many are left out."""
    rooms = rooms_in_order(node) if rooms is None else rooms
    found = [(each, finding) for each in rooms for finding in each.fold.all_findings()]
    labels = {each.id: each.label for each in rooms}
    mine = {each.id: each.mine.generation for each in rooms}
    noted = [
        RemarkShown(channel=labels[channel], text=text_of_error(error), at=at) for channel, at, error in node.remarks()
        if channel in labels and error.params.get("generation", mine[channel]) >= mine[channel]  # a reopening has answered earlier ones
    ]  # fmt: skip
    noted += [
        RemarkShown(channel=each.label, text=text_of_error(_revoked(party)), at=None)
        for each in rooms for party in each.channel.members if party != each.party
        for newest in each.channel.generations(party)[-1:] if is_revoked(each, newest)
    ]  # fmt: skip
    noted += [remark for each in rooms for remark in lost_remarks(each)]
    shown, older = _newest(found, lambda each: _time(each[0].fold.memory.act(each[1].ref)))
    recent, earlier = _newest(noted, lambda remark: remark.at or "")
    return [*(finding_view(*each) for each in shown), *recent], older + earlier


def _revoked(party: str) -> DetenteError:
    return DetenteError(
        N_("the root key of %(party)s was revoked by its notice: what it seals is kept, and doubted, until its successor is in its place"),
        party=party,
    )


def _newest(items: Iterable[T], time_of: Callable[[T], str]) -> tuple[list[T], int]:
    """The newest of some items, in the order in which they came, and how many are left out."""
    every = list(items)
    if len(every) <= SHOWN:
        return every, 0
    places = sorted(range(len(every)), key=lambda place: (time_of(every[place]), place))[-SHOWN:]
    return [every[place] for place in sorted(places)], len(every) - SHOWN


def channel_status(node: Node, room: Room, person: int = TERMINAL) -> ChannelStatus:
    """Where one channel stands."""
    own = room.channel.logs.get(room.mine)
    blocked = stopped(node, room)
    left_out: dict[str, int] = {}
    requests = [room.fold.requests[line.ref] for line in sorted(islice(room.fold.requests.lines(WAITING), SHOWN))]
    left_out["open"] = room.fold.requests.number(WAITING) - len(requests)
    undecided, left_out["undecided"] = _newest(waiting_for_us(room), lambda found: _time(found[1].act))
    awaited, left_out["awaited"] = _newest(waiting_for_others(room), lambda found: _time(found[1].act))
    unconfirmed, left_out["unconfirmed"] = _newest(unconfirmed_by_others(room), lambda found: _time(found[1].act))
    to_confirm, left_out["to_confirm"] = _newest(waiting_for_confirmation(room), _time)
    promises, left_out["promises"] = _newest(unsettled(room), lambda undertaking: _time(undertaking.act))
    texts = [text for text in map(partial(text_row, room), room.fold.texts.all()) if room.party in text.not_signed_by]
    unsigned, left_out["unsigned"] = _newest(texts, partial(_text_time, room))
    waiting = [visit for _, visit in sorted(room.fold.compliance.visits.visits.items()) if visit.move == room.party]
    visits, left_out["visits"] = _newest(waiting, lambda visit: _time(visit.act))
    upcoming = next_meeting(room)
    arrived, left_out["came_in"] = came_in(node, room, person)
    return ChannelStatus(
        channel=channel_name(room),
        as_of=as_of(room),
        joined=own is not None,
        came_in=arrived,
        open=[request_row(room, request) for request in requests],
        next_meeting=upcoming,
        report_missing=report_missing(room, upcoming, node.now),
        unconfirmed=[proposal_row(room, slot, proposal.act.ref) for slot, proposal in unconfirmed],
        to_confirm=[_to_confirm(room, act) for act in to_confirm],
        awaited=[proposal_row(room, slot, proposal.act.ref) for slot, proposal in awaited],
        undecided=[proposal_row(room, slot, proposal.act.ref) for slot, proposal in undecided],
        unsigned=unsigned,
        promises=[promise_row(room, undertaking) for undertaking in promises],
        visits=[
            VisitAsked(ref=str(each.act.ref), by=each.visitor, about=str(each.act.kept["about"]), begins=str(each.act.kept["from"]))
            for each in visits
        ],
        drafts=len(node.store.drafts(room.id)),
        unsent=sum(not stored.sent for log in room.channel.generations(room.party) for stored in node.store.heads_of(room.id, log)),
        held=int(node.store.db.execute("SELECT count(*) FROM held WHERE channel=?", (room.id,)).fetchone()[0]),
        missing=missing_entries(node, room),
        health=[health_of(room, party) for party in room.channel.members if party != room.party],
        countersigned=countersigned_view(node, room),
        last_check=last_check(room),
        blocked=None if blocked is None else text_of_error(blocked),
        ways_out=[] if blocked is None else commands_of(blocked),
        left_out={name: number for name, number in sorted(left_out.items()) if number},
    )


def missing_entries(node: Node, room: Room) -> list[MissingEntries]:
    """What the held pouches of a channel wait for and is not here, by party."""
    found: dict[LogKey, int] = {}
    for (missing,) in node.store.db.execute("SELECT missing FROM held WHERE channel=?", (room.id,)):
        for party, generation, size, _ in msgspec.json.decode(missing):
            log = LogKey(party, generation)
            found[log] = max(size, found.get(log, 0))
    here = {log: room.channel.logs[log].size if log in room.channel.logs else 0 for log in found}
    return [
        MissingEntries(channel=room.label, party=log.party, generation=log.generation, first=min(here[log], size - 1), last=size - 1)
        for log, size in sorted(found.items())
    ]


def waiting_for_confirmation(room: Room) -> list[Act]:
    """Reports, performances and acts on paper of other parties that ours has neither confirmed nor disputed, by entry."""
    found = {act.ref: act for act in _reports_of_others(room)}
    for _, undertaking in sorted(room.fold.matters.undertakings.items()):
        if undertaking.status == "performed" and room.party in _waits_for(undertaking):
            found[undertaking.performances[-1].ref] = undertaking.performances[-1]
    for ref in sorted(room.fold.register.unconfirmed_paper):
        act = room.fold.memory.act(ref)
        # To confirm a proposal is to confirm one's own stance on it.
        if ref.party != room.party and act.kind != "propose" and room.party not in room.fold.register.paper.get(ref, ()):
            found[ref] = act
    return [act for _, act in sorted(found.items())]


def _reports_of_others(room: Room) -> Iterator[Act]:
    """Of each matter the reports of others that something has happened, unless we have said as much, or it was only a beginning."""
    for _, states in sorted(room.fold.matters.reports.items()):
        ours = {state for state, by in states.items() if room.party in by}
        has_happened = any(state in DONE for state in states)
        for state, by in sorted(states.items()):
            said = state in ours or (state in DONE and ours & DONE)
            if state == "not_yet" or said or (state == "begun" and has_happened):
                continue
            yield from sorted((act for act in by.values() if act.kind == "report"), key=lambda act: act.ref)[:1]


def _to_confirm(room: Room, act: Act) -> ToConfirm:
    fields = room.entry(act.ref).fields
    on_paper = fields.get("paper")
    text = fields.get("text") or fields.get("subject")
    performed = room.fold.matters.undertaking_of(act.ref) if act.kind == "perform" else None
    return ToConfirm(
        ref=str(act.ref),
        by=act.party,
        what="paper" if on_paper else "report" if act.kind == "report" else "performance",
        kind=act.kind,
        about=str(act.kept["about"]) if "about" in act.kept else None,
        state=str(act.kept["state"]) if act.kind == "report" else None,
        re=None if performed is None else str(performed.act.ref),
        on=str(on_paper["on"]) if on_paper else None,
        text=text if isinstance(text, str) else None,
        at=_time(act),
    )


def _time(act: Act) -> str:
    return str(act.kept.get("at"))


def unsettled(room: Room) -> Iterator[Undertaking]:
    """Undertakings that wait for somebody, in the order of their entries."""
    return (undertaking for _, undertaking in sorted(room.fold.matters.undertakings.items()) if undertaking.status != "confirmed")


def _text_time(room: Room, text: TextRow) -> str:
    """When the version of a text that is adopted was proposed, as its author claims."""
    slot = room.fold.proposals.slots[text.slot]
    return _time(slot.current.act) if slot.current is not None else ""


def promise_row(room: Room, undertaking: Undertaking) -> Promise:
    """An undertaking that is not settled, with whose move it is."""
    act = undertaking.act
    text = room.entry(act.ref).fields.get("text")
    return Promise(
        ref=str(act.ref),
        by=act.party,
        to=list(undertaking.to),
        status=undertaking.status,
        due=act.kept.get("due"),
        text=text if isinstance(text, str) else None,
        move=_waits_for(undertaking) if undertaking.status == "performed" else [act.party],
    )


def _waits_for(undertaking: Undertaking) -> list[str]:
    """Who has not confirmed that an undertaking was performed."""
    return [party for party in undertaking.to if party not in undertaking.verdicts or undertaking.verdicts[party].kind != "confirm"]


def health_of(room: Room, party: str) -> Health:
    """What passes between us and one other member."""
    own = room.channel.logs.get(room.mine)
    received = named_of(room, room.mine, party)
    return Health(
        party=party,
        entries=sum(room.channel.logs[log].size for log in room.channel.generations(party)),
        last_heard=latest_seal_time(room, party),
        last_receipt=latest_receipt_time(room, room.mine, party),
        received=received,
        of=max(own.named.size if own else 0, received),
    )


def came_in(node: Node, room: Room, person: int) -> tuple[list[Row], int]:
    """Acts of people of other parties that somebody has not seen: the newest as the log lists them, and how many are left out."""
    looks = Looks(node.store)
    found = list(islice(looks.unseen(person, room), SHOWN))
    return rows_of(room, found[::-1]), looks.number(person, room) - len(found)
