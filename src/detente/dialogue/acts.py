"""What the fold is given and gives back: references, acts, findings, and where settled things rest.

Ref("rus", 0, 17)   entry 17 of generation 0 of the log of rus in this channel; written rus/17
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol

from detente.record.seal import LogKey, Vector

_log_key = lru_cache(maxsize=4096)(LogKey)  # asked for with every act, of a few logs


class Ref(NamedTuple):
    """Which act: party, generation and index of its log."""

    party: str
    generation: int
    index: int  # type: ignore[assignment]  # hides the method of tuples, which nobody asks of a reference

    @property
    def log(self) -> LogKey:
        party, generation, _ = self
        return _log_key(party, generation)

    @property
    def value(self) -> list[str | int]:
        """As the field `re` carries it."""
        return [self.party, self.generation, self.index]

    def __str__(self) -> str:
        return f"{self.party}/{self.index}" if self.generation == 0 else f"{self.party}.{self.generation}/{self.index}"


class Act(NamedTuple):
    """One act as the fold sees it.

    Attributes:
        ref: where it stands.
        kept: its kept fields.
        vector: what its author had seen when its pouch was sealed.
        leaf: its leaf hash: the same leaf again in one log has no effect (F28).
        person: what a personal signature in `by` must sign; empty where there is none.
    """

    ref: Ref
    kept: Mapping[str, Any]
    vector: Vector
    leaf: bytes = b""
    person: bytes = b""

    @property
    def kind(self) -> str:
        return str(self.kept["kind"])

    @property
    def party(self) -> str:
        return self.ref.party

    def has_seen(self, other: Ref) -> bool:
        """Whether another act is in this act's past."""
        party, generation, index = other
        own_party, own_generation, own_index = self.ref
        if party == own_party and generation == own_generation:
            return index < own_index
        seen = self.vector.get(_log_key(party, generation))
        return seen is not None and index < seen.size


class Finding(NamedTuple):
    """An error of diplomacy: which act, which rule, and why, as a template with values, texts or numbers."""

    ref: Ref
    rule: str
    template: str
    params: dict[str, Any]

    def __str__(self) -> str:
        return self.template % self.params


class RequestLine(NamedTuple):
    """One request in short: what lists are filtered and sorted by.

    Attributes:
        number: which of the requests it is that its party has sent in the channel, from 1.
        at: the time that its author claims, as a number that keeps the order: 20210930080000.
        status, move: as `Request` has them.
        disputed: whether its sender has disputed an answer.
    """

    ref: Ref
    number: int
    to: str
    at: int
    status: str
    move: str | None
    disputed: bool


class AtRest(NamedTuple):
    """A request as it rests: its number, and the acts about it by role."""

    number: int
    roles: Mapping[str, Sequence[Ref]]


class Called(NamedTuple):
    """What somebody calls requests by: a number among those of a party, or places in logs that were looked up; one of both is enough."""

    number: int | None = None
    places: Mapping[LogKey, Collection[int]] = MappingProxyType({})

    def fits(self, line: RequestLine) -> bool:
        return line.number == self.number or line.ref.index in self.places.get(line.ref.log, ())


class Wanted(NamedTuple):
    """Which requests a list is to hold; None: any.

    Attributes:
        by, to: the sender, the addressee.
        status: a word of `Request.status`, or `disputed`.
        move: the party whose move it is; an empty text: nobody's.
        waiting: only those in which it is somebody's move.
        called: only those that are called so.
    """

    by: str | None = None
    to: str | None = None
    status: str | None = None
    move: str | None = None
    waiting: bool = False
    called: Called | None = None

    def fits(self, line: RequestLine) -> bool:
        return (
            (self.by is None or line.ref.party == self.by)
            and (self.to is None or line.to == self.to)
            and (self.status is None or line.status == self.status or (self.status == "disputed" and line.disputed))
            and (self.move is None or (line.move or "") == self.move)
            and not (self.waiting and line.move is None)
            and (self.called is None or self.called.fits(line))
        )


ANY: Final = Wanted()
WAITING: Final = Wanted(waiting=True)


class Memory(Protocol):
    """Where a fold looks up what it was given before: in memory for a few acts, in a store for a record of decades.

    Requests that the fold let go of (`Requests.rest`) rest here, with the acts about them by role, and as lines for lists.
    """

    def act(self, ref: Ref) -> Act:
        """An act that was applied before; KeyError if none was."""
        ...

    def acts(self, refs: Iterable[Ref]) -> Iterator[Act]:
        """Many such acts, in the order in which they are named."""
        ...

    def add(self, act: Act) -> bool:
        """Remember an act that is applied; whether the same leaf stands earlier in the same log."""
        ...

    def resting(self, ref: Ref) -> AtRest | None:
        """A request at rest; None if none such rests here."""
        ...

    def all_resting(self) -> Iterator[Ref]:
        """Every request at rest."""
        ...

    def lines(self, wanted: Wanted) -> Iterator[RequestLine]:
        """The requests at rest that fit, the newest first: by `at`, then by reference, both falling."""
        ...

    def number(self, wanted: Wanted) -> int:
        """How many of the requests at rest fit."""
        ...


class InMemory:
    """Everything in dictionaries: for tests, proofs and past cuts. Nothing ever rests."""

    def __init__(self) -> None:
        self._acts: dict[Ref, Act] = {}
        self._leaves: set[tuple[LogKey, bytes]] = set()

    def act(self, ref: Ref) -> Act:
        return self._acts[ref]

    def acts(self, refs: Iterable[Ref]) -> Iterator[Act]:
        return map(self._acts.__getitem__, refs)

    def add(self, act: Act) -> bool:
        self._acts[act.ref] = act
        if not act.leaf:
            return False
        known, leaf = len(self._leaves), (act.ref.log, act.leaf)
        self._leaves.add(leaf)
        return len(self._leaves) == known

    def resting(self, ref: Ref) -> None:
        """None rests."""

    def all_resting(self) -> Iterator[Ref]:
        return iter(())

    def lines(self, wanted: Wanted) -> Iterator[RequestLine]:  # noqa: ARG002 - nothing fits anything
        return iter(())

    def number(self, wanted: Wanted) -> int:  # noqa: ARG002 - nothing fits anything
        return 0
