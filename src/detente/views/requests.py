"""Requests: where each one stands, and one with everything that refers to it, as each side has sealed that it knows it."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from detente.dialogue.acts import ANY, Act, Called, Ref, RequestLine, Wanted
from detente.dialogue.requests import Request, newest
from detente.dialogue.talks import in_causal_order
from detente.errors import CallerError
from detente.node.matching import folded_words
from detente.node.node import Node
from detente.node.room import Room
from detente.node.search import Index
from detente.record.seal import Vector
from detente.views.base import ChannelName, Point, View, as_of, channel_name, latest_seal_time, parse_ref
from detente.views.log import Attachment, ReceiptBy, attachments, first_receipt
from detente.views.proposals import seen_by
from detente.views.register import About, about_entry, corrected, text
from detente.views.translated import Translated, translated

CLOCKS: Final = ("acknowledge", "first", "final")
"""The three clocks, by the last part of the matter under which a term for them is agreed: term/acknowledge, term/first, term/final."""

_UNITS: Final = {"hours": dt.timedelta(hours=1), "days": dt.timedelta(days=1)}
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"


class RequestRow(View, frozen=True):
    """One request in short.

    `number`: which of the requests it is that its party has sent in the channel, from 1; the same on every node that holds as much.
    `term`: `agreed` where a time limit is agreed for a clock that still runs, else `none`; `due`: the first such limit, counted from
    the receipt that the addressee has sealed; null as long as there is no receipt. `corrected`: the subject stands as its author has
    corrected it since. `reminders` count those sent again too; they
    change no other number.
    """

    channel: str
    ref: str
    number: int
    by: str
    to: str
    subject: str | None
    corrected: bool
    at: str | None
    status: str
    move: str | None
    received: bool
    acknowledged: bool
    disputed: bool
    term: str
    due: str | None
    urgent: bool
    reminders: int


class Clock(View, frozen=True):
    """One clock of a request. `name`: acknowledge, first (answer, a holding one too) or final (answer).

    It runs from `since`, the first seal of the addressee that names the request, with the time that this seal claims, to `stopped_by`.
    `state`: not_received, running, stopped, ended (the request was withdrawn). `term`: `agreed` or `none`; `limit`: {"days":10} or
    {"hours":48}, as agreed in `agreed_in` before the request was made; `passed`: whether `due` had passed when the clock stopped (by
    the time that its author claims), or has passed now (by this node's clock); null where nothing is due.
    """

    name: str
    state: str
    since: ReceiptBy | None
    stopped_by: str | None
    stopped_at: str | None
    term: str
    limit: dict[str, int] | None
    agreed_in: str | None
    due: str | None
    passed: bool | None


class Side(View, frozen=True):
    """The request as one party has sealed that it knows it: what its last seal had seen, and nothing else.

    `knows`: whether that holds the request at all; if not, `status` is null. `disputed`: whether it holds a dispute of an answer.
    """

    party: str
    last_seal: str | None
    as_of: list[Point]
    knows: bool
    status: str | None
    acknowledged: bool
    disputed: bool
    move: str | None


class Step(View, frozen=True):
    """One act about a request. `received_by`: other members who have named it; `how`: reminder or resent."""

    ref: str
    party: str
    kind: str
    at: str | None
    outcome: str | None
    how: str | None
    subject: str | None
    text: str | None
    reason: str | None
    destroyed: bool
    received_by: list[str]
    attachments: list[Attachment]
    about: About


class RequestView(View, frozen=True):
    """A request with everything that refers to it, causes first.

    `sides`: each party's own view, never merged; `party`: whose node this is. `translations`: of its acts, as far as they are held here.
    """

    party: str
    channel: ChannelName
    as_of: list[Point]
    request: RequestRow
    sides: list[Side]
    clocks: list[Clock]
    steps: list[Step]
    translations: list[Translated]


class ChannelRequests(View, frozen=True):
    """The requests of one channel that were asked for, by their names."""

    channel: ChannelName
    as_of: list[Point]
    requests: list[RequestRow]


class RequestsPage(View, frozen=True):
    """A page of the requests of one channel, the newest first (by the times that their authors claim).

    `first`: how many newer ones fit that are not on it; `total`: how many fit in all.
    """

    channel: ChannelName
    as_of: list[Point]
    requests: list[RequestRow]
    first: int
    total: int


class RequestsView(View, frozen=True):
    """Requests by channel. `left_out`: how many the filters left out."""

    party: str
    exercise: bool
    channels: list[ChannelRequests]
    left_out: int


class Chosen(View, frozen=True):
    """What a list was narrowed to; null: not at all. `status` may be `disputed` too; `move` a party, or `-` for nobody's.

    `q`: what was typed to find a request: its number, an entry of it such as rus/14, or words of it.
    """

    channel: str | None
    by: str | None
    to: str | None
    status: str | None
    move: str | None
    q: str | None


class RequestsList(View, frozen=True):
    """One page of a list of requests, the newest first (by the times that their authors claim).

    `channels`: all that one can ask in, `counted` those of them in which something was asked; `in_all`: how many requests fit; `page` of
    `pages`, from 1.
    """

    party: str
    channels: list[ChannelName]
    counted: list[str]
    as_of: dict[str, list[Point]]
    chosen: Chosen
    requests: list[RequestRow]
    in_all: int
    page: int
    pages: int


_TITLES_AT_ONCE: Final = 4096
"""Each look into the record goes over all its pouches, which costs little beside reading so many titles."""

_BESIDE_A_NUMBER: Final = frozenset({"request", "no", "number", "запрос", "номер", "طلب", "الطلب", "رقم"})
"""Words, folded, that people put before the number of a request."""
_DIGITS: Final = 10
"""Longer numbers are none of a request."""

PAGE: Final = 50
"""Rows of one page of a list."""


def requests_list(node: Node, chosen: Mapping[str, str], *, page: int, size: int = PAGE) -> RequestsList:
    """One page of the requests that fit, of all channels or of one; only what is on it is read whole.

    Args:
        chosen: by the names of `Chosen`.
        page: from 1; beyond the last one gives the last.
        size: rows of a page.
    """
    rooms = sorted(node.rooms.values(), key=lambda room: room.label)
    asked = Chosen(**{name: chosen.get(name) for name in Chosen.__struct_fields__})
    wanted = Wanted(asked.by, asked.to, asked.status, "" if asked.move == "-" else asked.move)
    shown = [room for room in rooms if asked.channel in {None, room.label}]
    each_wanted = _all_called(node, shown, wanted, asked.q) if asked.q else dict.fromkeys(shown, wanted)
    in_all = sum(room.fold.requests.number(its) for room, its in each_wanted.items())
    pages = max(1, -(-in_all // size))
    page = min(page, pages)
    lines = heapq.merge(*(_with_room(room, its) for room, its in each_wanted.items()), key=lambda each: newest(each[0]), reverse=True)
    return RequestsList(
        party=node.party,
        channels=[channel_name(room) for room in rooms],
        counted=[room.label for room in rooms if any(counts["sent"] for counts in room.fold.requests.counts.values())],
        as_of={room.label: as_of(room) for room in shown},
        chosen=asked,
        requests=[request_row(room, room.fold.requests[line.ref]) for line, room in islice(lines, (page - 1) * size, page * size)],
        in_all=in_all,
        page=page,
        pages=pages,
    )


def _all_called(node: Node, rooms: Sequence[Room], wanted: Wanted, text: str) -> dict[Room, Wanted]:
    """What is wanted in each channel by somebody who types this: the number of a request, else an entry of one, or words of it."""
    words = [word for word in folded_words(text) if word not in _BESIDE_A_NUMBER]
    if len(words) == 1 and words[0].isascii() and words[0].isdigit() and len(words[0]) < _DIGITS:
        by_number = wanted._replace(called=Called(int(words[0])))
        if any(room.fold.requests.number(by_number) for room in rooms):
            return dict.fromkeys(rooms, by_number)
    named = {room: request for room in rooms if (request := _named(node, room, text)) is not None}
    if named:
        return {room: wanted._replace(called=Called(None, {ref.log: (ref.index,)})) for room, ref in named.items()}
    index = Index(node)
    index.refresh()
    return {room: wanted._replace(called=Called(None, index.places(text, room, "request"))) for room in rooms}


def _named(node: Node, room: Room, text: str) -> Ref | None:
    """The request that an entry is, or is about, where this names an entry of the channel."""
    try:
        request = request_of(room, parse_ref(node, text.strip(), room.label)[1])
    except CallerError:
        return None
    return None if request is None else request.act.ref


def _with_room(room: Room, wanted: Wanted) -> Iterator[tuple[RequestLine, Room]]:
    return ((line, room) for line in room.fold.requests.lines(wanted))


def request_row(room: Room, request: Request) -> RequestRow:
    """One request in short."""
    entry = room.entry(request.act.ref)
    now = {**entry.fields, **corrected(room, request.act.ref)}
    subject = text(now.get("subject")) or text(now.get("text"))
    receipt = first_receipt(room, request.act.ref, request.to)
    agreed = [found for name in CLOCKS if _stop(request, name) is None and (found := _agreed_term(room, request, name)) is not None]
    if request.status in {"withdrawn", "crossed"}:
        agreed = []
    dues = sorted(due for _, limit in agreed if (due := _due(receipt, limit)) is not None)
    return RequestRow(
        channel=room.label,
        ref=str(request.act.ref),
        number=request.number,
        by=request.act.ref.party,
        to=request.to,
        subject=subject,
        corrected=subject != (text(entry.fields.get("subject")) or text(entry.fields.get("text"))),
        at=text(request.act.kept.get("at")),
        status=request.status,
        move=request.move,
        received=receipt is not None,
        acknowledged=bool(request.acknowledgements),
        disputed=bool(request.disputes),
        term="agreed" if agreed else "none",
        due=dues[0] if dues else None,
        urgent="urgent" in request.act.kept,
        reminders=len(request.reminders),
    )


def asked_in(node: Node) -> Room | None:
    """The channel in which the newest request was asked, by the times that their authors claim; None where nothing was asked yet."""
    newest = [(line.at, room) for room in node.rooms.values() if (line := next(iter(room.fold.requests.lines(Wanted())), None)) is not None]
    return max(newest, key=lambda item: item[0])[1] if newest else None


def request_of(room: Room, ref: Ref) -> Request | None:
    """The request that an entry is, or that it is about."""
    return room.fold.requests.of(ref)


def request_view(node: Node, room: Room, request: Request) -> RequestView:
    """A request with everything that refers to it."""
    ordered = in_causal_order([request.act, *request.acts()], lambda act: act)
    seen = seen_by(room)
    return RequestView(
        party=node.party,
        channel=channel_name(room),
        as_of=as_of(room),
        request=request_row(room, request),
        sides=[_side(room, request, party, seen.get(party, {})) for party in (request.act.party, request.to)],
        clocks=[_clock(room, request, name, node.now) for name in CLOCKS],
        steps=[_step(node, room, act) for act in ordered],
        translations=translated(node, room, (str(act.ref) for act in ordered)),
    )


def requests_view(
    node: Node, rooms: Sequence[Room], *, by: str | None = None, to: str | None = None, status: str | None = None, move: str | None = None
) -> RequestsView:
    """The requests of some channels.

    Args:
        by: only those that this party sent.
        to: only those sent to this party.
        status: only those of this status (a word of `RequestRow`, or disputed).
        move: only those in which it is this party's move; `-`: nobody's.
    """
    found, left_out = [], 0
    wanted = Wanted(by, to, status, "" if move == "-" else move)
    for room in rooms:
        requests = room.fold.requests
        rows = [request_row(room, requests[line.ref]) for line in sorted(requests.lines(wanted))]
        left_out += requests.number(ANY) - len(rows)
        if rows or len(rooms) == 1:
            found.append(ChannelRequests(channel=channel_name(room), as_of=as_of(room), requests=rows))
    return RequestsView(
        party=node.party, exercise=any(charter.exercise for charter in node.charters.values()), channels=found, left_out=left_out
    )


def requests_page(room: Room, wanted: Wanted = ANY, *, words: str | None = None, first: int = 0, count: int = 50) -> RequestsPage:
    """A page of the requests of a channel, settled ones too; only what is on it is read whole.

    Args:
        room: the channel.
        wanted: whose, in what state, whose move.
        words: what their titles hold (the subject, or the text where there is none), in capitals or not: one after the other
            is looked at.
        first: how many to leave out.
        count: how many to give at most.
    """
    requests = room.fold.requests
    lines: Iterator[RequestLine]
    if words is None:
        lines, total = islice(requests.lines(wanted), first, first + count), requests.number(wanted)
    else:
        lines, total = _titled(room, iter(requests.lines(wanted)), words, range(first, first + count))
    rows = [request_row(room, requests[line.ref]) for line in lines]
    return RequestsPage(channel=channel_name(room), as_of=as_of(room), requests=rows, first=first, total=total)


def _titled(room: Room, lines: Iterator[RequestLine], words: str, page: range) -> tuple[Iterator[RequestLine], int]:
    """Of the requests whose titles hold these words, those on a page, and how many there are; memory does not grow with the record."""
    found, total, wanted = [], 0, words.casefold()
    while part := list(islice(lines, _TITLES_AT_ONCE)):
        titles = room.titles(line.ref for line in part)
        for line in part:
            if wanted in titles.get(line.ref, "").casefold():
                if total in page:
                    found.append(line)
                total += 1
    return iter(found), total


# ---- the sides ----


def _side(room: Room, request: Request, party: str, seen: Vector) -> Side:
    def has_seen(ref: Ref) -> bool:
        return ref.log in seen and ref.index < seen[ref.log].size

    known = request.as_seen(has_seen)
    knows = has_seen(request.act.ref)
    return Side(
        party=party,
        last_seal=latest_seal_time(room, party),
        as_of=[Point(party=log.party, generation=log.generation, entries=head.size) for log, head in sorted(seen.items())],
        knows=knows,
        status=known.status if knows else None,
        acknowledged=bool(known.acknowledgements),
        disputed=bool(known.disputes),
        move=known.move if knows else None,
    )


# ---- the clocks ----


def running_clocks(room: Room, request: Request, now: str) -> list[Clock]:
    """The clocks of a request that run now; `now` as entries carry times."""
    return [clock for name in CLOCKS if (clock := _clock(room, request, name, now)).state == "running"]


def _clock(room: Room, request: Request, name: str, now: str) -> Clock:
    since = first_receipt(room, request.act.ref, request.to)
    stop = _stop(request, name)
    agreed = _agreed_term(room, request, name)
    ended = stop is None and request.status == "withdrawn"
    due = None if agreed is None or ended else _due(since, agreed[1])
    stopped_at = None if stop is None else text(stop.kept.get("at"))
    state = "stopped" if stop is not None else "ended" if ended else "not_received" if since is None else "running"
    return Clock(
        name=name,
        state=state,
        since=since,
        stopped_by=None if stop is None else str(stop.ref),
        stopped_at=stopped_at,
        term="none" if agreed is None else "agreed",
        limit=None if agreed is None else agreed[1],
        agreed_in=None if agreed is None else str(agreed[0]),
        due=due,
        passed=None if due is None else (stopped_at or now) > due,
    )


def _stop(request: Request, name: str) -> Act | None:
    """The first act of the addressee that stops a clock: whoever answers, or asks back, has taken the request up."""
    acts = {
        "acknowledge": [*request.acknowledgements, *request.answers, *(act for act in request.clarifications if act.party == request.to)],
        "first": request.answers,
        "final": request.final_answers,
    }[name]
    return min(acts, key=lambda act: act.ref, default=None)


def _agreed_term(room: Room, request: Request, name: str) -> tuple[Ref, dict[str, int]] | None:
    """The term in force when the request was made, as far as its author had seen: nobody is late by a term that came after."""
    slot = room.fold.proposals.slots.get("term/" + name)
    known = [ref for ref in slot.adopted() if slot.knew_adopted_by(request.act, ref)] if slot is not None else []
    if slot is None or not known:
        return None
    return known[-1], slot.proposals[known[-1]].act.kept["term"]


def _due(since: ReceiptBy | None, limit: dict[str, int]) -> str | None:
    """When a term ends that runs from a receipt, by the time that the receipt claims."""
    if since is None or since.at is None:
        return None
    ((unit, number),) = limit.items()
    try:
        return (dt.datetime.strptime(since.at, _TIME).replace(tzinfo=dt.UTC) + number * _UNITS[unit]).strftime(_TIME)
    except (ValueError, OverflowError):  # a claimed time that is none, or a term of millions of years
        return None


def _step(node: Node, room: Room, act: Act) -> Step:
    entry = room.entry(act.ref)
    fields = entry.fields
    values: dict[str, Any] = {name: text(fields.get(name)) for name in ("at", "outcome", "subject", "text", "reason")}
    return Step(
        ref=str(act.ref),
        party=act.ref.party,
        kind=entry.kind,
        how=text(fields.get("how")) or ("reminder" if entry.kind == "remind" else None),
        destroyed=entry.destroyed,
        received_by=[p for p in room.channel.members if p != act.ref.party and first_receipt(room, act.ref, p) is not None],
        attachments=attachments(node, entry),
        about=about_entry(room, act.ref),
        **values,
    )
