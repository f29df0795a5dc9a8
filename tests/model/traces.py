"""The same rules over what real nodes did: each poll of a simulated world is held against the model.

The nodes are those of `tests/simulator.py`. After each poll the pouches that they hold are told to the model, which then says for itself
who may hold what, what a seal should have named, and what counts; the nodes' own answers must be the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.node.room import Room
from detente.record.seal import NO_HEAD, HeadId, LogKey
from tests.model.rules import NOTHING, Ledger, Log, Pouch
from tests.simulator import World

Place = tuple[str, LogKey, HeadId]
"""A channel, a log, a head of it."""


class Watched:
    """What a world did so far, in the words of the model; `wrong` is what the model does not allow."""

    def __init__(self, *, dishonest: tuple[str, ...] = ()) -> None:
        self.dishonest = dishonest
        self.ledgers: dict[str, Ledger] = {}
        self.numbers: dict[Place, int] = {}
        self.heads: dict[tuple[str, int], HeadId] = {}
        self.looked: dict[tuple[str, str], set[int]] = {}
        self.wrong: list[str] = []
        self.seals = self.counts = 0

    def look(self, world: World) -> None:
        """What is new at every node since it was looked at last."""
        for party, node in world.nodes.items():
            for room in node.rooms.values():
                self.wrong += [f"{room.label}: {party}: {each}" for each in self._of_a_room(party, room)]

    def _of_a_room(self, party: str, room: Room) -> Iterator[str]:
        ledger = self.ledgers.setdefault(room.id, Ledger())
        held = {self._number(ledger, room, log, head) for log in room.channel.logs for head in room.channel.logs[log].heads}
        before = self.looked.get((room.id, party), set())
        self.looked[room.id, party] = held
        new = sorted(held - before, key=ledger.order)
        if not new:
            return
        for number in new:
            yield from self._admitted(ledger, held, number)
        if party not in self.dishonest:
            yield from self._of_its_own(ledger, party, room, held, [each for each in new if ledger.pouches[each].log == tuple(room.mine)])
        yield from self._counted(ledger, room)

    def _number(self, ledger: Ledger, room: Room, log: LogKey, head: HeadId) -> int:
        """The number of a head and of all that leads to it."""
        if head == NO_HEAD:
            return NOTHING
        place = (room.id, log, head)
        if place not in self.numbers:
            for earlier in room.channel.logs[log].chain(head):
                number = ledger.number(self._pouch(ledger, room, log, earlier.id))
                self.numbers[room.id, log, earlier.id] = number
                self.heads[room.id, number] = earlier.id
        return self.numbers[place]

    def _pouch(self, ledger: Ledger, room: Room, log: LogKey, head: HeadId) -> Pouch:
        held = room.channel.logs[log].heads[head]
        parent = room.channel.logs[log].heads.get(held.prev)
        before: Mapping[LogKey, HeadId] = parent.vector if parent is not None else {}
        holds = room.channel.holds.get(log) if parent is None else None
        seen = {key: named for key, named in held.vector.items() if key != log and before.get(key) != named}
        if holds is not None and seen.get(holds[0]) == holds[1]:
            del seen[holds[0]]  # what a reopening holds it need not name
        accuses = {
            tuple(act.contradiction.log): self._number(ledger, room, act.contradiction.log, act.agreed)
            for key, index, act in room.channel.evidence
            if key == log and held.prev.size <= index < head.size and held.stops.accused.get(act.contradiction.log, NO_HEAD) <= act.agreed
        }
        rekeys = parent is not None and len(held.certificates) > len(parent.certificates)
        kind = "reopen" if holds is not None else "rekey" if rekeys else "act" if held.bears_act else "seal"
        return Pouch(
            tuple(log), self._number(ledger, room, log, held.prev), kind,
            frozenset(self._number(ledger, room, key, named) for key, named in seen.items()),
            len(parent.certificates) - 1 if parent is not None else 0, tuple(sorted(accuses.items())),
            None if holds is None else (tuple(holds[0]), self._number(ledger, room, *holds)), int.from_bytes(head.root),
        )  # fmt: skip

    # ---- what the model says of it

    def _admitted(self, ledger: Ledger, held: set[int], number: int) -> Iterator[str]:
        pouch = ledger.pouches[number]
        holds = pouch.holds[1] if pouch.holds is not None else NOTHING
        if not held.issuperset(each for each in (pouch.prev, *pouch.seen, holds) if each):
            yield f"admitted {pouch.log} up to {ledger.known[number].size} without what it names"
        if pouch.key != ledger.known[pouch.prev].next_key:
            yield f"admitted {pouch.log} up to {ledger.known[number].size} from a key that is not in force"
        if any(not ledger.known[each].bears_act for each in pouch.seen):
            yield f"admitted {pouch.log} up to {ledger.known[number].size}, which names a seal alone"

    def _of_its_own(self, ledger: Ledger, party: str, room: Room, held: set[int], sealed: list[int]) -> Iterator[str]:
        """Of the first of its new seals: it named all that could be named, and nothing was kept back; and nobody knows more of its log."""
        own: Log = tuple(room.mine)  # type: ignore[assignment]
        ends = [each for each in held if ledger.pouches[each].log == own]
        if len({ledger.known[each].size for each in ends}) != len(ends):
            yield "has signed two versions of its own log"
        for number in sealed:
            self.seals += 1
            if not ledger.known[number].bears_act and not ledger.pouches[number].seen:
                yield "sealed a receipt of nothing"

    def _counted(self, ledger: Ledger, room: Room) -> Iterator[str]:
        """What counts for this node, by the model and by its own cut."""
        self.counts += 1
        vector = room.channel.vector()
        expected = ledger.cut({tuple(log): self._number(ledger, room, log, head) for log, head in vector.items()})
        for row in room.channel.cut(vector).rows:
            number = expected.get(tuple(row.log), NOTHING)
            head = room.channel.logs[row.log].heads[self.heads[room.id, number]] if number else None
            if (row.size, row.root) != ((head.acts_size, head.acts_root) if head is not None else (0, NO_HEAD.root)):
                yield f"counts {row.log.party}.{row.log.generation} up to {row.size}, the model up to {head.acts_size if head is not None else 0}"

    def named_everything(self, room: Room) -> bool:
        """Whether what a node has sealed names all that it holds and may name: at rest there is nothing left to receipt."""
        ledger = self.ledgers[room.id]
        seen = room.my_vector()
        return all(
            ledger.order(self._number(ledger, room, log, seen.get(log, NO_HEAD))) >= ledger.order(self._number(ledger, room, log, head))
            for log, head in room.channel.vector().items()
            if log != room.mine
        )
