"""What keys a party has, where each lies, how old it is, and what is due."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from detente.dialogue.acts import Ref
from detente.errors import N_, CallerError
from detente.node.called import called_in
from detente.node.keystore import pair_of
from detente.node.node import Node
from detente.node.roots import check_notice, current_root, place_of, read_notice
from detente.record.charter import fingerprint, notice_digest
from detente.views.base import View
from detente.views.log import disowned, held_before, holds

if TYPE_CHECKING:
    from pathlib import Path

    from detente.node.room import Room
    from detente.node.roots import NoticeFile, RootFile
    from detente.record.seal import LogKey

_SCHEDULE = "keys-schedule"
SEALING_DAYS = 365
RECIPIENT_DAYS = 365
"""After so many days a key is due where nobody has said otherwise: a year, so that it is done while somebody remembers how."""

MOST_DAYS = 36_500


class Schedule(NamedTuple):
    """After how many days a key is due."""

    sealing: int
    recipients: int


class RootKey(View, frozen=True):
    """Our root key in one dialogue. `number`: 0 for the one of the charter; `here`, `successor_here`, `notice_here`: in this node."""

    dialogue: str
    names: dict[str, str]
    number: int
    fingerprint: str
    here: bool
    successor_here: bool
    notice_here: bool
    revoked: bool


class AgedKey(View, frozen=True):
    """A key in use. `since`: when it was put in use, by our own clock; `days`: how long ago; `due`: whether it is to be replaced."""

    channel: str
    since: str
    days: int
    due: bool


class Person(View, frozen=True):
    """Somebody of our delegation whose key is here; `own`: it opens with a passphrase of that person's own."""

    delegate: str
    own: bool


class KeysView(View, frozen=True):
    """`keys`."""

    party: str
    encrypted: bool
    roots: list[RootKey]
    sealing: list[AgedKey]
    recipients: list[AgedKey]
    persons: list[Person]
    sealing_days: int
    recipient_days: int
    exercise: bool


class RootFileShown(View, frozen=True):
    """`root check`: what a file holds. `what`: root, successor, notice or other."""

    file: str
    what: str
    party: str
    fingerprint: str
    removed: bool
    exercise: bool


class RootSucceeded(View, frozen=True):
    """`root succeed`: the root key of today, and in which channels our log was opened under it.

    `holds`: by channel the last entry of our log before it that holds, null for none; `disowned`: by channel its acts that do not.
    """

    party: str
    number: int
    fingerprint: str
    channels: list[str]
    holds: dict[str, str | None]
    disowned: dict[str, list[str]]
    exercise: bool


class RootRevoked(View, frozen=True):
    """`root revoke`: whose root key, and in which channels the notice was sealed."""

    party: str
    names: dict[str, str]
    fingerprint: str
    channels: list[str]
    exercise: bool


def schedule_of(node: Node) -> Schedule:
    """After how many days keys are due."""
    raw = node.store.get_meta(_SCHEDULE)
    return Schedule(SEALING_DAYS, RECIPIENT_DAYS) if raw is None else Schedule(*msgspec.json.decode(raw))


def set_schedule(node: Node, sealing: int | None, recipients: int | None) -> None:
    """Say after how many days keys are due.

    Raises:
        CallerError: a number is not from 1 to 36,500.
    """
    known = schedule_of(node)
    new = Schedule(sealing or known.sealing, recipients or known.recipients)
    for days in (sealing, recipients):
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise CallerError(N_("a number of days from 1 to %(most)d; this is %(seen)d"), most=MOST_DAYS, seen=days)
    with node.store.transaction():
        node.store.set_meta(_SCHEDULE, msgspec.json.encode(new))


def keys_view(node: Node) -> KeysView:
    """All keys of a node that was opened with its passphrase."""
    every = schedule_of(node)
    rooms = sorted((room for room in node.rooms.values() if room.mine in room.channel.logs), key=lambda room: room.label)
    return KeysView(
        party=node.party, encrypted=node.keys.is_encrypted(), roots=_roots(node),
        sealing=[_aged(node, room, _sealing_since(room), every.sealing) for room in rooms],
        recipients=[_aged(node, room, _recipients_since(room), every.recipients) for room in rooms],
        persons=_persons(node), sealing_days=every.sealing, recipient_days=every.recipients,
        exercise=any(charter.exercise for charter in node.charters.values()),
    )  # fmt: skip


def _roots(node: Node) -> list[RootKey]:
    found = []
    for charter in node.charters.values():
        root = current_root(node, charter)
        revoked = any(
            notice.party == node.party and notice.era >= root.era
            for room in node.rooms.values() if room.channel.charter.id == charter.id
            for notice in room.channel.notices
        )  # fmt: skip
        found.append(RootKey(
            dialogue=charter.id, names=charter.names, number=root.era, fingerprint=fingerprint(root.keys), here=node.keys.has_root,
            successor_here=node.keys.has_successor, revoked=revoked,
            notice_here=any(notice_digest(root.keys, node.party, secret) == root.notice for secret in node.keys.notices),
        ))  # fmt: skip
    return found


def _persons(node: Node) -> list[Person]:
    folder = [] if node.folder is None else sorted(node.folder.glob("person-*.age"))
    own = [path.name.removeprefix("person-").removesuffix(".age") for path in folder]
    kept = [delegate for delegate in node.keys.data.get("delegates", {}) if delegate not in own]
    return sorted(
        [Person(delegate=each, own=True) for each in own] + [Person(delegate=each, own=False) for each in kept],
        key=lambda each: each.delegate,
    )


def _aged(node: Node, room: Room, since: str, every: int) -> AgedKey:
    days = max(0, (node.clock() - dt.datetime.fromisoformat(since)).days)
    return AgedKey(channel=room.label, since=since, days=days, due=days >= every)


def _sealing_since(room: Room) -> str:
    """When the sealing key of our log was put in use."""
    return _brought(room, room.mine)[-1][0]


def _recipients_since(room: Room) -> str:
    """When that was stated first to which others encrypt for us now, in one run."""
    stated = [item for log in room.channel.generations(room.party) for item in _brought(room, log) if item[1] is not None]
    since, now = stated[-1]
    for at, recipients in reversed(stated):
        if recipients != now:
            break
        since = at
    return since


def _brought(room: Room, log: LogKey) -> list[tuple[str, Any]]:
    """The entries that brought a key of a log: of each its time, and the recipients that it states."""
    held = room.channel.logs[log]
    found = []
    for certificate in held.heads[held.main].certificates:
        fields = room.entry(Ref(log.party, log.generation, max(0, certificate.start - 2))).fields
        found.append((str(fields["at"]), fields.get("recipients")))
    return found


def root_file_view(node: Node, path: Path, file: RootFile, *, removed: bool = False) -> RootFileShown:
    """What a file of a root key is to this node."""
    places = place_of(node, file)
    return RootFileShown(
        file=str(path), what="root" if places.root else "successor" if places.successor else "other", party=file.party,
        fingerprint=fingerprint(file.keys.public), removed=removed, exercise=_exercise(node),
    )  # fmt: skip


def notice_view(node: Node, path: Path, *, removed: bool = False) -> RootFileShown:
    """What the file of a notice revokes.

    Raises:
        CallerError: this node takes part in no dialogue of which it is.
        TheirData: it revokes nothing.
    """
    notice = read_notice(path)
    charter = node.charters.get(notice.dialogue)
    if charter is None:
        raise CallerError(N_("the notice is of another dialogue"))
    return RootFileShown(
        file=str(path), what="notice", party=notice.party, fingerprint=fingerprint(check_notice(notice, charter).keys), removed=removed,
        exercise=charter.exercise,
    )  # fmt: skip


def _exercise(node: Node) -> bool:
    return any(charter.exercise for charter in node.charters.values())


def exported_view(node: Node, path: Path, *, successor: bool) -> RootFileShown:
    """What `root export` wrote."""
    public = pair_of(node.keys.data["next" if successor else "root"]).public
    return RootFileShown(
        file=str(path), what="successor" if successor else "root", party=node.party, fingerprint=fingerprint(public), removed=False,
        exercise=_exercise(node),
    )  # fmt: skip


def succeeded_view(node: Node, dialogue: str, rooms: list[Room]) -> RootSucceeded:
    """What `root succeed` did."""
    charter = node.charters[dialogue]
    root = current_root(node, charter)
    before = {room.label: held_before(room) for room in rooms}
    return RootSucceeded(
        party=node.party, number=root.era, fingerprint=fingerprint(root.keys), channels=[room.label for room in rooms],
        holds={label: holds(*held) for label, held in before.items()},
        disowned={room.label: [row.ref for row in disowned(room, before[room.label][0])] for room in rooms}, exercise=charter.exercise,
    )  # fmt: skip


def revoked_view(node: Node, notice: NoticeFile, channels: list[str]) -> RootRevoked:
    """What `root revoke` did."""
    charter = node.charters[notice.dialogue]
    return RootRevoked(
        party=notice.party, names=called_in(node, charter)[notice.party], fingerprint=fingerprint(check_notice(notice, charter).keys),
        channels=channels, exercise=charter.exercise,
    )  # fmt: skip
