"""What must hold before anything of ours is sealed, and what keeps us from it (docs/protocol.md, "Before it seals")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from detente.dialogue.fold import Ref
from detente.errors import N_, CallerError, StoreError
from detente.node.node import Node, decode_vector
from detente.node.restored import lost_generations, shut
from detente.node.room import Room
from detente.record.seal import NO_HEAD, HeadId, LogKey
from detente.record.succession import era_of

FETCH = N_("This fetches what others hold of it:\ndetente sync FOLDER")
LEAP = N_(
    "This fetches what others hold of it:\n"
    "detente sync FOLDER\n"
    "If nobody holds it, open its next generation:\n"
    "detente reopen %(label)s --why restore"
)
SUCCEED = N_(
    "This fetches what others hold of it:\n"
    "detente sync FOLDER\n"
    "If nobody holds it, open our log under the successor of the root key:\n"
    "detente root succeed SUCCESSOR --notice NOTICE"
)

SEALED_ELSEWHERE = N_(
    "entries of our own log have come that were not sealed here: another copy of this node is in use, this one was put back to"
    " an old state, or a key was stolen"
)
"""What is remarked where our log goes on in what others bring."""


def check_fresh(room: Room, drafts: Sequence[tuple[int, str, dict[str, Any], bytes, str]], confirmed: Sequence[int]) -> None:
    """F27: an act drafted before something newer about the same matter came is not sealed until its author confirms it."""
    for number, _, fields, seen, _ in drafts:
        if number in confirmed:
            continue
        before = decode_vector(seen)
        for act in room.fold.related(fields):
            if act.party != room.party and (act.ref.log not in before or before[act.ref.log].size <= act.ref.index):
                about = ", ".join(str(Ref(*item)) for item in fields.get("re", [])) or str(fields.get("slot", fields.get("about")))
                raise CallerError(
                    N_("draft %(draft)d is about %(about)s, and %(newer)s (%(kind)s) came after it was written; nothing was sealed"),
                    hint=N_(
                        "Look at it; then seal the draft as it is, or drop it:\n"
                        "detente show %(where)s\n"
                        "detente seal --confirm %(draft)d\n"
                        "detente outbox --drop %(draft)d"
                    ),
                    draft=number, about=about, newer=str(act.ref), kind=act.kind, where=room.name_of(act.ref),
                )  # fmt: skip


def checklist(node: Node, room: Room) -> None:
    """What must hold before anything of ours is sealed.

    Raises:
        CallerError: we may hold less of our own log than others do.
        StoreError: database, head file and tree do not agree.
    """
    mine, head = room.mine, room.my_head
    guarded = node.heads.read(room.log_id(mine))
    size, root = node.store.tip(room.id, mine)
    if (size, root) != (head.size, head.root) and not (size == 0 and head == NO_HEAD):
        raise StoreError(N_("the tip of our log is %(seen)d in the database and %(expected)d in the tree"), seen=size, expected=head.size)
    log = room.channel.logs.get(mine)
    if log is not None and log.tips[head].root() != head.root:
        raise StoreError(N_("the tree of our log does not lead to its head at %(size)d"), size=head.size)
    reason = stopped(node, room, guarded)
    if reason is not None:
        raise reason


def stopped(node: Node, room: Room, guarded: HeadId | None = None) -> CallerError | None:
    """What keeps us from sealing in a channel: we may hold less of our log than others do, or it is closed."""
    reason = behind(node, room, guarded)
    if reason is not None and not has_two_versions(node, room):
        return reason
    # Behind, with another version at hand: what others hold of our log continues that one, and can never be fetched to continue ours.
    if reason is None and not room.channel.is_closed(room.mine):
        return None
    if is_revoked(room, room.mine):
        return revoked(room)
    return CallerError(
        N_("our log in '%(label)s' is closed: two signed versions of it exist"),
        hint=N_(
            "Open its next generation, and say why it is closed:\n"
            "detente reopen %(label)s --why fork\n"
            "detente reopen %(label)s --why theft"
        ), label=room.label,
    )  # fmt: skip


def has_two_versions(node: Node, room: Room) -> bool:
    """Whether we hold a signed contradiction about our own log; it may be in no evidence yet, which takes a seal of ours."""
    rows = node.store.db.execute("SELECT value FROM contradictions WHERE channel=?", (room.id,))
    return any(LogKey(*msgspec.json.decode(value)["log"]) == room.mine for (value,) in rows)


def behind(node: Node, room: Room, guarded: HeadId | None = None) -> CallerError | None:
    """Whether others, or our own head file, know more of our log than our database: then sealing would fork it."""
    mine, head = room.mine, room.my_head
    guarded = node.heads.read(room.log_id(mine)) if guarded is None else guarded
    if guarded.size > head.size or (guarded.size and room.channel.head(mine, guarded) is None):
        return CallerError(
            N_("our log in '%(label)s' ends at %(seen)d here, but it was sealed up to %(expected)d: this node was restored from a backup"),
            hint=N_(
                "This fetches what others hold of it:\n"
                "detente sync FOLDER\n"
                "If nobody holds it, open its next generation:\n"
                "detente reopen %(label)s --why restore"
            ),
            label=room.label, seen=head.size, expected=guarded.size,
        )  # fmt: skip
    for (raw,) in node.store.db.execute("SELECT missing FROM held WHERE channel=?", (room.id,)):
        for party, generation, size, _ in msgspec.json.decode(raw):
            if LogKey(party, generation) == mine and size > head.size:
                return CallerError(
                    N_("another party names our log in '%(label)s' at %(expected)d; here it ends at %(seen)d"),
                    hint=N_(
                        "This fetches what others hold of it:\n"
                        "detente sync FOLDER\n"
                        "If nobody holds it, open its next generation:\n"
                        "detente reopen %(label)s --why restore"
                    ),
                    label=room.label, seen=head.size, expected=size,
                )  # fmt: skip
    return generation_lost(room, LEAP) if lost_generations(node, room) else shut(node, room)


def generation_lost(room: Room, hint: str) -> CallerError:
    """What is said where a generation was opened of which nothing is held here; `hint` says what to do."""
    reason = N_("the next generation of our log in '%(label)s' was opened already, and is not held here: this node was restored")
    return CallerError(reason, hint=hint, label=room.label)


def is_revoked(room: Room, log: LogKey) -> bool:
    """Whether a notice has revoked the root key under which a log of ours stands."""
    return any(notice.party == log.party and era_of(log.generation) <= notice.era for notice in room.channel.notices)


def revoked(room: Room) -> CallerError:
    """What is said where a notice has revoked our root key."""
    return CallerError(
        N_("our root key was revoked by its notice; our logs in '%(label)s' are closed until its successor is in its place"),
        hint=N_("Both files are needed:\ndetente root succeed SUCCESSOR --notice NOTICE"), label=room.label,
    )  # fmt: skip


def sealed_elsewhere(node: Node, room: Room, log: LogKey) -> bool:
    """Whether entries have come of one of our logs that were not sealed here."""
    return any(
        channel == room.id and error.template == SEALED_ELSEWHERE and error.params.get("generation", log.generation) == log.generation
        for channel, _, error in node.remarks()
    )
