"""Requests: where each one stands, and one with everything that refers to it."""

from __future__ import annotations

from typing import Any

from detente.dialogue.fold import Act, Ref, Request
from detente.node.node import Node
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.log import Attachment, attachments, first_receipt


class RequestRow(View, frozen=True):
    """One request in short. `term` is what the parties agreed about its time limit; for now always `none`."""

    channel: str
    ref: str
    by: str
    to: str
    subject: str | None
    at: str | None
    status: str
    move: str | None
    received: bool
    acknowledged: bool
    disputed: bool
    term: str


class Step(View, frozen=True):
    """One act about a request. `received_by`: other members who have named it."""

    ref: str
    party: str
    kind: str
    at: str | None
    outcome: str | None
    subject: str | None
    text: str | None
    reason: str | None
    destroyed: bool
    received_by: list[str]
    attachments: list[Attachment]


class RequestView(View, frozen=True):
    """A request with everything that refers to it, in the order in which this node took it."""

    channel: ChannelName
    as_of: list[Point]
    request: RequestRow
    steps: list[Step]


def request_row(room: Room, request: Request) -> RequestRow:
    """One request in short."""
    entry = room.entry(request.act.ref)
    subject = entry.fields.get("subject") or entry.fields.get("text")
    return RequestRow(
        channel=room.label,
        ref=str(request.act.ref),
        by=request.act.ref.party,
        to=request.to,
        subject=subject if isinstance(subject, str) else None,
        at=_text(request.act.kept.get("at")),
        status=request.status,
        move=request.move,
        received=first_receipt(room, request.act.ref, request.to) is not None,
        acknowledged=bool(request.acknowledgements),
        disputed=bool(request.disputes),
        term="none",
    )


def request_of(room: Room, ref: Ref) -> Request | None:
    """The request that an entry is, or that it is about."""
    if ref in room.fold.requests:
        return room.fold.requests[ref]
    for request in room.fold.requests.values():
        if any(act.ref == ref for act in _acts(request)):
            return request
    return None


def request_view(node: Node, room: Room, request: Request) -> RequestView:
    """A request with everything that refers to it."""
    acts = [request.act, *sorted(_acts(request), key=lambda act: act.ref)]
    ordered = _in_order(acts)
    return RequestView(
        channel=channel_name(room), as_of=as_of(room), request=request_row(room, request), steps=[_step(node, room, act) for act in ordered]
    )


def _acts(request: Request) -> list[Act]:
    return [*request.acknowledgements, *request.answers, *request.withdrawals, *request.disputes]


def _in_order(acts: list[Act]) -> list[Act]:
    """What an author had seen comes first; else by name."""
    done: list[Act] = []
    rest = list(acts)
    while rest:
        ready = next(act for act in rest if not any(act.has_seen(other.ref) for other in rest if other is not act))
        done.append(ready)
        rest.remove(ready)
    return done


def _step(node: Node, room: Room, act: Act) -> Step:
    entry = room.entry(act.ref)
    fields = entry.fields
    return Step(
        ref=str(act.ref),
        party=act.ref.party,
        kind=entry.kind,
        at=_text(fields.get("at")),
        outcome=_text(fields.get("outcome")),
        subject=_text(fields.get("subject")),
        text=_text(fields.get("text")),
        reason=_text(fields.get("reason")),
        destroyed=entry.destroyed,
        received_by=[p for p in room.channel.members if p != act.ref.party and first_receipt(room, act.ref, p) is not None],
        attachments=attachments(node, entry),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
