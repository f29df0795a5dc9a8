"""The talks in the order of their dates: what happened, was announced, signed, said or assessed, each as far as its date is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from detente.dialogue.acts import Act, Ref
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.log import rows_of
from detente.views.meetings import DateRow, date_row, meeting_row
from detente.views.naming import names_of
from detente.views.register import text, texts
from detente.views.texts import text_row


class Event(View, frozen=True):
    """One dated thing.

    `kind`: founding (a party opened its log here), meeting, announcement, text_signed, statement, group_agreed, group_met, assessment.
    `date`: as far as it is known: {"day":..}, {"month":..}, {"from":..,"to":..} or {"open":true}; `by_claim`: it is only the day on
    which the author of the entry claims to have written it. `party`: whose act it is; null for what is joint. `names`: by language;
    `state`: of a meeting (proposed, agreed, held), or the movement of an assessment; `history`: how the date of a meeting came about.
    """

    kind: str
    date: dict[str, Any]
    by_claim: bool
    time: dict[str, Any] | None
    slot: str | None
    names: dict[str, str]
    text: str | None
    party: str | None
    state: str | None
    refs: list[str]
    history: list[DateRow]


class TimelineView(View, frozen=True):
    """`timeline`: the oldest first; what has no date yet stands at the end. `earlier`: how many older ones were left out."""

    channel: ChannelName
    as_of: list[Point]
    events: list[Event]
    earlier: int


def timeline_view(room: Room, most: int | None = None) -> TimelineView:
    """The talks of a channel in the order of their dates; at most so many events, the newest."""
    statements = room.fold.register.statements
    said = sorted(statements.values(), key=lambda act: (_day_of(act.kept["said_on"]), str(act.ref)))
    left = 0 if most is None else max(len(said) - most, 0)  # there can be thousands
    others = [*_foundings(room), *_meetings(room), *_texts(room), *_groups(room), *_assessments(room)]
    found = sorted([*others, *map(_statement, said[left:])], key=order_of)
    shown = found if most is None else found[-most:]
    bodies = {str(ref): ref for ref in statements}
    events = [_with_words(room, event, bodies[event.refs[0]]) if event.kind == "statement" else event for event in shown]
    return TimelineView(channel=channel_name(room), as_of=as_of(room), events=events, earlier=left + len(found) - len(shown))


def order_of(event: Event) -> tuple[str, str, str]:
    """Where an event stands: by its day, by the first day of a range, after all days of its month, or at the end."""
    return _day_of(event.date), event.kind, event.refs[0] if event.refs else ""


def _day_of(date: Mapping[str, Any]) -> str:
    first = str(date.get("day") or date.get("from") or date.get("month") or "9999")
    return first if len(first) == 10 else first + "-32"


def _foundings(room: Room) -> Iterator[Event]:
    for stored in room.store.heads(room.id):
        if stored.start == 0 and not stored.branch:
            row = rows_of(room, [(stored, 0, room.trusted_entries(stored.seq)[0])])[0]
            if row.kind == "open":
                yield _event("founding", [row.ref], row.at, party=row.party)


def _meetings(room: Room) -> Iterator[Event]:
    for meeting in room.fold.talks.meetings():
        row = meeting_row(room, meeting)
        history = [date_row(room, step) for step in room.fold.talks.date_history(meeting.slot)]
        yield Event(
            kind="meeting",
            date=row.held_on or row.date,
            by_claim=False,
            time=row.time,
            slot=row.slot,
            names={},
            text=row.subject,
            party=None,
            state=row.state,
            refs=[*([row.entry] if row.entry else []), *row.proposed],
            history=history,
        )
    for slot, acts in sorted(room.fold.matters.announcements.items()):
        for act in acts:
            names = names_of(room, slot)
            yield _event("announcement", [str(act.ref)], _at(act), party=act.party, slot=slot, names=names, text=_body(room, act))


def _texts(room: Room) -> Iterator[Event]:
    for slot in room.fold.texts.all():
        if slot.current is not None and room.fold.texts.state(slot) == "signed":
            row, signed = text_row(room, slot), room.fold.texts.signatures[slot.current.act.ref]
            last = max(signed.values(), key=lambda act: (_at(act) or "", act.ref))
            refs = [str(slot.current.act.ref), *(str(act.ref) for _, act in sorted(signed.items()))]
            yield _event("text_signed", refs, _at(last), slot=row.slot, names=row.titles)


def _groups(room: Room) -> Iterator[Event]:
    for slot in room.fold.talks.groups():
        names, current = names_of(room, slot), room.fold.proposals.current(slot)
        if current is not None:
            yield _event("group_agreed", [str(current.act.ref)], _at(current.act), slot=slot, names=names)
        for act in room.fold.matters.reports.get(slot, {}).get("met", {}).values():
            dated = act.kept.get("date")
            yield _event("group_met", [str(act.ref)], _at(act), date=dated, slot=slot, names=names, party=act.party)


def _statement(act: Act) -> Event:
    """A public statement without its words, which are read only where it is shown: there can be thousands."""
    slot = text(act.kept.get("about"))
    return _event("statement", [str(act.ref)], _at(act), date=act.kept["said_on"], slot=slot, party=act.party)


def _with_words(room: Room, event: Event, ref: Ref) -> Event:
    fields = room.entry(ref).fields
    said = next(iter(texts(fields, "quotation").values()), None) or text(fields.get("text"))
    return msgspec.structs.replace(event, names=dict(names_of(room, event.slot)), text=said)


def _assessments(room: Room) -> Iterator[Event]:
    for name, issue in sorted(room.fold.matters.issues.items()):
        titles = texts(room.entry(issue.raised[-1].ref).fields, "title")
        for act in (act for _, acts in sorted(issue.assessments.items()) for act in acts):
            movement = str(act.kept["movement"])
            yield _event(
                "assessment", [str(act.ref)], _at(act), slot=name, names=titles, text=_body(room, act), party=act.party, state=movement
            )


def _event(  # noqa: PLR0913 - one row
    kind: str, refs: list[str], at: str | None, *, date: dict[str, Any] | None = None, slot: str | None = None,
    names: dict[str, str] | None = None, text: str | None = None, party: str | None = None, state: str | None = None,
) -> Event:  # fmt: skip
    """An event that an act brought about; without a `date` of its own it stands where its author claims to have written it."""
    claimed = {"day": at[:10]} if at is not None else {"open": True}
    return Event(
        kind=kind, date=date or claimed, by_claim=date is None, time=None, slot=slot, names=names or {}, text=text, party=party,
        state=state, refs=refs, history=[],
    )  # fmt: skip


def _at(act: Act) -> str | None:
    return text(act.kept.get("at"))


def _body(room: Room, act: Act) -> str | None:
    return text(room.entry(act.ref).fields.get("text"))
