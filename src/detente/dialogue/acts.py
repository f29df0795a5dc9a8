"""What the fold is given and gives back: references, acts, findings, and where settled things rest.

Ref("rus", 0, 17)   entry 17 of generation 0 of the log of rus in this channel; written rus/17
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from detente.record.seal import LogKey, Vector


@dataclass(frozen=True, order=True, slots=True)
class Ref:
    """Which act: party, generation and index of its log."""

    party: str
    generation: int
    index: int

    @property
    def log(self) -> LogKey:
        return LogKey(self.party, self.generation)

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
        log = other.log
        if log == self.ref.log:
            return other.index < self.ref.index
        return log in self.vector and other.index < self.vector[log].size


class Finding(NamedTuple):
    """An error of diplomacy: which act, which rule, and why, as a template with values, texts or numbers."""

    ref: Ref
    rule: str
    template: str
    params: dict[str, Any]

    def __str__(self) -> str:
        return self.template % self.params


class Memory(Protocol):
    """Where a fold looks up what it was given before: in memory for a few acts, in a store for a record of decades."""

    def act(self, ref: Ref) -> Act:
        """An act that was applied before; KeyError if none was."""
        ...

    def add(self, act: Act) -> None:
        """Remember an act that was applied."""
        ...

    def is_repeated(self, act: Act) -> bool:
        """Whether the same leaf stands earlier in the same log."""
        ...

    def settled(self, ref: Ref) -> Mapping[str, Sequence[Ref]] | None:
        """The acts about a request that the fold let go of (`Requests.settle`), by role; None if it let go of none such."""
        ...

    def all_settled(self) -> Iterator[Ref]:
        """Every request that the fold let go of."""
        ...


class InMemory:
    """Everything in dictionaries: for tests, proofs and past cuts."""

    def __init__(self) -> None:
        self._acts: dict[Ref, Act] = {}
        self._leaves: set[tuple[LogKey, bytes]] = set()

    def act(self, ref: Ref) -> Act:
        return self._acts[ref]

    def add(self, act: Act) -> None:
        self._acts[act.ref] = act
        if act.leaf:
            self._leaves.add((act.ref.log, act.leaf))

    def is_repeated(self, act: Act) -> bool:
        return bool(act.leaf) and (act.ref.log, act.leaf) in self._leaves

    def settled(self, ref: Ref) -> None:
        """Nothing is ever let go of."""

    def all_settled(self) -> Iterator[Ref]:
        return iter(())
