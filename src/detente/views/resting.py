"""Agreements of the record, opened to be counted: declarations that were understood before are not read again.

What counts needs of a plain declaration (`agreements.kept`) only what its statements add; so those rest beside the store, and with an
agreement that is opened here all else is at hand. What came since, and what is named by anything that came since, is read from the record
and stands beside. The figures, states and remarks are the same as with `recorded.open_recorded`; reasons are given by that one alone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from typing import Final

from detente.agreements.counting import Counter
from detente.agreements.declarations import Declaration
from detente.agreements.kept import Receipts, Resting
from detente.dialogue.acts import Ref
from detente.dialogue.proposals import Slot
from detente.errors import FormatError
from detente.node import at_rest
from detente.node.at_rest import AtRest
from detente.node.collector import no_search_for_cycles
from detente.node.node import Node
from detente.node.room import Room
from detente.record.seal import LogKey, Vector
from detente.views.log import receipts_of_all
from detente.views.opened import Opened
from detente.views.recorded import Read, Terms, key_of, open_recorded, opened_with, read_records, terms_in_force

KEEP_FROM: Final = 2000
"""So many plain declarations that are read each time are put to rest: reading fewer takes less time than writing down what rests."""


@no_search_for_cycles()
def open_counted(node: Node, room: Room, slot: Slot, keep_from: int = KEEP_FROM) -> Opened:
    """An agreement in force with what is needed to count under it.

    Args:
        keep_from: from so many plain declarations on that are at hand they are put to rest.

    Raises:
        CallerError: none is in force, or its rules have not come.
        FormatError: the rules do not hold.
    """
    terms = terms_in_force(node, room, slot)
    said = room.fold.compliance.said
    if node.folder is None or not may_rest(room, slot):
        return opened_with(room, slot, terms, read_records(room, terms.agreement, said.about(slot.name)))
    rested = at_rest.read(node, room, slot.name, terms.data)
    found = None if rested is None else read_beside(node, room, slot, terms, rested)
    if found is None:
        read = read_records(room, terms.agreement, said.about(slot.name))
        found = read, opened_with(room, slot, terms, read)
    return _to_be_kept(node, room, slot, terms, *found, keep_from)


def may_rest(room: Room, slot: Slot) -> bool:
    """Whether each party has spoken in one log only: else the order of what it declared is not that of a log."""
    logs = room.fold.compliance.said.logs_about(slot.name)
    return len({log.party for log in logs}) == len(logs)


def read_beside(node: Node, room: Room, slot: Slot, terms: Terms, rested: AtRest) -> tuple[Read, Opened] | None:
    """What is read from the record beside what rests, and the agreement with both; None where what rests cannot be taken as it was."""
    sizes = {log: head.size for log, head in rested.covers.items()}
    said = room.fold.compliance.said
    read = read_records(room, terms.agreement, {*rested.others, *said.about(slot.name, after=sizes)})
    again = {
        ref
        for ref in _named(room, read)
        if ref not in read.records and ref.index < sizes.get(ref.log, 0) and said.text_of(ref) == slot.name
    }
    more = read_records(room, terms.agreement, again)
    read = Read(read.records | more.records, read.named | more.named)
    parties, kept = [party.id for party in terms.agreement.parties], rested.kept
    resting = Resting(
        kept, _receipts(room, said.logs_about(slot.name)), _orders(read),
        {party: {ref.index for ref in again if ref.party == party} for party in parties},
    )  # fmt: skip
    earlier = resting.earlier(parties) if len(terms.agreement.items) > 1 else None
    opened = opened_with(room, slot, terms, read, since=min(kept.days, default=None), earlier=earlier)
    if not {key_of(ref) for ref in again} <= {each.id for each in opened.held.declarations}:
        return None
    return read, replace(opened, resting=resting, whole=partial(open_recorded, node, room, slot))


def _to_be_kept(node: Node, room: Room, slot: Slot, terms: Terms, read: Read, opened: Opened, keep_from: int) -> Opened:
    """The same, to be put to rest once it is counted, if that is worth it."""
    plain = plain_in(room, read, opened)
    if len(plain) < keep_from:
        return opened

    covers = dict(room.folding.covers)  # as it was read, whatever is admitted before it is counted

    def keep(counter: Counter) -> None:
        with contextlib.suppress(FormatError):  # of figures that cannot be computed nothing rests, and whoever asks for them is told
            at_rest.write(node, room, slot.name, terms.data, put_down(covers, read, plain, counter))

    return replace(opened, keep=keep)


def put_down(covers: Vector, read: Read, plain: AbstractSet[Ref], counter: Counter) -> AtRest:
    """What rests from now on.

    Args:
        covers: up to where everything was read.
        plain: what of it is to rest.

    Raises:
        FormatError: a rule cannot be computed.
    """
    kept = counter.keep({key_of(ref): ref.index for ref in plain})
    return AtRest(dict(covers), sorted(ref for ref in read.records if ref not in plain), kept)


def plain_in(room: Room, read: Read, opened: Opened) -> set[Ref]:
    """The declarations at hand that may rest: they fit, tell of items and do nothing else, and nothing names them."""
    named, fits = _named(room, read), {each.id for each in opened.held.declarations}
    return {
        ref for ref, each in read.records.items() if key_of(ref) in fits and ref not in read.named and ref not in named and is_plain(each)
    }


def is_plain(record: object) -> bool:
    """Whether a record is a declaration that tells of items and does nothing else, as far as it says itself."""
    return (
        isinstance(record, Declaration)
        and record.kind == "items"
        and bool(record.items or record.removed)
        and not record.full
        and record.exchange is None
        and record.within is None
    )


def _named(room: Room, read: Read) -> set[Ref]:
    """What others name: acts refer to it, or it is disputed."""
    return {ref for refs in read.named.values() for ref in refs} | set(room.fold.compliance.disputes)


def _orders(read: Read) -> dict[str, int]:
    return {key_of(ref): ref.index for ref, each in read.records.items() if isinstance(each, Declaration)}


def _receipts(room: Room, logs: Iterable[LogKey]) -> Receipts:
    """When the other members had what was declared in some logs, one of each party."""
    found = {}
    for log in logs:
        sizes, times = receipts_of_all(room, log)
        found[log.party] = sizes, [None if at is None else dt.date.fromisoformat(at[:10]) for at in times]
    return found
