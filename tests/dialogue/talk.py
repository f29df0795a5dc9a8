"""A few acts by name: who said what, and what of the others' acts he had seen.

talk = Talk("alpha", "bravo")
first = talk.propose("alpha", "text/first")          # has seen everything so far
talk.act("bravo", "consent", first, seen=[first])    # has seen this act and its past alone
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.dialogue.acts import Act, Ref
from detente.dialogue.fold import Fold
from detente.record.seal import HeadId, LogKey
from tests.dialogue.histories import AT, DIGEST


class Talk:
    """A channel in which acts are written one after the other."""

    def __init__(self, *members: str) -> None:
        self.fold = Fold(members)
        self.acts: dict[Ref, Act] = {}
        self.sizes: dict[LogKey, int] = {}

    def act(
        self, party: str, kind: str, re: Ref | Sequence[Ref] = (), *, seen: Sequence[Ref] | None = None, person: bytes = b"", **kept: Any
    ) -> Ref:
        """An act; `seen`: the acts of others in its past, with theirs (all, if not said); `person`: what `by` must sign."""
        log = LogKey(party, 0)
        index = self.sizes.get(log, 1)
        refs = [re] if isinstance(re, Ref) else list(re)
        sizes: dict[LogKey, int] = {}
        for ref in [*(self.acts if seen is None else seen), *refs, *([Ref(party, 0, index - 1)] if index > 1 else [])]:
            for other, head in self.acts[ref].vector.items():
                sizes[other] = max(sizes.get(other, 0), head.size)
            sizes[ref.log] = max(sizes.get(ref.log, 0), ref.index + 1)
        vector = {other: HeadId(size, b"") for other, size in sizes.items() if other != log}
        fields = {"kind": kind, "at": AT, **({"re": [ref.value for ref in refs]} if refs else {}), **kept}
        act = Act(Ref(party, 0, index), fields, {**vector, log: HeadId(index + 1, b"")}, b"%s %d" % (party.encode(), index), person)
        self.acts[act.ref] = act
        self.sizes[log] = index + 1
        self.fold.apply(act)
        return act.ref

    def propose(self, party: str, slot: str, *, seen: Sequence[Ref] | None = None, **kept: Any) -> Ref:
        kept = {"digest": DIGEST} | kept if slot.startswith("text/") else kept
        return self.act(party, "propose", seen=seen, slot=slot, electorate=list(self.fold.members), **kept)

    def state(self, ref: Ref) -> str:
        """What has become of a proposal."""
        found = self.fold.proposals.get(ref)
        assert found is not None
        return self.fold.proposals.state_of(found[0], ref)

    @property
    def rules(self) -> list[str]:
        return [finding.rule for finding in self.fold.findings]
