"""Meetings and groups: what follows from what was proposed, adopted, announced and reported.

Nothing here is stored: it is read off the slots and reports each time, so it can never disagree with them.

    meeting/plenary/3            the meeting: host, place, venue, gates, and the date as first agreed
    meeting/plenary/3/date       another date, proposed and adopted by itself
    meeting/plenary/3/agenda     the agenda
    meeting/plenary/3/minutes/1  point 1 of the minutes, in drafts of each side
    group/arms-control           a working group
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from detente.dialogue.acts import Act
from detente.dialogue.fields import meeting_of
from detente.dialogue.matters import Matters
from detente.dialogue.proposals import Proposal, Proposals
from detente.record.seal import LogKey

Find = Callable[..., None]
T = TypeVar("T")

MET: Final = frozenset({"met", "held", "concluded", "reported"})
"""What a gate on a group waits for: that it has met."""

HELD: Final = frozenset({"held", "concluded"})


@dataclass(frozen=True, slots=True)
class Gate:
    """What must have happened before a meeting, and who has said that it has."""

    about: str
    said_by: tuple[str, ...]
    met: bool


@dataclass(frozen=True, slots=True)
class DateStep:
    """One step in the history of a date: proposed, adopted or announced by one side."""

    act: Act
    date: dict[str, Any] | None
    time: dict[str, Any] | None
    step: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting as things stand.

    Attributes:
        slot: meeting/KIND/NUMBER.
        state: proposed, agreed, held.
        arranged: the proposal in force, or None while there is only talk of it.
        date: the date in force, {"open":true} where none was set.
        gates: what must have happened before.
        held_by: the members who have said that it was held.
    """

    slot: str
    kind: str
    number: int
    state: str
    arranged: Proposal | None
    date: dict[str, Any]
    time: dict[str, Any] | None
    gates: tuple[Gate, ...]
    held_by: tuple[str, ...]

    @property
    def host(self) -> str | None:
        return None if self.arranged is None else self.arranged.act.kept.get("host")

    @property
    def blocked_by(self) -> tuple[Gate, ...]:
        """What blocks it now."""
        return tuple(gate for gate in self.gates if not gate.met)


class Talks:
    """Meetings and groups of a channel."""

    def __init__(self, members: tuple[str, ...], proposals: Proposals, matters: Matters, find: Find) -> None:
        self.members = members
        self._proposals = proposals
        self._matters = matters
        self._find = find

    # ---- meetings ----

    def meetings(self) -> list[Meeting]:
        """All meetings that were proposed, announced or reported, by kind and number."""
        names = {meeting_of(name) for name in [*self._proposals.slots, *self._matters.announcements, *self._matters.reports]}
        return sorted((self.meeting(name) for name in names if name is not None), key=lambda meeting: (meeting.kind, meeting.number))

    def meeting(self, name: str) -> Meeting:
        """One meeting, from its slots."""
        _, kind, number = name.split("/")
        arranged = self._proposals.current(name)
        dated = self._proposals.current(name + "/date") or arranged
        kept = {} if dated is None else dated.act.kept
        gates = () if arranged is None else tuple(self.gate(about) for about in arranged.act.kept.get("gates", ()))
        held_by = self._matters.says(name, HELD)
        state = "held" if set(held_by) == set(self.members) else "agreed" if arranged is not None else "proposed"
        return Meeting(name, kind, int(number), state, arranged, kept.get("date", {"open": True}), kept.get("time"), gates, held_by)

    def gate(self, about: str) -> Gate:
        """Whether what a meeting waits for has happened: when every member has said so in this channel (F23)."""
        said = self._matters.says(about, MET if about.startswith("group/") else HELD)
        return Gate(about, said, set(said) == set(self.members))

    def next_meeting(self, kind: str = "plenary") -> Meeting | None:
        """The first meeting of a kind that was not held."""
        return next((meeting for meeting in self.meetings() if meeting.kind == kind and meeting.state != "held"), None)

    def date_history(self, name: str) -> list[DateStep]:
        """How a meeting's date came about: every proposal and every announcement by one side, causes first."""
        steps = []
        for slot_name in (name, name + "/date"):
            slot = self._proposals.slots.get(slot_name)
            for ref, proposal in sorted(slot.proposals.items()) if slot else ():
                kept = proposal.act.kept
                if "date" in kept or "time" in kept:
                    steps.append(DateStep(proposal.act, kept.get("date"), kept.get("time"), self._proposals.state_of(slot, ref)))  # type: ignore[arg-type]
        for act in self._matters.announcements.get(name, ()):
            steps.append(DateStep(act, act.kept.get("date"), act.kept.get("time"), "announced"))
        return in_causal_order(steps, lambda step: step.act)

    # ---- groups ----

    def groups(self) -> list[str]:
        """The groups that were proposed, by name."""
        return [slot.name for slot in self._proposals.about("group") if slot.name.count("/") == 1]

    def group_state(self, name: str) -> str:
        """proposed, agreed, met (when every member has said so)."""
        if self.gate(name).met:
            return "met"
        return "agreed" if self._proposals.current(name) is not None else "proposed"

    def value(self) -> dict[str, Any]:
        """As one JSON value, for comparing two folds."""
        return {
            "meetings": {
                m.slot: {"state": m.state, "date": m.date, "time": m.time, "gates": [[g.about, list(g.said_by), g.met] for g in m.gates]}
                for m in self.meetings()
            },
            "groups": {name: self.group_state(name) for name in self.groups()},
        }


def in_causal_order(items: list[T], act_of: Callable[[T], Act]) -> list[T]:
    """What an author had seen comes first; what crossed stands by the name of its log."""
    logs: dict[LogKey, deque[T]] = {}
    for item in sorted(items, key=lambda item: act_of(item).ref):
        logs.setdefault(act_of(item).ref.log, deque()).append(item)
    done: list[T] = []
    while logs:
        # Who has seen an act has seen all before it in its log: the first of each log are all that need to be compared.
        heads = {log: act_of(rest[0]) for log, rest in logs.items()}
        ready = next(
            log for log, head in heads.items() if not any(head.has_seen(other.ref) for other in heads.values() if other is not head)
        )
        done.append(logs[ready].popleft())
        if not logs[ready]:
            del logs[ready]
    return done
