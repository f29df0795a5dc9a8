"""Simultaneous exchanges: every member commits to its list, and only then they open them (docs/protocol.md, "Exchanges of lists").

What is exchanged, and when, is decided by a proposal in a slot of `exchange`. The rules are predicates over what authors had seen:

1. Of each party the first commitment in its log counts.
2. An opening that had not seen the commitments of all members is *early*: its author gave simultaneity away. It counts as opened.
3. A commitment that has an opening of another party in its past is *late*: its author could choose it with that list at hand.
4. An exchange is *simultaneous* when all have committed and no opening is early. Then every commitment is in the past of every opening,
   by the hash links alone: it does not rest on what anybody says to have seen. Who hides that he saw an early opening makes of a
   late commitment one of which nothing is proven, and never a simultaneous one.

Whether an opened list is the one that was committed to is asked elsewhere (`detente.dialogue.lists`): both are bodies, and the fold
reads none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.dialogue.acts import Act, Ref
from detente.dialogue.proposals import Proposals
from detente.errors import N_

Find = Callable[..., None]


@dataclass(slots=True)
class Exchange:
    """What was committed and opened in one slot.

    Attributes:
        slot: exchange/KEY.
        members: who all must commit before anybody opens.
        commitments: of each party the one that counts.
        openings: of each party's commitment, in the order of its log.
    """

    slot: str
    members: tuple[str, ...]
    commitments: dict[str, Act] = field(default_factory=dict)
    openings: dict[str, list[Act]] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """How far it is: committing (some have), committed (all have), opening (some have), complete (all have opened)."""
        if self.openings.keys() >= set(self.members):
            return "complete"
        if self.openings:
            return "opening"
        return "committed" if self.commitments.keys() >= set(self.members) else "committing"

    @property
    def order(self) -> str:
        """Whether it is simultaneous: open (not all have committed), simultaneous, late, or unproven (an opening was early)."""
        if self.late():
            return "late"
        if any(self.not_seen_by(openings[0]) for openings in self.openings.values()):
            return "unproven"
        return "simultaneous" if self.commitments.keys() >= set(self.members) else "open"

    def late(self) -> tuple[str, ...]:
        """The parties whose commitment had an opening of another in its past."""
        return tuple(sorted(party for party, act in self.commitments.items() if self.opened_before(act) is not None))

    def opened_before(self, commitment: Act) -> Ref | None:
        """The first opening of another party that is in the past of a commitment."""
        firsts = (openings[0].ref for party, openings in sorted(self.openings.items()) if party != commitment.party)
        return next((ref for ref in firsts if commitment.has_seen(ref)), None)

    def not_seen_by(self, opening: Act) -> list[str]:
        """The other members of whom the author of an opening had seen no commitment."""
        return [
            member
            for member in self.members
            if member != opening.party and not (member in self.commitments and opening.has_seen(self.commitments[member].ref))
        ]

    def acts(self) -> Iterator[Act]:
        """Everything that counts in it."""
        yield from self.commitments.values()
        for openings in self.openings.values():
            yield from openings


class Exchanges:
    """All exchanges of a channel in which anybody has committed."""

    def __init__(self, members: tuple[str, ...], proposals: Proposals, find: Find) -> None:
        self.members = members
        self.exchanges: dict[str, Exchange] = {}
        self._proposals = proposals
        self._find = find
        self._slot_of: dict[Ref, str] = {}

    # ---- acts ----

    def commit(self, act: Act, _refs: list[Ref]) -> None:
        name = str(act.kept["about"])
        exchange = self.exchanges.setdefault(name, Exchange(name, self.members))
        earlier = exchange.commitments.get(act.party)
        if earlier is not None:
            self._find(
                act, "commit", N_("%(party)s has committed to a list in %(slot)s before, in %(ref)s: no effect"),
                party=act.party, slot=name, ref=earlier.ref,
            )  # fmt: skip
            return
        exchange.commitments[act.party] = act
        self._slot_of[act.ref] = name
        slot = self._proposals.slots.get(name)
        if slot is None or not any(slot.knew_adopted_by(act, ref) for ref in slot.proposals):
            self._find(
                act, "commit", N_("%(party)s committed before %(slot)s was agreed, as far as its author had seen"),
                party=act.party, slot=name,
            )  # fmt: skip
        opened = exchange.opened_before(act)
        if opened is not None:
            self._find(
                act, "commit", N_("%(party)s committed after it had seen the opening %(ref)s: not simultaneous"),
                party=act.party, ref=opened,
            )  # fmt: skip

    def reveal(self, act: Act, refs: list[Ref]) -> None:
        exchange = self.get(refs[0])
        if exchange is None or refs[0].party != act.party:
            self._find(
                act, "reveal", N_("%(ref)s is no commitment of %(party)s that counts: no effect"), ref=refs[0], party=act.party
            )  # fmt: skip
            return
        exchange.openings.setdefault(act.party, []).append(act)
        self._slot_of[act.ref] = exchange.slot
        missing = exchange.not_seen_by(act)
        if missing:
            self._find(
                act, "reveal", N_("%(party)s opened its list without having seen a commitment of %(others)s"),
                party=act.party, others=", ".join(missing),
            )  # fmt: skip

    # ---- looking ----

    def get(self, ref: Ref) -> Exchange | None:
        """The exchange in which a commitment or an opening counts."""
        name = self._slot_of.get(ref)
        return None if name is None else self.exchanges[name]

    def value(self) -> dict[str, Any]:
        """As one JSON value, for comparing two folds."""
        return {
            name: {
                "state": each.state,
                "order": each.order,
                "commitments": sorted(str(act.ref) for act in each.commitments.values()),
                "openings": sorted(str(act.ref) for acts in each.openings.values() for act in acts),
            }
            for name, each in sorted(self.exchanges.items())
        }
