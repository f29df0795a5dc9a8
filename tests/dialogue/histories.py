"""Whole histories of a channel for Hypothesis: parties that act, seal, hear of each other late, and write what makes no sense.

Every vector is closed and only grows, as admission has it (F16). Everything else is left to chance: references to what was never
seen, to seals, to strangers; fields of a wrong form; the same leaf again; a new generation of a log. The values of a field come from
one pool, sorted by the form that the tables ask for, so a new kind is in the histories as soon as it is in the tables.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hypothesis import strategies as st

from detente.dialogue.acts import Act, AtRest, InMemory, Ref, RequestLine, Wanted
from detente.dialogue.fold import Fold
from detente.dialogue.kinds import ALWAYS, KINDS, RECORD_KINDS, STANCES
from detente.dialogue.requests import newest
from detente.dialogue.texts import is_text
from detente.record.seal import HeadId, LogKey
from detente.record.text import encode_base64

PARTIES = ("alpha", "bravo", "charlie", "delta", "echo")
AT = "2021-09-30T08:00:00Z"
DIGEST = encode_base64(bytes(32))

SLOTS = (
    "meeting/plenary/3", "meeting/plenary/3/date", "text/first", "group/arms", "exchange/lists", "issue/bases", "term/final", "charter/purpose",
    "body/commission", "track/cyber",
)  # fmt: skip
"""Few, so that histories meet in them."""

PARTS = ("text/first/p/2-a", "text/first/b/1")

POOL: tuple[Any, ...] = (
    *SLOTS, "meeting/plenary/2", "group/arms/agenda", "exchange/lists/1", "measure/hotline",
    *PARTIES, "ivanov", "smith", *(list(PARTIES[:count]) for count in range(1, 6)), ["bravo"], ["ivanov"], ["ivanov", "smith"],
    "2021-10-01", "2021-12-31", "2021-10", AT, {"day": "2021-10-01"}, {"month": "2021-11"}, {"open": True},
    {"from": "2021-10-01", "until": "2021-10-02"}, {"from": "2021-10-01", "to": "2021-10-02"}, {"at": "08:00", "zone": "UTC", "about": True},
    {"until": AT}, {"hours": 48}, {"days": 10}, True, DIGEST, encode_base64(b"\1" * 32), "ab" * 32, "en", "ru", ["en", "ru"], {"en": "Talks"},
    ["text", "title"], ["requests/alpha"], ["group/arms"], ["group/arms", "meeting/plenary/2"], ["Utopia"],
    {"on": "2021-09-30", "what": "a folder"}, {"kind": "supposed"}, {"kind": "report", "ref": "p. 3"},
    [{"side": "alpha", "name": "A. Person", "office": "spokesperson"}],
    [{"what": "sent", "by": "alpha", "to": "bravo", "number": 45, "qualifier": "exact"}],
    *("holding", "full", "partial", "nil", "declined", "withheld"), "ad_referendum", "reminder", "resent", "joint_statement",
    *("not_yet", "begun", "met", "held", "concluded", "reported"), *("no_movement", "progress", "agreed"),
    "head", "spokesperson", ["sign"], ["attend", "sign"], "duty_officer", "hotline", "official", "machine", "note_verbale", "non_paper",
    "claim", "denial", "somewhere", "text/second",
    *("figures", "items", "nil", "withheld", "not_provided"), {"warheads": 1389}, {"warheads": 1400, "launchers": 700}, "data", ["data"],
    [{"id": "b-1", "type": "bomber", "fields": {"tested": True}}], ["b-1"], "warheads", [{"number": 56, "what": {"en": "launchers"}}], "yes",
    *("accepted", "refused", "conducted", "filled"), "inspection",
    "text/first/p/2-a", "text/first/b/1", ["text/first/b/1"], "MOD", "numbered", "2-a", ["2-a"], 1, 3, [1], ["alpha", "bravo"], ["bravo", "alpha"],
    "definitive", "simple", "interpretative_statement", "ratification",
)  # fmt: skip

WRONG: tuple[Any, ...] = (
    None, False, 0, -1, 2**53 - 1, "", " ", "\n", "x" * 5000, "№ 45 ✔ 🕊", "text/../x", "meeting/plenary/03", "meeting/plenary", "QR==",
    "2021-02-30", "2021-13", "25:00", [], [[]], [None], [{}], [["alpha", 0, 1]], [1, "a"], ["b", "a"], ["a", "a"], {}, {"": None},
    {"day": "2021-02-30"}, {"day": ["2021-10-01"]}, {"open": False}, {"open": True, "day": "2021-10-01"}, {"from": "2021-10-02", "to": "2021-10-01"},
    {"hours": 0}, {"hours": True}, {"hours": -1}, {"weeks": 1}, {"until": None}, {"until": {"until": AT}}, {"at": 8, "zone": "UTC"},
    {"at": "08:00", "zone": []}, {"at": "08:00", "zone": "UTC", "about": False}, {"on": {}}, {"on": "2021-09-30", "what": 1},
    {"kind": []}, {"kind": "rumour"}, {"EN": "x"}, {"en": ""}, {"en": {"en": "x"}}, [{"side": 1}], [{"side": "alpha", "age": 60}],
    [{"what": "sent", "qualifier": {}}], [{"what": [], "qualifier": "exact"}], [{"what": "x", "qualifier": "exact", "number": "45"}],
    [{"what": "x", "qualifier": "exact", "by": ["alpha"]}], [[[[[[[]]]]]]], {"a": {"b": {"c": {"d": {"e": {"f": {}}}}}}},
)  # fmt: skip
"""Values that have no form of ours, or not that of the field in which they stand."""

TARGETS: dict[str, frozenset[str]] = {
    "consent": frozenset({"propose"}), "reserve": frozenset({"propose"}), "object": frozenset({"propose"}),
    "lapse": frozenset({"propose"}),
    **dict.fromkeys(("sign", "initial", "attach", "bind", "force"), frozenset({"propose"})),
    "withdraw": STANCES | {"request", "dispute", "inspect"}, "confirm": frozenset({"consent", "reserve", "perform", "report", "undertake", "propose"}),
    "acknowledge": frozenset({"request"}), "answer": frozenset({"request"}), "clarify": frozenset({"request"}),
    "remind": frozenset({"request"}), "dispute": frozenset({"answer", "perform", "undertake", "declare", "suspend", "visit"}), "perform": frozenset({"undertake"}),
    "revoke": frozenset({"appoint", "empower", "contacts"}), "report": frozenset({"refer"}), "check": frozenset({"check"}),
    "disclose": frozenset({"note"}), "reply": frozenset({"statement"}), "statement": frozenset({"statement"}),
    "declare": frozenset({"declare", "query"}), "notify": frozenset({"notify", "declare"}), "resume": frozenset({"suspend"}),
    "query": frozenset({"declare", "notify", "suspend", "inspect", "visit"}), "reveal": frozenset({"commit"}),
    "inspect": frozenset({"inspect"}), "visit": frozenset({"inspect"}),
}  # fmt: skip
"""What a reference of a kind sensibly leads to; other kinds may refer to anything."""


def _own(party: str, act: Act) -> bool:
    return act.party == party


def _own_closed(party: str, act: Act) -> bool:
    return act.party == party and "commitment" in act.kept


def _of_another(party: str, act: Act) -> bool:
    return act.party != party


def _asked(party: str, act: Act) -> bool:
    return act.kept.get("to") == party and act.party != party


def _silent(_party: str, act: Act) -> bool:
    return "silence" in act.kept


def _text(_party: str, act: Act) -> bool:
    return is_text(str(act.kept.get("slot")))


SENSIBLE: dict[str, Callable[[str, Act], bool]] = {
    "withdraw": _own, "perform": _own, "revoke": _own, "disclose": _own_closed, "correct": _own, "answer": _asked, "acknowledge": _asked,
    "consent": _of_another, "dispute": _of_another, "query": _of_another, "resume": _own, "check": _of_another, "lapse": _silent,
    **dict.fromkeys(("sign", "initial", "attach", "bind", "force"), _text), "reveal": _own, "inspect": _own,
}  # fmt: skip
"""Which of these acts a party would refer to, if it made sense."""

OFTEN = (
    *("propose", "consent", "consent") * 4, *("request", "answer", "withdraw", "confirm") * 3,
    *("object", "lapse", "dispute", "perform", "undertake", "sign", "report") * 2, "raise", "assess", "destroy", "reserve",
    "declare", "declare", "empower", *("commit", "commit", "reveal") * 2, *("inspect", "visit", "visit", "visit", "visit") * 2,
)  # fmt: skip

PERSONS = tuple(sorted(KINDS.keys() - RECORD_KINDS))

DECIDING = ("propose", *("consent",) * 5, "withdraw", "object", "confirm", "lapse", "reserve")
"""For histories of one slot alone."""


@dataclass
class History:
    """What happened: the acts of each log in its order, and who is a member."""

    members: tuple[str, ...]
    logs: dict[LogKey, list[Act]]
    sealed: dict[LogKey, dict[int, dict[LogKey, int]]] = field(default_factory=dict)

    @property
    def acts(self) -> list[Act]:
        return [act for log in self.logs.values() for act in log]


Known = dict[str, list[Ref]]
"""What a party knows, by kind."""


@cache
def _choices(kind: str, name: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Values of the pool that have the form of a field, and such that have not."""
    check = KINDS[kind].kept.get(name) or ALWAYS[name]
    good, bad = tuple(value for value in POOL if check(value)), tuple(value for value in (*POOL, *WRONG) if not check(value))
    return good, bad or (*POOL, *WRONG)


class Author:
    """Makes acts that a party might seal, each from what that party knows; also for nodes (tests/people.py)."""

    def __init__(self, rng: random.Random, members: tuple[str, ...], *, wrong: float = 0.0, stances_only: bool = False) -> None:
        """From a source of chance.

        Args:
            rng: the source.
            members: of the channel.
            wrong: how often something has not its form, or is not what it should be.
            stances_only: proposals in one slot and what is said about them, nothing else.
        """
        self.rng = rng
        self.members = members
        self.wrong = wrong
        self.stances_only = stances_only

    def act(self, party: str, known: Known, acts: Mapping[Ref, Act]) -> dict[str, Any]:
        """The kept fields of one act.

        Args:
            party: its author.
            known: the acts that the author knows, the latest of each log last.
            acts: what these acts are.
        """
        self.known, self.acts = known, acts
        rng = self.rng
        kind = rng.choice(DECIDING if self.stances_only else OFTEN if rng.random() < 0.8 else PERSONS)
        table = KINDS[kind]
        kept: dict[str, Any] = {"kind": kind, "at": AT}
        for name in (*table.kept, *ALWAYS):
            if name in table.needed or rng.random() < 0.15 or kind in {"answer", "request"}:
                good, bad = _choices(kind, name)
                kept[name] = rng.choice(bad if rng.random() < self.wrong else good)
        self._sensible(kind, kept)
        refs = [self._ref(party, kind) for _ in range(self._number_of_refs(table.refs))]
        if refs:
            kept["re"] = refs
        if rng.random() < 0.05:
            kept["by"] = {"delegate": rng.choice(("ivanov", "smith", "")), "ed25519": encode_base64(bytes(64))}
        if rng.random() < self.wrong:
            kept[rng.choice(("mood", "text", "file/0001", "to"))] = rng.choice(WRONG)
        if rng.random() < self.wrong / 2:
            kept["kind"] = "sing"
        return kept

    def _sensible(self, kind: str, kept: dict[str, Any]) -> None:
        """What chance alone would hardly ever get right."""
        if self.rng.random() < self.wrong:
            return
        if kind == "propose":
            kept |= {"electorate": list(self.members), "digest": DIGEST, "term": {"days": 10}, "date": {"month": "2021-11"}}
            if self.stances_only or self.rng.random() < 0.8:
                kept["slot"] = self.rng.choice(SLOTS[:1] if self.stances_only else (*SLOTS[:5], *PARTS))
        elif kind in {"sign", "initial"}:
            kept["digest"] = DIGEST
        elif kind in {"declare", "notify", "suspend", "inspect"}:
            self._under_an_agreement(kind, kept)
        elif kind == "commit":
            kept["about"] = "exchange/lists"
        elif kind == "dispute" and ("figure" in kept) != ("amounts" in kept):
            kept |= {"figure": "warheads", "amounts": [{"number": 56, "what": {"en": "launchers"}}]}
        elif kind == "request":
            kept["to"] = self.rng.choice(self.members)
        elif kind == "answer":
            kept["outcome"] = self.rng.choice(("holding", "full", "declined"))
        elif kind == "report":
            kept["about"], kept["state"] = self.rng.choice((("group/arms", "met"), ("meeting/plenary/3", "held")))
        elif kind in {"raise", "assess", "word", "refer"}:
            kept["about"] = "issue/bases"
        elif kind in {"appoint", "empower"}:
            kept["delegate"] = self.rng.choice(("ivanov", "smith"))
        elif kind == "note" and self.rng.random() < 0.5:
            kept["commitment"] = DIGEST

    def _under_an_agreement(self, kind: str, kept: dict[str, Any]) -> None:
        kept["about"] = "text/first"
        if kind == "inspect":
            kept["host"] = self.rng.choice(self.members)
        for name, form, value in (("party", "not_provided", self.rng.choice(self.members)), ("quota", "filled", "data")):
            if kept.get("form") == form:
                kept[name] = value
            else:
                kept.pop(name, None)

    def _number_of_refs(self, bounds: tuple[int, int]) -> int:
        if self.rng.random() < self.wrong / 2:
            return self.rng.choice((0, 1, 2))
        return self.rng.randint(bounds[0], min(bounds[1], 2))

    def _ref(self, party: str, kind: str) -> list[Any]:
        rng = self.rng
        if rng.random() < self.wrong:
            return [rng.choice((*PARTIES, "utopia", "")), rng.choice((0, 0, 0, 1, 7)), rng.choice((0, 1, 2, 3, 5, 8, 13, 2**53 - 1))]
        known = self.known
        wanted = [name for name in sorted(TARGETS.get(kind, known.keys())) if known.get(name)]
        if kind == "withdraw" and "request" in wanted and rng.random() < 0.7:
            wanted = ["request"]  # else nearly always a stance, since there are seven kinds of those
        found = known[rng.choice(wanted)] if wanted else []
        if kind in SENSIBLE and rng.random() > self.wrong:
            found = [ref for ref in found if SENSIBLE[kind](party, self.acts[ref])]
        if kind == "destroy":
            found = [ref for name in sorted(known) for ref in known[name]]
            found = sorted(found)[:3]
        return rng.choice(found[-2:] if rng.random() < 0.7 else found).value if found else [party, 0, 0]


class _Writer:
    """Makes one history from a source of chance."""

    def __init__(self, rng: random.Random, members: tuple[str, ...], *, wrong: float, stances_only: bool) -> None:
        self.rng = rng
        self.author = Author(rng, members, wrong=wrong, stances_only=stances_only)
        self.history = History(members, {})
        self.seen: dict[str, dict[LogKey, int]] = {}
        self.size: dict[LogKey, int] = {}
        self.current: dict[str, LogKey] = {}
        self.acts: dict[Ref, Act] = {}
        self.known: dict[str, dict[str, list[Ref]]] = {member: {} for member in members}
        for member in members:
            self.seen[member] = {}
            self._open(member, 0, "open")

    def _open(self, party: str, generation: int, kind: str) -> None:
        log = LogKey(party, generation)
        self.current[party], self.size[log] = log, 0
        self.history.logs[log], self.history.sealed[log] = [], {}
        self._seal(party, [{"kind": kind, "at": AT}])

    def step(self) -> None:
        party = self.rng.choice(self.history.members)
        chance = self.rng.random()
        if chance < 0.4 and len(self.history.members) > 1:
            self._hear(party)
        elif chance < 0.98:
            self._seal(party, [self.author.act(party, self.known[party], self.acts) for _ in range(self.rng.choice((1, 1, 1, 2, 3)))])
        elif self.current[party].generation < 2:
            # The new generation holds all of the old one: what it does not hold is no longer folded (tests/attacks, F24 and F31).
            old = self.current[party]
            self.seen[party][old] = self.size[old]
            self._open(party, old.generation + 1, "reopen")

    def _hear(self, party: str) -> None:
        """See a pouch of one other party, or of each, and with it everything that its author had seen."""
        others = [log for log in self.history.logs if log.party != party and self.history.sealed[log]]
        for log in others if self.rng.random() < 0.5 else [self.rng.choice(others)]:
            size = self.rng.choice([*self.history.sealed[log]][-2:] if self.rng.random() < 0.3 else [self.size[log]])
            for other, seen in [*self.history.sealed[log][size].items(), (log, size)]:
                before = self.seen[party].get(other, 0)
                if other != self.current[party] and before < seen:
                    self._learn(party, other, before, seen)
                    self.seen[party][other] = seen

    def _learn(self, party: str, log: LogKey, start: int, end: int) -> None:
        acts = self.history.logs[log]
        for place in range(bisect_left(acts, start, key=lambda act: act.ref.index), len(acts)):
            if acts[place].ref.index >= end:
                break
            self.known[party].setdefault(acts[place].kind, []).append(acts[place].ref)

    def _seal(self, party: str, drafts: list[dict[str, Any]]) -> None:
        log = self.current[party]
        vector = {key: HeadId(size, b"") for key, size in self.seen[party].items()}
        start = self.size[log]
        end = start + len(drafts) + 1
        vector[log] = HeadId(end, b"")
        for index, draft in enumerate(drafts, start):
            kept, leaf = draft, b"%s %d %d" % (party.encode(), log.generation, index)
            before = self.history.logs[log]
            if before and self.rng.random() < 0.02:
                again = self.rng.choice(before)
                kept, leaf = dict(again.kept), again.leaf
            act = Act(Ref(party, log.generation, index), dict(sorted(kept.items())), vector, leaf)
            self.history.logs[log].append(act)
            self.acts[act.ref] = act
            self.known[party].setdefault(act.kind, []).append(act.ref)
        self.size[log] = end
        self.history.sealed[log][end] = dict(self.seen[party])


def write(seed: int, steps: int, parties: int, *, wrong: float = 0.06, stances_only: bool = False) -> History:
    """The history that follows from a seed; `stances_only`: of proposals in one slot and what is said about them."""
    writer = _Writer(random.Random(seed), PARTIES[:parties], wrong=wrong, stances_only=stances_only)
    for _ in range(steps):
        writer.step()
    return writer.history


@st.composite
def histories(draw: st.DrawFn, *, steps: int = 40, wrong: float = 0.06) -> History:
    """A history: Hypothesis chooses its length, its parties and the seed of its chance, so it shrinks to few steps and parties."""
    return write(draw(st.integers(0, 2**32)), draw(st.integers(5, steps)), draw(st.integers(2, 5)), wrong=wrong)


# ---------------------------------------------------------------- how it arrives


def in_some_order(history: History, rng: random.Random) -> Iterator[Act]:
    """The acts in some order in which causes come first."""
    place = dict.fromkeys(history.logs, 0)
    left = [log for log, acts in history.logs.items() if acts]
    while left:
        ready = [log for log in left if _may_come(history.logs[log][place[log]], place, history)]
        log = rng.choice(ready)
        for _ in range(rng.randint(1, 3)):
            acts = history.logs[log]
            if place[log] == len(acts) or not _may_come(acts[place[log]], place, history):
                break
            yield acts[place[log]]
            place[log] += 1
        if place[log] == len(history.logs[log]):
            left.remove(log)


def _may_come(act: Act, place: dict[LogKey, int], history: History) -> bool:
    """Whether everything in an act's past has come: of each log as many acts as `place` says."""
    for log, head in act.vector.items():
        acts, at = history.logs[log], place[log]
        if log != act.ref.log and at < len(acts) and acts[at].ref.index < head.size:
            return False
    return True


def by_a_bad_courier(history: History, rng: random.Random) -> Iterator[Act]:
    """The pouches as a courier brings them who loses, repeats and mixes; what came too early is held, what was lost is sent again."""
    pouches = [(log, start, end) for log, heads in history.sealed.items() for start, end in zip([0, *heads], heads, strict=False)]
    arrived = dict.fromkeys(history.logs, 0)
    done: set[tuple[LogKey, int, int]] = set()
    held: list[tuple[LogKey, int, int]] = []
    while len(done) < len(pouches):
        carried = [pouch for pouch in pouches if pouch not in done and rng.random() > 0.3]
        carried += [pouch for pouch in pouches if rng.random() < 0.2]
        rng.shuffle(carried)
        for pouch in carried:
            if pouch not in done and pouch not in held:
                held.append(pouch)
            again = True
            while again:
                again = False
                for log, start, end in [*held]:
                    past = history.sealed[log][end]
                    if arrived[log] == start and all(arrived[other] >= size for other, size in past.items()):
                        yield from (act for act in history.logs[log] if start <= act.ref.index < end)
                        arrived[log] = end
                        held.remove((log, start, end))
                        done.add((log, start, end))
                        again = True


def folded(members: tuple[str, ...], acts: Iterator[Act] | list[Act]) -> Fold:
    """The state after these acts."""
    fold = Fold(members)
    for act in acts:
        fold.apply(act)
    return fold


class Shelf(InMemory):
    """A memory in which requests rest, as in a node's store."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[Ref, tuple[AtRest, RequestLine]] = {}

    def resting(self, ref: Ref) -> AtRest | None:  # type: ignore[override]
        return self.kept[ref][0] if ref in self.kept else None

    def all_resting(self) -> Iterator[Ref]:
        return iter(self.kept)

    def lines(self, wanted: Wanted) -> Iterator[RequestLine]:
        return iter(sorted((line for _, line in self.kept.values() if wanted.fits(line)), key=newest, reverse=True))

    def number(self, wanted: Wanted) -> int:
        return sum(1 for _ in self.lines(wanted))

    def rest(self, fold: Fold) -> dict[str, Any]:
        """Write down what has changed, let the fold go of it, and give what is needed to go on."""
        written = fold.requests.unrested()
        for request, line in written:
            self.kept[line.ref] = AtRest(request.number, request.refs()), line
        fold.requests.rest(written)
        return fold.snapshot()
