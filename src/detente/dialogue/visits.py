"""Visits under agreements: what was asked for, and what each side says has become of it (docs/protocol.md, "Visits").

A visit has two sides: the visitor, who asks, and the host. The host accepts or refuses; the visitor withdraws, or asks anew for other
days; either says that it was conducted, and the other may dispute that. The last word of each side in its own log is what it says, and
both stay side by side. Whether a visit is within a quota follows from the rules of the agreement, outside of the fold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from detente.agreements.visit_states import VisitState, joint_state
from detente.dialogue.acts import Act, Ref
from detente.errors import N_

Find = Callable[..., None]

BY_THE_HOST: Final = frozenset({"accepted", "refused"})
"""What only the visited party says of a visit."""


class Voice(NamedTuple):
    """What a side says of a visit, and by which act: accepted, refused, conducted, withdrawn, or disputed (it was not conducted)."""

    act: Act
    word: VisitState


@dataclass
class Visit:
    """One visit that was asked for.

    Attributes:
        act: the request.
        voices: what each side said, by side, each in the order of its log.
        settled: disputes that were withdrawn, with the act that did it.
    """

    act: Act
    voices: dict[str, list[Voice]] = field(default_factory=dict)
    settled: dict[Ref, Act] = field(default_factory=dict)

    @property
    def visitor(self) -> str:
        return self.act.party

    @property
    def host(self) -> str:
        return str(self.act.kept["host"])

    @property
    def sides(self) -> tuple[str, str]:
        """The visitor, then the host."""
        return self.visitor, self.host

    @property
    def state(self) -> VisitState:
        """As in `agreements.visit_states`."""
        return joint_state(*(self.says(side) for side in self.sides))

    @property
    def move(self) -> str | None:
        """Who is to answer it: the host, until it has accepted or refused."""
        return self.host if self.state == "requested" else None

    def says(self, side: str, by: Act | None = None) -> VisitState:
        """The last word of a side, or `requested`; of what the author of an act had seen, if one is given."""
        for act, word in sorted(self.voices.get(side, ()), key=lambda voice: voice.act.ref, reverse=True):
            end = self.settled.get(act.ref)
            if (by is None or by.has_seen(act.ref)) and (end is None or (by is not None and not by.has_seen(end.ref))):
                return word
        return "requested"

    def says_until(self, side: str, last: Ref) -> VisitState:
        """The last word of a side up to an act of its own."""
        for act, word in sorted(self.voices.get(side, ()), key=lambda voice: voice.act.ref, reverse=True):
            end = self.settled.get(act.ref)
            if act.ref <= last and (end is None or end.ref > last):
                return word
        return "requested"

    def say(self, side: str, act: Act, word: VisitState) -> None:
        self.voices.setdefault(side, []).append(Voice(act, word))

    def acts(self) -> Iterator[Act]:
        """Everything that was said of it."""
        for voices in self.voices.values():
            yield from (voice.act for voice in voices)
        yield from self.settled.values()


class Visits:
    """All visits that were asked for in a channel.

    Attributes:
        visits: by the request.
        of_step: the visit of each step, of each dispute of one, and of each request.
    """

    def __init__(self, members: tuple[str, ...], find: Find) -> None:
        self.members = members
        self.visits: dict[Ref, Visit] = {}
        self.of_step: dict[Ref, Visit] = {}
        self._find = find

    # ---- acts: each says whether it has an effect ----

    def ask(self, act: Act, refs: list[Ref]) -> bool:
        """A visit is asked for; with a reference, in the place of one that is withdrawn by it."""
        host = act.kept["host"]
        if host not in self.members or host == act.party:
            self._find(act, "inspect", N_("a visit to %(host)s, which is no other member of the channel: no effect"), host=host)
            return False
        earlier = self.visits.get(refs[0]) if refs else None
        if refs and (earlier is None or earlier.visitor != act.party or earlier.act.kept["about"] != act.kept["about"]):
            self._find(
                act, "inspect", N_("%(ref)s is no visit that %(party)s has asked for under this agreement: no effect"),
                ref=refs[0], party=act.party,
            )  # fmt: skip
            return False
        self.visits[act.ref] = self.of_step[act.ref] = Visit(act)
        if earlier is not None:
            self.withdraw(act, refs)
        return True

    def step(self, act: Act, refs: list[Ref]) -> bool:
        """A side says what has become of a visit."""
        visit, word = self.visits.get(refs[0]), act.kept["state"]
        if visit is None or act.party not in (visit.sides if word not in BY_THE_HOST else (visit.host,)):
            self._find(
                act, "visit", N_("%(ref)s is no visit of which %(party)s could say this: no effect"), ref=refs[0], party=act.party,
            )  # fmt: skip
            return False
        if word in BY_THE_HOST and visit.says(visit.visitor, act) == "withdrawn":
            self._find(act, "visit", N_("an answer to %(ref)s, which its author knew to be withdrawn: no effect"), ref=refs[0])
            return False
        if word == "refused" and not _has_body(act, "ground"):
            self._find(act, "visit", N_("%(ref)s is refused, and no ground is given"), ref=refs[0])
        visit.say(act.party, act, word)
        self.of_step[act.ref] = visit
        return True

    def withdraw(self, act: Act, refs: list[Ref]) -> None:
        """The visitor withdraws a visit, or puts another one in its place."""
        visit = self.visits.get(refs[0])
        if visit is None or visit.visitor != act.party:
            self._find(
                act, "withdraw", N_("a withdrawal of %(ref)s, which is no visit that %(party)s has asked for: no effect"),
                ref=refs[0], party=act.party,
            )  # fmt: skip
        elif visit.says(visit.host, act) == "conducted":
            self._find(
                act, "withdraw", N_("%(host)s had said that the visit %(ref)s was conducted, and the author knew: it is not withdrawn"),
                ref=refs[0], host=visit.host,
            )  # fmt: skip
        else:
            visit.say(act.party, act, "withdrawn")

    def dispute(self, act: Act, step: Act) -> None:
        """Another party disputes a step; where it is a side and the step says that the visit was conducted, it is its word."""
        visit = self.of_step.get(step.ref)
        if visit is not None and step.kind == "visit" and step.kept["state"] == "conducted" and act.party in visit.sides:
            visit.say(act.party, act, "disputed")
            self.of_step[act.ref] = visit

    def settle(self, act: Act, dispute: Ref) -> None:
        """A dispute is withdrawn."""
        visit = self.of_step.get(dispute)
        if visit is not None and (dispute not in visit.settled or act.ref < visit.settled[dispute].ref):
            visit.settled[dispute] = act

    # ---- looking ----

    def value(self) -> dict[str, Any]:
        """As one JSON value, for comparing two folds."""
        return {
            str(ref): {
                "state": visit.state,
                "says": {side: visit.says(side) for side in visit.sides},
                "acts": sorted(str(act.ref) for act in visit.acts()),
            }
            for ref, visit in sorted(self.visits.items())
        }


def _has_body(act: Act, name: str) -> bool:
    """Whether an act has, or had, a field: its kept ones say which could be destroyed."""
    return name in act.kept or name in act.kept.get("destroyable", (0, ()))[1]
