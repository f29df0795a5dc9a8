"""Requests: what was asked, answered, withdrawn and disputed; one party's are counted in one section of the standing.

Where a withdrawal and a final answer cross, neither having seen the other, the request is in a column of its own (F24).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from detente.dialogue.acts import WAITING, Act, AtRest, Memory, Ref, RequestLine, Wanted
from detente.dialogue.kinds import FINAL_OUTCOMES, OUTCOMES
from detente.errors import N_
from detente.record.entry import time_number

Find = Callable[..., None]

COLUMNS: Final = ("sent", "full", "partial", "nil", "declined", "withheld", "holding", "open", "withdrawn", "crossed", "disputed")
"""One party's requests with all outcomes; `sent` is the sum of all others but `disputed`, which is counted apart."""

ROLES: Final = ("acknowledgements", "answers", "withdrawals", "disputes", "clarifications", "reminders")

AT_HAND: Final = 4096
"""So many requests stay at hand when the others rest: what was touched last is soon named again."""


@dataclass(slots=True)
class Request:
    """One request with everything that refers to it, by effect, each list in the order of arrival.

    Attributes:
        number: which of the requests it is that its party has sent in the channel, from 1: so both sides can speak of it. What is sent
            again or reminded of keeps its number; a request that does not count any more has none, and those after it move up.
        rested: it in short, as it rests in the memory; None if it never rested.
    """

    act: Act
    to: str
    number: int
    acknowledgements: Sequence[Act] = ()
    answers: Sequence[Act] = ()
    withdrawals: Sequence[Act] = ()
    disputes: Sequence[Act] = ()
    clarifications: Sequence[Act] = ()
    reminders: Sequence[Act] = ()
    rested: RequestLine | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def final_answers(self) -> list[Act]:
        """Final answers given without having seen a withdrawal, in the order of the answerer's log."""
        found = [answer for answer in self.answers if answer.kept["outcome"] in FINAL_OUTCOMES]
        if self.withdrawals:
            found = [answer for answer in found if not any(answer.has_seen(w.ref) for w in self.withdrawals)]
        return sorted(found, key=lambda act: act.ref) if len(found) > 1 else found

    @property
    def status(self) -> str:
        """open, holding, a final outcome, withdrawn, or crossed (answered and withdrawn, neither having seen the other)."""
        if not self.answers:  # most, and asked at every rest
            return "withdrawn" if self.withdrawals else "open"
        finals = self.final_answers
        if not self.withdrawals:
            return str(finals[-1].kept["outcome"]) if finals else "holding"
        withdrawn = any(
            not any(w.has_seen(answer.ref) for answer in self.answers if answer.kept["outcome"] in FINAL_OUTCOMES) for w in self.withdrawals
        )
        if finals and withdrawn:
            return "crossed"
        if withdrawn:
            return "withdrawn"
        return str(finals[-1].kept["outcome"]) if finals else "holding"

    @property
    def move(self) -> str | None:
        """Whose move it is.

        The addressee's while nothing final is there, or while a dispute of the final answer waits for another; the sender's while a
        question of the addressee waits for him; else nobody's.
        """
        return self._move(self.status)

    def _move(self, status: str) -> str | None:
        if status in {"withdrawn", "crossed"}:
            return None
        if status not in {"open", "holding"}:
            waiting = [d for d in self.disputes if not any(answer.has_seen(d.ref) for answer in self.final_answers)]
            return self.to if waiting else None
        if not self.clarifications:
            return self.to
        sender = self.act.party
        asked = [c for c in self.clarifications if c.party == self.to]
        unanswered = [q for q in asked if not any(c.party == sender and c.has_seen(q.ref) for c in self.clarifications)]
        return sender if unanswered else self.to

    def acts(self) -> Iterator[Act]:
        """Everything that refers to it."""
        for acts in self.by_role():
            yield from acts

    def as_seen(self, has_seen: Callable[[Ref], bool]) -> Request:
        """The request as somebody knows it who has seen only some of these acts."""
        return Request(
            self.act, self.to, self.number, **{role: [act for act in getattr(self, role) if has_seen(act.ref)] for role in ROLES}
        )

    def refs(self) -> dict[str, list[Ref]]:
        """The acts by role, as a memory keeps them."""
        return {role: [act.ref for act in acts] for role, acts in zip(ROLES, self.by_role(), strict=True) if acts}

    def by_role(self) -> tuple[Sequence[Act], ...]:
        """The acts in the order of `ROLES`."""
        return self.acknowledgements, self.answers, self.withdrawals, self.disputes, self.clarifications, self.reminders

    def line(self) -> RequestLine:
        """It in short."""
        act, status = self.act, self.status
        return RequestLine(act.ref, self.number, self.to, time_number(str(act.kept["at"])), status, self._move(status), bool(self.disputes))


class Requests(Mapping[Ref, Request]):
    """All requests of a channel. They may rest in the memory, and come back when an act names them.

    Attributes:
        counts: the columns of each member's section.
        live: the requests at hand, those that were touched last at its end.
        changed: which of them the memory has not been told of.
    """

    def __init__(self, members: tuple[str, ...], memory: Memory, find: Find) -> None:
        self.members = members
        self.counts = {member: dict.fromkeys(COLUMNS, 0) for member in members}
        self.live: dict[Ref, Request] = {}
        self.changed: set[Ref] = set()
        self._memory = memory
        self._find = find

    # ---- acts ----

    def request(self, act: Act, _refs: list[Ref]) -> None:
        ref, to = act.ref, act.kept.get("to")
        party = ref.party
        if to not in self.members or to == party:
            self._find(act, "request", N_("a request to %(to)s, which is no other member of the channel: no effect"), to=repr(to))
            return
        counts = self.counts[party]
        counts["sent"] += 1
        self.live[ref] = Request(act, str(to), counts["sent"])  # the acts of one party come in the order of its log, everywhere
        self.changed.add(ref)
        counts["open"] += 1

    def acknowledge(self, act: Act, refs: list[Ref]) -> None:
        request = self._request_to(act, refs[0])
        if request is not None:
            request.acknowledgements = _with(request.acknowledgements, act)

    def answer(self, act: Act, refs: list[Ref]) -> None:
        if act.kept.get("outcome") not in OUTCOMES:
            self._find(act, "answer", N_("an answer with the outcome %(outcome)s: no effect"), outcome=repr(act.kept.get("outcome")))
            return
        request = self._request_to(act, refs[0])
        if request is None:
            return
        if request.withdrawals and any(act.has_seen(w.ref) for w in request.withdrawals):
            self._find(act, "answer", N_("an answer to a request that its author knew to be withdrawn: no effect"))
        self._change(request, "answers", act)

    def withdraw(self, act: Act, refs: list[Ref]) -> None:
        request = self._touch(refs[0])
        if request is None or request.act.party != act.party:
            self._find(
                act, "withdraw", N_("a withdrawal of %(ref)s, which is no request of %(party)s: no effect"), ref=refs[0], party=act.party
            )
            return
        if request.answers and any(act.has_seen(answer.ref) for answer in request.final_answers):
            self._find(act, "withdraw", N_("a withdrawal of a request that its author knew to be answered: no effect"))
        self._change(request, "withdrawals", act)

    def dispute(self, act: Act, refs: list[Ref]) -> None:
        request = self.of_answer(refs[0])
        if request is None or request.act.party != act.party:
            self._find(act, "dispute", N_("a dispute of %(ref)s, which is no answer to %(party)s: no effect"), ref=refs[0], party=act.party)
            return
        self._keep(request)
        if not request.disputes:
            self.counts[act.party]["disputed"] += 1
        request.disputes = _with(request.disputes, act)
        self.changed.add(request.act.ref)

    def clarify(self, act: Act, refs: list[Ref]) -> None:
        request = self._touch(refs[0])
        if request is None or act.party not in {request.to, request.act.party}:
            self._find(
                act,
                "clarify",
                N_("a question about %(ref)s, which is no request of or to %(party)s: no effect"),
                ref=refs[0],
                party=act.party,
            )
            return
        request.clarifications = _with(request.clarifications, act)
        self.changed.add(request.act.ref)

    def remind(self, act: Act, refs: list[Ref]) -> None:
        """A reminder, or the same request sent again: it changes no number."""
        request = self._touch(refs[0])
        if request is None or request.act.party != act.party:
            self._find(
                act, "remind", N_("a reminder of %(ref)s, which is no request of %(party)s: no effect"), ref=refs[0], party=act.party
            )
            return
        request.reminders = _with(request.reminders, act)
        self.changed.add(request.act.ref)

    # ---- looking ----

    def __getitem__(self, ref: Ref) -> Request:
        found = self.live.get(ref)
        if found is None:
            rest = self._memory.resting(ref)
            if rest is None:
                raise KeyError(ref)
            found = self._recall(ref, rest)
        return found

    def __contains__(self, ref: object) -> bool:
        return ref in self.live or (isinstance(ref, Ref) and self._memory.resting(ref) is not None)

    def __iter__(self) -> Iterator[Ref]:
        yield from list(self.live)
        yield from (ref for ref in self._memory.all_resting() if ref not in self.live)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def of(self, ref: Ref) -> Request | None:
        """The request that an act is, or that it is about; None for anything else, a seal too."""
        if ref in self:
            return self[ref]
        try:
            act = self._memory.act(ref)
        except KeyError:  # a seal is no act, and an act that is doubted was never taken
            return None
        about = Ref(*act.kept["re"][0]) if act.kept.get("re") else None
        if about is None:
            return None
        if act.kind == "dispute":
            return self.of_answer(about)
        request = self.get(about)
        return request if request is not None and any(act.ref == ref for act in request.acts()) else None

    def of_answer(self, ref: Ref) -> Request | None:
        """The request that an answer answers."""
        act = self._memory.act(ref)
        if act.kind != "answer" or not act.kept.get("re"):
            return None
        request = self.get(Ref(*act.kept["re"][0]))
        return request if request is not None and any(answer.ref == ref for answer in request.answers) else None

    def waiting(self) -> list[Request]:
        """Those in which it is somebody's move, by name."""
        return [self[line.ref] for line in sorted(self.lines(WAITING))]

    def number(self, wanted: Wanted) -> int:
        """How many requests fit."""
        known = self._memory.number(wanted)
        for ref in self.changed:
            request = self.live[ref]
            known += wanted.fits(request.line()) - (request.rested is not None and wanted.fits(request.rested))
        return known

    def lines(self, wanted: Wanted) -> Iterator[RequestLine]:
        """The requests that fit, in short: the newest first, by the times that their authors claim, then by reference.

        Nothing is read of the acts, so that a page of a long list costs what is on it.
        """
        changed = sorted(filter(wanted.fits, (self.live[ref].line() for ref in self.changed)), key=newest, reverse=True)
        resting = (line for line in self._memory.lines(wanted) if line.ref not in self.changed)
        return heapq.merge(changed, resting, key=newest, reverse=True)

    # ---- resting ----

    def unrested(self) -> list[tuple[Request, RequestLine]]:
        """Those that the memory has to write down before `rest`, whole and in short."""
        changed = [self.live[ref] for ref in self.changed]
        return [(request, request.line()) for request in changed]

    def rest(self, written: Sequence[tuple[Request, RequestLine]]) -> None:
        """Let go of all requests but those touched last; what was unrested is written down."""
        for request, line in written:
            request.rested = line
        self.changed.clear()
        for ref in list(islice(self.live, max(0, len(self.live) - AT_HAND))):
            del self.live[ref]

    def _recall(self, ref: Ref, rest: AtRest) -> Request:
        """A request put together again from its acts."""
        act, roles = self._memory.act(ref), rest.roles
        request = Request(
            act, str(act.kept["to"]), rest.number, **{role: [self._memory.act(r) for r in refs] for role, refs in roles.items()}
        )
        request.rested = request.line()
        return request

    # ---- helpers ----

    def _touch(self, ref: Ref) -> Request | None:
        """A request that an act names: at hand from now on."""
        found = self.live.pop(ref, None)
        if found is None:
            rest = self._memory.resting(ref)
            if rest is None:
                return None
            found = self._recall(ref, rest)
        self.live[ref] = found
        return found

    def _keep(self, request: Request) -> None:
        """The same where the request is known."""
        self.live.pop(request.act.ref, None)
        self.live[request.act.ref] = request

    def _request_to(self, act: Act, ref: Ref) -> Request | None:
        request = self._touch(ref)
        if request is None or request.to != act.party:
            self._find(act, act.kind, N_("%(ref)s is no request to %(party)s: no effect"), ref=ref, party=act.party)
            return None
        self.changed.add(ref)
        return request

    def _change(self, request: Request, role: str, act: Act) -> None:
        counts = self.counts[request.act.party]
        counts[request.status] -= 1
        setattr(request, role, _with(getattr(request, role), act))
        counts[request.status] += 1
        self.changed.add(request.act.ref)

    def value(self) -> dict[str, Any]:
        """As one JSON value, for comparing two folds."""
        return {
            str(ref): {
                "to": request.to,
                "number": request.number,
                "status": request.status,
                "move": request.move,
                **{role: sorted(str(act.ref) for act in getattr(request, role)) for role in ROLES},
            }
            for ref, request in sorted(self.items())
        }


def _with(acts: Sequence[Act], act: Act) -> list[Act]:
    """One more act. Most requests have none of most roles: a list is made with the first."""
    if isinstance(acts, list):
        acts.append(act)
        return acts
    return [*acts, act]


def newest(line: RequestLine) -> tuple[int, Ref]:
    """By what lists are sorted, falling."""
    return line.at, line.ref
