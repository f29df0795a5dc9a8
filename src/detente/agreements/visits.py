"""Visits as they stood on a day and as they were known on another: the newest version of each, and what each side says became of it.

Rules, beside those of `book`:

1. A correction takes the place of the visit that it corrects from its receipt on. The steps of either belong to the one that stands.
2. Of the steps of each party that are known, the newest is what it says: the one of the latest day, and of those the last in the file.
   What the parties say together is the state (`visit_states`). Without a step a visit is requested.
3. A step of a visit that is not held says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.agreements.book import Asked
from detente.agreements.declarations import Visit, VisitStep
from detente.agreements.visit_states import OVER, VisitState, joint_state

__all__ = ["OVER", "StandingVisit", "standing_visits"]


@dataclass(frozen=True)
class StandingVisit:
    """A visit as it stands: its version and its state.

    `says`: the last word of each party that said something of it, which may not be that of the other.
    `versions`: that version and those that it corrects, newest first; `steps`: oldest first. Both are what was read for it.
    """

    visit: Visit
    state: VisitState
    says: Mapping[str, VisitState]
    versions: tuple[Visit, ...]
    steps: tuple[VisitStep, ...]

    @property
    def records(self) -> tuple[Visit | VisitStep, ...]:
        """Every record that was read for it."""
        return (*self.versions, *self.steps)


def standing_visits(visits: Sequence[Visit], steps: Iterable[VisitStep], asked: Asked) -> list[StandingVisit]:
    """Every visit that was requested by then, in the order of the file."""
    seen = {each.id: each for each in visits if asked.sees(each.on, each.received)}
    corrected = {each.corrects for each in seen.values() if each.corrects is not None}
    by_visit: dict[str, list[tuple[int, VisitStep]]] = defaultdict(list)
    for place, step in enumerate(steps):
        if asked.sees(step.on, step.received):
            by_visit[step.of].append((place, step))
    return [_standing(each, seen, by_visit) for each in seen.values() if each.id not in corrected]


def _standing(visit: Visit, seen: dict[str, Visit], by_visit: dict[str, list[tuple[int, VisitStep]]]) -> StandingVisit:
    versions, ids = [visit], [visit.id]
    while (older := versions[-1].corrects) is not None:
        ids.append(older)
        if older not in seen:
            break
        versions.append(seen[older])
    found = sorted((each for key in ids for each in by_visit.get(key, ())), key=lambda each: (each[1].on, each[0]))
    steps = tuple(step for _, step in found)
    says = {step.by: step.state for step in steps}
    return StandingVisit(visit, joint_state(*says.values()), says, tuple(versions), steps)
