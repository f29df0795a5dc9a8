"""Texts: what is signed of one, and what initials, signatures, statements and instruments come to.

    text/joint-statement-2              the text: each proposal in this slot is one tabled version
    text/joint-statement-2/p/3-a        a change of provision 3-a: added, replaced, taken out
    text/joint-statement-2/b/4          what is to stand in the place of bracket 4
    text/joint-statement-2/c/1          the first correction of errors, after it was adopted

All of these are decided as everything else is (`proposals`): a bracket is closed, a provision changed, an error corrected when all
have consented, or kept silent under a silence procedure. The words are bodies, and the fold reads none: what is decided is a digest
over all language versions, so that nobody can agree to one language alone.

    H("detente/v1/text\\n" || {"en":"..","ru":".."})     canonical JSON, every version that the text has
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from detente.dialogue.acts import Act, Ref
from detente.dialogue.kinds import BASES
from detente.dialogue.proposals import Proposal, Proposals, Slot
from detente.errors import N_
from detente.record import canonical
from detente.record.charter import digest

Find = Callable[..., None]

PROVISIONS: Final = "/p/"
BRACKETS: Final = "/b/"
CORRECTIONS: Final = "/c/"


def text_digest(texts: Mapping[str, str]) -> bytes:
    """The digest (32 bytes) of a text: language -> the whole version, as it stands in the entry."""
    return digest("text", canonical.encode(dict(texts)))


def is_text(name: str) -> bool:
    """Whether a slot is a text itself, and no part of one."""
    return name.startswith("text/") and name.count("/") == 1


def text_of(name: str) -> str:
    """The text that a slot belongs to: text/KEY."""
    return "/".join(name.split("/")[:2])


class Texts:
    """The texts of a channel, and who stands how to them."""

    def __init__(self, members: tuple[str, ...], proposals: Proposals, find: Find) -> None:
        self.members = members
        self.initials: dict[Ref, dict[str, Act]] = {}
        self.signatures: dict[Ref, dict[str, Act]] = {}
        self.attached: dict[Ref, list[Act]] = {}
        self.instruments: dict[Ref, list[Act]] = {}
        self.forces: dict[Ref, list[Act]] = {}
        self._proposals = proposals
        self._find = find

    # ---- acts ----

    def initial(self, act: Act, refs: list[Ref]) -> bool:
        """Initial a version: these are the words, whatever follows. Returns whether it has effect."""
        found = self._version(act, refs[0])
        if found is None:
            return False
        self.initials.setdefault(refs[0], {}).setdefault(act.party, act)
        return True

    def sign(self, act: Act, refs: list[Ref]) -> bool:
        """Sign a text: all sign one digest. Returns whether the signature has effect."""
        found = self._version(act, refs[0])
        if found is None:
            return False
        slot, proposal = found
        brackets = proposal.act.kept.get("brackets", 0)
        if brackets:
            self._find(act, "sign", N_("%(ref)s has open brackets (%(number)d): no effect"), ref=refs[0], number=brackets)
            return False
        if not slot.knew_adopted_by(act, refs[0]):
            self._find(act, "sign", N_("%(ref)s was signed before it was adopted, as far as its author had seen"), ref=refs[0])
        self._look_at_order(act, proposal)
        self.signatures.setdefault(refs[0], {}).setdefault(act.party, act)
        return True

    def attach(self, act: Act, refs: list[Ref]) -> None:
        """Put a statement of one party beside a text: the text stays as it is."""
        if self._text(act, refs[0]) is not None:
            self.attached.setdefault(refs[0], []).append(act)

    def bind(self, act: Act, refs: list[Ref]) -> None:
        """A party's consent to be bound, beside its signature: ratification, accession, .."""
        found = self._text(act, refs[0])
        if found is None:
            return
        if not found[0].knew_adopted_by(act, refs[0]):
            self._find(act, "bind", N_("%(ref)s was not adopted yet, as far as its author had seen"), ref=refs[0])
        self.instruments.setdefault(refs[0], []).append(act)

    def force(self, act: Act, refs: list[Ref]) -> None:
        """Somebody says from when a text is in force: the depositary, or a party."""
        if self._text(act, refs[0]) is not None:
            self.forces.setdefault(refs[0], []).append(act)

    # ---- what it comes to ----

    def all(self) -> list[Slot]:
        """The texts, by name."""
        return [slot for slot in self._proposals.about("text") if is_text(slot.name)]

    def parts(self, name: str, of: str) -> list[Slot]:
        """What was proposed about the provisions, the brackets or the corrections of a text, by name."""
        return [slot for slot in self._proposals.about("text") if slot.name.startswith(name + of)]

    def state(self, slot: Slot) -> str:
        """draft, adopted, signed."""
        current = slot.current
        if current is None:
            return "draft"
        return "signed" if set(self.members) <= self.signatures.get(current.act.ref, {}).keys() else "adopted"

    def unsigned(self, slot: Slot) -> list[str]:
        """The members who have not signed the version in force; nobody where none is, or where it is none that is signed."""
        current = slot.current
        if current is None or not is_text(slot.name) or current.act.kept.get("form") in BASES or current.act.kept.get("brackets"):
            return []
        signed = self.signatures.get(current.act.ref, {})
        return [party for party in self.members if party not in signed]

    def standing_versions(self, slot: Slot) -> list[Proposal]:
        """The versions from which work goes on: the one in force, else those tabled last, which may have crossed; by entry.

        A version that was tabled in knowledge of another takes its place; one that its proposer took back is none.
        """
        if slot.current is not None:
            later = [p for p in self._last(slot) if p.act.has_seen(slot.current.act.ref) and p.act.kept.get("brackets")]
            return later or [slot.current]
        return self._last(slot)

    def _last(self, slot: Slot) -> list[Proposal]:
        there = [proposal for ref, proposal in sorted(slot.proposals.items()) if not slot.is_withdrawn(ref)]
        return [one for one in there if not any(other.act.has_seen(one.act.ref) for other in there if other is not one)]

    def open_brackets(self, slot: Slot) -> int:
        """How many brackets are not closed, counting each open change of a provision as one.

        Of versions that crossed, that with the most counts: the number is what is left to be agreed at the least.
        """
        return max((self._open_in(slot, proposal) for proposal in self.standing_versions(slot)), default=0)

    def _open_in(self, slot: Slot, version: Proposal) -> int:
        """Of one version: its own, with the changes of provisions, less those that were closed since."""
        number = int(version.act.kept.get("brackets", 0))
        for part in self.parts(slot.name, PROVISIONS):
            current = part.current
            if current is not None and not version.act.has_seen(current.act.ref):
                number += int(current.act.kept.get("brackets", 0)) - len(current.act.kept.get("closes", ()))
            number += sum(self.is_open(part, ref) and not version.act.has_seen(ref) for ref in part.proposals)
        for part in self.parts(slot.name, BRACKETS):
            current = part.current
            number -= current is not None and not version.act.has_seen(current.act.ref)
        return max(number, 0)

    def is_open(self, slot: Slot, ref: Ref) -> bool:
        """Whether a proposal waits to be decided: of two that crossed neither does, once what was made of both is adopted."""
        return self._proposals.state_of(slot, ref) in {"open", "silence", "objected"} and not slot.has_given_way(ref)

    def in_force(self, ref: Ref, depositary: str | None) -> str | None:
        """Since when the text as a whole is in force: the day that its depositary, or without one every party, has named; else None."""
        days = {act.party: str(act.kept["from"]) for act in self.forces.get(ref, ()) if not act.kept.keys() & {"for", "provisional"}}
        if depositary is not None:
            return days.get(depositary)
        said = set(days.values())
        return said.pop() if set(days) == set(self.members) and len(said) == 1 else None

    # ---- helpers ----

    def _text(self, act: Act, ref: Ref) -> tuple[Slot, Proposal] | None:
        found = self._proposals.get(ref)
        if found is None or not is_text(found[0].name):
            self._find(act, act.kind, N_("%(ref)s is no text: no effect"), ref=ref)
            return None
        return found

    def _version(self, act: Act, ref: Ref) -> tuple[Slot, Proposal] | None:
        """The version whose digest an act names; None, and a finding, if it names another."""
        found = self._text(act, ref)
        if found is None or act.kept["digest"] == found[1].act.kept["digest"]:
            return found
        if act.kind == "initial":
            template = N_("%(party)s initials another check value than that of %(ref)s: no effect")
        else:
            template = N_("%(party)s signs another check value than that of %(ref)s: no effect")
        self._find(act, act.kind, template, party=act.party, ref=ref)
        return None

    def _look_at_order(self, act: Act, proposal: Proposal) -> None:
        """Where an order of signature was agreed: a finding for who signs before somebody whose turn was earlier."""
        order = proposal.act.kept.get("order", [])
        signed = self.signatures.get(proposal.act.ref, {})
        for party in order[: order.index(act.party)] if act.party in order else ():
            if party not in signed or not act.has_seen(signed[party].ref):
                self._find(
                    act, "order", N_("%(party)s signs %(ref)s before %(first)s, against the order that it names: recorded"),
                    party=act.party, ref=proposal.act.ref, first=party,
                )  # fmt: skip
                return

    def value(self) -> dict[str, Any]:
        """As one JSON value, for comparing two folds."""
        return {
            "states": {slot.name: [self.state(slot), self.open_brackets(slot)] for slot in self.all()},
            **{
                name: {str(ref): sorted(by) for ref, by in sorted(found.items())}
                for name, found in (("initials", self.initials), ("signatures", self.signatures))
            },
            **{
                name: {str(ref): sorted(str(act.ref) for act in acts) for ref, acts in sorted(found.items())}
                for name, found in (("attached", self.attached), ("instruments", self.instruments), ("forces", self.forces))
            },
        }
