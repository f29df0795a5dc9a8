"""Issues, reports, undertakings: what is disagreed on, what has happened, what was promised.

Each party edits its own wording, gives its own assessment and reports for itself; what is joint is what all have said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from detente.dialogue.acts import Act, Memory, Ref
from detente.errors import N_

Find = Callable[..., None]


@dataclass(slots=True)
class Issue:
    """One matter: each party's wording and assessments with their whole history, states outside the talks, referrals."""

    slot: str
    raised: list[Act] = field(default_factory=list)
    wordings: dict[str, list[Act]] = field(default_factory=dict)
    assessments: dict[str, list[Act]] = field(default_factory=dict)
    referrals: list[Act] = field(default_factory=list)

    @property
    def concerns(self) -> list[str]:
        """States outside the talks that it concerns."""
        return sorted({state for act in self.raised for state in act.kept.get("concerns", ())})

    def movements(self) -> dict[str, str]:
        """Each side's last assessment."""
        return {party: str(acts[-1].kept["movement"]) for party, acts in sorted(self.assessments.items())}

    def state(self, members: tuple[str, ...]) -> str:
        """agreed, when every member says so; else open."""
        movements = self.movements()
        return "agreed" if all(movements.get(member) == "agreed" for member in members) else "open"


@dataclass(slots=True)
class Undertaking:
    """A promise of one party: performed by it, confirmed or disputed by the others."""

    act: Act
    to: tuple[str, ...]
    performances: list[Act] = field(default_factory=list)
    verdicts: dict[str, Act] = field(default_factory=dict)

    @property
    def status(self) -> str:
        """open, performed, confirmed, disputed."""
        disputes = [act for act in self.verdicts.values() if act.kind == "dispute"]
        if any(not any(done.has_seen(dispute.ref) for done in self.performances) for dispute in disputes):
            return "disputed"
        if not self.performances:
            return "open"
        confirmed = all(party in self.verdicts and self.verdicts[party].kind == "confirm" for party in self.to)
        return "confirmed" if confirmed else "performed"


class Matters:
    """All issues, tracks, reports, announcements, delegations and undertakings of a channel."""

    def __init__(self, members: tuple[str, ...], memory: Memory, find: Find) -> None:
        self.members = members
        self.issues: dict[str, Issue] = {}
        self.undertakings: dict[Ref, Undertaking] = {}
        self.announcements: dict[str, list[Act]] = {}
        self.delegations: dict[tuple[str, str], list[Act]] = {}
        self.channels: dict[str, list[Act]] = {}
        self.reports: dict[str, dict[str, dict[str, Act]]] = {}
        self.reported_back: dict[Ref, list[Act]] = {}
        self._memory = memory
        self._find = find
        self._performed: dict[Ref, Ref] = {}

    # ---- issues ----

    def raise_(self, act: Act, _refs: list[Ref]) -> None:
        name = str(act.kept["about"])
        issue = self.issues.setdefault(name, Issue(name))
        issue.raised.append(act)
        issue.wordings.setdefault(act.party, []).append(act)

    def word(self, act: Act, _refs: list[Ref]) -> None:
        issue = self._issue(act)
        if issue is not None:
            issue.wordings.setdefault(act.party, []).append(act)

    def assess(self, act: Act, _refs: list[Ref]) -> None:
        issue = self._issue(act)
        if issue is not None:
            issue.assessments.setdefault(act.party, []).append(act)

    def refer(self, act: Act, _refs: list[Ref]) -> None:
        issue = self._issue(act)
        if issue is not None:
            issue.referrals.append(act)
            self.reported_back[act.ref] = []

    def _issue(self, act: Act) -> Issue | None:
        """The issue that an act is about, if its author knew of it."""
        name = str(act.kept["about"])
        issue = self.issues.get(name)
        if issue is None or not any(act.has_seen(raised.ref) for raised in issue.raised):
            self._find(act, act.kind, N_("%(about)s has not been raised, as far as its author had seen: no effect"), about=name)
            return None
        return issue

    # ---- what has happened ----

    def announce(self, act: Act, _refs: list[Ref]) -> None:
        self.announcements.setdefault(str(act.kept["about"]), []).append(act)

    def delegation(self, act: Act, _refs: list[Ref]) -> None:
        self.delegations.setdefault((str(act.kept["about"]), act.party), []).append(act)

    def list_channel(self, act: Act, _refs: list[Ref]) -> None:
        self.channels.setdefault(str(act.kept["about"]), []).append(act)

    def report(self, act: Act, refs: list[Ref]) -> None:
        """What a party says has happened. It stands as joint when every member has said or confirmed it."""
        if refs:
            if refs[0] not in self.reported_back:
                self._find(act, "report", N_("%(ref)s is no referral: no effect"), ref=refs[0])
                return
            self.reported_back[refs[0]].append(act)
        self._reported(act).setdefault(act.party, act)

    def confirm_report(self, act: Act, report: Act) -> None:
        self._reported(report).setdefault(act.party, act)

    def _reported(self, report: Act) -> dict[str, Act]:
        return self.reports.setdefault(str(report.kept["about"]), {}).setdefault(str(report.kept["state"]), {})

    def says(self, about: str, states: frozenset[str]) -> tuple[str, ...]:
        """The members who have said, or confirmed, that a thing is in one of these states."""
        said = {party for state, by in self.reports.get(about, {}).items() if state in states for party in by}
        return tuple(member for member in self.members if member in said)

    # ---- undertakings ----

    def undertake(self, act: Act, _refs: list[Ref]) -> None:
        others = tuple(member for member in self.members if member != act.party)
        to = tuple(act.kept.get("to", others))
        if not set(to) <= set(others):
            self._find(act, "undertake", N_("an undertaking to %(to)s, not all of them other members: no effect"), to=", ".join(to))
            return
        self.undertakings[act.ref] = Undertaking(act, to)

    def perform(self, act: Act, refs: list[Ref]) -> None:
        undertaking = self.undertakings.get(refs[0])
        if undertaking is None or undertaking.act.party != act.party:
            self._find(act, "perform", N_("%(ref)s is no undertaking of %(party)s: no effect"), ref=refs[0], party=act.party)
            return
        undertaking.performances.append(act)
        self._performed[act.ref] = refs[0]

    def judge(self, act: Act, refs: list[Ref]) -> None:
        """A confirmation or a dispute of a performance, or of the undertaking itself; a party's last word counts."""
        undertaking = self.undertaking_of(refs[0])
        if undertaking is None or undertaking.act.party == act.party:
            self._find(act, act.kind, N_("%(ref)s is no undertaking of another party: no effect"), ref=refs[0])
            return
        if act.kind == "confirm" and not any(act.has_seen(done.ref) for done in undertaking.performances):
            self._find(act, "confirm", N_("%(ref)s has not been performed, as far as its author had seen: no effect"), ref=refs[0])
            return
        undertaking.verdicts[act.party] = act

    def undertaking_of(self, ref: Ref) -> Undertaking | None:
        """The undertaking that an act is, or performs."""
        return self.undertakings.get(self._performed.get(ref, ref))

    def value(self) -> dict[str, Any]:
        """As one JSON value, for comparing two folds."""
        return {
            "issues": {
                name: {
                    "state": issue.state(self.members),
                    "raised": sorted(str(act.ref) for act in issue.raised),
                    "concerns": issue.concerns,
                    "movements": issue.movements(),
                    "wordings": {party: [str(act.ref) for act in acts] for party, acts in sorted(issue.wordings.items())},
                    "referrals": {
                        str(act.ref): sorted(str(report.ref) for report in self.reported_back[act.ref])
                        for act in sorted(issue.referrals, key=lambda act: act.ref)
                    },
                }
                for name, issue in sorted(self.issues.items())
            },
            "reports": {
                about: {state: sorted(by) for state, by in sorted(states.items())} for about, states in sorted(self.reports.items())
            },
            "announcements": {about: sorted(str(act.ref) for act in acts) for about, acts in sorted(self.announcements.items())},
            "delegations": {f"{about} {party}": str(acts[-1].ref) for (about, party), acts in sorted(self.delegations.items())},
            "channels": {about: sorted(str(act.ref) for act in acts) for about, acts in sorted(self.channels.items())},
            "undertakings": {
                str(ref): {"status": u.status, "verdicts": {party: str(act.ref) for party, act in sorted(u.verdicts.items())}}
                for ref, u in sorted(self.undertakings.items())
            },
        }
