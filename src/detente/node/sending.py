"""What is due to leave a node, why, and in which files; and what carriers are given of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from detente.errors import N_, CarrierError
from detente.node import blobs
from detente.node.asking import ask_due, hash_of
from detente.node.carrier import Carrier
from detente.node.node import Node
from detente.node.passed import note_passed
from detente.node.pending import Pending
from detente.node.readiness import behind
from detente.node.resending import ASKED, AWAY, Backoff, lagging, resends_due
from detente.node.room import Room
from detente.record.container import MIN_CLASS, is_usable, seal_container
from detente.record.pouch import NOTE_LINE, parse_ask

COVER = ("cover",)
"""The reasons of a file that holds nothing (node/timetable.py)."""
ITEMS_PER_CONTAINER = 128
BYTES_PER_CONTAINER = 12 << 20


class Left(NamedTuple):
    """What one carrier was given.

    Attributes:
        files: how many were left on it.
        failed: why it took no more, or None. It was not asked again in the same run.
    """

    files: int
    failed: CarrierError | None


class Item(NamedTuple):
    """One thing in a file: its bytes, why it is sent, and the store number of our own pouch if it is one."""

    raw: bytes
    reason: str
    head: int | None = None


class Parcel(NamedTuple):
    """What is about to leave: for the preview, and then for the carrier.

    Attributes:
        room: the channel whose members it goes to.
        recipients: party ids that can open it.
        items: pouches, notes, asks and parts of attachments.
        reasons: why each item is sent: new, again, asked, ask, cover.
        heads: store numbers of our own pouches among the items, to be marked as sent.
        least: the smallest size class of its file.
        all_of_it: whether nothing else of the channel is due; else the rest waits (node/timetable.py).
    """

    room: Room
    recipients: tuple[str, ...]
    items: tuple[bytes, ...]
    reasons: tuple[str, ...]
    heads: tuple[int, ...]
    least: int = MIN_CLASS
    all_of_it: bool = True


def plan(node: Node) -> list[Parcel]:
    """What would leave now, to whom and why. Changes nothing."""
    return [parcel for room in node.rooms.values() for parcel in due_parcels(node, room)]


def due_parcels(node: Node, room: Room) -> list[Parcel]:
    """What would leave now in one channel."""
    return [parcel_of(room, group) for group in _groups(due_items(node, room))] if room.channel.members else []


def parcel_of(room: Room, items: Sequence[Item], *, least: int = MIN_CLASS, all_of_it: bool = True) -> Parcel:
    """Items of one channel as one file for its other members."""
    recipients = tuple(party for party in room.channel.members if party != room.party)
    heads = tuple(item.head for item in items if item.head is not None)
    return Parcel(room, recipients, tuple(item.raw for item in items), tuple(item.reason for item in items), heads, least, all_of_it)


def due_items(node: Node, room: Room) -> list[Item]:
    """All that is due to leave in one channel."""
    items: list[Item] = []
    done: set[int] = set()

    def add(stored: Any, reason: str) -> None:
        if stored.seq not in done and stored.note is not None:
            done.add(stored.seq)
            items.append(Item(room.pouch(stored), reason, stored.seq if stored.log.party == room.party else None))

    pending = Pending(node, room)
    due = resends_due(node, room)
    if behind(node, room) is None:  # what others hold in its place may be another version; that we ask for it must leave all the same
        for log in room.channel.generations(room.party):
            for stored in node.store.unsent(room.id, log):
                add(stored, "new")
    again = min((size for size in [pending.own_from, *due.values()] if size is not None), default=None)
    if again is not None:
        for stored in node.store.heads_of(room.id, room.mine, above=again):
            add(stored, "again")
    for log, (above, head) in pending.relay.items():
        for stored in node.store.chain(room.id, log, head, above)[:ITEMS_PER_CONTAINER]:
            add(stored, "asked")
    for log, head in sorted(pending.notes):
        found = node.store.head(room.id, log, head)
        if found is not None and found.note is not None:
            items.append(Item(NOTE_LINE + found.note, "asked"))
    items += [Item(part, "asked") for part in blobs.parts(node, sorted(pending.blobs))]
    items += [Item(part, "new") for part in blobs.new_parts(node, room, done)]
    ask = ask_due(node, room, with_have=bool(due))
    if ask is not None:
        items.append(Item(ask, "ask"))
    return items


def _groups(items: Sequence[Item]) -> Iterable[list[Item]]:
    """Items in files that are not too large."""
    group: list[Item] = []
    size = 0
    for item in items:
        if group and (len(group) == ITEMS_PER_CONTAINER or size + len(item.raw) > BYTES_PER_CONTAINER):
            yield group
            group, size = [], 0
        group.append(item)
        size += len(item.raw)
    if group:
        yield group


def send(node: Node, carrier: Carrier, parcels: Sequence[Parcel] | None = None, left: Callable[[str, Parcel], None] | None = None) -> int:
    """Put everything that is due on a carrier; the number of files.

    Args:
        left: told the name of each file and what is in it, inside the transaction that remembers that it was left.

    Raises:
        CarrierError: a file could not be left. What was left before it stays left; the rest is due again.
    """
    parcels = plan(node) if parcels is None else parcels
    (done,) = send_by_all(node, [carrier], parcels, left)
    if done.failed is not None:
        raise done.failed
    return len(parcels)


def send_by_all(
    node: Node, carriers: Sequence[Carrier], parcels: Sequence[Parcel] | None = None, left: Callable[[str, Parcel], None] | None = None
) -> list[Left]:
    """Put everything that is due on each of several carriers, the same file under the same name; what each was given.

    One that fails is passed over for the rest. A parcel has left once one of them has taken it: whom it does not reach by that one it
    reaches when it is sent again, since no receipt comes. What no carrier took is due again.

    Args:
        left: as in `send`.
    """
    parcels = plan(node) if parcels is None else parcels
    done = [Left(0, None) for _ in carriers]
    for parcel in parcels:
        if behind(node, parcel.room) is not None and any(reason == "new" for reason in parcel.reasons):
            continue  # known only since the parcel was made up
        usable = _usable_recipients(node, parcel.room)
        if not usable:
            continue
        if all(each.failed for each in done):
            break
        container = seal_container(parcel.items, usable, node.random, parcel.least)
        name = node.random(16).hex() + ".age"
        for number, carrier in enumerate(carriers):
            if done[number].failed is None:
                done[number] = _put(carrier, name, container, done[number])
        took = [carrier for carrier, now in zip(carriers, done, strict=True) if now.failed is None]
        if not took:
            continue
        with node.store.transaction():
            for carrier in took:
                node.store.db.execute("INSERT OR IGNORE INTO carrier_files VALUES (?,?)", (carrier.address, name))  # ours is no news to us
                note_passed(node, carrier.address, name, container, parcel.room.id, cover=parcel.reasons == COVER)
            node.store.mark_sent(parcel.heads)
            if left is not None:
                left(name, parcel)
    if any(each.failed is None for each in done):
        for room in {parcel.room.id: parcel.room for parcel in parcels}.values():
            _account(node, room, [parcel for parcel in parcels if parcel.room is room])
    return done


def _put(carrier: Carrier, name: str, container: bytes, before: Left) -> Left:
    try:
        carrier.put(name, container)
    except CarrierError as error:
        return before._replace(failed=error)
    return before._replace(files=before.files + 1)


def _usable_recipients(node: Node, room: Room) -> list[str]:
    recipients = room.channel.current_recipients()
    usable = [text for text in recipients if is_usable(text)]
    for text in sorted(set(recipients) - set(usable)):
        node.remark(room.id, N_("this program cannot encrypt to the recipient %(recipient)s: it is left out"), recipient=text)
    return usable


def _account(node: Node, room: Room, parcels: Sequence[Parcel]) -> None:
    """After everything of a channel has been left on the carrier: when to send again, when to ask again."""
    sent = [item for parcel in parcels for item in zip(parcel.items, parcel.reasons, strict=True)]
    again = any(reason == "again" for _, reason in sent)
    with node.store.transaction():
        for _, _, state in lagging(node, room):
            if not state.known:
                state.count(first=True)
            elif state.due and again:
                state.count(first=False)
        for ask in (parse_ask(item) for item, reason in sent if reason == "ask"):
            Backoff(node, room, ASKED, hash_of((sorted(ask.want), list(ask.blobs))), 0).count(first=False)
            if ask.away:
                Backoff(node, room, AWAY, 0, 0).count(first=False)
        pending = Pending(node, room)
        if all(parcel.all_of_it for parcel in parcels):
            pending.clear()
        else:
            pending.went([item for item, reason in sent if reason in {"again", "asked"}])
