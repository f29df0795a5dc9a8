"""Every history of the model up to a depth: does each of them keep what the protocol promises, and can each come to a good end?

    python -m tests.model --depth 9
    python -m tests.model --depth 9 --without restored_waits      the shortest history in which a missing rule does harm

The moves: an act or a new key is drafted, a node seals, a node receives what was sent, the disk of `a` is copied, put back, catches up
by others' words, a log is reopened, and somebody signs a second version of the log of `c`. What was sent may come at any time, or never.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from tests.model.rules import HONEST, NOTHING, PARTIES, Guards, Log, Node, Pouch, Rules, bits


class Left(NamedTuple):
    """How often what is costly may still happen."""

    acts: int = 2
    rekeys: int = 1
    forks: int = 1
    restores: int = 1
    reopenings: int = 1


class State(NamedTuple):
    """All nodes, in the order of PARTIES; what was ever sent; what may still happen; the last seal of `a` that ever was."""

    nodes: tuple[Node, ...]
    sent: int
    left: Left


class Move(NamedTuple):
    who: str
    what: str
    number: int = NOTHING

    def __str__(self) -> str:
        return f"{self.who} {self.what}" + (f" {self.number}" if self.number else "")


class Model:
    """The states that can be, and how one follows from another."""

    def __init__(self, guards: Guards | None = None, left: Left | None = None) -> None:
        self.rules = Rules(guards)
        self.ledger = self.rules.ledger
        openings = [self.ledger.number(Pouch((party, 0), NOTHING, "open", frozenset())) for party in PARTIES]
        nodes = []
        for _ in PARTIES:
            node = Node(0, 0, (), ())
            for opening in openings:
                node = self.rules.take(node, opening)
            nodes.append(node)
        copied = nodes[0]._replace(backup=nodes[0])
        self.start = State((copied, *nodes[1:]), sum(1 << opening for opening in openings), left or Left())

    def node(self, state: State, party: str) -> Node:
        return state.nodes[PARTIES.index(party)]

    def put(self, state: State, party: str, node: Node, **changes: object) -> State:
        place = PARTIES.index(party)
        return state._replace(nodes=(*state.nodes[:place], node, *state.nodes[place + 1 :]), **changes)  # type: ignore[arg-type]

    # ---- moves

    def moves(self, state: State) -> Iterator[tuple[Move, State]]:
        for party in PARTIES:
            yield from self._of_people(state, party)
            yield from self._of_the_node(state, party)
        yield from self._of_the_disk(state)
        yield from self._of_the_forger(state)

    def _of_people(self, state: State, party: str) -> Iterator[tuple[Move, State]]:
        node, left = self.node(state, party), state.left
        if node.draft:
            return
        if left.acts:
            yield Move(party, "drafts an act"), self.put(state, party, node._replace(draft="act"), left=left._replace(acts=left.acts - 1))
        if left.rekeys and party == "c":  # the key that somebody else has
            yield (
                Move(party, "drafts a new key"),
                self.put(state, party, node._replace(draft="rekey"), left=left._replace(rekeys=left.rekeys - 1)),
            )

    def _of_the_node(self, state: State, party: str) -> Iterator[tuple[Move, State]]:
        node = self.node(state, party)
        pouch = self.rules.next_pouch(party, node)
        if pouch is not None:
            yield self.sealed(state, party, pouch, "seals")
        for number in bits(state.sent & ~node.got):
            yield Move(party, "receives", number), self.put(state, party, self.rules.receive(party, node, number))
        if state.left.reopenings and self.rules.closed(party, node):
            left = state.left._replace(reopenings=state.left.reopenings - 1)
            yield self.sealed(state._replace(left=left), party, self.rules.reopening(party, node), "reopens")

    def sealed(self, state: State, party: str, pouch: Pouch, what: str) -> tuple[Move, State]:
        number = self.ledger.number(pouch)
        node = self.rules.take(self.node(state, party), number)
        node = node._replace(draft="" if pouch.kind == node.draft else node.draft, shut=node.shut and what != "reopens")
        return Move(party, what, number), self.put(state, party, node, sent=state.sent | 1 << number)

    def _of_the_disk(self, state: State) -> Iterator[tuple[Move, State]]:
        node = self.node(state, "a")
        if state.left.restores and node.backup is not None and node.backup._replace(backup=None) != node._replace(backup=None):
            yield Move("a", "is copied"), self.put(state, "a", node._replace(backup=node._replace(backup=None)))
            left = state.left._replace(restores=state.left.restores - 1)
            yield Move("a", "is put back"), self.put(state, "a", node.backup._replace(shut=True, draft=""), left=left)
        if self.may_catch_up(state):
            yield Move("a", "has caught up"), self.put(state, "a", node._replace(shut=False))

    def may_catch_up(self, state: State) -> bool:
        """Whether a person may say that others hold no more of the log of `a` than `a` does."""
        node = self.node(state, "a")
        if not node.shut:
            return False
        own = node.own("a")
        there = [self.node(state, other) for other in PARTIES if other != "a"]
        told = all(node.held >> each.head(own) & 1 for each in there)
        lies = {number for number in bits(state.sent) if self.ledger.pouches[number].log == own}
        return told and (not self.rules.guards.nothing_under_way or all(node.held >> number & 1 for number in lies))

    def _of_the_forger(self, state: State) -> Iterator[tuple[Move, State]]:
        """Whoever has the keys of `c` signs another act where one was signed; with the key of that place, or with its oldest one."""
        if not state.left.forks:
            return
        left = state.left._replace(forks=state.left.forks - 1)
        for number in bits(state.sent):
            pouch = self.ledger.pouches[number]
            if pouch.log[0] != "c":
                continue
            for key in {0, self.ledger.known[number].next_key}:
                seen = frozenset[int]()
                forged = self.ledger.number(Pouch(pouch.log, number, "act", seen, key, version=1))
                yield Move("forger", "signs after", number), state._replace(sent=state.sent | 1 << forged, left=left)

    # ---- a good end

    def drained(self, state: State) -> State | None:
        """All hear everything, and say only what they must, until nothing is left to say; None if that does not end."""
        for _ in range(30):
            before = state
            for party in PARTIES:
                state = self._heard(state, party)
                node = self.node(state, party)
                if party == "a" and self.may_catch_up(state):
                    node = node._replace(shut=False)
                    state = self.put(state, "a", node)
                if self.rules.closed(party, node):
                    state = self.sealed(state, party, self.rules.reopening(party, node), "reopens")[1]
                while (pouch := self.rules.next_pouch(party, self.node(state, party))) is not None:
                    state = self.sealed(state, party, pouch, "seals")[1]
                    if pouch.kind == "seal":
                        break
            if state == before:
                return state
        return None

    def _heard(self, state: State, party: str) -> State:
        node = self.node(state, party)
        for number in bits(state.sent & ~node.got):
            node = self.rules.receive(party, node, number)
        return self.put(state, party, node)


# ---------------------------------------------------------------- what is promised


class Promises:
    """What holds of every state (`broken`), and of every good end (`broken_at_the_end`). What is broken is said in words."""

    def __init__(self, model: Model) -> None:
        self.model, self.ledger = model, model.ledger

    def broken(self, state: State) -> Iterator[str]:
        yield from self.two_versions(state)
        for party in PARTIES:
            yield from self.of_a_node(state, party)
        yield from self.one_count(state)

    def two_versions(self, state: State) -> Iterator[str]:
        """Whoever keeps a node honestly never signs two versions, and nobody holds a proof against it."""
        ends: dict[tuple[Log, int], int] = {}
        for number in bits(state.sent):
            pouch = self.ledger.pouches[number]
            if pouch.log[0] in HONEST and ends.setdefault((pouch.log, self.ledger.known[number].size), number) != number:
                yield f"{pouch.log[0]} has signed two versions of its own log"
        for party in PARTIES:
            yield from (f"{party} holds a proof against {log[0]}" for log, _ in self.model.node(state, party).caught if log[0] in HONEST)

    def of_a_node(self, state: State, party: str) -> Iterator[str]:
        node = self.model.node(state, party)
        for number in bits(node.held):
            pouch = self.ledger.pouches[number]
            if any(not node.held >> each & 1 for each in self.model.rules.needs(number)):
                yield f"{party} holds what was said about something that it does not hold"
            if pouch.key != self.ledger.known[pouch.prev].next_key:
                yield f"{party} has admitted what a replaced key has signed"
        if party in HONEST and not self.model.rules.closed(party, node):
            own = node.own(party)
            for number in bits(state.sent):
                for head in self.ledger.pouches[number].seen:
                    if self.ledger.pouches[head].log == own and not node.held >> head & 1:
                        yield f"{party} goes on sealing without an entry that {self.ledger.pouches[number].log[0]} has acknowledged"

    def one_count(self, state: State) -> Iterator[str]:
        """Who holds the same pouches counts the same acts, in whatever order they came."""
        counts: dict[int, Mapping[Log, int]] = {}
        for party in PARTIES:
            node = self.model.node(state, party)
            count = self.count(node)
            if counts.setdefault(node.held, count) != count:
                yield "two nodes hold the same and count differently"

    def count(self, node: Node) -> dict[Log, int]:
        return self.ledger.cut({log: head for log, head in node.named if head})

    def broken_at_the_end(self, state: State) -> Iterator[str]:
        end = self.model.drained(state)
        if end is None:
            yield "traffic does not end"
            return
        yield from self.broken(end)
        nodes = {party: self.model.node(end, party) for party in PARTIES}
        counts = [self.count(nodes[party]) for party in HONEST]
        if counts[0] != counts[1]:
            yield "those who hear each other count differently for ever"
        for number in bits(end.sent):
            pouch = self.ledger.pouches[number]
            others = [
                each
                for each in bits(end.sent)
                if each > number and self.ledger.pouches[each].log == pouch.log and self.contradict(each, number)
            ]
            for party in HONEST:
                past = [self.ledger.known[head].accused for _, head in nodes[party].named if head]
                if others and not any(pouch.log in each for each in past) and any(nodes[other].caught for other in HONEST):
                    yield f"{party} has no proof on record against {pouch.log[0]}"
        yield from self.receipts(nodes)

    def contradict(self, one: int, other: int) -> bool:
        """Two pouches of one log of which neither continues the other, both signed by a key in force."""
        chains = self.ledger.chain(one), self.ledger.chain(other)
        good = all(self.ledger.pouches[each].key == self.ledger.known[self.ledger.pouches[each].prev].next_key for each in (one, other))
        return good and one not in chains[1] and other not in chains[0]

    def receipts(self, nodes: Mapping[str, Node]) -> Iterator[str]:
        for party in HONEST:
            for other in HONEST:
                own = nodes[party].own(party)
                last = self.ledger.known[nodes[party].head(own)].acts_end
                seen = self.ledger.known[nodes[other].head(nodes[other].own(other))].vector
                if other != party and self.ledger.order(seen.get(own, NOTHING)) < self.ledger.order(last):
                    yield f"{party} never gets a receipt of {other}"


# ---------------------------------------------------------------- all of them


class Found(NamedTuple):
    """What an exploration came to.

    Attributes:
        states: for each depth, how many states were new there.
        ended: how many states were drained.
        wrong: what was broken; empty if nothing.
        history: the shortest history that shows it.
    """

    states: list[int]
    ended: int
    wrong: str
    history: list[str]


def explore(model: Model, depth: int, *, every: int = 1, progress: Callable[[int, int], None] = lambda _depth, _states: None) -> Found:
    """Every state that up to `depth` moves lead to; of each `every`-th it is looked whether it can come to a good end."""
    promises = Promises(model)
    came_from: dict[State, tuple[State, Move] | None] = {model.start: None}
    layer, counts, ended = [model.start], [1], 0
    for number in range(depth + 1):
        for place, state in enumerate(layer):
            wrong = next(promises.broken(state), "")
            if not wrong and place % every == 0:
                ended += 1
                wrong = next(promises.broken_at_the_end(state), "")
            if wrong:
                return Found(counts, ended, wrong, history(came_from, state))
        progress(number, len(layer))
        if number == depth:
            break
        following = []
        for state in layer:
            for move, after in model.moves(state):
                if after not in came_from:
                    came_from[after] = (state, move)
                    following.append(after)
        layer = following
        counts.append(len(layer))
    return Found(counts, ended, "", [])


def history(came_from: Mapping[State, tuple[State, Move] | None], state: State) -> list[str]:
    found = []
    while (step := came_from[state]) is not None:
        state, move = step
        found.append(str(move))
    return found[::-1]
