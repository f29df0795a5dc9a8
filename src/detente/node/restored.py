"""A node restored from a backup: what it may not do before it is known how far its logs went (docs/protocol.md, "Before it seals").

A backup is older than what was sealed after it was made; a node that sealed from there would sign two versions of its own log. So each
channel of a restored node is shut for sealing, for receipts and for what had not left yet, until one of three things:

1. the guard, a folder outside the node and its backups, says which state was signed last, and that is held here again;
2. a person has said, for every other member, how much of our log that member holds, and all of it is held here again; and that nothing
   is under way that was sent after the backup: what nobody holds yet may arrive after we sealed in its place (tests/model shows how);
3. the next generation of our log is opened, which depends on nothing that was forgotten.

What arrives unsigned (an ask) never opens a channel: whoever knows our recipients could send it. Channels that are heard of only after
the restore are shut too: the node that was lost may have joined them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from detente.errors import N_, CallerError
from detente.node.heads import HeadFiles, NoHeadFiles
from detente.node.node import Node
from detente.node.room import Room
from detente.node.store import Store
from detente.record.charter import origin_of
from detente.record.limits import LIMITS
from detente.record.seal import NO_HEAD, HeadId, LogKey
from detente.record.succession import GENERATIONS, era_of
from detente.record.text import encode_base64

META: Final = "restored"
_CAUGHT_UP: Final = "caught-up:"
_CHECK_DIGITS: Final = 8


class Restored(NamedTuple):
    """When this node was restored, and when the backup was made from which it was."""

    at: str
    made_at: str


class Word(NamedTuple):
    """How much of a log somebody holds: how many entries, and the first digits of a digest of them, as people read it out."""

    entries: int
    check: str


def check_of(head: HeadId) -> str:
    """What is read out with a number of entries: eight hex digits, which differ where one entry differs."""
    return hashlib.sha256(f"detente/v1/check\n{head.size}\n{encode_base64(head.root)}\n".encode("ascii")).hexdigest()[:_CHECK_DIGITS]


def note_restored(store: Store, heads: HeadFiles | NoHeadFiles, made_at: str, at: str) -> None:
    """Shut every channel, inside a transaction of the caller's. `at`: when it was restored; `made_at`: of when the backup is."""
    mark = msgspec.json.encode({"at": at, "made_at": made_at})
    heads.note_restored(mark)
    store.set_meta(META, mark)
    store.db.execute("DELETE FROM meta WHERE key LIKE ?", (_CAUGHT_UP + "%",))


def restored(node: Node) -> Restored | None:
    """When this node was restored last; None: it never was."""
    raw = _mark(node)
    if raw is None:
        return None
    value: dict[str, Any] = msgspec.json.decode(raw)
    return Restored(value["at"], value["made_at"])


def _mark(node: Node) -> bytes | None:
    """What `note_restored` left last: the record may have been put back alone since, to what it was before."""
    return node.heads.restored() or node.store.get_meta(META)


def open_channel(node: Node, room: Room) -> None:
    """Let a channel be sealed in again."""
    node.store.set_meta(_CAUGHT_UP + room.id, _mark(node) or b"never restored")


def _has_caught_up(node: Node, room: Room) -> bool:
    """Whether a channel was opened since the last restore, and not before it, in a record that was put back later."""
    opened = node.store.get_meta(_CAUGHT_UP + room.id)
    return opened is not None and node.heads.restored() in {None, opened}


def following_logs(log: LogKey) -> list[LogKey]:
    """Which logs can go on from one of ours: the next generation, and the first of each later root key."""
    later = range(era_of(log.generation) + 1, LIMITS.successions + 1)
    return [LogKey(log.party, generation) for generation in (log.generation + 1, *(era * GENERATIONS for era in later))]


def lost_generations(node: Node, room: Room) -> list[LogKey]:
    """Later generations of our log that were opened, as the head file knows, and that are not held here, oldest first."""
    log, found = room.mine, []
    while node.heads.read(room.log_id(log := LogKey(log.party, log.generation + 1))).size:
        found.append(log)
    return found


def shut(node: Node, room: Room) -> CallerError | None:
    """Why nothing may be sealed in a channel yet; None where this node was never restored, or has caught up there."""
    since = restored(node)
    if since is None or _has_caught_up(node, room):
        return None
    mine, head = room.mine, room.my_head
    guarded = node.heads.guarded(room.log_id(mine))
    following = [node.heads.guarded(room.log_id(log)) for log in following_logs(mine)]
    if guarded is not None and guarded == head and all(known in {None, NO_HEAD} for known in following):
        return None
    return CallerError(
        N_(
            "this node was restored from a backup of %(made_at)s, and it is not known how far our log in '%(label)s' went after that;"
            " here it ends at %(seen)d"
        ),
        hint=N_(
            "Take what the couriers have:\n"
            "detente sync FOLDER\n"
            "Every other party types at its own node:\n"
            "detente held %(label)s\n"
            "Say here what it reads out of our log:\n"
            "detente backup caught-up %(label)s --holds PARTY=ENTRIES-CHECK --nothing-under-way\n"
            "If they cannot say, or nobody holds it, open its next generation:\n"
            "detente reopen %(label)s --why restore"
        ),
        made_at=since.made_at, label=room.label, seen=head.size,
    )  # fmt: skip


def catch_up(node: Node, room: Room, words: Mapping[str, Word], *, nothing_under_way: bool) -> None:
    """Open a channel on the word of all other members: what each holds of our log, as a person was told.

    Args:
        words: party -> what it holds.
        nothing_under_way: a person says that nothing can arrive any more that was sent after the backup and that nobody holds.

    Raises:
        CallerError: the channel is not shut, a member is missing, somebody holds what we do not, or something may be under way.
    """
    since = restored(node)
    if since is None or shut(node, room) is None:
        raise CallerError(N_("nothing has to be caught up in '%(label)s'"), label=room.label)
    members = [party for party in room.channel.members if party != room.party]
    if not members:
        raise CallerError(
            N_("it is not known yet who takes part in '%(label)s'; nothing was opened"), hint=N_("detente sync FOLDER"), label=room.label
        )
    strangers = sorted(set(words) - set(members))
    missing = [party for party in members if party not in words]
    if strangers or missing:
        raise CallerError(
            N_("say of each other party how much of our log it holds, and of nobody else; the others are: %(parties)s"),
            hint=N_("Each of them types at its own node, and reads out:\ndetente held %(label)s"),
            parties=", ".join(members), label=room.label,
        )  # fmt: skip
    for party in members:
        _compare(room, party, words[party])
    for size in _witnessed(node, room):
        if size > room.my_head.size:
            raise _holds_more(
                room, N_("a witness has countersigned our log in '%(label)s' at %(expected)d; here it ends at %(seen)d"), size
            )
    if not nothing_under_way:
        raise CallerError(
            N_("what was sent in '%(label)s' after %(made_at)s, and has reached nobody yet, may still arrive; nothing was opened"),
            hint=N_(
                "It would prove that our log has two versions. Look for it with every courier, in mailboxes and on sticks:\n"
                "detente sync FOLDER\n"
                "If nothing can be under way any more, say so:\n"
                "detente backup caught-up %(label)s --holds PARTY=ENTRIES-CHECK --nothing-under-way\n"
                "If you are not sure, open the next generation of our log; it depends on nothing that was forgotten:\n"
                "detente reopen %(label)s --why restore"
            ),
            made_at=since.made_at, label=room.label,
        )  # fmt: skip
    open_channel(node, room)


def _compare(room: Room, party: str, word: Word) -> None:
    """Whether what somebody holds of our log is held here.

    Raises:
        CallerError: it is not.
    """
    if word.entries > room.my_head.size:
        raise _holds_more(room, N_("%(party)s holds our log in '%(label)s' to %(expected)d; here it ends at %(seen)d"), word.entries, party)
    log = room.channel.logs.get(room.mine)
    heads = log.at_size(word.entries) if log is not None and word.entries else []
    if word.entries and word.check not in {check_of(head) for head in heads}:
        raise CallerError(
            N_("what %(party)s holds of our log at %(entries)d is not what stands here: the check is another"),
            hint=N_(
                "Have it read out again. If it stays so, two versions of our log exist; open its next generation:\n"
                "detente reopen %(label)s --why restore"
            ), party=party, entries=word.entries, label=room.label,
        )  # fmt: skip


def _holds_more(room: Room, template: str, size: int, party: str = "") -> CallerError:
    return CallerError(
        template,
        hint=N_(
            "This fetches what others hold of it:\n"
            "detente sync FOLDER\n"
            "If nobody holds it, open its next generation:\n"
            "detente reopen %(label)s --why restore"
        ),
        party=party, label=room.label, seen=room.my_head.size, expected=size,
    )  # fmt: skip


def _witnessed(node: Node, room: Room) -> list[int]:
    """The sizes of our log at which witnesses say that they signed last."""
    ending = ":" + origin_of(room.log_id(room.mine))
    rows = node.store.db.execute("SELECT key, value FROM meta WHERE key LIKE 'witness:%'").fetchall()
    return [int(value) for key, value in rows if key.endswith(ending)]
