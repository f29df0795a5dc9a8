"""One run of a courier: what came of receiving, sending, or both, by whatever carrier; and what waits here for a courier."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from detente.dialogue.acts import Ref
from detente.errors import DetenteError
from detente.node.couriers import Way
from detente.node.destruction import apply_destructions
from detente.node.node import Node
from detente.node.room import Room
from detente.node.rounds import Run, go_round
from detente.node.sending import COVER
from detente.node.timetable import timetable_of
from detente.node.witness_online import is_due, note_asked, submit
from detente.record.pouch import POUCH_LINE, parse_pouch_head
from detente.views.base import ChannelName, View, channel_name, text_of_error
from detente.views.countersigned import WitnessAnswer, answers_of, keep_answers
from detente.views.outbox import Leaving, outbox_view, unreceived
from detente.views.register import CheckShown, last_check
from detente.views.results import Carried, CourierRun, Refusal
from detente.views.status import missing_entries, rooms_in_order
from detente.views.timetable import waits_until


class Missing(View, frozen=True):
    """What a held pouch waits for: the log of a party up to a number of entries."""

    party: str
    generation: int
    entries: int


class HeldRow(View, frozen=True):
    """A pouch that came before what it builds on: of whom, since when it waits, and for what."""

    channel: str
    party: str
    first: int
    last: int
    at: str
    missing: list[Missing]


class LineRow(View, frozen=True):
    """One channel's line: its last communications check, with who has answered."""

    channel: ChannelName
    last_check: CheckShown | None


class WaitingView(View, frozen=True):
    """What a courier would find: what would leave, what came and is held, the last checks of the lines. `polled`: the last look."""

    party: str
    polled: str | None
    leaving: list[Leaving]
    held: list[HeldRow]
    lines: list[LineRow]


def carry(node: Node, ways: Sequence[Way], *, take: bool, leave: bool, outside: bool = False) -> Carried:
    """Receive, send, or both, by each courier; what came of it.

    Args:
        outside: what is due leaves although a timetable would hold it back.

    Raises:
        DetenteError: there is one courier, and it failed. Of several, each says for itself whether it did.
    """
    agreed = {(room.label, ref) for room in node.rooms.values() for ref in _agreed(room)}
    received, parcels, runs = done = go_round(node, ways, take_in=take, leave=leave, outside=outside)
    if len(runs) == 1 and runs[0].failed is not None:
        raise runs[0].failed
    for room in node.rooms.values():
        apply_destructions(node, room)
    destroyed = [f"{room.label}:{ref}" for room in node.rooms.values() for ref in sorted(_agreed(room)) if (room.label, ref) not in agreed]
    return Carried(
        took=take,
        gave=leave,
        files_read=received.files,
        pouches=received.admitted,
        acts=received.acts,
        duplicates=received.duplicates,
        held=int(node.store.db.execute("SELECT count(*) FROM held").fetchone()[0]),
        contradictions=received.contradictions,
        receipts_sealed=received.receipts,
        silences_sealed=received.lapses,
        destroyed=destroyed,
        refused=[Refusal(file=name, step=getattr(error, "step", None), why=text_of_error(error)) for name, error in received.refused],
        foreign=[name for run in runs for name in run.foreign],
        files_left=done.left,
        folder="",
        made=False,
        exercise=any(charter.exercise for charter in node.charters.values()),
        sent_again=sum(
            reason in {"again", "asked"} and item.startswith(POUCH_LINE)
            for parcel in parcels
            for item, reason in zip(parcel.items, parcel.reasons, strict=True)
        ),
        covers=sum(parcel.reasons == COVER for parcel in parcels) if done.left else 0,
        waits_until=waits_until(node) if leave else None,
        asked=any("ask" in parcel.reasons for parcel in parcels),
        missing=[lack for room in rooms_in_order(node) for lack in missing_entries(node, room)],
        party=node.party,
        vanished=received.vanished,
        given_up=received.given_up,
        couriers=[_run(run) for run in runs],
        unconfirmed=[row for room in rooms_in_order(node) for row in unreceived(node, room)],
    )


def ask_witnesses(node: Node, *, outside: bool) -> list[WitnessAnswer]:
    """Ask the witnesses of our policies, if they can be asked and, by a timetable, if it is time; what they answered stops nothing."""
    if timetable_of(node) is not None and not outside and not is_due(node, moved=True):
        return []
    told = submit(node)
    if told:
        note_asked(node)
        keep_answers(node, told)
    return answers_of(told)


def _run(run: Run) -> CourierRun:
    hint = None if run.failed is None or run.failed.hint is None else DetenteError(run.failed.hint, **run.failed.params)
    return CourierRun(
        address=run.address,
        files_read=run.files,
        acts=run.acts,
        files_left=run.left,
        failed=None if run.failed is None else text_of_error(run.failed),
        hint=None if hint is None else text_of_error(hint),
    )


def waiting_view(node: Node) -> WaitingView:
    """What waits for a courier, and for what came before it."""
    polled = node.store.get_meta("polled")
    return WaitingView(
        party=node.party,
        polled=polled.decode()[:19] + "Z" if polled else None,
        leaving=outbox_view(node).leaving,
        held=held_rows(node),
        lines=[LineRow(channel=channel_name(room), last_check=last_check(room)) for room in rooms_in_order(node)],
    )


def held_rows(node: Node) -> list[HeldRow]:
    """The pouches that wait, the oldest first."""
    found = []
    for channel, raw, missing, at in node.store.db.execute("SELECT channel, raw, missing, at FROM held ORDER BY id"):
        head = parse_pouch_head(bytes(raw))
        found.append(
            HeldRow(
                channel=node.rooms[channel].label,
                party=head.log.party,
                first=head.start,
                last=head.end - 1,
                at=at,
                missing=[Missing(party=party, generation=g, entries=size) for party, g, size, _ in msgspec.json.decode(missing)],
            )
        )
    return found


def _agreed(room: Room) -> set[Ref]:
    """What all members have agreed to destroy."""
    return {ref for ref in room.fold.destructions if room.fold.may_destroy(ref)}
