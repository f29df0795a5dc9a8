"""What would leave, to whom and why; what stays, and why."""

from __future__ import annotations

from typing import Any

from detente.dialogue.fold import Ref
from detente.errors import DetenteError, TheirData
from detente.node.called import called_everywhere
from detente.node.node import Node
from detente.node.readiness import check_fresh, stopped
from detente.node.resending import unconfirmed
from detente.node.room import Room
from detente.node.sending import plan
from detente.record.pouch import NOTE_LINE, POUCH_LINE, parse_pouch_head
from detente.views.base import Text, View, commands_of, text_of_error
from detente.views.draft_doubts import Doubts
from detente.views.log import details_of, files_of, matter_of
from detente.views.naming import matter_names
from detente.views.register import texts
from detente.views.results import Unreceived
from detente.views.status import rooms_in_order
from detente.views.timetable import waits_until


class Draft(View, frozen=True):
    """An act that is in no log yet. `about`: its matter, `names`: what that is called, by language.

    `details`, `files`: as in the log. `stopped`: why sealing would ask again; `doubts`: what speaks against it, so that it asks too.
    """

    number: int
    channel: str
    kind: str
    at: str
    re: list[str]
    about: str | None
    names: dict[str, str]
    details: dict[str, Any]
    files: list[str]
    fields: dict[str, Any]
    stopped: Text | None
    doubts: list[Text]


class Item(View, frozen=True):
    """One thing that would leave. `what`: entries, signed_state, question or attachment; `reason`: new, again, asked or ask."""

    what: str
    reason: str
    bytes: int
    party: str | None
    first: int | None
    last: int | None


class Leaving(View, frozen=True):
    """One sealed file for the members of one channel."""

    channel: str
    to: list[str]
    items: list[Item]


class OutboxView(View, frozen=True):
    """What waits here. `stopped`: channels from which nothing new may leave, with the reason; `members`: names of the parties.

    `ways_out`: the commands that end what stops channels, without the name of the program.
    `unconfirmed`: what has left, and no receipt has come; `waits_until`: when what is due leaves by the timetable, null: at once.
    """

    party: str
    members: dict[str, dict[str, str]]
    exercise: bool
    drafts: list[Draft]
    leaving: list[Leaving]
    unconfirmed: list[Unreceived]
    stopped: dict[str, Text]
    ways_out: list[str]
    waits_until: str | None = None


def outbox_view(node: Node) -> OutboxView:
    """Everything that waits, computed as `send` would compute it; nothing changes."""
    rooms = rooms_in_order(node)
    reasons = {room.label: reason for room in rooms if (reason := stopped(node, room)) is not None}
    return OutboxView(
        party=node.party,
        members=called_everywhere(node),
        exercise=any(charter.exercise for charter in node.charters.values()),
        drafts=[draft for room in rooms for draft in drafts_of(node, room)],
        leaving=[
            Leaving(
                channel=parcel.room.label,
                to=list(parcel.recipients),
                items=[_item(raw, reason) for raw, reason in zip(parcel.items, parcel.reasons, strict=True)],
            )
            for parcel in plan(node)
        ],
        unconfirmed=[row for room in rooms for row in unreceived(node, room)],
        stopped={label: text_of_error(reason) for label, reason in reasons.items()},
        ways_out=list(dict.fromkeys(command for reason in reasons.values() for command in commands_of(reason))),
        waits_until=waits_until(node),
    )


def unreceived(node: Node, room: Room) -> list[Unreceived]:
    """What has left by one channel, and no receipt has come, by party."""
    return [Unreceived(channel=room.label, **row._asdict()) for row in unconfirmed(node, room)]


def drafts_of(node: Node, room: Room) -> list[Draft]:
    """The drafts of a channel, each with what would stop it."""
    found, names, doubts = [], matter_names(room), Doubts(node, room)
    for draft in node.store.drafts(room.id):
        number, _, fields, _, at = draft
        try:
            check_fresh(room, [draft], ())
            stopped = None
        except DetenteError as error:
            stopped = text_of_error(error)
        about = matter_of(room, fields)
        shown = {name: value for name, value in fields.items() if name not in {"destroyable", "kind", "at", "re"}}
        found.append(
            Draft(
                number=number,
                channel=room.label,
                kind=str(fields["kind"]),
                at=at,
                re=[str(Ref(*item)) for item in fields.get("re", [])],
                about=about,
                names=dict(fields.get("names", {})) or texts(fields, "title") or (names.get(about, {}) if about else {}),
                details=details_of(room, fields),
                files=files_of(fields),
                fields=shown,
                stopped=stopped,
                doubts=[text_of_error(doubt) for doubt in doubts.of(number)],
            )
        )
    return found


def _item(raw: bytes, reason: str) -> Item:
    party = first = last = None
    what = "question" if reason == "ask" else "signed_state" if raw.startswith(NOTE_LINE) else "attachment"
    if raw.startswith(POUCH_LINE):
        what = "entries"
        try:
            head = parse_pouch_head(raw)
            party, first, last = str(head.log.party), head.start, head.end - 1
        except TheirData:  # our own store is checked by fsck; the preview still shows that it would leave
            pass
    return Item(what=what, reason=reason, bytes=len(raw), party=party, first=first, last=last)
