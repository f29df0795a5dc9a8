"""Agreements in the record: adopted texts with rules, and what was declared, notified, disputed, suspended and visited under them.

The rules are a file that the proposal of the text names by its digest, so all who consent consent to them. What an act says is read
into the forms of `detente.agreements`; what does not fit the agreement is left out of every figure, and remarked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from detente.agreements.agreement import Agreement, Field
from detente.agreements.declarations import (
    AllVisits,
    Amount,
    Contest,
    Declaration,
    Declarations,
    Dispute,
    ItemState,
    Notification,
    QuotaFilled,
    Suspension,
    Visit,
    VisitStep,
)
from detente.agreements.loading import fitting, parse_agreement
from detente.agreements.source import Source
from detente.agreements.visit_states import VisitState
from detente.dialogue import visits
from detente.dialogue.acts import Act, Ref
from detente.dialogue.kinds import FILE_PREFIX
from detente.dialogue.proposals import Slot
from detente.errors import N_, CallerError
from detente.node import blobs
from detente.node.called import renamed
from detente.node.collector import no_search_for_cycles
from detente.node.node import Node
from detente.node.room import Room
from detente.record.text import decode_base64
from detente.views.log import received_by_all
from detente.views.opened import Opened, Query

Record = Declaration | Notification | Suspension | Visit | VisitStep | QuotaFilled
"""What one act says under an agreement."""

_LANGUAGE = "und"
"""Of a text whose author does not say in which language it is (ISO 639-2)."""


def recorded_slots(room: Room) -> list[Slot]:
    """The texts of a channel in force that have rules."""
    return [slot for slot in room.fold.texts.all() if slot.current is not None and "rules" in slot.current.act.kept]


def rules_of(node: Node, room: Room, ref: Ref) -> tuple[str, bytes]:
    """The name and the bytes of the file of rules that a proposal names.

    Raises:
        CallerError: it names none, or the file has not come yet.
    """
    fields = room.entry(ref).fields
    wanted = fields.get("rules")
    files = [found for name, value in fields.items() if name.startswith(FILE_PREFIX) and (found := blobs.parse_blob(value)) is not None]
    named = next((found for found in files if wanted is not None and found[0] == decode_base64(wanted, 32)), None)
    if named is None:
        raise CallerError(N_("%(ref)s names no file of rules"), ref=str(ref))
    data = blobs.read_blob(node, named[0])
    if data is None:
        raise CallerError(
            N_("the rules of %(ref)s (%(name)s) have not come yet"), hint=N_("detente sync FOLDER"), ref=str(ref), name=named[3]
        )
    return named[3], data


class Terms(NamedTuple):
    """An agreement in force: the proposal that has its rules, their bytes, and what they say."""

    ref: Ref
    data: bytes
    agreement: Agreement
    source: Source


def terms_in_force(node: Node, room: Room, slot: Slot) -> Terms:
    """The rules of an agreement in force.

    Raises:
        CallerError: none is in force, or its rules have not come.
        FormatError: the rules do not hold.
    """
    if slot.current is None:
        raise CallerError(N_("no text of '%(about)s' is in force"), hint=N_("detente text show %(key)s"), about=slot.name, key=_key(slot))
    ref = slot.current.act.ref
    name, data = rules_of(node, room, ref)
    return Terms(ref, data, *parse_agreement(data, name))


@no_search_for_cycles()
def open_recorded(node: Node, room: Room, slot: Slot) -> Opened:
    """An agreement in force with all that the record holds about it.

    Raises:
        CallerError: none is in force, or its rules have not come.
        FormatError: the rules do not hold.
    """
    terms = terms_in_force(node, room, slot)
    return opened_with(room, slot, terms, read_records(room, terms.agreement, room.fold.compliance.said.about(slot.name)))


def opened_with(
    room: Room, slot: Slot, terms: Terms, read: Read, *, since: dt.date | None = None,
    earlier: Callable[[Declaration, str], str | None] | None = None,
) -> Opened:  # fmt: skip
    """An agreement in force with some of what the record holds about it.

    Args:
        since: the first day of what is not among these.
        earlier: of which type what is not among these says that an item is, as `fitting` asks.
    """
    held, queries = _held(room, slot, terms.agreement, read, since)
    fitted = fitting(held, terms.agreement, earlier)
    records: list[Any] = [
        *held.declarations, *held.notifications, *held.disputes, *held.suspensions, *held.visits, *held.steps, *held.filled
    ]  # fmt: skip
    entries = {each.id: str(each.entry) for each in records}
    return Opened(
        terms.agreement, terms.source, fitted.held, origin="record", channel=room.label, text=slot.name,
        state=room.fold.texts.state(slot), entry=str(terms.ref), queries=queries, renamed=renamed(room),
        misfits={entries[key]: error for key, error in fitted.misfits.items()},
    )  # fmt: skip


def key_of(ref: Ref) -> str:
    """How an entry is named among declarations: an id without a slash."""
    return str(ref).replace("/", "-")


def _key(slot: Slot) -> str:
    return slot.name.partition("/")[2]


# ---------------------------------------------------------------- from acts to declarations


class Read(NamedTuple):
    """Acts under an agreement as records, and what those of them refer to that refer to any."""

    records: dict[Ref, Record]
    named: dict[Ref, list[Ref]]


def read_records(room: Room, agreement: Agreement, refs: Iterable[Ref]) -> Read:
    """Some of what was said about an agreement."""
    dates, read = Dates(agreement), Read({}, {})
    for ref, entry in room.folded_entries(refs):
        act = Act(ref, entry.kept, {})
        read.records[ref] = record_of(room, dates, act, entry.fields)
        if "re" in act.kept:
            read.named[ref] = [Ref(*item) for item in act.kept["re"]]
    return read


def _held(room: Room, slot: Slot, agreement: Agreement, read: Read, since: dt.date | None) -> tuple[Declarations, list[Query]]:
    """What was said about an agreement, and what was asked about that."""
    compliance = room.fold.compliance
    records = {ref: read.records[ref] for ref in in_order(read.records, read.named)}
    declared = [each for each in records.values() if isinstance(each, Declaration)]
    adopted = _day(str(slot.current.act.kept["at"])) if slot.current is not None else None
    days = [day for day in (adopted, since, *(each.on for each in declared)) if day is not None]
    disputed = [ref for ref, each in records.items() if ref in compliance.disputes and isinstance(each, Declaration | QuotaFilled)]
    visited = [ref for ref, each in records.items() if isinstance(each, Visit)]
    held = Declarations(
        format="detente-declarations-1",
        agreement=agreement.id,
        since=min(days, default=None),
        declarations=declared,
        notifications=[each for each in records.values() if isinstance(each, Notification)],
        disputes=[found for ref in disputed for found in _disputes(room, ref)],
        suspensions=[each for each in records.values() if isinstance(each, Suspension)],
        visits=[each for each in records.values() if isinstance(each, Visit)],
        steps=[step for ref in visited for step in steps_of(room, compliance.visits.visits[ref])],
        filled=[each for each in records.values() if isinstance(each, QuotaFilled)],
        all_visits=_all_visits(room, slot, agreement),
    )
    return held, _queries(room, slot.name, read.named)


def _all_visits(room: Room, slot: Slot, agreement: Agreement) -> AllVisits | None:
    """Where all parties of an agreement are members of the channel, what each asks of another since it is in force is in the record."""
    if not slot.adopted() or {each.id for each in agreement.parties} != set(room.channel.members):
        return None
    first = slot.adopted()[0]
    at = max(str(act.kept["at"]) for act in (slot.proposals[first].act, *slot.consents(first)))
    return AllVisits(from_=_day(at), sources=[room.name_of(first)])


class Dates:
    """Which fields of an agreement hold dates: these alone are not read as they stand."""

    def __init__(self, agreement: Agreement) -> None:
        self.of_items = {item.id: _dates_of(item.fields) for item in agreement.items}
        self.in_items = any(self.of_items.values())
        self.of_formats = {form.id: _dates_of(form.fields) for form in agreement.notifications}


def _dates_of(fields: Iterable[Field]) -> frozenset[str]:
    return frozenset(field.id for field in fields if field.type == "date")


def record_of(room: Room, dates: Dates, act: Act, fields: Mapping[str, Any]) -> Record:
    """What an act says, sealed or about to be, as a record of its agreement; nothing is checked.

    Args:
        dates: which fields of the agreement hold dates.
        fields: of its entry, bodies too.
    """
    if act.kind == "inspect":
        return _visit(room, act, fields)
    if act.kind == "visit":
        return _step(room, act, fields, act.party, act.kept["state"], _day_of(act))
    if act.kept.get("form") == "filled":
        return _filled(room, act)
    if act.kind == "declare":
        return _declaration(room, dates, act, fields)
    if act.kind == "notify":
        return _notification(room, dates, act, fields)
    return _suspension(room, act, fields)


def in_order(refs: Iterable[Ref], named: Mapping[Ref, Sequence[Ref]]) -> list[Ref]:
    """Acts in an order that is the same for all who hold them: each log in its own, and what is referred to before what refers to it.

    Args:
        named: what those acts refer to that refer to any.
    """
    waiting = set(refs)
    logs = [list(log) for _, log in groupby(sorted(waiting, reverse=True), key=lambda ref: ref[:2])][::-1]
    found: list[Ref] = []
    while waiting:
        for left in logs:
            while left and waiting.isdisjoint(named.get(left[-1], ())):
                found.append(left.pop())
                waiting.discard(found[-1])
    return found


def _declaration(room: Room, dates: Dates, act: Act, fields: Mapping[str, Any]) -> Declaration:
    kept = act.kept
    refs = [Ref(*item) for item in kept.get("re", ())]
    reversible = kept.get("reversible")
    return Declaration(
        id=key_of(act.ref),
        by=str(kept.get("party", act.party)),
        on=dt.date.fromisoformat(kept["on"]),
        kind=kept["form"],
        received=_received(room, act.ref),
        exchange=kept.get("exchange"),
        figures=dict(kept.get("figures", {})),
        items=_items(dates, kept.get("items", ())),
        full="full" in kept,
        removed=list(kept.get("removed", ())),
        corrects=next((key_of(ref) for ref in refs if ref.party == act.party), None),
        within=kept.get("within"),
        event=_date(kept.get("event")),
        answers=_answered(room, act),
        said_by=act.party if "party" in kept else None,
        ground=_text(fields, "ground"),
        reversible=None if reversible is None else reversible == "yes",
        note=_text(fields, "text"),
        sources=_sources(kept),
        entry=room.name_of(act.ref),
    )


def _items(dates: Dates, said: Sequence[Mapping[str, Any]]) -> list[ItemState]:
    if not dates.in_items:
        return [ItemState(id=item["id"], type=item["type"], fields=item["fields"]) for item in said]
    return [
        ItemState(id=item["id"], type=item["type"], fields=_typed(dates.of_items.get(item["type"], frozenset()), item["fields"]))
        for item in said
    ]


def _notification(room: Room, dates: Dates, act: Act, fields: Mapping[str, Any]) -> Notification:
    kept = act.kept
    return Notification(
        id=key_of(act.ref),
        by=act.party,
        on=dt.date.fromisoformat(kept["on"]),
        format=kept["format"],
        values=_typed(dates.of_formats.get(kept["format"], frozenset()), kept.get("values", {})),
        received=_received(room, act.ref),
        event=_date(kept.get("event")),
        follows=[key_of(Ref(*item)) for item in kept.get("re", ()) if item[0] == act.party],
        answers=_answered(room, act),
        remarks=_text(fields, "text"),
        sources=_sources(kept),
        entry=room.name_of(act.ref),
    )


def _disputes(room: Room, declaration: Ref) -> list[Dispute]:
    found = []
    for act in sorted(room.fold.compliance.disputes.get(declaration, ()), key=lambda each: each.ref):
        if "figure" not in act.kept:
            continue
        settled = [str(each.kept["at"]) for each in room.fold.compliance.withdrawals.get(act.ref, ())]
        found.append(
            Dispute(
                id=key_of(act.ref),
                by=act.party,
                of=key_of(declaration),
                figure=act.kept["figure"],
                on=_day(str(act.kept["at"])),
                amounts=[Amount(number=each["number"], what=each["what"]) for each in act.kept["amounts"]],
                received=_received(room, act.ref),
                until=_day_before(_day(min(settled))) if settled else None,
                says=_text(room.entry(act.ref).fields, "reason"),
                sources=_sources(act.kept),
                entry=room.name_of(act.ref),
            )
        )
    return found


def _suspension(room: Room, act: Act, fields: Mapping[str, Any]) -> Suspension:
    kept, compliance = act.kept, room.fold.compliance
    ends = [_day_before(dt.date.fromisoformat(each.kept["from"])) for each in compliance.resumptions.get(act.ref, ())]
    ends += [dt.date.fromisoformat(kept["until"])] if "until" in kept else []
    return Suspension(
        id=key_of(act.ref),
        by=act.party,
        from_=dt.date.fromisoformat(kept["from"]),
        until=min(ends, default=None),
        received=_received(room, act.ref),
        exchanges=list(kept.get("exchanges", ())),
        ground=_text(fields, "ground"),
        contested=[
            Contest(by=each.party, says=_text(room.entry(each.ref).fields, "reason") or {}, sources=_sources(each.kept))
            for each in sorted(compliance.disputes.get(act.ref, ()), key=lambda each: each.ref)
        ],
        sources=_sources(kept),
        entry=room.name_of(act.ref),
    )


def _visit(room: Room, act: Act, fields: Mapping[str, Any]) -> Visit:
    kept = act.kept
    return Visit(
        id=key_of(act.ref),
        by=act.party,
        of=kept["host"],
        type=kept["type"],
        on=dt.date.fromisoformat(kept["on"]),
        from_=dt.date.fromisoformat(kept["from"]),
        to=_date(kept.get("until")),
        site=kept.get("site"),
        received=_received(room, act.ref),
        note=_text(fields, "text"),
        sources=_sources(kept),
        entry=room.name_of(act.ref),
    )


def steps_of(room: Room, visit: visits.Visit) -> list[VisitStep]:
    """What became of a visit, each side in its own order; a later word of a side is never of an earlier day than the one before it."""
    found: list[VisitStep] = []
    for side in visit.sides:
        voices = visit.voices.get(side, ())
        settled = [visit.settled[voice.act.ref] for voice in voices if voice.act.ref in visit.settled]
        last = dt.date.min
        for ref, act in sorted({act.ref: act for act in (*(voice.act for voice in voices), *settled)}.items()):
            last = max(last, _day_of(act))
            word = visit.says_until(side, ref)
            found.append(_step(room, act, room.entry(ref).fields, side, word, last, of=visit.act.ref))
    return found


def _step(
    room: Room, act: Act, fields: Mapping[str, Any], side: str, state: VisitState, on: dt.date, *, of: Ref | None = None
) -> VisitStep:  # fmt: skip
    """One word of a side. A request that takes the place of another is a step of that one, beside being a visit of its own."""
    ground = {"refused": "ground", "withdrawn": "reason"}.get(state)
    return VisitStep(
        id=key_of(act.ref) + ("-instead" if act.kind == "inspect" else ""),
        by=side,
        of=key_of(Ref(*act.kept["re"][0]) if of is None else of),
        state=state,
        on=on,
        received=_received(room, act.ref),
        ground=None if ground is None else _text(fields, ground),
        sources=_sources(act.kept),
        entry=room.name_of(act.ref),
    )


def _day_of(act: Act) -> dt.date:
    """The day that an act is about, otherwise the one on which its author says that it was written."""
    return dt.date.fromisoformat(act.kept["on"]) if "on" in act.kept else _day(str(act.kept["at"]))


def _filled(room: Room, act: Act) -> QuotaFilled:
    ends = [str(each.kept["at"]) for each in room.fold.compliance.withdrawals.get(act.ref, ())]
    return QuotaFilled(
        id=key_of(act.ref),
        by=act.party,
        quota=act.kept["quota"],
        on=dt.date.fromisoformat(act.kept["on"]),
        received=_received(room, act.ref),
        until=_day_before(_day(min(ends))) if ends else None,
        sources=_sources(act.kept),
        entry=room.name_of(act.ref),
    )


def _queries(room: Room, about: str, named: Mapping[Ref, Sequence[Ref]]) -> list[Query]:
    """What was asked about what was said, with the acts that answer it: those among what was said about the same that refer to it."""
    compliance = room.fold.compliance
    answers: dict[Ref, list[str]] = {}
    for ref, refs in named.items():
        for item in refs:
            answers.setdefault(item, []).append(room.name_of(ref))
    return [
        Query(
            of=room.name_of(target),
            by=act.party,
            at=str(act.kept["at"]),
            text=_text(room.entry(act.ref).fields, "text") or {},
            entry=room.name_of(act.ref),
            answers=sorted(answers.get(act.ref, ())),
        )
        for target, acts in sorted(compliance.queries.items())
        if compliance.matter_of(target) == about
        for act in sorted(acts, key=lambda each: each.ref)
    ]


# ---------------------------------------------------------------- values


def _received(room: Room, ref: Ref) -> dt.date | None:
    """The day on which the last of the other members had it, as their seals claim; None while one of them has sealed nothing about it."""
    at = received_by_all(room, ref)
    return None if at is None else _day(at)


def _answered(room: Room, act: Act) -> str | None:
    """What of another party an act answers: what was said, or what was asked about what its own party had said."""
    said = room.fold.compliance.said
    return next((key_of(ref) for item in act.kept.get("re", ()) if (ref := Ref(*item)).party != act.party and ref in said), None)


def _typed(dates: frozenset[str], values: dict[str, Any]) -> dict[str, Any]:
    """Values with dates as dates, where the agreement says that there is one; all else stays as it is, and is checked with the rest."""
    if dates.isdisjoint(values):
        return values
    return {name: _date(value) or value if name in dates else value for name, value in values.items()}


def _date(text: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if type(text) is str and len(text) == len("2021-09-30") else None
    except ValueError:
        return None


def _day_before(day: dt.date) -> dt.date:
    """The day before; the first of all dates has none, and whoever wrote it meant none."""
    return day if day == dt.date.min else day - dt.timedelta(1)


def _day(moment: str) -> dt.date:
    return dt.date.fromisoformat(moment[:10])


def _text(fields: Mapping[str, Any], name: str) -> dict[str, str] | None:
    """A body as a text; None where there is none, or where it was destroyed."""
    text = fields.get(name)
    return {_LANGUAGE: text} if isinstance(text, str) else None


def _sources(kept: Mapping[str, Any]) -> list[str]:
    source = kept.get("source")
    return [] if source is None else [source.get("ref", source["kind"])]
