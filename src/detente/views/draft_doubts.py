"""What among our own drafts contradicts another one, or what our party has in the record already, before any of it is permanent.

A draft is held against what was sealed and against the drafts before it, in the order in which they would be sealed:

1. under an agreement: two declarations that speak of the same on one day, and whatever else would not fit and count nowhere;
2. of a visit: two words of ours of which only the last would stand, or one that the other side contradicts; a request above a quota;
3. of a proposal: two stances of ours, of which only the last would stand;
4. of a suspension or a declared figure: the same said twice.

Nothing is forbidden: each is a remark that a person looks at before sealing, as in `doubts`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from detente.agreements.agreement import Agreement
from detente.agreements.book import Asked, Book
from detente.agreements.declarations import Declaration, Declarations, Visit
from detente.agreements.loading import covered, fitting
from detente.agreements.quotas import QuotaCounter, Wanted
from detente.agreements.visit_states import VisitState, joint_state
from detente.dialogue.acts import Act, Ref
from detente.dialogue.kinds import STANCES
from detente.errors import N_, CallerError, DetenteError
from detente.node.node import Node
from detente.node.room import Room
from detente.views.acting_agreements import LISTS
from detente.views.doubts import doubts_of
from detente.views.recorded import Dates, key_of, open_recorded, record_of, recorded_slots

_BEHIND: Final = 1 << 40
"""Behind all entries that there are: the places in our log that drafts are read at."""

_IN_TURN: Final = frozenset({("accepted", "conducted")})
"""What a party says of a visit one after the other without changing its mind."""


class _Read(NamedTuple):
    """The drafts under one agreement, read as every node will read them."""

    agreement: Agreement
    held: Declarations
    misfits: Mapping[str, DetenteError]


class Doubts:
    """What speaks against the drafts of a channel as they are; agreements are read once for all of them."""

    def __init__(self, node: Node, room: Room, more: Mapping[str, Any] | None = None) -> None:
        """From the drafts that the node keeps, and one that it does not keep yet."""
        self.node, self.room = node, room
        self.drafts: dict[int, Mapping[str, Any]] = {number: fields for number, _, fields, _, _ in node.store.drafts(room.id)}
        self.next = max(self.drafts, default=0) + 1
        if more is not None:
            self.drafts[self.next] = more
        self._read: dict[str, _Read | DetenteError] = {}

    def of(self, number: int) -> list[DetenteError]:
        """What speaks against one draft; nothing, most of the time."""
        fields = self.drafts[number]
        found = doubts_of(self.room, fields, self.node.now, number=None if number == self.next else number)
        return [*found, *self._under_an_agreement(number, fields), *self._of_a_visit(number, fields), *self._twice(number, fields)]

    # ---- under an agreement ----

    def _under_an_agreement(self, number: int, fields: Mapping[str, Any]) -> Iterator[DetenteError]:
        if fields["kind"] not in _RECORDED:
            return
        read = self._agreement(str(fields["about"]))
        if isinstance(read, DetenteError):
            yield read
            return
        misfit = read.misfits.get(self._key(number))
        if misfit is not None:
            yield self._said_before(misfit)
        elif fields["kind"] == "inspect":
            yield from self._above_a_quota(number, read)
        elif fields["kind"] == "declare":
            yield from self._said_otherwise(number, read)

    def _agreement(self, about: str) -> _Read | DetenteError:
        """An agreement with all that is held under it and all drafts, and what of them does not fit; or why it cannot be read."""
        if about not in self._read:
            try:
                self._read[about] = self._with_drafts(about)
            except DetenteError as error:
                self._read[about] = error
        return self._read[about]

    def _with_drafts(self, about: str) -> _Read:
        slot = next((slot for slot in recorded_slots(self.room) if slot.name == about), None)
        if slot is None:
            raise DetenteError(N_("no agreement with rules is in force as '%(about)s': it would count nowhere"), about=about)
        opened = open_recorded(self.node, self.room, slot)
        lists: dict[str, list[Any]] = {}
        dates = Dates(opened.agreement)
        for number, fields in sorted(self.drafts.items()):
            if fields["kind"] in _RECORDED and fields["about"] == about:
                act = Act(self._ref(number), {"at": self.node.now, **fields}, {})
                record = record_of(self.room, dates, act, fields)
                lists.setdefault(LISTS[type(record)], []).append(record)
        held = msgspec.structs.replace(opened.held, **{name: [*getattr(opened.held, name), *more] for name, more in lists.items()})
        fitted = fitting(held, opened.agreement)
        return _Read(opened.agreement, fitted.held, fitted.misfits)

    def _said_before(self, misfit: DetenteError) -> DetenteError:
        """Why a draft would not count: in whose way it stands, if that is what is the matter."""
        other = str(misfit.params.get("other") or misfit.params.get("id") or "")
        drafts = {self._key(number): number for number in self.drafts}
        if other in drafts:
            return DetenteError(
                N_("draft %(draft)d says something of the same and of the same day, and only one of the two would count"),
                draft=drafts[other],
            )  # fmt: skip
        entry = next((ref for ref in self.room.fold.compliance.said if key_of(ref) == other), None)
        if entry is not None:
            return DetenteError(
                N_("%(entry)s of ours says something of the same and of the same day; a correction names it, and this one would not count"),
                entry=str(entry),
            )  # fmt: skip
        return DetenteError(N_("it does not fit the agreement, and would count nowhere: %(cause)s"), cause=misfit)

    def _said_otherwise(self, number: int, read: _Read) -> Iterator[DetenteError]:
        """Whether a declaration of ours says otherwise of the same day, where the agreement lets both count."""
        key = self._key(number)
        place = next((at for at, each in enumerate(read.held.declarations) if each.id == key), None)
        if place is None:  # it says that a quota is filled
            return
        declaration = read.held.declarations[place]
        corrected = {each.corrects for each in read.held.declarations[: place + 1]}
        drafts = {self._key(other): other for other in self.drafts}
        for each in read.held.declarations[:place]:
            same = (each.by, each.on) == (declaration.by, declaration.on) and each.id not in corrected
            if not same or not _differs(read.agreement, each, declaration):
                continue
            if each.id in drafts:
                yield DetenteError(
                    N_("draft %(draft)d says otherwise of the same and of the same day, and neither corrects the other"),
                    draft=drafts[each.id],
                )  # fmt: skip
            else:
                yield DetenteError(
                    N_("%(entry)s says otherwise of the same and of the same day, and this does not correct it"), entry=str(each.entry)
                )

    def _above_a_quota(self, number: int, read: _Read) -> Iterator[DetenteError]:
        key = self._key(number)
        place, visit = next((at, each) for at, each in enumerate(read.held.visits) if each.id == key)
        counter = QuotaCounter(Book(read.agreement, read.held), read.held.visits[:place])
        for cap in counter.answer(_wanted(visit), Asked(max(visit.on, dt.date.fromisoformat(self.node.now[:10])))).caps:
            if cap.verdict == "full":
                yield DetenteError(
                    N_("no such visit need be accepted: of the cap '%(cap)s' (clause %(clause)s) %(used)d of %(limit)d are used"),
                    cap=cap.cap.id, clause=cap.cap.clause, used=cap.used, limit=cap.limit,
                )  # fmt: skip

    # ---- a visit ----

    def _of_a_visit(self, number: int, fields: Mapping[str, Any]) -> Iterator[DetenteError]:
        """Whether a word of ours of a visit takes the place of another one of ours, or is contradicted by the other side."""
        spoken = self._word(fields)
        if spoken is None:
            return
        ref, word = spoken
        visit, us = self.room.fold.compliance.visits.visits[ref], self.room.party
        before = visit.says(us)
        if before != "requested" and (before, word) not in _IN_TURN:
            entry = max(act.ref for act, said in visit.voices[us] if said == before)
            yield DetenteError(
                N_("of the visit %(ref)s our party has said something else in %(entry)s; this would stand in its place"),
                ref=str(ref), entry=str(entry),
            )  # fmt: skip
        for other, draft in sorted(self.drafts.items()):
            said = self._word(draft) if other < number else None
            if said is not None and said[0] == ref and (said[1], word) not in _IN_TURN:
                yield DetenteError(
                    N_("draft %(draft)d speaks of the same visit %(ref)s; of the two only the last would stand"),
                    ref=str(ref), draft=other,
                )  # fmt: skip
        theirs = visit.says(visit.host if us == visit.visitor else visit.visitor)
        if word != "disputed" and joint_state(word, theirs) == "disputed":
            yield DetenteError(
                N_("of the visit %(ref)s the other side says something else; both would stay side by side, and the visit be disputed"),
                ref=str(ref),
            )  # fmt: skip

    def _word(self, fields: Mapping[str, Any]) -> tuple[Ref, VisitState] | None:
        """Of which visit a draft says what; None if of none."""
        kind, visits = fields["kind"], self.room.fold.compliance.visits
        ref = Ref(*fields["re"][0]) if fields.get("re") else None
        if ref is None or kind not in {"visit", "withdraw", "inspect", "dispute"}:
            return None
        if kind == "dispute":
            step, visit = self.room.fold.compliance.said.get(ref), visits.of_step.get(ref)
            is_word = step is not None and step.kept.get("state") == "conducted" and visit is not None
            return (visit.act.ref, "disputed") if is_word and visit is not None else None
        if ref not in visits.visits:
            return None
        return ref, fields["state"] if kind == "visit" else "withdrawn"

    # ---- the same twice ----

    def _twice(self, number: int, fields: Mapping[str, Any]) -> Iterator[DetenteError]:
        kind, earlier = fields["kind"], [(other, draft) for other, draft in sorted(self.drafts.items()) if other < number]
        if kind in STANCES - {"propose"} and self.room.fold.proposals.get(Ref(*fields["re"][0])) is not None:
            for other, draft in earlier:
                if draft["kind"] in STANCES and draft.get("re") == fields["re"]:
                    yield DetenteError(
                        N_("draft %(draft)d is a stance on the same proposal; of the two only the last would stand"), draft=other
                    )
        if kind == "dispute" and "figure" in fields:
            for other, draft in earlier:
                if draft["kind"] == "dispute" and (draft["re"], draft.get("figure")) == (fields["re"], fields["figure"]):
                    yield DetenteError(N_("draft %(draft)d disputes the same figure; both amounts would be added"), draft=other)
        if kind == "suspend":
            for other, draft in earlier:
                if draft["kind"] == "suspend" and draft["about"] == fields["about"] and _overlap(draft, fields):
                    yield DetenteError(N_("draft %(draft)d suspends the same for some of these days"), draft=other)
            compliance = self.room.fold.compliance
            for ref in compliance.said.about(fields["about"], "suspend"):
                ours = ref.party == self.room.party and ref not in compliance.resumptions
                if ours and _overlap(compliance.said[ref].kept, fields):
                    yield DetenteError(N_("%(entry)s of ours suspends the same for some of these days"), entry=str(ref))

    def _ref(self, number: int) -> Ref:
        return Ref(self.room.party, self.room.mine.generation, _BEHIND + number)

    def _key(self, number: int) -> str:
        return key_of(self._ref(number))


def check_sure(node: Node, room: Room, numbers: Sequence[int], confirmed: Sequence[int]) -> None:
    """Stop before anything is sealed that a person should look at again, and has not confirmed.

    Raises:
        CallerError: naming the draft, what speaks against it, and how to go on.
    """
    doubts = Doubts(node, room)
    for number in numbers:
        for doubt in doubts.of(number) if number not in confirmed else ():
            raise CallerError(
                N_("draft %(draft)d was not sealed: %(cause)s"),
                hint=N_(
                    "If it stands all the same, seal it; if not, drop it:\n"
                    "detente seal --confirm %(draft)d\ndetente outbox --drop %(draft)d"
                ),
                draft=number, cause=doubt,
            )  # fmt: skip


_RECORDED: Final = frozenset({"declare", "notify", "suspend", "inspect"})
"""Kinds whose drafts are records of an agreement by themselves."""


def _wanted(visit: Visit) -> Wanted:
    return Wanted(visit.from_, visit.last, visit.of, visit.by, visit.type, visit.site)


def _differs(agreement: Agreement, one: Declaration, other: Declaration) -> bool:
    """Whether two declarations of one party about one day say different things of the same."""
    if not covered(agreement, one) & covered(agreement, other):
        return False
    if one.kind != other.kind:
        return True
    items = {each.id: each.fields for each in one.items}
    said = {each.id: each.fields for each in other.items}
    gone = set(one.removed) & said.keys() or set(other.removed) & items.keys()
    return bool(gone) or (one.full and other.full) or any(said[key] != items[key] for key in said.keys() & items.keys())


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two suspensions rest a duty on the same day."""
    duties = [set(each.get("exchanges", ())) for each in (one, other)]
    same = not all(duties) or bool(duties[0] & duties[1])
    return same and one["from"] <= other.get("until", "9999") and other["from"] <= one.get("until", "9999")
