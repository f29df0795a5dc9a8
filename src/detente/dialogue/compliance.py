"""What parties declared, notified, queried, disputed, suspended and visited under an agreement (docs/protocol.md, "Rules 1").

An agreement is an adopted text whose proposal names the digest of its rules. The fold keeps who said what about which agreement; what
it comes to (figures, limits, time limits) is worked out from the rules by `detente.agreements`, outside of the fold. So rules from the
other side can neither stop the fold nor change a standing.

References: of a declaration, to the one of its own party that it corrects; of a notification, to those of its own party that had to
precede it; of both, to what of others they answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from detente.dialogue.acts import Act, Memory, Ref
from detente.dialogue.said import Said
from detente.dialogue.visits import Visits
from detente.errors import N_
from detente.record.seal import LogKey

Find = Callable[..., None]

DECLARING: Final = frozenset({"declare", "notify", "suspend", "inspect", "visit"})
"""Acts that say something under an agreement, and that others may query and dispute."""


class Compliance:
    """Acts against agreements, by the act that they are about.

    Attributes:
        said: declarations, notifications, suspensions, requests for visits and steps of these.
        corrections: which acts correct a declaration, by its own party.
        queries, disputes: of what was said, by others.
        resumptions: of a suspension, by its own party.
        withdrawals: of a dispute, or of saying that a quota is filled, by its own party.
        visits: what became of each visit.
    """

    def __init__(self, members: tuple[str, ...], memory: Memory, find: Find) -> None:
        self.said = Said(memory)
        self.corrections: dict[Ref, list[Ref]] = {}
        self.queries: dict[Ref, list[Act]] = {}
        self.disputes: dict[Ref, list[Act]] = {}
        self.resumptions: dict[Ref, list[Act]] = {}
        self.withdrawals: dict[Ref, list[Act]] = {}
        self.visits = Visits(members, find)
        self._targets: dict[Ref, Ref] = {}
        self._memory = memory
        self._find = find

    # ---- acts ----

    def declare(self, act: Act, refs: list[Ref]) -> None:
        absent = act.kept["form"] == "not_provided"
        if absent != (act.kept.get("party", act.party) != act.party) or absent != ("party" in act.kept):
            self._find(act, "declare", N_("only that another party provided nothing is said of another party: no effect"))
        elif (act.kept["form"] == "filled") != ("quota" in act.kept):
            self._find(act, "declare", N_("a quota is named where it is said to be filled, and nowhere else: no effect"))
        elif self._is_linked(act, refs):
            own = [ref for ref in refs if ref.party == act.party]
            if len(own) > 1:
                self._find(act, "declare", N_("a declaration corrects one declaration: no effect"))
                return
            if own and "filled" in {act.kept["form"], self.said[own[0]].kept["form"]}:
                self._find(act, "declare", N_("that a quota is filled corrects nothing, and is withdrawn, not corrected: no effect"))
                return
            self.said.add(act)
            for ref in own:
                self.corrections.setdefault(ref, []).append(act.ref)

    def notify(self, act: Act, refs: list[Ref]) -> None:
        if self._is_linked(act, refs):
            self.said.add(act)

    def inspect(self, act: Act, refs: list[Ref]) -> None:
        if self.visits.ask(act, refs):
            self.said.add(act)

    def visit(self, act: Act, refs: list[Ref]) -> None:
        if self.visits.step(act, refs):
            self.said.add(act)

    def suspend(self, act: Act, _refs: list[Ref]) -> None:
        self.said.add(act)

    def resume(self, act: Act, refs: list[Ref]) -> None:
        target = self.said.get(refs[0])
        if target is None or target.kind != "suspend" or target.party != act.party:
            self._find(act, "resume", N_("%(ref)s is no suspension by %(party)s: no effect"), ref=refs[0], party=act.party)
        else:
            self.resumptions.setdefault(refs[0], []).append(act)

    def query(self, act: Act, refs: list[Ref]) -> None:
        if self._is_of_another(act, refs[0]):
            self.queries.setdefault(refs[0], []).append(act)
            self._targets[act.ref] = refs[0]

    def dispute(self, act: Act, refs: list[Ref]) -> None:
        if ("figure" in act.kept) != ("amounts" in act.kept):
            self._find(act, "dispute", N_("a figure is disputed by amounts, and amounts are those of a figure: no effect"))
        elif self._is_of_another(act, refs[0]):
            self.disputes.setdefault(refs[0], []).append(act)
            self._targets[act.ref] = refs[0]
            if refs[0] in self.visits.of_step:
                self.visits.dispute(act, self.said[refs[0]])

    def withdraw(self, act: Act, refs: list[Ref]) -> None:
        """Withdraw a dispute, a visit, or that a quota is filled."""
        if refs[0] in self.visits.visits:
            self.visits.withdraw(act, refs)
        elif refs[0].party != act.party:
            self._find(
                act,
                "withdraw",
                N_("%(ref)s is of %(other)s, and not of %(party)s: no effect"),
                ref=refs[0],
                other=refs[0].party,
                party=act.party,
            )
        else:
            self.withdrawals.setdefault(refs[0], []).append(act)
            self.visits.settle(act, refs[0])

    # ---- looking ----

    def is_withdrawable(self, ref: Ref) -> bool:
        """Whether an act is a dispute that counts, a visit that was asked for, or says that a quota is filled."""
        said = self.said.get(ref)
        return self.disputed_by(ref) is not None or (said is not None and (said.kind == "inspect" or said.kept.get("form") == "filled"))

    def matter_of(self, ref: Ref) -> str | None:
        """The text that an act was said about; None if it is none that says something under an agreement."""
        visit = self.visits.of_step.get(ref)
        return self.said.text_of(ref) if visit is None else str(visit.act.kept["about"])

    def disputed_by(self, ref: Ref) -> Ref | None:
        """What a dispute is about; None if this is none that counts."""
        target = self._targets.get(ref)
        return target if target is not None and any(act.ref == ref for act in self.disputes.get(target, ())) else None

    def may_name(self, party: str, kind: str, about: str, ref: Ref) -> bool:
        """Whether a declaration or notification about a text may refer to an act: said about the same text; of one's own, of one's kind."""
        if self.matter_of(self._targets.get(ref, ref)) != about:
            return False
        return ref.party != party or self.said.kind_of(ref) == kind

    def related(self, ref: Ref) -> Iterator[Act]:
        """What was said about an act, or about what it is about."""
        target = self._targets.get(ref, ref)
        yield from map(self._memory.act, self.corrections.get(target, ()))
        for lists in (self.queries, self.disputes, self.resumptions, self.withdrawals):
            yield from lists.get(target, ())
        for dispute in self.disputes.get(target, ()):
            yield from self.withdrawals.get(dispute.ref, ())
        visit = self.visits.of_step.get(target)
        if visit is not None:
            yield from visit.acts()

    def value(self) -> dict[str, Any]:
        """As one JSON value, for comparing two folds."""
        lists = {
            "queries": self.queries, "disputes": self.disputes, "resumptions": self.resumptions, "withdrawals": self.withdrawals,
        }  # fmt: skip
        return {
            "said": [str(ref) for ref in sorted(self.said)],
            "visits": self.visits.value(),
            "corrections": {str(ref): sorted(map(str, refs)) for ref, refs in sorted(self.corrections.items())},
            **{name: {str(ref): sorted(str(act.ref) for act in acts) for ref, acts in sorted(of.items())} for name, of in lists.items()},
        }

    # ---- resting in a store ----

    def snapshot(self) -> dict[str, Any]:
        """What is not folded again from the acts themselves: declarations and notifications by their places, and what corrects which."""
        corrected = [[ref.value, [each.value for each in sorted(refs)]] for ref, refs in sorted(self.corrections.items())]
        return {"said": self.said.snapshot(), "corrections": corrected}

    def go_on(self, snapshot: dict[str, Any], known: Mapping[LogKey, int]) -> None:
        """Go on from a snapshot; before any other act is folded again, since others refer to these.

        Args:
            known: how much of each log was folded.
        """
        self.said.go_on(snapshot["said"], known)
        self.corrections = {Ref(*item): [Ref(*each) for each in refs] for item, refs in snapshot["corrections"]}

    # ---- checks ----

    def _is_linked(self, act: Act, refs: list[Ref]) -> bool:
        """Whether all that an act refers to is about the same agreement; of its own party, of the same kind."""
        for ref in refs:
            if not self.may_name(act.party, act.kind, str(act.kept["about"]), ref):
                self._find(act, act.kind, N_("%(ref)s was not said about the same agreement, or is of another kind: no effect"), ref=ref)
                return False
        return True

    def _is_of_another(self, act: Act, ref: Ref) -> bool:
        if ref not in self.said or ref.party == act.party:
            self._find(act, act.kind, N_("%(ref)s is nothing that another party has said against an agreement: no effect"), ref=ref)
            return False
        return True
