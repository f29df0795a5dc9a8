"""Visits under the agreements in force in the record: what was asked for, what each side says of it, and what can be done next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Sequence

from detente.agreements.book import Asked, Book
from detente.agreements.quotas import CapFigure, QuotaCounter, Wanted
from detente.agreements.visit_states import OVER
from detente.dialogue.acts import Ref
from detente.dialogue.proposals import Slot
from detente.dialogue.visits import Visit
from detente.errors import DetenteError
from detente.node.node import Node
from detente.node.room import Room
from detente.views.agreement_figures import CapUsed, cap_used, quotas_used
from detente.views.agreement_terms import Texts, parties_of
from detente.views.base import ChannelName, Point, Text, View, as_of, channel_name, text_of_error
from detente.views.opened import Opened
from detente.views.paging import ROWS, Paging, paged
from detente.views.recorded import key_of, open_recorded, recorded_slots, steps_of
from detente.views.register import text


class VisitSaid(View, frozen=True):
    """What a side said of a visit: accepted, refused, conducted, withdrawn, disputed; requested: it took its last word back."""

    entry: str
    by: str
    state: str
    on: str
    received: str | None
    ground: Texts


class VisitRow(View, frozen=True):
    """One visit that was asked for.

    `state`: requested, accepted, refused, conducted, withdrawn, or disputed, out of what each side `says`; `move`: who is to answer it,
    null where nobody is. `can`: what our party can say next (accepted, refused, conducted, withdraw, instead, dispute);
    `conducted_by`: by side the last entry that says that it was conducted. `above`: the caps that were used up before it, where it may
    still count. `misfit`: why it does not fit the agreement and counts nowhere.
    """

    channel: str
    agreement: str
    about: str
    entry: str
    type: str
    names: Texts
    visitor: str
    host: str
    on: str
    begins: str
    ends: str
    site: str | None
    text: str | None
    state: str
    says: dict[str, str]
    steps: list[VisitSaid]
    conducted_by: dict[str, str]
    move: str | None
    can: list[str]
    above: list[CapUsed]
    misfit: Text | None


class VisitsView(View, frozen=True):
    """A page of the visits of a channel, or under one of its agreements, the newest request first; `left_out`: how many are older still.

    Of one agreement also its `title`, the names of its `parties`, and what is `used` of its quotas today; `problem`: why its rules cannot
    be read.
    """

    channel: ChannelName
    as_of: list[Point]
    visits: list[VisitRow]
    left_out: int
    paging: Paging
    about: str | None
    title: Texts
    parties: dict[str, Texts]
    used: list[CapUsed]
    problem: Text | None


def visits_view(node: Node, room: Room, about: str | None = None, *, page: int = 1) -> VisitsView:
    """The visits of a channel.

    Args:
        about: the text of an agreement; otherwise all of them.
        page: which page, from 1; only its visits are worked out.
    """
    problem: DetenteError | None = None
    used: list[CapFigure] = []
    opened: Opened | None = None
    slots = {slot.name: slot for slot in recorded_slots(room) if about in {None, slot.name}}
    shown, paging = paged(_newest_first(room, slots), page)
    rows: list[VisitRow] = []
    for name, slot in slots.items():
        opened, problem = _opened(node, room, slot)
        rows += visit_rows(node, room, opened, problem, [visit for visit in shown if visit.act.kept["about"] == name])
    if about is not None and opened is not None:
        today = dt.date.fromisoformat(node.now[:10])
        used = quotas_used(Book(opened.agreement, opened.held), opened.agreement.quotas, Asked(today), on=today)
    order = {str(visit.act.ref): place for place, visit in enumerate(shown)}
    rows.sort(key=lambda row: order[row.entry])
    one = None if about is None or opened is None else opened.agreement
    return VisitsView(
        channel=channel_name(room),
        as_of=as_of(room),
        visits=rows,
        left_out=max(0, paging.in_all - paging.page * ROWS),
        paging=paging,
        about=about,
        title={} if one is None else one.title,
        parties={} if one is None or opened is None else parties_of(opened),
        used=[cap_used(each) for each in used],
        problem=None if about is None or problem is None else text_of_error(problem),
    )


def _opened(node: Node, room: Room, slot: Slot) -> tuple[Opened | None, DetenteError | None]:
    """An agreement, or why it cannot be read."""
    try:
        return open_recorded(node, room, slot), None
    except DetenteError as error:
        return None, error


def _newest_first(room: Room, abouts: Container[str]) -> list[Visit]:
    """The visits under some agreements, the newest first."""
    found = [visit for visit in room.fold.compliance.visits.visits.values() if visit.act.kept["about"] in abouts]
    return sorted(found, key=lambda visit: (visit.act.kept["on"], visit.act.ref.index, visit.act.ref), reverse=True)


def visit_rows(
    node: Node, room: Room, opened: Opened | None, problem: DetenteError | None, visits: Sequence[Visit]
) -> list[VisitRow]:  # fmt: skip
    """Some visits under one agreement. Where its rules cannot be read, that stands at each of them."""
    if opened is None:
        return [_row(room, visit, None, problem, node.now) for visit in visits]
    return [_row(room, visit, opened, opened.misfits.get(room.name_of(visit.act.ref)), node.now) for visit in visits]


def _row(room: Room, visit: Visit, opened: Opened | None, misfit: DetenteError | None, now: str) -> VisitRow:
    kept, ref = visit.act.kept, visit.act.ref
    kind = next((each for each in opened.agreement.visit_types if each.id == kept["type"]), None) if opened is not None else None
    return VisitRow(
        channel=room.label,
        agreement=kept["about"].partition("/")[2],
        about=kept["about"],
        entry=str(ref),
        type=kept["type"],
        names={} if kind is None else kind.names,
        visitor=visit.visitor,
        host=visit.host,
        on=kept["on"],
        begins=kept["from"],
        ends=kept.get("until", kept["from"]),
        site=kept.get("site"),
        text=text(room.entry(ref).fields.get("text")),
        state=visit.state,
        says={side: visit.says(side) for side in visit.sides},
        steps=[
            VisitSaid(
                entry=step.entry or step.id,
                by=step.by,
                state=step.state,
                on=str(step.on),
                received=None if step.received is None else str(step.received),
                ground=step.ground or {},
            )
            for step in sorted(steps_of(room, visit), key=lambda step: (step.on, step.by))
        ],
        conducted_by={side: str(act.ref) for side in visit.sides for act, word in visit.voices.get(side, ()) if word == "conducted"},
        move=visit.move,
        can=next_steps(visit, room.party),
        above=[] if opened is None or misfit is not None or visit.state in OVER else caps_used_before(opened, ref, now),
        misfit=None if misfit is None else text_of_error(misfit),
    )


def next_steps(visit: Visit, party: str) -> list[str]:
    """What a party can say next of a visit without contradicting what both know."""
    if party not in visit.sides:
        return []
    other = visit.visitor if party == visit.host else visit.host
    ours, theirs, state = visit.says(party), visit.says(other), visit.state
    found: list[str] = []
    if party == visit.host and theirs != "withdrawn" and ours != "conducted":
        found += [word for word in ("accepted", "refused") if word != ours]
    if party == visit.visitor and ours != "withdrawn" and theirs != "conducted":
        found += ["withdraw", "instead"]
    if ours != "conducted" and state in {"accepted", "conducted", "disputed"}:
        found.append("conducted")
    if theirs == "conducted" and ours not in {"conducted", "disputed"}:
        found.append("dispute")
    return found


def caps_used_before(opened: Opened, ref: Ref, now: str) -> list[CapUsed]:
    """The caps that leave no room for a visit, by what was asked for before it and counts as things stand."""
    key = key_of(ref)
    place = next((at for at, each in enumerate(opened.held.visits) if each.id == key), None)
    if place is None:
        return []
    visit = opened.held.visits[place]
    counter = QuotaCounter(Book(opened.agreement, opened.held), opened.held.visits[:place])
    wanted = Wanted(visit.from_, visit.last, visit.of, visit.by, visit.type, visit.site)
    answer = counter.answer(wanted, Asked(max(dt.date.fromisoformat(now[:10]), visit.on)))
    return [cap_used(each) for each in answer.caps if each.verdict == "full"]
