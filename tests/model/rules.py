"""A small model of one channel of three parties, written from docs/protocol.md alone: it imports nothing of ours.

What is left out is what cannot matter here: bytes, hashes, signatures (a pouch says which key signed it), contents, times. A pouch holds
one act or none. What is kept is all that decides who takes what in, who may seal, what a seal names, and what counts:

    "Admitting" 6, 7, 10, 13, 14    "Before it seals" 2 to 4    "Seal": what seen names    "Doubted acts": where logs stop to count

Parties: `a` keeps its node honestly, and its disk may be put back to a backup; `b` keeps its node honestly; of `c` there is a second
version (its owner's doing, or a thief's: nobody can tell), and its node is honest otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

PARTIES: Final = "abc"
HONEST: Final = "ab"

Log = tuple[str, int]
"""A party and a generation."""

NOTHING: Final = 0
"""The number of no pouch: the beginning of every log."""


class Pouch(NamedTuple):
    """What travels: at most one act, and a seal.

    Attributes:
        log: whose.
        prev: the pouch of this log that it continues.
        kind: open, act, rekey, evidence, reopen, or seal (no act).
        seen: heads of other logs that its seal names.
        key: which of the keys of its log signed it: 0 until the first rekey.
        accuses: logs of which it proves two versions, each with the place where both still agree.
        holds: of a reopening: the generation before, and what holds of it.
        version: apart from 0, somebody's second version.
    """

    log: Log
    prev: int
    kind: str
    seen: frozenset[int]
    key: int = 0
    accuses: tuple[tuple[Log, int], ...] = ()
    holds: tuple[Log, int] | None = None
    version: int = 0


class Known(NamedTuple):
    """What follows from a pouch and what it names."""

    size: int
    bears_act: bool
    vector: Mapping[Log, int]
    accused: Mapping[Log, int]
    held: Mapping[Log, int]
    next_key: int
    acts_end: int


class Ledger:
    """All pouches that were ever made in a run, by number; the same pouch has the same number."""

    def __init__(self) -> None:
        self.pouches: list[Pouch] = [Pouch(("", 0), 0, "", frozenset())]
        self.known: list[Known] = [Known(0, False, {}, {}, {}, 0, NOTHING)]
        self._numbers: dict[Pouch, int] = {}

    def number(self, pouch: Pouch) -> int:
        found = self._numbers.get(pouch)
        if found is None:
            found = self._numbers[pouch] = len(self.pouches)
            self.pouches.append(pouch)
            self.known.append(self._follow(pouch, found))
        return found

    def _follow(self, pouch: Pouch, number: int) -> Known:
        before = self.known[pouch.prev]
        vector = dict(before.vector)
        for head in pouch.seen:
            vector[self.pouches[head].log] = head
        if pouch.holds is not None and pouch.holds[1]:
            vector[pouch.holds[0]] = max(vector.get(pouch.holds[0], NOTHING), pouch.holds[1], key=self.order)
        vector[pouch.log] = number
        named = [*pouch.seen, *([pouch.holds[1]] if pouch.holds is not None else [])]
        pasts = [before, *(self.known[head] for head in named)]
        accused = self.smallest([*(past.accused for past in pasts), dict(pouch.accuses)])
        held = self.smallest([*(past.held for past in pasts), dict([pouch.holds] if pouch.holds is not None else [])])
        bears = pouch.kind != "seal"
        return Known(
            before.size + 1, bears, vector, accused, held, before.next_key + (pouch.kind == "rekey"), number if bears else before.acts_end
        )

    def order(self, number: int) -> tuple[int, int, int]:
        """By size, then by root, for which the version stands."""
        return (self.known[number].size, self.pouches[number].version, number)

    def smallest(self, heads: Iterable[Mapping[Log, int]]) -> dict[Log, int]:
        found: dict[Log, int] = {}
        for part in heads:
            for log, head in part.items():
                found[log] = min(head, found.get(log, head), key=self.order)
        return found

    def chain(self, number: int) -> list[int]:
        """The pouches that lead to one, itself first."""
        found = []
        while number:
            found.append(number)
            number = self.pouches[number].prev
        return found

    def agreed(self, one: int, other: int) -> int:
        """The last pouch that closes an act on which two versions of a log agree."""
        common = set(self.chain(one))
        return next((self.known[each].acts_end for each in self.chain(other) if each in common), NOTHING)

    def cut(self, vector: Mapping[Log, int]) -> dict[Log, int]:
        """What counts for whoever has seen a vector: of each log the last act that does."""
        accused = self.smallest(self.known[head].accused for head in vector.values())
        held = self.smallest(self.known[head].held for head in vector.values())
        stops = dict(accused)
        for (party, generation), head in held.items():
            following = accused.get((party, generation + 1))
            if following is None or following:
                stops[party, generation] = head
        named = {log: stops.get(log, head) for log, head in vector.items()}
        return {log: self.known[head].acts_end for log, head in named.items()}


def bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Node(NamedTuple):
    """One party's copy.

    Attributes:
        got, held: pouches that came; those of them that were admitted.
        main: of each log the head of the version that was here first.
        named: of each log the last head that closes an act: what a seal may name.
        caught: contradictions that it has found itself: the log, and where both versions agree.
        draft: what its people want to say: nothing, an act, or a new key.
        shut: whether it was restored, and has not caught up.
        backup: the copy that it is put back to.
    """

    got: int
    held: int
    main: tuple[tuple[Log, int], ...]
    named: tuple[tuple[Log, int], ...]
    caught: tuple[tuple[Log, int], ...] = ()
    draft: str = ""
    shut: bool = False
    backup: Node | None = None

    def own(self, party: str) -> Log:
        """Its newest log."""
        return max(log for log, _ in self.main if log[0] == party)

    def head(self, log: Log) -> int:
        return dict(self.main).get(log, NOTHING)


class Guards(NamedTuple):
    """What the rules demand. A run without one of them shows what it is for."""

    ancestors: bool = True
    """Step 14: a pouch is admitted only when everything is held that its seal names."""
    key_in_force: bool = True
    """Step 6: the key that a log's own last rekey left in force, by position."""
    restored_waits: bool = True
    """"Before it seals": a restored node is shut until it has caught up."""
    nothing_under_way: bool = True
    """.. and catches up by others' words only when nothing that it sent is still under way."""
    evidence: bool = True
    """A contradiction is put on record."""
    no_seal_for_a_seal: bool = True
    """What is named is the last head that closes an act, so a receipt is not answered by a receipt."""


class Rules:
    """What one node does, as a function of what it holds."""

    def __init__(self, guards: Guards | None = None) -> None:
        self.ledger = Ledger()
        self.guards = guards or Guards()
        self._accused: dict[int, dict[Log, int]] = {}

    # ---- admitting

    def receive(self, party: str, node: Node, number: int) -> Node:
        """A pouch comes; what waited for it is tried again."""
        node = node._replace(got=node.got | 1 << number)
        again = True
        while again:
            again = False
            for waiting in bits(node.got & ~node.held):
                after = self._admit(node, waiting)
                again = again or after is not node
                node = after
        return node

    def _admit(self, node: Node, number: int) -> Node:
        """Steps 6 to 14 for one pouch: the node with it, or as it was."""
        pouch, ledger = self.ledger.pouches[number], self.ledger
        if pouch.prev and not node.held >> pouch.prev & 1:
            return node
        if self.guards.key_in_force and pouch.key != ledger.known[pouch.prev].next_key:
            return node
        rival = next(
            (each for each in bits(node.held) if ledger.pouches[each].log == pouch.log and ledger.pouches[each].prev == pouch.prev), None
        )
        if rival is not None and pouch.log not in self.accused(node):
            caught = (pouch.log, ledger.agreed(rival, number))
            return node if any(log == pouch.log for log, _ in node.caught) else node._replace(caught=(*node.caught, caught))
        if self.guards.ancestors and not all(node.held >> head & 1 for head in self.needs(number)):
            return node
        return self.take(node, number)

    def needs(self, number: int) -> list[int]:
        """What must be held before: what it continues, what its seal names, and what a reopening holds."""
        pouch = self.ledger.pouches[number]
        holds = pouch.holds[1] if pouch.holds is not None else NOTHING
        return [each for each in (pouch.prev, *pouch.seen, holds) if each]

    def take(self, node: Node, number: int) -> Node:
        pouch, known = self.ledger.pouches[number], self.ledger.known[number]
        main, named = dict(node.main), dict(node.named)
        if main.get(pouch.log, NOTHING) == pouch.prev:
            main[pouch.log] = number
        names = known.bears_act or not self.guards.no_seal_for_a_seal
        if names and known.size > self.ledger.known[named.get(pouch.log, NOTHING)].size:
            named[pouch.log] = number
        bit = 1 << number
        return node._replace(got=node.got | bit, held=node.held | bit, main=tuple(sorted(main.items())), named=tuple(sorted(named.items())))

    def accused(self, node: Node) -> dict[Log, int]:
        """The logs of which the node has admitted that they have two versions, each with the smallest place where these agree."""
        found = self._accused.get(node.held)
        if found is None:
            found = self._accused[node.held] = self.ledger.smallest(dict(self.ledger.pouches[each].accuses) for each in bits(node.held))
        return found

    # ---- sealing

    def closed(self, party: str, node: Node) -> str:
        """Why a node may not seal in its newest log; empty if it may."""
        own, ledger = node.own(party), self.ledger
        if own in self.accused(node):
            return "convicted"
        size = ledger.known[node.head(own)].size
        if any(
            ledger.pouches[head].log == own and ledger.known[head].size > size
            for each in bits(node.got)
            for head in ledger.pouches[each].seen
        ):
            return "others hold more"  # 13
        if node.shut and self.guards.restored_waits:
            return "restored"
        return ""

    def names(self, party: str, node: Node) -> frozenset[int]:
        """What a seal of this node names: of each other log what may be named, where that is more than was named before."""
        own = node.own(party)
        before = self.ledger.known[node.head(own)].vector
        size = self.ledger.known
        return frozenset(head for log, head in node.named if log != own and size[head].size > size[before.get(log, NOTHING)].size)

    def to_put_on_record(self, party: str, node: Node) -> tuple[Log, int] | None:
        """A contradiction of which the past of this node's next seal has no evidence yet."""
        past = self.ledger.known[node.head(node.own(party))].accused
        for head in self.names(party, node):
            past = {**past, **self.ledger.known[head].accused}
        return next((each for each in node.caught if each[0] not in past), None) if self.guards.evidence else None

    def next_pouch(self, party: str, node: Node) -> Pouch | None:
        """What this node would seal now; None if it may not, or has nothing to say."""
        if self.closed(party, node):
            return None
        own = node.own(party)
        prev, seen, about = node.head(own), self.names(party, node), self.to_put_on_record(party, node)
        key = self.ledger.known[prev].next_key
        if about is not None:
            return Pouch(own, prev, "evidence", seen, key, accuses=(about,))
        if node.draft:
            return Pouch(own, prev, node.draft, seen, key)
        return Pouch(own, prev, "seal", seen, key) if seen else None

    def reopening(self, party: str, node: Node) -> Pouch:
        """The opening of the next generation of a party's log."""
        own = node.own(party)
        head = node.head(own)
        holds = self.ledger.known[min(head, self.accused(node).get(own, head), key=self.ledger.order)].acts_end
        earlier = [head for log, head in node.named if log != own and head]
        return Pouch((party, own[1] + 1), NOTHING, "reopen", frozenset(earlier), holds=(own, holds))
