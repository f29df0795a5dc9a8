"""The fold: from the acts of a cut to the state of the talks (docs/protocol.md, "Rules 1").

Rules that hold at every moment:

1. What an act did depends on its kept fields and on what its author had seen, never on the order in which it arrived, on a seal
   or on a clock. So every order of arrival gives the same state.
2. Where two acts cross, the outcome is a predicate over sets ("some final answer that had not seen the withdrawal"), and
   pretending not to have seen never wins more than having refused receipt (F24).
3. Errors of diplomacy are values: a finding names the act, the rule and the reason; the act is kept, and the fold goes on.
4. Acts come after everything that their authors had seen (the record admits them so).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from detente.dialogue.kinds import FINAL_OUTCOMES, KINDS, OUTCOMES, RECORD_KINDS
from detente.errors import N_
from detente.record.seal import LogKey, Vector

RULES = 1

REQUEST_COLUMNS = (
    "sent", "full", "partial", "nil", "declined", "withheld", "holding", "open", "withdrawn", "crossed", "disputed",
)  # fmt: skip
"""One party's requests with all outcomes; `sent` is the sum of all others but `disputed`, which is counted apart."""


@dataclass(frozen=True, order=True, slots=True)
class Ref:
    """Which act: party, generation and index of its log."""

    party: str
    generation: int
    index: int

    @property
    def log(self) -> LogKey:
        return LogKey(self.party, self.generation)

    def __str__(self) -> str:
        return f"{self.party}/{self.index}" if self.generation == 0 else f"{self.party}.{self.generation}/{self.index}"


class Act(NamedTuple):
    """One act as the fold sees it.

    Attributes:
        ref: where it stands.
        kept: its kept fields.
        vector: what its author had seen when its pouch was sealed.
        leaf: its leaf hash: the same leaf again in one log has no effect (F28).
    """

    ref: Ref
    kept: Mapping[str, Any]
    vector: Vector
    leaf: bytes = b""

    def has_seen(self, other: Ref) -> bool:
        """Whether another act is in this act's past."""
        if other.log == self.ref.log:
            return other.index < self.ref.index
        return other.log in self.vector and other.index < self.vector[other.log].size


class Finding(NamedTuple):
    """An error of diplomacy: which act, which rule, and why, as a template with values."""

    ref: Ref
    rule: str
    template: str
    params: dict[str, Any]

    def __str__(self) -> str:
        return self.template % self.params


@dataclass
class Request:
    """One request with everything that refers to it, by effect."""

    act: Act
    to: str
    acknowledgements: list[Act] = field(default_factory=list)
    answers: list[Act] = field(default_factory=list)
    withdrawals: list[Act] = field(default_factory=list)
    disputes: list[Act] = field(default_factory=list)

    @property
    def final_answers(self) -> list[Act]:
        """Final answers given without having seen a withdrawal, in the order of the answerer's log."""
        found = [
            answer
            for answer in self.answers
            if answer.kept["outcome"] in FINAL_OUTCOMES and not any(answer.has_seen(w.ref) for w in self.withdrawals)
        ]
        return sorted(found, key=lambda act: act.ref)

    @property
    def status(self) -> str:
        """open, holding, a final outcome, withdrawn, or crossed (answered and withdrawn, neither having seen the other)."""
        finals = self.final_answers
        withdrawn = any(
            not any(w.has_seen(answer.ref) for answer in self.answers if answer.kept["outcome"] in FINAL_OUTCOMES) for w in self.withdrawals
        )
        if finals and withdrawn:
            return "crossed"
        if withdrawn:
            return "withdrawn"
        if finals:
            return str(finals[-1].kept["outcome"])
        return "holding" if self.answers else "open"

    @property
    def move(self) -> str | None:
        """Whose move it is: the addressee's while nothing final is there, else nobody's."""
        return self.to if self.status in {"open", "holding"} else None


class Fold:
    """The state of one channel over the acts that it was given."""

    def __init__(self, members: Iterable[str]) -> None:
        self.members = tuple(sorted(members))
        self.requests: dict[Ref, Request] = {}
        self.findings: list[Finding] = []
        self.acts: dict[str, int] = dict.fromkeys(self.members, 0)
        self.destructions: dict[Ref, set[str]] = {}
        self._answers: dict[Ref, Ref] = {}
        self._counts = {member: dict.fromkeys(REQUEST_COLUMNS, 0) for member in self.members}
        self._known: dict[LogKey, int] = {}
        self._leaves: set[tuple[LogKey, bytes]] = set()

    def apply(self, act: Act) -> None:
        """Take one act; everything that its author had seen has been taken before."""
        kind = str(act.kept["kind"])
        self._known[act.ref.log] = act.ref.index + 1
        if kind in RECORD_KINDS:
            return
        self.acts[act.ref.party] = self.acts.get(act.ref.party, 0) + 1
        if act.leaf:
            if (act.ref.log, act.leaf) in self._leaves:
                self._find(act, "repeated", N_("the same entry again: no effect"))
                return
            self._leaves.add((act.ref.log, act.leaf))
        if kind not in KINDS:
            self._find(act, "kinds", N_("the kind '%(kind)s' is not one of rules %(rules)d: kept, without effect"), kind=kind, rules=RULES)
            return
        refs = self._refs(act, KINDS[kind].refs)
        if refs is not None:
            getattr(self, "_apply_" + kind)(act, refs)

    def sections(self) -> dict[str, dict[str, int]]:
        """The sections of the standing of rules 1: one of requests for each member, empty ones too."""
        return {"requests/" + member: dict(self._counts[member]) for member in self.members}

    def value(self) -> dict[str, Any]:
        """The whole state as one JSON value: equal for every order of arrival (what convergence tests compare)."""
        return {
            "requests": {
                str(ref): {
                    "to": request.to,
                    "status": request.status,
                    **{
                        name: sorted(str(act.ref) for act in getattr(request, name))
                        for name in ("acknowledgements", "answers", "withdrawals", "disputes")
                    },
                }
                for ref, request in sorted(self.requests.items())
            },
            "sections": self.sections(),
            "acts": self.acts,
            "destructions": {str(ref): sorted(by) for ref, by in sorted(self.destructions.items())},
            "findings": sorted([str(f.ref), f.rule, str(f)] for f in self.all_findings()),
        }

    def all_findings(self) -> list[Finding]:
        """What was found in single acts, and what crossing acts brought about; in the order of the acts."""
        found = list(self.findings)
        for request in self.requests.values():
            for answer in request.answers:
                if any(answer.has_seen(w.ref) for w in request.withdrawals):
                    found.append(
                        Finding(answer.ref, "answer", N_("an answer to a request that its author knew to be withdrawn: no effect"), {})
                    )
            for withdrawal in request.withdrawals:
                if any(withdrawal.has_seen(answer.ref) for answer in request.final_answers):
                    found.append(
                        Finding(
                            withdrawal.ref, "withdraw", N_("a withdrawal of a request that its author knew to be answered: no effect"), {}
                        )
                    )
        return sorted(found, key=lambda finding: (finding.ref, finding.rule))

    # ---- acts ----

    def _apply_request(self, act: Act, _refs: list[Ref]) -> None:
        to = act.kept.get("to")
        if to not in self.members or to == act.ref.party:
            self._find(act, "request", N_("a request to %(to)s, which is no other member of the channel: no effect"), to=repr(to))
            return
        self.requests[act.ref] = Request(act, to)
        self._counts[act.ref.party]["sent"] += 1
        self._counts[act.ref.party]["open"] += 1

    def _apply_acknowledge(self, act: Act, refs: list[Ref]) -> None:
        request = self._request_to(act, refs[0], "acknowledge")
        if request is not None:
            request.acknowledgements.append(act)

    def _apply_answer(self, act: Act, refs: list[Ref]) -> None:
        if act.kept.get("outcome") not in OUTCOMES:
            self._find(act, "answer", N_("an answer with the outcome %(outcome)s: no effect"), outcome=repr(act.kept.get("outcome")))
            return
        request = self._request_to(act, refs[0], "answer")
        if request is not None:
            self._answers[act.ref] = refs[0]
            self._change(request, "answers", act)

    def _apply_withdraw(self, act: Act, refs: list[Ref]) -> None:
        request = self.requests.get(refs[0])
        if request is None or request.act.ref.party != act.ref.party:
            self._find(
                act,
                "withdraw",
                N_("a withdrawal of %(ref)s, which is no request of %(party)s: no effect"),
                ref=refs[0],
                party=act.ref.party,
            )
            return
        self._change(request, "withdrawals", act)

    def _apply_dispute(self, act: Act, refs: list[Ref]) -> None:
        answered = self._answers.get(refs[0])
        if answered is None or answered.party != act.ref.party:
            self._find(
                act, "dispute", N_("a dispute of %(ref)s, which is no answer to %(party)s: no effect"), ref=refs[0], party=act.ref.party
            )
            return
        request = self.requests[answered]
        if not request.disputes:
            self._counts[act.ref.party]["disputed"] += 1
        request.disputes.append(act)

    def _apply_destroy(self, act: Act, refs: list[Ref]) -> None:
        for ref in refs:
            self.destructions.setdefault(ref, set()).add(act.ref.party)

    def may_destroy(self, ref: Ref) -> bool:
        """Whether all members have agreed to destroy the body of an act."""
        return self.destructions.get(ref, set()) == set(self.members)

    # ---- helpers ----

    def _request_to(self, act: Act, ref: Ref, rule: str) -> Request | None:
        request = self.requests.get(ref)
        if request is None or request.to != act.ref.party:
            self._find(act, rule, N_("%(ref)s is no request to %(party)s: no effect"), ref=ref, party=act.ref.party)
            return None
        return request

    def _change(self, request: Request, name: str, act: Act) -> None:
        counts = self._counts[request.act.ref.party]
        counts[request.status] -= 1
        getattr(request, name).append(act)
        counts[request.status] += 1

    def _refs(self, act: Act, bounds: tuple[int, int]) -> list[Ref] | None:
        """The references of an act; None (and a finding) unless each is to an act that its author had seen and that counts."""
        refs = [Ref(*item) for item in act.kept.get("re", [])]
        if not bounds[0] <= len(refs) <= bounds[1]:
            self._find(
                act,
                "re",
                N_("%(seen)d references, expected %(least)d to %(most)d: no effect"),
                seen=len(refs),
                least=bounds[0],
                most=bounds[1],
            )
            return None
        for ref in refs:
            if ref == act.ref or not act.has_seen(ref) or ref.index >= self._known.get(ref.log, 0):
                self._find(act, "re", N_("a reference to %(ref)s, which is nothing that its author had seen: no effect"), ref=ref)
                return None
        return refs

    def _find(self, act: Act, rule: str, template: str, **params: Any) -> None:
        self.findings.append(Finding(act.ref, rule, template, params))
