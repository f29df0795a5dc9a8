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

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from detente.dialogue.acts import Act, Finding, InMemory, Memory, Ref
from detente.dialogue.compliance import DECLARING, Compliance
from detente.dialogue.exchanges import Exchanges
from detente.dialogue.fields import paper
from detente.dialogue.kinds import KINDS, RECORD_KINDS, misshapen
from detente.dialogue.matters import Matters
from detente.dialogue.people import People
from detente.dialogue.proposals import Proposals, Slot
from detente.dialogue.register import Register
from detente.dialogue.requests import Requests
from detente.dialogue.said import MANY
from detente.dialogue.talks import Talks
from detente.dialogue.texts import Texts
from detente.errors import N_
from detente.record import canonical
from detente.record.seal import LogKey
from detente.record.text import encode_base64

RULES: Final = 1

MEASURES: Final = ("body", "charter", "exchange", "issue", "measure", "term", "track")
"""Subjects of proposals that are counted together: whatever is agreed that is no meeting, group or text."""

__all__ = ["RULES", "Act", "Finding", "Fold", "Ref"]

Handler = Callable[[Act, list[Ref]], None]


class Fold:
    """The state of one channel over the acts that it was given; `plenary`: whether it is the plenary of its dialogue."""

    def __init__(self, members: Iterable[str], memory: Memory | None = None, *, plenary: bool = True) -> None:
        self.members = tuple(sorted(members))
        self.memory = InMemory() if memory is None else memory
        self.findings: list[Finding] = []
        self.acts: dict[str, int] = dict.fromkeys(self.members, 0)
        self.known: dict[LogKey, int] = {}
        self.destructions: dict[Ref, set[str]] = {}
        self.lasting: list[Ref] = []
        self.requests = Requests(self.members, self.memory, self._find)
        self.proposals = Proposals(self.members, self._find)
        self.people = People(self.memory, self._find, plenary=plenary)
        self.matters = Matters(self.members, self.memory, self._find)
        self.register = Register(self.members, self.memory, self._find)
        self.talks = Talks(self.members, self.proposals, self.matters, self._find)
        self.compliance = Compliance(self.members, self.memory, self._find)
        self.exchanges = Exchanges(self.members, self.proposals, self._find)
        self.texts = Texts(self.members, self.proposals, self._find)
        self._handlers = self._table()

    def _table(self) -> dict[str, Handler]:
        """Which part takes which kind: one line each, so that none is forgotten (tests/dialogue checks it against the kinds)."""
        requests, proposals, people, matters, register = self.requests, self.proposals, self.people, self.matters, self.register
        compliance = self.compliance
        return {
            "destroy": self._destroy, "correct": register.correct, "confirm": self._confirm, "release": register.release,
            "translate": register.translate,
            "appoint": people.appoint, "empower": people.empower, "revoke": people.revoke, "contacts": people.contacts,
            "rename": people.rename,
            "propose": proposals.propose, "consent": self._consent, "reserve": proposals.reserve, "object": proposals.object,
            "withdraw": self._withdraw, "lapse": proposals.lapse, "sign": self._sign, "initial": self._initial,
            "attach": self.texts.attach, "bind": self.texts.bind, "force": self.texts.force,
            "announce": matters.announce, "delegation": matters.delegation, "report": matters.report,
            "list_channel": matters.list_channel,
            "request": requests.request, "acknowledge": requests.acknowledge, "answer": requests.answer, "clarify": requests.clarify,
            "remind": requests.remind, "dispute": self._dispute,
            "raise": matters.raise_, "word": matters.word, "assess": matters.assess, "refer": matters.refer,
            "undertake": matters.undertake, "perform": matters.perform,
            "note": register.note, "disclose": register.disclose, "check": register.check, "statement": register.statement,
            "reply": register.reply,
            "commit": self.exchanges.commit, "reveal": self.exchanges.reveal,
            "declare": compliance.declare, "notify": compliance.notify, "query": compliance.query, "suspend": compliance.suspend,
            "resume": compliance.resume, "inspect": compliance.inspect, "visit": compliance.visit,
        }  # fmt: skip

    def apply(self, act: Act) -> None:
        """Take one act; everything that its author had seen has been taken before."""
        ref, kept, *_ = act
        kind = str(kept["kind"])
        self.known[ref.log] = ref.index + 1
        repeated = self.memory.add(act)
        if kind in RECORD_KINDS:
            return
        party = ref.party
        self.acts[party] = self.acts.get(party, 0) + 1
        if repeated:
            self._find(act, "repeated", N_("the same entry again: no effect"))
            return
        known = KINDS.get(kind)
        if known is None:
            self._find(act, "kinds", N_("the kind '%(kind)s' is not one of rules %(rules)d: kept, without effect"), kind=kind, rules=RULES)
            return
        wrong, unknown = misshapen(kept)
        for name in unknown:
            self._find(
                act, "fields", N_("the field '%(field)s' is not one of rules %(rules)d: kept, without effect"), field=name, rules=RULES
            )
        if wrong is not None:
            self._find(act, "fields", N_("the field '%(field)s' is missing or has not its form: no effect"), field=wrong)
            return
        refs = self._refs(act, known.refs)
        if refs is None:
            return
        if "by" in kept:
            self.people.check_person(act)
        if "paper" in kept and paper(kept["paper"]):
            self.register.enter_paper(act.ref)
        if kind not in _OF_REQUESTS and self._lasts(act, refs):
            self.lasting.append(ref)
        self._handlers[kind](act, refs)

    # ---- resting in a store ----

    def snapshot(self) -> dict[str, Any]:
        """What a memory needs, beside the requests at rest, to go on from here: a JSON value. No request may be unrested.

        What is beside requests, declarations and notifications is little, and is folded again from the acts listed here.
        """
        return {
            "rules": RULES,
            "acts": self.acts,
            "known": [[log.party, log.generation, size] for log, size in sorted(self.known.items())],
            "counts": self.requests.counts,
            "lasting": [ref.value for ref in self.lasting],
            "compliance": self.compliance.snapshot(),
            "destructions": [[ref.value, sorted(by)] for ref, by in sorted(self.destructions.items())],
            "unconfirmed_paper": [ref.value for ref in sorted(self.register.unconfirmed_paper)],
            "in_person": [ref.value for ref in sorted(self.people.signed_in_person)],
            "findings": [[f.ref.value, f.rule, f.template, f.params] for f in self.findings],
        }

    @classmethod
    def resume(cls, members: Iterable[str], memory: Memory, snapshot: dict[str, Any], *, plenary: bool = True) -> Fold:
        """The fold as it was when the snapshot was taken."""
        fold = cls(members, memory, plenary=plenary)
        fold.known = {LogKey(party, generation): size for party, generation, size in snapshot["known"]}
        fold.compliance.go_on(snapshot["compliance"], fold.known)
        for act in memory.acts(Ref(*item) for item in snapshot["lasting"]):
            fold.lasting.append(act.ref)
            fold._handlers[str(act.kept["kind"])](act, [Ref(*ref) for ref in act.kept.get("re", ())])
        fold.acts = dict(snapshot["acts"])
        fold.requests.counts = {party: dict(counts) for party, counts in snapshot["counts"].items()}
        fold.register.unconfirmed_paper = {Ref(*item) for item in snapshot["unconfirmed_paper"]}
        fold.people.signed_in_person = {Ref(*item) for item in snapshot["in_person"]}
        fold.destructions = {Ref(*item): set(by) for item, by in snapshot["destructions"]}
        fold.findings = [Finding(Ref(*item), rule, template, params) for item, rule, template, params in snapshot["findings"]]
        return fold

    # ---- what it comes to ----

    def sections(self) -> dict[str, Any]:
        """The sections of the standing of rules 1; all are present, empty ones too."""
        found: dict[str, Any] = {"requests/" + member: dict(self.requests.counts[member]) for member in self.members}
        for member in self.members:
            own = {str(ref): u.status for ref, u in self.matters.undertakings.items() if ref.party == member}
            found["undertakings/" + member] = _section(("open", "performed", "confirmed", "disputed"), own)
        found["groups"] = _section(("proposed", "agreed", "met"), {name: self.talks.group_state(name) for name in self.talks.groups()})
        meetings = {m.slot: (m.state, m.date) for m in self.talks.meetings()}
        found["meetings"] = _section(
            ("proposed", "agreed", "held"),
            {name: state for name, (state, _) in meetings.items()},
            {name: date for name, (_, date) in meetings.items()},
        )
        issues = self.matters.issues
        found["issues"] = _section(
            ("open", "agreed"),
            {name: issue.state(self.members) for name, issue in issues.items()},
            {name: issue.movements() for name, issue in issues.items()},
        )
        brackets = {slot.name: number for slot in self.texts.all() if (number := self.texts.open_brackets(slot))}
        found["texts"] = _section(
            ("draft", "adopted", "signed"), {slot.name: self.texts.state(slot) for slot in self.texts.all()}, brackets
        )
        if brackets:
            found["texts"]["brackets"] = sum(brackets.values())
        decided = [slot for subject in MEASURES for slot in self.proposals.about(subject)]
        found["measures"] = _section(
            ("proposed", "adopted"), {slot.name: "proposed" if slot.current is None else "adopted" for slot in decided}
        )
        return dict(sorted(found.items()))

    def all_findings(self) -> list[Finding]:
        """Everything that was found, in the order of the acts."""
        return sorted(self.findings, key=lambda finding: (finding.ref, finding.rule, str(finding)))

    def value(self) -> dict[str, Any]:
        """The whole state as one JSON value: equal for every order of arrival (what convergence tests compare)."""
        return {"requests": self.requests.value(), "sections": self.sections(), **self.lasting_value()}

    def lasting_value(self) -> dict[str, Any]:
        """All of the state that is not requests: what a snapshot gives again."""
        return {
            "proposals": self.proposals.value(),
            "people": self.people.value(),
            "matters": self.matters.value(),
            "register": self.register.value(),
            "talks": self.talks.value(),
            "texts": self.texts.value(),
            "compliance": self.compliance.value(),
            "exchanges": self.exchanges.value(),
            "acts": dict(self.acts),
            "destructions": {str(ref): sorted(by) for ref, by in sorted(self.destructions.items())},
            "findings": [[str(f.ref), f.rule, str(f)] for f in self.all_findings()],
        }

    def may_destroy(self, ref: Ref) -> bool:
        """Whether all members have agreed to destroy the body of an act."""
        return self.destructions.get(ref, set()) == set(self.members)

    def related(self, kept: Mapping[str, Any]) -> Iterator[Act]:
        """The acts about the same matter as a draft: what its author should have seen before it is sealed (F27)."""
        for name in ("slot", "about"):
            slot = self.proposals.slots.get(str(kept.get(name)))
            if slot is not None:
                yield from _voices(slot)
        exchange = self.exchanges.exchanges.get(str(kept.get("about")))
        if exchange is not None:
            yield from exchange.acts()
        for item in kept.get("re", []):
            ref = Ref(*item)
            if self._known(ref) is None:
                continue
            request = self.requests.get(ref) or self.requests.of_answer(ref)
            if request is not None:
                yield from request.acts()
            found = self.proposals.get(ref)
            if found is not None:
                yield from _voices(found[0])
            undertaking = self.matters.undertaking_of(ref)
            if undertaking is not None:
                yield from [*undertaking.performances, *undertaking.verdicts.values()]
            yield from self.register.corrections.get(ref, ())
            yield from self.compliance.related(ref)
            exchanged = self.exchanges.get(ref)
            if exchanged is not None:
                yield from exchanged.acts()

    # ---- kinds that several parts share ----

    def _destroy(self, act: Act, refs: list[Ref]) -> None:
        for ref in refs:
            self.destructions.setdefault(ref, set()).add(act.party)

    def _withdraw(self, act: Act, refs: list[Ref]) -> None:
        target = self.memory.act(refs[0]).kind
        if target in {"propose", "consent", "reserve", "object", "confirm", "lapse"}:
            self.proposals.withdraw(act, refs)
        elif target != "request" and self.compliance.is_withdrawable(refs[0]):
            self.compliance.withdraw(act, refs)
        else:
            self.requests.withdraw(act, refs)

    def _dispute(self, act: Act, refs: list[Ref]) -> None:
        target = self.memory.act(refs[0]).kind
        if target in {"undertake", "perform"}:
            self.matters.judge(act, refs)
        elif target in DECLARING:
            self.compliance.dispute(act, refs)
        else:
            self.requests.dispute(act, refs)

    def _confirm(self, act: Act, refs: list[Ref]) -> None:
        """Confirm one's own stance; or what another party has done, reported, or entered from paper."""
        target = self.memory.act(refs[0])
        if target.party == act.party or target.kind == "propose":
            self.proposals.confirm(act, refs)
            return
        taken = False
        if target.kind not in RECORD_KINDS and paper(target.kept.get("paper")):
            self.register.confirm_paper(act, target.ref)
            taken = True
        if target.kind in {"undertake", "perform"}:
            self.matters.judge(act, refs)
        elif target.kind == "report":
            self.matters.confirm_report(act, target)
        elif not taken:
            self._find(act, "confirm", N_("%(ref)s is nothing that %(party)s could confirm: no effect"), ref=refs[0], party=act.party)

    def _consent(self, act: Act, refs: list[Ref]) -> None:
        self.proposals.consent(act, refs)
        self._check_power(act, "consent", refs[0])

    def _sign(self, act: Act, refs: list[Ref]) -> None:
        if self.texts.sign(act, refs):
            self._check_power(act, "sign", refs[0])

    def _initial(self, act: Act, refs: list[Ref]) -> None:
        if self.texts.initial(act, refs):
            self._check_power(act, "initial", refs[0])

    def _check_power(self, act: Act, power: str, proposal: Ref) -> None:
        found = self.proposals.get(proposal)
        if found is not None:
            self.people.check_power(act, power, found[0].name)

    # ---- helpers ----

    def _lasts(self, act: Act, refs: list[Ref]) -> bool:
        """Whether an act is folded again when a fold is resumed: not what is kept otherwise, nor a note that decides nothing."""
        kind = act.kind
        if kind in MANY:
            return False
        if kind == "note":
            return "commitment" in act.kept or "urgent" in act.kept
        if kind in {"withdraw", "dispute"}:
            return self.memory.act(refs[0]).kind not in {"request", "answer"}
        return True

    def _refs(self, act: Act, bounds: tuple[int, int]) -> list[Ref] | None:
        """The references of an act; None (and a finding) unless each is to an act that its author had seen and that counts."""
        named = act.kept.get("re", ())
        least, most = bounds
        if not least <= len(named) <= most:
            self._find(
                act, "re", N_("%(seen)d references, expected %(least)d to %(most)d: no effect"), seen=len(named), least=least, most=most
            )
            return None
        refs = [Ref(*item) for item in named]
        for ref in refs:
            if not act.has_seen(ref) or self._known(ref) is None:
                self._find(act, "re", N_("a reference to %(ref)s, which is nothing that its author had seen: no effect"), ref=ref)
                return None
        return refs

    def _known(self, ref: Ref) -> Act | None:
        """An act that was taken; None for what was not, and for the place of a seal, which is no act."""
        if ref.index >= self.known.get(ref.log, 0):
            return None
        try:
            act = self.memory.act(ref)
        except KeyError:
            return None
        return None if act.kind == "seal" else act

    def _find(self, act: Act, rule: str, template: str, **params: Any) -> None:
        values = {name: value if type(value) is int else str(value) for name, value in params.items()}
        self.findings.append(Finding(act.ref, rule, template, values))


_OF_REQUESTS: Final = frozenset({"request", "acknowledge", "answer", "clarify", "remind", "destroy"})


def _voices(slot: Slot) -> Iterator[Act]:
    for voices in slot.voices.values():
        yield from (voice.act for voice in voices)


def _section(states: tuple[str, ...], items: dict[str, str], more: dict[str, Any] | None = None) -> dict[str, Any]:
    """A section that counts a list by state, with the hash of the list: [[id, state] or [id, state, more], ..], sorted."""
    counts = Counter(items.values())
    listed = [[name, state, more[name]] if more is not None and name in more else [name, state] for name, state in sorted(items.items())]
    digest = hashlib.sha256(b"detente/v1/items\n" + canonical.encode(listed)).digest()
    return {**{state: counts[state] for state in states}, "items": encode_base64(digest)}
