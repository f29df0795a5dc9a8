"""What sealing would do: which drafts become entries, for whom, what stays for ever, and what came about the same matters since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from detente.dialogue.fold import Ref
from detente.dialogue.kinds import FILE_PREFIX
from detente.errors import N_, CallerError
from detente.node import clearance
from detente.node.blobs import parse_blob, read_blob
from detente.node.node import Node, decode_vector
from detente.node.personal import guard_of
from detente.node.persons import signing
from detente.node.readiness import stopped
from detente.node.room import Room
from detente.record.text import encode_base64
from detente.views.acting import people_of
from detente.views.base import ChannelName, Point, Text, View, as_of, channel_name, text_of_error
from detente.views.doubts import unsealed_basis
from detente.views.draft_doubts import Doubts
from detente.views.drafts import StepRow, step_row
from detente.views.log import Attachment
from detente.views.quoting import Quoted, quoted_in

_OF_THE_FORM = frozenset({"kind", "at", "re", "destroyable"})


class Kept(NamedTuple):
    """One draft as it is kept: `fields` as at the seal, `seen` what its author saw, as the store keeps a vector."""

    number: int
    room: Room
    fields: dict[str, Any]
    seen: bytes
    at: str


def get_draft(node: Node, number: int) -> Kept:
    """A draft by its number.

    Raises:
        CallerError: there is none.
    """
    for found, channel, fields, seen, at in node.store.drafts():
        if found == number:
            return Kept(number, node.rooms[channel], fields, seen, at)
    raise CallerError(N_("there is no draft %(number)d"), hint=N_("This lists the drafts:\ndetente outbox"), number=number)


class NewerAct(View, frozen=True):
    """An act of another party about the same matter that came after a draft was written."""

    ref: str
    party: str
    kind: str
    at: str | None


class DraftReview(View, frozen=True):
    """One act that is in no log yet, and what sealing it would mean. `quoted`: what it is about, `re`, in its own words.

    `fields`: what it says, without what the frame of the entry has; `kept`: the fields that stay for ever, `destroyable`: those that
    all members together can have destroyed later; `newer`: what came about the same matter after it was written; `doubts`: what else
    speaks against it as it is; `builds_on`: drafts that must not be sealed after it; `signs`: who is to sign it in person.
    `revision`: of its text; `state`: where it is on its way to release (draft, translator, lawyer, release, released), by `writers`
    and `released_by`, with its `history`; `next`: where it goes when it is passed on, null once it is released.
    """

    number: int
    revision: int
    state: str
    next: str | None
    writers: list[str]
    released_by: list[str]
    history: list[StepRow]
    channel: ChannelName
    kind: str
    at: str
    re: list[str]
    quoted: list[Quoted]
    fields: dict[str, Any]
    kept: list[str]
    destroyable: list[str]
    attachments: list[Attachment]
    newer: list[NewerAct]
    doubts: list[Text]
    builds_on: list[int]
    signs: str | None


class SignerRow(View, frozen=True):
    """Somebody who signs some of these drafts in person (`drafts`); `name` as appointed, null where that is not known.

    `guard`: with what the key opens: own (the passphrase of this person, which the seal takes), node (with the other keys of the
    node); null: it is not kept here, and nothing can be sealed.
    """

    delegate: str
    name: str | None
    guard: str | None
    drafts: list[int]


class SealView(View, frozen=True):
    """What one seal would put into our log: exactly these drafts of a channel, in this order. `signers`: who signs them in person.

    `to`: the members who can read it; `waiting`: drafts of the channel that stay drafts; `stopped`: why nothing can be sealed now;
    `required`: the party seals nothing that was not released; `not_released`: the drafts here that are not.
    """

    party: str
    channel: ChannelName
    as_of: list[Point]
    drafts: list[DraftReview]
    signers: list[SignerRow]
    to: list[str]
    waiting: list[int]
    stopped: Text | None
    required: bool
    not_released: list[int]


def draft_review(node: Node, kept: Kept, doubts: Doubts | None = None) -> DraftReview:
    """One draft; `doubts`: of its channel, where several are reviewed."""
    room, fields = kept.room, kept.fields
    destroyable = sorted(fields["destroyable"][1]) if "destroyable" in fields else []
    shown = {name: value for name, value in fields.items() if name not in _OF_THE_FORM}
    by = fields.get("by")
    now = clearance.clearance_of(node, kept.number)
    return DraftReview(
        number=kept.number,
        revision=now.revision,
        state=now.state,
        next=clearance.next_state(node, now),
        writers=list(now.writers),
        released_by=list(now.released_by),
        history=[step_row(step) for step in clearance.history(node, kept.number)],
        channel=channel_name(room),
        kind=str(fields["kind"]),
        at=kept.at,
        re=[str(Ref(*item)) for item in fields.get("re", [])],
        quoted=quoted_in(room, fields),
        fields=shown,
        kept=sorted(name for name in fields if name not in destroyable and name != "destroyable"),
        destroyable=destroyable,
        attachments=_attachments(node, fields),
        newer=newer_acts(room, kept),
        doubts=[text_of_error(doubt) for doubt in (doubts or Doubts(node, room)).of(kept.number)],
        builds_on=unsealed_basis(room, [draft for draft in node.store.drafts(room.id) if draft[0] != kept.number], fields),
        signs=by["delegate"] if isinstance(by, dict) else None,
    )


def seal_view(node: Node, room: Room, numbers: Sequence[int]) -> SealView:
    """What sealing these drafts of a channel would do.

    Raises:
        CallerError: one of them is not there any more.
    """
    chosen = [kept for number in sorted(set(numbers)) if (kept := get_draft(node, number)).room is room]
    inside = {kept.number for kept in chosen}
    reason = stopped(node, room)
    doubts = Doubts(node, room)
    ready = {draft[0] for draft in clearance.released(node, node.store.drafts(room.id))}
    return SealView(
        party=node.party,
        channel=channel_name(room),
        as_of=as_of(room),
        drafts=[draft_review(node, kept, doubts) for kept in chosen],
        signers=_signers(node, room, chosen),
        to=[party for party in room.channel.members if party != room.party],
        waiting=[number for number, *_ in node.store.drafts(room.id) if number not in inside],
        stopped=None if reason is None else text_of_error(reason),
        required=clearance.policy_of(node).required,
        not_released=[number for number in sorted(inside) if number not in ready],
    )


def _signers(node: Node, room: Room, drafts: Sequence[Kept]) -> list[SignerRow]:
    names = people_of(room)
    return [
        SignerRow(
            delegate=delegate,
            name=names.get(delegate),
            guard=guard_of(node, delegate),
            drafts=[kept.number for kept in drafts if signing([kept.fields]) == [delegate]],
        )
        for delegate in signing([kept.fields for kept in drafts])
    ]


def newer_acts(room: Room, kept: Kept) -> list[NewerAct]:
    """The acts of others about the matter of a draft that its author had not seen (F27)."""
    before = decode_vector(kept.seen)
    found = {
        act.ref: act
        for act in room.fold.related(kept.fields)
        if act.party != room.party and (act.ref.log not in before or before[act.ref.log].size <= act.ref.index)
    }
    return [
        NewerAct(ref=str(ref), party=act.party, kind=act.kind, at=at if isinstance(at := act.kept.get("at"), str) else None)
        for ref, act in sorted(found.items())
    ]


def _attachments(node: Node, fields: dict[str, Any]) -> list[Attachment]:
    found: list[Attachment] = []
    for name in sorted(name for name in fields if name.startswith(FILE_PREFIX)):
        blob = parse_blob(fields[name])
        if blob is not None:
            digest, size, kind, called, mark = blob
            here = read_blob(node, digest) is not None
            found.append(
                Attachment(
                    number=len(found) + 1, field=name, name=called, type=kind, size=size, mark=mark, sha256=encode_base64(digest), here=here
                )
            )
    return found
