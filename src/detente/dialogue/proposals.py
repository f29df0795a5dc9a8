"""Proposals: the one mechanism by which anything is decided together - a meeting, a date, a group, a text, a measure, a term.

What is decided is a *slot*. In each slot a party has one voice: its last stance act in its own log. All rules are predicates over
what an act's author had seen (docs/protocol.md, "Proposals"; F24):

1. A proposal is adopted when there is a set of consents to it, one of each party of its electorate, such that whatever a party said
   in the slot after its own, other than to consent again, it said in knowledge of all of them. Who proposes consents.
2. So a later voice ends a consent, unless its author knew of the adoption: two rivals can never both be adopted but one after the
   other, and who pretends not to have seen an adoption wins no more than by having refused receipt.
3. Its proposer's withdrawal ends a proposal for good, unless it was adopted in the past of the withdrawal.
4. Consent ad referendum and a reservation are no consent until confirmed. Under a silence procedure a `lapse`, sealed by the node
   of a party that has not spoken, is consent; a party that seals nothing has not consented.
5. What was adopted later, by people who knew of the earlier adoption, takes its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from detente.dialogue.acts import Act, Ref
from detente.errors import N_
from detente.record.seal import Vector

Find = Callable[..., None]

CONSENTING: Final = frozenset({"proposed", "consented", "silent"})

MOST_VOICES: Final = 64
"""Of one party in one slot: what a hostile member can make others compute is bounded. Later ones are found, without effect."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One stance of one party in a slot.

    Attributes:
        act: the act.
        of: the proposal that it is about.
        word: proposed, consented, silent, ad_referendum, reserved, objected, withdrawn.
        in_vain: it says no to what was adopted in its past.
    """

    act: Act
    of: Ref
    word: str
    in_vain: bool


@dataclass(slots=True)
class Proposal:
    """One proposal: its act and the parties that must all consent."""

    act: Act
    slot: str
    electorate: tuple[str, ...]

    @property
    def until(self) -> str | None:
        """The moment at which silence becomes consent, if there is one."""
        silence = self.act.kept.get("silence")
        return None if silence is None else str(silence["until"])


@dataclass(slots=True)
class Slot:
    """Everything that was said about one thing to be decided."""

    name: str
    proposals: dict[Ref, Proposal] = field(default_factory=dict)
    voices: dict[str, list[Voice]] = field(default_factory=dict)
    _consenters: dict[Ref, set[str]] = field(default_factory=dict)
    _withdrawn: dict[Ref, Voice] = field(default_factory=dict)
    _adopted: dict[Ref, dict[str, Voice]] | None = None

    def add(self, act: Act, of: Ref, word: str) -> Voice:
        """Take one voice; what it knew is computed once, from its past."""
        voice = Voice(act, of, word, word not in CONSENTING and self.knew_adopted_by(act, of))
        self.voices.setdefault(act.party, []).append(voice)
        if word in CONSENTING:
            self._consenters.setdefault(of, set()).add(act.party)
        if word == "withdrawn" and self.proposals[of].act.party == act.party and not voice.in_vain:
            self._withdrawn.setdefault(of, voice)
        self._adopted = None
        return voice

    def adopted(self) -> tuple[Ref, ...]:
        """The proposals that stand adopted, each taking the place of the one before it."""
        return tuple(self._all_adopted())

    @property
    def current(self) -> Proposal | None:
        """What is in force: the last that was adopted."""
        adopted = self.adopted()
        return self.proposals[adopted[-1]] if adopted else None

    def is_withdrawn(self, ref: Ref) -> bool:
        """Whether its proposer took it back in time."""
        return ref not in self._all_adopted() and self.voice_of(ref.party, ref) == "withdrawn"

    def withdrawal_known_to(self, act: Act, ref: Ref) -> bool:
        """Whether an act's author knew that a proposal was withdrawn for good."""
        withdrawn = self._withdrawn.get(ref)
        return withdrawn is not None and act.has_seen(withdrawn.act.ref)

    def is_left(self, ref: Ref, seen: Callable[[Ref], bool] | None = None) -> bool:
        """Whether its proposer speaks for another proposal now, or did for somebody who had `seen` just these acts."""
        return self.voice(ref.party, ref, seen) is None

    def has_given_way(self, ref: Ref) -> bool:
        """Whether its proposer consented to another one afterwards, and that was adopted: nobody waits for an answer to it any more."""
        if not self.is_left(ref):
            return False
        own = self.voices[ref.party]
        adopting = {adopting[ref.party].act.ref for adopting in self._all_adopted().values() if ref.party in adopting}
        last = max(place for place, voice in enumerate(own) if _consents(voice, ref))
        return any(voice.act.ref in adopting for voice in own[last + 1 :])

    def voice(self, party: str, ref: Ref, seen: Callable[[Ref], bool] | None = None) -> Voice | None:
        """The voice by which a party stands to a proposal now, or stood for somebody who had `seen` just these acts.

        None if it has not spoken about it, or speaks for another.
        """
        adopting = self._all_adopted().get(ref) if seen is None else self._adopting(ref, seen)
        if adopting is not None and party in adopting:
            return adopting[party]
        found: Voice | None = None
        for voice in self.voices.get(party, ()):
            if seen is not None and not seen(voice.act.ref):
                continue
            consented = found is not None and found.word in CONSENTING
            if voice.of == ref:
                found = found if consented and voice.word in CONSENTING else voice
            elif consented:
                found = None
        return found

    def voice_of(self, party: str, ref: Ref) -> str | None:
        """How a party stands to a proposal now: a word of `Voice`, or None."""
        voice = self.voice(party, ref)
        return None if voice is None else voice.word

    def consents(self, ref: Ref) -> list[Act]:
        """The acts by which the parties consent to a proposal as things stand."""
        voices = [self.voice(party, ref) for party in self.proposals[ref].electorate]
        return [voice.act for voice in voices if voice is not None and voice.word in CONSENTING]

    def is_final(self, ref: Ref, seen_by: Mapping[str, Vector]) -> bool:
        """Whether an adoption can no longer be undone: every party has sealed a state that holds all consents."""
        if ref not in self._all_adopted():
            return False
        consents = self.consents(ref)
        return all(
            act.party == party or (act.ref.log in seen_by.get(party, {}) and act.ref.index < seen_by[party][act.ref.log].size)
            for party in self.proposals[ref].electorate
            for act in consents
        )

    def knew_adopted_by(self, act: Act, ref: Ref) -> bool:
        """Whether a proposal was adopted in the past of an act."""
        return self._adopting(ref, act.has_seen) is not None

    def has_broken_silence(self, party: str, proposal: Proposal) -> bool:
        """Whether a party has spoken: about this proposal, or for another in its slot of which the proposer had not heard."""
        return any(
            voice.of == proposal.act.ref or (voice.word != "silent" and not proposal.act.has_seen(voice.act.ref))
            for voice in self.voices.get(party, ())
        )

    def would_lapse(self, party: str, proposal: Proposal) -> bool:
        """Whether a `lapse` of a party about this proposal would have an effect; its node seals none that would not, again and again."""
        spoken = self.has_broken_silence(party, proposal)
        return proposal.until is not None and not spoken and len(self.voices.get(party, ())) < MOST_VOICES

    # ---- the predicate ----

    def _all_adopted(self) -> dict[Ref, dict[str, Voice]]:
        """Each adopted proposal with the consents that adopt it, in the order in which they took each other's place."""
        if self._adopted is None:
            found = {ref: adopting for ref in self.proposals if (adopting := self._adopting(ref, lambda _ref: True)) is not None}
            # Of two, every party gave its consent to the later one in knowledge of all consents to the earlier: any party's order is all's.
            self._adopted = dict(sorted(found.items(), key=lambda item: next(iter(item[1].values())).act.ref))
        return self._adopted

    def _adopting(self, ref: Ref, seen: Callable[[Ref], bool]) -> dict[str, Voice] | None:
        """The earliest consents, one of each party, that adopt a proposal for somebody who has seen just these acts.

        A consent that is ended goes for good, whatever the others say later; so each party's place only moves on, and the search ends.
        """
        proposal = self.proposals[ref]
        if not self._consenters.get(ref, set()).issuperset(proposal.electorate) or not seen(ref):
            return None
        voices = {party: [voice for voice in self.voices[party] if seen(voice.act.ref)] for party in proposal.electorate}
        start = dict.fromkeys(voices, 0)
        while True:
            chosen: dict[str, Voice] = {}
            for party, own in voices.items():
                place = next((at for at in range(start[party], len(own)) if _consents(own[at], ref)), None)
                if place is None:
                    return None
                start[party], chosen[party] = place, own[place]
            moved = False
            for party, own in voices.items():
                # Who had seen them all when he next said something else had seen them ever after: no need to look further.
                place = next((at for at in range(start[party] + 1, len(own)) if not _consents(own[at], ref)), None)
                if place is not None and not all(own[place].act.has_seen(consent.act.ref) for consent in chosen.values()):
                    start[party], moved = place + 1, True
            if not moved:
                return chosen


def _consents(voice: Voice, ref: Ref) -> bool:
    return voice.of == ref and voice.word in CONSENTING


class Proposals:
    """All slots of a channel."""

    def __init__(self, members: tuple[str, ...], find: Find) -> None:
        self.members = members
        self.slots: dict[str, Slot] = {}
        self._find = find
        self._slot_of: dict[Ref, str] = {}
        self._about: dict[Ref, Ref] = {}

    def about(self, subject: str) -> list[Slot]:
        """The slots of one subject, by name."""
        return [slot for name, slot in sorted(self.slots.items()) if name.partition("/")[0] == subject]

    def get(self, ref: Ref) -> tuple[Slot, Proposal] | None:
        """A proposal and its slot; None if the act is none, or one without effect."""
        name = self._slot_of.get(ref)
        return None if name is None else (self.slots[name], self.slots[name].proposals[ref])

    def of(self, ref: Ref) -> Ref | None:
        """The proposal that an act is, or is a voice about; None if it is neither."""
        return ref if ref in self._slot_of else self._about.get(ref)

    def current(self, name: str) -> Proposal | None:
        """What is in force in a slot."""
        slot = self.slots.get(name)
        return None if slot is None else slot.current

    # ---- acts ----

    def propose(self, act: Act, _refs: list[Ref]) -> None:
        if tuple(act.kept["electorate"]) != self.members:
            self._find(
                act, "propose", N_("a proposal to %(seen)s; the members of the channel are %(expected)s: no effect"),
                seen=", ".join(act.kept["electorate"]), expected=", ".join(self.members),
            )  # fmt: skip
            return
        if not self._wellformed(act):
            return
        name = str(act.kept["slot"])
        slot = self.slots.setdefault(name, Slot(name))
        if self._has_room(act, slot):
            slot.proposals[act.ref] = Proposal(act, name, self.members)
            self._slot_of[act.ref] = name
            slot.add(act, act.ref, "proposed")

    def consent(self, act: Act, refs: list[Ref]) -> None:
        word = "ad_referendum" if act.kept.get("how") == "ad_referendum" else "consented"
        found = self._open(act, refs[0])
        if found is not None:
            self._remark_if_left(act, *found)
            self._speak(act, *found, word)

    def confirm(self, act: Act, refs: list[Ref]) -> None:
        """Confirm one's own consent ad referendum (or what one had reserved)."""
        found = self._open(act, self._about.get(refs[0], refs[0]))
        if found is None:
            return
        slot, proposal = found
        voice = slot.voice(act.party, proposal.act.ref, act.has_seen)  # as its author knew it: what crosses it came before or after
        if voice is None or voice.word not in {"ad_referendum", "reserved"}:
            self._find(act, "confirm", N_("%(party)s has nothing to confirm in %(slot)s: no effect"), party=act.party, slot=slot.name)
            return
        self._remark_if_left(act, slot, proposal)
        self._speak(act, slot, proposal, "consented")

    def reserve(self, act: Act, refs: list[Ref]) -> None:
        found = self._open(act, refs[0])
        if found is not None:
            self._speak(act, *found, "reserved")

    def object(self, act: Act, refs: list[Ref]) -> None:
        found = self._open(act, refs[0])
        if found is not None:
            self._speak(act, *found, "objected")

    def withdraw(self, act: Act, refs: list[Ref]) -> None:
        """Take back a proposal of one's own, or one's own stance."""
        if refs[0].party != act.party:
            self._find(act, "withdraw", N_("a withdrawal of %(ref)s, which is not of %(party)s: no effect"), ref=refs[0], party=act.party)
            return
        found = self._open(act, self._about.get(refs[0], refs[0]))
        if found is not None:
            self._speak(act, *found, "withdrawn")

    def lapse(self, act: Act, refs: list[Ref]) -> None:
        """The silence of one's own party has lasted until the expiry."""
        found = self._open(act, refs[0])
        if found is None:
            return
        slot, proposal = found
        if proposal.until is None:
            self._find(act, "lapse", N_("%(ref)s is under no silence procedure: no effect"), ref=refs[0])
            return
        if slot.has_broken_silence(act.party, proposal):
            self._find(
                act, "lapse", N_("%(party)s has spoken about %(ref)s, or for another: its silence is none"), party=act.party, ref=refs[0]
            )
            return
        self._speak(act, slot, proposal, "silent")

    # ---- helpers ----

    def _wellformed(self, act: Act) -> bool:
        """What a proposal about its subject must say."""
        name = str(act.kept["slot"])
        subject, _, key = name.partition("/")
        wanted = {"text": "digest", "term": "term"}.get(subject)
        if subject == "meeting" and key.split("/")[2:] == ["date"]:
            wanted = "date"
        if wanted is not None and wanted not in act.kept:
            self._find(act, "propose", N_("a proposal about %(slot)s needs the field '%(field)s': no effect"), slot=name, field=wanted)
            return False
        return True

    def _has_room(self, act: Act, slot: Slot) -> bool:
        if len(slot.voices.get(act.party, ())) < MOST_VOICES:
            return True
        self._find(
            act,
            act.kind,
            N_("%(party)s has spoken %(limit)d times in %(slot)s: no effect"),
            party=act.party,
            limit=MOST_VOICES,
            slot=slot.name,
        )
        return False

    def _open(self, act: Act, ref: Ref) -> tuple[Slot, Proposal] | None:
        """The proposal that a stance is about, unless it was withdrawn and the author knew."""
        found = self.get(ref)
        if found is None:
            self._find(act, act.kind, N_("%(ref)s is no proposal: no effect"), ref=ref)
            return None
        if found[0].withdrawal_known_to(act, ref):
            self._find(act, act.kind, N_("a proposal that its author knew to be withdrawn: no effect"))
            return None
        return found

    def _remark_if_left(self, act: Act, slot: Slot, proposal: Proposal) -> None:
        """A consent of somebody else to what its proposer had left, as its author knew: it stands, and adopts nothing by itself."""
        ref = proposal.act.ref
        if act.party != ref.party and slot.is_left(ref, act.has_seen):
            self._find(
                act, act.kind,
                N_("%(ref)s had been left by %(party)s for another proposal, and its author knew: nothing comes of it as things stand"),
                ref=ref, party=ref.party,
            )  # fmt: skip

    def _speak(self, act: Act, slot: Slot, proposal: Proposal, word: str) -> None:
        if not self._has_room(act, slot):
            return
        voice = slot.add(act, proposal.act.ref, word)
        self._about[act.ref] = proposal.act.ref
        if voice.in_vain:
            self._find(act, act.kind, N_("%(slot)s was adopted, and its author knew: no effect; propose a change"), slot=slot.name)

    def state_of(self, slot: Slot, ref: Ref) -> str:
        """adopted, withdrawn, superseded (another is in force), objected, silence, or open."""
        proposal = slot.proposals[ref]
        adopted = slot.adopted()
        if ref in adopted:
            return "adopted" if ref == adopted[-1] else "replaced"
        if slot.is_withdrawn(ref):
            return "withdrawn"
        words = {slot.voice_of(party, ref) for party in proposal.electorate}
        if "objected" in words:
            return "objected"
        return "silence" if proposal.until is not None else "open"

    def value(self) -> dict[str, Any]:
        """As one JSON value, for comparing two folds."""
        return {
            name: {
                "adopted": [str(ref) for ref in slot.adopted()],
                "proposals": {
                    str(ref): {
                        "state": self.state_of(slot, ref),
                        "voices": {party: slot.voice_of(party, ref) for party in proposal.electorate},
                    }
                    for ref, proposal in sorted(slot.proposals.items())
                },
            }
            for name, slot in sorted(self.slots.items())
        }
