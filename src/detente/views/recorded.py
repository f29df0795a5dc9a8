"""Agreements in the record: adopted texts with rules, and what was declared, notified, disputed, suspended and visited under them.

The rules are a file that the proposal of the text names by its digest, so all who consent consent to them. What an act says is read
into the forms of `detente.agreements`; what does not fit the agreement is left out of every figure, and remarked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

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
from detente.agreements.visit_states import VisitState
from detente.dialogue import visits
from detente.dialogue.acts import Act, Ref
from detente.dialogue.kinds import FILE_PREFIX
from detente.dialogue.proposals import Slot
from detente.errors import N_, CallerError
from detente.node import blobs
from detente.node.node import Node
from detente.node.room import Room
from detente.record.text import decode_base64
from detente.views.log import first_receipt
from detente.views.opened import Opened, Query

Record = Declaration | Notification | Suspension | Visit | VisitStep | QuotaFilled
"""What one act says under an agreement."""

_LANGUAGE = "und"
"""Of a text whose author does not say in which language it is (ISO 639-2)."""


def recorded_slots(room: Room) -> list[Slot]:
    """The texts of a channel in force that have rules."""
    return [slot for slot in room.fold.proposals.about("text") if slot.current is not None and "rules" in slot.current.act.kept]


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


def open_recorded(node: Node, room: Room, slot: Slot) -> Opened:
    """An agreement in force with all that the record holds about it.

    Raises:
        CallerError: none is in force, or its rules have not come.
        FormatError: the rules do not hold.
    """
    if slot.current is None:
        raise CallerError(N_("no text of '%(about)s' is in force"), hint=N_("detente text show %(key)s"), about=slot.name, key=_key(slot))
    ref = slot.current.act.ref
    name, data = rules_of(node, room, ref)
    agreement, source = parse_agreement(data, name)
    held = _held(room, slot, agreement)
    fitted = fitting(held, agreement)
    records: list[Any] = [
        *held.declarations, *held.notifications, *held.disputes, *held.suspensions, *held.visits, *held.steps, *held.filled
    ]  # fmt: skip
    entries = {each.id: str(each.entry) for each in records}
    return Opened(
        agreement, source, fitted.held, origin="record", channel=room.label, text=slot.name, state=room.fold.talks.text_state(slot),
        entry=str(ref), misfits={entries[key]: error for key, error in fitted.misfits.items()}, queries=_queries(room, slot.name),
    )  # fmt: skip


def key_of(ref: Ref) -> str:
    """How an entry is named among declarations: an id without a slash."""
    return str(ref).replace("/", "-")


def _key(slot: Slot) -> str:
    return slot.name.partition("/")[2]


# ---------------------------------------------------------------- from acts to declarations


def _held(room: Room, slot: Slot, agreement: Agreement) -> Declarations:
    compliance = room.fold.compliance
    acts = in_order(act for act in compliance.said.values() if act.kept.get("about") == slot.name)
    records = [record_of(room, agreement, act, room.entry(act.ref).fields) for act in acts]
    declared = [each for each in records if isinstance(each, Declaration)]
    adopted = _day(str(slot.current.act.kept["at"])) if slot.current is not None else None
    days = [day for day in (adopted, *(each.on for each in declared)) if day is not None]
    return Declarations(
        format="detente-declarations-1",
        agreement=agreement.id,
        since=min(days, default=None),
        declarations=declared,
        notifications=[each for each in records if isinstance(each, Notification)],
        disputes=[found for act in acts if act.kind == "declare" for found in _disputes(room, act)],
        suspensions=[each for each in records if isinstance(each, Suspension)],
        visits=[each for each in records if isinstance(each, Visit)],
        steps=[step for act in acts if act.kind == "inspect" for step in steps_of(room, compliance.visits.visits[act.ref])],
        filled=[each for each in records if isinstance(each, QuotaFilled)],
        all_visits=_all_visits(room, slot, agreement),
    )


def _all_visits(room: Room, slot: Slot, agreement: Agreement) -> AllVisits | None:
    """Where all parties of an agreement are members of the channel, what each asks of another since it is in force is in the record."""
    if not slot.adopted() or {each.id for each in agreement.parties} != set(room.channel.members):
        return None
    first = slot.adopted()[0]
    at = max(str(act.kept["at"]) for act in (slot.proposals[first].act, *slot.consents(first)))
    return AllVisits(from_=_day(at), sources=[room.name_of(first)])


def record_of(room: Room, agreement: Agreement, act: Act, fields: Mapping[str, Any]) -> Record:
    """What an act says, sealed or about to be, as a record of its agreement; nothing is checked.

    Args:
        fields: of its entry, bodies too.
    """
    if act.kind == "inspect":
        return _visit(room, act, fields)
    if act.kind == "visit":
        return _step(room, act, fields, act.party, act.kept["state"], _day_of(act))
    if act.kept.get("form") == "filled":
        return _filled(room, act)
    if act.kind == "declare":
        return _declaration(room, agreement, act, fields)
    if act.kind == "notify":
        return _notification(room, agreement, act, fields)
    return _suspension(room, act, fields)


def in_order(acts: Iterable[Act]) -> list[Act]:
    """Acts in an order that is the same for all who hold them: each log in its own, and what is referred to before what refers to it."""
    left = sorted(acts, key=lambda act: act.ref)
    waiting = {act.ref for act in left}
    found: list[Act] = []
    while left:
        later: list[Act] = []
        stopped: set[Any] = set()
        for act in left:
            if act.ref.log in stopped or any(Ref(*item) in waiting for item in act.kept.get("re", ())):
                stopped.add(act.ref.log)
                later.append(act)
            else:
                waiting.discard(act.ref)
                found.append(act)
        left = later
    return found


def _declaration(room: Room, agreement: Agreement, act: Act, fields: Mapping[str, Any]) -> Declaration:
    kept = act.kept
    refs = [Ref(*item) for item in kept.get("re", ())]
    reversible = kept.get("reversible")
    types = {item.id: {field.id: field for field in item.fields} for item in agreement.items}
    return Declaration(
        id=key_of(act.ref),
        by=str(kept.get("party", act.party)),
        on=dt.date.fromisoformat(kept["on"]),
        kind=kept["form"],
        received=_received(room, act.ref),
        exchange=kept.get("exchange"),
        figures=dict(kept.get("figures", {})),
        items=[
            ItemState(id=item["id"], type=item["type"], fields=_typed(types.get(item["type"], {}), item["fields"]))
            for item in kept.get("items", ())
        ],
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


def _notification(room: Room, agreement: Agreement, act: Act, fields: Mapping[str, Any]) -> Notification:
    kept = act.kept
    form = next((each for each in agreement.notifications if each.id == kept["format"]), None)
    return Notification(
        id=key_of(act.ref),
        by=act.party,
        on=dt.date.fromisoformat(kept["on"]),
        format=kept["format"],
        values=_typed({field.id: field for field in form.fields} if form is not None else {}, kept.get("values", {})),
        received=_received(room, act.ref),
        event=_date(kept.get("event")),
        follows=[key_of(Ref(*item)) for item in kept.get("re", ()) if item[0] == act.party],
        answers=_answered(room, act),
        remarks=_text(fields, "text"),
        sources=_sources(kept),
        entry=room.name_of(act.ref),
    )


def _disputes(room: Room, declaration: Act) -> list[Dispute]:
    found = []
    for act in sorted(room.fold.compliance.disputes.get(declaration.ref, ()), key=lambda each: each.ref):
        if "figure" not in act.kept:
            continue
        settled = [str(each.kept["at"]) for each in room.fold.compliance.withdrawals.get(act.ref, ())]
        found.append(
            Dispute(
                id=key_of(act.ref),
                by=act.party,
                of=key_of(declaration.ref),
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


def _queries(room: Room, about: str) -> list[Query]:
    """What was asked about what was said, with the acts that answer it."""
    compliance = room.fold.compliance
    answers: dict[Ref, list[str]] = {}
    for act in compliance.said.values():
        for item in act.kept.get("re", ()):
            answers.setdefault(Ref(*item), []).append(room.name_of(act.ref))
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
    receipts = [first_receipt(room, ref, party) for party in room.channel.members if party != ref.party]
    times = [receipt.at for receipt in receipts if receipt is not None and receipt.at is not None]
    return _day(max(times)) if times and len(times) == len(receipts) else None


def _answered(room: Room, act: Act) -> str | None:
    """What of another party an act answers: what was said, or what was asked about what its own party had said."""
    said = room.fold.compliance.said
    return next((key_of(ref) for item in act.kept.get("re", ()) if (ref := Ref(*item)).party != act.party and ref in said), None)


def _typed(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values with dates as dates, where the agreement says that there is one; all else stays as it is, and is checked with the rest."""
    return {name: _date(value) or value if name in fields and fields[name].type == "date" else value for name, value in values.items()}


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


